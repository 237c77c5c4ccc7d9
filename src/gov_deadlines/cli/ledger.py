"""``ledger`` and ``wake``: matters on record in a database, kept in order and told of when they are due."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from errno import EPIPE
from pathlib import Path
from typing import Any

import attrs
import click

from ..analysis.docket import calendar_for
from ..civil import SHANGHAI
from ..errors import BadInput, Lang, said
from ..ledger.adoption import Adoption
from ..ledger.audit import Difference
from ..ledger.ledger import Ledger
from ..ledger.rows import ObligationRow
from ..workdays.calendar import WorkCalendar
from ..workdays.region import NATION
from .options import JSON, KNOWN, LANG, Moment, taken_in
from .output import refusals, say, say_json, say_table
from .progress import Progress

DATABASE = click.option(
    "--database",
    envvar="GOV_DEADLINES_DATABASE",
    required=True,
    metavar="URL",
    help="Where the ledger is, like sqlite:///ledger.db; also by GOV_DEADLINES_DATABASE.",
)
KEY_FILE = click.option(
    "--key-file",
    type=click.File("rb"),
    envvar="GOV_DEADLINES_KEY_FILE",
    help="A file whose bytes are the key that the facts are sealed with, where the host gives one.",
)


@click.group("ledger")
def ledger_group() -> None:
    """The ledger in a database: its tables, its calendar, and whether all is as it was recorded."""


@ledger_group.command("ddl")
@click.option(
    "--dialect",
    type=click.Choice("sqlite postgresql mysql mariadb oceanbase opengauss kingbase dameng".split()),
    required=True,
    help="The database that the statements are for.",
)
@JSON
def ledger_ddl(dialect: str, as_json: bool) -> None:
    """Print the statements that make the tables, for databases whose keepers run them by hand."""
    from ..ledger import ddl  # SQLAlchemy loads for what needs it alone

    target = ddl.TARGETS[dialect]
    try:
        compiler, driver = target.dialect()
    except BadInput as bad:
        raise click.UsageError(bad.faults[0].en) from None
    note = ddl.note(target, driver)
    told = list(ddl.statements(compiler))
    if as_json:
        say_json({"dialect": dialect, "note": note, "statements": told})
        return
    click.echo(note, err=True)
    say(f"-- {note}")
    for statement in told:
        say(f"{statement};")


@ledger_group.command("upgrade")
@DATABASE
@LANG
@JSON
def ledger_upgrade(database: str, lang: Lang, as_json: bool) -> None:
    """Make the tables, or bring those of an older version to today's; what is up to date stays as it is."""
    with refusals(lang, as_json=as_json), needs_alembic():
        from ..ledger import migrating, schema  # alembic is an extra

        with good_url(database):
            found = migrating.upgrade(database)
        if as_json:
            say_json({"before": found, "after": schema.VERSION})
            return
        was = said(lang, "原无台账", "there was no ledger") if found is None else f"{found} → {schema.VERSION}"
        say(said(lang, f"台账结构为第{schema.VERSION}版（{was}）", f"schema version {schema.VERSION} ({was})"))


@ledger_group.command("verify")
@DATABASE
@KEY_FILE
@LANG
@JSON
def ledger_verify(database: str, key_file: Any, lang: Lang, as_json: bool) -> None:
    """Check every fact on record against its seal; exit status 1 when some was altered, deleted or inserted."""
    with refusals(lang, as_json=as_json):
        ledger = opened(database, key_file)
        with Progress(lang) as watch:
            flaws = ledger.verify(watch=watch)
        if as_json:
            plain = [{"matter": flaw.matter, "version": flaw.version, **flaw.error.to_dict(lang)} for flaw in flaws]
            say_json({"flaws": plain})
        else:
            for flaw in flaws:
                say(flaw.error.message(lang))
            if not flaws:
                say(said(lang, "全部事实与封存时一致", "every fact is as it was sealed"))
    raise SystemExit(1 if flaws else 0)


@ledger_group.command("rebuild")
@click.option("--dry-run", is_flag=True, help="Only tell what differs; exit status 1 when something does.")
@DATABASE
@KEY_FILE
@LANG
@JSON
def ledger_rebuild(database: str, key_file: Any, dry_run: bool, lang: Lang, as_json: bool) -> None:
    """Work out every obligation anew from the facts, and put right what is kept otherwise."""
    with refusals(lang, as_json=as_json):
        ledger = opened(database, key_file)
        with Progress(lang) as watch:
            differences = ledger.rebuild(repair=not dry_run, watch=watch)
        if as_json:
            say_json({"differences": [_difference(each) for each in differences], "repaired": not dry_run})
        elif differences:
            head = said(lang, "事项 义务 字段 原记录 应为", "matter duty field kept fresh").split()
            say_table(head, [row for each in differences for row in _cells(_difference(each))])
            for each in differences:
                if each.error is not None:
                    say(f"! {each.error.message(lang)}")
        else:
            say(said(lang, "全部义务与事实推得的一致", "every obligation is what the facts lead to"))
    raise SystemExit(1 if differences and dry_run else 0)


@ledger_group.command("adopt")
@DATABASE
@KEY_FILE
@LANG
@JSON
@click.pass_obj
def ledger_adopt(calendars: Path | None, database: str, key_file: Any, lang: Lang, as_json: bool) -> None:
    """
    Keep the notices of --calendars in the ledger, and recompute every open obligation that they move.

    Without --calendars it goes on with what was broken off. What was kept counts for every process from then on, so the
    other commands of the ledger need no --calendars, and do not read it.
    """
    with refusals(lang, as_json=as_json):
        ledger = opened(database, key_file)
        for adoption in _adoptions(ledger, calendars, lang):
            _say_adoption(adoption, lang, as_json=as_json)


@ledger_group.command("show")
@click.argument("matter")
@click.option("--as-of", type=Moment(), help="The day or instant at which it is seen; now when left out.")
@KNOWN
@DATABASE
@KEY_FILE
@LANG
@JSON
def ledger_show(
    matter: str,
    as_of: date | datetime | None,
    as_known_on: date | None,
    database: str,
    key_file: Any,
    lang: Lang,
    as_json: bool,
) -> None:
    """The state, the clocks and the breaches of MATTER."""
    with refusals(lang, as_json=as_json):
        found = opened(database, key_file).assess(matter, as_of, as_known_on=as_known_on)
        say_json(found.to_dict()) if as_json else say(found.explain(lang))


@ledger_group.command("next")
@DATABASE
@LANG
@JSON
def ledger_next(database: str, lang: Lang, as_json: bool) -> None:
    """When wake next has something to do."""
    with refusals(lang, as_json=as_json):
        found = opened(database).next_wake()
        told = None if found is None else found.astimezone(SHANGHAI).isoformat()
        if as_json:
            say_json({"next_wake": told})
        else:
            say(told or said(lang, "无待办", "nothing to wake for"))


@click.command("wake")
@DATABASE
@KEY_FILE
@click.option("--limit", type=click.IntRange(1), default=500, show_default=True, help="Obligations a transaction.")
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


@contextmanager
def needs_alembic() -> Iterator[None]:
    """Without alembic the remedy is named, and the call ends with status 2."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name != "alembic":
            raise
        raise click.UsageError(missing.msg) from None


_PACKAGES = {
    "dm": "'sqlalchemy<2.1' dmSQLAlchemy dmPython",
    "MySQLdb": "mysqlclient",
    "opengauss": "opengauss-sqlalchemy psycopg2-binary",
    "psycopg": "'psycopg[binary]'",
    "psycopg2": "psycopg2-binary",
}
"""What installs a driver, or the dialect that a URL begins with, where it is called otherwise than what is imported."""


@contextmanager
def good_url(database: str) -> Iterator[None]:
    """A URL that names no database is a call that is wrong, and ends with status 2; a driver that lacks is named."""
    try:
        yield
    except BadInput as bad:
        told, cause = bad.faults[0].en, bad.__context__
        lacking = database.partition(":")[0].partition("+")[0]
        if isinstance(cause, ModuleNotFoundError) and cause.name:
            told += f"; install it with: pip install {_PACKAGES.get(cause.name, cause.name)}"
        elif lacking in _PACKAGES:
            told += f"; install it with: pip install {_PACKAGES[lacking]}"
        raise click.BadParameter(told, param_hint="--database") from None


def opened(database: str, key_file: Any = None) -> Ledger:
    """The ledger at *database*, on the calendars of this release and of the store."""
    from ..ledger.sql import SqlStore  # SQLAlchemy loads for what needs it alone

    with good_url(database):
        store = click.get_current_context().with_resource(SqlStore(database))
    return Ledger(store, key=key_file.read() if key_file else b"")


def _adoptions(ledger: Ledger, calendars: Path | None, lang: Lang) -> Iterator[Adoption]:
    """What taking in the folder comes to, the whole country first: its days hold everywhere else too."""
    notices = taken_in(calendars)
    with ledger.store.reading() as reader:
        known = reader.calendars()
    if any(row.finished_us is None for row in known):
        yield _watched(ledger, None, lang)
    revision = len(known)
    for region in sorted({notice.region for notice in notices}, key=lambda region: (region != NATION, region)):
        adoption = _watched(ledger, calendar_for(region, notices), lang)
        if adoption.revision > revision:
            revision = adoption.revision
            yield adoption


def _watched(ledger: Ledger, calendar: WorkCalendar | None, lang: Lang) -> Adoption:
    with Progress(lang) as watch:
        return ledger.adopt(calendar, watch=watch)


def _say_adoption(adoption: Adoption, lang: Lang, *, as_json: bool) -> None:
    ids = [notice.id for notice in adoption.notices]
    moves, groundless = list(adoption.moves()), adoption.groundless()
    if as_json:
        plain = {"revision": adoption.revision, "notices": ids, "moved": adoption.moved}
        told = [each.message for each in groundless]
        say_json({**plain, "moves": [each.to_dict() for each in moves], "groundless": told})
        return
    for notice in adoption.notices:
        say(f"+ {notice.id} {notice.citation}")
    head = said(lang, "事项 义务 规则 原期限 现期限 通知", "matter duty rule from to notice").split()
    cells = [
        (
            each.matter,
            each.obligation,
            each.rule or "",
            _when(each.due_from or each.due_at_from),
            _when(each.due_to or each.due_at_to),
            " ".join(each.notices),
        )
        for each in moves
    ]
    say_table(head, cells)
    for each in groundless:
        data = each.message["data"]
        say(
            said(
                lang,
                f"! {data['matter']} {data['obligation']}：已按原期限 {data['due']} 提醒",
                f"! {data['matter']} {data['obligation']}: was told of {data['due']}",
            )
        )


def _when(due: date | datetime | None) -> str:
    """A day, or the instant of a limit in hours, or a dash for what could not be told."""
    if isinstance(due, datetime):
        return due.astimezone(SHANGHAI).isoformat()
    return due.isoformat() if due else "-"


def _difference(each: Difference) -> dict[str, Any]:
    """A difference in plain values: which row, and each field that is not what it should be."""
    row = each.kept or each.fresh
    kept, fresh = (attrs.asdict(side) if side else {} for side in (each.kept, each.fresh))
    names = [name for name in (fresh or kept) if kept.get(name) != fresh.get(name)]
    if each.error is not None:
        return {"matter": each.matter, "obligation": None, "ordinal": None, "fields": {}, "error": each.error.to_dict()}
    return {
        "matter": each.matter,
        "obligation": row.name if isinstance(row, ObligationRow) else None,
        "ordinal": row.ordinal if isinstance(row, ObligationRow) else None,
        "fields": {name: {"kept": _plain(kept.get(name)), "fresh": _plain(fresh.get(name))} for name in names},
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _cells(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    duty = f"{told['obligation']} {told['ordinal']}" if told["obligation"] else "-"
    for name, sides in told["fields"].items():
        yield told["matter"], duty, name, *("-" if side is None else str(side) for side in sides.values())
