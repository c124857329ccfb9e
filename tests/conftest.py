"""The database and the browser that tests share.

The embedded server has a directory of its own, so that a running demo is not disturbed. It must be
up before anything reads the settings; that is why they are named here and not in pyproject.toml.
"""

import contextlib
import fcntl
import gc
import itertools
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from perhepalvelut.database import STATE_DIR, DatabaseError, embedded_database
from perhepalvelut.translations import compile_translations

BROWSERS = ("chromium-headless-shell", "chromium")
LONGEST = ("test_kill_server.py", "test_demo_command.py")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perhepalvelut.settings")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop
    os.environ.setdefault("SECRET_KEY", "only-for-tests")
    # A script that runs the tests in the background lets them, and what they start, ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_database(config)
    compile_translations()
    gc.set_threshold(100_000, 20, 20)  # with Python's own, a sixth of the time goes into looking
    from django.conf import settings

    _ = settings.DATABASES  # pytest-django sets Django up when the settings have been read


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: at the end all other processes would wait for them."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def _start_database(config: pytest.Config) -> str:
    stack = contextlib.ExitStack()
    config.add_cleanup(stack.close)
    try:
        state_dir = stack.enter_context(_free_state_dir())
        return stack.enter_context(embedded_database(state_dir, durable=False))
    except (DatabaseError, OSError) as error:
        raise pytest.UsageError(str(error)) from error


@contextlib.contextmanager
def _free_state_dir() -> Iterator[Path]:
    """Test runs at the same time have a server each: the first to end would stop the others'."""
    for number in itertools.count(1):
        state_dir = STATE_DIR / f"test-{number}"
        state_dir.mkdir(parents=True, exist_ok=True)
        with (state_dir / "run.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield state_dir
            return


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        reason = f"No browser: install {' or '.join(BROWSERS)}"
        if os.environ.get("BROWSER_REQUIRED") or os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Service workers are off: stale pages would leak from one test into the next."""
    context = browser.new_context(service_workers="block", locale="fi-FI")
    yield context.new_page()
    context.close()


@pytest.fixture
def wednesday_morning() -> Iterator[None]:
    """In week 48, when the sessions of the day are still to come."""
    with time_machine.travel("2026-11-25T08:30:00+02:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def source_language(settings) -> Iterator[None]:
    """A page asked for in one test leaves its language to the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def no_counted_attempts(request: pytest.FixtureRequest) -> None:
    """What a test commits to the shared cache stays: no model owns its table. The browser's tests
    leave it to their `site`: the rows would be locked for the server as long as the test runs."""
    asks_for_rows = request.node.get_closest_marker("django_db") or "db" in request.fixturenames
    if asks_for_rows and "site" not in request.fixturenames:
        request.getfixturevalue("db")
        caches["default"].clear()


@pytest.fixture(autouse=True)
def no_kept_pages(settings) -> None:
    """A page kept from one test would be shown in the next, whose rows are not committed."""
    nothing_kept = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {**settings.CACHES, "pages": nothing_kept}


@pytest.fixture(autouse=True)
def no_kept_words() -> None:
    """Words of one test's index are gone in the next, and other ones may have their numbers."""
    from directory.search import matching

    matching.kept = matching.Kept()


@pytest.fixture(autouse=True)
def no_counting_later(monkeypatch) -> None:
    """No thread writes counts, of a page that one test opens, into the database of another."""
    from perhepalvelut import counting

    monkeypatch.setattr(counting, "held", counting.HeldCounts(lambda write: None))


@pytest.fixture(autouse=True)
def plain_static_files(settings, tmp_path_factory) -> None:
    """Tests read static files where they stand, so none need be collected first."""
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
