"""A duty's life as stretches of days: running, waited for, left out, extended, past its limit, still ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum

import attrs

from ..civil import SHANGHAI, civil_day, end_of, start_of
from ..errors import GovDeadlinesError, Lang, said
from ..exclusion import union
from ..law.rule import Pause
from ..matters.clockwork import started
from ..matters.obligation import Obligation
from ..matters.waiting import WAITS, pause_of, pieces
from ..step import StepKind


class Stretch(Enum):
    """What a stretch of a duty's life was to its limit."""

    RAN = "ran"
    DISCARDED = "discarded"
    STOPPED = "stopped"
    EXCLUDED = "excluded"
    EXTENDED = "extended"
    AHEAD = "ahead"
    LATE = "late"

    def text(self, lang: Lang) -> str:
        """The word for it."""
        return said(lang, *_WORDS[self.value])


_WORDS = {
    "ran": ("计算中", "counted"),
    "discarded": ("重新起算，此前不计", "restarted, void"),
    "stopped": ("停止计算", "stopped"),
    "excluded": ("不计入", "left out"),
    "extended": ("延长", "extended"),
    "ahead": ("剩余", "ahead"),
    "late": ("逾期", "late"),
}


@attrs.frozen
class Span:
    """One stretch, from instant to instant, with its reason in both languages where there is one."""

    kind: Stretch
    begin: datetime
    end: datetime
    zh: str = ""
    en: str = ""


def life_of(duty: Obligation) -> tuple[Span, ...]:
    """
    The stretches of *duty* up to its end or its limit, in order, none over another; empty for one that has not begun.

    A day stands for its whole: a limit that is due on a day ends with it.
    """
    try:
        so_far = started(duty.term, duty.setting)
    except GovDeadlinesError:
        return ()
    if duty.term.pending:
        return ()
    begun = _begin(duty.term.start.happened)
    over = duty.term.fulfilled or duty.term.voided
    now = _end(over.happened if over else duty.moment)
    due = duty.due_at
    spans = list(_restarts(duty, begun))
    start = _begin(so_far.start) if spans else begun
    if so_far.stopped is not None:
        since = _begin(so_far.stopped.since.happened)
        words = WAITS.get(so_far.stopped.wait.pause, ("", ""))
        spans += _cut(duty, Stretch.RAN, start, since)
        spans += [Span(Stretch.STOPPED, since, max(now, since), *words)]
        return tuple(span for span in spans if span.begin < span.end)
    reached = now if due is None else min(now, due)
    extended = _extended(duty)
    spans += _cut(duty, Stretch.RAN, start, reached if extended is None else min(reached, extended))
    if extended is not None and reached > extended:
        spans += _cut(duty, Stretch.EXTENDED, extended, reached)
    if due is not None and now > due and not (duty.deadline and duty.deadline.version.minimum):
        spans += [Span(Stretch.LATE, due, now)]
    elif due is not None and not over and due > now:
        spans += [Span(Stretch.AHEAD, now, due)]
    return tuple(span for span in spans if span.begin < span.end)


def _restarts(duty: Obligation, begun: datetime) -> Iterator[Span]:
    """What ran and was waited for before the limit began anew: none of it counts."""
    parts = [part for stay in duty.term.waits for part in pieces(stay, duty.setting)]
    anew = started(duty.term, duty.setting).event
    for part in parts:
        if part.until is None or anew is duty.term.start or part.until.instant > anew.instant:
            continue
        if pause_of(part, duty.setting) is not Pause.RESTART:
            continue
        since, until = _begin(part.since.happened), _begin(part.until.happened)
        yield Span(Stretch.DISCARDED, begun, since)
        yield Span(Stretch.STOPPED, max(begun, since), until, *WAITS.get(part.wait.pause, ("", "")))
        begun = until


def _cut(duty: Obligation, kind: Stretch, begin: datetime, end: datetime) -> Iterator[Span]:
    """The stretch from *begin* to *end*, with the days that are left out of the limit cut out of it."""
    for each in union(started(duty.term, duty.setting).excluded):
        first, last = max(begin, end_of(each.after)), min(end, end_of(each.through))
        if first >= last:
            continue
        yield Span(kind, begin, first)
        yield Span(Stretch.EXCLUDED, first, last, each.zh, each.en)
        begin = last
    yield Span(kind, begin, end)


def _extended(duty: Obligation) -> datetime | None:
    """The end that the limit would have had without its extension."""
    steps = duty.deadline.steps if duty.deadline else ()
    return next((end_of(step.last) for step in steps if step.kind is StepKind.EXTENDED), None)


def _begin(moment: date | datetime) -> datetime:
    return moment.astimezone(SHANGHAI) if isinstance(moment, datetime) else start_of(moment)


def _end(moment: date | datetime) -> datetime:
    return moment.astimezone(SHANGHAI) if isinstance(moment, datetime) else end_of(civil_day(moment))
