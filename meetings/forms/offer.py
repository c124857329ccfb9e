"""A parent wants to help: open to all, so it tells people from machines as the report form does."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.forms.listing_edit import language_choices
from directory.forms.report import MessageField, ReportForm
from directory.localized import current_language
from meetings.models import Offer

LONGEST_CONTACT = Offer._meta.get_field("contact").max_length
LONGEST_MESSAGE = Offer._meta.get_field("message").max_length
FEWEST_DIGITS = 5
TOO_LONG = {"max_length": gettext_lazy("That is a little long. Please shorten it.")}


class OfferForm(ReportForm):
    """Who is there for a report says nothing of what is wrong here."""

    kind = None
    # When too much has come from the same address, one can still call.
    is_stopped = False
    language = forms.ChoiceField(
        label=gettext_lazy("Your language"),
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )
    contact = MessageField(
        label=gettext_lazy("How can we reach you?"),
        max_length=LONGEST_CONTACT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("A phone number or an e-mail address."),
        error_messages={
            **TOO_LONG,
            "required": gettext_lazy("Write a phone number or an e-mail address."),
        },
    )
    message = MessageField(
        label=gettext_lazy("Tell more, if you like"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=TOO_LONG,
    )
    consent = forms.BooleanField(
        label=gettext_lazy("You may keep what I wrote here for 90 days, to answer me."),
        error_messages={"required": gettext_lazy("Tick this, so that we may keep it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(())
        shown = current_language()
        self.initial["language"] = "fi" if shown == "fi-selko" else shown

    def stop(self) -> None:
        self.is_stopped = True
        self.add_error(
            None, _("Many messages have come from where you are. Please try again in an hour.")
        )

    def clean_contact(self) -> str:
        contact = " ".join(self.cleaned_data["contact"].split())
        if "@" not in contact and sum(map(str.isdigit, contact)) < FEWEST_DIGITS:
            raise ValidationError(_("Write a phone number or an e-mail address."))
        return contact
