"""Workbooks in .xlsx: the values as they stand, with their merges; formulas are text and nothing is worked out."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from ...errors import BadInput
from ...optional import needed
from .bounds import Bounds
from .grid import BLANK, Cell, Grid, Line, shown
from .package import inspect


def grids(data: bytes, path: str, bounds: Bounds) -> list[Grid]:
    """
    Each sheet that has anything in it, in the order of the workbook.

    Raises: BadInput, as :func:`.package.inspect`, and for what openpyxl cannot read; ModuleNotFoundError without it.
    """
    inspect(data, path, bounds)
    openpyxl = needed("openpyxl")
    try:
        with warnings.catch_warnings():
            # It warns of validations, styles and headers that it leaves out; none of them is text of a cell.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), data_only=False, keep_links=False)
            bounds.hold("sheets", len(book.worksheets), path)
            found = [_sheet(sheet, path, bounds) for sheet in book.worksheets]
    except BadInput:
        raise
    except Exception as error:  # whatever a broken package makes of its reader
        raise BadInput.of(
            path,
            f"openpyxl cannot read this workbook ({type(error).__name__}: {error!s:.200}); save it anew as .xlsx",
            f"无法读取该工作簿（{type(error).__name__}：{error!s:.200}）；请用表格软件重新另存为 .xlsx",
        ) from None
    return [grid for grid in found if grid.lines]


def _sheet(sheet: Any, path: str, bounds: Bounds) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    # Asked for rows, it makes every cell up to the last coloured one, which may be the last of the sheet.
    for each in sheet._cells.values():
        if each.value is not None:
            cell = _cell(each, f"{path}!{sheet.title}!{each.coordinate}", bounds)
            if not cell.is_blank:
                cells[each.row, each.column] = cell
    for merge in sheet.merged_cells.ranges:
        top = cells.get((merge.min_row, merge.min_col))
        if top is not None:
            cells |= {
                (row, column): top
                for row in range(merge.min_row, merge.max_row + 1)
                for column in range(merge.min_col, merge.max_col + 1)
            }
    high = max((row for row, _ in cells), default=0)
    wide = max((column for _, column in cells), default=0)
    lines = (
        Line(
            row,
            tuple(cells.get((row, column), BLANK) for column in range(1, wide + 1)),
            hidden=row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden),
        )
        for row in range(1, high + 1)
    )
    return Grid(sheet.title, tuple(lines), hidden=sheet.sheet_state != "visible")


def _cell(each: Any, where: str, bounds: Bounds) -> Cell:
    """The cell as text: a date as ISO writes it, a whole number without a point."""
    value = each.value
    formula = each.data_type == "f"
    if formula:
        text = value if isinstance(value, str) else f"={getattr(value, 'text', None) or getattr(value, 'ref', '')}"
    elif isinstance(value, datetime):
        text = value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    elif isinstance(value, date | time):
        text = value.isoformat()
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = str(value)
    bounds.hold("cell_characters", len(text), where)
    return Cell(shown(text), each.row, each.column, formula)
