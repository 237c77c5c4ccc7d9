"""
What a year's requests come to, kept a second time, fact by fact, with nothing of the package used.

A request is in the hands of the office from the fact that receives it to the one that ends it, and again from a
correction that comes after it had lapsed, was withdrawn or sent on.
"""

from collections import Counter
from datetime import date

from .request_ledger import RANK

ENDS = {"answered", "correction_lapsed", "fee_lapsed", "withdrawn", "transferred"}


def open_after(facts):
    """Whether the request lies with the office after the last of *facts*, which are in order."""
    is_open, answered = False, False
    for fact in facts:
        name = fact["event"]
        if name == "received" or (name == "corrected" and not answered):
            is_open = True
        elif name in ENDS:
            is_open, answered = False, answered or name == "answered"
    return is_open


def until(facts, day):
    """The facts that happened by the end of *day*, in order."""
    told = sorted(facts, key=lambda fact: (fact["on"], RANK[fact["event"]]))
    return [fact for fact in told if fact["on"] <= day]


def year_of(requests, year, last=None):
    """How many of *requests*, each a list of facts, came into the year, and left it, by how."""
    before, last = date(year - 1, 12, 31), last or date(year, 12, 31)
    found = Counter()
    for facts in requests:
        earlier, by_then = until(facts, before), until(facts, last)
        if not by_then:
            continue
        within = by_then[len(earlier) :]
        if not earlier:
            found["received"] += 1
        elif open_after(earlier):
            found["carried_over"] += 1
        elif any(fact["event"] == "corrected" for fact in within):
            found["reopened"] += 1
        else:
            continue
        found["carried_next" if open_after(by_then) else "handled"] += 1
    return found
