"""From dockets, matters and ledgers to the rows that views show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime

import attrs

from ..analysis.docket import Answer, Docket, Move, since_start
from ..civil import civil_day
from ..deadline import Certainty, Deadline
from ..errors import BadInput, CalendarNotPublished
from ..law.book import LawBook
from ..ledger.kept import KeptObligation
from ..ledger.ledger import Ledger
from ..matters.assessment import Assessment
from ..matters.matter import Matter
from ..matters.obligation import Obligation
from ..matters.procedure import Clock
from ..matters.tables import procedure
from ..matters.timeliness import Timeliness, instant
from ..matters.warning import USUAL, Alert, Rung, WarningPolicy, rungs, unmet
from ..watch import Watch, unwatched
from ..workdays.calendar import WorkCalendar
from .entry import Entry, Status
from .listing import Entries

Shown = Docket | Answer | Matter | Assessment | Obligation | KeptObligation
Calendars = Callable[[str], WorkCalendar]


def entries(
    things: Shown | Iterable[Shown] | Mapping[str, Deadline],
    moment: date | datetime,
    *,
    policy: WarningPolicy = USUAL,
    calendars: Calendars = WorkCalendar.load,
    watch: Watch = unwatched,
) -> Entries:
    """
    What *things* have due, each as it stands at *moment*: dockets and their answers, deadlines by the names of their
    matters, matters, assessments, obligations, and obligations as a ledger keeps them.

    An assessment and an obligation have a moment of their own and keep it. *policy* says when something is due soon,
    and *calendars* by whose working days, for what a ledger keeps. *watch* hands on the rows of a docket.
    Raises: BadInput, for a naive datetime or anything else among *things*.

    >>> from ..deadline import due
    >>> (entry,) = entries({"A-1": due("enforcement.penalty", date(2020, 5, 20))}, date(2020, 5, 27))
    >>> entry.status, entry.left_text("en")
    (<Status.DUE_SOON: 'due_soon'>, '2 working days left')
    """
    civil_day(moment)
    seen: dict[tuple[str, str], int] = {}
    found = []
    for entry in _entries(things, moment, policy, calendars, watch):
        name = entry.matter, entry.duty
        ordinal = seen[name] = seen.get(name, 0) + 1
        found.append(entry if entry.ordinal > 1 else attrs.evolve(entry, ordinal=ordinal))
    return Entries(found)


def _entries(
    things: object, moment: date | datetime, policy: WarningPolicy, calendars: Calendars, watch: Watch
) -> Iterator[Entry]:
    match things:
        case Docket():
            yield from (of_answer(answer, moment, policy, things.move(answer)) for answer in watch(things))
        case Answer():
            yield of_answer(things, moment, policy)
        case Matter():
            # A fact can move a due date as a notice can, and neither is ever taken off the record.
            for entry in of_assessment(things.at(moment)):
                yield attrs.evolve(entry, revision=entry.revision + len(things.events))
        case Assessment():
            yield from of_assessment(things)
        case Obligation():
            yield of_obligation(things)
        case KeptObligation():
            yield of_kept(things, moment, policy, calendars)
        case Mapping():
            yield from (of_deadline(found, str(matter), moment, policy) for matter, found in things.items())
        case Iterable() if not isinstance(things, str):
            for thing in things:
                yield from _entries(thing, moment, policy, calendars, watch)
        case _:
            raise BadInput.of(
                "things",
                f"{things!r} has no due date; expected a docket, answers, matters, assessments, obligations, "
                "or deadlines by the names of their matters",
                f"{things!r} 没有期限；应为期限表、答复、事项、评估、义务，或者按事项名称给出的期限",
            )


def of_ledger(ledger: Ledger, kept: Iterable[KeptObligation], moment: date | datetime) -> Iterator[Entry]:
    """
    What *ledger* has *kept*, with its grounds: each matter is read once, and revisions are those on record.

    An obligation that the facts by *moment* do not lead to yet is told as it is kept.
    """
    told = tuple(kept)
    read = {
        (entry.matter, entry.duty, entry.ordinal): entry
        for name in dict.fromkeys(each.matter for each in told)
        for entry in entries(ledger.matter(name), moment)
    }
    for each in told:
        entry = read.get((each.matter, each.obligation, each.ordinal))
        if entry is None:
            yield of_kept(each, moment, calendars=ledger.calendar)
        else:
            yield attrs.evolve(entry, revision=each.due_revision)


def of_answer(
    answer: Answer, moment: date | datetime, policy: WarningPolicy = USUAL, move: Move | None = None
) -> Entry:
    """The row of a docket, as it stands at *moment*."""
    row = answer.row
    if answer.deadline is not None:
        return _of_deadline(answer.deadline, row.matter, moment, policy, move)
    book = LawBook.load()
    zh, en = (book[row.rule].zh, book[row.rule].en) if row.rule in book else (row.rule, row.rule)
    status = Status.UNKNOWN
    return Entry(row.matter, row.rule, zh, en, row.jurisdiction, moment, status, row.start, refusal=answer.refusal)


def of_deadline(found: Deadline, matter: str, moment: date | datetime, policy: WarningPolicy = USUAL) -> Entry:
    """
    A deadline of *matter* that is not met yet.

    Nobody keeps how often it has moved, so its revision is the number of notices that came after its start: it grows
    with whatever could have moved it.
    """
    return _of_deadline(found, matter, moment, policy, since_start(found, matter, found.calendar))


def _of_deadline(
    found: Deadline, matter: str, moment: date | datetime, policy: WarningPolicy, move: Move | None
) -> Entry:
    return Entry(
        matter,
        found.rule.id,
        found.rule.zh,
        found.rule.en,
        found.jurisdiction,
        moment,
        _status(unmet(found, moment, policy), found),
        found.start,
        found.due,
        found.due_at,
        revision=_notices_since(found),
        certainty=found.certainty,
        alerts=() if found.version.minimum else rungs(found, policy),
        deadline=found,
        move=move,
    )


def of_assessment(seen: Assessment) -> Iterator[Entry]:
    """Every duty of a matter, at the moment of the assessment."""
    for each in seen.obligations:
        yield of_obligation(each, seen.matter)


def of_obligation(each: Obligation, matter: str = "") -> Entry:
    """A duty of a matter, at its own moment."""
    stands = each.timeliness
    status = Status.UNKNOWN if stands is None else _status(stands, each.deadline)
    if each.clock is Clock.STOPPED:
        status = Status.STOPPED
    elif each.fulfilled is not None and stands is Timeliness.ON_TIME:
        status = Status.ON_TIME
    span = f"（{each.name.partition(' ')[0]}）" if each.state else ""
    return Entry(
        matter,
        each.name,
        each.duty.zh + span,
        each.duty.en + (f" ({each.name.partition(' ')[0]})" if each.state else ""),
        each.setting.jurisdiction,
        each.moment,
        status,
        each.start,
        each.due,
        each.due_at,
        each.fulfilled_at,
        revision=_notices_since(each.deadline) if each.deadline else 0,
        certainty=each.certainty,
        alerts=each.rungs,
        deadline=each.deadline,
        obligation=each,
        move=since_start(each.deadline, matter, each.deadline.calendar) if each.deadline else None,
        refusal=each.refusal,
    )


def of_kept(
    kept: KeptObligation,
    moment: date | datetime,
    policy: WarningPolicy = USUAL,
    calendars: Calendars = WorkCalendar.load,
) -> Entry:
    """An obligation as a ledger keeps it: its day without its grounds, for which the matter must be read."""
    duties = {duty.name: duty for duty in procedure(kept.procedure).duties}
    span, _, name = kept.obligation.rpartition(" ")
    duty = duties.get(name) or next(iter(duties.values()))
    span = span or ("" if name in duties else name)
    alerts = () if kept.next_reminder is None else (Alert(Rung.WARNING, kept.next_reminder, ""),)
    return Entry(
        kept.matter,
        kept.obligation,
        duty.zh + (f"（{span}）" if span else ""),
        duty.en + (f" ({span})" if span else ""),
        kept.jurisdiction,
        moment,
        _kept_status(kept, moment, policy, calendars),
        due=kept.due,
        due_at=kept.due_at,
        ordinal=kept.ordinal,
        revision=kept.due_revision,
        certainty=Certainty(kept.certainty),
        alerts=alerts,
        refusal=kept.refusal,
    )


def _kept_status(kept: KeptObligation, moment: date | datetime, policy: WarningPolicy, calendars: Calendars) -> Status:
    if not kept.is_open:
        return Status.CLOSED
    if kept.due_at is None:
        return Status.UNKNOWN if kept.refusal else Status.STOPPED if kept.clock == "stopped" else Status.NOT_DUE
    day, now = civil_day(moment), instant(moment)
    if day > kept.due if kept.due else kept.due_at < now:
        return Status.OVERDUE
    if kept.due is None:
        return Status.DUE_TODAY if civil_day(kept.due_at) == day else Status.NOT_DUE
    if kept.due == day:
        return Status.DUE_TODAY
    try:
        soon = any(calendars(kept.jurisdiction).shift(kept.due, -n) <= day for n in policy.days_before)
    except CalendarNotPublished:
        soon = False
    return Status.DUE_SOON if soon else Status.NOT_DUE


def _notices_since(found: Deadline) -> int:
    start = civil_day(found.start)
    return sum(notice.known_from > start for notice in found.calendar.notices())


def _status(stands: Timeliness, found: Deadline | None) -> Status:
    if found is not None and found.version.minimum and stands in (Timeliness.ON_TIME, Timeliness.NOT_DUE):
        return Status.OPEN if stands is Timeliness.ON_TIME else Status.RUNNING
    return Status(stands.value)
