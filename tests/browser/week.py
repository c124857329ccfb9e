"""Finding one's way in a place's programme, by date and by what is said there."""

from playwright.sync_api import Locator, Page


def day_card(page: Page, day: str) -> Locator:
    """Also of a day that is folded away."""
    heading = page.get_by_role("heading", level=3, include_hidden=True)
    with_day = heading.filter(has=page.locator(f"[datetime='{day}']"))
    return page.get_by_role("listitem", include_hidden=True).filter(has=with_day)


def sessions(page: Page, day: str) -> Locator:
    return day_card(page, day).locator(".session")


def session(page: Page, day: str, title: str) -> Locator:
    return sessions(page, day).filter(has_text=title)
