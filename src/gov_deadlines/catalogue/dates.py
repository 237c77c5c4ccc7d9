"""Clauses that name a date (6月底前) or how often (一年一次) without 每."""

from __future__ import annotations

import attrs

from ..unit import Unit
from .anchors import anchor_of
from .clause import Clause, Notes, Piece, refuse
from .readings import Fixed, Periodic, Reading, Within
from .tokens import MonthDay, Quantity, Span, T, Token
from .wording import AT_LEAST, JOINTS, cut_after, has_act, split_subject, starts_before, starts_in


def month_before(token: Token) -> Exception:
    """The refusal of ``6月前``."""
    return refuse(
        "month_before",
        f"“{token.text}前”可能是该月开始之前，也可能是该月结束之前",
        f"'{token.text}前' may mean before that month begins or before it ends",
        token.start,
        ("请写明日期", "write the day"),
    )


def dated_clause(clause: Clause, notes: Notes) -> Piece:
    """A clause without 每: ``一年一次``, ``年底``, dates."""
    times = clause.times
    kinds = [token.kind for token in times]
    before = clause.before(times[0])
    subject, event = split_subject(before)
    scope = (subject + event).removesuffix("当年")
    if T.QUANTITY in kinds and T.TIMES in kinds and len(kinds) == 2 and kinds[0] is T.QUANTITY:
        return _so_often(clause, times[0], times[1], scope)
    if all(
        kind in (T.DATE, T.TIMES) or (token.kind is T.WORD and token.value == "promptly")
        for kind, token in zip(kinds, times, strict=True)
    ):
        return _dates(clause, scope, notes)
    if kinds[0] is T.END and all(kind in (T.TIMES, T.END) for kind in kinds) and isinstance(times[0].value, Span):
        return _vague_end(clause, times[0], times[0].value, scope, notes)
    token = times[0]
    raise refuse(
        "no_period",
        f"“{clause.text}”没有写明周期或起算点",
        f"{clause.text!r} has neither a period nor an event to count from",
        token.start,
        ("请补充周期（如每年、每月）或事件", "add the period (每年, 每月) or the event"),
    )


def _so_often(clause: Clause, amount: Token, times: Token, scope: str) -> Piece:
    """``一年一次``, ``6个月更新一次``."""
    assert isinstance(amount.value, Quantity)
    assert isinstance(times.value, int)
    gap = clause.between(amount, times)
    unit, n = amount.value.unit, amount.value.n
    least = any(word in gap for word in AT_LEAST)
    plain = gap
    for word in (*AT_LEAST, "应", "向社会", "内", "要"):
        plain = plain.replace(word, "")
    if (plain and not has_act(plain)) or unit not in ("week", "month", "year", "day"):
        raise refuse(
            "two_readings",
            f"“{clause.text}”无法确定是多久一次还是期限",
            f"{clause.text!r} may be how often or a limit",
            amount.start,
        )
    reading = Periodic(every=unit, interval=n if n > 1 else 0, scope=scope)
    so_often = attrs.evolve(reading, min_times=times.value) if least else attrs.evolve(reading, times=times.value)
    return Piece(clause, (so_often,))


def _dates(clause: Clause, scope: str, notes: Notes) -> Piece:
    dates = [token for token in clause.times if token.kind is T.DATE]
    if not dates:
        raise refuse("no_period", f"“{clause.text}”没有写明周期", f"{clause.text!r} has no period", clause.start)
    found: list[Reading] = []
    for number, token in enumerate(dates):
        value = token.value
        assert isinstance(value, MonthDay)
        after = clause.after(token) if number == len(dates) - 1 else clause.between(token, dates[number + 1])
        value = _shared(value, [each.value for each in dates[number + 1 :]])
        joint = clause.between(dates[number - 1], token) if number else "、"
        before = starts_before(joint)
        if joint.removeprefix(before) not in JOINTS or after.startswith(("起", "后", "以后", "至", "之后", "开始")):
            raise refuse(
                "date_not_a_limit",
                f"“{clause.text}”中的日期可能是起点、范围或期限",
                f"a date in {clause.text!r} may be a start, a range or a limit",
                token.start,
            )
        if value.day is None:
            found.append(_month_alone(clause, token, value, after, notes))
            continue
        day: int | str = value.day
        by = "by" if starts_before(after) else ""
        found.append(Fixed(month=value.month, day=day, year=value.year or 0, rel=by, scope=scope))
    if any(isinstance(each, Fixed) and not each.year for each in found):
        notes.warn(
            "year_unsaid",
            "未写“每年”，是否每年重复须由用户确定",
            "nothing says each year (每年): whether the date comes round is for the user to say",
        )
    return Piece(clause, tuple(found))


def _shared(value: MonthDay, later: list[object]) -> MonthDay:
    """A month that shares the day written after the last one: 4月、7月、10月的上旬."""
    for each in later:
        if isinstance(each, MonthDay) and value.day is None and isinstance(each.day, str):
            return attrs.evolve(value, day=each.day)
    return value


def _month_alone(clause: Clause, token: Token, value: MonthDay, after: str, notes: Notes) -> Reading:
    """``3月内`` after an anchor is three months; ``6月份`` some day of June; 6月 alone could be either."""
    words, mark = cut_after(clause.before(token))
    if starts_in(after) and mark and not token.text.endswith("份") and not value.year:
        subject, event = split_subject(words)
        anchor = anchor_of(event, mark)
        notes.heed(anchor, token.start, event)
        notes.repair(token.start, token.text, "missing_个", f"{value.month}个月")
        notes.warn(
            "month_or_months",
            f"“{token.text}内”有起算点，读作{value.month}个月内",
            f"'{token.text}内' follows an anchor and is read as {value.month} months",
        )
        return Within(n=value.month, unit=Unit.MONTH, anchor=anchor.anchor, anchor_text=anchor.text, scope=subject)
    if starts_before(after):
        raise month_before(token)
    if token.text.endswith("份"):
        notes.warn(
            "whole_month",
            f"“{token.text}”没有写明日期，以该月最后一日为限",
            f"{token.text!r} names no day; its last day is taken as the limit",
        )
        return Fixed(month=value.month, day="last", year=value.year or 0)
    raise refuse(
        "month_or_months",
        f"“{token.text}”可能是{value.month}月份，也可能是{value.month}个月",
        f"{token.text!r} may be the month of that number or so many months",
        token.start,
        ("请写明是月份还是月数", "write whether it is a month or a number of months"),
    )


def _vague_end(clause: Clause, token: Token, span: Span, scope: str, notes: Notes) -> Piece:
    """``年底前`` is the last of December; 月末 and 年终 come round."""
    if span.per == "year" and starts_before(clause.after(token)):
        notes.warn(
            "year_unsaid",
            "未写“每年”，是否每年重复须由用户确定",
            "whether it comes round each year is for the user to say",
        )
        return Piece(clause, (Fixed(month=12, day="last", rel="by", scope=scope),))
    times = next((each.value for each in clause.times if each.kind is T.TIMES), 0)
    assert isinstance(times, int)
    by = "year_end" if span.per == "year" else "end"
    return Piece(clause, (Periodic(every=span.per, by=by, times=times, scope=scope),))
