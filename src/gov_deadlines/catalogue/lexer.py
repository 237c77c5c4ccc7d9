"""Cuts a folded text into tokens, from left to right, looking at each place once."""

from __future__ import annotations

from .folding import CIRCLED, Folded
from .numbers import counted_at
from .numerals import NUMERALS
from .remarks import Repair
from .scanner import FIGURES, Scanner
from .spans import ENDS, TENTHS, WEEKDAYS, WORDS, end_at, next_at, span_at, word_at
from .tokens import T, Token

_STOPS = {";": T.STOP, "。": T.STOP, ",": T.COMMA, ":": T.COLON, "、": T.LISTING, "(": T.OPEN, ")": T.CLOSE}
_MOST_ITEMS = 20
# The characters that some token other than text begins with: at all others there is nothing to look for.
_BEGINNINGS = frozenset(
    {*_STOPS, *FIGURES, *NUMERALS, *CIRCLED, *"《其第半每各按逐分次下翌首末最周星年月季度"}
    | {word[0] for words in (WORDS, ENDS, TENTHS, WEEKDAYS) for word in words}
)


def tokens_of(folded: Folded) -> tuple[tuple[Token, ...], tuple[Repair, ...]]:
    """The tokens of a text, texts in between as one each, and the repairs made to read its numbers."""
    scan = Scanner(folded)
    found: list[Token] = []
    place = begun = 0
    while place < len(scan.text):
        token = _token(scan, place, found, begun) if scan.text[place] in _BEGINNINGS else None
        if token is None:
            place += 1
            continue
        if token.kind is T.TEXT:  # an opaque stretch: part of the text around it
            place = token.end
            continue
        if begun < token.start:
            found.append(scan.cut(T.TEXT, begun, token.start))
        found.append(token)
        place = begun = token.end
    if begun < len(scan.text):
        found.append(scan.cut(T.TEXT, begun, len(scan.text)))
    return tuple(found), tuple(scan.repairs)


def _token(scan: Scanner, place: int, found: list[Token], begun: int) -> Token | None:
    char = scan.text[place]
    fresh = begun == place and (not found or found[-1].kind in (T.STOP, T.COMMA, T.COLON, T.OPEN))
    numbered = _item_number(scan, place, fresh=fresh or place in scan.folded.breaks)
    if numbered:
        return numbered
    if char in _STOPS:
        return scan.cut(_STOPS[char], place, place + 1)
    if char == "《":
        close = scan.text.find("》", place)
        return scan.cut(T.TEXT, place, close + 1) if close > 0 else None
    if scan.text.startswith("其中", place):
        return scan.cut(T.STOP, place, place + 2)
    if char in FIGURES or char in NUMERALS or char in "第半":
        counted = counted_at(scan, place)
        if counted:
            return counted
    return span_at(scan, place) or next_at(scan, place) or end_at(scan, place) or word_at(scan, place)


def _item_number(scan: Scanner, place: int, *, fresh: bool) -> Token | None:
    """``1.``, ``(一)``, ``①`` at the beginning of an item."""
    if scan.text[place] in CIRCLED:
        return scan.cut(T.NUMBERED, place, place + 1)
    if not fresh:
        return _item_number_within(scan, place)
    opened = scan.text[place] == "("
    start = place + opened
    if start >= len(scan.text) or (scan.text[start] not in FIGURES and scan.text[start] not in NUMERALS):
        return None
    end = scan.number_end(start)
    marks = ")" if opened else ".、)"
    if scan.text[end : end + 1] not in tuple(marks) or scan.is_figure(end + 1):
        return None
    n = scan.value(start, end)
    return scan.cut(T.NUMBERED, place, end + 1) if n and n <= _MOST_ITEMS else None


def _item_number_within(scan: Scanner, place: int) -> Token | None:
    """``2.`` that follows on the item before without a stop."""
    if not scan.is_figure(place) or scan.is_figure(place - 1) or scan.text[max(place - 1, 0) : place] == ".":
        return None
    after = scan.text[place + 1 : place + 3]
    follows = len(after) == 2 and after[0] == "." and "\u3400" <= after[1] <= "\u9fff"
    return scan.cut(T.NUMBERED, place, place + 2) if follows else None
