"""One item of a catalogue: its elements, where it stands, and what its 公开时限 comes to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from ...errors import Lang, Undecidable, said
from ...law.rule import Recurrence
from ..counting import Countable, limit_of
from ..phrase import Phrase
from ..readings import Reading
from .finding import Place
from .heads import Element
from .marks import Choice


@attrs.frozen
class Stated:
    """What one part of a 公开时限 lets one count, or why it lets one count nothing."""

    part: int
    reading: Reading
    limit: Countable | None
    why_zh: str = ""
    why_en: str = ""

    def text(self, lang: Lang = "zh") -> str:
        """The limit in words, or why there is none."""
        if self.limit is None:
            return said(lang, self.why_zh, self.why_en)
        if isinstance(self.limit, Recurrence):
            return said(lang, self.limit.every.zh, f"once in each {self.limit.every.value}")
        return self.limit.text(lang)

    def to_dict(self) -> dict[str, Any]:
        """The part in plain values, for JSON."""
        told = {**self.reading.to_dict(), "counts": self.limit is not None}
        return told if self.limit is not None else {**told, "why": self.why_zh, "why_en": self.why_en}


@attrs.frozen
class Item:
    """
    What is disclosed: the elements of a row, merged cells filled in.

    *names* are the levels of its name, widest first; *phrase* reads its 公开时限 with the basis of the row in view.
    *others* are the columns that no element was found for, by their heads.
    """

    place: Place
    names: tuple[str, ...]
    content: str
    basis: str
    phrase: Phrase
    subject: str
    method: Choice
    channel: Choice
    audience: Choice
    tier: Choice
    number: str = ""
    frequency: str = ""
    section: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """All levels of its name; its content where it has no name."""
        return " / ".join(self.names) or self.content

    @property
    def limits(self) -> tuple[Stated, ...]:
        """Each part of its 公开时限, in order, with what counts of it or why nothing does."""
        return tuple(_stated(self.phrase))

    @property
    def is_proactive(self) -> bool:
        """Whether it is disclosed without being asked for, as far as its 公开方式 does not say otherwise."""
        return (
            not self.method.chosen
            or any("主动" in each for each in self.method.chosen)
            or not any("申请" in each for each in self.method.chosen)
        )

    def text_of(self, element: Element) -> str:
        """What it says of *element*, as text; nothing where it says nothing."""
        if element is Element.NAME:
            return " / ".join(self.names)
        if element is Element.LIMIT:
            return self.phrase.raw
        value = getattr(self, element.value)
        return "；".join(value.chosen) if isinstance(value, Choice) else str(value)

    def to_dict(self) -> dict[str, Any]:
        """The item in plain values, for JSON."""
        return {
            "place": self.place.to_dict(),
            "number": self.number,
            "section": self.section,
            "names": list(self.names),
            "content": self.content,
            "basis": self.basis,
            "limit": self.phrase.to_dict(),
            "limits": [stated.to_dict() for stated in self.limits],
            "subject": self.subject,
            "method": self.method.to_dict(),
            "channel": self.channel.to_dict(),
            "audience": self.audience.to_dict(),
            "tier": self.tier.to_dict(),
            "frequency": self.frequency,
            "others": dict(self.others),
        }


def _stated(phrase: Phrase) -> Iterator[Stated]:
    for part, reading in enumerate(phrase.parts):
        try:
            yield Stated(part, reading, limit_of(reading))
        except Undecidable as none:
            yield Stated(part, reading, None, none.message("zh"), none.message("en"))
