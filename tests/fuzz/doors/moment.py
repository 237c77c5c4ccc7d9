"""Days and instants as text."""

from __future__ import annotations

from datetime import datetime

from gov_deadlines import WORKING_DAY, GovDeadlinesError, Period, WorkCalendar, civil_day, due
from gov_deadlines.moment import read_day, read_moment

from ..contract import Door, check_refusal, same, text_of, words

GOOD = "2020-05-20T09:00:00+08:00"
_CALENDAR = WorkCalendar.load("CN")


def ask(data: bytes) -> object:
    text = text_of(data)
    found = read_moment(text)
    same(read_moment(found.isoformat()), found, "a moment through text")
    if not isinstance(found, datetime):
        same(read_day(text), found, "a day")
    return found, [_asked(ask, found) for ask in _QUESTIONS]


_QUESTIONS = (
    civil_day,
    lambda start: Period(20, WORKING_DAY).end(start, _CALENDAR).to_dict(),
    lambda start: due("request.answer", start).to_dict(),
    lambda start: due("incident.statement", start).explain(),
)


def _asked(question, found):
    try:
        return question(found)
    except GovDeadlinesError as refusal:
        check_refusal(refusal, 100)
        return refusal.code


DOOR = Door("moment", ask, GOOD.encode(), words("moment"), longest=256)
