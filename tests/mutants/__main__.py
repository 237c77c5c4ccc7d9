"""
Breaks the code in one place at a time and sees whether types or tests notice.

    python -m tests.mutants                             those not tried so far, and those left under what tests are new
    python -m tests.mutants 'gov_deadlines.period.*'    those of these names, under all tests

mutmut makes the mutants of each function; texts for people are left as they are. mypy is asked about all at once; those
that it passes run under the tests that reach their function, and those of what is loaded once (law, calendars,
procedures) are loaded anew, with the tests of their room. tests/mutants/equivalent.toml explains those that nothing can
notice. Exits with 1 when less than 95 % of the others are noticed.
"""

from __future__ import annotations

import fnmatch
import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import mutmut.__main__ as mutmut
import pytest
import sqlalchemy  # noqa: F401  # so that forks need not import it again
from mutmut.utils.file_utils import change_cwd, setup_source_paths

from . import types
from .forks import FAILED, QUIET, WORKERS, Finding, Trying, afresh
from .layout import FOLDER, change_of, lay_out
from .report import explained, report
from .verdicts import KILLED, LEFT, SURVIVED, TIMED_OUT, Verdicts, function_of

HOME = Path.cwd()
VERDICTS, REACH, TYPED = (HOME / FOLDER / name for name in ("verdicts.jsonl", "reach.json", "typed.json"))
ROOMS = {
    "law": ["law", "clauses", "deadline"],
    "matters": ["procedures", "matters", "matter_from_dict"],
    "workdays": ["calendar", "regions", "notice", "wording", "custom_calendar", "known_as_of"],
    "period": ["period", "law"],
    "deadline": ["deadline"],
}


def sources() -> str:
    """A digest of the code that has mutants."""
    found = blake2b(digest_size=8)
    for path in sorted(mutmut.walk_mutatable_files()):
        found.update(path.read_bytes())
    return found.hexdigest()


def kept(path: Path, make: Callable[[], Any]) -> Any:
    """What is kept for the code as it is, or else is made now."""
    digest = sources()
    if path.exists() and (found := json.loads(path.read_text(encoding="utf-8")))["of"] == digest:
        return found["is"]
    made = make()
    path.write_text(json.dumps({"of": digest, "is": made}), encoding="utf-8")
    return made


def noticed_by_types() -> dict[str, str]:
    """The mutants that mypy refuses: it knows properties and caches only where they are written as such."""
    lay_out(late=False, workers=WORKERS)
    with change_cwd(FOLDER):
        return types.caught()


def in_fork(work: Callable[[], object]) -> None:
    """Do something in a process of its own, so that this one never imports the package."""
    sys.stdout.flush()
    if (pid := os.fork()) == 0:
        try:
            with change_cwd(FOLDER):
                work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.waitpid(pid, 0)


def try_afresh(mutants: Sequence[str], tell: Callable[[str, str], None]) -> None:
    """Try mutants of what is loaded once, each with a package of its own."""
    running: dict[int, str] = {}

    def reap() -> None:
        pid, status = os.wait()
        tell(running.pop(pid), TIMED_OUT if os.WIFSIGNALED(status) else (SURVIVED, KILLED)[status != 0])

    with change_cwd(FOLDER):
        for mutant in mutants:
            if len(running) == WORKERS:
                reap()
            files = [f"tests/test_{name}.py" for name in ROOMS[mutant.split(".")[1]]]
            running[afresh(mutant, files)] = mutant
        while running:
            reap()


def main(asked: Sequence[str]) -> int:
    """Make the mutants, try those asked for, those not tried so far and those left, and report on all."""
    os.environ |= {"PY_IGNORE_IMPORTMISMATCH": "1", "MATTER_EXAMPLES": "20"}
    began = time.monotonic()

    def say(text: str) -> None:
        sys.stdout.write(f"{text}; {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()

    tests = mutmut.config().pytest_add_cli_args_test_selection
    if missing := [test for test in tests if not Path(test.partition("::")[0]).exists()]:
        say(f"no such tests: {', '.join(missing)}; expected those of [tool.mutmut] in pyproject.toml")
        return 2
    FOLDER.mkdir(exist_ok=True)
    typed = kept(TYPED, noticed_by_types)
    names = lay_out(late=True, workers=WORKERS)
    setup_source_paths()
    functions = {
        mutmut.get_mutant_name(path, function): digest
        for path in mutmut.walk_mutatable_files()
        for function, digest in hashes(path).items()
    }
    say(f"{len(names):,} mutants, {len(typed):,} noticed by types")
    found = json.loads(REACH.read_text(encoding="utf-8")) if REACH.exists() else {"tests": [], "reach": {}}
    in_fork(lambda: pytest.main([*QUIET, *tests], plugins=[Finding(REACH, found)]))
    found = json.loads(REACH.read_text(encoding="utf-8"))
    failed = found["reach"].pop(FAILED, {})
    for test, cases in Counter(test.partition("[")[0] for test in failed).items():
        say(f"fails with the right code, and is left out: {test}, {cases} cases")
    say(f"{len(found['reach']):,} functions reached by {len(found['tests']) - len(failed):,} tests")

    verdicts = Verdicts(VERDICTS, functions)

    def tell(mutant: str, word: str) -> None:
        verdicts.keep(mutant, word, len(found["tests"]))

    so_far = verdicts.known()
    left = {name: verdict.tests for name, verdict in so_far.items() if verdict.word in LEFT}
    named = {name: 0 for name in names if any(fnmatch.fnmatch(name, each) for each in asked)}
    untried = {} if named else {name: 0 for name in names if name not in so_far}
    wanted = {name: tests for name, tests in {**left, **untried, **named}.items() if name not in typed}
    in_fork(lambda: pytest.main([*QUIET, *tests], plugins=[Trying(wanted, found, tell)]))
    now, early, reasons = verdicts.known(), set(found["early"]), explained()
    still = (name for name in wanted if now[name].word in LEFT and function_of(name) in early)
    again = [name for name in still if change_of(name) not in reasons]
    say(f"{len(wanted):,} tried, {len(again):,} of them to be loaded anew")
    try_afresh(again, tell)
    say("all tried")
    words = {name: verdict.word for name, verdict in verdicts.known().items()}
    return report(names, typed, words, reasons, change_of)


def hashes(path: Path) -> dict[str, str]:
    """The functions of a module that have mutants, each with a digest of what it is."""
    data = mutmut.SourceFileMutationData(path=path)
    data.load()
    return data.hash_by_function_name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
