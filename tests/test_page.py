"""The page of a docket, read as any reader of HTML reads it: whole, inert and by itself."""

import re
from base64 import b64encode
from datetime import date, datetime
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files

import pytest

import gov_deadlines as gd
from gov_deadlines.analysis.docket import Row, read_docket
from gov_deadlines.view.page import GROUPS, page

DAY = date(2020, 2, 4)
SHIPPED = read_docket(files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8"))
HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "$title ${script} {shown}",
    "&lt;b&gt; &amp;",
    "]]> --> <!-- ",
]
VOID = frozenset("meta link input".split())


class Reader(HTMLParser):
    """The elements of a page: each opened in its place and closed again, with its attributes and its own text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.stack = [], []
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        element = {"tag": tag, "text": "", **dict(attrs)}
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag):
        assert self.stack.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.stack:
            element["text"] += data

    def all(self, tag="", **wanted):
        """The elements of that tag with those attributes; ``class_`` asks for one class among several."""
        cls = wanted.pop("class_", "")
        return [
            each
            for each in self.elements
            if (not tag or each["tag"] == tag)
            and (not cls or cls in (each.get("class") or "").split())
            and all(each.get(name) == value for name, value in wanted.items())
        ]


def made(rows=SHIPPED, moment=DAY, **more):
    """The page of a docket."""
    return page(gd.entries(gd.Docket.of(rows), moment), moment, **more)


def test_every_row_is_on_the_page_with_its_reason():
    """Without a script nothing is hidden: each row has its matter, its day and all that decided it."""
    found = Reader(made())
    entries = gd.entries(gd.Docket.of(SHIPPED), DAY)

    rows, details = found.all("tr", class_="row"), found.all("tr", class_="detail")
    assert len(rows) == len(details) == len(SHIPPED)
    assert [detail.get("hidden", "no") for detail in details] == ["no"] * len(details)
    for entry in entries:
        (row,) = [row for row in rows if entry.matter in row["text"] and entry.zh in row["text"]]
        assert entry.due_text("zh") in row["text"]
        assert entry.status.text("zh") in row["text"]
        detail = details[rows.index(row)]
        head, grounds = entry.reason("zh")
        assert head in detail["text"]
        assert [text for _, text in grounds if text not in detail["text"]] == []


def test_rows_come_in_the_order_in_which_they_are_due():
    """The most pressing first; what has no day comes last."""
    rows = [*SHIPPED, Row("A", "request.anwser", DAY, "CN")]
    due = [each["data-due"] for each in Reader(made(rows)).all("tbody", class_="entry")]

    assert due[-1] == ""
    assert due[:-1] == sorted(due[:-1])


def test_tiles_count_the_rows_of_their_group():
    """What a tile says is how many rows it would show; groups without a row have no tile but the chief ones."""
    found = Reader(made())
    groups = [each["data-groups"].split() for each in found.all("tbody", class_="entry")]

    for tile in found.all("button", class_="tile"):
        name = tile["data-group"]
        expected = len(groups) if name == "all" else sum(name in each for each in groups)
        assert tile["text"] == f"{expected}{GROUPS[name][0]}"
    shown = {tile["data-group"] for tile in found.all("button", class_="tile")}
    assert shown == {"all", "overdue", "soon", "later", "moved"}


def test_moved_row_shows_the_day_it_was_due():
    """The notice of January 2020 is named where it moved a row."""
    (row,) = [row for row in SHIPPED if row.matter == "绥阳-申-2020-001"]
    found = Reader(made([row]))

    assert [each["text"] for each in found.all("del")] == ["2020-02-06"]
    assert [each["text"] for each in found.all("time")] == ["2020-02-10"]
    assert "国办发明电〔2020〕1号" in found.all("tr", class_="detail")[0]["text"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_is_inert(name):
    """A matter and a place called like markup are words on the page, and nothing else changes."""
    harmless, hostile = (Reader(made([Row(word, "request.answer", DAY, "CN")])) for word in ("name", name))

    assert [each["tag"] for each in hostile.elements] == [each["tag"] for each in harmless.elements]
    assert [each.keys() for each in hostile.elements] == [each.keys() for each in harmless.elements]
    assert [each["text"] for each in hostile.all("b")][-1] == name
    assert hostile.all("tbody")[0]["data-matter"].startswith(name)


def test_hostile_title_and_notice_are_inert():
    """What the head says of notices is escaped too."""
    notice = gd.Notice(id="CN/x", region="CN", year=2020, kind=gd.NoticeKind.EXTRAORDINARY, clauses=(), title="<i>&")
    found = Reader(made(title="<script>x</script>", proposed=[notice], as_known_on=DAY))

    assert len(found.all("script")) == 1
    assert found.all("i") == []
    assert found.all("h1")[0]["text"] == found.all("title")[0]["text"] == "<script>x</script>"
    assert "《<i>&》" in found.all("header")[0]["text"]


def test_page_asks_for_nothing_and_forbids_itself_the_rest():
    """No address, no handler, no style in an attribute; the policy lets the one script and the one style through."""
    text = made()
    found = Reader(text)
    links = [each.get(name) for each in found.elements for name in ("src", "href", "action", "data") if name in each]
    (policy,) = [each["content"] for each in found.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]

    assert links == ["data:,"]
    assert re.search(r"https?:|url\(|@import|//[a-z]", text) is None
    assert [each for each in found.elements if any(name.startswith("on") or name == "style" for name in each)] == []
    assert "default-src 'none'" in policy
    for tag in ("script", "style"):
        (element,) = found.all(tag)
        digest = b64encode(sha256(element["text"].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_page_is_accessible():
    """A language, a caption, headed columns and rows, labelled fields, and buttons that say what they open."""
    found = Reader(made())
    ids = [each["id"] for each in found.elements if "id" in each]

    assert found.all("html")[0]["lang"] == "zh-CN"
    assert found.all("caption")
    assert len(found.all("th", scope="col")) == 6
    assert len(found.all("th", scope="row")) == len(SHIPPED)
    assert len(ids) == len(set(ids))
    assert all(button["aria-controls"] in ids for button in found.all("button", class_="name"))
    assert found.all("input")[0]["aria-label"]
    assert found.all("span", role="status")


def test_page_speaks_english():
    """Words, grounds and headings are English when asked for; names stay what they are."""
    found = Reader(made(lang="en"))

    assert found.all("html")[0]["lang"] == "en"
    assert found.all("h1")[0]["text"] == "Deadlines"
    assert "disclosure of a penalty decision" in found.all("table")[0]["text"]
    assert "as of 2020-02-04 (Tuesday)" in found.all("header")[0]["text"]
    assert re.search("[\u4e00-\u9fff]", "".join(each["text"] for each in found.all("button", class_="tile"))) is None


def test_page_of_nothing_is_a_page():
    """A docket without rows says so."""
    found = Reader(made([]))

    assert found.all("tbody") == []
    assert found.all("button", class_="tile")[0]["text"] == "0全部"


def test_page_is_the_same_whenever_it_is_made():
    """Nothing on it but what was asked: the moment is an argument."""
    at = datetime(2020, 2, 4, 9, tzinfo=gd.SHANGHAI)

    assert made(moment=at) == made(moment=at)
    assert "2020年2月4日（星期二）09:00（北京时间）" in made(moment=at)


def test_matter_and_ledger_rows_make_the_same_page():
    """What is done and what stands still have their groups."""
    request = gd.Matter.open("request", id="2020-17", events=[gd.Event.of("received", date(2020, 1, 10))])
    stopped = request.apply(gd.Event.of("consulted", date(2020, 1, 14), party="A"))
    done = request.apply(gd.Event.of("answered", date(2020, 1, 15), outcome="granted"))
    rows = [row for row in gd.entries([stopped, done], date(2020, 1, 20)) if row.duty == "answer"]
    found = Reader(page(rows, date(2020, 1, 20)))

    groups = {each["data-groups"] for each in found.all("tbody", class_="entry")}
    assert groups == {"later", "done moved"}
    assert "停止计算" in found.all("table")[0]["text"]
    assert "按期完成" in found.all("table")[0]["text"]
