"""Every clause of the five documents at work: each is held by something here, and a story shows that it is."""

import csv
import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from gov_deadlines import LawBook
from gov_deadlines.cli import command
from gov_deadlines.law.book import PACKAGED
from gov_deadlines.law.clause import Holds
from gov_deadlines.matters.procedure import Bond, Move
from gov_deadlines.matters.replay import replay
from gov_deadlines.matters.tables import procedure, procedures

STORIES = Path(__file__).with_name("stories")
BOOK = LawBook.load()
CLAUSES = BOOK.clauses
PLACES = {
    "local-520323-2020": "520323",
    "local-430500-2017": "430500",
    "local-450000-2017": "450000",
    "local-610724-2018": "610724",
    "local-650100-2020": "650100",
}
SPANS = {"year": 4, "quarter": 7, "month": 7, "week": 8}
EXPECTED = {
    "state",
    "due",
    "timeliness",
    "clock",
    "words",
    "refused",
    "guards",
    "sources",
    "breaches",
    "consequences",
    "gates",
    "opens",
    "clauses",
    "bearers",
    "opens_on",
}


def told(place):
    """The stories of one place, in their order."""
    lines = (STORIES / f"{place}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


STORY = {f"{place}-{number}": story for place in PLACES.values() for number, story in enumerate(told(place), 1)}
LISTED = list(csv.DictReader((STORIES / "ids.csv").read_text(encoding="utf-8").splitlines()))


@cache
def answer(name):
    """What the library makes of a story's facts."""
    return replay(STORY[name]["replay"])


def stories_of(id):
    """The names of the stories that show a clause."""
    return [name for name, story in STORY.items() if id in story["clauses"]]


def at_home(clause):
    """The names of the stories that show it in the procedure that holds it."""
    return [name for name in stories_of(clause.id) if STORY[name]["replay"]["procedure"] == clause.procedure]


def obligations(found):
    """The obligations of an answer by name, the latest of each."""
    return {each["name"]: each for each in found["obligations"]}


def facts(name, *, accepted=None):
    """The facts of a story: all, those accepted, or those refused."""
    refused = {each["index"] for each in answer(name)["refused"]}
    events = enumerate(STORY[name]["replay"]["events"])
    return [event for index, event in events if accepted is None or (index not in refused) == accepted]


def names(events):
    """The names of facts."""
    return {event["event"] for event in events}


def cited(id, found):
    """Whether a refusal or a breach of the answer gives the clause as a source."""
    words = CLAUSES[id].cite("zh")
    return any(words in each["message_zh"] for each in found["refused"]) or any(
        words in each["sources"] for each in found["breaches"]
    )


def seen(name):
    """What the answer shows of each thing that its story expects, in the shape of the expectation."""
    found, expect = answer(name), STORY[name]["expect"]
    held = obligations(found)
    guards = procedure(STORY[name]["replay"]["procedure"]).guards
    gates = {each["clause"]: each["status"] for each in found["gates"]}

    def of_each(key, what):
        return {each: what(held[each]) if each in held else "no such obligation" for each in expect.get(key, {})}

    shown = {
        "state": found["state"],
        "due": of_each("due", lambda each: each["due"] or each["due_at"]),
        "opens_on": of_each("opens_on", lambda each: each["opens_on"]),
        "timeliness": of_each("timeliness", lambda each: each["timeliness"]),
        "clock": of_each("clock", lambda each: each["clock"]),
        "bearers": {
            each: [bearer for bearer in bearers if each in held and bearer in held[each].get("bearers", [])]
            for each, bearers in expect.get("bearers", {}).items()
        },
        "words": {
            each: held[each]["words"][: len(words)] if each in held else "no such obligation"
            for each, words in expect.get("words", {}).items()
        },
        "refused": [each["code"] for each in found["refused"]],
        "guards": [guard for each in found["refused"] for guard, told in guards.items() if told.en in each["message"]],
        "breaches": sorted(each["name"] for each in found["breaches"]),
        "consequences": sorted({id for each in found["breaches"] for id in each["consequences"]}),
        "gates": {each: gates.get(each) for each in expect.get("gates", {})},
        "opens": [each["link"] for each in found["opens"]],
        "sources": [id for id in expect.get("sources", []) if cited(id, found)],
        "clauses": [id for id in expect.get("clauses", []) if id in found["clauses"]],
    }
    # A refusal or a breach that a story does not tell of is one too many.
    return {key: shown[key] for key in {*expect, "refused", "guards", "breaches"}}


@pytest.mark.parametrize("name", STORY)
def test_story(name):
    """A matter with the story's facts stands as a jurist with the text and a calendar expects."""
    expect = STORY[name]["expect"]

    found = seen(name)

    assert found == {"refused": [], "guards": [], "breaches": []} | expect


@pytest.mark.parametrize("name", STORY)
def test_story_is_well_told(name):
    """A story tells what it is about, its day, its state, and more than that; and stays in its place."""
    story = STORY[name]
    place = name.split("-")[0]

    assert story.keys() == {"clauses", "story", "replay", "expect"}
    assert story["story"]
    assert story["expect"].keys() <= EXPECTED
    assert {"state"} < story["expect"].keys()
    assert story["replay"]["jurisdiction"] == place
    assert "as_of" in story["replay"]
    assert {PLACES[CLAUSES[id].document.id] for id in story["clauses"]} == {place}


@pytest.mark.parametrize("name", STORY)
def test_story_lies_in_the_time_of_its_document(name):
    """The matter of a story begins while the document is in force."""
    story = STORY[name]
    begins = min(str(event.get("on") or event["at"])[:10] for event in story["replay"]["events"])

    for id in story["clauses"]:
        document = CLAUSES[id].document
        assert document.in_force_from <= date.fromisoformat(begins) <= (document.in_force_to or date.max)


def test_clauses_are_those_of_the_list():
    """The clauses are the listed ones, all and once each, with their types, documents, rules and vague words."""
    listed = {tuple(row.values()) for row in LISTED}

    held = [(c.id, c.type, c.document.id, ";".join(c.rules), c.word) for c in CLAUSES.values()]

    assert set(held) == listed
    assert len(held) == len(LISTED) == len({row["id"] for row in LISTED}) == 177


def test_counts_of_the_list():
    """The list has as many of each type, and in each document, as was counted when it was made."""
    by_type = Counter(row["type"] for row in LISTED)
    by_document = Counter(row["document"] for row in LISTED)

    assert by_type == {
        "EV": 45,
        "GT": 27,
        "RC": 19,
        "DL": 18,
        "SQ": 16,
        "ST": 15,
        "RL": 14,
        "FD": 13,
        "CS": 4,
        "SQ+GT": 2,
        "FD+ST": 2,
        "RC+GT": 1,
        "DL+SQ": 1,
    }
    assert by_document == {
        "local-520323-2020": 46,
        "local-430500-2017": 55,
        "local-450000-2017": 34,
        "local-610724-2018": 15,
        "local-650100-2020": 27,
    }


@pytest.mark.parametrize("id", CLAUSES)
def test_clause_is_held_by_things_that_are_there(id):
    """Its rules, its procedure, its events, its guard and its link exist, and the guard stands before such an event."""
    clause = CLAUSES[id]

    assert clause.procedure in procedures()
    held = procedure(clause.procedure)
    assert clause.events
    assert set(clause.events) <= held.facts.keys()
    assert all(rule in BOOK for rule in clause.rules)
    if clause.guard:
        guarded = {
            event
            for row in held.moves.values()
            for event, move in row.items()
            if isinstance(move, Move) and clause.guard in move.guards
        }
        assert guarded & set(clause.events)
    if clause.link:
        (link,) = [each for each in held.links if each.name == clause.link]
        assert {link.of, link.to} <= set(clause.events)


@pytest.mark.parametrize("id", CLAUSES)
def test_clause_of_each_kind_names_what_holds_it(id):
    """A gate has its guard or what it asks for, a sequence its link or stages, a recurring duty its span or word."""
    clause = CLAUSES[id]

    if clause.holds is Holds.GATE:
        assert clause.guard or clause.asks
    if clause.holds is Holds.SEQUENCE:
        assert clause.link or len(clause.stages) > 1
    if clause.type.startswith("RC"):
        assert clause.holds is Holds.SERIES
        assert clause.every or clause.word in ("定期", "例行")
    if clause.type.startswith("DL"):
        assert clause.rules
    if clause.procedure == "counter":
        assert clause.at_least


@pytest.mark.parametrize("id", CLAUSES)
def test_clause_has_a_story_in_its_procedure(id):
    """Some story of the clause runs in its procedure, takes every event that it names, and the answer cites it."""
    clause = CLAUSES[id]
    home = at_home(clause)

    assert home
    assert set(clause.events) <= {event for name in home for event in names(facts(name, accepted=True))}
    for name in home:
        assert id in answer(name)["clauses"]


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.rules])
def test_rules_of_a_clause_are_limits_in_its_stories(id):
    """Each rule it speaks of is that of an obligation whose day or word a story tells, and the obligation cites it."""
    clause = CLAUSES[id]
    told_of = [
        (obligations(answer(name))[each]["rule"], STORY[name]["replay"].get("rule"))
        for name in stories_of(id)
        for key in ("due", "words", "opens_on")
        for each in STORY[name]["expect"].get(key, {})
        if each in obligations(answer(name))
    ]
    shown = {rule for rules in told_of for rule in rules}
    # Where a special rule has a word alone, the general one that limits the duty stands in the answer.
    shown |= {rule for rule in clause.rules if BOOK[rule].special_of and BOOK[rule].special_of in shown}
    citing = [each["rule"] for name in at_home(clause) for each in answer(name)["obligations"] if id in each["clauses"]]

    assert set(clause.rules) <= shown
    assert set(clause.rules) & set(citing)


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.word])
def test_word_of_a_clause_is_shown(id):
    """The vague word stands first beside the obligation of a matter opened under the clause."""
    clause = CLAUSES[id]
    told_first = [
        words[0]
        for name in at_home(clause)
        if STORY[name]["replay"].get("clause") == id
        for words in STORY[name]["expect"].get("words", {}).values()
        if words
    ]

    if clause.holds in (Holds.RULE, Holds.SERIES, Holds.STANDING) or clause.stages:
        assert clause.word in told_first


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.guard])
def test_guard_of_a_clause_refuses_and_lets_pass(id):
    """Without the step the guard refuses an event that the clause gates, and cites it; with the step it passes."""
    clause = CLAUSES[id]
    refusing = [
        name
        for name in at_home(clause)
        if clause.guard in STORY[name]["expect"].get("guards", []) and id in STORY[name]["expect"].get("sources", [])
    ]
    guarded = set(clause.events)

    assert refusing
    assert any(guarded & names(facts(name, accepted=False)) & names(facts(name, accepted=True)) for name in refusing)


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.asks and not each.guard])
def test_gate_of_a_clause_fails_and_passes(id):
    """One story shows the gate failed, one passed."""
    told_statuses = {STORY[name]["expect"].get("gates", {}).get(id) for name in at_home(CLAUSES[id])}

    assert {"failed", "passed"} <= told_statuses


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.link])
def test_link_of_a_clause_makes_a_difference(id):
    """Steps apart, or the first missing, show as a breach or a refusal; steps together show none."""
    clause = CLAUSES[id]
    (link,) = [each for each in procedure(clause.procedure).links if each.name == clause.link]
    home = at_home(clause)
    both = [name for name in home if {link.of, link.to} <= names(facts(name, accepted=True))]
    parted = [name for name in both if STORY[name]["expect"].get("breaches")]
    refused = [name for name in home if link.to in names(facts(name, accepted=False))]

    assert set(both) - set(parted)
    assert refused if link.bond is Bond.GATE else parted


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.stages])
def test_stages_of_a_clause_have_their_order(id):
    """Every stage is done in some story; out of order it is refused, unless the stages go together."""
    clause = CLAUSES[id]
    home = [name for name in at_home(clause) if STORY[name]["replay"].get("clause") == id]
    done = [[e["stage"] for e in facts(name, accepted=True) if "stage" in e] for name in home]

    assert any(set(stages) == set(clause.stages) for stages in done)
    # What the clause says is data of the clause: the facts must not need to say it again.
    assert not any("stages" in event for name in home for event in facts(name))
    if clause.together:
        assert any(stages != list(clause.stages) for stages in done)
    else:
        assert any("stage_order" in STORY[name]["expect"].get("guards", []) for name in home)


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.holds is Holds.SERIES])
def test_recurring_duty_of_a_clause_shows_its_spans(id):
    """Its stories tell the span, and the day or that there is none; a fixed date tells its one occasion."""
    clause = CLAUSES[id]
    told_spans = {each for name in at_home(clause) for each in STORY[name]["expect"].get("due", {})}

    assert told_spans
    if clause.type.startswith("FD"):
        assert "report" in told_spans
    elif clause.every:
        assert any(len(each) == SPANS[clause.every.value] for each in told_spans)


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.procedure == "standing"])
def test_state_to_be_kept_is_broken_and_mended(id):
    """One story finds a breach and mends it, or measures one; where the clause only allows, it ends there."""
    clause = CLAUSES[id]
    told_facts = {event for name in at_home(clause) for event in names(facts(name, accepted=True))}

    assert {"breach_found", "measured"} & told_facts
    assert {"breach_fixed", "measured", "duty_ended"} & told_facts


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.holds is Holds.CONSEQUENCE])
def test_consequence_follows_a_breach_of_each_rule(id):
    """For each rule that it sanctions, a story tells a breach that names it among what follows."""
    clause = CLAUSES[id]
    telling = [name for name in stories_of(id) if id in STORY[name]["expect"].get("consequences", [])]
    rules = {each["rule"] for name in telling for each in answer(name)["obligations"]}

    assert telling
    assert set(clause.rules) <= rules


@pytest.mark.parametrize("id", [each.id for each in CLAUSES.values() if each.holds in (Holds.PRECEDENCE, Holds.SCOPE)])
def test_precedence_or_scope_of_a_clause_has_an_effect(id):
    """A story tells what it changes: a refusal or gate that cites it, a bearer, a day, or a step let through."""
    effects = {"guards", "gates", "bearers", "due", "opens"}

    assert any(effects & STORY[name]["expect"].keys() for name in at_home(CLAUSES[id]))


def test_matter_under_a_clause_is_not_under_another():
    """A matter opened under a clause cites no other clause that sets a duty of its own about something else."""
    generic = {"publication", "action", "standing", "sequence", "series", "counter"}
    duties = (Holds.RULE, Holds.SERIES, Holds.STANDING)

    def sets_a_duty(clause):
        return clause.procedure in generic and (clause.holds in duties or bool(clause.stages))

    asked = {
        name: CLAUSES[story["replay"].get("clause")] for name, story in STORY.items() if "clause" in story["replay"]
    }

    others = {
        name: strangers
        for name, clause in asked.items()
        if sets_a_duty(clause)
        and (
            strangers := {
                id
                for each in answer(name)["obligations"]
                for id in each["clauses"]
                if id != clause.id and sets_a_duty(CLAUSES[id])
            }
        )
    }

    assert others == {}


def test_later_document_supplements_the_plan(tmp_path):
    """
    What a later document of the county adds binds from its day; what began before keeps what bound it (S0-14e).

    Issued to lower units on Monday 2020-06-01: 7 working days end on Wednesday 06-10. A made-up supplement of
    2020-09-01 sets 3: issued on Monday 09-07, they end on Thursday 09-10.
    """
    folder = copytree(PACKAGED, tmp_path / "data")
    supplement = (
        '[document]\nid = "supplement"\ntitle = "补充通知"\nshort = "补充通知"\nen = "Supplement"\n'
        'rank = "local_document"\njurisdiction = "520323"\nin_force_from = 2020-09-01\nmark = "V"\n\n'
        '[[version]]\nrule = "staff_list.report"\nlocator = "一"\n'
        'limit = { n = 3, unit = "working_day" }\nanchor = "dispatched"\n'
    )
    (folder / "local_520323_supplement.toml").write_text(supplement, encoding="utf-8")
    book = LawBook.load(folder)
    asked = {"procedure": "action", "jurisdiction": "520323", "clause": "S0-2c"}

    before, after = (
        replay({**asked, "events": [{"event": "dispatched", "on": day}]}, book=book)["obligations"][0]["due"]
        for day in ("2020-06-01", "2020-09-07")
    )

    assert (before, after) == ("2020-06-10", "2020-09-10")


def test_list_of_clauses_from_the_command_line():
    """Each clause comes with its id, document, type, place in the text, and what holds it."""
    told_clauses = json.loads(CliRunner().invoke(command, ["law", "clauses", "--json"]).stdout)

    assert [each["id"] for each in told_clauses] == list(CLAUSES)
    assert len(told_clauses) == 177
    for each in told_clauses:
        clause = CLAUSES[each["id"]]
        assert (each["document"], each["type"]) == (clause.document.short, clause.type)
        assert each["locator"] == clause.locator != ""
        assert each["held_by"]["procedure"] == clause.procedure
        assert each["held_by"]["events"] == list(clause.events)
        assert each["held_by"].get("rules", []) == list(clause.rules)
        assert each["zh"] != each["en"]
