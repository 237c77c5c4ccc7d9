"""What can be wrong with a table whose every cell could be read: names that stand for nothing, dead ends, circles."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Fault
from .conditions import CONDITIONS, GUARDS
from .procedure import UNOPENED, Bond, Clock, Move, Procedure, Target


def faults_of(built: Procedure, where: str) -> Iterator[Fault]:
    """Every fault of the table, with the place in the file *where* that it is at."""
    for state, row in built.moves.items():
        if state == UNOPENED:
            continue  # what opens a matter is looked at where it is written, with the event
        for event, move in row.items():
            yield from _cell(built, event, move, f"{where}.state.{state}.on.{event}")
    yield from _duties(built, where)
    yield from _links(built, where)
    yield from _ways(built, where)
    for guard in built.guards:
        if guard not in GUARDS:
            yield Fault(f"{where}.guard.{guard}", "no such guard is known", "没有这一关卡")
    for fact in built.facts.values():
        for state in {fact.opens, fact.enters} - built.states.keys() - {""}:
            yield Fault(f"{where}.event.{fact.name}", f"{state!r} is no state", f"{state!r} 不是状态")
    used = {event for row in built.moves.values() for event in row}
    for name in built.facts.keys() - used:
        yield Fault(f"{where}.event.{name}", "no state knows this event", "没有状态接受此事件")


def _cell(built: Procedure, event: str, move: str | Move, inside: str) -> Iterator[Fault]:
    """What is wrong with one cell."""
    if event not in built.facts:
        yield Fault(inside, f"{event!r} has no entry under event", f"{event!r} 未在 event 登记")
    targets = (Target(move),) if isinstance(move, str) else move.targets
    for target in targets:
        if target.state not in built.states:
            yield Fault(inside, f"{target.state!r} is no state", f"{target.state!r} 不是状态")
        if target.when and target.when not in CONDITIONS:
            yield Fault(inside, f"{target.when!r} is no condition", f"{target.when!r} 不是条件")
    if targets and (targets[-1].when or not all(target.when for target in targets[:-1])):
        en, zh = "every target but the last needs a condition, and the last none", "除最后一个外，各去向都须有条件"
        yield Fault(inside, en, zh)
    for guard in () if isinstance(move, str) else move.guards:
        if guard not in built.guards:
            yield Fault(inside, f"{guard!r} has no entry under guard", f"{guard!r} 未在 guard 登记")


def _duties(built: Procedure, where: str) -> Iterator[Fault]:
    """Names in duties that stand for nothing."""
    for duty in built.duties:
        inside = f"{where}.duty.{duty.name}"
        for state in sorted({*duty.runs, *duty.pends, *(wait.state for wait in duty.waits)} - built.states.keys()):
            yield Fault(inside, f"{state!r} is no state", f"{state!r} 不是状态")
        for event in sorted(duty.fulfilled_by - built.facts.keys()):
            yield Fault(inside, f"{event!r} is no event", f"{event!r} 不是事件")
        if duty.when and duty.when not in CONDITIONS:
            yield Fault(inside, f"{duty.when!r} is no condition", f"{duty.when!r} 不是条件")


def _links(built: Procedure, where: str) -> Iterator[Fault]:
    """Ends of links that stand for nothing, and gates that wait for each other."""
    for link in built.links:
        ends = {link.of} if link.procedure else {link.of, link.to}
        for event in sorted(ends - built.facts.keys()):
            yield Fault(f"{where}.link.{link.name}", f"{event!r} is no event", f"{event!r} 不是事件")
        for state in sorted(link.when_in - built.states.keys()):
            yield Fault(f"{where}.link.{link.name}", f"{state!r} is no state", f"{state!r} 不是状态")
    if _has_circle([(link.of, link.to) for link in built.links if link.bond is Bond.GATE]):
        yield Fault(f"{where}.link", "gates that wait for each other", "互为前提的关卡")


def _ways(built: Procedure, where: str) -> Iterator[Fault]:
    """States that nothing leads to, and states that are not ended and lead nowhere."""
    steps: dict[str, set[str]] = {}
    for source, _, target in built.arrows():
        steps.setdefault(source, set()).add(target)
    reached, fresh = {UNOPENED}, {UNOPENED}
    while fresh:
        fresh = {target for source in fresh for target in steps.get(source, ())} - reached
        reached |= fresh
    for name, state in built.states.items():
        if name not in reached:
            yield Fault(f"{where}.state.{name}", "no event leads here", "没有事件通向此状态")
        if state.clock is not Clock.ENDED and steps.get(name, set()) <= {name}:
            yield Fault(f"{where}.state.{name}", "nothing leads out of it, yet it is not ended", "未终结却没有出路")


def _has_circle(ties: list[tuple[str, str]]) -> bool:
    left = set(ties)
    while left:
        free = {tie for tie in left if tie[0] not in {to for _, to in left}}
        if not free:
            return True
        left -= free
    return False
