"""The bases that a catalogue cites: which are in force on a day, which no longer, and which are not known here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from ...errors import Lang, said
from ...law.book import LawBook
from ...law.rule import Mark
from ..basis import day_units
from ..folding import fold
from ..tables.finding import CatalogueFinding, Place, Severity
from ..tables.heads import Element
from ..tables.item import Item

_TITLE = re.compile(r"《([^《》]{2,120})》")
_ASIDE = re.compile(r"\([^()]*\)")
_NATION = "中华人民共和国"
_UNCHECKED = "名称未核"


@attrs.frozen
class KnownText:
    """One text of a law: what it is called here, its number, and for how long it was in force."""

    title: str
    label: str
    in_force_from: date
    in_force_to: date | None
    mark: Mark
    number: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on *day*."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def text(self, lang: Lang) -> str:
        """What it is called and for how long it held."""
        to = self.in_force_to or ""
        mark = said(lang, self.mark.zh, self.mark.en)
        return said(
            lang,
            f"{self.label} {self.in_force_from}至{to}〔{mark}〕",
            f"{self.label} {self.in_force_from}..{to} [{mark}]",
        )


def known_texts(book: LawBook) -> dict[str, tuple[KnownText, ...]]:
    """Each text that *book* and the data of this library know, by its plain title."""
    documents = {version.document for rule in book for version in book[rule].versions}
    documents |= {clause.document for clause in book.clauses.values()}
    texts = {
        KnownText(_plain(d.title), d.short, d.in_force_from, d.in_force_to, d.mark, d.number)
        for d in documents
        if _UNCHECKED not in d.title
    }
    titles = {text.title for text in texts}
    for convention in book.conventions.values():
        texts |= {
            KnownText(_plain(s.title), s.title, s.in_force_from, s.in_force_to, s.mark)
            for s in convention.sources
            if _plain(s.title) not in titles
        }
    texts |= {
        KnownText(_plain(law.short), law.short, law.in_force_from, law.in_force_to, law.mark)
        for law in day_units()
        if _plain(law.short) not in titles
    }
    found: dict[str, list[KnownText]] = {}
    for text in sorted(texts, key=lambda text: (text.in_force_from, text.label)):
        found.setdefault(text.title, []).append(text)
    return {title: tuple(each) for title, each in found.items()}


def of_bases(items: Iterable[Item], book: LawBook, on: date) -> tuple[tuple[CatalogueFinding, ...], tuple[str, ...]]:
    """What there is to say of the bases of *items* on *on*, and the titles that nothing is known of."""
    known = known_texts(book)
    rows: dict[str, list[Place]] = {}
    numbers: dict[KnownText, list[Place]] = {}
    ended = [text for each in known.values() for text in each if text.number and not text.holds_on(on)]
    numbered = [(text, fold(text.number).text) for text in ended]
    cited: dict[str, tuple[tuple[str, ...], tuple[KnownText, ...]]] = {}  # most rows rest on what the others do
    for item in items:
        if item.basis not in cited:
            plain = fold(item.basis).text
            titles = tuple(dict.fromkeys(_cited(plain, known)))
            cited[item.basis] = titles, tuple(text for text, number in numbered if number in plain)
        for title in cited[item.basis][0]:
            rows.setdefault(title, []).append(item.place)
        for text in cited[item.basis][1]:
            numbers.setdefault(text, []).append(item.place)
    findings: list[CatalogueFinding] = []
    unknown: list[str] = []
    for title, places in rows.items():
        texts = known.get(title, ())
        if any(text.holds_on(on) for text in texts):
            continue
        if texts and all(text.in_force_to is not None and text.in_force_to < on for text in texts):
            findings.append(_ended(title, texts, places, on))
        else:
            unknown.append(title)
    findings += [_old(text, places, known[text.title], on) for text, places in numbers.items()]
    findings += _of_unknown(unknown)
    return tuple(findings), tuple(unknown)


def _cited(plain: str, known: dict[str, tuple[KnownText, ...]]) -> Iterator[str]:
    """The titles that a basis cites: those in 《》, and those of known texts that stand without."""
    yield from (_plain(title) for title in _TITLE.findall(plain))
    outside = _TITLE.sub("", plain).replace(_NATION, "")
    for title in sorted(known, key=len, reverse=True):
        if len(title) >= 4 and title in outside:
            yield title
            outside = outside.replace(title, "")


def _plain(title: str) -> str:
    """A title without the name of the state and what stands in brackets behind it."""
    return _ASIDE.sub("", fold(title).text).removeprefix(_NATION)


def _ended(title: str, texts: tuple[KnownText, ...], places: list[Place], on: date) -> CatalogueFinding:
    last = max(texts, key=lambda text: text.in_force_to or date.max)
    return CatalogueFinding(
        "basis_not_in_force",
        Severity.ERROR,
        f"《{title}》在{on}已不施行（止于{last.in_force_to}），不能再作依据",
        f"《{title}》 is no longer in force on {on} (it ended on {last.in_force_to}) and is no basis any more",
        tuple(places),
        Element.BASIS.zh,
        last.text("zh"),
        last.text("en"),
    )


def _old(text: KnownText, places: list[Place], others: tuple[KnownText, ...], on: date) -> CatalogueFinding:
    now = next((other for other in others if other.holds_on(on)), None)
    zh = f"引用的是{text.number}，该文本在{on}不施行"
    en = f"cites {text.number}, a text that is not in force on {on}"
    if now:
        zh += f"；同名文件当日施行的是{now.number or now.label}"
        en += f"; in force under that name is {now.number or now.label}"
    return CatalogueFinding(
        "basis_of_old_text",
        Severity.WARNING,
        zh,
        en,
        tuple(places),
        Element.BASIS.zh,
        "；".join(each.text("zh") for each in (text, now) if each),
        "; ".join(each.text("en") for each in (text, now) if each),
    )


def _of_unknown(titles: list[str]) -> Iterator[CatalogueFinding]:
    if titles:
        shown = "、".join(f"《{title}》" for title in titles[:8]) + ("…" if len(titles) > 8 else "")
        yield CatalogueFinding(
            "basis_unknown",
            Severity.NOTE,
            f"有{len(titles)}个依据的施行情况在本库中查不到，是否仍然有效须另行核对：{shown}",
            f"of {len(titles)} bases it is not known here whether they are in force; check them elsewhere: {shown}",
            column=Element.BASIS.zh,
        )
