"""Which fields exist in every language, and whose history is kept.

History is registered here, after the translated columns exist, so that it holds them too; so is
the trigger that records from which source each translation was made.
"""

import pghistory
import pgtrigger
from django.conf import settings
from modeltranslation.translator import TranslationOptions, translator

from directory import models
from directory.models.translation_trigger import recording

REQUIRED = {
    models.Area: ("name",),
    models.BreakCalendar: ("name",),
    models.Category: ("name",),
    models.Organisation: ("name",),
    models.Photo: ("alt",),
    models.Service: ("name", "summary"),
    models.Place: ("summary",),
}
OPTIONAL = {
    models.Category: ("description",),
    models.Contact: ("label",),
    models.Organisation: ("summary",),
    models.Place: ("description", "arrival"),
    models.Service: ("description", "access_note", "fee_note"),
    models.ScheduleChange: ("note",),
    models.Slot: ("theme", "note"),
}
WITH_HISTORY = (
    models.Organisation,
    models.Membership,
    models.Place,
    models.Service,
    models.Contact,
    models.Slot,
    models.SlotVisitor,
    models.ScheduleChange,
    models.BreakPeriod,
    models.Photo,
)


def options(required: tuple[str, ...], optional: tuple[str, ...]) -> type[TranslationOptions]:
    return type(
        "Options",
        (TranslationOptions,),
        {"fields": required + optional, "required_languages": {"fi": required}},
    )


# By table, as translation records name them.
MODELS = {model._meta.db_table: model for model in dict.fromkeys((*REQUIRED, *OPTIONAL))}
FIELDS = {model: REQUIRED.get(model, ()) + OPTIONAL.get(model, ()) for model in MODELS.values()}

for model, fields in FIELDS.items():
    translator.register(model, options(REQUIRED.get(model, ()), OPTIONAL.get(model, ())))
    pgtrigger.register(recording(fields, settings.MODELTRANSLATION_LANGUAGES))(model)

for model in WITH_HISTORY:
    pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())(
        model
    )
