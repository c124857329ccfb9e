"""The listings' pages in the admin, as an editor meets them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.admin.labels import LABELS
from directory.models import Organisation, Place, ScheduleChange, Service, Slot
from tests import factories as make
from tests.directory.admin_listings.pages import (
    SERVICES,
    change,
    errors,
    sent,
)
from tests.staff.desk_cast import signed_in

pytestmark = pytest.mark.django_db


def test_new_service_of_the_only_organisation_needs_no_choosing(aino, aalto):
    path = reverse("admin:directory_service_add")
    data = sent(aino.get(path))
    data |= {"name_fi": "Vauvojen äänet", "summary_fi": "Lauletaan.", "delivery": ["place"],
             "categories": [make.make_category().pk]}  # fmt: skip

    response = aino.post(path, {**data, "_publish": "1"})

    assert response.status_code == 302, errors(response)
    service = Service.objects.get()
    assert (service.slug, service.owner, service.state) == ("vauvojen-aanet", aalto, "published")
    assert list(service.organisers.all()) == [aalto]


def test_texts_stand_beside_the_finnish_ones_in_their_own_direction(aino, aalto):
    service = make.make_service(owner=aalto, name_fi="Kerho", name_ar="نادي", summary_ar="")

    page = aino.get(change(service)).content.decode()

    assert "Missing: 1</span>" in page
    assert "Up to date: 1</span>" in page
    assert '<div lang="fi" dir="ltr">Kerho</div>' in page
    for tag, direction in (("ar", "rtl"), ("fa", "rtl"), ("ckb", "rtl"), ("sv", "ltr")):
        assert f'lang="{tag}" dir="{direction}"' in page
    assert "<style" not in page
    assert " style=" not in page


def test_language_tells_what_is_out_of_date_since_the_finnish_changed(aino, aalto):
    service = make.make_service(owner=aalto, name_fi="Kerho", name_sv="Klubb")
    assert "Out of date" not in aino.get(change(service)).content.decode()
    service.name_fi = "Kahvila"
    service.save()

    page = aino.get(change(service)).content.decode()

    assert 'class="language-state is-outdated">Out of date: 1</span>' in page
    assert f"/staff/translations/sv/service/{service.pk}/name/" in page


def test_text_without_finnish_stands_beside_the_one_that_is_there(aino, aalto):
    service = make.make_service(owner=aalto, description_fi="", description_sv="Kom med.")

    page = aino.get(change(service)).content.decode()

    assert "The text in Swedish" in page
    assert '<div lang="sv" dir="ltr">Kom med.</div>' in page


def test_index_says_what_one_does_and_what_waits(aino, aalto):
    make.make_service(owner=aalto, state="draft")
    make.make_service(owner=aalto, confirmed_on=None)
    make.make_service(confirmed_on=None)

    response = aino.get("/staff/admin/")

    page = response.content.decode()
    service = response.context["parts"][0]
    assert [words for words, _url in service["waiting"]] == ["1 draft", "1 to be confirmed"]
    for _words, url in service["waiting"]:
        assert f'href="{url}"' in page
        assert len(aino.get(url).context["cl"].result_list) == 1
    assert "Recent actions" not in page
    names = [str(part["name"]) for part in response.context["parts"]]
    assert names == ["services", "places", "organisations", "slots", "changes", "break calendars"]


def test_index_asks_as_little_of_many_listings_as_of_few(
    aino, aalto, django_assert_num_queries
):  # fmt: skip
    make.make_service(owner=aalto)
    aino.get("/staff/admin/")
    with CaptureQueriesContext(connection) as few:
        aino.get("/staff/admin/")
    for _number in range(3):
        make.make_service(owner=aalto)
        make.make_place(owner=aalto)

    with django_assert_num_queries(len(few)):
        aino.get("/staff/admin/")


def test_language_is_chosen_on_a_filtered_list(aino):
    response = aino.get(SERVICES, {"language": "sv", "state__exact": "draft"})

    assert response.url == f"{SERVICES}?state__exact=draft"
    page = aino.get(response.url).content.decode()
    assert '<html lang="sv"' in page


@pytest.mark.parametrize("noun", ["service", "place"])
def test_what_must_be_chosen_is_chosen_without_scripts(aino, noun):
    """Django's own choosers hold nothing but what is chosen until a script fetches the rest."""
    category, area = make.make_category(), make.make_area()

    form = aino.get(reverse(f"admin:directory_{noun}_add")).context["adminform"].form

    required = [name for name, field in form.fields.items()
                if hasattr(field, "queryset") and field.required]  # fmt: skip
    assert [name for name in required if not re.search(r'value="\d+"', str(form[name]))] == []
    name, row = {"service": ("categories", category), "place": ("area", area)}[noun]
    assert f'value="{row.pk}"' in str(form[name])


def test_fields_have_names_and_instructions_of_our_own(aino, aalto):
    form = aino.get(reverse("admin:directory_service_add")).context["adminform"].form

    labels = {name: field.label for name, field in form.fields.items()}
    assert labels["owner"] == LABELS["owner"]
    assert labels["organisers"] == LABELS["organisers"]
    unsaid = [name for name in form.fields if name.endswith("_fi") and not form[name].help_text]
    assert unsaid == []
    relations = [field.name for model in (Service, Place, Organisation, Slot, ScheduleChange)
                 for field in (*model._meta.fields, *model._meta.many_to_many)
                 if field.remote_field]  # fmt: skip
    assert set(relations) <= set(LABELS)


def test_owner_that_staff_can_only_read_has_its_name(aino, aalto):
    page = aino.get(change(make.make_service(owner=aalto))).content.decode()

    assert f"<label>{LABELS['owner']}:</label>" in page


def test_list_of_lines_reads_as_the_programme_does(aino, aalto):
    make.make_slot(service=make.make_service(owner=aalto), weekdays=[2, 4])

    page = aino.get("/staff/admin/directory/slot/").content.decode()

    assert "Every week 2,4" not in page
    assert "Tue" in page


def test_confirming_twice_says_so(aino, aalto):
    service = make.make_service(owner=aalto, confirmed_on=timezone.localdate())
    data = {"action": "confirm_today", "_selected_action": [service.pk]}

    page = aino.post(SERVICES, data, follow=True).content.decode()

    assert "It was confirmed today already." in page


def test_first_listing_of_an_unapproved_organisation_waits(client):
    new = make.make_organisation(is_approved=False)
    draft = make.make_service(owner=new, state="draft")
    editor = signed_in(make.make_member("uusi", new))
    path = change(draft)

    response = editor.post(path, {**sent(editor.get(path)), "categories": [
        make.make_category().pk], "_publish": "1"}, follow=True)  # fmt: skip

    assert "must approve the organisation first" in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_archive_asks_first_and_is_restored_as_it_was_for_90_days(aino, aalto):
    service = make.make_service(owner=aalto)
    path = f"{SERVICES}{service.pk}/archive/"
    assert "Families no longer see it." in aino.get(path).content.decode()
    service.refresh_from_db()
    assert service.state == "published"

    aino.post(path)

    service.refresh_from_db()
    assert (service.state, service.archived_at) == ("archived", timezone.now())
    aino.post(f"{SERVICES}{service.pk}/restore/")
    service.refresh_from_db()
    assert (service.state, service.archived_at) == ("published", None)


def test_archived_over_90_days_ago_stays(aino, aalto):
    long_ago = timezone.now() - timedelta(days=91)
    service = make.make_service(owner=aalto, state="archived", archived_at=long_ago)

    aino.post(f"{SERVICES}{service.pk}/restore/")

    service.refresh_from_db()
    assert service.state == "archived"


def test_publishing_is_no_way_out_of_the_archive(aino, aalto):
    service = make.make_service(owner=aalto, state="archived")

    chosen = {"action": "publish_chosen", "_selected_action": [service.pk]}
    page = aino.post(SERVICES, chosen, follow=True).content.decode()

    assert "Restore it first." in page
    service.refresh_from_db()
    assert service.state == "archived"


def test_bulk_confirmation_leaves_the_rest(aino, aalto):
    mine, other = make.make_service(owner=aalto), make.make_service()

    aino.post(SERVICES, {"action": "confirm_today", "_selected_action": [mine.pk, other.pk]})

    days = dict(Service.objects.values_list("pk", "confirmed_on"))
    assert days[mine.pk] == timezone.localdate() != days[other.pk]


def test_editor_of_a_shared_service_neither_adds_nor_drops_others(aino, aalto):
    """Another's organiser stays, whatever is posted."""
    partner, third = make.make_organisation(), make.make_organisation()
    service = make.make_service(owner=aalto, organisers=[aalto, partner],
                                categories=[make.make_category()])  # fmt: skip
    data = sent(aino.get(change(service)))

    response = aino.post(change(service), {**data, "organisers": [aalto.pk, third.pk]})
    assert "organisers" in errors(response)
    assert aino.post(change(service), {**data, "organisers": [aalto.pk]}).status_code == 302

    assert set(service.organisers.all()) == {aalto, partner}


def test_slot_in_anothers_house_needs_a_service_or_organiser_of_ones_own(aino):
    house = make.make_place()
    data = {"place": house.pk, "recurrence": "weekly", "weekdays": ["2"], "interval": "1",
            "visitors-TOTAL_FORMS": "0", "visitors-INITIAL_FORMS": "0"}  # fmt: skip

    response = aino.post(reverse("admin:directory_slot_add"), data)

    assert "the place is another" in str(errors(response)["service"])


def test_preview_shows_a_draft_to_its_editors_alone(aino, aalto, client):
    draft = make.make_service(owner=aalto, state="draft", name_fi="Luonnos", name_ar="مسودة")
    path = f"/staff/preview/services/{draft.slug}/"

    response = aino.get(path)

    assert "Luonnos" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "مسودة" in aino.get(f"{path}?in=ar").content.decode()
    assert signed_in(make.make_user("cecilia")).get(path).status_code == 403
    assert client.get(path).status_code == 302
    assert client.get(f"/fi/services/{draft.slug}/").status_code == 404


def test_preview_leads_back_to_the_editor(aino, aalto, client):
    service, place = make.make_service(owner=aalto), make.make_place(owner=aalto)
    for noun, row in (("service", service), ("place", place)):
        back = f'href="{reverse(f"{noun}_edit", args=[row.slug])}"'
        assert back in aino.get(reverse(f"{noun}_preview", args=[row.slug])).content.decode()
        assert back not in client.get(row.get_absolute_url(), follow=True).content.decode()


def test_preview_has_no_links_to_pages_that_a_draft_has_not(aino, aalto, client):
    for noun, make_one in (("service", make.make_service), ("place", make.make_place)):
        draft, listed = make_one(owner=aalto, state="draft"), make_one(owner=aalto)
        preview = aino.get(reverse(f"{noun}_preview", args=[draft.slug])).text
        public = client.get(listed.get_absolute_url(), follow=True).text
        for page in ("card", "print"):
            assert f"/{draft.slug}/{page}/" not in preview
            assert f"/{listed.slug}/{page}/" in public


def test_names_of_others_are_no_markup(aino, aalto):
    partner = make.make_organisation(name_fi='<b>Vieras</b><meta http-equiv="refresh">')
    service = make.make_service(owner=aalto, organisers=[aalto, partner])

    page = aino.get(change(service)).content.decode()

    assert "&lt;b&gt;Vieras&lt;/b&gt;" in page
    assert "<b>Vieras" not in page
    assert "<meta http-equiv" not in page
