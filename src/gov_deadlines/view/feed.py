"""Due dates as an iCalendar file, for phones, mail programs and an OA's own calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from ..civil import SHANGHAI, aware, start_of
from ..deadline import Certainty
from ..errors import BadInput, Lang, printable, said
from ..matters.warning import Alert, Rung
from ..optional import needed
from .entry import Entry, Status

if TYPE_CHECKING:
    from icalendar import Alarm, Component

Kind = Literal["event", "todo"]

NINE = time(9)
"""When a day's alarm rings, by the clock of Beijing: a rung stands from midnight on, and nobody is up."""


def feed(
    rows: Iterable[Entry],
    stamp: datetime,
    *,
    lang: Lang = "zh",
    domain: str = "gov-deadlines",
    kinds: Sequence[Kind] = ("event", "todo"),
    alarm_at: time = NINE,
    name: str = "",
) -> bytes:
    """
    The file of *rows*: for each an event on its last lawful day and a task due on it, with an alarm at each warning.

    It is the same to the byte for the same rows and *stamp*, the instant of making it. A UID names the duty of the
    matter, within *domain*, which should be the host's own, and never its day; SEQUENCE is the row's revision. A limit
    in days is due on a whole day, one in hours at an instant in UTC. What has no day is a task without one.
    Source: RFC 5545.
    Raises: ModuleNotFoundError, without icalendar; BadInput, for a naive *stamp* and a kind that there is not.

    >>> from ..deadline import due
    >>> from .gathering import entries
    >>> rows = entries({"A-1": due("enforcement.penalty", date(2020, 5, 20))}, date(2020, 5, 20))
    >>> b"DUE;VALUE=DATE:20200529" in feed(rows, datetime(2020, 5, 20, tzinfo=UTC))
    True
    """
    icalendar = needed("icalendar")
    now = aware(stamp).astimezone(UTC).replace(microsecond=0)
    makers = {"event": _event, "todo": _todo}
    for kind in kinds:
        if kind not in makers:
            raise BadInput.of("kinds", f"{kind!r} is no kind; expected event or todo", f"{kind!r} 应为 event 或 todo")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//gov-deadlines//gov-deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(name or said(lang, "政务公开期限", "disclosure deadlines")))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for row in rows:
        described = _clean(_description(row, lang))
        for kind in kinds:
            component = makers[kind](row)
            if component is None:
                continue
            component.add("uid", f"{_line(row.id)}.{kind}@{_line(domain)}")
            component.add("dtstamp", now)
            component.add("sequence", row.revision)
            component.add("summary", _clean(_summary(row, lang)))
            component.add("description", described)
            component.add("categories", [_clean(row.name(lang))])
            for alarm in _alarms(row, alarm_at, lang):
                component.add_component(alarm)
            calendar.add_component(component)
    made: bytes = calendar.to_ical()
    return made


def _event(row: Entry) -> Component | None:
    """The event on the last lawful day, or on the first of the next step; none where no day can be told."""
    day = row.opens_on or row.due
    if day is None and row.due_at is None:
        return None
    event: Component = needed("icalendar").Event()
    if day is not None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # a day on which something is due is not a day that is taken
    elif row.due_at is not None:
        event.add("dtstart", row.due_at.astimezone(UTC))
    void, sure = row.status is Status.VOID, row.certainty is Certainty.SETTLED
    event.add("status", "CANCELLED" if void else "CONFIRMED" if sure else "TENTATIVE")
    return event


def _todo(row: Entry) -> Component | None:
    """The task to be done by then; none for a period that must only be waited for."""
    if row.deadline is not None and row.deadline.version.minimum:
        return None
    todo: Component = needed("icalendar").Todo()
    if row.due is not None:
        todo.add("due", row.due)
    elif row.due_at is not None:
        todo.add("due", row.due_at.astimezone(UTC))
    if row.status in (Status.ON_TIME, Status.LATE, Status.CLOSED):
        todo.add("status", "COMPLETED")
        todo.add("percent-complete", 100)
        if row.met is not None:
            met = row.met if isinstance(row.met, datetime) else start_of(row.met)
            todo.add("completed", met.astimezone(UTC).replace(microsecond=0))
    else:
        todo.add("status", "CANCELLED" if row.status is Status.VOID else "NEEDS-ACTION")
    return todo


def _alarms(row: Entry, alarm_at: time, lang: Lang) -> Iterator[Alarm]:
    """An alarm at each warning and when it is due; none once nothing is left to do."""
    icalendar = needed("icalendar")
    if row.status.is_over:
        return
    for alert in row.alerts:
        if alert.rung not in (Rung.WARNING, Rung.DUE):
            continue
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", _rings(alert, alarm_at, is_day=row.due is not None), parameters={"VALUE": "DATE-TIME"})
        soon = alert.rung is Rung.WARNING
        what = said(lang, "临近到期", "due soon") if soon else said(lang, "到期", "due")
        alarm.add("description", _clean(f"{what}{said(lang, '：', ': ')}{row.matter} {row.name(lang)}"))
        yield alarm


def _rings(alert: Alert, alarm_at: time, *, is_day: bool) -> datetime:
    """When an alarm rings, in UTC: for a day at that hour of it, for hours at the instant itself."""
    at: date | datetime = alert.at
    if isinstance(at, datetime):
        there = at.astimezone(SHANGHAI)
        if not (is_day and there.time() == time()):  # what a ledger keeps of a day is its first instant
            return at.astimezone(UTC).replace(microsecond=0)
        at = there.date()
    return datetime.combine(at, alarm_at, SHANGHAI).astimezone(UTC)


def _summary(row: Entry, lang: Lang) -> str:
    told = " ".join(filter(None, [row.matter, row.name(lang)]))
    if row.opens_on:
        return told + said(lang, "：期间届满，可进入下一步", ": period over, the next step is lawful")
    return told + (f" ({row.status.text(lang)})" if row.status.is_over else "")


def _description(row: Entry, lang: Lang) -> str:
    head, grounds = row.reason(lang)
    colon = said(lang, "：", ": ")
    return "\n".join([head, *(f"{name}{colon}{text}" for name, text in grounds)])


def _clean(text: str) -> str:
    """*text* without what iCalendar has no way to write, some reader takes for an end of a line, or disguises it."""
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))


def _line(text: str) -> str:
    """As :func:`_clean`, on one line: icalendar writes extensions as they are, and an end of line would end them."""
    return " ".join(_clean(text).split("\n"))
