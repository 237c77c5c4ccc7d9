"""Other defensible readings of a duty's clock: what a wait did to it, and from which instant hours run."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..deadline import Alternative, Deadline
from ..errors import GovDeadlinesError
from ..law.rule import Pause
from .clockwork import Term, anchored, deadline, pause_of, pausing_version
from .record import Setting


def pause_readings(term: Term, setting: Setting, found: Deadline) -> list[Alternative]:
    """What another effect of a wait that has ended would give, where no statute settles it."""
    readings = []
    for number, waiting in enumerate(term.waits):
        if waiting.until is None or waiting.until is term.fulfilled:
            continue
        taken, version = pause_of(waiting, setting), pausing_version(waiting, setting)
        settled = version is not None and version.mark.value == "V" and taken is not Pause.NONE
        if settled:
            continue
        other = Pause.EXCLUDE if taken is Pause.RESTART else Pause.RESTART
        waits = list(term.waits)
        waits[number] = attrs.evolve(waiting, wait=attrs.evolve(waiting.wait, rule="", otherwise=other))
        try:
            turned = deadline(attrs.evolve(term, waits=waits), setting)
        except GovDeadlinesError:
            continue
        if turned is not None and turned.due is not None and found.due is not None:
            name = waiting.wait.pause
            restarted = other is Pause.RESTART
            zh = "期限重新计算" if restarted else "只扣除等待的时间"
            en = "the limit starts anew" if restarted else "only the time of waiting is left out"
            readings.append(Alternative(f"{name}_{other.value}s", turned.due, f"{name}：{zh}", f"{name}: {en}"))
    return readings


def anchor_readings(term: Term, setting: Setting, found: Deadline) -> list[Alternative]:
    """What an hour limit would give from each other instant on record, where the text does not say from which."""
    if found.due is not None or found.version.anchor_stated:
        return []
    used = anchored(term, setting)[1]
    readings = []
    for name, event in term.anchors.items():
        if name != used and isinstance(event.happened, datetime):
            limit = found.version.limit
            assert limit is not None
            ends = limit.end(event.happened, found.calendar).due_at
            readings.append(
                Alternative(f"counted_from_{name}", None, f"自 {name} 起算", f"counted from {name}", due_at=ends)
            )
    return readings
