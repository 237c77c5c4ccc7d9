"""What is only supposed, and marked where it is cited: a text with another limit, a notice, the law of another day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from ..civil import ONE_DAY, day_zh, legal_day
from ..errors import BadInput, NoRuleInForce
from ..law.book import LawBook
from ..law.rule import Document, Mark, Rank, Rule, Standing, Version
from ..period import FixedDate, Limit, Period, SameDay
from ..unit import HOUR, WORKING_DAY, Roll
from ..workdays.calendar import WorkCalendar
from ..workdays.notice import Notice, NoticeKind
from ..workdays.region import NATION, prefix_of
from ..workdays.wording import read_notice


@attrs.frozen
class Proposal:
    """
    Another *limit* for *rule* in *jurisdiction*, as it stands in no text: the draft of a what-if.

    The nation's takes the place of the national text that binds, a place's is a local document, unless another *rank*
    is given; whether it prevails is for the book's ordinary rules, so that a looser local one does not. It counts
    from the same act as the text that binds there without it. Without *in_force_from* it is as if it had always been.
    Raises: BadInput, for what is no limit; UnknownRegion.
    """

    rule: str
    limit: Limit
    jurisdiction: str = NATION
    rank: Rank | None = None
    in_force_from: date | None = None

    def __attrs_post_init__(self) -> None:
        prefix_of(self.jurisdiction)
        if self.in_force_from is not None:
            legal_day(self.in_force_from, "in_force_from")
        if not isinstance(self.limit, Period | FixedDate | SameDay):
            en = f"{self.limit!r} is no limit; expected a Period, a FixedDate or SameDay()"
            raise BadInput.of("limit", en, f"{self.limit!r} 不是期限；应为 Period、FixedDate 或 SameDay()")

    def taken_into(self, book: LawBook, as_known_on: date | None = None) -> LawBook:
        """
        *book* with the proposal beside its texts; it goes by those alone that were public on *as_known_on*.

        Raises: UnknownRule; NoRuleInForce, where no text is in force that says from when to count; BadInput, for a
        named day where the rule has a minimum or counts back.

        >>> book = Proposal("request.answer", Period(10, WORKING_DAY), "520323").taken_into(LawBook.load())
        >>> book["request.answer"].in_force(date(2020, 1, 6), "520323").cite("en")
        'Draft, 草案 [proposed: in force nowhere]'
        """
        rule = book[self.rule]
        drafts = tuple(self._drafts(rule, as_known_on))
        if not drafts:
            raise NoRuleInForce(rule.id, self.in_force_from or date.max, self.jurisdiction)
        # First among texts that came into force on one day, so that it is the later of two of one level.
        return book.with_rules(attrs.evolve(rule, versions=(*drafts, *rule.versions)))

    def _drafts(self, rule: Rule, known: date | None) -> Iterator[Version]:
        """The proposal over each text that binds there, as long as that text does."""
        turns = {version.in_force_from for version in rule.versions}
        turns |= {version.in_force_to + ONE_DAY for version in rule.versions if version.in_force_to}
        begun = self.in_force_from or date.min
        starts = sorted({begun, *(turn for turn in turns if turn > begun)})
        for first, following in zip(starts, [*starts[1:], None], strict=True):
            try:
                base = rule.in_force(first, self.jurisdiction, as_known_on=known)
            except NoRuleInForce:
                continue
            yield self._draft(base, first, following - ONE_DAY if following else None)

    def _draft(self, base: Version, first: date, last: date | None) -> Version:
        """*base* with nothing changed but the limit and what it rests on."""
        if (base.minimum or base.before) and not isinstance(self.limit, Period):
            en = f"{self.limit.text('en')} is no period, and {base.rule} has a minimum or counts back"
            raise BadInput.of("limit", en, f"{self.limit.text('zh')}不是期间，而{base.rule}是最短期限或倒算期限")
        national = prefix_of(self.jurisdiction) == NATION
        rank = self.rank or (base.document.rank if national else Rank.LOCAL_DOCUMENT)
        names = ("草案", "草案", "Draft")
        alike = _unit(self.limit) is _unit(base.limit)
        return attrs.evolve(
            base,
            document=Document(f"proposed-{self.jurisdiction}", *names, rank, self.jurisdiction, first, Mark.PROPOSED),
            locator="",
            limit=self.limit,
            mark=Mark.PROPOSED,
            roll=base.roll if alike else _usual_roll(self.limit),
            in_force_from=first,
            in_force_to=last,
            word="",
            target="",
            unit_source=base.unit_source if alike else "",
            note_zh=f"假设的规定：在{base.document.short}{base.locator}（{base.says('zh')}）之外仅改期限，其余照旧。",
            note_en=f"Supposed: as the {base.document.en} has it ({base.says('en')}), but for the limit.",
        )


def _unit(limit: Limit | None) -> object:
    return limit.unit if isinstance(limit, Period) else type(limit)


def _usual_roll(limit: Limit) -> Roll:
    """Where a last day on a rest day moves by the usual reading: as :meth:`Period.end` has it."""
    counts = isinstance(limit, Period) and limit.unit not in (HOUR, WORKING_DAY)
    return Roll.WORKING_DAY if counts else Roll.NONE


@attrs.frozen
class RuleOf(Rule):
    """A rule by the texts in force on *law_of*, whatever day is asked for: a supposition, as its name says."""

    law_of: date = attrs.field(kw_only=True)

    def standing(
        self,
        day: date,
        jurisdiction: str = NATION,
        *,
        as_known_on: date | None = None,
        cases: frozenset[str] | None = None,
    ) -> Standing:
        return super().standing(self.law_of, jurisdiction, as_known_on=as_known_on, cases=cases)

    def next_change(
        self, start: date, through: date, jurisdiction: str, *, as_known_on: date | None = None
    ) -> Version | None:
        return None


def law_of(book: LawBook, day: date) -> LawBook:
    """*book* with every rule by the texts in force on *day*, and named so."""
    zh, en = f"（假设适用{day_zh(day)}的规定）", f" (supposing the law of {day})"
    rules = (book[name] for name in book)
    return book.with_rules(
        *(
            RuleOf(each.id, each.zh + zh, each.en + en, each.versions, each.special_of, each.rivals, law_of=day)
            for each in rules
        )
    )


def with_proposed(
    calendar: WorkCalendar, notices: Iterable[Notice | str], as_known_on: date | None = None
) -> WorkCalendar:
    """
    *calendar* with *notices* as if they had been issued: each marked, and speaking last unless it has its own day.

    A text is read as the State Council's; an annual notice takes the place of that for its year.
    Raises: BadInput, as :func:`read_notice` and for a notice of another region; CalendarNotPublished.
    """
    if as_known_on is not None:
        calendar = calendar.known_as_of(as_known_on)
    for told in notices:
        earlier = [notice for notice in calendar.notices() if notice.region == NATION]
        notice = read_notice(told, earlier=earlier) if isinstance(told, str) else told
        calendar = calendar.with_notices([_marked(notice, calendar)])
    return calendar


PROPOSED = "〔拟议 proposed〕"
"""What stands behind the number of a notice that is only supposed."""


def _marked(notice: Notice, calendar: WorkCalendar) -> Notice:
    """*notice* as a proposal: its citation says so, and it is known when *calendar* is."""
    there = calendar.notices()
    same_year = (
        each.id
        for each in there
        if notice.kind is each.kind is NoticeKind.ANNUAL and (each.year, each.region) == (notice.year, notice.region)
    )
    public = notice.public
    if public is None:
        public = max([notice.known_from, *(each.known_from for each in there)])
    public = min(public, calendar.as_known_on or public)
    named = notice.document_number or notice.title or "放假安排"
    return attrs.evolve(
        notice,
        id=next(same_year, notice.id),
        document_number=named if named.endswith(PROPOSED) else named + PROPOSED,
        number_confirmed=True,
        signed=notice.signed if notice.signed and notice.signed <= public else None,
        public=public,
        remark="假设的通知 supposed notice",
    )
