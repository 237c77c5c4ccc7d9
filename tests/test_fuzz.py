"""
Nothing that is handed in breaks the library: every input kept for every door, and some spoiled by chance.

`make fuzz` goes on from here for as long as one likes; what a door is held to is said in fuzz/contract.py.
"""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gov_deadlines import BadInput

from .fuzz.contract import BrokenError, Door, Held, check_refusal, fingerprint
from .fuzz.doors import NAMES, door
from .fuzz.mutate import mutate

# click leaves a file open that it opened for a call in which another argument is wrong; the process ends with the call.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
DOORS = [name for name in NAMES if door(name) is not None]
KEPT = [(name, kept) for name in DOORS for kept in door(name).corpus()]
WAYS = st.integers(0, 2**32)
# The same inputs each time: `make fuzz` looks for others.
unhurried = settings(derandomize=True, deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def held():
    """Each door, once its good input was answered."""
    opened = {}

    def of(name):
        if name not in opened:
            opened[name] = Held(door(name))
        return opened[name]

    return of


def test_doors_are_open_but_for_the_rooms_that_are_not_built():
    """All doors are tried here; a door whose room or package is missing is told, and not passed over unseen."""
    assert set(NAMES) - set(DOORS) <= {"phrase", "frame"}


@pytest.mark.parametrize(("name", "kept"), KEPT)
def test_input_that_is_kept_is_answered_or_refused(held, name, kept):
    """What once broke the library, and what looks as if it might, leaves it as it was."""
    one = held(name)

    one.hold(one.door.corpus()[kept])

    one.still()


@pytest.mark.parametrize("name", DOORS)
def test_good_input_is_answered(held, name):
    """The input that is asked again after each other one is itself in order."""
    one = held(name)

    assert one.door.ask(one.door.good) is not None


@pytest.mark.parametrize("name", DOORS)
@unhurried
@given(way=WAYS)
def test_spoiled_input_is_answered_or_refused(held, name, way):
    """Real inputs with a few places spoiled: the same that `make fuzz` hands in where nothing guides it."""
    one, dice = held(name), random.Random(way)
    starts = one.door.starts()

    one.hold(mutate(dice.choice(starts), one.door, dice, starts))


@pytest.mark.parametrize("name", DOORS)
def test_door_is_as_before_after_all_that(held, name):
    """The good input is answered as at first."""
    held(name).still()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("name", [name for name in DOORS if door(name).shape == "json"])
@unhurried
@given(data=st.data())
def test_any_json_is_answered_or_refused(held, name, data):
    """Objects of the right words and of any values."""
    one = held(name)
    words = st.sampled_from(one.door.words)
    told = data.draw(st.dictionaries(words, JSON | words, max_size=6) | JSON)

    one.hold(json.dumps(told).encode())


def test_door_that_breaks_is_told():
    """The contract itself: a stray exception, a changed state and a message that says nothing are findings."""

    def breaks(data):
        return {}[data]

    state = []

    def remembers(data):
        state.append(data)
        return len(state)

    kept = Held(Door("x", remembers, b""))
    with pytest.raises(BrokenError, match="not answered as before"):
        kept.still()
    stray = Held(Door("x", lambda data: breaks(data) if data else None, b""))
    assert stray.note(b"a")
    assert not stray.note(b"b")  # the same once more
    assert list(stray.findings.values()) == [b"a"]
    with pytest.raises(BrokenError, match="says nothing"):
        check_refusal(_silent(), 10)


def _silent():
    refusal = BadInput.of("x", "y", "z")
    refusal.message = lambda _="en": ""
    return refusal


def test_findings_are_told_apart_by_their_line():
    """One failure seen a thousand times is one finding."""
    lines = []
    for value in ("a", None, "b"):
        try:
            int(value)
        except (TypeError, ValueError) as error:
            lines.append(fingerprint(error))

    assert lines[0] == lines[2] != lines[1]
