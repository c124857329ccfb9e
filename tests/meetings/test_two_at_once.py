"""Two who change the same action, item, member or themes: nobody's words are lost unseen."""

import pytest
import time_machine
from django.http import Http404

from meetings.models import AgendaItem, NetworkMember, Theme
from meetings.queries.versions import read_anew, values_at, version_of
from tests.meetings.desk_rows import NOW, make_cast, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast():
    return make_cast()


def posted(form) -> dict:
    """What a browser sends of a form as it is shown."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


def shown(cast, path: str) -> dict:
    return posted(cast.aino.get(path).context["form"])


def words(response) -> str:
    return response.content.decode().split('class="clashes"')[1].split("</section>")[0]


def test_row_that_goes_while_it_is_opened_is_not_found(cast):
    type(cast.action).objects.filter(pk=cast.action.pk).delete()
    with pytest.raises(Http404):
        read_anew(cast.action)


def test_second_to_change_an_action_sees_both_and_saves_only_what_is_theirs(cast):
    path = cast.path("actions", cast.action.uid)
    mine = shown(cast, path)
    cast.aino.post(path, mine | {"due": "1.12.2026", "text": "Tehdään juliste"})
    late = cast.aino.post(path, mine | {"text": "Tehdään kortti"})
    assert late.status_code == 409
    told = words(late)
    assert "juliste" in told and "kortti" in told
    assert "1.12.2026" in told and "As you saw it" in told
    again = posted(late.context["form"])
    assert again["text"] == "Tehdään kortti"
    assert cast.aino.post(path, again).status_code == 302
    cast.action.refresh_from_db()
    assert cast.action.text_fi == "Tehdään kortti"
    assert cast.action.due.isoformat() == "2026-12-01", "what only the other changed stays"


def test_second_to_change_an_item_sees_both_and_saves_only_what_is_theirs(cast):
    theme = make_theme(cast.network)
    item = cast.held.agenda.get(title_fi="Ryhmätyö")
    path = cast.path(cast.held.slug, "agenda", item.uid)
    mine = shown(cast, path)
    cast.aino.post(path, mine | {"title": "Pienryhmät", "theme": theme.pk, "start": "9.30"})
    late = cast.aino.post(path, mine | {"speaker": "Neuvola", "title": "Parityö"})
    assert late.status_code == 409
    assert "Pienryhmät" in words(late) and "Parityö" in words(late) and "9.30" in words(late)
    assert cast.aino.post(path, posted(late.context["form"])).status_code == 302
    item.refresh_from_db()
    assert (item.title_fi, item.speaker, item.theme) == ("Parityö", "Neuvola", theme)
    assert item.start.isoformat() == "09:30:00"


def test_second_to_change_the_network_sees_both_and_saves_only_what_is_theirs(cast):
    path = cast.path("edit")
    mine = shown(cast, path)
    cast.aino.post(path, mine | {"name_fi": "Perheverkosto", "rhythm_fi": "Keväisin"})
    late = cast.aino.post(path, mine | {"name_fi": "Lapsiverkosto"})
    assert late.status_code == 409
    assert "Perheverkosto" in words(late) and "Lapsiverkosto" in words(late)
    assert str(late.context["network_name"]) == "Perheverkosto", "typed is not kept yet"
    assert cast.aino.post(path, posted(late.context["form"])).status_code == 302
    cast.network.refresh_from_db()
    assert (cast.network.name_fi, cast.network.rhythm_fi) == ("Lapsiverkosto", "Keväisin")


def test_clash_that_is_gone_when_it_is_told_is_one_all_the_same(cast, monkeypatch):
    """The other may take it back at once."""
    path = cast.path("actions", cast.action.uid)
    mine = shown(cast, path)
    cast.aino.post(path, mine | {"text": "Tehdään juliste"})
    monkeypatch.setattr("meetings.views.staff.clash.clashes_with", lambda *_given: [])
    assert cast.aino.post(path, mine | {"text": "Tehdään kortti"}).status_code == 409


def test_what_the_form_does_not_show_is_no_clash(cast):
    item = cast.held.agenda.get(title_fi="Ryhmätyö")
    path = cast.path(cast.held.slug, "agenda", item.uid)
    mine = shown(cast, path)
    AgendaItem.objects.filter(pk=item.pk).update(order=7, title_sv="Grupparbete")
    assert cast.aino.post(path, mine | {"speaker": "Neuvola"}).status_code == 302


def test_same_change_sent_twice_is_saved_once(cast):
    path = cast.path("actions", cast.action.uid)
    mine = shown(cast, path) | {"state": "done"}
    for _ in range(2):
        assert cast.aino.post(path, mine).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 18, "1.2.3"])
def test_made_up_version_is_asked_about(cast, version):
    assert values_at(cast.action, version) is None
    path = cast.path("actions", cast.action.uid)
    mine = shown(cast, path) | {"text": "Muuta", "version": version}
    assert cast.aino.post(path, mine).status_code == 409


def test_second_to_change_a_member_sees_both_and_saves_only_what_is_theirs(cast):
    arki, kieli = make_theme(cast.network, "Arki"), make_theme(cast.network, "Kieli")
    member = NetworkMember.objects.get(network=cast.network)
    path = cast.path("members", member.pk)
    mine = shown(cast, path)
    cast.aino.post(path, mine | {"themes": [arki.pk, kieli.pk], "since": "1.9.2026"})
    late = cast.aino.post(path, mine | {"email": "uusi@example.fi"})
    assert late.status_code == 409
    assert "Arki, Kieli" in words(late) and "1.9.2026" in words(late)
    assert cast.aino.post(path, posted(late.context["form"])).status_code == 302
    member.refresh_from_db()
    assert (member.email, member.since.isoformat()) == ("uusi@example.fi", "2026-09-01")
    assert set(member.themes.all()) == {arki, kieli}


def test_themes_of_a_member_are_a_part_of_its_version(cast):
    theme = make_theme(cast.network)
    member = NetworkMember.objects.get(network=cast.network)
    before = version_of(member)
    member.themes.add(theme)
    assert values_at(member, before)["themes"] == []
    assert values_at(member, version_of(member))["themes"] == [theme.pk]


# Themes


def rows(*given) -> dict:
    data = {"theme-TOTAL_FORMS": len(given), "theme-INITIAL_FORMS": 0}
    for number, row in enumerate(given):
        filled = {"language": "fi", "name": "", "key": "", "seen": "", **row}
        data |= {f"theme-{number}-{name}": value for name, value in filled.items()}
    return data


def as_shown(theme: Theme, **values) -> dict:
    return {"key": theme.pk, "name": theme.name_fi, "seen": theme.name_fi, **values}


def names(cast) -> list[str]:
    return [one.name_fi for one in cast.network.themes.all()]


def test_theme_that_another_renamed_or_removed_is_not_written_back(cast):
    arki, kieli = make_theme(cast.network, "Arki"), make_theme(cast.network, "Kieli")
    stale = rows(as_shown(arki), as_shown(kieli), {"name": "Uusi"})
    Theme.objects.filter(pk=arki.pk).update(name="Arjen tuki", name_fi="Arjen tuki")
    kieli.delete()
    for _ in range(2):
        assert cast.aino.post(cast.path("themes"), stale).status_code == 302
    assert names(cast) == ["Arjen tuki", "Uusi"]


@pytest.mark.parametrize("mine", [{"name": "Lasten arki"}, {"remove": "on"}])
def test_theme_that_two_change_is_asked_about(cast, mine):
    arki = make_theme(cast.network, "Arki")
    stale = rows(as_shown(arki, **mine))
    Theme.objects.filter(pk=arki.pk).update(name="Arjen tuki", name_fi="Arjen tuki")
    late = cast.aino.post(cast.path("themes"), stale)
    assert late.status_code == 409 and "It is now: Arjen tuki" in late.content.decode()
    assert names(cast) == ["Arjen tuki"]
    seen = late.context["themes"].forms[0]["seen"].value()
    again = rows(as_shown(arki, **mine) | {"seen": seen})
    assert cast.aino.post(cast.path("themes"), again).status_code == 302
    assert names(cast) == ([mine["name"]] if "name" in mine else [])


def test_theme_that_one_renames_and_another_removes_is_asked_about(cast):
    arki = make_theme(cast.network, "Arki")
    stale = rows(as_shown(arki, name="Lasten arki"))
    arki.delete()
    late = cast.aino.post(cast.path("themes"), stale)
    assert late.status_code == 409 and names(cast) == []
    row = late.context["themes"].forms[0]
    assert cast.aino.post(
        cast.path("themes"), rows({name: row[name].value() for name in ("key", "seen", "name")})
    ).status_code == 302  # fmt: skip
    assert names(cast) == ["Lasten arki"]


@pytest.mark.parametrize("name", ["Kieli", "kieli"])
def test_two_themes_do_not_get_the_same_name(cast, name):
    arki, kieli = make_theme(cast.network, "Arki"), make_theme(cast.network, "Kieli")
    renamed = as_shown(arki, name=name)
    added = [as_shown(arki), as_shown(kieli), {"name": name}]
    for given in ([renamed, as_shown(kieli)], [renamed], added, [{"name": "X"}, {"name": "x"}]):
        response = cast.aino.post(cast.path("themes"), rows(*given))
        assert response.status_code == 400
        assert "Another theme has this name" in response.content.decode()
    assert names(cast) == ["Arki", "Kieli"]
