"""The shipped tables as they are built: each field of the file in its place, and the ways that the past decides."""

import tomllib
from pathlib import Path

import pytest

import gov_deadlines as gd
import gov_deadlines.matters.tables as shipped
from gov_deadlines.law.rule import Pause
from gov_deadlines.matters.procedure import Bond, Clock, Move, Turn
from gov_deadlines.matters.tables import read_procedure

from .telling import fact

FILES = sorted(Path(shipped.__file__).with_name("procedures").glob("*.toml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def both(request):
    """A table as its file has it, and as it is built."""
    return tomllib.loads(request.param.read_text(encoding="utf-8")), read_procedure(request.param)


def test_head_of_a_table(both):
    """Its names and rule, whether hours count, and how far clocks may differ."""
    told, built = both

    assert (built.id, built.zh, built.en) == (told["id"], told["zh"], told["en"])
    assert (built.rule, built.exact) == (told.get("rule", ""), told.get("exact", False))
    assert built.tolerance_seconds == told.get("tolerance_seconds", 0)
    assert {name: (s.name, s.zh, s.en, s.clock) for name, s in built.states.items()} == {
        name: (name, s["zh"], s["en"], Clock(s["clock"])) for name, s in told["state"].items()
    }


def test_facts_of_a_table(both):
    """Their names, turns and what they open, enter and require; each detail with every spelling of its values."""
    told, built = both

    assert {
        name: (f.name, f.zh, f.en, f.turn, f.opens, f.enters, f.early, f.requires) for name, f in built.facts.items()
    } == {
        name: (
            name,
            f["zh"],
            f["en"],
            Turn(f["turn"]),
            f.get("opens", ""),
            f.get("enters", ""),
            f.get("early", False),
            tuple(f.get("requires", ())),
        )
        for name, f in told["event"].items()
    }
    assert {name: dict(spellings) for name, spellings in built.details.items()} == {
        name: {spelling: value for value, others in entry["means"].items() for spelling in (value, *others)}
        for name, entry in told.get("detail", {}).items()
    }


def test_cells_of_a_table(both):
    """``=`` is the state itself; a choice keeps its order and its conditions."""
    told, built = both

    def cell(raw, state):
        if isinstance(raw, str):
            return state if raw == "=" else raw
        either = raw.get("either", [{"to": raw["to"]}] if "to" in raw else [])
        ends = [(state if t["to"] == "=" else t["to"], t.get("when", "")) for t in either]
        return ends, list(raw.get("guards", ()))

    def plain(move):
        if isinstance(move, Move):
            return [(t.state, t.when) for t in move.targets], list(move.guards)
        return move

    assert {name: {event: plain(move) for event, move in row.items()} for name, row in built.moves.items()} == {
        "": {name: f["opens"] for name, f in told["event"].items() if f.get("opens")},
        **{
            name: {event: cell(raw, name) for event, raw in state.get("on", {}).items()}
            for name, state in told["state"].items()
        },
    }


def test_guards_of_a_table(both):
    """What is missing, by which texts, whether the law asks for it, and what the breach is called."""
    told, built = both

    assert {
        name: (g.name, g.zh, g.en, [(s.title, s.locator, s.in_force_from) for s in g.sources], g.law, g.breach)
        for name, g in built.guards.items()
    } == {
        name: (
            name,
            g["zh"],
            g["en"],
            [(s["title"], s["locator"], s["in_force_from"]) for s in g.get("source", ())],
            g.get("law", False),
            g.get("breach", ""),
        )
        for name, g in told.get("guard", {}).items()
    }


def test_duties_of_a_table(both):
    """In which states each runs, waits and pends, what fulfils it, and on what it hangs."""
    told, built = both

    assert [
        (d.name, d.zh, d.en, d.rule, d.runs, d.fulfilled_by, d.pends, d.extension, d.when) for d in built.duties
    ] == [
        (
            d["name"],
            d["zh"],
            d["en"],
            d.get("rule", ""),
            frozenset(d["runs"]),
            frozenset(d["fulfilled_by"]),
            frozenset(d.get("pends", ())),
            d.get("extension", ""),
            d.get("when", ""),
        )
        for d in told["duty"]
    ]
    flags = ("once", "asked", "outlasts", "ahead", "unlimited")
    assert [[getattr(d, flag) for flag in flags] for d in built.duties] == [
        [d.get(flag, False) for flag in flags] for d in told["duty"]
    ]
    assert [[(w.state, w.pause, w.rule, w.otherwise) for w in d.waits] for d in built.duties] == [
        [
            (state, w["pause"], w.get("rule", ""), Pause(w.get("otherwise", "exclude")))
            for state, w in d.get("waits", {}).items()
        ]
        for d in told["duty"]
    ]


def test_links_of_a_table(both):
    """What hangs together, in which states, and what opens in which other procedure."""
    told, built = both

    assert [
        (n.name, n.bond, n.of, n.to, n.zh, n.en, n.procedure, n.when_in, n.rule) for n in built.links
    ] == [
        (
            n["name"],
            Bond(n["bond"]),
            n["of"],
            n["to"],
            n["zh"],
            n["en"],
            n.get("procedure", ""),
            frozenset(n.get("when_in", ())),
            n.get("rule", ""),
        )
        for n in told.get("link", ())
    ]  # fmt: skip


def walked(name, *facts):
    """The node that facts lead to on the ways that need no record; ``None`` where there is none."""
    path = next(each for each in FILES if each.stem == name)
    node, past = read_procedure(path).start, []
    for each in facts:
        event = each if isinstance(each, gd.Event) else fact("2021-03-01", each)
        if event.name not in node.on:
            return None
        node = node.on[event.name]
        if node.asks is not None:
            assert node.state == ""
            node = node.on[node.asks(past, event)]
        past.append(event)
    return node.state


@pytest.mark.parametrize(
    ("procedure", "facts", "state"),
    [
        ("request", ["received"], "running"),
        # That a correction was asked for before is all there is to know.
        ("request", ["received", "correction_requested", "corrected"], "running"),
        ("request", ["received", "correction_requested", "corrected", "correction_requested"], None),
        # One question to the facts decides: is a party still out, was the fee waived, by which text is it withheld.
        ("request", ["received", fact("2021-03-01", "consulted", party="甲"), "opinion_received"], "consulting"),
        ("request", ["received", "consulted", "opinion_received"], "running"),
        ("request", ["received", "fee_notified", fact("2021-03-01", "answered", waived=True)], "answered"),
        ("publication", ["decided", fact("2021-03-01", "withheld", basis="条例第十五条")], "withheld"),
        # What asks for more needs a record: the day of the limit, or the law.
        ("request", ["received", "extended"], None),
        ("publication", ["decided", "published"], None),
        ("decision", ["drafted", "draft_published", "consultation_closed"], None),
        # What was reported ahead completes the decision when it is published, and else is waited for.
        ("takedown", ["revoked", "explained", "withdrawn"], "done"),
        # Nothing was met before, so that a lower level leaves it open.
        ("incident", ["occurred", "downgraded"], None),
        ("incident", ["occurred", "false_alarm"], "cancelled"),
        ("series", ["series_started", "period_ended", "submitted", "returned", "submitted", "accepted"], "accepted"),
    ],
)
def test_ways_that_need_no_record(procedure, facts, state):
    """A fold goes from node to node as long as names of the past, or one question to the facts, decide."""
    assert walked(procedure, *facts) == state


WAYS = """
    id = "ways"
    zh = "甲"
    en = "ways"

    [event]
    opened = { zh = "一", en = "one", turn = "open", opens = "open" }
    adoption_reported = { zh = "二", en = "two", turn = "start" }
    consulted = { zh = "三", en = "three", turn = "start" }
    published = { zh = "四", en = "four", turn = "fulfil" }
    tabled = { zh = "五", en = "five", turn = "fulfil" }
    withheld = { zh = "六", en = "six", turn = "stop" }
    decided = { zh = "七", en = "seven", turn = "fulfil" }
    closed = { zh = "八", en = "eight", turn = "end" }

    [state.open]
    zh = "甲"
    en = "open"
    clock = "running"

    [state.open.on]
    adoption_reported = "="
    consulted = "="
    published = { either = [{ to = "done", when = "adoption_out" }, { to = "half" }] }
    tabled = { either = [
      { to = "done", when = "adoption_out" },
      { to = "half", when = "party_still_out" },
      { to = "open" },
    ] }
    withheld = { to = "half", guards = ["extension_once", "basis"] }
    decided = { either = [{ to = "half", when = "party_still_out" }, { to = "done" }], guards = ["basis"] }
    closed = { to = "done", guards = ["consultation_closed"] }

    [state.half]
    zh = "乙"
    en = "half"
    clock = "running"

    [state.half.on]
    published = "done"

    [state.done]
    zh = "丙"
    en = "done"
    clock = "ended"

    [[duty]]
    name = "act"
    zh = "办"
    en = "act"
    runs = ["open"]
    fulfilled_by = ["published"]

    [guard.extension_once]
    zh = "一次"
    en = "once"

    [guard.basis]
    zh = "依据"
    en = "basis"

    [guard.consultation_closed]
    zh = "结束"
    en = "closed"
    """


def test_ways_of_each_kind_of_cell(tmp_path):
    """Before adoption was reported, and after: what the past decides, what one question does, and what neither."""
    path = tmp_path / "ways.toml"
    path.write_text("\n".join(line.strip() for line in WAYS.splitlines()), encoding="utf-8")
    before = read_procedure(path).start.on["opened"]
    after = before.on["adoption_reported"]

    def ends(node):
        """By event, the state it leads to, or those by yes and by no."""
        return {
            event: [way.state for way in found.on.values()] if found.asks else found.state
            for event, found in node.on.items()
        }

    always = {"adoption_reported": "open", "consulted": "open", "withheld": ["half"]}
    assert ends(before) == {**always, "published": "half", "tabled": ["half", "open"]}
    assert ends(after) == {**always, "published": "done", "tabled": "done"}
    assert after.on["consulted"] is after  # what nothing asks for is not remembered
    # Two questions at once, or a fact that is not on record, lead nowhere without one.
    assert not {"decided", "closed"} & {*before.on, *after.on}
    assert [before.on["tabled"].asks((), fact("2021-03-01", "tabled"))] == [False]
    assert list(before.on["tabled"].on) == [True, False]


def test_question_that_is_answered_by_no_leads_nowhere_where_only_a_guard_asks():
    """A request whose fee is unpaid is not answered: there is no way on from a guard that fails."""
    start = read_procedure(next(each for each in FILES if each.stem == "request")).start
    asked = start.on["received"].on["fee_notified"].on["answered"]

    assert not asked.asks((), fact("2021-03-01", "answered"))
    assert list(asked.on) == [True]


def test_procedure_that_is_not_there_is_told_with_those_that_are():
    """By its name, and in the order of the files."""
    with pytest.raises(gd.UnknownProcedure) as refused:
        gd.procedure("requests")

    assert "'requests'" in refused.value.message("en")
    assert "'requests'" in refused.value.message("zh")
    assert ", ".join(path.stem for path in FILES) in refused.value.message("en")
