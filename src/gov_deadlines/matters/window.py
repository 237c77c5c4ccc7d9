"""The time that others have: a third party for its opinion, an applicant to pay, to correct, or to seek a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from ..civil import civil_day
from ..deadline import Deadline
from ..errors import GovDeadlinesError, Lang, Undecidable, said
from ..law.rule import Rule, Version
from .event import Event
from .obligation import Obligation
from .record import Record, Setting


@attrs.frozen(eq=False)
class Window:
    """
    A period that someone else has: by which rule, whose, from when, and its end with the law version that sets it.

    *deadline* is ``None`` where the law sets only a word or no day can be told; *refusal* then says why. *assumed* says
    that the day it counts from is not on record and what stands in.
    """

    rule: Rule
    holder: str
    opens: date
    deadline: Deadline | None
    refusal: GovDeadlinesError | None = None
    assumed: str = ""
    review_first: Version | None = None
    """The text that wants reconsideration before a suit in such a case: for a refusal, or for silence."""

    @property
    def name(self) -> str:
        """The id of its rule."""
        return self.rule.id

    def text(self, lang: Lang) -> str:
        """What the time is for."""
        return said(lang, self.rule.zh, self.rule.en)

    def to_dict(self) -> dict[str, Any]:
        """The window in plain values, for JSON."""
        found = self.deadline
        return {
            "name": self.name,
            "holder": self.holder,
            "opens": self.opens.isoformat(),
            "due": found.due.isoformat() if found and found.due else None,
            "version": found.version.to_dict() if found else None,
            "assumed": self.assumed,
            "review_first": self.review_first.to_dict() if self.review_first else None,
        } | ({"error": self.refusal.to_dict()} if self.refusal else {})


OPINIONS = {"third_party": "request.third_party_opinion", "joint_maker": "request.joint_agency_opinion"}
"""The limits for an opinion by who is asked; other organs have none."""


def windows(record: Record, obligations: tuple[Obligation, ...], moment: date) -> tuple[Window, ...]:
    """Every window that the facts and the silence of a request have opened by *moment*; nothing else opens any."""
    return tuple(_windows(record, obligations, moment))


def _windows(record: Record, obligations: tuple[Obligation, ...], moment: date) -> Iterator[Window]:
    setting = record.setting
    for event in record.events:
        if event.name == "consulted":
            rule = OPINIONS.get(str(event.get("whom", "third_party")))
            if rule:
                yield from _window(setting, rule, str(event.get("party", "")), *_served(event))
        elif event.name == "correction_requested":
            yield from _window(setting, "request.correction", "applicant", *_served(event))
        elif event.name == "fee_notified":
            yield from _window(setting, "request.fee_payment", "applicant", *_served(event))
    answer = next((event for event in record.events if event.name == "answered"), None)
    if answer is not None:
        told = answer.get("remedies_stated", True)
        names = (
            ("remedy.reconsideration", "remedy.suit")
            if told
            else ("remedy.reconsideration_uninformed", "remedy.suit_uninformed")
        )
        for name in names:
            yield from _window(setting, name, "applicant", *_served(answer))
        return
    for each in obligations:
        silent = each.name == "answer" and each.term.is_open and each.due is not None and each.due < moment
        if silent and each.due is not None:
            for name in ("remedy.silence_reconsideration", "remedy.silence_suit"):
                yield from _window(setting, name, "applicant", each.due, "")


def _served(event: Event) -> tuple[date, str]:
    """The day a paper reached the one whose time runs, or the day it was sent, said to stand in."""
    served = event.get("served_on")
    if served is not None:
        return date.fromisoformat(str(served)), ""
    return civil_day(event.happened), f"{event.name}: no served_on on record; the day of the act stands in"


def _window(setting: Setting, name: str, holder: str, opens: date, assumed: str) -> Iterator[Window]:
    """The window that *name* opens on that day; none where no text sets one."""
    rule = setting.book[name]
    if setting.standing(name, opens) is None:
        return
    deadline, refusal = None, None
    try:
        deadline = setting.due(name, opens)
    except GovDeadlinesError as error:
        # Where a text sets a mere word, there is no day to tell, and nothing to refuse.
        refusal = None if isinstance(error, Undecidable) else error
    yield Window(rule, holder, opens, deadline, refusal, assumed, _review_first(setting, name, opens))


def _review_first(setting: Setting, name: str, opens: date) -> Version | None:
    """The text by which reconsideration must come before the suit *name*, where one is in force on the day."""
    kind = {"remedy.suit": "refused", "remedy.suit_uninformed": "refused", "remedy.silence_suit": "silence"}.get(name)
    standing = setting.standing("remedy.review_first", opens, frozenset([kind])) if kind else None
    return standing.binding if standing else None
