"""``wake``, ``ledger dead`` and ``ledger revive``: what the host is told, what it could not be told, and once more."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from errno import EPIPE
from typing import Any

import click

from ..civil import SHANGHAI
from ..errors import Lang, said
from ..ledger.given import MOST_ROWS
from ..ledger.ledger import Ledger
from ..ledger.rows import Reminder, from_us
from .opening import DATABASE, KEY_FILE, opened
from .options import JSON, LANG, Moment
from .output import refusals, say, say_json, say_table


@click.command("wake")
@DATABASE
@KEY_FILE
@click.option(
    "--limit", type=click.IntRange(1, MOST_ROWS), default=500, show_default=True, help="Obligations a transaction."
)
@click.option("--now", type=Moment(is_instant=True), metavar="INSTANT", help="The instant to wake at; the clock's own.")
@click.option("--json", is_flag=True, expose_value=False, help="As it answers anyway.")
def wake_command(database: str, key_file: Any, limit: int, now: datetime | None) -> None:
    """
    Print the reminders that have come up, as CloudEvents: one JSON object a line, each told once it was flushed.

    A message whose line could not be written is printed again by a later call, under the same id: 5 minutes later, when
    nobody else can be telling it any more.
    """
    with refusals("en", as_json=True):
        ledger = opened(database, key_file)
        try:
            while any([ledger.wake(now, limit=limit), ledger.drain(_tell, now=now)]):
                pass  # each round claims some and tells some, so that the first line waits for no other
        except _NobodyReadsError as nobody:
            if nobody.cause.errno == EPIPE:
                raise nobody.cause from None  # which click ends quietly, with status 1
            _give_up_on_output()
            raise click.ClickException(f"standard output takes no more: {nobody.cause}") from None


def _give_up_on_output() -> None:
    """What is left unwritten goes nowhere, or the interpreter would try once more at its end and change the status."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _NobodyReadsError(BaseException):
    """The line could not be written. No mere exception: that would count against the message."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(cause)
        self.cause = cause


def _tell(message: dict[str, Any]) -> None:
    try:
        say_json(message)
    except OSError as error:
        raise _NobodyReadsError(error) from error


@click.command("dead")
@click.option("--limit", type=click.IntRange(1, MOST_ROWS), default=1000, show_default=True, help="How many at most.")
@DATABASE
@LANG
@JSON
def ledger_dead(limit: int, database: str, lang: Lang, as_json: bool) -> None:
    """The messages that were put aside because nobody took them, each with its error: a line each in JSON."""
    with refusals(lang, as_json=as_json):
        dead = opened(database).dead(limit=limit)
        if as_json:
            for each in dead:
                say_json(_aside(each))
        elif dead:
            head = said(lang, "消息 事项 义务 级 期限 次数 起于 错误", "message matter duty rung due tries since error")
            say_table(head.split(), [_cells(each) for each in dead])
        else:
            say(said(lang, "没有搁置的消息", "no message was put aside"))
        if len(dead) == limit:
            click.echo(said(lang, f"只列出前{limit}条", f"the first {limit} alone"), err=True)


@click.command("revive")
@click.argument("messages", nargs=-1, metavar="[MESSAGE]...")
@click.option("--all", "every", is_flag=True, help="All that were put aside.")
@DATABASE
@LANG
@JSON
def ledger_revive(messages: tuple[str, ...], every: bool, database: str, lang: Lang, as_json: bool) -> None:
    """
    Have each MESSAGE, an id of ledger dead, told again by the next wake; exit status 1 when one was not put aside.

    What made them fail should be mended first, or they are put aside again.
    """
    if bool(messages) == every:
        raise click.UsageError("name the messages, or give --all; ledger dead lists them")
    failed = False
    with refusals(lang, as_json=as_json):
        ledger = opened(database)
        for id in _all_dead(ledger) if every else messages:
            revived = ledger.revive(id)
            failed = failed or not revived
            if as_json:
                say_json({"message": id, "revived": revived})
            elif revived:
                say(said(lang, f"{id} 将重新告知", f"{id} will be told again"))
            else:
                click.echo(said(lang, f"{id} 不是搁置的消息", f"{id} is no message that was put aside"), err=True)
    raise SystemExit(1 if failed and not every else 0)


def _all_dead(ledger: Ledger) -> Iterator[str]:
    """The id of every message that was put aside, a page at a time: what was revived is no longer among them."""
    while dead := ledger.dead():
        yield from (each.id for each in dead)


def _aside(each: Reminder) -> dict[str, Any]:
    return {
        "message": each.id,
        "attempts": each.attempts,
        "error": each.error,
        "since": _since(each),
        "event": each.message,
    }


def _cells(each: Reminder) -> tuple[str, ...]:
    data = each.message["data"]
    duty, due = f"{data['obligation']} {data['ordinal']}", data["due"] or data["due_at"] or "-"
    return each.id, data["matter"], duty, each.rung, due, str(each.attempts), _since(each) or "-", each.error or "-"


def _since(each: Reminder) -> str | None:
    """The instant at which it was put aside."""
    return (
        None if each.settled_us is None else from_us(each.settled_us).astimezone(SHANGHAI).isoformat(timespec="seconds")
    )
