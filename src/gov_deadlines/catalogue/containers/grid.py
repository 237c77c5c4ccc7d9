"""A table as cells of text with their merges: what every container becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

import attrs


@attrs.frozen
class Cell:
    """A text and where it stands: the first row and column of those that it covers when it is merged."""

    text: str
    row: int
    column: int
    formula: bool = False
    """Whether *text* is a formula: it is kept as it is written, and never worked out."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing can be seen in it."""
        return not self.text.strip()


# A control character in a cell would speak to the terminal that shows it; those that break lines are line breaks.
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�") | dict.fromkeys(map(ord, "\n\r\v\f\x85"), "\n")
_CONTROLS[ord("\t")] = "\t"


def shown(text: str) -> str:
    """*text* with its line breaks of one kind and every other control character replaced by a sign that shows."""
    return text if text.isprintable() else text.replace("\r\n", "\n").translate(_CONTROLS)


BLANK = Cell("", 0, 0)
"""The cell of every place that says nothing: one for all, since a table may have millions of them."""


@attrs.frozen
class Line:
    """One row: a cell for each column, a merged cell again in each column and row that it covers."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    given: int = -1
    """How many columns the container gave it, where that is fewer than the table has; -1 where it is not known."""

    def distinct(self) -> tuple[Cell, ...]:
        """Its cells that are not blank, each once however many columns it covers."""
        return tuple(dict.fromkeys(cell for cell in self.cells if not cell.is_blank))

    def own(self) -> tuple[Cell, ...]:
        """Those of :meth:`distinct` that begin in this row, not in one above."""
        return tuple(cell for cell in self.distinct() if cell.row == self.number)


@attrs.frozen
class Grid:
    """
    One table or sheet, all its lines equally long.

    *merges_known* tells whether the container says which cells are merged: CSV does not, and a blank may be either.
    """

    name: str
    lines: tuple[Line, ...]
    merges_known: bool = True
    before: tuple[str, ...] = ()
    """Texts that stand before the table, outside of it."""
    after: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.lines[0].cells) if self.lines else 0


def of_texts(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Grid:
    """The grid of plain *rows*, each with its number, nothing merged that one knows of."""
    kept = list(rows)
    width = max((len(row) for _, row in kept), default=0)
    return Grid(
        name,
        tuple(
            Line(
                number,
                tuple(_cells(row, number, width)),
                given=len(row),
            )
            for number, row in kept
        ),
        merges_known=False,
    )


def _cells(row: Sequence[str], number: int, width: int) -> Iterator[Cell]:
    for column, text in enumerate(row, 1):
        yield Cell(shown(text), number, column, is_formula(text)) if text.strip() else BLANK
    yield from repeat(BLANK, width - len(row))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take *text* for a formula: ``=HYPERLINK(…)``, ``@SUM(…)``, ``+cmd|…``."""
    plain = text.lstrip()
    return plain.startswith(("=", "@")) or (plain.startswith(("+", "-")) and ("|" in plain or "(" in plain))
