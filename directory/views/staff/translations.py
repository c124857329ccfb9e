"""What is to be translated, language by language."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from directory.actions.translations import draft_translations
from directory.forms.translations import STATE_LABELS, TROUBLE_LABELS, shown_language
from directory.localized import current_language
from directory.machine_translation import Engine, EngineError, chosen_engine
from directory.queries.translation_states import Texts, TranslatedText, TranslationState
from directory.queries.translations import counts_by_language, titles
from directory.views.staff.translation_scope import (
    address,
    asked_states,
    known_language,
    scope_of,
    with_query,
)

PAGE_LENGTH = 30
MOST_DRAFTS = 20


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """A language and how many texts there are in each state: value, label, number."""

    name: str
    url: str
    states: Sequence[tuple[str, Any, int]]


@dataclass(frozen=True, slots=True)
class Item:
    """A text in a list, or over its own page."""

    text: TranslatedText
    noun: str
    title: str
    label: str
    language: str
    state_label: Any
    url: str


@login_required
@require_safe
def translations(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request)
    counts = counts_by_language(scope.rows)
    lines = [language_line(language, numbers) for language, numbers in counts.items()]
    return render(request, "staff/translations.html", {"scope": scope, "lines": lines})


def language_line(code: str, numbers: Counter[str]) -> LanguageLine:
    states = [(state.value, label, numbers[state]) for state, label in STATE_LABELS.items()]
    return LanguageLine(
        name=shown_language(code, current_language()),
        url=reverse("translation_list", args=[code]),
        states=[one for one in states if one[2]],
    )


@login_required
@require_safe
def translation_list(request: HttpRequest, language: str) -> HttpResponse:
    scope = scope_of(request)
    states, is_understood = asked_states(request)
    texts = Texts(scope.rows, [known_language(language)], states)
    page = Paginator(texts, PAGE_LENGTH).get_page(request.GET.get("page"))
    numbers = Counter({state: number for (_code, state), number in texts.counts.items()})
    context = {
        "scope": scope,
        "code": language,
        "name": shown_language(language, current_language()),
        "page": page,
        "items": items(page.object_list),
        "states": [
            (state.value, label, numbers[state], [state.value] == states)
            for state, label in STATE_LABELS.items()
        ],
        "unfinished": numbers.total() - numbers[TranslationState.CURRENT],
        "is_narrowed": len(states) == 1,
        "is_understood": is_understood,
        "total": texts.count(),
        "can_draft": numbers[TranslationState.MISSING] and chosen_engine() is not None,
        "most_drafts": MOST_DRAFTS,
    }
    return render(request, "staff/translation_list.html", context)


def items(texts: Collection[TranslatedText]) -> list[Item]:
    named = titles(texts, current_language())
    return [
        Item(
            text=text,
            noun=capfirst(text.model._meta.verbose_name),
            title=named[text.key],
            label=capfirst(text.label),
            language=shown_language(text.language, current_language()),
            state_label=STATE_LABELS[text.state],
            url=address("translation", text.key, text.language),
        )
        for text in texts
    ]


@login_required
@require_POST
def translation_drafts(request: HttpRequest, language: str) -> HttpResponse:
    """For the first texts that have no translation."""
    scope = scope_of(request)
    missing = Texts(scope.rows, [known_language(language)], [TranslationState.MISSING])
    engine = chosen_engine()
    if engine is None:
        raise Http404
    ask_for_drafts(request, missing[:MOST_DRAFTS], engine)
    return redirect(with_query(request, reverse("translation_list", args=[language])))


def ask_for_drafts(request: HttpRequest, texts: Sequence[TranslatedText], engine: Engine) -> None:
    if not ratelimit.consume(request, action="draft", user=request.user):
        told = _("You have asked for many drafts. Wait an hour, then ask for more.")
        messages.error(request, told)
        return
    try:
        done = draft_translations(texts=texts, engine=engine)
    except EngineError as error:
        messages.error(request, TROUBLE_LABELS[error.trouble])
        return
    made = ngettext(
        "%(count)d draft is made. Review it.", "%(count)d drafts are made. Review them.", done.made
    )
    messages.success(request, made % {"count": done.made})
    if done.skipped:
        left = ngettext(
            "%(count)d text was left as it is.",
            "%(count)d texts were left as they are.",
            done.skipped,
        )
        messages.info(request, left % {"count": done.skipped})
