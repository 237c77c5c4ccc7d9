"""
A pasted notice as a whole: what kind it is, what it changes, and what its parts may not say against each other.

2027-01-01 is a Friday, 2027-02-13 a Saturday, 2027-07-24 a Saturday; the mid-autumn festival falls on 2027-09-15.
"""

from datetime import date

import pytest

from gov_deadlines import BadInput, Clause, Notice, NoticeKind, read_notice
from gov_deadlines.workdays.notice import days_of, spans_of
from gov_deadlines.workdays.wording import MOST_CHARACTERS

ANNUAL = (
    "一、元旦:1月1日放假。二、春节:{spring}放假。三、劳动节:5月1日放假。四、国庆节:10月1日放假。"
    "五、清明节:4月5日放假。六、端午节:6月{dragon}日放假。七、中秋节:9月{moon}日放假。"
)
FOUR = ANNUAL.partition("五")[0]
LOCAL = "火把节:7月26日放假。7月24日上班。"
NO_FESTIVAL = "names no festival; expected a heading such as 春节:", "没有节日名称；应有“春节：”一类标题"
NO_DAY = "arranges no day; expected days such as 1月1日放假", "没有安排任何日期；应有“1月1日放假”一类内容"


def earlier(festival, off, *, id="CN/2027", on=""):
    """A notice already out, which set that festival."""
    region = id.partition("/")[0]
    clause = Clause(festival, off=days_of(off.split(), ""), on=days_of(on.split(), ""))
    kind = NoticeKind.ANNUAL if region == "CN" else NoticeKind.REGIONAL
    return Notice(id, region, 2027, kind, (clause,))


def faults_of(text, **given):
    """The faults of a text that is refused: path, English, Chinese."""
    with pytest.raises(BadInput) as refused:
        read_notice(text, **given)
    return [(fault.path, fault.en, fault.zh) for fault in refused.value.faults]


def quoting(path, quote, en, zh):
    """A fault that quotes words."""
    return path, f"{quote!r}: {en}", f"“{quote}”:{zh}"


@pytest.mark.parametrize("value", [None, 42, b"\xe4\xb8\x80"])
def test_what_is_no_text_is_refused(value):
    """It is quoted, with how to read a file."""
    assert faults_of(value) == [
        (
            "text",
            f"{value!r} is no text; read it first, like Path('notice.txt').read_text(encoding='utf-8')",
            f"{value!r} 不是文字；请先读出，如 Path('通知.txt').read_text(encoding='utf-8')",
        )
    ]


@pytest.mark.parametrize("year", [1948, 2200])
def test_year_of_no_notice_is_refused(year):
    """Notices have been issued since 1949."""
    en = f"{year} is not the year of a notice; expected 1949 to 2199"

    assert faults_of(LOCAL, year=year, region="5134") == [("year", en, f"{year}不是通知的年份；应在1949至2199之间")]


@pytest.mark.parametrize("year", [1949, 2199])
def test_first_and_last_year_of_notices_are_read(year):
    """Both ends are taken."""
    assert read_notice("火把节:7月26日放假。", year=year, region="5134").off == {date(year, 7, 26): "火把节"}


def test_text_longer_than_any_notice_is_refused():
    """As pasted, and as it grows when its characters are made plain: ㏂ is three characters wide."""
    long = LOCAL + "。" * (MOST_CHARACTERS - len(LOCAL))

    assert read_notice(long, year=2027, region="5134").id == "5134/2027"
    assert faults_of(f"{long}。", year=2027, region="5134") == [
        ("text", "a text of 20001 characters; expected 20000 at most", "文字有20001个字符；最多20000个")
    ]
    assert faults_of(f"㏂{long[:-1]}", year=2027, region="5134")[0][1].startswith("a text of 20003 characters")


@pytest.mark.parametrize("half", [0xD800, 0xDFFF], ids=hex)
def test_halves_of_pairs_are_refused(half):
    """The first and the last of them."""
    assert faults_of(LOCAL + chr(half), year=2027, region="5134") == [
        (
            "text",
            "holds halves of surrogate pairs, as bytes do that were read in another encoding; read it as UTF-8",
            "含有不成对的代理字符，可能是编码读取有误；请按 UTF-8 读取",
        )
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("关于2027年和2028年火把节放假的通知\n7月26日放假。", 2027),
        ("现将2027年火把节和2028年火把节放假通知如下:7月26日放假。", 2027),
        ("2027年,我州部分节假日安排如下:\n火把节:7月26日放假。", 2027),
        ("2027年元旦如下:\n元旦:1月1日放假。2028年1月4日上班。", 2027),
        ("如下:火把节2026年12月31日至2027年1月1日放假。", 2027),
        ("如下:\n一、火把节:2026年12月31日放假。\n二、州庆:2027年1月5日放假。\n三、彝族年:12月20日值班。", 2027),
        ("我州将于2027年7月26日放假,安排如下:\n火把节:7月26日放假。", 2027),
    ],
)
def test_year_is_that_of_the_title_else_of_the_words(text, year):
    """The first in the title or formula; else the last that the preamble or the clauses name."""
    refused = "".join(en for _, en, _ in faults_of(text + "\n九、州庆:2月30日放假。", region="5134"))

    assert f"there is no {year}-02-30" in refused


def test_year_that_no_part_names_is_asked_for():
    """A clause alone says no year."""
    assert faults_of("火把节:7月26日放假。", region="5134") == [
        (
            "year",
            "the text names no year; expected a title such as 关于2027年部分节假日安排的通知, or pass year",
            "文中没有年份；应有“关于2027年部分节假日安排的通知”一类标题，或传入 year",
        )
    ]


@pytest.mark.parametrize(
    ("text", "region", "festivals"),
    [
        # The heading, else the words in quotation marks that open the clause, else what the title is about.
        ("一、“五一”放假安排:5月1日放假。", "5134", ["劳动节"]),
        ("关于2027年放假的通知\n一、“三月三”4月9日放假。", "45", ["三月三"]),
        ("一、2027年“三月三”4月9日放假。", "45", ["三月三"]),
        ("关于2027年火把节放假的通知\n7月26日放假。", "5134", ["火把节"]),
        ("关于调整2027年火把节假期的通知\n7月26日放假。", "5134", ["火把节"]),
        ("现就2027年国庆节和中秋节放假通知如下:9月30日至10月1日放假。", "5134", ["国庆节、中秋节"]),
    ],
)
def test_clause_has_the_festival_that_is_named_nearest(text, region, festivals):
    """A joint name stays joint."""
    assert [clause.festival for clause in read_notice(text, year=2027, region=region).clauses] == festivals


@pytest.mark.parametrize(
    "title",
    [
        "关于2027年部分节假日放假的通知",
        "关于国庆节、中秋节、州庆放假的通知",
    ],
)
def test_clause_of_no_festival_is_refused(title):
    """A title about many festivals names none; nothing else is said of days that none bears, not that two set them."""
    text = f"{title}\n一、9月30日放假。\n二、州庆:9月30日放假。"

    assert faults_of(text, year=2027, region="5134") == [quoting("clause 一", "9月30日放假。", *NO_FESTIVAL)]


def test_clause_of_no_festival_is_told_beside_its_other_faults():
    """First what is wrong with its words."""
    assert faults_of("一、7月26日放假,共2天。\n2027年1月1日", year=2027, region="5134") == [
        quoting(
            "clause 一",
            "共2天",
            "the days named are 1, not 2; check the days or the number",
            "所列日期为1天，不是2天；请核对日期或天数",
        ),
        quoting("clause 一", "7月26日放假,共2天。", *NO_FESTIVAL),
    ]


@pytest.mark.parametrize("heading", ["春节", "国庆节、中秋节", "元旦、春节、清明节、劳动节、端午节、中秋节和国庆节"])
def test_heading_of_a_festival_of_the_nation_arranges_days(heading):
    """A clause under its name that sets none is a slip; under another heading it is about something else."""
    text = f"一、{heading}:做好准备。\n二、工作要求:做好准备。\n三、{LOCAL}"

    assert faults_of(text, year=2027, region="5134") == [quoting("clause 一", f"{heading}做好准备。", *NO_DAY)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("一、其他:单位自行休息。\n二、火把节:7月26日放假。", False),
        ("如下:单位自行休息。\n一、火把节:7月26日放假。", False),
        ("一、单位自行休息。\n二、火把节:7月26日放假。", True),
    ],
)
def test_words_on_days_under_a_heading_or_before_the_clauses_must_be_understood(text, read):
    """A numbered clause without a heading may speak of rest in general."""
    if read:
        assert [clause.festival for clause in read_notice(text, year=2027, region="5134").clauses] == ["火把节"]
    else:
        ((_, en, _),) = faults_of(text, year=2027, region="5134")
        assert en.startswith("'单位自行休息': not understood")


@pytest.mark.parametrize(
    ("text", "given", "id", "kind", "supersedes"),
    [
        # By the title, or the formula where there is none: 调整, 延长 and the like amend.
        (
            "关于调整2027年春节假期安排的通知\n2月13日放假。",
            [earlier("春节", "2027-02-05..2027-02-12")],
            "CN/2027b",
            NoticeKind.AMENDING,
            ("CN/2027#春节",),
        ),
        (
            "现将调整2027年春节放假通知如下:2月15日放假。",
            [earlier("元旦", "2027-01-01")],
            "CN/2027b",
            NoticeKind.AMENDING,
            ("CN/2027#春节",),
        ),
        (
            "关于2027年春节假期调整的通知\n2月15日放假。",
            [earlier("春节、元旦", "2027-02-05..2027-02-12"), earlier("春节", "2027-02-13", id="CN/2027b")],
            "CN/2027c",
            NoticeKind.AMENDING,
            ("CN/2027b#春节",),
        ),
        # One clause that extends a holiday is enough.
        (
            "延长2027年春节假期至2月13日。",
            [earlier("春节", "2027-02-05..2027-02-12")],
            "CN/2027b",
            NoticeKind.AMENDING,
            ("CN/2027#春节",),
        ),
        # A festival of the nation arranged once more amends, under a title or without one; another is extraordinary.
        ("关于2027年中秋节放假的通知\n9月15日放假。", [], "CN/2027b", NoticeKind.AMENDING, ()),
        ("中秋节:9月15日放假。", [earlier("中秋节", "2027-09-15")], "CN/2027b", NoticeKind.AMENDING, ()),
        (
            "关于2027年假期的通知\n" + ANNUAL.format(spring="2月6日", dragon=9, moon=15),
            [],
            "CN/2027b",
            NoticeKind.AMENDING,
            (),
        ),
        ("关于2027年纪念日放假的通知\n9月3日放假。", [], "CN/2027b", NoticeKind.EXTRAORDINARY, ()),
        # A place's own is regional whatever it does.
        (
            "关于调整2027年火把节假期的通知\n7月26日放假。",
            [earlier("火把节", "2027-07-26", id="5134/2027")],
            "5134/2027b",
            NoticeKind.REGIONAL,
            ("5134/2027#火把节",),
        ),
        ("关于2027年火把节放假的通知\n7月26日放假。", [], "5134/2027", NoticeKind.REGIONAL, ()),
    ],
)
def test_kind_of_a_notice_follows_from_title_and_clauses(text, given, id, kind, supersedes):
    """And with it the letter of its id, and the clauses that it supersedes."""
    notice = read_notice(text, region=id.partition("/")[0], year=2027, earlier=given)

    assert (notice.id, notice.kind, notice.supersedes) == (id, kind, supersedes)


def test_amendment_of_what_no_earlier_notice_set_supersedes_the_annual_clause():
    """Its own place and year, and its own festival."""
    notice = read_notice("关于调整2027年劳动节假期安排的通知\n5月4日放假。")

    assert (notice.kind, notice.supersedes) == (NoticeKind.AMENDING, ("CN/2027#劳动节",))


def test_later_of_the_earlier_notices_tells_what_a_day_was():
    """A day first worked, then given off, is off: to work it now cancels that; the other way round it is off anew."""
    one = earlier("火把节", "2027-07-31", on="2027-07-24", id="5134/2027")
    other = earlier("火把节", "2027-07-24", on="2027-07-31", id="5134/2027b")
    first, second = (
        Notice(each.id, "5134", 2027, NoticeKind.REGIONAL, each.clauses, public=date(2027, 1, day))
        for each, day in ((one, 1), (other, 2))
    )
    text = "火把节:7月31日补休。7月24日上班。"

    clause = Clause("火把节", off=(date(2027, 7, 31),), cancelled=(date(2027, 7, 24),))
    assert read_notice(text, region="5134", year=2027, earlier=[first, second]).clauses == (clause,)
    assert read_notice(text, region="5134", year=2027, earlier=[second, first]).clauses == (clause,)


def test_notices_of_other_places_bind_no_place():
    """What 凉山 (5134) set is nothing to 楚雄 (5323), but to its own 西昌 (513401) it is."""
    given = [earlier("火把节", "2027-07-24", id="5134/2027")]

    there = read_notice("火把节:7月24日上班。", region="5323", year=2027, earlier=given)
    within = read_notice("火把节:7月24日上班。", region="513401", year=2027, earlier=given)

    assert there.clauses == (Clause("火把节", on=(date(2027, 7, 24),)),)
    assert within.clauses == (Clause("火把节", cancelled=(date(2027, 7, 24),)),)


def missing(festival):
    """The fault of an annual notice that leaves a festival out."""
    en = f"no clause for {festival}, which an annual notice arranges; paste the whole text"
    return "text", en, f"缺少{festival}的安排；年度通知应当列明，请粘贴全文"


@pytest.mark.parametrize(
    ("year", "festivals"), [(2007, []), (2008, ["清明节", "端午节", "中秋节"]), (2009, ["清明节", "端午节", "中秋节"])]
)
def test_annual_notice_arranges_the_festivals_that_its_year_had(year, festivals):
    """清明节, 端午节 and 中秋节 are holidays since 2008."""
    text = f"关于{year}年部分节假日安排的通知\n" + FOUR.format(spring="2月7日至18日")

    if festivals:
        assert faults_of(text) == [missing(festival) for festival in festivals]
    else:
        assert read_notice(text).id == "CN/2007"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            ("1月1日", "1月4日"),
            (
                "clause 一",
                "sets none of 2027-01-01 off, when 元旦 is; check the days",
                "元旦在2027-01-01，而其间没有放假；请核对日期",
            ),
        ),
        (
            ("元旦:1月1日", "纪念日、元旦:1月4日"),
            (
                "clause 一",
                "sets none of 2027-01-01 off, when 元旦 is; check the days",
                "元旦在2027-01-01，而其间没有放假；请核对日期",
            ),
        ),
        (
            ("4月5日", "4月7日"),
            (
                "clause 五",
                "sets none of 2027-04-03..2027-04-06 off, when 清明节 is; check the days",
                "清明节在2027-04-03..2027-04-06，而其间没有放假；请核对日期",
            ),
        ),
    ],
)
def test_clause_of_an_annual_notice_gives_its_festival_off(change, fault):
    """On one of the days on which it can fall; a festival of another kind beside it may be any day."""
    text = "关于2027年部分节假日安排的通知\n" + ANNUAL.format(spring="2月6日", dragon=9, moon=15)

    assert read_notice(text).kind is NoticeKind.ANNUAL
    assert faults_of(text.replace(*change)) == [fault]


@pytest.mark.parametrize(
    ("first", "second", "words", "day"),
    [
        ("7月26日放假", "7月26日放假", ("off", "off"), "2027-07-26"),
        ("7月26日放假。7月24日上班", "7月25日放假。7月24日上班", ("on", "on"), "2027-07-24"),
        ("7月24日放假", "7月26日放假。7月24日上班", ("on", "off"), "2027-07-24"),
        ("7月26日放假。7月24日上班", "7月24日至25日放假", ("off", "on"), "2027-07-24"),
    ],
)
def test_one_clause_alone_sets_a_day(first, second, words, day):
    """Told at the second, with what the first does."""
    text = f"一、火把节:{first}。\n二、州庆:{second}。"
    faults = faults_of(text, year=2027, region="5134")

    en = f"sets {day} {words[0]}, and clause 一 sets it {words[1]}; one clause alone sets a day"
    assert faults == [("clause 二", en, f"{day}在“一”条中已作安排；同一天只应由一条安排")]


def strange(path, quote, days):
    """The fault of words around the clauses."""
    en = f"no clause sets {days} so; expected arrangements in the clauses only"
    return quoting(path, quote, en, f"条款中没有{days}的这一安排；放假安排只应写在条款中")


@pytest.mark.parametrize(
    ("before", "after", "faults"),
    [
        ("7月26日放假,24日上班。", "7月26日放假。", []),
        ("7月24日放假。", "", [strange("preamble", "7月24日放假", "2027-07-24")]),
        ("7月31日上班。7月31日上班。", "", [strange("preamble", "7月31日上班", "2027-07-31")]),
        ("各单位原则上7月27日至28日放假为宜。", "", [
            strange("preamble", "各单位原则上7月27日至28日放假为宜", "2027-07-27..2027-07-28")
        ]),
        ("", "附:7月27日放假。", [strange("after the signature", "附:7月27日放假", "2027-07-27")]),
        ("7月27日\n放假。7月28日放假\n。", "", [
            strange("preamble", "7月27日放假", "2027-07-27"),
            strange("preamble", "7月28日放假", "2027-07-28"),
        ]),
    ],
)  # fmt: skip
def test_words_around_the_clauses_may_only_repeat_them(before, after, faults):
    """Whatever else they say of days is told once, in whatever words, over line breaks too."""
    text = f"{before}\n安排如下:\n一、{LOCAL}\n2027年6月1日\n{after}"

    if faults:
        assert faults_of(text, year=2027, region="5134") == faults
    else:
        assert read_notice(text, year=2027, region="5134").signed == date(2027, 6, 1)


def test_words_around_the_clauses_may_recall_earlier_notices():
    """The days that the nation set off or worked are known."""
    text = f"5月3日放假,5月8日上班。\n安排如下:\n一、{LOCAL}"
    given = [earlier("劳动节", "2027-05-01..2027-05-05", on="2027-05-08")]

    assert read_notice(text, year=2027, region="5134", earlier=given).id == "5134/2027"
    assert faults_of(text, year=2027, region="5134") == [
        strange("preamble", "5月3日放假,5月8日上班", "2027-05-03, 2027-05-08")
    ]


@pytest.mark.parametrize(
    ("front", "signed", "faults"),
    [
        ("凉府办〔2026〕5号", "2026年12月31日", []),
        ("凉府办〔2027〕5号", "2027年12月31日", []),
        *[
            (
                f"凉府办〔{year}〕5号",
                "",
                [
                    (
                        "document_number",
                        f"'凉府办〔{year}〕5号' is not of 2026 or 2027, when a notice for 2027 is issued; check it",
                        f"“凉府办〔{year}〕5号”：2027年通知的文号应为2026年或2027年；请核对",
                    )
                ],
            )
            for year in (2025, 2028)
        ],
        *[
            (
                "",
                signed,
                [
                    (
                        "signed",
                        f"{signed!r} is no day a notice for 2027 can be signed on; check the date",
                        f"“{signed}”不能是2027年通知的成文日期；请核对",
                    )
                ],
            )
            for signed in ("2025年12月31日", "2028年1月1日", "2027年2月29日")
        ],
        (
            "关于2027年火把节放假的通知\n现将2026年火把节放假通知如下:",
            "",
            [
                (
                    "year",
                    "the title is of 2027 and the preamble of 2026; expected one year",
                    "标题为2027年，正文为2026年；应为同一年",
                )
            ],
        ),
        ("关于2026年火把节放假的通知\n现将2027年火把节放假通知如下:", "", []),
        ("关于2026年火把节放假的通知\n现将2026年火把节放假通知如下:", "", []),
        ("关于2027年火把节放假的通知\n现将火把节放假通知如下:", "", []),
    ],
)
def test_heading_and_signature_are_of_the_year_or_the_one_before(front, signed, faults):
    """A year that is given stands over the title's; where the title is of it, the preamble is too."""
    text = f"{front}\n一、{LOCAL}\n{signed}"

    if faults:
        assert faults_of(text, year=2027, region="5134") == faults
    else:
        assert read_notice(text, year=2027, region="5134").year == 2027


def test_clauses_are_numbered_without_a_gap():
    """Told is where one is missing."""
    assert faults_of(f"一、{LOCAL}\n三、值班。", year=2027, region="5134") == [
        ("clause 三", "stands where clause 2 is expected; paste the text without gaps", "此处应为第2条；请粘贴完整条文")
    ]


def test_text_that_arranges_nothing_is_refused():
    """Also where everything in it is another matter."""
    assert faults_of("一、值班。", year=2027, region="5134") == [
        (
            "text",
            "no clause arranges a day; expected clauses such as 一、元旦:1月1日放假",
            "没有任何放假安排；应有“一、元旦：1月1日放假”一类条款",
        )
    ]


def test_notice_has_title_number_and_days_of_its_text():
    """All that was pasted and given, with the days clause by clause."""
    text = (
        "凉山州人民政府办公室关于2027年火把节放假的通知\n凉府办〔2027〕5号\n各县市:\n现将放假安排通知如下:\n"
        "一、火把节:7月26日至28日放假,共3天。7月24日上班。\n凉山州人民政府\n2027年6月1日"
    )

    notice = read_notice(text, region="513400", public=date(2027, 6, 2))

    assert notice.title == "凉山州人民政府办公室关于2027年火把节放假的通知"
    assert (notice.id, notice.region, notice.year, notice.kind) == ("5134/2027", "5134", 2027, NoticeKind.REGIONAL)
    assert (notice.document_number, notice.signed) == ("凉府办〔2027〕5号", date(2027, 6, 1))
    assert (notice.public, notice.supersedes) == (date(2027, 6, 2), ())
    assert [spans_of(each) for each in (notice.off, notice.worked)] == [["2027-07-26..2027-07-28"], ["2027-07-24"]]
