"""The state of a series is that of its last span, and each span tells its own."""

from datetime import date

from gov_deadlines import Event, Matter
from gov_deadlines.matters.replay import replay

STARTED = {"event": "series_started", "on": "2020-05-20"}
REPORTED = {"event": "submitted", "on": "2020-07-03"}
ASKED = {"procedure": "series", "rule": "progress.quarterly_report", "jurisdiction": "520323"}
STATES = {"2020-Q2": "submitted", "2020-Q3": "open", "2020-Q4": "upcoming"}


def series():
    """The quarterly report of Suiyang County: the one for the second quarter is in, the third is over."""
    return Matter.from_dict({**ASKED, "matter": "A-1", "events": [STARTED, REPORTED]})


def test_series_tells_the_state_of_each_span():
    """On 2020-10-01 the fourth quarter has begun, and nothing can be owed for it yet."""
    found = series().at(date(2020, 10, 1))

    assert (found.state, dict(found.spans)) == ("upcoming", STATES)
    assert list(found.spans) == sorted(found.spans)
    assert found.to_dict()["spans"] == STATES
    assert "（A-1 2020-Q4）" in found.explain("zh").partition("\n")[0]


def test_replay_tells_the_state_of_each_span():
    """The JSON has them beside the state of the last one; before anything opened it there are none."""
    assert replay({**ASKED, "events": [STARTED, REPORTED], "as_of": "2020-10-01"})["spans"] == STATES
    assert replay({**ASKED, "events": []})["spans"] == {}


def test_other_matters_have_no_spans():
    """One run has one state."""
    found = Matter.open("request", id="A-1", events=[Event("received", date(2020, 5, 20))]).at(date(2020, 5, 20))

    assert (found.state, dict(found.spans)) == ("running", {})
    assert "（A-1）" in found.explain("zh").partition("\n")[0]
