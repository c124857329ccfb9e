"""A page that somebody has changed since it was opened is saved only after that has been shown."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.actions.programme import lock
from directory.localized import current_language
from directory.queries.authors import authors
from directory.queries.history import KINDS, entries, moments

DIGEST = 10


class Part(NamedTuple):
    """Rows that are saved with the page's own: of the model, by the foreign key to it."""

    model: type[Model]
    key: str
    names: Sequence[str]


class SeenRow:
    """For a form: its field `version` says what of the row, and of its parts, was on the page."""

    parts: Sequence[Part] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_overtaken = False
        if self.instance.pk:
            seen = self.data.get("version", "") if self.is_bound else joined(self.stored())
            self.fields["version"] = forms.CharField(
                required=False, initial=seen, widget=forms.HiddenInput
            )

    def stored(self) -> dict[str, Any]:
        """By name of the field, or of the part, what is in the database now."""
        row, meta = self.instance, self.instance._meta
        columns = [one.name for one in meta.concrete_fields if one.name in self.fields]
        ties = [one.name for one in meta.many_to_many if one.name in self.fields]
        # A plain QuerySet: the translated manager would read another language's column.
        found = QuerySet(type(row)).filter(pk=row.pk).values(*columns).first() or {}
        return {
            **found,
            **{name: getattr(row, name).all() for name in ties},
            **{label_of(part.model): part_rows(part, row) for part in self.parts},
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            lock(self.instance)
            self.refuse_unseen(cleaned, self.stored())
        return cleaned

    def refuse_unseen(self, cleaned: dict[str, Any], stored: Mapping[str, Any]) -> None:
        """What is as somebody else wrote it is no news: a form sent twice is saved as once."""
        seen = str(self.data.get("version", "")).split(".")
        known = dict(zip(stored, seen, strict=True)) if len(seen) == len(stored) else {}
        changed = {name for name, value in stored.items() if digest(value) != known.get(name)}
        same = {name for name in changed & cleaned.keys()
                if digest(cleaned[name]) == digest(stored[name])}  # fmt: skip
        news = [name for name in stored if name in changed - same]
        if not news:
            return
        self.data = self.data.copy()
        self.data["version"] = joined(stored)
        self.is_overtaken = True
        self.parts_overtaken = [name for name in news if name not in self.fields]
        self.add_error(None, _("Nothing of yours is saved yet, and nothing is lost."))
        for name in self.fields.keys() & news:
            self.add_error(name, told(stored[name]))
            cleaned.pop(name, None)


def told(value: Any) -> str:
    if value and isinstance(value, str):
        return _("Somebody else has changed this. It is now: %(text)s") % {"text": value}
    return _("Somebody else has changed this.")


def part_rows(part: Part, row: Model) -> list[str]:
    rows = QuerySet(part.model).filter(**{part.key: row}).order_by("pk")
    return [str(values) for values in rows.values_list("pk", *part.names)]


def parts_of(model: type[Model], inlines: Sequence[InlineModelAdmin]) -> list[Part]:
    return [part_of(model, inline) for inline in inlines]


def part_of(model: type[Model], inline: InlineModelAdmin) -> Part:
    fields = inline.model._meta.concrete_fields
    key = next(one.name for one in fields if one.related_model is model)
    columns = [one.name for one in fields]
    shown = inline.fields or columns
    return Part(inline.model, key, [name for name in columns if name in shown])


def label_of(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def joined(values: Mapping[str, Any]) -> str:
    return ".".join(map(digest, values.values()))


def digest(value: Any) -> str:
    return sha256(stated(value).encode()).hexdigest()[:DIGEST]


def stated(value: Any) -> str:
    """The same of what a form has read and of what the database holds."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, QuerySet):
        return str(sorted(row.pk for row in value))
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, list):
        return str(sorted(map(str, value))) if value else ""
    return "" if value is None else str(value)


def latest_change(request: HttpRequest, row: Model) -> dict[str, Any]:
    """Who made it and when, for the page that says so."""
    if row._meta.model_name not in KINDS:
        return {}
    latest = entries(row, moments(row)[:1])
    who = authors(latest, request.user, current_language())
    return {
        "latest": latest[0] if latest else None,
        "latest_author": who.get(latest[0].author) if latest else None,
    }
