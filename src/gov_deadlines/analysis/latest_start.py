"""The latest safe start: to be done by a day, begin no later than which; worked out backwards and proved forwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs

from ..civil import ONE_DAY, SHANGHAI, after_hours, aware, civil_day, end_of, start_of
from ..deadline import Certainty, Deadline, due, grounds
from ..errors import BadInput, GovDeadlinesError, Lang, NoRuleInForce, Undecidable, said
from ..law.book import LawBook
from ..law.rule import Rule, Version
from ..period import Period
from ..show import bundle
from ..unit import HOUR
from ..workdays.calendar import WorkCalendar
from .inverse import Stretch, first_start, last_start, stretches
from .start_words import headline, parts

_INSTANT = timedelta(microseconds=1)
Span = tuple[date | datetime, date | datetime]


@attrs.frozen(repr=False)
class LatestStart:
    """
    The last start from which a duty's whole limit ends by *by*, and whether every earlier one does so too.

    *start* is the last start whose deadline is on or before *by*: the last instant for limits in hours. For a minimum
    period it is the last start from which the next step is lawful on *by*; for a window that looks back, the last one
    whose window still holds *by*; for a limit counted back, the last event whose deadline is on or before *by*, while
    :attr:`earliest_start` is the first one that an act on *by* still serves in time.

    A later start may end earlier where the law changed, so :attr:`safe_start` is the last start that is safe together
    with all earlier ones, and :attr:`gaps` are the starts between that are not.
    """

    rule: Rule
    by: date | datetime
    start: date | datetime
    calendar: WorkCalendar
    jurisdiction: str
    book: LawBook = attrs.field(repr=False, eq=False)
    as_known_on: date | None = None
    cases: frozenset[str] | None = None

    @property
    def deadline(self) -> Deadline:
        """The deadline from :attr:`start`, with its steps: the proof that it ends by *by*."""
        return self._forward(self.start)

    def deadline_from(self, start: date | datetime) -> Deadline | None:
        """The deadline from another start; ``None`` where it has none, or the calendar does not reach its end."""
        try:
            return self._forward(start)
        except GovDeadlinesError:
            return None

    @property
    def version(self) -> Version:
        """The text that binds on the start."""
        return self.deadline.version

    @property
    def next(self) -> Deadline | None:
        """The deadline from the first start after :attr:`start`, which is too late; ``None`` where it has none."""
        later = self._later
        return None if later is None else self.deadline_from(later)

    @property
    def outdated(self) -> GovDeadlinesError | None:
        """
        Why the starts right after :attr:`start` have no answer, and so are not too late; ``None`` where they have one.

        The text that set the limit is then no longer in force, or another one sets only a word.
        """
        later = self._later
        if later is None or civil_day(later) > civil_day(self.by):
            return None
        try:
            self._forward(later)
        except (NoRuleInForce, Undecidable) as refusal:
            return refusal
        except GovDeadlinesError:
            return None
        return None

    @property
    def _later(self) -> date | datetime | None:
        """The first start after :attr:`start`; ``None`` where the years end with it."""
        if isinstance(self.start, datetime):
            return _after(self.start)
        return None if self.start == date.max else self.start + ONE_DAY

    @property
    def since(self) -> date:
        """The first start that has an answer: *all earlier ones* are those from here on."""
        return next(first_start(each, self.calendar) for each in self._stretches)

    @property
    def safe_start(self) -> date | datetime | None:
        """
        The last start such that it and all earlier ones since :attr:`since` end by *by*, whatever notices still come.

        ``None`` where the first start already ends too late.
        """
        spans = self.gaps
        if not spans:
            return self.start
        first = spans[0][0]
        if isinstance(first, datetime):
            eve: date | datetime = _moved(first, -_INSTANT)
            return eve if civil_day(eve) >= self.since else None
        # Between two texts there may be days that have no answer.
        held = [each.last for each in self._stretches if first_start(each, self.calendar) < first]
        return min(held[-1], first - ONE_DAY) if held else None

    @property
    def gaps(self) -> tuple[Span, ...]:
        """The spans of starts up to :attr:`start` that end after *by*, or may do so once a missing notice is out."""
        return tuple(_joined(self._unsafe()))

    @property
    def bounds(self) -> tuple[date | datetime | None, date | datetime] | None:
        """
        The earliest and latest day :attr:`start` can turn out to be; ``None`` when it is settled.

        The earliest is ``None`` where it can turn out that no start ends by then.
        """
        following = self.next
        if self.deadline.bounds is None and (following is None or following.bounds is None):
            return None
        return self._last(_latest), self._last(_earliest) or self.start

    @property
    def certainty(self) -> Certainty:
        """``provisional`` when a notice that is missing could move the start."""
        return Certainty.PROVISIONAL if self.bounds else Certainty.SETTLED

    @property
    def earliest_start(self) -> date | None:
        """For a limit counted back from an event: the first event that an act on *by* serves in time; else ``None``."""
        version, by = self.version, civil_day(self.by)
        if not version.before or version.minimum or by == date.min:
            return None
        eve = last_start(version, by - ONE_DAY, self.calendar)
        return None if eve is None else eve + ONE_DAY

    def explain(self, lang: Lang = "zh") -> str:
        """The answer with its grounds: where the start leads, where the next one would, and what is too late."""
        colon = said(lang, "：", ": ")
        told = [self.headline(lang), *(head + colon + body for head, body in parts(self, lang))]
        return "\n".join([*told, "", self.deadline.explain(lang)])

    def headline(self, lang: Lang = "zh") -> str:
        """The answer in one line."""
        return headline(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """The answer in plain values, for JSON, with the deadline that proves it."""
        bounds = self.bounds
        safe, first, outdated = self.safe_start, self.earliest_start, self.outdated
        return {
            "rule": self.rule.id,
            "by": self.by.isoformat(),
            "jurisdiction": self.jurisdiction,
            "start": self.start.isoformat(),
            "safe_start": safe.isoformat() if safe else None,
            "since": self.since.isoformat(),
            "gaps": [[first.isoformat(), last.isoformat()] for first, last in self.gaps],
            "outdated": outdated.to_dict() if outdated else None,
            "certainty": "provisional" if bounds else "settled",
            "earliest": bounds[0].isoformat() if bounds and bounds[0] else None,
            "latest": bounds[1].isoformat() if bounds else None,
            "earliest_start": first.isoformat() if first else None,
            "deadline": self.deadline.to_dict(),
        }

    def __str__(self) -> str:
        return self.headline("zh")

    def __repr__(self) -> str:
        return f"<LatestStart {self.rule.id} in {self.jurisdiction}: by {self.by} from {self.start} at the latest>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        mine, proof = bundle(self.headline("zh"), list(parts(self, "zh"))), self.deadline._repr_mimebundle_()
        return {form: f"{mine[form]}\n\n{proof[form]}" for form in mine}

    @property
    def _stretches(self) -> list[Stretch]:
        return _candidates(self.rule, self.by, self.jurisdiction, self.calendar, self.as_known_on, self.cases)

    def _forward(self, start: date | datetime) -> Deadline:
        return due(
            self.rule.id,
            start,
            jurisdiction=self.jurisdiction,
            calendar=self.calendar,
            book=self.book,
            as_known_on=self.as_known_on,
            cases=self.cases,
        )

    def _last(self, end: Callable[[Deadline], date | None]) -> date | datetime | None:
        """The last start whose deadline ends by *by* when *end* says when it does."""
        for each in reversed(self._stretches):
            found = self._last_of(each, end)
            if found is not None:
                return found
        return None

    def _last_of(self, stretch: Stretch, end: Callable[[Deadline], date | None]) -> date | datetime | None:
        """The last start of one stretch by *end*: the guess of the arithmetic, moved as far as what is open asks."""
        found = _last_of(stretch, self.by, self.calendar)
        if isinstance(found, datetime):
            return found
        target = _target(stretch.version, self.by)

        def fits(day: date) -> bool:
            deadline = self.deadline_from(day)
            ends = end(deadline) if deadline else None
            return ends is not None and ends <= target

        day = floor = first_start(stretch, self.calendar)
        if not fits(floor):
            return None
        day = found or floor
        while not fits(day):
            day -= ONE_DAY
        while day < stretch.last and fits(day + ONE_DAY):
            day += ONE_DAY
        return day

    def _unsafe(self) -> Iterator[Span]:
        """The spans of starts, stretch by stretch, that :attr:`gaps` joins."""
        for each in self._stretches:
            if each.first > civil_day(self.start):
                return
            safe = self._last_of(each, _latest) if self._in_doubt else _last_of(each, self.by, self.calendar)
            if safe is not None and civil_day(safe) >= each.last:
                continue
            first: date | datetime
            if isinstance(self.start, datetime):
                first = start_of(each.first) if safe is None else _after(safe)
                last: date | datetime = min(self.start, _last_instant(each.last))
            else:
                first = first_start(each, self.calendar) if safe is None else civil_day(safe) + ONE_DAY
                last = min(self.start, each.last)
            if first <= last:
                yield first, last

    @property
    def _in_doubt(self) -> bool:
        """Whether anything about the calendar is open, so that each deadline must be asked how late it can be."""
        return bool(self.calendar.doubts) or civil_day(self.by) > self.calendar.firm_through


def _after(moment: date | datetime) -> datetime:
    """The first instant after *moment*."""
    return _moved(moment, _INSTANT) if isinstance(moment, datetime) else end_of(moment)


def _moved(moment: datetime, span: timedelta) -> datetime:
    """*moment* moved in elapsed time: clocks in China were once set back, and told an hour twice."""
    return (aware(moment).astimezone(UTC) + span).astimezone(SHANGHAI)


def _last_instant(day: date) -> datetime:
    """The last instant of *day*, which the last day of all has too."""
    return datetime.combine(day, time.max, SHANGHAI)


def latest_start(
    rule: str,
    by: date | datetime,
    *,
    jurisdiction: str = "CN",
    calendar: WorkCalendar | None = None,
    book: LawBook | None = None,
    as_known_on: date | None = None,
    cases: frozenset[str] | None = None,
) -> LatestStart:
    """
    The last start from which *rule* is met by *by* though its whole limit is used up, and whether all earlier ones are.

    The arguments are those of :func:`due`. A day stands for its end, and an act on it is in time; an instant asks
    that the limit has ended by then.
    Raises: BadInput, when no start ends by then, naming the first that can be answered, and where *by* leads out of the
    years; CalendarNotPublished, when the calendar does not reach *by*; and as :func:`due`.

    >>> latest_start("enforcement.penalty", date(2020, 5, 29), jurisdiction="520323").start
    datetime.date(2020, 5, 20)
    """
    calendar, book, as_known_on = grounds(jurisdiction, calendar, book, as_known_on)
    found = book[rule]
    spans = _candidates(found, by, jurisdiction, calendar, as_known_on, cases)
    for each in reversed(spans):
        try:
            start = _last_of(each, by, calendar)
        except (BadInput, OverflowError):  # *by* itself is a moment, and so it is where its limit leads
            raise _beyond(rule, by) from None
        if start is not None:
            return LatestStart(found, by, start, calendar, jurisdiction, book, as_known_on, cases)
    if spans:
        raise _no_start(found, by, jurisdiction, first_start(spans[0], calendar))
    # Says why there is no start at all: no text in force by then, only a word, or a day before the calendar begins.
    due(
        rule,
        by,
        jurisdiction=jurisdiction,
        calendar=calendar,
        book=book,
        as_known_on=as_known_on,
        cases=cases,
    )
    raise _no_start(found, by, jurisdiction, calendar.first)


def _no_start(rule: Rule, by: date | datetime, place: str, first: date) -> BadInput:
    return BadInput.of(
        "by",
        f"no start of {rule.id} in {place} is done by {by}, not even the first that can be answered for, {first}; "
        "ask for a later day",
        f"{rule.zh}（{place}）没有能在{by}前完成的起算日，可回答的最早起算日{first}也来不及；请改查较晚的日期",
    )


def _beyond(rule: str, by: date | datetime) -> BadInput:
    return BadInput.of(
        "by",
        f"the last start of {rule} that is done by {by} lies beyond the years 1 to 9999; ask for another day",
        f"{rule} 要不晚于{by}完成，其最晚起算日超出公历1年至9999年；请改查其他日期",
    )


def _candidates(
    rule: Rule,
    by: date | datetime,
    jurisdiction: str,
    calendar: WorkCalendar,
    known: date | None,
    cases: frozenset[str] | None,
) -> list[Stretch]:
    """The stretches in which to look: an act follows its start, but what is counted back goes before its event."""
    day = civil_day(by, "by")
    found = (
        each if each.version.before else attrs.evolve(each, last=min(each.last, day))
        for each in stretches(rule, jurisdiction, as_known_on=known, cases=cases)
    )
    return [each for each in found if first_start(each, calendar) <= each.last]


def _last_of(stretch: Stretch, by: date | datetime, calendar: WorkCalendar) -> date | datetime | None:
    """The last start of *stretch* whose limit ends by *by*; ``None`` when there is none."""
    version = stretch.version
    if _in_hours(version):
        assert isinstance(version.limit, Period)
        n = version.limit.n
        end = by if isinstance(by, datetime) else end_of(by)
        moment = min(after_hours(end, n if version.before else -n), _last_instant(stretch.last))
        return moment if moment >= start_of(stretch.first) else None
    day = last_start(version, _target(version, by), calendar)
    if day is None or min(day, stretch.last) < first_start(stretch, calendar):
        return None
    return min(day, stretch.last)


def _in_hours(version: Version) -> bool:
    return isinstance(version.limit, Period) and version.limit.unit is HOUR


def _target(version: Version, by: date | datetime) -> date:
    """The last day on which a limit under *version* may end."""
    day = civil_day(by)
    if version.before and version.minimum:
        return day
    # The step after a minimum is lawful on the day after its last; a day ends after every instant of it.
    return day - ONE_DAY if version.minimum or isinstance(by, datetime) else day


def _latest(deadline: Deadline) -> date | None:
    return deadline.latest or deadline.due


def _earliest(deadline: Deadline) -> date | None:
    return deadline.earliest or deadline.due


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """*spans* with neighbours made one."""
    open_span: Span | None = None
    for first, last in spans:
        if open_span is not None and civil_day(first) - civil_day(open_span[1]) <= ONE_DAY:
            open_span = open_span[0], last
            continue
        if open_span is not None:
            yield open_span
        open_span = first, last
    if open_span is not None:
        yield open_span
