"""A duty of a matter as other systems read it: every key, whole, for each way in which a duty can stand."""

from datetime import date

import attrs
import pytest

import gov_deadlines as gd

from .telling import fact, request, seen, story

NATION = gd.WorkCalendar.load("CN")
LAW = gd.LawBook.load()
NOTHING = {
    "due": None,
    "due_at": None,
    "opens_on": None,
    "fulfilled_at": None,
    "late_by": None,
    "remaining": None,
    "certainty": "settled",
    "earliest": None,
    "latest": None,
    "version": None,
    "steps": [],
    "alternatives": [],
    "conflicts": [],
    "receipt": None,
    "words": [],
    "bearers": [],
    "clauses": [],
}


def told(matter, when):
    """The first duty of the matter on a day."""
    return seen(matter, when).to_dict()["obligations"][0]


def asked(rule, start, **options):
    """What the deadline says of itself when it is asked for without a matter."""
    plain = gd.due(rule, date.fromisoformat(start), **options).to_dict()
    return {key: plain[key] for key in ("due", "due_at", "opens_on", "version", "steps", "conflicts")}


def test_request_that_is_late_by_one_reading():
    """
    Of 2018-01-08, corrected from Wednesday the 10th to Monday the 22nd, answered on Monday 02-05.

    15 working days: Jan 9-12 (4), 15-19 (9), 22-26 (14), 29 (15); Feb 5 is the fifth after it. By another reading the
    limit began anew with the correction: Jan 23-26 (4), 29 to Feb 2 (9), 5-9 (14), Sunday 11 worked (15).
    """
    facts = ["2018-01-08 received", "2018-01-10 correction_requested", "2018-01-22 corrected", "2018-02-05 answered"]

    assert told(story("request", *facts), "2018-03-01") == {
        **NOTHING,
        **asked("request.answer", "2018-01-08"),
        "name": "answer",
        "rule": "request.answer",
        "clock": "ended",
        "start": "2018-01-08",
        "due": "2018-01-29",
        "due_at": "2018-01-30T00:00:00+08:00",
        "fulfilled_at": "2018-02-05",
        "timeliness": "late",
        "late_by": {"n": 5, "unit": "working_day", "days": 7},
        "remaining": -5,
        "alternatives": [
            {
                "reading": "correction_restarts",
                "due": "2018-02-11",
                "zh": "等待补正：期限重新计算",
                "en": "waiting for the correction: the limit starts anew",
            }
        ],
        "words": ["当场"],
    }


def test_request_with_its_channel_and_a_practice_number():
    """
    Sent online on 2020-01-06: the day of receipt is that of the confirmation, article 31(3).

    Five working days that the office set itself end on Monday 01-13, and passing them is never late; twenty end on
    02-10.
    """
    office = gd.Advisory(gd.Period(5, gd.WORKING_DAY), "县政务公开办")
    matter = story("request", fact("2020-01-06", "received", channel="online"), advisory=office)
    network = next(
        version.to_dict() for version in LAW["request.receipt"].versions if "network" in version.to_dict()["cases"]
    )

    for when, passed in [("2020-01-13", False), ("2020-01-14", True)]:
        assert told(matter, when) == {
            **NOTHING,
            **asked("request.answer", "2020-01-06"),
            "name": "answer",
            "rule": "request.answer",
            "clock": "running",
            "start": "2020-01-06",
            "due": "2020-02-10",
            "timeliness": "not_due",
            "remaining": 15 if not passed else 14,
            "receipt": network,
            "words": ["当场"],
            "advisory": {"due": "2020-01-13", "set_by": "县政务公开办", "passed": passed},
        }
    assert (network["locator"], network["cases"]) == ("第三十一条第三项", ["fax", "network"])


def test_practice_number_is_held_against_the_act_once_there_is_one():
    """Answered on its last day it was not passed, whenever one looks; answered a day later it was."""
    office = gd.Advisory(gd.Period(5, gd.WORKING_DAY), "县政务公开办")

    for on, passed in [("2020-01-13", False), ("2020-01-14", True)]:
        matter = story("request", "2020-01-06 received", f"{on} answered", advisory=office)
        assert told(matter, "2020-03-01")["advisory"]["passed"] is passed


def test_incident_without_its_kind():
    """
    At 08:20 on 2020-07-08: five hours end at 13:20, and at 14:20 of the next day 25 hours more are over.

    Provisional: the text binds for serious incidents alone, and the record does not say of which kind this one is.
    """
    found = told(story("incident", "2020-07-08T08:20:00 occurred"), "2020-07-09T14:20:00")
    (version,) = (
        each.to_dict() for each in LAW["incident.statement"].versions if each.document.number == "国办发〔2016〕80号"
    )

    assert found == {
        **NOTHING,
        "name": "statement",
        "rule": "incident.statement",
        "clock": "running",
        "start": "2020-07-08T08:20:00+08:00",
        "due_at": "2020-07-08T13:20:00+08:00",
        "timeliness": "overdue",
        "late_by": {"n": 25, "unit": "hour", "days": 1, "seconds": 90_000.0},
        "remaining": -25.0,
        "certainty": "provisional",
        "version": version,
        "steps": [
            {"kind": "start", "first": "2020-07-08", "last": "2020-07-08", "at": "2020-07-08T08:20:00+08:00"},
            {"kind": "reached", "first": "2020-07-08", "last": "2020-07-08", "at": "2020-07-08T13:20:00+08:00"},
        ],
    }


def test_penalty_of_a_county_with_its_word_and_its_bearers():
    """Suiyang wants it with linked systems, and says who bears it; two other rules claim the same act."""
    matter = story("publication", "2020-05-20 decided", rule="enforcement.penalty", jurisdiction="520323")
    found = told(matter, "2020-06-08")

    assert found == {
        **NOTHING,
        **asked("enforcement.penalty", "2020-05-20", jurisdiction="520323"),
        "name": "publication",
        "rule": "enforcement.penalty",
        "clock": "running",
        "start": "2020-05-20",
        "due": "2020-05-29",
        "due_at": "2020-05-30T00:00:00+08:00",
        "timeliness": "overdue",
        "late_by": {"n": 6, "unit": "working_day", "days": 10},
        "remaining": -6,
        "words": ["联动"],
        "bearers": [
            "乡镇（街道）和县直部门",
            "行政执法部门",
            "各乡镇、县政府各工作部门",
            "发布单位",
            "信息制作单位",
            "各部门",
        ],
        "clauses": ["S0-3c", "S0-8b", "S0-12a", "S0-12b", "S0-12c", "S0-13b"],
    }
    assert [each["rule"] for each in found["conflicts"]] == ["enforcement.decision", "enterprise.authority_disclosure"]


def test_shortest_period_opens_on_the_day_after_it():
    """Thirty days from 2020-06-10 run through 07-10; on 06-16 six of them are over."""
    found = told(story("decision", "2020-05-20 drafted", "2020-06-10 draft_published"), "2020-06-16")

    assert found == {
        **NOTHING,
        **asked("consultation.minimum", "2020-06-10"),
        "name": "consultation",
        "rule": "consultation.minimum",
        "clock": "running",
        "start": "2020-06-10",
        "due": "2020-07-10",
        "opens_on": "2020-07-11",
        "timeliness": "not_due",
        "remaining": 24,
    }


def test_request_that_no_calendar_reaches():
    """Received on 2026-12-20, and no notice covers 2027: no day, no text, and why."""
    found = told(request("2026-12-20"), "2026-12-21")
    error = found.pop("error")

    assert found == {
        **NOTHING,
        "name": "answer",
        "rule": "request.answer",
        "clock": "running",
        "start": "2026-12-20",
        "timeliness": None,
        "certainty": "provisional",
    }
    assert error["code"] == "calendar_not_published"
    assert error["message"].startswith("no holiday notice covers 2027-01-01")


def test_request_whose_calendar_is_projected_says_between_which_days_it_ends():
    """Received on Monday 2027-01-11, three weeks before a holiday that no notice has set yet."""
    calendar = NATION.projected(2027)
    deadline = gd.due("request.answer", date(2027, 1, 11), calendar=calendar)

    found = told(story("request", "2027-01-11 received", calendar=calendar), "2027-01-12")

    assert found["certainty"] == "provisional"
    assert (found["earliest"], found["latest"]) == (deadline.earliest.isoformat(), deadline.latest.isoformat())
    assert found["earliest"] < found["due"] <= found["latest"] or found["earliest"] <= found["due"] < found["latest"]


def test_span_of_a_series_says_its_state():
    """The report on the second quarter of 2020 is in by 07-03; the text has a word, and no number."""
    facts = ["2020-05-20 series_started", "2020-07-03 submitted"]

    assert told(story("series", *facts, rule="progress.quarterly_report", jurisdiction="520323"), "2020-07-04") == {
        **NOTHING,
        "name": "2020-Q2",
        "rule": "progress.quarterly_report",
        "clock": "ended",
        "start": "2020-06-30",
        "fulfilled_at": "2020-07-03",
        "timeliness": "on_time",
        "words": ["每季度"],
        "bearers": ["各乡镇、县政府各工作部门"],
        "clauses": ["S0-14b"],
        "state": "submitted",
    }


def test_duty_of_a_clause_alone_has_no_rule():
    """A conference, promptly: done, and nobody can count whether it was."""
    facts = ["2017-06-01 occurred", "2017-06-06 done"]

    assert told(story("action", *facts, clause="S1-1b", jurisdiction="430500"), "2017-06-07") == {
        **NOTHING,
        "name": "action",
        "rule": None,
        "clock": "ended",
        "start": "2017-06-01",
        "fulfilled_at": "2017-06-06",
        "timeliness": "on_time",
        "words": ["及时"],
        "bearers": ["市统计局"],
        "clauses": ["S1-1b"],
    }


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"n": 5, "unit": "working_day"}, "advisory"),
        ({"n": 5, "unit": "working_day", "set_by": ""}, "advisory"),
        ({"n": 5, "unit": "working_day", "set_by": "县", "note": ""}, "advisory"),
        ([], "advisory"),
        ({"n": 5, "unit": ["day"], "set_by": "县"}, "advisory.unit"),
    ],
)
def test_practice_number_needs_its_number_its_unit_and_whose_it_is(raw, path):
    """All three, and nothing else."""
    with pytest.raises(gd.BadInput) as caught:
        gd.Advisory.from_dict(raw)

    assert [each.path for each in caught.value.faults] == [path]


def test_practice_number_comes_back_from_its_json():
    """Whoever set it is a text."""
    office = gd.Advisory(gd.Period(5, gd.WORKING_DAY), "县政务公开办")

    assert office.to_dict() == {"n": 5, "unit": "working_day", "set_by": "县政务公开办"}
    assert gd.Advisory.from_dict(office.to_dict()) == office
    assert gd.Advisory.from_dict({"n": 5, "unit": "hour", "set_by": 17}).set_by == "17"


def test_time_of_earlier_waits_is_not_used_up_while_the_clock_stands():
    """Left out 2020-01-09 and 10, stopped since the 14th: 7, 8, 13 and 14 are used up, sixteen days are left."""
    asked = {"whom": "third_party"}
    facts = [fact("2020-01-08", "consulted", **asked), "2020-01-10 opinion_received"]
    duty = seen(request("2020-01-06", *facts, fact("2020-01-14", "consulted", **asked)), "2020-01-20").main

    assert (duty.deadline, duty.consumed, duty.total, duty.remaining) == (None, 4, 20, 16)


def test_limit_of_months_has_no_number_of_days_left():
    """Two months under the general rule: neither while they run nor while the information is withheld."""
    matter = story("publication", "2020-05-20 formed", rule="duty.default")
    withheld = matter.apply(fact("2020-05-25", "withheld", basis="第十四条"))

    for each, due in ((matter, date(2020, 7, 20)), (withheld, None)):
        duty = seen(each, "2020-05-28").main
        assert (duty.due, duty.total, duty.remaining) == (due, 2, None)
        assert duty.consumed == (8 if due else 5)


def test_start_is_in_doubt_where_the_instant_that_the_text_names_is_not_on_record():
    """
    Detected at 08:20 on 2020-07-08, and nobody says when it occurred.

    Suiyang counts 24 hours from the occurrence; the national text on statements is silent, and in no doubt.
    """
    facts = ["2020-07-08T08:20:00 detected", fact("2020-07-08T08:30:00", "classified", level="major")]
    found = {
        each.name: each
        for each in seen(story("incident", *facts, jurisdiction="520323"), "2020-07-08T09:00:00").obligations
    }

    assert {name: (each.start_in_doubt, each.certainty.value) for name, each in found.items()} == {
        "statement": (False, "settled"),
        "press_conference": (False, "settled"),
        "emergency_handling": (True, "provisional"),
    }


def test_duty_without_a_limit_is_in_no_doubt_about_its_start():
    """What follows a statement has no limit at all."""
    facts = [
        "2020-07-08T08:20:00 occurred",
        fact("2020-07-08T08:30:00", "classified", level="major"),
        "2020-07-08T09:00:00 statement_released",
        "2020-07-08T10:00:00 press_conference_held",
        "2020-07-09T09:00:00 follow_up_due",
    ]
    duty = seen(story("incident", *facts), "2020-07-09T10:00:00").obligation("follow_up")

    assert (duty.rule, duty.deadline, duty.start_in_doubt, duty.timeliness) == ("", None, False, gd.Timeliness.NOT_DUE)


def test_word_of_the_special_rule_stands_beside_the_number_of_the_general_one():
    """
    A decision is published promptly, and as all information within twenty working days.

    Decided on Monday 2020-08-03: 4-7 (4), 10-14 (9), 17-21 (14), 24-28 (19), 31 (20).
    """
    matter = story("decision", "2020-05-20 drafted", fact("2020-08-03", "decided", imported=True))
    duty = seen(matter, "2020-08-04").obligation("publication")

    assert (duty.rule, duty.due, duty.words) == ("proactive.disclosure", date(2020, 8, 31), ("及时",))
    # The general rule says promptly too; a special rule of the host's own has another word.
    book = gd.LawBook.load()
    special = book["decision.publication"]
    version = attrs.evolve(special.versions[0], word="即时", in_force_from=date(2020, 1, 1))
    own = book.with_rules(attrs.evolve(special, id="own.publication", versions=(version,)))
    duty = seen(story("publication", "2020-08-03 decided", rule="own.publication", book=own), "2020-08-04").main
    assert (duty.rule, duty.due, duty.words) == ("proactive.disclosure", date(2020, 8, 31), ("及时", "即时"))


def test_word_for_another_kind_of_case_is_not_said():
    """
    A host's own text wants reasons for a licence that is revoked at once; of a penalty it says nothing.

    Revoked at the end of 2026, so that no calendar reaches the end and the words alone can be told.
    """
    book = gd.LawBook.load()
    rule = book["enforcement.explanation"]
    word = attrs.evolve(rule.versions[0], limit=None, word="立即", cases=frozenset({"licence/revoked"}))
    own = book.with_rules(attrs.evolve(rule, versions=(*rule.versions, word)))

    duties = {
        decision: seen(
            story("takedown", fact("2026-12-30", "revoked", decision=decision), book=own), "2026-12-31"
        ).obligation("explanation")
        for decision in ("penalty", "licence")
    }
    assert {decision: duty.words for decision, duty in duties.items()} == {"penalty": (), "licence": ("立即",)}
    # A word is an answer, a year without its notice is none.
    assert duties["licence"].refusal is None
    assert isinstance(duties["penalty"].refusal, gd.CalendarNotPublished)


def test_limit_of_hours_from_a_day_cannot_be_told():
    """Five hours from a day, whose hour nobody told: it is refused, and nothing is settled."""
    duty = seen(story("publication", "2020-07-08 occurred", rule="incident.statement"), "2020-07-09").main

    assert (duty.refusal.code, duty.deadline, duty.timeliness) == ("undecidable", None, None)
    assert duty.certainty is gd.Certainty.PROVISIONAL


def test_day_of_receipt_is_said_of_what_was_received():
    """A request that was sent online and is not confirmed yet counts from no day."""
    submitted = story("request", fact("2020-01-06", "submitted", channel="online"))
    received = submitted.apply(fact("2020-01-07", "received", channel="online"))

    assert seen(submitted, "2020-01-08").main.receipt is None
    assert seen(received, "2020-01-08").main.receipt.locator == "第三十一条第三项"
