"""
Legal deadlines of Chinese government information disclosure, counted on the official working-day calendar.

    >>> import gov_deadlines as gd
    >>> from datetime import date
    >>> gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").due
    datetime.date(2020, 5, 29)

Names load on first use, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

# To type checkers this name is true; importing it from typing would cost more than everything else here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    __version__: str

    from .analysis.difference import Change, ChangeKind
    from .analysis.docket import Docket, Row, read_docket
    from .analysis.docket_whatif import DocketComparison, compare_docket
    from .analysis.latest_start import LatestStart, latest_start
    from .analysis.matter_whatif import MatterComparison
    from .analysis.proposal import Proposal
    from .analysis.question import Question
    from .analysis.report.annual import AnnualReport, annual_report
    from .analysis.report.finding import Finding
    from .analysis.report.timely import TimelinessReport, timeliness_report
    from .analysis.whatif import Comparison, Outcome, Shift, compare
    from .catalogue.checking import CatalogueCheck, check_catalogue
    from .catalogue.phrase import Phrase, read_phrase
    from .catalogue.table import Catalogue, read_catalogue
    from .catalogue.tables.finding import CatalogueFinding
    from .civil import SHANGHAI, civil_day
    from .course import Course
    from .deadline import Certainty, Deadline, due
    from .errors import (
        BadCorrection,
        BadInput,
        CalendarNotPublished,
        ChainBroken,
        ConflictingDelivery,
        ContradictsLater,
        Fault,
        GovDeadlinesError,
        GuardFailed,
        IllegalEvent,
        Missing,
        NoRuleInForce,
        OutOfBounds,
        RowSpoiled,
        StaleMatter,
        StoreConflict,
        StoreFailed,
        StoreNotReady,
        StoreTooNew,
        Undecidable,
        UnknownMatter,
        UnknownProcedure,
        UnknownRegion,
        UnknownRule,
    )
    from .exclusion import Exclusion
    from .law.book import LawBook
    from .law.clause import Provision
    from .law.rule import Document, Mark, Rank, Rule, Version
    from .ledger.adoption import Adoption
    from .ledger.audit import Difference, Flaw
    from .ledger.kept import KeptObligation, Move
    from .ledger.ledger import Ledger
    from .ledger.memory import MemoryStore
    from .ledger.recording import Recorded
    from .ledger.rows import Reminder
    from .ledger.sql import SqlStore
    from .ledger.store import Store
    from .ledger.telling import Drained
    from .matters.assessment import Assessment, Breach, Gate, Opening
    from .matters.event import Event
    from .matters.matter import Matter, Permission
    from .matters.obligation import Advisory, Obligation
    from .matters.procedure import Clock, Procedure
    from .matters.tables import procedure, procedures
    from .matters.timeliness import Lateness, Timeliness
    from .matters.warning import Alert, Rung, WarningPolicy
    from .matters.window import Window
    from .period import Count, FixedDate, Period, SameDay
    from .reading import Alternative, Conflict
    from .step import Step, StepKind
    from .unit import DAY, HOUR, MONTH, WEEK, WORKING_DAY, YEAR, Roll, Unit
    from .view.entry import Entry, Status
    from .view.gathering import entries
    from .view.listing import Entries
    from .workdays.calendar import WorkCalendar
    from .workdays.day import Day, DayKind
    from .workdays.notice import Clause, Confidence, Notice, NoticeKind
    from .workdays.wording import read_notice

_HOMES = {
    "analysis.difference": "Change ChangeKind",
    "analysis.docket": "Docket Row read_docket",
    "analysis.docket_whatif": "DocketComparison compare_docket",
    "analysis.latest_start": "LatestStart latest_start",
    "analysis.matter_whatif": "MatterComparison",
    "analysis.proposal": "Proposal",
    "analysis.question": "Question",
    "analysis.report.annual": "AnnualReport annual_report",
    "analysis.report.finding": "Finding",
    "analysis.report.timely": "TimelinessReport timeliness_report",
    "analysis.whatif": "Comparison Outcome Shift compare",
    "catalogue.checking": "CatalogueCheck check_catalogue",
    "catalogue.phrase": "Phrase read_phrase",
    "catalogue.table": "Catalogue read_catalogue",
    "catalogue.tables.finding": "CatalogueFinding",
    "civil": "SHANGHAI civil_day",
    "course": "Course",
    "deadline": "Certainty Deadline due",
    "errors": "BadCorrection BadInput CalendarNotPublished ChainBroken ConflictingDelivery ContradictsLater Fault"
    " GovDeadlinesError GuardFailed"
    " IllegalEvent Missing NoRuleInForce OutOfBounds RowSpoiled"
    " StaleMatter StoreConflict StoreFailed StoreNotReady StoreTooNew Undecidable"
    " UnknownMatter UnknownProcedure UnknownRegion UnknownRule",
    "exclusion": "Exclusion",
    "law.book": "LawBook",
    "law.clause": "Provision",
    "law.rule": "Document Mark Rank Rule Version",
    "ledger.adoption": "Adoption",
    "ledger.audit": "Difference Flaw",
    "ledger.kept": "KeptObligation Move",
    "ledger.ledger": "Ledger",
    "ledger.memory": "MemoryStore",
    "ledger.recording": "Recorded",
    "ledger.rows": "Reminder",
    "ledger.sql": "SqlStore",
    "ledger.store": "Store",
    "ledger.telling": "Drained",
    "matters.assessment": "Assessment Breach Gate Opening",
    "matters.event": "Event",
    "matters.matter": "Matter Permission",
    "matters.obligation": "Advisory Obligation",
    "matters.procedure": "Clock Procedure",
    "matters.tables": "procedure procedures",
    "matters.timeliness": "Lateness Timeliness",
    "matters.warning": "Alert Rung WarningPolicy",
    "matters.window": "Window",
    "period": "Count FixedDate Period SameDay",
    "reading": "Alternative Conflict",
    "step": "Step StepKind",
    "unit": "DAY HOUR MONTH Roll Unit WEEK WORKING_DAY YEAR",
    "view.entry": "Entry Status",
    "view.gathering": "entries",
    "view.listing": "Entries",
    "workdays.calendar": "WorkCalendar",
    "workdays.day": "Day DayKind",
    "workdays.notice": "Clause Confidence Notice NoticeKind",
    "workdays.wording": "read_notice",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "DAY",
    "HOUR",
    "MONTH",
    "SHANGHAI",
    "WEEK",
    "WORKING_DAY",
    "YEAR",
    "Adoption",
    "Advisory",
    "Alert",
    "Alternative",
    "AnnualReport",
    "Assessment",
    "BadCorrection",
    "BadInput",
    "Breach",
    "CalendarNotPublished",
    "Catalogue",
    "CatalogueCheck",
    "CatalogueFinding",
    "Certainty",
    "ChainBroken",
    "Change",
    "ChangeKind",
    "Clause",
    "Clock",
    "Comparison",
    "Confidence",
    "Conflict",
    "ConflictingDelivery",
    "ContradictsLater",
    "Count",
    "Course",
    "Day",
    "DayKind",
    "Deadline",
    "Difference",
    "Docket",
    "DocketComparison",
    "Document",
    "Drained",
    "Entries",
    "Entry",
    "Event",
    "Exclusion",
    "Fault",
    "Finding",
    "FixedDate",
    "Flaw",
    "Gate",
    "GovDeadlinesError",
    "GuardFailed",
    "IllegalEvent",
    "KeptObligation",
    "Lateness",
    "LatestStart",
    "LawBook",
    "Ledger",
    "Mark",
    "Matter",
    "MatterComparison",
    "MemoryStore",
    "Missing",
    "Move",
    "NoRuleInForce",
    "Notice",
    "NoticeKind",
    "Obligation",
    "Opening",
    "OutOfBounds",
    "Outcome",
    "Period",
    "Permission",
    "Phrase",
    "Procedure",
    "Proposal",
    "Provision",
    "Question",
    "Rank",
    "Recorded",
    "Reminder",
    "Roll",
    "Row",
    "RowSpoiled",
    "Rule",
    "Rung",
    "SameDay",
    "Shift",
    "SqlStore",
    "StaleMatter",
    "Status",
    "Step",
    "StepKind",
    "Store",
    "StoreConflict",
    "StoreFailed",
    "StoreNotReady",
    "StoreTooNew",
    "Timeliness",
    "TimelinessReport",
    "Undecidable",
    "Unit",
    "UnknownMatter",
    "UnknownProcedure",
    "UnknownRegion",
    "UnknownRule",
    "Version",
    "WarningPolicy",
    "Window",
    "WorkCalendar",
    "annual_report",
    "check_catalogue",
    "civil_day",
    "compare",
    "compare_docket",
    "due",
    "entries",
    "latest_start",
    "procedure",
    "procedures",
    "read_catalogue",
    "read_docket",
    "read_notice",
    "read_phrase",
    "timeliness_report",
]


if not TYPE_CHECKING:  # to a type checker the face is what is imported above, and nothing else

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from importlib.metadata import version  # reads the installed package, which few ask for

            return version("gov-deadlines")
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_HOME[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
