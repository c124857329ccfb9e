from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    name = "perhepalvelut"


class StaffAdminConfig(AdminConfig):
    default_site = "perhepalvelut.admin_site.StaffAdminSite"
