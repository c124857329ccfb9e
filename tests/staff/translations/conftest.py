"""Translating at the desk: what is to be done, one text at a time, and files to and fro.

Rows are imported within: pytest may read this file before the settings are there.
"""

import pytest
import time_machine

from perhepalvelut.outside import TranslationServer


@pytest.fixture(autouse=True)
def wednesday():
    from tests.staff.desk_cast import WEDNESDAY

    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def cast():
    from tests.staff.desk_cast import make_cast

    return make_cast()


@pytest.fixture
def engine(settings, monkeypatch):
    from tests.staff.translations.texts import FakeEngine

    monkeypatch.setenv("no_proxy", "*")
    fake = FakeEngine()
    settings.TRANSLATION_ENGINE = TranslationServer("libretranslate", fake.url, "avain")
    yield fake
    fake.server.shutdown()
    fake.server.server_close()
