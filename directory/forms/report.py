"""Telling what is wrong in a listing: open to all, so it has to tell people from machines.

Without cookies of its own and without anybody else: a field that people don't see, and a signed
stamp of when the form was opened.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.enums import ReportKind
from directory.models import Report
from directory.validators import writable

LONGEST_MESSAGE = Report._meta.get_field("message").max_length
QUICKEST = timedelta(seconds=3)
SLOWEST = timedelta(days=1)
SALT = "directory.report"


class MessageField(forms.CharField):
    def to_python(self, value: Any) -> str:
        """Browsers send two characters for a new line and count one."""
        return writable(super().to_python(value).replace("\0", "")).strip()


def new_stamp(about: str, now: datetime) -> str:
    return signing.dumps([uuid4().hex, int(now.timestamp())], salt=f"{SALT}.{about}")


def read_stamp(stamp: str, about: str) -> tuple[UUID, int] | None:
    """The form's own name and when it was opened; None when we didn't write it for this page."""
    try:
        name, opened = signing.loads(stamp, salt=f"{SALT}.{about}")
    except signing.BadSignature:
        return None
    return UUID(name), opened


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of these."),
            "invalid_choice": gettext_lazy("Choose one of these."),
        },
    )
    message = MessageField(
        label=gettext_lazy("Tell more, if you like"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Please leave out names and your own details."),
        error_messages={"max_length": gettext_lazy("That is a little long. Please shorten it.")},
    )
    homepage = forms.CharField(required=False)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: str, now: datetime) -> None:
        super().__init__(data, initial={"stamp": new_stamp(about, now)})
        self.about, self.now = about, now

    @property
    def is_by_machine(self) -> bool:
        return bool(self.data.get("homepage"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_vague = cleaned.get("kind") == ReportKind.OTHER and "message" in cleaned
        if is_vague and not cleaned["message"]:
            self.add_error("message", _("Tell us in a few words what is wrong."))
        self._check_stamp(cleaned.get("stamp", ""))
        return cleaned

    def _check_stamp(self, stamp: str) -> None:
        read = read_stamp(stamp, self.about)
        age = self.now.timestamp() - read[1] if read else None
        if read is None or not 0 <= age + 1 <= SLOWEST.total_seconds():
            self._stamp_anew()
            self.add_error(None, _("This page was open for a long time. Please press Send again."))
        elif age < QUICKEST.total_seconds():
            self.add_error(None, _("That was very quick. Please press Send again."))
        else:
            self.cleaned_data["form"] = read[0]

    def _stamp_anew(self) -> None:
        self.data = self.data.copy()
        self.data["stamp"] = new_stamp(self.about, self.now)
