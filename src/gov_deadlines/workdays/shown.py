"""Calendars, days and notices as notebooks show them; it decides nothing and only says what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..civil import ONE_DAY, day_text, day_zh
from ..show import bundle
from .day import DayKind
from .notice import Confidence, Notice, spans_of

if TYPE_CHECKING:
    from .calendar import WorkCalendar
    from .day import Day

_YEARS_SHOWN = 6
"""A notebook shows the last years of a calendar; the others are a call away."""

_CONFIDENCE = {
    Confidence.HIGH: "官方文本或两份独立抄本",
    Confidence.MEDIUM: "一份抄本或报道",
    Confidence.LOW: "来源薄弱，所定日子为暂定",
}


def of_day(day: Day) -> dict[str, str]:
    """One day: whether it counts, and who decided it."""
    return bundle(
        " ".join(filter(None, [f"{day_text(day.date, 'zh')}：{day.kind.zh}", day.name])),
        [
            ("计为工作日", "是" if day.working else "否"),
            ("法定节假日", "是" if day.statutory else ""),
            ("依据", day.notice.citation if day.notice else "" if day.projected else "通常周历，无通知涉及当日"),
            ("推算", "尚无通知，按惯例推算" if day.projected else ""),
        ],
    )


def of_notice(notice: Notice) -> dict[str, str]:
    """One official act: what it sets, festival by festival."""
    rows = [
        (
            clause.festival,
            _spans(clause.off),
            _spans(clause.on),
            _spans(clause.cancelled),
            f"{_spans(clause.off_for_some)}（{clause.scope}）" if clause.off_for_some else "",
        )
        for clause in notice.clauses
    ]
    head = ("节日", "放假", "调休上班", "取消放假", "部分人员放假")
    kept = [place for place in range(len(head)) if place < 2 or any(row[place] for row in rows)]
    return bundle(
        notice.citation if not notice.title or notice.title in notice.citation else f"{notice.citation} {notice.title}",
        [
            ("编号", notice.id),
            ("地区", notice.region),
            ("性质", notice.kind.zh),
            ("成文", day_zh(notice.signed) if notice.signed else ""),
            ("公布", day_zh(notice.public) if notice.public else "未查到"),
            ("取代", "、".join(notice.supersedes)),
            ("来源", _CONFIDENCE[notice.confidence]),
            ("说明", notice.remark_zh or notice.remark),
        ],
        ([head[place] for place in kept], [[row[place] for place in kept] for row in rows]),
    )


def of_calendar(calendar: WorkCalendar) -> dict[str, str]:
    """A calendar: its span, what it was made of, and its last years in numbers."""
    years = range(max(calendar.first.year, calendar.last.year - _YEARS_SHOWN + 1), calendar.last.year + 1)
    left_out = years[0] - calendar.first.year
    notices = len(calendar.notices())
    return bundle(
        f"{calendar.region} 工作日历：{calendar.first} 至 {calendar.last}",
        [
            ("已知至", day_zh(calendar.as_known_on) if calendar.as_known_on else ""),
            ("推算", f"{calendar.projected_from} 起" if calendar.projected_from else ""),
            ("通知", f"{notices}份" if notices else "无，自建日历"),
            ("校验码", calendar.digest),
            ("未列", f"{calendar.first.year}年起的{left_out}个年度" if left_out else ""),
        ],
        (
            ("年度", "工作日", "放假", "周末休息", "调休上班", "放假通知", "未定"),
            [_year(calendar, year) for year in years],
        ),
    )


def _year(calendar: WorkCalendar, year: int) -> tuple[str, ...]:
    first, last = max(calendar.first, date(year, 1, 1)), min(calendar.last, date(year, 12, 31))
    days = [calendar.day(first + timedelta(days=offset)) for offset in range((last - first).days + 1)]
    count = {kind: sum(day.kind is kind for day in days) for kind in DayKind}
    cited = dict.fromkeys(day.notice.citation for day in days if day.notice and day.notice.year == year)
    in_doubt = first > date.min and not calendar.is_settled(first - ONE_DAY, last)
    return (
        str(year),
        str(count[DayKind.WORKDAY] + count[DayKind.MAKEUP]),
        str(count[DayKind.HOLIDAY]),
        str(count[DayKind.WEEKEND]),
        str(count[DayKind.MAKEUP]),
        "、".join(cited),
        "有" if in_doubt else "",
    )


def _spans(days: Iterable[date]) -> str:
    return "、".join(span.replace("..", " 至 ") for span in spans_of(days))
