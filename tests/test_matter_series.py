"""Duties that come round: which spans there are, what begins and ends them, and by whom they are set."""

from datetime import date

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines.law.rule import Every, Recurrence
from gov_deadlines.matters.cycle import Cycle, cycle_named, cycle_of, cycles
from gov_deadlines.matters.series import recurrence, version_on

from .telling import day, fact, names, seen, story

BOOK = gd.LawBook.load()
SUIYANG, SHAOYANG = "520323", "430500"
QUARTERLY = "progress.quarterly_report"


def quarterly(*facts, started=None, **options):
    """The quarterly report of Suiyang County, kept since Wednesday 2020-05-20."""
    begun = started or fact("2020-05-20", "series_started")
    return story("series", begun, *facts, **({"rule": QUARTERLY, "jurisdiction": SUIYANG} | options))


def counter(*facts, **options):
    """Something to be done so often in a span, since 2020-05-20."""
    return story("counter", *facts, **options)


def about(on, name, period):
    """A fact about a span that it names."""
    return fact(on, name, period=period)


def spans(matter, on):
    """The state of each span on a day."""
    return dict(seen(matter, on).spans)


def test_series_that_ends_on_the_last_day_of_a_span_leaves_that_span_whole():
    """The report of a quarter, the meeting of a month are owed as ever; where it ends a day earlier, no more."""
    whole = quarterly("2020-06-30 series_ended")
    cut = quarterly("2020-06-29 series_ended")

    assert spans(whole, "2020-07-01") == {"2020-Q2": "open"}
    assert spans(quarterly(), "2020-07-01")["2020-Q2"] == "open"
    assert spans(cut, "2020-07-01") == {"2020-Q2": "excused"}
    monthly = fact("2020-05-20", "series_started", every="month")
    assert spans(counter(monthly, "2020-05-31 series_ended"), "2020-06-01") == {"2020-05": "short"}
    assert spans(counter(monthly, "2020-05-30 series_ended"), "2020-06-01") == {"2020-05": "ended"}


def test_spans_of_unlike_length_stand_in_order():
    """Where nobody has said how often, facts name the spans: in order of their first day, then of their last."""
    named = ["2020-12", "2020-Q4", "2020", "2020-01", "2020-Q1", "2019", "2020-W40"]
    told = story("series", "2019-01-01 series_started", *(about("2021-01-05", "submitted", each) for each in named))

    in_order = ["2019", "2020-01", "2020-Q1", "2020", "2020-W40", "2020-Q4", "2020-12"]
    assert list(seen(told, "2021-01-06").spans) == in_order


def test_end_of_a_series_led_its_last_span_to_be_excused():
    """So says its place among the facts; where the series stands after a late report is for its last span to say."""
    ended = quarterly("2020-08-03 series_ended", about("2020-08-10", "submitted", "2020-Q2"))

    assert ended.run.states == ("upcoming", "excused", "excused")


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        # Published before its quarter ended, the report has its end behind it.
        (
            [about("2020-06-10", "submitted", "2020-Q2"), about("2020-06-11", "published", "2020-Q2")],
            {"2020-Q2": "published", "2020-Q3": "submitted", "2020-Q4": "upcoming"},
        ),
        # So has one that nobody wants.
        (
            [about("2020-06-10", "excused", "2020-Q2")],
            {"2020-Q2": "excused", "2020-Q3": "submitted", "2020-Q4": "upcoming"},
        ),
    ],
)
def test_span_that_is_over_before_its_end_takes_no_part_in_it(facts, states):
    """Facts of later spans are taken, and nothing that nobody recorded is set aside."""
    matter = quarterly(*facts, "2020-10-08 submitted")
    found = seen(matter, "2020-10-09")

    assert dict(found.spans) == states
    assert found.set_aside == ()
    assert found.breaches == ()


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        ("2020-09-29", {"2020-Q3": "excused"}),
        # On its last day the quarter is over: its report is owed.
        ("2020-09-30", {"2020-Q3": "open"}),
        # On the first day of the next one, that is dropped, and the one before is owed.
        ("2020-10-01", {"2020-Q3": "open", "2020-Q4": "excused"}),
    ],
)
def test_series_that_ends_drops_the_span_it_ends_in(ended, last):
    """The report for the second quarter is in; the end of the series is a fact of its own, and its state the last."""
    matter = quarterly("2020-07-03 submitted", f"{ended} series_ended")
    found = seen(matter, "2020-12-31")

    assert dict(found.spans) == {"2020-Q2": "submitted", **last}
    assert names(found.run.events) == ["series_started", "submitted", "series_ended"]
    assert found.run.states == ("upcoming", "submitted", [*last.values()][-1])
    assert found.set_aside == ()


def test_series_may_end_in_a_span_whose_report_is_in():
    """Handed in for the fourth quarter on 2020-11-02, it stays in when the series ends on 16."""
    matter = quarterly(about("2020-11-02", "submitted", "2020-Q4"), "2020-11-16 series_ended")

    assert spans(matter, "2020-12-31") == {"2020-Q2": "open", "2020-Q3": "open", "2020-Q4": "submitted"}


def test_fact_about_a_span_that_is_to_come_adds_it():
    """What is handed in for the fourth quarter in May is there beside the second, which is running."""
    assert spans(quarterly(about("2020-05-21", "submitted", "2020-Q4")), "2020-05-22") == {
        "2020-Q2": "upcoming",
        "2020-Q4": "submitted",
    }


def test_series_starts_once():
    """A second start has no place, whatever state the last span is in; the refusal names both in Chinese."""
    matter = quarterly("2020-07-03 submitted")

    with pytest.raises(gd.IllegalEvent) as refused:
        matter.apply(fact("2020-07-06", "series_started"))

    assert refused.value.message("zh").startswith("定期报告处于“未到期”状态，不能记录“开始定期义务”；")
    assert (refused.value.state, refused.value.event) == ("upcoming", "series_started")
    assert refused.value.legal == gd.procedure("series").legal("upcoming")


def test_fact_that_had_no_place_by_what_was_known_is_set_aside_and_breaks_nothing():
    """On 2020-07-08 the report accepted on 06 was not known to be in: that was learned on 10."""
    matter = quarterly(fact("2020-07-03", "submitted", learned="2020-07-10"), "2020-07-06 accepted")
    then, now = seen(matter, "2020-07-08", "2020-07-08"), seen(matter, "2020-07-10", "2020-07-10")

    assert names(each.event for each in then.set_aside) == ["accepted"]
    assert (then.breaches, then.run.failures, dict(then.spans)) == ((), (), {"2020-Q2": "open", "2020-Q3": "upcoming"})
    assert (now.set_aside, dict(now.spans)) == ((), {"2020-Q2": "accepted", "2020-Q3": "upcoming"})


@pytest.mark.parametrize(("within", "due"), [(True, ["2020-05-31", "2020-06-30"]), (False, [None, None])])
def test_agency_sets_how_its_duty_comes_round(within, due):
    """Monthly by its opening fact, though the text says quarterly; within the month, it is due on its last day."""
    found = seen(quarterly(started=fact("2020-05-20", "series_started", every="month", within=within)), "2020-06-02")

    assert [(each.name, day(each.due)) for each in found.obligations] == list(
        zip(["2020-05", "2020-06"], due, strict=True)
    )
    assert [each.term.start.id for each in found.obligations] == ["series_started/2020-05", "series_started/2020-06"]


def test_span_that_is_none_is_refused_with_those_that_are():
    """Fortnights have no name."""
    with pytest.raises(gd.BadInput) as refused:
        story("series", fact("2020-05-20", "series_started", every="fortnight"))

    (fault,) = refused.value.faults
    assert (fault.path, fault.en, fault.zh) == (
        "event.every",
        "'fortnight' is no span; expected one of week, month, quarter, year",
        "'fortnight' 不是周期；应为 week, month, quarter, year 之一",
    )


@pytest.mark.parametrize(
    ("facts", "options", "states"),
    [
        # Nobody says how often it comes round: the fact names its span.
        (["2020-05-20 series_started", about("2020-05-21", "held", "2020-Q2")], {}, {"2020-Q2": "met"}),
        # The agency says every month, and no more.
        ([fact("2020-05-20", "series_started", every="month"), "2020-05-21 held"], {}, {"2020-05": "met"}),
        (
            [fact("2020-05-20", "series_started", every="month", at_least=2), "2020-05-21 held"],
            {},
            {"2020-05": "short"},
        ),
        # Shaoyang wants heads of departments to explain a policy once a year.
        (
            ["2020-05-20 series_started", "2020-05-21 held"],
            {"clause": "S1-6i", "jurisdiction": SHAOYANG},
            {"2020": "met"},
        ),
    ],
)
def test_once_is_enough_where_nobody_asks_for_more(facts, options, states):
    """By what the fact, the agency or the clause says, one time meets the span."""
    assert spans(counter(*facts, **options), "2020-05-22") == states


@pytest.mark.parametrize(("at_least", "wanted"), [(0, 1), (1, 1), (3, 3)])
def test_clause_sets_how_its_duty_comes_round_where_no_text_does(at_least, wanted):
    """Where neither a rule nor the agency says it: as often as the clause wants, and once if it gives no number."""
    clause = attrs.evolve(BOOK.clauses["S0-14b"], at_least=at_least)
    setting = attrs.evolve(quarterly().setting, rule="", clause=clause)
    started = fact("2020-05-20", "series_started")

    assert recurrence(setting, started, date(2020, 5, 20)) == Recurrence(Every.QUARTER, at_least=wanted)
    assert recurrence(attrs.evolve(setting, clause=None), started, date(2020, 5, 20)) is None
    assert recurrence(attrs.evolve(setting, clause=attrs.evolve(clause, every=None)), started, date.min) is None


def test_text_that_says_how_a_duty_comes_round_goes_before_a_word():
    """A national word binds, a county's says every quarter: the county's is asked. A number is asked before both."""
    own = BOOK[QUARTERLY].versions[0]
    nation = attrs.evolve(own.document, id="nation", rank=gd.Rank.LAW, jurisdiction="CN")
    word = attrs.evolve(own, document=nation, word="定期", recurs=None)
    number = attrs.evolve(word, word="", limit=gd.Period(10, gd.WORKING_DAY))

    def asked(*versions):
        book = BOOK.with_rules(attrs.evolve(BOOK[QUARTERLY], versions=versions))
        return version_on(attrs.evolve(quarterly().setting, book=book), date(2020, 5, 20))

    assert asked(own, word) == own
    assert asked(word) == word
    assert asked(own, number) == number


@pytest.mark.parametrize("month", range(1, 13))
def test_quarter_of_each_month(month):
    """January to March are the first, and so on; each is named by itself."""
    found = cycle_of(Every.QUARTER, date(2020, month, 15))

    assert found.id == "2020-Q" + "111222333444"[month - 1]
    assert cycle_named(found.id) == found


@pytest.mark.parametrize(
    ("id", "first", "last", "every"),
    [
        ("2020", "2020-01-01", "2020-12-31", Every.YEAR),
        ("2020-Q4", "2020-10-01", "2020-12-31", Every.QUARTER),
        ("2020-02", "2020-02-01", "2020-02-29", Every.MONTH),
        ("2020-W53", "2020-12-28", "2021-01-03", Every.WEEK),
    ],
)
def test_span_by_its_name(id, first, last, every):
    """From its first day through its last, weeks as ISO 8601 numbers them."""
    assert cycle_named(id) == Cycle(date.fromisoformat(first), date.fromisoformat(last), every)
    assert cycle_named(id).every is every
    assert cycle_named(id).id == id


def test_series_of_more_spans_than_any_duty_has_is_refused():
    """Ten thousand weeks and the one that runs are given, those of one day more are not."""
    monday = date(1900, 1, 1)
    through = date.fromordinal(monday.toordinal() + 7 * 10_000)
    found = list(cycles(Every.WEEK, monday, date.fromordinal(through.toordinal() + 6)))

    assert len(found) == 10_001
    assert (found[0].first, found[-1].first, found[-1].last) == (
        monday,
        through,
        date.fromordinal(through.toordinal() + 6),
    )
    with pytest.raises(gd.BadInput) as refused:
        list(cycles(Every.WEEK, monday, date.fromordinal(through.toordinal() + 7)))
    (fault,) = refused.value.faults
    assert (fault.path, fault.en, fault.zh) == (
        "from",
        "a series from 1900-01-01 to 2091-09-03 has more than 10000 spans; start it later, or ask earlier",
        "自1900-01-01至2091-09-03的系列超过10000期；请把开始日期改晚，或询问较早的日期",
    )
