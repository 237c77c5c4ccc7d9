"""The limits of a catalogue against those of the law, each with what the law says and where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import attrs

from ...datafile import load
from ...errors import NoRuleInForce
from ...law.book import LawBook
from ...law.rule import Version
from ...workdays.calendar import WorkCalendar
from ..readings import Fixed, From, Periodic, Within
from ..tables.finding import CatalogueFinding, Severity
from ..tables.heads import Element
from ..tables.item import Item, Stated
from ..tables.making import bare
from .compare import Comparison, Result, compare

GENERAL = "proactive.disclosure"
TOPICS = Path(__file__).with_name("topics.toml")

# What catalogues count from that is, or comes no sooner than, what the law counts from: there a longer limit is later.
_OF_INFORMATION = frozenset(
    {From.FORMED, From.FORMED_OR_CHANGED, From.CHANGED, From.OBTAINED_FORMED_OR_CHANGED, From.MADE_OR_OBTAINED}
)
_NO_SOONER = {
    "formed": _OF_INFORMATION | {From.FORMED_OR_APPROVED},
    "decided": _OF_INFORMATION | {From.DECIDED},
    "approved": frozenset({From.APPROVED}),
}


@attrs.frozen
class Topic:
    """A ``[[topic]]`` table of ``topics.toml``."""

    rules: tuple[str, ...]
    words: tuple[str, ...]


@attrs.frozen
class _File:
    topic: list[Topic]


@cache
def topics() -> tuple[Topic, ...]:
    """Which rules claim the disclosure of what."""
    return tuple(load(TOPICS, _File).topic)


@attrs.define
class LimitCheck:
    """The check of limits for one place and day; what was compared is remembered, since most items say the same."""

    book: LawBook
    jurisdiction: str
    on: date
    calendar: WorkCalendar
    _seen: dict[tuple[object, str], Comparison] = attrs.field(factory=dict)

    def of(self, item: Item) -> Iterator[CatalogueFinding]:
        """What there is to say of the limits of *item*."""
        if not item.is_proactive:
            return
        counted = [stated for stated in item.limits if stated.limit is not None]
        topic = self._topic(bare(item.name + item.content))
        if topic and counted:
            yield from self._of_topic(item, counted, topic)
            return
        for stated in counted:
            own = self._topic(stated.reading.scope) if stated.reading.scope else ()
            versions = own or self._versions((GENERAL,))
            if versions:
                yield from self._told(item, stated, versions)
        if not counted and item.phrase.refusal is None and (versions := topic or self._versions((GENERAL,))):
            yield self._finding(
                "word_only",
                Severity.NOTE,
                item,
                versions,
                f"“{item.phrase.raw.strip()[:40]}”没有可计算的公开时限，法定的最长期限仍然适用",
                f"{item.phrase.raw.strip()[:40]!r} gives no limit to count; the longest that the law allows applies",
            )

    def _of_topic(self, item: Item, counted: list[Stated], versions: tuple[Version, ...]) -> Iterator[CatalogueFinding]:
        """A matter that some rule claims for itself: one part within its limit is enough, the others may be general."""
        compared = [(stated, self._compared(stated, version)) for stated in counted for version in versions[:1]]
        if any(comparison.result is Result.WITHIN for _, comparison in compared):
            return
        yield from self._told(item, counted[-1], versions)

    def _told(self, item: Item, stated: Stated, versions: tuple[Version, ...]) -> Iterator[CatalogueFinding]:
        """What comes of comparing one part with each version that may hold."""
        pairs = [(version, self._compared(stated, version)) for version in versions]
        longer = [(version, found) for version, found in pairs if found.is_longer]
        raw = item.phrase.raw.strip()[:40]
        if not longer:
            if all(found.result is Result.UNKNOWN for _, found in pairs):
                zh, en = _why_not(stated)
                yield self._finding("not_comparable", Severity.NOTE, item, versions, f"“{raw}”{zh}", f"{raw!r} {en}")
            return
        version, found = longer[0]
        surely = self._anchored_alike(stated, version) and len(longer) == len(pairs)
        zh = f"“{raw}”（{stated.text('zh')}）长于法律允许的{version.says('zh')}" + _counted_zh(found)
        en = f"{raw!r} ({stated.text('en')}) is longer than the {version.says('en')} that the law allows" + _counted_en(
            found
        )
        if not self._anchored_alike(stated, version):
            zh += "；两者的起算点不同或未写明，须核对"
            en += "; the two count from different events, or it is not said from which: check them"
        elif len(longer) < len(pairs):
            zh += "；法律对不同主体的规定不同，须核对是哪一类"
            en += "; the law has different limits for different bodies: check which this is"
        if stated.reading.deferral:
            zh += "；该单元格写明法律法规另有规定的从其规定"
            en += "; the cell itself yields to other laws"
        severity = Severity.ERROR if surely else Severity.WARNING
        yield self._finding("longer_than_law", severity, item, tuple(v for v, _ in longer), zh, en)

    def _compared(self, stated: Stated, version: Version) -> Comparison:
        assert stated.limit is not None
        key = stated.limit, version.id
        if key not in self._seen:
            self._seen[key] = compare(stated.limit, version, self.calendar, self.on)
        return self._seen[key]

    def _anchored_alike(self, stated: Stated, version: Version) -> bool:
        if isinstance(stated.reading, Periodic | Fixed):
            return True
        return isinstance(stated.reading, Within) and stated.reading.anchor in _NO_SOONER.get(
            version.anchor, frozenset()
        )

    def _topic(self, text: str) -> tuple[Version, ...]:
        """The versions that claim what *text* speaks of, none when no topic fits or nothing is in force."""
        for topic in topics():
            if any(word in text for word in topic.words):
                return self._versions(topic.rules)
        return ()

    def _versions(self, rules: tuple[str, ...]) -> tuple[Version, ...]:
        """What binds for each of *rules*, as far as it sets a number."""
        found = []
        for rule in rules:
            try:
                version = self.book[rule].in_force(self.on, self.jurisdiction) if rule in self.book else None
            except NoRuleInForce:
                version = None
            if version is not None and version.limit is not None:
                found.append(version)
        return tuple(found)

    def _finding(
        self, code: str, severity: Severity, item: Item, versions: tuple[Version, ...], zh: str, en: str
    ) -> CatalogueFinding:
        return CatalogueFinding(
            code,
            severity,
            zh,
            en,
            (item.place,),
            Element.LIMIT.zh,
            "；".join(f"{version.cite('zh')}：{version.says('zh')}" for version in versions),
            "; ".join(f"{version.cite('en')}: {version.says('en')}" for version in versions),
        )


def _counted_zh(found: Comparison) -> str:
    if found.example is None:
        return ""
    start, mine, its = found.example
    share = f"，当年{found.starts}个起算日中有{found.later}个更晚"
    return f"{share}：如{start}起算，目录止于{mine}，法定止于{its}"


def _counted_en(found: Comparison) -> str:
    if found.example is None:
        return ""
    start, mine, its = found.example
    share = f", later for {found.later} of {found.starts} starts in that year"
    return f"{share}: from {start} it ends on {mine}, the law's on {its}"


def _why_not(stated: Stated) -> tuple[str, str]:
    if isinstance(stated.reading, Within):
        return (
            "与法定期限的单位不同，当年没有放假安排可供换算，无法比较",
            "is in another unit than the law's, and no calendar covers the year: not compared",
        )
    return (
        "是前限、周期或日期，与法定期限的类型不同，无法直接比较",
        "is a date, a recurrence or counts back from an event: another kind than the law's, and not compared",
    )
