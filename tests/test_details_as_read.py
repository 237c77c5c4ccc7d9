"""The details of a fact as a matter reads them: which kinds there are, in which words, and each fault with its path."""

from datetime import date, datetime

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, Event, IllegalEvent
from gov_deadlines.matters.record import Record

from .telling import fact, request, seen, story

LARGE = 2**1024 - 1


def read(name, value):
    """The detail as the matter reads it of a consultation."""
    matter = request("2020-01-06").apply(Event("consulted", date(2020, 1, 8), payload={name: value}))
    return matter.run.events[-1].payload[name]


def faults(make):
    """Path and words of all that is wrong with what *make* makes."""
    with pytest.raises(BadInput) as caught:
        make()
    return [(each.path, each.en, each.zh) for each in caught.value.faults]


@pytest.mark.parametrize(
    ("name", "told", "kept"),
    [
        ("whom", "第三方", "third_party"),
        ("whom", "third_party", "third_party"),
        ("until", "2020-02-20", "2020-02-20"),
        ("until", date(2020, 2, 20), "2020-02-20"),
        ("working_days", 1, 1),
        ("items", 3, 3),
        ("value", 2.5, 2.5),
        ("value", -3, -3),
        ("at_least", 0, 0),
        ("channels", "website", ("website",)),
        ("channels", ["website", "credit", "website"], ("website", "credit")),
        ("stages", ["收集", "会商"], ("收集", "会商")),
        ("stages", [], ()),
        ("party", "甲公司", "甲公司"),
        ("party", 17, "17"),
        # Details that no table and no kind speaks of are the host's.
        ("reason", ["a", {"b": 1}], ("a", {"b": 1})),
        ("paid", True, True),
        ("remark", "", ""),
    ],
)
def test_detail_is_read_once_as_what_it_is(name, told, kept):
    """In the words of the table, days as text, names as texts without the second of two."""
    found = read(name, told)

    assert found == kept
    assert type(found) is type(kept)


WRONG = [
    (
        "whom",
        "thirdparty",
        "'thirdparty' is no whom; expected one of third_party, organ, joint_maker; near: third_party",
        "'thirdparty' 不是 whom；应为 third_party, organ, joint_maker 之一",
    ),
    (
        "whom",
        17,
        "'17' is no whom; expected one of third_party, organ, joint_maker",
        "'17' 不是 whom；应为 third_party, organ, joint_maker 之一",
    ),
    ("served_on", 17, "17 is no day; expected one like 2020-05-20", "17 不是日期；应如 2020-05-20"),
    (
        "served_on",
        datetime(2020, 1, 8, tzinfo=gd.SHANGHAI),
        f"{datetime(2020, 1, 8, tzinfo=gd.SHANGHAI)!r} is no day; expected one like 2020-05-20",
        f"{datetime(2020, 1, 8, tzinfo=gd.SHANGHAI)!r} 不是日期；应如 2020-05-20",
    ),
    *(
        (name, wrong, f"{wrong!r} is no count; expected a whole number from 1", f"{wrong!r} 应为不小于1的整数")
        for name in ("working_days", "items")
        for wrong in (0, -1, True, 2.5, "3")
    ),
    *(
        (name, wrong, f"{wrong!r} is no number; expected one like 3 or 2.5", f"{wrong!r} 不是数字；应如 3 或 2.5")
        for name in ("value", "at_least")
        for wrong in ("x", True, float("inf"), LARGE)
    ),
    *(
        (
            name,
            wrong,
            f'{kept!r} is no list of names; expected one like ["a", "b"]',
            f'{kept!r} 应为名称列表，如 ["甲", "乙"]',
        )
        for name in ("channels", "stages")
        for wrong, kept in ((5, 5), ([1], (1,)), (["a", None], ("a", None)))
    ),
    *(
        (name, wrong, f"{wrong!r} is no text; expected a name", f"{wrong!r} 不是文字；应为名称")
        for name in ("party", "subject", "category")
        for wrong in (True, 1.5)
    ),
    (
        "_counts_from",
        "2020-01-06",
        "'_counts_from' is kept for what is worked out; choose another name",
        "'_counts_from' 为内部保留；请改用其他名称",
    ),
]


@pytest.mark.parametrize(("name", "wrong", "en", "zh"), WRONG)
def test_detail_of_another_kind_is_refused(name, wrong, en, zh):
    """With what it was and what would do, in both languages."""
    assert faults(lambda: read(name, wrong)) == [(f"event.{name}", en, zh)]


def test_detail_that_is_nothing_says_nothing():
    """As if it had not been given."""
    matter = request("2020-01-06").apply(Event("consulted", date(2020, 1, 8), payload={"party": None, "whom": None}))

    assert dict(matter.run.events[-1].payload) == {}


@pytest.mark.parametrize("level", [{}, {"level": None}, {"level": ""}])
def test_fact_that_says_nothing_without_a_detail_must_have_it(level):
    """Whatever else is wrong with it is told besides."""
    wrong = fact("2020-07-08T09:20:00", "classified", value="x", **level)

    found = faults(lambda: story("incident", "2020-07-08T08:20:00 occurred", wrong))

    assert found[0] == ("event.level", "classified says nothing without level; give it", "classified 须写明 level")
    assert found[1][0] == "event.value"
    assert [path for path, _, _ in found[2:]] == (["event.level"] if level.get("level") == "" else [])


def test_fact_that_the_state_does_not_know_is_refused_in_both_languages():
    """The Chinese text has no word of the table's own but the facts that may be recorded."""
    refusal = request("2020-01-06").can("corrected").refusal
    legal = "received, correction_requested, consulted, extended, fee_notified, answered, withdrawn, transferred"

    assert isinstance(refusal, IllegalEvent)
    assert refusal.message("en") == (
        f"request is 'running' and has no 'corrected' there; legal now: {legal}; "
        "for a fact recorded late, check the day on which it happened"
    )
    assert refusal.message("zh") == (
        f"依申请公开处于“办理中”状态，不能记录“补正”；此时可以记录：{legal}；如系补录，请核对发生日期"
    )


def test_facts_since_the_latest_of_some():
    """In order; all of them where none of these is on record, and none of a record that has none."""
    told = [fact(f"2020-01-0{day}", name) for day, name in enumerate(["received", "consulted", "corrected"], 1)]
    record = Record(request("2020-01-06").setting, told, ["running"] * 3)

    assert record.since("received") == told[1:]
    assert record.since("consulted") == told[2:]
    assert record.since("received", "consulted") == told[2:]
    assert record.since("corrected") == []
    assert record.since("answered") == told
    assert Record(record.setting).since("answered") == []


def test_channel_named_alone_is_one_channel():
    """A penalty that is to come out on the website is out when it is there."""
    facts = [
        fact("2020-05-20", "decided", channels="website"),
        fact("2020-05-25", "published", channel="website"),
    ]
    matter = story("publication", *facts, rule="enforcement.penalty", jurisdiction="520323")

    assert seen(matter, "2020-05-26").state == "published"
