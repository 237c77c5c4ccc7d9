"""Several tables written by a single statement, or none of them, where the database has such statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
    values,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import ColumnElement

from ..errors import StaleMatter, StoreConflict
from . import schema
from .columns import ADVANCED, TARGETS, advanced, fields, names_put, plain, put
from .columns import moved as moved_values
from .prepared import Prepared
from .rows import EventRow, ObligationRow
from .store import Change

_MOST = 4
"""Facts, or obligations, in one statement: its text is made once for each number of both."""


def can_take(change: Change) -> bool:
    """Whether *change* is a usual one, of not too many rows."""
    return change.is_usual and 0 < len(change.events) <= _MOST and 0 < len(change.changed) <= _MOST


def append(connection: Connection, change: Change) -> None:
    """
    Write *change*, each part of it only if every other can be written too.

    Raises: StaleMatter, StoreConflict.
    """
    given = {"slot": schema.slot_of(change.matter.id), "revision": change.revision}
    given |= _numbered(0, [advanced(change.matter, change.version or 0)])
    given |= _numbered(1, [plain(event) for event in change.events])
    puts = [put(before, after) for before, after in change.changed]
    given |= _numbered(2, puts)
    statement = _statement(len(change.events), tuple(map(names_put, puts)))
    try:
        ((held, free, advanced_),) = statement.rows(connection, given)
    except IntegrityError as error:
        raise StaleMatter(change.matter.name, change.version or 0) from error
    if not held:
        raise StoreConflict("another calendar is in force")
    if free != len(change.changed):
        raise StoreConflict("an obligation was claimed meanwhile")
    if not advanced_:
        raise StaleMatter(change.matter.name, change.version or 0)


def _numbered(kind: int, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {f"{name}_{kind}{number}": value for number, row in enumerate(rows) for name, value in row.items()}


@cache
def _statement(events: int, puts: tuple[tuple[str, ...], ...]) -> Prepared:
    """The statement for so many facts, and obligations of which these columns change."""
    slot = (
        select(schema.ledger.c.slot)
        .where(schema.ledger.c.slot == bindparam("slot"), schema.ledger.c.calendar_revision == bindparam("revision"))
        .with_for_update(read=True)
        .cte("held")
    )
    own = schema.obligation.c
    as_read = (_as_read(number) for number in range(len(puts)))
    free = select(own.id).where(or_(*as_read)).with_for_update().cte("free")
    held, unclaimed = (select(func.count()).select_from(cte).scalar_subquery() for cte in (slot, free))
    row = schema.matter.c
    following = (
        update(schema.matter)
        .where(row.id == bindparam("_id_00"), row.version == bindparam("_version_00"))
        .where(held == literal_column("1"), unclaimed == literal_column(str(len(puts))))
        .values({name: bindparam(f"{name}_00", type_=row[name].type) for name in ADVANCED})
        .returning(row.id)
        .cte("following")
    )
    facts = [
        insert(schema.event)
        .from_select(
            list(fields(EventRow)),
            select(
                *(
                    bindparam(f"{name}_1{number}", type_=schema.event.c[name].type).label(name)
                    for name in fields(EventRow)
                )
            ).select_from(following),
        )
        .returning(schema.event.c.version)
        .cte(f"fact_{number}")
        for number in range(events)
    ]
    changed = [
        update(schema.obligation)
        .where(own.id == bindparam(f"_id_2{number}"), select(following.c.id).exists())
        .values({name: bindparam(f"{name}_2{number}", type_=own[name].type) for name in names})
        .returning(own.id)
        .cte(f"put_{number}")
        for number, names in enumerate(puts)
    ]
    done = select(func.count()).select_from(following).scalar_subquery()
    return Prepared(select(held, unclaimed, done).add_cte(*facts, *changed))


def _as_read(number: int) -> ColumnElement[bool]:
    """The condition that an obligation is as it was read."""
    own = schema.obligation.c
    nothing: ColumnElement[str] = literal_column(f"'{schema.NOTHING}'")
    return and_(
        own.id == bindparam(f"_id_2{number}"),
        own.due_revision == bindparam(f"_revision_2{number}"),
        func.coalesce(own.next_rung, nothing) == bindparam(f"_next_2{number}"),
    )


def move_groups(connection: Connection, revision: int, pairs: Sequence[tuple[ObligationRow, ObligationRow]]) -> int:
    """All groups of *pairs* moved, and their moves listed; returns how many rows were written."""
    own = schema.obligation.c
    told = values(
        *(column(name, type_) for name, type_ in _KEYS),
        *(column(f"to_{name}", own[name].type) for name in TARGETS),
        column("from_on", Date()),
        column("step", Integer()),
        name="told",
    ).data([_told(old, new) for old, new in pairs])
    nothing: ColumnElement[str] = literal_column(f"'{schema.NOTHING}'")
    moved = (
        update(schema.obligation)
        .where(
            own.basis == told.c.basis,
            func.coalesce(own.due_at_us, literal_column("-1")) == told.c.due,
            own.rungs == told.c.rungs,
            func.coalesce(own.next_rung, nothing) == told.c.next,
            own.certainty == told.c.certainty,
            func.coalesce(own.refusal, nothing) == told.c.refusal,
        )
        .values(
            {
                **{name: cast(told.c[f"to_{name}"], own[name].type) for name in TARGETS},
                "due_revision": own.due_revision + told.c.step,
            }
        )
        .returning(
            own.id, own.matter_id, own.due_revision, own.due_on, own.due_at_us, told.c.from_on, told.c.due, told.c.step
        )
        .cte("moved")
    )
    listed = (
        insert(schema.move)
        .from_select(
            ["revision", "obligation_id", "due_revision", "matter_id", "from_on", "from_us", "to_on", "to_us"],
            select(
                literal(revision, Integer()),
                moved.c.id,
                moved.c.due_revision,
                moved.c.matter_id,
                cast(moved.c.from_on, Date()),  # a column of nothing but nulls is text by itself
                func.nullif(moved.c.due, literal_column("-1")),
                moved.c.due_on,
                moved.c.due_at_us,
            ).where(moved.c.step == literal_column("1")),
        )
        .returning(schema.move.c.due_revision)
        .cte("listed")
    )
    return int(connection.execute(select(func.count()).select_from(moved).add_cte(listed)).scalar_one())


_KEYS = (
    ("basis", String()),
    ("due", BigInteger()),
    ("rungs", String()),
    ("next", String()),
    ("certainty", String()),
    ("refusal", String()),
)


def _told(old: ObligationRow, new: ObligationRow) -> tuple[Any, ...]:
    keys = moved_values(0, old, new)
    return (
        *(keys[f"_{name}"] for name, _ in _KEYS),
        *(keys[name] for name in TARGETS),
        old.due_on,
        int(old.due_at_us != new.due_at_us),
    )
