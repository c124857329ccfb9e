"""A network that has a picture, and how its pages are read."""

import csv
from datetime import date
from io import StringIO

from directory.models import Category, Service
from meetings.models import Theme
from meetings.queries.picture_tables import TrayTables, tray_tables
from tests import factories as make
from tests.meetings.desk_rows import NOW, TODAY, Cast, make_cast, make_line, make_meeting


def make_picture() -> Cast:
    found = make_cast()
    found.network.area = make.make_area(slug="vantaa", name_fi="Vantaa")
    found.network.save()
    return found


def offered(cast: Cast, form: str, **values) -> Service:
    category = Category.objects.filter(slug=form).first() or make.make_category(slug=form)
    area = cast.network.area
    service = make.make_service(owner=cast.a, categories=[category], **values)
    make.make_slot(service=service, place=make.make_place(area=area, owner=cast.a))
    return service


def tables_of(cast: Cast, form: str = "") -> TrayTables:
    area = cast.network.area
    slug = area.slug if area else ""
    return tray_tables(slug, TODAY, "en", form=form, with_organisations=True)


def number(found, row: str, column: str) -> int:
    line = next(one for one in (*found.rows, found.total) if one.head.key == row)
    return next(cell.count for cell in line.all_cells if cell.column.key == column)


def staff(client, cast: Cast, query: str = "", status: int = 200) -> str:
    response = client.get(f"{cast.path('picture')}{query}")
    assert response.status_code == status
    return response.content.decode()


def public(client, slug: str = "kahvit", language: str = "en", query: str = "") -> str:
    response = client.get(f"/{language}/networks/{slug}/picture/{query}")
    assert response.status_code == 200
    return response.content.decode()


def published(network, day: date, audience: str = "everyone", **values):
    told = {"state": "notes_published", "notes_audience": audience, "notes_published_at": NOW}
    return make_meeting(network, date=day, **{**told, "slug": f"{day}-{audience}", **values})


def said_in(cast: Cast, theme: Theme, *days: date, **values) -> None:
    for day in days:
        make_line(published(cast.network, day), theme=theme, **values)


def sheet_of(client, cast: Cast, name: str) -> list[list[str]]:
    response = client.get(f"{cast.path()}picture.csv?table={name}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="kahvit-{name}.csv"'
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def press(client, cast: Cast, **values):
    data = {"table": "languages", "cell": "family-cafe/ar", "where": "action", "form": ""}
    return client.post(cast.path("picture", "gap"), data | values)
