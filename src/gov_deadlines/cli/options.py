"""What several commands ask for alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from ..analysis.docket import calendar_for
from ..errors import BadInput
from ..moment import read_day
from ..workdays.calendar import WorkCalendar
from ..workdays.files import read_folder
from ..workdays.notice import Notice
from ..workdays.region import NATION

if TYPE_CHECKING:
    DayType = click.ParamType[date]
else:  # before click 8.2 the type took no parameter
    DayType = click.ParamType


class Day(DayType):
    """A day written 2020-05-20."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else read_day(value, (param and param.name) or "day")
        except BadInput as bad:
            self.fail(bad.message(), param, ctx)


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


def text_of(file: BinaryIO) -> str:
    """
    The text of a file that was handed in.

    Raises: BadInput, when it is not in UTF-8: guessing at an encoding would misread what it did not refuse.
    """
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput.of(
            file.name, f"not in UTF-8 ({error}); save it in UTF-8", f"不是 UTF-8 编码（{error}）；请另存为 UTF-8"
        ) from None


def calendar_of(
    region: str, calendars: Path | None, as_known_on: date | None = None, project: int | None = None
) -> WorkCalendar:
    """The calendar that the options ask for."""
    calendar = calendar_for(region, taken_in(calendars))
    calendar = calendar.known_as_of(as_known_on) if as_known_on else calendar
    return calendar.projected(project) if project else calendar
