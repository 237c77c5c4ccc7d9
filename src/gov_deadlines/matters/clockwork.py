"""From facts to clocks: each stretch in which a duty ran, what it waited for, and the deadline that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

import attrs

from ..civil import civil_day
from ..course import Course
from ..deadline import Deadline
from ..errors import GovDeadlinesError
from ..exclusion import Exclusion
from ..law.rule import Pause, Version
from ..period import Period
from .conditions import CASES, CONDITIONS
from .event import Event
from .extension import extending, granted, named_day
from .procedure import Duty
from .record import Record, Setting
from .waiting import CONSULTATION, Asking, Waiting, exclusion, pause_of, pieces


@attrs.define(eq=False)
class Term:
    """
    One stretch of a duty: from the fact that started it to the one that fulfilled or ended it.

    *waits* are its stays in waiting states; *cases* the kinds of case the law is asked for; *anchors* the facts that an
    hour limit may run from; *submitted* the one before receipt.
    """

    duty: Duty
    start: Event
    waits: list[Waiting] = attrs.field(factory=list)
    extension: Event | None = None
    deferral: Event | None = None
    fulfilled: Event | None = None
    voided: Event | None = None
    cases: frozenset[str] | None = None
    pending: bool = False
    anchors: dict[str, Event] = attrs.field(factory=dict)
    submitted: Event | None = None
    out: dict[str | None, Event] = attrs.field(factory=dict)
    """The questions that parties have not answered yet; one that has no name is one for all such."""
    stood: tuple[Waiting, ...] = ()
    """Its stays in waiting states as they stood when it was extended."""

    @property
    def is_open(self) -> bool:
        """Whether the duty is still to be met, and has begun."""
        return self.fulfilled is None and self.voided is None and not self.pending

    @property
    def waiting(self) -> Waiting | None:
        """The stay in a waiting state that has not ended."""
        return self.waits[-1] if self.waits and self.waits[-1].until is None else None


def terms(record: Record) -> list[Term]:
    """Every stretch of every duty on *record*, in the order in which they started."""
    found: list[Term] = []
    so_far = Record(record.setting)
    kinds = CASES.get(record.setting.procedure.id)
    for event, state in zip(record.events, record.states, strict=True):
        before = so_far.state
        so_far.add(event, state)
        cases = kinds(so_far) if kinds else None
        for duty in record.setting.procedure.duties:
            if found and found[-1].pending and found[-1].duty is duty and state not in duty.pends:
                found.pop()
            own = [term for term in found if term.duty is duty]
            current = own[-1] if own and own[-1].is_open else None
            exists = not duty.when or CONDITIONS[duty.when](so_far, event)
            if current is not None:
                meets = event.name in duty.fulfilled_by and _is_act(record, duty, event)
                _go_on(current, event, before, state, exists=exists, meets=meets)
            elif duty.asked:
                if event.name in duty.fulfilled_by and state != before:
                    found.append(Term(duty, so_far.last("received", "corrected") or event, fulfilled=event))
            elif state in duty.pends and not own:
                found.append(Term(duty, event, pending=True))
            elif state in duty.runs and exists and not (duty.once and own) and _enters(duty, before, own):
                found.append(Term(duty, event, fulfilled=_met_before(so_far, duty), cases=cases))
            elif duty.once and own and own[-1].voided is not None and exists and state in duty.runs:
                again = own[-1]
                again.voided, again.fulfilled, again.cases = None, _met_before(so_far, duty), cases
            # A duty keeps the kind of case it was last of: one that a lower level drops was missed by the higher one.
            if exists and own and own[-1].is_open:
                own[-1].cases = cases
    anchors = _anchors(record) if record.setting.procedure.exact else {}
    for term in found:
        # What came after the act that met the duty is not what it ran from.
        term.anchors = {name: each for name, each in anchors.items() if not _is_after(each, term.fulfilled)}
        term.submitted = record.last("submitted") if term.start.name == "received" else None
    return found


def _enters(duty: Duty, before: str, own: Sequence[Term]) -> bool:
    """Whether the duty starts here: on coming to a state in which it runs, or when it newly came to exist there."""
    return not own or before not in duty.runs | {wait.state for wait in duty.waits}


def _go_on(term: Term, event: Event, before: str, state: str, *, exists: bool, meets: bool) -> None:
    """What one more fact does to a duty that is open."""
    duty = term.duty
    # One channel of several leaves the state as it was, and so does an act after which nothing is left of the duty.
    if meets and (state != before or duty.once or duty.outlasts or not exists):
        term.fulfilled = event
        if term.waiting:
            term.waiting.until = event
        return
    _ask(term, event)
    if event.name == "extended" and duty.extension:
        term.extension, term.stood = event, tuple(each.copy() for each in term.waits)
    if event.name == "deferred":
        term.deferral = event
    if term.waiting is not None and term.waiting.wait.state != state:
        term.waiting.until = event
    wait = duty.wait_in(state)
    if wait is not None and state != before:
        asked = [Asking(each, event) for each in term.out.values()] if wait.pause == CONSULTATION else []
        term.waits.append(Waiting(wait, event, asked=asked))
    elif wait is None and ((state not in duty.runs and not duty.outlasts) or not exists):
        term.voided = event


def _ask(term: Term, event: Event) -> None:
    """Keep who was asked for an opinion and has not given it."""
    party, waiting = event.get("party"), term.waiting
    if event.name == "consulted" and party not in term.out:
        term.out[party] = event
        if waiting is not None and waiting.wait.pause == CONSULTATION:
            waiting.asked.append(Asking(event, event))
    elif event.name in ("opinion_received", "consultation_lapsed"):
        question = term.out.pop(party, None)
        for each in waiting.asked if waiting is not None else ():
            if each.question is question:
                each.until = event


def _is_act(record: Record, duty: Duty, event: Event) -> bool:
    """Whether the text that limits the matter wants the act *event*, where it says which: publication, not filing."""
    if duty.rule:
        return True
    acts = record.acts
    return not acts or event.name in acts or event.name == acts[-1]


def _met_before(record: Record, duty: Duty) -> Event | None:
    """The first fact that fulfilled the duty before it started, such as an interpretation published ahead."""
    return next((event for event in record.events if event.name in duty.fulfilled_by), None) if duty.ahead else None


def _is_after(event: Event, act: Event | None) -> bool:
    return act is not None and event.instant > act.instant


def _anchors(record: Record) -> dict[str, Event]:
    """The facts an hour limit may run from, by name: the first of each."""
    found: dict[str, Event] = {}
    for event in record.events:
        if event.name in _ANCHORS:
            found.setdefault(event.name, event)
    return found


_ANCHORS = ("occurred", "detected", "classified", "upgraded")


@attrs.frozen
class Started:
    """Where a term counts from, by the law in force there and then."""

    start: date | datetime
    event: Event
    excluded: tuple[Exclusion, ...]
    stopped: Waiting | None


def rule_of(duty: Duty, setting: Setting) -> str:
    """The rule the duty is under: its own, or the matter's; empty where no text sets a limit."""
    return "" if duty.unlimited else duty.rule or setting.rule


def day_set(term: Term) -> date | None:
    """The day that was set in the limit's stead: by a deferral, a return with a day, or the span of a series."""
    told = term.deferral.get("until") if term.deferral else term.start.get("until" if term.duty.unlimited else "_until")
    return date.fromisoformat(told) if told else None


def limiting_rule(term: Term, setting: Setting) -> str:
    """
    The rule whose number limits the duty: its own, or the general one where its own says only a word there, or nothing.

    A word (及时) asks for more than the outer limit that the general rule sets, and leaves it standing.
    """
    until = day_set(term)
    rule = setting.rule if until and term.duty.unlimited else rule_of(term.duty, setting)
    if not rule or until:
        return rule
    standing = setting.standing(rule, term.start.day, term.cases)
    general = setting.book[rule].special_of
    if (standing is None or standing.binding.limit is None) and general:
        outer = setting.standing(general, term.start.day, term.cases)
        return general if outer is not None and outer.binding.limit is not None else rule
    return rule


def started(term: Term, setting: Setting) -> Started:
    """Where *term* counts from and which days it leaves out, after every stay in a waiting state."""
    event, stopped = term.start, None
    excluded: list[Exclusion] = []
    for change in (piece for stay in term.waits for piece in pieces(stay, setting)):
        pause = pause_of(change, setting)
        if pause is Pause.NONE or _comes_too_late(term, setting, event, excluded, change):
            continue
        if change.until is None or change.until is (term.fulfilled or term.voided):
            stopped = change
        elif pause is Pause.RESTART:
            event, excluded = change.until, []
        else:
            excluded.append(exclusion(change))
    return Started(counted_from(term, event, setting), event, tuple(excluded), stopped)


def receipt(event: Event, setting: Setting) -> Version | None:
    """The text that says which day a request received by that channel counts as received on, where one does."""
    channel = event.get("channel")
    if channel is None:
        return None
    standing = setting.standing("request.receipt", event.day, frozenset([str(channel)]))
    return standing.binding if standing else None


def _comes_too_late(
    term: Term, setting: Setting, event: Event, excluded: Sequence[Exclusion], waiting: Waiting
) -> bool:
    """
    Whether the limit was over before the waiting began, so that the waiting cannot save it any more.

    On its last day it can still begin anew, but days left out after that day are none of its own.
    """
    with suppress(GovDeadlinesError):
        found = _due(term, setting, counted_from(term, event, setting), excluded)
        if found is not None:
            is_full = found.due == waiting.since.day and pause_of(waiting, setting) is Pause.EXCLUDE
            return is_full or not found.in_time(waiting.since.happened)
    return False


def counted_from(term: Term, event: Event, setting: Setting) -> date | datetime:
    """
    The day or instant that *event* starts the limit with.

    A request handed over in person is received when it is submitted; an incident counts from the instant its rule
    names.
    """
    told = event.get("counts_from") or event.get("_counts_from")
    if told is not None:
        return date.fromisoformat(told)
    if event is term.start and term.submitted is not None:
        version = receipt(event, setting)
        if version is not None and version.anchor == "submitted":
            return term.submitted.day
    if term.anchors and not term.duty.unlimited:
        return anchored(term, setting)[0]
    return event.happened if setting.procedure.exact else event.day


def anchored(term: Term, setting: Setting) -> tuple[datetime, str]:
    """
    The instant an incident's limit runs from, and which fact it is: the one the text names, where the text names one.

    Where it is silent, the earliest known.
    """
    standing = setting.standing(rule_of(term.duty, setting), term.start.day, term.cases)
    anchor = standing.binding.anchor if standing else "occurred"
    event = term.anchors.get(anchor) or min(term.anchors.values(), key=lambda each: each.instant)
    assert isinstance(event.happened, datetime)  # where hours count, no fact is taken without its instant
    return event.happened, event.name


def deadline(term: Term, setting: Setting) -> Deadline | None:
    """
    The deadline of *term*, or ``None`` while it waits and no day can be told.

    Raises: as :func:`gov_deadlines.due`.
    """
    if term.pending:
        return None
    so_far = started(term, setting)
    found = _due(term, setting, so_far.start, so_far.excluded, so_far.event)
    return None if so_far.stopped is not None else found


def _due(
    term: Term, setting: Setting, start: date | datetime, excluded: Sequence[Exclusion], event: Event | None = None
) -> Deadline | None:
    rule = limiting_rule(term, setting)
    if not rule:
        return None
    fact = setting.procedure.facts.get(event.name) if event is not None and event is not term.start else None
    begun = (fact.zh, fact.en) if fact else ("", "")
    course = Course(tuple(excluded), None, day_set(term), *begun)
    return setting.due(rule, start, course=_extended(course, term, setting, civil_day(start)), cases=term.cases)


def _extended(course: Course, term: Term, setting: Setting, start: date) -> Course:
    """*course* with the extension of *term*, which adds what the law allows under which the limit started, or less."""
    event = term.extension
    most = extending(setting, term.duty.extension, start) if event is not None else None
    if event is None or most is None or not isinstance(most.limit, Period):
        return course
    unit = most.limit.unit
    n = granted(event, unit, _as_it_stood(term, setting) if named_day(event) else None)
    if n is not None and n < 1:
        return course
    part = None if n is None else Period(n, unit)
    return attrs.evolve(course, extension=most, granted=part, extended_on=event.day)


def _as_it_stood(term: Term, setting: Setting) -> Deadline | None:
    """The unextended deadline when *term* was extended; a stay that had not ended counts as ended then, or as none."""
    waits = []
    for each in term.stood:
        if each.until is not None:
            waits.append(each)
        elif pause_of(each, setting) is Pause.EXCLUDE:
            waits.append(attrs.evolve(each, until=term.extension))
    return deadline(attrs.evolve(term, waits=waits, extension=None), setting)


def main_deadline(record: Record) -> Deadline | None:
    """The deadline of the procedure's first duty while it is open, or ``None`` where no day can be told."""
    main = record.setting.procedure.duties[0]
    own = [term for term in terms(record) if term.duty is main and term.is_open]
    try:
        return deadline(own[-1], record.setting) if own else None
    except GovDeadlinesError:
        return None
