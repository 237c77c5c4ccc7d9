"""The index behind a calendar: two look-ups a question, built from the acts of a chain of regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate, compress, repeat
from operator import add, sub
from typing import cast

import attrs

from ..civil import ONE_DAY
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

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that name the days and which of them are worked."""
        from hashlib import sha256  # only here: most answers never name their calendar

        days = list(self.through)
        flags = bytes(map(sub, self.through.values(), (0, *self.through.values())))
        return sha256(f"{days[0]}{days[-1]}".encode() + flags).hexdigest()[:16]


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
    return Index(through, (_NO_DAY, *compress(days, flags)))


def deciders(layers: Layers) -> dict[int, Act]:
    """Per day, by its ordinal, the act whose word stands: the last one of the narrowest region that speaks of it."""
    found: dict[int, Act] = {}
    for _, acts in layers:
        for act in acts:
            for start, run in _pairs([*act.off, *act.worked]):
                found |= dict.fromkeys(range(start, start + run), act)
    return found


@lru_cache(maxsize=16)
def _days(first: date, last: date) -> tuple[date, ...]:
    """Every day of the span, made once and shared by all calendars over it."""
    return tuple(accumulate(repeat(ONE_DAY, (last - first).days), add, initial=first))


def _pairs(runs: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(runs[::2], runs[1::2], strict=True)
