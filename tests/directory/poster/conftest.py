"""The poster of a place: what stands on it, on one page, in one language and in two.

Rows are imported within: pytest may read this file before the settings are there.
"""

from datetime import date

import pytest
import time_machine


@pytest.fixture(autouse=True)
def wednesday_morning():
    from tests.directory.poster.sheets import WEDNESDAY

    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def place():
    from tests import factories as make

    coordinator = make.make_organisation(name_fi="MLL Uusimaa", name_ar="")
    return make.make_place(slug="talo", name="Koivun talo", coordinator=coordinator)


@pytest.fixture
def organiser():
    from tests import factories as make

    return make.make_organisation(name_fi="MLL Vantaa")


@pytest.fixture
def club(place, organiser):
    """A Friday club beside the Wednesday café of others."""
    from tests import factories as make

    make.make_slot(place=place, service=make.make_service(name_fi="Kahvila"))
    service = make.make_service(name_fi="Kerho", organisers=[organiser])
    return make.make_slot(place=place, service=service, weekdays=[5], last=date(2027, 5, 28))


@pytest.fixture(params=["slot", "service", "organisation"])
def scope(request, club, organiser):
    """What a change of the club is about."""
    about = {"slot": club, "service": club.service, "organisation": organiser}
    return {request.param: about[request.param]}
