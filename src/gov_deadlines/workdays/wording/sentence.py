"""Reads one sentence of a notice into statements: which days are named, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

import attrs

from .names import HAN, KNOWN_NAME, canonical, number_of


class Verb(Enum):
    """What a statement says of its days."""

    OFF = "放假"
    MADE_UP = "补休"
    SWAPPED = "调休"
    WORKED = "上班"
    RESUMED = "正常上班"
    STATUTORY = "为法定节假日"
    REST = "照常公休"
    MOVED = "公休日调至"
    EXTENDED = "延长至"
    COUNTED = "共…天"
    JOINED = "与周末连休"
    REMARK = "不调休"
    """Arranges nothing: 不调休, or that a day is a feast."""


@attrs.frozen
class Mention:
    """A day as written: a year or month left out is taken from what stands around it."""

    text: str
    year: int | None
    month: int | None
    day: int
    weekdays: tuple[int, ...] = ()
    """The weekdays in its brackets, Monday 0."""
    feast: bool = False
    """Its brackets name a feast or a lunar day."""


@attrs.frozen
class Span:
    """A day, or all the days from one to another."""

    first: Mention
    last: Mention | None = None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The one or two days written."""
        return (self.first,) if self.last is None else (self.first, self.last)


@attrs.frozen
class Statement:
    """
    One thing said: *verb* of the days of *spans*.

    *targets* are the days that rest days move to; *count* is a number of days written beside it (共3天, 两个公休日);
    *festival* is what 延长春节假期 names, *year* a year that stands before the name of a festival.
    """

    verb: Verb
    text: str
    spans: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    count: int | None = None
    festival: str = ""
    year: int | None = None
    feast_moved: bool = False
    """公休日及中秋节分别调至: one target more than sources."""


@attrs.frozen
class Sentence:
    """A sentence taken apart: what it states, and the parts that no form here reads."""

    text: str
    statements: tuple[Statement, ...]
    unread: tuple[str, ...]


@attrs.frozen
class Token:
    """A word of the sentence; *kind* is a letter, so that the forms below are plain regular expressions over kinds."""

    kind: str
    match: re.Match[str]

    @property
    def text(self) -> str:
        """The word."""
        return self.match.group()


_NAMED = rf"{KNOWN_NAME}|“[^”]+”"

# The first that fits wins: a longer phrase stands before the words it contains.
_LEXICON = (
    ("D", r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]|(?P<bare>\d{1,2})日)"),
    ("Y", r"\d{4}年"),
    ("N", r"(?:共计|合计|总共|共)?(?P<count>\d{1,3}|[一二三四五六七八九十])天"),
    ("B", r"\([^()]*\)"),
    ("T", r"至|到|[-~\u2010-\u2015\u2500]+"),
    ("J", r"与周末连休"),
    ("M", rf"(?:(?P<moved>[一二两三四五六七八九\d])个)?公休日(?P<feast>[及和](?:{KNOWN_NAME}))?(?:分别)?调整?[至到]"),
    ("X", (
        rf"延长(?:\d{{4}}年)?(?P<holiday>{_NAMED})假期[至到]"
        rf"|(?:\d{{4}}年)?(?P<holiday_first>{_NAMED})假期延长[至到]"
    )),
    ("L", rf"[为是](?:{KNOWN_NAME})?法定节?假日"),
    ("Q", r"(?:照常|正常)(?:公休|休息)|为公休日|为休息日"),
    ("I", rf"[是为][{HAN}“]{{0,14}}?(?:节|新年|三月三)”?(?![{HAN}])"),
    ("E", rf"(?:今年|\d{{4}}年)?农历[{HAN}]{{2,8}}?[是为]"),
    ("H", r"放假(?:调休)?时间[为是]?:?"),
    ("O", r"放假(?:调休|公休)?|调休放假"),
    ("Z", r"不再?调休"),
    ("U", r"补休"),
    ("S", r"调休"),
    ("R", r"起?(?:恢复|正常|照常|恢复正常)上班|起上班"),
    ("W", r"上班(?!时间)|补班"),
    ("G", (
        r"其中|另外|同时|期间|假期|即|将|定于|于|从|自|均|都|统一|一律|安排|所有|全体|公民|各族|人民|群众|干部职工"
        r"|(?:本|我)?(?:自治区|自治州|自治县|[省市州县区])(?:境?内)?|全(?:国|省|区|州|市|县|疆)|机关(?:[及和、]企事业单位)?"
    )),
    ("P", r"周末|双休日"),
    ("F", _NAMED),
    ("A", r"[、和及与]"),
    ("C", r"[,:]"),
    ("K", r"\d+"),
    ("V", r"."),
)  # fmt: skip
_WORD = tuple((kind, re.compile(pattern)) for kind, pattern in _LEXICON)

_DAY = "DB?+"
# Possessive: nothing that follows a lead or days begins with what could be given back, and long runs cost no square.
_DAYS = f"{_DAY}(?:T{_DAY})?+(?:A{_DAY}(?:T{_DAY})?+)*+"
_LEAD = "(?:[GFY]A?+)*+"
_LEADS = re.compile(_LEAD)
_FORMS = tuple(
    re.compile(form)
    for form in (
        f"{_LEAD}(?P<days>{_DAYS})G*(?P<verb>M)(?P<targets>{_DAYS})",
        f"{_LEAD}(?P<days>{_DAYS})C?[GF]*(?P<verb>[OUSWRLQI])(?P<count>N?)",
        f"{_LEAD}(?P<verb>H)(?P<days>{_DAYS})",
        f"{_LEAD}(?P<verb>X)(?P<days>{_DAY})",
        f"{_LEAD}(?P<verb>E)(?P<days>{_DAYS})",
        f"{_LEAD}O(?P<verb>N)AP(?P<more>N)",
        f"{_LEAD}O?(?P<verb>N)",
        "(?P<verb>J)",
        "(?P<verb>Z)",
    )
)
_VERBS = {
    "M": Verb.MOVED, "O": Verb.OFF, "U": Verb.MADE_UP, "S": Verb.SWAPPED, "W": Verb.WORKED, "R": Verb.RESUMED,
    "L": Verb.STATUTORY, "Q": Verb.REST, "I": Verb.REMARK, "H": Verb.OFF, "X": Verb.EXTENDED, "E": Verb.REMARK,
    "N": Verb.COUNTED, "J": Verb.JOINED, "Z": Verb.REMARK,
}  # fmt: skip

_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])|([一二三四五六日天])")
_WEEKDAYS = {mark: number for number, mark in enumerate("一二三四五六日")} | {"天": 6}
_FEAST = re.compile(
    r"即?(?:农历|阴历|夏历|藏历|彝历|伊历|大年|正月|腊月|初|廿|除夕|[一二三四五六七八九十]{1,2}月)[^放休班]*"
    r"|[^\d放休班]*(?:节|新年|元旦|当日|除夕|三月三)|“[^\d放休班”]+”"
)
_MARK = "《国》"
_NATIONAL = re.compile(r"《国务院办公厅[^》]*安排的通知》")
_CITATION = re.compile(rf"《[^》]*》(?:\([^)]*\))?|[{HAN}]{{2,8}}[〔\[]\d{{4}}[〕\]]\d+号|第\d+[号次届]")
_COUNT_IN_BRACKETS = re.compile(r"\((共?[\d一二三四五六七八九十]{1,2}天)\)")
_SIGNAL = re.compile(
    r"\d月|\d[日号天]|[一二三四五六七八九十两]天|星期|周[一二三四五六日天末]|礼拜"
    r"|放假|调休|补休|公休|连休|上班|补班|调[至到]|延长|休息|工作日|顺延|半[天日]"
)
_OPENING = re.compile(r"为|根据|按|依|经|结合|鉴于|遵照")
_DATED = re.compile(r"\d月|\d[日号]")


def sentences(body: str) -> Iterator[str]:
    """The sentences of a clause, line breaks and citations taken out; of the national notice a short mark stays."""
    plain = _CITATION.sub(lambda cited: _MARK if _NATIONAL.match(cited[0]) else "", body.replace("\n", ""))
    plain = _COUNT_IN_BRACKETS.sub(r",\1", plain)
    for part in re.split(r"[。;!.]", plain):
        if part.strip(",:"):
            yield part


def read_sentence(text: str, *, loose: bool = False) -> Sentence:
    """
    What *text* states; a part no form fits is left to the next comma and given back as unread.

    A *loose* reading finds statements inside such parts too: what a text says that is not meant to arrange.
    """
    tokens = list(_tokens(text))
    kinds = "".join(token.kind for token in tokens)
    statements: list[Statement] = []
    unread: list[str] = []
    at = 0
    while at < len(kinds):
        found = _form(kinds, at)
        if found and (loose or found.end() == len(kinds) or kinds[found.end()] in "CA" or _form(kinds, found.end())):
            statements.append(_statement(found, tokens))
            at = found.end()
        elif kinds[at] in "CA":
            at += 1
        elif loose:
            end = _past_lead(kinds, at)
            unread += [token.text for token in tokens[at:end] if token.kind not in "GFYA"]
            at = end
        else:
            end = kinds.find("C", at)
            end = len(kinds) if end < 0 else end
            if kinds[at:end].strip("GFYA"):
                unread.append("".join(token.text for token in tokens[at:end]))
            at = end
    return Sentence(text, tuple(statements), tuple(unread))


def recites_the_nation(text: str) -> bool:
    """Whether the sentence opens by citing the State Council's notice, so that it tells what that one set."""
    return text.startswith(("根据" + _MARK, "按照" + _MARK))


def speaks_of_days(text: str) -> bool:
    """Whether *text* holds any word that an arrangement is made of."""
    return _SIGNAL.search(text) is not None


def opens(text: str) -> bool:
    """Whether *text* gives only the reason or the basis of what follows: 为…, 根据…."""
    return _OPENING.match(text) is not None


def names_a_day(text: str) -> bool:
    """Whether *text* holds a month or a day in figures."""
    return _DATED.search(text) is not None


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        kind, match = next((kind, match) for kind, word in _WORD if (match := word.match(text, at)))
        if kind == "B" and _bracket(match.group()) is None:
            kind = "V"
        yield Token(kind, match)
        at = match.end()


def _past_lead(kinds: str, at: int) -> int:
    """Where to look on after no form fits at *at*: a later beginning inside the same lead would fail alike."""
    lead = _LEADS.match(kinds, at)
    return max(at + 1, lead.end() if lead else at)


def _form(kinds: str, at: int) -> re.Match[str] | None:
    return next((match for form in _FORMS if (match := form.match(kinds, at))), None)


def _statement(form: re.Match[str], tokens: list[Token]) -> Statement:
    named = form.re.groupindex
    verb = tokens[form.start("verb")]
    count = verb.match["count"] if verb.kind == "N" else verb.match["moved"] if verb.kind == "M" else None
    if "count" in named and form["count"]:
        count = tokens[form.start("count")].match["count"]
    years = (re.search(r"\d{4}(?=年)", token.text) for token in tokens[form.start() : form.end()] if token.kind in "YX")
    year = next(filter(None, years), None)
    more = tokens[form.start("more")].match["count"] if "more" in named else "0"
    return Statement(
        verb=_VERBS[verb.kind],
        text="".join(token.text for token in tokens[form.start() : form.end()]),
        spans=_spans(tokens[slice(*form.span("days"))]) if "days" in named else (),
        targets=_spans(tokens[slice(*form.span("targets"))]) if "targets" in named else (),
        count=number_of(count) + number_of(more) if count else None,
        festival=canonical(verb.match["holiday"] or verb.match["holiday_first"]) if verb.kind == "X" else "",
        year=int(year[0]) if year else None,
        feast_moved=verb.kind == "M" and bool(verb.match["feast"]),
    )


def _spans(tokens: list[Token]) -> tuple[Span, ...]:
    spans: list[Span] = []
    joining = ""
    for position, token in enumerate(tokens):
        if token.kind == "D":
            bracket = tokens[position + 1].text if tokens[position + 1 : position + 2] else ""
            mention = _mention(token.match, bracket if bracket.startswith("(") else "")
            if joining == "T":
                spans[-1] = attrs.evolve(spans[-1], last=mention)
            else:
                spans.append(Span(mention))
        joining = token.kind
    return tuple(spans)


def _mention(date_written: re.Match[str], bracket: str) -> Mention:
    year, month = date_written["year"], date_written["month"]
    weekdays, feast = _bracket(bracket) or ((), False)
    return Mention(
        text=date_written.group() + bracket,
        year=None if year is None else int(year),
        month=None if month is None else int(month),
        day=int(date_written["day"] or date_written["bare"]),
        weekdays=weekdays,
        feast=feast,
    )


def _bracket(text: str) -> tuple[tuple[int, ...], bool] | None:
    """The weekdays in brackets and whether a feast is named too; ``None`` when something else stands there."""
    weekdays: list[int] = []
    feast = False
    for part in re.split(r"[、,至和]", text[1:-1]):
        mark = _WEEKDAY.fullmatch(part)
        if mark and (mark[1] or weekdays):
            weekdays.append(_WEEKDAYS[mark[1] or mark[2]])
        elif _FEAST.fullmatch(part):
            feast = True
        elif part:
            return None
    return tuple(weekdays), feast
