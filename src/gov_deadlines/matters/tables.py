"""The TOML files that procedures are kept in, every fault with its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from ..datafile import read, structure
from ..errors import BadInput, Fault, UnknownProcedure
from ..law.convention import Source
from ..law.rule import Pause
from .checks import faults_of
from .conditions import start_of
from .procedure import (
    UNOPENED,
    Bond,
    Clock,
    Duty,
    Fact,
    Guard,
    Link,
    Move,
    Procedure,
    State,
    Target,
    Turn,
    Wait,
)

PACKAGED = Path(__file__).with_name("procedures")
SAME = "="


@attrs.frozen
class DetailEntry:
    """``[detail.<name>]``: *means* lists the spellings of each value that facts may give it."""

    means: dict[str, list[str]]

    @property
    def spellings(self) -> dict[str, str]:
        """Every spelling, and what it stands for."""
        return {spelling: value for value, others in self.means.items() for spelling in (value, *others)}


@attrs.frozen
class EventEntry:
    """An ``[event.<name>]`` table."""

    zh: str
    en: str
    turn: Turn
    opens: str = ""
    enters: str = ""
    early: bool = False
    requires: list[str] = attrs.field(factory=list)


@attrs.frozen
class TargetEntry:
    """One target of a cell."""

    to: str
    when: str = ""


@attrs.frozen
class CellEntry:
    """A cell of the table: one target or several; without any, what is missing."""

    to: str = ""
    either: list[TargetEntry] = attrs.field(factory=list)
    guards: list[str] = attrs.field(factory=list)


@attrs.frozen
class StateEntry:
    """A ``[state.<name>]`` table; *on* holds its cells, each a state, ``=`` or a table."""

    zh: str
    en: str
    clock: Clock
    on: dict[str, Any] = attrs.field(factory=dict)


@attrs.frozen
class GuardEntry:
    """A ``[guard.<name>]`` table."""

    zh: str
    en: str
    source: list[Source] = attrs.field(factory=list)
    law: bool = False
    breach: str = ""


@attrs.frozen
class WaitEntry:
    """``waits.<state> = { pause = "correction", rule = "request.answer", otherwise = "restart" }``."""

    pause: str
    rule: str = ""
    otherwise: Pause = Pause.EXCLUDE


@attrs.frozen
class DutyEntry:
    """A ``[[duty]]`` table."""

    name: str
    zh: str
    en: str
    runs: list[str]
    fulfilled_by: list[str]
    rule: str = ""
    waits: dict[str, WaitEntry] = attrs.field(factory=dict)
    pends: list[str] = attrs.field(factory=list)
    extension: str = ""
    once: bool = False
    when: str = ""
    asked: bool = False
    outlasts: bool = False
    ahead: bool = False
    unlimited: bool = False


@attrs.frozen
class LinkEntry:
    """A ``[[link]]`` table."""

    name: str
    bond: Bond
    of: str
    to: str
    zh: str
    en: str
    procedure: str = ""
    when_in: list[str] = attrs.field(factory=list)
    rule: str = ""


@attrs.frozen
class TableFile:
    """A whole file: the procedure's own fields, then its tables."""

    id: str
    zh: str
    en: str
    event: dict[str, EventEntry]
    state: dict[str, StateEntry]
    duty: list[DutyEntry]
    rule: str = ""
    exact: bool = False
    tolerance_seconds: int = 0
    detail: dict[str, DetailEntry] = attrs.field(factory=dict)
    guard: dict[str, GuardEntry] = attrs.field(factory=dict)
    link: list[LinkEntry] = attrs.field(factory=list)


@cache
def procedures(folder: Path = PACKAGED) -> Mapping[str, Procedure]:
    """
    Every procedure of *folder* by its id: the shipped ones, when none is named.

    Raises: BadInput, with every fault of every file.
    """
    found: dict[str, Procedure] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            one = read_procedure(path)
            if one.id in found:
                faults.append(Fault(f"{path}.id", f"{one.id!r} is taken", f"{one.id!r} 已被使用"))
            found[one.id] = one
        except BadInput as bad:
            faults += bad.faults
    if faults:
        raise BadInput(faults)
    return found


def procedure(id: str) -> Procedure:
    """
    The shipped procedure of that id.

    Raises: UnknownProcedure, naming all there are.

    >>> procedure("request").legal("submitted")
    ('received', 'withdrawn', 'transferred')
    """
    known = procedures()
    try:
        return known[id]
    except (KeyError, TypeError):
        raise UnknownProcedure(id, known) from None


def read_procedure(path: Path) -> Procedure:
    """
    The procedure in one file.

    Raises: BadInput, with every fault of form and its place, or when there is none, with every fault of sense.
    """
    where = str(path)
    told = structure(read(path), TableFile, where)
    facts = {name: _fact(name, entry) for name, entry in told.event.items()}
    moves: dict[str, dict[str, str | Move]] = {UNOPENED: {f.name: f.opens for f in facts.values() if f.opens}}
    faults: list[Fault] = []
    for name, state in told.state.items():
        moves[name] = {}
        for event, raw in state.on.items():
            try:
                moves[name][event] = _cell(raw, name, f"{where}.state.{name}.on.{event}")
            except BadInput as bad:
                faults += bad.faults
    built = Procedure(
        told.id,
        told.zh,
        told.en,
        told.rule,
        told.exact,
        told.tolerance_seconds,
        {name: State(name, entry.zh, entry.en, entry.clock) for name, entry in told.state.items()},
        facts,
        {name: entry.spellings for name, entry in told.detail.items()},
        moves,
        {name: Guard(name, e.zh, e.en, tuple(e.source), e.law, e.breach) for name, e in told.guard.items()},
        tuple(_duty(entry) for entry in told.duty),
        tuple(_link(entry) for entry in told.link),
    )
    faults = faults or list(faults_of(built, where))
    if faults:
        raise BadInput(faults)
    return attrs.evolve(built, start=start_of(built))


def _cell(raw: object, state: str, where: str) -> str | Move:
    """
    A cell: a state, ``=``, or a table with targets and guards.

    Raises: BadInput.
    """
    if isinstance(raw, str):
        return state if raw == SAME else raw
    if not isinstance(raw, dict):
        raise BadInput.of(where, f"{raw!r} is no cell; expected a state, = or a table", f"{raw!r} 应为状态、= 或表")
    entry = structure(raw, CellEntry, where)
    if entry.to and entry.either:
        raise BadInput.of(where, "expected one of to and either, not both", "to 与 either 只能有一项")
    either = entry.either or ([TargetEntry(entry.to)] if entry.to else [])
    targets = (Target(state if t.to == SAME else t.to, t.when) for t in either)
    return Move(tuple(targets), tuple(entry.guards))


def _fact(name: str, entry: EventEntry) -> Fact:
    return Fact(name, entry.zh, entry.en, entry.turn, entry.opens, entry.enters, entry.early, tuple(entry.requires))


def _duty(entry: DutyEntry) -> Duty:
    return Duty(
        entry.name,
        entry.zh,
        entry.en,
        entry.rule,
        frozenset(entry.runs),
        tuple(Wait(state, wait.pause, wait.rule, wait.otherwise) for state, wait in entry.waits.items()),
        frozenset(entry.fulfilled_by),
        frozenset(entry.pends),
        entry.extension,
        entry.once,
        entry.when,
        entry.asked,
        entry.outlasts,
        entry.ahead,
        entry.unlimited,
    )


def _link(entry: LinkEntry) -> Link:
    plain: dict[str, Any] = {field.name: getattr(entry, field.name) for field in attrs.fields(LinkEntry)}
    return Link(**{**plain, "when_in": frozenset(entry.when_in)})
