"""Python and the database must see the same words, or what is asked is not what is kept."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from directory.search.normal import normal, words_of

SCRIPTS = [
    (0x20, 0x17F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x5D0, 0x5EA),
    (0x600, 0x6FF), (0x900, 0x97F), (0x10A0, 0x10FF), (0x1E00, 0x1EFF), (0x2000, 0x2070),
    (0x3040, 0x30FF), (0x4E00, 0x4FFF), (0xAC00, 0xACFF), (0xFB50, 0xFDFF), (0xFF00, 0xFF60),
]  # fmt: skip
letters = st.one_of(
    *(
        st.characters(min_codepoint=low, max_codepoint=high, exclude_categories=["Cc", "Cn"])
        for low, high in SCRIPTS
    )
)


def in_database(text: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT directory_search_words(%s)", [text])
        return [word for (word,) in cursor.fetchall()]


@pytest.mark.django_db
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(letters, max_size=40))
@example("İstanbul ẞ ΟΔΟΣ ŉ Æsir đường")
@example("п'ять go’doon naïve‑ﬁn")
@example("خانه‌ای ۱۲۳ أسرة مُدَرِّسة کوردی ڕۆژ")
@example("婴儿游泳 baby游泳课 我")
@example("’’ ‏‎ ­ '`´")
def test_the_database_cuts_and_folds_words_as_python_does(text) -> None:
    assert in_database(text) == words_of(text)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Äitiys-neuvola, ma 9.30!", ["aitiys", "neuvola", "ma", "9", "30"]),
        ("Детский сад, ёлка", ["детскии", "сад", "елка"]),
        ("п’ять", ["пять"]),
        ("أُسرة العائِلة", ["اسره", "العايله"]),
        ("کوردی ۱۲", ["كوردي", "12"]),
        ("婴儿游泳", ["婴儿", "儿游", "游泳"]),
        ("Işık ŞEKER đường", ["isik", "seker", "duong"]),
        ("go'doon", ["godoon"]),
        ("!? ‏ … 👶", []),
    ],
)
def test_words_lose_what_people_leave_out(written, words) -> None:
    assert words_of(written) == words


@given(st.text(max_size=60))
def test_the_normal_form_is_its_own_normal_form(text) -> None:
    once = " ".join(words_of(text))
    assert normal(once) == once or words_of(once) == words_of(normal(once))
