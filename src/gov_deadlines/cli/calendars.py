"""``calendar``: the working days, what changed them, and how a new notice is taken in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

import click

from ..analysis.docket import calendar_for, moved, read_docket
from ..errors import Lang, said
from ..workdays import day as workdays
from ..workdays.calendar import WorkCalendar
from ..workdays.changes import changes
from ..workdays.day import DayKind
from ..workdays.files import keep, to_toml
from ..workdays.notice import Notice
from .options import JSON, KNOWN, LANG, REGION, Day, calendar_of, name_of, official, taken_in, text_of
from .output import refusals, say, say_json, say_moves, say_table


@click.group("calendar")
def calendar_group() -> None:
    """The working-day calendar and the notices it is made of."""


@calendar_group.command("show")
@click.argument("year", type=click.IntRange(1, 9999))
@REGION
@KNOWN
@click.option("--project", is_flag=True, help="Project the year when no notice covers it; its days are marked.")
@LANG
@JSON
@click.pass_obj
def calendar_show(
    calendars: Path | None,
    year: int,
    region: str,
    as_known_on: date | None,
    project: bool,
    lang: Lang,
    as_json: bool,
) -> None:
    """The days of YEAR that are not what their weekday says, with the notice that decided each."""
    with refusals(lang, as_json=as_json):
        calendar = calendar_of(region, calendars, as_known_on, year if project else None)
        first, last = date(year, 1, 1), date(year, 12, 31)
        days = [calendar.day(first + timedelta(days=offset)) for offset in range((last - first).days + 1)]
        working = sum(day.working for day in days)
        special = [day for day in days if day.notice or day.kind in (DayKind.HOLIDAY, DayKind.MAKEUP)]
        # Day by day: over a whole year swaps cancel out, and no doubt about them would be left.
        spans = ((day.date - timedelta(days=1), day.date) for day in days)
        doubts = list(dict.fromkeys(doubt.reason(lang) for span in spans for doubt in calendar.doubts_in(*span)))
        if as_json:
            plain = {"year": year, "region": region, "working_days": working, "doubts": doubts}
            say_json({**plain, "days": [day.to_dict() for day in special]})
            return
        say(said(lang, f"{year}年 {region}：{working}个工作日", f"{year} {region}: {working} working days"))
        head = said(lang, "日期 性质 名称 法定 通知", "day kind name statutory notice").split()
        say_table(head, [_cells(day, lang) for day in special])
        for doubt in doubts:
            say(f"? {doubt}")


@calendar_group.command("diff")
@click.argument("before", type=Day())
@click.argument("after", type=Day())
@REGION
@LANG
@JSON
@click.pass_obj
def calendar_diff(calendars: Path | None, before: date, after: date, region: str, lang: Lang, as_json: bool) -> None:
    """The days whose standing changed between what was known on BEFORE and on AFTER, and the notices that did it."""
    with refusals(lang, as_json=as_json):
        whole = calendar_of(region, calendars)
        old, new = whole.known_as_of(before), whole.known_as_of(after)
        if as_json:
            say_json(_difference(old, new))
        else:
            _say_difference(old, new, lang)


@calendar_group.command("import")
@click.argument("file", type=click.File("rb"))
@REGION
@click.option("--year", type=int, help="Its year, when the text does not say.")
@click.option("--public", type=Day(), help="The day it became public; the day of signature when left out.")
@click.option("--docket", type=click.File("rb"), help="A CSV of rows whose moved due dates to show.")
@click.option("--write", is_flag=True, help="Keep it in the folder of --calendars (./calendars by default).")
@LANG
@JSON
@click.pass_obj
def calendar_import(
    calendars: Path | None,
    file: BinaryIO,
    region: str,
    year: int | None,
    public: date | None,
    docket: BinaryIO | None,
    write: bool,
    lang: Lang,
    as_json: bool,
) -> None:
    """Read the official text of a notice from FILE (- for standard input) and show what it changes."""
    with refusals(lang, as_json=as_json):
        # The first notice kept opens its folder, so there need not be one yet.
        others = taken_in(calendars) if calendars and (calendars.exists() or not write) else ()
        before = calendar_for(region, others)
        notice = official(text_of(file), region, others, year, public)
        after = before.with_notices([notice])
        rows = read_docket(text_of(docket), name_of(docket)) if docket else ()
        eve = notice.known_from - timedelta(days=1)
        moves = list(moved(rows, eve, notice.known_from, notices=[*others, notice]))
        path = keep(notice, calendars or Path("calendars")) if write else None
        if as_json:
            plain = {"notice": notice.to_plain(), "moved": [move.to_dict() for move in moves]}
            say_json(plain | _difference(before, after) | {"written": str(path) if path else None})
            return
        say(to_toml(notice))
        _say_difference(before, after, lang)
        if docket:
            say_moves(moves, lang)
        if path:
            use = f"--calendars {path.parent.parent}"
            say(said(lang, f"已写入 {path}；以 {use} 启用", f"written to {path}; use it with {use}"))


def _difference(before: WorkCalendar, after: WorkCalendar) -> dict[str, object]:
    """What :func:`_say_difference` says, in plain values."""
    words = {True: "work", False: "off"}
    return {
        "notices": [notice.id for notice in _new_notices(before, after)],
        "last_before": before.last.isoformat(),
        "last_after": after.last.isoformat(),
        "days": [
            {"date": day.isoformat(), "before": words[was], "after": words[now]}
            for day, was, now in changes(before, after)
        ],
    }


def _say_difference(before: WorkCalendar, after: WorkCalendar, lang: Lang) -> None:
    for notice in _new_notices(before, after):
        say(f"+ {notice.id} {notice.citation} {said(lang, notice.kind.zh, notice.kind.value)}")
    if before.last != after.last:
        say(said(lang, f"覆盖至 {before.last} → {after.last}", f"covered through {before.last} -> {after.last}"))
    words = {True: said(lang, "上班", "work"), False: said(lang, "休息", "off")}
    rows = [(_day_text(day, lang), words[was], words[now]) for day, was, now in changes(before, after)]
    say_table(said(lang, "日期 原为 现为", "day before after").split(), rows)


def _new_notices(before: WorkCalendar, after: WorkCalendar) -> list[Notice]:
    known = {notice.id for notice in before.notices()}
    return [notice for notice in after.notices() if notice.id not in known]


def _cells(day: workdays.Day, lang: Lang) -> tuple[str, ...]:
    kind = said(lang, day.kind.zh, day.kind.value)
    citation = day.notice.citation if day.notice else said(lang, "推算", "projected")
    return _day_text(day.date, lang), kind, day.name, said(lang, "是", "yes") if day.statutory else "", citation


def _day_text(day: date, lang: Lang) -> str:
    return said(lang, f"{day} {'一二三四五六日'[day.weekday()]}", f"{day:%Y-%m-%d %a}")
