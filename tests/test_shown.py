"""Values show themselves in notebooks: as text, Markdown and HTML, inert, in Chinese, without any other package."""

import re
from datetime import date, datetime
from html.parser import HTMLParser

import pytest

import gov_deadlines as gd
from gov_deadlines.analysis.docket import Row
from gov_deadlines.show import bundle

HOSTILE = "<script>alert(1)</script>"


def shown(value):
    """The bundle of *value*, which has all three forms."""
    found = value._repr_mimebundle_()
    assert found.keys() == {"text/plain", "text/markdown", "text/html"}
    assert all(found.values())
    return found


def tags(html):
    """The tags that a browser would open; it must close each."""
    opened, still = [], []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            opened.append(tag)
            still.append(tag)

        def handle_endtag(self, tag):
            assert still.pop() == tag

    reader = Reader()
    reader.feed(html)
    reader.close()
    assert still == []
    return opened


def consulted(id="2020-17"):
    """A request whose third party is being asked."""
    matter = gd.Matter.open("request", id=id)
    matter = matter.apply(gd.Event.of("received", date(2020, 1, 10), key="oa-1", channel="signed_post"))
    return matter.apply(gd.Event.of("consulted", date(2020, 1, 14), party="A"))


CALENDAR = gd.WorkCalendar.load("CN")
BOOK = gd.LawBook.load()
VALUES = [
    (CALENDAR, ["CN 工作日历", "国办发明电〔2021〕11号"]),
    (gd.WorkCalendar.of(date(2024, 1, 1), date(2024, 3, 31)), ["无，自建日历", "2024"]),
    (CALENDAR.projected(2027), ["2027-01-01 起", "2027"]),
    (CALENDAR.known_as_of(date(2020, 1, 20)), ["2020年1月20日"]),
    (CALENDAR.day(date(2020, 2, 1)), ["2020年2月1日（星期六）：放假 春节", "国办发明电〔2020〕1号"]),
    (CALENDAR.day(date(2020, 5, 20)), ["工作日", "无通知涉及当日"]),
    (CALENDAR.day(date(2020, 10, 1)), ["法定节假日: 是"]),
    (CALENDAR.day(date(2020, 2, 1)).notice, ["2020-01-31 至 2020-02-02", "2020年1月27日", "调整通知"]),
    (BOOK["request.answer"], ["15个工作日", "20个工作日", "2019-05-15起"]),
    (BOOK["request.answer"].in_force(date(2020, 1, 6)), ["第三十三条", "行政法规"]),
    (consulted(), ["征求意见中", "2020-01-14", "party=A", "oa-1"]),
    (consulted().at(date(2020, 1, 20)), ["停止计算", "第三方提出意见", "延长答复期限"]),
    (consulted().at(date(2020, 1, 20)).main, ["答复：未到期", "签收之日"]),
    (gd.Matter.open("request", id="new"), ["未开始", "尚无"]),
]


@pytest.mark.parametrize(("value", "words"), VALUES, ids=lambda value: repr(value)[:40])
def test_value_shows_itself(value, words):
    """What matters of it is in the text, and the HTML is well formed."""
    found = shown(value)

    plain = found["text/plain"]
    assert [word for word in words if word not in plain] == []
    assert tags(found["text/html"])[:3] == ["div", "style", "p"]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (CALENDAR.day(date(2020, 2, 1)), "2020年2月1日（星期六）：放假 春节"),
        (CALENDAR.day(date(2020, 1, 19)), "2020年1月19日（星期日）：调休上班 春节"),
        (CALENDAR.day(date(2020, 2, 1)).notice, "国办发明电〔2020〕1号 国务院办公厅关于延长2020年春节假期的通知"),
        (BOOK["request.answer"], "依申请公开答复（request.answer）"),
        (BOOK["request.answer"].in_force(date(2020, 1, 6)), "request.answer：当场，不迟于20个工作日"),
    ],
)
def test_print_says_a_line(value, line):
    """A day, a notice, a rule and what it says are one line for ``print`` and for logs."""
    assert str(value) == f"{value}" == line


def test_duty_shows_its_calendar_and_its_lateness():
    """An overdue duty is told with its deadline, whose days are drawn."""
    matter = consulted().apply(gd.Event.of("opinion_received", date(2020, 2, 6), party="A"))
    seen = matter.at(date(2020, 3, 20))
    duty = shown(seen.main)

    assert "已逾期 (13个工作日)" in duty["text/plain"]
    assert "gd-due" in duty["text/html"]
    assert duty["text/markdown"].startswith("答复：已逾期")
    assert "违反: 答复：已逾期13个工作日" in shown(seen)["text/plain"]


def test_docket_shows_itself_as_one_table():
    """A row a line, refusals counted."""
    rows = [Row("甲", "request.answer", date(2020, 1, 6), "CN"), Row("乙", "request.anwser", date(2020, 1, 6), "CN")]
    docket = gd.Docket.of(rows)
    found = shown(docket)

    assert "期限一览：2项\n无法计算: 1项" in found["text/plain"]
    assert tags(found["text/html"]).count("tr") == 3
    assert str(docket) == docket.text("zh")
    assert docket.text("en").startswith("matter")
    assert repr(docket) == "<Docket of 2 rows, 1 without an answer>"
    assert len(docket) == 2


def test_rows_of_entries_show_themselves_as_one_table():
    """So does a slice of them, and one row tells all that decided it."""
    rows = [Row("甲", "request.answer", date(2020, 1, 6), "CN"), Row("乙", "request.anwser", date(2020, 1, 6), "CN")]
    entries = gd.entries(gd.Docket.of(rows), date(2020, 2, 4))
    found = shown(entries)

    assert found["text/plain"].startswith("期限一览：未到期1项，无法计算1项\n\n事项")
    assert "余4个工作日" in found["text/plain"]
    assert tags(found["text/html"]).count("tr") == 3
    assert repr(entries) == "<Entries: 2, not_due 1, unknown 1>"
    assert (
        repr(list(entries)) == "[<Entry 甲 request.answer: 2020-02-10 not_due>, <Entry 乙 request.anwser: — unknown>]"
    )
    assert str(entries[:1]) == entries[:1].text("zh")
    assert entries[:1].text("en").startswith("matter")
    one = shown(entries[0])["text/plain"]
    assert one.startswith(
        "甲：依申请公开答复：不迟于2020年2月10日（星期一）24时\n状态: 未到期，余4个工作日\n通知移动: 2020-02-06"
    )
    assert shown(entries[1])["text/plain"].startswith("乙：request.anwser：无法计算\n")


def test_many_rows_are_not_all_shown():
    """A notebook is not filled by a docket of thousands, and says how many are left out."""
    rows = [Row(f"甲-{n}", "request.answer", date(2020, 1, 6), "CN") for n in range(60)]
    found = shown(gd.entries(gd.Docket.of(rows), date(2020, 2, 4)))

    assert "期限一览：未到期60项\n未列: 10项" in found["text/plain"]
    assert tags(found["text/html"]).count("tr") == 51


def test_no_form_opens_a_tag_that_was_handed_in():
    """Ids, details and notices are text, in HTML and in Markdown."""
    matter = consulted(HOSTILE).apply(gd.Event.of("opinion_received", date(2020, 2, 6), party="A", note=HOSTILE))
    notice = gd.Notice(
        id=HOSTILE,
        region="CN",
        year=2020,
        kind=gd.NoticeKind.EXTRAORDINARY,
        clauses=(gd.Clause(HOSTILE, off=(date(2020, 6, 10),)),),
        title=HOSTILE,
    )
    docket = gd.Docket.of([Row(HOSTILE, "request.answer", date(2020, 1, 6), "CN")])

    for value in (matter, matter.at(date(2020, 2, 10)), notice, docket):
        found = shown(value)
        assert HOSTILE in found["text/plain"]
        assert "<script" not in found["text/html"] + found["text/markdown"]
        assert "&lt;script>" in found["text/markdown"]
        assert "script" not in tags(found["text/html"])


def test_bundle_leaves_out_what_says_nothing():
    """A fact without a word and a table without a row are not shown."""
    found = bundle("title", [("a", ""), ("b", "1")], (("x", "y"), []), (("x", "y"), [("1", "2")]))

    assert found["text/plain"] == "title\nb: 1\n\nx  y\n-  -\n1  2"
    assert found["text/markdown"] == "**title**\n\n- **b**: 1\n\n| x | y |\n|---|---|\n| 1 | 2 |"
    assert "<p><b>title</b></p><ul><li><b>b</b>: 1</li></ul><table>" in found["text/html"]


def test_short_cells_stay_on_one_line_and_long_ones_fold():
    """No date breaks at its hyphens where a page is narrow; a reason does not make the table as long as itself."""
    html = shown(gd.compare(gd.Question("request.answer", date(2020, 1, 6)), start=date(2020, 1, 13)))["text/html"]

    assert '<td class="gd-short">2020-02-17</td>' in html
    assert "<td>起算推后7日：2020-01-06 → 2020-01-13</td>" in html


def test_what_is_shown_is_read_on_a_dark_page_too():
    """Ink is named only where the ground under it is; elsewhere both are the page's, tints let it shine through."""
    html = shown(gd.due("request.answer", date(2020, 1, 6)))["text/html"]
    rules = re.findall(r"\{([^}]*)\}", " ".join(re.findall(r"<style>(.*?)</style>", html)))

    assert len(rules) > 5
    for rule in rules:
        ink, ground = re.search(r"(^|;)color:", rule), re.search(r"background:#", rule)
        assert bool(ink) == bool(ground), rule


def test_hour_limit_shows_its_instant():
    """Hours are told by the clock of Beijing."""
    begun = datetime(2020, 7, 8, 8, 20, tzinfo=gd.SHANGHAI)
    matter = gd.Matter.open("incident", id="x", events=[gd.Event.of("occurred", begun), gd.Event.of("detected", begun)])

    assert "2020-07-08 13:20" in shown(matter.at(begun))["text/plain"]
