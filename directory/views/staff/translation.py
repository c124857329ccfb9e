"""One text beside its source, and the source with all its translations."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directory.actions.programme import Overtaken
from directory.actions.translations import correct_source, save_translation
from directory.forms.translations import SourceForm, TranslationForm, shown_language
from directory.localized import current_language
from directory.machine_translation import chosen_engine
from directory.models.translation_record import TextKey, digest
from directory.queries.translation_states import TranslatedText, TranslationState
from directory.queries.translations import all_languages, next_key, one_text, source_then
from directory.views.staff.differences import Piece, compared
from directory.views.staff.translation_scope import (
    address,
    asked_states,
    key_or_refuse,
    known_language,
    scope_of,
    with_query,
)
from directory.views.staff.translations import ask_for_drafts, items


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translation(
    request: HttpRequest, language: str, noun: str, row: int, field: str
) -> HttpResponse:
    key = key_or_refuse(request, noun, row, field)
    text = one_text(key, known_language(language))
    if text is None:
        raise Http404
    form = TranslationForm(request.POST or None, text=text)
    if not form.is_valid():
        return shown(request, text, form)
    if "draft" in request.POST:
        return drafted(request, text, form)
    follows = following(request, text)
    try:
        save_translation(
            key=key,
            language=language,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["version"],
            user=request.user,
            now=timezone.now(),
        )
    except Overtaken:
        return overtaken(request, text, form)
    if text.text and not form.cleaned_data["text"]:
        tell_emptied(request, text)
    return saved(request, text, follows)


def following(request: HttpRequest, text: TranslatedText) -> str:
    """The page of the next text of the list; looked up before this one drops out of it."""
    states, _is_understood = asked_states(request)
    follows = next_key(scope_of(request).rows, text.language, states, text.key)
    return with_query(request, address("translation", follows, text.language)) if follows else ""


def list_of(request: HttpRequest, text: TranslatedText) -> str:
    return with_query(request, reverse("translation_list", args=[text.language]))


def page_of(request: HttpRequest, text: TranslatedText) -> str:
    return with_query(request, address("translation", text.key, text.language))


def tell_emptied(request: HttpRequest, text: TranslatedText) -> None:
    name = f"{capfirst(text.label)} ({shown_language(text.language, current_language())})"
    told = _("No text is left in: %(names)s. Families see it in another language, or not at all.")
    messages.warning(request, told % {"names": name})


def saved(request: HttpRequest, text: TranslatedText, follows: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    if "next" not in request.POST:
        return redirect(page_of(request, text))
    if not follows:
        messages.info(request, _("That was the last one."))
    return redirect(follows or list_of(request, text))


def overtaken(request: HttpRequest, text: TranslatedText, form: TranslationForm) -> HttpResponse:
    fresh = one_text(text.key, text.language)
    if fresh is None:
        raise Http404
    form.keep_typed(fresh.version)
    messages.warning(
        request,
        _("Somebody else changed this meanwhile. Below is how it is now. Do you still want yours?"),
    )
    typed = form.cleaned_data["text"]
    theirs = compared(fresh.text, typed) if fresh.text != typed else []
    return shown(request, fresh, form, theirs=theirs, status=409)


def shown(
    request: HttpRequest,
    text: TranslatedText,
    form: TranslationForm,
    *,
    theirs: Sequence[Piece] = (),
    status: int = 200,
) -> HttpResponse:
    is_outdated = text.state == TranslationState.OUTDATED
    source_was = source_then(text) if is_outdated else None
    context = {
        "item": items([text])[0],
        "text": text,
        "form": form,
        "source_name": shown_language(text.source_language, current_language()),
        "is_outdated": is_outdated,
        "pieces": compared(source_was, text.source) if source_was else [],
        "theirs": theirs,
        "follows": following(request, text),
        "list_url": list_of(request, text),
        "source_url": with_query(request, address("translation_source", text.key)),
        "can_draft": not text.text and chosen_engine() is not None,
    }
    return render(request, "staff/translation.html", context, status=status)


def drafted(request: HttpRequest, text: TranslatedText, form: TranslationForm) -> HttpResponse:
    """What somebody has typed is never thrown away for a draft."""
    engine = chosen_engine()
    if form.cleaned_data["text"] or engine is None:
        form.add_error("text", _("Empty the field first if you want a draft."))
        return shown(request, text, form)
    ask_for_drafts(request, [text], engine)
    return redirect(page_of(request, text))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translation_source(request: HttpRequest, noun: str, row: int, field: str) -> HttpResponse:
    key = key_or_refuse(request, noun, row, field)
    found = all_languages(key)
    if not found:
        raise Http404
    form = SourceForm(request.POST or None, text=found[0])
    if not form.is_valid():
        return source_page(request, found, form)
    try:
        after = correct_source(
            key=key,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["version"],
            is_small=form.cleaned_data["is_small"],
        )
    except Overtaken:
        return source_overtaken(request, key, form)
    tell_outdated(request, after)
    return redirect(with_query(request, address("translation_source", key)))


def source_overtaken(request: HttpRequest, key: TextKey, form: SourceForm) -> HttpResponse:
    found = all_languages(key)
    if not found:
        raise Http404
    form.keep_typed(digest(found[0].source))
    messages.warning(
        request,
        _("Somebody else changed this meanwhile. Below is how it is now. Do you still want yours?"),
    )
    theirs = compared(found[0].source, form.cleaned_data["text"])
    return source_page(request, found, form, theirs=theirs, status=409)


def source_page(
    request: HttpRequest,
    found: Sequence[TranslatedText],
    form: SourceForm,
    *,
    theirs: Sequence[Piece] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "text": found[0],
        "items": items(found),
        "source_name": shown_language(found[0].source_language, current_language()),
        "theirs": theirs,
    }
    return render(request, "staff/translation_source.html", context, status=status)


def tell_outdated(request: HttpRequest, texts: Sequence[TranslatedText]) -> None:
    messages.success(request, _("Saved."))
    count = sum(text.state == TranslationState.OUTDATED for text in texts)
    if count:
        told = ngettext(
            "%(count)d translation is out of date.",
            "%(count)d translations are out of date.",
            count,
        )
        messages.info(request, told % {"count": count})
