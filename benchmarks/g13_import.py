"""G13: what the first import, the first calendar and the first answer cost, each in an interpreter of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
from rounds import Ratio, Timing
from table import Goals, at_least, at_most, figure, printed

import gov_deadlines
from gov_deadlines.show import as_text

ROUNDS = 15
UNWANTED = ("numpy", "pandas", "sqlalchemy", "pendulum", "holidays")
INDEX = Path(gov_deadlines.__file__).parent / "workdays" / "data" / "index.json"

_CHILD = """
import sys, time
{setup}
_before = set(sys.modules)
_begin = time.perf_counter_ns()
{statement}
_took = time.perf_counter_ns() - _begin
_added = len(set(sys.modules) - _before)
import json
print(json.dumps([_took / 1e6, _added, [name for name in {unwanted} if name in sys.modules]]))
"""


@attrs.frozen
class Start:
    """What is timed in a fresh interpreter, after an untimed *setup*."""

    name: str
    statement: str
    setup: str = ""


@attrs.frozen
class Outcome:
    """What one start took per round, the modules it added, and those of the unwanted that were there at its end."""

    timing: Timing
    added: int
    unwanted: tuple[str, ...]


DAY = "from datetime import date; day = date(2020, 5, 20)"
PEER_CALENDAR = "holidays.country_holidays('CN', years=range(2004, 2027))"

ATTRS = Start("import attrs", "import attrs")
BARE = Start("import gov_deadlines, no name used", "import gov_deadlines")
NAMES = Start(
    "import gov_deadlines, its three main names", "import gov_deadlines as gd; gd.WorkCalendar; gd.LawBook; gd.due"
)
HOLIDAYS = Start("import holidays", "import holidays")
IMPORTS = (
    ATTRS,
    BARE,
    Start("from gov_deadlines import WorkCalendar", "from gov_deadlines import WorkCalendar"),
    NAMES,
    Start("import chinese_calendar", "import chinese_calendar"),
    HOLIDAYS,
)

BUILD = Start(
    "index of CN 2004-2026, data read",
    "WorkCalendar.load('CN')",
    "from gov_deadlines import WorkCalendar\nfrom gov_deadlines.workdays import packaged\npackaged.acts()",
)
PEER_FIRST = Start("holidays, after import holidays", PEER_CALENDAR, "import holidays")
PEER_BUILD = Start(
    "holidays, all modules loaded", "China(years=range(2004, 2027))", "from holidays.countries import China"
)
BUILDS = (
    Start("read and decode the packed acts", "packaged.acts()", "from gov_deadlines.workdays import packaged"),
    BUILD,
    Start("WorkCalendar.load, all modules loaded", "WorkCalendar.load('CN')", "from gov_deadlines import WorkCalendar"),
    Start("WorkCalendar.load, after import gov_deadlines", "gd.WorkCalendar.load('CN')", "import gov_deadlines as gd"),
    Start(
        "the first shift",
        "cal.shift(day, 20)",
        f"{DAY}\nfrom gov_deadlines import WorkCalendar\ncal = WorkCalendar.load('CN')",
    ),
    PEER_BUILD,
    PEER_FIRST,
)

SHIFT = Start(
    "import, load, shift", "from gov_deadlines import WorkCalendar; WorkCalendar.load('CN').shift(day, 20)", DAY
)
ANSWERS = (
    SHIFT,
    Start("import, due", "import gov_deadlines as gd; gd.due('request.answer', day)", DAY),
    Start("chinesecalendar", "from chinese_calendar import find_workday; find_workday(20, day)", DAY),
    Start("holidays", f"import holidays; {PEER_CALENDAR}.get_nth_working_day(day, 20)", DAY),
)


def report(rounds: int = ROUNDS) -> Goals:
    """Prints imports, the making of the calendar, the way to a first answer, what was loaded, and the verdicts."""
    outcomes = in_fresh_interpreters((*IMPORTS, *BUILDS, *ANSWERS), rounds)
    timings = {start: outcome.timing for start, outcome in outcomes.items()}
    print("G13 from nothing, each in a fresh interpreter (limit: import attrs)")
    for title, starts, ours in (
        ("the first import", IMPORTS, NAMES),
        ("the first calendar", BUILDS, BUILD),
        ("the first answer", ANSWERS, SHIFT),
    ):
        print(f"\n{title} (ours: {ours.name})")
        print(printed((timings[start] for start in starts), timings[ours], timings[ATTRS], "ms"))
    print()
    head = ("modules", "added", f"of {', '.join(UNWANTED)}")
    rows = [(start.name, str(o.added), ", ".join(o.unwanted) or "none") for start, o in outcomes.items()]
    print(as_text(head, rows))
    print()
    goals = _verdicts(timings)
    rows = [(name, f"{figure(goal.value)}{goal.unit}", *goal.cells) for name, goal in goals.items()]
    print(as_text(("verdicts", "measured", "goal", "in this run"), rows))
    return goals


def in_fresh_interpreters(starts: Sequence[Start], rounds: int) -> dict[Start, Outcome]:
    """Per start its outcome, all in turn in each round; a first round, which writes compiled files, is not kept."""
    took: dict[Start, list[float]] = {start: [] for start in starts}
    seen: dict[Start, tuple[int, tuple[str, ...]]] = {}
    for number in range(rounds + 1):
        for start in starts:
            milliseconds, added, unwanted = _once(start)
            seen[start] = added, tuple(unwanted)
            if number:
                took[start].append(milliseconds)
    return {start: Outcome(Timing(start.name, tuple(took[start])), *seen[start]) for start in starts}


def _once(start: Start) -> tuple[float, int, list[str]]:
    code = _CHILD.format(setup=start.setup, statement=start.statement, unwanted=UNWANTED)
    # -P: the folder this is called from is no place to import from.
    done = subprocess.run([sys.executable, "-P", "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    milliseconds, added, unwanted = json.loads(done.stdout)
    return milliseconds, added, unwanted


def _verdicts(timings: Mapping[Start, Timing]) -> Goals:
    """Each goal, once by its letter and once by the stricter reading of it."""

    def ratio(one: Start, other: Start) -> Ratio:
        return timings[one].over(timings[other])

    packed = INDEX.read_bytes()
    nation = json.dumps(json.loads(packed)["CN"], separators=(",", ":"), ensure_ascii=False).encode()
    goals: Goals = {}
    for start in (BARE, NAMES):
        for limit, times in ((ATTRS, 1.25), (HOLIDAYS, 0.6)):
            goals[f"{start.name} / {limit.name}"] = at_most(times, "x", ratio(start, limit))
    for peer in (PEER_FIRST, PEER_BUILD):
        goals[f"{peer.name} / {BUILD.name}"] = at_least(60, "x", ratio(peer, BUILD))
    goals[BUILD.name] = at_most(1, " ms", timings[BUILD].median)
    for name, size in (("CN in the packed acts", len(nation)), ("all packed acts", len(packed))):
        goals[name] = at_most(2, " kB", size / 1000)
    return goals
