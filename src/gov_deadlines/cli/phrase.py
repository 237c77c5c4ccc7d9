"""``phrase``: what a 公开时限 in words says, for people as an argument and for programs a line at a time."""

from __future__ import annotations

from typing import Any

import click

from ..catalogue.phrase import read_phrase
from ..errors import BadInput, Fault, Lang
from .lines import answer_lines, value_of
from .options import JSON, LANG
from .output import refusals, say, say_json

_KEYS = ("raw", "basis", "id")


@click.command("phrase")
@click.argument("text", required=False)
@click.option("--basis", default="", help="The 公开依据 of the row: a law may say that its days are working days.")
@LANG
@JSON
def phrase_command(text: str | None, basis: str, lang: Lang, as_json: bool) -> None:
    """
    What the 公开时限 TEXT says.

    Without TEXT, answer each line of standard input as soon as it is read: a JSON string, or {"raw": …, "basis": …}.
    """
    if text is None:
        answer_lines(lambda asked: _answer(asked, basis), read=_asked)
    with refusals(lang, as_json=as_json):
        phrase = read_phrase(text, basis=basis)
        say_json(phrase.to_dict()) if as_json else say(phrase.text(lang))


def _asked(line: bytes) -> dict[str, Any]:
    """The question of one line; a bare string is one without a basis."""
    value = value_of(line)
    if isinstance(value, str):
        return {"raw": value}
    if isinstance(value, dict):
        return value
    raise BadInput.of(
        "line",
        f'{value!r:.200} is neither a JSON string nor an object; expected "…" or {{"raw": "…", "basis": "…"}}',
        f'{value!r:.200} 既不是 JSON 字符串也不是对象；应为 "…" 或 {{"raw": "…", "basis": "…"}}',
    )


def _answer(asked: dict[str, Any], basis: str) -> dict[str, Any]:
    faults = [Fault(key, f"unknown key; expected {', '.join(_KEYS)}", "未知字段") for key in asked if key not in _KEYS]
    if "raw" not in asked:
        faults.append(Fault("raw", "missing", "缺少"))
    if faults:
        raise BadInput(faults)
    own = asked.get("basis")
    return read_phrase(asked["raw"], basis=basis if own is None else own).to_dict()
