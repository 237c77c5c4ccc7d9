"""From a matter to the rows that are kept of its obligations, so that the database can be asked what is due."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import attrs

from ..civil import start_of
from ..course import UNDISTURBED, Course
from ..deadline import Certainty, Deadline, due
from ..errors import GovDeadlinesError, RowSpoiled
from ..law.book import LawBook
from ..matters.matter import Matter
from ..matters.obligation import Obligation
from ..matters.procedure import Clock
from ..matters.warning import Rung, WarningPolicy, rungs
from ..workdays.calendar import WorkCalendar
from .rows import MoveRow, ObligationRow, Reminder, id_of, to_us

GONE = "gone"
"""The clock of an obligation that was projected once and that corrections have taken back since."""


@attrs.frozen
class Projection:
    """What follows from a matter's facts at a moment, as it is kept."""

    state: str
    rows: tuple[ObligationRow, ...]
    turns_at_us: int | None


def project(matter: Matter, matter_id: str, now: datetime) -> Projection:
    """
    The rows of *matter* as they stand at *now*, as if nothing had been kept of it before.

    A clock that is behind takes back no fact: what is on record has happened.
    """
    moment: date | datetime = max([now, *(_end(event.happened) for event in matter.run.events)])
    turn = matter.next_turn(moment)
    seen: dict[str, int] = {}
    rows = []
    for each in matter.obligations(moment):
        ordinal = seen[each.name] = seen.get(each.name, 0) + 1
        rows.append(_row(matter, matter_id, each, ordinal))
    return Projection(matter.state, tuple(rows), None if turn is None else to_us(start_of(turn)))


def _end(happened: date | datetime) -> datetime:
    return happened if isinstance(happened, datetime) else start_of(happened)


def _row(matter: Matter, matter_id: str, each: Obligation, ordinal: int) -> ObligationRow:
    found = each.deadline
    due_on, due_at_us = _due(found)
    is_open = each.clock is not Clock.ENDED
    cases = ",".join(sorted(each.term.cases)) if each.term.cases is not None else None
    until = found.course.until if found else None
    in_hours = found is not None and found.due is None
    can_move = is_open and bool(each.rule) and not in_hours and not each.term.pending
    # What a course makes of the limit is not told by its start alone, least of all where the calendar tells no end yet.
    course = each.term.waits or each.term.extension is not None or (found is None and each.term.deferral is not None)
    disturbed = bool(course) or isinstance(each.start, datetime)
    can_move = can_move and (found is not None or each.refusal is not None)  # a word alone is moved by no calendar
    inputs = (each.rule, matter.jurisdiction, each.start, cases, until)
    told = _rungs(found, matter.policy) if found and is_open and not found.version.minimum else ()
    return ObligationRow(
        id=id_of(matter_id, each.name, ordinal),
        matter_id=matter_id,
        name=each.name,
        ordinal=ordinal,
        rule=each.rule or None,
        jurisdiction=matter.jurisdiction,
        state=each.state or None,
        clock=each.clock.value,
        is_open=is_open,
        start=each.start.isoformat(),
        cases=cases,
        until_on=until,
        basis=id_of(*inputs) if can_move and not disturbed else None,
        is_entangled=can_move and disturbed,
        refusal=each.refusal.code if each.refusal else None,
        certainty=each.certainty.value,
        due_on=due_on,
        due_at_us=due_at_us,
        rungs=_as_json(told),
        next_rung=told[0][0] if told else None,
        wake_at_us=told[0][1] if told else None,
        due_revision=1,
    )


def recomputed(row: ObligationRow, calendar: WorkCalendar, book: LawBook, policy: WarningPolicy) -> ObligationRow:
    """*row*, one that has a basis, by *calendar*."""
    assert row.rule is not None
    assert row.start is not None
    cases = None if row.cases is None else frozenset(row.cases.split(",") if row.cases else ())
    found: Deadline | None = None
    refusal: str | None = None
    try:
        found = due(
            row.rule,
            date.fromisoformat(row.start),
            jurisdiction=row.jurisdiction,
            calendar=calendar,
            book=book,
            as_known_on=calendar.as_known_on,
            course=Course(until=row.until_on) if row.until_on else UNDISTURBED,
            cases=cases,
        )
    except GovDeadlinesError as error:
        refusal = error.code
    told = _rungs(found, policy) if found and not found.version.minimum else ()
    due_on, due_at_us = _due(found)
    certainty = found.certainty if found else Certainty.PROVISIONAL
    if found is not None and found.version.cases and cases is None:
        certainty = Certainty.PROVISIONAL
    fresh = attrs.evolve(
        row,
        refusal=refusal,
        certainty=certainty.value,
        due_on=due_on,
        due_at_us=due_at_us,
        rungs=_as_json(told),
        next_rung=told[0][0] if told else None,
        wake_at_us=told[0][1] if told else None,
    )
    return carried_on(row, fresh)


def carried_on(kept: ObligationRow | None, fresh: ObligationRow) -> ObligationRow:
    """
    *fresh* with what was kept of the same obligation before: its revision, and the rungs already claimed.

    A limit that moved begins its rungs anew under the next revision.
    """
    if kept is None:
        return fresh
    reopened = fresh.is_open and not kept.is_open  # what was closed for a while has its reminders from the beginning
    if reopened or _limit(kept) != _limit(fresh):
        return attrs.evolve(fresh, due_revision=kept.due_revision + 1)
    label, at = kept.next_rung, kept.wake_at_us
    if kept.rungs != fresh.rungs:
        label, at = next(iter(_unclaimed(kept, fresh)), (None, None))
    elif not fresh.is_open:
        label = at = None
    return attrs.evolve(fresh, due_revision=kept.due_revision, next_rung=label, wake_at_us=at)


def _limit(row: ObligationRow) -> tuple[date | None, int | None]:
    return row.due_on, row.due_at_us


def _unclaimed(kept: ObligationRow, fresh: ObligationRow) -> list[tuple[str, int]]:
    """The rungs of *fresh* that come after all that *kept* has claimed."""
    before = [label for label, _ in rungs_of(kept)]
    claimed = set(before if kept.next_rung is None else before[: before.index(kept.next_rung)])
    now = rungs_of(fresh)
    last = max((place for place, (label, _) in enumerate(now) if label in claimed), default=-1)
    return now[last + 1 :]


def gone(kept: ObligationRow) -> ObligationRow:
    """*kept* once no fact speaks of it any more: its revision stays, so that none is ever used twice."""
    if kept.clock == GONE:
        return kept
    return attrs.evolve(
        kept,
        clock=GONE,
        is_open=False,
        basis=None,
        is_entangled=False,
        due_on=None,
        due_at_us=None,
        refusal=None,
        rungs="[]",
        next_rung=None,
        wake_at_us=None,
        due_revision=kept.due_revision + (kept.due_at_us is not None),
    )


def merged(
    kept: Iterable[ObligationRow], fresh: Iterable[ObligationRow]
) -> tuple[list[ObligationRow], list[tuple[ObligationRow, ObligationRow]]]:
    """The rows that are new, and of those that differ from what was kept under their id both."""
    before = {row.id: row for row in kept}
    now = {row.id: carried_on(before.get(row.id), row) for row in fresh}
    now |= {id: gone(row) for id, row in before.items() if id not in now}
    new = [row for id, row in now.items() if id not in before]
    return new, [(before[id], row) for id, row in now.items() if id in before and row != before[id]]


def move(revision: int, before: ObligationRow, after: ObligationRow) -> MoveRow:
    """The move of a due date, as it is listed."""
    return MoveRow(
        revision,
        after.id,
        after.matter_id,
        after.due_revision,
        before.due_on,
        before.due_at_us,
        after.due_on,
        after.due_at_us,
    )


def moves(revision: int, changed: Iterable[tuple[ObligationRow, ObligationRow]]) -> tuple[MoveRow, ...]:
    """The moves among what *changed*, from the first of each pair to the second."""
    return tuple(move(revision, *pair) for pair in changed if _limit(pair[0]) != _limit(pair[1]))


Group = tuple[object, ...]


def group_of(row: ObligationRow) -> Group:
    """What rows share that a notice moves alike: their basis, and how far they have come by now."""
    return row.basis, row.due_on, row.due_at_us, row.rungs, row.next_rung, row.certainty, row.refusal


def put_off(row: ObligationRow, target: ObligationRow) -> ObligationRow:
    """*row* with the limit and the rungs of *target*, which another row of its group came to."""
    moved = (row.due_on, row.due_at_us) != (target.due_on, target.due_at_us)
    return attrs.evolve(
        row,
        due_on=target.due_on,
        due_at_us=target.due_at_us,
        rungs=target.rungs,
        next_rung=target.next_rung,
        wake_at_us=target.wake_at_us,
        certainty=target.certainty,
        refusal=target.refusal,
        due_revision=row.due_revision + moved,
    )


def rungs_of(row: ObligationRow) -> list[tuple[str, int]]:
    """
    The rungs of *row* in order: each with its label and its instant in microseconds.

    Raises: RowSpoiled, when the row holds none, or its next is not among them.
    """
    try:
        told = [(str(label), int(us)) for label, us in json.loads(row.rungs)]
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise RowSpoiled.of("gd_obligation", row.id, "rungs", row.rungs) from None
    if row.next_rung is not None and all(label != row.next_rung for label, _ in told):
        raise RowSpoiled.of("gd_obligation", row.id, "next_rung", row.next_rung)
    return told


def stands(reminder: Reminder, row: ObligationRow) -> bool:
    """Whether *reminder* still tells the truth of its obligation: it is open, and due as it was then."""
    return row.is_open and row.due_revision == reminder.due_revision


def reached(row: ObligationRow, now_us: int) -> tuple[Sequence[tuple[str, int]], ObligationRow]:
    """The rungs of *row* that are reached by now and not claimed yet, and the row once they are."""
    if row.next_rung is None:
        return (), row
    told = rungs_of(row)
    first = next(place for place, (label, _) in enumerate(told) if label == row.next_rung)
    end = next((place for place, (_, us) in enumerate(told) if place >= first and us > now_us), len(told))
    label, at = told[end] if end < len(told) else (None, None)
    return told[first:end], attrs.evolve(row, next_rung=label, wake_at_us=at)


def _due(found: Deadline | None) -> tuple[date | None, int | None]:
    if found is None:
        return None, None
    # The last day there is has no end within the years that instants reach.
    return found.due, to_us(start_of(date.max) if found.due == date.max else found.due_at)


def _rungs(found: Deadline, policy: WarningPolicy) -> tuple[tuple[str, int], ...]:
    """Label and instant of each rung; a day stands from its beginning on."""
    return tuple(
        (
            f"warning/{each.text}" if each.rung is Rung.WARNING else each.rung.value,
            to_us(each.at if isinstance(each.at, datetime) else start_of(each.at)),
        )
        for each in rungs(found, policy)
    )


def _as_json(told: Sequence[tuple[str, int]]) -> str:
    return json.dumps(told, separators=(",", ":"))
