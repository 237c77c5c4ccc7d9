"""Limits that count back from an event: 会议召开七日前, 提前24小时, 交房前五日内."""

from __future__ import annotations

from .anchors import read_anchor
from .clause import Clause, Notes, Piece, amount_of, refuse
from .numerals import NUMERALS
from .readings import BeforeEvent, From
from .tokens import Token
from .wording import (
    AT_LEAST,
    NOT_WITHIN,
    cut_after,
    cut_before,
    cut_end,
    shown,
    split_subject,
    starts_before,
    starts_in,
    without_modals,
    without_soft,
)

_NO_EVENT = ("月", "年", "季度", "周", "后", "次", "下", "每", "首", "度", "季", "末", "底", "初")


def counts_back(clause: Clause, token: Token, left: str, right: str, notes: Notes) -> Piece | None:
    """``会议召开七日前``, ``提前24小时``, ``交房前五日内``."""
    n, unit = amount_of(token)
    action = "notify" if any(word in right for word in ("通知", "告知")) else ""
    early = without_soft(cut_end(without_soft(left), AT_LEAST)[0])
    if early.endswith("提前"):
        words = cut_before(early.removesuffix("提前"))[0]
        subject, event = split_subject(without_soft(words))
        if starts_in(right) or starts_before(right):
            raise _ambiguous_before(clause, token)
        if not event and not subject:
            notes.warn(
                "event_unspecified",
                f"已读为提前{token.text}，但未写在什么之前；计算日期前须指定事件",
                f"read as {token.text} ahead, but nothing says of what; name the event before counting",
            )
        return Piece(clause, (BeforeEvent(n=n, unit=unit, event=event or subject or "unspecified", action=action),))
    if starts_before(right):
        return _before(clause, token, left, action)
    words, mark = cut_before(without_soft(cut_end(early, ("的",))[0]))
    if mark and (cut_after(words)[1] or cut_end(words, AT_LEAST)[1]):
        raise _ambiguous_before(clause, token)
    if mark and without_modals(words):
        subject, event = split_subject(words)
        inside = starts_in(right)
        told = event.endswith(("公布", "公开")) or shown(event) or _of_information(event)
        if not event or told or right.startswith(NOT_WITHIN):
            raise _ambiguous_before(clause, token)
        return Piece(
            clause, (BeforeEvent(n=n, unit=unit, event=event, window=bool(inside), action=action, scope=subject),)
        )
    if mark or left.endswith(("目前", "此前", "当前", "年前", "日前")):
        raise _ambiguous_before(clause, token)
    return None


def _before(clause: Clause, token: Token, left: str, action: str) -> Piece:
    n, unit = amount_of(token)
    if cut_after(left)[1] and not left.endswith("之日"):
        raise _ambiguous_before(clause, token)
    left = cut_end(left, AT_LEAST)[0]
    subject, event = split_subject(left)
    event = event.removesuffix("的").removesuffix("之日").removesuffix("当日").removesuffix("之时").removesuffix("之")
    after = clause.after(token)
    if starts_in(after.removeprefix(starts_before(after))):
        raise _ambiguous_before(clause, token)
    if _of_information(event) or any(word in event for word in ("不得", "不少", "少于", "期限", "至少")):
        raise _ambiguous_before(clause, token)
    if (
        not event
        or event in ("公开", "公布", "公示", "更新", "发布")
        or len(event) == 1
        or (len(event) <= 3 and any(char in NUMERALS for char in event))
        or event.endswith(_NO_EVENT)
        or event.startswith(("每", "度", "次", "下", "月", "季"))
    ):
        raise refuse(
            "n_before",
            f"“{token.text}前”前面没有事件也没有周期：可能是“事件发生前{token.text}”或“每月{token.text}前”",
            f"'{token.text}前' has neither an event nor a period before it: it may be so long before something, "
            "or that day of each month",
            token.start,
            ("请补充事件或周期", "add the event or the period"),
        )
    return Piece(clause, (BeforeEvent(n=n, unit=unit, event=event, action=action, scope=subject),))


def _of_information(event: str) -> bool:
    """Whether *event* is that the information comes to be, before which there is nothing to disclose."""
    anchor = read_anchor(event)
    return anchor is not None and anchor.anchor in (From.FORMED, From.FORMED_OR_CHANGED)


def _ambiguous_before(clause: Clause, token: Token) -> Exception:
    return refuse(
        "n_before",
        f"“{clause.text}”中的“前”没有写明在什么之前",
        f"{clause.text!r} does not say before what",
        token.start,
        ("请补充事件或周期", "add the event or the period"),
    )
