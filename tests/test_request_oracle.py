"""
The clock of a request, held against a ledger that was kept apart from it: random requests, day by day, place by place.

The facts are drawn by a small reading of the request table that stands below, not by the code; so are the facts that
an extension comes too late for. ``MATTER_EXAMPLES`` sets how many requests each property is tried on.
"""

import os
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from gov_deadlines import CalendarNotPublished, Clock, Event, GuardFailed, Matter, Timeliness

from . import oracle
from .request_ledger import RANK, TEXT_OF_2019, ledger

EXAMPLES = int(os.environ.get("MATTER_EXAMPLES", "0"))
unhurried = settings(
    deadline=None,
    max_examples=EXAMPLES or 80,
    derandomize=not EXAMPLES,  # the usual run tries the same requests each time, the long one new ones
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],  # a busy machine is no fault
)

CODES = ["CN", "45", "5134", "650100", *oracle.places()]
PARTIES = ["甲", "乙", "丙"]
ENDS = ("correction_lapsed", "fee_lapsed", "withdrawn", "transferred")
FAR = timedelta(days=200)
DETAILS = {
    "extended": {"approved_by": "机构负责人", "notified": True},
    "answered": {"waived": True},
}
# Around the change of law, before long holidays, and where the notices end.
DAYS = st.one_of(
    st.dates(date(2008, 5, 1), date(2026, 7, 31)),
    st.dates(date(2019, 3, 20), date(2019, 5, 20)),
    st.dates(date(2019, 12, 20), date(2020, 1, 23)),
    st.dates(date(2026, 10, 20), date(2026, 12, 20)),
)
GAPS = st.one_of(st.integers(0, 4), st.integers(0, 9), st.integers(0, 40))


class Desk:
    """What may be recorded next of a request, by the table of procedures: the drawing follows it."""

    def __init__(self, works, received):
        self.works = works
        self.facts = [{"event": "received", "on": received}]
        self.out, self.correction, self.fee = set(), False, False

    @property
    def told(self):
        """The names of all that happened."""
        return [fact["event"] for fact in self.facts]

    def choices(self):
        """The facts that may come next and do not end the request, each with the party it is about."""
        if self.correction:
            return [("corrected", None)]
        back = [(name, party) for party in sorted(self.out) for name in ("opinion_received", "consultation_lapsed")]
        ways = [("consulted", party) for party in PARTIES] + 2 * back + [("fee_notified", None)]
        if self.fee:
            ways += [("fee_paid", None)] * 6
        elif not self.out and "correction_requested" not in self.told:
            ways.append(("correction_requested", None))
        return ways if "extended" in self.told else [*ways, *[("extended", None)] * 3]

    def ends(self):
        """The facts that may end the request."""
        if self.correction:
            return ["answered", "correction_lapsed", "withdrawn"]
        if self.fee:
            return ["answered", "fee_lapsed", "withdrawn"]
        return ["answered", "withdrawn"] if self.out else ["answered", "transferred", "withdrawn"]

    def back(self):
        """The facts that end every wait."""
        if self.correction:
            return [("corrected", None)]
        return [("opinion_received", party) for party in sorted(self.out)] + ([("fee_paid", None)] if self.fee else [])

    def take(self, name, party, day):
        """Record one more fact."""
        self.facts.append({"event": name, "on": day} | ({"party": party} if party else {}))
        match name:
            case "correction_requested" | "corrected":
                self.correction = name == "correction_requested"
            case "fee_notified" | "fee_paid":
                self.fee = name == "fee_notified"
            case "consulted":
                self.out.add(party)
            case "opinion_received" | "consultation_lapsed":
                self.out.discard(party)

    def is_in_time(self, day):
        """Whether an extension on *day* comes before the limit is over, by the ledger."""
        try:
            due = ledger(self.facts, self.works, day).due
        except oracle.OutsideError:
            return True
        return due is None or due >= day


@st.composite
def requests(draw, *, extensions=True, settled=False, ends=(None, None, "answered", *ENDS)):
    """
    A place, and the facts of a request there in the order in which they happened.

    *settled* brings back all that is out; *ends* are the facts that may end it, ``None`` where it stays open.
    """
    code = draw(st.sampled_from(CODES))
    works = oracle.within(oracle.nation() if code == "CN" else oracle.place(code))
    desk = Desk(works, draw(DAYS))

    def happens(name, party=None):
        last = desk.facts[-1]
        day = last["on"] + timedelta(days=draw(GAPS))
        # On one day the table hears facts by their rank; the draw does as well, so that what it draws stays legal.
        if last["on"] == day and RANK[name] < RANK[last["event"]]:
            day += oracle.ONE_DAY
        if name != "extended" or (extensions and desk.is_in_time(day)):
            desk.take(name, party, day)

    for _ in range(draw(st.integers(0, 10))):
        happens(*draw(st.sampled_from(desk.choices())))
    for name, party in desk.back() if settled or draw(st.booleans()) else ():
        happens(name, party)
    end = draw(st.sampled_from([end for end in ends if end in (None, *desk.ends())]))
    if end:
        happens(end)
    return code, desk


def event(fact):
    """The fact as the library hears it."""
    details = {"party": fact["party"]} if "party" in fact else {}
    return Event(fact["event"], fact["on"], payload=details | DETAILS.get(fact["event"], {}))


def opened(code, facts):
    """The request with those facts."""
    return Matter.open("request", jurisdiction=code).correct(*map(event, facts))


def through(facts, day):
    """The facts that happened by the end of *day*."""
    return [fact for fact in facts if fact["on"] <= day]


def waits(facts):
    """What the clock waits for after *facts*: the 2008 text knows no waiting for a correction."""
    found = set()
    for fact in sorted(facts, key=lambda fact: (fact["on"], RANK[fact["event"]])):
        name = fact["event"]
        match name:
            case "correction_requested" if fact["on"] >= TEXT_OF_2019:
                found.add("correction")
            case "corrected":
                found.discard("correction")
            case "fee_notified":
                found.add("fee")
            case "fee_paid":
                found.discard("fee")
            case "consulted":
                found.add(fact["party"])
            case "opinion_received" | "consultation_lapsed":
                found.discard(fact["party"])
    return found


def kept(facts, works):
    """The ledger of *facts*, or ``None`` where it runs past the published years."""
    far = min(facts[-1]["on"] + FAR, oracle.LAST + oracle.ONE_DAY)
    try:
        return ledger(facts, works, far)
    except oracle.OutsideError:
        return None


@unhurried
@given(requests(), st.sets(st.integers(-60, 45), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_due_day_and_clock_are_those_of_the_ledger(asked, days, chance):
    """At any moment of a request, told in any order, due day and clock are those of the ledger."""
    code, desk = asked
    shuffled = list(desk.facts)
    chance.shuffle(shuffled)
    matter = opened(code, shuffled)
    last = desk.facts[-1]["on"]
    for moment in {last, *(max(desk.facts[0]["on"], last + timedelta(days=n)) for n in days)}:
        facts = through(desk.facts, moment)
        note(f"{code} at {moment}: {facts}")
        book = kept(facts, desk.works)
        main = matter.at(moment).main

        if facts[-1]["event"] in ENDS:
            assert main.timeliness is Timeliness.VOID
            assert main.clock is Clock.ENDED
        elif book is None and not waits(facts):
            assert main.due is None
            assert isinstance(main.refusal, CalendarNotPublished)
        elif book is not None:
            assert main.refusal is None
            assert main.due == book.due
            if "answered" not in [fact["event"] for fact in facts]:
                # What is waited for only once the limit is over stops nothing.
                assert main.clock is (Clock.RUNNING if book.due or not waits(facts) else Clock.STOPPED)
            assert main.timeliness is expected_timeliness(main, facts, book.due, moment)


def expected_timeliness(main, facts, due, moment):
    """How the request stands to the ledger's due day; when it is soon is the host's choice and not asked here."""
    answer = next((fact["on"] for fact in facts if fact["event"] == "answered"), None)
    if answer is not None:
        return Timeliness.LATE if due and answer > due else Timeliness.ON_TIME
    if due is None or moment < due:
        assert main.timeliness in (Timeliness.NOT_DUE, Timeliness.DUE_SOON)
        return main.timeliness
    return Timeliness.DUE_TODAY if moment == due else Timeliness.OVERDUE


@unhurried
@given(requests(ends=(None,)), st.integers(0, 30))
def test_what_is_left_is_the_budget_less_the_rows_that_counted(asked, later):
    """Until the due day, used up and left are the counted rows of the ledger and the rest of its budget."""
    code, desk = asked
    facts = desk.facts
    book = kept(facts, desk.works)
    assume(book is not None)
    moment = facts[-1]["on"] + timedelta(days=later)
    assume(moment <= (book.due or oracle.LAST))

    main = opened(code, facts).at(moment).main

    counted = sum(row.counted for row in book.rows if book.start < row.day <= moment)
    assert (main.total, main.consumed, main.remaining) == (book.budget, counted, book.budget - counted)


@unhurried
@given(requests(settled=True, ends=(None, "answered")))
def test_steps_replay_without_a_calendar_to_the_day_of_the_ledger(asked):
    """Kinds and spans of the steps alone lead to the due day, and count the very days that the ledger counted."""
    code, desk = asked
    note(f"{code}: {desk.facts}")
    book = kept(desk.facts, desk.works)
    assume(book is not None and book.due is not None)

    steps = [step for step in opened(code, desk.facts).at(book.due + FAR).main.deadline.steps if step.doubt is None]

    plain = {"excluded": "skipped"}
    told = [(plain.get(step.kind.value, step.kind.value), step.first, step.last, step.at) for step in steps]
    again = oracle.Replay(told, book.budget, "working_day", before=False)
    counted = [row.day for row in book.rows if row.counted and row.day > book.start]
    assert again.start == book.start
    assert again.due() == book.due
    assert [day for day in oracle.days(book.start + oracle.ONE_DAY, book.due) if day not in again.skipped] == counted
    extended = [step.last for step in steps if step.kind.value == "extended"]
    assert extended == ([counted[book.budget // 2 - 1]] if "extended" in desk.told else [])


@unhurried
@given(requests(extensions=False, ends=(None,)), st.integers(1, 40))
def test_extension_is_refused_once_the_ledger_was_full(asked, later):
    """An extension is taken up to the due day of the ledger and refused after it, whatever waits by then."""
    code, desk = asked
    day = desk.facts[-1]["on"] + timedelta(days=later)
    assume(not desk.correction)
    note(f"{code} extended on {day}: {desk.facts}")
    matter, extension = opened(code, desk.facts), event({"event": "extended", "on": day})

    if desk.is_in_time(day):
        assert matter.apply(extension).state == matter.state
    else:
        with pytest.raises(GuardFailed) as refused:
            matter.apply(extension)
        assert refused.value.guard == "before_due"


@unhurried
@given(requests(ends=ENDS))
def test_end_without_an_answer_is_a_breach_just_when_the_ledger_was_full_before(asked):
    """A request that lapses or is taken back after its due day leaves the breach, one that ends before leaves none."""
    code, desk = asked
    note(f"{code}: {desk.facts}")
    end = desk.facts[-1]["on"]
    try:
        due = ledger(desk.facts[:-1], desk.works, end).due
    except oracle.OutsideError:
        due = None  # the end lies past the published years, and no day before was the last

    names = [breach.name for breach in opened(code, desk.facts).at(end).breaches]

    assert ("answer_missed" in names) == (due is not None and due < end)
