"""Addresses within the desk."""

from typing import Any

from django import template

from directory import addresses

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_url(context: dict[str, Any], name: str, *args: object, **query: str) -> str:
    return addresses.desk_url(context["request"], name, *args, **query)
