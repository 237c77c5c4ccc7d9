"""What a host hands to a ledger, once it is sure that it can be used: a slip is told at the call, not nights later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from inspect import iscoroutinefunction
from typing import TypeVar

from ..civil import aware, end_of, legal_day
from ..errors import BadInput, quoted
from ..matters.warning import WarningPolicy
from ..workdays.calendar import WorkCalendar
from .rows import Reminder
from .store import Store

T = TypeVar("T")

MOST_WARNINGS = 12
"""Before a limit ends: what a row can hold beside the rungs after it."""

MOST_ROWS = 1_000_000
"""Asked for at once: what a host can hold, and far from what a database can count to."""

LONGEST_LEASE = 30 * 86_400
"""Seconds that a worker may hold a message for: whoever died a month ago is not coming back."""

LONGEST_NAME = 200
"""Characters: what every database can hold in a column and show in a list."""


def checked_store(store: object) -> Store:
    """Raises: BadInput, for what is none, such as the URL of one; it is not quoted, since a URL may hold a password."""
    if not isinstance(store, Store) or isinstance(store, type):
        what = store.__name__ if isinstance(store, type) else type(store).__name__
        en = f"{what} is no store; make one by SqlStore(url), SqlStore(engine) or MemoryStore()"
        zh = f"{what} 不是存储；请用 SqlStore(地址)、SqlStore(engine) 或 MemoryStore() 建立"
        raise BadInput.of("store", en, zh)
    return store


def checked_key(key: object) -> bytes:
    """Raises: BadInput, for a key that is not made of bytes."""
    if not isinstance(key, bytes):
        en = f"a key is made of bytes, not of {type(key).__name__}; encode it, or read it from a file as bytes"
        raise BadInput.of("key", en, f"密钥应为 bytes，而非 {type(key).__name__}；请先编码，或以字节读入")
    return key


def checked_function(function: Callable[..., T], path: str, like: str) -> Callable[..., T]:
    """Raises: BadInput, for what cannot be called; *like* shows what could."""
    if not callable(function):
        en = f"{quoted(function)} cannot be called; expected a function, like {like}"
        raise BadInput.of(path, en, f"{quoted(function)} 不能调用；应为函数，如 {like}")
    return function


def checked_handler(handler: Callable[..., object]) -> Callable[..., object]:
    """
    Raises: BadInput, for what cannot be called, and for a coroutine function.

    What that returns nobody awaits, so that every message would count as told and none would have been.
    """
    checked_function(handler, "handler", "lambda message: print(message['subject'])")
    if iscoroutinefunction(handler) or iscoroutinefunction(getattr(handler, "__call__", None)):  # noqa: B004
        en = f"{quoted(handler)} is a coroutine function, which nobody awaits here; hand in a plain function, and call "
        en += "drain in a thread (asyncio.to_thread); to get back use asyncio.run_coroutine_threadsafe(...).result()"
        zh = f"{quoted(handler)} 是协程函数，此处无人等待；请给出普通函数，在线程中调用 drain（asyncio.to_thread），"
        zh += "回到事件循环用 asyncio.run_coroutine_threadsafe(...).result()"
        raise BadInput.of("handler", en, zh)
    return handler


def checked_policy(policy: WarningPolicy) -> WarningPolicy:
    """Raises: BadInput, for more warnings than a row can hold, and for two that are told by one name."""
    if not isinstance(policy, WarningPolicy):
        en = f"{quoted(policy)} is no WarningPolicy; expected one like WarningPolicy(days_before=(5, 3))"
        raise BadInput.of("policy", en, f"{quoted(policy)} 不是 WarningPolicy；应如 WarningPolicy(days_before=(5, 3))")
    for steps in (tuple(f"{part:.0%}" for part in policy.fractions), policy.days_before):
        if len(steps) > MOST_WARNINGS or len({*steps}) < len(steps):
            en = f"{steps} are not up to {MOST_WARNINGS} warnings, each at another time (fractions by whole percents)"
            raise BadInput.of("policy", en, f"{steps} 应为不超过{MOST_WARNINGS}次且互不相同的提醒（比例按整百分数计）")
    return policy


def checked_name(id: object) -> str:
    """Raises: BadInput, for an id of a matter that is empty, too long or has control characters."""
    if not isinstance(id, str) or not id.strip() or len(id) > LONGEST_NAME or not id.isprintable():
        en = f"{id!r:.300} is no id of a matter; expected 1 to {LONGEST_NAME} printable characters"
        raise BadInput.of("id", en, f"{id!r:.300} 不是事项编号；应为1至{LONGEST_NAME}个可见字符")
    return id


def checked_version(version: int | None) -> int | None:
    """Raises: BadInput, for what counts no facts: compared, it would only ever be called stale."""
    if version is not None and (type(version) is not int or version < 0):
        en = f"{quoted(version)} is no version of a matter; expected a whole number, as Recorded.version tells it"
        zh = f"{quoted(version)} 不是事项的版本；应为整数，即 Recorded.version"
        raise BadInput.of("expected_version", en, zh)
    return version


def checked_limit(limit: int, path: str = "limit") -> int:
    """Raises: BadInput, for what is no number of rows, or of attempts."""
    if type(limit) is not int or not 1 <= limit <= MOST_ROWS:
        en = f"{quoted(limit)} cannot be the most there are; expected a whole number from 1 to {MOST_ROWS}"
        raise BadInput.of(path, en, f"{quoted(limit)} 不能作为上限；应为1至{MOST_ROWS}的整数")
    return limit


def checked_lease(seconds: float) -> float:
    """Raises: BadInput, for what is no time that a worker may hold a message for."""
    if type(seconds) not in (int, float) or not 0 <= seconds <= LONGEST_LEASE:
        en = f"{quoted(seconds)} is no lease; expected seconds from 0 to {LONGEST_LEASE}"
        raise BadInput.of("lease_seconds", en, f"{quoted(seconds)} 不是占用时间；应为0至{LONGEST_LEASE}秒")
    return seconds


def checked_calendar(calendar: object) -> WorkCalendar:
    """Raises: BadInput, for what is no calendar, such as the notice that it should have been loaded with."""
    if not isinstance(calendar, WorkCalendar):
        load = "WorkCalendar.load('CN', notices=[notice])"
        en = f"{quoted(calendar)} is no WorkCalendar; load one with the notice: {load}"
        zh = f"{quoted(calendar)} 不是 WorkCalendar；请连同通知载入：{load}"
        raise BadInput.of("calendar", en, zh)
    return calendar


def checked_heads(heads: Mapping[str, tuple[int, str]] | None) -> Mapping[str, tuple[int, str]]:
    """What was kept of :meth:`Ledger.heads`; JSON keeps its pairs as lists. Raises: BadInput, for anything else."""
    if heads is None:
        return {}
    if not isinstance(heads, Mapping):
        en = f"{quoted(heads)} are no heads; expected what Ledger.heads() returned, such as {{'A-1': (2, '9f…')}}"
        raise BadInput.of("heads", en, f"{quoted(heads)} 不是 Ledger.heads() 的结果；应如 {{'A-1': (2, '9f…')}}")
    found = {}
    for name, head in heads.items():
        match head:
            case (int() as version, str() as seal) if version >= 0 and not isinstance(version, bool) and seal.strip():
                found[name] = version, seal
            case _:
                en = f"{quoted(head)} is no head of a matter; expected its version and its seal, such as (2, '9f…')"
                raise BadInput.of(f"heads.{name}", en, f"{quoted(head)} 应为版本和封存值，如 (2, '9f…')")
    return found


def id_of_message(reminder: Reminder | str) -> str:
    """The id that a message goes by. Raises: BadInput, for what is neither a reminder nor an id."""
    if isinstance(reminder, Reminder):
        return reminder.id
    if not isinstance(reminder, str) or not reminder.isprintable():
        en = f"{quoted(reminder)} is no message; expected one that Ledger.dead() lists, or its id"
        raise BadInput.of("reminder", en, f"{quoted(reminder)} 不是提醒；应为 Ledger.dead() 列出的，或其 id")
    return reminder


def until(by: date | datetime) -> datetime:
    """The instant by which something is due; a day stands for its end. Raises: BadInput."""
    return aware(by, "by") if isinstance(by, datetime) else end_of(legal_day(by, "by"))


def instant(now: datetime, path: str = "now") -> datetime:
    """Raises: BadInput, for a day, and for an instant that tells no zone."""
    if not isinstance(now, datetime):
        en = f"{quoted(now)} is no instant; expected an aware datetime, or nothing for the ledger's own clock"
        raise BadInput.of(path, en, f"{quoted(now)} 不是时刻；应为带时区的 datetime，不给则用台账自己的时钟")
    return aware(now, path)
