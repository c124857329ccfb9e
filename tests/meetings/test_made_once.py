"""Forms that are sent twice, at once or one after the other, and forms with somebody else's uid."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from meetings.actions.action_items import NewAction, add_action
from meetings.actions.meetings import series_named
from meetings.actions.networks import NameTaken, add_member, add_network
from meetings.actions.rows import NotOfThisNetwork
from meetings.models import Action, Network, NetworkMember, Series
from meetings.queries.picture_gaps import gap_uid
from tests import factories as make
from tests.meetings import public_rows
from tests.meetings.desk_rows import NOW, TODAY, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast():
    return make_cast()


def test_term_with_a_last_day_is_added_once(cast):
    new = make.make_organisation(name_fi="Geeta")
    data = {"organisation": new.pk, "since": "1.9.2026", "until": "1.12.2026"}
    for _ in range(2):
        assert cast.aino.post(cast.path("members"), data).status_code == 302
    assert NetworkMember.objects.filter(organisation=new).count() == 1


def test_second_open_term_that_the_form_could_not_know_of_is_refused(cast):
    """Two requests at once: each form was looked at before the other's row was there."""
    with pytest.raises(ValidationError):
        add_member(member=NetworkMember(network=cast.network, organisation=cast.b), themes=[])
    response = cast.aino.post(cast.path("members"), {"organisation": cast.b.pk})
    assert response.status_code == 400
    assert "in the network already" in response.content.decode()
    assert cast.network.members.count() == 1


def test_series_of_one_name_is_made_once_and_two_that_are_there_are_no_error(cast):
    first = series_named(cast.network, "Koulutus", "fi")
    assert series_named(cast.network, "Koulutus", "fi") == first
    Series.objects.create(network=cast.network, name_fi="Koulutus")
    assert series_named(cast.network, "Koulutus", "fi") == first


def test_network_of_a_known_name_is_not_taken_for_another(cast):
    values = {"name_fi": "Uusi", "purpose_fi": "Yhdessä"}
    first = add_network(coordinator=cast.a, values=values)
    assert add_network(coordinator=cast.a, values=values) == first
    with pytest.raises(NameTaken):
        add_network(coordinator=cast.a, values={**values, "purpose_fi": "Muuta"})
    assert Network.objects.filter(name_fi="Uusi").count() == 1


def test_uid_of_another_networks_action_is_refused(cast):
    other = public_rows.network("muu", coordinator=cast.b)
    foreign = Action.objects.create(network=other, text_fi="Muiden", created_at=NOW)
    data = {"uid": str(foreign.uid), "text": "Oma", "language": "fi"}
    assert cast.aino.post(cast.path("actions"), data).status_code == 403
    new = NewAction(uid=foreign.uid, text="Oma", language="fi")
    with pytest.raises(NotOfThisNetwork):
        add_action(network=cast.network, meeting=None, new=new, now=NOW)
    assert Action.objects.get(pk=foreign.pk).text_fi == "Muiden"


def test_uid_of_another_meetings_item_is_refused(cast):
    item = cast.held.agenda.first()
    other = public_rows.network("muu", coordinator=cast.a)
    meeting = other.meetings.create(date=date(2026, 12, 1), slug="2026-12-01")
    data = {"uid": str(item.uid), "title": "Oma", "kind": "talk", "language": "fi"}
    path = f"/staff/networks/muu/{meeting.slug}/agenda/"
    assert cast.aino.post(path, data).status_code == 403
    assert not meeting.agenda.exists()


def test_gap_whose_uid_is_another_networks_says_so_and_tells_nothing_of_it(cast):
    make.make_category(slug="nothing-here")
    uid = gap_uid(cast.network.pk, "action", "forms/nothing-here/", TODAY)
    other = public_rows.network("muu", coordinator=cast.b)
    Action.objects.create(network=other, text_fi="Muiden", uid=uid, created_at=NOW)
    data = {"table": "languages", "cell": "nothing-here/", "where": "action", "form": ""}
    page = cast.aino.post(cast.path("picture", "gap"), data, follow=True)
    text = page.content.decode()
    assert "taken up here" in text and "Muiden" not in text
    assert cast.network.actions.count() == 1
