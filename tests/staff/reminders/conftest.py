"""The weekly mail: to whom, once, with a link that confirms their own and nothing else.

Rows are imported within: pytest may read this file before the settings are there.
"""

import pytest
import time_machine


@pytest.fixture(autouse=True)
def frozen(settings):
    from tests.staff.reminders.letters import NOW

    settings.SITE_URL = "https://perheet.example.fi"
    settings.ALLOWED_HOSTS = ["testserver", "perheet.example.fi"]
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def ours():
    from tests import factories as make

    return make.make_organisation(slug="ours", name_fi="Meidän yhdistys")


@pytest.fixture
def aino(ours):
    from tests import factories as make

    return make.make_member("aino", ours)


@pytest.fixture
def cafe(ours):
    from tests import factories as make

    return make.make_service(owner=ours, name_fi="Vauvakahvila")


@pytest.fixture
def old_slot(cafe):
    from tests import factories as make
    from tests.staff.reminders.letters import OLD

    return make.make_slot(service=cafe, place=make.make_place(name="Talo"), confirmed_on=OLD)


@pytest.fixture
def theirs():
    from tests import factories as make

    return make.make_organisation(slug="theirs", name_fi="Naapuriseura")


@pytest.fixture
def their_slot(theirs):
    from tests import factories as make
    from tests.staff.reminders.letters import ANCIENT, OLD

    service = make.make_service(owner=theirs, name_fi="Naapurin kerho", confirmed_on=ANCIENT)
    return make.make_slot(service=service, confirmed_on=OLD)


@pytest.fixture
def fresh_cafe(cafe):
    from tests.staff.reminders.letters import TODAY

    cafe.confirmed_on = TODAY
    cafe.save()
    return cafe
