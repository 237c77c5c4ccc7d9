"""
Every error this library raises on purpose.

    GovDeadlinesError
    ├── CalendarNotPublished   LookupError   no notice covers the day asked for
    ├── UnknownRule            LookupError   no rule has that id
    ├── NoRuleInForce          LookupError   the rule exists, but no version binds there on that day
    ├── UnknownRegion          LookupError   not "CN" and not a GB/T 2260 code
    ├── UnknownProcedure       LookupError   no procedure has that id
    ├── BadInput               ValueError    data or arguments; lists every fault with its path
    ├── Undecidable            ValueError    the question lacks an instant, a year or a number; names the choices
    ├── IllegalEvent           ValueError    the procedure has no such event in that state; names the legal ones
    │   └── GuardFailed        ValueError    something is missing first; says what, and where the law asks for it
    ├── OutOfBounds            ValueError    a fact before the matter began, or after it was learned
    ├── ContradictsLater       ValueError    a fact in the past that later facts on record cannot follow
    ├── ConflictingDelivery    ValueError    one key, two contents
    ├── BadCorrection          ValueError    nothing to take back under that key
    ├── UnknownMatter          LookupError   the ledger has no matter of that id
    ├── StaleMatter            RuntimeError  someone else recorded first; read again and decide anew
    ├── StoreNotReady          RuntimeError  the database has no ledger yet, or one of an older version
    ├── StoreTooNew            RuntimeError  the ledger was written by a newer version of this library
    ├── StoreFailed            RuntimeError  the database refused or broke off; nothing was written
    │   └── StoreConflict      RuntimeError  two transactions stood in each other's way; try again at once
    ├── ChainBroken            RuntimeError  facts on record are not those that were recorded
    └── RowSpoiled             RuntimeError  a row of the database holds what no ledger writes

Each refines a builtin, so ``except LookupError`` keeps working; each carries its facts as attributes, a stable
``code`` for other languages, and a message in English and Chinese. Errors pickle, so they cross process pools.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

import attrs

Lang = Literal["zh", "en"]


def said(lang: Lang, zh: str, en: str) -> str:
    """The one of the two that *lang* asks for. Raises: BadInput, for a language that nothing is said in."""
    if lang == "en":
        return en
    if lang == "zh":
        return zh
    raise BadInput.of("lang", f"{quoted(lang)} is no language here; expected zh or en", f"{quoted(lang)} 应为 zh 或 en")


_MOST_SAID = 2000


def clipped(text: str, most: int = _MOST_SAID) -> str:
    """*text* without its middle where it is too long to be read: what was given may be of any length."""
    if len(text) <= most:
        return text
    head = most * 2 // 3
    return f"{text[:head]} … {text[head - most :]}"


def quoted(value: object, most: int = 200) -> str:
    """
    *value* as messages quote it, whatever it is: clipped, and by its type alone where it cannot be written.

    >>> quoted("a" * 1000, most=12)
    "'aaaaaaa … aaa'"
    """
    try:
        return clipped(repr(value), most)
    except (RecursionError, ValueError):  # too deep, or a whole number of too many digits
        return f"a {type(value).__name__} too large to quote"


class GovDeadlinesError(Exception):
    """The base of all errors here: catch it to handle any refusal of this library."""

    code: ClassVar[str] = "error"

    def message(self, lang: Lang = "en") -> str:
        """The message in the language asked for."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.message("en")

    def to_dict(self, lang: Lang = "en") -> dict[str, str]:
        """The shape errors have in the JSON-lines interface."""
        return {"code": self.code, "message": self.message(lang)}


class CalendarNotPublished(GovDeadlinesError, LookupError):
    """A day lies outside the days that published notices cover."""

    code = "calendar_not_published"

    def __init__(self, day: date, region: str, first: date, last: date) -> None:
        super().__init__(day, region, first, last)
        self.day, self.region, self.first, self.last = day, region, first, last

    def message(self, lang: Lang = "en") -> str:
        span = f"{self.first} to {self.last}"
        covered_en = f"no holiday notice covers {self.day}; the calendar of {self.region} runs from {span}"
        reach = f"{self.region}工作日历为{self.first}至{self.last}"
        covered_zh = f"没有放假安排通知覆盖{self.day}；{reach}"
        if self.day < self.first:
            return said(lang, f"{covered_zh}；此前的日子没有数据", f"{covered_en}; there is no data for days before it")
        year = self.day.year
        return said(
            lang,
            f"{covered_zh}；请导入缺少的通知（gov-deadlines calendar import），"
            f"或明确要求推算（projected({year})，命令行用 --project）",
            f"{covered_en}; take in the missing notice (gov-deadlines calendar import) or ask for a projection "
            f"explicitly (calendar.projected({year}), --project on the command line)",
        )


class UnknownRule(GovDeadlinesError, LookupError):
    """No rule has the id asked for."""

    code = "unknown_rule"

    def __init__(self, rule: str, near: Iterable[str] = ()) -> None:
        self.rule, self.near = rule, tuple(near)
        super().__init__(rule, self.near)

    def message(self, lang: Lang = "en") -> str:
        near = ", ".join(self.near)
        if lang == "zh":
            near = f"相近的有 {near}；" if near else ""
            return (
                f"没有名为 {quoted(self.rule)} 的规定；{near}用 gov-deadlines law list 或 list(LawBook.load()) 查看全部"
            )
        near = f"near: {near}; " if near else ""
        return f"no rule is called {quoted(self.rule)}; {near}gov-deadlines law list, or list(LawBook.load()), has all"


class NoRuleInForce(GovDeadlinesError, LookupError):
    """A rule exists, but none of its versions binds in that place on that day."""

    code = "no_rule_in_force"

    def __init__(self, rule: str, day: date, jurisdiction: str, spans: Iterable[str] = ()) -> None:
        self.rule, self.day, self.jurisdiction, self.spans = rule, day, jurisdiction, tuple(spans)
        super().__init__(rule, day, jurisdiction, self.spans)

    def message(self, lang: Lang = "en") -> str:
        spans = "; ".join(self.spans)
        if lang == "zh":
            known = f"已有版本：{spans or '无'}；请核对日期与行政区划代码"
            return f"{self.rule} 在 {self.jurisdiction} 于 {self.day} 没有生效的版本；{known}"
        return (
            f"no version of {self.rule} is in force in {self.jurisdiction} on {self.day}; "
            f"versions known: {spans or 'none'}; check the day and the jurisdiction code"
        )


class UnknownRegion(GovDeadlinesError, LookupError):
    """A region is neither ``CN`` nor a GB/T 2260 code of two, four or six digits."""

    code = "unknown_region"

    def __init__(self, region: object) -> None:
        super().__init__(region)
        self.region = region

    def message(self, lang: Lang = "en") -> str:
        if lang == "zh":
            return (
                f"{quoted(self.region)} 不是行政区划代码；应为 CN 或 GB/T 2260 的2、4、6位代码（如 45、5134、650100）"
            )
        wanted = "expected CN or a GB/T 2260 code of 2, 4 or 6 digits (45, 5134, 650100)"
        return f"{quoted(self.region)} is no region; {wanted}"


_DISGUISES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""
What makes a text look like another: controls that a terminal obeys, signs that turn the order of what follows them, so
that a date reads backwards, and ends of lines that are not seen as such; halves of surrogate pairs, which no output can
write; and what is no character at all, which no workbook may hold. Line feeds and tabs are none, and neither are the
joiners that Mongolian and Uyghur are written with.
"""


def printable(text: str) -> str:
    r"""
    *text* as it can be shown: what would disguise it stands there by its number, as ``\u202e``.

    >>> printable("due \u202e92-50-0202")
    'due \\u202e92-50-0202'
    """
    return _DISGUISES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _legible(text: str) -> str:
    return printable(clipped(text))


@attrs.frozen
class Fault:
    """One thing wrong with the input: where, and what, in both languages; as long as it can be read."""

    path: str = attrs.field(converter=_legible)
    en: str = attrs.field(converter=_legible)
    zh: str = attrs.field(converter=_legible)


class BadInput(GovDeadlinesError, ValueError):
    """Data or arguments cannot be taken as they are; every fault is listed, none is repaired in silence."""

    code = "bad_input"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    @classmethod
    def of(cls, path: str, en: str, zh: str) -> BadInput:
        """One fault alone."""
        return cls([Fault(path, en, zh)])

    def message(self, lang: Lang = "en") -> str:
        lines = [f"{fault.path}: {fault.zh if lang == 'zh' else fault.en}" for fault in self.faults]
        if len(lines) == 1:
            return lines[0]
        head = f"共{len(lines)}处错误：" if lang == "zh" else f"{len(lines)} faults:"
        return "\n".join([head, *(f"  {line}" for line in lines)])


class Undecidable(GovDeadlinesError, ValueError):
    """The law or the facts given leave the answer open; the choices are named instead of one being guessed."""

    code = "undecidable"

    def __init__(self, en: str, zh: str, choices: Iterable[str] = ()) -> None:
        self.en, self.zh, self.choices = en, zh, tuple(choices)
        super().__init__(en, zh, self.choices)

    def message(self, lang: Lang = "en") -> str:
        choices = " | ".join(self.choices)
        if lang == "zh":
            return printable(self.zh) + (f"；可选：{choices}" if choices else "")
        return printable(self.en) + (f"; choices: {choices}" if choices else "")


class UnknownProcedure(GovDeadlinesError, LookupError):
    """No procedure has the id asked for."""

    code = "unknown_procedure"

    def __init__(self, procedure: object, known: Iterable[str] = ()) -> None:
        self.procedure, self.known = procedure, tuple(known)
        super().__init__(procedure, self.known)

    def message(self, lang: Lang = "en") -> str:
        known = ", ".join(self.known)
        if lang == "zh":
            return f"没有名为 {quoted(self.procedure)} 的程序；应为 {known} 之一"
        return f"no procedure is called {quoted(self.procedure)}; expected one of {known}"


class IllegalEvent(GovDeadlinesError, ValueError):
    """The procedure has no such event in the state it is in."""

    code = "illegal_event"

    def __init__(
        self,
        procedure: str,
        state: str,
        event: str,
        legal: Iterable[str],
        names_zh: tuple[str, str, str] | None = None,
        near: tuple[str, ...] | None = None,
    ) -> None:
        """*near* is given where the procedure has no such event in any state: those that are spelt alike."""
        self.procedure, self.state, self.event, self.legal = procedure, state, event, tuple(legal)
        self.names_zh, self.near = names_zh, near
        super().__init__(procedure, state, event, self.legal, names_zh, near)

    @property
    def _refused_zh(self) -> str:
        """What is refused, in the words that the procedure's table has for it, where it has any."""
        procedure, state, event = self.names_zh or (self.procedure, self.state or "未开始", self.event)
        return _legible(f"{procedure}处于“{state}”状态，不能记录“{event}”")

    @property
    def _where_en(self) -> str:
        return repr(self.state) if self.state else "not opened"

    def message(self, lang: Lang = "en") -> str:
        legal = ", ".join(self.legal)
        if self.near is not None:
            return self._unknown(lang, legal)
        if lang == "zh":
            return f"{self._refused_zh}；此时可以记录：{legal or '无'}；如系补录，请核对发生日期"
        return (
            f"{self.procedure} is {self._where_en} and has no {quoted(self.event)} there; "
            f"legal now: {legal or 'nothing'}; for a fact recorded late, check the day on which it happened"
        )

    def _unknown(self, lang: Lang, legal: str) -> str:
        """What is said of a name that the procedure has for nothing: a slip of the pen, not one of the state."""
        near = ", ".join(self.near or ())
        procedure = self.names_zh[0] if self.names_zh else self.procedure
        zh = f"{procedure}没有名为 {quoted(self.event)} 的事实；{f'相近的有 {near}；' if near else ''}"
        en = f"{self.procedure} has no fact called {quoted(self.event)}; {f'near: {near}; ' if near else ''}"
        return said(lang, f"{zh}此时可以记录：{legal or '无'}", f"{en}legal now: {legal or 'nothing'}")


@attrs.frozen
class Missing:
    """What a guard found missing, in both languages, and the texts that ask for it."""

    guard: str
    en: str
    zh: str
    sources: tuple[str, ...] = ()


class GuardFailed(IllegalEvent):
    """The event is known there, but what the law wants before it is missing."""

    code = "guard_failed"

    def __init__(
        self,
        procedure: str,
        state: str,
        event: str,
        missing: Iterable[Missing],
        legal: Iterable[str],
        names_zh: tuple[str, str, str] | None = None,
    ) -> None:
        super().__init__(procedure, state, event, legal, names_zh)
        self.missing = tuple(missing)
        self.args = (procedure, state, event, self.missing, self.legal, names_zh)

    @property
    def guard(self) -> str:
        """The first guard that failed."""
        return self.missing[0].guard

    def message(self, lang: Lang = "en") -> str:
        lines = [
            said(lang, each.zh, each.en) + "".join(f"〔{source}〕" for source in each.sources) for each in self.missing
        ]
        if lang == "zh":
            return f"{self._refused_zh}：" + "；".join(lines)
        where = f"state {self._where_en}" if self.state else self._where_en
        return f"{quoted(self.event)} is refused in {self.procedure}, {where}: " + "; ".join(lines)


class OutOfBounds(GovDeadlinesError, ValueError):
    """A fact happened before its matter began, or after the moment it is said to have been learned."""

    code = "out_of_bounds"

    def __init__(self, event: str, happened: date, first: date | None, last: date | None) -> None:
        self.event, self.happened, self.first, self.last = event, happened, first, last
        super().__init__(event, happened, first, last)

    def message(self, lang: Lang = "en") -> str:
        when = self.happened.isoformat()
        if self.first is not None:
            first = self.first.isoformat()
            return said(
                lang,
                f"{quoted(self.event)} 发生于 {when}，早于事项开始之时 {first}；请核对日期，或者先记录更早的开始事实",
                f"{quoted(self.event)} on {when} lies before the matter began, {first}; "
                "check the day, or record the earlier opening first",
            )
        last = self.last.isoformat() if self.last else ""
        return said(
            lang,
            f"{quoted(self.event)} 发生于 {when}，晚于所称获知之时 {last}；请核对发生时间和 recorded_at",
            f"{quoted(self.event)} on {when} lies after it was learned, {last}; check when it happened and recorded_at",
        )


class ContradictsLater(GovDeadlinesError, ValueError):
    """A fact placed in the past, or one taken back, would make facts recorded after it impossible."""

    code = "contradicts_later"

    def __init__(self, event: str, broken: Iterable[str]) -> None:
        self.event, self.broken = event, tuple(broken)
        super().__init__(event, self.broken)

    def message(self, lang: Lang = "en") -> str:
        broken = printable(", ".join(self.broken))
        return said(
            lang,
            f"记录 {quoted(self.event)} 后，已有的后续事实不再成立：{broken}；请在同一更正中一并撤回或者替换",
            f"with {quoted(self.event)}, facts already recorded could not have happened: {broken}; "
            "void or replace them in the same correction",
        )


class ConflictingDelivery(GovDeadlinesError, ValueError):
    """A key that is taken came again with another content."""

    code = "conflicting_delivery"

    def __init__(self, key: str, known: str, given: str) -> None:
        self.key, self.known, self.given = key, known, given
        super().__init__(key, known, given)

    def message(self, lang: Lang = "en") -> str:
        return said(
            lang,
            f"键 {quoted(self.key)} 已用于内容不同的事实（摘要 {self.known}，来件 {self.given}）；"
            "两件事实用两个键，更正请用 voided 加新事实",
            f"key {quoted(self.key)} already stands for another fact (digest {self.known}, given {self.given}); "
            "give two facts two keys, and correct one by voided and a new fact",
        )


_MOST_KNOWN = 20


class BadCorrection(GovDeadlinesError, ValueError):
    """A correction takes back a fact that is not there, or is taken back already."""

    code = "bad_correction"

    def __init__(self, key: str, known: Iterable[str] = ()) -> None:
        self.key, self.known = key, tuple(known)
        super().__init__(key, self.known)

    def message(self, lang: Lang = "en") -> str:
        # A record may be long, and each of many wrong corrections is told of it.
        more = ", …" if len(self.known) > _MOST_KNOWN else ""
        known = printable(", ".join(self.known[-_MOST_KNOWN:]) + more)
        return said(
            lang,
            f"没有键为 {quoted(self.key)} 的有效事实可以撤回；可撤回的有：{known or '无'}",
            f"no fact in force has the key {quoted(self.key)} to take back; those that can be: {known or 'none'}",
        )


class UnknownMatter(GovDeadlinesError, LookupError):
    """The ledger has no matter of that id."""

    code = "unknown_matter"

    def __init__(self, matter: str) -> None:
        super().__init__(matter)
        self.matter = matter

    def message(self, lang: Lang = "en") -> str:
        return said(
            lang,
            f"台账中没有事项 {quoted(self.matter)}；请先用 open 建立",
            f"the ledger has no matter {quoted(self.matter)}; open it first",
        )


class StaleMatter(GovDeadlinesError, RuntimeError):
    """A matter is at another version than the one that was read: someone else recorded first."""

    code = "stale_matter"

    def __init__(self, matter: str, expected: int, actual: int | None = None) -> None:
        super().__init__(matter, expected, actual)
        self.matter, self.expected, self.actual = matter, expected, actual

    def message(self, lang: Lang = "en") -> str:
        now = "" if self.actual is None else said(lang, f"，现为第{self.actual}版", f"; it is at {self.actual}")
        return said(
            lang,
            f"事项 {quoted(self.matter)} 已不在第{self.expected}版{now}：他人已先行记录；请重新读取后再决定",
            f"matter {quoted(self.matter)} is no longer at version {self.expected}{now}: someone else recorded first; "
            "read it again and decide anew",
        )


class StoreNotReady(GovDeadlinesError, RuntimeError):
    """The database has no ledger yet, or one of an older version."""

    code = "store_not_ready"

    def __init__(self, found: int | None, wanted: int) -> None:
        super().__init__(found, wanted)
        self.found, self.wanted = found, wanted

    def message(self, lang: Lang = "en") -> str:
        if self.found is None:
            return said(
                lang,
                "数据库中没有台账；请运行 gov-deadlines ledger upgrade，或执行 gov-deadlines ledger ddl 给出的语句",
                "the database holds no ledger; run gov-deadlines ledger upgrade, or the statements that "
                "gov-deadlines ledger ddl prints",
            )
        return said(
            lang,
            f"台账结构为第{self.found}版，需要第{self.wanted}版；请运行 gov-deadlines ledger upgrade",
            f"the ledger has schema version {self.found} and {self.wanted} is needed; run gov-deadlines ledger upgrade",
        )


class StoreTooNew(GovDeadlinesError, RuntimeError):
    """The ledger was written by a newer version of this library."""

    code = "store_too_new"

    def __init__(self, found: object, known: int) -> None:
        super().__init__(found, known)
        self.found, self.known = found, known

    def message(self, lang: Lang = "en") -> str:
        return said(
            lang,
            f"台账结构为第 {self.found!r} 版，本程序只认识到第{self.known}版；请升级 gov-deadlines，未作任何改动",
            f"the ledger has schema version {self.found!r} and this library knows versions up to {self.known}; "
            "install a newer gov-deadlines; nothing was changed",
        )


class StoreFailed(GovDeadlinesError, RuntimeError):
    """
    The database refused or broke off; what was not committed is taken back.

    *passing* says that trying again may help. *lost* says that the connection broke, so that whether the last
    transaction was committed is not known: the same key tried again settles it.
    """

    code = "store_failed"

    def __init__(self, cause: str, passing: bool, lost: bool = False) -> None:  # noqa: FBT002 - it pickles by position
        super().__init__(cause, passing, lost)
        self.cause, self.passing, self.lost = cause, passing, lost

    def message(self, lang: Lang = "en") -> str:
        what = said(
            lang,
            "稍后用同一键重试即可，已记录的不会重复" if self.passing else "请先排除数据库故障再用同一键重试",
            "try again with the same key, which records nothing twice"
            if self.passing
            else "mend the database, then try again with the same key",
        )
        done = said(
            lang,
            "连接中断，是否已提交不得而知" if self.lost else "事务已回滚",
            "the connection broke, so that it may or may not have been committed"
            if self.lost
            else "the transaction was taken back",
        )
        return said(
            lang,
            f"数据库未完成该操作（{self.cause}）：{done}；{what}",
            f"the database did not complete this ({self.cause}): {done}; {what}",
        )


class StoreConflict(StoreFailed):
    """Two transactions stood in each other's way, and this one gave way: it may be tried anew at once."""

    code = "store_conflict"

    def __init__(self, cause: str) -> None:
        super().__init__(cause, passing=True)
        self.args = (cause,)


class ChainBroken(GovDeadlinesError, RuntimeError):
    """The facts on record are not those that were recorded: altered, deleted or inserted past the ledger."""

    code = "chain_broken"

    def __init__(self, matter: str, version: int, en: str, zh: str) -> None:
        super().__init__(matter, version, en, zh)
        self.matter, self.version, self.en, self.zh = matter, version, en, zh

    def message(self, lang: Lang = "en") -> str:
        return said(
            lang,
            f"事项 {quoted(self.matter)} 的第{self.version}条事实{self.zh}；"
            "请停止使用该事项并从备份核对（gov-deadlines ledger verify）",
            f"fact {self.version} of matter {quoted(self.matter)} {self.en}; stop using the matter and compare it "
            "with a backup (gov-deadlines ledger verify)",
        )


class RowSpoiled(GovDeadlinesError, RuntimeError):
    """A row of the database holds what no ledger writes there: it was written past the ledger, or is damaged."""

    code = "row_spoiled"

    def __init__(self, table: str, id: str, column: str, value: str) -> None:
        super().__init__(table, id, column, value)
        self.table, self.id, self.column, self.value = table, id, column, value

    @classmethod
    def of(cls, table: str, id: object, column: str, value: object) -> RowSpoiled:
        """The error for the *value* that stands in a *column* of the row *id*, as messages quote both."""
        return cls(table, quoted(id, 80), column, quoted(value, 80))

    def message(self, lang: Lang = "en") -> str:
        return said(
            lang,
            f"{self.table} 中 {self.id} 一行的 {self.column} 为 {self.value}，不是台账写入的内容；请从备份核对，"
            "gd_obligation 的行也可删去后重新推算（gov-deadlines ledger rebuild）",
            f"{self.column} of row {self.id} of {self.table} is {self.value}, which no ledger writes; compare it with "
            "a backup; a row of gd_obligation may also be deleted and worked out anew (gov-deadlines ledger rebuild)",
        )
