"""One line that tells a matter: what each of its fields does, and each fault of the line under its own name."""

from datetime import date

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, UnknownProcedure, UnknownRule
from gov_deadlines.matters.replay import MOST_FACTS, replay

NATION = gd.WorkCalendar.load("CN")
RECEIVED = {"event": "received", "on": "2020-01-06"}
ANSWERED = {"event": "answered", "on": "2020-01-20", "recorded_at": "2020-02-20"}


def line(*events, **fields):
    """A line about a request."""
    return {"procedure": "request", "events": list(events), **fields}


def faults(asked):
    """Path and words of all that is wrong with a line."""
    with pytest.raises(BadInput) as caught:
        replay(asked)
    return [(each.path, each.en, each.zh) for each in caught.value.faults]


def test_matter_without_a_number_has_none():
    """Unnamed, or named by nothing; a number is its text."""
    assert replay(line(RECEIVED))["matter"] == ""
    assert replay(line(RECEIVED, matter=None))["matter"] == ""
    assert replay(line(RECEIVED, matter=17))["matter"] == "17"


def test_matter_is_seen_as_it_was_known():
    """An answer of 2020-01-20 that was learned on 02-20 was not known the day before, whatever had happened by then."""
    asked = line(RECEIVED, ANSWERED, as_of="2020-02-15")

    assert replay(asked)["state"] == "answered"
    assert replay(asked | {"as_known_on": "2020-02-19"})["state"] == "running"
    assert replay(asked | {"as_known_on": "2020-02-20"})["state"] == "answered"
    assert replay(asked | {"as_known_on": "2020-02-20"})["as_known_on"] == "2020-02-20"
    assert replay(asked | {"as_known_on": None})["as_known_on"] is None


def test_matter_is_seen_at_its_last_fact_where_no_moment_is_given():
    """The last by when it happened, and not by when it came."""
    assert replay(line(RECEIVED, ANSWERED))["as_of"] == "2020-01-20"
    assert replay(line({"event": "received", "on": "2020-01-06"}, {"event": "submitted", "on": "2020-01-03"}))[
        "as_of"
    ] == ("2020-01-06")
    assert replay(line(RECEIVED, as_of=None))["as_of"] == "2020-01-06"
    asked = {"event": "submitted", "on": "2020-01-06", "key": "s1"}
    taken_back = {"event": "voided", "at": "2020-01-06T09:00:00+08:00", "voids": "s1"}
    # What only takes another fact back stands before all that was said of its day, which stands for its end.
    assert replay(line(RECEIVED, asked, taken_back))["as_of"] == "2020-01-06"
    assert replay(line(RECEIVED, as_of="2020-01-08T09:00:00+08:00"))["as_of"] == "2020-01-08T09:00:00+08:00"


@pytest.mark.parametrize("field", ["as_of", "as_known_on"])
def test_day_that_is_none_is_named_by_its_field(field):
    """A month has no fortieth day."""
    ((path, en, _),) = faults(line(RECEIVED, **{field: "2020-01-40"}))

    assert path == field
    assert en.startswith("'2020-01-40'")


def test_calendar_and_law_are_the_hosts():
    """The calendar is asked for the place; a week that the host works through ends a limit earlier."""
    asked = []
    own = gd.WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31))
    rule = gd.LawBook.load()["request.answer"]
    book = gd.LawBook.load().with_rules(gd.Rule(id="own.answer", zh="自定", en="own", versions=rule.versions))

    def calendar_of(place):
        asked.append(place)
        return own

    found = replay(line(RECEIVED, rule="own.answer", jurisdiction="520323"), calendar_of, book)

    # Twenty working days of a calendar without holidays: Jan 7-10 (4), 13-17 (9), 20-24 (14), 27-31 (19), Feb 3 (20).
    assert asked == ["520323"]
    assert [(each["rule"], each["due"]) for each in found["obligations"]] == [("own.answer", "2020-02-03")]
    with pytest.raises(UnknownRule):
        replay(line(RECEIVED, rule="own.answer"))


def test_line_without_its_place_is_the_nations():
    """As is one that names none."""
    asked = []

    for fields in ({}, {"jurisdiction": None}):
        replay(line(RECEIVED, **fields), lambda place: asked.append(place) or NATION)

    assert asked == ["CN", "CN"]


def test_fact_that_is_refused_is_told_by_its_number():
    """In both languages, and the others stand."""
    found = replay(line(RECEIVED, {"event": "answered"}, {"event": "corrected", "on": "2020-01-08"}, ANSWERED))

    assert found["state"] == "answered"
    assert [(each["index"], each["code"]) for each in found["refused"]] == [(1, "bad_input"), (2, "illegal_event")]
    assert found["refused"][0]["message"].startswith("events[1]: ")
    assert found["refused"][0]["message_zh"].startswith("events[1]")
    assert "补正" in found["refused"][1]["message_zh"]


def test_every_fault_of_a_line_is_told_at_once():
    """A field that there is not, a procedure that is missing, facts that are no list."""
    known = [
        "advisory",
        "as_known_on",
        "as_of",
        "clause",
        "events",
        "id",
        "jurisdiction",
        "matter",
        "procedure",
        "rule",
    ]

    assert faults({"place": "CN", "events": {}}) == [
        ("place", f"unknown key; expected {', '.join(known)}", f"未知字段；可用字段：{'、'.join(known)}"),
        ("procedure", f"missing; expected one of {', '.join(gd.procedures())}", "缺少程序名"),
        ("events", "{} is no list of events", "{} 不是事件列表"),
    ]
    assert faults({"procedure": "request"}) == [("events", "None is no list of events", "None 不是事件列表")]


def test_line_holds_five_hundred_facts():
    """Here one that is delivered over and over; one more is refused before any is read."""
    assert MOST_FACTS == 500
    assert replay(line(*[RECEIVED] * 500))["refused"] == []
    assert faults(line(*[RECEIVED] * 501)) == [
        (
            "events",
            "501 facts; expected 500 at most: give each matter a line of its own",
            "有501件事实；最多500件，请每个事项单独一行",
        )
    ]


def test_line_that_is_too_large_is_named_as_a_whole():
    """Before anything in it is looked at."""
    ((path, en, _),) = faults(line(RECEIVED, id="a" * 100_001))

    assert (path, en) == ("line", "a text of 100001 characters; expected 100000 at most")


@pytest.mark.parametrize("wrong", [17, ["request"], None])
def test_procedure_that_is_no_text_is_unknown(wrong):
    """The refusal says what was asked for and what there is."""
    with pytest.raises(UnknownProcedure) as caught:
        replay({"procedure": wrong, "events": []})

    assert caught.value.message("en").startswith(UnknownProcedure(wrong, gd.procedures()).message("en"))
    assert repr(wrong) in caught.value.message("en")
    assert "publication" in caught.value.message("en")


@pytest.mark.parametrize("wrong", [17, ["request.answer"], {}])
def test_rule_that_is_no_text_is_unknown(wrong):
    """The refusal says what was asked for."""
    with pytest.raises(UnknownRule) as caught:
        replay(line(rule=wrong))

    assert repr(wrong) in caught.value.message("en")


@pytest.mark.parametrize("wrong", [17, ["S0-8b"], {}])
def test_clause_that_is_no_text_is_refused(wrong):
    """With an id like those there are."""
    assert faults(line(clause=wrong)) == [
        ("clause", f"{wrong!r} is no clause; expected an id like S0-8b", f"{wrong!r} 应为条款编号，如 S0-8b")
    ]


def test_matter_that_nothing_opened_says_what_may_open_it():
    """Facts that were refused included."""
    assert replay(line(ANSWERED, matter="A-1")) == {
        "matter": "A-1",
        "state": "",
        "spans": {},
        "legal": ["received", "submitted"],
        "obligations": [],
        "windows": [],
        "breaches": [],
        "gates": [],
        "opens": [],
        "links": [],
        "clauses": [],
        "refused": replay(line(ANSWERED))["refused"],
    }
    assert [each["code"] for each in replay(line(ANSWERED))["refused"]] == ["illegal_event"]
