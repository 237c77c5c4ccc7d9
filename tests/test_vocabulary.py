"""Each word of each vocabulary, in both languages, and what is drawn of a procedure in English."""

from datetime import date, datetime

import pytest

import gov_deadlines as gd
from gov_deadlines.law.rule import Every
from gov_deadlines.matters.cycle import cycle_named, cycle_of
from gov_deadlines.matters.drawing import as_document
from gov_deadlines.matters.procedure import Clock


def test_every_span_has_its_word():
    """As texts write them."""
    assert {each.value: each.zh for each in Every} == {
        "week": "每周",
        "month": "每月",
        "quarter": "每季度",
        "year": "每年",
    }


def test_every_state_of_a_clock_has_its_word():
    """As the tables show them."""
    assert {each.value: each.zh for each in Clock} == {
        "not_started": "未起算",
        "running": "计算中",
        "stopped": "停止计算",
        "ended": "已终结",
    }


def test_every_timeliness_has_its_word():
    """No two alike, none in English."""
    words = [each.zh for each in gd.Timeliness]

    assert len(set(words)) == len(words)
    assert not [word for word in words if word.isascii()]


def test_procedures_drawn_in_english():
    """Headings, the signs, and for each procedure its table, its duties and its guards."""
    told = as_document("en")

    assert told.startswith(
        "# Procedures\n\n"
        "Drawn from the tables in `matters/procedures/`, not by hand; `make procedures` draws it again.\n"
        "`=` stays, `·` is refused, ⛨ has a guard before it.\n\n## action to be taken `action`\n"
    )
    assert "| state | done | excused |\n|---|---|---|\n| pending | done | excused |\n" in told
    assert "\n\nDuties:\n\n- act `action`\n\n" in told
    assert "\n\nGuards:\n\n- `" in told
    assert told.count("Duties:\n\n- ") == len(gd.procedures())
    assert " (`" in told
    assert "（`" not in told


@pytest.mark.parametrize(
    ("rule", "start", "shown"),
    [
        ("request.answer", date(2020, 1, 6), "from 2020-01-06 in CN: 2020-02-10, settled"),
        (
            "incident.statement",
            datetime(2020, 7, 8, 8, 20, tzinfo=gd.SHANGHAI),
            "from 2020-07-08 08:20:00+08:00 in CN: 2020-07-08T13:20:00+08:00, settled",
        ),
    ],
)
def test_deadline_in_a_log(rule, start, shown):
    """Which, from when, where, until when, how sure."""
    assert repr(gd.due(rule, start)) == f"<Deadline {rule} {shown}>"


def test_limit_of_a_day_that_is_the_same():
    """In both languages."""
    assert (gd.SameDay().text("zh"), gd.SameDay().text("en")) == ("同步（当日）", "the same day")


@pytest.mark.parametrize("wrong", ["2020-Q5", "2020-13", "2020-W54", "202", "", "2020-Q0", "2020-00"])
def test_span_that_there_is_not_is_refused_as_a_period(wrong):
    """Under the name of the argument unless another place is given."""
    with pytest.raises(gd.BadInput) as caught:
        cycle_named(wrong)

    (fault,) = caught.value.faults
    assert fault.path == "period"
    assert fault.en.startswith(repr(wrong))


@pytest.mark.parametrize(
    ("day", "every", "id", "first", "last"),
    [
        (date(2020, 12, 31), Every.WEEK, "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        (date(2021, 1, 3), Every.WEEK, "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        (date(2020, 9, 30), Every.QUARTER, "2020-Q3", date(2020, 7, 1), date(2020, 9, 30)),
        (date(2020, 12, 1), Every.QUARTER, "2020-Q4", date(2020, 10, 1), date(2020, 12, 31)),
        (date(2020, 2, 29), Every.MONTH, "2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        (date.min, Every.WEEK, "0001-W01", date(1, 1, 1), date(1, 1, 7)),
        (date.max, Every.WEEK, "9999-W52", date(9999, 12, 27), date.max),
        (date.max, Every.YEAR, "9999", date(9999, 1, 1), date.max),
    ],
)
def test_span_that_a_day_lies_in(day, every, id, first, last):
    """And the same by its name; weeks are those of ISO 8601."""
    found = cycle_of(every, day)

    assert (found.id, found.first, found.last) == (id, first, last)
    assert cycle_named(id) == found


@pytest.mark.parametrize(
    ("n", "unit", "text"),
    [(9000, gd.YEAR, "9000 years from 2020-05-20"), (10**8, gd.DAY, "100000000 days from 2020-05-20")],
)
def test_limit_beyond_the_years_says_so_in_english(n, unit, text):
    """With its unit in the plural."""
    with pytest.raises(gd.BadInput) as caught:
        gd.Period(n, unit).nominal(date(2020, 5, 20))

    assert caught.value.faults[0].en == f"{text} lead out of the years 1 to 9999"
