"""Checks a notice as a whole: complete, and its clauses at one with each other and with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ...errors import Fault
from ..notice import Clause, NoticeKind, spans_of
from .clause import Context, Reading, fault_in, read_clause
from .days import FEASTS, feast_days
from .names import canonical, parts_of
from .sentence import sentences
from .text import Draft

SEVEN_FESTIVALS = 2008
"""The first year in which 清明节, 端午节 and 中秋节 were holidays (国务院令第513号)."""
YEARLY = {
    False: ("元旦", "春节", "劳动节", "国庆节"),
    True: ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"),
}


def whole_faults(draft: Draft, readings: Sequence[Reading], context: Context, kind: NoticeKind) -> Iterator[Fault]:
    """All that is wrong between the clauses, or with the text around them."""
    clauses = [(reading.label, reading.clause) for reading in readings if reading.clause]
    if not clauses and not any(reading.faults for reading in readings):
        yield Fault(
            "text",
            "no clause arranges a day; expected clauses such as 一、元旦:1月1日放假",
            "没有任何放假安排；应有“一、元旦：1月1日放假”一类条款",
        )
        return
    for label, expected in draft.gaps:
        yield Fault(
            f"clause {label}",
            f"stands where clause {expected} is expected; paste the text without gaps",
            f"此处应为第{expected}条；请粘贴完整条文",
        )
    yield from _heading_faults(draft, context.year)
    if kind is NoticeKind.ANNUAL:
        named = {part for item in draft.items for part in parts_of(canonical(item.heading))}
        for festival in YEARLY[context.year >= SEVEN_FESTIVALS]:
            if festival not in named:
                yield Fault(
                    "text",
                    f"no clause for {festival}, which an annual notice arranges; paste the whole text",
                    f"缺少{festival}的安排；年度通知应当列明，请粘贴全文",
                )
        for reading in readings:
            if reading.clause and not reading.faults:
                yield from _feast_faults(reading.label, reading.clause, context.year)
    yield from _conflicts(clauses)
    yield from _contradictions("preamble", draft.recital, readings, context)
    yield from _contradictions("after the signature", draft.tail, readings, context)


def _feast_faults(label: str, clause: Clause, year: int) -> Iterator[Fault]:
    """The festivals of a clause whose own day cannot be among its days off."""
    for festival in parts_of(clause.festival):
        if festival not in FEASTS:
            continue
        feast = feast_days(festival, year)
        if not set(feast).intersection(clause.off):
            days = ", ".join(spans_of(feast))
            yield Fault(
                f"clause {label}",
                f"sets none of {days} off, when {festival} is; check the days",
                f"{festival}在{days}，而其间没有放假；请核对日期",
            )


def _conflicts(clauses: Sequence[tuple[str, Clause]]) -> Iterator[Fault]:
    """Days that two clauses set."""
    seen: dict[date, tuple[Clause, str, str]] = {}
    for label, clause in clauses:
        for word, days in (("off", clause.off), ("on", clause.worked)):
            for day in days:
                other, before, said = seen.setdefault(day, (clause, label, word))
                if other is not clause:
                    yield Fault(
                        f"clause {label}",
                        f"sets {day} {word}, and clause {before} sets it {said}; one clause alone sets a day",
                        f"{day}在“{before}”条中已作安排；同一天只应由一条安排",
                    )


def _contradictions(path: str, text: str, readings: Sequence[Reading], context: Context) -> Iterator[Fault]:
    """Days that *text*, which is no clause, speaks of otherwise than the clauses and the earlier notices."""
    off = {day for reading in readings if reading.clause for day in reading.clause.off} | context.off_before.keys()
    on = {day for reading in readings if reading.clause for day in reading.clause.worked} | context.worked_before.keys()
    spoken = [sentence for part in (text, *text.split("\n")) for sentence in sentences(part)]
    for sentence in spoken:
        said = read_clause(path, "", sentence, context, loose=True).clause
        strange = [*(set(said.off) - off), *(set(said.worked) - on)] if said else []
        if strange:
            days = ", ".join(spans_of(strange))
            yield fault_in(
                path,
                sentence,
                f"no clause sets {days} so; expected arrangements in the clauses only",
                f"条款中没有{days}的这一安排；放假安排只应写在条款中",
            )
            off, on = off.union(strange), on.union(strange)


def _heading_faults(draft: Draft, year: int) -> Iterator[Fault]:
    """A title, a number or a day of signature that cannot be those of a notice for *year*."""
    years = [found[1] for part in (draft.about, draft.formula) if (found := re.search(r"(\d{4})年", part))]
    if len(years) == 2 and years[0] == f"{year}" != years[1]:
        yield Fault(
            "year",
            f"the title is of {years[0]} and the preamble of {years[1]}; expected one year",
            f"标题为{years[0]}年，正文为{years[1]}年；应为同一年",
        )
    number = re.search(r"〔(\d{4})〕", draft.number)
    if number and int(number[1]) not in (year - 1, year):
        yield Fault(
            "document_number",
            f"{draft.number!r} is not of {year - 1} or {year}, when a notice for {year} is issued; check it",
            f"“{draft.number}”：{year}年通知的文号应为{year - 1}年或{year}年；请核对",
        )
    if draft.signed and (draft.signing_day is None or draft.signing_day.year not in (year - 1, year)):
        written = "{}年{}月{}日".format(*draft.signed)
        yield Fault(
            "signed",
            f"{written!r} is no day a notice for {year} can be signed on; check the date",
            f"“{written}”不能是{year}年通知的成文日期；请核对",
        )
