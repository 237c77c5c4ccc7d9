"""Whether the package of a workbook is safe to open: how far it unpacks, what its parts declare, what sheets span."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from ...errors import BadInput
from .bounds import Bounds
from .grid import shown

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ENCRYPTED = 0x1
_CHUNK = 1 << 16
# What the reader of packages makes of broken ones: a place before the file, a length that is none, another method.
_BROKEN = (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error, struct.error)


def inspect(data: bytes, path: str, bounds: Bounds) -> None:
    """
    Nothing, when a workbook of these *data* may be opened: no part is unpacked beyond the bounds to find that out.

    Raises: BadInput, for what is no workbook, unpacks too far, declares a document type (through which a few bytes
    become gigabytes, and files of the machine are read), or spans more cells than any catalogue.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            _whole(parts, path, bounds)
            cells = 0
            for part in parts:
                scan = _Scan(f"{path}!{shown(part.filename)}", bounds, cells)
                with package.open(part) as stream:
                    while chunk := stream.read(_CHUNK):
                        if not scan.feed(chunk):
                            break
                cells = scan.cells
    except BadInput:
        raise
    except _BROKEN as error:
        raise BadInput.of(
            path,
            f"a package that cannot be unpacked ({error}); save the workbook anew as .xlsx",
            f"压缩包无法解开（{error}）；请另存为 .xlsx 后重试",
        ) from None


def _whole(parts: list[ZipInfo], path: str, bounds: Bounds) -> None:
    """What can be said of the package before anything in it is unpacked."""
    bounds.hold("parts", len(parts), path)
    # What a part declares is also the most of it that is ever unpacked.
    bounds.hold("expanded_bytes", sum(part.file_size for part in parts), path)
    names = {part.filename for part in parts}
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise BadInput.of(path, "its parts are encrypted; save it without a password", "压缩包已加密；请取消密码后另存")
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return
    if "word/document.xml" in names:
        en, zh = "a document of Word; copy its table into a workbook", "是 Word 文档；请把其中的表格复制到 .xlsx 工作簿"
    elif "content.xml" in names:
        en, zh = "an OpenDocument file; save it as .xlsx", "是 OpenDocument 文件；请另存为 .xlsx"
    else:
        listed = shown(", ".join(sorted(names)[:3]))[:120]
        en = f"a package of other things ({listed}); expected a workbook in .xlsx"
        zh = f"压缩包里不是工作簿（有 {listed}）；应为 .xlsx"
    raise BadInput.of(path, en, zh)


class _Scan:
    """One part, looked through as XML: nothing of it is kept."""

    def __init__(self, path: str, bounds: Bounds, cells: int) -> None:
        self.path, self.bounds, self.cells = path, bounds, cells
        self._row = self._column = 0
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        self._parser = parser

    def feed(self, chunk: bytes) -> bool:
        """Look through *chunk*; false when the part is no XML, which nobody will read as such."""
        try:
            self._parser.Parse(chunk)
        except expat.ExpatError:
            return False
        return True

    def _doctype(self, name: str, *_: object) -> None:
        raise BadInput.of(
            self.path,
            f"declares a document type ({name!r:.40}), which no workbook does and through which entities can swell or "
            "read files; refused unread, save the workbook anew from a spreadsheet program",
            f"含有文档类型声明（{name!r:.40}），正常的工作簿没有，且可借实体膨胀或读取文件；未读取，请用表格软件重新另存",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row = _number(attributes.get("r"), self._row + 1)
            self._column = 0
        elif tag == "c":
            self.cells += 1
            self.bounds.hold("cells", self.cells, self.path)
            match = _CELL.fullmatch(attributes.get("r", ""))
            self._column = column_number(match[1]) if match else self._column + 1
            self._row = int(match[2]) if match else self._row
        elif tag in ("v", "is", "f"):
            # Cells that are only coloured may lie anywhere; those that say something may not.
            self.bounds.hold("rows", self._row, self.path)
            self.bounds.hold("columns", self._column, self.path)
        elif tag == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def _merged(self, ref: str) -> None:
        """The cells of a merge count too: whoever opens the workbook makes each of them."""
        first, _, last = ref.partition(":")
        ends = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
        if ends[0] and ends[1]:
            wide = abs(column_number(ends[1][1]) - column_number(ends[0][1])) + 1
            high = abs(int(ends[1][2]) - int(ends[0][2])) + 1
            self.cells += wide * high
            self.bounds.hold("cells", self.cells, self.path, f"mergeCell {ref:.40}")


def column_number(letters: str) -> int:
    """The number of the column that *letters* name, 1 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 9 else otherwise
