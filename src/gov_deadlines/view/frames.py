"""Answers as columns, and as a frame of whichever library the user has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeVar

from ..analysis.docket_whatif import RowMove
from ..civil import SHANGHAI, civil_day
from ..deadline import Deadline
from ..errors import BadInput, Lang, said
from ..explanation import step_text
from ..optional import needed
from ..workdays.calendar import WorkCalendar
from .entry import Entry

Columns = dict[str, list[Any]]
Library = Literal["pandas", "polars", "pyarrow"]
T = TypeVar("T")

_DAYS = frozenset("start due opens_on met moved_from earliest latest first last date before after".split())
_INSTANTS = frozenset("start_at due_at met_at at before_at after_at".split())
_NUMBERS = frozenset("ordinal revision number days working_days".split())
_FLAGS = frozenset("working statutory projected late_before late_after".split())


def entry_columns(rows: Iterable[Entry], lang: Lang = "zh") -> Columns:
    """
    What is due, a row an entry: those of a docket, of matters or of a ledger.

    Days and instants have columns of their own, since a limit in days has no hour that anyone set; *due_at* is told for
    all, and by the clock of Beijing.
    """
    told: dict[str, Callable[[Entry], object]] = {
        "matter": lambda each: each.matter,
        "duty": lambda each: each.duty,
        "ordinal": lambda each: each.ordinal,
        "name": lambda each: each.name(lang),
        "jurisdiction": lambda each: each.jurisdiction,
        "start": lambda each: None if each.start is None else civil_day(each.start),
        "start_at": lambda each: _instant(each.start),
        "due": lambda each: each.due,
        "due_at": lambda each: _instant(each.due_at),
        "opens_on": lambda each: each.opens_on,
        "met": lambda each: None if each.met is None else civil_day(each.met),
        "met_at": lambda each: _instant(each.met),
        "status": lambda each: each.status.value,
        "status_text": lambda each: each.status.text(lang),
        "left": lambda each: each.left_text(lang),
        "certainty": lambda each: each.certainty.value,
        "earliest": lambda each: each.deadline.earliest if each.deadline else None,
        "latest": lambda each: each.deadline.latest if each.deadline else None,
        "moved_from": lambda each: each.move.before.due if each.move and each.move.before else None,
        "moved_by": lambda each: "、".join(notice.citation for notice in each.move.notices) if each.move else "",
        "revision": lambda each: each.revision,
        "rule": lambda each: each.deadline.rule.id if each.deadline else None,
        "source": lambda each: each.source(lang),
    }
    return _columns(tuple(rows), told)


def move_columns(moves: Iterable[RowMove], lang: Lang = "zh") -> Columns:
    """
    What a scenario does to a docket, a row a row of it: both ends, by how much it moves, whether it is late, and why.

    *moves* are a comparison of a docket, for all its rows, or its ``moved()`` alone.
    """
    told: dict[str, Callable[[RowMove], object]] = {
        "matter": lambda each: each.row.matter,
        "rule": lambda each: each.row.rule,
        "jurisdiction": lambda each: each.row.jurisdiction,
        "start": lambda each: civil_day(each.row.start),
        "start_at": lambda each: _instant(each.row.start),
        "before": lambda each: each.before.deadline.due if each.before.deadline else None,
        "before_at": lambda each: _instant(each.before.deadline.due_at) if each.before.deadline else None,
        "after": lambda each: each.after.deadline.due if each.after.deadline else None,
        "after_at": lambda each: _instant(each.after.deadline.due_at) if each.after.deadline else None,
        "days": lambda each: each.shift.days if each.shift else None,
        "working_days": lambda each: each.shift.working_days if each.shift else None,
        "late_before": lambda each: each.late_before,
        "late_after": lambda each: each.late_after,
        "why": lambda each: said(lang, "；", "; ").join(each.why(lang)),
    }
    return _columns(tuple(moves), told)


def step_columns(found: Deadline, lang: Lang = "zh") -> Columns:
    """What decided a deadline, a row a step."""
    return _columns(
        found.steps,
        {
            "kind": lambda step: step.kind.value,
            "first": lambda step: step.first,
            "last": lambda step: step.last,
            "at": lambda step: _instant(step.at),
            "name": lambda step: step.name,
            "notice": lambda step: step.notice.id if step.notice else None,
            "projected": lambda step: step.projected,
            "text": lambda step: step_text(step, found, lang),
        },
    )


def year_columns(calendar: WorkCalendar, year: int) -> Columns:
    """
    The days of a year, a row a day: what it is, and the notice that decided it.

    Raises: CalendarNotPublished, for a year that *calendar* does not cover.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [calendar.day(first + timedelta(days=offset)) for offset in range((last - first).days + 1)]
    return _columns(
        days,
        {
            "date": lambda day: day.date,
            "kind": lambda day: day.kind.value,
            "working": lambda day: day.working,
            "name": lambda day: day.name,
            "statutory": lambda day: day.statutory,
            "notice": lambda day: day.notice.id if day.notice else None,
            "citation": lambda day: day.notice.citation if day.notice else None,
            "projected": lambda day: day.projected,
        },
    )


def to_frame(columns: Columns, library: Library = "pandas") -> Any:
    """
    *columns* as a ``DataFrame`` of pandas or polars or a ``Table`` of pyarrow, each column typed even when it is empty.

    pandas has no type for days: they become its timestamps at midnight, without a zone.
    Raises: ModuleNotFoundError, when the library is not installed; BadInput, for another library.
    """
    kinds = {name: _kind(name) for name in columns}
    if library == "pandas":
        pandas = needed("pandas")
        types = {
            "text": "string",
            "number": "Int64",
            "flag": "boolean",
            "day": "datetime64[s]",
            "instant": "datetime64[us, Asia/Shanghai]",
        }
        made = {name: pandas.Series(values, dtype=types[kinds[name]]) for name, values in columns.items()}
        return pandas.DataFrame(made)
    if library == "polars":
        polars = needed("polars")
        types = {
            "text": polars.String,
            "number": polars.Int64,
            "flag": polars.Boolean,
            "day": polars.Date,
            "instant": polars.Datetime("us", "Asia/Shanghai"),
        }
        return polars.DataFrame(columns, schema={name: types[kind] for name, kind in kinds.items()})
    if library == "pyarrow":
        arrow = needed("pyarrow")
        types = {
            "text": arrow.string(),
            "number": arrow.int64(),
            "flag": arrow.bool_(),
            "day": arrow.date32(),
            "instant": arrow.timestamp("us", "Asia/Shanghai"),
        }
        return arrow.table(columns, schema=arrow.schema([(name, types[kind]) for name, kind in kinds.items()]))
    expected = ("pandas", "polars", "pyarrow")
    raise BadInput.of(
        "library",
        f"{library!r} is no library that frames are made with; expected {', '.join(expected)}",
        f"{library!r} 不在支持之列；应为 {'、'.join(expected)} 之一",
    )


def _kind(name: str) -> str:
    kinds = (("day", _DAYS), ("instant", _INSTANTS), ("number", _NUMBERS), ("flag", _FLAGS))
    return next((kind for kind, names in kinds if name in names), "text")


def _columns(rows: Sequence[T], told: dict[str, Callable[[T], object]]) -> Columns:
    return {name: [tell(row) for row in rows] for name, tell in told.items()}


def _instant(moment: date | datetime | None) -> datetime | None:
    return moment.astimezone(SHANGHAI) if isinstance(moment, datetime) else None
