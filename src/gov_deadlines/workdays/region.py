"""A place whose government may set days off of its own, and the years for which its notices are in the data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

import attrs

from ..errors import UnknownRegion

NATION = "CN"

# Hong Kong, Macao and Taiwan have GB/T 2260 codes too, but the State Council's notices do not bind there.
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
)


class Coverage(Enum):
    """How much of a region's year is sourced."""

    COMPLETE = "complete"
    PARTIAL = "partial"


@attrs.frozen
class Region:
    """
    A region with festivals of its own.

    *since* is the first year it had any, where that is known; *years* tells which years are sourced in full, and for
    the others in the mapping which festivals are *missing*. A year that is in neither is not known at all.
    """

    code: str
    name: str
    en: str
    level: str
    since: int | None = None
    festivals: tuple[str, ...] = ()
    rule: str = ""
    remark: str = ""
    reaches_back: str = ""
    """Month and day of the year before from which a year's notice may set days; empty when it keeps to its year."""
    missing: Mapping[int, tuple[str, ...]] = attrs.field(factory=dict, hash=False)
    """Per sourced year the festivals whose notice was not found: empty when the year is complete."""

    def reach(self, year: int) -> date:
        """The first day that the notice of *year* may set."""
        return date.fromisoformat(f"{year - 1}-{self.reaches_back}") if self.reaches_back else date(year, 1, 1)

    def gap(self, year: int, *, public: bool) -> tuple[str, ...]:
        """
        The festivals of *year* without a known notice; none when nothing is missing.

        *public* tells whether the year's own notice was out yet; else all its festivals are missing.
        """
        if self.since is not None and year < self.since:
            return ()
        if public and year in self.missing:
            return self.missing[year]
        return self.festivals or ("?",)


def prefix_of(code: str) -> str:
    """
    *code* without the zeros that only pad it to six digits: ``430500`` is ``4305``, ``CN`` stays.

    Raises: UnknownRegion, unless it is ``CN`` or a GB/T 2260 code of 2, 4 or 6 digits of a province on the mainland.
    """
    if code == NATION:
        return code
    if not isinstance(code, str) or len(code) not in (2, 4, 6) or not (code.isascii() and code.isdigit()):
        raise UnknownRegion(code)
    if code[:2] not in PROVINCES:
        raise UnknownRegion(code)
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def chain_of(code: str) -> tuple[str, ...]:
    """The codes whose rules reach *code*, widest first: ``533102`` gives ``CN, 53, 5331, 533102``."""
    prefix = prefix_of(code)
    if prefix == NATION:
        return (NATION,)
    return (NATION, *(prefix[:length] for length in range(2, len(prefix) + 1, 2)))
