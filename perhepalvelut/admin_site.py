"""The listings' admin: a superuser's every row, and for staff what is theirs."""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.permissions import User, choosable_by, organisations_of
from perhepalvelut.middleware import STAFF_LANGUAGES

TELLS_ANY_ADDRESS = "view_on_site"


class SuperuserOnly:
    """For pages that come with a library and know nothing of organisations."""

    def get_object(self, request: HttpRequest, *args: Any) -> Any:
        """Not even whether there is such a row."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().get_object(request, *args)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser and super().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser and super().has_delete_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser and super().has_add_permission(request)


class ScopedAutocomplete(AutocompleteJsonView):
    """Offers for a field what the user may choose there, whoever may edit the rows offered."""

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        page = self.admin_site._registry.get(self.source_field.model)
        inlines = [
            inline
            for one in self.admin_site._registry.values()
            for inline in one.inlines
            if inline.model is self.source_field.model
        ]
        if request.user.is_superuser:
            return True
        return any("change" in getattr(one, "staff_may", ()) for one in [page, *inlines] if one)

    def get_queryset(self) -> QuerySet:
        allowed = choosable_by(self.request.user, self.source_field)
        rows = allowed.complex_filter(self.source_field.get_limit_choices_to())
        if ordering := self.model_admin.get_ordering(self.request):
            rows = rows.order_by(*ordering)
        if self.model_admin.list_select_related:
            rows = rows.select_related(*self.model_admin.list_select_related)
        rows, has_duplicates = self.model_admin.get_search_results(self.request, rows, self.term)
        return rows.distinct() if has_duplicates else rows


def may_enter(user: User) -> bool:
    if not user.is_active or user.is_anonymous:
        return False
    return user.is_superuser or organisations_of(user).exists()


class StaffAdminSite(AdminSite):
    site_header = "Perhepalvelut"
    site_title = "Perhepalvelut"
    index_title = _("All listings")
    site_url = "/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Pages that don't ask whose rows they show are for the superuser alone."""
        page = admin_class or ModelAdmin
        if not getattr(page, "asks_who_may_edit", False):
            page = type(page.__name__, (SuperuserOnly, page), {})
        super().register(model_or_iterable, page, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Looked up once a request: each part of a page asks."""
        if not hasattr(request, "may_enter_admin"):
            request.may_enter_admin = may_enter(request.user)
        return request.may_enter_admin

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Who is signed in and has nothing here is told so, not asked to sign in again."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if request.method == "GET" and request.GET.get("language") in STAFF_LANGUAGES:
                return HttpResponseRedirect(without_language(request))
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """What one does here, page by page; the rest, which only the superuser has, follows."""
        pages = [one for one in self._registry.values() if getattr(one, "purpose", "")]
        parts = [part(one, request) for one in sorted(pages, key=lambda one: one.index_order)]
        shown = {one.model for one in pages}
        apps = self.get_app_list(request)
        for app in apps:
            app["models"] = [one for one in app["models"] if one["model"] not in shown]
        others = [app for app in apps if app["models"]]
        context = {"parts": [one for one in parts if one], "others": others}
        return super().index(request, context | (extra_context or {}))

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: Any = None
    ) -> HttpResponse:
        """The index says all of it, to who has something there."""
        if not self.get_app_list(request, app_label):
            raise Http404
        return HttpResponseRedirect(reverse("admin:index"))

    def get_urls(self) -> list:
        """Without the one that tells the address of any object, published or not."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != TELLS_ANY_ADDRESS]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ScopedAutocomplete.as_view(admin_site=self)(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The one sign-in page, with its codes, passkeys and limits."""
        next_page = request.GET.get("next") or reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(next_page)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_change_password"))


def part(page: Any, request: HttpRequest) -> dict[str, Any] | None:
    """What the index says of a model; nothing when it is closed to the user."""
    if not (page.has_module_permission(request) and page.has_view_permission(request)):
        return None
    name = f"admin:{page.opts.app_label}_{page.opts.model_name}"
    may_add = page.has_add_permission(request)
    return {
        "name": page.opts.verbose_name_plural,
        "one": page.opts.verbose_name,
        "icon": page.index_icon,
        "purpose": page.purpose,
        "url": reverse(f"{name}_changelist"),
        "add_url": reverse(f"{name}_add") if may_add else "",
        "waiting": page.waiting(request),
    }


def without_language(request: HttpRequest) -> str:
    """The choice is kept by then; the lists would take it for a filter."""
    query = request.GET.copy()
    del query["language"]
    return f"{request.path}?{query.urlencode()}" if query else request.path
