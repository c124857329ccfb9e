"""A translator's file is loaded whole or not at all."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from directory.actions.programme import Overtaken
from directory.actions.translations import confirm, lock_rows, write
from directory.models import TranslationRecord
from directory.queries.translation_import import Change, ChangeKind, Plan, plan_import
from directory.xliff import Document


@transaction.atomic
def import_translations(
    *,
    document: Document,
    seen: str,
    taken: Collection[str],
    user: AbstractBaseUser,
    now: datetime,
) -> Plan:
    """What was planned and chosen is done; Overtaken when it is not what was seen any more."""
    lock_rows(change.text.key for change in plan_import(document, user).changes)
    plan = plan_import(document, user)
    if plan.refusals or plan.version != seen:
        raise Overtaken
    changes = plan.chosen(taken)
    written = [one for one in changes if one.kind != ChangeKind.CONFIRMED]
    write({one.text.key: one.after for one in written}, plan.language)
    for change in written:
        if change.is_outdated:
            leave_outdated(change)
    for change in changes:
        if change.kind == ChangeKind.CONFIRMED:
            confirm(change.text, made_from=change.made_from, user=user, now=now)
    return plan


def leave_outdated(change: Change) -> None:
    """It was made from the source that the translator had, not from the one that is there now."""
    text = change.text
    TranslationRecord.objects.filter(
        table=text.table, row=text.row, field=text.field, language=text.language
    ).update(source_digest=change.made_from)
