"""A catalogue held against the law on a day: limits that are too long, bases that have ended, missing elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from ..datafile import load
from ..errors import Lang, said
from ..law.book import LawBook
from ..workdays.calendar import WorkCalendar
from ..workdays.region import NATION, prefix_of
from .checks.bases import of_bases
from .checks.limits import LimitCheck
from .table import Catalogue
from .tables.finding import CatalogueFinding, Severity, worst_first
from .tables.heads import Element
from .tables.item import Item
from .tables.layout import WANTED
from .tables.making import bare

ELEMENTS = Path(__file__).parent / "checks" / "elements.toml"


@attrs.frozen
class _Elements:
    clauses: tuple[str, ...]


@attrs.frozen
class CatalogueCheck:
    """
    What a catalogue has against itself on the day *on* in *jurisdiction*: *findings*, worst first.

    *unknown_bases* are the titles that it cites and that nothing is known of here.
    """

    catalogue: Catalogue
    jurisdiction: str
    on: date
    findings: tuple[CatalogueFinding, ...]
    unknown_bases: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[CatalogueFinding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def errors(self) -> tuple[CatalogueFinding, ...]:
        """What must be put right."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    def text(self, lang: Lang = "zh") -> str:
        """Every finding in a line of its own, under one that says what was held against what."""
        head = said(
            lang,
            f"{self.catalogue.title or self.catalogue.source}：{len(self.catalogue)}个事项，"
            f"按{self.on}在{self.jurisdiction}施行的规定检查，{len(self.errors)}处错误，共{len(self)}条",
            f"{self.catalogue.title or self.catalogue.source}: {len(self.catalogue)} items, held against what is "
            f"in force in {self.jurisdiction} on {self.on}: {len(self.errors)} errors, {len(self)} findings",
        )
        return "\n".join([head, *(finding.text(lang) for finding in self.findings)])

    def to_dict(self) -> dict[str, Any]:
        """The check in plain values, for JSON."""
        return {
            "source": self.catalogue.source,
            "title": self.catalogue.title,
            "jurisdiction": self.jurisdiction,
            "on": self.on.isoformat(),
            "items": len(self.catalogue),
            "errors": len(self.errors),
            "findings": [finding.to_dict() for finding in self.findings],
            "unknown_bases": list(self.unknown_bases),
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .tables.shown import of_check  # only here: it is asked for in notebooks alone

        return of_check(self)


def check_catalogue(
    catalogue: Catalogue,
    book: LawBook | None = None,
    jurisdiction: str = NATION,
    *,
    on: date,
    calendar: WorkCalendar | None = None,
) -> CatalogueCheck:
    r"""
    What *catalogue* has against itself by the law in force in *jurisdiction* on *on*.

    A limit in another unit than the law's is counted from every day of that year by *calendar*, that of *jurisdiction*
    unless one is given. What cannot be compared is said to be so.
    Raises: UnknownRegion.

    >>> from datetime import date
    >>> from gov_deadlines import read_catalogue
    >>> page = "公开事项,公开内容,公开依据,公开时限\n名录,名录,《民法通则》,信息形成之日起30个工作日内\n"
    >>> found = check_catalogue(read_catalogue(page.encode()), on=date(2026, 3, 2))
    >>> [finding.code for finding in found.errors]
    ['longer_than_law', 'basis_not_in_force']
    """
    book = book or LawBook.load()
    prefix_of(jurisdiction)
    limits = LimitCheck(book, jurisdiction, on, calendar or WorkCalendar.load(jurisdiction))
    bases, unknown = of_bases(catalogue, book, on)
    found = [
        *_alike(finding for item in catalogue for finding in limits.of(item)),
        *bases,
        *_missing(catalogue, book),
        *_twice(catalogue),
        *catalogue.errors,
    ]
    return CatalogueCheck(catalogue, jurisdiction, on, worst_first(found), unknown)


def _alike(findings: Iterable[CatalogueFinding]) -> Iterator[CatalogueFinding]:
    """Findings that say the same of several rows, as one."""
    same: dict[CatalogueFinding, list[CatalogueFinding]] = {}
    for finding in findings:
        same.setdefault(attrs.evolve(finding, places=()), []).append(finding)
    for told, each in same.items():
        yield attrs.evolve(told, places=tuple(place for finding in each for place in finding.places))


@cache
def _asking() -> tuple[str, ...]:
    return load(ELEMENTS, _Elements).clauses


def _missing(catalogue: Catalogue, book: LawBook) -> Iterator[CatalogueFinding]:
    """The elements that items lack; a blank 公开时限 is among what was not read."""
    clauses = [book.clauses[id] for id in _asking() if id in book.clauses]
    for element in WANTED:
        lacking = [item for item in catalogue if not _says(item, element)]
        if lacking and element is not Element.LIMIT:
            every = len(lacking) == len(catalogue)
            yield CatalogueFinding(
                "element_missing",
                Severity.WARNING,
                f"{'所有事项都' if every else f'{len(lacking)}个事项'}没有{element.zh}",
                f"{'no item has' if every else f'{len(lacking)} items lack'} {element.zh} ({element.value})",
                () if every else tuple(item.place for item in lacking),
                element.zh,
                "；".join(clause.cite("zh") for clause in clauses),
                "; ".join(clause.cite("en") for clause in clauses),
            )


def _says(item: Item, element: Element) -> bool:
    value = item.names if element is Element.NAME else item.phrase.raw.strip() if element is Element.LIMIT else None
    return bool(getattr(item, element.value) if value is None else value)


def _twice(catalogue: Catalogue) -> Iterator[CatalogueFinding]:
    """Items of the same name, content and subject."""
    same: dict[tuple[str, ...], list[Item]] = {}
    for item in catalogue:
        key = tuple(bare(text) for text in (*item.names, item.content, item.subject, item.tier.raw))
        same.setdefault(key, []).append(item)
    for each in same.values():
        if len(each) > 1:
            limits = {item.phrase.repaired for item in each}
            differ = len(limits) > 1
            yield CatalogueFinding(
                "duplicate",
                Severity.ERROR if differ else Severity.WARNING,
                f"“{each[0].name[:40]}”重复{len(each)}次" + ("，且公开时限不同" if differ else ""),
                f"{each[0].name[:40]!r} stands there {len(each)} times" + (", with different limits" if differ else ""),
                tuple(item.place for item in each),
            )
