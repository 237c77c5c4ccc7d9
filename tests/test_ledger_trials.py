"""
What a ledger goes through, in small: workers killed, many at once, a notice taken in beside them.

The full of it is tests/soak/ledger.py. Seeds are fixed, and named in what fails.
"""

import os
import random
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

import gov_deadlines as gd
from gov_deadlines.ledger import adoption, schema

from . import ledger_trials as trials
from .ledger_trials import Clock, after, ledger_in, rows_of
from .servers import UnavailableError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")


@pytest.fixture(scope="module")
def crew():
    with trials.Crew() as crew:
        yield crew


@pytest.fixture(params=["sqlite", "postgresql", "oceanbase"])
def store(request, running):
    """An empty store on a real database, which other processes reach under its URL."""
    try:
        server = running(request.param)
    except UnavailableError as error:
        pytest.skip(str(error))
    # A new file is cheap; the tables of a server are used again.
    url = server.fresh() if request.param == "sqlite" else server.holding(schema.metadata)
    with gd.SqlStore(url) as store:
        yield store.create()


def url_of(store):
    return store.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def clock():
    return Clock(datetime(2027, 1, 4, 4, tzinfo=UTC))


class TestCrashes:
    @pytest.mark.parametrize("seed", [1, 2])
    def test_a_worker_killed_anywhere_loses_nothing_and_doubles_nothing(self, store, crew, seed, tmp_path):
        died, faults = trials.until_it_is_carried_out(
            crew, url_of(store), seed, size=30, rng=random.Random(seed), book=tmp_path / "book", kills=4
        )

        assert died > 0
        assert faults == []


class TestManyAtOnce:
    def test_what_is_due_is_claimed_once_by_whoever_comes_first(self, store, crew):
        trials.many_due(store, 400)
        with store.reading() as reader:
            first = reader.next_wake()
        results = crew("waker", times=3, url=url_of(store), now_us=first, limit=40)

        assert [status for status, _ in results] == [0, 0, 0]
        ids = [id for _, result in results for id in result["ids"]]
        assert len(ids) == len(set(ids)) == 400
        with store.reading() as reader:
            assert reader.next_wake() == first  # of the messages, which wait to be told
            assert sum(len(reader.reminders(row.id)) for row in reader.matters("", 50)) == 50
        assert ledger_in(store).rebuild(repair=False) == []

    def test_all_that_is_accepted_is_on_record_and_all_else_is_refused_by_name(self, store, crew):
        trials.opened(ledger_in(store, Clock(datetime(2026, 12, 5, tzinfo=UTC))))
        told = {"url": url_of(store), "seed": 5, "count": 6, "threads": 3}
        results = crew.together([("recorder", told | {"index": index}) for index in range(3)])

        assert [status for status, _ in results] == [0, 0, 0]
        assert sum(len(result["accepted"]) for _, result in results) > 10
        assert trials.faults_after_a_crowd(store, [result for _, result in results]) == []

    def test_a_notice_taken_in_beside_them_moves_every_open_duty(self, store, crew):
        trials.standing(ledger_in(store), 40)
        told = {"url": url_of(store), "seed": 3, "count": 12, "standing": 40}
        orders = [("beside", told | {"index": index}) for index in range(2)]
        results = crew.together([("adopter", {"url": url_of(store)})] * 2 + orders)

        assert [status for status, _ in results] == [0, 0, 0, 0]
        assert trials.faults_after_adopting(store, [result for _, result in results]) == []


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request, clock, tmp_path):
    if request.param == "memory":
        yield ledger_in(gd.MemoryStore(), clock)
        return
    with gd.SqlStore(f"sqlite:///{tmp_path / 'ledger.db'}") as store:
        yield ledger_in(store.create(), clock)


def told(ledger, name, day=date(2027, 1, 4)):
    """A request by projection due on 2027-02-01 and by the notice a day earlier, of which the host was warned."""
    ledger.open("request", id=name, event=gd.Event.of("received", day, key="receipt"))
    now = datetime(2027, 1, 29, tzinfo=UTC)
    ledger.wake(now)
    assert ledger.drain(lambda _: None, now=now)


class TestBeforeTheRecomputationCame:
    """A notice is in force from when it is taken in; what it moves is recomputed after that, row by row."""

    @pytest.fixture
    def taken_in(self, ledger, monkeypatch):
        """Takes in the notice and breaks off before anything is recomputed."""

        def taken_in():
            with monkeypatch.context() as patch:
                patch.setattr(adoption, "_recompute", lambda *_: 1 / 0)
                with pytest.raises(ZeroDivisionError):
                    ledger.adopt(after("CN"))

        return taken_in

    def test_a_fact_lists_what_the_notice_moves(self, ledger, taken_in):
        told(ledger, "A-1")
        taken_in()
        recorded = ledger.record("A-1", gd.Event.of("received", date(2027, 1, 4), key="again"))
        adopted = ledger.adopt()

        assert ledger.matter("A-1").at(date(2027, 1, 5)).main.due == date(2027, 1, 31)
        assert [(each.due_from, each.due_to) for each in recorded.moves] == [(date(2027, 2, 1), date(2027, 1, 31))]
        assert [(each.matter, each.due_from, each.due_to) for each in adopted.moves()] == [
            ("A-1", date(2027, 2, 1), date(2027, 1, 31))
        ]
        assert [each.rung for each in adopted.groundless()] == ["warning/-3"]
        assert ledger.rebuild(repair=False) == []

    def test_mending_lists_what_the_notice_moves(self, ledger, taken_in):
        told(ledger, "A-1")
        taken_in()
        assert len(ledger.rebuild(repair=True)) == 1
        adopted = ledger.adopt()

        assert [each.due_to for each in adopted.moves()] == [date(2027, 1, 31)]
        assert [each.rung for each in adopted.groundless()] == ["warning/-3"]

    def test_a_turn_of_the_clock_lists_what_the_notice_moves(self, ledger, taken_in, clock):
        clock.now = datetime(2026, 12, 20, 4, tzinfo=UTC)
        event = gd.Event.of("series_started", date(2026, 11, 1), key="start", every="month")
        ledger.open("series", id="S", rule="request.answer", event=event)
        ledger.wake(datetime(2027, 1, 5, tzinfo=UTC))
        before = {row.name: row.due_on for row in rows_of(ledger.store)["S"][1]}
        taken_in()
        ledger.wake(datetime(2027, 2, 1, 4, tzinfo=UTC))
        moved = {row.name: row.due_on for row in rows_of(ledger.store)["S"][1]}
        adopted = ledger.adopt()

        different = {name for name in before if before[name] != moved[name]}
        assert different
        assert {each.obligation for each in adopted.moves()} == different
        assert ledger.rebuild(repair=False) == []


def test_what_is_closed_keeps_its_limit_and_is_no_difference(ledger, clock):
    told(ledger, "A-1")
    told(ledger, "A-2")
    clock.now = datetime(2027, 1, 20, 4, tzinfo=UTC)
    ledger.record("A-1", gd.Event.of("answered", date(2027, 1, 19), key="answer"))
    ledger.adopt(after("CN"))

    rows = {name: rows[1][0] for name, rows in rows_of(ledger.store).items()}
    assert (rows["A-1"].is_open, rows["A-1"].due_on) == (False, date(2027, 2, 1))
    assert (rows["A-2"].is_open, rows["A-2"].due_on) == (True, date(2027, 1, 31))
    assert ledger.rebuild(repair=False) == []


def test_what_is_closed_and_was_altered_is_a_difference(clock, tmp_path):
    with gd.SqlStore(f"sqlite:///{tmp_path / 'ledger.db'}") as store:
        ledger = ledger_in(store.create(), clock)
        told(ledger, "A-1")
        ledger.adopt(after("CN"))
        ledger.record("A-1", gd.Event.of("answered", date(2027, 1, 4), key="answer"))
        with store.engine.begin() as connection:
            connection.execute(sa.update(schema.obligation).values(due_on=date(2027, 1, 30)))

        assert [each.fresh.due_on for each in ledger.rebuild(repair=False)] == [date(2027, 1, 31)]


def test_a_rung_claimed_while_its_group_is_moved_is_moved_in_the_next_round(store):
    """A worker wakes between the listing and the move; where one statement does both, between reading and moving."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("there is one writer at a time")
    now = datetime(2027, 1, 27, 17, tzinfo=UTC)
    clock = Clock(datetime(2027, 1, 4, 4, tzinfo=UTC))
    ledger, other = ledger_in(store, clock), ledger_in(gd.SqlStore(url_of(store)), clock)
    for number in range(6):
        ledger.open("request", id=f"A-{number}", event=gd.Event.of("received", date(2027, 1, 4), key="receipt"))
    claimed = []

    def listed(_connection, _cursor, statement, *_):
        if "INSERT INTO gd_move" in statement and not claimed:
            claimed.extend(other.wake(now, limit=3))

    moment = "before_cursor_execute" if store.engine.dialect.name == "postgresql" else "after_cursor_execute"
    sa.event.listen(store.engine, moment, listed)
    try:
        adopted = ledger.adopt(after("CN"))
    finally:
        sa.event.remove(store.engine, moment, listed)
    other.store.close()

    assert len(claimed) == 3
    assert adopted.moved == 6
    assert sorted(each.matter for each in adopted.moves()) == [f"A-{number}" for number in range(6)]
    kept = rows_of(store)
    assert {rows[1][0].due_revision for rows in kept.values()} == {2}
    assert ledger.rebuild(repair=False) == []
    assert trials.claims_twice(kept) == []


def test_two_that_turn_a_series_at_once_turn_it_once(ledger, clock, monkeypatch):
    clock.now = datetime(2026, 12, 20, 4, tzinfo=UTC)
    event = gd.Event.of("series_started", date(2026, 11, 1), key="start")
    ledger.open("series", id="S", rule="annual_report.department", event=event)
    now = datetime(2027, 1, 5, tzinfo=UTC)
    append, first = ledger.store.append, []

    def after_another(change):
        if not first:
            first.append(change)
            append(change)
        append(change)

    monkeypatch.setattr(ledger.store, "append", after_another)
    ledger.wake(now)

    assert first
    assert len(rows_of(ledger.store)["S"][1]) == len({row.id for row in rows_of(ledger.store)["S"][1]}) == 4
    assert ledger.rebuild(repair=False) == []


def test_two_that_take_in_one_notice_at_once_take_it_in_once(store, monkeypatch):
    """The second judges what is new before the first has taken it in, and comes to take it in after."""
    clock = Clock(datetime(2027, 1, 4, 4, tzinfo=UTC))
    ledger, other = ledger_in(store, clock), ledger_in(gd.SqlStore(url_of(store)), clock)
    ledger.open("request", id="A-1", event=gd.Event.of("received", date(2027, 1, 4), key="receipt"))
    writing, firsts = ledger.store.writing, []

    def after_another():
        if not firsts:
            firsts.append(other.adopt(after("CN")))
        return writing()

    monkeypatch.setattr(ledger.store, "writing", after_another)
    adopted = ledger.adopt(after("CN"))
    other.store.close()

    assert [(each.revision, each.moved) for each in (*firsts, adopted)] == [(1, 1), (1, 1)]
    with store.reading() as reader:
        assert [row.revision for row in reader.calendars()] == [1]
