"""The calendar: a page for each year, drawn by month, with every notice that touches it."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from html import escape

from gov_deadlines.show import as_markdown
from gov_deadlines.workdays import packaged
from gov_deadlines.workdays.calendar import WorkCalendar
from gov_deadlines.workdays.day import Day, DayKind
from gov_deadlines.workdays.notice import Notice

from .words import facts, raw, titled

WEEK = "一二三四五六日"


def pages() -> Iterator[tuple[str, str]]:
    """Each page by its path, and its text."""
    nation = WorkCalendar.load("CN")
    years = range(nation.first.year, nation.last.year + 1)
    regional = [notice for code in packaged.regions() for notice in packaged.notices(code)]
    rows = []
    for year in reversed(years):
        own = [notice for notice in nation.notices() if notice.year == year]
        local = [notice for notice in regional if notice.year == year]
        worked = nation.count(date(year, 1, 1) - timedelta(1), date(year, 12, 31)) if year > years[0] else None
        numbers = "；".join(notice.citation for notice in own)
        rows.append((f"[{year}]({year}.md)", str(worked or ""), numbers, str(len(local) or "")))
        yield f"calendars/{year}.md", _year(nation, year, own, local)
    entries = "\n".join(f"{year}年 <{year}>" for year in reversed(years))
    introduction = (
        f"{years[0]}年至{years[-1]}年国务院的放假安排通知，以及{len(packaged.regions())}个有自己放假日的地区。"
        "日历只由通知构成；没有通知的年份不回答，除非明确要求[推算](/decisions/projection.md)。"
    )
    yield (
        "calendars/index.md",
        "\n\n".join(
            [
                "# 日历",
                introduction,
                as_markdown(("年份", "工作日", "通知", "地方通知"), rows),
                f"```{{toctree}}\n:hidden:\n\n{entries}\n```",
            ]
        ),
    )


def _year(nation: WorkCalendar, year: int, own: list[Notice], local: list[Notice]) -> str:
    first = max(nation.first, date(year, 1, 1))
    days = {day: nation.day(day) for day in _days(first, date(year, 12, 31))}
    worked = sum(day.working for day in days.values())
    head = f"{worked}个工作日。" if first.month == first.day == 1 else f"自{first}起{worked}个工作日。"
    parts = [
        titled(1, f"{year}年", f"calendar-{year}"),
        head,
        raw(f'<div class="gd-year">{"".join(_month(year, month, days) for month in range(1, 13))}</div>'),
        raw(
            '<p class="gd-key"><span class="holiday">放假</span> <span class="statutory">其中法定节假日</span> '
            '<span class="makeup">调休上班</span> <span class="weekend">周末</span></p>'
        ),
        "## 通知",
        *(_notice(notice, 3) for notice in own),
    ]
    if local:
        parts += ["## 地方通知", *(_notice(notice, 3) for notice in sorted(local, key=lambda n: (n.region, n.id)))]
    return "\n\n".join(parts)


def _month(year: int, month: int, days: dict[date, Day]) -> str:
    lines = []
    for week in months.Calendar().monthdatescalendar(year, month):
        lines.append("<tr>" + "".join(_cell(day, month, days) for day in week) + "</tr>")
    head = "".join(f"<th>{name}</th>" for name in WEEK)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f"<section><h4>{month}月</h4>{table}</section>"


def _cell(day: date, month: int, days: dict[date, Day]) -> str:
    if day.month != month:
        return "<td></td>"
    known = days.get(day)
    if known is None:
        return f'<td class="unknown">{day.day}</td>'
    kind = known.kind.value + (" statutory" if known.statutory else "")
    told = " ".join(filter(None, [known.kind.zh, known.name, known.notice.citation if known.notice else ""]))
    said = f' title="{escape(told, quote=True)}"' if known.kind is not DayKind.WORKDAY else ""
    return f'<td class="{kind}"{said}>{day.day}</td>'


def _notice(notice: Notice, level: int) -> str:
    regions = packaged.regions()
    where = f"{regions[notice.region].name} " if notice.region in regions else ""
    rows = [
        (clause.festival, _spans(clause.off), _spans(clause.worked), _for_some(clause.off_for_some, clause.scope))
        for clause in notice.clauses
    ]
    parts = [
        f"{'#' * level} {where}{notice.citation}",
        facts(
            [
                ("全称", notice.title),
                ("性质", notice.kind.zh),
                ("落款", f"{notice.signed or ''}"),
                ("公布", f"{notice.public or ''}" or f"不详，按{notice.known_from}起为公众所知"),
                ("把握", {"high": "高", "medium": "中", "low": "低"}[notice.confidence.value]),
                ("编号", f"`{notice.id}`"),
            ]
        ),
        as_markdown(("节日", "放假", "上班", "仅部分人放假"), rows),
    ]
    return "\n\n".join(parts)


def _for_some(days: Iterable[date], scope: str) -> str:
    return f"{_spans(days)}（{scope}）" if scope else _spans(days)


def _spans(days: Iterable[date]) -> str:
    """Days as spans: 1月24日至2月2日."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == timedelta(1):
            spans[-1].append(day)
        else:
            spans.append([day])
    return "、".join(_day(s[0]) + (f"至{_day(s[-1])}" if len(s) > 1 else "") for s in spans)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日（{WEEK[day.weekday()]}）"


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(offset)
