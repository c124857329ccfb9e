"""One site for all the browser tests: the demo, loaded once, on a Wednesday morning in November.

The server runs in a thread of this process, so it reads the same shifted clock as the tests.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from directory.wording import HELSINKI

WEDNESDAY = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
STATIC_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Generous, as slow machines run this too; what is there already is not waited for.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def closed_connections(browser: Browser) -> Iterator[None]:
    """While Playwright's event loop runs, Django keeps connections apart from those before it."""
    yield
    connections.close_all()


@pytest.fixture(scope="package")
def site(closed_connections, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The site's address. The `live_server` fixture would empty the tables after each test."""
    root = tmp_path_factory.mktemp("static")
    # As in each test: what a worker still asks for between two tests would else make the storage
    # that the server uses all through the second.
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": STATIC_FILES}}
    plain = override_settings(STATIC_ROOT=root, STORAGES=storages)
    with django_db_blocker.unblock(), plain, time_machine.travel(WEDNESDAY, tick=True):
        # It is emptied afterwards, and pytest-django makes one only for tests that ask for `db`.
        assert connection.settings_dict["NAME"].startswith("test_"), "Not a database for tests"
        load_demo()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
        caches["default"].clear()


@pytest.fixture
def half_past_eight(site: str) -> Iterator[None]:
    """All of the test is then, however long it and the ones before it take."""
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def load_demo() -> None:
    from directory import demo  # models can't be imported before Django is set up
    from meetings import demo as networks

    for part in (demo, networks):
        part.load(Path(settings.BASE_DIR) / "fixtures" / "demo", WEDNESDAY.date())


@pytest.fixture
def new_page(browser: Browser, site: str, db: None) -> Iterator[Callable[..., Page]]:
    """Opens pages in contexts of their own: new_page(locale="sv-SE", viewport={…})."""
    opened: list[BrowserContext] = []
    yield partial(open_page, browser, site, opened)
    for context in opened:
        context.close()


def open_page(browser: Browser, site: str, opened: list[BrowserContext], **options) -> Page:
    defaults = {"locale": "fi-FI", "viewport": {"width": 1280, "height": 900}}
    # A worker would bring pages of one test into the next; what is about workers allows them.
    settings_used = {"service_workers": "block", **defaults, **options}
    context = browser.new_context(base_url=site, **settings_used)
    if settings_used["service_workers"] == "block":
        # Pages need not try either: Playwright would warn of each in the console.
        context.add_init_script("delete Navigator.prototype.serviceWorker")
    context.set_default_timeout(PATIENCE)
    opened.append(context)
    return context.new_page()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()
