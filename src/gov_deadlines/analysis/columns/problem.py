"""Why a row has no due day: small numbers, so that a column can hold them, and a legend."""

from __future__ import annotations

from enum import IntEnum

from ...errors import Lang, said


class Problem(IntEnum):
    """
    Why a row has no answer; 0 where it has one. The numbers are a contract: columns on disk hold them.

    >>> Problem(2).text("en")
    'no holiday notice covers a day that the count needs'
    """

    NONE = 0
    NO_RULE_IN_FORCE = 1
    CALENDAR_NOT_PUBLISHED = 2
    ONLY_A_WORD = 3
    NEEDS_INSTANT = 4
    BEYOND_YEARS = 5
    NO_START = 6
    OUTSIDE_TABLE = 7
    UNKNOWN_RULE = 8
    UNKNOWN_REGION = 9
    BAD_NUMBER = 10
    NOT_TO_BE_SUSPENDED = 11
    NAIVE = 12
    NO_DAY = 13
    NO_ACT = 14

    @property
    def code(self) -> str:
        """The ``code`` of the error that :func:`gov_deadlines.due` raises in such a case; empty for no problem."""
        return _CODE[self]

    def text(self, lang: Lang = "zh") -> str:
        """What is wrong and, where it helps, what to do."""
        return said(lang, *_TEXT[self])


_CODE = {
    Problem.NONE: "",
    Problem.NO_RULE_IN_FORCE: "no_rule_in_force",
    Problem.CALENDAR_NOT_PUBLISHED: "calendar_not_published",
    Problem.ONLY_A_WORD: "undecidable",
    Problem.NEEDS_INSTANT: "undecidable",
    Problem.UNKNOWN_RULE: "unknown_rule",
    Problem.UNKNOWN_REGION: "unknown_region",
}
_CODE |= dict.fromkeys(set(Problem) - set(_CODE), "bad_input")

_TEXT = {
    Problem.NONE: ("有答案", "answered"),
    Problem.NO_RULE_IN_FORCE: ("起算日没有生效的版本", "no version of the rule is in force on the day of the start"),
    Problem.CALENDAR_NOT_PUBLISHED: (
        "计算所需的日子没有放假安排通知覆盖",
        "no holiday notice covers a day that the count needs",
    ),
    Problem.ONLY_A_WORD: ("规定只有文字，没有数字", "the rule sets only a word, and no number"),
    Problem.NEEDS_INSTANT: (
        "按小时计算的期限须从具体时刻起算并以 due_at 查询",
        "a limit in hours runs from an instant; give instants, and ask for due_at",
    ),
    Problem.BEYOND_YEARS: (
        "超出公历1年至9999年，或超出时刻列的单位所能表示的范围",
        "the count leads out of the years 1 to 9999, or of what the unit of the instants can hold",
    ),
    Problem.NO_START: ("没有起算日", "the start is missing"),
    Problem.OUTSIDE_TABLE: (
        "起算日不在表的范围内；请以 first、last 另建",
        "the start lies outside the table; make one with another first and last",
    ),
    Problem.UNKNOWN_RULE: ("没有这个规定", "no rule has that id"),
    Problem.UNKNOWN_REGION: ("不是行政区划代码", "the place is neither CN nor a GB/T 2260 code"),
    Problem.BAD_NUMBER: (
        "扣除的天数应为0至32767，期间的长度应为1至32767",
        "days left out go from 0 to 32767, the length of a period from 1 to 32767",
    ),
    Problem.NOT_TO_BE_SUSPENDED: (
        "倒算的期间和按小时计算的期间不扣除日期",
        "a limit counted back or in hours leaves no days out",
    ),
    Problem.NAIVE: ("时刻未注明时区", "the instant names no time zone"),
    Problem.NO_DAY: ("既不是日期，也不是带时区的时刻", "the value is neither a date nor an aware instant"),
    Problem.NO_ACT: (
        "完成时间不可读，或期限按小时而只有日期",
        "the act cannot be read, or is a day held against hours",
    ),
}


class Status(IntEnum):
    """How a row stands to its limit; 0 where that cannot be said, for which its problem tells why."""

    UNKNOWN = 0
    ON_TIME = 1
    LATE = 2
    NOT_DUE = 3
    OVERDUE = 4
    EARLY = 5
    """Before a minimum period had run, or before the window of one that looks back had opened."""

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return ("无法判断", "按期", "逾期完成", "未到期", "已逾期", "过早")[self]
