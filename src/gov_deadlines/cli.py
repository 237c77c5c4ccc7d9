"""The command line: one question, one answer; JSON lines for hosts in other languages."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from .analysis.docket import answers, calendar_for, moved, read_docket, table
from .deadline import Deadline, due
from .errors import BadInput, Fault, GovDeadlinesError, Lang, UnknownRule
from .law.book import LawBook
from .moment import read_day, read_moment
from .period import Period, Unit
from .workdays.calendar import WorkCalendar
from .workdays.files import read_folder, to_toml
from .workdays.notice import Notice
from .workdays.region import NATION, prefix_of
from .workdays.wording import read_notice

LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the answer.")
JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
PLACE = click.option("--jurisdiction", default=NATION, metavar="CODE", help="CN or a GB/T 2260 code; CN by default.")


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return read_day(value, param.name if param and param.name else "day")
        except BadInput as bad:
            self.fail(bad.message(), param, ctx)


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
    ctx.obj = calendars


@command.command("due")
@click.argument("rule")
@click.argument("start")
@PLACE
@click.option("--as-known-on", type=_Day(), help="Answer with what was public by the end of that day.")
@click.option(
    "--project", type=int, metavar="YEAR", help="Go on through YEAR without notices; the answer is provisional."
)
@LANG
@JSON
@click.pass_obj
def due_command(
    calendars: Path | None,
    rule: str,
    start: str,
    jurisdiction: str,
    as_known_on: date | None,
    project: int | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """When RULE must be met after an act on START (2020-05-20, or an instant with its offset for hours)."""
    with _refusals(lang, as_json=as_json):
        calendar = _calendar(jurisdiction, calendars, as_known_on, project)
        found = due(rule, read_moment(start), jurisdiction=jurisdiction, calendar=calendar, as_known_on=as_known_on)
        _print(_json(found.to_dict()) if as_json else found.explain(lang))


@command.command("reckon")
@click.pass_obj
def reckon_command(calendars: Path | None) -> None:
    """Answer one JSON question a line from standard input, each as soon as it is read."""
    notices, failed = _taken_in(calendars), False
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            _print(_json(_reckon(line, notices)))
        except GovDeadlinesError as error:
            failed = True
            _print(_json({"error": error.to_dict()}))
    sys.exit(1 if failed else 0)


@command.group("law")
def law_group() -> None:
    """The rules and the texts they stand in."""


@law_group.command("list")
@LANG
@JSON
def law_list(lang: Lang, as_json: bool) -> None:
    """Every rule, with how many versions it has."""
    book = LawBook.load()
    if as_json:
        _print(
            _json(
                [
                    {"rule": name, "zh": book[name].zh, "en": book[name].en, "versions": len(book[name].versions)}
                    for name in book
                ]
            )
        )
        return
    head = ("规则", "名称", "版本数") if lang == "zh" else ("rule", "name", "versions")
    rows = [(name, book[name].zh if lang == "zh" else book[name].en, str(len(book[name].versions))) for name in book]
    _print_table(head, rows)


@law_group.command("show")
@click.argument("rule")
@LANG
@JSON
def law_show(rule: str, lang: Lang, as_json: bool) -> None:
    """Every version of RULE, with place, dates, source and how sure each is."""
    with _refusals(lang, as_json=as_json):
        found = LawBook.load()[rule]
        versions = sorted(
            found.versions, key=lambda v: (v.document.jurisdiction != NATION, v.document.jurisdiction, v.in_force_from)
        )
        if as_json:
            plain = {
                "rule": found.id,
                "zh": found.zh,
                "en": found.en,
                "special_of": found.special_of,
                "rivals": found.rivals,
            }
            _print(_json({**plain, "versions": [version.to_dict() for version in versions]}))
            return
        _print(f"{found.id}  {found.zh if lang == 'zh' else found.en}")
        head = (
            ("地区", "生效", "失效", "期限", "起算", "来源")
            if lang == "zh"
            else ("place", "from", "to", "limit", "anchor", "source")
        )
        _print_table(
            head,
            [
                (
                    v.document.jurisdiction,
                    f"{v.in_force_from}",
                    f"{v.in_force_to or ''}",
                    v.says(lang),
                    v.anchor,
                    v.cite(lang),
                )
                for v in versions
            ],
        )


@command.group("calendar")
def calendar_group() -> None:
    """The working-day calendar and the notices it is made of."""


@calendar_group.command("show")
@click.argument("year", type=int)
@click.option("--region", default=NATION, metavar="CODE", help="CN or a GB/T 2260 code.")
@click.option("--as-known-on", type=_Day(), help="As the public knew it at the end of that day.")
@LANG
@JSON
@click.pass_obj
def calendar_show(
    calendars: Path | None, year: int, region: str, as_known_on: date | None, lang: Lang, as_json: bool
) -> None:
    """The days of YEAR that are not what their weekday says, with the notice that decided each."""
    with _refusals(lang, as_json=as_json):
        calendar = _calendar(region, calendars, as_known_on, None)
        days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(366)]
        found = [calendar.day(day) for day in days if day.year == year]
        working = sum(day.working for day in found)
        told = [day for day in found if day.notice or day.kind.value in ("makeup", "holiday")]
        doubts = (
            [doubt.reason(lang) for doubt in calendar.doubts_in(date(year - 1, 12, 31), date(year, 12, 31))]
            if year > calendar.first.year
            else []
        )
        if as_json:
            plain = [
                {
                    "date": day.date.isoformat(),
                    "kind": day.kind.value,
                    "name": day.name,
                    "statutory": day.statutory,
                    "notice": day.notice.id if day.notice else None,
                    "citation": day.notice.citation if day.notice else None,
                }
                for day in told
            ]
            _print(_json({"year": year, "region": region, "working_days": working, "days": plain, "doubts": doubts}))
            return
        _print(f"{year} {region}: {working} 个工作日" if lang == "zh" else f"{year} {region}: {working} working days")
        head = (
            ("日期", "性质", "名称", "法定", "通知") if lang == "zh" else ("day", "kind", "name", "statutory", "notice")
        )
        _print_table(
            head,
            [
                (
                    f"{day.date} {'一二三四五六日'[day.date.weekday()]}" if lang == "zh" else f"{day.date:%Y-%m-%d %a}",
                    day.kind.zh if lang == "zh" else day.kind.value,
                    day.name,
                    "✓" if day.statutory else "",
                    day.notice.citation if day.notice else "",
                )
                for day in told
            ],
        )
        for doubt in doubts:
            _print(f"? {doubt}")


@calendar_group.command("diff")
@click.argument("before", type=_Day())
@click.argument("after", type=_Day())
@click.option("--region", default=NATION, metavar="CODE", help="CN or a GB/T 2260 code.")
@LANG
@JSON
@click.pass_obj
def calendar_diff(calendars: Path | None, before: date, after: date, region: str, lang: Lang, as_json: bool) -> None:
    """The days whose standing changed between what was known on BEFORE and on AFTER, and the notices that did it."""
    with _refusals(lang, as_json=as_json):
        whole = _calendar(region, calendars, None, None)
        _print_difference(whole.known_as_of(before), whole.known_as_of(after), lang, as_json=as_json)


@calendar_group.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--region", default=NATION, metavar="CODE", help="Whose notice it is.")
@click.option("--year", type=int, help="Its year, when the text does not say.")
@click.option("--public", type=_Day(), help="The day it became public; the day of signature when left out.")
@click.option(
    "--docket", "docket_file", type=click.File("r", encoding="utf-8"), help="Rows whose moved due dates to show."
)
@click.option(
    "--write", is_flag=True, help="Keep it: write it into the folder of --calendars (./calendars by default)."
)
@LANG
@JSON
@click.pass_obj
def calendar_import(
    calendars: Path | None,
    file: Any,
    region: str,
    year: int | None,
    public: date | None,
    docket_file: Any,
    write: bool,
    lang: Lang,
    as_json: bool,
) -> None:
    """Read the official text of a notice from FILE (- for standard input) and show what it changes."""
    with _refusals(lang, as_json=as_json):
        taken_in = _taken_in(calendars)
        before = calendar_for(region, taken_in)
        earlier = [notice for notice in before.notices() if notice.region == prefix_of(region)]
        notice = read_notice(file.read(), region=prefix_of(region), year=year, earlier=earlier, public=public)
        after = before.with_notices([notice])
        rows = read_docket(docket_file.read(), docket_file.name) if docket_file else ()
        known = notice.known_from
        moves = list(moved(rows, known - timedelta(days=1), known, notices=[*taken_in, notice]))
        path = _kept_at(calendars or Path("calendars"), notice) if write else None
        if as_json:
            difference = [
                {"date": f"{day}", "before": old, "after": new} for day, old, new in _difference(before, after)
            ]
            plain = {
                "notice": {**notice.to_plain(), "signed": _iso(notice.signed), "public": _iso(notice.public)},
                "days": difference,
                "moved": [_plain_move(move) for move in moves],
                "written": str(path) if path else None,
            }
            _print(_json(plain))
            return
        _print(to_toml(notice))
        _print_difference(before, after, lang, as_json=False)
        if rows:
            _print_moves(moves, lang)
        if path:
            _print(
                f"已写入 {path}；用 --calendars {path.parent.parent} 启用"
                if lang == "zh"
                else f"written to {path}; use it with --calendars {path.parent.parent}"
            )


@command.command("demo")
@LANG
def demo_command(lang: Lang) -> None:
    """The shipped docket: every due date with its reason, one explained in full, and what a notice did to it."""
    rows = read_docket(files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8"))
    book = LawBook.load()
    _print("一、期限一览" if lang == "zh" else "1. What is due")
    _print_table(*table(answers(rows, book=book), lang))
    _print("\n二、一项期限的完整说明" if lang == "zh" else "\n2. One deadline in full")
    _print(due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323", book=book).explain(lang))
    before, after = date(2020, 1, 26), date(2020, 1, 27)
    _print(
        "\n三、2020年1月延长春节假期的通知移动了哪些期限"
        if lang == "zh"
        else "\n3. What the notice of January 2020 moved"
    )
    _print_moves(list(moved(rows, before, after, book=book)), lang)


def _reckon(line: str, notices: Sequence[Notice]) -> dict[str, Any]:
    """The answer to one JSON question."""
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise BadInput.of(
            "line", f"{line.strip()!r} is no JSON: {error}", f"{line.strip()!r} 不是 JSON：{error}"
        ) from None
    if not isinstance(asked, dict):
        raise BadInput.of("line", f"{line.strip()!r} is no JSON object", f"{line.strip()!r} 不是 JSON 对象")
    known = {"rule", "period", "start", "jurisdiction", "as_known_on", "id"}
    faults = [
        Fault(key, f"unknown key; expected {', '.join(sorted(known))}", "未知字段") for key in asked if key not in known
    ]
    if "start" not in asked:
        faults.append(Fault("start", "missing", "缺少"))
    if ("rule" in asked) == ("period" in asked):
        faults.append(Fault("rule", "expected exactly one of rule and period", "rule 与 period 须且只能有一项"))
    if faults:
        raise BadInput(faults)
    start = read_moment(asked["start"])
    place = asked.get("jurisdiction", NATION)
    known_on = read_day(asked["as_known_on"], "as_known_on") if asked.get("as_known_on") else None
    calendar = calendar_for(place, notices)
    echo = {"id": asked["id"]} if "id" in asked else {}
    if "rule" in asked:
        if not isinstance(asked["rule"], str):
            raise UnknownRule(asked["rule"])
        return echo | due(asked["rule"], start, jurisdiction=place, calendar=calendar, as_known_on=known_on).to_dict()
    count = _period(asked["period"]).end(start, calendar.known_as_of(known_on) if known_on else calendar)
    bounds = count.bounds
    return echo | {
        "due": count.due.isoformat() if count.due else None,
        "due_at": count.due_at.isoformat(),
        "certainty": "provisional" if bounds else "settled",
        "earliest": bounds[0].isoformat() if bounds else None,
        "latest": bounds[1].isoformat() if bounds else None,
        "rule": None,
        "version": None,
        "steps": [step.to_dict() for step in count.steps],
        "alternatives": [],
        "conflicts": [],
    }


def _period(asked: object) -> Period:
    units = [unit.value for unit in Unit]
    if not isinstance(asked, dict) or asked.keys() != {"n", "unit"} or asked["unit"] not in units:
        raise BadInput.of(
            "period",
            f'{asked!r} is no period; expected {{"n": 20, "unit": one of {", ".join(units)}}}',
            f'{asked!r} 不是期间；应为 {{"n": 20, "unit": {"、".join(units)} 之一}}',
        )
    return Period(asked["n"], Unit(asked["unit"]))


def _taken_in(calendars: Path | None) -> tuple[Notice, ...]:
    return read_folder(calendars).notices if calendars else ()


def _calendar(region: str, calendars: Path | None, as_known_on: date | None, project: int | None) -> WorkCalendar:
    calendar = calendar_for(region, _taken_in(calendars))
    calendar = calendar.known_as_of(as_known_on) if as_known_on else calendar
    return calendar.projected(project) if project else calendar


def _kept_at(folder: Path, notice: Notice) -> Path:
    """Write *notice* into *folder*; a file that is there already stays, so that nothing is lost."""
    path = folder / notice.region / f"{notice.id.partition('/')[2]}.toml"
    if path.exists():
        raise BadInput.of(
            str(path), "exists already; move it away to take the notice in anew", "文件已存在；如需重新导入请先移走"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_toml(notice), encoding="utf-8")
    return path


def _difference(before: WorkCalendar, after: WorkCalendar) -> Iterator[tuple[date, str, str]]:
    """Each day that is off in one and worked in the other; days only one covers are held against the ordinary week."""
    day, last = min(before.first, after.first), max(before.last, after.last)

    def standing(calendar: WorkCalendar) -> bool:
        return calendar.is_working_day(day) if calendar.first <= day <= calendar.last else day.weekday() < 5

    words = {True: "work", False: "off"}
    while day <= last:
        if standing(before) != standing(after):
            yield day, words[standing(before)], words[standing(after)]
        day += timedelta(days=1)


def _print_difference(before: WorkCalendar, after: WorkCalendar, lang: Lang, *, as_json: bool) -> None:
    found = list(_difference(before, after))
    known = {notice.id for notice in before.notices()}
    new = [notice for notice in after.notices() if notice.id not in known]
    if as_json:
        plain = [{"date": day.isoformat(), "before": old, "after": new_word} for day, old, new_word in found]
        _print(
            _json(
                {
                    "notices": [notice.id for notice in new],
                    "last_before": f"{before.last}",
                    "last_after": f"{after.last}",
                    "days": plain,
                }
            )
        )
        return
    for notice in new:
        kind = notice.kind.zh if lang == "zh" else notice.kind.value
        _print(f"+ {notice.id} {notice.citation} ({kind})")
    if before.last != after.last:
        _print(
            f"覆盖至 {before.last} → {after.last}" if lang == "zh" else f"covered through {before.last} -> {after.last}"
        )
    zh = {"work": "上班", "off": "休息"}
    head = ("日期", "原为", "现为") if lang == "zh" else ("day", "before", "after")
    _print_table(
        head,
        [
            (
                f"{day} {'一二三四五六日'[day.weekday()]}" if lang == "zh" else f"{day:%Y-%m-%d %a}",
                *((zh[old], zh[now]) if lang == "zh" else (old, now)),
            )
            for day, old, now in found
        ],
    )


def _print_moves(moves: Sequence[Any], lang: Lang) -> None:
    head = (
        ("事项", "义务", "地区", "起算", "原期限", "现期限", "通知")
        if lang == "zh"
        else ("matter", "duty", "place", "start", "from", "to", "notice")
    )
    _print_table(
        head,
        [
            (
                move.row.matter,
                move.after.rule.zh if lang == "zh" else move.after.rule.en,
                move.row.jurisdiction,
                str(move.row.start),
                str(move.before.due or move.before.due_at),
                str(move.after.due or move.after.due_at),
                "、".join(notice.citation for notice in move.notices),
            )
            for move in moves
        ],
    )


def _plain_move(move: Any) -> dict[str, Any]:
    def day(deadline: Deadline) -> str:
        return str(deadline.due or deadline.due_at)

    return {
        "matter": move.row.matter,
        "rule": move.row.rule,
        "from": day(move.before),
        "to": day(move.after),
        "notices": [notice.id for notice in move.notices],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(value: Mapping[str, Any] | Iterable[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _print(text: str) -> None:
    click.echo(text)
    sys.stdout.flush()


def _print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The table as wide as the terminal, or as it needs where there is none, so that piped output keeps its lines."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 1000, highlight=False, markup=False).print(grid)


@contextmanager
def _refusals(lang: Lang, *, as_json: bool) -> Iterator[None]:
    """A refusal becomes its message and exit status 1, never a traceback."""
    try:
        yield
    except GovDeadlinesError as error:
        _print(_json({"error": error.to_dict(lang)})) if as_json else click.echo(error.message(lang), err=True)
        sys.exit(1)
