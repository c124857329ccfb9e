from django.urls import path

from directory.feeds import calendars
from directory.views import (
    card,
    embed,
    home,
    my_list,
    organisation,
    place,
    poster,
    printing,
    report,
    screen,
    service,
    share,
    statements,
    suggest,
    week,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("today/", week.today, name="today"),
    path("week/", week.week, name="week"),
    path("list/", my_list.my_list, name="my_list"),
    path("offline/", my_list.offline, name="offline"),
    path("card/", card.help_card, name="help_card"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("suggest/", suggest.suggest, name="suggest"),
    path("services/", service.service_list, name="service_list"),
    path("services/<slug:slug>/", service.service_detail, name="service_detail"),
    path("services/<slug:slug>.ics", calendars.service_calendar, name="service_calendar"),
    path("services/<slug:slug>/card/", card.service_card, name="service_card"),
    path("services/<slug:slug>/print/", printing.service_print, name="service_print"),
    path("services/<slug:slug>/report/", report.service_report, name="service_report"),
    path(
        "services/<slug:slug>/report/thanks/",
        report.service_report_thanks,
        name="service_report_thanks",
    ),
    path("places/", place.place_list, name="place_list"),
    path("places/<slug:slug>/", place.place_detail, name="place_detail"),
    path("places/<slug:slug>.ics", calendars.place_calendar, name="place_calendar"),
    path("places/<slug:slug>/poster/", poster.place_poster, name="place_poster"),
    path("places/<slug:slug>/poster.pdf", poster.place_poster_pdf, name="place_poster_pdf"),
    path("places/<slug:slug>/card/", card.place_card, name="place_card"),
    path("places/<slug:slug>/print/", printing.place_print, name="place_print"),
    path("places/<slug:slug>/screen/", screen.place_screen, name="place_screen"),
    path("places/<slug:slug>/embed/", embed.place_embed, name="place_embed"),
    path("places/<slug:slug>/share/", share.place_share, name="place_share"),
    path("places/<slug:slug>/report/", report.place_report, name="place_report"),
    path(
        "places/<slug:slug>/report/thanks/", report.place_report_thanks, name="place_report_thanks"
    ),
    path(
        "organisations/<slug:slug>/", organisation.organisation_detail, name="organisation_detail"
    ),
    path(
        "organisations/<slug:slug>.ics",
        calendars.organisation_calendar,
        name="organisation_calendar",
    ),
    path("organisations/<slug:slug>/embed/", embed.organisation_embed, name="organisation_embed"),
    path("organisations/<slug:slug>/share/", share.organisation_share, name="organisation_share"),
    path("week/embed/", embed.week_embed, name="week_embed"),
    path("week/share/", share.week_share, name="week_share"),
    path("week.ics", calendars.week_calendar, name="week_calendar"),
]
