"""What every store must do alike: the one in memory, and the one in a database, on each database there is."""

from datetime import UTC, date, datetime

import attrs
import pytest
from sqlalchemy import insert, update

import gov_deadlines as gd
from gov_deadlines.ledger import schema
from gov_deadlines.ledger.rows import (
    DEAD,
    PENDING,
    SENT,
    CalendarRow,
    EventRow,
    MatterRow,
    MoveRow,
    ObligationRow,
    Reminder,
    from_us,
    id_of,
    to_us,
)
from gov_deadlines.ledger.statements import LIST_MOVES
from gov_deadlines.ledger.store import Change

from .conftest import HERE

NOON = to_us(datetime(2026, 12, 1, 4, tzinfo=UTC))
HOUR = 3_600_000_000


@pytest.fixture(params=["memory", *HERE])
def store(request, running):
    """An empty store of each kind."""
    if request.param == "memory":
        yield gd.MemoryStore()
        return
    with gd.SqlStore(running(request.param).holding(schema.metadata)) as store:
        yield store.create()


@pytest.fixture
def stored(database):
    """A store in a database of each kind, which holds nothing."""
    with gd.SqlStore(database) as store:
        yield store.create()


def matter(name="A-1", **changes):
    row = MatterRow(
        id=id_of(name),
        name=name,
        procedure="request",
        rule="request.answer",
        jurisdiction="CN",
        clause=None,
        advisory=None,
        version=0,
        head="0" * 64,
        state=None,
        turns_at_us=None,
        opened_us=NOON,
        changed_us=NOON,
    )
    return attrs.evolve(row, **changes)


def event(of, version, **changes):
    row = EventRow(of.id, version, id_of(of.id, version), NOON, f'{{"event":"e{version}"}}', f"{version:064}")
    return attrs.evolve(row, **changes)


def obligation(of, name="answer", **changes):
    row = ObligationRow(
        id=id_of(of.id, name, 1),
        matter_id=of.id,
        name=name,
        ordinal=1,
        rule="request.answer",
        jurisdiction=of.jurisdiction,
        state=None,
        clock="running",
        is_open=True,
        start="2026-11-20",
        cases=None,
        until_on=None,
        basis=id_of("basis"),
        is_entangled=False,
        due_on=date(2026, 12, 18),
        due_at_us=to_us(datetime(2026, 12, 18, 16, tzinfo=UTC)),
        certainty="settled",
        refusal=None,
        rungs=f'[["warning/-3",{NOON}],["due",{NOON + HOUR}]]',
        next_rung="warning/-3",
        wake_at_us=NOON,
        due_revision=1,
    )
    return attrs.evolve(row, **changes)


def reminder(of, rung="warning/-3", **changes):
    row = Reminder(
        id=id_of(of.id, of.due_revision, rung),
        obligation_id=of.id,
        matter_id=of.matter_id,
        due_revision=of.due_revision,
        rung=rung,
        reached_us=NOON,
        claimed_us=NOON,
        status=PENDING,
        attempts=0,
        try_at_us=NOON,
        body='{"id":"x"}',
    )
    return attrs.evolve(row, **changes)


def keep(store, *rows):
    """Put rows of any kind on record, each matter with its own in one command."""
    matters = {row.id: row for row in rows if isinstance(row, MatterRow)}
    for id in dict.fromkeys(getattr(row, "matter_id", None) or row.id for row in rows):
        with store.reading() as reader:
            there, revision = reader.matter(id), reader.revision()
        own = [row for row in rows if getattr(row, "matter_id", None) == id]
        with store.writing() as writer:
            writer.append(
                Change(
                    matters.get(id) or there,
                    None if id in matters else there.version,
                    revision,
                    events=of_kind(own, EventRow),
                    new=of_kind(own, ObligationRow),
                    reminders=of_kind(own, Reminder),
                    moves=of_kind(own, MoveRow),
                )
            )


def of_kind(rows, cls):
    return tuple(row for row in rows if isinstance(row, cls))


class TestTransactions:
    def test_what_was_written_is_read_back_as_it_was(self, store):
        of = matter(clause="S0-8b", rule=None, advisory='{"n":5}', turns_at_us=NOON)
        keep(store, of, event(of, 1), obligation(of, until_on=date(2027, 1, 4), cases="any,penalty"))

        with store.reading() as reader:
            assert reader.matter(of.id) == of
            assert list(reader.events(of.id)) == [event(of, 1)]
            assert list(reader.obligations(of.id)) == [obligation(of, until_on=date(2027, 1, 4), cases="any,penalty")]

    def test_a_transaction_that_fails_leaves_nothing(self, store):
        of = matter()
        moved = MoveRow(1, obligation(of).id, of.id, 2, None, None, None, None)
        whole = Change(
            of, None, 0, (event(of, 1),), (obligation(of),), reminders=(reminder(obligation(of)),), moves=(moved,)
        )
        with pytest.raises(ZeroDivisionError), store.writing() as writer:
            writer.append(whole)
            raise ZeroDivisionError

        with store.reading() as reader:
            assert reader.matter(of.id) is None
            assert not reader.events(of.id)
            assert not reader.obligations(of.id)
            assert not reader.reminders(of.id)
            assert reader.count_moves(1) == 0
            assert reader.next_wake() is None

    def test_a_change_that_is_taken_back_leaves_the_row_as_it_was(self, store):
        of = matter()
        keep(store, of, obligation(of))
        with pytest.raises(ZeroDivisionError), store.writing() as writer:
            closed = obligation(of, is_open=False, wake_at_us=None)
            writer.append(Change(attrs.evolve(of, version=1), 0, 0, changed=((obligation(of), closed),)))
            raise ZeroDivisionError

        with store.reading() as reader:
            assert reader.matter(of.id) == of
            assert list(reader.obligations(of.id)) == [obligation(of)]

    def test_the_store_goes_on_after_a_failed_transaction(self, store):
        with pytest.raises(ZeroDivisionError), store.writing():
            raise ZeroDivisionError
        keep(store, matter())

        with store.reading() as reader:
            assert reader.matter(id_of("A-1")) is not None


class TestVersions:
    def test_a_matter_advances_from_the_version_that_was_read(self, store):
        of = matter()
        keep(store, of)
        following = attrs.evolve(of, version=2, head="2" * 64, state="running", changed_us=NOON + 1)
        with store.writing() as writer:
            writer.append(Change(following, 0, 0))

        with store.reading() as reader:
            assert reader.matter(of.id) == following

    def test_a_matter_at_another_version_is_stale(self, store):
        of = matter(version=3)
        keep(store, of)
        with pytest.raises(gd.StaleMatter) as refused, store.writing() as writer:
            writer.append(Change(attrs.evolve(of, version=4), 2, 0))

        assert "A-1" in str(refused.value)

    def test_a_matter_is_added_once(self, store):
        keep(store, matter())
        with pytest.raises(gd.StaleMatter), store.writing() as writer:
            writer.append(Change(matter(), None, 0))

    @pytest.mark.parametrize("twice", [{"version": 1}, {"key_id": id_of(id_of("A-1"), 1)}], ids=["version", "key"])
    def test_a_version_and_a_key_are_taken_once(self, store, twice):
        of = matter()
        keep(store, of, event(of, 1))
        with pytest.raises(gd.StaleMatter), store.writing() as writer:
            row = attrs.evolve(event(of, 2), **twice)
            writer.append(Change(attrs.evolve(of, version=1), 0, 0, events=(row,)))

        with store.reading() as reader:
            assert len(reader.events(of.id)) == 1
            assert reader.matter(of.id) == of

    def test_one_key_may_stand_in_two_matters(self, store):
        one, other = matter("A-1"), matter("A-2")
        keep(store, one, other, event(one, 1), event(other, 1, key_id=event(one, 1).key_id))

        with store.reading() as reader:
            assert len(reader.events(other.id)) == 1


class TestInOneStep:
    """A change in a transaction of its own, which some databases take as a single statement."""

    @pytest.fixture
    def of(self, store):
        of = matter()
        keep(store, of, obligation(of), obligation(of, "other"))
        with store.reading():  # what kind of database it is is known from the first transaction on
            pass
        return of

    def step(self, of, **changes):
        after = attrs.evolve(of, version=1, head="1" * 64, state="running", turns_at_us=NOON, changed_us=NOON)
        moved = obligation(of, due_on=date(2026, 12, 21), due_at_us=NOON + HOUR, due_revision=2, next_rung="due")
        whole = Change(after, 0, 0, (event(of, 1),), changed=((obligation(of), moved),))
        return attrs.evolve(whole, **changes), after, moved

    def test_all_of_it_is_written(self, store, of):
        change, after, moved = self.step(of)
        store.append(change)

        with store.reading() as reader:
            assert reader.matter(of.id) == after
            assert list(reader.events(of.id)) == [event(of, 1)]
            assert list(reader.obligations(of.id)) == [moved, obligation(of, "other")]

    def test_several_facts_and_obligations_are_written_together(self, store, of):
        change, _, moved = self.step(of)
        closed = obligation(of, "other", is_open=False, clock="ended", basis=None, next_rung=None, wake_at_us=None)
        pairs = (*change.changed, (obligation(of, "other"), closed))
        store.append(attrs.evolve(change, events=(event(of, 1), event(of, 2)), changed=pairs))

        with store.reading() as reader:
            assert [row.version for row in reader.events(of.id)] == [1, 2]
            assert list(reader.obligations(of.id)) == [moved, closed]

    @pytest.mark.parametrize(
        ("spoilt", "refusal"),
        [
            ({"version": 3}, gd.StaleMatter),
            ({"revision": 7}, gd.StoreConflict),
            ({"changed": "claimed"}, gd.StoreConflict),
            ({"events": "taken"}, gd.StaleMatter),
        ],
        ids=["version", "calendar", "obligation", "key"],
    )
    def test_what_cannot_be_written_whole_is_not_written_at_all(self, store, of, spoilt, refusal):
        change, _, moved = self.step(of)
        if spoilt == {"changed": "claimed"}:
            spoilt = {"changed": ((obligation(of, next_rung="due"), moved),)}
        if spoilt == {"events": "taken"}:
            spoilt = {"events": (event(of, 1), event(of, 2, key_id=event(of, 1).key_id))}
        with pytest.raises(refusal):
            store.append(attrs.evolve(change, **spoilt))

        with store.reading() as reader:
            assert reader.matter(of.id) == of
            assert not reader.events(of.id)
            assert list(reader.obligations(of.id)) == [obligation(of), obligation(of, "other")]

    def test_the_store_goes_on_after_a_refusal(self, store, of):
        change, after, _ = self.step(of)
        with pytest.raises(gd.StaleMatter):
            store.append(attrs.evolve(change, version=3))
        store.append(change)

        with store.reading() as reader:
            assert reader.matter(of.id) == after


class TestValues:
    @pytest.mark.parametrize(
        "day", [date(1900, 1, 1), date(1986, 5, 4), date(2020, 2, 29), date(9999, 12, 31)], ids=str
    )
    def test_days_read_back_as_written(self, store, day):
        of = matter()
        keep(store, of, obligation(of, due_on=day, until_on=day))

        with store.reading() as reader:
            (row,) = reader.obligations(of.id)
        assert (row.due_on, row.until_on) == (day, day)
        assert type(row.due_on) is date

    @pytest.mark.parametrize(
        "moment",
        [
            datetime(1900, 1, 1, tzinfo=UTC),
            datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
            datetime(2026, 11, 25, 1, 2, 3, 456789, tzinfo=UTC),
            datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        ],
        ids=str,
    )
    def test_instants_read_back_to_the_microsecond(self, store, moment):
        of = matter(opened_us=to_us(moment), turns_at_us=to_us(moment))
        keep(store, of)

        with store.reading() as reader:
            row = reader.matter(of.id)
        assert (from_us(row.opened_us), from_us(row.turns_at_us)) == (moment, moment)

    @pytest.mark.parametrize("name", ["遵义市—绥阳县 2020-17", "a", "A", "é", "𠮷野家", "a'b\"c;--", "%s :x {y}"])
    def test_names_read_back_and_are_told_apart(self, store, name):
        keep(store, matter(name), matter("other"))

        with store.reading() as reader:
            assert reader.matter(id_of(name)).name == name

    def test_names_that_differ_in_case_or_blanks_are_two(self, store):
        names = ["a-1", "A-1", "a-1 ", "ａ-1", "à-1"]
        keep(store, *(matter(name) for name in names))

        with store.reading() as reader:
            assert [reader.matter(id_of(name)).name.rstrip() for name in names] == [name.rstrip() for name in names]

    def test_a_long_fact_reads_back_whole(self, store):
        of = matter()
        keep(store, of, event(of, 1, body='{"x":"' + "y" * 300_000 + '"}'))

        with store.reading() as reader:
            assert len(reader.events(of.id)[0].body) == 300_008


class TestPages:
    def test_matters_come_in_pages_by_id(self, store):
        rows = [matter(f"A-{n}", jurisdiction="45" if n % 2 else "CN") for n in range(9)]
        keep(store, *rows)
        ids = sorted(row.id for row in rows)

        with store.reading() as reader:
            first = reader.matters("", 5)
            rest = reader.matters(first[-1].id, 5)
            assert [row.id for row in (*first, *rest)] == ids
            assert list(reader.jurisdictions()) == ["45", "CN"]

    def test_facts_without_a_matter_are_found(self, store):
        here, lost = matter("A-1"), matter("A-2")
        keep(store, here, event(here, 1))
        if isinstance(store, gd.SqlStore):
            with store.engine.begin() as connection:
                connection.execute(insert(schema.event), attrs.asdict(event(lost, 1)))

        with store.reading() as reader:
            # Nobody reaches past a store in memory.
            assert list(reader.orphans()) == ([] if isinstance(store, gd.MemoryStore) else [event(lost, 1)])


class TestWaking:
    def test_what_is_ripe_is_claimed_and_the_rest_is_not(self, store):
        of = matter()
        ripe = obligation(of, "ripe", wake_at_us=NOON)
        later = obligation(of, "later", wake_at_us=NOON + 1)
        done = obligation(of, "done", wake_at_us=None, next_rung=None)
        keep(store, of, ripe, later, done)

        with store.writing() as writer:
            assert writer.claim(NOON, 10) == [(ripe, of)]

    def test_no_more_are_claimed_than_asked_for(self, store):
        of = matter()
        keep(store, of, *(obligation(of, f"n{n:02}") for n in range(20)))

        with store.writing() as writer:
            assert len(writer.claim(NOON, 7)) == 7

    def test_what_has_moved_on_is_not_claimed_again(self, store):
        of = matter()
        row = obligation(of)
        keep(store, of, row)
        with store.writing() as writer:
            writer.claim(NOON, 10)
            writer.move_on([attrs.evolve(row, next_rung="due", wake_at_us=NOON + HOUR)])

        with store.writing() as writer:
            assert not writer.claim(NOON, 10)
            assert [held.next_rung for held, _ in writer.claim(NOON + HOUR, 10)] == ["due"]

    def test_a_rung_is_claimed_by_the_first_who_inserts_it(self, store):
        of = matter()
        row = obligation(of)
        keep(store, of, row, reminder(row))
        with store.writing() as writer:
            mine = writer.add_reminders([reminder(row), reminder(row, "due"), reminder(row, "overdue")])

        assert [each.rung for each in mine] == ["due", "overdue"]
        with store.reading() as reader:
            assert {each.rung for each in reader.reminders(of.id)} == {"warning/-3", "due", "overdue"}

    def test_a_rung_may_be_claimed_again_under_the_next_revision(self, store):
        of = matter()
        row = obligation(of)
        keep(store, of, row, reminder(row))
        with store.writing() as writer:
            assert writer.add_reminders([reminder(attrs.evolve(row, due_revision=2))])

    def test_the_next_wake_is_the_earliest_of_rungs_turns_and_messages(self, store):
        of = matter(turns_at_us=NOON + 30)
        row = obligation(of, wake_at_us=NOON + 20)
        keep(store, of, row)
        with store.reading() as reader:
            assert reader.next_wake() == NOON + 20
        keep(store, reminder(row, try_at_us=NOON + 10), reminder(row, "due", status=SENT, try_at_us=None))
        with store.reading() as reader:
            assert reader.next_wake() == NOON + 10

    def test_matters_that_the_clock_changes_are_told(self, store):
        keep(store, matter("A-1", turns_at_us=NOON), matter("A-2", turns_at_us=NOON + 1), matter("A-3"))

        with store.reading() as reader:
            assert [row.name for row in reader.turning(NOON, 10)] == ["A-1"]

    def test_what_is_due_by_a_day_is_listed_in_order(self, store):
        of = matter()
        first, last = obligation(of, "first", due_at_us=NOON), obligation(of, "last", due_at_us=NOON + 5)
        keep(store, of, last, first, obligation(of, "closed", due_at_us=NOON, is_open=False))

        with store.reading() as reader:
            assert [row.name for row, _ in reader.due(NOON + 5, 10)] == ["first", "last"]
            assert [row.name for row, _ in reader.due(NOON + 4, 10)] == ["first"]


class TestTelling:
    def test_a_leased_message_is_nobody_elses_until_the_lease_ends(self, store):
        of = matter()
        row = obligation(of)
        keep(store, of, row, reminder(row))
        with store.writing() as writer:
            assert [each.id for each, _ in writer.lease(NOON, NOON + 60, 10)] == [reminder(row).id]
        with store.writing() as writer:
            assert not writer.lease(NOON + 59, NOON + 120, 10)
        with store.writing() as writer:
            assert len(writer.lease(NOON + 60, NOON + 120, 10)) == 1

    def test_who_lost_the_lease_settles_nothing(self, store):
        of = matter()
        row = obligation(of)
        keep(store, of, row, reminder(row))
        told = reminder(row, status=SENT, attempts=1, try_at_us=None, settled_us=NOON)
        with store.writing() as writer:
            writer.lease(NOON, NOON + 60, 10)
        with store.writing() as writer:
            writer.lease(NOON + 60, NOON + 120, 10)
        with store.writing() as writer:
            assert not writer.settle(told, NOON + 60)
            assert writer.settle(told, NOON + 120)
            assert not writer.settle(attrs.evolve(told, status=DEAD), NOON + 120)

        with store.reading() as reader:
            assert list(reader.reminders(of.id)) == [told]

    def test_a_message_stands_while_its_duty_is_open_and_due_as_it_says(self, store):
        of = matter()
        open_, met, moved = (
            obligation(of, "open"),
            obligation(of, "met", is_open=False),
            obligation(of, "moved", due_revision=2),
        )
        keep(store, of, open_, met, moved)
        keep(store, reminder(open_), reminder(met), reminder(attrs.evolve(moved, due_revision=1)))

        with store.writing() as writer:
            found = {each.obligation_id: stands for each, stands in writer.lease(NOON, NOON + 60, 10)}
        assert found == {open_.id: True, met.id: False, moved.id: False}


class TestCalendars:
    def test_a_calendar_raises_the_revision_for_all(self, store):
        row = CalendarRow(1, "CN", "[]", NOON, None, None)
        with store.reading() as reader:
            assert reader.revision() == 0
        with store.writing() as writer:
            writer.raise_calendar(row)

        with store.reading() as reader:
            assert (reader.revision(), list(reader.calendars())) == (1, [row])
        for n in range(40):
            with pytest.raises(gd.StoreConflict), store.writing() as writer:
                writer.append(Change(matter(f"A-{n}"), None, 0))
        keep(store, *(matter(f"A-{n}") for n in range(40)))

    def test_a_change_waits_for_nobody_who_claimed_what_it_read(self, store):
        of = matter()
        row = obligation(of)
        keep(store, of, row)
        with store.writing() as writer:
            writer.claim(NOON, 1)
            writer.move_on([attrs.evolve(row, next_rung="due", wake_at_us=NOON + HOUR)])
        stale = Change(of, 0, 0, changed=((row, attrs.evolve(row, state="x")),))
        with pytest.raises(gd.StoreConflict), store.writing() as writer:
            writer.append(stale)

        with store.reading() as reader:
            assert reader.obligations(of.id)[0].next_rung == "due"

    def test_a_revision_is_taken_once(self, store):
        row = CalendarRow(1, "CN", "[]", NOON, None, None)
        with store.writing() as writer:
            writer.raise_calendar(row)
        with pytest.raises(gd.StaleMatter), store.writing() as writer:
            writer.raise_calendar(row)

        with store.reading() as reader:
            assert reader.revision() == 1

    def test_how_far_a_recomputation_came_is_noted(self, store):
        with store.writing() as writer:
            writer.raise_calendar(CalendarRow(1, "CN", "[]", NOON, None, None))
            writer.note_calendar(1, cursor=id_of("A-1"), finished_us=None)
        with store.reading() as reader:
            assert reader.calendars()[0].cursor == id_of("A-1")
        with store.writing() as writer:
            writer.note_calendar(1, cursor=None, finished_us=NOON)
        with store.reading() as reader:
            assert reader.calendars()[0] == CalendarRow(1, "CN", "[]", NOON, NOON, None)

    def test_a_group_moves_as_one_and_leaves_others_where_they_are(self, store):
        of = matter()
        rows = [obligation(of, f"n{n}") for n in range(3)]
        warned = obligation(of, "warned", next_rung="due", wake_at_us=NOON + HOUR)
        other = obligation(of, "other", basis=id_of("other"))
        closed = obligation(of, "closed", basis=None, is_open=False, wake_at_us=None)
        keep(store, of, *rows, warned, other, closed)
        with store.reading() as reader:
            told = reader.groups(["CN"])
            groups = {(row.basis, row.next_rung): row for row, _ in told}
        assert sorted(alike for _, alike in told) == [1, 1, 3]
        assert set(groups) == {
            (id_of("basis"), "warning/-3"),
            (id_of("basis"), "due"),
            (id_of("other"), "warning/-3"),
        }
        assert not store_groups(store, ["45"])

        later = NOON + 48 * HOUR
        target = attrs.evolve(
            groups[id_of("basis"), "warning/-3"],
            due_on=date(2026, 12, 21),
            due_at_us=later,
            rungs=f'[["due",{later}]]',
            next_rung="due",
            wake_at_us=later,
            due_revision=2,
        )
        with store.writing() as writer:
            assert writer.move_groups(1, [(groups[id_of("basis"), "warning/-3"], target)]) == 3

        with store.reading() as reader:
            found = {row.name: row for row in reader.obligations(of.id)}
            moves = reader.moves(1)
        assert [found[f"n{n}"].due_on for n in range(3)] == [date(2026, 12, 21)] * 3
        assert [found[f"n{n}"].due_revision for n in range(3)] == [2] * 3
        assert [found[f"n{n}"].wake_at_us for n in range(3)] == [later] * 3
        assert (found["warned"], found["other"], found["closed"]) == (warned, other, closed)
        assert {row.name for _, row, _ in moves} == {"n0", "n1", "n2"}
        assert moves[0][0] == MoveRow(
            1, moves[0][1].id, of.id, 2, date(2026, 12, 18), rows[0].due_at_us, date(2026, 12, 21), later
        )

    def test_what_is_claimed_between_the_listing_and_the_move_of_its_group_is_neither_listed_nor_moved(self, store):
        """As where a database lets another commit between two statements; SQLite, with one writer, only shows it."""
        if not isinstance(store, gd.SqlStore) or store.engine.dialect.name == "postgresql":
            pytest.skip("moves a group in one step")
        of = matter()
        claimed, other = obligation(of, "claimed"), obligation(of, "other")
        keep(store, of, claimed, other)
        (group,) = store_groups(store, ["CN"])
        target = attrs.evolve(group, due_on=date(2026, 12, 21), due_at_us=NOON + 48 * HOUR, due_revision=2)
        with store.writing() as writer:
            execute = writer.connection.execute

            def with_a_claim_after_the_listing(statement, *values):
                result = execute(statement, *values)
                if statement is LIST_MOVES:
                    claim = update(schema.obligation).where(schema.obligation.c.id == claimed.id)
                    execute(claim.values(next_rung="due"))
                return result

            writer.connection.execute = with_a_claim_after_the_listing
            assert writer.move_groups(1, [(group, target)]) == 1

        with store.reading() as reader:
            found = {row.name: row for row in reader.obligations(of.id)}
            moves = reader.moves(1)
        assert [row.name for _, row, _ in moves] == ["other"]
        assert found["claimed"] == attrs.evolve(claimed, next_rung="due")
        assert (found["other"].due_on, found["other"].due_revision) == (date(2026, 12, 21), 2)

    def test_a_limit_that_could_not_be_told_is_told_at_last(self, store):
        of = matter()
        unknown = obligation(
            of,
            due_on=None,
            due_at_us=None,
            rungs="[]",
            next_rung=None,
            wake_at_us=None,
            refusal="calendar_not_published",
        )
        keep(store, of, unknown)
        (group,) = store_groups(store, ["CN"])
        with store.writing() as writer:
            assert writer.move_groups(1, [(group, attrs.evolve(obligation(of), due_revision=2))]) == 1

        with store.reading() as reader:
            (row,) = reader.obligations(of.id)
            ((moved, _, _),) = reader.moves(1)
        assert row == attrs.evolve(obligation(of), due_revision=2)
        assert (moved.from_on, moved.to_on) == (None, date(2026, 12, 18))

    def test_rungs_change_alone_without_a_new_revision(self, store):
        of = matter()
        keep(store, of, obligation(of))
        (group,) = store_groups(store, ["CN"])
        with store.writing() as writer:
            target = attrs.evolve(group, rungs=f'[["due",{NOON + 9}]]', next_rung="due", wake_at_us=NOON + 9)
            assert writer.move_groups(1, [(group, target)]) == 1

        with store.reading() as reader:
            (row,) = reader.obligations(of.id)
            assert reader.count_moves(1) == 0
        assert (row.due_revision, row.next_rung, row.wake_at_us) == (1, "due", NOON + 9)

    def test_matters_whose_facts_must_be_read_come_in_pages(self, store):
        rows = [matter(f"A-{n}") for n in range(5)]
        plain = matter("plain")
        keep(store, *rows, plain, obligation(plain))
        keep(store, *(obligation(of, basis=None, is_entangled=True) for of in rows))
        ids = sorted(row.id for row in rows)

        with store.reading() as reader:
            first = reader.entangled(["CN"], "", 3)
            rest = reader.entangled(["CN"], first[-1].id, 3)
        assert [row.id for row in (*first, *rest)] == ids

    def test_moves_come_in_pages_and_an_obligation_may_have_moved_twice(self, store):
        of = matter()
        row = obligation(of)
        moved = [MoveRow(1, row.id, of.id, number, None, None, None, None) for number in (2, 3)]
        keep(store, of, row, *moved, MoveRow(2, row.id, of.id, 4, None, None, None, None))
        keep(store, reminder(row, status=SENT))

        with store.reading() as reader:
            first = reader.moves(1, limit=1)
            rest = reader.moves(1, (row.id, 2), limit=5)
            assert [each for each, _, _ in (*first, *rest)] == moved
            assert len(reader.groundless(1)) == 1

    def test_sent_reminders_of_moved_due_dates_have_lost_their_ground(self, store):
        of = matter()
        row = obligation(of, due_revision=2)
        before = attrs.evolve(row, due_revision=1)
        keep(store, of, row, MoveRow(1, row.id, of.id, 2, None, None, None, None))
        keep(
            store,
            reminder(before, status=SENT),
            reminder(before, "due", status=PENDING),
            reminder(row, "overdue", status=SENT),
        )

        with store.reading() as reader:
            assert [each.rung for each in reader.groundless(1)] == ["warning/-3"]
            assert not reader.groundless(2)


def store_groups(store, places):
    with store.reading() as reader:
        return [row for row, _ in reader.groups(places)]


def test_a_url_without_a_driver_says_what_to_do():
    with pytest.raises(gd.BadInput) as refused:
        gd.SqlStore("nosuch://x/y")

    assert "nosuch" in str(refused.value)
    assert "driver" in str(refused.value)


def test_what_is_no_url_is_refused():
    with pytest.raises(gd.BadInput, match="not a url"):
        gd.SqlStore("not a url")


def test_a_database_without_tables_says_how_to_make_them(database):
    with gd.SqlStore(database) as store, pytest.raises(gd.StoreNotReady) as refused, store.reading():
        pass

    assert refused.value.found is None
    assert "upgrade" in str(refused.value)


@pytest.mark.parametrize(
    ("found", "refusal"), [(0, gd.StoreNotReady), (-3, gd.StoreNotReady), (2, gd.StoreTooNew), (99, gd.StoreTooNew)]
)
def test_a_database_of_another_version_is_refused_and_left_alone(tmp_path, found, refusal):
    with gd.SqlStore(f"sqlite:///{tmp_path / 'ledger.db'}") as store:
        with store.create().engine.begin() as connection:
            connection.execute(update(schema.ledger).values(schema_version=found))
        for transaction in ("reading", "writing"):
            fresh = gd.SqlStore(store.engine)
            with pytest.raises(refusal) as refused, getattr(fresh, transaction)():
                pass
            assert str(found) in str(refused.value)


def test_making_the_tables_again_changes_nothing(stored):
    keep(stored, matter())
    with stored.writing() as writer:
        writer.raise_calendar(CalendarRow(1, "CN", "[]", NOON, None, None))
    stored.create()

    with stored.reading() as reader:
        assert reader.revision() == 1
        assert reader.matter(id_of("A-1")) is not None


class TestInTheHostsTransaction:
    def test_what_the_host_rolls_back_was_never_recorded(self, stored):
        with stored.engine.connect() as connection:
            begin(connection)
            keep(stored.within(connection), matter(), event(matter(), 1))
            connection.rollback()

        with stored.reading() as reader:
            assert reader.matter(id_of("A-1")) is None

    def test_what_the_host_commits_is_on_record(self, stored):
        with stored.engine.connect() as connection:
            begin(connection)
            keep(stored.within(connection), matter())
            connection.commit()

        with stored.reading() as reader:
            assert reader.matter(id_of("A-1")) == matter()

    def test_a_refusal_leaves_the_hosts_own_work_as_it_was(self, stored):
        keep(stored, matter("A-1"))
        with stored.engine.connect() as connection:
            begin(connection)
            inside = stored.within(connection)
            keep(inside, matter("A-2"))
            with pytest.raises(gd.StaleMatter):
                keep(inside, matter("A-1"), event(matter("A-1"), 1))
            keep(inside, matter("A-3"))
            connection.commit()

        with stored.reading() as reader:
            assert [reader.matter(id_of(name)) for name in ("A-2", "A-3")] == [matter("A-2"), matter("A-3")]
            assert not reader.events(id_of("A-1"))


def begin(connection):
    """The host's transaction: on SQLite its driver needs to be told."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def test_two_transactions_in_one_thread_of_a_memory_store_are_one():
    store = gd.MemoryStore()
    with pytest.raises(ZeroDivisionError), store.writing() as outer:
        outer.append(Change(matter("A-1"), None, 0))
        with store.writing() as inner:
            inner.append(Change(matter("A-2"), None, 0))
        raise ZeroDivisionError

    with store.reading() as reader:
        assert not reader.matters("", 10)
