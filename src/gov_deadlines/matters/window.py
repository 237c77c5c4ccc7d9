"""The time that others have: a third party for its opinion, an applicant to pay, to correct, or to seek a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from ..civil import civil_day
from ..deadline import Deadline
from ..errors import GovDeadlinesError, Lang, said
from .event import Event
from .obligation import Obligation
from .record import Record, Setting

_NAMES = {
    "request.third_party_opinion": ("第三方提出意见", "the third party's opinion"),
    "request.fee_payment": ("申请人缴费", "the applicant's payment"),
    "request.correction": ("申请人补正", "the applicant's correction"),
    "remedy.reconsideration": ("申请行政复议", "application for reconsideration"),
    "remedy.reconsideration_uninformed": ("未告知救济途径时申请行政复议", "reconsideration, remedies not stated"),
    "remedy.suit": ("提起行政诉讼", "suit"),
    "remedy.suit_uninformed": ("未告知救济途径时提起行政诉讼", "suit, remedies not stated"),
    "remedy.silence_reconsideration": ("对不答复申请行政复议", "reconsideration of the silence"),
    "remedy.silence_suit": ("对不答复提起行政诉讼", "suit against the silence"),
}


@attrs.frozen(eq=False)
class Window:
    """
    A period that someone else has: whose, by which rule, from when, and its end with the law version that sets it.

    *deadline* is ``None`` where the law sets only a word or no day can be told; *refusal* then says why. *assumed* says
    that the day it counts from is not on record and what stands in.
    """

    name: str
    holder: str
    opens: date
    deadline: Deadline | None
    refusal: GovDeadlinesError | None = None
    assumed: str = ""

    def text(self, lang: Lang) -> str:
        """What the time is for."""
        return said(lang, *_NAMES[self.name])

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
        } | ({"error": self.refusal.to_dict()} if self.refusal else {})


def windows(record: Record, obligations: tuple[Obligation, ...], moment: date) -> tuple[Window, ...]:
    """Every window that the facts and the silence of a request have opened by *moment*."""
    if record.setting.procedure.id != "request" or not record.events:
        return ()
    return tuple(_windows(record, obligations, moment))


def _windows(record: Record, obligations: tuple[Obligation, ...], moment: date) -> Iterator[Window]:
    setting = record.setting
    for event in record.events:
        if event.name == "consulted":
            yield _window(setting, "request.third_party_opinion", str(event.get("party", "")), *_served(event))
        elif event.name == "correction_requested":
            yield _window(setting, "request.correction", "applicant", *_served(event))
        elif event.name == "fee_notified":
            yield _window(setting, "request.fee_payment", "applicant", *_served(event))
    answer = next((event for event in record.events if event.name == "answered"), None)
    if answer is not None:
        told = answer.get("remedies_stated", True)
        names = (
            ("remedy.reconsideration", "remedy.suit")
            if told
            else ("remedy.reconsideration_uninformed", "remedy.suit_uninformed")
        )
        for name in names:
            yield _window(setting, name, "applicant", *_served(answer))
        return
    for each in obligations:
        silent = each.name == "answer" and each.term.is_open and each.due is not None and each.due < moment
        if silent and each.due is not None:
            for name in ("remedy.silence_reconsideration", "remedy.silence_suit"):
                yield _window(setting, name, "applicant", each.due, "")


def _served(event: Event) -> tuple[date, str]:
    """The day a paper reached the one whose time runs, or the day it was sent, said to stand in."""
    served = event.get("served_on")
    if served is not None:
        return date.fromisoformat(str(served)), ""
    return civil_day(event.happened), f"{event.name}: no served_on on record; the day of the act stands in"


def _window(setting: Setting, name: str, holder: str, opens: date, assumed: str) -> Window:
    try:
        found = setting.due(name, opens)
    except GovDeadlinesError as error:
        return Window(name, holder, opens, None, error, assumed)
    return Window(name, holder, opens, found, None, assumed)
