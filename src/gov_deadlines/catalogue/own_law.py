"""A catalogue as its agency's own rules: numbers stay numbers, words stay words, and what was not read says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

import attrs

from ..errors import BadInput, Undecidable
from ..law.rule import Document, Mark, Rank, Rule, Version
from ..law.written import to_toml
from ..unit import Roll
from ..workdays.region import prefix_of
from .readings import Anytime, Promptly, PublicNoticePeriod, Realtime
from .tables.item import Item, Stated
from .tables.making import plain

if TYPE_CHECKING:
    from .table import Catalogue

UNSPECIFIED = "unspecified"
"""The anchor of a rule whose text does not say from when; it is no event, and ``anchor_stated`` is false."""
_LONGEST_NAME = 120


def rules_of(catalogue: Catalogue, document: Document, *, prefix: str = "") -> tuple[Rule, ...]:
    """A rule of *document* for each part of each limit of *catalogue* that says anything."""
    prefix = prefix or f"catalogue.{prefix_of(document.jurisdiction)}"
    return tuple(
        _rule(item, stated, document, f"{prefix}.{number}" + (f".{stated.part + 1}" if len(item.limits) > 1 else ""))
        for number, item in enumerate(catalogue, 1)
        if item.phrase.raw.strip()
        for stated in item.limits
    )


def file_of(
    catalogue: Catalogue,
    *,
    jurisdiction: str,
    document: Document | None = None,
    in_force_from: date | None = None,
    prefix: str = "",
) -> str:
    """The law file of *catalogue*, with the reasons of what could not be read as comments."""
    place = prefix_of(jurisdiction)
    if document is None:
        document = document_of(catalogue, jurisdiction, in_force_from)
    elif prefix_of(document.jurisdiction) != place:
        raise BadInput.of(
            "document",
            f"it is of {document.jurisdiction}, not of {jurisdiction}",
            f"该文件的地区是 {document.jurisdiction}，不是 {jurisdiction}",
        )
    if not catalogue.items:
        raise BadInput.of(catalogue.source, "no items, so no rules", "没有事项，不能生成规则")
    head = [f"# {line}" for line in _left_out(catalogue)]
    text = to_toml(document, rules_of(catalogue, document, prefix=prefix))
    return "\n".join([*head, text])


def document_of(catalogue: Catalogue, jurisdiction: str, in_force_from: date | None) -> Document:
    """
    The catalogue as a document of *jurisdiction*, marked as verified by nobody.

    Raises: BadInput, when there is no day since which it holds; UnknownRegion.
    """
    if in_force_from is None:
        raise BadInput.of(
            "in_force_from",
            "the catalogue does not say since when it holds; give in_force_from=…, or a document=… of your own",
            "目录没有写明自何时施行；请用 in_force_from= 指明，或用 document= 提供文件信息",
        )
    place = prefix_of(jurisdiction)
    title = catalogue.title or "政务公开事项标准目录"
    return Document(
        id=f"catalogue-{place.lower()}-{in_force_from:%Y%m%d}",
        title=title,
        short=title,
        en=f"Disclosure catalogue of {place}",
        rank=Rank.LOCAL_DOCUMENT,
        jurisdiction=place,
        in_force_from=in_force_from,
        mark=Mark.M,
        remark_zh=f"由程序读自 {PurePath(catalogue.source).name}，未经人工核对；核对后请改 mark",
        remark_en=f"Read by a program from {PurePath(catalogue.source).name}, checked by nobody; set mark once it is",
    )


def _left_out(catalogue: Catalogue) -> Iterator[str]:
    for item in catalogue:
        if not item.phrase.raw.strip():
            yield f"{item.place.text('zh')} {plain(item.name)[:_LONGEST_NAME]}：公开时限空白，未生成规则"


def _rule(item: Item, stated: Stated, document: Document, id: str) -> Rule:
    name = plain(item.name)[:_LONGEST_NAME] + (f"（{stated.reading.scope}）" if stated.reading.scope else "")
    locator = item.place.text("zh") + (f" 序号{plain(item.number)}" if item.number else "")
    says_something = isinstance(stated.reading, PublicNoticePeriod | Promptly | Realtime | Anytime)
    if stated.limit is None and not says_something:
        return _word(item, stated, document, id, name, locator)
    try:
        return item.phrase.to_rule(id, document, locator=locator, zh=name, part=stated.part)
    except Undecidable:  # the law rooms know no event by that name: then the words of the cell are the anchor
        words = getattr(stated.reading, "anchor_text", "") or getattr(stated.reading, "event", "")
        rule = item.phrase.to_rule(
            id, document, locator=locator, zh=name, part=stated.part, anchor=words or UNSPECIFIED
        )
        told = attrs.evolve(rule.versions[0], anchor_stated=bool(words))
        return attrs.evolve(rule, versions=(told,))


def _word(item: Item, stated: Stated, document: Document, id: str, name: str, locator: str) -> Rule:
    """A rule that says no more than the words of its cell, with why nothing counts."""
    version = Version(
        rule=id,
        document=document,
        locator=locator,
        limit=None,
        anchor=UNSPECIFIED,
        roll=Roll.NONE,
        in_force_from=document.in_force_from,
        in_force_to=document.in_force_to,
        mark=document.mark,
        word=plain(item.phrase.raw),
        anchor_stated=False,
        condition_zh=stated.reading.scope,
        condition_en=stated.reading.scope,
        note_zh=stated.why_zh,
        note_en=stated.why_en,
    )
    return Rule(id, name or id, id, (version,))
