"""A fact as JSON: ``Event.from_dict``, and back."""

from __future__ import annotations

import copy
import json
import pickle

from gov_deadlines import Event

from ..contract import Door, same, words

GOOD = '{"event": "received", "on": "2020-01-10", "key": "k1", "channel": "signed_post", "list": [1, {"a": null}]}'


def ask(data: bytes) -> object:
    try:
        raw = json.loads(json.dumps(json.loads(data)))  # which joins the halves of a character that stand side by side
    except (ValueError, RecursionError):
        return None
    kept = copy.deepcopy(raw)
    event = Event.from_dict(raw)
    same(raw, kept, "what was handed in")
    plain = event.to_dict()
    json.dumps(plain)
    back = Event.from_dict(json.loads(json.dumps(plain)))
    if "NaN" not in json.dumps(plain):  # which is not itself
        same(back, event, "a fact through JSON")
        same(pickle.loads(pickle.dumps(event)), event, "a fact through a pickle")
    same(back.digest, event.digest, "the digest of a fact through JSON")
    return event.id, event.day, event.known_on, event.instant, hash(event) and repr(event)


DOOR = Door("event", ask, GOOD.encode(), words("event"), "json")
