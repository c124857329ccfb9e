from django.conf import settings
from django.http import HttpRequest


def absolute(request: HttpRequest, path: str) -> str:
    """The lasting address: on the public site's name when it is set."""
    return settings.SITE_URL + path if settings.SITE_URL else request.build_absolute_uri(path)
