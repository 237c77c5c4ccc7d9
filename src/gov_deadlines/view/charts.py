"""Charts of a docket, of a matter's life and of a calendar's year; altair draws them, and a notebook shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..civil import ONE_DAY, SHANGHAI, civil_day, start_of
from ..errors import BadInput, Lang, said
from ..matters.matter import Matter
from ..matters.obligation import Obligation
from ..matters.timeliness import instant
from ..optional import needed
from ..show import width as columns_of
from .entry import Entry, Status, moment_text
from .life import Stretch, life_of
from .look import INK, MOVED, SOFT, STATUS, STRETCH, clock, dressed
from .year_chart import year

if TYPE_CHECKING:
    import altair

_FEW_DAYS = timedelta(days=4)
_COLUMN_PIXELS = 6.2
"""How wide a column of text is at the size of labels."""


def timeline(
    rows: Iterable[Entry], moment: date | datetime, *, lang: Lang = "zh", width: int = 680
) -> altair.LayerChart:
    """
    A bar from start to due for each of *rows*, the earliest due at the top, coloured by how it stands at *moment*.

    A rule marks the moment, a ring the day on which a row was due before a notice moved it.
    Raises: ModuleNotFoundError, without altair; BadInput, when no row has a start or a due date.
    """
    alt = needed("altair")
    bars = _bars(rows, moment, lang)
    if not bars:
        raise BadInput.of("rows", "none has a start or a due date; nothing to draw", "没有任何起算或到期日期，无图可画")
    order = [bar["label"] for bar in bars]
    shown = [status for status in Status if any(bar["status"] == status.text(lang) for bar in bars)]
    scale = alt.Scale(domain=[s.text(lang) for s in shown], range=[STATUS[s] for s in shown])
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=440, domain=False, ticks=False))
    x = alt.X("begin:T", title=None, axis=_axis(alt, *_reach(bars)), scale=alt.Scale(nice=False, padding=16))
    base = alt.Chart(alt.InlineData(values=bars)).encode(y=y)
    tips = [alt.Tooltip(f"{name}:N", title=said(lang, zh, en)) for name, zh, en in _TIPS]
    drawn = base.mark_bar(height=13, cornerRadius=2).encode(
        x=x,
        x2="end:T",
        tooltip=tips,
        color=alt.Color("status:N", scale=scale, title=None, legend=alt.Legend(orient="top", direction="horizontal")),
    )
    tick = base.mark_tick(thickness=3, size=17, opacity=1).encode(
        x="end:T", color=alt.Color("status:N", scale=scale, legend=None), tooltip=tips
    )
    texts = [
        base.mark_text(align="left", dx=7, fontSize=11, **look).encode(x="end:T", text="due:N")
        for look in ({"stroke": "white", "strokeWidth": 4}, {"color": SOFT})
    ]
    rings = base.transform_filter("isValid(datum.was)").mark_point(
        size=46, stroke=MOVED, fill="white", strokeWidth=1.8, opacity=1
    )
    moved = any(bar["was"] for bar in bars)
    more = said(lang, "圆圈：通知移动前的期限", "ring: due before a notice moved it") if moved else ""
    return dressed(  # type: ignore[no-any-return]
        alt.layer(drawn, tick, *_now(alt, moment), rings.encode(x="was:T", tooltip=tips), *texts).properties(
            width=width, height=alt.Step(23), title=_title(alt, said(lang, "期限一览", "Deadlines"), moment, lang, more)
        )
    )


_TIPS = (
    ("matter", "事项", "matter"),
    ("duty", "义务", "duty"),
    ("place", "地区", "place"),
    ("start", "起算", "start"),
    ("due", "期限", "due"),
    ("left", "剩余", "left"),
    ("status", "状态", "status"),
    ("moved", "通知移动", "moved"),
    ("source", "依据", "source"),
)


def _reach(bars: Sequence[dict[str, Any]]) -> tuple[datetime, datetime]:
    ends = [datetime.fromisoformat(bar[end]).replace(tzinfo=SHANGHAI) for bar in bars for end in ("begin", "end")]
    return min(ends), max(ends)


def _bars(rows: Iterable[Entry], moment: date | datetime, lang: Lang) -> list[dict[str, Any]]:
    told = [row for row in rows if row.start is not None or row.due_at is not None]
    told.sort(key=lambda row: (row.due_at is None, row.due_at and row.due_at.astimezone(UTC), row.matter))
    seen: dict[str, int] = {}
    bars = []
    for row in told:
        label = f"{row.matter} · {row.name(lang)}"
        seen[label] = seen.get(label, 0) + 1
        ends = row.due_at or instant(moment)
        # Where only the due date was kept, the bar is that day, or the hour before the instant.
        begin = row.start if row.start is not None else row.due or ends - timedelta(hours=1)
        if row.deadline is not None and row.deadline.looks_back and row.due is not None:
            begin, ends = row.due, instant(row.deadline.start)
        bars.append(
            {
                "label": label + (f" ({seen[label]})" if seen[label] > 1 else ""),
                "matter": row.matter,
                "duty": row.name(lang),
                "place": row.jurisdiction,
                "begin": clock(begin),
                "end": clock(max(ends, instant(begin) if isinstance(begin, datetime) else start_of(begin))),
                "start": "" if row.start is None else moment_text(row.start),
                "due": row.due_text(lang) if row.due_at else row.status.text(lang),
                "left": row.left_text(lang),
                "status": row.status.text(lang),
                "was": clock(row.move.before.due_at) if row.move and row.move.before else None,
                "moved": "、".join(n.citation for n in row.move.notices) if row.move else "",
                "source": row.source(lang),
            }
        )
    return bars


def life(matter: Matter, moment: date | datetime, *, lang: Lang = "zh", width: int = 680) -> altair.VConcatChart:
    """
    The life of *matter* up to *moment*: its facts above, and a bar for each duty by what its days were to the limit.

    Raises: ModuleNotFoundError, without altair; BadInput, for a matter without a fact by then.
    """
    alt = needed("altair")
    seen = matter.at(moment)
    duties = [(duty, life_of(duty)) for duty in seen.obligations]
    facts = [event for event in matter.events if civil_day(event.happened) <= civil_day(moment)]
    if not facts:
        raise BadInput.of("matter", f"{matter.id!r} has no fact by {moment}", f"{matter.id!r} 至 {moment} 没有事实")
    days = [start_of(event.day) for event in facts] + [start_of(civil_day(moment)) + ONE_DAY]
    days += [at for _, spans in duties for span in spans for at in (span.begin, span.end)]
    days += [duty.due_at for duty, _ in duties if duty.due_at]
    first, last = min(days), max(days)
    margin = max((last - first) * 0.04, timedelta(hours=2))
    first, last = first - margin, last + margin
    x = alt.Scale(domain=[clock(first), clock(last)], nice=False)
    named = [(event.happened, _fact_name(matter, event.name, lang)) for event in facts]
    state = matter.procedure.states.get(seen.state)
    title = f"{said(lang, matter.procedure.zh, matter.procedure.en)} {matter.id}"
    stands = said(lang, f"{state.zh}", f"{state.en}") if state else ""
    panels = [_facts_panel(alt, named, (first, last), x, lang, width)]
    drawn = [(duty, spans) for duty, spans in duties if spans or duty.due_at]
    if drawn:
        duties_panel = _duties_panel(alt, drawn, moment, x, _axis(alt, first, last), lang)
        panels.append(duties_panel.properties(width=width, height=alt.Step(34)))
    return dressed(  # type: ignore[no-any-return]
        alt.vconcat(*panels, spacing=2).properties(title=_title(alt, title, moment, lang, stands))
    )


def _facts_panel(
    alt: Any,
    facts: Sequence[tuple[date | datetime, str]],
    reach: tuple[datetime, datetime],
    x: Any,
    lang: Lang,
    width: int,
) -> Any:
    """The facts as points with their names, on as many lines as keep one name off another."""
    form = "%m-%d" if _form(*reach) == "%Y-%m-%d" else "%H:%M"
    rights: list[float] = []
    placed = []
    for happened, name in sorted(facts, key=lambda fact: instant(fact[0])):
        at = happened.astimezone(SHANGHAI) if isinstance(happened, datetime) else start_of(happened)
        label = f"{at.strftime(form)} {name}"
        part = (at - reach[0]) / (reach[1] - reach[0])
        long = columns_of(label) * _COLUMN_PIXELS / width
        on_left = part + long > 1
        left, right = (part - long, part) if on_left else (part, part + long)
        line = next((number for number, taken in enumerate(rights) if taken < left - 0.02), len(rights))
        rights[line : line + 1] = [right + 0.02]
        told = moment_text(happened)
        placed.append({"at": clock(at), "line": line, "name": name, "label": label, "left": on_left, "told": told})
    y = alt.Y("line:O", axis=None, sort="descending")
    base = alt.Chart(alt.InlineData(values=placed)).encode(
        x=alt.X("at:T", scale=x, axis=None),
        y=y,
        tooltip=[
            alt.Tooltip("told:N", title=said(lang, "发生", "happened")),
            alt.Tooltip("name:N", title=said(lang, "事实", "fact")),
        ],
    )
    texts = [
        base.transform_filter(f"datum.left == {side}")
        .mark_text(align=align, dx=dx, fontSize=11.5, color=INK)
        .encode(text="label:N")
        for side, align, dx in (("false", "left", 7), ("true", "right", -7))
    ]
    return alt.layer(base.mark_circle(size=42, color=INK, opacity=1), *texts).properties(
        width=width, height=alt.Step(20)
    )


def _duties_panel(
    alt: Any, duties: Sequence[tuple[Obligation, Sequence[Any]]], moment: date | datetime, x: Any, axis: Any, lang: Lang
) -> Any:
    """A bar for each duty, with the day it is due and the one on which it was met."""
    labels: list[str] = []
    bars, ends, acts = [], [], []
    for duty, spans in duties:
        name = said(lang, duty.duty.zh, duty.duty.en)
        name = f"{duty.name.partition(' ')[0]} {name}" if duty.state else name
        label = name if name not in labels else f"{name} ({sum(each.startswith(name) for each in labels) + 1})"
        labels.append(label)
        bars += [
            {
                "label": label,
                "begin": clock(span.begin),
                "end": clock(span.end),
                "kind": span.kind.text(lang),
                "why": said(lang, span.zh, span.en),
                "from": moment_text(span.begin),
                "to": moment_text(span.end),
            }
            for span in spans
        ]
        if duty.due_at is not None:
            due = duty.due.isoformat() if duty.due else moment_text(duty.due_at)
            ends.append({"label": label, "at": clock(duty.due_at), "due": due[5:], "told": due})
        if duty.fulfilled_at is not None:
            happened = duty.fulfilled_at
            # An act of a day is drawn in its middle: it came neither at its beginning nor at its end.
            at = happened if isinstance(happened, datetime) else start_of(happened) + timedelta(hours=12)
            acts.append({"label": label, "at": clock(at), "told": moment_text(happened)})
    kinds = [kind for kind in Stretch if any(bar["kind"] == kind.text(lang) for bar in bars)]
    scale = alt.Scale(domain=[kind.text(lang) for kind in kinds], range=[STRETCH[kind] for kind in kinds])
    y = alt.Y("label:N", sort=labels, title=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=260))
    span_tips = (("kind", "性质", "kind"), ("why", "原因", "why"), ("from", "起", "from"), ("to", "止", "to"))
    tips = [alt.Tooltip(f"{name}:N", title=said(lang, zh, en)) for name, zh, en in span_tips]
    legend = alt.Legend(orient="bottom", direction="horizontal", columns=7)
    due_tip = alt.Tooltip("told:N", title=said(lang, "期限", "due"))
    met_tip = alt.Tooltip("told:N", title=said(lang, "办结", "met"))
    lasting = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(height=15)
        .encode(
            y=y,
            x=alt.X("begin:T", scale=x, title=None, axis=axis),
            x2="end:T",
            color=alt.Color("kind:N", scale=scale, title=None, legend=legend),
            tooltip=tips,
        )
    )
    due = alt.Chart(alt.InlineData(values=ends)).encode(y=y, x=alt.X("at:T", scale=x), tooltip=[due_tip])
    met = alt.Chart(alt.InlineData(values=acts)).encode(y=y, x=alt.X("at:T", scale=x), tooltip=[met_tip])
    return alt.layer(
        lasting,
        due.mark_tick(thickness=2.5, size=24, color=INK),
        due.mark_text(align="center", dy=-17, fontSize=11, color=INK).encode(text="due:N"),
        met.mark_point(
            shape="circle", filled=True, size=80, color="#1f7a4d", stroke="white", strokeWidth=1.5, opacity=1
        ),
        *_now(alt, moment, x),
    )


def _form(first: datetime, last: datetime) -> str:
    """How times are written on an axis from *first* to *last*: hours only where days are few."""
    return "%m-%d %H:%M" if last - first < _FEW_DAYS else "%Y-%m-%d"


def _axis(alt: Any, first: datetime, last: datetime) -> Any:
    return alt.Axis(format=_form(first, last), labelOverlap="greedy", tickCount=8, labelFlush=False)


def _now(alt: Any, moment: date | datetime, scale: Any = None) -> tuple[Any, ...]:
    """A rule at the moment: the middle of a day, or the instant."""
    at = moment if isinstance(moment, datetime) else start_of(moment) + timedelta(hours=12)
    data = alt.InlineData(values=[{"now": clock(at), "told": moment_text(moment)}])
    x = alt.X("now:T") if scale is None else alt.X("now:T", scale=scale)
    rule = alt.Chart(data).mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.2).encode(x=x, tooltip="told:N")
    return (rule,)


def _title(alt: Any, title: str, moment: date | datetime, lang: Lang, more: str = "") -> Any:
    stands = said(lang, f"截至 {moment_text(moment)}（虚线）", f"as of {moment_text(moment)} (dashed)")
    return alt.TitleParams(title, subtitle=" · ".join(filter(None, [stands, more])))


def _fact_name(matter: Matter, name: str, lang: Lang) -> str:
    fact = matter.procedure.facts.get(name)
    return said(lang, fact.zh, fact.en) if fact else said(lang, "撤回", name) if name == "voided" else name


__all__ = ["life", "timeline", "year"]
