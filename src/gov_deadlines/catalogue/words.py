"""Clauses without a number: 及时, 长期, 随采购公告公开, 同上, and the words that only go with others."""

from __future__ import annotations

from .anchors import Anchor, anchor_of
from .clause import Clause, Piece, refuse
from .readings import (
    Anytime,
    AtEvent,
    LongTerm,
    Periodic,
    Promptly,
    Reading,
    Realtime,
    Reference,
    UponApplication,
)
from .tokens import T, Token
from .wording import cut_after, has_act, lost_number, split_subject, without_modals

_CONDITIONS = ("按", "根据", "依据", "视", "结合", "依照", "如", "若", "凡")
_ABOVE = ("同上", "同前", "同上栏", "同上行", "同上一行", "同上格", "同上项", "同上述")
_INSTRUCTION = ("按照", "按", "依照", "依据", "根据", "参照", "遵照", "执行")
_CARRIED_OUT = ("执行", "调整", "办理", "实施", "确定", "公开", "公示", "公布")
_CIRCUMSTANCES = ("情况", "需要", "进展", "进度", "实际", "变化", "据实")
_DYNAMIC = ("动态调整", "动态更新", "动态管理", "动态维护", "实时更新")
_DEFERRING = ("从其规定", "适用其规定", "依照其规定", "按其规定", "遵照其规定", "从其要求", "从其约定")
_SOURCES = ("法律", "行政法规", "法规", "规章", "国家", "上级")
_NOT_AT = (
    "小时",
    "同时",
    "届时",
    "平时",
    "临时",
    "及时",
    "实时",
    "随时",
    "即时",
    "适时",
    "按时",
    "定时",
    "准时",
    "有时",
    "暂时",
    "限时",
)
_TOLD = ("公开", "公布", "公示", "发布", "上网", "推送")
_HOUSEHOLD = ("主动公开", "全文发布", "无", "√", "/", "-", "—")


def word_clause(clause: Clause, lead: Anchor | None) -> Piece:
    """
    What a clause with words of time and no number says: a reading for each word.

    Raises: Unreadable.
    """
    lost = lost_number(clause.text)
    if lost:
        raise _lost(clause, lost)
    words = [token for token in clause.times if token.kind is T.WORD]
    readings: list[Reading] = []
    for number, token in enumerate(words):
        start = words[number - 1] if number else None
        left = clause.between(start, token) if start else clause.before(token)
        if number and readings and _same_kind(words[number - 1], token):
            continue
        readings.append(_reading(clause, token, left if not number else "", lead))
    return Piece(clause, tuple(readings), dynamic=_is_dynamic(clause.text))


def _same_kind(left: Token, right: Token) -> bool:
    return left.value == right.value


def _reading(clause: Clause, token: Token, left: str, lead: Anchor | None) -> Reading:
    condition, after, scope = _circumstances(left, lead)
    if token.value == "irregular":
        raise refuse(
            "irregular",
            "“不定期”没有期限，无法得出日期",
            "'不定期' sets no limit: no date can come out",
            token.start,
            ("请写明周期或改为具体期限", "write the period or a limit"),
        )
    if token.value == "realtime":
        return Realtime(word="即时" if token.text == "即时" else "", condition=condition, scope=scope)
    if token.value == "promptly":
        return Promptly(condition=condition, after=after, word="" if token.text == "及时" else token.text, scope=scope)
    if token.value == "anytime":
        return Anytime(condition=condition, scope=scope)
    if token.value == "regular":
        return Periodic(every="unspecified", scope=scope)
    return LongTerm(word=token.text, dynamic=_is_dynamic(clause.text) or clause.dynamic, scope=scope)


def _circumstances(left: str, lead: Anchor | None) -> tuple[str, str, str]:
    """The condition, the anchor in words, and the subject that stand before a word."""
    words, mark = cut_after(left)
    if mark:
        subject, event = split_subject(words)
        return "", event, subject
    plain = without_modals(left).removesuffix("保持").removesuffix("并").removesuffix(":")
    if plain.startswith(_CONDITIONS) or plain.endswith(("时", "的情况下")):
        return plain, "", ""
    subject, event = split_subject(plain)
    after = lead.text or lead.anchor.value if lead is not None else ""
    return "", after, (subject + event).removesuffix("应当").removesuffix("应")


def _is_dynamic(text: str) -> bool:
    return any(word in text for word in _DYNAMIC)


def text_clause(clause: Clause, *, after_limit: bool) -> Piece:
    """
    What a clause without any word of time is: a limit of its own kind, or what it lends to its neighbours.

    Raises: Unreadable, when a number was lost from it.
    """
    text = clause.text
    if "另有" in text and ("规定" in text or "要求" in text or "约定" in text):
        return Piece(clause, deferral=True)
    if text.startswith(_DEFERRING) or without_modals(text).startswith(_DEFERRING) or text in ("除外", "除外情形"):
        return Piece(clause, deferral=True)
    if text in _SOURCES and clause.opened_by is not T.COLON:
        return Piece(clause, tail=True, deferral=after_limit)
    lost = lost_number(text)
    if lost:
        raise _lost(clause, lost)
    if text in _ABOVE or text.removesuffix("公开") in _ABOVE:
        return Piece(clause, (Reference(to="above_cell"),))
    if "依申请" in text:
        return Piece(clause, (UponApplication(scope=without_modals(text.partition("依申请")[0].rstrip(":"))),))
    if text in _DYNAMIC or (_is_dynamic(text) and len(text) <= 8):
        return Piece(clause, dynamic=True, tail=True)
    return _instruction(clause) or _lead(clause) or _at(clause) or _rest(clause, after_limit=after_limit)


def _lost(clause: Clause, lost: str) -> Exception:
    return refuse(
        "number_missing",
        f"“{lost}”前没有数字，可能漏字",
        f"{lost!r} stands without a number; something was lost",
        clause.start,
    )


def _instruction(clause: Clause) -> Piece | None:
    """``按照区财政统一部署执行``."""
    plain = without_modals(clause.text)
    opening = next((word for word in _INSTRUCTION if plain.startswith(word)), "")
    closing = next((word for word in _CARRIED_OUT if plain.endswith(word)), "")
    if not opening:
        return None
    to = (
        plain[len(opening) :]
        .removesuffix(closing)
        .removesuffix("进行")
        .removesuffix("的时限")
        .removesuffix("的期限")
        .removesuffix("予以")
        .removesuffix("单独")
    )
    if to in ("", "时", "期"):
        return None
    if any(word in to for word in _CIRCUMSTANCES):
        if not closing:
            return None
        raise refuse(
            "by_circumstances",
            f"“{clause.text}”没有期限，无法得出日期",
            f"{clause.text!r} sets no limit: no date can come out",
            clause.start,
        )
    return Piece(clause, (Reference(to=to),)) if closing or to.endswith(("规定", "要求", "部署", "通知")) else None


def _lead(clause: Clause) -> Piece | None:
    """``信息形成后``, whose number comes after a comma."""
    words, mark = cut_after(clause.text)
    if not mark or mark == "之日":
        return None
    subject, event = split_subject(words)
    if not event:
        return None
    return Piece(clause, lead=anchor_of(event, mark), scope=subject)


def _at(clause: Clause) -> Piece | None:
    """``随采购公告公开``, ``会计年度终了时``, ``与文件同步公开``."""
    plain = without_modals(clause.text)
    together = _together(clause, plain)
    if together:
        return together
    if plain.endswith("时") and not plain.endswith(_NOT_AT) and len(plain) > 1:
        subject, event = split_subject(plain.removesuffix("时"))
        return Piece(clause, event=AtEvent(event=event, scope=subject))
    for mark in ("的同时", "同时", "时"):
        event, found, act = plain.partition(mark)
        whole = (event + found).endswith(_NOT_AT) and mark == "时"
        if found and event and not whole and act.startswith(("公开", "公布", "公示", "发布", "予以", "向社会", "一并")):
            subject, thing = split_subject(event)
            return Piece(clause, (AtEvent(event=thing, scope=subject),))
    return None


def _together(clause: Clause, plain: str) -> Piece | None:
    """``随采购公告公开``, ``政策解读与文件同步公开``."""
    for opening in ("随同", "随", "与", "和", "同"):
        subject, found, thing = plain.partition(opening)
        if (
            not found
            or thing.startswith(("时", "着", "机", "迁", "意", "类", "步", "等", "级"))
            or opening * 2 in plain
        ):
            continue
        word = next((word for word in ("同步", "同时", "一并", "一同", "一起") if word in thing), "")
        event, _, act = thing.partition(word) if word else ("", "", "")
        if event and act.startswith(_TOLD):
            return Piece(clause, (AtEvent(event=event, rel="together", scope=subject),))
        told = next((each for each in _TOLD if thing.endswith(each)), "")
        if opening.startswith("随") and told and thing != told and not subject.endswith(("跟", "伴")):
            return Piece(
                clause,
                (AtEvent(event=thing.removesuffix(told).removesuffix("一并").removesuffix("同步"), scope=subject),),
            )
    return None


def _rest(clause: Clause, *, after_limit: bool) -> Piece:
    """A subject before the limit, or the words that finish it."""
    plain = without_modals(clause.text)
    if after_limit and (has_act(plain) or plain.startswith(("由", "经", "通过", "向", "以"))):
        return Piece(clause, tail=True)
    if clause.text in _HOUSEHOLD:
        return Piece(clause, tail=after_limit)
    return Piece(clause, scope=plain.rstrip(":"))
