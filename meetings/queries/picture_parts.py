"""The shared picture's page in parts that fold; one of them is open."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.queries.picture import Table
from meetings.queries.picture_needs import NEEDS
from meetings.queries.picture_notes import Said

# A table that has more columns than this is wider than a phone.
NARROW = 3
# The parts that are no tables: how common each kind is, and what is looked for in vain.
BARS = "forms"
NO_TABLES = (BARS, NEEDS)


@dataclass(frozen=True, slots=True)
class Part:
    table: Table
    title: str
    hint: str
    is_open: bool

    @property
    def is_wide(self) -> bool:
        return len(self.table.columns) > NARROW


def said_titles() -> dict[str, tuple[str, str]]:
    return {
        "concerns": (_("Concerns in the notes"), ""),
        "good": (_("What works, and good practices"), ""),
        "actions": (_("Actions"), ""),
    }


def tray_titles() -> dict[str, tuple[str, str]]:
    return {
        "organisations": (
            _("By organisation"),
            _(
                "How many services of each kind an organisation runs. The network's own come "
                "first; only they can be asked here."
            ),
        ),
        "languages": (
            _("By language"),
            _("In how many services of each kind somebody speaks the language."),
        ),
        "ages": (
            _("By the child's age"),
            _("Services without an age limit count for every age."),
        ),
        "days": (_("By weekday"), _("How many times a week something is held.")),
        "hours": (
            _("By time of day"),
            _("What lasts over two parts of the day counts in both."),
        ),
        "week": (_("The week"), ""),
    }


def said_parts(said: Said, opened: str) -> list[Part]:
    return [] if said.is_empty else list(parts(said.tables, said_titles(), opened))


def tray_parts(tables: dict[str, Table], opened: str) -> list[Part]:
    return list(parts(tables, tray_titles(), opened))


def parts(
    tables: dict[str, Table], titles: dict[str, tuple[str, str]], opened: str
) -> Iterable[Part]:
    return (Part(tables[key], *titles[key], is_open=key == opened) for key in titles)


def opened_part(asked: str, said: Said, *, is_narrowed: bool) -> str:
    """The one asked for, the week when it was narrowed to a form, or the first on the page."""
    known = [*([] if said.is_empty else said_titles()), *tray_titles(), *NO_TABLES]
    if asked in known:
        return asked
    return "week" if is_narrowed else known[0]
