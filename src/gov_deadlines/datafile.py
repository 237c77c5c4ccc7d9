"""Reads TOML data into frozen classes and lists every fault with its path, so that one look mends a file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_origin

import attrs
import cattrs
from cattrs.cols import homogenous_tuple_structure_factory, is_sequence, list_structure_factory
from cattrs.errors import ForbiddenExtraKeysError, IterableValidationError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn

from .errors import BadInput, Fault, quoted

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

MOST_BYTES, MOST_OF_A_LINE = 1_048_576, 8_192
"""Bytes of a file, and of one line of it: the parser's time grows with the square of a dotted key's length."""


def load(path: Path, cls: type[T]) -> T:
    """
    The file as one *cls*.

    Raises: BadInput, with one fault per wrong, missing or unknown field, each with the file and the path inside it.
    """
    return structure(read(path), cls, str(path))


def read(path: Path) -> dict[str, Any]:
    """
    The file as plain tables.

    Raises: BadInput, when it is no TOML in UTF-8, or larger than any law or calendar.
    """
    raw = path.read_bytes()
    longest = max(map(len, raw.splitlines()), default=0)
    if len(raw) > MOST_BYTES or longest > MOST_OF_A_LINE:
        size = f"{len(raw)} bytes, {longest} in one line"
        bounds = f"{MOST_BYTES}, {MOST_OF_A_LINE}"
        raise BadInput.of(str(path), f"{size}; expected {bounds} at most", f"{size}；最多 {bounds}")
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # of a date, a number or brackets too, not of TOML's grammar alone
        en, zh = f"not readable as TOML in UTF-8: {error}", f"不是 UTF-8 编码的合法 TOML：{error}"
        raise BadInput.of(str(path), en, zh) from None


def written(value: object) -> str:
    """
    *value* as TOML writes it: a text, a number, a day, a list of them, or an inline table.

    >>> written({"n": 20, "unit": "working_day"})
    '{ n = 20, unit = "working_day" }'
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(item)}" for key, item in value.items()) + " }"
    # TOML's basic strings, integers and booleans are JSON's, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def structure(raw: object, cls: type[T], where: str) -> T:
    """The plain value *raw* (dicts, lists, dates, numbers) as one *cls*; *where* names it in faults."""
    try:
        return _converter().structure(raw, cls)
    except Exception as error:
        raise BadInput(_faults(error, where)) from None


def _faults(error: BaseException, where: str) -> list[Fault]:
    """The leaves of cattrs' error tree, each under the path that leads to it."""
    if isinstance(error, BadInput):
        return [Fault(_join(where, fault.path), fault.en, fault.zh) for fault in error.faults]
    if isinstance(error, cattrs.ClassValidationError | IterableValidationError):
        faults: list[Fault] = []
        noted, bare = error.group_exceptions()
        for inner, note in noted:
            if isinstance(inner, KeyError):  # a missing field: the error bears its name, like the note
                faults += _faults(inner, where)
                continue
            if isinstance(note, IterableValidationNote):
                step = f".{note.index}" if isinstance(note.index, str) else f"[{note.index}]"
            else:
                step = f".{note.name}"
            faults += _faults(inner, where + step)
        for inner in bare:
            faults += _faults(inner, where)
        return faults
    if isinstance(error, ForbiddenExtraKeysError):
        known = ", ".join(sorted(_field_names(error.cl)))
        return [
            Fault(f"{where}.{key}", f"unknown field; expected one of {known}", f"未知字段；可用字段：{known}")
            for key in sorted(error.extra_fields)
        ]
    if isinstance(error, KeyError):
        return [Fault(f"{where}.{error.args[0]}", "missing field", "缺少字段")]
    return [Fault(where, str(error), str(error))]


def _join(where: str, path: str) -> str:
    return f"{where}{path}" if path.startswith(("[", ".")) or not path else f"{where}.{path}"


def _field_names(cls: Any) -> list[str]:
    return [field.name for field in cls.__attrs_attrs__]


@cache
def _converter() -> cattrs.Converter:
    """Strict: nothing is guessed from another type; `"20"` is no 20, `true` no 1, a text no list, an instant no day."""
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)

    def exactly(wanted: type, *, but: tuple[type, ...] = ()) -> Hook:
        def hook(value: Any, _: Any) -> Any:
            if not isinstance(value, wanted) or isinstance(value, but):
                en = f"expected {wanted.__name__}, got {quoted(value)}"
                raise BadInput.of("", en, f"应为 {wanted.__name__}，实为 {quoted(value)}")
            return value

        return hook

    def listed(value: Any, kind: type[Enum]) -> Enum:
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(str(member.value) for member in kind)
            raise BadInput.of("", f"{quoted(value)} is none of {known}", f"{quoted(value)} 应为 {known} 之一") from None

    def shaped(inner: Hook, wanted: tuple[type, ...], en: str, zh: str) -> Hook:
        def hook(value: Any, kind: Any) -> Any:
            if not isinstance(value, wanted):
                raise BadInput.of("", f"expected {en}, got {quoted(value)}", f"应为{zh}，实为 {quoted(value)}")
            return inner(value, kind)

        return hook

    @converter.register_structure_hook_factory(is_sequence)
    def sequence(kind: Any) -> Hook:
        make = homogenous_tuple_structure_factory if get_origin(kind) is tuple else list_structure_factory
        return shaped(make(kind, converter), (list, tuple), "a list", "列表")

    @converter.register_structure_hook_factory(attrs.has)
    def table(kind: Any) -> Hook:
        inner = make_dict_structure_fn(
            kind, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
        )
        return shaped(inner, (Mapping,), "a table", "表")

    converter.register_structure_hook(Enum, listed)
    converter.register_structure_hook(int, exactly(int, but=(bool,)))
    converter.register_structure_hook(bool, exactly(bool))
    converter.register_structure_hook(str, exactly(str))
    converter.register_structure_hook(date, exactly(date, but=(datetime,)))
    return converter
