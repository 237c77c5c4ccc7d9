"""From the rows of a matter back to the matter, its chain checked link by link."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..errors import ChainBroken, quoted
from ..law.book import LawBook
from ..matters.matter import Matter
from ..matters.warning import WarningPolicy
from ..workdays.calendar import WorkCalendar
from .chain import Chain, identity
from .rows import EventRow, MatterRow, id_of
from .sound import is_sound


def loaded(
    row: MatterRow,
    events: Sequence[EventRow],
    chain: Chain,
    *,
    calendar: WorkCalendar,
    book: LawBook,
    policy: WarningPolicy,
) -> Matter:
    """The matter that *row* and *events* keep. Raises: ChainBroken, for facts that are not those recorded."""
    # A fact that joined after the matter was read is not this version's; verifying reads both until they agree.
    if is_sound(row):
        events = [event for event in events if not is_sound(event) or event.version <= row.version]
    for flaw in flaws(row, events, chain):
        raise flaw
    told = {
        "matter": row.name,
        "procedure": row.procedure,
        "rule": row.rule or "",
        "jurisdiction": row.jurisdiction,
        "clause": row.clause or "",
        "advisory": json.loads(row.advisory) if row.advisory else None,
        "events": [json.loads(event.body) for event in events],
    }
    return Matter.from_dict(told, calendar=calendar, book=book, policy=policy)


def flaws(row: MatterRow, events: Iterable[EventRow], chain: Chain) -> Iterator[ChainBroken]:
    """What speaks against the facts of a matter being those that were recorded, the first link first."""
    if not is_sound(row) or not _is_readable(row.advisory or "{}"):
        yield ChainBroken(
            row.name,
            0,
            "is none: the row of the matter holds what no ledger writes",
            "不存在：事项的行不是台账写入的内容",
        )
        return
    if row.id != id_of(row.name):
        yield ChainBroken(
            row.name, 1, "lies under another id, where nobody looks for it", "存放于另一标识之下，无从查到"
        )
        return
    head, version = chain.beginning(identity(row)), 0
    for version, event in enumerate(events, 1):
        if event.version != version:
            yield ChainBroken(
                row.name,
                version,
                f"is missing: the next on record is {quoted(event.version, 40)}",
                f"缺失（其后为第{quoted(event.version, 40)}条）",
            )
            return
        if not is_sound(event):
            yield ChainBroken(row.name, version, "is in a row no ledger writes", "所在的行不是台账写入的内容")
            return
        if chain.seal(head, version, event.recorded_us, event.body) != event.seal:
            yield ChainBroken(row.name, version, "is not as it was sealed", "与封存时不一致")
            return
        if not _is_readable(event.body):
            yield ChainBroken(row.name, version, f"is no JSON: {event.body!r:.80}", f"不是 JSON：{event.body!r:.80}")
            return
        head = event.seal
    if version > row.version:
        en = f"is one more than the {row.version} that were recorded"
        yield ChainBroken(row.name, row.version + 1, en, f"多出：应只有{row.version}条")
    elif version < row.version:
        yield ChainBroken(
            row.name,
            version + 1,
            f"is where the chain ends, and {row.version} were recorded",
            f"起缺失：应有{row.version}条",
        )
    elif head != row.head:
        yield ChainBroken(row.name, version, "is not the one that the matter was sealed with", "与事项的封存值不一致")


def _is_readable(body: str) -> bool:
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict)
