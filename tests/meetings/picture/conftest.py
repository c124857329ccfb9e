import pytest
import time_machine

# Models can't be read before the settings are: those who need them are imported in the fixtures.


@pytest.fixture(autouse=True)
def frozen():
    from tests.meetings.desk_rows import NOW

    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(db):
    from tests.meetings.picture.desk import make_picture

    return make_picture()


@pytest.fixture
def cafe(cast):
    """A family café on Wednesday mornings, in Somali and Finnish, for one- and two-year-olds."""
    from tests.meetings.picture.desk import offered

    return offered(cast, "family-cafe", languages=["so", "fi"], age_from=12, age_to=35)
