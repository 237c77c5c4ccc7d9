"""The law: a page for each document, all rules, the conventions of counting, and the register of marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gov_deadlines.law.book import LawBook
from gov_deadlines.law.clause import Provision
from gov_deadlines.law.rule import Document, Mark, Rank, Version
from gov_deadlines.matters.tables import procedures
from gov_deadlines.show import as_markdown
from gov_deadlines.unit import Roll
from gov_deadlines.workdays import packaged

from .words import facts, label, plain, span, titled

PAUSES = {"restart": "重新计算", "exclude": "不计入", "none": "照常计算"}
WAITS = {
    "correction": "补正",
    "fee": "缴费",
    "consultation": "征求第三方意见",
    "organ_consultation": "征求其他机关意见",
}
ROLLS = {Roll.WORKING_DAY: "遇休息日顺延至其后第一个工作日", Roll.DAY_AFTER: "遇放假顺延至放假结束的次日"}
ACTS = {"submitted": "提交", "published": "公布"}


def pages() -> Iterator[tuple[str, str]]:
    """Each page by its path, and its text."""
    book = LawBook.load()
    versions = [version for rule in book for version in book[rule].versions]
    documents = {each.id: each for each in [v.document for v in versions]}
    documents |= {clause.document.id: clause.document for clause in book.clauses.values()}
    ordered = sorted(documents.values(), key=lambda d: (d.rank.step, d.jurisdiction != "CN", d.in_force_from, d.id))
    yield "law/index.md", _index(ordered, versions, book)
    for document in ordered:
        yield f"law/{label(document.id)}.md", _document(document, versions, book)
    yield "law/rules.md", _rules(book)
    yield "law/conventions.md", _conventions(book)
    yield "law/marks.md", _marks(ordered, versions)


def _index(documents: list[Document], versions: list[Version], book: LawBook) -> str:
    read = {clause.document.id for clause in book.clauses.values()}
    introduction = (
        f"{len(book)}条规则，{len(versions)}个版本，出自{len(documents)}份法律和文件；其中{len(read)}份地方文件逐条录入，"
        f"共{len(book.clauses)}条。各页均由法规数据生成，核实程度见[核实标记](marks.md)。"
    )
    parts = [
        "# 法规",
        introduction,
        "```{toctree}\n:maxdepth: 1\n\nrules\nconventions\nmarks\n```",
    ]
    for rank in Rank:
        own = [document for document in documents if document.rank is rank]
        if own:
            entries = "\n".join(f"{document.short} <{label(document.id)}>" for document in own)
            parts += [
                f"## {rank.zh}",
                "\n".join(f"- [{document.short}]({label(document.id)}.md){_named(document)}" for document in own),
                "```{toctree}\n:hidden:\n\n" + entries + "\n```",
            ]
    return "\n\n".join(parts)


def _named(document: Document) -> str:
    """What the short name of a document leaves out of its title and number."""
    title = "" if document.title in document.short else f"《{document.title}》"
    number = "" if document.number in document.short else document.number
    return f" {title}{number}".rstrip()


def _document(document: Document, versions: list[Version], book: LawBook) -> str:
    own = [version for version in versions if version.document.id == document.id]
    clauses = [clause for clause in book.clauses.values() if clause.document.id == document.id]
    parts = [
        titled(1, document.short, label("law", document.id)),
        facts(
            [
                ("全称", document.title),
                ("英文", document.en),
                ("文号", document.number),
                ("效力", document.rank.zh),
                ("地区", _place(document.jurisdiction)),
                ("公布", f"{document.published or ''}"),
                ("施行", span(document.in_force_from, document.in_force_to)),
                ("只约束", document.bound_zh),
                ("核实", _mark(document.mark)),
                ("说明", document.remark_zh),
                ("编号", f"`{document.id}`"),
            ]
        ),
    ]
    if own:
        parts.append("## 期限")
    by_rule: dict[str, list[Version]] = defaultdict(list)
    for version in own:
        by_rule[version.rule].append(version)
    for rule, several in by_rule.items():
        parts.append(f"### {book[rule].zh} [`{rule}`](#{label('rule', rule)})")
        parts += [_version(version, book) for version in several]
    if clauses:
        parts += ["## 条款", as_markdown(("编号", "位置", "要求", "承载"), [_clause(each, book) for each in clauses])]
    return "\n\n".join(parts)


def _version(version: Version, book: LawBook) -> str:
    recurs = version.recurs
    anchor = book.anchors[version.anchor].zh if version.anchor in book.anchors else version.anchor
    own_span = (version.in_force_from, version.in_force_to) != (
        version.document.in_force_from,
        version.document.in_force_to,
    )
    known = facts(
        [
            ("起算", anchor + ("" if version.anchor_stated else "（文本未写明）")),
            ("情形", version.condition_zh),
            ("要求的行为", "、".join(ACTS.get(act, act) for act in version.acts)),
            ("周期", (recurs.every.zh + (f"至少{recurs.at_least}次" if recurs.at_least > 1 else "")) if recurs else ""),
            ("延长", f"加于 [`{version.adds_to}`](#{label('rule', version.adds_to)})" if version.adds_to else ""),
            ("末日", ROLLS.get(version.roll, "")),
            ("等待期间", "；".join(f"{WAITS.get(k, k)}：{PAUSES[p.value]}" for k, p in version.pauses.items())),
            ("让位于", "、".join(rank.zh for rank in version.yields_to)),
            ("单位依据", version.unit_source),
            ("施行", span(version.in_force_from, version.in_force_to) if own_span else ""),
            ("核实", _mark(version.mark) if version.mark is not version.document.mark else ""),
            ("说明", version.note_zh),
        ]
    )
    says = f"**{version.says('zh')}**" + ("" if version.limit else "（只是用语，不推定数字）")
    return f"{version.locator}：{says}\n\n{known}"


def _clause(clause: Provision, book: LawBook) -> tuple[str, str, str, str]:
    asked = [
        clause.zh,
        f"用语“{clause.word}”。" if clause.word else "",
        f"主体：{clause.bearer_zh}。" if clause.bearer_zh else "",
        f"条件：{clause.condition_zh}。" if clause.condition_zh else "",
        f"至：{clause.until_zh}。" if clause.until_zh else "",
        clause.note_zh,
    ]
    known = procedures()
    held = [f"[{book[rule].zh}](#{label('rule', rule)})" for rule in clause.rules]
    for name in (clause.procedure, *clause.also):
        if name in known:
            events = [known[name].facts[event].zh for event in clause.events if event in known[name].facts]
            held.append(f"[{known[name].zh}](#{label('procedure', name)})：{'、'.join(events)}".rstrip("："))
    if clause.guard:
        held.append(f"前置条件 `{clause.guard}`")
    if clause.asks:
        held.append(f"须有 `{clause.asks}`")
    return clause.id, clause.locator, plain(" ".join(filter(None, asked))), "；".join(held)


def _rules(book: LawBook) -> str:
    parts = ["# 规则", "每条规则的全部版本。`gov-deadlines law show 规则` 给出同样内容，`--json` 供程序读取。"]
    family = ""
    for name in sorted(book):
        rule = book[name]
        if name.partition(".")[0] != family:
            family = name.partition(".")[0]
            parts.append(f"## {family}")
        parts.append(titled(3, f"{rule.zh} `{name}`", label("rule", name)))
        ties = []
        if rule.special_of:
            ties.append(f"特别规定，一般规定是 [`{rule.special_of}`](#{label('rule', rule.special_of)})。")
        if rule.rivals:
            rivals = "、".join(f"[`{rival}`](#{label('rule', rival)})" for rival in rule.rivals)
            ties.append(f"主张同一事项的还有 {rivals}。")
        if ties:
            parts.append("".join(ties))
        parts.append("\n".join(_entry(version) for version in sorted(rule.versions, key=_standing)))
    return "\n\n".join(parts)


def _standing(version: Version) -> tuple[bool, str, str]:
    place = version.document.jurisdiction
    return place != "CN", place, version.in_force_from.isoformat()


def _entry(version: Version) -> str:
    document = version.document
    where = "" if document.jurisdiction == "CN" else f"（{_place(document.jurisdiction)}）"
    kind = f"，{version.condition_zh}" if version.condition_zh else ""
    when = span(version.in_force_from, version.in_force_to)
    return f"- {when}{where}：**{version.says('zh')}**{kind} — {_cited(version)}"


def _cited(version: Version) -> str:
    document = version.document
    return f"[{document.short}](#{label('law', document.id)}) {version.locator}〔{version.mark.zh}〕"


def _conventions(book: LawBook) -> str:
    parts = ["# 计算惯例", "条文只写数字时，怎样数。各条的其他读法见[对法律的读法](/concepts/readings.md)。"]
    for convention in book.conventions.values():
        parts += [f"## `{convention.id}`", convention.zh]
        rows = [
            (source.title, source.locator, span(source.in_force_from, source.in_force_to), source.mark.zh)
            for source in convention.sources
        ]
        parts.append(as_markdown(("依据", "条款", "施行", "核实"), rows))
    return "\n\n".join(parts)


def _marks(documents: list[Document], versions: list[Version]) -> str:
    head = ("标记", "含义", "文件", "版本")
    rows = [
        (
            f"[`{mark.value}`](#{label('mark', mark.value)})",
            mark.zh,
            str(sum(document.mark is mark for document in documents)),
            str(sum(version.mark is mark for version in versions)),
        )
        for mark in Mark
    ]
    parts = ["# 核实标记", "每一法律事实都带着标记，引用时一并显示。标记只说核实到什么程度，不说法律是否正确。"]
    parts.append(as_markdown(head, rows))
    for mark in Mark:
        own = [version for version in versions if version.mark is mark]
        parts.append(titled(2, f"`{mark.value}` {mark.zh}", label("mark", mark.value)))
        entries = [
            f"- [{document.short}](#{label('law', document.id)})"
            + "".join(
                f"；{version.locator} [`{version.rule}`](#{label('rule', version.rule)})"
                for version in own
                if version.document.id == document.id
            )
            for document in documents
            if document.mark is mark or any(version.document.id == document.id for version in own)
        ]
        parts.append("\n".join(entries) or "目前没有。")
    return "\n\n".join(parts)


def _mark(mark: Mark) -> str:
    return f"[{mark.zh}](#{label('mark', mark.value)})（`{mark.value}`）"


def _place(code: str) -> str:
    """The code, with its name where the calendars know it."""
    if code == "CN":
        return "全国"
    regions = packaged.regions()
    named = next((regions[prefix].name for prefix in (code, code.rstrip("0")) if prefix in regions), "")
    return f"{named} {code}".strip()
