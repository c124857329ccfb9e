"""What holds for each kind of page behind the sign-in; `test_desk` has those of the week."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.accessible import assert_accessible, send_empty
from tests.browser.test_desk import committed

SERVICE, PLACE = "perhekahvila-koivukyla", "koivukylan-kohtaamispaikka"
NETWORK, MEETING = "kotona-vantaalla", "seuraava-tapaaminen"
HELD = {"slug": "kemin-perhekeskus", "meeting": "verkostokahvit-marraskuu-2023"}
OWN_NETWORK = {"slug": NETWORK}
OWN_MEETING = {"slug": NETWORK, "meeting": MEETING}
PAGES = {
    "stale": {},
    "inbox": {},
    "counts": {},
    "listings": {},
    "service_edit": {"slug": SERVICE},
    "place_edit": {"slug": PLACE},
    "archive": {},
    "translations": {},
    "translation_list": {"language": "ar"},
    "translation_import": {},
    "account": {},
    "members": {"slug": "mll-uusimaa"},
    "networks": {},
    "network_desk": OWN_NETWORK,
    "network_edit": OWN_NETWORK,
    "network_members": OWN_NETWORK,
    "network_themes": OWN_NETWORK,
    "network_shared_picture": OWN_NETWORK,
    "action_list": OWN_NETWORK,
    "material_desk": OWN_NETWORK,
    "offers": {},
    "offer_desk": OWN_NETWORK,
    "meeting_desk": OWN_MEETING,
    "meeting_edit": OWN_MEETING,
    "meeting_agenda": OWN_MEETING,
    "meeting_invite": OWN_MEETING,
    "notes_publish": HELD,
    "account_email": {},
    "admin:index": {},
    "admin:directory_service_changelist": {},
}
SENT_EMPTY = {
    "slot_add": {},
    "meeting_add": OWN_NETWORK,
    "material_add": OWN_NETWORK,
    "network_add": {},
    "admin:directory_slot_add": {},
}
OF_A_SERVICE = ["history", "archive_row", "translation", "admin:directory_service_change"]


@pytest.fixture(scope="module")
def cookie(site: str, django_db_blocker) -> Iterator[str]:
    """Of somebody who may see all."""
    found: list[str] = []
    with django_db_blocker.unblock():
        committed(lambda: found.append(sign_in()))
        yield found[0]
        committed(sign_out)


def sign_in() -> str:
    from django.contrib.auth import get_user_model
    from django.test import Client

    address = "all@example.fi"
    user = get_user_model().objects.create_superuser(username=address, email=address)
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def sign_out() -> None:
    from django.contrib.auth import get_user_model

    get_user_model().objects.filter(username="all@example.fi").delete()


@pytest.fixture
def desk(new_page: Callable[..., Page], site: str, cookie: str) -> Page:
    page = new_page()
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return page


@pytest.mark.parametrize("name", PAGES)
def test_accessible_wide_and_narrow_in_light_and_dark(desk: Page, name: str) -> None:
    assert desk.goto(reverse(name, kwargs=PAGES[name])).status == 200
    assert_accessible(desk)


@pytest.mark.parametrize("name", SENT_EMPTY)
def test_accessible_with_errors(desk: Page, name: str) -> None:
    desk.goto(reverse(name, kwargs=SENT_EMPTY[name]))
    send_empty(desk, "main form[method=post]:has(:required, [type=text])")
    assert_accessible(desk)


@pytest.mark.parametrize("name", OF_A_SERVICE)
def test_accessible_page_of_a_service(desk: Page, name: str) -> None:
    from directory.models import Service

    key = Service.objects.get(slug=SERVICE).pk
    arguments = {
        "history": ["service", key],
        "archive_row": ["service", key],
        "translation": ["ar", "service", key, "name"],
        "admin:directory_service_change": [key],
    }
    assert desk.goto(reverse(name, args=arguments[name])).status == 200
    assert_accessible(desk)
