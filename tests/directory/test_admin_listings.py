"""The admin as an editor's tool: texts beside their source, life of a listing, pictures, sheets."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from PIL import Image

from directory.admin import sheets
from directory.admin.labels import LABELS
from directory.models import Contact, Organisation, Photo, Place, ScheduleChange, Service, Slot
from tests import factories as make
from tests.staff.desk_cast import signed_in

pytestmark = pytest.mark.django_db
WEDNESDAY = "2026-11-25T08:30:00+02:00"
SERVICES = "/staff/admin/directory/service/"
IMPORT = f"{SERVICES}import/"


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def aalto():
    return make.make_organisation(slug="aalto", name_fi="Aalto")


@pytest.fixture
def aino(aalto):
    """Edits Aalto's listings."""
    return signed_in(make.make_member("aino", aalto))


def change(row):
    return reverse(f"admin:directory_{row._meta.model_name}_change", args=[row.pk])


def sent(response):
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and not hasattr(value, "chunks"):
                data[field.html_name] = "on" if value is True else value
    return data


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


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


def test_names_of_others_are_no_markup(aino, aalto):
    partner = make.make_organisation(name_fi='<b>Vieras</b><meta http-equiv="refresh">')
    service = make.make_service(owner=aalto, organisers=[aalto, partner])

    page = aino.get(change(service)).content.decode()

    assert "&lt;b&gt;Vieras&lt;/b&gt;" in page
    assert "<b>Vieras" not in page
    assert "<meta http-equiv" not in page


# Two at one page


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


# Pictures


def picture(kind="JPEG", size=(40, 30), exif=True):
    image, buffer = Image.new("RGB", size, "red"), BytesIO()
    marks = image.getexif()
    marks[0x010E] = "Kotiosoite 1"
    image.save(buffer, kind, **({"exif": marks} if exif and kind == "JPEG" else {}))
    return buffer.getvalue()


def with_photo(client, place, content, alt="Talo", name="talo.jpg"):
    path = change(place)
    photo = {"photos-TOTAL_FORMS": "1", "photos-0-alt_fi": alt, "photos-0-order": "0"}
    file = SimpleUploadedFile(name, content, "text/html")
    return client.post(path, {**sent(client.get(path)), **photo, "photos-0-image": file})


@pytest.fixture
def house(aalto, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_place(owner=aalto)


def test_picture_is_made_anew_without_what_the_camera_wrote(aino, house, client):
    assert with_photo(aino, house, picture()).status_code == 302

    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.alt_fi) == (40, 30, "Talo")
    shown = client.get(photo.image.url)
    content = b"".join(shown.streaming_content)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert b"Kotiosoite" not in content
    assert client.get("/media/photos/../../settings.py").status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"<script>alert(1)</script>", picture()[:200], b"GIF89a" + b"\x00" * 50, b"\x00" * 6_000_000],
)
def test_what_is_no_picture_is_refused_beside_the_field(aino, house, content):
    response = with_photo(aino, house, content)

    assert response.status_code == 200
    assert any("image" in form.errors for inline in response.context["inline_admin_formsets"]
               for form in inline.formset.forms)  # fmt: skip
    assert not Photo.objects.exists()


def test_picture_needs_words(aino, house):
    assert with_photo(aino, house, picture(), alt="").status_code == 200
    assert not Photo.objects.exists()


def kept_files(folder):
    return sorted(folder.glob("photos/*"))


def test_picture_that_was_taken_away_or_replaced_is_gone(
    aino, house, client, tmp_path, django_capture_on_commit_callbacks
):
    with_photo(aino, house, picture())
    first = Photo.objects.get().image.url
    data = sent(aino.get(change(house)))
    other = {"photos-0-image": SimpleUploadedFile("uusi.jpg", picture())}

    with django_capture_on_commit_callbacks(execute=True):
        assert aino.post(change(house), {**data, **other}).status_code == 302

    second = Photo.objects.get().image.url
    assert client.get(first).status_code == 404
    assert b"".join(client.get(second).streaming_content)
    assert len(kept_files(tmp_path)) == 1
    data = {**sent(aino.get(change(house))), "photos-0-DELETE": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        assert aino.post(change(house), data).status_code == 302
    assert client.get(second).status_code == 404
    assert kept_files(tmp_path) == []


def test_picture_of_a_listing_that_is_no_more_is_gone(
    aino, house, client, tmp_path, django_capture_on_commit_callbacks
):
    with_photo(aino, house, picture())
    path = Photo.objects.get().image.url
    root = signed_in(User.objects.create_superuser("root"))
    data = {"action": "delete_selected", "_selected_action": [house.pk], "post": "yes"}

    with django_capture_on_commit_callbacks(execute=True):
        root.post("/staff/admin/directory/place/", data)

    assert not Photo.objects.exists()
    assert client.get(path).status_code == 404
    assert kept_files(tmp_path) == []


# Sheets


def upload(client, text, name="palvelut.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(IMPORT, {"sheet": SimpleUploadedFile(name, content)})


def load(client, response):
    return client.post(IMPORT, {"token": response.context["token"]})


def workbook_with(sheet):
    """A sound workbook but for its sheet."""
    sound, made = BytesIO(), BytesIO()
    book = Workbook()
    book.active.append(["slug"])
    book.save(sound)
    with ZipFile(sound) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets/")
            target.writestr(entry.filename, sheet if is_sheet else source.read(entry))
    return made.getvalue()


def test_export_holds_own_rows_and_no_formulas(aino, aalto):
    make.make_service(owner=aalto, slug="oma", name_fi='=HYPERLINK("https://example.fi")')
    make.make_service(slug="vieras", name_fi="Vieras")

    text = aino.get(f"{SERVICES}export/csv/").content.decode()
    book = load_workbook(BytesIO(aino.get(f"{SERVICES}export/xlsx/").content))

    assert "oma" in text and "ieras" not in text
    assert "'=HYPERLINK" in text
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_export_loads_back_without_a_change(aino, aalto):
    make.make_service(owner=aalto, slug="oma", name_fi="-5 % @ =", languages=["fi", "ar"],
                      categories=[make.make_category()])  # fmt: skip
    for kind in ("csv", "xlsx"):
        content = aino.get(f"{SERVICES}export/{kind}/").content

        response = upload(aino, content, f"palvelut.{kind}")

        assert response.context["form"].errors == {}
        assert response.context["counts"] == "New: 0, changed: 0, with errors: 0."


def test_import_shows_each_change_then_loads_all(aino, aalto):
    make.make_service(owner=aalto, slug="oma", name_fi="Vanha")
    sheet = ("slug;owner;name_fi;summary_fi;delivery\noma;aalto;Uusi nimi;Tule.;place\n"
             "toinen;aalto;Toinen;Tule sinäkin.;online\n")  # fmt: skip

    tried = upload(aino, sheet)

    page = tried.content.decode()
    assert "<del>Vanha</del> <ins>Uusi nimi</ins>" in page
    assert Service.objects.get().name_fi == "Vanha"
    assert load(aino, tried).status_code == 302
    names = dict(Service.objects.values_list("slug", "name_fi"))
    assert names == {"oma": "Uusi nimi", "toinen": "Toinen"}
    new = Service.objects.get(slug="toinen")
    assert (new.state, list(new.organisers.all())) == ("draft", [aalto])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("oma;vieras-yhdistys;N;S;place;", "owner"),
        ("vieras;aalto;N;S;place;", "slug"),
        ("uusi;vieras-yhdistys;N;S;place;", "owner"),
        ("uusi;ei-ole;N;S;place;", "owner"),
        ("uusi;aalto;;S;place;", "name_fi"),
        ("uusi;aalto;N;S;kuussa;", "delivery"),
        ("uusi;aalto;N;S;place;viisi", "age_from"),
        ("uusi;aalto;N;S;place;;kyllä", "is_free"),
        ("uusi;aalto;N;S;place;;1;fi,xx", "languages"),
        ("oma;aalto;N;S;place;", "slug"),
    ],
)
def test_import_with_one_wrong_row_loads_none(aino, aalto, row, column):
    other = make.make_organisation(slug="vieras-yhdistys")
    make.make_service(owner=other, slug="vieras", name_fi="Salaisuus", state="draft")
    make.make_service(owner=aalto, slug="oma", name_fi="Vanha")
    header = "slug;owner;name_fi;summary_fi;delivery;age_from;is_free;languages"
    good = "oma;aalto;Uusi;Tule.;place;;1;fi, en"

    tried = upload(aino, f"{header}\n{good}\n{row}\n")

    assert not tried.context["is_sound"]
    wrong = [line for line in tried.context["lines"] if line["problems"]]
    assert (wrong[-1]["number"], wrong[-1]["problems"][0][0]) == (3, column)
    assert "Salaisuus" not in tried.content.decode()
    load(aino, tried)
    assert set(Service.objects.values_list("name_fi", flat=True)) == {"Vanha", "Salaisuus"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", b"name_fi\nx\n"),
        ("a.csv", b"slug;is_approved\nx;1\n"),
        ("a.csv", b"slug;slug\nx;1\n"),
        ("a.csv", b"slug\n" + b"x\n" * 2100),
        ("a.csv", b"x" * 6_000_000),
        ("a.csv", b"slug;owner;name_fi\nx;aalto;Kerho; lauletaan\n"),
        ("a.xlsx", b"PK\x03\x04 not a workbook"),
        ("a.xlsx", b"PK damaged sheet"),
        ("a.xlsx", b"PK bomb"),
        ("a.xlsx", b""),
    ],
)
def test_file_that_is_no_sheet_is_refused_beside_the_field(aino, name, content):
    crafted = {b"PK damaged sheet": b"<worksheet><sheetData><row", b"PK bomb": b" " * 70_000_000}
    if content in crafted:
        content = workbook_with(crafted[content])

    response = upload(aino, content, name)

    assert response.status_code == 200
    assert response.context["form"].errors["sheet"]


SHEET = "slug;owner;name_fi;summary_fi;delivery\n"


def test_what_others_wrote_since_the_trial_is_shown_before_anything_is_loaded(aino, aalto):
    service = make.make_service(owner=aalto, slug="oma", name_fi="Vanha")
    tried = upload(aino, f"{SHEET}oma;aalto;Taulukosta;Tule.;place\n")
    service.name_fi = "Kollegan"
    service.save()

    again = load(aino, tried)

    page = again.content.decode()
    assert "changed some of these services meanwhile" in page
    assert "<del>Kollegan</del> <ins>Taulukosta</ins>" in page
    assert Service.objects.get().name_fi == "Kollegan"
    assert load(aino, again).status_code == 302
    assert Service.objects.get().name_fi == "Taulukosta"


def test_rows_are_numbered_as_in_the_file_and_cells_are_stripped(aino, aalto):
    make.make_service(owner=aalto, slug="oma", name_fi="Vanha", summary_fi="Tule.")
    rows = "\n;;;;\noma ;aalto; Uusi ;Tule. ;place\n"

    (line,) = upload(aino, SHEET + rows).context["lines"]

    assert line["number"] == 4
    assert ("name_fi", "Vanha", "Uusi") in line["changes"]
    assert "summary_fi" not in [column for column, _before, _after in line["changes"]]


def test_trial_tells_how_much_it_leaves_out(aino, aalto, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_SHOWN", 1)
    long = "sana " * 100
    make.make_service(owner=aalto, slug="oma", summary_fi=f"{long}vanha")
    rows = f"oma;aalto;A;{long}uusi;place\n" + "".join(
        f"uusi-{at};aalto;B;Tule.;place\n" for at in range(2)
    )

    response = upload(aino, SHEET + rows)

    assert "2 more rows would change, too." in response.content.decode()
    shown = {column: after for column, _before, after in response.context["lines"][0]["changes"]}
    assert shown["summary_fi"].startswith("…")
    assert shown["summary_fi"].endswith("uusi")


def test_address_of_ones_own_archived_service_is_told_as_such(aino, aalto):
    make.make_service(owner=aalto, slug="vanha", state="archived", archived_at=timezone.now())

    (line,) = upload(aino, f"{SHEET}vanha;aalto;A;Tule.;place\n").context["lines"]

    assert "in your archive" in line["problems"][0][1]


def test_constraint_is_told_in_its_own_words(aino, aalto):
    text = f"{SHEET[:-1]};age_from;age_to\nuusi;aalto;A;Tule.;place;12;3\n"

    (line,) = upload(aino, text).context["lines"]

    assert line["problems"] == [("", "The lower age must not be above the upper one.")]


def test_sheet_asks_as_little_of_many_rows_as_of_few(aino, aalto):
    def queries(made):
        make.make_service(owner=aalto, slug=f"rivi-{made}", summary_fi="Tule.")
        content = aino.get(f"{SERVICES}export/csv/").content
        with CaptureQueriesContext(connection) as found:
            assert aino.get(f"{SERVICES}export/csv/").status_code == 200
            upload(aino, content)
        return len([one for one in found if "SAVEPOINT" not in one["sql"]])

    few = queries(1)
    queries(2)

    assert queries(3) == few


def test_token_of_another_loads_nothing(aino, aalto):
    tried = upload(aino, "slug;owner;name_fi;summary_fi;delivery\nu;aalto;N;S;place\n")
    assert tried.context["is_sound"], tried.context["lines"]
    bertta = signed_in(make.make_member("bertta", aalto))

    assert load(bertta, tried).status_code == 302
    assert not Service.objects.exists()


def test_place_of_another_in_the_admin_is_unknown(aino):
    assert aino.get(change(make.make_place())).status_code == 404
    assert Place.objects.count() == 1
