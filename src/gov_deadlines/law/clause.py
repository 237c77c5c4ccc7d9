"""A clause of a document that was read clause by clause: what it asks, and what in this library holds it."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import attrs

from ..errors import Lang, said
from .rule import Document, Every, Mark, Rank


class Holds(Enum):
    """How a clause is read: the shape its demand takes here."""

    RULE = "rule"
    """A duty with a limit, a number or a word."""
    GATE = "gate"
    """A step that must pass before the next."""
    SEQUENCE = "sequence"
    """An order of steps, or steps that go together."""
    SERIES = "series"
    """A duty that comes round, or one fixed to a date."""
    STANDING = "standing"
    """A state to be kept."""
    PRECEDENCE = "precedence"
    """Which text, limit or default prevails."""
    SCOPE = "scope"
    """Whom or what it binds."""
    CONSEQUENCE = "consequence"
    """What follows a breach."""


_UNPLACED = Document("", "", "", "", Rank.LOCAL_DOCUMENT, "CN", date.min, Mark.M)


@attrs.frozen
class Provision:
    """
    One demand of a document, under the id it has in the list of clauses; the clauses of holiday notices are others.

    *procedure* and *events* say where it takes effect; *rules* which limits it speaks of; *word* is its vague word
    (及时), which never becomes a number. A gate names the *guard* of the procedure that keeps it, or *asks* for an
    event or a detail that must be there.
    """

    id: str
    type: str
    locator: str
    holds: Holds
    zh: str
    en: str
    procedure: str
    events: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Other procedures in which it takes effect as well."""
    rules: tuple[str, ...] = ()
    guard: str = ""
    asks: str = ""
    link: str = ""
    stages: tuple[str, ...] = ()
    together: bool = False
    every: Every | None = None
    at_least: int = 0
    word: str = ""
    bearer_zh: str = ""
    bearer_en: str = ""
    condition_zh: str = ""
    condition_en: str = ""
    until_zh: str = ""
    until_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    document: Document = _UNPLACED
    """The document it stands in: that of its file, which the reader of the file fills in."""

    def binds(self, day: date, known: date | None = None) -> bool:
        """Whether its document is in force on *day*, and public by *known*."""
        document = self.document
        if known is not None and document.published is not None and document.published > known:
            return False
        last = document.ends(known)
        return document.in_force_from <= day and (last is None or day <= last)

    def takes_effect_in(self, procedure: str) -> bool:
        """Whether *procedure* is one of those that hold it."""
        return procedure == self.procedure or procedure in self.also

    @property
    def is_a_duty(self) -> bool:
        """Whether it sets a duty of its own, rather than saying something about the duties of others."""
        return self.holds in (Holds.RULE, Holds.SERIES, Holds.STANDING) or bool(self.stages)

    def cite(self, lang: Lang) -> str:
        """``绥阳县2020年政务公开方案 三（八）〔已核全文〕``."""
        document = self.document
        if lang == "zh":
            return f"{document.short} {self.locator}〔{document.mark.zh}〕"
        return f"{document.en}, {self.locator} [{document.mark.value}: {document.mark.en}]"

    def says(self, lang: Lang) -> str:
        """What it asks, in words."""
        return said(lang, self.zh, self.en)

    def held_by(self) -> dict[str, Any]:
        """What in this library holds it, without what is empty."""
        plain = {
            "holds": self.holds.value,
            "rules": list(self.rules),
            "procedure": self.procedure,
            "events": list(self.events),
            "guard": self.guard,
            "asks": self.asks,
            "link": self.link,
            "stages": list(self.stages),
            "every": self.every.value if self.every else "",
        }
        return {key: value for key, value in plain.items() if value}

    def to_dict(self) -> dict[str, Any]:
        """The clause in plain values, for JSON."""
        return {
            "id": self.id,
            "document": self.document.short,
            "jurisdiction": self.document.jurisdiction,
            "type": self.type,
            "locator": self.locator,
            "zh": self.zh,
            "en": self.en,
            "word": self.word,
            "held_by": self.held_by(),
            "bearer": self.bearer_zh,
            "condition": self.condition_zh,
            "until": self.until_zh,
            "note": self.note_zh,
            "note_en": self.note_en,
        }
