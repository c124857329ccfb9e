"""What staff type: shown back before it is saved, warned of, never lost."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
