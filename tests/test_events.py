"""Facts: how they are written and read, told apart, ordered, taken back, and what they may not contradict."""

import copy
import itertools
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gov_deadlines as gd
from gov_deadlines import Event, Matter

RECEIVED = Event("received", date(2020, 5, 20), "r1")
OWN = {"event", "on", "at", "recorded_at", "key", "actor", "voids"}

# Any text a document can hold, lone surrogates aside: they are no characters.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
days = st.dates(date(1, 1, 2), date(9999, 12, 30))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=offsets)  # noqa: DTZ001
events = st.builds(
    Event,
    name=words.filter(bool),
    happened=days | instants,
    key=words,
    learned=st.none() | days | instants,
    actor=words,
    voids=words,
    payload=st.dictionaries(words.filter(lambda name: name not in OWN), plain, max_size=4),
)


def at(text):
    """An instant as text, in Shanghai unless it names its offset."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=gd.SHANGHAI)


def request(*facts):
    """A request received on 2020-05-20, with *facts* recorded one after another."""
    return Matter.open("request", id="A-1", events=[RECEIVED, *facts])


def refused(matter, *facts):
    """The refusal of *facts* in one correction; the matter keeps the facts it had."""
    before = matter.events
    with pytest.raises(gd.GovDeadlinesError) as caught:
        matter.correct(*facts)
    assert matter.events is before
    return caught.value


@given(events)
def test_event_comes_back_from_json(event):
    """Whatever a fact says, its JSON says it too, and a fact read from it is the same fact."""
    text = json.dumps(event.to_dict(), ensure_ascii=False, allow_nan=False)

    found = Event.from_dict(json.loads(text))

    assert found == event
    assert (found.id, found.digest, found.day) == (event.id, event.digest, event.day)


@given(events)
def test_event_survives_pickle_and_copy(event):
    """A fact crosses process pools whole."""
    for found in (pickle.loads(pickle.dumps(event)), copy.deepcopy(event)):
        assert found == event
        assert found.id == event.id


class Fine(datetime):
    """An instant as pandas has it: with nanoseconds, and equal to no other that lacks them."""

    nanosecond = 789

    def __eq__(self, other):
        return isinstance(other, Fine) and super().__eq__(other)

    __hash__ = datetime.__hash__


def test_nanoseconds_are_no_part_of_a_fact():
    """They are not kept, and a fact that is told again with them is the same."""
    fine = Fine(2020, 5, 20, 9, 0, 0, 123456, tzinfo=UTC)
    plain = datetime(2020, 5, 20, 9, 0, 0, 123456, tzinfo=UTC)

    fact = Event("received", fine, learned=fine)

    assert (fact.happened, fact.learned) == (plain, plain)
    assert (type(fact.happened), type(fact.learned)) == (datetime, datetime)
    assert fact.digest == Event("received", plain).digest


def test_moments_of_pendulum_stay_what_they_are():
    """They have no more than is kept, and read back as the same."""
    instant, day = pendulum.datetime(2020, 5, 20, 9), pendulum.date(2020, 5, 20)

    fact = Event("received", instant, learned=day)

    assert fact.happened is instant
    assert fact.learned is day
    assert Event.from_dict(fact.to_dict()) == fact


def test_json_of_an_event_names_only_what_is_said():
    """A day stands under on, an instant under at, details beside the rest; nothing empty is written."""
    day = Event("published", date(2020, 5, 25), payload={"channel": "website"})
    instant = Event("occurred", at("2020-07-08T16:20"), "k1", date(2020, 7, 9), "值班室", "k0")

    assert day.to_dict() == {"event": "published", "on": "2020-05-25", "channel": "website"}
    assert instant.to_dict() == {
        "event": "occurred",
        "at": "2020-07-08T16:20:00+08:00",
        "recorded_at": "2020-07-09",
        "key": "k1",
        "actor": "值班室",
        "voids": "k0",
    }


def test_matter_comes_back_from_json():
    """The plain values of a matter open it again."""
    matter = request(Event.of("consulted", date(2020, 5, 25), party="甲"))
    plain = json.loads(json.dumps(matter.to_dict(), ensure_ascii=False))

    again = Matter.open(
        plain["procedure"],
        id=plain["matter"],
        rule=plain["rule"],
        jurisdiction=plain["jurisdiction"],
        events=[Event.from_dict(each) for each in plain["events"]],
    )

    assert again.events == matter.events
    assert again.to_dict() == matter.to_dict()


@pytest.mark.parametrize("name", ["event", "on", "at", "recorded_at", "key", "actor", "voids"])
def test_detail_never_passes_for_what_the_fact_itself_says(name):
    """A detail that bears the name of a field of its own is refused, or is that field: it does not overwrite it."""
    try:
        event = Event.of("consulted", date(2020, 5, 25), **{name: "x"})
    except (gd.BadInput, TypeError):
        return

    plain = event.to_dict()

    assert (plain["event"], plain["on"]) == ("consulted", "2020-05-25")
    assert Event.from_dict(plain) == event


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (None, "event"),
        ([], "event"),
        ("received", "event"),
        ({}, "event.event"),
        ({"event": "received"}, "event"),
        ({"on": "2020-05-20"}, "event.event"),
        ({"event": 5, "on": "2020-05-20"}, "event.event"),
        ({"event": "received", "on": "2020-05-20", "at": "2020-05-20T09:00:00+08:00"}, "event"),
        ({"event": "received", "on": "2020-02-30"}, "event.on"),
        ({"event": "received", "on": 20200520}, "event.on"),
        ({"event": "received", "on": "2020-05-20T09:00:00+08:00"}, "event.on"),
        ({"event": "received", "at": "2020-05-20"}, "event.at"),
        ({"event": "received", "at": "2020-05-20T09:00:00"}, "event.at"),
        ({"event": "received", "on": "2020-05-20", "recorded_at": "yesterday"}, "event.recorded_at"),
        ({"event": "received", "on": "2020-05-20", "recorded_at": "2020-05-20T09:00:00"}, "event.recorded_at"),
        ({"event": "received", "on": "2020-05-20", "key": 5}, "event.key"),
        ({"event": "received", "on": "2020-05-20", "voids": ["a"]}, "event.voids"),
        ({"event": "received", "on": "２０２０-05-20"}, "event.on"),
    ],
)
def test_json_that_is_no_event_is_refused_with_its_path(raw, path):
    """What is wrong is named with its place, in both languages."""
    with pytest.raises(gd.BadInput) as caught:
        Event.from_dict(raw)

    assert path in [fault.path for fault in caught.value.faults]
    assert caught.value.message("zh") != caught.value.message("en")


def test_every_fault_of_an_event_is_listed():
    """Name and key are wrong at once: both are told."""
    with pytest.raises(gd.BadInput) as caught:
        Event.from_dict({"event": 5, "key": 5, "on": "2020-05-20"})

    assert {fault.path for fault in caught.value.faults} == {"event.event", "event.key"}


def test_nulls_of_own_fields_say_nothing():
    """Hosts write null for what they do not have."""
    raw = {"event": "received", "on": "2020-05-20", "at": None, "recorded_at": None, "key": None, "voids": None}

    assert Event.from_dict(raw) == Event("received", date(2020, 5, 20))


def test_key_is_the_id_and_content_stands_in_for_one():
    """With a key the id is the key; without, two facts that say the same are one, and any difference makes two."""
    bare = Event("consulted", date(2020, 5, 25), payload={"party": "甲", "n": 1})
    others = [
        attrs.evolve(bare, name="opinion_received"),
        attrs.evolve(bare, happened=date(2020, 5, 26)),
        attrs.evolve(bare, actor="李"),
        attrs.evolve(bare, voids="r1"),
        attrs.evolve(bare, payload={"party": "乙", "n": 1}),
        attrs.evolve(bare, happened=at("2020-05-25T00:00")),
    ]

    assert attrs.evolve(bare, key="k").id == "k"
    assert bare.id == Event("consulted", date(2020, 5, 25), payload={"n": 1, "party": "甲"}).id
    assert bare.id == attrs.evolve(bare, learned=date(2020, 6, 1)).id
    assert len({bare.id, *(each.id for each in others)}) == 1 + len(others)


@pytest.mark.parametrize("other", ["2020-05-25T01:00:00+00:00", "2020-05-24T21:00:00-04:00"])
def test_instant_is_the_same_at_any_offset(other):
    """Nine in the morning in Shanghai is one in UTC: a system that delivers it once more in UTC says nothing new."""
    shanghai = Event("published", datetime.fromisoformat("2020-05-25T09:00:00+08:00"), "p1")
    elsewhere = attrs.evolve(shanghai, happened=datetime.fromisoformat(other))
    matter = Matter.open("publication", events=[Event("formed", date(2020, 5, 20)), shanghai])

    assert elsewhere.day == shanghai.day == date(2020, 5, 25)
    assert matter.apply(elsewhere) is matter


def test_fact_is_not_changed_by_the_one_who_wrote_it():
    """The details handed in may be used again for the next fact; the first does not follow."""
    details = {"party": "甲"}
    event = Event("consulted", date(2020, 5, 25), payload=details)
    before = event.digest

    details["party"] = "乙"

    assert (event.get("party"), event.digest) == ("甲", before)


def test_detail_inside_a_detail_cannot_be_changed():
    """Neither the list that was handed in nor the one that the fact shows leads to what it holds."""
    channels = ["网站"]
    event = Event("decided", date(2020, 5, 20), payload={"channels": channels, "map": {"x": [1, {"y": 2}]}})
    same = Event("decided", date(2020, 5, 20), payload={"channels": ["网站"], "map": {"x": [1, {"y": 2}]}})

    channels.append("公报")
    event.to_dict()["map"]["x"].append(3)

    assert (event, event.digest) == (same, same.digest)
    assert not hasattr(event.payload["channels"], "append")
    for inner in (event.payload, event.payload["map"], event.payload["map"]["x"][1]):
        with pytest.raises(TypeError):
            inner["z"] = 1


def test_details_are_told_as_plain_json_values():
    """Lists as lists and objects as objects, at every depth, and a copy each time."""
    details = {"channels": ["网站", ["公报"]], "map": {"x": [1, {"y": None}]}, "day": "2020-05-20"}
    event = Event("decided", date(2020, 5, 20), payload=details)

    assert event.to_dict() == {"event": "decided", "on": "2020-05-20", **details}
    assert json.loads(json.dumps(event.to_dict())) == event.to_dict()
    assert repr(details) in repr(event)


@pytest.mark.parametrize(
    ("details", "digest"),
    [
        ({}, "9e925b2d591b8078d7365f3d297922f2"),
        ({"party": "甲", "n": 3, "ok": True}, "79702deb038e2715ba8d79f530a5849a"),
        ({"channels": ["a", "b"], "x": {"y": [1], "b": {}}}, "318c4ecaea686cdd97320973c1004e8a"),
        ({"served_on": date(2020, 5, 22)}, "cc82cac1ce004e5f8e20586cbf97300d"),
    ],
)
def test_digest_of_a_fact_is_the_same_in_every_release(details, digest):
    """What a store remembers a fact by; found once and written down."""
    assert Event("consulted", date(2020, 5, 20), payload=details).digest == digest


def test_redelivery_changes_nothing():
    """The same delivery, with its key or without, told again or learned again later, gives the very same matter."""
    bare = Event.of("consulted", date(2020, 5, 25), party="甲")
    matter = request(bare)

    assert matter.apply(RECEIVED) is matter
    assert matter.apply(bare) is matter
    assert matter.apply(attrs.evolve(bare, learned=date(2020, 5, 28))) is matter
    assert matter.correct(RECEIVED, bare, RECEIVED) is matter


def test_redelivery_may_spell_a_number_otherwise_and_be_learned_later():
    """2 and 2.0 are one number, though not one digest; when the host learned of it is no part of the fact."""
    sent = Event("consulted", date(2020, 5, 25), "k1", learned=date(2020, 5, 26), payload={"pages": 2})
    again = Event("consulted", date(2020, 5, 25), "k1", learned=date(2020, 5, 28), payload={"pages": 2.0})
    matter = request(sent)

    assert sent.digest != again.digest
    assert matter.apply(again) is matter


def test_redelivery_is_known_in_any_spelling():
    """A level is kept in one word; the sender's own word for it is still the same delivery."""
    event = Event("occurred", at("2020-07-08T16:20"), "k1", payload={"level": "重大"})
    matter = Matter.open("incident", events=[event])

    assert matter.run.events[0].get("level") == "major"
    assert matter.apply(event) is matter
    assert matter.apply(Event("occurred", at("2020-07-08T16:20"), "k1", payload={"level": "II"})) is matter


def test_redelivery_of_a_fact_taken_back_does_not_bring_it_back():
    """An OA that sends everything again after a correction changes nothing."""
    answered = Event("answered", date(2020, 6, 10), "a1")
    matter = request(answered).void("a1", "误录", on=date(2020, 6, 11))

    assert matter.apply(answered) is matter
    assert matter.state == "running"


def test_two_deliveries_with_one_key_and_two_contents_are_refused():
    """The key is named, with both digests."""
    first = Event("answered", date(2020, 6, 10), "a1")
    second = attrs.evolve(first, happened=date(2020, 6, 11))

    error = refused(request(first), second)

    assert (error.code, error.key, error.known, error.given) == (
        "conflicting_delivery",
        "a1",
        first.digest,
        second.digest,
    )
    assert "a1" in error.message("zh")


def test_conflict_within_one_correction_is_refused():
    """Two contents under one key are refused when they come together too."""
    first = Event("consulted", date(2020, 5, 25), "c1", payload={"party": "甲"})

    error = refused(request(), first, attrs.evolve(first, payload={"party": "乙"}))

    assert error.code == "conflicting_delivery"


@pytest.mark.parametrize("key", ["nothing", "", "R1", "r1 "])
def test_taking_back_what_is_not_there_is_refused(key):
    """A fact is taken back by its exact key."""
    error = refused(request(), Event("voided", date(2020, 5, 25), voids=key))

    assert error.code == ("bad_correction" if key else "bad_input")
    assert error.message("zh") != error.message("en")


def test_taking_back_twice_is_refused():
    """What is taken back is gone, and is not taken back again, neither later nor in the same step."""
    matter = request(Event("answered", date(2020, 6, 10), "a1"))
    without = matter.correct(Event("voided", date(2020, 6, 11), "v1", voids="a1"))

    again = refused(without, Event("voided", date(2020, 6, 12), "v2", voids="a1"))
    together = refused(
        matter,
        Event("voided", date(2020, 6, 11), "v1", voids="a1"),
        Event("voided", date(2020, 6, 12), "v2", voids="a1"),
    )

    assert [each.code for each in (again, together)] == ["bad_correction"] * 2


def test_correction_that_is_corrected_leaves_only_the_latest():
    """A day written wrong twice: the third entry stands, the first two do not, and each step back undoes one."""
    matter = Matter.open("request", events=[Event("received", date(2020, 6, 1), "r1")])
    matter = matter.replace("r1", Event("received", date(2020, 6, 2), "r2"))
    matter = matter.replace("r2", Event("received", date(2020, 6, 3), "r3"))

    assert [event.key for event in matter.run.events] == ["r3"]
    assert matter.at(date(2020, 6, 4)).main.due == date(2020, 7, 2)
    back = matter.void("r3", "误录", on=date(2020, 6, 4))
    assert [event.key for event in back.run.events] == ["r2"]
    again = back.void("r2", "误录", on=date(2020, 6, 4))
    assert [event.key for event in again.run.events] == ["r1"]


def test_fact_in_place_of_a_withdrawal_leaves_withdrawn_what_was():
    """An answer was taken back by mistake for another: what is put in place of that entry stands alone."""
    matter = request(Event("answered", date(2020, 6, 10), "a1"))
    matter = matter.void("a1", "误录", on=date(2020, 6, 11))
    withdrawal = matter.events[-1].id
    matter = matter.replace(withdrawal, Event("answered", date(2020, 6, 12), "a2"))

    assert [event.key for event in matter.run.events if event.name == "answered"] == ["a2"]


def test_correction_that_is_taken_back_brings_back_what_it_replaced():
    """The answer of 06-10 was taken for one of 06-12, wrongly: with the correction gone it stands again."""
    matter = request(Event("answered", date(2020, 6, 10), "a1"))
    moved = matter.replace("a1", Event("answered", date(2020, 6, 12), "a2"))

    again = moved.void("a2", "误更正", on=date(2020, 6, 15))

    assert moved.at(date(2020, 6, 30)).main.fulfilled_at == date(2020, 6, 12)
    assert again.at(date(2020, 6, 30)).main.fulfilled_at == date(2020, 6, 10)


def test_taking_back_a_fact_that_bears_no_key():
    """Its id stands in: the digest that the fact was given."""
    answered = Event("answered", date(2020, 6, 10))

    assert request(answered).void(answered.id, "误录", on=date(2020, 6, 11)).state == "running"


def test_taking_back_the_last_fact_restores_what_was():
    """State and due day are those of before, and the facts taken back stay on record."""
    before = request()
    after = before.apply(Event("fee_notified", date(2020, 5, 25), "f1")).void("f1", "误录", on=date(2020, 5, 26))

    assert (after.state, after.at(date(2020, 6, 1)).main.due) == ("running", before.at(date(2020, 6, 1)).main.due)
    assert [event.name for event in after.events] == ["received", "fee_notified", "voided"]


def test_taking_back_what_later_facts_rest_on_is_refused():
    """Without the notice there is no correction to receive; both can go together."""
    matter = request(
        Event("correction_requested", date(2020, 5, 25), "c1"), Event("corrected", date(2020, 5, 28), "c2")
    )
    gone = [Event("voided", date(2020, 6, 1), f"v{n}", voids=f"c{n}") for n in (1, 2)]

    error = refused(matter, gone[0])

    assert error.code == "contradicts_later"
    assert error.broken == ("corrected (2020-05-28)",)
    assert matter.correct(*gone).state == "running"


def test_taking_back_the_opening_is_refused_while_anything_rests_on_it():
    """A matter whose opening goes has no facts; alone it may go."""
    matter = request(Event("answered", date(2020, 6, 10), "a1"))

    assert refused(matter, Event("voided", date(2020, 6, 11), voids="r1")).code == "contradicts_later"
    assert request().void("r1", "误录", on=date(2020, 6, 11)).state == ""


def test_replacing_is_all_or_nothing():
    """A replacement that the table refuses leaves the first fact standing."""
    matter = request(Event("answered", date(2020, 6, 10), "a1"))

    with pytest.raises(gd.IllegalEvent):
        matter.replace("a1", Event("fee_paid", date(2020, 6, 10), "a2"))
    with pytest.raises(gd.BadCorrection):
        matter.replace("a9", Event("answered", date(2020, 6, 11), "a2"))
    moved = matter.replace("a1", Event("answered", date(2020, 6, 11), "a2"))

    assert matter.at(date(2020, 7, 1)).main.fulfilled_at == date(2020, 6, 10)
    assert moved.at(date(2020, 7, 1)).main.fulfilled_at == date(2020, 6, 11)
    assert moved.events[-1].voids == "a1"


def test_correction_is_all_or_nothing():
    """Of two facts told together the second is illegal: neither is taken."""
    error = refused(request(), Event("fee_notified", date(2020, 5, 25), "f1"), Event("corrected", date(2020, 5, 26)))

    assert error.code == "illegal_event"


def test_fact_placed_before_others_is_taken_when_all_of_them_still_stand():
    """A consultation told late, of days before the answer, joins the record in its place."""
    matter = request(Event("answered", date(2020, 7, 1), "a1"))

    found = matter.correct(
        Event.of("consulted", date(2020, 5, 25), party="甲"), Event.of("opinion_received", date(2020, 6, 8), party="甲")
    )

    # Without it 06-17; ten working days are left out: 18, 19 (22), 22 to 24 (25), 28 (26), 29 to 07-02 (30).
    assert matter.at(date(2020, 7, 1)).main.timeliness is gd.Timeliness.LATE
    assert (found.at(date(2020, 7, 1)).main.due, found.state) == (date(2020, 7, 2), "answered")
    assert found.at(date(2020, 7, 1)).main.timeliness is gd.Timeliness.ON_TIME


def test_fact_placed_before_others_that_it_makes_impossible_is_refused():
    """A withdrawal in May cannot be followed by an answer in June."""
    matter = request(Event("answered", date(2020, 6, 10), "a1"))

    error = refused(matter, Event("withdrawn", date(2020, 5, 25)))

    assert error.code == "contradicts_later"
    assert "answered (2020-06-10)" in error.message("en")


@pytest.mark.parametrize(
    ("happened", "learned"),
    [
        (date(2020, 6, 10), date(2020, 6, 9)),
        (date(2020, 6, 10), at("2020-06-09T23:59:59")),
        (date(2020, 6, 10), at("2020-06-09T15:59:59+00:00")),
        (at("2020-06-10T09:00"), at("2020-06-10T08:00")),
    ],
)
def test_fact_learned_before_it_happened_is_refused(happened, learned):
    """Nothing is known before it is so."""
    error = refused(request(), Event("answered", happened, learned=learned))

    assert error.code == "out_of_bounds"
    assert (error.first, error.last) == (None, learned)


@pytest.mark.parametrize("learned", [date(2020, 6, 10), at("2020-06-10T00:00"), at("2020-06-09T16:00:00+00:00")])
def test_fact_learned_on_its_day_is_taken(learned):
    """A day lasts until its end in Shanghai, whatever the offset the knowledge is written in."""
    assert request(Event("answered", date(2020, 6, 10), learned=learned)).state == "answered"


def test_fact_before_the_matter_began_is_refused():
    """Answered on 2020-05-19, a request of 05-20 cannot be; the bound is named."""
    error = refused(request(), Event("answered", date(2020, 5, 19)))

    assert (error.code, error.first) == ("out_of_bounds", date(2020, 5, 20))


@pytest.mark.parametrize(
    ("procedure", "name", "opening"), [("request", "answered", "received"), ("publication", "published", "decided")]
)
def test_fact_of_a_matter_that_did_not_begin_is_refused(procedure, name, opening):
    """Before an opening only openings are legal, and they are named."""
    matter = Matter.open(procedure)

    error = refused(matter, Event(name, date(2020, 5, 25)))

    assert error.code == "illegal_event"
    assert opening in error.legal
    assert error.event == name


def test_unknown_fact_is_refused_with_the_legal_ones():
    """A misspelt name is told with what the state knows."""
    error = refused(request(), Event("anwsered", date(2020, 5, 25)))

    assert error.code == "illegal_event"
    assert "answered" in error.legal


@pytest.mark.parametrize("naive", [datetime(2020, 5, 25, 9), datetime(2020, 5, 25)])  # noqa: DTZ001
def test_naive_instant_is_refused(naive):
    """A time without its zone names no instant, and makes no fact."""
    with pytest.raises(gd.BadInput, match=r"^event.happened: "):
        Event("answered", naive)
    with pytest.raises(gd.BadInput, match=r"^event.learned: "):
        Event("answered", date(2020, 5, 25), learned=naive)


@pytest.mark.parametrize("happened", ["2020-05-25", None, 20200525, 1590336000.0])
def test_what_is_no_day_and_no_instant_is_refused(happened):
    """Text is read by from_dict, never guessed at by the fact."""
    with pytest.raises(gd.BadInput, match=r"^event.happened: "):
        Event("answered", happened)


@pytest.mark.parametrize("happened", [date(1900, 1, 1), date(9999, 12, 31), date(1, 1, 1)])
def test_opening_on_a_day_no_notice_covers_is_kept_and_its_limit_is_not_known(happened):
    """The fact is taken; the duty says why no day can be told."""
    matter = Matter.open("publication", events=[Event("formed", happened)])

    assert matter.state == "pending"
    assert matter.events[0].happened == happened


def test_facts_of_one_day_are_taken_in_their_turn_in_any_order_of_arrival():
    """Received, asked and corrected on one day, extended and answered too: the order they arrive in does not matter."""
    day = date(2020, 5, 20)
    told = [
        Event("received", day),
        Event("correction_requested", day),
        Event("corrected", day),
        Event.of("extended", day, approved_by="甲", notified=True),
        Event("answered", day),
    ]

    for order in itertools.permutations(told):
        run = Matter.open("request").correct(*order).run

        assert [event.name for event in run.events] == [event.name for event in told]
        assert run.state == "answered"


def test_facts_told_backwards_together_are_the_same_story():
    """What happened decides, not what was told first."""
    told = [
        RECEIVED,
        Event.of("consulted", date(2020, 5, 25), party="甲"),
        Event.of("opinion_received", date(2020, 6, 8), party="甲"),
        Event("answered", date(2020, 7, 1)),
    ]

    forwards, backwards = (Matter.open("request").correct(*order) for order in (told, told[::-1]))

    assert forwards.run.events == backwards.run.events
    assert forwards.at(date(2020, 7, 1)).to_dict() == backwards.at(date(2020, 7, 1)).to_dict()


def test_instants_of_one_day_are_taken_by_the_clock_at_any_offset():
    """Withheld at 10:00 in Shanghai and lifted at 03:00 in UTC, which is 11:00: the turn of a day is not asked."""
    formed = Event("formed", at("2020-05-25T09:00"))
    lifted = Event("withholding_lifted", at("2020-05-25T03:00:00+00:00"))
    withheld = Event.of("withheld", at("2020-05-25T10:00"), basis="条例第十六条")
    again = Event.of("withheld", at("2020-05-25T12:00"), basis="条例第十四条")

    matter = Matter.open("publication").correct(again, lifted, withheld, formed)

    assert [event.name for event in matter.run.events] == ["formed", "withheld", "withholding_lifted", "withheld"]
    assert matter.state == "withheld"


def test_night_in_shanghai_is_the_legal_day():
    """Received on 2020-05-20 at 17:00 UTC is received on 05-21, and the answer is due a working day later."""
    matter = Matter.open("request", events=[Event("received", at("2020-05-20T17:00:00+00:00"))])

    # 05-22 (1), 25 to 29 (6), 06-01 to 05 (11), 08 to 12 (16), 15 to 18 (20)
    assert matter.at(date(2020, 6, 1)).main.due == date(2020, 6, 18)


def test_matter_at_an_instant_knows_only_what_had_happened():
    """Released at 18:00, an incident's statement was not out at 17:59."""
    matter = Matter.open(
        "incident",
        events=[
            Event.of("occurred", at("2020-07-08T16:20"), level="major"),
            Event("statement_released", at("2020-07-08T18:00")),
        ],
    )

    before, after = (matter.at(at(f"2020-07-08T{hour}")).obligation("statement") for hour in ("17:59", "18:00"))

    assert (before.fulfilled_at, after.timeliness) == (None, gd.Timeliness.ON_TIME)


def test_hours_need_instants():
    """A day is not enough for an incident."""
    error = refused(Matter.open("incident"), Event("occurred", date(2020, 7, 8)))

    assert error.code == "undecidable"
    assert "at" in error.message("zh")


def test_matter_crosses_process_pools():
    """A matter, its assessment, each obligation and every refusal come back from pickle saying the same."""
    matter = request(Event.of("consulted", date(2020, 5, 25), party="甲"))
    found = matter.at(date(2020, 6, 1))
    error = refused(matter, Event("extended", date(2020, 6, 2)))

    again, seen, refusal = (pickle.loads(pickle.dumps(each)) for each in (matter, found, error))

    assert again.events == matter.events
    assert again.at(date(2020, 6, 1)).to_dict() == found.to_dict()
    assert seen.to_dict() == found.to_dict()
    assert [each.to_dict() for each in pickle.loads(pickle.dumps(found.obligations))] == found.to_dict()["obligations"]
    assert (refusal.code, refusal.to_dict("zh")) == (error.code, error.to_dict("zh"))


def test_thousands_of_redeliveries_are_one_fact():
    """An OA that sends one event ten thousand times tells one thing."""
    matter = request()

    found = matter.correct(*[RECEIVED] * 10_000)

    assert found is matter


@pytest.mark.parametrize("moment", [datetime(2020, 6, 1), "2020-06-01", None])  # noqa: DTZ001
def test_moment_that_is_none_is_refused(moment):
    """A matter is seen on a day or at an instant that names its zone."""
    with pytest.raises(gd.BadInput):
        request().at(moment)


def test_matter_seen_before_it_began_is_unopened():
    """On the eve of its receipt there was nothing, and nothing is owed."""
    found = request().at(date(2020, 5, 19))

    assert (found.state, found.obligations, found.breaches, found.main) == ("", (), (), None)
    assert "received" in found.legal


def test_shanghai_kept_summer_time_in_1988():
    """A fact of midnight in summer 1988 lies in the day that was civil then, an hour earlier than now."""
    assert Event("formed", datetime(1988, 7, 1, 15, 30, tzinfo=UTC)).day == date(1988, 7, 2)
