"""
How a notice arranges a festival, told so that it can be carried from its own year to another.

Every arrangement published so far is told by three things: how far the run of days off reaches around the statutory
days, and how many rest days are worked before it and after it. Their sum is no choice, since a notice only moves rest
days: each weekday off beyond the law's own is paid for by working the nearest free rest day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, islice, pairwise
from typing import NamedTuple

import attrs

from ..civil import ONE_DAY
from . import packaged
from .notice import Notice, NoticeKind
from .statutory import Regulation, regulation_of

# 国庆节 and its weekend fill a week: a 中秋节 this near falls into it, and notices arrange the two in one clause.
ONE_RUN = timedelta(days=6)


@attrs.frozen
class Block:
    """The statutory days of one festival in one year, or of two that notices arrange as one."""

    festivals: tuple[str, ...]
    anchor: date
    """The feast or fixed date that the festival keeps to when the law adds or drops a day."""
    days: tuple[date, ...]
    granted: int
    """How many days off the law grants: more than *days* where two festivals share one."""

    @property
    def first(self) -> date:
        """The first statutory day."""
        return self.days[0]

    @property
    def last(self) -> date:
        """The last statutory day."""
        return self.days[-1]

    @property
    def by_law(self) -> frozenset[date]:
        """Its days off when no weekend is swapped: a statutory day that falls on one is made up on the next weekday."""
        off, day = set(self.days), self.last
        while sum(map(_is_weekday, off)) < self.granted:
            day += ONE_DAY
            off.add(day)
        return frozenset(off)


@attrs.frozen
class Arrangement:
    """A festival as the notice of its *year* arranged it: the run of days off, and the rest days worked for it."""

    year: int
    block: Block
    begins: date
    ends: date
    before: int
    after: int

    @property
    def owed(self) -> int:
        """The rest days to be worked for this run: its weekdays beyond those that the law grants."""
        return _weekdays(self.begins, self.ends) - self.block.granted

    def distance(self, block: Block) -> tuple[int, int]:
        """
        How far this is from telling of *block*: the rung it stands on, then its age.

        The rungs: 0 the same festival on the same weekday under the same law, 1 under another law; 2 another festival
        of as many days on the same weekday; 3 the same festival on another weekday; 4 one of two festivals arranged
        together; 5 another festival of as many days; 6 anything else.
        """
        mine = self.block
        if set(mine.festivals) == set(block.festivals):
            same_law = (mine.granted, mine.first - mine.anchor) == (block.granted, block.first - block.anchor)
            same_weekday = mine.anchor.weekday() == block.anchor.weekday()
            rung = (0 if same_law else 1) if same_weekday else 3
        elif mine.granted == block.granted:
            rung = 2 if mine.first.weekday() == block.first.weekday() else 5
        else:
            rung = 4 if set(mine.festivals) & set(block.festivals) else 6
        return rung, -self.year


class Pattern(NamedTuple):
    """The days off and the rest days worked for one festival."""

    off: frozenset[date]
    worked: frozenset[date]

    def works(self, day: date) -> bool:
        """Whether *day* is a working day when nothing but this pattern touches the ordinary week."""
        return day in self.worked or (day not in self.off and _is_weekday(day))


def blocks_of(year: int, regulation: Regulation | None = None) -> tuple[Block, ...]:
    """
    The festivals of *year* under *regulation* (the one in force when none is given), in order.

    Raises: LookupError, when the lunar tables do not reach *year*.
    """
    feasts = packaged.feasts(year)
    blocks: list[Block] = []
    for holiday in (regulation or regulation_of(year, packaged.regulations())).holidays:
        anchor, days = holiday.anchor(year, feasts), holiday.days_in(year, feasts)
        blocks.append(Block((holiday.festival,), anchor, days, holiday.days))
    blocks.sort(key=lambda block: block.first)
    for left, right in pairwise(blocks):
        union = tuple(sorted({*left.days, *right.days}))
        if union[-1] - union[0] < ONE_RUN:
            anchor = max(left, right, key=lambda block: block.granted).anchor
            both = Block(left.festivals + right.festivals, anchor, union, left.granted + right.granted)
            at = blocks.index(left)
            blocks[at : at + 2] = [both]
            break
    return tuple(blocks)


def arrangements(notices: Iterable[Notice]) -> tuple[Arrangement, ...]:
    """
    How the annual *notices* arranged each festival, and how notices amending them did.

    Left out is what a notice did not balance: 中秋节 and 国庆节 of 2015, of which one pays for the other, and the
    spring festival of 2020 as lengthened in the epidemic.
    """
    words: dict[int, dict[date, tuple[bool, str]]] = {}
    found: dict[Arrangement, None] = {}
    for notice in sorted(notices, key=lambda notice: (notice.known_from, notice.id)):
        if notice.kind not in (NoticeKind.ANNUAL, NoticeKind.AMENDING):
            continue
        word = words.setdefault(notice.year, {})
        word |= {day: (False, festival) for day, festival in notice.off.items()}
        word |= {day: (True, festival) for day, festival in notice.worked.items()}
        for block in blocks_of(notice.year):
            arrangement = _read(notice.year, block, word)
            if arrangement.owed == arrangement.before + arrangement.after:
                found[arrangement] = None
    return tuple(found)


def carry(arrangement: Arrangement, block: Block, taken: Collection[date] = ()) -> Iterator[Pattern]:
    """
    *arrangement* made for *block*: the same run around the festival, and as many rest days worked as are owed for it.

    The run is stretched over all the days that the law grants. Where more or fewer rest days are owed than in the
    arrangement's own year, the difference may fall before the run, after it, or on both sides, hence several patterns.
    Days in *taken* are not worked.
    """
    own = arrangement.block
    if set(own.festivals) == set(block.festivals):
        begins = block.anchor + (arrangement.begins - own.anchor)
        ends = block.anchor + (arrangement.ends - own.anchor)
    else:
        begins = block.first - (own.first - arrangement.begins)
        ends = block.last + (arrangement.ends - own.last)
    begins, ends = min(begins, block.first), max(ends, block.last)
    while _weekdays(begins, ends) < block.granted:
        ends += ONE_DAY
    owed = _weekdays(begins, ends) - block.granted
    more = owed - arrangement.owed
    fewest, most = arrangement.before + min(more, 0), arrangement.before + max(more, 0)
    for before in range(max(fewest, 0), min(most, owed) + 1):
        earlier = islice(_rest_days(begins, -ONE_DAY, taken), before)
        later = islice(_rest_days(ends, ONE_DAY, taken), owed - before)
        worked = frozenset(chain(earlier, later))
        yield Pattern(widened(span_of(begins, ends), worked), worked)


def _read(year: int, block: Block, word: dict[date, tuple[bool, str]]) -> Arrangement:
    """How the notices that say *word* arranged *block*."""

    def rests(day: date) -> bool:
        return not word[day][0] if day in word else not _is_weekday(day)

    begins, ends = block.first, block.last
    while rests(begins - ONE_DAY):
        begins -= ONE_DAY
    while rests(ends + ONE_DAY):
        ends += ONE_DAY
    worked = [
        day for day, (works, name) in word.items() if works and not {*name.split("、")}.isdisjoint(block.festivals)
    ]
    return Arrangement(
        year, block, begins, ends, sum(day < begins for day in worked), sum(day > ends for day in worked)
    )


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def span_of(begins: date, ends: date) -> list[date]:
    """Every day from *begins* through *ends*."""
    return [begins + timedelta(days=offset) for offset in range((ends - begins).days + 1)]


def _weekdays(begins: date, ends: date) -> int:
    return sum(map(_is_weekday, span_of(begins, ends)))


def _rest_days(day: date, step: timedelta, taken: Collection[date]) -> Iterator[date]:
    """The rest days from *day* outward that are free to be worked."""
    while True:
        day += step
        if not _is_weekday(day) and day not in taken:
            yield day


def widened(off: Collection[date], worked: Collection[date] = ()) -> frozenset[date]:
    """*off* with the rest days next to it that are not *worked*: the run as people live it."""
    run = set(off)
    for edge, step in ((min(off), -ONE_DAY), (max(off), ONE_DAY)):
        day = edge + step
        while not _is_weekday(day) and day not in worked:
            run.add(day)
            day += step
    return frozenset(run)
