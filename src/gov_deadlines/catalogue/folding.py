"""The text of a cell made plain: one script, one width, no blanks, with the way back to where each character stood."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import attrs

from .numerals import NUMERALS
from .remarks import Repair
from .variants import SIMPLIFIED

CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}
"""① and the like number the items of a cell; plain digits made of them would run into the words after them."""

_STOPS = "。;,、:"
_PLAIN = {
    "﹔": ";",
    "；": ";",
    "，": ",",
    "：": ":",
    "【": "(",
    "】": ")",
    "[": "(",
    "]": ")",
    "｡": "。",
    "—": "-",
    "–": "-",
    "～": "~",
}
_LONGEST_PINYIN = 7
# Of the words that limits are written in: 20个个工作日, 形成成或者者变更.
_NEVER_DOUBLE = frozenset("信形成变更或者自该之起个工作内予以公开布示获取制定")
# Which of two stops side by side is kept.
_RANK = {stop: rank for rank, stop in enumerate("、,:;。")}


@attrs.frozen
class Folded:
    """
    A plain text, where each of its characters stood in the raw one, and what was done to it.

    *breaks* are the places in the plain text before which a line was broken.
    """

    text: str
    offsets: tuple[int, ...]
    breaks: frozenset[int]
    split: frozenset[int]
    """Places between two digits that a blank or a line break kept apart."""
    repairs: tuple[Repair, ...]

    def raw_offset(self, place: int) -> int:
        """Where the character at *place* of the plain text stood in the raw text."""
        if place < len(self.offsets):
            return self.offsets[place]
        return self.offsets[-1] + 1 if self.offsets else 0


@attrs.frozen
class _Char:
    """One character of the text on its way, and where it came from."""

    char: str
    offset: int
    broken: bool = False
    """A line break came before it."""
    spaced: bool = False
    """A blank or a line break came before it."""


_Chars = list[_Char]


def fold(raw: str) -> Folded:
    r"""
    *raw* made plain.

    >>> fold("信息形成 20個(gè)工作日\n內;").text
    '信息形成20个工作日内'
    """
    repairs: list[Repair] = []
    chars = list(_visible(raw, repairs))
    for step in (_without_pinyin, _simplified, _single_stops, _matched_brackets, _without_doubles):
        chars = step(chars, repairs)
    while chars and chars[-1].char in _STOPS:
        chars.pop()
    text = "".join(each.char for each in chars)
    pairs = range(1, len(chars))
    return Folded(
        text,
        tuple(each.offset for each in chars),
        frozenset(place for place in pairs if chars[place].broken),
        frozenset(
            place for place in pairs if chars[place].spaced and text[place - 1].isdigit() and text[place].isdigit()
        ),
        tuple(sorted(repairs, key=lambda repair: repair.offset)),
    )


def _visible(raw: str, repairs: list[Repair]) -> Iterator[_Char]:
    """The characters that show, in their plain width; runs of blanks are one repair each."""
    blank, blank_at, broken = "", 0, False

    def report_blank() -> None:
        repairs.append(Repair(blank_at, blank, "line_break" if broken else "space"))

    for offset, char in enumerate(raw):
        if char.isspace():
            blank, blank_at = blank + char, blank_at if blank else offset
            broken = broken or char in "\r\n\v\f\x85\u2028\u2029"
            continue
        if unicodedata.category(char) in ("Cf", "Cc"):
            repairs.append(Repair(offset, char, "invisible"))
            continue
        spaced = bool(blank)
        if blank:
            report_blank()
        if char in CIRCLED:
            plain = char
        else:
            plain = _PLAIN.get(char) or unicodedata.normalize("NFKC", char)
            plain = "".join(each for each in (_PLAIN.get(part, part) for part in plain) if not each.isspace())
            if plain != char:
                repairs.append(Repair(offset, char, "width", plain))
        for number, part in enumerate(plain):
            yield _Char(part, offset, broken=broken and not number, spaced=spaced and not number)
        blank, broken = "", False
    if blank:
        report_blank()


def _without_pinyin(chars: _Chars, repairs: list[Repair]) -> _Chars:
    """Without the sounds that some copies put in brackets after a character: 個(gè)."""
    kept: _Chars = []
    place = 0
    while place < len(chars):
        end = _pinyin_end(chars, place) if chars[place].char == "(" and kept and _is_han(kept[-1].char) else 0
        if end:
            what = "".join(each.char for each in chars[place:end])
            repairs.append(Repair(chars[place].offset, what, "pinyin"))
            place = end
            continue
        kept.append(chars[place])
        place += 1
    return kept


def _pinyin_end(chars: _Chars, place: int) -> int:
    """The place after the bracket that closes a note in Latin letters, 0 when it is none."""
    for end in range(place + 1, min(place + 3 + 2 * _LONGEST_PINYIN, len(chars))):
        char = chars[end].char
        if char == ")":
            return end + 1 if end > place + 1 else 0
        if not (unicodedata.name(char, "").startswith("LATIN SMALL") or unicodedata.category(char) == "Mn"):
            return 0
    return 0


def _simplified(chars: _Chars, repairs: list[Repair]) -> _Chars:
    def plain(each: _Char) -> _Char:
        found = SIMPLIFIED.get(each.char)
        if found is None:
            return each
        repairs.append(Repair(each.offset, each.char, "traditional", found))
        return attrs.evolve(each, char=found)

    return [plain(each) for each in chars]


def _single_stops(chars: _Chars, repairs: list[Repair]) -> _Chars:
    """One stop where there were several side by side, the weightiest of them."""
    kept: _Chars = []
    for each in chars:
        if each.char in _STOPS and kept and kept[-1].char in _STOPS:
            repairs.append(Repair(each.offset, each.char, "doubled_punctuation"))
            kept[-1] = attrs.evolve(kept[-1], char=max(kept[-1].char, each.char, key=_RANK.__getitem__))
        elif each.char in _STOPS and not kept:
            repairs.append(Repair(each.offset, each.char, "doubled_punctuation"))
        else:
            kept.append(each)
    return kept


def _matched_brackets(chars: _Chars, repairs: list[Repair]) -> _Chars:
    """Without brackets that nothing opens or closes."""
    opened: list[int] = []
    odd: set[int] = set()
    for place, each in enumerate(chars):
        if each.char == "(":
            opened.append(place)
        elif each.char == ")":
            if opened:
                opened.pop()
            elif not _ends_a_number(chars, place):
                odd.add(place)
    odd.update(opened)
    # Between two figures it stays: without it they would make a number that nobody wrote.
    odd -= _between_numerals(chars, odd)
    repairs += [Repair(chars[place].offset, chars[place].char, "unmatched_bracket") for place in sorted(odd)]
    return [each for place, each in enumerate(chars) if place not in odd]


def _without_doubles(chars: _Chars, repairs: list[Repair]) -> _Chars:
    """Without the second of two like characters, where no word has two of them."""
    kept: _Chars = []
    for each in chars:
        if kept and each.char == kept[-1].char and each.char in _NEVER_DOUBLE:
            repairs.append(Repair(each.offset, each.char, "doubled_character"))
        else:
            kept.append(each)
    return kept


def _ends_a_number(chars: _Chars, place: int) -> bool:
    """Whether the bracket stands in an item number, as in ``1)``."""
    return place > 0 and (chars[place - 1].char.isdigit() or chars[place - 1].char in CIRCLED)


def _between_numerals(chars: _Chars, odd: set[int]) -> set[int]:
    """Those of the *odd* places that have numerals on both sides, other odd ones apart."""

    def beside(places: Iterable[int]) -> set[int]:
        found, numeral = set(), False
        for place in places:
            if place in odd:
                found |= {place} if numeral else set()
            else:
                numeral = chars[place].char.isdigit() or chars[place].char in NUMERALS
        return found

    return beside(range(len(chars))) & beside(range(len(chars) - 1, -1, -1))


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
