"""What a folded text is cut into: numbers with their units, dates, spans, words of time, stops and text."""

from __future__ import annotations

from enum import Enum

import attrs


class T(Enum):
    """What a token is."""

    TEXT = "text"
    STOP = "stop"
    COMMA = "comma"
    COLON = "colon"
    LISTING = "listing"
    OPEN = "open"
    CLOSE = "close"
    NUMBERED = "numbered"
    QUANTITY = "quantity"
    DATE = "date"
    EVERY = "every"
    NEXT = "next"
    END = "end"
    MONTH_OF = "month_of"
    QUARTER = "quarter"
    TEN_DAYS = "ten_days"
    WEEKDAY = "weekday"
    TIMES = "times"
    WORD = "word"
    BAD = "bad"


@attrs.frozen
class Quantity:
    """A number and its unit; *ordinal* when the unit is written 号, which only a day of the month is."""

    n: int
    unit: str
    ordinal: bool = False


@attrs.frozen
class MonthDay:
    """A month and its day: a number, ``last``, ``early``, ``mid``, ``late``, or nothing when the month stands alone."""

    month: int
    day: int | str | None
    year: int | None = None


@attrs.frozen
class Span:
    """A span that comes round, *interval* of them at a time."""

    per: str
    interval: int = 1


@attrs.frozen
class Token:
    """A piece of the folded text from *start* to *end*, with what it says where it says more than its text."""

    kind: T
    text: str
    start: int
    end: int
    value: object = None


TIME = frozenset(T) - {T.TEXT, T.STOP, T.COMMA, T.COLON, T.LISTING, T.OPEN, T.CLOSE, T.NUMBERED}
"""The kinds of token that speak of time."""
