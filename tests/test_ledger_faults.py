"""What a ledger does when its database fails: it says so, loses and doubles nothing, and goes on afterwards."""

import gc
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import attrs
import pytest
import sqlalchemy as sa

import gov_deadlines as gd
from gov_deadlines.ledger import schema
from gov_deadlines.ledger.rows import id_of, to_us

from .ledger_trials import (
    BEYOND,
    Clock,
    Points,
    after,
    claims_twice,
    differing_dues,
    finale,
    ledger_in,
    missing,
    rows_of,
    unheard,
    woken,
)

pytestmark = [pytest.mark.usefixtures("refused"), pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")]

NOON = datetime(2027, 1, 20, 4, tzinfo=UTC)


@pytest.fixture
def clock():
    return Clock(NOON)


def one_connection(url, **more):
    """An engine with a single connection: whoever does not give it back is found at the next use."""
    return sa.create_engine(url, pool_size=1, max_overflow=0, pool_timeout=5, **more)


def request(ledger, name, day=date(2027, 1, 11), key="receipt"):
    return ledger.open("request", id=name, event=gd.Event.of("received", day, key=key))


def is_whole(ledger):
    """Whether the facts are those recorded, and the rows those that follow from them."""
    assert ledger.verify() == []
    assert ledger.rebuild(repair=False) == []
    assert claims_twice(rows_of(ledger.store)) == []
    return True


def names(ledger):
    return sorted(ledger.heads())


class TestAFullDisk:
    @pytest.fixture
    def full(self, tmp_path):
        """An engine on a file that can be kept from growing."""
        engine = one_connection(f"sqlite:///{tmp_path / 'ledger.db'}")
        yield engine
        engine.dispose()

    @staticmethod
    def limit(engine, more):
        with engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")

    @pytest.mark.parametrize("more", range(7))
    def test_what_does_not_fit_is_refused_for_good_and_what_was_told_is_there(self, full, clock, more):
        ledger = ledger_in(gd.SqlStore(full).create(), clock)
        request(ledger, "A-1")
        self.limit(full, more)
        said = ["A-1"]
        with pytest.raises(gd.StoreFailed, match="full") as refused:
            for number in range(200):
                request(ledger, f"B-{number}")
                said.append(f"B-{number}")

        assert not refused.value.passing
        assert names(ledger) == sorted(said)
        assert is_whole(ledger)

        self.limit(full, 10_000)
        assert not request(ledger, f"B-{len(said) - 1}").replayed
        assert request(ledger, "A-1").replayed
        assert is_whole(ledger)

    @pytest.mark.parametrize("more", range(2))
    def test_waking_and_adopting_that_do_not_fit_are_taken_back_and_go_on(self, full, clock, more):
        ledger = ledger_in(gd.SqlStore(full).create(), clock)
        for number in range(60):
            request(ledger, f"B-{number}", date(2027, 1, 4 + number % 15))
        whole = ledger_in(gd.MemoryStore(), clock)
        for number in range(60):
            request(whole, f"B-{number}", date(2027, 1, 4 + number % 15))
        self.limit(full, more)
        refusals = []
        for action in (lambda: woken(ledger, NOON + timedelta(10)), lambda: ledger.adopt(after("CN"))):
            try:
                action()
            except gd.StoreFailed as refused:
                refusals.append(refused)
        assert refusals
        assert not any(each.passing for each in refusals)
        assert all("full" in str(each) for each in refusals)

        self.limit(full, 10_000)
        for each in (ledger, whole):
            woken(each, NOON + timedelta(10))
            each.adopt(after("CN"))
        assert is_whole(ledger)
        assert differing_dues(rows_of(ledger.store), rows_of(whole.store)) == []
        finale(ledger, unheard)
        assert missing(rows_of(ledger.store), to_us(BEYOND)) == []


class TestALockedFile:
    @pytest.fixture
    def path(self, tmp_path):
        return tmp_path / "ledger.db"

    @pytest.fixture
    def lock(self, path):
        """Locks the file from another process; returns what gives it free."""
        code = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); sys.stdin.read(); c.execute('COMMIT')"
        )
        held = []

        def free():
            for process in held:
                process.stdin.close()
                process.wait()
                process.stdout.close()
            held.clear()

        def lock():
            words = [sys.executable, "-c", code, str(path)]
            held.append(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            assert held[-1].stdout.readline() == "locked\n"
            return free

        yield lock
        free()

    @pytest.mark.parametrize("mode", ["delete", "wal"])
    def test_it_is_waited_for_and_then_refused_for_now(self, path, lock, clock, mode):
        engine = one_connection(f"sqlite:///{path}?timeout=0.05")
        ledger = ledger_in(gd.SqlStore(engine).create(), clock)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA journal_mode={mode}")
        request(ledger, "A-1", date(2026, 12, 25))
        free = lock()
        told = []
        for action in (
            lambda: request(ledger, "A-2"),
            lambda: ledger.record("A-1", gd.Event.of("consulted", date(2027, 1, 19), key="c", whom="third_party")),
            lambda: ledger.wake(NOON + timedelta(60)),
            lambda: ledger.drain(told.append, now=NOON + timedelta(60)),
            lambda: ledger.adopt(after("CN")),
        ):
            with pytest.raises(gd.StoreFailed, match="locked") as refused:
                action()
            assert refused.value.passing
        free()

        assert names(ledger) == ["A-1"]
        request(ledger, "A-2")
        ledger.record("A-1", gd.Event.of("consulted", date(2027, 1, 19), key="c", whom="third_party"))
        ledger.adopt(after("CN"))
        woken(ledger, NOON + timedelta(60))
        assert ledger.drain(told.append, now=NOON + timedelta(60)).sent == len(told) > 0
        assert is_whole(ledger)
        engine.dispose()

    def test_a_short_lock_is_waited_out(self, path, clock):
        """For half a minute, where the file is opened by its URL."""
        with gd.SqlStore(f"sqlite:///{path}") as store:
            ledger = ledger_in(store.create(), clock)
            past = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            past.execute("BEGIN IMMEDIATE")
            waiting = Thread(target=request, args=(ledger, "A-1"))
            waiting.start()
            waiting.join(0.3)
            assert waiting.is_alive()
            past.execute("COMMIT")
            past.close()
            waiting.join()

            assert names(ledger) == ["A-1"]


class TestAFileThatCannotBeWritten:
    def test_it_can_be_read_and_refuses_for_good(self, tmp_path, clock):
        path = tmp_path / "ledger.db"
        with gd.SqlStore(f"sqlite:///{path}") as store:
            request(ledger_in(store.create(), clock), "A-1", date(2026, 12, 25))
        engine = one_connection(f"sqlite:///file:{path}?mode=ro&uri=true")
        ledger = ledger_in(gd.SqlStore(engine), clock)
        for action in (
            lambda: request(ledger, "A-2"),
            lambda: ledger.wake(NOON + timedelta(60)),
            lambda: ledger.drain(lambda _: None),
            lambda: ledger.adopt(after("CN")),
        ):
            with pytest.raises(gd.StoreFailed, match="readonly") as refused:
                action()
            assert not refused.value.passing

        assert names(ledger) == ["A-1"]
        assert is_whole(ledger)
        engine.dispose()

    def test_postgresql_that_takes_no_writes_refuses_for_good(self, running, clock):
        server = available(running, "postgresql")
        url = server.fresh()
        with gd.SqlStore(url) as store:
            request(ledger_in(store.create(), clock), "A-1")
        engine = one_connection(url.replace("options=", "options=-cdefault_transaction_read_only%3Don%20"))
        ledger = ledger_in(gd.SqlStore(engine), clock)
        with pytest.raises(gd.StoreFailed, match="read-only") as refused:
            request(ledger, "A-2")

        assert not refused.value.passing
        assert names(ledger) == ["A-1"]
        engine.dispose()

    def test_a_directory_that_is_not_there_is_named_and_works_once_it_is_made(self, tmp_path, clock):
        path = tmp_path / "later" / "ledger.db"
        store = gd.SqlStore(f"sqlite:///{path}")
        ledger = ledger_in(store, clock)
        for action in (store.create, lambda: request(ledger, "A-1"), lambda: ledger.wake(NOON), ledger.verify):
            with pytest.raises(gd.StoreFailed, match="unable to open") as refused:
                action()
            assert not refused.value.passing
        path.parent.mkdir()
        store.create()
        request(ledger, "A-1")

        assert is_whole(ledger)
        store.close()


def available(running, kind):
    try:
        return running(kind)
    except Exception as error:
        pytest.skip(str(error))


class TestAServerThatGoesAway:
    @pytest.fixture(params=["postgresql", "oceanbase"])
    def server(self, running, request):
        return available(running, request.param)

    @pytest.fixture
    def ledger(self, server, clock):
        store = gd.SqlStore(server.holding(schema.metadata)).create()
        yield ledger_in(store, clock)
        store.close()

    def test_between_two_commands_nobody_notices(self, server, ledger):
        request(ledger, "A-1")
        server.restart()
        request(ledger, "A-2")

        assert names(ledger) == ["A-1", "A-2"]
        assert is_whole(ledger)

    def test_in_the_middle_of_a_command_it_is_refused_for_now_and_done_once_when_tried_again(
        self, server, ledger, clock
    ):
        points = Points(act=server.restart)
        engine = points.engine(ledger.store.engine.url)
        ledger = ledger_in(gd.SqlStore(engine), clock)
        for number, point in enumerate((9, 14)):
            points.after(point)
            outcome(points, lambda name=f"A-{number}": request(ledger, name, date(2026, 12, 25)))

        assert names(ledger) == ["A-0", "A-1"]
        assert is_whole(ledger)
        engine.dispose()

    def test_after_the_commit_the_fact_is_on_record_once_and_the_pool_goes_on(self, server, ledger, clock, monkeypatch):
        engine = one_connection(ledger.store.engine.url)
        own = ledger_in(gd.SqlStore(engine), clock)
        request(own, "A-1")
        commit, commits = engine.dialect.do_commit, []

        def restarting(connection):
            commit(connection)
            commits.append(connection)
            if len(commits) == 1:
                server.restart()

        monkeypatch.setattr(engine.dialect, "do_commit", restarting)
        request(own, "A-2")
        request(own, "A-3")

        assert commits
        assert names(own) == ["A-1", "A-2", "A-3"]
        assert is_whole(own)
        engine.dispose()

    def test_between_two_commands_a_host_with_one_connection_does_not_notice_either(self, server, ledger, clock):
        engine = one_connection(ledger.store.engine.url)
        own = ledger_in(gd.SqlStore(engine), clock)
        request(own, "A-1", date(2026, 12, 25))
        server.restart()
        assert own.wake(NOON + timedelta(60))
        server.restart()
        request(own, "A-2")

        assert names(own) == ["A-1", "A-2"]
        assert is_whole(own)
        engine.dispose()

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # pymysql leaves its socket open
    def test_one_that_is_down_is_refused_for_now(self, server, ledger):
        request(ledger, "A-1")
        server.kill()
        try:
            for action in (lambda: request(ledger, "A-2"), lambda: ledger.wake(NOON), ledger.heads):
                with pytest.raises(gd.StoreFailed) as refused:
                    action()
                assert refused.value.passing
        finally:
            server.start()

        gc.collect()
        request(ledger, "A-2")
        assert names(ledger) == ["A-1", "A-2"]


def outcome(points, action):
    """Do *action*; when it is refused for now, do it again, as the message says."""
    try:
        return action()
    except gd.StoreFailed as refused:
        if not refused.passing or points.passed < points.last:
            raise
    return action()


def test_more_at_once_than_the_pool_has_connections_are_refused_for_now(tmp_path, clock):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", pool_size=1, max_overflow=0, pool_timeout=0.05)
    ledger = ledger_in(gd.SqlStore(engine).create(), clock)
    request(ledger, "A-1")
    with engine.connect(), pytest.raises(gd.StoreFailed) as refused:
        request(ledger, "A-2")
    assert refused.value.passing

    request(ledger, "A-2")
    assert names(ledger) == ["A-1", "A-2"]
    engine.dispose()


class TestAClockThatIsSetBack:
    @pytest.fixture(params=["memory", "sqlite"])
    def ledger(self, request, clock, tmp_path):
        if request.param == "memory":
            yield ledger_in(gd.MemoryStore(), clock)
            return
        with gd.SqlStore(f"sqlite:///{tmp_path / 'ledger.db'}") as store:
            yield ledger_in(store.create(), clock)

    def test_between_two_facts_keeps_their_order(self, ledger, clock):
        request(ledger, "A-1")
        clock.now -= timedelta(3)
        ledger.record("A-1", gd.Event.of("consulted", date(2027, 1, 13), key="c", whom="third_party"))

        with ledger.store.reading() as reader:
            times = [row.recorded_us for row in reader.events(id_of("A-1"))]
        assert times == sorted(times)
        assert is_whole(ledger)

    def test_between_two_wakes_tells_nothing_twice_and_loses_nothing(self, ledger):
        request(ledger, "A-1", date(2026, 12, 25))
        ids = []
        for days in (2, 9, 1, 30, 5, 60, 59):
            ids += [each.id for each in ledger.wake(NOON + timedelta(days))]

        assert len(ids) == len(set(ids))
        ((_, (duty,), reminders),) = rows_of(ledger.store).values()
        assert duty.next_rung is None
        assert len(reminders) == 4
        assert is_whole(ledger)

    @pytest.mark.parametrize("settles", [True, False])
    def test_between_lease_and_settling_tells_no_other_worker(self, ledger, clock, settles):
        request(ledger, "A-1", date(2026, 12, 25))
        ledger.drain(lambda _: None)
        now = NOON + timedelta(60)
        ledger.wake(now)
        told = []

        def handler(message):
            clock.now = NOON - timedelta(30)
            assert not any(attrs.astuple(ledger.drain(told.append, now=clock.now)))
            if not settles:
                raise KeyboardInterrupt
            told.append(message["id"])

        if settles:
            assert ledger.drain(handler, now=now).sent == 1
        else:
            with pytest.raises(KeyboardInterrupt):
                ledger.drain(handler, now=now)
            assert not any(attrs.astuple(ledger.drain(told.append, now=now)))
            assert ledger.drain(lambda message: told.append(message["id"]), now=now + timedelta(minutes=6)).sent == 1

        assert len(told) == 1
        assert is_whole(ledger)

    def test_behind_the_turn_of_a_series_takes_no_span_back(self, ledger, clock):
        clock.now = datetime(2026, 12, 20, 4, tzinfo=UTC)
        ledger.open(
            "series",
            id="S",
            rule="annual_report.department",
            event=gd.Event.of("series_started", date(2026, 1, 1), key="start"),
        )
        late = datetime(2028, 2, 10, tzinfo=UTC)
        ids = woken(ledger, late)
        clock.now = datetime(2027, 6, 1, 4, tzinfo=UTC)
        ledger.record("S", gd.Event.of("submitted", date(2027, 1, 20), key="s-2026", period="2026"))
        ids += woken(ledger, late)
        assert len(ids) == len(set(ids))

        ((_, duties, reminders),) = rows_of(ledger.store).values()
        assert {row.due_revision for row in duties} == {1}
        claimed = [(row.obligation_id, row.rung) for row in reminders]
        assert len(claimed) == len(set(claimed))
        assert is_whole(ledger)
