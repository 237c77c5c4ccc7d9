"""``whatif``, ``whatif-docket`` and ``latest-start``: a question with something changed, and one turned round."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from ..analysis.docket import calendar_for, read_docket
from ..analysis.docket_whatif import compare_docket
from ..analysis.latest_start import latest_start
from ..analysis.question import Question
from ..analysis.whatif import compare
from ..errors import BadInput, Lang, UnknownRegion
from ..moment import read_day, read_moment
from ..period import Period
from ..unit import Unit
from .options import JSON, KNOWN, LANG, PLACE, Day, both, calendar_of, taken_in, text_of
from .output import refusals, say, say_json
from .progress import Progress

PROJECT = click.option(
    "--project", type=int, metavar="YEAR", help="Go on through YEAR without notices; the answer is provisional."
)
IF = click.option(
    "--if",
    "suppositions",
    multiple=True,
    required=True,
    metavar="CHANGES",
    help="A scenario: start=, rule=, jurisdiction=, as-known-on=, law-of=, limit=10working_day, notice=FILE, "
    "project=YEAR, several joined by commas; one --if for each scenario.",
)


@click.command("whatif")
@click.argument("rule")
@click.argument("start")
@IF
@PLACE
@KNOWN
@PROJECT
@LANG
@JSON
@click.pass_obj
def whatif_command(
    calendars: Path | None,
    rule: str,
    start: str,
    suppositions: Sequence[str],
    jurisdiction: str,
    as_known_on: date | None,
    project: int | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """
    When RULE must be met after an act on START, beside what it would be if something were otherwise, and why.

    For example: whatif request.answer 2020-01-06 --if as-known-on=2020-01-20 --if jurisdiction=520323,limit=10day
    """
    moment = _moment(start, "START")
    scenarios = {told: _scenario(told) for told in suppositions}
    with refusals(lang, as_json=as_json):
        notices = taken_in(calendars)
        asked = Question(
            rule,
            moment,
            jurisdiction,
            as_known_on=as_known_on,
            calendar=calendar_for(jurisdiction, notices),
            projected=project,
        )
        for changes in scenarios.values():
            # Notices taken in since the release hold in the other place too; a place that is none is a row refused.
            if "jurisdiction" in changes:
                with suppress(UnknownRegion):
                    changes["calendar"] = calendar_for(changes["jurisdiction"], notices)
        found = compare(asked, scenarios)
        say_json(found.to_dict(lang)) if as_json else say(found.explain(lang))
    sys.exit(int(any(each.deadline is None for each in (found.base, *found))))


@click.command("whatif-docket")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--if", "supposition", required=True, metavar="CHANGES", help="The scenario, as in whatif, without start."
)
@click.option("--as-of", type=Day(), help="Tell which rows become late by that day.")
@LANG
@JSON
@click.pass_obj
def whatif_docket_command(
    calendars: Path | None, file: BinaryIO, supposition: str, as_of: date | None, lang: Lang, as_json: bool
) -> None:
    """Which rows of the docket FILE (- for standard input) a scenario moves, by how much, and which become late."""
    scenario = _scenario(supposition)
    with refusals(lang, as_json=as_json):
        notices = taken_in(calendars)
        rows = read_docket(text_of(file), file.name)
        with Progress(lang, len(rows)) as watch:
            found = compare_docket(watch(rows), scenario, as_of=as_of, notices=notices)
            told = found.to_dict(lang) if as_json else found.text(lang, limit=len(rows))
        say(told) if isinstance(told, str) else say_json(told)


@click.command("latest-start")
@click.argument("rule")
@click.argument("by")
@PLACE
@KNOWN
@PROJECT
@LANG
@JSON
@click.pass_obj
def latest_start_command(
    calendars: Path | None,
    rule: str,
    by: str,
    jurisdiction: str,
    as_known_on: date | None,
    project: int | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """The last start from which RULE is met by BY (2026-09-30, or an instant) though its whole limit is used up."""
    moment = _moment(by, "BY")
    with refusals(lang, as_json=as_json):
        calendar = calendar_of(jurisdiction, calendars, as_known_on, project)
        found = latest_start(rule, moment, jurisdiction=jurisdiction, calendar=calendar, as_known_on=as_known_on)
        say_json(found.to_dict()) if as_json else say(found.explain(lang))


def _moment(text: str, hint: str) -> date | datetime:
    try:
        return read_moment(text)
    except BadInput as bad:
        raise click.BadParameter(both(bad), param_hint=hint) from None


def _scenario(text: str) -> dict[str, Any]:
    """The changes that an ``--if`` writes: ``jurisdiction=520323,limit=10working_day``."""
    try:
        return _changes(text)
    except BadInput as bad:
        raise click.BadParameter(both(bad), param_hint="--if") from None


def _changes(text: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for part in text.split(","):
        name, equals, value = part.partition("=")
        key = name.strip().replace("_", "-")
        if not equals or key not in _READERS:
            names = ", ".join(f"{each}=" for each in _READERS)
            en, zh = f"{part!r} is no change; expected one of {names}", f"{part!r} 不是变更；应为 {names} 之一"
            raise BadInput.of("if", en, zh)
        field, read = _READERS[key]
        told[field] = read(value.strip())
    return told


def _limit(text: str) -> Period:
    """``10working_day``, ``10 working days``, ``10个工作日``."""
    match = re.fullmatch(r"(\d{1,9})\s*个?(\D+?)s?", text)
    units = {name: unit for unit in Unit for name in (unit.value, unit.zh.removeprefix("个"))}
    unit = units.get(match[2].replace(" ", "_")) if match else None
    if match is None or unit is None:
        expected, zh = ", ".join(unit.value for unit in Unit), "、".join(unit.zh for unit in Unit)
        en = f"{text!r} is no limit; expected a number and one of {expected}, like 10working_day"
        raise BadInput.of("limit", en, f"{text!r} 不是期限；应为数字加单位（{zh}），如 10个工作日")
    return Period(int(match[1]), unit)


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text):
        raise BadInput.of(
            "--if project", f"{text!r} is no year; expected one like 2027", f"{text!r} 不是年份；应如 2027"
        )
    return int(text)


def _wording(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return text_of(file)
    except OSError as error:
        raise BadInput.of("notice", f"{path}: {error.strerror}", f"{path}：无法读取") from None


_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "start": ("start", read_moment),
    "rule": ("rule", str),
    "jurisdiction": ("jurisdiction", str),
    "as-known-on": ("as_known_on", lambda text: read_day(text, "as-known-on")),
    "law-of": ("law_of", lambda text: read_day(text, "law-of")),
    "limit": ("rule_limit", _limit),
    "notice": ("notice", _wording),
    "project": ("projected", _year),
}
