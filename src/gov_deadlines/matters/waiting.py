"""What a duty waits for: stays in waiting states, who is asked in them, and what the law lets them do to its clock."""

from __future__ import annotations

import attrs

from ..exclusion import Exclusion
from ..law.rule import Pause, Version
from .event import Event
from .procedure import Wait
from .record import Setting

CONSULTATION, ORGAN_CONSULTATION = "consultation", "organ_consultation"
ORGANS = ("organ", "joint_maker")


@attrs.define(eq=False)
class Asking:
    """One party asked for its opinion: by which fact, and since which and until which of a stay it was waited for."""

    question: Event
    since: Event
    until: Event | None = None

    @property
    def whom(self) -> str | None:
        """Which kind of party it is; ``None`` where the record does not say."""
        told = self.question.get("whom")
        return None if told is None else str(told)


@attrs.define(eq=False)
class Waiting:
    """
    One stay in a waiting state: since which fact, and until which; still open without the latter.

    *asked* are the parties that a consultation waits for.
    """

    wait: Wait
    since: Event
    until: Event | None = None
    asked: list[Asking] = attrs.field(factory=list)

    def copy(self) -> Waiting:
        """The stay as it is now, whatever comes of it."""
        return attrs.evolve(self, asked=[attrs.evolve(each) for each in self.asked])


def exclusion(waiting: Waiting) -> Exclusion:
    """The days between the two ends of a stay in a waiting state."""
    assert waiting.until is not None
    party = waiting.since.get("party")
    zh, en = WAITS.get(waiting.wait.pause, (waiting.wait.pause, waiting.wait.pause))
    return Exclusion(
        waiting.since.day,
        waiting.until.day,
        zh + (f"（{party}）" if party else ""),
        en + (f" ({party})" if party else ""),
    )


WAITS = {
    "correction": ("等待补正", "waiting for the correction"),
    "consultation": ("征求意见", "consultation"),
    "fee": ("等待缴费", "waiting for the fee"),
    "withholding": ("暂不公开", "withheld"),
    "stay": ("撤销决定停止执行", "stay of the revocation"),
    "review": ("上级审核", "with the superior organ"),
}


def pieces(stay: Waiting, setting: Setting) -> list[Waiting]:
    """
    The parts of a stay that the law lets the clock wait for: all of it, unless another organ is asked among others.

    Source: 政府信息公开条例（2008）第二十四条第三款 leaves out the time of third parties alone.
    """
    counted = [each for each in stay.asked if organ_counts(each, stay, setting)]
    if not counted:
        return [stay]
    found = []
    for each in stay.asked:
        if each not in counted:
            over = stay.until if stay.until and (each.until is None or stay.until.day < each.until.day) else each.until
            found.append(Waiting(stay.wait, each.since, over))
    return found


def organ_counts(asking: Asking, stay: Waiting, setting: Setting) -> bool:
    """Whether the time of an organ that was asked goes on counting by the text in force on that day."""
    if asking.whom not in ORGANS:
        return False
    version = pausing_version(attrs.evolve(stay, since=asking.question), setting)
    return version is not None and version.pauses.get(ORGAN_CONSULTATION) is Pause.NONE


def pause_of(waiting: Waiting, setting: Setting) -> Pause:
    """What the waiting does by the text in force on the day it began; the procedure's reading where none says."""
    version = pausing_version(waiting, setting)
    return waiting.wait.otherwise if version is None else version.pauses[waiting.wait.pause]


def pausing_version(waiting: Waiting, setting: Setting) -> Version | None:
    """The text that says what the waiting does, or ``None``."""
    wait = waiting.wait
    standing = setting.standing(wait.rule, waiting.since.day) if wait.rule else None
    if standing is None:
        return None
    versions = (standing.binding, *standing.others)
    return next((version for version in versions if wait.pause in version.pauses), None)
