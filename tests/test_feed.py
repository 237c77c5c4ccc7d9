"""Calendar files: written by one package, read back by another that knows nothing of it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import vobject

import gov_deadlines as gd
from gov_deadlines.analysis.docket import Row
from gov_deadlines.view.feed import feed

from . import oracle

STAMP = datetime(2020, 5, 20, 1, 2, 3, 456, tzinfo=UTC)
PENALTY = gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")


def rows(things=None, moment=date(2020, 5, 20)):
    """The rows of *things*, by default of one penalty due on 2020-05-29."""
    return gd.entries({"绥阳-罚-2020-017": PENALTY} if things is None else things, moment)


def read(made):
    """The file, read back by another parser."""
    calendar = vobject.readOne(made.decode("utf-8"))
    return getattr(calendar, "vevent_list", []), getattr(calendar, "vtodo_list", [])


def alarms(component):
    """When the alarms of a component ring."""
    return [alarm.trigger.value for alarm in getattr(component, "valarm_list", [])]


def test_day_limit_is_due_on_a_whole_day():
    """The event fills the last lawful day and takes no time; the task is due on it."""
    ((event,), (todo,)) = read(feed(rows(), STAMP))

    assert (event.dtstart.value, event.dtend.value) == (date(2020, 5, 29), date(2020, 5, 30))
    assert event.transp.value == "TRANSPARENT"
    assert todo.due.value == date(2020, 5, 29)
    assert todo.status.value == "NEEDS-ACTION"
    assert event.summary.value == todo.summary.value == "绥阳-罚-2020-017 行政处罚决定公开"
    assert event.description.value == PENALTY.explain("zh")


def test_hour_limit_is_due_at_an_instant():
    """21:20 in Beijing is 13:20 in UTC."""
    begun = datetime(2020, 7, 8, 16, 20, tzinfo=gd.SHANGHAI)
    ((event,), (todo,)) = read(feed(rows({"舆情": gd.due("incident.statement", begun)}, begun), STAMP, lang="en"))

    assert event.dtstart.value == todo.due.value == datetime(2020, 7, 8, 13, 20, tzinfo=UTC)
    assert alarms(todo) == [begun + timedelta(hours=n) for n in (2.5, 4, 5)]


def test_alarm_rings_in_the_morning_of_each_warning():
    """Three working days before and on the day itself, at nine in Beijing unless another hour is wanted."""
    policy = gd.WarningPolicy(days_before=(5, 3))
    asked = gd.entries({"A": PENALTY}, date(2020, 5, 20), policy=policy)
    works = oracle.within(oracle.nation())
    days = [oracle.shift(date(2020, 5, 29), -n, works) for n in (5, 3)] + [date(2020, 5, 29)]

    for hour in (time(9), time(14, 30)):
        (_, (todo,)) = read(feed(asked, STAMP, alarm_at=hour))

        assert alarms(todo) == [datetime.combine(day, hour, gd.SHANGHAI) for day in days]


def test_file_is_the_same_to_the_byte():
    """The same rows and stamp give the same file, and another stamp changes nothing but the stamps."""
    first, again = feed(rows(), STAMP), feed(rows(), STAMP)
    later = feed(rows(), STAMP + timedelta(days=1))

    assert first == again
    changed = [a for a, b in zip(first.splitlines(), later.splitlines(), strict=True) if a != b]
    assert changed == [b"DTSTAMP:20200520T010203Z"] * 2


def test_uid_names_the_duty_and_sequence_its_revision():
    """A due date that moved keeps its UID under a higher SEQUENCE; a task and an event have UIDs of their own."""
    docket = [Row("A", "request.answer", date(2020, 1, 6), "CN")]
    before = gd.entries(gd.Docket.of(docket, as_known_on=date(2020, 1, 20)), date(2020, 1, 20))
    after = gd.entries(gd.Docket.of(docket, as_known_on=date(2020, 2, 1)), date(2020, 2, 1))
    old, new = ([part for kind in read(feed(each, STAMP)) for part in kind] for each in (before, after))

    assert [part.uid.value for part in old] == [part.uid.value for part in new]
    assert len({part.uid.value for part in new}) == 2
    assert [int(a.sequence.value) < int(b.sequence.value) for a, b in zip(old, new, strict=True)] == [True, True]
    assert new[0].dtstart.value == date(2020, 2, 10)


def test_domain_keeps_two_hosts_apart():
    """Two offices that number alike do not write over each other's tasks."""
    mine, its = (read(feed(rows(), STAMP, domain=name))[1][0].uid.value for name in ("a.gov.cn", "b.gov.cn"))

    assert mine != its
    assert mine.endswith("@a.gov.cn")


def test_ledger_gives_the_revision_it_keeps():
    """SEQUENCE is due_revision, and the alarm the next reminder at the hour of alarms."""
    clock = datetime(2020, 5, 20, 9, tzinfo=gd.SHANGHAI)
    ledger = gd.Ledger(gd.MemoryStore(), clock=lambda: clock)
    decided = gd.Event.of("decided", date(2020, 5, 20), key="k")
    ledger.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323", event=decided)
    ledger.correct("A-1", gd.Event.of("decided", date(2020, 5, 19), key="k2", voids="k"))

    (_, (todo,)) = read(feed(gd.entries(ledger.obligations("A-1"), clock), STAMP))

    assert int(todo.sequence.value) == ledger.obligations("A-1")[0].due_revision == 2
    assert todo.due.value == date(2020, 5, 28)
    assert alarms(todo) == [datetime(2020, 5, 25, 9, tzinfo=gd.SHANGHAI)]


def test_what_is_done_is_told_and_rings_no_more():
    """A task that was done is completed, one that fell away is cancelled."""
    matter = gd.Matter.open("publication", id="A", rule="enforcement.penalty", jurisdiction="520323")
    matter = matter.apply(gd.Event.of("decided", date(2020, 5, 20)))
    done = matter.apply(gd.Event.of("published", date(2020, 5, 25)))
    ((event,), (todo,)) = read(feed(rows(done, date(2020, 5, 26)), STAMP))

    assert todo.status.value == "COMPLETED"
    assert todo.completed.value == datetime(2020, 5, 25, tzinfo=gd.SHANGHAI)
    assert "按期完成" in event.summary.value
    assert alarms(todo) == alarms(event) == []

    ((event,), (todo,)) = read(
        feed(rows(matter.apply(gd.Event.of("revoked", date(2020, 5, 25))), date(2020, 5, 26)), STAMP)
    )
    assert (event.status.value, todo.status.value) == ("CANCELLED", "CANCELLED")


def test_period_that_must_be_waited_for_is_an_event_alone():
    """The next step is lawful from that day on; there is nothing to do by it."""
    deadline = gd.due("consultation.minimum", date(2021, 3, 5), jurisdiction="650100")
    ((event,), todos) = read(feed(rows({"A": deadline}), STAMP))

    assert event.dtstart.value == deadline.opens_on
    assert todos == []


def test_what_has_no_day_is_a_task_without_one():
    """A refusal is not lost: its task says why."""
    docket = gd.Docket.of([Row("A", "request.anwser", date(2020, 1, 6), "CN")])
    events, (todo,) = read(feed(rows(docket), STAMP))

    assert events == []
    assert not hasattr(todo, "due")
    assert "request.answer" in todo.description.value


def test_provisional_day_is_tentative():
    """What a missing notice could move is no settled day."""
    deadline = gd.due("proactive.disclosure", date(2020, 9, 15), jurisdiction="650100")
    ((event,), _) = read(feed(rows({"A": deadline}), STAMP))

    assert event.status.value == "TENTATIVE"


def test_chinese_is_folded_by_octets_and_never_within_a_character():
    """Every line has at most 75 octets and is whole UTF-8; unfolded, the text is what it was."""
    name = "关于政府信息公开申请答复期限的说明；第一、二项，" * 20
    made = feed(rows({name: PENALTY}), STAMP)

    lines = made.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert read(made)[0][0].summary.value.startswith(name)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x85", "\u2028"])
def test_no_name_of_the_calendar_adds_a_line(end):
    """The calendar's own name and the domain stay on their lines, `python -O` or not."""
    name = f"x{end}BEGIN:VEVENT"
    made = feed(rows({"A-1": PENALTY}), STAMP, name=name, domain=name).decode()

    assert sum(line.startswith("BEGIN:VEVENT") for line in made.splitlines()) == 1


@pytest.mark.parametrize("name", ["a\r\nBEGIN:VEVENT\r\nSUMMARY:x", 'a;b,c\\n"d"', "\x00\x07\x1b", "\ud800", "🗓️" * 60])
def test_no_name_breaks_the_file(name):
    """Line ends, separators, control characters and half characters open no line of their own."""
    events, todos = read(feed(rows({name: PENALTY}), STAMP))

    assert len(events) == len(todos) == 1
    assert events[0].summary.value.endswith("行政处罚决定公开")
    assert events[0].dtstart.value == date(2020, 5, 29)


def test_shipped_docket_is_read_back_day_by_day():
    """Every row of the demonstration has the day in the file that the docket tells."""
    from importlib.resources import files

    from gov_deadlines.analysis.docket import read_docket

    text = files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8")
    shown = gd.entries(gd.Docket.of(read_docket(text)), date(2020, 2, 1))
    events, _ = read(feed(shown, STAMP))

    expected = [row.opens_on or row.due or row.due_at for row in shown]
    assert [event.dtstart.value for event in events] == expected
    assert len({event.uid.value for event in events}) == len(shown)


def test_one_kind_can_be_had_alone_and_no_other():
    """Phones show events alone; an OA may want tasks alone."""
    assert [len(parts) for parts in read(feed(rows(), STAMP, kinds=["event"]))] == [1, 0]
    assert [len(parts) for parts in read(feed(rows(), STAMP, kinds=["todo"]))] == [0, 1]
    with pytest.raises(gd.BadInput, match="journal"):
        feed(rows(), STAMP, kinds=["journal"])


def test_stamp_needs_its_zone():
    """The instant of making the file is an argument, and no wall clock."""
    with pytest.raises(gd.BadInput, match="time zone"):
        feed(rows(), datetime(2020, 5, 20))  # noqa: DTZ001
