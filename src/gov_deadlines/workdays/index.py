"""The index behind a calendar: two look-ups a question, built from the acts of a chain of regions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, compress
from typing import cast

import attrs

from .packaged import Act

CUSTOM = "custom"
"""What stands for a region in calendars made by hand."""

Layers = tuple[tuple[str, tuple[Act, ...]], ...]
"""Per region of a chain, widest first, its code and its acts in the order they became known."""


# Position 0 of the working days: never handed out, and equal to no day that is asked for.
_NO_DAY = cast(date, None)


@attrs.frozen
class Index:
    """From a day to the number of working days up to it, and from that number back to a day."""

    through: dict[date, int]
    working: tuple[date, ...]
    """The working days in order, from position 1: position 0 holds no day."""
    digest: str


def build(first: date, last: date, layers: Layers, weekend: frozenset[int]) -> Index:
    """The index: the ordinary week, then each act's word over it, wider regions first and later acts last."""
    days = _days(first, last)
    origin, length = first.toordinal(), len(days)
    week = bytes(0 if (first.weekday() + offset) % 7 in weekend else 1 for offset in range(7))
    flags = bytearray(week * (length // 7 + 1))[:length]
    for _, acts in layers:
        for act in acts:
            for runs, flag in ((act.off, b"\0"), (act.worked, b"\1")):
                for start, run in _pairs(runs):
                    begin, end = max(start - origin, 0), min(start - origin + run, length)
                    if begin < end:
                        flags[begin:end] = flag * (end - begin)
    through = dict(zip(days, accumulate(flags), strict=True))
    digest = hashlib.sha256(f"{first}{last}".encode() + flags).hexdigest()[:16]
    return Index(through, (_NO_DAY, *compress(days, flags)), digest)


def decider(day: date, layers: Layers) -> Act | None:
    """The act whose word on *day* stands: the last one of the narrowest region that speaks of it."""
    ordinal = day.toordinal()
    for _, acts in reversed(layers):
        for act in reversed(acts):
            if any(start <= ordinal < start + run for start, run in _pairs([*act.off, *act.worked])):
                return act
    return None


@lru_cache(maxsize=16)
def _days(first: date, last: date) -> tuple[date, ...]:
    """Every day of the span, made once and shared by all calendars over it."""
    return tuple(map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))


def _pairs(runs: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(runs[::2], runs[1::2], strict=True)
