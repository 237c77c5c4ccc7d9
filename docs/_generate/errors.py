"""The errors: the tree, and of each its code, what it carries, and a message as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from inspect import getdoc

import gov_deadlines as gd
from gov_deadlines import errors

from .words import plain, titled

INTRODUCTION = """
# 错误

本库有意抛出的错误都在这棵树上。每个错误都细化一个内置异常，带有稳定的 `code`（供其他语言用）；
中英文消息引用所给的值、说明应当如何；
`error.message("zh")` 是中文，`str(error)` 是英文。在行式 JSON 中写作 `{"error": {"code", "message", "message_zh"}}`。
"""
ZH = {
    "CalendarNotPublished": "没有通知覆盖所问的日子",
    "UnknownRule": "没有这个名称的规则",
    "NoRuleInForce": "规则存在，但那一天在那里没有生效的版本",
    "UnknownRegion": "不是 CN，也不是 GB/T 2260 代码",
    "UnknownProcedure": "没有这个名称的程序",
    "BadInput": "数据或者参数不能照用；逐处列出，不替人改",
    "Undecidable": "问题缺少时刻、年份或者数字，列出可选的",
    "IllegalEvent": "程序在该状态不认识这一事实，列出可以记录的",
    "GuardFailed": "缺少前置条件，说明缺什么、依据何条",
    "OutOfBounds": "事实早于事项开始，或者晚于所称获知之时",
    "ContradictsLater": "补记的事实使已有的后续事实不能成立",
    "ConflictingDelivery": "同一个键，两种内容",
    "BadCorrection": "没有该键的事实可以撤回",
    "UnknownMatter": "台账中没有该事项",
    "StaleMatter": "他人先记了；重读再决定",
    "StoreNotReady": "数据库中没有台账，或者版本较旧",
    "StoreTooNew": "台账由更新的版本写成",
    "StoreFailed": "数据库拒绝或者中断；没有写入",
    "StoreConflict": "两个事务相互妨碍；可立即重来",
    "ChainBroken": "在册的事实不是当初记录的",
    "RowSpoiled": "数据库的一行不是台账写入的内容",
}


def _request() -> gd.Matter:
    received = gd.Event.of("received", date(2026, 11, 20), key="oa-1")
    return gd.Matter.open("request", id="2026-17").apply(received)


def _signed_too_soon() -> object:
    drafted = gd.Event.of("drafted", date(2020, 6, 1), kind="document", policy=False)
    return (
        gd.Matter.open("document", id="12", jurisdiction="520323")
        .apply(drafted)
        .apply(gd.Event.of("signed", date(2020, 6, 2)))
    )


def _ledger() -> gd.Ledger:
    return gd.Ledger(gd.MemoryStore(), clock=lambda: datetime(2026, 11, 25, 1, tzinfo=UTC))


def _thrown(error: gd.GovDeadlinesError) -> Callable[[], object]:
    def throw() -> object:
        raise error

    return throw


def _answered_before_consulted() -> object:
    matter = _request().apply(gd.Event.of("answered", date(2026, 11, 24), outcome="granted", via="post", key="oa-2"))
    return matter.apply(gd.Event.of("withdrawn", date(2026, 11, 23), key="oa-3"))


EXAMPLES: dict[str, Callable[[], object]] = {
    "CalendarNotPublished": lambda: gd.WorkCalendar.load("CN").shift(date(2026, 12, 20), 20),
    "UnknownRule": lambda: gd.due("request.anser", date(2026, 11, 20)),
    "NoRuleInForce": lambda: gd.due("request.answer", date(2007, 1, 4)),
    "UnknownRegion": lambda: gd.WorkCalendar.load("Guizhou"),
    "UnknownProcedure": lambda: gd.procedure("requests"),
    "BadInput": lambda: gd.Period(0, gd.WORKING_DAY),
    "Undecidable": lambda: gd.due("incident.statement", date(2020, 6, 1)),
    "IllegalEvent": lambda: _request().apply(gd.Event.of("published", date(2026, 11, 24))),
    "GuardFailed": _signed_too_soon,
    "OutOfBounds": lambda: _request().apply(gd.Event.of("withdrawn", date(2026, 11, 19))),
    "ContradictsLater": _answered_before_consulted,
    "ConflictingDelivery": lambda: _request().apply(gd.Event.of("withdrawn", date(2026, 11, 24), key="oa-1")),
    "BadCorrection": lambda: _request().void("oa-9", "误录", on=date(2026, 11, 24)),
    "UnknownMatter": lambda: _ledger().matter("2026-17"),
    "StaleMatter": _thrown(gd.StaleMatter("2026-17", 3, 4)),
    "StoreNotReady": _thrown(gd.StoreNotReady(None, 1)),
    "StoreTooNew": _thrown(gd.StoreTooNew(2, 1)),
    "StoreFailed": _thrown(gd.StoreFailed("OperationalError: database is locked", passing=True)),
    "StoreConflict": _thrown(gd.StoreConflict("DeadlockDetected")),
    "ChainBroken": _thrown(gd.ChainBroken("2026-17", 2, "was altered", "被改动")),
    "RowSpoiled": _thrown(gd.RowSpoiled.of("gd_obligation", "6f1c", "due_on", "tomorrow")),
}


def pages() -> Iterator[tuple[str, str]]:
    """The one page, by its path, and its text."""
    tree = "\n".join([gd.GovDeadlinesError.__name__, *_tree(gd.GovDeadlinesError, "")])
    parts = [INTRODUCTION, f"```text\n{tree}\n```"]
    for kind in sorted(_kinds(gd.GovDeadlinesError), key=_written):
        name = kind.__name__
        error = _example(name, kind)
        bases = "、".join(f"`{base.__name__}`" for base in kind.__bases__)
        parts += [
            titled(2, f"`{name}`", f"error-{kind.code}"),
            f"{_meaning(kind)}。`code` 是 `{kind.code}`，细化 {bases}。",
            _messages(error) if error else "",
        ]
    yield "reference/errors.md", "\n\n".join(part for part in parts if part)


def _kinds(kind: type[gd.GovDeadlinesError]) -> Iterator[type[gd.GovDeadlinesError]]:
    for each in kind.__subclasses__():
        if each.__module__ == errors.__name__:
            yield each
        yield from _kinds(each)


def _written(kind: type) -> int:
    """The place of a class in its file."""
    return list(vars(errors)).index(kind.__name__)


def _example(name: str, kind: type[gd.GovDeadlinesError]) -> gd.GovDeadlinesError | None:
    """An error of that kind, as it comes; none where this page knows no way to it yet."""
    if name not in EXAMPLES:
        return None
    try:
        EXAMPLES[name]()
    except kind as error:
        return error
    raise AssertionError(f"the example of {name} raises nothing")


def _messages(error: gd.GovDeadlinesError) -> str:
    return f"```{{code-block}} text\n:class: gd-message\n\n{error.message('zh')}\n\n{error.message('en')}\n```"


def _meaning(kind: type) -> str:
    return ZH.get(kind.__name__) or plain((getdoc(kind) or "").split("\n\n")[0])


def _tree(kind: type[gd.GovDeadlinesError], stem: str) -> Iterator[str]:
    """The kinds below *kind*, a line each, with what they refine and mean."""
    below = sorted((each for each in kind.__subclasses__() if each.__module__ == errors.__name__), key=_written)
    for each in below:
        is_last = each is below[-1]
        name = f"{stem}{'└' if is_last else '├'}── {each.__name__}"
        refined = next((base.__name__ for base in each.__mro__ if base.__module__ == "builtins"), "")
        yield f"{name:<28}{refined:<14}{_meaning(each)}"
        yield from _tree(each, stem + ("    " if is_last else "│   "))
