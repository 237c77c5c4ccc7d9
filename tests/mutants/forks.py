"""
Runs mutants under the tests that reach them, each in a fork of its own, inside one run of pytest.

The tests are collected once and nothing is tried in the process that is forked, so that no cache remembers what the
right code answered; what was answered while they were collected is forgotten in each fork.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from .layout import Switches
from .noticing import Noticing
from .verdicts import KILLED, SURVIVED, TIMED_OUT, UNREACHED, function_of

FAILED = "failed"
"""Under this name stand the tests that fail with the right code."""
WORKERS = os.cpu_count() or 1
# Seconds: a test that takes longer, and what comes after so many for one mutant, is left out, or each survivor would
# keep a processor for a minute. A mutant that these would have noticed counts as one that nothing did.
TOO_LONG, IN_ALL = 3.0, 12.0

Reach = dict[str, dict[str, float]]  # by function, the tests that reach it with the seconds they take


def caches() -> list[Any]:
    """Every cache of the package."""
    return [
        each
        for each in gc.get_objects()
        if isinstance(each, functools._lru_cache_wrapper) and (each.__module__ or "").startswith("gov_deadlines")
    ]


def forget(caches: list[Any]) -> None:
    """Clear the caches."""
    for each in caches:
        each.cache_clear()


def forked(work: Callable[[], int], seconds: float) -> int:
    """Start *work* in a fork that hears and says nothing, for so many seconds at most; its process."""
    if pid := os.fork():
        return pid
    status = 1
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        limit = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 2))
        signal.alarm(3 * limit)
        status = work()
    finally:
        os._exit(status)


class Finding:
    """A plugin that finds out which tests reach which function."""

    def __init__(self, kept: Path, known: dict[str, Any]) -> None:
        self.kept, self.known, self.switches = kept, known, Switches(finding=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests that are new in a few forks, and write down together what all reached."""
        known, early, parts = set(self.known["tests"]), sorted(self.switches.called), []
        new = [item for item in session.items if item.nodeid not in known]
        for number in range(WORKERS if new else 0):
            part = self.kept.with_suffix(f".{number}")
            parts.append(part)
            forked(lambda part=part, number=number: self.part(session, new[number::WORKERS], part), 7200)
        reach: Reach = defaultdict(dict, self.known["reach"])
        for _ in parts:
            os.wait()
        for part in parts:
            for function, tests in json.loads(part.read_text(encoding="utf-8")).items():
                reach[function].update(tests)
            part.unlink()
        tests = [*self.known["tests"], *(item.nodeid for item in new)]
        self.kept.write_text(json.dumps({"tests": tests, "early": early, "reach": reach}), encoding="utf-8")
        return True

    def part(self, session: pytest.Session, items: Sequence[pytest.Item], kept: Path) -> int:
        """Run some of the tests and write down what each reached."""
        reach: Reach = defaultdict(dict)
        run, called, file, held = session.config.hook.pytest_runtest_protocol, self.switches.called, None, caches()
        for item, after in zip(items, [*items[1:], None], strict=True):
            if item.path != file:
                file = item.path
                forget(held)
            called.clear()
            began, failed = time.perf_counter(), session.testsfailed
            run(item=item, nextitem=after)
            # A test that fails with the right code would take every mutant for noticed: it is told, and left out.
            for function in called if session.testsfailed == failed else [FAILED]:
                reach[function][item.nodeid] = round(time.perf_counter() - began, 4)
        kept.write_text(json.dumps(reach), encoding="utf-8")
        return 0


class Trying:
    """
    A plugin that tries mutants, and tells what became of each.

    *mutants* are those to be tried, each with the number of tests that it was tried under before, the first ones.
    """

    def __init__(self, mutants: Mapping[str, int], found: dict[str, Any], tell: Callable[[str, str], None]) -> None:
        self.mutants, self.early, self.reach, self.tell = mutants, set(found["early"]), found["reach"], tell
        self.number = {test: number for number, test in enumerate(found["tests"])}
        self.switches = Switches()
        self.noticing = Noticing()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the mutants, those with quick tests first."""
        items = {item.nodeid: item for item in session.items}
        self.caches = caches()
        gc.collect()
        gc.freeze()  # or a collection in a fork would copy all that it shares
        running: dict[int, str] = {}

        def reap() -> None:
            pid, status = os.wait()
            self.noticing.hear()
            self.tell(running.pop(pid), TIMED_OUT if os.WIFSIGNALED(status) else (SURVIVED, KILLED)[status != 0])

        for mutant in sorted(self.mutants, key=lambda mutant: sum(self.tests(mutant).values())):
            tests = self.tests(mutant)
            chosen = [items[test] for test in self.noticing.ordered(mutant, tests, IN_ALL) if test in items]
            if not chosen:
                self.tell(
                    mutant, SURVIVED if self.mutants[mutant] and self.reach.get(function_of(mutant)) else UNREACHED
                )
                continue
            if len(running) == WORKERS:
                reap()
            seconds = 20 + 5 * sum(tests.values())
            running[forked(lambda mutant=mutant, chosen=chosen: self.fate(session, mutant, chosen), seconds)] = mutant
        while running:
            reap()
        return True

    def tests(self, mutant: str) -> dict[str, float]:
        """The tests of a mutant that it was not tried under before, but for those that take long."""
        reached, before = self.reach.get(function_of(mutant), {}), self.mutants[mutant]
        return {test: took for test, took in reached.items() if took < TOO_LONG and self.number[test] >= before}

    def fate(self, session: pytest.Session, mutant: str, items: Sequence[pytest.Item]) -> int:
        """1 when a test notices the mutant."""
        if function_of(mutant) in self.early:
            forget(self.caches)
        self.switches.to(mutant)
        for item, after in zip(items, [*items[1:], None], strict=True):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if session.testsfailed:
                self.noticing.tell(mutant, item.nodeid)
                return 1
        return 0


def afresh(mutant: str, files: Sequence[str]) -> int:
    """A fork that imports the package with the mutant in it, collects *files* and runs them; its process."""

    def work() -> int:
        Switches().to(mutant)
        return int(pytest.main([*QUIET, "-x", *files]) != pytest.ExitCode.OK)

    return forked(work, 180)


# A mutant that a property notices needs no shortest example, and no example is kept for another.
hypothesis.settings.register_profile(
    "mutants", phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate], database=None, derandomize=True
)
QUIET = (
    *("-q", "--tb=no", "--rootdir=.", "--hypothesis-profile=mutants"),
    *("-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
