"""A coordinator's whole round, timed: from the last meeting to published notes."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.notes.writing import add_line, plan

PATIENCE = 120


@pytest.mark.parametrize("has_script", [True, False])
def test_from_the_last_meeting_to_published_notes(signed_in, has_script):
    page = signed_in(java_script_enabled=has_script)
    began = time.monotonic()
    plan(page, "25.11.")
    page.get_by_role("link", name="Invite and remind").click()
    page.get_by_role("button", name="Send the invitations").click()
    page.get_by_role("link", name="Write the notes").click()
    for kind, text in (("Works well", "Yhteistyö sujuu"), ("Concern", "Tieto hukkuu")):
        add_line(page, kind, text)
        expect(page.locator("[data-line]").filter(has_text=text)).to_be_visible()
    page.locator("[data-line]").filter(has_text="Tieto hukkuu").get_by_text(
        "Action, services, places"
    ).click()
    page.get_by_label("By when").fill("9.12.")
    page.get_by_role("button", name="Add the action").click()
    page.get_by_role("link", name="Notes", exact=True).click()
    page.get_by_role("link", name="Look at the notes and publish").click()
    page.get_by_label("Everyone").check()
    page.get_by_role("button", name="Publish the notes").click()
    expect(page.get_by_text("Notes published")).to_be_visible()
    assert time.monotonic() - began < PATIENCE
