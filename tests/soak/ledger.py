"""
Puts a ledger through what its promises are about, on real databases, and counts what was kept and what was not.

    python tests/soak/ledger.py                       everything
    python tests/soak/ledger.py crashes wakes         these parts
    python tests/soak/ledger.py crashes:oceanbase     one part on one database

``crashes``: workers killed 200 times on each of SQLite and PostgreSQL, before and after statements and commits drawn at
random, and by the clock. ``wakes``: 100,000 due obligations woken by four processes. ``crowds``: four processes of
eight threads each that record to the same five matters. ``faults``: databases that fail, among them servers restarted
before and after every statement. ``notices``: a notice taken in by two, beside four that record.

Seeds are fixed. Exits with 1 when anything was lost, doubled or refused other than by name.
"""

from __future__ import annotations

import logging
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

import ledger_trials as trials  # noqa: E402  # tests are no package
from servers import KINDS, UnavailableError  # noqa: E402

import gov_deadlines as gd  # noqa: E402

DEATHS = 200
DUE = 100_000
SEED = 20_261_125


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def told(part: str, kind: str, what: str, faults: list[str], began: float) -> bool:
    """Say how a part went on a database; whether it went well."""
    word = f"{len(faults)} FAULTS" if faults else "nothing lost, doubled or escaped"
    say(f"{part} on {kind}: {what}: {word}; {time.monotonic() - began:.0f} s")
    for fault in faults[:20]:
        say(f"    {fault[:600]}")
    return not faults


@contextmanager
def fresh(server):
    """An empty store on a new database, and its URL."""
    url = server.fresh()
    with gd.SqlStore(url) as store:
        yield url, store.create()


def crashes(server, crew) -> bool:
    """Kill workers until 200 have died."""
    began, deaths, plans, faults = time.monotonic(), 0, 0, []
    where: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as directory:
        while deaths < DEATHS:
            seed = SEED + plans
            rng = random.Random(seed)
            kills = min(12, DEATHS - deaths)
            with fresh(server) as (url, store):
                store.close()  # so that only workers have connections
                died, found = trials.until_it_is_carried_out(
                    crew,
                    url,
                    seed,
                    size=60,
                    rng=rng,
                    book=Path(directory) / str(seed),
                    kills=kills,
                    wait=lambda: gone(server),
                    timed=0.2,
                    where=where,
                )
            deaths, plans, faults = deaths + died, plans + 1, faults + found
    how = ", ".join(f"{n} {name}" for name, n in where.most_common())
    what = f"{deaths} workers killed ({how}) in {plans} plans of 60 operations from seed {SEED}"
    return told("crashes", server.kind, what, faults, began)


def gone(server) -> None:
    """Wait until the server has seen that its client died, so that nothing goes on behind what is looked at."""
    if server.kind != "postgresql":
        return
    asked = "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
    with server.connect() as connection:
        while connection.execute(asked).fetchone()[0]:
            time.sleep(0.002)


class First:
    """A store of which only the first matters are seen, for what would take too long with all."""

    def __init__(self, store, count):
        self._store, self._count = store, count

    def __getattr__(self, name):
        return getattr(self._store, name)

    @contextmanager
    def reading(self):
        """A view of the store."""
        with self._store.reading() as reader:
            seen, count = reader.matters, self._count
            reader.matters = lambda after, limit: seen(after, min(limit, count)) if not after else []
            yield reader


def wakes(server, crew) -> bool:
    """Four processes claim 100,000 obligations that are due."""
    faults = []
    with fresh(server) as (url, store):
        trials.many_due(store, DUE)
        with store.reading() as reader:
            due = reader.next_wake()
        began = time.monotonic()
        results = crew("waker", times=4, url=url, now_us=due)
        seconds = time.monotonic() - began
        faults += [f"a process ended with {status}" for status, _ in results if status]
        ids = [id for _, result in results if result for id in result["ids"]]
        with store.engine.connect() as connection:
            reminder, obligation = trials.schema.reminder, trials.schema.obligation
            kept = connection.execute(sa.select(sa.func.count()).select_from(reminder)).scalar_one()
            left = sa.select(sa.func.count()).select_from(obligation).where(obligation.c.wake_at_us <= due)
            left = connection.execute(left).scalar_one()
        if not len(ids) == len(set(ids)) == kept == DUE or left:
            faults.append(f"claimed {len(ids)}, of them different {len(set(ids))}; on record {kept}; left {left}")
        faults += [str(each) for each in trials.ledger_in(First(store, 150)).rebuild(repair=False)]
        shares = "/".join(str(len(result["ids"])) for _, result in results if result)
    what = f"{DUE} due, 4 processes claimed {len(ids)} ({shares}) in {seconds:.1f} s, {len(ids) / seconds:.0f} a second"
    return told("wakes", server.kind, what, faults, began)


def crowds(server, crew) -> bool:
    """Four processes of eight threads record to five matters."""
    began = time.monotonic()
    with fresh(server) as (url, store):
        trials.opened(trials.ledger_in(store, trials.Clock(datetime(2026, 12, 5, tzinfo=UTC))))
        orders = [
            ("recorder", {"url": url, "seed": SEED, "count": 25, "threads": 8, "index": index}) for index in range(4)
        ]
        results = crew.together(orders)
        faults = [f"a process ended with {status}" for status, _ in results if status]
        found = [result for _, result in results if result]
        faults += trials.faults_after_a_crowd(store, found)
    accepted = sum(len(result["accepted"]) for result in found)
    refused = sum((Counter(result["refused"]) for result in found), Counter())
    how = ", ".join(f"{name} {n}" for name, n in refused.most_common())
    what = f"4 processes x 8 threads x 25 facts: {accepted} accepted, {sum(refused.values())} refused ({how}), "
    what += "the rest replayed"
    return told("crowds", server.kind, what, faults, began)


def notices(server, crew) -> bool:
    """Two take in a notice beside four that record."""
    began, moved, faults, opened, recorded = time.monotonic(), 0, [], 0, 0
    for seed in range(SEED, SEED + 4):
        with fresh(server) as (url, store):
            trials.standing(trials.ledger_in(store), 240)
            beside = {"url": url, "seed": seed, "count": 60, "standing": 240}
            orders = [("adopter", {"url": url, "batch": 1})] * 2
            results = crew.together([*orders, *(("beside", beside | {"index": index}) for index in range(4))])
            faults += [f"a process ended with {status}" for status, _ in results if status]
            found = [result for _, result in results if result]
            faults += [f"seed {seed}: {fault}" for fault in trials.faults_after_adopting(store, found)]
            moved += max(result.get("moved", 0) for result in found)
            kept = trials.rows_of(store)
            opened += sum(name.startswith("B-") for name in kept)
            recorded += sum(len(events) for events, _, _ in kept.values())
    what = f"4 notices, {moved} due dates moved; beside them {opened} matters opened, {recorded} facts in all"
    return told("notices", server.kind, what, faults, began)


def faults(server, _crew) -> bool:
    """Break the database in every way there is."""
    began = time.monotonic()
    if server.kind == "sqlite":
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", str(TESTS / "test_ledger_faults.py")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TESTS.parent)
        passed = sum(map(int, re.findall(r"(\d+) passed", done.stdout)))
        bad = [] if done.returncode == 0 else [done.stdout[-3000:]]
        what = f"{passed} tests of full disks, locks, files that cannot be written, servers down, clocks set back"
        return told("faults", "all", what, bad, began)
    tried, refused, bad = Counter(), Counter(), []
    step = 1 if server.kind == "postgresql" else 4  # the other takes seconds to start
    with fresh(server) as (url, store):
        for name in ("open", "record", "wake", "drain", "adopt"):
            point = 1
            while True:
                reached, again, found = restarted(server, store, url, name, point)
                bad += [f"{name}, point {point}: {fault}" for fault in found]
                if not reached:
                    break
                tried[name] += 1
                refused[name] += again
                point += step
    how = ", ".join(f"{name} at {n} points, {refused[name]} refused for now" for name, n in tried.items())
    return told("faults", server.kind, f"the server restarted in the middle of {how}", bad, began)


def restarted(server, store, url, name, point):
    """Restart the server in the middle of a command; whether that point was reached, it was refused, and the faults."""
    with store.engine.begin() as connection:
        for table in reversed(trials.schema.metadata.sorted_tables):
            if table is not trials.schema.ledger:
                connection.execute(table.delete())
        connection.execute(sa.update(trials.schema.ledger).values(calendar_revision=0))
    store.close()  # or its connections would break as well
    points = trials.Points(act=server.restart)
    engine = points.engine(url)
    clock = trials.Clock(datetime(2027, 1, 20, 4, tzinfo=UTC))
    ledger = trials.ledger_in(gd.SqlStore(engine), clock)
    received = gd.Event.of("received", date(2027, 1, 4), key="receipt")
    ledger.open("request", id="A-1", event=received)
    ledger.open("request", id="A-2", event=received)
    later = datetime(2027, 2, 2, tzinfo=UTC)
    if name == "drain":
        ledger.wake(later)
    heard = []
    commands = {
        "open": lambda: ledger.open("request", id="A-3", event=received),
        "record": lambda: ledger.record(
            "A-1", gd.Event.of("consulted", date(2027, 1, 19), key="c", whom="third_party")
        ),
        "wake": lambda: ledger.wake(later),
        "drain": lambda: ledger.drain(lambda message: heard.append(message["id"]), now=later),
        "adopt": lambda: ledger.adopt(trials.after("CN")),
    }
    points.after(point)
    again, found = 0, []
    try:
        commands[name]()
    except gd.StoreFailed as error:
        again = 1
        if not error.passing:
            found.append(f"refused for good: {error}")
        commands[name]()
    reached = points.passed >= points.last
    points.last = None
    engine.dispose()
    if name == "drain":  # what a lease holds comes up again when it ends
        ledger.drain(lambda message: heard.append(message["id"]), now=later + timedelta(hours=1))
    kept = trials.rows_of(store)
    expected = {"A-1": 1 + (name == "record"), "A-2": 1} | ({"A-3": 1} if name == "open" else {})
    if {matter: len(events) for matter, (events, _, _) in kept.items()} != expected:
        found.append(f"facts on record: { ({matter: len(events) for matter, (events, _, _) in kept.items()}) }")
    rows = [row for _, _, reminders in kept.values() for row in reminders if row.status != "passed_over"]
    if name in ("wake", "drain") and len(rows) != 2:
        found.append(f"{len(rows)} reminders")
    if name == "drain" and (set(heard) != {row.id for row in rows} or {row.status for row in rows} != {"sent"}):
        found.append(f"heard {heard}, on record {rows}")
    found += [f"verify: {flaw.error}" for flaw in ledger.verify()]
    found += [f"rebuild: {each}" for each in ledger.rebuild(repair=False)]
    engine.dispose()
    return reached, again, found


PARTS = {
    "crashes": (crashes, ("sqlite", "postgresql")),
    "wakes": (wakes, ("sqlite", "postgresql", "oceanbase")),
    "crowds": (crowds, ("sqlite", "postgresql", "oceanbase")),
    "faults": (faults, ("sqlite", "postgresql", "oceanbase")),
    "notices": (notices, ("sqlite", "postgresql", "oceanbase")),
}


def main(asked: list[str]) -> int:
    """Go through the parts asked for, all unless some are; 1 when anything failed."""
    began, well = time.monotonic(), True
    wanted = [each.partition(":") for each in asked or PARTS]
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # which tells of every connection that broke
    say(f"seed {SEED}, {os.cpu_count()} processors")
    with trials.Crew() as crew:
        for name, _, only in wanted:
            part, kinds = PARTS[name]
            for kind in [only] if only else kinds:
                try:
                    server = KINDS[kind]()
                except UnavailableError as error:
                    say(f"{name} on {kind}: NOT TRIED, {error}")
                    well = False
                    continue
                with server:
                    well &= part(server, crew)
    say(f"{'all of it held' if well else 'NOT all of it held'}; {time.monotonic() - began:.0f} s")
    return int(not well)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
