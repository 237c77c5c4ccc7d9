"""Matters, their duties and what is said of them at a moment, as notebooks show them; it decides nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ..civil import SHANGHAI
from ..explanation import as_html, as_markdown
from ..show import bundle, escaped, inert

if TYPE_CHECKING:
    from .assessment import Assessment
    from .event import Event
    from .matter import Matter
    from .obligation import Obligation
    from .procedure import Procedure


def of_matter(matter: Matter) -> dict[str, str]:
    """A matter: what is on record, in the order it came. Deadlines need a moment, which ``matter.at`` asks for."""
    state = matter.procedure.states.get(matter.state)
    rows = [_fact(matter, event) for event in matter.events]
    head = ("发生", "事实", "细节", "获知", "来件编号")
    kept = [place for place in range(len(head)) if place < 2 or any(row[place] for row in rows)]
    return bundle(
        f"{_named(matter.procedure, matter.id)}：{state.zh if state else '未开始'}",
        [
            ("规定", f"{matter.book[matter.rule].zh}（{matter.rule}）" if matter.rule else ""),
            ("地区", matter.jurisdiction),
            ("条款", matter.clause.cite("zh") if matter.clause else ""),
            ("事实", "" if matter.events else "尚无"),
        ],
        ([head[place] for place in kept], [[row[place] for place in kept] for row in rows]),
    )


def of_assessment(seen: Assessment) -> dict[str, str]:
    """A matter at a moment: its duties, what was breached, the time that others have, and what may come next."""
    state = seen.procedure.states.get(seen.state)
    facts = seen.procedure.facts
    duties = [
        (
            each.name if each.state else each.duty.zh,
            each.clock.zh,
            due_text(each),
            each.timeliness.zh if each.timeliness else "无法判断",
            each.late_by.text("zh") if each.late_by else "",
            f"{each.deadline.version.cite('zh')} {each.deadline.version.says('zh')}" if each.deadline else "",
        )
        for each in seen.obligations
    ]
    others = [
        (
            each.text("zh"),
            "申请人" if each.holder == "applicant" else each.holder,
            str(each.opens),
            str(each.deadline.due) if each.deadline else "—",
        )
        for each in seen.windows
    ]
    return bundle(
        f"{_named(seen.procedure, seen.matter)}：{state.zh if state else '未开始'}",
        [
            ("时点", when(seen.moment)),
            ("已知至", str(seen.as_known_on or "")),
            *(("违反", f"{each.zh}（{when(each.on)}）") for each in seen.breaches),
            ("可记录", "、".join(facts[name].zh for name in seen.legal)),
        ],
        (("义务", "计时", "期限", "状态", "逾期", "依据"), duties),
        (("他人的期限", "何人", "起", "止"), others),
    )


def of_obligation(each: Obligation) -> dict[str, str]:
    """One duty: how it stands, and its deadline with all that decided it."""
    text, found = each.explain("zh"), each.deadline
    if found is None:
        head, _, rest = text.partition("\n")
        return bundle(head, [("期限", due_text(each)), ("说明", rest)])
    own = text.replace(found.explain("zh"), "").split("\n")
    lines = [line for line in own if line]
    return {
        "text/plain": text,
        "text/markdown": "  \n".join(map(inert, lines)) + "\n\n" + as_markdown(found, "zh"),
        "text/html": "".join(f"<p>{escaped(line)}</p>" for line in lines) + as_html(found, "zh"),
    }


def due_text(each: Obligation) -> str:
    """When a duty is due, or why no day stands there."""
    found = each.deadline
    if found is None:
        return "无法计算" if each.refusal else "—"
    if found.opens_on:
        return f"最早 {found.opens_on}"
    return str(found.due) if found.due else when(found.due_at)


def when(moment: date | datetime) -> str:
    """``2020-05-29``, ``2020-07-08 21:20`` by the clock of Beijing."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else str(moment)


def _named(procedure: Procedure, id: str) -> str:
    return f"{procedure.zh}（{id}）" if id else procedure.zh


def _fact(matter: Matter, event: Event) -> tuple[str, ...]:
    known = matter.procedure.facts.get(event.name)
    name = known.zh if known else "撤回"  # the only fact that no table names
    details = "，".join(f"{key}={value}" for key, value in event.payload.items())
    taken_back = f"（撤回 {event.voids}）" if event.voids else ""
    learned = when(event.learned) if event.learned is not None else ""
    return when(event.happened), name + taken_back, details, learned, event.key
