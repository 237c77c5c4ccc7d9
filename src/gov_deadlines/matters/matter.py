"""A matter: one run of a procedure, made of facts alone; its state and its clocks are worked out when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from ..civil import SHANGHAI, civil_day, legal_day
from ..errors import BadInput, Fault, GovDeadlinesError, printable
from ..law.book import LawBook
from ..law.clause import Provision
from ..workdays.calendar import WorkCalendar
from ..workdays.region import NATION, chain_of
from .admission import check_bounds, check_fit, check_order, check_voids, check_whole, worded
from .assessment import Assessment, breaches, broken_ties, failed_gates, gates, openings, ties
from .clockwork import terms
from .event import VOIDED, Event, is_redelivery, standing
from .fold import Run, fold, ordered
from .obligation import Advisory, Obligation, obligation
from .procedure import UNOPENED, Clock, Procedure
from .record import Record, Setting
from .series import folded, is_series, next_turn, occurrences
from .speaking import clause_named, rule_under, speaking
from .tables import procedure as procedure_named
from .warning import USUAL, WarningPolicy
from .window import windows
from .written import read_matter


@attrs.frozen
class Permission:
    """Whether an event may be recorded now, and if not, why: what an OA needs to grey a button and say so."""

    event: str
    refusal: GovDeadlinesError | None = None
    open_gates: tuple[Provision, ...] = ()
    """Steps that documents there want first and that are not on record; they forbid nothing."""

    def __bool__(self) -> bool:
        return self.refusal is None


@attrs.frozen
class _Memo:
    """
    What follows from the facts alone: those that stand, in order and in the words of the table, and the run they make.

    *by_id* has every fact on record as it came, *in_words* as the table words it.
    """

    told: tuple[Event, ...]
    run: Run
    by_id: Mapping[str, Event]
    in_words: Mapping[str, Event]


@attrs.frozen(eq=False)
class Matter:
    """
    One run of a procedure, under a rule, in a place: a fold over *events*, which are kept in the order they came.

    A matter is a value: recording a fact gives another matter. Two of one content are not compared; compare their
    events.

    >>> matter = Matter.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323")
    >>> matter = matter.apply(Event.of("decided", date(2020, 5, 20)))
    >>> matter.at(date(2020, 5, 25)).main.due
    datetime.date(2020, 5, 29)
    """

    id: str
    procedure: Procedure
    rule: str
    jurisdiction: str
    calendar: WorkCalendar = attrs.field(repr=False)
    book: LawBook = attrs.field(repr=False)
    clause: Provision | None = None
    advisory: Advisory | None = None
    policy: WarningPolicy = USUAL
    events: tuple[Event, ...] = ()
    _memo: _Memo | None = attrs.field(default=None, init=False, repr=False)
    """Remembered, not stored, so that the next fact need not fold all the others again."""

    @classmethod
    def open(
        cls,
        procedure: str,
        *,
        id: str = "",
        rule: str = "",
        jurisdiction: str = NATION,
        clause: str = "",
        calendar: WorkCalendar | None = None,
        book: LawBook | None = None,
        advisory: Advisory | None = None,
        policy: WarningPolicy = USUAL,
        events: Iterable[Event] = (),
    ) -> Matter:
        """
        A matter under *procedure*, with the facts *events* recorded one after the other.

        *rule* is the procedure's usual one unless another is named, or unless *clause*, the id of a clause of a local
        document, speaks of one. The calendar is the place's, the law the shipped one, unless others are handed in.
        Raises: UnknownProcedure; UnknownRule; UnknownRegion; BadInput, for an unknown clause; and as :meth:`apply`.
        """
        found = procedure_named(procedure)
        book = book or LawBook.load()
        chain_of(jurisdiction)
        said_by = clause_named(book, clause, found) if clause else None
        rule = rule or (rule_under(said_by, found) if said_by else found.rule)
        if rule:
            book[rule]
        matter = cls(
            id, found, rule, jurisdiction, calendar or WorkCalendar.load(jurisdiction), book, said_by, advisory, policy
        )
        for event in events:
            matter = matter.apply(event)
        return matter

    @classmethod
    def from_dict(
        cls,
        raw: object,
        *,
        calendar: WorkCalendar | None = None,
        book: LawBook | None = None,
        policy: WarningPolicy = USUAL,
    ) -> Matter:
        """
        The matter that :meth:`to_dict` wrote: all its facts taken at once, in one fold, and checked as a whole.

        Corrections whose parts make sense only together come back as one. What a guard says by the law and the
        calendar of now refuses nothing that is on record: it is a breach, as :meth:`at` tells.
        Raises: BadInput, with every fault and its path; UnknownProcedure, UnknownRule, UnknownRegion; and for what no
        record can hold IllegalEvent, OutOfBounds, ConflictingDelivery, BadCorrection and Undecidable.

        >>> matter = Matter.open("request", events=[Event.of("received", date(2020, 1, 10))])
        >>> Matter.from_dict(matter.to_dict()).events == matter.events
        True
        """
        told = read_matter(raw)
        empty = cls.open(
            told.procedure,
            id=told.matter,
            rule=told.rule,
            jurisdiction=told.jurisdiction,
            clause=told.clause,
            calendar=calendar,
            book=book,
            advisory=told.advisory,
            policy=policy,
        )
        return empty._holding(told.events)

    def _holding(self, events: Iterable[Event]) -> Matter:
        """The matter, which has no facts yet, with *events* as its record; a fact that comes twice is one."""
        by_id: dict[str, Event] = {}
        in_words: dict[str, Event] = {}
        faults: list[Fault] = []
        for index, event in enumerate(events):
            try:
                words = worded(self.procedure, event, lambda: self.state)
            except BadInput as bad:
                here = f"matter.events[{index}]"
                faults += [attrs.evolve(each, path=here + each.path.removeprefix("event")) for each in bad.faults]
                continue
            if not is_redelivery(in_words.get(event.id), words):
                by_id[event.id], in_words[event.id] = event, words
        if faults:
            raise BadInput(faults)
        came = tuple(by_id.values())
        check_order(came)
        memo = self._recalled(came, by_id, in_words)
        check_bounds(self.procedure, (), memo.told)
        check_whole(self.procedure, memo.run)
        matter = attrs.evolve(self, events=came)
        object.__setattr__(matter, "_memo", memo)
        return matter

    @property
    def setting(self) -> Setting:
        """The place, the law and the calendar it is read by."""
        return self._setting(None)

    def _setting(self, known: date | None) -> Setting:
        calendar = self.calendar if known is None else self.calendar.known_as_of(known)
        return Setting(
            self.procedure,
            self.rule,
            self.jurisdiction,
            calendar,
            self.book,
            self.clause,
            known or calendar.as_known_on,
        )

    @property
    def run(self) -> Run:
        """Every fact that stands, folded."""
        return self._remembered.run

    @property
    def _remembered(self) -> _Memo:
        if self._memo is None:
            words = {event.id: worded(self.procedure, event, lambda: UNOPENED) for event in self.events}
            memo = self._recalled(self.events, {event.id: event for event in self.events}, words)
            object.__setattr__(self, "_memo", memo)
            return memo
        return self._memo

    def _recalled(self, events: Sequence[Event], by_id: Mapping[str, Event], in_words: Mapping[str, Event]) -> _Memo:
        """What follows from *events*, folded from the first."""
        told = tuple(ordered(self.procedure, [in_words[each.id] for each in standing(events)]))
        return _Memo(told, _run(self.setting, told), by_id, in_words)

    @property
    def state(self) -> str:
        """The state after every fact on record; for a series that of its last span, see :attr:`Assessment.spans`."""
        return self.run.state

    @property
    def legal(self) -> tuple[str, ...]:
        """The events that the state knows; :meth:`can` says whether a guard stands before one."""
        return self.procedure.legal(self.state)

    def can(
        self,
        name: str,
        on: date | datetime | None = None,
        *,
        learned: date | datetime | None = None,
        **details: Any,
    ) -> Permission:
        """
        Whether the event *name*, with *details*, may be recorded, and if not, why: what :meth:`apply` would raise.

        *on* is when it would happen, by default when the last fact did; *learned* when it would become known, which
        places it among facts of one day.
        """
        record = self.run.record(self.setting)
        never = datetime(1, 1, 2, tzinfo=SHANGHAI) if self.procedure.exact else date.min
        happened = on or (record.events[-1].happened if record.events else never)
        event = Event(name, happened, learned=learned, payload=details)
        clauses = tuple(
            gate.clause
            for gate in gates(record, record.clauses)
            if gate.event == name and gate.status != "passed" and not details.get(gate.clause.asks)
        )
        try:
            self.correct(event)
        except GovDeadlinesError as refused:
            return Permission(name, refused, clauses)
        return Permission(name, None, clauses)

    def apply(self, event: Event) -> Matter:
        """
        The matter with one more fact; a fact delivered once more changes nothing.

        Raises: IllegalEvent, GuardFailed, OutOfBounds, ContradictsLater, ConflictingDelivery, BadCorrection,
        Undecidable and BadInput; the matter stays as it was.
        """
        return self.correct(event)

    def correct(self, *events: Event) -> Matter:
        """
        The matter with all of *events*, or none: facts taken back (``voided``) and those that take their place.

        Raises: as :meth:`apply`.
        """
        memo = self._remembered
        by_id, in_words = dict(memo.by_id), dict(memo.in_words)
        came: list[Event] = []
        for event in events:
            words = worded(self.procedure, event, lambda: self.state)
            if not is_redelivery(in_words.get(event.id), words):
                came.append(event)
                by_id[event.id], in_words[event.id] = event, words
        if not came:
            return self
        fresh = [in_words[event.id] for event in came]
        check_voids(self.events, fresh)
        check_bounds(self.procedure, memo.told, fresh)
        told = (*self.events, *came)
        if self._lies_on_top(fresh):
            run = fold(self.procedure, fresh, self.setting, after=memo.run)
            following = _Memo((*memo.told, *fresh), run, by_id, in_words)
        else:
            following = self._recalled(told, by_id, in_words)
        check_fit(self.procedure, memo.run, following.run, fresh)
        matter = attrs.evolve(self, events=told)
        object.__setattr__(matter, "_memo", following)
        return matter

    def _lies_on_top(self, fresh: Sequence[Event]) -> bool:
        """Whether there is one fresh fact, of a day after all others, so that the run goes on where it ended."""
        told = self._remembered.told
        if len(fresh) != 1 or fresh[0].voids or not told or is_series(told):
            return False
        # A fact from before the opening is folded on the opening's day, which is not its own.
        return not self.procedure.facts[told[-1].name].early and fresh[0].day > told[-1].day

    def void(self, key: str, reason: str, *, on: date | datetime, learned: date | datetime | None = None) -> Matter:
        """The matter without the fact of that key, which stays on record as taken back. Raises: as :meth:`apply`."""
        return self.correct(Event(VOIDED, on, learned=learned, voids=key, payload={"reason": reason}))

    def replace(self, key: str, fact: Event) -> Matter:
        """The matter with *fact* in place of the fact of that key, in one step. Raises: as :meth:`apply`."""
        return self.correct(attrs.evolve(fact, voids=key))

    def at(self, moment: date | datetime, *, as_known_on: date | None = None) -> Assessment:
        """
        The matter at *moment*; a day stands for its end.

        *as_known_on* leaves out what was learned after that day, and reads law and calendar as they were public then:
        what was late by that knowledge stays late by it.
        """
        day = civil_day(moment, "moment")
        run, record, clauses, duties = self._seen(moment, as_known_on)
        setting = record.setting
        wanted = tuple(gates(record, clauses))
        tied = tuple(ties(record, clauses))
        found = (*breaches(record, run, duties, clauses), *failed_gates(wanted, record), *broken_ties(tied))
        return Assessment(
            self.id,
            self.procedure,
            moment,
            setting.as_known_on,
            run,
            duties,
            windows(record, duties, day),
            found,
            wanted,
            tuple(openings(record)),
            tied,
            clauses,
            run.state,
        )

    def obligations(self, moment: date | datetime, *, as_known_on: date | None = None) -> tuple[Obligation, ...]:
        """Every duty of the matter at *moment*, as :meth:`at` has them, without all else that it tells."""
        return self._seen(moment, as_known_on)[3]

    def run_at(self, moment: date | datetime, *, as_known_on: date | None = None) -> Run:
        """What had happened by *moment* and was known, folded, as :meth:`at` has it, without the duties."""
        return self._folded(moment, as_known_on)[1]

    def next_turn(self, moment: date | datetime) -> date | None:
        """The first day after *moment* on which a span of the series begins or ends; ``None`` for all other matters."""
        told = self._remembered.told
        return next_turn(self.setting, told, civil_day(moment, "moment")) if is_series(told) else None

    def _seen(
        self, moment: date | datetime, as_known_on: date | None
    ) -> tuple[Run, Record, tuple[Provision, ...], tuple[Obligation, ...]]:
        """What had happened by *moment* and was known, folded, and the duties that follow."""
        in_order, run, setting = self._folded(moment, as_known_on)
        record = run.record(setting)
        clauses = speaking(self.procedure, self.rule, self.clause, record.clauses)
        return run, record, clauses, tuple(self._obligations(setting, in_order, record, moment, clauses))

    def _folded(self, moment: date | datetime, as_known_on: date | None) -> tuple[list[Event], Run, Setting]:
        """The facts that had happened by *moment* and were known, in order, the run of them, and what it is read by."""
        day = civil_day(moment, "moment")
        if as_known_on is not None:
            legal_day(as_known_on, "as_known_on")
        known = [each for each in self.events if as_known_on is None or each.known_on <= as_known_on]
        words = self._remembered.in_words
        told = [words[each.id] for each in standing(known) if _has_happened(each, moment, day)]
        setting = self._setting(as_known_on)
        in_order = ordered(self.procedure, told)
        all_of_it = as_known_on is None and len(in_order) == len(self._remembered.told) and not is_series(in_order)
        return in_order, self._remembered.run if all_of_it else _run(setting, in_order, day), setting

    def _obligations(
        self,
        setting: Setting,
        events: list[Event],
        record: Record,
        moment: date | datetime,
        clauses: tuple[Provision, ...],
    ) -> Iterator[Obligation]:
        """Every duty of the matter; for a series those of each occurrence, named by its span."""
        if not is_series(events):
            for term in terms(record):
                yield obligation(term, setting, moment, clauses, advisory=self.advisory, policy=self.policy)
            return
        for each in occurrences(setting, events, civil_day(moment)):
            clock = self.procedure.clock(each.run.state)
            waits = clock if clock is Clock.NOT_STARTED else None
            for term in terms(each.run.record(setting)):
                found = obligation(term, setting, moment, clauses, state=each.run.state, clock=waits)
                name = each.cycle.id if found.duty is self.procedure.duties[0] else f"{each.cycle.id} {found.name}"
                yield attrs.evolve(found, name=name, advisory=self.advisory, policy=self.policy)

    def to_dict(self) -> dict[str, Any]:
        """The matter in plain values, with all its facts; the calendar, the law and the warnings are the host's."""
        return {
            "matter": self.id,
            "procedure": self.procedure.id,
            "rule": self.rule,
            "jurisdiction": self.jurisdiction,
            "clause": self.clause.id if self.clause else "",
            "advisory": self.advisory.to_dict() if self.advisory else None,
            "events": [event.to_dict() for event in self.events],
        }

    def __repr__(self) -> str:
        return f"<Matter {printable(self.id)} {self.procedure.id}: {self.state}, {len(self.events)} facts>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .shown import of_matter  # only here: it is asked for in notebooks alone

        return of_matter(self)


def _run(setting: Setting, events: Sequence[Event], horizon: date | None = None) -> Run:
    """*events*, in order, folded: as one run, or span by span for a series."""
    return folded(setting, events, horizon) if is_series(events) else fold(setting.procedure, events, setting)


def _has_happened(event: Event, moment: date | datetime, day: date) -> bool:
    if isinstance(event.happened, datetime) and isinstance(moment, datetime):
        return event.happened <= moment
    return event.day <= day
