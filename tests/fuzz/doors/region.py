"""Codes of places as text."""

from __future__ import annotations

from datetime import date

from gov_deadlines import GovDeadlinesError, LawBook, WorkCalendar, due
from gov_deadlines.workdays.region import chain_of, prefix_of

from ..contract import Door, check_refusal, same, text_of, words


def ask(data: bytes) -> object:
    code = text_of(data)
    prefix = prefix_of(code)
    same(prefix_of(prefix), prefix, "a code without its zeros")
    same(chain_of(code)[-1], prefix, "the end of the chain")
    calendar = WorkCalendar.load(code)
    same(WorkCalendar.load(prefix).digest, calendar.digest, "the calendar of a code without its zeros")
    try:
        answer = due("request.answer", date(2020, 1, 6), jurisdiction=code).to_dict()["due"]
    except GovDeadlinesError as refusal:
        check_refusal(refusal, 100)
        answer = refusal.code
    return prefix, answer, calendar.count(date(2020, 1, 1), date(2020, 12, 31)), len(LawBook.load())


DOOR = Door("region", ask, b"520323", words("region"), longest=64)
