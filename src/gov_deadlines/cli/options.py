"""What several commands ask for alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs
import click

from ..analysis.docket import calendar_for
from ..errors import BadInput, printable
from ..moment import read_day, read_moment
from ..workdays.calendar import WorkCalendar
from ..workdays.files import read_folder
from ..workdays.notice import Notice, NoticeKind
from ..workdays.region import NATION, prefix_of
from ..workdays.wording import read_notice

if TYPE_CHECKING:
    DayType = click.ParamType[date]
    MomentType = click.ParamType[date | datetime]
else:  # before click 8.2 the type took no parameter
    DayType = MomentType = click.ParamType


def both(bad: BadInput) -> str:
    """What is wrong with an argument, in both languages: it is refused before ``--lang`` is read."""
    return "\n".join(printable(text) for fault in bad.faults for text in (fault.en, fault.zh))


class Day(DayType):
    """A day written 2020-05-20."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else read_day(value, (param and param.name) or "day")
        except BadInput as bad:
            self.fail(both(bad), param, ctx)


class Moment(MomentType):
    """A day written 2020-05-20, or an instant written 2020-05-20T09:00:00+08:00."""

    name = "moment"

    def __init__(self, *, is_instant: bool = False) -> None:
        self.is_instant = is_instant

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        try:
            found = read_moment(value)
        except BadInput as bad:
            self.fail(both(bad), param, ctx)
        if self.is_instant and not isinstance(found, datetime):
            en = f"{value!r} is no instant; expected one like 2020-05-20T09:00:00+08:00"
            self.fail(both(BadInput.of("", en, f"{value!r} 不是时刻；应如 2020-05-20T09:00:00+08:00")), param, ctx)
        return found


LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the answer.")
JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
PLACE = click.option("--jurisdiction", default=NATION, metavar="CODE", help="CN or a GB/T 2260 code; CN by default.")
REGION = click.option("--region", default=NATION, metavar="CODE", help="CN or a GB/T 2260 code; CN by default.")
KNOWN = click.option("--as-known-on", type=Day(), help="Answer with what was public by the end of that day.")


def taken_in(calendars: Path | None) -> tuple[Notice, ...]:
    """
    The notices of the folder of ``--calendars``.

    Raises: BadInput, when there is no such folder, or with every fault of its files.
    """
    return read_folder(calendars).notices if calendars else ()


def name_of(file: BinaryIO) -> str:
    """What a file that was handed in is called; a stream has no name."""
    return str(getattr(file, "name", "-"))


def text_of(file: BinaryIO) -> str:
    """
    The text of a file that was handed in.

    Raises: BadInput, when it is not in UTF-8: guessing at an encoding would misread what it did not refuse.
    """
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput.of(
            name_of(file), f"not in UTF-8 ({error}); save it in UTF-8", f"不是 UTF-8 编码（{error}）；请另存为 UTF-8"
        ) from None


def calendar_of(
    region: str, calendars: Path | None, as_known_on: date | None = None, project: int | None = None
) -> WorkCalendar:
    """The calendar that the options ask for."""
    calendar = calendar_for(region, taken_in(calendars))
    calendar = calendar.known_as_of(as_known_on) if as_known_on else calendar
    return calendar if project is None else calendar.projected(project)


def official(
    text: str, region: str, others: Sequence[Notice], year: int | None = None, public: date | None = None
) -> Notice:
    """
    The notice of *region* that the official *text* words, beside the shipped ones and *others*.

    Raises: BadInput, with what was not understood.
    """
    code = prefix_of(region)
    earlier = [notice for notice in calendar_for(region, others).notices() if notice.region == code]
    notice = read_notice(text, region=code, year=year, earlier=earlier, public=public)
    # A year has one annual notice: another text of it takes its place, and never stands beside it.
    same_year = (n.id for n in earlier if notice.kind is n.kind is NoticeKind.ANNUAL and n.year == notice.year)
    return attrs.evolve(notice, id=next(same_year, notice.id), public=notice.public or notice.signed)
