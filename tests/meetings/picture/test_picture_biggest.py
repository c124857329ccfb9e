"""The biggest gaps at the top of the picture, and whom the network can ask."""

from datetime import date

import pytest

from meetings.models import Action, NetworkMember
from meetings.queries.picture_biggest import MOST
from tests import factories as make
from tests.meetings.desk_rows import make_meeting
from tests.meetings.picture.desk import offered, press, sheet_of, staff

pytestmark = pytest.mark.django_db


def biggest(text: str) -> str:
    return text.split('id="biggest-title"')[1].split("</section>")[0]


def test_the_commonest_kinds_come_first_each_with_one_language_age_and_weekday(cast, cafe):
    for _ in range(2):
        offered(cast, "music", languages=["fi"])
    text = biggest(staff(cast.aino, cast))
    values = [part.split('"')[0] for part in text.split('name="cell" value="')[1:]]
    forms = [value.split("/")[1] for value in values]
    assert forms == ["music"] * 3 + ["family-cafe"] * 3
    assert [value.split("/")[0] for value in values] == ["languages", "ages", "days"] * 2
    assert values[0] == "languages/music/so", "Somali is spoken elsewhere in the area"
    assert "2 services of this kind" in text


def test_there_are_few_and_none_of_what_nobody_offers(cast, cafe):
    make.make_category(slug="nothing-here")
    for n in range(5):
        offered(cast, f"kind-{n}")
    text = biggest(staff(cast.aino, cast))
    assert text.count('name="cell"') == MOST == 8 and "nothing-here" not in text
    assert 'name="cell"' not in biggest(staff(cast.bertta, cast))


@pytest.mark.parametrize("is_on_agenda", [True, False])
def test_one_press_takes_a_big_gap_up_and_it_leaves_the_list(cast, cafe, is_on_agenda):
    meeting, before = make_meeting(cast.network), Action.objects.count()
    value = biggest(staff(cast.aino, cast)).split('name="cell" value="')[1].split('"')[0]
    where = str(meeting.uid) if is_on_agenda else "action"
    for _ in range(2):
        response = press(cast.aino, cast, table="biggest", cell=value, where=where)
        assert response["Location"] == f"{cast.path('picture')}#biggest-title"
    made = (meeting.agenda.count(), Action.objects.count() - before)
    assert made == ((1, 0) if is_on_agenda else (1, 1))
    assert f'value="{value}"' not in biggest(staff(cast.aino, cast))


@pytest.mark.parametrize(
    "cell", ["", "/", "week", "\0/a/b", "biggest/a/b", "_table/a/b", "a" * 999]
)
def test_what_is_no_big_gap_makes_nothing(cast, cafe, cell):
    before = Action.objects.count()
    assert press(cast.aino, cast, table="biggest", cell=cell).status_code == 302
    assert Action.objects.count() == before


def test_own_organisations_come_first_and_only_they_are_asked(cast, cafe):
    stranger = make.make_organisation(name_fi="Aavikon seura")
    former = make.make_organisation(name_fi="Entinen")
    until = date(2026, 11, 24)
    NetworkMember.objects.create(network=cast.network, organisation=former, until=until)
    for owner in (stranger, stranger, former):
        make.make_service(owner=owner, areas=[cast.network.area], categories=[make.make_category()])
    header, *_lines = sheet_of(cast.aino, cast, "organisations")
    assert header[2:] == ["Aapelin tuki", "Beeta", "Aavikon seura", "Entinen"]
    text = staff(cast.aino, cast)
    table = text.split('id="organisations-title"')[1].split("</details>")[0]
    assert f'value="family-cafe/{cast.b.slug}"' in table
    assert f"/{stranger.slug}" not in table and f"/{former.slug}" not in table
    response = press(cast.aino, cast, table="organisations", cell=f"family-cafe/{stranger.slug}")
    assert "#" not in response["Location"]


def test_an_unapproved_member_is_not_named(cast, cafe):
    cast.b.is_approved = False
    cast.b.save()
    assert "Beeta" not in str(sheet_of(cast.aino, cast, "organisations"))
