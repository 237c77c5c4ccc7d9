"""What a host hands to a ledger by mistake is refused where it is handed in, and says what would have been right."""

import asyncio
import functools
import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

import gov_deadlines as gd

NOW = datetime(2020, 5, 20, 9, tzinfo=gd.SHANGHAI)
TUESDAY = datetime(2020, 5, 26, 9, tzinfo=gd.SHANGHAI)
"""Three working days before a penalty of Wednesday, 2020-05-20, must be public."""


@pytest.fixture
def ledger():
    """A ledger with one penalty, decided on 2020-05-20 and due on 2020-05-29."""
    ledger = gd.Ledger(gd.MemoryStore(), clock=lambda: NOW)
    decided = gd.Event.of("decided", date(2020, 5, 20))
    ledger.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323", event=decided)
    return ledger


async def tell_later(message):
    """What a host writes that works with asyncio."""
    await asyncio.sleep(0)
    return message


class Teller:
    """A handler that is an object, and a coroutine function all the same."""

    async def __call__(self, message):
        await tell_later(message)


class TestMaking:
    @pytest.mark.parametrize(
        ("options", "field", "part"),
        [
            ({"store": "postgresql://u:secret@h/x"}, "store", "str is no store; make one by SqlStore(url)"),
            ({"store": gd.MemoryStore}, "store", "MemoryStore()"),
            ({"store": create_engine("sqlite://")}, "store", "Engine is no store; make one by SqlStore(url)"),
            ({"calendars": gd.WorkCalendar.load("CN")}, "calendars", "expected a function, like WorkCalendar.load"),
            ({"clock": NOW}, "clock", "expected a function"),
            ({"policy": 3}, "policy", "3 is no WarningPolicy"),
            ({"key": "secret"}, "key", "made of bytes"),
        ],
    )
    def test_of_what_cannot_be_used_is_refused(self, options, field, part):
        with pytest.raises(gd.BadInput) as refused:
            gd.Ledger(**{"store": gd.MemoryStore()} | options)

        assert [fault.path for fault in refused.value.faults] == [field]
        assert part in str(refused.value)
        assert "secret" not in str(refused.value)

    def test_with_a_clock_without_a_zone_is_refused_by_its_name(self):
        with pytest.raises(gd.BadInput, match=r"^clock: .* names no time zone"):
            gd.Ledger(gd.MemoryStore(), clock=lambda: datetime(2020, 5, 20, 9)).now()  # noqa: DTZ001

    @pytest.mark.parametrize("url", [None, 3, b"sqlite://"])
    def test_of_a_store_at_no_url_is_refused(self, url):
        with pytest.raises(gd.BadInput, match=r"^database: .*sqlite:///ledger.db"):
            gd.SqlStore(url)

    def test_of_a_store_takes_the_url_of_sqlalchemy(self):
        with gd.SqlStore(make_url("sqlite://")) as store:
            assert gd.Ledger(store.create()).due(date(2026, 1, 1)) == ()


class TestShowing:
    def test_tells_where_it_keeps_things_and_no_password(self):
        pytest.importorskip("psycopg")
        store = gd.SqlStore("postgresql+psycopg://oa:secret@db/oa?sslpassword=secret")

        assert repr(gd.Ledger(store)) == "<Ledger on <SqlStore postgresql+psycopg://***@db/oa>>"

    def test_in_memory_and_in_a_transaction_of_the_host(self):
        engine = create_engine("sqlite://")
        ledger = gd.Ledger(gd.SqlStore(engine).create())
        with engine.begin() as connection:
            told = repr(ledger.within(connection))
        engine.dispose()

        assert told == "<Ledger on <SqlStore sqlite://, in a transaction of the host>>"
        assert repr(gd.Ledger(gd.MemoryStore())) == "<Ledger on <MemoryStore>>"


class TestHandler:
    @pytest.mark.parametrize("handler", [None, "print", tell_later, functools.partial(tell_later), Teller()])
    @pytest.mark.parametrize("how", ["drain", "run"])
    def test_that_cannot_tell_is_refused_before_anything_is_claimed(self, ledger, handler, how):
        """A message that nobody awaits would count as told."""
        with pytest.raises(gd.BadInput, match=r"^handler: "):
            getattr(ledger, how)(handler, now=TUESDAY)

        assert ledger.reminders("A-1") == ()

    def test_that_returns_a_coroutine_has_told_nothing(self, ledger):
        """The message comes again, and its error says why."""
        ledger.wake(TUESDAY)
        drained = ledger.drain(lambda message: tell_later(message), now=TUESDAY)  # noqa: PLW0108
        (kept,) = ledger.reminders("A-1")

        assert (drained.sent, drained.failed) == (0, 1)
        assert (kept.status, kept.attempts) == ("pending", 1)
        assert "coroutine" in kept.error

    def test_of_an_event_loop_is_reached_from_a_thread(self, ledger):
        """How a host that is async tells, as the refusal says."""

        async def host():
            loop, heard = asyncio.get_running_loop(), []

            async def tell(message):
                heard.append((await tell_later(message))["subject"])

            def handler(message):
                asyncio.run_coroutine_threadsafe(tell(message), loop).result()

            return await asyncio.to_thread(ledger.run, handler, now=TUESDAY), heard

        told, heard = asyncio.run(host())

        assert (told.sent, heard) == (1, ["A-1"])


class TestAsking:
    @pytest.mark.parametrize("limit", [0, -1, True, 2.0, "9", None])
    @pytest.mark.parametrize(
        "ask",
        [
            lambda ledger, limit: ledger.wake(limit=limit),
            lambda ledger, limit: ledger.drain(print, limit=limit),
            lambda ledger, limit: ledger.due(date(2020, 6, 1), limit=limit),
            lambda ledger, limit: ledger.untold(limit=limit),
            lambda ledger, limit: ledger.dead(limit=limit),
        ],
    )
    def test_for_no_number_of_rows_is_refused(self, ledger, ask, limit):
        with pytest.raises(gd.BadInput, match=r"^limit: .* expected a whole number from 1"):
            ask(ledger, limit)

    @pytest.mark.parametrize("id", [1, None, "", date(2020, 5, 20)])
    @pytest.mark.parametrize("how", ["matter", "assess", "obligations", "reminders"])
    def test_for_what_is_no_name_is_refused(self, ledger, how, id):
        with pytest.raises(gd.BadInput, match=r"^id: "):
            getattr(ledger, how)(id)

    @pytest.mark.parametrize("version", ["1", True, 1.0, -1])
    def test_for_what_is_no_version_is_refused_and_not_called_stale(self, ledger, version):
        with pytest.raises(gd.BadInput, match=r"^expected_version: "):
            ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20)), expected_version=version)

    @pytest.mark.parametrize(
        ("ask", "path"),
        [
            (lambda ledger, moment: ledger.wake(moment), "now"),
            (lambda ledger, moment: ledger.drain(print, now=moment), "now"),
            (lambda ledger, moment: ledger.due(moment), "by"),
        ],
    )
    def test_at_an_instant_without_a_zone_names_what_was_asked(self, ledger, ask, path):
        with pytest.raises(gd.BadInput, match=rf"^{path}: .* names no time zone"):
            ask(ledger, datetime(2020, 5, 20, 9))  # noqa: DTZ001


class TestReviving:
    def test_takes_an_id_as_well_as_the_message(self, ledger):
        def fails(_):
            raise OSError("no route to host")

        ledger.wake(TUESDAY)
        ledger.drain(fails, now=TUESDAY, attempts=1)
        (dead,) = ledger.dead()

        assert ledger.revive(dead.id)
        assert not ledger.revive(dead)
        assert not ledger.revive("of nobody")

    @pytest.mark.parametrize("reminder", [None, 7, {"id": "x"}])
    def test_refuses_what_is_no_message(self, ledger, reminder):
        with pytest.raises(gd.BadInput, match=r"^reminder: .* Ledger.dead"):
            ledger.revive(reminder)


class TestHeads:
    def test_that_went_through_json_prove_the_same(self, ledger):
        kept = json.loads(json.dumps(ledger.heads()))

        assert ledger.verify(kept) == []
        assert len(ledger.verify({"A-1": [1, "0" * 64]})) == 1

    @pytest.mark.parametrize(
        ("heads", "path"),
        [
            (["A-1"], "heads"),
            ({"A-1": "9f"}, "heads.A-1"),
            ({"A-1": (1,)}, "heads.A-1"),
            ({"A-1": ("1", "9f")}, "heads.A-1"),
            ({"A-1": (True, "9f")}, "heads.A-1"),
            ({"A-1": (-1, "9f")}, "heads.A-1"),
        ],
    )
    def test_that_are_none_are_refused(self, ledger, heads, path):
        with pytest.raises(gd.BadInput) as refused:
            ledger.verify(heads)

        assert [fault.path for fault in refused.value.faults] == [path]


def test_a_notice_is_adopted_in_a_calendar():
    """What a host has at hand is the notice; the refusal says how it becomes a calendar."""
    with pytest.raises(gd.BadInput, match=r"WorkCalendar.load\('CN', notices=\[notice\]\)"):
        gd.Ledger(gd.MemoryStore(), clock=lambda: datetime(2020, 5, 20, tzinfo=UTC)).adopt(gd.read_notice)


def test_an_engine_or_a_session_is_no_connection():
    """What an ORM host has at hand is its session; the refusal says where its connection is."""
    engine = create_engine("sqlite://")
    ledger = gd.Ledger(gd.SqlStore(engine).create())
    with Session(engine) as session:
        for wrong in (engine, session, "sqlite://"):
            with pytest.raises(gd.BadInput, match=r"^connection: .*session.connection\(\)"):
                ledger.within(wrong)
        assert ledger.within(session.connection()).due(date(2026, 1, 1)) == ()
    engine.dispose()
