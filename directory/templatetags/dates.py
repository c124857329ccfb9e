from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from directory import wording
from directory.localized import current_language

register = template.Library()


@register.filter
def day_long(day: date) -> str:
    return wording.day_long(day, current_language())


@register.filter
def day_short(day: date) -> SafeString:
    """ "ke 25.11."; the digits keep their order in right-to-left text."""
    return named_day(wording.weekday_short(day.isoweekday(), current_language()), day)


@register.filter
def day_strip(day: date) -> SafeString:
    """ "ke 25": the days of a week side by side on a phone."""
    name = wording.weekday_short(day.isoweekday(), current_language())
    return format_html('{} <bdi dir="ltr">{}</bdi>', name, day.day)


@register.filter
def day_heading(day: date) -> SafeString:
    """ "Keskiviikko 25.11.": short enough for a column of a week."""
    name = wording.weekday_name(day.isoweekday(), current_language())
    return named_day(name[0].upper() + name[1:], day)


def named_day(name: str, day: date) -> SafeString:
    return format_html('{} <bdi dir="ltr">{}</bdi>', name, wording.day_and_month(day))


@register.filter
def date_numeric(day: date) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', wording.day_numeric(day))


@register.filter
def day_plain(day: date) -> str:
    """ "25.11.2026" where there are no tags, as in a mail."""
    return wording.day_numeric(day)
