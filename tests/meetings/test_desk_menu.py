"""Every page of the networks' desk marks its item of the menu."""

import pytest
import time_machine
from django.test import RequestFactory
from django.urls import Resolver404, resolve, reverse

from meetings import staff_urls
from perhepalvelut.context import page
from tests.meetings.desk_rows import NOW, make_cast

EXAMPLES = {
    "slug": "kahvit",
    "meeting": "2026-12-09",
    "token": "abc",
    "pk": 1,
    "uid": "6f0c2b1e-6f1d-4f0e-9a5b-3d1f6c0a7e42",
}


def marked(path: str) -> str:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    return page(request)["section"]


@pytest.mark.parametrize("pattern", staff_urls.urlpatterns, ids=lambda one: one.name)
def test_each_address_marks_the_networks(pattern):
    names = pattern.pattern.converters
    path = reverse(pattern.name, kwargs={name: EXAMPLES[name] for name in names})
    assert path.startswith("/staff/networks/")
    assert marked(path) == "networks_desk"


def test_other_pages_mark_their_own():
    marks = {
        "/staff/": "desk",
        "/en/networks/": "networks",
        "/en/networks/kahvit/picture/": "networks",
        "/en/networks/kahvit/2026-12-09/notes/": "networks",
        "/en/materials/": "materials",
    }
    assert {path: marked(path) for path in marks} == marks
    with pytest.raises(Resolver404):
        resolve("/staff/networksx/")


@pytest.mark.django_db
def test_the_menu_shows_it():
    with time_machine.travel(NOW, tick=False):
        cast = make_cast()
        paths = [cast.path(name) for name in ("", "materials", "offers", "members")]
        for path in [*paths, "/staff/networks/offers/"]:
            text = cast.aino.get(path).content.decode()
            assert '<a href="/staff/networks/" aria-current="true">' in text, path
