"""
A year that has no notice yet: its statutory days are certain, how its weekends will be swapped is not.

The arrangements of the most comparable festivals in published notices, carried to the year, bound what the missing
notice may say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate

import attrs

from ..errors import Lang
from .arrangement import Arrangement, Block, Pattern, arrangements, blocks_of, carry, span_of, widened
from .doubt import Doubt
from .notice import Notice
from .packaged import PROJECTION, Act, runs_of
from .statutory import Regulation

# In the backtest (docs/decisions/projection.md) five suffice and nine cover every case; the rest is margin.
NEAREST = 12


@attrs.frozen
class OpenSwaps:
    """One festival of a year without a notice: how its weekends may be swapped, against the one way that is guessed."""

    year: int
    festival: str
    comparables: int
    """How many published arrangements the patterns were carried from."""
    years: tuple[int, ...]
    """The years of their notices."""
    origin: int
    """The ordinal of the day before the first one that any pattern touches."""
    lines: tuple[tuple[int, ...], ...]
    """Per pattern: by how many working days it is ahead of the guess, from the origin through each day after it."""

    def swing(self, after: date, through: date) -> tuple[int, int]:
        """The most working days that (*after*, *through*] may lose and gain against the guess."""
        begin = max(after.toordinal() - self.origin, 0)
        end = min(through.toordinal() - self.origin, len(self.lines[0]) - 1)
        if begin >= end:
            return 0, 0
        moves = [line[end] - line[begin] for line in self.lines]
        return min(moves), max(moves)

    def touches(self, after: date, through: date) -> bool:
        """Whether the swap can change the count of (*after*, *through*]."""
        return self.swing(after, through) != (0, 0)

    def reason(self, lang: Lang) -> str:
        """That the year has no notice, and which notices the bounds were carried from."""
        if lang == "zh":
            return (
                f"{self.year}年放假安排通知尚未公布，{self.festival}如何调休未定；"
                f"上下限按{len(self.lines)}种可能的安排估计，取自{'、'.join(map(str, self.years))}年通知中"
                f"最可比的{self.comparables}次安排，并计入完全不调休的情形"
            )
        return (
            f"no holiday notice for {self.year} is out, so how weekends are swapped around {self.festival} is open; "
            f"bounds: {len(self.lines)} possible patterns, carried from the {self.comparables} most comparable "
            f"arrangements in the notices for {', '.join(map(str, self.years))}, one without any swap included"
        )


@attrs.frozen
class Projection:
    """A year without a notice: the single best guess as an act, and what is open about it."""

    act: Act
    doubts: tuple[Doubt, ...]


def project(
    year: int, earlier: Iterable[Notice], *, regulation: Regulation | None = None, nearest: int = NEAREST
) -> Projection:
    """
    The projection of *year* by the national notices known *earlier*, and nothing later.

    The statutory days follow the version of the law in force that year, unless another *regulation* is given.
    *nearest* is the degree of caution: with how many published arrangements each festival is compared.
    Raises: LookupError, when the lunar tables do not reach *year*.

    >>> from gov_deadlines.workdays.packaged import notices
    >>> project(2027, notices("CN")).act.id
    'projection/2027'
    """
    blocks = blocks_of(year, regulation)
    seen = arrangements(earlier)
    off: set[date] = set()
    worked: set[date] = set()
    doubts: list[OpenSwaps] = []
    for block in blocks:
        # A rest day is worked for one festival only, and never inside another one's holiday.
        taken = off.union(worked, *(widened(other.by_law) for other in blocks if other != block))
        near = sorted(seen, key=lambda arrangement: arrangement.distance(block))[:nearest]
        plain = Pattern(widened(block.by_law), frozenset())
        carried = Counter(pattern for arrangement in near for pattern in carry(arrangement, block, taken))
        guess = carried.most_common(1)[0][0] if carried else plain
        off |= guess.off
        worked |= guess.worked
        doubts += _doubts(year, block, guess, dict.fromkeys([*carried, plain]), near)
    return Projection(Act(f"{PROJECTION}/{year}", 0, year, runs_of(off), runs_of(worked)), tuple(doubts))


def _doubts(
    year: int, block: Block, guess: Pattern, patterns: Iterable[Pattern], near: Iterable[Arrangement]
) -> Iterator[OpenSwaps]:
    """The doubt about *block*, where the *patterns* leave any."""
    touched = sorted({day for pattern in patterns for day in pattern.off | pattern.worked})
    days = span_of(touched[0], touched[-1])
    lines = {
        tuple(accumulate((pattern.works(day) - guess.works(day) for day in days), initial=0)) for pattern in patterns
    }
    if len(lines) > 1:
        near = tuple(near)
        years = tuple(sorted({arrangement.year for arrangement in near}))
        origin = touched[0].toordinal() - 1
        yield OpenSwaps(year, "、".join(block.festivals), len(near), years, origin, tuple(sorted(lines)))
