"""A matter seen on a day: all that its JSON says, what was breached and by which reading not, and at what price."""

from datetime import date, datetime, timedelta

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, Matter
from gov_deadlines.matters import matter as room

from .telling import fact, moment, request, seen, story

APPROVED = {"approved_by": "主任", "notified": True}
SUIYANG = "520323"
OF_2008 = "政府信息公开条例（2008）第二十四条第二款〔已核全文〕"


def breaches(matter, when, known=None):
    """The breaches of a matter in plain values."""
    return seen(matter, when, known).to_dict()["breaches"]


def breach(name, on, zh, en, **more):
    """One breach in plain values."""
    return {
        "name": name,
        "zh": zh,
        "en": en,
        "on": on,
        "sources": [],
        "consequences": [],
        "condition": "",
        "condition_en": "",
        "cleared_by": [],
    } | more


def test_fact_whose_opening_was_not_known_is_set_aside():
    """The request of 2020-01-06 came to light on 02-10; on 02-01 only what came after it was on record."""
    opening = fact("2020-01-06", "received", learned="2020-02-10")
    matter = story("request", opening, "2020-01-08 consulted", "2020-01-13 opinion_received")

    assert seen(matter, "2020-02-15", "2020-02-01").to_dict() == {
        "matter": "A-1",
        "as_of": "2020-02-15",
        "as_known_on": "2020-02-01",
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
        "set_aside": [
            {"event": "consulted", "on": "2020-01-08"},
            {"event": "opinion_received", "on": "2020-01-13"},
        ],
    }
    then = seen(matter, "2020-02-15", "2020-02-10").to_dict()
    assert (then["as_known_on"], then["state"], then["set_aside"]) == ("2020-02-10", "running", [])
    assert seen(matter, "2020-02-15").to_dict()["as_known_on"] is None


def test_fact_that_had_no_way_hides_none_after_it():
    """That 补正 was asked for came to light on 06-20: on 06-15 the correction had no way, and the answer had one."""
    asked = fact("2020-06-03", "correction_requested", learned="2020-06-20")
    matter = story("request", "2020-06-01 received", asked, "2020-06-05 corrected", "2020-06-10 answered")

    then = seen(matter, "2020-06-12", "2020-06-15")

    assert (then.state, [each.event.name for each in then.set_aside]) == ("answered", ["corrected"])
    assert seen(matter, "2020-06-20").set_aside == ()


def test_matter_seen_at_an_instant_says_so():
    """With its offset."""
    matter = story("incident", "2020-07-08T08:20:00 occurred")

    assert seen(matter, "2020-07-08T09:00:00").to_dict()["as_of"] == "2020-07-08T09:00:00+08:00"


def test_extension_that_was_too_late_by_one_reading_alone():
    """
    A request under the text of 2008, corrected, and extended on Monday 2018-02-05.

    The limit ended on 01-29; had the correction let it begin anew, it would have ended on Sunday 02-11, a working day.
    """
    facts = ["2018-01-08 received", "2018-01-10 correction_requested", "2018-01-22 corrected"]
    matter = story("request", *facts, fact("2018-02-05", "extended", imported=True, **APPROVED))

    for each in (matter, Matter.from_dict(matter.to_dict())):
        assert breaches(each, "2018-02-05") == [
            breach(
                "before_due",
                "2018-02-05",
                "答复期限在此之前已经届满，不能再延长，届满之日见括号（2018-01-29）；"
                "按另一读法未逾期：等待补正：期限重新计算（至2018-02-11）",
                "the limit had ended before it was extended; its last day is in brackets (2018-01-29); "
                "not late by another reading: waiting for the correction: the limit starts anew (until 2018-02-11)",
                sources=[OF_2008],
                cleared_by=[
                    {
                        "reading": "correction_restarts",
                        "due": "2018-02-11",
                        "zh": "等待补正：期限重新计算",
                        "en": "waiting for the correction: the limit starts anew",
                    }
                ],
            )
        ]


def test_guard_that_is_no_limit_is_cleared_by_no_reading():
    """Nobody approved the extension on the last day; that the limit could end later makes no approval."""
    facts = ["2018-01-08 received", "2018-01-10 correction_requested", "2018-01-22 corrected"]
    matter = story("request", *facts, fact("2018-01-29", "extended", imported=True, notified=True))

    assert breaches(matter, "2018-01-29") == [
        breach(
            "approved",
            "2018-01-29",
            "延长须经政府信息公开工作机构负责人同意，缺少批准人（approved_by）",
            "an extension needs the consent of the head of the disclosure office; "
            "who approved it is missing (approved_by)",
            sources=[OF_2008],
        )
    ]


def test_breach_of_a_guard_and_of_the_order_say_what_follows():
    """
    Suiyang holds whoever misses a limit to account (S0-14d).

    What was taken over from before the system stands, withheld without its basis and published after it was revoked.
    """
    facts = [
        "2020-05-20 formed",
        fact("2020-05-21", "withheld", imported=True),
        "2020-05-22 revoked",
        fact("2020-05-25", "published", imported=True),
    ]

    assert breaches(story("publication", *facts, jurisdiction=SUIYANG), "2020-05-26") == [
        breach(
            "basis",
            "2020-05-21",
            "缺少不予公开的依据（basis）",
            "the legal basis for withholding is missing (basis)",
            sources=[
                "政府信息公开条例（2019）第十四条至第十六条〔已核全文〕",
                "绥阳县2020年政务公开方案 三（十三）〔已核全文〕",
            ],
            consequences=["S0-14d"],
        ),
        breach(
            "out_of_order",
            "2020-05-25",
            "“公开”的前序环节没有记录",
            "the steps before published are not on record",
            consequences=["S0-14d"],
        ),
    ]


@pytest.mark.parametrize("wrong", ["2020-01-09", 17, None])
@pytest.mark.parametrize("ask", ["at", "obligations", "run_at"])
def test_moment_that_is_none_is_named(ask, wrong):
    """Whatever is asked of the matter."""
    with pytest.raises(BadInput) as caught:
        getattr(request("2020-01-06"), ask)(wrong)

    assert [each.path for each in caught.value.faults] == ["moment"]


def test_moment_that_is_none_is_named_where_a_series_is_asked_when_it_turns():
    """As everywhere."""
    series = story("series", "2020-05-20 series_started", rule="progress.quarterly_report", jurisdiction=SUIYANG)

    with pytest.raises(BadInput) as caught:
        series.next_turn("2020-06-01")

    assert [each.path for each in caught.value.faults] == ["moment"]


@pytest.mark.parametrize("wrong", ["2020-01-09", 17, moment("2020-01-09T09:00:00")])
@pytest.mark.parametrize("ask", ["at", "obligations", "run_at"])
def test_day_of_knowledge_that_is_none_is_named(ask, wrong):
    """An instant is no day either."""
    with pytest.raises(BadInput) as caught:
        getattr(request("2020-01-06"), ask)(date(2020, 1, 9), as_known_on=wrong)

    assert [each.path for each in caught.value.faults] == ["as_known_on"]


def test_matter_opened_with_nothing_but_its_procedure():
    """It has no number, the rule of the procedure, the nation's calendar, no clause, the usual warnings."""
    matter = Matter.open("request")

    assert matter.to_dict() == {
        "matter": "",
        "procedure": "request",
        "rule": "request.answer",
        "jurisdiction": "CN",
        "clause": "",
        "advisory": None,
        "events": [],
    }
    assert (matter.policy, matter.calendar, matter.book) == (
        gd.WarningPolicy(),
        gd.WorkCalendar.load("CN"),
        gd.LawBook.load(),
    )


def test_warnings_are_those_the_host_chose():
    """Received on 2020-01-06 and due on 02-10: two working days before it is Thursday 02-06."""
    matter = story("request", "2020-01-06 received", policy=gd.WarningPolicy(days_before=(2,), days_after=1))

    assert [(each.rung.value, each.at) for each in seen(matter, "2020-01-07").main.rungs] == [
        ("warning", date(2020, 2, 6)),
        ("due", date(2020, 2, 10)),
        ("overdue", date(2020, 2, 11)),
        ("very_overdue", date(2020, 2, 12)),
    ]
    stands = [seen(matter, f"2020-02-{day}").main.timeliness.value for day in ("05", "06", "10", "11")]
    assert stands == ["not_due", "due_soon", "due_today", "overdue"]


def test_knowledge_of_a_day_is_that_of_law_calendar_and_facts():
    """On 2020-01-20 the holiday was not made longer yet: twenty working days from 01-06 ended on 02-06."""
    office = gd.Advisory(gd.Period(20, gd.WORKING_DAY), "县政务公开办")
    matter = story("request", "2020-01-06 received", advisory=office)

    before = seen(matter, "2020-01-21", "2020-01-20").main
    assert (before.due, before.advisory_due) == (date(2020, 2, 6), date(2020, 2, 6))
    assert seen(matter, "2020-01-21", "2020-01-27").main.advisory_due == date(2020, 2, 10)
    assert seen(matter, "2020-01-21", "2020-01-27").main.due == date(2020, 2, 10)
    assert seen(matter, "2020-01-21").main.due == date(2020, 2, 10)
    known = gd.WorkCalendar.load("CN").known_as_of(date(2020, 1, 20))
    then = Matter.open("request", calendar=known, events=matter.events).at(date(2020, 1, 21))
    assert (then.main.due, then.as_known_on) == (date(2020, 2, 6), date(2020, 1, 20))


@pytest.fixture
def folded(monkeypatch):
    """How many facts each fold was given."""
    numbers = []
    once = room.fold

    def counting(procedure, events, setting, **options):
        numbers.append(len(events))
        return once(procedure, events, setting, **options)

    monkeypatch.setattr(room, "fold", counting)
    return numbers


def test_next_fact_of_a_later_day_is_folded_alone(folded):
    """Each of two hundred facts is read once; seeing the matter after all of them reads none again."""
    matter = story("publication", "2020-01-01 decided")
    folded.clear()
    for number in range(1, 201):
        day = date(2020, 1, 1) + timedelta(days=number)
        matter = matter.apply(fact(day.isoformat(), "published", channel=str(number)))

    assert folded == [1] * 200
    assert len(matter.at(date(2021, 1, 1)).run.events) == 201
    assert matter.legal
    assert matter.can("published", date(2021, 1, 1))
    assert folded == [1] * 201


def test_matter_read_by_another_law_reads_its_facts_anew_and_once(folded):
    """In the words of the table, as they were when they came."""
    asked = fact("2020-01-08", "consulted", whom="第三方", party="甲")
    matter = story("request", "2020-01-06 received", asked)
    folded.clear()

    other = attrs.evolve(matter, calendar=gd.WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31)))

    assert other.state == "consulting"
    assert [dict(each.payload) for each in other.run.events] == [{}, {"whom": "third_party", "party": "甲"}]
    assert other.apply(asked) is other
    assert other.apply(fact("2020-01-08", "consulted", whom="third_party", party="乙")).state == "consulting"
    assert folded[:1] == [2]
    assert other.at(date(2020, 1, 9)).windows[0].holder == "甲"
    assert len(folded) == 2


def test_fact_that_has_no_place_by_another_law_stays_aside_when_more_is_recorded(folded):
    """
    A further statement is called for once all that the law wants is done, as it was by the national texts.

    Guangxi wants a press conference where there are heavy casualties, and nobody held one.
    """
    facts = [
        fact("2017-12-01T08:00:00", "occurred", level="ordinary", heavy_casualties=True),
        "2017-12-01T09:00:00 statement_released",
        "2017-12-01T10:00:00 follow_up_due",
    ]
    matter = story("incident", *facts)
    there = attrs.evolve(matter, jurisdiction="450000", calendar=gd.WorkCalendar.load("450000"))
    asides = {}
    for name, each in (("nation", matter), ("region", there)):
        after = each.apply(fact("2017-12-02T09:00:00", "taken_over"))
        asides[name] = [misfit.event.name for misfit in seen(after, "2017-12-03").set_aside]

    assert asides == {"nation": [], "region": ["follow_up_due"]}
    assert folded[-1] == 1


def test_matter_of_another_procedure_has_no_place_for_its_facts():
    """Whoever puts the facts of one procedure under another is told so when it is asked for."""
    matter = attrs.evolve(request("2020-01-06", "2020-01-08 consulted"), procedure=gd.procedure("publication"))

    with pytest.raises(gd.IllegalEvent) as caught:
        matter.at(date(2020, 1, 9))

    assert (caught.value.procedure, caught.value.state, caught.value.event) == ("publication", "", "consulted")


@pytest.mark.parametrize(
    ("procedure", "facts", "event", "told"),
    [
        # Of the day of the last; of a day before it; in the place of another.
        ("request", ["2020-01-06 received", "2020-01-08 answered"], fact("2020-01-08", "extended", **APPROVED), 3),
        ("request", ["2020-01-06 received"], fact("2020-01-05", "submitted"), 2),
        (
            "request",
            ["2020-01-06 received", fact("2020-01-08", "consulted", key="c1")],
            fact("2020-01-09", "consulted", voids="c1"),
            2,
        ),
        # The opening that others waited for; the one after a fact that is read on the day of the opening.
        ("takedown", ["2020-05-18 withdrawn"], fact("2020-05-20", "revoked"), 2),
        ("takedown", ["2020-05-20 revoked", "2020-05-18 withdrawn"], fact("2020-05-21", "explained"), 3),
        # And one of a later day, which belongs behind them.
        ("request", ["2020-01-06 received", fact("2020-01-08", "consulted")], fact("2020-01-09", "answered"), 1),
    ],
)
def test_fact_that_belongs_among_others_is_folded_with_them(folded, procedure, facts, event, told):
    """So many facts are read."""
    matter = story(procedure, *facts)
    folded.clear()

    matter.apply(event)

    assert folded == [told]


def test_facts_of_one_day_are_read_in_their_turn():
    """Extended and answered on the last day, told in the wrong order: the extension came first."""
    matter = story("request", "2020-01-06 received", "2020-02-10 answered")

    after = matter.apply(fact("2020-02-10", "extended", **APPROVED))

    assert [each.name for each in after.run.events] == ["received", "extended", "answered"]
    assert seen(after, "2020-02-11").main.timeliness is gd.Timeliness.ON_TIME


def test_matter_before_its_last_fact_is_as_if_that_fact_were_not():
    """At an instant by the instant, on a day by the day."""
    matter = story("request", "2020-01-06 received", "2020-01-20T15:00:00 answered")

    states = {when: seen(matter, when).state for when in ("2020-01-19", "2020-01-20", "2020-01-21")}
    assert states == {"2020-01-19": "running", "2020-01-20": "answered", "2020-01-21": "answered"}
    afternoon = datetime(2020, 1, 20, 15, tzinfo=gd.SHANGHAI)
    assert matter.at(afternoon).state == "answered"
    assert matter.at(afternoon - timedelta(seconds=1)).state == "running"


def test_duty_met_too_late_and_duty_ended_too_late():
    """
    Received on 2020-01-06, due on 02-10; answered, or withdrawn, on Wednesday 02-12.

    What is past its limit and ended unmet was missed; ended on its last day it was not.
    """
    answer = "政府信息公开条例（2019） 国务院令第711号 第三十三条第二款〔已核全文〕"

    assert breaches(request("2020-01-06", "2020-02-12 answered"), "2020-03-01") == [
        breach(
            "answer_late",
            "2020-02-12",
            "答复：逾期2个工作日完成",
            "answer: done 2 working days late",
            sources=[answer],
        )
    ]
    assert breaches(request("2020-01-06", "2020-02-12 withdrawn"), "2020-03-01") == [
        breach(
            "answer_missed",
            "2020-02-12",
            "答复：终结前已逾期",
            "answer: past its limit before it ended",
            sources=[answer],
        )
    ]
    assert breaches(request("2020-01-06", "2020-02-10 withdrawn"), "2020-03-01") == []


def test_duty_that_ended_too_late_by_one_reading_alone():
    """Withdrawn on Monday 2018-02-05, after 01-29 and before the 02-11 of a limit that began anew."""
    facts = ["2018-01-08 received", "2018-01-10 correction_requested", "2018-01-22 corrected", "2018-02-05 withdrawn"]

    (found,) = breaches(story("request", *facts), "2018-03-01")

    assert found["name"] == "answer_missed"
    assert [each["due"] for each in found["cleared_by"]] == ["2018-02-11"]
    assert found["zh"] == "答复：终结前已逾期；按另一读法未逾期：等待补正：期限重新计算（至2018-02-11）"


def test_incident_of_unknown_kind_is_late_in_some_kinds_of_case():
    """
    Five hours from 08:20 on 2020-07-08 end at 13:20; the statement of 15:20 is two hours late, if it was serious.

    Guangxi holds whoever is late to account (S2-A2), and wants the report upward at the same time: five minutes are
    what clocks may differ, a second more is apart.
    """
    facts = ["2020-07-08T08:20:00 occurred", "2020-07-08T15:20:00 statement_released"]
    late = breach(
        "statement_late",
        "2020-07-08T15:20:00+08:00",
        "发布权威信息：逾期2小时完成",
        "release a statement: done 2 hours late",
        sources=["国办发〔2016〕80号 积极回应关切的部分〔已核网页〕"],
        condition="涉及特别重大、重大突发事件",
        condition_en="Extraordinarily serious or serious incidents",
        consequences=["S2-A2"],
    )
    apart = breach(
        "upward_report_apart",
        "2020-07-08T15:25:01+08:00",
        "发布的同时向上级报告：不同时",
        "reported upward at the same time: not at once",
        sources=["广西新闻出版广电局政务公开方案（2017） 四〔已核全文〕"],
    )

    for reported, found in [("15:25:00", [late]), ("15:25:01", [late, apart])]:
        matter = story("incident", *facts, f"2020-07-08T{reported} reported_upward", jurisdiction="450000")
        assert breaches(matter, "2020-07-08T16:00:00") == found


@pytest.mark.parametrize(
    ("second", "zh", "en"),
    [("2020-05-26", "相隔1日", "1 day apart"), ("2020-05-29", "相隔4日", "4 days apart")],
)
def test_channels_that_a_clause_wants_together_come_apart(second, zh, en):
    """Suiyang wants all channels at once (S0-3c); the breach is of the day of the last."""
    facts = [
        fact("2020-05-20", "decided", channels=["website", "credit"]),
        fact("2020-05-25", "published", channel="website"),
        fact(second, "published", channel="credit"),
    ]
    matter = story("publication", *facts, rule="enforcement.penalty", jurisdiction=SUIYANG)

    assert breaches(matter, "2020-05-29") == [
        breach(
            "channels_apart",
            second,
            f"各平台同步发布：{zh}",
            f"all channels together: {en}",
            sources=["绥阳县2020年政务公开方案 三（三）〔已核全文〕"],
        )
    ]
    elsewhere = story("publication", *facts, rule="enforcement.penalty")
    assert [(each.status, each.days) for each in seen(elsewhere, "2020-05-29").ties] == [
        ("apart", (date.fromisoformat(second) - date(2020, 5, 25)).days)
    ]
    assert breaches(elsewhere, "2020-05-29") == []


def document(**details):
    """A policy document of Suiyang, drafted on 2020-06-01 and issued on the 8th."""
    facts = [
        fact("2020-06-01", "drafted", policy=True, **details),
        fact("2020-06-02", "attribute_set", attribute="proactive"),
        "2020-06-03 disclosure_reviewed",
        "2020-06-04 interpretation_prepared",
        "2020-06-05 signed",
        "2020-06-08 issued",
    ]
    return story("document", *facts, jurisdiction=SUIYANG)


@pytest.mark.parametrize(
    ("details", "status"),
    [({}, "not_recorded"), ({"opinions_heard": True}, "passed"), ({"opinions_heard": False}, "failed")],
)
def test_gate_is_failed_only_where_the_record_says_so(details, status):
    """S0-6c wants opinions heard before issue: what is not on record is no breach, what was not done is."""
    found = seen(document(**details), "2020-06-08")

    assert {each.clause.id: each.status for each in found.gates} == {"S0-4a": "not_recorded", "S0-6c": status}
    assert found.to_dict()["breaches"] == (
        [
            breach(
                "opinions_heard_missing",
                "2020-06-08",
                "政策出台、调整之前，向公众、企业和行业协会征求意见。",
                "Before a policy is issued or changed, the public, enterprises and trade associations are consulted.",
                sources=["绥阳县2020年政务公开方案 三（六）〔已核全文〕"],
            )
        ]
        if status == "failed"
        else []
    )
    assert seen(document(**details), "2020-06-05").breaches == ()


def test_gate_is_passed_by_the_fact_that_it_asks_for():
    """S0-4a wants an interpretation plan: the fact itself is on record."""
    matter = story("document", "2020-06-01 drafted", "2020-06-02 interpretation_planned", jurisdiction=SUIYANG)

    assert {each.clause.id: each.status for each in seen(matter, "2020-06-02").gates}["S0-4a"] == "passed"


@pytest.mark.parametrize(
    ("facts", "ties"),
    [
        (
            ["2020-06-09 document_published", "2020-06-11 interpretation_published"],
            [("interpretation", "apart", "2020-06-09", "2020-06-11")],
        ),
        (
            ["2020-06-11 interpretation_published", "2020-06-11 document_published"],
            [("interpretation", "together", "2020-06-11", "2020-06-11")],
        ),
        (["2020-06-09 document_published"], [("interpretation", "waiting", "2020-06-09", None)]),
        (["2020-06-11 interpretation_published"], [("interpretation", "waiting", None, "2020-06-11")]),
        (
            ["2020-06-09 meeting_held", "2020-06-09 meeting_broadcast"],
            [("meeting_live", "together", "2020-06-09", "2020-06-09")],
        ),
        (
            ["2020-06-09 meeting_broadcast", "2020-06-10 document_published"],
            [("interpretation", "waiting", "2020-06-10", None), ("meeting_live", "waiting", None, "2020-06-09")],
        ),
        ([], []),
    ],
)
def test_steps_that_belong_together(facts, ties):
    """From the moment one of them was taken, whichever it was."""
    matter = document()
    for each in facts:
        matter = matter.apply(fact(*each.split(" ")))

    found = seen(matter, "2020-06-30").ties
    assert [
        (each.link.name, each.status, *(end and end.day.isoformat() for end in (each.first, each.second)))
        for each in found
    ] == ties


@pytest.mark.parametrize(
    ("facts", "opened"),
    [
        (["2020-06-01 revoked"], []),
        (["2020-05-25 published", "2020-06-01 revoked"], ["takedown 2020-06-01"]),
        (["2020-05-25 published", "2020-06-01 superseded"], ["superseded 2020-06-01"]),
        (["2020-06-01 superseded"], ["superseded 2020-06-01"]),
        (
            ["2020-05-25 published", "2020-06-01 revoked", "2020-06-02 revoked"],
            ["takedown 2020-06-01", "takedown 2020-06-02"],
        ),
    ],
)
def test_fact_opens_or_cancels_another_matter_from_the_states_the_table_names(facts, opened):
    """Revoking what nobody had published opens no take-down; what takes its place carries a duty of its own, always."""
    matter = story("publication", "2020-05-20 decided", *facts, rule="enforcement.penalty")

    found = seen(matter, "2020-06-30").openings
    assert [f"{each.link.name} {each.event.day}" for each in found] == opened


def test_incident_of_a_known_kind_is_late_without_condition():
    """Serious, and the text binds for serious ones."""
    facts = [fact("2020-07-08T08:20:00", "occurred", level="major"), "2020-07-08T15:20:00 statement_released"]

    (late,) = breaches(story("incident", *facts), "2020-07-08T16:00:00")

    assert (late["name"], late["condition"], late["condition_en"]) == ("statement_late", "", "")


def test_duty_that_ended_too_late_says_what_follows():
    """Formed on 2020-05-20 and due on 06-17, the twentieth working day; revoked on the 18th, or on the 17th in time."""
    late, in_time = (
        breaches(story("publication", "2020-05-20 formed", f"{on} revoked", jurisdiction=SUIYANG), "2020-06-30")
        for on in ("2020-06-18", "2020-06-17")
    )

    assert [(each["name"], each["on"], each["consequences"]) for each in late] == [
        ("publication_missed", "2020-06-18", ["S0-14d"])
    ]
    assert in_time == []
