"""
Breaks the code in one place at a time and sees whether types or tests notice.

    python -m tests.mutants                          all of it, for an hour or more
    python -m tests.mutants 'gov_deadlines.period.*' the mutants of these names anew, the others as they were found

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
from collections import Counter, defaultdict
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import hypothesis  # noqa: F401  # so that forks need not import them again
import mutmut.__main__ as mutmut
import pytest
import sqlalchemy  # noqa: F401
from mutmut.mutation import mutators
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.utils.file_utils import change_cwd, copy_also_copy_files, copy_src_dir, setup_source_paths

from . import types
from .forks import KILLED, QUIET, SURVIVED, TIMED_OUT, UNREACHED, WORKERS, Finding, Trying, afresh, function_of
from .report import report

FOLDER = Path("mutants")
VERDICTS, REACH, TYPED = (FOLDER / name for name in ("verdicts.jsonl", "reach.json", "typed.json"))
ROOMS = {
    "law": ["law", "clauses", "deadline"],
    "matters": ["procedures", "matters", "matter_from_dict"],
    "workdays": ["calendar", "regions", "notice", "wording", "custom_calendar", "known_as_of"],
    "period": ["period", "law"],
    "deadline": ["deadline"],
}


def generate() -> None:
    """Lay out the mutants of every function beside it, in a copy of the sources."""
    texts = mutators.operator_string
    table = mutators.mutation_operators
    table[:] = [(kind, names_only if each is texts else each) for kind, each in table]
    set_mutant_under_test("mutant_generation")
    FOLDER.mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    with redirect_stdout(StringIO()):
        mutmut.create_mutants(WORKERS)


def names_only(node):
    """The mutants of a string, where it is a name and no text for people."""
    text = getattr(node, "evaluated_value", "")
    if isinstance(text, str) and text.isascii() and not set(text) & set(" \n"):
        yield from mutators.operator_string(node)


def known() -> dict[str, str]:
    """What became of each mutant so far."""
    if not VERDICTS.exists():
        return {}
    return dict(json.loads(line) for line in VERDICTS.read_text(encoding="utf-8").splitlines())


def tell(mutant: str, verdict: str) -> None:
    """Write down what became of a mutant."""
    with (Path(os.environ["MUTANTS_HOME"]) / VERDICTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps([mutant, verdict]) + "\n")


def in_fork(work) -> None:
    """Do something in a process of its own, so that this one never imports the package."""
    if (pid := os.fork()) == 0:
        status = 1
        try:
            with change_cwd(FOLDER):
                status = int(work())
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)
    os.waitpid(pid, 0)


def try_afresh(mutants: list[str]) -> None:
    """Try mutants of what is loaded once, each with a package of its own."""
    running: dict[int, str] = {}

    def reap() -> None:
        pid, status = os.wait()
        tell(running.pop(pid), TIMED_OUT if os.WIFSIGNALED(status) else (SURVIVED, KILLED)[status != 0])

    with change_cwd(FOLDER):
        for mutant in mutants:
            room = mutant.split(".")[1]
            if len(running) == WORKERS:
                reap()
            running[afresh(mutant, [f"tests/test_{name}.py" for name in ROOMS[room]])] = mutant
        while running:
            reap()


def main(asked: list[str]) -> int:
    """Make and try the mutants asked for, and report on all."""
    os.environ["MUTANTS_HOME"], os.environ["PY_IGNORE_IMPORTMISMATCH"] = str(Path.cwd()), "1"
    began = time.monotonic()
    generate()
    setup_source_paths()
    names = [name for _, name, _ in mutmut.collect_source_file_mutation_data(mutant_names=())[0]]
    if not TYPED.exists():
        with change_cwd(FOLDER):
            caught = types.caught()
        TYPED.write_text(json.dumps(caught), encoding="utf-8")
    typed = json.loads(TYPED.read_text(encoding="utf-8"))
    print(f"{len(names)} mutants, {len(typed)} noticed by types; {time.monotonic() - began:.0f} s", flush=True)
    tests = mutmut.config().pytest_add_cli_args_test_selection
    if not REACH.exists():
        in_fork(lambda: pytest.main([*QUIET, *tests], plugins=[Finding(Path(REACH.name))]))
    found = json.loads(REACH.read_text(encoding="utf-8"))
    print(f"{len(found['reach'])} functions reached; {time.monotonic() - began:.0f} s", flush=True)
    set_mutant_under_test("")
    so_far = known()
    wanted = [
        name
        for name in names
        if name not in typed
        and (any(fnmatch.fnmatch(name, pattern) for pattern in asked) if asked else name not in so_far)
    ]
    in_fork(lambda: pytest.main([*QUIET, *tests], plugins=[Trying(wanted, found["reach"], tell)]))
    so_far, early = known(), set(found["early"])
    again = [name for name in wanted if so_far.get(name) in (SURVIVED, UNREACHED) and function_of(name) in early]
    print(f"{len(again)} to be loaded anew; {time.monotonic() - began:.0f} s", flush=True)
    try_afresh(again)
    return report(names, typed, known())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
