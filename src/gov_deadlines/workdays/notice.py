"""One official act that sets days off or on: calendars are made of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import Any

import attrs

from ..civil import ONE_DAY, day_zh
from ..errors import BadInput, Fault

_SATURDAY = 5
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?", re.ASCII)
# Longer than any break on record (16 days in Aba, 2010): a longer span is a slip of the pen.
_LONGEST_SPAN = 60
_DAY_FIELDS = ("off", "on", "cancelled", "off_for_some")


class NoticeKind(Enum):
    """What a notice does to the calendar."""

    ANNUAL = "annual"
    """Arranges a whole year: with it the year counts as published."""
    AMENDING = "amending"
    """Changes an annual notice already out."""
    EXTRAORDINARY = "extraordinary"
    """Adds days that belong to no yearly festival."""
    REGIONAL = "regional"
    """A local government's own days, on top of the national ones."""

    @property
    def zh(self) -> str:
        """The Chinese word for the kind."""
        return {"annual": "年度通知", "amending": "调整通知", "extraordinary": "专项通知", "regional": "地方通知"}[
            self.value
        ]


class Confidence(Enum):
    """How well the data behind a notice is sourced."""

    HIGH = "high"
    """The text or number at an official site, or two independent copies."""
    MEDIUM = "medium"
    """One copy of the text, or a press digest that names the notice."""
    LOW = "low"
    """One weak page: days resting on it alone are provisional."""


def _in_order(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(days))


@attrs.frozen
class Clause:
    """
    One festival in a notice and the days it moves.

    *off* are days off; *on* are rest days worked instead (调休上班); *cancelled* are days that an earlier or higher
    notice had set off and that are worked after all; *off_for_some* concern only the persons named in *scope* and
    move nothing in the calendar.
    """

    festival: str
    off: tuple[date, ...] = attrs.field(default=(), converter=_in_order)
    on: tuple[date, ...] = attrs.field(default=(), converter=_in_order)
    cancelled: tuple[date, ...] = attrs.field(default=(), converter=_in_order)
    off_for_some: tuple[date, ...] = attrs.field(default=(), converter=_in_order)
    scope: str = ""

    @property
    def worked(self) -> tuple[date, ...]:
        """The days this clause makes working days, in order."""
        return tuple(sorted({*self.on, *self.cancelled}))


def _told(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(clauses)


@attrs.frozen
class Notice:
    """
    One official act, with what it sets and how well it is known.

    *region* is ``CN`` or a GB/T 2260 code. *public* is the day the public could know of it, which alone decides what
    was known when; where no source gives it, it is ``None`` and the notice counts as known from the eve of the first
    day it touches. An empty *document_number* was not found; one that is not *number_confirmed* is from memory.
    *remark* and *remark_zh* say one thing in English and in Chinese.
    """

    id: str
    region: str
    year: int
    kind: NoticeKind
    clauses: tuple[Clause, ...] = attrs.field(converter=_told)
    title: str = ""
    document_number: str = ""
    number_confirmed: bool = True
    signed: date | None = None
    public: date | None = None
    supersedes: tuple[str, ...] = ()
    source: str = ""
    confidence: Confidence = Confidence.HIGH
    remark: str = ""
    remark_zh: str = ""

    def __attrs_post_init__(self) -> None:
        faults = list(contradictions(self.year, self.clauses, self.signed, self.public))
        if faults:
            raise BadInput(faults)

    @cached_property
    def off(self) -> dict[date, str]:
        """Each day set off, with the festival it belongs to."""
        return {day: clause.festival for clause in self.clauses for day in clause.off}

    @cached_property
    def worked(self) -> dict[date, str]:
        """Each day set to be worked, with the festival it makes up for."""
        return {day: clause.festival for clause in self.clauses for day in clause.worked}

    @property
    def known_from(self) -> date:
        """The first day on whose evening the public knew of this notice."""
        if self.public is not None:
            return self.public
        touched = [*self.off, *self.worked]
        return min(touched) - ONE_DAY if touched else date(self.year, 1, 1) - ONE_DAY

    @property
    def citation(self) -> str:
        """The document number where known, else the title, else whose notice of which year it is."""
        if self.document_number:
            return self.document_number + ("" if self.number_confirmed else "〔文号未核实〕")
        if self.title:
            return f"《{self.title}》"
        signed = f"{day_zh(self.signed)}成文，" if self.signed else ""
        return f"{self.region}地区{self.year}年放假通知〔{signed}文号未查到〕"

    def __str__(self) -> str:
        return self._repr_mimebundle_()["text/plain"].partition("\n")[0]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .shown import of_notice  # only here: it is asked for in notebooks alone

        return of_notice(self)

    def to_plain(self) -> dict[str, Any]:
        """The notice as JSON has it: the fields of its TOML table, its region and year too, dates as strings."""
        plain = {field.name: getattr(self, field.name) for field in attrs.fields(Notice) if field.name != "clauses"}
        plain |= {name: day.isoformat() if (day := getattr(self, name)) else None for name in ("signed", "public")}
        plain |= {"kind": self.kind.value, "confidence": self.confidence.value, "supersedes": list(self.supersedes)}
        plain["clause"] = [
            {"festival": clause.festival}
            | {name: spans_of(getattr(clause, name)) for name in _DAY_FIELDS}
            | {"scope": clause.scope}
            for clause in self.clauses
        ]
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Notice:
        """
        The notice that :meth:`to_plain` wrote; a day of signature or publication may be a date too.

        Raises: BadInput, with a fault for each span that cannot be read and each contradiction in what they say.
        """
        clauses, faults = read_clauses(plain["clause"])
        values = {name: value for name, value in plain.items() if name != "clause"}
        for name in ("signed", "public"):
            values[name] = date.fromisoformat(values[name]) if isinstance(values[name], str) else values[name]
        if faults:
            raise BadInput([*faults, *contradictions(plain["year"], clauses, values["signed"], values["public"])])
        values |= {"kind": NoticeKind(values["kind"]), "confidence": Confidence(values["confidence"])}
        return cls(**{**values, "supersedes": tuple(values["supersedes"])}, clauses=clauses)


def contradictions(
    year: int, clauses: Iterable[Clause], signed: date | None = None, public: date | None = None
) -> Iterator[Fault]:
    """What is wrong with the parts of a notice for *year*, taken together."""
    if signed and public and public < signed:
        yield Fault(
            "public",
            f"{public} lies before the day of signature {signed}",
            f"公布日 {public} 早于成文日 {signed}",
        )
    seen: dict[str, dict[date, str]] = {"off": {}, "on": {}}
    for number, clause in enumerate(clauses):
        where = f"clause[{number}]"
        if not clause.festival:
            yield Fault(f"{where}.festival", "empty; name the festival", "为空；请写明节日名称")
        for field, days in (("off", clause.off), ("on", (*clause.on, *clause.cancelled))):
            for day in days:
                if day in seen[field]:
                    yield Fault(f"{where}.{field}", f"{day} is set twice", f"{day} 重复设定")
                seen[field][day] = where
                if abs(day.year - year) > 1:
                    yield Fault(
                        f"{where}.{field}",
                        f"{day} is not near {year}, the year of the notice",
                        f"{day} 与通知年度 {year} 不符",
                    )
        for day in clause.on:
            if day.weekday() < _SATURDAY:
                yield Fault(
                    f"{where}.on",
                    f"{day} is a weekday; only a Saturday or Sunday can be a make-up day",
                    f"{day} 不是周末，不能作为调休上班日",
                )
    for day in sorted(seen["off"].keys() & seen["on"].keys()):
        yield Fault(
            seen["on"][day],
            f"{day} is set both off and on; a day is one or the other",
            f"{day} 既放假又上班，只能取其一",
        )


def read_clauses(plain: Iterable[object]) -> tuple[tuple[Clause, ...], list[Fault]]:
    """
    The clauses that *plain* tables hold, as far as their spans can be read, and a fault for each that cannot.

    Values of a wrong type are passed over: whoever read the tables has named them already.
    """
    clauses: list[Clause] = []
    faults: list[Fault] = []
    for number, table in enumerate(plain):
        if not isinstance(table, Mapping):
            continue
        days: dict[str, tuple[date, ...]] = {}
        for name in _DAY_FIELDS:
            spans = table.get(name)
            days[name], bad = _readable(spans if isinstance(spans, list) else [], f"clause[{number}].{name}")
            faults += bad
        scope = table.get("scope")
        clauses.append(Clause(str(table.get("festival", "?")), **days, scope=scope if isinstance(scope, str) else ""))
    return tuple(clauses), faults


def days_of(spans: Iterable[str], path: str) -> tuple[date, ...]:
    """
    The days that *spans* name, each ``2026-10-01`` or ``2026-10-01..2026-10-07`` (both ends included).

    Raises: BadInput, naming *path* and quoting each span that cannot be read.
    """
    days, faults = _readable(spans, path)
    if faults:
        raise BadInput(faults)
    return days


def _readable(spans: Iterable[object], path: str) -> tuple[tuple[date, ...], list[Fault]]:
    """The days of the spans that can be read, and a fault for each text that cannot; what is no text is passed over."""
    days: list[date] = []
    faults: list[Fault] = []
    for number, span in enumerate(spans):
        if not isinstance(span, str):
            continue
        try:
            first, last = (date.fromisoformat(end) for end in _ends(span))
            length = (last - first).days + 1
        except ValueError:
            first, length = date.min, 0
        if not 1 <= length <= _LONGEST_SPAN:
            faults.append(
                Fault(
                    f"{path}[{number}]",
                    f"{span!r} is no day or span; expected 2026-10-01 or 2026-10-01..2026-10-07",
                    f"{span!r} 不是日期或区间；应为 2026-10-01 或 2026-10-01..2026-10-07",
                )
            )
            continue
        days += [first + timedelta(days=offset) for offset in range(length)]
    return tuple(days), faults


def _ends(span: str) -> tuple[str, str]:
    """Both ends of a span, the same twice for one day; ``ValueError`` when it is none."""
    match = _SPAN.fullmatch(span)
    if match is None:
        raise ValueError(span)
    return match[1], match[2] or match[1]


def spans_of(days: Iterable[date]) -> list[str]:
    """The shortest spans that name *days*: the inverse of :func:`days_of`."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [f"{run[0]}" if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs]
