"""Members and invitations: managers of their own organisation only, and links that end kindly."""

from datetime import datetime

import pytest


@pytest.fixture
def ours():
    from tests.factories import make_organisation  # not before the settings are read

    return make_organisation(slug="ours", name_fi="Meidän yhdistys")


@pytest.fixture
def theirs():
    from tests.factories import make_organisation

    return make_organisation(slug="theirs", name_fi="Naapuriseura")


@pytest.fixture
def bertta(ours):
    from tests.factories import make_member

    return make_member("bertta", ours, "manager")


@pytest.fixture
def manager(client, bertta):
    client.force_login(bertta)
    return client


@pytest.fixture
def their_rows(theirs):
    """What could leak: a manager, an editor and an open invitation of another organisation."""
    from directory.models import Invitation
    from directory.wording import HELSINKI
    from tests.factories import make_member

    manager = make_member("cecilia", theirs, "manager")
    make_member("daavid", theirs)
    invitation = Invitation.objects.create(
        organisation=theirs, email="salainen@example.fi", created_at=datetime.now(tz=HELSINKI)
    )
    return {
        "manager": manager.memberships.get(),
        "editor": theirs.memberships.get(user__username="daavid"),
        "invitation": invitation,
    }


@pytest.fixture
def invited(manager) -> str:
    """The way of the link to an open invitation of uusi@example.fi."""
    from tests.staff.invitations.people import link, send

    send(manager)
    return link()
