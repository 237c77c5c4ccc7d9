"""Tables of a report, and how they leave it: as text, Markdown, HTML, and as sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs

from ...errors import Lang, printable, said
from ...optional import needed
from ...show import as_html, as_markdown, as_text, escaped, framed, inert

Words = tuple[str, str]
"""The same in Chinese and in English."""

NONE = "—"

_NUMBERS = (
    "<style>.gd-report{overflow-x:auto}.gd-shown .gd-report table td,.gd-shown .gd-report table th{text-align:right}"
    ".gd-shown .gd-report table td:first-child,.gd-shown .gd-report table th:first-child{text-align:left}"
    ".gd-report td:first-child:not(.gd-short){min-width:24em}</style>"
)
_PAGE = (
    "<style>:root{color-scheme:light dark}body{font:15px/1.7 system-ui,sans-serif;max-width:64em;margin:2em auto;"
    "padding:0 1em}table{border-collapse:collapse;font-size:.9em}"
    "th,td{border:1px solid #8888;padding:.15em .6em}</style>"
)


@attrs.frozen
class Line:
    """One row: its label, how deep it lies under the rows above, and its numbers; *own* where the form has no such."""

    label: Words
    cells: tuple[int | float | str | None, ...]
    depth: int = 0
    own: bool = False
    subtotal: bool = False

    def name(self, lang: Lang) -> str:
        """The label as it is shown: indented, and marked where it is none of the form's."""
        mark = said(lang, "〔小计〕", " [subtotal]") if self.subtotal else said(lang, "〔表外〕", " [not of the form]")
        return "　" * self.depth + said(lang, *self.label) + (mark if self.own or self.subtotal else "")


@attrs.frozen
class Table:
    """A table with its title, its heads, its rows, and what must be known of them."""

    id: str
    title: Words
    head: tuple[Words, ...]
    lines: tuple[Line, ...]
    notes: tuple[Words, ...] = ()

    def rows(self, lang: Lang) -> list[tuple[str, ...]]:
        """The rows as text."""
        return [(line.name(lang), *(_shown(cell) for cell in line.cells)) for line in self.lines]

    def heads(self, lang: Lang) -> tuple[str, ...]:
        """The heads as text."""
        return tuple(said(lang, *head) for head in self.head)


@attrs.frozen
class Paper:
    """A report ready to leave: a title, lines before the tables, the tables, and lines after them."""

    title: Words
    before: tuple[Words, ...]
    tables: tuple[Table, ...]
    after: tuple[Words, ...]

    def text(self, lang: Lang = "zh") -> str:
        """The report as plain text in aligned columns."""
        parts = [said(lang, *self.title), *_said(self.before, lang)]
        for table in self.tables:
            parts += ["", said(lang, *table.title), as_text(table.heads(lang), table.rows(lang))]
            parts += _said(table.notes, lang)
        return printable("\n".join([*parts, "", *_said(self.after, lang)]))

    def markdown(self, lang: Lang = "zh") -> str:
        """The report in Markdown."""
        parts = [f"# {inert(said(lang, *self.title))}", *map(inert, _said(self.before, lang))]
        for table in self.tables:
            parts += [f"## {inert(said(lang, *table.title))}", as_markdown(table.heads(lang), table.rows(lang))]
            parts += map(inert, _said(table.notes, lang))
        return "\n\n".join([*parts, "\n".join(f"- {inert(line)}" for line in _said(self.after, lang))]) + "\n"

    def html(self, lang: Lang = "zh") -> str:
        """The report as one HTML page."""
        code, title = said(lang, "zh-CN", "en"), escaped(said(lang, *self.title))
        metas = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        head = f'<!DOCTYPE html><html lang="{code}"><head>{metas}<title>{title}</title>{_PAGE}</head>'
        return head + f"<body>{framed(f'<h1>{title}</h1>{self._body(lang, 2)}', _NUMBERS)}</body></html>"

    def bundle(self, lang: Lang = "zh") -> dict[str, str]:
        """The report as text, Markdown and HTML together: what notebooks ask for."""
        html = f"<p><b>{escaped(said(lang, *self.title))}</b></p>{self._body(lang, 4)}"
        return {
            "text/plain": self.text(lang),
            "text/markdown": self.markdown(lang),
            "text/html": framed(html, _NUMBERS),
        }

    def _body(self, lang: Lang, level: int) -> str:
        """All but the title, with tables under headings of that level."""
        parts = _paragraphs(self.before, lang)
        for table in self.tables:
            parts.append(f"<h{level}>{escaped(said(lang, *table.title))}</h{level}>")
            parts.append(f'<div class="gd-report">{as_html(table.heads(lang), table.rows(lang))}</div>')
            parts += _paragraphs(table.notes, lang)
        listed = "".join(f"<li>{escaped(line)}</li>" for line in _said(self.after, lang))
        return "".join(parts) + f"<ul>{listed}</ul>"

    def write_xlsx(self, path: Path | str, lang: Lang = "zh") -> None:
        """
        Write the report as a workbook: a sheet for each table, numbers as numbers, and a first sheet with the words.

        Raises: ModuleNotFoundError, naming the extra to install, without openpyxl.
        """
        book = needed("openpyxl").Workbook()
        words = book.active
        words.title = said(lang, "说明", "notes")
        for told in (said(lang, *self.title), *_said(self.before, lang), "", *_said(self.after, lang)):
            _write(words, [told])
        for table in self.tables:
            sheet = book.create_sheet(table.id[:31])
            for cells in ([said(lang, *table.title)], table.heads(lang)):
                _write(sheet, cells)
            for line in table.lines:
                _write(sheet, [line.name(lang), *line.cells])
            for note in _said(table.notes, lang):
                _write(sheet, [note])
            sheet.freeze_panes = "B3"
            sheet.column_dimensions["A"].width = 48
        book.save(path)


def _write(sheet: Any, cells: Sequence[object]) -> None:
    """One more row; what is text stays text, whatever a workbook would make of a sign it begins with."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(cells, 1):
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            cell.value = printable(value)
            cell.data_type = "s"
        else:
            cell.value = value


def _shown(cell: float | str | None) -> str:
    if cell is None:
        return NONE
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _said(words: Iterable[Words], lang: Lang) -> list[str]:
    return [said(lang, *each) for each in words if said(lang, *each)]


def _paragraphs(words: Sequence[Words], lang: Lang) -> list[str]:
    return [f"<p>{escaped(line)}</p>" for line in _said(words, lang)]
