"""``docket``: what a file of matters has due, in any form."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import click

from ..analysis.docket import Docket, read_docket
from ..errors import Lang
from ..view.gathering import entries
from .options import KNOWN, LANG, REGION, name_of, official, taken_in, text_of
from .output import refusals
from .progress import Progress
from .rows import AS_OF, Form, form, now, say_rows


@click.command("docket")
@click.argument("file", type=click.File("rb"))
@AS_OF
@KNOWN
@click.option(
    "--notice",
    "texts",
    type=click.File("rb"),
    multiple=True,
    help="The official text of a notice that is proposed or new, to count with and to see what it moves.",
)
@REGION
@LANG
@form
@click.pass_obj
def docket_command(
    calendars: Path | None,
    file: BinaryIO,
    as_of: date | datetime | None,
    as_known_on: date | None,
    texts: tuple[BinaryIO, ...],
    region: str,
    lang: Lang,
    form: Form,
) -> None:
    """
    What the rows of FILE have due (- for standard input), how each stands, and what a notice moved since it began.

    FILE is a CSV with the columns matter, rule, start and jurisdiction. --region says whose the texts of --notice are.
    Exit status 1 when some row cannot be answered; it is among the others, with its reason.
    """
    with refusals(lang, as_json=form.as_json):
        notices = taken_in(calendars)
        rows = read_docket(text_of(file), name_of(file))
        proposed = [official(text_of(text), region, notices) for text in texts]
        moment = as_of or now()
        with Progress(lang, 2 * len(rows)) as watch:
            docket = Docket.of(watch(rows), notices=notices, proposed=proposed, as_known_on=as_known_on)
            found = entries(docket, moment, watch=watch)
        say_rows(found, moment, form, lang, as_known_on=as_known_on, proposed=proposed)
    raise SystemExit(1 if any(answer.deadline is None for answer in docket) else 0)
