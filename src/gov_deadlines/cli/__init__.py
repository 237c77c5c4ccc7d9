"""The command line: one question, one answer; JSON lines for hosts in other languages."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path

import click

from .answering import due_command, reckon_command, replay_command
from .calendars import calendar_group
from .catalogue import catalogue_group
from .demo import demo_command
from .docket import docket_command
from .law import law_group
from .ledger import ledger_group
from .listing import ledger_list, ledger_untold
from .phrase import phrase_command
from .report import report_group
from .telling import ledger_dead, ledger_revive, wake_command
from .whatif import latest_start_command, whatif_command, whatif_docket_command


@click.group(name="gov-deadlines")
@click.version_option(package_name="gov-deadlines")
@click.option(
    "--calendars",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="GOV_DEADLINES_CALENDARS",
    help="A folder of notices taken in since the release (see calendar import); also by GOV_DEADLINES_CALENDARS.",
)
@click.pass_context
def command(ctx: click.Context, calendars: Path | None) -> None:
    """Legal deadlines on the Chinese official working-day calendar, with their reasons."""
    # A console that lacks a character shows a stand-in for it; an answer is not lost for a bracket.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    ctx.obj = calendars


for subcommand in (
    due_command,
    reckon_command,
    replay_command,
    whatif_command,
    whatif_docket_command,
    latest_start_command,
    phrase_command,
    catalogue_group,
    law_group,
    docket_command,
    calendar_group,
    ledger_group,
    wake_command,
    report_group,
    demo_command,
):
    command.add_command(subcommand)
for subcommand in (ledger_list, ledger_untold, ledger_dead, ledger_revive):
    ledger_group.add_command(subcommand)
