"""By which law a matter is read: that of its place, as public then, for its kind of case; and which clauses speak."""

from datetime import date

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, Matter
from gov_deadlines.law.clause import Holds

from .telling import request, seen, story

SUIYANG, URUMQI = "520323", "650100"
ONE_ACT = ["S0-3c", "S0-12a", "S0-12b", "S0-12c", "S0-13b"]
"""What Suiyang says of every publication, whatever it is of."""


def ids(clauses):
    """The ids of clauses, in order."""
    return [clause.id for clause in clauses]


def penalty(**options):
    """A penalty of 2018-12-10, five days after the date of a document that was public on 2019-01-03."""
    return story("publication", "2018-12-10 decided", rule="enforcement.penalty", **options)


def test_text_that_is_not_public_yet_does_not_limit():
    """国办发〔2018〕118号 is in force from 2018-12-05; on 2019-01-02 nobody knew, and that of 2015 limits."""
    by_then = {
        known: seen(penalty(), "2018-12-20", known).main.deadline.version.document.number
        for known in ("2019-01-02", "2019-01-03", None)
    }

    assert by_then == {
        "2019-01-02": "国办发〔2015〕51号",
        "2019-01-03": "国办发〔2018〕118号",
        None: "国办发〔2018〕118号",
    }


def test_setting_asks_the_law_as_it_was_public():
    """What stands there on a day, and what a deadline is counted by, are of one knowledge."""
    setting = penalty().setting
    day = date(2018, 12, 10)

    for known, number in [(date(2019, 1, 2), "国办发〔2015〕51号"), (date(2019, 1, 3), "国办发〔2018〕118号")]:
        then = attrs.evolve(setting, as_known_on=known)
        assert then.standing("enforcement.penalty", day).binding.document.number == number
        assert then.due("enforcement.penalty", day).version.document.number == number
    assert setting.standing("enforcement.penalty", date(2010, 1, 4)) is None


def test_setting_asks_the_law_for_the_kind_of_case():
    """A request handed over is received on that day, one sent online when it was confirmed: article 31."""
    setting = request("2020-01-06").setting
    day = date(2020, 1, 6)

    for case, locator in [("in_person", "第三十一条第一项"), ("network", "第三十一条第三项")]:
        cases = frozenset({case})
        assert setting.standing("request.receipt", day, cases).binding.locator == locator
        assert setting.due("request.receipt", day, cases=cases).version.locator == locator


def test_setting_counts_by_the_calendar_and_the_law_of_the_host():
    """Of a calendar without holidays twenty working days from 2020-01-06 end on Monday 02-03."""
    calendar = gd.WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31))
    book = gd.LawBook.load()
    own = book.with_rules(gd.Rule(id="own.answer", zh="自定", en="own", versions=book["request.answer"].versions))

    setting = Matter.open("request", rule="own.answer", calendar=calendar, book=own).setting

    found = setting.due("own.answer", date(2020, 1, 6))
    assert (found.due, found.calendar) == (date(2020, 2, 3), calendar)


def test_document_that_is_not_public_yet_says_nothing():
    """The key points of Urumqi are in force from 2020-10-17 and were public on the 20th."""
    matter = story("request", "2020-10-18 received", jurisdiction=URUMQI)

    assert ids(seen(matter, "2020-10-21", "2020-10-19").clauses) == []
    assert ids(seen(matter, "2020-10-21", "2020-10-20").clauses) == ["S4-27", "S4-37"]
    assert ids(seen(matter, "2020-10-21").clauses) == ["S4-27", "S4-37"]


@pytest.mark.parametrize(
    ("procedure", "opened", "options", "spoken"),
    [
        # A rule of its own: the clause that sets it, and what is said of all.
        ("publication", "decided", {"rule": "enforcement.penalty"}, ["S0-3c", "S0-8b", *ONE_ACT[1:]]),
        # The general rule: clauses that set duties of their own are other matters; what follows from a breach is said.
        ("publication", "formed", {}, [*ONE_ACT, "S0-14d"]),
        # Under one clause, that clause first, and again none that sets another duty.
        ("publication", "formed", {"clause": "S0-2b"}, ["S0-2b", *ONE_ACT, "S0-14d"]),
        ("publication", "issued", {"clause": "S0-11a"}, ["S0-11a", *ONE_ACT]),
        # Acts have no rule in common: each clause is a matter of its own.
        ("action", "occurred", {}, []),
        ("action", "occurred", {"clause": "S0-2a"}, ["S0-2a"]),
        ("action", "occurred", {"clause": "S0-2c"}, ["S0-2c"]),
        # An incident has one set of duties: all that is said of it speaks, whichever clause it was opened under.
        ("decision", "drafted", {}, ["S0-6a", "S0-6b", "S0-6d", "S0-6e"]),
        ("decision", "drafted", {"clause": "S0-6d"}, ["S0-6d", "S0-6a", "S0-6b", "S0-6e"]),
    ],
)
def test_clauses_that_speak_in_a_matter(procedure, opened, options, spoken):
    """In Suiyang County in 2020."""
    matter = story(procedure, f"2020-05-20 {opened}", jurisdiction=SUIYANG, **options)

    assert ids(seen(matter, "2020-05-21").clauses) == spoken


def test_clause_puts_its_matter_under_the_rule_it_speaks_of():
    """The first that no duty of the procedure bears by itself; its own rule where it speaks of none."""
    rules = {
        clause: Matter.open(procedure, clause=clause, jurisdiction=SUIYANG).rule
        for procedure, clause in [
            ("publication", "S0-8b"),
            ("publication", "S0-3c"),
            ("action", "S0-2c"),
            ("decision", "S0-6a"),
            ("decision", "S0-6d"),
        ]
    }

    assert rules == {
        "S0-8b": "enforcement.licence",
        "S0-3c": "proactive.disclosure",
        "S0-2c": "staff_list.report",
        "S0-6a": "decision.publication",
        "S0-6d": "decision.publication",
    }


def test_clause_that_another_procedure_holds_leaves_the_rule_as_it_is():
    """A clause may take effect in a second procedure, whose rule it says nothing about."""
    book = gd.LawBook.load()
    shared = [(clause, other) for clause in book.clauses.values() for other in clause.also]

    assert shared
    for clause, other in shared:
        opened = Matter.open(other, clause=clause.id, jurisdiction=clause.document.jurisdiction)
        assert opened.rule == gd.procedure(other).rule


def test_clause_that_is_not_there_is_refused():
    """With five that are; a guard's clause is one of them as well as a duty's."""
    with pytest.raises(BadInput) as caught:
        Matter.open("decision", clause="S9-1")

    (fault,) = caught.value.faults
    assert fault.path == "clause"
    assert fault.en.startswith("'S9-1' is no clause that decision holds; expected one like S")
    assert {clause.holds for clause in gd.LawBook.load().clauses.values() if clause.procedure == "decision"} > {
        Holds.RULE
    }
