"""A matter seen at a moment: its state, its obligations, what was breached, what it opens, and what may come next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from ..civil import civil_day
from ..errors import GuardFailed, Lang, printable, said
from ..law.clause import Holds, Provision
from ..reading import Alternative
from ..unit import Unit
from .clockwork import terms
from .event import Event
from .fold import Misfit, Run
from .obligation import Obligation, obligation
from .procedure import Bond, Link, Procedure
from .record import Record
from .timeliness import Timeliness, instant
from .window import Window


@attrs.frozen
class Breach:
    """
    Something that was not done as the law wants it: late, not at all, or without what had to come before.

    *sources* are the texts that ask for it, *consequences* the clauses there that say what follows. *cleared_by* are
    the other defensible readings of the deadline by which it is none; its words name them, each with its end.
    """

    name: str
    zh: str
    en: str
    on: date | datetime
    sources: tuple[str, ...] = ()
    consequences: tuple[Provision, ...] = ()
    condition_zh: str = ""
    condition_en: str = ""
    """In which kind of case alone it is one, where the record does not say of which kind the matter is."""
    cleared_by: tuple[Alternative, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The breach in plain values, for JSON."""
        return {
            "name": self.name,
            "zh": self.zh,
            "en": self.en,
            "on": self.on.isoformat(),
            "sources": list(self.sources),
            "consequences": [clause.id for clause in self.consequences],
            "condition": self.condition_zh,
            "condition_en": self.condition_en,
            "cleared_by": [reading.to_dict() for reading in self.cleared_by],
        }


@attrs.frozen
class Gate:
    """
    A step that a document there wants before another: passed, failed, or not on record.

    What is not on record is no breach: the record may simply not say.
    """

    clause: Provision
    event: str
    status: str

    def to_dict(self) -> dict[str, Any]:
        """The gate in plain values, for JSON."""
        return {
            "clause": self.clause.id,
            "event": self.event,
            "asks": self.clause.asks or self.clause.guard,
            "status": self.status,
            "zh": self.clause.zh,
            "en": self.clause.en,
        }


@attrs.frozen
class Tie:
    """
    Two steps that belong together, and how they came: ``together``, ``apart``, or ``waiting`` for one.

    No text gives a tolerance: one legal day is read as together, or where hours count one instant. *clauses* are those
    there that ask for it.
    """

    link: Link
    status: str
    clauses: tuple[Provision, ...] = ()
    first: Event | None = None
    second: Event | None = None

    @property
    def days(self) -> int:
        """How many days lie between them; 0 while one is missing."""
        return abs((self.second.day - self.first.day).days) if self.first and self.second else 0

    def to_dict(self) -> dict[str, Any]:
        """The tie in plain values, for JSON."""
        return {
            "link": self.link.name,
            "kind": self.link.bond.value,
            "status": self.status,
            "days": self.days,
            "zh": self.link.zh,
            "en": self.link.en,
            "clauses": [clause.id for clause in self.clauses],
        }


@attrs.frozen
class Opening:
    """A matter that a fact of this one opens, satisfies or cancels: the host opens it with that fact."""

    link: Link
    event: Event

    def to_dict(self) -> dict[str, Any]:
        """The opening in plain values, for JSON."""
        return {
            "link": self.link.name,
            "kind": self.link.bond.value,
            "procedure": self.link.procedure,
            "event": self.link.to,
            "rule": self.link.rule or None,
            "on": self.event.happened.isoformat(),
        }


@attrs.frozen(eq=False)
class Assessment:
    """
    All that can be said of a matter at *moment*, as known on *as_known_on*.

    *state* is the state after the last fact, for a series that of its last span alone; :attr:`spans` has that of each.
    *set_aside* are facts that had no place in the table by what was known then; *gates* the steps that documents there
    want; *clauses* the clauses of local documents that take effect here.
    """

    matter: str
    procedure: Procedure
    moment: date | datetime
    as_known_on: date | None
    run: Run
    obligations: tuple[Obligation, ...]
    windows: tuple[Window, ...]
    breaches: tuple[Breach, ...]
    gates: tuple[Gate, ...]
    openings: tuple[Opening, ...]
    ties: tuple[Tie, ...]
    clauses: tuple[Provision, ...]
    state: str

    @property
    def legal(self) -> tuple[str, ...]:
        """The events that the state knows; guards may still stand before some."""
        return self.procedure.legal(self.state)

    @property
    def spans(self) -> Mapping[str, str]:
        """For a series the state of each of its spans, by their names (``2020-Q1``) in order; empty for all others."""
        main = self.procedure.duties[0]
        return {each.name: each.state for each in self.obligations if each.state and each.duty is main}

    @property
    def set_aside(self) -> tuple[Misfit, ...]:
        """Facts that had no place in the table by what was known then."""
        return self.run.set_aside

    def obligation(self, name: str) -> Obligation:
        """
        The latest obligation of that name.

        Raises: KeyError, naming those there are.
        """
        for each in reversed(self.obligations):
            if each.name == name:
                return each
        raise KeyError(
            f"no obligation {name!r}; there are {', '.join(each.name for each in self.obligations) or 'none'}"
        )

    @property
    def main(self) -> Obligation | None:
        """The obligation that the procedure is about, in its latest stretch."""
        duty = self.procedure.duties[0]
        return next((each for each in reversed(self.obligations) if each.duty is duty), None)

    def to_dict(self) -> dict[str, Any]:
        """The shape of an answer in the JSON-lines interface."""
        return {
            "matter": self.matter,
            "as_of": self.moment.isoformat(),
            "as_known_on": self.as_known_on.isoformat() if self.as_known_on else None,
            "state": self.state,
            "spans": dict(self.spans),
            "legal": list(self.legal),
            "obligations": [each.to_dict() for each in self.obligations],
            "windows": [each.to_dict() for each in self.windows],
            "breaches": [each.to_dict() for each in self.breaches],
            "gates": [each.to_dict() for each in self.gates],
            "opens": [each.to_dict() for each in self.openings],
            "links": [each.to_dict() for each in self.ties],
            "clauses": [clause.id for clause in self.clauses],
            "set_aside": [each.event.to_dict() for each in self.set_aside],
        }

    def explain(self, lang: Lang = "zh") -> str:
        """The matter in words: its state, then each obligation with its grounds."""
        state = self.procedure.states.get(self.state)
        name = said(lang, state.zh, state.en) if state else self.state
        whose = " ".join([self.matter.replace("\n", " "), *[*self.spans][-1:]])
        lines = [f"{said(lang, self.procedure.zh, self.procedure.en)}（{whose}）: {name}"]
        lines += [each.explain(lang) for each in self.obligations]
        lines += [said(lang, f"违反：{each.zh}", f"breach: {each.en}") for each in self.breaches]
        return printable("\n\n".join(lines))

    def __repr__(self) -> str:
        return (
            f"<Assessment {printable(self.matter)} at {self.moment}: {self.state}, {len(self.obligations)} obligations>"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .shown import of_assessment  # only here: it is asked for in notebooks alone

        return of_assessment(self)


def breaches(
    record: Record, run: Run, obligations: tuple[Obligation, ...], clauses: tuple[Provision, ...]
) -> Iterator[Breach]:
    """What was not done as the law wants it."""
    consequences = tuple(clause for clause in clauses if clause.holds is Holds.CONSEQUENCE)
    for failure in run.failures:
        error = failure.error
        if isinstance(error, GuardFailed):
            for missing in error.missing:
                guard = record.setting.procedure.guards[missing.guard]
                name, on = guard.breach or guard.name, failure.event.happened
                cleared = _readings_before(record, failure.event) if guard.name == "before_due" else ()
                zh, en = _with_readings(missing.zh, missing.en, cleared)
                yield Breach(name, zh, en, on, missing.sources, consequences, cleared_by=cleared)
        else:
            name = failure.event.name
            fact = record.setting.procedure.facts[name]
            zh, en = f"“{fact.zh}”的前序环节没有记录", f"the steps before {name} are not on record"
            yield Breach("out_of_order", zh, en, failure.event.happened, (), consequences)
    for each in obligations:
        yield from _late(each, consequences)


def _late(each: Obligation, consequences: tuple[Provision, ...]) -> Iterator[Breach]:
    """The breach that a duty met too late, or not yet though it is past its limit, makes."""
    found = each.deadline
    if found is None:
        return
    version = found.version
    sources = (version.cite("zh"),)
    only = (version.condition_zh, version.condition_en) if each.is_conditional else ("", "")
    voided = each.term.voided
    if voided is not None and not version.minimum and not each.is_conditional and not found.in_time(voided.happened):
        zh, en = f"{each.duty.zh}：终结前已逾期", f"{each.duty.en}: past its limit before it ended"
        cleared = in_time_by(each.alternatives, voided.happened)
        zh, en = _with_readings(zh, en, cleared)
        yield Breach(f"{each.name}_missed", zh, en, voided.happened, sources, consequences, cleared_by=cleared)
    late = each.late_by
    if late is None:
        return
    met = each.timeliness is Timeliness.LATE
    when = each.fulfilled_at or each.moment
    zh = f"{each.duty.zh}：{'逾期' if met else '已逾期'}{late.text('zh')}{'完成' if met else ''}"
    en = f"{each.duty.en}: {'done ' if met else ''}{late.text('en')} late"
    cleared = in_time_by(each.alternatives, when)
    zh, en = _with_readings(zh, en, cleared)
    name = f"{each.name}_{'late' if met else 'overdue'}"
    yield Breach(name, zh, en, when, sources, consequences, *only, cleared_by=cleared)


def in_time_by(readings: Iterable[Alternative], act: date | datetime) -> tuple[Alternative, ...]:
    """Those of *readings* by which *act* was in time."""
    found = []
    for each in readings:
        if civil_day(act) <= each.due if each.due else each.due_at is not None and instant(act) <= each.due_at:
            found.append(each)
    return tuple(found)


def _readings_before(record: Record, event: Event) -> tuple[Alternative, ...]:
    """The readings by which *event*, which had to come before the main limit ended, came in time."""
    setting = record.setting
    place = next(number for number, each in enumerate(record.events) if each is event)
    so_far = Record(setting, record.events[:place], record.states[:place])
    main = [term for term in terms(so_far) if term.duty is setting.procedure.duties[0] and term.is_open]
    return in_time_by(obligation(main[-1], setting, event.happened).alternatives, event.happened)


def _with_readings(zh: str, en: str, cleared: Iterable[Alternative]) -> tuple[str, str]:
    """The words of a breach, with the readings by which it is none."""
    for each in cleared:
        until = (each.due or each.due_at or date.max).isoformat()
        zh += f"；按另一读法未逾期：{each.zh}（至{until}）"
        en += f"; not late by another reading: {each.en} (until {until})"
    return zh, en


def gates(record: Record, clauses: tuple[Provision, ...]) -> Iterator[Gate]:
    """The steps that documents there want before facts of this matter, and whether they are on record."""
    for clause in clauses:
        if not clause.asks:
            continue
        told = record.detail(clause.asks)
        if told is None and record.has(clause.asks):
            told = True
        status = "not_recorded" if told is None else "passed" if told else "failed"
        for event in clause.events:
            yield Gate(clause, event, status)


def failed_gates(found: tuple[Gate, ...], record: Record) -> Iterator[Breach]:
    """The breaches that gates make which the record says were not passed, once the gated step was taken."""
    for gate in found:
        taken = record.last(gate.event)
        if gate.status == "failed" and taken is not None:
            clause = gate.clause
            yield Breach(f"{clause.asks}_missing", clause.zh, clause.en, taken.happened, (clause.cite("zh"),))


def ties(record: Record, clauses: tuple[Provision, ...]) -> Iterator[Tie]:
    """The steps of this matter that belong together, from the moment one of them was taken."""
    for link in record.setting.procedure.links:
        if link.bond is not Bond.SYNCHRONOUS:
            continue
        asked = tuple(clause for clause in clauses if clause.link == link.name)
        yield from _several(record, link, asked) if link.of == link.to else _two(record, link, asked)


def _two(record: Record, link: Link, asked: tuple[Provision, ...]) -> Iterator[Tie]:
    """The tie between the first facts of two kinds."""
    first, second = (next((e for e in record.events if e.name == name), None) for name in (link.of, link.to))
    if first is not None and second is not None:
        yield Tie(link, "together" if _at_once(record, first, second) else "apart", asked, first, second)
    elif first is not None or second is not None:
        yield Tie(link, "waiting", asked, first, second)


def _at_once(record: Record, first: Event, second: Event) -> bool:
    """Whether two facts came together: on one legal day, or where hours count at one instant, clocks allowed for."""
    procedure = record.setting.procedure
    if isinstance(first.happened, datetime) and isinstance(second.happened, datetime) and procedure.exact:
        return abs((first.happened - second.happened).total_seconds()) <= procedure.tolerance_seconds
    return first.day == second.day


def _several(record: Record, link: Link, asked: tuple[Provision, ...]) -> Iterator[Tie]:
    """The tie between facts of one kind: a publication on each of several channels."""
    out: dict[object, Event] = {}
    for event in record.events:
        if event.name == link.of:
            out.setdefault(event.get("channel"), event)
    channels = set(record.detail("channels") or ()) | out.keys()
    if not out or len(channels) < 2:
        return
    told = sorted(out.values(), key=lambda event: event.day)
    status = "waiting" if channels - out.keys() else "together" if told[0].day == told[-1].day else "apart"
    yield Tie(link, status, asked, told[0], told[-1])


def broken_ties(found: tuple[Tie, ...]) -> Iterator[Breach]:
    """The breaches that steps make which a clause there wants together and that came apart."""
    for tie in found:
        if tie.status == "apart" and tie.clauses and tie.second is not None:
            n = tie.days
            zh, en = (f"相隔{n}日", f"{n} {Unit.DAY.en(n)} apart") if n else ("不同时", "not at once")
            zh, en = f"{tie.link.zh}：{zh}", f"{tie.link.en}: {en}"
            sources = tuple(clause.cite("zh") for clause in tie.clauses)
            yield Breach(f"{tie.link.name}_apart", zh, en, tie.second.happened, sources)


def openings(record: Record) -> Iterator[Opening]:
    """What facts on record open, satisfy or cancel in other matters."""
    before = ""
    for event, state in zip(record.events, record.states, strict=True):
        for link in record.setting.procedure.links:
            across = link.procedure and link.bond in (Bond.OPENS, Bond.SATISFIES, Bond.CANCELS)
            if across and link.of == event.name and (not link.when_in or before in link.when_in):
                yield Opening(link, event)
        before = state
