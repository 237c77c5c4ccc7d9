"""What became of each mutant, kept a line each: it stands while the function stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import attrs

SURVIVED, KILLED, UNREACHED, TIMED_OUT = "survived", "killed", "unreached", "timed out"
LEFT = (SURVIVED, UNREACHED)
"""What nothing has noticed."""


def function_of(mutant: str) -> str:
    """The function that a mutant is a copy of, as mutmut writes its name."""
    return mutant.partition("__mutmut_")[0]


@attrs.frozen
class Verdict:
    """What became of a mutant, and under how many tests it was tried, in the order in which they became known."""

    word: str
    tests: int


@attrs.frozen
class Verdicts:
    """The verdicts in a file. *functions* has for each function that has mutants a digest of what it is now."""

    path: Path
    functions: Mapping[str, str]

    def known(self) -> dict[str, Verdict]:
        """The latest verdict of each mutant whose function is still the same."""
        if not self.path.exists():
            return {}
        lines = map(json.loads, self.path.read_text(encoding="utf-8").splitlines())
        return {
            mutant: Verdict(word, tests)
            for mutant, digest, word, tests in lines
            if self.functions.get(function_of(mutant)) == digest
        }

    def keep(self, mutant: str, word: str, tests: int) -> None:
        """Write down what became of a mutant."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([mutant, self.functions.get(function_of(mutant)), word, tests]) + "\n")
