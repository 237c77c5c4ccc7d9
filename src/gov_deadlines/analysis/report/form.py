"""The form of the annual report as data: its rows, its columns, and which document prescribes it, with marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import attrs

from ...datafile import load
from ...errors import BadInput, Lang, said
from ...law.convention import Source
from ...law.rule import Mark

PACKAGED = Path(__file__).with_name("forms")
RECEIVED, CARRIED_OVER, HANDLED, CARRIED_NEXT = "received", "carried_over", "handled", "carried_next"
QUANTITIES = (RECEIVED, CARRIED_OVER, HANDLED, CARRIED_NEXT)
NOT_STATED, UNLISTED = "not_stated", "unlisted"
ANY = "*"


@attrs.frozen
class Head:
    """The ``[form]`` table: which form, by which document, for reports on which years, and how well it is known."""

    id: str
    zh: str
    en: str
    title: str
    number: str
    mark: Mark
    rows_mark: Mark
    reports_from: int
    rows_known: bool
    note_zh: str
    note_en: str
    published: date | None = None

    def cite(self, lang: Lang) -> str:
        """The document that prescribes the form, and how sure that is."""
        known = said(lang, f"〔{self.mark.zh}〕", f" [{self.mark.value}: {self.mark.en}]")
        return said(lang, f"{self.number}《{self.title}》{known}", f"{self.number} {self.title}{known}")


@attrs.frozen
class Section:
    """A part of the report: *counted* here, or for the agency to write."""

    zh: str
    en: str
    counted: bool = False
    mark: Mark | None = None
    note_zh: str = ""
    note_en: str = ""


@attrs.frozen
class Column:
    """A column of the table of requests, and the kinds of applicant counted in it; *own* where the form has none."""

    id: str
    zh: str
    en: str
    applicants: tuple[str, ...] = ()
    own: bool = False


@attrs.frozen
class Row:
    """
    A row of the table of requests, under the row that its id names before the last dot.

    It takes what says one of its *channels*, *outcomes* or *grounds*; ``*`` is whatever no other row takes. *own* rows
    stand beside the form, and a *subtotal* is a sum that the form leaves blank. *head_zh* and *head_en* begin the name
    of a row that follows those under it: the form has them once, over all of these.
    """

    id: str
    zh: str
    en: str
    channels: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    own: bool = False
    subtotal: bool = False
    mark: Mark | None = None
    note_zh: str = ""
    note_en: str = ""
    head_zh: str = ""
    head_en: str = ""

    @property
    def above(self) -> str:
        """The id of the row it is part of; empty for the four quantities themselves."""
        return self.id.rpartition(".")[0]

    @property
    def key(self) -> str:
        """By what it is told apart from its siblings."""
        return next((key for key in ("channels", "outcomes", "grounds") if getattr(self, key)), "")


@attrs.frozen
class Ending:
    """The fact that ends a request without an answer, and where the form counts it."""

    event: str
    outcome: str
    ground: str


@attrs.frozen
class Label:
    """A named thing of the form: a remedy or what came of it."""

    id: str
    zh: str
    en: str
    own: bool = False


@attrs.frozen
class Form:
    """The whole of a form."""

    form: Head
    basis: tuple[Source, ...]
    section: tuple[Section, ...]
    row: tuple[Row, ...]
    ending: tuple[Ending, ...]
    remedy: tuple[Label, ...]
    result: tuple[Label, ...]
    column: tuple[Column, ...] = ()

    @cached_property
    def endings(self) -> Mapping[str, Ending]:
        """The endings by the name of their fact."""
        return {each.event: each for each in self.ending}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """
        Every row in order; each group ends in a row for what the record does not state, and one for what has no row.
        """
        found: list[Row] = []
        ending: dict[str, list[Row]] = {}
        for group in dict.fromkeys(row.above for row in self.row if row.above):
            last = [row for row in self.row if row.id.startswith(f"{group}.")][-1]
            ending.setdefault(last.id, []).extend(
                (
                    Row(f"{group}.{NOT_STATED}", "未写明", "not stated", own=True),
                    Row(f"{group}.{UNLISTED}", "其他（本表无此项）", "no such row", own=True),
                )
            )
        for row in self.row:
            # Where an inner group ends with the one around it, its own two rows come first.
            found += [row, *sorted(ending.get(row.id, []), key=lambda each: -each.id.count("."))]
        return tuple(found)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column but the total; the last ones are for kinds of applicant not stated, or without a column."""
        if not self.column:
            return ()
        return (
            *self.column,
            Column(UNLISTED, "法人或其他组织（种类未写明）", "organisations, kind not stated", own=True),
            Column(NOT_STATED, "申请人未写明", "applicant not stated", own=True),
        )

    @cached_property
    def parts(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows under each row, by its id."""
        found: dict[str, tuple[Row, ...]] = {}
        for row in self.rows:
            found[row.above] = (*found.get(row.above, ()), row)
        return found

    def path(self, quantity: str, told: Mapping[str, str | None]) -> tuple[str, ...]:
        """
        The ids of the rows that a request of *quantity* is counted in, the outermost first, by what is *told* of it.

        *told* has the channel, the outcome and the ground, each ``None`` where the record does not say.
        """
        found = [quantity]
        while parts := self.parts.get(found[-1]):
            value = told[parts[0].key.removesuffix("s")]
            by_value = (row.id for row in parts if value in getattr(row, row.key or "grounds"))
            rest = (row.id for row in parts if ANY in row.grounds)
            group = found[-1]
            if value is None:
                found.append(f"{group}.{NOT_STATED}")
            else:
                found.append(next(by_value, None) or next(rest, f"{group}.{UNLISTED}"))
        return tuple(found)

    def outcome_of(self, ground: str) -> str | None:
        """The one outcome that has a row for *ground*; ``None`` where there is none, or more than one."""
        rows = {row.id: row for row in self.row}
        found = {each for row in self.row if ground in row.grounds for each in rows[row.above].outcomes}
        return next(iter(found)) if len(found) == 1 else None

    def column_of(self, applicant: str | None) -> str:
        """The column for that kind of applicant."""
        if applicant is None:
            return NOT_STATED
        return next((each.id for each in self.column if applicant in each.applicants), UNLISTED)


@cache
def forms() -> Mapping[str, Form]:
    """The packaged forms by their id, the oldest first. Raises: BadInput, for data that is at odds with itself."""
    found = [load(path, Form) for path in sorted(PACKAGED.glob("*.toml"))]
    for form in found:
        _check(form)
    return {each.form.id: each for each in found}


def form_for(year: int, named: str | None = None) -> Form:
    """
    The form of the report on *year*, or the one *named*.

    Raises: BadInput, for a year before the Regulations, or a name that no form has.

    >>> form_for(2018).form.number, form_for(2020).form.number, form_for(2024).form.number
    ('国办发〔2014〕32号', '国办公开办函〔2019〕60号', '国办公开办函〔2021〕30号')
    """
    known = forms()
    if named is not None:
        if named not in known:
            listed = ", ".join(known)
            raise BadInput.of(
                "form", f"{named!r} is no form; expected {listed}", f"{named!r} 不是报告格式；应为 {listed}"
            )
        return known[named]
    for form in reversed([*known.values()]):
        if form.form.reports_from <= year:
            return form
    first = min(form.form.reports_from for form in known.values())
    en = f"no annual report is known for {year}; the first is that on {first}"
    raise BadInput.of("year", en, f"{year}年没有年度报告；最早的是{first}年度的报告")


def _check(form: Form) -> None:
    """Raises: BadInput, unless the four quantities are there, rows hang on rows, and siblings agree on a key."""
    ids: Sequence[str] = [row.id for row in form.row]
    faulty = [each for each in QUANTITIES if each not in ids]
    faulty += [row.id for row in form.row if row.above and row.above not in ids]
    faulty += [row.id for row in form.row if row.above and not row.key]
    faulty += [each for each in ids if ids.count(each) > 1]
    for group in form.parts:
        keys = {row.key for row in form.parts[group] if row.key}
        faulty += [group] if group and len(keys) != 1 else []
    if faulty:
        listed = ", ".join(dict.fromkeys(faulty))
        where = f"{form.form.id}.toml"
        raise BadInput.of(where, f"rows that do not fit together: {listed}", f"相互不符的行：{listed}")
