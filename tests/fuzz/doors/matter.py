"""A matter as JSON: ``Matter.from_dict``, back, seen at several moments, and asked what may come next."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from gov_deadlines import Matter

from ..contract import Door, files, same, words

GOOD = json.dumps(
    {
        "matter": "2020-17",
        "procedure": "request",
        "events": [
            {"event": "received", "on": "2020-01-10", "key": "k1", "channel": "signed_post"},
            {"event": "consulted", "on": "2020-01-14", "party": "A"},
            {"event": "opinion_received", "on": "2020-02-06", "party": "A"},
            {"event": "answered", "on": "2020-03-02", "outcome": "granted"},
        ],
    }
)
_MOMENTS = (date(2020, 1, 20), date(2020, 3, 31), datetime(2020, 3, 2, 9, tzinfo=UTC), date(2027, 1, 31))


def ask(data: bytes) -> object:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if isinstance(raw, dict):  # the lines of a replay are matters that are seen at a moment
        raw = {key: value for key, value in raw.items() if key not in ("as_of", "as_known_on", "id")}
    matter = Matter.from_dict(raw)
    plain = matter.to_dict()
    back = Matter.from_dict(json.loads(json.dumps(plain)))
    if "NaN" not in json.dumps(plain):
        same(back.events, matter.events, "a matter through JSON")
    told = []
    for moment in _MOMENTS:
        seen = matter.at(moment).to_dict()
        same(json.dumps(back.at(moment).to_dict()), json.dumps(seen), "what a matter through JSON is seen as")
        told.append(seen)
    matter.at(date(2020, 2, 1), as_known_on=date(2020, 1, 26)).to_dict()
    allowed = [(name, bool(matter.can(name))) for name in matter.legal]
    return json.dumps(told), allowed, matter.next_turn(date(2020, 1, 1))


def seeds() -> list[bytes]:
    """The matters of the stories."""
    lines = (line for path in files("tests/stories/*.jsonl") for line in path.read_text("utf-8").splitlines())
    return [json.dumps(json.loads(line)["replay"], ensure_ascii=False).encode() for line in lines]


DOOR = Door("matter", ask, GOOD.encode(), words("matter", "event"), "json", seeds=seeds)
