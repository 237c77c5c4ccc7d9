"""What is asked of a frame: which columns hold what, under which law, and which columns to add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import attrs
import numpy as np

from ...civil import legal_day
from ...deadline import grounds
from ...errors import BadInput, GovDeadlinesError, UnknownRegion, UnknownRule, quoted
from ...law.book import LawBook
from ...law.rule import Version
from ...workdays.calendar import WorkCalendar
from .days import NO_DAY
from .judging import standings
from .kernel import Run, due_instants
from .problem import Problem
from .reading import Moments
from .stack import Stack
from .table import Table, table

ADDABLE = ("due", "due_at", "error", "provisional", "version", "mark", "status", "late_days")
_JUDGED = {"status", "late_days"}
_LOOKED_UP = {"provisional", "version", "mark"}


def _cases(cases: Any) -> frozenset[str] | None:
    """*cases* as a question holds them. Raises: BadInput, for what is no set of texts."""
    if cases is None:
        return None
    if not isinstance(cases, (set, frozenset)) or not all(isinstance(each, str) for each in cases):
        raise BadInput.of(
            "cases",
            f"{quoted(cases)} is no set of words; expected one like {{'x'}}, or none",
            f"{quoted(cases)} 不是由文字组成的集合；应如 {{'x'}}，或省去",
        )
    return frozenset(cases)


@attrs.frozen
class Names:
    """One thing said of all rows, or a column that says it of each."""

    value: str | None
    column: str | None

    @classmethod
    def of(cls, path: str, value: str | None, column: str | None) -> Names:
        """Raises: BadInput, unless it is either, as a text."""
        for name, given in ((path, value), (f"{path}_column", column)):
            if given is not None and not isinstance(given, str):
                raise _no_text(name, given)
        if (value is None) is (column is None):
            raise BadInput.of(
                path,
                f"{path}={value!r} beside {path}_column={column!r}; expected one of them",
                f"{path}={value!r} 与 {path}_column={column!r} 应择一给出",
            )
        return cls(value, column)


@attrs.frozen
class Question:
    """A question to frames of any kind; it pickles, so that it can be sent to where the frames are."""

    start: str
    rule: Names
    jurisdiction: Names
    suspended: str | None = None
    act: str | None = None
    as_of: date | datetime | None = None
    calendar: WorkCalendar | None = None
    book: LawBook | None = None
    as_known_on: date | None = None
    cases: frozenset[str] | None = attrs.field(default=None, converter=_cases)
    naive_days: bool = False
    add: tuple[tuple[str, str], ...] = ()
    """What to add, and the name of its column."""

    def __attrs_post_init__(self) -> None:
        for path, given in (("start", self.start), ("suspended", self.suspended), ("act", self.act)):
            if not isinstance(given, str) and (given is not None or path == "start"):
                raise _no_text(path, given)
        if self.as_known_on is not None:
            legal_day(self.as_known_on, "as_known_on")
        # Here and not where they are used, which is by a cache that asks for their hash.
        grounds("CN", self.calendar, self.book, None)
        if self.as_of is None and _JUDGED & {what for what, _ in self.add}:
            raise BadInput.of(
                "as_of", "status and late_days are of a day; give as_of", "status、late_days 须以某日为准；请给出 as_of"
            )
        if self.calendar is not None and self.jurisdiction.column is not None:
            raise BadInput.of(
                "calendar",
                "one calendar is not that of many places; leave it out, or give one jurisdiction",
                "地区逐行给出时不能另给一个日历；请省去 calendar 或给出 jurisdiction",
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        named = (self.start, self.rule.column, self.jurisdiction.column, self.suspended, self.act)
        return tuple(name for name in named if name is not None)

    def answer(
        self, starts: Moments, names: Mapping[str, tuple[list[Any], np.ndarray]], suspended: Any, acts: Moments | None
    ) -> dict[str, Any]:
        """
        What to add, by the names of the columns: arrays, and lists of texts.

        *names* hold per column of rules or places its distinct values and, per row, the place of its own among them.
        """
        size = starts.values.size
        stack, rows = self._stack(names, size)
        wanted = {what for what, _ in self.add}
        run = Run.of(stack, starts, rows, suspended, None)
        due = np.empty(size, dtype=np.int64)
        places = np.empty(size if wanted & _LOOKED_UP else 0, dtype=np.int64)
        for block, _, _ in run.blocks(due):
            if places.size:
                np.clip(run.index, 0, stack.width * len(stack.tables) - 1, out=places[block])
        errors = np.zeros(size, dtype=np.int8) if run.problems is None else run.problems
        told: dict[str, Any] = {"due": due.view("M8[D]"), "error": errors}
        if "due_at" in wanted:
            instants = due_instants(stack, starts, rows=rows, suspended=suspended)
            # A limit in hours has no due day, but an instant: where that is asked for, it is no error.
            told |= {"due_at": instants.due_at.astype("M8[us]"), "error": instants.errors}
        if wanted & _JUDGED and self.as_of is not None:
            judged = standings(stack, starts, acts, as_of=self.as_of, rows=rows, suspended=suspended)
            unread = judged.errors == Problem.NO_ACT
            told |= {"status": judged.status, "late_days": judged.late_days}
            told["error"] = np.where(unread, judged.errors, told["error"])
        if "provisional" in wanted:
            told["provisional"] = self._provisional(stack, rows, places, due, starts, suspended)
        if "version" in wanted:
            told["version"] = _of_versions(stack, rows, places, lambda version: version.id)
        if "mark" in wanted:
            told["mark"] = _of_versions(stack, rows, places, lambda version: version.mark.value)
        return {name: told[what] for what, name in self.add}

    def _stack(self, names: Mapping[str, tuple[list[Any], np.ndarray]], size: int) -> tuple[Stack, np.ndarray | None]:
        """The tables for all pairs of rule and place that occur, and per row the place of its own."""
        rules, of_rule = _told(self.rule, names)
        places, of_place = _told(self.jurisdiction, names)
        if of_rule is None and of_place is None:
            return self._stacked(((rules[0], places[0]),), strict=True)[0], None
        pair = (0 if of_rule is None else of_rule.astype(np.int64)) * len(places)
        pair = pair + (0 if of_place is None else of_place)
        occur = np.flatnonzero(np.bincount(pair, minlength=1))
        asked = tuple((rules[number // len(places)], places[number % len(places)]) for number in occur.tolist())
        stack, shelves = self._stacked(asked or ((None, None),), strict=False)
        to_shelf = np.zeros(len(rules) * len(places) + 1, dtype=np.int32)
        to_shelf[occur] = shelves[: occur.size]
        return stack, to_shelf[pair]

    def _stacked(self, pairs: tuple[tuple[Any, Any], ...], *, strict: bool) -> tuple[Stack, np.ndarray]:
        """The stack for *pairs*, and per pair its place; *strict* refuses what else becomes a problem of its rows."""
        law = (self.calendar, self.book, self.as_known_on, self.cases)
        return _stacked(pairs, law, strict=strict)

    def _provisional(
        self,
        stack: Stack,
        rows: np.ndarray | None,
        places: np.ndarray,
        due: np.ndarray,
        starts: Moments,
        suspended: Any,
    ) -> np.ndarray:
        """Whether missing notices could move each day; with days left out, where any day from start to due is open."""
        if suspended is None:
            plain: np.ndarray = stack.provisional[places]
            return plain
        from .doubting import is_settled

        days = starts.days(slice(None), np.empty(due.size, dtype=np.int64), early=True)
        open_ = np.zeros(due.size, dtype=np.bool_)
        shelf = np.zeros(due.size, dtype=np.int32) if rows is None else rows
        for number, each in enumerate(stack.tables):
            at = np.flatnonzero((shelf == number) & (due != NO_DAY))
            if isinstance(each, Table) and at.size:
                asks = np.array([*(leg.asks_calendar for leg in each.legs), False])[stack.which[places[at]]]
                open_[at] = asks & ~is_settled(each.calendar, days[at] - 1, due[at])
        return open_


def added(add: Iterable[str] | Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """
    *add* as pairs of what to add and the name of its column.

    Raises: BadInput, for what cannot be added.
    """
    pairs: tuple[tuple[Any, Any], ...] = ()
    if isinstance(add, Iterable) and not isinstance(add, str):
        pairs = tuple(add.items()) if isinstance(add, Mapping) else tuple((what, what) for what in add)
    if not pairs or not all(what in ADDABLE and isinstance(name, str) for what, name in pairs):
        raise BadInput.of(
            "add",
            f"{quoted(add)} cannot be added; expected any of {', '.join(ADDABLE)}, or these with names of columns, "
            "such as {'due': 'due_on'}",
            f"{quoted(add)} 不能作为新增列；应为 {'、'.join(ADDABLE)} 中的若干项，或者附列名，如 {{'due': 'due_on'}}",
        )
    return pairs


def refuse_unless_there(question: Question, columns: Iterable[str]) -> None:
    """Raises: BadInput, for columns that are not there, or there twice, and names of new ones that are taken."""
    there = list(columns)
    for name in question.columns:
        if there.count(name) > 1:
            raise refuse_twice(name)
    missing = [name for name in question.columns if name not in there]
    taken = [name for _, name in question.add if name in there]
    if missing or taken or len({name for _, name in question.add}) < len(question.add):
        told = ", ".join(map(str, there))
        raise BadInput.of(
            "frame",
            f"it has the columns {told}; missing: {missing or 'none'}; taken, and not to be added: {taken or 'none'} "
            "(map them to other names by add={'due': 'due_on', ...})",
            f"表的列为 {told}；缺少：{missing or '无'}；列名已被占用：{taken or '无'}（可用 add 另行命名）",
        )


def refuse_twice(names: object) -> BadInput:
    """The refusal of a frame with columns of one name."""
    return BadInput.of(
        "frame",
        f"more than one column is called {names}; give each a name of its own",
        f"有多列名为 {names}；请使各列名称不同",
    )


def refuse_starts(path: str, kind: object) -> BadInput:
    """The refusal of a column that holds neither days nor instants."""
    return BadInput.of(
        path,
        f"a column of {kind} holds no days; expected dates, or instants with a time zone",
        f"{kind} 列不是日期；应为日期或带时区的时刻",
    )


def refuse_naive(path: str) -> BadInput:
    """The refusal of a column of instants without a zone."""
    return BadInput.of(
        path,
        "it holds instants without a time zone; give them one, make them days, or, where days stand as midnights, "
        "pass naive='day'",
        "该列的时刻未注明时区；请注明时区或改为日期，以零点表示日期的可用 naive='day'",
    )


def refuse_names(path: str, kind: object) -> BadInput:
    """The refusal of a column whose values cannot be ids of rules or codes of places."""
    return BadInput.of(
        path,
        f"a column of {kind} names no rules or places; expected texts",
        f"{kind} 列不是规定或地区的代码；应为文本",
    )


def _no_text(path: str, given: object) -> BadInput:
    return BadInput.of(
        path,
        f"{quoted(given)} is no text; expected one name as a text, such as 'received_on' or 'request.answer'",
        f"{quoted(given)} 不是文字；应为一个名称，如 'received_on' 或 'request.answer'",
    )


def _told(names: Names, told: Mapping[str, tuple[list[Any], np.ndarray]]) -> tuple[list[Any], np.ndarray | None]:
    return ([names.value], None) if names.column is None else told[names.column]


@lru_cache(maxsize=32)
def _stacked(pairs: tuple[tuple[Any, Any], ...], law: tuple[Any, ...], *, strict: bool) -> tuple[Stack, np.ndarray]:
    calendar, book, as_known_on, cases = law
    tables: list[Table | Problem] = []
    shelf: dict[object, int] = {}
    shelves = []
    for rule, place in pairs:
        one = _table_or_problem(
            lambda rule=rule, place=place: table(  # type: ignore[misc]
                rule, calendar=calendar, jurisdiction=place, book=book, as_known_on=as_known_on, cases=cases
            ),
            strict=strict,
        )
        # Places without texts and days of their own share a table: there are thousands of them.
        same = one if isinstance(one, Problem) else (rule, one.versions, one.which.tobytes(), one.calendar)
        if same not in shelf:
            shelf[same] = len(tables)
            tables.append(one)
        shelves.append(shelf[same])
    if all(isinstance(each, Problem) for each in tables):
        some = book or LawBook.load()
        tables.append(table(next(iter(some)), book=some, calendar=calendar or WorkCalendar.load()))
    return Stack.of(tables), np.array(shelves, dtype=np.int32)


def _table_or_problem(make: Callable[[], Table], *, strict: bool) -> Table | Problem:
    try:
        return make()
    except GovDeadlinesError as refusal:
        if strict:
            raise
        kinds = {UnknownRule: Problem.UNKNOWN_RULE, UnknownRegion: Problem.UNKNOWN_REGION}
        return kinds.get(type(refusal), Problem.CALENDAR_NOT_PUBLISHED)


def _of_versions(
    stack: Stack, rows: np.ndarray | None, places: np.ndarray, tell: Callable[[Version], str]
) -> list[str | None]:
    """Per row what *tell* says of the version that binds; ``None`` where none does."""
    texts: list[str | None] = []
    begins = []
    for each in stack.tables:
        begins.append(len(texts))
        texts += [] if isinstance(each, Problem) else map(tell, each.versions)
    which = stack.which[places].astype(np.int64)
    shelf = np.array(begins)[0 if rows is None else rows]
    held = np.array([*texts, None], dtype=object)
    found: list[str | None] = held[np.where(which < 0, len(texts), which + shelf)].tolist()
    return found
