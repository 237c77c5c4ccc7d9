"""
An extension shorter than the law allows ends when it says; one that is longer is refused, or a breach.

Received on Wednesday 2020-05-20; 20 working days: May 21-22 (2), 25-29 (7), June 1-5 (12), 8-12 (17), 15-17 (20).
Extended: June 18-19 (2), 22-24 (5); the Dragon Boat Festival from Thursday 25 to Saturday 27; Sunday 28 worked (6),
29-30 (8), July 1-3 (11), 6-10 (16), 13-16 (20).
"""

from datetime import date

import pytest

import gov_deadlines as gd
from gov_deadlines import Event, Matter
from gov_deadlines.matters.replay import replay

APPROVED = {"approved_by": "主任", "notified": True}


def fact(name, on, **details):
    """One fact on a day."""
    return Event(name, date.fromisoformat(on), payload=details)


def extended(on="2020-06-10", **details):
    """The extension, approved and told."""
    return fact("extended", on, **APPROVED, **details)


def request(*facts, received="2020-05-20"):
    """The request with *facts* recorded after its receipt."""
    return Matter.open("request", events=[fact("received", received), *facts])


def answer(matter, on="2020-06-10"):
    """The duty to answer, seen on a day."""
    return matter.at(date.fromisoformat(on)).main


def others(duty):
    """The other readings of its end."""
    return {each.reading: each.due.isoformat() for each in duty.alternatives}


@pytest.mark.parametrize(
    ("details", "due", "total"),
    [
        ({}, "2020-07-16", 40),
        ({"working_days": 20}, "2020-07-16", 40),
        ({"until": "2020-07-16"}, "2020-07-16", 40),
        ({"working_days": 19}, "2020-07-15", 39),
        ({"until": "2020-07-15"}, "2020-07-15", 39),
        ({"working_days": 5}, "2020-06-24", 25),
        ({"until": "2020-06-24"}, "2020-06-24", 25),
        ({"working_days": 6}, "2020-06-28", 26),
        ({"until": "2020-06-18"}, "2020-06-18", 21),
        ({"working_days": 1}, "2020-06-18", 21),
    ],
)
def test_limit_is_extended_by_what_the_extension_takes(details, due, total):
    """A number of working days or a day, as much as the law allows or less; nothing said is all of it."""
    found = answer(request(extended(**details)))

    assert (found.due.isoformat(), found.total, others(found)) == (due, total, {})


def test_answer_after_a_short_extension_is_late():
    """Extended through 06-24 and answered on Sunday 06-28, which was worked: one working day late."""
    found = answer(request(extended(working_days=5), fact("answered", "2020-06-28")), "2020-07-01")

    assert (found.timeliness, found.late_by.n) == (gd.Timeliness.LATE, 1)


def test_day_of_rest_that_an_extension_names_stays_another_reading():
    """Through Friday the 26th, a day of the festival: the last working day is the 24th, the day told the 26th."""
    found = answer(request(extended(until="2020-06-26"), fact("answered", "2020-06-26")), "2020-07-01")

    assert (found.due, others(found)) == (date(2020, 6, 24), {"extended_to_the_named_day": "2020-06-26"})
    (late,) = request(extended(until="2020-06-26"), fact("answered", "2020-06-26")).at(date(2020, 7, 1)).breaches
    assert [each.reading for each in late.cleared_by] == ["extended_to_the_named_day"]


def test_consultation_after_the_extension_moves_its_end():
    """
    Extended through 06-24, five days; asked on the 18th, told on Monday the 22nd: the 19th and the 22nd are left out.

    June 18 (1), 23-24 (3), 28 (4), 29 (5). That the day told to the applicant stands is another reading.
    """
    asked = fact("consulted", "2020-06-18", party="甲"), fact("opinion_received", "2020-06-22", party="甲")

    by_day = answer(request(extended(until="2020-06-24"), *asked), "2020-06-24")
    by_number = answer(request(extended(working_days=5), *asked), "2020-06-24")

    assert by_day.due == by_number.due == date(2020, 6, 29)
    assert others(by_day) == {"extended_to_the_named_day": "2020-06-24"}
    assert others(by_number) == {}


def test_extension_while_others_are_asked_is_counted_from_the_end_as_it_stood():
    """
    Asked on 06-10 with 15 days used, extended on the 15th through the 30th, told on Friday the 19th.

    On the 15th the five days left would have ended on 06-22: 16-19 (4), 22 (5); to the 30th there are five more, 23-24
    (2), 28-30 (5). In the end: June 22-24 (3), 28-29 (5), and five more: 30 (1), July 1-3 (4), 6 (5).
    """
    found = answer(
        request(
            fact("consulted", "2020-06-10", party="甲"),
            extended("2020-06-15", until="2020-06-30"),
            fact("opinion_received", "2020-06-19", party="甲"),
        ),
        "2020-06-19",
    )

    assert (found.due, found.total) == (date(2020, 7, 6), 25)
    assert others(found) == {"extended_to_the_named_day": "2020-06-30"}


@pytest.mark.parametrize(
    "details",
    [
        {"working_days": 21},
        {"until": "2020-07-17"},
        {"until": "2020-06-17"},
        {"until": "2020-06-09"},
        {"until": "2020-06-24", "working_days": 5},
    ],
)
def test_extension_that_is_none_or_beyond_what_the_law_allows_is_refused(details):
    """A day too many, a day no later than the limit, and two ways of saying it at once."""
    refusal = request().can("extended", date(2020, 6, 10), **APPROVED, **details).refusal

    assert isinstance(refusal, gd.GuardFailed)
    (missing,) = refusal.missing
    assert missing.guard == "extension_length"
    assert "（2020-07-16）" in missing.zh
    assert missing.sources == ("政府信息公开条例（2019）第三十三条第二款〔已核全文〕",)


@pytest.mark.parametrize("details", [{"working_days": 21}, {"until": "2020-07-17"}])
def test_extension_taken_over_that_is_too_long_extends_by_the_most_and_is_a_breach(details):
    """What happened, happened; the law gives it no more than 20 working days."""
    matter = request(extended(imported=True, **details))

    assert answer(matter).due == date(2020, 7, 16)
    assert [each.name for each in matter.at(date(2020, 6, 10)).breaches] == ["extension_too_long"]


@pytest.mark.parametrize(
    ("on", "n", "taken"),
    [
        ("2019-05-14", 15, True),
        ("2019-05-14", 16, False),
        ("2019-05-20", 20, True),
        ("2019-05-20", 21, False),
    ],
)
def test_most_is_that_of_the_law_the_limit_started_under_or_of_the_day(on, n, taken):
    """Received on 2019-05-13 with 15 days of extension; from 2019-05-15 the text allows 20, and none says which."""
    matter = request(received="2019-05-13")

    assert bool(matter.can("extended", date.fromisoformat(on), **APPROVED, working_days=n)) is taken


@pytest.mark.parametrize(
    ("on", "details", "due", "readings"),
    [
        ("2019-05-14", {}, "2019-06-25", {"law_changed_while_pending": "2019-07-02"}),
        (
            "2019-05-28",
            {},
            "2019-06-25",
            {"extension_by_the_law_of_its_day": "2019-07-02", "law_changed_while_pending": "2019-07-09"},
        ),
        (
            "2019-05-28",
            {"working_days": 18},
            "2019-06-25",
            {"extension_by_the_law_of_its_day": "2019-06-28", "law_changed_while_pending": "2019-07-05"},
        ),
        (
            "2019-05-28",
            {"until": "2019-06-28"},
            "2019-06-25",
            {"extension_by_the_law_of_its_day": "2019-06-28", "law_changed_while_pending": "2019-07-05"},
        ),
        ("2019-05-28", {"working_days": 10}, "2019-06-18", {"law_changed_while_pending": "2019-06-25"}),
    ],
)
def test_extension_across_the_change_of_law(on, details, due, readings):
    """
    Received on Monday 2019-05-13, with 15 and 15 days by the text of 2008, and 20 and 20 by that of 2019.

    May 14-17 (4), 20-24 (9), 27-31 (14), June 3 (15); 4-6 (18), the Dragon Boat Festival on Friday 7, 10-11 (20).
    From the 3rd: June 4-6 (3), 10-14 (8), 17-18 (10), 19-21 (13), 24-25 (15), 26-28 (18), July 1-2 (20).
    From the 11th: June 12-14 (3), 17-21 (8), 24-25 (10), 26-28 (13), July 1-2 (15), 3-5 (18), 8-9 (20).
    No text says which governs an extension decided under the new one; before it, the old one alone could be meant.
    """
    found = answer(request(extended(on, **details), received="2019-05-13"), on)

    assert (found.due.isoformat(), others(found)) == (due, readings)


@pytest.mark.parametrize("days", [0, -1, True, "5", 2.5])
def test_number_of_days_that_is_none_is_refused(days):
    """A whole number from 1."""
    refusal = request().can("extended", date(2020, 6, 10), **APPROVED, working_days=days).refusal

    assert isinstance(refusal, gd.BadInput)
    assert [each.path for each in refusal.faults] == ["event.working_days"]


def test_short_extension_is_told_in_the_proof_and_in_json():
    """The words say how much was added; the course keeps the text that allows it and how much of it was taken."""
    matter = request(extended(working_days=5))
    told = [each.to_dict() for each in matter.events]

    found = replay({"procedure": "request", "events": told, "as_of": "2020-06-10"})["obligations"][0]

    assert found["due"] == "2020-06-24"
    assert "原期限至2020年6月17日（星期三），延长5个工作日" in answer(matter).explain("zh")
    assert answer(matter).deadline.to_dict()["course"]["granted"] == {"n": 5, "unit": "working_day"}


def test_payment_after_a_short_extension_begins_the_whole_anew():
    """
    Extended by 5 on 2021-03-08, told of the fee on the 9th, paid on Monday the 15th: 25 working days from there.

    March 16-19 (4), 22-26 (9), 29-April 2 (14), 6-9 (18; Monday the 5th is a holiday), 12-16 (23), 19-20 (25).
    """
    found = answer(
        request(
            extended("2021-03-08", working_days=5),
            fact("fee_notified", "2021-03-09"),
            fact("fee_paid", "2021-03-15"),
            received="2021-03-01",
        ),
        "2021-03-15",
    )

    assert (found.due, found.total) == (date(2021, 4, 20), 25)
