"""``due`` held against the second count, start by start: what tests/test_second_count.py and `make soak-due` share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import gov_deadlines as gd

from . import oracle, second_count
from .second_count import NO_RULE, Limit, Text

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOOK = gd.LawBook.load()
UNITS = {unit.value: unit for unit in gd.Unit}
SHOWN = 20
# The instants at which a limit in hours may start: each day has one of them.
TIMES = (time(0), time(9, 30), time(23, 59, 59, 999_999), time(12), time(17, 45))
Span = tuple[date, date]


@dataclass
class Tally:
    """How many answers agreed, by what was asked, and what differed."""

    place: str
    answers: int = 0
    refusals: int = 0
    courses: int = 0
    bare: int = 0
    differences: list[str] = field(default_factory=list)

    def hold(self, got: object, wanted: object, *asked: object) -> None:
        """Note a difference, if it is one; what was asked is put into words only then."""
        if got != wanted:
            told = " ".join(map(str, asked))
            self.differences.append(f"{told} in {self.place}: {got} instead of {wanted}")

    @property
    def held(self) -> int:
        """How many answers were compared."""
        return self.answers + self.refusals + self.courses + self.bare


def places() -> list[str]:
    """The nation, every place with days of its own, and every place with texts of its own."""
    texts = {text.place.ljust(6, "0") for own in second_count.law().values() for text in own if text.place != "CN"}
    return ["CN", *sorted({*oracle.places(), *texts})]


def of_place(place: str, step: int = 1, phase: int = 0) -> Tally:
    """Every rule of the law in *place*, from every *step*-th day of 2004 to 2026; disturbed, and under every roll."""
    tally, works, days = Tally(place), _works(place), list(oracle.days())[phase::step]
    calendar = gd.WorkCalendar.load(place)
    ends: dict[Limit, dict[date, object]] = {}
    disturbed: set[Limit] = set()
    for rule in BOOK:
        fresh: dict[date, tuple[Limit, gd.Deadline]] = {}
        for day in days:
            text = second_count.binding(rule, day, _chain(place))
            start = _start(day, text)
            if text is None:
                wanted: object = NO_RULE
            else:
                known = ends.setdefault(text.limit, {})
                if day not in known:
                    known[day] = second_count.end(text.limit, start, works)
                wanted = known[day]
            found = _due(rule, start, place, calendar)
            if isinstance(found, gd.Deadline):
                assert text is not None
                tally.answers += 1
                got: object = found.due or found.due_at.astimezone(UTC)
                tally.hold(got, wanted, rule, "from", start)
                _check_text(tally, found, text, start)
                if text.limit not in disturbed:
                    fresh[day] = text.limit, found
            else:
                tally.refusals += 1
                tally.hold(found, wanted, rule, "from", start)
        # A course moves limits alike whatever rule they are of: each kind of limit is disturbed once.
        for day, (limit, deadline) in fresh.items():
            _disturb(tally, rule, day, limit, deadline, works)
        disturbed |= {limit for limit, _ in fresh.values()}
    _bare(tally, calendar, works, days)
    return tally


def _check_text(tally: Tally, found: gd.Deadline, text: Text, start: date) -> None:
    """It is the same text, and a day is in time by it on the same side of its end."""
    version = found.version
    told = version.document.id, version.locator
    tally.hold(told, (text.document, text.locator), "text of", version.rule, "from", start)
    if found.due is None or found.due.year > 9000:
        return
    for day in (found.due - oracle.ONE_DAY, found.due, found.due + oracle.ONE_DAY):
        if text.limit.minimum and text.limit.before:
            wanted = found.due <= day <= start
        else:
            wanted = day > found.due if text.limit.minimum else day <= found.due
        tally.hold(found.in_time(day), wanted, "whether", day, "is in time for", version.rule, "from", start)


def _disturb(tally: Tally, rule: str, day: date, limit: Limit, plain: gd.Deadline, works: Mapping[date, bool]) -> None:
    """The same with days left out, with an extension, and with both."""
    spans = _spans(day)
    out = tuple(gd.Exclusion(*span) for span in spans)
    extension = _extension(rule, day, tally.place) if limit.unit in UNITS and not limit.before else None
    if extension is not None and (extension.limit is None or extension.limit.unit.value != limit.unit):
        extension = None
    for left_out, more in ((out, None), ((), extension), (out, extension)):
        if not (left_out or more) or (left_out and (limit.unit == "hour" or limit.before)):
            continue
        extra = more.limit.n if more else 0
        wanted = second_count.end(limit, plain.start, works, spans if left_out else (), extra)
        course = gd.Course(excluded=left_out, extension=more)
        found = _due(rule, plain.start, tally.place, plain.calendar, course)
        got = (found.due or found.due_at.astimezone(UTC)) if isinstance(found, gd.Deadline) else found
        tally.courses += 1
        tally.hold(got, wanted, rule, "from", day, "without", spans if left_out else (), "and", extra, "more")


def _bare(tally: Tally, calendar: gd.WorkCalendar, works: Mapping[date, bool], days: list[date]) -> None:
    """Limits that no text sets, in every unit, forwards under every roll and backwards."""
    holidays = _holidays(tally.place)
    for unit, n in (
        ("day", 3),
        ("day", 40),
        ("week", 2),
        ("month", 1),
        ("month", 13),
        ("year", 1),
        ("working_day", 45),
    ):
        period = gd.Period(n, UNITS[unit])
        for roll in gd.Roll if unit != "working_day" else (gd.Roll.NONE,):
            for before in (False, True):
                limit = Limit(unit, n, roll=roll.value, before=before)
                for day in days:
                    wanted = second_count.end(limit, day, works, holidays=holidays)
                    try:
                        got: object = period.end(day, calendar, roll=roll, before=before).due
                    except gd.GovDeadlinesError as refusal:
                        got = refusal.code
                    tally.bare += 1
                    tally.hold(got, wanted, period, f"before={before}", roll, "from", day)


def _due(rule: str, start: date, place: str, calendar: gd.WorkCalendar, course: gd.Course | None = None) -> object:
    """The deadline, or the code of the refusal."""
    more = {} if course is None else {"course": course}
    try:
        return gd.due(rule, start, jurisdiction=place, calendar=calendar, book=BOOK, **more)
    except gd.GovDeadlinesError as refusal:
        return refusal.code


def _start(day: date, text: Text | None) -> date:
    """*day*, or an instant of it where the text counts hours; every seventh stays a day, which is refused."""
    if text is None or text.limit.unit != "hour" or day.toordinal() % 7 == 0:
        return day
    return datetime.combine(day, TIMES[day.toordinal() % len(TIMES)], SHANGHAI)


def _spans(day: date) -> tuple[Span, ...]:
    """Days left out, by turns: none, one span, some that overlap, touch or are empty, a long one, one begun before."""
    told = (
        (),
        ((3, 10),),
        ((-2, 1), (5, 5), (4, 9), (7, 20)),
        ((0, 200),),
        ((1, 2), (2, 4), (30, 31)),
        ((-30, -1), (2, 3)),
    )
    return tuple((day + timedelta(first), day + timedelta(last)) for first, last in told[day.toordinal() % len(told)])


@cache
def _chain(place: str) -> tuple[str, ...]:
    code = place
    while code.isdigit() and len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return ("CN", *(code[:length] for length in (2, 4, 6) if place != "CN" and length <= len(code)))


@cache
def _works(place: str) -> Mapping[date, bool]:
    return oracle.nation() if place == "CN" else oracle.place(place)


@cache
def _holidays(place: str) -> frozenset[date]:
    """The days set off, by the last word on each."""
    told = {date.fromisoformat(r["date"]): r["setting"] for r in sorted(_national(), key=lambda r: r["notice"])}
    for code in _chain(place)[1:]:
        own = (row for row in oracle.rows("regional.csv") if row["code"] == code and row["setting"] != "off_for_some")
        told |= {date.fromisoformat(row["date"]): row["setting"] for row in own}
    return frozenset(day for day, setting in told.items() if setting == "off")


def _national() -> Iterator[dict[str, str]]:
    return iter(oracle.rows("national_changes.csv"))


@cache
def _extensions() -> Mapping[str, tuple[str, ...]]:
    """The rules that extend each rule."""
    found: dict[str, tuple[str, ...]] = {}
    for rule, texts in second_count.law().items():
        for text in texts:
            if text.adds_to and rule not in found.get(text.adds_to, ()):
                found[text.adds_to] = (*found.get(text.adds_to, ()), rule)
    return found


def _extension(rule: str, day: date, place: str) -> gd.Version | None:
    for each in _extensions().get(rule, ()):
        try:
            return BOOK[each].in_force(day, place)
        except gd.NoRuleInForce:
            continue
    return None
