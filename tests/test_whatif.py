"""What if, for one question: the answers side by side, how far each moved, and which step and text are responsible."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gov_deadlines as gd
from gov_deadlines import BadInput, ChangeKind, Period, Question, compare
from gov_deadlines.analysis.difference import _asked as differences_asked
from gov_deadlines.analysis.difference import differences
from gov_deadlines.analysis.whatif import Shift

from . import oracle
from .test_cli import NOTICE

START = date(2020, 1, 6)
ANSWER = Question("request.answer", START)
EVE, DAY = date(2020, 1, 26), date(2020, 1, 27)
ONE_DAY = timedelta(days=1)
EXTENDED = "国务院办公厅关于延长2020年春节假期的通知\n延长2020年春节假期至2月2日"


def causes(outcome):
    """The causes of a scenario in English."""
    return [change.en for change in outcome.changes if change.cause]


def test_question_asks_what_due_asks():
    """A question is the arguments of due as a value."""
    asked = Question("enforcement.penalty", date(2020, 5, 20), "520323")

    assert asked.deadline == gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")


def test_notice_that_was_not_yet_public_is_named_with_the_days_it_turned():
    """Before 2020-01-27 the 31st was worked, and 1 February too as a make-up day; the notice took both."""
    found = compare(ANSWER, {"eve": {"as_known_on": EVE}, "day": {"as_known_on": DAY}})
    (change,) = found["eve"].changes

    assert [each.due for each in found] == [date(2020, 2, 6), date(2020, 2, 10)]
    assert (change.kind, change.first, change.last) == (ChangeKind.DAY, date(2020, 1, 31), date(2020, 2, 1))
    assert change.notice.id == "CN/2020b"
    assert "国办发明电〔2020〕1号 not public until 2020-01-27" in change.en
    assert found["eve"].shift == gd.Shift(-4, -2)
    assert not found["day"].shift
    assert found["day"].changes == ()


def test_notice_that_came_out_since_is_named_with_its_day():
    """Asked the other way round, the days are rest by a notice of 27 January, and were counted before."""
    found = compare(Question("request.answer", START, as_known_on=EVE), as_known_on=DAY)
    (outcome,) = found

    assert causes(outcome) == [
        "2020-01-31..2020-02-01: rest (春节) by 国办发明电〔2020〕1号, public 2020-01-27; counted before"
    ]
    assert outcome.name == "as_known_on=2020-01-27"


def test_change_of_law_names_the_text_and_its_day():
    """From the 14th to the 15th of May 2019 the limit grew from 15 to 20 working days."""
    (outcome,) = compare(Question("request.answer", date(2019, 5, 14)), start=date(2019, 5, 15))
    start, law = (change for change in outcome.changes if change.cause)

    assert (start.kind, start.en) == (ChangeKind.START, "start moved by +1 day: 2019-05-14 → 2019-05-15")
    assert law.kind is ChangeKind.LAW
    assert law.version.document.id == "ogi-2019"
    assert "limit 15 working days" in law.en
    assert "→ 20 working days" in law.en
    assert "第三十三条" in law.en
    assert "in force since 2019-05-15" in law.en
    assert "2019-05-15起施行" in law.zh


def test_holiday_met_since_the_start_moved_is_told_as_what_followed():
    """The Qingming days of 2020 are no cause: the start is, and they are on its way."""
    (outcome,) = compare(Question("request.answer", date(2020, 3, 2)), start=date(2020, 3, 16))
    way = [change for change in outcome.changes if change.kind is ChangeKind.WAY]

    assert [change.kind for change in outcome.changes if change.cause] == [ChangeKind.START]
    assert [(change.first, change.last) for change in way] == [(date(2020, 4, 4), date(2020, 4, 6))]
    assert "清明节" in way[0].en


def test_stricter_local_rule_prevails_and_is_marked_as_proposed():
    """Ten working days in the county instead of the nation's twenty: cited everywhere as what it is."""
    (outcome,) = compare(ANSWER, jurisdiction="520323", rule_limit=Period(10, gd.WORKING_DAY))
    deadline = outcome.deadline

    assert deadline.due == oracle.shift(START, 10, oracle.within(oracle.nation()))
    assert deadline.version.mark is gd.Mark.PROPOSED
    assert deadline.version.document.rank is gd.Rank.LOCAL_DOCUMENT
    assert deadline.version.anchor == "received"
    for lang, mark in (("zh", "拟议"), ("en", "in force nowhere")):
        assert mark in deadline.explain(lang)
        assert mark in "".join(outcome.why(lang))
    assert deadline.to_dict()["version"]["mark"] == "proposed"


def test_looser_local_rule_does_not_prevail_and_the_row_says_so():
    """A county cannot give itself thirty working days; the day stays, and why is told."""
    (outcome,) = compare(ANSWER, jurisdiction="520323", rule_limit=Period(30, gd.WORKING_DAY))
    (change,) = outcome.changes

    assert outcome.due == date(2020, 2, 10)
    assert (change.kind, change.cause) == (ChangeKind.YIELDS, False)
    assert "does not prevail" in change.en
    assert "下级文件不得放宽" in change.zh
    assert outcome.why("zh") == (change.zh,)


@pytest.mark.parametrize("limit", [Period(20, gd.WORKING_DAY), Period(3, gd.DAY)])
def test_proposal_that_sets_the_same_or_counts_otherwise_yields_too(limit):
    """What binds already needs no proposal, and unlike units are not known to be tighter."""
    (outcome,) = compare(ANSWER, jurisdiction="520323", rule_limit=limit)

    assert outcome.due == date(2020, 2, 10)
    assert [change.kind for change in outcome.changes] == [ChangeKind.YIELDS]


@pytest.mark.parametrize("limit", [Period(30, gd.WORKING_DAY), Period(10, gd.DAY), Period(1, gd.MONTH)])
def test_national_proposal_takes_the_place_of_the_text_that_binds(limit):
    """At the rank of the text it would amend, the later one prevails, longer or shorter, with the usual roll."""
    (outcome,) = compare(ANSWER, rule_limit=limit)

    assert outcome.deadline.version.document.rank is gd.Rank.ADMINISTRATIVE_REGULATION
    assert outcome.due == limit.end(START, gd.WorkCalendar.load("CN")).due


def test_proposal_from_a_day_on_leaves_earlier_starts_alone():
    """A rule proposed from 1 February does not reach a request of January."""
    draft = gd.Proposal("request.answer", Period(10, gd.WORKING_DAY), in_force_from=date(2020, 2, 1))
    found = compare(ANSWER, {"before": {"proposal": draft}, "after": {"proposal": draft, "start": date(2020, 2, 3)}})

    assert found["before"].due == date(2020, 2, 10)
    assert "does not apply there on that day" in found["before"].why("en")[0]
    assert found["after"].due == date(2020, 2, 17)


def test_proposal_where_no_text_is_in_force_is_refused():
    """Nothing says from when to count, so nothing is invented."""
    (outcome,) = compare(ANSWER, proposal=gd.Proposal("staff_list.report", Period(3, gd.DAY)), rule="staff_list.report")

    assert isinstance(outcome.refusal, gd.NoRuleInForce)


def test_proposal_goes_by_the_texts_that_were_public():
    """In March 2019 the text of May was not public, nor that of 2008 known to end: a draft for June goes by that."""
    limit = {"rule_limit": Period(10, gd.WORKING_DAY)}
    base = Question("request.answer", date(2019, 6, 3))
    found = compare(base, {"then": {**limit, "as_known_on": date(2019, 3, 1)}, "now": limit})

    # Ten working days: 4 to 6 June, the 10th to the 14th, 17 and 18; the 7th is Dragon Boat Festival.
    assert [each.due for each in found] == [date(2019, 6, 18)] * 2
    assert "(2008)" in found["then"].deadline.version.note_en
    assert "(2019)" in found["now"].deadline.version.note_en


def test_shipped_law_holds_no_proposal():
    """The mark is for what is supposed alone."""
    book = gd.LawBook.load()

    assert gd.Mark.PROPOSED not in {version.mark for name in book for version in book[name].versions}


def test_law_of_another_day_is_a_supposition_that_shows():
    """The fifteen working days of 2008, had they still governed in 2020; the headline says what is supposed."""
    (outcome,) = compare(ANSWER, law_of=date(2019, 5, 14))

    assert outcome.due == oracle.shift(START, 15, oracle.within(oracle.nation()))
    assert outcome.deadline.version.document.id == "ogi-2008"
    assert outcome.deadline.explain("zh").startswith("依申请公开答复（假设适用2019年5月14日的规定）")
    assert "supposing the law of 2019-05-14" in outcome.deadline.explain("en")
    assert outcome.deadline.conflicts == ()


def test_proposed_notice_by_its_wording_is_marked_in_the_steps():
    """What the extension would do, asked a week before it came: the same day as came of it, and marked as proposed."""
    (outcome,) = compare(Question("request.answer", START, as_known_on=date(2020, 1, 20)), notice=EXTENDED)
    (change,) = outcome.changes

    assert outcome.due == date(2020, 2, 10)
    assert (change.first, change.last) == (date(2020, 1, 31), date(2020, 2, 1))
    assert "拟议 proposed" in change.en
    assert "拟议 proposed" in outcome.deadline.explain("zh")
    assert any("拟议 proposed" in step.to_dict().get("notice", "") for step in outcome.deadline.steps)


def test_proposed_notice_as_a_value_speaks_over_those_that_are_out():
    """Cancelling the days that 国办发明电〔2020〕1号 added would bring the day of before back."""
    clause = gd.Clause("春节", cancelled=(date(2020, 1, 31), date(2020, 2, 1)))
    notice = gd.Notice("CN/2020c", "CN", 2020, gd.NoticeKind.AMENDING, (clause,), title="取消延长")
    (outcome,) = compare(ANSWER, notice=notice)

    assert outcome.due == date(2020, 2, 6)
    (change,) = outcome.changes
    assert (change.first, change.last, change.notice.id) == (date(2020, 1, 31), date(2020, 2, 1), "CN/2020c")


def test_proposed_annual_notice_settles_a_year_that_is_projected():
    """With a notice for 2027 supposed, the answer needs no projection; without one it is refused or provisional."""
    asked = Question("request.answer", date(2026, 12, 20))
    found = compare(asked, {"projected": {"projected": 2027}, "notice": {"notice": NOTICE}})

    assert isinstance(found.base.refusal, gd.CalendarNotPublished)
    assert found["projected"].certainty is gd.Certainty.PROVISIONAL
    assert found["projected"].bounds
    assert found["notice"].certainty is gd.Certainty.SETTLED
    assert "国办发明电〔2026〕99号〔拟议 proposed〕" in found["notice"].deadline.explain("en")
    assert found["notice"].shift is None
    assert found["notice"].why("en") == ("no answer before",)


def test_bounds_come_along():
    """A provisional row shows between which days, and the doubt is told as what followed."""
    base = Question("request.answer", date(2026, 11, 2), projected=2027)
    (outcome,) = compare(base, start=date(2027, 1, 25))

    assert outcome.bounds == (outcome.deadline.earliest, outcome.deadline.latest)
    assert f"{outcome.bounds[0]}" in compare(base, start=date(2027, 1, 25)).text("en")
    assert ChangeKind.DOUBT in {change.kind for change in outcome.changes}
    assert outcome.to_dict()["latest"] == outcome.bounds[1].isoformat()


def test_a_text_that_was_not_read_in_full_is_marked_beside_the_certainty():
    """Settled is said of the calendar: the days for construction penalties are from memory, a proposal is no law."""
    base = Question("enforcement.construction_penalty", date(2024, 5, 20))
    found = compare(base, {"5日": {"rule_limit": Period(5, gd.DAY)}, "一般规定": {"rule": "enforcement.penalty"}})

    assert [row[3] for row in found.table("zh")[1]] == ["确定〔未核实〕", "确定〔拟议，未施行〕", "确定"]
    assert [row[3] for row in found.table("en")[1]] == ["settled [M]", "settled [proposed]", "settled"]


def test_hours_move_by_hours():
    """An incident two hours later is due two hours later."""
    first = datetime(2020, 7, 8, 16, 20, tzinfo=gd.SHANGHAI)
    (outcome,) = compare(Question("incident.statement", first), start=first + timedelta(hours=2))

    assert outcome.shift.seconds == 7200
    assert outcome.shift.text("en") == "+2 h"
    assert causes(outcome) == ["start moved by +2 h: 2020-07-08 16:20+08:00 → 2020-07-08 18:20+08:00"]


def test_hours_move_by_those_that_elapsed_where_clocks_were_set_forward():
    """At two in the morning of 14 April 1991: what the clock shows has moved by five hours, and four have passed."""
    found = gd.due("incident.response", datetime(2020, 1, 1, tzinfo=gd.SHANGHAI))
    starts = (datetime(1991, 4, 11, 23, tzinfo=gd.SHANGHAI), datetime(1991, 4, 12, 3, tzinfo=gd.SHANGHAI))
    before, after = (attrs.evolve(found, start=start) for start in starts)

    assert Shift.between(before, after).seconds == 4 * 3600
    night = (datetime(1991, 4, 13, 23, tzinfo=gd.SHANGHAI), datetime(1991, 4, 14, 4, tzinfo=gd.SHANGHAI))
    across = next(differences_asked(*(attrs.evolve(found, start=start) for start in night)))
    assert across.en.startswith("start moved by +4 h: ")


def test_days_left_out_and_an_extension_are_causes():
    """Three days of consultation and an extension, each told as what it is and not as days of the calendar."""
    extension = gd.LawBook.load()["request.extension"].in_force(START)
    away = gd.Exclusion(date(2020, 1, 7), date(2020, 1, 10), "征求意见", "consultation")
    found = compare(ANSWER, {"away": {"course": gd.Course([away])}, "longer": {"course": gd.Course((), extension)}})

    assert causes(found["away"]) == ["2020-01-08..2020-01-10: left out: consultation"]
    assert causes(found["longer"]) == ["extension none → 20 working days"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "no.such.rule"}, "no rule is called"),
        ({"rule": "decision.publication"}, "only a word"),
        ({"start": date(2026, 12, 20)}, "no holiday notice covers"),
        ({"start": date(2001, 1, 1)}, "no version"),
        ({"jurisdiction": "99"}, "no region"),
        ({"stat": START}, "did you mean start?"),
        ({"rule_limit": 10}, "is no limit"),
        ({"proposal": 10}, "is not a Proposal"),
        ({"law_of": "2019-05-14"}, "is no legal day"),
        ({"as_known_on": "2019-05-14"}, "is no legal day"),
        ({"start": "2019-05-14"}, "neither a date nor"),
        ({"projected": "2027"}, "is no year"),
        ({"rule": "hearing.notice", "rule_limit": gd.SameDay()}, "is no period"),
        ({"notice": "放假"}, ""),
    ],
)
def test_scenario_that_is_refused_is_a_row_with_its_message(changes, said):
    """One bad scenario stands in its place with its refusal, and the rest are answered."""
    found = compare(ANSWER, {"bad": changes, "good": {"start": START}})

    assert found["bad"].due is None
    assert said in found["bad"].refusal.message("en")
    assert found["bad"].why("zh") == (found["bad"].refusal.message("zh"),)
    assert "refused" in found.text("en")
    assert found["good"].due == date(2020, 2, 10)
    assert found["bad"].to_dict()["error"]["code"] == found["bad"].refusal.code


def test_calendar_of_another_place_is_not_used_in_silence():
    """A calendar that was handed in is of one place; a scenario elsewhere must name its own."""
    base = Question("request.answer", START, "45", calendar=gd.WorkCalendar.load("45"))
    found = compare(
        base, {"bare": {"jurisdiction": "51"}, "both": {"jurisdiction": "51", "calendar": gd.WorkCalendar.load("51")}}
    )

    assert isinstance(found["bare"].refusal, BadInput)
    assert found["both"].due == date(2020, 2, 10)


def test_comparison_is_a_table_in_both_languages():
    """Text, Markdown and HTML, the base first, with the marks of what is proposed; and plain values."""
    found = compare(ANSWER, {"市级规定": {"jurisdiction": "520323", "rule_limit": Period(10, gd.WORKING_DAY)}})
    shown, plain = found._repr_mimebundle_(), found.to_dict()

    assert shown["text/plain"] == f"假设比较：依申请公开答复（CN），2020-01-06起算\n\n{found}"
    assert str(found) == found.text("zh")
    assert shown["text/markdown"].count("\n|") == 4
    assert ">市级规定</td>" in shown["text/html"]
    assert all("拟议" in form for form in shown.values())
    assert "-22 days (-10 working)" in found.text("en")
    assert "- limit 20" in found.explain("en")
    assert (plain["base"]["due"], plain["scenarios"][0]["due"]) == ("2020-02-10", "2020-01-19")
    assert plain["scenarios"][0]["moved"] == {"days": -22, "working_days": -10, "seconds": None}
    assert len(found) == 1
    with pytest.raises(KeyError, match="市级规定"):
        found["no such scenario"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: compare(ANSWER, {"a": {}}, {"a": {}}),
        lambda: compare(ANSWER, {"1": {}, 1: {}}),
        lambda: compare(ANSWER, {"projected=2027": {}}, projected=2027),
        lambda: compare(ANSWER, "a"),
        lambda: compare(ANSWER, {"a": {}}, at=START),
        lambda: compare("request.answer", {"a": {}}, at=START),
    ],
)
def test_call_that_makes_no_comparison_is_refused(ask):
    """Two scenarios of one name, a scenario without one, a moment for a question, a base that is none."""
    with pytest.raises(BadInput) as refused:
        ask()

    assert refused.value.message("zh")


RULES = ["request.answer", "enforcement.penalty", "remedy.suit", "tender.candidates", "annual_report.department"]
RULES += ["consultation.minimum", "hearing.notice", "interpretation.release", "reconsideration.decision"]
QUESTIONS = st.builds(
    Question,
    st.sampled_from(RULES),
    st.dates(date(2018, 6, 1), date(2025, 12, 1)),
    st.sampled_from(["CN", "520323", "45", "610724"]),
    as_known_on=st.none() | st.dates(date(2017, 12, 15), date(2026, 1, 1)),
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "rule": st.sampled_from(RULES),
        "start": st.dates(date(2018, 6, 1), date(2025, 12, 1)),
        "jurisdiction": st.sampled_from(["CN", "520323", "45"]),
        "as_known_on": st.none() | st.dates(date(2017, 12, 15), date(2026, 1, 1)),
        "law_of": st.dates(date(2018, 6, 1), date(2025, 12, 1)),
        "rule_limit": st.builds(Period, st.integers(1, 40), st.sampled_from([gd.DAY, gd.WORKING_DAY, gd.MONTH])),
    },
)


@settings(deadline=None)
@given(QUESTIONS, CHANGES)
def test_what_moves_has_a_cause_and_what_is_alike_has_none(question, changes):
    """A day that moved is explained; two counts of the same steps differ in nothing that is told as a cause."""
    (outcome,) = compare(question, {"scenario": changes})
    if outcome.base is None or outcome.deadline is None:
        return
    found = [change for change in outcome.changes if change.cause]

    if outcome.shift:
        assert found
    for change in found:
        assert change.zh
        assert change.en
    assert differences(outcome.deadline, outcome.deadline) == ()


@settings(deadline=None)
@given(
    st.dates(date(2018, 12, 20), date(2020, 11, 1)),
    st.integers(1, 60),
    st.tuples(st.dates(date(2018, 12, 10), date(2021, 1, 1)), st.dates(date(2018, 12, 10), date(2021, 1, 1))),
)
def test_days_told_are_those_that_two_states_of_knowledge_take_differently(start, n, known):
    """Held against the notices read a second time: every day in both counts that one works and the other does not."""
    base = Question("request.answer", start, as_known_on=known[0], law_of=date(2020, 1, 1))
    limit = {"rule_limit": Period(n, gd.WORKING_DAY)}
    old, new = (base.varied({**limit, "as_known_on": day}) for day in known)
    (outcome,) = compare(old, as_known_on=new.as_known_on)
    if outcome.base is None or outcome.deadline is None:
        return
    works = [oracle.nation(day) for day in known]
    through = min(outcome.base.due, outcome.deadline.due)
    turned = [day for day in oracle.days(start + ONE_DAY, through) if works[0][day] is not works[1][day]]
    # Of the law too one may have known another text; that has no days.
    changes = [change for change in outcome.changes if change.cause and change.kind is not ChangeKind.LAW]
    told = [day for change in changes for day in oracle.days(change.first, change.last)]

    assert told == turned
    assert all(one.last < other.first for one, other in pairwise(changes))


def test_deadline_stands_for_the_question_that_it_answers():
    """What was asked by `due` is asked again with something changed, without being put as a question first."""
    found = gd.due("request.answer", START, jurisdiction="520323", as_known_on=date(2020, 1, 20))
    asked = Question("request.answer", START, "520323", as_known_on=date(2020, 1, 20))
    scenarios = {
        "since": {"as_known_on": None},
        "elsewhere": {"jurisdiction": "CN"},
        "later": {"start": date(2020, 1, 13)},
    }

    by_deadline, by_question = compare(found, scenarios), compare(asked, scenarios)

    assert Question.of(found) == asked
    assert by_deadline.to_dict() == by_question.to_dict()
    assert [each.due for each in by_deadline] == [date(2020, 2, 10), date(2020, 2, 6), date(2020, 2, 13)]


def test_deadline_brings_what_it_was_counted_by():
    """A calendar made by hand, a book and a course are those of the deadline."""
    calendar = gd.WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31), weekend=(6,))
    found = gd.due("request.answer", START, calendar=calendar, cases=frozenset({"general"}))
    asked = Question.of(found)

    assert (asked.calendar, asked.cases, asked.deadline.due) == (calendar, found.cases, found.due)
    (later,) = compare(found, start=date(2020, 1, 13))
    assert later.due == gd.due("request.answer", date(2020, 1, 13), calendar=calendar).due


def test_outcome_shows_itself():
    """At a prompt in one line, in a notebook with its reasons."""
    found = compare(ANSWER, {"later": {"start": date(2020, 1, 13)}, "nowhere": {"jurisdiction": "xx"}})

    assert repr(found["later"]) == "<Outcome later: 2020-02-17, +7 days (+5 working)>"
    assert str(found["later"]) == "later：2020-02-17，+7日（+5个工作日）"
    assert repr(found) == ("<Comparison base: 2020-02-10; later: 2020-02-17, +7 days (+5 working); nowhere: refused>")
    assert "原因: 起算推后7日" in found["later"]._repr_mimebundle_()["text/plain"]
    assert "不是行政区划代码" in found["nowhere"]._repr_mimebundle_()["text/html"]
