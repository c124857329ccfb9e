"""Plain text with a calendar file, to one person, in the language that is on."""

from email.mime.text import MIMEText
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

FILE_NAME = "invitation.ics"


def send_with_calendar(
    *, to: str, template: str, context: dict[str, Any], calendar: bytes, method: str
) -> None:
    """The template's first line is the subject. Raises OSError when the mail server fails."""
    subject, _line_end, body = render_to_string(template, context).strip().partition("\n")
    message = EmailMessage(subject=subject.strip(), body=f"{body.strip()}\n", to=[to])
    message.attach(calendar_part(calendar, method))
    message.send()


def calendar_part(calendar: bytes, method: str) -> MIMEText:
    """Without the method in its type, mail programs show a file and no event."""
    part = MIMEText(calendar.decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=FILE_NAME)
    return part
