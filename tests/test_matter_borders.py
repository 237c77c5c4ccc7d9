"""
Where one effect ends and the next begins: waits that touch, waits over a new start, the last day, the first text.

The counts are written beside the tests, made on a wall calendar with the holiday notices beside it; the number in
brackets is the running total at the end of each stretch.
"""

from datetime import date

import pytest

import gov_deadlines as gd
from gov_deadlines import Clock, Timeliness
from gov_deadlines.exclusion import held

from .telling import day, fact, moment, names, readings, request, seen, story

SUIYANG, GUANGXI = "520323", "450000"
APPROVED = {"approved_by": "政务公开办主任", "notified": True}


def spans(duty):
    """The days that the limit of *duty* leaves out: after which and through which."""
    return [(day(each.after), day(each.through)) for each in duty.deadline.course.excluded]


@pytest.mark.parametrize("asked", ["2020-03-30", "2020-03-31"])
def test_consultation_begun_when_the_limit_is_full_gives_no_days_back(asked):
    """
    Received on 2020-03-02 and due on 03-30, consulted on that day or later: late by each working day since.

    03-31 to 04-03 are four, whether the party is out or has answered, as it did on 04-02.
    """
    matter = request("2020-03-02", fact(asked, "consulted", party="甲"))
    answered = matter.apply(fact("2020-04-02", "opinion_received", party="甲"))

    for each, when, late in ((matter, "04-01", 2), (answered, "04-02", 3), (answered, "04-03", 4)):
        duty = seen(each, f"2020-{when}").main

        assert (day(duty.due), duty.clock, duty.late_by.n) == ("2020-03-30", Clock.RUNNING, late)
        assert (duty.consumed, duty.remaining, spans(duty)) == (20 + late, -late, [])


@pytest.mark.parametrize("since", ["2018-01-01", "2019-01-01", "2019-06-01"])
def test_report_for_2019_is_handed_in_and_published_whenever_the_series_began(since):
    """
    The text of 2019-05-15 limits the report for that year, and wants it handed in and published by 2020-01-31.

    Handed in on 01-20 and published on 02-10, it is in time by the first act and late by the second.
    """
    matter = story(
        "series",
        f"{since} series_started",
        fact("2020-01-20", "submitted", period="2019"),
        fact("2020-02-10", "published", period="2019"),
        rule="annual_report.department",
    )

    found = seen(matter, "2020-02-12")
    report, publication = (found.obligation(name) for name in ("2019", "2019 publication"))

    assert (day(report.due), report.timeliness) == ("2020-01-31", Timeliness.ON_TIME)
    assert (day(publication.due), publication.timeliness) == ("2020-01-31", Timeliness.LATE)


def test_report_for_2018_is_only_published():
    """The text of 2008 knows no handing in: a report of 2019-03-20 that went to the superior is not out by 03-31."""
    matter = story(
        "series",
        "2018-01-01 series_started",
        fact("2019-03-20", "submitted", period="2018"),
        rule="annual_report.department",
    )
    published = matter.apply(fact("2019-03-29", "published", period="2018"))

    def stands(each):
        return [(duty.name, day(duty.due), duty.timeliness.value) for duty in seen(each, "2019-04-01").obligations][:1]

    assert stands(matter) == [("2018", "2019-03-31", "overdue")]
    assert stands(published) == [("2018", "2019-03-31", "on_time")]
    assert "2018 publication" not in names(seen(published, "2019-04-01").obligations)


def test_consultations_that_touch_leave_out_one_span():
    """
    Received on 2020-03-02; 甲 answered on 03-09 at nine, 乙 was asked at three that day and answered on 03-13.

    03-03 and 04 (2), 16 to 20 (7), 23 to 27 (12), 03-30 to 04-03 (17), 清明 04 to 06 off, 07 to 09 (20).
    """
    matter = request(
        "2020-03-02",
        fact("2020-03-04", "consulted", party="甲"),
        fact("2020-03-09T09:00:00", "opinion_received", party="甲"),
        fact("2020-03-09T15:00:00", "consulted", party="乙"),
        fact("2020-03-13", "opinion_received", party="乙"),
    )

    at_noon, after = seen(matter, "2020-03-09T12:00:00"), seen(matter, "2020-03-16").main

    assert (at_noon.state, at_noon.main.clock) == ("running", Clock.RUNNING)
    assert (day(after.due), after.consumed) == ("2020-04-09", 3)
    assert spans(after) == [("2020-03-04", "2020-03-13")]
    assert after.deadline.course.excluded[0].zh == "征求意见（甲）、征求意见（乙）"


@pytest.mark.parametrize(
    ("told", "paid", "due"),
    [
        # Told on the last day. From 04-08: 09 and 10 (2), 13 to 17 (7), 20 to 24 (12), Sunday 26 (13), 27 to 30 (17),
        # 05-06 to 08 (20).
        ("2020-04-07", "2020-04-08", "2020-05-08"),
        # Told before it, from 04-03: 07 to 10 (4), 13 to 17 (9), 20 to 24 (14), Sunday 26 (15), 27 to 30 (19),
        # 05-06 (20).
        ("2020-04-01", "2020-04-03", "2020-05-06"),
        # Told a day after the last.
        ("2020-04-08", "2020-04-09", "2020-04-07"),
    ],
)
def test_fee_is_told_within_the_limit_as_the_consultation_left_it(told, paid, due):
    """
    Received on 2020-03-02, a party out from 03-09 to 03-16: the last day is no longer 03-30.

    03-03 to 06 (4), 09 (5), 17 to 20 (9), 23 to 27 (14), 03-30 to 04-03 (19), 清明 04 to 06 off, Tuesday 07 (20).
    """
    matter = request(
        "2020-03-02",
        fact("2020-03-09", "consulted", party="甲"),
        fact("2020-03-16", "opinion_received", party="甲"),
        f"{told} fee_notified",
        f"{paid} fee_paid",
    )

    assert day(seen(matter, "2020-04-13").main.due) == due


def test_consultation_is_within_the_limit_as_the_payment_left_it():
    """
    Received on 2020-03-02, paid on 03-30; a party asked on 04-10 is asked within the new limit, not after the old one.

    03-31 to 04-03 (4), 清明 04 to 06 off, 07 to 10 (8), 15 to 17 (11), 20 to 24 (16), Sunday 26 (17), 27 to 29 (20).
    """
    matter = request(
        "2020-03-02",
        "2020-03-09 fee_notified",
        "2020-03-30 fee_paid",
        fact("2020-04-10", "consulted", party="甲"),
        fact("2020-04-14", "opinion_received", party="甲"),
    )

    duty = seen(matter, "2020-04-20").main

    assert (day(duty.due), spans(duty)) == ("2020-04-29", [("2020-04-10", "2020-04-14")])


@pytest.mark.parametrize(
    ("asked", "opinion", "due", "left_out"),
    [
        # Out over the payment: Saturday 18 (1), 22 to 24 (4), Sunday 26 (5), 27 to 30 (9), 10-08 (10), Saturday 09
        # (11), 11 to 15 (16), 18 to 21 (20). From when it was asked makes no difference.
        ("2021-09-03", "2021-09-17", "2021-10-21", [("2021-09-13", "2021-09-17")]),
        ("2021-09-08", "2021-09-17", "2021-10-21", [("2021-09-13", "2021-09-17")]),
        # Back by the day of payment: 14 to 17 (4), Saturday 18 (5), 22 to 24 (8), Sunday 26 (9), 27 to 30 (13),
        # 10-08 (14), Saturday 09 (15), 11 to 15 (20).
        ("2021-09-03", "2021-09-10", "2021-10-15", []),
        ("2021-09-08", "2021-09-10", "2021-10-15", []),
        ("2021-09-08", "2021-09-13", "2021-10-15", []),
    ],
)
def test_consultation_over_a_payment_leaves_out_only_what_lies_after_it(asked, opinion, due, left_out):
    """Told of the fee on 2021-09-06 and paid on 09-13, the limit counts anew; of a consultation the rest is left."""
    matter = request(
        "2021-09-01",
        *sorted(
            [
                fact(asked, "consulted", party="甲"),
                fact(opinion, "opinion_received", party="甲"),
                fact("2021-09-06", "fee_notified"),
                fact("2021-09-13", "fee_paid"),
            ],
            key=lambda each: each.happened,
        ),
    )

    duty = seen(matter, "2021-09-20").main

    assert (day(duty.due), spans(duty)) == (due, left_out)


@pytest.mark.parametrize(("asked", "came"), [("correction_requested", "corrected"), ("fee_notified", "fee_paid")])
def test_wait_that_begins_the_limit_anew_must_begin_by_the_last_day(asked, came):
    """
    Received on 2020-03-02 and due on 03-30: from that day the limit begins anew, from the day after it stays missed.

    Anew from 04-02: 03 (1), 清明 04 to 06 off, 07 to 10 (5), 13 to 17 (10), 20 to 24 (15), Sunday 26 (16), 27 to 30.
    """
    in_time, too_late = (request("2020-03-02", f"2020-03-{on} {asked}") for on in (30, 31))

    waiting = [seen(each, "2020-04-01").main for each in (in_time, too_late)]
    over = [seen(each.apply(fact("2020-04-02", came)), "2020-04-02").main for each in (in_time, too_late)]

    assert [(each.clock, day(each.due)) for each in waiting] == [(Clock.STOPPED, None), (Clock.RUNNING, "2020-03-30")]
    assert [day(each.due) for each in over] == ["2020-04-30", "2020-03-30"]
    assert over[1].timeliness is Timeliness.OVERDUE


def test_consultation_begun_the_day_before_leaves_the_last_day():
    """Nineteen of twenty days were used when a party was asked on Friday 2020-03-27; back on 04-02, 04-03 is left."""
    matter = request("2020-03-02", fact("2020-03-27", "consulted", party="甲"))

    waiting = seen(matter, "2020-04-01").main
    duty = seen(matter.apply(fact("2020-04-02", "opinion_received", party="甲")), "2020-04-02").main

    assert (waiting.clock, waiting.remaining) == (Clock.STOPPED, 1)
    assert (day(duty.due), duty.remaining) == ("2020-04-03", 1)


def test_page_revived_after_all_was_done_is_taken_down_again_without_new_reasons():
    """
    Up again on Friday 2021-09-17 it is due on 09-23, and up once more on Friday 10-08 on 10-12; reasons are owed once.

    Saturday 09-18 is worked (1), 中秋 19 to 21 off, 22 (2), 23 (3). Saturday 10-09 is worked (1), 11 (2), 12 (3).
    """
    matter = story(
        "takedown",
        *("2021-08-02 revoked", "2021-08-04 withdrawn", "2021-08-05 explained"),
        *("2021-09-17 reappeared", "2021-09-22 withdrawn", "2021-10-08 reappeared"),
    )

    found = seen(matter, "2021-10-13")

    assert [seen(matter, on).state for on in ("2021-09-17", "2021-09-22", "2021-10-08")] == [
        "to_remove",
        "done",
        "to_remove",
    ]
    assert [(each.name, day(each.due), each.timeliness.value) for each in found.obligations] == [
        ("withdrawal", "2021-08-05", "on_time"),
        ("explanation", "2021-08-05", "on_time"),
        ("withdrawal", "2021-09-23", "on_time"),
        ("withdrawal", "2021-10-12", "overdue"),
    ]


def test_page_revived_before_the_reasons_leaves_their_limit_as_it_was():
    """Up again on 2021-08-05 the page is due on 08-10 (06, 09, 10); the reasons of 08-09 were due on 08-05."""
    matter = story(
        "takedown", "2021-08-02 revoked", "2021-08-04 withdrawn", "2021-08-05 reappeared", "2021-08-09 explained"
    )

    found = seen(matter, "2021-08-10")

    assert found.state == "explained_unremoved"
    assert [(each.name, day(each.due), each.timeliness.value) for each in found.obligations] == [
        ("withdrawal", "2021-08-05", "on_time"),
        ("explanation", "2021-08-05", "late"),
        ("withdrawal", "2021-08-10", "due_today"),
    ]


def test_revived_page_waits_out_a_stay():
    """
    Up again on 2021-09-17, stayed from Saturday 18 to Friday 24, which leaves out 22 to 24.

    Saturday 18 is worked (1), Sunday 26 is worked (2), Monday 27 (3).
    """
    matter = story(
        "takedown",
        *("2021-08-02 revoked", "2021-08-04 withdrawn", "2021-08-05 explained"),
        *("2021-09-17 reappeared", "2021-09-18 stayed", "2021-09-24 stay_lifted"),
    )

    assert seen(matter, "2021-09-23").main.clock is Clock.STOPPED
    assert (matter.state, day(seen(matter, "2021-09-24").main.due)) == ("to_remove", "2021-09-27")


def test_reasons_given_while_a_revived_page_is_stayed_do_not_take_it_down():
    """Down on 2021-08-03, up again on 08-04: explained during the stay, the page is still up."""
    matter = story(
        "takedown",
        *("2021-08-02 revoked", "2021-08-03 withdrawn", "2021-08-04 reappeared", "2021-08-05 stayed"),
        "2021-08-06 explained",
    )

    assert matter.state == "explained_unremoved"


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        # a second stay goes back to where that one began
        (("03 stayed", "04 stay_lifted", "05 withdrawn", "06 stayed", "09 stay_lifted"), "removed_unexplained"),
        (("03 withdrawn", "04 stayed", "05 stay_lifted", "06 reappeared", "09 stayed", "10 stay_lifted"), "to_remove"),
        # told twice, it is one stay
        (("03 withdrawn", "04 stayed", "05 stayed", "06 stay_lifted"), "removed_unexplained"),
        (("03 explained", "04 stayed", "05 stayed", "06 stay_lifted"), "explained_unremoved"),
    ],
)
def test_stay_that_is_lifted_leads_back_to_where_it_began(facts, state):
    """What was done before the stay of a revocation of 2021-08-02 is still done after it."""
    matter = story("takedown", "2021-08-02 revoked", *(f"2021-08-{each}" for each in facts))

    assert matter.state == state


def channelled(channels, *facts):
    """A penalty of 2020-05-20 that is to come out on *channels*, due on 05-29, and what came of it."""
    return story(
        "publication",
        fact("2020-05-20", "decided", channels=channels),
        *facts,
        rule="enforcement.penalty",
        jurisdiction=SUIYANG,
    )


def out(when, channel):
    """A publication on that channel."""
    return fact(when, "published", channel=channel)


def test_one_channel_twice_is_one_channel():
    """Of three channels the website came out twice and the credit site once: the gazette of Monday 06-01 is late."""
    wanted = ["website", "credit", "gazette"]
    matter = channelled(wanted, out("2020-05-21", "website"), out("2020-05-22", "website"), out("2020-05-25", "credit"))
    whole = matter.apply(out("2020-06-01", "gazette"))
    again = whole.apply(out("2020-06-05", "website"))

    assert (matter.state, seen(matter, "2020-05-30").main.timeliness) == ("pending", Timeliness.OVERDUE)
    for each in (whole, again):
        duty = seen(each, "2020-06-08").main

        assert (each.state, duty.fulfilled_at, duty.timeliness) == ("published", date(2020, 6, 1), Timeliness.LATE)


def test_channel_nobody_asked_for_takes_the_place_of_none():
    """Website and credit site are wanted: out elsewhere and on one of them is not all, and out on both is."""
    matter = channelled(["website", "credit"], out("2020-05-21", "weibo"), out("2020-05-22", "website"))

    assert matter.state == "pending"
    assert matter.apply(out("2020-05-25", "credit")).state == "published"


def test_publication_that_names_no_channel_is_on_none():
    """Where two channels are wanted, a publication that does not say where it came out meets neither."""
    matter = channelled(["website"], fact("2020-05-22", "published"))

    assert matter.state == "pending"


def test_channel_that_was_put_off_is_not_out():
    """Only a publication is one: the deferral of the credit site names it, and it is still missing."""
    matter = channelled(
        ["website", "credit"],
        fact("2020-05-21", "deferred", approved_by="局长", reason="系统迁移", until="2020-06-12", channel="credit"),
        out("2020-05-22", "website"),
    )

    assert matter.state == "pending"


def test_channels_are_those_last_asked_for():
    """Handed over on 2020-05-22 to a body that has a website alone, the penalty is met by the website."""
    matter = channelled(["website", "credit"], fact("2020-05-22", "transferred", channels=["website"]))

    assert matter.apply(out("2020-05-25", "website")).state == "published"


def refusal(matter, when, name, **details):
    """The guards that fail on that day before the fact, or the code of another refusal; empty where it is allowed."""
    error = matter.can(name, moment(when), **details).refusal
    missing = getattr(error, "missing", None)
    return [] if error is None else [each.guard for each in missing] if missing else error.code


def test_correction_is_asked_for_once_from_the_first_day_of_the_text():
    """The text of 2019-05-15 lets correction be asked for once (art. 30), of whatever day the request is."""
    matter = request("2019-05-06", "2019-05-08 correction_requested", "2019-05-10 corrected")

    assert refusal(matter, "2019-05-14", "correction_requested") == []
    assert refusal(matter, "2019-05-15", "correction_requested") == ["once"]
    assert matter.can("correction_requested", moment("2019-05-15")).refusal.missing[0].sources


def test_draft_waits_for_consultation_and_review_from_the_first_day_of_the_text():
    """The Interim Regulations on Major Administrative Decisions are in force from 2019-09-01."""
    matter = story("decision", "2019-08-01 drafted")
    published = story("decision", "2019-08-01 drafted", "2019-08-20 draft_published")

    assert refusal(matter, "2019-08-31", "tabled") == []
    assert refusal(matter, "2019-09-01", "tabled") == ["draft_published", "legality_review"]
    assert refusal(published, "2019-08-31", "hearing_held") == []
    assert refusal(published, "2019-09-01", "hearing_held") == ["hearing_notice"]
    noticed = published.apply(fact("2019-08-28", "hearing_notified"))
    assert refusal(noticed, "2019-08-31", "hearing_held") == []
    assert refusal(noticed, "2019-09-01", "hearing_held") == ["hearing_notice"]
    assert refusal(noticed, "2019-09-04", "hearing_held") == []


@pytest.mark.parametrize(
    ("published", "closed", "refused"),
    [
        # Nothing set a shortest time on the day it came out.
        ("2019-08-31", "2019-09-02", []),
        # Thirty days from Sunday 09-01 end on 10-01, and 国庆 lasts through 10-07.
        ("2019-09-01", "2019-10-07", ["consultation_run"]),
        ("2019-09-01", "2019-10-08", []),
    ],
)
def test_draft_published_before_the_text_has_no_shortest_time(published, closed, refused):
    """The thirty days are those of the text in force when the draft came out."""
    matter = story("decision", "2019-08-01 drafted", f"{published} draft_published")

    assert refusal(matter, closed, "consultation_closed") == refused


def test_reason_and_interpretation_are_asked_for_from_the_first_day_of_the_text():
    """The notice of 2016-11-10 wants reasons for what is not public and an interpretation for a policy document."""
    kept = story("document", "2016-10-10 drafted", fact("2016-10-11", "attribute_set", attribute="not_public"))
    policy = story(
        "document",
        fact("2016-10-10", "drafted", policy=True),
        fact("2016-10-11", "attribute_set", attribute="proactive"),
        "2016-10-12 disclosure_reviewed",
    )

    assert refusal(kept, "2016-11-09", "disclosure_reviewed") == []
    assert refusal(kept, "2016-11-10", "disclosure_reviewed") == ["reason"]
    assert refusal(policy, "2016-11-09", "signed") == []
    assert refusal(policy, "2016-11-10", "signed") == ["interpretation"]


@pytest.mark.parametrize(("issued", "breaches"), [("2016-11-09", []), ("2016-11-10", ["attribute_missing"])])
def test_history_from_before_the_text_breaches_nothing(issued, breaches):
    """A document issued without an attribute and taken over later is a breach only where a text asked for one."""
    matter = story("document", "2016-10-10 drafted", fact(issued, "issued", imported=True))

    found = seen(matter, "2016-11-11")

    assert (found.state, names(found.breaches)) == ("issued", breaches)


def test_file_on_participation_is_asked_for_where_a_local_text_asks():
    """Guangxi wants it with a document on a major decision; no national text does."""
    facts = (
        fact("2020-05-01", "drafted", major_decision=True),
        fact("2020-05-06", "attribute_set", attribute="proactive"),
        fact("2020-05-07", "disclosure_reviewed"),
    )

    assert refusal(story("document", *facts), "2020-05-08", "signed") == []
    assert refusal(story("document", *facts, jurisdiction=GUANGXI), "2020-05-08", "signed") == ["participation"]


def test_request_not_yet_received_has_a_duty_that_has_not_begun():
    """Submitted on 2020-03-02 and never received: half a year later nothing is due, used up, or open to attack."""
    found = seen(story("request", "2020-03-02 submitted"), "2020-09-01")

    (duty,) = found.obligations
    assert (duty.clock, duty.timeliness, duty.due) == (Clock.NOT_STARTED, Timeliness.NOT_DUE, None)
    assert (duty.total, duty.consumed, duty.remaining, duty.rungs) == (None, None, None, ())
    assert (found.windows, found.breaches) == ((), ())


@pytest.mark.parametrize("ended", ["withdrawn", "transferred"])
def test_duty_that_never_began_leaves_nothing(ended):
    """Taken back or passed on before anyone received it, a request was never owed an answer."""
    matter = story("request", "2020-03-02 submitted", f"2020-03-04 {ended}")

    assert names(seen(matter, "2020-03-03").obligations) == ["answer"]
    assert (seen(matter, "2020-03-04").state, seen(matter, "2020-03-04").obligations) == (ended, ())


def test_plan_of_a_city_is_handed_in_and_published_by_one_day():
    """Loudi wants the year's report by 2017-12-20, handed in and made public: each act stands for its own duty."""
    handed_in = story(
        "series", "2017-06-01 issued", "2017-12-18 submitted", rule="work_plan.year_report", jurisdiction="430500"
    )
    published = handed_in.apply(fact("2017-12-22", "published"))

    def stands(matter):
        return [(each.name, each.timeliness.value) for each in seen(matter, "2017-12-25").obligations]

    assert stands(handed_in) == [("report", "on_time"), ("publication", "overdue")]
    assert stands(published) == [("report", "on_time"), ("publication", "late")]


def owed(place="CN", when="2020-07-08T08:00:00", **details):
    """What is owed an hour after an incident was detected: the name of each duty and its last instant."""
    matter = story("incident", fact(when, "detected", **details), jurisdiction=place)
    found = seen(matter, when.replace("T08", "T09")).obligations
    return {each.name: day(each.due_at)[5:16] for each in found}


GRAVE = {"statement": "07-08T13:00", "press_conference": "07-09T08:00"}
OPINION = {"response": "07-10T08:00"}


@pytest.mark.parametrize(
    ("kind", "level", "limbs"),
    [
        ("incident", "extraordinary", GRAVE),
        ("incident", "major", GRAVE),
        ("incident", "larger", {}),
        ("incident", "ordinary", {}),
        ("opinion", "extraordinary", GRAVE),
        ("opinion", "major", GRAVE),
        ("opinion", "larger", OPINION),
        ("opinion", "ordinary", OPINION),
    ],
)
def test_limbs_go_by_kind_and_level(kind, level, limbs):
    """Five and twenty-four hours for what is serious or graver, forty-eight for other public opinion (61号, 80号)."""
    assert owed(kind=kind, level=level) == limbs


def test_public_opinion_of_no_known_level_is_other_opinion():
    """Nobody said that it is about a serious incident, so that the 48 hours run."""
    assert owed(kind="opinion") == OPINION


@pytest.mark.parametrize(
    ("details", "limbs"),
    [
        ({"level": "larger"}, {}),
        ({"level": "larger", "heavy_casualties": True}, {"press_conference": "07-09T08:00"}),
        ({"level": "larger", "large_impact": True}, {"press_conference": "07-09T08:00"}),
        ({"level": "larger", "large_impact": False}, {}),
        ({"kind": "opinion", "large_impact": True}, {"press_conference": "07-09T08:00", **OPINION}),
        ({"kind": "opinion", "level": "larger", "large_impact": True}, {"press_conference": "07-09T08:00", **OPINION}),
    ],
)
def test_conference_in_guangxi_goes_by_casualties_and_impact(details, limbs):
    """Guangxi wants a conference on heavy casualties or a large impact; elsewhere these alone ask for nothing."""
    assert owed(GUANGXI, **details) == limbs
    assert "press_conference" not in owed(**details)


@pytest.mark.parametrize(
    ("when", "grave", "opinion"),
    [
        ("2016-08-11", {}, {}),
        ("2016-08-12", {"press_conference": "08-13T08:00"}, {"response": "08-14T08:00"}),
        ("2016-11-09", {"press_conference": "11-10T08:00"}, {"response": "11-11T08:00"}),
        (
            "2016-11-10",
            {"statement": "11-10T13:00", "press_conference": "11-11T08:00"},
            {"response": "11-12T08:00"},
        ),
    ],
)
def test_limbs_begin_with_their_texts(when, grave, opinion):
    """Conference and response are owed since 2016-08-12 (61号), the first statement since 2016-11-10 (80号)."""
    assert owed(when=f"{when}T08:00:00", level="major") == grave
    assert owed(when=f"{when}T08:00:00", kind="opinion", level="larger") == opinion


@pytest.mark.parametrize(
    ("kind", "level", "act", "limb", "last", "after"),
    [
        ("incident", "major", "statement_released", "statement", "2020-07-08T13:00:00", "2020-07-08T13:00:01"),
        (
            "incident",
            "major",
            "press_conference_held",
            "press_conference",
            "2020-07-09T08:00:00",
            "2020-07-09T08:00:01",
        ),
        ("opinion", "larger", "statement_released", "response", "2020-07-10T08:00:00", "2020-07-10T08:00:01"),
    ],
)
def test_limb_is_met_to_the_second(kind, level, act, limb, last, after):
    """The last second of five, twenty-four or forty-eight hours from 08:00 is in time, the next is not."""
    opened = story("incident", fact("2020-07-08T08:00:00", "occurred", kind=kind, level=level))

    stands = [seen(opened.apply(fact(when, act)), when).obligation(limb).timeliness for when in (last, after)]

    assert stands == [Timeliness.ON_TIME, Timeliness.LATE]


def test_opinion_found_to_be_about_a_serious_incident_owes_the_shorter_limits_from_its_start():
    """Detected at 08:00 as other opinion and raised at 10:00: statement by 13:00, and the 48 hours fall away."""
    matter = story(
        "incident",
        fact("2020-07-08T08:00:00", "detected", kind="opinion", level="larger"),
        fact("2020-07-08T10:00:00", "upgraded", level="major"),
    )

    found = {each.name: each for each in seen(matter, "2020-07-08T11:00:00").obligations}

    assert found["response"].timeliness is Timeliness.VOID
    assert [day(found[name].due_at) for name in ("statement", "press_conference")] == [
        "2020-07-08T13:00:00",
        "2020-07-09T08:00:00",
    ]


def test_incident_that_is_told_twice_counts_from_the_first():
    """Told to have occurred at 08:00 and again at 09:00, graver at 10:00 and at 11:00: the first of each counts."""
    matter = story(
        "incident",
        fact("2020-07-08T08:00:00", "occurred", level="larger"),
        "2020-07-08T09:00:00 occurred",
        fact("2020-07-08T10:00:00", "upgraded", level="major"),
        fact("2020-07-08T11:00:00", "upgraded", level="extraordinary"),
    )

    duty = seen(matter, "2020-07-08T11:30:00").obligation("statement")

    assert day(duty.due_at) == "2020-07-08T13:00:00"
    assert readings(duty) == {"counted_from_upgraded": "2020-07-08T15:00:00"}


@pytest.mark.parametrize(
    ("classified", "other"),
    [
        ("2020-07-08T10:00:00", {"counted_from_classified": "2020-07-08T15:00:00"}),
        ("2020-07-08T10:00:01", {}),
    ],
)
def test_limit_runs_from_nothing_that_came_after_the_statement(classified, other):
    """Stated at 10:00: a level found at that very instant may have been its start, one found a second later was not."""
    matter = story(
        "incident",
        "2020-07-08T08:00:00 occurred",
        "2020-07-08T10:00:00 statement_released",
        fact(classified, "classified", level="major"),
    )

    assert readings(seen(matter, "2020-07-08T12:00:00").obligation("statement")) == other


def test_lower_level_is_no_start_of_a_limit():
    """Lowered at 09:00 from extraordinary to serious, the incident is no younger."""
    matter = story(
        "incident",
        fact("2020-07-08T08:00:00", "occurred", level="extraordinary"),
        fact("2020-07-08T09:00:00", "downgraded", level="major"),
    )

    assert readings(seen(matter, "2020-07-08T10:00:00").obligation("statement")) == {}


@pytest.mark.parametrize("told_with", ["draft_published", "consultation_closed"])
def test_consultation_shortened_for_a_reason_is_over_for_tabling_too(told_with):
    """Of thirty days from 2020-06-01 seven ran: the reason told with the draft or the close holds on 06-10 as well."""
    why = {told_with: {"shortened_reason": "防汛紧急"}}
    matter = story(
        "decision",
        "2020-05-25 drafted",
        fact("2020-06-01", "draft_published", **why.get("draft_published", {})),
        fact("2020-06-08", "consultation_closed", **why.get("consultation_closed", {})),
        "2020-06-09 legality_reviewed",
    )

    assert refusal(matter, "2020-06-10", "tabled") == []


def test_review_may_be_shortened_for_a_reason():
    """
    Handed over on Friday 2020-07-03 the review has seven working days: 06 to 10 (5), 13 and 14 (7), tabled from 07-15.

    The reason may come with the tabling, or stand with the review that was asked for.
    """

    def reviewed(**why):
        return story(
            "decision",
            *("2020-05-25 drafted", "2020-06-01 draft_published", "2020-07-02 consultation_closed"),
            fact("2020-07-03", "legality_review_requested", **why),
            "2020-07-06 legality_reviewed",
        )

    assert refusal(reviewed(), "2020-07-14", "tabled") == ["review_period"]
    assert refusal(reviewed(), "2020-07-15", "tabled") == []
    assert refusal(reviewed(), "2020-07-07", "tabled", shortened_reason="防汛紧急") == []
    assert refusal(reviewed(shortened_reason="防汛紧急"), "2020-07-07", "tabled") == []


def test_reason_that_shortened_the_consultation_says_nothing_of_the_review():
    """Seven days of consultation for floods; the review asked for on Friday 2020-07-03 has its seven working days."""
    matter = story(
        "decision",
        "2020-05-25 drafted",
        fact("2020-06-24", "draft_published", shortened_reason="防汛紧急"),
        "2020-07-01 consultation_closed",
        *("2020-07-03 legality_review_requested", "2020-07-06 legality_reviewed"),
    )

    assert refusal(matter, "2020-07-14", "tabled") == ["review_period"]
    assert refusal(matter, "2020-07-15", "tabled") == []


def test_text_that_keeps_a_draft_secret_may_come_with_the_tabling():
    """Nobody was told before why the draft did not go public; the fact of tabling says it."""
    facts = ("2020-05-25 drafted", "2020-07-03 legality_review_requested", "2020-07-06 legality_reviewed")
    matter = story("decision", *facts)

    assert "draft_published" in refusal(matter, "2020-07-15", "tabled")
    assert refusal(matter, "2020-07-15", "tabled", secret_basis="保守国家秘密法") == []


@pytest.mark.parametrize(
    ("name", "state", "breaches"),
    [
        ("published", "published", []),
        ("superseded", "superseded", []),
        ("revoked", "cancelled", []),
        ("withheld", "withheld", ["basis"]),
        ("taken_down", "taken_down", ["out_of_order"]),
        ("republished", "published", ["out_of_order"]),
    ],
)
def test_history_enters_the_state_it_tells_of(name, state, breaches):
    """Taken over into a duty of 2020-05-20: what the table has no way for jumps there and is said to lack its past."""
    matter = story("publication", "2020-05-20 formed", fact("2020-05-25", name, imported=True))

    found = seen(matter, "2020-05-26")

    assert (found.state, names(found.breaches), found.set_aside) == (state, breaches, ())


def test_history_that_tells_of_no_state_has_no_way_either():
    """Lifting what was never withheld leads nowhere, imported or not; nor does a jump that is not imported."""
    matter = story("publication", "2020-05-20 formed")

    assert refusal(matter, "2020-05-25", "withholding_lifted", imported=True) == "illegal_event"
    assert refusal(matter, "2020-05-25", "republished") == "illegal_event"


def test_matter_goes_on_from_where_history_left_it():
    """Decided on 2020-06-01 by what was taken over, published on 06-02: only the steps before are missing."""
    matter = story(
        "decision", "2020-05-25 drafted", fact("2020-06-01", "decided", imported=True), "2020-06-02 published"
    )

    found = seen(matter, "2020-06-03")

    assert (found.state, names(found.breaches)) == ("published", ["out_of_order"])
    assert found.obligation("publication").timeliness is Timeliness.ON_TIME


def test_step_that_had_no_way_by_what_was_known_is_set_aside_without_a_breach():
    """The close of 2020-07-02 was learned on 07-20: until then the tabling of 07-06 has no place, and is no breach."""
    matter = story(
        "decision",
        "2020-05-25 drafted",
        "2020-06-01 draft_published",
        fact("2020-07-02", "consultation_closed", learned="2020-07-20"),
        "2020-07-02 legality_reviewed",
        "2020-07-06 tabled",
    )

    before, after = (seen(matter, "2020-07-10", known) for known in ("2020-07-19", "2020-07-20"))

    assert (before.state, names(before.breaches)) == ("consulting", [])
    assert [each.event.name for each in before.set_aside] == ["tabled"]
    assert (after.state, names(after.breaches), after.set_aside) == ("tabled", [], ())


def test_further_statement_is_met_while_a_conference_is_still_owed():
    """
    Other opinion of 08:00 was answered at 09:00 and called for more at noon; by 12:30 it was about a serious incident.

    The further statement of 13:00 is what was called for; the conference of that level is owed until 08:00.
    """
    matter = story(
        "incident",
        fact("2020-07-08T08:00:00", "detected", kind="opinion", level="larger"),
        *("2020-07-08T09:00:00 statement_released", "2020-07-08T12:00:00 follow_up_due"),
        fact("2020-07-08T12:30:00", "upgraded", level="major"),
        "2020-07-08T13:00:00 statement_released",
    )

    found = seen(matter, "2020-07-08T14:00:00")
    further, conference = found.obligation("follow_up"), found.obligation("press_conference")

    assert found.state == "open"
    assert (further.timeliness, day(further.fulfilled_at)) == (Timeliness.ON_TIME, "2020-07-08T13:00:00")
    assert (conference.clock, day(conference.due_at)) == (Clock.RUNNING, "2020-07-09T08:00:00")


def test_days_left_out_after_the_limit_is_full_leave_it_settled():
    """
    Seven working days from 2019-12-02 are full on 12-11: no missing notice bears on it, whatever 2020 leaves out.

    Asked on 2019-11-01, before the notice for 2020.
    """
    asked = gd.WorkCalendar.load("CN").known_as_of(date(2019, 11, 1)).projected(2020)
    left_out = [gd.Exclusion(date(2020, 1, 20), date(2020, 2, 10))]

    found = gd.Period(7, gd.WORKING_DAY).end(date(2019, 12, 2), asked, excluded=left_out)

    assert (found.due, found.bounds) == (date(2019, 12, 11), None)


def test_provisional_answer_holds_the_day_that_came_in_between():
    """
    Received on 2019-12-09, a party out from 12-20 to 2020-01-06: the notice of 2019-11-21 made it due on 01-20.

    12-10 to 13 (4), 16 to 20 (9), 01-07 to 10 (13), 13 to 17 (18), Sunday 19 (19), Monday 20 (20). By what was known on
    2019-11-01 that Sunday might be rest, which makes it Tuesday 21, or one more day of rest be worked: Sunday 19.
    """
    before = gd.WorkCalendar.load("CN").known_as_of(date(2019, 11, 1)).projected(2020)
    facts = (
        "2019-12-09 received",
        fact("2019-12-20", "consulted", party="甲"),
        fact("2020-01-06", "opinion_received", party="甲"),
    )

    asked = seen(story("request", *facts, calendar=before), "2020-01-07").main
    came = seen(story("request", *facts), "2020-01-07", "2020-01-07").main

    assert (day(came.due), came.certainty) == ("2020-01-20", gd.Certainty.SETTLED)
    assert asked.certainty is gd.Certainty.PROVISIONAL
    assert (day(asked.deadline.earliest), day(asked.deadline.latest)) == ("2020-01-19", "2020-01-21")


def test_limb_that_fell_away_stays_away_whatever_is_told_next():
    """Lowered to larger at 09:00, the incident owes no statement; that it was reported upward brings none back."""
    matter = story(
        "incident",
        fact("2020-07-08T08:00:00", "occurred", level="major"),
        fact("2020-07-08T09:00:00", "downgraded", level="larger"),
        "2020-07-08T10:00:00 reported_upward",
    )

    assert {each.timeliness for each in seen(matter, "2020-07-09T10:00:00").obligations} == {Timeliness.VOID}


def test_false_alarm_told_twice_is_one():
    """An alarm of 08:00 that was false at 09:00, and said to be so again at 10:00, owes nothing."""
    matter = story(
        "incident",
        fact("2020-07-08T08:00:00", "occurred", level="major"),
        *("2020-07-08T09:00:00 false_alarm", "2020-07-08T10:00:00 false_alarm"),
    )

    found = seen(matter, "2020-07-09T10:00:00")

    assert ({each.timeliness for each in found.obligations}, found.breaches) == ({Timeliness.VOID}, ())


@pytest.mark.parametrize(
    "facts",
    [
        # Opened without a level, classified as ordinary after half an hour, and upgraded after the statement was out.
        ("08:00:00 occurred", ("08:30:00", "ordinary", "classified"), "09:00:00 statement_released"),
        # Opened as major, downgraded, and upgraded after the statement was out.
        (("08:00:00", "major", "occurred"), ("08:30:00", "ordinary", "downgraded"), "09:00:00 statement_released"),
        # Opened as ordinary, with two statements before it was upgraded: the first one is the one that counts.
        (("08:00:00", "ordinary", "occurred"), "09:00:00 statement_released", "11:30:00 statement_released"),
    ],
)
def test_statement_released_while_none_was_due_meets_the_duty_that_comes_back(facts):
    """Upgraded at noon on 2020-06-10: the statement of nine o'clock was out an hour after the incident."""
    told = [
        fact(f"2020-06-10T{each[0]}", each[2], level=each[1]) if isinstance(each, tuple) else f"2020-06-10T{each}"
        for each in (*facts, ("12:00:00", "major", "upgraded"))
    ]

    found = seen(story("incident", *told), "2020-06-10T22:00:00")

    statement = next(each for each in found.obligations if each.name == "statement")
    assert (statement.timeliness, day(statement.fulfilled_at)) == (Timeliness.ON_TIME, "2020-06-10T09:00:00")
    assert "statement" not in names(found.breaches)


def test_page_taken_down_before_a_stay_is_to_be_restored_when_the_revocation_is_reversed():
    """A stay of two days does not put it back; nothing is to be restored where it was never taken down."""
    stay = ("2021-08-04 stayed", "2021-08-06 revocation_reversed")
    down = story("takedown", "2021-08-02 revoked", "2021-08-03 withdrawn", *stay)
    up = story("takedown", "2021-08-02 revoked", *stay)

    assert seen(down, "2021-08-09").state == "to_restore"
    assert "restoration" in names(seen(down, "2021-08-09").obligations)
    assert seen(up, "2021-08-09").state == "cancelled"


def test_reasons_for_a_reversed_revocation_are_not_owed_again():
    """Reversed on 2021-08-04, before page and reasons were due: that it was put back later brings nothing back."""
    matter = story("takedown", "2021-08-02 revoked", "2021-08-04 revocation_reversed", "2021-08-05 revocation_reversed")

    found = seen(matter, "2021-08-20")

    assert (found.state, names(found.breaches)) == ("cancelled", [])
    assert {each.timeliness for each in found.obligations} == {Timeliness.VOID}


def test_second_notice_of_correction_counts_from_the_correction():
    """The text of 2008 forbade no second notice: what it is held against begins with the correction of 2018-03-09."""
    matter = request("2018-03-05", "2018-03-07 correction_requested", "2018-03-09 corrected")

    notices = seen(matter.apply(fact("2018-03-12", "correction_requested")), "2018-03-13").obligations

    assert [day(each.start) for each in notices if each.name == "correction_notice"] == ["2018-03-05", "2018-03-09"]


def test_reopened_request_counts_from_its_correction():
    """
    Given up on 2020-04-30 and corrected in person on Monday 05-11, it runs anew from then, not from its submission.

    12 to 15 (4), 18 to 22 (9), 25 to 29 (14), 06-01 to 05 (19), Monday 08 (20).
    """
    matter = story(
        "request",
        "2020-03-02 submitted",
        fact("2020-03-04", "received", channel="in_person"),
        *("2020-03-05 correction_requested", "2020-04-30 correction_lapsed"),
        fact("2020-05-11", "corrected", channel="in_person"),
    )

    found = seen(matter, "2020-05-12")

    assert [day(each.start) for each in found.obligations if each.name == "answer"] == ["2020-03-02", "2020-05-11"]
    assert day(found.main.due) == "2020-06-08"


@pytest.mark.parametrize(
    ("answered", "other"),
    [
        ("2021-06-03", {}),
        # Left out until 06-03 only: 05-11 to 13 (3), 06-04 (4), 07 to 11 (9), 端午 12 to 14 off, 15 to 18 (13),
        # 21 to 25 (18), 28 and 29 (20).
        ("2021-06-04", {"consultation_ends_with_the_third_partys_limit": "2021-06-29"}),
    ],
)
def test_answer_before_the_partys_time_is_over_has_no_other_reading(answered, other):
    """Asked on 2021-05-13 a party has until 06-03: 14 (1), 17 to 21 (6), 24 to 28 (11), 05-31 to 06-03 (15)."""
    matter = request("2021-05-10", fact("2021-05-13", "consulted", party="甲"), f"{answered} answered")

    duty = seen(matter, "2021-06-07").main

    assert (duty.timeliness, readings(duty)) == (Timeliness.ON_TIME, other)


@pytest.mark.parametrize(
    ("facts", "timeliness", "consumed"),
    [
        # 03-03 to 05
        (["2020-03-05 correction_requested", "2020-04-30 correction_lapsed"], Timeliness.VOID, 3),
        (["2020-03-05 fee_notified", "2020-04-30 fee_lapsed"], Timeliness.VOID, 3),
        (["2020-03-05 consulted", "2020-04-30 withdrawn"], Timeliness.VOID, 3),
        (["2020-03-05 consulted", "2020-04-30 answered"], Timeliness.ON_TIME, 3),
    ],
)
def test_duty_that_ends_while_it_waits_has_used_up_what_it_had_before(facts, timeliness, consumed):
    """Nothing begins anew with a lapse: the clock stood still from 2020-03-05, and no last day can be told."""
    duty = seen(request("2020-03-02", *facts), "2020-06-01").obligation("answer")

    assert (day(duty.start), duty.due, duty.timeliness) == ("2020-03-02", None, timeliness)
    assert (duty.consumed, duty.remaining, duty.total) == (consumed, 20 - consumed, 20)


def test_corrected_request_counts_from_the_correction_however_it_came():
    """
    Handed over on 2020-03-02 and corrected in person on Monday 03-09: the day of submission is no start any more.

    10 to 13 (4), 16 to 20 (9), 23 to 27 (14), 03-30 to 04-03 (19), 清明 04 to 06 off, Tuesday 07 (20).
    """
    matter = story(
        "request",
        "2020-03-02 submitted",
        fact("2020-03-04", "received", channel="in_person"),
        "2020-03-05 correction_requested",
        fact("2020-03-09", "corrected", channel="in_person"),
    )

    assert day(seen(matter, "2020-03-10").main.due) == "2020-04-07"


@pytest.mark.parametrize(
    ("facts", "extended", "due"),
    [
        # Begun under the text of 2008, fifteen days and fifteen: 05-15 to 17 (3), 20 to 24 (8), 27 to 31 (13),
        # 06-03 to 06 (17), 端午 07 off, 10 to 14 (22), 17 to 21 (27), 24 to 26 (30).
        (["2019-05-14 received"], "2019-05-30", "2019-06-26"),
        # Begun anew under the text of 2019, twenty and twenty: 05-21 to 24 (4), 27 to 31 (9), 06-03 to 06 (13),
        # 端午 07 off, 10 to 14 (18), 17 to 21 (23), 24 to 28 (28), 07-01 to 05 (33), 08 to 12 (38), 15 and 16 (40).
        (["2019-05-08 received", "2019-05-14 fee_notified", "2019-05-20 fee_paid"], "2019-05-30", "2019-07-16"),
    ],
)
def test_extension_adds_by_the_text_that_the_running_limit_is_under(facts, extended, due):
    """Fifteen days more by the text of 2008, twenty by that of 2019-05-15: by the day that the limit counts from."""
    matter = story("request", *facts, fact(extended, "extended", **APPROVED))

    assert day(seen(matter, "2019-06-03").main.due) == due


def test_other_opinion_counts_from_its_detection():
    """What happened at 06:00 and stirred opinion at 08:00 is answered 48 hours after that; the text says neither."""
    matter = story(
        "incident",
        fact("2020-07-08T06:00:00", "occurred", kind="opinion", level="larger"),
        "2020-07-08T08:00:00 detected",
    )

    duty = seen(matter, "2020-07-08T09:00:00").obligation("response")

    assert day(duty.due_at) == "2020-07-10T08:00:00"
    assert readings(duty) == {"counted_from_occurred": "2020-07-10T06:00:00"}


@pytest.mark.parametrize(
    ("decision", "cause", "place", "on", "limbs"),
    [
        # 行政处罚法 art. 48: a penalty alone, for four causes; 07-16 (1), 19 and 20 (3)
        ("penalty", "revoked", "CN", "2021-07-15", {"withdrawal": "2021-07-20", "explanation": "2021-07-20"}),
        ("penalty", "modified", "CN", "2021-07-15", {"withdrawal": "2021-07-20", "explanation": "2021-07-20"}),
        ("penalty", "remake_ordered", "CN", "2021-07-15", {"withdrawal": None}),
        ("penalty", "modified", "CN", "2021-07-14", {"withdrawal": None}),
        ("licence", "revoked", "CN", "2021-07-15", {"withdrawal": None}),
        ("licence", "modified", "CN", "2021-07-15", {"withdrawal": None}),
        # Suiyang County: any decision, for three causes; 06-02 to 04 (3)
        ("licence", "revoked", SUIYANG, "2020-06-01", {"withdrawal": "2020-06-04"}),
        ("penalty", "remake_ordered", SUIYANG, "2020-06-01", {"withdrawal": "2020-06-04"}),
        ("licence", "modified", SUIYANG, "2020-06-01", {"withdrawal": None}),
        # not said of what kind, it may be a penalty
        (None, "modified", "CN", "2021-07-15", {"withdrawal": "2021-07-20", "explanation": "2021-07-20"}),
    ],
)
def test_take_down_goes_by_the_decision_and_the_cause(decision, cause, place, on, limbs):
    """Each text names its decisions and its causes: beyond them no number is set, and no reasons are owed."""
    details = {"decision": decision} if decision else {}
    matter = story("takedown", fact(on, cause, **details), jurisdiction=place)

    assert {each.name: day(each.due) for each in seen(matter, on).obligations} == limbs


def test_reasons_are_owed_by_the_text_of_the_day_of_revocation():
    """Revoked on 2021-07-14 no reasons are owed, though the page came down under the text of the day after."""
    matter = story("takedown", "2021-07-14 revoked", "2021-07-16 stayed", "2021-07-19 stay_lifted")

    assert matter.apply(fact("2021-07-20", "withdrawn")).state == "done"
    assert names(seen(matter, "2021-07-19").obligations) == ["withdrawal"]


@pytest.mark.parametrize(("measured", "state"), [(2.9, "breached"), (3, "kept"), (3.1, "kept")])
def test_measure_that_just_reaches_what_is_asked_keeps_the_duty(measured, state):
    """Three percent are asked for, and three are enough."""
    matter = story(
        "standing", fact("2017-01-03", "duty_started", at_least=3), fact("2017-03-02", "measured", value=measured)
    )

    assert matter.state == state


@pytest.mark.parametrize(("place", "refused"), [("CN", []), (GUANGXI, ["reason"])])
def test_reason_for_what_is_open_on_request_is_asked_for_where_a_local_text_asks(place, refused):
    """The nation asks for the reason of what is not public; Guangxi asks for that of what is open on request too."""
    matter = story(
        "document",
        "2020-06-01 drafted",
        fact("2020-06-02", "attribute_set", attribute="on_request"),
        jurisdiction=place,
    )
    told = matter.apply(fact("2020-06-03", "reason_given"))

    assert refusal(matter, "2020-06-04", "disclosure_reviewed") == refused
    assert refusal(told, "2020-06-04", "disclosure_reviewed") == []


def test_draft_that_the_law_keeps_secret_is_tabled_without_publication():
    """The record says by which text it is secret; the review and its seven working days are asked for all the same."""
    facts = ("2020-07-03 legality_review_requested", "2020-07-06 legality_reviewed")
    secret = story("decision", fact("2020-05-25", "drafted", secret_basis="保守国家秘密法"), *facts)
    plain = story("decision", "2020-05-25 drafted", *facts)

    assert refusal(secret, "2020-07-14", "tabled") == ["review_period"]
    assert refusal(secret, "2020-07-15", "tabled") == []
    assert refusal(plain, "2020-07-15", "tabled") == ["draft_published"]


def test_draft_published_anew_has_its_thirty_days_anew():
    """Published on 2020-06-01 and again on 06-10, it is open until Friday 07-10, thirty days from the second time."""
    matter = story("decision", "2020-05-25 drafted", "2020-06-01 draft_published", "2020-06-10 draft_published")

    assert refusal(matter, "2020-07-09", "consultation_closed") == ["consultation_run"]
    assert refusal(matter, "2020-07-10", "consultation_closed") == []


@pytest.mark.parametrize(
    ("withheld", "due", "consumed"),
    [
        # The twentieth day itself: full, and what comes after it is late.
        ("2020-03-24", "2020-03-24", 23),
        # The day before: one day is left, Saturday 03-28, which moves to Monday.
        ("2020-03-23", "2020-03-30", 19),
    ],
)
def test_withholding_on_the_last_calendar_day_gives_no_days_back(withheld, due, consumed):
    """Twenty days from the approval of Wednesday 2020-03-04 end on Tuesday 03-24; lifted on Friday 03-27."""
    matter = story(
        "publication",
        "2020-03-04 approved",
        fact(withheld, "withheld", basis="条例第十六条"),
        "2020-03-27 withholding_lifted",
        rule="budget.publication",
    )

    duty = seen(matter, "2020-03-27").main

    assert (day(duty.due), duty.consumed) == (due, consumed)


def test_days_used_up_before_days_are_left_out_are_all_counted():
    """From 2020-03-02 through 03-05 three days were worked; what is left out from 03-09 on is none of them."""
    left_out = [gd.Exclusion(date(2020, 3, 9), date(2020, 3, 16))]

    assert held(gd.WorkCalendar.load("CN").count, date(2020, 3, 2), date(2020, 3, 5), left_out) == 3


def test_act_that_is_not_yet_enough_meets_no_duty():
    """Once of twice, one stage of two, a measure that still falls short: each leaves the duty to run on."""
    counted = story(
        "counter",
        fact("2020-05-20", "series_started", every="year", at_least=2),
        fact("2020-06-01", "held", subject="条例"),
        rule="training.yearly",
        jurisdiction=SUIYANG,
    )
    staged = story(
        "sequence",
        fact("2020-05-20", "sequence_started", stages=["收集", "回应"]),
        fact("2020-06-01", "stage_done", stage="收集"),
    )
    measured = story(
        "standing",
        fact("2020-05-20", "duty_started", at_least=3),
        fact("2020-05-25", "measured", value=2),
        fact("2020-06-01", "measured", value=2.5),
    )
    last = (
        fact("2020-06-15", "held", subject="解读"),
        fact("2020-06-15", "stage_done", stage="回应"),
        fact("2020-06-15", "measured", value=3),
    )

    for matter, act in zip((counted, staged, measured), last, strict=True):
        before, after = (seen(each, "2020-06-30").main for each in (matter, matter.apply(act)))

        assert (before.clock, before.fulfilled) == (Clock.RUNNING, None)
        assert (after.clock, after.fulfilled_at) == (Clock.ENDED, date(2020, 6, 15))


@pytest.mark.parametrize(("kind", "concurring"), [("incident", []), ("opinion", ["local-450000-2017"])])
def test_text_on_public_opinion_says_nothing_of_an_incident(kind, concurring):
    """Guangxi's five hours are for major public opinion: on an incident the national ones stand alone."""
    matter = story("incident", fact("2020-07-08T08:00:00", "detected", kind=kind, level="major"), jurisdiction=GUANGXI)

    duty = seen(matter, "2020-07-08T09:00:00").obligation("statement")

    assert [version.document.id for version in duty.deadline.concurring] == concurring


def test_limbs_are_those_of_the_day_the_incident_began():
    """
    Suiyang County's plan ends with 2020-12-31, the first statement begins with 2016-11-10; what is told later is not.

    An incident of the evening before owes what was owed then, though a report on it is of the day after.
    """
    last = story(
        "incident",
        fact("2020-12-31T20:00:00", "occurred", level="major"),
        "2021-01-01T02:00:00 reported_upward",
        jurisdiction=SUIYANG,
    )
    first = story(
        "incident", fact("2016-11-09T20:00:00", "occurred", level="major"), "2016-11-10T02:00:00 reported_upward"
    )

    handling = seen(last, "2021-01-01T03:00:00").obligation("emergency_handling")

    assert (handling.clock, day(handling.due_at)) == (Clock.RUNNING, "2021-01-01T20:00:00")
    assert names(seen(first, "2016-11-10T03:00:00").obligations) == ["press_conference"]


@pytest.mark.parametrize(("details", "duties"), [({}, ["report"]), ({"publish": True}, ["report", "publication"])])
def test_report_is_published_too_where_the_opening_says_so(details, duties):
    """Suiyang County wants a quarterly report handed in; whoever set it may want it published besides."""
    matter = story(
        "series",
        fact("2020-06-01", "issued", **details),
        "2020-07-03 submitted",
        rule="progress.quarterly_report",
        jurisdiction=SUIYANG,
    )

    assert names(seen(matter, "2020-07-06").obligations) == duties


def test_each_lifting_asks_for_every_channel_anew():
    """Out on the website after the first lifting of 2020-05-22: after the second one both channels are missing."""
    matter = channelled(
        ["website", "credit"],
        fact("2020-05-21", "withheld", basis="条例第十六条"),
        fact("2020-05-22", "withholding_lifted"),
        out("2020-05-25", "website"),
        fact("2020-05-26", "withheld", basis="条例第十六条"),
        fact("2020-05-27", "withholding_lifted"),
        out("2020-05-28", "credit"),
    )

    assert matter.state == "pending"
    assert matter.apply(out("2020-05-29", "website")).state == "published"


def test_second_call_for_more_is_met_by_a_statement_of_its_own():
    """Called for more at noon and at 14:00: the statement of 13:00 met the first call alone."""
    matter = story(
        "incident",
        fact("2020-07-08T08:00:00", "occurred", level="major"),
        *("2020-07-08T09:00:00 statement_released", "2020-07-08T10:00:00 press_conference_held"),
        *("2020-07-08T12:00:00 follow_up_due", "2020-07-08T13:00:00 statement_released"),
        "2020-07-08T14:00:00 follow_up_due",
    )

    found = [each for each in seen(matter, "2020-07-08T15:00:00").obligations if each.name == "follow_up"]

    assert [each.clock for each in found] == [Clock.ENDED, Clock.RUNNING]


def test_page_up_for_the_third_time_is_up():
    """Down on 2021-08-03 and on 08-05, and up again after each: what is explained during a stay is not all of it."""
    matter = story(
        "takedown",
        *("2021-08-02 revoked", "2021-08-03 withdrawn", "2021-08-04 reappeared", "2021-08-05 withdrawn"),
        *("2021-08-06 reappeared", "2021-08-09 stayed", "2021-08-10 explained"),
    )

    assert matter.state == "explained_unremoved"


@pytest.mark.parametrize("details", [{}, {"shortened_reason": "防汛紧急"}])
def test_consultation_closed_as_soon_as_it_may_be_is_in_time(details):
    """Thirty days from 2020-06-01 end with 07-01, and close it; a reason closes it on 06-08."""
    closed = "2020-06-08" if details else "2020-07-01"
    matter = story(
        "decision", "2020-05-25 drafted", "2020-06-01 draft_published", fact(closed, "consultation_closed", **details)
    )

    found = seen(matter, "2020-07-03")

    assert (found.obligation("consultation").timeliness, found.breaches) == (Timeliness.ON_TIME, ())


@pytest.mark.parametrize("ended", ["withdrawn", "transferred"])
def test_silence_on_a_request_that_is_over_opens_nothing(ended):
    """Received on 2021-03-01 and over on 03-10, a request was not left without an answer on 03-29."""
    assert seen(request("2021-03-01", f"2021-03-10 {ended}"), "2021-04-01").windows == ()
