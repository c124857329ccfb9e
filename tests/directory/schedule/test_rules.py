"""What rules, changes and breaks refuse to be."""

from datetime import date, time
from typing import Any

import pytest

from directory.schedule import ChangeKind, Recurrence, Rule, Scope
from tests.directory.schedule.timetable import cancelled, change, closed, extra, other_time


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"weekdays": (0,)},
        {"weekdays": (8,)},
        {"weekdays": (1,), "start": time(12), "end": time(10)},
        {"weekdays": (1,), "start": time(12), "end": time(12)},
        {"weekdays": (1,), "first": date(2026, 2, 1), "last": date(2026, 1, 1)},
        {"weekdays": (1,), "times": 3},
        {"weekdays": (1,), "times": 0, "first": date(2026, 1, 1)},
        {"weekdays": (1,), "recurrence": Recurrence.EVERY_N_WEEKS},
        {
            "weekdays": (1,),
            "recurrence": Recurrence.EVERY_N_WEEKS,
            "anchor": date(2026, 1, 1),
            "interval": 0,
        },
        {"weekdays": (1,), "recurrence": Recurrence.MONTHLY},
        {"weekdays": (1,), "recurrence": Recurrence.MONTHLY, "nth": (6,)},
        {"recurrence": Recurrence.DATES},
    ],
)
def test_rule_refuses_what_cannot_be_meant(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Rule(**facts)


def test_rule_puts_its_days_in_order() -> None:
    listed = (date(2026, 12, 1), date(2026, 11, 1), date(2026, 12, 1))

    untidy = Rule(weekdays=(4, 1, 4), nth=(-1, 3, 1), dates=listed)

    assert untidy.weekdays == (1, 4)
    assert untidy.nth == (1, 3, -1)
    assert untidy.dates == (date(2026, 11, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    "build",
    [
        lambda: other_time("2026-11-25..2026-11-26", to="2026-11-27"),
        lambda: other_time("2026-11-25", scope=Scope.SERVICE, to="2026-11-27"),
        lambda: change(ChangeKind.CANCELLED, "2026-11-25", to="2026-11-27"),
        lambda: extra("2026-11-25.."),
        lambda: extra("2026-11-25", scope=Scope.ORGANISATION),
        lambda: cancelled("2026-11-25..2026-11-24"),
        lambda: other_time("2026-11-25", "12-10"),
        lambda: closed("2026-11-25..2026-11-24"),
    ],
)
def test_change_refuses_what_cannot_be_meant(build: Any) -> None:
    with pytest.raises(ValueError):
        build()
