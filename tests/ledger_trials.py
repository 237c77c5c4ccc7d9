"""
What a ledger goes through in the tests: plans of operations drawn from a seed, and processes that carry them out.

Run as a program it is a *crew*: it forks a process for each order it reads, so that a hundred workers that are killed
cost a hundred forks and one start. Nothing here waits for the clock on the wall: each operation has its own instant.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

import attrs
import sqlalchemy as sa

import gov_deadlines as gd
from gov_deadlines.ledger import adoption, schema
from gov_deadlines.ledger.chain import identity
from gov_deadlines.ledger.projection import rungs_of
from gov_deadlines.ledger.rows import PASSED_OVER, PENDING, SENT, from_us, id_of, to_us

HERE = Path(__file__).parent
NOTICE = HERE / "notices" / "made_up_2027.txt"
BEGIN = datetime(2026, 12, 20, 2, tzinfo=UTC)
BEYOND = datetime(2028, 6, 1, tzinfo=UTC)
"""Later than every rung of what the plans open, but for series that go on for ever."""

LEGAL = (
    gd.IllegalEvent,
    gd.GuardFailed,
    gd.ContradictsLater,
    gd.BadCorrection,
    gd.ConflictingDelivery,
    gd.OutOfBounds,
    gd.StaleMatter,
)
"""What recording may be refused with when many record at once; all else is a fault."""


@lru_cache
def notice():
    return gd.read_notice(NOTICE.read_text(encoding="utf-8"))


@lru_cache
def before(place):
    """The calendar of a place before the notice: what it will bring is assumed."""
    return gd.WorkCalendar.load(place).projected(2027)


@lru_cache
def after(place):
    """The calendar of a place with the notice."""
    return before(place).with_notices([notice()])


class Clock:
    """The clock of a ledger, set by the plan."""

    def __init__(self, now=BEGIN):
        self.now = now

    def __call__(self):
        return self.now


def ledger_in(store, clock=None, calendars=before):
    return gd.Ledger(store, calendars=calendars, clock=clock or Clock())


def unheard(_message):
    """A host that takes every message."""


# Plans


@attrs.frozen
class Op:
    """One operation at its instant; *facts* is what it puts on record."""

    what: str
    at: datetime
    matter: str = ""
    opening: dict = attrs.field(factory=dict)
    facts: tuple = ()


PENALTY = {"rule": "enforcement.penalty", "jurisdiction": "520323"}
KINDS = (
    ("request", {}, "received"),
    ("request", {"jurisdiction": "450000"}, "received"),
    ("request", {}, "received"),
    ("publication", PENALTY, "decided"),
    ("publication", PENALTY, "decided"),
    ("incident", {}, "occurred"),
    ("series", {"rule": "annual_report.department"}, "series_started"),
)
DETAILS = {
    "consulted": {"whom": "third_party"},
    "opinion_received": {"whom": "third_party"},
    "extended": {"approved": True, "notified": True},
}
INSTANTS = {"incident"}
LAST = set(
    "withdrawn transferred superseded false_alarm fee_lapsed correction_lapsed excused series_ended "
    "revoked answered published submitted period_ended".split()
)
"""What ends a matter comes rarely, or nothing would be left to be due."""


@lru_cache(maxsize=64)
def plan(seed, size=60, *, adopts=True):
    """
    *size* operations that are all legal one after the other, as tried on a store in memory.

    The notice is taken in after half to four fifths of them.
    """
    rng = random.Random(f"plan {seed}")
    clock = Clock()
    ledger = ledger_in(gd.MemoryStore(), clock)
    ops, names = [], []
    adopted = rng.randrange(size // 2, 4 * size // 5) if adopts else -1
    while len(ops) < size:
        clock.now += timedelta(minutes=rng.randrange(30, 2 * 24 * 60 * 60 // size))
        draw = rng.random()
        if len(ops) == adopted:
            op = Op("adopt", clock.now)
        elif draw < 0.15:
            op = Op("wake", clock.now)
        elif draw < 0.27:
            op = Op("drain", clock.now)
        elif len(names) < 4 or draw < 0.42:
            op = _opening(rng, clock.now, f"M-{len(names)}")
            names.append(op.matter)
        else:
            op = _fact(rng, clock.now, ledger.matter(rng.choice(names)), len(ops))
        if op is not None and _is_legal(ledger, op):
            ops.append(op)
    return tuple(ops)


def _opening(rng, now, name):
    procedure, opening, event = rng.choice(KINDS)
    back = rng.randrange(1, 12)
    happened = now - timedelta(hours=back) if procedure in INSTANTS else now.date() - timedelta(back)
    return Op("open", now, name, {"procedure": procedure, **opening}, (gd.Event.of(event, happened),))


def _fact(rng, now, matter, number):
    """A fact that the matter takes, two of them at once, or a fact taken back; none when it takes none."""
    key = f"oa-{number}"
    happened = now - timedelta(minutes=rng.randrange(1, 300))
    if matter.procedure.id not in INSTANTS:
        happened = happened.date() - timedelta(rng.randrange(2))
    if rng.random() < 0.15 and len(matter.events) > 1:
        taken = rng.choice(matter.events[1:])
        return _taken(matter, now, [gd.Event.of("voided", happened, key=key, voids=taken.id, reason="误录")])
    names = list(matter.legal)
    rng.shuffle(names)
    names.sort(key=LAST.__contains__)
    for name in names if rng.random() < 0.1 else names[:4]:
        event = gd.Event.of(name, happened, key=key if rng.random() < 0.8 else "", **DETAILS.get(name, {}))
        facts = [event]
        if rng.random() < 0.2:
            facts += [gd.Event.of("voided", happened, key=f"{key}-b", voids=event.id, reason="误录")]
        op = _taken(matter, now, facts)
        if op is not None:
            return op
    return None


def _taken(matter, now, facts):
    try:
        fresh = matter.correct(*(attrs.evolve(fact, learned=now) for fact in facts))
    except gd.GovDeadlinesError:
        return None
    return Op("record", now, matter.id, {}, tuple(facts)) if len(fresh.events) > len(matter.events) else None


def _is_legal(ledger, op):
    try:
        done(ledger, op, unheard)
    except gd.GovDeadlinesError:
        return False
    return True


def done(ledger, op, handler):
    """The ids of the reminders that the operation claimed; the ledger's clock stands at its instant already."""
    if op.what == "open":
        (event,) = op.facts
        recorded = ledger.open(id=op.matter, event=event, **op.opening)
        return [each.id for each in recorded.reminders]
    if op.what == "record":
        one = len(op.facts) == 1
        recorded = ledger.record(op.matter, *op.facts) if one else ledger.correct(op.matter, *op.facts)
        return [each.id for each in recorded.reminders]
    if op.what == "wake":
        return woken(ledger, op.at, limit=7)
    if op.what == "drain":
        ledger.drain(handler, now=op.at, limit=20)
        return []
    ledger.adopt(after("CN"))
    return []


def woken(ledger, now, limit=500):
    """Wake until nothing is left."""
    ids = []
    while page := ledger.wake(now, limit=limit):
        ids += [each.id for each in page]
    return ids


def carried_out(ops, store, calendars=before):
    """The ledger after *ops*, none of which was broken off, and after all that was due by the end of time."""
    clock = Clock()
    ledger = ledger_in(store, clock, calendars)
    for op in ops:
        clock.now = op.at
        done(ledger, op, unheard)
    finale(ledger, unheard)
    return ledger


def finale(ledger, handler):
    """Wake beyond every rung, and tell until nothing is left to tell; returns what was claimed."""
    ids = woken(ledger, BEYOND)
    moment = BEYOND
    for _ in range(40):
        told_any = any(attrs.astuple(ledger.drain(handler, now=moment, limit=500)))
        if not told_any and not _pending(ledger):
            return ids
        moment += timedelta(minutes=30)
    raise AssertionError("reminders are still pending")


def _pending(ledger):
    return [row for _, _, reminders in rows_of(ledger.store).values() for row in reminders if row.status == PENDING]


def rows_of(store):
    """Of every matter by its name: its facts, its obligations and its reminders."""
    with store.reading() as reader:
        return {
            row.name: (list(reader.events(row.id)), list(reader.obligations(row.id)), list(reader.reminders(row.id)))
            for row in reader.matters("", 100_000)
        }


# A worker that dies


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Points:
    """Counts the points at which things may go wrong, before and after each statement and commit; acts at one."""

    def __init__(self, last=None, act=die):
        self.passed, self.last, self.counts, self.act = 0, last, True, act

    def __call__(self):
        if not self.counts:
            return
        self.passed += 1
        if self.passed == self.last:
            self.act()

    def after(self, more):
        """Act when *more* points are passed from here."""
        self.last = self.passed + more

    def engine(self, url, **more):
        """An engine all of whose statements and commits are points, whoever hands them to the driver."""
        url = sa.make_url(url)
        driver = url.get_driver_name()
        if driver == "pysqlite":
            made = {"factory": self._sqlite()}
        elif driver == "psycopg":
            import psycopg

            made = {"cursor_factory": self._cursor(psycopg.Cursor)}
        else:
            from pymysql.cursors import Cursor

            made = {"cursorclass": self._cursor(Cursor)}
        engine = sa.create_engine(url, connect_args=made, **more)
        for name in ("do_commit", "do_rollback"):
            setattr(engine.dialect, name, self._around(getattr(engine.dialect, name)))
        return engine

    def _around(self, act):
        def around(*args, **more):
            self()
            found = act(*args, **more)
            self()
            return found

        return around

    def _cursor(self, base):
        points = self

        class Cursor(base):
            def execute(self, *args, **more):
                return points._around(super().execute)(*args, **more)

            def executemany(self, *args, **more):
                return points._around(super().executemany)(*args, **more)

        return Cursor

    def _sqlite(self):
        watched = self._cursor(sqlite3.Cursor)

        class Connection(sqlite3.Connection):
            def cursor(self, factory=watched):
                return super().cursor(factory)

        return Connection


class Book:
    """What a worker has said for certain: lines on disk before it goes on."""

    def __init__(self, path):
        self.path = Path(path)
        self._file = None

    def write(self, **said):
        if self._file is None:
            self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(self._file, json.dumps(said).encode() + b"\n")
        os.fsync(self._file)

    def read(self):
        return [json.loads(line) for line in self.path.read_bytes().splitlines()] if self.path.exists() else []

    def handler(self, points):
        """The host's: it fails for some messages the first time, and has told what it wrote down."""
        failed = {line["failed"] for line in self.read() if "failed" in line}

        def handle(message):
            points()
            if int(message["id"], 16) % 4 == 0 and message["id"] not in failed:
                failed.add(message["id"])
                self.write(failed=message["id"])
                raise ConnectionError("no answer")
            self.write(told=message["id"])
            points()

        return handle


def worker(url, seed, size, book, last, within):
    """
    Carry out the plan from its beginning, writing down each operation that returned; die at the *last* point.

    Points count *within* what is ``new`` to it, what is delivered ``again`` too, or ``adopt`` alone.
    """
    points, book = Points(last), Book(book)
    acknowledged = sum("op" in line for line in book.read())
    engine = points.engine(url)
    clock = Clock()
    ledger = ledger_in(gd.SqlStore(engine), clock)
    handler = book.handler(points)
    for number, op in enumerate(plan(seed, size)):
        points.counts = {"new": number >= acknowledged, "again": True, "adopt": op.what == "adopt"}[within]
        clock.now = op.at
        ids = done(ledger, op, handler)
        points()
        if number >= acknowledged:
            book.write(op=number, ids=ids)
        elif ids:
            book.write(again=number, ids=ids)
    return points.passed


CALENDAR_COLUMNS = {
    "due_on",
    "due_at_us",
    "rungs",
    "next_rung",
    "wake_at_us",
    "certainty",
    "refusal",
    "due_revision",
}


def faults_after_a_crash(store, ops, book):
    """What is wrong with the store after a worker died in the middle of *ops*."""
    lines = book.read()
    acknowledged = 1 + max((line["op"] for line in lines if "op" in line), default=-1)
    ledger = ledger_in(store)
    kept = rows_of(store)
    faults = []
    told = {name: [json.loads(row.body) for row in events] for name, (events, _, _) in kept.items()}
    possible = [facts_of(ops[:acknowledged]), facts_of(ops[: acknowledged + 1])]
    if {name: [fact.get("key") or fact["event"] for fact in facts] for name, facts in told.items()} not in possible:
        faults.append(f"after operation {acknowledged} the facts on record are neither with the next nor without it")
    faults += [f"verify: {flaw.error}" for flaw in ledger.verify()]
    with store.reading() as reader:
        unfinished = any(row.finished_us is None for row in reader.calendars())
    for each in ledger.rebuild(repair=False):
        there, fresh = (attrs.asdict(row) if row else {} for row in (each.kept, each.fresh))
        differing = {name for name in there.keys() | fresh.keys() if there.get(name) != fresh.get(name)}
        if not (unfinished and differing <= CALENDAR_COLUMNS):
            faults.append(f"rebuild: {each.matter} differs in {sorted(differing)}")
    faults += claims_twice(kept)
    ids = {row.id for _, _, reminders in kept.values() for row in reminders}
    claimed = Counter(id for line in lines for id in line.get("ids", ()))
    faults += [f"claimed {n} times: {id}" for id, n in claimed.items() if n > 1]
    faults += [f"claimed and lost: {id}" for id in claimed.keys() - ids]
    handed = {line["told"] for line in lines if "told" in line}
    faults += [f"told but never claimed: {id}" for id in handed - ids]
    sent = {row.id for _, _, reminders in kept.values() for row in reminders if row.status == SENT}
    faults += [f"sent but never told: {id}" for id in sent - handed]
    return faults


def facts_of(ops):
    """The facts of *ops* by matter, each by its key, or its name where it has none."""
    found = {}
    for op in ops:
        if op.matter:
            found.setdefault(op.matter, []).extend(fact.key or fact.name for fact in op.facts)
    return found


def claims_twice(kept):
    claims = Counter(
        (row.obligation_id, row.due_revision, row.rung) for _, _, reminders in kept.values() for row in reminders
    )
    return [f"claimed twice: {claim}" for claim, n in claims.items() if n > 1]


def missing(kept, now_us):
    """Rungs of open obligations that were reached and that nobody has claimed and told of."""
    faults = []
    for name, (_, obligations, reminders) in kept.items():
        status = {(row.obligation_id, row.due_revision, row.rung): row.status for row in reminders}
        for row in obligations:
            for rung, at in rungs_of(row) if row.is_open else ():
                found = status.get((row.id, row.due_revision, rung))
                if at <= now_us and found not in (SENT, PASSED_OVER):
                    faults.append(f"{name} {row.name}: {rung} of revision {row.due_revision} is {found}")
    return faults


def faults_at_the_end(store, ops, book):
    """What is wrong once the plan is carried out to its end: compared with a ledger that was never broken off."""
    ledger = ledger_in(store, Clock(ops[-1].at))
    faults = faults_after_a_crash(store, ops, book)
    ids = finale(ledger, book.handler(lambda: None))
    book.write(op=len(ops), ids=ids)
    kept = rows_of(store)
    faults += faults_after_a_crash(store, ops, book)
    faults += missing(kept, to_us(BEYOND))
    whole = carried_out(ops, gd.MemoryStore())
    expected = rows_of(whole.store)
    faults += [] if ledger.heads() == whole.heads() else ["the seals are not those of a ledger that was never killed"]
    for name in expected:
        for place, what in ((1, "obligations"), (2, "reminders")):
            ours, theirs = (_comparable(rows[name][place]) for rows in (kept, expected))
            faults += [f"{name}: {what} {ours ^ theirs}"] if ours != theirs else []
    fresh = rows_of(carried_out([op for op in ops if op.what != "adopt"], gd.MemoryStore(), after).store)
    faults += differing_dues(kept, fresh)
    with store.reading() as reader, whole.store.reading() as other:
        revision = other.revision()
        if reader.revision() != revision:
            faults.append(f"the calendar is at revision {reader.revision()}, not {revision}")
        elif revision and {row for row, _, _ in reader.moves(revision)} != {row for row, _, _ in other.moves(revision)}:
            faults.append("the moves listed are not those of a ledger that was never killed")
    return faults


def _comparable(rows):
    """
    Obligations as they are, and reminders by their ids.

    Which of the rungs reached at once are passed over depends on when one looks, and who begins anew looks more often.
    """
    return {row if hasattr(row, "next_rung") else row.id for row in rows}


def differing_dues(kept, fresh):
    """Obligations that are not due as in a ledger that knew the calendar from the beginning."""
    ours, theirs = (
        {
            (name, row.name, row.ordinal): (row.is_open, row.due_on, row.due_at_us, row.certainty, row.refusal)
            for name, (_, obligations, _) in rows.items()
            for row in obligations
            if row.is_open
        }
        for rows in (kept, fresh)
    )
    return [
        f"{key}: {ours.get(key)}, afresh {theirs.get(key)}"
        for key in sorted(ours.keys() | theirs.keys())
        if ours.get(key) != theirs.get(key)
    ]


def until_it_is_carried_out(crew, url, seed, *, size, rng, book, kills, wait=lambda: None, timed=0.0, where=None):
    """
    Let workers die in the middle of the plan until one comes to its end; returns how many died, and the faults.

    Up to *kills* die; *timed* is the part of them that the clock kills instead of a point drawn before. *where* counts
    both kinds.
    """
    book, ops = Book(book), plan(seed, size)
    store = gd.SqlStore(sa.create_engine(url, poolclass=sa.NullPool))
    died, faults = 0, []
    while True:
        told = {"url": url, "seed": seed, "size": size, "book": str(book.path), "last": None, "within": "new"}
        delay = None
        if died < kills and rng.random() < timed:
            delay = rng.random() * 0.8
        elif died < kills:
            told["within"] = rng.choices(("new", "again", "adopt"), (6, 2, 2))[0]
            told["last"] = rng.randrange(1, 40 if told["within"] == "adopt" else 250)
        ((status, _),) = crew("worker", delay=delay, **told)
        wait()
        if status == 0:
            break
        if status != -signal.SIGKILL:
            return died, [*faults, f"seed {seed}: the worker ended with {status}"]
        died += 1
        if where is not None:
            where["by the clock" if delay is not None else f"at a point within what is {told['within']}"] += 1
        faults += [f"seed {seed}, death {died}: {fault}" for fault in faults_after_a_crash(store, ops, book)]
    faults += [f"seed {seed}, at the end: {fault}" for fault in faults_at_the_end(store, ops, book)]
    return died, faults


# Many at once


def many_due(store, count, batch=2000):
    """
    *count* matters with one obligation each that is due, as if each had been opened.

    One is recorded, and its rows are written again under other names, each chain sealed anew by the ledger's own.
    """
    mould = ledger_in(gd.MemoryStore())
    mould.open("publication", id="mould", rule="enforcement.penalty", jurisdiction="520323")
    day = date(2026, 12, 1)
    mould.record("mould", gd.Event.of("decided", day - timedelta(1)))
    with mould.store.reading() as reader:
        (row,) = reader.matters("", 2)
        facts = mould.matter("mould").events
        recorded_us = reader.events(row.id)[0].recorded_us
        (duty,) = reader.obligations(row.id)
    empty = attrs.evolve(row, version=0)
    for first in range(0, count, batch):
        numbers = range(first, min(count, first + batch))
        rows = {table: [] for table in (schema.matter, schema.event, schema.obligation)}
        for number in numbers:
            name = f"M-{number:06}"
            own = attrs.evolve(empty, id=id_of(name), name=name)
            own = attrs.evolve(own, head=mould.chain.beginning(identity(own)))
            links = list(mould.chain.links(own, facts, recorded_us))
            rows[schema.matter].append(attrs.evolve(own, version=len(links), head=links[-1].seal))
            rows[schema.event] += links
            id = id_of(own.id, duty.name, duty.ordinal)
            rows[schema.obligation].append(attrs.evolve(duty, id=id, matter_id=own.id))
        with store.engine.begin() as connection:
            for table, values in rows.items():
                connection.execute(sa.insert(table), [plain(value) for value in values])


def plain(row):
    return {name: int(value) if isinstance(value, bool) else value for name, value in attrs.asdict(row).items()}


def waker(url, now_us, limit=500):
    """Wake until nothing is left, as one of many: the ids it claimed, and how long it took."""
    ledger = ledger_in(gd.SqlStore(url))
    began = time.monotonic()
    ids = []
    idle = 0
    while idle < 3:  # others may hold for a moment what is left
        page = ledger.wake(from_us(now_us), limit=limit)
        ids += [each.id for each in page]
        idle = 0 if page else idle + 1
    return {"ids": ids, "seconds": time.monotonic() - began}


MATTERS = 5


def opened(ledger):
    """Five requests for many to write in."""
    for number in range(MATTERS):
        ledger.open("request", id=f"C-{number}", event=gd.Event.of("received", date(2026, 12, 1), key="receipt"))


def recorder(url, seed, count, threads, index):
    """Record what comes to mind in the same matters, as one of many: what was accepted, refused, and what escaped."""
    ledger = ledger_in(gd.SqlStore(url), Clock(datetime(2026, 12, 5, 2, tzinfo=UTC)))
    accepted, refused, escaped = [], Counter(), []

    def run(thread):
        rng = random.Random(f"recorder {seed} {index} {thread}")
        for number in range(count):
            name = f"C-{rng.randrange(MATTERS)}"
            # One key in four is the same for all who draw it: delivered again, or in conflict.
            shared = rng.random() < 0.25
            key = f"shared-{rng.randrange(6)}" if shared else f"{index}-{thread}-{number}"
            day = date(2026, 12, rng.randrange(1, 5))
            kind = rng.choice(
                ("consulted", "opinion_received", "fee_notified", "fee_paid", "extended", "answered", "voided")
            )
            if kind == "answered" and rng.random() < 0.7:
                kind = "consulted"
            details = dict(DETAILS.get(kind, {}))
            voids = ""
            if kind in ("consulted", "opinion_received"):
                details["party"] = rng.choice("甲乙丙丁")
            try:
                if kind == "voided":
                    events = ledger.matter(name).events
                    voids = rng.choice(events[1:]).id if len(events) > 1 else "nothing"
                    details = {"reason": "误录"}
                event = gd.Event.of(kind, day, key=key, voids=voids, **details)
                recorded = ledger.record(name, event)
                if not recorded.replayed:
                    accepted.append((name, key))
            except LEGAL as error:
                refused[type(error).__name__] += 1
            except Exception as error:
                escaped.append(f"{type(error).__name__}: {error}"[:400])

    if threads == 1:
        run(0)
    else:
        own = [threading.Thread(target=run, args=(thread,)) for thread in range(threads)]
        for each in own:
            each.start()
        for each in own:
            each.join()
    return {"accepted": accepted, "refused": dict(refused), "escaped": escaped}


def faults_after_a_crowd(store, results):
    """What is wrong with the five matters after many have recorded in them."""
    ledger = ledger_in(store, Clock(datetime(2026, 12, 5, 2, tzinfo=UTC)))
    faults = [f"escaped: {each}" for result in results for each in result["escaped"]]
    faults += [f"verify: {flaw.error}" for flaw in ledger.verify()]
    faults += [f"rebuild: {each}" for each in ledger.rebuild(repair=False)]
    said = Counter(tuple(each) for result in results for each in result["accepted"])
    faults += [f"accepted {n} times: {each}" for each, n in said.items() if n > 1]
    for name, (events, _, _) in rows_of(store).items():
        if [row.version for row in events] != list(range(1, len(events) + 1)):
            faults.append(f"{name} has a hole: {[row.version for row in events]}")
        keys = [json.loads(row.body)["key"] for row in events]
        expected = {key for matter, key in said if matter == name} | {"receipt"}
        if sorted(keys) != sorted(expected):
            faults.append(f"{name}: on record but not said, or said but not on record: {set(keys) ^ expected}")
    return faults


def beside(url, seed, count, standing, index):
    """Open matters and record facts while another takes in the notice: the reminders that were claimed."""
    rng = random.Random(f"beside {seed} {index}")
    clock = Clock()
    ledger = ledger_in(gd.SqlStore(url), clock)
    ids, refused, escaped = [], Counter(), []
    for number in range(count):
        clock.now = datetime(2027, 1, 25, 2, tzinfo=UTC) + timedelta(minutes=number)
        try:
            if index % 2 and number % 3 == 0:
                ids += [each.id for each in ledger.wake(clock.now, limit=5)]
                ledger.drain(unheard, now=clock.now, limit=5)
            elif rng.random() < 0.4:
                opening = {"procedure": "request"} if rng.random() < 0.5 else {**PENALTY, "procedure": "publication"}
                name = "received" if opening["procedure"] == "request" else "decided"
                day = date(2027, 1, rng.randrange(4, 24))
                found = ledger.open(id=f"B-{index}-{number}", event=gd.Event.of(name, day), **opening)
                ids += [each.id for each in found.reminders]
            else:
                name = f"A-{rng.randrange(standing)}"
                kind = rng.choice(("consulted", "opinion_received", "published", "answered"))
                event = gd.Event.of(kind, date(2027, 1, 24), key=f"{index}-{number}", **DETAILS.get(kind, {}))
                ids += [each.id for each in ledger.record(name, event).reminders]
        except LEGAL as error:
            refused[type(error).__name__] += 1
        except Exception as error:
            escaped.append(f"{type(error).__name__}: {error}"[:400])
    return {"ids": ids, "refused": dict(refused), "escaped": escaped}


def adopter(url, batch=200):
    """Take in the notice, and recompute *batch* groups in one transaction."""
    adoption.BATCH = batch
    ledger = ledger_in(gd.SqlStore(url), Clock(datetime(2027, 1, 25, 2, tzinfo=UTC)))
    try:
        return {"moved": ledger.adopt(after("CN")).moved, "escaped": []}
    except Exception as error:
        return {"moved": 0, "escaped": [f"{type(error).__name__}: {error}"[:400]]}


STANDING = 120


def standing(ledger, count=STANDING):
    """Matters that are open when the notice comes, some of them told already that they are due soon."""
    for number in range(count):
        name, day = f"A-{number}", date(2026, 12, 20) + timedelta(number % 34)
        ledger._clock.now = datetime(2027, 1, 23, 2, tzinfo=UTC)
        if number % 3:
            ledger.open("request", id=name, event=gd.Event.of("received", day))
        else:
            ledger.open("publication", id=name, event=gd.Event.of("decided", day), **PENALTY)
        if number % 3 == 2:
            ledger.record(name, gd.Event.of("consulted", date(2027, 1, 22), whom="third_party"))
    woken(ledger, datetime(2027, 1, 24, 17, tzinfo=UTC))
    while any(attrs.astuple(ledger.drain(unheard, now=datetime(2027, 1, 24, 17, tzinfo=UTC)))):
        pass


def faults_after_adopting(store, results):
    """What is wrong after the notice was taken in while others recorded."""
    clock = Clock(datetime(2027, 1, 26, tzinfo=UTC))
    ledger = ledger_in(store, clock)
    faults = [f"escaped: {each}" for result in results for each in result["escaped"]]
    faults += [f"verify: {flaw.error}" for flaw in ledger.verify()]
    faults += [f"rebuild: {each}" for each in ledger.rebuild(repair=False)]
    kept = rows_of(store)
    faults += claims_twice(kept)
    for name, (_, obligations, _) in kept.items():
        matter = gd.Matter.from_dict(ledger.matter(name).to_dict(), calendar=after(ledger.matter(name).jurisdiction))
        afresh = {(row.name): row.deadline and row.deadline.due for row in matter.obligations(clock.now)}
        faults += [
            f"{name} {row.name} is due {row.due_on}, by the new calendar {afresh[row.name]}"
            for row in obligations
            if row.is_open and row.due_on != afresh[row.name]
        ]
    with store.reading() as reader:
        revision = reader.revision()
        groundless = {row.id for row in reader.groundless(revision)}
        moved = {(row.obligation_id, row.due_revision) for row, _, _ in reader.moves(revision)}
    if revision != 1:
        faults.append(f"the calendar is at revision {revision}, not 1")
    for name, (events, obligations, reminders) in kept.items():
        untouched = not any(json.loads(row.body).get("key") for row in events)
        by_id = {row.id: row for row in obligations}
        for row in reminders:
            duty = by_id[row.obligation_id]
            told = json.loads(row.body)["data"]["due"]
            later = [each for each in moved if each[0] == duty.id and each[1] > row.due_revision]
            if row.status == SENT and later and row.id not in groundless:
                faults.append(f"{name}: {row.rung} was told of {told} and has lost its ground unlisted")
            lost = untouched and duty.is_open and duty.due_on is not None and duty.due_on.isoformat() != told
            if row.status == SENT and lost and row.id not in groundless:
                faults.append(f"{name} {duty.name}: {row.rung} was told of {told}, it is due {duty.due_on}, unlisted")
    return faults


# The crew


class Crew:
    """Processes for the tests: called with the name of a function here, and how many are to run it at once."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def __call__(self, name, times=1, delay=None, **told):
        """How each process ended, and what it returned."""
        return self.together([(name, told)] * times, delay=delay)

    def together(self, orders, delay=None):
        """Run every order, a name and what it is told, in a process of its own, all at once."""
        print(json.dumps({"orders": orders, "delay": delay}), file=self._process.stdin, flush=True)
        return [tuple(each) for each in json.loads(self._process.stdout.readline())]


FUNCTIONS = {each.__name__: each for each in (worker, waker, recorder, beside, adopter)}


def _child(action, out):
    os.write(out, b"\n")
    try:
        told = json.dumps(action())
        with os.fdopen(out, "w") as file:
            file.write(told)
        os._exit(0)
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def crew():
    for place in ("CN", "450000", "520323"):
        after(place)
    gd.LawBook.load()
    for line in sys.stdin:
        told = json.loads(line)
        for name, given in told["orders"]:
            if name == "worker":
                plan(given["seed"], given["size"])  # once for all its lives
        children = []
        for name, given in told["orders"]:
            into, out = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(into)
                _child(partial(FUNCTIONS[name], **given), out)
            os.close(out)
            children.append((pid, into))
        if told["delay"] is not None:
            os.read(children[0][1], 1)  # it has begun
            time.sleep(told["delay"])
            os.kill(children[0][0], signal.SIGKILL)
        ended = []
        for pid, into in children:
            with os.fdopen(into) as file:
                text = file.read()
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            ended.append((status, json.loads(text) if text.strip() else None))
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    crew()
