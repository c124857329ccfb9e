from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.views.staff.access import memberships_of


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/desk.html", {"memberships": memberships_of(request)})
