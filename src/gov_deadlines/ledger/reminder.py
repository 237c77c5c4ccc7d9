"""A reminder: a rung of an obligation that is reached, claimed once, and told to the host as a CloudEvents message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from ..civil import SHANGHAI
from .chain import plain_json
from .projection import reached
from .rows import PASSED_OVER, PENDING, MatterRow, ObligationRow, Reminder, from_us, id_of

TYPE = "gov_deadlines.obligation"
"""What the ``type`` of every message begins with; the rung follows."""


@attrs.frozen
class Claim:
    """What is claimed of an obligation at a moment, and the obligation once it is."""

    reminders: tuple[Reminder, ...]
    row: ObligationRow


def claim_of(row: ObligationRow, matter: MatterRow, now_us: int, source: str) -> Claim:
    """
    The rungs of *row* that are reached at *now_us*, as reminders nobody has been told of yet.

    Of several reached at once only the last is told: who is overdue need not hear that it is due soon.
    """
    told, after = reached(row, now_us)
    return Claim(tuple(_reminders(row, matter, told, now_us, source)), after)


def _reminders(row: ObligationRow, matter: MatterRow, told: Any, now_us: int, source: str) -> Iterator[Reminder]:
    for place, (rung, at) in enumerate(told, 1):
        id = id_of(row.id, row.due_revision, rung)
        last = place == len(told)
        yield Reminder(
            id=id,
            obligation_id=row.id,
            matter_id=row.matter_id,
            due_revision=row.due_revision,
            rung=rung,
            reached_us=at,
            claimed_us=now_us,
            status=PENDING if last else PASSED_OVER,
            attempts=0,
            try_at_us=now_us if last else None,
            body=plain_json(_message(id, row, matter, rung, at, source), "message"),
        )


def _message(id: str, row: ObligationRow, matter: MatterRow, rung: str, at: int, source: str) -> dict[str, Any]:
    """
    The message in the shape of CloudEvents 1.0.

    *id* is the same however often it is delivered, and ``due_revision`` grows with every change of the due date: a
    handler ignores an id that it has seen, and a revision older than the latest it has seen.
    """
    kind, _, detail = rung.partition("/")
    due_at = row.due_at
    return {
        "specversion": "1.0",
        "id": id,
        "source": source,
        "type": f"{TYPE}.{kind}",
        "subject": matter.name,
        "time": from_us(at).astimezone(SHANGHAI).isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "matter": matter.name,
            "procedure": matter.procedure,
            "jurisdiction": matter.jurisdiction,
            "obligation": row.name,
            "ordinal": row.ordinal,
            "rule": row.rule,
            "rung": kind,
            "detail": detail or None,
            "due": row.due_on.isoformat() if row.due_on else None,
            "due_at": due_at.astimezone(SHANGHAI).isoformat() if due_at else None,
            "certainty": row.certainty,
            "due_revision": row.due_revision,
        },
    }
