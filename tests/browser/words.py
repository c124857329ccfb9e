"""What the site says in a language, read from its own catalogues, so that wording may be mended."""

from django.db.models import Choices
from django.utils.translation import gettext, override, pgettext


def said(message: str, language: str = "fi", context: str = "") -> str:
    with override(language):
        return pgettext(context, message) if context else gettext(message)


def label(choice: Choices, language: str = "fi") -> str:
    with override(language):
        return str(choice.label)
