"""What the tests here write and ask with."""

import json
import threading
from dataclasses import replace
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from re import search
from uuid import uuid4

from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Contact, Service
from directory.models.translation_record import TextKey
from directory.queries.translations import one_text
from directory.xliff import Segment, read, write
from tests import factories as make

HOSTILE = [
    "state=%00", "state=" + "a" * 10_000, "page=-1", "page=9999999999999999999999", "page=x",
    "state=missing&state=missing&state=x", "language=xx", "site=1", "source=x&part=0",
]  # fmt: skip


def path(service: Service, language: str = "sv", field: str = "name") -> str:
    return f"/staff/translations/{language}/service/{service.pk}/{field}/"


def source_path(service: Service, field: str = "name") -> str:
    return f"/staff/translations/source/service/{service.pk}/{field}/"


def text_of(service: Service, language: str = "sv", field: str = "name"):
    return one_text(TextKey("directory_service", service.pk, field), language)


def state(service: Service, language: str = "sv", field: str = "name") -> str:
    return text_of(service, language, field).state


def write_past_the_desk(service: Service, **values) -> None:
    QuerySet(Service).filter(pk=service.pk).update(**values)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def save(client: Client, service: Service, text: str, language: str = "sv", **data):
    version = text_of(service, language).version
    return client.post(path(service, language), {"text": text, "version": version, **data})


def queries_with(cast, more: int, address: str) -> int:
    for number in range(more):
        service = make.make_service(owner=cast.a, name_fi=f"Palvelu {number}")
        Contact.objects.create(service=service, kind="phone", value="1", label_fi="Neuvonta")
    with CaptureQueriesContext(connection) as queries:
        page(cast.aino, address)
    return len(queries)


def correct(client: Client, service: Service, text: str, **data):
    version = search(r'name="version" value="([^"]+)"', page(client, source_path(service)))[1]
    return client.post(source_path(service), {"text": text, "version": version, **data})


def addresses(service: Service) -> list[str]:
    return [
        "/staff/translations/",
        "/staff/translations/sv/",
        "/staff/translations/sv/export/",
        "/staff/translations/import/",
        f"/staff/translations/import/{uuid4()}/",
        path(service),
        source_path(service),
    ]


def exported(client: Client, language: str = "sv", **query) -> bytes:
    response = client.get(f"/staff/translations/{language}/export/", query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xliff+xml"
    assert "attachment" in response["Content-Disposition"]
    return response.content


def edited(data: bytes, **texts: str) -> bytes:
    """The file as a translator gives it back: texts by their source."""
    document = read(data)
    units = [
        unit_as(unit, texts[unit.source]) if unit.source in texts else unit
        for unit in document.units
    ]
    return write(
        type(document)(
            source_language=document.source_language,
            target_language=document.target_language,
            units=units,
        )
    )


def unit_as(unit, target, state=Segment.TRANSLATED):
    return replace(unit, target=target, state=state)


def upload(client: Client, data: bytes):
    file = BytesIO(data)
    file.name = "käännös.xlf"
    return client.post("/staff/translations/import/", {"file": file})


def planned(client: Client, data: bytes) -> tuple[str, str]:
    response = upload(client, data)
    assert response.status_code == 302, unescape(response.content.decode())
    return response["Location"], page(client, response["Location"])


def load(client: Client, data: bytes):
    address, shown = planned(client, data)
    version = search(r'name="version" value="([^"]+)"', shown)
    return client.post(address, {"version": version[1] if version else ""})


ROUND_TRIP = "'\"<b>&amp; {name} %s\n\nrivi ‏عربي‏ 👩‍👧 \t loppu"


TICK = r'name="take" value="([^"]+)"'


XLIFF_1_2 = b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>'


BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'


class FakeEngine:
    """A translation server on this machine that answers as it is told to."""

    def __init__(self) -> None:
        self.status, self.answer, self.asked = 200, None, []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.asked.append((self.path, dict(self.headers), body))
                self.send_response(fake.status)
                if fake.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(fake.said(body))

            def log_message(self, *args) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def said(self, body) -> bytes:
        if self.answer is not None:
            return self.answer
        if "q" in body:
            return json.dumps({"translatedText": [f"{one} (sv)" for one in body["q"]]}).encode()
        told = [{"text": f"{one} (sv)"} for one in body["text"]]
        return json.dumps({"translations": told}).encode()


def draft(client: Client, service: Service, language: str = "sv", text: str = ""):
    version = text_of(service, language).version
    data = {"draft": "1", "version": version, "text": text}
    return client.post(path(service, language), data, follow=True)
