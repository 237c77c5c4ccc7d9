"""The annual report on paper: its tables with their notes, marks and findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .counts import Cases
from .form import NOT_STATED, UNLISTED, Row
from .sheets import Line, Paper, Table, Words

if TYPE_CHECKING:
    from .annual import AnnualReport

ASIDE: dict[str, Words] = {
    "later": ("报告之日尚未发生", "not begun by that day"),
    "over_before": ("此前已办结", "over before the year"),
    "not_received": ("已提交、尚未收到", "submitted, not received"),
    "published_before": ("往年已公开", "published before the year"),
    "not_published": ("尚未公开", "not published"),
}
PROPOSALS: dict[str, Words] = {
    "deputies": ("人大代表建议", "proposals of deputies"),
    "political_advisers": ("政协委员提案", "proposals of political advisers"),
}
UNTOLD: Words = ("未写明", "not stated")


def paper(report: AnnualReport) -> Paper:
    """The tables of *report*, with what must be known of them before and after."""
    head = report.form.form
    known = f"，按{report.as_known_on}所知" if report.as_known_on else ""
    known_en = f", as known on {report.as_known_on}" if report.as_known_on else ""
    before: list[Words] = [
        (f"格式：{head.cite('zh')}", f"form: {head.cite('en')}"),
        (f"数字截至{report.as_of}{known}", f"figures as of {report.as_of}{known_en}"),
        (f"各行：{head.rows_mark.zh}", f"rows: {head.rows_mark.value} ({head.rows_mark.en})"),
        (head.note_zh, head.note_en),
    ]
    if not head.rows_known:
        before.append(("本表各行不是全国格式，不能当作法定格式使用", "the rows are not those of a national form"))
    before += [
        (f"依据：{each.cite('zh')} {each.note_zh}", f"basis: {each.cite('en')} {each.note_en}")
        for each in report.form.basis
    ]
    title = (f"{report.year}年政府信息公开工作年度报告数据", f"figures of the annual report on {report.year}")
    return Paper(title, tuple(before), tuple(_tables(report)), tuple(_after(report)))


def _tables(report: AnnualReport) -> Iterator[Table]:
    yield _requests(report)
    yield _remedies(report)
    yield _disclosure(report)
    if report.counts.proposals:
        yield _proposals(report)
    if report.counts.acts:
        acts = tuple(Line((name, name), (number,)) for name, number in sorted(report.counts.acts.items()))
        yield Table("acts", ("期间计数", "acts counted"), (("事项", "what"), ("次数", "times")), acts)
    if not report.aside:
        return
    aside = tuple(Line(ASIDE.get(name, (name, name)), (number,)) for name, number in sorted(report.aside.items()))
    title = ("未计入的事项", "matters with no part in the report")
    yield Table("aside", title, (("原因", "why"), ("件数", "number")), aside)


def _requests(report: AnnualReport) -> Table:
    columns = report.form.columns
    head = (("项目", "row"), *((each.zh, each.en) for each in columns), ("总计", "total"))
    lines: list[Line] = []
    notes: list[Words] = []
    heads = {row.id: (row.head_zh, row.head_en) for row in report.form.rows if row.head_zh}
    for row in report.form.rows:
        if row.id.endswith(f".{UNLISTED}") and not report.number(row.id):
            continue
        numbers = [report.number(row.id, each.id) for each in columns]
        depth, name = row.id.count("."), (row.zh, row.en)
        if row.above in heads:
            lines.append(Line(heads.pop(row.above), ("",) * (len(columns) + 1), depth - 1))
        if row.head_zh:
            depth, name = depth + 1, (row.zh.removeprefix(row.head_zh), row.en.removeprefix(row.head_en).lstrip())
        lines.append(Line(name, (*numbers, report.number(row.id)), depth, row.own, row.subtotal))
        notes += _row_notes(row)
    title = ("收到和处理政府信息公开申请情况", "requests received and handled")
    if columns:
        notes.insert(
            0,
            (
                "“法人或其他组织（种类未写明）”“申请人未写明”两列不是格式所有",
                "the last two columns before the total are not of the form",
            ),
        )
    return Table("requests", title, head, tuple(lines), tuple(notes))


def _row_notes(row: Row) -> Iterator[Words]:
    mark_zh, mark_en = (f"〔{row.mark.zh}〕", f" [{row.mark.value}]") if row.mark else ("", "")
    if row.note_zh or mark_zh:
        yield f"{row.zh}：{row.note_zh}{mark_zh}", f"{row.en}: {row.note_en}{mark_en}"


def _remedies(report: AnnualReport) -> Table:
    results = report.form.result
    head: tuple[Words, ...] = (("救济", "remedy"), *((each.zh, each.en) for each in results))
    head += (("结果未写明", "result not stated"), ("已撤回", "dropped"), ("尚未审结", "pending"), ("总计", "total"))
    lines = []
    for kind in report.form.remedy:
        cases = report.counts.remedies.get(kind.id, Cases())
        by = [cases.by_label[each.id] for each in results]
        cells = (*by, cases.by_label[NOT_STATED], cases.excused, cases.pending, cases.total)
        lines.append(Line((kind.zh, kind.en), cells))
    return Table("remedies", ("行政复议、行政诉讼情况", "reconsideration and litigation"), head, tuple(lines))


def _disclosure(report: AnnualReport) -> Table:
    found = sorted(report.counts.disclosed.items(), key=lambda each: (each[0] == NOT_STATED, each[0]))
    lines = [Line(UNTOLD if name == NOT_STATED else (name, name), (number,), 1) for name, number in found]
    total = Line(("总计", "total"), (sum(report.counts.disclosed.values()),))
    notes: tuple[Words, ...] = (("同一信息在几个渠道公开，只计一条", "one item on several channels is one"),)
    return Table(
        "disclosure",
        ("主动公开情况", "proactive disclosure"),
        (("类别", "category"), ("条数", "items")),
        (*lines, total),
        notes,
    )


def _proposals(report: AnnualReport) -> Table:
    found = report.counts.proposals
    classes = sorted({name for each in found.values() for name in each.by_label if name != NOT_STATED})
    head: tuple[Words, ...] = (("建议提案", "proposals"), ("总计", "total"), ("其中往年转入", "of which from before"))
    head += (("重点", "key items"), ("办结", "closed"), *((f"{name}类", f"class {name}") for name in classes))
    head += (("类别未写明", "class not stated"), ("已免除", "excused"), ("在办", "pending"))
    lines = []
    for kind, cases in sorted(found.items()):
        by = [cases.by_label[name] for name in classes]
        cells = (cases.total, cases.from_before, cases.key_items, cases.closed, *by)
        lines.append(Line(PROPOSALS[kind], (*cells, cases.by_label[NOT_STATED], cases.excused, cases.pending)))
    note = ("类别是各地自定的，照记录计数", "classes are each place's own and counted as recorded")
    return Table("proposals", ("建议提案办理情况", "proposals handled"), head, tuple(lines), (note,))


def _after(report: AnnualReport) -> Iterator[Words]:
    for each in report.form.section:
        mark_zh, mark_en = (f"〔{each.mark.zh}〕", f" [{each.mark.value}]") if each.mark else ("", "")
        whose_zh, whose_en = ("见上表", "see above") if each.counted else ("由机关自行撰写", "for the agency to write")
        yield (
            f"{each.zh}{mark_zh}：{whose_zh}。{each.note_zh}",
            f"{each.en}{mark_en}: {whose_en}. {each.note_en}".rstrip(),
        )
    for finding in report.findings:
        yield f"不符：{finding.text('zh')}", f"disagreement: {finding.text('en')}"
    if not report.findings:
        yield "各项数字相符", "all sums agree"
