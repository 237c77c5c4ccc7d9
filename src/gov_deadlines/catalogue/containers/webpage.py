"""The tables of a web page, with their spans: nested ones apart, and the texts around them kept."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...errors import BadInput
from .bounds import Bounds
from .grid import BLANK, Cell, Grid, Line, is_formula, shown
from .markup import Tag, pieces

_BREAKS = frozenset("br p div li dd dt h1 h2 h3 h4 h5 h6 section article ul ol hr".split())
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_DEEPEST = 40


@attrs.define
class _Box:
    """A cell while it is read."""

    rowspan: int
    colspan: int
    texts: list[str] = attrs.field(factory=list)

    @property
    def text(self) -> str:
        """What it says, a line for each block; blanks at the ends of lines are the page's indentation."""
        lines = (" ".join(line.split()) for line in "".join(self.texts).split("\n"))
        return "\n".join(line for line in lines if line)


@attrs.define
class _Open:
    """A table while it is read."""

    number: int
    before: tuple[str, ...]
    rows: list[list[_Box]] = attrs.field(factory=list)
    sections: list[int] = attrs.field(factory=list)
    hidden: set[int] = attrs.field(factory=set)
    section: int = 0
    in_row: bool = False
    box: _Box | None = None

    def row(self, *, hidden: bool = False) -> None:
        self.rows.append([])
        self.sections.append(self.section)
        self.in_row, self.box = True, None
        if hidden:
            self.hidden.add(len(self.rows))

    def cell(self, tag: Tag) -> None:
        if not self.in_row:
            self.row()
        self.box = _Box(tag.rowspan, tag.colspan)
        self.rows[-1].append(self.box)


class _Page:
    """A page while it is read: the tables that are open, innermost last, and the texts outside of them."""

    def __init__(self, path: str, bounds: Bounds) -> None:
        self.path, self.bounds = path, bounds
        self.stack: list[_Open] = []
        self.loose: list[list[str]] = [[]]
        self.tables = self.cells = 0
        self.found: list[tuple[_Open, Grid]] = []

    def take(self, piece: Tag | str) -> None:
        if isinstance(piece, str):
            self._text(piece)
        elif piece.name == "table":
            self._close() if piece.closes else self._open()
        elif self.stack:
            self._in_table(self.stack[-1], piece)
        elif piece.name in _BREAKS:
            self.loose.append([])

    def _text(self, text: str) -> None:
        if not self.stack:
            self.loose[-1].append(text)
        elif self.stack[-1].box is not None:
            # A line break in the source is a blank, as a browser shows it; the breaks of the cell are its tags.
            self.stack[-1].box.texts.append(" ".join(text.split("\n")))

    def _in_table(self, table: _Open, tag: Tag) -> None:
        if tag.name in _SECTIONS:
            table.section += 1
            table.in_row, table.box = False, None
        elif tag.name == "tr":
            if tag.closes:
                table.in_row, table.box = False, None
            else:
                table.row(hidden=tag.hidden)
        elif tag.name in ("td", "th"):
            if tag.closes:
                table.box = None
            else:
                self.cells += 1
                self.bounds.hold("cells", self.cells, self.path)
                table.cell(tag)
        elif tag.name in _BREAKS and table.box is not None:
            table.box.texts.append("\n")

    def _open(self) -> None:
        self.tables += 1
        self.bounds.hold("sheets", self.tables, self.path)
        if len(self.stack) >= _DEEPEST:
            en = f"tables inside tables more than {_DEEPEST} deep; save the page anew"
            raise BadInput.of(self.path, en, f"表格嵌套超过{_DEEPEST}层；请重新保存网页")
        box = self.stack[-1].box if self.stack else None
        before = box.text.split("\n") if box else self._around()
        self.stack.append(_Open(self.tables, tuple(filter(None, before))))

    def _around(self) -> list[str]:
        """The texts outside of tables since the last one, which are then spoken for."""
        texts = [shown("".join(parts)).strip() for parts in self.loose]
        self.loose = [[]]
        return texts

    def _close(self) -> None:
        if self.stack:
            table = self.stack.pop()
            self.found.append((table, _grid(table, self.path, self.bounds, self.cells)))
            self.cells += sum(len(line.cells) for line in self.found[-1][1].lines)
            self.bounds.hold("cells", self.cells, self.path)

    def done(self) -> list[Grid]:
        while self.stack:
            self._close()
        grids = [grid for _, grid in sorted(self.found, key=lambda each: each[0].number) if grid.lines]
        after = tuple(filter(None, self._around()))
        return [*grids[:-1], attrs.evolve(grids[-1], after=after)] if grids else []


def grids(page: str, path: str, bounds: Bounds) -> list[Grid]:
    """
    Each table of *page*, in the order they begin.

    Raises: BadInput, for more than the bounds.
    """
    reading = _Page(path, bounds)
    for piece in pieces(page):
        reading.take(piece)
    return reading.done()


def _grid(table: _Open, path: str, bounds: Bounds, cells: int) -> Grid:
    """The cells of a table in their places, each span filled with its cell."""
    name = f"表{table.number}"
    bounds.hold("rows", len(table.rows), path, name)
    ends = dict(zip(table.sections, range(1, len(table.sections) + 1), strict=True))
    spanned: dict[int, tuple[Cell, int]] = {}  # by column, the cell from above and the last row that it covers
    lines: list[dict[int, Cell]] = []
    for number, boxes in enumerate(table.rows, 1):
        placed = {column: cell for column, (cell, last) in spanned.items() if last >= number}
        column = 1
        for box in boxes:
            while column in placed:
                column += 1
            wide = min(box.colspan, bounds.columns)
            bounds.hold("columns", column + wide - 1, path, f"{name} {number}")
            cell = _cell(box.text, number, column, f"{path}!{name}", bounds)
            # A span ends with its section of the table; one of 0 reaches to that end.
            last = (
                min(number + box.rowspan - 1, ends[table.sections[number - 1]])
                if box.rowspan
                else ends[table.sections[number - 1]]
            )
            for each in range(column, column + wide):
                if each not in placed:
                    placed[each] = cell
                    if last > number:
                        spanned[each] = (cell, last)
            column += wide
        cells += len(placed)
        bounds.hold("cells", cells, path, name)
        lines.append(placed)
    width = max((max(line, default=0) for line in lines), default=0)
    return Grid(name, tuple(_lines(lines, width, table.hidden)), before=table.before)


def _lines(lines: list[dict[int, Cell]], width: int, hidden: set[int]) -> Iterator[Line]:
    for number, placed in enumerate(lines, 1):
        cells = tuple(placed.get(column, BLANK) for column in range(1, width + 1))
        yield Line(number, cells, hidden=number in hidden, given=len(placed))


def _cell(text: str, row: int, column: int, where: str, bounds: Bounds) -> Cell:
    bounds.hold("cell_characters", len(text), where, f"{row}")
    return Cell(shown(text), row, column, is_formula(text))
