"""What there is to say of a catalogue: how grave, of which rows, and what the law says where it is the law's."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

import attrs

from ...errors import Lang, said


class Severity(Enum):
    """How grave a finding is: an error must be put right, a warning be looked at, a note be known."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def zh(self) -> str:
        """The word for it in Chinese."""
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]

    @property
    def step(self) -> int:
        """Its place, 0 for the gravest."""
        return list(Severity).index(self)


@attrs.frozen
class Place:
    """Rows of a sheet or table, as its program numbers them; both ends count."""

    sheet: str
    first: int
    last: int

    def rows(self, lang: Lang) -> str:
        """Its rows alone, in words."""
        span = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return said(lang, f"第{span}行", f"row{'' if self.first == self.last else 's'} {span}")

    def text(self, lang: Lang) -> str:
        """The place in words."""
        return f"{self.sheet} {self.rows(lang)}"

    def to_dict(self) -> dict[str, Any]:
        """The place in plain values, for JSON."""
        return {"sheet": self.sheet, "first": self.first, "last": self.last}


@attrs.frozen
class CatalogueFinding:
    """
    One thing found, under a stable *code*; *column* is the head of the column that it is about.

    *law_zh* and *law_en* are what the law says and where, for what was held against the law.
    """

    code: str
    severity: Severity
    zh: str
    en: str
    places: tuple[Place, ...] = ()
    column: str = ""
    law_zh: str = ""
    law_en: str = ""

    def text(self, lang: Lang = "zh") -> str:
        """The finding in one line: how grave, where, what, and by which law."""
        grave = said(lang, self.severity.zh, self.severity.value)
        where = said(lang, "、", ", ").join(_where(self.places, lang))
        column = said(lang, f"“{self.column}”", f" {self.column!r}") if self.column else ""
        law = said(lang, self.law_zh, self.law_en)
        told = said(lang, self.zh, self.en) + (said(lang, f"〔{law}〕", f" [{law}]") if law else "")
        return (
            said(lang, f"[{grave}] {where}{column}：{told}", f"[{grave}] {where}{column}: {told}")
            .replace("] ：", "] ")
            .replace("] : ", "] ")
        )

    def to_dict(self) -> dict[str, Any]:
        """The finding in plain values, for JSON."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "zh": self.zh,
            "en": self.en,
            "places": [place.to_dict() for place in self.places],
            "column": self.column,
            "law": self.law_zh,
            "law_en": self.law_en,
        }


def _where(places: Iterable[Place], lang: Lang) -> Iterable[str]:
    """The places in words, a sheet named once for all its rows."""
    sheet = None
    for place in places:
        yield place.text(lang) if place.sheet != sheet else place.rows(lang)
        sheet = place.sheet


def worst_first(findings: Iterable[CatalogueFinding]) -> tuple[CatalogueFinding, ...]:
    """*findings*, the gravest first, each grade in the order of the rows."""

    def order(finding: CatalogueFinding) -> tuple[int, int]:
        return finding.severity.step, finding.places[0].first if finding.places else 0

    return tuple(sorted(findings, key=order))
