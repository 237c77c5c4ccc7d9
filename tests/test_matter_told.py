"""What a matter, its duties and its facts say of themselves: in a line, in words, in a notebook, and when refused."""

from datetime import date, datetime
from decimal import Decimal

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, Event, Matter
from gov_deadlines.matters.replay import replay

from .telling import fact, moment, request, seen, story

REGULATION = "政府信息公开条例（2019）第三十三条第二款〔已核全文〕"
HEAD = "an extension needs the consent of the head of the disclosure office; who approved it is missing (approved_by)"


def incident(*facts, **options):
    """An incident of 08:20 on 8 July 2020."""
    return story("incident", "2020-07-08T08:20:00 occurred", *facts, **options)


def faults(make):
    """Path and words of all that is wrong with what *make* makes."""
    with pytest.raises(BadInput) as caught:
        make()
    return [(each.path, each.en, each.zh) for each in caught.value.faults]


@pytest.mark.parametrize(
    ("matter", "when", "line"),
    [
        (request("2020-01-06"), "2020-01-07", "<Obligation answer: running, not_due, due 2020-02-10>"),
        (request("2026-12-20"), "2026-12-21", "<Obligation answer: running, unknown, due None>"),
        (
            request("2020-01-06", "2020-01-20 answered"),
            "2020-01-21",
            "<Obligation answer: ended, on_time, due 2020-02-10>",
        ),
        (
            incident(),
            "2020-07-08T09:00:00",
            "<Obligation statement: running, not_due, due 2020-07-08 13:20:00+08:00>",
        ),
    ],
    ids=["by day", "unknown", "done", "by hour"],
)
def test_duty_in_a_line(matter, when, line):
    """Its name, its clock, how it stands or that nobody can tell, and its day or its instant."""
    assert repr(seen(matter, when).obligations[0]) == line


def test_matter_says_which_state_it_is_in():
    """The first line names procedure, matter and state; before its first day nothing opened it, and it has none."""
    matter = story("document", "2020-06-01 drafted", jurisdiction="520323")

    assert seen(matter, "2020-06-02").explain("zh") == "公文与会议公开（A-1）: 拟稿"
    assert seen(matter, "2020-06-02").explain("en") == "document and meeting routing（A-1）: draft"
    assert seen(matter, "2020-05-31").explain("zh") == "公文与会议公开（A-1）: "


def test_no_obligation_at_all_is_said():
    """A draft carries no duty yet, and the error does not end in an empty list."""
    draft = story("document", "2020-06-01 drafted", jurisdiction="520323")

    with pytest.raises(KeyError, match="no obligation 'publication'; there are none"):
        seen(draft, "2020-06-02").obligation("publication")


def test_tie_that_waits_for_its_other_end_has_no_days_between():
    """A statement was released, and nothing reported upward; on the website, and on the credit portal not yet."""
    alone = incident("2020-07-08T10:00:00 statement_released")
    facts = [
        fact("2020-05-20", "decided", channels=["website", "credit"]),
        fact("2020-05-25", "published", channel="website"),
    ]
    first = story("publication", *facts, rule="enforcement.penalty", jurisdiction="520323")

    for found in (seen(alone, "2020-07-08T12:00:00"), seen(first, "2020-06-06")):
        assert [(each["status"], each["days"]) for each in found.to_dict()["links"]] == [("waiting", 0)]


def test_channel_that_comes_last_sets_the_others_apart():
    """Two on Monday 2020-05-25 and the third a day later are not together."""
    facts = [
        fact("2020-05-20", "decided", channels=["website", "credit", "gazette"]),
        fact("2020-05-25", "published", channel="website"),
        fact("2020-05-25", "published", channel="credit"),
        fact("2020-05-26", "published", channel="gazette"),
    ]
    found = seen(story("publication", *facts, rule="enforcement.penalty", jurisdiction="520323"), "2020-06-06")

    assert [(each["status"], each["days"]) for each in found.to_dict()["links"]] == [("apart", 1)]


def test_clause_is_told_with_the_duties_it_speaks_of():
    """
    S0-5b wants the emergency handled, S0-5a three other duties met, S0-5c speaks of all.

    Opened under a clause, the matter has it beside the duty whose rule it names and beside no other.
    """
    own = incident(jurisdiction="520323", clause="S0-5b").at(moment("2020-07-08T09:00:00"))

    assert {each.name: [clause.id for clause in each.clauses] for each in own.obligations} == {
        "statement": ["S0-5a", "S0-5c"],
        "press_conference": ["S0-5a", "S0-5c"],
        "emergency_handling": ["S0-5b", "S0-5c"],
    }


def test_gate_that_the_record_passed_is_open_no_more():
    """Opinions were heard, as S0-6c of Suiyang wants before issue; where they were not, it is among the open ones."""
    heard = story("document", fact("2020-06-01", "drafted", opinions_heard=True), jurisdiction="520323")
    silent = story("document", "2020-06-01 drafted", jurisdiction="520323")

    assert [clause.id for clause in heard.can("issued").open_gates] == []
    assert [clause.id for clause in silent.can("issued").open_gates] == ["S0-6c"]


@pytest.mark.parametrize("name", gd.procedures())
def test_opening_asked_about_without_a_day_lies_before_all_that_was_learned(name):
    """By days the first there is, by instants one that every zone can tell; no opening is refused for when it was."""
    matter = Matter.open(name, id="A-1", **({"rule": "training.yearly"} if name == "counter" else {}))
    first = datetime(1, 1, 2, tzinfo=gd.SHANGHAI) if matter.procedure.exact else date.min

    for event in matter.legal:
        assert matter.can(event)
        assert matter.can(event, learned=first)


def test_guard_says_what_is_missing_by_which_text():
    """The day it turns on stands behind in brackets, where it turns on one: 2020-02-10 ends the twenty working days."""
    matter = request("2020-01-06")

    unsigned = matter.can("extended", date(2020, 2, 10)).refusal
    late = matter.can("extended", date(2020, 2, 20), approved_by="主任", notified=True).refusal

    assert [(each.guard, each.zh, each.en, each.sources) for each in (*unsigned.missing, *late.missing)] == [
        (
            "approved",
            "延长须经政府信息公开工作机构负责人同意，缺少批准人（approved_by）",
            HEAD,
            (REGULATION,),
        ),
        (
            "notified",
            "延长须告知申请人，缺少告知（notified）",
            "an extension needs notice to the applicant, which is missing (notified)",
            (REGULATION,),
        ),
        (
            "before_due",
            "答复期限在此之前已经届满，不能再延长，届满之日见括号（2020-02-10）",
            "the limit had ended before it was extended; its last day is in brackets (2020-02-10)",
            (REGULATION,),
        ),
    ]


@pytest.mark.parametrize(
    ("field", "wrong", "quoted"),
    [("name", 17, "17"), ("key", 17, "17"), ("actor", None, "None"), ("voids", b"r1", "b'r1'")],
)
def test_field_of_a_fact_that_is_no_text_is_named(field, wrong, quoted):
    """With what it was, and how a number becomes one."""
    given = {"name": "received", "happened": date(2020, 1, 6), field: wrong}

    assert faults(lambda: Event(**given)) == [
        (
            f"event.{field}",
            f"{quoted} is no text; expected text, like str(17) of a number",
            f"{quoted} 不是文字；应为文字，数字可用 str(17) 转换",
        )
    ]


@pytest.mark.parametrize("field", ["name", "key", "actor", "voids"])
def test_field_of_a_fact_holds_a_thousand_characters(field):
    """Messages quote it; one more is refused."""
    given = {"name": "received", "happened": date(2020, 1, 6)}

    assert getattr(Event(**given | {field: "字" * 1000}), field) == "字" * 1000
    assert faults(lambda: Event(**given | {field: "字" * 1001})) == [
        ("event", "a text of 1001 characters; expected 1000 at most", "文字有1001个字符；最多1000个")
    ]


def test_field_that_is_a_text_of_another_class_is_a_text():
    """As databases and markup packages hand them over."""

    class Text(str):
        __slots__ = ()

    assert Event(Text("received"), date(2020, 1, 6), Text("r1")).id == "r1"


def test_fact_by_its_details_says_no_more_than_was_given():
    """Nobody's act, and without details."""
    assert Event.of("received", date(2020, 1, 6)).to_dict() == {"event": "received", "on": "2020-01-06"}
    assert Event.of("received", date(2020, 1, 6)) == Event("received", date(2020, 1, 6))


def test_fact_by_its_details_says_all_that_was_given():
    """Its own fields by name, all else as details."""
    day, known = date(2020, 1, 8), date(2020, 1, 9)
    event = Event.of("consulted", day, key="c2", learned=known, actor="主任", voids="c1", party="甲", whom="organ")

    assert event == Event("consulted", day, "c2", known, "主任", "c1", {"party": "甲", "whom": "organ"})
    assert event.to_dict() == {
        "event": "consulted",
        "on": "2020-01-08",
        "recorded_at": "2020-01-09",
        "key": "c2",
        "actor": "主任",
        "voids": "c1",
        "party": "甲",
        "whom": "organ",
    }


def test_detail_that_is_neither_list_nor_mapping_is_given_back():
    """An amount of a fee is no JSON, and stays what it is."""
    event = Event.of("fee_notified", date(2020, 1, 8), amount=Decimal("12.50"), pages=[1, [2]])

    assert event.to_dict()["amount"] == Decimal("12.50")
    assert event.to_dict()["pages"] == [1, [2]]
    assert "'amount': Decimal('12.50'), 'pages': [1, [2]]" in repr(event)


def test_every_fact_that_cannot_be_read_is_told():
    """Not only the first of the record, nor only the last."""
    opened = {"event": "received", "on": "2020-01-06"}
    wrong = [{"event": "consulted", "on": "2020-01-07", "party": [name]} for name in "甲乙"]

    assert faults(lambda: Matter.from_dict({"procedure": "request", "events": [wrong[0], opened, wrong[1]]})) == [
        ("matter.events[0].party", "('甲',) is no text; expected a name", "('甲',) 不是文字；应为名称"),
        ("matter.events[2].party", "('乙',) is no text; expected a name", "('乙',) 不是文字；应为名称"),
    ]


@pytest.mark.parametrize(
    ("wrong", "path", "words"),
    [
        (5, "advisory", "5 is no practice number; expected"),
        ({"n": 0, "unit": "day", "set_by": "县"}, "advisory.n", "0 is no length of a period; expected"),
        ({"n": 3, "unit": "wd", "set_by": "县"}, "advisory.unit", "'wd' is no unit; expected one of"),
    ],
)
def test_practice_number_of_a_line_is_named_where_it_stands(wrong, path, words):
    """Or that one of its fields that is wrong."""
    ((where, en, _),) = faults(lambda: replay({"procedure": "request", "events": [], "advisory": wrong}))

    assert where == path
    assert en.startswith(words)


def test_matter_of_a_procedure_without_a_rule_shows_none():
    """An act that a clause alone asks for."""
    matter = story("action", "2017-06-01 occurred", clause="S1-1b", jurisdiction="430500")

    assert matter.rule == ""
    assert matter._repr_mimebundle_()["text/plain"].split("\n")[1:3] == [
        "地区: 430500",
        "条款: 邵阳市2017年政务公开要点 一（一）〔已核全文〕",
    ]


def test_duty_with_its_day_of_receipt_and_another_reading_shows_both():
    """
    A request sent online and corrected: the regulation says which day it counts from, no text what the correction did.

    Corrected on Monday 2020-01-20: 21-23 (3), Feb 3-7 (8), 10-14 (13), 17-21 (18), 24, 25 (20).
    """
    facts = ["2020-01-10 correction_requested", "2020-01-20 corrected"]
    matter = story("request", fact("2020-01-06", "received", channel="online"), *facts)
    own = [
        "答复：已逾期 (18个工作日)",
        "收到之日：双方确认之日 (政府信息公开条例（2019） 国务院令第711号 第三十一条第三项〔已核全文〕)",
    ]
    proof = "依申请公开答复：不迟于2020年2月25日（星期二）24时"

    found = seen(matter, "2020-03-20").main._repr_mimebundle_()

    assert found["text/plain"].split("\n")[:3] == [*own, proof]
    assert found["text/markdown"].startswith("  \n".join(own) + f"\n\n**{proof}**\n")
    assert found["text/html"].startswith(f"<p>{own[0]}</p><p>{own[1]}</p><div")


def test_duty_no_calendar_can_date_shows_why():
    """The words of the refusal stand beside."""
    duty = seen(request("2026-12-20"), "2026-12-21").main

    title, due, why = duty._repr_mimebundle_()["text/plain"].split("\n")[:3]
    assert (title, due) == ("答复：无法判断", "期限: 无法计算")
    assert why.startswith("说明: 没有放假安排通知覆盖2027-01-01")


def test_spans_of_a_series_are_shown_by_their_names():
    """Each span is a row of its own, which the name of the duty could not tell apart."""
    facts = ["2020-05-20 series_started", "2020-07-03 submitted"]
    series = story("series", *facts, rule="progress.quarterly_report", jurisdiction="520323")

    shown = seen(series, "2020-10-01")._repr_mimebundle_()["text/plain"]
    assert seen(series, "2020-10-01").state == "upcoming"

    assert [line.split(" ")[0] for line in shown.split("\n") if line.startswith("2020-Q")] == [
        "2020-Q2",
        "2020-Q3",
        "2020-Q4",
    ]


def test_time_that_others_have_is_shown_with_whose_it_is():
    """A third party by its name, and not as the applicant."""
    asked = fact("2020-01-08", "consulted", whom="third_party", party="甲公司", served_on="2020-01-09")

    shown = seen(request("2020-01-06", asked), "2020-02-01")._repr_mimebundle_()["text/plain"]

    assert shown.endswith(
        "他人的期限      何人    起          止\n"
        "--------------  ------  ----------  ----------\n"
        "第三方提出意见  甲公司  2020-01-09  2020-02-06"
    )
