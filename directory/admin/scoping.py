"""The one base of every page and inline of the admin: whose rows, which choices, what one may do.

A superuser may do everything. Staff see the rows that `directory.permissions` gives them, on the
pages that say with `staff_may` what staff may do there; a page that says nothing is closed.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.admin.labels import words_of
from directory.admin.overtaken import SeenRow, latest_change, parts_of
from directory.permissions import choosable_by, editable_by, may_edit
from directory.queries.history import KINDS
from directory.validators import writable_values


class NumericKeys:
    """The widget looks its choices up in the database, where a key that is no number raises."""

    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


class CarefulSelect(NumericKeys, AutocompleteSelect):
    """Nothing chosen is a choice with a name, also where one must be made."""

    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        groups = super().optgroups(name, value, attr)
        if self.is_required:
            groups[0][1].insert(0, self.create_option(name, "", "", False, 0))
        return groups

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option if value else option | {"attrs": {**option["attrs"], "label": "–"}}


class CarefulSelectMultiple(NumericKeys, AutocompleteSelectMultiple):
    """Each that is chosen has a button to take it away; one for all would need a mouse."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().build_attrs(*args, **kwargs), "data-allow-clear": "false"}


def is_key(value: Any) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 19


class ScopedChoices:
    """Foreign keys and many-to-manys offer, and take, what the user may choose.

    What a row holds already stays choosable, so that saving it anew changes nothing.
    """

    asks_who_may_edit = True
    staff_may: frozenset[str] = frozenset()
    readonly_for_staff: tuple[str, ...] = ()

    def formfield_for_foreignkey(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        kwargs["queryset"] = choosable_by(request.user, db_field)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CarefulSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        kwargs["queryset"] = choosable_by(request.user, db_field)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CarefulSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return editable_by(request.user, super().get_queryset(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else (*fields, *self.readonly_for_staff)


class KeptChoices:
    """A form whose row may hold choices of others: they are neither refused nor taken away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: dict[str, list[Any]] = {}
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._keep(name, field)

    def _keep(self, name: str, field: forms.ModelChoiceField) -> None:
        held = held_by(self.instance, name)
        allowed = set(field.queryset.filter(pk__in=held).values_list("pk", flat=True))
        others = [key for key in held if key not in allowed]
        if not others:
            return
        rows = field.queryset.model._default_manager.filter(pk__in=others)
        if isinstance(field, forms.ModelMultipleChoiceField):
            self.kept[name] = list(rows)
            self.initial[name] = [one for one in held if one in allowed]
            # Help texts are put on the page as they are.
            names = escape(", ".join(map(str, rows)))
            field.help_text = _("Besides these, and not yours to change: %(names)s.") % {
                "names": names
            }
            field.required = False
            field.widget.is_required = False
        else:
            keys = field.queryset.order_by().values("pk")
            both = field.queryset.model._default_manager.filter(pk__in=keys)
            field.queryset = both | rows

    def clean(self) -> dict[str, Any]:
        cleaned = writable_values(super().clean() or self.cleaned_data)
        for name, rows in self.kept.items():
            if name in cleaned:
                chosen = [row.pk for row in cleaned[name]]
                every = self.fields[name].queryset.model._default_manager
                cleaned[name] = every.filter(pk__in=[*chosen, *(row.pk for row in rows)])
        return cleaned


def kept_choices(form: type[forms.ModelForm], request: HttpRequest) -> type[forms.ModelForm]:
    return type(form.__name__, (KeptChoices, form), {"user": request.user})


def held_by(row: Model, name: str) -> list[int]:
    """Keys that the row's relation has in the database now."""
    if not row.pk:
        return []
    if row._meta.get_field(name).many_to_many:
        return list(getattr(row, name).values_list("pk", flat=True))
    key = row._meta.get_field(name).value_from_object(row)
    return [] if key is None else [key]


class ScopedAdmin(ScopedChoices, admin.ModelAdmin):
    # The site's own way to any object's address would tell the names of drafts.
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER
    # For the index: where among the others, what one does there, and what waits to be done.
    index_order = 100
    index_icon = "file-text"
    purpose: str | Promise = ""

    def waiting(self, request: HttpRequest) -> list[tuple[str, str]]:
        """(what, where it is)"""
        return []

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        form = kept_choices(kwargs.get("form", self.form), request)
        parts = parts_of(self.model, self.get_inline_instances(request, obj))
        kwargs["form"] = type(form.__name__, (SeenRow, form), {"parts": parts})
        return super().get_form(request, obj, **words_of(self.model), **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Somebody else's row is as unknown as one that never was."""
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or bool(self.staff_may)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("change", request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("change", request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("delete", request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may("add", request, None)

    def _may(self, action: str, request: HttpRequest, obj: Any) -> bool:
        if request.user.is_superuser:
            return True
        return action in self.staff_may and (obj is None or may_edit(request.user, obj))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kw: Any
    ) -> HttpResponse:
        """What is kept of every save is on the desk, where it can also be restored."""
        if obj is not None:
            context |= {"title": str(obj), "subtitle": ""}
            if context["adminform"].form.is_overtaken:
                context |= latest_change(request, obj)
        if obj is not None and self.opts.model_name in KINDS:
            context["history_url"] = reverse("history", args=[self.opts.model_name, obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kw)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The last word: nobody saves a row that is not theirs afterwards."""
        super().save_related(request, form, formsets, change)
        if not may_edit(request.user, form.instance):
            raise PermissionDenied


class ScopedInline(ScopedChoices):
    """For inlines, whose rows belong to whoever may edit the page that they are on."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        kwargs["form"] = kept_choices(kwargs.get("form", self.form), request)
        return super().get_formset(request, obj, **words_of(self.model), **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        if request.user.is_superuser:
            return True
        return "change" in self.staff_may and (obj is None or may_edit(request.user, obj))


class NamedCells:
    """For a formset whose fields stand in a table: the column's heading is no label of theirs."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            # What a row of buttons is wrapped around has attributes of its own.
            widget = getattr(field.widget, "widget", field.widget)
            if field.label and not widget.is_hidden:
                widget.attrs.setdefault("aria-label", capfirst(field.label))


class ScopedTable(ScopedInline, admin.TabularInline):
    template = "admin/directory/tabular.html"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (NamedCells, formset), {})


def refuse(form: forms.ModelForm, field: str, message: str) -> None:
    """Beside the field when the page has it, else above the form."""
    form.add_error(field if field in form.fields else None, ValidationError(message))
