"""What plain values from outside may be: how deep, how long, how large; beyond that they are refused, not worked on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .errors import BadInput, quoted

MOST_LEVELS = 32
"""Lists and mappings within each other; deeper ones would end in the interpreter's own limit, somewhere."""

MOST_TEXT = 100_000
"""Characters of one text: a detail of a fact is a reason or a name, and no document."""

MOST_BITS = 1024
"""Bits of a whole number, about as many as the largest float has; Python itself refuses to print far larger ones."""

MOST_VALUES = 1_000_000
"""Values in all; a small one that holds itself many times over is as large as what it stands for."""


def check_plain(value: object, where: str) -> None:
    """
    Look at *value* and at all that lies in it, level by level, so that its depth costs no stack.

    Raises: BadInput, for the first that is too deep, too long or too large, or a key that is no text.

    >>> check_plain({"reason": ["a", {"b": 1}]}, "event")
    >>> check_plain({"reason": "a" * 100_001}, "event")
    Traceback (most recent call last):
        ...
    gov_deadlines.errors.BadInput: event: a text of 100001 characters; expected 100000 at most
    """
    level: list[object] = [value]
    seen = 0
    for _ in range(MOST_LEVELS + 1):
        inner: list[object] = []
        for each in level:
            inner += _within(each, where)
            if seen + len(inner) > MOST_VALUES:
                en, zh = f"more than {MOST_VALUES} values; expected fewer", f"超过{MOST_VALUES}个值；请减少"
                raise BadInput.of(where, en, zh)
        if not inner:
            return
        level, seen = inner, seen + len(inner)
    en, zh = f"more than {MOST_LEVELS} levels deep; expected plain values", f"嵌套超过{MOST_LEVELS}层；应为简单的值"
    raise BadInput.of(where, en, zh)


def _within(value: object, where: str) -> Iterator[Any]:
    """What lies directly in *value*, once it is sure that it is neither too long nor too large itself."""
    if isinstance(value, str):
        check_text(value, where)
    elif isinstance(value, int):
        if value.bit_length() > MOST_BITS:
            en = f"a whole number of {value.bit_length()} bits; expected {MOST_BITS} at most"
            raise BadInput.of(where, en, f"整数有{value.bit_length()}个二进制位；最多{MOST_BITS}位")
    elif isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                en, zh = f"{quoted(key)} is no text; keys are texts", f"键 {quoted(key)} 不是文字"
                raise BadInput.of(where, en, zh)
            check_text(key, where)
        yield from value.values()
    elif isinstance(value, list | tuple):
        yield from value


def check_text(text: str, where: str, most: int = MOST_TEXT) -> None:
    """Raises: BadInput, for a *text* of more than *most* characters."""
    if len(text) > most:
        en = f"a text of {len(text)} characters; expected {most} at most"
        raise BadInput.of(where, en, f"文字有{len(text)}个字符；最多{most}个")
