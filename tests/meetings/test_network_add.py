import pytest

from meetings.models import Network
from tests.meetings.desk_rows import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_another_network_of_the_same_name_is_refused_beside_its_name(cast) -> None:
    data = {"name_fi": cast.network.name_fi, "purpose_fi": "Aivan toista varten."}
    answer = cast.aino.post("/staff/networks/add/", data)
    assert answer.status_code == 400
    assert answer.context["form"].has_error("name_fi")
    assert "Aivan toista varten." in answer.text
    assert Network.objects.count() == 1
