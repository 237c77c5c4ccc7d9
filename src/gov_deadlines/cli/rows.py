"""How rows of due dates leave: as text, JSON lines, one HTML page or a calendar file, all of the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from typing import Any

import attrs
import click

from ..civil import SHANGHAI, start_of
from ..errors import Lang
from ..view.entry import Entry
from ..view.feed import Kind, feed
from ..view.listing import cells, head
from ..view.page import page
from ..workdays.notice import Notice
from .options import Moment
from .output import say, say_json, say_table

AS_OF = click.option(
    "--as-of", type=Moment(), metavar="MOMENT", help="The day or instant at which it is seen; now when left out."
)


@attrs.frozen
class Form:
    """The form that was asked for: none is plain text."""

    as_json: bool
    as_html: bool
    as_ics: bool
    kinds: tuple[Kind, ...]
    domain: str


def form(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* the options for the form of its answer, which come as one argument ``form``."""

    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON, a row a line.")
    @click.option("--html", "as_html", is_flag=True, help="Answer as one HTML page that needs nothing else.")
    @click.option("--ics", "as_ics", is_flag=True, help="Answer as an iCalendar file.")
    @click.option(
        "--kind",
        "kinds",
        type=click.Choice(["event", "todo"]),
        multiple=True,
        help="What is in the iCalendar file: events, tasks, or both, as when left out.",
    )
    @click.option(
        "--domain", default="gov-deadlines", metavar="NAME", help="Whose UIDs they are in the iCalendar file."
    )
    @wraps(command)
    def wrapped(
        *, as_json: bool, as_html: bool, as_ics: bool, kinds: tuple[Kind, ...], domain: str, **others: Any
    ) -> None:
        if as_json + as_html + as_ics > 1:
            raise click.UsageError("--json, --html and --ics exclude each other")
        command(form=Form(as_json, as_html, as_ics, kinds or ("event", "todo"), domain), **others)

    return wrapped


def now() -> datetime:
    """The instant, to the minute, by the clock of this machine."""
    return datetime.now(SHANGHAI).replace(second=0, microsecond=0)


def say_rows(
    rows: Sequence[Entry],
    moment: date | datetime,
    form: Form,
    lang: Lang,
    *,
    as_known_on: date | None = None,
    proposed: Sequence[Notice] = (),
) -> None:
    """Print *rows* in the form asked for."""
    if form.as_json:
        for row in rows:
            say_json(row.to_dict(lang))
    elif form.as_html:
        say(page(rows, moment, lang=lang, as_known_on=as_known_on, proposed=proposed))
    elif form.as_ics:
        stamp = moment if isinstance(moment, datetime) else start_of(moment)
        with needs_extra():
            click.echo(feed(rows, stamp, lang=lang, domain=form.domain, kinds=form.kinds), nl=False)
    else:
        say_table(head(lang), [cells(row, lang) for row in rows])


@contextmanager
def needs_extra() -> Iterator[None]:
    """Without the package of an extra the remedy is named, and the call ends with status 2."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise click.UsageError(missing.msg) from None
