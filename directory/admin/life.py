"""Publishing, archiving, restoring and confirming, on the page of a listing and in the list."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from directory.actions.archive import TooLateError, archive, bring_back
from directory.actions.confirmation import confirm_rows
from directory.actions.listing_state import ArchivedError, NotApprovedError, publish
from directory.enums import State
from directory.localized import Text, current_language
from directory.models import Place, Service
from directory.models.listing import is_restorable
from directory.permissions import may_archive
from directory.queries.archive import whose_lines_go

CHANGE = ["change"]


class ListingLife:
    """For the pages of places and services. Staff archive; only a superuser deletes."""

    actions = ["confirm_today", "publish_chosen", "archive_chosen", "restore_chosen"]
    readonly_fields = ["state", "confirmed_on"]

    @admin.action(description=gettext_lazy("Confirm: all is true today"), permissions=CHANGE)
    def confirm_today(self, request: HttpRequest, queryset: QuerySet) -> None:
        today = timezone.localdate()
        count = confirm_rows(kinds=[queryset], today=today)
        text = ngettext("%(count)d confirmed.", "%(count)d confirmed.", count)
        told = text % {"count": count} if count else _("It was confirmed today already.")
        self.message_user(request, told, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Publish"), permissions=CHANGE)
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, self._publish, _("Published: %(names)s."))

    @admin.action(description=pgettext_lazy("button", "Archive"), permissions=CHANGE)
    def archive_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, self._archive, _("Archived: %(names)s."))

    @admin.action(description=pgettext_lazy("button", "Restore"), permissions=CHANGE)
    def restore_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, self._restore, _("Restored: %(names)s."))

    def _each(
        self,
        request: HttpRequest,
        rows: Iterable[Place | Service],
        step: Callable[[HttpRequest, Any], str],
        told: str,
    ) -> None:
        done = []
        for row in rows:
            if refusal := step(request, row):
                self.message_user(request, f"{row}: {refusal}", messages.ERROR)
            else:
                done.append(str(row))
        if done:
            self.message_user(request, told % {"names": ", ".join(done)}, messages.SUCCESS)

    def _publish(self, request: HttpRequest, row: Place | Service) -> str:
        try:
            publish(listing=row, by=request.user)
        except NotApprovedError:
            return _("A site administrator must approve the organisation first.")
        except ArchivedError:
            return _("It is in the archive. Restore it first.")
        return ""

    def _archive(self, request: HttpRequest, row: Place | Service) -> str:
        if not may_archive(request.user, row):
            return _("Only the organisation that owns it can archive it.")
        archive(row=row, now=timezone.now())
        return ""

    def _restore(self, request: HttpRequest, row: Place | Service) -> str:
        if not may_archive(request.user, row):
            return _("Only the organisation that owns it can bring it back.")
        try:
            bring_back(row=row, by=request.user, now=timezone.now())
        except TooLateError:
            return _("It was archived over 90 days ago. Ask a site administrator.")
        return ""

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        steps = (("archive", self.archive_view), ("restore", self.restore_view))
        own = [
            path(
                f"<path:object_id>/{step}/",
                self.admin_site.admin_view(view),
                name=f"{name}_{step}",
            )
            for step, view in steps
        ]
        return [*own, *super().get_urls()]

    def archive_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        others = whose_lines_go(row, current_language(), timezone.localdate())
        context = {
            "title": _("Archive?"),
            "told": told_of_archiving(others),
            "button": pgettext("button", "Archive"),
        }
        return self._asked(request, object_id, context, self.archive_chosen)

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        context = {
            "title": _("Restore?"),
            "told": _("It comes back as it was before it was archived."),
            "button": pgettext("button", "Restore"),
        }
        return self._asked(request, object_id, context, self.restore_chosen)

    def _asked(
        self, request: HttpRequest, object_id: str, context: dict[str, Any], step: Callable
    ) -> HttpResponse:
        """A page that asks; only its answer does anything."""
        row = self.get_object(request, object_id)
        if not may_archive(request.user, row):
            raise PermissionDenied
        if request.method == "POST":
            step(request, type(row)._default_manager.filter(pk=row.pk))
            return HttpResponseRedirect(self._page_of(row))
        return TemplateResponse(
            request,
            "admin/directory/life.html",
            {
                **self.admin_site.each_context(request),
                **context,
                "opts": self.opts,
                "original": row,
                "back_url": self._page_of(row),
            },
        )

    def _page_of(self, row: Place | Service) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[row.pk])

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        self._pressed(request, obj)
        return super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self._pressed(request, obj)
        return super().response_change(request, obj)

    def _pressed(self, request: HttpRequest, obj: Place | Service) -> None:
        """The buttons that save and do one thing more."""
        rows = type(obj)._default_manager.filter(pk=obj.pk)
        if "_publish" in request.POST:
            self.publish_chosen(request, rows)
        if "_confirm" in request.POST:
            self.confirm_today(request, rows)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        is_own = obj is not None and may_archive(request.user, obj)
        context |= {
            "is_listing": True,
            "can_publish": obj is None or obj.state == State.DRAFT,
            "can_archive": is_own and obj.state != State.ARCHIVED,
            "can_restore": is_own
            and obj.state == State.ARCHIVED
            and is_restorable(obj.archived_at, timezone.now()),
        }
        if obj is not None:
            context["preview_url"] = preview_url(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def told_of_archiving(others: Iterable[tuple[Text, int]]) -> str:
    told = _("Families no longer see it. It can be restored for 90 days.")
    names = ", ".join(f"{name} ({number})" for name, number in others)
    if not names:
        return told
    lost = _("Other organisations' lines of the programme go too: %(names)s.") % {"names": names}
    return f"{told} {lost}"


def preview_url(row: Place | Service) -> str:
    return reverse(f"{row._meta.model_name}_preview", args=[row.slug])
