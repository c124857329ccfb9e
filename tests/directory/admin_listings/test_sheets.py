"""Services out to a sheet and in again."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from directory.admin import sheets
from directory.models import Place, Service
from tests import factories as make
from tests.directory.admin_listings.pages import (
    SERVICES,
    SHEET,
    change,
    load,
    upload,
    workbook_with,
)
from tests.staff.desk_cast import signed_in

pytestmark = pytest.mark.django_db


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
