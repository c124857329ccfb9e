"""Drafts from a translation server, when the site's settings name one.

What is sent leaves the site: texts of listings, and nothing of whoever asks.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from django.conf import settings

TIMEOUT = 20
LARGEST_ANSWER = 2_000_000
LIBRETRANSLATE_CODES = {"zh-hans": "zh-Hans"}
DEEPL_CODES = {"en": "EN-GB", "zh-hans": "ZH-HANS"}
UNAUTHORISED, QUOTA = {401, 403}, {429, 456}


class Trouble(StrEnum):
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BUSY = "busy"
    LANGUAGE = "language"
    ANSWER = "answer"


class EngineError(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Engine(Protocol):
    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """As many texts as came, in their order; EngineError when there are none."""


class NoRedirects(HTTPRedirectHandler):
    """The key is for the address in the settings, and for no other."""

    def redirect_request(self, *args: Any) -> None:
        return None


@dataclass(frozen=True)
class LibreTranslate:
    url: str
    key: str = ""

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        asked = {
            "q": list(texts),
            "source": libretranslate_code(source),
            "target": libretranslate_code(target),
            "format": "text",
        }
        if self.key:
            asked["api_key"] = self.key
        answer = post(f"{self.url}/translate", asked)
        return translated(answer.get("translatedText"), texts)


@dataclass(frozen=True)
class DeepL:
    url: str
    key: str = ""

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        refuse_easy_finnish(target)
        asked = {
            "text": list(texts),
            "source_lang": source.upper(),
            "target_lang": DEEPL_CODES.get(target, target.upper()),
        }
        headers = {"Authorization": f"DeepL-Auth-Key {self.key}"}
        answer = post(f"{self.url}/v2/translate", asked, headers)
        found = answer.get("translations")
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise EngineError(Trouble.ANSWER)
        return translated([one.get("text") for one in found], texts)


ENGINES: dict[str, type[LibreTranslate] | type[DeepL]] = {
    "libretranslate": LibreTranslate,
    "deepl": DeepL,
}


def chosen_engine() -> Engine | None:
    """The one that the settings name; none, as long as they name none."""
    told = settings.TRANSLATION_ENGINE
    return ENGINES[told.kind](told.url.rstrip("/"), told.key) if told else None


def libretranslate_code(language: str) -> str:
    refuse_easy_finnish(language)
    return LIBRETRANSLATE_CODES.get(language, language)


def refuse_easy_finnish(language: str) -> None:
    """No engine knows it; one that knows Finnish would give the text back as it is."""
    if language == "fi-selko":
        raise EngineError(Trouble.LANGUAGE)


def translated(found: Any, texts: Sequence[str]) -> list[str]:
    if not isinstance(found, list) or len(found) != len(texts):
        raise EngineError(Trouble.ANSWER)
    if not all(isinstance(one, str) for one in found):
        raise EngineError(Trouble.ANSWER)
    return found


def post(url: str, asked: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> dict:
    body = json.dumps(asked).encode()
    sent = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
    request = Request(url, data=body, headers=sent, method="POST")
    try:
        with opener().open(request, timeout=TIMEOUT) as response:
            told = response.read(LARGEST_ANSWER + 1)
        if len(told) > LARGEST_ANSWER:
            raise EngineError(Trouble.ANSWER)
        answer = json.loads(told)
    except HTTPError as error:
        error.close()
        raise EngineError(trouble_of(error.code)) from error
    except (URLError, TimeoutError, HTTPException, OSError) as error:
        raise EngineError(Trouble.UNREACHABLE) from error
    except ValueError as error:
        raise EngineError(Trouble.ANSWER) from error
    if not isinstance(answer, dict):
        raise EngineError(Trouble.ANSWER)
    return answer


def opener() -> OpenerDirector:
    return build_opener(NoRedirects)


def trouble_of(status: int) -> Trouble:
    if status in UNAUTHORISED:
        return Trouble.REFUSED
    if status in QUOTA:
        return Trouble.BUSY
    if status == 400:
        return Trouble.LANGUAGE
    return Trouble.ANSWER if status < 500 else Trouble.UNREACHABLE
