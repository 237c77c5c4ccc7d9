"""The answer: a rule applied to a start on a calendar, with all that decided it and all that speaks against it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import attrs

from .civil import ONE_DAY, aware, civil_day, end_of
from .course import UNDISTURBED, Course
from .errors import BadInput, Lang, Undecidable, quoted
from .law.book import LawBook
from .law.rule import Rule, Standing, Version
from .period import Count, FixedDate
from .reading import Alternative, Conflict, claims, readings
from .step import Step
from .workdays.calendar import WorkCalendar


class Certainty(Enum):
    """Whether notices still missing could move the day."""

    SETTLED = "settled"
    PROVISIONAL = "provisional"


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
            return aware(act, "act").astimezone(UTC) <= self.due_at.astimezone(UTC)
        day = civil_day(act, "act")
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
        return Certainty.SETTLED if self.count.is_settled else Certainty.PROVISIONAL

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
        return tuple(other for other in readings(self) if other.due != self.due)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Other texts that claim the same act and give another day, with why they do not prevail."""
        if self.due == date.max:  # which has no end that can be written
            return tuple(conflict for conflict in claims(self) if conflict.due != self.due)
        return tuple(conflict for conflict in claims(self) if conflict.due_at != self.due_at)

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
    BadInput, for a naive datetime; UnknownRegion.

    >>> due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").due
    datetime.date(2020, 5, 29)
    """
    calendar, book, as_known_on = grounds(jurisdiction, calendar, book, as_known_on)
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


def grounds(
    jurisdiction: str, calendar: WorkCalendar | None, book: LawBook | None, as_known_on: date | None
) -> tuple[WorkCalendar, LawBook, date | None]:
    """
    What to answer from: the calendar and the law handed in or shipped, and the day whose knowledge it is, if any.

    Raises: BadInput, for what is no calendar or law; UnknownRegion; CalendarNotPublished, when nothing was known then.
    """
    if book is None:
        book = LawBook.load()
    if calendar is None:
        calendar = WorkCalendar.load(jurisdiction)
    if not isinstance(calendar, WorkCalendar) or not isinstance(book, LawBook):
        raise _unusable(calendar, book)
    if as_known_on is None:
        return calendar, book, calendar.as_known_on
    return calendar.known_as_of(as_known_on), book, as_known_on


def _unusable(calendar: object, book: object) -> BadInput:
    """What is handed in for a calendar or a law book and is none, such as the code of a place or a folder."""
    if not isinstance(calendar, WorkCalendar):
        en = f"{quoted(calendar)} is no WorkCalendar; expected one like WorkCalendar.load('CN')"
        return BadInput.of("calendar", en, f"{quoted(calendar)} 不是 WorkCalendar；应如 WorkCalendar.load('CN')")
    en = f"{quoted(book)} is no LawBook; expected one like LawBook.load(Path('law'))"
    return BadInput.of("book", en, f"{quoted(book)} 不是 LawBook；应如 LawBook.load(Path('law'))")
