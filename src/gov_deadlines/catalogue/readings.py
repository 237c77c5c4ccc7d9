"""
The kinds of thing a 公开时限 can say, each a value with the fields that decide it first.

A field in the class's ``CORE`` is always written; the others only where there is something to write.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar

import attrs

from ..unit import Unit
from .remarks import Refusal


class From(Enum):
    """What a limit counts from, as far as catalogues name it."""

    FORMED = "formed"
    FORMED_OR_CHANGED = "formed_or_changed"
    CHANGED = "changed"
    FORMED_OR_APPROVED = "formed_or_approved"
    MADE_OR_OBTAINED = "made_or_obtained"
    OBTAINED_FORMED_OR_CHANGED = "obtained_formed_or_changed"
    DECIDED = "decided"
    RECEIVED_APPLICATION = "received_application"
    RECEIVED_DOCUMENT = "received_document"
    APPROVED = "approved"
    ISSUED = "issued"
    PUBLISHED = "published"
    ACCEPTED = "accepted"
    OCCURRED = "occurred"
    EVENT_END = "event_end"
    RESULT_DETERMINED = "result_determined"
    OTHER = "other"
    UNSPECIFIED = "unspecified"


@attrs.frozen(kw_only=True)
class Reading:
    """One thing a phrase says; *scope* is what it says it of, where the cell distinguishes."""

    kind: ClassVar[str]
    CORE: ClassVar[tuple[str, ...]] = ()
    _NAMES: ClassVar[dict[str, str]] = {"anchor": "from", "anchor_text": "from_text", "anchors": "from_alternatives"}
    scope: str = ""
    deferral: str = ""
    """``law_otherwise``: another law may set another limit, which this phrase yields to."""

    def to_dict(self) -> dict[str, Any]:
        """The kind, its core, and what else there is, in plain values."""
        found: dict[str, Any] = {"kind": self.kind}
        fields = [field.name for field in attrs.fields(type(self))]
        for name in (*self.CORE, *(name for name in fields if name not in self.CORE)):
            value = getattr(self, name)
            if name in self.CORE or value:
                found[self._NAMES.get(name, name)] = _plain(value)
        return found


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Reading):
        return value.to_dict()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


@attrs.frozen(kw_only=True)
class Within(Reading):
    """So many units from an anchor."""

    kind = "within"
    CORE = ("n", "unit", "anchor")
    n: int
    unit: Unit
    anchor: From = From.UNSPECIFIED
    anchor_text: str = ""
    anchors: tuple[From, ...] = ()
    """The anchors a cell names side by side, where no one word covers them."""
    also: str = ""
    """``promptly``: 及时 stands beside the number, which is then the outer limit."""
    action: str = ""
    bare: bool = False
    unit_by_source_law: str = ""


@attrs.frozen(kw_only=True)
class Realtime(Reading):
    """实时: as it happens."""

    kind = "realtime"
    word: str = ""
    condition: str = ""


@attrs.frozen(kw_only=True)
class Promptly(Reading):
    """及时: a word, which no number stands for."""

    kind = "promptly"
    condition: str = ""
    after: str = ""
    word: str = ""


@attrs.frozen(kw_only=True)
class Anytime(Reading):
    """随时: whenever there is something."""

    kind = "anytime"
    condition: str = ""


@attrs.frozen(kw_only=True)
class Periodic(Reading):
    """
    Once every span, by a day in it (*by*) where one is given.

    *by* is ``MM-DD`` or ``MM-last`` in a year, ``DD`` in a month, ``M1-20`` the 20th of the first month of a span,
    ``Q1``, ``Wed``, ``early``, ``year_end``, ``end``, ``end+15d`` after the span has closed, and with ``next:`` in the
    span that follows.
    """

    kind = "periodic"
    CORE = ("every", "by")
    every: str
    by: str | None = None
    times: int = 0
    min_times: int = 0
    interval: int = 0
    rel: str = ""
    """``by`` where the day is the last one (前), which leaves open whether it counts itself."""
    covers: str = ""


@attrs.frozen(kw_only=True)
class Fixed(Reading):
    """A date in the calendar without 每年; *day* is a number, ``last``, ``early``, ``mid`` or ``late``."""

    kind = "fixed"
    CORE = ("month", "day")
    month: int
    day: int | str
    year: int = 0
    rel: str = ""


@attrs.frozen(kw_only=True)
class BeforeEvent(Reading):
    """At least so many units before an event; with *window*, some time inside them."""

    kind = "before_event"
    CORE = ("n", "unit", "event")
    n: int
    unit: Unit
    event: str
    window: bool = False
    action: str = ""
    unit_by_source_law: str = ""


@attrs.frozen(kw_only=True)
class AtEvent(Reading):
    """Together with an event."""

    kind = "at_event"
    CORE = ("event",)
    event: str
    place: str = ""
    rel: str = ""


@attrs.frozen(kw_only=True)
class PublicNoticePeriod(Reading):
    """How long a notice stays up, which is never a day it is due; *op* is ``at_least`` or ``stated``."""

    kind = "public_notice_period"
    CORE = ("min_n", "unit", "op")
    min_n: int
    unit: Unit
    op: str
    unit_by_source_law: str = ""


@attrs.frozen(kw_only=True)
class LongTerm(Reading):
    """长期: stays up; says nothing of when it must first appear."""

    kind = "long_term"
    CORE = ("word",)
    word: str
    dynamic: bool = False


@attrs.frozen(kw_only=True)
class UponApplication(Reading):
    """依申请公开: no proactive limit at all."""

    kind = "upon_application"


@attrs.frozen(kw_only=True)
class Reference(Reading):
    """``above_cell`` for 同上, or an instruction outside the catalogue."""

    kind = "reference"
    CORE = ("to",)
    to: str


@attrs.frozen(kw_only=True)
class Unclear(Reading):
    """Refused, with the reason."""

    kind = "unclear"
    refusal: Refusal

    @property
    def why(self) -> str:
        """The reason in one line, its stable code first."""
        return f"{self.refusal.code}: {self.refusal.zh}"

    def to_dict(self) -> dict[str, Any]:
        found = {
            "kind": self.kind,
            "why": self.why,
            "offset": self.refusal.offset,
            "message_zh": self.refusal.message("zh"),
            "message_en": self.refusal.message("en"),
        }
        return found | ({"scope": self.scope} if self.scope else {})


@attrs.frozen(kw_only=True)
class Compound(Reading):
    """Several things in the order of the cell."""

    kind = "compound"
    CORE = ("parts",)
    parts: tuple[Reading, ...]


DATED = (Within, Periodic, Fixed, BeforeEvent)
"""The kinds from which a day can come, once there is an anchor."""
