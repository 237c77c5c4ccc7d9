"""Days and instants as text: the one place that reads them."""

from __future__ import annotations

import re
from datetime import date, datetime

from .civil import aware
from .errors import BadInput

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\S+", re.ASCII)


def read_day(text: object, path: str = "day") -> date:
    """
    The day that *text* writes, ``2020-05-20``.

    Raises: BadInput, for anything else.
    """
    if isinstance(text, str) and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise BadInput.of(path, f"{text!r} is no day; expected one like 2020-05-20", f"{text!r} 不是日期；应如 2020-05-20")


def read_moment(text: object, path: str = "start") -> date | datetime:
    """
    The day ``2020-05-20`` or the instant ``2020-05-20T09:00:00+08:00`` that *text* writes.

    Raises: BadInput, for anything else, an instant without its offset included.
    """
    if isinstance(text, str) and _INSTANT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            if moment.utcoffset() is not None:
                return aware(moment, path)
            raise BadInput.of(
                path,
                f"{text!r} names no time zone; expected an instant like 2020-05-20T09:00:00+08:00",
                f"{text!r} 未注明时区；应如 2020-05-20T09:00:00+08:00",
            )
    elif isinstance(text, str) and _DAY.fullmatch(text):
        return read_day(text, path)
    raise BadInput.of(
        path,
        f"{text!r} is neither a day like 2020-05-20 nor an instant like 2020-05-20T09:00:00+08:00",
        f"{text!r} 既不是日期（如 2020-05-20）也不是带时区的时刻（如 2020-05-20T09:00:00+08:00）",
    )
