"""The command line of what if and of the latest start."""

import json
from datetime import date

import pytest

import gov_deadlines as gd

from .test_cli import NOTICE, kept, notice, run  # noqa: F401

REQUEST = ("whatif", "request.answer", "2020-01-06")
LOCAL = "jurisdiction=520323,limit=10 working_days"


def test_whatif_says_what_compare_says():
    """Two scenarios beside the base, in both languages."""
    scenarios = {
        "as-known-on=2020-01-20": {"as_known_on": date(2020, 1, 20)},
        LOCAL: {"jurisdiction": "520323", "rule_limit": gd.Period(10, gd.WORKING_DAY)},
    }
    wanted = gd.compare(gd.Question("request.answer", date(2020, 1, 6)), scenarios)
    words = [*REQUEST, *(word for told in scenarios for word in ("--if", told))]

    assert run(*words).stdout == wanted.explain("zh") + "\n"
    assert run(*words, "--lang", "en").stdout == wanted.explain("en") + "\n"
    assert json.loads(run(*words, "--json", "--lang", "en").stdout) == wanted.to_dict("en")
    assert run(*words).exit_code == 0


def test_whatif_takes_the_options_of_due_as_its_base():
    """The base is asked as due asks it: place, knowledge, projection."""
    found = run(
        *REQUEST, "--jurisdiction", "520323", "--as-known-on", "2020-01-20", "--if", "start=2020-01-07", "--json"
    )
    plain = json.loads(found.stdout)

    assert plain["base"]["due"] == "2020-02-06"
    assert plain["base"]["as_known_on"] == "2020-01-20"
    assert plain["scenarios"][0]["moved"]["days"] == 1
    late = run("whatif", "request.answer", "2026-12-20", "--project", "2027", "--if", "start=2026-12-21", "--json")
    assert json.loads(late.stdout)["scenarios"][0]["certainty"] == "provisional"


@pytest.mark.parametrize("change", ["law-of=2019-05-14", "rule=request.correction_notice", "project=2027"])
def test_whatif_knows_each_change(change):
    """Another law, another rule, a projection."""
    assert run(*REQUEST, "--if", change).exit_code == 0


def test_whatif_reads_a_proposed_notice_from_a_file(notice):  # noqa: F811
    """The official wording, as a scenario: a year that has no notice is settled by it."""
    found = run("whatif", "request.answer", "2027-01-25", "--project", "2027", "--if", f"notice={notice}", "--json")
    plain = json.loads(found.stdout)
    (scenario,) = plain["scenarios"]

    assert (plain["base"]["certainty"], scenario["certainty"]) == ("provisional", "settled")
    assert any("拟议 proposed" in step.get("notice", "") for step in scenario["steps"])


def test_whatif_takes_in_the_kept_notices(notice, kept):  # noqa: F811
    """Notices taken in since the release hold in the base and, elsewhere, in the scenario."""
    assert run("calendar", "import", notice, "--write", env={"GOV_DEADLINES_CALENDARS": str(kept)}).exit_code == 0
    words = ("whatif", "request.answer", "2026-12-20", "--if", "jurisdiction=51", "--json")
    plain = json.loads(run(*words, env={"GOV_DEADLINES_CALENDARS": str(kept)}).stdout)

    assert plain["base"]["due"] == plain["scenarios"][0]["due"]
    assert plain["base"]["certainty"] == "settled"


@pytest.mark.parametrize("change", ["jurisdiction=99", "rule=no.such.rule", "start=2001-01-01"])
def test_whatif_with_a_row_that_is_refused_ends_with_1(change):
    """The other rows are answered, and the status says that one was not."""
    found = run(*REQUEST, "--if", change, "--if", "start=2020-01-07", "--json")
    bad, good = json.loads(found.stdout)["scenarios"]

    assert "error" in bad
    assert good["due"] == "2020-02-11"
    assert found.exit_code == 1


@pytest.mark.parametrize("limit", ["10working_day", "10 working days", "10个工作日", "10 工作日"])
def test_limit_is_written_in_either_language(limit):
    """The words of the statutes are units as their names are."""
    found = run(*REQUEST, "--if", f"jurisdiction=520323,limit={limit}", "--json")

    assert json.loads(found.stdout)["scenarios"][0]["due"] == "2020-01-19"


def test_argument_that_cannot_be_read_is_refused_in_both_languages():
    """It is refused before the language is read, and says how to write it."""
    for words in (("due", "request.answer", "2026/3/1"), ("catalogue", "check", "-", "--on", "2026/3/1")):
        found = run(*words)

        assert found.exit_code == 2
        assert "write 2026-03-01\n" in found.stderr
        assert "请写作 2026-03-01\n" in found.stderr


@pytest.mark.parametrize(
    "change", ["", "limit=5x", "limit=0day", "stat=1", "start", "start=2020-13-01", "project=x", "notice=nowhere.txt"]
)
def test_whatif_with_a_change_that_cannot_be_read_is_a_wrong_call(change):
    """What is no change is quoted, with what was expected."""
    found = run(*REQUEST, "--if", change)

    assert found.exit_code == 2
    assert "--if" in found.stderr


def test_whatif_docket_shows_what_moves(tmp_path):
    """The rows that move, the counts, and what becomes late; or the same as JSON."""
    path = tmp_path / "docket.csv"
    path.write_text(
        "matter,rule,start,jurisdiction\n甲,request.answer,2020-01-06,CN\n乙,request.answer,2020-03-02,CN\n",
        encoding="utf-8",
    )
    words = ("whatif-docket", str(path), "--if", "as-known-on=2020-01-20", "--as-of", "2020-02-07")
    plain = json.loads(run(*words, "--json").stdout)

    assert "2 rows, 1 earlier (by up to 4 days)" in run(*words, "--lang", "en").stdout
    assert "变为逾期" in run(*words).stdout
    assert [row["matter"] for row in plain["moved"]] == ["甲"]
    assert plain["summary"]["becomes_late"] == 1
    assert run("whatif-docket", str(path), "--if", "start=2020-01-01").exit_code == 1


def test_latest_start_says_what_the_function_says():
    """In words and as JSON, for a day and for an instant."""
    wanted = gd.latest_start("enforcement.penalty", date(2020, 5, 29), jurisdiction="520323")
    words = ("latest-start", "enforcement.penalty", "2020-05-29", "--jurisdiction", "520323")

    assert run(*words).stdout == wanted.explain("zh") + "\n"
    assert run(*words, "--lang", "en").stdout == wanted.explain("en") + "\n"
    assert json.loads(run(*words, "--json").stdout) == wanted.to_dict()
    hours = run("latest-start", "incident.statement", "2020-07-08T21:20:00+08:00", "--json")
    assert json.loads(hours.stdout)["start"] == "2020-07-08T16:20:00+08:00"


def test_latest_start_without_one_is_a_refusal():
    """No start in time is status 1 with the reason; a day that is none is a wrong call."""
    refused = run("latest-start", "request.answer", "2008-05-10", "--json")

    assert json.loads(refused.stdout)["error"]["code"] == "bad_input"
    assert refused.exit_code == 1
    assert run("latest-start", "request.answer", "2008-5-10").exit_code == 2
    known = run("latest-start", "request.answer", "2020-02-06", "--as-known-on", "2020-01-20", "--json")
    assert json.loads(known.stdout)["start"] == "2020-01-06"
    projected = run("latest-start", "request.answer", "2027-03-10", "--project", "2027", "--json")
    assert json.loads(projected.stdout)["certainty"] == "provisional"
