"""Reads the official wording of a holiday notice, so that a new one counts on the day it is published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from string import ascii_lowercase

import attrs

from ...errors import BadInput, quoted
from ...plain import check_text
from ..notice import Clause, Confidence, Notice, NoticeKind
from ..region import NATION, prefix_of
from .clause import Context, Reading, fault_in, read_clause
from .days import FEASTS
from .names import canonical, parts_of
from .sentence import Verb, read_sentence, sentences
from .text import PROSE, Draft, Item, clean, cut
from .whole import whole_faults

YEARS = range(1949, 2200)
MOST_CHARACTERS = 20_000
"""Ten times what notices have, for the page around one: patterns that look ahead take the square of a text's length."""
AMENDS = re.compile(r"(?:\d{4}年)?(?:调整|延长|变更|取消|推迟)|.*假期(?:安排)?(?:调整|延长|变更)")


def read_notice(
    text: str,
    *,
    region: str = NATION,
    year: int | None = None,
    earlier: Sequence[Notice] = (),
    public: date | None = None,
) -> Notice:
    """
    The notice that *text* words, as pasted from an official or press page.

    *year* overrides the year of the title, and gives it where the text has no title line; *earlier* are the notices
    already out, which a second notice needs where it says only what changes. What stands before 通知如下 and after the
    signature is not read as arrangement, but may not contradict it.

    Raises: BadInput, with every fault of every clause; nothing that speaks of days is passed over in silence.
    UnknownRegion, for a *region* that is none.
    """
    if not isinstance(text, str):
        en = f"{quoted(text)} is no text; read it first, like Path('notice.txt').read_text(encoding='utf-8')"
        zh = f"{quoted(text)} 不是文字；请先读出，如 Path('通知.txt').read_text(encoding='utf-8')"
        raise BadInput.of("text", en, zh)
    region = prefix_of(region)
    draft = cut(_short(clean(_short(text))))
    year = _year(draft) if year is None else year
    if year not in YEARS:
        en, zh = f"expected {YEARS[0]} to {YEARS[-1]}", f"应在{YEARS[0]}至{YEARS[-1]}之间"
        raise BadInput.of("year", f"{year} is not the year of a notice; {en}", f"{year}不是通知的年份；{zh}")
    context = _context(region, year, earlier)
    readings = [_read(item, draft, context) for item in draft.items]
    clauses = [reading.clause for reading in readings if reading.clause]
    amends = bool(AMENDS.match(draft.about or draft.formula)) or any(reading.extended for reading in readings)
    kind = _kind(draft, clauses, context, amends=amends)
    faults = [fault for reading in readings for fault in reading.faults]
    faults += whole_faults(draft, readings, context, kind)
    if faults:
        raise BadInput(faults)
    return Notice(
        id=_free_id(region, year, kind, earlier),
        region=region,
        year=year,
        kind=kind,
        clauses=tuple(clauses),
        title=draft.title,
        document_number=draft.number,
        signed=draft.signing_day,
        public=public,
        supersedes=tuple(_superseded(clause, region, year, earlier) for clause in clauses) if amends else (),
        confidence=Confidence.MEDIUM,
    )


def _short(text: str) -> str:
    """*text*, which may have grown as its characters were made plain. Raises: BadInput, when it is no notice's."""
    check_text(text, "text", MOST_CHARACTERS)
    if any("\ud800" <= char <= "\udfff" for char in text):
        en = "holds halves of surrogate pairs, as bytes do that were read in another encoding; read it as UTF-8"
        raise BadInput.of("text", en, "含有不成对的代理字符，可能是编码读取有误；请按 UTF-8 读取")
    return text


def _year(draft: Draft) -> int:
    """The year of the title, else of the preamble's formula, else the last one that the arrangement names."""
    sources = (
        re.findall(r"(\d{4})年", draft.about)[:1],
        re.findall(r"(\d{4})年", draft.formula)[:1],
        re.findall(r"(\d{4})年,?(?:我.)?(?:部分节假日|元旦)", draft.recital),
        [year for item in draft.items for year in re.findall(r"(\d{4})年", item.body)],
        re.findall(r"(\d{4})年\d{1,2}月\d{1,2}日[^。\n]*放假", draft.recital),
    )
    years: list[str] = next((years for years in sources if years), list[str]())
    if not years:
        raise BadInput.of(
            "year",
            "the text names no year; expected a title such as 关于2027年部分节假日安排的通知, or pass year",
            "文中没有年份；应有“关于2027年部分节假日安排的通知”一类标题，或传入 year",
        )
    return max(map(int, years))


def _context(region: str, year: int, earlier: Sequence[Notice]) -> Context:
    """The days set by the *earlier* notices that bind in *region*, a later one overriding what an earlier one set."""
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    ends: dict[str, date] = {}
    for notice in sorted(_binding(region, earlier), key=lambda n: n.known_from):
        for taken, given, days in ((worked, off, notice.off), (off, worked, notice.worked)):
            given.update(days)
            for day in days:
                taken.pop(day, None)
        if notice.year == year:
            ends.update(
                {name: max(c.off) for c in notice.clauses if c.off for name in (c.festival, *parts_of(c.festival))}
            )
    return Context(year, region, off, worked, ends)


def _binding(region: str, earlier: Sequence[Notice]) -> list[Notice]:
    return [notice for notice in earlier if notice.region == NATION or region.startswith(notice.region)]


def _read(item: Item, draft: Draft, context: Context) -> Reading:
    """The clause read under the festival of its heading, or the one its words or the title name."""
    extended = next(
        (s for t in sentences(item.body) for s in read_sentence(t).statements if s.verb is Verb.EXTENDED), None
    )
    opening = re.match(r"(?:\d{4}年)?“([^”]+)”", item.body)
    festival = (
        canonical(item.heading)
        or (extended.festival if extended else "")
        or (opening[1] if opening else "")
        or _festival_of(draft.about or draft.formula)
    )
    reading = read_clause(item.label, festival, item.body, context, headed=bool(item.heading) or item.label == PROSE)
    if reading.clause and not festival:
        en, zh = "names no festival; expected a heading such as 春节:", "没有节日名称；应有“春节：”一类标题"
    elif not (reading.clause or reading.faults) and item.heading and FEASTS.keys() >= set(parts_of(festival)):
        en, zh = "arranges no day; expected days such as 1月1日放假", "没有安排任何日期；应有“1月1日放假”一类内容"
    else:
        return reading
    fault = fault_in(f"clause {item.label}", item.heading + item.body, en, zh)
    return attrs.evolve(reading, clause=None, faults=(*reading.faults, fault))


def _festival_of(about: str) -> str:
    """The festival or two that a title is about: 劳动节 of 调整2019年劳动节假期安排, none of 2027年部分节假日安排."""
    named = re.match(r"(?:.*?\d{4}年)?(?:调整|延长|变更|取消|重申)?(.+?)(?:假期|放假|调休)", about)
    festival = canonical(named[1]) if named and "节假日" not in about else ""
    return festival if len(parts_of(festival)) <= 2 else ""


def _kind(draft: Draft, clauses: Sequence[Clause], context: Context, *, amends: bool) -> NoticeKind:
    """What the notice does, by its title; one without a title amends if all its festivals were arranged before."""
    festivals = {part for clause in clauses for part in parts_of(clause.festival)}
    if context.region != NATION:
        return NoticeKind.REGIONAL
    if amends:
        return NoticeKind.AMENDING
    if "节假日" in draft.about or (not draft.about and not festivals <= context.ends.keys()):
        return NoticeKind.ANNUAL
    return NoticeKind.AMENDING if festivals <= FEASTS.keys() else NoticeKind.EXTRAORDINARY


def _free_id(region: str, year: int, kind: NoticeKind, earlier: Sequence[Notice]) -> str:
    """``CN/2027``, with a letter from b on for a second notice of the year."""
    taken = {notice.id for notice in earlier}
    whole = kind in (NoticeKind.ANNUAL, NoticeKind.REGIONAL)
    return next(
        free for letter in [""] * whole + list(ascii_lowercase[1:]) if (free := f"{region}/{year}{letter}") not in taken
    )


def _superseded(clause: Clause, region: str, year: int, earlier: Sequence[Notice]) -> str:
    """The clause that *clause* changes: of the last earlier notice on that festival, else of the annual one."""
    parts = set(parts_of(clause.festival))
    found = [
        f"{notice.id}#{old.festival}"
        for notice in sorted(_binding(region, earlier), key=lambda n: n.known_from)
        for old in notice.clauses
        if notice.year == year and parts & set(parts_of(old.festival))
    ]
    return found[-1] if found else f"{region}/{year}#{clause.festival}"
