"""No message is missing, fuzzy or broken in a language that somebody reads."""

import ast
import re
from collections import defaultdict
from html.parser import HTMLParser
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


# Names, and the one page that speaks for itself when the site cannot.
NAMES = {"Perhepalvelut", "PDF", "ics", "CSV", "XLIFF"}
SELF_SPEAKING = {"500.html"}
READ_ATTRIBUTES = {
    *("alt", "title", "placeholder", "label", "summary"),
    *("aria-label", "aria-description", "aria-roledescription", "aria-valuetext"),
}
WORD = re.compile(r"[^\W\d_]{2,}")
# Comments, messages, the names of CSS classes, and what filters and messages in tags take.
MARKED = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}"
    r"|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}|{%\s*translate\b.*?%}"
    r"|{%\s*block\s+(?:\w*class|coltype)\s*%}.*?{%\s*endblock\b.*?%}",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
NOT_READ_IN_TAG = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)|\|(?:date|time):"[^"]*"|"light dark\"""")
LITERAL = re.compile(r"""(["'])(.*?)\1""")
# In a tag, two words or a capital tell a text from the name of a view, a template or an icon.
TEXT = re.compile(r"[^\W\d_] [^\W\d_]|^[A-ZÅÄÖ]")
NAMED_BY_VARIABLE = re.compile(r"(?<=<){{.*?}}|(?<=</){{.*?}}")


class ReadTexts(HTMLParser):
    """What somebody reads or hears: text and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in {"script", "style", "svg"}
        given = dict(attrs)
        read = set(READ_ATTRIBUTES)
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            read.add("value")
        if tag == "meta" and given.get("name") == "description":
            read.add("content")
        self.found += [given[name] or "" for name in read & given.keys()]

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in {"script", "style", "svg"}

    def handle_data(self, data: str) -> None:
        self.found += [] if self.unread else [data]


def unmarked(template: str) -> list[str]:
    rest = MARKED.sub("", template)
    tags = "\n".join(NOT_READ_IN_TAG.sub("", tag) for tag in TAG.findall(rest))
    literals = [literal for _quote, literal in LITERAL.findall(tags) if TEXT.search(literal)]
    page = ReadTexts()
    page.feed(TAG.sub("", NAMED_BY_VARIABLE.sub("x", rest)))
    page.close()
    texts = [text.strip() for text in [*page.found, *literals]]
    return [text for text in texts if set(WORD.findall(text)) - NAMES]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Open today</p>", ["Open today"]),
        ("<p>{% if open %}Open{% endif %} {{ time }}</p>", ["Open"]),
        ('<img alt="A house">', ["A house"]),
        ('<button aria-label="{{ count }} more">{% icon "plus" %}</button>', ["more"]),
        ('<input type="submit" value="Send">', ["Send"]),
        ('{% include "ui/field.html" with label="Your name" %}', ["Your name"]),
        ('{{ name|default:"Nobody" }}', ["Nobody"]),
        ('{% include "ui/field.html" with label=_("Your name") %}', []),
        (
            '<p title="{% translate "More" %}">{% blocktranslate %}Open{% endblocktranslate %}</p>',
            [],
        ),
        ('<a href="{{ url }}" aria-controls="menu">Perhepalvelut (PDF, .ics)</a>', []),
        ('<li{% if today %} class="day is-today"{% endif %}><svg><title>x y</title></svg>', []),
        ('{% comment %}Why so{% endcomment %}<script>let words = "these";</script>', []),
    ],
)
def test_words_that_are_not_marked_are_found(template, found):
    assert unmarked(template) == found


def test_templates_hold_no_unmarked_words():
    paths = sorted((settings.BASE_DIR / "templates").rglob("*.*"))
    lines = [
        f"{path.relative_to(settings.BASE_DIR)}: {text!r}"
        for path in paths
        if path.name not in SELF_SPEAKING
        for text in unmarked(path.read_text(encoding="utf-8"))
    ]
    assert not lines, "\n".join(["not marked for translation:", *lines])
