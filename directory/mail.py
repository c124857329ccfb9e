"""Plain text to one person, in the language that is on."""

from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def send_mail(*, to: str, template: str, context: dict[str, Any]) -> None:
    """The template's first line is the subject. Raises OSError when the mail server fails."""
    text = render_to_string(template, context)
    subject, _line_end, body = text.strip().partition("\n")
    EmailMessage(subject=subject.strip(), body=f"{body.strip()}\n", to=[to]).send()
