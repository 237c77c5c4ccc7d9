"""How duties stood to their limits at a moment: on time, late and by how much, overdue; by rule, department, month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import attrs

from ...civil import civil_day
from ...errors import BadInput, Lang
from ...law.book import LawBook
from ...matters.matter import Matter
from ...workdays.calendar import WorkCalendar
from .figures import Figures, Stand, Standing
from .finding import Finding
from .sheets import Line, Paper, Table, Words
from .source import Told, Unreadable, matters


class Key(NamedTuple):
    """What figures are told apart by: a rule, the department that has the matter, the month in which the duty began."""

    rule: str
    department: str
    month: str


@attrs.frozen(eq=False)
class TimelinessReport:
    """How the duties of all matters stood to their limits at *as_of*, as known on *as_known_on*."""

    as_of: date | datetime
    as_known_on: date | None
    groups: Mapping[Key, Figures]
    whole: Figures
    matters: int
    rules: Mapping[str, Words]
    findings: tuple[Finding, ...]

    def by(self, *names: str) -> Mapping[tuple[str, ...], Figures]:
        """
        The figures by ``rule``, ``department`` or ``month``, or by several of them.

        Raises: BadInput, for any other name.
        """
        for name in names:
            if name not in Key._fields:
                known = ", ".join(Key._fields)
                raise BadInput.of(
                    "by", f"{name!r} tells no figures apart; expected {known}", f"{name!r} 应为 {known} 之一"
                )
        found: dict[tuple[str, ...], Figures] = {}
        for key, figures in self.groups.items():
            found.setdefault(tuple(getattr(key, name) for name in names), Figures()).take_in(figures)
        return dict(sorted(found.items()))

    def to_dict(self) -> dict[str, Any]:
        """The report in plain values, for JSON."""
        return {
            "report": "timeliness",
            "as_of": self.as_of.isoformat(),
            "as_known_on": self.as_known_on.isoformat() if self.as_known_on else None,
            "matters": self.matters,
            "whole": self.whole.to_dict(),
            "groups": [key._asdict() | figures.to_dict() for key, figures in sorted(self.groups.items())],
            "findings": [each.to_dict() for each in self.findings],
        }

    def paper(self) -> Paper:
        """The report as tables with words, ready to be shown or written."""
        known = f"，按{self.as_known_on}所知" if self.as_known_on else ""
        known_en = f", as known on {self.as_known_on}" if self.as_known_on else ""
        when = self.as_of.isoformat(" ") if isinstance(self.as_of, datetime) else self.as_of.isoformat()
        before: tuple[Words, ...] = (
            (f"截至{when}{known}；{self.matters}个事项", f"as of {when}{known_en}; {self.matters} matters"),
            (
                "月份是义务开始之月；逾期日数为日历日，另列工作日",
                "months are those in which duties began; days are calendar days, working days beside them",
            ),
        )
        every: tuple[tuple[tuple[str, ...], Words], ...] = (
            (("rule",), ("按规定", "by rule")),
            (("department",), ("按承办单位", "by department")),
            (("month",), ("按月份", "by month")),
            (("rule", "department", "month"), ("按规定、承办单位和月份", "by rule, department and month")),
        )
        grouped = [(names, title, self.by(*names)) for names, title in every]
        tables = [self._table("_".join(names), title, found) for names, title, found in grouped]
        whole = self._table("whole", ("总计", "all"), {(): self.whole})
        after = tuple((f"不符：{each.text('zh')}", f"disagreement: {each.text('en')}") for each in self.findings)
        excess = self._excess([((), self.whole), *(each for _, _, found in grouped for each in found.items())])
        return Paper(("期限遵守情况", "how limits were kept"), before, (whole, excess, *tables), after)

    def _table(self, id: str, title: Words, found: Mapping[tuple[str, ...], Figures]) -> Table:
        head: tuple[Words, ...] = (("组别", "group"), ("合计", "total"), *(stand.words for stand in Stand))
        head = (*head, ("其中待定", "of which provisional"))
        lines = [
            Line(self._label(names), (each.total, *(each.stands[stand] for stand in Stand), each.provisional))
            for names, each in found.items()
        ]
        return Table(id, title, head, tuple(lines))

    def _excess(self, found: Iterable[tuple[tuple[str, ...], Figures]]) -> Table:
        lines = []
        for names, figures in found:
            zh, en = self._label(names)
            for stand in (Stand.LATE, Stand.OVERDUE):
                by = figures.excess(stand)
                if by is not None:
                    label = f"{zh}：{stand.words[0]}", f"{en}: {stand.words[1]}"
                    worked = by.median_working_days, by.worst_working_days
                    lines.append(Line(label, (by.n, by.median_days, by.worst_days, *worked, by.worst, by.cleared)))
        return Table("excess", ("逾期多少", "by how much"), _EXCESS, tuple(lines))

    def _label(self, names: tuple[str, ...]) -> Words:
        """The name of a group in words; a rule by its own."""
        told = [self.rules.get(name, (name, name)) if name else ("未写明", "(not stated)") for name in names]
        return ("、".join(zh for zh, _ in told), ", ".join(en for _, en in told)) if told else ("合计", "all")

    def text(self, lang: Lang = "zh") -> str:
        """The report as plain text."""
        return self.paper().text(lang)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        return self.paper().bundle()

    def __repr__(self) -> str:
        return f"<TimelinessReport as of {self.as_of}: {self.whole.total} duties of {self.matters} matters>"


def timeliness_report(
    told: Iterable[Told],
    *,
    as_of: date | datetime,
    as_known_on: date | None = None,
    calendar_of: Callable[[str], WorkCalendar] = WorkCalendar.load,
    book: LawBook | None = None,
) -> TimelinessReport:
    """
    How every duty of *told*, matters or their JSON, stood to its limit at *as_of*, as :meth:`Matter.at` tells it.

    Matters are read one at a time and not kept; *as_known_on* leaves out what was learned later.
    Raises: BadInput, for what is neither a day nor an aware instant.

    >>> from gov_deadlines import Event, Matter
    >>> facts = [Event.of("received", date(2020, 5, 20)), Event.of("answered", date(2020, 6, 22))]
    >>> report = timeliness_report([Matter.open("request", id="1", events=facts)], as_of=date(2020, 12, 31))
    >>> report.whole.excess(Stand.LATE).worst_working_days
    3
    """
    civil_day(as_of, "as_of")
    groups: dict[Key, Figures] = {}
    whole, number, unread = Figures(), 0, []
    for each in matters(told, calendar_of, book):
        if isinstance(each, Unreadable):
            zh = f"未能读取或重复，没有计入：{each.error.message('zh')}"
            unread.append(Finding("unreadable", zh, f"not counted: {each.error.message('en')}", matters=(each.matter,)))
            continue
        number += 1
        for key, stand in _stands(each, as_of, as_known_on):
            groups.setdefault(key, Figures()).add(stand, each.id)
            whole.add(stand, each.id)
    law = book or LawBook.load()
    rules = {key.rule: (law[key.rule].zh, law[key.rule].en) for key in groups if key.rule in law}
    return TimelinessReport(as_of, as_known_on, groups, whole, number, rules, tuple(unread))


def _stands(matter: Matter, moment: date | datetime, known: date | None) -> Iterator[tuple[Key, Standing]]:
    """Each duty of *matter*: where it is counted, and how it stands."""
    duties = matter.obligations(moment, as_known_on=known)
    if not duties:
        return
    told = (event.get("department") for event in reversed(matter.run_at(moment, as_known_on=known).events))
    department = next((each for each in told if each), "")
    for duty in duties:
        rule = duty.rule or f"{matter.procedure.id}.{duty.duty.name}"
        yield Key(rule, department, f"{duty.term.start.day:%Y-%m}"), Standing.of(duty)


_EXCESS: tuple[Words, ...] = (
    ("组别", "group"),
    ("件数", "number"),
    ("中位日数", "median days"),
    ("最多日数", "most days"),
    ("中位工作日", "median working days"),
    ("最多工作日", "most working days"),
    ("最久事项", "which matter most"),
    ("按另一读法未逾期", "in time by another reading"),
)
