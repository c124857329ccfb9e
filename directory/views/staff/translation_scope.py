"""Whose texts a page is about, in which language and state, as its address says."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from directory.localized import Text, current_language, pick
from directory.models import Organisation
from directory.models.translation_record import TextKey
from directory.queries.translation_states import Rows, TranslationState
from directory.queries.translations import LANGUAGES, NOUNS, UNFINISHED, own_texts, site_texts
from directory.translation import FIELDS, MODELS
from directory.views.staff.access import current_organisation, editable_or_refuse


@dataclass(frozen=True, slots=True)
class Scope:
    """`organisation` is None for what belongs to the whole site."""

    rows: Rows
    organisation: Organisation | None

    @property
    def slug(self) -> str:
        return self.organisation.slug if self.organisation else "site"

    @property
    def name(self) -> Text | None:
        return pick(self.organisation, "name", current_language()) if self.organisation else None


def scope_of(request: HttpRequest) -> Scope:
    if request.user.is_superuser and "site" in request.GET:
        return Scope(site_texts(request.user), None)
    organisation = current_organisation(request)
    return Scope(own_texts(organisation, request.user, timezone.localdate()), organisation)


def known_language(code: str) -> str:
    if code not in LANGUAGES:
        raise Http404
    return code


def asked_states(request: HttpRequest) -> tuple[list[str], bool]:
    """Those asked for, else all that wants doing; and whether all of the request was understood."""
    asked = request.GET.getlist("state")
    known = [state.value for state in TranslationState if state in asked]
    return known or [state.value for state in UNFINISHED], set(asked) <= set(known)


def key_or_refuse(request: HttpRequest, noun: str, row: int, field: str) -> TextKey:
    model = NOUNS.get(noun)
    if model is None or field not in FIELDS[model]:
        raise Http404
    editable_or_refuse(request, model._default_manager.only("pk"), pk=row)
    return TextKey(model._meta.db_table, row, field)


def address(name: str, key: TextKey, language: str = "") -> str:
    """Of the page of one text: in a language, or of its source."""
    noun = MODELS[key.table]._meta.model_name
    where = [language] if language else []
    return reverse(name, args=[*where, noun, key.row, key.field])


def with_query(request: HttpRequest, path: str) -> str:
    """Whose texts they are, and what the list was narrowed to, goes along; the page does not."""
    asked = request.GET.copy()
    asked.pop("page", None)
    query = asked.urlencode()
    return f"{path}?{query}" if query else path
