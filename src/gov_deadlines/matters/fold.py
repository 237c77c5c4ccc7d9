"""The fold: facts in their order through the table, to the states they led to; it never raises, and tells misfits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

import attrs

from ..errors import GovDeadlinesError, GuardFailed, IllegalEvent, Missing
from .clockwork import main_deadline
from .conditions import CONDITIONS, DETAILS, GUARDS
from .event import Event, instant_of
from .procedure import UNOPENED, Move, Procedure
from .record import Record, Setting


@attrs.frozen
class Misfit:
    """A fact that the table or a guard speaks against, and what they say."""

    event: Event
    error: GovDeadlinesError


class Run(NamedTuple):
    """
    What a fold came to; a named tuple, since a fold makes one for every stream of facts and it is half of its cost.

    *failures* are facts that were taken although a guard failed: what happened, happened. *set_aside* are facts that
    the table knows no way for; they changed nothing.
    """

    events: tuple[Event, ...]
    states: tuple[str, ...]
    failures: tuple[Misfit, ...] = ()
    set_aside: tuple[Misfit, ...] = ()

    @property
    def state(self) -> str:
        """The state after the last fact."""
        return self.states[-1] if self.states else UNOPENED

    def record(self, setting: Setting) -> Record:
        """The facts taken, for conditions and clocks to read."""
        return Record(setting, [*self.events], [*self.states], main_deadline)

    @property
    def misfits(self) -> tuple[Misfit, ...]:
        """All that did not fit."""
        return (*self.failures, *self.set_aside)


_new = tuple.__new__
"""Makes a named tuple at half the price of calling its class."""


def ordered(procedure: Procedure, events: Iterable[Event]) -> list[Event]:
    """
    *events* in the order in which they are folded: by when they happened, then by their turn, then by when they were
    learned, then as they came.

    Facts of one day are in the order of their instants when each of them has one; otherwise their turns decide.
    """
    told = list(events)
    if procedure.exact:
        return sorted(told, key=lambda event: (event.instant, _turn(procedure, event), _learned(event)))
    vague = {event.day for event in told if not isinstance(event.happened, datetime)}

    def place(event: Event) -> tuple[date, float, int, float]:
        return event.day, 0.0 if event.day in vague else event.instant, _turn(procedure, event), _learned(event)

    opening = min((place(each) for each in told if each.name in procedure.moves[UNOPENED]), default=None)

    def place_after_opening(event: Event) -> tuple[date, float, int, float]:
        own = place(event)
        fact = procedure.facts.get(event.name)
        if opening is None or fact is None or not fact.early:
            return own
        return max(own, (*opening[:2], *own[2:]))

    return sorted(told, key=place_after_opening)


def fold(procedure: Procedure, events: Sequence[Event], setting: Setting, *, after: Run | None = None) -> Run:
    """
    The states that *events*, in order, lead through, from the beginning or on from *after*.

    A fact taken over from before the system (its detail ``imported`` is true) is taken wherever the record stands.
    Facts pass from node to node as long as they fit, which in most matters they all do.
    """
    if after is not None:
        return _fold_with_care(after.record(setting), events, after)
    node = procedure.start
    states: list[str] = []
    for event in events:
        try:
            node = node.on[event.name]
            if node.asks is not None:
                node = node.on[node.asks(events[: len(states)], event)]
        except KeyError:
            break
        states.append(node.state)
    else:
        return _new(Run, (tuple(events), tuple(states), (), ()))
    # From the first fact that no node leads on with, the record is at hand.
    so_far = len(states)
    return _fold_with_care(Record(setting, [*events[:so_far]], states, main_deadline), events[so_far:])


def _fold_with_care(record: Record, events: Iterable[Event], after: Run | None = None) -> Run:
    """The fold of *events* on from *record*, by whatever decides a cell, with what does not fit and why."""
    moves, taken, states = record.setting.procedure.moves, record.events, record.states
    failures = list(after.failures) if after else []
    aside = list(after.set_aside) if after else []
    state = record.state
    for event in events:
        move = moves[state].get(event.name)
        found = move if type(move) is str else _decided(record, state, event, move, failures)
        if found is None:
            aside.append(Misfit(event, refusal(record, state, event)))
            continue
        state = found
        taken.append(event)
        states.append(state)
    return Run(tuple(taken), tuple(states), tuple(failures), tuple(aside))


def _decided(record: Record, state: str, event: Event, move: Move | str | None, failures: list[Misfit]) -> str | None:
    """The state that a cell with guards or a choice leads to; ``None`` where it leads nowhere."""
    found: str | None = None
    failed: list[str] = []
    if isinstance(move, Move):
        failed = _failing(record, move, event)
        holding = (each for each in move.targets if not each.when or CONDITIONS[each.when](record, event))
        found = next((target.state for target in holding), None)
    if found is None:
        fact = record.setting.procedure.facts.get(event.name)
        if fact is None or not fact.enters or not event.get("imported"):
            return None
        found = fact.enters
    if failed:
        failures.append(Misfit(event, _guard_failed(record, state, event, failed)))
    elif move is None:
        failures.append(Misfit(event, refusal(record, state, event)))
    return found


def refusal(record: Record, state: str, event: Event) -> IllegalEvent:
    """Why *state* has no way for *event*: what is missing, where the table says so; otherwise what is legal there."""
    procedure = record.setting.procedure
    move = procedure.moves[state].get(event.name)
    if isinstance(move, Move):
        failed = _failing(record, move, event)
        if failed:
            return _guard_failed(record, state, event, failed)
    return IllegalEvent(procedure.id, state, event.name, procedure.legal(state), procedure.names_zh(state, event.name))


def _failing(record: Record, move: Move, event: Event) -> list[str]:
    """The guards of a cell that fail; one that the law sets stands only where a text in force asks for it."""
    failed = [name for name in move.guards if not GUARDS[name](record, event)]
    if not failed:
        return failed
    guards = record.setting.procedure.guards
    return [n for n in failed if not guards[n].law or guards[n].cited_on(event.day) or record.asked_for(n)]


def _guard_failed(record: Record, state: str, event: Event, failed: Iterable[str]) -> GuardFailed:
    procedure = record.setting.procedure
    missing = []
    for name in failed:
        guard = procedure.guards[name]
        local = (clause.cite("zh") for clause in record.asked_for(name))
        sources = tuple(dict.fromkeys((*guard.cited_on(event.day), *local)))
        turn = DETAILS[name](record) if name in DETAILS else None
        en, zh = (f"{guard.en} ({turn})", f"{guard.zh}（{turn}）") if turn else (guard.en, guard.zh)
        missing.append(Missing(name, en, zh, sources))
    names = procedure.names_zh(state, event.name)
    return GuardFailed(procedure.id, state, event.name, missing, procedure.legal(state), names)


def _turn(procedure: Procedure, event: Event) -> int:
    fact = procedure.facts.get(event.name)
    return fact.turn.order if fact else 0


def _learned(event: Event) -> float:
    return event.instant if event.learned is None else instant_of(event.learned)
