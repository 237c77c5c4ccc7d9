"""Spans that come round (每季度, 次月), the days in them (上旬, 年底, 周三), and the words of time (及时, 长期)."""

from __future__ import annotations

from .numerals import NUMERALS
from .scanner import FIGURES, Scanner
from .tokens import Span, T, Token


def _by_word(groups: dict[str, str]) -> dict[str, str]:
    """Each word of the *groups* with the name of its group."""
    return {word: name for name, words in groups.items() for word in words.split()}


WORDS = _by_word(
    {
        "realtime": "实时 即时",
        "irregular": "不定期",
        "promptly": "及时 适时 立即 尽快 第一时间",
        "anytime": "随时",
        "long_term": "长期 永久 常年 长年",
        "regular": "定期",
    }
)
PERS = _by_word(
    {
        "half_year": "个半年 半年度 半年",
        "half_month": "半个月 半月",
        "trading_day": "交易日",
        "working_day": "个工作日 工作日",
        "quarter": "个季度 季度 一季度 季",
        "month": "个月 月度 一月 月",
        "year": "年度 一年度 一年 个年度 年",
        "term": "学期",
        "school_year": "学年",
        "week": "星期 周",
        "day": "日 天",
    }
)
_NEXT_PERS = _by_word(
    {
        "quarter": "一个季度 一季度 个季度 季度 季",
        "month": "一个月 个月 一月 月",
        "year": "一年度 年度 一年 年",
        "week": "周 星期",
    }
)
ENDS = _by_word(
    {
        "month": "月底 月末",
        "quarter": "季度末 季度底 季末",
        "half_year": "半年末",
        "year": "年底 年末 年终 年度末",
    }
)
TENTHS = {"上旬": "early", "中旬": "mid", "下旬": "late"}
WEEKDAYS = dict(zip("一二三四五六日天", "Mon Tue Wed Thu Fri Sat Sun Sun".split(), strict=True))
_NOT_AFTER_PER = {"日": "程常益", "月": "份", "季": "节", "年": "龄级", "周": "期边", "年度": "计预规", "天": "然"}
# 按 goes with these alone: 按月, not 按天然气.
_BY = frozenset("日 周 月 月度 季 季度 半年 半年度 年 年度 半月 交易日 学期 天".split())


def span_at(scan: Scanner, place: int) -> Token | None:
    """``每季度``, ``按月``, or a bare span that an act or an end follows."""
    text = scan.text
    if text[place] in "每各":
        return _each(scan, place)
    if text.startswith("按照", place) or (text[place] in "按逐分" and place + 1 < len(text)):
        per = scan.starts(place + 1, _BY)
        end = place + 1 + len(per)
        if per and text[end : end + 1] not in tuple(_NOT_AFTER_PER.get(per, "") + "计"):
            return scan.cut(T.EVERY, place, end, Span(PERS[per]))
        return None
    per = scan.starts(place, ("季度", "月度", "年度")) or ("季" if text.startswith("季后", place) else "")
    if per and (place == 0 or text[place - 1] not in "0123456789一二三四个本当上下每按"):
        end = place + len(per)
        closed = text.startswith(("终了", "结束", "届满", "期满", "后"), end) and text[place - 2 : place] not in (
            "会计",
            "预算",
            "财政",
        )
        if closed or scan.comes_round(end):
            return scan.cut(T.EVERY, place, end, Span(PERS[per]))
    return None


def _each(scan: Scanner, place: int) -> Token | None:
    start = place + 1
    if scan.text.startswith("隔", start):
        start += 1
    if scan.text.startswith(("周", "星期"), start):
        day = start + (1 if scan.text[start] == "周" else 2)
        if day < len(scan.text) and scan.text[day] in WEEKDAYS and not scan.text.startswith("次", day + 1):
            return scan.cut(T.EVERY, place, day, Span("week"))
    if start < len(scan.text) and (scan.text[start] in FIGURES or scan.text[start] in NUMERALS):
        counted = _each_many(scan, place, start)
        if counted:
            return counted
    per = scan.starts(start, PERS)
    end = start + len(per)
    if not per or scan.text[end : end + 1] in tuple(_NOT_AFTER_PER.get(per, "")):
        return None
    return scan.cut(T.EVERY, place, end, Span(PERS[per]))


def _each_many(scan: Scanner, place: int, start: int) -> Token | None:
    end = scan.number_end(start)
    n = scan.value(start, end)
    per = scan.starts(end, PERS)
    if not per or scan.text[end + len(per) : end + len(per) + 1] in tuple("份底末"):
        return None
    if scan.doubt(start, end + len(per)) or not n or (per == "月" and scan.text[start] in FIGURES):
        return scan.bad(place, end + len(per), "no_number")
    if per in ("日", "天", "工作日", "个工作日") and n > 1 and not scan.comes_round(end + len(per)):
        return scan.bad(place, end + len(per), "odd_unit")
    return scan.cut(T.EVERY, place, end + len(per), Span(PERS[per], n))


def next_at(scan: Scanner, place: int) -> Token | None:
    """``次月``, ``下一季度``."""
    if scan.text[place] not in "次下翌":
        return None
    if scan.text[place - 1 : place] in tuple("一两二三四五六七八九十0123456789每再首多上本逐届依层") and place:
        return None
    per = scan.starts(place + 1, _NEXT_PERS)
    end = place + 1 + len(per)
    if not per or scan.text.startswith("度", end):
        return None
    if per.endswith("年度") and not _dates_follow(scan, end):
        return None  # what is planned for the next year, not when it is told
    return scan.cut(T.NEXT, place, end, Span(_NEXT_PERS[per]))


def _dates_follow(scan: Scanner, place: int) -> bool:
    after = scan.text[place : place + 1]
    return bool(after) and (after in FIGURES or after in NUMERALS or after in "第的首")


def end_at(scan: Scanner, place: int) -> Token | None:
    """The part of a span that is meant: ``上旬``, ``年底``, ``首月``, ``周三``."""
    tenth = scan.starts(place, TENTHS)
    if tenth:
        return scan.cut(T.TEN_DAYS, place, place + 2, TENTHS[tenth])
    end = scan.starts(place, ENDS)
    if end:
        return scan.cut(T.END, place, place + len(end), Span(ENDS[end]))
    month = scan.starts(place, ("首月", "首个月", "末月", "末个月"))
    if month:
        return scan.cut(T.MONTH_OF, place, place + len(month), 1 if month[0] == "首" else -1)
    if scan.text.startswith("最后一个月", place):
        return scan.cut(T.MONTH_OF, place, place + 5, -1)
    for week in ("周", "星期"):
        if scan.text.startswith(week, place):
            day = place + len(week)
            if (
                day < len(scan.text)
                and scan.text[day] in WEEKDAYS
                and scan.text[place - 1 : place] not in tuple("一两二三四五六七八九十个")
            ):
                return scan.cut(T.WEEKDAY, place, day + 1, WEEKDAYS[scan.text[day]])
    # The day of a week that was taken by 每周 or 次周 before it.
    if scan.text[place] in WEEKDAYS and scan.text[place - 1 : place] in ("周", "期") and place:
        return scan.cut(T.WEEKDAY, place, place + 1, WEEKDAYS[scan.text[place]])
    return None


def word_at(scan: Scanner, place: int) -> Token | None:
    """``及时``, ``长期`` and the like."""
    word = scan.starts(place, WORDS)
    if not word or (word == "即时" and scan.text.startswith(("行情", "通讯", "通信"), place + 2)):
        return None
    if word in ("定期",) and scan.text[place - 1 : place] == "不" and place:
        return None
    return scan.cut(T.WORD, place, place + len(word), WORDS[word])
