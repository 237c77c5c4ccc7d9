"""Facts on record: which are in force, in which order they are read, which are one, and what no fact can be."""

import time
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, ConflictingDelivery, Event, Matter
from gov_deadlines.matters.event import in_force, read_events, standing
from gov_deadlines.matters.fold import ordered

from .telling import fact, request, seen, story

DAY = date(2020, 1, 8)
EAST = timezone(timedelta(hours=14))
LONG = "长" * 100_001
TOO_LONG = ("event", "a text of 100001 characters; expected 100000 at most", "文字有100001个字符；最多100000个")


def faults(make):
    """Path and words of all that is wrong with what *make* makes."""
    with pytest.raises(BadInput) as caught:
        make()
    return [(each.path, each.en, each.zh) for each in caught.value.faults]


def paths(make):
    """The paths of all that is wrong with what *make* makes."""
    return [path for path, _, _ in faults(make)]


def chain(*steps):
    """Facts that take back one another: each its key and, where it takes one back, how and which."""
    made = []
    for step in steps:
        key, _, rest = step.partition(" ")
        how, _, other = rest.partition(" ")
        made.append(Event("voided" if how == "voids" else "answered", DAY, key, voids=other))
    return made


@pytest.mark.parametrize(
    ("steps", "holding", "said"),
    [
        (["a", "b"], "ab", "ab"),
        # Taken back; replaced.
        (["a", "b voids a"], "b", ""),
        (["a", "b replaces a"], "b", "b"),
        # A replacement that is taken back brings back what it replaced; one that is replaced does not.
        (["a", "b replaces a", "c voids b"], "ac", "a"),
        (["a", "b replaces a", "c replaces b"], "c", "c"),
        # A withdrawal that is taken back lets stand what it took back; one that is replaced does not.
        (["a", "b voids a", "c voids b"], "ac", "a"),
        (["a", "b voids a", "c replaces b"], "c", "c"),
        # Whoever takes back the withdrawal of a replacement puts the replacement in its place again.
        (["a", "b replaces a", "c voids b", "d voids c"], "bd", "b"),
        (["a", "b replaces a", "c voids b", "d replaces c"], "d", "d"),
        (["a", "b replaces a", "c replaces b", "d voids c"], "bd", "b"),
    ],
)
def test_facts_in_force(steps, holding, said):
    """Those that no fact in force takes back, in the order they came; those that only take back say no more."""
    told = chain(*steps)

    assert "".join(each.key for each in in_force(told)) == holding
    assert "".join(each.key for each in standing(told)) == said


def order(procedure, *facts):
    """The names of facts in the order in which they are read."""
    told = [each if isinstance(each, Event) else fact(*each.split(" ")) for each in facts]
    return [each.name for each in ordered(gd.procedure(procedure), told)]


@pytest.mark.parametrize(
    ("facts", "read"),
    [
        # By their days, however they came.
        (["2020-01-10 answered", "2020-01-08 received"], ["received", "answered"]),
        # On one day by their instants, where each has one.
        (
            ["2020-01-08T15:00:00 consulted", "2020-01-08T09:00:00 answered", "2020-01-08T08:00:00 received"],
            ["received", "answered", "consulted"],
        ),
        # By their turns, where one of them has none: what starts before what stops before what resumes.
        (
            ["2020-01-08T09:00:00 opinion_received", "2020-01-08 consulted", "2020-01-08T15:00:00 received"],
            ["received", "consulted", "opinion_received"],
        ),
        # A day without its hour says nothing of the order of another day.
        (
            ["2020-01-08T15:00:00 answered", "2020-01-08T16:00:00 received", "2020-01-09 consulted"],
            ["answered", "received", "consulted"],
        ),
        # Of one turn by when they were learned, those without by when they happened; then as they came.
        (
            [
                Event("consulted", DAY, learned=date(2020, 1, 10)),
                Event("correction_requested", DAY, learned=date(2020, 1, 9)),
                Event("fee_notified", DAY),
            ],
            ["fee_notified", "correction_requested", "consulted"],
        ),
        (["2020-01-08 fee_notified", "2020-01-08 consulted"], ["fee_notified", "consulted"]),
    ],
)
def test_facts_are_read_in_order(facts, read):
    """By day, then by the hour or the turn, then by when they were learned, then as they came."""
    assert order("request", *facts) == read


def test_what_came_before_the_opening_is_read_with_it():
    """A page was down on 05-18, before the decision of 05-20 was revoked; other facts stay where they were."""
    assert order("takedown", "2020-05-18 withdrawn", "2020-05-20 revoked") == ["revoked", "withdrawn"]
    assert order("takedown", "2020-05-21 explained", "2020-05-20 revoked", "2020-05-18 withdrawn") == [
        "revoked",
        "withdrawn",
        "explained",
    ]
    assert order("takedown", "2020-05-20 withdrawn") == ["withdrawn"]
    assert order("takedown", "2020-05-22 withdrawn", "2020-05-20 revoked", "2020-05-21 explained") == [
        "revoked",
        "explained",
        "withdrawn",
    ]
    assert order("request", "2020-01-06 consulted", "2020-01-08 received") == ["consulted", "received"]


def test_fact_is_one_in_any_spelling_of_its_details():
    """Of the same key, when it was learned is no part of it; 3 and 3.0 are one number."""
    asked = Event("consulted", DAY, "c1", date(2020, 1, 9), payload={"whom": "第三方", "working_days": 3})
    matter = request("2020-01-06").apply(asked)

    for learned in (date(2020, 1, 9), date(2020, 1, 20), None):
        for whom in ("第三方", "权利人", "third_party"):
            again = Event("consulted", DAY, "c1", learned, payload={"whom": whom, "working_days": 3})
            assert matter.apply(again) is matter
    number = request("2020-01-06").apply(Event("consulted", DAY, "c1", payload={"share": 3}))
    assert number.apply(Event("consulted", DAY, "c1", payload={"share": 3.0})) is number


def test_fact_is_one_in_any_writing_of_the_same_content():
    """A day and its text are the same in JSON; without a key the content is the id."""
    matter = request("2020-01-06").apply(Event("consulted", DAY, payload={"sent": date(2020, 1, 9)}))

    assert matter.apply(Event("consulted", DAY, payload={"sent": "2020-01-09"})) is matter


def test_instant_has_one_id_in_every_zone(monkeypatch):
    """Nine in Shanghai is one in Greenwich, and where the machine stands changes nothing; the day alone is another."""
    nine = datetime(2020, 1, 8, 9, tzinfo=gd.SHANGHAI)
    told = {zone: Event("consulted", nine.astimezone(zone)).id for zone in (gd.SHANGHAI, UTC, EAST)}

    assert len(set(told.values())) == 1
    assert Event("consulted", DAY).id not in told.values()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert Event("consulted", nine).id == told[UTC]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_fact_that_says_something_else_under_one_key_is_refused():
    """Another day, another party."""
    matter = request("2020-01-06").apply(Event("consulted", DAY, "c1", payload={"party": "甲"}))

    with pytest.raises(ConflictingDelivery):
        matter.apply(Event("consulted", DAY, "c1", payload={"party": "乙"}))
    with pytest.raises(ConflictingDelivery):
        matter.apply(Event("consulted", date(2020, 1, 9), "c1", payload={"party": "甲"}))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2020, 1, 8, 9),  # noqa: DTZ001 - without a zone
        "2020-01-08",
        17,
        None,
        # On no day of any year in UTC: before the first, after the last.
        datetime(1, 1, 1, tzinfo=EAST),
        datetime(9999, 12, 31, 23, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=gd.SHANGHAI),
    ],
)
def test_moment_on_no_day_is_refused_where_the_fact_is_made(moment):
    """Whether as when it happened or as when it was learned, under its name."""
    assert paths(lambda: Event("received", moment)) == ["event.happened"]
    if moment is not None:
        assert paths(lambda: Event("received", DAY, learned=moment)) == ["event.learned"]


@pytest.mark.parametrize("moment", [date.min, date.max, datetime(2020, 1, 8, 9, tzinfo=UTC)])
def test_moment_on_some_day_is_taken(moment):
    """From the first day of all to the last."""
    assert Event("received", moment, learned=moment).happened == moment


@pytest.mark.parametrize(
    ("details", "fault"),
    [
        ({"reason": LONG}, TOO_LONG),
        ({"reason": [LONG]}, TOO_LONG),
        ({LONG: "x"}, TOO_LONG),
        ({LONG: ["x"]}, TOO_LONG),
        (
            {"pages": 2**1024},
            ("event", "a whole number of 1025 bits; expected 1024 at most", "整数有1025个二进制位；最多1024位"),
        ),
        ({17: "x"}, ("event", "17 is no text; keys are texts", "键 17 不是文字")),
        (
            {"on": "2020-01-08", "at": ""},
            (
                "event",
                "at, on cannot be details; they are fields of the fact itself",
                "at、on 是事实本身的字段，不能作为细节",
            ),
        ),
    ],
)
def test_detail_that_no_fact_can_have_is_refused(details, fault):
    """Too long, too large, or named as what the fact itself says."""
    assert faults(lambda: Event("received", DAY, payload=details)) == [fault]


@pytest.mark.parametrize(
    "details",
    [
        {"reason": LONG[:-1]},
        {LONG[:-1]: "x"},
        {"pages": 2**1024 - 1},
        {"pages": -1, "share": 0.5, "paid": True, "note": None, "sent": date(2020, 1, 9), "at_last": DAY},
    ],
)
def test_detail_that_is_just_small_enough_is_taken(details):
    """As it is."""
    assert dict(Event("received", DAY, payload=details).payload) == details


def test_detail_of_another_kind_is_the_facts_own():
    """A fraction is no JSON and is kept; what cannot even be copied is refused with its kind."""
    share = Fraction(1, 3)

    assert Event.of("received", DAY, share=share).get("share") == share
    assert faults(lambda: Event.of("received", DAY, rows=(each for each in "ab"))) == [
        ("event", "a generator is no detail; expected plain values", "generator 不能作为细节；应为 JSON 中的值")
    ]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"event": "received", "at": "2020-01-08T25:00:00+08:00"}, "events[1].at"),
        ({"event": "received", "at": "2020-01-08"}, "events[1].at"),
        ({"event": "received", "on": "2020-01-40"}, "events[1].on"),
        ({"event": "received", "on": "2020-01-08", "recorded_at": "soon"}, "events[1].recorded_at"),
        ({"event": "received"}, "events[1]"),
        ({"event": "received", "on": "2020-01-08", "at": "2020-01-08T09:00:00+08:00"}, "events[1]"),
        ({"event": 17, "on": "2020-01-08"}, "events[1].event"),
        (["received"], "events[1]"),
        ({"event": "received", "on": "2020-01-08", "note": LONG}, "events[1]"),
    ],
)
def test_fault_in_the_json_of_a_fact_has_its_path(raw, path):
    """With its number in the list."""
    assert paths(lambda: read_events([{"event": "received", "on": "2020-01-06"}, raw], "events")) == [path]


@pytest.mark.parametrize("more", [{"matter": LONG}, {"rule": LONG}, {"clause": [LONG]}, {LONG: 1}])
def test_matter_that_is_too_large_is_named_as_a_whole(more):
    """Before anything in it is looked at."""
    assert faults(lambda: Matter.from_dict({"procedure": "request", "events": [], **more})) == [
        ("matter", *TOO_LONG[1:])
    ]


@pytest.mark.parametrize("raw", [{}, "received", None, 17])
def test_facts_that_are_no_list_are_refused(raw):
    """Under the name of the field."""
    assert faults(lambda: read_events(raw, "told")) == [
        ("told", f"{raw!r} is no list of events", f"{raw!r} 不是事件列表")
    ]


def test_breach_of_what_was_taken_over_stays_when_more_is_recorded():
    """
    A document was issued before the system, without attribute and interpretation; what comes later changes nothing.

    It is the same whether the facts come one by one or at once.
    """
    facts = [
        fact("2020-06-01", "drafted", policy=True),
        fact("2020-06-02", "signed", imported=True),
        fact("2020-06-05", "issued"),
    ]
    one_by_one = story("document", *facts)
    at_once = Matter.from_dict(one_by_one.to_dict())

    for matter in (one_by_one, at_once):
        names = [each.name for each in seen(matter, "2020-06-05").breaches]
        assert [name for name in names if name.endswith("_missing")] == [
            "attribute_missing",
            "interpretation_missing",
        ]
