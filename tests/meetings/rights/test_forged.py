"""What is sent by hand: another's rows in the fields of a form, and links that are not ours."""

import pytest
from django import forms
from django.core import signing
from django.db.models import F
from django.test import Client
from django.urls import reverse

from meetings.answer_link import answer_token
from meetings.models import NoteItem
from meetings.offer_link import offer_token
from meetings.permissions import PATHS
from tests.meetings.rights.addresses import STAFF, ours, staff_path
from tests.meetings.rights.foreign import FOREIGN, PASSED_OVER, SHARED_CHOICES
from tests.meetings.rights.people import secret
from tests.meetings.rights.sent import forms_of, sent

pytestmark = pytest.mark.django_db


def test_a_field_that_names_anothers_row(editor):
    """Nothing of the form is done, nor does the page say what the other's row is called."""
    for name, field, row in FOREIGN:
        path = staff_path(editor.cast, name)
        editor.post(path, None, {**sent(editor.cast, name, path), field: row(editor.cast)})


def test_fields_that_are_not_asked_for_are_passed_over(editor):
    cast = editor.cast
    came = ("notes_participation", f"from_{cast.other.organisation.pk}", lambda _cast: 4)
    for name, field, row in (*PASSED_OVER, came):
        path = staff_path(cast, name)
        data = {**sent(cast, name, path), field: row(cast)}
        answer = editor.post(path, True, data, ours(cast), then=crossed)
        assert answer.status_code == 302, (name, field)


def crossed() -> list[str]:
    """Rows of one network that are tied to rows of another, and lines to others' agendas."""
    lines = NoteItem.objects.exclude(agenda_item=None)
    found = ["agenda"] if lines.exclude(agenda_item__meeting=F("meeting")).exists() else []
    for model, path in PATHS.items():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if (other := PATHS.get(field.related_model)) is not None and field.name != "network":
                there, own = f"{field.name}__{other}pk", f"{path}pk"
                tied = model._default_manager.filter(**{f"{field.name}__isnull": False})
                if tied.exclude(**{there: F(own)}).exists():
                    found.append(f"{model.__name__}.{field.name}")
    return found


def test_every_choice_of_rows_is_tried(editor):
    """A form that gets a new choice fails until somebody else's row was tried there."""
    tried = SHARED_CHOICES | {field for _name, field, _row in (*FOREIGN, *PASSED_OVER)}
    for name, (_row, reads, _writes) in STAFF.items():
        if reads is None:
            continue
        for form in forms_of(editor.get(staff_path(editor.cast, name))):
            chosen = {
                field for field, kind in form.fields.items()
                if isinstance(kind, forms.ModelChoiceField)
            }  # fmt: skip
            assert chosen <= tried, (name, chosen - tried)


def test_posts_from_another_site(cast, editor):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.client.cookies
    editor.client = strict
    for name, (_row, _reads, writes) in STAFF.items():
        if writes:
            path = staff_path(cast, name)
            assert editor.post(path, False, sent(cast, name, path)).status_code == 403


def test_answers_by_links_that_are_not_ours(holder):
    """Made up, for something else, or of an invitation that is not there."""
    rows = holder.cast.first
    key = rows.invitation.pk
    cut_off = answer_token(key)[:-1]
    forged = [signing.dumps(key), offer_token(rows.offer.uid), cut_off, answer_token(10**9)]
    for token in forged:
        path = reverse("meeting_answer", args=[token])
        for answer in (holder.get(path), holder.post(path, None, {"answer": "coming"})):
            assert answer.status_code == 410, path


@pytest.mark.parametrize("whose", ["first", "other"])
def test_an_answer_by_its_link_is_of_that_meeting_alone(holder, whose):
    first, rows = holder.cast.first, getattr(holder.cast, whose)
    holder.kept_from = [secret("planned"), secret("offered"), secret("unpublished")]
    path = reverse("meeting_answer", args=[answer_token(rows.invitation.pk)])
    holder.get(path, True)
    told = {"answer": "coming", "count": 9, "diets": "", "interpreter": ""}
    forged = {"invitation": first.invitation.pk, "meeting": first.planned.pk}
    assert holder.post(path, True, {**told, **forged}, {str(rows.network.pk)}).written


def test_an_offer_is_taken_back_by_its_own_link_alone(holder):
    rows = holder.cast.first
    holder.kept_from = [secret("offered")]
    uid = rows.offer.uid
    for token in (signing.dumps(uid.hex), answer_token(rows.invitation.pk), str(uid)):
        path = reverse("offer_taken_back", args=[token])
        holder.get(path)
        holder.post(path, None)
    path = reverse("offer_taken_back", args=[offer_token(uid)])
    holder.get(path, True)
    assert holder.post(path, True, {}, {str(rows.network.pk)}).written
