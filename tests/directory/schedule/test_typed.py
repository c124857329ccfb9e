"""What holds for every typed text, and what single fields make of theirs, on 25 November 2026."""

from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from directory.schedule import DayPart, Recurrence, Rule, describe
from directory.schedule.typed import (
    NoticeKind,
    read,
    read_date,
    read_dates,
    read_time,
    read_time_range,
)
from tests.directory.schedule.test_text import Finnish

TODAY = date(2026, 11, 25)
FIRST, LAST = date(2026, 8, 1), date(2027, 7, 31)

dated = settings(max_examples=150, deadline=None, database=None, derandomize=True)
days = st.dates(FIRST, LAST)

PIECES = """
ma ti to keskiviikkoisin måndagar Tuesdays joka toinen kolmas viikko varannan every other 
parilliset viikot udda kuukauden 1. 3. viimeinen first of the month klo kl. at 9 9.30 0930 24 
-11 – 5 pm 12.8. -16.12. 30.2. 29.2. 1/6 2026-06-01 12 augusti alkaen asti from to vk 42 53 
viikot 34–50 10 kertaa ei paitsi aamupäivällä in evening arkisin , ja vauvakahvila 0-3 v. 
1.6.9999 0.0. 99.99 kuun ensimmäinen ke 31.12.2099 1.1.2000
).split("""
typed = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="0123456789.:-–/, klomatiekvw", max_size=60),
    st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join),
)


@dated
@given(typed)
@example("\x00" * 50)
@example("٩:٣٠ ti")
@example("9" * 10_000)
@example("İ" * 300 + " ti 9")
@example("1.1." * 80)
@example("ma-" * 100)
def test_reading_never_raises(text: str) -> None:
    reading = read(text, TODAY)

    assert reading.rule is None or reading.is_understood
    read_time(text)
    read_time_range(text)
    read_date(text, TODAY)
    read_dates(text, TODAY)


@dated
@given(typed)
def test_rest_is_made_of_what_was_typed(text: str) -> None:
    for word in read(text, TODAY).rest.split():
        assert word in text or not text.isascii()


@dated
@given(typed)
def test_space_around_changes_nothing(text: str) -> None:
    assume(len(text) < 290)
    assert read(f"  {text}\n", TODAY) == read(text, TODAY)


class FinnishWithYears(Finnish):
    def date_range(self, first: date | None, last: date | None) -> str:
        if first and last:
            return f"{shown(first)}–{shown(last)}"
        return f"{shown(first)} alkaen" if first else f"{shown(last or LAST)} asti"

    def date_list(self, dates: Sequence[date]) -> str:
        return ", ".join(map(shown, dates))

    def time_range(self, start: time | None, end: time | None) -> str:
        if start is None and end is not None:
            return f"klo {end.hour}.{end.minute:02} asti"
        return super().time_range(start, end)

    def pgettext(self, context: str, message: str) -> str:
        words = {
            "Tuesdays": "tiistaisin",
            "Thursdays": "torstaisin",
            "Fridays": "perjantaisin",
            "Saturdays": "lauantaisin",
            "in the afternoon": "iltapäivällä",
            "in the evening": "illalla",
            "at midday": "keskipäivällä",
        }
        return words.get(message) or super().pgettext(context, message)

    def gettext(self, message: str) -> str:
        words = {
            "the third %(day)s of the month": "kuukauden kolmas %(day)s",
            "the fourth %(day)s of the month": "kuukauden neljäs %(day)s",
            "the fifth %(day)s of the month": "kuukauden viides %(day)s",
        }
        return words.get(message) or super().gettext(message)


def shown(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


clocks = st.one_of(
    st.just({}),
    st.sampled_from(DayPart).map(lambda part: {"day_part": part}),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)).map(lambda at: {"start": at}),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)).map(lambda at: {"end": at}),
    st.tuples(*[st.builds(time, st.integers(0, 23), st.integers(0, 59))] * 2).map(
        lambda pair: {"start": pair[0], "end": pair[1], "ends_next_day": pair[1] <= pair[0]}
    ),
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    recurrence = draw(st.sampled_from(Recurrence))
    first, last = draw(st.none() | days), draw(st.none() | days)
    if first is not None and last is not None:
        first, last = sorted((first, last))
    clock = draw(clocks)
    if recurrence in (Recurrence.DATES, Recurrence.ON_REQUEST):
        dates = draw(st.sets(days, min_size=1, max_size=5)) if recurrence == "dates" else ()
        return Rule(recurrence=recurrence, dates=tuple(dates), **clock)
    weekdays = tuple(draw(st.sets(st.integers(1, 7), min_size=1)))
    is_monthly = recurrence is Recurrence.MONTHLY
    nth = draw(st.sets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1)) if is_monthly else ()
    facts = {"first": first, "last": last, "nth": tuple(nth), **clock}
    if first is not None:
        facts["times"] = draw(st.none() | st.integers(1, 99))
    if recurrence is Recurrence.EVERY_N_WEEKS:
        facts["interval"] = draw(st.integers(2, 5))
        facts["anchor"] = anchor(first or TODAY, weekdays)
    return Rule(recurrence=recurrence, weekdays=weekdays, **facts)


def anchor(begins: date, weekdays: tuple[int, ...]) -> date:
    ahead = (begins + timedelta(days=n) for n in range(7))
    return next(day for day in ahead if day.isoweekday() in weekdays)


@dated
@given(rules())
def test_rule_said_in_finnish_is_read_as_itself(rule: Rule) -> None:
    sentence = describe(rule, FinnishWithYears())

    assume(len(sentence) <= 300)
    reading = read(sentence, TODAY)

    assert reading.rule == rule, sentence
    assert reading.rest == "", sentence


def test_anchor_is_the_next_such_date_and_says_so() -> None:
    reading = read("joka toinen ke", TODAY)

    assert reading.anchor == TODAY
    assert [(n.kind, n.day) for n in reading.notices] == [(NoticeKind.ANCHOR_ASSUMED, TODAY)]


def test_notice_tells_what_it_is_about() -> None:
    mismatch, year = read("ti 3.12.", TODAY).notices

    assert (mismatch.kind, mismatch.day, mismatch.weekday) == (
        NoticeKind.WEEKDAY_MISMATCH,
        date(2026, 12, 3),
        2,
    )
    assert (year.kind, year.day) == (NoticeKind.YEAR_ASSUMED, date(2026, 12, 3))


def test_unread_part_is_told_as_typed() -> None:
    notices = read("Ti 9-11, Ei 5.1.", TODAY).notices

    assert [(n.kind, n.typed) for n in notices] == [(NoticeKind.UNREADABLE, "Ei 5.1.")]


def test_rule_needs_days() -> None:
    assert read("klo 9-11", TODAY).rule is None
    assert read("ti klo 9-11", TODAY).rule == Rule(weekdays=(2,), start=time(9), end=time(11))


@pytest.mark.parametrize(
    ("text", "at", "kinds"),
    [
        ("9", time(9), []),
        ("930", time(9, 30), [NoticeKind.COMPACT_TIME]),
        ("9.30", time(9, 30), []),
        ("9:30", time(9, 30), []),
        ("klo 9.30", time(9, 30), []),
        ("5 pm", time(17), []),
        ("5", time(5), [NoticeKind.AMBIGUOUS_TIME]),
        ("24", time(0), []),
        ("9.30-11", None, [NoticeKind.UNREADABLE]),
        ("half past nine", None, [NoticeKind.UNREADABLE]),
        ("25", None, [NoticeKind.UNREADABLE]),
        ("9.75", None, [NoticeKind.UNREADABLE]),
        ("", None, [NoticeKind.UNREADABLE]),
    ],
)
def test_read_time(text: str, at: time | None, kinds: list[NoticeKind]) -> None:
    reading = read_time(text)

    assert (reading.at, [notice.kind for notice in reading.notices]) == (at, kinds)


@pytest.mark.parametrize(
    ("text", "start", "end", "kinds"),
    [
        ("klo 9–11.30", time(9), time(11, 30), []),
        ("9.30", time(9, 30), None, []),
        ("22-02", time(22), time(2), [NoticeKind.ENDS_NEXT_DAY]),
        ("11-9", time(11), time(9), [NoticeKind.END_BEFORE_START]),
        ("vauvakahvila", None, None, [NoticeKind.UNREADABLE]),
    ],
)
def test_read_time_range(
    text: str, start: time | None, end: time | None, kinds: list[NoticeKind]
) -> None:
    reading = read_time_range(text)

    assert (reading.start, reading.end) == (start, end)
    assert [notice.kind for notice in reading.notices] == kinds


@pytest.mark.parametrize(
    ("text", "day", "kinds"),
    [
        ("1.6.2026", date(2026, 6, 1), [NoticeKind.SEASON_OVER]),
        ("1.6.", date(2027, 6, 1), [NoticeKind.YEAR_ASSUMED]),
        ("1.6", date(2027, 6, 1), [NoticeKind.YEAR_ASSUMED]),
        ("25.11.", TODAY, [NoticeKind.YEAR_ASSUMED]),
        ("10.12", date(2026, 12, 10), [NoticeKind.YEAR_ASSUMED]),
        ("29.2.", date(2028, 2, 29), [NoticeKind.YEAR_ASSUMED]),
        ("12 augusti 2027", date(2027, 8, 12), []),
        ("2026-12-01", date(2026, 12, 1), []),
        ("ti 1.12.2026", date(2026, 12, 1), []),
        ("ke 1.12.2026", date(2026, 12, 1), [NoticeKind.WEEKDAY_MISMATCH]),
        ("vk 42", date(2027, 10, 18), [NoticeKind.WEEK_NUMBER]),
        ("huomenna", date(2026, 11, 26), [NoticeKind.RELATIVE_DATE]),
        ("i dag", TODAY, [NoticeKind.RELATIVE_DATE]),
        ("30.2.", None, [NoticeKind.UNREADABLE]),
        ("1.12.2026 Ken kanssa", None, [NoticeKind.UNREADABLE]),
        ("31.12.9999", None, [NoticeKind.UNREADABLE]),
        ("1.6.-15.8.", None, [NoticeKind.UNREADABLE]),
        ("joskus", None, [NoticeKind.UNREADABLE]),
    ],
)
def test_read_date(text: str, day: date | None, kinds: list[NoticeKind]) -> None:
    reading = read_date(text, TODAY)

    assert (reading.day, [notice.kind for notice in reading.notices]) == (day, kinds)


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("vk 42", date(2027, 10, 18), date(2027, 10, 24), ""),
        ("syysloma vk 42", date(2027, 10, 18), date(2027, 10, 24), "syysloma"),
        ("vk 42/2026", date(2026, 10, 12), date(2026, 10, 18), ""),
        ("week 48", date(2026, 11, 23), date(2026, 11, 29), ""),
        ("viikot 51–1", date(2026, 12, 14), date(2027, 1, 10), ""),
        ("12.–18.10.", date(2027, 10, 12), date(2027, 10, 18), ""),
        ("12.10-18.10", date(2027, 10, 12), date(2027, 10, 18), ""),
        ("ma 12.10.–su 18.10.2026", date(2026, 10, 12), date(2026, 10, 18), ""),
        ("21.12.-6.1.", date(2026, 12, 21), date(2027, 1, 6), ""),
        ("1.6. alkaen", date(2027, 6, 1), None, ""),
        ("until 16 December", None, date(2026, 12, 16), ""),
    ],
)
def test_read_dates(text: str, first: date | None, last: date | None, rest: str) -> None:
    reading = read_dates(text, TODAY)

    assert (reading.first, reading.last, reading.rest) == (first, last, rest)
    assert reading.is_understood


def test_read_dates_reads_a_list_of_a_whole_year() -> None:
    days = [TODAY + timedelta(days=3 * n) for n in range(120)]

    reading = read_dates(", ".join(map(shown, days)), TODAY)

    assert reading.dates == tuple(days)
    assert reading.notices == ()


def test_range_keeps_its_order_over_the_new_year_whenever_it_is_read() -> None:
    for ahead in range(0, 800, 7):
        today = TODAY + timedelta(days=ahead)
        reading = read_dates("1.11.-15.2.", today)
        assert reading.first is not None
        assert reading.last is not None
        assert (reading.last - reading.first).days in (106, 107)
        assert today <= reading.last < today + timedelta(days=367)


def test_what_is_too_long_to_be_read_is_told() -> None:
    reading = read("ti" + " " * 298 + "ja to 9-11", TODAY)

    assert reading.weekdays == (2,)
    assert reading.rule is None
    assert [(n.kind, n.typed) for n in reading.notices] == [(NoticeKind.UNREADABLE, "ja to 9-11")]
