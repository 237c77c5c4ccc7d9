"""What if, over a docket: which rows move, by how much, and which become late."""

from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import islice

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, Period, Row, compare_docket
from gov_deadlines.analysis.docket import read_docket

from . import oracle

ROWS = read_docket(files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8"))
KNOWN = date(2020, 1, 20)
REQUESTS = tuple(Row(f"{n}", "request.answer", date(2020, 1, 2) + timedelta(days=n), "CN") for n in range(28))


def test_rows_move_as_two_walks_say():
    """Twenty-eight requests of January 2020 against a walk on the calendar as it was known and as it became."""
    works = [oracle.within(oracle.nation(day)) for day in (None, KNOWN)]

    for move in compare_docket(REQUESTS, as_known_on=KNOWN):
        before, after = (oracle.shift(move.row.start, 20, each) for each in works)
        assert (move.before.due, move.after.due) == (before, after)
        assert move.shift.days == (after - before).days
        assert move.shift.working_days == oracle.count(before, after, works[1])
        assert move.moved is (before != after)


def test_row_is_what_the_single_question_says():
    """Each row of the shipped docket moves as the comparison of its own question does, and for the same reasons."""
    for move in compare_docket(ROWS, as_known_on=KNOWN):
        asked = gd.Question(move.row.rule, move.row.start, move.row.jurisdiction)
        (outcome,) = gd.compare(asked, as_known_on=KNOWN)
        assert (move.after.due, move.shift, move.changes) == (outcome.due, outcome.shift, outcome.changes)


def test_counts_add_up():
    """Every row is earlier, later, the same, gained, lost or refused, and the summary is what the rows say."""
    found = compare_docket(ROWS, as_known_on=KNOWN, as_of=date(2020, 2, 7))
    moves, summary = list(found), found.summary

    assert summary.rows == len(ROWS) == len(moves)
    assert summary.earlier + summary.later + summary.same + summary.gained + summary.lost + summary.refused == len(ROWS)
    assert summary.moved == sum(move.moved for move in moves) == len(list(found.moved()))
    assert summary.lost == sum(move.lost for move in moves) > 0
    assert summary.most_days_earlier == 4
    assert summary.becomes_late == 1


def test_row_gets_an_answer_by_a_projection():
    """A request of December 2026 has none yet; with the year projected it has."""
    (move,) = compare_docket([Row("a", "request.answer", date(2026, 12, 20), "CN")], projected=2027)

    assert move.gained
    assert move.shift is None
    assert "gets an answer" in compare_docket([move.row], projected=2027).text("en")


def test_what_is_not_done_by_a_day_becomes_late():
    """Due on 10 February, by what was known in January on the 6th: on the 7th the one is open, the other late."""
    row = Row("a", "request.answer", date(2020, 1, 6), "CN")

    for day, late in ((6, False), (7, True), (10, True), (11, None)):
        (move,) = compare_docket([row], as_known_on=KNOWN, as_of=date(2020, 2, day))
        assert move.becomes_late is bool(late)
        assert move.late_before is (day > 10)


def test_act_on_record_is_held_against_both_limits():
    """Answered on 7 February: in time as things came, late by what was known; and a rule of thirty days lets it off."""
    rows = [Row("a", "request.answer", date(2020, 1, 6), "CN"), Row("b", "request.answer", date(2020, 1, 6), "CN")]
    done = {"a": date(2020, 2, 7), "b": date(2020, 2, 12)}
    shorter = compare_docket(rows, as_known_on=KNOWN, done=done)
    longer = compare_docket(rows, rule_limit=Period(30, gd.WORKING_DAY), done=done)

    assert [move.becomes_late for move in shorter] == [True, False]
    assert [move.no_longer_late for move in longer] == [False, True]
    assert (shorter.summary.becomes_late, longer.summary.no_longer_late) == (1, 1)


def test_hours_are_late_by_the_instant():
    """An incident's five hours end at 21:20; seen at 21:00 it is open, at 22:00 it is late unless twelve are given."""
    row = Row("a", "incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=gd.SHANGHAI), "CN")
    for hour, before in ((21, False), (22, True)):
        seen = datetime(2020, 7, 8, hour, tzinfo=gd.SHANGHAI)
        (move,) = compare_docket([row], rule_limit=Period(12, gd.HOUR), as_of=seen)
        assert (move.late_before, move.late_after) == (before, False)
        assert move.shift.seconds == 7 * 3600
    (day_only,) = compare_docket([row], rule_limit=Period(12, gd.HOUR), done={"a": date(2020, 7, 8)})
    assert (day_only.late_before, day_only.late_after) == (None, None)


@pytest.mark.parametrize("as_of", [datetime(2020, 7, 20), "2020-07-20"])  # noqa: DTZ001
def test_bad_day_to_judge_by_is_told_at_its_own_argument(as_of):
    """It is as_of that is wrong, and not a start; it is refused before any row is read."""
    with pytest.raises(BadInput) as refused:
        compare_docket(iter(()), as_of=as_of)

    assert refused.value.faults[0].path == "as_of"


def test_day_stands_for_its_end_to_the_last_day_of_all():
    """Five hours that end within a day are past on it, not on its eve, and so they are on 9999-12-31."""
    row = Row("a", "incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=gd.SHANGHAI), "CN")
    for day, late in ((date(2020, 7, 7), False), (date(2020, 7, 8), True), (date.max, True)):
        (move,) = compare_docket([row], rule_limit=Period(1, gd.HOUR), as_of=day)
        assert (move.late_before, move.late_after) == (late, late)


@pytest.mark.parametrize("act", [datetime(2020, 2, 7, 12), "2020-02-07", 20200207])  # noqa: DTZ001
def test_act_that_is_no_moment_is_refused_and_not_taken_for_one_that_cannot_be_told(act):
    """Whatever its limit is in, and before any row is read; the message names the matter."""
    with pytest.raises(BadInput) as refused:
        compare_docket(iter(()), done={"A-1": date(2020, 2, 7), "A-2": act})

    assert refused.value.faults[0].path == "done[A-2]"


def test_minimum_is_never_late_on_a_day():
    """A period that must be waited for is not overdue; a step taken before its end came too early."""
    row = Row("a", "consultation.minimum", date(2020, 3, 2), "CN")
    (seen,) = compare_docket([row], rule_limit=Period(10, gd.DAY), as_of=date(2021, 1, 1))
    (done,) = compare_docket([row], rule_limit=Period(10, gd.DAY), done={"a": date(2020, 3, 20)})

    assert (seen.late_before, seen.late_after) == (None, None)
    assert done.no_longer_late


def test_proposal_moves_the_rows_of_its_rule_and_place_alone():
    """A county's own ten working days move the county's requests, and nobody else's."""
    draft = gd.Proposal("request.answer", Period(10, gd.WORKING_DAY), "520323")
    moved = [move.row for move in compare_docket(ROWS, proposal=draft).moved()]

    assert moved
    assert {(row.rule, row.jurisdiction) for row in moved} == {("request.answer", "520323")}


def test_regional_notice_moves_the_rows_there_alone():
    """A day off that Guangxi might have given in 2020 moves what runs over it in Guangxi, and stops nowhere."""
    notice = gd.Notice("45/2020x", "45", 2020, gd.NoticeKind.REGIONAL, (gd.Clause("三月三", off=(date(2020, 3, 30),)),))
    rows = [Row(place, "request.answer", date(2020, 3, 20), place) for place in ("CN", "45", "450100", "51")]
    found = {move.row.matter: move for move in compare_docket(rows, notice=notice)}

    assert {place for place, move in found.items() if move.moved} == {"45", "450100"}
    assert "拟议 proposed" in found["45"].changes[0].en


def test_docket_of_any_length_is_answered_as_it_is_read():
    """An endless docket gives its first rows at once."""

    def endless():
        while True:
            yield Row("a", "request.answer", date(2020, 1, 6), "CN")

    found = list(islice(compare_docket(endless(), as_known_on=KNOWN), 3))

    assert [move.after.due for move in found] == [date(2020, 2, 6)] * 3


def test_rows_of_an_iterator_are_not_taken_for_none_when_read_again():
    """What was read is gone: the second reading says so instead of counting nothing."""
    found = compare_docket(iter(REQUESTS), as_known_on=KNOWN)

    assert found.summary.rows == len(REQUESTS)
    with pytest.raises(BadInput, match="iterator"):
        found.summary  # noqa: B018


def test_docket_that_was_answered_is_asked_anew_by_what_it_took_in():
    """A docket with a notice of its own is the base with it, and moves as its rows and the notice do."""
    clause = gd.Clause("专项", off=(date(2020, 2, 10),))
    notice = gd.Notice("CN/2020x", "CN", 2020, gd.NoticeKind.EXTRAORDINARY, (clause,))
    docket = gd.Docket.of(REQUESTS, notices=[notice])
    found = compare_docket(docket, rule_limit=Period(30, gd.WORKING_DAY))

    assert [move.before.due for move in found] == [answer.due for answer in docket]
    assert found.summary == compare_docket(REQUESTS, rule_limit=Period(30, gd.WORKING_DAY), notices=[notice]).summary


def test_docket_shows_what_moves_and_the_counts():
    """A table of the moved rows, no longer than is asked for, in both languages; and plain values."""
    found = compare_docket(ROWS, as_known_on=KNOWN, as_of=date(2020, 2, 7))
    shown, plain = found._repr_mimebundle_(), found.to_dict()

    assert len(found.table("en", limit=2)[1]) == 2
    assert "32 rows, 7 earlier" in found.text("en")
    assert "变为逾期1" in shown["text/plain"]
    assert "becomes late" in found.text("en")
    assert "<table>" in shown["text/html"]
    assert "变为逾期" in shown["text/markdown"]
    assert plain["summary"]["moved"] == len(plain["moved"])
    assert {"before", "after", "moved", "changes"} <= plain["moved"][0].keys()


@pytest.mark.parametrize("scenario", [{"start": KNOWN}, {"course": gd.Course()}, {"stat": KNOWN}])
def test_scenario_that_fits_no_docket_is_refused(scenario):
    """Each row has its own start and course; a slip of the pen is named."""
    with pytest.raises(BadInput, match="scenario"):
        compare_docket(ROWS, scenario)


def test_summary_says_what_there_is_and_leaves_noughts_out():
    """Counts that are nought would hide the others."""
    found = compare_docket(REQUESTS[:1], as_known_on=date(2020, 1, 20)).summary

    assert found.text("zh") == "共1项，提前1（最多2日）"
    assert found.text("en") == "1 row, 1 earlier (by up to 2 days)"
    assert compare_docket([], as_known_on=date(2020, 1, 20)).summary.text("zh") == "共0项"


def test_table_says_why_each_row_moves_gets_or_loses_its_answer():
    """A row without an answer says what it lacks, and one that gets an answer what it lacked before."""
    rows = [
        Row("moved", "request.answer", date(2020, 1, 6), "CN"),
        Row("lost", "request.answer", date(2026, 11, 20), "CN"),
        Row("gained", "incident.statement", date(2026, 3, 2), "CN"),
    ]
    head, cells = compare_docket(rows, rule_limit=gd.Period(40, gd.WORKING_DAY)).table("en")
    why = {row[0]: row[head.index("why")] for row in cells}

    assert why["moved"].startswith("limit 20 working days at the latest (当场) → 40 working days: Draft")
    assert why["lost"].startswith("no holiday notice covers 2027-01-01")
    assert why["gained"].startswith("before: ")
    assert "instant" in why["gained"]
