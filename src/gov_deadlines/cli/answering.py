"""``due`` for people, ``reckon`` and ``replay`` for programs: one question, one answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import click

from ..analysis.docket import calendar_for
from ..deadline import due
from ..errors import BadInput, Fault, Lang, UnknownRule
from ..matters.replay import replay
from ..moment import read_day, read_moment
from ..period import Period
from ..unit import Unit
from ..workdays.notice import Notice
from ..workdays.region import NATION
from .lines import answer_lines
from .options import JSON, KNOWN, LANG, PLACE, both, calendar_of, taken_in
from .output import refusals, say, say_json


@click.command("due")
@click.argument("rule")
@click.argument("start")
@PLACE
@KNOWN
@click.option(
    "--project", type=int, metavar="YEAR", help="Go on through YEAR without notices; the answer is provisional."
)
@LANG
@JSON
@click.pass_obj
def due_command(
    calendars: Path | None,
    rule: str,
    start: str,
    jurisdiction: str,
    as_known_on: date | None,
    project: int | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """When RULE must be met after an act on START (2020-05-20, or an instant with its offset for hours)."""
    try:
        moment = read_moment(start)
    except BadInput as bad:
        raise click.BadParameter(both(bad), param_hint="START") from None
    with refusals(lang, as_json=as_json):
        calendar = calendar_of(jurisdiction, calendars, as_known_on, project)
        found = due(rule, moment, jurisdiction=jurisdiction, calendar=calendar, as_known_on=as_known_on)
        say_json(found.to_dict()) if as_json else say(found.explain(lang))


@click.command("reckon")
@click.pass_obj
def reckon_command(calendars: Path | None) -> None:
    """Answer one JSON question a line from standard input, each as soon as it is read."""
    with refusals("en", as_json=True):
        notices = taken_in(calendars)
    answer_lines(lambda asked: _reckon(asked, notices))


@click.command("replay")
@click.pass_obj
def replay_command(calendars: Path | None) -> None:
    """Tell the state, the clocks and the breaches of one matter a line, from its facts as JSON."""
    with refusals("en", as_json=True):
        notices = taken_in(calendars)
    answer_lines(lambda asked: replay(asked, cache(lambda place: calendar_for(place, notices))))


def _reckon(asked: dict[str, Any], notices: Sequence[Notice]) -> dict[str, Any]:
    """The answer to one question."""
    known = {"rule", "period", "start", "jurisdiction", "as_known_on", "id"}
    faults = [
        Fault(key, f"unknown key; expected {', '.join(sorted(known))}", "未知字段") for key in asked if key not in known
    ]
    if "start" not in asked:
        faults.append(Fault("start", "missing", "缺少"))
    if ("rule" in asked) == ("period" in asked):
        faults.append(Fault("rule", "expected exactly one of rule and period", "rule 与 period 须且只能有一项"))
    if faults:
        raise BadInput(faults)
    start = read_moment(asked["start"])
    place = NATION if asked.get("jurisdiction") is None else asked["jurisdiction"]
    known_on = None if asked.get("as_known_on") is None else read_day(asked["as_known_on"], "as_known_on")
    calendar = calendar_for(place, notices)
    if "rule" in asked:
        if not isinstance(asked["rule"], str):
            raise UnknownRule(asked["rule"])
        return due(asked["rule"], start, jurisdiction=place, calendar=calendar, as_known_on=known_on).to_dict()
    count = _period(asked["period"]).end(start, calendar.known_as_of(known_on) if known_on else calendar)
    return {**count.to_dict(), "rule": None, "version": None, "alternatives": [], "conflicts": []}


def _period(asked: object) -> Period:
    units = [unit.value for unit in Unit]
    if not isinstance(asked, dict) or asked.keys() != {"n", "unit"} or asked["unit"] not in units:
        raise BadInput.of(
            "period",
            f'{asked!r} is no period; expected {{"n": 20, "unit": one of {", ".join(units)}}}',
            f'{asked!r} 不是期间；应为 {{"n": 20, "unit": {"、".join(units)} 之一}}',
        )
    return Period(asked["n"], Unit(asked["unit"]))
