"""Rows to text, Markdown and HTML; knows that a Chinese character is two columns wide, and no word of any trade."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

Row = Sequence[str]


def width(text: str) -> int:
    """The columns *text* takes in a terminal: two for each wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def as_text(head: Row, rows: Sequence[Row]) -> str:
    """The table in aligned columns."""
    lines = [head, *rows]
    widths = [max(width(line[column]) for line in lines) for column in range(len(head))]

    def line(cells: Row) -> str:
        padded = (cell + " " * (w - width(cell)) for cell, w in zip(cells, widths, strict=True))
        return "  ".join(padded).rstrip()

    return "\n".join([line(head), "  ".join("-" * w for w in widths), *(line(row) for row in rows)])


def as_markdown(head: Row, rows: Sequence[Row]) -> str:
    """The table in Markdown."""

    def line(cells: Row) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(head), "|" + "---|" * len(head), *(line(row) for row in rows)])


def as_html(head: Row, rows: Sequence[Row], *, classes: Sequence[Row] = ()) -> str:
    """The table in HTML; *classes* gives each body cell its CSS class."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = []
    for number, row in enumerate(rows):
        marks = classes[number] if classes else [""] * len(row)
        cells = (
            f'<td class="{escape(mark, quote=True)}">{escape(cell)}</td>' if mark else f"<td>{escape(cell)}</td>"
            for cell, mark in zip(row, marks, strict=True)
        )
        body.append("<tr>" + "".join(cells) + "</tr>")
    return f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"
