"""One row type for every view: a duty of a matter, when it is due, how it stands at a moment, and why."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs

from ..analysis.docket import Move
from ..civil import SHANGHAI, civil_day
from ..deadline import Certainty, Deadline
from ..errors import GovDeadlinesError, Lang, said
from ..explanation import headline, parts
from ..ledger.rows import id_of
from ..matters.obligation import Obligation
from ..matters.timeliness import instant, lateness
from ..matters.warning import Alert
from ..period import Period
from ..show import bundle
from ..unit import Unit


class Status(Enum):
    """How a duty stands, as views sort and colour it: the most pressing first."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    NOT_DUE = "not_due"
    RUNNING = "running"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
    OPEN = "open"
    ON_TIME = "on_time"
    LATE = "late"
    CLOSED = "closed"
    VOID = "void"

    def text(self, lang: Lang) -> str:
        """The word for it."""
        return said(lang, *_WORDS[self.value])

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self in (Status.ON_TIME, Status.LATE, Status.CLOSED, Status.VOID, Status.OPEN)


_WORDS = {
    "overdue": ("已逾期", "overdue"),
    "due_today": ("当日到期", "due today"),
    "due_soon": ("临近到期", "due soon"),
    "not_due": ("未到期", "not due"),
    "running": ("期间未满", "period runs"),
    "stopped": ("停止计算", "clock stopped"),
    "unknown": ("无法计算", "cannot be told"),
    "open": ("期间已满", "period over"),
    "on_time": ("按期完成", "done in time"),
    "late": ("逾期完成", "done late"),
    "closed": ("已终结", "ended"),
    "void": ("不再需要", "not needed"),
}


@attrs.frozen(eq=False, repr=False)
class Entry:
    """
    A duty of a matter at *moment*, however it came: from a docket, a matter or a ledger.

    *duty* is its name to programs, *zh* and *en* to people; *ordinal* tells several of one name apart. *revision* grows
    when the due date moves. *deadline* is ``None`` where no day can be told, and where only the day was kept.
    """

    matter: str
    duty: str
    zh: str
    en: str
    jurisdiction: str
    moment: date | datetime
    status: Status
    start: date | datetime | None = None
    due: date | None = None
    due_at: datetime | None = None
    met: date | datetime | None = None
    ordinal: int = 1
    revision: int = 0
    certainty: Certainty = Certainty.SETTLED
    alerts: tuple[Alert, ...] = ()
    deadline: Deadline | None = None
    obligation: Obligation | None = None
    move: Move | None = None
    refusal: GovDeadlinesError | str | None = None

    @property
    def id(self) -> str:
        """An id in 32 hexadecimal digits: the same for one duty of one matter, whenever it is asked."""
        return id_of(self.matter, self.duty, self.ordinal)

    @property
    def opens_on(self) -> date | None:
        """The earliest lawful day of the next step, for a period that must be waited for."""
        return self.deadline.opens_on if self.deadline else None

    def name(self, lang: Lang) -> str:
        """What is due, in words."""
        return said(lang, self.zh, self.en)

    def due_text(self, lang: Lang) -> str:
        """``2020-05-29``, ``2020-07-08 21:20``, ``2021-04-05 起``, or a dash where no day can be told."""
        if self.deadline is not None and self.deadline.looks_back:
            return said(lang, f"{self.due} 起", f"from {self.due}")
        if self.opens_on is not None:
            return said(lang, f"{self.opens_on} 起", f"from {self.opens_on}")
        if self.due is not None:
            return self.due.isoformat()
        return moment_text(self.due_at) if self.due_at else "—"

    def left_text(self, lang: Lang) -> str:
        """What is left of the limit in its own unit, or by how much it is passed; empty once it is over."""
        found = self.deadline
        if found is None or found.version.minimum or self.status.is_over:
            return self.obligation.late_by.text(lang) if self.obligation and self.obligation.late_by else ""
        if self.status is Status.OVERDUE:
            late = lateness(found, self.moment)
            told = (
                late.text(lang) if late.unit is not Unit.HOUR or not late.days else _number(late.days, Unit.DAY, lang)
            )
            return said(lang, f"逾期{told}", f"{told} late")
        if civil_day(found.start) > civil_day(self.moment):
            return said(lang, "尚未起算", "not begun")
        return _left(found, self.moment, lang)

    def source(self, lang: Lang) -> str:
        """The clause that sets the limit, or why no day can be told."""
        if self.deadline is not None:
            return f"{self.deadline.version.cite(lang)} {self.deadline.version.says(lang)}"
        return self.refusal.message(lang) if isinstance(self.refusal, GovDeadlinesError) else self.refusal or ""

    def __repr__(self) -> str:
        return f"<Entry {self.matter or '-'} {self.duty}: {self.due_text('en')} {self.status.value}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese: the answer, how it stands, and all that decided it."""
        title, grounds = self.reason("zh")
        left = self.left_text("zh")
        stands = ("状态", f"{self.status.text('zh')}，{left}" if left else self.status.text("zh"))
        return bundle(f"{self.matter}：{title}" if self.matter else title, [stands, *grounds])

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The row in plain values, for JSON: how it stands, and its deadline or why it has none."""
        plain: dict[str, Any] = {
            "matter": self.matter,
            "duty": self.duty,
            "ordinal": self.ordinal,
            "id": self.id,
            "revision": self.revision,
            "jurisdiction": self.jurisdiction,
            "as_of": self.moment.isoformat(),
            "status": self.status.value,
            "due": self.due.isoformat() if self.due else None,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "met": self.met.isoformat() if self.met else None,
            "certainty": self.certainty.value,
            "moved": self.move.to_dict() if self.move else None,
        }
        if self.deadline is not None:
            plain |= self.deadline.to_dict()
        if isinstance(self.refusal, GovDeadlinesError):
            plain["error"] = self.refusal.to_dict(lang)
        elif self.refusal:
            plain["error"] = {"code": self.refusal}
        return plain

    def reason(self, lang: Lang) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The answer in one line, and all that decided it: each ground with its head."""
        found, more = self.deadline, []
        if self.obligation is not None:
            text = self.obligation.explain(lang)
            own = text.replace(found.explain(lang), "") if found else text
            more = [(said(lang, "义务", "duty"), line) for line in own.split("\n") if line]
        if self.move is not None:
            by = "、".join(notice.citation for notice in self.move.notices)
            told = f"{self.move.before_text} → {self.move.after_text}" + (f" ({by})" if by else "")
            more.append((said(lang, "通知移动", "moved"), told))
        if found is not None:
            return headline(found, lang), (*more, *parts(found, lang))
        if not more and self.source(lang):
            more = [(said(lang, "原因", "why"), self.source(lang))]
        return f"{self.name(lang)}{said(lang, '：', ': ')}{self.status.text(lang)}", tuple(more)


def _left(found: Deadline, moment: date | datetime, lang: Lang) -> str:
    """What is left of a limit that has begun and is not passed."""
    if found.due is None:
        hours = int((instant(found.due_at) - instant(moment)).total_seconds() // 3600)
        told = _number(hours, Unit.HOUR, lang) if hours else said(lang, "不足1小时", "less than an hour")
        return said(lang, f"余{told}", f"{told} left")
    day, limit = civil_day(moment), found.version.limit
    if day == found.due:
        return said(lang, "今日截止", "ends today")
    if isinstance(limit, Period) and limit.unit is Unit.WORKING_DAY:
        told = _number(found.calendar.count(day, found.due), Unit.WORKING_DAY, lang)
    else:
        told = _number((found.due - day).days, Unit.DAY, lang)
    return said(lang, f"余{told}", f"{told} left")


def _number(n: int, unit: Unit, lang: Lang) -> str:
    return said(lang, f"{n}{unit.zh}", f"{n} {unit.en(n)}")


def moment_text(moment: date | datetime) -> str:
    """``2020-05-29``, ``2020-07-08 21:20`` by the clock of Beijing."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()
