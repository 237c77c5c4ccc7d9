"""What if, for one matter: facts added, taken back or changed, and what becomes of each of its obligations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from ..deadline import Deadline
from ..errors import BadInput, GovDeadlinesError, Lang, said
from ..law.book import LawBook
from ..matters.assessment import Assessment
from ..matters.event import VOIDED, Event, standing
from ..matters.matter import Matter
from ..matters.obligation import Obligation
from ..matters.timeliness import Timeliness
from ..show import as_text, bundle
from ..workdays.calendar import WorkCalendar
from ..workdays.region import chain_of, prefix_of
from .difference import Change, differences
from .docket import due_text
from .question import Supposition, check_place, checked, days_of, law_in, supposed
from .whatif import ByName, Shift, certainty_text


class MatterVariation(Supposition, total=False):
    """
    What a scenario may change in a matter, by name.

    *added* are further facts, *removed* facts as if they had not happened, *changed* facts by what stands in their
    place, or by the day or instant on which they happened instead. A fact is named by its key or id, or by its name
    where the matter has one of that name. *as_known_on* is that of :meth:`Matter.at`.
    """

    book: LawBook
    added: Event | Iterable[Event]
    removed: str | Iterable[str]
    changed: Mapping[str, Event | date | datetime]


@attrs.frozen(repr=False)
class DutyChange:
    """One obligation of a matter as it stands and under a scenario; one of them is ``None`` where it is not there."""

    name: str
    before: Obligation | None
    after: Obligation | None

    @property
    def shift(self) -> Shift | None:
        """By how much its end moved; ``None`` unless both have one."""
        old, new = _deadline(self.before), _deadline(self.after)
        return Shift.between(old, new) if old and new else None

    @property
    def changes(self) -> tuple[Change, ...]:
        """Which steps of its count changed and why."""
        old, new = _deadline(self.before), _deadline(self.after)
        return differences(old, new) if old and new else ()

    @property
    def same(self) -> bool:
        """Whether its end, its clock and its timeliness are what they were."""
        return _state(self.before) == _state(self.after)

    def why(self, lang: Lang = "zh") -> tuple[str, ...]:
        """The causes in words, what became of clock and timeliness among them."""
        if self.after is None:
            return (said(lang, "不再有此义务", "the duty is gone"),)
        told = [change.text(lang) for change in self.changes if change.is_chief]
        if self.before is None:
            return (said(lang, "新增义务", "a new duty"), *told)
        clocks = self.before.clock, self.after.clock
        if clocks[0] is not clocks[1]:
            told.append(said(lang, "计时：", "clock ") + " → ".join(said(lang, each.zh, each.value) for each in clocks))
        stands = [_stands(each, lang) for each in (self.before, self.after)]
        if stands[0] != stands[1]:
            told.append(" → ".join(stands))
        if self.after.refusal is not None:
            told.append(self.after.refusal.message(lang))
        return tuple(told)

    def __repr__(self) -> str:
        old, new = (due_text(_deadline(each)) for each in (self.before, self.after))
        return f"<DutyChange {self.name}: {old} → {new}>"

    def to_dict(self) -> dict[str, Any]:
        """The change in plain values, for JSON."""
        shift = self.shift
        return {
            "name": self.name,
            "before": _plain(self.before),
            "after": _plain(self.after),
            "moved": shift.to_dict() if shift else None,
            "changes": [change.to_dict() for change in self.changes],
        }


@attrs.frozen(repr=False)
class MatterOutcome:
    """One scenario of a matter: the matter and its assessment, or the refusal of what the scenario changes."""

    name: str
    matter: Matter | None
    assessment: Assessment | None
    refusal: GovDeadlinesError | None = None
    base: Assessment | None = None

    @property
    def duties(self) -> tuple[DutyChange, ...]:
        """Each obligation before and after, those that only one of them has included."""
        if self.base is None or self.assessment is None:
            return ()
        old, new = _numbered(self.base), _numbered(self.assessment)
        return tuple(DutyChange(name, old.get((name, n)), new.get((name, n))) for name, n in {**old, **new})

    @property
    def breaches_gained(self) -> tuple[str, ...]:
        """The breaches that only the scenario has, by name."""
        return _only(self.assessment, self.base)

    @property
    def breaches_lost(self) -> tuple[str, ...]:
        """The breaches that the scenario does not have, by name."""
        return _only(self.base, self.assessment)

    def __repr__(self) -> str:
        told = self.refusal.message("en") if self.refusal else ", ".join(repr(each) for each in self.duties)
        return f"<MatterOutcome {self.name}: {told}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        if self.refusal is not None:
            return bundle(f"{self.name}：不能成立", [("原因", self.refusal.message("zh"))])
        head = said("zh", "义务 期限 变动 时效 确定性 原因", "")
        return bundle(self.name, (), (head.split(), [_row(self.name, duty, "zh")[1:] for duty in self.duties]))

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The outcome in plain values, for JSON."""
        if self.assessment is None:
            return {"name": self.name, "error": self.refusal.to_dict(lang) if self.refusal else {}}
        return {
            "name": self.name,
            "state": self.assessment.state,
            "obligations": [duty.to_dict() for duty in self.duties],
            "breaches_gained": list(self.breaches_gained),
            "breaches_lost": list(self.breaches_lost),
        }


@attrs.frozen
class MatterComparison(ByName[MatterOutcome]):
    """A matter at a moment and its scenarios: what becomes of each obligation, and why; iterated in their order."""

    base: Assessment
    scenarios: tuple[MatterOutcome, ...]

    def table(self, lang: Lang = "zh") -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Head and rows: scenario, duty, due, moved, timeliness, certainty, and why; the base first."""
        zh, en = "情形 义务 期限 变动 时效 确定性 原因", "scenario duty due moved timeliness certainty why"
        rows = [_row("", DutyChange(each.name, None, each), lang) for each in self.base.obligations]
        for outcome in self.scenarios:
            if outcome.refusal is not None:
                refused = said(lang, "不能成立", "refused")
                rows.append((outcome.name, "—", "—", "—", refused, "—", outcome.refusal.message(lang)))
            rows += [_row(outcome.name, duty, lang) for duty in outcome.duties]
        return tuple(said(lang, zh, en).split()), rows

    def text(self, lang: Lang = "zh") -> str:
        """The table in aligned columns."""
        return as_text(*self.table(lang))

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The comparison in plain values, for JSON."""
        return {"base": self.base.to_dict(), "scenarios": [each.to_dict(lang) for each in self.scenarios]}

    def __str__(self) -> str:
        return self.text("zh")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        title = f"假设比较：{self.base.procedure.zh}（{self.base.matter}），{self.base.moment}"
        return bundle(title, (), self.table("zh"))


def compared(
    matter: Matter, scenarios: Mapping[str, Mapping[str, Any]], at: date | datetime | None
) -> MatterComparison:
    """*matter* at the moment beside each scenario. Raises: BadInput, without a moment."""
    if not isinstance(matter, Matter):
        en = f"{matter!r} is neither a Question, a Deadline nor a Matter"
        raise BadInput.of("base", en, f"{matter!r} 不是 Question、Deadline 或 Matter")
    if at is None:
        en, zh = "a matter is compared at a moment; give at=date(...)", "事项须按时点比较；请给出 at=date(...)"
        raise BadInput.of("at", en, zh)
    base = matter.at(at)

    def outcome(name: str, changes: Mapping[str, Any]) -> MatterOutcome:
        try:
            told = checked(changes, MatterVariation, "scenario")
            other = varied(matter, told)
            return MatterOutcome(name, other, other.at(at, as_known_on=told.get("as_known_on")), None, base)
        except GovDeadlinesError as refusal:
            return MatterOutcome(name, None, None, refusal, base)

    return MatterComparison(base, tuple(outcome(name, changes) for name, changes in scenarios.items()))


def varied(matter: Matter, told: Mapping[str, Any]) -> Matter:
    """
    *matter* under a scenario: in another place, under another law or calendar, and with other facts.

    Raises: IllegalEvent, GuardFailed, ContradictsLater and the like, as recording those facts would; BadInput.
    """
    place, rule = told.get("jurisdiction", matter.jurisdiction), told.get("rule", matter.rule)
    known = told.get("as_known_on")
    calendar = told.get("calendar")
    proposals, notices = supposed(told, rule, place)
    if calendar is None and place != matter.jurisdiction:
        check_place(place, matter.jurisdiction, _handed_in(matter), named=False)
        calendar = WorkCalendar.load(place)
    book = law_in(told.get("book", matter.book), told.get("law_of"), proposals, known)
    if rule:
        book[rule]
    days = days_of(place, calendar or matter.calendar, known, told.get("projected"), notices)
    # A clause speaks in its own place alone.
    clause = matter.clause
    if clause is not None and prefix_of(clause.document.jurisdiction) not in chain_of(place):
        clause = None
    other = attrs.evolve(matter, jurisdiction=place, rule=rule, calendar=days, book=book, clause=clause)
    facts = list(_facts(matter, told))
    return other.correct(*facts) if facts else other


def _handed_in(matter: Matter) -> WorkCalendar | None:
    """The calendar of *matter* if it is not just the shipped one of its place."""
    shipped = WorkCalendar.load(matter.jurisdiction)
    return None if matter.calendar.as_known_on is None and matter.calendar == shipped else matter.calendar


def _facts(matter: Matter, told: Mapping[str, Any]) -> Iterator[Event]:
    """The facts that a scenario adds to the record, those that take others back among them."""
    there = standing(matter.events)
    removed = told.get("removed", ())
    for name in (removed,) if isinstance(removed, str) else removed:
        fact = _named(there, name)
        why = {"reason": "what if"}
        yield Event(VOIDED, fact.happened, learned=fact.learned, voids=fact.id, payload=why)
    for name, instead in told.get("changed", {}).items():
        fact = _named(there, name)
        if isinstance(instead, Event):
            yield attrs.evolve(instead, voids=fact.id)
        else:
            # It becomes known when it happened: when the fact it replaces was learned says nothing of this one.
            yield attrs.evolve(fact, happened=instead, key="", learned=None, voids=fact.id)
    added = told.get("added", ())
    yield from (added,) if isinstance(added, Event) else added


def _named(there: tuple[Event, ...], name: str) -> Event:
    """The fact of that key or id, or the only one of that name. Raises: BadInput, naming those there are."""
    found = [each for each in there if each.id == name] or [each for each in there if each.name == name]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{each.id} ({each.name} {each.happened.isoformat()})" for each in found or there) or "none"
    which, welche = ("is not one fact but several", "对应多个事实") if found else ("is no fact on record", "不在记录中")
    raise BadInput.of("scenario", f"{name!r} {which}: {known}; name it by its key or id", f"{name!r} {welche}：{known}")


def _deadline(duty: Obligation | None) -> Deadline | None:
    return duty.deadline if duty else None


def _numbered(seen: Assessment) -> dict[tuple[str, int], Obligation]:
    """The obligations by name, those of one name by their place among them."""
    found: dict[tuple[str, int], Obligation] = {}
    for each in seen.obligations:
        n = sum(name == each.name for name, _ in found)
        found[each.name, n] = each
    return found


def _only(there: Assessment | None, other: Assessment | None) -> tuple[str, ...]:
    if there is None or other is None:
        return ()
    others = {breach.name for breach in other.breaches}
    return tuple(breach.name for breach in there.breaches if breach.name not in others)


def _state(duty: Obligation | None) -> tuple[object, ...]:
    return () if duty is None else (duty.due, duty.due_at, duty.clock, duty.timeliness)


def _stands(duty: Obligation, lang: Lang) -> str:
    stands: Timeliness | None = duty.timeliness
    return said(lang, stands.zh, stands.value) if stands else said(lang, "无法判断", "cannot be told")


def _plain(duty: Obligation | None) -> dict[str, Any] | None:
    return duty.to_dict() if duty else None


def _row(name: str, duty: DutyChange, lang: Lang) -> tuple[str, ...]:
    shown_of = duty.after or duty.before
    assert shown_of is not None
    found, shift = shown_of.deadline, duty.shift
    return (
        name or said(lang, "现状", "base"),
        said(lang, shown_of.duty.zh, shown_of.duty.en),
        due_text(found) if duty.after else "—",
        "—" if shift is None else shift.text(lang),
        _stands(duty.after, lang) if duty.after else "—",
        certainty_text(found, lang) if found and duty.after else "—",
        said(lang, "；", "; ").join(duty.why(lang)) if name else "",
    )
