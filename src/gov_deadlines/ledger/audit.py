"""What an auditor asks: whether the facts are those that were recorded, and whether what follows from them is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import attrs

from ..errors import ChainBroken, GovDeadlinesError, StoreConflict, StoreFailed
from ..matters.matter import Matter
from ..watch import Watch, unwatched
from .chain import identity
from .loading import flaws
from .projection import carried_on, merged, moves, project, rungs_of
from .rows import EventRow, MatterRow, ObligationRow, Reminder, from_us
from .store import Change
from .walking import matter_rows

if TYPE_CHECKING:
    from .ledger import Ledger


@attrs.frozen
class Flaw:
    """A matter whose facts are not those that were recorded, from which one on, and why."""

    matter: str
    version: int
    error: ChainBroken


@attrs.frozen
class Difference:
    """A row that is not what the facts lead to; one of the two is ``None`` where a row is missing or one too many."""

    matter: str
    kept: ObligationRow | MatterRow | None
    fresh: ObligationRow | MatterRow | None
    error: GovDeadlinesError | None = attrs.field(default=None, eq=False)
    """Why nothing can be worked out of the matter, where that is so."""


def heads(ledger: Ledger) -> Iterator[tuple[str, tuple[int, str]]]:
    """The version and the seal of every matter."""
    for row in matter_rows(ledger):
        yield row.name, (row.version, row.head)


def verify(ledger: Ledger, known: Mapping[str, tuple[int, str]], watch: Watch = unwatched) -> Iterator[Flaw]:
    """Every matter whose chain is broken, or does not pass through the seal that *known* has of it."""
    left = dict(known)
    for listed in watch(matter_rows(ledger)):
        row, events = _at_one_version(ledger, listed)
        found = next(flaws(row, events, ledger.chain), None)
        version, seal = left.pop(row.name, (0, ""))
        if found is None and seal and _sealed_at(ledger, row, events, version) != seal:
            found = ChainBroken(row.name, version, "is not the one that was sealed then", "与当时留存的封存值不一致")
        if found is not None:
            yield Flaw(row.name, found.version, found)
    for name, (version, _) in left.items():
        error = ChainBroken(name, version, "is gone with its whole matter", "连同整个事项缺失")
        yield Flaw(name, version, error)
    with ledger.store.reading() as reader:
        orphans = reader.orphans()
    for event in orphans:
        error = ChainBroken(event.matter_id, event.version, "belongs to no matter on record", "不属于任何在册事项")
        yield Flaw(event.matter_id, event.version, error)


def _sealed_at(ledger: Ledger, row: MatterRow, events: Sequence[EventRow], version: int) -> str | None:
    """The seal of the matter as it was at *version*; ``None`` where it never came so far."""
    if version == 0:
        return ledger.chain.beginning(identity(row))
    return events[version - 1].seal if version <= len(events) else None


def _at_one_version(ledger: Ledger, row: MatterRow) -> tuple[MatterRow, Sequence[EventRow]]:
    """The matter with its facts, read until no fact joined in between."""
    while True:
        with ledger.store.reading() as reader:
            before = reader.matter(row.id) or row
            events = reader.events(row.id)
            after = reader.matter(row.id) or row
        if before == after:
            return after, events


def rebuild(ledger: Ledger, *, repair: bool, watch: Watch = unwatched) -> Iterator[Difference]:
    """Every row that is not what the facts lead to, mended when asked to."""
    for row in watch(matter_rows(ledger)):
        try:
            yield from ledger.tried(partial(_rebuilt, ledger, row.id, repair=repair))
        except StoreFailed:
            raise
        except GovDeadlinesError as error:
            yield Difference(row.name, row, None, error)  # what cannot be read leads to nothing


def _rebuilt(ledger: Ledger, id: str, *, repair: bool) -> list[Difference]:
    with ledger.store.reading() as reader:
        row = reader.matter(id)
        if row is None:
            return []
        revision, matter = ledger.loaded(reader, row)
        kept, claimed = reader.obligations(id), reader.reminders(id)
        behind = ledger.behind(reader, revision)
        if (revision, row, kept) != (reader.revision(), reader.matter(id), reader.obligations(id)):
            raise StoreConflict("the matter was written meanwhile")
    # A series is projected as of its last turn: what the clock has changed since is for waking to do.
    moment = from_us(row.turns_at_us - 1) if row.turns_at_us else ledger.now()
    found = project(matter, id, moment)
    new, changed = merged(kept, found.rows)
    after = {each.id: each for each in (*kept, *(after for _, after in changed), *new)}
    mended = {each.id: _after_claims(each, claimed) for each in after.values()}
    before = {each.id: each for each in kept}
    missing = tuple(each for each in mended.values() if each.id not in before)
    wrong = tuple((before[each.id], each) for each in mended.values() if before.get(each.id, each) != each)
    if revision and not all(each.is_open for each, _ in wrong):
        wrong = _unexplained(ledger, matter, id, moment, wrong)
    right = attrs.evolve(row, state=found.state or None, turns_at_us=found.turns_at_us)
    differences = [Difference(row.name, None, each) for each in missing]
    differences += [Difference(row.name, *pair) for pair in wrong]
    differences += [Difference(row.name, row, right)] if right != row else []
    if differences and repair:
        listed = moves(behind, wrong) if behind else ()
        ledger.store.append(Change(right, row.version, revision, new=missing, changed=wrong, moves=listed))
    return differences


def _unexplained(
    ledger: Ledger, matter: Matter, id: str, moment: datetime, wrong: Iterable[tuple[ObligationRow, ObligationRow]]
) -> tuple[tuple[ObligationRow, ObligationRow], ...]:
    """Of *wrong*, what no earlier calendar explains either: an obligation keeps the limit under which it was closed."""
    with ledger.store.reading() as reader:
        calendars = reader.calendars()
    for count in range(len(calendars)):
        then = attrs.evolve(matter, calendar=ledger.calendar_by(calendars[:count], matter.jurisdiction))
        rows = {each.id: each for each in project(then, id, moment).rows}
        wrong = tuple(
            (kept, fresh)
            for kept, fresh in wrong
            if kept.is_open or kept.id not in rows or carried_on(kept, rows[kept.id]) != kept
        )
    return tuple(wrong)


def _after_claims(row: ObligationRow, claimed: Iterable[Reminder]) -> ObligationRow:
    """*row* with its next rung after those that were claimed under its revision."""
    told = {each.rung for each in claimed if each.obligation_id == row.id and each.due_revision == row.due_revision}
    if not row.is_open:
        return attrs.evolve(row, next_rung=None, wake_at_us=None)
    rungs = rungs_of(row)
    last = max((place for place, (label, _) in enumerate(rungs) if label in told), default=-1)
    label, at = rungs[last + 1] if last + 1 < len(rungs) else (None, None)
    return attrs.evolve(row, next_rung=label, wake_at_us=at)
