"""Which days state organs work: an immutable index over the notices, and what was known of it on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, SupportsIndex

import attrs

from ..civil import ONE_DAY, legal_day
from ..errors import BadInput, CalendarNotPublished, Fault, GovDeadlinesError, Undecidable, UnknownRegion
from . import packaged
from .day import Day, DayKind
from .doubt import Doubt, Unpublished, bound
from .gap import gaps
from .index import CUSTOM, Index, Layers, build, deciders
from .notice import Notice
from .packaged import Act
from .region import NATION, chain_of
from .statutory import Regulation

WEEKEND = frozenset({5, 6})
"""国务院关于职工工作时间的规定第七条: Saturday and Sunday."""


def _through_of(calendar: WorkCalendar) -> dict[date, int]:
    return calendar._index.through


def _working_of(calendar: WorkCalendar) -> tuple[date, ...]:
    return calendar._index.working


@attrs.frozen(eq=False, repr=False)
class WorkCalendar:
    """
    The working days of one region from *first* to *last*, as known on one day.

    It answers for no day outside that span. Two calendars are equal when they cover the same days with the same
    answers and the same doubts; :attr:`digest` names the days alone.
    """

    region: str
    first: date
    last: date
    as_known_on: date | None = None
    projected_from: date | None = None
    """The first day that rests on no notice, when the calendar was asked to go on by projection."""
    firm_through: date = attrs.field(kw_only=True)
    """The last day that no notice still to come may set: notices have set the last days of the year before theirs."""
    doubts: tuple[Doubt, ...] = ()
    _layers: Layers = attrs.field(default=(), alias="layers")
    """What it is made of: the acts known by then."""
    _shelf: Layers = attrs.field(default=(), alias="shelf", kw_only=True)
    """The same with the acts not yet known, so that another day of knowledge can be asked."""
    _published: WorkCalendar | None = attrs.field(default=None, alias="published", kw_only=True)
    """The calendar without its projected years."""
    _regulation: Regulation | None = attrs.field(default=None, alias="regulation", kw_only=True)
    """The law its years were projected by, when another was asked for than the one known."""
    _weekend: frozenset[int] = attrs.field(default=WEEKEND, alias="weekend")
    _index: Index = attrs.field(alias="index", kw_only=True)
    # The index's two tables once more, one step nearer: every question begins with them.
    _through: dict[date, int] = attrs.field(init=False, default=attrs.Factory(_through_of, takes_self=True))
    # Filled when a day is first asked who decided it. No cached_property: a class with one has every attribute of
    # its instances looked up the slow way.
    _deciders: dict[int, Act] = attrs.field(init=False, factory=dict)
    # Likewise, when its notices are first asked for, as each row of a docket does.
    _notices: list[tuple[Notice, ...]] = attrs.field(init=False, factory=list)
    _working: tuple[date, ...] = attrs.field(init=False, default=attrs.Factory(_working_of, takes_self=True))

    @classmethod
    def load(cls, region: str = NATION, *, notices: Iterable[Notice] = ()) -> WorkCalendar:
        """
        The calendar of *region* (``CN`` or a GB/T 2260 code) by all shipped notices and those in *notices*.

        Raises: UnknownRegion.

        >>> WorkCalendar.load("CN").last
        datetime.date(2026, 12, 31)
        """
        try:
            shipped = _shipped(region)
        except TypeError:  # what cannot be a key cannot be a code
            raise UnknownRegion(region) from None
        return shipped.with_notices(notices) if notices else shipped

    @classmethod
    def of(
        cls,
        first: date,
        last: date,
        weekend: Iterable[int] = (5, 6),
        rest_days: Iterable[date] = (),
        work_days: Iterable[date] = (),
    ) -> WorkCalendar:
        """
        A calendar made by hand; *work_days* beat *rest_days* beat *weekend* (Monday is 0).

        Raises: BadInput, for a span that ends before it begins, a weekday beyond 0..6 and days outside the span.
        """
        first, last = legal_day(first, "first"), legal_day(last, "last")
        rest = [legal_day(day, "rest_days") for day in rest_days]
        work = [legal_day(day, "work_days") for day in work_days]
        week = frozenset(weekend)
        faults = [
            Fault(name, f"{day} lies outside {first}..{last}", f"{day} 不在 {first} 至 {last} 之内")
            for name, days in (("rest_days", rest), ("work_days", work))
            for day in days
            if not first <= day <= last
        ]
        if last < first:
            faults.append(Fault("last", f"{last} lies before first, {first}", f"{last} 早于起始日 {first}"))
        if not week <= set(range(7)):
            faults.append(
                Fault("weekend", f"{sorted(week)!r} goes beyond 0 (Monday) to 6", f"{sorted(week)!r} 超出 0 至 6")
            )
        if faults:
            raise BadInput(faults)
        act = Act(CUSTOM, 0, 0, packaged.runs_of(rest), packaged.runs_of(work))
        layers = ((CUSTOM, (act,)),)
        index = build(first, last, layers, week)
        return cls(CUSTOM, first, last, firm_through=last, layers=layers, weekend=week, index=index)

    def is_working_day(self, day: date) -> bool:
        """
        Whether state organs work on *day*, make-up weekends included.

        Raises: CalendarNotPublished, outside the calendar.
        """
        try:
            return self._working[self._through[day]] == day
        except KeyError:
            raise self._refusal(day) from None

    def shift(self, day: date, n: int) -> date:
        """
        The *n*-th working day after *day* (n > 0) or before it (n < 0).

        Units: working days; *day* itself is never counted, whether it is one or not.
        Raises: CalendarNotPublished, when *day* or the answer is outside the calendar; BadInput, for n = 0.

        >>> WorkCalendar.load("CN").shift(date(2020, 5, 20), 7)
        datetime.date(2020, 5, 29)
        """
        try:
            if n > 0 and n is not True:
                return self._working[self._through[day] + n]
        except (KeyError, IndexError, TypeError):
            pass
        return self._shift_with_care(day, n)

    def _shift_with_care(self, day: date, n: int) -> date:
        """The path of every backward count and of every refusal."""
        if type(n) is not int or n == 0:
            raise BadInput.of(
                "n",
                f"{n!r} is no number of working days; expected a whole one but 0 (roll(day) gives the day itself)",
                f"{n!r} 不是工作日数；应为非零整数（取当日或其后首个工作日请用 roll）",
            )
        if day not in self._through:
            raise self._refusal(day)
        at = self._through[day] + n + (n < 0 and not self.is_working_day(day))
        if at < 1:
            raise self._refusal(self.first - ONE_DAY if self.first > date.min else self.first)
        if at >= len(self._working):
            raise self._refusal(self.last + ONE_DAY if self.last < date.max else self.last)
        return self._working[at]

    def roll(self, day: date) -> date:
        """
        *day* itself if it is a working day, else the first one after it.

        Raises: CalendarNotPublished, when the answer is outside the calendar.
        """
        return self._working[self._through[day]] if self.is_working_day(day) else self.shift(day, 1)

    def count(self, after: date, through: date) -> int:
        """
        The working days in (*after*, *through*]; negative when they are reversed.

        Raises: CalendarNotPublished, when either day is outside the calendar.

        >>> WorkCalendar.load("CN").count(date(2020, 5, 20), date(2020, 5, 29))
        7
        """
        try:
            return self._through[through] - self._through[after]
        except KeyError as missing:
            raise self._refusal(missing.args[0]) from None

    def day(self, day: date) -> Day:
        """
        What *day* is, and the notice that decided it.

        Raises: CalendarNotPublished, outside the calendar.
        """
        working = self.is_working_day(day)
        weekend = day.weekday() in self._weekend
        if not self._deciders:
            self._deciders.update(deciders(self._layers))
        act = self._deciders.get(day.toordinal())
        notice = _notice(act) if act else None
        name = (notice.worked if working else notice.off)[day] if notice else ""
        if working:
            kind = DayKind.MAKEUP if weekend else DayKind.WORKDAY
        else:
            kind = DayKind.HOLIDAY if act or not weekend else DayKind.WEEKEND
        statutory = None if self.region == CUSTOM else self._statutory(day.year).get(day)
        projected = self.projected_from is not None and day >= self.projected_from
        return Day(day, kind, name or statutory or "", statutory is not None, notice, projected)

    def kinds(self) -> bytes:
        r"""
        What each day from :attr:`first` to :attr:`last` is, a byte a day: its place in :class:`DayKind`.

        >>> WorkCalendar.of(date(2020, 5, 22), date(2020, 5, 25)).kinds()  # Friday to Monday
        b'\x00\x02\x02\x00'
        """
        kinds = list(DayKind)
        makeup, weekend, holiday = (kinds.index(each) for each in (DayKind.MAKEUP, DayKind.WEEKEND, DayKind.HOLIDAY))
        decided, told = deciders(self._layers), bytearray()
        for day, through in self._through.items():
            working = through and self._working[through] == day
            on_weekend = day.weekday() in self._weekend
            if working:
                told.append(makeup * on_weekend)
            else:
                told.append(weekend if on_weekend and day.toordinal() not in decided else holiday)
        return bytes(told)

    def notices(self) -> tuple[Notice, ...]:
        """The notices this calendar is made of, widest region first, in the order they became known."""
        if not self._notices:
            self._notices.append(tuple(notice for _, acts in self._layers for act in acts if (notice := _notice(act))))
        return self._notices[0]

    def known_as_of(self, day: date) -> WorkCalendar:
        """
        This calendar as the public knew it at the end of *day*: without the notices that came later.

        Raises: CalendarNotPublished, when no notice was out by then; Undecidable, for a calendar made by hand.

        >>> WorkCalendar.load("CN").known_as_of(date(2020, 1, 20)).shift(date(2020, 1, 6), 20)
        datetime.date(2020, 2, 6)
        """
        if self.region == CUSTOM:
            raise Undecidable(
                f"a calendar made by hand has no day of publication, so what was known on {day} is open; "
                "build the one that was in use then",
                f"自建日历没有公布日期，无法回答 {day} 时的已知情形；请另建当时使用的日历",
            )
        known = min(legal_day(day), self.as_known_on or day)
        if self.projected_from is not None:
            return self._unprojected.known_as_of(known).projected(self.last.year, regulation=self._regulation)
        if self._shelf != _shipped(self.region)._shelf:
            return _assemble(self.region, self._shelf, known)
        told = (act.known_from for _, acts in self._shelf for act in acts)
        turn = max((known_from for known_from in told if known_from <= known.toordinal()), default=None)
        if turn is None:
            raise self._refusal(known)
        return attrs.evolve(
            _made(_speaking(self.region), date.fromordinal(turn)), region=self.region, as_known_on=known
        )

    def handed(self) -> tuple[Notice, ...]:
        """The notices among them that were handed in, and did not come with the package."""
        return tuple(act.notice for _, acts in self._layers for act in acts if act.notice)

    def with_notices(self, notices: Iterable[Notice]) -> WorkCalendar:
        """
        This calendar with further *notices* of its region or a wider one; one with a known id replaces that notice.

        Raises: BadInput, when a notice belongs to a region that this calendar does not follow.
        """
        if self.region == CUSTOM:
            raise BadInput.of(
                "notices",
                "a calendar made by hand takes no notices; give their days as rest_days and work_days",
                "自建日历不接受通知；请以 rest_days、work_days 给出日期",
            )
        shelf = dict(self._shelf)
        for notice in notices:
            if notice.region not in chain_of(self.region):
                expected = chain_of(self.region)
                raise BadInput.of(
                    notice.id,
                    f"a notice of {notice.region!r} does not bind in {self.region!r}; expected {' or '.join(expected)}",
                    f"{notice.region!r} 的通知不适用于 {self.region!r}；应为 {'、'.join(expected)} 之一",
                )
            packaged.refuse_unless_whole(notice)
            others = [act for act in shelf.get(notice.region, ()) if act.id != notice.id]
            shelf[notice.region] = tuple(sorted([*others, Act.of(notice)], key=lambda act: (act.known_from, act.id)))
        # Of two codes in one chain the wider is the shorter; the nation comes first.
        layers = sorted(shelf.items(), key=lambda layer: (layer[0] != NATION, len(layer[0])))
        whole = _assemble(self.region, tuple(layers), self.as_known_on)
        if self.projected_from is None:
            return whole
        return whole.projected(self.last.year, regulation=self._regulation)

    def projected(self, through_year: int, *, regulation: Regulation | None = None) -> WorkCalendar:
        """
        This calendar carried on through *through_year* without notices: marked, and with bounds instead of certainty.

        Statutory days follow from the law and the lunar calendar; how weekends will be swapped does not, so answers
        that depend on it come with :meth:`bounds`. The law is the 放假办法 known on the calendar's day of knowledge
        unless another *regulation* is given.
        Raises: BadInput, for a calendar made by hand and for a year that the lunar tables do not reach.
        """
        if self.region == CUSTOM:
            raise BadInput.of(
                "through_year",
                f"a calendar made by hand ends on {self.last} and rests on no notices to project; make a longer one",
                f"自建日历止于 {self.last}，没有可供推算的通知；请另建更长的日历",
            )
        if type(through_year) is not int:
            raise BadInput.of(
                "through_year",
                f"{through_year!r} is no year; expected one like 2027",
                f"{through_year!r} 不是年份；应如 2027",
            )
        if through_year <= self.last.year:
            return self
        base, law = self._unprojected, regulation or self._regulation
        ahead = _ahead(_Ground(base._layers, base.as_known_on, base), through_year, law)
        return attrs.evolve(
            base,
            last=date(through_year, 12, 31),
            projected_from=base.last + ONE_DAY,
            layers=ahead.layers,
            index=ahead.index,
            doubts=ahead.doubts,
            published=base,
            regulation=law,
        )

    def is_settled(self, after: date, through: date) -> bool:
        """Whether no notice that is missing could change the count of (*after*, *through*]."""
        after, through = legal_day(after, "after"), legal_day(through, "through")
        return through <= self.firm_through and not any(doubt.touches(after, through) for doubt in self.doubts)

    def doubts_in(self, after: date, through: date) -> tuple[Doubt, ...]:
        """What is in doubt about (*after*, *through*]: nothing, when it is settled."""
        after, through = legal_day(after, "after"), legal_day(through, "through")
        return tuple(doubt for doubt in self._reaching(through).doubts if doubt.touches(after, through))

    def bounds(self, day: date, n: int) -> tuple[date, date]:
        """
        The earliest and the latest day that ``shift(day, n)`` can turn out to be once the missing notices are out.

        Both are equal where nothing is in doubt. Raises: as :meth:`shift`.
        """
        due = self.shift(day, n)
        after, through = (day, due) if n > 0 else (due - ONE_DAY, day - ONE_DAY)
        if self.is_settled(after, through):
            return due, due
        wide = self._reaching(through)
        try:
            return _both_bounds(wide, day, n)
        except CalendarNotPublished:
            # The latest day lies beyond the end, where the year after has its say.
            return _both_bounds(wide.projected(wide.last.year + 1), day, n)

    def _reaching(self, through: date) -> WorkCalendar:
        """This calendar, with the year after its last where a span up to *through* reaches the days that it may set."""
        open_end = self.region != CUSTOM and through > self.last - (self._unprojected.last - self.firm_through)
        return self.projected(self.last.year + 1) if open_end else self

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """A shipped calendar travels by its name, not by its eight thousand days."""
        if self.region == CUSTOM or self._regulation or self._unprojected._shelf != _shipped(self.region)._shelf:
            return super().__reduce_ex__(protocol)
        return _named, (self.region, self.as_known_on, self.last.year if self.projected_from else None)

    @property
    def _unprojected(self) -> WorkCalendar:
        return self._published or self

    def _statutory(self, year: int) -> dict[date, str]:
        return packaged.statutory(year, packaged.regulation(year, self.as_known_on))

    @property
    def digest(self) -> str:
        """Sixteen hex digits that name the days: equal exactly when the same days are worked over the same span."""
        return self._index.digest

    def __repr__(self) -> str:
        known = f", as known on {self.as_known_on}" if self.as_known_on else ""
        return f"<WorkCalendar {self.region} {self.first}..{self.last}{known} {self.digest}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .shown import of_calendar  # only here: it is asked for in notebooks alone

        return of_calendar(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkCalendar):
            return NotImplemented
        mine, its = (
            (self.first, self.last, self.digest, self.doubts),
            (other.first, other.last, other.digest, other.doubts),
        )
        return mine == its

    def __hash__(self) -> int:
        return hash((self.first, self.last, self.digest))

    def _refusal(self, day: date) -> GovDeadlinesError:
        """Why *day* has no answer here: it is no legal day at all, or it lies outside the calendar."""
        try:
            return CalendarNotPublished(legal_day(day), self.region, self.first, self.last)
        except BadInput as bad:
            return bad


# A calendar weighs a megabyte: places without days of their own share the nation's, and of the calendars of the past
# only the last ones asked for are kept.
@lru_cache(maxsize=4096)
def _shipped(region: str) -> WorkCalendar:
    """The shipped calendar of *region*."""
    return attrs.evolve(_made(_speaking(region), None), region=region)


def _named(region: str, known: date | None, projected: int | None) -> WorkCalendar:
    """The shipped calendar that pickling named."""
    calendar = _shipped(region)
    calendar = calendar if known is None else calendar.known_as_of(known)
    return calendar if projected is None else calendar.projected(projected)


@lru_cache(maxsize=64)
def _made(codes: tuple[str, ...], known: date | None) -> WorkCalendar:
    """The calendar of all shipped acts of *codes* that were public by the end of *known*."""
    return _assemble(codes[-1], tuple((code, packaged.acts().get(code, ())) for code in codes), known)


def _speaking(region: str) -> tuple[str, ...]:
    """The codes of *region*'s chain that have days of their own or may have: the others add nothing."""
    return (NATION, *(code for code in chain_of(region)[1:] if code in packaged.regions()))


@attrs.frozen
class _Ground:
    """What a projection stands on: two calendars made of the same acts, known on the same day, share it."""

    layers: Layers
    known: date | None
    calendar: WorkCalendar = attrs.field(eq=False)


@attrs.frozen
class _Ahead:
    """What projected years add to a calendar."""

    layers: Layers
    index: Index
    doubts: tuple[Doubt, ...]


@lru_cache(maxsize=16)
def _ahead(ground: _Ground, through_year: int, regulation: Regulation | None) -> _Ahead:
    """The years after the ground's last, projected by what was public by its day of knowledge."""
    from .projection import project  # only here: it needs the proof and, for feasts to come, the holidays package

    base = ground.calendar
    national = [notice for notice in base.notices() if notice.region == NATION]
    ahead = range(base.last.year + 1, through_year + 1)
    try:
        years = [project(y, national, regulation=regulation or packaged.regulation(y, ground.known)) for y in ahead]
    except LookupError as beyond:
        raise BadInput.of(
            "through_year",
            f"{through_year} cannot be projected: {beyond}",
            f"无法推算至 {through_year} 年：农历数据不足（{beyond}）",
        ) from None
    (nation, acts), *regional = ground.layers
    # Below every published act: what a notice has said of the last days before a projected year stands.
    layers = ((nation, (*(year.act for year in years), *acts)), *regional)
    index = build(base.first, date(through_year, 12, 31), layers, WEEKEND)
    doubts: list[Doubt] = []
    for year, projection in zip(ahead, years, strict=True):
        first = base.firm_through + ONE_DAY if year == ahead[0] else date(year, 1, 1)
        doubts += [Unpublished(year, first, date(year, 12, 31)), *projection.doubts]
    doubts += gaps(layers, range(base.first.year, through_year + 1), index.through)
    return _Ahead(layers, index, tuple(doubts))


def _assemble(region: str, shelf: Layers, known: date | None) -> WorkCalendar:
    """The calendar that *shelf* makes for someone who knows what was public by the end of *known*."""
    cut = date.max.toordinal() if known is None else known.toordinal()
    layers = tuple((code, tuple(act for act in acts if act.known_from <= cut)) for code, acts in shelf)
    annual = {act.covers: act for act in layers[0][1] if act.covers}
    if not annual:
        every = sorted({act.covers for act in shelf[0][1] if act.covers})
        raise CalendarNotPublished(known or date.min, region, date(every[0], 1, 1), date(every[-1], 12, 31))
    return attrs.evolve(_built(shelf, layers, known), region=region)


# As with shipped calendars, places without days of their own share one after a notice is taken in: there are thousands.
@lru_cache(maxsize=32)
def _built(shelf: Layers, layers: Layers, known: date | None) -> WorkCalendar:
    """The calendar of the last place on *shelf*, of those acts in it that are known."""
    annual = {act.covers: act for act in layers[0][1] if act.covers}
    # Coverage ends where the chain of yearly notices breaks: a later notice does not make up for a missing one.
    covered = next(year for year in sorted(annual) if year + 1 not in annual)
    first, last = date(min(annual), 1, 1), date(covered, 12, 31)
    # How far back into the year before any notice has reached: caution, so of all that are in the data.
    reach = max(date(act.covers, 1, 1).toordinal() - act.first for act in shelf[0][1] if act.covers)
    index = build(first, last, layers, WEEKEND)
    return WorkCalendar(
        shelf[-1][0],
        first,
        last,
        known,
        firm_through=last - reach * ONE_DAY,
        doubts=gaps(layers, range(first.year, last.year + 1), index.through),
        layers=layers,
        shelf=shelf,
        index=index,
    )


def _both_bounds(calendar: WorkCalendar, day: date, n: int) -> tuple[date, date]:
    """The earliest and latest ``shift(day, n)``: more working days end a forward count sooner, a backward one later."""
    due = calendar.shift(day, n)
    early, late = (bound(day, due, n, calendar.doubts, calendar.count, most=most) for most in (n > 0, n < 0))
    return early, late


def _notice(act: Act) -> Notice | None:
    """The act in full: as it was handed in, or from the package; none for a projection or a calendar made by hand."""
    if act.notice or act.id == CUSTOM or act.is_projection:
        return act.notice
    return packaged.notice(act.id)
