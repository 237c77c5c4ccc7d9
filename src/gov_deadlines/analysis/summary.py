"""How many rows of a docket a scenario moves, and how: counted row by row, so that no docket is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..errors import Lang, said

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
        """The counts in a sentence."""
        zh = (
            f"共{self.rows}项：提前{self.earlier}（最多{self.most_days_earlier}日），"
            f"推后{self.later}（最多{self.most_days_later}日），不变{self.same}；"
            f"新有期限{self.gained}，失去期限{self.lost}，均不能回答{self.refused}；"
            f"变为逾期{self.becomes_late}，不再逾期{self.no_longer_late}"
        )
        en = (
            f"{self.rows} rows: {self.earlier} earlier (by up to {self.most_days_earlier} days), "
            f"{self.later} later (by up to {self.most_days_later}), {self.same} the same; "
            f"{self.gained} get an answer, {self.lost} lose theirs, {self.refused} have none either way; "
            f"{self.becomes_late} become late, {self.no_longer_late} no longer are"
        )
        return said(lang, zh, en)

    def to_dict(self) -> dict[str, int]:
        """The counts by name."""
        return {**attrs.asdict(self), "moved": self.moved}


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
