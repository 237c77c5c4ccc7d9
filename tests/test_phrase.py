"""A 公开时限 in words: what is read, what is repaired, what is refused, and what can be counted."""

import time
from collections import Counter
from datetime import date

import pytest

import gov_deadlines as gd
from gov_deadlines.catalogue.basis import day_units
from gov_deadlines.catalogue.numerals import chinese_number
from gov_deadlines.catalogue.phrase import LONGEST
from gov_deadlines.catalogue.variants import SIMPLIFIED

from .phrase_trials import core, labelled

GIVEN, MORE = labelled("limit_phrases.jsonl"), labelled("limit_phrases_more.jsonl")
ROWS = GIVEN + MORE


def read(raw, **more):
    """The shape of what *raw* says."""
    return gd.read_phrase(raw, **more).to_dict()


def codes(phrase):
    """The codes of the warnings of a phrase."""
    return [warning.code for warning in phrase.warnings]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_phrase_is_read_as_labelled(row):
    """Kind and core keys, and those of each part in order; where a refusal is as good, nothing else is."""
    found = read(row["raw"])

    assert core(found) == core(row["expect"]) or (row.get("accept_refusal") and found["kind"] == "unclear")


@pytest.mark.parametrize("row", [row for row in MORE if row["expect"]["kind"] == "unclear"], ids=lambda row: row["id"])
def test_refusal_says_the_labelled_reason(row):
    """Each refusal is for its own reason, told in both languages with what to do."""
    phrase = gd.read_phrase(row["raw"])

    assert phrase.reading.why.partition(":")[0] == row["expect"]["why"]
    assert "未生成期限。" in phrase.message("zh")
    assert "no limit was made of it; " in phrase.message("en")


def test_score_by_source():
    """Of every source all phrases are read exactly, those that a copy has spoiled included."""
    exact = Counter(row["source_type"] for row in ROWS if core(read(row["raw"])) == core(row["expect"]))

    assert exact == Counter(row["source_type"] for row in ROWS)


@pytest.mark.parametrize("row", GIVEN, ids=lambda row: row["id"])
def test_also_and_deferral_are_kept(row):
    """及时 beside the number and 另有规定 are not dropped, nor are how often and what it covers."""
    found, expected = read(row["raw"]), row["expect"]
    for got, want in zip(found.get("parts", [found]), expected.get("parts", [expected]), strict=False):
        for key in (
            "also",
            "deferral",
            "times",
            "min_times",
            "interval",
            "covers",
            "word",
            "dynamic",
            "condition",
            "place",
        ):
            assert got.get(key) == want.get(key)


def test_each_repair_is_told_with_its_place():
    """The raw text is kept; what became of it is said character by character."""
    phrase = gd.read_phrase("信息形成 ２０個(gè)工作日\n內;;")

    assert phrase.raw == "信息形成 ２０個(gè)工作日\n內;;"
    assert phrase.repaired == "信息形成20个工作日内"
    assert [(repair.offset, repair.what, repair.why, repair.became) for repair in phrase.repairs] == [
        (4, " ", "space", ""),
        (5, "２", "width", "2"),
        (6, "０", "width", "0"),
        (7, "個", "traditional", "个"),
        (8, "(gè)", "pinyin", ""),
        (15, "\n", "line_break", ""),
        (16, "內", "traditional", "内"),
        (18, ";", "doubled_punctuation", ""),
    ]
    assert phrase.span == (0, 17)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("20工作日", "missing_个"),
        ("信息形成之日起20个工作日公开", "missing_内"),
        ("信息形成个20个工作日内", "inserted_个"),
        ("信息形式或者变更之日起20个工作日内", "typo"),
        ("信息形成之日起20个工作日内予以公", "cut_off"),
        ("信息形成之日起20个工作日公开内公开", "doubled_words"),
        ("信息形成之日起20个个工作日内", "doubled_character"),
        ("信息形成之日起贰拾个工作日内", "numeral"),
        ("信息形成之日起2 0个工作日内", "joined_digits"),
        ("随时公开长期公开", "missing_separator"),
        ("信息形成(变更之日起20个工作日内", "unmatched_bracket"),
    ],
)
def test_repair_is_named(raw, why):
    """What the cell lacks or has too much of is repaired where only one thing can be meant, and named."""
    phrase = gd.read_phrase(raw)

    assert phrase.kind != "unclear"
    assert why in [repair.why for repair in phrase.repairs]
    assert all(repair.zh for repair in phrase.repairs)


def test_figures_that_stood_apart_are_read_with_a_warning():
    """2 0 may be 20; the reader is asked to check."""
    assert "joined_digits" in codes(gd.read_phrase("2\n0\n个\n工\n作\n日\n内"))


def test_days_are_not_made_working_days_by_the_words():
    """财政 writes 20日 and means calendar days."""
    assert gd.read_phrase("财政部门批复后20日内").limit() == gd.Period(20, gd.DAY)


def test_days_are_working_days_where_the_basis_says_so_and_visibly():
    """The unit stays as read; the law that overrides it is named, and counted by."""
    phrase = gd.read_phrase("三日内撤回行政处罚决定信息", basis="《中华人民共和国行政处罚法》第四十八条")

    assert phrase.to_dict()["unit"] == "day"
    assert phrase.to_dict()["unit_by_source_law"] == "working_day (行政处罚法第八十五条)"
    assert "unit_by_source_law" in codes(phrase)
    assert phrase.limit() == gd.Period(3, gd.WORKING_DAY)


@pytest.mark.parametrize(
    ("raw", "basis", "unit"),
    [
        ("十日内公开", "《行政处罚法》第四十八条", gd.DAY),
        ("五日内公开", "行政处罚法第八十五条", gd.WORKING_DAY),
        ("十日内公开", "《中华人民共和国行政强制法》", gd.WORKING_DAY),
        ("十五日内公开", "《中华人民共和国行政强制法》", gd.DAY),
        ("二十日内公开", "《行政许可法》", gd.WORKING_DAY),
        ("三日内公开", "《行政复议法》(2023年修订)", gd.WORKING_DAY),
        ("六十日内公开", "《行政复议法》", gd.DAY),
        ("二十日内公开", "《预算法》第十四条", gd.DAY),
        ("三日内公开", "《浙江省行政处罚法实施办法》", gd.DAY),
        ("三日内公开", "行政处罚法实施办法", gd.DAY),
        ("三日内公开", "《行政处罚法》《政府信息公开条例》", gd.DAY),
        ("三日内公开", "", gd.DAY),
    ],
)
def test_basis_counts_only_for_the_numbers_and_the_law_it_names(raw, basis, unit):
    """Other numbers of that law, other texts with its name, and rows with several bases stay as they read."""
    assert gd.read_phrase(raw, basis=basis).limit().unit is unit


def test_several_bases_are_told_and_not_decided():
    """Whose 日 it is cannot be seen from a row that cites two texts."""
    assert "unit_may_be_working_day" in codes(
        gd.read_phrase("三日内公开", basis="《行政处罚法》、《政府信息公开条例》")
    )


def test_older_text_of_the_law_is_spoken_of():
    """行政复议法 names three days among its working days only since 2024."""
    assert "unit_of_older_text" in codes(gd.read_phrase("三日内公开", basis="《行政复议法》"))


def test_every_law_on_days_has_a_locator_and_a_mark():
    """The override is data: a text, an article, the numbers, since when, and how sure it is."""
    for law in day_units():
        assert law.short
        assert law.locator.startswith("第")
        assert law.mark.value == "V"
        assert law.covers(5)


def test_file_of_laws_with_a_fault_is_refused(tmp_path):
    """A law must say which numbers it speaks of in one way."""
    path = tmp_path / "laws.toml"
    path.write_text(
        '[[law]]\nshort = "甲法"\nlocator = "第一条"\nin_force_from = 2020-01-01\nmark = "V"\n', encoding="utf-8"
    )
    with pytest.raises(gd.BadInput, match="exactly one of days, up_to and every"):
        day_units(path)


def test_period_counts_from_the_day_the_user_gives():
    """The anchor is the user's; the calendar counts the rest."""
    calendar = gd.WorkCalendar.load("CN")
    phrase = gd.read_phrase("信息形成或者变更之日起20个工作日内")

    assert phrase.end(date(2026, 1, 5), calendar).due == date(2026, 2, 2)
    assert gd.read_phrase("会议召开七日前公告").end(date(2026, 3, 20), calendar).due == date(2026, 3, 13)


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        ("每年1月31日前", gd.FixedDate(1, 31)),
        ("次年3月底前", gd.FixedDate(3, 31)),
        ("每年第二季度", gd.FixedDate(6, 30)),
        ("6月底前", gd.FixedDate(6, 30)),
        ("九月上旬", gd.FixedDate(9, 10)),
        ("2024年2月底前", gd.FixedDate(2, 29, 2024)),
        ("公开募捐活动结束后三个月内", gd.Period(3, gd.MONTH)),
    ],
)
def test_dates_and_periods_count(raw, limit):
    """What names a day or a length becomes the value that counts it."""
    assert gd.read_phrase(raw).limit() == limit


def test_what_comes_round_is_a_recurrence():
    """How often, at least how often, and on which day of the week."""
    assert gd.read_phrase("每季度至少公布一次").limit().every.value == "quarter"
    assert gd.read_phrase("每年不少于两次").limit().at_least == 2
    assert gd.read_phrase("每周五前").limit().on.value == "friday"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("及时公开", "no number"),
        ("实时公开", "no number"),
        ("长期公开", "nothing of when"),
        ("公示7个工作日", "how long a notice stays up"),
        ("同上", "another cell"),
        ("定期公开", "comes round"),
        ("每月10日前", "set the date of each turn"),
        ("每半年公布一次", "comes round"),
        ("年终公布", "name no day"),
        ("每年2月底前", "not the same each year"),
        ("6个月", "no limit was made of it"),
        ("依申请公开", "no proactive limit"),
        ("随采购公告公开", "record that event"),
    ],
)
def test_what_cannot_be_counted_says_why(raw, words):
    """No word becomes a number, and no duration a due date."""
    with pytest.raises(gd.Undecidable, match=words) as refused:
        gd.read_phrase(raw).limit()

    assert refused.value.message("zh")


def test_part_of_a_compound_is_asked_for_by_its_place():
    """Several limits are not one: the parts are named, and one is chosen."""
    phrase = gd.read_phrase("行政许可7个工作日内,其他信息20个工作日内")
    with pytest.raises(gd.Undecidable, match="part=0: 行政许可"):
        phrase.limit()
    with pytest.raises(gd.BadInput, match="there are 2"):
        phrase.limit(part=2)

    assert phrase.limit(part=1) == gd.Period(20, gd.WORKING_DAY)


CATALOGUE = gd.Document(
    id="catalogue-x",
    title="某县政务公开标准目录",
    short="标准目录",
    en="standard catalogue",
    rank=gd.Rank.LOCAL_DOCUMENT,
    jurisdiction="CN",
    in_force_from=date(2020, 1, 1),
    mark=gd.Mark.M,
)


def test_phrase_becomes_a_rule_that_due_counts_by():
    """From the cell to the due date, by the rooms that know the law."""
    phrase = gd.read_phrase("自作出行政决定之日起7个工作日内公示,法律、法规另有规定的从其规定")
    rule = phrase.to_rule("catalogue.row_3", CATALOGUE, locator="第3行", zh="处罚结果")
    book = gd.LawBook({rule.id: rule}, gd.LawBook.load().conventions, gd.LawBook.load().anchors)
    deadline = gd.due("catalogue.row_3", date(2020, 5, 20), book=book)

    assert deadline.due == date(2020, 5, 29)
    assert deadline.version.anchor == "decided"
    assert gd.Rank.LAW in deadline.version.yields_to
    assert "原文：" in deadline.version.note_zh


def test_rule_needs_an_event_to_count_from():
    """An anchor that the phrase does not name is asked of the user, not supplied."""
    phrase = gd.read_phrase("20个工作日内")
    with pytest.raises(gd.Undecidable, match="give anchor="):
        phrase.to_rule("catalogue.row_4", CATALOGUE)

    version = phrase.to_rule("catalogue.row_4", CATALOGUE, anchor="formed").versions[0]
    assert (version.anchor, version.anchor_stated) == ("formed", False)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("及时公开", "及时"),
        ("公示期不少于5个工作日", "不少于5个工作日"),
        ("每季度公布一次", "每季度"),
        ("信息形成之日起20个工作日内及时公开", "及时，不迟于20个工作日"),
        ("6月底前", "6月30日前（含当日）"),
    ],
)
def test_rule_says_what_the_phrase_says(raw, told):
    """A word stays a word, a duration is a minimum, and 及时 stands beside its outer limit."""
    assert gd.read_phrase(raw).to_rule("catalogue.row_5", CATALOGUE).versions[0].says("zh") == told


def test_rule_before_an_event_counts_back():
    """The event is the anchor, which only the user knows the name of."""
    phrase = gd.read_phrase("会议召开七日前公告")
    version = phrase.to_rule("catalogue.row_6", CATALOGUE, anchor="tabled").versions[0]

    assert version.before
    assert version.limit == gd.Period(7, gd.DAY)


def test_warnings_name_what_is_left_open():
    """A start that nobody names, a date that may or may not come round, an event known by its words alone."""
    assert codes(gd.read_phrase("20个工作日")) == ["anchor_unspecified"]
    assert codes(gd.read_phrase("6月底前")) == ["year_unsaid"]
    assert codes(gd.read_phrase("合同签订之日起2个工作日内")) == ["anchor_in_words"]
    assert codes(gd.read_phrase("提前3日公告")) == ["event_unspecified"]


def test_what_was_not_read_is_told():
    """Words that no limit needs are kept as a leftover, never dropped."""
    phrase = gd.read_phrase("信息形成之日起20个工作日内公开。详见附件")

    assert phrase.limit() == gd.Period(20, gd.WORKING_DAY)
    assert phrase.leftover == "详见附件"
    assert "unread" in codes(phrase)


def test_bad_part_is_refused_and_the_good_ones_kept():
    """One cell, two rows: the one that lacks its unit spoils only itself."""
    phrase = gd.read_phrase("预算:批准后20内公开;决算:批复后20日内公开")

    assert [part.kind for part in phrase.parts] == ["unclear", "within"]
    assert phrase.refusal.code == "no_unit"


@pytest.mark.parametrize("value", [None, 20, b"20", ["20个工作日"]])
def test_no_text_is_refused(value):
    """Only text is read."""
    with pytest.raises(gd.BadInput, match="is no text"):
        gd.read_phrase(value)


def test_cell_has_a_greatest_length():
    """What is longer than a cell is refused at once, with its length."""
    gd.read_phrase("长" * LONGEST)
    with pytest.raises(gd.BadInput, match=f"{LONGEST + 1} characters"):
        gd.read_phrase("长" * (LONGEST + 1))
    with pytest.raises(gd.BadInput, match="basis"):
        gd.read_phrase("20个工作日", basis="法" * (LONGEST + 1))


HOSTILE = [
    *"( 自 或者 形成或者变更 一二三四 9 十 之日起 后 20个工作日 每 长期公开 公示 (gè 次月 《 个 1. 第 、 年".split(),
    *"季度 随同 前 20个工作日内; 每年1月31日前、 ((() 每月1日、 另有规定的, 应当自从在于 1月、 20日、 形成(".split(),
    *"公示期不少于 按季度".split(),
    "\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_alone(piece):
    """Four times the length takes about four times as long, whatever is repeated; sixteen would be a square."""

    def seconds(length):
        text = (piece * length)[:length]
        began = time.process_time()
        gd.read_phrase(text)
        return time.process_time() - began

    seconds(100)
    short, long = min(seconds(LONGEST // 4) for _ in range(3)), min(seconds(LONGEST) for _ in range(3))

    assert long < 12 * short + 0.02


WRITTEN = {
    "一": 1, "两": 2, "十": 10, "十五": 15, "二十": 20, "三十": 30, "九十": 90, "壹": 1, "贰拾": 20, "廿五": 25,
    "一百": 100, "一百八十": 180, "一百零五": 105, "二〇": 20, "二〇二四": 2024,
}  # fmt: skip
NO_NUMBERS = "一五 十十 二零零 百 一百五 零十 一二三 廿廿 二百三百 十百 三五五五 一二三四五六七八九十".split()


@pytest.mark.parametrize(("text", "number"), [*WRITTEN.items(), ("", None), *((text, None) for text in NO_NUMBERS)])
def test_chinese_number(text, number):
    """Numbers as they are written; what is not written as a number is none."""
    assert chinese_number(text) == number


def test_variants_lead_to_a_form_that_is_no_variant():
    """One look is enough: nothing is read as a form that would be read as another."""
    assert not set(SIMPLIFIED.values()) & set(SIMPLIFIED)
    assert all(len(pair) == 1 for item in SIMPLIFIED.items() for pair in item)
