"""Notes of a network's meetings in a browser, timed; and two who write at once, on phones."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page


@pytest.fixture(scope="module")
def cookie(site: str, django_db_blocker) -> Iterator[str]:
    """Of somebody who coordinates a network of their own, which is gone afterwards."""
    from tests.browser.notes.network import begin, end  # not before the settings are read
    from tests.browser.test_desk import committed

    found: list[str] = []
    with django_db_blocker.unblock():
        committed(lambda: found.append(begin()))
        yield found[0]
        committed(end)


@pytest.fixture
def signed_in(new_page: Callable[..., Page], site: str, cookie: str) -> Callable[..., Page]:
    from tests.browser.notes.writing import PHONE

    def open_signed_in(**options) -> Page:
        page = new_page(viewport=PHONE, locale="en-GB", **options)
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        return page

    return open_signed_in
