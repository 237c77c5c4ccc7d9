"""Reports on the command line and on paper: from JSON lines, from a ledger, and read back by other parsers."""

import csv
import gc
import io
import json
import sqlite3
import sys
import weakref
from contextlib import closing
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import openpyxl
import pytest
from click.testing import CliRunner

import gov_deadlines as gd
from gov_deadlines import Event, Matter
from gov_deadlines.analysis.report.annual import annual_report
from gov_deadlines.analysis.report.timely import timeliness_report
from gov_deadlines.cli import command
from gov_deadlines.ledger import walking

LINES = [
    {"matter": "甲-1", "procedure": "request", "events": [{"event": "received", "on": "2020-12-30"}]},
    {
        "matter": "甲-2",
        "procedure": "request",
        "as_of": "2020-12-31",
        "events": [
            {"event": "received", "on": "2020-05-20", "applicant_kind": "自然人", "department": "住建局"},
            {"event": "answered", "on": "2020-06-18", "outcome": "不予公开", "ground": "国家秘密"},
        ],
    },
]


def run(*words, lines=(), status=0):
    """Run the command line in this process, with JSON lines on standard input."""
    told = "".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    env = {"GOV_DEADLINES_CALENDARS": None, "GOV_DEADLINES_DATABASE": None, "GOV_DEADLINES_KEY_FILE": None}
    found = CliRunner().invoke(command, ["report", *map(str, words)], env=env, input=told)
    assert found.exception is None or isinstance(found.exception, SystemExit), repr(found.exception)
    assert found.exit_code == status, found.output
    return found


@pytest.fixture
def url(tmp_path):
    """A ledger in a file with the two requests."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    assert CliRunner().invoke(command, ["ledger", "upgrade", "--database", url]).exit_code == 0
    with gd.SqlStore(url) as store:
        ledger = gd.Ledger(store, clock=lambda: datetime(2021, 1, 4, 1, tzinfo=UTC))
        for line in LINES:
            for event in line["events"]:
                ledger.open("request", id=line["matter"], event=Event.from_dict(event))
    return url


def test_the_annual_report_from_lines():
    """Figures and findings as JSON."""
    found = json.loads(run("annual", 2020, "--json", "--stated", "carried_over=2", lines=LINES).stdout)
    rows = {row["row"]: row["total"] for row in found["requests"]}

    assert (rows["received"], rows["handled.refused.state_secret"], rows["carried_next"]) == (2, 1, 1)
    assert [(each["name"], each["left"], each["right"]) for each in found["findings"]] == [("stated", 2, 0)]
    assert found["form"]["number"] == "国办公开办函〔2019〕60号"


def test_the_report_is_the_same_from_a_ledger(url):
    """What the ledger has on record gives the figures that its facts give as lines."""
    for words in (["annual", 2020], ["timeliness", "--as-of", "2020-12-31"]):
        told = [json.loads(run(*words, "--json", *more, lines=LINES).stdout) for more in ([], ["--database", url])]

        assert told[0] == told[1]


def test_timeliness_in_text():
    """The group, and by how much it was late."""
    found = run("timeliness", "--as-of", "2020-12-31", lines=LINES).stdout

    assert "住建局" in found
    assert "甲-2" in found
    assert "limits were kept" in run("timeliness", "--as-of", "2020-12-31", "--lang", "en", lines=LINES).stdout


def test_a_line_that_cannot_be_read_is_named_and_the_rest_counted():
    """The report is given, and the exit status says that something is missing from it."""
    found = json.loads(run("annual", 2020, "--json", lines=["{\n", *LINES], status=1).stdout)

    assert [each["matters"] for each in found["findings"]] == [["line 1"]]
    assert next(row["total"] for row in found["requests"] if row["row"] == "received") == 2


def test_a_matter_that_was_altered_is_named(url, tmp_path):
    """A broken chain keeps its own matter out, and no other."""
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection, connection:
        connection.execute("update gd_event set body = replace(body, '2020-12-30', '2020-12-29')")
    connection.close()
    found = json.loads(run("annual", 2020, "--json", "--database", url, status=1).stdout)

    assert [each["matters"] for each in found["findings"]] == [["甲-1"]]
    assert next(row["total"] for row in found["requests"] if row["row"] == "received") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["annual", "2007"],
        ["annual", "2020", "--form", "2020"],
        ["annual", "2020", "--as-of", "2021-01-01"],
        ["annual", "2020", "--stated", "carried_over"],
        ["annual", "2020", "--stated", "carriedover=1"],
        ["timeliness", "--as-of", "yesterday"],
        ["timeliness", "--database", "nowhere"],
    ],
)
def test_a_call_that_is_wrong_ends_with_2(words):
    """Nothing is reported that was not asked for."""
    assert run(*words, status=2).stdout == ""


def test_the_workbook_is_read_back(tmp_path):
    """Each table is a sheet, numbers are numbers, and text that begins like a formula stays text."""
    path = tmp_path / "report.xlsx"
    events = [Event.of("formed", date(2020, 5, 20), category="=1+1"), Event.of("published", date(2020, 5, 21))]
    odd = Matter.open("publication", id="1", events=events).to_dict()
    run("annual", 2020, "--xlsx", path, lines=[*LINES, odd])
    book = openpyxl.load_workbook(path)
    requests = [[cell.value for cell in row] for row in book["requests"].iter_rows()]
    disclosure = [list(row) for row in book["disclosure"].iter_rows()]

    assert book.sheetnames[0] == "说明"
    assert requests[1][0] == "项目"
    assert requests[1][-1] == "总计"
    received = next(row for row in requests if row[0] == "一、本年新收政府信息公开申请数量")
    assert received[-1] == 2
    assert received[1] == 1
    odd_cell = next(row[0] for row in disclosure if str(row[0].value).endswith("=1+1"))
    assert odd_cell.data_type == "s"


class Cells(HTMLParser):
    """The text of every cell, row by row."""

    def __init__(self, page):
        super().__init__()
        self.rows = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_every_shape_has_the_same_numbers(tmp_path):
    """HTML, Markdown and the workbook, each read by a parser that knows nothing of reports."""
    path = tmp_path / "report.xlsx"
    page = run("annual", 2020, "--html", "--xlsx", path, lines=LINES).stdout
    marked = run("annual", 2020, "--markdown", lines=LINES).stdout
    label = "一、本年新收政府信息公开申请数量"
    of_html = next(row for row in Cells(page).rows if row and row[0] == label)
    line = next(line for line in marked.splitlines() if label in line)
    of_markdown = [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter="|"))][1:-1]
    sheet = openpyxl.load_workbook(path)["requests"]
    of_workbook = next([str(cell.value) for cell in row] for row in sheet.iter_rows() if row[0].value == label)

    assert of_html == of_markdown == of_workbook
    assert page.startswith("<!DOCTYPE html>")


def test_a_workbook_without_its_package_names_the_extra(tmp_path, monkeypatch):
    """Who lacks openpyxl is told what to install, and the call ends with status 2."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    found = run("annual", 2020, "--xlsx", tmp_path / "report.xlsx", lines=LINES, status=2)

    assert "gov-deadlines[xlsx]" in found.stderr


def test_a_ledger_is_read_a_page_at_a_time(monkeypatch):
    """No more is loaded than the page of the matter that is asked for; all come, once each."""
    monkeypatch.setattr(walking, "PAGE", 3)
    ledger = gd.Ledger(gd.MemoryStore(), clock=lambda: datetime(2021, 1, 4, tzinfo=UTC))
    for n in range(7):
        ledger.open("request", id=f"R-{n}", event=Event.of("received", date(2020, 5, 20)))
    loaded, load = [], ledger.loaded
    monkeypatch.setattr(ledger, "loaded", lambda reader, row: (loaded.append(row.name), load(reader, row))[1])
    walk = ledger.matters()
    next(walk)

    assert len(loaded) == 3
    assert annual_report(ledger.matters(), 2020).number("received") == 7
    assert timeliness_report(ledger.matters(), as_of=date(2020, 5, 21)).matters == 7


def test_matters_are_not_kept():
    """A report of a stream lets each matter go: of twenty, never more than two are there at once."""
    given, alive = [], []

    def stream():
        for n in range(20):
            gc.collect()
            alive.append(sum(each() is not None for each in given))
            matter = Matter.open("request", id=str(n), events=[Event.of("received", date(2020, 5, 20))])
            given.append(weakref.ref(matter))
            yield matter
            del matter

    assert annual_report(stream(), 2020).number("received") == 20
    assert max(alive) <= 2
