"""From the lines under the heads to records: which rows are one item, what is merged, 同上, a section or a footnote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from ..containers.grid import BLANK, Cell, Grid, Line
from .finding import CatalogueFinding, Place, Severity
from .heads import Element
from .layout import Column, Layout

_NOTE = re.compile(
    r"^\s*(?:注|备注|说明|附注|填报|填表|制表|审核|联系|打印|页码|共\s*\d+\s*页|第\s*\d+\s*页"
    r"|[“\"‘]?[■√▲●□][”\"’]?\s*(?:表示|代表|为|指|[:：]))"
)
_SECTION = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[章节部])")
_DITTO = frozenset({"同上", "同上栏", "同上行", "〃", "″", "同前"})
# An item begins where one of these does; a row without any of them says more of the item above.
_OPENS = (Element.NAME, Element.CONTENT, Element.LIMIT, Element.NUMBER)


_TICKED = frozenset({Element.METHOD, Element.AUDIENCE, Element.TIER, Element.CHANNEL})


@attrs.frozen
class Record:
    """The rows of one item: the text of each column by its number, and the section they stand in."""

    place: Place
    texts: dict[int, str]
    section: str = ""
    formulas: tuple[int, ...] = ()
    """The columns in which a formula stands."""

    def of(self, columns: Sequence[Column]) -> tuple[str, ...]:
        """The texts of *columns*, without the blank ones."""
        return tuple(self.texts[column.number] for column in columns if self.texts.get(column.number))


@attrs.define
class _Growing:
    """The rows of one item while they are gathered: in each column the cells that are not yet another's."""

    lines: list[Line]
    section: str
    cells: dict[int, list[Cell]] = attrs.field(factory=dict)

    def take(self, line: Line, columns: Sequence[Column]) -> None:
        taken: set[Cell] = set()
        for column in columns:
            cell = line.cells[column.number - 1]
            kept = self.cells.setdefault(column.number, [])
            # A cell that is merged over several columns says it once, in the first of them.
            if not cell.is_blank and cell not in taken and cell not in kept:
                kept.append(cell)
            taken.add(cell)


@attrs.define
class Rows:
    """The rows of one table while they are read: :attr:`records`, and :attr:`findings` of what was not an item."""

    grid: Grid
    layout: Layout
    fill_down: bool = False
    section: str = ""
    """The section in force: at first the one over the heads, at the end the one that heads the next table."""
    is_last: bool = True
    """Whether no other table follows in the grid; else a sentence at the end may be its heading."""
    records: list[Record] = attrs.field(factory=list)
    findings: list[CatalogueFinding] = attrs.field(factory=list)
    notes: list[str] = attrs.field(factory=list)
    _above: dict[int, str] = attrs.field(factory=dict)
    _told: dict[tuple[str, str], list[int]] = attrs.field(factory=dict)
    """Rows by what befell them and the column it befell, to be told at once."""

    def read(self) -> Rows:
        """Read every line of the body."""
        growing: _Growing | None = None
        last = max((p for p in self.layout.body if len(self.grid.lines[p].distinct()) > 1), default=-1)
        for place in self.layout.body:
            line = self._below_heads(self.grid.lines[place])
            if not line.distinct():
                continue
            alone = self._alone(line)
            if alone is not None:
                self._done(growing)
                growing = None
                if (place < last or not self.is_last) and not _NOTE.match(alone):
                    self.section = " ".join(alone.split())
                else:
                    self.notes.append(alone)
                    self._note(line, alone)
                continue
            if self._refused(line):
                continue
            if growing is not None and self._goes_on(growing, line):
                growing.lines.append(line)
            else:
                self._done(growing)
                growing = _Growing([line], self.section)
            growing.take(line, self.layout.columns)
        self._done(growing)
        self.findings += self._gathered()
        return self

    def _below_heads(self, line: Line) -> Line:
        """*line* without what a head says that was merged too far down."""
        last = self.grid.lines[self.layout.head.stop - 1].number
        if all(cell.row > last or cell.is_blank for cell in line.cells):
            return line
        return attrs.evolve(line, cells=tuple(cell if cell.row > last else BLANK for cell in line.cells))

    def _alone(self, line: Line) -> str | None:
        """The text of a line that is no item but one sentence across the table."""
        distinct = line.distinct()
        if len(distinct) != 1:
            return None
        text = distinct[0].text
        covers = sum(cell == distinct[0] for cell in line.cells)
        first = (
            self.layout.columns[distinct[0].column - 1].element
            if distinct[0].column <= len(self.layout.columns)
            else Element.OTHER
        )
        if distinct[0].row != line.number:
            return None
        if 2 * covers > len(line.cells) or _NOTE.match(text) or _SECTION.match(text):
            return text
        return text if first is Element.NUMBER or (not self.grid.merges_known and first is Element.OTHER) else None

    def _refused(self, line: Line) -> bool:
        """Whether nothing can be said of which column a cell of *line* stands in, or of which item it speaks."""
        if self.grid.merges_known and 0 <= line.given < self.layout.width:
            self._tell("short_row", "", line)
            return True
        things = [column for column in self.layout.columns if column.element in (Element.NAME, Element.CONTENT)]
        if self.fill_down or any(not line.cells[column.number - 1].is_blank for column in things):
            return False
        self._tell("row_without_item", "", line)
        return True

    def _goes_on(self, growing: _Growing, line: Line) -> bool:
        """Whether *line* says more of the item that is growing: nothing that opens an item begins in it."""
        if line.number != growing.lines[-1].number + 1:
            return False
        opening = [line.cells[column.number - 1] for column in self.layout.columns if column.element in _OPENS]
        if any(cell.row == line.number and not cell.is_blank for cell in opening):
            return False
        if not self.grid.merges_known:
            return self.fill_down
        return any(
            not line.cells[column.number - 1].is_blank
            for column in self.layout.columns
            if column.element in (Element.NAME, Element.CONTENT)
        )

    def _done(self, growing: _Growing | None) -> None:
        """Make a record of the rows gathered, with what 同上 and blanks stand for."""
        if growing is None:
            return
        first, last = growing.lines[0], growing.lines[-1]
        texts: dict[int, str] = {}
        formulas = []
        renamed = False
        for column in self.layout.columns:
            cells = growing.cells.get(column.number, [])
            text = "\n".join(cell.text.strip() for cell in cells)
            if any(cell.formula for cell in cells):
                formulas.append(column.number)
                self._tell("formula", column.title, first)
            if "".join(text.split()).rstrip("。") in _DITTO:
                text = self._as_above(column, text, first)
            elif not text and self._is_empty(first, column):
                text = self._blank(column, first, renamed=renamed)
            elif column.element is Element.NAME and text != self._above.get(column.number):
                renamed = True
            if text:
                texts[column.number] = text
            if text or not (self.fill_down and column.element is not Element.NAME):
                self._above[column.number] = text
        if any(line.hidden for line in growing.lines):
            self._tell("hidden_row", "", first)
        place = Place(self.grid.name, first.number, last.number)
        self.records.append(Record(place, texts, growing.section, tuple(formulas)))

    def _is_empty(self, line: Line, column: Column) -> bool:
        return bool(column.title) and line.cells[column.number - 1].is_blank

    def _as_above(self, column: Column, text: str, line: Line) -> str:
        above = self._above.get(column.number, "")
        self._tell("ditto" if above else "ditto_without_above", column.title, line)
        return above or text

    def _blank(self, column: Column, line: Line, *, renamed: bool) -> str:
        """What a blank stands for: where merges are not known, that above it, if one asked for it."""
        if self.grid.merges_known or column.element in (Element.NUMBER, Element.OTHER):
            return ""
        if not self.fill_down:
            if self._above.get(column.number):
                self._tell("blank_or_merged", column.title, line)
            return ""
        if column.element in _TICKED and any(
            not line.cells[each.number - 1].is_blank for each in self.layout.of(column.element)
        ):
            return ""  # one tick among several columns: the others are blank because they are not chosen
        above = "" if renamed and column.element is Element.NAME else self._above.get(column.number, "")
        if above:
            self._tell("filled_down", column.title, line)
        return above

    def _note(self, line: Line, text: str) -> None:
        said = " ".join(text.split())[:60]
        self.findings.append(
            CatalogueFinding(
                "not_an_item",
                Severity.NOTE,
                f"不是事项，作为说明保留：{said}",
                f"no item, kept as a note: {said}",
                (Place(self.grid.name, line.number, line.number),),
            )
        )

    def _tell(self, code: str, column: str, line: Line) -> None:
        self._told.setdefault((code, column), []).append(line.number)

    def _gathered(self) -> Iterator[CatalogueFinding]:
        for (code, column), rows in self._told.items():
            severity, zh, en = _SAID[code]
            yield CatalogueFinding(code, severity, zh, en, places_of(self.grid.name, rows), column)


def section_over(grid: Grid, head: int) -> str:
    """The section that a line over the first heads names, as far as it is numbered like one; else it is a title."""
    for line in reversed(grid.lines[:head]):
        distinct = line.distinct()
        if len(distinct) == 1:
            return " ".join(distinct[0].text.split()) if _SECTION.match(distinct[0].text) else ""
    return ""


def places_of(sheet: str, rows: Sequence[int]) -> tuple[Place, ...]:
    """*rows* as places, those that follow each other as one."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][1] + 1 == row:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return tuple(Place(sheet, first, last) for first, last in spans)


_FILL = (
    "如是合并单元格，请用 fill_down=True（命令行 --fill-down）",
    "if cells were merged, pass fill_down=True (--fill-down)",
)
_SAID = {
    "short_row": (
        Severity.ERROR,
        "单元格少于列数，又没有合并信息，无法确定缺的是哪一列，未读取；请核对原表的合并单元格",
        "has fewer cells than there are columns and no span says which are missing; not read: check the merged cells",
    ),
    "row_without_item": (
        Severity.ERROR,
        f"事项和内容都是空白，无法确定属于哪个事项，未读取；{_FILL[0]}",
        f"neither name nor content: it cannot be told of which item it speaks, and was not read; {_FILL[1]}",
    ),
    "formula": (Severity.WARNING, "是公式，只按文字保留，未计算", "a formula: kept as text, never worked out"),
    "ditto": (Severity.NOTE, "“同上”读作上一事项的内容", "同上 was read as what the item above says"),
    "ditto_without_above": (
        Severity.ERROR,
        "“同上”的上方没有内容可用",
        "同上 stands where there is nothing above to refer to",
    ),
    "blank_or_merged": (
        Severity.WARNING,
        f"空白；该格式不记录合并单元格，可能与上方合并，也可能没有填写，按空白处理；{_FILL[0]}",
        f"blank, and this format does not tell whether it was merged with the one above; taken as blank: {_FILL[1]}",
    ),
    "filled_down": (
        Severity.NOTE,
        "空白按 fill_down 读作与上方相同",
        "a blank was read as what stands above, as fill_down asks",
    ),
    "hidden_row": (Severity.NOTE, "是隐藏行，照样读取", "a hidden row; it was read all the same"),
}
