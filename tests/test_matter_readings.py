"""
A breach that another defensible reading of the limit would clear says so, wherever it is told.

Received on Monday 2018-01-08, sent back for correction on the 10th, corrected on Monday the 22nd. The text of 2008 has
no rule for corrections: the count goes on, Jan 9-12 (4), 15-19 (9), 22-26 (14), 29 (15); due 01-29. Begun anew with the
correction: Jan 23-26 (4), Jan 29-Feb 2 (9), Feb 5-9 (14), and Sunday Feb 11, worked for the Spring Festival (15).
"""

from datetime import date, datetime

import pytest

import gov_deadlines as gd
from gov_deadlines import Event, Matter
from gov_deadlines.matters.replay import replay

OTHER = ("correction_restarts", date(2018, 2, 11))
CORRECTED = [("received", "2018-01-08"), ("correction_requested", "2018-01-10"), ("corrected", "2018-01-22")]


def request(*facts, **details):
    """The request that was corrected, with *facts* recorded after; *details* are those of the last."""
    told = [Event(name, date.fromisoformat(on)) for name, on in CORRECTED]
    told += [Event(name, date.fromisoformat(on), payload=details) for name, on in facts]
    return Matter.open("request", events=told)


def breach(matter, on, name):
    """The breach of that name on that day."""
    return next(each for each in matter.at(date.fromisoformat(on)).breaches if each.name == name)


def cleared(found):
    """The readings by which it is none, each with its last day."""
    return [(each.reading, each.due) for each in found.cleared_by]


def test_late_answer_that_another_reading_takes_for_punctual_says_so():
    """Answered on Monday 02-05: Jan 30-Feb 2 (4), Feb 5 (5) late; in time if the correction began the limit anew."""
    found = breach(request(("answered", "2018-02-05")), "2018-03-01", "answer_late")

    assert cleared(found) == [OTHER]
    assert found.zh == "答复：逾期5个工作日完成；按另一读法未逾期：等待补正：期限重新计算（至2018-02-11）"
    assert found.en.endswith(
        "; not late by another reading: waiting for the correction: the limit starts anew (until 2018-02-11)"
    )


@pytest.mark.parametrize(("on", "readings"), [("2018-02-11", [OTHER]), ("2018-02-12", [])])
def test_reading_clears_through_its_own_last_day(on, readings):
    """What is late by every reading is late and no more is said, of an answer and of one still owed."""
    assert cleared(breach(request(("answered", on)), "2018-03-01", "answer_late")) == readings
    assert cleared(breach(request(), on, "answer_overdue")) == readings
    assert cleared(breach(request(("withdrawn", on)), "2018-03-01", "answer_missed")) == readings


@pytest.mark.parametrize(("on", "readings"), [("2018-02-11", [OTHER]), ("2018-02-12", [])])
def test_extension_too_late_by_one_reading_alone_says_so(on, readings):
    """An extension taken over from before the system that came after 01-29."""
    matter = request(("extended", on), approved_by="主任", notified=True, imported=True)

    assert cleared(breach(matter, on, "before_due")) == readings


def test_limit_without_another_reading_is_told_flat():
    """Seven working days from Wednesday 2020-05-20, May 21-22 (2), 25-29 (7); published on Tuesday 06-02, two late."""
    decided = [Event("decided", date(2020, 5, 20)), Event("published", date(2020, 6, 2))]
    matter = Matter.open("publication", rule="enforcement.penalty", jurisdiction="520323", events=decided)

    found = breach(matter, "2020-06-15", "publication_late")

    assert (found.zh, found.cleared_by) == ("公开：逾期2个工作日完成", ())


def test_hours_from_another_instant_clear_to_the_last_instant():
    """Five hours from the incident at 8:00 or from its detection at 10:00: a statement at 15:00 is late or in time."""
    told = [
        Event("occurred", datetime(2020, 7, 8, 8, tzinfo=gd.SHANGHAI), payload={"level": "重大"}),
        Event("detected", datetime(2020, 7, 8, 10, tzinfo=gd.SHANGHAI)),
    ]
    moment = datetime(2020, 7, 8, 16, tzinfo=gd.SHANGHAI)

    for at, readings in [((15, 0), ["counted_from_detected"]), ((15, 1), [])]:
        out = Event("statement_released", datetime(2020, 7, 8, *at, tzinfo=gd.SHANGHAI))
        found = Matter.open("incident", events=[*told, out]).at(moment).breaches[0]
        assert (found.name, [each.reading for each in found.cleared_by]) == ("statement_late", readings)


def test_replay_and_text_tell_the_reading_that_clears():
    """The JSON names it with its day, the text says it in words."""
    events = [{"event": name, "on": on} for name, on in [*CORRECTED, ("answered", "2018-02-05")]]

    found = replay({"procedure": "request", "events": events, "as_of": "2018-03-01"})["breaches"][0]

    assert [(each["reading"], each["due"]) for each in found["cleared_by"]] == [("correction_restarts", "2018-02-11")]
    assert "至2018-02-11" in found["zh"]
    assert "按另一读法未逾期" in request(("answered", "2018-02-05")).at(date(2018, 3, 1)).explain("zh")
