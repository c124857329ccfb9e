"""The admin as an editor's tool: texts beside their source, life of a listing, pictures, sheets.

Rows are imported within: pytest may read this file before the settings are there.
"""

import pytest
import time_machine


@pytest.fixture(autouse=True)
def wednesday_morning():
    from tests.directory.admin_listings.pages import WEDNESDAY

    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def aalto():
    from tests import factories as make

    return make.make_organisation(slug="aalto", name_fi="Aalto")


@pytest.fixture
def aino(aalto):
    """Edits Aalto's listings."""
    from tests import factories as make
    from tests.staff.desk_cast import signed_in

    return signed_in(make.make_member("aino", aalto))


@pytest.fixture
def house(aalto, settings, tmp_path):
    from tests import factories as make

    settings.MEDIA_ROOT = tmp_path
    return make.make_place(owner=aalto)
