"""What matters say of themselves in words, and when they turn: duties, refusals, other readings, corrections."""

from datetime import date, datetime

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, Event, Matter

from .telling import fact, request, seen, story

SHAOYANG = "430500"


def quarterly(*facts):
    """The quarterly data on land of Shaoyang, from 10 April 2017."""
    return story("series", "2017-04-10 series_started", *facts, rule="land.quarterly_data", jurisdiction=SHAOYANG)


def conference(*facts):
    """The conference that Shaoyang wants held promptly when data are out."""
    return story("action", "2017-06-01 occurred", *facts, clause="S1-1b", jurisdiction=SHAOYANG)


@pytest.mark.parametrize(
    ("on", "turn"),
    [
        ("2017-04-01", "2017-04-10"),  # the series starts
        ("2017-04-09", "2017-04-10"),
        ("2017-04-10", "2017-06-30"),  # the quarter ends
        ("2017-06-29", "2017-06-30"),
        ("2017-06-30", "2017-07-01"),  # the next begins
        ("2017-07-01", "2017-09-30"),
        ("9999-12-30", "9999-12-31"),
    ],
)
def test_series_turns_where_a_span_begins_or_ends(on, turn):
    """The first such day after the day that is asked about."""
    assert quarterly().next_turn(date.fromisoformat(on)) == date.fromisoformat(turn)


def test_series_turns_no_more_when_it_has_ended():
    """Nor at the end of time, nor where nobody said how often it comes round; other procedures have no turns."""
    ended = quarterly("2018-05-01 series_ended")

    assert ended.next_turn(date(2018, 4, 30)) is not None
    assert ended.next_turn(date(2018, 5, 1)) is None
    assert ended.next_turn(date(2022, 5, 1)) is None
    assert quarterly().next_turn(date.max) is None
    assert story("series", "2020-02-10 series_started", rule="catalogue.basic").next_turn(date(2020, 3, 1)) is None
    assert request("2020-01-10").next_turn(date(2020, 1, 13)) is None


def test_yearly_series_turns_with_the_year():
    """The annual report is due on a fixed date each year; its spans are years."""
    series = story("series", "2020-02-10 series_started", rule="annual_report.department")

    assert series.next_turn(date(2020, 3, 1)) == date(2020, 12, 31)
    assert series.next_turn(date(2020, 12, 31)) == date(2021, 1, 1)


def test_instant_turns_as_its_day_in_shanghai():
    """Twenty past midnight on 30 June in Shanghai is no longer 29 June, wherever the clock hangs."""
    late = datetime.fromisoformat("2017-06-29T23:00:00+08:00")
    past = datetime.fromisoformat("2017-06-29T16:20:00+00:00")

    assert quarterly().next_turn(late) == date(2017, 6, 30)
    assert quarterly().next_turn(past) == date(2017, 7, 1)


def test_vague_duty_leaves_its_word_to_people():
    """Done; whether that was prompt, no number says. While it is not done nothing is asked."""
    done = seen(conference("2017-06-06 done"), "2017-06-07").main

    assert done.explain("zh") == "办理：已办；是否“及时”由人判断"
    assert done.explain("en") == "act: done; whether '及时' is for a person to judge"
    open_ = seen(conference(), "2017-06-05").main
    assert (open_.explain("zh"), open_.explain("en")) == ("办理：未到期", "act: not_due")


def test_duty_with_a_deadline_and_no_vague_word_says_how_it_stands():
    """On time is on time."""
    duty = seen(request("2020-01-06", "2020-01-20 answered"), "2020-03-01").main

    assert duty.explain("zh").startswith("答复：按期\n依申请公开答复：")
    assert duty.explain("en").startswith("answer: on_time\nanswer to a disclosure request: ")


def test_duty_whose_end_no_calendar_has_says_why():
    """The refusal stands below, in the language asked for."""
    duty = seen(request("2026-12-20"), "2026-12-21").main

    assert duty.explain("zh").split("\n")[0] == "答复：无法判断"
    assert duty.explain("zh").split("\n")[1].startswith("没有放假安排通知覆盖2027-01-01")
    assert duty.explain("en").split("\n")[0] == "answer: cannot be told"
    assert duty.explain("en").split("\n")[1].startswith("no holiday notice covers 2027-01-01")


def test_other_readings_stand_last_each_once():
    """Of a correction under the text of 2008: by another reading the limit began anew, to Sunday 2018-02-11."""
    facts = ["2018-01-08 received", "2018-01-10 correction_requested", "2018-01-22 corrected", "2018-02-05 answered"]
    duty = seen(story("request", *facts), "2018-03-01").main

    chinese, english = duty.explain("zh").split("\n"), duty.explain("en").split("\n")

    assert (chinese[0], chinese[-1]) == ("答复：逾期完成 (5个工作日)", "另一读法：等待补正：期限重新计算: 2018-02-11")
    assert chinese[-2].startswith("日历：CN")
    assert english[-1] == "other reading: waiting for the correction: the limit starts anew: 2018-02-11"


def test_reading_that_the_deadline_itself_tells_is_told_once():
    """What the proof of the deadline says already is not said a second time."""
    duty = seen(story("takedown", "2021-08-02 revoked"), "2021-08-03").main
    known = [each.reading for each in duty.deadline.alternatives]

    assert set(known) <= {each.reading for each in duty.alternatives}
    for each in duty.deadline.alternatives:
        assert duty.explain("zh").count(each.zh) == duty.deadline.explain("zh").count(each.zh)


def test_fact_taken_back_stays_on_record_with_the_reason_and_when_it_was_learned():
    """As it was handed over."""
    matter = request("2020-01-06").apply(fact("2020-01-08", "consulted", key="c1", whom="third_party"))

    after = matter.void("c1", "误录", on=date(2020, 1, 9), learned=date(2020, 1, 10))

    assert after.events[-1] == Event(
        "voided", date(2020, 1, 9), learned=date(2020, 1, 10), voids="c1", payload={"reason": "误录"}
    )
    assert matter.void("c1", "误录", on=date(2020, 1, 9)).events[-1].learned is None


def test_may_be_recorded_takes_what_was_learned_when():
    """
    A fact learned before the opening of its own day cannot come after it.

    Asked with the day it was learned, as without, the answer is what :meth:`apply` would do.
    """
    matter = request("2020-01-06")
    event = Event("answered", date(2020, 1, 6), learned=date(2020, 1, 5))

    with pytest.raises(gd.GovDeadlinesError) as refused:
        matter.apply(event)
    told = matter.can("answered", date(2020, 1, 6), learned=date(2020, 1, 5))
    assert not told
    assert told.refusal.to_dict() == refused.value.to_dict()
    assert matter.can("answered", date(2020, 1, 6), learned=date(2020, 1, 6))
    assert matter.can("answered", date(2020, 1, 6))


@pytest.mark.parametrize("name", gd.procedures())
def test_what_may_open_a_matter_may_be_asked_of_one_that_nothing_opened(name):
    """Without a day: by days or by instants, as the procedure counts. No opening is refused for its moment."""
    matter = Matter.open(name, id="A-1", **({"rule": "training.yearly"} if name == "counter" else {}))

    for event in matter.legal:
        told = matter.can(event)
        assert told.event == event
        assert told.refusal is None or not isinstance(told.refusal, gd.OutOfBounds), (event, told.refusal)


def test_permission_names_the_provisions_that_ask_whether_it_is_given_or_not():
    """S0-6c of Suiyang wants opinions heard before issue, whether or not the table lets the document issue."""
    drafted = story("document", "2020-06-01 drafted", jurisdiction="520323")

    refused = drafted.can("issued")

    assert not refused
    assert "S0-6c" in [clause.id for clause in refused.open_gates]
    assert "S0-6c" not in [clause.id for clause in drafted.can("issued", opinions_heard=True).open_gates]


@pytest.mark.parametrize(
    ("procedure", "clause", "words"),
    [("request", "S0-0", "is no clause that request holds"), ("series", "S1-1b", "is no clause that series holds")],
)
def test_clause_of_another_procedure_is_refused_with_some_that_would_do(procedure, clause, words):
    """Five of those that it does hold are named, where it holds so many."""
    with pytest.raises(BadInput) as caught:
        Matter.open(procedure, clause=clause, jurisdiction=SHAOYANG)

    (fault,) = caught.value.faults
    held = [each.id for each in gd.LawBook.load().clauses.values() if each.procedure == procedure][:5]
    assert fault.path == "clause"
    assert words in fault.en
    assert fault.en.endswith(f"expected one like {', '.join(held)}")
    assert fault.zh.endswith(f"例如 {'、'.join(held)}")
