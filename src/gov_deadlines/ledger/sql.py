"""A store in a relational database, by SQLAlchemy Core: the host's own, within its own transaction where it wants."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import attrs
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Engine,
    Executable,
    Integer,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    create_engine,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError

from ..errors import BadInput, StaleMatter, StoreConflict, StoreNotReady, StoreTooNew
from . import schema
from .dialect import Dialect, dialect_of, translated
from .projection import stands
from .rows import PENDING, SENT, CalendarRow, EventRow, MatterRow, MoveRow, ObligationRow, ReminderRow
from .schema import SLOTS
from .store import Change, Store

R = TypeVar("R", MatterRow, EventRow, ObligationRow, ReminderRow, CalendarRow, MoveRow)

_CHUNK = 500
"""Ids in one IN list: databases bound how many parameters a statement may have."""


class SqlStore:
    """
    A :class:`~gov_deadlines.ledger.store.Store` in a database.

    *database* is a URL, or the host's engine. The tables must be there (:meth:`create`, or the migrations).
    Raises: BadInput, for a URL that names no database or one whose driver is not installed.
    """

    retries = 12

    def __init__(self, database: str | Engine) -> None:
        self._engine = database if isinstance(database, Engine) else _engine(database)
        self._dialect: Dialect | None = None

    @property
    def engine(self) -> Engine:
        """The engine it works through."""
        return self._engine

    def close(self) -> None:
        """Close the connections that wait for their next use; the store may go on being used."""
        self._engine.dispose()

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def create(self) -> SqlStore:
        """Make the tables that are not there yet; hosts with migrations of their own use those instead."""
        with translated(), self._engine.begin() as connection:
            schema.metadata.create_all(connection)
            if connection.execute(select(func.count()).select_from(schema.ledger)).scalar_one() == 0:
                slots = [
                    {"slot": slot, "schema_version": schema.VERSION, "calendar_revision": 0} for slot in range(SLOTS)
                ]
                connection.execute(insert(schema.ledger), slots)
        return self

    def within(self, connection: Connection) -> Store:
        """This store inside the host's own open transaction, which the host commits or rolls back."""
        with translated():
            _check_version(connection)
            return _HostsOwn(connection, dialect_of(connection))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A view of the database."""
        with translated(), self._engine.connect() as connection:
            dialect = self._checked(connection)
            dialect.begin_reading(connection)
            yield Session(connection, dialect)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, rolled back when the block raises."""
        with translated(), self._engine.connect() as connection:
            dialect = self._checked(connection)
            dialect.begin_writing(connection)
            try:
                yield Session(connection, dialect)
                connection.commit()
            except BaseException:
                # A commit that fails leaves the transaction open on some databases, and the pool would hand it on.
                connection.rollback()
                raise

    def _checked(self, connection: Connection) -> Dialect:
        if self._dialect is None:
            _check_version(connection)
            self._dialect = dialect_of(connection)
            connection.rollback()
        return self._dialect


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    """What fails leaves the transaction as it was before, where the database has not broken it off as a whole."""
    nested = connection.begin_nested()
    try:
        yield
    except BaseException:
        # On a full disk there is no savepoint any more; what is told is why, not that.
        with suppress(DBAPIError):
            nested.rollback()
        raise
    nested.commit()


class _HostsOwn:
    """The store inside a transaction of the host: what fails leaves it as it was, by a savepoint."""

    retries = 0

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self._session = Session(connection, dialect)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with translated():
            yield self._session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with translated(), _savepoint(self._session.connection):
            yield self._session


def _engine(url: str) -> Engine:
    """Raises: BadInput, saying what to install or how a URL looks."""
    try:
        return create_engine(make_url(url), pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        told = make_url(url).render_as_string() if isinstance(error, ModuleNotFoundError | NoSuchModuleError) else url
        en = f"{told!r} opens no database: {error}; expected a URL like sqlite:///ledger.db or "
        en += "postgresql+psycopg://user@host/name, and its driver installed"
        zh = f"{told!r} 无法打开数据库：{error}；应为如 sqlite:///ledger.db 的地址，并安装其驱动"
        raise BadInput.of("database", en, zh) from None


def _check_version(connection: Connection) -> None:
    """Raises: StoreNotReady, StoreTooNew."""
    if not connection.dialect.has_table(connection, schema.ledger.name):
        raise StoreNotReady(None, schema.VERSION)
    found = connection.execute(select(schema.ledger.c.schema_version).where(schema.ledger.c.slot == 0)).scalar()
    if found is None or found < schema.VERSION:
        raise StoreNotReady(found, schema.VERSION)
    if found > schema.VERSION:
        raise StoreTooNew(found, schema.VERSION)


def _row(cls: type[R], found: RowMapping) -> R:
    values: dict[str, Any] = {name: found[name] for name in _fields(cls)}
    for flag in _FLAGS & values.keys():
        values[flag] = bool(values[flag])
    return cls(**values)


_FLAGS = {"is_open", "is_entangled"}
_NAMES: dict[type, tuple[str, ...]] = {}


def _fields(cls: type) -> tuple[str, ...]:
    if cls not in _NAMES:
        _NAMES[cls] = tuple(field.name for field in attrs.fields(cls))
    return _NAMES[cls]


def _plain(row: attrs.AttrsInstance) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _fields(type(row))}
    for flag in _FLAGS & values.keys():
        values[flag] = int(values[flag])
    return values


def _all(table: Table, cls: type) -> list[Any]:
    return [table.c[name] for name in _fields(cls)]


_MATTER = select(*_all(schema.matter, MatterRow))
_EVENTS = select(*_all(schema.event, EventRow))
_OBLIGATIONS = select(*_all(schema.obligation, ObligationRow))
_REMINDERS = select(*_all(schema.reminder, ReminderRow))

_ONE_MATTER = _MATTER.where(schema.matter.c.id == bindparam("id"))
_OF_MATTER = _EVENTS.where(schema.event.c.matter_id == bindparam("id")).order_by(schema.event.c.version)
_OWN_OBLIGATIONS = _OBLIGATIONS.where(schema.obligation.c.matter_id == bindparam("id")).order_by(
    schema.obligation.c.name, schema.obligation.c.ordinal
)
_SLOT = select(schema.ledger.c.calendar_revision).where(schema.ledger.c.slot == bindparam("slot"))
_ADVANCED = ("version", "head", "state", "turns_at_us", "changed_us")
_ADVANCE = (
    update(schema.matter)
    .where(schema.matter.c.id == bindparam("_id"), schema.matter.c.version == bindparam("_version"))
    .values({name: bindparam(name) for name in _ADVANCED})
)
_NOTHING = "-"
"""Stands for no value in comparisons, since no value equals none."""
_PUT = (
    update(schema.obligation)
    .where(
        schema.obligation.c.id == bindparam("_id"),
        schema.obligation.c.due_revision == bindparam("_revision"),
        func.coalesce(schema.obligation.c.next_rung, _NOTHING) == bindparam("_next"),
    )
    .values({name: bindparam(name) for name in _fields(ObligationRow) if name not in ("id", "matter_id")})
)
_MOVE_ON = (
    update(schema.obligation)
    .where(schema.obligation.c.id == bindparam("_id"), schema.obligation.c.due_revision == bindparam("_revision"))
    .values(next_rung=bindparam("next_rung"), wake_at_us=bindparam("wake_at_us"))
)


class Session:
    """One connection with a transaction on it: the reads and writes a ledger is made of."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self.connection = connection
        self._dialect = dialect

    # What is read

    def matter(self, id: str) -> MatterRow | None:
        found = self.connection.execute(_ONE_MATTER, {"id": id}).mappings().first()
        return None if found is None else _row(MatterRow, found)

    def matters(self, after: str, limit: int, *, jurisdictions: Sequence[str] = ()) -> Sequence[MatterRow]:
        asked = _MATTER.where(schema.matter.c.id > after)
        if jurisdictions:
            asked = asked.where(schema.matter.c.jurisdiction.in_(jurisdictions))
        return self._rows(MatterRow, asked.order_by(schema.matter.c.id).limit(limit))

    def events(self, matter_id: str) -> Sequence[EventRow]:
        return self._rows(EventRow, _OF_MATTER, id=matter_id)

    def obligations(self, matter_id: str) -> Sequence[ObligationRow]:
        return self._rows(ObligationRow, _OWN_OBLIGATIONS, id=matter_id)

    def reminders(self, matter_id: str) -> Sequence[ReminderRow]:
        table = schema.reminder.c
        asked = _REMINDERS.where(table.matter_id == matter_id)
        return self._rows(ReminderRow, asked.order_by(table.reached_us, table.due_revision, table.rung))

    def due(self, until_us: int, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        table = schema.obligation.c
        asked = _OBLIGATIONS.where(table.due_at_us <= until_us, table.is_open == 1)
        rows = self._rows(ObligationRow, asked.order_by(table.due_at_us, table.id).limit(limit))
        return self._with_matters(rows)

    def next_wake(self) -> int | None:
        pending = schema.reminder.c
        asked = (
            select(func.min(schema.obligation.c.wake_at_us)),
            select(func.min(schema.matter.c.turns_at_us)),
            select(func.min(pending.try_at_us)).where(pending.status == PENDING),
        )
        told = (self.connection.execute(each).scalar() for each in asked)
        return min((us for us in told if us is not None), default=None)

    def revision(self) -> int:
        return int(self.connection.execute(_SLOT, {"slot": 0}).scalar_one())

    def calendars(self) -> Sequence[CalendarRow]:
        asked = select(*_all(schema.calendar, CalendarRow)).order_by(schema.calendar.c.revision)
        return self._rows(CalendarRow, asked)

    def jurisdictions(self) -> Sequence[str]:
        asked = select(schema.matter.c.jurisdiction).distinct().order_by(schema.matter.c.jurisdiction)
        return list(self.connection.execute(asked).scalars())

    def orphans(self) -> Sequence[EventRow]:
        joined = schema.event.outerjoin(schema.matter, schema.event.c.matter_id == schema.matter.c.id)
        asked = _EVENTS.select_from(joined).where(schema.matter.c.id.is_(None))
        return self._rows(EventRow, asked)

    def turning(self, now_us: int, limit: int) -> Sequence[MatterRow]:
        asked = _MATTER.where(schema.matter.c.turns_at_us <= now_us)
        return self._rows(MatterRow, asked.order_by(schema.matter.c.turns_at_us, schema.matter.c.id).limit(limit))

    def groups(self, jurisdictions: Sequence[str]) -> Sequence[ObligationRow]:
        table = schema.obligation.c
        alike = (table.basis, table.due_at_us, table.rungs, table.next_rung, table.certainty, table.refusal)
        names = {column.name for column in alike}
        others = [func.min(table[name]).label(name) for name in _fields(ObligationRow) if name not in names]
        asked = (
            select(*alike, *others)
            .where(table.basis.is_not(None), table.jurisdiction.in_(jurisdictions))
            .group_by(*alike)
        )
        return self._rows(ObligationRow, asked)

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
        return [found[id] for id in ids]

    def moves(
        self, revision: int, after: str = "", limit: int = 1000
    ) -> Sequence[tuple[MoveRow, ObligationRow, MatterRow]]:
        table = schema.move.c
        asked = select(*_all(schema.move, MoveRow)).where(table.revision == revision, table.obligation_id > after)
        rows = self._rows(MoveRow, asked.order_by(table.obligation_id, table.due_revision).limit(limit))
        own = self._obligations_of(rows)
        matters = self._matters_of([row.matter_id for row in rows])
        return [(row, own[row.obligation_id], matters[row.matter_id]) for row in rows]

    def count_moves(self, revision: int) -> int:
        asked = select(func.count()).select_from(schema.move).where(schema.move.c.revision == revision)
        return int(self.connection.execute(asked).scalar_one())

    def groundless(self, revision: int) -> Sequence[ReminderRow]:
        moved, told = schema.move.c, schema.reminder.c
        asked = _REMINDERS.join(schema.move, moved.obligation_id == told.obligation_id).where(
            moved.revision == revision, told.status == SENT, told.due_revision < moved.due_revision
        )
        return self._rows(ReminderRow, asked.order_by(told.id))

    # What is written

    def append(self, change: Change) -> None:
        row = change.matter
        self._hold_calendar(row.id, change.revision)
        if change.version is None:
            self._insert_first(schema.matter, [_plain(row)], StaleMatter(row.name, 0))
        elif self.connection.execute(_ADVANCE, {"_version": change.version, **_advanced(row)}).rowcount != 1:
            raise StaleMatter(row.name, change.version)
        if change.events:
            refusal = StaleMatter(row.name, change.version or 0)
            self._insert_first(schema.event, [_plain(each) for each in change.events], refusal)
        if change.new:
            self.connection.execute(insert(schema.obligation), [_plain(each) for each in change.new])
        if change.changed:
            done = self.connection.execute(_PUT, [_put(before, after) for before, after in change.changed])
            if done.rowcount != len(change.changed):
                raise StoreConflict("an obligation was claimed meanwhile")
        if len(self.add_reminders(change.reminders)) != len(change.reminders):
            raise StoreConflict("a rung was claimed meanwhile")
        if change.moves:
            self.connection.execute(insert(schema.move), [_plain(each) for each in change.moves])

    def _hold_calendar(self, matter_id: str, revision: int) -> None:
        """Keep the calendar in force until the transaction ends. Raises: StoreConflict, when it is another by now."""
        slot = int(matter_id[:4], 16) % SLOTS
        held = self.connection.execute(self._dialect.shared(_SLOT), {"slot": slot}).scalar_one()
        if held != revision:
            raise StoreConflict("another calendar is in force")

    def raise_calendar(self, row: CalendarRow) -> None:
        table = schema.ledger
        raised = update(table).where(table.c.calendar_revision == row.revision - 1)
        done = self.connection.execute(raised.values(calendar_revision=row.revision))
        if done.rowcount != SLOTS:
            raise StaleMatter("calendar", row.revision - 1)
        self.connection.execute(insert(schema.calendar), _plain(row))

    def note_calendar(self, revision: int, *, cursor: str | None, finished_us: int | None) -> None:
        noted = update(schema.calendar).where(schema.calendar.c.revision == revision)
        self.connection.execute(noted.values(cursor=cursor, finished_us=finished_us))

    def claim(self, now_us: int, limit: int) -> Sequence[tuple[ObligationRow, MatterRow]]:
        table = schema.obligation.c
        ripe = select(table.id).where(table.wake_at_us <= now_us).order_by(table.wake_at_us)
        asked = _OBLIGATIONS.where(table.wake_at_us <= now_us)
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

    def add_reminders(self, rows: Sequence[ReminderRow]) -> Sequence[ReminderRow]:
        if not rows:
            return ()
        try:
            with _savepoint(self.connection):
                self.connection.execute(insert(schema.reminder), [_plain(row) for row in rows])
            return rows
        except IntegrityError:
            return [row for row in rows if self._is_mine(row)]

    def _is_mine(self, row: ReminderRow) -> bool:
        try:
            with _savepoint(self.connection):
                self.connection.execute(insert(schema.reminder), _plain(row))
            return True
        except IntegrityError:
            return False

    def move_on(self, rows: Iterable[ObligationRow]) -> None:
        values = [
            {"_id": row.id, "_revision": row.due_revision, "next_rung": row.next_rung, "wake_at_us": row.wake_at_us}
            for row in rows
        ]
        if values:
            self.connection.execute(_MOVE_ON, values)

    def lease(self, now_us: int, until_us: int, limit: int) -> Sequence[tuple[ReminderRow, bool]]:
        table = schema.reminder.c
        ripe_now = and_(table.status == PENDING, table.try_at_us <= now_us)
        ripe = select(table.id).where(ripe_now).order_by(table.try_at_us)
        rows = self._free(ReminderRow, ripe, _REMINDERS.where(ripe_now), table.id, limit)
        rows.sort(key=lambda row: (row.try_at_us or 0, row.reached_us, row.id))
        for chunk in _chunks([row.id for row in rows]):
            self.connection.execute(update(schema.reminder).where(table.id.in_(chunk)).values(try_at_us=until_us))
        own = self._obligations_of(rows)
        return [(row, stands(row, own[row.obligation_id])) for row in rows]

    def settle(self, row: ReminderRow, leased_until_us: int) -> bool:
        table = schema.reminder.c
        mine = and_(table.id == row.id, table.status == PENDING, table.try_at_us == leased_until_us)
        names = ("status", "attempts", "try_at_us", "error", "settled_us")
        done = self.connection.execute(
            update(schema.reminder).where(mine).values({name: getattr(row, name) for name in names})
        )
        return done.rowcount == 1

    def move_groups(self, revision: int, pairs: Sequence[tuple[ObligationRow, ObligationRow]]) -> int:
        moved = 0
        for old, new in pairs:
            told = {"_revision": revision, **_group_keys(old), **_group_targets(new)}
            if old.due_at_us != new.due_at_us:
                self.connection.execute(_LIST_MOVES, told)
                moved += self.connection.execute(_MOVE_GROUP, told).rowcount
            else:
                self.connection.execute(_RERUNG_GROUP, told)
        return moved

    # What they share

    def _rows(self, cls: type[R], asked: Select[Any], **bound: object) -> list[R]:
        return [_row(cls, found) for found in self.connection.execute(asked, bound).mappings()]

    def _matters_of(self, ids: Iterable[str]) -> dict[str, MatterRow]:
        found: dict[str, MatterRow] = {}
        for chunk in _chunks(sorted(set(ids))):
            found |= {row.id: row for row in self._rows(MatterRow, _MATTER.where(schema.matter.c.id.in_(chunk)))}
        return found

    def _with_matters(self, rows: Sequence[ObligationRow]) -> list[tuple[ObligationRow, MatterRow]]:
        matters = self._matters_of(row.matter_id for row in rows)
        return [(row, matters[row.matter_id]) for row in rows]

    def _obligations_of(self, rows: Iterable[MoveRow | ReminderRow]) -> dict[str, ObligationRow]:
        found: dict[str, ObligationRow] = {}
        for chunk in _chunks(sorted({row.obligation_id for row in rows})):
            asked = _OBLIGATIONS.where(schema.obligation.c.id.in_(chunk))
            found |= {row.id: row for row in self._rows(ObligationRow, asked)}
        return found

    def _insert_first(self, table: Table, rows: list[dict[str, Any]], refusal: StaleMatter) -> None:
        """Insert *rows*, or raise *refusal* when one of them is there, with the transaction as it was before."""
        try:
            with _savepoint(self.connection):
                self.connection.execute(insert(table), rows)
        except IntegrityError:
            raise refusal from None


_TRIES = 5


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), _CHUNK):
        yield ids[first : first + _CHUNK]


def _advanced(row: MatterRow) -> dict[str, object]:
    return {"_id": row.id, **{name: getattr(row, name) for name in _ADVANCED}}


def _put(before: ObligationRow, after: ObligationRow) -> dict[str, object]:
    values = _plain(after)
    del values["matter_id"]
    keys = {"_id": values.pop("id"), "_revision": before.due_revision, "_next": before.next_rung or _NOTHING}
    return keys | values


def _group_keys(row: ObligationRow) -> dict[str, object]:
    return {
        "_basis": row.basis,
        "_due": -1 if row.due_at_us is None else row.due_at_us,
        "_rungs": row.rungs,
        "_next": row.next_rung or _NOTHING,
        "_certainty": row.certainty,
        "_refusal": row.refusal or _NOTHING,
    }


_TARGETS = ("due_on", "due_at_us", "rungs", "next_rung", "wake_at_us", "certainty", "refusal")


def _group_targets(row: ObligationRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in _TARGETS}


def _group_moves() -> tuple[Executable, Executable, Executable]:
    """The statements that list the moves of a group, that move it, and that change its rungs alone."""
    table = schema.obligation.c
    alike = and_(
        table.basis == bindparam("_basis"),
        func.coalesce(table.due_at_us, -1) == bindparam("_due"),
        table.rungs == bindparam("_rungs"),
        func.coalesce(table.next_rung, _NOTHING) == bindparam("_next"),
        table.certainty == bindparam("_certainty"),
        func.coalesce(table.refusal, _NOTHING) == bindparam("_refusal"),
    )
    targets = {name: bindparam(name, type_=table[name].type) for name in _TARGETS}
    listed = select(
        bindparam("_revision", type_=Integer()).label("revision"),
        table.id,
        table.due_revision + 1,
        table.matter_id,
        table.due_on,
        table.due_at_us,
        bindparam("due_on", type_=Date()).label("to_on"),
        bindparam("due_at_us", type_=BigInteger()).label("to_us"),
    ).where(alike)
    names = ["revision", "obligation_id", "due_revision", "matter_id", "from_on", "from_us", "to_on", "to_us"]
    changed = update(schema.obligation).where(alike)
    return (
        insert(schema.move).from_select(names, listed),
        changed.values({**targets, "due_revision": table.due_revision + 1}),
        changed.values(targets),
    )


_LIST_MOVES, _MOVE_GROUP, _RERUNG_GROUP = _group_moves()
