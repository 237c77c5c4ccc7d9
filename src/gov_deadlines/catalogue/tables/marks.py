"""What a cell of choices chooses: ■ and □, √, ▲ and ●, Wingdings that became R and £, or the chosen ones alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

_FULL = "■▇█▆▅▄▮◼◾⬛▲▼◆●⬤★√✓✔☑☒🗹✅"
_HOLLOW = "□☐◻◽⬜▢▯"
_OPEN = "△▽◇○◯〇☆"
_CROSSED = "×✗✘✕❌"
_MARKS = _FULL + _HOLLOW + _OPEN + _CROSSED
# What is left of Wingdings without its font, and 口 for □: marks only at the head of a word.
_LOST = {"R": "■", "t": "■", "n": "■", "u": "■", "£": "□", "o": "□", "口": "□"}
_LOST_MARK = re.compile(r"(?:(?:(?<=^)|(?<=[\s;；、,，]))([tnuo口])|(?<![A-Za-z])([R£]))(?=\s*[\u4e00-\u9fff])")
_PARTS = re.compile(r"[\n;；、,，]|(?:(?<=^)|(?<=\s))(?:[0-9]{1,2}[.．、)）]|[①-⑳])")
_LEGEND = re.compile(
    rf"[“\"‘'「]?([{_MARKS}])[”\"’'」]?\s*(?:表示|代表|为|指|[:：])\s*([^，,。；;、\s“”\"（）()■□▲◆●〇√]{{1,16}})"
)
_CHOSEN_WORDS = ("必选", "必须", "选择", "选中", "已选", "应当", "公开渠道", "适用")
_NOT_CHOSEN_WORDS = ("可选", "不", "未", "备选", "自选", "非必")
_YES, _NO = (
    frozenset({"是", "有", "Y", "y", "1"}),
    frozenset({"否", "无", "不", "-", "—", "--", "/", "\\", "N", "n", "0"}),
)


@attrs.frozen
class Choice:
    """The choices of a cell: *chosen* in its order, *offered* what is listed and not chosen; *raw* is the cell."""

    raw: str = ""
    chosen: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    doubt: str = ""
    """
    ``none_chosen`` where all are marked as not chosen, ``open_marks`` where only marks stand that may be either,
    ``mark_alone`` where a mark stands without a word.
    """

    def __bool__(self) -> bool:
        return bool(self.raw.strip()) or bool(self.chosen)

    def to_dict(self) -> dict[str, Any]:
        """The choices in plain values, for JSON."""
        return {
            "chosen": list(self.chosen),
            "offered": list(self.offered),
            **({"doubt": self.doubt} if self.doubt else {}),
        }


def legend_of(texts: Iterable[str]) -> dict[str, str]:
    """
    What the marks mean, as a footnote or a head says: ``“■”表示必选项，“□”表示可选项``.

    >>> legend_of(["注：“■”表示必选项，“□”表示可选项"])
    {'■': '必选项', '□': '可选项'}
    """
    return {mark: meaning for text in texts for mark, meaning in _LEGEND.findall(text[:2000])}


def read_choice(text: str, legend: Mapping[str, str] | None = None) -> Choice:
    r"""
    What is chosen in *text*; without any mark, all that is listed.

    >>> read_choice("■政府网站 □政府公报\n■两微一端").chosen
    ('政府网站', '两微一端')
    """
    legend = legend or {}
    plain = _without_lost(text)
    if not any(char in _MARKS for char in plain):
        return Choice(text, tuple(_listed(plain)))
    marked = [(mark, part) for line in plain.split("\n") for mark, part in _marked(line)]
    used = {mark for mark, _ in marked if mark}
    doubt = ""
    if used and used <= set(_OPEN) and not used & legend.keys():
        doubt = "open_marks"
    chosen: list[str] = []
    offered: list[str] = []
    for mark, part in marked:
        (chosen if not mark or doubt or _chooses(mark, legend) else offered).append(part)
    if not chosen:
        doubt = "none_chosen" if offered else "mark_alone"
    return Choice(text, tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(offered)), doubt)


def read_ticks(cells: Iterable[tuple[str, str]], legend: Mapping[str, str] | None = None) -> Choice:
    """The choice made over several columns, each with its head: a mark chooses the head, a text is kept beside it."""
    chosen: list[str] = []
    offered: list[str] = []
    raws: list[str] = []
    for head, text in cells:
        plain = _without_lost(text).strip()
        if plain:
            raws.append(f"{head} {plain}")
        if not plain or plain in _NO:
            offered.append(head)
        elif plain in _YES or plain == head or (len(plain) <= 2 and all(char in _MARKS for char in plain)):
            ticked = (
                plain in _YES or plain == head or any(_chooses(char, legend or {}) or char in _OPEN for char in plain)
            )
            (chosen if ticked else offered).append(head)
        else:
            chosen.append(f"{head}：{plain.strip(_MARKS).strip()}")
    return Choice("\n".join(raws), tuple(chosen), tuple(offered))


def _chooses(mark: str, legend: Mapping[str, str]) -> bool:
    meaning = legend.get(mark, "")
    if any(word in meaning for word in _NOT_CHOSEN_WORDS):
        return False
    if any(word in meaning for word in _CHOSEN_WORDS):
        return True
    return mark in _FULL


def _without_lost(text: str) -> str:
    """*text* with what is left of marks made marks again, where it stands as one."""
    found = [match[1] or match[2] for match in _LOST_MARK.finditer(text)]
    beside = any(char in _MARKS for char in text)
    if not found or not (beside or len(found) > 1 or found[0] in "R£"):
        return text
    return _LOST_MARK.sub(lambda match: _LOST[match[1] or match[2]], text)


def _marked(line: str) -> list[tuple[str, str]]:
    """The parts of one line, each with the mark that it bears before or, where the line ends with one, behind it."""
    places = [place for place, char in enumerate(line) if char in _MARKS]
    stripped = line.strip()
    if not places:
        return [("", part) for part in _listed(line)]
    parts: list[tuple[str, str]] = []
    if stripped[-1:] in _MARKS and stripped[0] not in _MARKS:
        start = 0
        for place in places:
            parts.append((line[place], line[start:place]))
            start = place + 1
    else:
        parts += [("", part) for part in _listed(line[: places[0]])]
        for place, end in zip(places, [*places[1:], len(line)], strict=True):
            parts.append((line[place], line[place + 1 : end]))
    return [(mark, _tidy(part)) for mark, part in parts if _tidy(part)]


def _listed(text: str) -> Iterable[str]:
    """The parts of a plain list; what stands in brackets is not parted."""
    depth, start = 0, 0
    for match in re.finditer(r"[(（]|[)）]|" + _PARTS.pattern, text):
        if match[0] in "(（":
            depth += 1
        elif match[0] in ")）" and len(match[0]) == 1:
            depth = max(depth - 1, 0)
        elif depth == 0 or match[0] == "\n":
            depth = 0
            if part := _tidy(text[start : match.start()]):
                yield part
            start = match.end()
    if part := _tidy(text[start:]):
        yield part


def _tidy(text: str) -> str:
    kept = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc") or char in "\n\t")
    return " ".join(kept.split()).strip(" ;；、,，。")
