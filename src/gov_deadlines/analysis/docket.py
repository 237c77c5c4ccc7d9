"""A docket: rows of matter, rule, start and place, their deadlines, and what a new notice does to them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache, partial
from typing import Any

import attrs

from ..civil import ONE_DAY, civil_day
from ..course import UNDISTURBED
from ..deadline import Deadline, due
from ..errors import BadInput, Fault, GovDeadlinesError, Lang, quoted
from ..law.book import LawBook
from ..moment import read_moment
from ..show import as_text, bundle
from ..workdays.calendar import WorkCalendar
from ..workdays.notice import Notice
from ..workdays.region import chain_of

COLUMNS = ("matter", "rule", "start", "jurisdiction")


@attrs.frozen
class Row:
    """One line of a docket: a matter, the rule it is under, when it started, and where."""

    matter: str
    rule: str
    start: date | datetime
    jurisdiction: str


@attrs.frozen
class Answer:
    """A row with its deadline, or with the refusal that stands in for one."""

    row: Row
    deadline: Deadline | None
    refusal: GovDeadlinesError | None = None

    @property
    def due(self) -> date | datetime | None:
        """The last lawful day, the last instant for hours, or ``None`` for a refusal."""
        return None if self.deadline is None else self.deadline.due or self.deadline.due_at

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The deadline in plain values, or the refusal under ``error``."""
        if self.deadline is None:
            return {"error": self.refusal.to_dict(lang) if self.refusal else {}}
        return self.deadline.to_dict()


@attrs.frozen
class Move:
    """A row whose due date a notice moved, or that has one only since; *before* is then ``None``."""

    row: Row
    before: Deadline | None
    after: Deadline
    notices: tuple[Notice, ...]

    @property
    def before_text(self) -> str:
        """The day it was due, or a dash."""
        return due_text(self.before)

    @property
    def after_text(self) -> str:
        """The day it is due."""
        return due_text(self.after)

    def to_dict(self) -> dict[str, object]:
        """The move in plain values, for JSON."""
        return {
            "matter": self.row.matter,
            "rule": self.row.rule,
            "from": self.before_text if self.before else None,
            "to": self.after_text,
            "notices": [notice.id for notice in self.notices],
        }


def read_docket(text: str, where: str = "docket") -> tuple[Row, ...]:
    r"""
    The rows of a CSV text with the columns matter, rule, start and jurisdiction.

    Raises: BadInput, with every fault of every line.

    >>> read_docket("matter,rule,start,jurisdiction\nA-1,request.answer,2020-01-06,CN\n")[0].start
    datetime.date(2020, 1, 6)
    """
    if not isinstance(text, str):
        en = f"{quoted(text)} is no text; read it first, like Path('docket.csv').read_text(encoding='utf-8-sig')"
        zh = f"{quoted(text)} 不是文字；请先读出，如 Path('台账.csv').read_text(encoding='utf-8-sig')"
        raise BadInput.of(where, en, zh)
    # Read by universal newlines, as a file is: some spreadsheets end lines with a carriage return alone.
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=None))
    head = _head(reader, where)
    if head != COLUMNS:
        told, expected = quoted(",".join(head)), ",".join(COLUMNS)
        raise BadInput.of(where, f"the head is {told}; expected {expected}", f"表头为 {told}；应为 {expected}")
    rows, faults = [], []
    for line in _lines(reader, where):
        path = f"{where} line {reader.line_num}"
        cells = [line[column] for column in COLUMNS]
        if None in line or None in cells or "" in cells:
            faults.append(Fault(path, *_uneven(line)))
            continue
        if any(_controls(cell) for cell in cells):
            en = f"{quoted(cells)} has a control character, which a terminal would obey; take it out"
            faults.append(Fault(path, en, f"{quoted(cells)} 含有控制字符；请删除"))
            continue
        try:
            chain_of(line["jurisdiction"])
            rows.append(Row(line["matter"], line["rule"], read_moment(line["start"]), line["jurisdiction"]))
        except BadInput as bad:
            faults += [Fault(f"{path}, {fault.path}", fault.en, fault.zh) for fault in bad.faults]
        except GovDeadlinesError as error:
            faults.append(Fault(path, error.message("en"), error.message("zh")))
    if faults:
        raise BadInput(faults)
    return tuple(rows)


def _uneven(line: dict[str, str]) -> tuple[str, str]:
    """What is wrong with a line that has not one filled cell for each column, in both languages."""
    if None in line:
        return (
            f"more than the {len(COLUMNS)} columns {', '.join(COLUMNS)}",
            f"多于{len(COLUMNS)}列（{'、'.join(COLUMNS)}）",
        )
    empty = [column for column in COLUMNS if not line[column]]
    en, zh = f"{', '.join(empty)} is empty", f"{'、'.join(empty)} 为空"
    if empty == ["jurisdiction"]:
        return f"{en}; write CN where no place has texts of its own", f"{zh}；没有本地规定的请写 CN"
    return f"{en}; fill it in, or take the line out", f"{zh}；请填写，或删除此行"


def _controls(cell: str) -> bool:
    """Whether *cell* holds what is no character to be read; line ends and tabs in a name are."""
    return any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\r\n" for char in cell)


def _head(reader: csv.DictReader[str], where: str) -> tuple[str, ...]:
    """The names of the columns, which are read with the first line."""
    try:
        return tuple(reader.fieldnames or ())
    except csv.Error as error:
        raise BadInput.of(f"{where} line 1", f"no CSV: {error}", f"不是 CSV：{error}") from None


def _lines(reader: csv.DictReader[str], where: str) -> Iterator[dict[str, str]]:
    """The lines one by one; what is no CSV at all ends them with a fault."""
    try:
        yield from reader
    except csv.Error as error:
        raise BadInput.of(f"{where} line {reader.line_num + 1}", f"no CSV: {error}", f"不是 CSV：{error}") from None


def answers(
    rows: Iterable[Row], *, book: LawBook | None = None, notices: Sequence[Notice] = (), as_known_on: date | None = None
) -> Iterator[Answer]:
    """The answer to each row, in order; *notices* are taken in beside the shipped ones."""
    calendar_of = cache(partial(calendar_for, notices=tuple(notices)))
    for row in rows:
        try:
            calendar = calendar_of(row.jurisdiction)
            deadline = due(
                row.rule,
                row.start,
                jurisdiction=row.jurisdiction,
                calendar=calendar,
                book=book,
                as_known_on=as_known_on,
            )
            yield Answer(row, deadline)
        except GovDeadlinesError as refusal:
            yield Answer(row, None, refusal)


def calendar_for(jurisdiction: str, notices: Iterable[Notice]) -> WorkCalendar:
    """The calendar of a place with those of *notices* that reach it."""
    chain = chain_of(jurisdiction)
    return WorkCalendar.load(jurisdiction, notices=[notice for notice in notices if notice.region in chain])


def moved(
    rows: Iterable[Row], before: date, after: date, *, book: LawBook | None = None, notices: Sequence[Notice] = ()
) -> Iterator[Move]:
    """
    The rows begun by *after* whose due date differs by what was known on the two days, with the notices between.

    A row that had no answer on *before*, say because its year was not yet published, is among them with none
    before; one that has none on *after* either is passed over.
    """
    calendar_of = cache(partial(calendar_for, notices=tuple(notices)))
    for row in rows:
        if civil_day(row.start) > after:
            continue
        calendar = calendar_of(row.jurisdiction)
        old, new = (_known(row, calendar, day, book) for day in (before, after))
        if new is not None and (old is None or (old.due, old.due_at) != (new.due, new.due_at)):
            between = [n for n in calendar.known_as_of(after).notices() if before < n.known_from <= after]
            yield Move(row, old, new, tuple(between))


def since_start(new: Deadline, matter: str, base: WorkCalendar) -> Move | None:
    """
    How the notices that came after the start have moved the due date of *matter*; ``None`` when they have not.

    *base* is the calendar to compare with, whose notices of then are taken: the deadline's own, or one without notices
    that are only proposed. What befell the limit since, days left out and the like, is the same in both counts. The
    notices named are those that decide a day on the way.
    """
    if new.due is None:
        return None
    start = civil_day(new.start)
    first, last = min(start, new.due), max(start, new.due)
    known = {notice.id for notice in base.notices() if notice.known_from <= start}
    since = {notice.id: notice for notice in new.calendar.notices() if notice.id not in known}
    # Only a later notice that has a day on the way can have moved it: others need no second count.
    on_the_way = {id for id, each in since.items() if any(first <= day <= last for day in (*each.off, *each.worked))}
    row = Row(matter, new.rule.id, new.start, new.jurisdiction)
    old = _known(row, base, start, new.book, new) if on_the_way else None
    if old is None or old.due == new.due:
        return None
    days = (first + ONE_DAY * offset for offset in range((last - first).days + 1))
    deciding = (new.calendar.day(day).notice for day in days if day <= new.calendar.last)
    ids = dict.fromkeys(notice.id for notice in deciding if notice and notice.id in on_the_way)
    return Move(row, old, new, tuple(since[id] for id in ids))


@attrs.frozen(repr=False)
class Docket:
    """
    The answers to the rows of a docket, in order, which a notebook shows as one table.

    *proposed* are notices that are not out yet and were counted with; *notices* those taken in beside the shipped ones.

    >>> docket = Docket.of([Row("A-1", "request.answer", date(2020, 1, 6), "CN")])
    >>> [(answer.due, docket.move(answer).before.due) for answer in docket]
    [(datetime.date(2020, 2, 10), datetime.date(2020, 2, 6))]
    """

    answers: tuple[Answer, ...]
    notices: tuple[Notice, ...] = ()
    proposed: tuple[Notice, ...] = ()
    book: LawBook | None = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def of(
        cls,
        rows: Iterable[Row],
        *,
        book: LawBook | None = None,
        notices: Sequence[Notice] = (),
        proposed: Sequence[Notice] = (),
        as_known_on: date | None = None,
    ) -> Docket:
        """The docket of *rows*, each answered as :func:`answers` does."""
        found = answers(rows, book=book, notices=(*notices, *proposed), as_known_on=as_known_on)
        return cls(tuple(found), tuple(notices), tuple(proposed), book)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)

    def move(self, answer: Answer) -> Move | None:
        """How the notices that came after its start, and those proposed, have moved *answer*: ``None`` if not."""
        if answer.deadline is None:
            return None
        return since_start(answer.deadline, answer.row.matter, calendar_for(answer.row.jurisdiction, self.notices))

    def text(self, lang: Lang = "zh") -> str:
        """The docket in aligned columns."""
        return text(self, lang)

    def __str__(self) -> str:
        return self.text("zh")

    def __repr__(self) -> str:
        refused = sum(answer.deadline is None for answer in self)
        return f"<Docket of {len(self)} rows, {refused} without an answer>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        refused = sum(answer.deadline is None for answer in self)
        head, rows = table(self, "zh")
        return bundle(
            f"期限一览：{len(self)}项",
            [
                ("无法计算", f"{refused}项" if refused else ""),
                ("拟议通知", "、".join(n.citation for n in self.proposed)),
            ],
            (head, rows),
        )


def table(found: Iterable[Answer], lang: Lang = "zh") -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of the docket as a table: matter, what is due, place, start, due, and the ground."""
    head = (
        ("事项", "义务", "地区", "起算", "期限", "依据")
        if lang == "zh"
        else ("matter", "duty", "place", "start", "due", "source")
    )
    return head, [_cells(answer, lang) for answer in found]


def text(found: Iterable[Answer], lang: Lang = "zh") -> str:
    """The docket as plain text in aligned columns."""
    return as_text(*table(found, lang))


def _cells(answer: Answer, lang: Lang) -> tuple[str, ...]:
    row, deadline = answer.row, answer.deadline
    start = row.start.isoformat(" ") if isinstance(row.start, datetime) else row.start.isoformat()
    if deadline is None:
        assert answer.refusal is not None
        return row.matter, row.rule, row.jurisdiction, start, "—", answer.refusal.message(lang)
    name = deadline.rule.zh if lang == "zh" else deadline.rule.en
    mark = "" if deadline.certainty.value == "settled" else "?"
    ground = f"{deadline.version.document.short}{deadline.version.locator} {deadline.version.says(lang)}"
    return row.matter, name, row.jurisdiction, start, due_text(deadline) + mark, ground


def due_text(deadline: Deadline | None) -> str:
    """The day or instant it ends; for a minimum the first day of the next step; a dash where there is none."""
    if deadline is None:
        return "—"
    if deadline.opens_on:
        return f"≥{deadline.opens_on}"
    return deadline.due.isoformat() if deadline.due else f"{deadline.due_at:%Y-%m-%d %H:%M}"


def _known(
    row: Row, calendar: WorkCalendar, day: date, book: LawBook | None, like: Deadline | None = None
) -> Deadline | None:
    """The deadline of *row* as known on *day*, by the course and the cases of *like*; ``None`` without an answer."""
    place, course, cases = row.jurisdiction, like.course if like else UNDISTURBED, like.cases if like else None
    try:
        return due(
            row.rule,
            row.start,
            jurisdiction=place,
            calendar=calendar,
            book=book,
            as_known_on=day,
            course=course,
            cases=cases,
        )
    except GovDeadlinesError:
        return None
