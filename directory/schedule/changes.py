"""Which changes speak of a day, and which of them has the last word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from directory.schedule.rules import Change, ChangeKind, Scope

RANK = {Scope.SLOT: 1, Scope.SERVICE: 2, Scope.PLACE: 3, Scope.ORGANISATION: 4}
ENDLESS = date.max.toordinal()


def strength(change: Change) -> tuple[int, int, int]:
    """A key that sorts the strongest first: the narrowest scope, the shortest range, the newest.

    What is said of one occurrence comes before all else: no range is shorter than its date.
    """
    length = ENDLESS if change.last is None else (change.last - change.first).days
    return RANK[change.scope], length, -change.key


class Topic:
    """Changes of one scope by what they are about: no occurrence has to look at all of them."""

    def __init__(self) -> None:
        self._about: defaultdict[int, list[Change]] = defaultdict(list)
        self._in_force: dict[tuple[int, date], list[Change]] = {}

    def add(self, change: Change) -> None:
        self._about[change.target].append(change)

    def in_force(self, target: int | None, day: date) -> Sequence[Change]:
        """Changes about the target on the day, the strongest first."""
        if target is None or target not in self._about:
            return ()
        key = (target, day)
        if key not in self._in_force:
            found = (change for change in self._about[target] if change.covers(day))
            self._in_force[key] = sorted(found, key=strength)
        return self._in_force[key]


class ChangeIndex:
    """All changes but extras by scope and target; extras and moves apart, since they make days."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.slots, self.services, self.places, self.organisations = (Topic() for _ in Scope)
        self.extras: list[Change] = []
        self.moves: list[Change] = []
        topics = {
            Scope.SLOT: self.slots,
            Scope.SERVICE: self.services,
            Scope.PLACE: self.places,
            Scope.ORGANISATION: self.organisations,
        }
        for change in changes:
            if change.kind is ChangeKind.EXTRA:
                self.extras.append(change)
                continue
            topics[change.scope].add(change)
            if change.new_date is not None:
                self.moves.append(change)
