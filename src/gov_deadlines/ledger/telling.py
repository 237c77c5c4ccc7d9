"""Telling the host: each pending message to its handler, at least once, with what became of it written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

import attrs

from .rows import DEAD, PENDING, SENT, WITHDRAWN, Reminder, to_us

if TYPE_CHECKING:
    from .ledger import Ledger

Handler = Callable[[dict[str, Any]], object]
"""What takes a message, in the shape of CloudEvents 1.0, and raises when it could not."""


@attrs.frozen
class Drained:
    """How telling went: how many messages were sent, failed for now, are dead, or were withdrawn."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    withdrawn: int = 0

    def plus(self, other: Drained) -> Drained:
        """Both counts together."""
        return Drained(*(one + two for one, two in zip(attrs.astuple(self), attrs.astuple(other), strict=True)))

    def __bool__(self) -> bool:
        return any(attrs.astuple(self))


def drain(
    ledger: Ledger, handler: Handler, now: datetime, *, limit: int, attempts: int, lease_seconds: float
) -> Drained:
    """Lease up to *limit* messages, hand each to *handler*, and settle it before the next."""
    until = to_us(now) + int(lease_seconds * 1_000_000)
    tally: Counter[str] = Counter()
    for reminder, stands in ledger.tried(partial(_lease, ledger, to_us(now), until, limit)):
        after = _told(handler, reminder, now, attempts) if stands else _settled(reminder, WITHDRAWN, now)
        tally["failed" if after.status == PENDING else after.status] += 1
        ledger.tried(partial(_settle, ledger, after, until))
    return Drained(**tally)


def _lease(ledger: Ledger, now_us: int, until_us: int, limit: int) -> list[tuple[Reminder, bool]]:
    with ledger.store.writing() as writer:
        return list(writer.lease(now_us, until_us, limit))


def _settle(ledger: Ledger, row: Reminder, leased_until_us: int) -> None:
    with ledger.store.writing() as writer:
        writer.settle(row, leased_until_us)


def _told(handler: Handler, reminder: Reminder, now: datetime, attempts: int) -> Reminder:
    tried = attrs.evolve(reminder, attempts=reminder.attempts + 1)
    try:
        _check_done(handler(reminder.message))
    except Exception as error:  # whatever the host's handler raises, the other messages go on
        failed = attrs.evolve(tried, error=_said(error))
        if tried.attempts >= attempts:
            return _settled(failed, DEAD, now)
        return attrs.evolve(failed, try_at_us=to_us(now + timedelta(minutes=2 ** (tried.attempts - 1))))
    return _settled(tried, SENT, now)


def _check_done(answer: object) -> None:
    """Raises: TypeError, for an answer that is still to be awaited: nothing was told yet, and nobody will await it."""
    if isawaitable(answer):
        if isinstance(answer, Coroutine):
            answer.close()  # or Python would warn that it was never awaited
        raise TypeError("the handler returned a coroutine, which nobody awaits; hand in a plain function")


def _said(error: Exception) -> str:
    """What *error* says, in characters that every database takes."""
    try:
        told = f"{type(error).__name__}: {error}"
    except Exception:  # not even its text can be had
        told = type(error).__name__
    return told.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")[:500]


def _settled(reminder: Reminder, status: str, now: datetime) -> Reminder:
    return attrs.evolve(reminder, status=status, try_at_us=None, settled_us=to_us(now))
