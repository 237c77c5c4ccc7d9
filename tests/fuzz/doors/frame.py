"""Frames handed to the columns: any kind, any dtypes, any arguments, each row held against the scalar engine."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from gov_deadlines import GovDeadlinesError, due
from gov_deadlines.analysis import columns

from ..contract import BrokenError, Door

_DAYS = (
    "2020-01-06",
    "2020-05-20",
    "2026-12-30",
    "1990-05-05",
    "2004-01-01",
    "2003-12-31",
    "NaT",
    "2262-04-11",
    "1677-09-22",
)
_ZONED = datetime(2020, 1, 6, tzinfo=UTC)
_OBJECTS = (
    date(2020, 1, 6), date.max, date.min, _ZONED, _ZONED.replace(tzinfo=None), pd.Timestamp(_ZONED), pd.NaT, None,
    np.datetime64("2020-01-06"), np.datetime64("NaT"), "2020-01-06", 20200106, float("nan"), Decimal(1), b"x", time(9),
    timedelta(1), pd.NA, True, [], {}, pd.Timestamp.max.tz_localize("UTC"), pd.Timestamp.min.tz_localize("UTC"),
)  # fmt: skip
_RULES = (
    "request.answer",
    "enforcement.penalty",
    "incident.statement",
    "no.such",
    "",
    None,
    "annual_report.department",
    "proactive.disclosure",
    3,
)
_PLACES = ("CN", "45", "520323", "650100", "xx", "", None, "000000")
_ADD = ("due", "due_at", "error", "provisional", "version", "status", "late_days", "nothing", "start")
GOOD = bytes([4, 12, 3, 0, 3, 0, 4, 0])


def ask(data: bytes) -> object:
    dice = random.Random(data)
    head = [*data[:6], 0, 0, 0, 0, 0, 0]
    size = head[2] % 5
    starts = _column(head[1], size, dice)
    named = {"rule": [dice.choice(_RULES) for _ in range(size)], "place": [dice.choice(_PLACES) for _ in range(size)]}
    names = {key: _texts(values, head[3]) for key, values in named.items()}
    more = {"gap": _column(dice.randrange(40), size, dice), "act": _column(dice.randrange(40), size, dice)}
    try:
        frame = _KINDS[head[0] % len(_KINDS)]({"start": starts, **names, **more})
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError, pa.ArrowException):
        return None  # a frame that its own library does not make
    asked = _asked(head[4], head[5], dice)
    answered = columns.due(frame, start="start", **asked)
    if isinstance(answered, pl.LazyFrame):
        answered = answered.collect()
    if len(answered) != size:
        raise BrokenError(f"{size} rows became {len(answered)}")
    try:
        rows = answered.to_pylist() if isinstance(answered, pa.Table) else _rows(answered)
    except (ValueError, OverflowError, pl.exceptions.PanicException):  # a day that Python has none for, there before
        return None
    return _agree(rows, asked)


def _column(kind: int, size: int, dice: random.Random) -> object:
    days = [dice.choice(_DAYS) for _ in range(size)]
    kind %= 20
    if kind < 8:
        unit = ("D", "ns", "us", "s", "h", "M", "Y", "m")[kind]
        return np.array(days, dtype="M8[D]").astype(f"M8[{unit}]")
    if kind == 8:
        return [dice.choice(_OBJECTS) for _ in range(size)]
    if kind == 9:
        return [None] * size
    if kind in (10, 11):
        zone = dice.choice(("UTC", "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Europe/Paris"))
        return pd.Series(pd.to_datetime(days, utc=True)).dt.tz_convert(zone)
    if kind == 12:
        return [None if day == "NaT" else date.fromisoformat(day) for day in days]
    numbers = [dice.choice((0, 1, -1, 3, 127, 255, 18000, 40000, 2**31 - 1, 2**62)) for _ in range(size)]
    dtype = ("i8", "i4", "u1", "f8", "bool", "O", "U10")[kind - 13]
    return np.array(numbers, dtype="i8").astype(dtype)


def _texts(values: list[object], kind: int) -> object:
    if kind % 4 == 0:
        return [value if isinstance(value, str) else "request.answer" for value in values]
    if kind % 4 == 1:
        return pd.Categorical([value if isinstance(value, str) else None for value in values])
    return values if kind % 4 == 2 else [None] * len(values)


def _arrow(held: dict[str, object]) -> pa.Table:
    return pa.Table.from_pandas(pd.DataFrame(held), preserve_index=False)


_KINDS = (
    pd.DataFrame,
    lambda held: pl.from_pandas(pd.DataFrame(held)),
    _arrow,
    lambda held: pl.from_pandas(pd.DataFrame(held)).lazy(),
    lambda held: pl.DataFrame({name: list(values) for name, values in held.items()}),
    lambda held: pd.DataFrame(held).convert_dtypes(dtype_backend="pyarrow"),
    lambda held: pd.DataFrame(held, index=[7] * len(held["start"])),
    lambda held: pa.table({name: pa.array(list(values)) for name, values in held.items()}),
    lambda held: held,
)  # fmt: skip


def _asked(kind: int, more: int, dice: random.Random) -> dict[str, object]:
    asked: dict[str, object] = {}
    asked |= (
        {"rule_column": "rule"} if kind & 1 else {"rule": dice.choice(_RULES[:3]) if more & 1 else "request.answer"}
    )
    asked |= {"jurisdiction_column": "place"} if kind & 2 else {}
    asked |= {"suspended": "gap"} if kind & 4 else {}
    asked |= {"act": "act", "as_of": date(2020, 3, 2)} if kind & 8 else {}
    asked |= {"naive": "day"} if kind & 16 else {}
    if kind & 32:
        adds = dice.choices(_ADD, k=3)
        # A day comes with its reason, or nobody could tell why a row has none.
        asked["add"] = tuple(dict.fromkeys([*adds, *(["error"] if "due" in adds else [])]))
    asked |= {"as_known_on": date(2020, 1, 20)} if kind & 64 else {}
    asked |= (
        dice.choice(({"start": "start"}, {"rule_column": "none"}, {"naive": "guess"}, {"as_of": "x"}))
        if more & 64
        else {}
    )
    return {key: value for key, value in asked.items() if key != "start"}


def _rows(frame: object) -> list[dict[str, object]]:
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    return frame.to_dict("records")  # type: ignore[attr-defined,no-any-return]


def _agree(rows: list[dict[str, object]], asked: dict[str, object]) -> object:
    """How many rows are answered, each as the scalar engine answers a plain day."""
    told = 0
    for row in rows:
        start, found = row["start"], row.get("due")
        outside = row.get("error") == columns.Problem.OUTSIDE_TABLE
        if type(start) is not date or "suspended" in asked or "due" not in row or outside:
            continue
        try:
            right: object = due(
                str(asked.get("rule") or row["rule"]),
                start,
                jurisdiction=str(row["place"] if "jurisdiction_column" in asked else "CN"),
                as_known_on=asked.get("as_known_on"),  # type: ignore[arg-type]
            ).due
        except GovDeadlinesError:
            right = None
        seen = None if pd.isna(found) else found.date() if isinstance(found, datetime) else found
        if seen != right:
            raise BrokenError(f"a row says {seen}, the scalar engine {right}: {row!r:.200}")
        told += 1
    return told, [str(row.get("due")) for row in rows]


DOOR = Door("frame", ask, GOOD, longest=64)
