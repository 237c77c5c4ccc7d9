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
        holding = [
            s for s in self.sources if s.in_force_from <= day and (s.in_force_to is None or day <= s.in_force_to)
        ]
        return max(holding, key=lambda source: source.in_force_from, default=None)
