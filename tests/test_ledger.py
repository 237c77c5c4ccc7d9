"""What a host asks of the ledger: record what happened, tell what is due, never tell it twice."""

import json
import sqlite3
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.event import listen

import gov_deadlines as gd
from gov_deadlines.ledger import recording
from gov_deadlines.ledger.rows import id_of

NOTICE_2027 = Path(__file__).parent / "notices" / "made_up_2027.txt"


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, *at):
        self.at = beijing(*at)

    def __call__(self):
        return self.at

    def set(self, *at):
        self.at = beijing(*at)


def beijing(*at):
    return datetime(*at, tzinfo=gd.SHANGHAI)


@pytest.fixture
def clock():
    """Eight in the morning of Wednesday, 2020-05-20."""
    return Clock(2020, 5, 20, 8)


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request, clock, tmp_path):
    """An empty ledger; what depends on the store is tried in memory and in a file, and in test_store.py on all."""
    if request.param == "memory":
        yield gd.Ledger(gd.MemoryStore(), clock=clock)
        return
    with gd.SqlStore(f"sqlite:///{tmp_path / 'ledger.db'}") as store:
        yield gd.Ledger(store.create(), clock=clock)


@pytest.fixture
def filed(clock, tmp_path):
    """A ledger in a file, and the bare connection of someone who goes past it."""
    with gd.SqlStore(f"sqlite:///{tmp_path / 'ledger.db'}") as store:
        past = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
        yield gd.Ledger(store.create(), clock=clock), past
        past.close()


def penalty(ledger, id="A-1"):
    """A penalty decided on 2020-05-20 in Suiyang: public within 7 working days, by 2020-05-29."""
    return ledger.open(
        "publication",
        id=id,
        rule="enforcement.penalty",
        jurisdiction="520323",
        event=gd.Event.of("decided", date(2020, 5, 20), key="decided"),
    )


def request_2026(ledger, id="R-1", day=date(2026, 12, 10)):
    """A request received near the end of the last published year: no notice covers its last day yet."""
    return ledger.open("request", id=id, event=gd.Event.of("received", day, key="received"))


def rows(ledger, id):
    with ledger.store.reading() as reader:
        return list(reader.obligations(id_of(id)))


def told(reminders):
    return [(each.rung, each.message["data"]["due"]) for each in reminders]


class TestRecording:
    def test_a_fact_is_on_record_with_its_state_and_its_deadline(self, ledger):
        recorded = penalty(ledger)

        assert (recorded.version, recorded.replayed, recorded.matter.state) == (1, False, "pending")
        assert ledger.assess("A-1", date(2020, 5, 25)).main.due == date(2020, 5, 29)
        assert [(row.name, row.due_on, row.is_open) for row in rows(ledger, "A-1")] == [
            ("publication", date(2020, 5, 29), True)
        ]

    def test_a_fact_delivered_twice_is_recorded_once(self, ledger):
        penalty(ledger)
        again = ledger.record("A-1", gd.Event.of("decided", date(2020, 5, 20)), key="decided")

        assert (again.version, again.replayed, again.events) == (1, True, ())

    def test_a_fact_without_a_key_is_known_by_its_content(self, ledger):
        penalty(ledger)
        out = gd.Event.of("published", date(2020, 5, 20), channel="website")
        first, again = ledger.record("A-1", out), ledger.record("A-1", out)

        assert (first.version, first.replayed) == (2, False)
        assert (again.version, again.replayed) == (2, True)

    def test_a_key_with_another_content_is_refused(self, ledger):
        penalty(ledger)
        with pytest.raises(gd.ConflictingDelivery):
            ledger.record("A-1", gd.Event.of("decided", date(2020, 5, 19)), key="decided")

    def test_what_the_table_refuses_is_not_recorded(self, ledger):
        penalty(ledger)
        with pytest.raises(gd.IllegalEvent):
            ledger.record("A-1", gd.Event.of("republished", date(2020, 5, 20)))

        assert len(ledger.matter("A-1").events) == 1

    def test_a_matter_whose_opening_is_refused_is_not_there(self, ledger):
        with pytest.raises(gd.IllegalEvent):
            ledger.open("publication", id="A-1", event=gd.Event.of("published", date(2020, 5, 20)))
        with pytest.raises(gd.UnknownMatter):
            ledger.matter("A-1")

    def test_a_matter_may_be_opened_before_anything_happened(self, ledger):
        ledger.open("request", id="R-1")
        recorded = ledger.record("R-1", gd.Event.of("received", date(2020, 5, 20)))

        assert (recorded.version, recorded.matter.state) == (1, "running")

    def test_opened_again_alike_it_stays_as_it_is(self, ledger):
        penalty(ledger)
        again = penalty(ledger)

        assert (again.version, again.replayed) == (1, True)

    def test_an_id_stands_for_one_matter(self, ledger):
        penalty(ledger)
        with pytest.raises(gd.ConflictingDelivery) as refused:
            ledger.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="610724")

        assert "A-1" in str(refused.value)

    @pytest.mark.parametrize("id", ["", "  ", "a\nb", "x" * 201, "\ud800", None, 7])
    def test_what_is_no_id_is_refused(self, ledger, id):
        with pytest.raises(gd.BadInput, match=r"^id: "):
            ledger.open("request", id=id)

    def test_an_unknown_matter_is_named(self, ledger):
        with pytest.raises(gd.UnknownMatter, match="Z-9"):
            ledger.record("Z-9", gd.Event.of("received", date(2020, 5, 20)))

    def test_details_that_json_has_no_word_for_are_refused(self, ledger):
        ledger.open("request", id="R-1")
        with pytest.raises(gd.BadInput):
            ledger.record("R-1", gd.Event.of("received", date(2020, 5, 20), note=float("nan")))

        assert ledger.matter("R-1").events == ()

    @pytest.mark.parametrize(
        "policy",
        [
            gd.WarningPolicy(days_before=(3, 3)),
            gd.WarningPolicy(days_before=tuple(range(1, 40))),
            gd.WarningPolicy(fractions=(0.5, 0.501)),
        ],
    )
    def test_warnings_that_cannot_be_told_apart_or_kept_are_refused(self, policy):
        with pytest.raises(gd.BadInput, match="policy"):
            gd.Ledger(gd.MemoryStore(), policy=policy)

    def test_a_practice_number_by_someone_with_an_endless_name_is_refused(self, ledger):
        advisory = gd.Advisory(gd.Period(5, gd.WORKING_DAY), "局" * 120)
        with pytest.raises(gd.BadInput, match="advisory"):
            ledger.open("request", id="R-1", advisory=advisory)

    def test_two_keys_for_one_fact_are_refused(self, ledger):
        penalty(ledger)
        with pytest.raises(gd.BadInput, match="'one'"):
            ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20), key="two"), key="one")

    def test_an_expected_version_that_has_passed_is_stale(self, ledger):
        penalty(ledger)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20)), expected_version=1)
        with pytest.raises(gd.StaleMatter) as refused:
            ledger.record("A-1", gd.Event.of("superseded", date(2020, 5, 20)), expected_version=1)

        assert (refused.value.expected, refused.value.actual) == (1, 2)

    def test_what_was_decided_by_a_version_that_has_passed_is_stale_even_where_it_is_illegal_by_now(self, ledger):
        penalty(ledger)
        ledger.record("A-1", gd.Event.of("withheld", date(2020, 5, 20), basis="国家秘密"), expected_version=1)
        published = gd.Event.of("published", date(2020, 5, 20))
        with pytest.raises(gd.IllegalEvent):
            ledger.record("A-1", published, expected_version=2)
        with pytest.raises(gd.StaleMatter) as refused:
            ledger.record("A-1", published, expected_version=1)

        assert (refused.value.expected, refused.value.actual) == (1, 2)

    def test_events_read_back_exactly_as_they_were_told(self, ledger):
        at = datetime(1986, 5, 4, 3, 30, 0, 123456, tzinfo=gd.SHANGHAI)
        event = gd.Event.of(
            "occurred", at, key="k", learned=beijing(1986, 5, 4, 5), actor="某局", level="major", note={"甲": [1, None]}
        )
        ledger.open("incident", id="I-1", event=event)

        (kept,) = ledger.matter("I-1").events
        assert kept == event
        assert kept.happened.utcoffset() == timedelta(hours=9)  # daylight saving time began that night
        assert kept.to_dict() == event.to_dict()

    def test_what_a_fact_opens_elsewhere_is_told_with_it(self, ledger, clock):
        penalty(ledger)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20)))
        clock.set(2020, 6, 1, 9)
        recorded = ledger.record("A-1", gd.Event.of("revoked", date(2020, 6, 1)))

        assert [(each.link.procedure, each.link.to) for each in recorded.opens] == [("takedown", "revoked")]
        assert ledger.record("A-1", gd.Event.of("revoked", date(2020, 6, 1))).opens == ()


class TestWhatIsHandedIn:
    def test_instants_of_pandas_are_kept_to_the_microsecond_and_known_again(self, ledger):
        """What comes a second time in nanoseconds is the fact that is kept, with a key and without."""
        pandas = pytest.importorskip("pandas")

        def fact(name, at, **more):
            return gd.Event.of(name, pandas.Timestamp(at), **more)

        received = "2020-05-18T09:00:00.123456789+08:00"
        ledger.open("request", id="R-1", event=fact("received", received, key="k"))
        assert ledger.open("request", id="R-1", event=fact("received", received, key="k")).replayed
        consulted = "2020-05-19T09:00:00.000000001+08:00"
        assert not ledger.record("R-1", fact("consulted", consulted, party="X")).replayed
        assert ledger.record("R-1", fact("consulted", consulted, party="X")).replayed

    def test_what_is_no_fact_no_moment_and_no_message_is_refused(self, ledger):
        penalty(ledger, "A-1")
        for asked in (
            lambda: ledger.record("A-1", "received", key="z"),
            lambda: ledger.reproject("A-1", date(2026, 12, 1)),
            lambda: ledger.reproject("A-1", datetime(2026, 12, 1)),  # noqa: DTZ001
            lambda: ledger.revive("x\ud800"),
            lambda: ledger.untold(limit=2**63),
            lambda: gd.Ledger(ledger.store, clock=lambda: date(2026, 12, 1)).now(),
            lambda: gd.Ledger(ledger.store, clock=lambda: None).now(),
        ):
            with pytest.raises(gd.BadInput):
                asked()


class TestWhenItWasLearned:
    def test_a_fact_was_learned_when_it_was_recorded_unless_it_says(self, ledger, clock):
        clock.set(2020, 6, 10, 9)
        penalty(ledger)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 28), learned=date(2020, 5, 29)))

        decided, published = ledger.matter("A-1").events
        assert decided.learned == beijing(2020, 6, 10, 9)
        assert published.learned == date(2020, 5, 29)

    def test_was_it_late_as_known_then_is_not_changed_by_a_later_entry(self, ledger, clock):
        penalty(ledger)
        clock.set(2020, 6, 3, 9)
        before = ledger.assess("A-1", date(2020, 6, 2), as_known_on=date(2020, 6, 2)).main.timeliness
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 28)))

        assert before is gd.Timeliness.OVERDUE
        assert ledger.assess("A-1", date(2020, 6, 2), as_known_on=date(2020, 6, 2)).main.timeliness is before
        assert ledger.assess("A-1", date(2020, 6, 2)).main.timeliness is gd.Timeliness.ON_TIME

    def test_a_clock_behind_the_fact_is_a_clear_refusal(self, ledger, clock):
        penalty(ledger)
        clock.set(2020, 5, 21, 9)
        with pytest.raises(gd.OutOfBounds, match="2020-05-22"):
            ledger.record("A-1", gd.Event.of("published", date(2020, 5, 22)))

    def test_a_clock_set_back_takes_nothing_back_and_tells_nothing_twice(self, ledger, clock):
        penalty(ledger)
        clock.set(2020, 5, 26, 9)
        first = ledger.wake()
        ledger.record(
            "A-1", gd.Event.of("deferred", date(2020, 5, 26), approved_by="head", reason="x", until="2020-06-05")
        )
        clock.set(2020, 5, 20, 9)

        assert told(first) == [("warning/-3", "2020-05-29")]
        assert ledger.wake() == ()
        assert ledger.matter("A-1").state == "pending"
        assert (ledger.verify(), ledger.rebuild()) == ([], [])

    def test_a_clock_without_a_zone_is_refused(self):
        ledger = gd.Ledger(gd.MemoryStore(), clock=lambda: datetime(2020, 5, 20))  # noqa: DTZ001
        with pytest.raises(gd.BadInput, match="time zone"):
            penalty(ledger)


class TestCorrecting:
    def test_a_wrong_day_is_voided_and_replaced_in_one_step(self, ledger):
        penalty(ledger)
        right = gd.Event.of("decided", date(2020, 5, 19), key="right", voids="decided")
        recorded = ledger.correct("A-1", right)

        assert recorded.version == 2
        assert [(move.due_from, move.due_to) for move in recorded.moves] == [(date(2020, 5, 29), date(2020, 5, 28))]
        assert [(row.due_on, row.due_revision) for row in rows(ledger, "A-1")] == [(date(2020, 5, 28), 2)]

    def test_a_correction_is_all_or_nothing(self, ledger):
        penalty(ledger)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20), key="out"))
        with pytest.raises(gd.BadCorrection):
            ledger.correct(
                "A-1",
                gd.Event.of("voided", date(2020, 5, 20), voids="out", reason="x"),
                gd.Event.of("voided", date(2020, 5, 20), voids="nothing", reason="x"),
            )

        assert ledger.matter("A-1").state == "published"

    def test_facts_that_make_sense_only_together_come_back_from_the_store(self, ledger, clock):
        ledger.open("request", id="R-1", event=gd.Event.of("received", date(2020, 5, 11), key="a"))
        ledger.record("R-1", gd.Event.of("consulted", date(2020, 5, 12), party="X", key="b"))
        ledger.record("R-1", gd.Event.of("opinion_received", date(2020, 5, 18), party="X", key="c"))
        clock.set(2020, 5, 22, 9)
        ledger.correct(
            "R-1",
            gd.Event.of("voided", date(2020, 5, 22), voids="b", reason="never sent"),
            gd.Event.of("voided", date(2020, 5, 22), voids="c", reason="never sent"),
        )

        assert ledger.matter("R-1").state == "running"
        assert ledger.assess("R-1", date(2020, 5, 22)).main.due == date(2020, 6, 8)
        assert ledger.rebuild() == []

    def test_a_duty_that_corrections_took_back_is_kept_as_gone_and_its_revision_is_never_used_again(
        self, ledger, clock
    ):
        penalty(ledger)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20), key="out"))
        clock.set(2020, 5, 22, 9)
        ledger.record("A-1", gd.Event.of("withheld", date(2020, 5, 21), basis="x", order="y", key="down"))
        ledger.record("A-1", gd.Event.of("withholding_lifted", date(2020, 5, 22), key="up"))
        assert [(row.ordinal, row.is_open) for row in rows(ledger, "A-1")] == [(1, False), (2, True)]
        ledger.record("A-1", gd.Event.of("voided", date(2020, 5, 22), voids="up", reason="x"))
        assert [(row.ordinal, row.clock, row.due_revision) for row in rows(ledger, "A-1")][1] == (2, "gone", 2)
        ledger.record("A-1", gd.Event.of("withholding_lifted", date(2020, 5, 22), key="up again"))

        assert [(row.ordinal, row.is_open, row.due_revision) for row in rows(ledger, "A-1")][1] == (2, True, 3)
        assert ledger.rebuild() == []

    @pytest.mark.parametrize("drained", [True, False])
    def test_a_fact_that_closed_a_duty_by_mistake_can_be_taken_back_after_a_warning(self, ledger, clock, drained):
        """Warned, then published by mistake: the duty is open again as it was, and is warned of from the beginning."""
        penalty(ledger)
        clock.set(2020, 5, 26, 9)
        ledger.wake()
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 26), key="out"))
        if drained:
            ledger.drain(lambda _: None)
        recorded = ledger.correct("A-1", gd.Event.of("voided", date(2020, 5, 26), voids="out", reason="x"))

        assert [(row.due_on, row.is_open, row.due_revision) for row in rows(ledger, "A-1")] == [
            (date(2020, 5, 29), True, 2)
        ]
        assert recorded.moves == ()
        assert told(recorded.reminders) == [("warning/-3", "2020-05-29")]
        assert told(ledger.wake(beijing(2020, 5, 29))) == [("due", "2020-05-29")]
        assert ledger.rebuild() == []

    def test_delivered_again_it_is_no_one_else_s_though_the_version_has_passed(self, ledger):
        """The answer was lost on the way, and the host sends the same fact again, decided by what it had read."""
        penalty(ledger)
        out = gd.Event.of("published", date(2020, 5, 20), key="out")
        ledger.record("A-1", out, expected_version=1)

        assert ledger.record("A-1", out, expected_version=1).replayed


class TestWaking:
    def test_a_matter_that_cannot_be_read_holds_up_no_other(self, filed, clock, caplog):
        ledger, past = filed
        ledger.open(
            "series", id="S-1", rule="annual_report.department", event=gd.Event.of("series_started", date(2020, 1, 1))
        )
        penalty(ledger, "A-1")
        past.execute("update gd_event set body = replace(body, '2020-01-01', '2019-01-01')")
        clock.set(2021, 1, 4, 9)

        assert told(ledger.wake()) == [("very_overdue", "2020-05-29")]
        assert "S-1" in caplog.text
        assert [each.matter for each in ledger.rebuild(repair=False) if each.fresh is None] == ["S-1"]
        assert [flaw.matter for flaw in ledger.verify()] == ["S-1"]

    def test_each_rung_is_told_once_and_in_order(self, ledger):
        penalty(ledger)
        days = [date(2020, 5, 25) + timedelta(days=n) for n in range(40)]
        found = {day: told(ledger.wake(beijing(day.year, day.month, day.day, 9))) for day in days}

        assert {day: each for day, each in found.items() if each} == {
            date(2020, 5, 26): [("warning/-3", "2020-05-29")],
            date(2020, 5, 29): [("due", "2020-05-29")],
            date(2020, 5, 30): [("overdue", "2020-05-29")],
            date(2020, 6, 30): [("very_overdue", "2020-05-29")],
        }

    def test_a_rung_is_reached_at_the_very_instant(self, ledger):
        penalty(ledger)

        assert ledger.next_wake() == beijing(2020, 5, 26)
        assert ledger.wake(beijing(2020, 5, 26) - timedelta(microseconds=1)) == ()
        assert told(ledger.wake(beijing(2020, 5, 26))) == [("warning/-3", "2020-05-29")]

    def test_of_several_rungs_reached_at_once_the_last_is_told(self, ledger):
        penalty(ledger)
        found = ledger.wake(beijing(2020, 6, 1))

        assert told(found) == [("overdue", "2020-05-29")]
        with ledger.store.reading() as reader:
            assert {each.rung: each.status for each in reader.reminders(id_of("A-1"))} == {
                "warning/-3": "passed_over",
                "due": "passed_over",
                "overdue": "pending",
            }

    def test_what_is_met_is_not_told(self, ledger):
        penalty(ledger)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20)))

        assert ledger.next_wake() is None
        assert ledger.wake(beijing(2020, 9, 1)) == ()

    def test_a_duty_that_is_recorded_late_is_told_with_the_fact(self, ledger, clock):
        clock.set(2020, 6, 10, 9)
        recorded = penalty(ledger)

        assert told(recorded.reminders) == [("overdue", "2020-05-29")]
        assert ledger.wake() == ()

    def test_a_due_date_that_moved_begins_its_rungs_anew(self, ledger, clock):
        penalty(ledger)
        ledger.wake(beijing(2020, 5, 29, 9))
        clock.set(2020, 5, 29, 10)
        ledger.record(
            "A-1", gd.Event.of("deferred", date(2020, 5, 29), approved_by="head", reason="x", until="2020-06-12")
        )
        found = [each for day in range(1, 16) for each in ledger.wake(beijing(2020, 6, day, 9))]

        assert told(found) == [("warning/-3", "2020-06-12"), ("due", "2020-06-12"), ("overdue", "2020-06-12")]
        assert {each.due_revision for each in found} == {2}

    def test_while_a_clock_stands_still_nothing_is_due(self, ledger, clock):
        ledger.open("request", id="R-1", event=gd.Event.of("received", date(2020, 5, 11)))
        ledger.record("R-1", gd.Event.of("correction_requested", date(2020, 5, 14)))
        assert ledger.next_wake() is None

        clock.set(2020, 6, 1, 9)
        ledger.record("R-1", gd.Event.of("corrected", date(2020, 6, 1)))
        assert [row.due for row in ledger.due(date(2020, 12, 31))] == [date(2020, 6, 30)]
        assert ledger.next_wake() == beijing(2020, 6, 24)

    def test_hours_are_told_to_the_minute_through_the_night(self, ledger, clock):
        """
        Suiyang wants a statement within 5 hours: at half, at four fifths and at the end.
        """
        clock.set(2020, 10, 1, 22)
        ledger.open(
            "incident",
            id="I-1",
            jurisdiction="520323",
            event=gd.Event.of("occurred", beijing(2020, 10, 1, 21), level="major"),
        )
        found = [
            (each.message["data"]["obligation"], each.rung, each.message["time"])
            for minute in range(8 * 60)
            for each in ledger.wake(beijing(2020, 10, 1, 22) + timedelta(minutes=minute))
        ]

        assert [each for each in found if each[0] == "statement"] == [
            ("statement", "warning/50%", "2020-10-01T23:30:00+08:00"),
            ("statement", "warning/80%", "2020-10-02T01:00:00+08:00"),
            ("statement", "due", "2020-10-02T02:00:00+08:00"),
            ("statement", "overdue", "2020-10-02T02:00:00.000001+08:00"),
        ]

    def test_a_series_turns_by_the_clock_alone(self, ledger, clock):
        """A yearly report of a department, due by 31 January of the next year: each year makes its own duty."""
        clock.set(2020, 3, 2, 9)
        ledger.open(
            "series", id="S-1", rule="annual_report.department", event=gd.Event.of("series_started", date(2020, 1, 1))
        )
        found = []
        for year in (2020, 2021, 2022):
            for month in range(1, 13):
                clock.set(year, month, 28, 9)
                found += [(each.message["data"]["obligation"], *told([each])[0]) for each in ledger.wake()]

        assert [each for each in found if each[0] in ("2020", "2021")] == [
            ("2020", "warning/-3", "2021-01-31"),
            ("2020", "overdue", "2021-01-31"),
            ("2020", "very_overdue", "2021-01-31"),
            ("2021", "warning/-3", "2022-01-31"),
            ("2021", "overdue", "2022-01-31"),
            ("2021", "very_overdue", "2022-01-31"),
        ]
        assert ledger.rebuild() == []

    def test_a_due_list_is_in_order_and_ends_where_asked(self, ledger):
        penalty(ledger, "A-1")
        ledger.open("request", id="R-1", event=gd.Event.of("received", date(2020, 5, 11)))

        assert [row.due for row in ledger.due(date(2020, 6, 8))] == [date(2020, 5, 29), date(2020, 6, 8)]
        assert [row.due for row in ledger.due(date(2020, 6, 7))] == [date(2020, 5, 29)]
        assert len(ledger.due(date(2020, 6, 8), limit=1)) == 1

    def test_messages_are_cloudevents(self, ledger):
        penalty(ledger)
        (each,) = ledger.wake(beijing(2020, 5, 26, 9))

        assert each.message == {
            "specversion": "1.0",
            "id": each.id,
            "source": "gov-deadlines",
            "type": "gov_deadlines.obligation.warning",
            "subject": "A-1",
            "time": "2020-05-26T00:00:00+08:00",
            "datacontenttype": "application/json",
            "data": {
                "matter": "A-1",
                "procedure": "publication",
                "jurisdiction": "520323",
                "obligation": "publication",
                "ordinal": 1,
                "rule": "enforcement.penalty",
                "rung": "warning",
                "detail": "-3",
                "due": "2020-05-29",
                "due_at": "2020-05-30T00:00:00+08:00",
                "certainty": "settled",
                "due_revision": 1,
            },
        }


class TestTelling:
    @pytest.mark.parametrize(
        ("asked", "path"),
        [
            ({"lease_seconds": float("nan")}, "lease_seconds"),
            ({"lease_seconds": float("inf")}, "lease_seconds"),
            ({"lease_seconds": -5}, "lease_seconds"),
            ({"lease_seconds": "x"}, "lease_seconds"),
            ({"attempts": None}, "attempts"),
            ({"attempts": float("nan")}, "attempts"),
            ({"limit": 10**30}, "limit"),
        ],
    )
    def test_a_number_that_is_none_is_refused_before_anything_is_told(self, ledger, asked, path):
        now = beijing(2020, 5, 26, 9)
        penalty(ledger)
        ledger.wake(now)

        with pytest.raises(gd.BadInput) as refused:
            ledger.drain(pytest.fail, now=now, **asked)

        assert refused.value.faults[0].path == path

    def test_a_message_is_told_once_when_the_handler_returns(self, ledger):
        penalty(ledger)
        now = beijing(2020, 5, 26, 9)
        ledger.wake(now)
        heard = []

        assert ledger.drain(heard.append, now=now) == gd.Drained(sent=1)
        assert ledger.drain(heard.append, now=now + timedelta(days=1)) == gd.Drained()
        assert [each["data"]["rung"] for each in heard] == ["warning"]

    def test_a_handler_that_fails_hears_it_again_later_and_others_go_on(self, ledger):
        penalty(ledger, "A-1")
        penalty(ledger, "A-2")
        now = beijing(2020, 5, 26, 9)
        ledger.wake(now)
        heard = []

        def handler(message):
            heard.append(message["subject"])
            if message["subject"] == "A-1" and heard.count("A-1") < 3:
                raise OSError("no answer")

        assert ledger.drain(handler, now=now) == gd.Drained(sent=1, failed=1)
        assert ledger.drain(handler, now=now + timedelta(seconds=59)) == gd.Drained()
        assert ledger.next_wake() == now + timedelta(minutes=1)
        assert ledger.drain(handler, now=now + timedelta(minutes=1)) == gd.Drained(failed=1)
        assert ledger.drain(handler, now=now + timedelta(minutes=2)) == gd.Drained()
        assert ledger.drain(handler, now=now + timedelta(minutes=3)) == gd.Drained(sent=1)
        assert sorted(heard) == ["A-1", "A-1", "A-1", "A-2"]

    def test_a_message_that_always_fails_is_put_aside_with_its_error(self, ledger):
        penalty(ledger)
        now = beijing(2020, 5, 26, 9)
        ledger.wake(now)

        def poison(_):
            raise ValueError("cannot be read")

        found = [ledger.drain(poison, now=now + timedelta(hours=n), attempts=3) for n in range(4)]
        assert found == [gd.Drained(failed=1), gd.Drained(failed=1), gd.Drained(dead=1), gd.Drained()]
        with ledger.store.reading() as reader:
            (row,) = reader.reminders(id_of("A-1"))
        assert (row.status, row.attempts, row.error) == ("dead", 3, "ValueError: cannot be read")

    @pytest.mark.parametrize(
        "error",
        [ValueError("a\x00b"), OSError("file \udcff"), type("Mute", (Exception,), {"__str__": lambda _: 1 / 0})()],
    )
    def test_whatever_a_handler_s_error_says_the_others_go_on(self, ledger, error):
        penalty(ledger, "A-1")
        penalty(ledger, "A-2")
        now = beijing(2020, 5, 26, 9)
        ledger.wake(now)

        def handler(message):
            if message["subject"] == "A-1":
                raise error

        assert ledger.drain(handler, now=now) == gd.Drained(sent=1, failed=1)
        said = ledger.reminders("A-1")[0].error
        assert type(error).__name__ in said
        assert "\0" not in said  # which PostgreSQL takes in no text
        assert said.encode()

    def test_a_worker_that_dies_leaves_its_messages_to_others(self, ledger):
        penalty(ledger)
        now = beijing(2020, 5, 26, 9)
        ledger.wake(now)
        heard = []

        def dying(message):
            heard.append(message["id"])
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            ledger.drain(dying, now=now, lease_seconds=60)
        assert ledger.drain(lambda m: heard.append(m["id"]), now=now + timedelta(seconds=59)) == gd.Drained()
        assert ledger.drain(lambda m: heard.append(m["id"]), now=now + timedelta(seconds=60)) == gd.Drained(sent=1)
        assert len(heard) == 2
        assert len(set(heard)) == 1

    def test_a_message_whose_duty_was_met_meanwhile_is_withdrawn(self, ledger):
        penalty(ledger)
        now = beijing(2020, 5, 26, 9)
        ledger.wake(now)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20)))

        assert ledger.drain(pytest.fail, now=now) == gd.Drained(withdrawn=1)

    def test_a_message_whose_due_date_moved_meanwhile_is_withdrawn(self, ledger):
        penalty(ledger)
        now = beijing(2020, 5, 26, 9)
        ledger.wake(now)
        ledger.correct("A-1", gd.Event.of("decided", date(2020, 5, 19), key="right", voids="decided"))

        assert ledger.drain(pytest.fail, now=now) == gd.Drained(withdrawn=1)

    def test_no_more_are_told_than_asked_for(self, ledger):
        for n in range(5):
            penalty(ledger, f"A-{n}")
        now = beijing(2020, 5, 26, 9)
        ledger.wake(now)

        assert ledger.drain(lambda _: None, now=now, limit=3) == gd.Drained(sent=3)
        assert ledger.drain(lambda _: None, now=now, limit=3) == gd.Drained(sent=2)


class TestAsking:
    def test_whether_a_step_may_be_taken_now_is_what_recording_says(self, ledger):
        """Two steps of one day that bear no hour: the one that comes now comes after the one on record."""
        drafted = gd.Event.of("drafted", date(2020, 5, 20), kind="document", policy=True)
        ledger.open("document", id="D-1", jurisdiction="520323", event=drafted)
        ledger.record("D-1", gd.Event.of("attribute_set", date(2020, 5, 20), attribute="主动公开"))

        assert ledger.can("D-1", "interpretation_prepared", on=date(2020, 5, 20))
        assert not ledger.can("D-1", "issued")
        ledger.record("D-1", gd.Event.of("interpretation_prepared", date(2020, 5, 20)))

    def test_a_refusal_speaks_chinese_in_the_words_of_the_table(self, ledger):
        penalty(ledger)
        refusal = ledger.can("A-1", "republished").refusal

        assert refusal.message("zh").startswith("主动公开处于“待公开”状态，不能记录“重新公开”")

    def test_obligations_and_reminders_bear_the_host_s_own_names(self, ledger):
        penalty(ledger)
        (kept,) = ledger.obligations("A-1")

        assert (kept.matter, kept.obligation, kept.due, kept.next_reminder) == (
            "A-1",
            "publication",
            date(2020, 5, 29),
            beijing(2020, 5, 26),
        )
        assert ledger.due(date(2020, 5, 29)) == (kept,)
        assert json.loads(json.dumps(kept.to_dict()))["due_at"] == "2020-05-30T00:00:00+08:00"
        claimed = ledger.wake(beijing(2020, 5, 26))
        assert ledger.reminders("A-1") == claimed
        for asked in (ledger.obligations, ledger.reminders):
            with pytest.raises(gd.UnknownMatter):
                asked("Z-9")

    def test_a_duty_without_a_due_date_is_not_forgotten(self, ledger, clock):
        clock.set(2026, 12, 14, 9)
        request_2026(ledger)
        penalty(ledger)

        assert [(each.matter, each.refusal) for each in ledger.untold()] == [("R-1", "calendar_not_published")]
        assert [each.matter for each in ledger.due(date(2027, 12, 31))] == ["A-1"]

    def test_a_dead_message_can_be_told_again(self, ledger, clock):
        penalty(ledger)
        clock.set(2020, 5, 26, 9)

        def poison(_):
            raise ValueError("cannot be read")

        ledger.wake()
        ledger.drain(poison, attempts=1)
        (dead,) = ledger.dead()
        heard = []

        assert (dead.status, dead.error) == ("dead", "ValueError: cannot be read")
        assert ledger.revive(dead)
        assert not ledger.revive(dead)
        assert ledger.dead() == ()
        assert ledger.drain(heard.append) == gd.Drained(sent=1)
        assert heard[0]["id"] == dead.id

    def test_a_run_claims_and_tells_all_that_is_due(self, ledger, clock):
        for n in range(7):
            penalty(ledger, f"A-{n}")
        clock.set(2020, 5, 26, 9)
        heard = []

        assert ledger.run(heard.append, limit=3) == gd.Drained(sent=7)
        assert sorted(each["subject"] for each in heard) == [f"A-{n}" for n in range(7)]
        assert ledger.run(heard.append) == gd.Drained()

    @pytest.mark.parametrize("now", [date(2020, 5, 26), datetime(2020, 5, 26), "2020-05-26"])  # noqa: DTZ001
    def test_waking_needs_an_instant_with_its_zone(self, ledger, now):
        for asked in (ledger.wake, lambda now: ledger.drain(print, now=now), lambda now: ledger.run(print, now=now)):
            with pytest.raises(gd.BadInput, match="2020"):
                asked(now)


class TestInTheHostsTransaction:
    def test_what_the_host_rolls_back_was_never_recorded_though_the_ledger_wrote_first(self, filed):
        ledger, _ = filed
        with pytest.raises(ZeroDivisionError), ledger.store.engine.begin() as connection:
            penalty(ledger.within(connection))
            raise ZeroDivisionError

        with pytest.raises(gd.UnknownMatter):
            ledger.matter("A-1")

    def test_what_the_host_commits_is_on_record(self, filed):
        ledger, _ = filed
        with ledger.store.engine.begin() as connection:
            inside = ledger.within(connection)
            penalty(inside)
            with pytest.raises(gd.IllegalEvent):
                inside.record("A-1", gd.Event.of("republished", date(2020, 5, 20)))
            assert inside.can("A-1", "published")

        assert ledger.matter("A-1").state == "pending"

    def test_what_was_read_there_still_holds_when_the_facts_are_written(self, filed):
        """In a file, where a transaction that has read may not write once somebody else has written."""
        ledger, past = filed
        penalty(ledger)
        past.execute("PRAGMA busy_timeout = 0")
        with ledger.store.engine.begin() as connection:
            inside = ledger.within(connection)
            inside.matter("A-1")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                past.execute("BEGIN IMMEDIATE")
            inside.record("A-1", gd.Event.of("published", date(2020, 5, 20)))

        assert ledger.matter("A-1").state == "published"

    @pytest.mark.parametrize("words", ["BEGIN", "BEGIN IMMEDIATE"])
    def test_an_engine_that_begins_by_itself_will_do(self, clock, tmp_path, words):
        """As SQLAlchemy advises it for SQLite: the driver begins nothing, and a listener does."""
        engine = create_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
        listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        listen(engine, "begin", lambda connection: connection.exec_driver_sql(words))
        with gd.SqlStore(engine) as store:
            ledger = gd.Ledger(store.create(), clock=clock)
            penalty(ledger)
            with engine.begin() as connection:
                ledger.within(connection).record("A-1", gd.Event.of("published", date(2020, 5, 20)))
            assert ledger.wake(beijing(2020, 5, 26)) == ()
            assert ledger.matter("A-1").state == "published"

    def test_a_calendar_is_not_taken_in_there(self, filed):
        ledger, _ = filed
        with ledger.store.engine.begin() as connection, pytest.raises(gd.BadInput, match="outside"):
            ledger.within(connection).adopt(gd.WorkCalendar.load("CN"))

    def test_a_store_in_memory_joins_no_transaction(self):
        with pytest.raises(gd.BadInput, match="MemoryStore"):
            gd.Ledger(gd.MemoryStore()).within(None)


class TestANewNotice:
    @pytest.fixture
    def calendar(self):
        """The calendar with a notice for 2027, made up for tests."""
        return gd.WorkCalendar.load("CN", notices=[gd.read_notice(NOTICE_2027.read_text(encoding="utf-8"))])

    @pytest.fixture(autouse=True)
    def winter(self, clock):
        clock.set(2026, 12, 14, 9)

    def test_what_could_not_be_told_is_told(self, ledger, calendar):
        request_2026(ledger)
        assert [(row.due_on, row.refusal) for row in rows(ledger, "R-1")] == [(None, "calendar_not_published")]
        adopted = ledger.adopt(calendar)

        assert (adopted.revision, adopted.moved, [notice.id for notice in adopted.notices]) == (1, 1, ["CN/2027"])
        assert [each.to_dict() for each in adopted.moves()] == [
            {
                "matter": "R-1",
                "obligation": "answer",
                "rule": "request.answer",
                "from": None,
                "to": "2027-01-08",
                "due_revision": 2,
                "notices": ["CN/2027"],
            }
        ]
        assert ledger.assess("R-1").main.due == date(2027, 1, 8)
        assert told(ledger.wake(beijing(2027, 1, 5, 9))) == [("warning/-3", "2027-01-08")]

    def test_a_text_for_some_cases_stays_in_doubt_where_the_case_is_not_told(self, ledger, clock, calendar):
        """Taking penalties down within 3 working days: whether this is one, the facts do not say."""
        clock.set(2026, 12, 31, 9)
        for name, day in (("W-1", date(2026, 12, 11)), ("W-2", date(2026, 12, 31))):
            event = gd.Event.of("decided", day)
            ledger.open("publication", id=name, rule="enforcement.withdrawal", event=event)
        ledger.adopt(calendar)

        told = [(row.due_on, row.certainty) for name in ("W-1", "W-2") for row in rows(ledger, name)]
        assert told == [(date(2026, 12, 16), "provisional"), (date(2027, 1, 6), "provisional")]
        assert ledger.rebuild(repair=False) == []

    def test_a_projection_that_the_notice_corrects_moves_and_names_what_was_told_in_vain(self, clock, calendar):
        """
        By projection 20 working days from 2027-01-04 end on a Monday; the notice works the Sunday before, 2027-01-31.
        """
        ledger = gd.Ledger(
            gd.MemoryStore(), clock=clock, calendars=lambda place: gd.WorkCalendar.load(place).projected(2027)
        )
        clock.set(2027, 1, 4, 9)
        request_2026(ledger, day=date(2027, 1, 4))
        projected = rows(ledger, "R-1")[0]
        now = beijing(2027, 1, 29, 9)
        ledger.wake(now)
        ledger.drain(lambda _: None, now=now)
        adopted = ledger.adopt(calendar)
        settled = rows(ledger, "R-1")[0]

        assert (projected.due_on, projected.certainty) == (date(2027, 2, 1), "provisional")
        assert (settled.due_on, settled.certainty) == (date(2027, 1, 31), "settled")
        assert [(each.due_from, each.due_to) for each in adopted.moves()] == [(date(2027, 2, 1), date(2027, 1, 31))]
        assert [each.rung for each in adopted.groundless()] == ["warning/-3"]

    def test_only_what_it_changes_moves(self, ledger, calendar):
        request_2026(ledger, "early", day=date(2026, 11, 2))
        request_2026(ledger, "late")
        before = rows(ledger, "early")
        adopted = ledger.adopt(calendar)

        assert [each.matter for each in adopted.moves()] == ["late"]
        assert [(row.due_on, row.due_revision) for row in rows(ledger, "early")] == [
            (row.due_on, row.due_revision) for row in before
        ]

    def test_a_rung_that_was_claimed_is_not_claimed_again_where_the_due_date_stays(self, ledger, clock, calendar):
        """Due 2026-12-18: 20 working days later, when the delay is grave, is a day only the notice for 2027 tells."""
        clock.set(2026, 12, 30, 9)
        assert told(request_2026(ledger, day=date(2026, 11, 20)).reminders) == [("overdue", "2026-12-18")]
        assert rows(ledger, "R-1")[0].next_rung is None
        ledger.adopt(calendar)

        assert rows(ledger, "R-1")[0].due_revision == 1
        assert ledger.next_wake() == beijing(2026, 12, 30, 9)  # the message that waits to be told
        found = [each for day in range(1, 31) for each in ledger.wake(beijing(2027, 1, day, 9))]
        assert told(found) == [("very_overdue", "2026-12-18")]
        assert ledger.rebuild() == []

    def test_what_was_extended_before_its_end_was_known_keeps_the_extension(self, ledger, clock, calendar):
        """Received on 2026-12-10: 20 days end on 2027-01-08, and 20 more, the Sunday 01-31 made up, on 02-04."""
        request_2026(ledger)
        ledger.record("R-1", gd.Event.of("extended", date(2026, 12, 14), approved_by="head", notified=True))
        ledger.adopt(calendar)

        assert ledger.obligations("R-1")[0].due == ledger.assess("R-1").main.due == date(2027, 2, 4)
        assert ledger.rebuild() == []

    def test_a_national_notice_that_came_with_a_county_s_calendar_moves_all_places(self, ledger):
        for place in ("520323", "440103"):
            ledger.open("request", id=place, jurisdiction=place, event=gd.Event.of("received", date(2026, 12, 10)))
        notice = gd.read_notice(NOTICE_2027.read_text(encoding="utf-8"))
        adopted = ledger.adopt(gd.WorkCalendar.load("520323", notices=[notice]))

        assert sorted(each.matter for each in adopted.moves()) == ["440103", "520323"]

    @pytest.mark.parametrize("own", ["45", "520323"])
    def test_notices_of_the_nation_and_of_a_place_reach_as_far_as_the_nation_s(self, ledger, own):
        for place in (own, "440103"):
            ledger.open("request", id=place, jurisdiction=place, event=gd.Event.of("received", date(2026, 12, 10)))
        national = gd.read_notice(NOTICE_2027.read_text(encoding="utf-8"))
        clause = gd.Clause("本地节日", off=(date(2027, 1, 5),))
        local = gd.Notice(f"{own}/2027", own, 2027, gd.NoticeKind.REGIONAL, (clause,), public=date(2026, 12, 1))
        adopted = ledger.adopt(gd.WorkCalendar.load(own, notices=[national, local]))

        assert {each.matter: each.due_to for each in adopted.moves()} == {
            "440103": date(2027, 1, 8),
            own: date(2027, 1, 11),
        }

    def test_a_duty_that_only_a_word_limits_is_as_it_was(self, ledger, calendar):
        """What the State Council posts is posted on 及时: no notice gives that a day, and it is no refusal."""
        event = gd.Event.of("issued", date(2026, 12, 10))
        ledger.open("action", id="W-1", rule="website.repost_state_council", event=event)
        before = ledger.obligations("W-1")
        ledger.adopt(calendar)

        assert [(each.due, each.refusal, each.certainty) for each in before] == [(None, None, "settled")]
        assert ledger.obligations("W-1") == before
        assert ledger.untold() == ()
        assert (ledger.rebuild(), ledger.adopt().revision) == ([], 1)

    def test_one_notice_after_another_that_was_broken_off_each_list_their_own(self, ledger, clock, monkeypatch):
        """Two extraordinary days off in December: the first was taken in, and its recomputation broken off."""

        def day_off(*days):
            return gd.WorkCalendar.load(
                "CN",
                notices=[
                    gd.Notice(
                        f"CN/{day:%m%d}",
                        "CN",
                        2026,
                        gd.NoticeKind.EXTRAORDINARY,
                        (gd.Clause("临时放假", off=(day,)),),
                        public=date(2026, 12, 1),
                    )
                    for day in days
                ],
            )

        def dying(*_):
            raise KeyboardInterrupt

        first, second = date(2026, 12, 16), date(2026, 12, 17)
        request_2026(ledger, day=date(2026, 11, 20))
        monkeypatch.setattr(
            "gov_deadlines.ledger.adoption._recompute", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            ledger.adopt(day_off(first))
        monkeypatch.undo()
        adopted = ledger.adopt(day_off(first, second))

        assert [(each.due_from, each.due_to, each.notices) for each in adopted.moves()] == [
            (date(2026, 12, 21), date(2026, 12, 22), ("CN/1217",))
        ]
        with ledger.store.reading() as reader:
            assert [(move.from_on, move.to_on) for move, _, _ in reader.moves(1)] == [
                (date(2026, 12, 18), date(2026, 12, 21))
            ]

    def test_what_waits_is_recomputed_from_its_facts(self, ledger, clock, calendar):
        """Consulted on 2026-12-11, opinion on 2026-12-18: five working days are left out."""
        request_2026(ledger)
        ledger.record("R-1", gd.Event.of("consulted", date(2026, 12, 11), party="X"))
        clock.set(2026, 12, 21, 9)
        ledger.record("R-1", gd.Event.of("opinion_received", date(2026, 12, 18), party="X"))
        adopted = ledger.adopt(calendar)

        assert [(each.due_from, each.due_to) for each in adopted.moves()] == [(None, date(2027, 1, 15))]
        assert ledger.assess("R-1").main.due == date(2027, 1, 15)

    def test_a_calendar_taken_in_is_every_process_s(self, ledger, clock, calendar):
        ledger.adopt(calendar)
        other = gd.Ledger(ledger.store, clock=clock)
        request_2026(other)

        assert rows(other, "R-1")[0].due_on == date(2027, 1, 8)
        assert other.calendar("610724").last == date(2027, 12, 31)

    def test_taken_in_twice_it_moves_nothing(self, ledger, calendar):
        request_2026(ledger)
        ledger.adopt(calendar)
        again = ledger.adopt(calendar)

        assert (again.revision, again.moved) == (1, 1)
        assert [row.due_revision for row in rows(ledger, "R-1")] == [2]

    def test_a_calendar_with_nothing_new_changes_nothing(self, ledger):
        request_2026(ledger)
        adopted = ledger.adopt(gd.WorkCalendar.load("CN"))

        assert (adopted.revision, adopted.notices, adopted.moved) == (0, (), 0)

    def test_another_remark_on_a_notice_is_nothing_new(self, ledger, calendar):
        request_2026(ledger)
        ledger.adopt(calendar)
        reworded = [attrs.evolve(each, remark_zh="另注") for each in calendar.notices() if each.year == 2027]
        again = ledger.adopt(gd.WorkCalendar.load("CN", notices=reworded))

        assert (again.revision, again.moved) == (1, 1)

    def test_what_the_package_has_takes_back_no_correction(self, ledger):
        """A notice that was handed in stays when another is taken in, and gives way to one that is handed in again."""
        shipped = {each.id: each for each in gd.WorkCalendar.load("45").notices()}
        whole = shipped["CN/2026"]
        more = attrs.evolve(whole.clauses[-1], off=(*whole.clauses[-1].off, date(2026, 12, 1)))
        fixed = attrs.evolve(whole, clauses=(*whole.clauses[:-1], more))
        renamed = attrs.evolve(shipped["45/2026"], title="另一标题")
        request_2026(ledger, day=date(2026, 11, 20))
        dues = [rows(ledger, "R-1")[0].due_on]

        for handed, region in ([fixed], "CN"), ([renamed], "45"), ([], "CN"), ([whole], "CN"):
            ledger.adopt(gd.WorkCalendar.load(region, notices=handed))
            dues.append(rows(ledger, "R-1")[0].due_on)

        before, after = dues[0], dues[1]
        assert before < after
        assert dues == [before, after, after, after, before]

    def test_a_calendar_made_by_hand_cannot_be_taken_in(self, ledger):
        with pytest.raises(gd.BadInput):
            ledger.adopt(gd.WorkCalendar.of(date(2026, 1, 1), date(2027, 12, 31)))

    @pytest.mark.parametrize("waited", [True, False])
    def test_what_came_with_the_library_itself_is_taken_in_when_asked(self, ledger, clock, calendar, waited):
        """After an upgrade the shipped calendar has the notice, and nothing is new in it; the rows are as they were."""
        request_2026(ledger)
        if waited:  # and on one day had its answer, so that no day is left out
            ledger.record("R-1", gd.Event.of("consulted", date(2026, 12, 14), party="X"))
            ledger.record("R-1", gd.Event.of("opinion_received", date(2026, 12, 14), party="X"))
        upgraded = gd.Ledger(ledger.store, clock=clock, calendars=lambda _: calendar)
        adopted = upgraded.adopt()

        assert (adopted.revision, adopted.notices, adopted.moved) == (1, (), 1)
        assert upgraded.obligations("R-1")[0].due == date(2027, 1, 8)
        assert upgraded.adopt().revision == 1
        assert upgraded.rebuild() == []

    def test_a_ledger_of_the_past_takes_no_later_notice(self, clock, calendar):
        """Its calendars are those known on 2026-11-01; the notice is of 2026-11-24, and would be kept in vain."""
        ledger = gd.Ledger(
            gd.MemoryStore(),
            clock=clock,
            calendars=lambda place: gd.WorkCalendar.load(place).known_as_of(date(2026, 11, 1)),
        )
        with pytest.raises(gd.BadInput, match="CN/2027"):
            ledger.adopt(calendar)

        assert ledger.adopt().revision == 0

    def test_a_region_s_own_notice_moves_that_region_alone(self, ledger, clock, calendar):
        national = gd.read_notice(NOTICE_2027.read_text(encoding="utf-8"))
        ledger.adopt(calendar)
        clock.set(2027, 3, 23, 9)
        for place in ("CN", "45", "450000", "610724"):
            ledger.open("request", id=place, jurisdiction=place, event=gd.Event.of("received", date(2027, 3, 22)))
        own = gd.Notice(
            "45/2027",
            "45",
            2027,
            gd.NoticeKind.REGIONAL,
            (gd.Clause("三月三", off=(date(2027, 4, 8), date(2027, 4, 9))),),
            public=date(2027, 1, 4),
        )
        adopted = ledger.adopt(gd.WorkCalendar.load("45", notices=[national, own]))

        assert sorted(each.matter for each in adopted.moves()) == ["45", "450000"]
        assert {notice for each in adopted.moves() for notice in each.notices} == {"45/2027"}

    def test_broken_off_it_goes_on_where_it_was(self, ledger, calendar, monkeypatch):
        for n in range(6):
            request_2026(ledger, f"R-{n}", day=date(2026, 12, 8 + n % 3))
            if n % 2:
                ledger.record(f"R-{n}", gd.Event.of("consulted", date(2026, 12, 11), party="X"))
                ledger.record(f"R-{n}", gd.Event.of("opinion_received", date(2026, 12, 14), party="X"))
        moved = recording.reproject
        calls = iter(range(10))

        def dying(*args, **kwargs):
            if next(calls) == 1:
                raise KeyboardInterrupt
            return moved(*args, **kwargs)

        monkeypatch.setattr(recording, "reproject", dying)
        with pytest.raises(KeyboardInterrupt):
            ledger.adopt(calendar)
        monkeypatch.undo()
        adopted = ledger.adopt()

        assert (adopted.revision, adopted.moved) == (1, 6)
        assert len({each.matter for each in adopted.moves()}) == 6
        assert ledger.rebuild() == []


class TestTheChain:
    @pytest.mark.parametrize("seal", ["", " "])
    def test_an_empty_seal_is_no_proof(self, ledger, seal):
        penalty(ledger, "A-1")

        with pytest.raises(gd.BadInput, match="is no head of a matter"):
            ledger.verify({"A-1": (1, seal)})

    def test_what_was_recorded_verifies(self, ledger):
        penalty(ledger, "A-1")
        penalty(ledger, "A-2")
        ledger.record("A-2", gd.Event.of("published", date(2020, 5, 20)))

        assert ledger.verify() == []

    @pytest.mark.parametrize(
        ("statement", "version"),
        [
            ("update gd_event set body = replace(body, '2020-05-20', '2020-05-21') where version = 1", 1),
            ("update gd_event set recorded_us = recorded_us + 1 where version = 2", 2),
            ("update gd_event set seal = replace(seal, substr(seal, 1, 1), 'z') where version = 2", 2),
            ("update gd_event set body = 'not json' where version = 2", 2),
            ("delete from gd_event where version = 1", 1),
            ("delete from gd_event where version = 3", 3),
            ("delete from gd_event", 1),
            ("update gd_event set version = 9 where version = 2", 2),
            (("insert into gd_event select matter_id, 4, '00000000000000000000000000000000', recorded_us, body, seal"
             " from gd_event where version = 3"), 4),
            ("update gd_matter set jurisdiction = '610724'", 1),
            ("update gd_matter set rule = 'enforcement.licence'", 1),
            ("update gd_matter set version = 2", 3),
            ("update gd_matter set head = replace(head, substr(head, 1, 1), 'z')", 3),
        ],
    )  # fmt: skip
    def test_what_was_altered_past_the_ledger_is_found_and_where(self, filed, statement, version):
        ledger, past = filed
        penalty(ledger)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20), channel="website"))
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20), channel="bulletin"))
        past.execute(statement)

        assert [(flaw.matter, flaw.version) for flaw in ledger.verify()] == [("A-1", version)]

    def test_a_matter_that_was_altered_is_not_read_any_more(self, filed):
        ledger, past = filed
        penalty(ledger)
        past.execute("update gd_event set body = replace(body, '05-20', '05-21')")
        for use in (
            lambda: ledger.matter("A-1"),
            lambda: ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20))),
            lambda: ledger.assess("A-1"),
        ):
            with pytest.raises(gd.ChainBroken, match="A-1") as refused:
                use()
            assert refused.value.version == 1

    def test_facts_left_behind_by_a_matter_that_was_deleted_are_found(self, filed):
        ledger, past = filed
        penalty(ledger)
        past.execute("delete from gd_matter")

        assert [flaw.version for flaw in ledger.verify()] == [1]

    def test_a_matter_deleted_whole_or_made_anew_shows_against_the_seals_kept_elsewhere(self, filed):
        ledger, past = filed
        penalty(ledger, "A-1")
        penalty(ledger, "A-2")
        heads = ledger.heads()
        for table in ("gd_matter", "gd_event"):
            past.execute(f"delete from {table}")
        ledger.open(
            "publication", id="A-2", rule="enforcement.penalty", jurisdiction="520323",
            event=gd.Event.of("decided", date(2020, 5, 19), key="decided"),
        )  # fmt: skip

        assert ledger.verify() == []
        assert sorted((flaw.matter, flaw.version) for flaw in ledger.verify(heads)) == [("A-1", 1), ("A-2", 1)]

    @pytest.mark.parametrize(
        "statement",
        [
            "update gd_matter set jurisdiction = '610724', head = '{head}'",
            "update gd_matter set id = 'ffffffffffffffffffffffffffffffff'",
        ],
    )
    def test_a_matter_without_facts_is_sealed_as_it_was_opened(self, filed, statement):
        ledger, past = filed
        ledger.open("request", id="R-1", jurisdiction="520323")
        heads = ledger.heads()
        other = gd.Ledger(gd.MemoryStore())
        other.open("request", id="R-1", jurisdiction="610724")
        past.execute(statement.format(head=other.heads()["R-1"][1]))

        assert [flaw.matter for flaw in ledger.verify(heads)] == ["R-1"]

    def test_a_matter_hidden_under_another_id_is_found(self, filed):
        ledger, past = filed
        penalty(ledger)
        for table, column in (("gd_matter", "id"), ("gd_event", "matter_id")):
            past.execute(f"update {table} set {column} = 'ffffffffffffffffffffffffffffffff'")

        assert [(flaw.matter, flaw.version) for flaw in ledger.verify()] == [("A-1", 1)]

    @pytest.mark.parametrize("key", ["text", 7, None])
    def test_a_key_is_bytes(self, key):
        with pytest.raises(gd.BadInput, match="bytes"):
            gd.Ledger(gd.MemoryStore(), key=key)

    def test_seals_kept_elsewhere_hold_while_the_matter_goes_on(self, ledger):
        penalty(ledger)
        heads = ledger.heads()
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20)))

        assert ledger.verify(heads) == []

    def test_a_fact_that_joins_between_two_reads_is_no_flaw(self, ledger, monkeypatch):
        penalty(ledger)
        with ledger.store.reading() as reader:
            before = reader.matter(id_of("A-1"))
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 20)))
        reading, earlier = ledger.store.reading, [before]

        @contextmanager
        def read_committed():
            with reading() as reader:
                passed = {name: getattr(reader, name) for name in ("matters", "events", "orphans")}
                yield SimpleNamespace(matter=lambda own: earlier.pop() if earlier else reader.matter(own), **passed)

        monkeypatch.setattr(ledger.store, "reading", read_committed)

        assert ledger.verify() == []
        assert not earlier

    def test_without_the_key_nobody_makes_the_chain_anew(self, clock):
        store = gd.MemoryStore()
        keyed = gd.Ledger(store, clock=clock, key=b"kept in a safe")
        penalty(keyed)

        assert keyed.verify() == []
        assert len(gd.Ledger(store, clock=clock).verify()) == 1
        with pytest.raises(gd.ChainBroken):
            gd.Ledger(store, clock=clock, key=b"another").matter("A-1")
        assert "safe" not in repr(keyed.chain)


class TestRebuilding:
    def test_what_is_kept_is_what_the_facts_lead_to(self, ledger):
        penalty(ledger)
        ledger.wake(beijing(2020, 5, 29, 9))

        assert ledger.rebuild() == []

    @pytest.mark.parametrize(
        "statement",
        [
            "delete from gd_obligation",
            "update gd_obligation set due_on = '2020-06-01'",
            "update gd_obligation set due_at_us = due_at_us + 1, due_revision = due_revision",
            "update gd_obligation set is_open = 0, next_rung = null, wake_at_us = null",
            "update gd_obligation set wake_at_us = wake_at_us + 1",
            "update gd_obligation set next_rung = 'warning/-3', wake_at_us = 1590422400000000",
            "update gd_obligation set next_rung = null, wake_at_us = null",
            "update gd_obligation set basis = null",
            "update gd_matter set state = 'published'",
        ],
    )
    def test_a_row_that_differs_is_told_and_mended(self, filed, statement):
        ledger, past = filed
        penalty(ledger)
        ledger.wake(beijing(2020, 5, 26, 9))
        right = [attrs.evolve(row, due_revision=0) for row in rows(ledger, "A-1")]
        past.execute(statement)

        assert len(ledger.rebuild(repair=False)) == 1
        assert len(ledger.rebuild()) == 1
        assert ledger.rebuild() == []
        found = [attrs.evolve(row, due_revision=0) for row in rows(ledger, "A-1")]
        if "due_" in statement or "is_open" in statement:  # what moved, or was closed, begins its rungs anew
            right = [attrs.evolve(row, next_rung="warning/-3", wake_at_us=1590422400000000) for row in right]
        assert found == right


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["consulted", "opinion_received", "correction_requested", "corrected", "extended", "fee_notified",
                 "fee_paid", "answered", "withdrawn", "wake", "drain"]
            ),
            st.integers(0, 12),
            st.sampled_from("XY"),
        ),
        max_size=14,
    )
)  # fmt: skip
def test_a_ledger_says_what_its_facts_say(steps):
    """Whatever happens to a request, its row is what the matter itself tells, and no rung is told twice."""
    clock = Clock(2020, 5, 11, 9)
    ledger = gd.Ledger(gd.MemoryStore(), clock=clock)
    matter = ledger.open("request", id="R", event=gd.Event.of("received", date(2020, 5, 11))).matter
    heard = []
    for name, days, party in steps:
        clock.at += timedelta(days=days)
        if name == "wake":
            ledger.wake()
        elif name == "drain":
            ledger.drain(heard.append)
        else:
            event = gd.Event.of(
                name, gd.civil_day(clock.at), party=party, approved_by="head", notified=True, learned=clock.at
            )
            try:
                matter = matter.apply(event)
            except gd.GovDeadlinesError as refusal:
                with pytest.raises(type(refusal)):
                    ledger.record("R", event)
            else:
                ledger.record("R", event)
    main = matter.at(clock.at).main
    row = [row for row in rows(ledger, "R") if row.name == "answer"][-1]

    assert ledger.matter("R").events == matter.events
    assert (row.due_on, row.is_open) == (main.due, main.clock is not gd.Clock.ENDED)
    assert len({each["id"] for each in heard}) == len(heard)
    told_as = [(each["data"]["due_revision"], each["data"]["rung"], each["data"]["detail"]) for each in heard]
    assert len(set(told_as)) == len(told_as)
    assert (ledger.verify(), ledger.rebuild()) == ([], [])


def test_rungs_and_reminders_are_plain_json(ledger):
    penalty(ledger)
    (each,) = ledger.wake(datetime(2020, 5, 27, tzinfo=UTC))

    assert json.loads(each.body) == each.message
    assert each.body.isascii()
