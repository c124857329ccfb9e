"""What staff do to their programme: what is written, once, for whom, and taken back exactly."""

import pytest


@pytest.fixture
def cast():
    from tests.staff.desk_cast import make_cast  # not before the settings are read

    return make_cast()
