"""The whole cell: its clauses, and how they come together."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from .anchors import OF_INFORMATION, Anchor, anchor_of, read_anchor
from .clause import Clause, Notes, Piece, lines, refuse
from .quantity import quantity_clause
from .readings import DATED, AtEvent, Compound, LongTerm, Periodic, Promptly, Reading, Unclear, Within
from .recurring import RECURRING, recurring_clause
from .remarks import Refusal, Unreadable
from .tokens import TIME, T, Token
from .wording import cut_after, cut_end, lost_number
from .words import text_clause, word_clause

_PARTING = {T.STOP: T.STOP, T.COMMA: T.COMMA, T.COLON: T.COLON, T.NUMBERED: T.NUMBERED}
_AT_MOST = ("最迟", "不超过", "不得超过", "不能超过", "不迟于", "不得迟于", "最长", "最晚")
_LABELS = ("公开时限", "公开时间", "时限", "公开期限", "公开时限为", "更新频率", "公开频次")


def clauses(tokens: tuple[Token, ...], notes: Notes) -> Iterator[Clause]:
    """The clauses of a cell in order; what stands in brackets is part of its clause or one of its own."""
    current: list[Token] = []
    opened, aside, dynamic = T.STOP, "", False
    later: list[Clause] = []
    place, timed = 0, False

    def close() -> Iterator[Clause]:
        nonlocal current, aside, dynamic, later
        whole = tuple(current)
        if whole:
            parts = list(lines(whole, notes))
            for number, part in enumerate(parts):
                last = number == len(parts) - 1
                yield Clause(part, opened if not number else T.STOP, aside if last else "", dynamic)
        yield from later
        current, aside, dynamic, later = [], "", False, []

    while place < len(tokens):
        token = tokens[place]
        if token.kind in _PARTING:
            yield from close()
            opened, timed = _PARTING[token.kind], False
        elif token.kind is T.OPEN:
            end = _closing(tokens, place)
            inner = tokens[place + 1 : end]
            words = "".join(each.text for each in inner)
            if "另有" in words:
                later.append(Clause(tuple(_flat(inner)), T.OPEN))
            elif any(word in words for word in ("动态调整", "动态更新", "动态管理")) and not _numbered(inner):
                dynamic = True
            elif timed and cut_after(words)[1] and not any(each.kind in TIME for each in inner):
                aside = words
            elif timed and not (lost_number(words) and not any(each.kind in TIME for each in inner)):
                later.append(Clause(tuple(_flat(inner)), T.OPEN))
            else:
                current += [_as_text(token), *(each if each.kind in TIME else _as_text(each) for each in inner)]
                timed = any(each.kind in TIME for each in inner)
                if end < len(tokens):
                    current.append(_as_text(tokens[end]))
            place = end
        elif token.kind in (T.LISTING, T.CLOSE):
            current.append(_as_text(token))
        else:
            current.append(token)
            timed = timed or token.kind in TIME
        place += 1
    yield from close()


def _closing(tokens: tuple[Token, ...], place: int) -> int:
    depth = 0
    for end in range(place, len(tokens)):
        depth += {T.OPEN: 1, T.CLOSE: -1}.get(tokens[end].kind, 0)
        if not depth:
            return end
    return len(tokens)


def _numbered(tokens: tuple[Token, ...]) -> bool:
    return any(token.kind in TIME and token.kind is not T.WORD for token in tokens)


def _flat(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """The tokens inside a bracket, whose stops part nothing more than a comma would."""
    return (token if token.kind in TIME else _as_text(token) for token in tokens if token.text != "其中")


def _as_text(token: Token) -> Token:
    return attrs.evolve(token, kind=T.TEXT)


@attrs.define
class Assembly:
    """Puts pieces together in order: a subject and an anchor wait for their limit, a deferral falls on those before."""

    notes: Notes
    parts: list[Reading] = attrs.field(factory=list)
    spans: list[tuple[int, int]] = attrs.field(factory=list)
    unread: list[Clause] = attrs.field(factory=list)
    trap: list[Reading] = attrs.field(factory=list)
    scope: str = ""
    scope_clause: Clause | None = None
    lead: Anchor | None = None
    lead_clause: Clause | None = None
    waiting: Piece | None = None
    deferred: bool = False
    fresh: bool = True
    """No limit since the last stop."""

    def take(self, clause: Clause) -> None:
        """One more clause."""
        if not clause.tokens:
            return
        if clause.opened_by in (T.STOP, T.NUMBERED):
            self._stop()
        try:
            self._place(self._read(clause))
        except Unreadable as unreadable:
            self._add(clause, Unclear(refusal=unreadable.refusal, scope=self._subject()))

    def _read(self, clause: Clause) -> Piece:
        if clause.text in _LABELS:
            return Piece(clause, tail=True)
        bad = next((token for token in clause.times if token.kind is T.BAD), None)
        if bad is not None:
            assert isinstance(bad.value, Refusal)
            raise Unreadable(bad.value)
        kinds = {token.kind for token in clause.times}
        if not kinds:
            return text_clause(clause, after_limit=not self.fresh)
        if kinds & RECURRING or T.DATE in kinds:
            return recurring_clause(clause, self.notes)
        if T.QUANTITY in kinds:
            return quantity_clause(clause, self.lead or self._prompted(clause), self._waiting_scope(clause), self.notes)
        return word_clause(clause, self.lead)

    def _waiting_scope(self, clause: Clause) -> str:
        """What stands before the colon of *clause*."""
        return self.scope if clause.opened_by is T.COLON else ""

    def _prompted(self, clause: Clause) -> Anchor | None:
        """The anchor of a 及时 that this clause sets the outer limit of: 形成后及时公开,最迟不超过20个工作日."""
        last = self.parts[-1] if self.parts else None
        if not isinstance(last, Promptly) or not last.after or not any(word in clause.text for word in _AT_MOST):
            return None
        return anchor_of(last.after, "后")

    def _place(self, piece: Piece) -> None:
        clause = piece.clause
        if piece.deferral:
            self._defer(clause)
        elif piece.readings:
            self._limits(piece)
        elif piece.lead is not None:
            self._strand()
            self.lead, self.lead_clause = piece.lead, clause
            self.scope = piece.scope or self.scope
        elif piece.event is not None:
            self.waiting = piece
        elif piece.dynamic and self.parts and isinstance(self.parts[-1], LongTerm):
            self.parts[-1] = attrs.evolve(self.parts[-1], dynamic=True)
            self._span(clause)
        elif piece.tail:
            self._span(clause)
        elif self.fresh or clause.opened_by in (T.STOP, T.NUMBERED):
            self.scope += piece.scope
            self.scope_clause = clause
        else:
            # After a limit and a comma: the subject of what comes next, or words that nothing reads.
            self.scope, self.scope_clause = piece.scope, clause

    def _limits(self, piece: Piece) -> None:
        clause = piece.clause
        subject = self._subject()
        if piece.other_act:
            self.trap += piece.readings
            self._span(clause)
            return
        for reading in piece.readings:
            scope = subject + reading.scope if subject != reading.scope else subject
            self._add(clause, attrs.evolve(reading, scope=scope))

    def _subject(self) -> str:
        """The subject that waited, taken."""
        if self.waiting is not None and self.waiting.event is not None:
            self.scope = self.waiting.clause.text + self.scope
            self._span(self.waiting.clause)
            self.waiting = None
        scope, self.scope = self.scope.removeprefix("其中").lstrip(":"), ""
        parted = read_anchor(scope)
        if scope.endswith(("或", "或者")) or (parted is not None and parted.anchor in OF_INFORMATION):
            self.notes.warn(
                "anchor_not_understood",
                f"“{scope}”与后文被标点断开，起算点可能不完整，请核对",
                f"{scope!r} is parted from what follows by a stop: what it counts from may be incomplete",
            )
        if self.scope_clause is not None:
            self._span(self.scope_clause)
            self.scope_clause = None
        return scope

    def _add(self, clause: Clause, reading: Reading) -> None:
        if self.lead_clause is not None:
            self._span(self.lead_clause)
            self.lead, self.lead_clause = None, None
        self._span(clause)
        self.fresh = False
        joined = self._joined(clause, reading)
        if joined is None:
            self.parts.append(reading)
        else:
            self.parts[-1] = joined

    def _joined(self, clause: Clause, reading: Reading) -> Reading | None:
        """The last part and *reading* as one, where they say one thing in two clauses."""
        last = self.parts[-1] if self.parts else None
        if last is None or clause.opened_by not in (T.COMMA, T.COLON):
            return None
        if isinstance(last, Periodic) and isinstance(reading, Periodic) and not reading.scope.removeprefix("时间"):
            return _one_period(last, reading)
        if isinstance(last, Promptly) and isinstance(reading, Within) and any(word in clause.text for word in _AT_MOST):
            return attrs.evolve(reading, also="promptly", scope=last.scope or reading.scope)
        return None

    def _defer(self, clause: Clause) -> None:
        self._span(clause)
        self.scope_clause, self.scope = None, ""
        if not any(isinstance(part, DATED) for part in self.parts):
            self.deferred = True
            return
        self.parts = [
            attrs.evolve(part, deferral="law_otherwise") if isinstance(part, DATED) else part for part in self.parts
        ]

    def _span(self, clause: Clause) -> None:
        self.spans.append((clause.start, clause.end))

    def _strand(self) -> None:
        """An anchor for which no number came."""
        if self.lead_clause is not None:
            self.unread.append(self.lead_clause)
            self.lead, self.lead_clause = None, None

    def _stop(self) -> None:
        """The end of a sentence: what still waits is a limit by itself, or was not read."""
        if self.waiting is not None and self.waiting.event is not None:
            piece, self.waiting = self.waiting, None
            assert piece.event is not None
            event = self._waited(piece.event)
            self._add(piece.clause, attrs.evolve(event, scope=event.scope or self.scope))
            self.scope = ""
        if self.scope_clause is not None and not self.fresh:
            self.unread.append(self.scope_clause)
            self.scope_clause, self.scope = None, ""
        self.fresh = True

    def _waited(self, event: AtEvent) -> AtEvent:
        """*event*, with the place that the words after it name."""
        place = ""
        if self.scope_clause is not None:
            words = self.scope_clause.text
            place = (
                cut_end(words, ("公开", "公布", "公示", "发布", "张贴"))[0]
                .removeprefix("在")
                .removeprefix("于")
                .removesuffix("进行")
            )
            self._span(self.scope_clause)
            self.scope_clause, self.scope = None, ""
        return attrs.evolve(event, place=place)

    def done(self) -> Reading:
        """What the cell says as a whole."""
        self._stop()
        if self.scope_clause is not None:
            self.unread.append(self.scope_clause)
        self._strand()
        if not self.parts and self.trap:
            self.parts += self.trap
            self.notes.warn(
                "other_act",
                "所定周期似属另一项工作，不一定是公开的周期",
                "the period seems to be that of another act, not of disclosure",
            )
        elif self.trap:
            self.notes.warn(
                "other_act_skipped", "另有一个周期属于其他工作，未计入", "a period of another act was left aside"
            )
        if self.deferred:
            self.parts = [
                attrs.evolve(part, deferral="law_otherwise") if isinstance(part, DATED) else part for part in self.parts
            ]
        if not self.parts:
            raise self._nothing()
        return self.parts[0] if len(self.parts) == 1 else Compound(parts=tuple(self.parts))

    def _nothing(self) -> Unreadable:
        text = self.notes.folded.text
        if cut_after(text)[1]:
            return refuse(
                "cut_off",
                f"“{text}”只有起算点，没有期限，可能未写完",
                f"{text!r} names what to count from and no limit: it may have been cut off",
                0,
            )
        return refuse("no_limit", f"“{text}”中没有找到期限", f"no limit was found in {text!r}", 0)


def _one_period(first: Periodic, second: Periodic) -> Periodic | None:
    """Two clauses on one period: how often in the one, by when in the other."""
    if first.by is not None and second.by is not None:
        return None
    if (first.every, first.interval) != (second.every, second.interval):
        return None
    return attrs.evolve(
        first,
        by=first.by or second.by,
        times=first.times or second.times,
        min_times=first.min_times or second.min_times,
        rel=first.rel or second.rel,
        covers=first.covers or second.covers,
    )
