"""A matter as its JSON writes it: under what it is, and its facts, read with every fault and its path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ..datafile import structure
from ..errors import BadInput, Fault
from ..plain import check_plain
from ..workdays.region import NATION
from .event import Event, read_events
from .obligation import Advisory


@attrs.frozen
class Written:
    """What the JSON of a matter says."""

    procedure: str
    matter: str
    rule: str
    jurisdiction: str
    clause: str
    advisory: Advisory | None
    events: Sequence[Event]


@attrs.frozen
class _Line:
    """The fields of that JSON; facts and the practice number are read by themselves."""

    procedure: str
    events: Any
    matter: str = ""
    rule: str = ""
    jurisdiction: str = NATION
    clause: str = ""
    advisory: Any = None


def read_matter(raw: object, where: str = "matter") -> Written:
    """The matter that a JSON object writes. Raises: BadInput, with every fault and its path."""
    check_plain(raw, where)
    if not isinstance(raw, Mapping):
        raise BadInput.of(where, f"{raw!r} is no matter; expected a JSON object", f"{raw!r} 应为 JSON 对象")
    line = structure({key: value for key, value in raw.items() if value is not None}, _Line, where)
    faults: list[Fault] = []
    events: list[Event] = []
    advisory = None
    try:
        events = read_events(line.events, f"{where}.events")
    except BadInput as bad:
        faults += bad.faults
    try:
        advisory = None if line.advisory is None else Advisory.from_dict(line.advisory, f"{where}.advisory")
    except BadInput as bad:
        faults += bad.faults
    if faults:
        raise BadInput(faults)
    return Written(line.procedure, line.matter, line.rule, line.jurisdiction, line.clause, advisory, events)
