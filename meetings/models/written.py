from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from directory.localized import column
from directory.models.translation_record import SOURCE_LANGUAGES


def written(model: str, *fields: str) -> list[CheckConstraint]:
    """What staff write among themselves is there in one of their languages, whichever it is."""
    constraints = []
    for field in fields:
        condition = Q()
        for language in SOURCE_LANGUAGES:
            condition |= Q(**{f"{column(field, language)}__gt": ""})
        constraints.append(
            CheckConstraint(
                condition=condition,
                name=f"{model}_{field}_is_written",
                violation_error_message=_("Write this in Finnish, Swedish or English."),
            )
        )
    return constraints
