"""What people type, and what it is read as on Wednesday 25 November 2026 (week 48).

A reading is shown as days, time, season, number of times, 'the rest', and [what was doubtful].
"""

from datetime import date, time

import pytest

from directory.schedule import Recurrence
from directory.schedule.typed import Reading, read

TODAY = date(2026, 11, 25)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

TIMES = [
    ("9", "- 9 [no_days]"),
    ("930", "- 9.30 [compact_time no_days]"),
    ("0930", "- 9.30 [compact_time no_days]"),
    ("9.30", "- 9.30 [no_days]"),
    ("9:30", "- 9.30 [no_days]"),
    ("klo 9.30", "- 9.30 [no_days]"),
    ("klo9", "- 9 [no_days]"),
    ("kl. 9.30", "- 9.30 [no_days]"),
    ("kl 9", "- 9 [no_days]"),
    ("klockan 18", "- 18 [no_days]"),
    ("at 9", "- 9 [no_days]"),
    ("9-11", "- 9-11 [no_days]"),
    ("9.30–11.30", "- 9.30-11.30 [no_days]"),
    ("9.30 — 11", "- 9.30-11 [no_days]"),
    ("klo 9–11.30", "- 9-11.30 [no_days]"),
    ("klo 9.30-klo 11", "- 9.30-11 [no_days]"),
    ("0930-1130", "- 9.30-11.30 [compact_time compact_time no_days]"),
    ("from 9 to 11", "- 9-11 [no_days]"),
    ("9.00-9.30", "- 9-9.30 [no_days]"),
    ("2026-2027", "- '2026-2027' [no_days]"),
    ("9am", "- 9 [no_days]"),
    ("9 a.m.", "- 9 [no_days]"),
    ("5 pm", "- 17 [no_days]"),
    ("5-7 pm", "- 17-19 [no_days]"),
    ("11-1pm", "- 11-13 [no_days]"),
    ("12 pm", "- 12 [no_days]"),
    ("9.30am-12pm", "- 9.30-12 [no_days]"),
    ("5-7", "- 5-7 [ambiguous_time no_days]"),
    ("05-07", "- 5-7 [no_days]"),
    ("klo 6", "- 6 [ambiguous_time no_days]"),
    ("klo 22-02", "- 22-2+ [ends_next_day no_days]"),
    ("klo 18-24", "- 18-0+ [no_days]"),
    ("11-9.30", "- 11-9.30+ [end_before_start no_days]"),
    ("klo 11 asti", "- -11 [no_days]"),
    ("until 11.30", "- -11.30 [no_days]"),
    ("till kl. 11", "- -11 [no_days]"),
    ("klo 9.30-", "- 9.30 [no_days]"),
    ("illalla klo 6", "- 18 [no_days]"),
    ("kl. 6-8 på kvällen", "- 18-20 [no_days]"),
    ("iltapäivällä 1-3", "- 13-15 [no_days]"),
    ("aamulla 9-11", "- 9-11 [no_days]"),
]

DAY_PARTS = [
    ("ti aamupäivällä", "Tue morning"),
    ("tiistai-iltapäivällä", "Tue afternoon"),
    ("ke illalla", "Wed evening"),
    ("onsdagar på förmiddagen", "Wed morning"),
    ("tis på eftermiddagen", "Tue afternoon"),
    ("Fridays in the evening", "Fri evening"),
    ("la koko päivän", "Sat all_day"),
    ("lördagar hela dagen", "Sat all_day"),
    ("Saturdays all day", "Sat all_day"),
    ("pe keskipäivällä", "Fri midday"),
]

WEEKDAYS = [
    ("ma", "Mon"),
    ("maanantai", "Mon"),
    ("Maanantaisin klo 10", "Mon 10"),
    ("keskiviikkoisin 9.30", "Wed 9.30"),
    ("ma-to 9-15", "Mon Tue Wed Thu 9-15"),
    ("ma – to klo 9–15", "Mon Tue Wed Thu 9-15"),
    ("maanantaista torstaihin 9-15", "Mon Tue Wed Thu 9-15"),
    ("ti ja to", "Tue Thu"),
    ("ti ja to 9", "Tue Thu 9"),
    ("ma, ke, pe 13-15", "Mon Wed Fri 13-15"),
    ("ma/ke 13-15", "Mon Wed 13-15"),
    ("ma ke pe", "Mon Wed Fri"),
    ("pe-ma", "Mon Fri Sat Sun"),
    ("arkisin 9-15", "Mon Tue Wed Thu Fri 9-15"),
    ("vardagar 9-15", "Mon Tue Wed Thu Fri 9-15"),
    ("on weekdays at 9", "Mon Tue Wed Thu Fri 9"),
    ("viikonloppuisin", "Sat Sun"),
    ("joka päivä 10-14", "Mon Tue Wed Thu Fri Sat Sun 10-14"),
    ("varje dag", "Mon Tue Wed Thu Fri Sat Sun"),
    ("joka tiistai klo 9", "Tue 9"),
    ("mån", "Mon"),
    ("måndagar kl. 10–12", "Mon 10-12"),
    ("mån-tors 9-15", "Mon Tue Wed Thu 9-15"),
    ("varje torsdag kl. 9", "Thu 9"),
    ("tis och tors", "Tue Thu"),
    ("Mon–Thu 9-15", "Mon Tue Wed Thu 9-15"),
    ("Monday to Thursday 9-15", "Mon Tue Wed Thu 9-15"),
    ("Tuesdays 10am", "Tue 10"),
    ("every Tuesday and Friday at 9", "Tue Fri 9"),
    ("to 9.30", "Thu 9.30"),
    ("930 ti", "Tue 9.30 [compact_time]"),
    ("ti 930", "Tue 9.30 [compact_time]"),
]

RECURRENCES = [
    ("joka toinen ke", "every 2 Wed from 2026-11-25 [anchor_assumed]"),
    ("joka toinen ke klo 9.30-11", "every 2 Wed from 2026-11-25 9.30-11 [anchor_assumed]"),
    ("joka toinen tiistai", "every 2 Tue from 2026-12-01 [anchor_assumed]"),
    ("joka toinen viikko ma ja ke 9", "every 2 Mon Wed from 2026-11-25 9 [anchor_assumed]"),
    ("2 viikon välein torstaisin", "every 2 Thu from 2026-11-26 [anchor_assumed]"),
    ("joka kolmas viikko pe", "every 3 Fri from 2026-11-27 [anchor_assumed]"),
    ("joka 3. viikon perjantai", "every 3 Fri from 2026-11-27 [anchor_assumed]"),
    ("joka kolmas viikko", "- [no_days]"),
    ("varannan onsdag", "every 2 Wed from 2026-11-25 [anchor_assumed]"),
    ("varannan vecka: mån, ons", "every 2 Mon Wed from 2026-11-25 [anchor_assumed]"),
    ("var tredje fredag", "every 3 Fri from 2026-11-27 [anchor_assumed]"),
    ("var 3:e vecka: fredag", "every 3 Fri from 2026-11-27 [anchor_assumed]"),
    ("every other Wednesday", "every 2 Wed from 2026-11-25 [anchor_assumed]"),
    ("every second Tuesday at 9", "every 2 Tue from 2026-12-01 9 [anchor_assumed]"),
    ("every 3 weeks on Friday", "every 3 Fri from 2026-11-27 [anchor_assumed]"),
    ("parilliset viikot ti", "even Tue"),
    ("parillisten viikkojen tiistai klo 10", "even Tue 10"),
    ("parittomat viikot ke 9-11", "odd Wed 9-11"),
    ("parittomina viikkoina torstaisin", "odd Thu"),
    ("jämna veckor: tisdag", "even Tue"),
    ("udda veckor ons kl. 9", "odd Wed 9"),
    ("Tuesdays in even weeks", "even Tue"),
    ("odd weeks Mon 9", "odd Mon 9"),
    ("kuukauden 1. ke", "nth 1 Wed"),
    ("kuukauden ensimmäinen keskiviikko klo 17", "nth 1 Wed 17"),
    ("kuun ensimmäinen keskiviikko", "nth 1 Wed"),
    ("joka kuukauden viimeinen pe 9-11", "nth -1 Fri 9-11"),
    ("kuukauden toinen ja neljäs to", "nth 2,4 Thu"),
    ("1. ja 3. ti", "nth 1,3 Tue"),
    ("1. ja 3. ti 9.30-11", "nth 1,3 Tue 9.30-11"),
    ("första onsdagen i månaden", "nth 1 Wed"),
    ("månadens sista fredag kl. 10", "nth -1 Fri 10"),
    ("first Wednesday of the month", "nth 1 Wed"),
    ("the first and third Tuesday of the month at 10", "nth 1,3 Tue 10"),
    ("every second Wednesday of the month", "nth 2 Wed"),
    ("last Friday of each month", "nth -1 Fri"),
    ("joka viikko ti 9", "Tue 9"),
    ("kysy päivät", "on request"),
    ("joka toinen päivä", "- [unreadable no_days]"),
    ("parilliset ja parittomat viikot ti", "even Tue [unreadable]"),
]

DATES = [
    ("1.6.", "on 2027-06-01 [year_assumed]"),
    ("1.6.2026", "on 2026-06-01 [season_over]"),
    ("1.6.27", "on 2027-06-01"),
    ("ti 1.12. klo 9", "on 2026-12-01 9 [year_assumed]"),
    ("ti 3.12.", "on 2026-12-03 [weekday_mismatch year_assumed]"),
    ("to 3.12.2026 klo 17-19", "on 2026-12-03 17-19"),
    ("5.9., 3.10. ja 7.11.", "on 2027-09-05,2027-10-03,2027-11-07 [year_assumed]"),
    ("5.12., 9.1. ja 6.2. klo 10", "on 2026-12-05,2027-01-09,2027-02-06 10 [year_assumed]"),
    ("5.9., 3.10. ja 7.11.2027", "on 2027-09-05,2027-10-03,2027-11-07"),
    ("la 5.12. ja su 6.12.", "on 2026-12-05,2026-12-06 [year_assumed]"),
    ("2026-12-01", "on 2026-12-01"),
    ("12 augusti", "on 2027-08-12 [year_assumed]"),
    ("12. elokuuta 2027", "on 2027-08-12"),
    ("August 12, 2027", "on 2027-08-12"),
    ("3rd of December at 5 pm", "on 2026-12-03 17 [year_assumed]"),
    ("1/12", "on 2026-12-01 [ambiguous_date year_assumed]"),
    ("12/25/2026", "on 2026-12-25 [ambiguous_date]"),
    ("30.2.", "- [unreadable no_days]"),
    ("1.6.9999", "- [unreadable no_days]"),
    ("vk 36, 38 ja 40 ti", "on 2027-09-07,2027-09-21,2027-10-05 [week_number]"),
]

SEASONS = [
    ("1.6.-15.8.", "- 2027-06-01..2027-08-15 [year_assumed no_days]"),
    ("1.–15.8.", "- 2027-08-01..2027-08-15 [year_assumed no_days]"),
    ("ti 9-11 12.8.–16.12.", "Tue 9-11 2026-08-12..2026-12-16 [year_assumed]"),
    ("ke 1.11.-15.2.", "Wed 2026-11-01..2027-02-15 [year_assumed]"),
    ("ke 12.8.-16.12.2026", "Wed 2026-08-12..2026-12-16"),
    ("ke 1.11.2026-15.2.", "Wed 2026-11-01..2027-02-15"),
    ("ke 1.6-15.8", "Wed 2027-06-01..2027-08-15 [year_assumed]"),
    ("ma 9-11 alkaen 12.8.", "Mon 9-11 2027-08-12.. [year_assumed]"),
    ("maanantaisin 9-11, 12.8. alkaen", "Mon 9-11 2027-08-12.. [year_assumed]"),
    ("ke klo 9 16.12. asti", "Wed 9 ..2026-12-16 [year_assumed]"),
    ("ke 9-11 16.12. saakka", "Wed 9-11 ..2026-12-16 [year_assumed]"),
    ("ke 12.8.2026 alkaen 16.12.2026 asti", "Wed 2026-08-12..2026-12-16"),
    ("keskiviikkoisin 2.12.", "Wed 2026-12-02.. [year_assumed]"),
    (
        "Wednesdays from 12 August to 16 December",
        "Wed 2026-08-12..2026-12-16 [year_assumed]",
    ),
    (
        "onsdagar från 12 augusti till 16 december kl. 9",
        "Wed 9 2026-08-12..2026-12-16 [year_assumed]",
    ),
    ("ti 15.8.2027-1.6.2027", "Tue 2027-08-15..2027-06-01 [end_before_start]"),
    ("ti 1.6.2025-15.8.2025", "Tue 2025-06-01..2025-08-15 [season_over]"),
    ("ti 9 viikot 34–50", "Tue 9 2026-08-17..2026-12-13 [week_number]"),
    ("ke veckorna 2-20", "Wed 2027-01-11..2027-05-23 [week_number]"),
    ("ti vk 49", "Tue 2026-11-30..2026-12-06 [week_number]"),
    ("vecka 42", "- 2027-10-18..2027-10-24 [week_number no_days]"),
    ("v. 42", "- 2027-10-18..2027-10-24 [week_number no_days]"),
    ("week 48", "- 2026-11-23..2026-11-29 [week_number no_days]"),
    ("vk 53", "- 2026-12-28..2027-01-03 [week_number no_days]"),
    ("vk 54", "- [unreadable no_days]"),
    (
        "ma 12.10.–su 18.10.",
        "- 2027-10-12..2027-10-18 [weekday_mismatch weekday_mismatch year_assumed no_days]",
    ),
    ("ti 9 10 kertaa", "Tue 9 2026-12-01.. 10x [first_assumed]"),
    ("tisdagar kl. 9, 12.1.2027, 10 gånger", "Tue 9 2027-01-12.. 10x"),
    ("Tuesdays at 9 from 12.1.2027, 10 times", "Tue 9 2027-01-12.. 10x"),
    (
        "joka toinen ke klo 9.30-11, 12.8.-16.12.",
        "every 2 Wed from 2026-08-12 9.30-11 2026-08-12..2026-12-16 [year_assumed anchor_assumed]",
    ),
]

RESTS = [
    ("ti 9.30-11 vauvakahvila", "Tue 9.30-11 'vauvakahvila'"),
    ("ti 9.30-11 perhekahvila", "Tue 9.30-11 'perhekahvila'"),
    ("ke 17-18 lastenkerho", "Wed 17-18 'lastenkerho'"),
    ("to 9-11 barngrupp", "Thu 9-11 'barngrupp'"),
    ("Fri 10-12 family café", "Fri 10-12 'family café'"),
    ("Vauvakahvila ja perhekerho ti klo 9", "Tue 9 'Vauvakahvila ja perhekerho'"),
    ("Perhekahvila 0-3 v. ti 9-11", "Tue 9-11 'Perhekahvila 0-3 v'"),
    ("Vauvat 0–1-vuotiaat ke 9.30", "Wed 9.30 'Vauvat 0–1-vuotiaat'"),
    ("ti 9-11, Hakopolku 2", "Tue 9-11 'Hakopolku 2'"),
    ("Hakopolku 2", "- 'Hakopolku 2' [no_days]"),
    ("öppet hus, onsdagar kl. 9–11", "Wed 9-11 'öppet hus'"),
    ("open to all, Tuesdays 9-11", "Tue 9-11 'open to all'"),
    ("kahvi 2.50 €, ti 9-11", "Tue 9-11 'kahvi 2.50 €'"),
    ("2 kertaa viikossa ti 9", "Tue 9 [unreadable]"),
    ("ti 9-11 ja ke 13-15", "Tue Wed 9-11 [several_times]"),
    ("ti 9-11, ei 5.1.", "Tue 9-11 [unreadable]"),
    ("klo 25", "- '25' [unreadable no_days]"),
    ("9.75", "- '9.75' [unreadable no_days]"),
    ("", "- [no_days]"),
    ("vauvakahvila", "- 'vauvakahvila' [no_days]"),
]


def shown_clock(at: time | None) -> str:
    if at is None:
        return ""
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)


def shown_days(reading: Reading) -> str:
    days = " ".join(DAYS[day - 1] for day in reading.weekdays)
    match reading.recurrence:
        case None:
            return "-"
        case Recurrence.EVERY_N_WEEKS:
            return f"every {reading.interval} {days} from {reading.anchor}"
        case Recurrence.MONTHLY:
            return f"nth {','.join(map(str, reading.nth))} {days}"
        case Recurrence.ODD_WEEKS:
            return f"odd {days}"
        case Recurrence.EVEN_WEEKS:
            return f"even {days}"
        case Recurrence.DATES:
            return f"on {','.join(map(str, reading.dates))}"
        case Recurrence.ON_REQUEST:
            return "on request"
    return days


def shown_time(reading: Reading) -> str:
    if reading.day_part is not None:
        return reading.day_part.value
    end = f"-{shown_clock(reading.end)}" if reading.end else ""
    return shown_clock(reading.start) + end + "+" * reading.ends_next_day


def shown(reading: Reading) -> str:
    parts = [shown_days(reading), shown_time(reading)]
    if reading.states_season:
        parts.append(f"{reading.first or ''}..{reading.last or ''}")
    if reading.times:
        parts.append(f"{reading.times}x")
    if reading.rest:
        parts.append(f"'{reading.rest}'")
    if reading.notices:
        parts.append(f"[{' '.join(notice.kind.value for notice in reading.notices)}]")
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [*TIMES, *DAY_PARTS, *WEEKDAYS, *RECURRENCES, *DATES, *SEASONS, *RESTS],
)
def test_phrase_is_read_as(typed: str, expected: str) -> None:
    assert shown(read(typed, TODAY)) == expected
