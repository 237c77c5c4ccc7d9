"""What the details of a fact may say: days, numbers, lists and texts, each read once, where the fact comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite
from typing import Any

from ..errors import BadInput, Fault
from ..moment import read_day
from .event import Event
from .procedure import Procedure


def read_details(procedure: Procedure, event: Event) -> Event:
    """
    *event* with its details in the words of the table, each of the kind it is of.

    Details that no table or kind speaks of are kept as they are.
    Raises: BadInput, with every fault; an event that says nothing without a detail must have it.
    """
    payload = {name: value for name, value in event.payload.items() if value is not None}
    faults = [
        Fault(f"event.{name}", f"{event.name} says nothing without {name}; give it", f"{event.name} 须写明 {name}")
        for name in procedure.facts[event.name].requires
        if payload.get(name) in (None, "")
    ]
    for name, value in payload.items():
        try:
            payload[name] = _read(procedure, name, value)
        except BadInput as bad:
            faults += bad.faults
    if faults:
        raise BadInput(faults)
    return event if payload == event.payload else event.reworded(payload)


def _read(procedure: Procedure, name: str, value: Any) -> Any:
    path = f"event.{name}"
    if name.startswith("_"):
        en, zh = f"{name!r} is kept for what is worked out; choose another name", f"{name!r} 为内部保留；请改用其他名称"
        raise BadInput.of(path, en, zh)
    spellings = procedure.details.get(name)
    if spellings is not None:
        return _spelled(name, str(value), spellings, path)
    kind = KINDS.get(name)
    return value if kind is None else kind(value, path)


def _spelled(name: str, told: str, spellings: Mapping[str, str], path: str) -> str:
    if told in spellings:
        return spellings[told]
    known = ", ".join(dict.fromkeys(spellings.values()))
    near = get_close_matches(told, spellings)
    en = f"{told!r} is no {name}; expected one of {known}" + (f"; near: {near[0]}" if near else "")
    raise BadInput.of(path, en, f"{told!r} 不是 {name}；应为 {known} 之一")


def _day(value: Any, path: str) -> str:
    """A day, as text like 2020-05-20."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return read_day(value, path).isoformat()


def _number(value: Any, path: str) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        en, zh = f"{value!r} is no number; expected one like 3 or 2.5", f"{value!r} 不是数字；应如 3 或 2.5"
        raise BadInput.of(path, en, zh)
    return value


def _count(value: Any, path: str) -> int:
    """A whole number from 1."""
    if type(value) is not int or value < 1:
        en, zh = f"{value!r} is no count; expected a whole number from 1", f"{value!r} 应为不小于1的整数"
        raise BadInput.of(path, en, zh)
    return value


def _is_finite(value: float) -> bool:
    try:
        return isfinite(value)
    except OverflowError:
        return False


def _text(value: Any, path: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadInput.of(path, f"{value!r} is no text; expected a name", f"{value!r} 不是文字；应为名称")
    return str(value)


def _texts(value: Any, path: str) -> tuple[str, ...]:
    """Names in a row; one name alone is a row of one."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not all(isinstance(each, str) for each in listed):
        en = f'{value!r} is no list of names; expected one like ["a", "b"]'
        raise BadInput.of(path, en, f'{value!r} 应为名称列表，如 ["甲", "乙"]')
    return tuple(dict.fromkeys(listed))


KINDS: Mapping[str, Callable[[Any, str], Any]] = {
    "until": _day,
    "counts_from": _day,
    "served_on": _day,
    "from": _day,
    "working_days": _count,
    "items": _count,
    "value": _number,
    "at_least": _number,
    "channels": _texts,
    "stages": _texts,
    "channel": _text,
    "party": _text,
    "stage": _text,
    "subject": _text,
    "period": _text,
    "decision": _text,
    "every": _text,
    "department": _text,
    "category": _text,
}
"""How the details that guards, clocks and spans look at are read, in every procedure alike."""
