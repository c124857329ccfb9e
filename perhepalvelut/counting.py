"""Counts pages that families open, without knowing who opens them and without slowing one.

The counts are held in the process and added to the database once a minute, by a thread of its own
so that no reader waits, and when the process ends. One that is killed loses at most a minute.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from multiprocessing.util import Finalize
from threading import Lock, Timer

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from directory.actions.counts import add_counts
from directory.counted import Counted

logger = logging.getLogger(__name__)
ONE_MINUTE = 60
MOST_HELD = 5000
# Cubot makes phones.
ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|monitor|headless|lighthouse|facebookexternalhit"
    r"|whatsapp|curl|wget|python|java/|go-http|okhttp|axios|libwww|scrapy",
    re.IGNORECASE,
)


class HeldCounts:
    """What is counted but not written yet. `later` is told to call what it is given in a while."""

    def __init__(self, later: Callable[[Callable[[], None]], None]) -> None:
        self.later = later
        self.lock = Lock()
        self.counts: Counter[Counted] = Counter()

    def add(self, counted: Counted) -> None:
        with self.lock:
            is_first = not self.counts
            if counted in self.counts or len(self.counts) < MOST_HELD:
                self.counts[counted] += 1
        if is_first:
            self.later(self.write)

    def write(self) -> None:
        with self.lock:
            counts, self.counts = self.counts, Counter()
        try:
            if counts:
                add_counts(counts=counts)
        except DatabaseError:
            logger.warning("The counts of a minute are lost", exc_info=True)


def in_a_minute(write: Callable[[], None]) -> None:
    """And when the process ends, if that comes first. The server's workers are forked, and run no
    `atexit`; a finalizer of multiprocessing they do run, as every other process does."""
    at_the_end = Finalize(None, write, exitpriority=1)

    def write_and_leave() -> None:
        at_the_end.cancel()
        write()
        connection.close()  # this thread's own

    timer = Timer(ONE_MINUTE, write_and_leave)
    timer.daemon = True
    timer.start()


held = HeldCounts(in_a_minute)


def count(request: HttpRequest, response: HttpResponse, language: str, now: datetime) -> None:
    """`what` a page counts as is the view's to say; a page that was kept still knows it."""
    what = getattr(response, "counted", None)
    if what is not None and is_by_a_person(request):
        held.add(Counted(now.date(), language, what))


def is_by_a_person(request: HttpRequest) -> bool:
    """Who opens a page, as far as the browser says: no robot, and nothing fetched in advance.

    What our own worker fetches to keep it is no visit: it says so, and newer browsers in the mode.
    """
    browser = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    is_opened = request.method == "GET" and mode == "navigate" and "prefetch" not in purpose
    return bool(is_opened and browser and not ROBOT.search(browser))
