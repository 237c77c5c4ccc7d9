"""Where the tables of a grid begin and what their columns hold: heads in one row or several, merged or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import attrs

from ..containers.grid import Cell, Grid, Line
from .finding import CatalogueFinding, Place, Severity
from .heads import Element, Head, head_of

_TELLING = frozenset({Element.LIMIT, Element.FREQUENCY, Element.BASIS, Element.SUBJECT, Element.CHANNEL})
_THING = frozenset({Element.NAME, Element.CONTENT})
_MOST_HEAD_ROWS = 4


@attrs.frozen
class Column:
    """One column: what it holds, what it is called, and under which word of the second row of heads it stands."""

    number: int
    element: Element
    title: str
    label: str = ""
    strong: bool = True


@attrs.frozen
class Layout:
    """The columns of one table, and the lines of the grid that its heads and its rows lie on, counted from 0."""

    columns: tuple[Column, ...]
    head: range
    body: range
    findings: tuple[CatalogueFinding, ...] = ()

    def of(self, element: Element) -> tuple[Column, ...]:
        """The columns that hold *element*, left to right."""
        return tuple(column for column in self.columns if column.element is element)

    @property
    def width(self) -> int:
        """The number of the last column that has a head."""
        return max((column.number for column in self.columns if column.title), default=0)


def layouts(grid: Grid) -> tuple[Layout, ...]:
    """The tables of *grid*, in order; none when nothing in it has the heads of a catalogue."""
    heads = list(_heads(grid))
    found = []
    for number, head in enumerate(heads):
        end = heads[number + 1].start if number + 1 < len(heads) else len(grid.lines)
        columns, findings = _columns(grid, head)
        found.append(Layout(columns, head, range(head.stop, end), findings))
    return tuple(found)


def _heads(grid: Grid) -> Iterator[range]:
    """The lines of each block of heads."""
    known = cache(head_of)  # most cells of a column say the same
    place = 0
    while place < len(grid.lines):
        line = grid.lines[place]
        if not _is_head(line, known):
            place += 1
            continue
        end = place + 1
        while end < min(len(grid.lines), place + _MOST_HEAD_ROWS) and _goes_on(grid, line, grid.lines[end], known):
            end += 1
        yield range(place, end)
        place = end


def _is_head(line: Line, known: Callable[[str], Head | None]) -> bool:
    """
    Whether the row has the heads of a catalogue: what is disclosed, one more thing of it, three in all.

    Lines such as ``公开时限：长期公开`` over a page are none: what they say of the page is beside the word.
    """
    own = line.own()
    if len(own) < 3:
        return False
    heads = [known(cell.text) for cell in own]
    elements = {head.element for head in heads if head and not head.below}
    return (
        len(elements) >= 3
        and bool(elements & _THING)
        and bool(elements & _TELLING)
        and 2 * sum(map(bool, heads)) >= len(own)
    )


def _goes_on(grid: Grid, first: Line, line: Line, known: Callable[[str], Head | None]) -> bool:
    """Whether *line* still belongs to the heads that *first* begins."""
    own = line.own()
    if any(len(cell.text) > 40 for cell in own):
        return False
    if any(cell.row == first.number for cell in line.distinct()):  # a head reaches down into it
        return True
    if not grid.merges_known and _parts_groups(first, line):
        return True
    heads = [known(cell.text) for cell in own]
    below = [head for head in heads if head and (head.below or head.element is Element.NAME or head.element in _SPLIT)]
    return len(below) == len(own) >= 2 and not _is_head(line, known)


def _parts_groups(first: Line, line: Line) -> bool:
    """
    Whether *line* says something only under heads that reach over several columns, which without merges are those
    followed by blanks: no row of a table leaves all the other columns blank.
    """
    said = [not cell.is_blank for cell in line.cells]
    named = [not cell.is_blank for cell in first.cells]
    grouped = [not name or (place + 1 < len(named) and not named[place + 1]) for place, name in enumerate(named)]
    return sum(said) >= 2 and all(group for group, says in zip(grouped, said, strict=True) if says)


_SPLIT = frozenset({Element.FREQUENCY, Element.LIMIT})


def _columns(grid: Grid, head: range) -> tuple[tuple[Column, ...], tuple[CatalogueFinding, ...]]:
    lines = [grid.lines[place] for place in head]
    place = Place(grid.name, lines[0].number, lines[-1].number)
    read: list[tuple[Column, Head | None]] = []
    for number in range(grid.width):
        titles = _titles(grid, lines, number)
        heads = [(title, found) for title in titles if (found := head_of(title))]
        _, first = heads[0] if heads else ("", None)
        title = " ".join(" ".join(title.split()) for title in titles)
        label = " ".join(titles[1].split()) if len(titles) > 1 else ""
        element = first.element if first else Element.OTHER
        read.append((Column(number + 1, element, title, label, first.strong if first else True), first))
    columns = _settled([column for column, _ in read])
    return columns, tuple(_told(read, columns, place))


def _titles(grid: Grid, lines: Sequence[Line], number: int) -> list[str]:
    """The heads over one column, top down; where merges are not known, one to the left reaches over those below."""
    cells: list[Cell] = []
    for row, line in enumerate(lines):
        cell = line.cells[number]
        if (
            cell.is_blank
            and not grid.merges_known
            and row == 0
            and len(lines) > 1
            and not lines[1].cells[number].is_blank
        ):
            cell = next((each for each in reversed(line.cells[:number]) if not each.is_blank), cell)
        if not cell.is_blank and cell not in cells:
            cells.append(cell)
    return [cell.text for cell in cells]


def _settled(columns: Sequence[Column]) -> tuple[Column, ...]:
    """
    The columns with each element decided: a weak word yields to a strong one.

    The limit may be spread over how often and when (公开频次, 公开时间); then both hold it.
    """
    strong = {column.element for column in columns if column.strong}
    often = Element.FREQUENCY in strong
    found = []
    for column in columns:
        element = column.element
        if not column.strong and element in strong:
            element = Element.OTHER
        elif element is Element.FREQUENCY and Element.LIMIT not in strong:
            element = Element.LIMIT
        found.append(attrs.evolve(column, element=element))
    # 公开要求 beside 公开频次 says what is wanted, 公开时间 beside it says when: only the second is part of the limit.
    return tuple(
        attrs.evolve(column, element=Element.OTHER)
        if often and column.element is Element.LIMIT and not column.strong and "时间" not in column.title
        else column
        for column in found
    )


def _told(
    read: Sequence[tuple[Column, Head | None]], columns: Sequence[Column], place: Place
) -> Iterator[CatalogueFinding]:
    """What was repaired in the heads, what they say beside, and which columns no element was found for."""
    for column, head in read:
        if head and head.repaired:
            yield CatalogueFinding(
                "head_repaired",
                Severity.NOTE,
                f"表头残缺或有附加文字，读作“{head.repaired}”",
                f"a broken or longer head, read as {head.repaired}",
                (place,),
                column.title,
            )
        if column.element is Element.LIMIT and "最低" in column.title:
            yield CatalogueFinding(
                "head_says_retention",
                Severity.WARNING,
                "表头称所列为最低时限，可能是保留多久而不是何时公开，请核对",
                "the head speaks of a minimum: it may be how long information stays up, not when it is due; check it",
                (place,),
                column.title,
            )
    others = [column.title for column in columns if column.element is Element.OTHER and column.title]
    if others:
        listed = "、".join(others)
        yield CatalogueFinding(
            "other_columns",
            Severity.NOTE,
            f"另有各列照原样保留：{listed}",
            f"further columns are kept as they are: {listed}",
            (place,),
        )
    elements = {column.element for column in columns}
    for element in WANTED:
        if element not in elements:
            yield CatalogueFinding(
                "column_missing",
                Severity.WARNING,
                f"没有“{element.zh}”列",
                f"there is no column for {element.zh} ({element.value})",
                (place,),
            )


WANTED = (
    Element.NAME,
    Element.CONTENT,
    Element.BASIS,
    Element.LIMIT,
    Element.SUBJECT,
    Element.METHOD,
    Element.CHANNEL,
    Element.AUDIENCE,
)
"""The elements that a catalogue is to have of each item."""
