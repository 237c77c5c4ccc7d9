"""A clause: the tokens between two stops, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..unit import Unit
from .anchors import Anchor
from .folding import Folded
from .readings import AtEvent, From, Reading
from .remarks import Refusal, Remark, Repair, Unreadable
from .tokens import TIME, Quantity, T, Token
from .wording import ACTS


@attrs.define
class Notes:
    """What is gathered while a cell is read."""

    folded: Folded
    repairs: list[Repair] = attrs.field(factory=list)
    warnings: list[Remark] = attrs.field(factory=list)

    def repair(self, place: int, what: str, why: str, became: str = "") -> None:
        """Report that *what* at *place* of the folded text was read otherwise."""
        self.repairs.append(Repair(self.folded.raw_offset(place), what, why, became))

    def warn(self, code: str, zh: str, en: str) -> None:
        """Report something to beware of, once."""
        remark = Remark(code, zh, en)
        if remark not in self.warnings:
            self.warnings.append(remark)

    def heed(self, anchor: Anchor, place: int, words: str) -> None:
        """Report what is to be said of *anchor*, which stands in *words*; *place* is that of a typing error in it."""
        if anchor.typo >= 0:
            self.repair(place, "形式", "typo", "形成")
        if anchor.anchor is From.OTHER or not anchor.known:
            self.warn(
                "anchor_in_words",
                f"起算点是“{words}”，不是常见的起算事件，计算日期前须确认其日期",
                f"it counts from {words!r}, which is no usual event: make sure of its day before counting",
            )
        if not anchor.sure:
            self.warn(
                "anchor_not_understood",
                f"起算点“{words}”未能全部识别，请核对",
                f"not all of what it counts from was understood ({words!r}); check it",
            )


@attrs.frozen
class Clause:
    """
    Tokens that are read together; *opened_by* is what parted them from those before.

    *aside* is the anchor that stood in brackets after the number, as Shanghai writes it.
    """

    tokens: tuple[Token, ...]
    opened_by: T
    aside: str = ""
    dynamic: bool = False

    @property
    def text(self) -> str:
        """The words of all tokens."""
        return "".join(token.text for token in self.tokens)

    @property
    def start(self) -> int:
        """Where it begins in the folded text."""
        return self.tokens[0].start if self.tokens else 0

    @property
    def end(self) -> int:
        """Where it ends in the folded text."""
        return self.tokens[-1].end if self.tokens else 0

    @property
    def times(self) -> tuple[Token, ...]:
        """The tokens that speak of time."""
        return tuple(token for token in self.tokens if token.kind in TIME)

    def before(self, token: Token) -> str:
        """The words before *token*."""
        return "".join(each.text for each in self.tokens if each.end <= token.start)

    def after(self, token: Token) -> str:
        """The words after *token*."""
        return "".join(each.text for each in self.tokens if each.start >= token.end)

    def between(self, left: Token, right: Token) -> str:
        """The words between two of its tokens."""
        return "".join(each.text for each in self.tokens if left.end <= each.start and each.end <= right.start)


@attrs.frozen
class Piece:
    """What one clause came to: readings, or what it lends to the next ones."""

    clause: Clause
    readings: tuple[Reading, ...] = ()
    lead: Anchor | None = None
    """An anchor that waits for its number: 信息形成后, …"""
    scope: str = ""
    event: AtEvent | None = None
    """在…时, which is the limit only when none follows."""
    deferral: bool = False
    dynamic: bool = False
    tail: bool = False
    """Words that finish the limit before them."""
    other_act: bool = False
    """The clause times another act than disclosure."""


def amount_of(token: Token) -> tuple[int, Unit]:
    """The number and the unit of a token that has them."""
    assert isinstance(token.value, Quantity)
    return token.value.n, Unit(token.value.unit)


def refuse(code: str, zh: str, en: str, place: int, way: tuple[str, str] | None = None) -> Unreadable:
    """The refusal of a clause, to be raised."""
    return Unreadable(Refusal(code, zh, en, place, *way) if way else Refusal(code, zh, en, place))


_LINE_ENDS = (*ACTS, "一次", "两次", "内", "前")
_STARTS_ITEM = frozenset({T.WORD, T.EVERY, T.NEXT})


def lines(tokens: tuple[Token, ...], notes: Notes) -> Iterator[tuple[Token, ...]]:
    """*tokens* parted where a second limit begins without a stop: at a line break, or at a word after an act."""
    current: list[Token] = []
    timed = False
    last_time = max((number for number, token in enumerate(tokens) if token.kind in TIME), default=-1)
    for number, token in enumerate(tokens):
        cut = _cut(token, timed_before=timed, timed_after=number < last_time, notes=notes)
        if cut < 0:
            current.append(token)
        elif cut == token.start:
            yield tuple(current)
            current, timed = [token], False
        else:
            head, tail = _split(token, cut)
            yield (*current, head)
            current, timed = [tail], False
        timed = timed or token.kind in TIME
    if current:
        yield tuple(current)


def _cut(token: Token, *, timed_before: bool, timed_after: bool, notes: Notes) -> int:
    """The place in *token* where a new item begins, -1 when none does."""
    if not timed_before:
        return -1
    text = notes.folded.text
    if token.kind is T.TEXT:
        breaks = [place for place in range(token.start + 1, token.end) if place in notes.folded.breaks]
        return next((place for place in breaks if timed_after and text[place - 2 : place].endswith(_LINE_ENDS)), -1)
    before = text[max(token.start - 4, 0) : token.start]
    if token.start in notes.folded.breaks and before.endswith(_LINE_ENDS):
        prompt = token.kind is T.WORD and token.value == "promptly" and before.endswith("内")
        return -1 if prompt else token.start
    if token.kind in (T.EVERY, T.NEXT) and before.endswith(("、", "和", "及", "与")):
        return token.start
    if token.kind in _STARTS_ITEM and before.endswith(("公开", "公布", "公示", "更新")):
        notes.repair(token.start, token.text, "missing_separator", f";{token.text}")
        return token.start
    return -1


def _split(token: Token, place: int) -> tuple[Token, Token]:
    cut = place - token.start
    return (
        Token(T.TEXT, token.text[:cut], token.start, place),
        Token(T.TEXT, token.text[cut:], place, token.end),
    )
