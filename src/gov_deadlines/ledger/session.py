"""One connection with a transaction on it: the reads and writes that a ledger in a database is made of."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Select, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ..errors import RowSpoiled, StaleMatter, StoreConflict
from . import at_once, schema
from .columns import R, advanced, columns, names_put, plain, put, row_of_core, row_of_driver
from .columns import moved as moved_values
from .dialect import Dialect, savepoint
from .prepared import Prepared
from .projection import stands
from .rows import DEAD, PENDING, SENT, CalendarRow, EventRow, MatterRow, MoveRow, ObligationRow, Reminder, from_us
from .sound import table_of
from .statements import (
    ADD_EVENT,
    ADD_MATTER,
    ADD_MOVE,
    ADD_OBLIGATION,
    ADVANCE,
    EVENTS,
    HELD_REVISION,
    HOLD_RECOMPUTATION,
    LIST_MOVES,
    MATTER,
    MOVE_GROUP,
    MOVE_ON,
    OBLIGATIONS,
    ONE_MATTER,
    OWN_EVENTS,
    OWN_OBLIGATIONS,
    REMINDERS,
    RERUNG_GROUP,
    REVISION,
    UNLIST_MOVES,
    put_obligation,
)
from .store import Change

_CHUNK = 500
"""Ids in one IN list: databases bound how many parameters a statement may have."""

_TRIES = 5
"""How often candidates are looked for anew when others hold all of them."""


class Session:
    """One connection with a transaction on it: the reads and writes a ledger is made of."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self.connection = connection
        self._dialect = dialect

    # What is read

    def matter(self, id: str) -> MatterRow | None:
        found = self._read(MatterRow, ONE_MATTER, id)
        return found[0] if found else None

    def matters(self, after: str, limit: int) -> Sequence[MatterRow]:
        asked = MATTER.where(schema.matter.c.id > after).order_by(schema.matter.c.id)
        return self._rows(MatterRow, asked.limit(limit))

    def events(self, matter_id: str) -> Sequence[EventRow]:
        return self._read(EventRow, OWN_EVENTS, matter_id)

    def obligations(self, matter_id: str) -> Sequence[ObligationRow]:
        return self._read(ObligationRow, OWN_OBLIGATIONS, matter_id)

    def reminders(self, matter_id: str) -> Sequence[Reminder]:
        table = schema.reminder.c
        asked = REMINDERS.where(table.matter_id == matter_id)
        return self._rows(Reminder, asked.order_by(table.reached_us, table.due_revision, table.rung))

    def due(self, until_us: int, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        table = schema.obligation.c
        asked = OBLIGATIONS.where(table.due_at_us <= until_us, table.is_open == 1)
        rows = self._rows(ObligationRow, asked.order_by(table.due_at_us, table.id).limit(limit))
        return self._with_matters(rows)

    def untold(self, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        table = schema.obligation.c
        asked = OBLIGATIONS.where(table.is_open == 1, table.refusal.is_not(None))
        return self._with_matters(self._rows(ObligationRow, asked.order_by(table.matter_id, table.id).limit(limit)))

    def dead(self, limit: int) -> Sequence[Reminder]:
        table = schema.reminder.c
        asked = REMINDERS.where(table.status == DEAD).order_by(table.settled_us, table.id)
        return self._rows(Reminder, asked.limit(limit))

    def next_wake(self) -> int | None:
        pending = schema.reminder.c
        asked = (
            select(func.min(schema.obligation.c.wake_at_us)),
            select(func.min(schema.matter.c.turns_at_us)),
            select(func.min(pending.try_at_us)).where(pending.status == PENDING),
        )
        told = [us for each in asked if (us := self.connection.execute(each).scalar()) is not None]
        for us in told:
            from_us(us)
        return min(told, default=None)

    def revision(self) -> int:
        return _revision(REVISION.rows(self.connection, {"slot": 0}), 0)

    def calendars(self) -> Sequence[CalendarRow]:
        asked = select(*columns(schema.calendar, CalendarRow)).order_by(schema.calendar.c.revision)
        return self._rows(CalendarRow, asked)

    def jurisdictions(self) -> Sequence[str]:
        asked = select(schema.matter.c.jurisdiction).distinct().order_by(schema.matter.c.jurisdiction)
        return list(self.connection.execute(asked).scalars())

    def orphans(self) -> Sequence[EventRow]:
        joined = schema.event.outerjoin(schema.matter, schema.event.c.matter_id == schema.matter.c.id)
        asked = EVENTS.select_from(joined).where(schema.matter.c.id.is_(None))
        return self._rows(EventRow, asked)

    def turning(self, now_us: int, limit: int) -> Sequence[MatterRow]:
        asked = MATTER.where(schema.matter.c.turns_at_us <= now_us)
        return self._rows(MatterRow, asked.order_by(schema.matter.c.turns_at_us, schema.matter.c.id).limit(limit))

    def groups(self, jurisdictions: Sequence[str]) -> Sequence[tuple[ObligationRow, int]]:
        table = schema.obligation.c
        alike = (table.basis, table.due_at_us, table.rungs, table.next_rung, table.certainty, table.refusal)
        # Sorted with as little as tells groups apart; one statement, so that nobody changes a row in between.
        group = (
            select(func.min(table.id).label("id"), func.count().label("alike"))
            .where(table.basis.is_not(None), table.jurisdiction.in_(jurisdictions))
            .group_by(*alike)
            .subquery()
        )
        asked = OBLIGATIONS.add_columns(group.c.alike).join(group, table.id == group.c.id)
        with _days_of(ObligationRow):
            found = self.connection.execute(asked).mappings()
            return [(row_of_core(ObligationRow, each), each["alike"]) for each in found]

    def entangled(self, jurisdictions: Sequence[str], after: str, limit: int) -> Sequence[MatterRow]:
        table = schema.obligation.c
        own = (
            select(table.matter_id)
            .where(table.is_entangled == 1, table.matter_id > after, table.jurisdiction.in_(jurisdictions))
            .distinct()
            .order_by(table.matter_id)
            .limit(limit)
        )
        ids = list(self.connection.execute(own).scalars())
        found = self._matters_of(ids)
        for id in ids:
            if id not in found:
                raise RowSpoiled.of("gd_obligation", "?", "matter_id", id)
        return [found[id] for id in ids]

    def moves(
        self, revision: int, after: tuple[str, int] = ("", 0), limit: int = 1000
    ) -> Sequence[tuple[MoveRow, ObligationRow, MatterRow]]:
        table = schema.move.c
        id, due_revision = after
        later = or_(table.obligation_id > id, and_(table.obligation_id == id, table.due_revision > due_revision))
        asked = select(*columns(schema.move, MoveRow)).where(table.revision == revision, later)
        rows = self._rows(MoveRow, asked.order_by(table.obligation_id, table.due_revision).limit(limit))
        own = self._obligations_of(rows)
        matters = self._matters_of([row.matter_id for row in rows])
        return [(row, _owner(own, row.obligation_id, row), _owner(matters, row.matter_id, row)) for row in rows]

    def count_moves(self, revision: int) -> int:
        asked = select(func.count()).select_from(schema.move).where(schema.move.c.revision == revision)
        return int(self.connection.execute(asked).scalar_one())

    def groundless(self, revision: int) -> Sequence[Reminder]:
        moved, told = schema.move.c, schema.reminder.c
        later = select(moved.obligation_id).where(
            moved.revision == revision,
            moved.obligation_id == told.obligation_id,
            moved.due_revision > told.due_revision,
        )
        asked = REMINDERS.where(told.status == SENT, later.exists())
        return self._rows(Reminder, asked.order_by(told.id))

    # What is written

    def append(self, change: Change) -> None:
        row, connection = change.matter, self.connection
        self._hold_calendar(row.id, change.revision)
        with self._stale_when_taken(row, change.version):
            if change.version is None:
                ADD_MATTER.run(connection, plain(row))
            elif ADVANCE.run(connection, advanced(row, change.version)) != 1:
                raise StaleMatter(row.name, change.version)
            ADD_EVENT.run_all(connection, [plain(each) for each in change.events])
        if change.moves:
            connection.execute(HOLD_RECOMPUTATION, {"revision": change.moves[0].revision})
        with self._in_the_way("an obligation was projected meanwhile"):
            ADD_OBLIGATION.run_all(connection, [plain(each) for each in change.new])
        for before, after in change.changed:
            values = put(before, after)
            if not put_obligation(names_put(values)).run(connection, values):
                raise StoreConflict("an obligation was claimed meanwhile")
        if len(self.add_reminders(change.reminders)) != len(change.reminders):
            raise StoreConflict("a rung was claimed meanwhile")
        ADD_MOVE.run_all(connection, [plain(each) for each in change.moves])

    def _hold_calendar(self, matter_id: str, revision: int) -> None:
        """Keep the calendar in force until the transaction ends. Raises: StoreConflict, when it is another by now."""
        slot = schema.slot_of(matter_id)
        if _revision(HELD_REVISION.rows(self.connection, {"slot": slot}), slot) != revision:
            raise StoreConflict("another calendar is in force")

    @contextmanager
    def _stale_when_taken(self, row: MatterRow, version: int | None) -> Iterator[None]:
        """Raises: StaleMatter, when the matter, a version or a key of it is there already."""
        try:
            yield
        except IntegrityError as error:
            raise StaleMatter(row.name, version or 0) from error

    @contextmanager
    def _in_the_way(self, cause: str) -> Iterator[None]:
        """Raises: StoreConflict, when a row is there already: another has projected the same facts."""
        try:
            yield
        except IntegrityError as error:
            raise StoreConflict(cause) from error

    def raise_calendar(self, row: CalendarRow) -> None:
        table = schema.ledger
        raised = update(table).where(table.c.calendar_revision == row.revision - 1)
        done = self.connection.execute(raised.values(calendar_revision=row.revision))
        if done.rowcount != schema.SLOTS:
            raise StaleMatter("calendar", row.revision - 1)
        self.connection.execute(insert(schema.calendar), plain(row))

    def note_calendar(self, revision: int, *, cursor: str | None, finished_us: int | None) -> None:
        noted = update(schema.calendar).where(schema.calendar.c.revision == revision)
        # One who comes later does not take back that another has finished.
        told = {"cursor": cursor} if finished_us is None else {"cursor": cursor, "finished_us": finished_us}
        self.connection.execute(noted.values(told))

    def claim(self, now_us: int, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        table = schema.obligation.c
        ripe = select(table.id).where(table.wake_at_us <= now_us).order_by(table.wake_at_us)
        asked = OBLIGATIONS.where(table.wake_at_us <= now_us)
        return self._with_matters(self._free(ObligationRow, ripe, asked, table.id, limit))

    def _free(self, cls: type[R], ripe: Select[Any], asked: Select[Any], id: Column[Any], limit: int) -> list[R]:
        """
        Up to *limit* of the rows *asked* for whose ids are *ripe*, held here, that no other transaction holds.

        The candidates are read without a lock and a stretch of them is taken at random, so that workers who come at
        once rarely want the same; rows are then asked for by id, since a limit is applied before locked rows are passed
        over on some databases. None is returned only when none was to be had.
        """
        for _ in range(_TRIES):
            ids = list(self.connection.execute(ripe.limit(limit * self._dialect.spread)).scalars())
            first = random.randrange(max(1, len(ids) - limit + 1))
            rows: list[R] = []
            for chunk in _chunks(ids[first : first + limit]):
                rows += self._rows(cls, self._dialect.free(asked.where(id.in_(chunk)).order_by(id)))
            if rows or not ids:
                return rows
        return []

    def add_reminders(self, rows: Sequence[Reminder]) -> Sequence[Reminder]:
        if not rows:
            return ()
        try:
            with savepoint(self.connection):
                self.connection.execute(insert(schema.reminder), [plain(row) for row in rows])
            return rows
        except IntegrityError:
            return [row for row in rows if self._is_mine(row)]

    def _is_mine(self, row: Reminder) -> bool:
        try:
            with savepoint(self.connection):
                self.connection.execute(insert(schema.reminder), plain(row))
            return True
        except IntegrityError:
            return False

    def move_on(self, rows: Iterable[ObligationRow]) -> None:
        values = [
            {"_id": row.id, "_revision": row.due_revision, "next_rung": row.next_rung, "wake_at_us": row.wake_at_us}
            for row in rows
        ]
        if values:
            self.connection.execute(MOVE_ON, values)

    def lease(self, now_us: int, until_us: int, limit: int) -> Sequence[tuple[Reminder, bool]]:
        table = schema.reminder.c
        ripe_now = and_(table.status == PENDING, table.try_at_us <= now_us)
        ripe = select(table.id).where(ripe_now).order_by(table.try_at_us)
        rows = self._free(Reminder, ripe, REMINDERS.where(ripe_now), table.id, limit)
        rows.sort(key=lambda row: (row.try_at_us or 0, row.reached_us, row.id))
        for chunk in _chunks([row.id for row in rows]):
            self.connection.execute(update(schema.reminder).where(table.id.in_(chunk)).values(try_at_us=until_us))
        own = self._obligations_of(rows)
        return [(row, stands(row, _owner(own, row.obligation_id, row))) for row in rows]

    def settle(self, row: Reminder, leased_until_us: int) -> bool:
        table = schema.reminder.c
        mine = and_(table.id == row.id, table.status == PENDING, table.try_at_us == leased_until_us)
        names = ("status", "attempts", "try_at_us", "error", "settled_us")
        done = self.connection.execute(
            update(schema.reminder).where(mine).values({name: getattr(row, name) for name in names})
        )
        return done.rowcount == 1

    def revive(self, id: str, now_us: int) -> bool:
        table = schema.reminder.c
        revived = update(schema.reminder).where(table.id == id, table.status == DEAD)
        done = self.connection.execute(revived.values(status=PENDING, attempts=0, try_at_us=now_us, settled_us=None))
        return done.rowcount == 1

    def move_groups(self, revision: int, pairs: Sequence[tuple[ObligationRow, ObligationRow]]) -> int:
        self.connection.execute(HOLD_RECOMPUTATION, {"revision": revision})
        if self._dialect.takes_whole:
            return at_once.move_groups(self.connection, revision, pairs)
        written = 0
        for old, new in pairs:
            told = moved_values(revision, old, new)
            if old.due_at_us != new.due_at_us:
                listed = self.connection.execute(LIST_MOVES, told).rowcount
                done = self.connection.execute(MOVE_GROUP, told).rowcount
                if listed != done:
                    self.connection.execute(UNLIST_MOVES, told)
            else:
                done = self.connection.execute(RERUNG_GROUP, told).rowcount
            written += done
        return written

    # What they share

    def _rows(self, cls: type[R], asked: Select[Any], **bound: object) -> list[R]:
        with _days_of(cls):
            return [row_of_core(cls, found) for found in self.connection.execute(asked, bound).mappings()]

    def _read(self, cls: type[R], asked: Prepared, id: str) -> list[R]:
        return [row_of_driver(cls, found) for found in asked.rows(self.connection, {"id": id})]

    def _matters_of(self, ids: Iterable[str]) -> dict[str, MatterRow]:
        found: dict[str, MatterRow] = {}
        for chunk in _chunks(sorted(set(ids))):
            found |= {row.id: row for row in self._rows(MatterRow, MATTER.where(schema.matter.c.id.in_(chunk)))}
        return found

    def _with_matters(self, rows: Sequence[ObligationRow]) -> list[tuple[ObligationRow, MatterRow]]:
        matters = self._matters_of(row.matter_id for row in rows)
        return [(row, _owner(matters, row.matter_id, row)) for row in rows]

    def _obligations_of(self, rows: Iterable[MoveRow | Reminder]) -> dict[str, ObligationRow]:
        found: dict[str, ObligationRow] = {}
        for chunk in _chunks(sorted({row.obligation_id for row in rows})):
            asked = OBLIGATIONS.where(schema.obligation.c.id.in_(chunk))
            found |= {row.id: row for row in self._rows(ObligationRow, asked)}
        return found


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), _CHUNK):
        yield ids[first : first + _CHUNK]


def _owner(found: Mapping[str, R], id: str, row: ObligationRow | Reminder | MoveRow) -> R:
    """What *row* belongs to. Raises: RowSpoiled, when that is not on record."""
    if id not in found:
        whose = row.id if isinstance(row, ObligationRow | Reminder) else row.obligation_id
        raise RowSpoiled.of(table_of(type(row)), whose, "obligation_id or matter_id", id)
    return found[id]


def _revision(rows: Sequence[Sequence[Any]], slot: int) -> int:
    """The calendar's revision that a slot holds. Raises: RowSpoiled, when it holds none."""
    found = rows[0][0] if rows else None
    if not isinstance(found, int):
        raise RowSpoiled.of("gd_ledger", slot, "calendar_revision", found)
    return found


@contextmanager
def _days_of(cls: type) -> Iterator[None]:
    """SQLAlchemy reads days by itself, and raises what Python does for text that is none. Raises: RowSpoiled."""
    try:
        yield
    except (TypeError, ValueError) as error:
        raise RowSpoiled.of(table_of(cls), "?", "a day", str(error)) from None
