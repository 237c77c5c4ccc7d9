"""A docket as one HTML page that needs nothing else: no network, no server, and no script to be read or printed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from string import Template

from ..civil import SHANGHAI, WEEKDAYS, civil_day, day_text
from ..deadline import Certainty
from ..errors import Lang, said
from ..explanation import weeks
from ..show import escaped
from ..workdays.notice import Notice
from .entry import Entry, Status, moment_text

GROUPS = {
    "all": ("全部", "all"),
    "overdue": ("已逾期", "overdue"),
    "soon": ("即将到期", "due soon"),
    "later": ("未到期", "not due"),
    "moved": ("被通知移动", "moved by a notice"),
    "unknown": ("无法计算", "cannot be told"),
    "done": ("已办结", "done"),
}
"""The groups that the page filters by, and their names."""

_GROUP = {
    Status.OVERDUE: "overdue",
    Status.DUE_TODAY: "soon",
    Status.DUE_SOON: "soon",
    Status.NOT_DUE: "later",
    Status.RUNNING: "later",
    Status.STOPPED: "later",
    Status.UNKNOWN: "unknown",
}
_ALWAYS = ("all", "overdue", "soon", "later")
_HEADS = (
    ("matter", "事项", "matter"),
    ("place", "地区", "place"),
    ("start", "起算", "start"),
    ("due", "期限", "due"),
    ("", "剩余", "left"),
    ("status", "状态", "status"),
)
_WORDS = {
    "filter_label": ("按状态筛选", "filter by status"),
    "search": ("查找事项、义务、地区", "find a matter, duty or place"),
    "sort_label": ("排序", "sort by"),
    "unfold": ("全部展开", "unfold all"),
    "fold": ("全部收起", "fold all"),
    "count": ("显示 {shown} 项，共 {all} 项", "{shown} of {all} shown"),
    "nothing": ("没有符合条件的事项", "nothing matches"),
    "caption": ("各事项的期限；展开一项可见其依据", "What is due; each row unfolds to its reason"),
}
_KEY = (
    "框线：起算日；绿：计入；蓝：调休计入；划线：不计入",
    "box: start; green: counted; blue: worked weekend; struck: not counted",
)


def page(
    rows: Iterable[Entry],
    moment: date | datetime,
    *,
    lang: Lang = "zh",
    title: str = "",
    as_known_on: date | None = None,
    proposed: Sequence[Notice] = (),
) -> str:
    """
    The page of *rows*, as they stand at *moment*: filtered, sorted and unfolded in the browser, and whole without it.

    *as_known_on* and the *proposed* notices that were counted with are said at its head. All that is handed in becomes
    text; the page forbids itself every other script and every request.

    >>> from ..deadline import due
    >>> from .gathering import entries
    >>> found = {"<script>": due("enforcement.penalty", date(2020, 5, 20))}
    >>> "<b>&lt;script&gt;</b>" in page(entries(found, date(2020, 5, 27)), date(2020, 5, 27))
    True
    """
    shown = sorted(rows, key=lambda row: (row.due_at is None, row.due_at and row.due_at.astimezone(UTC), row.matter))
    style, script = (_asset(name) for name in ("page.css", "page.js"))
    return Template(_asset("page.html")).substitute(
        {name: escaped(said(lang, *words)) for name, words in _WORDS.items()},
        html_lang=said(lang, "zh-CN", "en"),
        title=escaped(title or said(lang, "期限一览", "Deadlines")),
        subtitle=escaped(_subtitle(moment, as_known_on, proposed, lang)),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        tiles=_tiles(shown, lang),
        heads="".join(_head(key, said(lang, zh, en)) for key, zh, en in _HEADS),
        sort_options="".join(f'<option value="{key}">{said(lang, zh, en)}</option>' for key, zh, en in _HEADS if key),
        rows="\n".join(_entry(row, number, lang) for number, row in enumerate(shown)),
        footer=escaped(
            said(
                lang,
                f"本页为{_moment(moment, lang)}的快照，不联网，也不会自行更新。期限及其依据供参考，不是法律意见。",
                f"A snapshot of {_moment(moment, lang)}: it asks nothing of any network and does not update itself. "
                "Due dates come with their grounds and are no legal advice.",
            )
        ),
    )


def _asset(name: str) -> str:
    return files("gov_deadlines.view").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The hash by which the page's own policy lets *text* run, and nothing else."""
    return b64encode(sha256(text.encode()).digest()).decode()


def _subtitle(moment: date | datetime, known: date | None, proposed: Sequence[Notice], lang: Lang) -> str:
    told = [said(lang, f"截至{_moment(moment, lang)}", f"as of {_moment(moment, lang)}")]
    if known is not None:
        told.append(said(lang, f"按{day_text(known, lang)}已公布的通知和规定", f"as known on {day_text(known, lang)}"))
    if proposed:
        cited = "、".join(notice.citation for notice in proposed)
        told.append(said(lang, f"已计入拟议的{cited}", f"with the proposed {cited}"))
    return " · ".join(told)


def _moment(moment: date | datetime, lang: Lang) -> str:
    if not isinstance(moment, datetime):
        return day_text(moment, lang)
    there = moment.astimezone(SHANGHAI)
    clock = said(lang, f"{there:%H:%M}（北京时间）", f" {there:%H:%M} (Beijing time)")
    return day_text(there.date(), lang) + clock


def _groups(row: Entry) -> tuple[str, ...]:
    """The groups that *row* is in besides all: how it stands, and whether a notice has moved it."""
    return (_GROUP.get(row.status, "done"), *(("moved",) if row.move else ()))


def _tiles(rows: Sequence[Entry], lang: Lang) -> str:
    number = {"all": len(rows)} | {name: sum(name in _groups(row) for row in rows) for name in [*GROUPS][1:]}
    return "\n".join(
        f'<button type="button" class="tile {name}" data-group="{name}" aria-pressed="{str(name == "all").lower()}">'
        f"<b>{number[name]}</b><span>{said(lang, *words)}</span></button>"
        for name, words in GROUPS.items()
        if number[name] or name in _ALWAYS
    )


def _head(key: str, name: str) -> str:
    if not key:
        return f'<th scope="col"><span class="by">{name}</span></th>'
    return f'<th scope="col" data-key="{key}"><button type="button" class="by">{name}</button></th>'


def _entry(row: Entry, number: int, lang: Lang) -> str:
    """A row and, under it, its reason; without a script both are shown."""
    groups = _groups(row)
    at = row.due_at.astimezone(UTC).isoformat() if row.due_at else ""
    start = "" if row.start is None else moment_text(row.start)
    keys = {
        "groups": " ".join(groups),
        "matter": f"{row.matter} {row.name(lang)}",
        "place": row.jurisdiction,
        "start": start,
        "due": at,
        "status": str(list(Status).index(row.status)),
    }
    data = "".join(f' data-{name}="{escaped(value)}"' for name, value in keys.items())
    doubtful = row.certainty is Certainty.PROVISIONAL and row.status is not Status.UNKNOWN
    tag = f'<span class="tag">{said(lang, "暂定", "provisional")}</span>' if doubtful else ""
    return (
        f'<tbody class="entry {groups[0]}"{data}>\n'
        f'<tr class="row"><th scope="row" class="matter">'
        f'<button type="button" class="name" aria-expanded="true" aria-controls="why-{number}">'
        f"<span><b>{escaped(row.matter)}</b><small>{escaped(row.name(lang))}</small></span></button></th>"
        f'<td class="place">{escaped(row.jurisdiction)}</td>'
        f'<td class="start" data-head="{said(lang, "起算", "start")}">{start or "—"}</td>'
        f'<td class="due">{_due(row, lang)}{tag}</td>'
        f'<td class="left">{escaped(row.left_text(lang))}</td>'
        f'<td class="status"><span class="pill">{row.status.text(lang)}</span></td></tr>\n'
        f'<tr class="detail" id="why-{number}"><td colspan="{len(_HEADS)}">{_reason(row, lang)}</td></tr>\n</tbody>'
    )


def _due(row: Entry, lang: Lang) -> str:
    day = row.opens_on or row.due or (civil_day(row.due_at) if row.due_at else None)
    if day is None:
        return "—"
    week = said(lang, f"周{WEEKDAYS['zh'][day.weekday()]}", WEEKDAYS["en"][day.weekday()][:3])
    was = ""
    if row.move is not None:
        named = f'<span class="tag moved">{said(lang, "通知移动", "moved")}</span>'
        was = f'<span class="was"><del>{escaped(row.move.before_text)}</del>{named}</span>'
    return f'<time>{escaped(row.due_text(lang))}</time><span class="week">{week}</span>{was}'


def _reason(row: Entry, lang: Lang) -> str:
    head, grounds = row.reason(lang)
    told = "".join(
        f"<dt>{escaped(name)}</dt>" + "".join(f"<dd>{escaped(text)}</dd>" for _, text in same)
        for name, same in groupby(grounds, key=lambda ground: ground[0])
    )
    drawn = weeks(row.deadline, lang) if row.deadline else ""
    side = f'<div>{drawn}<p class="key">{said(lang, *_KEY)}</p></div>' if drawn else ""
    return f'<div class="why"><h2>{escaped(head)}</h2><dl>{told}</dl>{side}</div>'
