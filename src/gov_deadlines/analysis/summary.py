"""How many rows of a docket a scenario moves, and how: counted row by row, so that no docket is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..errors import Lang, said
from ..unit import DAY

if TYPE_CHECKING:
    from .docket_whatif import RowMove


@attrs.frozen
class Summary:
    """How many rows a scenario moves, and how; *refused* have an answer neither before nor after."""

    rows: int = 0
    earlier: int = 0
    later: int = 0
    same: int = 0
    gained: int = 0
    lost: int = 0
    refused: int = 0
    becomes_late: int = 0
    no_longer_late: int = 0
    most_days_earlier: int = 0
    most_days_later: int = 0

    @property
    def moved(self) -> int:
        """How many rows have another end, or an answer where they had none, or none where they had one."""
        return self.earlier + self.later + self.gained + self.lost

    def text(self, lang: Lang = "zh") -> str:
        """The counts in a sentence, without those that are nought."""
        by_zh, by_en = _up_to(self.most_days_earlier)
        later_zh, later_en = _up_to(self.most_days_later)
        told = (
            (self.earlier, f"提前{self.earlier}{by_zh}", f"{self.earlier} earlier{by_en}"),
            (self.later, f"推后{self.later}{later_zh}", f"{self.later} later{later_en}"),
            (self.same, f"不变{self.same}", f"{self.same} the same"),
            (self.gained, f"新有期限{self.gained}", f"{self.gained} get an answer"),
            (self.lost, f"失去期限{self.lost}", f"{self.lost} lose theirs"),
            (self.refused, f"均不能回答{self.refused}", f"{self.refused} have none either way"),
            (self.becomes_late, f"变为逾期{self.becomes_late}", f"{self.becomes_late} late now"),
            (self.no_longer_late, f"不再逾期{self.no_longer_late}", f"{self.no_longer_late} no longer late"),
        )
        rows = said(lang, f"共{self.rows}项", f"{self.rows} {'row' if self.rows == 1 else 'rows'}")
        return said(lang, "，", ", ").join([rows, *(said(lang, zh, en) for number, zh, en in told if number)])

    def to_dict(self) -> dict[str, int]:
        """The counts by name."""
        return {**attrs.asdict(self), "moved": self.moved}


def _up_to(days: int) -> tuple[str, str]:
    """The farthest move in words; nothing for limits in hours that move within a day."""
    if not days:
        return "", ""
    return f"（最多{days}日）", f" (by up to {days} {DAY.en(days)})"


class Tally:
    """A summary in the making, row by row."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(attrs.fields_dict(Summary), 0)

    def add(self, move: RowMove) -> None:
        """Count one row more."""
        counts, shift = self.counts, move.shift
        counts["rows"] += 1
        counts["gained"] += move.gained
        counts["lost"] += move.lost
        counts["becomes_late"] += move.becomes_late
        counts["no_longer_late"] += move.no_longer_late
        if shift is None:
            counts["refused"] += not (move.gained or move.lost)
            return
        by = shift.seconds or shift.days
        counts["later" if by > 0 else "earlier" if by < 0 else "same"] += 1
        counts["most_days_later"] = max(counts["most_days_later"], shift.days)
        counts["most_days_earlier"] = max(counts["most_days_earlier"], -shift.days)

    def summary(self) -> Summary:
        """What was counted so far."""
        return Summary(**self.counts)
