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
    """Weekday and date; the digits keep their order in right-to-left text."""
    return format_html(
        '{} <bdi dir="ltr">{}</bdi>',
        wording.weekday_short(day.isoweekday(), current_language()),
        wording.day_and_month(day),
    )


@register.filter
def date_numeric(day: date) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', wording.day_numeric(day))
