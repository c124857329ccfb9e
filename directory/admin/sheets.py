"""An organisation's services out to a sheet and in again; nothing is loaded before it is seen."""

import json
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.results import Result, RowResult

from directory.forms.sheet import TEXTS, ServiceSheet, Sheet, read_sheet
from directory.forms.sheet_file import LARGEST_FILE

KEPT_FOR = 60 * 60
MOST_SHOWN = 200
LONGEST_SHOWN = 300
BEFORE_CHANGE = 40
LIST = "admin:directory_service_changelist"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("CSV or XLSX file"),
        help_text=gettext_lazy("Export first: the file shows which columns there are."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_sheet(self) -> Any:
        sheet = self.cleaned_data["sheet"]
        if sheet.size > LARGEST_FILE:
            message = _("The file may be at most %(most)s.")
            raise ValidationError(message % {"most": filesizeformat(LARGEST_FILE)})
        self.content = sheet.read()
        self.rows = read_sheet(sheet.name, self.content)
        return sheet


class Sheets:
    """For the list of services."""

    change_list_template = "admin/directory/service/change_list.html"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        own = [
            path("export/<str:kind>/", view(self.export_view), name="directory_service_export"),
            path("import/", view(self.import_view), name="directory_service_import"),
        ]
        return [*own, *super().get_urls()]

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in TYPES or not self.has_change_permission(request):
            raise PermissionDenied
        dataset = ServiceSheet(request.user).export()
        if kind == "csv":
            content = "\ufeff" + dataset.export("csv", delimiter=";")
        else:
            content = dataset.export("xlsx")
        response = HttpResponse(content, content_type=TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="services.{kind}"'
        return response

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """A file is tried out and shown; the second post, with its token, loads it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, form=SheetForm())
        if token := request.POST.get("token", "")[:64]:
            return self._load(request, token)
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form=form)
        kept = (form.cleaned_data["sheet"].name, form.content)
        result = tried(request, form.rows, dry_run=True)
        return self._shown(request, secrets.token_urlsafe(16), kept, form.rows, result)

    def _load(self, request: HttpRequest, token: str) -> HttpResponse:
        """Loads what was shown, or nothing: others may have written to the same rows meanwhile."""
        found = cache.get(key_of(request, token))
        if found is None:
            messages.error(request, _("The file is no longer here. Choose it again."))
            return HttpResponseRedirect(reverse("admin:directory_service_import"))
        *kept, seen = found
        sheet = read_sheet(*kept)
        with transaction.atomic():
            result = tried(request, sheet, dry_run=False)
            is_seen = digest_of(result) == seen
            transaction.set_rollback(not is_seen)
        if not (is_seen and is_sound(result)):
            return self._shown(request, token, kept, sheet, result, is_overtaken=not is_seen)
        cache.delete(key_of(request, token))
        messages.success(request, _("Loaded. %(counts)s") % {"counts": counts(result)})
        return HttpResponseRedirect(reverse(LIST))

    def _shown(
        self,
        request: HttpRequest,
        token: str,
        kept: Sequence[Any],
        sheet: Sheet,
        result: Result,
        **context: Any,
    ) -> HttpResponse:
        cache.set(key_of(request, token), (*kept, digest_of(result)), KEPT_FOR)
        lines = told_lines(result, sheet.numbers)
        context |= {
            "tried": True,
            "token": token,
            "is_sound": is_sound(result),
            "counts": counts(result),
            "lines": lines[:MOST_SHOWN],
            "more": max(0, len(lines) - MOST_SHOWN),
        }
        return self._page(request, form=SheetForm(), **context)

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        return TemplateResponse(
            request,
            "admin/directory/import.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Load services from a sheet"),
                "opts": self.opts,
                **context,
            },
        )


def key_of(request: HttpRequest, token: str) -> str:
    """A file is its sender's own."""
    return f"sheet:{request.user.pk}:{token}"


def tried(request: HttpRequest, sheet: Sheet, *, dry_run: bool) -> Result:
    return ServiceSheet(request.user).import_data(
        sheet.dataset,
        dry_run=dry_run,
        use_transactions=True,
        rollback_on_validation_errors=True,
        is_final=not dry_run,
    )


def digest_of(result: Result) -> str:
    """Of all that the rows would change, shown or cut."""
    rows = [(row.import_type, problems(row), row.diff) for row in result.rows]
    return sha256(json.dumps(rows, default=str).encode()).hexdigest()


def is_sound(result: Result) -> bool:
    return not (result.has_errors() or result.has_validation_errors()) and bool(result.rows)


def told_lines(result: Result, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Rows with something to see, numbered as in the file; those with errors first."""
    rows = [
        one for one in zip(numbers, result.rows, strict=True) if problems(one[1]) or one[1].diff
    ]
    rows.sort(key=lambda one: not problems(one[1]))
    return [line(number, row) for number, row in rows]


def problems(row: RowResult) -> list[tuple[str, str]]:
    """(column, what is wrong)."""
    if row.validation_error is not None:
        found = row.validation_error
        by_column = found.message_dict if hasattr(found, "error_dict") else {"": found.messages}
        return [(column_of(name), text) for name, texts in by_column.items() for text in texts]
    return [("", _("This row can't be read.")) for _error in row.errors]


def column_of(field: str) -> str:
    """The sheet has a text in its languages only; what is wrong with all of a row has no column."""
    if field == NON_FIELD_ERRORS:
        return ""
    return f"{field}_fi" if field in TEXTS else field


def line(number: int, row: RowResult) -> dict[str, Any]:
    return {
        "number": number,
        "problems": problems(row),
        "is_new": row.import_type == RowResult.IMPORT_TYPE_NEW,
        "changes": [] if problems(row) else [cut(*one) for one in row.diff],
    }


def cut(column: str, before: str, after: str) -> tuple[str, str, str]:
    """Long texts from a little before where they part."""
    pairs = enumerate(zip(before, after, strict=False))
    parted = next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))
    start = max(0, parted - BEFORE_CHANGE)
    return column, abridged(before, start), abridged(after, start)


def abridged(text: str, start: int) -> str:
    if len(text) <= LONGEST_SHOWN:
        return text
    end = start + LONGEST_SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def counts(result: Result) -> str:
    kinds = [row.import_type for row in result.rows]
    changed = [row for row in result.rows if row.import_type == "update" and row.diff]
    return _("New: %(new)d, changed: %(changed)d, with errors: %(wrong)d.") % {
        "new": kinds.count(RowResult.IMPORT_TYPE_NEW),
        "changed": len(changed),
        "wrong": sum(1 for row in result.rows if problems(row)),
    }
