"""What other systems read: each key of the JSON of provisions, days, gates, ties and openings, with its value."""

from datetime import date

import pytest

import gov_deadlines as gd
from gov_deadlines.matters.replay import replay

from .telling import fact, request, seen, story

CALENDAR = gd.WorkCalendar.load("CN")
CLAUSES = gd.LawBook.load().clauses
NOTHING = {
    "obligations": [],
    "windows": [],
    "breaches": [],
    "gates": [],
    "opens": [],
    "links": [],
    "clauses": [],
    "refused": [],
}


def test_vague_duty_of_one_act():
    """S1-1b asks for a conference promptly: a word, and no number."""
    assert CLAUSES["S1-1b"].to_dict() == {
        "id": "S1-1b",
        "document": "邵阳市2017年政务公开要点",
        "jurisdiction": "430500",
        "type": "EV",
        "locator": "一（一）",
        "zh": "经济数据出来后及时开新闻发布会。",
        "en": "A press conference on the economy is held promptly when the data are out.",
        "word": "及时",
        "held_by": {"holds": "rule", "procedure": "action", "events": ["done"]},
        "bearer": "市统计局",
        "condition": "",
        "until": "",
        "note": "要求的是开会，不是数据公开本身；没有期限。",
        "note_en": "It asks for the conference, not for publication of the data as such; no limit.",
    }


@pytest.mark.parametrize(
    ("id", "held_by"),
    [
        (
            "S1-1h",
            {
                "holds": "sequence",
                "procedure": "sequence",
                "events": ["sequence_started", "stage_done", "sequence_ended"],
                "stages": ["交易公告", "资格审查", "交易过程", "成交", "履约"],
            },
        ),
        (
            "S1-5c",
            {
                "holds": "series",
                "rules": ["land.quarterly_data"],
                "procedure": "series",
                "events": ["published"],
                "every": "quarter",
            },
        ),
        (
            "S1-6f",
            {
                "holds": "sequence",
                "procedure": "document",
                "events": ["meeting_held", "meeting_broadcast"],
                "link": "meeting_live",
            },
        ),
        (
            "S1-3e",
            {"holds": "gate", "procedure": "document", "events": ["issued"], "asks": "market_participants_heard"},
        ),
    ],
)
def test_provision_says_what_holds_it(id, held_by):
    """Without what is empty: stages of a sequence, the span of a series, the link of two steps, what a gate asks."""
    assert CLAUSES[id].to_dict()["held_by"] == held_by
    assert CLAUSES[id].held_by() == held_by


def test_provision_of_a_guard_names_it():
    """Each provision that a guard of the table keeps says which."""
    guarded = {clause.id: clause.guard for clause in CLAUSES.values() if clause.guard}

    assert guarded
    assert {id: CLAUSES[id].held_by()["guard"] for id in guarded} == guarded


def test_provision_says_its_condition():
    """S1-6f leaves out what is secret."""
    assert CLAUSES["S1-6f"].to_dict()["condition"] == "涉及国家秘密的除外"


def test_provision_is_cited_with_how_well_it_was_verified():
    """In both languages."""
    assert CLAUSES["S1-6f"].cite("zh") == "邵阳市2017年政务公开要点 六（二）〔已核全文〕"
    assert CLAUSES["S1-6f"].cite("en") == "Shaoyang openness key points 2017, 六（二） [V: read in full text]"


@pytest.mark.parametrize(
    ("day", "plain"),
    [
        (
            CALENDAR.day(date(2020, 2, 1)),
            {
                "date": "2020-02-01",
                "kind": "holiday",
                "name": "春节",
                "statutory": False,
                "notice": "CN/2020b",
                "citation": "国办发明电〔2020〕1号",
                "projected": False,
            },
        ),
        (
            CALENDAR.projected(2027).day(date(2027, 10, 1)),
            {
                "date": "2027-10-01",
                "kind": "holiday",
                "name": "国庆节",
                "statutory": True,
                "notice": None,
                "citation": None,
                "projected": True,
            },
        ),
    ],
    ids=["noticed", "projected"],
)
def test_day_in_json(day, plain):
    """Who decided it, or that nobody has."""
    assert day.to_dict() == plain


def test_matter_that_nothing_has_opened():
    """Every list is there, and empty."""
    assert replay({"procedure": "request", "matter": "A-1", "events": []}) == NOTHING | {
        "matter": "A-1",
        "state": "",
        "spans": {},
        "legal": ["received", "submitted"],
    }


def test_gates_in_json():
    """A document of Shaoyang of 2017: two steps that the key points want, neither on record."""
    matter = story("document", "2017-06-01 drafted", jurisdiction="430500")

    assert seen(matter, "2017-06-02").to_dict()["gates"] == [
        {
            "clause": "S1-3e",
            "event": "issued",
            "asks": "market_participants_heard",
            "status": "not_recorded",
            "zh": "给新产业一类的新事物定监管政策，先让市场主体参与、发表意见。",
            "en": "Regulatory policy for new industries is made only after market participants were heard.",
        },
        {
            "clause": "S1-4d",
            "event": "issued",
            "asks": "residents_heard",
            "status": "not_recorded",
            "zh": "改划学区先听当地群众的意见，并公开依据、范围、内容和时限。",
            "en": "School districts are redrawn after the residents were heard, with basis, scope, content and time "
            "made public.",
        },
    ]


def test_gate_asks_for_what_its_provision_asks_for():
    """S0-4a wants an interpretation plan, whichever guard keeps it."""
    matter = story("document", "2020-06-01 drafted", jurisdiction="520323")
    gates = {gate["clause"]: gate for gate in seen(matter, "2020-06-02").to_dict()["gates"]}

    assert CLAUSES["S0-4a"].guard == "interpretation"
    assert gates["S0-4a"]["asks"] == "interpretation_planned"


def test_tie_in_json():
    """Website and credit portal a day apart, where Suiyang County wants them at once."""
    facts = [
        fact("2020-05-20", "decided", channels=["website", "credit"]),
        fact("2020-05-25", "published", channel="website"),
        fact("2020-05-26", "published", channel="credit"),
    ]
    found = seen(story("publication", *facts, rule="enforcement.penalty", jurisdiction="520323"), "2020-06-06")

    assert found.to_dict()["links"] == [
        {
            "link": "channels",
            "kind": "synchronous",
            "status": "apart",
            "days": 1,
            "zh": "各平台同步发布",
            "en": "all channels together",
            "clauses": ["S0-3c"],
        }
    ]


def test_opening_in_json():
    """A published penalty that was revoked opens its take-down, by its rule."""
    facts = ["2020-05-20 decided", "2020-05-25 published", "2020-06-01 revoked"]
    matter = story("publication", *facts, rule="enforcement.penalty", jurisdiction="520323")

    assert seen(matter, "2020-06-30").to_dict()["opens"] == [
        {
            "link": seen(matter, "2020-06-30").openings[0].link.name,
            "kind": "opens",
            "procedure": "takedown",
            "event": "revoked",
            "rule": "enforcement.withdrawal",
            "on": "2020-06-01",
        }
    ]


def test_limit_of_hours_before_a_day_says_when_it_opens():
    """An earliest day stands under opens_on, and nowhere else."""
    found = gd.due("consultation.minimum", date(2020, 6, 10))

    assert found.opens_on is not None
    assert found.to_dict()["opens_on"] == found.opens_on.isoformat()
    assert gd.due("request.answer", date(2020, 1, 6)).to_dict()["opens_on"] is None


def test_deadline_names_the_calendar_by_its_digest():
    """Two answers by one digest were counted on the same days."""
    found = gd.due("request.answer", date(2020, 1, 6)).to_dict()

    assert found["calendar"]["digest"] == CALENDAR.digest


def test_no_obligation_of_that_name():
    """The error names those there are."""
    matter = request("2020-01-10")

    with pytest.raises(KeyError, match="no obligation 'anwser'; there are answer"):
        seen(matter, "2020-01-13").obligation("anwser")
