"""What a screen reader goes by: headings, landmarks, names, lists, tables, titles."""

import pytest
from playwright.sync_api import Page

from tests.browser.test_every_page import PAGES

ALSO = {
    "report": "places/koivukylan-kohtaamispaikka/report/",
    "offer": "networks/kotona-vantaalla/help/",
    "picture": "networks/kotona-vantaalla/picture/",
    "poster": "places/koivukylan-kohtaamispaikka/poster/",
    "share": "places/koivukylan-kohtaamispaikka/share/",
    "week-embed": "week/embed/?area=vantaa",
}
# The same page with something more of it shown, and the same thanks for something else.
SAME = {"original", "offer-thanks"}
FAULTS = r"""(texts) => texts.map((text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const all = (selector) => [...page.querySelectorAll(selector)];
    const faults = [];
    const check = (what, selector, isWrong = () => true) => all(selector).filter(isWrong)
        .forEach((one) => faults.push(`${what}: ${one.outerHTML.slice(0, 90)}`));
    const named = (one) => one.getAttribute("aria-label")
        || page.getElementById(one.getAttribute("aria-labelledby"))?.textContent.trim();
    const ids = all("[id]").map(({ id }) => id);

    if (all("h1").length !== 1 || all("main").length !== 1) faults.push("one h1, one main");
    let level = 0;
    check("skips a level", "h1, h2, h3, h4, h5, h6", ({ tagName }) => {
        const before = level;
        level = Number(tagName[1]);
        return level > before + 1;
    });
    for (const kind of ["nav", "form[role=search]", "aside"]) {
        const names = all(kind).map(named);
        const isClear = names.every(Boolean) && new Set(names).size === names.length;
        if (names.length > 1 && !isClear) faults.push(`${kind}: ${names}`);
    }
    if (new Set(ids).size < ids.length) faults.push("an id twice");
    for (const name of ["for", "aria-labelledby", "aria-describedby"]) {
        const isLost = (one) => one.getAttribute(name).split(" ").some((id) => !ids.includes(id));
        check(name, `[${name}]`, isLost);
    }
    check("leads nowhere", "a[href^='#']", ({ hash }) => !ids.includes(hash.slice(1)));
    check("not a list", ":is(ul, ol) > :not(li), :not(ul, ol) > li");
    check("no label", "input:not([type=hidden]), select, textarea",
        (one) => !one.labels.length && !named(one));
    check("not a date", "time", ({ dateTime }) => !/^\d{4}-\d\d-\d\d/.test(dateTime));
    check("a head of what?", "th:not([scope])");
    check("no name", "table", (one) => !one.caption && !named(one.closest("[role=region]")));
    check("no name", "a, button, summary", (one) => !one.textContent.trim() && !named(one));
    const quiet = "[aria-hidden=true], [aria-label], :is([aria-hidden], [aria-label]) *";
    check("is read", `svg:not(${quiet})`);
    check("out of order", "[tabindex]", ({ tabIndex }) => tabIndex > 0);
    const told = "[aria-describedby], fieldset[aria-describedby] *";
    check("is not told", `[aria-invalid=true]:not(${told})`);
    return [page.title, faults];
})"""


def found(page: Page, texts: dict[str, str]) -> dict[str, tuple[str, list[str]]]:
    return dict(zip(texts, page.evaluate(FAULTS, list(texts.values())), strict=True))


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_every_page_can_be_gone_through_by_ear(page: Page, language: str) -> None:
    paths = PAGES | ALSO
    ask = page.context.request.get
    texts = {name: ask(f"/{language}/{path}").text() for name, path in paths.items()}
    sent = page.context.request.post(f"/{language}/{ALSO['report']}", form={"kind": ""})
    page.goto(f"/{language}/offline/")
    read = found(page, texts | {"refused": sent.text()})
    assert {name: faults for name, (_title, faults) in read.items() if faults} == {}
    titles = [title for name, (title, _) in read.items() if name in paths and name not in SAME]
    assert sorted(titles) == sorted(set(titles))
    assert all(title.endswith(" – Perhepalvelut") for title in titles)


def test_the_measure_hears_what_is_wrong(page: Page) -> None:
    page.goto("/fi/offline/")
    wrong = "<h1>A</h1><h3>B</h3><nav></nav><nav></nav><ul><p></p></ul><input><a href='#no'></a>"
    [_title, faults] = found(page, {"wrong": f"<main>{wrong}</main>"})["wrong"]
    assert len(faults) == 6
