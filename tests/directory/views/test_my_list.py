"""The address of a list: what it holds, and that the language links keep all of it."""

import pytest
from django.http import QueryDict

from directory.views.my_list import MOST_SAVED, Asked
from tests import factories as make

LONGEST = ",".join(f"{n:02}".ljust(80, "x") for n in range(MOST_SAVED))


@pytest.mark.django_db
@pytest.mark.parametrize("comma", [",", "%2C"])
def test_a_full_list_stays_when_the_language_changes(client, comma):
    make.make_service(slug="kahvila")
    query = f"services={LONGEST.replace(',', comma)}"
    text = client.get(f"/fi/list/?{query}").text
    assert f'href="/so/list/?{query}&amp;chosen=1"' in text


@pytest.mark.django_db
def test_a_full_list_stays_with_the_original(client):
    make.make_service(slug="kahvila", name_en="Café")
    text = client.get(f"/en/services/kahvila/?services={LONGEST}").text
    assert f"services={LONGEST.replace(',', '%2C')}&amp;original=1" in text


def test_a_slug_has_plain_letters_alone():
    asked = Asked.of(QueryDict("services=kahvila,ä,ﬁ&places=kahvila,%00,talo"))
    assert asked.named == [("services", "kahvila"), ("places", "kahvila"), ("places", "talo")]
    assert asked.unreadable == 3
    assert asked.slugs("places") == ["kahvila", "talo"]
    assert asked.missing(2) == 4


def test_services_come_before_places_when_there_are_too_many():
    services = ",".join(f"s{n}" for n in range(MOST_SAVED - 1))
    asked = Asked.of(QueryDict(f"places=a,b,c&services={services}"))
    assert asked.slugs("places") == ["a"]
    assert asked.left_out == 2
