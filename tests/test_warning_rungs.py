"""Rungs before and after a due date, one by one, and by how much an act lies beyond it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines import FixedDate, Rung, Timeliness, WarningPolicy, due
from gov_deadlines.law.book import LawBook
from gov_deadlines.matters.timeliness import instant, lateness
from gov_deadlines.matters.warning import Alert, reached, rungs, unmet
from gov_deadlines.unit import Roll

from .telling import fact, moment, story

BOOK = LawBook.load()
SUIYANG = "520323"
PENALTY = due("enforcement.penalty", date(2020, 5, 20), jurisdiction=SUIYANG)
"""Seven working days from Wednesday 2020-05-20: by Friday 05-29."""
STATEMENT = due("incident.statement", moment("2020-07-08T08:00:00"))
"""Five hours from 08:00."""


def test_rungs_of_a_limit_of_working_days():
    """
    Three working days before Friday 2020-05-29 is Tuesday 26, and the day after the twentieth beyond it 06-30.

    06-01 to 05 (5), 08 to 12 (10), 15 to 19 (15), 22 to 24 (18), 端午 off, Sunday 28 (19), 29 (20).
    """
    assert rungs(PENALTY) == (
        Alert(Rung.WARNING, date(2020, 5, 26), "-3"),
        Alert(Rung.DUE, date(2020, 5, 29), "0"),
        Alert(Rung.OVERDUE, date(2020, 5, 30), "+1"),
        Alert(Rung.VERY_OVERDUE, date(2020, 6, 30), "+20"),
    )


def test_rungs_of_another_policy():
    """The earliest warning first, none before the limit began, and grave from the day after the first beyond it."""
    policy = WarningPolicy(days_before=(1, 9, 7), days_after=1)

    assert rungs(PENALTY, policy) == (
        Alert(Rung.WARNING, date(2020, 5, 20), "-9"),
        Alert(Rung.WARNING, date(2020, 5, 20), "-7"),
        Alert(Rung.WARNING, date(2020, 5, 28), "-1"),
        Alert(Rung.DUE, date(2020, 5, 29), "0"),
        Alert(Rung.OVERDUE, date(2020, 5, 30), "+1"),
        Alert(Rung.VERY_OVERDUE, date(2020, 6, 2), "+1"),
    )


def test_rungs_of_a_limit_of_hours():
    """At half of its time and at four fifths, in order; then its end, and the microsecond after."""
    end = moment("2020-07-08T13:00:00")

    assert rungs(STATEMENT, WarningPolicy(fractions=(0.8, 0.5))) == (
        Alert(Rung.WARNING, moment("2020-07-08T10:30:00"), "50%"),
        Alert(Rung.WARNING, moment("2020-07-08T12:00:00"), "80%"),
        Alert(Rung.DUE, end, "100%"),
        Alert(Rung.OVERDUE, end + timedelta(microseconds=1), ""),
    )


def test_rungs_of_the_last_day_there_is():
    """Nothing comes after it, and no notice tells which days are worked before."""
    rule = BOOK["enforcement.penalty"]
    last = tuple(attrs.evolve(each, limit=FixedDate(12, 31), roll=Roll.NONE) for each in rule.versions)
    book = BOOK.with_rules(attrs.evolve(rule, versions=last))
    found = due("enforcement.penalty", date(9999, 5, 20), book=book)

    assert rungs(found) == (Alert(Rung.DUE, date.max, "0"),)


@pytest.mark.parametrize(
    ("on", "policy", "stands"),
    [
        ("2020-05-25", WarningPolicy(), Timeliness.NOT_DUE),
        ("2020-05-26", WarningPolicy(), Timeliness.DUE_SOON),
        ("2020-05-28", WarningPolicy(), Timeliness.DUE_SOON),
        ("2020-05-22", WarningPolicy(days_before=(5,)), Timeliness.DUE_SOON),
        ("2020-05-21", WarningPolicy(days_before=(5,)), Timeliness.NOT_DUE),
        ("2020-05-28", None, Timeliness.NOT_DUE),
        ("2020-05-29", None, Timeliness.DUE_TODAY),
        ("2020-05-30", None, Timeliness.OVERDUE),
    ],
)
def test_duty_that_is_not_met(on, policy, stands):
    """By the host's policy it is due soon; the law has only the last day."""
    assert unmet(PENALTY, moment(on), policy) is stands


@pytest.mark.parametrize(
    ("at", "stands"),
    [
        ("2020-07-08T10:29:59", Timeliness.NOT_DUE),
        ("2020-07-08T10:30:00", Timeliness.DUE_SOON),
        ("2020-07-08T13:00:00", Timeliness.DUE_SOON),
        ("2020-07-08T05:00:00+00:00", Timeliness.DUE_SOON),
        ("2020-07-08T13:00:00.000001", Timeliness.OVERDUE),
        ("2020-07-07", Timeliness.NOT_DUE),
        ("2020-07-08", Timeliness.OVERDUE),
    ],
)
def test_duty_of_hours_that_is_not_met(at, stands):
    """To the microsecond, in whatever zone one asks; a day stands for its end."""
    now = datetime.fromisoformat(f"{at}+08:00") if at.endswith(".000001") else moment(at)

    assert unmet(STATEMENT, now) is stands


def test_period_that_must_be_waited_for_is_never_overdue():
    """Thirty days of consultation from 2020-06-01 are over after 07-01, and then the next step is lawful."""
    found = due("consultation.minimum", date(2020, 6, 1))

    assert [unmet(found, moment(f"2020-07-{on}")) for on in ("01", "02", "31")] == [
        Timeliness.NOT_DUE,
        Timeliness.ON_TIME,
        Timeliness.ON_TIME,
    ]


def test_rung_is_reached_from_its_day_or_instant_on():
    """A day counts from its beginning on, an instant to the microsecond; a day that is asked for stands for its end."""
    days, hours = rungs(PENALTY), rungs(STATEMENT)

    assert [reached(days, Rung.DUE, moment(on)) for on in ("2020-05-28", "2020-05-29T00:00:00", "2020-06-01")] == [
        False,
        True,
        True,
    ]
    assert [reached(hours, Rung.DUE, moment(on)) for on in ("2020-07-08T12:59:59", "2020-07-08T13:00:00")] == [
        False,
        True,
    ]
    assert [reached(hours, Rung.DUE, moment(on)) for on in ("2020-07-07", "2020-07-08")] == [False, True]
    assert not reached(days[:1], Rung.DUE, moment("2020-06-30"))


@pytest.mark.parametrize(
    ("act", "n", "days", "seconds"),
    [
        ("2020-07-08T13:00:01", 1, 0, 1.0),
        ("2020-07-08T14:00:00", 1, 0, 3600.0),
        ("2020-07-08T14:00:01", 2, 0, 3601.0),
        ("2020-07-09T12:59:59", 24, 0, 86399.0),
        ("2020-07-09T13:00:00", 24, 1, 86400.0),
        ("2020-07-10T14:00:00", 49, 2, 176400.0),
    ],
)
def test_hours_of_lateness_are_those_begun(act, n, days, seconds):
    """A second beyond five hours is an hour begun; whole days are told beside it."""
    found = lateness(STATEMENT, moment(act))

    assert (found.n, found.unit, found.days, found.seconds) == (n, gd.HOUR, days, seconds)
    assert found.to_dict() == {"n": n, "unit": "hour", "days": days, "seconds": seconds}


@pytest.mark.parametrize(
    ("act", "n", "days", "zh", "en"),
    [
        ("2020-05-30", 0, 1, "1日（其间没有工作日）", "1 day, none of them worked"),
        ("2020-05-31", 0, 2, "2日（其间没有工作日）", "2 days, none of them worked"),
        ("2020-06-01", 1, 3, "1个工作日", "1 working day"),
        ("2020-06-02T18:00:00", 2, 4, "2个工作日", "2 working days"),
    ],
)
def test_days_of_lateness_are_worked_ones(act, n, days, zh, en):
    """Beyond Friday 2020-05-29 the weekend is late by none of them."""
    found = lateness(PENALTY, moment(act))

    assert (found.n, found.unit, found.days, found.seconds) == (n, gd.WORKING_DAY, days, None)
    assert (found.text("zh"), found.text("en")) == (zh, en)
    assert found.to_dict() == {"n": n, "unit": "working_day", "days": days}


def test_lateness_that_no_calendar_reaches_is_of_calendar_days():
    """Due on 2026-12-31, met on 2027-01-05: how many of the five days were worked, nobody can tell."""
    found = lateness(due("enforcement.penalty", date(2026, 12, 22), jurisdiction=SUIYANG), date(2027, 1, 5))

    assert (found.n, found.unit, found.days) == (5, gd.DAY, 5)


def test_lateness_beyond_a_fixed_day_is_of_calendar_days():
    """A report for 2019 was due on 2020-01-31."""
    found = lateness(due("annual_report.department", date(2019, 12, 31)), date(2020, 2, 3))

    assert (found.n, found.unit, found.days, found.text("en")) == (3, gd.DAY, 3, "3 days")


def test_day_stands_for_the_instant_it_ends():
    """A day ends where the next begins in Shanghai, at 16:00 of UTC, and an instant is itself."""
    assert instant(date(2020, 7, 8)) == datetime(2020, 7, 8, 16, tzinfo=UTC)
    assert instant(moment("2020-07-08T13:00:00")) == datetime(2020, 7, 8, 5, tzinfo=UTC)


def test_fact_of_the_hour_before_the_matter_began_is_out_of_bounds():
    """Received at ten, a request is not answered at nine of the same day; told by days alone it might be."""
    matter = story("request", fact("2020-05-20T10:00:00", "received"))

    with pytest.raises(gd.OutOfBounds):
        matter.apply(fact("2020-05-20T09:00:00", "answered"))
    assert matter.apply(fact("2020-05-20", "answered")).state == "answered"
    assert matter.apply(fact("2020-05-20T10:00:00", "answered")).state == "answered"


def test_clauses_of_a_place_are_looked_up_once():
    """Hundreds of clauses are gone through for the first matter of a place, and not for each of the others."""
    book = LawBook.load()

    found = book.clauses_in("document", SUIYANG)
    assert found
    assert book.clauses_in("document", SUIYANG) is found
    assert book.clauses_in("incident", SUIYANG) != found


def test_places_that_no_text_names_share_what_was_worked_out():
    """Of Fujian's text on reposting all its cities have one answer, and so have all places elsewhere."""
    rule, on = LawBook.load()["website.repost"], date(2020, 5, 20)

    assert rule.standing(on, "350100") is rule.standing(on, "350200")
    assert rule.standing(on, "110105") is rule.standing(on, "CN") is rule.standing(on)
    assert rule.in_force(on) is rule.standing(on).binding
    assert rule.standing(on, "350100") is not rule.standing(on, "CN")


def test_rungs_of_hours_come_as_hours_elapse_where_clocks_change():
    """Three hours from half past one in Berlin, in whose night the hour from two to three came twice."""
    start = datetime(2024, 10, 27, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    found = attrs.evolve(due("incident.statement", start), start=start)

    told = [alert.at.astimezone(UTC) - start.astimezone(UTC) for alert in rungs(found)]

    length = found.due_at.astimezone(UTC) - start.astimezone(UTC)
    assert told == [length * 0.5, length * 0.8, length, length + timedelta(microseconds=1)]


def test_rungs_of_hours_are_told_by_the_clock_of_china():
    """Five hours from noon in Berlin on 2020-07-08, which is six in the evening there."""
    start = datetime(2020, 7, 8, 12, tzinfo=ZoneInfo("Europe/Berlin"))

    told = [(alert.rung, alert.at.isoformat(), alert.text) for alert in rungs(due("incident.statement", start))]

    assert told == [
        (Rung.WARNING, "2020-07-08T20:30:00+08:00", "50%"),
        (Rung.WARNING, "2020-07-08T22:00:00+08:00", "80%"),
        (Rung.DUE, "2020-07-08T23:00:00+08:00", "100%"),
        (Rung.OVERDUE, "2020-07-08T23:00:00.000001+08:00", ""),
    ]


def test_moment_without_a_zone_is_no_instant():
    """Where its reader is would decide which one."""
    with pytest.raises(gd.BadInput, match=r"^moment: "):
        instant(datetime(2020, 5, 20))  # noqa: DTZ001
