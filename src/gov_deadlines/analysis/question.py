"""A question about one deadline as a value, so that it can be asked once more with something changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, TypedDict

import attrs

from ..civil import legal_day
from ..course import UNDISTURBED, Course
from ..deadline import Deadline, due
from ..errors import BadInput, Fault
from ..law.book import LawBook
from ..period import Limit
from ..workdays.calendar import WorkCalendar
from ..workdays.index import CUSTOM
from ..workdays.notice import Notice
from ..workdays.region import NATION, chain_of, prefix_of
from .proposal import Proposal, law_of, with_proposed


class Supposition(TypedDict, total=False):
    """
    What a scenario may suppose, whatever it is asked of, by name.

    *rule_limit* is another limit for the rule where the question asks; *proposal* and *notice*, one or several, say it
    in full; *law_of* is the day whose texts govern instead of the start's; *projected* carries the calendar on through
    that year.
    """

    rule: str
    jurisdiction: str
    as_known_on: date | None
    calendar: WorkCalendar | None
    projected: int | None
    law_of: date | None
    rule_limit: Limit
    proposal: Proposal | Iterable[Proposal]
    notice: Notice | str | Iterable[Notice | str]


class Variation(Supposition, total=False):
    """What a scenario may change in a question, by name."""

    start: date | datetime
    book: LawBook | None
    course: Course
    cases: frozenset[str] | None


_ASIDE = ("rule_limit", "proposal", "notice")


@attrs.frozen
class Question:
    """
    All that decides one deadline: the arguments of :func:`due`, and what is supposed besides.

    *law_of* asks by the texts in force on that day, *proposals* and *notices* as if they had been issued, *projected*
    with the calendar carried on through that year. Nothing is refused before it is asked.

    >>> Question("enforcement.penalty", date(2020, 5, 20), "520323").deadline.due
    datetime.date(2020, 5, 29)
    """

    rule: str
    start: date | datetime
    jurisdiction: str = NATION
    as_known_on: date | None = attrs.field(default=None, kw_only=True)
    calendar: WorkCalendar | None = attrs.field(default=None, kw_only=True)
    projected: int | None = attrs.field(default=None, kw_only=True)
    book: LawBook | None = attrs.field(default=None, kw_only=True, repr=False, eq=False)
    law_of: date | None = attrs.field(default=None, kw_only=True)
    course: Course = attrs.field(default=UNDISTURBED, kw_only=True)
    cases: frozenset[str] | None = attrs.field(default=None, kw_only=True)
    proposals: tuple[Proposal, ...] = attrs.field(default=(), kw_only=True)
    notices: tuple[Notice | str, ...] = attrs.field(default=(), kw_only=True)

    @classmethod
    def of(cls, found: Deadline) -> Question:
        """
        The question that *found* answers; a calendar that is not the shipped one of its place comes along.

        >>> Question.of(due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323")).jurisdiction
        '520323'
        """
        known, days = found.as_known_on, found.calendar
        shipped = WorkCalendar.load(found.jurisdiction)
        usual = days == (shipped.known_as_of(known) if known else shipped)
        return cls(
            found.rule.id,
            found.start,
            found.jurisdiction,
            as_known_on=known,
            calendar=None if usual else days,
            book=None if found.book is LawBook.load() else found.book,
            course=found.course,
            cases=found.cases,
        )

    @property
    def deadline(self) -> Deadline:
        """The answer. Raises: as :func:`due`, and as the proposals and notices do."""
        return due(
            self.rule,
            self.start,
            jurisdiction=self.jurisdiction,
            calendar=days_of(self.jurisdiction, self.calendar, self.as_known_on, self.projected, self.notices),
            book=law_in(self.book, self.law_of, self.proposals, self.as_known_on),
            as_known_on=self.as_known_on,
            course=self.course,
            cases=self.cases,
        )

    def varied(self, changes: Mapping[str, Any]) -> Question:
        """
        This question with *changes*, by the names of :class:`Variation`.

        Raises: BadInput, for a name that is none, and for a place other than the one whose calendar was handed in.
        """
        told = checked(changes, Variation, "scenario")
        asked = attrs.evolve(self, **{name: value for name, value in told.items() if name not in _ASIDE})
        check_place(asked.jurisdiction, self.jurisdiction, asked.calendar, named="calendar" in told)
        proposals, notices = supposed(told, asked.rule, asked.jurisdiction)
        return attrs.evolve(asked, proposals=(*asked.proposals, *proposals), notices=(*asked.notices, *notices))


def checked(changes: Mapping[str, Any], names: type, where: str) -> dict[str, Any]:
    """*changes* as they are. Raises: BadInput, for each name that *names*, a typed mapping, does not have."""
    known = [*names.__annotations__]
    if not isinstance(changes, Mapping):
        en, zh = f"{changes!r} is no mapping of changes; expected dict(start=...)", f"{changes!r} 不是变更的映射"
        raise BadInput.of(where, en, f"{zh}；应如 dict(start=...)")
    faults = []
    for name in changes:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            en, zh = f"nothing to change is called so; {meant}expected {', '.join(known)}", "没有这一变更项"
            faults.append(Fault(f"{where}.{name}", en, f"{zh}；应为 {'、'.join(known)} 之一"))
    if faults:
        raise BadInput(faults)
    return dict(changes)


def check_place(place: str, before: str, calendar: WorkCalendar | None, *, named: bool) -> None:
    """Raises: BadInput, when the place has changed and the calendar handed in is still that of the place before."""
    if named or calendar is None or calendar.region == CUSTOM or prefix_of(place) == prefix_of(before):
        return
    en = f"the calendar handed in is of {calendar.region}; hand in that of {place} too, or leave both to the place"
    zh = f"所给日历属于{calendar.region}；请一并给出{place}的日历，或都不给出"
    raise BadInput.of("calendar", en, zh)


def supposed(told: Mapping[str, Any], rule: str, place: str) -> tuple[tuple[Proposal, ...], tuple[Notice | str, ...]]:
    """The proposals and the notices that a scenario of *rule* in *place* supposes."""
    proposals = _several(told.get("proposal"), Proposal)
    if "rule_limit" in told:
        proposals = (*proposals, Proposal(rule, told["rule_limit"], place))
    return proposals, _several(told.get("notice"), Notice | str)


def _several(told: Any, kind: Any) -> tuple[Any, ...]:
    """What was given once, or several times, or not at all. Raises: BadInput, for anything of another kind."""
    found = () if told is None else (told,) if isinstance(told, kind) or not isinstance(told, Iterable) else tuple(told)
    for each in found:
        if not isinstance(each, kind):
            expected = "a Proposal" if kind is Proposal else "a Notice or its official wording"
            raise BadInput.of("scenario", f"{each!r} is not {expected}", f"{each!r} 应为 {expected}")
    return found


def days_of(
    place: str,
    calendar: WorkCalendar | None,
    known: date | None = None,
    projected: int | None = None,
    notices: tuple[Notice | str, ...] = (),
) -> WorkCalendar:
    """The calendar of *place*, with *notices* supposed, carried on through the year *projected*."""
    days = WorkCalendar.load(place) if calendar is None else calendar
    if notices:
        days = _with_proposed(_Days(days), notices, known)
    return days if projected is None else days.projected(projected)


@attrs.frozen
class _Days:
    """A calendar by its identity: to compare two day by day takes longer than what is remembered saves."""

    calendar: WorkCalendar = attrs.field(eq=id)


@lru_cache(maxsize=16)
def _with_proposed(days: _Days, notices: tuple[Notice | str, ...], known: date | None) -> WorkCalendar:
    return with_proposed(days.calendar, notices, known)


def law_in(
    book: LawBook | None, day: date | None, proposals: tuple[Proposal, ...], known: date | None = None
) -> LawBook:
    """The law as *day* has it, with the *proposals* in it, made over what was *known*."""
    found = LawBook.load() if book is None else book
    if day is None and not proposals:
        return found
    return _supposing(found, None if day is None else legal_day(day, "law_of"), proposals, known)


@lru_cache(maxsize=16)
def _supposing(book: LawBook, day: date | None, proposals: tuple[Proposal, ...], known: date | None) -> LawBook:
    for proposal in proposals:
        book = proposal.taken_into(book, known)
    return book if day is None else law_of(book, day)


def reaching(notices: Iterable[Notice | str], place: str) -> tuple[Notice | str, ...]:
    """Those of *notices* that bind in *place*: a text is the State Council's and binds everywhere."""
    chain = chain_of(place)
    return tuple(each for each in notices if isinstance(each, str) or prefix_of(each.region) in chain)
