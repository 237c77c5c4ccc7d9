"""Matters one by one, from wherever a report gets them: values, or the JSON that ``replay`` takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

import attrs

from ...errors import BadInput, GovDeadlinesError
from ...law.book import LawBook
from ...matters.matter import Matter
from ...workdays.calendar import WorkCalendar
from ...workdays.region import NATION

_ASKED = ("as_of", "as_known_on", "id")


@attrs.frozen
class Unreadable:
    """What stands where a matter should, and why it could not be read; a report names it and goes on."""

    matter: str
    error: GovDeadlinesError


Told: TypeAlias = "Matter | Unreadable | Mapping[str, Any]"
"""A matter, its JSON, or what stands in its place."""


def matters(
    told: Iterable[Told],
    calendar_of: Callable[[str], WorkCalendar] = WorkCalendar.load,
    book: LawBook | None = None,
) -> Iterator[Matter | Unreadable]:
    """
    Each of *told* as a matter, one at a time; what cannot be read, or comes a second time, is told in its place.

    A matter without an id is called by its number, ``#3``.
    """
    calendar = cache(calendar_of)
    law = book or LawBook.load()
    seen: set[str] = set()
    for number, each in enumerate(told, 1):
        if isinstance(each, Unreadable):
            yield each
            continue
        try:
            found = each if isinstance(each, Matter) else _read(each, calendar, law)
        except GovDeadlinesError as error:
            yield Unreadable(_name(each, number), error)
            continue
        if not found.id:
            found = attrs.evolve(found, id=f"#{number}")
        if found.id in seen:
            en = f"{found.id!r} was counted already; a second matter of that id is left out"
            yield Unreadable(found.id, BadInput.of("matter", en, f"{found.id!r} 已计入；同一编号的第二个事项不再计入"))
            continue
        seen.add(found.id)
        yield found


def _read(told: Mapping[str, Any], calendar: Callable[[str], WorkCalendar], book: LawBook) -> Matter:
    place = told.get("jurisdiction") if isinstance(told, Mapping) else None
    plain = {key: value for key, value in told.items() if key not in _ASKED} if isinstance(told, Mapping) else told
    return Matter.from_dict(plain, calendar=calendar(str(place or NATION)), book=book)


def _name(told: object, number: int) -> str:
    named = told.get("matter") if isinstance(told, Mapping) else None
    return str(named) if named else f"#{number}"
