"""Every public page: who may see what, in which language, and at what cost."""

from datetime import time

import pytest


@pytest.fixture
def cafe():
    """A family café on Wednesdays 9.30–11.30 at a meeting place, with all that a page can say."""
    from directory.models import Contact, SlotVisitor  # not before the settings are read
    from tests import factories as make

    area = make.make_area(slug="vantaa", name_fi="Vantaa")
    place = make.make_place(slug="talo", name="Koivun talo", area=area)
    owner = make.make_organisation(slug="mll", name_fi="MLL Uusimaa")
    service = make.make_service(
        slug="kahvila",
        name_fi="Avoin kahvila",
        name_so="Makhaayad furan",
        owner=owner,
        areas=[area],
        categories=[make.make_category(slug="family-cafe", name_fi="Perhekahvila")],
        languages=["fi", "so"],
        age_to=83,
        price=1,
        is_free=True,
    )
    slot = make.make_slot(service=service, place=place, break_calendar=make.make_break_calendar())
    SlotVisitor.objects.create(slot=slot, role="midwife", start=time(10), end=time(11))
    Contact.objects.create(service=service, kind="phone", value="0199 100 100")
    return slot
