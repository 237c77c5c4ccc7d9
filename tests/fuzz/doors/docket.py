"""A docket as CSV: ``read_docket``, back, and its answers as every view shows them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from gov_deadlines.analysis.docket import COLUMNS, Docket, read_docket, text
from gov_deadlines.view.feed import feed
from gov_deadlines.view.gathering import entries
from gov_deadlines.view.page import page

from ..contract import Door, files, same, text_of, words

GOOD = """matter,rule,start,jurisdiction
A-1,request.answer,2020-01-06,CN
"B,2",incident.statement,2020-07-08T16:20:00+08:00,520323
C-3,no.such,2020-01-06,45
"""
_NOW = datetime(2020, 3, 2, 9, tzinfo=UTC)


def ask(data: bytes) -> object:
    rows = read_docket(text_of(data))
    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS, *((r.matter, r.rule, r.start.isoformat(), r.jurisdiction) for r in rows)])
    if not any(char in row.matter + row.rule for row in rows for char in "\r\n"):
        same(read_docket(written.getvalue()), rows, "a docket through CSV")
    docket = Docket.of(rows)
    shown = docket._repr_mimebundle_(), text(docket, "en"), [answer.to_dict() for answer in docket]
    told = entries(docket, _NOW)
    return shown, page(told, _NOW), feed(told, _NOW)


def _seeds() -> list[bytes]:
    return [path.read_bytes() for path in files("src/gov_deadlines/docket.csv")]


DOOR = Door("docket", ask, GOOD.encode(), words("docket"), longest=4096, seeds=_seeds)
