"""From records to items: the texts of each element, the phrase with the basis of its row, and the choices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from ..phrase import LONGEST, Phrase, read_phrase
from ..readings import Unclear
from ..remarks import Refusal
from .finding import CatalogueFinding, Place, Severity
from .heads import Element
from .item import Item
from .layout import Column, Layout
from .marks import Choice, read_choice, read_ticks
from .rows import Record, places_of

_BETWEEN_HAN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])")
_CHOICES = (Element.METHOD, Element.CHANNEL, Element.AUDIENCE, Element.TIER)


@attrs.define
class Making:
    """The items of one table while they are made, with what there is to say of each."""

    layout: Layout
    legend: Mapping[str, str]
    phrases: dict[tuple[str, str], Phrase]
    """Remembered for the whole catalogue: most of its cells say the same."""
    told: dict[tuple[str, str, str], list[Place]] = attrs.field(factory=dict)

    def item(self, record: Record) -> Item:
        """The item that *record* is."""
        of = self.layout.of
        basis = "\n".join(record.of(of(Element.BASIS)))
        frequency = "；".join(record.of(of(Element.FREQUENCY)))
        choices = {element: self._choice(element, record) for element in _CHOICES}
        others = (
            (column.title, record.texts[column.number])
            for column in of(Element.OTHER)
            if column.title and record.texts.get(column.number)
        )
        return Item(
            place=record.place,
            names=tuple(dict.fromkeys(plain(text) for text in record.of(of(Element.NAME)))),
            content="\n".join(record.of(of(Element.CONTENT))),
            basis=basis,
            phrase=self._phrase(record, basis, frequency),
            subject=_labelled(of(Element.SUBJECT), record),
            method=choices[Element.METHOD],
            channel=choices[Element.CHANNEL],
            audience=choices[Element.AUDIENCE],
            tier=choices[Element.TIER],
            number="".join(record.of(of(Element.NUMBER))),
            frequency=frequency,
            section=record.section,
            others=tuple(others),
        )

    def _phrase(self, record: Record, basis: str, frequency: str) -> Phrase:
        columns = self.layout.of(Element.LIMIT)
        texts = record.of(columns)
        raw = (",".join if len(columns) > 1 else "".join)(texts)
        if any(column.number in record.formulas for column in columns):
            return _refused(raw, basis, _FORMULA)
        if not raw and frequency:
            raw = frequency
            self._tell("limit_from_frequency", Element.LIMIT, record)
        if len(raw) > LONGEST:
            return _refused(raw, basis, _TOO_LONG)
        if len(basis) > LONGEST:
            self._tell("basis_too_long", Element.BASIS, record)
            basis = ""
        if (raw, basis) not in self.phrases:
            self.phrases[raw, basis] = read_phrase(raw, basis=basis)
        return self.phrases[raw, basis]

    def _choice(self, element: Element, record: Record) -> Choice:
        columns = self.layout.of(element)
        if len(columns) > 1 or (columns and columns[0].label):
            cells = [(column.label or column.title, record.texts.get(column.number, "")) for column in columns]
            choice = read_ticks(cells, self.legend) if any(text for _, text in cells) else Choice()
        else:
            choice = read_choice("\n".join(record.of(columns)), self.legend)
        if choice.doubt:
            self._tell(choice.doubt, element, record)
        return choice

    def _tell(self, code: str, element: Element, record: Record) -> None:
        self.told.setdefault((code, element.zh, record.place.sheet), []).append(record.place)

    def findings(self) -> Iterator[CatalogueFinding]:
        """What there is to say of the items made, each thing once for all its rows."""
        for (code, column, _), places in self.told.items():
            severity, zh, en = _SAID[code]
            yield CatalogueFinding(code, severity, zh, en, tuple(places), column)


def of_limits(items: Iterable[Item]) -> Iterator[CatalogueFinding]:
    """What was repaired, warned of and refused in the 公开时限 of *items*, once for all rows that say the same."""
    same: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        same.setdefault((item.phrase.raw, item.phrase.basis), []).append(item)
    for alike in same.values():
        phrase = alike[0].phrase
        quoted = " ".join(phrase.raw.split())[:60]
        rows: dict[str, list[int]] = {}
        for item in alike:
            rows.setdefault(item.place.sheet, []).append(item.place.first)
        places = tuple(place for sheet, numbers in rows.items() for place in places_of(sheet, numbers))

        def told(code: str, severity: Severity, zh: str, en: str, at: tuple[Place, ...] = places) -> CatalogueFinding:
            return CatalogueFinding(code, severity, zh, en, at, Element.LIMIT.zh)

        yield from _of_phrase(phrase, quoted, alike[0], told)


def _of_phrase(
    phrase: Phrase, quoted: str, item: Item, told: Callable[[str, Severity, str, str], CatalogueFinding]
) -> Iterator[CatalogueFinding]:
    for reading in phrase.parts:
        if isinstance(reading, Unclear):
            refusal = reading.refusal
            yield told(
                f"limit_refused/{refusal.code}",
                Severity.ERROR,
                refusal.message("zh", quoted),
                refusal.message("en", quoted),
            )
    if real := [repair for repair in phrase.repairs if repair.why not in ("space", "line_break", "width", "invisible")]:
        yield told(
            "limit_repaired",
            Severity.NOTE,
            f"“{quoted}”读作“{phrase.repaired}”：" + "；".join(repair.zh for repair in real),
            f"{quoted!r} was read as {phrase.repaired!r}",
        )
    for warning in phrase.warnings:
        yield told(f"limit/{warning.code}", Severity.WARNING, f"“{quoted}”：{warning.zh}", f"{quoted!r}: {warning.en}")
    for stated in item.limits:
        if stated.limit is None and not isinstance(stated.reading, Unclear):
            yield told(
                "limit_without_number",
                Severity.NOTE,
                f"“{quoted}”：{stated.why_zh}",
                f"{quoted!r}: {stated.why_en}",
            )


def plain(text: str) -> str:
    """*text* in one line: blanks between Chinese characters come from wrapped cells."""
    return " ".join(_BETWEEN_HAN.sub("", text).split())


def bare(text: str) -> str:
    """*text* without blanks and in one width: enough to find words in it, and to tell two texts alike."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def _labelled(columns: Iterable[Column], record: Record) -> str:
    """The texts of *columns*, each after its own head where there are several."""
    texts = [(column, record.texts[column.number]) for column in columns if record.texts.get(column.number)]
    if len(texts) == 1:
        return texts[0][1]
    return "；".join(dict.fromkeys(text for _, text in texts))


def _refused(raw: str, basis: str, refusal: Refusal) -> Phrase:
    return Phrase(raw, Unclear(refusal=refusal), raw, basis=basis)


_FORMULA = Refusal(
    "formula",
    "单元格是公式，不计算",
    "the cell is a formula, which is never worked out",
    way_zh="请把公式换成文字",
    way_en="put the text in its place",
)
_TOO_LONG = Refusal(
    "too_long",
    f"超过{LONGEST}字，不像一个单元格的时限",
    f"more than {LONGEST} characters: no limit of one cell",
)
_SAID = {
    "limit_from_frequency": (
        Severity.NOTE,
        "空白，按更新频率列读取",
        "blank, and read from the column that says how often",
    ),
    "basis_too_long": (
        Severity.WARNING,
        f"超过{LONGEST}字，读取时限时未考虑其中法律对“日”的规定",
        f"longer than {LONGEST} characters: what its laws say of days was not considered for the limit",
    ),
    "none_chosen": (
        Severity.WARNING,
        "列出的各项都标为未选，无法确定选了哪一项",
        "all that is listed is marked as not chosen: it cannot be told which is",
    ),
    "open_marks": (
        Severity.WARNING,
        "只有空心标记，又没有图例说明，按全部选中读取，请核对",
        "only open marks and no legend: all were read as chosen; check them",
    ),
    "mark_alone": (
        Severity.WARNING,
        "只有标记没有文字，无法确定选了什么",
        "a mark without a word: it cannot be told what is chosen",
    ),
}
