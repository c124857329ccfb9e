"""Days of the week, alone, in ranges and in sets: "ma–to", "ti ja to", "arkisin"."""

import re
from dataclasses import dataclass

from directory.schedule.typed.page import Page
from directory.schedule.typed.vocabulary import WEEKDAY, WEEKDAYS, WHOLE_SETS, is_habitual, whole

WEEK = 7
RANGE = re.compile(
    rf"(?P<a>{WEEKDAY})\.?\s*(?:-|to|till|through|thru)\s*(?:on\s+)?(?P<b>{WEEKDAY})"
    r"|(?P<from>\w+i?sta)\s+(?P<to>\w+(?:hin|oon))(?!\w)"
)
# "9 to 11" names no Thursday.
ONE = re.compile(rf"(?!(?<=[0-9]\s)to\s+[0-9])(?P<day>{WEEKDAY})(?:\.(?![0-9]))?")
SETS = [(whole(pattern), days) for pattern, days in WHOLE_SETS.items()]
ENGLISH = whole(
    "mon|tues?|wed|thurs?|fri|sat|sun|every|each|from|at|open|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekdays:
    """In order of the week. `are_habitual`: named as days that come again, "tiistaisin"."""

    days: tuple[int, ...] = ()
    are_habitual: bool = False


def take_weekdays(page: Page) -> Weekdays:
    is_english = ENGLISH.search(page.text) is not None
    are_habitual = False
    days: set[int] = set()
    for pattern, whole_set in SETS:
        if page.take(pattern):
            days.update(whole_set)
    for found in page.take_all(RANGE, _is_range):
        days.update(_between(*_ends(found)))
    for found in page.take_all(ONE, lambda found: not (is_english and found["day"] == "to")):
        days.add(WEEKDAYS[found["day"]])
        are_habitual = are_habitual or is_habitual(found["day"])
    return Weekdays(days=tuple(sorted(days)), are_habitual=are_habitual)


def _ends(found: re.Match[str]) -> tuple[int | None, int | None]:
    return WEEKDAYS.get(found["a"] or found["from"]), WEEKDAYS.get(found["b"] or found["to"])


def _is_range(found: re.Match[str]) -> bool:
    return None not in _ends(found)


def _between(first: int | None, last: int | None) -> list[int]:
    """Over the end of the week too: "pe–ma"."""
    if first is None or last is None:
        return []
    return [(first - 1 + ahead) % WEEK + 1 for ahead in range((last - first) % WEEK + 1)]
