"""A 公开时限 in words: what the phrase says, what was repaired to read it, and what can be counted from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from ..errors import BadInput, Lang, Undecidable, said
from ..law.rule import Document, Recurrence, Rule
from ..period import Count
from ..show import bundle
from ..unit import Roll
from ..workdays.calendar import WorkCalendar
from .basis import by_basis
from .clause import Notes
from .counting import Countable, chosen, limit_of, rule_of
from .folding import Folded, fold
from .lexer import tokens_of
from .readings import BeforeEvent, Compound, Reading, Unclear
from .remarks import Refusal, Remark, Repair, Unreadable
from .sentence import Assembly, clauses
from .spoken import spoken

LONGEST = 2000
"""How many characters a cell may have: the longest seen are a tenth of that."""


@attrs.frozen
class Phrase:
    """
    What a cell of the column 公开时限 says.

    *reading* is one of the kinds of ``readings``. *repaired* is the text that was read; *span* the part of *raw*
    that the reading rests on, *leftover* what of it was not read.
    """

    raw: str
    reading: Reading
    repaired: str
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[Remark, ...] = ()
    span: tuple[int, int] = (0, 0)
    leftover: str = ""
    basis: str = ""

    @property
    def kind(self) -> str:
        """The kind of its reading: ``within``, ``periodic``, ``compound``, ``unclear`` …"""
        return self.reading.kind

    @property
    def parts(self) -> tuple[Reading, ...]:
        """Its readings in order: several for a compound, else one."""
        return self.reading.parts if isinstance(self.reading, Compound) else (self.reading,)

    @property
    def refusal(self) -> Refusal | None:
        """Why it, or the first part of it that was not read, was refused; ``None`` when all of it was read."""
        return next((part.refusal for part in self.parts if isinstance(part, Unclear)), None)

    def text(self, lang: Lang = "zh") -> str:
        """
        What it says, a line for each part, then what was repaired to read it and what to beware of.

        >>> print(read_phrase("财政批复后20日内").text("en"))
        within 20 days after the approval (财政批复)
        """
        colon = said(lang, "：", ": ")
        told = [spoken(part, lang) for part in self.parts if part.kind != "unclear" or len(self.parts) > 1]
        told += [head + colon + body for head, body in self._notes(lang)]
        return "\n".join([*told, self.message(lang)] if self.refusal else told)

    def _notes(self, lang: Lang) -> list[tuple[str, str]]:
        """What is to be known beside it, each under its head."""
        repaired = [(said(lang, "修复后", "repaired"), self.repaired)] if self.repairs else []
        return [*repaired, *((said(lang, "注意", "note"), warning.text(lang)) for warning in self.warnings)]

    def message(self, lang: Lang = "zh") -> str:
        """The refusal in full, with the cell quoted; nothing when there is none."""
        return self.refusal.message(lang, self.raw.strip()) if self.refusal else ""

    def limit(self, part: int | None = None) -> Countable:
        """
        What it lets one count: a period, a date each year or once, or a recurrence; of *part*, when it has several.

        The event to count from is left to the user, and so is the side: a period before an event counts back, which
        :meth:`end` does by itself.
        Raises: Undecidable, saying why nothing counts; BadInput, for a part that is not there.

        >>> read_phrase("批复后20日内").limit()
        Period(n=20, unit=<Unit.DAY: 'day'>)
        """
        return limit_of(chosen(self.parts, part))

    def end(
        self, start: date | datetime, calendar: WorkCalendar, *, part: int | None = None, roll: Roll | None = None
    ) -> Count:
        """
        Where it ends, or where its window before an event opens, when what it counts from falls on *start*.

        Raises: as :meth:`limit`, and Undecidable for what only recurs; CalendarNotPublished.

        >>> read_phrase("信息形成之日起20个工作日内").end(date(2026, 1, 5), WorkCalendar.load("CN")).due
        datetime.date(2026, 2, 2)
        """
        reading = chosen(self.parts, part)
        limit = limit_of(reading)
        if isinstance(limit, Recurrence):
            raise Undecidable(
                "it comes round and names no day; open a series for it",
                "该事项按周期重复，没有写明日期；请建立系列（series）",
            )
        return limit.end(start, calendar, roll=roll, before=isinstance(reading, BeforeEvent))

    def to_rule(
        self,
        id: str,
        document: Document,
        *,
        locator: str = "",
        zh: str = "",
        en: str = "",
        anchor: str = "",
        roll: Roll | None = None,
        part: int | None = None,
    ) -> Rule:
        """
        A rule of the agency's catalogue, *document*, with this phrase as its only version.

        *anchor* names the event it counts from (``law.anchors``) where the phrase does not, or not by a name of the law
        rooms. A word such as 及时 stays a word; how long a notice stays up becomes a minimum.
        Raises: as :meth:`limit`, and Undecidable when there is nothing to count from.
        """
        return rule_of(
            chosen(self.parts, part),
            id,
            document,
            locator=locator,
            zh=zh,
            en=en,
            anchor=anchor,
            roll=roll,
            note="；".join((f"原文：{self.raw.strip()}", *(warning.zh for warning in self.warnings))),
        )

    def __str__(self) -> str:
        return self.text("zh")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks."""
        title = "；".join(spoken(part) for part in self.parts)
        return bundle(title, [("原文", self.raw), *self._notes("zh"), ("未读出", self.message("zh"))])

    def to_dict(self) -> dict[str, Any]:
        """The reading in plain values, with everything that is to be known beside it."""
        return {
            **self.reading.to_dict(),
            "raw": self.raw,
            **({"basis": self.basis} if self.basis else {}),
            **({"repaired": self.repaired} if self.repairs else {}),
            "repairs": [repair.to_dict() for repair in self.repairs],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "span": list(self.span),
            "leftover": self.leftover,
        }


def read_phrase(raw: str, *, basis: str = "") -> Phrase:
    """
    What the phrase says; *basis* is the cell 公开依据 of its row, whose law may say what its 日 are.

    Nothing is guessed: a phrase that is ambiguous or incomplete is ``unclear``, with the reason.
    Raises: BadInput, for what is no text or longer than a cell.

    >>> phrase = read_phrase("自该信息形成或者变更之日起20个工作日内予以公开")
    >>> phrase.kind, phrase.reading.n, phrase.reading.unit.value, phrase.reading.anchor.value
    ('within', 20, 'working_day', 'formed_or_changed')
    >>> read_phrase("批准后20内").reading.why
    'no_unit: 数字 20 后缺少时间单位（日/个工作日）'
    """
    for name, value in (("raw", raw), ("basis", basis)):
        _check(name, value)
    folded = fold(raw)
    tokens, read = tokens_of(folded)
    notes = Notes(folded, list(folded.repairs))
    assembly = Assembly(notes)
    try:
        if not folded.text:
            raise Unreadable(_EMPTY)
        for clause in clauses(tokens, notes):
            assembly.take(clause)
        reading = by_basis(assembly.done(), basis, notes) if basis else assembly.done()
    except Unreadable as unreadable:
        reading = Unclear(refusal=unreadable.refusal)
    return _phrase(raw, reading, folded, (*notes.repairs, *read), assembly, basis)


_EMPTY = Refusal(
    "empty",
    "单元格为空：可能是与上方单元格合并，也可能没有填写",
    "the cell is empty: merged with the one above, or not filled in",
)


def _check(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise BadInput.of(name, f"{value!r} is no text", f"{value!r} 不是文本")
    if len(value) > LONGEST:
        raise BadInput.of(
            name,
            f"{len(value)} characters, beginning {value[:20]!r}; a cell has at most {LONGEST}: pass one cell at a time",
            f"共{len(value)}字（开头为“{value[:20]}”）；单元格最多{LONGEST}字，请逐格传入",
        )


def _phrase(
    raw: str, reading: Reading, folded: Folded, repairs: tuple[Repair, ...], assembly: Assembly, basis: str
) -> Phrase:
    """Everything put together, places counted in the raw text."""
    spans = sorted(assembly.spans)
    span = (folded.raw_offset(spans[0][0]), folded.raw_offset(spans[-1][1] - 1) + 1) if spans else (0, 0)
    leftover = ";".join(clause.text for clause in assembly.unread)
    notes = assembly.notes
    if leftover:
        notes.warn(
            "unread",
            f"“{leftover}”未识别，不影响已读的期限",
            f"{leftover!r} was not read; it does not change the limit",
        )
    if any(repair.why == "joined_digits" for repair in repairs):
        notes.warn(
            "joined_digits",
            "数字被空格或换行断开，已连读，请核对",
            "the figures of a number stood apart and were joined; check them",
        )
    return Phrase(
        raw,
        _placed(reading, folded),
        folded.text,
        tuple(sorted(repairs, key=lambda repair: repair.offset)),
        tuple(notes.warnings),
        span,
        leftover,
        basis,
    )


def _placed(reading: Reading, folded: Folded) -> Reading:
    """*reading*, with the places of its refusals counted in the raw text."""
    if isinstance(reading, Compound):
        return attrs.evolve(reading, parts=tuple(_placed(part, folded) for part in reading.parts))
    if isinstance(reading, Unclear):
        refusal = attrs.evolve(reading.refusal, offset=folded.raw_offset(reading.refusal.offset))
        return attrs.evolve(reading, refusal=refusal)
    return reading
