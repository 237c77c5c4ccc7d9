"""``python links.py FOLDER`` tells which links of a built site lead nowhere, and what its pages load from outside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a page loads by itself; a link that a reader may follow can lead anywhere.
LOADED = {("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}
NOT_LOADED = {"canonical", "index", "search", "next", "prev", "author", "license"}


class Reading(HTMLParser):
    """The anchors and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = {""}
        self.links: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in one tag."""
        named = dict(attrs)
        self.anchors |= {name for key in ("id", "name") if (name := named.get(key))}
        for key, value in attrs:
            if value and ((tag, key) in LOADED or (tag, key) == ("a", "href")):
                self.links.append((value, (tag, key) in LOADED and named.get("rel") not in NOT_LOADED))


def faults(folder: Path) -> Iterator[str]:
    """Each link that leads nowhere or loads something from outside, by its page."""
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        pages[path.resolve()] = reading = Reading()
        reading.feed(path.read_text(encoding="utf-8"))
    for path, reading in pages.items():
        for link, is_loaded in reading.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if is_loaded and parts.scheme != "data":
                    yield f"{path.relative_to(folder.resolve())}: loads {link} from outside"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                yield f"{path.relative_to(folder.resolve())}: {link} is not there"
            elif target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{path.relative_to(folder.resolve())}: {link} has no such anchor"


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1])))
    print(*found, f"{len(found)} faults", sep="\n")
    sys.exit(1 if found else 0)
