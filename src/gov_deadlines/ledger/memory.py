"""A store in memory, for notebooks and tests: it keeps what any store keeps, as long as the process lives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import TypeVar

import attrs

from ..errors import StaleMatter, StoreConflict
from .projection import Group, group_of, move, put_off, stands
from .rows import (
    DEAD,
    PENDING,
    SENT,
    CalendarRow,
    EventRow,
    MatterRow,
    MoveRow,
    ObligationRow,
    Reminder,
)
from .store import Change

K = TypeVar("K")
V = TypeVar("V")


class MemoryStore:
    """A :class:`~gov_deadlines.ledger.store.Store` in memory; threads may share it, one transaction at a time."""

    retries = 20

    def __init__(self) -> None:
        self._lock = RLock()
        self._tables = _Tables()

    def __repr__(self) -> str:
        return "<MemoryStore>"

    @contextmanager
    def reading(self) -> Iterator[_Tables]:
        """A view of the store, which stands still meanwhile."""
        with self._lock:
            yield self._tables

    @contextmanager
    def writing(self) -> Iterator[_Tables]:
        """One transaction: what it wrote is taken back when the block raises."""
        with self._lock:
            undo = self._tables.undo
            mark = len(undo)
            try:
                yield self._tables
            except BaseException:
                while len(undo) > mark:
                    undo.pop()()
                raise
            finally:
                if mark == 0:
                    undo.clear()

    def append(self, change: Change) -> None:
        """One change in a transaction of its own."""
        with self.writing() as writer:
            writer.append(change)


class _Tables:
    """The rows by their ids, and how to take back what the open transaction wrote."""

    def __init__(self) -> None:
        self.undo: list[Callable[[], object]] = []
        self._matters: dict[str, MatterRow] = {}
        self._events: dict[str, tuple[EventRow, ...]] = {}
        self._obligations: dict[str, ObligationRow] = {}
        self._of_matter: dict[str, tuple[str, ...]] = {}
        self._reminders: dict[str, Reminder] = {}
        self._calendars: dict[int, CalendarRow] = {}
        self._moves: dict[tuple[int, str, int], MoveRow] = {}

    def _put(self, table: dict[K, V], key: K, value: V) -> None:
        if key in table:
            before = table[key]
            self.undo.append(lambda: table.__setitem__(key, before))
        else:
            self.undo.append(lambda: table.pop(key))
        table[key] = value

    # What is read

    def matter(self, id: str) -> MatterRow | None:
        return self._matters.get(id)

    def matters(self, after: str, limit: int) -> Sequence[MatterRow]:
        return [row for id, row in sorted(self._matters.items()) if id > after][:limit]

    def events(self, matter_id: str) -> Sequence[EventRow]:
        return self._events.get(matter_id, ())

    def obligations(self, matter_id: str) -> Sequence[ObligationRow]:
        own = [self._obligations[id] for id in self._of_matter.get(matter_id, ())]
        return sorted(own, key=lambda row: (row.name, row.ordinal))

    def reminders(self, matter_id: str) -> Sequence[Reminder]:
        own = [row for row in self._reminders.values() if row.matter_id == matter_id]
        return sorted(own, key=lambda row: (row.reached_us, row.due_revision, row.rung))

    def due(self, until_us: int, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        own = [row for row in self._obligations.values() if row.is_open and row.due_at_us is not None]
        ripe = sorted((row for row in own if (row.due_at_us or 0) <= until_us), key=lambda row: (row.due_at_us, row.id))
        return [(row, self._matters[row.matter_id]) for row in ripe[:limit]]

    def untold(self, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        own = [row for row in self._obligations.values() if row.is_open and row.refusal is not None]
        return [
            (row, self._matters[row.matter_id]) for row in sorted(own, key=lambda row: (row.matter_id, row.id))[:limit]
        ]

    def dead(self, limit: int) -> Sequence[Reminder]:
        own = [row for row in self._reminders.values() if row.status == DEAD]
        return sorted(own, key=lambda row: (row.settled_us or 0, row.id))[:limit]

    def next_wake(self) -> int | None:
        told = [row.wake_at_us for row in self._obligations.values()]
        told += [row.turns_at_us for row in self._matters.values()]
        told += [row.try_at_us for row in self._reminders.values() if row.status == PENDING]
        return min((us for us in told if us is not None), default=None)

    def revision(self) -> int:
        return max(self._calendars, default=0)

    def orphans(self) -> Sequence[EventRow]:
        return [row for id, rows in self._events.items() if id not in self._matters for row in rows]

    def calendars(self) -> Sequence[CalendarRow]:
        return [row for _, row in sorted(self._calendars.items())]

    def jurisdictions(self) -> Sequence[str]:
        return sorted({row.jurisdiction for row in self._matters.values()})

    def moves(
        self, revision: int, after: tuple[str, int] = ("", 0), limit: int = 1000
    ) -> Sequence[tuple[MoveRow, ObligationRow, MatterRow]]:
        own = [row for key, row in self._moves.items() if key[0] == revision and key[1:] > after]
        own.sort(key=lambda row: (row.obligation_id, row.due_revision))
        return [(row, self._obligations[row.obligation_id], self._matters[row.matter_id]) for row in own[:limit]]

    def count_moves(self, revision: int) -> int:
        return sum(row.revision == revision for row in self._moves.values())

    def groundless(self, revision: int) -> Sequence[Reminder]:
        last: dict[str, int] = {}
        for moved_by, obligation_id, due_revision in self._moves:
            if moved_by == revision:
                last[obligation_id] = max(due_revision, last.get(obligation_id, 0))
        sent = (row for row in self._reminders.values() if row.status == SENT)
        return [row for row in sent if row.due_revision < last.get(row.obligation_id, 0)]

    # What is written

    def append(self, change: Change) -> None:
        if change.revision != self.revision():
            raise StoreConflict("another calendar is in force")
        row, there = change.matter, self._matters.get(change.matter.id)
        if (there.version if there else None) != change.version:
            raise StaleMatter(row.name, change.version or 0, there.version if there else None)
        self._put(self._matters, row.id, row)
        facts = (*self._events.get(row.id, ()), *change.events)
        if len({event.version for event in facts}) < len(facts) or len({event.key_id for event in facts}) < len(facts):
            raise StaleMatter(row.name, change.version or 0, row.version)
        self._put(self._events, row.id, facts)
        if any(self._obligations[before.id] != before for before, _ in change.changed):
            raise StoreConflict("an obligation was claimed meanwhile")
        if any(each.id in self._obligations for each in change.new):
            raise StoreConflict("an obligation was projected meanwhile")
        if change.new:
            self._put(self._of_matter, row.id, (*self._of_matter.get(row.id, ()), *(each.id for each in change.new)))
        for each in (*change.new, *(after for _, after in change.changed)):
            self._put(self._obligations, each.id, each)
        if len(self.add_reminders(change.reminders)) != len(change.reminders):
            raise StoreConflict("a rung was claimed meanwhile")
        self._list_moves(change.moves)

    def raise_calendar(self, row: CalendarRow) -> None:
        if row.revision != self.revision() + 1:
            raise StaleMatter("calendar", row.revision - 1, self.revision())
        self._put(self._calendars, row.revision, row)

    def note_calendar(self, revision: int, *, cursor: str | None, finished_us: int | None) -> None:
        before = self._calendars[revision]
        row = attrs.evolve(before, cursor=cursor, finished_us=finished_us or before.finished_us)
        self._put(self._calendars, revision, row)

    def claim(self, now_us: int, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        ripe = [row for row in self._obligations.values() if row.wake_at_us is not None and row.wake_at_us <= now_us]
        ripe.sort(key=lambda row: (row.wake_at_us or 0, row.id))
        return [(row, self._matters[row.matter_id]) for row in ripe[:limit]]

    def turning(self, now_us: int, limit: int) -> Sequence[MatterRow]:
        ripe = [row for row in self._matters.values() if row.turns_at_us is not None and row.turns_at_us <= now_us]
        return sorted(ripe, key=lambda row: (row.turns_at_us or 0, row.id))[:limit]

    def add_reminders(self, rows: Sequence[Reminder]) -> Sequence[Reminder]:
        mine = [row for row in rows if row.id not in self._reminders]
        for row in mine:
            self._put(self._reminders, row.id, row)
        return mine

    def move_on(self, rows: Iterable[ObligationRow]) -> None:
        for row in rows:
            self._put(self._obligations, row.id, row)

    def lease(self, now_us: int, until_us: int, limit: int) -> Sequence[tuple[Reminder, bool]]:
        ripe = [row for row in self._reminders.values() if row.status == PENDING and (row.try_at_us or 0) <= now_us]
        ripe.sort(key=lambda row: (row.try_at_us or 0, row.reached_us, row.id))
        for row in ripe[:limit]:
            self._put(self._reminders, row.id, attrs.evolve(row, try_at_us=until_us))
        return [(row, stands(row, self._obligations[row.obligation_id])) for row in ripe[:limit]]

    def settle(self, row: Reminder, leased_until_us: int) -> bool:
        there = self._reminders[row.id]
        if there.status != PENDING or there.try_at_us != leased_until_us:
            return False
        self._put(self._reminders, row.id, row)
        return True

    def revive(self, id: str, now_us: int) -> bool:
        row = self._reminders.get(id)
        if row is None or row.status != DEAD:
            return False
        self._put(self._reminders, id, attrs.evolve(row, status=PENDING, attempts=0, try_at_us=now_us, settled_us=None))
        return True

    def groups(self, jurisdictions: Sequence[str]) -> Sequence[tuple[ObligationRow, int]]:
        found: dict[Group, list[ObligationRow]] = {}
        for row in self._obligations.values():
            if row.basis is not None and row.jurisdiction in jurisdictions:
                found.setdefault(group_of(row), []).append(row)
        return [(rows[0], len(rows)) for rows in found.values()]

    def entangled(self, jurisdictions: Sequence[str], after: str, limit: int) -> Sequence[MatterRow]:
        own = {
            row.matter_id
            for row in self._obligations.values()
            if row.is_entangled and row.matter_id > after and row.jurisdiction in jurisdictions
        }
        return [self._matters[id] for id in sorted(own)[:limit]]

    def move_groups(self, revision: int, pairs: Sequence[tuple[ObligationRow, ObligationRow]]) -> int:
        targets = {group_of(old): new for old, new in pairs}
        alike = [row for row in self._obligations.values() if group_of(row) in targets]
        for row in alike:
            fresh = put_off(row, targets[group_of(row)])
            self._put(self._obligations, row.id, fresh)
            if fresh.due_revision != row.due_revision:
                self._list_moves([move(revision, row, fresh)])
        return len(alike)

    def _list_moves(self, rows: Iterable[MoveRow]) -> None:
        for row in rows:
            self._put(self._moves, (row.revision, row.obligation_id, row.due_revision), row)
