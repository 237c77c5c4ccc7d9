"""Numbers and what they count: working days, a date, a quarter, how many times; or why that cannot be said."""

from __future__ import annotations

import attrs

from .numerals import NUMERALS, UNUSUAL
from .remarks import Repair
from .scanner import FIGURES, Scanner
from .spans import PERS, TENTHS
from .tokens import MonthDay, Quantity, Span, T, Token

# Longest first: a shorter one would leave a tail that means something else.
UNITS = {
    "法定工作日": "working_day",
    "工作日": "working_day",
    "工作天": "working_day",
    "自然日": "day",
    "日历日": "day",
    "日历天": "day",
    "自然月": "month",
    "星期": "week",
    "小时": "hour",
    "个月": "month",
    "日": "day",
    "天": "day",
    "周": "week",
    "年": "year",
}
_WITH_GE = frozenset({"法定工作日", "工作日", "工作天", "自然日", "日历日", "日历天", "自然月", "星期", "小时"})
# After these a day, week or year is part of another word.
_NOT_AFTER_UNIT = {"日": "历程常报志记", "天": "然气", "周": "岁边期", "年": "度级龄代鉴报检终末"}
# Counters that measure something else than time: a number before them is text.
_COUNTERS = tuple("万元 亿元 元 万 亿 人 户 家 岁 % 吨 亩 平方米 公里 千瓦 处 件 级".split())
_ORDINALS = "条款项章节号批届类部种届轮"
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def counted_at(scan: Scanner, place: int) -> Token | None:
    """A number and what it counts; a number of anything else is text, and a figure of nothing is bad."""
    if scan.text[place] == "第":
        return _ordinal(scan, place)
    if scan.text[place] == "半":
        return _half(scan, place)
    if scan.text[place] == "一" and scan.text[max(place - 1, 0) : place] in ("上", "本", "下"):
        return None  # 上一季度: what is told, not when
    figures = scan.text[place] in FIGURES
    end = scan.number_end(place)
    n = scan.value(place, end)
    year = _year(scan, place, end, n)
    if year:
        return year
    found = _dated(scan, place, end, n) or _quantity(scan, place, end, n)
    if found is None or found.kind is T.TEXT:
        if found is not None:
            return found
        if not figures:
            return _range(scan, place, end)
        return _opaque(scan, place, end) or scan.bad(place, end, "no_unit")
    doubt = scan.doubt(place, found.end)
    if doubt and found.kind in (T.QUANTITY, T.DATE, T.TIMES):
        return scan.bad(place, found.end, doubt)
    _report_number(scan, place, end)
    return found


def _year(scan: Scanner, place: int, end: int, n: int | None) -> Token | None:
    """``2024年`` with the date after it; alone it is text."""
    if n is None or not 1900 <= n <= 2999 or not scan.text.startswith("年", end):
        return None
    after = end + 1
    if scan.text.startswith(("底", "末", "终"), after) and not scan.text.startswith("末", after + 1):
        return scan.cut(T.DATE, place, after + 1, MonthDay(12, "last", n))
    if after < len(scan.text) and (scan.text[after] in FIGURES or scan.text[after] in NUMERALS):
        stop = scan.number_end(after)
        found = _dated(scan, after, stop, scan.value(after, stop))
        if found is not None and isinstance(found.value, MonthDay):
            return scan.cut(T.DATE, place, found.end, attrs.evolve(found.value, year=n))
    return scan.cut(T.TEXT, place, after)


def _dated(scan: Scanner, place: int, end: int, n: int | None) -> Token | None:
    """``1月31日``, ``6月底``, ``七月下旬``, ``3月份``, a quarter, a number of times."""
    if n is None:
        return None
    if scan.text.startswith("季度", end):
        return scan.cut(T.QUARTER, place, end + 2, n) if 1 <= n <= 4 else None
    if scan.text.startswith("次", end):
        return None if scan.text.startswith("性", end + 1) or not n else scan.cut(T.TIMES, place, end + 1, n)
    if not scan.text.startswith("月", end):
        return None
    after = end + 1
    if scan.text.startswith("份", after):
        after += 1
    if not 1 <= n <= 12:
        return scan.bad(place, after, "no_such_date")
    of = scan.text.startswith("的", after)
    tenth = scan.starts(after + of, TENTHS)
    if tenth:
        return scan.cut(T.DATE, place, after + of + 2, MonthDay(n, TENTHS[tenth]))
    last = scan.starts(after, ("月底", "底", "末"))
    if last:
        return scan.cut(T.DATE, place, after + len(last), MonthDay(n, "last"))
    if after < len(scan.text) and (scan.text[after] in FIGURES or scan.text[after] in NUMERALS):
        stop = scan.number_end(after)
        day = scan.value(after, stop)
        if scan.text.startswith(("日", "号"), stop):
            if day is None or not 1 <= day <= _DAYS[n - 1]:
                return scan.bad(place, stop + 1, "no_such_date")
            return scan.cut(T.DATE, place, stop + 1, MonthDay(n, day))
        return scan.bad(place, stop, "no_unit")
    return scan.cut(T.DATE, place, after, MonthDay(n, None))


def _quantity(scan: Scanner, place: int, end: int, n: int | None) -> Token | None:
    with_ge = scan.text.startswith("个", end) and not scan.text.startswith("个月", end)
    word = scan.starts(end + with_ge, UNITS)
    if not word:
        if scan.text.startswith("号", end) and n and n <= 31:
            return scan.cut(T.QUANTITY, place, end + 1, Quantity(n, "day", ordinal=True))
        return scan.bad(place, end + with_ge, "no_unit") if with_ge else None
    stop = end + with_ge + len(word)
    if scan.text[stop : stop + 1] and scan.text[stop] in _NOT_AFTER_UNIT.get(word, ""):
        return scan.bad(place, stop, "no_unit") if scan.text[place] in FIGURES else None
    if scan.starts(stop, UNITS):
        return scan.bad(place, stop, "odd_unit")
    if with_ge and word not in _WITH_GE:
        return scan.bad(place, stop, "odd_unit")
    if n is None:
        return scan.bad(place, stop, "no_number")
    if not n:
        return scan.bad(place, stop, "zero")
    if word in ("工作日", "法定工作日") and not with_ge:
        scan.repairs.append(Repair(scan.folded.raw_offset(end), word, "missing_个", f"个{word}"))
    return scan.cut(T.QUANTITY, place, stop, Quantity(n, UNITS[word]))


def _report_number(scan: Scanner, place: int, end: int) -> None:
    written = scan.text[place:end]
    raw = scan.folded.raw_offset(place)
    if any(place < cut < end for cut in scan.folded.split):
        scan.repairs.append(Repair(raw, written, "joined_digits", written))
    if any(char in UNUSUAL for char in written):
        scan.repairs.append(Repair(raw, written, "numeral", str(scan.value(place, end))))


def _range(scan: Scanner, place: int, end: int) -> Token | None:
    """``三至五日``: a Chinese number that a second one follows, which must not be read as that second one alone."""
    after = end + 1
    if end >= len(scan.text) or scan.text[end] not in "至到或-~/、余几来多" or after >= len(scan.text):
        return None
    if scan.text[end] in "余几来多":
        return (
            scan.bad(place, end + 1, "approximate") if scan.starts(after, UNITS) or scan.text[after] == "个" else None
        )
    if not (scan.text[after] in NUMERALS or scan.text[after] in FIGURES):
        return None
    second = scan.number_end(after)
    unit = scan.starts(second + scan.text.startswith("个", second), UNITS)
    return scan.bad(place, second, "range") if unit else None


def _opaque(scan: Scanner, place: int, end: int) -> Token | None:
    """A figure that counts no time: money, people, the number of a document."""
    before = scan.text[place - 1 : place]
    counter = scan.starts(end, _COUNTERS)
    if counter and before not in tuple("-~/.") and not before.isdigit():
        return scan.cut(T.TEXT, place, end + len(counter))
    if before and before in "〔(" and scan.text[end : end + 1] in ("〕", ")") and end - place == 4:
        close = scan.digits_end(end + 1, 5)
        return scan.cut(T.TEXT, place, close + scan.text.startswith("号", close))
    if scan.text.startswith("号", end) and end - place > 2:
        return scan.cut(T.TEXT, place, end + 1)
    return None


def _ordinal(scan: Scanner, place: int) -> Token | None:
    start = place + 1
    if start >= len(scan.text) or not (scan.text[start] in FIGURES or scan.text[start] in NUMERALS):
        return None
    end = scan.number_end(start)
    n = scan.value(start, end)
    if scan.text.startswith("季度", end) and n and n <= 4:
        return scan.cut(T.QUARTER, place, end + 2, n)
    if scan.text.startswith("个月", end) and n and n <= 12:
        return scan.cut(T.MONTH_OF, place, end + 2, n)
    if end < len(scan.text) and scan.text[end] in _ORDINALS:
        return scan.cut(T.TEXT, place, end + 1)
    if scan.text.startswith(("方", "时间", "线"), end):
        return None
    return scan.bad(place, end, "ordinal")


def _half(scan: Scanner, place: int) -> Token | None:
    """``半年公布一次``, and halves that cannot be counted."""
    per = scan.starts(place, {key: key for key in PERS if key.startswith("半")})
    if not per:
        return scan.bad(place, place + 3, "half") if scan.text.startswith("半个", place) else None
    end = place + len(per)
    if scan.comes_round(end):
        return scan.cut(T.EVERY, place, end, Span(PERS[per]))
    return scan.bad(place, end, "half") if scan.text.startswith(("内", "以内", "之内", "前", "以上"), end) else None
