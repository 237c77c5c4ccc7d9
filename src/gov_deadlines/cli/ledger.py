"""``ledger``: matters on record in a database, their tables, their calendar, and whether all is as it was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import click

from ..analysis.docket import calendar_for
from ..civil import SHANGHAI
from ..errors import BadInput, Lang, quoted, said
from ..ledger.adoption import Adoption
from ..ledger.audit import Difference
from ..ledger.ledger import Ledger
from ..ledger.rows import ObligationRow
from ..workdays.calendar import WorkCalendar
from ..workdays.region import NATION
from .lines import asked, lines_of
from .opening import DATABASE, KEY_FILE, good_url, needs_alembic, opened
from .options import JSON, KNOWN, LANG, Moment, taken_in
from .output import refusals, say, say_json, say_table
from .progress import Progress


@click.group("ledger")
def ledger_group() -> None:
    """The ledger in a database: what it has due and could not tell, its tables, its calendar, and its seals."""


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


@ledger_group.command("heads")
@DATABASE
@click.option("--json", is_flag=True, expose_value=False, help="As it answers anyway.")
def ledger_heads(database: str) -> None:
    """
    Print the version and the seal of every matter, one JSON object a line, to be kept elsewhere for verify --heads.

    A matter whose facts were made anew from their beginning, or that is gone, shows against these alone.
    """
    with refusals("en", as_json=True):
        for matter, (version, seal) in opened(database).heads().items():
            say_json({"matter": matter, "version": version, "seal": seal})


@ledger_group.command("verify")
@click.option("--heads", type=click.File("rb"), help="What ledger heads printed earlier; - for standard input.")
@DATABASE
@KEY_FILE
@LANG
@JSON
def ledger_verify(heads: BinaryIO | None, database: str, key_file: Any, lang: Lang, as_json: bool) -> None:
    """Check every fact on record against its seal; exit status 1 when some was altered, deleted or inserted."""
    with refusals(lang, as_json=as_json):
        known = _heads_in(heads) if heads else {}
        ledger = opened(database, key_file)
        with Progress(lang) as watch:
            flaws = ledger.verify(known, watch=watch)
        if as_json:
            plain = [{"matter": flaw.matter, "version": flaw.version, **flaw.error.to_dict(lang)} for flaw in flaws]
            say_json({"flaws": plain})
        else:
            for flaw in flaws:
                say(flaw.error.message(lang))
            if not flaws:
                say(said(lang, "全部事实与封存时一致", "every fact is as it was sealed"))
    raise SystemExit(1 if flaws else 0)


def _heads_in(file: BinaryIO) -> dict[str, tuple[int, str]]:
    """
    The heads of a file, of which each matter has one.

    Raises: BadInput, at the first line that is none: what is passed over would be taken for verified.
    """
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines_of(file), 1):
        if not line.strip():
            continue
        match asked(line):
            case {"matter": str(matter), "version": int(version), "seal": str(seal), **others} if not others:
                if matter in found:
                    en = f"{quoted(matter)} is there twice; give what one call printed"
                    raise BadInput.of(f"heads line {number}", en, f"{quoted(matter)} 出现两次；请只给一次的输出")
                found[matter] = version, seal
            case other:
                like = '{"matter": "A-1", "version": 2, "seal": "9f…"}'
                en, zh = f"{quoted(other)} is no head; expected one like {like}", f"{quoted(other)} 应如 {like}"
                raise BadInput.of(f"heads line {number}", en, zh)
    return found


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
