"""From which source text each translation was made.

The database itself writes it whenever a translation changes, so that no way of saving can forget
to. Whether a translation is up to date is computed: the digest of the source as it stands now is
compared with the one kept here.
"""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from directory.enums import TranslationOrigin

# The first of these that is filled is the source; the parts of the desk that staff write in.
SOURCE_LANGUAGES = ("fi", "sv", "en")
SMALL_CORRECTION = "perhepalvelut.small_correction"
ORIGIN = "perhepalvelut.translation_origin"


class TranslationRecord(models.Model):
    """Rows are named by table, key, field and language; a source text has none."""

    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    field = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    source_language = models.CharField(max_length=10)
    source_digest = models.CharField(max_length=64)
    origin = models.CharField(
        _("origin"),
        max_length=10,
        choices=TranslationOrigin.choices,
        default=TranslationOrigin.PERSON,
    )
    made_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row", "field", "language"], name="translation_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.field} {self.language}"


def same_lines(text: str) -> str:
    """Browsers send other line ends than those in the database: they are no change of a text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def digest(text: str) -> str:
    return hashlib.sha256(same_lines(text).encode()).hexdigest()


def same_lines_sql(text: str) -> str:
    return f"replace(replace({text}, chr(13) || chr(10), chr(10)), chr(13), chr(10))"


def digest_sql(text: str) -> str:
    """`digest` in the database's words."""
    return f"encode(sha256(convert_to({same_lines_sql(text)}, 'UTF8')), 'hex')"


class Digest(models.Func):
    output_field = models.CharField()
    template = digest_sql("%(expressions)s")


@contextmanager
def setting(name: str, value: str) -> Iterator[None]:
    """Tells the triggers something about what is written inside."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [name])


def translations_stay_valid() -> AbstractContextManager[None]:
    """A source corrected inside leaves the translations as up to date as they were before."""
    return setting(SMALL_CORRECTION, "on")


def made_by_machine() -> AbstractContextManager[None]:
    return setting(ORIGIN, TranslationOrigin.MACHINE)


@dataclass(frozen=True, slots=True)
class TextKey:
    """Where a text is: `directory_service:12:summary`."""

    table: str
    row: int
    field: str

    def __str__(self) -> str:
        return f"{self.table}:{self.row}:{self.field}"
