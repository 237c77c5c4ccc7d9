"""
Whole stories of matters, from the first fact to the last, with every day worked out by hand.

The counts are written beside each story. They were made on a wall calendar with the holiday notices beside it: the day
of the act never counts, then the working days are numbered week by week, and the number in brackets is the running
total at the end of each stretch.
"""

from datetime import date, timedelta

import pytest

import gov_deadlines as gd
from gov_deadlines import Rung, Timeliness

from .telling import day, fact, moment, names, readings, request, seen, story

SUIYANG, GUANGXI, URUMQI = "520323", "450000", "650100"
APPROVED = {"approved_by": "政务公开办主任", "notified": True}


def standing(matter, when, known=None, name=None):
    """The due day and the timeliness of one duty of the matter on a day."""
    found = seen(matter, when, known)
    duty = found.obligation(name) if name else found.main
    return day(duty.due), duty.timeliness.value


def refused(matter, event):
    """The refusal of *event*; the matter is the same as before."""
    before = matter.events
    with pytest.raises(gd.GovDeadlinesError) as caught:
        matter.apply(event)
    assert matter.events == before
    return caught.value


def penalty(*facts, **options):
    """A penalty of Suiyang County, decided on Wednesday 2020-05-20 and due on the seventh working day, 05-29."""
    return story(
        "publication", "2020-05-20 decided", *facts, rule="enforcement.penalty", jurisdiction=SUIYANG, **options
    )


def takedown(revoked, *facts, **options):
    """The take-down of a published decision that was revoked on that day."""
    return story("takedown", f"{revoked} revoked", *facts, **options)


def incident(*facts, **options):
    """An incident told by its instants."""
    return story("incident", *facts, **options)


@pytest.mark.parametrize(
    ("on", "clock", "due"),
    [
        # Only the receipt is known. Of 2020-01-06: 07 to 10 (4), 13 to 17 (9), Sunday 19 (10), 20 to 23 (14),
        # Friday 31 (15), Saturday 02-01 (16), 03 to 06 (20): the holiday still ended on 01-30.
        ("2020-01-08", "running", "2020-02-06"),
        # Correction was asked for on 01-10 and has not come.
        ("2020-01-15", "stopped", None),
        # Corrected on 01-20: 21 to 23 (3), Friday 31 (4), Saturday 02-01 (5), 03 to 07 (10), 10 to 14 (15),
        # 17 to 21 (20).
        ("2020-01-26", "running", "2020-02-21"),
        # The holiday was prolonged to 02-02: 21 to 23 (3), 02-03 to 07 (8), 10 to 14 (13), 17 to 21 (18),
        # 24 and 25 (20).
        ("2020-01-27", "running", "2020-02-25"),
        ("2020-02-25", "running", "2020-02-25"),
    ],
)
def test_correction_across_the_prolonged_spring_festival(on, clock, due):
    """A request of 2020-01-06, corrected on 01-20, seen on several days by what each of them knew."""
    matter = request("2020-01-06", "2020-01-10 correction_requested", "2020-01-20 corrected")

    found = seen(matter, on, on)

    assert (found.main.clock.value, day(found.main.due)) == (clock, due)
    assert found.as_known_on == moment(on)


def test_days_of_a_stopped_clock_stand_still():
    """Of 20 days four were used up by 2020-01-10, and sixteen were left on every day until the correction came."""
    matter = request("2020-01-06", "2020-01-10 correction_requested")

    for on in ("2020-01-10", "2020-01-13", "2020-02-28"):
        duty = seen(matter, on).main

        assert (duty.clock, duty.consumed, duty.remaining) == (gd.Clock.STOPPED, 4, 16)
        assert (duty.due, duty.due_at, duty.timeliness) == (None, None, Timeliness.NOT_DUE)
        assert duty.rungs == ()


def test_late_answer_after_the_correction():
    """Answered on Wednesday 2020-02-26, a day after the due one: a working day late, in the same state as in time."""
    facts = ("2020-01-10 correction_requested", "2020-01-20 corrected")
    late, in_time = (request("2020-01-06", *facts, f"2020-02-{on} answered") for on in (26, 25))

    found = seen(late, "2020-03-31")

    assert (found.state, found.main.timeliness) == ("answered", Timeliness.LATE)
    assert (found.main.late_by.n, found.main.late_by.unit, found.main.late_by.days) == (1, gd.WORKING_DAY, 1)
    assert names(found.breaches) == ["answer_late"]
    assert standing(in_time, "2020-03-31") == ("2020-02-25", "on_time")
    assert seen(in_time, "2020-03-31").state == "answered"


def test_overlapping_consultations_leave_their_days_out_once():
    """
    Received on 2021-05-10; one party out from 05-13 to 05-20, another from 05-17 to 05-26.

    05-11 to 13 (3), then nothing until 05-26, 27 and 28 (5), 05-31 to 06-04 (10), 07 to 11 (15), 端午 12 to 14 off,
    15 to 18 (19), Monday 21 (20). Adding up the two lengths would give 06-24.
    """
    matter = request(
        "2021-05-10",
        fact("2021-05-13", "consulted", party="甲"),
        fact("2021-05-17", "consulted", party="乙"),
        fact("2021-05-20", "opinion_received", party="甲"),
        fact("2021-05-26", "consultation_lapsed", party="乙"),
    )

    assert [seen(matter, f"2021-05-{on}").state for on in (12, 13, 20, 25, 26)] == [
        "running",
        "consulting",
        "consulting",
        "consulting",
        "running",
    ]
    assert seen(matter, "2021-05-24").main.remaining == 17
    assert standing(matter, "2021-06-21") == ("2021-06-21", "due_today")
    assert standing(matter, "2021-06-22") == ("2021-06-21", "overdue")
    assert seen(matter, "2021-06-21").main.consumed == 20


def test_third_party_has_fifteen_working_days_of_its_own():
    """A letter served on 2021-05-14: 17 to 21 (5), 24 to 28 (10), 05-31 to 06-04 (15)."""
    matter = request("2021-05-10", fact("2021-05-13", "consulted", party="甲", served_on="2021-05-14"))

    (window,) = seen(matter, "2021-05-20").windows

    assert (window.name, window.holder, day(window.deadline.due)) == ("request.third_party_opinion", "甲", "2021-06-04")
    assert window.assumed == ""


def test_extension_recorded_late_counts_when_it_was_decided():
    """
    Received on 2020-05-20, due on 06-17, extended that day, and told on 06-22.

    05-21 and 22 (2), 25 to 29 (7), 06-01 to 05 (12), 08 to 12 (17), 15 to 17 (20), 18 and 19 (22), 22 to 24 (25),
    端午 25 to 27 off, Sunday 28 (26), 29 to 07-03 (31), 06 to 10 (36), 13 to 16 (40).
    """
    matter = request("2020-05-20", fact("2020-06-17", "extended", learned="2020-06-22", **APPROVED))

    assert standing(matter, "2020-06-19", "2020-06-19") == ("2020-06-17", "overdue")
    assert standing(matter, "2020-06-19", "2020-06-22") == ("2020-07-16", "not_due")
    assert standing(matter, "2020-06-22", "2020-06-22") == ("2020-07-16", "not_due")
    assert standing(matter, "2020-07-17") == ("2020-07-16", "overdue")
    assert seen(matter, "2020-06-22").main.total == 40


def test_extension_after_the_limit_is_refused():
    """On 2020-06-18, the day after the last, there is nothing left to extend; the refusal cites the article."""
    matter = request("2020-05-20")

    error = refused(matter, fact("2020-06-18", "extended", **APPROVED))

    assert (error.code, error.guard) == ("guard_failed", "before_due")
    assert "第三十三条" in error.message("zh")
    assert matter.can("extended", moment("2020-06-17"), **APPROVED)
    assert not matter.can("extended", moment("2020-06-18"), **APPROVED)


@pytest.mark.parametrize("missing", ["approved_by", "notified"])
def test_extension_needs_consent_and_notice(missing):
    """Without who agreed, or without notice to the applicant, the answer cannot be put off."""
    told = {name: value for name, value in APPROVED.items() if name != missing}

    error = refused(request("2020-05-20"), fact("2020-06-10", "extended", **told))

    assert error.code == "guard_failed"
    assert missing in error.message("en")


def test_second_extension_is_refused():
    """An answer is extended once."""
    matter = request("2020-05-20", fact("2020-06-10", "extended", **APPROVED))

    error = refused(matter, fact("2020-06-11", "extended", **APPROVED))

    assert (error.code, error.guard) == ("guard_failed", "extension_once")


def test_request_pending_when_the_law_changed():
    """
    Received on Monday 2019-05-13 with 15 days under the text of 2008.

    14 to 17 (4), 20 to 24 (9), 27 to 31 (14), 06-03 (15).
    If the 20 days of the new text governed: 06-04 to 06 (18), 端午 07 off, 10 and 11 (20).
    """
    duty = seen(request("2019-05-13"), "2019-05-20").main

    assert day(duty.due) == "2019-06-03"
    assert duty.deadline.version.document.in_force_from == date(2008, 5, 1)
    assert readings(duty) == {"law_changed_while_pending": "2019-06-11"}


@pytest.mark.parametrize(
    ("asked", "corrected", "clock", "due"),
    [
        # The text of 2008 knows no stop: 05-07 to 10 (4), 13 to 17 (9), 20 to 24 (14), 27 (15).
        ("2019-05-10", "2019-05-16", "running", "2019-05-27"),
        # Asked for under the new text, anew from 05-20: 21 to 24 (4), 27 to 31 (9), 06-03 to 06 (13), 端午 07 off,
        # 10 to 14 (18), 17 and 18 (20).
        ("2019-05-16", "2019-05-20", "stopped", "2019-06-18"),
    ],
)
def test_correction_across_the_change_of_law(asked, corrected, clock, due):
    """A correction has the effect of the text in force on the day it was asked for."""
    matter = request("2019-05-06", f"{asked} correction_requested", f"{corrected} corrected")

    assert seen(matter, asked).main.clock.value == clock
    assert day(seen(matter, corrected).main.due) == due


def test_late_notice_of_correction_is_a_breach_of_its_own():
    """
    Received on Monday 2020-03-02, the notice was due on the seventh day, Wednesday 11, and went out on Thursday 12.

    The answer counts anew from 03-16 all the same: 17 to 20 (4), 23 to 27 (9), 03-30 to 04-03 (14), 清明 04 to 06 off,
    07 to 10 (18), 13 and 14 (20).
    """
    matter = request("2020-03-02", "2020-03-12 correction_requested", "2020-03-16 corrected")

    found = seen(matter, "2020-03-16")
    notice = found.obligation("correction_notice")

    assert (day(notice.due), notice.timeliness, notice.late_by.n) == ("2020-03-11", Timeliness.LATE, 1)
    assert names(found.breaches) == ["correction_notice_late"]
    assert day(found.obligation("answer").due) == "2020-04-14"


def test_second_notice_of_correction_is_refused():
    """Correction is asked for once."""
    matter = request("2020-03-02", "2020-03-05 correction_requested", "2020-03-09 corrected")

    error = refused(matter, fact("2020-03-10", "correction_requested"))

    assert (error.code, error.guard) == ("guard_failed", "once")


def test_request_that_lapsed_is_not_late():
    """An applicant who never corrects gives the request up; years later nothing is overdue."""
    matter = request("2020-03-02", "2020-03-05 correction_requested", "2020-04-30 correction_lapsed")

    found = seen(matter, "2022-01-04")

    assert (found.state, found.main.timeliness, found.breaches) == ("lapsed", Timeliness.VOID, ())


def test_fee_starts_the_limit_anew_and_shows_the_other_reading():
    """
    Received on 2021-04-06, told of the fee on 04-08, paid on 04-12.

    Anew: 13 to 16 (4), 19 to 23 (9), Sunday 25 (10), 26 to 30 (15), 05-06 and 07 (17), Saturday 08 (18),
    10 and 11 (20). With the days of waiting only left out: 07 and 08 (2), 13 to 16 (6), 19 to 23 (11), Sunday 25 (12),
    26 to 30 (17), 05-06 and 07 (19), Saturday 08 (20). The applicant has 20 days from 04-08: 09 (1), 12 to 16 (6),
    19 to 23 (11), Sunday 25 (12), 26 to 30 (17), 05-06 and 07 (19), Saturday 08 (20).
    """
    matter = request("2021-04-06", "2021-04-08 fee_notified", "2021-04-12 fee_paid")

    (window,) = seen(matter, "2021-04-09").windows
    duty = seen(matter, "2021-04-12").main

    assert seen(matter, "2021-04-09").main.clock is gd.Clock.STOPPED
    assert (window.name, day(window.deadline.due)) == ("request.fee_payment", "2021-05-08")
    assert day(duty.due) == "2021-05-11"
    assert readings(duty)["fee_excludes"] == "2021-05-08"


def test_paying_does_not_end_a_consultation():
    """
    Paid on 2021-09-13 while a party was out until 09-17: the clock stood still for the party until then.

    Anew from 09-13, the days through 17 left out: Saturday 18 (1), 22 to 24 (4), Sunday 26 (5), 27 to 30 (9),
    10-08 (10), Saturday 09 (11), 11 to 15 (16), 18 to 21 (20).
    """
    matter = request(
        "2021-09-01",
        fact("2021-09-03", "consulted", party="甲"),
        fact("2021-09-06", "fee_notified"),
        fact("2021-09-13", "fee_paid"),
        fact("2021-09-17", "opinion_received", party="甲"),
    )

    assert [seen(matter, f"2021-09-{on}").state for on in ("06", "13", "17")] == ["fee", "consulting", "running"]
    assert seen(matter, "2021-09-14").main.clock is gd.Clock.STOPPED
    assert day(seen(matter, "2021-09-17").main.due) == "2021-10-21"


def test_unpaid_request_is_answered_only_when_the_fee_is_waived():
    """An answer while the fee is open needs the waiver on record."""
    matter = request("2021-04-06", "2021-04-08 fee_notified")

    error = refused(matter, fact("2021-04-20", "answered"))

    assert (error.code, error.guard) == ("guard_failed", "waived")
    assert matter.apply(fact("2021-04-20", "answered", waived=True)).state == "answered"


def test_request_handed_over_in_person_is_received_when_it_is_submitted():
    """
    Handed over on Monday 2020-05-18 and registered on 05-20, it counts from 05-18 (Regulations of 2019, art. 31).

    19 to 22 (4), 25 to 29 (9), 06-01 to 05 (14), 08 to 12 (19), Monday 15 (20).
    """
    matter = story("request", "2020-05-18 submitted", fact("2020-05-20", "received", channel="当面提交"))

    assert day(seen(matter, "2020-05-20").main.due) == "2020-06-15"


@pytest.mark.parametrize("channel", ["signed_post", "network", "fax"])
def test_request_sent_in_counts_from_its_receipt(channel):
    """Sent on 2020-05-18 and received on 05-20 it is due on 06-17: 21, 22 (2), and three weeks and three days."""
    matter = story("request", "2020-05-18 submitted", fact("2020-05-20", "received", channel=channel))

    assert day(seen(matter, "2020-05-20").main.due) == "2020-06-17"


def test_day_that_a_fact_says_it_counts_from():
    """The day of submission can be told with the receipt: from 2020-05-18 the answer is due on 06-15."""
    matter = story("request", fact("2020-05-20", "received", counts_from="2020-05-18"))

    assert day(seen(matter, "2020-05-20").main.due) == "2020-06-15"


def test_mailed_answer_counts_from_posting_and_its_remedies_from_service():
    """
    Posted on the last day, 2020-06-17, and served on Saturday 06-20: in time.

    Reconsideration: 60 days from 06-20 are 10 in June, 31 in July, 19 in August. Suit: six months end on Sunday 12-20
    and move to Monday 12-21.
    """
    matter = request("2020-05-20", fact("2020-06-17", "answered", via="post", served_on="2020-06-20"))

    found = seen(matter, "2020-07-01")

    assert standing(matter, "2020-07-01") == ("2020-06-17", "on_time")
    assert {window.name: day(window.deadline.due) for window in found.windows} == {
        "remedy.reconsideration": "2020-08-19",
        "remedy.suit": "2020-12-21",
    }


@pytest.mark.parametrize(
    ("received", "answered", "reconsideration", "suit"),
    [
        # 29 days in June, 31 in July; six months end on Saturday 12-01 and move to Monday.
        ("2018-05-15", "2018-06-01", "2018-07-31", "2018-12-03"),
        # 16 days in March, 30 in April, 14 in May; six months end on Sunday 09-15, and 中秋 lasts through Tuesday 17.
        ("2024-03-04", "2024-03-15", "2024-05-14", "2024-09-18"),
    ],
)
def test_remedies_after_an_answer(received, answered, reconsideration, suit):
    """The applicant has 60 days for reconsideration and six months for a suit, put off from a day of rest."""
    matter = request(received, f"{answered} answered")

    found = {window.name: day(window.deadline.due) for window in seen(matter, answered).windows}

    assert found == {"remedy.reconsideration": reconsideration, "remedy.suit": suit}


def test_remedies_not_stated_leave_a_year():
    """Served on 2024-03-18 without a word on remedies, the applicant has until Tuesday 2025-03-18 for either."""
    matter = request("2024-03-04", fact("2024-03-15", "answered", remedies_stated=False, served_on="2024-03-18"))

    found = {window.name: day(window.deadline.due) for window in seen(matter, "2024-03-18").windows}

    assert found == {"remedy.reconsideration_uninformed": "2025-03-18", "remedy.suit_uninformed": "2025-03-18"}


def test_remedies_after_silence():
    """
    Received on 2021-03-01 and due on 03-29; from the day after, the silence can be attacked.

    60 days from 03-29 are 2 in March, 30 in April, 28 in May; six months end on Wednesday 09-29.
    """
    matter = request("2021-03-01")

    on_the_day, day_after = seen(matter, "2021-03-29"), seen(matter, "2021-03-30")

    assert on_the_day.windows == ()
    assert {window.name: day(window.deadline.due) for window in day_after.windows} == {
        "remedy.silence_reconsideration": "2021-05-28",
        "remedy.silence_suit": "2021-09-29",
    }


def test_revocation_of_a_decision_not_yet_published():
    """Revoked on 2020-05-25 there is nothing left to publish, nothing to take down, and nothing was missed."""
    found = seen(penalty("2020-05-25 revoked"), "2020-06-30")

    assert (found.state, found.main.timeliness, found.main.clock) == ("cancelled", Timeliness.VOID, gd.Clock.ENDED)
    assert (found.breaches, found.openings) == ((), ())


def test_revocation_after_the_limit_leaves_it_missed():
    """Revoked on Monday 2020-06-01 the penalty had been due on Friday 05-29: that stays a breach."""
    found = seen(penalty("2020-06-01 revoked"), "2020-06-30")

    assert found.main.timeliness is Timeliness.VOID
    assert names(found.breaches) == ["publication_missed"]


def test_duty_that_fell_away_uses_up_no_more_days():
    """Of seven days three were used when the penalty was revoked on 2020-05-25: 21, 22 and 25; a year later still."""
    matter = penalty("2020-05-25 revoked")

    assert seen(matter, "2020-05-25").main.consumed == 3
    assert seen(matter, "2021-05-25").main.consumed == 3


def test_revocation_of_a_published_decision_opens_its_take_down():
    """The duty to publish stays met, and the host is told which matter to open."""
    found = seen(penalty("2020-05-25 published", "2020-06-01 revoked"), "2020-06-30")

    (opening,) = found.openings
    assert (found.state, found.main.timeliness) == ("published", Timeliness.ON_TIME)
    assert (opening.link.procedure, opening.link.rule) == ("takedown", "enforcement.withdrawal")
    assert opening.event.happened == date(2020, 6, 1)


def test_take_down_then_restoration():
    """
    Revoked on Monday 2021-08-02, due on Thursday 05; down on 04, explained only on Friday 06, put back in the end.

    What was late stays late after the revocation was reversed.
    """
    matter = takedown(
        "2021-08-02",
        "2021-08-04 withdrawn",
        "2021-08-06 explained",
        "2021-08-20 revocation_reversed",
        "2021-08-25 restored",
    )

    found = seen(matter, "2021-09-01")

    assert [seen(matter, f"2021-08-{on}").state for on in ("02", "04", "06", "20", "25")] == [
        "to_remove",
        "removed_unexplained",
        "done",
        "to_restore",
        "restored",
    ]
    assert standing(matter, "2021-09-01", name="withdrawal") == ("2021-08-05", "on_time")
    assert standing(matter, "2021-09-01", name="explanation") == ("2021-08-05", "late")
    assert found.obligation("restoration").fulfilled_at == date(2021, 8, 25)
    assert names(found.breaches) == ["explanation_late"]


def test_reasons_are_owed_since_the_penalty_law_of_2021():
    """
    Revoked on 2021-07-15, the first day of the text, page and reasons are due on the third working day: 16, 19, 20.

    A day earlier only a word bound the nation, and no reasons were owed at all.
    """
    before = takedown("2021-07-14", "2021-07-16 withdrawn")
    since = takedown("2021-07-15", "2021-07-16 withdrawn")

    early, late = seen(before, "2021-07-21"), seen(since, "2021-07-21")

    assert (early.state, [each.name for each in early.obligations]) == ("done", ["withdrawal"])
    assert (early.main.due, "及时" in early.main.words) == (None, True)
    assert (late.state, names(late.breaches)) == ("removed_unexplained", ["explanation_overdue"])
    assert standing(since, "2021-07-20", name="explanation") == ("2021-07-20", "due_today")
    assert standing(since, "2021-07-21", name="withdrawal") == ("2021-07-20", "on_time")


def test_county_take_down_in_three_working_days():
    """Suiyang County set a number in 2020: revoked on Monday 06-01, due on Thursday 06-04, done a day too late."""
    matter = takedown("2020-06-01", "2020-06-05 withdrawn", jurisdiction=SUIYANG)

    found = seen(matter, "2020-06-08")

    assert (found.state, day(found.main.due), found.main.late_by.n) == ("done", "2020-06-04", 1)
    assert names(found.breaches) == ["withdrawal_late"]


def test_page_that_comes_up_again_must_go_again():
    """
    Up again on Friday 2021-09-17: Saturday 18 is worked (1), 中秋 19 to 21 off, 22 (2), Thursday 23 (3).

    The first take-down stays what it was.
    """
    matter = takedown("2021-08-02", "2021-08-04 withdrawn", "2021-08-05 explained", "2021-09-17 reappeared")

    found = seen(matter, "2021-09-24")
    first, second = (each for each in found.obligations if each.name == "withdrawal")

    assert found.state == "to_remove"
    assert (day(first.due), first.timeliness) == ("2021-08-05", Timeliness.ON_TIME)
    assert (day(second.due), second.timeliness) == ("2021-09-23", Timeliness.OVERDUE)
    assert found.main is not first


def test_page_taken_down_before_the_revocation_is_in_time():
    """A page that came down on 2021-07-30 is down in time for a revocation of 08-02 that is told first."""
    matter = takedown("2021-08-02", "2021-07-30 withdrawn", "2021-08-03 explained")

    found = seen(matter, "2021-08-10")

    assert (found.state, found.obligation("withdrawal").timeliness) == ("done", Timeliness.ON_TIME)


@pytest.mark.parametrize(
    ("released", "timeliness", "late"),
    [
        ("2020-10-02T03:30:00", "on_time", None),
        ("2020-10-02T03:30:01", "late", (1, 1.0)),
        ("2020-10-02T04:30:01", "late", (2, 3601.0)),
    ],
)
def test_five_hours_run_through_a_holiday_night(released, timeliness, late):
    """National Day 2020 at 22:30: the statement is due at 03:30 to the second, the conference 24 hours after."""
    matter = incident(fact("2020-10-01T22:30:00", "occurred", level="重大"), fact(released, "statement_released"))

    found = seen(matter, "2020-10-02T06:00:00")
    statement, conference = found.obligation("statement"), found.obligation("press_conference")

    assert (day(statement.due_at), day(conference.due_at)) == ("2020-10-02T03:30:00", "2020-10-02T22:30:00")
    assert (statement.due, statement.timeliness.value) == (None, timeliness)
    found_late = statement.late_by and (statement.late_by.n, statement.late_by.seconds)
    assert found_late == late
    assert conference.timeliness is Timeliness.NOT_DUE


def test_rungs_of_hours_are_parts_of_them():
    """Of five hours from 22:30 half are gone at 01:00 and four fifths at 02:30."""
    matter = incident(fact("2020-10-01T22:30:00", "occurred", level="major"))

    duty = seen(matter, "2020-10-01T23:00:00").obligation("statement")

    assert [(notice.rung, day(notice.at)) for notice in duty.rungs][:3] == [
        (Rung.WARNING, "2020-10-02T01:00:00"),
        (Rung.WARNING, "2020-10-02T02:30:00"),
        (Rung.DUE, "2020-10-02T03:30:00"),
    ]
    assert (duty.consumed, duty.remaining, duty.total) == (0.5, 4.5, 5)


def test_level_raised_after_three_hours_counts_from_the_incident():
    """An ordinary incident of 16:20 owes no statement; made serious at 19:20 it owes one by 21:20."""
    matter = incident(
        fact("2020-07-08T16:20:00", "occurred", level="ordinary"),
        fact("2020-07-08T19:20:00", "upgraded", level="major"),
    )

    before, after = seen(matter, "2020-07-08T19:00:00"), seen(matter, "2020-07-08T19:20:00")

    assert [each.name for each in before.obligations if each.timeliness is not Timeliness.VOID] == []
    assert day(after.obligation("statement").due_at) == "2020-07-08T21:20:00"
    assert after.obligation("statement").remaining == 2.0
    assert day(after.obligation("press_conference").due_at) == "2020-07-09T16:20:00"


def test_level_lowered_in_time_takes_the_duty_away():
    """A serious incident of 16:20 made a larger one at 18:00 owes no statement any more, and missed none."""
    matter = incident(
        fact("2020-07-08T16:20:00", "occurred", level="major"),
        fact("2020-07-08T18:00:00", "downgraded", level="larger"),
    )

    found = seen(matter, "2020-07-10T18:00:00")

    assert {each.timeliness for each in found.obligations} == {Timeliness.VOID}
    assert found.breaches == ()


def test_level_lowered_too_late_leaves_the_duty_missed():
    """The statement on an incident of 08:00 was due at 13:00; a lower level at 14:00 does not undo that."""
    matter = incident(
        fact("2020-07-08T08:00:00", "occurred", level="major"),
        fact("2020-07-08T14:00:00", "downgraded", level="larger"),
    )

    assert names(seen(matter, "2020-07-08T13:30:00").breaches) == ["statement_overdue"]
    assert names(seen(matter, "2020-07-08T15:00:00").breaches) == ["statement_missed"]


def test_false_alarm_leaves_what_was_missed_before_it():
    """The alarm of 08:00 turned out false at 14:00, an hour after the statement was due."""
    matter = incident(
        fact("2020-07-08T08:00:00", "occurred", level="major"), fact("2020-07-08T14:00:00", "false_alarm")
    )

    found = seen(matter, "2020-07-09T15:00:00")

    assert (found.state, names(found.breaches)) == ("cancelled", ["statement_missed"])


def test_county_emergency_handling_stands_beside_the_national_limits():
    """Suiyang County wants a serious incident handled in 24 hours; statement and conference are owed all the same."""
    matter = incident(fact("2020-07-08T16:20:00", "occurred", level="特别重大"), jurisdiction=SUIYANG)

    found = seen(matter, "2020-07-08T17:00:00")

    assert {each.name: day(each.due_at) for each in found.obligations} == {
        "statement": "2020-07-08T21:20:00",
        "press_conference": "2020-07-09T16:20:00",
        "emergency_handling": "2020-07-09T16:20:00",
    }


@pytest.mark.parametrize(
    ("jurisdiction", "on"), [("CN", "2020-07-08"), (SUIYANG, "2020-05-19"), (SUIYANG, "2021-01-01")]
)
def test_emergency_handling_is_owed_only_there_and_then(jurisdiction, on):
    """Elsewhere, and outside the plan's days in force, only the national limits run."""
    matter = incident(fact(f"{on}T16:20:00", "occurred", level="major"), jurisdiction=jurisdiction)

    found = seen(matter, f"{on}T17:00:00")

    assert {each.name for each in found.obligations} == {"statement", "press_conference"}


def test_public_opinion_is_answered_in_48_hours():
    """Detected on Wednesday 2020-07-08 at 10:00, it is answered by Friday at 10:00; there is no five-hour limit."""
    matter = incident(fact("2020-07-08T10:00:00", "detected", kind="舆情", level="一般"))

    found = seen(matter, "2020-07-08T12:00:00")

    assert {each.name: day(each.due_at) for each in found.obligations} == {"response": "2020-07-10T10:00:00"}


def test_incident_known_only_from_its_detection_is_provisional():
    """The county counts from the occurrence; while only the detection is on record the end may be earlier."""
    matter = incident(fact("2020-07-08T16:20:00", "detected", level="major"), jurisdiction=SUIYANG)
    told = matter.apply(fact("2020-07-08T15:00:00", "occurred"))

    duty = seen(matter, "2020-07-08T17:00:00").obligation("emergency_handling")
    sure = seen(told, "2020-07-08T17:00:00").obligation("emergency_handling")

    assert (day(duty.due_at), duty.certainty) == ("2020-07-09T16:20:00", gd.Certainty.PROVISIONAL)
    assert (day(sure.due_at), sure.certainty) == ("2020-07-09T15:00:00", gd.Certainty.SETTLED)


def document(*facts, **options):
    """A policy document that went its way through attribute, review, interpretation and signature in June 2020."""
    return story(
        "document",
        fact("2020-06-01", "drafted", kind="公文", policy=True),
        fact("2020-06-01", "attribute_set", attribute="主动公开"),
        fact("2020-06-02", "disclosure_reviewed"),
        fact("2020-06-02", "interpretation_prepared"),
        fact("2020-06-03", "signed"),
        fact("2020-06-04", "issued"),
        *facts,
        **options,
    )


def test_interpretation_in_suiyang_follows_within_five_working_days():
    """Published on Wednesday 2020-06-10: 11 and 12 (2), 15 to 17 (5)."""
    matter = document("2020-06-10 document_published", jurisdiction=SUIYANG)

    assert seen(matter, "2020-06-10").state == "out_document_only"
    assert standing(matter, "2020-06-17", name="interpretation") == ("2020-06-17", "due_today")
    assert names(seen(matter, "2020-06-18").breaches) == ["interpretation_overdue"]
    assert standing(
        matter.apply(fact("2020-06-17", "interpretation_published")), "2020-07-01", name="interpretation"
    ) == (
        "2020-06-17",
        "on_time",
    )


def test_interpretation_in_guangxi_comes_the_same_day():
    """Published on 2020-06-10, interpreted a day after: the document is in time, the interpretation is late."""
    matter = document("2020-06-10 document_published", "2020-06-11 interpretation_published", jurisdiction=GUANGXI)

    # 06-05 (1), 08 to 12 (6), 15 to 19 (11), 22 to 24 (14), Sunday 28 (15), 29 to 07-03 (20)
    assert standing(matter, "2020-07-01", name="publication") == ("2020-07-03", "on_time")
    assert standing(matter, "2020-07-01", name="interpretation") == ("2020-06-10", "late")


def test_document_of_any_place_is_published_within_twenty_working_days():
    """
    Where no text speaks of documents, the general limit is theirs too: issued on 2020-06-04 in Suiyang County.

    05 (1), 08 to 12 (6), 15 to 19 (11), 22 to 24 (14), Sunday 28 (15), 29 to 07-03 (20).
    """
    matter = document(jurisdiction=SUIYANG)

    assert standing(matter, "2020-07-04", name="publication") == ("2020-07-03", "overdue")


def test_document_issued_without_its_attribute_is_history_and_a_breach():
    """An OA cannot issue it, but what was issued years ago is taken over and reported."""
    matter = story("document", fact("2020-06-01", "drafted", kind="document"), jurisdiction=SUIYANG)

    error = refused(matter, fact("2020-06-02", "issued"))
    taken = matter.apply(fact("2020-06-02", "issued", imported=True))
    found = seen(taken, "2020-06-03")

    assert (error.code, error.guard) == ("guard_failed", "disclosure_attribute")
    assert found.state == "issued"
    assert names(found.breaches) == ["attribute_missing"]
    assert "国办发〔2016〕80号" in found.breaches[0].sources[0]


def test_interpretation_published_ahead_is_in_time():
    """Interpreted on 2020-06-05, published on 06-10: nothing is left to do."""
    matter = document("2020-06-05 interpretation_published", "2020-06-10 document_published", jurisdiction=SUIYANG)

    found = seen(matter, "2020-07-01")

    assert (found.state, found.obligation("interpretation").timeliness) == ("complete", Timeliness.ON_TIME)


def decision(*facts):
    """A major decision whose draft was published on Monday 2020-06-01."""
    return story("decision", "2020-05-25 drafted", "2020-06-01 draft_published", *facts)


def test_tabling_waits_for_consultation_and_legality_review():
    """
    Thirty days from 2020-06-01 end with 07-01, the day on which the consultation may close.

    The review asked for on Thursday 07-02 takes seven working days: 03 (1), 06 to 10 (6), 13 (7); tabled from 07-14 on.
    """
    consulted = decision("2020-07-01 consultation_closed", "2020-07-02 legality_review_requested")
    reviewed = consulted.apply(fact("2020-07-10", "legality_reviewed"))

    assert refused(decision(), fact("2020-06-30", "consultation_closed")).code == "guard_failed"
    assert refused(consulted, fact("2020-07-14", "tabled")).guard == "legality_review"
    assert refused(reviewed, fact("2020-07-13", "tabled")).guard == "review_period"
    assert "2020-07-14" in refused(reviewed, fact("2020-07-13", "tabled")).message("en")
    assert reviewed.apply(fact("2020-07-14", "tabled")).state == "tabled"
    assert day(seen(decision(), "2020-06-15").obligation("consultation").deadline.opens_on) == "2020-07-02"


def test_tabling_on_the_last_day_of_the_consultation_is_too_early():
    """Closed on 2020-07-01 and reviewed before, the draft is tabled from 07-02 on."""
    matter = decision("2020-06-15 legality_reviewed", "2020-07-01 consultation_closed")

    assert refused(matter, fact("2020-07-01", "tabled")).guard == "consultation_period"
    assert matter.apply(fact("2020-07-02", "tabled")).state == "tabled"


def test_shortest_consultation_that_ends_on_a_sunday():
    """Thirty days from 2020-06-05 end on Sunday 07-05 and move to Monday; the next step may come from Tuesday on."""
    matter = story("decision", "2020-05-25 drafted", "2020-06-05 draft_published")

    duty = seen(matter, "2020-06-15").obligation("consultation")

    assert day(duty.deadline.opens_on) == "2020-07-07"
    assert readings(duty) == {"minimum_does_not_roll": "2020-07-05"}
    assert refused(matter, fact("2020-07-05", "consultation_closed")).code == "guard_failed"
    assert matter.apply(fact("2020-07-06", "consultation_closed")).state == "consulted"


def test_tabling_out_of_turn_is_refused_by_everything_that_is_missing():
    """On 2020-06-20 the time has not run, the consultation is open, and no review is on record; history is reported."""
    error = refused(decision(), fact("2020-06-20", "tabled"))
    taken = decision(fact("2020-06-20", "tabled", imported=True))

    assert [each.guard for each in error.missing] == ["consultation_period", "consultation_closed", "legality_review"]
    assert all(each.sources for each in error.missing)
    assert names(seen(taken, "2020-06-21").breaches) == [
        "consultation_short",
        "consultation_open",
        "legality_review_missing",
    ]


def test_papers_for_a_hearing_go_out_seven_days_before():
    """For a hearing on Wednesday 2020-07-01 the papers go out by 06-24; on 06-25, a holiday besides, it is too late."""
    in_time = decision("2020-06-24 hearing_notified")
    late = decision("2020-06-25 hearing_notified")

    assert in_time.apply(fact("2020-07-01", "hearing_held")).state == "consulting"
    assert refused(late, fact("2020-07-01", "hearing_held")).guard == "hearing_notice"
    assert refused(decision(), fact("2020-07-01", "hearing_held")).guard == "hearing_notice"


def test_adoption_is_reported_with_the_decision():
    """Published on 2020-07-16 the matter is not complete until the report on opinions is out."""
    matter = decision(
        "2020-07-02 consultation_closed",
        "2020-07-02 legality_review_requested",
        "2020-07-13 legality_reviewed",
        "2020-07-14 tabled",
        "2020-07-15 decided",
        "2020-07-16 published",
    )

    assert matter.state == "published"
    assert matter.apply(fact("2020-07-16", "adoption_reported")).state == "complete"
    assert "及时" in seen(matter, "2020-07-16").obligation("publication").words


def test_weekly_friday_on_a_guangxi_holiday():
    """
    三月三 of 2018 was off from Wednesday 04-18 to Friday 04-20 in Guangxi alone.

    The text says nothing on such a Friday: it stands, and the Monday after and the Tuesday before are shown.
    """
    matter = story("series", "2018-04-09 series_started", rule="licence.weekly_transmission", jurisdiction=GUANGXI)
    matter = matter.apply(fact("2018-04-13", "submitted"))

    found = seen(matter, "2018-04-20")
    first, second = found.obligation("2018-W15"), found.obligation("2018-W16")

    assert (day(first.due), first.timeliness, readings(first)) == ("2018-04-13", Timeliness.ON_TIME, {})
    assert (day(second.due), second.timeliness) == ("2018-04-20", Timeliness.DUE_TODAY)
    assert readings(second) == {"named_day_rolls": "2018-04-23", "named_day_moves_forward": "2018-04-17"}


def test_words_of_other_duties_stay_with_them():
    """The weekly transmission is asked for 及时 every Friday; 定期 is said of inspections, not of it."""
    matter = story("series", "2018-04-09 series_started", rule="licence.weekly_transmission", jurisdiction=GUANGXI)

    assert "定期" not in seen(matter, "2018-04-13").obligation("2018-W15").words


def test_fixed_date_on_a_saturday():
    """Urumqi's lists were due on Saturday 2020-10-31; no text moves it, by analogy it would be Monday 11-02."""
    matter = story("series", "2020-10-17 issued", rule="catalogue.grassroots", jurisdiction=URUMQI)

    duty = seen(matter, "2020-10-31").main

    assert (day(duty.due), duty.timeliness) == ("2020-10-31", Timeliness.DUE_TODAY)
    assert readings(duty) == {"fixed_date_rolls": "2020-11-02"}
    assert seen(matter, "2020-11-02").main.late_by.days == 2


def test_annual_report_due_inside_the_prolonged_holiday():
    """The report for 2019 was due on 2020-01-31, a holiday since the notice of 01-27; work began again on 02-03."""
    matter = story("series", "2019-06-01 series_started", rule="annual_report.department")

    duty = seen(matter, "2020-01-31").obligation("2019")
    eve = seen(matter, "2020-01-26", "2020-01-26").obligation("2019")

    assert (day(duty.due), duty.timeliness) == ("2020-01-31", Timeliness.DUE_TODAY)
    assert readings(duty) == {"fixed_date_rolls": "2020-02-03"}
    assert (day(eve.due), readings(eve)) == ("2020-01-31", {})
    assert names(seen(matter, "2020-02-01").breaches) == ["2019_overdue", "2019 publication_overdue"]


def test_several_channels_are_one_duty():
    """Out on the website on 2020-05-25 and on the credit site on Monday 06-01: met, and late, with the last one."""
    matter = story(
        "publication",
        fact("2020-05-20", "decided", channels=["website", "credit"]),
        fact("2020-05-25", "published", channel="website"),
        rule="enforcement.penalty",
        jurisdiction=SUIYANG,
    )
    both = matter.apply(fact("2020-06-01", "published", channel="credit"))

    assert seen(matter, "2020-05-29").state == "pending"
    assert standing(matter, "2020-05-29") == ("2020-05-29", "due_today")
    assert seen(both, "2020-06-02").state == "published"
    assert standing(both, "2020-06-02") == ("2020-05-29", "late")
    assert seen(both, "2020-06-02").main.fulfilled_at == date(2020, 6, 1)


def test_deferral_sets_another_day():
    """Put off to Monday 2020-06-22 by whoever may: due then and no earlier; without reason or day it is refused."""
    whole = {"approved_by": "局长", "reason": "涉及第三方", "until": "2020-06-22"}
    matter = penalty(fact("2020-05-25", "deferred", **whole))

    assert standing(matter, "2020-06-19") == ("2020-06-22", "due_soon")
    assert standing(matter, "2020-06-23") == ("2020-06-22", "overdue")
    for missing in whole:
        part = {name: value for name, value in whole.items() if name != missing}

        assert missing in refused(penalty(), fact("2020-05-25", "deferred", **part)).message("en")


def test_withholding_and_lifting():
    """
    Formed on 2021-03-01, withheld from 03-05 to 03-19, which leaves out ten working days.

    03-02 to 05 (4), 22 to 26 (9), 03-29 to 04-02 (14), 清明 03 to 05 off, 06 to 09 (18), 12 and 13 (20).
    """
    matter = story(
        "publication",
        "2021-03-01 formed",
        fact("2021-03-05", "withheld", basis="条例第十六条"),
        "2021-03-19 withholding_lifted",
    )

    assert (seen(matter, "2021-03-10").state, seen(matter, "2021-03-10").main.clock) == ("withheld", gd.Clock.STOPPED)
    assert standing(matter, "2021-04-13") == ("2021-04-13", "due_today")
    assert refused(story("publication", "2021-03-01 formed"), fact("2021-03-05", "withheld")).guard == "basis"


def test_late_only_by_days_of_rest():
    """Published on Saturday 2020-05-30, the day after the last: late, by one day and by no working day."""
    duty = seen(penalty("2020-05-30 published"), "2020-06-30").main

    assert (duty.timeliness, duty.late_by.n, duty.late_by.days) == (Timeliness.LATE, 0, 1)
    assert duty.late_by.text("en") == "1 day, none of them worked"
    assert "1日" in duty.late_by.text("zh")


@pytest.mark.parametrize(
    ("on", "consumed", "timeliness", "reached"),
    [
        ("2020-05-20", 0, "not_due", []),
        ("2020-05-25", 3, "not_due", []),
        ("2020-05-26", 4, "due_soon", [Rung.WARNING]),
        ("2020-05-29", 7, "due_today", [Rung.WARNING, Rung.DUE]),
        ("2020-05-30", 7, "overdue", [Rung.WARNING, Rung.DUE, Rung.OVERDUE]),
        ("2020-06-01", 8, "overdue", [Rung.WARNING, Rung.DUE, Rung.OVERDUE]),
        # 20 working days after 05-29: 06-01 to 05 (5), 08 to 12 (10), 15 to 19 (15), 22 to 24 (18), Sunday 28
        # is the 19th and Monday 29 the 20th.
        ("2020-06-29", 27, "overdue", [Rung.WARNING, Rung.DUE, Rung.OVERDUE]),
        ("2020-06-30", 28, "overdue", list(Rung)),
    ],
)
def test_days_used_and_left_and_the_rungs_they_reach(on, consumed, timeliness, reached):
    """A penalty due on 2020-05-29, day by day: used and left always make seven."""
    duty = seen(penalty(), on).main

    assert (duty.consumed, duty.remaining, duty.total) == (consumed, 7 - consumed, 7)
    assert duty.timeliness.value == timeliness
    assert [rung for rung in Rung if duty.reached(rung)] == reached


def test_lateness_as_known_on_a_day_outlives_a_correction():
    """
    The publication of 2020-05-28 became known on 06-10: on 06-02, by what was known then, it was two days overdue.

    That stays so, though by what is known now it was in time.
    """
    before = penalty()
    after = before.apply(fact("2020-05-28", "published", learned="2020-06-10"))

    for matter in (before, after):
        assert standing(matter, "2020-06-02", "2020-06-02") == ("2020-05-29", "overdue")
        assert seen(matter, "2020-06-02", "2020-06-02").main.late_by.n == 2
    assert standing(after, "2020-06-02", "2020-06-10") == ("2020-05-29", "on_time")
    assert standing(after, "2020-06-02") == ("2020-05-29", "on_time")


def test_punctuality_as_known_on_a_day_outlives_a_correction():
    """A publication told of 2020-05-28 turns out, on 06-05, to have been that of 06-04: four working days late."""
    before = penalty(fact("2020-05-28", "published", key="p1"))
    after = before.replace("p1", fact("2020-06-04", "published", learned="2020-06-05", key="p2"))

    for matter in (before, after):
        assert standing(matter, "2020-06-02", "2020-06-02") == ("2020-05-29", "on_time")
    assert standing(after, "2020-06-05", "2020-06-05") == ("2020-05-29", "late")
    assert seen(after, "2020-06-05").main.late_by.n == 4
    assert standing(after, "2020-06-02", "2020-06-05") == ("2020-05-29", "overdue")


def test_duty_met_on_a_day_no_notice_covers_is_not_said_to_be_in_time():
    """Received on 2026-12-20 the answer is due some day in 2027 that nobody knows; one of June 2027 is not in time."""
    matter = request("2026-12-20", "2027-06-01 answered")

    duty = matter.at(date(2027, 6, 1)).main

    assert duty.refusal.code == "calendar_not_published"
    assert duty.timeliness is not Timeliness.ON_TIME


def test_matter_long_overdue_is_told_beyond_the_last_notice():
    """A request due on 2020-03-30 is overdue in 2027 whatever days of rest that year brings; it is not refused."""
    found = seen(request("2020-03-02"), "2027-06-01").to_dict()

    (answer,) = (each for each in found["obligations"] if each["name"] == "answer")
    assert (answer["due"], answer["timeliness"]) == ("2020-03-30", "overdue")


def test_day_of_a_fact_stands_for_its_end():
    """Withheld on the day it was formed at nine in the morning: a fact without its hour lies after it, not before."""
    matter = story("publication", "2021-03-01T09:00:00 formed")

    assert matter.apply(fact("2021-03-01", "withheld", basis="条例第十六条")).state == "withheld"


def test_quarterly_series_asks_for_each_quarter_by_its_word():
    """Suiyang County wants a report every quarter and sets no day: the one for the second is in, the third is open."""
    matter = story("series", "2020-05-20 series_started", rule="progress.quarterly_report", jurisdiction=SUIYANG)
    matter = matter.apply(fact("2020-07-03", "submitted"))

    found = seen(matter, "2020-10-01")

    assert [(each.name, each.state, each.due) for each in found.obligations] == [
        ("2020-Q2", "submitted", None),
        ("2020-Q3", "open", None),
        ("2020-Q4", "upcoming", None),
    ]
    assert found.obligation("2020-Q2").fulfilled_at == date(2020, 7, 3)
    assert "每季度" in found.obligation("2020-Q3").words
    assert found.breaches == ()


def test_monthly_series_asks_for_the_act_within_the_month():
    """January 2018 was met on its last day; 03-01 is March's, so February, due on Wednesday 28, is overdue."""
    matter = story(
        "series",
        "2018-01-01 series_started",
        "2018-01-31 submitted",
        "2018-03-01 submitted",
        rule="licence.monthly_update",
        jurisdiction=GUANGXI,
    )

    found = seen(matter, "2018-03-02")

    assert [(each.name, day(each.due), each.timeliness.value) for each in found.obligations] == [
        ("2018-01", "2018-01-31", "on_time"),
        ("2018-02", "2018-02-28", "overdue"),
        ("2018-03", "2018-03-31", "on_time"),
    ]


def test_yearly_series_takes_each_report_for_the_year_before():
    """A government's reports for 2019 and 2020 are due on 03-31 of the years after; the second came a day late."""
    matter = story(
        "series",
        "2019-06-01 series_started",
        "2020-03-20 published",
        "2021-04-01 published",
        rule="annual_report.government",
    )

    found = seen(matter, "2021-04-02")

    assert standing(matter, "2021-04-02", name="2019") == ("2020-03-31", "on_time")
    assert standing(matter, "2021-04-02", name="2020") == ("2021-03-31", "late")
    assert found.obligation("2020").late_by.days == 1
    assert found.obligation("2021").clock is gd.Clock.NOT_STARTED


def test_series_ends_with_the_body_that_owed_it():
    """A body dissolved on 2020-06-30 owes no report for a year it did not see the end of."""
    matter = story("series", "2019-06-01 series_started", "2020-06-30 series_ended", rule="annual_report.government")

    found = seen(matter, "2021-06-01")

    assert [(each.name, each.timeliness.value) for each in found.obligations] == [("2019", "overdue"), ("2020", "void")]


@pytest.mark.parametrize(
    ("held", "on", "timeliness"),
    [
        ((), "2020-12-31", "due_today"),
        ((), "2021-01-04", "overdue"),
        (("2020-12-31",), "2021-01-04", "on_time"),
        (("2021-01-02",), "2021-01-04", "overdue"),
    ],
)
def test_training_at_least_once_a_year(held, on, timeliness):
    """Suiyang County wants one training in 2020; one held in January 2021 is not of that year."""
    matter = story("counter", "2020-05-20 series_started", rule="training.yearly", jurisdiction=SUIYANG)
    for each in held:
        matter = matter.apply(fact(each, "held"))

    assert standing(matter, on, name="2020") == ("2020-12-31", timeliness)


def test_count_goes_by_subjects():
    """Two a year on different subjects: the same one twice is one."""
    matter = story(
        "counter",
        fact("2020-01-06", "series_started", every="year", at_least=2),
        rule="training.yearly",
        jurisdiction=SUIYANG,
    )
    once = matter.apply(fact("2020-03-02", "held", subject="条例")).apply(fact("2020-04-01", "held", subject="条例"))
    twice = once.apply(fact("2020-05-06", "held", subject="解读"))

    assert [each.state for each in (matter, once, twice)] == ["short", "short", "met"]


def test_breach_of_a_standing_duty_found_and_fixed():
    """Found on 2020-03-02, fixed on 03-10: a duty to mend ran between, and nothing set it a day."""
    matter = story("standing", "2020-01-02 duty_started", "2020-03-02 breach_found", "2020-03-10 breach_fixed")

    assert [seen(matter, on).state for on in ("2020-03-01", "2020-03-02", "2020-03-10")] == ["kept", "breached", "kept"]
    assert seen(matter, "2020-03-01").obligations == ()
    assert seen(matter, "2020-03-05").main.clock is gd.Clock.RUNNING
    assert seen(matter, "2020-03-10").main.fulfilled_at == date(2020, 3, 10)


def test_measure_that_falls_short_does_not_mend_itself():
    """Two percent where three are asked for is a breach that stays open until a later measure reaches them."""
    matter = story(
        "standing",
        fact("2017-01-03", "duty_started", at_least=3),
        fact("2017-03-02", "measured", value=2),
        fact("2017-04-06", "measured", value=3.5),
    )

    assert [seen(matter, on).state for on in ("2017-03-02", "2017-04-06")] == ["breached", "kept"]
    assert seen(matter, "2017-03-10").main.clock is gd.Clock.RUNNING
    assert seen(matter, "2017-04-06").main.fulfilled_at == date(2017, 4, 6)


def test_practice_number_beside_a_word_is_never_late():
    """
    Before 2021-07-15 the nation only said 及时; a bureau set itself five working days from Monday 2020-06-01: 06-08.

    Past it the answer says so, and whose number it is, but nothing is overdue.
    """
    own = gd.Advisory(gd.Period(5, gd.WORKING_DAY), "某局内部规定")
    matter = takedown("2020-06-01", advisory=own)

    in_time, passed = (seen(matter, on).main for on in ("2020-06-08", "2020-06-09"))

    assert (day(in_time.advisory_due), in_time.due) == ("2020-06-08", None)
    assert in_time.to_dict()["advisory"] == {"due": "2020-06-08", "set_by": "某局内部规定", "passed": False}
    assert passed.to_dict()["advisory"]["passed"] is True
    assert (passed.timeliness, passed.late_by) == (Timeliness.NOT_DUE, None)


def test_practice_number_beyond_the_last_notice_hides_nothing():
    """A practice number that runs into a year without notice leaves the duty itself to be told."""
    own = gd.Advisory(gd.Period(100, gd.WORKING_DAY), "某局内部规定")
    matter = story("publication", "2026-11-02 formed", advisory=own)

    found = seen(matter, "2026-11-03").to_dict()

    # 11-03 to 06 (4), 09 to 13 (9), 16 to 20 (14), 23 to 27 (19), 11-30 (20)
    assert found["obligations"][0]["due"] == "2026-11-30"


def test_chain_of_stages_goes_in_order():
    """The second of three stages waits for the first; the chain is complete with the last."""
    matter = story("sequence", fact("2020-05-20", "sequence_started", stages=["收集", "会商", "回应"]))

    assert refused(matter, fact("2020-05-21", "stage_done", stage="会商")).guard == "stage_order"
    for on, stage in (("2020-05-21", "收集"), ("2020-05-22", "会商"), ("2020-05-25", "回应")):
        assert matter.state == "under_way"
        matter = matter.apply(fact(on, "stage_done", stage=stage))
    assert matter.state == "complete"


def test_what_may_come_next_is_told_with_its_reasons():
    """An OA asks before it shows a button: an extension is known, but who agreed is missing."""
    matter = request("2020-05-20")

    asked, whole, unknown = (matter.can("extended"), matter.can("extended", **APPROVED), matter.can("fee_paid"))

    assert not asked
    assert {each.guard for each in asked.refusal.missing} == {"approved", "notified"}
    assert whole
    assert unknown.refusal.code == "illegal_event"
    assert "fee_notified" in matter.legal


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_matter_explains_itself(lang):
    """State, duty and due day are told in words, in either language, and the Chinese ones for notebooks."""
    found = seen(penalty(), "2020-06-01")

    words = found.explain(lang)

    assert "A-1" in words
    assert ("2020年5月29日" if lang == "zh" else "2020-05-29") in words
    assert "publication_overdue" not in words
    assert ("逾期" if lang == "zh" else "late") in words
    assert "2020年5月29日" not in found._repr_mimebundle_()["text/plain"]


def test_matter_stays_what_it_was():
    """Recording a fact gives another matter; the first still knows nothing of it."""
    before = penalty()

    after = before.apply(fact("2020-05-25", "published"))

    assert (before.state, after.state) == ("pending", "published")
    assert len(before.events) == 1


def test_each_further_working_day_of_delay_is_one_more():
    """From the due Friday 2020-05-29 on, lateness in working days grows by one on each day worked in June 2020."""
    matter, found = penalty(), []

    for offset in range(1, 12):
        found.append(matter.at(date(2020, 5, 29) + timedelta(days=offset)).main.late_by.n)

    assert found == [0, 0, 1, 2, 3, 4, 5, 5, 5, 6, 7]


def test_page_taken_down_in_the_morning_of_the_day_of_revocation_is_in_time():
    """Withdrawn at nine and revoked at ten of one day: the earlier fact waits for the opening, in either order."""
    withdrawn = fact("2022-03-02T09:00:00", "withdrawn")
    revoked = fact("2022-03-02T10:00:00", "revoked", decision="penalty")

    for told in ((withdrawn, revoked), (revoked, withdrawn)):
        duty = story("takedown", *told).at(date(2022, 3, 10)).obligation("withdrawal")

        assert duty.timeliness is Timeliness.ON_TIME


def test_limit_that_was_over_before_a_stay_goes_on_being_used_up():
    """Due on Monday 2022-03-07, three working days after the 2nd, stayed that day: on the 8th one day is missing."""
    matter = story("takedown", fact("2022-03-02", "modified"), fact("2022-03-07", "stayed"))

    duty = matter.at(date(2022, 3, 8)).obligation("withdrawal")

    assert (duty.due, duty.remaining) == (date(2022, 3, 7), -1)
