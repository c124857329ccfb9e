from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from directory.feeds import calendars
from directory.views.photo import photo
from meetings.views.material_file import material_file
from perhepalvelut import offline, views
from perhepalvelut.accounts import oidc_login

handler400 = "perhepalvelut.views.bad_request"
handler403 = "perhepalvelut.views.permission_denied"

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("sw.js", offline.worker, name="worker"),
    path("health/live", views.health_live, name="health_live"),
    path("health/ready", views.health_ready, name="health_ready"),
    path("media/photos/<str:name>", photo, name="photo"),
    path("media/materials/<int:pk>/", material_file, name="material_file"),
    path("staff/admin/", admin.site.urls),
    path("staff/demo-mail/", views.demo_mail, name="demo_mail"),
    # Before allauth's own way to the same address, which counts no attempts.
    path("staff/account/oidc/<str:provider_id>/login/", oidc_login),
    path("staff/account/", include("allauth.urls")),
    path("staff/networks/", include("meetings.staff_urls")),
    path("staff/", include("directory.staff_urls")),
    path(
        "places/<slug:slug>.ics",
        calendars.place_calendar_unprefixed,
        name="place_calendar_unprefixed",
    ),
    *i18n_patterns(
        path("manifest.webmanifest", offline.manifest, name="manifest"),
        path("", include("directory.urls")),
        path("", include("meetings.urls")),
    ),
]
