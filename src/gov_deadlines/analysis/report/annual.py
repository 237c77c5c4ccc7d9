"""The tables of the annual report, counted from matters one by one, with every sum that should agree and does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

import attrs

from ...civil import legal_day
from ...errors import BadInput, Fault, Lang
from ...law.book import LawBook
from ...matters.matter import Matter
from ...workdays.calendar import WorkCalendar
from .counts import Counts
from .finding import Finding
from .form import CARRIED_NEXT, CARRIED_OVER, HANDLED, RECEIVED, UNLISTED, Form, form_for
from .pages import paper
from .requests import PROCEDURE, Aside, Entry, Part, part_of
from .sheets import Paper
from .source import Told, Unreadable, matters

TOTAL = "total"


@attrs.frozen(eq=False)
class AnnualReport:
    """
    The figures of one year, as of a day in it: by default its last.

    *cells* has the number of requests of each row by column, *behind* the ids of the matters of each row; *counts* is
    what else was counted. *reopened* are requests that were over before the year and taken up in it, *aside* the number
    of matters with no part in the report, by why. Findings do not keep the report from being given.
    """

    year: int
    as_of: date
    as_known_on: date | None
    form: Form
    cells: Mapping[str, Mapping[str, int]]
    behind: Mapping[str, tuple[str, ...]]
    counts: Counts
    reopened: tuple[str, ...]
    aside: Mapping[str, int]
    findings: tuple[Finding, ...]

    def number(self, row: str, column: str = TOTAL) -> int:
        """How many requests a row has, by the kind of applicant that *column* names."""
        return self.cells.get(row, {}).get(column, 0)

    def matters(self, row: str) -> tuple[str, ...]:
        """The ids of the requests counted in *row*."""
        return self.behind.get(row, ())

    @property
    def figures(self) -> Mapping[str, int]:
        """Every total of the report by its name."""
        return {row.id: self.number(row.id) for row in self.form.rows} | dict(self.counts.figures())

    def paper(self) -> Paper:
        """The report as tables with words, ready to be shown or written."""
        return paper(self)

    def text(self, lang: Lang = "zh") -> str:
        """The report as plain text."""
        return self.paper().text(lang)

    def to_dict(self) -> dict[str, Any]:
        """The report in plain values, for JSON."""
        head = self.form.form
        return {
            "report": "annual",
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "as_known_on": self.as_known_on.isoformat() if self.as_known_on else None,
            "form": {
                "id": head.id,
                "title": head.title,
                "number": head.number,
                "mark": head.mark.value,
                "rows_known": head.rows_known,
                "rows_mark": head.rows_mark.value,
                "note_zh": head.note_zh,
                "note_en": head.note_en,
                "basis": [each.cite("zh") for each in self.form.basis],
            },
            "requests": [
                {
                    "row": row.id,
                    "zh": row.zh,
                    "en": row.en,
                    "own": row.own,
                    "mark": (row.mark or head.rows_mark).value if not row.own else None,
                    "total": self.number(row.id),
                    "by_applicant": {column.id: self.number(row.id, column.id) for column in self.form.columns},
                }
                for row in self.form.rows
            ],
            "figures": dict(self.counts.figures()),
            "reopened": list(self.reopened),
            "aside": dict(self.aside),
            "findings": [each.to_dict() for each in self.findings],
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        return self.paper().bundle()

    def __repr__(self) -> str:
        told = f"{self.number(RECEIVED)} received, {self.number(HANDLED)} handled, {len(self.findings)} findings"
        return f"<AnnualReport {self.year} as of {self.as_of}: {told}>"


def annual_report(
    told: Iterable[Told],
    year: int,
    *,
    form: str | None = None,
    as_of: date | None = None,
    as_known_on: date | None = None,
    stated: Mapping[str, int] | None = None,
    calendar_of: Callable[[str], WorkCalendar] = WorkCalendar.load,
    book: LawBook | None = None,
) -> AnnualReport:
    """
    The report on *year* from *told*, matters or their JSON, which are read one at a time and not kept.

    *as_of* is a day of the year, its last unless given; *as_known_on* leaves out what was learned later. *stated* are
    numbers that were told elsewhere, by the names of :attr:`AnnualReport.figures`, say what last year's report carried
    over; each that differs is a finding.
    Raises: BadInput, for a day outside the year, and for a form or a name that there is not.

    >>> from gov_deadlines import Event, Matter
    >>> asked = Matter.open("request", id="1", events=[Event.of("received", date(2020, 12, 30))])
    >>> answered = asked.apply(Event.of("answered", date(2021, 1, 8), outcome="granted"))
    >>> report = annual_report([answered], 2020)
    >>> report.number("received"), report.number("handled"), report.number("carried_next")
    (1, 0, 1)
    >>> annual_report([answered], 2021).number("handled.granted")
    1
    """
    first, moment = _span(year, as_of)
    found = _Counting(form_for(year, form), first)
    for each in matters(told, calendar_of, book):
        if isinstance(each, Unreadable):
            found.unreadable(each)
        else:
            found.take(each, moment, as_known_on)
    report = AnnualReport(
        year,
        moment,
        as_known_on,
        found.form,
        found.cells,
        {row: tuple(ids) for row, ids in found.behind.items()},
        found.counts,
        tuple(found.reopened),
        {**found.aside, **found.counts.others},
        (),
    )
    return attrs.evolve(report, findings=(*found.unread, *_disagreements(report), *_differences(report, stated or {})))


def _span(year: int, as_of: date | None) -> tuple[date, date]:
    """The first day of the year and the day of the report. Raises: BadInput."""
    if not isinstance(year, int) or isinstance(year, bool) or not 1 <= year <= 9999:
        raise BadInput.of("year", f"{year!r} is no year; expected one like 2020", f"{year!r} 不是年份；应如 2020")
    first, last = date(year, 1, 1), date(year, 12, 31)
    if as_of is None:
        return first, last
    day = legal_day(as_of, "as_of")
    if not first <= day <= last:
        en = f"{day} is no day of {year}; a report on {year} holds as of one of its days, by default the last"
        raise BadInput.of("as_of", en, f"{day} 不在{year}年内；{year}年度的数字应截至该年内的某日，默认为最后一日")
    return first, day


class _Counting:
    """The numbers while they are counted."""

    def __init__(self, form: Form, first: date) -> None:
        self.form, self.first = form, first
        self.cells: dict[str, Counter[str]] = {}
        self.behind: dict[str, list[str]] = {}
        self.counts = Counts(first)
        self.reopened: list[str] = []
        self.aside: Counter[str] = Counter()
        self.unread: list[Finding] = []

    def unreadable(self, each: Unreadable) -> None:
        """Name what could not be read."""
        message = each.error
        zh = f"未能读取或重复，没有计入：{message.message('zh')}"
        self.unread.append(Finding("unreadable", zh, f"not counted: {message.message('en')}", matters=(each.matter,)))

    def take(self, matter: Matter, moment: date, known: date | None) -> None:
        """Count one matter."""
        run = matter.run_at(moment, as_known_on=known)
        if not run.events:
            self.aside["later"] += 1
        elif matter.procedure.id != PROCEDURE:
            self.counts.take(matter, run)
        else:
            part = part_of(run, matter.procedure, self.first, self.form)
            if isinstance(part, Aside):
                self.aside[part.value] += 1
            else:
                self._request(matter.id, part)

    def _request(self, id: str, part: Part) -> None:
        if part.entry is Entry.REOPENED:
            self.reopened.append(id)
        else:
            self._add(id, part.entry.value, part)
        self._add(id, part.leaves, part)

    def _add(self, id: str, quantity: str, part: Part) -> None:
        told = {"channel": part.channel, "outcome": part.outcome, "ground": part.ground}
        column = self.form.column_of(part.applicant)
        for row in self.form.path(quantity, told):
            counted = self.cells.setdefault(row, Counter())
            counted[TOTAL] += 1
            counted[column] += 1
            self.behind.setdefault(row, []).append(id)


def _disagreements(report: AnnualReport) -> Iterator[Finding]:
    """The sums of the report that do not agree, and what is on record without a row in the form."""
    came = report.number(RECEIVED) + report.number(CARRIED_OVER)
    left = report.number(HANDLED) + report.number(CARRIED_NEXT)
    if came != left:
        zh = "新收与结转之和不等于办结与结转下年之和：有申请此前已办结、本年恢复办理，格式没有对应行"
        en = "received and carried over are not handled and carried on: some were over before and taken up again"
        yield Finding("balance", zh, en, came, left, report.reopened)
    for group, parts in report.form.parts.items():
        if not group:
            continue
        for column in (TOTAL, *(each.id for each in report.form.columns)):
            whole, summed = report.number(group, column), sum(report.number(row.id, column) for row in parts)
            if whole != summed:
                zh, en = f"{group}（{column}）不等于各分项之和", f"{group} ({column}) is not the sum of its parts"
                yield Finding("parts", zh, en, whole, summed, report.matters(group))
        unlisted = f"{group}.{UNLISTED}"
        if report.number(unlisted):
            zh, en = f"{group} 下写明的情形在本表没有对应行", f"what is on record under {group} has no row in the form"
            listed = report.number(group) - report.number(unlisted)
            yield Finding("no_row", zh, en, report.number(group), listed, report.matters(unlisted))
    for row in report.form.rows if report.form.columns else ():
        whole, summed = report.number(row.id), sum(report.number(row.id, each.id) for each in report.form.columns)
        if whole != summed:
            zh, en = f"{row.id} 总计不等于各类申请人之和", f"{row.id}: the total is not the sum by applicant"
            yield Finding("columns", zh, en, whole, summed, report.matters(row.id))


def _differences(report: AnnualReport, stated: Mapping[str, int]) -> Iterator[Finding]:
    """The numbers told elsewhere that are not those counted. Raises: BadInput, for a name that no number has."""
    figures = report.figures
    faults = []
    for name in stated:
        # A category or a class that nothing was counted in is nought; any other name is none.
        if name not in figures and name.partition(".")[0] not in ("disclosure", "proposal", "remedy", "act"):
            near = get_close_matches(name, figures, n=3) or list(figures)[:3]
            listed = ", ".join(near)
            faults.append(
                Fault("stated", f"{name!r} is no figure; near: {listed}", f"{name!r} 不是数字名；相近：{listed}")
            )
    if faults:
        raise BadInput(faults)
    for name, number in stated.items():
        counted = figures.get(name, 0)
        if counted != number:
            zh, en = f"{name}：另行报告的数与记录不符", f"{name}: the number told elsewhere is not the one on record"
            yield Finding("stated", zh, en, number, counted, _behind(report, name))


def _behind(report: AnnualReport, name: str) -> tuple[str, ...]:
    group, _, kind = name.partition(".")
    cases = {"proposal": report.counts.proposals, "remedy": report.counts.remedies}.get(group, {})
    found = cases.get(kind.partition(".")[0])
    return tuple(found.ids) if found else report.matters(name)
