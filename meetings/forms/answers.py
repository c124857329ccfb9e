from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from meetings.enums import Answer
from meetings.forms.fields import TextField
from meetings.models import Meeting, MeetingInvitation

MOST_COMING = 200


class AnswerForm(forms.Form):
    """`answer` is the button that was pressed; what is not asked is not in the form."""

    answer = forms.ChoiceField(choices=Answer.choices)
    count = forms.IntegerField(
        label=gettext_lazy("How many of you are coming"),
        min_value=1,
        max_value=MOST_COMING,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    diets = TextField(
        label=gettext_lazy("Diets and allergies"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("No names. Such as: one without milk, two vegans."),
    )
    interpreter = TextField(
        label=gettext_lazy("An interpreter into which language"), required=False, max_length=100
    )
    children = forms.IntegerField(
        label=gettext_lazy("How many children to look after"),
        min_value=0,
        max_value=MOST_COMING,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            "diets": meeting.asks_food,
            "interpreter": meeting.asks_interpreter,
            "children": meeting.asks_childcare,
        }
        for name, is_asked in asked.items():
            if not is_asked:
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        is_coming = data["answer"] == Answer.COMING
        told = {name: data[name] or "" for name in ("diets", "interpreter") if name in data}
        if "children" in data:
            told["children"] = data["children"] or 0
        if not is_coming:
            told = {name: 0 if name == "children" else "" for name in told}
        return {"answer": data["answer"], "count": data["count"] or 1, **told}


def present_answer(invitation: MeetingInvitation) -> dict[str, Any]:
    names = ("count", "diets", "interpreter", "children")
    return {name: getattr(invitation, name) for name in names}
