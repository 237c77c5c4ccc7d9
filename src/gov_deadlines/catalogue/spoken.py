"""Readings in words, for people: one way to say each, however the cell said it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import Lang, said
from ..unit import WORKING_DAY, Unit
from .readings import (
    Anytime,
    AtEvent,
    BeforeEvent,
    Compound,
    Fixed,
    From,
    LongTerm,
    Periodic,
    Promptly,
    PublicNoticePeriod,
    Reading,
    Realtime,
    Reference,
    Unclear,
    UponApplication,
    Within,
)
from .recurring import SHORT_UNITS

_FROM = {
    From.FORMED: ("信息形成", "the information is formed"),
    From.FORMED_OR_CHANGED: ("信息形成或者变更", "the information is formed or changed"),
    From.CHANGED: ("信息变更", "the information is changed"),
    From.FORMED_OR_APPROVED: ("信息形成或者批准", "the information is formed or approved"),
    From.MADE_OR_OBTAINED: ("制作或者获取信息", "the information is made or obtained"),
    From.OBTAINED_FORMED_OR_CHANGED: ("信息获取、形成或者变更", "the information is obtained, formed or changed"),
    From.DECIDED: ("作出决定", "the decision"),
    From.RECEIVED_APPLICATION: ("收到申请", "the application is received"),
    From.RECEIVED_DOCUMENT: ("收到文件、材料", "the papers are received"),
    From.APPROVED: ("批准", "the approval"),
    From.ISSUED: ("印发", "the issue"),
    From.PUBLISHED: ("公布", "the publication"),
    From.ACCEPTED: ("受理", "the acceptance"),
    From.OCCURRED: ("发生", "the occurrence"),
    From.EVENT_END: ("事项结束", "the end of the event"),
    From.RESULT_DETERMINED: ("结果确定", "the result is determined"),
    From.OTHER: ("所载事项", "the event named"),
    From.UNSPECIFIED: ("（未写明的起算点）", "(a start that is not named)"),
}
_EVERY = {
    "year": ("年", "year"),
    "half_year": ("半年", "half-year"),
    "quarter": ("季度", "quarter"),
    "month": ("月", "month"),
    "half_month": ("半个月", "half-month"),
    "week": ("周", "week"),
    "day": ("日", "day"),
    "working_day": ("个工作日", "working day"),
    "trading_day": ("个交易日", "trading day"),
}
_NEXT_ZH = {"year": "次年", "half_year": "下一个半年", "quarter": "下一季度", "month": "次月", "week": "次周"}
_COVERS = {"previous": ("上一期的", "of the one before"), "next": ("下一期的", "of the one to come")}
_THIRDS = {
    "early": ("上旬", "the first ten days"),
    "mid": ("中旬", "the middle ten days"),
    "late": ("下旬", "the last ten days"),
    "last": ("底前", "the end"),
}
_WEEKDAYS = {
    "Mon": ("一", "Monday"), "Tue": ("二", "Tuesday"), "Wed": ("三", "Wednesday"), "Thu": ("四", "Thursday"),
    "Fri": ("五", "Friday"), "Sat": ("六", "Saturday"), "Sun": ("日", "Sunday"),
}  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()
_TURNS = tuple(
    zip(
        "一 二 三 四 五 六 七 八 九 十 十一 十二".split(),
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        strict=True,
    )
)
_TIMES = {1: "once", 2: "twice"}
_LONG_UNITS = {short: Unit(name) for name, short in SHORT_UNITS.items()}


def spoken(reading: Reading, lang: Lang = "zh") -> str:
    """
    *reading* in one line.

    >>> spoken(Within(n=20, unit=WORKING_DAY, anchor=From.FORMED_OR_CHANGED), "en")
    'within 20 working days after the information is formed or changed'
    """
    words = _SPOKEN[type(reading)](reading, lang)
    scope = said(lang, f"{reading.scope}：", f"{reading.scope}: ") if reading.scope else ""
    yields = (
        said(lang, "，法律、法规另有规定的从其规定", ", unless another law says otherwise") if reading.deferral else ""
    )
    return scope + words + yields


def every_zh(reading: Periodic) -> str:
    """每年, 每3个月, 每季度: how often a thing comes round, or that it is not said."""
    if reading.every not in _EVERY:
        return "定期（周期未写明）"
    name = _EVERY[reading.every][0]
    if reading.interval > 1:
        return f"每{reading.interval}{'个' if reading.every in ('month', 'quarter') else ''}{name}"
    return f"每{name}"


def _within(reading: Within, lang: Lang) -> str:
    amount = _amount(reading.n, reading.unit, reading.unit_by_source_law, lang)
    zh, en = _start(reading)
    since = f"自{zh}起" if reading.anchor is From.UNSPECIFIED else f"自{zh}之日起"
    promptly = said(lang, "及时，最迟", "promptly, and ") if reading.also else ""
    return promptly + said(lang, f"{since}{amount}内", f"within {amount} after {en}")


def _start(reading: Within) -> tuple[str, str]:
    """What it counts from, in the cell's own words where it has some."""
    zh, en = _FROM[reading.anchor]
    text = reading.anchor_text
    if reading.anchors:
        names = [_FROM[each] for each in reading.anchors]
        return "、".join(name for name, _ in names), " or ".join(name for _, name in names)
    if not text:
        return zh, en
    if reading.anchor in (From.RECEIVED_DOCUMENT, From.RECEIVED_APPLICATION):
        zh = f"收到{text}"
    elif reading.anchor is From.MADE_OR_OBTAINED and not any(verb in text for verb in ("制", "获", "取得")):
        zh = f"制作或者获取{text}"
    else:
        zh = text
    return zh, f"{en} ({text})"


def _amount(n: int, unit: Unit, by_law: str, lang: Lang) -> str:
    """A number with its unit, and that a law makes working days of it."""
    counted = by_law and unit is not WORKING_DAY
    return said(
        lang,
        f"{n}{unit.zh}" + (f"（{by_law}，按工作日计算）" if counted else ""),
        f"{n} {unit.en(n)}" + (f" (working days by {by_law})" if counted else ""),
    )


def _word(default: str, en: str) -> Callable[[Any, Lang], str]:
    """How a word without a number is said: with its condition, and after what."""

    def tell(reading: Any, lang: Lang) -> str:
        word, condition = getattr(reading, "word", "") or default, getattr(reading, "condition", "")
        after = getattr(reading, "after", "")
        return said(
            lang,
            (f"{after}后" if after else "") + condition + word + "公开，没有数字期限",
            en + (f" ({word})" if word != default else "") + (f" after {after}" if after else "")
            + (f", {condition}" if condition else "") + "; no number",
        )  # fmt: skip

    return tell


def _periodic(reading: Periodic, lang: Lang) -> str:
    zh, en = every_zh(reading), "periodically, how often is not said"
    if reading.every in _EVERY:
        unit = _EVERY[reading.every][1]
        en = f"every {unit}" if reading.interval < 2 else f"every {reading.interval} {unit}s"
    if reading.by:
        by_zh, by_en = _by(reading)
        zh, en = zh + by_zh, f"{en}, {by_en}"
    times = reading.min_times or reading.times
    if times > 1 or reading.min_times:
        zh += f"，{'至少' if reading.min_times else ''}{times}次"
        en += f", {'at least ' if reading.min_times else ''}{_TIMES.get(times, f'{times} times')}"
    if reading.covers:
        covers_zh, covers_en = _COVERS[reading.covers]
        zh, en = f"{zh}，公开{covers_zh}", f"{en}, what is {covers_en}"
    return said(lang, zh, en)


def _by(reading: Periodic) -> tuple[str, str]:
    """By when in each span, as it follows 每年 or ``every year,``."""
    by, name = (reading.by or ""), _EVERY[reading.every][1]
    rest = by.removeprefix("next:")
    zh, en = _day(rest, reading.every, last=bool(reading.rel))
    if rest != by:
        return f"，{_NEXT_ZH[reading.every]}{zh}", f"{en} of the next {name}"
    named = reading.every in ("month", "quarter") and not rest.startswith("end")
    return zh, f"{en} of the {name}" if named else en


def _day(by: str, every: str, *, last: bool) -> tuple[str, str]:
    """A day of a span, as the *last* one or itself, or a part of the span."""
    before, on = ("前", "by") if last else ("", "on")
    if by in _WEEKDAYS:
        return f"星期{_WEEKDAYS[by][0]}{before}", f"{on} {_WEEKDAYS[by][1]}"
    if by.startswith("Q"):
        zh, en = _TURNS[int(by[1:]) - 1]
        return f"第{zh}季度内", f"in the {en} quarter"
    if by == "year_end":
        return "年底", "at its end"
    if by == "end":
        return "末", "at its end"
    if by.startswith("end+"):
        figures = by.removeprefix("end+").rstrip("".join(_LONG_UNITS))
        n, unit = int(figures), _LONG_UNITS[by.removeprefix(f"end+{figures}")]
        return f"{'度' if every == 'year' else ''}终了后{n}{unit.zh}内", f"within {n} {unit.en(n)} after it has closed"
    if by in _THIRDS:
        zh, en = _THIRDS[by]
        return zh, f"in {en}"
    head, _, day = by.partition("-")
    if head.startswith("M"):
        zh, en = _TURNS[int(head[1:]) - 1]
        if day in _THIRDS:
            part_zh, part_en = _THIRDS[day]
            return f"第{zh}个月{part_zh}", f"{'by' if day == 'last' else 'in'} {part_en} of the {en} month"
        return f"第{zh}个月{int(day)}日{before}", f"{on} the {_nth(int(day))} of the {en} month"
    if day:
        return _date(int(head), day, last=last)
    return f"{int(head)}日{before}", f"{on} the {_nth(int(head))}"


def _date(month: int, day: int | str, *, last: bool) -> tuple[str, str]:
    """A day of the year, as the *last* one or itself, or a part of a month."""
    name = _MONTHS[month - 1]
    if isinstance(day, str) and day in _THIRDS:
        zh, en = _THIRDS[day]
        return f"{month}月{zh}", f"{'by' if day == 'last' else 'in'} {en} of {name}"
    return f"{month}月{int(day)}日{'前' if last else ''}", f"{'by' if last else 'on'} {int(day)} {name}"


def _nth(n: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{n}{'th' if n in (11, 12, 13) else ends.get(n % 10, 'th')}"


def _fixed(reading: Fixed, lang: Lang) -> str:
    zh, en = _date(reading.month, reading.day, last=bool(reading.rel))
    return said(
        lang,
        (f"{reading.year}年" if reading.year else "") + zh + ("" if reading.year else "（一次还是每年，未写明）"),
        en + (f" {reading.year}" if reading.year else "; whether once or each year is not said"),
    )


def _before(reading: BeforeEvent, lang: Lang) -> str:
    amount = _amount(reading.n, reading.unit, reading.unit_by_source_law, lang)
    if reading.window:
        return said(lang, f"{reading.event}前{amount}内", f"in the {amount} before {reading.event}")
    return said(lang, f"{reading.event}前至少{amount}", f"at least {amount} before {reading.event}")


def _at(reading: AtEvent, lang: Lang) -> str:
    place = said(lang, f"，在{reading.place}", f", at {reading.place}") if reading.place else ""
    return said(lang, f"与“{reading.event}”同时{place}", f"together with {reading.event}{place}")


def _notice(reading: PublicNoticePeriod, lang: Lang) -> str:
    amount = _amount(reading.min_n, reading.unit, reading.unit_by_source_law, lang)
    if reading.op == "at_least":
        return said(lang, f"公示不少于{amount}", f"a notice stays up for at least {amount}")
    return said(lang, f"公示{amount}", f"a notice stays up for {amount}")


def _long(reading: LongTerm, lang: Lang) -> str:
    moving = said(lang, "，动态更新", ", kept up to date") if reading.dynamic else ""
    return said(
        lang,
        f"{reading.word}公开{moving}，没有说何时必须公开",
        f"stays up ({reading.word}){moving}; when it must first appear is not said",
    )


def _reference(reading: Reference, lang: Lang) -> str:
    if reading.to == "above_cell":
        return said(lang, "同上格", "as in the cell above")
    return said(lang, f"按{reading.to}", f"as {reading.to} says")


_SPOKEN: dict[type[Reading], Callable[[Any, Lang], str]] = {
    Within: _within,
    Realtime: _word("实时", "as it happens"),
    Promptly: _word("及时", "promptly"),
    Anytime: _word("随时", "at any time"),
    Periodic: _periodic,
    Fixed: _fixed,
    BeforeEvent: _before,
    AtEvent: _at,
    PublicNoticePeriod: _notice,
    LongTerm: _long,
    UponApplication: lambda _, lang: said(
        lang, "依申请公开，没有主动公开的期限", "upon application; there is no proactive limit"
    ),
    Reference: _reference,
    Unclear: lambda reading, lang: said(lang, f"未读出：{reading.refusal.zh}", f"not read: {reading.refusal.en}"),
    Compound: lambda reading, lang: said(lang, "；", "; ").join(spoken(part, lang) for part in reading.parts),
}
