"""What a fact must pass before it joins a matter: words, bounds, what it takes back, and what the table makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from math import inf

from ..errors import BadCorrection, BadInput, ContradictsLater, IllegalEvent, OutOfBounds, Undecidable
from .details import read_details
from .event import VOIDED, Event, in_force
from .fold import Run
from .procedure import UNOPENED, Procedure


def worded(procedure: Procedure, event: object, state: Callable[[], str]) -> Event:
    """
    *event* with its details in the words of the table; *state* is asked for refusals alone.

    Raises: IllegalEvent, BadInput, Undecidable.
    """
    if not isinstance(event, Event):
        en, zh = f"{event!r} is no Event; make one by Event.of or Event.from_dict", f"{event!r} 不是 Event"
        raise BadInput.of("event", en, f"{zh}；请用 Event.of 或 Event.from_dict")
    if event.name == VOIDED:
        return event
    if event.name not in procedure.facts:
        now = state()
        near = tuple(get_close_matches(event.name, procedure.facts))
        names = procedure.names_zh(now, event.name)
        raise IllegalEvent(procedure.id, now, event.name, procedure.legal(now), names, near)
    if procedure.exact and not isinstance(event.happened, datetime):
        raise Undecidable(
            f"{event.name} on {event.happened} has no instant, and {procedure.id} counts hours; "
            "give it under at, like 2020-05-20T09:00:00+08:00",
            f"{event.name}（{event.happened}）没有时刻，而{procedure.zh}按小时计算；"
            "请用 at 给出，如 2020-05-20T09:00:00+08:00",
        )
    return read_details(procedure, event)


def check_voids(events: Sequence[Event], fresh: Iterable[Event]) -> None:
    """Raises: BadCorrection, unless every fact that *fresh* takes back is in force and is taken back once."""
    there: dict[str, None] = {}
    for event in fresh:
        _check_void_names_one(event)
        if event.voids:
            there = there or dict.fromkeys(each.id for each in in_force(events))
            if event.voids not in there:
                raise BadCorrection(event.voids, there)
            del there[event.voids]


def check_order(events: Sequence[Event]) -> None:
    """
    Raises: BadCorrection, unless every fact of a whole record takes back one that came before it.

    Whether that one was in force is not asked: what a correction in several steps had done by then, no record tells.
    """
    before: dict[str, None] = {}
    for event in events:
        _check_void_names_one(event)
        if event.voids and event.voids not in before:
            raise BadCorrection(event.voids, before)
        before[event.id] = None


def _check_void_names_one(event: Event) -> None:
    """Raises: BadInput, for a fact that only takes back and does not say what."""
    if event.name == VOIDED and not event.voids:
        en, zh = "voided takes nothing back without voids, a fact's key", "voided 须用 voids 写明所撤回事实的键"
        raise BadInput.of("event.voids", en, zh)


def check_bounds(procedure: Procedure, told: Iterable[Event], fresh: Sequence[Event]) -> None:
    """Raises: OutOfBounds, for a fact before *told*, in order, begins, or one that lies after it was learned."""
    openings = procedure.moves[UNOPENED]
    gone = {event.voids for event in fresh if event.voids}
    opening = next((each for each in told if each.name in openings and each.id not in gone), None)
    begun = [opening] if opening else []
    first = min([*begun, *(each for each in fresh if each.name in openings)], key=_begins, default=None)
    for event in fresh:
        if event.name == VOIDED:
            continue
        _check_learned(event, procedure.tolerance_seconds)
        free = event.name in openings or procedure.facts[event.name].early
        if first is not None and not free and _ends(event) < _begins(first):
            raise OutOfBounds(event.name, event.happened, first.happened, None)


def check_fit(procedure: Procedure, before: Run, after: Run, fresh: Sequence[Event]) -> None:
    """
    Raises: what the table or a guard says against one of *fresh*; ContradictsLater, when an older fact breaks.

    What was taken over from before the system passes its guards; what may come before the opening waits for it.
    """
    new = {event.id for event in fresh}
    # What waited for an opening was not yet aside: the opening that leaves it no place contradicts it.
    aside = {each.event.id for each in before.set_aside} if before.events else set()
    failed = {each.event.id for each in before.failures}
    against = [each for each in after.failures if not each.event.get("imported")]
    against_aside = [each for each in after.set_aside if after.events or not procedure.facts[each.event.name].early]
    for misfit in (*against, *against_aside):
        if misfit.event.id in new:
            raise misfit.error
    broken = [each.event for each in against_aside if each.event.id not in aside]
    broken += [each.event for each in against if each.event.id not in failed]
    if broken:
        raise ContradictsLater(fresh[0].name, [f"{each.name} ({each.happened.isoformat()})" for each in broken])


def check_whole(procedure: Procedure, run: Run) -> None:
    """
    Raises: what the table says against a fact of a whole record that it has no place for.

    What a guard says against one is no refusal but a breach: the record stands, and the law or the calendar that it is
    read by now may not be the one it was taken by.
    """
    for misfit in run.set_aside:
        if run.events or not procedure.facts[misfit.event.name].early:
            raise misfit.error


def _check_learned(event: Event, tolerance_seconds: int) -> None:
    """Raises: OutOfBounds, for a fact that lies after the moment it is said to have been learned."""
    if event.learned is None:
        return
    if isinstance(event.happened, datetime) and isinstance(event.learned, datetime):
        ahead = event.happened - event.learned > timedelta(seconds=tolerance_seconds)
    else:
        ahead = event.day > event.known_on
    if ahead:
        raise OutOfBounds(event.name, event.happened, None, event.learned)


def _begins(event: Event) -> tuple[date, float]:
    """The day, and the instant within it: its beginning, where none is told."""
    return event.day, event.instant


def _ends(event: Event) -> tuple[date, float]:
    """The day, and the instant within it: its end, where none is told."""
    return event.day, event.instant if isinstance(event.happened, datetime) else inf
