"""
What the rows that miss their goals are made of: each part timed by itself, beside the whole and its limit.

    python benchmarks/parts.py           # G1, G3, G6, G10 and G13
    python benchmarks/parts.py g6 g10

Parts are timed as a row of the benchmarks is, all in turn within a round; shares are of the whole. They need not add up
to it: what is left over are the calls between the parts, and what the parts take from each other's caches.
"""

from __future__ import annotations

import random
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import attrs
import g1_shift as g1
import g3_deadline as g3
import g6_columns as g6
import g10_record as g10
import g13_import as g13
import numpy as np
from column_rounds import Column, in_turn
from peers import CALENDAR, MOST, fresh_days
from rounds import Case, Timing, in_rounds
from table import figure

from gov_deadlines import Deadline, due
from gov_deadlines.civil import civil_day
from gov_deadlines.deadline import grounds
from gov_deadlines.ledger import straight
from gov_deadlines.ledger.store import Change
from gov_deadlines.show import as_text

BLOCK = 1 << 16
"""As many rows as a stack works on together."""
BLOCKS = 32
"""So many blocks a timing: the tables are then in the caches as in a long column, whose first block brings them in."""


@attrs.define
class Ordinals:
    """
    The look-up that the calendar does without: by the day's ordinal, in an array of two bytes a day.

    A thirtieth of the memory, and steadier beside other work; but a call more than a dict that hashes the day itself.
    """

    positions: array[int]
    working: tuple[date, ...]
    origin: int

    def shift(self, day: date, n: int) -> date | None:
        """As the calendar's, with the checks it needs."""
        if n > 0 and n is not True and type(day) is date:
            at = day.toordinal() - self.origin
            if 0 <= at < len(self.positions):
                return self.working[self.positions[at] + n]
        return None


def g1_parts() -> str:
    """The look-up of a day, its hash in it, that of the answer; and how both hold out when caches are cold."""
    n, through, working = 20, CALENDAR._through, CALENDAR._working
    last = CALENDAR.shift(CALENDAR.last, -MOST - 1)
    days = fresh_days(CALENDAR.first, last)
    other = Ordinals(array("H", through.values()), working, CALENDAR.first.toordinal())
    assert all(other.shift(day, n) == CALENDAR.shift(day, n) for day in days(2000))

    def positions(count: int) -> list[int]:
        return random.Random(1).choices(range(1, len(working)), k=count)

    ours = {"cal": CALENDAR, "n": n}
    cases = [
        Case("whole", g1.OURS, days, ours),
        Case("day + delta (limit)", "day + delta", days, {"delta": timedelta(days=n)}),
        Case("the loop and a call that does nothing", "nothing(day, n)", days, {"nothing": g1.nothing, "n": n}),
        Case("the hash of a new date", "hash(day)", days),
        Case("look-up of its position, hash included", "through[day]", days, {"through": through}),
        Case("look-up of the answer", "working[at]", positions, {"working": working}, "at"),
        Case("whole, caches cold", g1.OURS, days, ours, cold=True),
        Case("by ordinals in an array instead", g1.OURS, days, {"cal": other, "n": n}),
        Case("by ordinals, caches cold", g1.OURS, days, {"cal": other, "n": n}, cold=True),
    ]
    return _table(f"G1 cal.shift(day, {n})", in_rounds(cases).values(), "ns")


def g3_parts() -> str:
    """A deadline from an aware instant: the choice of calendar and law, its day, the version that binds, the count."""
    starts, days = g3.fresh_instants(g3.SHANGHAI), _days
    one = due(g3.RULE, g3.ACT, calendar=CALENDAR, book=g3.BOOK)
    names = {"d": one, "rule": one.rule, "v": one.version, "cal": CALENDAR, "book": g3.BOOK, "act": g3.ACT}
    asked = "due(RULE, start, calendar=cal, book=book)"
    handed = names | {"due": due, "RULE": g3.RULE, "Deadline": Deadline, "last": one.due}
    cases = [
        Case("whole", f"((x := {asked}).due_at, x.in_time(act))", starts, handed, "start"),
        Case(
            "its own object (limit)", "Deadline(rule, v, start, last, cal, 'CN', book, None)", starts, handed, "start"
        ),
        Case("due() alone", asked, starts, handed, "start"),
        Case("which calendar and law", "grounds('CN', cal, book, None)", starts, names | {"grounds": grounds}, "start"),
        Case("the civil day of the start", "civil_day(start)", starts, {"civil_day": civil_day}, "start"),
        Case("the rule by its name", "book[RULE]", starts, handed, "start"),
        Case("the version that binds", "rule.standing(day, 'CN', as_known_on=None, cases=None).binding", days, names),
        Case("the count", "v.limit.last(day, cal, v.roll, before=False, excluded=(), extra=None)", days, names),
        Case(".due_at", "d.due_at", starts, names, "start"),
        Case(".in_time(act)", "d.in_time(act)", starts, names, "start"),
    ]
    return _table("G3 due(), .due_at, .in_time(act)", in_rounds(cases).values(), "ns")


def g6_parts() -> str:
    """Passes over a block of rows, with the tables that all blocks share."""
    rows, stack = g6.Rows.drawn(BLOCK), g6.stack()
    starts, rules, left_out = rows.starts.view(np.uint64), rows.rules, rows.suspended
    shift = np.uint64((g6.EIGHT_HOURS - stack.origin * g6.DAY_SECONDS) % (1 << 64))
    place, shelf, at, answers = (np.empty(BLOCK, dtype=np.uint64) for _ in range(4))
    where, shelves, ends = (array.view(np.int64) for array in (at, shelf, answers))
    strips = stack.strips_in("s")
    np.floor_divide(starts + shift, np.uint64(g6.DAY_SECONDS), out=place)
    np.multiply(rules, stack.width, out=shelves, dtype=np.int64, casting="unsafe")
    index = place.view(np.int64) + shelves
    on_strip = stack.places[index]
    moved, passed = on_strip + left_out, np.empty(BLOCK, dtype=np.bool_)
    due_at = rows.starts.copy()

    def whole() -> None:
        g6.ours(stack, rows, due_at, passed)

    parts = {
        "whole": whole,
        "copy of the same columns (limit)": lambda: (answers.__setitem__(slice(None), starts), passed.fill(0)),
        "instants to their days: an addition": lambda: np.add(starts, shift, out=place),
        "instants to their days: a division": lambda: np.floor_divide(starts, np.uint64(g6.DAY_SECONDS), out=at),
        "is one outside?": place.max,
        "the row of the stack: a product, widened": lambda: np.multiply(
            rules, stack.width, out=shelves, dtype=np.int64, casting="unsafe"
        ),
        "the row of the stack: a sum": lambda: np.add(index, shelves, out=where),
        "look-up of the place where the limit ends": lambda: np.take(stack.places, index, out=where, mode="clip"),
        "days left out: is one below 0?": left_out.min,
        "days left out: a sum, widened": lambda: np.add(on_strip, left_out, out=where),
        "look-up of the instant": lambda: np.take(strips, moved, out=ends, mode="clip"),
        "is one missing?": ends.min,
        "is it passed?": lambda: np.less_equal(due_at, g6.AS_OF, out=passed),
    }

    def often(part: Callable[[], object]) -> Callable[[], object]:
        return lambda: [part() for _ in range(BLOCKS)]

    timings = in_turn([Column(name, often(part), BLOCK * BLOCKS) for name, part in parts.items()], 41)
    return _table(f"G6 instants, limits and days left out, {BLOCK:,} rows again and again", timings.values(), "ns")


def g10_parts() -> str:
    """A transition in a SQLite file that may lose its last commits, where the least is left to the disk."""
    with g10.sqlite("normal") as (store, bare):
        transitions = g10.Transitions()
        g10.filled(store, transitions)
        store.append(transitions.next())
        engine = store.engine

        def told(change: Change) -> list[tuple[str, Any]]:
            return [statement.told(engine.dialect, given) for statement, given in straight._writes(change)]

        def same_statements(change: Change) -> None:
            cursor = bare.cursor()
            cursor.execute("begin immediate")
            for text, given in told(change):
                cursor.execute(text, given)
            bare.commit()

        def fresh(count: int) -> list[Change]:
            return [transitions.next() for _ in range(count)]

        def same(count: int) -> list[Change]:
            return [last] * count

        last = transitions.next()
        store.append(last)
        cases = [
            Case("whole", "write(change)", fresh, {"write": store.append}, "change"),
            Case("sqlite3 alone (limit)", "write(change)", fresh, {"write": g10.by_sqlite3(bare)}, "change"),
            Case("sqlite3 with our statements", "write(change)", fresh, {"write": same_statements}, "change"),
            Case("rows to statements and values", "told(change)", same, {"told": told}, "change"),
            Case(
                "a connection from the pool and back", "lend().close()", same, {"lend": engine.raw_connection}, "change"
            ),
        ]
        return _table("G10 Store.append, SQLite, synchronous = normal", in_rounds(cases, g10.ROUNDS).values(), "ns")


def g13_parts() -> str:
    """The index of the nation's days, the import by whose modules they are, and what one class costs to make."""
    begin = "from datetime import date; from itertools import accumulate, compress, repeat; from operator import add"
    spent = f"{begin}; from gov_deadlines.civil import ONE_DAY; flags = bytes([1, 0, 1, 1]) * 2101"
    made = "days = tuple(accumulate(repeat(ONE_DAY, 8400), add, initial=date(2004, 1, 1)))"
    fields = "{name: attrs.field(type=int) for name in 'abcdefg'}"
    starts = (
        attrs.evolve(g13.BUILD, name="whole"),
        g13.Start("8,401 dates are made", made, spent),
        g13.Start("and hashed, into a dict", "dict(zip(days, accumulate(flags)))", f"{spent}; {made}"),
        g13.Start("the working ones", "tuple(compress(days, flags))", f"{spent}; {made}"),
        g13.Start(
            "one frozen class of attrs with seven fields",
            f"attrs.make_class('C', {fields}, frozen=True)",
            "import attrs",
        ),
    )
    index = [outcome.timing for outcome in g13.in_fresh_interpreters(starts, g13.ROUNDS).values()]
    told = [
        _table("G13 index of CN 2004-2026, data read", index, "ms"),
        _table(f"G13 {g13.NAMES.name}: time in the modules themselves", _by_owner(), "ms"),
        f"{_classes()} of our classes are made by attrs",
    ]
    return "\n\n".join(told)


def _by_owner() -> list[Timing]:
    """What the import of the three main names takes, by whose modules they are, as the interpreter counts it."""
    took: dict[str, list[float]] = {}
    code = g13.NAMES.statement
    for _ in range(g13.ROUNDS + 1):
        done = subprocess.run(
            [sys.executable, "-P", "-X", "importtime", "-c", code], capture_output=True, text=True, check=True
        )
        lines = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()[1:]]
        one: dict[str, float] = {}
        for own, _, module in lines:
            owner = _owner(module.strip())
            one[owner] = one.get(owner, 0.0) + int(own) / 1000
        for owner, spent in (("whole", sum(one.values())), *sorted(one.items())):
            took.setdefault(owner, []).append(spent)
    return [Timing(owner, tuple(times[1:])) for owner, times in took.items()]


def _owner(module: str) -> str:
    first = module.partition(".")[0]
    if first == "gov_deadlines":
        return "our own"
    return "attrs and cattrs" if first in ("attr", "attrs", "cattr", "cattrs") else "the standard library and others"


def _classes() -> int:
    """How many classes attrs makes for the three main names."""
    code = (
        f"{g13.NAMES.statement}; import sys; found = {{id(c) for m in list(sys.modules.values())"
        " if m.__name__.startswith('gov_deadlines') for c in vars(m).values() if isinstance(c, type)"
        " and '__attrs_attrs__' in vars(c) and c.__module__.startswith('gov_deadlines')}; print(len(found))"
    )
    return int(subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True).stdout)


def _days(count: int) -> list[date]:
    return [civil_day(start) for start in g3.fresh_instants(g3.SHANGHAI)(count)]


def _table(title: str, timings: Iterable[Timing], unit: str) -> str:
    whole, *parts = timings
    rows = [
        (part.name, f"{figure(part.median)} {unit}", f"{part.spread:.0%}", f"{part.over(whole):.0%}")
        for part in (whole, *parts)
    ]
    return f"{title}\n{as_text(('part', 'median', '+-', 'of the whole'), rows)}"


PARTS = {"g1": g1_parts, "g3": g3_parts, "g6": g6_parts, "g10": g10_parts, "g13": g13_parts}


def main(asked: list[str]) -> int:
    """Print the parts of the goals that are asked for, all unless some are."""
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        sys.stderr.write(f"unknown goal {', '.join(unknown)}; expected any of {', '.join(PARTS)}\n")
        return 2
    for name in asked or PARTS:
        sys.stdout.write(f"{PARTS[name]()}\n\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
