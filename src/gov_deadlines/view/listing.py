"""The rows of several duties, as one table that a notebook shows and a terminal prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import SupportsIndex, overload

from ..deadline import Certainty
from ..errors import Lang, said
from ..show import as_text, bundle
from .entry import Entry, Status, moment_text

SHOWN = 50
"""How many rows a notebook is shown: a docket may have millions."""


class Entries(tuple[Entry, ...]):
    """
    Rows as :func:`gov_deadlines.entries` gives them: a tuple that shows itself as a table.

    >>> from datetime import date
    >>> from ..deadline import due
    >>> from .gathering import entries
    >>> rows = entries({"A-1": due("enforcement.penalty", date(2020, 5, 20))}, date(2020, 5, 27))
    >>> rows
    <Entries: 1, due_soon 1>
    >>> rows.table("en")[1][0][4:7]
    ('2020-05-29', '2 working days left', 'due soon')
    """

    __slots__ = ()

    @overload
    def __getitem__(self, which: SupportsIndex) -> Entry: ...
    @overload
    def __getitem__(self, which: slice) -> Entries: ...
    def __getitem__(self, which: SupportsIndex | slice) -> Entry | Entries:
        """One row, or those of a slice, which show themselves too."""
        return Entries(super().__getitem__(which)) if isinstance(which, slice) else super().__getitem__(which)

    @property
    def counts(self) -> dict[Status, int]:
        """How many stand how: the most pressing first."""
        found = Counter(each.status for each in self)
        return {status: found[status] for status in Status if found[status]}

    def table(self, lang: Lang = "zh") -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Head and rows: matter, duty, place, start, due, left, status, the day it was due before a notice, source."""
        return head(lang), _rows(self, lang)

    def text(self, lang: Lang = "zh") -> str:
        """The rows in aligned columns."""
        return as_text(*self.table(lang))

    def __str__(self) -> str:
        return self.text("zh")

    def __repr__(self) -> str:
        return f"<Entries: {', '.join([str(len(self)), *(f'{each.value} {n}' for each, n in self.counts.items())])}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese; of many rows the first."""
        told = "，".join(f"{status.text('zh')}{n}项" for status, n in self.counts.items())
        rest = len(self) - SHOWN
        facts = [("未列", f"{rest}项" if rest > 0 else "")]
        return bundle(f"期限一览：{told or '没有事项'}", facts, (head("zh"), _rows(self[:SHOWN], "zh")))


def head(lang: Lang) -> tuple[str, ...]:
    """The names of the columns."""
    zh, en = "事项 义务 地区 起算 期限 剩余 状态 原期限 依据", "matter duty place start due left status was source"
    return tuple(said(lang, zh, en).split())


def cells(row: Entry, lang: Lang) -> tuple[str, ...]:
    """One row; a due date that a missing notice may move has a question mark."""
    mark = "?" if row.certainty is Certainty.PROVISIONAL and row.due_at else ""
    return (
        row.matter,
        row.name(lang),
        row.jurisdiction,
        "—" if row.start is None else moment_text(row.start),
        row.due_text(lang) + mark,
        row.left_text(lang),
        row.status.text(lang),
        row.move.before_text if row.move else "",
        row.source(lang),
    )


def _rows(found: Sequence[Entry], lang: Lang) -> list[tuple[str, ...]]:
    return [cells(row, lang) for row in found]
