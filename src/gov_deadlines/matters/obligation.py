"""One duty of a matter at a moment: its clock, its deadline, whether it was met in time, and what is left of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from ..civil import civil_day
from ..deadline import Certainty, Deadline
from ..errors import (
    BadInput,
    CalendarNotPublished,
    GovDeadlinesError,
    Lang,
    NoRuleInForce,
    Undecidable,
    printable,
    said,
)
from ..exclusion import held
from ..law.clause import Provision
from ..law.rule import Pause, Version
from ..period import Period
from ..reading import Alternative
from ..unit import Unit
from .clockwork import Term, anchored, deadline, limiting_rule, receipt, rule_of, started
from .event import Event
from .procedure import Clock, Duty
from .readings import anchor_readings, extension_readings, lapse_readings, organ_readings, pause_readings
from .record import Setting
from .timeliness import Lateness, Timeliness, instant, lateness
from .waiting import pause_of, pieces
from .warning import USUAL, Alert, Rung, WarningPolicy, reached, rungs, unmet


@attrs.frozen
class Advisory:
    """A practice number that someone set beside a word of the law: passing it is never late, and it says whose."""

    period: Period
    set_by: str

    def to_dict(self) -> dict[str, Any]:
        """The number in the shape it is read in."""
        return {**self.period.to_dict(), "set_by": self.set_by}

    @classmethod
    def from_dict(cls, raw: object, where: str = "advisory") -> Advisory:
        """The practice number ``{"n": 5, "unit": "working_day", "set_by": ...}``. Raises: BadInput."""
        if not isinstance(raw, dict) or raw.keys() != {"n", "unit", "set_by"} or not raw["set_by"]:
            en = f'{raw!r} is no practice number; expected {{"n": 5, "unit": "working_day", "set_by": whose it is}}'
            zh = f'{raw!r} 不是内部时限；应为 {{"n": 5, "unit": "working_day", "set_by": 由谁规定}}'
            raise BadInput.of(where, en, zh)
        try:
            unit = Unit(raw["unit"])
        except ValueError:
            unit = raw["unit"]
        try:
            return cls(Period(raw["n"], unit), str(raw["set_by"]))
        except BadInput as bad:
            raise BadInput(attrs.evolve(each, path=f"{where}.{each.path}") for each in bad.faults) from None


@attrs.frozen(eq=False)
class Obligation:
    """
    One duty inside a matter, seen at a moment.

    *deadline* is ``None`` while the clock stands still, where no text sets a number, and where *refusal* says why none
    can be told. *state* is the state of the occurrence, for duties that come round.
    """

    name: str
    duty: Duty
    term: Term
    rule: str
    setting: Setting
    moment: date | datetime
    deadline: Deadline | None
    clock: Clock
    clauses: tuple[Provision, ...] = ()
    refusal: GovDeadlinesError | None = None
    state: str = ""
    advisory: Advisory | None = None
    policy: WarningPolicy = USUAL

    @property
    def start(self) -> date | datetime:
        """What it counts from, after any restart."""
        try:
            return started(self.term, self.setting).start
        except GovDeadlinesError:
            return self.term.start.happened

    @property
    def due(self) -> date | None:
        """The last lawful day; ``None`` for hour limits, and where none can be told."""
        return self.deadline.due if self.deadline else None

    @property
    def due_at(self) -> datetime | None:
        """The instant at which it ends."""
        return self.deadline.due_at if self.deadline else None

    @property
    def fulfilled(self) -> Event | None:
        """The fact that fulfilled it."""
        return self.term.fulfilled

    @property
    def fulfilled_at(self) -> date | datetime | None:
        """When it was fulfilled."""
        return self.term.fulfilled.happened if self.term.fulfilled else None

    @property
    def timeliness(self) -> Timeliness | None:
        """How it stands to its limit; ``None`` where no one can tell, and :attr:`refusal` says why."""
        if self.term.voided is not None:
            return Timeliness.VOID
        found = self.deadline
        if found is None and self.refusal is not None and not isinstance(self.refusal, NoRuleInForce):
            return None
        if self.fulfilled is not None:
            if found is None or found.version.minimum or found.in_time(self._act):
                return Timeliness.ON_TIME
            return Timeliness.LATE
        if found is None:
            return Timeliness.NOT_DUE
        return unmet(found, self.moment, self.policy)

    @property
    def _act(self) -> date | datetime:
        """The act that is held against the limit: for an hour limit the instant, for a day limit the day."""
        assert self.fulfilled is not None
        return self.fulfilled.happened

    @property
    def late_by(self) -> Lateness | None:
        """By how much it was met too late, or is by now; ``None`` when it is neither."""
        if self.timeliness not in (Timeliness.LATE, Timeliness.OVERDUE) or self.deadline is None:
            return None
        return lateness(self.deadline, self.fulfilled_at or self.moment)

    @property
    def certainty(self) -> Certainty:
        """``provisional`` when a missing notice, or a start not on record, could move the end."""
        found = self.deadline
        if found is None:
            return Certainty.SETTLED if self.refusal is None else Certainty.PROVISIONAL
        return Certainty.PROVISIONAL if self.start_in_doubt or self.is_conditional else found.certainty

    @property
    def is_conditional(self) -> bool:
        """Whether its text binds in some kinds of case only and the record does not say which kind this is."""
        found, named = self.deadline, self.term.cases
        return found is not None and bool(found.version.cases) and named is None

    @property
    def start_in_doubt(self) -> bool:
        """Whether the instant that the text names is not on record, so that a later one stands in."""
        if not self.term.anchors or self.deadline is None or not self.deadline.version.anchor_stated:
            return False
        return anchored(self.term, self.setting)[1] != self.deadline.version.anchor

    @property
    def total(self) -> int | None:
        """The whole limit with its extension, in its own unit; ``None`` where nothing is counted."""
        found = self.deadline or self._paused_deadline
        if found is None or not isinstance(found.version.limit, Period) or found.course.until:
            return None
        return found.version.limit.plus(found.course.extra).n

    @property
    def consumed(self) -> int | float | None:
        """
        How much of the limit is used up: through the moment, the act that fulfilled it, or the day the clock stopped.

        Units: those of the limit, working days or calendar days; hours with fractions. ``None`` where no notice covers
        the days.
        """
        found = self.deadline or self._paused_deadline
        if found is None or self.total is None:
            return None
        limit = found.version.limit
        assert isinstance(limit, Period)
        waiting = started(self.term, self.setting).stopped
        over = self.fulfilled or self.term.voided
        until: date | datetime = over.happened if over else self.moment
        if waiting is not None:
            until = waiting.since.happened
        if limit.unit is Unit.HOUR:
            begun = instant(found.start)
            return (instant(until) - begun).total_seconds() / 3600
        start, day = civil_day(found.start), civil_day(until)
        if limit.unit is Unit.WORKING_DAY:
            try:
                return held(found.calendar.count, start, day, found.course.excluded)
            except CalendarNotPublished:
                return None
        return held(lambda after, through: (through - after).days, start, day, found.course.excluded)

    @property
    def remaining(self) -> int | float | None:
        """What is left of the limit in its own unit, negative when it is passed; it stands still with the clock."""
        consumed, total = self.consumed, self.total
        if self._counts_otherwise or consumed is None or total is None:
            return None
        return total - consumed

    @property
    def _counts_otherwise(self) -> bool:
        """Whether the limit is in weeks, months or years, whose days make no number of them."""
        found = self.deadline or self._paused_deadline
        limit = found.version.limit if found else None
        return isinstance(limit, Period) and limit.unit in (Unit.WEEK, Unit.MONTH, Unit.YEAR)

    @property
    def _paused_deadline(self) -> Deadline | None:
        """The deadline as if the clock had not stopped, for what it had used up until then."""
        if self.refusal is not None:
            return None
        over = self.term.fulfilled or self.term.voided
        try:
            parts = (part for stay in self.term.waits for part in pieces(stay, self.setting))
            ended = [part for part in parts if part.until is not None and part.until is not over]
            return deadline(attrs.evolve(self.term, waits=ended), self.setting)
        except GovDeadlinesError:
            return None

    @property
    def rungs(self) -> tuple[Alert, ...]:
        """When it is warned of, due, overdue and gravely overdue; none while no day can be told, or once it is over."""
        found = self.deadline
        if found is None or found.version.minimum or self.clock is Clock.ENDED:
            return ()
        return rungs(found, self.policy)

    def reached(self, rung: Rung) -> bool:
        """Whether an alert of that rung is reached at the moment."""
        return reached(self.rungs, rung, self.moment)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Other defensible readings, where they give another end: of the law, and of what the waiting did."""
        lapsed = [*lapse_readings(self.term, self.setting), *organ_readings(self.term, self.setting)]
        found = self.deadline
        if found is None:
            return tuple(lapsed)
        readings = [
            *found.alternatives,
            *pause_readings(self.term, self.setting),
            *anchor_readings(self.term, self.setting, found),
            *extension_readings(self.term, self.setting, found),
            *lapsed,
        ]
        mine = (found.due, None if found.due else found.due_at)
        return tuple(each for each in readings if (each.due, each.due_at) != mine)

    @property
    def words(self) -> tuple[str, ...]:
        """The vague words that the law and the documents there set beside the number (及时), kept as they are."""
        told = [clause.word for clause in self.clauses]
        if self.deadline is not None:
            told += [version.word for version in self.deadline.also_asked]
            told.append(self.deadline.version.target)
        asked = rule_of(self.duty, self.setting)
        standing = self.setting.standing(asked, self.term.start.day, self.term.cases) if asked else None
        if standing is not None and (self.deadline is None or asked != self.rule):
            told += [version.word for version in (standing.binding, *standing.others)]
        return tuple(dict.fromkeys(word for word in told if word))

    @property
    def receipt(self) -> Version | None:
        """The text that says which day the request counts as received on, by the channel it came through."""
        return receipt(self.term.start, self.setting) if self.term.start.name == "received" else None

    @property
    def bearers(self) -> tuple[str, ...]:
        """Who bears it by the documents there, in their words."""
        return tuple(dict.fromkeys(clause.bearer_zh for clause in self.clauses if clause.bearer_zh))

    @property
    def advisory_due(self) -> date | None:
        """The day a practice number ends on, when one was set and notices cover it."""
        if self.advisory is None:
            return None
        try:
            return self.advisory.period.end(self.start, self.setting.calendar).due
        except CalendarNotPublished:
            return None

    def to_dict(self) -> dict[str, Any]:
        """The shape obligations have in the JSON-lines interface."""
        found, late, advised = self.deadline, self.late_by, self.advisory_due
        plain = {
            "name": self.name,
            "rule": self.rule or None,
            "clock": self.clock.value,
            "start": self.start.isoformat(),
            "due": _iso(self.due),
            "due_at": _iso(self.due_at),
            "opens_on": _iso(found.opens_on) if found else None,
            "fulfilled_at": _iso(self.fulfilled_at),
            "timeliness": self.timeliness.value if self.timeliness else None,
            "late_by": late.to_dict() if late else None,
            "remaining": self.remaining,
            "certainty": self.certainty.value,
            "earliest": _iso(found.earliest) if found else None,
            "latest": _iso(found.latest) if found else None,
            "version": found.version.to_dict() if found else None,
            "steps": [step.to_dict() for step in found.steps] if found else [],
            "alternatives": [each.to_dict() for each in self.alternatives],
            "conflicts": [each.to_dict() for each in found.conflicts] if found else [],
            "receipt": self.receipt.to_dict() if self.receipt else None,
            "words": list(self.words),
            "bearers": list(self.bearers),
            "clauses": [clause.id for clause in self.clauses],
        }
        if self.state:
            plain["state"] = self.state
        if advised is not None and self.advisory is not None:
            passed = civil_day(self.fulfilled_at or self.moment) > advised
            plain["advisory"] = {"due": advised.isoformat(), "set_by": self.advisory.set_by, "passed": passed}
        if self.refusal is not None:
            plain["error"] = self.refusal.to_dict()
        return plain

    def explain(self, lang: Lang = "zh") -> str:
        """The obligation in words: how it stands, and the grounds of its deadline."""
        stands = self.timeliness
        told = said(lang, stands.zh, stands.value) if stands else said(lang, "无法判断", "cannot be told")
        if stands is Timeliness.ON_TIME and self.deadline is None and self.words:
            words = "、".join(self.words)
            told = said(lang, f"已办；是否“{words}”由人判断", f"done; whether {words!r} is for a person to judge")
        head = said(lang, f"{self.duty.zh}：{told}", f"{self.duty.en}: {told}")
        if self.late_by:
            head += f" ({self.late_by.text(lang)})"
        if self.receipt is not None:
            anchor = self.setting.book.anchors[self.receipt.anchor]
            day = said(lang, f"收到之日：{anchor.zh}之日", f"day of receipt: that of {anchor.en}")
            head += f"\n{day} ({self.receipt.cite(lang)})"
        if self.deadline is not None:
            known = {each.reading for each in self.deadline.alternatives}
            head_of = said(lang, "另一读法：", "other reading: ")
            more = [
                f"{head_of}{said(lang, each.zh, each.en)}: {each.due or each.due_at}"
                for each in self.alternatives
                if each.reading not in known
            ]
            return printable("\n".join([head, self.deadline.explain(lang), *more]))
        return printable(head if self.refusal is None else f"{head}\n{self.refusal.message(lang)}")

    def __repr__(self) -> str:
        stands = self.timeliness.value if self.timeliness else "unknown"
        return f"<Obligation {self.name}: {self.clock.value}, {stands}, due {self.due or self.due_at}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .shown import of_obligation  # only here: it is asked for in notebooks alone

        return of_obligation(self)


def obligation(
    term: Term,
    setting: Setting,
    moment: date | datetime,
    clauses: tuple[Provision, ...] = (),
    *,
    advisory: Advisory | None = None,
    policy: WarningPolicy = USUAL,
    state: str = "",
    clock: Clock | None = None,
) -> Obligation:
    """The duty of *term* as it stands at *moment*; what the law or the calendar refuses is kept as its refusal."""
    asked, rule = rule_of(term.duty, setting), limiting_rule(term, setting)
    found: Deadline | None = None
    refusal: GovDeadlinesError | None = None
    try:
        found = deadline(term, setting)
    except Undecidable as error:
        # Where the law sets a word alone, that is its answer and not a refusal.
        standing = setting.standing(rule, term.start.day, term.cases)
        refusal = None if standing is not None and standing.binding.limit is None else error
    except GovDeadlinesError as error:
        refusal = error
    return Obligation(
        term.duty.name,
        term.duty,
        term,
        rule,
        setting,
        moment,
        found,
        clock or _clock(term, setting, found),
        tuple(clause for clause in clauses if _speaks_of(clause, {asked, rule}, setting)),
        refusal,
        state,
        advisory,
        policy,
    )


def _speaks_of(clause: Provision, rules: set[str], setting: Setting) -> bool:
    """Whether *clause* speaks of a duty under *rules*: of all duties, of these, or of one that has no rule at all."""
    return not clause.rules or bool(rules & {*clause.rules}) or (rules == {""} and clause is setting.clause)


def _clock(term: Term, setting: Setting, found: Deadline | None) -> Clock:
    """Whether the limit of *term* is running, by the law in force; what comes on its last day does not stop it."""
    if term.pending:
        return Clock.NOT_STARTED
    if not term.is_open:
        return Clock.ENDED
    stopped = found is None and term.waiting is not None and pause_of(term.waiting, setting) is not Pause.NONE
    return Clock.STOPPED if stopped else Clock.RUNNING


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
