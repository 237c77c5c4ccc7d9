"""``docket`` and ``ledger list``: one set of answers as text, JSON, HTML and iCalendar."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import vobject
from click.testing import CliRunner

import gov_deadlines as gd
from gov_deadlines.cli import command

NOTICE = str(Path(__file__).parent / "notices" / "made_up_2027.txt")
DOCKET = """\
matter,rule,start,jurisdiction
甲,request.answer,2020-01-06,CN
乙,enforcement.penalty,2020-01-20,520323
丙,incident.statement,2020-02-04T16:20:00+08:00,CN
"""
AS_OF = ["--as-of", "2020-02-04"]


def run(*words, stdin=None):
    """Run the command line in this process."""
    clean = {"GOV_DEADLINES_CALENDARS": None, "GOV_DEADLINES_DATABASE": None, "GOV_DEADLINES_KEY_FILE": None}
    found = CliRunner().invoke(command, [str(word) for word in words], input=stdin, env=clean)
    assert found.exception is None or isinstance(found.exception, SystemExit), repr(found.exception)
    return found


def docket(*words, rows=DOCKET):
    """What ``docket`` says of *rows*."""
    return run("docket", "-", *words, stdin=rows)


def test_text_tells_how_each_row_stands():
    """A line a row: due, what is left, how it stands, and the day before a notice moved it."""
    found = docket(*AS_OF)
    head, *lines = found.stdout.splitlines()

    assert found.exit_code == 0
    assert head.split()[:4] == ["事项", "义务", "地区", "起算"]
    assert [line.split()[0] for line in lines] == ["甲", "乙", "丙"]
    assert lines[0].split()[4:8] == ["2020-02-10", "余4个工作日", "未到期", "2020-02-06"]
    assert lines[1].split()[4:8] == ["2020-02-06", "余2个工作日", "临近到期", "2020-02-04"]
    assert "working days left" in docket(*AS_OF, "--lang", "en").stdout


def test_json_has_a_line_for_each_row():
    """Each with its deadline, its proof and what moved it."""
    found = [json.loads(line) for line in docket(*AS_OF, "--json").stdout.splitlines()]

    assert [row["matter"] for row in found] == ["甲", "乙", "丙"]
    assert (found[0]["due"], found[0]["status"], found[0]["as_of"]) == ("2020-02-10", "not_due", "2020-02-04")
    assert found[0]["moved"] == {
        "matter": "甲",
        "rule": "request.answer",
        "from": "2020-02-06",
        "to": "2020-02-10",
        "notices": ["CN/2020b"],
    }
    assert found[2]["moved"] is None
    assert found[2]["due_at"] == "2020-02-04T21:20:00+08:00"
    assert found[0]["steps"]


def test_page_and_calendar_have_the_same_rows():
    """Every form is of the same answers."""
    page = docket(*AS_OF, "--html").stdout
    calendar = vobject.readOne(docket(*AS_OF, "--ics").stdout)

    assert page.startswith("<!doctype html>")
    assert all(f"<b>{name}</b>" in page for name in "甲乙丙")
    assert [event.summary.value.split()[0] for event in calendar.vevent_list] == ["甲", "乙", "丙"]
    assert [todo.dtstamp.value for todo in calendar.vtodo_list] == [datetime(2020, 2, 3, 16, tzinfo=UTC)] * 3


def test_calendar_of_one_kind_under_a_name_of_its_own():
    """Phones want events alone, and a host its own UIDs."""
    calendar = vobject.readOne(docket(*AS_OF, "--ics", "--kind", "event", "--domain", "x.gov.cn").stdout)

    assert {part.name for part in calendar.components()} == {"VEVENT"}
    assert all(event.uid.value.endswith(".event@x.gov.cn") for event in calendar.vevent_list)


def test_docket_as_known_on_a_day():
    """Before the notice the row was due on 2020-02-06, and nothing had moved."""
    (first, *_) = [
        json.loads(line) for line in docket(*AS_OF, "--as-known-on", "2020-01-20", "--json").stdout.splitlines()
    ]

    assert (first["due"], first["moved"]) == ("2020-02-06", None)


def test_proposed_notice_is_counted_with():
    """A row that runs into a year without a notice has its day by the proposed one, and the page says so."""
    rows = "matter,rule,start,jurisdiction\n甲,request.answer,2026-12-10,CN\n"
    as_of = ["--as-of", "2026-12-12"]

    without = docket(*as_of, rows=rows)
    found = docket(*as_of, "--notice", NOTICE, "--json", rows=rows)
    page = docket(*as_of, "--notice", NOTICE, "--html", rows=rows)

    assert without.exit_code == 1
    assert "没有放假安排通知覆盖2027-01-01" in without.stdout
    assert found.exit_code == 0
    assert json.loads(found.stdout)["due"] == "2027-01-08"
    assert "已计入拟议的" in page.stdout


@pytest.mark.parametrize("form", [[], ["--json"], ["--html"], ["--ics"]])
def test_row_that_cannot_be_answered_is_among_the_others(form):
    """It has its reason in every form, and the exit status tells."""
    found = docket(*AS_OF, *form, rows=DOCKET + "丁,request.anwser,2020-01-06,CN\n")

    assert found.exit_code == 1
    assert "丁" in found.stdout
    assert "甲" in found.stdout
    assert "request.answer" in found.stdout.replace("\r\n ", "")


def test_file_that_cannot_be_read_is_refused_whole():
    """Faults of the file are told with their lines, and nothing is printed of the rest."""
    found = docket(rows=DOCKET + "丁,request.answer,2020-02-30,CN\n")

    assert (found.exit_code, found.stdout) == (1, "")
    assert "2020-02-30" in found.stderr
    assert json.loads(docket("--json", rows="x").stdout)["error"]["code"] == "bad_input"


def test_forms_exclude_each_other():
    """Two forms at once are a call that is wrong."""
    assert docket("--html", "--ics").exit_code == 2
    assert docket("--as-of", "yesterday").exit_code == 2


def test_calendar_file_needs_its_extra(monkeypatch):
    """Who has no icalendar hears what to install."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    found = docket(*AS_OF, "--ics")

    assert found.exit_code == 2
    assert "gov-deadlines[ical]" in found.stderr


@pytest.fixture
def url(tmp_path):
    """The URL of a ledger with a penalty due on 2026-11-25 and a request that no notice reaches."""
    path = f"sqlite:///{tmp_path / 'ledger.db'}"
    with gd.SqlStore(path).create() as store:
        ledger = gd.Ledger(store, clock=lambda: datetime(2026, 11, 20, 1, tzinfo=UTC))
        decided = gd.Event.of("decided", date(2026, 11, 16), key="a")
        ledger.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323", event=decided)
        received = gd.Event.of("received", date(2026, 12, 15), key="b", learned=date(2026, 12, 15))
        ledger.open("request", id="B-2", event=received)
    return path


def test_ledger_is_listed_in_every_form(url):
    """What is kept comes with its grounds and its revision; what has no day says why."""
    words = ["ledger", "list", "--database", url, "--as-of", "2026-12-16"]
    rows = [json.loads(line) for line in run(*words, "--json").stdout.splitlines()]
    page, calendar = run(*words, "--html").stdout, vobject.readOne(run(*words, "--ics").stdout)

    assert [(row["matter"], row["duty"], row["status"]) for row in rows] == [
        ("A-1", "publication", "overdue"),
        ("B-2", "answer", "unknown"),
    ]
    assert rows[0]["due"] == "2026-11-25"
    assert rows[0]["version"]["locator"] == "第（六）项"
    assert "calendar_not_published" in rows[1]["error"]["code"]
    assert "国办发〔2018〕118号" in page
    assert [todo.summary.value.split()[0] for todo in calendar.vtodo_list] == ["A-1", "B-2"]
    assert [int(todo.sequence.value) for todo in calendar.vtodo_list] == [1, 1]


def test_ledger_list_ends_where_it_is_told(url):
    """By a day before it is due nothing of it is listed, and a limit that was reached is said."""
    words = ["ledger", "list", "--database", url, "--as-of", "2026-11-20"]

    assert "A-1" not in run(*words, "--by", "2026-11-24").stdout
    assert "A-1" in run(*words, "--by", "2026-11-25").stdout
    assert "1" in run(*words, "--limit", 1).stderr
