"""The statements that the law asks for are on every page's way, in every language, and true."""

import re

import pytest
import time_machine
from django.conf import settings

from directory.views.statements import UPDATED
from directory.wording import day_numeric
from tests.meetings import public_rows as rows
from tests.test_language_switch import MISSING, PAGES

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
STATEMENTS = ("accessibility", "privacy")
NOBODY = {"name": "", "email": "", "contact": ""}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_there_in_each_language(
    client, language, name, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        page = client.get(f"/{language}/{name}/?start=9999-99-99&q=%00&q=2")
    assert page.status_code == 200
    assert len(re.findall(r"<h1[ >]", page.text)) == 1
    updated = day_numeric(UPDATED)
    assert updated in page.text
    if language in {"ar", "fa", "ckb"}:
        assert f'<bdi dir="ltr">{updated}</bdi>' in page.text


def test_every_public_page_leads_to_both(client):
    rows.cast()
    with time_machine.travel(rows.NOW, tick=False):
        for path in [path for paths in PAGES.values() for path in paths] + MISSING:
            page = client.get(f"/en/{path}")
            assert page.status_code == (404 if path in MISSING else 200), path
            assert_leads_to_both(page)


def assert_leads_to_both(page):
    _page, _tag, footer = page.text.partition("<footer")
    for name in STATEMENTS:
        assert f'href="/en/{name}/"' in footer, page.request["PATH_INFO"]


def test_what_the_operator_has_not_told_is_not_shown(client, settings):
    settings.OPERATOR = NOBODY
    for name in STATEMENTS:
        text = client.get(f"/en/{name}/").text
        assert "<bdi></bdi>" not in text
        assert 'href="mailto:"' not in text
    text = client.get("/en/accessibility/").text
    assert "Call or write to the organisation that runs the service" in text


def test_the_operator_is_named_safely(client, settings):
    settings.OPERATOR = {
        "name": "<b>Perhetalo", "email": "tuki@example.fi", "contact": "Kuja 1, 01300 Vantaa"
    }  # fmt: skip
    for name in STATEMENTS:
        text = client.get(f"/en/{name}/").text
        assert "<bdi>&lt;b&gt;Perhetalo</bdi>" in text
        assert 'href="mailto:tuki@example.fi"' in text
        assert "Kuja 1, 01300 Vantaa" in text
    assert "Write to us and tell which page it was." in client.get("/en/accessibility/").text


def test_the_authorities_are_plain_links(client):
    text = client.get("/sv/accessibility/").text
    assert 'href="https://www.saavutettavuusvaatimukset.fi/"' in text
    assert '<bdi lang="fi" dir="ltr">Liikenne- ja viestintävirasto Traficom' in text
    assert 'href="https://tietosuoja.fi/"' in client.get("/sv/privacy/").text
    assert not re.search(r'(?:src|srcset)="https?:', text)


def test_pages_are_said_to_be_kept_only_where_they_are(client, settings):
    words = "so that they open without a connection"
    assert words in client.get("/en/privacy/").text
    settings.OFFLINE_COPIES = False
    assert words not in client.get("/en/privacy/").text


def test_reading_leaves_no_cookie(client):
    assert not client.get("/fi/privacy/").cookies
