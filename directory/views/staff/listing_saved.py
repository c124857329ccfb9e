"""What is told after a listing was saved: who sees it now, and what else it has led to."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modeltranslation.fields import TranslationField

from directory import wording
from directory.enums import State
from directory.forms.listing_edit import is_price_unclear, price_unclear
from directory.localized import current_language
from directory.models import Place, Service
from directory.models.translation_record import TextKey
from directory.queries.edits import CONTACTS
from directory.queries.translations import made_outdated
from directory.views.staff.differences import label_of
from directory.views.staff.translation_scope import address


def tell_saved(
    request: HttpRequest, row: Service | Place, changed: Collection[str], *, is_small: bool
) -> None:
    """`row` has the state that its page was read with; its texts are read anew."""
    if not changed:
        messages.info(request, _("It is so already. There was nothing to save."))
        return
    messages.success(request, who_sees(row))
    row.refresh_from_db()
    columns = [name for name in changed if name != CONTACTS]
    if told := told_of_emptied(row, columns):
        messages.warning(request, told)
    if not is_small and (told := told_of_outdated(row, columns)):
        messages.info(request, told)
    if isinstance(row, Service) and {"is_free", "price"} & set(changed) and is_price_unclear(row):
        messages.warning(request, price_unclear())


def who_sees(row: Service | Place) -> str:
    if row.state == State.ARCHIVED:
        return _("Saved. But this is in the archive: families don't see it.")
    if row.state == State.PUBLISHED and row.owner.is_approved:
        return _("Saved. Families see it at once.")
    return _("Saved. Families don't see it yet.")


def told_of_emptied(row: Service | Place, columns: Collection[str]) -> str:
    language = current_language()
    fields = [row._meta.get_field(name) for name in columns if not getattr(row, name)]
    names = [label_of(one, language) for one in fields if isinstance(one, TranslationField)]
    if not names:
        return ""
    told = _("No text is left in: %(names)s. Families see it in another language, or not at all.")
    return told % {"names": wording.listed(names, language)}


def told_of_outdated(row: Service | Place, columns: Collection[str]) -> SafeString | None:
    """With a link to the translations of each text."""
    found = made_outdated(row, columns)
    if not found:
        return None
    told = ngettext(
        "%(count)d translation is now out of date:",
        "%(count)d translations are now out of date:",
        found.total(),
    )
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((page(row, one), one_label(row, one)) for one in found)
    )
    return format_html("{} {}", told % {"count": found.total()}, links)


def page(row: Service | Place, field: str) -> str:
    return address("translation_source", TextKey(row._meta.db_table, row.pk, field))


def one_label(row: Service | Place, field: str) -> str:
    return capfirst(row._meta.get_field(field).verbose_name)
