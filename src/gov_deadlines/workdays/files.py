"""The TOML files that notices are kept in: read with every fault named, written back, and packed for the wheel."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from ..datafile import load, read, structure, written
from ..errors import BadInput, Fault, UnknownRegion
from .notice import Confidence, Notice, NoticeKind, contradictions, read_clauses
from .packaged import act_fields
from .region import NATION, Coverage, prefix_of
from .statutory import Feasts, Regulation, StatutoryHoliday


@attrs.frozen
class ClauseEntry:
    """A ``[[notice.clause]]`` table: days are spans, ``2026-10-01..2026-10-07`` or one day."""

    festival: str
    off: list[str] = attrs.field(factory=list)
    on: list[str] = attrs.field(factory=list)
    cancelled: list[str] = attrs.field(factory=list)
    off_for_some: list[str] = attrs.field(factory=list)
    scope: str = ""


@attrs.frozen
class NoticeEntry:
    """A ``[[notice]]`` table."""

    id: str
    kind: NoticeKind
    clause: list[ClauseEntry]
    title: str = ""
    document_number: str = ""
    number_confirmed: bool = True
    signed: date | None = None
    public: date | None = None
    supersedes: list[str] = attrs.field(factory=list)
    source: str = ""
    confidence: Confidence = Confidence.HIGH
    remark: str = ""
    remark_zh: str = ""


@attrs.frozen
class YearFile:
    """One ``<region>/<year>.toml``: the acts that arrange that year there, and how complete the file is."""

    year: int
    notice: list[NoticeEntry]
    feasts: Feasts | None = None
    extra_statutory: list[str] = attrs.field(factory=list)
    coverage: Coverage = Coverage.COMPLETE
    missing: list[str] = attrs.field(factory=list)


@attrs.frozen
class RegulationEntry:
    """A ``[[version]]`` table of ``CN/regulations.toml``."""

    id: str
    document_number: str
    in_force_from: date
    holiday: list[StatutoryHoliday]
    title: str = ""
    signed: date | None = None
    public: date | None = None
    mark: str = "V"
    remark: str = ""


@attrs.frozen
class RegulationsFile:
    """``CN/regulations.toml``."""

    version: list[RegulationEntry]


@attrs.frozen
class RegionEntry:
    """A ``[[region]]`` table of ``regions.toml``."""

    code: str
    name: str
    en: str
    level: str
    since: int | None = None
    festivals: list[str] = attrs.field(factory=list)
    rule: str = ""
    remark: str = ""
    reaches_back: str = ""


@attrs.frozen
class RegionsFile:
    """``regions.toml``."""

    region: list[RegionEntry]


@attrs.frozen
class Shelf:
    """All the calendar data of one folder."""

    notices: tuple[Notice, ...]
    regions: tuple[RegionEntry, ...] = ()
    years: tuple[tuple[str, YearFile], ...] = ()
    regulations: tuple[Regulation, ...] = ()


def read_folder(folder: Path) -> Shelf:
    """
    Every notice, region and regulation under *folder* (``CN/2026.toml``, ``45/2017.toml``, ``regions.toml`` ...).

    Raises: BadInput, with all the faults of all the files.
    """
    if not folder.is_dir():
        raise BadInput.of(
            str(folder),
            "no such folder; expected one with CN/2027.toml and the like",
            "没有此目录；其中应有 CN/2027.toml 等文件",
        )
    faults: list[Fault] = []
    years: list[tuple[str, YearFile]] = []
    notices: list[Notice] = []
    regions: list[RegionEntry] = []
    regulations: list[Regulation] = []
    for path in sorted(folder.rglob("*.toml")):
        try:
            if path.name == "regions.toml":
                places = load(path, RegionsFile).region
                faults += _unknown_codes(places, str(path))
                regions += places
            elif path.name == "regulations.toml":
                entries = load(path, RegulationsFile).version
                faults += _unknown_feasts(entries, str(path))
                regulations += [_regulation(entry) for entry in entries]
            else:
                region, file, own = _year(path)
                years.append((region, file))
                notices += own
        except BadInput as bad:
            faults += bad.faults
    ids: set[str] = set()
    for notice in notices:
        if notice.id in ids:
            faults.append(Fault(notice.id, "two notices bear this id", "两份通知使用同一 id"))
        ids.add(notice.id)
    if faults:
        raise BadInput(faults)
    return Shelf(tuple(notices), tuple(regions), tuple(years), tuple(regulations))


def to_toml(notice: Notice) -> str:
    """The year file that holds *notice* alone: what :func:`read_folder` reads back as the same notice."""
    lines = [f"year = {notice.year}", "", "[[notice]]"]
    plain = notice.to_plain()
    plain |= {"signed": notice.signed, "public": notice.public}
    for name, value in plain.items():
        if name not in ("region", "year", "clause") and value not in ("", [], None, True):
            lines.append(f"{name} = {written(value)}")
    for clause in plain["clause"]:
        lines += ["", "[[notice.clause]]"]
        lines += [f"{name} = {written(value)}" for name, value in clause.items() if value not in ("", [])]
    return "\n".join(lines) + "\n"


def keep(notice: Notice, folder: Path) -> Path:
    """
    Write *notice* into *folder*, where :func:`read_folder` finds it, and say where.

    Raises: BadInput, when it is there already: a notice kept is never overwritten.
    """
    path = folder / notice.region / f"{notice.id.removeprefix(f'{notice.region}/')}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(to_toml(notice))
    except FileExistsError:
        raise BadInput.of(
            str(path), "exists already; move it away to take the notice in anew", "文件已存在；如需重新导入请先移走"
        ) from None
    return path


def pack(folder: Path) -> dict[str, str]:
    """
    The JSON texts that the wheel carries instead of TOML, by file name.

    ``index.json`` holds only what counting needs; ``notices.json`` holds the proof, and is read when it is asked for.
    """
    shelf = read_folder(folder)
    acts: dict[str, list[Any]] = {}
    for notice in sorted(shelf.notices, key=lambda n: (n.region, n.known_from, n.id)):
        acts.setdefault(notice.region, []).append(act_fields(notice))
    proof = {
        "notices": {notice.id: notice.to_plain() for notice in shelf.notices},
        "regions": {
            entry.code: {**attrs.asdict(entry), "missing": _missing(entry.code, shelf)} for entry in shelf.regions
        },
        "regulations": [attrs.asdict(entry) for entry in shelf.regulations],
        "feasts": {file.year: attrs.asdict(file.feasts) for _, file in shelf.years if file.feasts},
        "extra_statutory": [day for region, file in shelf.years if region == NATION for day in file.extra_statutory],
    }
    return {"index.json": _json(acts), "notices.json": _json(proof)}


def _year(path: Path) -> tuple[str, YearFile, list[Notice]]:
    """One region's year; the faults of form and of content together, so that neither hides the other."""
    raw, where = read(path), str(path)
    faults: list[Fault] = []
    region, file = "", None
    try:
        region = prefix_of(path.parent.name)
    except UnknownRegion as unknown:
        faults.append(Fault(where, unknown.message("en"), unknown.message("zh")))
    try:
        file = structure(raw, YearFile, where)
    except BadInput as bad:
        faults += [*bad.faults, *_contents(raw, where)]
    notices: list[Notice] = []
    if file is not None and not path.stem.startswith(f"{file.year}"):
        faults.append(
            Fault(
                f"{where}.year",
                f"{file.year} is not the year that the file is named for",
                f"{file.year} 与文件名所示年份不符",
            )
        )
    if file is not None and (file.coverage is Coverage.PARTIAL) is not bool(file.missing):
        faults.append(
            Fault(
                f"{where}.missing",
                f"coverage is {file.coverage.value!r} and {len(file.missing)} are missing; partial means that some are",
                f"coverage 为 {file.coverage.value!r}，却有{len(file.missing)}项缺失；有缺失的年份才是 partial",
            )
        )
    for number, entry in enumerate(file.notice if file else ()):
        if file is not None and region and not entry.id.startswith(f"{region}/{file.year}"):
            faults.append(
                Fault(
                    f"{where}.notice[{number}].id",
                    f"{entry.id!r} does not name its place and year; expected {region}/{file.year}",
                    f"{entry.id!r} 未写明地区和年份；应为 {region}/{file.year}",
                )
            )
        try:
            notices.append(Notice.from_plain({"region": region, "year": raw["year"], **attrs.asdict(entry)}))
        except BadInput as bad:
            faults += [_inside(f"{where}.notice[{number}]", fault) for fault in bad.faults]
    if faults or file is None:
        raise BadInput(faults)
    return region, file, notices


def _contents(raw: dict[str, Any], where: str) -> Iterator[Fault]:
    """What can be seen to be wrong with the days of a file whose form is wrong."""
    entries, year = raw.get("notice"), raw.get("year")
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        tables = entry.get("clause") if isinstance(entry, dict) else None
        clauses, faults = read_clauses(tables if isinstance(tables, list) else [])
        told = contradictions(year, clauses) if isinstance(year, int) else ()
        yield from (_inside(f"{where}.notice[{number}]", fault) for fault in (*faults, *told))


def _inside(where: str, fault: Fault) -> Fault:
    return Fault(f"{where}.{fault.path}", fault.en, fault.zh)


def _unknown_codes(regions: Iterable[RegionEntry], where: str) -> Iterator[Fault]:
    for number, entry in enumerate(regions):
        try:
            prefix_of(entry.code)
        except UnknownRegion as unknown:
            yield Fault(f"{where}.region[{number}].code", unknown.message("en"), unknown.message("zh"))


def _unknown_feasts(entries: Iterable[RegulationEntry], where: str) -> Iterator[Fault]:
    known = [field.name for field in attrs.fields(Feasts)]
    for number, entry in enumerate(entries):
        for index, holiday in enumerate(entry.holiday):
            if bool(holiday.fixed) == (holiday.feast in known):
                yield Fault(
                    f"{where}.version[{number}].holiday[{index}]",
                    f"expected a fixed month and day, or a feast of {', '.join(known)}; got {holiday.feast!r}",
                    f"应写明固定月日，或 {'、'.join(known)} 之一；实为 {holiday.feast!r}",
                )


def _regulation(entry: RegulationEntry) -> Regulation:
    fields = {f.name: getattr(entry, f.name) for f in attrs.fields(Regulation) if f.name != "holidays"}
    return Regulation(holidays=tuple(entry.holiday), **fields)


def _missing(code: str, shelf: Shelf) -> dict[str, list[str]]:
    """Per year of the region what is not sourced; a year that rests on weak pages alone counts as missing too."""
    missing: dict[str, list[str]] = {}
    for region, file in shelf.years:
        if region == code:
            weak = [c.festival for n in file.notice if n.confidence is Confidence.LOW for c in n.clause]
            missing[str(file.year)] = sorted({*file.missing, *weak})
    return missing


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def write_packed(folder: Path, target: Path) -> None:
    """Write the packed form of *folder* into *target*."""
    target.mkdir(parents=True, exist_ok=True)
    for name, text in pack(folder).items():
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_packed(Path(sys.argv[1]), Path(sys.argv[2]))
