"""What networks share: files and links."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from directory import wording
from directory.localized import EMPTY, Text, columns, html_tag, pick
from directory.permissions import User
from meetings.enums import Audience, Licence, MaterialKind
from meetings.localized import written, written_columns
from meetings.models import Material, Meeting
from meetings.permissions import readable_materials
from meetings.queries.notes import local_day
from meetings.queries.shown import Shown, first

MOST_OF_A_MEETING = 30


@dataclass(frozen=True, slots=True)
class MaterialLine:
    url: str
    is_file: bool
    title: Text
    kind_label: str
    language_label: str
    # Of what the link leads to, for screen readers and translators.
    tag: str
    licence_label: str
    size: int | None
    network: Text
    network_url: str
    theme: Text
    added_on: date | None
    is_for_members: bool


def material_rows(materials: QuerySet, language: str) -> QuerySet:
    return (
        materials.rewrite(False)
        .select_related("network", "theme")
        .only(
            *("kind", "language", "licence", "audience", "link", "file", "size", "added_at"),
            *("network__slug", "theme__id"),
            *written_columns(["title"], language),
            *[f"network__{name}" for name in columns(["name"], language)],
            *[f"theme__{name}" for name in written_columns(["name"], language)],
        )
    )


def material_line(material: Material, language: str) -> MaterialLine:
    is_file = bool(material.file)
    return MaterialLine(
        url=reverse("material_file", args=[material.pk]) if is_file else material.link,
        is_file=is_file,
        title=written(material, "title", language),
        kind_label=str(MaterialKind(material.kind).label),
        language_label=wording.language_name(material.language, language),
        tag=html_tag(material.language),
        licence_label=str(Licence(material.licence).label),
        size=material.size,
        network=pick(material.network, "name", language),
        network_url=material.network.get_absolute_url(),
        theme=written(material.theme, "name", language) if material.theme else EMPTY,
        added_on=local_day(material.added_at),
        is_for_members=material.audience == Audience.NETWORK,
    )


def materials_of(meeting: Meeting, user: User, today: date, language: str) -> Shown:
    shared = readable_materials(user, today).filter(meeting=meeting.pk)
    rows = material_rows(shared, language)
    return first(rows, MOST_OF_A_MEETING, lambda row: material_line(row, language))
