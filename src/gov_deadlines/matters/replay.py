"""A matter told as JSON: its facts one after the other, and the assessment they lead to, with every fact refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import BadInput, Fault, GovDeadlinesError, UnknownProcedure, UnknownRule
from ..law.book import LawBook
from ..moment import read_day, read_moment
from ..plain import check_plain
from ..workdays.calendar import WorkCalendar
from ..workdays.region import NATION
from .event import Event
from .fold import ordered
from .matter import Matter
from .obligation import Advisory
from .procedure import UNOPENED
from .tables import procedures

KEYS = {
    "matter",
    "procedure",
    "rule",
    "jurisdiction",
    "clause",
    "advisory",
    "events",
    "as_of",
    "as_known_on",
    "id",
}

MOST_FACTS = 500
"""
Facts of one line. Each is recorded by itself, and one that belongs before others makes them be read again, so that the
time of the worst line grows with their cube.
"""


def replay(
    asked: Mapping[str, Any],
    calendar_of: Callable[[str], WorkCalendar] = WorkCalendar.load,
    book: LawBook | None = None,
) -> dict[str, Any]:
    """
    The answer to one line: ``{"matter", "procedure", "rule", "jurisdiction", "events", "as_of", "as_known_on"}``.

    Facts are recorded in the order given; one that is refused is listed with its index and changes nothing. Without
    ``as_of`` the matter is seen at its last fact. A fact with ``voids`` takes the place of another in one step.
    Raises: UnknownProcedure, UnknownRule, UnknownRegion, BadInput, for a line that names no matter at all.
    """
    _check(asked)
    jurisdiction = NATION if asked.get("jurisdiction") is None else asked["jurisdiction"]
    matter = Matter.open(
        asked["procedure"],
        id="" if asked.get("matter") is None else str(asked["matter"]),
        rule=asked.get("rule") or "",
        jurisdiction=jurisdiction,
        clause=asked.get("clause") or "",
        calendar=calendar_of(jurisdiction),
        book=book,
        advisory=None if asked.get("advisory") is None else Advisory.from_dict(asked["advisory"]),
    )
    refused = []
    for index, raw in enumerate(asked["events"]):
        try:
            matter = matter.apply(Event.from_dict(raw, f"events[{index}]"))
        except GovDeadlinesError as error:
            refused.append({"index": index, **both(error)})
    known = None if asked.get("as_known_on") is None else read_day(asked["as_known_on"], "as_known_on")
    if asked.get("as_of") is not None:
        moment = read_moment(asked["as_of"], "as_of")
    elif matter.events:
        moment = ordered(matter.procedure, matter.events)[-1].happened
    else:
        return _unopened(matter) | {"refused": refused}
    return matter.at(moment, as_known_on=known).to_dict() | {"refused": refused}


def both(error: GovDeadlinesError) -> dict[str, str]:
    """An error by its code, with its message in both languages."""
    return {**error.to_dict("en"), "message_zh": error.message("zh")}


def _unopened(matter: Matter) -> dict[str, Any]:
    """The answer for a matter that no fact has opened."""
    nothing: dict[str, Any] = {
        name: [] for name in ("obligations", "windows", "breaches", "gates", "opens", "links", "clauses")
    }
    return {"matter": matter.id, "state": UNOPENED, "spans": {}, "legal": list(matter.legal), **nothing}


def _check(asked: Mapping[str, Any]) -> None:
    """Raises: BadInput, with every fault of the line's own fields; UnknownProcedure; UnknownRule."""
    check_plain(asked, "line")
    faults = [
        Fault(key, f"unknown key; expected {', '.join(sorted(KEYS))}", f"未知字段；可用字段：{'、'.join(sorted(KEYS))}")
        for key in asked
        if key not in KEYS
    ]
    if "procedure" not in asked:
        faults.append(Fault("procedure", f"missing; expected one of {', '.join(procedures())}", "缺少程序名"))
    if not isinstance(asked.get("events"), list):
        en = f"{asked.get('events')!r} is no list of events"
        faults.append(Fault("events", en, f"{asked.get('events')!r} 不是事件列表"))
    elif len(asked["events"]) > MOST_FACTS:
        number = len(asked["events"])
        en = f"{number} facts; expected {MOST_FACTS} at most: give each matter a line of its own"
        faults.append(Fault("events", en, f"有{number}件事实；最多{MOST_FACTS}件，请每个事项单独一行"))
    if faults:
        raise BadInput(faults)
    if not isinstance(asked["procedure"], str):
        raise UnknownProcedure(asked["procedure"], procedures())
    if asked.get("rule") is not None and not isinstance(asked["rule"], str):
        raise UnknownRule(asked["rule"])
    if asked.get("clause") is not None and not isinstance(asked["clause"], str):
        en = f"{asked['clause']!r} is no clause; expected an id like S0-8b"
        raise BadInput.of("clause", en, f"{asked['clause']!r} 应为条款编号，如 S0-8b")
