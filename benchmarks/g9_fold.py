"""G9: facts folded through the table of a request, against two state-machine libraries and a walk over the facts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import attrs
import transitions
from rounds import ROUNDS, Case, Timing, in_rounds
from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed
from table import Goals, at_least, at_most, named, printed

from gov_deadlines import Event, IllegalEvent, Matter
from gov_deadlines.matters.fold import fold, ordered
from gov_deadlines.matters.procedure import UNOPENED, Procedure

LENGTH = 5
POOL = 200
CHECKED = 2000
BEGIN = date(2020, 1, 2)
PARTIES = ("甲公司", "乙公司")
ABOUT_A_PARTY = ("consulted", "opinion_received", "consultation_lapsed")
OURS, LIMIT = "fold(procedure, events, setting)", "walking the events: event.name"

# The peers know no limits, so they cannot say whether an extension came before the limit ended.
LEFT_OUT = ("extended",)

BLANK = Matter.open("request", id="G9")
PROCEDURE, SETTING = BLANK.procedure, BLANK.setting
NEW = "unopened"

USUAL = (
    ("received", "correction_requested", "corrected", "consulted", "opinion_received"),
    ("received", "correction_requested", "corrected", "consulted", "answered"),
)
PLAIN = (("submitted", "received", "consulted", "fee_notified", "withdrawn"),)

Stream = tuple[Event, ...]


class Request:
    """What both peers keep beside the state: the facts taken, and the guards that read them, in the peers' manner."""

    def __init__(self) -> None:
        self.state = NEW
        self.facts: list[Event] = []

    def once(self, fact: Event) -> bool:
        return all(each.name != "correction_requested" for each in self.facts)

    def waived(self, fact: Event) -> bool:
        return bool(fact.payload.get("waived"))

    def party_still_out(self, fact: Event) -> bool:
        out = set()
        for each in (*self.facts, fact):
            if each.name == "consulted":
                out.add(each.payload["party"])
            elif each.name in ABOUT_A_PARTY:
                out.discard(each.payload["party"])
        return bool(out)


def cells(procedure: Procedure) -> Iterable[tuple[str, str, str, list[str]]]:
    """Each (state, event, next state, conditions) of the table, the choices of one cell in their order."""
    for state, row in procedure.moves.items():
        for event, move in row.items():
            if event in LEFT_OUT:
                continue
            if isinstance(move, str):
                yield state or NEW, event, move, []
            else:
                for target in move.targets:
                    wanted = [*move.guards, *([target.when] if target.when else [])]
                    yield state or NEW, event, target.state, wanted


def transitions_machine(model: Any) -> transitions.Machine:
    rows = [
        {"trigger": event, "source": source, "dest": target, "conditions": wanted}
        for source, event, target, wanted in cells(PROCEDURE)
    ]
    states = [NEW, *PROCEDURE.states]
    return transitions.Machine(model=model, states=states, initial=NEW, transitions=rows, auto_transitions=False)


def statemachine_class() -> type[StateMachine]:
    # The states take a prefix: a state and an event of one name, such as withdrawn, would be one attribute.
    states = {name: State(name, value=name, initial=name == NEW) for name in (NEW, *PROCEDURE.states)}
    events: dict[str, Any] = {}
    for source, event, target, wanted in cells(PROCEDURE):
        one = states[source].to(states[target], cond=wanted)
        events[event] = events[event] | one if event in events else one
    body = {f"in_{name}": state for name, state in states.items()} | events
    return type(StateMachine)("RequestMachine", (StateMachine,), body)


MachineOf = statemachine_class()
BUILT_MODEL: Any = Request()
BUILT = transitions_machine(BUILT_MODEL)
SHARED = transitions_machine(None)
MACHINE = MachineOf(model=Request())


def transitions_built(events: Stream) -> str:
    BUILT.set_state(NEW)
    BUILT_MODEL.facts = []
    return _triggered(BUILT_MODEL, events)


def transitions_shared(events: Stream) -> str:
    model = Request()
    SHARED.add_model(model)
    state = _triggered(model, events)
    SHARED.remove_model(model)  # or the machine would keep, and search, every model it ever had
    return state


def transitions_own(events: Stream) -> str:
    model = Request()
    transitions_machine(model)
    return _triggered(model, events)


def _triggered(model: Any, events: Stream) -> str:
    for event in events:
        try:
            if model.trigger(event.name, event):
                model.facts.append(event)
        except transitions.MachineError:
            continue
    return model.state


def statemachine_built(events: Stream) -> str:
    MACHINE.current_state_value = NEW
    MACHINE.model.facts = []
    return _sent(MACHINE, events)


def statemachine_own(events: Stream) -> str:
    return _sent(MachineOf(model=Request()), events)


def _sent(machine: Any, events: Stream) -> str:
    facts = machine.model.facts
    for event in events:
        try:
            machine.send(event.name, fact=event)
        except TransitionNotAllowed:
            continue
        facts.append(event)
    return machine.current_state_value


PEERS: Mapping[str, tuple[Callable[[Stream], str], float]] = {
    "transitions, a machine built before": (transitions_built, 40),
    "transitions, one machine, a model per stream": (transitions_shared, 40),
    "transitions, a machine per stream": (transitions_own, 40),
    "python-statemachine, a machine built before": (statemachine_built, 500),
    "python-statemachine, a machine per stream": (statemachine_own, 500),
}
"""The peers, and how many times slower each is to be."""


def walk(events: Stream) -> None:
    for event in events:
        event.name  # noqa: B018


def table_alone(events: Stream, moves: Mapping[str, Mapping[str, str]]) -> str:
    state = UNOPENED
    for event in events:
        state = moves[state][event.name]
    return state


def apply_each(events: Stream) -> Matter:
    matter = BLANK
    for event in events:
        matter = matter.apply(event)
    return matter


def report(rounds: int = ROUNDS) -> Goals:
    """Prints the agreement with the peers and a table for each kind of stream."""
    print(f"G9 streams of {LENGTH} facts of a request; per event, and what a stream costs once is shared out")
    exact = _agreeing()
    draw = random.Random(9)
    kinds = {
        "the usual life, guards and choices as they come": lambda: _life(draw, USUAL),
        "cells without guards and choices": lambda: _life(draw, PLAIN),
        "random legal streams": lambda: legal_stream(draw),
    }
    found: Goals = {}
    for title, drawn in kinds.items():
        found |= _table(title, [drawn() for _ in range(POOL)], exact, rounds)
    return found


def legal_stream(draw: random.Random) -> Stream:
    """Facts that the fold takes one and all, drawn step by step from what the table knows in the state reached."""
    found: Stream = ()
    while len(found) < LENGTH:
        state = fold(PROCEDURE, found, SETTING).state
        name = draw.choice([name for name in PROCEDURE.legal(state) if name not in LEFT_OUT])
        longer = (*found, _fact(draw, name, len(found)))
        if not fold(PROCEDURE, longer, SETTING).misfits:
            found = longer
    return found


def mixed_stream(draw: random.Random) -> tuple[Stream, str]:
    """Facts of which some are to be refused, and the state of a matter that recorded the others."""
    matter, told = BLANK, []
    names = [name for name in PROCEDURE.facts if name not in LEFT_OUT]
    for number in range(2 * LENGTH):
        likely = [name for name in matter.legal if name not in LEFT_OUT]
        told.append(_fact(draw, draw.choice(draw.choice((likely, likely, names))), number))
        with suppress(IllegalEvent):
            matter = matter.apply(told[-1])
    return tuple(told), matter.state or NEW


def _life(draw: random.Random, lives: Sequence[Sequence[str]]) -> Stream:
    """One of *lives*, with one party consulted throughout."""
    parties = (draw.choice(PARTIES),)
    return tuple(_fact(draw, name, number, parties) for number, name in enumerate(draw.choice(lives)))


def _fact(draw: random.Random, name: str, number: int, parties: Sequence[str] = PARTIES) -> Event:
    """A fact with a name of its own, as when it was read from somewhere, in the *number*-th week."""
    happened = BEGIN + timedelta(days=7 * number + draw.randint(0, 6))
    payload: dict[str, Any] = {}
    if name in ABOUT_A_PARTY:
        payload = {"party": draw.choice(parties)}
    elif name == "answered":
        payload = {"waived": draw.random() < 0.5}
    return Event(name.encode().decode(), happened, payload=payload)


def _agreeing() -> list[str]:
    """The peers that end in our state on random streams: those that fit, and those of which some facts are refused."""
    fitting, mixing = random.Random(1), random.Random(2)
    legal = [legal_stream(fitting) for _ in range(CHECKED)]
    # A fold takes what happened although a guard failed; the peers refuse it, and so do we when it is to be recorded.
    mixed = [mixed_stream(mixing) for _ in range(CHECKED // 4)]
    exact = []
    for name, (answer, _) in PEERS.items():
        fits = sum(answer(events) == fold(PROCEDURE, events, SETTING).state for events in legal)
        refuses = sum(answer(events) == state for events, state in mixed)
        print(f"  {name}: our last state on {fits} of {len(legal)} legal streams, {refuses} of {len(mixed)} others")
        if fits == len(legal) and refuses == len(mixed):
            exact.append(name)
    return exact


def _table(title: str, pool: list[Stream], exact: list[str], rounds: int) -> Goals:
    # The peers see the same streams; a few hundred, so that what is timed is the fold and not the memory.
    def rows(count: int) -> Sequence[Stream]:
        return (pool * (count // len(pool) + 1))[:count]

    moves = {
        state: {event: move if isinstance(move, str) else move.targets[-1].state for event, move in row.items()}
        for state, row in PROCEDURE.moves.items()
    }
    ours = {"fold": fold, "ordered": ordered, "procedure": PROCEDURE, "setting": SETTING}
    whole = "fold(procedure, ordered(procedure, events), setting)"
    cases = [
        Case(LIMIT, "walk(events)", rows, {"walk": walk}, target="events"),
        Case(
            "the state table alone",
            "table_alone(events, moves)",
            rows,
            {"table_alone": table_alone, "moves": moves},
            target="events",
        ),
        Case(OURS, OURS, rows, ours, target="events"),
        Case("the same, put in order first", whole, rows, ours, target="events"),
        Case("Matter.apply, event by event", "apply_each(events)", rows, {"apply_each": apply_each}, target="events"),
        *(Case(name, "answer(events)", rows, {"answer": PEERS[name][0]}, target="events") for name in exact),
    ]
    timings = {name: _per_event(timing) for name, timing in in_rounds(cases, rounds).items()}
    folded, limit = timings[OURS], timings[LIMIT]
    goals = {name: at_least(PEERS[name][1], "x ours", timings[name].over(folded)) for name in exact}
    goals[OURS] = at_most(10, "x limit", folded.over(limit))
    print(f"\n{title}")
    print(printed(timings.values(), folded, limit, "ns", goals))
    return named(title, goals)


def _per_event(timing: Timing) -> Timing:
    return attrs.evolve(timing, figures=tuple(figure / LENGTH for figure in timing.figures))
