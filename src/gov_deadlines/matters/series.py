"""A series: the occurrences of a recurring duty, one for each span, each a run of its procedure's table by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter

import attrs

from ..civil import ONE_DAY, civil_day
from ..errors import BadInput, IllegalEvent
from ..law.rule import Every, Recurrence, Version
from ..period import FixedDate
from .cycle import Cycle, cycle_named, cycle_of, cycles
from .event import Event
from .fold import Misfit, Run, fold, ordered
from .procedure import UNOPENED
from .record import Setting

STARTED, ENDED, PERIOD_ENDED = "series_started", "series_ended", "period_ended"


@attrs.frozen
class Occurrence:
    """One span of a series, and what was recorded for it, folded."""

    cycle: Cycle
    run: Run


def is_series(events: Sequence[Event]) -> bool:
    """Whether the facts, in order, are those of a series and not of one occurrence alone."""
    return bool(events) and events[0].name == STARTED


def occurrences(setting: Setting, events: Sequence[Event], horizon: date) -> list[Occurrence]:
    """Every occurrence from the start of the series to *horizon*, and those that facts speak of beyond it."""
    started = next(event for event in events if event.name == STARTED)
    ended = next((event for event in events if event.name == ENDED), None)
    every = next(filter(None, (recurrence(setting, started, day) for day in _days_of_change(setting, started))), None)
    own: dict[Cycle, list[Event]] = {}
    for event in events:
        if event.name not in (STARTED, ENDED):
            own.setdefault(_cycle(event, every, setting), []).append(event)
    spans = set(own)
    if every is not None:
        until = min(horizon, ended.day) if ended else horizon
        spans |= set(cycles(every.every, _first(started), until))
    in_order = sorted(spans, key=attrgetter("first", "last"))  # as they compare, at a fraction of the time
    return [_occurrence(setting, each, started, ended, own.get(each, []), horizon) for each in in_order]


def next_turn(setting: Setting, events: Sequence[Event], day: date) -> date | None:
    """The first day after *day* on which a span of the series begins or ends; ``None`` when no more will."""
    started = next(event for event in events if event.name == STARTED)
    ended = next((event for event in events if event.name == ENDED), None)
    if ended is not None and ended.day <= day:
        return None
    every = next(filter(None, (recurrence(setting, started, each) for each in _days_of_change(setting, started))), None)
    if every is None:
        return None
    current = cycle_of(every.every, max(day, _first(started)))
    turns = (_first(started), current.last, date.fromordinal(min(current.last, date.max - ONE_DAY).toordinal() + 1))
    return next((turn for turn in turns if turn > day), None)


def _days_of_change(setting: Setting, started: Event) -> list[date]:
    """The day the series starts, and each later one on which another text comes into force for it."""
    versions = setting.book[setting.rule].versions if setting.rule else ()
    return sorted({started.day, *(max(version.in_force_from, started.day) for version in versions)})


def recurrence(setting: Setting, started: Event, day: date) -> Recurrence | None:
    """
    How the duty comes round on *day*: as its text says, else as the agency set it (``every`` of the opening fact).

    Yearly, where the text fixes a month and a day. ``None`` where nobody has said, as with 定期.
    """
    told = started.get("every")
    if told is not None:
        try:
            return Recurrence(Every(told), at_least=int(started.get("at_least", 1)), within=bool(started.get("within")))
        except ValueError:
            known = ", ".join(each.value for each in Every)
            en = f"{told!r} is no span; expected one of {known}"
            raise BadInput.of("event.every", en, f"{told!r} 不是周期；应为 {known} 之一") from None
    version = version_on(setting, day)
    if version is not None and version.recurs is not None:
        return version.recurs
    if version is not None and isinstance(version.limit, FixedDate) and version.limit.year is None:
        return Recurrence(Every.YEAR)
    clause = setting.clause
    return Recurrence(clause.every, at_least=clause.at_least or 1) if clause and clause.every else None


def version_on(setting: Setting, day: date) -> Version | None:
    """The text that binds the series on *day*; one that says how it comes round goes before others."""
    standing = setting.standing(setting.rule, day) if setting.rule else None
    if standing is None:
        return None
    versions = (standing.binding, *standing.others)
    if standing.binding.limit is not None:
        return standing.binding
    return next((version for version in versions if version.recurs is not None), standing.binding)


def folded(setting: Setting, events: Sequence[Event], horizon: date | None = None) -> Run:
    """The whole series as one run: each fact with the state it led its occurrence to; the last one's state last."""
    procedure, began = setting.procedure, events[0]
    marks = [next((event for event in events if event.name == name), None) for name in (STARTED, ENDED)]
    told = [event for event in events if event.name not in (STARTED, ENDED) or event in marks]
    last = max(event.day for event in told)
    found = occurrences(setting, told, horizon or last)
    first = str(procedure.moves[UNOPENED][began.name])
    current = found[-1].run.state if found else first
    states: dict[str, str] = {}
    failures: list[Misfit] = []
    # A series starts and ends once; what it would start or end besides has no place in it.
    aside = [
        Misfit(
            event,
            IllegalEvent(
                procedure.id, current, event.name, procedure.legal(current), procedure.names_zh(current, event.name)
            ),
        )
        for event in events
        if event not in told
    ]
    for each in found:
        states |= {event.id: state for event, state in zip(each.run.events, each.run.states, strict=True)}
        failures += each.run.failures
        aside += each.run.set_aside
    taken = [event for event in told if event.id in states or event in marks]
    passed = [states.get(event.id, first) for event in taken]
    return Run(tuple(taken), (*passed[:-1], current), tuple(failures), tuple(aside))


def until(cycle: Cycle, version: Version | None, recurs: Recurrence | None) -> date | None:
    """The day an occurrence must be met by because its text names a weekday, or wants the act within the span."""
    if recurs is None or (version is not None and version.limit is not None):
        return None
    if recurs.on is not None:
        return date.fromordinal(cycle.first.toordinal() + recurs.on.number)
    return cycle.last if recurs.within else None


def _occurrence(
    setting: Setting, cycle: Cycle, started: Event, ended: Event | None, own: Sequence[Event], horizon: date
) -> Occurrence:
    begins = max(cycle.first, _first(started))
    recurs = recurrence(setting, started, begins)
    day = until(cycle, version_on(setting, begins), recurs)
    opening: dict[str, object] = {"at_least": recurs.at_least if recurs else 1}
    opening |= {"_until": day.isoformat()} if day else {"_counts_from": cycle.last.isoformat()}
    begun = Event(STARTED, min(begins, cycle.last), key=f"{STARTED}/{cycle.id}", payload=opening)
    ends: list[Event] = []
    over = cycle.last <= horizon and PERIOD_ENDED in setting.procedure.facts
    if over and not any(event.name == PERIOD_ENDED for event in own):
        ends.append(Event(PERIOD_ENDED, cycle.last, key=f"{PERIOD_ENDED}/{cycle.id}"))
    if ended is not None and begins <= ended.day < cycle.last:
        ends.append(ended)
    facts = [begun, *ends, *own]
    if own or len(ends) > 1:  # most spans only begin and end
        facts = ordered(setting.procedure, facts)
    run = fold(setting.procedure, facts, setting)
    # What was published or excused before has its end behind it: that its span ends, or the series, is nothing to it.
    return Occurrence(cycle, run._replace(set_aside=tuple(each for each in run.set_aside if each.event not in ends)))


def _first(started: Event) -> date:
    told = started.get("from")
    return date.fromisoformat(str(told)) if told else started.day


def _cycle(event: Event, every: Recurrence | None, setting: Setting) -> Cycle:
    """The span a fact is about: the one it names, else the one it fell in, or for reports the one that ended last."""
    named = event.get("period")
    if named is not None:
        found = cycle_named(str(named), "event.period")
        if every is not None and found.every is not every.every:
            example = cycle_of(every.every, civil_day(event.happened)).id
            en = f"{named!r} is no {every.every.value} of this series; expected one like {example}"
            raise BadInput.of("event.period", en, f"{named!r} 不是本系列的所属期间；应如 {example}")
        return found
    if every is None:
        en = f"{event.name} names no period, and the text does not say how often; give one like 2020-Q1"
        raise BadInput.of("event.period", en, f"{event.name} 未写明所属期间（period），文本也未规定周期；应如 2020-Q1")
    fell_in = cycle_of(every.every, event.day)
    within = every.within or setting.procedure.id == "counter" or event.day == fell_in.last
    if within or fell_in.first.toordinal() == 1:
        return fell_in
    return cycle_of(every.every, date.fromordinal(fell_in.first.toordinal() - 1))
