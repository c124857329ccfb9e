"""What the network shares: files and links, added here or from a meeting."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.localized import current_language
from meetings.actions.materials import add_material, change_material, remove_material
from meetings.actions.rows import Overtaken
from meetings.forms.material import LARGEST_FILE, MaterialForm
from meetings.localized import written
from meetings.models import Material, Meeting, Network
from meetings.queries.materials import material_line, material_rows
from meetings.queries.versions import present_values, read_anew, values_at
from meetings.views.staff.access import own_network
from meetings.views.staff.clash import page_status, take_in
from meetings.views.staff.large_posts import brings_file

MOST_SHOWN = 300


@login_required
@require_safe
def material_desk(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    language = current_language()
    rows = material_rows(network.materials.all(), language)[:MOST_SHOWN]
    context = {
        "network": network,
        "materials": [(row.pk, material_line(row, language)) for row in rows],
    }
    return render(request, "staff/networks/material_desk.html", context)


@brings_file(LARGEST_FILE)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def material_add(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    meeting = chosen_meeting(request, network)
    form = MaterialForm(
        request.POST or None,
        request.FILES or None,
        network=network,
        initial={"meeting": meeting},
    )
    if request.method == "POST" and form.is_valid():
        add_material(
            network=network,
            values=form.values,
            file=form.cleaned_data["upload"],
            form=form.cleaned_data["uid"],
            now=timezone.now(),
        )
        messages.success(request, _("The material is here."))
        return redirect("material_desk", network.slug)
    return form_page(request, network, form)


def chosen_meeting(request: HttpRequest, network: Network) -> Meeting | None:
    """The meeting from whose page the coordinator comes."""
    asked = request.GET.get("meeting")
    if not asked:
        return None
    return get_object_or_404(network.meetings, slug=asked[:80].replace("\0", ""))


def form_page(
    request: HttpRequest, network: Network, form: MaterialForm, **more: Any
) -> HttpResponse:
    form.ask_for_file_again()
    context = {"network": network, "form": form, **more}
    status = page_status(form)
    return render(request, "staff/networks/material_edit.html", context, status=status)


@brings_file(LARGEST_FILE)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def material_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    network = own_network(request, slug)
    material = get_object_or_404(network.materials, pk=pk)
    form, about = edit_form(request, material), {"material": material}
    if request.method == "POST" and form.is_valid():
        try:
            change(material, form)
        except Overtaken:
            about["clashes"] = take_in(form, material, form.values)
            about["is_replaced"] = is_replaced(material, form.cleaned_data["version"])
        else:
            messages.success(request, _("Saved."))
            return redirect("material_desk", network.slug)
    about["title"] = written(material, "title", current_language())
    return form_page(request, network, form, **about)


def edit_form(request: HttpRequest, material: Material) -> MaterialForm:
    if request.method != "POST":
        initial = {"version": read_anew(material)}
        return MaterialForm(network=material.network, instance=material, initial=initial)
    # What is typed goes into the form's row, while the page still names the material as it is.
    row = get_object_or_404(Material, pk=material.pk)
    return MaterialForm(request.POST, request.FILES, network=material.network, instance=row)


def is_replaced(material: Material, seen: str) -> bool:
    """Its file is another one than at the version `seen`."""
    before = values_at(material, seen)
    return before is not None and before["file"] != present_values(material)["file"]


def change(material: Material, form: MaterialForm) -> None:
    data = form.cleaned_data
    change_material(
        material=material,
        values=form.values,
        file=data["upload"],
        form=data["uid"],
        seen=data["version"],
    )


@login_required
@require_POST
def material_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Sent a second time it finds nothing, and says the same."""
    network = own_network(request, slug)
    remove_material(network=network, pk=pk)
    messages.success(request, _("The material is removed, and its file with it."))
    return redirect("material_desk", network.slug)
