"""What is told of mutants: a verdict stands for its function as it was, and none is explained away in silence."""

from collections import Counter

import pytest

from .mutants import report
from .mutants.noticing import Noticing
from .mutants.verdicts import KILLED, SURVIVED, TIMED_OUT, UNREACHED, Verdict, Verdicts

ONE, TWO, THREE, FOUR = (f"pkg.law.x_read__mutmut_{n}" for n in range(1, 5))
CHANGES = {
    mutant: ("pkg.law.read", (f"- return {n}", f"+ return {n + 1}")) for n, mutant in enumerate([ONE, TWO, THREE, FOUR])
}


def told(verdicts, typed=(), reasons=None, mutants=(ONE, TWO, THREE, FOUR)):
    """The status and the lines of the report."""
    said = []
    status = report.report(mutants, typed, verdicts, reasons or {}, CHANGES.__getitem__, said.append)
    return status, "".join(said).splitlines()


def test_verdict_stands_while_its_function_is_as_it_was(tmp_path):
    """The last one counts; one of a function that was changed since is known no more."""
    kept = Verdicts(tmp_path / "verdicts", {"pkg.law.x_read": "a1", "pkg.law.x_write": "b1"})

    assert kept.known() == {}
    kept.keep(ONE, SURVIVED, 10)
    kept.keep(ONE, KILLED, 12)
    kept.keep("pkg.law.x_write__mutmut_1", UNREACHED, 12)

    assert kept.known() == {ONE: Verdict(KILLED, 12), "pkg.law.x_write__mutmut_1": Verdict(UNREACHED, 12)}
    changed = Verdicts(kept.path, {"pkg.law.x_read": "a1", "pkg.law.x_write": "b2"})
    assert changed.known() == {ONE: Verdict(KILLED, 12)}


def test_tests_that_noticed_mutants_before_go_first():
    """Those of the same function, then those of its module, then the quickest; also a name with odd characters."""
    noticing = Noticing()
    noticing.tell(ONE, "tests/a.py::odd[\n \u6708]")
    noticing.tell("pkg.law.x_write__mutmut_1", "tests/b.py::near")
    noticing.tell("pkg.law.x_write__mutmut_2", "x" * 5000)
    noticing.hear()
    tests = {"tests/c.py::quick": 0.1, "tests/b.py::near": 2.0, "tests/a.py::odd[\n \u6708]": 3.0, "slow": 1.0}

    assert noticing.ordered(TWO, tests, 60) == [
        "tests/a.py::odd[\n \u6708]",
        "tests/b.py::near",
        "tests/c.py::quick",
        "slow",
    ]
    assert noticing.ordered("pkg.other.x_f__mutmut_1", {"slow": 1.0, "quick": 0.5}, 60) == ["quick", "slow"]
    assert noticing.ordered(TWO, tests, 4.9) == ["tests/a.py::odd[\n \u6708]", "tests/b.py::near"]


def test_what_nothing_noticed_is_shown_by_its_change():
    """The function, and the lines that go and come; the score is short of its goal."""
    status, lines = told({ONE: KILLED, TWO: SURVIVED, THREE: TIMED_OUT, FOUR: UNREACHED})

    assert status == 1
    assert lines[:6] == [
        "survived: pkg.law.read",
        "    - return 1",
        "    + return 2",
        "unreached: pkg.law.read",
        "    - return 3",
        "    + return 4",
    ]
    assert lines[6].startswith("law: 4 mutants, 0 noticed by types, 1 by tests, 1 ran on, 0 explained")
    assert lines[7].endswith("score 50.0% of what types let through, 50.0% of all")


def test_reason_takes_a_mutant_out_of_the_score():
    """Of three that count all were noticed, one of them by types, which the score leaves aside."""
    status, lines = told({TWO: SURVIVED, THREE: KILLED, FOUR: KILLED}, {ONE}, {CHANGES[TWO]: "the same"})

    assert status == 0
    assert "1 explained as equivalent, 0 survived" in lines[-1]
    assert lines[-1].endswith("score 100.0% of what types let through, 100.0% of all")


def test_reason_for_what_is_noticed_fails():
    """It is stale, or never was one."""
    status, lines = told(dict.fromkeys([ONE, TWO, THREE, FOUR], KILLED), reasons={CHANGES[TWO]: "the same"})

    assert status == 1
    assert lines[0] == "explained, but noticed or gone: pkg.law.read: - return 1 + return 2"


def test_mutant_that_was_not_tried_fails():
    """However good the others look: a run that broke off is no result."""
    mutants = [f"pkg.law.x_read__mutmut_{n}" for n in range(100)]
    status, lines = told(dict.fromkeys(mutants[1:], KILLED), mutants=mutants)

    assert status == 1
    assert "1 NOT TRIED" in lines[-1]


@pytest.mark.parametrize(("killed", "survived", "status"), [(19, 1, 0), (189, 11, 1)])
def test_goal_is_ninety_five_per_cent(killed, survived, status):
    """Of what types let through and no reason is given for."""
    mutants = [f"pkg.law.x_read__mutmut_{n}" for n in range(killed + survived)]
    words = [KILLED] * killed + [SURVIVED] * survived
    verdicts = dict(zip(mutants, words, strict=True))

    found = report.report(mutants, (), verdicts, {}, lambda mutant: (mutant, ()), [].append)

    assert found == status
    assert report.score(Counter(words)) == killed / (killed + survived)


def test_reasons_on_file_have_words():
    """Each names its function and says why."""
    assert all(function.startswith("gov_deadlines.") and why for (function, _), why in report.explained().items())
