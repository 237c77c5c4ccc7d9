"""The arguments of the command line, one a line, and after an empty line what comes by standard input."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path

from click.testing import CliRunner

from gov_deadlines.cli import command

from ..contract import BrokenError, Door, text_of, words
from .docket import GOOD as DOCKET
from .matter import GOOD as MATTER
from .notice import GOOD as NOTICE

GOOD = "due\nenforcement.penalty\n2020-05-20\n--jurisdiction\n520323\n--json"
_STATUS = (0, 1, 2)
# What would leave the folder made for it, or reach for another machine, is not handed in.
_OUTSIDE = ("/", "..", "~", "\\")
# No system hands over an argument with a NUL in it.
_NEVER = "\x00"


def ask(data: bytes) -> object:
    head, _, fed = text_of(data).partition("\n\n")
    args = [arg for arg in head.split("\n")[:24] if arg]
    if not args or any(_NEVER in arg or _leaves(arg) for arg in args):
        return None
    back = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for name, text in (("docket.csv", DOCKET), ("notice.txt", NOTICE), ("matters.jsonl", MATTER + "\n")):
                Path(name).write_text(text, encoding="utf-8")
            env = {"GOV_DEADLINES_CALENDARS": "", "GOV_DEADLINES_DATABASE": None}
            with warnings.catch_warnings():
                # Refused for another argument, click leaves the files that it opened to the end of the process.
                warnings.simplefilter("ignore", ResourceWarning)
                done = CliRunner().invoke(command, args, input=fed.encode("utf-8", "surrogateescape"), env=env)
        finally:
            os.chdir(back)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    if done.exit_code not in _STATUS:
        raise BrokenError(f"exit status {done.exit_code}")
    if done.exit_code and not done.output.strip():
        raise BrokenError(f"exit status {done.exit_code} without a word")
    return done.exit_code, done.output if args == GOOD.split("\n") else ""


def _leaves(arg: str) -> bool:
    value = arg.partition("=")[2] or arg
    if value.startswith("sqlite://"):
        value = value.removeprefix("sqlite://").removeprefix("/")
    return "://" in arg.removeprefix("sqlite://") or any(mark in value for mark in _OUTSIDE)


_CALLS = """
due request.answer 2020-01-06 --as-known-on 2020-01-20 --lang en
due request.answer 2026-12-20 --project 2027
due incident.statement 2020-07-08T16:20:00+08:00 --json
docket docket.csv --as-of 2020-02-07 --html
docket docket.csv --ics --kind event --domain example.org --as-of 2020-02-07
docket docket.csv --notice notice.txt --json
whatif request.answer 2020-01-06 --if as-known-on=2020-01-20 --if law-of=2019-05-14,jurisdiction=520323
whatif request.answer 2026-12-20 --if project=2027 --if notice=notice.txt --json
whatif-docket docket.csv --if limit=10working_day --as-of 2020-02-07
latest-start enforcement.penalty 2020-05-29 --jurisdiction 520323
law list --json
law show request.answer --jurisdiction 520323
law clauses --jurisdiction 430500
calendar show 2020 --region 45
calendar show 2027 --project --json
calendar diff 2020-01-26 2020-01-27
calendar import notice.txt --docket docket.csv --public 2026-11-30 --json
--calendars kept calendar import notice.txt --public 2026-11-30 --write
report annual 2020 --xlsx book.xlsx
report timeliness --as-of 2020-12-31 --html
report annual 2020 --markdown --form 2019
ledger ddl
ledger upgrade --database sqlite:///ledger.db
ledger list --database sqlite:///ledger.db --by 2020-12-31
wake --database sqlite:///ledger.db --now 2020-07-08T16:20:00+08:00
reckon
replay
demo --json
"""


def _seeds() -> list[bytes]:
    calls = ["\n".join(call.split()) for call in _CALLS.strip().split("\n")]
    return [f"{call}\n\n{MATTER}\n".encode() for call in calls]


DOOR = Door("command_line", ask, GOOD.encode(), words("command_line"), longest=4096, seeds=_seeds)
