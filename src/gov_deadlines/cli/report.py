"""``report``: the figures that agencies owe, from a ledger or from matters as JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..analysis.docket import calendar_for
from ..analysis.report.annual import annual_report
from ..analysis.report.finding import Finding
from ..analysis.report.sheets import Paper
from ..analysis.report.source import Told, Unreadable
from ..analysis.report.timely import timeliness_report
from ..civil import SHANGHAI
from ..errors import BadInput, GovDeadlinesError, Lang
from ..ledger.walking import walk
from .lines import asked, lines_of
from .opening import KEY_FILE, opened
from .options import JSON, KNOWN, LANG, Day, Moment, both, taken_in
from .output import refusals, say, say_json
from .progress import Progress

if TYPE_CHECKING:
    StatedType = click.ParamType[tuple[str, int]]
else:  # before click 8.2 the type took no parameter
    StatedType = click.ParamType

DATABASE = click.option(
    "--database",
    envvar="GOV_DEADLINES_DATABASE",
    metavar="URL",
    help="Where the ledger is, like sqlite:///ledger.db; also by GOV_DEADLINES_DATABASE. Without it, matters are read "
    "from standard input, one as JSON a line, as replay takes them.",
)
XLSX = click.option(
    "--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Write a workbook to this file too."
)
HTML = click.option("--html", "shape", flag_value="html", help="Answer as an HTML page.")
MARKDOWN = click.option("--markdown", "shape", flag_value="markdown", help="Answer in Markdown.")


_DIGITS = 9
"""Of a number that was told elsewhere: more than any organ has ever answered."""


class Stated(StatedType):
    """A number that was told elsewhere, like carried_over=3."""

    name = "name=number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        name, sign, number = str(value).rpartition("=")
        if not sign or not name or not number.isdecimal() or len(number) > _DIGITS:
            self.fail(f"{value!r} is no number told; expected one like carried_over=3", param, ctx)
        return name, int(number)


@click.group("report")
def report_group() -> None:
    """
    Figures that agencies owe: the annual report's tables, and how limits were kept.

    Exit status 1 when some matter could not be read; the report is given all the same, and names it.
    """


@report_group.command("annual")
@click.argument("year", type=int)
@click.option("--form", metavar="ID", help="The form: 2008, 2019 or 2021; that of the year unless given.")
@click.option("--as-of", type=Day(), help="The day of YEAR that the figures hold for; its last unless given.")
@KNOWN
@click.option(
    "--stated", type=Stated(), multiple=True, help="A number told elsewhere, to be compared; may be repeated."
)
@DATABASE
@KEY_FILE
@XLSX
@HTML
@MARKDOWN
@LANG
@JSON
@click.pass_obj
def report_annual(
    calendars: Path | None,
    year: int,
    form: str | None,
    as_of: date | None,
    as_known_on: date | None,
    stated: tuple[tuple[str, int], ...],
    database: str | None,
    key_file: Any,
    xlsx: Path | None,
    shape: str | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """The tables of the annual report on YEAR: requests by outcome and applicant, disclosure, proposals, remedies."""
    with refusals(lang, as_json=as_json), good_call():
        with Progress(lang) as watch:
            found = annual_report(
                watch(_matters(database, key_file)),
                year,
                form=form,
                as_of=as_of,
                as_known_on=as_known_on,
                stated=dict(stated),
                calendar_of=_calendars(calendars),
            )
        _answer(found.paper(), found.to_dict(), found.findings, lang, shape=shape, xlsx=xlsx, as_json=as_json)


@report_group.command("timeliness")
@click.option("--as-of", type=Moment(), help="The day or instant the figures hold for; now when left out.")
@KNOWN
@DATABASE
@KEY_FILE
@XLSX
@HTML
@MARKDOWN
@LANG
@JSON
@click.pass_obj
def report_timeliness(
    calendars: Path | None,
    as_of: date | datetime | None,
    as_known_on: date | None,
    database: str | None,
    key_file: Any,
    xlsx: Path | None,
    shape: str | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """How every duty stood to its limit: on time, late and by how much, overdue; by rule, department and month."""
    with refusals(lang, as_json=as_json), good_call():
        with Progress(lang) as watch:
            found = timeliness_report(
                watch(_matters(database, key_file)),
                as_of=datetime.now(SHANGHAI) if as_of is None else as_of,
                as_known_on=as_known_on,
                calendar_of=_calendars(calendars),
            )
        _answer(found.paper(), found.to_dict(), found.findings, lang, shape=shape, xlsx=xlsx, as_json=as_json)


@contextmanager
def good_call() -> Iterator[None]:
    """An argument that cannot be taken ends the call with status 2; what is wrong with a matter is in the report."""
    try:
        yield
    except BadInput as bad:
        raise click.UsageError(both(bad)) from None


def _calendars(calendars: Path | None) -> Any:
    notices = taken_in(calendars)
    return cache(lambda place: calendar_for(place, notices))


def _matters(database: str | None, key_file: Any) -> Iterator[Told]:
    """The matters of the ledger, or those of standard input, one at a time."""
    if database:
        for name, found in walk(opened(database, key_file)):
            yield Unreadable(name, found) if isinstance(found, GovDeadlinesError) else found
        return
    for number, line in enumerate(lines_of(sys.stdin.buffer), 1):
        if line.strip():
            try:
                yield asked(line)
            except BadInput as bad:
                yield Unreadable(f"line {number}", bad)


def _answer(
    paper: Paper,
    plain: dict[str, Any],
    findings: tuple[Finding, ...],
    lang: Lang,
    *,
    shape: str | None,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    """Say the report in the shape asked for, and end with 1 when some matter could not be read."""
    if xlsx is not None:
        try:
            paper.write_xlsx(xlsx, lang)
        except ModuleNotFoundError as missing:
            if missing.name != "openpyxl":
                raise
            raise click.UsageError(missing.msg) from None
        except OSError as error:
            raise click.FileError(str(xlsx), str(error.strerror)) from None
    if as_json:
        say_json(plain)
    else:
        say({"html": paper.html, "markdown": paper.markdown}.get(shape or "", paper.text)(lang))
    if any(each.name == "unreadable" for each in findings):
        raise SystemExit(1)
