"""
Other organs asked for their opinion: their time counts under the text of 2008, and is left out under that of 2019.

Received on Monday 2018-01-08, 15 working days: Jan 9-12 (4), 15-19 (9), 22-26 (14), 29 (15). With Tuesday the 16th to
Monday the 22nd left out: Jan 9-12 (4), 15 (5), 23-26 (9), Jan 29-Feb 2 (14), Feb 5 (15).
"""

from datetime import date

import pytest

from gov_deadlines import Clock, Event, Matter

UNKNOWN = {"consultation_of_organs_counts": "2018-01-29"}


def fact(name, on, **details):
    """One fact on a day; details that are ``None`` are not told."""
    return Event(name, date.fromisoformat(on), payload={key: value for key, value in details.items() if value})


def request(received, *facts):
    """The request with *facts* recorded after its receipt."""
    return Matter.open("request", events=[fact("received", received), *facts])


def asked(on, back, whom=None, party="甲"):
    """A question and its answer."""
    return fact("consulted", on, party=party, whom=whom), fact("opinion_received", back, party=party)


def answer(matter, on):
    """The duty to answer, seen on a day: its clock, its end and the other readings of that."""
    duty = matter.at(date.fromisoformat(on)).main
    return duty.clock, duty.due and duty.due.isoformat(), {e.reading: e.due.isoformat() for e in duty.alternatives}


@pytest.mark.parametrize(
    ("whom", "clock", "meanwhile", "due", "readings"),
    [
        ("第三方", Clock.STOPPED, None, "2018-02-05", {}),
        ("其他机关", Clock.RUNNING, "2018-01-29", "2018-01-29", {}),
        ("joint_maker", Clock.RUNNING, "2018-01-29", "2018-01-29", {}),
        (None, Clock.STOPPED, None, "2018-02-05", UNKNOWN),
    ],
)
def test_text_of_2008_leaves_out_the_time_of_third_parties_alone(whom, clock, meanwhile, due, readings):
    """Art. 24(3) names third parties; where the record does not say who was asked, the other reading is shown."""
    question, opinion = asked("2018-01-15", "2018-01-22", whom)

    assert answer(request("2018-01-08", question), "2018-01-17") == (clock, meanwhile, readings)
    assert answer(request("2018-01-08", question, opinion), "2018-01-22") == (Clock.RUNNING, due, readings)


def test_third_party_asked_while_an_organ_is_asked_stops_the_clock_for_its_own_time():
    """The organ is asked from 01-10 to 01-24, the third party from the 15th to the 22nd, which alone is left out."""
    organ = asked("2018-01-10", "2018-01-24", "organ", "乙")
    third = asked("2018-01-15", "2018-01-22", "third_party")
    told = sorted([*organ, *third], key=lambda event: event.day)

    seen = {on: answer(request("2018-01-08", *told), on)[:2] for on in ("2018-01-12", "2018-01-17", "2018-01-23")}

    assert seen == {
        "2018-01-12": (Clock.RUNNING, "2018-01-29"),
        "2018-01-17": (Clock.STOPPED, None),
        "2018-01-23": (Clock.RUNNING, "2018-02-05"),
    }
    assert request("2018-01-08", *told).at(date(2018, 1, 17)).main.remaining == 10


@pytest.mark.parametrize(
    ("on", "back", "due"),
    [
        # By the text of 2008 the count goes on: 05-14 to 17 (4), 20 to 24 (9), 27 to 31 (14), 06-03 (15).
        ("2019-05-14", "2019-05-21", "2019-06-03"),
        # By that of 2019 from 05-21 to 27 it does not: 05-14 to 17 (4), 20 (5), 28 to 31 (9), 06-03 to 06 (13), 端午 07
        # off, 10 and 11 (15).
        ("2019-05-20", "2019-05-27", "2019-06-11"),
    ],
)
def test_organ_asked_across_the_change_of_law(on, back, due):
    """What asking does is said by the text in force on the day of asking, also for a request of before."""
    assert answer(request("2019-05-13", *asked(on, back, "organ")), back)[1] == due


def test_organ_lapses_to_no_limit_of_a_third_party():
    """
    A third party and a joint maker have 15 working days, 2020-05-21 to 06-10; any other organ has none.

    Asked on 2020-05-20: May 21-22 (2), 25-29 (7), June 1-5 (12), 8-10 (15).
    """
    found = {}
    for whom in (None, "third_party", "joint_maker", "organ"):
        seen = request("2020-05-18", fact("consulted", "2020-05-20", party="甲", whom=whom)).at(date(2020, 7, 1))
        windows = [(each.name, each.holder, each.deadline.due.isoformat()) for each in seen.windows]
        found[whom] = windows, [each.reading for each in seen.main.alternatives]

    third = [("request.third_party_opinion", "甲", "2020-06-10")], ["consultation_ends_with_the_third_partys_limit"]
    assert found == {
        None: third,
        "third_party": third,
        "joint_maker": ([("request.joint_agency_opinion", "甲", "2020-06-10")], []),
        "organ": ([], []),
    }
