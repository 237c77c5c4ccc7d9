"""
What the words of one clause set, and what each fault says of words that cannot be so, in both languages.

2027-07-24 is a Saturday, 2027-07-26 a Monday, 2027-08-01 a Sunday; 2027-04-05 a Monday, 2027-05-01 a Saturday.
"""

from datetime import date

import pytest

from gov_deadlines import Clause, Fault
from gov_deadlines.workdays.notice import days_of, spans_of
from gov_deadlines.workdays.wording.clause import Context, Reading, fault_in, read_clause


def context(*, year=2027, region="CN", off="", worked="", ends=None):
    """What earlier notices set, from spans."""
    named = [dict.fromkeys(days_of(spans.split(), ""), "春节") for spans in (off, worked)]
    return Context(year, region, *named, ends or {})


def read(body, *, festival="火把节", headed=True, loose=False, **before):
    """The reading of a clause 一, with the days set as spans and its faults as quote, English and Chinese."""
    reading = read_clause("一", festival, body, context(**before), headed=headed, loose=loose)
    assert reading.label == "一"
    assert {fault.path for fault in reading.faults} <= {"clause 一"}
    clause = reading.clause
    days = tuple(" ".join(spans_of(days)) for days in (clause.off, clause.on, clause.cancelled)) if clause else None
    faults = []
    for fault in reading.faults:
        quote, _, zh = fault.zh.removeprefix("“").partition("”:")
        faults.append((quote, fault.en.removeprefix(f"{quote!r}: "), zh))
    return days, faults


BOTH = "{} is set both off and on; a day is one or the other", "既放假又上班，只能取其一"
NOT_UNDERSTOOD = (
    "not understood; expected days with 放假, 补休, 上班, 公休日调至 or 延长至, or 共N天, 与周末连休",
    "无法理解；应为日期加放假、补休、上班、公休日调至、延长至，或共N天、与周末连休",
)
NO_ARRANGEMENT = (
    "stands in a sentence that arranges no days; expected an arrangement in a sentence of its own",
    "所在的句子并非放假安排；放假安排应单独成句",
)
RECALLED = (
    "recalls the national notice, but the earlier notices given do not set {} so; "
    "pass the national notice as earlier, or check the day"
)
NO_MAKE_UP = "only a Saturday or Sunday can be a make-up day", "只有周末可以调休上班"


@pytest.mark.parametrize(
    ("body", "days"),
    [
        ("7月26日放假。7月24日、8月1日上班。", ("2027-07-26", "2027-07-24 2027-08-01", "")),
        ("7月26日至27日放假。其中27日为法定节假日。", ("2027-07-26..2027-07-27", "", "")),
        ("其中7月26日放假。", ("2027-07-26", "", "")),
        ("7月26日至8月1日放假,其中7月31日照常公休。", ("2027-07-26..2027-08-01", "", "")),
        ("2027年火把节7月26日放假。", ("2027-07-26", "", "")),
        ("为欢度佳节,7月26日放假。做好准备。", ("2027-07-26", "", "")),
        ("7月26日放假,28日起正常上班。", ("2027-07-26", "", "")),
        # 公休日调至: Saturday the 31st lies outside the holiday and is worked; Sunday the 25th lies in it.
        ("7月26日放假,7月31日公休日调至7月27日。", ("2027-07-26..2027-07-27", "2027-07-31", "")),
        ("7月25日至26日放假,7月25日公休日调至7月27日。", ("2027-07-25..2027-07-27", "", "")),
        ("7月26日至27日放假,共2天。7月31日公休日调至7月27日。", ("2027-07-26..2027-07-27", "2027-07-31", "")),
        (
            "7月26日放假。7月31日、8月1日两个公休日分别调至7月27日、28日。",
            ("2027-07-26..2027-07-28", "2027-07-31..2027-08-01", ""),
        ),
        ("7月26日放假。7月31日公休日调至7月27日。7月31日上班。", ("2027-07-26..2027-07-27", "2027-07-31", "")),
        ("7月26日放假。7月27日补休。7月28日调休。", ("2027-07-26..2027-07-28", "", "")),
        # Numbers of days: those just named, all so far, with the weekend, or those that follow.
        ("7月26日至27日、29日放假,共3天。", ("2027-07-26..2027-07-27 2027-07-29", "", "")),
        ("7月26日放假1天,27日补休,共2天。", ("2027-07-26..2027-07-27", "", "")),
        ("7月24日放假,26日补休,与周末连休,共3天。", ("2027-07-24 2027-07-26", "", "")),
        ("7月30日放假,与周末连休,共3天。", ("2027-07-30", "", "")),
        ("放假2天。7月26日至27日放假。", ("2027-07-26..2027-07-27", "", "")),
        ("7月30日放假,与周末连休。", ("2027-07-30", "", "")),
        ("8月2日放假,与周末连休。", ("2027-08-02", "", "")),
        # The gap between days off and the distance of days worked, as far as they may be.
        ("7月26日放假,8月2日补休。", ("2027-07-26 2027-08-02", "", "")),
        ("7月24日至25日放假。7月3日、8月15日上班。", ("2027-07-24..2027-07-25", "2027-07-03 2027-08-15", "")),
        ("8月15日上班。", ("", "2027-08-15", "")),
        ("做好准备。", None),
        ("不调休。", None),
    ],
)
def test_words_set_days_off_and_days_worked(body, days):
    """Without a fault."""
    assert read(body) == (days, [])


@pytest.mark.parametrize(
    ("body", "before", "days"),
    [
        # What an earlier notice had set off is cancelled, on whatever weekday, feast in brackets or not.
        ("7月24日、26日上班。", {"off": "2027-07-24..2027-07-26"}, ("", "", "2027-07-24 2027-07-26")),
        ("7月24日(火把节)上班。", {"off": "2027-07-24"}, ("", "", "2027-07-24")),
        # What it had set to be worked may be given off, though on a weekend.
        ("7月24日补休。", {"worked": "2027-07-24"}, ("2027-07-24", "", "")),
        # A place of its own also names the first day of work after its holiday; what it recalls sets nothing.
        ("7月26日放假,7月27日上班。", {"region": "5134"}, ("2027-07-26", "", "")),
        (
            "根据《国务院办公厅关于2027年部分节假日安排的通知》,7月26日放假,7月24日上班。7月28日放假。",
            {"region": "5134", "off": "2027-07-26", "worked": "2027-07-24"},
            ("2027-07-28", "", ""),
        ),
        ("按照《国务院办公厅关于2027年部分节假日安排的通知》,7月26日放假。", {}, ("2027-07-26", "", "")),
    ],
)
def test_earlier_notices_tell_what_a_day_was(body, before, days):
    """Days set before are cancelled, given back or recalled."""
    assert read(body, **before) == (days, [])


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (
            "2026年国庆7月26日放假。",
            [("2026年国庆7月26日放假", "expected 2027, the year of the notice", "应为通知年度2027年")],
        ),
        (
            "7月26日放假。其中27日放假。",
            [("其中27日放假", "is not among the days off named before", "不在前述放假日期之内")],
        ),
        (
            "7月26日放假,26日上班。",
            [("26日上班", f"2027-07-26 is a Monday; {NO_MAKE_UP[0]}", f"2027-07-26是星期一；{NO_MAKE_UP[1]}")],
        ),
        ("7月24日至25日放假,25日上班。", [("7月25日", BOTH[0].format("2027-07-25"), BOTH[1])]),
        ("7月26日放假,26日起正常上班。", [("7月26日", BOTH[0].format("2027-07-26"), BOTH[1])]),
        (
            "7月26日放假,27日上班。",
            [("27日上班", f"2027-07-27 is a Tuesday; {NO_MAKE_UP[0]}", f"2027-07-27是星期二；{NO_MAKE_UP[1]}")],
        ),
        (
            "7月26日放假,7月24日(中秋节)上班。",
            [
                (
                    "7月24日(中秋节)",
                    "a make-up day with the name of a feast; expected its weekday, such as (星期日)",
                    "上班日附有节日或农历名称；应标明星期，如（星期日）",
                )
            ],
        ),
        (
            "7月26日放假,7月31日补休。",
            [
                (
                    "7月31日补休",
                    "2027-07-31 is a Saturday; it is free already; expected a working day",
                    "2027-07-31是星期六；本为休息日；应为工作日",
                )
            ],
        ),
        (
            "7月26日放假,8月1日调休。",
            [
                (
                    "8月1日调休",
                    "2027-08-01 is a Sunday; it is free already; expected a working day",
                    "2027-08-01是星期日；本为休息日；应为工作日",
                )
            ],
        ),
        (
            "7月26日放假,27日为法定节假日。",
            [
                (
                    "27日为法定节假日",
                    "2027-07-27 is not among the days off of the clause",
                    "2027-07-27不在本条的放假日期内",
                )
            ],
        ),
        (
            "7月26日放假,30日照常公休。",
            [
                (
                    "30日照常公休",
                    "2027-07-30 is a Friday; expected a rest day; check the date",
                    "2027-07-30是星期五；应为公休日；请核对日期",
                )
            ],
        ),
        (
            "7月26日放假,31日上班,31日照常公休。",
            [("31日照常公休", "2027-07-31 is worked by the same clause", "2027-07-31在本条中又安排上班")],
        ),
        (
            "7月28日放假,与周末连休。",
            [
                (
                    "与周末连休",
                    "no day off of the clause touches a weekend; check the days",
                    "放假日期与周末不相连；请核对",
                )
            ],
        ),
        (
            "7月26日放假,7月30日公休日调至27日。",
            [
                (
                    "7月30日公休日调至27日",
                    "2027-07-30 is a Friday; expected a rest day; check the date",
                    "2027-07-30是星期五；应为公休日；请核对日期",
                )
            ],
        ),
        (
            "7月26日放假,7月31日公休日调至27日、28日。",
            [
                (
                    "7月31日公休日调至27日、28日",
                    "moves 1 rest days to 2 days; expected as many as are moved",
                    "将1个公休日调至2天；数目应当一致",
                )
            ],
        ),
        (
            "7月26日放假,7月31日两个公休日调至27日。",
            [
                (
                    "7月31日两个公休日调至27日",
                    "moves 1 rest days to 1 days; expected as many as are moved",
                    "将1个公休日调至1天；数目应当一致",
                )
            ],
        ),
        (
            "7月26日放假,共1天。7月31日公休日调至27日。",
            [
                (
                    "7月31日公休日调至27日",
                    "moves a rest day out of the days off counted",
                    "所调至的日期不在已计天数的假期之内",
                )
            ],
        ),
        (
            "7月26日放假1天,7月31日公休日调至27日。",
            [
                (
                    "7月31日公休日调至27日",
                    "moves a rest day out of the days off counted",
                    "所调至的日期不在已计天数的假期之内",
                )
            ],
        ),
        (
            "7月26日放假,8月3日补休。",
            [
                (
                    "8月3日",
                    "2027-08-03 lies more than 7 days after the last day off; check the days",
                    "2027-08-03距前一放假日超过7天；请核对日期",
                )
            ],
        ),
        (
            "7月26日放假,7月4日、8月21日上班。",
            [
                (
                    f"{month}月{day}日",
                    f"2027-{month:02}-{day:02} lies more than 21 days from the days off; check the days",
                    f"2027-{month:02}-{day:02}与放假日期相距超过21天；请核对日期",
                )
                for month, day in ((7, 4), (8, 21))
            ],
        ),
        (
            "7月26日放假,31日公休日调至27日。8月1日上班。",
            [
                (
                    "7月31日",
                    "2027-07-31 lies among the days moved, but not among those worked; check the days",
                    "2027-07-31已调走，却未列入上班日期；请核对日期",
                ),
                (
                    "8月1日",
                    "2027-08-01 lies among the days worked, but not among those moved; check the days",
                    "2027-08-01列为上班，却未列入调走的公休日；请核对日期",
                ),
            ],
        ),
        (
            "7月26日放假,共2天。",
            [
                (
                    "共2天",
                    "the days named are 1, not 2; check the days or the number",
                    "所列日期为1天，不是2天；请核对日期或天数",
                )
            ],
        ),
        (
            "7月26日放假,27日、28日补休,共5天。",
            [
                (
                    "共5天",
                    "the days named are 2 or 3, not 5; check the days or the number",
                    "所列日期为2或3天，不是5天；请核对日期或天数",
                )
            ],
        ),
        (
            "7月30日放假,与周末连休,共4天。",
            [
                (
                    "共4天",
                    "the days named are 1 or 3, not 4; check the days or the number",
                    "所列日期为1或3天，不是4天；请核对日期或天数",
                )
            ],
        ),
        (
            "放假3天。7月26日至27日放假。28日补休。",
            [
                (
                    "放假3天",
                    "the days named are 2, not 3; check the days or the number",
                    "所列日期为2天，不是3天；请核对日期或天数",
                )
            ],
        ),
        ("放假3天。", [("放假3天", "counts days that the clause does not name", "只有天数，没有日期")]),
        # Of days that were not found no number is held against the others, which are set all the same.
        (
            "7月26日放假。7月32日补休,共2天。8月21日上班。",
            [("7月32日", "there is no 2027-07-32; check the day", "没有2027-07-32这一天；请核对日期")],
        ),
        (
            "7月26日放假,共1天。7月31日公休日调至7月32日。8月28日上班。",
            [("7月32日", "there is no 2027-07-32; check the day", "没有2027-07-32这一天；请核对日期")],
        ),
    ],
)
def test_fault_quotes_the_words_and_says_what_is_wrong(body, faults):
    """These, and no others."""
    assert read(body)[1] == faults


@pytest.mark.parametrize(
    ("body", "headed", "days", "faults"),
    [
        # An encouragement, or a sentence about another matter, arranges nothing: days in it are told.
        ("鼓励职工休假,7月27日放假。", True, None, [("7月27日放假", *NO_ARRANGEMENT)]),
        ("倡导职工错峰休息。", True, None, []),
        ("7月27日放假,值班电话7月公布。", True, None, [("7月27日放假", *NO_ARRANGEMENT)]),
        ("7月27日放假,做好值班。", True, None, [("7月27日放假", *NO_ARRANGEMENT)]),
        ("做好放假期间的值班。", True, None, []),
        # Beside days, all must be understood but the reason that opens the sentence.
        ("如遇雨天,7月27日放假。", True, ("2027-07-27", "", ""), [("如遇雨天", *NOT_UNDERSTOOD)]),
        ("根据实际,7月27日放假。", True, ("2027-07-27", "", ""), []),
        ("根据休息,7月27日放假。", True, ("2027-07-27", "", ""), [("根据休息", *NOT_UNDERSTOOD)]),
        # Without days: only what speaks of them, under a heading or where others of the clause name days.
        ("如遇雨天。", True, None, []),
        ("单位自行休息。", True, None, [("单位自行休息", *NOT_UNDERSTOOD)]),
        ("单位自行休息。", False, None, []),
        ("单位7月休息。", False, None, [("单位7月休息", *NOT_UNDERSTOOD)]),
        ("单位自行休息。7月27日放假。", False, ("2027-07-27", "", ""), [("单位自行休息", *NOT_UNDERSTOOD)]),
    ],
)
def test_nothing_that_speaks_of_days_goes_unread(body, headed, days, faults):
    """What is not understood is told with the forms of words that are."""
    assert read(body, headed=headed) == (days, faults)


def test_loose_reading_finds_days_in_words_that_are_not_understood():
    """It is for text around the clauses: 各单位7月27日放假为宜 does say that the 27th is off."""
    body = "各单位原则上7月27日放假为宜。"

    assert read(body)[0] is None
    assert read(body, loose=True)[0] == ("2027-07-27", "", "")


@pytest.mark.parametrize(
    ("body", "off", "fault"),
    [
        ("延长2027年春节假期至2月13日。", "2027-02-13", None),
        ("延长2027年春节假期至2月14日。", "2027-02-13..2027-02-14", None),
        ("延长2027年春节假期至3月15日。", "2027-02-13..2027-03-15", None),
        ("延长2027年春节假期至3月16日。", None, "3月16日"),
        ("延长2027年春节假期至2月12日。", None, "2月12日"),
    ],
)
def test_extension_runs_from_the_day_after_the_holiday_for_a_month_at_most(body, off, fault):
    """春节 2027 ran to 02-12: 31 days on is 03-15."""
    quote = body.removesuffix("。")
    told = [(quote, "the holiday ran to 2027-02-12; expected a later day", "原假期至2027-02-12；应为其后的日期")]

    days, faults = read(body, festival="春节", ends={"春节": date(2027, 2, 12)})

    assert days == (off and (off, "", ""))
    assert faults == (told if fault else [])


def test_extension_of_a_holiday_that_no_notice_set_is_refused():
    """The reading says that it was meant to extend one all the same."""
    quote = "延长2027年春节假期至2月14日"
    fault = Fault(
        "clause 一",
        f"{quote!r}: no earlier notice given sets 2027年春节; pass the notice that this one extends as earlier",
        f"“{quote}”:已给出的通知中没有2027年春节的安排；请一并提供所延长的原通知",
    )

    reading = read_clause("一", "春节", f"{quote}。", context(ends={"元旦": date(2027, 1, 3)}))

    assert reading == Reading("一", None, (fault,), extended=True)


def test_extension_leaves_other_readings_as_they_are():
    """Only the clause that extends says so."""
    extending = read_clause("一", "春节", "延长春节假期至2月13日。", context(ends={"春节": date(2027, 2, 12)}))

    assert extending == Reading("一", Clause("春节", off=(date(2027, 2, 13),)), (), extended=True)
    assert read_clause("一", "春节", "2月13日放假。", context()) == Reading(
        "一", Clause("春节", off=(date(2027, 2, 13),)), ()
    )


@pytest.mark.parametrize(
    ("before", "days"),
    [
        ({"off": "2027-07-26"}, ["2027-07-24", "2027-07-31"]),
        ({"off": "2027-07-26", "worked": "2027-07-24"}, ["2027-07-31"]),
        ({"off": "2027-07-26", "worked": "2027-07-31"}, ["2027-07-24"]),
        ({"worked": "2027-07-24 2027-07-31"}, ["2027-07-26"]),
        ({}, ["2027-07-26", "2027-07-24", "2027-07-31"]),
    ],
)
def test_what_a_place_recalls_of_the_nation_must_be_what_the_nation_set(before, days):
    """A day that the national notice does not set so is told, and nothing is set by recalling."""
    said = {"2027-07-26": "7月26日放假", "2027-07-24": "7月24日、31日上班", "2027-07-31": "7月24日、31日上班"}
    body = "根据《国务院办公厅关于2027年部分节假日安排的通知》,7月26日放假,7月24日、31日上班。"

    faults = [
        (
            said[day],
            RECALLED.format(day),
            f"此处引述全国通知，但已给出的通知未如此安排{day}；请一并提供全国通知，或核对日期",
        )
        for day in days
    ]
    assert read(body, region="5134", **before) == (None, faults)


@pytest.mark.parametrize("festival", ["放假节", "中秋节、放假节"])
@pytest.mark.parametrize("name", ["放假节", "“放假节”"])
def test_name_of_a_festival_is_one_word_whatever_it_holds(festival, name):
    """With quotation marks or without: 放假 in its name is no verb."""
    body = f"9月26日是{name}。{name}9月27日放假。"

    assert read(body, festival=festival) == (("2027-09-27", "", ""), [])


@pytest.mark.parametrize("festival", ["火把节", "彝族年", "州庆", "中秋节、州庆"])
def test_day_may_bear_the_name_of_its_own_festival_in_brackets(festival):
    """A festival of the place is one as those of the nation are: 7月26日(火把节), 9月27日(州庆)."""
    name = festival.rpartition("、")[2]

    assert read(f"9月27日({name})、28日放假。", festival=festival) == (("2027-09-27..2027-09-28", "", ""), [])


def test_days_beside_one_that_there_is_not_are_read():
    """The fault is told; what else the sentence says is set."""
    assert read("7月26日放假,7月32日补休,27日补休,24日上班。")[0] == ("2027-07-26..2027-07-27", "2027-07-24", "")


def test_both_ends_of_days_worked_bear_no_feast():
    """From one to another, the last is looked at too."""
    assert [quote for quote, _, _ in read("7月26日放假,7月24日至25日(中秋节)上班。")[1]] == ["25日(中秋节)"]


def test_words_that_bear_no_heading_may_speak_of_rest():
    """Unless they name a day."""
    assert read_clause("一", "", "单位自行休息。", context()) == Reading("一", None, ())


def test_quote_is_cut_after_sixty_characters():
    """And line breaks around it are none of it."""
    assert fault_in("text", "\n" + "日" * 60 + "\n", "en", "zh") == Fault(
        "text", f"'{'日' * 60}': en", f"“{'日' * 60}”:zh"
    )
    assert fault_in("text", " 日 ", "en", "zh") == Fault("text", "' 日 ': en", "“ 日 ”:zh")
    assert fault_in("text", "日" * 61, "en", "zh") == Fault("text", f"'{'日' * 60}…': en", f"“{'日' * 60}…”:zh")
