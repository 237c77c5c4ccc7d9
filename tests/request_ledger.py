"""
The clock of an answer to a request, kept a second time: one row a day, and nothing here looks into the package.

Each day is first written down, by how the clock stood when the day began; then what happened on that day is heard;
then, if the budget is full and nothing is awaited, that day is the due day. So the day on which something is sent
still counts, the day on which it comes back does not, and what happens on the last day of the limit is in time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import oracle

# From this day the 2019 text is in force: longer limits, and a correction starts the period anew.
TEXT_OF_2019 = date(2019, 5, 15)

# What happens on one day is heard in this order, whatever the order in which it is told.
RANK = {
    event: rank
    for rank, events in enumerate(
        (
            ("submitted",),
            ("received",),
            ("consulted", "correction_requested", "fee_notified"),
            ("opinion_received", "consultation_lapsed", "corrected", "fee_paid"),
            ("extended",),
            ("answered",),
            ("correction_lapsed", "fee_lapsed", "withdrawn", "transferred"),
        )
    )
    for event in events
}


@dataclass(frozen=True)
class Row:
    """One day of the walk: whether it counted, and why ("works", "rest", "correction", "fee" or "consulted")."""

    day: date
    counted: bool
    why: str


@dataclass(frozen=True)
class Ledger:
    """
    The due day, if there is one, and every day walked since the receipt.

    *start* and *budget* are those of the last period; the counted rows after *start* are what filled the budget.
    """

    due: date | None
    rows: tuple[Row, ...]
    start: date
    budget: int


@dataclass
class _Clock:
    """How the clock stands."""

    start: date
    counted: int = 0
    extended: bool = False
    parties: set[str | None] = field(default_factory=set)
    fee: bool = False
    correction: bool = False
    answered: bool = False
    ended: bool = False

    def budget(self) -> int:
        limit = 20 if self.start >= TEXT_OF_2019 else 15
        return limit * 2 if self.extended else limit

    def full(self) -> bool:
        return self.counted == self.budget() and not (self.fee or self.correction)

    def why(self, *, works: bool) -> str:
        if not works:
            return "rest"
        if self.correction:
            return "correction"
        if self.fee:
            return "fee"
        return "consulted" if self.parties else "works"

    def restart(self, day: date) -> None:
        self.start, self.counted = day, 0

    def hear(self, fact: Mapping[str, Any]) -> None:
        """Take in one fact; an answer or an end is the last that is heard."""
        if self.answered or self.ended:
            return
        match fact["event"]:
            case "correction_requested":
                # Under the 2008 text, which has no rule for it, the count goes on as if nothing had been asked.
                self.correction = fact["on"] >= TEXT_OF_2019
            case "corrected" if self.correction:
                self.correction = False
                self.restart(fact["on"])
            case "fee_notified":
                self.fee = True
            case "fee_paid" if self.fee:
                self.fee = False
                self.restart(fact["on"])
            case "consulted":
                self.parties.add(fact.get("party"))
            case "opinion_received" | "consultation_lapsed":
                self.parties.discard(fact.get("party"))
            case "extended":
                self.extended = True
            case "answered":
                self.answered = True
            case "correction_lapsed" | "fee_lapsed" | "withdrawn" | "transferred":
                self.ended = True


def ledger(facts: Sequence[Mapping[str, Any]], works: Callable[[date], bool], through: date) -> Ledger:
    """
    The day by which one request had to be answered, with the days walked to find it, not beyond *through*.

    There is no due day if the clock stood still or the budget was not full through that day, or if the matter ended
    unanswered by the day that would have filled it. An answer stops nothing: the walk goes on to the day it was due.
    """
    facts = sorted(facts, key=lambda fact: (fact["on"], RANK[fact["event"]]))
    received = next(fact["on"] for fact in facts if fact["event"] == "received")
    clock, rows, due = _Clock(received), [], None
    for day in oracle.days(received, through):
        if day > received:
            why = clock.why(works=works(day))
            rows.append(Row(day, why == "works", why))
            clock.counted += why == "works"
        for fact in facts:
            if fact["on"] == day:
                clock.hear(fact)
        if clock.ended:
            break
        if clock.full():
            due = day
            break
    return Ledger(due, tuple(rows), clock.start, clock.budget())
