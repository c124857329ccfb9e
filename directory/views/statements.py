"""What Finnish law wants a site to tell of itself: how accessible it is, and what it keeps."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.views.listing import section_crumbs

# To be renewed with the words, whenever what is tested, kept or counted changes.
MADE = date(2026, 11, 22)
UPDATED = date(2026, 11, 23)
# Of what is not accessible yet.
CRITERIA = {
    "files": "(WCAG 1.1.1, 1.3.1, 2.4.2)",
    "pictures": "(WCAG 1.1.1)",
    "screen": "(WCAG 2.2.1, 2.2.2)",
}
# It supervises since 2025 what the Act on the Provision of Digital Services (306/2019) asks.
AUTHORITY = {
    "name": "Liikenne- ja viestintävirasto Traficom, Digitaalisen esteettömyyden ja "
    "saavutettavuuden valvontayksikkö",
    "site": "www.saavutettavuusvaatimukset.fi",
    "url": "https://www.saavutettavuusvaatimukset.fi/",
    "email": "saavutettavuus@traficom.fi",
    "phone": "029 534 5000",
    "phone_link": "+358295345000",
}
OMBUDSMAN = {
    "name": "Tietosuojavaltuutettu",
    "site": "tietosuoja.fi",
    "url": "https://tietosuoja.fi/",
}


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {
        "criteria": CRITERIA,
        "authority": AUTHORITY,
        **common_context(_("Accessibility statement")),
    }
    return render(request, "directory/accessibility.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"ombudsman": OMBUDSMAN, **common_context(_("Privacy statement"))}
    return render(request, "directory/privacy.html", context)


def common_context(title: str) -> dict[str, object]:
    return {
        "made": MADE,
        "updated": UPDATED,
        "operator": settings.OPERATOR,
        "breadcrumbs": section_crumbs((title, None)),
    }
