"""The statements of a ledger in a database; those that every transition runs are prepared."""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    BigInteger,
    Date,
    Executable,
    Integer,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.sql import ColumnElement

from . import schema
from .columns import ADVANCED, TARGETS, columns
from .prepared import Prepared
from .rows import EventRow, MatterRow, ObligationRow, Reminder

_NOTHING: ColumnElement[str] = literal_column(f"'{schema.NOTHING}'")

MATTER = select(*columns(schema.matter, MatterRow))
EVENTS = select(*columns(schema.event, EventRow))
OBLIGATIONS = select(*columns(schema.obligation, ObligationRow))
REMINDERS = select(*columns(schema.reminder, Reminder))

ONE_MATTER = Prepared(MATTER.where(schema.matter.c.id == bindparam("id")))
OWN_EVENTS = Prepared(EVENTS.where(schema.event.c.matter_id == bindparam("id")).order_by(schema.event.c.version))
OWN_OBLIGATIONS = Prepared(
    OBLIGATIONS.where(schema.obligation.c.matter_id == bindparam("id")).order_by(
        schema.obligation.c.name, schema.obligation.c.ordinal
    )
)

_SLOT = select(schema.ledger.c.calendar_revision).where(schema.ledger.c.slot == bindparam("slot"))
REVISION, HELD_REVISION = Prepared(_SLOT), Prepared(_SLOT.with_for_update(read=True))

ADD_MATTER, ADD_EVENT = Prepared(insert(schema.matter)), Prepared(insert(schema.event))
ADD_OBLIGATION, ADD_MOVE = Prepared(insert(schema.obligation)), Prepared(insert(schema.move))
_ADVANCE = (
    update(schema.matter)
    .where(schema.matter.c.id == bindparam("_id"), schema.matter.c.version == bindparam("_version"))
    .values({name: bindparam(name) for name in ADVANCED})
)
ADVANCE = Prepared(_ADVANCE)
ADVANCE_UNDER = Prepared(_ADVANCE.where(_SLOT.scalar_subquery() == bindparam("revision")))
"""... as long as that revision of the calendar is in force."""


@cache
def put_obligation(names: tuple[str, ...]) -> Prepared:
    """What changes *names* of an obligation: an index that is not touched is not written."""
    own = schema.obligation.c
    as_read = (own.due_revision == bindparam("_revision"), func.coalesce(own.next_rung, _NOTHING) == bindparam("_next"))
    changed = update(schema.obligation).where(own.id == bindparam("_id"), *as_read)
    return Prepared(changed.values({name: bindparam(name) for name in names}))


MOVE_ON = (
    update(schema.obligation)
    .where(schema.obligation.c.id == bindparam("_id"), schema.obligation.c.due_revision == bindparam("_revision"))
    .values(next_rung=bindparam("next_rung"), wake_at_us=bindparam("wake_at_us"))
)


def _of_groups() -> tuple[Executable, Executable, Executable, Executable]:
    """
    What lists the moves of a group of obligations, what moves those listed, and what changes its rungs alone.

    A rung may be claimed between the two, so that an obligation leaves its group or joins it: one that has joined is
    not listed and stays for the next round, of one that has left the listing is taken back.
    """
    table = schema.obligation.c
    alike = and_(
        table.basis == bindparam("_basis"),
        func.coalesce(table.due_at_us, -1) == bindparam("_due"),
        table.rungs == bindparam("_rungs"),
        func.coalesce(table.next_rung, _NOTHING) == bindparam("_next"),
        table.certainty == bindparam("_certainty"),
        func.coalesce(table.refusal, _NOTHING) == bindparam("_refusal"),
    )
    targets = {name: bindparam(name, type_=table[name].type) for name in TARGETS}
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
    move = schema.move.c
    is_listed = (
        select(move.revision)
        .where(
            move.revision == bindparam("_revision"),
            move.obligation_id == table.id,
            move.due_revision == table.due_revision + 1,
        )
        .exists()
    )
    left = select(table.id).where(
        table.basis == bindparam("_basis"), table.id == move.obligation_id, table.due_revision < move.due_revision
    )
    return (
        insert(schema.move).from_select(names, listed).execution_options(preserve_rowcount=True),
        changed.where(is_listed).values({**targets, "due_revision": table.due_revision + 1}),
        delete(schema.move).where(move.revision == bindparam("_revision"), left.exists()),
        changed.values(targets),
    )


LIST_MOVES, MOVE_GROUP, UNLIST_MOVES, RERUNG_GROUP = _of_groups()
HOLD_RECOMPUTATION = (
    select(schema.calendar.c.revision).where(schema.calendar.c.revision == bindparam("revision")).with_for_update()
)
