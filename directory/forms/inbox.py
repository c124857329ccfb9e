"""What staff answer to a report, and what mail they want."""

from django import forms
from django.utils.translation import gettext_lazy

from directory.enums import MailLanguage, ReportState


class CloseForm(forms.Form):
    state = forms.ChoiceField(
        choices=[(state, "") for state in ReportState if state != ReportState.NEW]
    )


class MailChoiceForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"), choices=MailLanguage.choices
    )
    hears_of_reports = forms.BooleanField(
        label=gettext_lazy("Tell me, at most once a day, when families have reported something"),
        required=False,
    )
