"""The names that festivals bear in notices, and the numerals that numbers are written in."""

from __future__ import annotations

import re

HAN = "\u4e00-\u9fff"
NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

KNOWN = {
    "“五一”国际劳动节": "劳动节", "国际劳动节": "劳动节", "劳动节": "劳动节", "“五一”": "劳动节", "五一": "劳动节",
    "“十一”国庆节": "国庆节", "国庆节": "国庆节", "国庆": "国庆节", "“十一”": "国庆节", "十一": "国庆节",
    "元旦节": "元旦", "元旦": "元旦", "新年": "元旦", "春节": "春节", "清明节": "清明节", "清明": "清明节",
    "端午节": "端午节", "端午": "端午节", "中秋节": "中秋节", "中秋": "中秋节",
}  # fmt: skip
"""The names a nation-wide festival goes by in notices, with the one it gets here; longer names come first."""

KNOWN_NAME = "|".join(KNOWN)
JOINT_NAME = rf"(?:(?:{KNOWN_NAME})[、和及与]?)++"


def canonical(name: str) -> str:
    """The festival's name here: “五一” is 劳动节, 国庆节中秋节 is 国庆节、中秋节; one unknown stays as it is."""
    known = re.fullmatch(JOINT_NAME, name)
    parts = re.findall(KNOWN_NAME, name) if known else re.split(r"[、和及]", name)
    return "、".join(KNOWN.get(part) or part.replace("“", "").replace("”", "") for part in parts)


def number_of(numeral: str) -> int:
    """The number written in figures or as one Chinese numeral."""
    return int(numeral) if numeral.isdigit() else NUMERALS[numeral]


def parts_of(festival: str) -> list[str]:
    """The festivals that one name joins: 国庆节、中秋节 is two."""
    return festival.split("、")
