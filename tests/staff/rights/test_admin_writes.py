"""Whom one may write to: actions, choices, hidden fields and inline rows of the admin."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse

from directory.models import (
    Area,
    BreakCalendar,
    Category,
    Organisation,
    SlotVisitor,
)
from tests.staff.rights.admin_pages import admin_path, sample
from tests.staff.rights.models import BY_NAME, PUBLIC_CHOICES, STAFF_MODELS
from tests.staff.rights.people import AALTO, BELONGS, NAAPURI, PIILO, WITH_DESK, counted
from tests.staff.rights.rows import Cast
from tests.staff.rights.visitors import NEIGHBOUR, Visit, undone

pytestmark = pytest.mark.django_db


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
