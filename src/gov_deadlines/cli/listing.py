"""``ledger list`` and ``ledger untold``: what a ledger has due, and what it can tell no day of, in any form."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import click

from ..civil import civil_day
from ..errors import Lang, said
from ..ledger.given import MOST_ROWS
from ..view.gathering import of_ledger
from .opening import DATABASE, KEY_FILE, opened
from .options import LANG, Day
from .output import refusals
from .rows import AS_OF, Form, form, now, say_rows

_YEAR = timedelta(days=366)


LIMIT = click.option(
    "--limit", type=click.IntRange(1, MOST_ROWS), default=1000, show_default=True, help="How many at most."
)


@click.command("list")
@click.option("--by", type=Day(), help="Due by the end of that day; within a year when left out.")
@LIMIT
@AS_OF
@DATABASE
@KEY_FILE
@LANG
@form
def ledger_list(
    by: date | None,
    limit: int,
    as_of: date | datetime | None,
    database: str,
    key_file: Any,
    lang: Lang,
    form: Form,
) -> None:
    """What is open and due, with its grounds; then what no due date can be told of."""
    with refusals(lang, as_json=form.as_json):
        ledger = opened(database, key_file)
        moment = as_of or now()
        due = ledger.due(by or civil_day(moment) + _YEAR, limit=limit)
        untold = ledger.untold(limit=limit)
        if limit in (len(due), len(untold)):
            _say_cut(limit, lang)
        say_rows(tuple(of_ledger(ledger, (*due, *untold), moment)), moment, form, lang)


@click.command("untold")
@LIMIT
@AS_OF
@DATABASE
@KEY_FILE
@LANG
@form
def ledger_untold(
    limit: int, as_of: date | datetime | None, database: str, key_file: Any, lang: Lang, form: Form
) -> None:
    """What is open and no due date can be told of, and why: no notice covers it yet, or its clock stands still."""
    with refusals(lang, as_json=form.as_json):
        ledger = opened(database, key_file)
        moment = as_of or now()
        untold = ledger.untold(limit=limit)
        if limit == len(untold):
            _say_cut(limit, lang)
        say_rows(tuple(of_ledger(ledger, untold, moment)), moment, form, lang)


def _say_cut(limit: int, lang: Lang) -> None:
    click.echo(said(lang, f"只列出前{limit}项", f"the first {limit} alone"), err=True)
