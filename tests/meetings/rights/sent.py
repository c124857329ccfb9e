"""What a browser would send by each form, so that whoever may gets it done."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from directory.forms.report import new_stamp
from meetings.queries.versions import line_version
from tests.meetings.material_files import PDF
from tests.meetings.rights.people import NOW
from tests.meetings.rights.visitors import Cast

NEW = str(UUID(int=7))
FORM_KINDS = (forms.BaseForm, forms.BaseFormSet)
Sent = dict[str, Any]


def forms_of(response: Any) -> Iterator[forms.BaseForm]:
    seen = set()
    for context in response.context or ():
        for layer in getattr(context, "dicts", ()):
            for value in layer.values():
                if isinstance(value, FORM_KINDS) and id(value) not in seen:
                    seen.add(id(value))
                    yield from value if isinstance(value, forms.BaseFormSet) else [value]


def shown(cast: Cast, path: str) -> Sent:
    """The page's own form as it is shown to the superuser."""
    if path not in cast.shown:
        form = cast.clients["superuser"].get(path).context["form"]
        values = {field.html_name: field.value() for field in form}
        cast.shown[path] = {
            name: "on" if value is True else value
            for name, value in values.items()
            if value not in (None, False) and not hasattr(value, "chunks")
        }
    return cast.shown[path]


def of_action(cast: Cast) -> Sent:
    return {
        "uid": NEW, "text": "Tehdään esite", "language": "fi", "due": "1.12.2026",
        "organisation": cast.first.organisation.pk,
    }  # fmt: skip


def of_line(cast: Cast) -> Sent:
    return {"uid": NEW, "kind": "works", "text": "Sujuu", "language": "fi", "version": "",
            "theme": cast.first.theme.pk}  # fmt: skip


def of_material(cast: Cast) -> Sent:
    return {
        "uid": NEW, "title_fi": "Uusi opas", "language": "fi", "kind": "guide", "licence": "ask",
        "audience": "everyone", "theme": cast.first.theme.pk, "meeting": cast.first.coming.pk,
        "upload": SimpleUploadedFile("uusi.pdf", PDF, "application/pdf"),
    }  # fmt: skip


def of_offer(about: str) -> Callable[[Cast], Sent]:
    def fields(cast: Cast) -> Sent:
        row = getattr(cast.first, about)
        stamp = new_stamp(f"offer-{about}-{row.pk}", NOW - timedelta(seconds=20))
        return {"language": "fi", "contact": "040 123 4567", "message": "", "consent": "on",
                "homepage": "", "stamp": stamp}  # fmt: skip

    return fields


def of_move(cast: Cast) -> Sent:
    return {"uid": str(cast.first.item.uid), "seen": 0, "step": 1}


def of_ties(cast: Cast) -> Sent:
    return {"services": [cast.listings.public_service.pk], "places": [cast.first.place.pk]}


def of_themes(cast: Cast) -> Sent:
    return {
        "theme-TOTAL_FORMS": 1, "theme-INITIAL_FORMS": 0, "theme-0-key": cast.first.theme.pk,
        "theme-0-seen": "Ohjaus", "theme-0-name": "Uusi nimi", "theme-0-language": "fi",
    }  # fmt: skip


def of_new_member(cast: Cast) -> Sent:
    return {"organisation": cast.listings.newcomer.pk, "email": "", "since": "1.11.2026",
            "until": "", "themes": [cast.first.theme.pk]}  # fmt: skip


def of_gap(cast: Cast) -> Sent:
    return {"table": "returning", "cell": f"{cast.first.theme.pk}/", "form": "",
            "where": str(cast.first.coming.uid)}  # fmt: skip


def of_came(cast: Cast) -> Sent:
    return {f"from_{cast.first.organisation.pk}": 3, "who": "", "others": ""}


def of_version(cast: Cast) -> Sent:
    return {"version": line_version(cast.first.line)}


FIXED: dict[str, Callable[[Cast], Sent]] = {
    "action_list": of_action,
    "agenda_move": of_move,
    "material_add": of_material,
    "network_members": of_new_member,
    "network_offer": of_offer("network"),
    "network_themes": of_themes,
    "note_action": of_action,
    "note_line": of_line,
    "note_remove": of_version,
    "note_ties": of_ties,
    "notes_participation": of_came,
    "picture_gap": of_gap,
    "place_offer": of_offer("place"),
}
PLAIN: dict[str, Sent] = {
    "meeting_add": {"uid": NEW, "date": "20.1.2027", "kind": "coffee", "language": "fi"},
    "meeting_agenda": {"uid": NEW, "title": "Kuulumiset", "kind": "round", "language": "fi"},
    "network_add": {"name_fi": "Uusi verkosto", "purpose_fi": "Perheille."},
    "notes_publish": {"audience": "everyone"},
    "offer_answer": {"answered": "1"},
}
# What is changed of the page's own form.
CHANGES: dict[str, Sent] = {
    "action_edit": {"text": "Tehdään toinen esite"},
    "agenda_item": {"title": "Toinen otsikko"},
    "material_edit": {"title_fi": "Toinen otsikko"},
    "meeting_edit": {"room": "Toinen huone"},
    "network_edit": {"rhythm_fi": "Joskus"},
    "network_member": {"email": "uusi@example.fi"},
}


def sent(cast: Cast, name: str, path: str) -> Sent:
    if name in FIXED:
        return FIXED[name](cast)
    if name in CHANGES:
        return {**shown(cast, path), **CHANGES[name]}
    return dict(PLAIN.get(name, {}))
