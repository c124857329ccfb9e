"""A listing mended on the desk: saved once, never over somebody else's words.

Rows are imported within: pytest may read this file before the settings are there.
"""

import pytest


@pytest.fixture
def cast():
    from tests.staff.desk_cast import make_cast
    from tests.staff.ticking import let_time_pass

    let_time_pass()
    return make_cast()


@pytest.fixture
def two(cast):
    """Aino and a colleague have the café open; the colleague saves first."""
    from tests.staff.desk_cast import make_editor, signed_in
    from tests.staff.listing.forms import opened

    cast.kaisa = signed_in(make_editor(cast.a, "kaisa"))
    mine, theirs = opened(cast.aino, cast.cafe), opened(cast.kaisa, cast.cafe)
    return cast, mine, theirs
