"""The TOML files that law is kept in: one per document, plus the rules' names and the conventions of counting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import attrs

from ..datafile import load
from ..errors import BadInput, Fault
from ..period import FixedDate, Limit, Period, Roll, SameDay, Unit
from .convention import Convention, Source
from .rule import Document, Mark, Rank, Rule, Version

_MONTH_DAY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")


@attrs.frozen
class LimitEntry:
    """``limit = { n = 20, unit = "working_day" }``."""

    n: int
    unit: Unit


@attrs.frozen
class VersionEntry:
    """A ``[[version]]`` table: exactly one of *limit*, *fixed*, *same_day* and *word* is given."""

    rule: str
    locator: str
    anchor: str
    limit: LimitEntry | None = None
    fixed: str = ""
    same_day: bool = False
    word: str = ""
    target: str = ""
    anchor_stated: bool = True
    bound: str = "maximum"
    direction: str = "after"
    adds_to: str = ""
    condition_zh: str = ""
    condition_en: str = ""
    unit_source: str = ""
    yields_to: list[Rank] = attrs.field(factory=list)
    roll: Roll | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    mark: Mark | None = None
    note_zh: str = ""
    note_en: str = ""


@attrs.frozen
class DocumentFile:
    """One document with its clauses."""

    document: Document
    version: list[VersionEntry]


@attrs.frozen
class RuleEntry:
    """A ``[[rule]]`` table of ``rules.toml``."""

    id: str
    zh: str
    en: str
    special_of: str = ""
    rivals: list[str] = attrs.field(factory=list)


@attrs.frozen
class RulesFile:
    """``rules.toml``."""

    rule: list[RuleEntry]


@attrs.frozen
class SourceEntry:
    """A ``[[convention.source]]`` table."""

    title: str
    locator: str
    in_force_from: date
    mark: Mark
    in_force_to: date | None = None
    note_zh: str = ""
    note_en: str = ""


@attrs.frozen
class ConventionEntry:
    """A ``[[convention]]`` table."""

    id: str
    zh: str
    en: str
    source: list[SourceEntry]


@attrs.frozen
class ReadingEntry:
    """A ``[readings.<kind of limit>]`` table: how such limits are counted when their clause does not say."""

    roll: Roll


@attrs.frozen
class ConventionsFile:
    """``conventions.toml``."""

    convention: list[ConventionEntry]
    readings: dict[str, ReadingEntry]


@attrs.frozen
class Words:
    """A name in both languages."""

    zh: str
    en: str


@attrs.frozen
class AnchorsFile:
    """``anchors.toml``: the names of the events that limits count from."""

    anchor: dict[str, Words]


@attrs.frozen
class Shelf:
    """All the law of one folder."""

    rules: tuple[Rule, ...]
    conventions: tuple[Convention, ...]
    anchors: Mapping[str, Words]


def read_folder(folder: Path) -> Shelf:
    """
    The rules and conventions under *folder*.

    Raises: BadInput, with all the faults of all the files.
    """
    faults: list[Fault] = []
    names: list[RuleEntry] = []
    conventions: list[Convention] = []
    readings: dict[str, ReadingEntry] = {}
    anchors: dict[str, Words] = {}
    documents: list[tuple[str, DocumentFile]] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            if path.name == "rules.toml":
                names = load(path, RulesFile).rule
            elif path.name == "anchors.toml":
                anchors = load(path, AnchorsFile).anchor
            elif path.name == "conventions.toml":
                file = load(path, ConventionsFile)
                conventions = [_convention(entry) for entry in file.convention]
                readings = file.readings
            else:
                documents.append((str(path), load(path, DocumentFile)))
        except BadInput as bad:
            faults += bad.faults
    versions: list[Version] = []
    for where, document in documents:
        for number, entry in enumerate(document.version):
            try:
                versions.append(_version(document.document, entry, readings))
            except BadInput as bad:
                faults += [Fault(f"{where}: version[{number}].{f.path}", f.en, f.zh) for f in bad.faults]
    known = {entry.id for entry in names}
    faults += _unnamed(versions, known)
    if faults:
        raise BadInput(faults)
    return Shelf(tuple(_rule(entry, versions) for entry in names), tuple(conventions), anchors)


def _unnamed(versions: Iterable[Version], known: set[str]) -> list[Fault]:
    return [
        Fault(
            version.document.id,
            f"rule {version.rule!r} has no entry in rules.toml; add its names there",
            f"规则 {version.rule!r} 未在 rules.toml 登记；请先补充名称",
        )
        for version in versions
        if version.rule not in known
    ]


def _rule(entry: RuleEntry, versions: Iterable[Version]) -> Rule:
    own = tuple(version for version in versions if version.rule == entry.id)
    return Rule(entry.id, entry.zh, entry.en, own, entry.special_of, tuple(entry.rivals))


def _version(document: Document, entry: VersionEntry, readings: dict[str, ReadingEntry]) -> Version:
    limit, faults = _limit(entry)
    for name, value, known in (
        ("bound", entry.bound, ("maximum", "minimum")),
        ("direction", entry.direction, ("after", "before")),
    ):
        if value not in known:
            en, zh = f"{value!r} is none of {', '.join(known)}", f"{value!r} 应为 {'、'.join(known)} 之一"
            faults.append(Fault(name, en, zh))
    if faults:
        raise BadInput(faults)
    default = readings.get(_kind(limit))
    return Version(
        rule=entry.rule,
        document=document,
        locator=entry.locator,
        limit=limit,
        anchor=entry.anchor,
        roll=entry.roll or (default.roll if default else Roll.NONE),
        in_force_from=entry.in_force_from or document.in_force_from,
        in_force_to=entry.in_force_to or document.in_force_to,
        mark=entry.mark or document.mark,
        word=entry.word,
        target=entry.target,
        anchor_stated=entry.anchor_stated,
        minimum=entry.bound == "minimum",
        before=entry.direction == "before",
        adds_to=entry.adds_to,
        condition_zh=entry.condition_zh,
        condition_en=entry.condition_en,
        unit_source=entry.unit_source,
        yields_to=tuple(entry.yields_to),
        note_zh=entry.note_zh,
        note_en=entry.note_en,
    )


def _limit(entry: VersionEntry) -> tuple[Limit | None, list[Fault]]:
    """The entry's limit, none for a mere word, and what is wrong with it."""
    given = [name for name in ("limit", "fixed", "same_day", "word") if getattr(entry, name)]
    if len(given) != 1:
        en = f"expected exactly one of limit, fixed, same_day, word; got {', '.join(given) or 'none'}"
        return None, [
            Fault("limit", en, f"limit、fixed、same_day、word 须且只能有一项；实有 {'、'.join(given) or '无'}")
        ]
    if entry.limit:
        try:
            return Period(entry.limit.n, entry.limit.unit), []
        except BadInput as bad:
            return None, [Fault(f"limit.{fault.path}", fault.en, fault.zh) for fault in bad.faults]
    if entry.same_day:
        return SameDay(), []
    if entry.word:
        return None, []
    match = _MONTH_DAY.fullmatch(entry.fixed)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        if month is None or day is None:
            raise ValueError
        date(year or 2000, month, day)
    except ValueError:
        en = f"{entry.fixed!r} is no date; expected 01-31 or 2020-06-30"
        return None, [Fault("fixed", en, f"{entry.fixed!r} 不是日期；应为 01-31 或 2020-06-30")]
    return FixedDate(month, day, year), []


def _kind(limit: Limit | None) -> str:
    """The key under which conventions.toml keeps the readings of such limits."""
    if isinstance(limit, Period):
        return limit.unit.value
    return "fixed" if isinstance(limit, FixedDate) else "same_day"


def _convention(entry: ConventionEntry) -> Convention:
    sources = tuple(Source(**attrs.asdict(source, recurse=False)) for source in entry.source)
    return Convention(entry.id, entry.zh, entry.en, sources)
