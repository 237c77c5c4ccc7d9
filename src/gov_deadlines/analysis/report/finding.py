"""What does not agree in a report: named, with both numbers, and with the matters behind it."""

from __future__ import annotations

from typing import Any

import attrs

from ...errors import Lang, said


@attrs.frozen
class Finding:
    """
    Two numbers that should be one, or something on record that has no place in the form.

    *left* and *right* are the numbers, *matters* the ids of the matters behind the difference as far as they are known.
    """

    name: str
    zh: str
    en: str
    left: int | None = None
    right: int | None = None
    matters: tuple[str, ...] = ()

    def text(self, lang: Lang = "zh") -> str:
        """The finding in one line."""
        line = said(lang, self.zh, self.en)
        if self.left is not None:
            line += said(lang, f"：{self.left} ≠ {self.right}", f": {self.left} ≠ {self.right}")
        if self.matters:
            listed = said(lang, "、", ", ").join(self.matters)
            line += said(lang, f"（事项：{listed}）", f" (matters: {listed})")
        return line

    def to_dict(self) -> dict[str, Any]:
        """The finding in plain values, for JSON."""
        return {
            "name": self.name,
            "zh": self.zh,
            "en": self.en,
            "left": self.left,
            "right": self.right,
            "matters": list(self.matters),
        }
