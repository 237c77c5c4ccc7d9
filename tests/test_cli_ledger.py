"""The ledger on the command line: what it prints, what it exits with, and when a reminder counts as told."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import gov_deadlines as gd
from gov_deadlines.cli import command
from gov_deadlines.ledger.rows import id_of
from gov_deadlines.workdays.files import to_toml

NOTICE = Path(__file__).parent / "notices" / "made_up_2027.txt"
RECORDED = datetime(2026, 11, 20, 1, tzinfo=UTC)
"""Nine in the morning of Friday, 2026-11-20."""

THREE_BEFORE = "2026-11-20T09:00:00+08:00"
DAY_AFTER = "2026-11-26T09:00:00+08:00"


def run(*words, env=None):
    """Run the command line in this process."""
    clean = {"GOV_DEADLINES_CALENDARS": None, "GOV_DEADLINES_DATABASE": None, "GOV_DEADLINES_KEY_FILE": None}
    found = CliRunner().invoke(command, [str(word) for word in words], env=clean | (env or {}))
    assert found.exception is None or isinstance(found.exception, SystemExit), repr(found.exception)
    return found


def start(*words, **more):
    """A command line of its own, joined by pipes."""
    env = {**os.environ, "PYTHONPATH": str(Path(gd.__file__).parents[1])}
    env.pop("GOV_DEADLINES_CALENDARS", None)
    return subprocess.Popen([sys.executable, "-m", "gov_deadlines", *words], env=env, stderr=subprocess.PIPE, **more)


@pytest.fixture
def path(tmp_path):
    """A file for a ledger, which is not there yet."""
    return tmp_path / "ledger.db"


@pytest.fixture
def url(path):
    """Its URL."""
    return f"sqlite:///{path}"


@pytest.fixture
def kept(url):
    """The URL of a ledger: a penalty decided in 绥阳 on Monday, 2026-11-16, due on 11-25; and a request of 12-15."""
    run("ledger", "upgrade", "--database", url)
    fill(url)
    return url


def fill(url, **options):
    with gd.SqlStore(url) as store:
        ledger = gd.Ledger(store, clock=lambda: RECORDED, **options)
        decided = gd.Event.of("decided", date(2026, 11, 16))
        ledger.open("publication", id="绥阳-7", rule="enforcement.penalty", jurisdiction="520323", event=decided)
        received = gd.Event.of("received", date(2026, 11, 18))
        ledger.open("request", id="A-1", event=received)


def lines(found):
    return [json.loads(line) for line in found.stdout.splitlines()]


def facts(store, matter):
    """The facts of a matter as the store keeps them."""
    with store.reading() as reader:
        return reader.events(id_of(matter))


def tamper(path, statement):
    """Go past the ledger."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    connection.close()


class TestUpgrade:
    def test_makes_a_ledger_and_says_what_was_there(self, url):
        made, again = (run("ledger", "upgrade", "--database", url, "--json") for _ in range(2))

        assert (lines(made), made.exit_code) == ([{"before": None, "after": 1}], 0)
        assert (lines(again), again.exit_code) == ([{"before": 1, "after": 1}], 0)
        assert "第1版" in run("ledger", "upgrade", "--database", url).stdout
        assert "schema version 1" in run("ledger", "upgrade", "--database", url, "--lang", "en").stdout

    def test_refuses_a_newer_ledger(self, kept, path):
        tamper(path, "update gd_ledger set schema_version = 9")
        told, plain = (run("ledger", "upgrade", "--database", kept, *more) for more in ([], ["--json"]))

        assert (told.exit_code, plain.exit_code) == (1, 1)
        assert "9" in told.stderr
        assert lines(plain)[0]["error"]["code"] == "store_too_new"

    def test_without_alembic_says_what_to_install(self, url, monkeypatch):
        for name in {"alembic", *(name for name in sys.modules if name.startswith("alembic."))}:
            monkeypatch.setitem(sys.modules, name, None)
        found = run("ledger", "upgrade", "--database", url)

        assert found.exit_code == 2
        assert "gov-deadlines[migrations]" in found.stderr


class TestDatabase:
    @pytest.mark.parametrize(
        "words",
        [["wake"], *(["ledger", name] for name in "upgrade verify heads rebuild adopt next untold dead".split())],
    )
    def test_must_be_named(self, words):
        assert run(*words).exit_code == 2

    def test_may_be_named_by_the_environment(self, kept):
        found = run("ledger", "next", env={"GOV_DEADLINES_DATABASE": kept})

        assert (found.exit_code, found.stdout) == (0, f"{THREE_BEFORE}\n")

    @pytest.mark.parametrize(
        ("url", "part"),
        [
            ("ledger.db", "sqlite:///ledger.db"),
            ("oracle+oracledb://u@host/x", "pip install oracledb"),
            ("mysql://u@host/x", "pip install mysqlclient"),
            ("dm://u@host/x", "dmSQLAlchemy"),
        ],
    )
    @pytest.mark.parametrize("words", [["wake"], ["ledger", "upgrade"], ["ledger", "verify"]])
    def test_that_is_none_says_what_would_be_one(self, url, part, words):
        found = run(*words, "--database", url)

        assert found.exit_code == 2
        assert part in found.stderr

    @pytest.mark.parametrize("words", [["wake"], ["ledger", "verify", "--json"], ["ledger", "show", "A-1", "--json"]])
    def test_without_a_ledger_is_refused_in_json(self, url, words):
        found = run(*words, "--database", url)

        assert found.exit_code == 1
        assert [line["error"]["code"] for line in lines(found)] == ["store_not_ready"]
        assert "ledger upgrade" in found.stdout

    def test_that_does_not_answer_is_refused(self):
        pytest.importorskip("pymysql")
        found = run("ledger", "next", "--database", "mysql+pymysql://u@127.0.0.1:1/x", "--json")

        assert found.exit_code == 1
        assert lines(found)[0]["error"]["code"] == "store_failed"


class TestWake:
    def test_prints_each_reminder_once_as_a_cloud_event(self, kept):
        found, again = (run("wake", "--database", kept, "--now", DAY_AFTER) for _ in range(2))
        told = lines(found)

        assert (found.exit_code, again.exit_code, again.stdout) == (0, 0, "")
        assert {each["specversion"] for each in told} == {"1.0"}
        assert [(each["subject"], each["type"].rpartition(".")[2]) for each in told] == [
            ("绥阳-7", "warning"),
            ("绥阳-7", "overdue"),
        ]
        assert told[1]["data"]["due"] == "2026-11-25"

    def test_marks_what_was_printed_as_sent(self, kept, path):
        run("wake", "--database", kept, "--now", DAY_AFTER)
        with closing(sqlite3.connect(path)) as connection, connection:
            states = connection.execute("select status, count(*) from gd_reminder group by status").fetchall()
        connection.close()

        assert dict(states) == {"sent": 2, "passed_over": 1}

    def test_takes_any_number_a_transaction(self, kept):
        assert len(lines(run("wake", "--database", kept, "--now", "2027-01-04T09:00:00+08:00", "--limit", 1))) == 3

    @pytest.mark.parametrize("now", ["2026-11-26", "2026-11-26T09:00:00", "tomorrow"])
    def test_needs_an_instant(self, kept, now):
        assert run("wake", "--database", kept, "--now", now).exit_code == 2

    def test_a_reader_that_goes_away_loses_nothing(self, kept):
        """What was not written comes again under its id, when the lease of the one who tried has run out."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "wb") as gone, start("wake", "--database", kept, "--now", DAY_AFTER, stdout=gone) as work:
            _, err = work.communicate(timeout=60)

        assert (work.returncode, b"Traceback" in err) == (1, False)
        assert run("wake", "--database", kept, "--now", DAY_AFTER).stdout == ""
        later = lines(run("wake", "--database", kept, "--now", "2026-11-26T09:05:00+08:00"))
        assert [each["type"].rpartition(".")[2] for each in later] == ["warning", "overdue"]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
    def test_a_disk_that_is_full_is_told(self, kept):
        with Path("/dev/full").open("wb") as full:
            work = start("wake", "--database", kept, "--now", DAY_AFTER, stdout=full)
            _, err = work.communicate(timeout=60)

        assert work.returncode == 1
        assert b"takes no more" in err
        assert b"Traceback" not in err

    def test_each_line_is_out_before_the_next_is_told(self, kept):
        """The reader sees the first line while the second is still to come."""
        with start("wake", "--database", kept, "--now", DAY_AFTER, stdout=subprocess.PIPE) as work:
            first = json.loads(work.stdout.readline())
            rest = work.stdout.read()

        assert first["data"]["rung"] == "warning"
        assert len(rest.splitlines()) == 1
        assert work.returncode == 0


class TestNext:
    def test_tells_the_instant(self, kept):
        run("wake", "--database", kept, "--now", DAY_AFTER)
        plain = run("ledger", "next", "--database", kept, "--json")

        assert lines(plain) == [{"next_wake": run("ledger", "next", "--database", kept).stdout.strip()}]
        assert datetime.fromisoformat(lines(plain)[0]["next_wake"]) > datetime.fromisoformat(DAY_AFTER)

    def test_of_an_empty_ledger_is_never(self, url):
        run("ledger", "upgrade", "--database", url)

        assert lines(run("ledger", "next", "--database", url, "--json")) == [{"next_wake": None}]
        assert run("ledger", "next", "--database", url, "--lang", "en").stdout == "nothing to wake for\n"


class TestShow:
    def test_tells_what_the_matter_tells(self, kept):
        with gd.SqlStore(kept) as store:
            found = gd.Ledger(store).assess("绥阳-7", date(2026, 11, 30))

        assert run("ledger", "show", "绥阳-7", "--as-of", "2026-11-30", "--database", kept).stdout == (
            f"{found.explain('zh')}\n"
        )
        assert lines(run("ledger", "show", "绥阳-7", "--as-of", "2026-11-30", "--json", "--database", kept)) == [
            found.to_dict()
        ]
        assert found.main.late_by.n == 3

    def test_takes_an_instant_and_what_was_known(self, kept):
        more = ["--as-of", "2026-11-26T00:00:01+08:00", "--as-known-on", "2026-11-25", "--json", "--database", kept]
        (found,) = lines(run("ledger", "show", "绥阳-7", *more))

        assert found["as_of"] == "2026-11-26T00:00:01+08:00"
        assert found["as_known_on"] == "2026-11-25"

    def test_of_a_matter_that_is_not_there(self, kept):
        found = run("ledger", "show", "B-9", "--json", "--database", kept)

        assert (found.exit_code, lines(found)[0]["error"]["code"]) == (1, "unknown_matter")
        assert run("ledger", "show", "A-1", "--as-of", "soon", "--database", kept).exit_code == 2


class TestVerify:
    def test_finds_nothing_where_nothing_was_altered(self, kept):
        found = run("ledger", "verify", "--database", kept, "--json")

        assert (found.exit_code, lines(found)) == (0, [{"flaws": []}])
        assert run("ledger", "verify", "--database", kept).exit_code == 0

    def test_names_the_fact_that_was_altered(self, kept, path):
        tamper(path, "update gd_event set body = replace(body, '2026-11-16', '2026-11-17')")
        told, plain = (run("ledger", "verify", "--database", kept, *more) for more in ([], ["--json"]))
        ((flaw,),) = (line["flaws"] for line in lines(plain))

        assert (told.exit_code, plain.exit_code) == (1, 1)
        assert (flaw["matter"], flaw["version"], flaw["code"]) == ("绥阳-7", 1, "chain_broken")
        assert "绥阳-7" in told.stdout

    def test_needs_the_key_that_the_facts_were_sealed_with(self, url, tmp_path):
        run("ledger", "upgrade", "--database", url)
        fill(url, key=b"a secret\n")
        file = tmp_path / "key"
        file.write_bytes(b"a secret\n")

        assert run("ledger", "verify", "--database", url).exit_code == 1
        assert run("ledger", "verify", "--database", url, "--key-file", file).exit_code == 0
        assert run("ledger", "show", "A-1", "--database", url, "--key-file", file).exit_code == 0
        assert run("ledger", "verify", "--database", url, env={"GOV_DEADLINES_KEY_FILE": str(file)}).exit_code == 0


class TestHeads:
    @pytest.fixture
    def heads(self, kept, tmp_path):
        """What was printed of the ledger before anyone touched it."""
        file = tmp_path / "heads.jsonl"
        file.write_text(run("ledger", "heads", "--database", kept).stdout, encoding="utf-8")
        return file

    def test_are_those_of_the_ledger_a_line_each(self, kept):
        found = lines(run("ledger", "heads", "--database", kept))
        with gd.SqlStore(kept) as store:
            heads = gd.Ledger(store).heads()

        assert {each["matter"]: (each["version"], each["seal"]) for each in found} == heads
        assert [sorted(each) for each in found] == [["matter", "seal", "version"]] * 2

    def test_prove_what_has_only_grown(self, kept, heads):
        with gd.SqlStore(kept) as store:
            ledger = gd.Ledger(store, clock=lambda: RECORDED)
            ledger.record("绥阳-7", gd.Event.of("published", date(2026, 11, 19)))
        found = run("ledger", "verify", "--heads", heads, "--database", kept, "--json")

        assert (found.exit_code, lines(found)) == (0, [{"flaws": []}])

    def test_show_a_matter_that_was_made_anew(self, kept, heads, path):
        """Another fact under a chain that was sealed over again: nothing but the heads can tell."""
        with gd.SqlStore("sqlite://") as other:
            ledger = gd.Ledger(other.create(), clock=lambda: RECORDED)
            ledger.open("request", id="A-1", event=gd.Event.of("received", date(2026, 11, 19)))
            (fact,) = facts(other, "A-1")
        tamper(
            path,
            f"update gd_event set body = '{fact.body}', key_id = '{fact.key_id}', seal = '{fact.seal}'"
            f" where matter_id = '{fact.matter_id}'",
        )
        tamper(path, f"update gd_matter set head = '{fact.seal}' where id = '{fact.matter_id}'")
        blind, seen = (
            run("ledger", "verify", *more, "--database", kept, "--json") for more in ([], ["--heads", heads])
        )

        assert (blind.exit_code, seen.exit_code) == (0, 1)
        assert [flaw["matter"] for flaw in lines(seen)[0]["flaws"]] == ["A-1"]

    def test_with_an_empty_seal_or_an_empty_key_prove_nothing(self, kept, tmp_path):
        empty = tmp_path / "empty"
        empty.write_bytes(b"")
        unsealed = tmp_path / "heads"
        unsealed.write_text('{"matter": "A-1", "version": 1, "seal": ""}\n', encoding="utf-8")

        by_heads = run("ledger", "verify", "--database", kept, "--heads", unsealed)
        by_key = run("ledger", "verify", "--database", kept, "--key-file", empty)

        assert (by_heads.exit_code, "应为版本和封存值" in by_heads.output) == (1, True)
        assert (by_key.exit_code, "is empty; expected the bytes of the key" in by_key.output) == (2, True)

    def test_show_a_matter_that_is_gone(self, kept, heads, path):
        for table, column in (("gd_event", "matter_id"), ("gd_obligation", "matter_id"), ("gd_matter", "id")):
            tamper(path, f"delete from {table} where {column} = '{id_of('A-1')}'")

        assert run("ledger", "verify", "--database", kept).exit_code == 0
        assert "A-1" in run("ledger", "verify", "--heads", heads, "--database", kept).stdout

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("A-1 2 9f", "no JSON"),
            ('{"matter": "A-1", "version": "2", "seal": "9f"}', "heads line 1"),
            ('\n{"matter": "A-1", "version": 2, "seal": "9f", "more": 1}', "heads line 2"),
            ('{"matter": "A-1", "version": 2, "seal": "9f"}\n' * 2, "twice"),
            ('{"matter": "A-1", "version": true, "seal": "9f"}', "heads.A-1"),
        ],
    )
    def test_that_are_none_prove_nothing_and_are_refused(self, kept, tmp_path, text, part):
        file = tmp_path / "heads.jsonl"
        file.write_text(text, encoding="utf-8")
        found = run("ledger", "verify", "--heads", file, "--database", kept, "--json", "--lang", "en")

        assert (found.exit_code, lines(found)[0]["error"]["code"]) == (1, "bad_input")
        assert part in found.stdout


class TestUntold:
    def test_lists_what_no_notice_covers_and_says_why(self, kept):
        with gd.SqlStore(kept) as store:
            ledger = gd.Ledger(store, clock=lambda: datetime(2026, 12, 21, 1, tzinfo=UTC))
            ledger.open("request", id="A-2", event=gd.Event.of("received", date(2026, 12, 20)))
        told = run("ledger", "untold", "--database", kept, "--lang", "en")
        (found,) = lines(run("ledger", "untold", "--as-of", "2026-12-21", "--json", "--database", kept))

        assert told.exit_code == 0
        assert [line.split()[0] for line in told.stdout.splitlines()[1:]] == ["A-2"]
        assert (found["matter"], found["due"], found["error"]["code"]) == ("A-2", None, "calendar_not_published")

    def test_is_empty_where_all_can_be_told(self, kept):
        assert run("ledger", "untold", "--json", "--database", kept).stdout == ""

    def test_says_where_it_stops(self, kept):
        with gd.SqlStore(kept) as store:
            ledger = gd.Ledger(store, clock=lambda: datetime(2026, 12, 21, 1, tzinfo=UTC))
            for id in ("A-2", "A-3"):
                ledger.open("request", id=id, event=gd.Event.of("received", date(2026, 12, 20)))
        found = run("ledger", "untold", "--limit", 1, "--json", "--database", kept, "--lang", "en")

        assert len(lines(found)) == 1
        assert "the first 1 alone" in found.stderr


class TestDead:
    @pytest.fixture
    def dead(self, kept):
        """The URL of a ledger of which one message was put aside at 9:00 on 2026-11-26, after a first try."""

        def fails(message):
            if message["type"].endswith("overdue"):
                raise OSError("no route to [host]")

        with gd.SqlStore(kept) as store:
            ledger = gd.Ledger(store, clock=lambda: datetime.fromisoformat(DAY_AFTER))
            ledger.wake()
            assert ledger.drain(fails, attempts=1).dead == 1
        return kept

    def test_lists_what_was_put_aside_with_its_error(self, dead):
        (found,) = lines(run("ledger", "dead", "--database", dead, "--json"))

        assert (found["attempts"], found["error"], found["since"]) == (1, "OSError: no route to [host]", DAY_AFTER)
        assert (found["event"]["id"], found["event"]["subject"]) == (found["message"], "绥阳-7")
        told = run("ledger", "dead", "--database", dead, "--lang", "en").stdout.splitlines()
        assert told[0].split() == "message matter duty rung due tries since error".split()
        duty = "绥阳-7 publication 1 overdue 2026-11-25"
        assert told[1].split() == f"{found['message']} {duty} 1 {DAY_AFTER} OSError: no route to [host]".split()

    def test_is_none_where_all_was_told(self, kept):
        assert run("ledger", "dead", "--database", kept, "--lang", "en").stdout == "no message was put aside\n"
        assert run("ledger", "dead", "--database", kept, "--json").stdout == ""

    def test_revived_is_told_again_under_its_id(self, dead):
        (found,) = lines(run("ledger", "dead", "--database", dead, "--json"))
        assert run("wake", "--database", dead, "--now", DAY_AFTER).stdout == ""
        revived = run("ledger", "revive", found["message"], "--database", dead, "--json")

        assert (revived.exit_code, lines(revived)) == (0, [{"message": found["message"], "revived": True}])
        assert run("ledger", "dead", "--database", dead, "--json").stdout == ""
        assert [each["id"] for each in lines(run("wake", "--database", dead))] == [found["message"]]

    def test_revives_all(self, dead):
        assert run("ledger", "revive", "--all", "--database", dead, "--lang", "en").stdout.endswith("told again\n")
        assert run("ledger", "dead", "--database", dead, "--json").stdout == ""
        again = run("ledger", "revive", "--all", "--database", dead)
        assert (again.exit_code, again.stdout) == (0, "")

    def test_revives_the_others_where_one_was_not_put_aside(self, dead):
        (found,) = lines(run("ledger", "dead", "--database", dead, "--json"))
        revived = run("ledger", "revive", "0" * 32, found["message"], "--database", dead, "--lang", "en")

        assert revived.exit_code == 1
        assert "no message that was put aside" in revived.stderr
        assert found["message"] in revived.stdout

    @pytest.mark.parametrize("words", [[], ["--all", "0" * 32]])
    def test_says_which_to_revive(self, dead, words):
        found = run("ledger", "revive", *words, "--database", dead)

        assert found.exit_code == 2
        assert "--all" in found.stderr


class TestRebuild:
    def test_tells_what_differs_and_puts_it_right(self, kept, path):
        tamper(path, "update gd_obligation set due_on = '2026-11-24' where due_on = '2026-11-25'")
        tried, mended, after = (
            run("ledger", "rebuild", *more, "--database", kept, "--json") for more in (["--dry-run"], [], ["--dry-run"])
        )
        (difference,) = lines(tried)[0]["differences"]

        assert [each.exit_code for each in (tried, mended, after)] == [1, 0, 0]
        assert (difference["matter"], difference["obligation"], difference["ordinal"]) == ("绥阳-7", "publication", 1)
        assert difference["fields"]["due_on"] == {"kept": "2026-11-24", "fresh": "2026-11-25"}
        assert lines(mended)[0]["differences"] == [difference]
        assert [lines(each)[0]["repaired"] for each in (tried, mended)] == [False, True]
        assert lines(after)[0]["differences"] == []

    def test_shows_a_row_for_each_field(self, kept, path):
        tamper(path, "delete from gd_obligation where due_on = '2026-11-25'")
        found = run("ledger", "rebuild", "--dry-run", "--database", kept, "--lang", "en")

        assert found.exit_code == 1
        assert any(
            line.split()[:5] == ["绥阳-7", "publication", "1", "due_on", "-"] for line in found.stdout.splitlines()
        )
        assert "due_revision" in found.stdout


class TestAdopt:
    @pytest.fixture
    def folder(self, tmp_path):
        """A folder of notices with one made up for 2027."""
        found = tmp_path / "calendars"
        assert run("--calendars", found, "calendar", "import", NOTICE, "--write").exit_code == 0
        return found

    @pytest.fixture
    def waiting(self, kept):
        """A ledger with a request of 2026-12-20, whose answer falls into a year without a notice."""
        with gd.SqlStore(kept) as store:
            ledger = gd.Ledger(store, clock=lambda: datetime(2026, 12, 21, 1, tzinfo=UTC))
            ledger.open("request", id="A-2", event=gd.Event.of("received", date(2026, 12, 20)))
        return kept

    def test_keeps_the_notices_and_tells_what_moved(self, waiting, folder):
        found = run("--calendars", folder, "ledger", "adopt", "--database", waiting, "--json")
        (adopted,) = lines(found)

        assert found.exit_code == 0
        assert (adopted["revision"], adopted["notices"], adopted["moved"]) == (1, ["CN/2027"], 1)
        assert [(move["matter"], move["from"], move["to"]) for move in adopted["moves"]] == [
            ("A-2", None, "2027-01-18")
        ]
        shown = lines(run("ledger", "show", "A-2", "--as-of", "2026-12-31", "--json", "--database", waiting))
        assert shown[0]["obligations"][0]["due"] == "2027-01-18"

    def test_by_the_variable_and_in_words(self, waiting, folder):
        found = run("ledger", "adopt", "--database", waiting, env={"GOV_DEADLINES_CALENDARS": str(folder)})

        assert found.exit_code == 0
        assert found.stdout.startswith("+ CN/2027")
        assert "2027-01-18" in found.stdout

    def test_again_says_nothing(self, waiting, folder):
        run("--calendars", folder, "ledger", "adopt", "--database", waiting)
        again = run("--calendars", folder, "ledger", "adopt", "--database", waiting, "--json")

        assert (again.exit_code, again.stdout) == (0, "")

    def test_without_a_folder_there_is_nothing_to_take_in(self, waiting):
        assert run("ledger", "adopt", "--database", waiting).stdout == ""

    def test_the_whole_country_comes_before_a_region(self, waiting, folder):
        (folder / "45").mkdir()
        own = gd.Notice(
            "45/2027",
            "45",
            2027,
            gd.NoticeKind.REGIONAL,
            (gd.Clause("三月三", off=(date(2027, 4, 8), date(2027, 4, 9))),),
            public=date(2027, 1, 4),
        )
        (folder / "45" / "2027.toml").write_text(to_toml(own), encoding="utf-8")
        found = lines(run("--calendars", folder, "ledger", "adopt", "--database", waiting, "--json"))

        assert [(each["revision"], each["notices"]) for each in found] == [(1, ["CN/2027"]), (2, ["45/2027"])]

    def test_a_folder_that_is_not_there_is_refused(self, waiting, tmp_path):
        found = run("--calendars", tmp_path / "none", "ledger", "adopt", "--database", waiting, "--json")

        assert (found.exit_code, lines(found)[0]["error"]["code"]) == (1, "bad_input")

    def test_names_the_reminders_that_have_lost_their_ground(self, waiting, folder):
        """Who was told of a date on the calendar before must hear that it has moved."""
        own = gd.Notice(
            "520323/2026",
            "520323",
            2026,
            gd.NoticeKind.REGIONAL,
            (gd.Clause("县庆", off=(date(2026, 11, 24),)),),
            public=date(2026, 11, 21),
        )
        run("wake", "--database", waiting, "--now", "2026-11-23T09:00:00+08:00")
        (folder / "520323").mkdir()
        (folder / "520323" / "2026.toml").write_text(to_toml(own), encoding="utf-8")
        found = run("--calendars", folder, "ledger", "adopt", "--database", waiting, "--lang", "en")

        assert "! 绥阳-7 publication: was told of 2026-11-25" in found.stdout


class TestDdl:
    def test_makes_a_ledger_that_is_recognised(self, path, url):
        found = run("ledger", "ddl", "--dialect", "sqlite")
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(found.stdout)
        connection.close()

        assert found.exit_code == 0
        assert run("ledger", "next", "--database", url).exit_code == 0
        assert lines(run("ledger", "upgrade", "--database", url, "--json")) == [{"before": 1, "after": 1}]

    @pytest.mark.parametrize(
        ("name", "known"),
        [
            ("sqlite", "run by the tests"),
            ("postgresql", "run by the tests"),
            ("oceanbase", "run by the tests"),
            ("mysql", "not run"),
            ("opengauss", "not run"),
            ("kingbase", "not run"),
        ],
    )
    def test_says_whether_it_was_ever_run(self, name, known):
        found = run("ledger", "ddl", "--dialect", name)

        assert known in found.stderr
        assert known in found.stdout.splitlines()[0]
        assert found.stdout.count("INSERT INTO gd_ledger") == 16

    def test_in_json_is_a_list(self):
        (found,) = lines(run("ledger", "ddl", "--dialect", "mariadb", "--json"))

        assert found["dialect"] == "mariadb"
        assert sum(each.startswith("CREATE TABLE") for each in found["statements"]) == 7

    def test_of_a_dialect_that_is_not_installed_says_what_to_install(self):
        found = run("ledger", "ddl", "--dialect", "dameng")

        assert found.exit_code in (0, 2)
        assert "dmSQLAlchemy" in found.stderr or found.stdout.count("VARCHAR2")
        assert run("ledger", "ddl", "--dialect", "access").exit_code == 2


@pytest.mark.parametrize(
    "words", [["due", "enforcement.penalty", "2020-05-20"], ["ledger", "--help"], ["law", "list", "--json"]]
)
def test_commands_without_a_database_load_none(words):
    """A question that needs no store pays for none."""
    program = (
        "import sys; from gov_deadlines.cli import command; command(sys.argv[1:], standalone_mode=False)\n"
        "print([name for name in ('sqlalchemy', 'alembic') if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(gd.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", program, *words], env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
