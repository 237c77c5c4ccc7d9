"""Clauses that come round (每年1月31日前, 次月上旬) and clauses that name a date (6月底前)."""

from __future__ import annotations

import re
from itertools import pairwise

import attrs

from ..unit import Unit
from .anchors import anchor_of
from .clause import Clause, Notes, Piece, refuse
from .dates import dated_clause, month_before
from .readings import Periodic, Reading, Within
from .tokens import MonthDay, Quantity, Span, T, Token
from .wording import (
    ACTS,
    AT_LEAST,
    BEFORE,
    JOINTS,
    OTHER_ACTS,
    cut_after,
    cut_end,
    has_act,
    lost_number,
    split_subject,
    starts_before,
    starts_in,
    without_modals,
)

RECURRING = frozenset({T.EVERY, T.NEXT, T.END, T.QUARTER, T.TEN_DAYS, T.WEEKDAY, T.MONTH_OF, T.TIMES})
_CLOSED = ("终了", "结束", "届满", "期满", "终结", "完结", "")
_LAST_DAY = re.compile(r"[底末终]")
SHORT_UNITS = {"day": "d", "working_day": "wd", "month": "m", "week": "w", "year": "y", "hour": "h"}
_COVERS = {
    "next": ("下一年度", "下年度", "下一年", "次年度", "下一季度", "下季度"),
    "previous": (
        "上一年度",
        "上年度",
        "上一年",
        "上年",
        "上季度",
        "上一季度",
        "上半年",
        "上月",
        "上个月",
        "上一个月",
        "前一年",
    ),
    "current": ("本年度", "当年度", "本季度", "当月", "本月", "当季"),
}
_KNOWN_SPANS = frozenset(
    {"week", "half_month", "month", "quarter", "half_year", "year", "trading_day", "day", "working_day"}
)


def recurring_clause(clause: Clause, notes: Notes) -> Piece:
    """
    What a clause with a span that comes round says.

    Raises: Unreadable.
    """
    lost = lost_number("".join(token.text for token in clause.tokens if token.kind is T.TEXT))
    if lost:
        raise refuse(
            "number_missing",
            f"“{lost}”前没有数字，可能漏字",
            f"{lost!r} stands without a number; something may have been lost",
            clause.start,
        )
    head = next((token for token in clause.times if token.kind in (T.EVERY, T.NEXT)), None)
    if head is None:
        return dated_clause(clause, notes)
    walk = _Walk(clause, head, notes)
    readings = walk.readings()
    left, after = clause.before(head), clause.after(clause.times[-1])
    subject, event = split_subject(cut_end(left, AT_LEAST)[0])
    scope = subject + event if subject or event else ""
    told = "".join(token.text for token in clause.tokens if token.start >= head.end and token.kind is T.TEXT)
    other = any(act in told for act in OTHER_ACTS) and not has_act(told)
    covers = next((name for name, words in _COVERS.items() if any(word in after for word in words)), "")
    return Piece(
        clause,
        tuple(
            attrs.evolve(each, scope=scope, covers=covers)
            if isinstance(each, Periodic)
            else attrs.evolve(each, scope=scope)
            for each in readings
        ),
        other_act=other,
    )


class _Walk:
    """Goes through the tokens after 每 or 次 and gathers the day they name."""

    def __init__(self, clause: Clause, head: Token, notes: Notes) -> None:
        assert isinstance(head.value, Span)
        self.clause, self.head, self.notes = clause, head, notes
        self.every, self.interval = head.value.per, head.value.interval
        self.next = head.kind is T.NEXT
        self.month_of = 0
        self.days: list[str] = []
        self.rel = ""
        self.times = self.min_times = 0
        self.within: Within | None = None

    def readings(self) -> list[Reading]:
        """One reading for each day named, one without a day where none is."""
        tokens = [token for token in self.clause.times if token.start >= self.head.start]
        self._earlier()
        for last, token in pairwise(tokens):
            self._take(last, token)
        self._end_of_span(tokens)
        self._nothing_unread(tokens)
        self._unit_of_span()
        self.rel = "by" if self.days and starts_before(self.clause.after(self._last_day(tokens))) else ""
        if self.within is not None:
            return [self.within]
        interval = self.interval if self.interval > 1 else 0
        common = Periodic(every=self.every, times=self.times, min_times=self.min_times, interval=interval, rel=self.rel)
        if self.month_of and not self.days:
            self.notes.warn(
                "whole_month",
                f"“{self.clause.text}”没有写明日期，以该月最后一日为限",
                f"{self.clause.text!r} names a month and no day; its last day is taken as the limit",
            )
            self.days.append(self._in_month("last"))
        return [attrs.evolve(common, by=day) for day in self.days] or [common]

    def _earlier(self) -> None:
        for token in self.clause.times:
            if token.start < self.head.start and not (token.kind is T.WORD and token.value in ("promptly", "regular")):
                raise self._unread(token)

    def _unread(self, token: Token) -> Exception:
        return refuse(
            "unread_in_period",
            f"“{self.head.text}”之外还有“{token.text}”，无法确定是哪一天",
            f"{token.text!r} beside {self.head.text!r} does not settle a day",
            token.start,
        )

    def _unit_of_span(self) -> None:
        if self.every not in _KNOWN_SPANS:
            self.every, self.interval = "unspecified", 1
            self.notes.warn(
                "span_without_calendar",
                f"“{self.head.text}”的起止由学校确定，无法换算为日期",
                f"when {self.head.text!r} begins and ends is set by the school: no date can come out",
            )

    def _nothing_unread(self, tokens: list[Token]) -> None:
        """Refuse a span whose day is given in words: 每学年开学前公布."""
        if any(token.kind is not T.TIMES for token in tokens[1:]) or self.days:
            return
        words = self.clause.after(self.head)
        first = min((words.find(act) for act in ACTS if act in words), default=len(words))
        before = words[:first]
        if any(word in before for word in ("前", "之后", "结束后", "之日", "期间", "期满")) or before.endswith(
            ("后", "时")
        ):
            raise refuse(
                "event_in_period",
                f"“{self.head.text}{before}”以某一事件为准，无法从文字得出日期",
                f"'{self.head.text}{before}' hangs on an event: no day can come out of the words",
                self.head.start,
                ("请补充日期或事件", "add the day, or the event to count from"),
            )

    def _last_day(self, tokens: list[Token]) -> Token:
        """The token that ends the naming of the day: what follows it may be 前."""
        kinds = (T.DATE, T.QUANTITY, T.END, T.TEN_DAYS, T.WEEKDAY, T.QUARTER, T.MONTH_OF)
        return next((token for token in reversed(tokens) if token.kind in kinds), tokens[0])

    def _in_month(self, day: str) -> str:
        month = (
            f"M{self.month_of}"
            if self.month_of > 0
            else "M" + {"quarter": "3", "half_year": "6", "year": "12"}.get(self.every, "")
        )
        if month == "M":
            raise self._unread(self.head)
        return ("next:" if self.next else "") + f"{month}-{day}"

    def _prefixed(self, day: str) -> str:
        return ("next:" if self.next else "") + day

    def _take(self, last: Token, token: Token) -> None:
        """One more token, *last* being the one before it."""
        gap = self.clause.between(last, token)
        if token.kind is T.TIMES:
            assert isinstance(token.value, int)
            least = cut_end(self.clause.before(self.head), AT_LEAST)[1] or any(word in gap for word in AT_LEAST)
            if least:
                self.min_times = token.value
            else:
                self.times = token.value
        elif token.kind is T.WORD:
            if token.value not in ("promptly", "regular"):
                raise self._unread(token)
        elif token.kind is T.NEXT:
            self._next(token, gap)
        elif token.kind is T.QUANTITY:
            self._amount(last, token, gap)
        elif token.kind is T.EVERY and isinstance(token.value, Span) and token.value == self.head.value:
            return
        else:
            self._day(last, token, gap)

    def _next(self, token: Token, gap: str) -> None:
        """``每季度结束后次月15日前``: in the span after, the first month of it."""
        assert isinstance(token.value, Span)
        closed = cut_after(gap)[0].removesuffix("的")
        if closed not in _CLOSED or self.next:
            raise self._unread(token)
        self.next = True
        if token.value.per != self.every:
            if token.value.per != "month" or self.every not in ("quarter", "half_year", "year"):
                raise self._unread(token)
            self.month_of = 1

    def _amount(self, last: Token, token: Token, gap: str) -> None:
        assert isinstance(token.value, Quantity)
        n, unit = token.value.n, token.value.unit
        after = self.clause.after(token)
        plain = gap.removesuffix("第").strip("的内") == ""
        if (
            unit == "day"
            and plain
            and not starts_in(after)
            and not after.startswith(("后", "以上", "至", "到", "-", "起"))
        ):
            if n > 31 or (self.every not in ("month",) and not self.month_of):
                raise self._unread(token)
            self.days.append(self._in_month(f"{n:02}") if self.month_of else self._prefixed(f"{n:02}"))
            return
        if unit == "day" and self.days and gap in JOINTS:
            self.days.append(self._prefixed(f"{n:02}"))
            return
        words, mark = cut_after(gap)
        closed = words.removeprefix("度").removeprefix("的")
        ended = closed in _CLOSED and (closed or "后" in mark) and not after.startswith(("后", "以上", *BEFORE))
        if mark and ended and not self.days and last is self.head:
            self.days.append(f"end+{n}{SHORT_UNITS[unit]}")
            return
        if mark and not self.days and last is self.head and starts_in(after):
            event = without_modals(words)
            anchor = anchor_of(event, mark)
            self.notes.heed(anchor, token.start, event)
            self.within = Within(n=n, unit=Unit(unit), anchor=anchor.anchor, anchor_text=anchor.text or event)
            self.notes.warn(
                "comes_round",
                f"该期限{self.head.text}重复一次",
                f"this limit comes round ({self.head.text})",
            )
            return
        raise self._unread(token)

    def _day(self, last: Token, token: Token, gap: str) -> None:
        """A date, an end, a third of a month, a quarter or a day of the week."""
        joined = gap.removeprefix(starts_before(gap)) in JOINTS and bool(self.days)
        if gap.strip("的内") and not joined and not (cut_after(gap)[0] in _CLOSED and cut_after(gap)[1]):
            raise self._unread(token)
        value = token.value
        if token.kind is T.DATE and isinstance(value, MonthDay) and self.every == "year" and value.year is None:
            self.days.append(self._prefixed(self._date(token, value)))
        elif token.kind is T.MONTH_OF and isinstance(value, int) and self.every in ("quarter", "half_year", "year"):
            self.month_of = value
        elif token.kind is T.TEN_DAYS and (self.every == "month" or self.month_of):
            self.days.append(self._in_month(str(value)) if self.month_of else self._prefixed(str(value)))
        elif token.kind is T.QUARTER and self.every == "year":
            self.days.append(self._prefixed(f"Q{value}"))
        elif token.kind is T.WEEKDAY and self.every == "week":
            self.days.append(self._prefixed(str(value)))
        elif token.kind is T.END and isinstance(value, Span):
            self._ended(token, value)
        else:
            raise self._unread(token)

    def _date(self, token: Token, value: MonthDay) -> str:
        if value.day is None:
            if starts_before(self.clause.after(token)):
                raise month_before(token)
            self.notes.warn(
                "whole_month",
                f"“{token.text}”没有写明日期，以该月最后一日为限",
                f"{token.text!r} names no day; its last day is taken as the limit",
            )
            return f"{value.month:02}-last"
        return f"{value.month:02}-" + (f"{value.day:02}" if isinstance(value.day, int) else value.day)

    def _ended(self, token: Token, value: Span) -> None:
        if value.per == self.every == "year":
            self.days.append(self._prefixed("12-last" if starts_before(self.clause.after(token)) else "year_end"))
        elif self.month_of:
            self.days.append(self._in_month("last"))
        elif value.per == self.every or (value.per == "month" and self.every in ("quarter", "half_year")):
            self.days.append(self._prefixed("end"))
        else:
            raise self._unread(token)

    def _end_of_span(self, tokens: list[Token]) -> None:
        """``每月底前``, ``每季末``: the end written right behind the span."""
        after = self.clause.after(tokens[0])
        if len(tokens) > 1 and self.clause.between(tokens[0], tokens[1]):
            after = self.clause.between(tokens[0], tokens[1])
        elif len(tokens) > 1:
            return
        after = after.removeprefix("度").removeprefix("的")
        if after.startswith(("初", "中", "前", "内第", "最后", "第", "上半", "下半")):
            raise refuse(
                "vague_in_period",
                f"“{self.head.text}{after[:2]}”没有写明是哪一天",
                f"'{self.head.text}{after[:2]}' does not name a day",
                self.head.start,
                ("请补充具体日期", "add the day"),
            )
        if _LAST_DAY.match(after) and not after.startswith(_CLOSED[:-1]) and not self.days:
            by = starts_before(after[1:])
            year = "12-last" if by else "year_end"
            self.days.append(self._prefixed(year if self.every == "year" else "end"))
