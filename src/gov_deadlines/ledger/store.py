"""What a ledger asks of a store: transactions, and in them the few reads and writes it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs

from .rows import CalendarRow, EventRow, MatterRow, MoveRow, ObligationRow, Reminder

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Reader(Protocol):
    """What can be asked of a store at one moment."""

    def matter(self, id: str) -> MatterRow | None:
        """The matter of that id."""
        ...

    def matters(self, after: str, limit: int) -> Sequence[MatterRow]:
        """The next *limit* matters by id after *after*."""
        ...

    def events(self, matter_id: str) -> Sequence[EventRow]:
        """The facts of a matter in the order of its chain."""
        ...

    def obligations(self, matter_id: str) -> Sequence[ObligationRow]:
        """The obligations of a matter, those that are no more among them, by name and ordinal."""
        ...

    def reminders(self, matter_id: str) -> Sequence[Reminder]:
        """All that was claimed for a matter, in the order in which it was reached."""
        ...

    def due(self, until_us: int, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        """Up to *limit* open obligations that are due by then, the earliest first."""
        ...

    def untold(self, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        """Up to *limit* open obligations whose due date could not be told, by the id of their matter."""
        ...

    def dead(self, limit: int) -> Sequence[Reminder]:
        """Up to *limit* messages that were put aside, the longest ago first."""
        ...

    def next_wake(self) -> int | None:
        """The earliest instant at which something is to be done: a rung, a turn, or a message to be told."""
        ...

    def revision(self) -> int:
        """The revision of the calendar in force: 0 before any was taken in."""
        ...

    def orphans(self) -> Sequence[EventRow]:
        """Facts whose matter is not on record."""
        ...

    def calendars(self) -> Sequence[CalendarRow]:
        """The calendars taken in, in order."""
        ...

    def jurisdictions(self) -> Sequence[str]:
        """The places that matters lie in."""
        ...

    def moves(
        self, revision: int, after: tuple[str, int] = ("", 0), limit: int = 1000
    ) -> Sequence[tuple[MoveRow, ObligationRow, MatterRow]]:
        """The next due dates moved by that revision of the calendar, by their obligation and its due revision."""
        ...

    def turning(self, now_us: int, limit: int) -> Sequence[MatterRow]:
        """Up to *limit* matters whose projection the clock has changed by then."""
        ...

    def groups(self, jurisdictions: Sequence[str]) -> Sequence[tuple[ObligationRow, int]]:
        """
        One open obligation, and how many are like it: for each basis there, each limit and next rung of its rows.

        Rows of one basis differ in these only when a recomputation is under way or rungs of some were claimed.
        """
        ...

    def entangled(self, jurisdictions: Sequence[str], after: str, limit: int) -> Sequence[MatterRow]:
        """The next matters by id in those places with an open obligation whose facts must be read."""
        ...

    def count_moves(self, revision: int) -> int:
        """How many due dates that revision of the calendar has moved."""
        ...

    def groundless(self, revision: int) -> Sequence[Reminder]:
        """The reminders already sent of due dates that this revision of the calendar has moved."""
        ...


@attrs.frozen
class Change:
    """
    What one command does to a matter: all of it is written, or nothing.

    *matter* takes the place of the same matter at *version*, or is new where that is ``None``. *changed* pairs each
    obligation as it was read with what takes its place. *revision* is that of the calendar all this was computed by.
    """

    matter: MatterRow
    version: int | None
    revision: int
    events: tuple[EventRow, ...] = ()
    new: tuple[ObligationRow, ...] = ()
    changed: tuple[tuple[ObligationRow, ObligationRow], ...] = ()
    reminders: tuple[Reminder, ...] = ()
    moves: tuple[MoveRow, ...] = ()

    @property
    def is_usual(self) -> bool:
        """Whether it is but facts of a matter on record, and what they change of its obligations."""
        return self.version is not None and not (self.new or self.reminders or self.moves)


class Writer(Reader, Protocol):
    """What can be written in one transaction; all of it holds, or nothing."""

    def append(self, change: Change) -> None:
        """
        Write what a command does to a matter: facts, projection and reminders.

        No calendar is taken in until the transaction ends. Raises: StaleMatter, when the matter is at another version
        or one of its keys is taken; StoreConflict, when another calendar is in force or an obligation was claimed.
        """
        ...

    def raise_calendar(self, row: CalendarRow) -> None:
        """Take in a calendar; waits for every transaction that holds the one in force."""
        ...

    def note_calendar(self, revision: int, *, cursor: str | None, finished_us: int | None) -> None:
        """How far the recomputation by that revision has come."""
        ...

    def claim(self, now_us: int, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        """Up to *limit* obligations with a rung reached by then, held until the transaction ends."""
        ...

    def add_reminders(self, rows: Sequence[Reminder]) -> Sequence[Reminder]:
        """Insert reminders, which is the claim: returned are those that nobody had claimed before."""
        ...

    def move_on(self, rows: Iterable[ObligationRow]) -> None:
        """Write the next rung of obligations that are held."""
        ...

    def lease(self, now_us: int, until_us: int, limit: int) -> Sequence[tuple[Reminder, bool]]:
        """
        Up to *limit* pending reminders to be told by now, and whether each still stands: open, and due as it says.

        Nobody else gets them until *until_us*.
        """
        ...

    def settle(self, row: Reminder, leased_until_us: int) -> bool:
        """Write what became of a leased reminder; false when the lease ran out and another has it."""
        ...

    def revive(self, id: str, now_us: int) -> bool:
        """Have a message that was put aside told again from now on; false when it was not put aside."""
        ...

    def move_groups(self, revision: int, pairs: Sequence[tuple[ObligationRow, ObligationRow]]) -> int:
        """
        Give every obligation that is grouped with the first row of a pair the limit and the rungs of the second.

        Those whose due date changes get the next ``due_revision`` and are listed among the moves. Returns how many rows
        were written: fewer than there were where a rung of some was claimed meanwhile.
        """
        ...


@runtime_checkable
class Store(Protocol):
    """Where a ledger keeps what it records: in memory, or in a database of the host's."""

    def reading(self) -> AbstractContextManager[Reader]:
        """A view of the store. Raises: StoreNotReady, StoreTooNew, StoreFailed."""
        ...

    def writing(self) -> AbstractContextManager[Writer]:
        """One transaction, taken back when the block raises. Raises: StoreNotReady, StoreTooNew, StoreFailed."""
        ...

    def append(self, change: Change) -> None:
        """What ``Writer.append`` does, in a transaction of its own. Raises: as that, and as :meth:`writing`."""
        ...

    @property
    def retries(self) -> int:
        """How often a transaction may be tried anew after a conflict: 0 where the host owns it."""
        ...


@runtime_checkable
class Joinable(Protocol):
    """A store that can work inside a transaction that the host has open."""

    def within(self, connection: Connection) -> Store:
        """The store inside that transaction, which the host commits or rolls back."""
        ...
