"""An agency's own catalogue (政务公开标准目录) as a value: its items, and all that was found in reading it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs

from ..errors import BadInput, Lang, said
from ..law.rule import Document, Rule
from .containers.bounds import Bounds
from .containers.grid import Grid
from .containers.opening import Opened, opened
from .phrase import Phrase
from .tables.finding import CatalogueFinding, Place, Severity, worst_first
from .tables.heads import Element, head_of
from .tables.item import Item
from .tables.layout import WANTED, Layout, layouts
from .tables.making import Making, of_limits
from .tables.marks import legend_of
from .tables.rows import Rows, section_over

_METADATA = re.compile(r"(公开时限|公开期限)\s*[:：]\s*([^\s|；;]{1,30})")
_COLUMNS = (Element.NUMBER, *WANTED, Element.TIER)


@attrs.frozen
class Catalogue:
    """
    The items of a catalogue in the order of its rows; *findings* are what was repaired, doubted and refused.

    *kind* is what it came in (``xlsx``, ``html``, ``csv``), *encoding* what a text was read in, *legend* what its marks
    mean by its own words.
    """

    source: str
    kind: str
    items: tuple[Item, ...]
    findings: tuple[CatalogueFinding, ...] = ()
    title: str = ""
    encoding: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: int) -> Item:
        return self.items[number]

    @property
    def errors(self) -> tuple[CatalogueFinding, ...]:
        """What must be put right: rows and limits that were not read."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    def columns(self) -> dict[str, tuple[str, ...]]:
        """
        Each element as a column of text, with where its rows stand: what a frame is made of.

        A text that begins like a formula stays what it was: a program that opens these columns must take them as text.
        """
        found = {
            "sheet": tuple(item.place.sheet for item in self),
            "first_row": tuple(str(item.place.first) for item in self),
            "last_row": tuple(str(item.place.last) for item in self),
        }
        return found | {element.value: tuple(item.text_of(element) for item in self) for element in _COLUMNS}

    def rules(self, document: Document, *, prefix: str = "") -> tuple[Rule, ...]:
        """
        A rule of *document* for each part of each 公开时限 that says anything, in order.

        A limit keeps its number; a word, and what could not be read, stays a word with its reason; a blank makes none.
        """
        from .own_law import rules_of  # only here: whoever reads a catalogue need not make law of it

        return rules_of(self, document, prefix=prefix)

    def to_toml(
        self,
        *,
        jurisdiction: str,
        document: Document | None = None,
        in_force_from: date | None = None,
        prefix: str = "",
    ) -> str:
        """
        The law file of this catalogue, which :meth:`LawBook.with_file` and a folder of law read back as the same rules.

        *document* is the catalogue as a document; without it, one of *jurisdiction* since *in_force_from* is made up of
        the title.
        Raises: BadInput, when it is of another place, or there is no day since which it holds; UnknownRegion.
        """
        from .own_law import file_of

        return file_of(self, jurisdiction=jurisdiction, document=document, in_force_from=in_force_from, prefix=prefix)

    def report(self, lang: Lang = "zh") -> str:
        """What was read, repaired and refused, with row numbers."""
        return "\n".join([self.summary(lang), *(finding.text(lang) for finding in self.findings)])

    def summary(self, lang: Lang = "zh") -> str:
        """How much was read, in one line."""
        stated = [part for item in self for part in item.limits]
        counted = sum(part.limit is not None for part in stated)
        refused = sum(item.phrase.refusal is not None for item in self)
        graves = Counter(finding.severity for finding in self.findings)
        sheets = len({item.place.sheet for item in self})
        zh = (
            f"{self.title or self.source}：{len(self)}个事项（{sheets}个表），时限{len(stated)}项，可计算{counted}项，"
            f"未读出{refused}项；{graves[Severity.ERROR]}处错误，{graves[Severity.WARNING]}处警告，"
            f"{graves[Severity.NOTE]}处提示"
        )
        en = (
            f"{self.title or self.source}: {len(self)} items in {sheets} tables, {len(stated)} limits, {counted} "
            f"counted, {refused} not read; errors {graves[Severity.ERROR]}, warnings {graves[Severity.WARNING]}, "
            f"notes {graves[Severity.NOTE]}"
        )
        return said(lang, zh, en)

    def to_dict(self) -> dict[str, Any]:
        """The catalogue in plain values, for JSON."""
        return {
            "source": self.source,
            "kind": self.kind,
            "encoding": self.encoding,
            "title": self.title,
            "legend": dict(self.legend),
            "notes": list(self.notes),
            "items": [item.to_dict() for item in self],
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .tables.shown import of_catalogue  # only here: it is asked for in notebooks alone

        return of_catalogue(self)


def read_catalogue(
    source: Path | str | bytes,
    *,
    sheet: str = "",
    fill_down: bool = False,
    encoding: str = "",
    name: str = "",
    bounds: Bounds | None = None,
) -> Catalogue:
    r"""
    The catalogue in a file, a workbook (.xlsx), a web page or CSV, or in its bytes; *name* is what bytes are called.

    *sheet* takes one sheet alone, be it hidden. *fill_down* reads a blank as what stands above it, for CSV, which does
    not tell what was merged. *encoding* is that of a text, where it is known. Nothing in the file is worked out,
    followed or fetched, and more than *bounds* is refused.
    Raises: BadInput, for what is no catalogue or cannot be read, saying what was found; OSError; ModuleNotFoundError,
    naming the extra to install, for a workbook without openpyxl.

    >>> page = "公开事项,公开内容,公开依据,公开时限\n预算,部门预算,《预算法》,批复后20日内\n"
    >>> catalogue = read_catalogue(page.encode())
    >>> catalogue[0].name, catalogue[0].limits[0].limit
    ('预算', Period(n=20, unit=<Unit.DAY: 'day'>))
    """
    file = opened(source, name=name, encoding=encoding, bounds=bounds)
    findings: list[CatalogueFinding] = []
    if file.encoding and file.encoding != "utf-8":
        zh, en = f"文本按 {file.encoding} 编码读取", f"the text was read in {file.encoding}"
        findings.append(CatalogueFinding("encoding", Severity.NOTE, zh, en))
    grids = _chosen(file, sheet, findings)
    found = [(grid, layouts(grid)) for grid in grids]
    if not any(tables for _, tables in found):
        raise _no_heads(file, grids)
    legend = legend_of(text for grid, tables in found for text in _texts(grid, tables))
    phrases: dict[tuple[str, str], Phrase] = {}
    items: list[Item] = []
    notes: list[str] = []
    for grid, tables in found:
        section = section_over(grid, tables[0].head.start) if tables else ""
        for layout in tables:
            rows = Rows(grid, layout, fill_down, section, layout is tables[-1]).read()
            section = rows.section
            making = Making(layout, legend, phrases)
            made = [making.item(record) for record in rows.records]
            items += made
            notes += rows.notes
            findings += [*layout.findings, *rows.findings, *making.findings()]
            if not made:
                head = grid.lines[layout.head.start].number
                zh, en = "表头下没有事项", "there is no item under these heads"
                place = (Place(grid.name, head, head),)
                findings.append(CatalogueFinding("no_items", Severity.WARNING, zh, en, place))
        findings += _metadata(grid, tables[0].head.start if tables else len(grid.lines))
    return Catalogue(
        file.path,
        file.kind,
        tuple(items),
        worst_first([*findings, *of_limits(items)]),
        _title(found),
        file.encoding,
        tuple(legend.items()),
        tuple(notes),
    )


def _chosen(file: Opened, sheet: str, findings: list[CatalogueFinding]) -> list[Grid]:
    """
    The grids to read: the one asked for, or all that are not hidden.

    Raises: BadInput, naming those that there are.
    """
    if sheet:
        chosen = [grid for grid in file.grids if grid.name == sheet]
        if not chosen:
            names = "、".join(repr(grid.name) for grid in file.grids[:20])
            en, zh = f"no sheet is called {sheet!r}; there are {names}", f"没有名为 {sheet!r} 的工作表；有 {names}"
            raise BadInput.of(file.path, en, zh)
        return chosen
    for grid in file.grids:
        if grid.hidden and layouts(grid):
            zh = f"工作表“{grid.name}”是隐藏的，未读取；如需读取请用 sheet 指明"
            en = f"the sheet {grid.name!r} is hidden and was not read; ask for it by sheet"
            findings.append(CatalogueFinding("hidden_sheet", Severity.WARNING, zh, en))
    return [grid for grid in file.grids if not grid.hidden]


def _no_heads(file: Opened, grids: Sequence[Grid]) -> BadInput:
    seen = [
        " | ".join(" ".join(cell.text.split())[:20] for cell in line.distinct()[:8])
        for grid in grids
        for line in [each for each in grid.lines if each.distinct()][:3]
    ][:5]
    quoted = " // ".join(seen) or "-"
    return BadInput.of(
        file.path,
        f"no table has the heads of a catalogue (公开事项 or 公开内容, beside 公开依据, 公开时限 and so on); read as "
        f"{file.kind}{' in ' + file.encoding if file.encoding else ''}; the first rows say: {quoted}",
        f"没有找到目录的表头（应有“公开事项”或“公开内容”，以及“公开依据”“公开时限”等列）；按 {file.kind}"
        f"{'（' + file.encoding + '）' if file.encoding else ''}读取，前几行为：{quoted}",
    )


def _texts(grid: Grid, tables: Iterable[Layout]) -> Iterator[str]:
    """Every text of *grid* that a legend may stand in: around the table, in its heads, in rows of one sentence."""
    yield from (*grid.before, *grid.after)
    heads = {place for layout in tables for place in layout.head}
    for place, line in enumerate(grid.lines):
        distinct = line.distinct()
        if place in heads or len(distinct) <= 2:
            yield from (cell.text for cell in distinct)


def _title(found: Sequence[tuple[Grid, Sequence[Layout]]]) -> str:
    """What stands over the first table, as far as it calls itself a catalogue or a list."""
    for grid, tables in found:
        if tables:
            above = [cell.text for line in grid.lines[: tables[0].head.start] for cell in line.distinct()]
            named = [text for text in (*grid.before, *above, grid.name) if re.search("目录|清单|标准", text)]
            return " ".join(named[-1].split())[:100] if named else ""
    return ""


def _metadata(grid: Grid, head: int) -> Iterator[CatalogueFinding]:
    """What the page says of itself (公开时限：长期公开), which is no column of the table."""
    texts = [(text, 0) for text in (*grid.before, *grid.after)]
    for line in grid.lines[:head]:
        cells = line.distinct()
        texts += [(cell.text, line.number) for cell in cells]
        texts += [
            (f"{left.text.strip().rstrip(':：')}：{right.text}", line.number)
            for left, right in pairwise(cells)
            if (found := head_of(left.text.strip().rstrip(":："))) and found.element is Element.LIMIT
        ]
    for text, row in texts:
        if match := _METADATA.search(text[:2000]):
            yield CatalogueFinding(
                "page_metadata",
                Severity.NOTE,
                f"“{match[0]}”说的是页面本身，不是表中的时限，未采用",
                f"{match[0]!r} is said of the page itself and is no limit of the table; it was not taken",
                (Place(grid.name, row, row),) if row else (),
            )
