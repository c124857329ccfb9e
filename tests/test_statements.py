"""The statements that the law asks for are on every page's way, in every language, and true."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from directory.models import Area
from directory.urls import urlpatterns
from tests import factories as make

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
STATEMENTS = ("accessibility", "privacy")
NOBODY = {"name": "", "email": "", "contact": ""}
# Without a frame of the site's own: a television's, and those in other sites' frames.
FRAMELESS = {"place_screen", "place_embed", "organisation_embed", "week_embed"}
FILES = re.compile(r"calendar|pdf")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_there_in_each_language(
    client, language, name, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        page = client.get(f"/{language}/{name}/?start=9999-99-99&q=%00&q=2")
    assert page.status_code == 200
    assert len(re.findall(r"<h1[ >]", page.text)) == 1
    assert "22.11.2026" in page.text
    if language in {"ar", "fa", "ckb"}:
        assert '<bdi dir="ltr">22.11.2026</bdi>' in page.text


def test_every_public_page_leads_to_both(client):
    organisation = make.make_organisation(slug="o")
    make.make_place(slug="p", owner=organisation)
    make.make_service(slug="s", owner=organisation)
    slugs = {"service": "s", "place": "p", "organisation": "o"}
    names = [p.name for p in urlpatterns if p.name not in FRAMELESS and not FILES.search(p.name)]
    assert "offline" in names
    for name in [*names, "network_list", "material_list"]:
        kwargs = {"slug": slugs[name.partition("_")[0]]} if name.partition("_")[0] in slugs else {}
        path = reverse(name, kwargs=kwargs if not name.endswith("_list") else {})
        assert_leads_to_both(client.get(path))
    assert_leads_to_both(client.get("/en/services/no-such/"))


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
    assert Area.objects.count() == 0
