"""The tray of an area as tables, each with the same forms of activity in its rows."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from directory import wording
from directory.addresses import with_query
from directory.enums import DayPartChoices
from directory.localized import Text
from directory.queries.matching import AGES
from meetings.queries.picture import (
    ALL,
    NOT_TOLD,
    Cell,
    Counts,
    Head,
    Plan,
    Table,
    commonest_first,
    table,
)
from meetings.queries.picture_tray import OPEN, PARTS, Tray, spoken_languages, tray

NAMES = ("organisations", "languages", "ages", "days", "hours", "week")
PUBLIC = ("languages", "ages", "week")
MOST_ORGANISATIONS = 20
WEEKDAYS = [str(day) for day in range(1, 8)]


class TrayTables:
    """`form` narrows the week to one form of activity; an unknown one is none. `own` are the
    organisations that can be asked: they come first, and only they have gaps."""

    def __init__(
        self, found: Tray, area: str, language: str, form: str = "", own: Sequence[Head] = ()
    ) -> None:
        self.tray, self.area, self.language, self.own = found, area, language, own
        totals = {(ALL, one.key): found.total(one.key) for one in found.forms}
        forms = [Head(one.key, one.label, self._list(category=one.key)) for one in found.forms]
        self.forms = commonest_first(forms, totals)
        self.form = next((one for one in self.forms if one.key == form), None)

    @property
    def total(self) -> int:
        return self.tray.total()

    @property
    def totals(self) -> dict[str, int]:
        return {one.key: self.tray.total(one.key) for one in self.forms}

    @property
    def bars(self) -> list[tuple[Head, Cell]]:
        """How common each form is."""
        return [(row.head, row.total) for row in self.ages().rows]

    def all(self, *names: str) -> dict[str, Table]:
        return {name: getattr(self, name)() for name in names}

    def organisations(self) -> Table:
        counts = self.tray.by_organisation | self._totals()
        own = {one.key for one in self.own}
        others = [one for one in self.tray.organisations if one.key not in own]
        columns = [*commonest_first(self.own, counts), *others]
        return self._table("organisations", columns, counts, gaps=frozenset(own))

    def languages(self) -> Table:
        counts = self.tray.by_language | self._totals()
        heads = [
            self._head(code, wording.language_name(code, self.language))
            for code in spoken_languages(self.tray.by_language)
        ]
        found = self._table("languages", self._and_not_told(heads, counts), counts)
        return self._linked(found, "language")

    def ages(self) -> Table:
        counts = self.tray.by_age
        heads = [self._head(band, str(label)) for band, (label, _months) in AGES.items()]
        if counts.get((ALL, NOT_TOLD)):
            heads.append(self._head(NOT_TOLD, _("Without an age limit")))
        return self._linked(self._table("ages", heads, counts), "age")

    def days(self) -> Table:
        counts = self.tray.times.days
        return self._table("days", self._weekdays(counts), counts, self._with_opening(counts))

    def hours(self) -> Table:
        counts = self.tray.times.hours
        heads = self._and_not_told(self._parts(), counts)
        return self._table("hours", heads, counts, self._with_opening(counts))

    def week(self) -> Table:
        counts = self.tray.times.weeks.get(self.form.key if self.form else ALL, {})
        parts = self._parts()
        if counts.get((NOT_TOLD, ALL)):
            parts.append(self._head(NOT_TOLD, _("Not told")))
        return table(
            Plan(
                key="week",
                corner=_("Time of day"),
                rows=parts,
                columns=self._weekdays(counts),
                counts=counts,
                gaps=frozenset(WEEKDAYS),
            ),
            self.language,
        )

    def _table(
        self,
        key: str,
        columns: Sequence[Head],
        counts: Counts,
        rows: Sequence[Head] = (),
        gaps: frozenset[str] | None = None,
    ) -> Table:
        every = frozenset(one.key for one in columns) - {NOT_TOLD}
        plan = Plan(
            key=key,
            corner=_("Kind of service"),
            rows=rows or self.forms,
            columns=columns,
            counts=counts,
            gaps=every if gaps is None else gaps,
        )
        return table(plan, self.language)

    def _totals(self) -> dict[tuple[str, str], int]:
        return {(key, ALL): self.tray.total(key) for key in (ALL, *(one.key for one in self.forms))}

    def _head(self, key: str, label: str) -> Head:
        return Head(key, Text(label, self.language))

    def _and_not_told(self, heads: list[Head], counts: Counts) -> list[Head]:
        is_there = counts.get((ALL, NOT_TOLD))
        return [*heads, self._head(NOT_TOLD, _("Not told"))] if is_there else heads

    def _weekdays(self, counts: Counts) -> list[Head]:
        heads = [
            self._head(day, wording.weekday_short(int(day), self.language)) for day in WEEKDAYS
        ]
        if counts.get((ALL, NOT_TOLD)):
            heads.append(self._head(NOT_TOLD, _("On no fixed weekday")))
        return heads

    def _parts(self) -> list[Head]:
        return [self._head(part.value, str(DayPartChoices(part).label)) for part in PARTS]

    def _with_opening(self, counts: Counts) -> list[Head]:
        is_there = counts.get((OPEN, ALL))
        return [*self.forms, self._head(OPEN, _("Opening hours"))] if is_there else self.forms

    def _list(self, **query: str) -> str:
        """The public list of the same services."""
        return with_query(reverse("service_list"), {"area": self.area, **query})

    def _linked(self, found: Table, name: str) -> Table:
        for row in found.rows:
            for cell in row.cells:
                if cell.count and cell.column.key != NOT_TOLD:
                    cell.url = self._list(category=row.head.key, **{name: cell.column.key})
        return found


def tray_tables(
    area: str,
    today: date,
    language: str,
    *,
    form: str = "",
    with_organisations: bool = False,
    own: Sequence[Head] = (),
) -> TrayTables:
    """`area` is a slug; empty is the whole country."""
    found = tray(area, today, language, with_organisations=with_organisations)
    return TrayTables(found, area, language, form, own)
