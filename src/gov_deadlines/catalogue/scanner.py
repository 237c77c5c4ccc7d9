"""Looks at the folded text from any place: what stands there, which number, and why a number is not to be trusted."""

from __future__ import annotations

from collections.abc import Iterable

from .folding import Folded
from .numerals import LONGEST, NUMERALS, chinese_number
from .remarks import Refusal, Repair
from .tokens import T, Token

FIGURES = "0123456789"
_LONGEST_FIGURE = 4
_ACTS = ("公开", "公布", "公示", "发布", "更新", "公告", "通报", "张贴", "披露", "一次")


class Scanner:
    """A folded text and what can be asked of its places; *repairs* are those made while numbers were read."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.text = folded.text
        self.repairs: list[Repair] = []

    def cut(self, kind: T, start: int, end: int, value: object = None) -> Token:
        """The token from *start* to *end*."""
        return Token(kind, self.text[start:end], start, end, value)

    def starts(self, place: int, words: Iterable[str]) -> str:
        """The longest of *words* that stands at *place*, or nothing."""
        return max((word for word in words if self.text.startswith(word, place)), key=len, default="")

    def is_figure(self, place: int) -> bool:
        """Whether an Arabic figure stands at *place*."""
        return 0 <= place < len(self.text) and self.text[place] in FIGURES

    def digits_end(self, place: int, most: int) -> int:
        """Where the figures that begin at *place* end, *most* of them at the most."""
        end = place
        while end < len(self.text) and end - place < most and self.text[end] in FIGURES:
            end += 1
        return end

    def number_end(self, place: int) -> int:
        """Where the number that begins at *place* ends, in figures or in Chinese."""
        end = place
        if self.text[place] in FIGURES:
            return self.digits_end(place, len(self.text))
        while end < len(self.text) and self.text[end] in NUMERALS and end - place <= LONGEST:
            end += 1
        return end

    def value(self, start: int, end: int) -> int | None:
        """The number written from *start* to *end*, ``None`` when that is none."""
        text = self.text[start:end]
        if not text:
            return None
        if all(char in FIGURES for char in text):
            return int(text) if len(text) <= _LONGEST_FIGURE else None
        return None if any(char in FIGURES for char in text) else chinese_number(text)

    def comes_round(self, place: int) -> bool:
        """Whether what stands at *place* says that the span before it comes round: an act, or how many times."""
        for word in ("至少", "不少于", "应当", "应", "向社会", "对外", "定期"):
            if self.text.startswith(word, place):
                place += len(word)
        if self.text.startswith(_ACTS, place):
            return True
        if place < len(self.text) and (self.text[place] in FIGURES or self.text[place] in NUMERALS):
            return self.text.startswith("次", self.number_end(place))
        return False

    def bad(self, start: int, end: int, code: str) -> Token:
        """A token that spoils its clause, with the reason."""
        return self.cut(T.BAD, start, end, _refusal(code, self.text[start:end], start))

    def doubt(self, place: int, end: int) -> str:
        """Why a number that reads well by itself does not where it stands, or nothing."""
        before, after = self.text[max(place - 2, 0) : place], self.text[end : end + 2]
        last = before[-1:] or " "
        if last in FIGURES or last in NUMERALS or (last.isascii() and last.isalpha()):
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
        if after[:1] in "-~/" and after[1:] and (after[1] in FIGURES or after[1] in NUMERALS):
            return "range"
        if after[:1] and (after[0] in FIGURES or after[0] in NUMERALS):
            return "" if self.text.startswith("次", self.number_end(end)) else "mixed_number"
        splits = [cut for cut in self.folded.split if place < cut < end]
        return "joined_digits" if len(splits) > 1 or (splits and self.digits_end(place, 3) - place > 2) else ""


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
