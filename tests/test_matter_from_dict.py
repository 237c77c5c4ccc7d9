"""A matter comes back from its JSON: every fact and every answer, in one fold, and no record that none could be."""

import json
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gov_deadlines as gd
from gov_deadlines import Event, Matter, WarningPolicy
from gov_deadlines.matters import matter as room

from .test_matter_invariants import a_day_around, drawn, tried
from .test_matter_invariants import told as said

APPROVED = {"approved_by": "主任", "notified": True}
STORIES = {
    "action": [("changed", "2020-05-20"), ("done", "2020-05-25")],
    "counter": [("series_started", "2020-01-01", {"every": "year"}), ("held", "2020-05-20")],
    "decision": [("drafted", "2020-05-20"), ("draft_published", "2020-05-21")],
    "document": [("drafted", "2020-05-20"), ("attribute_set", "2020-05-21", {"attribute": "主动公开"})],
    "incident": [("occurred", "2020-07-08T16:20:00+08:00", {"level": "重大"})],
    "publication": [("decided", "2020-05-20"), ("published", "2020-05-25")],
    "request": [("received", "2020-05-20"), ("extended", "2020-06-10", APPROVED), ("answered", "2020-06-22")],
    "sequence": [
        ("sequence_started", "2020-05-20", {"stages": ["收集", "会商"]}),
        ("stage_done", "2020-05-21", {"stage": "收集"}),
    ],
    "series": [("series_started", "2020-01-01", {"every": "quarter"}), ("submitted", "2020-04-02")],
    "standing": [("duty_started", "2020-05-20", {"at_least": 3}), ("measured", "2020-05-21", {"value": 1})],
    "takedown": [("revoked", "2020-05-20"), ("withdrawn", "2020-05-25")],
}


def fact(name, when, details=None, **fields):
    """One fact as JSON."""
    return {"event": name, "at" if "T" in when else "on": when, **(details or {}), **fields}


def told(procedure, *facts, **fields):
    """A matter as JSON."""
    return {"matter": "A-1", "procedure": procedure, "events": list(facts), **fields}


def back(matter, **options):
    """The matter that comes back after its JSON went through text."""
    return Matter.from_dict(json.loads(json.dumps(matter.to_dict(), ensure_ascii=False)), **options)


def refusal(raw):
    """What the matter in *raw* is refused with."""
    with pytest.raises(gd.GovDeadlinesError) as caught:
        Matter.from_dict(raw)
    return caught.value


@pytest.mark.parametrize("procedure", sorted(gd.procedures()))
def test_matter_of_every_procedure_comes_back(procedure):
    """Its facts, its JSON and its answer are those of the matter that took them one by one."""
    events = [Event.from_dict(fact(*each)) for each in STORIES[procedure]]
    matter = Matter.open(procedure, id="A-1", jurisdiction="520323", events=events)

    again = back(matter)

    assert again.events == matter.events
    assert again.to_dict() == matter.to_dict()
    assert (again.run, again.calendar, again.book) == (matter.run, matter.calendar, matter.book)
    when = matter.events[-1].happened
    assert again.at(when).to_dict() == matter.at(when).to_dict()


def test_matter_under_a_clause_with_a_practice_number_comes_back():
    """Clause, rule, place and practice number are named in the JSON; warnings are the host's."""
    advisory = gd.Advisory(gd.Period(5, gd.WORKING_DAY), "县政务公开办")
    opened = Matter.open("publication", rule="enforcement.penalty", jurisdiction="520323", advisory=advisory)
    clause = next(each for each in opened.book.clauses.values() if each.procedure == "action")
    other = Matter.open("action", clause=clause.id, jurisdiction=clause.document.jurisdiction)
    policy = WarningPolicy(days_before=(2,))

    assert back(opened, policy=policy).advisory == advisory
    assert back(opened, policy=policy).policy is policy
    assert (back(other).clause, back(other).rule) == (clause, other.rule)


def test_correction_in_one_step_comes_back_though_its_parts_make_no_sense_alone():
    """
    The whole story was put a week later in one step: no part of it could be taken alone.

    Received on Wednesday 2020-05-27 instead of 05-20: May 28-29 (2), June 1-5 (7), 8-12 (12), 15-19 (17), 22-24 (20).
    """
    matter = Matter.open("request", events=[Event("received", date(2020, 5, 20), "r1")])
    matter = matter.apply(Event("answered", date(2020, 5, 25), "a1"))
    matter = matter.correct(
        Event("voided", date(2020, 6, 1), "v1", voids="a1"),
        Event("received", date(2020, 5, 27), "r2", voids="r1"),
        Event("answered", date(2020, 6, 24), "a2"),
    )

    again = back(matter)

    assert again.events == matter.events
    assert again.state == matter.state == "answered"
    assert again.at(date(2020, 6, 30)).main.due == date(2020, 6, 24)


def test_correction_that_was_taken_back_comes_back():
    """The answer of 06-10, put on 06-12 wrongly, stands again on its day."""
    matter = Matter.open("request", events=[Event("received", date(2020, 5, 20), "r1")])
    matter = matter.apply(Event("answered", date(2020, 6, 10), "a1"))
    matter = matter.replace("a1", Event("answered", date(2020, 6, 12), "a2")).void("a2", "误更正", on=date(2020, 6, 15))

    assert back(matter).at(date(2020, 6, 30)).main.fulfilled_at == date(2020, 6, 10)


def test_matter_that_came_back_goes_on():
    """The next fact is judged by all that came back: a second extension is refused, an answer taken."""
    matter = Matter.from_dict(told("request", *(fact(*each) for each in STORIES["request"][:2])))

    assert not matter.can("extended", date(2020, 6, 11), **APPROVED)
    assert matter.apply(Event.of("answered", date(2020, 6, 22))).state == "answered"


def test_matter_without_facts_comes_back():
    """Nothing opened it, and it waits."""
    again = back(Matter.open("request", id="A-1"))

    assert (again.id, again.state, again.events) == ("A-1", "", ())


def test_fact_that_waits_for_its_opening_comes_back():
    """A page was down on 05-18, and the revocation of 05-20 is not on record yet."""
    matter = Matter.open("takedown", events=[Event("withdrawn", date(2020, 5, 18))])

    again = back(matter)

    assert again.events == matter.events
    assert again.apply(Event("revoked", date(2020, 5, 20))).state == "done"


def test_fact_that_is_there_twice_is_one():
    """The same delivery, and one key for two contents."""
    opening = fact("received", "2020-05-20", key="r1")

    assert len(Matter.from_dict(told("request", opening, opening)).events) == 1
    assert refusal(told("request", opening, fact("received", "2020-05-21", key="r1"))).code == "conflicting_delivery"


def test_what_a_guard_says_of_a_record_is_a_breach():
    """
    Extended on the last day by the calendar of then, a day late by that of now; the record stands.

    Received on Monday 2020-01-06, 20 working days end on 02-10 with the holiday made longer and on 02-06 without.
    """
    extended = fact("extended", "2020-02-10", APPROVED)
    raw = told("request", fact("received", "2020-01-06"), extended)
    then = gd.WorkCalendar.load("CN").known_as_of(date(2020, 1, 20))

    assert not Matter.from_dict(raw).at(date(2020, 2, 10)).breaches
    assert [b.name for b in Matter.from_dict(raw, calendar=then).at(date(2020, 2, 10)).breaches][:1] == ["before_due"]


def test_thousands_of_facts_are_folded_once(monkeypatch):
    """A record is read in one fold, not in one for each fact."""
    folds = []
    days = [date.fromordinal(date(2010, 1, 1).toordinal() + n).isoformat() for n in range(3000)]
    raw = told("publication", fact("decided", days[0]), *(fact("published", day) for day in days[1:]))
    once = room._run
    monkeypatch.setattr(room, "_run", lambda *args: folds.append(args) or once(*args))

    found = Matter.from_dict(raw)

    assert (found.state, len(found.events), len(folds)) == ("published", 3000, 1)


@pytest.mark.parametrize(
    ("raw", "paths"),
    [
        ([], ["matter"]),
        ({}, ["matter.events", "matter.procedure"]),
        ({"procedure": "request", "events": {}}, ["matter.events"]),
        ({"procedure": 5, "events": [], "rule": 6, "place": "CN"}, ["matter.place", "matter.procedure", "matter.rule"]),
        (
            told("request", fact("received", "2020-05-40"), {"event": "answered"}, 7),
            ["matter.events[0].on", "matter.events[1]", "matter.events[2]"],
        ),
        (
            told("request", fact("received", "2020-05-20"), fact("consulted", "2020-05-21", {"party": ["甲"]})),
            ["matter.events[1].party"],
        ),
        (told("request", advisory={"n": 5}), ["matter.advisory"]),
        (told("request", advisory={"n": 0, "unit": "working_day", "set_by": "县"}), ["matter.advisory.n"]),
        (told("request", clause="S0-0"), ["clause"]),
        (told("request", fact("voided", "2020-05-20")), ["event.voids"]),
    ],
)
def test_fault_is_told_with_its_path(raw, paths):
    """Every fault of form at once."""
    found = refusal(raw)

    assert isinstance(found, gd.BadInput)
    assert sorted(each.path for each in found.faults) == paths


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (told("requests"), "unknown_procedure"),
        (told("publication", rule="enforcement.fine"), "unknown_rule"),
        (told("publication", jurisdiction="5203"), None),
        (told("publication", jurisdiction="贵州"), "unknown_region"),
        (told("request", fact("answered", "2020-05-20")), "illegal_event"),
        (told("request", fact("received", "2020-05-20"), fact("published", "2020-05-21")), "illegal_event"),
        (told("request", fact("received", "2020-05-20"), fact("answered", "2020-05-19")), "out_of_bounds"),
        (told("request", fact("received", "2020-05-20", recorded_at="2020-05-19")), "out_of_bounds"),
        (told("request", fact("received", "2020-05-20"), fact("voided", "2020-05-21", voids="r1")), "bad_correction"),
        (
            told("request", fact("voided", "2020-05-21", voids="r1"), fact("received", "2020-05-20", key="r1")),
            "bad_correction",
        ),
        (told("incident", fact("occurred", "2020-05-20")), "undecidable"),
    ],
)
def test_record_that_no_matter_can_have_is_refused(raw, code):
    """Unknown names as when a matter is opened, and facts that the table has no place for."""
    if code is None:
        assert Matter.from_dict(raw).jurisdiction == "5203"
    else:
        assert refusal(raw).code == code


def test_rule_of_the_host_is_read_from_the_book_of_the_host():
    """A calendar and a law book handed in are those the matter is read by."""
    calendar = gd.WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31))
    book = attrs.evolve(gd.LawBook.load())

    found = Matter.from_dict(told("request", fact("received", "2020-05-20")), calendar=calendar, book=book)

    assert found.calendar is calendar
    assert found.book is book


@tried(60)
@given(st.data())
def test_any_matter_comes_back_and_says_the_same(data):
    """Whatever was recorded, taken back and put in its place: facts, states and answers are those of before."""
    matter = drawn(data)
    moment = data.draw(a_day_around(matter))

    again = back(matter, calendar=matter.calendar)

    assert (again.events, again.run.events, again.run.states) == (matter.events, matter.run.events, matter.run.states)
    assert said(again, moment) == said(matter, moment)
