from django.urls import path

from directory.views import home, organisation, place, service

urlpatterns = [
    path("", home.home, name="home"),
    path("services/", service.service_list, name="service_list"),
    path("services/<slug:slug>/", service.service_detail, name="service_detail"),
    path("places/", place.place_list, name="place_list"),
    path("places/<slug:slug>/", place.place_detail, name="place_detail"),
    path(
        "organisations/<slug:slug>/", organisation.organisation_detail, name="organisation_detail"
    ),
]
