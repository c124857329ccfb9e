from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class StaffAdminSite(AdminSite):
    """Every row of the directory, for the site's superuser alone."""

    site_header = "Perhepalvelut"
    site_title = "Perhepalvelut"
    index_title = _("All listings")
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser
