"""Who changed what and when: kept by triggers, so that no way of saving escapes it."""

from datetime import time

import pghistory
import pytest
from django.apps import apps

from directory.models import Organisation, Place, ScheduleChange, Service, Slot
from tests import factories as make

pytestmark = pytest.mark.django_db


def events(model, row):
    event_model = apps.get_model("directory", f"{model.__name__}Event")
    return event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")


@pytest.mark.parametrize("model", [Organisation, Place, Service, Slot, ScheduleChange])
def test_history_is_kept_for(model):
    slot = make.make_slot(place=make.make_place(), service=make.make_service())
    rows = {
        Organisation: slot.service.owner,
        Place: slot.place,
        Service: slot.service,
        Slot: slot,
        ScheduleChange: make.make_change(slot=slot),
    }
    assert [event.pgh_label for event in events(model, rows[model])] == ["insert"]


def test_history_keeps_translations_and_bulk_updates():
    service = make.make_service(name_so="Kafateeriyada")
    Service.objects.filter(pk=service.pk).update(name_so="Makhaayadda")
    seen = [(event.pgh_label, event.name_so) for event in events(Service, service)]
    assert seen == [("insert", "Kafateeriyada"), ("update", "Makhaayadda")]


def test_history_says_who_and_survives_deletion():
    slot = make.make_slot()
    with pghistory.context(user=42):
        Slot.objects.filter(pk=slot.pk).update(start=time(10))
        Slot.objects.filter(pk=slot.pk).delete()
    latest = events(Slot, slot).last()
    assert latest.pgh_label == "delete"
    assert latest.start == time(10)
    assert latest.pgh_context.metadata["user"] == 42


def test_history_records_who_organises():
    service, partner = make.make_service(), make.make_organisation()
    service.organisers.add(partner)
    service.organisers.remove(partner)
    link_event = apps.get_model("directory", "ServiceOrganiserEvent")
    labels = link_event.objects.filter(organisation_id=partner.pk).order_by("pgh_id")
    assert [event.pgh_label for event in labels] == ["insert", "delete"]
