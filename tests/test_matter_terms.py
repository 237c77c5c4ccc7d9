"""Lateness, breaches and spans as other systems read them, and the faults that name the place of what is wrong."""

import copy
import pickle
from datetime import date, timedelta

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, CalendarNotPublished, Event, WorkCalendar
from gov_deadlines.workdays.doubt import Unpublished
from gov_deadlines.workdays.gap import record

from .telling import fact, request, seen, story

CALENDAR = WorkCalendar.load("CN")


def series(*facts, **options):
    """The quarterly data on land of Shaoyang, from 10 April 2017."""
    given = {"rule": "land.quarterly_data", "jurisdiction": "430500"} | options
    return story("series", "2017-04-10 series_started", *facts, **given)


def test_breach_in_json():
    """
    Received on Monday 2020-01-06 and due on 02-10, the twentieth working day; not answered by Friday 03-20.

    Feb 11-14 (4), 17-21 (9), 24-28 (14), Mar 2-6 (19), 9-13 (24), 16-20 (29).
    """
    (breach,) = seen(request("2020-01-06"), "2020-03-20").to_dict()["breaches"]

    assert breach == {
        "name": "answer_overdue",
        "zh": "答复：已逾期29个工作日",
        "en": "answer: 29 working days late",
        "on": "2020-03-20",
        "sources": ["政府信息公开条例（2019） 国务院令第711号 第三十三条第二款〔已核全文〕"],
        "consequences": [],
        "condition": "",
        "condition_en": "",
        "cleared_by": [],
    }


def test_lateness_in_json():
    """In the unit of the limit and in days; of hours in seconds too: 25 hours past 13:20 of 8 July 2020."""
    late = seen(request("2020-01-06"), "2020-03-20").main.late_by
    hours = story("incident", "2020-07-08T08:20:00 occurred", "2020-07-08T08:20:00 detected")

    assert late.to_dict() == {"n": 29, "unit": "working_day", "days": 39}
    assert seen(hours, "2020-07-09T14:20:00").obligations[0].late_by.to_dict() == {
        "n": 25,
        "unit": "hour",
        "days": 1,
        "seconds": 90_000.0,
    }


@pytest.mark.parametrize(
    ("opened", "details", "path", "en", "zh"),
    [
        (
            {},
            {"period": "2017-05"},
            "event.period",
            "'2017-05' is no quarter of this series; expected one like 2017-Q3",
            "'2017-05' 不是本系列的所属期间；应如 2017-Q3",
        ),
        (
            {},
            {"period": "x"},
            "event.period",
            "'x' names no span; expected one like 2020, 2020-Q1, 2020-03 or 2020-W13",
            "'x' 不是所属期间；应如 2020、2020-Q1、2020-03、2020-W13",
        ),
        (
            {"rule": "catalogue.basic", "jurisdiction": "CN"},
            {},
            "event.period",
            "published names no period, and the text does not say how often; give one like 2020-Q1",
            "published 未写明所属期间（period），文本也未规定周期；应如 2020-Q1",
        ),
    ],
)
def test_fact_of_no_span_of_its_series_is_refused(opened, details, path, en, zh):
    """With one that would do."""
    with pytest.raises(BadInput) as caught:
        series(**opened).apply(fact("2017-07-05", "published", **details))

    (fault,) = caught.value.faults
    assert (fault.path, fault.en, fault.zh) == (path, en, zh)


@pytest.mark.parametrize(
    ("on", "span"), [("2017-07-05", "2017-Q2"), ("2017-06-30", "2017-Q2"), ("2017-07-01", "2017-Q2")]
)
def test_report_without_a_period_is_about_the_span_that_ended_last(on, span):
    """On the last day of a quarter, that quarter has ended."""
    assert seen(series(fact(on, "published")), "2017-07-06").spans == {span: "published", "2017-Q3": "upcoming"}


@pytest.mark.parametrize("argument", ["after", "through"])
@pytest.mark.parametrize("wrong", ["2020-01-01", 20200101, None])
def test_doubts_are_asked_for_between_days(argument, wrong):
    """The argument that is none is named."""
    days = {"after": date(2020, 1, 1), "through": date(2020, 1, 31)} | {argument: wrong}

    with pytest.raises(BadInput) as caught:
        CALENDAR.doubts_in(**days)

    assert [fault.path for fault in caught.value.faults] == [argument]


def test_doubt_about_an_unpublished_year_touches_its_first_and_its_last_day():
    """From the day before the first on, and through the last; not beyond either."""
    projected = CALENDAR.projected(2027)
    doubts = projected.doubts_in(date(2027, 1, 1), date(2027, 12, 31))
    doubt = next(each for each in doubts if isinstance(each, Unpublished))
    one = timedelta(days=1)

    assert doubt.touches(doubt.first - one, doubt.first)
    assert not doubt.touches(doubt.first - 3 * one, doubt.first - one)
    assert doubt.touches(doubt.last - one, doubt.last)
    assert not doubt.touches(doubt.last, doubt.last + one)


@pytest.mark.parametrize(
    ("code", "most"),
    [
        # Guangxi: at most three working days off for the festival of 三月三, one rest day worked instead.
        ("45", (3, 1)),
        # Xinjiang: four off for 古尔邦节, one worked.
        ("65", (4, 1)),
        # Of others too few years are sourced; the most of any region stands in: Tibet, twelve and four.
        ("15", (12, 4)),
    ],
)
def test_most_that_local_notices_set_is_counted_against_the_national_calendar(code, most):
    """A day that the nation has off anyway is no more day off, one that it works anyway no more day worked."""
    assert record(code) == most


@pytest.mark.parametrize(
    ("limit", "en", "zh"),
    [
        (gd.SameDay(), "the same day cannot be counted back; only a period can", "同步（当日）不能倒算；只有期间可以"),
        (
            gd.FixedDate(3, 31),
            "by 03-31 cannot be counted back; only a period can",
            "3月31日前（含当日）不能倒算；只有期间可以",
        ),
    ],
)
def test_limit_that_names_its_day_is_not_counted_back(limit, en, zh):
    """It is said in both languages which limit it was."""
    with pytest.raises(BadInput) as caught:
        limit.end(date(2020, 5, 20), CALENDAR, before=True)

    (fault,) = caught.value.faults
    assert (fault.path, fault.en, fault.zh) == ("before", en, zh)


@pytest.mark.parametrize("roll", list(gd.Roll))
def test_same_day_stays_where_it_is(roll):
    """What must be done together with something on a Saturday is due on the Saturday, whatever rolls."""
    assert gd.SameDay().end(date(2020, 5, 23), CALENDAR, roll=roll).due == date(2020, 5, 23)


def test_refused_guard_names_state_and_fact_in_chinese():
    """What an OA shows its clerks: the procedure, where the matter stands, and what was to be recorded."""
    matter = request("2020-01-06")

    refusal = matter.can("extended").refusal

    assert refusal.message("zh").startswith("依申请公开")
    assert "延长答复期限" in refusal.message("zh")
    assert "extended" not in refusal.message("zh")


def test_days_in_details_may_be_days_or_text():
    """Each is kept as text; another text is refused under its own path, and an instant is no day."""
    by_day = request("2020-01-06", fact("2020-01-08", "consulted", whom="third_party", served_on=date(2020, 1, 9)))
    by_text = request("2020-01-06", fact("2020-01-08", "consulted", whom="third_party", served_on="2020-01-09"))

    assert [each.to_dict() for each in seen(by_day, "2020-01-10").windows] == [
        each.to_dict() for each in seen(by_text, "2020-01-10").windows
    ]
    with pytest.raises(BadInput) as caught:
        request("2020-01-06", fact("2020-01-08", "consulted", whom="third_party", served_on="9 January"))
    assert [fault.path for fault in caught.value.faults] == ["event.served_on"]


def test_party_that_was_asked_is_named_in_the_days_left_out():
    """With its name where it has one, and without empty brackets where it has none."""
    asked = {"whom": "third_party", "party": "甲公司"}
    given = fact("2020-01-13", "opinion_received", party="甲公司")
    named = request("2020-01-06", fact("2020-01-08", "consulted", **asked), given)
    unnamed = request("2020-01-06", fact("2020-01-08", "consulted", whom="third_party"), "2020-01-13 opinion_received")

    for matter, zh, en in (
        (named, "征求意见（甲公司）", "consultation (甲公司)"),
        (unnamed, "征求意见", "consultation"),
    ):
        (left_out,) = seen(matter, "2020-02-01").main.deadline.course.excluded
        assert (left_out.zh, left_out.en) == (zh, en)


def test_page_that_reappeared_is_down_only_when_it_is_taken_down_again():
    """The take-down before it came up again does not count, wherever among the facts it stands."""
    facts = ["2021-08-03 withdrawn", "2021-08-03 explained", "2021-08-10 reappeared"]
    matter = story("takedown", "2021-08-02 revoked", *facts)

    assert seen(matter, "2021-08-11").state != seen(matter, "2021-08-04").state
    assert seen(matter.apply(fact("2021-08-12", "withdrawn")), "2021-08-13").state == seen(matter, "2021-08-04").state


def test_clock_of_a_matter_that_nothing_opened_has_not_started():
    """Of every procedure."""
    for name in gd.procedures():
        assert gd.procedure(name).clock("").value == "not_started"


def test_what_is_used_up_is_told_while_the_clock_stands():
    """Two working days by 2020-01-08; none is told where no notice covers the days, or no text sets a limit."""
    consulted = fact("2020-01-08", "consulted", whom="third_party")
    stopped = seen(request("2020-01-06", consulted), "2020-01-14").main

    assert (stopped.deadline, stopped.consumed, stopped.total) == (None, 2, 20)
    vague = story("action", "2017-06-01 occurred", clause="S1-1b", jurisdiction="430500")
    assert (seen(vague, "2017-06-05").main.consumed, seen(vague, "2017-06-05").main.remaining) == (None, None)
    unknown = seen(request("2026-12-20"), "2026-12-21").main
    assert isinstance(unknown.refusal, CalendarNotPublished)
    assert (unknown.consumed, unknown.remaining) == (None, None)


def test_third_party_reading_counts_from_the_day_the_party_was_served():
    """Asked on 2020-01-08 and served on the 10th, the fifteen working days of the party end two days later."""
    waits = "2020-03-20 opinion_received"
    ends = []
    for served in ({}, {"served_on": "2020-01-10"}):
        matter = request("2020-01-06", fact("2020-01-08", "consulted", whom="third_party", **served), waits)
        main = seen(matter, "2020-03-25").main
        (found,) = [
            each for each in main.alternatives if each.reading == "consultation_ends_with_the_third_partys_limit"
        ]
        ends.append(found.due)

    assert CALENDAR.count(*ends) == 2


def test_fact_that_was_reworded_keeps_its_id_on_its_way():
    """What was delivered is known again by its id after a pickle, though its details read otherwise now."""
    event = Event("consulted", date(2020, 1, 8), payload={"whom": "第三方"})
    reworded = event.reworded({"whom": "third_party"})

    assert reworded.id == event.id
    assert pickle.loads(pickle.dumps(reworded)).id == event.id
    assert copy.deepcopy(reworded).digest == event.digest


def test_law_with_rules_of_ones_own_travels_with_them():
    """The shipped law travels by name; another book takes its rules along."""
    book = gd.LawBook.load()
    rule = book["request.answer"]
    own = book.with_rules(gd.Rule(id="own.rule", zh="自定", en="own", versions=rule.versions))

    assert pickle.loads(pickle.dumps(book)) is book
    assert "own.rule" in pickle.loads(pickle.dumps(own))
