"""A file of the folder of law: a document, or the names of rules, anchors and conventions."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from gov_deadlines import GovDeadlinesError, LawBook, due

from ..contract import Door, check_refusal, files, words

_NAME = re.compile(rb"# (rules|anchors|conventions|\w{1,20})\.toml\r?\n")
RULES = """
[[rule]]
id = "a.b"
zh = "甲"
en = "A"

[[rule]]
id = "a.c"
zh = "乙"
en = "B"
special_of = "a.b"
"""
CONVENTIONS = """
convention = []
[readings.day]
roll = "working_day"
"""
ANCHORS = """
[anchor.received]
zh = "收到"
en = "received"
"""
GOOD = """# text.toml
[document]
id = "text"
title = "规定"
short = "规定"
en = "A text"
number = "甲发〔2018〕1号"
rank = "local_document"
jurisdiction = "CN"
in_force_from = 2018-01-01
mark = "V"

[[version]]
rule = "a.b"
locator = "第一条"
limit = { n = 20, unit = "working_day" }
anchor = "received"

[[version]]
rule = "a.c"
locator = "第二条"
limit = { n = 2, unit = "month" }
anchor = "received"
"""
_STARTS = (
    date(2019, 12, 31),
    date(2020, 1, 6),
    datetime(2020, 2, 29, 9, tzinfo=UTC),
    date(9999, 12, 31),
    date(1, 1, 1),
)


def ask(data: bytes) -> object:
    named = _NAME.match(data)
    name = named[1].decode() if named else "text"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for other, text in (("rules", RULES), ("conventions", CONVENTIONS), ("anchors", ANCHORS), ("text", GOOD)):
            (folder / f"{other}.toml").write_text(text, encoding="utf-8")
        (folder / f"{name}.toml").write_bytes(data)
        book = LawBook.load(folder)
    return [_asked(book, rule, start, place) for rule in book for start in _STARTS for place in ("CN", "450000")]


def _asked(book: LawBook, rule: str, start: date, place: str) -> object:
    try:
        found = due(rule, start, jurisdiction=place, book=book)
        json.dumps(found.to_dict())
        return found.due, found.due_at, found.bounds, found.explain("zh"), found.explain("en")
    except GovDeadlinesError as refusal:
        check_refusal(refusal, 1000)
        return refusal.code


def _seeds() -> Iterator[bytes]:
    for path in files("src/gov_deadlines/law/data/*.toml"):
        name = (
            f"# {path.stem}.toml\n".encode() if path.stem in ("rules", "anchors", "conventions") else b"# text.toml\n"
        )
        yield name + re.sub(rb'(?m)^rule = ".*"$', b'rule = "a.b"', path.read_bytes())


DOOR = Door("law_toml", ask, GOOD.encode(), words("law_toml"), seeds=_seeds)
