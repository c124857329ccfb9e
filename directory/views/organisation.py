from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.counted import Opened, counts_as
from directory.localized import current_language
from directory.models import CountedKind, Organisation
from directory.queries.contacts import contact_lines
from directory.queries.details import organisation_page, organisation_row
from directory.queries.listings import places_of, service_cards, service_rows, services_of, texts_of
from directory.views.beside import original_switch
from directory.views.listing import page_of, section_crumbs


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    language, now = current_language(), timezone.localtime()
    organisation = organisation_row(Organisation.objects.published(), slug, language)
    if organisation is None:
        raise Http404
    page = organisation_page(organisation, language)
    services = page_of(service_rows(services_of(organisation), language, now.date()), request)
    services.object_list = service_cards(services.object_list, language, now)
    places = places_of(organisation, language)
    contacts = contact_lines(organisation.contact_rows, language)
    response = render(
        request,
        "directory/organisation_detail.html",
        {
            "organisation": page,
            "services": services,
            "places": places,
            "contacts": contacts,
            **original_switch(request, [*page.values(), *texts_of(contacts, services, places)]),
            "breadcrumbs": section_crumbs((str(page["name"]), None)),
        },
    )
    return counts_as(response, Opened(CountedKind.ORGANISATION, organisation.pk))
