"""
Pages that are written from the library's own data: law, calendars, procedures, commands, errors, the public face.

``python -m _generate`` in ``docs/`` writes them; a build of the site does so by itself. None is committed, so that no
page can say something else than the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import api, calendars, commands, errors, law, notebooks, procedures
from .words import HEAD

DOCS = Path(__file__).parents[1]


def pages(docs: Path = DOCS) -> Iterator[tuple[str, str]]:
    """Each page by its path below ``docs/``, and its text."""
    for room in (law, calendars, procedures, commands, errors, api):
        yield from room.pages()
    yield from notebooks.pages(docs / "notebooks")


def write(docs: Path = DOCS) -> None:
    """Write what has changed, so that a build reads no page twice; a page whose source is gone goes too."""
    wanted = {docs / name: f"{HEAD}\n{text.strip()}\n" for name, text in pages(docs)}
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in docs.rglob("*.md"):
        if path not in wanted and path.read_text(encoding="utf-8").startswith(HEAD):
            path.unlink()
