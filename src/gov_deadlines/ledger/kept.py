"""What a ledger tells of the obligations it keeps: values for the host, with its own names for matters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from ..civil import SHANGHAI
from .rows import MatterRow, MoveRow, ObligationRow, from_us


@attrs.frozen
class KeptObligation:
    """
    An obligation as it is kept: when it is due, and when it is next reminded of.

    *due* is ``None`` for limits in hours, while the clock stands still, and where *refusal*, the code of an error, says
    why no day can be told. *due_revision* grows whenever the due date moves.
    """

    matter: str
    procedure: str
    obligation: str
    ordinal: int
    rule: str | None
    jurisdiction: str
    state: str | None
    clock: str
    is_open: bool
    due: date | None
    due_at: datetime | None
    certainty: str
    refusal: str | None
    due_revision: int
    next_reminder: datetime | None

    @classmethod
    def of(cls, row: ObligationRow, matter: MatterRow) -> KeptObligation:
        """The obligation that *row* of *matter* keeps."""
        return cls(
            matter.name,
            matter.procedure,
            row.name,
            row.ordinal,
            row.rule,
            row.jurisdiction,
            row.state,
            row.clock,
            row.is_open,
            row.due_on,
            _instant(row.due_at_us),
            row.certainty,
            row.refusal,
            row.due_revision,
            _instant(row.wake_at_us),
        )

    def to_dict(self) -> dict[str, Any]:
        """The obligation in plain values, for JSON."""
        return {name: _plain(value) for name, value in attrs.asdict(self).items()}


@attrs.frozen
class Move:
    """
    A due date that moved, and by which notices; ``None`` stands for one that could not be told.

    The days are ``None`` for limits in hours, which have instants alone.
    """

    matter: str
    obligation: str
    rule: str | None
    due_from: date | None
    due_to: date | None
    due_at_from: datetime | None
    due_at_to: datetime | None
    due_revision: int
    notices: tuple[str, ...] = ()

    @classmethod
    def of(cls, move: MoveRow, row: ObligationRow, matter: MatterRow, notices: tuple[str, ...] = ()) -> Move:
        """The move that is listed of *row* of *matter*."""
        return cls(
            matter.name,
            row.name,
            row.rule,
            move.from_on,
            move.to_on,
            _instant(move.from_us),
            _instant(move.to_us),
            move.due_revision,
            notices,
        )

    def to_dict(self) -> dict[str, Any]:
        """The move in plain values, for JSON."""
        return {
            "matter": self.matter,
            "obligation": self.obligation,
            "rule": self.rule,
            "from": _plain(self.due_from or self.due_at_from),
            "to": _plain(self.due_to or self.due_at_to),
            "due_revision": self.due_revision,
            "notices": list(self.notices),
        }


def _instant(us: int | None) -> datetime | None:
    return None if us is None else from_us(us).astimezone(SHANGHAI)


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value
