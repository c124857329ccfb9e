"""The admin's way in, the demo's people and mail, the mail server."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from directory import demo_people
from directory.models import Membership
from perhepalvelut import demo_mail
from perhepalvelut.outside import mail_server
from tests.factories import make_organisation, make_user
from tests.staff.accounts.ways_in import LOGIN

pytestmark = pytest.mark.django_db


def test_the_admin_uses_the_one_sign_in_page(client):
    response = client.get("/staff/admin/login/?next=/staff/admin/directory/slot/")
    assert response["Location"] == f"{LOGIN}?next=/staff/admin/directory/slot/"
    client.force_login(make_user("aino"))
    assert client.get("/staff/admin/login/").status_code == 403


def test_the_demos_mail_is_for_the_demo_alone(client, settings, tmp_path, monkeypatch):
    assert client.get("/staff/demo-mail/").status_code == 404
    settings.DEMO = True
    settings.EMAIL_BACKEND = "perhepalvelut.demo_mail.DemoMailBackend"
    monkeypatch.setattr(demo_mail, "folder", lambda: tmp_path)
    monkeypatch.setattr(demo_mail, "KEPT", 2)
    for number in range(4):
        mail.send_mail(f"Otsikko {number}", "<b>teksti</b>", None, ["aino@example.fi"])
    text = client.get("/staff/demo-mail/").content.decode()
    assert re.findall(r"Otsikko \d", text) == ["Otsikko 3", "Otsikko 2"]
    assert "<b>teksti" not in text
    assert len(list(tmp_path.iterdir())) == 2


def test_the_demos_people_can_sign_in_and_stay_as_they_are(settings):
    slugs = ["kemi", "mll-uusimaa", "vantaa", "vantaan-seurakunnat"]
    for slug in slugs:
        make_organisation(slug=slug)
    folder = settings.BASE_DIR / "fixtures" / "demo"
    demo_people.load(folder)
    assert User.objects.get(username="aino").check_password("demo")
    Membership.objects.filter(user__username="cecilia").delete()
    demo_people.load(folder)
    told = Membership.objects.values_list("user__username", "organisation__slug", "role")
    assert set(told) == {
        ("aino", "mll-uusimaa", "editor"),
        ("bertta", "mll-uusimaa", "manager"),
        ("daavid", "mll-uusimaa", "editor"),
        ("daavid", "vantaan-seurakunnat", "manager"),
        ("fanni", "kemi", "editor"),
        ("fanni", "vantaa", "editor"),
    }
    assert set(User.objects.filter(is_superuser=True).values_list("email", flat=True)) == {
        "demo@example.fi"
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost:25", ("localhost", 25, "", "", False, False)),
        (
            "smtp+tls://me:p%40s@mail.example.fi",
            ("mail.example.fi", 587, "me", "p@s", True, False),
        ),
        ("smtps://mail.example.fi", ("mail.example.fi", 465, "", "", False, True)),
    ],
)
def test_the_mail_server_is_read_from_its_address(url, expected):
    assert mail_server(url) == expected


@pytest.mark.parametrize("url", ["mail.example.fi", "http://mail.example.fi", "smtp://x:port"])
def test_a_wrong_mail_address_stops_the_start_with_words(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_server(url)
