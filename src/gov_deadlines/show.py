"""Rows to text, Markdown and HTML; knows that a Chinese character is two columns wide, and no word of any trade."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

from .errors import printable

Row = Sequence[str]

# Notebooks set tables flush right and break dates at hyphens. Nothing here names a colour, since pages may be dark.
_STYLE = (
    "<style>.gd-shown table th,.gd-shown table td{text-align:left;vertical-align:top}"
    ".gd-shown table th{white-space:nowrap}"
    ".gd-shown td{min-width:12em}@media(max-width:40em){.gd-shown td{min-width:20em}}"
    ".gd-shown td.gd-short{min-width:0;white-space:nowrap}</style>"
)
_SHORT = 24
"""Columns up to which a cell stays on one line: a date, a name, a word or two."""


def width(text: str) -> int:
    """The columns *text* takes in a terminal: two for each wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def as_text(head: Row, rows: Sequence[Row]) -> str:
    """The table in aligned columns."""
    lines = [[printable(cell).replace("\n", " ") for cell in row] for row in (head, *rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(head))]

    def line(cells: Row) -> str:
        padded = (cell + " " * (w - width(cell)) for cell, w in zip(cells, widths, strict=True))
        return "  ".join(padded).rstrip()

    return "\n".join([line(lines[0]), "  ".join("-" * w for w in widths), *map(line, lines[1:])])


def as_markdown(head: Row, rows: Sequence[Row]) -> str:
    """The table in Markdown."""

    def line(cells: Row) -> str:
        return "| " + " | ".join(inert(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(head), "|" + "---|" * len(head), *(line(row) for row in rows)])


def inert(text: str) -> str:
    """*text* for Markdown, where it can open no tag of HTML and look like no other text."""
    return printable(text).replace("&", "&amp;").replace("<", "&lt;")


def escaped(text: str) -> str:
    """*text* for HTML, where it can open no tag and look like no other text."""
    return escape(printable(text))


def as_html(head: Row, rows: Sequence[Row], *, classes: Sequence[Row] = ()) -> str:
    """The table in HTML; *classes* gives each body cell its CSS class, which else says that it is short."""
    top = "".join(f"<th>{escaped(cell)}</th>" for cell in head)
    body = []
    for number, row in enumerate(rows):
        marks = classes[number] if classes else ["gd-short" if width(cell) <= _SHORT else "" for cell in row]
        cells = (
            f'<td class="{escape(mark)}">{escaped(cell)}</td>' if mark else f"<td>{escaped(cell)}</td>"
            for cell, mark in zip(row, marks, strict=True)
        )
        body.append("<tr>" + "".join(cells) + "</tr>")
    return f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def framed(html: str, style: str = "") -> str:
    """*html* as notebooks should show it, with *style* besides."""
    return f'<div class="gd-shown">{_STYLE}{style}{html}</div>'


def bundle(
    title: str, facts: Sequence[tuple[str, str]] = (), *tables: tuple[Row, Sequence[Row]], classes: Sequence[Row] = ()
) -> dict[str, str]:
    """
    A title, facts by their names and tables under them, as text, Markdown and HTML together: what notebooks ask for.

    Facts and tables that say nothing are left out; *classes* are those of the cells of the first table.
    """
    title = title.replace("\n", " ")
    said = [(name, fact) for name, fact in facts if fact]
    shown = [table for table in tables if table[1]]
    lines = [printable(title), *(printable(f"{name}: {fact}") for name, fact in said)]
    listed = "\n".join(f"- **{inert(name)}**: {inert(fact)}" for name, fact in said)
    items = "".join(f"<li><b>{escaped(name)}</b>: {escaped(fact)}</li>" for name, fact in said)
    pages = [as_html(*table, classes=classes if table is tables[0] else ()) for table in shown]
    return {
        "text/plain": "\n\n".join(["\n".join(lines), *(as_text(*table) for table in shown)]),
        "text/markdown": "\n\n".join(filter(None, [f"**{inert(title)}**", listed, *(as_markdown(*t) for t in shown)])),
        "text/html": framed(
            f"<p><b>{escaped(title)}</b></p>" + (f"<ul>{items}</ul>" if items else "") + "".join(pages)
        ),
    }
