"""Who sees what: every page of the admin, as each of seven people."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django_tasks_db.models import DBTaskResult

from directory.admin.scoping import ScopedAdmin, ScopedInline
from directory.models import (
    Place,
    Service,
)
from perhepalvelut.admin_site import SuperuserOnly
from tests.staff.rights.admin_pages import admin_path, sample
from tests.staff.rights.models import EVERY, PAGES, STAFF_MODELS
from tests.staff.rights.people import AALTO, OWN, PIILO, SITE, WITH_DESK, counted
from tests.staff.rights.visitors import NEIGHBOUR

pytestmark = pytest.mark.django_db


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
