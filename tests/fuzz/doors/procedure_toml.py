"""The table of a procedure: ``read_procedure``, its drawing, and matters that run under it."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from gov_deadlines import Event, GovDeadlinesError, LawBook, Matter, WorkCalendar
from gov_deadlines.matters.tables import read_procedure

from ..contract import Door, check_refusal, files, words

GOOD = """id = "errand"
zh = "事务"
en = "an errand"
rule = "enforcement.penalty"

[event.decided]
zh = "决定"
en = "decided"
turn = "open"
opens = "pending"

[event.published]
zh = "公开"
en = "published"
turn = "fulfil"

[state.pending]
zh = "待公开"
en = "pending"
clock = "running"
on = { published = "done" }

[state.done]
zh = "已公开"
en = "done"
clock = "ended"

[[duty]]
name = "publication"
zh = "公开"
en = "publication"
runs = ["pending"]
fulfilled_by = ["published"]
"""


def ask(data: bytes) -> object:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "errand.toml"
        path.write_bytes(data)
        procedure = read_procedure(path)
    drawn = [(procedure.mermaid(lang), procedure.table(lang)) for lang in ("zh", "en")]
    matter = Matter("A-1", procedure, procedure.rule, "CN", WorkCalendar.load("CN"), LawBook.load())
    told = []
    for number in range(8):
        legal = matter.legal
        name = legal[number % len(legal)] if legal else "voided"
        day = date(2020, 5, 20) + timedelta(days=number)
        happened = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) if procedure.exact else day
        try:
            matter = matter.apply(Event.of(name, happened, key=f"k{number}"))
            seen = matter.at(day + timedelta(days=30)).to_dict()
            told.append((name, seen["state"], len(seen["obligations"])))
        except GovDeadlinesError as refusal:
            check_refusal(refusal, 1000)
            told.append((name, refusal.code, 0))
    return drawn, told


def _seeds() -> list[bytes]:
    return [path.read_bytes() for path in files("src/gov_deadlines/matters/procedures/*.toml")]


DOOR = Door("procedure_toml", ask, GOOD.encode(), words("procedure_toml"), longest=16_000, seeds=_seeds)
