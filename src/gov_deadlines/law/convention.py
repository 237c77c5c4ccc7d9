"""How periods are counted where a clause says no more than a number: each convention with its dated sources."""

from __future__ import annotations

from datetime import date

import attrs

from ..errors import Lang
from .rule import Mark


@attrs.frozen
class Source:
    """Where a convention stands, and for how long it stood there."""

    title: str
    locator: str
    in_force_from: date
    mark: Mark
    in_force_to: date | None = None
    note_zh: str = ""
    note_en: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the text is in force on *day*."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def cite(self, lang: Lang) -> str:
        """``民法典第二百零一条〔已核全文〕``."""
        return (
            f"{self.title}{self.locator}〔{self.mark.zh}〕"
            if lang == "zh"
            else f"{self.title} {self.locator} [{self.mark.value}]"
        )


@attrs.frozen
class Convention:
    """One way of counting, in words, with the texts it rests on."""

    id: str
    zh: str
    en: str
    sources: tuple[Source, ...]

    def source_on(self, day: date) -> Source | None:
        """The latest text that sets it on *day*; none where it is practice only."""
        holding = [source for source in self.sources if source.holds_on(day)]
        return max(holding, key=lambda source: source.in_force_from, default=None)
