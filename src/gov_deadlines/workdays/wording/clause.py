"""Reads one clause of a notice into the days it moves, and reports everything in it that cannot be so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import attrs

from ...civil import ONE_DAY
from ...errors import Fault
from ..notice import Clause
from ..region import NATION
from .checks import GIVES_OFF, check_counts, check_moved, check_near, with_weekends
from .days import LONGEST, DayFinder, weekday_en, weekday_zh
from .names import KNOWN, parts_of
from .sentence import (
    Sentence,
    Statement,
    Verb,
    names_a_day,
    opens,
    read_sentence,
    recites_the_nation,
    sentences,
    speaks_of_days,
)

ENCOURAGED = re.compile(r"鼓励|倡导|提倡|建议")
# What a notice also speaks of without arranging days: duty rosters, office hours, schools, pay, its own execution.
OTHER_MATTER = re.compile(r"值班|安全|保卫|突发|作息时间|[上下]午\d|另行|执行|开学|工资|报酬|补助|劳动法")
QUOTED = 60


@attrs.frozen
class Context:
    """What a clause is read against: the notice's year and region, and the days that earlier notices set."""

    year: int
    region: str
    off_before: Mapping[date, str]
    worked_before: Mapping[date, str]
    ends: Mapping[str, date]
    """The last day off of each festival of the year, by the earlier notices."""


@attrs.frozen
class Reading:
    """A clause as read: ``None`` when it arranges nothing. An *extended* one says only how far a holiday now runs."""

    label: str
    clause: Clause | None
    faults: tuple[Fault, ...]
    extended: bool = False


@attrs.frozen
class Fact:
    """A statement with its days found in the calendar."""

    said: Statement
    days: tuple[date, ...]
    targets: tuple[date, ...] = ()


def fault_in(path: str, quote: str, en: str, zh: str) -> Fault:
    """The fault of the words *quote*, which it gives shortened."""
    quote = quote.strip("\n")
    quote = quote if len(quote) <= QUOTED else quote[:QUOTED] + "…"
    return Fault(path, f"{quote!r}: {en}", f"“{quote}”:{zh}")


def read_clause(
    label: str, festival: str, body: str, context: Context, *, headed: bool = False, loose: bool = False
) -> Reading:
    """
    What the clause *label* about *festival* arranges.

    A *headed* clause bears the festival's name as its heading: no part of it that speaks of days may go unread. Of
    words that are no clause a *loose* reading tells what they say all the same.
    """
    for name in parts_of(festival):
        if name and name not in KNOWN:  # in quotation marks it is read as one word
            body = body.replace(f"“{name}”", name).replace(name, f"“{name}”")
    read = [read_sentence(text, loose=loose) for text in sentences(body)]
    reader = _Reader(label, festival, context)
    strict = headed or any(said.spans for sentence in read for said in sentence.statements)
    facts = [fact for sentence in read for fact in reader.facts(sentence, strict=strict)]
    reader.apply(facts)
    return reader.reading()


class _Reader:
    """The days one clause sets, while it is read."""

    def __init__(self, label: str, festival: str, context: Context) -> None:
        self.label, self.festival, self.context = label, festival, context
        self.faults: list[Fault] = []
        self.finder = DayFinder(context.year, festival, self.fault)
        self.off = self.finder.off
        self.on: set[date] = set()
        self.cancelled: set[date] = set()
        self.resumed: set[date] = set()
        self.extended = False
        self.counted: bool
        """Whether the clause says how many days off it has."""
        self.lost = False
        """Whether some days could not be found, so that a count of them means nothing."""

    def fault(self, quote: str, en: str, zh: str) -> None:
        """Note what is wrong with the words *quote*."""
        self.faults.append(fault_in(f"clause {self.label}", quote, en, zh))

    def reading(self) -> Reading:
        """What came out."""
        off, on, cancelled = (tuple(sorted(days)) for days in (self.off, self.on, self.cancelled))
        clause = Clause(self.festival, off=off, on=on, cancelled=cancelled) if off or on or cancelled else None
        return Reading(self.label, clause, tuple(self.faults), self.extended)

    def facts(self, sentence: Sentence, *, strict: bool) -> list[Fact]:
        """The statements of one sentence; a fault for every part that speaks of days and is not understood."""
        if not self._readable(sentence, strict=strict):
            return []
        recited = self.context.region != NATION and recites_the_nation(sentence.text)
        facts: list[Fact] = []
        for said in sentence.statements:
            days, targets = self.finder.find(said.spans, said.text), self.finder.find(said.targets, said.text)
            if said.year not in (None, self.context.year):
                en, zh = f"expected {self.context.year}, the year of the notice", f"应为通知年度{self.context.year}年"
                self.fault(said.text, en, zh)
            if days is None or targets is None:
                self.lost = True
                continue
            facts.append(Fact(said, days, targets))
            if said.verb in GIVES_OFF and not recited:
                if said.text.startswith("其中") and self.off and not self.off.issuperset(days):
                    self.fault(said.text, "is not among the days off named before", "不在前述放假日期之内")
                self.off.update(days)
        if recited:
            self._check_recited(facts)
            return []
        return facts

    def _readable(self, sentence: Sentence, *, strict: bool) -> bool:
        """Whether to take the sentence's statements; notes what in it is neither arrangement nor another matter."""
        dated = [said for said in sentence.statements if said.spans]
        unclear = [part for part in sentence.unread if speaks_of_days(part) or (dated and not opens(part))]
        if ENCOURAGED.search(sentence.text) or (unclear and OTHER_MATTER.search(sentence.text)):
            for said in dated:
                self.fault(
                    said.text,
                    "stands in a sentence that arranges no days; expected an arrangement in a sentence of its own",
                    "所在的句子并非放假安排；放假安排应单独成句",
                )
            return False
        for part in unclear if strict or names_a_day(sentence.text) else ():
            self.fault(
                part,
                "not understood; expected days with 放假, 补休, 上班, 公休日调至 or 延长至, or 共N天, 与周末连休",
                "无法理解；应为日期加放假、补休、上班、公休日调至、延长至，或共N天、与周末连休",
            )
        return True

    def _check_recited(self, facts: Iterable[Fact]) -> None:
        """A regional notice recalls the national one: that sets nothing here, but must be what the national one set."""
        for fact in facts:
            worked = fact.said.verb is Verb.WORKED
            known = self.context.worked_before if worked else self.context.off_before
            for day in fact.days:
                if day not in known:
                    self.fault(
                        fact.said.text,
                        f"recalls the national notice, but the earlier notices given do not set {day} so; "
                        "pass the national notice as earlier, or check the day",
                        f"此处引述全国通知，但已给出的通知未如此安排{day}；请一并提供全国通知，或核对日期",
                    )

    def apply(self, facts: list[Fact]) -> None:
        """Set the days, then check all that the clause says about them."""
        self.counted = any(fact.said.count for fact in facts if fact.said.verb in (Verb.OFF, Verb.COUNTED))
        steps = (
            (Verb.EXTENDED, self._extend),
            (Verb.MOVED, self._move),
            (Verb.MADE_UP, self._check_made_up),
            (Verb.SWAPPED, self._check_made_up),
            (Verb.WORKED, self._work),
            (Verb.RESUMED, self._work),
            (Verb.STATUTORY, self._check_statutory),
            (Verb.REST, self._check_rest),
            (Verb.JOINED, self._check_joined),
        )
        for verb, step in steps:
            for fact in facts:
                if fact.said.verb is verb:
                    step(fact)
        if not self.lost:
            said = [(fact.said, fact.days) for fact in facts]
            check_counts(said, self.fault)
            check_moved(said, self.off, self.fault)
            check_near(self.off, self.on, self.fault)
        for day in sorted(self.off & (self.on | self.cancelled | self.resumed)):
            self.fault(
                f"{day.month}月{day.day}日",
                f"{day} is set both off and on; a day is one or the other",
                "既放假又上班，只能取其一",
            )

    def _extend(self, fact: Fact) -> None:
        """延长至: off from the end of the holiday set before to the day named; make-up days between fall away."""
        self.extended = True
        end, until = self.context.ends.get(self.festival), fact.days[0]
        holiday = f"{self.context.year}年{self.festival}"
        if end is None:
            self.fault(
                fact.said.text,
                f"no earlier notice given sets {holiday}; pass the notice that this one extends as earlier",
                f"已给出的通知中没有{holiday}的安排；请一并提供所延长的原通知",
            )
        elif not ONE_DAY <= until - end <= LONGEST:
            self.fault(
                fact.said.text, f"the holiday ran to {end}; expected a later day", f"原假期至{end}；应为其后的日期"
            )
        else:
            self.off.update(end + timedelta(days=offset) for offset in range(1, (until - end).days + 1))

    def _move(self, fact: Fact) -> None:
        """公休日调至: a rest day that is off stays off and is made up for; one that is not becomes a working day."""
        sources, targets, said = fact.days, fact.targets, fact.said
        if len(targets) != len(sources) + said.feast_moved or (said.count or len(sources)) != len(sources):
            self.fault(
                said.text,
                f"moves {len(sources)} rest days to {len(targets)} days; expected as many as are moved",
                f"将{len(sources)}个公休日调至{len(targets)}天；数目应当一致",
            )
        for day in sources:
            if day.weekday() < 5:
                self._wrong_weekday(said, day, "expected a rest day; check the date", "应为公休日；请核对日期")
            elif day not in self.off:
                self.on.add(day)
        if self.counted and not self.off.issuperset(targets):
            self.fault(said.text, "moves a rest day out of the days off counted", "所调至的日期不在已计天数的假期之内")
        self.off.update(targets)

    def _work(self, fact: Fact) -> None:
        """上班: a weekend day is made up, a day off till now is cancelled; 正常上班 of others only recalls the week."""
        for day in fact.days:
            if day in self.context.off_before:
                self.cancelled.add(day)
            elif day.weekday() >= 5:
                self.on.add(day)
            elif fact.said.verb is Verb.RESUMED or (self.context.region != NATION and day - ONE_DAY in self.off):
                self.resumed.add(day)  # regions also name the first working day after the holiday
            else:
                self._wrong_weekday(
                    fact.said, day, "only a Saturday or Sunday can be a make-up day", "只有周末可以调休上班"
                )
        for mention in (mention for span in fact.said.spans for mention in span.mentions if mention.feast):
            if self.on.intersection(fact.days):
                self.fault(
                    mention.text,
                    "a make-up day with the name of a feast; expected its weekday, such as (星期日)",
                    "上班日附有节日或农历名称；应标明星期，如（星期日）",
                )

    def _check_made_up(self, fact: Fact) -> None:
        """补休, and 调休 alone, give a working day off: on a weekend they would say nothing, or mean the opposite."""
        for day in fact.days:
            if day.weekday() >= 5 and day not in self.context.worked_before:
                self._wrong_weekday(
                    fact.said,
                    day,
                    "it is free already; expected a working day",
                    "本为休息日；应为工作日",
                )

    def _check_statutory(self, fact: Fact) -> None:
        for day in fact.days:
            if day not in self.off:
                self.fault(
                    fact.said.text, f"{day} is not among the days off of the clause", f"{day}不在本条的放假日期内"
                )

    def _check_rest(self, fact: Fact) -> None:
        for day in fact.days:
            if day.weekday() < 5:
                self._wrong_weekday(fact.said, day, "expected a rest day; check the date", "应为公休日；请核对日期")
            elif day in self.on:
                self.fault(fact.said.text, f"{day} is worked by the same clause", f"{day}在本条中又安排上班")

    def _check_joined(self, fact: Fact) -> None:
        if self.off and not any(day.weekday() >= 5 for day in with_weekends(self.off)):
            self.fault(
                fact.said.text,
                "no day off of the clause touches a weekend; check the days",
                "放假日期与周末不相连；请核对",
            )

    def _wrong_weekday(self, said: Statement, day: date, en: str, zh: str) -> None:
        self.fault(said.text, f"{day} is a {weekday_en(day)}; {en}", f"{day}是{weekday_zh(day)}；{zh}")
