"""Other defensible readings of a duty's clock: what a wait did to it, and from which instant hours run."""

from __future__ import annotations

from datetime import date

import attrs

from ..civil import civil_day
from ..deadline import Deadline
from ..errors import GovDeadlinesError
from ..law.rule import Pause
from ..reading import Alternative
from .clockwork import Term, deadline
from .event import Event
from .extension import named_day
from .record import Setting
from .waiting import ORGANS, WAITS, Waiting, organ_counts, pause_of, pausing_version


def pause_readings(term: Term, setting: Setting) -> list[Alternative]:
    """What another effect of a wait that has ended would give, where no statute settles it."""
    readings = []
    for number, waiting in enumerate(term.waits):
        taken, version = pause_of(waiting, setting), pausing_version(waiting, setting)
        settled = version is not None and version.mark.value == "V" and taken is not Pause.NONE
        if settled:
            continue
        other = Pause.EXCLUDE if taken is Pause.RESTART else Pause.RESTART
        waits = list(term.waits)
        waits[number] = attrs.evolve(waiting, wait=attrs.evolve(waiting.wait, rule="", otherwise=other))
        due = _due_with(waits, term, setting)
        if due is not None:
            name = waiting.wait.pause
            restarted = other is Pause.RESTART
            zh = "期限重新计算" if restarted else "只扣除等待的时间"
            en = "the limit starts anew" if restarted else "only the time of waiting is left out"
            whose_zh, whose_en = WAITS.get(name, (name, name))
            told = f"{whose_zh}：{zh}", f"{whose_en}: {en}"
            readings.append(Alternative(f"{name}_{other.value}s", due, *told))
    return readings


def anchor_readings(term: Term, setting: Setting, found: Deadline) -> list[Alternative]:
    """What an hour limit would give from each other instant on record, where the text does not say from which."""
    if found.due is not None or found.version.anchor_stated:
        return []
    limit = found.version.limit
    assert limit is not None
    readings = []
    for name, event in term.anchors.items():
        ends = limit.end(event.happened, found.calendar).due_at
        fact = setting.procedure.facts[name]
        told = f"自{fact.zh}起算", f"counted from: {fact.en}"
        readings.append(Alternative(f"counted_from_{name}", None, *told, due_at=ends))
    return readings


def lapse_readings(term: Term, setting: Setting) -> list[Alternative]:
    """
    The end, if a consultation stopped the clock no longer than the third party had for its opinion.

    After that time the organ decides alone; whether the wait for it goes on counting as time needed, no text says.
    """
    waits = []
    for waiting in term.waits:
        over = _third_party_limit(waiting, setting) if waiting.wait.pause == "consultation" else None
        if over is None or (waiting.until is not None and waiting.until.day <= over):
            waits.append(waiting)
        else:
            waits.append(attrs.evolve(waiting, until=Event("consultation_lapsed", over)))
    if waits == term.waits:
        return []
    due = _due_with(waits, term, setting)
    if due is None:
        return []
    zh = "第三方逾期未提出意见后不再扣除"
    en = "the clock stands still no longer than the third party had for its opinion"
    return [Alternative("consultation_ends_with_the_third_partys_limit", due, zh, en)]


def _due_with(waits: list[Waiting], term: Term, setting: Setting) -> date | None:
    """The last day, had the duty waited as *waits* say; ``None`` where none can be told."""
    try:
        turned = deadline(attrs.evolve(term, waits=waits), setting)
    except GovDeadlinesError:
        return None
    return turned.due if turned else None


def extension_readings(term: Term, setting: Setting, found: Deadline) -> list[Alternative]:
    """
    The day that an extension named, where what came after moved the end beyond it, or it is a rest day.

    Time that is left out is left out of an extended limit too; whether the day told to the applicant moves with it, no
    text says.
    """
    until, extension = named_day(term.extension), term.extension
    if until is None or extension is None or found.due == until or until <= civil_day(found.start):
        return []
    whole = attrs.evolve(extension, payload={})
    try:
        most = deadline(attrs.evolve(term, extension=whole), setting)
    except GovDeadlinesError:
        return []
    if most is None or most.due is None or most.due < until:
        return []
    zh, en = (
        "延长至所告知的日期，该日不再变动",
        "the limit ends on the day that the extension named, which does not move",
    )
    return [Alternative("extended_to_the_named_day", until, zh, en)]


def organ_readings(term: Term, setting: Setting) -> list[Alternative]:
    """
    The end, if those who were asked are other organs, where the record does not say and the text lets their time count.

    The text of 2008 leaves out the time of third parties alone.
    """
    waits = []
    for stay in term.waits:
        as_organs = [attrs.evolve(each, question=_of_organ(each.question)) for each in stay.asked if each.whom is None]
        counted = any(organ_counts(each, stay, setting) for each in as_organs)
        asked = [*as_organs, *(each for each in stay.asked if each.whom is not None)]
        waits.append(attrs.evolve(stay, asked=asked) if counted else stay)
    if waits == term.waits:
        return []
    due = _due_with(waits, term, setting)
    if due is None:
        return []
    zh = "被征求意见的如为其他机关，当时的规定不扣除其所需时间"
    en = "if those asked are other organs, the text of the time does not leave their time out"
    return [Alternative("consultation_of_organs_counts", due, zh, en)]


def _of_organ(question: Event) -> Event:
    return attrs.evolve(question, payload={**question.payload, "whom": "organ"})


def _third_party_limit(waiting: Waiting, setting: Setting) -> date | None:
    """The last day the party had for its opinion, where a text sets one and notices cover it; none for an organ."""
    if {each.whom for each in waiting.asked} & set(ORGANS):
        return None
    served = waiting.since.get("served_on")
    day = date.fromisoformat(served) if served else waiting.since.day
    if setting.standing("request.third_party_opinion", day) is None:
        return None
    try:
        return setting.due("request.third_party_opinion", day).due
    except GovDeadlinesError:
        return None
