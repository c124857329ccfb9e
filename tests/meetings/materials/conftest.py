"""What networks share: added by the coordinator, read by whom it is for, deleted with its row.

Rows are imported within: pytest may read this file before the settings are there.
"""

from pathlib import Path

import pytest
import time_machine


@pytest.fixture(autouse=True)
def frozen():
    from tests.meetings.desk_rows import NOW

    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "materials"


@pytest.fixture
def cast():
    from tests.meetings.desk_rows import make_cast

    return make_cast()
