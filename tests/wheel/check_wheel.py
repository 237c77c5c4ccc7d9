"""Builds the wheel and the source distribution, installs the wheel into an empty environment and uses it there."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]

USE = """
import sys, datetime
import gov_deadlines as gd
assert "site-packages" in gd.__file__, gd.__file__
deadline = gd.due("enforcement.penalty", datetime.date(2020, 5, 20), jurisdiction="520323")
assert deadline.due == datetime.date(2020, 5, 29), deadline.due
assert gd.WorkCalendar.load("45").is_working_day(datetime.date(2017, 4, 8))
decided = gd.Event.of("decided", datetime.date(2020, 5, 20))
matter = gd.Matter.open("publication", rule="enforcement.penalty", jurisdiction="520323", events=[decided])
assert matter.at(datetime.date(2020, 6, 1)).main.late_by.n == 1
assert len(gd.LawBook.load().clauses) == 177
from gov_deadlines.view.page import page
day = datetime.date(2020, 5, 27)
assert "<style>:root" in page(gd.entries({"A-1": deadline}, day), day)
assert "click" not in sys.modules and "rich" not in sys.modules
print(deadline)
"""

# In an environment without any extra: what each part that needs one says, and whether the wheel has that extra.
EXTRAS = """
import contextlib, datetime, importlib.metadata, io, runpy
import gov_deadlines as gd
from gov_deadlines.analysis.report.annual import annual_report
from gov_deadlines.ledger.migrating import upgrade
from gov_deadlines.view import charts, feed, frames
day = datetime.date(2020, 5, 20)
deadline = gd.due("enforcement.penalty", day, jurisdiction="520323")
rows = gd.entries({"A-1": deadline}, day)
stamp = datetime.datetime(2020, 5, 20, tzinfo=gd.SHANGHAI)
asked = {
    "cli": lambda: runpy.run_module("gov_deadlines", run_name="__main__"),
    "columns": lambda: __import__("gov_deadlines.analysis.columns"),
    "ical": lambda: feed.feed(rows, stamp),
    "migrations": lambda: upgrade("sqlite://"),
    "notebook": lambda: charts.timeline(rows, day),
    "xlsx": lambda: annual_report([], 2020).paper().write_xlsx("report.xlsx"),
}
there = importlib.metadata.metadata("gov-deadlines").get_all("Provides-Extra")
assert sorted(there) == sorted(asked), there
for extra, ask in asked.items():
    told = io.StringIO()
    try:
        with contextlib.redirect_stderr(told):
            ask()
    except (ImportError, SystemExit) as missing:
        told = f"{told.getvalue()} {missing}"
        assert f"gov-deadlines[{extra}]" in told, (extra, told)
    else:
        raise AssertionError(f"{extra} is not needed")
"""


def main() -> None:
    """Fail on the first thing that does not work from the built wheel alone."""
    with tempfile.TemporaryDirectory() as room:
        run(sys.executable, "-m", "build", "--outdir", room, str(ROOT))
        (wheel,) = Path(room).glob("*.whl")
        home = Path(room) / "env"
        venv.create(home, with_pip=True)
        python = home / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", wheel)
        run(python, "-I", "-c", USE, cwd=room)
        run(python, "-I", "-c", EXTRAS, cwd=room)
        refused = subprocess.run([home / "bin" / "gov-deadlines", "demo"], capture_output=True, text=True, check=False)
        assert refused.returncode != 0, "without click the command line must refuse"
        assert "gov-deadlines[cli]" in refused.stderr, refused.stderr
        run(python, "-m", "pip", "install", "--quiet", f"{wheel}[cli]")
        run(home / "bin" / "gov-deadlines", "due", "enforcement.penalty", "2020-05-20", "--json", cwd=room)
        run(python, "-m", "pip", "install", "--quiet", f"{wheel}[cli,migrations,ical]")
        docket = Path(room) / "docket.csv"
        docket.write_text("matter,rule,start,jurisdiction\nA-1,request.answer,2020-01-06,CN\n", encoding="utf-8")
        for form in ("--html", "--ics"):
            run(home / "bin" / "gov-deadlines", "docket", docket, form, cwd=room)
        run(python, "-m", "pip", "install", "--quiet", f"{wheel}[columns,notebook,xlsx]")
        for command in (["ledger", "upgrade"], ["ledger", "verify"], ["wake"]):
            run(home / "bin" / "gov-deadlines", *command, "--database", "sqlite:///ledger.db", cwd=room)
    print("the wheel works in an empty environment")


def run(*command: object, cwd: object = None) -> None:
    """Run it and stop at the first failure."""
    subprocess.run([str(part) for part in command], check=True, cwd=str(cwd) if cwd else None)


if __name__ == "__main__":
    main()
