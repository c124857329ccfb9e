"""Finnish, Swedish and English words for days, months, ordinals and times of day."""

import re
from collections.abc import Iterable, Mapping

from directory.schedule.rules import LAST, DayPart

FINNISH_DAYS = ("maanantai", "tiistai", "torstai", "perjantai", "lauantai", "sunnuntai")
ENGLISH_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
HABITUAL_ENDINGS = ("sin", "t", "ar", "arna", "days")


def _numbered(lists: Iterable[str]) -> dict[str, int]:
    return {word: number for number, words in enumerate(lists, start=1) for word in words.split()}


def _weekdays() -> dict[str, int]:
    numbers = (1, 2, 4, 5, 6, 7)
    endings = ("", "na", "sin", "t", "n", "ta", "sta", "hin")
    found = {
        stem + ending: number
        for stem, number in zip(FINNISH_DAYS, numbers, strict=True)
        for ending in endings
    }
    wednesday = "keskiviikko keskiviikkona keskiviikkoisin keskiviikot keskiviikon keskiviikkoa"
    found |= dict.fromkeys((wednesday + " keskiviikosta keskiviikkoon").split(), 3)
    swedish = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
    for number, stem in enumerate(swedish, start=1):
        found |= {f"{stem}dag{ending}": number for ending in ("", "en", "ar", "arna", "s")}
        found[stem] = number
    for number, stem in enumerate(ENGLISH_DAYS, start=1):
        found |= {f"{stem}day{ending}": number for ending in ("", "s")}
    found |= _numbered(["ma må", "ti", "ke", "to tor", "pe fr", "la lö", "su sö"])
    return found | _numbered(["mon månd", "tue tues", "wed", "thu thur thurs", "fri", "sat", "sun"])


WEEKDAYS = _weekdays()
WHOLE_SETS = {
    r"arki(?:sin|päivisin|päivinä|päivät)|arkena|(?:på )?vardagar(?:na)?|(?:on )?weekdays": (
        1, 2, 3, 4, 5,
    ),
    r"viikonloppuisin|viikonloput|(?:på )?(?:veckoslut|helger)(?:en|na)?|(?:on |at )?weekends": (
        6, 7,
    ),
    r"joka päivä|päivittäin|varje dag|dagligen|every day|daily": (1, 2, 3, 4, 5, 6, 7),
}  # fmt: skip

MONTHS = _numbered(
    [
        "tammikuuta tammikuun tammikuu januari january jan",
        "helmikuuta helmikuun helmikuu februari february feb",
        "maaliskuuta maaliskuun maaliskuu mars march mar",
        "huhtikuuta huhtikuun huhtikuu april apr",
        "toukokuuta toukokuun toukokuu maj may",
        "kesäkuuta kesäkuun kesäkuu juni june jun",
        "heinäkuuta heinäkuun heinäkuu juli july jul",
        "elokuuta elokuun elokuu augusti august aug",
        "syyskuuta syyskuun syyskuu september sept sep",
        "lokakuuta lokakuun lokakuu oktober october okt oct",
        "marraskuuta marraskuun marraskuu november nov",
        "joulukuuta joulukuun joulukuu december dec",
    ]
)
ORDINALS = _numbered(
    [
        "ensimmäinen ensimmäisen ensimmäisenä ensimmäiset första first 1st 1:a 1:sta 1.",
        "toinen toisen toisena toiset andra second 2nd 2:a 2.",
        "kolmas kolmannen kolmantena kolmannet tredje third 3rd 3:e 3.",
        "neljäs neljännen neljäntenä neljännet fjärde fourth 4th 4:e 4.",
        "viides viidennen viidentenä viidennet femte fifth 5th 5:e 5.",
    ]
) | dict.fromkeys(["viimeinen", "viimeisen", "viimeisenä", "viimeiset", "sista", "last"], LAST)
INTERVALS = {
    word: number for word, number in ORDINALS.items() if number != 1 and number != LAST
} | _numbered(["", "other kahden two", "kolmen three", "neljän four", "viiden five"])

DAY_PARTS = {
    r"koko päivän|hela dagen|all day": DayPart.ALL_DAY,
    r"aamu(?:päivä)?(?:llä|lla|isin|sin)|aamup\.?|ap\."
    r"|(?:på )?förmiddag(?:en|ar|arna)?|(?:på )?morgon(?:en|ar|arna)?"
    r"|(?:in the |on )?mornings?": DayPart.MORNING,
    r"keskipäiv(?:ällä|isin)|mitt på dagen|at midday|midday": DayPart.MIDDAY,
    r"iltapäiv(?:ällä|isin)|iltap\.?|ip\.|(?:på )?eftermiddag(?:en|ar|arna)?"
    r"|(?:in the |on )?afternoons?": DayPart.AFTERNOON,
    r"illalla|iltaisin|(?:på )?kväll(?:en|ar|arna)?|(?:in the |on )?evenings?": DayPart.EVENING,
}  # fmt: skip


def any_of(words: Mapping[str, object] | Iterable[str]) -> str:
    """A pattern for whole words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"


WEEKDAY = any_of(WEEKDAYS)
MONTH = any_of(MONTHS)
ORDINAL = any_of(ORDINALS)


def whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def is_habitual(word: str) -> bool:
    """Whether the form says by itself that it happens again: "keskiviikkoisin", "Tuesdays"."""
    return len(word) > 4 and word.endswith(HABITUAL_ENDINGS)
