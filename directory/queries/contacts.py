"""How to reach those who keep a listing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from directory.localized import Text, columns
from directory.models import Contact
from directory.queries.doubts import doubtful_rows, told
from directory.queries.facts import languages_label


@dataclass(frozen=True, slots=True)
class ContactLine:
    label: Text
    kind: str
    value: str
    href: str
    languages: str

    @property
    def texts(self) -> list[Text]:
        return [self.label]


def contact_rows(owner: str, *languages: str) -> ArraySubquery:
    """The contacts of the outer row, in the same query; `owner` is "service", "place" or so."""
    own = ["kind", "value", "languages", *columns(["label"], *languages)]
    rows = (
        Contact.objects.rewrite(False)
        .filter(**{owner: OuterRef("pk")})
        .annotate(doubtful_rows=doubtful_rows(Contact, *languages))
    )
    told_row = JSONObject(**{name: name for name in [*own, "doubtful_rows"]})
    return ArraySubquery(rows.values(told_row=told_row))


def contact_lines(rows: Iterable[dict[str, Any]], language: str) -> list[ContactLine]:
    return [contact_line(row, language) for row in rows]


def contact_line(row: dict[str, Any], language: str) -> ContactLine:
    contact = Contact(**{name: row[name] for name in row if name != "doubtful_rows"})
    contact.doubtful_rows = row.get("doubtful_rows", ())
    return ContactLine(
        label=told(contact, "label", language),
        kind=contact.kind,
        value=contact.value,
        href=contact.href,
        languages=languages_label(contact.languages, language),
    )


def first_phone(contacts: Iterable[ContactLine]) -> ContactLine | None:
    return next((contact for contact in contacts if contact.kind == "phone"), None)
