"""A new notice: taken in once, kept for every process, and every open obligation recomputed that it moves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import attrs

from ..civil import civil_day
from ..errors import BadInput, RowSpoiled
from ..moment import read_moment
from ..watch import Watch, unwatched
from ..workdays.calendar import WorkCalendar
from ..workdays.index import CUSTOM
from ..workdays.notice import Notice
from ..workdays.region import NATION, chain_of
from .chain import plain_json
from .kept import Move
from .projection import merged, moves, project, recomputed
from .recording import reproject_each
from .rows import CalendarRow, MatterRow, MoveRow, ObligationRow, Reminder, from_us, to_us

if TYPE_CHECKING:
    from .ledger import Ledger

BATCH = 200
"""Groups, or matters, recomputed in one transaction: what is lost when it is broken off."""


@attrs.frozen(eq=False)
class Adoption:
    """
    What taking in a calendar came to: its revision, the notices that were new, and how many due dates they moved.

    Where a calendar had nothing new, it is what the latest one came to; revision 0 before any.
    The moves and the reminders that lost their ground are read from the store when asked for, now or years later.
    """

    ledger: Ledger = attrs.field(repr=False)
    revision: int
    notices: tuple[Notice, ...]
    moved: int

    def moves(self) -> Iterator[Move]:
        """The due dates that moved, and by which notices."""
        after = ("", 0)
        while True:
            with self.ledger.store.reading() as reader:
                page = reader.moves(self.revision, after, 1000)
            yield from (Move.of(move, row, matter, _by(move, row, matter, self.notices)) for move, row, matter in page)
            if len(page) < 1000:
                return
            last = page[-1][0]
            after = (last.obligation_id, last.due_revision)

    def groundless(self) -> Sequence[Reminder]:
        """Reminders that the host was sent of a due date that has moved since."""
        with self.ledger.store.reading() as reader:
            return reader.groundless(self.revision)


def _by(move: MoveRow, row: ObligationRow, matter: MatterRow, notices: Iterable[Notice]) -> tuple[str, ...]:
    """The notices that bear on the days between the start and the later of both ends."""
    start = civil_day(read_moment(row.start)) if row.start else date.min
    last = max((day for day in (move.from_on, move.to_on) if day is not None), default=date.max)
    chain = chain_of(matter.jurisdiction)
    return tuple(
        notice.id
        for notice in notices
        if notice.region in chain and any(start < day <= last for day in (*notice.off, *notice.worked))
    )


def taken_in(base: WorkCalendar, rows: Iterable[CalendarRow]) -> WorkCalendar:
    """*base* with the notices of *rows* that bind in its region."""
    chain = chain_of(base.region) if rows else ()
    notices = [notice for row in rows for notice in _notices(row) if notice.region in chain]
    return base.with_notices(notices) if notices else base


def adopt(ledger: Ledger, calendar: WorkCalendar | None, watch: Watch = unwatched) -> Adoption:
    """Take in what is new in *calendar*, and recompute what it moves, or go on with what was broken off."""
    _finish(ledger, watch)  # what an earlier one moves is listed as its own
    ledger.tried(partial(_take_in, ledger, calendar))
    rows = _finish(ledger, watch)
    if not rows:
        return Adoption(ledger, 0, (), 0)
    last = rows[-1]
    with ledger.store.reading() as reader:
        return Adoption(ledger, last.revision, _notices(last), reader.count_moves(last.revision))


def _finish(ledger: Ledger, watch: Watch) -> Sequence[CalendarRow]:
    """Recompute by each revision that was broken off; returns all there are."""
    with ledger.store.reading() as reader:
        rows = reader.calendars()
    for row in rows:
        if row.finished_us is None:
            _recompute(ledger, row, watch)
    return rows


def _new_in(ledger: Ledger, calendar: WorkCalendar) -> tuple[Notice, ...]:
    """
    The notices of *calendar* that the ledger does not count by yet.

    Raises: BadInput, for a calendar made by hand, and for notices that its own calendars would not hold.
    """
    if calendar.region == CUSTOM:
        en = f"{calendar!r} was made by hand and rests on no notices; give one made by WorkCalendar.load"
        raise BadInput.of("calendar", en, f"{calendar!r} 为自建日历，没有可采纳的通知；请用 WorkCalendar.load 得到日历")
    known = ledger.calendar(calendar.region)
    told = {notice.id: _told(notice) for notice in known.notices()}
    # Every calendar has all that the package ships: this takes the place of no notice that somebody handed in.
    corrected = {notice.id for notice in known.handed()} - {notice.id for notice in calendar.handed()}
    new = tuple(
        notice for notice in calendar.notices() if notice.id not in corrected and told.get(notice.id) != _told(notice)
    )
    joined = known.with_notices(new)
    there = {notice.id for notice in joined.notices()}
    unknown = [notice.id for notice in new if notice.id not in there]
    if unknown:
        late = f"{', '.join(unknown)} became known after {joined.as_known_on}"
        en = f"{late}, and this ledger counts by what was known then"
        zh = f"{'、'.join(unknown)} 于 {joined.as_known_on} 之后公布，而本台账按当日已知情形计算；请用当前日历建立台账"
        raise BadInput.of("calendar", f"{en}; give it calendars of today", zh)
    return new


def _told(notice: Notice) -> Notice:
    """*notice* without the remarks on it, which move no day."""
    return attrs.evolve(notice, remark="", remark_zh="")


def _take_in(ledger: Ledger, calendar: WorkCalendar | None) -> None:
    """
    Raise the revision, with what is new in *calendar* or, where the library itself brought what is new, with nothing.

    What is new is judged by the revision read before: another who takes it in meanwhile has it judged anew.
    """
    with ledger.store.reading() as reader:
        revision = reader.revision()
        unfinished = any(row.finished_us is None for row in reader.calendars())
    new = () if calendar is None else _new_in(ledger, calendar)
    if not new and (unfinished or not _is_behind(ledger)):
        return
    # All lie in one chain of places: what reaches the widest of them reaches all.
    region = min({notice.region for notice in new} or {NATION}, key=lambda place: len(chain_of(place)))
    body = plain_json([notice.to_plain() for notice in new], "calendar")
    with ledger.store.writing() as writer:
        writer.raise_calendar(CalendarRow(revision + 1, region, body, to_us(ledger.now()), None, None))


def _recompute(ledger: Ledger, row: CalendarRow, watch: Watch) -> None:
    """Recompute what the revision moves; every step may be broken off and done again."""
    # What is recorded from now on is counted by this revision, in whatever place.
    places = _places(ledger, row.region)
    _recompute_groups(ledger, row.revision, places, watch)
    _recompute_entangled(ledger, row, places, watch)
    with ledger.store.writing() as writer:
        writer.note_calendar(row.revision, cursor=None, finished_us=to_us(ledger.now()))


def _recompute_groups(ledger: Ledger, revision: int, places: Sequence[str], watch: Watch) -> None:
    """Move all groups; rows of which a rung was claimed meanwhile are another group by now, and have another round."""
    missed = 1
    while missed and (moving := list(_moving(ledger, places, watch))):
        missed = sum(alike for _, _, alike in moving)
        for first in range(0, len(moving), BATCH):
            pairs = [(old, new) for old, new, _ in moving[first : first + BATCH]]
            missed -= ledger.tried(partial(_move_groups, ledger, revision, pairs))


def _moving(
    ledger: Ledger, places: Sequence[str], watch: Watch = unwatched
) -> Iterator[tuple[ObligationRow, ObligationRow, int]]:
    """
    One row of each group in *places* that the calendar or the law gives another limit by now.

    With it come the row with that limit, and how many rows there are alike.
    """
    with ledger.store.reading() as reader:
        calendars = {place: ledger.calendar_at(reader, place)[1] for place in places}
        groups = reader.groups(places)
    for old, alike in watch(groups):
        new = recomputed(old, calendars[old.jurisdiction], ledger.book, ledger.policy)
        if new != old:
            yield old, new, alike


def _is_behind(ledger: Ledger) -> bool:
    """Whether any open obligation is due otherwise than the library, as it is now, would have it."""
    places = _places(ledger, NATION)
    if next(_moving(ledger, places), None) is not None:
        return True
    cursor = ""
    while True:
        with ledger.store.reading() as reader:
            page = reader.entangled(places, cursor, BATCH)
            for row in page:
                matter = ledger.loaded(reader, row)[1]
                moment = from_us(row.turns_at_us - 1) if row.turns_at_us else ledger.now()
                _, changed = merged(reader.obligations(row.id), project(matter, row.id, moment).rows)
                if moves(0, changed):
                    return True
        if len(page) < BATCH:
            return False
        cursor = page[-1].id


def _places(ledger: Ledger, region: str) -> Sequence[str]:
    """The places in *region* that matters lie in."""
    with ledger.store.reading() as reader:
        return [place for place in reader.jurisdictions() if region in chain_of(place)]


def _move_groups(ledger: Ledger, revision: int, pairs: Sequence[tuple[ObligationRow, ObligationRow]]) -> int:
    with ledger.store.writing() as writer:
        return writer.move_groups(revision, pairs)


def _recompute_entangled(ledger: Ledger, row: CalendarRow, places: Sequence[str], watch: Watch) -> None:
    cursor = row.cursor or ""
    while True:
        with ledger.store.reading() as reader:
            page = reader.entangled(places, cursor, BATCH)
        reproject_each(ledger, watch([matter.name for matter in page]), ledger.now(), row.revision)
        if len(page) < BATCH:
            return
        cursor = page[-1].id
        with ledger.store.writing() as writer:
            writer.note_calendar(row.revision, cursor=cursor, finished_us=None)


def _notices(row: CalendarRow) -> tuple[Notice, ...]:
    try:
        return tuple(Notice.from_plain(plain) for plain in json.loads(row.notices))
    except (ValueError, TypeError, KeyError, RecursionError):  # BadInput is a ValueError
        raise RowSpoiled.of("gd_calendar", row.revision, "notices", row.notices) from None
