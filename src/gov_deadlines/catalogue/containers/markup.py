"""HTML as a run of tags and texts, in time linear in its length whatever is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import attrs

# The parser of the standard library takes a minute for sixty kilobytes of '<a ', at least before Python 3.13.6; and of
# what it offers only this is needed.
_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,60}")
_SPAN = re.compile(r"""(?<![\w-])(rowspan|colspan)\s*=\s*["']?\s*(\d{1,6})""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|(?<![\w-])hidden(?![\w-])", re.IGNORECASE)
_RAW = frozenset("script style template noscript svg math iframe object textarea title select".split())
_LONGEST_TAG = 20_000


@attrs.frozen
class Tag:
    """An opening tag, or a closing one."""

    name: str
    closes: bool = False
    rowspan: int = 1
    colspan: int = 1
    hidden: bool = False


def pieces(page: str) -> Iterator[Tag | str]:
    """
    The tags of *page* and the texts between them, references resolved; scripts, styles and comments are left out.

    >>> list(pieces("<td rowspan=2>20个&#24037;作日<br></td>"))[1]
    '20个工作日'
    """
    place, length = 0, len(page)
    while place < length:
        opening = page.find("<", place)
        if opening < 0:
            opening = length
        if opening > place:
            yield unescape(page[place:opening])
        if opening == length:
            return
        place = opening
        following = page[opening + 1 : opening + 2]
        if following in ("!", "?"):
            place = _after_declaration(page, opening)
        elif following == "/" or following.isalpha():
            place = _after_tag(page, opening)
            tag = _tag(page[opening:place])
            if tag is None:
                continue
            if tag.name in _RAW and not tag.closes:
                place = _after_raw(page, place, tag.name)
                continue
            yield tag
        else:
            yield "<"
            place = opening + 1


def _after_declaration(page: str, place: int) -> int:
    """The place after a comment or declaration; one that nothing closes takes the rest of the page."""
    closing = "-->" if page.startswith("<!--", place) else ">"
    end = page.find(closing, place + 2)
    return len(page) if end < 0 else end + len(closing)


def _after_tag(page: str, place: int) -> int:
    """The place after the tag that opens at *place*: a ``>`` inside quotes does not end it."""
    most = min(len(page), place + _LONGEST_TAG)
    quote = ""
    for end in range(place + 1, most):
        char = page[end]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and page[end - 1] in "= \t\n\r":
            quote = char
        elif char == ">":
            return end + 1
    plain = page.find(">", place)
    return most if plain < 0 or plain >= most else plain + 1


def _after_raw(page: str, place: int, name: str) -> int:
    """The place of the tag that closes a script or the like."""
    end = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(page, place)
    return _after_tag(page, end.start()) if end else len(page)


def _tag(text: str) -> Tag | None:
    closes = text.startswith("</")
    match = _NAME.match(text, 2 if closes else 1)
    if match is None:
        return None
    name = match[0].lower()
    if closes or name not in ("td", "th", "tr", "table"):
        return Tag(name, closes)
    spans = {key.lower(): int(value) for key, value in reversed(_SPAN.findall(text))}
    return Tag(
        name,
        rowspan=spans.get("rowspan", 1),
        colspan=max(spans.get("colspan", 1), 1),
        hidden=bool(_HIDDEN.search(text)),
    )
