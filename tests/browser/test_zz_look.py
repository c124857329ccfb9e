import pytest
from tests.browser.kept import *
from tests.browser.words import said
pytestmark = pytest.mark.usefixtures("half_past_eight")
def test_look(new_page):
    phone = new_page(viewport=PHONE, service_workers="allow")
    phone.set_default_timeout(30000)
    phone.add_init_script("localStorage.setItem('my-list', '[\"places/koivukylan-kohtaamispaikka\"]')")
    open_kept(phone, "/fi/week/?area=vantaa", "/fi/", "/fi/list/", "/fi/today/", "/ar/list/")
    phone.goto("/fi/list/"); wait_for_kept(phone, "/fi/list/own"); phone.wait_for_timeout(500)
    go_offline(phone)
    for n, path in enumerate(["/fi/list/", "/fi/", "/fi/today/", "/fi/services/never/"]):
        phone.goto(path); phone.wait_for_timeout(700)
        phone.screenshot(path=f"/tmp/look{n}.png", full_page=n not in (1,2))
    phone.get_by_role("button", name=said("Forget the pages kept on this device")).click()
    phone.wait_for_timeout(700)
    phone.screenshot(path="/tmp/look4.png", full_page=True)
