"""The database and the browser that tests share.

The embedded server has a directory of its own, so that a running demo is not disturbed. It must be
up before anything reads the settings; that is why they are named here and not in pyproject.toml.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from perhepalvelut.database import STATE_DIR, DatabaseError, embedded_database

TEST_STATE = STATE_DIR / "test"
BROWSERS = ("chromium-headless-shell", "chromium")
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
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_database(config)
    from django.conf import settings

    _ = settings.DATABASES  # pytest-django sets Django up when the settings have been read


def _start_database(config: pytest.Config) -> str:
    stack = contextlib.ExitStack()
    config.add_cleanup(stack.close)
    try:
        return stack.enter_context(embedded_database(TEST_STATE, durable=False))
    except DatabaseError as error:
        raise pytest.UsageError(str(error)) from error


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


@pytest.fixture(autouse=True)
def plain_static_files(settings) -> None:
    """Tests read static files where they stand, so none need be collected first."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
