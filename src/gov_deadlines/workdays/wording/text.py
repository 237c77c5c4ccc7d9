"""Cuts the pasted text of a notice into its parts: title, number, preamble, clauses, signature."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import attrs

from .names import HAN, JOINT_NAME, NUMERALS

PROSE = "text"
"""The label of an arrangement that stands in no clause."""

_DIGITS = {"〇": "0", "○": "0", "零": "0"} | {zh: str(n) for zh, n in NUMERALS.items() if zh not in "两十"}
_ZH_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月)?(?:([一二三四五六七八九十]{1,3})日)?"
)

_TITLE = re.compile(
    rf"(?P<issuer>国务院(?:办公厅)?|[{HAN}]{{2,20}}?(?:人民政府|行政公署)(?:办公厅|办公室)?|)\n?"
    r"关于(?P<about>[^《》。;:,]{2,60}?)的通知"
)
_QUOTED = re.compile(r"《[^》]*》(?:\([^)]*\))?")
_NUMBER = re.compile(
    rf"(国办发明电|国发明电|国办发|国发|(?:(?<=[\n:(])|^)[{HAN}]{{2,10}})[〔\[]((?:19|20)\d{{2}})[〕\]]第?(\d+)号"
)
_FORMULA = re.compile(r"(?:现[将就](?P<about>[^。;:]{2,80}?)(?:有关事项|的?具体安排)?通知)?如下[^。:\n]{0,8}[:。]")
_SIGNATURE = re.compile(
    r"(?:(?:国务院|办公厅|办公室|人民政府)[\n,]{0,2}(?=\d{4}年\d{1,2}月\d{1,2}日)|(?<=\n)(?=\d{4}年\d{1,2}月\d{1,2}日(?:\n|$)))"
    r"(\d{4})年(\d{1,2})月(\d{1,2})日"
)
_DRAWN_UP = re.compile(r"成文日期:?(\d{4})[年-](\d{1,2})[月-](\d{1,2})")

_MARKER = re.compile(
    r"(?:(?<=[\n。;:!])|(?<=的通知)|(?<=\d号)|^)(?:(?P<zh>[一二三四五六七八九十]{1,3})[、.]|(?P<figure>\d{1,2})(?:、|\.(?!\d))|\((?P<inner>\d{1,2})\))"
    r"|\((?P<nested>[一二三四五六七八九十]{1,3})\)[、.]?"
)
_HEADING = re.compile(
    rf"(?:(?<=[\n。;])|^)[-\u2010-\u2015\u2500•·●◆*]*"
    rf"(?:(?P<known>{JOINT_NAME})(?::|\n|,?(?=\d))|(?P<local>[{HAN}“”、]{{1,20}}(?:节|庆|年|三月三|纪念日)):(?=\d))"
)
_ANY_HEADING = re.compile(r"([^\d,:\n。;]{1,30})[:\n]")
_TITLE_WORDS = re.compile(r"放假(?:调休)?(?:的)?(?:安排|时间|事项)?$|(?:假期)(?:安排)?$|安排$")


@attrs.frozen
class Item:
    """A clause: the number or name it bears, the festival its heading names (maybe none), and its words."""

    label: str
    heading: str
    body: str


@attrs.frozen
class Draft:
    """A notice cut up. *recital* is what stands before the clauses, *tail* what stands after the signature."""

    title: str
    about: str
    """What the title is about: the words between 关于 and 的通知."""
    formula: str
    """What the preamble says it gives notice of: the words between 现将 and 通知如下."""
    number: str
    recital: str
    items: tuple[Item, ...]
    gaps: tuple[tuple[str, int], ...]
    """Clauses after which the numbering leaps: the label found and the number expected."""
    signed: tuple[int, int, int] | None
    """The year, month and day of signature as written: maybe no day at all."""
    tail: str

    @property
    def signing_day(self) -> date | None:
        """The day of signature, if there is such a day."""
        try:
            return date(*self.signed) if self.signed else None
        except ValueError:
            return None


def clean(text: str) -> str:
    """*text* with full-width forms made plain, blanks and invisible characters gone, and Chinese dates in figures."""
    lines = unicodedata.normalize("NFKC", text).splitlines()
    plain = ("".join(char for char in line if unicodedata.category(char) not in ("Cf", "Cc", "Zs")) for line in lines)
    return _ZH_DATE.sub(_figures, "\n".join(filter(None, plain)))


def cut(text: str) -> Draft:
    """The parts of the cleaned *text*."""
    markers = list(_MARKER.finditer(text))
    start = markers[0].start() if markers else len(text)
    named = None if markers else _HEADING.search(text)
    if named:
        start = named.start()
    front = text[:start]
    title = _title(front)
    formulas = list(_FORMULA.finditer(front))
    opening = start
    if formulas or start == len(text):
        opening = formulas[-1].end() if formulas else title.end() if title else 0
    recital, prose = text[:opening], text[opening:start]
    last = max((found.end() for found in [*markers, *_HEADING.finditer(text)]), default=opening)
    signature = _SIGNATURE.search(text, last)
    end = signature.start() if signature else len(text)
    items = [Item(PROSE, "", prose[: end - opening])] if prose.strip("\n") else []
    items += _numbered(text, markers, end) if markers else _by_heading("", text[start:end])
    date_line = signature or _DRAWN_UP.search(front)
    return Draft(
        title=title.group().replace("\n", "") if title else "",
        about=title["about"].replace("\n", "") if title else "",
        formula=(formulas[-1]["about"] or "").replace("\n", "") if formulas else "",
        number=_number(front.replace(title.group(), "\n") if title else front),
        recital=recital,
        items=tuple(items),
        gaps=tuple(_gaps(markers)),
        signed=(int(date_line[1]), int(date_line[2]), int(date_line[3])) if date_line else None,
        tail=text[signature.end() :] if signature else "",
    )


def _figures(written: re.Match[str]) -> str:
    year, month, day = written.groups()
    figures = "".join(_DIGITS[char] for char in year) + "年"
    return figures + (f"{_tens(month)}月" if month else "") + (f"{_tens(day)}日" if day else "")


def _tens(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if ten else 0) + NUMERALS.get(ones, 0)


def _title(front: str) -> re.Match[str] | None:
    """The notice's own title: one outside 《》 before one inside, for a press digest may give it only so."""
    titles = [found for found in _TITLE.finditer(front) if re.search(r"放假|假日|假期|调休", found["about"])]
    plain = [found for found in titles if not any(q.start() < found.start() < q.end() for q in _QUOTED.finditer(front))]
    return next(iter(plain or titles), None)


def _number(front: str) -> str:
    found = _NUMBER.search(_QUOTED.sub("", front))
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""


def _numbered(text: str, markers: list[re.Match[str]], end: int) -> Iterator[Item]:
    stops = [*(marker.start() for marker in markers[1:]), end]
    for marker, stop in zip(markers, stops, strict=True):
        label = next(group for group in marker.groups() if group)
        yield from _by_heading(label, text[marker.end() : stop])


def _by_heading(label: str, body: str) -> list[Item]:
    """The clauses of *body*, each under its festival: one line may hold several, and a numbered one any heading."""
    body = body.strip("\n")
    found = [(hit.start(), hit.end(), hit["known"] or hit["local"]) for hit in _HEADING.finditer(body)]
    opening = _ANY_HEADING.match(body)
    if opening and not (found and found[0][0] == 0):
        found.insert(0, (0, opening.end(), opening[1]))
    if not found or found[0][0] > 0:
        return [Item(label, "", body)] if label else []
    stops = [*(start for start, _, _ in found[1:]), len(body)]
    names = [_TITLE_WORDS.sub("", name) for _, _, name in found]
    return [
        Item(name if number or not label else label, name, body[end:stop])
        for number, ((_, end, _), stop, name) in enumerate(zip(found, stops, names, strict=True))
    ]


def _gaps(markers: list[re.Match[str]]) -> Iterator[tuple[str, int]]:
    """Where a number is not the one after the last of its style, nor a fresh start."""
    last: dict[str, int] = {}
    for marker in markers:
        style, label = next((name, value) for name, value in marker.groupdict().items() if value)
        number = int(label) if label.isdigit() else _tens(label)
        if number not in (1, last.get(style, 0) + 1):
            yield label, last.get(style, 0) + 1
        last[style] = number
