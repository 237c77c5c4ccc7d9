"""
Makes v1.sqlite.sql, a ledger of schema version 1 as this library wrote it when that version was new.

It stands here to show how the file came about. Once a version with that schema is released the file is never
written anew: every later version must open it, and read from it the matters that are listed here.
"""

import sqlite3
import sys
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, groupby
from pathlib import Path

import gov_deadlines as gd

MATTERS = {
    "绥阳-处罚-17": {"procedure": "publication", "rule": "enforcement.penalty", "jurisdiction": "520323"},
    "绥阳-撤下-3": {"procedure": "takedown", "jurisdiction": "520323", "clause": "S0-8c"},
    "申请-2020-17": {"procedure": "request"},
    "申请-2020-18": {"procedure": "request", "advisory": gd.Advisory(gd.Period(10, gd.WORKING_DAY), "某局办公室")},
    "申请-2026-91": {"procedure": "request", "jurisdiction": "520323"},
    "舆情-1": {"procedure": "incident", "jurisdiction": "430500"},
    "文件-6": {"procedure": "document", "jurisdiction": "430500", "clause": "S1-3e"},
    "决策-2": {"procedure": "decision", "jurisdiction": "520323", "clause": "S0-6a"},
    "季报": {"procedure": "series", "jurisdiction": "430500", "clause": "S1-1a"},
    "栏目": {"procedure": "standing", "jurisdiction": "520323", "clause": "S0-3a"},
    "交易": {"procedure": "sequence", "jurisdiction": "430500", "clause": "S1-1h"},
    "名册": {"procedure": "action", "jurisdiction": "520323", "clause": "S0-2c"},
    "发布会": {"procedure": "counter", "jurisdiction": "430500", "clause": "S1-6i"},
}
"""What each matter was opened under."""

FACTS = (
    ("季报", "series_started", date(2017, 3, 1), {"every": "quarter"}),
    ("发布会", "series_started", date(2017, 3, 1), {}),
    ("季报", "published", date(2017, 4, 20), {}),
    ("交易", "sequence_started", date(2017, 5, 2), {}),
    ("交易", "stage_done", date(2017, 5, 3), {"stage": "交易公告"}),
    ("文件-6", "drafted", date(2017, 6, 1), {"policy": False}),
    ("文件-6", "attribute_set", date(2017, 6, 2), {"attribute": "proactive"}),
    ("文件-6", "disclosure_reviewed", date(2017, 6, 5), {}),
    ("文件-6", "signed", date(2017, 6, 8), {}),
    ("文件-6", "issued", date(2017, 6, 12), {"market_participants_heard": False}),
    ("舆情-1", "occurred", datetime(2017, 7, 1, 20, tzinfo=gd.SHANGHAI), {"level": "major"}),
    ("舆情-1", "statement_released", datetime(2017, 7, 2, 1, 0, 0, 250, tzinfo=gd.SHANGHAI), {}),
    ("发布会", "held", date(2017, 9, 20), {"subject": "放管服"}),
    ("申请-2020-17", "received", date(2020, 1, 10), {"channel": "signed_post", "key": "oa-1"}),
    ("申请-2020-17", "consulted", date(2020, 1, 14), {"party": "A", "key": "oa-2"}),
    ("申请-2020-17", "opinion_received", date(2020, 2, 6), {"party": "A", "key": "oa-3"}),
    ("申请-2020-17", "voided", date(2020, 2, 10), {"voids": "oa-3", "key": "oa-4"}),
    ("申请-2020-17", "opinion_received", date(2020, 2, 10), {"party": "A", "key": "oa-5"}),
    ("申请-2020-17", "extended", date(2020, 3, 3), {"approved_by": "head", "notified": True, "key": "oa-6"}),
    ("申请-2020-18", "received", date(2020, 3, 2), {}),
    ("申请-2020-18", "answered", date(2020, 3, 31), {}),
    ("绥阳-处罚-17", "decided", date(2020, 5, 20), {"key": "处罚系统-17"}),
    ("名册", "dispatched", date(2020, 5, 20), {}),
    ("栏目", "duty_started", date(2020, 5, 20), {}),
    ("决策-2", "drafted", date(2020, 6, 1), {}),
    ("绥阳-处罚-17", "published", date(2020, 6, 1), {"channel": "website"}),
    ("绥阳-撤下-3", "revoked", date(2020, 7, 6), {}),
    ("栏目", "breach_found", date(2020, 8, 3), {}),
    ("申请-2026-91", "received", date(2026, 11, 9), {}),
)
"""What was recorded of them, in that order, each at nine in the morning of the day after it happened."""

ADOPTED = gd.Notice(
    "520323/2026",
    "520323",
    2026,
    gd.NoticeKind.REGIONAL,
    (gd.Clause("县庆", off=(date(2026, 11, 27),)),),
    public=date(2026, 11, 20),
)
"""A made-up notice of one county, taken in on the day it became public."""

LAST = datetime(2026, 12, 1, 9, tzinfo=gd.SHANGHAI)


def learned(when):
    """When a fact was recorded that happened then."""
    return (datetime.combine(when, time(9), gd.SHANGHAI) + timedelta(days=1)).astimezone(UTC)


class Clock:
    """A clock that stands still until it is set."""

    now = LAST

    def __call__(self):
        return self.now


def fill(store):
    """Let the store live through all of it, woken after every fact; returns the messages that were told."""
    clock, told = Clock(), []
    ledger = gd.Ledger(store, clock=clock, source="v1")
    opened = set()

    def wake():
        while any([ledger.wake(), ledger.drain(told.append)]):
            pass

    for name, event, when, details in FACTS:
        clock.now = learned(when)
        if name not in opened:
            ledger.open(id=name, **MATTERS[name])
            opened.add(name)
        ledger.record(name, gd.Event.of(event, when, **details))
        wake()
    clock.now = datetime(2026, 11, 20, 9, tzinfo=gd.SHANGHAI)
    ledger.adopt(gd.WorkCalendar.load("520323", notices=[ADOPTED]))
    clock.now = LAST
    wake()
    return told


def dump(path):
    """The file at *path* as statements, rows of one table and indexes each in order."""
    connection = sqlite3.connect(path)
    told = [statement.rstrip() for statement in connection.iterdump()]
    connection.close()
    parts = (sorted(group) if kind else group for kind, group in groupby(told, _kind))
    return "\n".join(chain.from_iterable(parts)) + "\n"


def _kind(statement):
    return next((kind for kind in ("INSERT INTO", "INDEX") if kind in statement.partition("(")[0]), "")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "v1.db"
        with gd.SqlStore(f"sqlite:///{path}") as store:
            fill(store.create())
        target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("v1.sqlite.sql")
        target.write_text(dump(path), encoding="utf-8")
