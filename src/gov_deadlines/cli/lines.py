"""JSON lines in, JSON lines out: each answered as soon as it is read, a bad one with an error, and the rest go on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any, BinaryIO, NoReturn

from ..errors import BadInput, GovDeadlinesError
from ..plain import check_plain
from .output import say_json

# A line that cannot be read is quoted, but one of a gigabyte not whole.
_QUOTED = 200

MOST_BYTES = 2**20
"""Bytes of one line: a matter of hundreds of facts, each with its reasons."""


def asked(line: bytes) -> dict[str, Any]:
    """The JSON object of one line."""
    value = value_of(line)
    if not isinstance(value, dict):
        quoted = _quoted(line)
        raise BadInput.of("line", f"{quoted} is no JSON object", f"{quoted} 不是 JSON 对象")
    return value


def answer_lines(
    answer: Callable[[dict[str, Any]], dict[str, Any]], *, read: Callable[[bytes], dict[str, Any]] = asked
) -> NoReturn:
    """
    Answer every line of standard input by *answer*, then end: with 1 when some line was an error.

    *read* makes a line the question it asks: a JSON object, unless a command takes others too.
    """
    failed = False
    for line in lines_of(sys.stdin.buffer):
        if not line.strip():
            continue
        echo: dict[str, Any] = {}
        try:
            question = read(line)
            echo = {"id": question["id"]} if "id" in question else {}
            say_json(echo | answer(question))
        except GovDeadlinesError as error:
            failed = True
            say_json(echo | {"error": {**error.to_dict(), "message_zh": error.message("zh")}})
    sys.exit(1 if failed else 0)


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of *stream*; of one that is too long no more is kept than shows it."""
    while line := stream.readline(MOST_BYTES + 1):
        if len(line) > MOST_BYTES and not line.endswith(b"\n"):
            while not (rest := stream.readline(MOST_BYTES)).endswith(b"\n") and rest:
                pass
        yield line


def value_of(line: bytes) -> object:
    """
    The JSON value of one line.

    Raises: BadInput, for what is none, or longer, deeper or larger than a question is.
    """
    if len(line) > MOST_BYTES:
        en, zh = f"longer than {MOST_BYTES} bytes; give each matter a line of its own", f"超过{MOST_BYTES}字节"
        raise BadInput.of("line", en, f"{zh}；请每个事项单独一行")
    try:
        value: object = json.loads(
            line.decode("utf-8"), parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_once_each
        )
    except (ValueError, RecursionError) as error:
        quoted = _quoted(line)
        raise BadInput.of("line", f"{quoted} is no JSON: {error}", f"{quoted} 不是 JSON：{error}") from None
    check_plain(value, "line")
    return value


def _quoted(line: bytes) -> str:
    return repr(line.strip()[:_QUOTED].decode("utf-8", "backslashreplace"))


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _no_number(text)
