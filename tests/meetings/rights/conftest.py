"""One cast for all the tests of a module: what each request writes is rolled back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.meetings.rights.people import NOW, PEOPLE, counted

if TYPE_CHECKING:  # models can't be read before the settings are
    from tests.meetings.rights.visitors import Cast, Visit

# Those whose answers depend on what else stands in the address.
WITH_KEYS = ("member", "other", "editor")
WITH_QUESTIONS = ("stranger", "outsider_editor", *WITH_KEYS)


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator["Cast"]:
    from tests.meetings.rights.visitors import make_cast

    site = {"MEDIA_ROOT": tmp_path_factory.mktemp("media"), "SITE_URL": "https://example.fi"}
    frozen = time_machine.travel(NOW, tick=False)
    with django_db_blocker.unblock(), frozen, override_settings(**site):
        assert connection.settings_dict["NAME"].startswith("test_"), "Not a database for tests"
        yield make_cast()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module", autouse=True)
def told(request) -> Iterator[None]:
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nRights in networks: {counted['checks']} checks")


@pytest.fixture(params=PEOPLE)
def visit(request, cast) -> Iterator["Visit"]:
    yield from visit_of(cast, request.param)


@pytest.fixture(params=WITH_KEYS)
def keyed(request, cast) -> Iterator["Visit"]:
    yield from visit_of(cast, request.param)


@pytest.fixture(params=WITH_QUESTIONS)
def asking(request, cast) -> Iterator["Visit"]:
    yield from visit_of(cast, request.param)


@pytest.fixture
def editor(cast) -> Iterator["Visit"]:
    yield from visit_of(cast, "editor")


@pytest.fixture(params=("stranger", "editor", "other"))
def holder(request, cast) -> Iterator["Visit"]:
    """Of a link that asks for no signing in."""
    yield from visit_of(cast, request.param)


def visit_of(cast: "Cast", person: str) -> Iterator["Visit"]:
    from tests.meetings.rights.visitors import Visit

    cache.clear()  # it counts offers
    visit = Visit(cast, person)
    yield visit
    visit.end()
