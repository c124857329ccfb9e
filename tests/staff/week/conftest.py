"""The desk in the browser's own terms: what is shown, to whom, and what a post does.

Rows are imported within: pytest may read this file before the settings are there.
"""

import pytest
import time_machine


@pytest.fixture(autouse=True)
def wednesday():
    from tests.staff.desk_cast import WEDNESDAY

    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def cast():
    from tests.staff.desk_cast import make_cast

    return make_cast()
