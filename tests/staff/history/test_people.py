"""Who did it, told to colleagues only; and who sees a history at all."""

import pytest
from django.contrib.auth import get_user_model

from directory.models import Membership
from tests.staff.desk_cast import make_editor, signed_in
from tests.staff.history.pages import address, rename, words

pytestmark = pytest.mark.django_db


def test_who_did_it_is_named_to_colleagues_only(cast):
    cast.cafe.organisers.add(cast.b)
    cast.aino_user.first_name, cast.aino_user.last_name = "Aino", "Esimerkki"
    cast.aino_user.save()
    rename(cast.cafe, "Uusi nimi", cast.aino_user)
    colleague = signed_in(make_editor(cast.a, "kollega"))
    admin = signed_in(get_user_model().objects.create_superuser("boss", "boss@example.fi"))
    for client in (colleague, admin, cast.aino):
        assert "Aino Esimerkki" in words(client.get(address(cast.cafe)))
    shown = words(cast.bertta.get(address(cast.cafe)))
    assert "Esimerkki" not in shown and "aino" not in shown
    assert "Somebody of: Aapelin tuki" in shown


def test_others_and_strangers_see_no_history(cast, client):
    for row in (cast.cafe, cast.slot, cast.a):
        assert cast.bertta.get(address(row)).status_code == 403
        assert cast.cecilia.get(address(row)).status_code == 403
        assert client.get(address(row)).status_code == 302
    assert cast.aino.get(address(cast.place)).status_code == 403
    assert cast.bertta.get(address(cast.place)).status_code == 200


def test_a_deleted_person_and_no_person_are_told_apart(cast):
    gone = make_editor(cast.a, "gone")
    rename(cast.cafe, "Muuta", gone)
    Membership.objects.filter(user=gone).delete()
    gone.delete()
    shown = words(cast.aino.get(address(cast.cafe)))
    assert "Somebody who is no longer here" in shown and "By itself" in shown


def test_who_has_left_is_no_administrator(cast):
    left = make_editor(cast.a, "lähtenyt")
    rename(cast.cafe, "Muuta", left)
    Membership.objects.filter(user=left).delete()
    shown = words(cast.aino.get(address(cast.cafe)))
    assert "Somebody who is no longer here" in shown and "A site administrator" not in shown
    admin = get_user_model().objects.create_superuser("boss", "boss@example.fi")
    rename(cast.cafe, "Kolmas", admin)
    assert "A site administrator" in words(cast.aino.get(address(cast.cafe)))
