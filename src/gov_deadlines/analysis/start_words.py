"""A latest start in words; it decides nothing and only says what was worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from ..civil import SHANGHAI, aware, day_text, day_zh
from ..deadline import Deadline
from ..errors import Lang, said

if TYPE_CHECKING:
    from .latest_start import LatestStart


def moment_text(moment: date | datetime, lang: Lang) -> str:
    """The day with its weekday, or the instant on the clock of Beijing."""
    if not isinstance(moment, datetime):
        return day_text(moment, lang)
    there = aware(moment).astimezone(SHANGHAI)
    clock = f"{there:%H:%M:%S}".removesuffix(":00")
    return said(lang, f"{day_zh(there)}{clock}（北京时间）", f"{there:%Y-%m-%d} {clock} Beijing time")


def headline(found: LatestStart, lang: Lang) -> str:
    """The answer in one line."""
    version, rule = found.version, found.rule
    words = found.book.anchors.get(version.anchor)
    event = said(lang, words.zh, words.en) if words else version.anchor
    name, by, start = said(lang, rule.zh, rule.en), moment_text(found.by, lang), moment_text(found.start, lang)
    mark = said(lang, "（暂定）", " (provisional)") if found.bounds else ""
    if found.outdated is not None:
        mark += said(lang, "，紧接其后起算的没有数字期限", "; starts right after it have no numbered limit")
    if version.minimum and version.before:
        zh, en = (
            f"{by}发生的仍在期间之内，{event}最晚为{start}",
            f"what happened on {by} still counts if {event} is {start}",
        )
        return said(lang, f"{name}：{zh}{mark}", f"{name}: {en} at the latest{mark}")
    if version.before:
        zh, en = f"截止日不晚于{by}的，{event}最晚为{start}", f"due by {by} for {event} on {start} at the latest"
        return said(lang, f"{name}：{zh}{mark}", f"{name}: {en}{mark}")
    if version.minimum:
        zh, en = (
            f"要在{by}进入下一步，{event}不得晚于{start}",
            f"for the next step on {by}, {event} on {start} at the latest",
        )
        return said(lang, f"{name}：{zh}{mark}", f"{name}: {en}{mark}")
    zh, en = f"要确保不晚于{by}完成，{event}不得晚于{start}", f"to be done by {by}, {event} on {start} at the latest"
    return said(lang, f"{name}：{zh}{mark}", f"{name}: {en}{mark}")


def parts(found: LatestStart, lang: Lang) -> Iterator[tuple[str, str]]:
    """Head and body of every line after the first."""
    yield said(lang, "正算", "forwards"), _leads_to(found.deadline, lang)
    later = found.next
    # An instant later is an instant later at the end, and says nothing.
    if later is not None and not isinstance(found.start, datetime):
        yield said(lang, "再晚", "any later"), _leads_to(later, lang)
    if found.outdated is not None:
        yield said(lang, "再晚", "any later"), found.outdated.message(lang)
    first = found.earliest_start
    if first is not None:
        on, by = moment_text(first, lang), moment_text(found.by, lang)
        zh, en = f"在{by}办理的，最早可用于{on}", f"an act on {by} serves an event from {on} on"
        yield said(lang, "最早", "earliest"), said(lang, zh, en)
    safe, since = found.safe_start, found.since
    if safe == found.start:
        zh, en = f"自{since}起至此，每一起算日都来得及", f"every start from {since} to it does too"
    elif safe is None:
        zh, en = f"{since}以来的起算日并非都来得及", f"not every start since {since} does"
    else:
        zh = f"自{since}至{moment_text(safe, 'zh')}，每一起算日都来得及"
        en = f"every start from {since} to {moment_text(safe, 'en')} does"
    yield said(lang, "稳妥", "safe"), said(lang, zh, en)
    for begin, end in found.gaps:
        span = f"{moment_text(begin, lang)}" + ("" if begin == end else f" – {moment_text(end, lang)}")
        late = found.deadline_from(begin)
        why = _leads_to(late, lang) if late else ""
        yield said(lang, "来不及", "too late"), said(lang, f"{span}起算；{why}", f"starts {span}; {why}")
    bounds = found.bounds
    if bounds:
        none = said(lang, "（可能没有）", "(maybe none)")
        early, late_end = (moment_text(each, lang) if each else none for each in bounds)
        same = said(lang, "按历年安排预计不变", "as notices have been, it will not move")
        between = said(lang, f"最早{early}，最晚{late_end}", f"from {early} to {late_end}")
        yield said(lang, "上下限", "bounds"), same if early == late_end else between


def _leads_to(deadline: Deadline, lang: Lang) -> str:
    """From which start to which end, by which text, and how late it can turn out."""
    start = moment_text(deadline.start, lang)
    end = moment_text(deadline.opens_on or deadline.due or deadline.due_at, lang)
    law = f"{deadline.version.cite(lang)} {deadline.version.says(lang)}"
    late = deadline.latest
    bound = said(lang, f"，最晚可至{late}", f", {late} at the latest") if late and late != deadline.due else ""
    if deadline.opens_on:
        return said(
            lang,
            f"自{start}起，{end}起方可进入下一步{bound}（{law}）",
            f"from {start}, next step from {end}{bound} ({law})",
        )
    if deadline.looks_back:
        return said(lang, f"{start}的，自{end}起计入（{law}）", f"on {start}, what happened from {end} counts ({law})")
    return said(lang, f"自{start}起，至{end}{bound}（{law}）", f"from {start} to {end}{bound} ({law})")
