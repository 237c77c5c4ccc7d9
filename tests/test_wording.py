"""
Official wordings of every year read into notices, and faulty ones refused.

The texts under ``notices/`` give each notice's own arrangement in the forms of its time, with other words around it;
``answers/notice_wording.csv`` says what they set, from the official calendar and not from any reading of them.
"""

import csv
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from itertools import groupby, zip_longest
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from gov_deadlines.errors import BadInput
from gov_deadlines.workdays.notice import Clause, Confidence, Notice, NoticeKind, days_of, spans_of
from gov_deadlines.workdays.wording import MOST_CHARACTERS, read_notice

HERE = Path(__file__).parent
READABLE = list(csv.DictReader((HERE / "answers" / "notice_wording.csv").read_text("utf-8").splitlines()))
FAULTS = list(csv.DictReader((HERE / "answers" / "notice_wording_faults.csv").read_text("utf-8").splitlines()))
FAULTY = [(name, list(rows)) for name, rows in groupby(FAULTS, key=lambda row: row["file"])]
ONE_DAY = timedelta(days=1)


def text_of(name: str) -> str:
    return (HERE / "notices" / name).read_text(encoding="utf-8")


def read(name: str, *, text: str | None = None) -> Notice:
    """The file read as its row in the answers says; *text* in its place where given."""
    row = next(row for row in READABLE if row["file"] == name)
    return read_notice(
        text_of(name) if text is None else text,
        region=row["region"],
        year=int(row["year"]) if row["year"] else None,
        earlier=[read(row["earlier"])] if row["earlier"] else [],
    )


def local(sentence: str, *, earlier: Iterable[Notice] = ()) -> Clause:
    """The one clause of a regional notice for 2027 that says *sentence*."""
    text = f"现就2027年火把节放假安排通知如下：{sentence}"
    return read_notice(text, region="5134", earlier=list(earlier)).clauses[0]


def faults_of(text: str, **given: object) -> list[str]:
    with pytest.raises(BadInput) as refused:
        read_notice(text, **given)  # type: ignore[arg-type]
    return [f"{fault.path}: {fault.en}" for fault in refused.value.faults]


def spans(days: Iterable[date]) -> str:
    return " ".join(spans_of(days))


@pytest.mark.parametrize("row", READABLE, ids=lambda row: row["file"])
def test_official_wording_gives_the_official_calendar(row):
    """Each text sets exactly the days, under the id, number and date, that the official calendar has for it."""
    notice = read(row["file"])

    assert spans(notice.off) == row["off"]
    assert spans(notice.worked) == row["on"]
    assert (notice.id, notice.kind.value, notice.region) == (row["id"], row["kind"], row["region"])
    assert (str(notice.signed or ""), notice.document_number) == (row["signed"], row["number"])
    assert (notice.confidence, notice.source, notice.remark) == (Confidence.MEDIUM, "", "")


def test_a_notice_made_up_for_2027_counts_as_soon_as_it_is_pasted():
    """The user story, with a MADE-UP notice for 2027: not the official one, which is not out yet."""
    notice = read_notice(text_of("made_up_2027.txt"), public=date(2026, 11, 25))

    assert (notice.id, notice.year, notice.kind) == ("CN/2027", 2027, NoticeKind.ANNUAL)
    assert notice.title == "国务院办公厅关于2027年部分节假日安排的通知"
    assert notice.document_number == "国办发明电〔2026〕99号"
    assert (notice.signed, notice.known_from) == (date(2026, 11, 24), date(2026, 11, 25))
    assert [(c.festival, spans(c.off), spans(c.on)) for c in notice.clauses] == [
        ("元旦", "2027-01-01..2027-01-03", ""),
        ("春节", "2027-02-05..2027-02-12", "2027-01-31 2027-02-14"),
        ("清明节", "2027-04-03..2027-04-05", ""),
        ("劳动节", "2027-05-01..2027-05-05", "2027-04-25"),
        ("端午节", "2027-06-09", ""),
        ("中秋节", "2027-09-15", ""),
        ("国庆节", "2027-10-01..2027-10-07", "2027-09-26 2027-10-09"),
    ]
    assert Notice.from_plain(notice.to_plain()) == notice


@pytest.mark.parametrize(
    ("name", "festivals"),
    [
        ("cn2004.txt", ["元旦", "春节", "劳动节", "国庆节"]),
        ("cn2008.txt", ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]),
        ("cn2009.txt", ["元旦", "春节", "清明节", "劳动节", "端午节", "国庆节、中秋节"]),
        ("cn2012.txt", ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节、国庆节"]),
        ("cn2015b.txt", ["中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"]),
        ("5134_2017.txt", ["火把节", "中秋节、国庆节、州庆", "彝族年"]),
        ("45_2017.txt", ["壮族三月三"]),
    ],
)
def test_clauses_bear_the_names_of_their_festivals(name, festivals):
    """“五一” is 劳动节; festivals arranged together stay together, in the order of the text."""
    assert [clause.festival for clause in read(name).clauses] == festivals


@pytest.mark.parametrize(
    ("name", "supersedes"),
    [("cn2019b.txt", ("CN/2019#劳动节",)), ("cn2020b.txt", ("CN/2020#春节",)), ("cn2015b.txt", ()), ("cn2020.txt", ())],
)
def test_only_a_notice_that_amends_supersedes(name, supersedes):
    """调整 and 延长 change a clause of the annual notice; a holiday of one year adds to it."""
    assert read(name).supersedes == supersedes


def test_an_extension_runs_from_the_end_of_the_holiday_and_swallows_the_make_up_day():
    """延长至2月2日 after a holiday to 01-30: 02-01, a make-up Saturday, is now off, though no word says so."""
    notice = read("cn2020b.txt")

    assert date(2020, 2, 1) in read("cn2020.txt").worked
    assert [spans(clause.off) for clause in notice.clauses] == ["2020-01-31..2020-02-02"]
    assert notice.worked == {}


def test_an_extension_needs_the_notice_it_extends():
    """Without the earlier notice nobody knows where the holiday ended: refused, not guessed."""
    line = "延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。"

    assert "pass the notice that this one extends" in faults_of(line)[0]
    assert spans(read_notice(line, earlier=[read("cn2020.txt")]).off) == "2020-01-31..2020-02-02"


def test_a_second_amendment_gets_the_next_letter_and_supersedes_the_first():
    """CN/2020c changes what CN/2020b had set."""
    earlier = [read("cn2020.txt"), read("cn2020b.txt")]

    notice = read_notice("延长2020年春节假期至2月9日（星期日）。", earlier=earlier)

    assert (notice.id, notice.supersedes) == ("CN/2020c", ("CN/2020b#春节",))
    assert spans(notice.off) == "2020-02-03..2020-02-09"


def test_a_region_may_cancel_days_off_of_its_own():
    """广西 had two days of 三月三 worked in 2020: days off before are cancelled, the weekend stays a weekend."""
    first = Notice(
        "45/2020", "45", 2020, NoticeKind.REGIONAL, (Clause("壮族三月三", days_of(["2020-03-26..2020-03-27"], "")),)
    )

    notice = read_notice(text_of("45_2020b.txt"), region="45", earlier=[first])

    assert (notice.id, notice.supersedes) == ("45/2020b", ("45/2020#壮族三月三",))
    assert notice.clauses == (Clause("壮族三月三", cancelled=(date(2020, 3, 26), date(2020, 3, 27))),)


def test_the_same_verb_moves_a_rest_day_of_a_holiday_or_makes_a_weekend_worked():
    """公休日调至 in 2008: Sunday 06-08 is the feast and stays off; 09-27 and 09-28 lie outside and are worked."""
    notice = read("cn2008.txt")

    assert {date(2008, 6, 8), date(2008, 6, 9)} <= notice.off.keys()
    assert {date(2008, 9, 27), date(2008, 9, 28)} <= notice.worked.keys()
    assert date(2008, 6, 8) not in notice.worked


def test_encouragement_sets_no_day():
    """The text of 2024 names 2月9日 only to encourage rest: it stays a working day."""
    notice = read("cn2024.txt")

    assert date(2024, 2, 9) not in notice.off


def test_the_year_given_overrides_and_stands_in_for_the_title():
    """Clauses alone have no year: it is asked for; a year given is taken."""
    clauses = text_of("cn2013.txt")

    assert "the text names no year" in faults_of(clauses)[0]
    assert read_notice(clauses, year=2013).id == "CN/2013"
    assert "2023-04-24 is a Monday" in "".join(faults_of(text_of("cn2022.txt"), year=2023))
    assert "expected 1949 to 2199" in faults_of(clauses, year=20130)[0]


def test_days_of_december_without_a_year_lie_before_new_year():
    """元旦 2019 in the press: 12月30日至1月1日 and the make-up day 12月29日 are of 2018."""
    first = read("cn2019_press.txt").clauses[0]

    assert (spans(first.off), spans(first.on)) == ("2018-12-30..2019-01-01", "2018-12-29")


@pytest.mark.parametrize(
    ("sentence", "off", "on"),
    [
        ("7月26日（周一）至30日（周五）放假。", "2027-07-26..2027-07-30", ""),
        ("7月26日——8月1日放假调休，共七天。", "2027-07-26..2027-08-01", ""),
        ("7月26日、27日、28日放假（共3天）。", "2027-07-26..2027-07-28", ""),
        ("火把节放假3天，即7月26日至28日放假。", "2027-07-26..2027-07-28", ""),
        ("7月26日（农历六月廿三）放假，7月24日、25日（星期六、星期日）上班。", "2027-07-26", "2027-07-24..2027-07-25"),
        ("7月26日放假，7月24日、25日（周六、日）上班。", "2027-07-26", "2027-07-24..2027-07-25"),
        ("7月24日至30日（星期六至星期五）放假调休。", "2027-07-24..2027-07-30", ""),
        ("7月24日放假，7月26日（星期一）补休，共2天。", "2027-07-24 2027-07-26", ""),
        ("7月26日放假，与周末连休。", "2027-07-26", ""),
        ("7月26日放假，与周末连休，共3天。", "2027-07-26", ""),
        ("全州各族人民7月26日放假1天，不调休。", "2027-07-26", ""),
        ("7月26日是火把节，7月27日放假。", "2027-07-27", ""),
        ("今年农历六月廿四为7月27日（星期二）。7月26日放假。", "2027-07-26", ""),
        ("放假时间：7月26日至27日。", "2027-07-26..2027-07-27", ""),
        ("7月26日至27日放假，7月28日（星期三）上班。", "2027-07-26..2027-07-27", ""),
        ("7月30日至8月2日放假，其中31日、8月1日照常公休。", "2027-07-30..2027-08-02", ""),
        ("7月26号放假。", "2027-07-26", ""),
    ],
)
def test_a_form_of_words_sets_its_days(sentence, off, on):
    """Ranges, lists, inherited months, marks of one and of two weekdays, counts before and after the days."""
    clause = local(sentence)

    assert (spans(clause.off), spans(clause.on)) == (off, on)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("27日放假。", "has no month"),
        ("7月26日放假，共2天。", "the days named are 1, not 2"),
        ("7月26日放假。火把节共3天。", "the days named are 1, not 3"),
        ("7月24日、25日（星期五、星期六）放假。", "2027-07-24 is a Saturday, 2027-07-25 is a Sunday"),
        ("7月26日放假，7月28日与周末连休。", "not understood"),
        ("7月28日放假，与周末连休。", "touches a weekend"),
        ("7月24日（星期六）调休。7月26日放假。", "free already"),
        ("7月26日放假，12月25日上班。", "more than 60 days from 火把节"),
        ("7月24日（星期六）补休。7月26日放假。", "free already"),
        ("7月1日至8月30日放假。", "at most 31 days on"),
        ("7月26日放假，7月24日至26日放假，7月24日上班。", "set both off and on"),
        ("7月26日至28日放假，其中7月29日为法定假日。", "not among the days off"),
        ("7月26日至28日放假，其中7月28日照常公休。", "expected a rest day"),
        ("7月26日至28日放假，共3天。7月31日（星期六）公休日调至7月29日（星期四）。", "out of the days off counted"),
        (
            "7月26日至27日放假。7月31日公休日调至7月26日。8月1日上班。",
            "2027-08-01 lies among the days worked, but not among those moved",
        ),
        ("7月26日至27日放假。其中7月28日放假。", "not among the days off named before"),
        ("7月26日放假。8月28日（星期六）上班。", "more than 21 days from the days off"),
        ("7月26日放假。8月6日（星期五）补休。", "more than 7 days after the last day off"),
        ("如遇雨天，7月26日放假。", "如遇雨天"),
        ("2026年火把节7月26日放假。", "expected 2027, the year of the notice"),
        ("7月26日放假与否另定。", "not understood"),
        ("7月26日不放假。", "not understood"),
        ("7月26日放假，妇女放假半天。", "妇女放假半天"),
        ("7月26日放假，27（星期二）放假。", "27(星期二)放假"),
        ("7月26日放假，7月24日调班，做好值班和安全工作。", "arranges no days"),
        ("火把节放假3天。", "counts days that the clause does not name"),
    ],
)
def test_words_that_cannot_be_so_are_refused(sentence, words):
    """Each fault names the clause and quotes the words, in both languages."""
    with pytest.raises(BadInput) as refused:
        local(sentence)

    assert any(words in fault.en for fault in refused.value.faults), refused.value
    assert all(fault.path.startswith("clause ") and "“" in fault.zh for fault in refused.value.faults)


@pytest.mark.parametrize(("name", "rows"), FAULTY, ids=[name for name, _ in FAULTY])
def test_a_faulty_text_is_refused_with_all_its_faults(name, rows):
    """Reposts that garble a day, gaps, contradictions: every fault is named, and no other."""
    row = rows[0]
    earlier = [read(row["earlier"])] if row["earlier"] else []

    with pytest.raises(BadInput) as refused:
        read_notice(text_of(name), region=row["region"], earlier=earlier)

    assert [fault.path for fault in refused.value.faults] == [row["path"] for row in rows]
    assert all(row["words"] in fault.en for row, fault in zip(rows, refused.value.faults, strict=True)), refused.value


@pytest.mark.parametrize("text", ["", "\n", "今天天气很好。", "国务院办公厅关于2027年部分节假日安排的通知"])
def test_a_text_without_any_clause_is_refused(text):
    """Nothing arranged is no notice."""
    assert "no clause arranges a day" in faults_of(text, year=2027)[0]


def test_part_of_an_annual_notice_is_refused():
    """An annual notice makes its year count as published, so that none of its festivals may be missing."""
    faults = faults_of("国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日放假。")

    assert [fault.partition("no clause for ")[2][:3] for fault in faults] == [
        "春节,",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节",
        "国庆节",
    ]


# Arrangements of every shape, worded in every way.

FEASTS = {
    "元旦": date(2000, 1, 1),
    "春节": date(2000, 2, 5),
    "清明节": date(2000, 4, 5),
    "劳动节": date(2000, 5, 1),
    "端午节": date(2000, 6, 12),
    "中秋节": date(2000, 9, 14),
    "国庆节": date(2000, 10, 1),
}


@st.composite
def arrangements(draw):
    """A year and, per festival, a run of days off around the feast and up to two weekend days worked near it."""
    year = draw(st.integers(2008, 2040))
    off: dict[str, list[date]] = {}
    for festival, feast in FEASTS.items():
        before, after = draw(st.integers(0, 3)), draw(st.integers(0, 6))
        off[festival] = [feast.replace(year=year) + n * ONE_DAY for n in range(-before, after + 1)]
    taken = {day for days in off.values() for day in days}
    clauses = []
    for festival, days in off.items():
        near = [days[0] + n * ONE_DAY for n in range(-14, 22)]
        free = [day for day in near if day.weekday() >= 5 and day not in taken]
        on = sorted(draw(st.sets(st.sampled_from(free), max_size=2)))
        taken.update(on)
        clauses.append(Clause(festival, tuple(days), tuple(on)))
    return year, tuple(clauses)


@st.composite
def wordings(draw):
    """An arrangement, with a text that words it."""
    year, clauses = draw(arrangements())
    pick = lambda *choices: draw(st.sampled_from(choices))  # noqa: E731
    to, week, end = pick("至", "—", "-", "～", "———", " 到 "), pick("", "星期", "周"), pick("。", "；")
    number = pick("{zh}、", "（{zh}）", "{n}. ", "{n}、", "", "——")
    between, width, blank = pick("\n", "", "\r\n\r\n"), draw(st.booleans()), draw(st.booleans())

    def day(wanted: date, before: date | None, *, inherit: bool) -> str:
        same_month = before is not None and (before.year, before.month) == (wanted.year, wanted.month)
        head = "" if inherit and same_month else f"{wanted.month}月"
        if head and draw(st.booleans()):
            head = f"{wanted.year}年{head}"
        return f"{head}{wanted.day}日" + (f"（{week}{'一二三四五六日'[wanted.weekday()]}）" if week else "")

    def listed(days: tuple[date, ...]) -> str:
        inherit = draw(st.booleans())
        pairs = zip((None, *days), days, strict=False)
        return "、".join(day(wanted, before, inherit=inherit) for before, wanted in pairs)

    def clause(n: int, said: Clause) -> str:
        days = said.off
        run = len(days) > 1 and (len(days) > 3 or draw(st.booleans()))
        named = day(days[0], None, inherit=False) + to + day(days[-1], days[0], inherit=True) if run else listed(days)
        verb = pick("放假", "放假调休", "放假公休", f"放假{len(days)}天", f"放假调休，共{len(days)}天")
        worked = f"{end}{listed(said.on)}{pick('上班', '正常上班')}" if said.on else ""
        return number.format(zh="一二三四五六七"[n], n=n + 1) + f"{said.festival}：{named}{verb}{worked}。"

    text = f"国务院办公厅关于{year}年部分节假日安排的通知\n" + between.join(
        clause(*pair) for pair in enumerate(clauses)
    )
    if blank:
        text = text.replace("日", " 日").replace("月", " 月 ")
    if width:
        text = text.translate({ord("0") + n: ord("０") + n for n in range(10)})
    return year, clauses, text


@settings(max_examples=150, deadline=None)
@given(wordings())
def test_an_arrangement_survives_being_worded(worded):
    """Whatever is arranged, in whatever form, is read back as it was."""
    year, clauses, text = worded

    notice = read_notice(text)

    assert (notice.year, notice.clauses) == (year, clauses), text


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([row["file"] for row in READABLE]), st.integers(min_value=0), st.sampled_from("0123456789"))
def test_a_wrong_digit_is_refused_or_changes_no_more_than_its_clause(name, position, digit):
    """A slip of one digit never spreads: at most one clause, or one line of the heading, comes out otherwise."""
    text = text_of(name)
    figures = [at for at, char in enumerate(text) if char.isdigit()]
    at = figures[position % len(figures)]
    assume(int(text[at]) != int(digit))
    right = read(name)

    try:
        wrong = read(name, text=text[:at] + digit + text[at + 1 :])
    except BadInput:
        return

    assert (wrong.year, wrong.kind, wrong.id) == (right.year, right.kind, right.id)
    headings = [(n.title, n.document_number, n.signed) for n in (right, wrong)]
    days = [[(c.off, c.on, c.cancelled) for c in n.clauses] for n in (right, wrong)]
    changed = [pair for pair in zip_longest(*days) if pair[0] != pair[1]]
    assert len(changed) + (headings[0] != headings[1]) <= 1


WORDS = (
    "一、 二、 （三） 元旦 春节 ： “五一” 2027年 1月 2月30日 1日 至 、 ， 。 ； （星期六） （除夕） （ ） 放假 调休",
    "补休 上班 起正常上班 公休日 两个 调至 为法定假日 照常公休 共3天 与周末连休 不调休 延长 假期 鼓励 值班 通知如下：",
    "国务院办公厅 关于 的通知 其中 将 12月 32日 0000年 9999年12月31日 节 年 〔 〕 号 \n 《 》",
)


@settings(max_examples=300, deadline=None)
@example("9999年12月31日放假，与周末连休，安排通知如下：", 2027)
@given(
    st.lists(st.sampled_from(" ".join(WORDS).split(" ")), max_size=80).map("".join),
    st.sampled_from([None, 2027]),
)
def test_any_text_is_read_or_refused(text, year):
    """No jumble of a notice's words ends in any other error."""
    try:
        notice = read_notice(text, year=year)
    except BadInput:
        return

    assert notice.clauses


@pytest.mark.parametrize("piece", ["将", "元旦", "1月1日、", "《", "“", "(", "一、", "全区", "1月1日至"])
def test_page_as_long_as_may_be_is_read_or_refused_at_once(piece):
    """A word repeated to the limit of twenty thousand characters, before, in and after a notice, takes no minutes."""
    for text in (piece * 6000, text_of("cn2020.txt")[:400] + piece * 6000, text_of("cn2020.txt") + piece * 6000):
        began = time.process_time()
        with suppress(BadInput):
            read_notice(text[:MOST_CHARACTERS])
        assert time.process_time() - began < 5


def test_text_read_in_another_encoding_is_refused_before_it_is_kept():
    """A byte that stands for itself cannot be written to the file of the notice: it is told when the text comes in."""
    text = text_of("made_up_2027.txt").replace("各省", "各\udce7省", 1)

    with pytest.raises(BadInput, match="read it as UTF-8"):
        read_notice(text)


@pytest.mark.parametrize(
    ("sentence", "off"),
    [
        ("12月30日至1月2日放假。", "2027-12-30..2028-01-02"),  # the January after the December that stands before it
        ("2028年1月1日放假。", "2028-01-01"),  # a year that is written is the year
        ("2026年12月31日至2027年1月1日放假。", "2026-12-31..2027-01-01"),
        ("7月26日、27日放假。", "2027-07-26..2027-07-27"),  # the month that stands before it
    ],
)
def test_year_and_month_left_out_are_those_nearest(sentence, off):
    """Of a notice for 2027."""
    assert spans(local(sentence).off) == off


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("1月2日放假，12月30日上班。", "2026-12-30 is a Wednesday"),  # the December before it is nearer
        ("7月26日放假，13月2日上班。", "there is no 2027-13-02"),
        ("7月26日放假，0月2日上班。", "there is no 2027-00-02"),
        ("7月26日放假，12月30日上班。", "2027-12-30 lies more than 60 days from 火把节"),
        ("2029年1月1日放假。", "2029-01-01 lies more than 60 days from 火把节"),
        ("2025年12月31日放假。", "2025-12-31 lies more than 60 days from 火把节"),
    ],
)
def test_day_that_cannot_be_meant_is_refused_with_what_was_read(sentence, fault):
    """The day is written out as it was understood."""
    (told,) = faults_of(f"现就2027年火把节放假安排通知如下：{sentence}", region="5134")

    assert fault in told
