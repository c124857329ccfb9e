"""A listing as a transaction left it, as it is now, and what leads from one to the other."""

from datetime import datetime

from django.db.models import Model, QuerySet

from directory.queries.history import (
    NOT_RESTORED,
    PARTS,
    TIES,
    Step,
    Values,
    events_about,
    moments,
    values_of,
)

Version = dict[type[Model], dict[int, Values]]


def version_at(row: Model, at: datetime) -> Version | None:
    """The listing and the parts that can be restored, as the transaction of that moment left them;
    None when there was no such moment, or it was before the listing."""
    known = moments(row)
    until = next((known[place:] for place, one in enumerate(known) if one.at == at), [])
    latest = {
        model: max((key for one in until for key in one.keys.get(model, ())), default=0)
        for model in restored_models(row)
    }
    version = {model: rows_at(model, row, key) for model, key in latest.items()}
    return version if version[type(row)] else None


def rows_at(model: type[Model], row: Model, key: int) -> dict[int, Values]:
    """As they were just after the event of this key."""
    events = events_about(model, row).filter(pgh_id__lte=key)
    latest = events.order_by("id", "-pgh_id").distinct("id")
    return {event.id: values_of(event) for event in latest if event.pgh_label != "delete"}


def current_version(row: Model) -> Version:
    return {model: current_rows(model, row) for model in restored_models(row)}


def current_rows(model: type[Model], row: Model) -> dict[int, Values]:
    column = "pk" if model is type(row) else f"{row._meta.model_name}_id"
    names = [one.attname for one in model._meta.concrete_fields]
    # A plain QuerySet: the translated manager would read another language's column.
    found = QuerySet(model).filter(**{column: row.pk}).values(*names)
    return {values["id"]: values for values in found}


def restored_models(row: Model) -> list[type[Model]]:
    parts = (model for model in PARTS[type(row)] if model not in NOT_RESTORED)
    return [type(row), *parts]


def steps_between(now: Version, then: Version) -> list[Step]:
    """What leads from one version to the other."""
    steps = []
    for model in now:
        one, other = by_meaning(model, now[model]), by_meaning(model, then[model])
        for key in dict.fromkeys((*one, *other)):
            before, after = one.get(key), other.get(key)
            if before != after and not (model in TIES and before and after):
                steps.append(Step(model, (before or after)["id"], before, after))
    return steps


def by_meaning(model: type[Model], rows: dict[int, Values]) -> dict[int, Values]:
    if model not in TIES:
        return rows
    return {values[TIES[model]]: values for values in rows.values()}
