"""What a host hands in to be warned by, the practice number of a matter, and days left out: plain values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from gov_deadlines import BadInput, Event, Matter, WarningPolicy, due
from gov_deadlines.matters.obligation import Advisory
from gov_deadlines.matters.warning import rungs

from ..contract import Door, words

_ADVISORY = '{"n": 5, "unit": "day", "set_by": "办公室"}'
GOOD = f'{{"fractions": [0.5], "days_before": [3, 1], "days_after": 20, "advisory": {_ADVISORY}}}'
_DAYS = due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")
_HOURS = due("incident.statement", datetime(2020, 5, 20, 9, tzinfo=UTC))
_FACT = Event.of("formed", date(2020, 5, 20))


def ask(data: bytes) -> object:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict):
        raise BadInput.of("policy", "no object", "不是对象")
    # JSON has lists only; a host's settings become tuples on the way in.
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    names = ("fractions", "days_before", "days_after")
    policy = WarningPolicy(**{name: told[name] for name in names if name in told})
    advisory = None if told.get("advisory") is None else Advisory.from_dict(told["advisory"])
    matter = Matter.open("publication", policy=policy, advisory=advisory, events=[_FACT])
    seen = matter.at(date(2020, 6, 10)).to_dict()
    return rungs(_DAYS, policy), rungs(_HOURS, policy), json.dumps(seen)


DOOR = Door("policy", ask, GOOD.encode(), words("policy"), "json", longest=2048)
