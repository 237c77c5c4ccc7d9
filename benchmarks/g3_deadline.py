"""G3: a whole deadline from an aware instant, against the same by hand and against the making of its own object."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import holidays
import pendulum
from peers import CALENDAR
from rounds import ROUNDS, Case, Rows, in_rounds
from table import Goals, at_least, at_most, printed

from gov_deadlines import Deadline, LawBook, due

RULE = "request.answer"
SHANGHAI = ZoneInfo("Asia/Shanghai")
BOOK = LawBook.load()
CN = holidays.country_holidays("CN", years=range(CALENDAR.first.year, CALENDAR.last.year + 1))
ACT = datetime(2023, 3, 31, 16, 30, tzinfo=SHANGHAI)
CHECKED = 2000
OURS, LIMIT = "due(), .due_at, .in_time(act)", "Deadline(...) alone"
BY_HAND = "holidays + pendulum by hand"

# The text of 2019 sets 20 working days; the hand-made versions know no other.
FIRST, LAST = date(2019, 5, 15), CALENDAR.shift(CALENDAR.last, -21)
ANSWER_WORKING_DAYS = 20

Answer = tuple[date | None, datetime, bool]


def whole(start: datetime, act: datetime) -> Answer:
    deadline = due(RULE, start, calendar=CALENDAR, book=BOOK)
    return deadline.due, deadline.due_at, deadline.in_time(act)


def by_hand(start: datetime, act: datetime) -> Answer:
    received = pendulum.instance(start).in_timezone("Asia/Shanghai").date()
    last = CN.get_nth_working_day(received, ANSWER_WORKING_DAYS)
    due_at = pendulum.datetime(last.year, last.month, last.day, tz="Asia/Shanghai").add(days=1)
    return last, due_at, act < due_at


def by_hand_stdlib(start: datetime, act: datetime) -> Answer:
    last = CN.get_nth_working_day(start.astimezone(SHANGHAI).date(), ANSWER_WORKING_DAYS)
    due_at = datetime(last.year, last.month, last.day, tzinfo=SHANGHAI) + timedelta(days=1)
    return last, due_at, act < due_at


def report(rounds: int = ROUNDS) -> Goals:
    """Prints the agreement with the hand-made versions and the table."""
    print(f"G3 one deadline, {RULE}, from an aware instant to its answers")
    starts = fresh_instants(SHANGHAI, 1)(CHECKED)
    for name, made in ((BY_HAND, by_hand), ("holidays + zoneinfo by hand", by_hand_stdlib)):
        agreed = sum(made(start, ACT) == whole(start, ACT) for start in starts)
        print(f"  {name} agrees on {agreed} of {CHECKED} starts, {FIRST}..{LAST}")
    timings = in_rounds(_cases(), rounds)
    ours, limit = timings[OURS], timings[LIMIT]
    goals = {
        OURS: at_most(1.5, "x limit", ours.over(limit)),
        BY_HAND: at_least(40, "x ours", timings[BY_HAND].over(ours)),
    }
    print()
    print(printed(timings.values(), ours, limit, "ns", goals))
    return goals


def fresh_instants(zone: tzinfo, seed: int = 0) -> Rows:
    """Makes aware instants drawn from the span, each an object of its own."""
    draw, span = random.Random(seed), (LAST - FIRST).days
    begin = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=SHANGHAI).astimezone(zone)

    def rows(count: int) -> Sequence[datetime]:
        return [begin + timedelta(days=draw.randint(0, span), minutes=draw.randint(0, 1439)) for _ in range(count)]

    return rows


def _cases() -> list[Case]:
    starts = fresh_instants(SHANGHAI)
    asked = "due(RULE, start, calendar=cal, book=book)"
    handed = {"due": due, "RULE": RULE, "cal": CALENDAR, "book": BOOK, "act": ACT}
    one = due(RULE, ACT, calendar=CALENDAR, book=BOOK)
    fields = {"Deadline": Deadline, "d": one, "rule": one.rule, "version": one.version, "last": one.due}
    parts = "Deadline(rule, version, start, last, cal, 'CN', book, None)"
    hands = {"by_hand": by_hand, "by_hand_stdlib": by_hand_stdlib, "act": ACT}
    return [
        Case(LIMIT, parts, starts, fields | {"cal": CALENDAR, "book": BOOK}, target="start"),
        Case("due() alone", asked, starts, handed, target="start"),
        Case("due() alone, from UTC", asked, fresh_instants(UTC), handed, target="start"),
        Case(OURS, f"((d := {asked}).due_at, d.in_time(act))", starts, handed, target="start"),
        Case(".due_at alone", "d.due_at", starts, fields, target="start"),
        Case(".in_time(act) alone", "d.in_time(act)", starts, fields | {"act": ACT}, target="start"),
        Case("holidays + zoneinfo by hand", "by_hand_stdlib(start, act)", starts, hands, target="start"),
        Case(BY_HAND, "by_hand(start, act)", starts, hands, target="start"),
    ]
