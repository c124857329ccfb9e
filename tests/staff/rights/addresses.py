"""Every address of the desk, and who may read it and write to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from directory.models import (
    Place,
    Report,
    ScheduleChange,
    Service,
    Slot,
)
from directory.queries.history import Entry
from tests.staff.rights.people import (
    AALTO,
    EVERYBODY,
    MANAGERS,
    NOBODY,
    OWN,
    PLACE,
    SIGNED_IN,
    SITE,
    WITH_DESK,
)
from tests.staff.rights.rows import DAY, Cast


def of_slot(cast: Cast) -> dict[str, Any]:
    return {"uid": cast.rows[AALTO].own[Slot].uid}


def of_day(cast: Cast) -> dict[str, Any]:
    return {**of_slot(cast), "day": DAY.isoformat()}


def of_change(cast: Cast) -> dict[str, Any]:
    return {"uid": cast.rows[AALTO].own[ScheduleChange].uid}


def of_closure(cast: Cast) -> dict[str, Any]:
    return {"uid": cast.closure.uid}


def of_one_off(cast: Cast) -> dict[str, Any]:
    return {"uid": cast.one_off.uid}


def of_organisation(cast: Cast) -> dict[str, Any]:
    return {"slug": AALTO}


def of_member(cast: Cast) -> dict[str, Any]:
    organisation = cast.rows[AALTO].organisation
    return {"slug": AALTO, "pk": organisation.memberships.order_by("pk").first().pk}


def of_invitation(cast: Cast) -> dict[str, Any]:
    return {"slug": AALTO, "pk": cast.rows[AALTO].organisation.invitations.get().pk}


def of_service(cast: Cast) -> dict[str, Any]:
    return {"slug": cast.rows[AALTO].own[Service].slug}


def of_house(cast: Cast) -> dict[str, Any]:
    return {"slug": cast.rows[AALTO].public[Place].slug}


def nothing(cast: Cast) -> dict[str, Any]:
    return {}


def of_token(cast: Cast) -> dict[str, Any]:
    return {"token": "made-up"}


def of_report(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.rows[AALTO].own[Report].pk}


def of_kind(cast: Cast) -> dict[str, Any]:
    return {"kind": "service", "pk": cast.rows[AALTO].own[Service].pk}


def of_moment(cast: Cast) -> dict[str, Any]:
    """The time of the first version."""
    key = cast.rows[AALTO].own[Service].pk
    event = Service.pgh_event_model.objects.filter(pgh_obj_id=key).earliest("pgh_id")
    return {**of_kind(cast), "moment": Entry(event.pgh_created_at, None, {}).moment}


def of_text(cast: Cast) -> dict[str, Any]:
    return {"noun": "service", "row": cast.rows[AALTO].own[Service].pk, "field": "name"}


def of_translation(cast: Cast) -> dict[str, Any]:
    return {**of_text(cast), "language": "ar"}


def in_arabic(cast: Cast) -> dict[str, Any]:
    return {"language": "ar"}


def of_upload(cast: Cast) -> dict[str, Any]:
    return {"key": UUID(int=7)}


# URL name → (which row of Aalto it is about, who may GET it, who may POST to it).
# None: the method is not there.
DESK: dict[str, tuple[Callable[[Cast], dict], set | None, set | None]] = {
    "desk": (nothing, WITH_DESK, None),
    "undo": (nothing, None, SIGNED_IN),
    "week_confirm": (nothing, None, WITH_DESK),
    "week_copy": (nothing, None, WITH_DESK),
    "slots": (nothing, WITH_DESK, None),
    "slot_add": (nothing, WITH_DESK, WITH_DESK),
    "slot_edit": (of_slot, OWN, OWN),
    "slot_end": (of_slot, OWN, OWN),
    "occurrence": (of_day, OWN, None),
    "occurrence_cancel": (of_day, None, OWN),
    "occurrence_move": (of_day, None, OWN),
    "occurrence_as_usual": (of_day, None, OWN),
    "one_off_add": (nothing, WITH_DESK, WITH_DESK),
    "one_off": (of_one_off, OWN, OWN),
    "one_off_cancel": (of_one_off, None, OWN),
    "one_off_restore": (of_one_off, None, OWN),
    "closure_add": (nothing, WITH_DESK, WITH_DESK),
    "closure_open": (of_closure, None, PLACE),
    "service_preview": (of_service, OWN, None),
    "place_preview": (of_house, PLACE, None),
    "stale": (nothing, WITH_DESK, WITH_DESK),
    "stale_site": (nothing, SITE, None),
    "confirm": (of_token, EVERYBODY, EVERYBODY),
    "inbox": (nothing, WITH_DESK, None),
    "mail_choice": (nothing, None, WITH_DESK),
    "report_close": (of_report, None, OWN),
    "report_reopen": (of_report, None, OWN),
    "report_delete": (of_report, None, OWN),
    "listings": (nothing, WITH_DESK, None),
    "service_edit": (of_service, OWN, OWN),
    "place_edit": (of_house, PLACE, PLACE),
    "history": (of_kind, OWN, None),
    "history_restore": (of_moment, OWN, OWN),
    "archive": (nothing, WITH_DESK, None),
    "archive_row": (of_kind, OWN, OWN),
    "archive_restore": (of_kind, None, OWN),
    "translations": (nothing, WITH_DESK, None),
    "translation_import": (nothing, WITH_DESK, WITH_DESK),
    # Without an upload of one's own: the way back to where to choose a file.
    "translation_import_plan": (of_upload, WITH_DESK, WITH_DESK),
    "translation_source": (of_text, OWN, OWN),
    "translation_list": (in_arabic, WITH_DESK, None),
    "translation_export": (in_arabic, WITH_DESK, None),
    "translation_drafts": (in_arabic, None, NOBODY),
    "translation": (of_translation, OWN, OWN),
    "account": (nothing, SIGNED_IN, None),
    "send_again": (nothing, EVERYBODY, None),
    "leave": (of_organisation, None, SIGNED_IN),
    "invitation": (of_token, EVERYBODY, EVERYBODY),
    "switch_organisation": (nothing, None, NOBODY),
    "members": (of_organisation, MANAGERS, MANAGERS),
    "member_role": (of_member, None, MANAGERS),
    "member_remove": (of_member, None, MANAGERS),
    "invitation_withdraw": (of_invitation, None, MANAGERS),
}
