"""What is said about a reading: what was repaired, what to beware of, and why something was not read."""

from __future__ import annotations

from typing import Any

import attrs

from ..errors import Lang, said


@attrs.frozen
class Repair:
    """One thing in the cell that was read otherwise than it is written."""

    offset: int
    """Where it stands in the raw text, in characters."""
    what: str
    """What stands there."""
    why: str
    """A stable word for the kind of repair: ``width``, ``space``, ``traditional``, ``pinyin``, ``typo`` …"""
    became: str = ""
    """What it was read as; nothing where it was dropped."""

    @property
    def zh(self) -> str:
        """The repair in Chinese."""
        became = f"读作“{self.became}”" if self.became else "已略去"
        return f"第{self.offset + 1}字“{self.what}”（{_WHY_ZH[self.why]}）{became}"

    def to_dict(self) -> dict[str, Any]:
        """The repair in plain values, for JSON."""
        return {"offset": self.offset, "what": self.what, "why": self.why, "became": self.became}


_WHY_ZH = {
    "width": "全角、兼容字符",
    "invisible": "不可见字符",
    "space": "空格",
    "line_break": "换行",
    "traditional": "繁体、异体字",
    "pinyin": "夹注拼音",
    "doubled_punctuation": "重复标点",
    "unmatched_bracket": "括号不成对",
    "numeral": "大写或混写数字",
    "joined_digits": "被空格或换行断开的数字",
    "missing_个": "缺“个”",
    "missing_内": "缺“内”",
    "missing_separator": "缺分隔符",
    "inserted_个": "多“个”",
    "typo": "错字",
    "doubled_words": "重复词语",
    "doubled_character": "重复字",
    "cut_off": "末尾缺字",
}


@attrs.frozen
class Remark:
    """Something to beware of in a reading, with a stable *code*, in both languages."""

    code: str
    zh: str
    en: str

    def text(self, lang: Lang) -> str:
        """The remark in words."""
        return said(lang, self.zh, self.en)

    def to_dict(self) -> dict[str, str]:
        """The remark in plain values, for JSON."""
        return {"code": self.code, "zh": self.zh, "en": self.en}


@attrs.frozen
class Refusal:
    """
    Why something was not read: what is wrong, what it could mean, and what the user can do, in both languages.

    *offset* counts in the folded text until the phrase is put together, and then in the raw one.
    """

    code: str
    zh: str
    en: str
    offset: int = 0
    way_zh: str = "请核对原表，或在规则覆盖表中为此行写明期限"
    way_en: str = "check the table it comes from, or state the limit for this row yourself"

    def message(self, lang: Lang, quoted: str = "") -> str:
        """The refusal in full, *quoted* being the cell."""
        if lang == "zh":
            return (f"“{quoted}”：" if quoted else "") + f"{self.zh}。未生成期限。{self.way_zh}。"
        return (f"{quoted!r}: " if quoted else "") + f"{self.en}; no limit was made of it; {self.way_en}"


class Unreadable(Exception):  # never leaves the catalogue: it carries a refusal up to the item it spoils
    """A clause that must be refused."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
