"""
Where one effect ends and the next begins: waits that touch, waits over a new start, the last day, the first text.

The counts are written beside the tests, made on a wall calendar with the holiday notices beside it; the number in
brackets is the running total at the end of each stretch.
"""

from datetime import date, datetime

import pytest

import gov_deadlines as gd
from gov_deadlines import Clock, Event, Matter, Timeliness

SUIYANG, GUANGXI = "520323", "450000"
APPROVED = {"approved_by": "政务公开办主任", "notified": True}


def moment(text):
    """The day, or with an hour the instant in Shanghai, that *text* writes."""
    return datetime.fromisoformat(f"{text}+08:00") if "T" in text else date.fromisoformat(text)


def fact(when, name, learned=None, **details):
    """One fact, its moments as text."""
    return Event.of(name, moment(when), learned=moment(learned) if learned else None, **details)


def story(procedure, *facts, **options):
    """The matter with *facts* recorded one after another, each a fact or the words of one: when and what."""
    told = [each if isinstance(each, Event) else fact(*each.split(" ")) for each in facts]
    return Matter.open(procedure, id="A-1", events=told, **options)


def seen(matter, when, known=None):
    """The matter on a day, by what was known by then or later."""
    return matter.at(moment(when), as_known_on=moment(known) if known else None)


def request(received, *facts):
    """A request that was received on that day."""
    return story("request", f"{received} received", *facts)


def day(found):
    """A day, or an instant in Shanghai, as text."""
    if isinstance(found, datetime):
        return found.astimezone(gd.SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")
    return found.isoformat() if found else None


def names(found):
    """What breaches or obligations are called."""
    return [each.name for each in found]


def readings(duty):
    """The other defensible ends of a duty, by what they rest on."""
    return {each.reading: day(each.due or each.due_at) for each in duty.alternatives}


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
