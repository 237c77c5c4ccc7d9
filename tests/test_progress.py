"""How far long work is: shown to whoever sits at a terminal, in the way of nobody else."""

import io
import itertools
import os
import subprocess
import sys
from datetime import date, datetime

import pytest
from rich.console import Console

import gov_deadlines as gd
from gov_deadlines.cli.progress import Progress

NOW = datetime(2020, 2, 4, 9, tzinfo=gd.SHANGHAI)
CSV = "matter,rule,start,jurisdiction\n" + "".join(f"A-{n},request.answer,2020-01-06,520323\n" for n in range(40))


@pytest.fixture(autouse=True)
def able(monkeypatch):
    """Whatever terminal the tests are run at, these are on one whose cursor moves."""
    monkeypatch.setenv("TERM", "xterm-256color")


def terminal():
    """A terminal that remembers what was shown on it."""
    return Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)


def slow(console, things, whole=None, seconds=0.5):
    """Go through *things*, each of which takes that long by its clock."""
    ticks = itertools.count(0, seconds)
    with Progress("en", whole, console=console, clock=lambda: next(ticks)) as watch:
        return list(watch(things))


def test_bar_comes_once_work_takes_longer_than_a_second():
    """Four things of half a second each show one; two do not."""
    quick, long = terminal(), terminal()

    assert slow(quick, range(2)) == [0, 1]
    assert quick.file.getvalue() == ""
    assert slow(long, iter(range(4)), 8) == [0, 1, 2, 3]
    assert "done" in long.file.getvalue()
    assert "4/8" in long.file.getvalue()


def test_number_that_is_not_known_is_left_open():
    """Matters come a page at a time, and nobody has counted them."""
    console = terminal()
    slow(console, iter(range(6)))

    assert "6/?" in console.file.getvalue()


def test_several_rounds_count_on():
    """One bar for work in two rounds, that goes back to nothing between them for nobody."""
    console, ticks = terminal(), itertools.count(0, 0.5)
    with Progress("zh", 6, console=console, clock=lambda: next(ticks)) as watch:
        both = [*watch(range(3)), *watch(range(3))]

    assert both == [0, 1, 2, 0, 1, 2]
    assert "已处理" in console.file.getvalue()
    assert "6/6" in console.file.getvalue()


def test_bar_is_gone_when_work_fails():
    """The cursor is shown again, and the line is free for the message."""
    console = terminal()

    def failing():
        yield from range(4)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        slow(console, failing())
    assert console.file.getvalue().rpartition("\x1b[?25")[2].startswith("h")


def test_nothing_is_shown_where_nobody_looks():
    """To a pipe the things are handed on as they are."""
    piped, things = Console(file=io.StringIO()), [1, 2]
    with Progress("en", console=piped) as watch:
        assert watch(things) is things
    assert piped.file.getvalue() == ""


def test_nothing_is_shown_on_a_terminal_whose_cursor_does_not_move(monkeypatch):
    """A log of a build server calls itself a terminal that way."""
    monkeypatch.setenv("TERM", "dumb")
    console = terminal()

    assert slow(console, range(4)) == [0, 1, 2, 3]
    assert console.file.getvalue() == ""


@pytest.fixture
def ledger():
    """Thirty requests on record."""
    found = gd.Ledger(gd.MemoryStore(), clock=lambda: NOW)
    for n in range(30):
        found.open("request", id=f"A-{n:02}", event=gd.Event.of("received", date(2020, 1, 6)))
    return found


def test_audits_of_a_ledger_can_be_watched(ledger):
    """Each matter is handed on once, whatever looks on; without it the answers are the same."""
    seen = []

    def watch(things):
        for thing in things:
            seen.append(thing.name)
            yield thing

    assert ledger.verify(watch=watch) == ledger.verify() == []
    assert sorted(seen) == [f"A-{n:02}" for n in range(30)]
    seen.clear()
    assert ledger.rebuild(watch=watch) == ledger.rebuild() == []
    assert len(seen) == 30


def test_taking_in_a_calendar_can_be_watched(ledger):
    """What could move is handed on, and moves as it does unwatched: thirty requests of one day are one group."""
    notice = gd.Notice(
        id="CN/2020x",
        region="CN",
        year=2020,
        kind=gd.NoticeKind.EXTRAORDINARY,
        clauses=(gd.Clause("示例", off=[date(2020, 2, 7)]),),
        title="关于示例放假的通知（虚构）",
        public=date(2020, 2, 4),
    )
    seen = []

    def watch(things):
        for thing in things:
            seen.append(thing)
            yield thing

    adoption = ledger.adopt(gd.WorkCalendar.load("CN").with_notices([notice]), watch=watch)

    assert adoption.moved == 30
    assert ledger.obligations("A-07")[0].due == date(2020, 2, 11)
    assert [alike for _, alike in seen] == [30]


def test_rows_of_a_docket_can_be_watched():
    """The views go through the rows of a docket once."""
    docket, seen = gd.Docket.of(gd.read_docket(CSV)), []
    watched = gd.entries(docket, NOW, watch=lambda things: seen.extend(things) or things)

    assert len(seen) == len(watched) == 40
    assert [each.due for each in watched] == [each.due for each in gd.entries(docket, NOW)]


@pytest.mark.parametrize(
    "words", [["docket", "-", "--as-of", "2020-02-04", "--json"], ["whatif-docket", "-", "--if", "limit=10working_day"]]
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminals of this kind")
def test_output_is_the_same_whether_a_bar_was_shown_or_not(words):
    """Byte by byte, on standard output; without a terminal nothing is on standard error."""
    import pty

    call = [sys.executable, "-m", "gov_deadlines", *words]
    plain = subprocess.run(call, input=CSV.encode(), capture_output=True, check=True)
    ours, theirs = pty.openpty()
    try:
        # Patience of its own: this work is done before anybody would see a bar.
        code = (
            "import gov_deadlines.cli.progress as p; p.PATIENCE_SECONDS = -1; "
            "from gov_deadlines.__main__ import main; main()"
        )
        seen = subprocess.run(
            [sys.executable, "-c", code, *words], input=CSV.encode(), stdout=subprocess.PIPE, stderr=theirs, check=True
        )
        shown = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)

    assert plain.stderr == b""
    assert seen.stdout == plain.stdout
    assert "已处理" in shown
