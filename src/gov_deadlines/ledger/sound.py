"""Whether rows hold what a ledger writes: they may have been written past it, and some databases take any value."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from ..errors import RowSpoiled
from .rows import CalendarRow, EventRow, MatterRow, MoveRow, ObligationRow, Reminder

_TABLES: dict[type, str] = {
    MatterRow: "gd_matter",
    EventRow: "gd_event",
    ObligationRow: "gd_obligation",
    Reminder: "gd_reminder",
    CalendarRow: "gd_calendar",
    MoveRow: "gd_move",
}
_MOST_REVISIONS = 2**31 - 1
"""What the column of a due revision holds; it grows by one each time a due date moves."""
_REVISION = [field.name for field in attrs.fields(ObligationRow)].index("due_revision")

_WORDS: dict[str, type] = {"str": str, "int": int, "bool": bool, "date": date}
_NOTHING = type(None)


def _allowed(annotation: str) -> tuple[type, ...]:
    words = [part.strip() for part in annotation.split("|")]
    return tuple(_NOTHING if word == "None" else _WORDS[word] for word in words)


_ALLOWED = {kind: {field.name: _allowed(str(field.type)) for field in attrs.fields(kind)} for kind in _TABLES}
"""What each field of a row may be, as its class says."""

_SEEN: dict[type, set[tuple[type, ...]]] = {kind: set() for kind in _TABLES}
"""
Types of whole rows that were found sound, so that the next row alike costs one look.

There are few: a field has one type or none, and a row that is not sound is not kept.
"""


def table_of(kind: type) -> str:
    """The table that rows of *kind* are kept in."""
    return _TABLES[kind]


def is_sound(row: attrs.AttrsInstance) -> bool:
    """Whether every field of *row* is of its kind."""
    return wrong_in(type(row), attrs.astuple(row, recurse=False)) is None


def wrong_in(kind: type, values: tuple[Any, ...]) -> str | None:
    """The first field of *kind* whose value among *values* is of another kind; ``None`` where there is none."""
    types = tuple(map(type, values))
    if types in _SEEN[kind]:
        return None
    name: str
    for (name, allowed), value in zip(_ALLOWED[kind].items(), values, strict=True):
        if (
            not isinstance(value, allowed)
            or isinstance(value, datetime)
            or (type(value) is bool and bool not in allowed)
        ):
            return name
    _SEEN[kind].add(types)
    return None


def sound(kind: type, values: tuple[Any, ...]) -> None:
    """Raises: RowSpoiled, for the first of *values* that no ledger writes into its column."""
    name = wrong_in(kind, values)
    if name is not None:
        found = dict(zip(_ALLOWED[kind], values, strict=True))
        raise RowSpoiled.of(_TABLES[kind], next(iter(found.values())), name, found[name])
    if kind is ObligationRow and not 0 < values[_REVISION] < _MOST_REVISIONS:
        raise RowSpoiled.of(_TABLES[kind], values[0], "due_revision", values[_REVISION])
