"""How answers leave: text, JSON, tables as wide as the terminal, and refusals with their exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from ..analysis.docket import Move
from ..errors import GovDeadlinesError, Lang, printable, said

# Piped output keeps each row on one line: no terminal is that wide, and no row that long.
_PIPE_WIDTH = 1000


def say(text: str) -> None:
    """Print *text* at once, so that a host that waits on a pipe gets its answer; nothing in it rules the terminal."""
    click.echo(printable(text))
    sys.stdout.flush()


def say_json(value: Mapping[str, Any] | Iterable[Any]) -> None:
    """Print *value* as one line of JSON in UTF-8, whatever the terminal's encoding: its reader is a program."""
    # What would disguise a text stands in strings alone, where JSON has the same escapes for it.
    click.echo(printable(json.dumps(value, ensure_ascii=False)).encode("utf-8"))
    sys.stdout.flush()


def say_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; what does not fit a terminal folds, and nothing is cut."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*map(printable, row))
    Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False, markup=False).print(grid)


def say_moves(moves: Iterable[Move], lang: Lang) -> None:
    """Print the rows whose due date a notice moved."""
    head = said(lang, "事项 义务 地区 起算 原期限 现期限 通知", "matter duty place start from to notice").split()
    say_table(
        head,
        [
            (
                move.row.matter,
                said(lang, move.after.rule.zh, move.after.rule.en),
                move.row.jurisdiction,
                str(move.row.start),
                move.before_text,
                move.after_text,
                "、".join(notice.citation for notice in move.notices),
            )
            for move in moves
        ],
    )


@contextmanager
def refusals(lang: Lang, *, as_json: bool) -> Iterator[None]:
    """A refusal becomes its message and exit status 1, never a traceback."""
    try:
        yield
    except GovDeadlinesError as error:
        if as_json:
            say_json({"error": error.to_dict(lang)})
        else:
            click.echo(printable(error.message(lang)), err=True)
        sys.exit(1)
