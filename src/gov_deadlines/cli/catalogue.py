"""``catalogue``: an agency's own catalogue, held against the law, and taken in as its own rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click

from ..catalogue.checking import check_catalogue
from ..catalogue.containers.bounds import Bounds
from ..catalogue.own_law import document_of
from ..catalogue.table import Catalogue, read_catalogue
from ..civil import civil_day
from ..errors import BadInput, Lang, said
from .options import JSON, LANG, PLACE, Day, calendar_of, name_of
from .output import refusals, say, say_json, say_table
from .rows import now


@click.group("catalogue")
def catalogue_group() -> None:
    """
    An agency's catalogue of what it discloses: .xlsx, a web page or CSV.

    Files from outside are read within bounds; nothing in them is worked out, followed or fetched.
    """


def _reads(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads a catalogue."""
    for option in (
        click.option("--encoding", default="", metavar="NAME", help="Of CSV and pages, where it cannot be found out."),
        click.option(
            "--fill-down", is_flag=True, help="Read a blank as what stands above it: CSV keeps no merged cells."
        ),
        click.option("--sheet", default="", metavar="NAME", help="Read this sheet alone, be it hidden."),
        click.argument("file", type=click.File("rb", lazy=True)),
    ):
        command = option(command)
    return command


@catalogue_group.command("check")
@_reads
@PLACE
@click.option("--on", type=Day(), help="Hold it against what is in force that day; today unless given.")
@LANG
@JSON
@click.pass_obj
def catalogue_check(
    calendars: Path | None,
    file: BinaryIO,
    sheet: str,
    fill_down: bool,
    encoding: str,
    jurisdiction: str,
    on: date | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """
    Hold the catalogue in FILE (- for standard input) against the law: limits that are too long, bases that have ended.

    Exit status 1 when something must be put right, or the file cannot be read.
    """
    with refusals(lang, as_json=as_json):
        catalogue = _read(file, sheet, fill_down, encoding)
        calendar = calendar_of(jurisdiction, calendars)
        check = check_catalogue(catalogue, None, jurisdiction, on=on or civil_day(now()), calendar=calendar)
        say_json(check.to_dict()) if as_json else say(check.text(lang))
    raise SystemExit(1 if check.errors else 0)


@catalogue_group.command("import")
@_reads
@click.option("--jurisdiction", required=True, metavar="CODE", help="Whose catalogue it is: a GB/T 2260 code, or CN.")
@click.option("--in-force-from", type=Day(), help="Since when it holds; today unless given, which the file then says.")
@click.option(
    "--toml",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write its rules to this new file, for a folder of law or LawBook.with_file; it is never overwritten.",
)
@LANG
@JSON
def catalogue_import(
    file: BinaryIO,
    sheet: str,
    fill_down: bool,
    encoding: str,
    jurisdiction: str,
    in_force_from: date | None,
    out: Path | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """
    Take the catalogue in FILE (- for standard input) in as the rules of its agency, each row shown with what was read.

    Exit status 1 when some row or limit was not read; the others are taken in all the same.
    """
    with refusals(lang, as_json=as_json):
        catalogue = _read(file, sheet, fill_down, encoding)
        since = in_force_from or civil_day(now())
        rules = catalogue.rules(document_of(catalogue, jurisdiction, since))
        text = catalogue.to_toml(jurisdiction=jurisdiction, in_force_from=since)
        if out is not None:
            _write(out, text)
        if as_json:
            say_json(_plain(catalogue, [rule.id for rule in rules], text, out))
        else:
            _say_rows(catalogue, lang)
            say(catalogue.report(lang))
            told = f"共{len(rules)}条规则，自{since}起", f"{len(rules)} rules, since {since}"
            where = (
                (f"，已写入 {out}", f", written to {out}")
                if out
                else ("；用 --toml 写入文件", "; write them with --toml")
            )
            say(said(lang, told[0] + where[0], told[1] + where[1]))
    raise SystemExit(1 if catalogue.errors else 0)


def _read(file: BinaryIO, sheet: str, fill_down: bool, encoding: str) -> Catalogue:
    # No more than the bound is held, however long the stream is.
    data = file.read(Bounds().file_bytes + 1)
    return read_catalogue(data, sheet=sheet, fill_down=fill_down, encoding=encoding, name=name_of(file))


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        en, zh = "exists already; move it away first", "文件已存在；请先移走"
        raise BadInput.of(str(path), en, zh) from None
    except OSError as error:
        raise click.FileError(str(path), str(error.strerror)) from None


def _say_rows(catalogue: Catalogue, lang: Lang) -> None:
    head = said(lang, "位置 事项 公开时限 读作", "place item limit read-as").split()
    rows = [
        (
            item.place.text(lang),
            " ".join(item.name.split())[:60],
            " ".join(item.phrase.raw.split())[:60],
            said(lang, "；", "; ").join(stated.text(lang) for stated in item.limits),
        )
        for item in catalogue
    ]
    say_table(head, rows)


def _plain(catalogue: Catalogue, rules: list[str], toml: str, out: Path | None) -> dict[str, Any]:
    return {**catalogue.to_dict(), "rules": rules, "toml": toml, "written": str(out) if out else None}
