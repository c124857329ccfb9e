"""Two people at one page of the admin."""

import pytest

from directory.models import Contact
from tests import factories as make
from tests.directory.admin_listings.pages import change, errors, sent
from tests.staff.desk_cast import signed_in

pytestmark = pytest.mark.django_db


def test_page_opened_before_a_colleagues_save_tells_of_it_first(aino, aalto):
    service = make.make_service(owner=aalto, categories=[make.make_category()],
                                name_fi="Kerho", summary_fi="Vanha.")  # fmt: skip
    data = sent(aino.get(change(service))) | {"name_fi": "Oma nimi"}
    colleague = signed_in(make.make_member("bertta", aalto))
    theirs = sent(colleague.get(change(service))) | {"summary_fi": "Kollegan."}
    assert colleague.post(change(service), theirs).status_code == 302

    first = aino.post(change(service), data)

    page = first.content.decode()
    assert "Somebody else changed this while you wrote" in page
    assert "bertta" in page
    assert "It is now: Kollegan." in str(errors(first)["summary_fi"])
    assert "name_fi" not in errors(first)
    assert 'value="Oma nimi"' in page
    service.refresh_from_db()
    assert (service.name_fi, service.summary_fi) == ("Kerho", "Kollegan.")
    again = sent(first)
    assert again["name_fi"] == "Oma nimi"
    assert aino.post(change(service), {**again, "summary_fi": "Yhteinen."}).status_code == 302
    service.refresh_from_db()
    assert (service.name_fi, service.summary_fi) == ("Oma nimi", "Yhteinen.")


def test_page_sent_twice_is_no_clash(aino, aalto):
    service = make.make_service(owner=aalto, categories=[make.make_category()], price="2.50")
    data = sent(aino.get(change(service))) | {"name_fi": "Uusi", "price": "5"}

    assert [aino.post(change(service), data).status_code for _time in range(2)] == [302, 302]


@pytest.mark.parametrize("version", [None, "", "x" * 5000, "a.b.c"])
def test_page_of_no_known_version_overwrites_nothing(aino, aalto, version):
    service = make.make_service(owner=aalto, name_fi="Kerho", categories=[make.make_category()])
    data = sent(aino.get(change(service))) | {"name_fi": "Muu", "version": version}

    response = aino.post(change(service), {k: v for k, v in data.items() if v is not None})

    assert "name_fi" in errors(response)
    service.refresh_from_db()
    assert service.name_fi == "Kerho"


def test_contacts_that_a_colleague_changed_are_told_of(aino, aalto):
    service = make.make_service(owner=aalto, categories=[make.make_category()])
    contact = Contact.objects.create(service=service, kind="phone", value="09 310 1111")
    data = sent(aino.get(change(service)))
    contact.value = "09 310 2222"
    contact.save()

    first = aino.post(change(service), data)

    assert "Changed meanwhile: Contacts" in " ".join(first.content.decode().split())
    contact.refresh_from_db()
    assert contact.value == "09 310 2222"
    assert aino.post(change(service), sent(first)).status_code == 302


def test_new_contact_and_picture_are_folded_away(aino, aalto):
    service = make.make_service(owner=aalto)
    Contact.objects.create(service=service, kind="phone", value="09 310 1111")

    page = " ".join(aino.get(change(service)).content.decode().split())

    assert '<details class="inline-fields"> <summary>Fill in a new one</summary>' in page
    assert '<details class="inline-fields" open> <summary>See and change</summary>' in page
