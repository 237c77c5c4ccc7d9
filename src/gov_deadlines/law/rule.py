"""A rule and its versions: each a limit, an anchor and a place in a text, in force for a time in some place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

import attrs

from ..civil import ONE_DAY
from ..errors import Lang, NoRuleInForce, said
from ..period import FixedDate, Limit, Period, SameDay
from ..unit import Roll
from ..workdays.region import chain_of, prefix_of


class Rank(Enum):
    """The ladder of sources, highest first: a lower text may tighten what a higher one sets, and no more."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    STATE_COUNCIL_DOCUMENT = "state_council_document"
    DEPARTMENT_RULE = "department_rule"
    DEPARTMENT_DOCUMENT = "department_document"
    LOCAL_REGULATION = "local_regulation"
    LOCAL_DOCUMENT = "local_document"

    @property
    def step(self) -> int:
        """Its place on the ladder, 0 at the top."""
        return list(Rank).index(self)

    @property
    def zh(self) -> str:
        """The Chinese word for the rank."""
        return ("法律", "行政法规", "司法解释", "国务院文件", "部门规章", "部门文件", "地方性法规", "地方文件")[
            self.step
        ]


class Mark(Enum):
    """How sure a legal fact is; it is shown wherever the fact is cited."""

    V = "V"
    V_WEB = "V-web"
    V_WEB_PART = "V-web, part"
    V_WEB_LOCAL = "V-web, local"
    SECONDARY = "secondary"
    M = "M"
    PROPOSED = "proposed"
    """Of what is only supposed, in a what-if: no text in force says it."""

    @property
    def zh(self) -> str:
        """What the mark means, in Chinese."""
        return {
            "V": "已核全文",
            "V-web": "已核网页",
            "V-web, part": "已核网页（部分）",
            "V-web, local": "据地方文件转述",
            "secondary": "据二手资料",
            "M": "未核实",
            "proposed": "拟议，未施行",
        }[self.value]

    @property
    def en(self) -> str:
        """What the mark means, in English."""
        return {
            "V": "read in full text",
            "V-web": "read on a public page",
            "V-web, part": "read in part on a public page",
            "V-web, local": "as repeated by a local document",
            "secondary": "from a secondary source",
            "M": "from memory, not verified",
            "proposed": "in force nowhere",
        }[self.value]


@attrs.frozen
class Document:
    """A law or document in one of its texts: with what force, where, and since when."""

    id: str
    title: str
    short: str
    en: str
    rank: Rank
    jurisdiction: str
    in_force_from: date
    mark: Mark
    number: str = ""
    published: date | None = None
    in_force_to: date | None = None
    end_published: date | None = None
    """
    When its end became public, with the text that took its place; until then it was in force without end.

    *in_force_to* itself is told as it is known today, whatever day an answer is asked for as known on.
    """
    bound_zh: str = ""
    """Whom alone it binds, when that is not everybody in its jurisdiction."""
    bound_en: str = ""
    remark_zh: str = ""
    remark_en: str = ""

    def ends(self, known: date | None) -> date | None:
        """Its last day in force by what was public on *known*, all that is public by now unless a day is given."""
        unheard_of = known is not None and self.end_published is not None and self.end_published > known
        return None if unheard_of else self.in_force_to


class Every(Enum):
    """The span in which a recurring duty comes round once."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def zh(self) -> str:
        """The Chinese word for the span."""
        return {"week": "每周", "month": "每月", "quarter": "每季度", "year": "每年"}[self.value]


class Weekday(Enum):
    """The day of the week a weekly duty falls on."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Its number as ``date.weekday`` has it, Monday 0."""
        return list(Weekday).index(self)


@attrs.frozen
class Recurrence:
    """
    How a duty comes round: once *every* span, at least *at_least* times in it, for weekly ones maybe *on* one day.

    *within* says that the act itself falls in the span, which is then over on its last day; otherwise the act is about
    the span and follows it.
    """

    every: Every
    on: Weekday | None = None
    at_least: int = 1
    within: bool = False


class Pause(Enum):
    """What the time in a waiting state does to a limit."""

    RESTART = "restart"
    """The limit starts anew when the waiting ends."""
    EXCLUDE = "exclude"
    """The days of waiting are left out, and the rest of the limit runs on."""
    NONE = "none"
    """Nothing: the limit runs on meanwhile."""


@attrs.frozen
class Version:
    """
    What one clause of one document sets for one rule.

    Either *limit* is its number, or *word* is all it says (及时): a word never becomes a number. *target* is a softer
    word beside the number. The clause counts from *anchor*; where the text itself does not say from when,
    *anchor_stated* is false. A *minimum* gives the earliest lawful day of the next step instead of a last day;
    *before* counts back from the anchor; *adds_to* makes it an extension of another rule's limit.
    """

    rule: str
    document: Document
    locator: str
    limit: Limit | None
    anchor: str
    roll: Roll
    in_force_from: date
    in_force_to: date | None
    mark: Mark
    word: str = ""
    target: str = ""
    anchor_stated: bool = True
    minimum: bool = False
    before: bool = False
    adds_to: str = ""
    condition_zh: str = ""
    condition_en: str = ""
    unit_source: str = ""
    yields_to: tuple[Rank, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    cases: frozenset[str] = frozenset()
    """The kinds of case it is limited to, in words a program can compare; *condition* says the same to people."""
    recurs: Recurrence | None = None
    acts: tuple[str, ...] = ()
    """The acts by which it wants the duty met, where it names them: handing in, publishing, or both."""
    pauses: Mapping[str, Pause] = attrs.field(factory=dict, hash=False)
    """What waiting does to its limit, by what is waited for: ``correction``, ``fee``, ``consultation`` of third parties
    and ``organ_consultation`` of other organs."""

    @property
    def id(self) -> str:
        """The document, the rule, the first day in force and the kinds of case: enough to find the clause again."""
        kinds = "/" + "+".join(sorted(self.cases)) if self.cases else ""
        return f"{self.document.id}/{self.rule}/{self.in_force_from}{kinds}"

    def binds(self, day: date, chain: Sequence[str], known: date | None, cases: frozenset[str] | None = None) -> bool:
        """Whether it is in force on *day* in the innermost place of *chain*, public by *known*, for such *cases*."""
        if cases is not None and self.cases and not self.cases & cases:
            return False
        if prefix_of(self.document.jurisdiction) not in chain:
            return False
        if known is not None and self.document.published is not None and self.document.published > known:
            return False
        own_end = self.in_force_to != self.document.in_force_to
        last = self.in_force_to if own_end else self.document.ends(known)
        return self.in_force_from <= day and (last is None or day <= last)

    @property
    def level(self) -> tuple[int, int]:
        """Its place among texts, the highest first: by rank, then by how far up its government sits."""
        return self.document.rank.step, len(prefix_of(self.document.jurisdiction))

    def tightens(self, other: Version) -> bool:
        """Whether it asks for more than *other*: less time, or a longer minimum. Unlike units do not compare."""
        if isinstance(self.limit, SameDay):
            return not isinstance(other.limit, SameDay)
        if isinstance(self.limit, Period) and isinstance(other.limit, Period) and self.limit.unit is other.limit.unit:
            return self.limit.n > other.limit.n if self.minimum else self.limit.n < other.limit.n
        if isinstance(self.limit, FixedDate) and isinstance(other.limit, FixedDate):
            mine, its = self.limit, other.limit
            alike = (mine.year is None) is (its.year is None)
            return alike and (mine.year or 0, mine.month, mine.day) < (its.year or 0, its.month, its.day)
        return False

    def cite(self, lang: Lang) -> str:
        """Document, number, article and mark: ``国办发〔2018〕118号 第（六）项〔已核全文〕``."""
        document = self.document
        if lang == "zh":
            names = document.short, "" if document.number in document.short else document.number, self.locator
            return " ".join(name for name in names if name) + f"〔{self.mark.zh}〕"
        names = document.en, document.number or document.title, self.locator
        return ", ".join(name for name in names if name) + f" [{self.mark.value}: {self.mark.en}]"

    def says(self, lang: Lang) -> str:
        """What it sets, in words."""
        if self.limit is None:
            return self.word
        text = self.limit.text(lang)
        if self.minimum:
            return said(lang, f"不少于{text}", f"at least {text}")
        if self.before:
            return said(lang, f"提前{text}", f"{text} before")
        return (
            said(lang, f"{self.target}，不迟于{text}", f"{text} at the latest ({self.target})") if self.target else text
        )

    def to_dict(self) -> dict[str, Any]:
        """The version in plain values, for JSON."""
        return {
            "id": self.id,
            "document": self.document.short,
            "number": self.document.number,
            "locator": self.locator,
            "rank": self.document.rank.value,
            "jurisdiction": self.document.jurisdiction,
            "limit": self.limit.to_dict() if self.limit else {"word": self.word},
            "target": self.target,
            "anchor": self.anchor,
            "anchor_stated": self.anchor_stated,
            "minimum": self.minimum,
            "before": self.before,
            "roll": self.roll.value,
            "condition": self.condition_zh,
            "condition_en": self.condition_en,
            "in_force_from": self.in_force_from.isoformat(),
            "in_force_to": self.in_force_to.isoformat() if self.in_force_to else None,
            "mark": self.mark.value,
            "note": self.note_zh,
            "note_en": self.note_en,
            "cases": sorted(self.cases),
        }

    def __str__(self) -> str:
        return self._repr_mimebundle_()["text/plain"].partition("\n")[0]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .shown import of_version  # only here: it is asked for in notebooks alone

        return of_version(self)


@attrs.frozen
class Standing:
    """What holds for a rule in one place on one day: the version that binds, and the others that speak too."""

    binding: Version
    others: tuple[Version, ...]


_Timeline = tuple[tuple[date, ...], tuple[Standing | None, ...]]


@attrs.frozen
class Rule:
    """A duty by its id, with every version of it; *special_of* names the general rule it displaces."""

    id: str
    zh: str
    en: str
    versions: tuple[Version, ...]
    special_of: str = ""
    rivals: tuple[str, ...] = ()
    _timelines: dict[str, _Timeline] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    """Remembered, not stored: what :meth:`standing` worked out per place, since rules never change."""

    def in_force(self, day: date, jurisdiction: str = "CN", *, as_known_on: date | None = None) -> Version:
        """
        The version that binds in *jurisdiction* when the triggering act falls on *day*.

        Raises: NoRuleInForce, naming the spans that are known; UnknownRegion.
        """
        return self.standing(day, jurisdiction, as_known_on=as_known_on).binding

    def standing(
        self,
        day: date,
        jurisdiction: str = "CN",
        *,
        as_known_on: date | None = None,
        cases: frozenset[str] | None = None,
    ) -> Standing:
        """
        The binding version and all others in force there on *day*.

        A text of higher rank prevails, at equal rank that of the higher government, then the later one; a lower text
        prevails only where it tightens. A text with a number prevails over one with a word, and one that binds
        everybody over one that is limited to some cases. Where a text known from memory only says the same as one
        that was read, the one that was read is cited. With *cases*, texts limited to other cases are left aside.
        Raises: as :meth:`in_force`.
        """
        if as_known_on is None and cases is None:
            turns, standings = self._timelines.get(jurisdiction) or self._timeline(jurisdiction)
            standing = standings[bisect_right(turns, day)]
        else:
            standing = self._weigh(day, chain_of(jurisdiction), as_known_on, cases)
        if standing is None:
            raise NoRuleInForce(self.id, day, jurisdiction, self._spans())
        return standing

    def _timeline(self, jurisdiction: str) -> _Timeline:
        """The standings of one place and the days on which one follows another, kept for the next question."""
        # Places that no text of this rule names share the timeline of the wider ones that some text does.
        spoken_of = {prefix_of(version.document.jurisdiction) for version in self.versions}
        chain = tuple(code for code in chain_of(jurisdiction) if code in spoken_of)
        shared = self._timelines.get("/".join(chain))
        if shared is not None:
            self._timelines[jurisdiction] = shared
            return shared
        turns = sorted(
            {v.in_force_from for v in self.versions} | {v.in_force_to + ONE_DAY for v in self.versions if v.in_force_to}
        )
        timeline = tuple(turns), (None, *(self._weigh(turn, chain, None) for turn in turns))
        self._timelines[jurisdiction] = self._timelines["/".join(chain)] = timeline
        return timeline

    def _weigh(
        self, day: date, chain: Sequence[str], known: date | None, cases: frozenset[str] | None = None
    ) -> Standing | None:
        """Who binds among all that are in force, or ``None`` when nothing is."""
        found = [version for version in self.versions if version.binds(day, chain, known, cases)]
        if not found:
            return None
        ladder = sorted(found, key=_order)
        binding = ladder[0]
        for version in ladder[1:]:
            if version.level > binding.level and _speaks_as_wide(version, binding) and version.tightens(binding):
                binding = version
        if binding.mark is Mark.M:
            binding = next((v for v in ladder if v.mark is not Mark.M and _same(v, binding)), binding)
        return Standing(binding, tuple(version for version in ladder if version is not binding))

    def next_change(
        self, start: date, through: date, jurisdiction: str, *, as_known_on: date | None = None
    ) -> Version | None:
        """The version that has come to bind after *start* and by *through*, if the law changes meanwhile."""
        try:
            then = self.in_force(through, jurisdiction, as_known_on=as_known_on)
        except NoRuleInForce:
            return None
        return then if then.in_force_from > start else None

    def __str__(self) -> str:
        return self._repr_mimebundle_()["text/plain"].partition("\n")[0]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .shown import of_rule  # only here: it is asked for in notebooks alone

        return of_rule(self)

    def _spans(self) -> Iterator[str]:
        for version in self.versions:
            yield f"{version.document.jurisdiction} {version.in_force_from}..{version.in_force_to or ''}"


def _order(version: Version) -> tuple[bool, bool, tuple[int, int], int]:
    return version.limit is None, bool(version.condition_zh), version.level, -version.in_force_from.toordinal()


def _same(version: Version, binding: Version) -> bool:
    """Whether *version* sets just what *binding* sets, for as many cases."""
    alike = (version.limit, version.anchor, version.roll) == (binding.limit, binding.anchor, binding.roll)
    return alike and _speaks_as_wide(version, binding)


def _speaks_as_wide(version: Version, binding: Version) -> bool:
    """Whether *version* has a number and is no narrower in its cases than *binding*."""
    return version.limit is not None and (not version.condition_zh or bool(binding.condition_zh))
