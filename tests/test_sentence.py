"""
What one sentence of a notice is taken to say: which words are days, which are said of them, and which are not read.

Expectations are read off the Chinese by hand; what a clause makes of them is in ``test_wording.py``.
"""

import pytest

from gov_deadlines.workdays.wording.sentence import (
    Mention,
    Sentence,
    Span,
    Statement,
    Verb,
    _past_lead,
    names_a_day,
    opens,
    read_sentence,
    recites_the_nation,
    sentences,
    speaks_of_days,
)


def day(text, month, number, *, year=None, weekdays=(), feast=False):
    return Mention(text, year, month, number, weekdays, feast)


def one(text, month, number, **marks):
    return Span(day(text, month, number, **marks))


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "2月4日(星期日)、2月18日(星期日)上班",
            Statement(
                Verb.WORKED,
                "2月4日(星期日)、2月18日(星期日)上班",
                (one("2月4日(星期日)", 2, 4, weekdays=(6,)), one("2月18日(星期日)", 2, 18, weekdays=(6,))),
            ),
        ),
        (
            "10月1日(星期四)至8日放假",
            Statement(
                Verb.OFF,
                "10月1日(星期四)至8日放假",
                (Span(day("10月1日(星期四)", 10, 1, weekdays=(3,)), day("8日", None, 8)),),
            ),
        ),
        (
            "10月1日至4日、6日放假调休,共5天",
            Statement(
                Verb.OFF,
                "10月1日至4日、6日放假调休",
                (Span(day("10月1日", 10, 1), day("4日", None, 4)), one("6日", None, 6)),
            ),
        ),
        (
            "2026年12月31日至2027年1月2日放假3天",
            Statement(
                Verb.OFF,
                "2026年12月31日至2027年1月2日放假3天",
                (Span(day("2026年12月31日", 12, 31, year=2026), day("2027年1月2日", 1, 2, year=2027)),),
                count=3,
            ),
        ),
        (
            "9月25日(星期五、中秋节)为法定节假日",
            Statement(
                Verb.STATUTORY,
                "9月25日(星期五、中秋节)为法定节假日",
                (one("9月25日(星期五、中秋节)", 9, 25, weekdays=(4,), feast=True),),
            ),
        ),
        (
            "6月7日(星期六)公休日调至6月9日(星期一)",
            Statement(
                Verb.MOVED,
                "6月7日(星期六)公休日调至6月9日(星期一)",
                (one("6月7日(星期六)", 6, 7, weekdays=(5,)),),
                (one("6月9日(星期一)", 6, 9, weekdays=(0,)),),
            ),
        ),
        (
            "9月27日、28日两个公休日及中秋节分别调至9月29日、30日、10月1日",
            Statement(
                Verb.MOVED,
                "9月27日、28日两个公休日及中秋节分别调至9月29日、30日、10月1日",
                (one("9月27日", 9, 27), one("28日", None, 28)),
                (one("9月29日", 9, 29), one("30日", None, 30), one("10月1日", 10, 1)),
                count=2,
                feast_moved=True,
            ),
        ),
        (
            "延长2020年春节假期至2月2日(星期日)",
            Statement(
                Verb.EXTENDED,
                "延长2020年春节假期至2月2日(星期日)",
                (one("2月2日(星期日)", 2, 2, weekdays=(6,)),),
                festival="春节",
                year=2020,
            ),
        ),
        (
            "“五一”假期延长至5月5日",
            Statement(Verb.EXTENDED, "“五一”假期延长至5月5日", (one("5月5日", 5, 5),), festival="劳动节"),
        ),
        (
            "放假时间:7月26日至27日",
            Statement(Verb.OFF, "放假时间:7月26日至27日", (Span(day("7月26日", 7, 26), day("27日", None, 27)),)),
        ),
        (
            "2026年“火把节”7月26日放假",
            Statement(Verb.OFF, "2026年“火把节”7月26日放假", (one("7月26日", 7, 26),), year=2026),
        ),
        (
            "5月1日起正常上班",
            Statement(Verb.RESUMED, "5月1日起正常上班", (one("5月1日", 5, 1),)),
        ),
        ("共七天", Statement(Verb.COUNTED, "共七天", count=7)),
        ("放假3天和周末2天", Statement(Verb.COUNTED, "放假3天和周末2天", count=5)),
        ("与周末连休", Statement(Verb.JOINED, "与周末连休")),
        ("不调休", Statement(Verb.REMARK, "不调休")),
        (
            "农历六月廿四为7月27日",
            Statement(Verb.REMARK, "农历六月廿四为7月27日", (one("7月27日", 7, 27),)),
        ),
        ("7月26日是火把节", Statement(Verb.REMARK, "7月26日是火把节", (one("7月26日", 7, 26),))),
        ("2月16日补休", Statement(Verb.MADE_UP, "2月16日补休", (one("2月16日", 2, 16),))),
        ("2月16日调休", Statement(Verb.SWAPPED, "2月16日调休", (one("2月16日", 2, 16),))),
        ("2月14日照常公休", Statement(Verb.REST, "2月14日照常公休", (one("2月14日", 2, 14),))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_form_of_words_is_one_statement(sentence, said):
    """The verb, the days with their marks as written, the number beside them, the festival and the year named."""
    assert read_sentence(sentence).statements[0] == said


def test_a_sentence_is_all_its_statements_in_order():
    """放假, 其中 and 上班 of one sentence are three statements, and each keeps its own words."""
    read = read_sentence("7月24日至28日放假调休,共5天,其中7月26日为法定假日,7月31日上班")

    assert [(each.verb, each.text) for each in read.statements] == [
        (Verb.OFF, "7月24日至28日放假调休"),
        (Verb.COUNTED, "共5天"),
        (Verb.STATUTORY, "其中7月26日为法定假日"),
        (Verb.WORKED, "7月31日上班"),
    ]
    assert read.unread == ()
    assert read.text == "7月24日至28日放假调休,共5天,其中7月26日为法定假日,7月31日上班"


def test_what_no_form_fits_is_given_back_up_to_the_comma():
    """One strange part does not hide the others; it is quoted whole, and leads alone are no words of its own."""
    assert read_sentence("如遇雨天,7月26日放假,妇女半天,同时") == Sentence(
        "如遇雨天,7月26日放假,妇女半天,同时",
        (Statement(Verb.OFF, "7月26日放假", (one("7月26日", 7, 26),)),),
        ("如遇雨天", "妇女半天"),
    )
    assert read_sentence("7月26日放假吗") == Sentence("7月26日放假吗", (), ("7月26日放假吗",))


def test_a_loose_reading_finds_what_strange_words_stand_around():
    """Outside of clauses 请于7月26日放假吧 also says that day off; the words around it are told one by one."""
    read = read_sentence("请于7月26日放假吧", loose=True)

    assert [(each.verb, each.spans) for each in read.statements] == [(Verb.OFF, (one("7月26日", 7, 26),))]
    assert read.unread == ("请", "吧")


@pytest.mark.parametrize(
    ("brackets", "weekdays", "feast"),
    [
        ("(星期六、星期日)", (5, 6), False),
        ("(周六、日)", (5, 6), False),
        ("(礼拜天)", (6,), False),
        ("(星期六至星期五)", (5, 4), False),
        ("(除夕,星期一)", (0,), True),
        ("(农历正月初九,星期日)", (6,), True),
        ("(即正月初一)", (), True),
    ],
)
def test_brackets_behind_a_day_hold_weekdays_and_feasts(brackets, weekdays, feast):
    """Several weekdays stay in their order; a lunar day or a feast is told apart from them."""
    (said,) = read_sentence(f"2月8日{brackets}放假").statements

    assert said.spans == (one(f"2月8日{brackets}", 2, 8, weekdays=weekdays, feast=feast),)


def test_brackets_with_anything_else_make_the_part_unread():
    """(以通知为准) is no mark of a day: the words are not taken for an arrangement."""
    read = read_sentence("2月8日(以通知为准)放假")

    assert (read.statements, read.unread) == ((), ("2月8日(以通知为准)放假",))


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("1月1日放假。1月3日上班;共1天!", ["1月1日放假", "1月3日上班", "共1天"]),
        ("1月1日\n放假。,:。", ["1月1日放假"]),
        ("1月1日放假(共3天)", ["1月1日放假,共3天"]),
        ("根据《国务院办公厅关于2027年部分节假日安排的通知》,1月1日放假", ["根据《国》,1月1日放假"]),
        ("依照《劳动法》(主席令第28号)1月1日放假", ["依照1月1日放假"]),
        ("按规定,国办发明电〔2026〕99号1月1日放假", ["按规定,1月1日放假"]),
    ],
)
def test_a_clause_falls_into_sentences_without_its_citations(body, parts):
    """Of what is cited nothing stays, but for a mark of the State Council's own notice; (共3天) is a part."""
    assert list(sentences(body)) == parts


def test_some_words_tell_what_a_part_is_about():
    """To speak of days, to open with a reason, to name a day in figures, to recite the national notice."""
    assert [speaks_of_days(text) for text in ("妇女放假半天", "请遵照执行", "周末", "双休")] == [
        True,
        False,
        True,
        False,
    ]
    assert [opens(text) for text in ("为便于安排", "根据法律", "现根据法律")] == [True, True, False]
    assert [names_a_day(text) for text in ("5月", "3号", "3天", "星期一")] == [True, True, False, False]
    assert [recites_the_nation(text) for text in ("根据《国》", "按照《国》", "依《国》", "见根据《国》")] == [
        True,
        True,
        False,
        False,
    ]


def test_extension_without_a_day_is_no_statement():
    """延长春节假期至 without a day is told whole, and so are the words that run into it."""
    for text in ("延长春节假期至", "7月26日放假延长春节假期至"):
        read = read_sentence(text)
        assert (read.statements, read.unread) == ((), (text,))
    assert read_sentence("延长春节假期至", loose=True).unread == ("延长春节假期至",)


def test_loose_reading_leaves_out_the_words_that_only_lead():
    """其中, a year, the name of a festival and joints say nothing by themselves."""
    assert read_sentence("其中2027年元旦和春节原则上", loose=True).unread == tuple("原则上")


def test_loose_reading_looks_on_after_the_words_that_lead():
    """So that a page of them is read at once: after the lead that begins where nothing was found, or one word on."""
    kinds = "GVGGAFVD"

    assert [_past_lead(kinds, at) for at in range(len(kinds))] == [1, 2, 6, 6, 5, 6, 7, 8]
