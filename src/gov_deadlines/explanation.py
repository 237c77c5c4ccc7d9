"""A deadline in words, for a memo or a notebook; it decides nothing and only says what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from .civil import SHANGHAI, civil_day
from .errors import Lang
from .period import FixedDate, Period, SameDay, Step, StepKind, Unit
from .show import as_html as table_html
from .workdays.calendar import DayKind
from .workdays.notice import Notice

if TYPE_CHECKING:
    from .deadline import Deadline

_WEEKDAYS = {
    "zh": "一二三四五六日",
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

# Beyond half a year a calendar of the window is a wall of boxes and proves nothing to the eye.
_CALENDAR_WEEKS = 27

_STYLE = (
    "<style>.gd-cal td{text-align:right;padding:1px 5px}.gd-start{outline:2px solid #888}"
    ".gd-counted{background:#dff0d8}.gd-made_up{background:#d8e8f8;font-weight:bold}"
    ".gd-skipped{color:#aaa}.gd-due{background:#2a7;color:#fff;font-weight:bold}</style>"
)


def day_text(day: date, lang: Lang) -> str:
    """``2020年5月29日(星期五)``, ``2020-05-29 (Friday)``."""
    weekday = _WEEKDAYS[lang][day.weekday()]
    return f"{day.year}年{day.month}月{day.day}日(星期{weekday})" if lang == "zh" else f"{day} ({weekday})"


def as_text(deadline: Deadline, lang: Lang) -> str:
    """The deadline with its grounds, one thought a line; the first line is the answer."""
    return "\n".join(
        [
            headline(deadline, lang),
            *(f"{head}:{body}" if lang == "zh" else f"{head}: {body}" for head, body in _parts(deadline, lang)),
        ]
    )


def as_markdown(deadline: Deadline, lang: Lang) -> str:
    """The same in Markdown, for notebooks and memos."""
    lines = [f"- **{head}**: {body}" for head, body in _parts(deadline, lang)]
    return "\n".join([f"**{headline(deadline, lang)}**", "", *lines])


def as_html(deadline: Deadline, lang: Lang) -> str:
    """The same in HTML, with a small calendar of the days counted, skipped and made up."""
    from html import escape

    items = "".join(f"<li><b>{escape(head)}</b>: {escape(body)}</li>" for head, body in _parts(deadline, lang))
    return f"{_STYLE}<p><b>{escape(headline(deadline, lang))}</b></p>{_calendar(deadline, lang)}<ul>{items}</ul>"


def headline(deadline: Deadline, lang: Lang) -> str:
    """The answer in one line."""
    name = deadline.rule.zh if lang == "zh" else deadline.rule.en
    if deadline.due is None:
        at = _instant_text(deadline.due_at)
        return (
            f"{name}:不迟于{at}(北京时间,含该时刻)"
            if lang == "zh"
            else f"{name}: no later than {at} Beijing time, that instant included"
        )
    day = day_text(deadline.due, lang)
    if deadline.opens_on is not None:
        opens = day_text(deadline.opens_on, lang)
        return (
            f"{name}:期间至{day}24时届满,最早自{opens}起进入下一步"
            if lang == "zh"
            else f"{name}: runs through {day}; the next step is lawful from {opens}"
        )
    open_end = "" if deadline.certainty.value == "settled" else ("(暂定)" if lang == "zh" else " (provisional)")
    return f"{name}:不迟于{day}24时{open_end}" if lang == "zh" else f"{name}: by the end of {day}{open_end}"


def step_text(step: Step, deadline: Deadline, lang: Lang) -> str:
    """One step in a sentence."""
    limit = deadline.version.limit
    span = _span_text(step.first, step.last, lang)
    by = _by(step.notice, lang)
    if step.kind is StepKind.START:
        when = _instant_text(step.at.astimezone(SHANGHAI)) if step.at else day_text(step.first, lang)
        if isinstance(limit, Period) and limit.unit is Unit.HOUR:
            return (
                f"自{when}起连续计时,节假日和夜间不扣除"
                if lang == "zh"
                else f"runs on from {when}, through nights and holidays"
            )
        if isinstance(limit, FixedDate | SameDay):
            return f"以{when}为准" if lang == "zh" else f"by reference to {when}"
        if deadline.version.before:
            return f"自{when}向前倒算,当日不计入" if lang == "zh" else f"counted back from {when}, itself not counted"
        return (
            f"{when}为开始之日,不计入,自次日起算"
            if lang == "zh"
            else f"{when} starts the period and is not counted; day one is the next day"
        )
    if step.kind is StepKind.SKIPPED:
        return f"{span}{step.name},不计入{by}" if lang == "zh" else f"{span} {_name_en(step.name)}, not counted{by}"
    if step.kind is StepKind.MADE_UP:
        return f"{span}调休上班,计入{by}" if lang == "zh" else f"{span} is a rest day worked instead, counted{by}"
    if step.kind is StepKind.CLAMPED:
        return (
            f"到期月没有对应日,以月末{span}为期间末日"
            if lang == "zh"
            else f"the month has no such day, so the period ends on its last, {span}"
        )
    if step.kind is StepKind.ROLLED:
        to = day_text(step.last, lang)
        return f"末日为休息日,顺延至{to}" if lang == "zh" else f"the last day is a rest day and moves to {to}"
    if step.kind is StepKind.DOUBT:
        assert step.doubt is not None
        return step.doubt.reason(lang)
    at = _instant_text(step.at) if step.at else day_text(step.last, lang)
    says = limit.text(lang) if limit else ""
    return f"{says}至{at}届满" if lang == "zh" else f"{says} end on {at}"


def _parts(deadline: Deadline, lang: Lang) -> Iterator[tuple[str, str]]:
    """Head and body of every line after the first."""
    zh = lang == "zh"
    version = deadline.version
    yield (
        ("依据", f"{version.cite('zh')},{version.says('zh')}")
        if zh
        else ("source", f"{version.cite('en')}: {version.says('en')}")
    )
    for head_zh, head_en, body_zh, body_en in (
        ("适用条件", "only if", version.condition_zh, version.condition_en),
        ("期限单位依据", "unit defined in", version.unit_source, version.unit_source),
        ("说明", "note", version.note_zh, version.note_en),
        ("文件说明", "on the document", version.document.remark_zh, version.document.remark_en),
    ):
        if body_zh or body_en:
            yield (head_zh, body_zh) if zh else (head_en, body_en)
    if not version.anchor_stated:
        yield (
            ("起算点", "原文未写明起算时刻,按所给时刻计算")
            if zh
            else ("anchor", "the text does not say from when; counted from the moment given")
        )
    if deadline.concurring:
        cited = ("、" if zh else "; ").join(other.cite(lang) for other in deadline.concurring)
        yield ("同旨", cited) if zh else ("same limit in", cited)
    for step in deadline.steps:
        yield _step_head(step, lang), step_text(step, deadline, lang)
    yield from _conventions(deadline, lang)
    if deadline.earliest and deadline.latest:
        first, last = day_text(deadline.earliest, lang), day_text(deadline.latest, lang)
        yield ("上下限", f"最早{first},最晚{last}") if zh else ("bounds", f"from {first} to {last}")
    for other in deadline.alternatives:
        day = day_text(other.due, lang)
        yield ("另一读法", f"{other.zh}:{day}") if zh else ("other reading", f"{other.en}: {day}")
    for conflict in deadline.conflicts:
        when = day_text(conflict.due, lang) if conflict.due else _instant_text(conflict.due_at or deadline.due_at)
        said = f"{conflict.version.cite(lang)} {conflict.version.says(lang)}"
        yield ("冲突", f"{said}:{when}({conflict.zh})") if zh else ("conflict", f"{said}: {when} ({conflict.en})")
    calendar = deadline.calendar
    known = f",按{calendar.as_known_on}当日已公布的通知" if calendar.as_known_on else ""
    known_en = f", as known on {calendar.as_known_on}" if calendar.as_known_on else ""
    yield (
        ("日历", f"{calendar.region}{known},版本{calendar.digest}")
        if zh
        else ("calendar", f"{calendar.region}{known_en}, digest {calendar.digest}")
    )


def _conventions(deadline: Deadline, lang: Lang) -> Iterator[tuple[str, str]]:
    """The conventions of counting that this count used, with the text they stood in on the day."""
    limit, kinds = deadline.version.limit, {step.kind for step in deadline.steps}
    used = {
        "hours_start": isinstance(limit, Period) and limit.unit is Unit.HOUR,
        "first_day": isinstance(limit, Period) and limit.unit is not Unit.HOUR,
        "month_end": StepKind.CLAMPED in kinds,
        "roll": StepKind.ROLLED in kinds,
        "working_day": isinstance(limit, Period) and limit.unit is Unit.WORKING_DAY,
        "fixed_date": isinstance(limit, FixedDate),
        "end_of_day": deadline.due is not None,
    }
    for name, applies in used.items():
        convention = deadline.book.conventions.get(name)
        if applies and convention:
            source = convention.source_on(civil_day(deadline.start))
            said = convention.zh if lang == "zh" else convention.en
            yield ("计算规则" if lang == "zh" else "convention"), said + (f" — {source.cite(lang)}" if source else "")


def _step_head(step: Step, lang: Lang) -> str:
    zh, en = {
        StepKind.START: ("起算", "start"),
        StepKind.SKIPPED: ("扣除", "skipped"),
        StepKind.MADE_UP: ("计入", "counted"),
        StepKind.REACHED: ("届满", "ends"),
        StepKind.CLAMPED: ("届满", "ends"),
        StepKind.ROLLED: ("顺延", "rolled"),
        StepKind.DOUBT: ("未定", "in doubt"),
    }[step.kind]
    return zh if lang == "zh" else en


def _by(notice: Notice | None, lang: Lang) -> str:
    if notice is None:
        return ""
    return f"({notice.citation})" if lang == "zh" else f" ({notice.citation})"


def _name_en(name: str) -> str:
    return "weekend" if name == DayKind.WEEKEND.zh else name


def _span_text(first: date, last: date, lang: Lang) -> str:
    if first == last:
        return day_text(first, lang)
    return f"{day_text(first, lang)}至{day_text(last, lang)}" if lang == "zh" else f"{first} to {last}"


def _instant_text(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _calendar(deadline: Deadline, lang: Lang) -> str:
    """The weeks from the start to the due day, each day marked by what became of it; empty for hours."""
    start = civil_day(deadline.start)
    if deadline.due is None:
        return ""
    first, last = min(start, deadline.due), max(start, deadline.due)
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    if weeks > _CALENDAR_WEEKS:
        return ""
    rows, classes = [], []
    for week in range(weeks):
        days = [monday + timedelta(days=7 * week + offset) for offset in range(7)]
        rows.append([f"{day.month}/{day.day}" if day.day == 1 or day == monday else str(day.day) for day in days])
        classes.append([_day_class(day, start, deadline) for day in days])
    head = _WEEKDAYS["zh"] if lang == "zh" else [name[:2] for name in _WEEKDAYS["en"]]
    return '<div class="gd-cal">' + table_html(list(head), rows, classes=classes) + "</div>"


def _day_class(day: date, start: date, deadline: Deadline) -> str:
    assert deadline.due is not None
    if day == deadline.due:
        return "gd-due"
    if day == start:
        return "gd-start"
    if not min(start, deadline.due) < day < max(start, deadline.due):
        return ""
    kind = deadline.calendar.day(day).kind
    return {DayKind.MAKEUP: "gd-made_up", DayKind.WORKDAY: "gd-counted"}.get(kind, "gd-skipped")
