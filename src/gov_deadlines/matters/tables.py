"""The TOML files that procedures are kept in, every fault with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import attrs

from ..datafile import read, structure
from ..errors import BadInput, Fault, UnknownProcedure
from ..law.convention import Source
from ..law.rule import Pause
from .checks import faults_of
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
_TABLES = {"event", "detail", "state", "guard", "duty", "link"}
T = TypeVar("T")


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
    partial: bool = False


@attrs.frozen
class CellEntry:
    """A cell of the table: one target or several; without any, what is missing."""

    to: str = ""
    either: list[TargetEntry] = attrs.field(factory=list)
    guards: list[str] = attrs.field(factory=list)


@attrs.frozen
class StateEntry:
    """A ``[state.<name>]`` table, its cells apart."""

    zh: str
    en: str
    clock: Clock


@attrs.frozen
class GuardEntry:
    """A ``[guard.<name>]`` table."""

    zh: str
    en: str
    source: list[Source] = attrs.field(factory=list)
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
    restarted_by: list[str] = attrs.field(factory=list)
    extension: str = ""
    once: bool = False
    when: str = ""
    asked: bool = False
    outlasts: bool = False
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
class Head:
    """The fields of a file that stand before its tables."""

    id: str
    zh: str
    en: str
    rule: str = ""
    exact: bool = False
    tolerance_seconds: int = 0


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

    Raises: BadInput, with every fault and its place.
    """
    raw, where = read(path), str(path)
    reader = _Reader(where)
    head = reader.one({k: v for k, v in raw.items() if not isinstance(v, dict | list)}, Head, where)
    facts = {
        name: _fact(name, entry)
        for name, entry in reader.each(raw.get("event", {}), EventEntry, f"{where}.event").items()
    }
    tables = {name: dict(table) for name, table in raw.get("state", {}).items() if isinstance(table, dict)}
    cells = {name: table.pop("on", {}) for name, table in tables.items()}
    states = {
        name: State(name, entry.zh, entry.en, entry.clock)
        for name, entry in reader.each(tables, StateEntry, f"{where}.state").items()
    }
    moves: dict[str, dict[str, str | Move]] = {UNOPENED: {f.name: f.opens for f in facts.values() if f.opens}}
    for name, row in cells.items():
        moves[name] = {
            event: move
            for event, cell in row.items()
            if (move := reader.cell(cell, name, f"{where}.state.{name}.on.{event}")) is not None
        }
    details = {
        name: entry.spellings
        for name, entry in reader.each(raw.get("detail", {}), DetailEntry, f"{where}.detail").items()
    }
    guards = {
        name: Guard(name, entry.zh, entry.en, tuple(entry.source), entry.breach)
        for name, entry in reader.each(raw.get("guard", {}), GuardEntry, f"{where}.guard").items()
    }
    duties = [_duty(entry) for entry in reader.all(raw.get("duty", []), DutyEntry, f"{where}.duty")]
    links = [_link(entry) for entry in reader.all(raw.get("link", []), LinkEntry, f"{where}.link")]
    extra = {k for k, v in raw.items() if isinstance(v, dict | list)} - _TABLES
    reader.faults += [Fault(f"{where}.{key}", "unknown table", "未知的表") for key in sorted(extra)]
    if reader.faults or head is None:
        raise BadInput(reader.faults)
    built = Procedure(
        head.id,
        head.zh,
        head.en,
        head.rule,
        head.exact,
        head.tolerance_seconds,
        states,
        facts,
        details,
        moves,
        guards,
        tuple(duties),
        tuple(links),
    )
    faults = list(faults_of(built, where))
    if faults:
        raise BadInput(faults)
    return built


class _Reader:
    """Structures tables one by one and keeps the faults of all."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[Fault] = []

    def one(self, raw: object, cls: type[T], where: str) -> T | None:
        try:
            return structure(raw, cls, where)
        except BadInput as bad:
            self.faults += bad.faults
            return None

    def each(self, raw: Mapping[str, object], cls: type[T], where: str) -> dict[str, T]:
        found = {name: self.one(table, cls, f"{where}.{name}") for name, table in raw.items()}
        return {name: entry for name, entry in found.items() if entry is not None}

    def all(self, raw: Iterable[object], cls: type[T], where: str) -> list[T]:
        found = [self.one(table, cls, f"{where}[{number}]") for number, table in enumerate(raw)]
        return [entry for entry in found if entry is not None]

    def cell(self, raw: object, state: str, where: str) -> str | Move | None:
        """A cell: a state, ``=``, or a table with targets and guards."""
        if isinstance(raw, str):
            return state if raw == SAME else raw
        entry = self.one(raw, CellEntry, where)
        if entry is None:
            return None
        either = entry.either or ([TargetEntry(entry.to)] if entry.to else [])
        targets = (Target(state if t.to == SAME else t.to, t.when, t.partial) for t in either)
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
        frozenset(entry.restarted_by),
        entry.extension,
        entry.once,
        entry.when,
        entry.asked,
        entry.outlasts,
        entry.unlimited,
    )


def _link(entry: LinkEntry) -> Link:
    plain: dict[str, Any] = {field.name: getattr(entry, field.name) for field in attrs.fields(LinkEntry)}
    return Link(**{**plain, "when_in": frozenset(entry.when_in)})
