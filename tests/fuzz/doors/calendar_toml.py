"""A file of the folder of calendars: a year of a place, the places, or the regulations."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from gov_deadlines import WorkCalendar
from gov_deadlines.workdays.files import pack, read_folder, to_toml

from ..contract import ROOT, Door, files, same, words

# The first line says which file it is: # 45/2027.toml
_NAME = re.compile(rb"# (regions|regulations|\w{1,8}/\w{1,8})\.toml\r?\n")
GOOD = """# 45/2026.toml
year = 2026

[[notice]]
id = "45/2026b"
kind = "regional"
title = "一份“通知”"
public = 2026-03-10

[[notice.clause]]
festival = "三月三"
off = ["2026-04-20..2026-04-21"]
on = ["2026-04-18"]
"""


def ask(data: bytes) -> object:
    named = _NAME.match(data)
    name = named[1].decode() if named else "CN/2027"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "calendars"
        path = folder / f"{name}.toml"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        shelf = read_folder(folder)
        packed = pack(folder)
        again = Path(made) / "again"
        for number, notice in enumerate(shelf.notices):
            other = again / str(number) / f"{name}.toml"
            other.parent.mkdir(parents=True)
            other.write_text(to_toml(notice), encoding="utf-8")
            same(read_folder(again / str(number)).notices, (notice,), "a notice through its file")
    if not shelf.notices:
        return packed
    calendar = WorkCalendar.load(shelf.notices[0].region, notices=shelf.notices)
    return packed, calendar.first, calendar.last, calendar.count(date(2020, 1, 1), date(2020, 12, 31))


def _seeds() -> Iterator[bytes]:
    for path in files("calendars/**/*.toml"):
        name = path.relative_to(ROOT / "calendars").with_suffix("")
        yield f"# {name.as_posix()}.toml\n".encode() + path.read_bytes()


DOOR = Door("calendar_toml", ask, GOOD.encode(), words("calendar_toml"), seeds=_seeds)
