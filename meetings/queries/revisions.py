"""How often and when meetings were changed, by the kept history, for their calendar events."""

from collections.abc import Collection

from django.apps import apps
from django.db.models import Count, Max

from directory.queries.revisions import Revision


def meeting_revisions(keys: Collection[int]) -> dict[int, Revision]:
    rows = (
        apps.get_model("meetings", "MeetingEvent")
        .objects.filter(pgh_obj_id__in=keys)
        .order_by()
        .values("pgh_obj_id")
        .annotate(count=Count("pgh_id"), latest=Max("pgh_created_at"))
    )
    return {row["pgh_obj_id"]: Revision(row["count"], row["latest"]) for row in rows}
