"""What steps hang on: matters told fact by fact, of which one thing decides whether the step, or a duty, is there."""

import re
from datetime import date

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines.matters.clockwork import main_deadline
from gov_deadlines.matters.conditions import draft_out, gives, never_before, on_record
from gov_deadlines.matters.record import Record

from .telling import day, fact, moment, names, request, seen, story

BOOK = gd.LawBook.load()
SUIYANG, GUANGXI = "520323", "450000"
DAY = re.compile(r"\((\d{4}-\d\d-\d\d)\)")
APPROVED = {"approved_by": "政务公开办主任", "notified": True}


def record(*facts, procedure="decision"):
    """The record of *facts*, whatever states they led to."""
    return Record(gd.Matter.open(procedure).setting, [fact(*each.split(" ")) for each in facts])


def missing(matter, on, name, **details):
    """The guards that refuse a fact, each with the day it names."""
    refusal = matter.can(name, moment(on), **details).refusal
    return {each.guard: "".join(DAY.findall(each.en)) for each in refusal.missing} if refusal else {}


def issued(*facts, **details):
    """A public document that was issued on Friday 2020-06-05."""
    return story(
        "document",
        fact("2020-06-01", "drafted", **details),
        fact("2020-06-01", "attribute_set", attribute="proactive"),
        *("2020-06-02 interpretation_prepared", "2020-06-03 disclosure_reviewed", "2020-06-04 signed"),
        "2020-06-05 issued",
        *facts,
    )


def test_condition_of_a_detail_looks_at_the_fact_itself():
    """Who approved it stands with the fact that was approved, not with one before."""
    approved = gives("approved_by")
    before = record("2020-05-25 drafted")

    assert approved(before, fact("2020-06-01", "tabled", approved_by="局长"))
    assert not approved(before, fact("2020-06-01", "tabled", approved_by=""))
    assert not approved(before, fact("2020-06-01", "tabled"))


def test_conditions_of_the_past_look_at_the_names_on_record():
    """One of several names is enough for what must be there, and too much for what must not."""
    there, gone = on_record("published", "adoption_reported"), never_before("published")
    published, drafted = record("2020-05-25 drafted", "2020-06-01 published"), record("2020-05-25 drafted")
    now = fact("2020-06-02", "adoption_reported")

    assert (there(published, now), there(drafted, now)) == (True, False)
    assert (gone(published, now), gone(drafted, now)) == (False, True)
    assert (there.holds(frozenset({"adoption_reported"})), there.holds(frozenset({"drafted"}))) == (True, False)
    assert (gone.holds(frozenset({"published"})), gone.holds(frozenset())) == (False, True)


@pytest.mark.parametrize(
    ("facts", "details", "is_out"),
    [
        (["2020-05-25 drafted"], {}, False),
        (["2020-05-25 drafted", "2020-06-01 draft_published"], {}, True),
        (["2020-05-25 drafted"], {"secret_basis": "保守国家秘密法"}, True),
    ],
)
def test_draft_is_out_or_secret_by_a_text(facts, details, is_out):
    """Either the draft went public, or the fact says by which text the law keeps it secret."""
    assert draft_out(record(*facts), fact("2020-07-15", "tabled", **details)) is is_out


def test_document_reclassified_after_issue_is_filed_when_it_is_issued_anew():
    """Made not public on Monday 06-08, signed anew in the old system, it is not published but filed."""
    matter = issued(
        fact("2020-06-08", "reclassified", attribute="not_public", reason="内部事务"),
        fact("2020-06-09", "signed", imported=True),
    )

    assert matter.state == "signed"
    assert matter.apply(fact("2020-06-10", "issued")).state == "filed"


@pytest.mark.parametrize(
    ("details", "duties"),
    [
        ({"policy": True}, {"publication": "on_time", "interpretation": "not_due"}),
        ({"policy": False}, {"publication": "on_time"}),
        ({}, {"publication": "on_time"}),
    ],
)
def test_only_a_policy_document_is_to_be_interpreted(details, duties):
    """Where the record does not say that it is one, publishing it is all that is owed."""
    matter = issued("2020-06-08 document_published", **details)

    assert {each.name: each.timeliness.value for each in seen(matter, "2020-06-09").obligations} == duties


def test_exemption_ends_the_duty_to_interpret():
    """A policy document that is out needs no interpretation once the head has exempted it."""
    matter = issued(
        "2020-06-08 document_published",
        fact("2020-06-09", "interpretation_exempted", approved_by="主任"),
        policy=True,
    )

    assert [seen(matter, f"2020-06-{on}").obligation("interpretation").timeliness for on in ("08", "09")] == [
        gd.Timeliness.NOT_DUE,
        gd.Timeliness.VOID,
    ]


@pytest.mark.parametrize(("told", "state"), [({}, "breached"), ({"value": 0.5}, "breached"), ({"value": 1}, "kept")])
def test_measurement_falls_short_of_what_is_asked(told, state):
    """Of one thing asked for, half of one is too little, and so is a measurement that found no number."""
    matter = story("standing", fact("2020-06-01", "duty_started", at_least=1), fact("2020-06-02", "measured", **told))

    assert matter.state == state


def test_nothing_falls_short_where_nothing_is_asked():
    """Without a number to reach, whatever was measured is enough."""
    assert story("standing", "2020-06-01 duty_started", fact("2020-06-02", "measured", value=0.5)).state == "kept"


def test_hearing_asks_for_no_papers_in_time_where_no_text_says_by_when():
    """By a law that sets days for the papers from 2021 on, those of 2020 may go out on the eve of the hearing."""
    papers = BOOK["hearing.papers"]
    later = tuple(attrs.evolve(each, in_force_from=date(2021, 1, 1)) for each in papers.versions)
    facts = ("2020-05-25 drafted", "2020-06-01 draft_published", "2020-06-30 hearing_notified")

    def lacks(book):
        return missing(story("decision", *facts, book=book), "2020-07-01", "hearing_held")

    assert lacks(BOOK) == {"hearing_notice": ""}
    assert lacks(BOOK.with_rules(attrs.evolve(papers, versions=later))) == {}


@pytest.mark.parametrize("kind", ["penalty", "licence", "other"])
@pytest.mark.parametrize("told", [True, False])
def test_decision_of_unknown_kind_is_taken_down_by_the_text_for_any_kind(kind, told):
    """
    A county text of two working days for one kind of decision binds that kind, and what may be of it.

    Of Monday 2020-06-01: 02 and 03 (2).
    """
    withdrawal = BOOK["enforcement.withdrawal"]
    own = next(each for each in withdrawal.versions if each.document.jurisdiction == SUIYANG)
    strict = attrs.evolve(
        own, limit=gd.Period(2, gd.WORKING_DAY), cases=frozenset({f"{kind}/revoked"}), in_force_from=date(2020, 5, 21)
    )
    book = BOOK.with_rules(attrs.evolve(withdrawal, versions=(*withdrawal.versions, strict)))
    revoked = fact("2020-06-01", "revoked", **({"decision": kind} if told else {}))
    matter = story("takedown", revoked, jurisdiction=SUIYANG, book=book)

    assert day(seen(matter, "2020-06-01").main.due) == "2020-06-03"


def test_press_conference_of_guangxi_counts_from_detection():
    """A larger incident with heavy casualties is under the text of Guangxi alone, which counts from detection."""
    matter = story(
        "incident",
        fact("2020-07-08T08:00:00", "occurred", level="larger", heavy_casualties=True),
        "2020-07-08T09:00:00 detected",
        jurisdiction=GUANGXI,
    )
    found = seen(matter, "2020-07-08T10:00:00")

    assert names(found.obligations) == ["press_conference"]
    assert day(found.obligations[0].due_at) == "2020-07-09T09:00:00"


def test_incident_of_new_years_eve_is_under_the_plan_of_the_old_year():
    """
    Suiyang's plan ended with 2020; an incident of its last evening stays under it when it is raised after midnight.

    Its 24 hours of emergency handling run from occurrence, 22:00, and not from 21:00, when it was seen coming.
    """
    matter = story(
        "incident",
        fact("2020-12-31T21:00:00", "detected", level="larger"),
        "2020-12-31T22:00:00 occurred",
        fact("2021-01-01T02:00:00", "upgraded", level="major"),
        jurisdiction=SUIYANG,
    )

    duty = seen(matter, "2021-01-01T03:00:00").obligation("emergency_handling")

    assert day(duty.due_at) == "2021-01-01T22:00:00"


def test_refused_extension_names_the_last_day_by_the_law_of_the_receipt():
    """
    Handed in on 2019-05-10 under the text of 2008, received on Monday 05-20 under that of 2019: 20 days, and 20 more.

    05-21 to 24 (4), 27 to 31 (9), 06-03 to 06 (13), 端午 07 off, 10 to 14 (18), 17 and 18 (20); 19 to 21 (23),
    24 to 28 (28), 07-01 to 05 (33), 08 to 12 (38), 15 and 16 (40).
    """
    matter = story("request", "2019-05-10 submitted", "2019-05-20 received")

    assert missing(matter, "2019-06-03", "extended", until="2019-07-17", **APPROVED) == {
        "extension_length": "2019-07-16"
    }
    assert missing(matter, "2019-06-03", "extended", until="2019-07-16", **APPROVED) == {}


def test_second_extension_is_measured_by_all_that_the_law_allows():
    """
    Received on 2020-05-20, due on 06-17, put off by 5 of 20 days to 06-24.

    Anew until 07-01 it would be within the 20, which end on 07-16, and fails for being the second one alone.
    """
    matter = request("2020-05-20", fact("2020-06-10", "extended", working_days=5, **APPROVED))

    assert missing(matter, "2020-06-11", "extended", until="2020-07-01", **APPROVED) == {"extension_once": ""}
    assert missing(matter, "2020-06-11", "extended", until="2020-07-17", **APPROVED) == {
        "extension_once": "",
        "extension_length": "2020-07-16",
    }


def test_extension_in_calendar_days_ends_on_the_day_it_names():
    """Where a limit and its extension are of days, 30 from 2020-05-20 end on 06-19, and nine more on Sunday 06-28."""

    def in_days(rule, n):
        versions = (attrs.evolve(each, limit=gd.Period(n, gd.DAY)) for each in BOOK[rule].versions)
        return attrs.evolve(BOOK[rule], versions=tuple(versions))

    book = BOOK.with_rules(in_days("request.answer", 30), in_days("request.extension", 20))
    matter = story(
        "request", "2020-05-20 received", fact("2020-06-10", "extended", until="2020-06-28", **APPROVED), book=book
    )

    assert [day(seen(matter, on).main.due) for on in ("2020-06-09", "2020-06-10")] == ["2020-06-19", "2020-06-28"]


def test_main_limit_is_that_of_the_first_duty_while_it_is_open():
    """An answered request has none, nor one that was only handed in, though it has had a notice of correction."""
    submitted = story("request", "2020-03-02 submitted")
    running = request("2020-03-02", "2020-03-05 correction_requested", "2020-03-09 corrected")
    answered = running.apply(fact("2020-03-20", "answered"))

    # Anew from 03-09: 10 to 13 (4), 16 to 20 (9), 23 to 27 (14), 30 to 04-03 (19), 清明 04 to 06 off, 07 (20).
    found = [main_deadline(each.run.record(each.setting)) for each in (submitted, running, answered)]
    assert [each and each.due for each in found] == [None, date(2020, 4, 7), None]


def test_fact_that_takes_back_what_is_not_there_is_told_what_is():
    """A whole record with a correction of nothing is refused with the keys of the facts before it."""
    told = request("2020-05-20").to_dict()
    told["events"] = [
        {"event": "received", "on": "2020-05-20", "key": "in-1"},
        {"event": "consulted", "on": "2020-05-21", "key": "asked-1", "details": {"party": "甲"}},
        {"event": "voided", "on": "2020-05-22", "key": "back-1", "voids": "in-2"},
    ]

    with pytest.raises(gd.BadCorrection) as refused:
        gd.Matter.from_dict(told)

    assert (refused.value.key, refused.value.known) == ("in-2", ("in-1", "asked-1"))


def test_correction_of_what_is_not_there_is_told_what_can_be_corrected():
    """A single fact that takes back another is refused with the keys of those that stand."""
    matter = story(
        "request", fact("2020-05-20", "received", key="in-1"), fact("2020-05-21", "consulted", key="asked-1")
    )

    with pytest.raises(gd.BadCorrection) as refused:
        matter.void("in-2", "误录", on=date(2020, 5, 22))

    assert (refused.value.key, refused.value.known) == ("in-2", ("in-1", "asked-1"))


def test_facts_of_a_correction_are_bounded_by_the_opening_it_brings():
    """Received on 2020-01-10 and not on 06, as one correction says, a request was not answered on 08."""
    matter = story("request", fact("2020-01-06", "received", key="in-1"))
    later = fact("2020-01-10", "received", key="in-2", voids="in-1")

    with pytest.raises(gd.OutOfBounds) as refused:
        matter.correct(later, fact("2020-01-08", "answered"))

    assert (refused.value.event, refused.value.first) == ("answered", date(2020, 1, 10))
    assert matter.correct(later, fact("2020-01-10", "answered")).state == "answered"


def test_each_fact_of_a_correction_is_held_against_the_opening():
    """After one that only takes back, the next is looked at too: nothing is answered before it was received."""
    matter = story("request", "2020-05-20 received", fact("2020-05-21", "consulted", key="asked-1"))
    back = fact("2020-05-22", "voided", voids="asked-1")

    with pytest.raises(gd.OutOfBounds):
        matter.correct(back, fact("2020-05-19", "answered"))
    assert matter.correct(back, fact("2020-05-22", "answered")).state == "answered"


def test_event_that_the_table_does_not_know_is_told_with_three_that_are_near():
    """The state stands with it, what is legal there, and all of it in Chinese."""
    matter = request("2020-05-20")

    with pytest.raises(gd.IllegalEvent) as refused:
        matter.apply(fact("2020-05-21", "correction_lapse"))

    error = refused.value
    assert (error.procedure, error.state, error.event) == ("request", "running", "correction_lapse")
    assert error.legal == gd.procedure("request").legal("running")
    assert error.names_zh == ("依申请公开", "办理中", "correction_lapse")
    assert error.near == ("correction_lapsed", "consultation_lapsed", "correction_requested")
    assert error.message("zh") == (
        "依申请公开没有名为 'correction_lapse' 的事实；相近的有 correction_lapsed, consultation_lapsed, "
        f"correction_requested；此时可以记录：{', '.join(error.legal)}"
    )


def test_what_is_no_event_is_refused():
    """A dictionary becomes a fact by its own door."""
    with pytest.raises(gd.BadInput) as refused:
        request("2020-05-20").apply({"event": "answered"})

    (fault,) = refused.value.faults
    assert (fault.path, fault.en, fault.zh) == (
        "event",
        "{'event': 'answered'} is no Event; make one by Event.of or Event.from_dict",
        "{'event': 'answered'} 不是 Event；请用 Event.of 或 Event.from_dict",
    )


def test_report_handed_in_in_the_first_quarter_there_is_belongs_to_it():
    """No quarter ended before that of the year 1, so what comes in it is of it; a year on it is of the one before."""
    started = fact("0001-01-01", "series_started")
    options = {"rule": "progress.quarterly_report", "jurisdiction": SUIYANG}
    first = story("series", started, fact("0001-01-15", "submitted"), **options)
    second = story("series", started, fact("0001-04-15", "submitted"), fact("0001-07-02", "submitted"), **options)

    assert seen(first, "0001-02-01").spans == {"0001-Q1": "submitted"}
    assert seen(second, "0001-07-03").spans == {"0001-Q1": "submitted", "0001-Q2": "submitted", "0001-Q3": "upcoming"}
