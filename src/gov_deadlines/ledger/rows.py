"""What a store keeps, in plain values: matters, their facts, the obligations projected from them, and reminders."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

import attrs

from ..errors import RowSpoiled

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_us(moment: datetime) -> int:
    """
    The instant in whole microseconds since 1970-01-01T00:00Z, exactly.

    >>> to_us(datetime(2020, 5, 20, 1, tzinfo=UTC))
    1589936400000000
    """
    return (moment - _EPOCH) // _MICROSECOND


def from_us(us: int) -> datetime:
    """The instant of that many microseconds since 1970-01-01T00:00Z, in UTC. Raises: RowSpoiled, when there is none."""
    try:
        return _EPOCH + us * _MICROSECOND
    except (OverflowError, TypeError):
        raise RowSpoiled.of("gd_*", "?", "*_us", us) from None


def id_of(*parts: object) -> str:
    """
    An id in 32 hexadecimal digits that follows from *parts*.

    Ids that the application makes are alike on every database, whatever its collation makes of letters and blanks.
    """
    told = "\x1f".join(str(part) for part in parts)
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@attrs.frozen
class MatterRow:
    """
    A matter: under what it was opened, and how far its chain of facts has come.

    *version* counts its facts and *head* seals them; *turns_at_us* is when its projection changes by the clock alone,
    as a series does when the next span begins.
    """

    id: str
    name: str
    procedure: str
    rule: str | None
    jurisdiction: str
    clause: str | None
    advisory: str | None
    version: int
    head: str
    state: str | None
    turns_at_us: int | None
    opened_us: int
    changed_us: int


@attrs.frozen
class EventRow:
    """One fact, as it came, in JSON: its place in the chain of its matter, and the seal over all up to it."""

    matter_id: str
    version: int
    key_id: str
    recorded_us: int
    body: str
    seal: str


@attrs.frozen
class ObligationRow:
    """
    One obligation as it was projected: when it is due, and when the next reminder of it comes up.

    *basis* stands for all that its limit follows from besides the calendar, so that rows of one basis move together;
    it is ``None`` where a notice cannot move it. *is_entangled* says that its facts must be read to tell its limit on
    another calendar. *due_revision* grows whenever the limit moves, and never falls.
    """

    id: str
    matter_id: str
    name: str
    ordinal: int
    rule: str | None
    jurisdiction: str
    state: str | None
    clock: str
    is_open: bool
    start: str | None
    cases: str | None
    until_on: date | None
    basis: str | None
    is_entangled: bool
    due_on: date | None
    due_at_us: int | None
    certainty: str
    refusal: str | None
    rungs: str
    next_rung: str | None
    wake_at_us: int | None
    due_revision: int

    @property
    def due_at(self) -> datetime | None:
        """The instant at which it is due."""
        return None if self.due_at_us is None else from_us(self.due_at_us)


@attrs.frozen
class Reminder:
    """
    A rung that one worker claimed, and what has become of telling the host of it.

    *status* is ``pending``, ``sent``, ``passed_over`` (a later rung was reached before anyone looked), ``withdrawn``
    (its due date moved before it was told) or ``dead`` (the handler failed too often).
    """

    id: str
    obligation_id: str
    matter_id: str
    due_revision: int
    rung: str
    reached_us: int
    claimed_us: int
    status: str
    attempts: int
    try_at_us: int | None
    body: str
    error: str | None = None
    settled_us: int | None = None

    @property
    def message(self) -> dict[str, Any]:
        """The message for the host, in the shape of CloudEvents 1.0. Raises: RowSpoiled, when the row holds none."""
        try:
            told: Any = json.loads(self.body)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise RowSpoiled.of("gd_reminder", self.id, "body", self.body)
        return told


PENDING, SENT, PASSED_OVER, WITHDRAWN, DEAD = "pending", "sent", "passed_over", "withdrawn", "dead"


@attrs.frozen
class CalendarRow:
    """A calendar taken in: the notices it added, as JSON, and whether every obligation has been recomputed by it."""

    revision: int
    region: str
    notices: str
    adopted_us: int
    finished_us: int | None
    cursor: str | None


@attrs.frozen
class MoveRow:
    """A due date that a calendar taken in has moved; ``None`` stands for one that could not be told."""

    revision: int
    obligation_id: str
    matter_id: str
    due_revision: int
    from_on: date | None
    from_us: int | None
    to_on: date | None
    to_us: int | None
