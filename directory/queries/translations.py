"""Whose texts are whose, what is to be translated, and what has changed since."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Model, Q, QuerySet

from directory.localized import column, expression
from directory.models import (
    Area,
    BreakCalendar,
    Category,
    Contact,
    Organisation,
    Photo,
    Place,
    ScheduleChange,
    Service,
    Slot,
)
from directory.models.translation_record import Digest, TextKey
from directory.permissions import editable_by
from directory.queries.own import kept_places, run_services, run_slots
from directory.queries.translation_states import (
    Rows,
    Texts,
    TranslatedText,
    TranslationState,
)
from directory.translation import MODELS
from directory.wording import day_numeric

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
UNFINISHED = (TranslationState.OUTDATED, TranslationState.MISSING, TranslationState.MACHINE)
NOUNS = {model._meta.model_name: model for model in MODELS.values()}
MOST_QUEUED = 5000
# What stands over a text: names along relations, translated or, as F, the same in every language.
SERVICE, PLACE, ORGANISATION = "service__name", F("place__name"), "organisation__name"
TITLES: dict[type[Model], tuple[str | F, ...]] = {
    Contact: (SERVICE, PLACE, ORGANISATION),
    Photo: (SERVICE, PLACE),
    Place: (F("name"),),
    ScheduleChange: (
        "slot__service__name", F("slot__place__name"), SERVICE, PLACE, ORGANISATION, F("first")
    ),
    Slot: (SERVICE, PLACE),
}  # fmt: skip


def own_texts(organisation: Organisation, user: AbstractBaseUser, today: date) -> Rows:
    """What the organisation answers for and families may still come to see."""
    services, places = run_services(organisation), kept_places(organisation)
    slots = run_slots(organisation).not_ended(today)
    of_listing = Q(service__in=services.values("pk")) | Q(place__in=places.values("pk"))
    of_noun = of_listing | Q(organisation=organisation)
    of_slot = Q(slot__in=slots.values("pk"))
    to_come = Q(last__isnull=True) | Q(last__gte=today)
    rows = {
        Organisation: Organisation.objects.filter(pk=organisation.pk),
        Service: services,
        Place: places,
        Slot: slots,
        ScheduleChange: ScheduleChange.objects.filter(of_noun | of_slot, to_come),
        Contact: Contact.objects.filter(of_noun),
        Photo: Photo.objects.filter(of_listing),
        BreakCalendar: BreakCalendar.objects.filter(owner=organisation),
    }
    return {model: editable_by(user, queryset) for model, queryset in rows.items()}


def site_texts(user: AbstractBaseUser) -> Rows:
    """What belongs to no organisation."""
    rows = {
        Category: Category.objects.all(),
        Area: Area.objects.all(),
        BreakCalendar: BreakCalendar.objects.filter(owner__isnull=True),
    }
    return {model: editable_by(user, queryset) for model, queryset in rows.items()}


def counts_by_language(rows: Rows) -> dict[str, Counter[str]]:
    """How many texts there are in each state, in the languages that have any to be written in."""
    numbers: dict[str, Counter[str]] = {code: Counter() for code in LANGUAGES}
    for (language, state), number in Texts(rows, LANGUAGES).counts.items():
        numbers[language][state] = number
    return {code: found for code, found in numbers.items() if found}


def one_text(key: TextKey, language: str) -> TranslatedText | None:
    """Nothing for a text without a source, or when the language is the source's own."""
    return texts_at([key], language).get(key)


def all_languages(key: TextKey) -> list[TranslatedText]:
    found = [text for text in Texts(rows_of([key]), LANGUAGES) if text.key == key]
    return sorted(found, key=lambda text: LANGUAGES.index(text.language))


def texts_at(keys: Collection[TextKey], language: str) -> dict[TextKey, TranslatedText]:
    texts = Texts(rows_of(keys), [language])
    return {text.key: text for text in texts if text.key in keys}


def editable_texts(
    keys: Collection[TextKey], language: str, user: AbstractBaseUser
) -> dict[TextKey, TranslatedText]:
    """Of the keys, whatever they are, those of texts that the user may edit."""
    rows = {model: editable_by(user, found) for model, found in rows_of(keys).items()}
    return {text.key: text for text in Texts(rows, [language]) if text.key in keys}


def rows_of(keys: Iterable[TextKey]) -> Rows:
    by_table: defaultdict[str, set[int]] = defaultdict(set)
    for key in keys:
        by_table[key.table].add(key.row)
    return {
        MODELS[table]: QuerySet(MODELS[table]).filter(pk__in=own)
        for table, own in sorted(by_table.items())
        if table in MODELS
    }


def made_outdated(row: Model, columns: Collection[str]) -> Counter[str]:
    """By field, how many translations of the row's are out of date whose source is a column."""
    rows = {type(row): QuerySet(type(row)).filter(pk=row.pk)}
    texts = Texts(rows, LANGUAGES, [TranslationState.OUTDATED])
    return Counter(
        text.field for text in texts if column(text.field, text.source_language) in columns
    )


def has_translations(row: Model) -> bool:
    rows = {type(row): QuerySet(type(row)).filter(pk=row.pk)}
    counts = Texts(rows, LANGUAGES).counts
    return any(state != TranslationState.MISSING for _language, state in counts)


def outdated_by_row(rows: Rows) -> Counter[tuple[str, int]]:
    """By table and key, how many translations of a row's are out of date."""
    texts = Texts(rows, LANGUAGES, [TranslationState.OUTDATED])
    return Counter((key.table, key.row) for key in texts.keys(MOST_QUEUED))


def next_key(rows: Rows, language: str, states: Iterable[str], after: TextKey) -> TextKey | None:
    """The text that follows in the work list, from its beginning again after the last one."""
    queue = Texts(rows, [language], list(states)).keys(MOST_QUEUED)
    at = queue.index(after) + 1 if after in queue else 0
    return next((key for key in (*queue[at:], *queue[:at]) if key != after), None)


def source_then(text: TranslatedText) -> str | None:
    """The source that the translation was made from, when the history has it."""
    events = getattr(text.model, "pgh_event_model", None)
    if events is None or text.made_from is None:
        return None
    name = column(text.field, text.made_from_language or text.source_language)
    same = events.objects.filter(pgh_obj_id=text.row).alias(digest=Digest(F(name)))
    made_from = same.filter(digest=text.made_from).order_by("-pgh_id")
    return made_from.values_list(name, flat=True).first()


def titles(texts: Iterable[TranslatedText], language: str) -> dict[TextKey, str]:
    """What each text belongs to; a query for each kind of row."""
    keys = [text.key for text in texts]
    named = {
        table: row_titles(MODELS[table], {key.row for key in keys if key.table == table}, language)
        for table in {key.table for key in keys}
    }
    return {key: named[key.table].get(key.row, "") for key in keys}


def row_titles(model: type[Model], keys: Iterable[int], language: str) -> dict[int, str]:
    paths = TITLES.get(model, ("name",))
    parts = [expression(path, language) if isinstance(path, str) else path for path in paths]
    rows = QuerySet(model).filter(pk__in=list(keys)).values_list("pk", *parts)
    return {pk: title(words) for pk, *words in rows}


def title(words: Iterable[str | date | None]) -> str:
    shown = (day_numeric(word) if isinstance(word, date) else word for word in words)
    return ", ".join(filter(None, shown))
