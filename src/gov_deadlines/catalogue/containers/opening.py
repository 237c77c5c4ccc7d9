"""What a file is, by what is in it and not by its name; and what cannot be read is told how to become readable."""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from ...errors import BadInput
from .bounds import Bounds
from .delimited import decoded
from .delimited import grid as delimited_grid
from .grid import Grid
from .webpage import grids as page_grids
from .workbook import grids as workbook_grids

_ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|table|body|head|meta)\b", re.IGNORECASE)
# What pages call GB is its newest form with all that the older ones have.
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "utf8": "utf-8"}
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (
        b"%PDF",
        "a PDF: its tables are drawn lines and no cells; ask for the workbook it was made from",
        "是 PDF，其中的表格只是线条；请向编制单位索取原来的工作簿（.xlsx）",
    ),
    (b"{\\rtf", "a text in RTF; copy its table into a workbook", "是 RTF 文档；请把其中的表格复制到 .xlsx 工作簿"),
    (b"\x89PNG", "a picture; type the table into a workbook", "是图片；请录入 .xlsx 工作簿"),
    (b"\xff\xd8\xff", "a picture; type the table into a workbook", "是图片；请录入 .xlsx 工作簿"),
    (b"Rar!", "an archive; unpack it first", "是压缩包；请先解压"),
    (b"7z\xbc\xaf", "an archive; unpack it first", "是压缩包；请先解压"),
    (b"\x1f\x8b", "an archive; unpack it first", "是压缩包；请先解压"),
)


@attrs.frozen
class Opened:
    """A file made into grids: what it was (``xlsx``, ``html``, ``csv``), and for text the encoding it was read in."""

    path: str
    kind: str
    grids: tuple[Grid, ...]
    encoding: str = ""


def opened(source: Path | str | bytes, *, name: str = "", encoding: str = "", bounds: Bounds | None = None) -> Opened:
    """
    The grids of a file, or of its bytes; *name* is what bytes are called in messages.

    Raises: BadInput, for what is no catalogue's container, saying what it is and what to do; OSError.
    """
    bounds = bounds or Bounds()
    path = name or ("<bytes>" if isinstance(source, bytes) else str(source))
    data = source if isinstance(source, bytes) else _bytes(Path(source), bounds)
    bounds.hold("file_bytes", len(data), path)
    if not data.strip():
        raise BadInput.of(path, "empty", "文件为空")
    _refuse(data, path)
    if data.startswith(b"PK"):
        return Opened(path, "xlsx", tuple(workbook_grids(data, path, bounds)))
    if _is_page(data):
        text, read_in = decoded(data, path, encoding or _declared(data))
        return Opened(path, "html", tuple(page_grids(text, path, bounds)), read_in)
    text, read_in = decoded(data, path, encoding)
    if "\0" in text:
        en = f"no text and no workbook; it begins with {data[:8]!r}; expected .xlsx, HTML or CSV"
        raise BadInput.of(path, en, f"既不是文本也不是工作簿，开头为 {data[:8]!r}；应为 .xlsx、HTML 或 CSV")
    return Opened(path, "csv", (delimited_grid(text, path, "csv", bounds),), read_in)


def _bytes(path: Path, bounds: Bounds) -> bytes:
    with path.open("rb") as file:
        return file.read(bounds.file_bytes + 1)


def _refuse(data: bytes, path: str) -> None:
    """Containers that are known, and not read here."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED_OLE in data:
            en, zh = "a workbook under a password; save it without one", "工作簿设有密码；请取消密码后另存"
        else:
            en = "in the old binary format (.xls, .doc); open it and save it as .xlsx"
            zh = "是旧版二进制格式（.xls、.doc）；请打开后另存为 .xlsx"
        raise BadInput.of(path, en, zh)
    for mark, en, zh in _REFUSED:
        if data.startswith(mark):
            raise BadInput.of(path, en, zh)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4096]:
        raise BadInput.of(path, "an XML workbook of 2003; save it as .xlsx", "是 2003 版 XML 表格；请另存为 .xlsx")


def _is_page(data: bytes) -> bool:
    head = data[:65_536]
    return bool(_HTML.search(head.replace(b"\0", b"")))  # UTF-16 has a zero beside each letter of a tag


def _declared(data: bytes) -> str:
    """The encoding that the page says it has, unless a mark at its beginning says so already."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return ""
    match = _CHARSET.search(data[:4096])
    name = match[1].decode("ascii").lower() if match else ""
    return "" if name in ("utf-8", "utf8", "") else _CHINESE.get(name, name)
