"""
The procedures, cell by cell: each table is held against a transcript of the drawings it was made from.

``tables/<procedure>.csv`` has a row for each state and a column for each event. A cell is the state that the event
leads to, ``=`` for the same one, ``.`` where the event is illegal; ``a|b: words`` is a choice, the words say when the
second (or a later) one is taken; each `` g:name`` is a guard that stands before the step.

How the drawings were read, where a drawing leaves it open:

* A row drawn for several states is one row each, with the same cells. Opinion and lapse of a consultation, drawn as
  one column, are two; submitting and handing in again, drawn as two, are the one event ``submitted``.
* A guard in the head of a column stands before each step of it, unless the cell names its own. It does not stand
  before what was taken down already (``withheld``), where nothing is kept back any more.
* Publication: the duty is met when every channel has its publication, so the first of two leaves the state as it is.
* Take-down: a rule that asks for no reasons counts them as given, so taking the page down ends the duty at once; so it
  does where the reasons are public. The same holds for the two limbs while the revocation is stayed.
* Request: the guard ``once`` of the extension is called ``extension_once``, since ``once`` is that of the correction.
  The limit of 7 working days on a correction notice is no guard: a late notice is legal. A closed request that is
  corrected runs again, whatever closed it. A day left out is a clock that stands.
* Incident: the drawing is of one limb. The matter is ``open`` while any limb is, ``met`` when all are: so the first of
  two acts leaves it open, a lower level may meet it, a higher one may open it again.
* Document: what the attribute may be is a vocabulary, and another word is bad input, not a failed guard. "Reason, when
  not public" is asked for at the review. Where no interpretation is asked for, publishing the document completes it.
  After issue the attribute is changed by ``reclassified`` alone, so ``attribute_set`` is illegal there. The drawing has
  no clock but says which states are final.
* Series: the clock of ``accepted`` is not drawn; that of ``submitted`` stands, which is one of the two it may do.
"""

import csv
import re
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import attrs
import pytest

import gov_deadlines.matters.tables as shipped
from gov_deadlines import (
    BadInput,
    Event,
    GovDeadlinesError,
    GuardFailed,
    IllegalEvent,
    Matter,
    UnknownProcedure,
    procedure,
    procedures,
)
from gov_deadlines.matters.drawing import as_document
from gov_deadlines.matters.tables import read_procedure

SHANGHAI = ZoneInfo("Asia/Shanghai")
TABLES = Path(__file__).with_name("tables")
SOURCES = Path(shipped.__file__).with_name("procedures")
DRAWN = ["publication", "takedown", "request", "incident", "document", "series"]
EVERY = sorted(path.stem for path in SOURCES.glob("*.toml"))

# The rule and the place of a matter, unless its path names another place.
OPENED = {
    "publication": ("enforcement.penalty", "520323"),
    "series": ("annual_report.department", "CN"),
    "action": ("proactive.disclosure", "CN"),
}

# What a fact says so that every guard of its own details lets it pass.
DETAILS = {
    "withheld": "basis=条例第十五条 order=撤下决定",
    "taken_down": "order=撤下决定",
    "deferred": "approved_by=局长 reason=系统迁移 until=2020-06-30",
    "consulted": "party=甲",
    "opinion_received": "party=甲",
    "consultation_lapsed": "party=甲",
    "extended": "approved_by=主任 notified=true",
    "classified": "level=major",
    "upgraded": "level=extraordinary",
    "downgraded": "level=larger",
    "attribute_set": "attribute=proactive",
    "reclassified": "attribute=proactive",
    "interpretation_exempted": "approved_by=主任",
    "returned": "approved_by=主任 reason=要素不全",
    "measured": "value=100",
    "stage_done": "stage=调查",
}
# Details that only one cell needs.
CELL_DETAILS = {
    ("request", "fee", "answered"): "waived=true",
    ("request", "consulting", "consulted"): "party=乙",
    ("request", "fee", "consulted"): "party=乙",
}

# By state, a path of facts that leads there. Years and months are carried over from the fact before.
PATHS = {
    "publication": {
        "pending": "2020-05-20 decided",
        "withheld": "2020-05-20 decided, 05-21 withheld",
        "published": "2020-05-20 decided, 05-29 published",
        "taken_down": "2020-05-20 decided, 05-29 published, 06-10 taken_down",
        "cancelled": "2020-05-20 decided, 05-22 revoked",
        "superseded": "2020-05-20 decided, 05-22 superseded",
    },
    "takedown": {
        "to_remove": "2021-08-02 revoked",
        "removed_unexplained": "2021-08-02 revoked, 08-03 withdrawn",
        "explained_unremoved": "2021-08-02 revoked, 08-03 explained",
        "stayed": "2021-08-02 revoked, 08-03 stayed",
        "done": "2021-08-02 revoked, 08-03 withdrawn, 08-04 explained",
        "to_restore": "2021-08-02 revoked, 08-03 withdrawn, 08-09 revocation_reversed",
        "restored": "2021-08-02 revoked, 08-03 withdrawn, 08-09 revocation_reversed, 08-10 restored",
        "cancelled": "2021-08-02 revoked, 08-03 revocation_reversed",
    },
    "request": {
        "submitted": "2021-03-01 submitted",
        "running": "2021-03-01 received",
        "correction": "2021-03-01 received, 03-04 correction_requested",
        "consulting": "2021-03-01 received, 03-05 consulted",
        "fee": "2021-03-01 received, 03-05 fee_notified",
        "answered": "2021-03-01 received, 03-12 answered",
        "lapsed": "2021-03-01 received, 03-04 correction_requested, 04-06 correction_lapsed",
        "withdrawn": "2021-03-01 received, 03-09 withdrawn",
        "transferred": "2021-03-01 received, 03-02 transferred",
    },
    "incident": {
        "open": "2020-05-20T09:00 occurred level=major kind=incident",
        "met": (
            "2020-05-20T09:00 occurred level=major kind=incident, T13:00 statement_released, "
            "T20:00 press_conference_held"
        ),
        "cancelled": "2020-05-20T09:00 occurred level=major kind=incident, T10:00 false_alarm",
    },
    "document": {
        "draft": "2020-06-01 drafted policy=true",
        "draft+attr": "2020-06-01 drafted policy=true, 06-02 attribute_set",
        "reviewed": (
            "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 interpretation_prepared, "
            "06-04 disclosure_reviewed"
        ),
        "signed": (
            "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 interpretation_prepared, "
            "06-04 disclosure_reviewed, 06-05 signed"
        ),
        "issued": (
            "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 interpretation_prepared, "
            "06-04 disclosure_reviewed, 06-05 signed, 06-08 issued"
        ),
        "out_document_only": (
            "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 interpretation_prepared, "
            "06-04 disclosure_reviewed, 06-05 signed, 06-08 issued, 06-09 document_published"
        ),
        "out_interpretation_only": (
            "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 interpretation_prepared, "
            "06-04 disclosure_reviewed, 06-05 signed, 06-08 issued, 06-09 interpretation_published"
        ),
        "filed": (
            "2020-06-01 drafted policy=false, 06-02 attribute_set attribute=not_public reason=工作秘密, "
            "06-04 disclosure_reviewed, 06-05 signed, 06-08 issued"
        ),
        "complete": (
            "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 interpretation_prepared, "
            "06-04 disclosure_reviewed, 06-05 signed, 06-08 issued, 06-09 document_published, "
            "06-10 interpretation_published"
        ),
        "dropped": "2020-06-01 drafted policy=true, 06-03 dropped",
    },
    "series": {
        "upcoming": "2020-01-02 series_started",
        "open": "2020-12-31 period_ended",
        "submitted": "2020-12-31 period_ended, 2021-01-11 submitted",
        "returned": "2020-12-31 period_ended, 2021-01-11 submitted, 01-13 returned",
        "accepted": "2020-12-31 period_ended, 2021-01-11 submitted, 01-13 accepted",
        "published": "2020-12-31 period_ended, 2021-01-11 published",
        "excused": "2020-12-31 period_ended, 2021-01-11 excused",
    },
    "decision": {
        "drafted": "2020-05-25 drafted",
        "consulting": "2020-05-25 drafted, 06-01 draft_published",
        "consulted": "2020-05-25 drafted, 06-01 draft_published, 07-03 consultation_closed, 07-15 legality_reviewed",
        "tabled": (
            "2020-05-25 drafted, 06-01 draft_published, 07-03 consultation_closed, 07-15 legality_reviewed, "
            "07-16 tabled"
        ),
        "decided": (
            "2020-05-25 drafted, 06-01 draft_published, 07-03 consultation_closed, 07-15 legality_reviewed, "
            "07-16 tabled, 07-17 decided"
        ),
        "published": (
            "2020-05-25 drafted, 06-01 draft_published, 07-03 consultation_closed, 07-15 legality_reviewed, "
            "07-16 tabled, 07-17 decided, 07-20 published"
        ),
        "complete": (
            "2020-05-25 drafted, 06-01 draft_published, 07-03 consultation_closed, 07-15 legality_reviewed, "
            "07-16 tabled, 07-17 decided, 07-20 published, 07-20 adoption_reported"
        ),
    },
    "standing": {
        "kept": "2020-06-01 duty_started",
        "breached": "2020-06-01 duty_started, 06-10 breach_found",
        "ended": "2020-06-01 duty_started, 06-10 duty_ended",
    },
    "counter": {
        "short": "2020-01-02 series_started every=year at_least=1",
        "met": "2020-01-02 series_started every=year at_least=1, 06-10 held",
        "ended": "2020-01-02 series_started every=year at_least=1, 06-10 series_ended",
    },
    "action": {
        "pending": "2020-06-01 received",
        "done": "2020-06-01 received, 06-03 done",
        "excused": "2020-06-01 received, 06-03 excused",
    },
    "sequence": {
        "under_way": "2020-06-01 sequence_started stages=调查+听证",
        "complete": (
            "2020-06-01 sequence_started stages=调查+听证, 06-02 stage_done stage=调查, 06-03 stage_done stage=听证"
        ),
        "ended": "2020-06-01 sequence_started stages=调查+听证, 06-03 sequence_ended",
    },
}

# By procedure, state, event and target: a path whose last fact takes that one of several ways.
BRANCHES = {
    ("publication", "pending", "published", "published"): [
        "2020-05-20 decided, 05-25 published",
        "2020-05-20 decided channels=site+credit, 05-25 published channel=site, 05-26 published channel=credit",
    ],
    ("publication", "pending", "published", "="): [
        "2020-05-20 decided channels=site+credit, 05-25 published channel=site",
        "2020-05-20 decided channels=site+credit, 05-25 published channel=site, 05-26 published channel=site",
    ],
    ("takedown", "to_remove", "withdrawn", "removed_unexplained"): [
        "2021-08-02 revoked decision=penalty, 08-03 withdrawn"
    ],
    ("takedown", "to_remove", "withdrawn", "done"): [
        "520323 2020-06-01 revoked, 06-02 withdrawn",
        "2021-08-02 revoked, 08-03 withdrawn, 08-04 explained, 09-01 reappeared, 09-02 withdrawn",
    ],
    ("takedown", "stayed", "withdrawn", "removed_unexplained"): ["2021-08-02 revoked, 08-03 stayed, 08-04 withdrawn"],
    ("takedown", "stayed", "withdrawn", "done"): [
        "2021-08-02 revoked, 08-03 explained, 08-04 stayed, 08-05 withdrawn",
        "520323 2020-06-01 revoked, 06-02 stayed, 06-03 withdrawn",
    ],
    ("takedown", "stayed", "explained", "explained_unremoved"): ["2021-08-02 revoked, 08-03 stayed, 08-04 explained"],
    ("takedown", "stayed", "explained", "done"): ["2021-08-02 revoked, 08-03 withdrawn, 08-04 stayed, 08-05 explained"],
    ("takedown", "stayed", "revocation_reversed", "to_restore"): [
        "2021-08-02 revoked, 08-03 withdrawn, 08-04 stayed, 08-06 revocation_reversed"
    ],
    ("takedown", "stayed", "revocation_reversed", "cancelled"): [
        "2021-08-02 revoked, 08-03 stayed, 08-06 revocation_reversed",
        "2021-08-02 revoked, 08-03 explained, 08-04 stayed, 08-06 revocation_reversed",
    ],
    ("takedown", "stayed", "stay_lifted", "to_remove"): [
        "2021-08-02 revoked, 08-03 stayed, 08-06 stay_lifted",
        "2021-08-02 revoked, 08-03 withdrawn, 08-04 explained, 09-01 reappeared, 09-02 stayed, 09-03 stay_lifted",
    ],
    ("takedown", "stayed", "stay_lifted", "removed_unexplained"): [
        "2021-08-02 revoked, 08-03 withdrawn, 08-04 stayed, 08-06 stay_lifted"
    ],
    ("takedown", "stayed", "stay_lifted", "explained_unremoved"): [
        "2021-08-02 revoked, 08-03 explained, 08-04 stayed, 08-06 stay_lifted"
    ],
    ("request", "consulting", "opinion_received", "running"): [
        "2021-03-01 received, 03-05 consulted, 03-12 opinion_received",
        (
            "2021-03-01 received, 03-05 consulted, 03-09 consulted party=乙, 03-12 opinion_received, "
            "03-17 opinion_received party=乙"
        ),
    ],
    ("request", "consulting", "opinion_received", "="): [
        "2021-03-01 received, 03-05 consulted, 03-09 consulted party=乙, 03-12 opinion_received",
        "2021-03-01 received, 03-05 consulted, 03-12 opinion_received party=丙",
    ],
    ("request", "consulting", "consultation_lapsed", "running"): [
        "2021-03-01 received, 03-05 consulted, 03-29 consultation_lapsed",
        (
            "2021-03-01 received, 03-05 consulted, 03-09 consulted party=乙, 03-12 opinion_received party=乙, "
            "03-29 consultation_lapsed"
        ),
    ],
    ("request", "consulting", "consultation_lapsed", "="): [
        "2021-03-01 received, 03-05 consulted, 03-09 consulted party=乙, 03-29 consultation_lapsed"
    ],
    ("request", "fee", "fee_paid", "running"): [
        "2021-03-01 received, 03-05 fee_notified, 03-09 fee_paid",
        "2021-03-01 received, 03-05 consulted, 03-08 fee_notified, 03-09 opinion_received, 03-10 fee_paid",
    ],
    ("request", "fee", "fee_paid", "consulting"): [
        "2021-03-01 received, 03-05 consulted, 03-08 fee_notified, 03-10 fee_paid",
        "2021-03-01 received, 03-05 fee_notified, 03-08 consulted, 03-10 fee_paid",
    ],
    ("incident", "open", "statement_released", "="): [
        "2020-05-20T09:00 occurred level=major kind=incident, T13:00 statement_released"
    ],
    ("incident", "open", "statement_released", "met"): [
        (
            "2020-05-20T09:00 occurred level=major kind=incident, T13:00 press_conference_held, "
            "T13:30 statement_released"
        ),
        "2020-05-20T09:00 detected level=ordinary kind=opinion, T13:00 statement_released",
    ],
    ("incident", "open", "press_conference_held", "="): [
        "2020-05-20T09:00 occurred level=major kind=incident, T13:00 press_conference_held"
    ],
    ("incident", "open", "press_conference_held", "met"): [
        (
            "2020-05-20T09:00 occurred level=major kind=incident, T13:00 statement_released, "
            "T20:00 press_conference_held"
        ),
    ],
    ("incident", "open", "downgraded", "="): [
        "2020-05-20T09:00 occurred level=extraordinary kind=incident, T11:00 downgraded level=major",
        (
            "2020-05-20T09:00 occurred level=extraordinary kind=incident, T11:00 statement_released, "
            "T12:00 downgraded level=major"
        ),
    ],
    ("incident", "open", "downgraded", "met"): [
        "2020-05-20T09:00 occurred level=major kind=incident, T13:00 statement_released, T15:00 downgraded level=larger"
    ],
    ("incident", "met", "upgraded", "="): [
        (
            "2020-05-20T09:00 occurred level=major kind=incident, T13:00 statement_released, "
            "T20:00 press_conference_held, T21:00 upgraded level=extraordinary"
        ),
    ],
    ("incident", "met", "upgraded", "open"): [
        "2020-05-20T09:00 detected level=ordinary kind=opinion, T13:00 statement_released, T15:00 upgraded level=major"
    ],
    ("document", "signed", "issued", "issued"): [f"{PATHS['document']['signed']}, 06-08 issued"],
    ("document", "signed", "issued", "filed"): [
        (
            "2020-06-01 drafted policy=false, 06-02 attribute_set attribute=on_request, 06-04 disclosure_reviewed, "
            "06-05 signed, 06-08 issued"
        ),
        (
            "2020-06-01 drafted policy=false, 06-02 attribute_set attribute=not_public reason=工作秘密, "
            "06-04 disclosure_reviewed, 06-05 signed, 06-08 issued"
        ),
    ],
    ("document", "issued", "document_published", "out_document_only"): [
        f"{PATHS['document']['issued']}, 06-09 document_published"
    ],
    ("document", "issued", "document_published", "complete"): [
        (
            "2020-06-01 drafted policy=false, 06-02 attribute_set, 06-04 disclosure_reviewed, 06-05 signed, "
            "06-08 issued, 06-09 document_published"
        ),
        (
            "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 interpretation_exempted, "
            "06-04 disclosure_reviewed, 06-05 signed, 06-08 issued, 06-09 document_published"
        ),
    ],
}

# The detail of the fact itself that a guard wants.
WANTED = {
    "basis": "basis",
    "order": "order",
    "approval": "approved_by",
    "approved": "approved_by",
    "notified": "notified",
    "waived": "waived",
}
# Guards that look at what is on record: by procedure, state, event and guard, a path whose last fact one of them stops.
HELD = {
    ("request", "running", "correction_requested", "once"): (
        "2021-03-01 received, 03-04 correction_requested, 03-08 corrected, 03-10 correction_requested"
    ),
    ("request", "running", "extended", "extension_once"): "2021-03-01 received, 03-10 extended, 03-12 extended",
    ("request", "consulting", "extended", "extension_once"): (
        "2021-03-01 received, 03-10 extended, 03-11 consulted, 03-12 extended"
    ),
    ("request", "fee", "extended", "extension_once"): (
        "2021-03-01 received, 03-10 extended, 03-11 fee_notified, 03-12 extended"
    ),
    # the 20th working day after 2021-03-01 is 03-29: 03-02 to 05 (4), three whole weeks (19), Monday 03-29 (20)
    ("request", "running", "extended", "before_due"): "2021-03-01 received, 03-30 extended",
    ("request", "consulting", "extended", "before_due"): "2021-03-01 received, 03-30 consulted, 03-31 extended",
    ("request", "fee", "extended", "before_due"): "2021-03-01 received, 03-30 fee_notified, 03-31 extended",
    ("document", "draft+attr", "disclosure_reviewed", "reason"): (
        "2020-06-01 drafted policy=true, 06-02 attribute_set attribute=not_public, 06-03 disclosure_reviewed"
    ),
    ("document", "reviewed", "signed", "interpretation"): (
        "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 disclosure_reviewed, 06-04 signed"
    ),
}
# Other ways past such a guard than the one of the cell.
PASSED = [
    "2021-03-01 received, 03-29 extended",
    "2021-03-01 received, 03-04 consulted, 03-30 extended",
    "2020-06-01 drafted, 06-02 attribute_set attribute=not_public reason=工作秘密, 06-03 disclosure_reviewed",
    "2020-06-01 drafted, 06-02 attribute_set attribute=not_public, 06-03 reason_given, 06-04 disclosure_reviewed",
    "2020-06-01 drafted policy=false, 06-02 attribute_set, 06-03 disclosure_reviewed, 06-04 signed",
    (
        "2020-06-01 drafted policy=true, 06-02 attribute_set, 06-03 disclosure_reviewed, "
        "06-04 interpretation_exempted, 06-05 signed"
    ),
]


@attrs.frozen
class Cell:
    """A cell of a transcript: the targets, in order, and the guards."""

    procedure: str
    state: str
    event: str
    targets: tuple[str, ...]
    guards: tuple[str, ...]

    def __str__(self):
        return f"{self.procedure}-{self.state}-{self.event}"


def transcript(name):
    """The rows of one transcript."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(name):
    """The cells of one transcript."""
    for row in transcript(name):
        for event, text in row.items():
            if event in ("state", "clock"):
                continue
            ways, *guards = text.partition(":" if "|" in text else "\0")[0].split(" g:")
            targets = () if ways == "." else tuple(ways.split("|"))
            yield Cell(name, row["state"], event, targets, tuple(guards))


CELLS = [cell for name in DRAWN for cell in cells(name)]
LEGAL = [cell for cell in CELLS if cell.targets]
ILLEGAL = [cell for cell in CELLS if not cell.targets]
PLAIN = [cell for cell in LEGAL if len(cell.targets) == 1]
GUARDED = [(cell, guard) for cell in LEGAL for guard in cell.guards]
COLUMNS = {name: {cell.event for cell in CELLS if cell.procedure == name} for name in DRAWN}
ROWS = {
    (name, row["state"]): {cell.event for cell in LEGAL if (cell.procedure, cell.state) == (name, row["state"])}
    for name in DRAWN
    for row in transcript(name)
}
PLACES = [(name, state) for name, paths in PATHS.items() for state in paths]


def details(text):
    """``key=value ...`` as a payload: true and false are truth values, digits a number, ``a+b`` a list."""
    found = {}
    for key, value in (pair.split("=") for pair in text.split()):
        plain = {"true": True, "false": False}.get(value, int(value) if value.isdigit() else value)
        found[key] = value.split("+") if "+" in value else plain
    return found


def fact(name, event, happened, extra=""):
    """The fact *event* with all that it should say, and *extra*."""
    usual = details(DETAILS.get(event, ""))
    span = {"period": "2020"} if name == "series" else {}
    return Event(event, happened, payload=usual | span | details(extra))


def told(name, path):
    """The place and the facts of a path: ``[place] [[year-]month-day][Thour:minute] event [details], ...``."""
    place, facts, last = OPENED.get(name, ("", "CN"))[1], [], None
    if re.match(r"\d{6} ", path):
        place, path = path.split(" ", 1)
    for text in path.split(", "):
        when, event, *extra = text.split(" ", 2)
        day, _, hour = when.partition("T")
        full = f"{last.year}-{day}" if last and len(day) == len("05-20") else day or last.date().isoformat()
        last = datetime.fromisoformat(f"{full}T{hour or '00:00'}").replace(tzinfo=SHANGHAI)
        facts.append(fact(name, event, last if hour else last.date(), *extra))
    return place, facts


def walked(name, path):
    """The matter that a path leads to."""
    place, facts = told(name, path)
    rule = OPENED.get(name, ("",))[0]
    return Matter.open(name, id="A-1", rule=rule, jurisdiction=place, events=facts)


def procedure_of(path):
    """The procedure whose table knows every fact of a path."""
    names = {text.split(" ")[1] for text in path.split(", ")}
    return next(name for name in DRAWN if names <= set(procedure(name).facts))


def next_fact(matter, event, extra=None, without=""):
    """The fact *event* a day after the last one, an hour where hours count, saying all it should but *without*."""
    name = matter.procedure.id
    last = matter.events[-1].happened
    step = timedelta(hours=1) if isinstance(last, datetime) else timedelta(days=1)
    if extra is None:
        extra = CELL_DETAILS.get((name, matter.state, event), "")
    made = fact(name, event, last + step, extra)
    return attrs.evolve(made, payload={key: value for key, value in made.payload.items() if key != without})


def outcome(attempt):
    """The class of the error that *attempt* raises, or ``None``."""
    try:
        attempt()
    except GovDeadlinesError as error:
        return type(error)
    return None


def test_transcripts_are_whole():
    """
    As many cells as were drawn, 359 with 197 illegal ones, but for how they were carried over.

    Split rows bring 7 cells for take-down, 26 for requests, 12 for documents and 7 for series (5, 20, 9 and 3 of them
    illegal); the split column of opinion and lapse brings 9 (3 illegal); the joined columns of handing in take back 7,
    all illegal. Two cells of a document say in words that its attribute is reclassified: illegal for ``attribute_set``.
    """
    assert len(CELLS) == 359 + 7 + 26 + 12 + 7 + 9 - 7 == 413
    assert len(ILLEGAL) == 197 + 5 + 20 + 9 + 3 + 3 - 7 + 2 == 232
    assert {name: len([cell for cell in CELLS if cell.procedure == name]) for name in DRAWN} == {
        "publication": 48,
        "takedown": 56,
        "request": 126,
        "incident": 21,
        "document": 120,
        "series": 42,
    }


@pytest.mark.parametrize("name", DRAWN)
def test_states_are_those_drawn(name):
    """The table has the states of the drawing, no more and no fewer, and knows each of its events."""
    found = procedure(name)

    assert set(found.states) == {row["state"] for row in transcript(name)}
    assert set(found.facts) >= COLUMNS[name]


@pytest.mark.parametrize("name", DRAWN)
def test_clocks_are_those_drawn(name):
    """Whether the main limit runs in a state is as drawn, where it is."""
    found = procedure(name)

    assert {row["state"]: row["clock"] for row in transcript(name) if row["clock"]} == {
        row["state"]: found.clock(row["state"]).value for row in transcript(name) if row["clock"]
    }


@pytest.mark.parametrize("name", EVERY)
def test_every_state_has_a_path(name):
    """No state of any procedure goes untried."""
    assert set(PATHS[name]) == set(procedure(name).states)


@pytest.mark.parametrize(("name", "state"), PLACES)
def test_path_leads_to_its_state(name, state):
    """The facts of a path lead to its state, none refused and none set aside."""
    matter = walked(name, PATHS[name][state])

    assert matter.state == state
    assert matter.run.misfits == ()


def test_every_choice_has_a_path():
    """Each target of each cell with several is tried."""
    assert set(BRANCHES) == {
        (cell.procedure, cell.state, cell.event, target)
        for cell in LEGAL
        for target in cell.targets
        if len(cell.targets) > 1
    }


def test_every_guard_has_a_way_to_fail():
    """Each guard of each cell is tried from both sides."""
    on_record = {(cell.procedure, cell.state, cell.event, guard) for cell, guard in GUARDED if guard not in WANTED}

    assert on_record == set(HELD)


@pytest.mark.parametrize("cell", PLAIN, ids=str)
def test_legal_event_leads_to_its_target(cell):
    """A cell with one target leads there; ``=`` keeps the state, and the fact is on record."""
    matter = walked(cell.procedure, PATHS[cell.procedure][cell.state])
    event = next_fact(matter, cell.event)

    after = matter.apply(event)

    assert after.state == (cell.state if cell.targets == ("=",) else cell.targets[0])
    assert after.events == (*matter.events, event)
    assert event in after.run.events
    assert after.run.misfits == ()


@pytest.mark.parametrize(
    ("name", "state", "event", "target", "path"), [(*key, path) for key, paths in BRANCHES.items() for path in paths]
)
def test_choice_takes_the_way_its_condition_says(name, state, event, target, path):
    """A cell with several targets leads to each of them, by a path of its own."""
    place, facts = told(name, path)
    rule = OPENED.get(name, ("",))[0]
    matter = Matter.open(name, rule=rule, jurisdiction=place, events=facts[:-1])
    assert (matter.state, facts[-1].name) == (state, event)

    after = matter.apply(facts[-1])

    assert after.state == (state if target == "=" else target)
    assert after.events == tuple(facts)
    assert facts[-1] in after.run.events
    assert after.run.misfits == ()


@pytest.mark.parametrize("cell", ILLEGAL, ids=str)
def test_illegal_event_is_refused(cell):
    """A cell without target raises IllegalEvent that names what is legal there, and nothing changes."""
    matter = walked(cell.procedure, PATHS[cell.procedure][cell.state])
    before = matter.to_dict()

    with pytest.raises(IllegalEvent) as raised:
        matter.apply(next_fact(matter, cell.event))

    assert raised.value.legal == matter.legal
    assert (raised.value.procedure, raised.value.state) == (cell.procedure, cell.state)
    assert raised.value.event == cell.event
    assert matter.to_dict() == before
    assert matter.state == cell.state


@pytest.mark.parametrize(("name", "state"), [place for place in PLACES if place[0] in DRAWN])
def test_legal_events_are_those_of_the_row(name, state):
    """What a matter says is legal is the row of the drawing; events the drawing does not have may join."""
    found = walked(name, PATHS[name][state]).legal

    assert set(found) & COLUMNS[name] == ROWS[name, state]


@pytest.mark.parametrize(("cell", "guard"), GUARDED, ids=str)
def test_failed_guard_refuses(cell, guard):
    """A step that lacks what its guard wants raises GuardFailed with that guard alone, and nothing changes."""
    name = cell.procedure
    if guard in WANTED:
        matter = walked(name, PATHS[name][cell.state])
        event = next_fact(matter, cell.event, without=WANTED[guard])
    else:
        place, (*facts, event) = told(name, HELD[name, cell.state, cell.event, guard])
        matter = Matter.open(name, jurisdiction=place, events=facts)
    before = matter.to_dict()
    assert matter.state == cell.state

    with pytest.raises(GuardFailed) as raised:
        matter.apply(event)

    assert raised.value.guard == guard
    assert [each.guard for each in raised.value.missing] == [guard]
    assert raised.value.legal == matter.legal
    assert raised.value.missing[0].en in raised.value.message("en")
    assert raised.value.missing[0].zh in raised.value.message("zh")
    assert matter.to_dict() == before


@pytest.mark.parametrize("path", PASSED)
def test_guard_is_passed_in_other_ways(path):
    """The last day of the limit is in time, a reason may come by itself, an exemption stands for an interpretation."""
    matter = walked(procedure_of(path), path)

    assert matter.run.misfits == ()


def test_several_guards_are_named_together():
    """An extension without consent and without notice says both, in the order of the table."""
    matter = walked("request", PATHS["request"]["running"])

    with pytest.raises(GuardFailed) as raised:
        matter.apply(Event.of("extended", date(2021, 3, 10)))

    assert [each.guard for each in raised.value.missing] == ["approved", "notified"]


@pytest.mark.parametrize(
    "word", ["主动公开", "依申请公开", "不公开", "public", "proactive", "on_request", "not_public"]
)
def test_attribute_is_one_of_three(word):
    """The three attributes are understood by their names in either language."""
    matter = walked("document", PATHS["document"]["draft"])

    after = matter.apply(Event.of("attribute_set", date(2020, 6, 2), attribute=word))

    assert after.run.events[-1].get("attribute") in ("proactive", "on_request", "not_public")


def test_other_attribute_is_bad_input():
    """A word that is none of the three is quoted and refused."""
    matter = walked("document", PATHS["document"]["draft"])

    with pytest.raises(BadInput, match="内部"):
        matter.apply(Event.of("attribute_set", date(2020, 6, 2), attribute="内部"))


def test_signing_a_draft_says_what_is_missing():
    """A draft without attribute cannot be signed, and the guard says which step is missing."""
    matter = walked("document", PATHS["document"]["draft"])

    found = matter.can("signed")

    assert not found
    assert found.refusal.guard == "disclosure_attribute"


@pytest.mark.parametrize("name", EVERY)
def test_unopened_matter_takes_openings_alone(name):
    """Before anything happened, only a fact that opens the matter is legal."""
    found = procedure(name)
    matter = Matter.open(name, rule=OPENED.get(name, ("",))[0])
    happened = datetime(2020, 5, 20, 9, tzinfo=SHANGHAI) if found.exact else date(2020, 5, 20)

    for event in found.facts:
        made = fact(name, event, happened)
        if event in found.openings:
            assert matter.apply(made).state in found.states
        elif found.facts[event].early:
            # it may have happened, and been told, before the matter began: it waits for the opening
            assert matter.apply(made).state == ""
        else:
            with pytest.raises(IllegalEvent) as raised:
                matter.apply(made)
            assert raised.value.legal == found.openings
    assert matter.state == ""


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        (f"{PATHS['publication']['published']}, 06-10 revoked", [("opens", "takedown", "2020-06-10")]),
        (f"{PATHS['publication']['taken_down']}, 06-12 revoked", [("opens", "takedown", "2020-06-12")]),
        # nothing is out yet, so there is nothing to take down
        (PATHS["publication"]["cancelled"], []),
        # a document bears its duty to publish itself
        (PATHS["document"]["issued"], []),
    ],
)
def test_fact_opens_another_matter(path, opened):
    """Revoking what is public opens its take-down; issuing a public document opens the duty to publish it."""
    matter = walked(procedure_of(path), path)

    found = matter.at(matter.events[-1].happened).openings

    assert [(each.link.bond.value, each.link.procedure, each.event.day.isoformat()) for each in found] == opened


@pytest.mark.parametrize("name", EVERY)
def test_link_leads_to_a_procedure_that_is_there(name):
    """A link to another procedure names one of the library, and an event that it knows."""
    for link in procedure(name).links:
        if link.procedure:
            assert link.procedure in procedures(), link.name
            assert link.to in procedures()[link.procedure].facts, link.name


@pytest.mark.parametrize(("name", "state"), PLACES)
def test_can_says_what_apply_would(name, state):
    """For each event of the table, with all it should say and with nothing, can() foretells apply()."""
    matter = walked(name, PATHS[name][state])
    foretold, happened = {}, {}

    for event, fact_of in matter.procedure.facts.items():
        full = next_fact(matter, event)
        bare = {key: full.payload[key] for key in (*fact_of.requires, "period") if key in full.payload}
        for payload in (full.payload, bare):
            told_so = event, tuple(sorted(payload))
            permission = matter.can(event, full.happened, **payload)
            made = attrs.evolve(full, payload=payload)
            foretold[told_so] = type(permission.refusal) if permission.refusal else None
            happened[told_so] = outcome(lambda made=made: matter.apply(made))
            assert bool(permission) is (permission.refusal is None)

    assert foretold == happened


@pytest.mark.parametrize(
    ("name", "state", "event"),
    [
        ("incident", "open", Event.of("upgraded", datetime(2020, 5, 20, 10, tzinfo=SHANGHAI))),
        ("incident", "open", Event.of("upgraded", datetime(2020, 5, 20, 10, tzinfo=SHANGHAI), level="严重")),
        ("incident", "open", Event.of("statement_released", date(2020, 5, 20))),
        ("document", "draft", Event.of("attribute_set", date(2020, 6, 2))),
        ("document", "draft", Event.of("attribute_set", date(2020, 6, 2), attribute="内部")),
        ("sequence", "under_way", Event.of("stage_done", date(2020, 6, 2))),
        ("request", "running", Event.of("answered", date(2021, 2, 26))),
    ],
    ids=["no level", "no such level", "no instant", "no attribute", "no such attribute", "no stage", "before receipt"],
)
def test_can_reads_the_fact_as_apply_does(name, state, event):
    """A fact that could not be taken for what it says, or for its day, is refused by can() as by apply()."""
    matter = walked(name, PATHS[name][state])

    expected = outcome(lambda: matter.apply(event))

    assert expected is not None
    assert type(matter.can(event.name, event.happened, **event.payload).refusal) is expected


@pytest.mark.parametrize("name", EVERY)
def test_can_refuses_what_no_table_knows(name):
    """A word that is no event of the procedure is illegal in any state."""
    matter = walked(name, next(iter(PATHS[name].values())))

    found = matter.can("dissolved")

    assert type(found.refusal) is IllegalEvent
    assert outcome(lambda: matter.apply(Event("dissolved", matter.events[-1].happened))) is IllegalEvent


def test_can_names_what_is_missing():
    """Why a button is grey: an extension lacks the consent of the head of the office, and the article is cited."""
    matter = walked("request", PATHS["request"]["running"])

    found = matter.can("extended", date(2021, 3, 10), notified=True)

    assert found.refusal.guard == "approved"
    assert "第三十三条" in found.refusal.missing[0].sources[0]


def test_can_looks_at_the_day():
    """An extension is open on the last day of the limit, 2021-03-29, and no longer on the next."""
    matter = walked("request", PATHS["request"]["running"])

    assert matter.can("extended", date(2021, 3, 29), approved_by="主任", notified=True)
    assert matter.can("extended", date(2021, 3, 30), approved_by="主任", notified=True).refusal.guard == "before_due"


def test_decision_goes_from_draft_to_report():
    """A draft is published, consulted on, reviewed, tabled, decided, published, and what was adopted is reported."""
    matter = walked("decision", PATHS["decision"]["complete"])

    assert matter.run.states == (
        "drafted",
        "consulting",
        "consulted",
        "consulted",
        "tabled",
        "decided",
        "published",
        "complete",
    )


def test_adoption_may_be_reported_before_the_decision_is_published():
    """Both are wanted, in either order."""
    matter = walked("decision", f"{PATHS['decision']['decided']}, 07-20 adoption_reported")

    assert matter.state == "decided"
    assert matter.apply(Event.of("published", date(2020, 7, 21))).state == "complete"


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("2020-05-25 drafted, 05-26 tabled", ["draft_published", "legality_review"]),
        ("2020-05-25 drafted, 05-26 legality_reviewed, 05-27 tabled", ["draft_published"]),
        (
            "2020-05-25 drafted, 06-01 draft_published, 06-12 tabled",
            ["consultation_period", "consultation_closed", "legality_review"],
        ),
        # 30 days from 2020-06-01 end with 07-01: on 07-03 the time is over, but nobody closed the consultation
        (
            "2020-05-25 drafted, 06-01 draft_published, 07-02 legality_reviewed, 07-03 tabled",
            ["consultation_closed"],
        ),
        ("2020-05-25 drafted, 06-01 draft_published, 07-03 consultation_closed, 07-06 tabled", ["legality_review"]),
        # handed over for review on Friday 07-03, seven working days are 07-06 to 10 and 07-13, 07-14
        (
            (
                "2020-05-25 drafted, 06-01 draft_published, 07-03 consultation_closed, "
                "07-03 legality_review_requested, 07-10 legality_reviewed, 07-14 tabled"
            ),
            ["review_period"],
        ),
        ("2020-05-25 drafted, 06-01 draft_published, 06-30 consultation_closed", ["consultation_run"]),
    ],
)
def test_draft_is_not_tabled_too_early(path, missing):
    """Tabling waits for thirty days of consultation, its close, the review and its seven working days."""
    place, (*facts, last) = told("decision", path)
    matter = Matter.open("decision", jurisdiction=place, events=facts)

    with pytest.raises(GuardFailed) as raised:
        matter.apply(last)

    assert [each.guard for each in raised.value.missing] == missing
    assert all(each.sources for each in raised.value.missing)


def test_draft_is_tabled_on_the_earliest_lawful_day():
    """Closed on 2020-07-02, the day after the thirtieth; reviewed from 07-03, so that 07-15 is free."""
    matter = walked(
        "decision",
        "2020-05-25 drafted, 06-01 draft_published, 07-02 consultation_closed, 07-03 legality_review_requested, "
        "07-14 legality_reviewed, 07-15 tabled",
    )

    assert matter.state == "tabled"


def test_consultation_begins_anew_with_a_new_draft():
    """A draft published again after the consultation opens it again, for thirty days more."""
    matter = walked("decision", f"{PATHS['decision']['tabled']}, 07-20 draft_published")

    assert matter.state == "consulting"
    assert matter.can("consultation_closed", date(2020, 7, 31)).refusal.guard == "consultation_run"
    assert matter.can("consultation_closed", date(2020, 8, 20))


@pytest.mark.parametrize(
    ("notified", "fails"), [("06-10 hearing_notified, ", False), ("06-15 hearing_notified, ", True), ("", True)]
)
def test_hearing_needs_its_papers_in_time(notified, fails):
    """For a hearing on 2020-06-18 the papers are out by 06-11, seven days before."""
    path = f"2020-05-25 drafted, 06-01 draft_published, {notified}06-18 hearing_held"
    place, (*facts, hearing) = told("decision", path)
    matter = Matter.open("decision", jurisdiction=place, events=facts)

    found = matter.can("hearing_held", hearing.happened)

    assert bool(found) is not fails
    assert not fails or found.refusal.guard == "hearing_notice"


def test_standing_duty_is_breached_and_mended():
    """A duty to keep something true runs only from a breach found to its mending, as often as one is found."""
    matter = walked("standing", "2020-06-01 duty_started, 06-10 breach_found, 06-15 breach_fixed, 07-01 breach_found")

    assert matter.run.states == ("kept", "breached", "kept", "breached")
    assert [matter.procedure.clock(state).value for state in matter.run.states] == [
        "not_started",
        "running",
        "not_started",
        "running",
    ]


def test_what_was_never_broken_cannot_be_mended():
    """A mending without a breach is illegal."""
    matter = walked("standing", PATHS["standing"]["kept"])

    with pytest.raises(IllegalEvent):
        matter.apply(Event.of("breach_fixed", date(2020, 6, 10)))


def test_measured_value_tells_kept_from_breached():
    """Fewer than asked for is a breach, and enough again mends it."""
    matter = walked(
        "standing",
        "2020-06-01 duty_started at_least=3, 06-10 measured value=2, 06-11 measured value=2, 06-15 measured value=3",
    )

    assert matter.run.states == ("kept", "breached", "breached", "kept")


@pytest.mark.parametrize("path", [PATHS["series"]["upcoming"], PATHS["series"]["published"], PATHS["counter"]["met"]])
def test_series_starts_once(path):
    """A series that is under way, or a duty kept as one occurrence, is not started over it."""
    name = "counter" if "held" in path else "series"
    matter = walked(name, path)

    with pytest.raises(IllegalEvent):
        matter.apply(Event.of("series_started", date(2021, 6, 1), every="month"))


def test_counter_without_a_span_is_in_a_state_of_its_own():
    """Where nobody has said how often, the matter is still in a state of its table, and says what is legal."""
    matter = Matter.open("counter", events=[Event.of("series_started", date(2020, 1, 2))])

    assert matter.state in matter.procedure.states
    assert "held" in matter.legal


@pytest.mark.parametrize(
    ("held", "state"),
    [
        ("", "short"),
        (", 03-10 held subject=条例", "short"),
        (", 03-10 held subject=条例, 04-10 held subject=条例", "short"),
        (", 03-10 held subject=条例, 04-10 held subject=条例, 05-11 held subject=保密", "met"),
    ],
)
def test_counter_is_met_by_different_subjects(held, state):
    """Two trainings a year are two subjects: one held twice counts once."""
    matter = walked("counter", f"2020-01-02 series_started every=year at_least=2{held}")

    assert matter.state == state


def test_held_after_the_span_does_not_count():
    """The training that Suiyang wants within 2020 is not given by one in January 2021."""
    facts = told("counter", "2020-05-20 series_started, 2021-01-11 held")[1]
    matter = Matter.open("counter", rule="training.yearly", jurisdiction="520323", clause="S0-14a", events=facts[:1])
    late = matter.apply(attrs.evolve(facts[1], payload={"period": "2021"})).at(date(2021, 1, 12))
    in_time = matter.apply(Event.of("held", date(2020, 12, 31))).at(date(2021, 1, 12))

    assert late.obligation("2020").due == date(2020, 12, 31)
    assert late.obligation("2020").timeliness.value == "overdue"
    assert in_time.obligation("2020").timeliness.value == "on_time"


def test_stages_go_in_their_order():
    """The second stage before the first is refused; one after the other completes the chain."""
    matter = walked("sequence", PATHS["sequence"]["under_way"])

    with pytest.raises(GuardFailed) as raised:
        matter.apply(Event.of("stage_done", date(2020, 6, 2), stage="听证"))

    assert raised.value.guard == "stage_order"
    assert walked("sequence", PATHS["sequence"]["complete"]).state == "complete"


def test_stages_that_go_together_have_no_order():
    """Where the stages go together, any of them may be the first."""
    matter = walked(
        "sequence", "2020-06-01 sequence_started stages=调查+听证 together=true, 06-02 stage_done stage=听证"
    )

    assert matter.state == "under_way"


def test_stage_nobody_named_is_refused():
    """A stage that is none of the chain's is refused."""
    matter = walked("sequence", PATHS["sequence"]["under_way"])

    assert matter.can("stage_done", date(2020, 6, 2), stage="拍卖").refusal.guard == "stage_order"


def test_action_is_done_once():
    """What is to be done promptly is pending until it is done; done again changes nothing."""
    matter = walked("action", f"{PATHS['action']['done']}, 06-05 done")

    assert matter.run.states == ("pending", "done", "done")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_drawing_has_every_state_and_arrow(name, lang):
    """Each line is one of three shapes, and together they are the states and the arrows of the file of the table."""
    raw = tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))
    head, *lines = procedure(name).mermaid(lang).splitlines()
    states, arrows, ends = {}, set(), set()

    assert head == "stateDiagram-v2"
    for line in lines:
        if match := re.fullmatch(r' {4}state "([^"\n]+)" as (s\d+)', line):
            assert match[2] not in states
            states[match[2]] = match[1]
        elif match := re.fullmatch(r" {4}(\[\*\]|s\d+) --> (s\d+): ([^:;#\n]+?)( ⛨)?", line):
            arrows.add((states.get(match[1], ""), match[3], states[match[2]], bool(match[4])))
        else:
            match = re.fullmatch(r" {4}(s\d+) --> \[\*\]", line)
            assert match, line
            ends.add(states[match[1]])
    assert sorted(states.values()) == sorted(state[lang] for state in raw["state"].values())
    assert arrows == {arrow for arrow in _arrows(raw, lang) if arrow[0] != arrow[2]}
    assert ends == {state[lang] for state in raw["state"].values() if state["clock"] == "ended"}


def _arrows(raw, lang):
    """The arrows of a table as its file writes them: source, event, target, and whether a guard stands before it."""
    for event in raw["event"].values():
        if "opens" in event:
            yield "", event[lang], raw["state"][event["opens"]][lang], False
    for name, state in raw["state"].items():
        for event, cell in state["on"].items():
            plain = {"to": cell} if isinstance(cell, str) else cell
            ways = plain.get("either") or ([plain] if "to" in plain else [])
            for way in ways:
                target = name if way["to"] == "=" else way["to"]
                yield state[lang], raw["event"][event][lang], raw["state"][target][lang], bool(plain.get("guards"))


@pytest.mark.parametrize("name", DRAWN)
def test_printed_table_is_the_one_drawn(name):
    """The table that is printed has a dot where the transcript has one, and ``=`` where the state stays."""
    found = procedure(name)
    (_, *events), rows = found.table("en")
    printed = {
        (state, event): cell
        for state, (_, *row) in zip(found.states, rows, strict=True)
        for event, cell in zip(events, row, strict=True)
    }

    for cell in CELLS:
        if cell.procedure == name:
            names = ["=" if each == "=" else found.states[each].en for each in cell.targets] or ["·"]
            assert sorted(printed[cell.state, found.facts[cell.event].en].split(" / ")) == sorted(names), str(cell)


GOOD = """
    id = "lamp"
    zh = "灯"
    en = "lamp"

    [event]
    made = { zh = "制成", en = "made", turn = "open", opens = "off" }
    lit = { zh = "点亮", en = "lit", turn = "start" }
    put_out = { zh = "熄灭", en = "put out", turn = "end" }

    [state.off]
    zh = "熄"
    en = "off"
    clock = "running"

    [state.off.on]
    lit = { to = "on", guards = ["basis"] }

    [state.on]
    zh = "亮"
    en = "on"
    clock = "ended"

    [state.on.on]
    put_out = "off"

    [guard.basis]
    zh = "缺少依据"
    en = "the basis is missing"

    [[duty]]
    name = "light"
    zh = "点灯"
    en = "light it"
    runs = ["off"]
    fulfilled_by = ["lit"]
    """
ORPHAN = """
    [state.lost]
    zh = "失"
    en = "lost"
    clock = "ended"
    """


def gate(name, of, to):
    """A gate between two events, as TOML."""
    return f"""
    [[link]]
    name = "{name}"
    bond = "gate"
    of = "{of}"
    to = "{to}"
    zh = "先后"
    en = "one after the other"
    """


def written(folder, *changes, more="", name="lamp"):
    """The file of the lamp with each (old, new) of *changes* made, and *more* at its end."""
    text = dedent(GOOD) + dedent(more)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path):
    """The faults of a file: each path after the file's name, with its English words."""
    with pytest.raises(BadInput) as raised:
        read_procedure(path)
    assert all(fault.path.startswith(str(path)) for fault in raised.value.faults)
    assert all(re.search(r"[\u4e00-\u9fff]", fault.zh) for fault in raised.value.faults)
    return {(fault.path.removeprefix(str(path)).lstrip(".: "), fault.en) for fault in raised.value.faults}


def test_document_of_all_procedures_in_english():
    """Each with its diagram, its table, its duties, and the guards of those that have some."""
    told = as_document("en")
    head, *parts = told.split("\n\n## ")

    assert head == (
        "# Procedures\n\n"
        "Drawn from the tables in `matters/procedures/`, not by hand; `make procedures` draws it again.\n"
        "`=` stays, `·` is refused, ⛨ has a guard before it."
    )
    assert [part.partition("\n")[0] for part in parts] == [f"{each.en} `{each.id}`" for each in procedures().values()]
    for part, each in zip(parts, procedures().values(), strict=True):
        assert f"```mermaid\n{each.mermaid('en')}\n```\n\n| state |" in part
        assert ("\n\nGuards:\n\n- `" in part) is bool(each.guards)
        assert part.count("\n\nDuties:\n\n- ") == 1
    request = next(part for part in parts if part.startswith("disclosure request `request`\n"))
    assert request.partition("\n\nDuties:\n\n")[2].split("\n")[:6] == [
        "- answer `answer`",
        "- ask for correction `correction_notice` (`request.correction_notice`)",
        "",
        "Guards:",
        "",
        "- `once` correction may be asked for once only — 政府信息公开条例（2019） 第三十条 [V]",
    ]
    assert request.endswith("\n- `waived` the fee is unpaid; say that it is waived (waived) to answer")


def test_good_table_is_read(tmp_path):
    """The lamp as it stands has no fault."""
    found = read_procedure(written(tmp_path))

    assert found.legal("off") == ("lit",)


def test_link_to_another_procedure_ends_in_an_event_of_that_one(tmp_path):
    """What it opens there need be no event here; where it begins must be one, in a state that there is."""
    across = """
    [[link]]
    name = "bill"
    bond = "opens"
    of = "lit"
    to = "decided"
    procedure = "publication"
    zh = "开启"
    en = "opens"
    """
    (link,) = read_procedure(written(tmp_path, more=across)).links

    assert (link.of, link.to, link.procedure) == ("lit", "decided", "publication")
    wrong = across.replace('of = "lit"', 'of = "sold"\n    when_in = ["dim"]')
    assert faults_of(written(tmp_path, more=wrong)) == {
        ("link.bill", "'sold' is no event"),
        ("link.bill", "'dim' is no state"),
    }


@pytest.mark.parametrize(
    ("changes", "more", "where", "words"),
    [
        ([], ORPHAN, "state.lost", "no event leads here"),
        ([('put_out = "off"', 'put_out = "="'), ('clock = "ended"', 'clock = "running"')], "", "state.on", "leads out"),
        ([('guards = ["basis"]', 'guards = ["licence"]')], "", "state.off.on.lit", "'licence'"),
        ([("guard.basis", "guard.licence"), ('["basis"]', '["licence"]')], "", "guard.licence", "no such guard"),
        (
            [('put_out = "off"', 'put_out = { either = [{ to = "off", when = "dark" }, { to = "=" }] }')],
            "",
            "state.on.on.put_out",
            "'dark' is no condition",
        ),
        ([('put_out = "off"', 'put_out = "off"\nblown = "off"')], "", "state.on.on.blown", "'blown' has no entry"),
        ([('put_out = "off"', 'put_out = "broken"')], "", "state.on.on.put_out", "'broken' is no state"),
        (
            [("lit = { zh", 'sold = { zh = "售出", en = "sold", turn = "end" }\nlit = { zh')],
            "",
            "event.sold",
            "no state knows this event",
        ),
        (
            [('put_out = "off"', 'put_out = { either = [{ to = "off" }, { to = "=" }] }')],
            "",
            "state.on.on.put_out",
            "need",
        ),
        (
            [
                (
                    'put_out = "off"',
                    'put_out = { either = [{ to = "off", when = "explained" }, { to = "=", when = "explained" }] }',
                )
            ],
            "",
            "state.on.on.put_out",
            "need",
        ),
        (
            [],
            gate("first", "lit", "put_out") + gate("second", "put_out", "lit"),
            "link",
            "gates that wait for each other",
        ),
        ([], gate("self", "lit", "lit"), "link", "gates that wait for each other"),
        ([], gate("first", "lit", "sold"), "link.first", "'sold' is no event"),
        ([('runs = ["off"]', 'runs = ["dim"]')], "", "duty.light", "'dim' is no state"),
        ([('fulfilled_by = ["lit"]', 'fulfilled_by = ["sold"]')], "", "duty.light", "'sold' is no event"),
        (
            [('fulfilled_by = ["lit"]', 'fulfilled_by = ["lit"]\nwhen = "dark"')],
            "",
            "duty.light",
            "'dark' is no condition",
        ),
        ([('en = "lamp"', 'en = "lamp"\ncolour = "red"')], "", "colour", "unknown"),
        ([('en = "off"', 'en = "off"\ncolour = "red"')], "", "state.off.colour", "unknown"),
        ([('en = "lit", ', 'en = "lit", colour = "red", ')], "", "event.lit.colour", "unknown"),
        ([('to = "on", ', 'to = "on", colour = "red", ')], "", "state.off.on.lit.colour", "unknown"),
        ([('runs = ["off"]', 'runs = ["off"]\ncolour = "red"')], "", "duty[0].colour", "unknown"),
        ([], "[colour]\nred = true\n", "colour", "unknown"),
        ([('clock = "running"', 'clock = "ticking"')], "", "state.off.clock", "ticking"),
        ([('turn = "start"', 'turn = "noon"')], "", "event.lit.turn", "noon"),
        ([('zh = "灯"\n', "")], "", "zh", "missing"),
        ([('put_out = "off"', "put_out = 3")], "", "state.on.on.put_out", ""),
        ([('id = "lamp"', 'id = "lamp')], "", "", "not readable as TOML"),
    ],
)
def test_bad_table_is_refused_with_the_place(tmp_path, changes, more, where, words):
    """A fault in a table is told with the file and the path inside it, in both languages."""
    found = faults_of(written(tmp_path, *changes, more=more))

    assert len(found) == 1
    ((place, said),) = found
    assert place == where
    assert words in said


def test_all_faults_of_a_table_are_told_at_once(tmp_path):
    """One look at a file finds an unreachable state, two unknown names, an unused event and a circle of gates."""
    path = written(
        tmp_path,
        ('put_out = "off"', 'put_out = "broken"'),
        ('["lit"]', '["sold"]'),
        ("lit = { zh", 'worn = { zh = "磨损", en = "worn", turn = "end" }\nlit = { zh'),
        more=ORPHAN + gate("first", "lit", "put_out") + gate("second", "put_out", "lit"),
    )

    assert {place for place, _ in faults_of(path)} == {
        "state.on.on.put_out",
        "duty.light",
        "event.worn",
        "state.lost",
        "link",
    }


def test_all_faults_of_the_fields_are_told_at_once(tmp_path):
    """Fields that are unknown, missing or of the wrong kind are told together, table by table."""
    path = written(
        tmp_path,
        ('en = "lamp"', 'en = "lamp"\ncolour = "red"'),
        ('clock = "running"', 'clock = "ticking"'),
        ('turn = "start"', 'turn = "noon"'),
        ('runs = ["off"]\n', ""),
    )

    assert {place for place, _ in faults_of(path)} == {"colour", "state.off.clock", "event.lit.turn", "duty[0].runs"}


def test_faults_of_every_file_are_told_at_once(tmp_path):
    """A folder with two bad files and a good one tells the faults of both."""
    first = written(tmp_path, ('put_out = "off"', 'put_out = "broken"'), name="first")
    written(tmp_path, name="second")
    third = written(tmp_path, more="[colour]\nred = true\n", name="third")

    with pytest.raises(BadInput) as raised:
        procedures(tmp_path)

    assert {fault.path for fault in raised.value.faults} == {f"{first}.state.on.on.put_out", f"{third}.colour"}


def test_names_are_looked_at_once_the_fields_are_right(tmp_path):
    """An unknown field is told alone: what an unread table would have named is not held against the rest."""
    path = written(
        tmp_path,
        ('en = "lamp"', 'en = "lamp"\ncolour = "red"'),
        ("lit = { zh", 'worn = { zh = "磨损", en = "worn", turn = "end" }\nlit = { zh'),
    )

    assert {place for place, _ in faults_of(path)} == {"colour"}


@pytest.mark.parametrize(
    ("changes", "more", "where"),
    [
        # a lone target under a condition: where it does not hold, nobody has said what happens
        (
            [('put_out = "off"', 'put_out = { either = [{ to = "off", when = "explained" }] }')],
            "",
            "state.on.on.put_out",
        ),
        ([('opens = "off"', 'opens = "dim"')], "", "event.made"),
        ([('turn = "end"', 'turn = "end", enters = "dim"')], "", "event.put_out"),
        (
            [],
            gate("first", "lit", "put_out").replace('zh = "先后"', 'zh = "先后"\n    when_in = ["dim"]'),
            "link.first",
        ),
    ],
    ids=["condition on a lone target", "opens no state", "enters no state", "link in no state"],
)
def test_name_that_stands_for_nothing_is_found(tmp_path, changes, more, where):
    """Each name of a state is checked wherever a table may give one, and no cell is left without a way."""
    found = faults_of(written(tmp_path, *changes, more=more))

    assert where in {
        place.removesuffix(".opens").removesuffix(".enters").removesuffix(".when_in") for place, _ in found
    }


@pytest.mark.parametrize(
    "text",
    [
        "event = []",
        "state = 3",
        "[[state]]\nzh = 1",
        "[state]\noff = 3",
        '[state.off]\nzh = "熄"\nen = "off"\nclock = "ended"\non = "lit"',
        "[duty]\nname = 3",
        "guard = [1]",
        "link = 3",
        'detail = "x"',
        "[detail]\nlevel = 3",
    ],
)
def test_table_of_the_wrong_shape_is_bad_input(tmp_path, text):
    """A list where a table belongs, or a number, is told as a fault and not as a crash."""
    path = tmp_path / "lamp.toml"
    path.write_text(f'id = "lamp"\nzh = "灯"\nen = "lamp"\n{text}\n', encoding="utf-8")

    with pytest.raises(BadInput):
        read_procedure(path)


def test_two_files_of_one_id_are_refused(tmp_path):
    """A procedure is told once: a second file of the same id does not take the place of the first."""
    written(tmp_path, name="first")
    written(tmp_path, name="second")

    with pytest.raises(BadInput, match="lamp"):
        procedures(tmp_path)


@pytest.mark.parametrize("id", ["lamp", "", 3, None, [], "Request"])
def test_unknown_procedure_names_those_there_are(id):
    """A procedure is found by its id alone; another word is refused with the list."""
    with pytest.raises(UnknownProcedure) as raised:
        procedure(id)

    assert sorted(raised.value.known) == EVERY
