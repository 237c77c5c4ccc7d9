"""The official wording of a notice, as pasted: ``read_notice``, and what becomes of a notice once it is read."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from gov_deadlines import CalendarNotPublished, Notice, WorkCalendar, read_notice
from gov_deadlines.workdays.files import keep, read_folder

from ..contract import ROOT, Door, files, same, text_of, words

# The first line may say what is told beside the text: #place year earlier.
_HEAD = re.compile(r"#(\w{1,8}) (\d{1,5}|-) ([01])\n")
GOOD = (ROOT / "tests" / "notices" / "made_up_2027.txt").read_text(encoding="utf-8")


def ask(data: bytes) -> object:
    text = text_of(data)
    head = _HEAD.match(text)
    place, year, earlier = head.groups() if head else ("CN", "-", "0")
    out = WorkCalendar.load(place).notices() if earlier == "1" else ()
    notice = read_notice(
        text[head.end() :] if head else text,
        region=place,
        year=None if year == "-" else int(year),
        earlier=out,
        public=date(2026, 11, 30) if earlier == "0" else None,
    )
    same(Notice.from_plain(notice.to_plain()), notice, "a notice through plain values")
    with tempfile.TemporaryDirectory() as folder:
        keep(notice, Path(folder))
        same(read_folder(Path(folder)).notices, (notice,), "a notice through its file")
    return notice, _taken_in(notice)


def _taken_in(notice: Notice) -> object:
    """The notice on the calendar: each of its days says so, or the calendar refuses it."""
    calendar = WorkCalendar.load(notice.region, notices=[notice])
    told = []
    for days, works in ((notice.off, False), (notice.worked, True)):
        for day in days:
            try:
                told.append((day, calendar.is_working_day(day), works))
            except CalendarNotPublished:
                continue
    return told, calendar.count(date(2020, 1, 1), date(2020, 12, 31))


def _seeds() -> Iterator[bytes]:
    """The texts of other tests; what a place or a second notice needs stands in the first line."""
    for path in files("tests/notices/*.txt"):
        place, second = path.stem.partition("_")[0], path.stem.endswith("b")
        head = f"#{place if place.isdigit() else 'CN'} - {int(place.isdigit() or second)}\n"
        yield (head if head != "#CN - 0\n" else "").encode() + path.read_bytes()


DOOR = Door("notice", ask, GOOD.encode(), words("notice"), longest=12_000, seeds=_seeds)
