"""G11: claiming what is due among few open obligations and among many, and one by one against many at once."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

from ledgers import NOW, POSTGRESQL, SQLITE, opened, pattern
from rounds import Timing
from table import Goals, at_least, at_most, figure

from gov_deadlines import Ledger, SqlStore, WorkCalendar
from gov_deadlines.ledger.rows import from_us
from gov_deadlines.show import as_text

PATTERNS = [pattern(date(2026, 11, 20), WorkCalendar.load("CN"))]
DUE, CLAIMED = 20_000, 500
ROUNDS = 15
WORKERS = 4


def report(rounds: int = ROUNDS) -> Goals:
    """Prints the cost of a claim among 10,000 and 1,000,000 open obligations, and of one by one."""
    print(f"G11 claiming {CLAIMED} of {DUE:,} due obligations: rows held, reminders written, rows moved on, committed")
    goals: Goals = {}
    for kind, goal in ((SQLITE, 1.7), (POSTGRESQL, 1.5)):
        few_open, many_open = opened(kind, 10_000 + DUE, PATTERNS, due=DUE), opened(kind, 1_000_000, PATTERNS, due=DUE)
        with few_open as few, many_open as many:
            timings = in_turn({"among 10,000": few, "among 1,000,000": many}, rounds)
        fewer, more = timings
        rows = [(t.name, f"{figure(t.median)} ms", f"{t.spread:.0%}", f"{figure(t.over(fewer))}x") for t in timings]
        print(f"\n{kind}")
        print(as_text(("open obligations", "median", "+-", "x the fewer"), rows))
        goals[f"{kind}: {more.name} / {fewer.name}"] = told = at_most(goal, "x", more.over(fewer))
        print("  goal", *told.cells)
    with opened(POSTGRESQL, 100_000, PATTERNS, due=2 * DUE) as url:
        single, batched = (rate(url, batch) for batch in (1, CLAIMED))
        print(f"\n{POSTGRESQL}, {WORKERS} processes: {single:,.0f} claims/s one by one, {batched:,.0f} in {CLAIMED}s")
        goals[f"{POSTGRESQL}: batches of {CLAIMED} / one by one"] = told = at_least(15, "x", batched / single)
        print("  goal", *told.cells)
    return goals


def in_turn(urls: dict[str, str], rounds: int) -> list[Timing]:
    """Per database the milliseconds of a claim, all in turn in each round."""
    ledgers = {name: Ledger(SqlStore(url), clock=lambda: from_us(NOW)) for name, url in urls.items()}
    figures: dict[str, list[float]] = {name: [] for name in ledgers}
    for number in range(rounds + 1):
        for name, ledger in ledgers.items():
            begun = time.perf_counter()
            claimed = ledger.wake(limit=CLAIMED)
            if number:  # the first round fills caches and compiles statements
                figures[name].append((time.perf_counter() - begun) * 1000)
            assert len(claimed) == CLAIMED
    for ledger in ledgers.values():
        ledger.store.close()
    return [Timing(name, tuple(values)) for name, values in figures.items()]


def rate(url: str, batch: int) -> float:
    """Claims a second by all workers together."""
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        list(pool.map(claim, [(url, 1, 1)] * WORKERS))  # imports, connections
        begun = time.perf_counter()
        wanted = 400 if batch == 1 else DUE // WORKERS
        claimed = sum(pool.map(claim, [(url, batch, wanted)] * WORKERS))
        return claimed / (time.perf_counter() - begun)


def claim(asked: tuple[str, int, int]) -> int:
    """Claim in batches until so many are claimed; how many that were."""
    url, batch, wanted = asked
    with SqlStore(url) as store:
        ledger, done = Ledger(store, clock=lambda: from_us(NOW)), 0
        while done < wanted and (claimed := ledger.wake(limit=batch)):
            done += len(claimed)
        return done


if __name__ == "__main__":
    report()
