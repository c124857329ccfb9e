"""What has changed, in words: marked in texts, by the names of fields and parts."""

import pghistory
import pytest

from directory.models import Contact, Service, SlotVisitor
from directory.views.staff.differences import compared
from tests import factories as make
from tests.staff.history.pages import address, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Tule mukaan aina", "Tule mukaan joskus", "Tule mukaan[- aina][+ joskus]"),
        ("Tule mukaan.", "Tule mukaan kaikki.", "Tule mukaan[+ kaikki]."),
        ("", "Uusi", "[+Uusi]"),
        ("Vanha", "", "[-Vanha]"),
        ("aivan toinen", "jotain muuta", "[-aivan toinen][+jotain muuta]"),
        ("ulkona aina nyt <b>", "ulkona aina nyt <i>", "ulkona aina nyt <[-b][+i]>"),
    ],
)
def test_differences_mark_words(old, new, marked):
    signs = {"del": "[-%s]", "ins": "[+%s]", "": "%s"}
    assert "".join(signs[one.mark] % one.text for one in compared(old, new)) == marked


def test_long_unchanged_passages_are_left_out():
    text = " ".join(f"sana{n}" for n in range(400))
    pieces = compared(text, text + " loppu")
    assert any(one.mark == "gap" for one in pieces)
    assert sum(len(one.text) for one in pieces) < 400


def test_history_tells_fields_in_words_with_markup_escaped(cast):
    service = cast.cafe
    with pghistory.context(user=cast.aino_user.pk):
        Service.objects.filter(pk=service.pk).update(
            summary_fi="Tule <script>mukaan.", access="register", languages=["so"], age_from=0
        )
    response = cast.aino.get(address(service))
    shown = words(response)
    assert "Summary (Finnish)" in shown
    assert "How to get in removed: Just come new: Sign up first" in shown
    assert "new: Somali" in shown
    assert "age from, months new: 0" in shown
    assert b"<script>mukaan" not in response.content


def test_parts_are_told_by_name(cast):
    other = make.make_organisation(name_fi="Ceeta")
    with pghistory.context(user=cast.aino_user.pk):
        cast.cafe.organisers.add(other)
        Contact.objects.create(service=cast.cafe, kind="phone", value="040 123 4567")
    shown = words(cast.aino.get(address(cast.cafe)))
    assert "Organiser new: Ceeta" in shown
    assert "Contact: added" in shown and "040 123 4567" in shown


def test_a_line_tells_of_its_visitors_and_changes(cast):
    SlotVisitor.objects.create(slot=cast.slot, role="midwife")
    make.make_change(slot=cast.slot, reason="illness")
    shown = words(cast.aino.get(address(cast.slot)))
    assert "Visiting professional: added" in shown and "Midwife" in shown
    assert "Change: added" in shown and "Illness" in shown
