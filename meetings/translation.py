"""Which fields exist in every language, whose history is kept, what families may see and search.

As in directory/translation.py, here once the translated columns exist.
"""

import pghistory
import pgtrigger
from django.conf import settings
from modeltranslation.translator import translator

from directory.models.search import noting
from directory.models.translation_trigger import recording
from directory.models.version import ask_for_renewal
from directory.translation import options
from meetings import models
from meetings.models import links
from meetings.models.note import renewal_of_published
from meetings.models.search import ABOUT

FINNISH_REQUIRED = {models.Network: ("name", "purpose")}
OPTIONAL = {
    models.Action: ("text",),
    models.AgendaItem: ("title",),
    models.Material: ("title",),
    models.Meeting: ("theme", "description", "asked", "answered"),
    models.Network: ("how_to_join", "rhythm"),
    models.NoteItem: ("text",),
    models.Series: ("name",),
    models.Theme: ("name",),
}
WITH_HISTORY = (
    models.Network,
    models.NetworkMember,
    models.Theme,
    models.Meeting,
    models.AgendaItem,
    models.NoteItem,
    models.Action,
    models.Participation,
    models.Material,
)
SHOWN = (
    *(model for model in WITH_HISTORY if model != models.NoteItem),
    models.Series,
    links.NoteItemService,
    links.NoteItemPlace,
    links.NoteItemCategory,
    links.NetworkMemberTheme,
)
FIELDS = {model: FINNISH_REQUIRED.get(model, ()) + fields for model, fields in OPTIONAL.items()}

for model, fields in FIELDS.items():
    required = FINNISH_REQUIRED.get(model, ())
    translator.register(model, options(required, OPTIONAL[model]))
    pgtrigger.register(recording(fields, settings.MODELTRANSLATION_LANGUAGES))(model)

for model in WITH_HISTORY:
    pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())(
        model
    )

for model in SHOWN:
    pgtrigger.register(ask_for_renewal)(model)

pgtrigger.register(renewal_of_published)(models.NoteItem)

for model, keys in ABOUT.items():
    for trigger in noting(keys):
        pgtrigger.register(trigger)(model)
