"""Other words for a search that found nothing, as links to the same list."""

from dataclasses import dataclass

from django.http import HttpRequest

from directory.search.did_you_mean import did_you_mean


@dataclass(frozen=True, slots=True)
class Corrected:
    words: str
    url: str


def other_words(request: HttpRequest, words: str, language: str) -> list[Corrected]:
    """With the same filters; none without words."""
    found = did_you_mean(words, language) if words else []
    return [Corrected(one, with_words(request, one)) for one in found]


def with_words(request: HttpRequest, words: str) -> str:
    query = request.GET.copy()
    query["q"] = words
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}"
