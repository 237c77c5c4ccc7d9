"""The facts of one matter a line: ``replay``, as the command line asks it."""

from __future__ import annotations

import copy
import json

from gov_deadlines.cli.lines import asked
from gov_deadlines.matters.replay import replay

from ..contract import Door, same
from .matter import DOOR as MATTER
from .matter import GOOD as MATTER_GOOD

GOOD = MATTER_GOOD[:-1] + ', "as_of": "2020-02-20", "as_known_on": "2020-02-20"}'


def ask(data: bytes) -> object:
    line = asked(data)
    kept = copy.deepcopy(line)
    told = json.dumps(replay(line))
    same(line, kept, "the line that was handed in")
    return told


DOOR = Door("replay", ask, GOOD.encode(), MATTER.words, "json", seeds=MATTER.seeds)
