"""Finds the days that a clause names: their year and month where left out, and whether they can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from .names import parts_of
from .sentence import Mention, Span

FEASTS = {
    "元旦": ((1, 1), (1, 1)),
    "春节": ((1, 21), (2, 21)),
    "清明节": ((4, 3), (4, 6)),
    "劳动节": ((5, 1), (5, 1)),
    "端午节": ((5, 27), (6, 26)),
    "中秋节": ((9, 6), (10, 9)),
    "国庆节": ((10, 1), (10, 1)),
}
"""Between which days of the year the day of a nation-wide festival falls, by the sun or by the moon."""
FAR = timedelta(days=60)
LONGEST = timedelta(days=31)

_ZH = "一二三四五六日"
_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DayFinder:
    """The days of one clause, in the order they are written: each tells the month and year that the next leaves out."""

    def __init__(self, year: int, festival: str, fault: Callable[[str, str, str], None]) -> None:
        self.year, self.festival, self.fault = year, festival, fault
        self.off: set[date] = set()
        """The days off so far: 其中29日 means the 29th among them."""
        self._seen: list[date] = []
        feast = next((feast_days(part, year) for part in parts_of(festival) if part in FEASTS), None)
        self._anchor = feast[len(feast) // 2] if feast else None
        """About when the festival is: tells the year of a day without one, and that a month must be a slip."""

    def find(self, spans: tuple[Span, ...], words: str) -> tuple[date, ...] | None:
        """The days of *spans* in order; ``None`` after a fault in the *words* they stand in."""
        days: list[date] = []
        for number, span in enumerate(spans):
            first = self._day(span.first, listed=number > 0)
            last = self._day(span.last, listed=True) if span.last and first else first
            if first is None or last is None:
                return None
            if not timedelta(0) <= last - first <= LONGEST:
                self.fault(
                    words,
                    f"runs from {first} to {last}; expected an end after the start, at most {LONGEST.days} days on",
                    f"从{first}到{last}；终日应在始日之后{LONGEST.days}日以内",
                )
                return None
            run = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
            days += run
            self._check_marks(span.first, [first] if span.last else days)
            if span.last:
                self._check_marks(span.last, run)
        return tuple(days)

    def _day(self, mention: Mention, *, listed: bool) -> date | None:
        if mention.month is None:
            before = self._before(mention, listed=listed)
            if before is None:
                self.fault(
                    mention.text, "has no month, and none stands before it; expected 1月2日", "缺少月份；应写作1月2日"
                )
                return None
            year, month = before.year, before.month
        else:
            month = mention.month
            year = self._nearest_year(month) if mention.year is None else mention.year
        try:
            day = date(year, month, mention.day)
        except ValueError:
            written = f"{year}-{month:02d}-{mention.day:02d}"
            self.fault(mention.text, f"there is no {written}; check the day", f"没有{written}这一天；请核对日期")
            return None
        near = self._anchor or (self._seen[0] if self._seen else day)
        if abs(year - self.year) > 1 or abs(day - near) > FAR:
            what = self.festival or f"{self.year}"
            self.fault(
                mention.text,
                f"{day} lies more than {FAR.days} days from {what}; check the month and the year",
                f"{day}与{what}相距超过{FAR.days}天；请核对年月",
            )
            return None
        self._seen.append(day)
        return day

    def _before(self, mention: Mention, *, listed: bool) -> date | None:
        """A day of the month meant: in a list the last one's, else one that puts *mention* among the days off."""
        if not self._seen or listed:
            return self._seen[-1] if self._seen else None
        among = [
            day for day in self.off if day.day == mention.day and any(_same_month(day, seen) for seen in self._seen)
        ]
        return max(among, default=self._seen[-1])

    def _nearest_year(self, month: int) -> int:
        near = self._anchor or (self._seen[-1] if self._seen else None)
        if near is None or not 1 <= month <= 12:
            return self.year
        return min((near.year - 1, near.year, near.year + 1), key=lambda year: abs(date(year, month, 15) - near))

    def _check_marks(self, mention: Mention, days: list[date]) -> None:
        """One weekday in brackets is of the day before it; several are of as many days before, or of a range's ends."""
        marks = mention.weekdays
        marked = days[-len(marks) :] if marks else []
        if len(marks) == 2 and marks[0] == days[0].weekday():
            marked = [days[0], days[-1]]
        if marks != tuple(day.weekday() for day in marked):
            told = dict.fromkeys(marked)  # a single day may bear two marks
            self.fault(
                mention.text,
                ", ".join(f"{day} is a {weekday_en(day)}" for day in told) + "; check the day or the mark",
                "、".join(f"{day}是{weekday_zh(day)}" for day in told) + "；请核对日期或星期",
            )


def feast_days(festival: str, year: int) -> tuple[date, ...]:
    """The days of *year* on which a festival of the nation can fall."""
    first, last = (date(year, *day) for day in FEASTS[festival])
    return tuple(first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def weekday_zh(day: date) -> str:
    """The weekday as notices write it: 星期六."""
    return f"星期{_ZH[day.weekday()]}"


def weekday_en(day: date) -> str:
    """The weekday in English, whatever the locale."""
    return _EN[day.weekday()]
