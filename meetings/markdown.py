"""What people write with light marks, as HTML that can do no harm."""

from collections.abc import Callable
from html import unescape

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

Plain = Callable[[str], str]
# Headings are left as typed: those of the page tell what its parts are.
WITHOUT = ["image", "heading", "lheading"]
TAGS = {
    "a", "bdi", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "bdi": {"class", "dir"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def write_text(self, tokens, position, options, env) -> str:
    return env["plain"](tokens[position].content)


PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(WITHOUT)
PARSER.add_render_rule("text", write_text)


def rendered(text: object, plain: Plain = escape) -> SafeString:
    """`plain` writes what stands between the marks, escaped."""
    html = PARSER.render(str(text), {"plain": plain})
    return mark_safe(
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="nofollow noopener",
        )
    )


def in_plain_words(text: object) -> str:
    """Without marks, on one line: where there is room for a few words only. Not escaped."""
    html = rendered(text).replace("</p>", "</p> ").replace("</li>", "</li> ")
    return " ".join(unescape(nh3.clean(html, tags=set())).split())
