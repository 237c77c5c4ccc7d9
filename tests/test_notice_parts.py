"""
How a pasted notice is cut up: title, number, preamble, clauses, signature, what stands around them.

Expectations are read off the texts by hand; what the parts arrange is in ``test_wording.py``.
"""

from datetime import date

import pytest

from gov_deadlines.workdays.wording.names import canonical
from gov_deadlines.workdays.wording.text import Draft, Item, clean, cut

NOTHING = Draft("", "", "", "", "", (), (), None, "")


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("１月１日（周五）至３日：放假", "1月1日(周五)至3日:放假"),
        (" 一、 元旦\u3000：\t1月\u200b1日\xa0放假 ", "一、元旦:1月1日放假"),
        ("一、元旦\r\n\r\n \r\n1月1日\n放假\n", "一、元旦\n1月1日\n放假"),
        ("二〇二六年十一月二十四日", "2026年11月24日"),
        ("二○零六年十二月十日", "2006年12月10日"),
        ("二〇二七年三月三十一日前", "2027年3月31日前"),
        ("二〇二七年，二〇二七年十月", "2027年,2027年10月"),
        ("一九九九年九月二日、二〇〇〇年十二日", "1999年9月2日、2000年12日"),
        ("二〇二七年元旦", "2027年元旦"),
        ("", ""),
    ],
)
def test_text_is_made_plain(pasted, plain):
    """Full-width forms, blanks, what cannot be seen and empty lines go; Chinese dates become figures."""
    assert clean(pasted) == plain


def test_official_notice_is_cut_into_its_parts():
    """Each part once: the words of the last clause end where the signature begins."""
    text = (
        "国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕99号\n各省:\n"
        "现将2027年元旦和春节放假的具体安排通知如下。\n"
        "一、元旦:1月1日放假。\n二、春节:2月5日放假。\n假日期间值班。\n"
        "国务院\n2026年11月24日\n(此件公开发布)"
    )

    assert cut(text) == Draft(
        title="国务院办公厅关于2027年部分节假日安排的通知",
        about="2027年部分节假日安排",
        formula="2027年元旦和春节放假",
        number="国办发明电〔2026〕99号",
        recital=text[: text.index("\n一、")],
        items=(Item("一", "元旦", "1月1日放假。"), Item("二", "春节", "2月5日放假。\n假日期间值班。")),
        gaps=(),
        signed=(2026, 11, 24),
        tail="\n(此件公开发布)",
    )


def test_clauses_without_numbers_are_cut_by_the_names_of_their_festivals():
    """Each bears its festival's name as its label; what stands before the first is no clause."""
    text = "2027年这样安排:\n元旦:1月1日放假。\n“五一”:5月1日放假。火把节:7月26日放假。\n2026年11月24日"

    assert cut(text) == Draft(
        title="",
        about="",
        formula="",
        number="",
        recital="2027年这样安排:\n",
        items=(
            Item("元旦", "元旦", "1月1日放假。\n"),
            Item("“五一”", "“五一”", "5月1日放假。"),
            Item("火把节", "火把节", "7月26日放假。"),
        ),
        gaps=(),
        signed=(2026, 11, 24),
        tail="",
    )


@pytest.mark.parametrize(
    ("text", "title", "formula", "items"),
    [
        # After the preamble's formula; what it gives notice of ends before 的具体安排 and 有关事项.
        ("现就2027年火把节放假通知如下:|7月26日放假。", "", "2027年火把节放假", ["7月26日放假。"]),
        ("现将火把节放假有关事项通知如下。|7月26日放假。", "", "火把节放假", ["7月26日放假。"]),
        ("现将火把节\n放假通知如下:|7月26日放假。", "", "火把节放假", ["7月26日放假。"]),
        ("安排如下:|7月26日放假。", "", "", ["7月26日放假。"]),
        ("安排如下:现将元旦放假通知如下:|1月1日放假。", "", "元旦放假", ["1月1日放假。"]),
        # After the title, where nothing else opens the arrangement.
        ("关于延长元旦假期的通知|\n1月4日放假。", "关于延长元旦假期的通知", "", ["\n1月4日放假。"]),
        ("|5月1日放假。", "", "", ["5月1日放假。"]),
        # Before a first clause that is numbered nothing is arranged, unless the formula opens it.
        ("关于元旦放假的通知\n1月1日放假。\n|一、值班。", "关于元旦放假的通知", "", ["值班。"]),
        ("安排如下:|\n5月1日放假。\n一、值班。", "", "", ["\n5月1日放假。\n", "值班。"]),
        ("安排如下:|\n一、值班。", "", "", ["值班。"]),
    ],
)
def test_arrangement_begins_after_the_formula_or_the_title(text, title, formula, items):
    """What stands before is the recital, here to the stroke; a formula over two lines is one."""
    draft = cut(text.replace("|", ""))

    assert (draft.title, draft.formula) == (title, formula)
    assert draft.recital == text.partition("|")[0]
    assert [item.body for item in draft.items] == items


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("国务院办公厅\n关于2027年放假的通知", "国务院办公厅关于2027年放假的通知"),
        ("凉山州人民政府办公室关于火把节\n放假的通知", "凉山州人民政府办公室关于火把节放假的通知"),
        ("关于加强值班的通知\n关于2027年放假的通知", "关于2027年放假的通知"),
        ("《国务院关于2026年放假的通知》\n关于2027年放假的通知", "关于2027年放假的通知"),
        ("按《国务院关于2026年放假的通知》办", "国务院关于2026年放假的通知"),
        ("关于2027年放假的通知\n关于2028年放假的通知", "关于2027年放假的通知"),
        ("关于加强值班的通知", ""),
    ],
)
def test_title_is_the_first_on_holidays_outside_citations(front, title):
    """One that is only cited counts where there is no other; one about other matters never."""
    draft = cut(f"{front}\n一、元旦:1月1日放假。")

    assert (draft.title, draft.about) == (title, title.partition("关于")[2].removesuffix("的通知"))


@pytest.mark.parametrize(
    ("front", "number"),
    [
        ("国办发〔2026〕99号", "国办发〔2026〕99号"),
        ("国发明电[2026]第9号", "国发明电〔2026〕9号"),
        ("关于2027年放假的通知\n凉府办〔2026〕5号", "凉府办〔2026〕5号"),
        ("凉山州人民政府关于2027年放假的通知(凉府办〔2026〕5号)", "凉府办〔2026〕5号"),
        ("关于2027年放假的通知凉府办〔2026〕5号", "凉府办〔2026〕5号"),
        ("根据《关于放假的决定》(国发〔2026〕1号)", ""),
        ("根据《关于放假的决定》(国发〔2026〕1号)\n国办发〔2026〕2号", "国办发〔2026〕2号"),
        ("《关于2027年放假的通知》凉府办〔2026〕5号", "凉府办〔2026〕5号"),
        ("一九九九", ""),
    ],
)
def test_document_number_is_the_notices_own(front, number):
    """The first outside citations, in the brackets that numbers have."""
    assert cut(f"{front}\n一、元旦:1月1日放假。").number == number


@pytest.mark.parametrize(
    ("text", "signed", "tail"),
    [
        ("一、元旦:1月1日放假。\n国务院办公厅\n2026年11月24日", (2026, 11, 24), ""),
        ("一、元旦:1月1日放假。\n州人民政府,2026年1月2日印发", (2026, 1, 2), "印发"),
        ("一、元旦:1月1日放假。\n2026年11月31日\n附件", (2026, 11, 31), "\n附件"),
        ("放假的通知\n2026年1月2日\n一、元旦:1月1日放假。", None, ""),
        ("放假的通知\n2026年1月2日\n一、元旦:1月1日放假。\n2026年3月4日\n2026年5月6日", (2026, 3, 4), "\n2026年5月6日"),
        ("成文日期:2026年11月24日\n一、元旦:1月1日放假。", (2026, 11, 24), ""),
        ("成文日期2026-1-2\n一、元旦:1月1日放假。", (2026, 1, 2), ""),
        ("成文日期:2026-1-2\n一、元旦:1月1日放假。\n2026年3月4日", (2026, 3, 4), ""),
        ("一、元旦:1月1日放假。成文日期:2026-1-2", None, ""),
        ("通知如下:7月26日放假。\n2026年3月4日\n附件", (2026, 3, 4), "\n附件"),
    ],
)
def test_day_of_signature_stands_after_the_clauses_or_is_named_before_them(text, signed, tail):
    """Only what follows the last clause signs the notice; a line before it is one only as 成文日期."""
    draft = cut(text)

    assert (draft.signed, draft.tail) == (signed, tail)


def test_words_of_no_clause_end_at_the_signature():
    """Neither the day of signature nor what follows it is arranged."""
    assert cut("通知如下:7月26日放假。\n2026年3月4日\n附件").items == (Item("text", "", "7月26日放假。\n"),)


@pytest.mark.parametrize(
    ("signed", "day"), [((2026, 11, 24), date(2026, 11, 24)), ((2026, 11, 31), None), (None, None)]
)
def test_day_of_signature_is_one_where_there_is_such_a_day(signed, day):
    """30 days has November."""
    written = "\n{}年{}月{}日".format(*signed) if signed else ""

    assert cut(f"一、元旦:1月1日放假。{written}").signing_day == day


@pytest.mark.parametrize(
    ("text", "items"),
    [
        # The four styles of numbers, each with or without a heading.
        ("一、元旦:1月1日放假。十二、值班。", [("一", "元旦", "1月1日放假。"), ("十二", "", "值班。")]),
        ("1.元旦:1月1日放假。\n2、春节放假。", [("1", "元旦", "1月1日放假。"), ("2", "", "春节放假。")]),
        ("(1)元旦:1月1日放假。\n(2)值班。", [("1", "元旦", "1月1日放假。"), ("2", "", "值班。")]),
        ("(一)元旦:1月1日放假。(二)、值班。", [("一", "元旦", "1月1日放假。"), ("二", "", "值班。")]),
        # Any heading will do for a numbered clause; what it says of itself beside the name is left out.
        ("一、元旦放假安排:1月1日放假。", [("一", "元旦", "1月1日放假。")]),
        ("一、元旦放假调休的时间\n1月1日放假。", [("一", "元旦", "1月1日放假。")]),
        ("一、其他事项:值班。", [("一", "其他事项", "值班。")]),
        ("一、1月1日放假。", [("一", "", "1月1日放假。")]),
        # Several festivals in one numbered clause: those after the first are known by their names.
        (
            "一、元旦:1月1日放假。春节:2月5日放假。\n2.值班。",
            [("一", "元旦", "1月1日放假。"), ("春节", "春节", "2月5日放假。"), ("2", "", "值班。")],
        ),
        (
            "一、安排如下:元旦春节都放。\n春节:2月5日放假。\n清明:4月5日放假。",
            [
                ("一", "安排如下", "元旦春节都放。\n"),
                ("春节", "春节", "2月5日放假。\n"),
                ("清明", "清明", "4月5日放假。"),
            ],
        ),
        ("一、1月1日放假。\n春节:2月5日放假。", [("一", "", "1月1日放假。\n春节:2月5日放假。")]),
        ("一、;春节:2月5日放假。", [("一", "", ";春节:2月5日放假。")]),
        ("•国庆节、中秋节:10月1日放假。", [("国庆节、中秋节", "国庆节、中秋节", "10月1日放假。")]),
        ("没有条款。", [("text", "", "没有条款。")]),
        ("\n", []),
        ("", []),
    ],
)
def test_clauses_have_label_heading_and_words(text, items):
    """The label is the number; without one, or for a second festival under one, the festival's name."""
    assert cut(text).items == tuple(Item(*item) for item in items)


@pytest.mark.parametrize(
    ("labels", "gaps"),
    [
        (["一、", "二、", "三、"], []),
        (["一、", "三、", "四、"], [("三", 2)]),
        (["二、", "三、"], [("二", 1)]),
        (["一、", "二、", "二、"], [("二", 3)]),
        (["十、", "十一、", "十二、", "十四、"], [("十", 1), ("十四", 13)]),
        (["一、", "1.", "2.", "二、", "1.", "2.", "4."], [("4", 3)]),
        (["一、", "(一)", "(三)", "二、", "(1)", "(3)"], [("三", 2), ("3", 2)]),
    ],
)
def test_numbers_follow_each_other_within_their_style(labels, gaps):
    """A fresh start is none; told are the number found and the one expected."""
    assert cut("\n".join(f"{label}值班。" for label in labels)).gaps == tuple(gaps)


def test_nothing_pasted_has_no_parts():
    """Neither title nor clause nor signature."""
    assert cut("") == NOTHING


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("“五一”国际劳动节", "劳动节"),
        ("五一", "劳动节"),
        ("国庆节中秋节", "国庆节、中秋节"),
        ("中秋节、国庆", "中秋节、国庆节"),
        ("清明和“十一”", "清明节、国庆节"),
        ("“壮族三月三”", "壮族三月三"),
        ("火把节和国庆", "火把节、国庆节"),
        ("彝族年、州庆及中秋", "彝族年、州庆、中秋节"),
        ("", ""),
    ],
)
def test_festival_has_one_name_however_it_is_written(written, name):
    """Joined ones stay joined, with one mark between them; one unknown stays as it is, without quotation marks."""
    assert canonical(written) == name
