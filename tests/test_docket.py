"""Dockets: many rows at once, and what a notice does to them."""

from datetime import date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from gov_deadlines import (
    BadInput,
    CalendarNotPublished,
    Clause,
    NoRuleInForce,
    Notice,
    NoticeKind,
    Undecidable,
    UnknownRule,
    WorkCalendar,
)
from gov_deadlines.analysis.docket import Row, answers, calendar_for, moved, read_docket, table, text

from . import oracle

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEAD = "matter,rule,start,jurisdiction\n"
SHIPPED = files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8")
EVE, DAY = date(2020, 1, 26), date(2020, 1, 27)


def row(matter, rule, start, place="CN"):
    """One row, its start written as in a file."""
    return Row(matter, rule, date.fromisoformat(start), place)


def test_rows_are_read_as_they_stand():
    """Days stay days, instants keep their offset, and codes stay text."""
    rows = read_docket(
        HEAD + "甲-1,request.answer,2020-01-06,CN\n乙-2,incident.statement,2020-07-08T16:20:00+08:00,520323\n"
    )

    assert rows == (
        Row("甲-1", "request.answer", date(2020, 1, 6), "CN"),
        Row("乙-2", "incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI), "520323"),
    )


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_file_of_a_spreadsheet_is_read(mark, newline):
    """A byte order mark and the line ends of any machine, as spreadsheets write them, change nothing."""
    rows = read_docket(mark + (HEAD + '"A,1",request.answer,2020-01-06,CN\n').replace("\n", newline))

    assert rows == (Row("A,1", "request.answer", date(2020, 1, 6), "CN"),)


def test_head_alone_is_an_empty_docket():
    """No row is no fault."""
    assert read_docket(HEAD) == ()


def test_every_fault_of_every_line_is_listed_with_its_line_number():
    """A bad day, a bad instant, an empty and a surplus cell, a short line and a bad code: six faults, six lines."""
    body = [
        "good,request.answer,2020-01-06,CN",
        "bad day,request.answer,2020-02-30,CN",
        "naive,incident.statement,2020-07-08T16:20:00,CN",
        ",request.answer,2020-01-06,CN",
        "surplus,request.answer,2020-01-06,CN,CN",
        "short,request.answer",
        "bad code,request.answer,2020-01-06,71",
        "good,request.answer,2020-01-07,CN",
    ]
    with pytest.raises(BadInput) as refused:
        read_docket(HEAD + "\n".join(body), "open.csv")
    faults = refused.value.faults

    assert [fault.path.partition(",")[0] for fault in faults] == [f"open.csv line {number}" for number in range(3, 9)]
    assert "2020-02-30" in faults[0].en
    assert "2020-02-30" in faults[0].zh
    assert "time zone" in faults[1].en
    assert "matter is empty" in faults[2].en
    assert "matter 为空" in faults[2].zh
    assert "more than the 4 columns" in faults[3].en
    assert "rule" not in faults[4].en
    assert "start, jurisdiction is empty" in faults[4].en
    assert "71" in faults[5].en
    assert all(fault.zh and fault.en for fault in faults)


def test_row_without_its_place_is_refused_with_what_to_write():
    """A place left blank is not taken for the nation: the texts of the place may be stricter."""
    with pytest.raises(BadInput) as refused:
        read_docket(HEAD + "A-1,request.answer,2020-01-06,\n")

    assert refused.value.message("en").endswith("jurisdiction is empty; write CN where no place has texts of its own")
    assert refused.value.message("zh").endswith("jurisdiction 为空；没有本地规定的请写 CN")


@pytest.mark.parametrize(
    "head", ["", "matter;rule;start;jurisdiction", "rule,matter,start,jurisdiction", "matter,rule"]
)
def test_other_head_is_refused(head):
    """Columns are not guessed: the head is quoted and the expected one is named."""
    with pytest.raises(BadInput, match="matter,rule,start,jurisdiction"):
        read_docket(head + "\nA-1,request.answer,2020-01-06,CN\n")


def test_text_that_is_no_csv_is_refused():
    """A cell that the CSV reader cannot take is a fault of this library, not of a module below it."""
    with pytest.raises(BadInput, match="line 2"):
        read_docket(HEAD + "x" * 200_000 + ",request.answer,2020-01-06,CN\n")


def test_answers_keep_the_order_and_hold_the_refusals():
    """Rows that cannot be answered stand where they stood, each with its own refusal."""
    rows = [
        row("a", "request.answer", "2020-01-06"),
        row("b", "request.anwser", "2020-01-06"),
        row("c", "incident.statement", "2020-07-08"),
        row("d", "request.answer", "2005-01-06"),
        row("e", "request.answer", "2026-12-20"),
        row("f", "enforcement.withdrawal", "2020-05-20"),
        row("g", "enforcement.penalty", "2020-05-20", "520323"),
    ]

    found = list(answers(rows))

    assert [answer.row for answer in found] == rows
    assert [type(answer.refusal) for answer in found] == [
        type(None),
        UnknownRule,
        Undecidable,
        NoRuleInForce,
        CalendarNotPublished,
        Undecidable,
        type(None),
    ]
    assert [answer.due for answer in found] == [date(2020, 2, 10), *[None] * 5, date(2020, 5, 29)]
    assert all((answer.deadline is None) == (answer.refusal is not None) for answer in found)


def test_answer_in_hours_is_an_instant():
    """A row in hours is due at an instant."""
    start = datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI)

    (found,) = answers([Row("a", "incident.statement", start, "CN")])

    assert found.due == datetime(2020, 7, 8, 21, 20, tzinfo=SHANGHAI)


def test_answers_as_known_on_a_day():
    """The whole docket can be asked as of a day."""
    rows = [row("a", "request.answer", "2020-01-06")]

    assert [answer.due for answer in answers(rows, as_known_on=EVE)] == [date(2020, 2, 6)]
    assert [answer.due for answer in answers(rows, as_known_on=DAY)] == [date(2020, 2, 10)]


def test_answers_are_given_one_by_one():
    """A docket of any length is answered as it is read."""

    def endless():
        start = date(2020, 1, 6)
        while True:
            yield Row("a", "request.answer", start, "CN")
            start += timedelta(days=7)

    found = answers(endless())

    assert next(found).due == date(2020, 2, 10)
    assert next(found).due == oracle.shift(date(2020, 1, 13), 20, oracle.within(oracle.nation()))


def test_table_speaks_both_languages_and_marks_what_is_provisional():
    """A provisional day carries a question mark, a refusal its message, and every line has all columns."""
    rows = [
        row("a", "proactive.disclosure", "2020-09-15", "650100"),
        row("b", "request.anwser", "2020-01-06"),
        row("c", "request.answer", "2020-01-06"),
    ]
    for lang, name in (("zh", "主动公开"), ("en", "proactive disclosure")):
        head, lines = table(answers(rows), lang)

        assert {len(line) for line in lines} == {len(head)}
        assert lines[0][1] == name
        assert [line[4] for line in lines] == ["2020-10-19?", "—", "2020-02-10"]
        assert "request.answer" in lines[1][5]
        assert all(line[0] in text(answers(rows), lang) for line in lines)


def test_shipped_docket_is_answered_without_a_refusal():
    """The docket of the demonstration covers the five source documents and has no row that cannot be answered."""
    rows = read_docket(SHIPPED)

    assert {found.row.jurisdiction for found in answers(rows)} == {"520323", "430500", "450000", "610724", "650100"}
    assert [found.row for found in answers(rows) if found.refusal] == []


def test_notice_of_january_2020_moved_these_rows():
    """Of the shipped docket the longer 春节 moved seven rows; each day was counted by hand."""
    expected = [
        ("绥阳-申-2019-031", "request.answer", "2020-02-01", "2020-02-04"),
        ("绥阳-申-2020-001", "request.answer", "2020-02-06", "2020-02-10"),
        ("绥阳-罚-2020-002", "enforcement.penalty", "2020-02-04", "2020-02-06"),
        ("邵阳-申-2020-004", "request.answer", "2020-02-10", "2020-02-12"),
        ("邵阳-预算-2020", "budget.publication", "2020-01-31", "2020-02-03"),
        ("西乡-申-2020-002", "request.answer", "2020-02-07", "2020-02-11"),
        ("西乡-补正-2020-002", "request.correction_notice", "2020-02-07", "2020-02-11"),
    ]

    found = list(moved(read_docket(SHIPPED), EVE, DAY))

    assert [(m.row.matter, m.row.rule, f"{m.before.due}", f"{m.after.due}") for m in found] == expected
    assert {tuple(notice.id for notice in move.notices) for move in found} == {("CN/2020b",)}
    assert {move.notices[0].document_number for move in found} == {"国办发明电〔2020〕1号"}


def test_moved_rows_are_those_that_a_walk_moves():
    """From every day of two months, limits of 7, 15 and 20 working days move exactly where a walk says so."""
    limits = {"enforcement.penalty": 7, "request.third_party_opinion": 15, "request.answer": 20}
    rows = [
        Row(f"{rule} {day}", rule, day, "CN")
        for day in oracle.days(date(2019, 12, 2), date(2020, 2, 10))
        for rule in limits
    ]
    old, new = (oracle.within(oracle.nation(day)) for day in (EVE, DAY))
    walked = [(r, *(oracle.shift(r.start, limits[r.rule], works) for works in (old, new))) for r in rows]
    expected = [(r, before, after) for r, before, after in walked if before != after and r.start <= DAY]

    found = [(move.row, move.before.due, move.after.due) for move in moved(rows, EVE, DAY)]

    assert found == expected
    assert len(expected) > 50


def test_row_begun_later_has_not_moved():
    """A request of the day after the notice was counted with it from the start."""
    rows = [row("then", "request.answer", "2020-01-27"), row("later", "request.answer", "2020-01-28")]

    assert [move.row.matter for move in moved(rows, EVE, DAY)] == ["then"]


def test_fixed_date_and_hours_do_not_move():
    """The report was due on 2020-01-31 before and after, and hours run through holidays."""
    rows = [
        row("report", "annual_report.department", "2019-12-31"),
        Row("statement", "incident.statement", datetime(2020, 1, 24, 20, 0, tzinfo=SHANGHAI), "CN"),
    ]

    assert list(moved(rows, EVE, DAY)) == []


def test_nothing_moves_between_two_days_without_a_notice():
    """From the day of the notice on nothing new was known."""
    assert list(moved(read_docket(SHIPPED), DAY, date(2020, 3, 31))) == []


def test_notice_can_move_a_day_earlier():
    """The notice of 2019-03-22 made Sunday 04-28 a working day and 05-02, 05-03 days off: three rows came forward."""
    starts = ["2019-02-21", "2019-02-22", "2019-02-25", "2019-02-26", "2019-02-27", "2019-02-28"]
    rows = [row("a", "licence.joint_decision", start) for start in starts]

    found = moved(rows, date(2019, 3, 21), date(2019, 3, 22))

    assert [(f"{move.row.start}", f"{move.before.due}", f"{move.after.due}") for move in found] == [
        ("2019-02-22", "2019-04-29", "2019-04-28"),
        ("2019-02-25", "2019-04-30", "2019-04-29"),
        ("2019-02-26", "2019-05-02", "2019-04-30"),
        ("2019-02-27", "2019-05-03", "2019-05-05"),
    ]


def test_row_that_had_no_answer_has_one_since_its_year_was_published():
    """A request of December 2019 that runs into 2020 had no due day before the notice of 2019-11-21."""
    rows = [row("a", "request.answer", "2019-11-18"), row("b", "licence.joint_decision", "2019-11-18")]

    (move,) = moved(rows, date(2019, 11, 20), date(2019, 11, 21))

    assert move.row.matter == "b"
    assert move.before is None
    assert move.after.due == oracle.shift(date(2019, 11, 18), 45, oracle.within(oracle.nation(date(2019, 11, 21))))
    assert move.to_dict()["from"] is None
    assert move.before_text == "—"


def test_row_that_cannot_be_answered_does_not_hide_the_others():
    """One misspelt rule, a day for hours and an old start leave the moved rows of a docket as they are."""
    bad = [
        row("unknown", "request.anwser", "2020-01-06"),
        row("day", "incident.statement", "2020-01-06"),
        row("old", "request.answer", "2005-01-06"),
        row("word", "enforcement.withdrawal", "2020-01-06"),
    ]
    good = row("good", "request.answer", "2020-01-06")

    assert [move.row for move in moved([*bad, good], EVE, DAY)] == [good]


def test_rule_published_between_the_days_is_no_fault():
    """国办发〔2018〕118号 came out on 2019-01-03: before it nothing bound such a decision, after it 20 working days."""
    rows = [row("a", "enforcement.decision", "2018-12-10")]

    (move,) = moved(rows, date(2019, 1, 2), date(2019, 1, 3))

    assert move.before is None
    assert move.after.due == date(2019, 1, 8)


def test_notice_handed_in_reaches_the_rows_of_its_region():
    """A made-up notice of Guangxi moves Guangxi's row, and neither the nation's nor a neighbour's."""
    notice = Notice(
        id="45/2020x",
        region="45",
        year=2020,
        kind=NoticeKind.REGIONAL,
        clauses=(Clause("test", off=(date(2020, 6, 10),)),),
        public=date(2020, 6, 1),
    )
    rows = [row(place, "enforcement.penalty", "2020-06-01", place) for place in ("CN", "44", "45", "450100")]

    found = list(moved(rows, date(2020, 5, 31), date(2020, 6, 1), notices=[notice]))

    assert [move.row.jurisdiction for move in found] == ["45", "450100"]
    assert [(move.before.due, move.after.due) for move in found] == [(date(2020, 6, 10), date(2020, 6, 11))] * 2
    assert {move.notices for move in found} == {(notice,)}
    assert calendar_for("44", [notice]) == WorkCalendar.load("44")
    assert not calendar_for("450100", [notice]).is_working_day(date(2020, 6, 10))
