"""Who gets in where: every page of the desk and of the admin, as each of seven people.

The tables say who may; all others must be refused, and nobody's page may say another
organisation's secret word. A new page without a line in the tables fails.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse
from django_tasks_db.models import DBTaskResult

from directory import staff_urls
from directory.admin.scoping import ScopedAdmin, ScopedInline
from directory.models import (
    Area,
    BreakCalendar,
    Category,
    Organisation,
    Place,
    Report,
    ScheduleChange,
    Service,
    Slot,
    SlotVisitor,
)
from directory.queries.history import Entry
from perhepalvelut.admin_site import SuperuserOnly
from tests.staff.rights_cast import (
    AALTO,
    BELONGS,
    DAY,
    NAAPURI,
    PEOPLE,
    PIILO,
    Cast,
    make_cast,
    rows_of,
)

pytestmark = pytest.mark.django_db
WEDNESDAY = "2026-11-25T08:30:00+02:00"
REFUSED = (403, 404)
NEIGHBOUR = "Naapuriseura"
counted = {"checks": 0}

NOBODY: set[str] = set()  # what it is about is not there
SITE = {"superuser"}
MANAGERS = {"manager", *SITE}
OWN = {"editor", *MANAGERS}
WITH_DESK = {"other", "coordinator", *OWN}
SIGNED_IN = {"reader", *WITH_DESK}
EVERYBODY = set(PEOPLE)
PLACE = {"coordinator", *OWN}


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
    "counts": (nothing, WITH_DESK, None),
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

# Model → which row of Aalto, and who may change it, add such a row, delete it.
# The models that are not here are the superuser's alone.
PAGES: dict[type, tuple[str, set, set, set]] = {
    Organisation: ("public", OWN, SITE, SITE),
    Place: ("public", PLACE, WITH_DESK, SITE),
    Service: ("own", OWN, WITH_DESK, SITE),
    Slot: ("own", OWN, WITH_DESK, SITE),
    ScheduleChange: ("own", OWN, WITH_DESK, OWN),
    BreakCalendar: ("own", OWN, SITE, SITE),
}
STAFF_MODELS = set(PAGES)


def label(model: type) -> str:
    return model._meta.label


BY_NAME = [pytest.param(model, id=label(model)) for model in sorted(STAFF_MODELS, key=label)]
EVERY = [pytest.param(model, id=label(model)) for model in sorted(admin.site._registry, key=label)]
# Where a neighbour's public rows may be offered: houses to meet in, and who is there.
PUBLIC_CHOICES = {
    (Place, "partners"),
    (Service, "places"),
    (Slot, "place"),
    (Slot, "break_calendar"),
    (SlotVisitor, "organisation"),
    (ScheduleChange, "new_place"),
}


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """One set of rows for all: each request's writes are rolled back."""
    with django_db_blocker.unblock(), time_machine.travel(WEDNESDAY, tick=False):
        assert connection.settings_dict["NAME"].startswith("test_"), "Not a database for tests"
        made = make_cast()
        yield made
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module", autouse=True)
def told(request) -> Iterator[None]:
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nRights matrix: {counted['checks']} checks")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visit:
    """One person at one address, and all that must hold of the answer."""

    def __init__(self, cast: Cast, person: str, problems: list[str]) -> None:
        self.cast, self.person, self.problems = cast, person, problems
        self.client = cast.clients[person]
        self.others = [name for name in cast.rows if name not in BELONGS[person]]
        self.before = rows_of(cast, self.written_by_nobody)

    @property
    def written_by_nobody(self) -> list[str]:
        """Kulma's people may close a house of Aalto."""
        if self.person == "coordinator":
            return [NAAPURI, PIILO]
        return self.others

    def get(self, path: str, allowed: bool | None, data: Any = None) -> Any:
        return self.check("GET", path, allowed, self.client.get(path, data))

    def post(self, path: str, allowed: bool | None, data: Any = None) -> Any:
        with undone():
            response = self.client.post(path, data or {})
            self.check("POST", path, allowed, response)
            counted["checks"] += 1
            if self.written_by_nobody and self.before != rows_of(self.cast, self.written_by_nobody):
                self.problem("POST", path, "another organisation's rows were written", data)
        return response

    def check(self, method: str, path: str, allowed: bool | None, response: Any) -> Any:
        counted["checks"] += 2
        status = response.status_code
        if allowed is not None:
            wants_sign_in = status == 302 and "/login/" in response["Location"]
            refused = wants_sign_in if self.person == "stranger" else status in REFUSED
            if allowed is refused:
                self.problem(method, path, f"allowed={allowed}, status={status}")
        if status >= 500:
            self.problem(method, path, f"status={status}")
        text = response.content.decode() if not response.streaming else ""
        for word in self.cast.secrets_kept_from(self.person):
            if word in text:
                self.problem(method, path, f"tells {word}")
        return response

    def problem(self, method: str, path: str, what: str, data: Any = None) -> None:
        self.problems.append(f"{self.person} {method} {path}: {what} {data or ''}")


@pytest.fixture(params=PEOPLE)
def visit(request, cast) -> Iterator[Visit]:
    problems: list[str] = []
    yield Visit(cast, request.param, problems)
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:60])


def desk_urls() -> list[str]:
    return [pattern.name for pattern in staff_urls.urlpatterns]


def test_every_url_of_the_desk_has_a_line_in_the_table():
    assert sorted(desk_urls()) == sorted(DESK)


def test_only_who_owns_a_house_archives_it(visit):
    house = visit.cast.rows[AALTO].public[Place]
    visit.get(f"/staff/archive/place/{house.pk}/", visit.person in OWN)
    for step in ("", "restore/"):
        visit.post(f"/staff/archive/place/{house.pk}/{step}", visit.person in OWN)


def test_every_page_of_the_admin_asks_whose_rows_it_shows():
    for page in admin.site._registry.values():
        assert isinstance(page, ScopedAdmin | SuperuserOnly), page
        if isinstance(page, ScopedAdmin):
            assert all(issubclass(inline, ScopedInline) for inline in page.inlines), page
        else:
            assert page.model._meta.app_label != "directory", page


def test_staff_pages_of_the_admin_are_those_of_the_table():
    open_to_staff = {
        model for model, page in admin.site._registry.items() if getattr(page, "staff_may", ())
    }
    assert open_to_staff == STAFF_MODELS


def test_desk(visit):
    for name, (row, reads, writes) in DESK.items():
        path = reverse(name, kwargs=row(visit.cast))
        if reads is not None:
            visit.get(path, visit.person in reads)
        if writes is not None:
            visit.post(path, visit.person in writes)
            visit.post(path, None, foreign_ids(visit.cast))


def foreign_ids(cast: Cast) -> dict[str, Any]:
    """Every field of the desk's forms that names a row, naming the neighbour's."""
    rows = cast.rows[NAAPURI]
    names = {
        "service": Service, "place": Place, "slot": Slot, "organisation": Organisation,
        "new_place": Place, "organisers": Organisation, "target": Service,
    }  # fmt: skip
    keys = {name: (rows.own | {Organisation: rows.organisation})[model].pk
            for name, model in names.items()}  # fmt: skip
    return {
        **keys, "organisation": NAAPURI, "uid": str(rows.own[Slot].uid),
        "form_uid": str(rows.own[Slot].uid), "day": DAY.isoformat(),
        "first": DAY.isoformat(), "kind": "cancelled", "reason": "illness", "start": "10",
        "end": "11", "weekdays": "3", "recurrence": "weekly", "role": "manager",
        "slots": rows.own[Slot].pk, "history": "0" * 32, "words": "ke 9-10",
    }  # fmt: skip


def test_desk_of_another_organisation_by_its_name_in_the_address(visit):
    for name, (row, reads, _writes) in DESK.items():
        if reads is WITH_DESK:
            path = reverse(name, kwargs=row(visit.cast))
            visit.get(f"{path}?organisation={AALTO}", visit.person in OWN)
            visit.get(f"{path}?organisation={PIILO}", visit.person in SITE)


def admin_path(model: type, page: str, *args: Any) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def sample(cast: Cast, owner: str, model: type, kind: str = "own") -> Any:
    rows = cast.rows[owner]
    return (rows.public if kind == "public" else rows.own | {Organisation: rows.organisation})[
        model
    ]


def test_admin_front_pages(visit):
    for name in ("index", "jsi18n"):
        visit.get(reverse(f"admin:{name}"), visit.person in WITH_DESK)
    visit.get("/staff/admin/directory/", visit.person in WITH_DESK)
    visit.get("/staff/admin/auth/", visit.person in SITE)
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    service = visit.cast.rows[AALTO].own[Service]
    content_type = f"/staff/admin/r/{service.pk}/{service.pk}/"
    assert visit.client.get(content_type).status_code in (302, 403, 404)


@pytest.mark.parametrize("model", EVERY)
def test_admin_lists(visit, model):
    may = WITH_DESK if model in STAFF_MODELS else SITE
    path = admin_path(model, "changelist")
    response = visit.get(path, visit.person in may)
    if visit.person not in WITH_DESK - SITE or model not in STAFF_MODELS:
        return
    for spec in response.context["cl"].filter_specs:
        for choice in spec.choices(response.context["cl"]):
            text = str(choice.get("display", ""))
            counted["checks"] += 1
            if visit.person in OWN and NEIGHBOUR in text:
                visit.problem("GET", path, f"the filter offers {text}")
            visit.get(path + choice["query_string"], None)
    visit.get(f"{path}?q=kanarialintu", True)
    visit.get(f"{path}?q=%00", None)
    key = visit.cast.rows[PIILO].organisation.pk
    for field in model._meta.fields:
        if field.remote_field:
            visit.get(f"{path}?{field.name}__id__exact={key}", None)
            visit.get(f"{path}?{field.name}__name_fi__startswith=kanarialintu", None)
            visit.get(f"{path}?{field.name}__memberships__user__email__startswith=k", None)


@pytest.mark.parametrize("model", EVERY)
def test_admin_pages_of_one_row(visit, model):
    kind, changes, adds, deletes = PAGES.get(model, ("own", SITE, SITE, SITE))
    is_kept_by_a_worker = model is DBTaskResult
    visit.get(admin_path(model, "add"), visit.person in adds and not is_kept_by_a_worker)
    own = sample(visit.cast, AALTO, model, kind) if model in PAGES else model.objects.first()
    if own is None:
        for step in ("change", "delete", "history"):
            path = admin_path(model, step, 1)
            visit.get(path, False if visit.person not in SITE else None)
            visit.post(path, False if visit.person not in SITE else None)
        return
    for step, may in (("change", changes), ("history", changes), ("delete", deletes)):
        path = admin_path(model, step, own.pk)
        visit.get(path, visit.person in may)
        if step != "history":
            visit.post(path, visit.person in may, {"post": "yes"})
        visit.get(f"{path}?_popup=1&_to_field=id", visit.person in may)
        visit.get(f"{path}?_to_field=slug&_popup=1", None)
    if model in (Place, Service):
        for step in ("archive", "restore"):
            path = admin_path(model, step, own.pk)
            visit.get(path, visit.person in changes & OWN)
            visit.post(path, visit.person in changes & OWN)
    if model in STAFF_MODELS:
        hidden = sample(visit.cast, PIILO, model)
        for step in ("change", "history", "delete"):
            path = admin_path(model, step, hidden.pk)
            visit.get(path, visit.person in SITE)
            visit.post(path, None if visit.person in SITE else False, {"post": "yes"})


@pytest.mark.parametrize("model", BY_NAME)
def test_admin_actions_reach_own_rows_only(visit, model):
    path = admin_path(model, "changelist")
    others = [name for name in visit.cast.rows if name not in BELONGS[visit.person]]
    rows = [sample(visit.cast, owner, model, kind).pk
            for owner in others for kind in ("public", "own")
            if model in visit.cast.rows[owner].public or kind == "own"]  # fmt: skip
    page = admin.site._registry[model]
    names = {*(one if isinstance(one, str) else one.__name__ for one in page.actions or ()),
             "delete_selected"}  # fmt: skip
    for action in names:
        extra = {"post": "yes", "apply": "1", "first": "1.12.2026", "last": "2.12.2026",
                 "day": "1.12.2026", "reason": "illness"}  # fmt: skip
        allowed = None if visit.person in WITH_DESK else False
        visit.post(path, allowed, {"action": action, "_selected_action": rows})
        visit.post(path, allowed, {"action": action, "_selected_action": rows, **extra})
        visit.post(
            path, allowed, {"action": action, "_selected_action": [], "select_across": "1", **extra}
        )


def relations() -> list[tuple[type, str]]:
    models = {*STAFF_MODELS, SlotVisitor, Area, Category, get_user_model()}
    inlines = {
        inline.model
        for page in admin.site._registry.values()
        for inline in page.inlines
        if page.model._meta.app_label == "directory"
    }
    return [
        (model, field.name)
        for model in sorted(models | inlines, key=lambda one: one._meta.label)
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.remote_field
    ]


def test_admin_autocomplete(visit):
    for model, field in relations():
        query = {
            "app_label": model._meta.app_label, "model_name": model._meta.model_name,
            "field_name": field,
        }  # fmt: skip
        for term in ("", "kanarialintu", "Naapuri"):
            path = reverse("admin:autocomplete")
            response = visit.get(path, None, {**query, "term": term})
            counted["checks"] += 1
            if visit.person not in WITH_DESK:
                if response.status_code not in (302, 403):
                    visit.problem("GET", path, f"{model.__name__}.{field}")
            elif response.status_code == 200 and visit.person in {"editor", "manager"}:
                offered = json.loads(response.content)["results"]
                is_told = any(NEIGHBOUR in one["text"] for one in offered)
                if is_told and (model, field) not in PUBLIC_CHOICES:
                    visit.problem("GET", path, f"{model.__name__}.{field} offers {NEIGHBOUR}")


def forms_of(response: Any) -> Iterator[tuple[forms.BaseForm, dict[str, Any]]]:
    """Each form of the page, and what to post besides to fill in one more row of an inline."""
    yield response.context["adminform"].form, {}
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        for form in formset.forms:
            yield form, {}
        count = formset.total_form_count()
        one_more = formset.empty_form
        one_more.prefix = formset.add_prefix(count)
        yield one_more, {f"{formset.prefix}-TOTAL_FORMS": count + 1}


def sent(response: Any) -> dict[str, Any]:
    """The fields of the page as a browser would send them."""
    every = [form for form, extra in forms_of(response) if not extra]
    every += [one.formset.management_form for one in response.context["inline_admin_formsets"]]
    data = {}
    for form in every:
        for field in form:
            value = field.value()
            if value is not None and value is not False and not hasattr(value, "chunks"):
                data[field.html_name] = "on" if value is True else value
    return data


def foreign_rows(cast: Cast, model: type) -> list[tuple[Any, bool]]:
    """The neighbour's and the hidden one's rows, and whether families may know of them."""
    found = []
    for owner, is_approved in ((NAAPURI, True), (PIILO, False)):
        rows = cast.rows[owner]
        found += [(rows.public[model], is_approved)] if model in rows.public else []
        found += [(rows.own[model], model is BreakCalendar)] if model in rows.own else []
    return found


@pytest.mark.parametrize("person", ["editor", "manager"])
@pytest.mark.parametrize("model", BY_NAME)
def test_admin_refuses_ids_of_others_beside_the_field(cast, person, model):
    problems: list[str] = []
    visit = Visit(cast, person, problems)
    path = admin_path(model, "change", sample(cast, AALTO, model).pk)
    page = visit.get(path, True)
    data, tried = sent(page), 0
    for form, extra in forms_of(page):
        for name, field in form.fields.items():
            if not isinstance(field, forms.ModelChoiceField) or name in ("id", form.prefix):
                continue
            for row, is_public in foreign_rows(cast, field.queryset.model):
                if is_public and (form._meta.model, name) in PUBLIC_CHOICES:
                    continue
                answer = visit.post(path, True, {**data, **extra, form.add_prefix(name): row.pk})
                tried += 1
                if not is_refused(answer, form._meta.model, name):
                    problems.append(f"{person} {path}: {form.add_prefix(name)}={row!r}")
    counted["checks"] += tried
    assert not problems, "\n".join(problems)
    assert tried or model in {Organisation, BreakCalendar}


def is_refused(response: Any, model: type, name: str) -> bool:
    return response.status_code == 200 and any(
        form._meta.model is model and form.is_bound and name in form.errors
        for form, _extra in forms_of(response)
    )


@pytest.mark.parametrize("person", ["editor", "manager"])
@pytest.mark.parametrize("model", BY_NAME)
def test_admin_pays_no_heed_to_fields_that_it_does_not_show(cast, person, model):
    """Owner, approval and state: whatever is posted, they stay."""
    client, row = cast.clients[person], sample(cast, AALTO, model)
    path = admin_path(model, "change", row.pk)
    data = sent(client.get(path))
    forged = {"is_approved": "on", "state": "published", "slug": "forged", "parent": 1,
              "confirmed_on": "1.1.2020", "archived_at": "2020-01-01"}  # fmt: skip
    forged |= {
        field.name: cast.rows[NAAPURI].organisation.pk
        for field in model._meta.fields
        if field.related_model is Organisation
    }
    kept = [field.name for field in model._meta.fields if field.name in forged]
    shown = client.get(path).context["adminform"].form.fields
    kept = [name for name in kept if name not in shown]
    before = model.objects.filter(pk=row.pk).values(*kept or ["pk"]).get()

    with undone():
        client.post(path, {**{name: forged[name] for name in kept}, **data})
        counted["checks"] += len(kept)
        assert model.objects.filter(pk=row.pk).values(*kept or ["pk"]).get() == before


@pytest.mark.parametrize("person", ["editor", "manager"])
@pytest.mark.parametrize("model", BY_NAME)
def test_admin_inline_rows_of_others_stay(cast, person, model):
    """The key of another organisation's contact, in the place of one's own."""
    visit = Visit(cast, person, problems := [])
    path = admin_path(model, "change", sample(cast, AALTO, model).pk)
    page = visit.get(path, True)
    data = sent(page)
    for inline in page.context["inline_admin_formsets"]:
        prefix, child = inline.formset.prefix, inline.formset.model
        for row, _is_public in foreign_rows(cast, child):
            forged = {
                f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1, f"{prefix}-0-id": row.pk,
            }  # fmt: skip
            for extra in ({}, {f"{prefix}-0-DELETE": "on"}):
                visit.post(path, None, {**data, **forged, **extra})
    assert not problems, "\n".join(problems)
