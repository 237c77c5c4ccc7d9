"""Whole numbers as Chinese texts write them."""

from __future__ import annotations

_ONES = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_FINANCIAL = dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)) | {"貳": 2, "參": 3}
_ONES |= _FINANCIAL
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SHORT = {"廿": 20, "卅": 30}

NUMERALS = frozenset(_ONES) | frozenset(_TENS) | frozenset(_SHORT)
"""Every character a Chinese number is written with."""

UNUSUAL = frozenset(_FINANCIAL) | frozenset("拾佰仟廿卅〇○")
"""Those that are rare in a limit, so that reading one is reported."""

LONGEST = 9
"""How many characters the longest number that is read can have."""


def chinese_number(text: str) -> int | None:
    """
    The number that *text* writes, or ``None`` when it is not written as numbers are.

    >>> chinese_number("二十"), chinese_number("十五"), chinese_number("一百八十"), chinese_number("一五")
    (20, 15, 180, None)
    """
    if not 0 < len(text) <= LONGEST:
        return None
    if text[0] in _SHORT:
        rest = text[1:]
        if not rest:
            return _SHORT[text]
        return _SHORT[text[0]] + _ONES[rest] if len(rest) == 1 and _ONES.get(rest) else None
    if len(text) > 1 and all(char in _ONES for char in text):
        # Digit by digit only years are written, and 二〇; else figures side by side are more likely several numbers.
        year = len(text) == 4 and text.startswith(("一九", "二〇", "二○", "二零"))
        twenty = len(text) == 2 and text[1] in "〇○" and text[0] not in "零〇○"
        return int("".join(str(_ONES[char]) for char in text)) if year or twenty else None
    return _by_places(text)


def _by_places(text: str) -> int | None:
    total, figure, last_place, zero = 0, None, 10_000, False
    for position, char in enumerate(text):
        if char in _TENS:
            place = _TENS[char]
            if place >= last_place or figure == 0 or (figure is None and (position or place != 10)):
                return None
            total, figure, last_place, zero = total + (figure or 1) * place, None, place, False
        elif char in _SHORT or figure is not None:
            return None
        elif _ONES[char] == 0 and text != char:
            if zero or not total:
                return None
            zero = True
        else:
            figure = _ONES[char]
    if figure is None:
        return None if zero else total
    skips = last_place > 10 and total > 0  # 一百五 is 150 to some and 105 to nobody; 一百零五 is plain
    return None if skips and not zero else total + figure
