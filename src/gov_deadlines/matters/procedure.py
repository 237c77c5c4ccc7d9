"""A procedure: a state machine as a table, with the duties its states carry and the links between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import Lang, said
from ..law.convention import Source
from ..law.rule import Pause

if TYPE_CHECKING:
    from .event import Event

UNOPENED = ""
"""The state before anything happened."""


class Clock(Enum):
    """Whether a limit is running."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return {"not_started": "未起算", "running": "计算中", "stopped": "停止计算", "ended": "已终结"}[self.value]


class Turn(Enum):
    """The order of facts of one day whose hour is not told: what starts comes before what stops, and so on."""

    OPEN = "open"
    START = "start"
    STOP = "stop"
    RESUME = "resume"
    EXTEND = "extend"
    FULFIL = "fulfil"
    END = "end"

    @property
    def order(self) -> int:
        """Its place, the earliest 0."""
        return _PLACES[self.value]


_PLACES = {turn.value: place for place, turn in enumerate(Turn)}


@attrs.frozen
class Fact:
    """A kind of event: its names, its turn on a day, and, where it opens a matter, the state it opens."""

    name: str
    zh: str
    en: str
    turn: Turn
    opens: str = ""
    enters: str = ""
    """The state that a fact taken over from before the system leads to, from wherever the record stands."""
    early: bool = False
    """Whether it may have happened before the matter began."""
    requires: tuple[str, ...] = ()
    """The details without which it says nothing."""


@attrs.frozen
class State:
    """A state: its names, and whether the main clock runs in it."""

    name: str
    zh: str
    en: str
    clock: Clock


Asks = Callable[[Sequence["Event"], "Event"], bool]
"""A question to the facts so far and the one that is about to join them."""


@attrs.frozen
class Target:
    """A state that an event leads to, when *when* holds."""

    state: str
    when: str = ""


@attrs.frozen
class Move:
    """What an event does in a state: the targets in order, and the guards that stand before them."""

    targets: tuple[Target, ...]
    guards: tuple[str, ...] = ()

    @property
    def is_legal(self) -> bool:
        """Whether it leads anywhere; one that does not only says what is missing."""
        return bool(self.targets)


@attrs.frozen(eq=False, repr=False)
class Node:
    """
    A state as a fold passes it, and the node that each event leads on to; or a question on the way, and its answers.

    A state has a node for every past that its guards tell apart: before and after the one correction, for instance.
    """

    state: str
    on: dict[str | bool, Node] = attrs.field(factory=dict)
    asks: Asks | None = None


@attrs.frozen
class Guard:
    """A condition that the law sets before a step: what is missing when it fails, and where it stands."""

    name: str
    zh: str
    en: str
    sources: tuple[Source, ...] = ()
    law: bool = False
    """Whether it stands only where a text in force asks for it; others keep the record whole, and always stand."""
    breach: str = ""
    """The name of the breach when the step was taken all the same."""

    def cited_on(self, day: date) -> tuple[str, ...]:
        """The texts in force on *day* that ask for it."""
        return tuple(source.cite("zh") for source in self.sources if source.holds_on(day))


@attrs.frozen
class Wait:
    """A state in which a limit waits for something, and what that does to it where no text in force says."""

    state: str
    pause: str
    rule: str = ""
    otherwise: Pause = Pause.EXCLUDE


@attrs.frozen
class Duty:
    """
    One duty of a procedure: the rule that limits it, the states in which it runs and waits, and what fulfils it.

    In *pends* it exists and has not begun. An empty *rule* is the matter's own. A duty *once* fulfilled does not come
    up again; *when* names the condition on which it exists at all; *asked* that it only shows once it was fulfilled,
    since no one could tell before.
    """

    name: str
    zh: str
    en: str
    rule: str
    runs: frozenset[str]
    waits: tuple[Wait, ...]
    fulfilled_by: frozenset[str]
    pends: frozenset[str] = frozenset()
    extension: str = ""
    once: bool = False
    when: str = ""
    asked: bool = False
    outlasts: bool = False
    """Whether it goes on until it is fulfilled, whatever state the matter comes to."""
    ahead: bool = False
    """Whether what fulfils it counts though it came before the duty did."""
    unlimited: bool = False
    """Whether no text sets a limit, so that it has no rule."""

    def wait_in(self, state: str) -> Wait | None:
        """What it waits for in *state*."""
        return next((wait for wait in self.waits if wait.state == state), None)


class Bond(Enum):
    """How two steps hang together."""

    GATE = "gate"
    SYNCHRONOUS = "synchronous"
    OPENS = "opens"
    SATISFIES = "satisfies"
    CANCELS = "cancels"


@attrs.frozen
class Link:
    """A tie between two steps, or from a step to another procedure that it opens, satisfies or cancels."""

    name: str
    bond: Bond
    of: str
    to: str
    zh: str
    en: str
    procedure: str = ""
    when_in: frozenset[str] = frozenset()
    """The states in which the first step has this effect; any, when empty."""
    rule: str = ""


@attrs.frozen(eq=False)
class Procedure:
    """
    A state machine as a table: state and event give the next state, and everything else follows from it.

    Procedures are read from tables that are checked when they are built, and compared by their id.
    """

    id: str
    zh: str
    en: str
    rule: str
    exact: bool
    """Whether hours count, so that every fact needs its instant."""
    tolerance_seconds: int
    states: Mapping[str, State]
    facts: Mapping[str, Fact]
    details: Mapping[str, Mapping[str, str]]
    """For details that have a vocabulary: every spelling that is understood, and what it stands for."""
    moves: Mapping[str, Mapping[str, str | Move]]
    """By state and event: the next state, or a :class:`Move` where something decides it."""
    guards: Mapping[str, Guard]
    duties: tuple[Duty, ...]
    links: tuple[Link, ...]
    start: Node = attrs.field(factory=lambda: Node(UNOPENED))
    """The node before anything happened; what no node leads to is looked up in the moves."""

    def legal(self, state: str) -> tuple[str, ...]:
        """The events that *state* knows, in the order of the table."""
        return tuple(name for name, move in self.moves[state].items() if isinstance(move, str) or move.is_legal)

    def names_zh(self, state: str, event: str) -> tuple[str, str, str]:
        """The procedure, the state and the event in Chinese, for refusals; what the table does not name stays."""
        fact = self.facts.get(event)
        return self.zh, self.states[state].zh if state else "未开始", fact.zh if fact else event

    @property
    def openings(self) -> tuple[str, ...]:
        """The events that open a matter."""
        return self.legal(UNOPENED)

    def clock(self, state: str) -> Clock:
        """Whether the main clock runs in *state*."""
        return Clock.NOT_STARTED if state == UNOPENED else self.states[state].clock

    def mermaid(self, lang: Lang = "zh") -> str:
        """The table as a Mermaid state diagram; steps that lead nowhere new are left out."""
        lines = ["stateDiagram-v2"]
        alias = {name: f"s{number}" for number, name in enumerate(self.states)}
        lines += [f'    state "{said(lang, s.zh, s.en)}" as {alias[s.name]}' for s in self.states.values()]
        for source, event, target in self.arrows():
            if source == target:
                continue
            move = self.moves[source][event]
            held = isinstance(move, Move) and move.guards
            label = said(lang, self.facts[event].zh, self.facts[event].en) + (" ⛨" if held else "")
            lines.append(f"    {alias.get(source, '[*]')} --> {alias[target]}: {label}")
        lines += [f"    {alias[s.name]} --> [*]" for s in self.states.values() if s.clock is Clock.ENDED]
        return "\n".join(lines)

    def arrows(self) -> Iterator[tuple[str, str, str]]:
        """Each (state, event, next state) of the table."""
        for source, moves in self.moves.items():
            for event, move in moves.items():
                for target in [move] if isinstance(move, str) else [t.state for t in move.targets]:
                    yield source, event, target

    def table(self, lang: Lang = "zh") -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Head and rows of the table, a row a state: targets, ``=`` for the same state, ``·`` where it is illegal."""
        events = [name for name in self.facts if any(name in self.moves[state] for state in self.states)]
        head = (said(lang, "状态", "state"), *(said(lang, self.facts[e].zh, self.facts[e].en) for e in events))
        rows = [
            (said(lang, s.zh, s.en), *(self._cell(s.name, event, lang) for event in events))
            for s in self.states.values()
        ]
        return head, rows

    def _cell(self, state: str, event: str, lang: Lang) -> str:
        move = self.moves[state].get(event)
        if move is None or (isinstance(move, Move) and not move.is_legal):
            return "·"
        targets = [move] if isinstance(move, str) else [target.state for target in move.targets]
        names = ["=" if t == state else said(lang, self.states[t].zh, self.states[t].en) for t in targets]
        return " / ".join(dict.fromkeys(names))

    def _repr_markdown_(self) -> str:
        """The diagram, for notebooks."""
        return f"```mermaid\n{self.mermaid()}\n```"

    def __repr__(self) -> str:
        return f"<Procedure {self.id}: {len(self.states)} states, {len(self.facts)} events>"

    def __reduce__(self) -> tuple[Any, ...]:
        """A procedure travels by its name."""
        from .tables import procedure  # a table is read above this room

        return procedure, (self.id,)
