"""The command line: what it prints, what it exits with, and that no line stops the next."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import gov_deadlines as gd
from gov_deadlines.cli import command

from . import oracle

PENALTY = ["due", "enforcement.penalty", "2020-05-20", "--jurisdiction", "520323"]
GOOD = {"rule": "enforcement.penalty", "start": "2020-05-20", "jurisdiction": "520323"}
SHOWN = "行政处罚决定公开：不迟于2020年5月29日（星期五）24时"

NOTICE = """\
国务院办公厅关于2027年
部分节假日安排的通知
国办发明电〔2026〕99号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2027年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周五）至3日（周日）放假，共3天。
　　二、春节：2月5日（农历除夕、周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。
　　三、清明节：4月3日（周六）至5日（周一）放假，共3天。
　　四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）上班。
　　五、端午节：6月9日（周三）放假，共1天。
　　六、中秋节：9月15日（周三）放假，共1天。
　　七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。

国务院办公厅
2026年11月10日
"""
DOCKET = """\
matter,rule,start,jurisdiction
甲,request.answer,2026-10-09,CN
乙,request.answer,2026-11-10,CN
丙,licence.joint_decision,2026-11-09,CN
"""


def run(*words, stdin=None, env=None):
    """Run the command line in this process."""
    return CliRunner().invoke(command, list(words), input=stdin, env={"GOV_DEADLINES_CALENDARS": None} | (env or {}))


def ask(*lines):
    """Send *lines* to reckon: the answers, and the exit status."""
    told = [line if isinstance(line, (str, bytes)) else json.dumps(line) for line in lines]
    raw = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in told)
    found = run("reckon", stdin=raw)
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return [json.loads(line, parse_constant=_no_json) for line in found.stdout.splitlines()], found.exit_code


def start(*words, **more_env):
    """A command line of its own, joined by pipes."""
    home = str(Path(gd.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": home, **more_env}
    env.pop("GOV_DEADLINES_CALENDARS", None)
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "gov_deadlines", *words], stdin=pipe, stdout=pipe, stderr=pipe, env=env
    )


@pytest.fixture
def notice(tmp_path):
    """A file with the text of a made-up notice for 2027."""
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return str(path)


@pytest.fixture
def kept(tmp_path):
    """An empty folder for the notices taken in."""
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder


@pytest.fixture
def docket(tmp_path):
    """A file with the rows whose due days that notice may move."""
    path = tmp_path / "docket.csv"
    path.write_text(DOCKET, encoding="utf-8")
    return str(path)


def test_due_explains_in_both_languages():
    """The answer comes as the explanation, Chinese unless English is asked for."""
    deadline = gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")

    assert run(*PENALTY).stdout == deadline.explain("zh") + "\n"
    assert run(*PENALTY, "--lang", "en").stdout == deadline.explain("en") + "\n"
    assert run(*PENALTY).exit_code == 0


def test_due_in_json_is_one_line():
    """With --json the answer is the deadline's JSON, alone on its line."""
    found = run(*PENALTY, "--json")
    (line,) = found.stdout.splitlines()

    assert json.loads(line) == gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").to_dict()
    assert found.exit_code == 0


def test_due_takes_an_instant():
    """A limit in hours is asked with an instant and its offset."""
    found = run("due", "incident.statement", "2020-07-08T16:20:00+08:00", "--json")

    assert json.loads(found.stdout)["due_at"] == "2020-07-08T21:20:00+08:00"


@pytest.mark.parametrize(("known", "expected"), [("2020-01-26", "2020-02-06"), ("2020-01-27", "2020-02-10")])
def test_due_as_known_on_a_day(known, expected):
    """The same question gets the answer of the day it is asked as of."""
    found = run("due", "request.answer", "2020-01-06", "--as-known-on", known, "--json")

    assert json.loads(found.stdout)["due"] == expected


def test_due_goes_on_by_projection_when_asked():
    """Past the last notice nothing is answered, until a projection is asked for; then the answer is provisional."""
    refused = run("due", "request.answer", "2026-12-20", "--json")
    found = run("due", "request.answer", "2026-12-20", "--project", "2027", "--json")

    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "calendar_not_published"
    assert found.exit_code == 0
    assert json.loads(found.stdout)["certainty"] == "provisional"


def test_due_goes_on_by_projection_as_known_on_a_day():
    """What could be projected in October 2025 of January 2026 is asked with both options."""
    found = run("due", "request.answer", "2025-12-15", "--as-known-on", "2025-10-31", "--project", "2026", "--json")

    assert found.exit_code == 0
    assert json.loads(found.stdout)["certainty"] == "provisional"


@pytest.mark.parametrize("year", ["99999", "2101", "-1"])
def test_projection_too_far_is_refused(year):
    """A year that no lunar table reaches is no traceback."""
    found = run("due", "request.answer", "2026-12-20", "--project", year)

    assert found.exit_code in (1, 2)
    assert isinstance(found.exception, SystemExit)
    assert found.stderr


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["request.anwser", "2020-05-20"], "unknown_rule", "request.answer"),
        (["request.answer", "2005-05-20"], "no_rule_in_force", "2008-05-01"),
        (["request.answer", "2026-12-20"], "calendar_not_published", "2026-12-31"),
        (["incident.statement", "2020-05-20"], "undecidable", "2020"),
        (["enforcement.withdrawal", "2020-05-20"], "undecidable", "及时"),
        (["request.answer", "2020-05-20", "--jurisdiction", "71"], "unknown_region", "71"),
    ],
)
def test_refusal_of_due_is_told_on_the_error_stream(words, code, part):
    """A refusal is a message and status 1, in JSON on the output, in words on the error stream."""
    plain, as_json = run("due", *words), run("due", *words, "--json")
    english = run("due", *words, "--lang", "en")

    assert (plain.exit_code, as_json.exit_code) == (1, 1)
    assert plain.stdout == ""
    assert part in plain.stderr
    assert part in english.stderr
    assert plain.stderr != english.stderr
    assert json.loads(as_json.stdout)["error"]["code"] == code


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["no-such-command"],
        ["due"],
        ["due", "request.answer"],
        ["due", "request.answer", "yesterday"],
        ["due", "request.answer", "2020-05-20T09:00:00"],
        [*PENALTY, "--as-known-on", "2020-13-01"],
        [*PENALTY, "--lang", "fr"],
        [*PENALTY, "--bogus"],
        [*PENALTY, "--project", "soon"],
        ["law", "show"],
        ["calendar", "show", "soon"],
        ["calendar", "show", "99999"],
        ["calendar", "diff", "2020-01-26"],
        ["calendar", "diff", "2020-01-26", "yesterday"],
        ["calendar", "import", "no-such-file.txt"],
    ],
)
def test_wrong_call_exits_with_two(words):
    """A call that makes no sense says how it is made."""
    found = run(*words)

    assert found.exit_code == 2
    assert "Usage" in found.stderr
    assert found.stdout == ""


def test_reckon_answers_rules_and_periods():
    """A rule and a bare period are both answered, with the keys that a host reads."""
    (ruled, counted), status = ask(
        GOOD, {"period": {"n": 20, "unit": "working_day"}, "start": "2020-01-06", "as_known_on": "2020-01-20"}
    )

    assert status == 0
    assert ruled == gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").to_dict()
    assert (counted["due"], counted["due_at"]) == ("2020-02-06", "2020-02-07T00:00:00+08:00")
    assert {"due", "due_at", "certainty", "earliest", "latest", "rule", "version", "steps"} <= counted.keys()
    assert {"alternatives", "conflicts"} <= counted.keys()
    assert (counted["rule"], counted["certainty"]) == (None, "settled")


@pytest.mark.parametrize(
    ("n", "unit", "start", "expected"),
    [
        (5, "hour", "2020-07-08T16:20:00+08:00", "2020-07-08T21:20:00+08:00"),
        (20, "working_day", "2020-05-20", "2020-06-18T00:00:00+08:00"),
        (20, "day", "2020-05-20", "2020-06-10T00:00:00+08:00"),
        (2, "week", "2020-05-20", "2020-06-04T00:00:00+08:00"),
        (6, "month", "2021-08-31", "2022-03-01T00:00:00+08:00"),
        (1, "year", "2020-02-29", "2021-03-02T00:00:00+08:00"),
    ],
)
def test_reckon_counts_every_unit(n, unit, start, expected):
    """Each unit gives the instant at which it ends; 2021-02-28 is a Sunday and rolls."""
    ((found,), status) = ask({"period": {"n": n, "unit": unit}, "start": start})

    assert status == 0
    assert found["due_at"] == expected


def test_reckon_follows_the_calendar_of_the_place():
    """A period asked for Guangxi counts Guangxi's days; one of Xinjiang in 2020 is provisional with bounds."""
    period = {"n": 15, "unit": "working_day"}
    (guangxi, nation, xinjiang), _ = ask(
        {"period": period, "start": "2017-03-20", "jurisdiction": "450000"},
        {"period": period, "start": "2017-03-20"},
        {"period": period, "start": "2020-09-15", "jurisdiction": "650100"},
    )

    assert (guangxi["due"], nation["due"]) == ("2017-04-13", "2017-04-11")
    assert xinjiang["certainty"] == "provisional"
    assert xinjiang["earliest"] <= xinjiang["due"] <= xinjiang["latest"]


BAD_LINES = {
    "not JSON": "not json",
    "half a line": '{"rule": "request.answer"',
    "an array": "[1]",
    "a string": '"request.answer"',
    "a number": "7",
    "unknown key": GOOD | {"bogus": 1},
    "rule and period": GOOD | {"period": {"n": 1, "unit": "day"}},
    "neither": {"start": "2020-05-20"},
    "no start": {"rule": "request.answer"},
    "no day": GOOD | {"start": "2020-02-30"},
    "a number for a day": GOOD | {"start": 20200520},
    "nothing for a day": GOOD | {"start": None},
    "full-width digits": GOOD | {"start": "２０２０-05-20"},
    "naive instant": GOOD | {"start": "2020-05-20T09:00:00"},
    "NaN for a day": '{"rule": "request.answer", "start": NaN}',
    "NaN for an id": '{"rule": "request.answer", "start": "2020-05-20", "id": NaN}',
    "infinity for an id": '{"rule": "request.answer", "start": "2020-05-20", "id": -Infinity}',
    "too large a number for an id": '{"rule": "request.answer", "start": "2020-05-20", "id": 1e999}',
    "letter between day and time": GOOD | {"start": "2020-05-20x09:00:00+08:00"},
    "first instant of all": GOOD | {"start": "0001-01-01T00:00:00+14:00"},
    "last instant of all": GOOD | {"start": "9999-12-31T23:59:59-12:00"},
    "known on nonsense": GOOD | {"as_known_on": "soon"},
    "known on nothing": GOOD | {"as_known_on": ""},
    "known on zero": GOOD | {"as_known_on": 0},
    "known on false": GOOD | {"as_known_on": False},
    "known before all notices": GOOD | {"as_known_on": "1999-01-01"},
    "unknown rule": GOOD | {"rule": "request.anwser"},
    "list for a rule": GOOD | {"rule": ["request.answer"]},
    "nothing for a rule": GOOD | {"rule": None},
    "unknown place": GOOD | {"jurisdiction": "99"},
    "number for a place": GOOD | {"jurisdiction": 520323},
    "list for a place": GOOD | {"jurisdiction": []},
    "hours from a day": {"rule": "incident.statement", "start": "2020-05-20"},
    "hours of a period from a day": {"period": {"n": 5, "unit": "hour"}, "start": "2020-05-20"},
    "bool n": {"period": {"n": True, "unit": "day"}, "start": "2020-05-20"},
    "n of zero": {"period": {"n": 0, "unit": "working_day"}, "start": "2020-05-20"},
    "negative n": {"period": {"n": -5, "unit": "working_day"}, "start": "2020-05-20"},
    "n with a point": {"period": {"n": 20.0, "unit": "day"}, "start": "2020-05-20"},
    "n in quotes": {"period": {"n": "20", "unit": "day"}, "start": "2020-05-20"},
    "NaN for n": '{"period": {"n": NaN, "unit": "day"}, "start": "2020-05-20"}',
    "huge n of days": {"period": {"n": 10**9, "unit": "day"}, "start": "2020-05-20"},
    "huge n of weeks": {"period": {"n": 10**18, "unit": "week"}, "start": "2020-05-20"},
    "huge n of months": {"period": {"n": 10**6, "unit": "month"}, "start": "2020-05-20"},
    "huge n of years": {"period": {"n": 10**5, "unit": "year"}, "start": "2020-05-20"},
    "huge n of working days": {"period": {"n": 10**30, "unit": "working_day"}, "start": "2020-05-20"},
    "huge n of hours": {"period": {"n": 10**12, "unit": "hour"}, "start": "2020-05-20T09:00:00+08:00"},
    "n of 5,000 digits": '{"period": {"n": ' + "7" * 5000 + ', "unit": "day"}, "start": "2020-05-20"}',
    "unknown unit": {"period": {"n": 20, "unit": "fortnight"}, "start": "2020-05-20"},
    "list for a unit": {"period": {"n": 20, "unit": ["day"]}, "start": "2020-05-20"},
    "surplus in a period": {"period": {"n": 20, "unit": "day", "roll": "none"}, "start": "2020-05-20"},
    "period without a unit": {"period": {"n": 20}, "start": "2020-05-20"},
    "nothing for a period": {"period": None, "start": "2020-05-20"},
    "deep nesting": "[" * 100_000,
    "deep nesting inside": '{"rule": ' + '{"a": ' * 3_000 + "1" + "}" * 3_000 + ', "start": "2020-05-20"}',
    "very long line": json.dumps(GOOD | {"rule": "x" * 1_000_000}),
    "bytes of another encoding": '{"rule": "答复", "start": "2020-05-20"}'.encode("gbk"),
    "half a surrogate pair for a rule": '{"rule": "\\ud800", "start": "2020-05-20"}',
    "half a surrogate pair for a key": '{"\\ud800": 1, "rule": "request.answer", "start": "2020-05-20"}',
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_bad_line_is_refused_and_the_rest_go_on(line):
    """A line that cannot be answered gives one error line; those around it are answered, and the status is 1."""
    (before, refused, after), status = ask(GOOD, line, GOOD)

    assert status == 1
    assert before["due"] == after["due"] == "2020-05-29"
    assert refused.keys() - {"id"} == {"error"}
    assert refused["error"].keys() == {"code", "message", "message_zh"}
    assert refused["error"]["code"].isidentifier()
    assert refused["error"]["message"]


@pytest.mark.parametrize("line", ["", "   ", "\t"])
def test_empty_line_is_passed_over(line):
    """A line with nothing on it asks nothing."""
    answers, status = ask(GOOD, line, GOOD)

    assert len(answers) == 2
    assert status == 0


def test_refusal_of_a_long_line_is_short():
    """A line of a megabyte that is no JSON is not sent back whole."""
    (refused,), _ = ask("x" * 1_000_000)

    assert len(refused["error"]["message"]) < 2_000


def test_line_of_a_windows_host_is_answered():
    """Carriage returns before the newline change nothing."""
    (found,), status = ask(json.dumps(GOOD) + "\r")

    assert (found["due"], status) == ("2020-05-29", 0)


@pytest.mark.parametrize("id", ["绥阳-罚-2020-017", 7, None, ["a", {"b": 1}], "\ud800", 0, ""])
def test_id_is_echoed(id):
    """What a host sends as id comes back with the answer, whatever JSON it is."""
    (found,), status = ask(GOOD | {"id": id})

    assert found["id"] == id
    assert status == 0


def test_id_is_echoed_with_a_refusal():
    """A host that keeps many questions in flight finds the one that was refused."""
    (refused,), status = ask({"rule": "request.anwser", "start": "2020-05-20", "id": "绥阳-1"})

    assert status == 1
    assert refused["error"]["code"] == "unknown_rule"
    assert refused["id"] == "绥阳-1"


def test_reckon_of_nothing_is_nothing():
    """An empty input has no answers and is no error."""
    assert ask() == ([], 0)


def test_reckon_answers_each_line_before_the_next_is_sent():
    """A host that keeps the pipe open gets each answer as soon as its line is written."""
    with start("reckon") as process:
        for day, expected in (("2020-05-20", "2020-05-29"), ("2020-01-20", "2020-02-06")):
            process.stdin.write(json.dumps(GOOD | {"start": day}).encode() + b"\n")
            process.stdin.flush()

            assert json.loads(process.stdout.readline())["due"] == expected
        process.stdin.write(b"nonsense\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["error"]["code"] == "bad_input"
        process.stdin.close()
        assert process.stdout.read() == b""
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 1


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "gbk"},
    ],
    ids=["C", "C-without-utf8-mode", "gbk"],
)
def test_json_lines_are_utf8_in_every_locale(env):
    """Whatever the locale, JSON lines come in and go out in UTF-8."""
    line = json.dumps(GOOD | {"id": "绥阳-罚-2020-017"}, ensure_ascii=False).encode()
    with start("reckon", **env) as process:
        out, err = process.communicate(line + b"\n", timeout=30)

    found = json.loads(out.decode("utf-8"))

    assert found["id"] == "绥阳-罚-2020-017"
    assert "118" in found["version"]["document"]
    assert found["version"]["document"] == "国办发〔2018〕118号"
    assert (process.returncode, err) == (0, b"")


def test_due_speaks_chinese_under_lang_c():
    """A bare environment, as of a service, does not break the Chinese answer."""
    with start(*PENALTY, LANG="C", LC_ALL="C") as process:
        out, err = process.communicate(timeout=30)

    assert out.decode("utf-8").splitlines()[0] == SHOWN
    assert (process.returncode, err) == (0, b"")


def test_host_that_goes_away_gets_no_traceback():
    """When the reader closes the pipe the command ends, and does not shout."""
    with start("law", "list", "--json") as process:
        process.stdin.close()
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=30)

    assert b"Traceback" not in err


def test_law_list_names_every_rule():
    """The list has each rule once with its names and versions, in JSON and in words."""
    book = gd.LawBook.load()
    plain = json.loads(run("law", "list", "--json").stdout)
    words = run("law", "list").stdout.splitlines()

    assert [entry["rule"] for entry in plain] == list(book)
    assert all(entry["versions"] == len(book[entry["rule"]].versions) for entry in plain)
    assert all(entry["zh"] == book[entry["rule"]].zh and entry["en"] == book[entry["rule"]].en for entry in plain)
    assert [line.split()[0] for line in words if "." in line.split()[0]] == list(book)
    assert "answer to a disclosure request" in run("law", "list", "--lang", "en").stdout


def test_law_show_tells_every_version():
    """A rule is shown with each version, its span, its limit, its article and its mark."""
    book = gd.LawBook.load()
    plain = json.loads(run("law", "show", "enforcement.penalty", "--json").stdout)
    words = run("law", "show", "enforcement.penalty").stdout

    assert plain["special_of"] == "enforcement.decision"
    assert "enforcement.market_penalty" in plain["rivals"]
    assert {version["id"] for version in plain["versions"]} == {v.id for v in book["enforcement.penalty"].versions}
    for version in book["enforcement.penalty"].versions:
        assert version.cite("zh") in words
        assert f"{version.in_force_from}" in words
        assert version.cite("en") in run("law", "show", "enforcement.penalty", "--lang", "en").stdout


def test_law_show_of_an_unknown_rule_is_refused():
    """The rules near it are named."""
    found = run("law", "show", "enforcement.penality")

    assert found.exit_code == 1
    assert "enforcement.penalty" in found.stderr


@pytest.mark.parametrize("year", range(2004, 2027))
def test_calendar_show_counts_the_year(year):
    """The working days of each year are those a walk counts."""
    found = json.loads(run("calendar", "show", f"{year}", "--json").stdout)
    works = oracle.nation()

    assert found["working_days"] == sum(works[day] for day in oracle.days(date(year, 1, 1), date(year, 12, 31)))


def test_calendar_show_names_the_notice_of_each_day():
    """In 2020 the day 02-01 is a holiday by the notice of January 2020; days left to the week are not listed."""
    found = json.loads(run("calendar", "show", "2020", "--json").stdout)
    days = {day["date"]: day for day in found["days"]}
    words = run("calendar", "show", "2020").stdout

    assert days["2020-02-01"]["kind"] == "holiday"
    assert days["2020-02-01"]["notice"] == "CN/2020b"
    assert days["2020-01-19"]["kind"] == "makeup"
    assert days.keys() == {day for row in oracle.rows("national_changes.csv") if (day := row["date"])[:4] == "2020"}
    assert "2020-02-01" in words
    assert "国办发明电〔2020〕1号" in words
    assert "249" not in words.splitlines()[1]


def test_calendar_show_of_a_region_and_as_known_on_a_day():
    """Guangxi worked Saturday 2017-04-08; on 2020-01-20 nobody knew that 02-01 would be a day off."""
    guangxi = json.loads(run("calendar", "show", "2017", "--region", "45", "--json").stdout)
    known = json.loads(run("calendar", "show", "2020", "--as-known-on", "2020-01-20", "--json").stdout)

    assert {day["date"]: day["kind"] for day in guangxi["days"]}["2017-04-08"] == "makeup"
    assert {day["date"]: day["kind"] for day in known["days"]}["2020-02-01"] == "makeup"


def test_calendar_show_tells_what_is_missing():
    """Xinjiang's year 2020 comes with the doubt about it."""
    found = json.loads(run("calendar", "show", "2020", "--region", "65", "--json", "--lang", "en").stdout)

    assert len(found["doubts"]) == 1
    assert "Xinjiang" in found["doubts"][0]
    assert "? " in run("calendar", "show", "2020", "--region", "65").stdout


@pytest.mark.parametrize("year", ["2003", "2027", "9999"])
def test_calendar_show_of_an_unpublished_year_is_refused(year):
    """No notice, no calendar."""
    found = run("calendar", "show", year)

    assert found.exit_code == 1
    assert "2026-12-31" in found.stderr


def test_calendar_diff_shows_what_a_notice_changed():
    """The notice of 2020-01-27 turned the working Friday 01-31 and the make-up Saturday 02-01 into days off."""
    found = run("calendar", "diff", "2020-01-26", "2020-01-27", "--json")
    words = run("calendar", "diff", "2020-01-26", "2020-01-27").stdout
    plain = json.loads(found.stdout)

    assert plain["notices"] == ["CN/2020b"]
    assert plain["days"] == [
        {"date": "2020-01-31", "before": "work", "after": "off"},
        {"date": "2020-02-01", "before": "work", "after": "off"},
    ]
    assert "国办发明电〔2020〕1号" in words
    assert "2020-01-31" in words
    assert "2020-02-01" in words
    assert "2020-02-02" not in words


def test_calendar_diff_of_a_new_year_tells_what_it_covers():
    """An annual notice also reaches back: that of 2018-12-06 changed two days of 2018 and opened 2019."""
    plain = json.loads(run("calendar", "diff", "2018-12-05", "2018-12-06", "--json").stdout)

    assert (plain["last_before"], plain["last_after"]) == ("2018-12-31", "2019-12-31")
    assert [day for day in plain["days"] if day["date"] < "2019"] == [
        {"date": "2018-12-29", "before": "off", "after": "work"},
        {"date": "2018-12-31", "before": "work", "after": "off"},
    ]


def test_calendar_diff_of_one_day_is_empty():
    """Nothing changed between a day and itself."""
    plain = json.loads(run("calendar", "diff", "2020-01-27", "2020-01-27", "--json").stdout)

    assert (plain["notices"], plain["days"]) == ([], [])


def test_calendar_diff_before_all_notices_is_refused():
    """In 2003 nothing of this calendar was known."""
    found = run("calendar", "diff", "2003-01-01", "2020-01-01")

    assert found.exit_code == 1
    assert isinstance(found.exception, SystemExit)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_demo_answers_the_shipped_docket(lang):
    """The demonstration shows each row, one explanation in full, and the rows that the notice of 2020 moved."""
    found = run("demo", "--lang", lang)
    lines = found.stdout.splitlines()
    moved = [line for line in lines if "国办发明电〔2020〕1号" in line]

    assert found.exit_code == 0
    assert gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").explain(lang) in found.stdout
    assert sum(line.startswith(("绥阳-", "邵阳-", "桂新广-", "西乡-", "乌市-")) for line in lines) == 32 + 7
    assert any("2020-02-06" in line and "2020-02-10" in line for line in moved)


def test_demo_in_a_process_of_its_own():
    """The door with the module's name works."""
    with start("demo", LANG="C") as process:
        out, err = process.communicate(timeout=30)

    assert (process.returncode, err) == (0, b"")
    assert SHOWN in out.decode("utf-8")


def test_door_says_what_to_install():
    """Without click the door names the remedy and exits with an error, not a traceback."""
    program = "import sys; sys.modules['click'] = None; from gov_deadlines.__main__ import main; main()"
    env = {**os.environ, "PYTHONPATH": str(Path(gd.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "gov-deadlines[cli]" in done.stderr
    assert "Traceback" not in done.stderr


def test_import_shows_the_notice_and_what_it_changes(notice):
    """The text is read, written out as data, and held against the calendar without it."""
    found = run("calendar", "import", notice)
    plain = json.loads(run("calendar", "import", notice, "--json").stdout)
    days = {day["date"]: day["after"] for day in plain["days"]}

    assert found.exit_code == 0
    assert 'id = "CN/2027"' in found.stdout
    assert "国办发明电〔2026〕99号" in found.stdout
    assert "2027-02-14" in found.stdout
    assert plain["notice"]["signed"] == "2026-11-10"
    assert plain["written"] is None
    assert (plain["last_before"], plain["last_after"]) == ("2026-12-31", "2027-12-31")
    assert {day for day, after in days.items() if after == "work"} == {
        "2027-01-31",
        "2027-02-14",
        "2027-04-25",
        "2027-09-26",
        "2027-10-09",
    }
    assert {day for day, after in days.items() if after == "off"} == {
        "2027-01-01",
        *(f"2027-02-{day:02}" for day in (5, 8, 9, 10, 11, 12)),
        "2027-04-05",
        *(f"2027-05-{day:02}" for day in (3, 4, 5)),
        "2027-06-09",
        "2027-09-15",
        *(f"2027-10-{day:02}" for day in (1, 4, 5, 6, 7)),
    }


def test_import_shows_the_rows_it_moves(notice, docket):
    """A row that ran past the last notice has a due day since this one; one that ended before it has not moved."""
    plain = json.loads(run("calendar", "import", notice, "--docket", docket, "--json").stdout)
    words = run("calendar", "import", notice, "--docket", docket).stdout
    works = {day: day.weekday() < 5 for day in oracle.days(date(2026, 11, 1), date(2027, 1, 30))}
    works |= {date(2027, 1, 1): False}

    assert [(move["matter"], move["from"], move["to"]) for move in plain["moved"]] == [
        ("丙", None, oracle.shift(date(2026, 11, 9), 45, works.__getitem__).isoformat())
    ]
    assert "丙" in words
    assert "甲" not in words


def test_calendar_shows_an_unpublished_year_only_when_asked_to_project():
    """2027 has no notice: it is refused, and with --project each of its days off is marked as projected."""
    refused = run("calendar", "show", "2027")
    shown = json.loads(run("calendar", "show", "2027", "--project", "--json").stdout)
    new_year = next(day for day in shown["days"] if day["date"] == "2027-01-01")

    assert refused.exit_code == 1
    assert new_year["kind"] == "holiday"
    assert (new_year["statutory"], new_year["projected"], new_year["notice"]) == (True, True, None)
    assert any("2027" in doubt for doubt in shown["doubts"])
    assert "推算" in run("calendar", "show", "2027", "--project").stdout


def test_import_writes_a_folder_that_calendars_takes_in(notice, kept):
    """What --write keeps answers questions into 2027, by the option and by the variable."""
    asked = ["due", "request.answer", "2026-12-20", "--json"]

    written = run("--calendars", str(kept), "calendar", "import", notice, "--write", "--json")

    assert written.exit_code == 0
    path = Path(json.loads(written.stdout)["written"])
    assert path.is_relative_to(kept)
    assert path.parts[-2:] == ("CN", "2027.toml")
    assert run(*asked).exit_code == 1
    for found in (run("--calendars", str(kept), *asked), run(*asked, env={"GOV_DEADLINES_CALENDARS": str(kept)})):
        plain = json.loads(found.stdout)
        assert found.exit_code == 0
        assert (plain["due"], plain["certainty"]) == ("2027-01-18", "settled")
    shown = json.loads(run("--calendars", str(kept), "calendar", "show", "2027", "--json").stdout)
    assert {day["notice"] for day in shown["days"]} == {"CN/2027"}


def test_import_makes_the_folder_it_is_to_write_to(notice, tmp_path):
    """The first notice kept opens the folder that --calendars names."""
    folder = tmp_path / "new"

    found = run("--calendars", str(folder), "calendar", "import", notice, "--write")

    assert found.exit_code == 0
    assert (folder / "CN" / "2027.toml").is_file()


def test_folder_taken_in_serves_reckon(notice, kept):
    """JSON lines are answered with the notices of the folder too."""
    run("--calendars", str(kept), "calendar", "import", notice, "--write")
    line = json.dumps({"rule": "request.answer", "start": "2026-12-20"})

    found = run("--calendars", str(kept), "reckon", stdin=line)

    assert json.loads(found.stdout)["due"] == "2027-01-18"


def test_import_writes_into_the_working_directory_by_default(notice, tmp_path, monkeypatch):
    """Without --calendars the notice is kept in ./calendars, and the answer says where."""
    monkeypatch.chdir(tmp_path)

    found = run("calendar", "import", notice, "--write")

    assert found.exit_code == 0
    assert (tmp_path / "calendars" / "CN" / "2027.toml").is_file()
    assert "--calendars calendars" in found.stdout


@pytest.mark.parametrize(
    "again", [NOTICE, NOTICE.replace("1月31日（周日）、2月14日（周日）", "1月31日（周日）、2月20日（周六）")]
)
def test_second_write_loses_nothing(notice, kept, again):
    """A notice that is there already is not written over, be the new text the same or another."""
    run("--calendars", str(kept), "calendar", "import", notice, "--write")
    before = {path: path.read_bytes() for path in kept.rglob("*.toml")}
    Path(notice).write_text(again, encoding="utf-8")

    found = run("--calendars", str(kept), "calendar", "import", notice, "--write")

    after = {path: path.read_bytes() for path in kept.rglob("*.toml")}
    assert before
    assert {path: after.get(path) for path in before} == before
    assert found.exit_code == 1
    assert after == before
    assert found.stderr


@pytest.mark.parametrize(
    "corrupt",
    [
        "",
        "今天天气很好。",
        NOTICE.replace("1月1日（周五）", "1月1日（周六）"),
        NOTICE.replace("13日（周六）放假调休，共9天", "13日（周六）放假调休，共8天"),
        NOTICE.replace("　　五、端午节：6月9日（周三）放假，共1天。\n", ""),
        NOTICE.replace("2月5日", "2月30日"),
        NOTICE.replace("9月26日（周日）", "9月27日（周一）"),
    ],
    ids=["empty", "no notice", "wrong weekday", "wrong sum", "clause missing", "no such day", "weekday worked"],
)
def test_corrupt_text_is_refused_and_not_written(notice, kept, corrupt):
    """A text that contradicts itself is refused with status 1 and leaves no file."""
    Path(notice).write_text(corrupt, encoding="utf-8")

    found = run("--calendars", str(kept), "calendar", "import", notice, "--write")

    assert found.exit_code == 1
    assert isinstance(found.exception, SystemExit)
    assert found.stderr
    assert not list(kept.rglob("*.toml"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_import_takes_a_file_of_a_text_editor(notice, docket, encoding):
    """A byte order mark and carriage returns change nothing."""
    Path(notice).write_bytes(NOTICE.replace("\n", "\r\n").encode(encoding))
    Path(docket).write_bytes(DOCKET.replace("\n", "\r\n").encode(encoding))

    found = run("calendar", "import", notice, "--docket", docket, "--json")

    assert found.exit_code == 0
    assert [move["matter"] for move in json.loads(found.stdout)["moved"]] == ["丙"]


@pytest.mark.parametrize("which", ["notice", "docket"])
def test_import_of_a_file_in_another_encoding_is_refused(notice, docket, which):
    """A file in GBK is refused with a message, not a traceback."""
    path, text = {"notice": (notice, NOTICE), "docket": (docket, DOCKET)}[which]
    Path(path).write_bytes(text.encode("gbk"))

    found = run("calendar", "import", notice, "--docket", docket)

    assert found.exit_code in (1, 2)
    assert isinstance(found.exception, SystemExit)
    assert found.stderr


def test_import_reads_standard_input():
    """A dash stands for the input, so that a text can be pasted."""
    found = run("calendar", "import", "-", "--json", stdin=NOTICE)

    assert json.loads(found.stdout)["notice"]["id"] == "CN/2027"


def test_import_with_a_bad_docket_is_refused_before_anything_is_written(notice, docket, kept):
    """A fault in the docket names its line, and the notice is not kept half-way."""
    Path(docket).write_text(DOCKET + "丁,request.answer,yesterday,CN\n", encoding="utf-8")

    found = run("--calendars", str(kept), "calendar", "import", notice, "--docket", docket, "--write")

    assert found.exit_code == 1
    assert "line 5" in found.stderr
    assert not list(kept.rglob("*.toml"))


@pytest.mark.parametrize("words", [PENALTY, ["reckon"], ["calendar", "show", "2020"]], ids=["due", "reckon", "show"])
@pytest.mark.parametrize("folder", ["missing", "broken"])
def test_folder_that_cannot_be_taken_in_is_refused(tmp_path, words, folder):
    """A misspelt or broken folder is told, with status 1 or 2, and never passed over."""
    (tmp_path / "broken" / "CN").mkdir(parents=True)
    (tmp_path / "broken" / "CN" / "2027.toml").write_text("year = 'x'", encoding="utf-8")

    found = run("--calendars", str(tmp_path / folder), *words, stdin=json.dumps(GOOD))

    assert found.exit_code in (1, 2)
    assert isinstance(found.exception, SystemExit)
    assert folder in found.output


def phrases(*lines):
    """Send *lines* to phrase: the answers, and the exit status."""
    found = run("phrase", stdin="".join(f"{line}\n" for line in lines).encode())
    return [json.loads(line) for line in found.stdout.splitlines()], found.exit_code


def test_phrase_answers_strings_and_objects():
    """A bare string, and one with its basis and an id to be echoed; an unclear phrase is an answer."""
    (bare, based, unclear), status = phrases(
        '"信息形成之日起20个工作日内"', '{"raw": "三日内撤回", "basis": "《行政处罚法》", "id": 7}', '"批准后20内"'
    )

    assert (bare["kind"], bare["n"], bare["unit"], bare["from"]) == ("within", 20, "working_day", "formed")
    assert (based["id"], based["unit"]) == (7, "day")
    assert based["unit_by_source_law"] == "working_day (行政处罚法第八十五条)"
    assert (unclear["kind"], unclear["why"].partition(":")[0]) == ("unclear", "no_unit")
    assert status == 0


@pytest.mark.parametrize(
    "line",
    [
        "42",
        "null",
        '["20个工作日"]',
        "nope",
        '{"raw": 20}',
        '{"basis": "法"}',
        '{"raw": "同上", "text": 1}',
        f'"{"长" * 3000}"',
    ],
)
def test_bad_line_of_phrase_is_refused_and_the_rest_go_on(line):
    """What is neither a string nor an object with a raw text has an error of its own."""
    (bad, good), status = phrases(line, '"同上"')

    assert bad["error"]["code"] == "bad_input"
    assert bad["error"]["message"]
    assert bad["error"]["message_zh"]
    assert good["kind"] == "reference"
    assert status == 1


def test_phrase_answers_each_line_before_the_next_is_sent():
    """A host that keeps the pipe open gets each answer as soon as its line is written."""
    process = start("phrase")
    try:
        for n in (3, 7, 20):
            process.stdin.write(f'"形成之日起{n}个工作日内"\n'.encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["n"] == n
        process.stdin.close()
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def test_phrase_as_an_argument_is_told_to_people():
    """One phrase, in words, with its warnings or the refusal in full; or its JSON."""
    told = run("phrase", "20工作日")
    refused = run("phrase", "15日前向社会公布", "--lang", "en")
    shape = json.loads(run("phrase", "三日内公开", "--basis", "行政处罚法", "--json").stdout)

    assert told.stdout.startswith("自（未写明的起算点）起20个工作日内\n")
    assert "修复后" not in run("phrase", "20个工作日内").stdout
    assert "注意：" in told.stdout
    assert "no limit was made of it; add the event or the period" in refused.stdout
    assert "unit_by_source_law" in shape
    assert (told.exit_code, refused.exit_code) == (0, 0)


def test_phrase_too_long_exits_with_one():
    """A refusal of the call is a message and status 1."""
    found = run("phrase", "长" * 3000)

    assert found.exit_code == 1
    assert "3000" in found.stderr


def test_help_of_every_command_tells_what_it_does():
    """Each command has help, whose first line is a sentence."""
    for words in ([], *([name] for name in command.commands), ["calendar", "import"], ["calendar", "diff"]):
        found = run(*words, "--help")

        assert found.exit_code == 0
        assert found.stdout.startswith("Usage")
        assert len(found.stdout.splitlines()) > 3


def _no_json(constant):
    raise AssertionError(f"{constant} is no JSON")
