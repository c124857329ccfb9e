"""Two people at one listing: nothing of either is lost."""

import pghistory
import pytest

from directory.models import Contact, Service
from tests.staff.listing.forms import (
    change_in_between,
    now,
    opened,
    path_of,
    save_theirs,
    sent_again,
)

pytestmark = pytest.mark.django_db


def test_the_second_writer_sees_the_other_and_nothing_is_lost(two):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Tule mukaan kaikki.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Tervetuloa mukaan."})
    assert response.status_code == 409
    clash = response.context["clashes"][0]
    assert (clash.name, clash.choice) == ("summary_fi", "")
    assert "kaikki" in "".join(piece.text for piece in clash.theirs)
    page = response.content.decode()
    assert "Tervetuloa mukaan." in page and "kaisa" in page
    assert now(cast.cafe).summary_fi == "Tule mukaan kaikki."


@pytest.mark.parametrize(
    ("choice", "result"), [("mine", "Tervetuloa mukaan."), ("theirs", "Tule mukaan kaikki.")]
)
def test_the_second_writer_chooses_by_field(two, choice, result):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Tule mukaan kaikki.", name_sv="Theirs")
    mine |= {"summary_fi": "Tervetuloa mukaan.", "name_en": "My café"}
    response = cast.aino.post(path_of(cast.cafe), mine)
    suggested = {one.name: one.choice for one in response.context["clashes"]}
    assert suggested == {"summary_fi": "", "name_sv": "theirs"}
    again = sent_again(response, summary_fi=choice, name_sv="theirs")
    for _again in range(2):
        assert cast.aino.post(path_of(cast.cafe), again).status_code == 302
    after = now(cast.cafe)
    assert (after.summary_fi, after.name_sv, after.name_en) == (result, "Theirs", "My café")


def test_saving_without_choosing_asks_again(two):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Heidän.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    response = cast.aino.post(path_of(cast.cafe), sent_again(response))
    assert response.status_code == 409
    assert now(cast.cafe).summary_fi == "Heidän."
    assert response.context["form"]["summary_fi"].value() == "Minun."


def test_a_third_change_meanwhile_is_shown_too(two):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Heidän.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    again = sent_again(response, summary_fi="mine")
    Service.objects.filter(pk=cast.cafe.pk).update(summary_fi="Kolmas.")
    response = cast.aino.post(path_of(cast.cafe), again)
    assert response.status_code == 409
    assert "Kolmas." in response.content.decode()
    assert now(cast.cafe).summary_fi == "Kolmas."
    response = cast.aino.post(path_of(cast.cafe), sent_again(response, summary_fi="mine"))
    assert (response.status_code, now(cast.cafe).summary_fi) == (302, "Minun.")


def test_what_was_typed_stays_when_theirs_is_chosen_and_something_else_is_wrong(two):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Heidän.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    again = sent_again(response, summary_fi="theirs") | {"age_from": "x"}
    response = cast.aino.post(path_of(cast.cafe), again)
    assert response.status_code == 409 and "age_from" in response.context["form"].errors
    assert response.context["form"]["summary_fi"].value() == "Minun."
    assert response.context["clashes"][0].choice == "theirs"
    assert b"disabled" not in response.content
    again = sent_again(response, summary_fi="theirs") | {"age_from": "3"}
    assert cast.aino.post(path_of(cast.cafe), again).status_code == 302
    assert (now(cast.cafe).summary_fi, now(cast.cafe).age_from) == ("Heidän.", 3)


def test_contacts_that_both_changed_are_chosen_whole(two):
    cast, mine, theirs = two
    added = {"contacts-0-kind": "phone", "contacts-0-value": "040 111 1111"}
    save_theirs(cast, theirs, **added)
    ours = mine | added | {"contacts-0-value": "040 222 2222"}
    response = cast.aino.post(path_of(cast.cafe), ours)
    assert [one.name for one in response.context["clashes"]] == ["contacts"]
    assert "040 222 2222" in response.content.decode()
    kept = cast.aino.post(path_of(cast.cafe), sent_again(response, contacts="theirs"))
    assert kept.status_code == 302
    assert Contact.objects.get(service=cast.cafe).value == "040 111 1111"
    kept = cast.aino.post(path_of(cast.cafe), sent_again(response, contacts="mine"))
    assert Contact.objects.get(service=cast.cafe).value == "040 222 2222"


def test_a_confirmation_meanwhile_is_no_clash(two):
    cast, mine, _theirs = two
    with pghistory.context(user=cast.aino_user.pk):
        Service.objects.filter(pk=cast.cafe.pk).update(confirmed_on="2026-11-25")
    response = cast.aino.post(path_of(cast.cafe), mine | {"name_fi": "Uusi"})
    assert response.status_code == 302
    assert (now(cast.cafe).name_fi, str(now(cast.cafe).confirmed_on)) == ("Uusi", "2026-11-25")


@pytest.mark.parametrize("version", ["", "x", "1.1.1", "0.0", "9" * 19 + ".1", "\x00"])
def test_a_version_that_never_was_overwrites_nothing_unseen(cast, version):
    data = opened(cast.aino, cast.cafe) | {"name_fi": "Uusi", "version": version}
    response = cast.aino.post(path_of(cast.cafe), data)
    assert response.status_code in (200, 409)
    assert now(cast.cafe).name_fi == "Vauvakahvila"


def test_the_others_date_can_be_chosen(two):
    cast, mine, theirs = two
    dates = {"access": "register", "registration_until": "1.12.2026"}
    save_theirs(cast, theirs, **dates)
    ours = mine | dates | {"registration_until": "8.12.2026"}
    response = cast.aino.post(path_of(cast.cafe), ours)
    assert [one.name for one in response.context["clashes"]] == ["registration_until"]
    again = sent_again(response, registration_until="theirs")
    assert cast.aino.post(path_of(cast.cafe), again).status_code == 302
    assert now(cast.cafe).registration_until.isoformat() == "2026-12-01"


@pytest.mark.parametrize(("name", "status"), [("editable_or_refuse", 302), ("version_of", 409)])
def test_what_is_written_while_the_page_is_made_is_shown(two, monkeypatch, name, status):
    """And is asked about rather once too often."""
    cast, _mine, _theirs = two
    change_in_between(monkeypatch, name, cast.cafe, summary_fi="Välissä.")
    mine = opened(cast.aino, cast.cafe)
    assert mine["summary_fi"] == "Välissä."
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    assert response.status_code == status


def test_what_is_written_while_the_choice_is_shown_is_not_taken_for_seen(two, monkeypatch):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Heidän.")
    change_in_between(monkeypatch, "values_now", cast.cafe, call=2, summary_fi="Välissä.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    response = cast.aino.post(path_of(cast.cafe), sent_again(response, summary_fi="mine"))
    assert response.status_code == 409
    assert "Välissä." in response.content.decode()


def test_what_is_written_between_checking_and_saving_is_asked_about(two, monkeypatch):
    cast, mine, _theirs = two
    change_in_between(monkeypatch, "read_post", cast.cafe, summary_fi="Välissä.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    assert response.status_code == 409
    assert [one.name for one in response.context["clashes"]] == ["summary_fi"]
    response = cast.aino.post(path_of(cast.cafe), sent_again(response, summary_fi="mine"))
    assert (response.status_code, now(cast.cafe).summary_fi) == (302, "Minun.")
