"""The staff's desk, under /staff/."""

from django.urls import path

from directory.views.staff import desk

urlpatterns = [
    path("", desk.desk, name="desk"),
]
