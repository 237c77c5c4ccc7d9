"""What the law that a row rests on (公开依据) says its 日 are: the only thing that makes a 日 a working day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import attrs

from ..datafile import load
from ..errors import BadInput
from ..law.rule import Mark
from ..unit import Unit
from .clause import Notes
from .folding import fold
from .readings import BeforeEvent, Compound, PublicNoticePeriod, Reading, Within

PACKAGED = Path(__file__).with_name("working_days.toml")
_TITLE = re.compile(r"《([^《》]+)》")
_NATION = "中华人民共和国"
_OF_ANOTHER_TEXT = ("实施", "细则", "办法", "条例", "解释", "若干")


@attrs.frozen
class DayUnit:
    """One text of a law that says which of its periods in 日 are working days."""

    short: str
    locator: str
    in_force_from: date
    mark: Mark
    in_force_to: date | None = None
    days: tuple[int, ...] = ()
    up_to: int = 0
    every: bool = False

    def __attrs_post_init__(self) -> None:
        if [bool(self.days), bool(self.up_to), self.every].count(True) != 1:
            en, zh = "expected exactly one of days, up_to and every", "days、up_to、every 须且只能有一项"
            raise BadInput.of(self.short, en, zh)

    def covers(self, n: int) -> bool:
        """Whether it says that *n* 日 of it are working days."""
        return self.every or n in self.days or 0 < n <= self.up_to

    @property
    def cited(self) -> str:
        """``行政处罚法第八十五条``."""
        return self.short + self.locator


@attrs.frozen
class _File:
    law: tuple[DayUnit, ...]


@cache
def day_units(path: Path = PACKAGED) -> tuple[DayUnit, ...]:
    """
    The texts of *path*, those that are shipped unless another is named.

    Raises: BadInput, with every fault of the file.

    >>> next(law.days for law in day_units() if law.short == "行政处罚法")
    (2, 3, 5, 7)
    """
    return load(path, _File).law


def by_basis(reading: Reading, basis: str, notes: Notes) -> Reading:
    """*reading*, its days marked as working days where the law that *basis* cites says so, with a warning each time."""
    plain = fold(basis).text
    cited = tuple(_cited(plain))
    if not cited:
        return reading
    alone = len({title for title in map(_named, _TITLE.findall(plain)) if title} | {law.short for law in cited}) == 1
    if isinstance(reading, Compound):
        return attrs.evolve(reading, parts=tuple(_one(part, cited, notes, alone=alone) for part in reading.parts))
    return _one(reading, cited, notes, alone=alone)


def _cited(plain: str) -> Iterator[DayUnit]:
    """The texts of the laws that *plain* names, latest first."""
    titles = [_named(title) for title in _TITLE.findall(plain)]
    outside = _TITLE.sub("", plain)
    for law in sorted(day_units(), key=lambda law: law.in_force_from, reverse=True):
        place = outside.find(law.short)
        apart = place >= 0 and not outside.startswith(_OF_ANOTHER_TEXT, place + len(law.short))
        if law.short in titles or apart:
            yield law


def _named(title: str) -> str:
    """A title without the name of the state and the year of its text."""
    return title.removeprefix(_NATION).partition("(")[0]


def _one(reading: Reading, cited: tuple[DayUnit, ...], notes: Notes, *, alone: bool) -> Reading:
    if not isinstance(reading, Within | BeforeEvent | PublicNoticePeriod) or reading.unit is not Unit.DAY:
        return reading
    n = reading.min_n if isinstance(reading, PublicNoticePeriod) else reading.n
    # The latest text of each law decides; an older one is only spoken of.
    latest = {law.short: law for law in reversed(cited)}
    saying = [law for law in latest.values() if law.covers(n)]
    _tell_of_older(n, cited, latest, notes)
    if not saying:
        return reading
    law = saying[0]
    since = f"{law.in_force_from}起"
    if not alone:
        notes.warn(
            "unit_may_be_working_day",
            f"公开依据不止一项：如期限出自{law.cited}（{since}，〔{law.mark.zh}〕），“{n}日”是{n}个工作日；未据此换算",
            f"the basis cites several texts: if the limit is that of {law.cited} (since {law.in_force_from}, "
            f"{law.mark.en}), its {n} days are working days; nothing was converted",
        )
        return reading
    notes.warn(
        "unit_by_source_law",
        f"原文“{n}日”；依{law.cited}（{since}，〔{law.mark.zh}〕），是{n}个工作日",
        f"the text says {n} days; by {law.cited} (since {law.in_force_from}, {law.mark.en}) they are working days",
    )
    return attrs.evolve(reading, unit_by_source_law=f"{Unit.WORKING_DAY.value} ({law.cited})")


def _tell_of_older(n: int, cited: tuple[DayUnit, ...], latest: dict[str, DayUnit], notes: Notes) -> None:
    for law in cited:
        now = latest[law.short]
        if law is not now and law.covers(n) is not now.covers(n):
            notes.warn(
                "unit_of_older_text",
                f"{law.short}{law.in_force_to}以前的文本（{law.locator}）对“{n}日”的规定不同",
                f"the text of {law.short} in force to {law.in_force_to} ({law.locator}) says otherwise of {n} days",
            )
