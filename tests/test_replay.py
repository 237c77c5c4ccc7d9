"""Replay on the command line: a matter a line, its facts as JSON; what is wrong is told, and the next line goes on."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import gov_deadlines as gd
from gov_deadlines.cli import command

from . import oracle

ANSWER = {"matter", "state", "legal", "obligations", "breaches", "refused"}
OBLIGATION = {
    "name",
    "rule",
    "clock",
    "due",
    "due_at",
    "fulfilled_at",
    "timeliness",
    "late_by",
    "certainty",
    "steps",
}
CLOCKS = {"not_started", "running", "stopped", "ended"}
TIMELINESS = {"not_due", "due_soon", "due_today", "overdue", "on_time", "late", "void"}


def run(*words, stdin=None):
    """Run the command line in this process."""
    return CliRunner().invoke(command, list(words), input=stdin, env={"GOV_DEADLINES_CALENDARS": None})


def tell(*lines):
    """Send *lines* to replay: the answers, and the exit status. Anything but an answer or an error is a crash."""
    told = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    found = run("replay", stdin=b"".join(line + b"\n" for line in told))
    assert found.exception is None or isinstance(found.exception, SystemExit), repr(found.exception)
    return [json.loads(line, parse_constant=_no_json) for line in found.stdout.splitlines()], found.exit_code


def one(line):
    """The only answer to the only line."""
    ((found,), status) = tell(line)
    assert status == (1 if "error" in found else 0)
    return found


def event(name, when, **details):
    """One fact as JSON: an hour makes it an instant."""
    return {"event": name, "at" if "T" in when else "on": when} | details


def request(*events, **more):
    """A request received on 2020-03-02 and due on 2020-03-30, as a line."""
    return {"matter": "甲-1", "procedure": "request", "events": [event("received", "2020-03-02"), *events]} | more


PENALTY = {
    "matter": "绥阳-1",
    "procedure": "publication",
    "rule": "enforcement.penalty",
    "jurisdiction": "520323",
    "events": [event("decided", "2020-05-20"), event("published", "2020-06-01", channel="website")],
    "as_of": "2020-06-05",
    "as_known_on": "2020-06-05",
}


def test_answer_has_the_shape_that_hosts_build_on():
    """Every key of the contract is there, with values of its kind; a penalty due 2020-05-29 was a working day late."""
    found = one(PENALTY)
    (duty,) = found["obligations"]

    assert found.keys() >= ANSWER
    assert duty.keys() >= OBLIGATION
    assert (found["matter"], found["state"], found["refused"]) == ("绥阳-1", "published", [])
    assert "withheld" in found["legal"]
    assert (duty["name"], duty["rule"], duty["clock"]) == ("publication", "enforcement.penalty", "ended")
    assert (duty["due"], duty["due_at"]) == ("2020-05-29", "2020-05-30T00:00:00+08:00")
    assert (duty["fulfilled_at"], duty["timeliness"], duty["certainty"]) == ("2020-06-01", "late", "settled")
    assert duty["late_by"] == {"n": 1, "unit": "working_day", "days": 3}
    assert {step["kind"] for step in duty["steps"]} >= {"start", "reached"}
    assert [breach["name"] for breach in found["breaches"]] == ["publication_late"]
    assert all(found["breaches"][0][lang] for lang in ("zh", "en"))


@pytest.mark.parametrize("procedure", sorted(gd.procedures()))
def test_answer_of_every_procedure_has_that_shape(procedure):
    """Each procedure, opened by each of its openings, answers with the same keys and the same words."""
    for opening in gd.procedure(procedure).openings:
        found = one({"procedure": procedure, "events": [event(opening, "2020-06-01T09:00:00+08:00", every="year")]})

        assert found.keys() >= ANSWER
        assert found["refused"] == []
        for duty in found["obligations"]:
            assert duty.keys() >= OBLIGATION
            assert duty["clock"] in CLOCKS
            assert duty["timeliness"] in TIMELINESS


def test_matter_without_events_is_unopened():
    """No facts are no error: nothing is owed, and what may open the matter is told."""
    found = one({"matter": "甲", "procedure": "request", "events": []})

    assert found.keys() >= ANSWER
    assert (found["matter"], found["state"], found["obligations"]) == ("甲", "", [])
    assert set(found["legal"]) == {"received", "submitted"}


def test_optional_keys_may_be_null_or_left_out():
    """Null is what a host writes for nothing."""
    bare = {"procedure": "request", "events": [event("received", "2020-03-02")]}
    nulls = {"rule": None, "jurisdiction": None, "as_of": None, "as_known_on": None, "clause": None, "advisory": None}

    (plain, full), status = tell(bare, bare | nulls)

    assert status == 0
    assert plain == full
    assert plain["matter"] == ""
    assert plain["obligations"][0]["due"] == "2020-03-30"


def test_line_is_seen_at_its_last_fact_unless_told():
    """Without as_of the last fact is the moment; the answer to a later one counts on."""
    at_last, later = (one(request(**more)) for more in ({}, {"as_of": "2020-03-31"}))

    assert at_last["obligations"][0]["timeliness"] == "not_due"
    assert (later["obligations"][0]["timeliness"], later["obligations"][0]["late_by"]["n"]) == ("overdue", 1)


def test_id_comes_back_with_the_answer():
    """A host that asks many at once tells them apart, errors included."""
    (first, second), status = tell(request(id="q-1"), {"id": {"n": 2}, "procedure": "request"})

    assert (first["id"], second["id"], status) == ("q-1", {"n": 2}, 1)


@pytest.mark.parametrize(
    ("line", "code", "part"),
    [
        ({"procedure": "request"}, "bad_input", "events"),
        ({"events": []}, "bad_input", "procedure"),
        ({"procedure": "request", "events": {}}, "bad_input", "events"),
        ({"procedure": "request", "events": "received"}, "bad_input", "events"),
        ({"procedure": "request", "events": None}, "bad_input", "events"),
        ({"procedure": "requests", "events": []}, "unknown_procedure", "request"),
        ({"procedure": None, "events": []}, "unknown_procedure", "None"),
        ({"procedure": ["request"], "events": []}, "unknown_procedure", "request"),
        (request(rule="request.anwser"), "unknown_rule", "request.answer"),
        (request(rule=5), "unknown_rule", "5"),
        (request(rule=[]), "unknown_rule", "[]"),
        (request(jurisdiction="71"), "unknown_region", "71"),
        (request(jurisdiction="52032"), "unknown_region", "52032"),
        (request(jurisdiction=520323), "unknown_region", "520323"),
        (request(as_of="2020-02-30"), "bad_input", "as_of"),
        (request(as_of="2020-03-31T09:00:00"), "bad_input", "as_of"),
        (request(as_of=20200331), "bad_input", "as_of"),
        (request(as_known_on="2020-03-31T09:00:00+08:00"), "bad_input", "as_known_on"),
        (request(as_known_on="yesterday"), "bad_input", "as_known_on"),
        (request(as_known_on="1900-01-01"), "calendar_not_published", "1900-01-01"),
        (request(as_of="9999-12-31T23:59:59-12:00"), "bad_input", "9999"),
        (request(as_of="0001-01-01T00:00:00+14:00"), "bad_input", "0001"),
        (request(clause="S9-1"), "bad_input", "clause"),
        (request(clause="S0-8b"), "bad_input", "S0-8b"),
        (request(clause=["S3-6a"]), "bad_input", "clause"),
        (request(advisory=5), "bad_input", "advisory"),
        (request(advisory={"n": 5, "unit": "working_day"}), "bad_input", "advisory"),
        (request(advisory={"n": "5", "unit": "working_day", "set_by": "某局"}), "bad_input", "'5'"),
        (request(advisory={"n": 5, "unit": "fortnight", "set_by": "某局"}), "bad_input", "fortnight"),
        (request(advisory={"n": 10**9, "unit": "day", "set_by": "某局"}), "bad_input", "1000000000"),
        (request(event="received"), "bad_input", "event"),
        (b"{", "bad_input", "JSON"),
        (b"[]", "bad_input", "object"),
        (b"5", "bad_input", "object"),
        (b"null", "bad_input", "object"),
        (b'{"procedure": "request", "events": [NaN]}', "bad_input", "NaN"),
        (b'{"procedure": "request", "procedure": "request", "events": []}', "bad_input", "twice"),
        (b'{"procedure": "request", "events": [], "matter": 1e999}', "bad_input", "1e999"),
        ("{".encode("utf-16"), "bad_input", "JSON"),
        (b"[" * 100_000, "bad_input", "JSON"),
    ],
)
def test_bad_line_is_one_clear_error_and_the_next_is_answered(line, code, part):
    """What is wrong is told by a code and in two languages; the lines around it are answered all the same."""
    (before, bad, after), status = tell(PENALTY, line, request())

    assert status == 1
    assert "error" not in before
    assert after["obligations"][0]["due"] == "2020-03-30"
    assert bad.keys() <= {"id", "error"}
    assert bad["error"].keys() == {"code", "message", "message_zh"}
    assert bad["error"]["code"] == code
    assert part in bad["error"]["message"]
    assert bad["error"]["message_zh"]
    assert bad["error"]["message_zh"] != bad["error"]["message"]


@pytest.mark.parametrize(
    ("bad", "code", "part"),
    [
        (event("anwsered", "2020-03-05"), "illegal_event", "answered"),
        (event("fee_paid", "2020-03-05"), "illegal_event", "fee_notified"),
        (event("answered", "2020-03-01"), "out_of_bounds", "2020-03-02"),
        (event("extended", "2020-03-05"), "guard_failed", "approved_by"),
        (event("answered", "2020-03-05", recorded_at="2020-03-04"), "out_of_bounds", "2020-03-04"),
        (event("answered", "2020-03-05", voids="k9"), "bad_correction", "k9"),
        (event("voided", "2020-03-05"), "bad_input", "voids"),
        (event("voided", "2020-03-05", voids="k9"), "bad_correction", "k9"),
        (event("answered", "2020-03-32"), "bad_input", "2020-03-32"),
        (event("answered", "2020-03-05T09:00:00"), "bad_input", "time zone"),
        ({"event": "answered"}, "bad_input", "on"),
        ({"event": "answered", "on": "2020-03-05", "at": "2020-03-05T09:00:00+08:00"}, "bad_input", "exactly one"),
        ({"on": "2020-03-05"}, "bad_input", "event"),
        ({"event": None, "on": "2020-03-05"}, "bad_input", "event"),
        ({"event": "answered", "on": "2020-03-05", "key": 5}, "bad_input", "key"),
        ({}, "bad_input", "events[1]"),
        (None, "bad_input", "events[1]"),
        ("answered", "bad_input", "events[1]"),
        ([], "bad_input", "events[1]"),
        (5, "bad_input", "events[1]"),
    ],
)
def test_bad_fact_is_refused_by_its_index_and_the_rest_stands(bad, code, part):
    """One fact is refused, in two languages; those before and after it are on record, and the line is answered."""
    found = one(request(bad, event("fee_notified", "2020-03-10")))

    (refused,) = found["refused"]
    assert refused.keys() == {"index", "code", "message", "message_zh"}
    assert (refused["index"], refused["code"], found["state"]) == (1, code, "fee")
    assert part in refused["message"]
    assert refused["message_zh"]
    assert refused["message_zh"] != refused["message"]


def test_extension_twice_is_refused():
    """The first stands: 20 working days from 2020-03-02 end on 03-30, and 20 more on 04-27."""
    told = {"approved_by": "主任", "notified": True}

    found = one(request(event("extended", "2020-03-20", **told), event("extended", "2020-03-23", **told)))

    # 03-31 to 04-03 (4), 清明 06 off, 07 to 10 (8), 13 to 17 (13), 20 to 24 (18), Sunday 26 (19), 27 (20)
    assert found["obligations"][0]["due"] == "2020-04-27"
    assert [(each["index"], each["code"]) for each in found["refused"]] == [(2, "guard_failed")]


def test_hour_limit_without_its_instant_is_refused():
    """An incident of a day opens nothing; told with its hour it does."""
    day, hour = (
        one({"procedure": "incident", "events": [event("occurred", when, level="major")]})
        for when in ("2020-07-08", "2020-07-08T16:20:00+08:00")
    )

    assert (day["state"], day["obligations"]) == ("", [])
    assert [(each["index"], each["code"]) for each in day["refused"]] == [(0, "undecidable")]
    assert hour["refused"] == []
    assert {duty["name"]: duty["due_at"] for duty in hour["obligations"]} == {
        "statement": "2020-07-08T21:20:00+08:00",
        "press_conference": "2020-07-09T16:20:00+08:00",
    }
    assert {duty["due"] for duty in hour["obligations"]} == {None}


def test_limit_beyond_the_calendar_is_told_with_the_duty():
    """Received on 2026-12-20 the answer falls into a year without notice: the line is answered, the duty says why."""
    found = one({"procedure": "request", "events": [event("received", "2026-12-20")]})

    (duty,) = found["obligations"]
    assert (duty["due"], duty["due_at"], duty["steps"]) == (None, None, [])
    assert duty["error"]["code"] == "calendar_not_published"
    assert "2026-12-31" in duty["error"]["message"]


@pytest.mark.parametrize("when", ["0001-01-01", "1900-01-01", "2003-12-31", "9999-12-31"])
def test_facts_at_the_ends_of_time_are_answered(when):
    """Where no rule binds or no notice reaches, the duty says so and no line fails."""
    found = one({"procedure": "request", "events": [event("received", when)]})

    (duty,) = found["obligations"]
    assert duty["due"] is None
    assert duty["error"]["code"] in ("no_rule_in_force", "calendar_not_published")


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_instants_beyond_the_ends_of_time_are_refused(when):
    """An instant whose day in Shanghai no calendar has is refused."""
    found = one({"procedure": "request", "events": [event("received", when)]})

    assert [each["code"] for each in found["refused"]] == ["bad_input"]


def test_duplicates_are_one_fact_and_no_refusal():
    """The same delivery by key, and the same fact without one, change nothing."""
    once = [event("consulted", "2020-03-05", party="甲", key="c1"), event("opinion_received", "2020-03-12", party="甲")]

    single, double = one(request(*once)), one(request(*once, *once))

    assert double == single
    # 03-03 to 05 (3), 13 (4), 16 to 20 (9), 23 to 27 (14), 03-30 to 04-03 (19), 清明 06 off, 07 (20)
    assert single["obligations"][0]["due"] == "2020-04-07"


def test_one_key_for_two_contents_is_refused():
    """The first stands."""
    found = one(request(event("answered", "2020-03-10", key="a1"), event("answered", "2020-03-11", key="a1")))

    assert [(each["index"], each["code"]) for each in found["refused"]] == [(2, "conflicting_delivery")]
    assert found["obligations"][0]["fulfilled_at"] == "2020-03-10"


def test_last_fact_is_the_latest_at_any_offset():
    """Formed at 09:00 in Shanghai and published at 02:00 in UTC, an hour later: the matter is seen published."""
    events = [event("formed", "2020-03-02T09:00:00+08:00"), event("published", "2020-03-02T02:00:00+00:00")]

    assert one({"procedure": "publication", "events": events})["state"] == "published"


def test_one_channel_told_as_a_text_is_one_channel():
    """A host that writes one channel without a list means that channel, or is told so; never its letters."""
    events = [event("formed", "2020-03-02", channels="网站"), event("published", "2020-03-03", channel="网站")]

    found = one({"procedure": "publication", "events": events})

    assert found["state"] == "published" or found["refused"]


def test_voided_fact_is_as_if_it_had_not_been():
    """Taken back with a reason; taken back again it is refused."""
    voided = event("voided", "2020-03-11", voids="a1", reason="误录")

    found = one(request(event("answered", "2020-03-10", key="a1"), voided, event("voided", "2020-03-12", voids="a1")))

    assert (found["state"], found["obligations"][0]["fulfilled_at"]) == ("running", None)
    assert [(each["index"], each["code"]) for each in found["refused"]] == [(3, "bad_correction")]


def test_replacement_takes_the_place_of_a_fact():
    """An answer that voids another is the answer."""
    found = one(
        request(
            event("answered", "2020-03-10", key="a1"),
            event("answered", "2020-03-31", key="a2", voids="a1", recorded_at="2020-04-01"),
            as_of="2020-04-10",
        )
    )

    assert (found["refused"], found["obligations"][0]["fulfilled_at"]) == ([], "2020-03-31")
    assert found["obligations"][0]["timeliness"] == "late"


def test_answer_as_known_on_a_day_leaves_out_what_came_later():
    """By what was known on 2020-04-01 the request was overdue; an answer of 03-27 was recorded a week later."""
    line = request(event("answered", "2020-03-27", recorded_at="2020-04-08"), as_of="2020-04-01")

    then, now = one(line | {"as_known_on": "2020-04-01"}), one(line)

    assert [found["obligations"][0]["timeliness"] for found in (then, now)] == ["overdue", "on_time"]


def test_facts_told_backwards_are_refused_one_by_one_and_the_line_stands():
    """An answer before anything opened the matter is refused; the receipt is taken when it comes."""
    line = request(
        event("fee_notified", "2020-03-05"), event("fee_paid", "2020-03-09"), event("answered", "2020-03-16")
    )
    line["events"] = line["events"][::-1]

    found = one(line)

    assert (found["state"], [each["index"] for each in found["refused"]]) == ("running", [0, 1, 2])
    assert {each["code"] for each in found["refused"]} == {"illegal_event"}


def test_imported_history_is_taken_and_reported():
    """A document issued long ago without its attribute is no refusal but a breach."""
    events = [event("drafted", "2020-06-01"), event("issued", "2020-06-02", imported=True)]

    found = one({"procedure": "document", "jurisdiction": "520323", "events": events})

    assert (found["state"], found["refused"]) == ("issued", [])
    assert [breach["name"] for breach in found["breaches"]] == ["attribute_missing"]


@pytest.mark.parametrize("text", ["甲" * 5000, "🙂\u0000\u202e\ufeff", '"\\\n', "ﷺ", "\ud800"])
def test_any_text_is_taken_as_it_is(text):
    """Names and details are kept in whatever writing, half a surrogate pair included; none of it is a crash."""
    found = one(request(event("consulted", "2020-03-05", party=text, note={"更多": [text, None, 1.5]}), matter=text))

    if text != "\ud800":
        assert found["matter"] == text
        assert found["state"] == "consulting"


def test_matter_that_is_null_has_no_name():
    """Null names nothing, as with the other keys."""
    assert one(request(matter=None))["matter"] == one(request(matter=""))["matter"] == ""


ODD = (None, 5, -1, 1.5, True, "x", "", [], [[]], {}, 10**400, "9999-12-31", "0001-01-01", "２０２０-03-30")
WHOLE = {
    "approved_by": "局长",
    "reason": "涉及第三方",
    "every": "year",
    "at_least": 1,
    "channels": ["网站"],
    "stages": ["收集", "会商"],
    "attribute": "public",
}


@pytest.mark.parametrize(
    ("procedure", "names", "detail"),
    [
        ("publication", "formed", "until"),
        ("publication", "formed", "counts_from"),
        ("publication", "formed published", "channels"),
        ("publication", "formed published", "channel"),
        ("publication", "formed deferred", "until"),
        ("publication", "formed withheld", "basis"),
        ("request", "received", "channel"),
        ("request", "received", "counts_from"),
        ("request", "received consulted", "party"),
        ("request", "received consulted", "served_on"),
        ("request", "received answered", "served_on"),
        ("request", "received answered", "remedies_stated"),
        ("takedown", "revoked", "decision"),
        ("document", "drafted attribute_set", "attribute"),
        ("document", "drafted attribute_set disclosure_reviewed", "reason"),
        ("sequence", "sequence_started stage_done", "stages"),
        ("sequence", "sequence_started stage_done", "stage"),
        ("standing", "duty_started measured", "at_least"),
        ("standing", "duty_started measured", "value"),
        ("series", "series_started", "from"),
        ("series", "series_started", "every"),
        ("series", "series_started", "at_least"),
        ("series", "series_started submitted", "period"),
        ("counter", "series_started", "at_least"),
        ("counter", "series_started held", "subject"),
        ("counter", "series_started held", "period"),
        ("incident", "occurred", "level"),
        ("incident", "occurred", "kind"),
        ("incident", "occurred follow_up_due", "asked"),
        ("decision", "drafted draft_published", "until"),
    ],
)
def test_detail_of_the_wrong_kind_is_refused_or_means_nothing(procedure, names, detail):
    """Whatever one detail of the last fact holds, or of the first, the line is answered: it never ends the process."""
    rule = {"series": "annual_report.department", "counter": "training.yearly"}.get(procedure)
    steps, crashed = names.split(), {}

    for value in ODD:
        for bad in {steps[0], steps[-1]}:
            events = [
                event(name, f"2020-03-0{2 + number}T09:00:00+08:00", **WHOLE | ({detail: value} if name == bad else {}))
                for number, name in enumerate(steps)
            ]
            line = {"procedure": procedure, "rule": rule, "events": events, "as_of": "2020-05-06"}
            try:
                one(line)
            except AssertionError as crash:
                crashed[repr(value)[:12], bad] = str(crash).splitlines()[0][:80]

    assert crashed == {}


@pytest.mark.parametrize(
    "details",
    [
        {"key": "k" * 1000},
        {"note": "n" * 100_000},
        {f"d{number}": number for number in range(10_000)},
        {"note": json.loads("[" * 29 + "]" * 29)},
        {"note": 10**300},
        {"note": {"event": "answered", "on": "2020-03-05"}},
    ],
    ids=["long key", "long text", "many details", "deep", "huge number", "a fact inside"],
)
def test_huge_fact_is_taken(details):
    """Size alone is no fault, up to bounds that no matter comes near; test_security.py holds them."""
    found = one({"procedure": "publication", "events": [event("formed", "2020-03-02", **details)]})

    assert (found["state"], found["refused"]) == ("pending", [])


@pytest.mark.parametrize("as_of", ["2027-01-01", "2900-01-01", "9999-12-31"])
@pytest.mark.parametrize(("procedure", "opening"), [("request", "received"), ("series", "series_started")])
def test_matter_seen_far_in_the_future_is_answered(procedure, opening, as_of):
    """What was due in 2020 and 2021 is overdue whatever comes; years without notice do not take the answer away."""
    opened = {"procedure": procedure, "events": [event(opening, "2020-03-02", every="year")]}

    found = one(opened | {"rule": "annual_report.department" if procedure == "series" else None, "as_of": as_of})

    assert "error" not in found
    assert found["obligations"][0]["timeliness"] == "overdue"


def test_counter_whose_span_nobody_told_is_answered():
    """How often it is owed is not on record: no occurrence, and no crash."""
    found = one({"procedure": "counter", "events": [event("series_started", "2020-03-02")]})

    assert "state" in found or found["error"]["code"]


def calls(facts):
    """How many calls it takes to tell a request with *facts*."""
    count = 0

    def hook(*_):
        nonlocal count
        count += 1

    line = {"procedure": "request", "events": facts}
    tell(line)  # what is loaded once is not counted
    sys.setprofile(hook)
    try:
        tell(line)
    finally:
        sys.setprofile(None)
    return count


def test_work_grows_with_the_facts_and_not_with_their_square():
    """Twice as many facts are at most three times the work, so that a matter of ten thousand is answered at all."""

    def received(n):
        start = date(2020, 3, 2)
        return [event("received", str(start + timedelta(days=each)), key=f"k{each}") for each in range(n)]

    assert calls(received(200)) < 3 * calls(received(100))


def test_work_grows_with_the_square_of_the_parties_consulted_and_not_with_their_cube():
    """Each fact about a party looks at all that are out: twice as many parties are not eight times the work."""

    def asked(n):
        days = [str(date(2020, 3, 3) + timedelta(days=each)) for each in range(2 * n)]
        names = ["opinion_received" if each % 2 else "consulted" for each in range(2 * n)]
        told = zip(days, names, strict=True)
        heard = [event(name, day, party=f"P{at // 2}", key=f"k{at}") for at, (day, name) in enumerate(told)]
        return [event("received", "2020-03-02"), *heard]

    assert calls(asked(100)) < 5 * calls(asked(50))


def test_each_line_is_answered_before_the_next_is_sent():
    """A host keeps the process open and talks: answers, errors and answers again come line by line."""
    home = str(Path(gd.__file__).parents[1])
    env = {name: value for name, value in os.environ.items() if name != "GOV_DEADLINES_CALENDARS"}
    pipe = subprocess.PIPE
    program = [sys.executable, "-m", "gov_deadlines", "replay"]

    with subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=pipe, env=env | {"PYTHONPATH": home}) as process:
        answers = []
        for line in (PENALTY, {"procedure": "nonsense", "events": []}, request()):
            process.stdin.write(json.dumps(line).encode() + b"\n")
            process.stdin.flush()
            answers.append(json.loads(process.stdout.readline()))
        out, err = process.communicate(timeout=30)

    assert (out, err, process.returncode) == (b"", b"", 1)
    assert answers[0]["state"] == "published"
    assert answers[1]["error"]["code"] == "unknown_procedure"
    assert answers[2]["state"] == "running"


def test_exit_status_tells_whether_any_line_was_an_error():
    """Nothing asked and facts refused are no errors of a line; a wrong call is told from a bad line."""
    refused = request(event("fee_paid", "2020-03-05"))

    assert tell() == ([], 0)
    assert tell(b"", b"  ")[1] == 0
    assert tell(refused)[1] == 0
    assert tell(PENALTY, b"{")[1] == 1
    assert run("replay", "--bogus").exit_code == 2
    assert run("replay", "file.jsonl").exit_code == 2


def test_many_matters_are_answered_in_their_order():
    """A hundred requests, a day apart, each with the due day a walk over the calendar gives."""
    works = oracle.within(oracle.nation())
    starts = [date(2020, 1, 2) + timedelta(days=each) for each in range(100)]

    answers, status = tell(
        *({"matter": str(day), "procedure": "request", "events": [event("received", str(day))]} for day in starts)
    )

    assert status == 0
    assert [found["matter"] for found in answers] == [str(day) for day in starts]
    assert [found["obligations"][0]["due"] for found in answers] == [
        str(oracle.shift(day, 20, works)) for day in starts
    ]


def test_region_counts_its_own_days():
    """In Guangxi 三月三 of 2018 took Wednesday to Friday off and worked the Sunday before."""
    line = {"procedure": "request", "events": [event("received", "2018-04-02")]}

    nation, guangxi = one(line), one(line | {"jurisdiction": "450000"})

    # 04-03, 04 (2), 清明 05 to 07 off, Sunday 08 (3), 09 to 13 (8), 16 to 20 (13), 23, 24 (15)
    assert nation["obligations"][0]["due"] == "2018-04-24"
    # 04-03, 04 (2), 08 (3), 09 to 13 (8), Sunday 15 (9), 16, 17 (11), 23 to 26 (15)
    assert guangxi["obligations"][0]["due"] == "2018-04-26"


def test_clauses_are_listed_whole():
    """The five documents hold 177 clauses, each with what it asks in two languages and what holds it here."""
    found = run("law", "clauses", "--json")
    clauses = json.loads(found.stdout)

    assert found.exit_code == 0
    assert len(clauses) == len({clause["id"] for clause in clauses}) == 177
    assert all(clause["zh"] and clause["en"] for clause in clauses)
    assert {clause["id"].split("-")[0] for clause in clauses} == {"S0", "S1", "S2", "S3", "S4"}


def test_clauses_of_one_place_are_a_part_of_all():
    """Asked by place, each clause is listed once and under its own document."""
    places = ["520323", "430500", "450000", "610724", "650100"]

    parts = [json.loads(run("law", "clauses", "--jurisdiction", place, "--json").stdout) for place in places]

    assert sum(len(part) for part in parts) == 177
    assert all(parts)


def _no_json(constant):
    raise AssertionError(f"{constant} is no JSON")
