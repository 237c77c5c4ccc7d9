"""A document and its rules as the TOML file that :mod:`.files` reads back: for law that is made, not typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ..datafile import written
from ..errors import BadInput
from ..period import FixedDate, Period, SameDay
from .rule import Document, Rule, Version


def to_toml(
    document: Document,
    rules: Sequence[Rule],
    *,
    named: Iterable[str] | None = None,
    remarks: Mapping[str, str] | None = None,
) -> str:
    """
    The file of *document*, with the versions that it has of *rules*.

    *named* are the ids of the rules that it names itself, all of them unless told otherwise; *remarks* are comments
    over a rule, by its id.
    Raises: BadInput, for a version of another document.
    """
    own = {rule.id for rule in rules} if named is None else set(named)
    lines = ["[document]", *_fields(_document(document))]
    for rule in rules:
        comment = (remarks or {}).get(rule.id, "")
        lines += ["", *(f"# {_one_line(line)}" for line in comment.splitlines())]
        if rule.id in own:
            names: dict[str, Any] = {"id": rule.id, "zh": rule.zh, "en": rule.en}
            names |= {"special_of": rule.special_of, "rivals": list(rule.rivals)}
            lines += ["[[rule]]", *_fields(names), ""]
        for version in rule.versions:
            if version.document != document:
                en, zh = f"{version.id} is of another document", f"{version.id} 属于另一文件"
                raise BadInput.of(rule.id, en, zh)
            lines += ["[[version]]", *_fields(_version(version)), ""]
        lines.pop()
    return "\n".join(lines) + "\n"


def _fields(table: Mapping[str, Any]) -> Iterator[str]:
    """The fields that say something; what is empty is what the reader takes where nothing is written."""
    for name, value in table.items():
        if value not in ("", None, [], {}):
            yield f"{name} = {written(value)}"


def _document(document: Document) -> dict[str, Any]:
    plain = attrs.asdict(document)
    return plain | {"rank": document.rank.value, "mark": document.mark.value}


def _version(version: Version) -> dict[str, Any]:
    """The version as a ``[[version]]`` table, without what its document says for it."""
    document, limit = version.document, version.limit
    found: dict[str, Any] = {"rule": version.rule, "locator": version.locator}
    if isinstance(limit, Period):
        found["limit"] = limit.to_dict()
    elif isinstance(limit, FixedDate):
        found["fixed"] = (f"{limit.year:04}-" if limit.year else "") + f"{limit.month:02}-{limit.day:02}"
    elif isinstance(limit, SameDay):
        found["same_day"] = True
    recurs = version.recurs
    return found | {
        "word": version.word,
        "target": version.target,
        "anchor": version.anchor,
        "anchor_stated": None if version.anchor_stated else False,
        "bound": "minimum" if version.minimum else "",
        "direction": "before" if version.before else "",
        "adds_to": version.adds_to,
        "condition_zh": _beyond(version.condition_zh, document.bound_zh, "；"),
        "condition_en": _beyond(version.condition_en, document.bound_en, "; "),
        "unit_source": version.unit_source,
        "yields_to": [rank.value for rank in version.yields_to],
        "roll": version.roll.value,
        "in_force_from": _unless(version.in_force_from, document.in_force_from),
        "in_force_to": _unless(version.in_force_to, document.in_force_to),
        "mark": "" if version.mark is document.mark else version.mark.value,
        "note_zh": version.note_zh,
        "note_en": version.note_en,
        "cases": sorted(version.cases),
        "acts": list(version.acts),
        "recurs": {
            "every": recurs.every.value,
            **({"on": recurs.on.value} if recurs.on else {}),
            "at_least": recurs.at_least,
            "within": recurs.within,
        }
        if recurs
        else None,
        "pauses": {name: pause.value for name, pause in version.pauses.items()},
    }


def _beyond(condition: str, bound: str, joint: str) -> str:
    """What a version adds to whom its document binds."""
    return condition.removeprefix(bound).removeprefix(joint) if bound else condition


def _unless(value: Any, usual: Any) -> Any:
    return None if value == usual else value


def _one_line(text: str) -> str:
    """A comment that stays one: control characters would end it or spoil the file."""
    return "".join(char if char.isprintable() else " " for char in text)
