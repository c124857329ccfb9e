"""Admin pages whose forms are shown back before they save."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from directory.forms.read_back import dated, is_only_read_back


class DatedForm:
    """For a model's page or an inline: its form reads dates from today."""

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        kwargs["form"] = dated(self.form, timezone.localdate())
        return super().get_form(request, obj, **kwargs)


class DatedInline:
    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        kwargs["form"] = dated(self.form, timezone.localdate())
        return super().get_formset(request, obj, **kwargs)


class ReadBackPage:
    """Shows the readings at the top of the page, and no error where nothing is wrong."""

    change_form_template = "admin/directory/read_back_form.html"

    class Media:
        css = {"all": ["css/read-back.css"]}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        faulty = [form for form in forms_of(context) if form.is_bound and not form.is_valid()]
        read_backs = [getattr(form, "read_back", None) for form in faulty]
        context["read_backs"] = [one for one in read_backs if one is not None]
        sets = [inline.formset for inline in context["inline_admin_formsets"]]
        faulty_sets = any(one.is_bound and one.non_form_errors() for one in sets)
        if faulty and not faulty_sets and all(map(is_only_read_back, faulty)):
            context["errors"] = None
        return super().render_change_form(request, context, *args, **kwargs)


def forms_of(context: dict[str, Any]) -> Iterator[forms.BaseForm]:
    yield context["adminform"].form
    for inline in context["inline_admin_formsets"]:
        yield from inline.formset.forms
