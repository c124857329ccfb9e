"""What every template may use without loading it: icons, texts with their language, components."""

import re
import warnings
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.utils.html import (
    conditional_escape,
    escape,
    format_html,
    format_html_join,
    linebreaks,
)
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from directory.addresses import absolute
from directory.localized import Text, current_language, direction, html_tag
from directory.wording import language_name
from meetings.markdown import in_plain_words, rendered
from perhepalvelut.middleware import CHOICE

register = template.Library()

ICONS = Path(__file__).resolve().parent.parent / "icons"
GOOGLE_CALENDAR = "https://calendar.google.com/calendar/r"
DIRECTIONAL = {"arrow-right", "chevron-left", "chevron-right"}
# "9.30–11.30", "12.8.–16.12.", "–16.12.", "0199 100 312"; the `#` keeps character references.
NUMBERS = re.compile(r"(?<![#.\dA-Za-z_])[–+]?\d(?:[\d.:–]|,(?=\d))*(?: \d[\d.:–]*)*")


def read_icons(folder: Path) -> dict[str, str]:
    """The inside of each icon by name; the wrapper is written anew by `icon`."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.svg")}
    return {name: " ".join(svg_content(source).split()) for name, source in files.items()}


def svg_content(source: str) -> str:
    return re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)[1]


SHAPES = read_icons(ICONS)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline picture beside words; tests turn the warning for an unknown name into an error."""
    if name not in SHAPES:
        warnings.warn(f"There is no icon named {name!r}", stacklevel=2)
        return mark_safe("")
    # The size in the tag keeps the page usable where the stylesheet is not loaded.
    return format_html(
        '<svg class="{}" width="20" height="20" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" aria-hidden="true">{}</svg>',
        "icon icon-directional" if name in DIRECTIONAL else "icon",
        mark_safe(SHAPES[name]),
    )


@register.simple_tag
def ltr(value: object) -> SafeString:
    """Times, numbers, addresses and Finnish names keep their order in right-to-left text."""
    return format_html('<bdi dir="ltr">{}</bdi>', value) if value else mark_safe("")


# As a filter it serves inside blocktranslate, where no tag may stand.
register.filter("ltr", ltr)


@register.simple_tag
def options(choices, chosen: str = "") -> SafeString:
    """The options of a select; a form field would render a template for each of hundreds."""
    marks = ((value, " selected" if value == chosen else "", label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', marks)


@register.filter
def ltr_numbers(value: object) -> SafeString:
    """A sentence in the page's language whose dates and times must not be reordered."""
    kept = r'<bdi class="nowrap" dir="ltr">\g<0></bdi>'
    return mark_safe(NUMBERS.sub(kept, conditional_escape(value)))


@register.simple_tag(takes_context=True)
def text(context, value, *, is_link: bool = False) -> SafeString:
    """A translated text inside a line, marked with its own language when it is not the page's.

    With what makes it doubtful, and on a page that `shows_original` with the Finnish beneath.
    The doubt about a link stands after it, by `text_doubt`.
    """
    shown = readable(value)
    if getattr(value, "is_fallback", False):
        marked = '<span class="other-language" lang="{}" dir="{}">{}</span>'
        shown = format_html(marked, value.tag, value.dir, shown)
    if not is_link:
        shown = format_html("{}{}", shown, text_doubt(value))
    if original := finnish(context, value):
        marked = '{}<span class="original" lang="fi" dir="ltr">{}</span>'
        shown = format_html(marked, shown, original)
    return shown


@register.simple_tag
def text_doubt(value) -> SafeString:
    words = doubt(value)
    marked = '<span class="text-doubt">{}{}</span>'
    return format_html(marked, icon("info"), words) if words else mark_safe("")


def doubt(value) -> str:
    """Why a translation may be wrong, in a parent's words."""
    kind = getattr(value, "doubt", "")
    if kind == "machine":
        return _("Translated by a machine")
    if kind == "outdated":
        return _("The Finnish text is newer") if value.original else _("The original text is newer")
    return ""


def finnish(context, value) -> str:
    return getattr(value, "original", "") if context.get("shows_original") else ""


def switches(context) -> dict:
    """What a component needs of the page around it."""
    return {"shows_original": context.get("shows_original", False)}


@register.simple_tag
def front_pages() -> list[dict[str, str]]:
    """The front page in each language, to choose it; for pages that know nothing of a request."""
    return [
        {
            "tag": html_tag(code),
            "dir": direction(code),
            "name": get_language_info(code)["name_local"],
            "url": f"/{code}/?{CHOICE}",
        }
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag
def readable(value) -> SafeString:
    """Escaped, and with its numbers kept in order when the text runs from right to left."""
    is_rtl = getattr(value, "dir", "") == "rtl"
    return ltr_numbers(value) if is_rtl else conditional_escape(value or "")


@register.inclusion_tag("ui/text_block.html", takes_context=True)
def text_block(context, value) -> dict:
    original = finnish(context, value)
    shown = in_its_language(value, mark_safe(linebreaks(readable(value))))
    return shown | {"original": original and mark_safe(linebreaks(original, autoescape=True))}


@register.inclusion_tag("ui/text_block.html", takes_context=True)
def markdown_block(context, value) -> dict:
    is_rtl = getattr(value, "dir", "") == "rtl"
    shown = in_its_language(value, rendered(value, ltr_numbers if is_rtl else escape))
    return shown | {"original": rendered(finnish(context, value))}


def in_its_language(value, paragraphs: SafeString) -> dict:
    language = ""
    if getattr(value, "is_fallback", False):
        language = language_name(value.language, current_language())
    return {"text": value, "language": language, "doubt": doubt(value), "paragraphs": paragraphs}


register.filter("markdown", rendered)


@register.filter
def plain_words(value: Text, most: int) -> Text:
    """The first words of a text with marks, without these; it stays in its language."""
    return replace(value, value=Truncator(in_plain_words(value)).words(most))


@register.inclusion_tag("ui/facts.html")
def facts(items, *, boxed: bool = False) -> dict:
    return {"items": items, "boxed": boxed}


@register.inclusion_tag("ui/session.html", takes_context=True)
def session(
    context,
    item,
    *,
    show_title: bool = True,
    show_day: bool = False,
    show_place: bool = True,
    compact: bool = False,
    stale_told: bool = False,
) -> dict:
    """`compact` leaves out who is there and what the theme is: a list of many places.

    `stale_told`: a warning over the whole programme stands for the one on each session.
    """
    return {
        "session": item,
        "show_title": show_title,
        "show_day": show_day,
        "show_place": show_place,
        "compact": compact,
        "stale_told": stale_told,
        **switches(context),
    }


@register.inclusion_tag("ui/visitors.html")
def visitors(items) -> dict:
    return {"visitors": items}


@register.inclusion_tag("ui/service_card.html", takes_context=True)
def service_card(context, card, *, heading: str = "h3", brief: bool = False) -> dict:
    """`brief` is the name and what it is: beside a programme that tells the rest."""
    return {"card": card, "heading": heading, "brief": brief, **switches(context)}


@register.inclusion_tag("ui/place_card.html", takes_context=True)
def place_card(context, card, *, heading: str = "h3") -> dict:
    return {"card": card, "heading": heading, **switches(context)}


@register.inclusion_tag("ui/contacts.html", takes_context=True)
def contacts(context, items) -> dict:
    return {"contacts": items, **switches(context)}


@register.inclusion_tag("ui/confirmed.html")
def confirmed(date, *, stale: bool = False, phone=None) -> dict:
    """`phone` is the contact to call where the details may be old."""
    return {"date": date, "stale": stale, "phone": phone}


@register.inclusion_tag("ui/week_links.html")
def week_links(week) -> dict:
    """The week numbers beside this one; a year may have 53, so they come from the dates."""
    return {
        "week": week,
        "previous_number": (week.first - timedelta(days=7)).isocalendar().week,
        "next_number": (week.first + timedelta(days=7)).isocalendar().week,
    }


@register.inclusion_tag("ui/calendar_links.html", takes_context=True)
def calendar_links(context, path: str) -> dict:
    """webcal is what phones subscribe by; Android knows it only through Google's own page."""
    webcal_url = "webcal:" + absolute(context["request"], path).partition(":")[2]
    return {
        "path": path,
        "webcal_url": webcal_url,
        "google_url": f"{GOOGLE_CALENDAR}?{urlencode({'cid': webcal_url})}",
    }


@register.simple_block_tag
def empty_state(content: str, icon_name: str = "info") -> SafeString:
    """What a list shows in place of nothing; the content says what to do next."""
    return format_html('<div class="empty">{}<div>{}</div></div>', icon(icon_name), content)
