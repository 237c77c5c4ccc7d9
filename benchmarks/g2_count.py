"""G2: the working days between two days, against ``(b - a).days`` and the peers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from peers import CALENDAR, ONE_DAY, Peer, agrees, fresh_days, peers
from rounds import ROUNDS, Case, Rows, in_rounds
from table import Goals, at_least, at_most, named, printed

SPANS = (10, 30, 365)
CHECKED = 2000
OURS, LIMIT, CALLED = "cal.count(a, b)", "(b - a).days, inline", "(b - a).days, in a function"


def days(a: date, b: date) -> int:
    return (b - a).days


def report(rounds: int = ROUNDS) -> Goals:
    """Prints the agreement with the peers and the table."""
    print("G2 the working days in (a, b], a working day first, on dates met for the first time")
    exact = [peer for peer in peers() if peer.count and _agrees(peer)]
    found: Goals = {}
    for span in SPANS:
        found |= _table(span, exact, rounds)
    return found


def fresh_pairs(first: date, last: date, span: int, seed: int = 0) -> Rows:
    """
    Makes pairs at most *span* days apart, each date an object of its own.

    The first is a working day, since bizdays moves a rest day before it counts.
    """
    draw, days = random.Random(seed), fresh_days(first, last - timedelta(days=span + 15), seed)

    def rows(count: int) -> Sequence[tuple[date, date]]:
        starts = (CALENDAR.shift(day, 1).toordinal() for day in days(count))
        return [(date.fromordinal(a), date.fromordinal(a + draw.randint(1, span))) for a in starts]

    return rows


def _case(peer: Peer, span: int) -> Case:
    names = peer.names | {"one": ONE_DAY}
    return Case(peer.name, peer.count, fresh_pairs(peer.first, peer.last, span), names, target="after, through")


def _agrees(peer: Peer) -> bool:
    rows = fresh_pairs(peer.first, peer.last, max(SPANS), 1)(CHECKED)
    return agrees(peer, _case(peer, max(SPANS)), rows, (CALENDAR.count(*row) for row in rows))


def _table(span: int, exact: list[Peer], rounds: int) -> Goals:
    pairs = fresh_pairs(CALENDAR.first, CALENDAR.last, span)
    cases = [
        Case(LIMIT, "(b - a).days", pairs, target="a, b"),
        Case(CALLED, "days(a, b)", pairs, {"days": days}, target="a, b"),
        Case(OURS, OURS, pairs, {"cal": CALENDAR}, target="a, b"),
        Case(f"{OURS}, caches cold", OURS, pairs, {"cal": CALENDAR}, target="a, b", cold=True),
        *(_case(peer, span) for peer in exact),
    ]
    timings = in_rounds(cases, rounds)
    ours, limit = timings[OURS], timings[LIMIT]
    best = min((timings[peer.name] for peer in exact), key=lambda timing: timing.median)
    goals = {
        OURS: at_most(1.7, "x limit", ours.over(limit)),
        CALLED: at_least(0.59, "x ours", timings[CALLED].over(ours)),
        best.name: at_least(40, "x ours", best.over(ours)),
    }
    print(f"\nup to {span} days apart")
    print(printed(timings.values(), ours, limit, "ns", goals))
    return named(f"up to {span} days", goals)
