"""A break, typed as words or dates."""

import pytest

from directory.forms.breaks import BreakPeriodForm
from directory.forms.read_back import dated
from directory.models import BreakPeriod
from tests import factories as make
from tests.directory.forms.typed import TODAY, errors, shown

pytestmark = pytest.mark.django_db


def break_form(**data):
    calendar = make.make_break_calendar()
    return dated(BreakPeriodForm, TODAY)(data, instance=BreakPeriod(calendar=calendar))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("syysloma vk 42", "Autumn break 18.–24.10.2027"),
        ("autumn break week 42/2026", "Autumn break 12.–18.10.2026"),
        ("höstlov vecka 42", "Autumn break 18.–24.10.2027"),
        ("joululoma 21.12.-6.1.", "Christmas break 21.12.2026–6.1.2027"),
        ("12.–18.10.", "Break 12.–18.10.2027"),
        ("sportlov 22.2.2027", "Winter break 22.2.2027"),
    ],
)
def test_break_in_own_words_is_shown_back(words, sentence):
    form = break_form(words=words)
    assert shown(form).sentence == sentence
    second = type(form)(form.data, instance=form.instance)
    assert second.is_valid(), second.errors


def test_break_typed_as_two_dates_is_saved_at_once():
    assert break_form(kind="autumn", first="12.10.2026", last="18.10.2026").is_valid()


@pytest.mark.parametrize(
    "words", ["vk 54", "syysloma", "1.6. alkaen", "\U0001f383 42", "5.10., 7.10."]
)
def test_break_that_is_no_period_gets_a_message_and_stays(words):
    form = break_form(words=words)
    assert list(errors(form)) == ["words"]
    assert form["words"].value() == words


def test_break_with_a_date_missing_says_which():
    assert list(errors(break_form(kind="autumn", first="12.10.2026"))) == ["last"]
