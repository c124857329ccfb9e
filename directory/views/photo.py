"""Pictures of services and places: made by us when they were uploaded, so of one known kind."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from directory.models import Photo

OURS = re.compile(r"[0-9a-f]{32}(_\w{7})?\.jpg")


@require_safe
def photo(request: HttpRequest, name: str) -> FileResponse:
    """Nobody guesses a name, and what stands under it never changes.

    A picture that was taken away is gone at once, even while its file still waits to be deleted.
    """
    path = f"photos/{name}"
    is_shown = OURS.fullmatch(name) and Photo.objects.filter(image=path).exists()
    if not is_shown or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
