"""What a year counts beside requests: information disclosed, proposals, remedies sought, and acts done so often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from ...matters.fold import Run
from ...matters.matter import Matter
from ...matters.procedure import Clock
from .form import NOT_STATED

DISCLOSED = "published"
HELD = "held"


@attrs.define
class Cases:
    """
    Cases of one kind in a year: those that came in it, and those still open from before.

    *by_label* tells the closed ones apart, by class or by result; *key_items* are those marked as such (重点).
    """

    came: int = 0
    from_before: int = 0
    closed: int = 0
    excused: int = 0
    pending: int = 0
    key_items: int = 0
    by_label: Counter[str] = attrs.field(factory=Counter)
    ids: list[str] = attrs.field(factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return self.came + self.from_before


@attrs.define
class Counts:
    """The running numbers of one report."""

    first: date
    disclosed: Counter[str] = attrs.field(factory=Counter)
    proposals: dict[str, Cases] = attrs.field(factory=dict)
    remedies: dict[str, Cases] = attrs.field(factory=dict)
    acts: Counter[str] = attrs.field(factory=Counter)
    others: Counter[str] = attrs.field(factory=Counter)

    def take(self, matter: Matter, run: Run) -> None:
        """Count one matter, by the facts of *run*, which ends at the moment of the report."""
        match matter.procedure.id:
            case "publication":
                self._disclosed(run)
            case "counter":
                self._held(matter, run)
            case "action" if kind := _detail(run, "remedy"):
                self._case(self.remedies, kind, _detail(run, "result"), matter, run)
            case "action" if kind := _detail(run, "proposal"):
                self._case(self.proposals, kind, _detail(run, "category"), matter, run)
            case other:
                self.others[other] += 1

    def _disclosed(self, run: Run) -> None:
        """What was published is counted once, on whatever channels: in the year in which it first came out."""
        out = next((event for event in run.events if event.name == DISCLOSED), None)
        if out is None:
            self.others["not_published"] += 1
        elif out.day < self.first:
            self.others["published_before"] += 1
        else:
            self.disclosed[_detail(run, "category") or NOT_STATED] += out.get("items", 1)

    def _held(self, matter: Matter, run: Run) -> None:
        held = [event for event in run.events if event.name == HELD and event.day >= self.first]
        if _detail(run, "counts") == "disclosure":
            for event in held:
                self.disclosed[event.get("category") or NOT_STATED] += event.get("items", 1)
            return
        name = matter.rule or (matter.clause.id if matter.clause else matter.id)
        self.acts[name] += sum(event.get("items", 1) for event in held)

    def _case(self, cases: dict[str, Cases], kind: str, label: str | None, matter: Matter, run: Run) -> None:
        clock = matter.procedure.clock
        before = [state for event, state in zip(run.events, run.states, strict=True) if event.day < self.first]
        if before and clock(before[-1]) is Clock.ENDED:
            self.others["over_before"] += 1
            return
        found = cases.setdefault(kind, Cases())
        found.ids.append(matter.id)
        found.came += not before
        found.from_before += bool(before)
        found.key_items += _detail(run, "key_item") is True
        if clock(run.state) is not Clock.ENDED:
            found.pending += 1
        elif run.state == "excused" and label is None:
            found.excused += 1
        else:
            found.closed += 1
            found.by_label[label or NOT_STATED] += 1

    def figures(self) -> Mapping[str, int]:
        """Every number by its name."""
        plain = {"disclosure": sum(self.disclosed.values())}
        plain |= {f"disclosure.{name}": number for name, number in self.disclosed.items()}
        for group, cases in (("proposal", self.proposals), ("remedy", self.remedies)):
            for kind, found in cases.items():
                plain |= {f"{group}.{kind}": found.total, f"{group}.{kind}.pending": found.pending}
                plain |= {f"{group}.{kind}.{label}": number for label, number in found.by_label.items()}
                plain |= {f"{group}.{kind}.key_items": found.key_items, f"{group}.{kind}.excused": found.excused}
        return plain | {f"act.{name}": number for name, number in self.acts.items()}


def _detail(run: Run, name: str) -> Any:
    """What the latest fact that speaks of *name* says of it."""
    return next((event.payload[name] for event in reversed(run.events) if event.get(name)), None)
