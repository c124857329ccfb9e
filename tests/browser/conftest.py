"""One site for all the browser tests: the demo, loaded once, on a Wednesday morning in November.

The server runs in a thread of this process, so it sees the same halted calendar as the tests.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from directory.wording import HELSINKI

WEDNESDAY = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)


@pytest.fixture(scope="package")
def site(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The site's address. The `live_server` fixture would empty the tables after each test."""
    from directory import demo  # models can't be imported before Django is set up

    no_static_root = override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"))
    with django_db_blocker.unblock(), no_static_root, time_machine.travel(WEDNESDAY, tick=True):
        try:
            demo.load(settings.BASE_DIR / "fixtures" / "demo", date(2026, 11, 25))
            server = LiveServer("127.0.0.1")
            yield server.url
            server.stop()
        finally:
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages in contexts of their own: new_page(locale="sv-SE", viewport={…})."""
    opened: list[BrowserContext] = []
    yield partial(open_page, browser, site, opened)
    for context in opened:
        context.close()


def open_page(browser: Browser, site: str, opened: list[BrowserContext], **options) -> Page:
    defaults = {"locale": "fi-FI", "viewport": {"width": 1280, "height": 900}}
    context = browser.new_context(base_url=site, service_workers="block", **defaults | options)
    opened.append(context)
    return context.new_page()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()
