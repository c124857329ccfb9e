"""A rule as a sentence, in a small Finnish that stands in for the real one."""

from collections.abc import Sequence
from datetime import date, time

import pytest

from directory.schedule import DayPart, Recurrence, Rule, describe
from tests.directory.schedule.timetable import even, every, monthly, odd, on_dates, rule, season

WEEKDAYS = (
    "maanantai",
    "tiistai",
    "keskiviikko",
    "torstai",
    "perjantai",
    "lauantai",
    "sunnuntai",
)
SHORT = ("ma", "ti", "ke", "to", "pe", "la", "su")
FINNISH = {
    "Mondays": "maanantaisin",
    "Wednesdays": "keskiviikkoisin",
    "Sundays": "sunnuntaisin",
    "every day": "joka päivä",
    "every other %(day)s": "joka toinen %(day)s",
    "every other week on %(days)s": "joka toinen viikko %(days)s",
    "every %(count)d weeks on %(day)s": "%(count)d viikon välein %(day)s",
    "%(day)s in odd weeks": "parittomien viikkojen %(day)s",
    "%(day)s in even weeks": "parillisten viikkojen %(day)s",
    "the first %(day)s of the month": "kuukauden ensimmäinen %(day)s",
    "the second %(day)s of the month": "kuukauden toinen %(day)s",
    "the last %(day)s of the month": "kuukauden viimeinen %(day)s",
    "the first and third %(day)s of the month": "kuukauden ensimmäinen ja kolmas %(day)s",
    "the second and fourth %(day)s of the month": "kuukauden toinen ja neljäs %(day)s",
    "ask for the dates": "kysy ajat",
    "in the morning": "aamupäivällä",
    "all day": "koko päivän",
    "%(time)s (ends the next day)": "%(time)s (päättyy seuraavana päivänä)",
    "ends after %(count)d times": "päättyy %(count)d kerran jälkeen",
    "ends after %(count)d time": "vain kerran",
}


class Finnish:
    def gettext(self, message: str) -> str:
        return FINNISH.get(message, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def weekday(self, day: int) -> str:
        return WEEKDAYS[day - 1]

    def weekday_range(self, days: Sequence[int]) -> str:
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            return f"{SHORT[days[0] - 1]}–{SHORT[days[-1] - 1]}"
        return ", ".join(SHORT[day - 1] for day in days)

    def time_range(self, start: time | None, end: time | None) -> str:
        clocks = [f"{at.hour}.{at.minute:02}" if at else "" for at in (start, end)]
        return f"klo {clocks[0]}" if end is None else f"klo {'–'.join(clocks)}"

    def date_range(self, first: date | None, last: date | None) -> str:
        ends = [self.date_list([day]) if day else "" for day in (first, last)]
        return f"alkaen {ends[0]}" if last is None else "–".join(ends)

    def date_list(self, dates: Sequence[date]) -> str:
        return ", ".join(f"{day.day}.{day.month}." for day in dates)


AUTUMN = season("2026-08-12..2026-12-16")
WITHOUT_CLOCK = "-"

SENTENCES = [
    (rule(), "keskiviikkoisin klo 10.00–12.00"),
    (rule("1", "9.30-"), "maanantaisin klo 9.30"),
    (rule("7", "-11.30"), "sunnuntaisin klo –11.30"),
    (rule("1", WITHOUT_CLOCK), "maanantaisin"),
    (rule("3", WITHOUT_CLOCK, day_part=DayPart.MORNING), "keskiviikkoisin aamupäivällä"),
    (rule("3", WITHOUT_CLOCK, day_part=DayPart.ALL_DAY), "keskiviikkoisin koko päivän"),
    (rule("1234", "9-15"), "ma–to klo 9.00–15.00"),
    (rule("135", "9-15"), "ma, ke, pe klo 9.00–15.00"),
    (rule("1234567", "9-15"), "joka päivä klo 9.00–15.00"),
    (rule(**AUTUMN), "keskiviikkoisin klo 10.00–12.00, 12.8.–16.12."),
    (rule(**season("2026-08-12..")), "keskiviikkoisin klo 10.00–12.00, alkaen 12.8."),
    (rule(**season("..2026-12-16")), "keskiviikkoisin klo 10.00–12.00, –16.12."),
    (odd("3"), "parittomien viikkojen keskiviikko klo 10.00–12.00"),
    (even("13"), "parillisten viikkojen ma, ke klo 10.00–12.00"),
    (
        every(2, "3", "2026-08-12", at="9.30-11.30", **AUTUMN),
        "joka toinen keskiviikko klo 9.30–11.30, 12.8.–16.12.",
    ),
    (every(2, "13", "2026-08-12"), "joka toinen viikko ma, ke klo 10.00–12.00"),
    (every(3, "3", "2026-08-12"), "3 viikon välein keskiviikko klo 10.00–12.00"),
    (every(1, "3", "2026-08-12"), "keskiviikkoisin klo 10.00–12.00"),
    (monthly("1", 1), "kuukauden ensimmäinen maanantai klo 10.00–12.00"),
    (monthly("5", -1), "kuukauden viimeinen perjantai klo 10.00–12.00"),
    (monthly("3", 1, 3), "kuukauden ensimmäinen ja kolmas keskiviikko klo 10.00–12.00"),
    (monthly("3", 2, 4), "kuukauden toinen ja neljäs keskiviikko klo 10.00–12.00"),
    (
        monthly("3", 1, -1),
        "kuukauden ensimmäinen keskiviikko, kuukauden viimeinen keskiviikko klo 10.00–12.00",
    ),
    (
        monthly("12", 2),
        "kuukauden toinen maanantai, kuukauden toinen tiistai klo 10.00–12.00",
    ),
    (on_dates("2026-12-04", "2026-11-25"), "25.11., 4.12. klo 10.00–12.00"),
    (
        on_dates("2026-11-25", "2026-12-04", **season("2026-12-01..")),
        "4.12. klo 10.00–12.00",
    ),
    (Rule(recurrence=Recurrence.ON_REQUEST), "kysy ajat"),
    (
        rule("5", "21-1+"),
        "Fridays klo 21.00–1.00 (päättyy seuraavana päivänä)",
    ),
    (
        rule(first=date(2026, 8, 12), times=8),
        "keskiviikkoisin klo 10.00–12.00, alkaen 12.8., päättyy 8 kerran jälkeen",
    ),
    (
        rule(first=date(2026, 8, 12), times=1),
        "keskiviikkoisin klo 10.00–12.00, alkaen 12.8., vain kerran",
    ),
]


@pytest.mark.parametrize(("given", "sentence"), SENTENCES, ids=[text for _, text in SENTENCES])
def test_describe_says_the_rule(given: Rule, sentence: str) -> None:
    assert describe(given, Finnish()) == sentence


def test_describe_without_any_date_left_is_silent() -> None:
    over = on_dates("2026-11-25", at=WITHOUT_CLOCK, **season("2026-12-01.."))

    assert describe(over, Finnish()) == ""


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5, -1])
@pytest.mark.parametrize("weekday", range(1, 8))
def test_describe_names_the_weekday_of_each_monthly_rule(weekday: int, nth: int) -> None:
    assert WEEKDAYS[weekday - 1] in describe(monthly(str(weekday), nth), Finnish())


@pytest.mark.parametrize("part", DayPart)
def test_describe_says_every_part_of_the_day(part: DayPart) -> None:
    sentence = describe(rule("3", WITHOUT_CLOCK, day_part=part), Finnish())

    assert sentence.startswith("keskiviikkoisin ")
