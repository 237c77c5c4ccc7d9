"""What if: one question asked again with something changed, the answers side by side, and why they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack, overload

import attrs

from ..civil import civil_day
from ..deadline import Certainty, Deadline
from ..errors import BadInput, CalendarNotPublished, GovDeadlinesError, Lang, said
from ..law.rule import Mark
from ..show import as_text, bundle
from ..unit import DAY
from .difference import Change, differences
from .docket import due_text
from .proposal import Proposal
from .question import Question, Variation

if TYPE_CHECKING:
    from ..matters.matter import Matter
    from .matter_whatif import MatterComparison, MatterOutcome, MatterVariation

Scenarios = Mapping[str, Mapping[str, Any]]
"""Scenarios by name, each with what it changes by the names of :class:`Variation`."""


@attrs.frozen
class Shift:
    """By how much an end moved: calendar days and working days, and for limits in hours the seconds."""

    days: int
    working_days: int | None
    """``None`` where the calendar does not cover both ends, and for limits in hours."""
    seconds: int | None = None

    @classmethod
    def between(cls, before: Deadline, after: Deadline) -> Shift:
        """The move from one end to the other; working days by the calendar of *after*."""
        days = (_end(after) - _end(before)).days
        if before.due is None or after.due is None:
            # In UTC: two clocks of one zone are subtracted as they show, summer time or not.
            return cls(days, None, int((after.due_at.astimezone(UTC) - before.due_at.astimezone(UTC)).total_seconds()))
        try:
            return cls(days, after.calendar.count(before.due, after.due))
        except CalendarNotPublished:
            return cls(days, None)

    def __bool__(self) -> bool:
        return bool(self.days or self.seconds)

    def text(self, lang: Lang) -> str:
        """``+3日（2个工作日）``, ``+3 days (+2 working)``."""
        if not self:
            return said(lang, "不变", "same")
        if self.seconds is not None:
            return said(lang, f"{self.seconds / 3600:+g}小时", f"{self.seconds / 3600:+g} h")
        working = self.working_days
        by = "" if working is None else said(lang, f"（{working:+}个工作日）", f" ({working:+} working)")
        return said(lang, f"{self.days:+}日{by}", f"{self.days:+} {DAY.en(abs(self.days))}{by}")

    def to_dict(self) -> dict[str, int | None]:
        """The move in plain values."""
        return {"days": self.days, "working_days": self.working_days, "seconds": self.seconds}


def _end(deadline: Deadline) -> date:
    return deadline.due or civil_day(deadline.due_at)


@attrs.frozen(repr=False)
class Outcome:
    """
    One scenario with its answer, or with the refusal that stands in for one, beside the answer it is held against.

    The base itself is one without a name and without a base.
    *question* is ``None`` where the scenario itself could not be taken, and *refusal* says why.
    """

    name: str
    question: Question | None
    deadline: Deadline | None
    refusal: GovDeadlinesError | None = None
    base: Deadline | None = None

    @property
    def due(self) -> date | datetime | None:
        """The last lawful day, the last instant for hours, or ``None`` for a refusal."""
        return None if self.deadline is None else self.deadline.due or self.deadline.due_at

    @property
    def certainty(self) -> Certainty | None:
        """Whether missing notices could move it; ``None`` for a refusal."""
        return self.deadline.certainty if self.deadline else None

    @property
    def bounds(self) -> tuple[date, date] | None:
        """The earliest and latest day it can turn out to be; ``None`` when it is settled or refused."""
        return self.deadline.bounds if self.deadline else None

    @property
    def shift(self) -> Shift | None:
        """By how much it moved against the base; ``None`` where one of them has no answer."""
        return Shift.between(self.base, self.deadline) if self.base and self.deadline else None

    @property
    def changes(self) -> tuple[Change, ...]:
        """Which steps changed and why: causes first, then what followed from them."""
        return differences(self.base, self.deadline) if self.base and self.deadline else ()

    def why(self, lang: Lang = "zh") -> tuple[str, ...]:
        """The causes in words, with what yields and what is in doubt; for a refusal its message."""
        if self.refusal is not None:
            return (self.refusal.message(lang),)
        told = [change.text(lang) for change in self.changes if change.is_chief]
        if self.name and self.base is None and self.deadline is not None:
            told.append(said(lang, "原不能回答", "no answer before"))
        return (*told, *(_no_effect(proposal, lang) for proposal in self._idle()))

    def _idle(self) -> Iterator[Proposal]:
        """The proposals that do not even speak: of another rule or place, or in force only later."""
        if self.question is None or self.deadline is None:
            return
        standing = self.deadline.standing
        speaking = {
            (version.rule, version.document.jurisdiction)
            for version in (standing.binding, *standing.others)
            if version.mark is Mark.PROPOSED
        }
        yield from (each for each in self.question.proposals if (each.rule, each.jurisdiction) not in speaking)

    def text(self, lang: Lang = "zh") -> str:
        """The answer and how far it moved, in one line."""
        shift = self.shift
        moved = said(lang, f"，{shift.text(lang)}", f", {shift.text(lang)}") if shift is not None else ""
        due = due_text(self.deadline) if self.deadline else said(lang, "不能回答", "refused")
        return f"{self.name or said(lang, '现状', 'base')}{said(lang, '：', ': ')}{due}{moved}"

    def __str__(self) -> str:
        return self.text("zh")

    def __repr__(self) -> str:
        return f"<Outcome {self.text('en')}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        return bundle(self.text("zh"), [("原因", each) for each in self.why("zh")])

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The outcome in plain values, for JSON."""
        found, bounds = self.deadline, self.bounds
        if found is None:
            return {"name": self.name, "error": self.refusal.to_dict(lang) if self.refusal else {}}
        shift = self.shift
        return {
            "name": self.name,
            "due": found.due.isoformat() if found.due else None,
            "due_at": found.due_at.isoformat(),
            "moved": shift.to_dict() if shift else None,
            "certainty": "provisional" if bounds else "settled",
            "earliest": bounds[0].isoformat() if bounds else None,
            "latest": bounds[1].isoformat() if bounds else None,
            "start": found.start.isoformat(),
            "jurisdiction": found.jurisdiction,
            "as_known_on": found.as_known_on.isoformat() if found.as_known_on else None,
            "version": found.version.to_dict(),
            "steps": [step.to_dict() for step in found.steps],
            "changes": [change.to_dict() for change in self.changes],
        }


def _no_effect(proposal: Proposal, lang: Lang) -> str:
    what = f"{proposal.rule}, {proposal.jurisdiction}, {proposal.limit.text(lang)}"
    return said(lang, f"拟议（{what}）在此地此时不适用", f"the proposal ({what}) does not apply there on that day")


T = TypeVar("T", Outcome, "MatterOutcome")


class ByName(Generic[T]):
    """Scenarios in their order, each found by its name."""

    __slots__ = ()
    scenarios: tuple[T, ...]

    def __iter__(self) -> Iterator[T]:
        return iter(self.scenarios)

    def __len__(self) -> int:
        return len(self.scenarios)

    def __getitem__(self, name: str) -> T:
        for each in self.scenarios:
            if each.name == name:
                return each
        raise KeyError(f"no scenario {name!r}; there are {', '.join(each.name for each in self.scenarios) or 'none'}")


@attrs.frozen(repr=False)
class Comparison(ByName[Outcome]):
    """One question and its scenarios, each with its answer, how far it moved, and why; iterated in their order."""

    base: Outcome
    scenarios: tuple[Outcome, ...]

    def table(self, lang: Lang = "zh") -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Head and rows: scenario, due, moved, certainty, and why."""
        heads = said(lang, "情形 期限 变动 确定性 原因", "scenario due moved certainty why").split()
        return tuple(heads), [_cells(each, lang) for each in (self.base, *self.scenarios)]

    def text(self, lang: Lang = "zh") -> str:
        """The table in aligned columns."""
        return as_text(*self.table(lang))

    def explain(self, lang: Lang = "zh") -> str:
        """The table, then scenario by scenario each difference, and what followed from it."""
        blocks = [self.text(lang)]
        for each in self.scenarios:
            told = [("- " if change.cause else "  → ") + change.text(lang) for change in each.changes]
            blocks.append("\n".join([each.name, *(told or each.why(lang) or (said(lang, "  无变化", "  no change"),))]))
        return "\n\n".join(blocks)

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The comparison in plain values, for JSON."""
        return {"base": self.base.to_dict(lang), "scenarios": [each.to_dict(lang) for each in self.scenarios]}

    def __str__(self) -> str:
        return self.text("zh")

    def __repr__(self) -> str:
        return f"<Comparison {self.base.text('en')}; {'; '.join(each.text('en') for each in self)}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        asked, found = self.base.question, self.base.deadline
        rule = found.rule.zh if found else asked.rule if asked else ""
        title = f"假设比较：{rule}（{asked.jurisdiction}），{asked.start}起算" if asked else "假设比较"
        return bundle(title, (), self.table("zh"))


@overload
def compare(base: Question | Deadline, *scenarios: Scenarios, **changes: Unpack[Variation]) -> Comparison: ...


@overload
def compare(
    base: Matter, *scenarios: Scenarios, at: date | datetime, **changes: Unpack[MatterVariation]
) -> MatterComparison: ...


def compare(
    base: Question | Deadline | Matter, *scenarios: Scenarios, at: date | datetime | None = None, **changes: Any
) -> Comparison | MatterComparison:
    """
    *base* beside the same with something changed: each scenario a name and its changes, or one by keywords alone.

    What may change in a question are the names of :class:`Variation`, in a matter those of ``MatterVariation``; a
    matter is compared *at* a moment. A deadline stands for the question that it answers. A scenario that is refused is
    a row with its message.
    Raises: BadInput, for what is no scenario, and for two of one name.

    >>> asked = Question("request.answer", date(2020, 1, 6))
    >>> found = compare(asked, {"known on the 20th": dict(as_known_on=date(2020, 1, 20))})
    >>> found["known on the 20th"].due, found["known on the 20th"].shift.working_days
    (datetime.date(2020, 2, 6), -2)
    """
    named = _named(scenarios, changes)
    if isinstance(base, Deadline):
        base = Question.of(base)
    if isinstance(base, Question):
        if at is not None:
            en, zh = "a question is compared at no moment; only a matter is", "问题无须时点，只有事项才按时点比较"
            raise BadInput.of("at", en, zh)
        return _compared(base, named)
    from .matter_whatif import compared  # only here: a question needs none of what happened

    return compared(base, named, at)


def _named(scenarios: Iterable[Scenarios], changes: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The scenarios by name; that of the keywords is named by what it changes."""
    told: list[tuple[str, Mapping[str, Any]]] = []
    for group in scenarios:
        if not isinstance(group, Mapping):
            en = f"{group!r} names no scenario; expected a mapping like {{'city rule': dict(rule_limit=...)}}"
            raise BadInput.of("scenarios", en, f"{group!r} 没有情形名称；应如 {{'市级规定': dict(rule_limit=...)}}")
        told += ((str(name), each) for name, each in group.items())
    if changes:
        told.append((", ".join(f"{name}={_brief(value)}" for name, value in changes.items()), changes))
    found: dict[str, Mapping[str, Any]] = {}
    for name, each in told:
        if name in found:
            en = f"two scenarios are called {name!r}; give each a name of its own"
            raise BadInput.of("scenarios", en, f"有两个情形名为 {name!r}；请分别命名")
        found[name] = each
    return found


def _brief(value: Any) -> str:
    """A value in a word or two, for a name."""
    if hasattr(value, "text") and callable(value.text):
        return str(value.text("en"))
    words = str(value).split("\n", 1)[0]
    return words if len(words) <= 40 else words[:39] + "…"


def _compared(base: Question, scenarios: Mapping[str, Mapping[str, Any]]) -> Comparison:
    first = asked("", base, None)

    def outcome(name: str, changes: Mapping[str, Any]) -> Outcome:
        try:
            question = base.varied(changes)
        except GovDeadlinesError as refusal:
            return Outcome(name, None, None, refusal, first.deadline)
        return asked(name, question, first.deadline)

    return Comparison(first, tuple(outcome(name, changes) for name, changes in scenarios.items()))


def asked(name: str, question: Question, base: Deadline | None) -> Outcome:
    """The answer to *question* or its refusal, beside *base*."""
    try:
        return Outcome(name, question, question.deadline, None, base)
    except GovDeadlinesError as refusal:
        return Outcome(name, question, None, refusal, base)


def _cells(each: Outcome, lang: Lang) -> tuple[str, ...]:
    why, name = said(lang, "；", "; ").join(each.why(lang)), each.name or said(lang, "现状", "base")
    if each.deadline is None:
        return name, "—", "—", said(lang, "不能回答", "refused"), why
    shift = each.shift.text(lang) if each.shift is not None else "—"
    return name, due_text(each.deadline), shift, certainty_text(each.deadline, lang), why


def certainty_text(deadline: Deadline, lang: Lang) -> str:
    """Settled, or provisional between which days; and how well its text is verified, unless that was read in full."""
    mark, bounds = deadline.version.mark, deadline.bounds
    verified = "" if mark is Mark.V else said(lang, f"〔{mark.zh}〕", f" [{mark.value}]")
    if bounds is None:
        return said(lang, "确定", "settled") + verified
    first, last = bounds
    if first == last:
        return said(lang, "暂定", "provisional") + verified
    return said(lang, f"暂定（{first}至{last}）", f"provisional ({first}..{last})") + verified
