"""A person at an address, and all that must hold of the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from tests.staff.rights.people import BELONGS, NAAPURI, PIILO, counted
from tests.staff.rights.rows import Cast, rows_of

REFUSED = (403, 404)
NEIGHBOUR = "Naapuriseura"


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visit:
    """One person at one address, and all that must hold of the answer."""

    def __init__(self, cast: Cast, person: str, problems: list[str]) -> None:
        self.cast, self.person, self.problems = cast, person, problems
        self.client = cast.clients[person]
        self.others = [name for name in cast.rows if name not in BELONGS[person]]
        self.before = rows_of(cast, self.written_by_nobody)

    @property
    def written_by_nobody(self) -> list[str]:
        """Kulma's people may close a house of Aalto."""
        if self.person == "coordinator":
            return [NAAPURI, PIILO]
        return self.others

    def get(self, path: str, allowed: bool | None, data: Any = None) -> Any:
        return self.check("GET", path, allowed, self.client.get(path, data))

    def post(self, path: str, allowed: bool | None, data: Any = None) -> Any:
        with undone():
            response = self.client.post(path, data or {})
            self.check("POST", path, allowed, response)
            counted["checks"] += 1
            if self.written_by_nobody and self.before != rows_of(self.cast, self.written_by_nobody):
                self.problem("POST", path, "another organisation's rows were written", data)
        return response

    def check(self, method: str, path: str, allowed: bool | None, response: Any) -> Any:
        counted["checks"] += 2
        status = response.status_code
        if allowed is not None:
            wants_sign_in = status == 302 and "/login/" in response["Location"]
            refused = wants_sign_in if self.person == "stranger" else status in REFUSED
            if allowed is refused:
                self.problem(method, path, f"allowed={allowed}, status={status}")
        if status >= 500:
            self.problem(method, path, f"status={status}")
        text = response.content.decode() if not response.streaming else ""
        for word in self.cast.secrets_kept_from(self.person):
            if word in text:
                self.problem(method, path, f"tells {word}")
        return response

    def problem(self, method: str, path: str, what: str, data: Any = None) -> None:
        self.problems.append(f"{self.person} {method} {path}: {what} {data or ''}")
