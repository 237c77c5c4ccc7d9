"""Why two deadlines of one duty differ: which step of the count changed, and which notice or text is responsible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import groupby
from typing import Any

import attrs

from ..civil import ONE_DAY, aware
from ..deadline import Deadline
from ..errors import Lang, said
from ..exclusion import Exclusion
from ..law.rule import Mark, Version
from ..period import Count
from ..reading import claims
from ..step import Step, StepKind
from ..workdays.day import DayKind
from ..workdays.notice import Notice
from .proposal import RuleOf

_LANGS: tuple[Lang, Lang] = ("zh", "en")


class ChangeKind(Enum):
    """What changed between two counts."""

    RULE = "rule"
    START = "start"
    LAW = "law"
    YIELDS = "yields"
    """A proposal that does not prevail, and so changes nothing."""
    COURSE = "course"
    DAY = "day"
    """A day that counts in one and not in the other."""
    WAY = "way"
    """A holiday or a make-up day that only one of them passes, since it runs elsewhere."""
    END = "end"
    """How the end came about: moved off a rest day, or the last of its month."""
    DOUBT = "doubt"


@attrs.frozen
class Change:
    """
    One difference between two deadlines, with what is responsible for it.

    *before* and *after* are the steps of the two counts, where steps differ; *notice* and *version* what decided. One
    that is no *cause* follows from others: a holiday met because the start moved.
    """

    kind: ChangeKind
    zh: str
    en: str
    first: date | None = None
    last: date | None = None
    before: Step | None = None
    after: Step | None = None
    notice: Notice | None = None
    version: Version | None = None
    cause: bool = True

    @property
    def is_chief(self) -> bool:
        """Whether it belongs into a summary: causes do, a proposal that yields, and what is or was in doubt."""
        return self.cause or self.kind in (ChangeKind.YIELDS, ChangeKind.DOUBT)

    def text(self, lang: Lang) -> str:
        """The difference in a sentence."""
        return said(lang, self.zh, self.en)

    def to_dict(self) -> dict[str, Any]:
        """The difference in plain values, without what is empty."""
        plain = {
            "kind": self.kind.value,
            "cause": self.cause,
            "zh": self.zh,
            "en": self.en,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
            "notice": self.notice.id if self.notice else None,
            "version": self.version.id if self.version else None,
        }
        return {name: value for name, value in plain.items() if value is not None}


def differences(before: Deadline, after: Deadline) -> tuple[Change, ...]:
    """
    Why *after* is not *before*: first what was changed, then what followed from it; nothing where they are alike.

    >>> from gov_deadlines import due
    >>> asked = [due("request.answer", date(2020, 1, 6), as_known_on=date(2020, 1, day)) for day in (26, 27)]
    >>> [change.en for change in differences(*asked)][0]
    '2020-01-31..2020-02-01: rest (春节) by 国办发明电〔2020〕1号, public 2020-01-27; counted before'
    """
    return (*_asked(before, after), *_law(before, after), *_course(before, after), *_steps(before, after))


def _asked(before: Deadline, after: Deadline) -> Iterator[Change]:
    """Another rule, another start."""
    if before.rule.id != after.rule.id:
        zh = f"规则：{before.rule.zh} → {after.rule.zh}"
        yield Change(ChangeKind.RULE, zh, f"rule {before.rule.id} → {after.rule.id}")
    if before.start != after.start:
        told = f"{_iso(before.start)} → {_iso(after.start)}"
        zh, en = _moved(before.start, after.start)
        yield Change(ChangeKind.START, f"起算{zh}：{told}", f"start {en}: {told}")


def _moved(before: date | datetime, after: date | datetime) -> tuple[str, str]:
    """How far the start moved: days, or hours between two instants."""
    if isinstance(before, datetime) and isinstance(after, datetime):
        hours = (aware(after).astimezone(UTC) - aware(before).astimezone(UTC)) / timedelta(hours=1)
        return f"{'推后' if hours > 0 else '提前'}{abs(hours):g}小时", f"moved by {hours:+g} h"
    if isinstance(before, datetime) or isinstance(after, datetime):
        return "改变", "changed"
    days = (after - before).days
    unit = "day" if abs(days) == 1 else "days"
    return f"{'推后' if days > 0 else '提前'}{abs(days)}日", f"moved by {days:+} {unit}"


def _law(before: Deadline, after: Deadline) -> Iterator[Change]:
    """Another text that binds, and the proposals that do not."""
    old, new = before.version, after.version
    if old != new:
        supposed = isinstance(after.rule, RuleOf) or new.mark is Mark.PROPOSED
        since = "" if supposed else f" in force since {new.in_force_from}"
        since_zh = "" if supposed else f"，{new.in_force_from}起施行"
        public = new.document.published
        if not supposed and public and before.as_known_on and public > before.as_known_on:
            since, since_zh = f"{since}, public {public}", f"{since_zh}，{public}公布"
        told, told_zh = _limits(old, new, "en"), _limits(old, new, "zh")
        zh, en = f"{told_zh}：{new.cite('zh')}{since_zh}", f"{told}: {new.cite('en')}{since}"
        yield Change(ChangeKind.LAW, zh, en, version=new)
    before_others = before.standing.others
    for conflict in claims(after):
        version = conflict.version
        if version.mark is Mark.PROPOSED and version.rule == after.rule.id and version not in before_others:
            zh, en = conflict.zh, conflict.en
            if version.limit == new.limit:
                zh, en = "与现行规定相同", "it sets what binds already"
            zh = f"{version.cite('zh')}{version.says('zh')}不优先：{zh}"
            en = f"{version.cite('en')} {version.says('en')} does not prevail: {en}"
            yield Change(ChangeKind.YIELDS, zh, en, version=version, cause=False)


def _limits(old: Version, new: Version, lang: Lang) -> str:
    """The limit that was and the one that is, and what else differs between the texts."""
    was, now = old.says(lang), new.says(lang)
    if was == now:
        told = said(lang, f"另一文本，期限同为{now}", f"another text, the same limit of {now}")
    else:
        told = said(lang, f"期限{was} → {now}", f"limit {was} → {now}")
    if old.anchor != new.anchor:
        told += said(lang, f"，起算点{old.anchor} → {new.anchor}", f", from {old.anchor} → {new.anchor}")
    if old.roll is not new.roll:
        told += said(lang, "，末日遇休息日的处理不同", f", roll {old.roll.value} → {new.roll.value}")
    return told


def _course(before: Deadline, after: Deadline) -> Iterator[Change]:
    """Another extension, other days left out, another day set in the limit's stead."""
    old, new = before.course, after.course
    if old.extra != new.extra:
        none = ("无", "none")
        was, now = ([each.text("zh"), each.text("en")] if each else none for each in (old.extra, new.extra))
        version = new.extension or old.extension
        yield Change(ChangeKind.COURSE, f"延长：{was[0]} → {now[0]}", f"extension {was[1]} → {now[1]}", version=version)
    if old.until != new.until:
        yield Change(ChangeKind.COURSE, f"定日：{old.until} → {new.until}", f"day set {old.until} → {new.until}")
    gone = [each for each in old.excluded if each not in new.excluded]
    come = [each for each in new.excluded if each not in old.excluded]
    for each in list(gone):
        # What one ground leaves out and the other count too, but for other days, is one difference and not two.
        instead = [other for other in come if (other.zh, other.en) == (each.zh, each.en)]
        if len(instead) == 1 and sum((other.zh, other.en) == (each.zh, each.en) for other in gone) == 1:
            (other,) = instead
            gone.remove(each)
            come.remove(other)
            zh, en = (f"{_left_out_span(each, lang)} → {_left_out_span(other, lang)}" for lang in _LANGS)
            days = other.after + ONE_DAY, other.through
            yield Change(ChangeKind.COURSE, f"因{each.zh}不计入：{zh}", f"left out, {each.en}: {en}", *days)
    for several, zh, en in ((gone, "恢复计入，原不计入系因", "no longer left out:"), (come, "不计入，因", "left out:")):
        for each in several:
            told = f"{_left_out_span(each, 'zh')}：{zh}{each.zh}", f"{_left_out_span(each, 'en')}: {en} {each.en}"
            yield Change(ChangeKind.COURSE, *told, each.after + ONE_DAY, each.through)


def _left_out_span(each: Exclusion, lang: Lang) -> str:
    return _span(each.after + ONE_DAY, each.through, lang)


def _steps(before: Deadline, after: Deadline) -> Iterator[Change]:
    """What the steps of the two counts say of the same days, then what only one of them passed."""
    old, new = before.count, after.count
    was, now = _by_day(old), _by_day(new)
    shared = _overlap(old, new)
    yield from _flips(before, after, shared, was, now)
    yield from _on_the_way(shared, was, now)
    yield from _ends(old, new)
    if (old.bounds is None) is not (new.bounds is None):
        for count, zh, en in ((old, "不再存疑", "no longer in doubt"), (new, "存疑", "in doubt")):
            for step in count.steps:
                if step.doubt is not None:
                    told = step.doubt
                    zh_told, en_told = f"{zh}：{told.reason('zh')}", f"{en}: {told.reason('en')}"
                    yield Change(ChangeKind.DOUBT, zh_told, en_told, step.first, step.last, cause=False)


_TELLING = (StepKind.SKIPPED, StepKind.MADE_UP, StepKind.EXCLUDED)


def _by_day(count: Count) -> dict[date, Step]:
    """The step that speaks of each day: those of no step are ordinary working days."""
    return {
        step.first + offset * ONE_DAY: step
        for step in count.steps
        if step.kind in _TELLING
        for offset in range((step.last - step.first).days + 1)
    }


def _overlap(old: Count, new: Count) -> tuple[date, date] | None:
    """The span (after, through] that both counts looked at: of days beyond it one of them says nothing."""
    if old.window is None or new.window is None:
        return None
    after, through = max(old.window[0], new.window[0]), min(old.window[1], new.window[1])
    return (after, through) if after < through else None


@attrs.frozen
class _Flip:
    """A day that two counts took differently, the steps that say how, and the notice that makes the difference."""

    day: date
    before: Step | None
    after: Step | None
    notice: Notice | None
    since: str
    """Whether the notice is new to the later count, or unknown to it: ``public``, ``not public until``, or empty."""

    @property
    def key(self) -> tuple[object, ...]:
        """What neighbours must share to be told in one sentence."""
        projected = self.after.projected if self.after else False
        return _counts(self.after), self.notice.id if self.notice else "", self.since, projected


def _counts(step: Step | None) -> bool:
    return step is None or step.kind is StepKind.MADE_UP


def _flip(day: date, was: Step | None, now: Step | None, before: Deadline, after: Deadline) -> _Flip:
    """What turned *day*: of two notices that decided it the one that only one of the counts knew."""
    old, new = before.calendar.day(day).notice, after.calendar.day(day).notice
    if old is not None and after.as_known_on is not None and old.known_from > after.as_known_on:
        return _Flip(day, was, now, old, "not public until")
    if new is not None and before.as_known_on is not None and new.known_from > before.as_known_on:
        return _Flip(day, was, now, new, "public")
    return _Flip(day, was, now, new or old, "")


def _flips(
    before: Deadline,
    after: Deadline,
    shared: tuple[date, date] | None,
    was: dict[date, Step],
    now: dict[date, Step],
) -> Iterator[Change]:
    """The days that count in one and not in the other by the calendar, neighbours of one origin together."""
    if shared is None:
        return
    days = (shared[0] + n * ONE_DAY for n in range(1, (shared[1] - shared[0]).days + 1))
    turned = (
        _flip(day, was.get(day), now.get(day), before, after)
        for day in days
        if _counts(was.get(day)) is not _counts(now.get(day)) and not _left_out(was.get(day), now.get(day))
    )
    # Neighbours share what is left of their day once their place in the row is taken off it.
    numbered = enumerate(turned)
    for _, run in groupby(numbered, key=lambda item: (item[1].day - item[0] * ONE_DAY, item[1].key)):
        told = [flip for _, flip in run]
        first, last = told[0], told[-1]
        zh_span, en_span = (_span(first.day, last.day, lang) for lang in _LANGS)
        zh_since, en_since = _since(first)
        zh = f"{zh_span}：{_said_of(first.after, 'zh')}{zh_since}；原{_said_of(first.before, 'zh')}"
        en = f"{en_span}: {_said_of(first.after, 'en')}{en_since}; {_said_of(first.before, 'en')} before"
        yield Change(ChangeKind.DAY, zh, en, first.day, last.day, first.before, first.after, first.notice)


def _left_out(*steps: Step | None) -> bool:
    """Whether one of the counts left the day out for a reason of its own, which is told as such."""
    return any(step is not None and step.kind is StepKind.EXCLUDED for step in steps)


def _since(first: _Flip) -> tuple[str, str]:
    """When the notice came out, where that is why it decides in one count and not in the other."""
    notice = first.notice
    if notice is None or not first.since:
        return "", ""
    out = notice.known_from
    if first.since == "public":
        return f"，{out}公布", f", public {out}"
    return f"，{notice.citation}{out}才公布", f", {notice.citation} not public until {out}"


def _said_of(step: Step | None, lang: Lang) -> str:
    """What a count made of a day: counted, rest, left out, and by whose word."""
    if step is None:
        return said(lang, "计入", "counted")
    if step.kind is StepKind.EXCLUDED:
        why = step.exclusion
        return said(lang, f"不计入（{why.zh if why else ''}）", f"left out ({why.en if why else ''})")
    by = said(lang, f"（{step.notice.citation}）", f" by {step.notice.citation}") if step.notice else ""
    by += said(lang, "（推算）", " (projected)") if step.projected else ""
    if step.kind is StepKind.MADE_UP:
        return said(lang, f"调休上班计入{by}", f"counted as a rest day worked{by}")
    name = "weekend" if lang == "en" and step.name == DayKind.WEEKEND.zh else step.name
    return said(lang, f"{name}休息{by}", f"rest ({name}){by}")


def _on_the_way(shared: tuple[date, date] | None, was: dict[date, Step], now: dict[date, Step]) -> Iterator[Change]:
    """The holidays and make-up days outside the days both looked at: met by one count alone."""

    def within(day: date) -> bool:
        return shared is not None and shared[0] < day <= shared[1]

    for there, zh, en in ((was, "不再经过", "no longer on the way"), (now, "现经过", "on the way now")):
        alone = [day for day in sorted(there) if not within(day) and there[day].notice is not None]
        for _, run in groupby(alone, key=lambda day: (there[day].kind, there[day].notice, there[day].name)):
            days = list(run)
            step, (zh_span, en_span) = there[days[0]], (_span(days[0], days[-1], lang) for lang in _LANGS)
            yield Change(
                ChangeKind.WAY,
                f"{zh}：{zh_span}{_said_of(step, 'zh')}",
                f"{en}: {en_span} {_said_of(step, 'en')}",
                days[0],
                days[-1],
                step if there is was else None,
                step if there is now else None,
                step.notice,
                cause=False,
            )


def _ends(old: Count, new: Count) -> Iterator[Change]:
    """Where only one of the counts ended by a roll or on the last day of a short month."""
    for kind in (StepKind.CLAMPED, StepKind.ROLLED):
        was, now = (next((s for s in count.steps if s.kind is kind), None) for count in (old, new))
        if (was is None) is (now is None):
            continue
        step = now or was
        assert step is not None
        no_zh, no_en = ("", "") if now else ("不再", "no longer ")
        if kind is StepKind.ROLLED:
            zh = f"末日{step.first}为休息日，{no_zh}顺延至{step.last}"
            en = f"the last day {step.first} is a rest day; {no_en}moved to {step.last}"
        else:
            zh = f"{no_zh}以月末{step.first}为期间末日"
            en = f"{no_en}ends on the last day of its month, {step.first}"
        yield Change(ChangeKind.END, zh, en, step.first, step.last, was, now, cause=False)


def _span(first: date, last: date, lang: Lang) -> str:
    return f"{first}" if first == last else said(lang, f"{first}至{last}", f"{first}..{last}")


def _iso(moment: date | datetime) -> str:
    return moment.isoformat(" ", "minutes") if isinstance(moment, datetime) else moment.isoformat()
