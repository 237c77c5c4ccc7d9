"""The procedures: a page for each table, with its drawing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from gov_deadlines.law.book import LawBook
from gov_deadlines.matters.procedure import Bond, Duty, Fact, Link, Move, Procedure
from gov_deadlines.matters.tables import procedures
from gov_deadlines.show import as_markdown

from .drawing import drawn
from .words import label, plain, raw, titled

BONDS = {
    Bond.GATE: "先后",
    Bond.SYNCHRONOUS: "同步",
    Bond.OPENS: "开启",
    Bond.SATISFIES: "办结",
    Bond.CANCELS: "取消",
}

INTRODUCTION = """
每种程序是一张状态表：状态和事实决定下一状态，不在表上的事实拒绝记录。表随库发布，由 `gd.procedure(名称)` 取得；
`gov-deadlines law procedures` 打印全部。怎样使用见[第一个事项](/start.md)。
""".strip()


def pages() -> Iterator[tuple[str, str]]:
    """Each page by its path, and its text."""
    known = procedures()
    rows = [
        (f"[{each.zh}]({each.id}.md)", f"`{each.id}`", str(len(each.states)), str(len(each.facts)), _by(each.rule))
        for each in known.values()
    ]
    entries = "\n".join(f"{each.zh} <{each.id}>" for each in known.values())
    yield (
        "procedures/index.md",
        "\n\n".join(
            [
                "# 程序",
                INTRODUCTION,
                as_markdown(("程序", "名称", "状态", "事实", "规则"), rows),
                f"```{{toctree}}\n:hidden:\n\n{entries}\n```",
            ]
        ),
    )
    for each in known.values():
        yield f"procedures/{each.id}.md", _page(each)


def _page(each: Procedure) -> str:
    parts = [
        titled(1, f"{each.zh} `{each.id}`", label("procedure", each.id)),
        raw(_figure(each)),
        "◆ 有前置条件；虚线是回退。保持原状态的不画。",
        "## 状态表",
        "`=` 保持原状态，`·` 不得记录。",
        as_markdown(*each.table("zh")),
        "## 事实",
        as_markdown(("事实", "名称", "英文", "开启", "必备"), [_fact(fact, each) for fact in each.facts.values()]),
        "## 义务",
        "\n".join(_duty(duty, each) for duty in each.duties),
    ]
    if each.details:
        rows = [(f"`{name}`", _vocabulary(means)) for name, means in each.details.items()]
        parts += ["## 用语", "细节可以这样写，左为标准写法。", as_markdown(("细节", "写法"), rows)]
    if each.guards:
        parts += ["## 前置条件", "\n".join(_guards(each))]
    if each.links:
        parts += ["## 关联", "\n".join(_link(link, each) for link in each.links)]
    return "\n\n".join(parts)


def _figure(each: Procedure) -> str:
    names = {"": ""} | {name: state.zh for name, state in each.states.items()}
    arrows: dict[tuple[str, str], list[str]] = {}
    for source, event, target in each.arrows():
        if source != target:
            move = each.moves[source][event]
            held = " ◆" if isinstance(move, Move) and move.guards else ""
            label = each.facts[event].zh + held
            labels = arrows.setdefault((source, target), [])
            if label not in labels:
                labels.append(label)
    folded = {ends: _folded(labels) for ends, labels in arrows.items()}
    clocks = {name: each.clock(name).value for name in each.states}
    title = escape(f"{each.zh}的状态图")
    return f'<figure class="gd-drawing">{drawn(names, folded, clocks, title)}</figure>'


def _folded(labels: list[str]) -> list[str]:
    """Labels a line each, or several to a line where there are many."""
    if len(labels) <= 4:
        return labels
    return ["、".join(labels[first : first + 4]) for first in range(0, len(labels), 4)]


def _fact(fact: Fact, each: Procedure) -> tuple[str, str, str, str, str]:
    opens = each.states[fact.opens].zh if fact.opens in each.states else ""
    return f"`{fact.name}`", fact.zh, fact.en, opens, "、".join(f"`{name}`" for name in fact.requires)


def _duty(duty: Duty, each: Procedure) -> str:
    facts = "、".join(each.facts[name].zh for name in sorted(duty.fulfilled_by) if name in each.facts)
    waits = "、".join(each.states[wait.state].zh for wait in duty.waits)
    told = [
        f"- {duty.zh} `{duty.name}`{_within(duty.rule)}",
        f"履行：{facts}" if facts else "",
        f"等待：{waits}" if waits else "",
        f"延长：{_by(duty.extension)}" if duty.extension else "",
    ]
    return "；".join(filter(None, told))


def _vocabulary(means: object) -> str:
    assert hasattr(means, "items")
    spelled: dict[str, list[str]] = {}
    for written, meant in means.items():
        spelled.setdefault(str(meant), [])
        if written != meant:
            spelled[str(meant)].append(str(written))
    return "；".join(f"`{meant}`" + (f"（{'、'.join(others)}）" if others else "") for meant, others in spelled.items())


def _guards(each: Procedure) -> Iterator[str]:
    for guard in each.guards.values():
        sources = "；".join(source.cite("zh") for source in guard.sources)
        yield f"- `{guard.name}` {plain(guard.zh)}" + (f" — {sources}" if sources else "")


def _link(link: Link, each: Procedure) -> str:
    known = procedures()
    first = each.facts[link.of].zh if link.of in each.facts else link.of
    if link.procedure in known:
        other = known[link.procedure]
        target = f"[{other.zh}](#{label('procedure', other.id)})"
    else:
        target = each.facts[link.to].zh if link.to in each.facts else link.to
    return f"- {BONDS[link.bond]}：{first} → {target}。{plain(link.zh)}"


def _by(rule: str) -> str:
    return f"[`{rule}`](#{label('rule', rule)})" if rule and rule in LawBook.load() else rule


def _within(rule: str) -> str:
    return f"（{_by(rule)}）" if rule else ""
