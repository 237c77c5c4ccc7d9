"""How limits were kept: counted by hand on the calendar, by rule, department and month, at the moment asked for."""

from datetime import date

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, Event, Matter, Timeliness
from gov_deadlines.analysis.report.figures import Stand
from gov_deadlines.analysis.report.timely import timeliness_report


def request(id, received, answered=None, department=None, **details):
    """A request received and maybe answered, by a department."""
    events = [Event.of("received", date.fromisoformat(received), department=department)]
    if answered:
        events.append(Event("answered", date.fromisoformat(answered), payload=details))
    return Matter.open("request", id=id, events=events)


# 20 working days from 2020-05-20: 05-21, 22 (2), 25 to 29 (7), 06-01 to 05 (12), 08 to 12 (17), 15 to 17 (20)
STORIES = [
    request("in time", "2020-05-20", "2020-06-17", "住建局"),
    request("one day", "2020-05-20", "2020-06-18", "住建局"),  # Thursday, the next day
    request(
        "holiday", "2020-05-20", "2020-06-29", "财政局"
    ),  # 18, 19, 22 to 24, Sunday 28, 29: 7 working days, 12 days
    request("weekend", "2020-05-20", "2020-06-20"),  # a Saturday of rest: 18 and 19, two working days, three days
    request("open", "2020-06-10", None, "财政局"),
    request("overdue", "2020-05-20", None, "财政局"),
]
MOMENT = date(2020, 6, 30)


@pytest.fixture
def report():
    return timeliness_report(STORIES, as_of=MOMENT)


def test_duties_are_told_apart_at_the_moment(report):
    """On time, late, open, overdue; every duty once."""
    stands = report.whole.stands

    assert (stands[Stand.ON_TIME], stands[Stand.LATE], stands[Stand.OPEN], stands[Stand.OVERDUE]) == (1, 3, 1, 1)
    assert report.whole.total == report.matters == 6


def test_lateness_is_told_in_days_and_working_days(report):
    """1, 12 and 3 days late, which are 1, 7 and 2 working days."""
    late, overdue = report.whole.excess(Stand.LATE), report.whole.excess(Stand.OVERDUE)

    assert (late.n, late.median_days, late.worst_days) == (3, 3, 12)
    assert (late.median_working_days, late.worst_working_days, late.worst) == (2, 7, "holiday")
    assert (overdue.worst_days, overdue.worst_working_days, overdue.worst) == (13, 8, "overdue")


def test_figures_are_told_apart_by_department_and_month(report):
    """A department that is not stated has a row of its own."""
    by_department = {names: each.total for names, each in report.by("department").items()}

    assert by_department == {("",): 1, ("住建局",): 2, ("财政局",): 3}
    assert {names: each.total for names, each in report.by("month").items()} == {("2020-05",): 5, ("2020-06",): 1}
    assert "未写明" in report.text("zh")
    assert "(not stated)" in report.text("en")
    with pytest.raises(BadInput, match="department"):
        report.by("unit")


def test_bad_day_to_judge_by_is_told_at_its_own_argument():
    """It is as_of that is wrong, and not a start."""
    with pytest.raises(BadInput) as refused:
        timeliness_report([], as_of="2020-12-31")

    assert refused.value.faults[0].path == "as_of"


def test_another_moment_has_other_figures():
    """On 17 June nobody was late."""
    stands = timeliness_report(STORIES, as_of=date(2020, 6, 17)).whole.stands

    assert stands == {Stand.ON_TIME: 1, Stand.OPEN: 5}


def test_a_limit_in_calendar_days_is_late_in_both():
    """A budget has 20 days from its approval, until 06-09; published on 06-15 it is 6 days late, 4 of them worked."""
    events = [Event.of("approved", date(2020, 5, 20)), Event.of("published", date(2020, 6, 15))]
    budget = Matter.open("publication", id="预算", rule="budget.publication", events=events)
    late = timeliness_report([budget], as_of=MOMENT).whole.excess(Stand.LATE)

    assert (late.worst_days, late.worst_working_days) == (6, 4)


def test_a_word_is_neither_kept_nor_broken():
    """及时 has no number: what was done under it is not counted as in time."""
    events = [Event.of("detected", date(2020, 5, 20)), Event.of("done", date(2020, 5, 29))]
    found = timeliness_report([Matter.open("action", id="1", events=events)], as_of=MOMENT)

    assert found.whole.stands == {Stand.UNLIMITED: 1}


def test_a_duty_that_no_calendar_reaches_cannot_be_told():
    """A year without a notice gives no figure, and it is counted as such."""
    found = timeliness_report([request("1", "2026-12-20")], as_of=date(2026, 12, 31))

    assert found.whole.stands == {Stand.UNTOLD: 1}


def test_what_a_missing_notice_could_move_is_told_as_provisional():
    """Where a region's own notice of the year is not on record, its figures say so."""
    place = Matter.open("request", id="1", jurisdiction="650100", events=[Event.of("received", date(2020, 5, 20))])

    assert timeliness_report([place], as_of=date(2020, 5, 21)).whole.provisional == 1
    assert timeliness_report(STORIES, as_of=MOMENT).whole.provisional == 0


def test_a_clock_that_stands_still_is_open():
    """While a party is asked there is no due day, and nothing is overdue."""
    story = request("1", "2020-05-20").apply(Event.of("consulted", date(2020, 5, 25), party="甲"))
    found = timeliness_report([story], as_of=date(2020, 12, 31))

    assert found.whole.stands == {Stand.OPEN: 1}


def test_what_another_reading_clears_is_told():
    """Received on a rest day, answered on the day that the other reading gives: late, and named as in time by that."""
    story = request("1", "2020-05-23", "2020-06-22")
    duty = story.at(MOMENT).main
    late = timeliness_report([story], as_of=MOMENT).whole.excess(Stand.LATE)

    assert duty.timeliness is Timeliness.LATE
    assert any(each.due >= date(2020, 6, 22) for each in duty.alternatives)
    assert (late.n, late.cleared) == (1, 1)


def test_figures_as_known_before_a_notice():
    """Until the notice of 2020-01-26 a request of 2020-01-06 was due on 02-06; the answer of 02-10 was late by that."""
    story = request("1", "2020-01-06", "2020-02-10")
    then = timeliness_report([story], as_of=date(2020, 2, 12), as_known_on=date(2020, 2, 12))
    before = gd.WorkCalendar.load("CN").known_as_of(date(2020, 1, 20))
    old = timeliness_report([story], as_of=date(2020, 2, 12), calendar_of=lambda _: before)

    assert then.whole.stands == {Stand.ON_TIME: 1}
    assert old.whole.stands == {Stand.ON_TIME: 1}  # a matter handed over keeps its own calendar
    assert timeliness_report([story.to_dict()], as_of=date(2020, 2, 12), calendar_of=lambda _: before).whole.stands == {
        Stand.LATE: 1
    }


def test_figures_are_asked_by_their_names(report):
    """A word is enough; one that is none names those there are."""
    assert [report.whole.number(name) for name in ("on_time", "late", "open", "overdue")] == [1, 3, 1, 1]
    assert report.whole.number(Stand.LATE) == 3
    assert report.whole.excess("late") == report.whole.excess(Stand.LATE)
    with pytest.raises(BadInput, match=r"'lat' is no way to stand to a limit; expected one of on_time, late"):
        report.whole.number("lat")
