"""What the lists show of a listing, and what they are narrowed by."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.admin.labels import LABELS
from directory.enums import State
from directory.models import Place, Service
from directory.wording import day_numeric

TAGS = {State.PUBLISHED: "tag tag-ok", State.DRAFT: "tag tag-change"}


class OwnChoices(admin.RelatedOnlyFieldListFilter):
    """Only what the user's own rows have, under a name in the user's language."""

    include_empty_choice = False

    def __init__(self, field: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(field, *args, **kwargs)
        self.title = LABELS.get(field.name, self.title)


class Confirmation(admin.SimpleListFilter):
    title = gettext_lazy("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("due", _("To be confirmed")), ("done", _("Confirmed lately"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        stale = queryset.model.objects.stale(timezone.localdate()).values("pk")
        if self.value() == "due":
            return queryset.filter(pk__in=stale, state=State.PUBLISHED)
        return queryset.exclude(pk__in=stale) if self.value() == "done" else queryset


class ListingColumns:
    @admin.display(description=LABELS["owner"], ordering="owner")
    def owner_name(self, row: Place | Service) -> str:
        return str(row.owner)

    @admin.display(description=gettext_lazy("State"), ordering="state")
    def state_shown(self, row: Place | Service) -> SafeString:
        return tag(TAGS.get(row.state, "tag"), row.get_state_display())

    @admin.display(description=gettext_lazy("Last confirmed"), ordering="confirmed_on")
    def confirmation(self, row: Place | Service) -> SafeString:
        if row.confirmed_on is None:
            return tag("tag tag-change", _("Never confirmed"))
        words = _("Confirmed %(date)s") % {"date": day_numeric(row.confirmed_on)}
        is_stale = row.is_stale(timezone.localdate()) and row.state == State.PUBLISHED
        return tag("tag tag-change" if is_stale else "tag", words)

    def waiting(self, request: HttpRequest) -> list[tuple[str, str]]:
        stale = self.model.objects.stale(timezone.localdate()).values("pk")
        rows = self.get_queryset(request).order_by()
        found = rows.aggregate(
            drafts=Count("pk", filter=Q(state=State.DRAFT)),
            due=Count("pk", filter=Q(state=State.PUBLISHED, pk__in=stale)),
        )
        drafts = ngettext("%(count)d draft", "%(count)d drafts", found["drafts"])
        due = ngettext("%(count)d to be confirmed", "%(count)d to be confirmed", found["due"])
        path = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        told = [
            (found["drafts"], drafts, f"{path}?state__exact={State.DRAFT}"),
            (found["due"], due, f"{path}?confirmation=due"),
        ]
        return [(words % {"count": count}, url) for count, words, url in told if count]


def tag(classes: str, words: Any) -> SafeString:
    return format_html('<span class="{}">{}</span>', classes, words)
