from django.urls import path

from meetings.feeds import calendars, notes
from meetings.views import material, meeting, network, offer, picture

urlpatterns = [
    path("networks/", network.network_list, name="network_list"),
    path("networks/<slug:slug>.ics", calendars.network_calendar, name="network_calendar"),
    path("networks/<slug:slug>/", network.network_detail, name="network_detail"),
    path("networks/<slug:slug>/notes.atom", notes.network_feed, name="network_feed"),
    path("networks/<slug:slug>/picture/", picture.network_picture, name="network_picture"),
    path("networks/<slug:slug>/help/", offer.network_offer, name="network_offer"),
    path(
        "networks/<slug:slug>/help/thanks/", offer.network_offer_thanks, name="network_offer_thanks"
    ),
    # Words that no meeting may have for its address stand above this line.
    path("networks/<slug:slug>/<slug:meeting>/", meeting.meeting_detail, name="meeting_detail"),
    path(
        "networks/<slug:slug>/<slug:meeting>.ics",
        calendars.meeting_calendar,
        name="meeting_calendar",
    ),
    path("networks/<slug:slug>/<slug:meeting>/notes/", meeting.meeting_notes, name="meeting_notes"),
    path("materials/", material.material_list, name="material_list"),
    path("places/<slug:slug>/help/", offer.place_offer, name="place_offer"),
    path("places/<slug:slug>/help/thanks/", offer.place_offer_thanks, name="place_offer_thanks"),
    path("offers/<str:token>/", offer.offer_taken_back, name="offer_taken_back"),
]
