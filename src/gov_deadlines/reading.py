"""Other readings of a deadline, and other texts that claim its act: shown with their days, never hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import attrs

from .civil import ONE_DAY, civil_day, day_zh
from .errors import BadInput, CalendarNotPublished, NoRuleInForce
from .law.rule import Version
from .period import FixedDate, Limit, Period, SameDay
from .unit import HOUR, Roll

if TYPE_CHECKING:
    from .deadline import Deadline


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


def readings(deadline: Deadline) -> Iterator[Alternative]:
    """Every other reading of this start under this rule, whether or not it changes the day."""
    version, limit, start = deadline.version, deadline.version.limit, civil_day(deadline.start)
    if deadline.course.until is not None:
        yield from _moved_off_rest_day(deadline, deadline.course.until)
        return
    if deadline.due is None or limit is None or isinstance(limit, SameDay):
        return
    if version.anchor == "received" and not deadline.course.begun_zh:
        yield from _reading(
            "receipt_on_rest_day",
            lambda: _last(deadline, limit, deadline.calendar.roll(start), version.roll),
            f"{day_zh(start)}为休息日，部分法院认为应视为下一工作日收到",
            f"{start} is a rest day; some courts treat receipt as of the next working day",
        )
    if version.roll is Roll.WORKING_DAY:
        yield from _reading(
            "roll_to_day_after",
            lambda: _last(deadline, limit, start, Roll.DAY_AFTER),
            "最后一日逢放假，按字面顺延至假期结束的次日，不论该日是否周末",
            "a last day inside a holiday moves, by the letter, to the day after it, be it a plain weekend day",
        )
    if version.minimum and version.roll is not Roll.NONE:
        yield from _reading(
            "minimum_does_not_roll",
            lambda: _last(deadline, limit, start, Roll.NONE),
            "最短期限的末日为休息日，顺延规定是否适用于最短期限并无明文，如不顺延",
            "the last day of a minimum is a rest day; whether it rolls is not said, and if it does not",
        )
    if isinstance(limit, FixedDate):
        yield from _reading(
            "fixed_date_rolls",
            lambda: _last(deadline, limit, start, Roll.WORKING_DAY),
            f"{day_zh(deadline.due)}为休息日，法律未规定固定日期顺延，如参照民法典第二百零三条则顺延",
            f"{deadline.due} is a rest day; no text rolls a fixed date, but by analogy to Civil Code art. 203 it would",
        )
    yield from _earlier_extension(deadline, start)
    yield from _later_extension(deadline, limit, start)
    following = deadline.rule.next_change(start, deadline.due, deadline.jurisdiction, as_known_on=deadline.as_known_on)
    turned = following.limit if following else None
    if following is not None and turned is not None:
        extra = _extra_since(deadline, following.in_force_from)
        yield from _reading(
            "law_changed_while_pending",
            lambda: _last(deadline, turned, start, following.roll, extra),
            f"期间内{following.document.short}于{day_zh(following.in_force_from)}施行，如适用新规定（{following.says('zh')}）",
            f"{following.document.en} came into force on {following.in_force_from} meanwhile; "
            f"if it governs, the limit is {following.says('en')}",
        )


def _moved_off_rest_day(deadline: Deadline, day: date) -> Iterator[Alternative]:
    """Where a day that is named but falls on rest could move to, since no text says."""
    yield from _reading(
        "named_day_rolls",
        lambda: deadline.calendar.roll(day),
        f"{day_zh(day)}为休息日，文本未规定如何处理，如顺延至其后第一个工作日",
        f"{day} is a rest day and the text does not say what then; if it moves to the next working day",
    )
    yield from _reading(
        "named_day_moves_forward",
        lambda: day if deadline.calendar.is_working_day(day) else deadline.calendar.shift(day, -1),
        f"{day_zh(day)}为休息日，文本未规定如何处理，如提前至其前最后一个工作日",
        f"{day} is a rest day and the text does not say what then; if it moves to the last working day before",
    )


def _earlier_extension(deadline: Deadline, start: date) -> Iterator[Alternative]:
    """The extension by the law that the extended limit began under, when that law has changed meanwhile."""
    version = deadline.version
    eve = version.in_force_from - ONE_DAY
    if not version.adds_to or version.adds_to not in deadline.book:
        return
    try:
        extended = deadline.book[version.adds_to].in_force(eve, deadline.jurisdiction, as_known_on=deadline.as_known_on)
        earlier = deadline.rule.in_force(eve, deadline.jurisdiction, as_known_on=deadline.as_known_on)
        began = extended.limit.last(start, deadline.calendar, Roll.NONE, before=True) if extended.limit else None
    except (NoRuleInForce, CalendarNotPublished):
        return
    limit = earlier.limit
    if limit is not None and began is not None and began <= eve:
        yield from _reading(
            "extension_by_the_law_of_the_request",
            lambda: limit.last(start, deadline.calendar, earlier.roll),
            f"原期限如自{day_zh(began)}起按{earlier.document.short}计算，延长也可能从其规定（{earlier.says('zh')}）",
            f"if the limit extended began on {began} under the {earlier.document.en}, so may the extension: "
            f"{earlier.says('en')}",
        )


def _later_extension(deadline: Deadline, limit: Limit, start: date) -> Iterator[Alternative]:
    """The extension by the law of the day it was decided, when that is another than the limit began under."""
    on = deadline.course.extended_on
    version = _extending(deadline, on) if on else None
    if on is None or version is None or deadline.course.extra_by(version) == deadline.course.extra:
        return
    yield from _reading(
        "extension_by_the_law_of_its_day",
        lambda: _last(deadline, limit, start, deadline.version.roll, deadline.course.extra_by(version)),
        f"延长于{day_zh(on)}决定，也可能从当日施行的{version.document.short}（{version.says('zh')}）",
        f"the extension was decided on {on}, and may follow the {version.document.en} in force then: "
        f"{version.says('en')}",
    )


def _extra_since(deadline: Deadline, day: date) -> Period | None:
    """What the extension adds if the text in force since *day* governs, under which it was decided."""
    on = deadline.course.extended_on
    version = _extending(deadline, on) if on and on >= day else None
    return deadline.course.extra_by(version) if version else deadline.course.extra


def _extending(deadline: Deadline, day: date) -> Version | None:
    """The text that said how much an extension may add on *day*."""
    told = deadline.course.extension
    try:
        rule = deadline.book[told.rule] if told else None
        return rule.in_force(day, deadline.jurisdiction, as_known_on=deadline.as_known_on) if rule else None
    except NoRuleInForce:
        return None


def _befell(deadline: Deadline, limit: Limit) -> dict[str, Any]:
    """What befell this limit, as far as it befalls one in the unit of *limit* too."""
    mine = deadline.version.limit
    alike = isinstance(limit, Period) and isinstance(mine, Period) and limit.unit is mine.unit
    return {"excluded": deadline.course.excluded, "extra": deadline.course.extra} if alike else {}


def _last(deadline: Deadline, limit: Limit, day: date, roll: Roll, extra: Period | None = None) -> date | None:
    """The last day by another limit, start, roll or extension, after all that befell this one."""
    return limit.last(
        day,
        deadline.calendar,
        roll,
        before=deadline.version.before,
        start=deadline.start,
        excluded=deadline.course.excluded,
        extra=extra or deadline.course.extra,
    )


def _reading(reading: str, day: Callable[[], date | None], zh: str, en: str) -> Iterator[Alternative]:
    """The alternative, unless it is counted in hours or leads to a day no notice covers, where nothing is known."""
    try:
        found = day()
    except (CalendarNotPublished, BadInput):
        return
    if found is not None:
        yield Alternative(reading, found, zh, en)


def claims(deadline: Deadline) -> Iterator[Conflict]:
    """Every other text with a number for the same act: of this rule, of the general one and of its rivals."""
    day = civil_day(deadline.start)
    for version in deadline.standing.others:
        yield from _claim(deadline, version, *_why_not(version, deadline.version))
    for name in (deadline.rule.special_of, *deadline.rule.rivals):
        if name and name in deadline.book:
            try:
                version = deadline.book[name].in_force(day, deadline.jurisdiction, as_known_on=deadline.as_known_on)
            except NoRuleInForce:
                continue
            yield from _claim(deadline, version, *_why_another(deadline, name, version))


def _why_another(deadline: Deadline, name: str, version: Version) -> tuple[str, str]:
    """How another rule that claims the same act stands to this one."""
    if name == deadline.rule.special_of:
        return "一般规定，因有特别规定而不适用", "the general rule; the special one prevails"
    if version.document.rank in deadline.version.yields_to:
        return (
            f"属于本条除外条款所让位的{version.document.rank.zh}，在其适用范围内优先",
            "of a rank this clause gives way to by its own exception; it prevails within its own cases",
        )
    return "另一规定主张同一事项，优先关系未定", "another rule claims the same act; which prevails is open"


def _claim(deadline: Deadline, version: Version, zh: str, en: str) -> Iterator[Conflict]:
    """The conflict that *version* makes, if it has a number that can be counted from this start."""
    if version.limit is None:
        return
    if version.condition_zh:
        zh, en = f"{zh}（{version.condition_zh}）", f"{en} (only {version.condition_en})"
    if _in_hours(version) and not isinstance(deadline.start, datetime):
        yield Conflict(
            version, None, None, f"以小时计，须有起算时刻，{zh}", f"in hours, from an instant not given, {en}"
        )
        return
    try:
        count = version.limit.end(
            deadline.start,
            deadline.calendar,
            roll=version.roll,
            before=version.before,
            **_befell(deadline, version.limit),
        )
    except CalendarNotPublished:
        yield Conflict(version, None, None, f"超出已公布的放假安排，{zh}", f"past the last holiday notice, {en}")
    else:
        yield Conflict(version, count.due, count.told_end, zh, en)


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
