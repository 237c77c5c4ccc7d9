"""The rows that views show: from dockets, matters and ledgers, as they stand at a moment."""

from datetime import date, datetime, timedelta

import pytest

import gov_deadlines as gd
from gov_deadlines.analysis.docket import Row
from gov_deadlines.view.entry import Status

from . import oracle

PENALTY = gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")


def at(day, **deadlines):
    """The status of each deadline on a day of May or June 2020."""
    return [entry.status.value for entry in gd.entries(deadlines, date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("day", "status", "left"),
    [
        ("2020-05-20", "not_due", "余7个工作日"),
        ("2020-05-25", "not_due", "余4个工作日"),
        ("2020-05-26", "due_soon", "余3个工作日"),
        ("2020-05-28", "due_soon", "余1个工作日"),
        ("2020-05-29", "due_today", "今日截止"),
        ("2020-05-30", "overdue", "逾期1日（其间没有工作日）"),
        ("2020-06-02", "overdue", "逾期2个工作日"),
    ],
)
def test_deadline_stands_by_the_day(day, status, left):
    """Due on 2020-05-29: soon from three working days before it on, overdue from the day after."""
    (entry,) = gd.entries({"A-1": PENALTY}, date.fromisoformat(day))

    assert (entry.status.value, entry.left_text("zh")) == (status, left)


def test_hour_limit_stands_by_the_instant():
    """Five hours from 16:20: half of it gone is soon, and 21:20 is still in time."""
    begun = datetime(2020, 7, 8, 16, 20, tzinfo=gd.SHANGHAI)
    deadline = gd.due("incident.statement", begun)
    hours = {0: "not_due", 2: "not_due", 3: "due_soon", 5: "due_soon", 6: "overdue"}

    found = {n: gd.entries({"A": deadline}, begun + timedelta(hours=n))[0] for n in hours}

    assert {n: entry.status.value for n, entry in found.items()} == hours
    assert found[3].left_text("en") == "2 hours left"
    assert found[3].due_text("zh") == "2020-07-08 21:20"
    assert found[6].left_text("zh") == "逾期1小时"
    assert gd.entries({"A": deadline}, begun + timedelta(days=9))[0].left_text("en") == "8 days late"
    assert gd.entries({"A": deadline}, begun - timedelta(days=1))[0].left_text("en") == "not begun"
    assert gd.entries({"A": deadline}, begun + timedelta(hours=4.5))[0].left_text("zh") == "余不足1小时"


def test_period_that_must_be_waited_for_is_never_overdue():
    """A consultation of thirty days opens the next step when it has run."""
    deadline = gd.due("consultation.minimum", date(2021, 3, 5), jurisdiction="650100")
    before, after = (gd.entries({"A": deadline}, day)[0] for day in (deadline.due, deadline.opens_on))

    assert (before.status, after.status) == (Status.RUNNING, Status.OPEN)
    assert before.due_text("zh") == f"{deadline.opens_on} 起"
    assert before.alerts == ()


def test_row_that_cannot_be_answered_says_why():
    """A misspelt rule is a row with its refusal, not a gap."""
    (entry,) = gd.entries(gd.Docket.of([Row("A", "request.anwser", date(2020, 1, 6), "CN")]), date(2020, 1, 7))

    assert entry.status is Status.UNKNOWN
    assert entry.due_text("zh") == "—"
    assert "request.answer" in entry.source("zh")
    assert "request.answer" in entry.reason("en")[1][0][1]


def test_matter_gives_a_row_for_each_duty():
    """A stopped clock, an act in time and one too late are told apart."""
    request = gd.Matter.open("request", id="2020-17")
    request = request.apply(gd.Event.of("received", date(2020, 1, 10), channel="signed_post"))
    waiting = request.apply(gd.Event.of("consulted", date(2020, 1, 14), party="A"))
    answered = request.apply(gd.Event.of("answered", date(2020, 2, 3), outcome="granted"))

    def main(matter, day):
        return next(entry for entry in gd.entries(matter, day) if entry.duty == "answer")

    assert main(waiting, date(2020, 1, 20)).status is Status.STOPPED
    assert main(answered, date(2020, 2, 4)).status is Status.ON_TIME
    assert main(answered, date(2020, 2, 4)).met == date(2020, 2, 3)
    assert main(waiting, date(2020, 1, 20)).id == main(answered, date(2020, 2, 4)).id
    assert main(waiting, date(2020, 1, 20)).revision > 0


def test_kept_obligation_stands_as_its_matter_does():
    """What a ledger keeps is due soon, today and overdue on the same days as the matter itself."""
    clock = datetime(2020, 5, 20, 9, tzinfo=gd.SHANGHAI)
    ledger = gd.Ledger(gd.MemoryStore(), clock=lambda: clock)
    decided = gd.Event.of("decided", date(2020, 5, 20))
    ledger.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323", event=decided)
    kept, matter = ledger.obligations("A-1"), ledger.matter("A-1")

    for day in oracle.days(date(2020, 5, 20), date(2020, 6, 5)):
        mine, its = gd.entries(kept, day), gd.entries(matter, day)
        assert [entry.status for entry in mine] == [entry.status for entry in its]
        assert [(entry.id, entry.zh, entry.due) for entry in mine] == [(e.id, e.zh, e.due) for e in its]


def test_ids_name_the_duty_and_not_its_day():
    """Another moment and another calendar leave the id; a second row of one matter and rule has its own."""
    rows = [Row("A", "request.answer", date(2020, 1, 6), "CN"), Row("A", "request.answer", date(2020, 1, 7), "CN")]
    now = gd.entries(gd.Docket.of(rows), date(2020, 2, 5))
    then = gd.entries(gd.Docket.of(rows, as_known_on=date(2020, 1, 20)), date(2020, 1, 21))

    assert [entry.id for entry in now] == [entry.id for entry in then]
    assert len({entry.id for entry in now}) == 2
    assert now[0].revision > then[0].revision


def test_moved_row_names_the_notice_that_decides_its_days():
    """The notice of 2020-01-27 moved the row from 02-06 to 02-10, and later notices are not named."""
    docket = gd.Docket.of([Row("A", "request.answer", date(2020, 1, 6), "CN")])
    (entry,) = gd.entries(docket, date(2020, 2, 5))

    assert (entry.move.before.due, entry.move.after.due) == (date(2020, 2, 6), date(2020, 2, 10))
    assert [notice.id for notice in entry.move.notices] == ["CN/2020b"]
    assert ("通知移动", "2020-02-06 → 2020-02-10 (国办发明电〔2020〕1号)") in entry.reason("zh")[1]


def test_duty_of_a_matter_has_moved_as_a_row_of_a_docket_has():
    """So has a deadline by the name of its matter; days left out are left out before the move as after it."""
    facts = [gd.Event.of("received", date(2020, 1, 6))]
    plain = gd.Matter.open("request", id="A", events=facts)
    facts += [
        gd.Event.of("consulted", date(2020, 1, 8), party="X"),
        gd.Event.of("opinion_received", date(2020, 1, 10), party="X"),
    ]
    consulted = gd.Matter.open("request", id="B", events=facts)
    found = gd.entries([plain, consulted, {"C": gd.due("request.answer", date(2020, 1, 6))}], date(2020, 2, 5))
    moves = {each.matter: each.move for each in found if each.move}
    then = oracle.within(oracle.nation(date(2020, 1, 6)))

    assert oracle.shift(date(2020, 1, 6), 22, then) == date(2020, 2, 10)
    assert {name: (move.before_text, move.after_text) for name, move in moves.items()} == {
        "A": ("2020-02-06", "2020-02-10"),
        "B": ("2020-02-10", "2020-02-12"),
        "C": ("2020-02-06", "2020-02-10"),
    }
    assert {notice.id for move in moves.values() for notice in move.notices} == {"CN/2020b"}
    assert moves["B"].row == Row("B", "request.answer", date(2020, 1, 6), "CN")


def test_calendar_made_by_hand_has_no_notice_that_moves():
    """Nobody announced its days."""
    calendar = gd.WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31))
    (entry,) = gd.entries({"A": gd.due("request.answer", date(2020, 1, 6), calendar=calendar)}, date(2020, 2, 5))

    assert entry.move is None


def test_moves_are_those_of_a_second_count():
    """From every day of ten weeks a row has moved exactly where the count by what was known on its start differs."""
    rows = [Row(str(day), "request.answer", day, "CN") for day in oracle.days(date(2019, 12, 2), date(2020, 2, 10))]
    docket = gd.Docket.of(rows, as_known_on=date(2020, 3, 31))
    now = oracle.within(oracle.nation(date(2020, 3, 31)))
    expected = {}
    for row in rows:
        before = oracle.shift(row.start, 20, oracle.within(oracle.nation(row.start)))
        after = oracle.shift(row.start, 20, now)
        if before != after:
            expected[row.matter] = (before, after)

    found = {a.row.matter: docket.move(a) for a in docket}

    assert {name: (m.before.due, m.after.due) for name, m in found.items() if m} == expected
    assert len(expected) > 20


def test_proposed_notice_moves_what_it_would_move():
    """A notice that is not out yet is held against the calendar without it."""
    proposed = gd.Notice(
        id="CN/2020x",
        region="CN",
        year=2020,
        kind=gd.NoticeKind.EXTRAORDINARY,
        clauses=(gd.Clause("test", off=(date(2020, 6, 10),)),),
        public=date(2020, 5, 1),
    )
    rows = [Row("A", "enforcement.penalty", date(2020, 6, 1), "CN")]
    docket = gd.Docket.of(rows, proposed=[proposed])
    (move,) = [docket.move(answer) for answer in docket]

    assert (move.before.due, move.after.due, move.notices) == (date(2020, 6, 10), date(2020, 6, 11), (proposed,))
    assert gd.Docket.of(rows).move(gd.Docket.of(rows).answers[0]) is None


def test_what_has_no_due_date_is_refused():
    """A word and a number are no matters; what is expected is named."""
    for thing in ("A-1", 17, [date(2020, 5, 20)]):
        with pytest.raises(gd.BadInput, match="docket"):
            gd.entries(thing, date(2020, 5, 20))
    with pytest.raises(gd.BadInput, match="time zone"):
        gd.entries({"A": PENALTY}, datetime(2020, 5, 20, 9))  # noqa: DTZ001
