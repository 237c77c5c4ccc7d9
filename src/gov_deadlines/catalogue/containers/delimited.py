"""CSV and tab-separated text, in UTF-8, UTF-16 with its mark, or GB18030: which of them is found out, and said."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO

from ...errors import BadInput
from .bounds import Bounds
from .grid import Grid, of_texts

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = ",\t;，；|"


def decoded(data: bytes, path: str, encoding: str = "") -> tuple[str, str]:
    """
    The text, and the encoding that it was read in: the one of its mark, else UTF-8, else GB18030, unless one is given.

    Raises: BadInput, naming the first byte that none of them has.
    """
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    tried = [encoding] if encoding else [marked] if marked else ["utf-8-sig", "gb18030"]
    failures = []
    for name in tried:
        try:
            return data.decode(name), name.removesuffix("-sig")
        except UnicodeDecodeError as error:
            failures.append(f"{name}: byte {error.start}, {data[error.start : error.start + 4]!r}")
        except LookupError:
            failures.append(f"{name}: no such encoding")
    told = "; ".join(failures)
    raise BadInput.of(
        path,
        f"text in none of the encodings tried ({told}); pass encoding=…, or save it in UTF-8",
        f"文本编码无法识别（{told}）；请用 encoding= 指明编码，或另存为 UTF-8",
    )


def grid(text: str, path: str, name: str, bounds: Bounds) -> Grid:
    """
    The rows of *text*, numbered as a spreadsheet would: a row with line breaks in its cells is one.

    Raises: BadInput, for more than the bounds, and for a quote that nothing closes.
    """
    return of_texts(name, _rows(text, path, bounds))


def _rows(text: str, path: str, bounds: Bounds) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    cells, begin = 0, 1
    try:
        for number, row in enumerate(reader, 1):
            bounds.hold("rows", number, path)
            bounds.hold("columns", len(row), path, f"row {begin}")
            cells += len(row)
            bounds.hold("cells", cells, path)
            bounds.hold("cell_characters", max(map(len, row), default=0), path, f"row {begin}")
            if any(cell.strip() for cell in row):
                yield number, row
            begin = reader.line_num + 1
    except csv.Error as error:
        raise BadInput.of(
            path,
            f"no CSV from line {begin} on ({error}); save it anew from a spreadsheet program",
            f"自第{begin}行起不是合法的 CSV（{error}）；请用表格软件重新另存",
        ) from None


def delimiter_of(text: str) -> str:
    """The sign that parts the most cells in the first lines, a comma where none does."""
    head = text[:10_000]
    counts = {sign: head.count(sign) for sign in _DELIMITERS}
    # A Chinese comma or semicolon parts words inside cells; it is the delimiter only where nothing else could be.
    plain = max(",\t;|", key=counts.__getitem__)
    return plain if counts[plain] else max(_DELIMITERS, key=counts.__getitem__) if any(counts.values()) else ","
