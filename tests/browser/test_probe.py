import os
import time


def test_probe(page, site):
    out = os.environ["PROBE"]
    for n, u in {
        "home": "/fi/",
        "services": "/fi/services/?q=perhekahvila",
        "service": "/fi/services/perhekahvila-koivukyla/",
        "place": "/fi/places/koivukylan-kohtaamispaikka/",
        "next": "/fi/places/koivukylan-kohtaamispaikka/?start=2026-11-30",
        "xmas": "/fi/places/koivukylan-kohtaamispaikka/?start=2026-12-21",
        "ar": "/ar/places/koivukylan-kohtaamispaikka/",
    }.items():
        t = time.perf_counter()
        page.goto(u)
        print(n, time.perf_counter() - t)
        open(f"{out}/{n}.txt", "w").write(page.locator("body").inner_text())
        page.screenshot(path=f"{out}/{n}.png", full_page=True)


def test_probe2(page):
    page.goto("/sv/")
    print(page.title())
