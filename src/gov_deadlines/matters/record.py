"""What a matter has on record at some point of its fold, and the law and calendar it is read by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any

import attrs

from ..course import UNDISTURBED, Course
from ..deadline import Deadline, due
from ..errors import NoRuleInForce
from ..law.book import LawBook
from ..law.clause import Provision
from ..law.rule import Standing
from ..workdays.calendar import WorkCalendar
from ..workdays.region import chain_of
from .event import Event
from .procedure import UNOPENED, Procedure


@attrs.frozen(eq=False)
class Setting:
    """The place, the law and the calendar by which a matter is read, and the rule it is under."""

    procedure: Procedure
    rule: str
    jurisdiction: str
    calendar: WorkCalendar
    book: LawBook
    clause: Provision | None = None
    as_known_on: date | None = None

    def standing(self, rule: str, day: date, cases: frozenset[str] | None = None) -> Standing | None:
        """What the law says of *rule* there on *day*, or ``None`` when nothing does."""
        try:
            return self.book[rule].standing(day, self.jurisdiction, as_known_on=self.as_known_on, cases=cases)
        except NoRuleInForce:
            return None

    def due(
        self,
        rule: str,
        start: date | datetime,
        *,
        course: Course = UNDISTURBED,
        cases: frozenset[str] | None = None,
    ) -> Deadline:
        """The deadline of *rule* there. Raises: as :func:`gov_deadlines.due`."""
        return due(
            rule,
            start,
            jurisdiction=self.jurisdiction,
            calendar=self.calendar,
            book=self.book,
            as_known_on=self.as_known_on,
            course=course,
            cases=cases,
        )

    def clauses(self, day: date) -> Iterator[Provision]:
        """The clauses of local documents that bind there on *day* and take effect in this procedure."""
        for place in chain_of(self.jurisdiction):
            for clause in self.book.clauses_in(self.procedure.id, place):
                if clause.binds(day, self.as_known_on):
                    yield clause


class Record:
    """
    The facts taken so far, in order, with the state each led to; conditions and guards read it.

    It keeps the two lists that it is given, and copies neither; *limit_of* tells the deadline of the main duty.
    """

    def __init__(
        self,
        setting: Setting,
        events: list[Event] | None = None,
        states: list[str] | None = None,
        limit_of: Callable[[Record], Deadline | None] | None = None,
    ) -> None:
        self.setting = setting
        self.events = [] if events is None else events
        self.states = [] if states is None else states
        self._limit_of = limit_of

    @property
    def state(self) -> str:
        """The state after the last fact."""
        return self.states[-1] if self.states else UNOPENED

    @property
    def day(self) -> date:
        """The day the matter began."""
        return self.events[0].day

    def add(self, event: Event, state: str) -> None:
        """Take one more fact, which led to *state*."""
        self.events.append(event)
        self.states.append(state)

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts by which the text that limits the matter wants it met, in order; empty where it does not say."""
        setting = self.setting
        standing = setting.standing(setting.rule, self._counted_from) if setting.rule and self.events else None
        return standing.binding.acts if standing else ()

    @property
    def _counted_from(self) -> date:
        """The day whose law limits the matter: that of its opening, or, for a span, the day that ends it."""
        told = self.events[0].get("_counts_from")
        return date.fromisoformat(told) if told else self.day

    def limit(self) -> Deadline | None:
        """The deadline of the main duty as the record stands, or ``None`` where no day can be told."""
        return self._limit_of(self) if self._limit_of and self.events else None

    def has(self, *names: str) -> bool:
        """Whether any fact of these names is on record."""
        for event in self.events:  # noqa: SIM110 - every guard asks this, and a generator costs thrice the loop
            if event.name in names:
                return True
        return False

    def last(self, *names: str) -> Event | None:
        """The latest fact of these names."""
        return next((event for event in reversed(self.events) if event.name in names), None)

    def told(self, name: str, otherwise: Any = None) -> Any:
        """What the facts say of *name*, else the clause the matter was opened under, which has it as a field."""
        clause = self.setting.clause
        return self.detail(name, (getattr(clause, name) if clause else None) or otherwise)

    def detail(self, name: str, otherwise: Any = None) -> Any:
        """What the latest fact that speaks of *name* says of it."""
        return next((e.payload[name] for e in reversed(self.events) if name in e.payload), otherwise)

    def since(self, *names: str) -> list[Event]:
        """The facts after the latest of these names; all, when there is none."""
        found: list[Event] = []
        for event in reversed(self.events):
            if event.name in names:
                break
            found.append(event)
        return found[::-1]

    def asked_for(self, guard: str) -> list[Provision]:
        """The clauses there that ask for *guard*."""
        return [clause for clause in self.clauses if clause.guard == guard]

    @cached_property
    def clauses(self) -> tuple[Provision, ...]:
        """The clauses that bind there on the day the matter began."""
        return tuple(self.setting.clauses(self.day)) if self.events else ()
