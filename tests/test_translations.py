"""No message is missing, fuzzy or broken in a language that somebody reads."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from perhepalvelut.translations import STAFF_FILES, STAFF_LOCALES

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?n?gettext)\({STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# Arabic says "one year" and "two years" without a number.
NUMBERLESS = {"ar"}


def catalogue(language: str) -> list[Message]:
    path = settings.BASE_DIR / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def key(message: Message) -> tuple[str, str]:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    wanted = catalogue(language)
    missing = [message.id for message in wanted if not all(forms(message)) or message.fuzzy]
    assert len(wanted) > 200
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language):
    broken = []
    for message in catalogue(language):
        ids = (message.id,) if isinstance(message.id, str) else message.id
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        for number, form in enumerate(forms(message)):
            found = set(PLACEHOLDER.findall(form))
            spoken = language in NUMBERLESS and number < 3 and len(forms(message)) > 1
            if form and found != wanted and not (spoken and found < wanted):
                broken.append((message.id, form))
    assert broken == []


def python_messages(path: Path) -> set[tuple[str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {found for call in calls if (found := message_of(called(call), literals(call)))}


def called(call: ast.Call) -> str:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name.removesuffix("_lazy")


def literals(call: ast.Call) -> list[str]:
    return [arg.value for arg in call.args if isinstance(arg, ast.Constant)]


def message_of(function: str, texts: list[str]) -> tuple[str, str] | None:
    if not texts:
        return None
    if function in {"pgettext", "npgettext"}:
        return (texts[0], texts[1])
    return ("", texts[0]) if function in {"_", "gettext", "ngettext"} else None


def template_messages(path: Path) -> set[tuple[str, str]]:
    source = templatize(path.read_text(encoding="utf-8"))
    return {
        found
        for function, *texts in TEMPLATE_CALL.findall(source)
        if (found := message_of(function, [ast.literal_eval(text) for text in texts if text]))
    }


@pytest.fixture(scope="module")
def used() -> dict[tuple[str, str], set[str]]:
    """Each message, with the files where it stands."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for app in ("directory", "meetings", "perhepalvelut"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "migrations" not in path.parts:
                add(found, python_messages(path), path)
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        add(found, template_messages(path), path)
    return found


def add(found: dict, messages: set[tuple[str, str]], path: Path) -> None:
    for message in messages:
        found[message].add(path.relative_to(settings.BASE_DIR).as_posix())


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_what_its_readers_see_and_no_more(language, used):
    """Mended by `manage.py makemessages` and `python -m perhepalvelut.translations`."""
    wanted = {
        message
        for message, files in used.items()
        if language in STAFF_LOCALES or not all(map(STAFF_FILES.match, files))
    }
    assert {key(message) for message in catalogue(language)} == wanted


def test_templates_hold_no_unmarked_words():
    """Words between tags that are not marked for translation; 500.html speaks for itself."""
    unmarked = []
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?s){%\s*blocktranslate.*?endblocktranslate\s*%}", "", text)
        text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text)
        text = re.sub(r"{% block (?:\w*class|coltype) %}.*?{% endblock %}", "", text)
        text = re.sub(r"(?s){%.*?%}|{{.*?}}|{#.*?#}", "", text)
        text = re.sub(r"(?s)<svg.*?</svg>|<[^>]*>", "\n", text)
        words = re.findall(r"[^\W\d_]{3,}", text)
        if words and path.name not in SELF_SPEAKING:
            unmarked.append((path.name, words))
    assert unmarked == []


SELF_SPEAKING = {"500.html", "error_alone.html"}
