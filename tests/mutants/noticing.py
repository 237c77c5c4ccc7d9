"""Remembers which tests noticed mutants, so that they go first."""

from __future__ import annotations

import ast
import contextlib
import os
import select
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import accumulate

from .verdicts import function_of


class Noticing:
    """Which tests noticed mutants before: those of one function are mostly noticed by the same few, which go first."""

    def __init__(self) -> None:
        self.hearing, self.telling = os.pipe()
        os.set_blocking(self.hearing, False)
        self.heard = ""
        self.of_function: dict[str, Counter[str]] = defaultdict(Counter)
        self.of_module: dict[str, Counter[str]] = defaultdict(Counter)

    def tell(self, mutant: str, test: str) -> None:
        """Say, from a fork, that *test* noticed *mutant*; a name too long to be written in one piece goes unsaid."""
        line = f"{function_of(mutant)} {test!r}\n".encode()
        if len(line) <= select.PIPE_BUF:
            os.write(self.telling, line)

    def hear(self) -> None:
        """Take in what the forks said."""
        with contextlib.suppress(BlockingIOError):
            while said := os.read(self.hearing, 1 << 16):
                self.heard += said.decode()
        *lines, self.heard = self.heard.split("\n")
        for function, test in (line.split(" ", 1) for line in lines):
            self.of_function[function][ast.literal_eval(test)] += 1
            self.of_module[function.rpartition(".")[0]][ast.literal_eval(test)] += 1

    def ordered(self, mutant: str, tests: Mapping[str, float], seconds: float) -> list[str]:
        """
        *tests* in the order to try them in: those that noticed the most alike, then the quickest.

        Those that would begin after so many *seconds* are left out.
        """
        function = function_of(mutant)
        alike, near = self.of_function[function], self.of_module[function.rpartition(".")[0]]
        found = sorted(tests, key=lambda test: (-alike[test], -near[test], tests[test]))
        begins = accumulate((tests[test] for test in found), initial=0.0)
        return [test for test, begin in zip(found, begins, strict=False) if begin <= seconds]
