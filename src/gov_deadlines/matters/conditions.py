"""The conditions that tables name, guards before a step and choices between targets, and the ways they leave open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import attrs

from ..civil import ONE_DAY, civil_day
from .event import Event
from .extension import latest_day, within_most
from .procedure import UNOPENED, Asks, Move, Node, Procedure
from .record import Record

Condition = Callable[[Record, Event], bool]
"""Whether something holds, given the record and the fact that is about to join it."""

PROACTIVE, ON_REQUEST, NOT_PUBLIC = "proactive", "on_request", "not_public"


@attrs.frozen
class OfFacts:
    """A condition that the facts so far and the new one decide alone, so that a fold can ask it without a record."""

    holds: Asks

    def __call__(self, record: Record, event: Event) -> bool:
        return self.holds(record.events, event)


@attrs.frozen
class OfPast:
    """A condition that facts of some names are on record, or are not: a fold knows by the way it took."""

    names: tuple[str, ...]
    there: bool

    def __call__(self, record: Record, _: Event) -> bool:
        return record.has(*self.names) is self.there

    def holds(self, past: frozenset[str]) -> bool:
        """Whether it does when of all names those of *past* are on record."""
        return (not past.isdisjoint(self.names)) is self.there


def gives(detail: str) -> OfFacts:
    """The condition that the fact itself gives *detail*."""
    return OfFacts(lambda _, event: bool(event.get(detail)))


def never_before(name: str) -> OfPast:
    """The condition that no fact of that name is on record."""
    return OfPast((name,), there=False)


def on_record(*names: str) -> OfPast:
    """The condition that a fact of one of these names is on record."""
    return OfPast(names, there=True)


def deferral_ahead(record: Record, event: Event) -> bool:
    """Whether a deferral says why, and until which day: one after its own, and no earlier than the limit ends."""
    until, limit = event.get("until"), record.limit()
    if not event.get("reason") or not until:
        return False
    day = date.fromisoformat(until)
    return day > event.day and (limit is None or limit.due is None or day >= limit.due)


def channels_missing(record: Record, event: Event) -> bool:
    """Whether a channel that the matter was opened for has no publication yet."""
    wanted = set(record.detail("channels") or ())
    out = {each.get("channel") for each in [*record.since("withholding_lifted"), event] if each.name == "published"}
    return bool(wanted - out)


@OfFacts
def party_still_out(facts: Sequence[Event], event: Event) -> bool:
    """Whether a party that was consulted has neither answered nor let its time lapse."""
    out: set[str] = set()
    for each in (*facts, event):
        if each.name == "consulted":
            out.add(str(each.payload.get("party", "")))
        elif each.name in _HEARD:
            out.discard(str(each.payload.get("party", "")))
    return bool(out)


_HEARD = {"opinion_received", "consultation_lapsed"}


def before_due(record: Record, event: Event) -> bool:
    """Whether the fact happened no later than the limit of the main duty ended; also where no day can be told."""
    limit = record.limit()
    return limit is None or limit.in_time(event.happened)


def explanation_due(record: Record, _: Event) -> bool:
    """Whether a text in force asks for public reasons, besides taking the page down."""
    return record.setting.standing("enforcement.explanation", record.day, decision_kind(record)) is not None


def decision_kind(record: Record) -> frozenset[str] | None:
    """Which decision was taken back, and how: its kind and the cause; any kind, where the record does not tell it."""
    cause, kind = record.events[0].name, record.detail("decision")
    kinds = ("penalty", "licence", "other") if kind is None else (str(kind),)
    return frozenset({f"any/{cause}", *(f"{each}/{cause}" for each in kinds)})


def explained(record: Record, event: Event) -> bool:
    """Whether the reasons are public already, or nothing asks for them."""
    return record.has("explained") or not explanation_due(record, event)


def withdrawn_now(record: Record, _: Event) -> bool:
    """Whether the page is down, and has not come up again since."""
    return any(each.name == "withdrawn" for each in record.since("reappeared"))


@attrs.frozen
class StayedIn:
    """A condition that the record was in *state* when the stay began."""

    state: str

    def __call__(self, record: Record, _: Event) -> bool:
        stay = max((n for n, e in enumerate(record.events) if e.name == "stayed" and record.states[n - 1] != "stayed"))
        return record.states[stay - 1] == self.state


def incident_cases(record: Record) -> frozenset[str] | None:
    """The kinds of case an incident falls under by all that was said of it; ``None`` while nothing was."""
    level, kind = record.detail("level"), record.detail("kind")
    traits = {name for name in ("heavy_casualties", "large_impact") if record.detail(name)}
    grave = level in ("extraordinary", "major")
    opinion = {"major_opinion" if grave else "other_opinion"} if kind == "opinion" else set()
    if level is None and kind != "opinion":
        return None
    return frozenset(filter(None, (level, *traits, *opinion)))


def limb(rule: str) -> Condition:
    """The condition that a text in force sets *rule* for such an incident."""

    def applies(record: Record, _: Event) -> bool:
        standing = record.setting.standing(rule, record.day, incident_cases(record))
        return standing is not None and standing.binding.limit is not None

    return applies


def opinion_limb(record: Record, event: Event) -> bool:
    """Whether the longer limit for other public opinion applies: never to an incident that is not one of opinion."""
    return record.detail("kind") == "opinion" and limb("incident.response")(record, event)


def follow_up_asked(record: Record, _: Event) -> bool:
    """Whether a further statement was called for and is not out yet."""
    asked = record.last("follow_up_due")
    return asked is not None and not any(each.name == "statement_released" for each in record.since("follow_up_due"))


def limbs_open(record: Record, event: Event) -> bool:
    """Whether some duty of the incident is still unmet once the fact has joined the record."""
    with_it = Record(record.setting, [*record.events, event])
    return any(
        CONDITIONS[duty.when](with_it, event)
        and not (duty.once and any(each.name in duty.fulfilled_by for each in with_it.events))
        for duty in record.setting.procedure.duties
        if duty.when
    )


def attribute(record: Record) -> str:
    """The disclosure attribute in force; empty while none was set."""
    told = _classing(record)
    return str(told.payload["attribute"]) if told else ""


def _classing(record: Record) -> Event | None:
    """The fact that set the attribute in force."""
    return record.last("attribute_set", "reclassified")


def not_published(record: Record, _: Event) -> bool:
    """Whether the document is open on request or not public, so that issuing it only files it."""
    return attribute(record) in (ON_REQUEST, NOT_PUBLIC)


def reason_given(record: Record, _: Event) -> bool:
    """
    Whether what is not public comes with its reason.

    Information open on request needs one only where a text there asks for it: the national one asks for the reason of
    what is not public.
    """
    kept = attribute(record)
    if kept not in (ON_REQUEST, NOT_PUBLIC) or (kept == ON_REQUEST and not record.asked_for("reason")):
        return True
    told = _classing(record)
    return bool((told and told.get("reason")) or record.has("reason_given"))


def interpretation_ready(record: Record, _: Event) -> bool:
    """Whether a policy document has its interpretation, or its exemption; others need none."""
    if not record.detail("policy"):
        return True
    wanted: tuple[str, ...] = ("interpretation_prepared", "interpretation_exempted")
    if any(clause.guard == "interpretation" and clause.asks == "interpretation_planned" for clause in record.clauses):
        wanted = (*wanted, "interpretation_planned")
    return record.has(*wanted)


def interpretation_due(record: Record, _: Event) -> bool:
    """Whether the document is to be interpreted: a policy document, by what the record says, without exemption."""
    return bool(record.detail("policy")) and not record.has("interpretation_exempted")


def participation_attached(record: Record, _: Event) -> bool:
    """Whether the papers on public participation are attached, for a document on a major decision."""
    return not record.detail("major_decision") or record.has("participation_attached")


def earliest(record: Record, rule: str, since: str) -> date | None:
    """The first lawful day after the shortest period of *rule* from the latest fact *since*; ``None`` without one."""
    start, setting = record.last(since), record.setting
    if start is None or setting.standing(rule, start.day) is None:
        return None
    return setting.due(rule, start.day).opens_on


def _is_shortened(record: Record, event: Event, steps: tuple[str, ...]) -> bool:
    """
    Whether the record says why the period was shortened: the law sets it as a rule, and lets urgency shorten it.

    The reason stands with the step it shortens the time for, or with one of *steps* of that period: what shortened
    another period says nothing of this one.
    """
    told = (each.get("shortened_reason") for each in record.events if each.name in steps)
    return bool(event.get("shortened_reason")) or any(told)


@attrs.frozen
class HasRun:
    """
    A condition that the shortest period of *rule* from the latest fact *since* has run out on the fact's day.

    A fact that *closes* the period itself may fall on its last day. Of *steps* each may say why it was shortened.
    """

    rule: str
    since: str
    steps: tuple[str, ...] = ()
    closes: bool = False

    def __call__(self, record: Record, event: Event) -> bool:
        opens = earliest(record, self.rule, self.since)
        if opens is None or _is_shortened(record, event, (self.since, *self.steps)):
            return True
        return civil_day(event.happened) >= (opens - ONE_DAY if self.closes else opens)


def hearing_noticed(record: Record, event: Event) -> bool:
    """Whether the papers for a hearing went out as early as the law wants them to."""
    notice = record.last("hearing_notified")
    setting = record.setting
    if notice is None:
        return False
    if setting.standing("hearing.papers", event.day) is None:
        return True
    window = setting.due("hearing.papers", event.day)
    return window.due is None or notice.day <= window.due


def both_wanted(record: Record, _: Event) -> bool:
    """Whether what is handed in must be published too, by the text that limits it or by the opening fact."""
    return bool(record.detail("publish")) or {"submitted", "published"} <= {*record.acts}


def draft_out(record: Record, event: Event) -> bool:
    """Whether the draft went public, or the law keeps it secret and the record, or the fact, says by which text."""
    return record.has("draft_published") or bool(event.get("secret_basis") or record.detail("secret_basis"))


def enough_held(record: Record, event: Event) -> bool:
    """Whether the act was done as often as the span asks, each time on another subject."""
    done = {each.get("subject") or each.id for each in [*record.events, event] if each.name == "held"}
    return len(done) >= int(record.detail("at_least"))


def stages_left(record: Record, event: Event) -> bool:
    """Whether some stage of the chain is still to come."""
    done = {each.get("stage") for each in [*record.events, event] if each.name == "stage_done"}
    return bool(set(record.told("stages") or ()) - done)


def stage_in_order(record: Record, event: Event) -> bool:
    """Whether every earlier stage is done, unless the stages go together."""
    stages = list(record.told("stages") or ())
    if event.get("stage") not in stages:
        return False
    done = {each.get("stage") for each in record.events if each.name == "stage_done"}
    return bool(record.told("together")) or set(stages[: stages.index(event.get("stage"))]) <= done


def measured_short(record: Record, event: Event) -> bool:
    """Whether what was measured falls short of what is asked."""
    return float(event.get("value", 0)) < float(record.told("at_least", 0))


GUARDS: dict[str, Condition] = {
    "basis": gives("basis"),
    "order": gives("order"),
    "approval": gives("approved_by"),
    "deferral": deferral_ahead,
    "once": never_before("correction_requested"),
    "extension_once": never_before("extended"),
    "approved": gives("approved_by"),
    "notified": gives("notified"),
    "before_due": before_due,
    "extension_length": within_most,
    "waived": gives("waived"),
    "disclosure_attribute": lambda record, _: bool(attribute(record)),
    "reason": reason_given,
    "disclosure_review": lambda record, _: any(
        e.name == "disclosure_reviewed" for e in record.since("attribute_set", "returned")
    ),
    "interpretation": interpretation_ready,
    "participation": participation_attached,
    "draft_published": draft_out,
    "consultation_run": HasRun("consultation.minimum", "draft_published", closes=True),
    "consultation_period": HasRun("consultation.minimum", "draft_published", ("consultation_closed",)),
    "review_period": HasRun("legality_review.minimum", "legality_review_requested", ("legality_reviewed",)),
    "consultation_closed": on_record("consultation_closed"),
    "legality_review": on_record("legality_reviewed"),
    "hearing_notice": hearing_noticed,
    "stage_order": stage_in_order,
}

CONDITIONS: dict[str, Condition] = {
    "channels_missing": channels_missing,
    "party_still_out": party_still_out,
    "explanation_due": explanation_due,
    "explained": explained,
    "withdrawn_now": withdrawn_now,
    "stayed_after_removal": StayedIn("removed_unexplained"),
    "stayed_after_reasons": StayedIn("explained_unremoved"),
    "limbs_open": limbs_open,
    "limbs_met": on_record("statement_released", "press_conference_held", "emergency_handled"),
    "statement_limb": limb("incident.statement"),
    "conference_limb": limb("incident.press_conference"),
    "response_limb": opinion_limb,
    "emergency_limb": limb("incident.emergency_handling"),
    "follow_up_asked": follow_up_asked,
    "not_published": not_published,
    "becomes_unpublished": lambda _, event: event.get("attribute") != PROACTIVE,
    "no_policy": lambda record, _: record.detail("policy") is False or record.has("interpretation_exempted"),
    "interpretation_due": interpretation_due,
    "adoption_out": on_record("adoption_reported"),
    "both_wanted": both_wanted,
    "enough_held": enough_held,
    "stages_left": stages_left,
    "measured_short": measured_short,
}

CASES: dict[str, Callable[[Record], frozenset[str] | None]] = {"incident": incident_cases, "takedown": decision_kind}
"""By procedure: the kinds of case its record falls under, for texts that are limited to some."""

DETAILS: dict[str, Callable[[Record], date | None]] = {
    "before_due": lambda record: limit.due if (limit := record.limit()) else None,
    "extension_length": latest_day,
    "consultation_run": lambda record: (
        day - ONE_DAY if (day := earliest(record, "consultation.minimum", "draft_published")) else None
    ),
    "consultation_period": lambda record: earliest(record, "consultation.minimum", "draft_published"),
    "review_period": lambda record: earliest(record, "legality_review.minimum", "legality_review_requested"),
}
"""By guard: the day that what it found missing turns on, for the refusal to name."""


def start_of(procedure: Procedure) -> Node:
    """
    The node from which a fold walks through *procedure*.

    There is no way through cells that ask for more than the past and one question to the facts: they need a record.
    """
    named = {name for row in procedure.moves.values() for move in row.values() for name in _conditions(move)}
    watched = {name for each in named if isinstance(each, OfPast) for name in each.names}
    nodes: dict[tuple[str, frozenset[str]], Node] = {}

    def node(state: str, past: frozenset[str]) -> Node:
        if (state, past) not in nodes:
            nodes[state, past] = found = Node(state)
            for event, move in procedure.moves[state].items():
                asks, ends = (None, [move]) if isinstance(move, str) else _left_open(move, past)
                ways = [node(end, past | watched & {event}) for end in ends]
                if asks is not None:
                    found.on[event] = Node("", dict(zip((True, False), ways, strict=False)), asks)
                elif ways:
                    found.on[event] = ways[0]
        return nodes[state, past]

    return node(UNOPENED, frozenset())


def _conditions(move: str | Move) -> Iterator[Condition]:
    """All that a cell asks."""
    if isinstance(move, Move):
        yield from (GUARDS[name] for name in move.guards)
        yield from (CONDITIONS[target.when] for target in move.targets if target.when)


def _left_open(move: Move, past: frozenset[str]) -> tuple[Asks | None, list[str]]:
    """What a cell asks of the facts once the past is known, and the states it then leads to, by yes and by no."""
    guards = [GUARDS[name] for name in move.guards]
    if any(isinstance(each, OfPast) and not each.holds(past) for each in guards):
        return None, []
    asked = [each for each in guards if not isinstance(each, OfPast)]
    ends: list[str] = []
    for target in move.targets:
        condition = CONDITIONS[target.when] if target.when else None
        if isinstance(condition, OfPast) and not condition.holds(past):
            continue
        ends.append(target.state)
        if condition is None or isinstance(condition, OfPast):
            break
        asked.append(condition)
    match asked:
        case []:
            return None, ends
        case [OfFacts(holds)]:
            return holds, ends
    return None, []
