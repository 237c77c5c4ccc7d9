"""What if, over a docket: which rows a scenario moves, by how much, and which become late by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from typing import Any, Unpack

import attrs

from ..civil import aware, civil_day
from ..deadline import Deadline, due
from ..errors import BadInput, GovDeadlinesError, Lang, Undecidable, said
from ..law.book import LawBook
from ..show import as_text, bundle
from ..workdays.calendar import WorkCalendar
from ..workdays.notice import Notice
from .difference import Change, differences
from .docket import Answer, Docket, Row, calendar_for, due_text
from .proposal import with_proposed
from .question import Supposition, Variation, checked, law_in, reaching, supposed
from .summary import Summary, Tally
from .whatif import Shift

SHOWN = 50
"""How many moved rows a table shows: a docket may have millions."""

_NOT_HERE = ("start", "course")


@attrs.frozen
class RowMove:
    """
    One row of a docket as it stands and under the scenario.

    *late_before* and *late_after* tell whether the act on record, or for lack of one the day asked about, lies past
    the limit; ``None`` where nothing was done and no day is given, and where there is no answer.
    """

    row: Row
    before: Answer
    after: Answer
    late_before: bool | None = None
    late_after: bool | None = None

    @property
    def shift(self) -> Shift | None:
        """By how much its end moved; ``None`` unless both have an answer."""
        if self.before.deadline is None or self.after.deadline is None:
            return None
        return Shift.between(self.before.deadline, self.after.deadline)

    @property
    def moved(self) -> bool:
        """Whether its end moved, or it got or lost its answer."""
        return bool(self.shift) or self.gained or self.lost

    @property
    def gained(self) -> bool:
        """Whether it has an answer only under the scenario."""
        return self.before.deadline is None and self.after.deadline is not None

    @property
    def lost(self) -> bool:
        """Whether it has no answer any more under the scenario."""
        return self.before.deadline is not None and self.after.deadline is None

    @property
    def becomes_late(self) -> bool:
        """Whether it was in time and is late under the scenario."""
        return self.late_before is False and self.late_after is True

    @property
    def no_longer_late(self) -> bool:
        """Whether it was late and is in time under the scenario."""
        return self.late_before is True and self.late_after is False

    @property
    def changes(self) -> tuple[Change, ...]:
        """Which steps changed and why."""
        if self.before.deadline is None or self.after.deadline is None:
            return ()
        return differences(self.before.deadline, self.after.deadline)

    def why(self, lang: Lang = "zh") -> tuple[str, ...]:
        """The causes in words; for a row without an answer the message that says why."""
        refusal = self.after.refusal or self.before.refusal
        if refusal is not None:
            told = refusal.message(lang)
            return (said(lang, f"原先：{told}", f"before: {told}") if self.gained else told,)
        return tuple(change.text(lang) for change in self.changes if change.is_chief)

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The row and its move in plain values, for JSON."""
        shift = self.shift
        return {
            "matter": self.row.matter,
            "rule": self.row.rule,
            "start": self.row.start.isoformat(),
            "jurisdiction": self.row.jurisdiction,
            "before": _end(self.before),
            "after": _end(self.after),
            "moved": shift.to_dict() if shift else None,
            "late_before": self.late_before,
            "late_after": self.late_after,
            "error": self.after.refusal.to_dict(lang) if self.after.refusal else None,
            "changes": [change.to_dict() for change in self.changes],
        }


@attrs.frozen
class DocketComparison:
    """
    A docket and a scenario: iterated it answers row by row, in order, and holds no more than one row at a time.

    What shows itself or sums up reads all the rows, each time anew; rows from an iterator can be read once.
    """

    rows: Iterable[Row] = attrs.field(repr=False)
    scenario: Mapping[str, Any]
    as_of: date | datetime | None = None
    done: Mapping[str, date | datetime] = attrs.field(factory=dict, repr=False)
    book: LawBook | None = attrs.field(default=None, repr=False)
    taken_in: tuple[Notice, ...] = attrs.field(default=(), repr=False)

    def __iter__(self) -> Iterator[RowMove]:
        base, supposed_by = _Reader(self.book, self.taken_in, {}), _Reader(self.book, self.taken_in, self.scenario)
        for row in self.rows:
            before, after = base.answer(row), supposed_by.answer(row)
            act = self.done.get(row.matter)
            late = (_late(each.deadline, act, self.as_of) for each in (before, after))
            yield RowMove(row, before, after, *late)

    def moved(self) -> Iterator[RowMove]:
        """The rows whose end moves, that get an answer, or that lose theirs."""
        return (move for move in self if move.moved)

    @property
    def summary(self) -> Summary:
        """How many rows move, and how: all of them are read."""
        tally = Tally()
        for move in self:
            tally.add(move)
        return tally.summary()

    def table(self, lang: Lang = "zh", limit: int = SHOWN) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Head and the first *limit* rows that move: matter, duty, place, start, both ends, moved, late, why."""
        return _head(lang), [_cells(move, lang) for move in islice(self.moved(), limit)]

    def text(self, lang: Lang = "zh", limit: int = SHOWN) -> str:
        """The rows that move in aligned columns, then the counts; all rows are read, once."""
        moves, summary = self._read(limit)
        return as_text(_head(lang), [_cells(move, lang) for move in moves]) + "\n" + summary.text(lang)

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The moved rows and the counts in plain values, for JSON."""
        tally, moves = Tally(), []
        for move in self:
            tally.add(move)
            if move.moved:
                moves.append(move.to_dict(lang))
        return {"summary": tally.summary().to_dict(), "moved": moves}

    def __str__(self) -> str:
        return self.text("zh")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        moves, summary = self._read(SHOWN)
        return bundle(f"假设比较：{summary.text('zh')}", (), (_head("zh"), [_cells(move, "zh") for move in moves]))

    def _read(self, limit: int) -> tuple[list[RowMove], Summary]:
        """The first moved rows and the counts over all, in one reading."""
        tally, moves = Tally(), list[RowMove]()
        for move in self:
            tally.add(move)
            if move.moved and len(moves) < limit:
                moves.append(move)
        return moves, tally.summary()


def compare_docket(
    rows: Iterable[Row] | Docket,
    scenario: Mapping[str, Any] | None = None,
    *,
    as_of: date | datetime | None = None,
    done: Mapping[str, date | datetime] | None = None,
    book: LawBook | None = None,
    notices: Iterable[Notice] = (),
    **changes: Unpack[Supposition],
) -> DocketComparison:
    """
    The rows of a docket beside the same rows under *scenario*, or under the keywords: what moves, and what is late.

    A *rule_limit* is for every rule of the docket; a ``Proposal`` names its own.
    *as_of* is the day on which what is not done counts as late once its limit is past, *done* the act of each matter
    that has one. *notices* are in force in both, taken in beside the shipped ones; those of the scenario are proposals.
    A notice supposed for one region moves only the rows there. A ``Docket`` is asked anew by its own notices and book.
    Raises: BadInput, for what a scenario of a docket cannot change, and for what is no moment.

    >>> rows = [Row("A-1", "request.answer", date(2020, 1, 6), "CN")]
    >>> compare_docket(rows, as_known_on=date(2020, 1, 20)).summary.earlier
    1
    """
    told = {**checked(scenario or {}, Variation, "scenario"), **checked(changes, Supposition, "scenario")}
    for name in _NOT_HERE:
        if name in told:
            en, zh = f"each row has its own {name}; change the rows", f"每一行有自己的 {name}；请改变各行"
            raise BadInput.of(f"scenario.{name}", en, zh)
    if as_of is not None:
        civil_day(as_of, "as_of")
    for matter, act in (done or {}).items():
        if act is not None:
            civil_day(act, f"done[{matter}]")
    if isinstance(rows, Docket):
        book, notices = book or rows.book, (*rows.notices, *rows.proposed, *notices)
        rows = tuple(answer.row for answer in rows)
    once = _Once(rows) if isinstance(rows, Iterator) else rows
    return DocketComparison(once, told, as_of, done or {}, book, tuple(notices))


class _Once:
    """Rows that can be read once, and say so when they are read again instead of being none."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self.rows: Iterator[Row] | None = rows

    def __iter__(self) -> Iterator[Row]:
        rows, self.rows = self.rows, None
        if rows is None:
            en = "the rows came from an iterator and are read; hand in a list to read them again"
            raise BadInput.of("rows", en, "各行来自迭代器，已读完；如需再读，请改为列表")
        return rows


class _Reader:
    """Answers rows under one scenario: calendars and books are made once for each place and rule."""

    def __init__(self, book: LawBook | None, notices: tuple[Notice, ...], scenario: Mapping[str, Any]) -> None:
        self.book: LawBook | None = scenario.get("book") or book
        self.scenario, self.notices = scenario, notices
        self.calendar_of, self.book_of = cache(self._calendar), cache(self._book)

    def answer(self, row: Row) -> Answer:
        told = self.scenario
        rule, place = told.get("rule", row.rule), told.get("jurisdiction", row.jurisdiction)
        try:
            deadline = due(
                rule,
                row.start,
                jurisdiction=place,
                calendar=self.calendar_of(place),
                book=self.book_of(rule, place),
                cases=told.get("cases"),
            )
        except GovDeadlinesError as refusal:
            return Answer(row, None, refusal)
        return Answer(row, deadline)

    def _calendar(self, place: str) -> WorkCalendar:
        told = self.scenario
        calendar = told.get("calendar") or calendar_for(place, self.notices)
        _, notices = supposed({"notice": told.get("notice")}, "", place)
        # What was known when is settled here once, and not for each row.
        calendar = with_proposed(calendar, reaching(notices, place), told.get("as_known_on"))
        projected = told.get("projected")
        return calendar if projected is None else calendar.projected(projected)

    def _book(self, rule: str, place: str) -> LawBook:
        proposals, _ = supposed({**self.scenario, "notice": None}, rule, place)
        return law_in(self.book, self.scenario.get("law_of"), proposals, self.scenario.get("as_known_on"))


def _late(deadline: Deadline | None, act: date | datetime | None, as_of: date | datetime | None) -> bool | None:
    """Whether the act came too late, or without one the limit is past on *as_of*."""
    if deadline is None:
        return None
    if act is not None:
        try:
            return not deadline.in_time(act)
        except Undecidable:  # a day held against hours
            return None
    if as_of is None or deadline.version.minimum:
        return None
    if isinstance(as_of, datetime) and deadline.due is None:
        return aware(as_of, "as_of").astimezone(UTC) > deadline.due_at.astimezone(UTC)
    # A day stands for its end, which is past every instant of it.
    return civil_day(as_of, "as_of") > deadline.due if deadline.due else civil_day(deadline.due_at) <= as_of


def _end(answer: Answer) -> str | None:
    return answer.due.isoformat() if answer.due else None


def _head(lang: Lang) -> tuple[str, ...]:
    zh = "事项 义务 地区 起算 原期限 情形期限 变动 逾期 原因"
    en = "matter duty place start before after moved late why"
    return tuple(said(lang, zh, en).split())


def _cells(move: RowMove, lang: Lang) -> tuple[str, ...]:
    row, found = move.row, move.after.deadline or move.before.deadline
    rule = found.rule if found else None
    name = said(lang, rule.zh, rule.en) if rule else row.rule
    start = row.start.isoformat(" ", "minutes") if isinstance(row.start, datetime) else row.start.isoformat()
    shift = move.shift
    if shift is not None:
        by = shift.text(lang)
    else:
        by = said(lang, "新有期限", "gets an answer") if move.gained else said(lang, "失去期限", "loses its answer")
    turns = {move.becomes_late: ("变为逾期", "becomes late"), move.no_longer_late: ("不再逾期", "no longer")}
    late = said(lang, *turns[True]) if True in turns else ""
    ends = due_text(move.before.deadline), due_text(move.after.deadline)
    why = said(lang, "；", "; ").join(move.why(lang))
    return row.matter, name, row.jurisdiction, start, *ends, by, late, why
