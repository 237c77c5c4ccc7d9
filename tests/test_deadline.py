"""Deadlines: the day, and all that must come with it."""

import copy
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from html.parser import HTMLParser
from textwrap import dedent
from zoneinfo import ZoneInfo

import pendulum
import pytest

from gov_deadlines import (
    BadInput,
    CalendarNotPublished,
    Certainty,
    Course,
    Exclusion,
    FixedDate,
    LawBook,
    NoRuleInForce,
    Period,
    Roll,
    SameDay,
    StepKind,
    Undecidable,
    Unit,
    UnknownRegion,
    UnknownRule,
    WorkCalendar,
    due,
)

from . import oracle

LAW = LawBook.load()
SHANGHAI = ZoneInfo("Asia/Shanghai")
VERSIONS = [version for name in LAW for version in LAW[name].versions]
NUMBERED = [version for version in VERSIONS if version.limit is not None]
WORDED = [version for version in VERSIONS if version.limit is None]

# Long limits leave the published years: a calendar without holidays shows that they count at all.
ORDINARY_WEEK = WorkCalendar.of(date(1990, 1, 1), date(2060, 12, 31))

# Eves of holidays, month ends, days around changes of law, rest days: every span of a version holds some of them.
STARTS = [
    date.fromisoformat(day)
    for day in """
    2004-01-16 2005-04-29 2006-09-30 2007-12-28 2008-09-26 2009-01-23 2010-02-12 2011-01-31 2012-01-19 2013-02-07
    2014-01-29 2014-09-30 2015-04-30 2015-08-31 2016-02-05 2016-08-31 2017-01-26 2017-03-29 2017-09-29 2018-02-14
    2018-12-28 2019-01-31 2019-04-26 2019-05-14 2019-12-31 2020-01-22 2020-02-29 2020-04-03 2020-06-24 2020-09-30
    2021-02-10 2021-08-31 2022-01-30 2022-09-30 2023-01-20 2023-09-28 2024-02-08 2024-04-30 2025-01-26 2025-09-30
    2026-02-13
    """.split()
]

KEYS = {
    "due",
    "due_at",
    "certainty",
    "earliest",
    "latest",
    "opens_on",
    "looks_back",
    "rule",
    "version",
    "start",
    "jurisdiction",
    "steps",
    "also_asked",
    "alternatives",
    "conflicts",
    "calendar",
}


def starts_of(version):
    """A first, a last and a few more days in the span of *version* that the notices cover."""
    first = max(version.in_force_from, date(2004, 1, 2))
    last = min(version.in_force_to or date.max, date(2026, 6, 30))
    within = [day for day in STARTS if first <= day <= last]
    return sorted({first, last, *within[:2], *within[-2:]})


def at(day, version):
    """*day*, or an instant in its evening where *version* counts hours."""
    hours = isinstance(version.limit, Period) and version.limit.unit is Unit.HOUR
    return datetime(day.year, day.month, day.day, 22, 30, tzinfo=SHANGHAI) if hours else day


def by_hand(limit, roll, before, start, works):
    """What the oracle makes of a limit: the last day, or the last instant for hours."""
    match limit:
        case Period(n, Unit.HOUR):
            return start.astimezone(UTC) + timedelta(hours=n)
        case Period(n, Unit.WORKING_DAY):
            return oracle.shift(start, -n if before else n, works)
        case Period(n, unit):
            end = oracle.nominal(start, -n if before else n, unit.value)
            return oracle.roll(end, works) if roll is Roll.WORKING_DAY and not before else end
        case FixedDate(month, day, None):
            return next(date(y, month, day) for y in (start.year, start.year + 1) if date(y, month, day) > start)
        case FixedDate(month, day, year):
            return date(year, month, day)
        case SameDay():
            return start
    raise AssertionError(limit)


def replayed(deadline):
    """The day or instant that the steps alone lead to."""
    limit = deadline.version.limit
    steps = [(step.kind.value, step.first, step.last, step.at) for step in deadline.steps]
    if isinstance(limit, Period):
        again = oracle.Replay(steps, limit.n, limit.unit.value, before=deadline.version.before)
        return again.instant_due() if limit.unit is Unit.HOUR else again.due()
    kinds = [kind for kind, *_ in steps]
    assert kinds[0] == "start"
    assert "rolled" not in kinds
    return steps[0][1] if isinstance(limit, SameDay) else steps[kinds.index("reached")][1]


@pytest.mark.parametrize(
    "row", oracle.rows("deadlines.csv"), ids=lambda row: "{rule}-{start}-{jurisdiction}-{as_known_on}".format(**row)
)
def test_answer_of_the_table(row):
    """Each dated case of answers/deadlines.csv gives its day or instant, by the article it names."""
    start = datetime.fromisoformat(row["start"]) if "T" in row["start"] else date.fromisoformat(row["start"])
    known = date.fromisoformat(row["as_known_on"]) if row["as_known_on"] else None

    found = due(row["rule"], start, jurisdiction=row["jurisdiction"], as_known_on=known)

    assert (found.due or found.due_at).isoformat() == row["due"]
    assert found.version.locator == row["article"]


@pytest.mark.parametrize("version", NUMBERED, ids=lambda version: version.id)
def test_version_is_counted_explained_and_replayed(version):
    """
    In every span of every version the day is what a walk gives and its own steps give, and the words name it all.

    The words are checked for the version that binds; one that does not is named beside it, or gives the same day.
    """
    place = version.document.jurisdiction
    works = oracle.within(oracle.place(place.removesuffix("00").removesuffix("00")))
    answered = 0
    for day in starts_of(version):
        start = at(day, version)
        try:
            found = due(version.rule, start, jurisdiction=place)
        except CalendarNotPublished:
            found = due(version.rule, start, jurisdiction=place, calendar=ORDINARY_WEEK)
            assert replayed(found) == found.due
            continue
        except Undecidable:
            assert LAW[version.rule].in_force(day, place).limit.unit is Unit.HOUR
            continue
        answered += 1
        binding = found.version
        expected = by_hand(binding.limit, binding.roll, binding.before, start, works)

        assert (found.due or found.due_at) == expected
        assert replayed(found) == expected
        assert found.due == found.count.due
        _names_everything(found)
        if binding != version:
            assert version in found.standing.others
            assert version in found.concurring or _shown(found, version) or _same_day(found, version)
    assert answered or version.limit.unit is Unit.YEAR


@pytest.mark.parametrize("version", WORDED, ids=lambda version: version.id)
def test_word_is_not_turned_into_a_number(version):
    """Where the law has only a word the question is refused, and the refusal quotes the word and its source."""
    day, place = max(version.in_force_from, date(2004, 1, 2)), version.document.jurisdiction
    binding = LAW[version.rule].in_force(day, place)
    if binding.limit is not None:
        assert version in LAW[version.rule].standing(day, place).others
        return

    with pytest.raises(Undecidable) as refused:
        due(version.rule, day, jurisdiction=place)

    for lang in ("en", "zh"):
        assert binding.word in refused.value.message(lang)
        assert binding.locator in refused.value.message(lang)


def test_withdrawal_has_a_number_since_the_penalty_law_of_2021():
    """Until 2021-07-14 the nation said 及时, Suiyang in 2020 three working days; from 07-15 a law says three days."""
    with pytest.raises(Undecidable, match="及时"):
        due("enforcement.withdrawal", date(2021, 7, 14))
    with pytest.raises(Undecidable, match="及时"):
        due("enforcement.withdrawal", date(2021, 7, 14), jurisdiction="520323")
    law = due("enforcement.withdrawal", date(2021, 7, 15))

    assert due("enforcement.withdrawal", date(2020, 5, 20), jurisdiction="520323").due == date(2020, 5, 25)
    assert law.due == date(2021, 7, 20)
    assert law.version.document.id == "penalty-law-2021"
    assert "第八十五条" in law.explain("zh")


def test_fee_has_a_number_since_2021():
    """The applicant has twenty working days to pay since 2021; before that nothing was in force."""
    with pytest.raises(NoRuleInForce):
        due("request.fee_payment", date(2020, 12, 31))

    assert due("request.fee_payment", date(2021, 1, 4)).version.limit == Period(20, Unit.WORKING_DAY)


def test_text_that_sets_the_same_limit_for_some_cases_is_named():
    """Shaoyang's own five hours, like the nation's for serious incidents only, stand in the explanation beside them."""
    found = due("incident.statement", datetime(2017, 6, 29, 19, 40, tzinfo=SHANGHAI), jurisdiction="430500")

    assert found.version.document.id == "sc-2016-80"
    assert "邵阳市2017年政务公开要点" in found.explain("zh")
    assert "Shaoyang" in found.explain("en")


def test_answer_in_json_is_complete_and_stable():
    """An answer has the keys other systems read, survives JSON, and is the same when it is asked again."""
    questions = [
        ("request.answer", date(2020, 1, 6), "CN"),
        ("incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI), "520323"),
        ("proactive.disclosure", date(2020, 9, 15), "650100"),
        ("consultation.minimum", date(2021, 3, 5), "CN"),
        ("message.enquiry", date(2024, 5, 6), "430200"),
    ]
    for rule, start, place in questions:
        plain = due(rule, start, jurisdiction=place).to_dict()

        assert plain.keys() == KEYS
        assert json.loads(json.dumps(plain)) == plain
        assert due(rule, start, jurisdiction=place).to_dict() == plain


def test_answer_in_json_holds_the_proof():
    """Source, steps with the notice of each, and calendar stand in the JSON form of an answer."""
    plain = due("request.answer", date(2020, 1, 6), jurisdiction="520323").to_dict()

    assert plain["due"] == "2020-02-10"
    assert plain["due_at"] == "2020-02-11T00:00:00+08:00"
    assert plain["version"]["limit"] == {"n": 20, "unit": "working_day"}
    assert plain["version"]["locator"] == "第三十三条第二款"
    assert plain["version"]["mark"] == "V"
    assert [step for step in plain["steps"] if step.get("notice_id") == "CN/2020b"] == [
        {
            "kind": "skipped",
            "first": "2020-01-31",
            "last": "2020-02-02",
            "name": "春节",
            "notice": "国办发明电〔2020〕1号",
            "notice_id": "CN/2020b",
        }
    ]
    assert plain["calendar"]["region"] == "520323"


def test_deadline_survives_a_process_pool():
    """A deadline pickles and says the same on the other side."""
    found = due("request.answer", date(2020, 1, 6))

    again = pickle.loads(pickle.dumps(found))

    assert again.to_dict() == found.to_dict()


def test_instant_and_date_of_the_same_day_give_the_same_due_day():
    """A limit in days counts from the civil day in Shanghai, whatever the zone of the instant."""
    evening = datetime(2020, 5, 19, 16, 30, tzinfo=UTC)
    found = due("enforcement.penalty", evening)

    assert found.due == due("enforcement.penalty", date(2020, 5, 20)).due == date(2020, 5, 29)
    assert found.start is evening
    assert due("enforcement.penalty", pendulum.date(2020, 5, 20)).due == date(2020, 5, 29)
    assert due("enforcement.penalty", pendulum.datetime(2020, 5, 20)).due == date(2020, 5, 29)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_unknown_rule_is_refused(lang):
    """A rule nobody knows is refused with those near it."""
    with pytest.raises(UnknownRule) as refused:
        due("request.anwser", date(2020, 5, 20))

    assert "request.answer" in refused.value.message(lang)


def test_rule_not_yet_in_force_is_refused():
    """Before 2008-05-01 nobody had a right to an answer."""
    with pytest.raises(NoRuleInForce, match=r"2008-05-01\.\.2019-05-14"):
        due("request.answer", date(2008, 4, 30))


@pytest.mark.parametrize("rule", ["request.answer", "incident.statement", "annual_report.department"])
def test_naive_datetime_is_refused(rule):
    """An instant without its zone is no instant, for day limits as for hour limits."""
    with pytest.raises(BadInput, match="time zone"):
        due(rule, datetime(2020, 5, 20, 9, 0))  # noqa: DTZ001


@pytest.mark.parametrize("start", ["2020-05-20", 20200520, None, 0.5])
def test_start_that_is_no_day_is_refused(start):
    """Only dates and instants start a limit."""
    with pytest.raises(BadInput):
        due("request.answer", start)


@pytest.mark.parametrize(
    "start",
    [datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), datetime.max.replace(tzinfo=timezone.min)],
)
def test_instant_beyond_the_calendar_of_the_machine_is_refused(start):
    """An instant whose day in Shanghai cannot be written is refused as any other bad input."""
    with pytest.raises((BadInput, NoRuleInForce, CalendarNotPublished)):
        due("request.answer", start)


def test_hour_limit_with_a_day_alone_is_refused():
    """Five hours run from an instant; a day alone leaves the answer open."""
    for lang, words in (("en", "aware datetime"), ("zh", "时刻")):
        with pytest.raises(Undecidable) as refused:
            due("incident.statement", date(2020, 7, 8))

        assert words in refused.value.message(lang)


def test_count_that_leaves_the_published_years_is_refused():
    """Twenty working days from 2026-12-20 end in a year without a notice; the refusal says what to do."""
    with pytest.raises(CalendarNotPublished) as refused:
        due("request.answer", date(2026, 12, 20))

    assert refused.value.last == date(2026, 12, 31)
    assert "projected(2027)" in refused.value.message("en")
    assert "projected(2027)" in refused.value.message("zh")


@pytest.mark.parametrize("place", ["71", "99", "5203233", "cn", ""])
def test_unknown_place_is_refused(place):
    """A code of no mainland province is no place."""
    with pytest.raises(UnknownRegion):
        due("request.answer", date(2020, 5, 20), jurisdiction=place)


@pytest.mark.parametrize(
    ("rule", "start", "last"),
    [
        ("annual_report.department", date(2026, 12, 31), date(2027, 1, 31)),
        ("annual_report.government", date(2026, 12, 31), date(2027, 3, 31)),
        ("remedy.suit", date(2003, 11, 25), date(2004, 2, 25)),
        ("remedy.suit_after_review", date(2003, 12, 25), date(2004, 1, 9)),
    ],
)
def test_answer_that_needs_no_notice_comes_with_its_proof(rule, start, last):
    """A fixed date after the last notice, and a start before the first one, are answered and can be shown."""
    found = due(rule, start)

    assert found.due == last
    assert found.certainty is Certainty.SETTLED
    assert json.dumps(found.to_dict())
    assert found.explain("zh")
    assert found._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (date(2020, 5, 29), True),
        (date(2020, 5, 30), False),
        (datetime(2020, 5, 29, 23, 59, 59, 999999, tzinfo=SHANGHAI), True),
        (datetime(2020, 5, 30, 0, 0, tzinfo=SHANGHAI), False),
        (datetime(2020, 5, 29, 15, 59, 59, 999999, tzinfo=UTC), True),
        (datetime(2020, 5, 29, 16, 0, tzinfo=UTC), False),
        (datetime(2020, 5, 29, 23, 0, tzinfo=timezone(timedelta(hours=-4))), False),
        (datetime(2020, 5, 30, 4, 0, tzinfo=timezone(timedelta(hours=13))), True),
        (date(2020, 1, 1), True),
    ],
)
def test_day_limit_compares_civil_days_in_shanghai(act, expected):
    """Until 24:00 in Shanghai an act is in time, wherever the clock that timed it stood."""
    found = due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")

    assert found.in_time(act) is expected
    assert found.due_at == datetime(2020, 5, 30, tzinfo=SHANGHAI)
    assert found.due_at.isoformat() == "2020-05-30T00:00:00+08:00"


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (datetime(2020, 7, 8, 21, 20, tzinfo=SHANGHAI), True),
        (datetime(2020, 7, 8, 21, 20, 0, 1, tzinfo=SHANGHAI), False),
        (datetime(2020, 7, 8, 13, 20, tzinfo=UTC), True),
        (datetime(2020, 7, 8, 13, 20, 0, 1, tzinfo=UTC), False),
    ],
)
def test_hour_limit_includes_its_last_instant(act, expected):
    """Five hours after 16:20 include 21:20:00.000000 and not the microsecond after it."""
    found = due("incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI))

    assert found.due is None
    assert found.due_at == datetime(2020, 7, 8, 21, 20, tzinfo=SHANGHAI)
    assert found.in_time(act) is expected


def test_hour_limit_is_not_held_against_a_day():
    """Whether an act on a day was within hours is open without its instant; a naive one is refused too."""
    found = due("incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI))

    with pytest.raises(Undecidable, match="5 hours"):
        found.in_time(date(2020, 7, 8))
    with pytest.raises(BadInput, match="time zone"):
        found.in_time(datetime(2020, 7, 8, 20, 0))  # noqa: DTZ001


def test_day_limit_is_not_held_against_a_naive_instant():
    """The day of a naive instant depends on where the reader is."""
    found = due("enforcement.penalty", date(2020, 5, 20))

    with pytest.raises(BadInput):
        found.in_time(datetime(2020, 5, 29, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (date(2020, 6, 19), False),
        (date(2020, 6, 20), True),
        (datetime(2020, 6, 19, 15, 59, tzinfo=UTC), False),
        (datetime(2020, 6, 19, 16, 0, tzinfo=UTC), True),
    ],
)
def test_minimum_period_must_be_over(act, expected):
    """After thirty days of consultation from 2020-05-20, closed on 06-19, the next step is lawful from 06-20."""
    found = due("consultation.minimum", date(2020, 5, 20))

    assert found.due == date(2020, 6, 19)
    assert found.opens_on == date(2020, 6, 20)
    assert found.in_time(act) is expected
    assert "2020年6月20日" in found.explain("zh").partition("\n")[0]


def test_limit_counted_back_is_kept_until_its_day():
    """Papers go out seven days before a hearing: seven days before Monday 2020-10-12 is 10-05, holiday or not."""
    found = due("hearing.papers", date(2020, 10, 12))

    assert found.due == found.count.due == date(2020, 10, 5)
    assert found.in_time(date(2020, 10, 5))
    assert not found.in_time(date(2020, 10, 6))
    assert [other.reading for other in found.alternatives] == []


def test_receipt_on_a_rest_day_has_another_reading():
    """A request that came on Sunday 2017-06-18 was held by a court to have come on Monday."""
    found = due("request.answer", date(2017, 6, 18))
    (other,) = found.alternatives

    assert found.due == date(2017, 7, 7)
    assert (other.reading, other.due) == ("receipt_on_rest_day", date(2017, 7, 10))
    assert "2017年6月18日" in other.zh
    assert "2017-06-18" in other.en


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("request.answer", date(2020, 1, 19)),  # a Sunday worked instead
        ("request.answer", date(2020, 1, 6)),
        ("enforcement.penalty", date(2020, 5, 23)),  # decided, not received, on a Saturday
    ],
)
def test_other_start_has_no_reading_as_receipt_on_a_rest_day(rule, start):
    """A make-up Sunday is a working day, and only receipt is at issue."""
    readings = {other.reading for other in due(rule, start).alternatives}

    assert "receipt_on_rest_day" not in readings


def test_request_pending_when_the_law_changed_has_another_reading():
    """A request of 2019-05-01 fell under 15 working days, and 20 came into force before they were over."""
    found = due("request.answer", date(2019, 5, 1))

    assert found.version.document.id == "ogi-2008"
    assert found.due == date(2019, 5, 23)
    assert {other.reading: other.due for other in found.alternatives} == {
        "receipt_on_rest_day": date(2019, 5, 24),
        "law_changed_while_pending": date(2019, 5, 30),
    }
    assert "20 working days" in next(o.en for o in found.alternatives if o.reading == "law_changed_while_pending")


@pytest.mark.parametrize("start", [date(2019, 4, 15), date(2019, 5, 15)])
def test_request_not_pending_when_the_law_changed_has_one_reading(start):
    """One that was due before the change, or came with it, is under one text alone."""
    assert due("request.answer", start).alternatives == ()


@pytest.mark.parametrize(
    ("start", "nominal", "practice", "letter"),
    [
        (date(2019, 2, 4), date(2019, 4, 5), date(2019, 4, 8), date(2019, 4, 6)),
        (date(2015, 11, 2), date(2016, 1, 1), date(2016, 1, 4), date(2016, 1, 2)),
        (date(2015, 3, 2), date(2015, 5, 1), date(2015, 5, 4), date(2015, 5, 2)),
    ],
)
def test_last_day_in_a_holiday_before_a_plain_weekend_has_another_reading(start, nominal, practice, letter):
    """By the letter a last day on 清明 moves to the Saturday after it, in practice to the Monday."""
    found = due("remedy.reconsideration", start)
    (other,) = found.alternatives

    assert start + timedelta(days=60) == nominal
    assert found.due == practice
    assert (other.reading, other.due) == ("roll_to_day_after", letter)
    assert letter.weekday() == 5


def test_last_day_in_a_holiday_before_a_working_day_has_one_reading():
    """After a long holiday the day after it is the first working day: both readings meet."""
    found = due("remedy.suit_after_review", date(2020, 9, 17))

    assert found.due == date(2020, 10, 9)
    assert found.alternatives == ()


@pytest.mark.parametrize(
    ("rule", "start", "known", "fixed", "other"),
    [
        ("annual_report.department", date(2019, 12, 31), None, date(2020, 1, 31), date(2020, 2, 3)),
        ("annual_report.department", date(2019, 12, 31), date(2020, 1, 26), date(2020, 1, 31), None),
        ("annual_report.department", date(2020, 12, 31), None, date(2021, 1, 31), date(2021, 2, 1)),
        ("annual_report.government", date(2018, 12, 31), None, date(2019, 3, 31), date(2019, 4, 1)),
        ("annual_report.department", date(2025, 12, 31), None, date(2026, 1, 31), date(2026, 2, 2)),
        ("annual_report.government", date(2019, 12, 31), None, date(2020, 3, 31), None),
    ],
)
def test_fixed_date_on_a_rest_day_stands_and_has_another_reading(rule, start, known, fixed, other):
    """No text moves a fixed date; that it might move like a period is shown where it would."""
    found = due(rule, start, as_known_on=known)

    assert found.due == fixed
    assert [(a.reading, a.due) for a in found.alternatives] == ([("fixed_date_rolls", other)] if other else [])


def test_alternatives_give_another_day():
    """Over all rules, no alternative repeats the answer, and each is told in both languages with its day."""
    seen = set()
    for version in NUMBERED:
        for day in starts_of(version):
            try:
                found = due(version.rule, at(day, version), jurisdiction=version.document.jurisdiction)
            except (CalendarNotPublished, Undecidable):
                continue
            for other in found.alternatives:
                seen.add(other.reading)
                assert other.due != found.due
                assert other.zh in found.explain("zh")
                assert other.en in found.explain("en")

    assert seen >= {"receipt_on_rest_day", "fixed_date_rolls", "law_changed_while_pending"}


def test_seven_and_twenty_working_days_for_one_penalty_are_both_shown():
    """The 7 days of 国办发〔2018〕118号 stand against the general 20, the market regulator's 20 and a statute's 20."""
    found = due("enforcement.penalty", date(2021, 11, 1))
    shown = {conflict.version.document.id: conflict for conflict in found.conflicts}

    assert found.version.document.id == "sc-2018-118"
    assert found.due == date(2021, 11, 10)
    assert shown.keys() == {"sc-2018-118", "market-penalty-2021", "enterprise-2014"}
    assert {conflict.due for conflict in shown.values()} == {date(2021, 11, 29)}
    assert "special" in shown["sc-2018-118"].en
    assert "第九条" in found.explain("zh")
    for conflict in found.conflicts:
        assert conflict.zh in found.explain("zh")
        assert conflict.en in found.explain("en")


def test_market_penalty_shows_the_seven_days_against_it():
    """Asked under the market regulator's own rule, the 7 working days are the conflict."""
    found = due("enforcement.market_penalty", date(2021, 11, 1))

    assert found.due == date(2021, 11, 29)
    assert ("enforcement.penalty", date(2021, 11, 10)) in [(c.version.rule, c.due) for c in found.conflicts]


def test_budget_shows_the_working_days_that_it_displaces():
    """Twenty calendar days of the Budget Law stand beside the general twenty working days."""
    found = due("budget.publication", date(2021, 3, 1))
    (conflict,) = found.conflicts

    assert found.due == date(2021, 3, 22)
    assert conflict.version.rule == "proactive.disclosure"
    assert conflict.due == date(2021, 3, 29)


def test_word_makes_no_conflict():
    """国办发〔2016〕80号 has only 同步 for interpretation; the county's five working days stand alone."""
    found = due("interpretation.release", date(2020, 9, 25), jurisdiction="520323")

    assert [version.word for version in found.standing.others] == ["同步"]
    assert found.conflicts == ()


def test_conflict_that_ends_past_the_last_notice_is_shown_without_a_day():
    """In December the general 20 working days run into an unpublished year: their claim stays, the day is open."""
    found = due("enforcement.penalty", date(2026, 12, 10))
    general = next(c for c in found.conflicts if c.version.rule == "enforcement.decision")

    assert (general.due, general.due_at) == (None, None)
    assert "past the last holiday notice" in general.en
    assert "20个工作日：超出已公布的放假安排" in found.explain("zh")
    assert general.to_dict()["due"] is None


def test_extension_of_a_limit_begun_under_the_old_law_may_follow_it():
    """15 working days from 2019-05-14 end on 2019-06-04; the text of 2008 extends by 15, that of 2019 by 20."""
    found = due("request.extension", date(2019, 6, 4))
    (other,) = found.alternatives

    assert (other.reading, other.due) == ("extension_by_the_law_of_the_request", date(2019, 6, 26))
    assert due("request.extension", date(2019, 6, 6)).alternatives == ()


def test_window_that_looks_back_tells_from_which_day_things_count():
    """Two weeks before 2019-04-18 begin on 2019-04-04, and an update inside them counts."""
    found = due("website.check_new_media", date(2019, 4, 18))

    assert found.due == date(2019, 4, 4)
    assert found.opens_on is None
    assert "自2019年4月4日（星期四）起的更新计入" in found.explain("zh")
    assert [found.in_time(date(2019, 4, day)) for day in (3, 4, 18, 19)] == [False, True, True, False]


def test_text_that_binds_one_bureau_says_so():
    """The Guangxi bureau's own plan is no rule for every organ of Guangxi, and the answer names whom it binds."""
    found = due("interpretation.release", date(2020, 6, 15), jurisdiction="450100")

    assert found.version.document.id == "local-450000-2017"
    assert "适用条件：限自治区新闻出版广电局" in found.explain("zh")


def test_conflicts_give_another_day():
    """A text that leads to the same day is no conflict: Suiyang's seven working days are the nation's."""
    found = due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")

    assert {version.document.id for version in found.concurring} == {"sc-2015-51", "sc-2016-33", "local-520323-2020"}
    assert all(conflict.due != found.due for conflict in found.conflicts)
    assert "local-520323-2020" not in {conflict.version.document.id for conflict in found.conflicts}


def test_region_whose_notice_is_missing_makes_the_answer_provisional():
    """Xinjiang's notice for 2020 is not in the data: the answer is bounded and says which notice is missing."""
    found = due("proactive.disclosure", date(2020, 9, 15), jurisdiction="650100")
    doubts = [step for step in found.steps if step.kind is StepKind.DOUBT]

    assert found.certainty is Certainty.PROVISIONAL
    assert found.earliest <= found.due <= found.latest
    assert found.earliest < found.latest
    assert len(doubts) == 1
    assert "2020 notice of Xinjiang" in found.explain("en")
    assert "新疆维吾尔自治区2020年" in found.explain("zh")
    assert "暂定" in found.explain("zh").partition("\n")[0]
    assert "provisional" in found.explain("en").partition("\n")[0]
    plain = found.to_dict()
    assert (plain["certainty"], plain["earliest"], plain["latest"]) == (
        "provisional",
        found.earliest.isoformat(),
        found.latest.isoformat(),
    )


def test_minimum_period_in_doubt_says_so_in_its_first_line():
    """That the day on which a step becomes lawful is provisional is as important as that a last day is."""
    found = due("legality_review.minimum", date(2021, 4, 28), jurisdiction="650100")

    assert found.certainty is Certainty.PROVISIONAL
    assert "暂定" in found.explain("zh").partition("\n")[0]
    assert "provisional" in found.explain("en").partition("\n")[0]


def test_year_of_a_region_that_is_known_is_settled():
    """Guangxi's notice for 2017 is in the data."""
    found = due("request.answer", date(2017, 3, 20), jurisdiction="450000")

    assert found.certainty is Certainty.SETTLED
    assert found.earliest is None
    assert found.latest is None


def test_fixed_date_of_a_region_in_doubt_is_settled():
    """No local notice can move a fixed date."""
    found = due("annual_report.department", date(2019, 12, 31), jurisdiction="650100")

    assert (found.certainty, found.due) == (Certainty.SETTLED, date(2020, 1, 31))


def test_projected_year_is_provisional():
    """With a projection the answer into 2027 comes, marked and bounded."""
    calendar = WorkCalendar.load("CN").projected(2027)

    found = due("request.answer", date(2026, 12, 20), calendar=calendar)

    assert found.certainty is Certainty.PROVISIONAL
    assert found.earliest <= found.due <= found.latest
    assert date(2027, 1, 1) < found.due < date(2027, 2, 28)


def test_projection_survives_the_question_what_was_known():
    """Asked in October 2025 about a period that runs into 2026, only a projection could answer, and does."""
    known = date(2025, 10, 31)
    calendar = WorkCalendar.load("CN").known_as_of(known).projected(2026)

    found = due("request.answer", date(2025, 12, 15), calendar=calendar, as_known_on=known)

    assert found.certainty is Certainty.PROVISIONAL
    assert found.earliest <= found.due <= found.latest


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (date(2020, 1, 6), date(2020, 2, 6)),
        (date(2020, 1, 26), date(2020, 2, 6)),
        (date(2020, 1, 27), date(2020, 2, 10)),
        (None, date(2020, 2, 10)),
    ],
)
def test_same_question_as_known_on_another_day(known, expected):
    """A request of 2020-01-06 was due on 02-06 for those who did not know of the longer holiday, then on 02-10."""
    found = due("request.answer", date(2020, 1, 6), as_known_on=known)

    assert found.due == expected
    assert found.calendar.as_known_on == known
    assert found.to_dict()["calendar"]["as_known_on"] == (known and known.isoformat())
    assert not known or f"{known}" in found.explain("en")


def test_year_not_yet_known_is_refused_as_known_then():
    """Before the notice of 2019-11-21 nothing could be said of January 2020."""
    with pytest.raises(CalendarNotPublished) as refused:
        due("request.answer", date(2019, 12, 20), as_known_on=date(2019, 11, 20))

    assert refused.value.last == date(2019, 12, 31)


def test_first_line_is_the_answer():
    """A deadline prints as its answer, and the explanation opens with it."""
    found = due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")

    assert str(found) == "行政处罚决定公开：不迟于2020年5月29日（星期五）24时"
    assert found.explain("zh").splitlines()[0] == str(found)
    assert found.explain("en").splitlines()[0] == (
        "disclosure of a penalty decision: by the end of 2020-05-29 (Friday)"
    )


def test_unstated_anchor_is_said():
    """The national texts do not say from when the five hours run; the county's words for its 24 hours do."""
    stated = due("incident.emergency_handling", datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI), jurisdiction="520323")
    unstated = due("incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI))

    assert "原文未写明起算点" in unstated.explain("zh")
    assert "does not say from when" in unstated.explain("en")
    assert "原文未写明起算点" not in stated.explain("zh")


def test_notebook_gets_text_markdown_and_html():
    """Each form carries the answer; the HTML is well formed and marks due, skipped, made-up and counted days."""
    found = due("request.answer", date(2020, 1, 6))
    bundle = found._repr_mimebundle_()
    page = _Page(bundle["text/html"])

    assert bundle.keys() == {"text/plain", "text/markdown", "text/html"}
    assert bundle["text/plain"] == found.explain("zh")
    assert all("2020年2月10日" in text for text in bundle.values())
    assert bundle["text/markdown"].startswith("**")
    assert page.faults == []
    assert page.cells["gd-due"] == ["10"]
    assert page.cells["gd-made_up"] == ["19"]
    assert page.cells["gd-start"] == ["1/6"]
    assert page.cells["gd-skipped"] == ("11 12 18 24 25 26 27 28 29 30 31 2/1 2 8 9".split())
    assert len(page.cells["gd-counted"]) + len(page.cells["gd-made_up"]) + len(page.cells["gd-due"]) == 20


@pytest.mark.parametrize(
    ("rule", "start", "left_out", "counted"),
    [
        ("request.answer", date(2020, 6, 1), Exclusion(date(2020, 6, 3), date(2020, 6, 12)), 20),
        ("remedy.reconsideration", date(2024, 6, 3), Exclusion(date(2024, 6, 5), date(2024, 6, 12)), 60),
    ],
)
def test_drawn_weeks_show_what_was_left_out_as_skipped(rule, start, left_out, counted):
    """As many days are counted, or the last one, as the limit has; none of them is one that the text leaves out."""
    found = due(rule, start, course=Course((left_out,)))
    page = _Page(found._repr_mimebundle_()["text/html"])

    shown = [page.cells[f"gd-{name}"] for name in ("counted", "made_up", "due") if f"gd-{name}" in page.cells]
    assert sum(map(len, shown)) == counted
    assert len(page.cells["gd-skipped"]) >= (left_out.through - left_out.after).days


def test_days_left_out_beyond_all_years_are_refused():
    """Some write the last day there is for one that is not known yet."""
    with pytest.raises(BadInput, match=r"excluded: .* out of the years 1 to 9999"):
        due("remedy.reconsideration", date(2024, 6, 1), course=Course((Exclusion(date(2024, 6, 3), date.max),)))


def test_html_of_every_kind_of_limit_is_well_formed():
    """Hours, fixed dates, same days, minimum, backward and long limits all make pages a browser can read."""
    questions = [
        ("incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI), "CN"),
        ("annual_report.department", date(2019, 12, 31), "CN"),
        ("message.enquiry", date(2024, 5, 6), "430200"),
        ("consultation.minimum", date(2021, 3, 5), "650100"),
        ("hearing.notice", date(2020, 10, 12), "CN"),
        ("remedy.long_stop", date(2016, 5, 20), "CN"),
        ("enforcement.penalty", date(2021, 11, 1), "CN"),
    ]
    for rule, start, place in questions:
        found = due(rule, start, jurisdiction=place)
        page = _Page(found._repr_mimebundle_()["text/html"])

        assert page.faults == []
        assert "".join(page.text).startswith(str(found))


def test_names_are_escaped_in_html(tmp_path):
    """What a law file says is text, not markup."""
    (tmp_path / "rules.toml").write_text('[[rule]]\nid = "r"\nzh = "<b>&答复\\"</b>"\nen = "r"\n', encoding="utf-8")
    (tmp_path / "conventions.toml").write_text("convention = []\n[readings]\n", encoding="utf-8")
    text = """
        [document]
        id = "x"
        title = "x"
        short = "<script>alert(1)</script>"
        en = "x"
        rank = "law"
        jurisdiction = "CN"
        in_force_from = 2015-01-01
        mark = "V"

        [[version]]
        rule = "r"
        locator = "<i>"
        anchor = "received"
        limit = { n = 5, unit = "working_day" }
        """
    (tmp_path / "x.toml").write_text(dedent(text), encoding="utf-8")
    found = due("r", date(2020, 5, 20), book=LawBook.load(tmp_path))

    html = found._repr_mimebundle_()["text/html"]

    assert "<script>" not in html
    assert "<i>" not in html
    assert "&lt;script&gt;" in html
    assert "<b>&答复" not in html
    assert _Page(html).faults == []


def _names_everything(found):
    """Assert that both explanations name the rule, the source, the limit and each step with its notice."""
    version = found.version
    for lang, name, document in (
        ("zh", found.rule.zh, version.document.short),
        ("en", found.rule.en, version.document.en),
    ):
        text = found.explain(lang)
        assert text.startswith(name)
        for part in (document, version.locator, version.says(lang), version.cite(lang)):
            assert part in text
        for step in found.steps:
            if step.kind not in (StepKind.SKIPPED, StepKind.MADE_UP):
                continue
            (line,) = [line for line in text.splitlines() if _told(line, step, lang)]
            assert step.notice is None or step.notice.citation in line


def _told(line, step, lang):
    """Whether *line* is the one about *step*."""
    heads = {"zh": ("扣除：", "计入："), "en": ("skipped: ", "counted: ")}[lang]
    first = f"{step.first.year}年{step.first.month}月{step.first.day}日" if lang == "zh" else f"{step.first}"
    return line.startswith(tuple(head + first for head in heads))


def _shown(found, version):
    return any(conflict.version is version for conflict in found.conflicts)


def _same_day(found, version):
    count = version.limit.end(found.start, found.calendar, roll=version.roll, before=version.before)
    return (count.due, count.due_at) == (found.due, found.due_at)


class _Page(HTMLParser):
    """A page read strictly: every tag closed in order, and the table cells by their class."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.cells, self.text = [], [], {}, []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> not closed" for tag, _ in self.open]

    def handle_starttag(self, tag, attrs):
        self.open.append((tag, dict(attrs).get("class")))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop()[0] != tag:
            self.faults.append(f"</{tag}> out of place")

    def handle_data(self, data):
        tag, mark = self.open[-1] if self.open else ("", None)
        if tag == "td" and mark:
            self.cells.setdefault(mark, []).append(data)
        if tag != "style":
            self.text.append(data)


def test_minimum_that_rolls_has_another_reading():
    """30 days from 2021-03-05 end on 2021-04-04, in 清明节; whether a minimum rolls off it is not said."""
    found = due("consultation.minimum", date(2021, 3, 5))

    assert (found.due, found.opens_on) == (date(2021, 4, 6), date(2021, 4, 7))
    assert ("minimum_does_not_roll", date(2021, 4, 4)) in [(other.reading, other.due) for other in found.alternatives]


def test_word_only_texts_stand_beside_the_number():
    """Suiyang's five working days do not hide that 国办发〔2016〕80号 asks for interpretation at the same time."""
    found = due("interpretation.release", date(2020, 5, 20), jurisdiction="520323")

    assert [version.document.id for version in found.also_asked] == ["sc-2016-80"]
    assert "另有要求：国办发〔2016〕80号" in found.explain("zh")
    assert found.to_dict()["also_asked"][0]["limit"] == {"word": "同步"}


def test_last_day_on_a_worked_saturday_names_the_notice_that_has_it_worked():
    """Three months from 2014-11-29 end on Saturday 2015-02-28, a make-up day, so that nothing rolls."""
    found = due("remedy.suit", date(2014, 11, 29))
    made_up = [step for step in found.steps if step.kind is StepKind.MADE_UP]

    assert found.due == date(2015, 2, 28)
    assert [(step.first, step.notice.id) for step in made_up] == [(date(2015, 2, 28), "CN/2015")]


def test_law_that_comes_to_bind_beside_an_older_one_is_another_reading():
    """In Yuhua the district's seven working days bind from 2020-01-01, inside a period of the national twenty."""
    found = due("enforcement.decision", date(2019, 12, 20), jurisdiction="130108")

    assert "law_changed_while_pending" in [other.reading for other in found.alternatives]


def test_calendar_of_a_day_brings_the_law_of_that_day():
    """With a calendar as known on 2018-12-10, 国办发〔2018〕118号, public on 2019-01-03, is not known either."""
    calendar = WorkCalendar.load("CN").known_as_of(date(2018, 12, 10))

    assert due("enforcement.penalty", date(2018, 12, 6), calendar=calendar).version.document.id != "sc-2018-118"


def test_deadline_travels_light_and_equal():
    """A pickled or copied deadline is the same value, and weighs kilobytes, not its calendar's days."""
    found = due("request.answer", date(2020, 1, 6), jurisdiction="650100", as_known_on=date(2020, 1, 20))
    packed = pickle.dumps(found)

    assert len(packed) < 20_000
    assert pickle.loads(packed) == copy.deepcopy(found) == found
    assert hash(pickle.loads(packed)) == hash(found)


@pytest.mark.parametrize(
    ("rule", "doubtful"), [("request.answer", True), ("remedy.suit", True), ("incident.statement", False)]
)
def test_certainty_is_told_without_its_bounds_and_agrees_with_them(rule, doubtful, monkeypatch):
    """A row of a docket asks whether, not how far: both say the same, and the first never works out the second."""
    calendar = WorkCalendar.load("CN").projected(2027)
    starts = [datetime(2026, 6, 1, 9, tzinfo=SHANGHAI) + timedelta(days=7 * week) for week in range(32)]
    found = [due(rule, start if rule == "incident.statement" else start.date(), calendar=calendar) for start in starts]
    told = [each.bounds is not None for each in found]
    monkeypatch.setattr(WorkCalendar, "bounds", None)

    assert [each.certainty is Certainty.PROVISIONAL for each in found] == told
    assert any(told) is doubtful
    assert not all(told)


def test_limit_that_ends_with_the_years_shows_itself():
    """Its last day is 9999-12-31, and the end of that day is no instant that JSON could hold."""
    found = due("request.receipt", date.max)

    assert (found.to_dict()["due"], found.to_dict()["due_at"]) == ("9999-12-31", None)
    assert "9999-12-31" in found.explain("en")
    assert "text/html" in found._repr_mimebundle_()
