"""Addresses within the site and from outside it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

LONGEST_SLUG = 80
# Longer than that of a full list of what somebody has saved.
LONGEST_QUERY = 6000


def absolute(request: HttpRequest, path: str) -> str:
    """The lasting address: on the public site's name when it is set."""
    if settings.SITE_URL:
        return settings.SITE_URL + path
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:  # the page being made is the one that says so
        return path


def with_query(path: str, query: Mapping[str, str]) -> str:
    """With what is not empty, after what the path asks already."""
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{path}{'&' if '?' in path else '?'}{given}" if given else path


def desk_url(request: HttpRequest, name: str, *args: object, **query: str) -> str:
    """A page of the desk, of the same organisation when this page's address names one."""
    asked = request.GET.get("organisation", "")[:LONGEST_SLUG]
    return with_query(reverse(name, args=args), {**query, "organisation": asked})


def screen_address(slug: str, language: str, languages: list[str]) -> str:
    """Of a place's screen in one of the languages that it shows in turn."""
    with override(language):
        path = reverse("place_screen", args=[slug])
    # Commas stay as they are: people type this address on a television.
    return path if languages == [language] else f"{path}?languages={','.join(languages)}"
