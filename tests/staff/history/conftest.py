"""The history of a listing: told in words, to whom it is told, and the way back."""

import pytest


@pytest.fixture
def cast():
    from tests.staff.desk_cast import make_cast  # not before the settings are read
    from tests.staff.ticking import let_time_pass

    let_time_pass()
    return make_cast()
