"""Recording: facts join a matter, and what follows from them takes the place of what was kept, in one step."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import BadInput, ConflictingDelivery, GovDeadlinesError, StaleMatter, StoreFailed, UnknownMatter
from ..matters.assessment import Opening
from ..matters.event import Event
from ..matters.matter import Matter
from .chain import identity, plain_json
from .kept import Move
from .projection import merged, moves, project
from .reminder import claim_of
from .rows import PENDING, MatterRow, ObligationRow, Reminder, from_us, id_of, to_us
from .store import Change

if TYPE_CHECKING:
    from .ledger import Ledger

_log = logging.getLogger("gov_deadlines.ledger")

LONGEST_ADVISORY = 500
"""Characters of its JSON: what the column holds."""


@attrs.frozen
class Recorded:
    """
    What recording came to: the matter with the facts, its version, and what followed at once.

    *replayed* says that all of it was on record already, so that nothing changed. *moves* are due dates that were told
    before and are others now; *reminders* are rungs that were reached already, and are claimed with the fact.
    """

    matter: Matter
    version: int
    replayed: bool = False
    moves: tuple[Move, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def opens(self) -> tuple[Opening, ...]:
        """The matters that these facts open, satisfy or cancel: the host opens them with the same fact."""
        new = {event.id for event in self.events}
        if not new:
            return ()
        last = max(event.day for event in self.matter.run.events)
        return tuple(each for each in self.matter.at(last).openings if each.event.id in new)


def record(
    ledger: Ledger, name: str, events: tuple[Event, ...], expected_version: int | None, opening: Matter | None = None
) -> Recorded:
    """Put *events* on record, and the matter *opening* before them where it is not there yet, or nothing of it."""
    now = ledger.now()
    id = id_of(name)
    with ledger.store.reading() as reader:
        kept = reader.matter(id)
        if kept is None and opening is None:
            raise UnknownMatter(name)
        row = kept or _new_row(ledger, opening, now)  # type: ignore[arg-type]  # one of the two is there
        revision, before = ledger.loaded(reader, row)
        obligations = reader.obligations(id)
        behind = ledger.behind(reader, revision) if kept else 0
    if opening is not None:
        _check_alike(row, _new_row(ledger, opening, now))
    passed = expected_version is not None and row.version != expected_version
    try:
        after = before.correct(*(_learned(event, now) for event in events)) if events else before
    except GovDeadlinesError:
        if passed:  # it was decided by what was read then, so that is what must be told first
            raise StaleMatter(name, expected_version or 0, row.version) from None
        raise
    fresh = after.events[len(before.events) :]
    if kept is not None and not fresh:
        return Recorded(before, row.version, replayed=True)
    if passed:
        raise StaleMatter(name, expected_version or 0, row.version)
    moved: tuple[Move, ...] = ()
    if behind:
        # The recomputation has not come here yet: what the calendar moves is listed as such, the rest follows.
        moved = reproject(ledger, name, now, behind).moves
        with ledger.store.reading() as reader:
            obligations = reader.obligations(id)
    recorded_us = max(to_us(now), row.changed_us)  # a clock that was set back breaks no order
    links = tuple(ledger.chain.links(row, fresh, recorded_us))
    following = attrs.evolve(
        row,
        version=row.version + len(links),
        head=links[-1].seal if links else row.head,
        changed_us=recorded_us,
    )
    change = _change(ledger, after, following, obligations, now)
    change = attrs.evolve(change, version=row.version if kept else None, revision=revision, events=links)
    ledger.store.append(attrs.evolve(change, moves=()))
    recorded = _recorded(after, change, replayed=False, events=fresh)
    return attrs.evolve(recorded, moves=(*moved, *recorded.moves))


def reproject(ledger: Ledger, name: str, now: datetime, revision: int) -> Recorded:
    """Put what a matter's facts lead to now in place of what was kept; list what moved under *revision*, if any."""
    with ledger.store.reading() as reader:
        row = ledger.row(reader, name)
        held, matter = ledger.loaded(reader, row)
        obligations = reader.obligations(row.id)
        revision = revision or ledger.behind(reader, held)
    change = attrs.evolve(_change(ledger, matter, row, obligations, now), revision=held)
    if revision:
        change = attrs.evolve(change, moves=tuple(attrs.evolve(each, revision=revision) for each in change.moves))
    ledger.store.append(change if revision else attrs.evolve(change, moves=()))
    return _recorded(matter, change, replayed=True)


def reproject_each(ledger: Ledger, names: Iterable[str], now: datetime, revision: int = 0) -> list[Reminder]:
    """
    As :func:`reproject`, for many matters; returns what is claimed with that.

    One that cannot be read, say because its chain is broken, holds up no other: the log has it, and verifying tells it.
    """
    claimed: list[Reminder] = []
    for name in names:
        try:
            claimed += ledger.tried(partial(reproject, ledger, name, now, revision)).reminders
        except StoreFailed:
            raise
        except GovDeadlinesError as error:
            _log.error("passed over: %s", error.message())
    return claimed


def _change(ledger: Ledger, matter: Matter, row: MatterRow, kept: Sequence[ObligationRow], now: datetime) -> Change:
    """What projecting *matter* now does to its rows, with all reminders that are due at once."""
    moment = max(now, from_us(row.changed_us))  # a clock that was set back takes back no span of a series
    found = project(matter, row.id, moment)
    row = attrs.evolve(row, state=found.state or None, turns_at_us=found.turns_at_us, changed_us=to_us(moment))
    new, changed = merged(kept, found.rows)
    added = [claim_of(each, row, to_us(now), ledger.source) for each in new]
    put = [(before, claim_of(each, row, to_us(now), ledger.source)) for before, each in changed]
    return Change(
        row,
        row.version,
        0,
        new=tuple(claim.row for claim in added),
        changed=tuple((before, claim.row) for before, claim in put),
        reminders=tuple(each for claim in (*added, *(claim for _, claim in put)) for each in claim.reminders),
        moves=moves(0, changed),
    )


def _new_row(ledger: Ledger, matter: Matter, now: datetime) -> MatterRow:
    told = matter.to_dict()
    advisory = plain_json(told["advisory"], "advisory") if told["advisory"] else None
    if advisory is not None and len(advisory) > LONGEST_ADVISORY:
        en = f"{told['advisory']['set_by']!r:.80} is too long a name for who set it; expected some 60 characters"
        raise BadInput.of("advisory", en, f"{told['advisory']['set_by']!r:.80} 过长；规定者的名称应在60字左右以内")
    row = MatterRow(
        id=id_of(matter.id),
        name=matter.id,
        procedure=matter.procedure.id,
        rule=matter.rule or None,
        jurisdiction=matter.jurisdiction,
        clause=told["clause"] or None,
        advisory=advisory,
        version=0,
        head="",
        state=None,
        turns_at_us=None,
        opened_us=to_us(now),
        changed_us=to_us(now),
    )
    return attrs.evolve(row, head=ledger.chain.beginning(identity(row)))


def _learned(event: object, now: datetime) -> Any:
    """The fact with when it was learned: now, unless it says."""
    if isinstance(event, Event) and event.learned is None:
        return attrs.evolve(event, learned=now)
    return event


def _recorded(matter: Matter, change: Change, *, replayed: bool, events: tuple[Event, ...] = ()) -> Recorded:
    rows = {after.id: after for _, after in change.changed}
    moves = tuple(Move.of(each, rows[each.obligation_id], change.matter) for each in change.moves)
    told = tuple(each for each in change.reminders if each.status == PENDING)
    return Recorded(matter, change.matter.version, replayed, moves, told, events)


def _check_alike(kept: MatterRow, opened: MatterRow) -> None:
    """Raises: ConflictingDelivery, when the id is taken by a matter under another procedure, rule or place."""
    known, given = (plain_json(identity(row), "matter") for row in (kept, opened))
    if known != given:
        raise ConflictingDelivery(kept.name, known, given)
