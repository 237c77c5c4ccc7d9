"""A change in a single statement, where the database has one that writes several tables or none of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, literal_column, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import ColumnElement

from ..errors import StaleMatter, StoreConflict
from . import schema
from .columns import ADVANCED, advanced, fields, names_put, plain, put
from .prepared import Prepared
from .rows import EventRow
from .store import Change

_MOST = 4
"""Facts, or obligations, in one statement: its text is made once for each number of both."""


def can_take(change: Change) -> bool:
    """Whether *change* is the usual one: a few facts of a matter on record, and what they change of its obligations."""
    rare = change.version is None or change.new or change.reminders or change.moves
    return not rare and 0 < len(change.events) <= _MOST and 0 < len(change.changed) <= _MOST


def append(connection: Connection, change: Change) -> None:
    """
    Write *change*, each part of it only if every other can be written too.

    Raises: StaleMatter, StoreConflict.
    """
    values = {"slot": schema.slot_of(change.matter.id), "revision": change.revision}
    values |= _numbered(0, [advanced(change.matter, change.version or 0)])
    values |= _numbered(1, [plain(event) for event in change.events])
    puts = [put(before, after) for before, after in change.changed]
    values |= _numbered(2, puts)
    statement = _statement(len(change.events), tuple(map(names_put, puts)))
    try:
        ((held, free, advanced_),) = statement.rows(connection, values)
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
