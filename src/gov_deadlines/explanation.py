"""A deadline in words, for a memo or a notebook; it decides nothing and only says what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from .civil import SHANGHAI, WEEKDAYS, aware, civil_day, day_text, day_zh
from .errors import Lang, printable, said
from .period import FixedDate, Period
from .show import as_html as table_html
from .show import escaped, framed, inert
from .step import Step, StepKind
from .unit import Unit
from .workdays.day import DayKind

if TYPE_CHECKING:
    from .deadline import Deadline

_STEP_HEADS = {
    StepKind.START: ("起算", "start"),
    StepKind.SKIPPED: ("扣除", "skipped"),
    StepKind.MADE_UP: ("计入", "counted"),
    StepKind.REACHED: ("届满", "ends"),
    StepKind.CLAMPED: ("届满", "ends"),
    StepKind.ROLLED: ("顺延", "rolled"),
    StepKind.EXCLUDED: ("不计", "left out"),
    StepKind.EXTENDED: ("延长", "extended"),
    StepKind.DOUBT: ("未定", "in doubt"),
}

# Beyond half a year a calendar of the window is a wall of boxes and proves nothing to the eye.
_CALENDAR_WEEKS = 27

# Tints that let the page shine through, so that the numbers are read by day and by night.
_STYLE = (
    "<style>.gd-shown .gd-cal td{min-width:0;text-align:right;padding:1px 5px}.gd-start{outline:2px solid #888}"
    ".gd-counted{background:rgba(60,160,80,.25)}.gd-made_up{background:rgba(60,120,220,.3);font-weight:bold}"
    ".gd-skipped{opacity:.5}.gd-due{background:#1f8a5b;color:#fff;font-weight:bold}</style>"
)


def as_text(deadline: Deadline, lang: Lang) -> str:
    """The deadline with its grounds, one thought a line; the first line is the answer."""
    colon = said(lang, "：", ": ")
    told = [headline(deadline, lang), *(head + colon + body for head, body in parts(deadline, lang))]
    return printable("\n".join(told))


def as_markdown(deadline: Deadline, lang: Lang) -> str:
    """The same in Markdown, for notebooks and memos."""
    lines = [f"- **{inert(head)}**: {inert(body)}" for head, body in parts(deadline, lang)]
    return "\n".join([f"**{inert(headline(deadline, lang))}**", "", *lines])


def as_html(deadline: Deadline, lang: Lang) -> str:
    """The same in HTML, with a small calendar of the days counted, skipped and made up."""
    items = "".join(f"<li><b>{escaped(head)}</b>: {escaped(body)}</li>" for head, body in parts(deadline, lang))
    told = f"<p><b>{escaped(headline(deadline, lang))}</b></p>{weeks(deadline, lang)}<ul>{items}</ul>"
    return framed(told, _STYLE)


def headline(deadline: Deadline, lang: Lang) -> str:
    """The answer in one line."""
    name = said(lang, deadline.rule.zh, deadline.rule.en)
    document = deadline.version.document
    if document.bound_zh:
        name += said(lang, f"（{document.bound_zh}）", f" ({document.bound_en})")
    if deadline.due is None:
        at = _instant_text(deadline.due_at, lang)
        return said(
            lang,
            f"{name}：不迟于{at}（北京时间，含该时刻）",
            f"{name}: no later than {at} Beijing time, that instant included",
        )
    day = day_text(deadline.due, lang)
    mark = "" if deadline.earliest is None else said(lang, "（暂定）", " (provisional)")
    if deadline.looks_back:
        return said(lang, f"{name}：自{day}起的更新计入{mark}", f"{name}: what happened from {day} on counts{mark}")
    if deadline.opens_on is not None:
        opens = day_text(deadline.opens_on, lang)
        return said(
            lang,
            f"{name}：期间至{day}24时届满，最早自{opens}起进入下一步{mark}",
            f"{name}: runs through {day}; the next step is lawful from {opens}{mark}",
        )
    return said(lang, f"{name}：不迟于{day}24时{mark}", f"{name}: by the end of {day}{mark}")


def step_text(step: Step, deadline: Deadline, lang: Lang) -> str:
    """One step in a sentence."""
    span = _span_text(step.first, step.last, lang)
    by = said(lang, f"（{step.notice.citation}）", f" ({step.notice.citation})") if step.notice else ""
    by += said(lang, "（推算）", " (projected)") if step.projected else ""
    match step.kind:
        case StepKind.START:
            return _start_text(step, deadline, lang)
        case StepKind.SKIPPED:
            name = "weekend" if step.name == DayKind.WEEKEND.zh else step.name
            return said(lang, f"{span}{step.name}，不计入{by}", f"{span} {name}, not counted{by}")
        case StepKind.MADE_UP:
            if _counts_every_day(deadline):
                return said(lang, f"{span}调休上班，不顺延{by}", f"{span} is a rest day worked instead: no roll{by}")
            return said(lang, f"{span}调休上班，计入{by}", f"{span} is a rest day worked instead, counted{by}")
        case StepKind.CLAMPED:
            return said(
                lang,
                f"到期月没有对应日，以月末{span}为期间末日",
                f"the month has no such day, so the period ends on its last, {span}",
            )
        case StepKind.ROLLED:
            to = day_text(step.last, lang)
            return said(lang, f"末日为休息日，顺延至{to}", f"the last day is a rest day and moves to {to}")
        case StepKind.EXCLUDED:
            why = said(lang, step.exclusion.zh, step.exclusion.en) if step.exclusion else ""
            return said(lang, f"{span}{why}，不计入期限", f"{span} ({why}) is left out of the limit")
        case StepKind.EXTENDED:
            added = deadline.course.extra.text(lang) if deadline.course.extra else ""
            return said(lang, f"原期限至{span}，延长{added}", f"the limit would end on {span}; extended by {added}")
        case StepKind.DOUBT:
            return step.doubt.reason(lang) if step.doubt else ""
        case StepKind.REACHED:
            at = _instant_text(step.at, lang) if step.at else span
            limit = deadline.version.limit
            if not isinstance(limit, Period) or deadline.course.until:
                return at
            limit = limit.plus(deadline.course.extra)
            if deadline.version.before:
                return said(lang, f"倒算{limit.text(lang)}为{at}", f"{limit.text(lang)} back is {at}")
            return said(lang, f"{limit.text(lang)}至{at}届满", f"{limit.text(lang)}: through {at}")


def _start_text(step: Step, deadline: Deadline, lang: Lang) -> str:
    """From which event the limit was counted, and whether its day counts."""
    limit, anchor = deadline.version.limit, deadline.version.anchor
    words = deadline.book.anchors.get(anchor)
    event = said(lang, words.zh, words.en) if words else anchor
    if deadline.course.begun_zh:
        event = said(lang, deadline.course.begun_zh, deadline.course.begun_en)
    elif not deadline.version.anchor_stated:
        event = said(lang, "（所给时间）", "as given")
    when = _instant_text(step.at, lang) if step.at else day_text(step.first, lang)
    if isinstance(limit, Period) and limit.unit is Unit.HOUR:
        return said(
            lang,
            f"自{when}{event}起连续计时，节假日和夜间不扣除",
            f"runs on from {when} ({event}), through nights and holidays",
        )
    if not isinstance(limit, Period):
        past = isinstance(limit, FixedDate) and deadline.due is not None and deadline.due < step.first
        return said(
            lang,
            f"{when}{event}" + ("，规定的日期在此之前" if past else ""),
            f"{when} ({event})" + (", after the date set" if past else ""),
        )
    if deadline.version.before:
        return said(
            lang, f"以{when}{event}向前倒算，当日不计入", f"counted back from {when} ({event}), itself not counted"
        )
    return said(
        lang,
        f"{when}{event}，当日不计入，自次日起算",
        f"{when} ({event}) is not counted; day one is the next day",
    )


def parts(deadline: Deadline, lang: Lang) -> Iterator[tuple[str, str]]:
    """Head and body of every line after the first."""
    yield from _grounds(deadline, lang)
    steps = deadline.steps
    for step in steps:
        yield said(lang, *_STEP_HEADS[step.kind]), step_text(step, deadline, lang)
    yield from _conventions(deadline, {step.kind for step in steps}, lang)
    if deadline.earliest and deadline.latest:
        first, last = day_text(deadline.earliest, lang), day_text(deadline.latest, lang)
        same = said(lang, "按历年安排预计不变", "as notices have been, it will not move")
        between = said(lang, f"最早{first}，最晚{last}", f"from {first} to {last}")
        yield said(lang, "上下限", "bounds"), same if first == last else between
    for other in deadline.alternatives:
        day = day_text(other.due, lang) if other.due else ""
        yield said(lang, "另一读法", "other reading"), said(lang, f"{other.zh}，则为{day}", f"{other.en}: {day}")
    for conflict in deadline.conflicts:
        text = f"{conflict.version.cite(lang)} {conflict.version.says(lang)}"
        when = day_text(conflict.due, lang) if conflict.due else ""
        if conflict.due_at and not conflict.due:
            when = _instant_text(conflict.due_at, lang)
        why = said(lang, conflict.zh, conflict.en)
        yield (
            said(lang, "冲突", "conflict"),
            said(lang, "：", ": ").join((text, said(lang, "，", ", ").join(filter(None, (when, why))))),
        )
    for version in deadline.also_asked:
        yield said(lang, "另有要求", "also asked"), f"{version.cite(lang)} {version.says(lang)}"
    yield said(lang, "地区", "place"), deadline.jurisdiction
    calendar = deadline.calendar
    known = calendar.as_known_on
    yield (
        said(lang, "日历", "calendar"),
        calendar.region
        + (said(lang, f"，按{day_zh(known)}当日已公布的通知", f", as known on {known}") if known else "")
        + said(lang, f"，校验码{calendar.digest}", f", digest {calendar.digest}"),
    )


def _grounds(deadline: Deadline, lang: Lang) -> Iterator[tuple[str, str]]:
    """The clause that binds, what it is bound to, how sure it is, and who says the same."""
    version = deadline.version
    yield said(lang, "依据", "source"), f"{version.cite(lang)} {version.says(lang)}"
    notes = (
        (("适用条件", "only if"), (version.condition_zh, version.condition_en)),
        (("接续", "extends"), _extended(deadline)),
        (("期限单位依据", "unit defined in"), (version.unit_source, version.unit_source)),
        (("说明", "note"), (version.note_zh, version.note_en)),
        (("文件说明", "on the document"), (version.document.remark_zh, version.document.remark_en)),
    )
    for head, body in notes:
        if said(lang, *body):
            yield said(lang, *head), said(lang, *body)
    if not version.anchor_stated:
        yield (
            said(lang, "起算点", "anchor"),
            said(
                lang, "原文未写明起算点，按所给时间计算", "the text does not say from when; counted from what was given"
            ),
        )
    if deadline.concurring:
        cited = said(lang, "、", "; ").join(
            other.cite(lang)
            + (said(lang, f"（{other.condition_zh}）", f" (only {other.condition_en})") if other.condition_zh else "")
            for other in deadline.concurring
        )
        yield said(lang, "同旨", "same limit in"), cited


def _extended(deadline: Deadline) -> tuple[str, str]:
    """The rule whose limit an extension goes on from, in both languages."""
    extended = deadline.version.adds_to
    if not extended or extended not in deadline.book:
        return "", ""
    rule = deadline.book[extended]
    return f"自“{rule.zh}”未延长的期限届满之日续算", f"goes on from the unextended end of: {rule.en}"


def _conventions(deadline: Deadline, kinds: set[StepKind], lang: Lang) -> Iterator[tuple[str, str]]:
    """The conventions of counting that this count used, with the text they stood in on the day."""
    limit = deadline.version.limit
    unit = limit.unit if isinstance(limit, Period) else None
    used = {
        "hours_start": unit is Unit.HOUR,
        "first_day": unit not in (None, Unit.HOUR),
        "month_end": StepKind.CLAMPED in kinds,
        "roll": StepKind.ROLLED in kinds,
        "working_day": unit is Unit.WORKING_DAY,
        "fixed_date": isinstance(limit, FixedDate),
        "end_of_day": deadline.due is not None and not deadline.looks_back,
    }
    for name, applies in used.items():
        convention = deadline.book.conventions.get(name)
        if applies and convention:
            source = convention.source_on(civil_day(deadline.start))
            cited = said(lang, f"（{source.cite(lang)}）", f" ({source.cite(lang)})") if source else ""
            yield said(lang, "计算规则", "convention"), said(lang, convention.zh, convention.en) + cited


def _span_text(first: date, last: date, lang: Lang) -> str:
    if first == last:
        return day_text(first, lang)
    return said(lang, f"{day_text(first, lang)}至{day_text(last, lang)}", f"{first} to {last}")


def _instant_text(moment: datetime, lang: Lang) -> str:
    """``2017年6月30日0时40分``, ``2017-06-30 00:40``; seconds only where there are any."""
    there = aware(moment).astimezone(SHANGHAI)
    zh = f"{day_zh(there)}{there.hour}时{there.minute:02}分" + (f"{there.second:02}秒" if there.second else "")
    return said(lang, zh, f"{there:%Y-%m-%d %H:%M:%S}" if there.second else f"{there:%Y-%m-%d %H:%M}")


def _counts_every_day(deadline: Deadline) -> bool:
    """Whether rest days count too: every limit but one in working days."""
    limit = deadline.version.limit
    return not (isinstance(limit, Period) and limit.unit is Unit.WORKING_DAY)


def weeks(deadline: Deadline, lang: Lang) -> str:
    """
    The weeks in HTML from the start to the due day, each day marked by what became of it.

    Empty for hours, for too many weeks, and in the last week of the year 9999, which has no end.
    """
    start = civil_day(deadline.start)
    if deadline.due is None:
        return ""
    first, last = min(start, deadline.due), max(start, deadline.due)
    monday = first - timedelta(days=first.weekday())
    number = (last - monday).days // 7 + 1
    if number > _CALENDAR_WEEKS or monday > date.max - timedelta(days=7 * number - 1):
        return ""
    rows, classes = [], []
    for week in range(number):
        days = [monday + timedelta(days=7 * week + offset) for offset in range(7)]
        rows.append([f"{day.month}/{day.day}" if day.day == 1 or day == monday else str(day.day) for day in days])
        classes.append([_day_class(day, start, deadline) for day in days])
    head = WEEKDAYS["zh"] if lang == "zh" else [name[:2] for name in WEEKDAYS["en"]]
    return '<div class="gd-cal">' + table_html(list(head), rows, classes=classes) + "</div>"


def _day_class(day: date, start: date, deadline: Deadline) -> str:
    assert deadline.due is not None
    if day == deadline.due:
        return "gd-due"
    if day == start:
        return "gd-start"
    calendar = deadline.calendar
    if not min(start, deadline.due) < day < max(start, deadline.due) or not calendar.first <= day <= calendar.last:
        return ""
    limit = deadline.version.limit
    if not isinstance(limit, Period):
        return ""
    if any(each.after < day <= each.through for each in deadline.course.excluded):
        return "gd-skipped"
    if _counts_every_day(deadline):
        return "gd-counted" if day < start or day < deadline.count.nominal else "gd-skipped"
    kind = calendar.day(day).kind
    return {DayKind.MAKEUP: "gd-made_up", DayKind.WORKDAY: "gd-counted"}.get(kind, "gd-skipped")
