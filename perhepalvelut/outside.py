"""Reads from the environment which servers outside ours there are: mail, sign-in, translation."""

import json
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
OIDC_REQUIRED = {"id", "name", "server_url", "client_id", "secret"}
TRANSLATION_ENGINES = {"libretranslate", "deepl"}
OIDC_SETTINGS = ("server_url", "verified_email", "fetch_userinfo", "token_auth_method", "uid_field")


class TranslationServer(NamedTuple):
    kind: str
    url: str
    key: str


class MailServer(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool


def mail_server(url: str) -> MailServer:
    """smtp://, smtp+tls:// (STARTTLS) or smtps://, then user:password@host:port."""
    parts = urlsplit(url)
    try:
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            "EMAIL_URL must look like smtp+tls://user:password@mail.example.fi:587"
        ) from error
    return MailServer(
        host=parts.hostname or "localhost",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+tls",
        is_tls=parts.scheme == "smtps",
    )


def oidc_apps(text: str) -> list[dict[str, Any]]:
    """allauth's form of OIDC_PROVIDERS, a JSON list of objects with id, name, server_url,
    client_id, secret and, where the provider itself owns its people's addresses,
    verified_email (true, or a list of domains)."""
    if not text.strip():
        return []
    try:
        return [oidc_app(provider) for provider in json.loads(text)]
    except (ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(
            "OIDC_PROVIDERS must be a JSON list of objects with " + ", ".join(sorted(OIDC_REQUIRED))
        ) from error


def oidc_app(provider: dict[str, Any]) -> dict[str, Any]:
    return {
        "provider_id": provider["id"],
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider["secret"],
        "settings": {"server_url": provider["server_url"]}
        | {name: provider[name] for name in OIDC_SETTINGS if name in provider},
    }


def translation_server(kind: str, url: str, key: str) -> TranslationServer | None:
    """None unless the site's keeper has chosen one: what it translates leaves the site."""
    if not kind:
        return None
    if kind not in TRANSLATION_ENGINES or urlsplit(url).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(
            "TRANSLATION_ENGINE must be libretranslate or deepl, and TRANSLATION_URL its address"
        )
    return TranslationServer(kind, url, key)
