"""The answer: a rule applied to a start on a calendar, with all that decided it and all that speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import attrs

from .civil import ONE_DAY, aware, civil_day, day_zh, end_of
from .course import UNDISTURBED, Course
from .errors import BadInput, CalendarNotPublished, Lang, NoRuleInForce, Undecidable
from .law.book import LawBook
from .law.rule import Rule, Standing, Version
from .period import Count, FixedDate, Limit, Period, SameDay
from .step import Step
from .unit import HOUR, Roll
from .workdays.calendar import WorkCalendar


class Certainty(Enum):
    """Whether notices still missing could move the day."""

    SETTLED = "settled"
    PROVISIONAL = "provisional"


@attrs.frozen
class Alternative:
    """Another defensible reading of the law, and the day it gives; for hour limits the instant, and no day."""

    reading: str
    due: date | None
    zh: str
    en: str
    due_at: datetime | None = None

    def to_dict(self) -> dict[str, str]:
        """The alternative in plain strings."""
        ends = {"due": self.due.isoformat()} if self.due else {"due_at": self.due_at.isoformat() if self.due_at else ""}
        return {"reading": self.reading, **ends, "zh": self.zh, "en": self.en}


@attrs.frozen
class Conflict:
    """Another text that claims the same act with another limit: shown, never hidden."""

    version: Version
    due: date | None
    due_at: datetime | None
    """Both ``None`` when its limit runs past the last notice, so that only its claim is known."""
    zh: str
    en: str

    def to_dict(self) -> dict[str, Any]:
        """The conflict in plain values."""
        return {
            "rule": self.version.rule,
            "version": self.version.to_dict(),
            "due": self.due.isoformat() if self.due else None,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "zh": self.zh,
            "en": self.en,
        }


@attrs.frozen(repr=False)
class Deadline:
    """
    The last lawful day of one duty, with its proof.

    *due* is the last lawful day, ``None`` for limits in hours; :attr:`due_at` the instant at which the limit ends.
    Everything else is worked out when it is asked for, from the same rule, start and calendar: nothing is stored
    that can be computed, and a deadline asked again years later says the same.
    """

    rule: Rule
    version: Version
    start: date | datetime
    due: date | None
    calendar: WorkCalendar
    jurisdiction: str
    book: LawBook = attrs.field(repr=False, eq=False)
    as_known_on: date | None = None
    course: Course = UNDISTURBED
    cases: frozenset[str] | None = None

    @property
    def due_at(self) -> datetime:
        """The instant at which the limit ends: 24:00 of :attr:`due`, or the start plus the hours; Asia/Shanghai."""
        return end_of(self.due) if self.due else self.count.due_at

    @property
    def looks_back(self) -> bool:
        """Whether :attr:`due` is the first day of a window that ends on the start, not a last day."""
        return self.version.minimum and self.version.before

    @property
    def opens_on(self) -> date | None:
        """The earliest lawful day of the next step, for a minimum period that runs forward; else ``None``."""
        return self.due + ONE_DAY if self.version.minimum and self.due and not self.looks_back else None

    def in_time(self, act: date | datetime) -> bool:
        """
        Whether the act was in time: the one place that compares.

        Units: a limit in days by the civil day of the act in Asia/Shanghai, one in hours by the instant, the last
        instant included; for a minimum period, whether the next step came late enough, and for a window that looks
        back, whether the act lies in it.
        Raises: BadInput, for a naive datetime; Undecidable, for a day held against hours.

        >>> due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").in_time(date(2020, 5, 29))
        True
        """
        if self.due is None:
            if not isinstance(act, datetime):
                raise Undecidable(
                    f"whether {act} was within {self.version.says('en')} depends on the instant; give one",
                    f"是否在{self.version.says('zh')}内取决于时刻，而{act}只有日期；请提供带时区的时刻",
                )
            # As instants: two times on one wall clock would be held against each other by what the clock shows.
            return aware(act).astimezone(UTC) <= self.due_at.astimezone(UTC)
        day = civil_day(act)
        if self.looks_back:
            return self.due <= day <= civil_day(self.start)
        return day > self.due if self.version.minimum else day <= self.due

    @property
    def count(self) -> Count:
        """How the limit was counted."""
        version, course = self.version, self.course
        if course.until is not None:
            until = course.until
            return FixedDate(until.month, until.day, until.year).end(self.start, self.calendar)
        assert version.limit is not None
        return version.limit.end(
            self.start,
            self.calendar,
            roll=version.roll,
            before=version.before,
            excluded=course.excluded,
            extra=course.extra,
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """Each thing that decided the day."""
        return self.count.steps

    @property
    def certainty(self) -> Certainty:
        """``provisional`` when a notice that is missing could move the day."""
        return Certainty.PROVISIONAL if self.bounds else Certainty.SETTLED

    @property
    def earliest(self) -> date | None:
        """The earliest day it can turn out to be; ``None`` when it is settled."""
        bounds = self.bounds
        return bounds[0] if bounds else None

    @property
    def latest(self) -> date | None:
        """The latest day it can turn out to be; ``None`` when it is settled."""
        bounds = self.bounds
        return bounds[1] if bounds else None

    @property
    def bounds(self) -> tuple[date, date] | None:
        """The earliest and the latest day it can turn out to be, worked out together; ``None`` when it is settled."""
        return self.count.bounds

    @property
    def standing(self) -> Standing:
        """The binding version and all others in force there on the day of the start."""
        return self.rule.standing(
            civil_day(self.start), self.jurisdiction, as_known_on=self.as_known_on, cases=self.cases
        )

    @property
    def concurring(self) -> tuple[Version, ...]:
        """Other texts in force there that set the very same limit."""
        return tuple(version for version in self.standing.others if version.limit == self.version.limit)

    @property
    def also_asked(self) -> tuple[Version, ...]:
        """Other texts in force there that set only a word beside the number (及时, 同步)."""
        return tuple(version for version in self.standing.others if version.limit is None)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Other defensible readings, where they give another day."""
        return tuple(other for other in self._readings() if other.due != self.due)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Other texts that claim the same act and give another day, with why they do not prevail."""
        return tuple(conflict for conflict in self._claims() if conflict.due_at != self.due_at)

    def explain(self, lang: Lang = "zh") -> str:
        """The deadline with its grounds, in words a clerk can paste into a memo."""
        from .explanation import as_text

        return as_text(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """The shape deadlines have in the JSON-lines interface."""
        return {
            **self.count.to_dict(),
            "opens_on": self.opens_on.isoformat() if self.opens_on else None,
            "looks_back": self.looks_back,
            "rule": self.rule.id,
            "version": self.version.to_dict(),
            "start": self.start.isoformat(),
            "jurisdiction": self.jurisdiction,
            **({"course": self.course.to_dict()} if self.course != UNDISTURBED else {}),
            "also_asked": [version.to_dict() for version in self.also_asked],
            "alternatives": [alternative.to_dict() for alternative in self.alternatives],
            "conflicts": [conflict.to_dict() for conflict in self.conflicts],
            "calendar": {
                "region": self.calendar.region,
                "as_known_on": self.calendar.as_known_on.isoformat() if self.calendar.as_known_on else None,
                "digest": self.calendar.digest,
            },
        }

    def __repr__(self) -> str:
        when = self.due or self.due_at.isoformat()
        return f"<Deadline {self.rule.id} from {self.start} in {self.jurisdiction}: {when}, {self.certainty.value}>"

    def __str__(self) -> str:
        return self.explain("zh").partition("\n")[0]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        from .explanation import as_html, as_markdown

        return {
            "text/plain": self.explain("zh"),
            "text/markdown": as_markdown(self, "zh"),
            "text/html": as_html(self, "zh"),
        }

    def _readings(self) -> Iterator[Alternative]:
        """Every other reading of this start under this rule, whether or not it changes the day."""
        version, limit, start = self.version, self.version.limit, civil_day(self.start)
        if self.course.until is not None:
            yield from self._moved_off_rest_day(self.course.until)
            return
        if self.due is None or limit is None or isinstance(limit, SameDay):
            return
        if version.anchor == "received" and not self.course.begun_zh:
            yield from self._reading(
                "receipt_on_rest_day",
                lambda: self._last(limit, self.calendar.roll(start), version.roll),
                f"{day_zh(start)}为休息日，部分法院认为应视为下一工作日收到",
                f"{start} is a rest day; some courts treat receipt as of the next working day",
            )
        if version.roll is Roll.WORKING_DAY:
            yield from self._reading(
                "roll_to_day_after",
                lambda: self._last(limit, start, Roll.DAY_AFTER),
                "最后一日逢放假，按字面顺延至假期结束的次日，不论该日是否周末",
                "a last day inside a holiday moves, by the letter, to the day after it, be it a plain weekend day",
            )
        if version.minimum and version.roll is not Roll.NONE:
            yield from self._reading(
                "minimum_does_not_roll",
                lambda: self._last(limit, start, Roll.NONE),
                "最短期限的末日为休息日，顺延规定是否适用于最短期限并无明文，如不顺延",
                "the last day of a minimum is a rest day; whether it rolls is not said, and if it does not",
            )
        if isinstance(limit, FixedDate):
            yield from self._reading(
                "fixed_date_rolls",
                lambda: self._last(limit, start, Roll.WORKING_DAY),
                f"{day_zh(self.due)}为休息日，法律未规定固定日期顺延，如参照民法典第二百零三条则顺延",
                f"{self.due} is a rest day; no text rolls a fixed date, but by analogy to Civil Code art. 203 it would",
            )
        yield from self._earlier_extension(start)
        yield from self._later_extension(limit, start)
        following = self.rule.next_change(start, self.due, self.jurisdiction, as_known_on=self.as_known_on)
        turned = following.limit if following else None
        if following is not None and turned is not None:
            extra = self._extra_since(following.in_force_from)
            yield from self._reading(
                "law_changed_while_pending",
                lambda: self._last(turned, start, following.roll, extra),
                f"期间内{following.document.short}于{day_zh(following.in_force_from)}施行，如适用新规定（{following.says('zh')}）",
                f"{following.document.en} came into force on {following.in_force_from} meanwhile; "
                f"if it governs, the limit is {following.says('en')}",
            )

    def _moved_off_rest_day(self, day: date) -> Iterator[Alternative]:
        """Where a day that is named but falls on rest could move to, since no text says."""
        yield from self._reading(
            "named_day_rolls",
            lambda: self.calendar.roll(day),
            f"{day_zh(day)}为休息日，文本未规定如何处理，如顺延至其后第一个工作日",
            f"{day} is a rest day and the text does not say what then; if it moves to the next working day",
        )
        yield from self._reading(
            "named_day_moves_forward",
            lambda: day if self.calendar.is_working_day(day) else self.calendar.shift(day, -1),
            f"{day_zh(day)}为休息日，文本未规定如何处理，如提前至其前最后一个工作日",
            f"{day} is a rest day and the text does not say what then; if it moves to the last working day before",
        )

    def _earlier_extension(self, start: date) -> Iterator[Alternative]:
        """The extension by the law that the extended limit began under, when that law has changed meanwhile."""
        version = self.version
        eve = version.in_force_from - ONE_DAY
        if not version.adds_to or version.adds_to not in self.book:
            return
        try:
            extended = self.book[version.adds_to].in_force(eve, self.jurisdiction, as_known_on=self.as_known_on)
            earlier = self.rule.in_force(eve, self.jurisdiction, as_known_on=self.as_known_on)
            began = extended.limit.last(start, self.calendar, Roll.NONE, before=True) if extended.limit else None
        except (NoRuleInForce, CalendarNotPublished):
            return
        limit = earlier.limit
        if limit is not None and began is not None and began <= eve:
            yield from self._reading(
                "extension_by_the_law_of_the_request",
                lambda: limit.last(start, self.calendar, earlier.roll),
                f"原期限如自{day_zh(began)}起按{earlier.document.short}计算，延长也可能从其规定（{earlier.says('zh')}）",
                f"if the limit extended began on {began} under the {earlier.document.en}, so may the extension: "
                f"{earlier.says('en')}",
            )

    def _later_extension(self, limit: Limit, start: date) -> Iterator[Alternative]:
        """The extension by the law of the day it was decided, when that is another than the limit began under."""
        on = self.course.extended_on
        version = self._extending(on) if on else None
        if on is None or version is None or self.course.extra_by(version) == self.course.extra:
            return
        yield from self._reading(
            "extension_by_the_law_of_its_day",
            lambda: self._last(limit, start, self.version.roll, self.course.extra_by(version)),
            f"延长于{day_zh(on)}决定，也可能从当日施行的{version.document.short}（{version.says('zh')}）",
            f"the extension was decided on {on}, and may follow the {version.document.en} in force then: "
            f"{version.says('en')}",
        )

    def _extra_since(self, day: date) -> Period | None:
        """What the extension adds if the text in force since *day* governs, under which it was decided."""
        on = self.course.extended_on
        version = self._extending(on) if on and on >= day else None
        return self.course.extra_by(version) if version else self.course.extra

    def _extending(self, day: date) -> Version | None:
        """The text that said how much an extension may add on *day*."""
        told = self.course.extension
        try:
            rule = self.book[told.rule] if told else None
            return rule.in_force(day, self.jurisdiction, as_known_on=self.as_known_on) if rule else None
        except NoRuleInForce:
            return None

    def _befell(self, limit: Limit) -> dict[str, Any]:
        """What befell this limit, as far as it befalls one in the unit of *limit* too."""
        mine = self.version.limit
        alike = isinstance(limit, Period) and isinstance(mine, Period) and limit.unit is mine.unit
        return {"excluded": self.course.excluded, "extra": self.course.extra} if alike else {}

    def _last(self, limit: Limit, day: date, roll: Roll, extra: Period | None = None) -> date | None:
        """The last day by another limit, start, roll or extension, after all that befell this one."""
        return limit.last(
            day,
            self.calendar,
            roll,
            before=self.version.before,
            start=self.start,
            excluded=self.course.excluded,
            extra=extra or self.course.extra,
        )

    def _reading(self, reading: str, day: Callable[[], date | None], zh: str, en: str) -> Iterator[Alternative]:
        """The alternative, unless it is counted in hours or leads to a day no notice covers, where nothing is known."""
        try:
            found = day()
        except (CalendarNotPublished, BadInput):
            return
        if found is not None:
            yield Alternative(reading, found, zh, en)

    def _claims(self) -> Iterator[Conflict]:
        """Every other text with a number for the same act: of this rule, of the general one and of its rivals."""
        day = civil_day(self.start)
        for version in self.standing.others:
            yield from self._claim(version, *_why_not(version, self.version))
        for name in (self.rule.special_of, *self.rule.rivals):
            if name and name in self.book:
                try:
                    version = self.book[name].in_force(day, self.jurisdiction, as_known_on=self.as_known_on)
                except NoRuleInForce:
                    continue
                yield from self._claim(version, *self._why_another(name, version))

    def _why_another(self, name: str, version: Version) -> tuple[str, str]:
        """How another rule that claims the same act stands to this one."""
        if name == self.rule.special_of:
            return "一般规定，因有特别规定而不适用", "the general rule; the special one prevails"
        if version.document.rank in self.version.yields_to:
            return (
                f"属于本条除外条款所让位的{version.document.rank.zh}，在其适用范围内优先",
                "of a rank this clause gives way to by its own exception; it prevails within its own cases",
            )
        return "另一规定主张同一事项，优先关系未定", "another rule claims the same act; which prevails is open"

    def _claim(self, version: Version, zh: str, en: str) -> Iterator[Conflict]:
        """The conflict that *version* makes, if it has a number that can be counted from this start."""
        if version.limit is None:
            return
        if version.condition_zh:
            zh, en = f"{zh}（{version.condition_zh}）", f"{en} (only {version.condition_en})"
        if _in_hours(version) and not isinstance(self.start, datetime):
            yield Conflict(
                version, None, None, f"以小时计，须有起算时刻，{zh}", f"in hours, from an instant not given, {en}"
            )
            return
        try:
            count = version.limit.end(
                self.start, self.calendar, roll=version.roll, before=version.before, **self._befell(version.limit)
            )
        except CalendarNotPublished:
            yield Conflict(version, None, None, f"超出已公布的放假安排，{zh}", f"past the last holiday notice, {en}")
        else:
            yield Conflict(version, count.due, count.due_at, zh, en)


def due(
    rule: str,
    start: date | datetime,
    *,
    jurisdiction: str = "CN",
    calendar: WorkCalendar | None = None,
    book: LawBook | None = None,
    as_known_on: date | None = None,
    course: Course = UNDISTURBED,
    cases: frozenset[str] | None = None,
) -> Deadline:
    """
    When *rule* must be met after an act that fell on *start*, and why.

    *jurisdiction* is ``CN`` or a GB/T 2260 code; the calendar is that region's unless another is handed in, the law
    the shipped one. *as_known_on* answers with the notices and texts public by the end of that day. *course* is what
    befell the limit since: days left out, an extension. *cases* are the words for what kind of case it is; texts
    limited to other cases then do not bind.
    Raises: UnknownRule; NoRuleInForce; CalendarNotPublished, when counting leaves the published years (hand in
    ``calendar.projected(year)`` to go on); Undecidable, when the law sets only a word or an hour limit has no instant;
    BadInput, for a naive datetime.

    >>> due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").due
    datetime.date(2020, 5, 29)
    """
    if book is None:
        book = LawBook.load()
    if calendar is None:
        calendar = WorkCalendar.load(jurisdiction)
    if as_known_on is not None:
        calendar = calendar.known_as_of(as_known_on)
    else:
        as_known_on = calendar.as_known_on
    found = book[rule]
    day = civil_day(start)
    version = found.standing(day, jurisdiction, as_known_on=as_known_on, cases=cases).binding
    limit = version.limit
    if course.until is not None:
        return Deadline(found, version, start, course.until, calendar, jurisdiction, book, as_known_on, course, cases)
    if limit is None:
        raise Undecidable(
            f"{version.cite('en')} sets only a word for {rule}, {version.word!r}, and no number; "
            "ask a jurisdiction that sets one, or count a Period of your own",
            f"{version.cite('zh')}对{found.zh}只规定“{version.word}”，没有数字；请改查规定了期限的地区，或自行给出期限",
        )
    last = limit.last(
        day, calendar, version.roll, before=version.before, start=start, excluded=course.excluded, extra=course.extra
    )
    return Deadline(found, version, start, last, calendar, jurisdiction, book, as_known_on, course, cases)


def _in_hours(version: Version) -> bool:
    return isinstance(version.limit, Period) and version.limit.unit is HOUR


def _why_not(version: Version, binding: Version) -> tuple[str, str]:
    """Why *version* does not prevail over *binding*."""
    if version.condition_zh and not binding.condition_zh:
        return "仅适用于特定情形", "it binds in narrower cases"
    if version.level == binding.level:
        return "同级规定，以后施行的为准", "of the same level, and the other came later"
    if version.level > binding.level:
        if binding.tightens(version):
            return "下级文件不得放宽上级规定", "a lower text may not lengthen what a higher one sets"
        return "下级文件，期限单位不同，无从认定更严", "of a lower level, in another unit, so not known to be tighter"
    return "下级规定更严，可以收紧", "a lower text tightens it, as it may"
