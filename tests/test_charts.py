"""Charts: what they draw is what was decided, in specifications that altair's own schema accepts."""

import sys
from datetime import date, datetime, timedelta
from importlib.resources import files

import pytest

import gov_deadlines as gd
from gov_deadlines.analysis.docket import Row, read_docket
from gov_deadlines.view.charts import life, timeline, year
from gov_deadlines.view.life import Stretch, life_of

from . import oracle

DAY = date(2020, 2, 4)
SHIPPED = read_docket(files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8"))


def values(chart):
    """Every value of every table of a chart; making it checks the whole against the schema."""
    return [value for table in chart.to_dict()["datasets"].values() for value in table]


def request(*facts):
    """A request with the facts written as day and name."""
    more = {
        "consulted": {"party": "A"},
        "opinion_received": {"party": "A"},
        "extended": {"approved_by": "head", "notified": True},
        "answered": {"outcome": "granted"},
        "correction_requested": {"what": "x"},
    }
    matter = gd.Matter.open("request", id="2020-17")
    for day, name in facts:
        matter = matter.apply(gd.Event.of(name, date.fromisoformat(day), **more.get(name, {})))
    return matter


def stretches(matter, day):
    """The stretches of the main duty, each as its kind, its first day and the last one in it."""
    spans = life_of(matter.at(date.fromisoformat(day)).main)
    instant = timedelta(microseconds=1)
    return [(span.kind.value, f"{span.begin.date()}", f"{(span.end - instant).date()}") for span in spans]


def test_timeline_has_a_bar_from_start_to_due_for_each_row():
    """The earliest due at the top; the bar ends with the last lawful day, by the clock of Beijing."""
    rows = gd.entries(gd.Docket.of(SHIPPED), DAY)
    bars = [bar for bar in values(timeline(rows, DAY)) if "begin" in bar]

    assert len({bar["label"] for bar in bars}) == len(rows)
    assert [bar["end"] for bar in bars] == sorted(bar["end"] for bar in bars)
    (moved,) = [bar for bar in bars if bar["matter"] == "绥阳-申-2020-001"]
    assert (moved["begin"], moved["end"], moved["was"]) == (
        "2020-01-06T00:00:00",
        "2020-02-11T00:00:00",
        "2020-02-07T00:00:00",
    )
    assert moved["moved"] == "国办发明电〔2020〕1号"
    (hours,) = [bar for bar in bars if bar["matter"] == "绥阳-应急-2020-01"]
    assert (hours["begin"], hours["end"]) == ("2020-07-08T16:20:00", "2020-07-09T16:20:00")


def test_timeline_speaks_english_and_tells_rows_of_one_name_apart():
    """Two rows of one matter and rule have a line each; one that cannot be answered is drawn up to the moment."""
    rows = [Row("A", "request.answer", date(2020, 1, day), "CN") for day in (6, 7)]
    rows.append(Row("B", "request.anwser", date(2020, 1, 6), "CN"))
    bars = [bar for bar in values(timeline(gd.entries(gd.Docket.of(rows), DAY), DAY, lang="en")) if "begin" in bar]

    assert [bar["label"] for bar in bars] == [
        "A · answer to a disclosure request",
        "A · answer to a disclosure request (2)",
        "B · request.anwser",
    ]
    assert bars[2]["end"] == "2020-02-05T00:00:00"


def test_timeline_of_nothing_is_refused():
    """An empty frame would say that nothing is due."""
    with pytest.raises(gd.BadInput, match="nothing to draw"):
        timeline((), DAY)


def test_kept_obligations_make_a_timeline():
    """What a ledger keeps has no start: its bar is the day on which it is due."""
    clock = datetime(2020, 5, 20, 9, tzinfo=gd.SHANGHAI)
    ledger = gd.Ledger(gd.MemoryStore(), clock=lambda: clock)
    decided = gd.Event.of("decided", date(2020, 5, 20))
    ledger.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323", event=decided)
    drawn = timeline(gd.entries(ledger.obligations("A-1"), clock), clock)
    (bar,) = [each for each in values(drawn) if "begin" in each]

    assert (bar["begin"], bar["end"]) == ("2020-05-29T00:00:00", "2020-05-30T00:00:00")


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        (
            [("2020-01-10", "received")],
            "2020-01-20",
            [("ran", "2020-01-10", "2020-01-20"), ("ahead", "2020-01-21", "2020-02-14")],
        ),
        (
            [("2020-01-10", "received"), ("2020-01-14", "consulted")],
            "2020-01-20",
            [("ran", "2020-01-10", "2020-01-13"), ("stopped", "2020-01-14", "2020-01-20")],
        ),
        (
            [("2020-01-10", "received"), ("2020-01-14", "consulted"), ("2020-02-06", "opinion_received")],
            "2020-03-05",
            [
                ("ran", "2020-01-10", "2020-01-14"),
                ("excluded", "2020-01-15", "2020-02-06"),
                ("ran", "2020-02-07", "2020-03-03"),
                ("late", "2020-03-04", "2020-03-05"),
            ],
        ),
        (
            [("2020-03-02", "received"), ("2020-03-06", "correction_requested"), ("2020-03-16", "corrected")],
            "2020-03-20",
            [
                ("discarded", "2020-03-02", "2020-03-05"),
                ("stopped", "2020-03-06", "2020-03-15"),
                ("ran", "2020-03-16", "2020-03-20"),
                ("ahead", "2020-03-21", "2020-04-14"),
            ],
        ),
        (
            [("2020-03-02", "received"), ("2020-03-20", "extended"), ("2020-04-10", "answered")],
            "2020-05-01",
            [("ran", "2020-03-02", "2020-03-30"), ("extended", "2020-03-31", "2020-04-10")],
        ),
        (
            [("2020-03-02", "received"), ("2020-03-10", "withdrawn")],
            "2020-05-01",
            [("ran", "2020-03-02", "2020-03-10")],
        ),
    ],
)
def test_life_is_cut_where_the_clock_turned(facts, day, expected):
    """Running, stopped, left out, begun anew, extended, late and still ahead: each day in one stretch."""
    assert stretches(request(*facts), day) == expected


@pytest.mark.parametrize("day", ["2020-01-10", "2020-01-15", "2020-02-10", "2020-03-20", "2020-04-20"])
def test_stretches_follow_each_other_without_a_gap(day):
    """Together they are the life of the duty, from its start to the moment or its limit."""
    matter = request(
        ("2020-01-10", "received"),
        ("2020-01-14", "consulted"),
        ("2020-02-06", "opinion_received"),
        ("2020-02-28", "extended"),
        ("2020-04-03", "answered"),
    )
    duty = matter.at(date.fromisoformat(day)).main
    spans = life_of(duty)

    assert spans[0].begin == datetime(2020, 1, 10, tzinfo=gd.SHANGHAI)
    assert [a.end for a in spans[:-1]] == [b.begin for b in spans[1:]]
    assert all(span.begin < span.end for span in spans)
    counted = [span for span in spans if span.kind in (Stretch.RAN, Stretch.EXTENDED)]
    works = oracle.within(oracle.nation())
    days = [d for span in counted for d in oracle.days(span.begin.date(), (span.end - timedelta(1)).date())]
    if duty.deadline and not duty.late_by:
        assert sum(works(d) for d in days if d > date(2020, 1, 10)) == duty.consumed


def test_life_tells_facts_duties_due_days_and_acts():
    """The facts by name, the due day without its year, and the act in the middle of its day."""
    matter = request(("2020-03-02", "received"), ("2020-04-03", "answered"))
    found = values(life(matter, date(2020, 4, 10)))

    assert {"03-02 收到申请", "04-03 答复"} <= {each.get("label") for each in found}
    assert "03-30" in {each.get("due") for each in found}
    assert "2020-04-03T12:00:00" in {each.get("at") for each in found}
    assert {each["kind"] for each in found if "kind" in each} == {"计算中", "逾期"}


def test_life_in_hours_is_drawn_by_the_hour():
    """Facts of one day are told by their hour, on one line as far as they do not collide."""
    at = datetime(2020, 7, 8, 8, 20, tzinfo=gd.SHANGHAI)
    facts = [gd.Event.of("occurred", at), gd.Event.of("detected", at + timedelta(hours=1))]
    found = values(life(gd.Matter.open("incident", id="x", events=facts), at + timedelta(hours=9), lang="en"))
    told = {each["label"]: each["line"] for each in found if "line" in each}

    assert [*told] == ["08:20 occurred", "09:20 detected"]
    assert len(set(told.values())) == 2


def test_life_before_the_first_fact_is_refused():
    """There is nothing to draw, and the day is quoted."""
    with pytest.raises(gd.BadInput, match="2020-03-01"):
        life(request(("2020-03-02", "received")), date(2020, 3, 1))


def test_year_has_every_day_in_its_place():
    """366 days in twelve months; the working ones are those a walk counts, and notices are in the tips."""
    found = [each for each in values(year(gd.WorkCalendar.load("CN"), 2020)) if "weekday" in each]
    works = oracle.within(oracle.nation())

    assert [each["date"] for each in found] == [f"{d}" for d in oracle.days(date(2020, 1, 1), date(2020, 12, 31))]
    for each in found:
        day = date.fromisoformat(each["date"])
        assert (each["kind"] in ("工作日", "调休上班")) == works(day)
        assert each["weekday"] == "一二三四五六日"[day.weekday()]
    assert max(each["week"] for each in found) == 5
    by_day = {each["date"]: each for each in found}
    assert (by_day["2020-02-01"]["kind"], by_day["2020-02-01"]["notice"]) == ("放假", "国办发明电〔2020〕1号")
    assert by_day["2020-10-01"]["kind"] == "法定节假日"
    assert by_day["2020-05-09"]["kind"] == "调休上班"


def test_projected_year_says_so():
    """Its days are pale; a year that no notice covers is refused."""
    calendar = gd.WorkCalendar.load("CN")
    found = [each for each in values(year(calendar.projected(2027), 2027, lang="en")) if "weekday" in each]

    assert all(each["projected"] for each in found)
    with pytest.raises(gd.CalendarNotPublished):
        year(calendar, 2027)


def test_charts_need_their_extra(monkeypatch):
    """Who has no altair hears what to install."""
    monkeypatch.setitem(sys.modules, "altair", None)

    with pytest.raises(ModuleNotFoundError, match=r"gov-deadlines\[notebook\]"):
        year(gd.WorkCalendar.load("CN"), 2020)
