"""Texts to a translator and back, as XLIFF."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.programme import Overtaken
from directory.actions.translation_import import import_translations
from directory.forms.translations import (
    LARGEST_FILE,
    PROBLEM_LABELS,
    ExportForm,
    ImportForm,
    file_problem,
    shown_language,
)
from directory.localized import current_language
from directory.models.translation_record import digest, same_lines
from directory.queries.translation_import import Change, Plan, Refusal, plan_import
from directory.queries.translation_states import Texts, TranslatedText, TranslationState
from directory.queries.translations import UNFINISHED, titles
from directory.views.staff.access import current_organisation
from directory.views.staff.differences import Piece, compared
from directory.views.staff.translation_scope import Scope, known_language, scope_of, with_query
from directory.views.staff.translations import Item, items
from directory.xliff import Document, Problem, Segment, Unit, XliffError, language_tag, read, write

CONTENT_TYPE = "application/xliff+xml"
PAGE_LENGTH = 50
AN_HOUR = 3600
# A part must come back under the limit, with targets up to three times as long as the sources.
UNIT_WEIGHT = 1200
SOURCE_WEIGHT = 4
SEGMENTS = {
    TranslationState.MISSING: Segment.INITIAL,
    TranslationState.OUTDATED: Segment.INITIAL,
    TranslationState.MACHINE: Segment.TRANSLATED,
    TranslationState.CURRENT: Segment.FINAL,
}


@dataclass(frozen=True, slots=True)
class Part:
    """What fits into one file: a file has one source language, and a largest size."""

    source_language: str
    number: int
    texts: Sequence[TranslatedText]


@login_required
@require_safe
def translation_export(request: HttpRequest, language: str) -> HttpResponse:
    """The file, or links to its parts when it would be too big."""
    scope = scope_of(request)
    known_language(language)
    form = ExportForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("That can't be exported. Choose again."))
        return redirect(with_query(request, reverse("translation_list", args=[language])))
    states = form.cleaned_data["state"] or [state.value for state in UNFINISHED]
    parts = parts_of(list(Texts(scope.rows, [language], states)))
    wanted = (form.cleaned_data["source"], form.cleaned_data["part"])
    chosen = [one for one in parts if (one.source_language, one.number) == wanted]
    if len(parts) == 1 or chosen:
        return exported(scope, language, (chosen or parts)[0])
    return render(request, "staff/translation_parts.html", parts_page(request, language, parts))


def parts_page(request: HttpRequest, language: str, parts: Sequence[Part]) -> dict[str, Any]:
    asked = {name: values for name, values in request.GET.lists() if name not in ("source", "part")}
    links = [
        {
            "url": "?" + urlencode({**asked, **where(part)}, doseq=True),
            "number": part.number,
            "count": len(part.texts),
            "source": shown_language(part.source_language, current_language()),
        }
        for part in parts
    ]
    name = shown_language(language, current_language())
    list_url = with_query(request, reverse("translation_list", args=[language]))
    return {"links": links, "name": name, "list_url": list_url}


def where(part: Part) -> dict[str, str | int]:
    return {"source": part.source_language, "part": part.number}


def parts_of(texts: Iterable[TranslatedText]) -> list[Part]:
    by_source: dict[str, list[list[TranslatedText]]] = {}
    room: dict[str, int] = {}
    for text in texts:
        files = by_source.setdefault(text.source_language, [])
        weight = UNIT_WEIGHT + SOURCE_WEIGHT * len(f"{text.source}{text.text}".encode())
        if weight > room.get(text.source_language, 0):
            files.append([])
            room[text.source_language] = LARGEST_FILE
        room[text.source_language] -= weight
        files[-1].append(text)
    return [
        Part(source, number, found)
        for source, files in by_source.items()
        for number, found in enumerate(files, start=1)
    ]


def exported(scope: Scope, language: str, part: Part) -> HttpResponse:
    document = Document(
        source_language=language_tag(part.source_language),
        target_language=language_tag(language),
        original=scope.slug,
        units=[unit_of(item) for item in items(part.texts)],
    )
    name = f"{scope.slug}-{language}-{part.number}.xlf"
    return HttpResponse(
        write(document),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def unit_of(item: Item) -> Unit:
    text = item.text
    state = SEGMENTS[text.state]
    if text.state == TranslationState.CURRENT and text.is_reviewed:
        state = Segment.REVIEWED
    return Unit(
        id=str(text.key),
        source=same_lines(text.source),
        target=same_lines(text.text),
        state=state,
        sub_state=text.state.value,
        notes=notes_of(item),
        source_digest=digest(text.source),
        target_digest=digest(text.text),
    )


def notes_of(item: Item) -> list[str]:
    notes = [f"{item.noun}: {item.title} – {item.label}"]
    if item.text.longest is not None:
        notes.append(_("At most %(limit)s characters.") % {"limit": item.text.longest})
    return notes


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translation_import(request: HttpRequest) -> HttpResponse:
    """The file is kept for an hour, and looked at on a page of its own before it is loaded."""
    organisation = current_organisation(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        key = uuid4()
        cache.set(kept_name(request), (key, form.data_read), AN_HOUR)
        return redirect(with_query(request, reverse("translation_import_plan", args=[key])))
    context = {"form": form, "organisation": organisation}
    return render(request, "staff/translation_import.html", context)


def kept_name(request: HttpRequest) -> str:
    """One file a person: the next takes its place."""
    return f"translation-import-{request.user.pk}"


def kept_file(request: HttpRequest, key: UUID) -> bytes | None:
    kept_key, data = cache.get(kept_name(request), (None, None))
    return data if kept_key == key else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translation_import_plan(request: HttpRequest, key: UUID) -> HttpResponse:
    current_organisation(request)
    data = kept_file(request, key)
    if data is None:
        messages.info(
            request, _("That file is loaded already, or it was long ago. Choose it again.")
        )
        return redirect(with_query(request, reverse("translation_import")))
    document = read(data)
    try:
        if request.method == "POST":
            return loaded(request, key, document)
        return planned(request, plan_import(document, request.user))
    except XliffError as error:
        messages.error(request, file_problem(error))
        return redirect(with_query(request, reverse("translation_import")))


def loaded(request: HttpRequest, key: UUID, document: Document) -> HttpResponse:
    seen, taken = request.POST.get("version", "")[:64], set(request.POST.getlist("take"))
    try:
        plan = import_translations(
            document=document, seen=seen, taken=taken, user=request.user, now=timezone.now()
        )
    except Overtaken:
        messages.warning(request, _("Something has changed meanwhile. Look at it again."))
        plan = plan_import(document, request.user)
        return planned(request, plan, taken=taken, status=409)
    cache.delete(kept_name(request))
    tell_loaded(request, plan, taken)
    return redirect(with_query(request, reverse("translation_list", args=[plan.language])))


def tell_loaded(request: HttpRequest, plan: Plan, taken: Collection[str]) -> None:
    count = len(plan.chosen(taken))
    told = ngettext("%(count)d translation is saved.", "%(count)d translations are saved.", count)
    messages.success(request, told % {"count": count})
    if kept := len(plan.changes) - count:
        told = ngettext(
            "%(count)d is kept as it is here.", "%(count)d are kept as they are here.", kept
        )
        messages.info(request, told % {"count": kept})


@dataclass(frozen=True, slots=True)
class ShownChange:
    change: Change
    item: Item
    pieces: Sequence[Piece]
    is_taken: bool


def planned(
    request: HttpRequest, plan: Plan, *, taken: Collection[str] = (), status: int = 200
) -> HttpResponse:
    """What was changed here meanwhile is chosen one by one, so all of it is on every page."""
    overtaken = [one for one in plan.changes if one.is_overtaken]
    page = Paginator(plan.chosen(()), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "name": shown_language(plan.language, current_language()),
        "page": page,
        "changes": shown_changes(page.object_list),
        "conflicts": shown_changes(overtaken, taken),
        "refusals": shown_refusals(plan.refusals),
        "outdated": sum(one.is_outdated for one in plan.changes),
    }
    return render(request, "staff/translation_import_plan.html", context, status=status)


def shown_changes(changes: Sequence[Change], taken: Collection[str] = ()) -> list[ShownChange]:
    named = items([change.text for change in changes])
    return [
        ShownChange(
            change, item, compared(change.text.text, change.after), str(item.text.key) in taken
        )
        for change, item in zip(changes, named, strict=True)
    ]


def shown_refusals(refusals: Sequence[Refusal]) -> list[tuple[str, str, str]]:
    """Of which text, or else the file's own name for it; and what is wrong."""
    texts = [one.text for one in refusals if one.text]
    named = titles(texts, current_language())
    return [
        (
            f"{named[one.text.key]} – {capfirst(one.text.label)}" if one.text else "",
            one.unit,
            refusal_text(one),
        )
        for one in refusals
    ]


def refusal_text(refusal: Refusal) -> str:
    label = str(PROBLEM_LABELS[refusal.problem])
    return label % {"limit": refusal.limit} if refusal.problem == Problem.TOO_LONG else label
