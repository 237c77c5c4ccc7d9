"""What if, for a matter: facts added, taken back or changed, and what becomes of its obligations."""

from datetime import date

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, Clock, Event, Matter, Period, Timeliness, compare

AT = date(2020, 3, 5)
REQUEST = Matter.open(
    "request",
    id="2020-17",
    events=[
        Event.of("received", date(2020, 1, 10), key="r", channel="signed_post"),
        Event.of("consulted", date(2020, 1, 14), key="c", party="A"),
        Event.of("opinion_received", date(2020, 2, 6), key="o", party="A"),
    ],
)


def duty(scenario, **changes):
    """The main duty of one scenario."""
    (outcome,) = compare(REQUEST, {scenario: changes}, at=AT)
    assert outcome.refusal is None, outcome.refusal
    return outcome.duties[0]


def test_facts_taken_back_are_as_if_they_had_not_happened():
    """Without the consultation the request is due as one that never had any, and the days are named."""
    found = duty("no consultation", removed=["c", "o"])
    plain = Matter.open("request", events=[REQUEST.events[0]])

    assert found.before.due == REQUEST.at(AT).main.due == date(2020, 3, 3)
    assert found.after.due == plain.at(AT).main.due == date(2020, 2, 14)
    assert found.shift == gd.Shift(-18, -12)
    assert [change.en for change in found.changes] == ["2020-01-15..2020-02-06: no longer left out: consultation (A)"]


def test_fact_is_named_by_its_name_where_there_is_one_of_it():
    """A key is not needed for what happened once."""
    assert duty("by name", removed=["consulted", "opinion_received"]).after.due == date(2020, 2, 14)


def test_consultation_that_took_longer_is_one_difference():
    """The days left out are named as they were and as they are, not as taken back and left out again."""
    found = duty("three days more", changed={"o": date(2020, 2, 11)})

    assert found.shift == gd.Shift(3, 3)
    assert [change.text("zh") for change in found.changes] == [
        "因征求意见（A）不计入：2020-01-15至2020-02-06 → 2020-01-15至2020-02-11"
    ]
    assert (found.changes[0].first, found.changes[0].last) == (date(2020, 1, 15), date(2020, 2, 11))


def test_fact_changed_by_its_day_or_by_another_fact():
    """Received three days later: by the day alone, or by the fact in full."""
    fact = Event.of("received", date(2020, 1, 13), key="r2", channel="signed_post")
    by_day = duty("day", changed={"r": date(2020, 1, 13)})
    by_fact = duty("fact", changed={"r": fact})

    assert by_day.after.due == by_fact.after.due == date(2020, 3, 4)
    assert by_day.changes[0].en == "start moved by +3 days: 2020-01-10 → 2020-01-13"


def test_fact_added_meets_the_duty():
    """Answered on the last day it is in time; two days later it is late."""
    answered = {"outcome": "disclosed", "via": "post"}
    in_time = duty("in time", added=Event.of("answered", date(2020, 3, 3), **answered))
    late = duty("late", added=[Event.of("answered", AT, **answered)])

    assert (in_time.before.timeliness, in_time.after.timeliness) == (Timeliness.OVERDUE, Timeliness.ON_TIME)
    assert late.after.timeliness is Timeliness.LATE
    assert in_time.after.clock is Clock.ENDED
    assert "clock running → ended" in in_time.why("en")
    assert "已逾期 → 按期" in in_time.why("zh")
    assert not in_time.same


def test_breaches_that_come_and_go_are_named():
    """Answered in time, the breach of not having answered is gone."""
    event = Event.of("answered", date(2020, 3, 3), outcome="disclosed", via="post")
    found = compare(REQUEST, {"in time": {"added": event}, "as it is": {}}, at=AT)

    assert found["in time"].breaches_lost == ("answer_overdue",)
    assert found["as it is"].breaches_lost == found["as it is"].breaches_gained == ()
    assert all(each.same for each in found["as it is"].duties)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"removed": "c"}, gd.ContradictsLater),
        ({"removed": "no such key"}, BadInput),
        ({"added": Event.of("corrected", date(2020, 3, 4))}, gd.IllegalEvent),
        ({"added": Event.of("extended", date(2020, 3, 4), approved_by="head", notified=True)}, gd.GuardFailed),
        ({"added": "answered"}, BadInput),
        ({"changed": {"r": date(2020, 1, 20)}}, gd.GovDeadlinesError),
        ({"rule": "no.such.rule"}, gd.UnknownRule),
        ({"start": date(2020, 1, 1)}, BadInput),
    ],
)
def test_illegal_change_is_a_row_with_its_refusal(changes, refusal):
    """What could not be recorded cannot be supposed; it says why, and the other scenarios are answered."""
    found = compare(REQUEST, {"illegal": changes, "legal": {}}, at=AT)

    assert isinstance(found["illegal"].refusal, refusal)
    assert found["illegal"].duties == ()
    assert found["illegal"].refusal.message("zh") in found.text("zh")
    assert found["illegal"].to_dict()["error"]["code"] == found["illegal"].refusal.code
    assert found["legal"].duties


def test_knowledge_law_place_and_calendar_may_be_supposed_too():
    """As known while the clock stood still; by the law of 2008; under a stricter county rule; by another calendar."""
    stopped = duty("known", as_known_on=date(2020, 1, 20))
    county = duty("county", jurisdiction="520323", rule_limit=Period(10, gd.WORKING_DAY))
    custom = gd.WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31), rest_days=[date(2020, 3, 2)])

    assert (stopped.after.due, stopped.after.clock) == (None, Clock.STOPPED)
    assert duty("2008", law_of=date(2019, 1, 1)).after.due == date(2020, 2, 25)
    assert county.after.due == date(2020, 2, 18)
    assert county.after.deadline.version.mark is gd.Mark.PROPOSED
    assert duty("a day more", calendar=custom).after.due == date(2020, 3, 4)


def test_proposed_notice_reaches_a_matter():
    """Had the 2nd of March been off, the limit would end a day later, by a notice marked as proposed."""
    clause = gd.Clause("专项", off=(date(2020, 3, 2),))
    found = duty("off", notice=gd.Notice("CN/2020x", "CN", 2020, gd.NoticeKind.EXTRAORDINARY, (clause,)))

    assert found.after.due == date(2020, 3, 4)
    assert "拟议 proposed" in found.changes[0].en


def test_fact_is_not_guessed_among_several_of_one_name():
    """Two third parties were asked: which of them is meant must be said."""
    both = REQUEST.apply(Event.of("consulted", date(2020, 2, 7), key="c2", party="B"))
    (outcome,) = compare(both, {"which": {"removed": "consulted"}}, at=AT)

    assert "several" in outcome.refusal.message("en")
    assert "c2" in outcome.refusal.message("en")


def test_matter_stays_as_it_was():
    """Supposing changes nothing on record."""
    before = REQUEST.events
    compare(REQUEST, {"gone": {"removed": ["r", "c", "o"]}}, at=AT)

    assert REQUEST.events == before
    assert REQUEST.at(AT).main.due == date(2020, 3, 3)


def test_duty_that_is_gone_or_new_is_a_row():
    """Without its opening the matter has no duty; a requests matter that is empty gets one by its opening."""
    (gone,) = compare(REQUEST, {"gone": {"removed": ["r", "c", "o"]}}, at=AT)
    (new,) = compare(Matter.open("request"), {"new": {"added": REQUEST.events[0]}}, at=AT)

    assert (gone.duties[0].after, gone.duties[0].why("en")) == (None, ("the duty is gone",))
    assert (new.duties[0].before, new.duties[0].why("en")[0]) == (None, "a new duty")


def test_matter_needs_a_moment():
    """How a matter stands depends on when it is looked at."""
    with pytest.raises(BadInput, match="at=date"):
        compare(REQUEST, {"a": {}})


def test_matter_comparison_is_a_table():
    """The base first, then each scenario duty by duty, in both languages; and plain values."""
    found = compare(REQUEST, {"无征求": {"removed": ["c", "o"]}}, at=AT)
    shown, plain = found._repr_mimebundle_(), found.to_dict()

    assert found.text("zh").splitlines()[2].startswith("现状")
    assert ">无征求</td>" in shown["text/html"]
    assert "-18日" in shown["text/markdown"]
    assert "-18 days (-12 working)" in found.text("en")
    assert plain["scenarios"][0]["obligations"][0]["after"]["due"] == "2020-02-14"
    assert len(found) == 1
    with pytest.raises(KeyError, match="无征求"):
        found["no such scenario"]


def test_outcome_of_a_matter_shows_itself():
    """A duty a line; a refusal with its reason."""
    scenarios = {"later": {"changed": {"o": date(2020, 2, 11)}}, "refused": {"removed": "no such fact"}}
    found = compare(REQUEST, scenarios, at=AT)

    assert repr(found["later"]) == "<MatterOutcome later: <DutyChange answer: 2020-03-03 → 2020-03-06>>"
    assert "2020-03-06" in found["later"]._repr_mimebundle_()["text/plain"]
    assert "refused：不能成立" in found["refused"]._repr_mimebundle_()["text/plain"]
    assert "no such fact" in repr(found["refused"])
