"""Catalogues from outside: bombs, entities, old formats and spoiled files cost little and end in a refusal."""

import os
import struct
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest

import gov_deadlines as gd
from gov_deadlines.catalogue.containers.bounds import Bounds

from .catalogue_trials import (
    LONGEST_SECONDS,
    SEVERAL,
    SPLIT,
    TWO_ROWS,
    delimited,
    page,
    trial,
    unzipped,
    workbook,
    zipped,
)

FUZZED = int(os.environ.get("CATALOGUE_EXAMPLES", "120"))
SHEET = "xl/worksheets/sheet1.xml"


def refused(data, told, **more):
    """The refusal of *data*, which must say *told* in English and anything in Chinese."""
    with pytest.raises(gd.BadInput, match=told) as refusal:
        gd.read_catalogue(data, name="目录", **more)
    assert refusal.value.message("zh") != refusal.value.message("en")
    return refusal.value


def costs(data, told):
    """Refuse *data* in bounded time and memory."""
    began = time.perf_counter()
    tracemalloc.start()
    try:
        refused(data, told)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - began < LONGEST_SECONDS
    assert peak < 96 * 2**20


def with_part(name, content):
    """A workbook with one part replaced, or one more."""
    return zipped(unzipped(workbook(TWO_ROWS)) | {name: content})


def test_zip_bomb_is_refused_unpacked_nowhere():
    """A quarter of a gigabyte of blanks in a quarter of a megabyte."""
    blanks = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk, size, crc, body = b" " * 2**20, 2**28, 0, []
    for _ in range(2**8):
        body.append(blanks.compress(chunk))
        crc = zlib.crc32(chunk, crc)
    packed = b"".join([*body, blanks.flush()])
    bomb = _stored_as(dict.fromkeys(unzipped(workbook(TWO_ROWS))), SHEET, packed, size, crc)

    assert len(bomb) < 2 * 2**20
    costs(bomb, r"\d{9} bytes when unpacked")


def test_zip_bomb_that_lies_about_its_size_is_refused():
    """A part that says it is small is unpacked no further than it says."""
    packed = zlib.compress(b"<a>" + b" " * 2**26, 9)[2:-4]
    lying = _stored_as(dict.fromkeys(unzipped(workbook(TWO_ROWS))), SHEET, packed, 100, 0)

    costs(lying, "cannot be unpacked|cannot read")


def _stored_as(others, name, packed, size, crc):
    """A package with the parts of a small workbook and one part of compressed bytes, with the size that it claims."""
    real = unzipped(workbook(TWO_ROWS))
    entries = [(each, None) for each in others if each != name] + [(name, packed)]
    out, directory = b"", b""
    for each, given in entries:
        data = real[each] if given is None else b""
        body = zlib.compress(data)[2:-4] if given is None else given
        check, length = (zlib.crc32(data), len(data)) if given is None else (crc, size)
        label = each.encode()
        fixed = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, check, len(body), length, len(label), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fixed + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + label
        out += b"PK\x03\x04" + fixed + label + body
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    return out + directory + b"PK\x05\x06" + end


def laughs(depth=12):
    """A billion laughs: entities that each say the one before ten times."""
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth)]
    return f'<?xml version="1.0"?><!DOCTYPE x [{"".join(lines)}]>', f"&a{depth - 1};"


@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_billion_laughs_are_refused_in_every_part(part, encoding):
    """Entities swell in a sheet, in its strings, in its styles, and in an encoding that no search for a text finds."""
    head, call = laughs()
    declared = head.replace('"1.0"', f'"1.0" encoding="{encoding}"')
    text = f"{declared}<x>{call}</x>"

    costs(with_part(part, text.encode(encoding)), "document type")


def test_external_entity_is_not_read(tmp_path):
    """A file of the machine stays where it is."""
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'

    assert "秘密" not in refused(with_part(SHEET, f"{head}<x>&e;</x>"), "document type").message("zh")


def _sheet(inside, after=""):
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{inside}</sheetData>{after}</worksheet>"


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (
            _sheet(
                '<row r="1"><c r="A1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            ),
            "cells",
        ),
        (_sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "1048576 rows"),
        (_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "16384 columns"),
        (_sheet('<row r="1">' + "<c/>" * 400_001 + "</row>"), "400001 cells"),
        (
            _sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"字" * 40_000}</t></is></c></row>'),
            "40000 characters|32767",
        ),
    ],
    ids=["merge", "row", "column", "cells", "text"],
)
def test_sheet_that_spans_too_much_is_refused(sheet, told):
    """A merge over the whole sheet, a cell in its last row or column, too many cells, a text too long."""
    costs(with_part(SHEET, sheet), told)


def test_coloured_cells_far_away_are_no_reason_to_refuse():
    """Programs keep the format of whole columns: cells that say nothing may lie anywhere."""
    parts = unzipped(workbook(TWO_ROWS))
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    )
    began = time.perf_counter()

    assert len(gd.read_catalogue(zipped(parts))) == 3
    assert time.perf_counter() - began < LONGEST_SECONDS


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "under a password"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"{\\rtf1 }", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"Rar!\x1a\x07", "an archive"),
        (b"PK\x03\x04" + b"\0" * 40, "cannot be unpacked"),
        (zipped({"word/document.xml": "<x/>"}), "a document of Word"),
        (zipped({"content.xml": "<x/>", "mimetype": "x"}), "OpenDocument"),
        (zipped({"a.txt": "x"}), "other things"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML workbook"),
        (b"\x00\x01\x02\x03", "no text and no workbook"),
        (b"\xff\xff\xff", "none of the encodings"),
        ("公开事项,公开内容\n".encode() + b"\xff\xff", "none of the encodings"),
        ("姓名,电话\n甲,1\n".encode(), "heads of a catalogue"),
        ("姓名,电话\n甲,1\n".encode("gb18030"), "gb18030"),
        (b"<html><table><tr><td>a</table>", "heads of a catalogue"),
        (b'a,"b\n', "no CSV"),
    ],
)  # fmt: skip
def test_what_is_no_catalogue_is_refused_with_what_to_do(data, told):
    """Each refusal says what was found."""
    refused(data, told)


def test_encrypted_part_is_refused():
    """A package under a password of its own."""
    data = bytearray(workbook(TWO_ROWS))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(mark, place + 1)

    refused(bytes(data), "encrypted")


@pytest.mark.parametrize("encoding", ["no-such", "utf-8"])
def test_encoding_that_is_named_is_the_only_one_tried(encoding):
    """A wrong or unknown name is refused, not replaced."""
    refused(delimited(SEVERAL, "gb18030"), "none of the encodings", encoding=encoding)


def test_bounds_are_the_users_to_set(tmp_path):
    """Narrower for a service, wider for a file that is trusted; a file is read no further than its bound."""
    path = tmp_path / "c.csv"
    path.write_bytes(delimited(SEVERAL))

    assert len(gd.read_catalogue(path, fill_down=True)) == 5
    with pytest.raises(gd.BadInput, match="no more than 3 are read"):
        gd.read_catalogue(path, bounds=Bounds(rows=3))
    with pytest.raises(gd.BadInput, match="11 bytes"):
        gd.read_catalogue(path, bounds=Bounds(file_bytes=10))
    for what, data in (("cells", page(SEVERAL)), ("columns", page(SEVERAL)), ("sheets", workbook(SEVERAL, SPLIT))):
        with pytest.raises(gd.BadInput, match="no more than 1 are read"):
            gd.read_catalogue(data, bounds=Bounds(**{what: 1}))


PIECES = [
    "<", "<a ", "<!--", '<a x="', "<!a", "<?", "</", "<![CDATA[", "&", "<script>", "</a x='", "<table>", "<tr>", "<td",
    "<td rowspan=65534>", "<td colspan=256>", "<table><tr><td>",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_page_is_read_in_time_linear_in_its_length(piece):
    """Pieces that cost the parser of the standard library minutes, a megabyte of each."""
    data = b"<html>" + (piece * (2**20 // len(piece))).encode()
    began = time.perf_counter()
    with pytest.raises(gd.BadInput):
        gd.read_catalogue(data)

    assert time.perf_counter() - began < LONGEST_SECONDS


def test_spans_of_a_page_are_clipped():
    """A colspan beyond the bound is refused; a rowspan ends with the table."""
    head = "".join(f"<th>{each}" for each in ("公开事项", "公开内容", "公开依据", "公开时限"))
    rows = "<tr><td rowspan=65534>甲<td>乙<td rowspan=0>丙<td>及时<tr><td>丁<td>实时"
    catalogue = gd.read_catalogue(f"<table><tr>{head}{rows}</table>".encode())

    assert [(item.name, item.content, item.basis) for item in catalogue] == [("甲", "乙", "丙"), ("甲", "丁", "丙")]


@pytest.mark.parametrize("seed", range(FUZZED))
def test_spoiled_catalogue_ends_in_a_catalogue_or_a_refusal(seed):
    """Cut, doubled, overwritten: read, shown, checked and made law of, or refused; no other error, and no long wait."""
    assert not trial(seed)


def test_no_room_of_the_catalogue_names_a_parser_that_expands_entities():
    """Only expat, with a handler that stops at a document type, and openpyxl after it."""
    source = Path(gd.__file__).parent / "catalogue"
    texts = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))

    assert "ElementTree" not in texts
    assert "lxml" not in texts
