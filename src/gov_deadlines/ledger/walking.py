"""Every matter on record, one after the other: a page of rows at a time, and never all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from ..errors import GovDeadlinesError, StoreFailed
from ..matters.matter import Matter
from .rows import MatterRow

if TYPE_CHECKING:
    from .ledger import Ledger

PAGE = 200


def matter_rows(ledger: Ledger) -> Iterator[MatterRow]:
    """The row of every matter, by id."""
    for page in _pages(ledger):
        yield from page


def walk(ledger: Ledger) -> Iterator[tuple[str, Matter | GovDeadlinesError]]:
    """
    The name of every matter, and the matter, or why it cannot be read.

    Each page is one view of the store, so that a long walk holds no transaction; a matter recorded meanwhile may or may
    not be among them. Raises: StoreFailed.
    """
    for page in _pages(ledger):
        yield from ledger.tried(partial(_loaded, ledger, page))


def _loaded(ledger: Ledger, page: list[MatterRow]) -> list[tuple[str, Matter | GovDeadlinesError]]:
    found: list[tuple[str, Matter | GovDeadlinesError]] = []
    with ledger.store.reading() as reader:
        for listed in page:
            try:
                # As it is in this view: facts may have joined since the page was listed.
                row = reader.matter(listed.id) or listed
                found.append((row.name, ledger.loaded(reader, row)[1]))
            except StoreFailed:
                raise
            except GovDeadlinesError as error:
                found.append((listed.name, error))
    return found


def _pages(ledger: Ledger) -> Iterator[list[MatterRow]]:
    after = ""
    while True:
        with ledger.store.reading() as reader:
            page = list(reader.matters(after, PAGE))
        if page:
            yield page
        if len(page) < PAGE:
            return
        after = page[-1].id
