"""Between rows and the columns they are kept in: the same names, days as the database has them, flags as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

import attrs
from sqlalchemy import Column, RowMapping, Table

from .rows import CalendarRow, EventRow, MatterRow, MoveRow, ObligationRow, Reminder
from .schema import NOTHING
from .sound import sound

R = TypeVar("R", MatterRow, EventRow, ObligationRow, Reminder, CalendarRow, MoveRow)

_FLAGS = {"is_open", "is_entangled"}
_DAYS = {"until_on", "due_on"}

ADVANCED = ("version", "head", "state", "turns_at_us", "changed_us")
"""What of a matter its facts and the clock change."""
PUT = tuple(field.name for field in attrs.fields(ObligationRow) if field.name not in ("id", "matter_id"))
"""What of an obligation a projection changes."""
TARGETS = ("due_on", "due_at_us", "rungs", "next_rung", "wake_at_us", "certainty", "refusal")
"""What of an obligation a calendar changes."""


_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in attrs.fields(kind))
    for kind in (MatterRow, EventRow, ObligationRow, Reminder, CalendarRow, MoveRow)
}


def fields(cls: type) -> tuple[str, ...]:
    """The names of the columns of *cls*, in order."""
    return _FIELDS[cls]


def columns(table: Table, cls: type) -> list[Column[Any]]:
    """The columns of *table* that *cls* is made of, in order."""
    return [table.c[name] for name in fields(cls)]


def row_of_core(cls: type[R], found: RowMapping) -> R:
    """A row as Core gives it. Raises: RowSpoiled."""
    values: dict[str, Any] = {name: found[name] for name in fields(cls)}
    for flag in _FLAGS & values.keys():
        values[flag] = _flag(values[flag])
    if cls not in _CHAINED:
        sound(cls, tuple(values.values()))
    return cls(**values)


def row_of_driver(cls: type[R], found: Sequence[Any]) -> R:
    """A row as the driver gives it: SQLite's has days as text. Raises: RowSpoiled."""
    values = list(found)
    days, flags = _PLACES[cls]
    for place in flags:
        values[place] = _flag(values[place])
    for place in days:
        if isinstance(values[place], str):
            values[place] = _day(values[place])
    if cls not in _CHAINED:
        sound(cls, tuple(values))
    return cls(*values)


_CHAINED = {MatterRow, EventRow}
"""Rows whose chain is checked by whoever reads them, who can tell which matter it is, and go on with the others."""


def _flag(value: object) -> object:
    """A flag as the database has it, one or nought, as truth; anything else as it is, to be refused."""
    return bool(value) if value in (0, 1) else value


def _day(text: str) -> object:
    """The day that *text* says; *text* itself, to be refused, where it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


_PLACES = {
    kind: tuple([place for place, name in enumerate(names) if name in few] for few in (_DAYS, _FLAGS))
    for kind, names in _FIELDS.items()
}
"""Where among the fields of each kind days stand, and where flags."""


# What every transition reads of its rows, by one call each.
_ALL = {kind: attrgetter(*names) for kind, names in _FIELDS.items()}
_CHANGEABLE = attrgetter(*PUT)


def plain(row: attrs.AttrsInstance) -> dict[str, Any]:
    """*row* as values for its columns."""
    kind = type(row)
    values = dict(zip(_FIELDS[kind], _ALL[kind](row), strict=True))
    for flag in _FLAGS & values.keys():
        values[flag] = int(values[flag])
    return values


def advanced(row: MatterRow, version: int) -> dict[str, Any]:
    """The values that put *row* in place of the same matter at *version*."""
    return {"_id": row.id, "_version": version, **{name: getattr(row, name) for name in ADVANCED}}


def put(before: ObligationRow, after: ObligationRow) -> dict[str, Any]:
    """The values that put *after* in place of *before*, as long as that is as it was read: those alone that differ."""
    keys = {"_id": after.id, "_revision": before.due_revision, "_next": before.next_rung or NOTHING}
    both = zip(PUT, _CHANGEABLE(before), _CHANGEABLE(after), strict=True)
    values = {name: new for name, old, new in both if new != old}
    for flag in _FLAGS & values.keys():
        values[flag] = int(values[flag])
    return keys | values


def names_put(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns that the values of :func:`put` change."""
    return tuple(name for name in values if not name.startswith("_"))


def moved(revision: int, old: ObligationRow, new: ObligationRow) -> dict[str, Any]:
    """The values that give every obligation grouped with *old* the limit and the rungs of *new*."""
    return {
        "_revision": revision,
        "_basis": old.basis,
        "_due": -1 if old.due_at_us is None else old.due_at_us,
        "_rungs": old.rungs,
        "_next": old.next_rung or NOTHING,
        "_certainty": old.certainty,
        "_refusal": old.refusal or NOTHING,
        **{name: getattr(new, name) for name in TARGETS},
    }
