"""Finding one's way in a place's programme, by date and by what is said there."""

from playwright.sync_api import Locator, Page


def day_card(page: Page, day: str) -> Locator:
    heading = page.get_by_role("heading", level=3).filter(has=page.locator(f"[datetime='{day}']"))
    return page.get_by_role("listitem").filter(has=heading)


def sessions(page: Page, day: str) -> Locator:
    return day_card(page, day).locator(".session")


def session(page: Page, day: str, title: str) -> Locator:
    return sessions(page, day).filter(has_text=title)
