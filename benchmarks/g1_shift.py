"""G1: the n-th working day after a day, against the standard library's plain addition and the peers."""

from __future__ import annotations

import random
from datetime import date, timedelta

from peers import CALENDAR, MOST, ONE_DAY, Peer, agrees, fresh_days, peers
from rounds import ROUNDS, Case, in_rounds
from table import Goals, at_least, at_most, named, printed

NUMBERS = (1, 3, 5, 20, 60, MOST)
CHECKED = 2000
OURS, LIMIT, CALLED = "cal.shift(day, n)", "day + delta, inline", "day + delta, in a function"
GOALS_AT_20 = {"holidays": 250, "chinesecalendar": 4500}


def add(day: date, n: int, delta: timedelta) -> date:  # noqa: ARG001 - called as shift is called
    return day + delta


def nothing(day: date, n: int) -> None:  # noqa: ARG001 - called as shift is called
    return None


def report(rounds: int = ROUNDS) -> Goals:
    """Prints the agreement with the peers and the table."""
    print("G1 the n-th working day, range-checked, on dates met for the first time")
    exact = [peer for peer in peers() if _agrees(peer)]
    found: Goals = {}
    for n in NUMBERS:
        found |= _table(n, exact, rounds)
    return found


def _case(peer: Peer, n: int, last: date) -> Case:
    names = peer.names | {"n": n, "one": ONE_DAY}
    return Case(peer.name, peer.shift, fresh_days(peer.first, min(peer.last, last)), names)


def _agrees(peer: Peer) -> bool:
    draw = random.Random(peer.name)
    days = fresh_days(peer.first, CALENDAR.shift(peer.last, -MOST - 1), 1)
    rows = list(zip(days(CHECKED), draw.choices(range(1, MOST + 1), k=CHECKED), strict=True))
    case = Case(peer.name, peer.shift, days, peer.names | {"one": ONE_DAY}, target="day, n")
    return agrees(peer, case, rows, (CALENDAR.shift(*row) for row in rows))


def _table(n: int, exact: list[Peer], rounds: int) -> Goals:
    """
    The rows for one n.

    The limit is the stricter one: prepared, and with no call around it. The goal was set on the same inside a function,
    as shift is; that shows as the same bound from the other side.
    """
    last = CALENDAR.shift(CALENDAR.last, -MOST - 1)
    days, delta = fresh_days(CALENDAR.first, last), timedelta(days=n)
    cases = [
        Case("(an empty call)", "nothing(day, n)", days, {"nothing": nothing, "n": n}),
        Case(LIMIT, "day + delta", days, {"delta": delta}),
        Case(CALLED, "add(day, n, delta)", days, {"add": add, "n": n, "delta": delta}),
        Case("day + timedelta(days=n)", "day + timedelta(days=n)", days, {"timedelta": timedelta, "n": n}),
        Case(OURS, OURS, days, {"cal": CALENDAR, "n": n}),
        Case(f"{OURS}, caches cold", OURS, days, {"cal": CALENDAR, "n": n}, cold=True),
        *(_case(peer, n, CALENDAR.shift(peer.last, -n - 1)) for peer in exact),
    ]
    timings = in_rounds(cases, rounds)
    ours, limit = timings[OURS], timings[LIMIT]
    best = min((timings[peer.name] for peer in exact), key=lambda timing: timing.median)
    goals = {
        OURS: at_most(2.0, "x limit", ours.over(limit)),
        CALLED: at_least(0.5, "x ours", timings[CALLED].over(ours)),
    }
    goals[best.name] = at_least(25 if n >= 3 else 14, "x ours", best.over(ours))
    if n == 20:
        for name, times in GOALS_AT_20.items():
            if name in timings:
                goals[name] = at_least(times, "x ours", timings[name].over(ours))
    print(f"\nn = {n}")
    print(printed(timings.values(), ours, limit, "ns", goals))
    return named(f"n = {n}", goals)
