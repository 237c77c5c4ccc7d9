"""How much of a file is read at most: a file from outside must cost no more than a catalogue does."""

from __future__ import annotations

import attrs

from ...errors import BadInput


@attrs.frozen
class Bounds:
    """
    The most that one file may have; the largest catalogues of whole cities have a tenth of it.

    Units: *file_bytes* as it is stored, *expanded_bytes* of all the parts of a workbook together; *cells* and *merged*
    count those of one file, *cell_characters* those of one cell.
    """

    file_bytes: int = 20 * 2**20
    expanded_bytes: int = 64 * 2**20
    parts: int = 2_000
    sheets: int = 200
    rows: int = 20_000
    columns: int = 256
    cells: int = 400_000
    cell_characters: int = 32_767

    def hold(self, what: str, found: int, path: str, place: str = "") -> None:
        """
        Nothing, as long as *found* is no more than the bound *what*.

        Raises: BadInput, naming both numbers.
        """
        most = int(getattr(self, what))
        if found > most:
            zh, en = _WORDS[what]
            raise BadInput.of(
                path,
                f"{place and place + ': '}{found} {en}, and no more than {most} are read; "
                f"take out what is no catalogue, or pass bounds=Bounds({what}=…) for a file that you trust",
                f"{place and place + '：'}{zh}为{found}，上限为{most}；请删去与目录无关的内容，"
                f"或对可信的文件用 bounds=Bounds({what}=…) 放宽",
            )


_WORDS = {
    "file_bytes": ("文件大小（字节）", "bytes"),
    "expanded_bytes": ("解压后大小（字节）", "bytes when unpacked"),
    "parts": ("压缩包内文件数", "parts in the package"),
    "sheets": ("工作表或表格数", "sheets or tables"),
    "rows": ("行数", "rows"),
    "columns": ("列数", "columns"),
    "cells": ("单元格数", "cells"),
    "cell_characters": ("单元格字数", "characters in one cell"),
}
