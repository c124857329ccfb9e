"""What a place and a service tell ahead, on a Wednesday morning in November 2026 (week 48)."""

import pytest


@pytest.fixture
def talo():
    from tests import factories as make  # not before the settings are read

    return make.make_place(slug="talo", name="Koivun talo")
