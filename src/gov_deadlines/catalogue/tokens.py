"""Cuts a folded text into tokens: numbers with their units, dates, spans that come round, words of time, stops and text."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import attrs

from .folding import CIRCLED, Folded
from .numerals import LONGEST, NUMERALS, UNUSUAL, chinese_number
from .remarks import Refusal, Repair


class T(Enum):
    """What a token is."""

    TEXT = "text"
    STOP = "stop"
    COMMA = "comma"
    COLON = "colon"
    LISTING = "listing"
    OPEN = "open"
    CLOSE = "close"
    NUMBERED = "numbered"
    QUANTITY = "quantity"
    DATE = "date"
    EVERY = "every"
    NEXT = "next"
    END = "end"
    MONTH_OF = "month_of"
    QUARTER = "quarter"
    TEN_DAYS = "ten_days"
    WEEKDAY = "weekday"
    TIMES = "times"
    WORD = "word"
    BAD = "bad"


@attrs.frozen
class Quantity:
    """A number and its unit; *ordinal* when the unit is written 号, which only a day of the month is."""

    n: int
    unit: str
    ordinal: bool = False


@attrs.frozen
class MonthDay:
    """A month and its day: a number, ``last``, ``early``, ``mid``, ``late``, or nothing when the month stands alone."""

    month: int
    day: int | str | None
    year: int | None = None


@attrs.frozen
class Span:
    """A span that comes round, *interval* of them at a time."""

    per: str
    interval: int = 1


@attrs.frozen
class Token:
    """A piece of the folded text from *start* to *end*, with what it says where it says more than its text."""

    kind: T
    text: str
    start: int
    end: int
    value: object = None


TIME = frozenset(T) - {T.TEXT, T.STOP, T.COMMA, T.COLON, T.LISTING, T.OPEN, T.CLOSE, T.NUMBERED}
"""The kinds of token that speak of time."""

_STOPS = {";": T.STOP, "。": T.STOP, ",": T.COMMA, ":": T.COLON, "、": T.LISTING, "(": T.OPEN, ")": T.CLOSE}

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
_WEEKDAYS = {
    char: name for char, name in zip("一二三四五六日天", "Mon Tue Wed Thu Fri Sat Sun Sun".split(), strict=True)
}

WORDS = {
    "实时": "realtime",
    "即时": "realtime",
    "不定期": "irregular",
    "及时": "promptly",
    "适时": "promptly",
    "立即": "promptly",
    "尽快": "promptly",
    "第一时间": "promptly",
    "随时": "anytime",
    "长期": "long_term",
    "永久": "long_term",
    "常年": "long_term",
    "长年": "long_term",
    "定期": "regular",
}

_PERS = {
    "个半年": "half_year",
    "半年度": "half_year",
    "半年": "half_year",
    "半个月": "half_month",
    "半月": "half_month",
    "交易日": "trading_day",
    "个工作日": "working_day",
    "工作日": "working_day",
    "个季度": "quarter",
    "季度": "quarter",
    "个月": "month",
    "月度": "month",
    "年度": "year",
    "学期": "term",
    "学年": "school_year",
    "星期": "week",
    "一季度": "quarter",
    "一年度": "year",
    "一年": "year",
    "一月": "month",
    "个年度": "year",
    "季": "quarter",
    "月": "month",
    "周": "week",
    "年": "year",
    "日": "day",
    "天": "day",
}
_LONGEST_PER = max(map(len, _PERS))
_NOT_AFTER_PER = {"日": "程常益", "月": "份", "季": "节", "年": "龄级", "周": "期边", "年度": "计预规", "天": "然"}
# 按 goes with these alone: 按月, not 按天然气.
_BY = frozenset(
    {"日", "周", "月", "月度", "季", "季度", "半年", "半年度", "年", "年度", "半月", "交易日", "学期", "天"}
)
_NEXT_PERS = {
    "一个季度": "quarter", "一季度": "quarter", "个季度": "quarter", "季度": "quarter", "一个月": "month", "个月": "month",
    "一月": "month", "一年度": "year", "年度": "year", "一年": "year", "月": "month", "周": "week", "季": "quarter", "年": "year",
    "星期": "week",
}  # fmt: skip
_ENDS = {
    "月底": "month", "月末": "month", "季度末": "quarter", "季度底": "quarter", "季末": "quarter", "半年末": "half_year",
    "年底": "year", "年末": "year", "年终": "year", "年度末": "year",
}  # fmt: skip
_TENTHS = {"上旬": "early", "中旬": "mid", "下旬": "late"}
_ACTS = ("公开", "公布", "公示", "发布", "更新", "公告", "通报", "张贴", "披露", "一次")
# Counters that measure something else than time: a number before them is text.
_COUNTERS = (
    "万元",
    "亿元",
    "元",
    "万",
    "亿",
    "人",
    "户",
    "家",
    "岁",
    "%",
    "吨",
    "亩",
    "平方米",
    "公里",
    "千瓦",
    "处",
    "件",
    "级",
)
_ORDINALS = "条款项章节号批届类部种届轮"
_FIGURES = "0123456789"
_LONGEST_FIGURE = 4
_MOST_ITEMS = 20


class Lexer:
    """Reads tokens off a folded text from left to right, each place once; *repairs* are those made on the way."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.text = folded.text
        self.repairs: list[Repair] = []

    def tokens(self) -> tuple[Token, ...]:
        """All tokens, texts in between as one each."""
        found: list[Token] = []
        place = begun = 0
        while place < len(self.text):
            token = self._token(place, found, begun) if self.text[place] in _BEGINNINGS else None
            if token is None:
                place += 1
                continue
            if token.kind is T.TEXT:  # an opaque stretch: part of the text around it
                place = token.end
                continue
            if begun < token.start:
                found.append(self._cut(T.TEXT, begun, token.start))
            found.append(token)
            place = begun = token.end
        if begun < len(self.text):
            found.append(self._cut(T.TEXT, begun, len(self.text)))
        return tuple(found)

    def _token(self, place: int, found: list[Token], begun: int) -> Token | None:
        char = self.text[place]
        fresh = begun == place and (not found or found[-1].kind in (T.STOP, T.COMMA, T.COLON, T.OPEN))
        numbered = self._numbered(place, fresh=fresh or place in self.folded.breaks)
        if numbered:
            return numbered
        if char in _STOPS:
            return self._cut(_STOPS[char], place, place + 1)
        if char == "《":
            close = self.text.find("》", place)
            return self._cut(T.TEXT, place, close + 1) if close > 0 else None
        if self.text.startswith("其中", place):
            return self._cut(T.STOP, place, place + 2)
        if char in _FIGURES or char in NUMERALS or char in "第半":
            counted = self._counted(place, fresh=fresh)
            if counted:
                return counted
        return self._span(place) or self._next(place) or self._end(place) or self._word(place)

    def _cut(self, kind: T, start: int, end: int, value: object = None) -> Token:
        return Token(kind, self.text[start:end], start, end, value)

    def _starts(self, place: int, words: Iterator[str] | tuple[str, ...] | dict[str, str] | frozenset[str]) -> str:
        """The longest of *words* that stands at *place*, or nothing."""
        return max((word for word in words if self.text.startswith(word, place)), key=len, default="")

    # Numbers of items: 1. ① (一) 二、

    def _numbered(self, place: int, *, fresh: bool) -> Token | None:
        if self.text[place] in CIRCLED:
            return self._cut(T.NUMBERED, place, place + 1)
        if not fresh:
            return self._numbered_within(place)
        opened = self.text[place] == "("
        start = place + opened
        end = self._digits_end(start, 2)
        while (
            end == start
            and end < len(self.text)
            and self.text[end] in NUMERALS
            or start < end < start + 3
            and (end < len(self.text) and self.text[end] in NUMERALS)
        ):
            end += 1
        marks = ")" if opened else ".、)"
        if end == start or end >= len(self.text) or self.text[end] not in marks or self._is_figure(end + 1):
            return None
        n = self._value(start, end)
        return self._cut(T.NUMBERED, place, end + 1) if n and n <= _MOST_ITEMS else None

    def _numbered_within(self, place: int) -> Token | None:
        """``2.`` that follows on the item before without a stop."""
        char = self.text[place]
        if char not in _FIGURES or (place and (self._is_figure(place - 1) or self.text[place - 1] == ".")):
            return None
        after = self.text[place + 1 : place + 3]
        return (
            self._cut(T.NUMBERED, place, place + 2)
            if len(after) == 2 and after[0] == "." and _is_han(after[1])
            else None
        )

    # Numbers

    def _is_figure(self, place: int) -> bool:
        return 0 <= place < len(self.text) and self.text[place] in _FIGURES

    def _digits_end(self, place: int, most: int) -> int:
        end = place
        while end < len(self.text) and end - place < most and self.text[end] in _FIGURES:
            end += 1
        return end

    def _number_end(self, place: int) -> int:
        end = place
        if self.text[place] in _FIGURES:
            return self._digits_end(place, len(self.text))
        while end < len(self.text) and self.text[end] in NUMERALS and end - place <= LONGEST:
            end += 1
        return end

    def _value(self, start: int, end: int) -> int | None:
        text = self.text[start:end]
        if not text:
            return None
        if all(char in _FIGURES for char in text):
            return int(text) if len(text) <= _LONGEST_FIGURE else None
        return None if any(char in _FIGURES for char in text) else chinese_number(text)

    def _counted(self, place: int, *, fresh: bool) -> Token | None:
        """A number and what it counts; a number of anything else is text, and a figure of nothing is bad."""
        if self.text[place] == "第":
            return self._ordinal(place)
        if self.text[place] == "半":
            return self._half(place)
        figures = self.text[place] in _FIGURES
        end = self._number_end(place)
        n = self._value(place, end)
        year = self._year(place, end, n)
        if year:
            return year
        found = self._dated(place, end, n) or self._quantity(place, end, n)
        if found is None or found.kind is T.TEXT:
            if found is not None:
                return found
            if not figures:
                return self._range(place, end)
            return self._opaque(place, end) or self._bad(place, end, "no_unit")
        doubt = self._doubt(place, found.end)
        if doubt and found.kind in (T.QUANTITY, T.DATE, T.TIMES):
            return self._bad(place, found.end, doubt)
        self._report_number(place, end)
        return found

    def _year(self, place: int, end: int, n: int | None) -> Token | None:
        """``2024年`` with the date after it; alone it is text."""
        if n is None or not 1900 <= n <= 2999 or not self.text.startswith("年", end):
            return None
        after = end + 1
        if self.text.startswith(("底", "末", "终"), after) and not self.text.startswith("末", after + 1):
            return self._cut(T.DATE, place, after + 1, MonthDay(12, "last", n))
        if after < len(self.text) and (self.text[after] in _FIGURES or self.text[after] in NUMERALS):
            stop = self._number_end(after)
            found = self._dated(after, stop, self._value(after, stop))
            if found is not None and isinstance(found.value, MonthDay):
                return self._cut(T.DATE, place, found.end, attrs.evolve(found.value, year=n))
        return self._cut(T.TEXT, place, after)

    def _dated(self, place: int, end: int, n: int | None) -> Token | None:
        """``1月31日``, ``6月底``, ``七月下旬``, ``3月份``, a quarter, a number of times."""
        if n is None:
            return None
        if self.text.startswith("季度", end):
            return self._cut(T.QUARTER, place, end + 2, n) if 1 <= n <= 4 else None
        if self.text.startswith("次", end):
            return None if self.text.startswith("性", end + 1) or not n else self._cut(T.TIMES, place, end + 1, n)
        if not self.text.startswith("月", end):
            return None
        after = end + 1
        if self.text.startswith("份", after):
            after += 1
        if not 1 <= n <= 12:
            return self._bad(place, after, "no_such_date")
        of = self.text.startswith("的", after)
        tenth = self._starts(after + of, _TENTHS)
        if tenth:
            return self._cut(T.DATE, place, after + of + 2, MonthDay(n, _TENTHS[tenth]))
        last = self._starts(after, ("月底", "底", "末"))
        if last:
            return self._cut(T.DATE, place, after + len(last), MonthDay(n, "last"))
        if after < len(self.text) and (self.text[after] in _FIGURES or self.text[after] in NUMERALS):
            stop = self._number_end(after)
            day = self._value(after, stop)
            if self.text.startswith(("日", "号"), stop):
                if day is None or not 1 <= day <= _DAYS[n - 1]:
                    return self._bad(place, stop + 1, "no_such_date")
                return self._cut(T.DATE, place, stop + 1, MonthDay(n, day))
            return self._bad(place, stop, "no_unit")
        return self._cut(T.DATE, place, after, MonthDay(n, None))

    def _quantity(self, place: int, end: int, n: int | None) -> Token | None:
        with_ge = self.text.startswith("个", end) and not self.text.startswith("个月", end)
        word = self._starts(end + with_ge, UNITS)
        if not word:
            if self.text.startswith("号", end) and n and n <= 31:
                return self._cut(T.QUANTITY, place, end + 1, Quantity(n, "day", ordinal=True))
            return self._bad(place, end + with_ge, "no_unit") if with_ge else None
        stop = end + with_ge + len(word)
        if self.text[stop : stop + 1] and self.text[stop] in _NOT_AFTER_UNIT.get(word, ""):
            return self._bad(place, stop, "no_unit") if self.text[place] in _FIGURES else None
        if self._starts(stop, UNITS):
            return self._bad(place, stop, "odd_unit")
        if with_ge and word not in _WITH_GE:
            return self._bad(place, stop, "odd_unit")
        if n is None:
            return self._bad(place, stop, "no_number")
        if not n:
            return self._bad(place, stop, "zero")
        if word in ("工作日", "法定工作日") and not with_ge:
            self.repairs.append(Repair(self.folded.raw_offset(end), word, "missing_个", f"个{word}"))
        return self._cut(T.QUANTITY, place, stop, Quantity(n, UNITS[word]))

    def _doubt(self, place: int, end: int) -> str:
        """Why a number that reads well by itself does not where it stands, or nothing."""
        before, after = self.text[max(place - 2, 0) : place], self.text[end : end + 2]
        last = before[-1:] or " "
        if last in _FIGURES or last in NUMERALS or last.isascii() and last.isalpha():
            return "mixed_number"
        if last in "-~至到/." and len(before) == 2 and (before[0] in NUMERALS or before[0].isdigit()):
            return "range"
        if last in "-~/.+":
            return "mixed_number"
        apart = len(before) == 2 and before[0] in NUMERALS and (self.text[place] in "十百千" or before[0] in "十百千")
        if apart:
            return "mixed_number"  # 二□十日: a character strayed into 二十, or took the place of one
        if before.endswith("第"):
            return "ordinal"
        if last in ("约", "近", "多", "余", "几") or before.endswith(("大约", "将近", "几")):
            return "approximate"
        if after.startswith(("左右", "上下", "多", "余")):
            return "approximate"
        if after[:1] in "-~/" and after[1:] and (after[1] in _FIGURES or after[1] in NUMERALS):
            return "range"
        splits = [cut for cut in self.folded.split if place < cut < end]
        return "joined_digits" if len(splits) > 1 or (splits and self._digits_end(place, 3) - place > 2) else ""

    def _report_number(self, place: int, end: int) -> None:
        written = self.text[place:end]
        raw = self.folded.raw_offset(place)
        if any(place < cut < end for cut in self.folded.split):
            self.repairs.append(Repair(raw, written, "joined_digits", written))
        if any(char in UNUSUAL for char in written):
            self.repairs.append(Repair(raw, written, "numeral", str(self._value(place, end))))

    def _range(self, place: int, end: int) -> Token | None:
        """``三至五日``: a Chinese number that a second one follows, which must not be read as that second one alone."""
        after = end + 1
        if end >= len(self.text) or self.text[end] not in "至到或-~/、余几来多" or after >= len(self.text):
            return None
        if self.text[end] in "余几来多":
            return (
                self._bad(place, end + 1, "approximate")
                if self._starts(after, UNITS) or self.text[after] == "个"
                else None
            )
        if not (self.text[after] in NUMERALS or self.text[after] in _FIGURES):
            return None
        second = self._number_end(after)
        unit = self._starts(second + self.text.startswith("个", second), UNITS)
        return self._bad(place, second, "range") if unit else None

    def _opaque(self, place: int, end: int) -> Token | None:
        """A figure that counts no time: money, people, the number of a document."""
        before = self.text[place - 1 : place]
        counter = self._starts(end, _COUNTERS)
        if counter and before not in tuple("-~/.") and not before.isdigit():
            return self._cut(T.TEXT, place, end + len(counter))
        if before and before in "〔(" and self.text[end : end + 1] in ("〕", ")") and end - place == 4:
            close = self._digits_end(end + 1, 5)
            return self._cut(T.TEXT, place, close + self.text.startswith("号", close))
        if self.text.startswith("号", end) and end - place > 2:
            return self._cut(T.TEXT, place, end + 1)
        return None

    def _bad(self, start: int, end: int, code: str) -> Token:
        return self._cut(T.BAD, start, end, _refusal(code, self.text[start:end], start))

    def _ordinal(self, place: int) -> Token | None:
        start = place + 1
        if start >= len(self.text) or not (self.text[start] in _FIGURES or self.text[start] in NUMERALS):
            return None
        end = self._number_end(start)
        n = self._value(start, end)
        if self.text.startswith("季度", end) and n and n <= 4:
            return self._cut(T.QUARTER, place, end + 2, n)
        if self.text.startswith("个月", end) and n and n <= 12:
            return self._cut(T.MONTH_OF, place, end + 2, n)
        if end < len(self.text) and self.text[end] in _ORDINALS:
            return self._cut(T.TEXT, place, end + 1)
        if self.text.startswith(("方", "时间", "线"), end):
            return None
        return self._bad(place, end, "ordinal")

    def _half(self, place: int) -> Token | None:
        """``半年公布一次``, and halves that cannot be counted."""
        per = self._starts(place, {key: key for key in _PERS if key.startswith("半")})
        if not per:
            return self._bad(place, place + 3, "half") if self.text.startswith("半个", place) else None
        end = place + len(per)
        if self._comes_round(end):
            return self._cut(T.EVERY, place, end, Span(_PERS[per]))
        return (
            self._bad(place, end, "half") if self.text.startswith(("内", "以内", "之内", "前", "以上"), end) else None
        )

    # Spans that come round

    def _comes_round(self, place: int) -> bool:
        """Whether what stands at *place* says that the span before it comes round: an act, or how many times."""
        for word in ("至少", "不少于", "应当", "应", "向社会", "对外", "定期"):
            if self.text.startswith(word, place):
                place += len(word)
        if self.text.startswith(_ACTS, place):
            return True
        if place < len(self.text) and (self.text[place] in _FIGURES or self.text[place] in NUMERALS):
            return self.text.startswith("次", self._number_end(place))
        return False

    def _span(self, place: int) -> Token | None:
        text = self.text
        if text[place] in "每各":
            return self._each(place)
        if text.startswith("按照", place) or (text[place] in "按逐分" and place + 1 < len(text)):
            per = self._starts(place + 1, _BY)
            end = place + 1 + len(per)
            if per and text[end : end + 1] not in tuple(_NOT_AFTER_PER.get(per, "") + "计"):
                return self._cut(T.EVERY, place, end, Span(_PERS[per]))
            return None
        per = self._starts(place, ("季度", "月度", "年度")) or ("季" if text.startswith("季后", place) else "")
        if per and (place == 0 or text[place - 1] not in "0123456789一二三四个本当上下每按"):
            end = place + len(per)
            closed = text.startswith(("终了", "结束", "届满", "期满", "后"), end) and text[place - 2 : place] not in (
                "会计",
                "预算",
                "财政",
            )
            if closed or self._comes_round(end):
                return self._cut(T.EVERY, place, end, Span(_PERS[per]))
        return None

    def _each(self, place: int) -> Token | None:
        start = place + 1
        if self.text.startswith("隔", start):
            start += 1
        if self.text.startswith(("周", "星期"), start):
            day = start + (1 if self.text[start] == "周" else 2)
            if day < len(self.text) and self.text[day] in _WEEKDAYS and not self.text.startswith("次", day + 1):
                return self._cut(T.EVERY, place, day, Span("week"))
        if start < len(self.text) and (self.text[start] in _FIGURES or self.text[start] in NUMERALS):
            counted = self._each_many(place, start)
            if counted:
                return counted
        per = self._starts(start, _PERS)
        end = start + len(per)
        if not per or self.text[end : end + 1] in tuple(_NOT_AFTER_PER.get(per, "")):
            return None
        return self._cut(T.EVERY, place, end, Span(_PERS[per]))

    def _each_many(self, place: int, start: int) -> Token | None:
        end = self._number_end(start)
        n = self._value(start, end)
        per = self._starts(end, _PERS)
        if not per or self.text[end + len(per) : end + len(per) + 1] in tuple("份底末"):
            return None
        if self._doubt(start, end + len(per)) or not n or (per == "月" and self.text[start] in _FIGURES):
            return self._bad(place, end + len(per), "no_number")
        if per in ("日", "天", "工作日", "个工作日") and n > 1 and not self._comes_round(end + len(per)):
            return self._bad(place, end + len(per), "odd_unit")
        return self._cut(T.EVERY, place, end + len(per), Span(_PERS[per], n))

    def _next(self, place: int) -> Token | None:
        if self.text[place] not in "次下翌":
            return None
        if self.text[place - 1 : place] in tuple("一两二三四五六七八九十0123456789每再首多上本逐届依层") and place:
            return None
        per = self._starts(place + 1, _NEXT_PERS)
        end = place + 1 + len(per)
        if not per or self.text.startswith("度", end):
            return None
        if per.endswith("年度") and not self._dates_follow(end):
            return None  # what is planned for the next year, not when it is told
        return self._cut(T.NEXT, place, end, Span(_NEXT_PERS[per]))

    def _dates_follow(self, place: int) -> bool:
        after = self.text[place : place + 1]
        return bool(after) and (after in _FIGURES or after in NUMERALS or after in "第的首")

    def _end(self, place: int) -> Token | None:
        tenth = self._starts(place, _TENTHS)
        if tenth:
            return self._cut(T.TEN_DAYS, place, place + 2, _TENTHS[tenth])
        end = self._starts(place, _ENDS)
        if end:
            return self._cut(T.END, place, place + len(end), Span(_ENDS[end]))
        month = self._starts(place, ("首月", "首个月", "末月", "末个月"))
        if month:
            return self._cut(T.MONTH_OF, place, place + len(month), 1 if month[0] == "首" else -1)
        if self.text.startswith("最后一个月", place):
            return self._cut(T.MONTH_OF, place, place + 5, -1)
        for week in ("周", "星期"):
            if self.text.startswith(week, place):
                day = place + len(week)
                if (
                    day < len(self.text)
                    and self.text[day] in _WEEKDAYS
                    and self.text[place - 1 : place] not in tuple("一两二三四五六七八九十个")
                ):
                    return self._cut(T.WEEKDAY, place, day + 1, _WEEKDAYS[self.text[day]])
        # The day of a week that was taken by 每周 or 次周 before it.
        if self.text[place] in _WEEKDAYS and self.text[place - 1 : place] in ("周", "期") and place:
            return self._cut(T.WEEKDAY, place, place + 1, _WEEKDAYS[self.text[place]])
        return None

    def _word(self, place: int) -> Token | None:
        word = self._starts(place, WORDS)
        if not word or (word == "即时" and self.text.startswith(("行情", "通讯", "通信"), place + 2)):
            return None
        if word in ("定期",) and self.text[place - 1 : place] == "不" and place:
            return None
        return self._cut(T.WORD, place, place + len(word), WORDS[word])


# The characters that some token other than text begins with: at all others there is nothing to look for.
_BEGINNINGS = frozenset(
    {*_STOPS, *_FIGURES, *NUMERALS, *CIRCLED, *"《其第半每各按逐分次下翌首末最周星年月季度"}
    | {word[0] for words in (WORDS, _ENDS, _TENTHS, _WEEKDAYS) for word in words}
)

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


_REFUSALS = {
    "no_unit": (
        "数字 {0} 后缺少时间单位（日/个工作日）",
        "the number {0!r} has no unit of time after it (days or working days)",
    ),
    "odd_unit": (
        "“{0}”的单位不完整或不是期限单位",
        "{0!r} has a unit that is cut short or that no limit is counted in",
    ),
    "no_number": ("“{0}”中的数字写法无法识别", "the number in {0!r} is not written as numbers are"),
    "zero": ("“{0}”的数字为零", "{0!r} is a number of nothing"),
    "mixed_number": ("“{0}”与前面的数字或字母相连，无法确定是哪个数", "{0!r} runs into the figure or letter before it"),
    "range": ("“{0}”是一个范围，无法确定以哪个数为限", "{0!r} is a range; which end of it is the limit is not said"),
    "ordinal": ("“{0}”是序数，不是期间的长度", "{0!r} is an ordinal, not a length of time"),
    "approximate": ("“{0}”是约数", "{0!r} is no exact number"),
    "joined_digits": (
        "“{0}”的数字被空格或换行断开，无法确定是一个数还是几个数",
        "the figures in {0!r} were apart: one number or several",
    ),
    "half": ("“{0}”不是整数个日、月或年", "{0!r} is not a whole number of days, months or years"),
    "no_such_date": ("没有“{0}”这一日期", "there is no such date as {0!r}"),
}


def _refusal(code: str, text: str, place: int) -> Refusal:
    zh, en = _REFUSALS[code]
    return Refusal(code, zh.format(text), en.format(text), place)
