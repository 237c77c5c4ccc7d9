"""Uses that both type checkers must accept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import altair
import pendulum

import gov_deadlines as gd
from gov_deadlines.analysis.docket import Row
from gov_deadlines.view.charts import timeline
from gov_deadlines.view.feed import feed
from gov_deadlines.view.frames import entry_columns
from gov_deadlines.view.page import page

calendar: gd.WorkCalendar = gd.WorkCalendar.load("CN")
working: bool = calendar.is_working_day(date(2020, 5, 20))
shifted: date = calendar.shift(pendulum.date(2020, 5, 20), 7)
counted: int = calendar.count(date(2020, 5, 20), shifted)
day: gd.Day = calendar.day(shifted)
notice: gd.Notice | None = day.notice
custom = gd.WorkCalendar.of(date(2024, 1, 1), date(2024, 12, 31), weekend={4, 5}, rest_days=[date(2024, 5, 1)])

period = gd.Period(20, gd.WORKING_DAY)
count: gd.Count = period.end(date(2026, 1, 5), calendar)
due: date | None = count.due
hours: datetime = gd.Period(5, gd.HOUR).end(datetime(2020, 5, 20, 9, tzinfo=UTC), calendar).due_at

book: gd.LawBook = gd.LawBook.load()
version: gd.Version = book["request.answer"].in_force(date(2020, 5, 20), jurisdiction="610724")
deadline: gd.Deadline = gd.due(
    "request.answer",
    pendulum.datetime(2020, 5, 20),
    jurisdiction="610724",
    calendar=calendar,
    book=book,
    as_known_on=None,
)
in_time: bool = deadline.in_time(date(2020, 6, 1))
explained: str = deadline.explain("en")
plain: Mapping[str, object] = deadline.to_dict()
alternatives: tuple[gd.Alternative, ...] = deadline.alternatives
try:
    gd.due("no.such.rule", date(2020, 5, 20))
except gd.UnknownRule as error:
    near: tuple[str, ...] = error.near

matter: gd.Matter = gd.Matter.open("request", id="2020-17", jurisdiction="610724", calendar=calendar)
matter = matter.apply(gd.Event.of("received", date(2020, 3, 2), key="k-1", channel="signed_post"))
matter = matter.apply(gd.Event("consulted", date(2020, 3, 4), payload={"party": "A"}))
seen: gd.Assessment = matter.at(datetime(2020, 3, 20, 9, tzinfo=UTC), as_known_on=date(2020, 3, 10))
main: gd.Obligation | None = seen.main
if main is not None:
    clock: gd.Clock = main.clock
    stands: gd.Timeliness | None = main.timeliness
    left: int | float | None = main.remaining
    late: gd.Lateness | None = main.late_by
    last: date | None = main.due
    alerts: tuple[gd.Alert, ...] = main.rungs
permission: gd.Permission = matter.can("extended", on=date(2020, 3, 30), approved_by="head", notified=True)
state: str = matter.state
windows: tuple[gd.Window, ...] = seen.windows
provisions: tuple[gd.Provision, ...] = seen.clauses
left_out = gd.due("request.answer", date(2020, 3, 2), course=gd.Course([gd.Exclusion(shifted, shifted)]))

ledger: gd.Ledger = gd.Ledger(gd.MemoryStore(), clock=lambda: datetime(2020, 3, 2, 9, tzinfo=UTC), key=b"k")
recorded: gd.Recorded = ledger.open("request", id="2020-18", event=gd.Event.of("received", date(2020, 3, 2)))
moves: tuple[gd.Move, ...] = ledger.record("2020-18", gd.Event.of("answered", date(2020, 3, 2)), key="k-2").moves
claimed: tuple[gd.Reminder, ...] = ledger.wake(datetime(2020, 4, 1, tzinfo=UTC), limit=10)
told: gd.Drained = ledger.drain(lambda message: message["id"])
kept: tuple[gd.KeptObligation, ...] = ledger.due(date(2020, 4, 1))
again: datetime | None = ledger.next_wake()
adopted: gd.Adoption = ledger.adopt(calendar)
flaws: list[gd.Flaw] = ledger.verify(ledger.heads())
differences: list[gd.Difference] = ledger.rebuild(repair=False)
store: gd.Store = gd.SqlStore("sqlite://")

docket: gd.Docket = gd.Docket.of([Row("A-1", "request.answer", date(2020, 1, 6), "CN")])
rows: tuple[gd.Entry, ...] = gd.entries([docket, matter], date(2020, 2, 4))
first: gd.Entry = gd.entries(docket, date(2020, 2, 4))[0]
part: gd.Entries = gd.entries(docket, date(2020, 2, 4))[:5]
rows = gd.entries({"A-1": deadline}, datetime(2020, 2, 4, tzinfo=UTC))
urgent: list[gd.Entry] = [row for row in rows if row.status is gd.Status.OVERDUE]
file: bytes = feed(rows, datetime(2020, 2, 4, tzinfo=UTC), kinds=["todo"])
html: str = page(rows, date(2020, 2, 4), lang="en")
columns: dict[str, list[object]] = entry_columns(rows)
picture: altair.LayerChart = timeline(rows, date(2020, 2, 4))
begin: gd.LatestStart = gd.latest_start("request.answer", date(2020, 6, 10), jurisdiction="610724", book=book)
begun: date | datetime = begin.start
safe: date | datetime | None = begin.safe_start

question = gd.Question("request.answer", date(2020, 1, 6), "610724", as_known_on=date(2020, 1, 20))
draft = gd.Proposal("request.answer", gd.Period(10, gd.WORKING_DAY), "610724")
compared: gd.Comparison = gd.compare(question, {"draft": {"proposal": draft}, "later": {"start": date(2020, 1, 9)}})
single: gd.Comparison = gd.compare(question, rule_limit=gd.FixedDate(1, 31), law_of=date(2019, 5, 14))
outcome: gd.Outcome = compared["draft"]
of_deadline: gd.Comparison = gd.compare(gd.due("request.answer", date(2020, 1, 6)), start=date(2020, 1, 9))
shift: gd.Shift | None = outcome.shift
why: tuple[gd.Change, ...] = outcome.changes
supposed: gd.MatterComparison = gd.compare(matter, {"no answer": {"removed": "k-2"}}, at=date(2020, 4, 1))
by_day: gd.MatterComparison = gd.compare(matter, at=date(2020, 4, 1), changed={"k-1": date(2020, 3, 3)})
moved: gd.DocketComparison = gd.compare_docket([gd.Row("A", "request.answer", date(2020, 1, 6), "CN")], law_of=None)
