"""``law``: the rules and the texts they stand in."""

from __future__ import annotations

import click

from ..errors import Lang, said
from ..law.book import LawBook
from ..law.clause import Provision
from ..matters.drawing import as_document
from ..matters.tables import procedures
from ..workdays.region import NATION
from .options import JSON, LANG
from .output import refusals, say, say_json, say_table


@click.group("law")
def law_group() -> None:
    """The rules and the texts they stand in."""


@law_group.command("list")
@LANG
@JSON
def law_list(lang: Lang, as_json: bool) -> None:
    """Every rule, with how many versions it has."""
    book = LawBook.load()
    rules = [book[name] for name in book]
    if as_json:
        say_json([{"rule": r.id, "zh": r.zh, "en": r.en, "versions": len(r.versions)} for r in rules])
        return
    head = said(lang, "规则 名称 版本数", "rule name versions").split()
    say_table(head, [(rule.id, said(lang, rule.zh, rule.en), str(len(rule.versions))) for rule in rules])


@law_group.command("show")
@click.argument("rule")
@LANG
@JSON
def law_show(rule: str, lang: Lang, as_json: bool) -> None:
    """Every version of RULE, with place, dates, source and how sure each is."""
    with refusals(lang, as_json=as_json):
        book = LawBook.load()
        found = book[rule]
        versions = sorted(
            found.versions, key=lambda v: (v.document.jurisdiction != NATION, v.document.jurisdiction, v.in_force_from)
        )
        if as_json:
            plain: dict[str, object] = {"rule": found.id, "zh": found.zh, "en": found.en}
            plain |= {"special_of": found.special_of, "rivals": list(found.rivals)}
            say_json({**plain, "versions": [version.to_dict() for version in versions]})
            return
        say(f"{found.id}  {said(lang, found.zh, found.en)}")
        head = said(lang, "地区 生效 失效 期限 起算 来源", "place from to limit anchor source").split()
        rows = [
            (
                v.document.jurisdiction,
                f"{v.in_force_from}",
                f"{v.in_force_to or ''}",
                v.says(lang) + (f" ({said(lang, v.condition_zh, v.condition_en)})" if v.condition_zh else ""),
                said(lang, book.anchors[v.anchor].zh, book.anchors[v.anchor].en)
                if v.anchor in book.anchors
                else v.anchor,
                v.cite(lang),
            )
            for v in versions
        ]
        say_table(head, rows)


@law_group.command("clauses")
@click.option("--jurisdiction", metavar="CODE", help="Only those of the documents of one place.")
@LANG
@JSON
def law_clauses(jurisdiction: str | None, lang: Lang, as_json: bool) -> None:
    """Every clause of the documents read clause by clause, with what holds it here."""
    clauses = [
        clause for clause in LawBook.load().clauses.values() if jurisdiction in (None, clause.document.jurisdiction)
    ]
    if as_json:
        say_json([clause.to_dict() for clause in clauses])
        return
    head = said(lang, "条款 地区 类型 位置 要求 承载", "clause place type locator asks held-by").split()
    say_table(head, [_clause_row(clause, lang) for clause in clauses])


@law_group.command("procedures")
@LANG
@JSON
def law_procedures(lang: Lang, as_json: bool) -> None:
    """Every procedure as a Markdown document: diagram, table, duties and guards."""
    if not as_json:
        say(as_document(lang).rstrip())
        return
    say_json(
        [
            {
                "procedure": each.id,
                "zh": each.zh,
                "en": each.en,
                "states": list(each.states),
                "events": list(each.facts),
                "legal": {state or "new": list(each.legal(state)) for state in each.moves},
            }
            for each in procedures().values()
        ]
    )


def _clause_row(clause: Provision, lang: Lang) -> tuple[str, ...]:
    held = ", ".join([*clause.rules, f"{clause.procedure}: {'/'.join(clause.events)}", *filter(None, [clause.guard])])
    return clause.id, clause.document.jurisdiction, clause.type, clause.locator, clause.says(lang), held
