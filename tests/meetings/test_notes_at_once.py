"""Two who note at once who came, and to what a line is tied: each saves only what they changed."""

import re

import pytest
import time_machine

from meetings.models import Participation
from tests import factories as make
from tests.meetings.desk_rows import NOW, make_cast, make_line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast():
    return make_cast()


def notes(cast, *more: object) -> str:
    return cast.path(cast.held.slug, "notes", *more)


def shown(page: str) -> dict[str, str]:
    """What the fields for who came hold, the hidden ones too, as a browser would send them."""
    form = page.split(f'{"participation"}/"')[1].split("</form>")[0]
    inputs = re.findall(r"<input[^>]*>", form)
    named = {re.search(r'name="([^"]*)"', one)[1]: one for one in inputs}
    found = {name: re.search(r'value="([^"]*)"', one) for name, one in named.items()}
    return {name: value[1] if value else "" for name, value in found.items()}


def came() -> set[tuple[int | None, str, int | None]]:
    return set(Participation.objects.values_list("organisation", "who", "count"))


def opened(cast) -> dict[str, str]:
    return shown(cast.aino.get(notes(cast)).content.decode())


def save(cast, data: dict[str, str], **values: str):
    return cast.aino.post(notes(cast, "participation"), data | values)


def test_who_came_is_numbers_by_organisation(cast):
    from_a, from_b = f"from_{cast.a.pk}", f"from_{cast.b.pk}"
    page = opened(cast)
    for _ in range(2):
        save(cast, page, **{from_b: "3", from_a: "", "who": "perheet", "others": "2"})
    assert came() == {(cast.b.pk, "", 3), (None, "perheet", 2)}
    save(cast, opened(cast), **{from_b: "", "who": "", "others": ""})
    assert not came()


def test_form_opened_before_another_saved_does_not_empty_what_they_noted(cast):
    early = opened(cast)
    save(cast, opened(cast), **{f"from_{cast.b.pk}": "6", "who": "perheet", "others": "4"})
    assert save(cast, early, **{f"from_{cast.a.pk}": "2"}).status_code == 302
    assert came() == {(cast.a.pk, "", 2), (cast.b.pk, "", 6), (None, "perheet", 4)}


def test_other_number_stands_beside_the_field_and_nothing_is_lost(cast):
    from_a, from_b = f"from_{cast.a.pk}", f"from_{cast.b.pk}"
    early = opened(cast)
    save(cast, opened(cast), **{from_b: "6", "who": "perheet", "others": "4"})
    mine = {from_a: "2", from_b: "5", "who": "opiskelijat", "others": "1"}
    response = save(cast, early, **mine)
    assert response.status_code == 409
    errors = response.context["participation"].errors
    assert set(errors) == {from_b, "who"}
    assert "6" in str(errors[from_b]) and "perheet, 4" in str(errors["who"])
    assert came() == {(cast.b.pk, "", 6), (None, "perheet", 4)}
    again = shown(response.content.decode())
    assert {name: again[name] for name in mine} == mine
    assert save(cast, again).status_code == 302
    assert came() == {(cast.a.pk, "", 2), (cast.b.pk, "", 5), (None, "opiskelijat", 1)}


def test_number_that_another_removed_is_told(cast):
    from_b = f"from_{cast.b.pk}"
    save(cast, opened(cast), **{from_b: "6"})
    early = opened(cast)
    save(cast, opened(cast), **{from_b: ""})
    response = save(cast, early, **{from_b: "7"})
    assert "emptied" in str(response.context["participation"].errors[from_b])


def test_others_need_words_and_stay_until_they_have_them(cast):
    save(cast, opened(cast), who="perheet", others="4")
    response = save(cast, opened(cast), who="", others="12")
    assert response.status_code == 400
    assert response.context["participation"].errors["who"]
    assert 'value="12"' in response.content.decode()
    assert came() == {(None, "perheet", 4)}


def test_further_words_about_others_are_not_removed_with_the_first(cast):
    for who in ("perheet", "opiskelijat"):
        cast.held.participations.create(who=who, count=3)
    save(cast, opened(cast), who="perheitä")
    assert came() == {(None, "perheitä", 3), (None, "opiskelijat", 3)}


@pytest.mark.parametrize("hostile", ["x", "\0", "9" * 5000, "-1"])
def test_numbers_that_were_never_shown_count_as_none(cast, hostile):
    from_b = f"from_{cast.b.pk}"
    save(cast, {f"initial-{from_b}": hostile, from_b: "3"})
    save(cast, {f"initial-{from_b}": hostile, from_b: hostile})
    assert came() <= {(cast.b.pk, "", 3)}


def ties_shown(cast, line) -> dict[str, list[str]]:
    page = cast.aino.get(notes(cast, line.uid)).content.decode()
    found: dict[str, list[str]] = {}
    for name, key in re.findall(r'name="(shown_\w+)" value="(\d+)"', page):
        found.setdefault(name, []).append(key)
    return found


def test_tie_that_the_page_can_not_offer_stays(cast):
    line = make_line(cast.held)
    mine, theirs = make.make_service(name_fi="Kahvila"), make.make_service(name_fi="Luonnos")
    line.services.set([mine, theirs])
    theirs.state = "draft"
    theirs.save()
    data = ties_shown(cast, line)
    assert data == {"shown_services": [str(mine.pk)]}
    cast.aino.post(notes(cast, line.uid, "ties"), data)
    assert list(line.services.all()) == [theirs]


def test_ties_of_two_at_once_are_both_there(cast):
    line, one, other = make_line(cast.held), make.make_category(), make.make_category()
    page = ties_shown(cast, line)
    for category in (one, other):
        cast.aino.post(notes(cast, line.uid, "ties"), page | {"categories": [category.pk]})
    assert set(line.categories.all()) == {one, other}
    page = ties_shown(cast, line)
    cast.aino.post(notes(cast, line.uid, "ties"), page | {"categories": [other.pk]})
    cast.aino.post(notes(cast, line.uid, "ties"), page | {"categories": [one.pk, other.pk]})
    assert set(line.categories.all()) == {other}, "what the second left as it was is not put back"
