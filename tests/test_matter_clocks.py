"""Clocks that others stop and start: organs and parties, fees, texts that are silent, and what no calendar tells."""

from datetime import date

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines import procedure

from .telling import day, fact, request, seen, story

BOOK = gd.LawBook.load()
REFUSED, SILENT = "第二十三条第一款第四项", "第二十三条第一款第三项"


def asked(on, party, whom="third_party"):
    """A party that was asked for its opinion."""
    return fact(on, "consulted", party=party, whom=whom)


def heard(on, party):
    """The opinion of a party."""
    return fact(on, "opinion_received", party=party)


def windows(matter, on):
    """Whose time runs on a day: what for, from when to when, and the article that wants reconsideration first."""
    return [
        (
            each.name,
            each.holder,
            day(each.opens),
            day(each.deadline.due) if each.deadline else None,
            each.review_first and each.review_first.locator,
        )
        for each in seen(matter, on).windows
    ]


def test_party_that_is_still_out_when_the_fee_is_asked_for_stops_nothing_afterwards():
    """
    Under the text of 2008 the time of a third party is left out until the consultation gives way to the fee.

    The fee was paid on Thursday 2018-03-15, and 15 days run anew: 16 (1), 19 to 23 (6), 26 to 30 (11),
    04-02 to 04 (14), 清明 05 to 07 off, Sunday 08 (15).
    """
    matter = request(
        "2018-03-01",
        *(asked("2018-03-05", "甲"), asked("2018-03-06", "乙", "organ"), "2018-03-12 fee_notified"),
        *(heard("2018-03-13", "甲"), heard("2018-03-14", "乙"), "2018-03-15 fee_paid"),
    )
    found = seen(matter, "2018-03-15").main

    assert (found.clock, day(found.due)) == (gd.Clock.RUNNING, "2018-04-08")


def test_fee_starts_the_limit_anew_though_only_an_organ_is_out():
    """That the organ's time goes on counting under the text of 2008 says nothing of the fee: anew from 2018-03-15."""
    asked_first = asked("2018-03-06", "乙", "organ")
    matter = request("2018-03-01", asked_first, "2018-03-12 fee_notified", "2018-03-15 fee_paid")

    assert day(seen(matter, "2018-03-15").main.due) == "2018-04-08"


def test_stay_that_stops_nothing_hides_none_that_does():
    """
    Under the text of 2008 the correction stops nothing, and the consultation after it does.

    Of 2018-03-01: 02 (1), 05 to 08 (5), out until 12, 13 to 16 (9), 19 to 23 (14), 26 (15).
    """
    matter = request(
        "2018-03-01",
        *("2018-03-05 correction_requested", "2018-03-07 corrected"),
        *(asked("2018-03-08", "甲"), heard("2018-03-12", "甲")),
    )

    assert day(seen(matter, "2018-03-12").main.due) == "2018-03-26"


def test_limit_of_days_starts_with_a_day_and_an_incident_with_an_instant():
    """A request received at ten counts from its day; what is asked for in an incident has its hour."""
    received = story("request", "2020-05-20T10:00:00 received")
    incident = story(
        "incident",
        fact("2020-07-08T08:00:00", "occurred", level="major", kind="incident"),
        *("2020-07-08T09:00:00 statement_released", "2020-07-08T10:00:00 press_conference_held"),
        "2020-07-08T11:00:00 follow_up_due",
    )

    assert seen(received, "2020-05-21").main.start == date(2020, 5, 20)
    assert day(seen(incident, "2020-07-08T12:00:00").obligation("follow_up").start) == "2020-07-08T11:00:00"


@pytest.mark.parametrize(
    ("general", "due"), [("enforcement.decision", "2021-08-12"), ("enforcement.explanation", None)]
)
def test_word_leaves_the_outer_limit_standing_where_that_is_of_such_cases(general, due):
    """
    A revoked licence is taken down promptly, by the nation's word; a general rule would be its outer limit.

    Twenty working days of 2021-07-15: 16 (1), 19 to 23 (6), 26 to 30 (11), 08-02 to 06 (16), 09 to 12 (20). A rule of
    penalties alone is none for a licence.
    """
    book = BOOK.with_rules(attrs.evolve(BOOK["enforcement.withdrawal"], special_of=general))
    matter = story("takedown", fact("2021-07-15", "revoked", decision="licence"), book=book)
    found = seen(matter, "2021-07-16").main

    assert (day(found.due), found.refusal) == (due, None)
    assert found.rule == ("enforcement.withdrawal" if due is None else general)


def test_request_answered_while_only_an_organ_is_out_was_running():
    """
    Under the text of 2008 only the third party's time is left out, which ended on the day of the answer.

    Of Thursday 2018-03-01: 02 (1), 05 (2), out until 20, 21 to 23 (5), 26 to 30 (10), 04-02 to 04 (13), 清明,
    Sunday 08 (14), 09 (15).
    """
    matter = request(
        "2018-03-01",
        *(asked("2018-03-05", "甲"), asked("2018-03-06", "乙", "organ"), heard("2018-03-20", "甲")),
        "2018-03-20 answered",
    )
    found = seen(matter, "2018-03-21").main

    assert (day(found.due), found.timeliness) == ("2018-04-09", gd.Timeliness.ON_TIME)


def test_party_whose_time_lapsed_is_not_waited_for_any_more():
    """
    Under the text of 2008 its time is left out until it lapsed on Monday 2018-03-12, though an organ is out until 20.

    02 (1), 05 (2), 13 to 16 (6), 19 to 23 (11), 26 to 29 (15).
    """
    matter = request(
        "2018-03-01",
        *(asked("2018-03-05", "甲"), asked("2018-03-06", "乙", "organ")),
        *(fact("2018-03-12", "consultation_lapsed", party="甲"), heard("2018-03-20", "乙")),
    )

    assert day(seen(matter, "2018-03-20").main.due) == "2018-03-29"


def test_opinion_of_a_party_that_was_never_asked_changes_nothing():
    """It neither ends the consultation of another nor leaves out other days: until 2018-03-12 that one was out."""
    matter = request("2018-03-01", asked("2018-03-05", "甲"), heard("2018-03-07", "丙"))

    assert seen(matter, "2018-03-07").state == "consulting"
    # 02 (1), 05 (2), 13 to 16 (6), 19 to 23 (11), 26 to 29 (15).
    assert day(seen(matter.apply(heard("2018-03-12", "甲")), "2018-03-12").main.due) == "2018-03-29"


def test_extension_while_only_an_organ_is_out_asks_nobody():
    """
    Of 2018-03-01 with 15 days and 15 more all count, the organ's time and the day of the extension too.

    02 (1), 05 to 09 (6), 12 to 16 (11), 19 to 23 (16), 26 to 30 (21), 04-02 to 04 (24), 清明, Sunday 08 (25),
    09 to 13 (30).
    """
    extended = fact("2018-03-07", "extended", approved_by="负责人", notified=True)
    matter = request("2018-03-01", asked("2018-03-05", "乙", "organ"), extended, heard("2018-03-20", "乙"))

    assert day(seen(matter, "2018-03-20").main.due) == "2018-04-13"


@pytest.mark.parametrize(
    ("organ_asked", "due"),
    [
        # Under the text of 2008 its time counts: 05-07 to 10 (4), 13 (5), 20 to 24 (10), 27 to 31 (15).
        ("2019-05-14", "2019-05-31"),
        # Under that of 2019 it does not: 05-07 to 10 (4), 13 (5), 27 to 31 (10), 06-03 to 06 (14), 端午 off, 10 (15).
        ("2019-05-15", "2019-06-10"),
    ],
)
def test_time_of_an_organ_counts_by_the_text_of_the_day_it_was_asked_on(organ_asked, due):
    """A third party was asked on Monday 2019-05-13 and answered on 17; the organ's opinion came on 24."""
    matter = request(
        "2019-05-06",
        *(asked("2019-05-13", "甲"), asked(organ_asked, "乙", "organ")),
        *(heard("2019-05-17", "甲"), heard("2019-05-24", "乙")),
    )

    assert day(seen(matter, "2019-05-24").main.due) == due


def test_waiting_of_which_the_text_is_silent_is_read_as_the_procedure_reads_it():
    """
    The text of 2008 says that nothing stops for a correction; one that said nothing would be read as a fresh start.

    Of 2018-03-01: 02 (1), 05 to 09 (6), 12 to 16 (11), 19 to 22 (15). Anew from Monday 12: 13 to 16 (4), 19 to 23 (9),
    26 to 30 (14), 04-02 (15).
    """
    answer = BOOK["request.answer"]
    silent = attrs.evolve(answer, versions=tuple(attrs.evolve(each, pauses={}) for each in answer.versions))
    facts = ("2018-03-01 received", "2018-03-05 correction_requested", "2018-03-12 corrected")
    found = [seen(story("request", *facts, book=book), "2018-03-12") for book in (BOOK, BOOK.with_rules(silent))]

    assert [day(each.main.due) for each in found] == ["2018-03-22", "2018-04-02"]


def test_correction_starts_a_limit_anew_though_no_calendar_reaches_its_end():
    """Asked for on 2026-12-28 and made on 30, it is counted from 30; that it ends in 2027, nobody can tell yet."""
    matter = request("2026-12-21", "2026-12-28 correction_requested", "2026-12-30 corrected")
    found = seen(matter, "2026-12-31").main

    assert (found.start, found.due, found.refusal.code) == (date(2026, 12, 30), None, "calendar_not_published")


def test_silence_opens_remedies_and_goes_to_reconsideration_first():
    """
    Of 2024-01-08 nothing came by Sunday 02-04, a day of work: 09 to 12 (4), 15 to 19 (9), 22 to 26 (14),
    29 to 02-02 (19), 04 (20). Sixty days end on 04-04, 清明, so on Sunday 04-07; six months on Sunday 08-04, so on 05.
    """
    matter = request("2024-01-08")

    assert windows(matter, "2024-02-04") == []
    assert windows(matter, "2024-02-05") == [
        ("remedy.silence_reconsideration", "applicant", "2024-02-04", "2024-04-07", None),
        ("remedy.silence_suit", "applicant", "2024-02-04", "2024-08-05", SILENT),
    ]
    assert [each.assumed for each in seen(matter, "2024-02-05").windows] == ["", ""]


def test_refusal_without_remedies_goes_to_reconsideration_first_too():
    """A year from the answer, where it named none: 2024-01-19 to Sunday 2025-01-19, and so to Monday 20."""
    answered = fact("2024-01-19", "answered", remedies_stated=False)
    found = windows(request("2024-01-08", answered), "2024-02-01")

    assert {name: first for name, _, _, _, first in found}["remedy.suit_uninformed"] == REFUSED
    assert {name: first for name, _, _, _, first in found}["remedy.reconsideration_uninformed"] is None
    assert {holder for _, holder, _, _, _ in found} == {"applicant"}


def test_suit_whose_end_no_calendar_reaches_still_waits_for_reconsideration():
    """Six months from 2026-08-31 end on Sunday 2027-02-28, of which no notice tells whether it is worked."""
    matter = request("2026-08-03", "2026-08-31 answered")
    found = seen(matter, "2026-09-01").windows

    assert windows(matter, "2026-09-01") == [
        ("remedy.reconsideration", "applicant", "2026-08-31", "2026-10-30", None),
        ("remedy.suit", "applicant", "2026-08-31", None, REFUSED),
    ]
    assert [each.refusal and each.refusal.code for each in found] == [None, "calendar_not_published"]


def test_party_without_a_name_has_its_time_as_well():
    """Of Monday 2021-03-01: a third party that the record does not name, the correction, and the fee."""
    unnamed = request("2021-03-01", "2021-03-02 consulted")
    correction = request("2021-03-01", "2021-03-02 correction_requested")
    fee = request("2021-03-01", "2021-03-05 fee_notified")

    # 03 to 05 (3), 08 to 12 (8), 15 to 19 (13), 22 and 23 (15).
    assert windows(unnamed, "2021-03-08") == [("request.third_party_opinion", "", "2021-03-02", "2021-03-23", None)]
    assert windows(correction, "2021-03-08") == [("request.correction", "applicant", "2021-03-02", None, None)]
    # 08 to 12 (5), 15 to 19 (10), 22 to 26 (15), 29 to 04-02 (20).
    assert windows(fee, "2021-03-08") == [("request.fee_payment", "applicant", "2021-03-05", "2021-04-02", None)]


def test_names_of_a_refusal_in_chinese():
    """The procedure, the state and the event; before anything happened there is no state, and unknown words stay."""
    asked = procedure("request")

    assert asked.names_zh("running", "answered") == ("依申请公开", "办理中", "答复")
    assert asked.names_zh("", "answerd") == ("依申请公开", "未开始", "answerd")
