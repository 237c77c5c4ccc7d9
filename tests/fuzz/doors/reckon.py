"""JSON questions a line: ``gov-deadlines reckon``, the whole stream of them."""

from __future__ import annotations

import json

from click.testing import CliRunner

from gov_deadlines.cli import command

from ..contract import BrokenError, Door, words

GOOD = """{"rule": "enforcement.penalty", "start": "2020-05-20", "jurisdiction": "520323"}
{"period": {"n": 20, "unit": "working_day"}, "start": "2020-01-06", "as_known_on": "2020-01-20", "id": 7}
{"rule": "no.such", "start": "2020-01-06"}
"""


def ask(data: bytes) -> object:
    done = CliRunner().invoke(command, ["reckon"], input=data, env={"GOV_DEADLINES_CALENDARS": ""})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    answers = [json.loads(line) for line in done.stdout_bytes.splitlines()]
    asked = sum(bool(line.strip()) for line in data.split(b"\n"))
    if len(answers) != asked:
        raise BrokenError(f"{asked} lines have {len(answers)} answers")
    if done.exit_code != int(any("error" in answer for answer in answers)):
        raise BrokenError(f"exit status {done.exit_code} does not tell of errors")
    return answers


DOOR = Door("reckon", ask, GOOD.encode(), words("reckon"), "json")
