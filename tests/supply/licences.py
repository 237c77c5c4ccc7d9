"""Under which licence a distribution stands by its own metadata, and whether that is one of those allowed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

ALLOWED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("licences.toml").read_text(encoding="utf-8"))
GPL = re.compile(r"GPL|GNU .*General Public", re.IGNORECASE)


class Licence(NamedTuple):
    """What is said, in which field of the metadata, and the expression of SPDX ids that it means."""

    said: str
    field: str
    expression: str

    @property
    def is_allowed(self) -> bool:
        """Whether the list allows it: each part of a conjunction, one of the choices."""
        return bool(self.expression) and not GPL.search(self.said) and _allowed(self.expression)


def licence_of(metadata: dict[str, Any]) -> Licence:
    """
    The licence by the first field that tells one.

    >>> licence_of({"license_expression": "MIT AND (Apache-2.0 OR GPL-3.0-only)"}).is_allowed
    False
    >>> licence_of({"classifier": ["License :: OSI Approved :: MIT License"]})
    Licence(said='License :: OSI Approved :: MIT License', field='Classifier', expression='MIT')
    """
    expression = metadata.get("license_expression")
    if expression:
        return Licence(expression, "License-Expression", expression)
    classified = [each for each in metadata.get("classifier", []) if each.startswith("License ::")]
    if classified:
        means = [ALLOWED["means"].get(each, "") for each in classified]
        return Licence("; ".join(classified), "Classifier", " AND ".join(means) if all(means) else "")
    told = (metadata.get("license") or "").strip()
    means = ALLOWED["means"].get(told, told if told in ALLOWED["allowed"] else "")
    return Licence(told.partition("\n")[0][:80], "License" if told else "none", means)


def _allowed(expression: str) -> bool:
    """Whether *expression* is true once each allowed id in it is, read from the inside out."""
    inner = re.search(r"\(([^()]*)\)", expression)
    if inner:
        told = "0BSD" if _allowed(inner[1]) else "refused"
        return _allowed(expression.replace(inner[0], f" {told} ", 1))
    choices = re.split(r"\s+OR\s+", expression.strip(), flags=re.IGNORECASE)
    return any(
        all(each.strip() in ALLOWED["allowed"] for each in re.split(r"\s+AND\s+", choice, flags=re.IGNORECASE))
        for choice in choices
    )
