"""The chart of a calendar's year: each day by what it is, and the notices that made it so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ..civil import ONE_DAY, WEEKDAYS
from ..errors import Lang, said
from ..optional import needed
from ..workdays.calendar import WorkCalendar
from ..workdays.day import Day, DayKind
from .look import INK, dressed

if TYPE_CHECKING:
    import altair


def year(calendar: WorkCalendar, number: int, *, lang: Lang = "zh") -> altair.ConcatChart:
    """
    The days of a year, month by month: those that count, that do not, and that were swapped, with their notices.

    Projected days are pale. Raises: ModuleNotFoundError, without altair; CalendarNotPublished, for a year that
    *calendar* does not cover.
    """
    alt = needed("altair")
    first = date(number, 1, 1)
    days = [calendar.day(first + ONE_DAY * offset) for offset in range((date(number, 12, 31) - first).days + 1)]
    kinds = _DAY_KINDS
    week = [name[:2] if lang == "en" else name for name in WEEKDAYS[lang]]
    months = [said(lang, f"{month}月", f"{date(number, month, 1):%B}") for month in range(1, 13)]
    scale = alt.Scale(domain=[said(lang, zh, en) for zh, en, _ in kinds], range=[colour for *_, colour in kinds])
    told = (("date", "日期", "day"), ("kind", "性质", "kind"), ("name", "名称", "name"), ("notice", "通知", "notice"))
    tips = [alt.Tooltip(f"{name}:N", title=said(lang, zh, en)) for name, zh, en in told]
    axis = alt.Axis(title=None, orient="top", domain=False, ticks=False, labelAngle=0, labelFontSize=10.5)
    legend = alt.Legend(orient="bottom", direction="horizontal")
    colour = alt.Color("kind:N", scale=scale, title=None, legend=legend)
    pale = alt.condition("datum.projected", alt.value(0.5), alt.value(1))
    panels = []
    for month, name in enumerate(months, 1):
        own = [_cell(day, week, lang) for day in days if day.date.month == month]
        base = alt.Chart(alt.InlineData(values=own)).encode(
            x=alt.X("weekday:O", axis=axis, scale=alt.Scale(domain=week)),
            y=alt.Y("week:O", axis=None, scale=alt.Scale(domain=[*range(6)])),
            tooltip=tips,
        )
        boxes = base.mark_rect(cornerRadius=3, stroke="white", strokeWidth=2).encode(color=colour, opacity=pale)
        title = alt.TitleParams(name, fontSize=13, offset=4)
        numbers = base.mark_text(fontSize=11, color=INK).encode(text="day:Q")
        panels.append(alt.layer(boxes, numbers).properties(width=alt.Step(25), height=alt.Step(22), title=title))
    working = sum(day.working for day in days)
    cited = list(dict.fromkeys(day.notice.citation for day in days if day.notice))
    head = said(lang, f"{number}年工作日历（{calendar.region}）", f"Working days of {number} ({calendar.region})")
    note = said(lang, f"{working}个工作日", f"{working} working days")
    if days[-1].projected:
        note += said(lang, "，颜色浅的为推算", "; pale days are projected")
    return dressed(  # type: ignore[no-any-return]
        alt.concat(*panels, columns=4, spacing={"row": 6, "column": 22}).properties(
            title=alt.TitleParams(head, subtitle=[note, *_lines(cited)])
        )
    )


_DAY_KINDS = (
    ("工作日", "working day", "#e4ecf7"),
    ("调休上班", "worked weekend", "#8fb3e6"),
    ("周末", "weekend", "#eeeeec"),
    ("放假", "day off", "#f5cfc9"),
    ("法定节假日", "statutory holiday", "#e58d82"),
)


def _cell(day: Day, week: Sequence[str], lang: Lang) -> dict[str, Any]:
    kind = {DayKind.WORKDAY: 0, DayKind.MAKEUP: 1, DayKind.WEEKEND: 2, DayKind.HOLIDAY: 3}[day.kind]
    kind = 4 if day.statutory and not day.working else kind
    first = day.date.replace(day=1)
    return {
        "date": day.date.isoformat(),
        "day": day.date.day,
        "weekday": week[day.date.weekday()],
        "week": (first.weekday() + day.date.day - 1) // 7,
        "kind": said(lang, *_DAY_KINDS[kind][:2]),
        "name": day.name,
        "notice": day.notice.citation if day.notice else "",
        "projected": day.projected,
    }


def _lines(cited: Sequence[str]) -> list[str]:
    """The notices, three on a line."""
    return ["、".join(cited[place : place + 3]) for place in range(0, len(cited), 3)]
