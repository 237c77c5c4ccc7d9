"""
Small print of matters: the last day, the first day, the second time, the order, each where one step aside is wrong.

The counts are written beside the tests, made on a wall calendar with the holiday notices beside it; the number in
brackets is the running total at the end of each stretch.
"""

from datetime import date, timedelta

import pytest

import gov_deadlines as gd
from gov_deadlines import Clock, Event, Exclusion, Matter, Rung, Timeliness, WarningPolicy
from gov_deadlines.exclusion import union
from gov_deadlines.law.rule import Every
from gov_deadlines.matters.cycle import cycle_named, cycle_of

from . import oracle
from .telling import fact, moment, names, request, seen, story

SUIYANG, GUANGXI, URUMQI = "520323", "450000", "650100"
APPROVED = {"approved_by": "政务公开办主任", "notified": True}
MOMENT = timedelta(microseconds=1)
NATION = gd.WorkCalendar.load("CN")


def day(found):
    """A day, or an instant with its offset, as text."""
    return found.isoformat() if found else None


def readings(duty):
    """The other defensible ends of a duty to the minute, by what they rest on."""
    return {each.reading: (each.due or each.due_at).isoformat()[:16] for each in duty.alternatives}


def penalty(*facts, **options):
    """A penalty of Suiyang County, decided on Wednesday 2020-05-20 and due on the seventh working day, 05-29."""
    return story(
        "publication", "2020-05-20 decided", *facts, rule="enforcement.penalty", jurisdiction=SUIYANG, **options
    )


def channelled(*facts):
    """Such a penalty that is to come out on two channels, with the day and the channel of each publication."""
    told = [fact(when, "published", channel=channel) for when, channel in facts]
    return story(
        "publication",
        fact("2020-05-20", "decided", channels=["website", "credit"]),
        *told,
        rule="enforcement.penalty",
        jurisdiction=SUIYANG,
    )


def serious(*facts, **options):
    """A serious incident of 2020-07-08 at 08:00: the statement is due at 13:00, the conference a day after."""
    return story("incident", fact("2020-07-08T08:00:00", "occurred", level="major"), *facts, **options)


def yearly(*facts, rule="annual_report.government", **details):
    """A yearly report, owed since June 2019; a government's for 2019 is due on 2020-03-31."""
    return story("series", fact("2019-06-01", "series_started", **details), *facts, rule=rule)


def ids(clauses):
    """The ids of clauses."""
    return {clause.id for clause in clauses}


def test_spans_that_touch_are_one():
    """From 03-02 to 03-06 and from 03-06 to 03-10 nothing lies between: one span of eight days."""
    first = Exclusion(date(2020, 3, 2), date(2020, 3, 6))

    (joined,) = union([first, Exclusion(date(2020, 3, 6), date(2020, 3, 10))])

    assert (joined.after, joined.through, joined.days) == (date(2020, 3, 2), date(2020, 3, 10), 8)


@pytest.mark.parametrize(
    ("start", "n", "after", "through", "turned_out"),
    [
        # Full on the eve of what is left out. 01-13 to 17 (5), Sunday 19 (6), Monday 20 (7).
        ((2020, 1, 10), 7, (2020, 1, 21), (2020, 1, 28), (2020, 1, 20)),
        # 12-23 to 27 (5), 30 (6), 01-07 to 10 (10), 13 to 17 (15), Sunday 19 (16), 20 to 23 (20).
        ((2019, 12, 20), 20, (2019, 12, 30), (2020, 1, 6), (2020, 1, 23)),
    ],
)
def test_bounds_over_days_left_out_hold_the_day_of_the_notice(start, n, after, through, turned_out):
    """Asked on 2019-11-01, before the notice for 2020, the bounds hold the day that the notice of 11-21 made it."""
    asked = NATION.known_as_of(date(2019, 11, 1)).projected(2020)
    left_out = [Exclusion(date(*after), date(*through))]

    earliest, latest = gd.Period(n, gd.WORKING_DAY).end(date(*start), asked, excluded=left_out).bounds

    assert earliest <= date(*turned_out) <= latest


@pytest.mark.parametrize("code", ["15", "5134", "533102"])
def test_bounds_over_days_left_out_look_past_the_last_notice(code):
    """
    Where the notice of a place is missing, the year 2026 may hold fewer days, and the latest day may lie in 2027.

    In Liangshan (5134), begun on 10-27 and left out from 10-28 to 11-06, 40 working days end on 12-31, or weeks later.
    """
    calendar = gd.WorkCalendar.load(code)
    left_out = [Exclusion(date(2026, 10, 28), date(2026, 11, 6))]
    beyond = 0

    for start in oracle.days(date(2026, 10, 20), date(2026, 11, 5)):
        for n in range(30, 46):
            try:
                count = gd.Period(n, gd.WORKING_DAY).end(start, calendar, excluded=left_out)
            except gd.CalendarNotPublished:
                continue
            earliest, latest = count.bounds or (count.due, count.due)
            assert earliest <= count.due <= latest
            beyond += latest > calendar.last
    assert beyond


def test_other_reading_leaves_out_the_same_days():
    """
    Received on Saturday 2020-03-07, a party out from Monday 03-09 to 03-16.

    Monday 09 (1), 17 to 20 (5), 23 to 27 (10), 03-30 to 04-03 (15), 清明 04 to 06 off, 07 to 10 (19), Monday 13 (20).
    Were it received on Monday, that day would not count: a day later.
    """
    matter = request(
        "2020-03-07",
        fact("2020-03-09", "consulted", party="甲"),
        fact("2020-03-16", "opinion_received", party="甲"),
    )

    duty = seen(matter, "2020-03-17").main

    assert day(duty.due) == "2020-04-13"
    assert readings(duty)["receipt_on_rest_day"] == "2020-04-14"


def test_limit_begun_anew_leaves_out_nothing_from_before():
    """Paid on 2020-03-11, the limit has nothing to do with a consultation that was over on 03-06."""
    matter = request(
        "2020-03-02",
        fact("2020-03-04", "consulted", party="甲"),
        fact("2020-03-06", "opinion_received", party="甲"),
        "2020-03-09 fee_notified",
        "2020-03-11 fee_paid",
    )

    assert seen(matter, "2020-03-17").main.deadline.course.excluded == ()


def test_correction_on_a_saturday_is_no_receipt():
    """What courts say of receipt on a day of rest is not said of a correction that came on Saturday 2020-03-07."""
    matter = request("2020-03-02", "2020-03-04 correction_requested", "2020-03-07 corrected")

    duty = seen(matter, "2020-03-09").main

    # 03-09 to 13 (5), 16 to 20 (10), 23 to 27 (15), 03-30 to 04-03 (20)
    assert (day(duty.due), readings(duty)) == ("2020-04-03", {})


def test_consultation_on_the_last_day_stops_nothing():
    """Received on 2020-03-02 and due on Monday 03-30; a letter sent that day leaves out no day of the limit."""
    matter = request("2020-03-02", fact("2020-03-30", "consulted", party="甲"))

    on_the_day, day_after = seen(matter, "2020-03-30").main, seen(matter, "2020-03-31").main

    assert (on_the_day.clock, day(on_the_day.due)) == (Clock.RUNNING, "2020-03-30")
    assert (day_after.clock, day_after.timeliness) == (Clock.RUNNING, Timeliness.OVERDUE)


def test_correction_asked_for_on_the_last_day_stops_the_clock():
    """
    Received on 2020-03-02 and due on 03-30; correction asked for that day makes the limit start anew, when it comes.

    Corrected on Thursday 04-02: 03 (1), 清明 04 to 06 off, 07 to 10 (5), 13 to 17 (10), 20 to 24 (15), Sunday 26 (16),
    27 to 30 (20).
    """
    matter = request("2020-03-02", "2020-03-30 correction_requested")

    waiting = seen(matter, "2020-03-31").main
    anew = seen(matter.apply(fact("2020-04-02", "corrected")), "2020-04-02").main

    assert (waiting.clock, waiting.due, waiting.timeliness) == (Clock.STOPPED, None, Timeliness.NOT_DUE)
    assert day(anew.due) == "2020-04-30"


def test_answer_while_a_party_is_out_has_no_last_day():
    """The clock stood still when the answer of 2020-04-15 came, so that no day can be told; it came in time."""
    matter = request("2020-03-02", fact("2020-03-09", "consulted", party="甲"), "2020-04-15 answered")

    duty = seen(matter, "2020-04-20").main

    assert (duty.due, duty.timeliness, duty.clock) == (None, Timeliness.ON_TIME, Clock.ENDED)


def test_request_received_is_one_duty():
    """The duty that waited for the receipt is the one that runs since, not a second."""
    matter = story("request", "2020-03-02 submitted", fact("2020-03-04", "received", channel="network"))

    waited = seen(story("request", "2020-03-02 submitted"), "2020-03-03")

    assert [each.clock for each in waited.obligations] == [Clock.NOT_STARTED]
    assert [each.clock for each in seen(matter, "2020-03-09").obligations] == [Clock.RUNNING]


def test_corrected_request_has_no_second_reading():
    """The text of 2019 says itself that the limit starts anew; what another effect would give is no reading of it."""
    matter = request("2020-03-02", "2020-03-05 correction_requested", "2020-03-09 corrected")

    assert readings(seen(matter, "2020-03-10").main) == {}


@pytest.mark.parametrize(
    ("opinion", "due", "other"),
    [
        # 05-11 to 13 (3), 21 (4), 24 to 28 (9), 05-31 to 06-04 (14), 07 to 11 (19), 端午 12 to 14 off, 15 (20).
        ("2021-05-20", "2021-06-15", {}),
        # 05-11 to 13 (3), 06-11 (4), 15 to 18 (8), 21 to 25 (13), 06-28 to 07-02 (18), 05 and 06 (20). The party's time
        # was over on 06-03; from there: 06-04 (4), 07 to 11 (9), 15 to 18 (13), 21 to 25 (18), 28 and 29 (20).
        ("2021-06-10", "2021-07-06", {"consultation_ends_with_the_third_partys_limit": "2021-06-29"}),
    ],
)
def test_opinion_after_the_partys_time_has_another_reading(opinion, due, other):
    """Asked on 2021-05-13 a party has until 06-03: 14 (1), 17 to 21 (6), 24 to 28 (11), 05-31 to 06-03 (15)."""
    matter = request(
        "2021-05-10", fact("2021-05-13", "consulted", party="甲"), fact(opinion, "opinion_received", party="甲")
    )

    duty = seen(matter, opinion).main

    assert (day(duty.due), readings(duty)) == (due, other)


def test_text_of_2008_lets_correction_be_asked_for_twice():
    """That it is asked for once stands in the text of 2019; before, nothing there forbade a second time."""
    early, later = (
        request(f"{year}-03-05", f"{year}-03-07 correction_requested", f"{year}-03-09 corrected")
        for year in (2018, 2020)
    )

    assert early.apply(fact("2018-03-12", "correction_requested")).state == "correction"
    assert later.can("correction_requested", moment("2020-03-12")).refusal.guard == "once"


def test_extension_told_before_another_contradicts_it():
    """Extended on 2020-06-10, the answer was not extended on 06-08 already: the later one would be the second."""
    matter = request("2020-05-20", fact("2020-06-10", "extended", **APPROVED))

    with pytest.raises(gd.ContradictsLater):
        matter.apply(fact("2020-06-08", "extended", **APPROVED))


def test_remedies_run_from_the_first_answer():
    """Served on 2024-03-18; that the paper was sent once more a week later gives no new time."""
    matter = request(
        "2024-03-04", fact("2024-03-15", "answered", served_on="2024-03-18"), fact("2024-03-25", "answered")
    )

    assert {day(window.opens) for window in seen(matter, "2024-04-01").windows} == {"2024-03-18"}


def test_reconsideration_comes_before_a_suit_since_2024():
    """The law in force since 2024-01-01 wants reconsideration first where information was refused (art. 23)."""
    early, later = (
        request(f"{year}-03-04", fact(f"{year}-03-15", "answered", served_on=f"{year}-03-18")) for year in (2023, 2024)
    )

    def first(matter, when):
        return {window.name: window.review_first is not None for window in seen(matter, when).windows}

    assert first(early, "2023-04-03") == {"remedy.reconsideration": False, "remedy.suit": False}
    assert first(later, "2024-04-01") == {"remedy.reconsideration": False, "remedy.suit": True}


def test_deferral_to_the_last_day_itself():
    """Due on 2020-05-29: on 05-25 it can be put off to no earlier than that day, and on the day only to a later one."""
    why = {"approved_by": "局长", "reason": "涉及第三方"}
    matter = penalty()

    def may(on, until):
        return bool(matter.can("deferred", moment(on), until=until, **why))

    assert may("2020-05-25", "2020-05-29")
    assert not may("2020-05-25", "2020-05-28")
    assert not may("2020-05-29", "2020-05-29")
    assert may("2020-05-29", "2020-06-01")


def test_what_was_withheld_comes_out_on_every_channel_anew():
    """Out on one channel, withheld, and lifted: the other channel alone is not all of it."""
    matter = channelled(("2020-05-21", "website"))
    for each in (fact("2020-05-22", "withheld", basis="条例第十六条"), fact("2020-05-25", "withholding_lifted")):
        matter = matter.apply(each)

    one = matter.apply(fact("2020-05-26", "published", channel="credit"))
    both = one.apply(fact("2020-05-27", "published", channel="website"))

    assert (one.state, both.state) == ("pending", "published")


@pytest.mark.parametrize(
    ("facts", "status", "breaches"),
    [
        ([("2020-05-25", "website")], "waiting", []),
        ([("2020-05-25", "website"), ("2020-05-25", "credit")], "together", []),
        ([("2020-05-25", "website"), ("2020-05-26", "credit")], "apart", ["channels_apart"]),
        ([("2020-05-25", "website"), ("2020-05-25", "credit"), ("2020-06-05", "website")], "together", []),
    ],
)
def test_channels_go_together_by_their_first_publications(facts, status, breaches):
    """Suiyang County wants all channels at once: the first time on each counts, and one that is missing is awaited."""
    found = seen(channelled(*facts), "2020-06-06")

    assert [tie.status for tie in found.ties] == [status]
    assert [name for name in names(found.breaches) if name.startswith("channels")] == breaches


def test_one_channel_alone_has_nothing_to_go_with():
    """Where one channel is all there is, nothing ties it to another."""
    matter = penalty(fact("2020-05-25", "published", channel="website"))

    assert seen(matter, "2020-05-26").ties == ()


@pytest.mark.parametrize(("second", "status"), [("09:05:00", "together"), ("09:05:01", "apart")])
def test_report_upward_goes_with_the_statement_to_five_minutes(second, status):
    """Where hours count, clocks may differ by five minutes; a second more is apart."""
    matter = serious("2020-07-08T09:00:00 statement_released", f"2020-07-08T{second} reported_upward")

    assert [tie.status for tie in seen(matter, "2020-07-08T10:00:00").ties] == [status]


def test_one_legal_day_is_together_at_any_hour():
    """In Guangxi a document of nine in the morning and its interpretation of three in the afternoon come together."""
    matter = story(
        "document",
        fact("2020-06-01", "drafted", policy=True),
        fact("2020-06-01", "attribute_set", attribute="proactive"),
        "2020-06-02 disclosure_reviewed",
        "2020-06-02 interpretation_prepared",
        "2020-06-03 signed",
        "2020-06-04 issued",
        "2020-06-08T09:00:00 document_published",
        "2020-06-08T15:00:00 interpretation_published",
        jurisdiction=GUANGXI,
    )

    found = seen(matter, "2020-06-09")

    assert [(tie.link.name, tie.status) for tie in found.ties] == [("interpretation", "together")]
    assert found.breaches == ()


def test_attribute_told_later_of_one_day_stands():
    """Of two attributes of 2020-06-02, that learned on 06-04 is the last word, though it was recorded first."""
    matter = story(
        "document",
        "2020-06-01 drafted",
        fact("2020-06-02", "attribute_set", learned="2020-06-04", attribute="not_public"),
        fact("2020-06-02", "attribute_set", learned="2020-06-03", attribute="proactive"),
    )

    assert matter.can("disclosure_reviewed", moment("2020-06-08")).refusal.guard == "reason"


def test_history_out_of_order_is_a_breach_with_what_follows():
    """Put out again without ever having been out, by what was taken over: reported, with the county's sanction."""
    matter = story(
        "publication",
        "2020-05-20 formed",
        fact("2020-05-25", "republished", imported=True),
        jurisdiction=SUIYANG,
    )

    found = seen(matter, "2020-05-26")

    assert (found.state, names(found.breaches)) == ("published", ["out_of_order"])
    assert ids(found.breaches[0].consequences) == {"S0-14d"}


def test_what_was_learned_the_day_after_is_left_out():
    """A publication of 2020-05-28 that was learned on 06-03 is not known on 06-02, and is on 06-03."""
    matter = penalty(fact("2020-05-28", "published", learned="2020-06-03"))

    assert [seen(matter, "2020-06-01", f"2020-06-0{on}").state for on in (2, 3)] == ["pending", "published"]


def test_clauses_bind_from_the_day_they_were_public():
    """Urumqi's plan is in force from 2020-10-17 and came out on 10-20; by what was known on 10-19 it asks nothing."""
    matter = story("publication", "2020-10-17 formed", jurisdiction=URUMQI)

    assert [bool(seen(matter, "2020-10-21", known).clauses) for known in ("2020-10-19", "2020-10-20")] == [False, True]


@pytest.mark.parametrize(
    ("begun", "binds"), [("2020-05-19", False), ("2020-05-20", True), ("2020-12-31", True), ("2021-01-01", False)]
)
def test_clauses_bind_from_the_first_day_through_the_last(begun, binds):
    """Suiyang County's plan holds from 2020-05-20 through 2020-12-31, either day included."""
    matter = story("publication", f"{begun} formed", jurisdiction=SUIYANG)

    assert bool(seen(matter, begun).clauses) is binds


def test_gates_not_on_record_are_told_with_the_permission():
    """Suiyang County wants secrecy reviewed and the channel filed; neither forbids, and what the fact says is done."""
    matter = story("publication", "2020-05-20 formed", jurisdiction=SUIYANG)

    asked, told = matter.can("published"), matter.can("published", secrecy_reviewed=True)

    assert asked
    assert ids(asked.open_gates) == {"S0-12a", "S0-12b"}
    assert ids(told.open_gates) == {"S0-12b"}


def test_clauses_of_a_duty_speak_of_it():
    """S0-5a speaks of statement and conference, S0-5b of the handling, S0-5c of all; each stands with its own."""
    found = seen(serious(jurisdiction=SUIYANG), "2020-07-08T09:00:00")

    assert {each.name: ids(each.clauses) for each in found.obligations} == {
        "statement": {"S0-5a", "S0-5c"},
        "press_conference": {"S0-5a", "S0-5c"},
        "emergency_handling": {"S0-5b", "S0-5c"},
    }


def test_statement_is_owed_once():
    """Further facts about the incident, and a further statement, make no second duty of the first statement."""
    matter = serious(
        "2020-07-08T09:00:00 statement_released",
        "2020-07-08T10:00:00 press_conference_held",
        "2020-07-08T12:00:00 follow_up_due",
        "2020-07-08T13:00:00 statement_released",
    )

    found = [each.name for each in seen(matter, "2020-07-08T14:00:00").obligations]

    assert found == ["statement", "press_conference", "follow_up"]


def test_further_statement_is_owed_whatever_came_before():
    """A conference does not end what a further statement was called for: the first one came before the call."""
    matter = serious(
        "2020-07-08T09:00:00 statement_released",
        "2020-07-08T10:00:00 press_conference_held",
        "2020-07-08T12:00:00 follow_up_due",
        "2020-07-08T13:00:00 press_conference_held",
    )

    assert matter.state == "open"
    assert matter.apply(fact("2020-07-08T14:00:00", "statement_released")).state == "met"


def test_level_lowered_and_raised_again_brings_the_duty_back():
    """Larger for an hour, then serious again: one statement is owed, and by 13:00 as before."""
    matter = serious(
        fact("2020-07-08T09:00:00", "downgraded", level="larger"),
        fact("2020-07-08T10:00:00", "upgraded", level="major"),
    )

    (duty,) = (each for each in seen(matter, "2020-07-08T10:30:00").obligations if each.name == "statement")

    assert (duty.clock, day(duty.due_at)) == (Clock.RUNNING, "2020-07-08T13:00:00+08:00")


def test_incident_not_known_to_be_serious_is_owed_with_its_condition():
    """
    While nobody has said how grave it is, the limits of serious ones are shown, provisionally; that of opinion is not.

    Turned out a false alarm after 13:00, nothing is said to have been missed.
    """
    matter = story("incident", "2020-07-08T08:00:00 occurred")

    before = seen(matter, "2020-07-08T09:00:00")
    ended = seen(matter.apply(fact("2020-07-08T14:00:00", "false_alarm")), "2020-07-08T15:00:00")

    assert {each.name: each.certainty for each in before.obligations} == {
        "statement": gd.Certainty.PROVISIONAL,
        "press_conference": gd.Certainty.PROVISIONAL,
    }
    assert ended.breaches == ()


def test_major_public_opinion_has_no_48_hours():
    """On serious public opinion statement and conference are owed; the longer limit is for the other kind."""
    matter = story("incident", fact("2020-07-08T08:00:00", "detected", kind="opinion", level="major"))

    found = seen(matter, "2020-07-08T09:00:00")

    assert {each.name for each in found.obligations} == {"statement", "press_conference"}


def test_incident_without_its_occurrence_counts_from_what_is_known_first():
    """Detected at 16:20, again at 16:40, and found serious at 17:00: the five hours run from 16:20."""
    matter = story(
        "incident",
        "2020-07-08T16:20:00 detected",
        "2020-07-08T16:40:00 detected",
        fact("2020-07-08T17:00:00", "classified", level="major"),
    )

    duty = seen(matter, "2020-07-08T17:30:00").obligation("statement")

    assert day(duty.due_at) == "2020-07-08T21:20:00+08:00"
    assert readings(duty) == {"counted_from_classified": "2020-07-08T22:00"}


def test_what_came_after_the_statement_is_no_start_of_its_limit():
    """Detected at 09:00 and stated at 10:00; a level raised at 11:00 is not what the five hours ran from."""
    matter = serious(
        "2020-07-08T09:00:00 detected",
        "2020-07-08T10:00:00 statement_released",
        fact("2020-07-08T11:00:00", "upgraded", level="extraordinary"),
    )

    duty = seen(matter, "2020-07-08T12:00:00").obligation("statement")

    assert readings(duty) == {"counted_from_detected": "2020-07-08T14:00"}


def test_text_that_says_from_when_has_one_reading():
    """Suiyang County counts its 24 hours from the occurrence; when it was detected makes no other reading of that."""
    matter = serious("2020-07-08T09:00:00 detected", jurisdiction=SUIYANG)

    duty = seen(matter, "2020-07-08T10:00:00").obligation("emergency_handling")

    assert (day(duty.due_at), readings(duty)) == ("2020-07-09T08:00:00+08:00", {})


def test_last_instant_of_an_hour_limit_is_not_past_it():
    """At 13:00 to the second the statement is still in time; a moment later it is overdue, by an hour begun."""
    end = moment("2020-07-08T13:00:00")

    at_end, after = (serious().at(when).obligation("statement") for when in (end, end + MOMENT))

    assert (at_end.timeliness, at_end.reached(Rung.DUE), at_end.reached(Rung.OVERDUE)) == (
        Timeliness.DUE_SOON,
        True,
        False,
    )
    assert (after.timeliness, after.reached(Rung.OVERDUE), after.late_by.n) == (Timeliness.OVERDUE, True, 1)


def test_clocks_of_an_incident_may_differ_by_five_minutes():
    """An incident of 08:00 may have been learned of at 07:55 by another clock, and not a second earlier."""
    near, far = (
        fact("2020-07-08T08:00:00", "occurred", learned=f"2020-07-08T07:{learned}") for learned in ("55:00", "54:59")
    )

    assert story("incident", near).state == "open"
    with pytest.raises(gd.OutOfBounds):
        story("incident", far)


def test_consultation_may_be_shortened_for_a_reason():
    """Of thirty days from 2020-06-01 fourteen are too few, unless the record says why urgency shortened them."""
    matter = story("decision", "2020-05-25 drafted", "2020-06-01 draft_published")

    assert not matter.can("consultation_closed", moment("2020-06-15"))
    assert matter.can("consultation_closed", moment("2020-06-15"), shortened_reason="防汛紧急")


def test_practice_number_kept_stays_kept():
    """Down on 2019-06-05, within five working days of 06-03 (04 to 06, 10 and 11): a month later it was not passed."""
    own = gd.Advisory(gd.Period(5, gd.WORKING_DAY), "某局内部规定")
    matter = story("takedown", "2019-06-03 revoked", "2019-06-05 withdrawn", advisory=own)

    told = seen(matter, "2019-07-05").main.to_dict()["advisory"]

    assert told == {"due": "2019-06-11", "set_by": "某局内部规定", "passed": False}


def test_host_chooses_when_it_is_warned():
    """Due on Friday 2020-05-29: two working days before is Wednesday 27, five Friday 22; told in their order."""
    matter = penalty(policy=WarningPolicy(days_before=(2, 5)))

    found = [day(notice.at) for notice in seen(matter, "2020-05-21").main.rungs if notice.rung is Rung.WARNING]

    assert found == ["2020-05-22", "2020-05-27"]


def test_warning_does_not_come_before_the_limit_begins():
    """Nine working days before 2020-05-29 is 05-18, two days before the decision: the warning stands from the start."""
    matter = penalty(policy=WarningPolicy(days_before=(9,)))

    assert day(seen(matter, "2020-05-21").main.rungs[0].at) == "2020-05-20"


def test_parts_of_hours_are_told_in_their_order():
    """A fifth of five hours from 08:00 is gone at 09:00, four fifths at 12:00, in whatever order they are told."""
    matter = serious(policy=WarningPolicy(fractions=(0.8, 0.2)))

    found = seen(matter, "2020-07-08T08:30:00").obligation("statement").rungs

    assert [day(notice.at) for notice in found[:3]] == [
        "2020-07-08T09:00:00+08:00",
        "2020-07-08T12:00:00+08:00",
        "2020-07-08T13:00:00+08:00",
    ]


def test_duty_that_is_met_warns_of_nothing():
    """Published on 2020-05-25 nothing is left to be warned of, then or after the due day."""
    matter = penalty("2020-05-25 published")

    assert [seen(matter, on).main.rungs for on in ("2020-05-25", "2020-06-30")] == [(), ()]


@pytest.mark.parametrize(
    "odd", [{"fractions": (0.5, 1)}, {"fractions": (0,)}, {"days_before": (0,)}, {"days_after": 2.5}]
)
def test_warning_that_can_never_come_is_refused(odd):
    """Parts lie between nothing and the whole, and days are whole and at least one."""
    with pytest.raises(gd.BadInput):
        WarningPolicy(**odd)


@pytest.mark.parametrize(
    ("odd", "path"),
    [
        ({"fractions": ("0.5",)}, "fractions"),
        ({"fractions": 0.5}, "fractions"),
        ({"fractions": (None,)}, "fractions"),
        ({"days_before": 3}, "days_before"),
        ({"days_before": ("3",)}, "days_before"),
        ({"days_before": None}, "days_before"),
        ({"days_after": "20"}, "days_after"),
        ({"days_after": (20,)}, "days_after"),
    ],
)
def test_warning_of_another_type_is_refused_by_name(odd, path):
    """Settings from a file may hold a text or one number where a tuple of numbers belongs: the refusal says which."""
    with pytest.raises(gd.BadInput) as refused:
        WarningPolicy(**odd)

    assert [fault.path for fault in refused.value.faults] == [path]
    assert repr(next(iter(odd.values()))) in str(refused.value)


def test_host_of_a_series_is_warned_and_advised_too():
    """
    A bureau gave itself five working days after each quarter, and wants one day of warning.

    After 2020-06-30: 07-01 to 03 (3), 06 and 07 (5).
    """
    own, early = gd.Advisory(gd.Period(5, gd.WORKING_DAY), "某局内部规定"), WarningPolicy(days_before=(1,))
    quarterly = story(
        "series",
        "2020-05-20 series_started",
        rule="progress.quarterly_report",
        jurisdiction=SUIYANG,
        advisory=own,
        policy=early,
    )

    duty = seen(quarterly, "2020-07-01").obligation("2020-Q2")

    assert (day(duty.advisory_due), duty.policy) == ("2020-07-07", early)


def test_calendar_days_used_up_are_those_not_left_out():
    """Of twenty days from 2020-03-02, withheld from 03-04 to 03-11: by 03-17 fifteen passed and seven do not count."""
    matter = story(
        "publication",
        "2020-03-02 approved",
        fact("2020-03-04", "withheld", basis="条例第十六条"),
        "2020-03-11 withholding_lifted",
        rule="budget.publication",
    )

    duty = seen(matter, "2020-03-17").main

    assert (duty.total, duty.consumed, duty.remaining) == (20, 8, 12)


def test_days_make_no_number_of_months():
    """A website's closure is told a month ahead: five days on, what is left is no number of months."""
    matter = story("publication", "2020-05-20 decided", rule="website.closure_notice")

    duty = seen(matter, "2020-05-25").main

    assert (day(duty.due), duty.remaining) == ("2020-06-22", None)


def test_latest_of_several_duties_is_the_one_asked_for():
    """Up again on 2021-09-17, the page must go again by 09-23; that is the take-down of today."""
    matter = story(
        "takedown",
        *("2021-08-02 revoked", "2021-08-04 withdrawn", "2021-08-05 explained", "2021-09-17 reappeared"),
    )

    assert day(seen(matter, "2021-09-20").obligation("withdrawal").due) == "2021-09-23"


def test_page_taken_down_is_down_when_its_revocation_is_told_after_it():
    """A page that came down on 2021-07-30, told before the revocation of 08-02 was, waits for it and is in time."""
    matter = story("takedown", "2021-07-30 withdrawn", "2021-08-02 revoked")

    found = seen(matter, "2021-08-04")

    assert (matter.state, found.state) == ("removed_unexplained", "removed_unexplained")
    assert found.obligation("withdrawal").timeliness is Timeliness.ON_TIME


def test_report_sent_back_is_due_on_the_day_that_was_set():
    """Sent back on 2020-07-06 for Friday 07-10, it is overdue on Saturday, though the text set no day of its own."""
    matter = story(
        "series",
        "2020-06-01 issued",
        "2020-07-03 submitted",
        fact("2020-07-06", "returned", until="2020-07-10"),
        rule="progress.quarterly_report",
        jurisdiction=SUIYANG,
    )

    in_time, late = (seen(matter, on).obligation("resubmission") for on in ("2020-07-10", "2020-07-11"))

    assert (day(in_time.due), in_time.timeliness) == ("2020-07-10", Timeliness.DUE_TODAY)
    assert late.timeliness is Timeliness.OVERDUE


def test_annual_report_of_a_government_is_met_by_publication_alone():
    """The text wants it made public by 03-31; handed in on 2020-03-20 and not published it is not in time."""
    handed_in, public = (yearly(f"2020-03-20 {name}") for name in ("submitted", "published"))

    assert seen(handed_in, "2020-04-07").obligation("2019").timeliness is not Timeliness.ON_TIME
    assert seen(public, "2020-04-07").obligation("2019").timeliness is Timeliness.ON_TIME


def test_report_of_the_last_day_is_of_the_year_that_ends():
    """Published on 2020-12-31 it is the report for 2020; the one for 2019 is still missing."""
    found = seen(yearly("2020-12-31 published"), "2021-01-04")

    assert found.obligation("2020").timeliness is Timeliness.ON_TIME
    assert found.obligation("2019").timeliness is Timeliness.OVERDUE


def test_series_that_ends_with_the_year_owes_its_report():
    """A body dissolved on 2019-12-31 saw the whole of 2019, and that report is owed."""
    duty = seen(yearly("2019-12-31 series_ended"), "2020-04-01").obligation("2019")

    assert (day(duty.due), duty.timeliness) == ("2020-03-31", Timeliness.OVERDUE)


def test_series_begins_with_the_day_it_is_told_to():
    """Told in June 2019 that it is owed from 2020-01-01, nothing is owed for 2019."""
    matter = yearly(**{"from": "2020-01-01"})

    assert [each.name for each in seen(matter, "2020-04-01").obligations] == ["2020"]


def test_span_an_agency_sets_does_not_shorten_the_limit_of_the_text():
    """An agency that wants the act within the year moves no limit that the text counts from its end."""
    matter = yearly(every="year", within=True)

    assert day(seen(matter, "2020-01-15").obligation("2019").due) == "2020-03-31"


def test_first_week_belongs_to_the_year_of_its_thursday():
    """Monday 2018-12-31 begins the first week of 2019 (ISO 8601)."""
    week = cycle_of(Every.WEEK, date(2019, 1, 3))

    assert (week.id, week.first) == ("2019-W01", date(2018, 12, 31))
    assert cycle_named("2019-W01") == week


def test_minimum_period_has_run_on_the_first_day_the_next_step_is_lawful():
    """Thirty days from 2020-06-01 end with 07-01; on 07-02 the consultation has run its time."""
    drafted = gd.Event.of("drafted", date(2020, 5, 25))
    matter = gd.Matter.open("decision", events=[drafted, gd.Event.of("draft_published", date(2020, 6, 1))])

    stands = [matter.at(day).obligation("consultation").timeliness for day in (date(2020, 7, 1), date(2020, 7, 2))]

    assert stands == [gd.Timeliness.NOT_DUE, gd.Timeliness.ON_TIME]


def test_report_handed_in_and_published_late_is_late_for_both_by_one_date():
    """One date, 2020-01-31, for handing in and for publishing; handing in late sets no new date for publishing."""
    matter = gd.Matter.open(
        "series",
        rule="annual_report.department",
        events=[
            gd.Event.of("series_started", date(2019, 6, 1)),
            gd.Event.of("submitted", date(2020, 3, 20), period="2019"),
            gd.Event.of("published", date(2020, 4, 10), period="2019"),
        ],
    )

    seen = [(each.due, each.timeliness) for each in matter.at(date(2020, 4, 12)).obligations if "2019" in each.name]

    assert seen == [(date(2020, 1, 31), gd.Timeliness.LATE)] * 2


def test_report_that_is_to_be_published_is_not_met_by_handing_it_in():
    """The government's report is published by 03-31: handed in on 03-20 and not published, it is overdue in April."""
    started = gd.Event.of("series_started", date(2019, 6, 1))
    handed_in = gd.Event.of("submitted", date(2020, 3, 20), period="2019")
    matter = gd.Matter.open("series", rule="annual_report.government", events=[started, handed_in])
    published = matter.apply(gd.Event.of("published", date(2020, 3, 25), period="2019"))

    assert matter.at(date(2020, 4, 10)).obligation("2019").timeliness is gd.Timeliness.OVERDUE
    assert published.at(date(2020, 4, 10)).obligation("2019").timeliness is gd.Timeliness.ON_TIME


def test_fact_from_before_the_opening_is_folded_on_its_day():
    """Down on 04-30, modified on 05-01: a copy found on 05-01 lies before what waited, and has no place."""
    events = [Event.of("modified", date(2020, 5, 1)), Event.of("withdrawn", date(2020, 4, 30))]
    matter = Matter.open("takedown", events=events)

    with pytest.raises(gd.IllegalEvent):
        matter.apply(Event.of("reappeared", date(2020, 5, 1)))
    assert matter.apply(Event.of("reappeared", date(2020, 5, 2))).state == "to_remove"
