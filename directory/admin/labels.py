"""What the fields are called on the pages, and what to write in them.

Instructions stand here, and not with the models, because the sheet, the desk and the page that
families see say the same things in other words.
"""

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS: dict[str, Promise] = {
    "area": _("Area"),
    "areas": _("Areas"),
    "break_calendar": _("Break calendar"),
    "categories": _("Categories"),
    "coordinator": _("Coordinator"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "new_place": _("Held at"),
    "organisation": _("Organisation"),
    "organisers": _("Organisers"),
    "owner": _("Owner"),
    "parent": _("Part of"),
    "partners": _("Partners"),
    "place": pgettext_lazy("where it is held", "Place"),
    "places": _("Places"),
    "service": _("Service"),
    "slot": pgettext_lazy("of a programme", "Line"),
    "slug": _("Address of the page"),
    "user": _("Person"),
}
INSTRUCTIONS: dict[str, dict[str, Promise]] = {
    "service": {
        "name_fi": _("Write the name that families know it by, without the organisation's."),
        "description_fi": _("Tell what happens there and who meets you. Leave an empty line "
                            "between paragraphs."),
        "categories": _("Tick what families would look for it under. At least one."),
        "age_from": _("Write months: 12 is one year. Leave empty when any age will do."),
        "age_to": _("Write months: 36 is three years. Leave empty when any age will do."),
        "languages": _("Tick the languages that people speak there, not those of the texts."),
        "areas": _("Choose where the families live that may come or ask. Empty means anywhere."),
        "delivery": _("Tick at least one."),
        "places": _("Choose only when it has no weekly times: those say the place already."),
        "accessibility": _("Tick only what is surely true."),
        "capacity": _("Write how many families fit in. Leave empty when there is no limit."),
        "access": _("Choose how a family gets in the first time."),
        "access_note_fi": _("Write what else one must know before coming."),
        "registration_url": _("Paste the address of the form, with https://."),
        "is_free": _("Tick when coming costs nothing, though something extra may have a price."),
        "price": _("Write euros, such as 5 or 2.50."),
        "fee_note_fi": _("Write what the price is for."),
        "owner": _("Choose the organisation that answers for this page."),
        "organisers": _("Choose all who run it: people in these organisations may edit it."),
        "link": _("Paste the address of a page that tells more, with https://."),
    },
    "place": {
        "name": _("Write what stands on the door. It is never translated."),
        "description_fi": _("Tell what the place is like and who may come. Leave an empty line "
                            "between paragraphs."),
        "street": _("Write the street and the number, such as Talkootie 4."),
        "postal_code": _("Write five digits."),
        "area": _("Choose the smallest area that the place lies in."),
        "latitude": _("Write it as in 60.2934. Families use it to find what is near."),
        "longitude": _("Write it as in 25.0378."),
        "accessibility": _("Tick only what is surely true."),
        "website": _("Paste the address, with https://."),
        "video_url": _("Paste the address of a video that shows the way or the rooms."),
        "owner": _("Choose the organisation that answers for this page."),
        "coordinator": _("Choose who answers for the place's programme, when that is not the "
                         "owner."),
        "partners": _("Choose who else has a programme there."),
    },
    "organisation": {
        "name_fi": _("Write the name in full, as it is in Finnish."),
        "summary_fi": _("Say in a sentence or two who you are."),
        "website": _("Paste the address, with https://."),
    },
    "contact": {
        "value": _("Write the number as you would say it, an e-mail address, or a link to a "
                   "chat."),
        "label_fi": _("Such as: the nurse, on weekdays at 8–16."),
        "languages": _("Tick the languages in which one gets an answer."),
        "order": _("The smallest number comes first."),
    },
    "photo": {
        "alt_fi": _("Say in one sentence what the picture shows, for who can't see it."),
        "order": _("The smallest number comes first."),
    },
}  # fmt: skip


def words_of(model: type[Model]) -> dict[str, dict[str, Promise]]:
    """For a form of the model: keyword arguments of Django's form factories."""
    own = INSTRUCTIONS.get(model._meta.model_name, {})
    return {"labels": LABELS, "help_texts": own}
