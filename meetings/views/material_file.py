"""Files that networks share: to be kept by who may read them, never opened as a page of ours."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.enums import Audience
from meetings.permissions import readable_materials


@require_safe
def material_file(request: HttpRequest, pk: int) -> FileResponse:
    rows = readable_materials(request.user, timezone.localdate()).exclude(file="")
    material = get_object_or_404(rows, pk=pk)
    try:
        file = default_storage.open(material.file.name)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file,
        as_attachment=True,
        filename=material.filename,
        content_type=material.content_type,
    )
    is_for_everyone = material.audience == Audience.EVERYONE
    response["Cache-Control"] = "no-cache" if is_for_everyone else "no-store, private"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
