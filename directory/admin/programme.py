"""The lines of the programme and the departures from it."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.actions.lines import is_saved_already
from directory.admin.choices import ArrayChoices
from directory.admin.columns import OwnChoices
from directory.admin.labels import LABELS
from directory.admin.languages import TranslatedAdmin, in_finnish
from directory.admin.read_back import DatedForm, DatedInline, ReadBackPage
from directory.admin.scoping import ScopedTable, refuse
from directory.forms.change import ScheduleChangeForm
from directory.forms.slot import SlotForm, SlotVisitorForm
from directory.localized import current_language
from directory.models import ScheduleChange, Slot, SlotVisitor
from directory.permissions import User, would_run
from directory.schedule import describe
from directory.wording import InterfaceWords


def names_of(path: str) -> list[str]:
    """In the languages that staff read."""
    return [f"{path}__name_{language}" for language in ("fi", "sv", "en")]


class OwnSlotForm(SlotForm):
    user: User

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk is None and is_saved_already(self.instance):
            self.add_error(None, _("This line has been saved already."))
        service, place = cleaned.get("service"), cleaned.get("place")
        is_sound = not self.errors and (service or place)
        if is_sound and not would_run(self.user, service, place, cleaned["organisers"]):
            message = _("Choose a service or an organiser of your own: the place is another's.")
            refuse(self, "organisers" if cleaned["organisers"] else "service", message)
        return cleaned


class SlotVisitorInline(DatedInline, ScopedTable):
    staff_may = frozenset({"change"})
    model = SlotVisitor
    form = SlotVisitorForm
    fields = ["role", "organisation", "start", "end", "seen"]
    extra = 0
    autocomplete_fields = ["organisation"]


@admin.register(Slot)
class SlotAdmin(ReadBackPage, DatedForm, ArrayChoices, TranslatedAdmin):
    staff_may = frozenset({"add", "change"})
    index_order = 4
    index_icon = "calendar"
    purpose = gettext_lazy(
        "Write the lines of the weekly programme, with every rule that they can have."
    )
    form = OwnSlotForm
    list_display = ["line", "first", "last", "confirmed_on"]
    list_filter = ["recurrence", "is_tentative", ("break_calendar", OwnChoices)]
    list_select_related = ["service", "place"]
    search_fields = [*names_of("service"), "place__name", "theme_fi", "uid"]
    autocomplete_fields = ["service", "place", "organisers", "break_calendar"]
    inlines = [SlotVisitorInline]
    fieldsets = [
        (None, {"fields": ["words", "service", "place", "room", "organisers"]}),
        (gettext_lazy("When"), {"fields": [
            "recurrence", "weekdays", "start", "end", "ends_next_day", "day_part", "interval",
            "anchor", "nth", "dates", "seen", "form_uid",
        ]}),
        (gettext_lazy("Season"), {"fields": ["first", "last", "times", "break_calendar",
                                             "follows_holidays"]}),
        (gettext_lazy("Details"), {"fields": [
            "theme_fi", "note_fi", "is_tentative", "confirmed_on",
        ]}),
    ]  # fmt: skip

    @admin.display(description=LABELS["slot"], ordering="service__name_fi")
    def line(self, slot: Slot) -> str:
        when = describe(slot.rule, InterfaceWords(current_language()))
        parts = [slot.service, slot.theme, when, slot.place]
        return " · ".join(str(part) for part in parts if part)


@admin.register(ScheduleChange)
class ScheduleChangeAdmin(ReadBackPage, DatedForm, TranslatedAdmin):
    staff_may = frozenset({"add", "change", "delete"})
    index_order = 5
    index_icon = "calendar-clock"
    purpose = gettext_lazy("Cancel or move what is in the programme, for a day or a longer time.")
    form = ScheduleChangeForm
    list_display = ["__str__", "last", "about", "reason"]
    list_filter = ["kind", "reason"]
    list_select_related = [
        "slot__service", "slot__place", "service", "place", "organisation",
    ]  # fmt: skip
    search_fields = [*names_of("service"), "place__name", *names_of("slot__service")]
    autocomplete_fields = ["slot", "service", "place", "organisation", "new_place"]
    fieldsets = [
        (None, {"fields": [
            *(name for name in ScheduleChangeForm.Meta.fields if name != "note"),
            *in_finnish(ScheduleChange), "seen",
        ]})
    ]  # fmt: skip

    @admin.display(description=gettext_lazy("What it is about"))
    def about(self, change: ScheduleChange) -> str:
        return str(change.slot or change.service or change.place or change.organisation)
