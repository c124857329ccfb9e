from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from directory.localized import current_language
from directory.search.suggestions import Suggestion, suggestions


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """For the script beside a search box: what may be meant, and how many in words."""
    found = suggestions(request.GET.get("q", ""), current_language(), timezone.localdate())
    number = len(found)
    told = ngettext("%(number)s suggestion", "%(number)s suggestions", number) % {"number": number}
    return JsonResponse({"told": told, "suggestions": [as_json(one) for one in found]})


def as_json(one: Suggestion) -> dict[str, str]:
    name = one.name
    return {
        "name": str(name), "lang": name.tag, "dir": name.dir, "kind": one.kind, "url": one.url,
    }  # fmt: skip
