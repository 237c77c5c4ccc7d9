"""The ledger: records what happened, tells what is due, and never tells it twice."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import UTC, date, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from ..errors import BadInput, GovDeadlinesError, StaleMatter, StoreConflict, StoreFailed, UnknownMatter
from ..law.book import LawBook
from ..matters.assessment import Assessment
from ..matters.event import Event
from ..matters.matter import Matter, Permission
from ..matters.obligation import Advisory
from ..matters.warning import USUAL, WarningPolicy
from ..watch import Watch, unwatched
from ..workdays.calendar import WorkCalendar
from ..workdays.region import NATION
from .adoption import Adoption, adopt, taken_in
from .audit import Difference, Flaw, heads, rebuild, verify
from .chain import Chain
from .given import (
    checked_calendar,
    checked_function,
    checked_handler,
    checked_heads,
    checked_key,
    checked_lease,
    checked_limit,
    checked_name,
    checked_policy,
    checked_store,
    checked_version,
    id_of_message,
    instant,
    until,
)
from .kept import KeptObligation
from .loading import loaded
from .recording import Recorded, record, reproject, reproject_each
from .reminder import claim_of
from .rows import PENDING, CalendarRow, MatterRow, Reminder, from_us, id_of, to_us
from .store import Joinable, Reader, Store
from .telling import Drained, Handler, drain
from .walking import walk

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """
    Matters on record, in a store: the only object here with a store and a clock.

    *calendars* tells the calendar of a place, the shipped one unless another is handed in; notices taken in later
    (:meth:`adopt`) are kept in the store and join it in every process. *key* makes the chain of facts one that nobody
    without it can make anew. *source* names the host in messages. Threads may share a ledger, and any number of
    processes on any number of hosts a store.

    >>> from gov_deadlines import Event, MemoryStore
    >>> ledger = Ledger(MemoryStore(), clock=lambda: datetime(2020, 5, 20, 8, tzinfo=UTC))
    >>> _ = ledger.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323")
    >>> _ = ledger.record("A-1", Event.of("decided", date(2020, 5, 20)), key="oa-17")
    >>> [(each.rung, each.message["data"]["due"]) for each in ledger.wake(datetime(2020, 5, 26, tzinfo=UTC))]
    [('warning/-3', '2020-05-29')]
    """

    def __init__(
        self,
        store: Store,
        *,
        calendars: Callable[[str], WorkCalendar] = WorkCalendar.load,
        book: LawBook | None = None,
        policy: WarningPolicy = USUAL,
        clock: Callable[[], datetime] = _utc_now,
        key: bytes = b"",
        source: str = "gov-deadlines",
    ) -> None:
        self.store = checked_store(store)
        self.policy = checked_policy(policy)
        self.source = source
        self.chain = Chain(checked_key(key))
        self.book = book or LawBook.load()
        self._base = checked_function(calendars, "calendars", "WorkCalendar.load")
        self._clock = checked_function(clock, "clock", "lambda: datetime.now(UTC)")
        self._calendars: dict[tuple[int, str], WorkCalendar] = {}
        self._recomputed = 0
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"<Ledger on {self.store!r}>"

    # What happened

    def open(
        self,
        procedure: str,
        *,
        id: str,
        rule: str = "",
        jurisdiction: str = NATION,
        clause: str = "",
        advisory: Advisory | None = None,
        event: Event | None = None,
    ) -> Recorded:
        """
        Put a matter on record under *id*, the host's own name for it, and *event* with it where one is given.

        Opened again under the same it stays as it is, and an *event* is recorded as by :meth:`record`.
        Raises: as :meth:`Matter.open`; BadInput, for an id that is empty, too long or has control characters;
        ConflictingDelivery, when the id is taken by another matter.
        """
        name = checked_name(id)
        matter = Matter.open(
            procedure,
            id=name,
            rule=rule,
            jurisdiction=jurisdiction,
            clause=clause,
            calendar=self._base(jurisdiction),
            book=self.book,
            advisory=advisory,
            policy=self.policy,
        )
        events = () if event is None else (event,)
        return self.tried(partial(record, self, name, events, None, opening=matter))

    def record(self, matter: str, event: Event, *, key: str = "", expected_version: int | None = None) -> Recorded:
        """
        Put a fact on record; one delivered again under its key changes nothing.

        A fact that does not say when it was learned was learned now. With *expected_version* it is only recorded while
        the matter is at that version. Raises: UnknownMatter; StaleMatter; StoreFailed; and as :meth:`Matter.apply`.
        """
        if key and isinstance(event, Event) and event.key and key != event.key:
            en, zh = f"{key!r} is not the event's own key, {event.key!r}", f"{key!r} 与事件自身的键 {event.key!r} 不同"
            raise BadInput.of("key", en, zh)
        named = attrs.evolve(event, key=key) if key and isinstance(event, Event) else event
        return self.correct(matter, named, expected_version=expected_version)

    def correct(self, matter: str, *events: Event, expected_version: int | None = None) -> Recorded:
        """
        Put several facts on record at once, or none: those taken back and those in their place.

        Raises: as :meth:`record`.
        """
        checked_version(expected_version)
        return self.tried(partial(record, self, matter, events, expected_version), once=expected_version is not None)

    # What is on record

    def matter(self, matter: str) -> Matter:
        """The matter with all its facts. Raises: UnknownMatter; ChainBroken, when they are not those recorded."""
        return self._loaded_as_recorded(matter).matter

    def matters(self) -> Iterator[Matter]:
        """
        Every matter with all its facts, one after the other, read as they are asked for.

        Raises: ChainBroken, when one is reached whose facts are not those recorded; StoreFailed.
        """
        for _, found in walk(self):
            if isinstance(found, GovDeadlinesError):
                raise found
            yield found

    def assess(
        self, matter: str, moment: date | datetime | None = None, *, as_known_on: date | None = None
    ) -> Assessment:
        """The matter at *moment*, now unless one is given, and as known on a day. Raises: as :meth:`matter`."""
        return self.matter(matter).at(self.now() if moment is None else moment, as_known_on=as_known_on)

    def can(self, matter: str, event: str, on: date | datetime | None = None, **details: Any) -> Permission:
        """Whether the fact *event* could be recorded now, and if not, why: what :meth:`record` would raise."""
        now = self.now()
        return self.matter(matter).can(event, now if on is None else on, learned=now, **details)

    def obligations(self, matter: str) -> tuple[KeptObligation, ...]:
        """The obligations of a matter as they are kept, those that are over among them. Raises: UnknownMatter."""

        def kept(reader: Reader) -> tuple[KeptObligation, ...]:
            row = self.row(reader, matter)
            return tuple(KeptObligation.of(each, row) for each in reader.obligations(row.id))

        return self._asked(kept)

    def due(self, by: date | datetime, *, limit: int = 1000) -> tuple[KeptObligation, ...]:
        """Up to *limit* open obligations that are due by then, the earliest first; a day stands for its end."""
        until_us, most = to_us(until(by)), checked_limit(limit)
        return self._asked(lambda reader: tuple(KeptObligation.of(*each) for each in reader.due(until_us, most)))

    def untold(self, *, limit: int = 1000) -> tuple[KeptObligation, ...]:
        """Up to *limit* open obligations whose due date cannot be told, say because no notice covers it yet."""
        most = checked_limit(limit)
        return self._asked(lambda reader: tuple(KeptObligation.of(*each) for each in reader.untold(most)))

    def reminders(self, matter: str) -> tuple[Reminder, ...]:
        """All that was claimed for a matter, and what became of it. Raises: UnknownMatter."""
        return self._asked(lambda reader: tuple(reader.reminders(self.row(reader, matter).id)))

    @staticmethod
    def row(reader: Reader, name: str) -> MatterRow:
        """The row of the matter of that name. Raises: UnknownMatter; BadInput, for what no matter can be called."""
        row = reader.matter(id_of(checked_name(name)))
        if row is None:
            raise UnknownMatter(name)
        return row

    def _loaded_as_recorded(self, name: str) -> Recorded:

        def read(reader: Reader) -> Recorded:
            row = self.row(reader, name)
            return Recorded(self.loaded(reader, row)[1], row.version, replayed=True)

        return self._asked(read)

    # What is due

    def wake(self, now: datetime | None = None, *, limit: int = 500) -> tuple[Reminder, ...]:
        """
        Claim up to *limit* obligations whose next rung is reached, and put the reminders out for :meth:`drain`.

        Nothing is claimed twice, however many processes call this at once. Call it until it returns none, as often as
        the host likes, or at :meth:`next_wake`. Raises: StoreFailed.
        """
        moment, most = self._moment(now), checked_limit(limit)
        turned = self._turn(moment)
        return (*turned, *self.tried(partial(self._wake, to_us(moment), most)))

    def _wake(self, now_us: int, limit: int) -> tuple[Reminder, ...]:
        with self.store.writing() as writer:
            claims = [claim_of(row, matter, now_us, self.source) for row, matter in writer.claim(now_us, limit)]
            mine = writer.add_reminders([each for claim in claims for each in claim.reminders])
            writer.move_on([claim.row for claim in claims])
        return tuple(each for each in mine if each.status == PENDING)

    def _turn(self, now: datetime, batch: int = 100) -> list[Reminder]:
        """Project anew the matters that the clock alone has changed; returns what is claimed with that."""
        claimed: list[Reminder] = []
        done: set[str] = set()
        while True:
            ripe = self.tried(partial(self._turning, to_us(now), batch + len(done)))
            names = [row.name for row in ripe if row.name not in done]
            if not names:
                return claimed
            claimed += reproject_each(self, names, now)
            done |= {*names}

    def _turning(self, now_us: int, limit: int) -> Sequence[MatterRow]:
        with self.store.reading() as reader:
            return reader.turning(now_us, limit)

    def reproject(self, matter: str, now: datetime | None = None, *, revision: int = 0) -> Recorded:
        """Project a matter anew as it stands now; due dates that moved are listed under *revision*, if one is given."""
        return self.tried(partial(reproject, self, matter, self._moment(now), revision))

    def next_wake(self) -> datetime | None:
        """The instant at which :meth:`wake` or :meth:`drain` next has something to do; ``None`` when never."""
        us = self._asked(lambda reader: reader.next_wake())
        return None if us is None else from_us(us)

    def drain(
        self,
        handler: Handler,
        *,
        now: datetime | None = None,
        limit: int = 100,
        attempts: int = 8,
        lease_seconds: float = 300,
    ) -> Drained:
        """
        Tell the host: hand each pending message to *handler*, at least once.

        A message counts as told when *handler* returns. When it raises, the message comes up again after 1, 2, 4 ...
        minutes, and is put aside as dead after *attempts*. A worker that dies holds its messages for *lease_seconds*,
        after which they are told again: ``id`` is then the same, and a handler that must not act twice keeps the ids it
        has seen. A message whose due date moved meanwhile, or whose duty is met, is withdrawn.
        Raises: StoreFailed; BadInput, for a coroutine function, which nobody would await, and bad numbers.
        """
        moment, most, lease = self._moment(now), checked_limit(limit), checked_lease(lease_seconds)
        attempts = checked_limit(attempts, "attempts")
        return drain(self, checked_handler(handler), moment, limit=most, attempts=attempts, lease_seconds=lease)

    def run(self, handler: Handler, *, now: datetime | None = None, limit: int = 500) -> Drained:
        """All that is due by now: :meth:`wake` and :meth:`drain` in turn, until neither finds any more to do."""
        checked_handler(handler)  # before anything is claimed
        while self.wake(now, limit=limit):
            pass
        told = Drained()
        while found := self.drain(handler, now=now, limit=limit):
            told = told.plus(found)
        return told

    def dead(self, *, limit: int = 1000) -> tuple[Reminder, ...]:
        """Up to *limit* messages that were put aside because the handler failed too often, each with its error."""
        most = checked_limit(limit)
        return self._asked(lambda reader: tuple(reader.dead(most)))

    def revive(self, reminder: Reminder | str) -> bool:
        """
        Have a message that was put aside, or the one of that id, told again.

        False when it was not put aside, or is told again already.
        """
        id = id_of_message(reminder)
        with self.store.writing() as writer:
            return writer.revive(id, to_us(self.now()))

    # When the calendar changes, and what an auditor asks

    def adopt(self, calendar: WorkCalendar | None = None, *, watch: Watch = unwatched) -> Adoption:
        """
        Take in the notices of *calendar* that are new to the ledger, and recompute every open obligation they move.

        It may run beside normal traffic and be broken off at any point: called again, or without a calendar, it goes on
        where it was. A calendar that has nothing new moves nothing, unless this library came with notices or law that
        the rows were not computed by: after an upgrade of it, call this once. A notice that was taken in once gives
        way only to one that is handed in, as in ``WorkCalendar.load("CN", notices=[notice])``, and not to what the
        package has under its id. *watch* hands on what is recomputed, as in :meth:`rebuild`.
        Raises: BadInput, for a calendar made by hand, and where the ledger's own calendars are those known on a day
        before the notice; StoreFailed.
        """
        if not self.store.retries:
            en = "a calendar is taken in by many transactions, which cannot be one of the host's; call it outside"
            raise BadInput.of("calendar", en, "采纳日历须用多个事务，不能放在宿主的一个事务中；请在其外调用")
        return adopt(self, None if calendar is None else checked_calendar(calendar), watch)

    def within(self, connection: Connection) -> Ledger:
        """
        This ledger inside the host's own open transaction, which the host commits or rolls back.

        What is refused there leaves the host's work as it was. Raises: BadInput, for a store in memory; and as
        :meth:`SqlStore.within`.
        """
        if not isinstance(self.store, Joinable):
            en = f"{type(self.store).__name__} cannot join a transaction of the host; use a SqlStore"
            raise BadInput.of("connection", en, f"{type(self.store).__name__} 不能加入宿主的事务；请使用 SqlStore")
        inside = copy(self)
        inside.store = self.store.within(connection)
        inside._calendars = {}  # what the host rolls back was never in force
        return inside

    def rebuild(self, *, repair: bool = True, watch: Watch = unwatched) -> list[Difference]:
        """
        Project every matter anew from its facts, and tell (and mend, with *repair*) every row that differs.

        *watch* hands on the matters that are gone through, and may show how many: ``rich.progress.track``, ``tqdm``.
        """
        return list(rebuild(self, repair=repair, watch=watch))

    def heads(self) -> dict[str, tuple[int, str]]:
        """The version and the seal of every matter by its id: kept elsewhere, they prove that none was made anew."""
        return dict(heads(self))

    def verify(self, heads: Mapping[str, tuple[int, str]] | None = None, *, watch: Watch = unwatched) -> list[Flaw]:
        """
        Every fact on record that was altered, deleted or inserted past the ledger.

        A chain made anew from its beginning shows only against *heads* that were kept elsewhere, or under a key; facts
        cut off at its end, or a whole matter that is gone, against *heads* alone. *watch* hands on the matters that are
        gone through, as in :meth:`rebuild`.
        """
        return list(verify(self, checked_heads(heads), watch))

    # What all of these rest on

    def now(self) -> datetime:
        """The ledger's clock. Raises: BadInput, when it tells no zone."""
        return instant(self._clock(), "clock").astimezone(UTC)

    def calendar(self, jurisdiction: str) -> WorkCalendar:
        """The calendar of a place with all notices taken in."""
        return self._asked(lambda reader: self.calendar_at(reader, jurisdiction)[1])

    def calendar_by(self, rows: Iterable[CalendarRow], jurisdiction: str) -> WorkCalendar:
        """The calendar of a place with the notices of *rows*."""
        return taken_in(self._base(jurisdiction), rows)

    def behind(self, reader: Reader, revision: int) -> int:
        """The calendar, of those up to *revision*, that obligations are being recomputed by; 0 when all are."""
        if revision <= self._recomputed:
            return 0
        unfinished = [row.revision for row in reader.calendars() if row.finished_us is None]
        if not unfinished:
            self._recomputed = revision
        return max(unfinished, default=0)

    def calendar_at(self, reader: Reader, jurisdiction: str) -> tuple[int, WorkCalendar]:
        """The revision of the calendars in force, and the calendar of a place by it."""
        revision = reader.revision()
        known = self._calendars.get((revision, jurisdiction))
        if known is None:
            known = self.calendar_by(reader.calendars() if revision else (), jurisdiction)
            with self._lock:
                if len(self._calendars) > 512:
                    self._calendars.clear()
                self._calendars[revision, jurisdiction] = known
        return revision, known

    def loaded(self, reader: Reader, row: MatterRow) -> tuple[int, Matter]:
        """The revision of the calendars, and the matter of *row* by them, its chain checked. Raises: ChainBroken."""
        revision, calendar = self.calendar_at(reader, row.jurisdiction)
        events = reader.events(row.id)
        return revision, loaded(row, events, self.chain, calendar=calendar, book=self.book, policy=self.policy)

    def _moment(self, now: datetime | None) -> datetime:
        """Raises: BadInput, for a day, and for an instant that tells no zone."""
        return self.now() if now is None else instant(now)

    def _asked(self, question: Callable[[Reader], T]) -> T:
        """The answer to *question*, asked once more where the connection broke, as after a restart of the database."""

        def ask() -> T:
            with self.store.reading() as reader:
                return question(reader)

        return self.tried(ask)

    def tried(self, action: Callable[[], T], *, once: bool = False) -> T:
        """
        *action* done, tried anew when another transaction came first, as often as the store lets one.

        It is tried anew once when the connection broke, as after a restart of the database: done twice it counts once.
        """
        lost = 0
        for left in range(self.store.retries, -1, -1):
            try:
                return action()
            except StaleMatter:
                if once or not left:
                    raise
            except StoreFailed as failed:
                lost += failed.lost
                if not left or lost > 1 or not (failed.lost or isinstance(failed, StoreConflict)):
                    raise
            time.sleep(random.random() * 0.02)
        raise AssertionError("the last try returns or raises")
