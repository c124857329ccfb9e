"""One cast for all the tests here; each request's writes are rolled back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from tests.staff.rights.people import PEOPLE, WEDNESDAY, counted

if TYPE_CHECKING:  # models can't be read before the settings are
    from tests.staff.rights.rows import Cast
    from tests.staff.rights.visitors import Visit


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker) -> Iterator["Cast"]:
    """One set of rows for all: each request's writes are rolled back."""
    from tests.staff.rights.rows import make_cast

    with django_db_blocker.unblock(), time_machine.travel(WEDNESDAY, tick=False):
        assert connection.settings_dict["NAME"].startswith("test_"), "Not a database for tests"
        made = make_cast()
        yield made
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module", autouse=True)
def told(request) -> Iterator[None]:
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nRights matrix: {counted['checks']} checks")


@pytest.fixture(params=PEOPLE)
def visit(request, cast) -> Iterator["Visit"]:
    from tests.staff.rights.visitors import Visit

    problems: list[str] = []
    yield Visit(cast, request.param, problems)
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:60])
