"""Clauses with a number of days, months or hours: a limit, a window before an event, or how long a notice stays up."""

from __future__ import annotations

import attrs

from ..unit import Unit
from .anchors import Anchor, anchor_of, read_anchor
from .before import counts_back
from .clause import Clause, Notes, Piece, amount_of, refuse
from .readings import From, Periodic, PublicNoticePeriod, Within
from .tokens import Quantity, T, Token
from .wording import (
    AT_LEAST,
    AT_MOST,
    CONDITION,
    NOT_WITHIN,
    cut_after,
    cut_end,
    has_act,
    lost_number,
    names_length,
    shown,
    split_subject,
    starts_before,
    starts_in,
    without_modals,
    without_soft,
)

_WITHDRAWING = ("撤回", "撤下", "撤销公示", "下架", "删除", "停止公示", "撤除")
_EXTENDING = ("延长", "顺延", "推迟", "延期", "暂缓")
_CUT_OFF = ("予以公", "予以", "予", "公", "公示公")
_COLUMN = ("公开时限", "公开时间", "时限")
_MONTH_SPAN = ("当月", "本月", "该月")
_PROMPTLY = ("及时", "适时", "立即", "尽快", "第一时间")


def quantity_clause(clause: Clause, lead: Anchor | None, subject: str, notes: Notes) -> Piece:
    """
    What a clause with one number says; *lead* and *subject* are what clauses before it say of its start and matter.

    Raises: Unreadable.
    """
    amounts = [token for token in clause.times if token.kind is T.QUANTITY]
    of_month = _day_of_this_month(clause, amounts[0])
    if of_month:
        return of_month
    _no_other_words(clause)
    first = amounts[0]
    if _is_condition(clause, first):
        if len(amounts) == 1:
            return Piece(clause, scope=clause.text)
        raise _two(amounts)
    if len(amounts) > 1:
        raise _two(amounts)
    assert isinstance(first.value, Quantity)
    if first.value.ordinal:
        raise _day_alone(first)
    left, right = clause.before(first), clause.after(first)
    if left.endswith("(") and ")" in right:  # 之日起(20个工作日)内
        left, right = left.removesuffix("("), right.replace(")", "", 1)
    lost = lost_number(left) or lost_number(right)
    if lost:
        raise refuse(
            "number_missing",
            f"另有“{lost}”前没有数字，可能漏字",
            f"{lost!r} stands without a number; something may have been lost",
            first.start,
        )
    if names_length(without_soft(subject)) and shown(without_soft(subject)):  # 公示期: 5个工作日
        left, subject = without_soft(subject) + left, ""
    if any(word in left for word in _EXTENDING):
        raise refuse(
            "extension",
            f"“{clause.text}”是期限的延长，不是期限本身",
            f"{clause.text!r} extends a limit and is none itself",
            first.start,
        )
    if (shown(without_soft(subject)) or _named_length(left)) and not starts_in(right) and not cut_end(left, AT_MOST)[1]:
        raise _deadline_or_duration(clause, first)
    return (
        _stays_up(clause, first, left, right)
        or counts_back(clause, first, left, right, notes)
        or _within(clause, first, left, right, lead, notes)
    )


def _no_other_words(clause: Clause) -> None:
    for token in clause.times:
        if token.kind is not T.QUANTITY and not (token.kind is T.WORD and token.value == "promptly"):
            raise refuse(
                "two_readings",
                f"同一句中既有“{token.text}”又有期限数字，无法确定各管什么",
                f"{token.text!r} and a number stand in one clause; what each governs is not said",
                token.start,
            )


def _day_of_this_month(clause: Clause, token: Token) -> Piece | None:
    """``当月20号``: a day of every month."""
    left, right = clause.before(token), clause.after(token)
    n, unit = amount_of(token)
    month = cut_end(left, _MONTH_SPAN)[1]
    if not month or unit is not Unit.DAY or len(clause.times) > 1:
        return None
    if n > 31 or starts_in(right) or right.startswith(NOT_WITHIN[:7]):
        raise _day_alone(token)
    subject, _ = split_subject(left.removesuffix(month))
    rel = "by" if starts_before(right) else ""
    return Piece(clause, (Periodic(every="month", by=f"{n:02}", rel=rel, scope=subject),))


def _two(amounts: list[Token]) -> Exception:
    both = "、".join(token.text for token in amounts)
    return refuse(
        "two_numbers",
        f"同一句中有几个数字（{both}），无法确定哪一个是期限",
        f"several numbers stand in one clause ({both}); which one is the limit is not said",
        amounts[0].start,
    )


def _day_alone(token: Token) -> Exception:
    return refuse(
        "day_without_month",
        f"“{token.text}”没有写明是哪个月",
        f"{token.text!r} does not say of which month",
        token.start,
        ("请补充周期（如每月）或月份", "add the period (每月) or the month"),
    )


def _named_length(left: str) -> bool:
    """Whether a length of time is named that is neither that of a notice nor the head of the column: 公开期限为."""
    what = without_soft(cut_end(without_soft(left), AT_LEAST)[0])
    return what == without_soft(left) and names_length(what) and not shown(what) and not what.endswith(_COLUMN)


def _deadline_or_duration(clause: Clause, token: Token) -> Exception:
    return refuse(
        "deadline_or_duration",
        f"“{clause.text}”可能是公示多久，也可能是多久之内公示",
        f"{clause.text!r} may say how long to show something or by when to show it",
        token.start,
        ("请写明“公示不少于”或“之内公示”", "write whether it is how long to show it or by when"),
    )


def _is_condition(clause: Clause, token: Token) -> bool:
    """Whether the number limits the cases, as 超过六个月的 does, and not the time."""
    left, right = clause.before(token), clause.after(token)
    if cut_end(left, AT_MOST)[1] or cut_end(left, AT_LEAST)[1]:
        return False
    return (bool(cut_end(left, CONDITION)[1]) and right.startswith("的")) or right in ("以上的", "以下的")


def _stays_up(clause: Clause, token: Token, left: str, right: str) -> Piece | None:
    """``公示期不少于5个工作日``: how long, never by when."""
    soft = without_soft(left)
    rest, least = cut_end(soft, AT_LEAST)
    more = right.startswith("以上")
    what = without_soft(rest) if least else soft
    if not (shown(what) or ((least or more) and (names_length(what) or not what))):
        return None
    if (
        cut_end(soft, AT_MOST)[1]
        or starts_in(right)
        or starts_before(right)
        or right.startswith(("后", "之后", "以后"))
    ):
        raise _deadline_or_duration(clause, token)
    n, unit = amount_of(token)
    subject, _ = split_subject(what)
    return Piece(
        clause, (PublicNoticePeriod(min_n=n, unit=unit, op="at_least" if least or more else "stated", scope=subject),)
    )


def _within(clause: Clause, token: Token, left: str, right: str, lead: Anchor | None, notes: Notes) -> Piece:
    """``自…之日起20个工作日内公开``."""
    n, unit = amount_of(token)
    inside = starts_in(right)
    tail = right[len(inside) :] if inside else right
    if not inside and tail.startswith(NOT_WITHIN) and not _of_the_limit(tail):
        raise refuse(
            "not_within",
            f"“{token.text}{tail[:2]}”不是“{token.text}内”，无法确定是期限、起点还是时长",
            f"'{token.text}{tail[:2]}' is not 'within {token.text}': a limit, a start or a length of time",
            token.start,
        )
    if inside and tail.startswith(("容", "部", "设", "外", "内")):
        raise refuse(
            "not_within",
            f"“{token.text}{right[:2]}”无法识别",
            f"'{token.text}{right[:2]}' is not understood",
            token.start,
        )
    if not inside and tail and not (_of_the_limit(tail) or has_act(tail) or tail in _CUT_OFF):
        raise refuse(
            "not_within",
            f"“{token.text}”之后的“{tail}”无法识别",
            f"{tail!r} after {token.text!r} is not understood",
            token.end,
        )
    inside = inside or _of_the_limit(tail)
    left, cap = cut_end(without_soft(left), AT_MOST) if cut_end(without_soft(left), AT_MOST)[1] else (left, "")
    left = _without_stray_ge(left, token, notes)
    also = "promptly" if any(word in left or word in right for word in _PROMPTLY) else ""
    for word in _PROMPTLY:
        left = left.removesuffix(word)
    anchor, scope = _anchor(clause, token, left, lead, notes)
    _whole_length(token, anchor, inside or cap, notes)
    if not inside and not cap and not clause.aside and "迟于" not in left and anchor.anchor is not From.UNSPECIFIED:
        notes.repair(token.end, token.text, "missing_内", f"{token.text}内")
    _mend_tail(token, tail, notes)
    reading = Within(
        n=n,
        unit=unit,
        anchor=anchor.anchor,
        anchor_text=anchor.text,
        anchors=anchor.alternatives,
        also=also,
        action="withdraw" if any(word in right for word in _WITHDRAWING) else "",
        bare=anchor.anchor is From.UNSPECIFIED and not inside and not cap,
        scope=scope,
    )
    return Piece(clause, (reading,))


def _of_the_limit(tail: str) -> str:
    """``的期限内`` and the like after a number, which says 内 at greater length."""
    return next(
        (
            words
            for words in ("的期限内", "的时间内", "期限内", "时间内", "的时限内", "时限内")
            if tail.startswith(words)
        ),
        "",
    )


def _without_stray_ge(left: str, token: Token, notes: Notes) -> str:
    """*left* without a 个 that strayed before the number: 信息形成个20个工作日."""
    if left.endswith("个") and len(left) > 1:
        notes.repair(token.start - 1, "个", "inserted_个")
        return left.removesuffix("个")
    return left


def _anchor(clause: Clause, token: Token, left: str, lead: Anchor | None, notes: Notes) -> tuple[Anchor, str]:
    """What the number counts from, and what the clause is about."""
    words, mark = cut_after(left)
    if clause.aside:
        words, mark = cut_after(clause.aside)
        subject = without_modals(left)
        return _heeded(clause, token, anchor_of(split_subject(words)[1], mark), notes), subject
    if mark:
        subject, event = split_subject(words)
        if not event:
            raise refuse(
                "anchor_missing",
                f"“{left}”没有写明从什么起算",
                f"{left!r} does not say from what to count",
                token.start,
                ("请补充起算事件", "add the event to count from"),
            )
        named = read_anchor(event) or read_anchor(words) or anchor_of(event, mark)
        if subject.endswith(("或", "或者", "、", "和", "及")):  # a 自 strayed between two acts
            named = attrs.evolve(named, sure=False)
        return _heeded(clause, token, named, notes), subject
    subject, event = split_subject(words)
    found = read_anchor(event) if event else None
    if found and found.sure and found.anchor not in (From.PUBLISHED, From.OTHER) and not event.endswith("决定"):
        return _heeded(clause, token, found, notes), subject
    if event and "作出" in event and found:
        return _heeded(clause, token, found, notes), subject
    if found and not found.sure:
        # An anchor that breaks off: neither read as whole nor taken for what the limit is about.
        raise refuse(
            "anchor_broken",
            f"“{event}”像是起算点，但没有写完",
            f"{event!r} looks like what to count from, but breaks off",
            token.start,
            ("请核对原表并补全起算事件", "check the table and complete the event to count from"),
        )
    about = (subject + event) if subject or event else ""
    if lead is not None:
        return _heeded(clause, token, lead, notes), about
    return Anchor(From.UNSPECIFIED), about.removeprefix("公开时限").removeprefix("时限")


def _heeded(clause: Clause, token: Token, anchor: Anchor, notes: Notes) -> Anchor:
    notes.heed(anchor, clause.start + max(clause.text.find("形式"), 0), anchor.text or clause.before(token))
    return anchor


def _whole_length(token: Token, anchor: Anchor, inside: str, notes: Notes) -> None:
    """Refuse a length of time that nothing makes a limit: 6个月 may be how long something is kept."""
    if anchor.anchor is not From.UNSPECIFIED:
        return
    _, unit = amount_of(token)
    if not inside and unit is not Unit.WORKING_DAY:
        raise refuse(
            "bare_duration",
            f"“{token.text}”是公开时限、更新周期还是保留期无法判断",
            f"{token.text!r} may be a limit, how often to renew or how long to keep",
            token.start,
            ("请核对表头，或为此行写明起算点和“内”", "check the head of the column, or say from when and within what"),
        )
    notes.warn(
        "anchor_unspecified",
        f"已读为{token.text}，但未写起算点；计算日期前须指定起算事件",
        f"read as {token.text}, but nothing says from when; name the event to count from before counting",
    )


def _mend_tail(token: Token, tail: str, notes: Notes) -> None:
    """Report what was lost or said twice after the number."""
    place = token.end
    bare = tail.removeprefix("予以").removeprefix("进行").removeprefix("内")
    if tail and (bare in ("公", "公示公", "") or tail in _CUT_OFF):
        notes.repair(place, tail, "cut_off", "予以公开" if tail.startswith("予") else "公开")
    doubled = tail.replace("内", "")
    half = len(doubled) // 2
    if half >= 2 and doubled[:half] == doubled[half:] and has_act(doubled[:half]):
        notes.repair(place, tail, "doubled_words", doubled[:half])
