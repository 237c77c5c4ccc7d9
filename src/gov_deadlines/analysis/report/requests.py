"""Where a request stands in a year: received, carried over, handled, carried on; and how it was handled."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from ...matters.fold import Run
from ...matters.procedure import Clock, Procedure
from .form import CARRIED_NEXT, CARRIED_OVER, HANDLED, RECEIVED, Form

PROCEDURE = "request"


class Entry(Enum):
    """How a request came into the year."""

    RECEIVED = RECEIVED
    CARRIED_OVER = CARRIED_OVER
    REOPENED = "reopened"
    """Over before the year began, and taken up again in it: no form has a row for that."""


class Aside(Enum):
    """Why a request has no part in the year."""

    OVER_BEFORE = "over_before"
    NOT_RECEIVED = "not_received"

    @property
    def zh(self) -> str:
        """The words for it."""
        return {"over_before": "此前已办结", "not_received": "尚未收到"}[self.value]

    @property
    def en(self) -> str:
        """The words for it."""
        return {"over_before": "over before the year", "not_received": "not received yet"}[self.value]


@attrs.frozen
class Part:
    """The part that one request has in a year, and what the record says of it; ``None`` where it does not say."""

    entry: Entry
    is_handled: bool
    channel: str | None
    applicant: str | None
    outcome: str | None
    ground: str | None

    @property
    def leaves(self) -> str:
        """The quantity that it leaves the year in."""
        return HANDLED if self.is_handled else CARRIED_NEXT


def part_of(run: Run, procedure: Procedure, first: date, form: Form) -> Part | Aside:
    """
    The part that the request of *run*, the facts up to the moment of the report, has in the year from *first*.

    Received is on the day its clock first ran, whatever was corrected later. What is over and then taken up again is
    handled when it is over for good.
    """
    clocks = [procedure.clock(state) for state in run.states]
    live = [clock in (Clock.RUNNING, Clock.STOPPED) for clock in clocks]
    if True not in live:
        return Aside.NOT_RECEIVED
    receipt = live.index(True)
    before = [place for place, event in enumerate(run.events) if event.day < first]
    was_open = bool(before) and live[before[-1]]
    if not before or receipt > before[-1]:
        entry = Entry.RECEIVED
    elif was_open:
        entry = Entry.CARRIED_OVER
    elif any(live[before[-1] + 1 :]):
        entry = Entry.REOPENED
    else:
        return Aside.OVER_BEFORE
    outcome, ground = _handled(run, live, form)
    channel = run.events[receipt].get("channel")
    return Part(entry, not live[-1], channel or _last(run, "channel"), _last(run, "applicant_kind"), outcome, ground)


def _handled(run: Run, live: list[bool], form: Form) -> tuple[str | None, str | None]:
    """How the request ended: as the fact that ended it says, or the last one after it that says anything."""
    if live[-1]:
        return None, None
    ended = max(place for place, is_live in enumerate(live) if is_live) + 1
    fact = run.events[ended]
    if fact.name in form.endings:
        ending = form.endings[fact.name]
        return ending.outcome, ending.ground
    told = [event for event in run.events[ended:] if event.get("outcome") or event.get("ground")]
    if not told:
        return None, None
    ground = told[-1].get("ground")
    outcome = told[-1].get("outcome") or (form.outcome_of(ground) if ground else None)
    return outcome, ground


def _last(run: Run, detail: str) -> str | None:
    """What the latest fact that speaks of *detail* says of it."""
    return next((event.payload[detail] for event in reversed(run.events) if event.get(detail)), None)
