"""What the generated pages share: their first line, labels, lists of facts, days in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

HEAD = "% 由 docs/_generate 生成，不手工修改。\n"


def label(*names: str) -> str:
    """A target that other pages can point to: ``rule-request-answer``."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(names).lower()).strip("-")


def titled(level: int, title: str, *targets: str) -> str:
    """A heading with its targets above it."""
    return "\n".join([*(f"({target})=" for target in targets), f"{'#' * level} {title}"])


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A list of what is known, without what is empty."""
    return "\n".join(f"- {name}：{plain(value)}" for name, value in rows if value)


def plain(text: str) -> str:
    """*text* on one line."""
    return re.sub(r"\s+", " ", text).strip()


def span(first: date, last: date | None) -> str:
    """From when to when."""
    return f"{first} 至 {last}" if last else f"{first} 起"


def raw(html: str) -> str:
    """A piece of HTML, for what Markdown has no words for."""
    return f"```{{raw}} html\n{html}\n```"
