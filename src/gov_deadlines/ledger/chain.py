"""The chain of a matter's facts: each seal covers the fact and the seal before it, so that no link can be altered."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..errors import BadInput
from ..matters.event import Event
from .rows import EventRow, MatterRow, id_of


def plain_json(value: object, where: str) -> str:
    """
    *value* as JSON in one spelling, in ASCII so that no database's encoding touches it.

    Raises: BadInput, for what JSON has no word for.
    """
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        en, zh = f"{value!r:.200} has no JSON: {error}; expected plain values", f"{value!r:.200} 不能写成 JSON：{error}"
        raise BadInput.of(where, en, zh) from None


@attrs.frozen
class Chain:
    """How facts are sealed: SHA-256, keyed when *key* is given so that no one without it can make the chain anew."""

    key: bytes = attrs.field(default=b"", repr=False)

    def beginning(self, identity: Mapping[str, Any]) -> str:
        """The seal of a matter before its first fact."""
        return self._seal("", plain_json(identity, "matter"))

    def links(self, matter: MatterRow, events: Iterable[Event], recorded_us: int) -> Iterator[EventRow]:
        """The rows of further *events* of *matter*, each sealed over the one before."""
        head = matter.head
        for version, event in enumerate(events, matter.version + 1):
            body = plain_json(event.to_dict(), "event")
            head = self.seal(head, version, recorded_us, body)
            yield EventRow(matter.id, version, id_of(matter.id, event.id), recorded_us, body, head)

    def seal(self, before: str, version: int, recorded_us: int, body: str) -> str:
        """The seal over one fact and all before it, in 64 hexadecimal digits."""
        return self._seal(before, str(version), str(recorded_us), body)

    def _seal(self, *parts: str) -> str:
        text = "\n".join(parts).encode()
        if self.key:
            return hmac.new(self.key, text, hashlib.sha256).hexdigest()
        return hashlib.sha256(text).hexdigest()


def identity(row: MatterRow) -> dict[str, Any]:
    """What a matter was opened under, as its first seal covers it."""
    return {
        "matter": row.name,
        "procedure": row.procedure,
        "rule": row.rule,
        "jurisdiction": row.jurisdiction,
        "clause": row.clause,
        "advisory": row.advisory,
    }
