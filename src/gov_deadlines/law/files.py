"""The TOML files that law is kept in: one per document, plus the rules' names and the conventions of counting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TypeVar

import attrs

from ..datafile import load, read, structure
from ..errors import BadInput, Fault, UnknownRegion
from ..period import FixedDate, Limit, Period, SameDay
from ..unit import Roll, Unit
from ..workdays.region import prefix_of
from .clause import Provision
from .convention import Convention, Source
from .rule import Document, Every, Mark, Pause, Rank, Recurrence, Rule, Version, Weekday

RULES, CONVENTIONS, ANCHORS = "rules.toml", "conventions.toml", "anchors.toml"
T = TypeVar("T")
_MONTH_DAY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")


class Bound(Enum):
    """Whether a limit ends what may be done, or what must be waited for."""

    MAXIMUM = "maximum"
    MINIMUM = "minimum"


class Direction(Enum):
    """Whether a limit counts on from its anchor or back from it."""

    AFTER = "after"
    BEFORE = "before"


@attrs.frozen
class LimitEntry:
    """``limit = { n = 20, unit = "working_day" }``."""

    n: int
    unit: Unit


@attrs.frozen
class RecurrenceEntry:
    """``recurs = { every = "week", on = "friday", within = true }``."""

    every: Every
    on: Weekday | None = None
    at_least: int = 1
    within: bool = False


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
    bound: Bound = Bound.MAXIMUM
    direction: Direction = Direction.AFTER
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
    cases: list[str] = attrs.field(factory=list)
    acts: list[str] = attrs.field(factory=list)
    recurs: RecurrenceEntry | None = None
    pauses: dict[str, Pause] = attrs.field(factory=dict)


@attrs.frozen
class RuleEntry:
    """A ``[[rule]]`` table of ``rules.toml``, or of a document that sets a duty nobody else does."""

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
class ConventionEntry:
    """A ``[[convention]]`` table."""

    id: str
    zh: str
    en: str
    source: list[Source]


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
    clauses: tuple[Provision, ...] = ()
    readings: Mapping[str, ReadingEntry] = attrs.field(factory=dict)


@attrs.frozen
class Sheet:
    """The law of one document: the rules that it names itself, its versions of rules, and its clauses."""

    rules: tuple[RuleEntry, ...]
    versions: tuple[Version, ...]
    clauses: tuple[Provision, ...]


def read_folder(folder: Path) -> Shelf:
    """
    The rules and conventions under *folder*.

    Raises: BadInput, with all the faults of all the files.
    """
    if not folder.is_dir():
        raise BadInput.of(
            str(folder), "no such folder; expected one with rules.toml", "没有此目录；其中应有 rules.toml"
        )
    faults: list[Fault] = []

    def kept(name: str, cls: type[T]) -> T | None:
        try:
            return load(folder / name, cls) if (folder / name).exists() else None
        except BadInput as bad:
            faults.extend(bad.faults)
            return None

    names, conventions, anchors = kept(RULES, RulesFile), kept(CONVENTIONS, ConventionsFile), kept(ANCHORS, AnchorsFile)
    rules = list(names.rule) if names else []
    readings = conventions.readings if conventions else {}
    versions: list[Version] = []
    clauses: list[Provision] = []
    sheets: list[tuple[Path, Sheet]] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name not in (RULES, CONVENTIONS, ANCHORS):
            try:
                sheets.append((path, read_document(path, readings)))
                rules += sheets[-1][1].rules
            except BadInput as bad:
                faults += bad.faults
    faults += ties(rules, str(folder / RULES))
    known = {entry.id for entry in rules}
    for path, sheet in sheets:
        taken = {version.document.id for version in versions}
        faults += sheet_faults(sheet, path, known, taken, {clause.id for clause in clauses})
        versions += sheet.versions
        clauses += sheet.clauses
    if faults:
        raise BadInput(faults)
    return Shelf(
        tuple(rule_of(entry, versions) for entry in rules),
        tuple(
            Convention(entry.id, entry.zh, entry.en, tuple(entry.source))
            for entry in (conventions.convention if conventions else ())
        ),
        anchors.anchor if anchors else {},
        tuple(clauses),
        readings,
    )


def sheet_faults(sheet: Sheet, path: Path, known: set[str], taken: set[str], clauses: set[str]) -> Iterator[Fault]:
    """What is wrong with a document beside others: rules that nobody names, and ids that are *taken*."""
    yield from _unnamed(sheet.versions, known, str(path))
    yield from _clause_faults(sheet.clauses, known, clauses, str(path))
    for id in sorted({version.document.id for version in sheet.versions} & taken):
        yield Fault(f"{path}.document.id", f"{id!r} is taken", f"{id!r} 已被使用")


def read_document(path: Path, readings: Mapping[str, ReadingEntry]) -> Sheet:
    """
    The law of one document; each table is read by itself, so that no fault hides another.

    Raises: BadInput, with every fault.
    """
    raw, where = read(path), str(path)
    faults = [
        Fault(
            f"{where}.{key}",
            "unknown field; expected document, rule, version, clause",
            "未知字段；可用字段：document、rule、version、clause",
        )
        for key in raw.keys() - {"document", "rule", "version", "clause"}
    ]
    document: Document | None = None
    try:
        document = structure(raw.get("document", {}), Document, f"{where}.document")
    except BadInput as bad:
        faults += bad.faults
    if document is not None:
        faults += _document_faults(document, f"{where}.document")
    rules: list[RuleEntry] = []
    for table, inside in _tables(raw, "rule", where):
        try:
            rules.append(structure(table, RuleEntry, inside))
        except BadInput as bad:
            faults += bad.faults
    versions: list[Version] = []
    for table, inside in _tables(raw, "version", where):
        try:
            entry = structure(table, VersionEntry, inside)
            limit = _limit(entry, inside)
        except BadInput as bad:
            faults += bad.faults
            continue
        if document is not None:
            versions.append(_version(document, entry, limit, readings))
    clauses: list[Provision] = []
    for table, inside in _tables(raw, "clause", where):
        try:
            written = structure(table, Provision, inside)
        except BadInput as bad:
            faults += bad.faults
            continue
        if document is not None:
            clauses.append(attrs.evolve(written, document=document))
    if faults:
        raise BadInput(faults)
    return Sheet(tuple(rules), tuple(versions), tuple(clauses))


def _tables(raw: Mapping[str, object], name: str, where: str) -> Iterator[tuple[object, str]]:
    """Each table of the array *name*, with the path that faults in it bear."""
    tables = raw.get(name, [])
    for number, table in enumerate(tables if isinstance(tables, list) else [tables]):
        yield table, f"{where}.{name}[{number}]"


def _clause_faults(clauses: Iterable[Provision], rules: set[str], taken: set[str], where: str) -> Iterator[Fault]:
    """Clauses whose id is taken, that name a rule that is not there, or that nothing holds."""
    seen = set(taken)
    for number, clause in enumerate(clauses):
        inside = f"{where}.clause[{number}]"
        if clause.id in seen:
            yield Fault(f"{inside}.id", f"{clause.id!r} is taken", f"{clause.id!r} 已被使用")
        seen.add(clause.id)
        for rule in clause.rules:
            if rule not in rules:
                yield Fault(f"{inside}.rules", f"{rule!r} is no rule of {RULES}", f"{rule!r} 未在 {RULES} 登记")
        if not clause.events:
            en, zh = f"{clause.id} names no event that holds it", f"{clause.id} 没有写明由哪一事件承载"
            yield Fault(f"{inside}.events", en, zh)


def _document_faults(document: Document, where: str) -> Iterator[Fault]:
    """What is wrong with a document's place and span."""
    try:
        prefix_of(document.jurisdiction)
    except UnknownRegion as unknown:
        yield Fault(f"{where}.jurisdiction", unknown.message("en"), unknown.message("zh"))
    if document.in_force_to is not None and document.in_force_to < document.in_force_from:
        yield Fault(
            f"{where}.in_force_to",
            f"{document.in_force_to} lies before in_force_from, {document.in_force_from}",
            f"{document.in_force_to} 早于施行日 {document.in_force_from}",
        )
    if document.end_published is not None and document.in_force_to is None:
        yield Fault(
            f"{where}.end_published",
            f"{document.end_published} is when an end became public, but there is no in_force_to; give both, or none",
            f"有废止公布日 {document.end_published}，却没有 in_force_to；请补上后者，或者删去前者",
        )
    if document.end_published and document.published and document.end_published < document.published:
        yield Fault(
            f"{where}.end_published",
            f"{document.end_published} lies before {document.published}, when the text itself was published",
            f"{document.end_published} 早于文本本身的公布日 {document.published}",
        )


def ties(rules: Sequence[RuleEntry], where: str, others: Iterable[str] = ()) -> Iterator[Fault]:
    """Rules named twice, and rules tied to one that neither they nor *others* name."""
    known: set[str] = set()
    for number, entry in enumerate(rules):
        if entry.id in known:
            yield Fault(f"{where}.rule[{number}].id", f"{entry.id!r} is named twice", f"{entry.id!r} 重复登记")
        known.add(entry.id)
    for number, entry in enumerate(rules):
        for tie in (entry.special_of, *entry.rivals):
            if tie and tie not in known and tie not in others:
                en, zh = f"{entry.id!r} is tied to {tie!r}, which is no rule", f"{entry.id!r} 所指的 {tie!r} 不是规则"
                yield Fault(f"{where}.rule[{number}]", en, zh)


def _unnamed(versions: Iterable[Version], known: set[str], where: str) -> Iterator[Fault]:
    """Clauses for a rule that ``rules.toml`` does not name."""
    for version in versions:
        for rule in (version.rule, version.adds_to):
            if rule and rule not in known:
                yield Fault(
                    where,
                    f"rule {rule!r} has no entry in {RULES}; add its names there",
                    f"规则 {rule!r} 未在 {RULES} 登记；请先补充名称",
                )


def rule_of(entry: RuleEntry, versions: Iterable[Version]) -> Rule:
    """The rule that *entry* names, with those of *versions* that are its own."""
    own = tuple(version for version in versions if version.rule == entry.id)
    return Rule(entry.id, entry.zh, entry.en, own, entry.special_of, tuple(entry.rivals))


def _version(
    document: Document, entry: VersionEntry, limit: Limit | None, readings: Mapping[str, ReadingEntry]
) -> Version:
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
        minimum=entry.bound is Bound.MINIMUM,
        before=entry.direction is Direction.BEFORE,
        adds_to=entry.adds_to,
        condition_zh="；".join(filter(None, (document.bound_zh, entry.condition_zh))),
        condition_en="; ".join(filter(None, (document.bound_en, entry.condition_en))),
        unit_source=entry.unit_source,
        yields_to=tuple(entry.yields_to),
        note_zh=entry.note_zh,
        note_en=entry.note_en,
        cases=frozenset(entry.cases),
        acts=tuple(entry.acts),
        recurs=Recurrence(recurs.every, recurs.on, recurs.at_least, recurs.within)
        if (recurs := entry.recurs)
        else None,
        pauses=entry.pauses,
    )


def _limit(entry: VersionEntry, where: str) -> Limit | None:
    """
    The entry's limit, ``None`` for a mere word.

    Raises: BadInput, unless exactly one is given and makes sense.
    """
    given = [name for name in ("limit", "fixed", "same_day", "word") if getattr(entry, name)]
    if len(given) != 1:
        raise BadInput.of(
            f"{where}.limit",
            f"expected exactly one of limit, fixed, same_day, word; got {', '.join(given) or 'none'}",
            f"limit、fixed、same_day、word 须且只能有一项；实有 {'、'.join(given) or '无'}",
        )
    if entry.direction is Direction.BEFORE and entry.limit is None:
        en, zh = "only a period can be counted back", "只有期间可以倒算"
        raise BadInput.of(f"{where}.direction", en, zh)
    if entry.word:
        return None
    if entry.same_day:
        return SameDay()
    if entry.limit is None:
        return _fixed(entry.fixed, f"{where}.fixed")
    try:
        return Period(entry.limit.n, entry.limit.unit)
    except BadInput as bad:
        raise BadInput(Fault(f"{where}.limit.{fault.path}", fault.en, fault.zh) for fault in bad.faults) from None


def _fixed(text: str, where: str) -> FixedDate:
    """
    The date that *text* writes, ``01-31`` each year or ``2020-06-30`` once.

    Raises: BadInput, for anything else.
    """
    if match := _MONTH_DAY.fullmatch(text):
        with suppress(BadInput):
            return FixedDate(int(match[2]), int(match[3]), int(match[1]) if match[1] else None)
    en, zh = f"{text!r} is no date; expected 01-31 or 2020-06-30", f"{text!r} 不是日期；应为 01-31 或 2020-06-30"
    raise BadInput.of(where, en, zh)


def _kind(limit: Limit | None) -> str:
    """The key under which conventions.toml keeps the readings of such limits."""
    if isinstance(limit, Period):
        return limit.unit.value
    return "fixed" if isinstance(limit, FixedDate) else "same_day"
