"""The addresses of signing in, the codes by mail and app, and a provider's settings."""

import base64
import hmac
import json
import re
import time
from datetime import datetime

from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from directory.wording import HELSINKI
from perhepalvelut.outside import oidc_apps

LOGIN = "/staff/account/login/"


CODE = "/staff/account/login/code/"


CONFIRM = "/staff/account/login/code/confirm/"


RESET = "/staff/account/password/reset/"


NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)


def code_in_mail() -> str:
    return re.search(r"^(\d{4}-\d{4})$", mail.outbox[-1].body, re.MULTILINE)[1]


def is_signed_in(client: Client) -> bool:
    return get_user(client).is_authenticated


def plain(response, *addresses: str) -> str:
    """The page without what differs by chance and by what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    return text


HOSTILE = ["\x00", "a" * 10_000, "<script>alert(1)</script>", "\u202e😀", "' OR 1=1 --"]


def totp_code(secret: str) -> str:
    """RFC 6238, as an app on the phone reckons it."""
    counter = (int(time.time()) // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


PROVIDER = {
    "id": "entra",
    "name": "Kunnan tunnus",
    "server_url": "https://idp.example.org",
    "client_id": "x",
    "secret": "y",
}


def configure(settings, **more) -> None:
    apps = oidc_apps(json.dumps([PROVIDER | more]))
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}
    }


def come_back(client: Client):
    left = client.post("/staff/account/oidc/entra/login/").content.decode()
    state = re.search(r"state=(\w+)", left)[1]
    path = f"/staff/account/oidc/entra/login/callback/?code=c&state={state}"
    return client.get(path, HTTP_ACCEPT_LANGUAGE="en")
