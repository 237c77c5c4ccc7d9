"""
Lays the mutants of every function out beside it in a copy of the sources, as mutmut does, and switches to one of them.

mutmut leaves out functions that are decorated; here those of properties and caches are decorated after they were made,
so that they have mutants too. A switch takes the place of its trampoline, which asks the environment at each call.
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import libcst as cst
import mutmut.__main__ as mutmut
from mutmut.mutation import mutators, trampoline
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir

from .report import Change

FOLDER = Path("mutants")
LATE = ("property", "cache", "cached_property", "lru_cache")
ORIGINAL = "_mutmut_orig"


class Undecorating(cst.CSTTransformer):
    """Makes ``@property def f(): ...`` into ``def f(): ...`` and ``f = property(f)``."""

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> Any:
        """Two statements for one, where the decorator is one of those."""
        if len(updated_node.decorators) != 1:
            return updated_node
        decorator = updated_node.decorators[0].decorator
        name = decorator.func if isinstance(decorator, cst.Call) else decorator
        if not isinstance(name, cst.Name) or name.value not in LATE:
            return updated_node
        call = cst.Call(decorator, [cst.Arg(updated_node.name)])
        late = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(updated_node.name)], call)])
        return cst.FlattenSentinel([updated_node.with_changes(decorators=()), late])


def undecorated(code: str) -> str:
    """The code with properties and caches made late."""
    return cst.parse_module(code).visit(Undecorating()).code


def names_only(node: cst.BaseString) -> Iterator[cst.BaseString]:
    """The mutants of a string, where it is a name and no text for people."""
    text = getattr(node, "evaluated_value", "")
    if isinstance(text, str) and text.isascii() and not set(text) & set(" \n"):
        yield from mutators.operator_string(node)


def lay_out(*, late: bool, workers: int, kept: Callable[..., Any] = mutmut.mutate_file_contents) -> list[str]:
    """Lay out all mutants, with properties and caches made *late* or left out; their names."""
    table = mutators.mutation_operators
    table[:] = [(kind, names_only if each is mutators.operator_string else each) for kind, each in table]
    mutmut.mutate_file_contents = lambda file, code, *rest: kept(file, undecorated(code) if late else code, *rest)
    shutil.rmtree(FOLDER / "src", ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    with redirect_stdout(StringIO()):
        copy_src_dir()
        copy_also_copy_files()
        mutmut.create_mutants(workers)
    return [name for _, name, _ in mutmut.collect_source_file_mutation_data(mutant_names=())[0]]


class Switches:
    """Which copy of each function is called; and which functions were called, where that is asked."""

    def __init__(self, *, finding: bool = False) -> None:
        self.all: list[tuple[str, dict[str, Any], list[str]]] = []
        self.mutant = ("", "")
        self.finding = finding
        self.called: set[str] = set()
        trampoline.wrap_in_trampoline = self.switch

    def to(self, mutant: str) -> None:
        """Call a mutant from now on, also where its module is yet to be imported."""
        module, _, name = mutant.rpartition(".")
        self.mutant = (module, name)
        for where, copies, chosen in self.all:
            if where == module and name in copies:
                chosen[0] = name

    def switch(self, copies: dict[str, Any], *, is_classmethod: bool = False) -> Callable[[Any], Any]:
        """What is called in place of a function that has mutants."""

        def made(function: Any) -> Any:
            chosen = [ORIGINAL]
            module, name = function.__module__, stem(function)
            self.all.append((module, copies, chosen))
            if (module, name) == (self.mutant[0], self.mutant[1].partition("__mutmut_")[0]):
                chosen[0] = self.mutant[1]
            full, called = f"{module}.{name}", self.called

            def of_class(cls: Any, *args: Any, **options: Any) -> Any:
                called.add(full)
                return getattr(cls, copies[chosen[0]].__name__)(*args, **options)

            def noted(*args: Any, **options: Any) -> Any:
                called.add(full)
                return copies[chosen[0]](*args, **options)

            def plain(*args: Any, **options: Any) -> Any:
                return copies[chosen[0]](*args, **options)

            return functools.wraps(function)(of_class if is_classmethod else noted if self.finding else plain)

        return made


def stem(function: Any) -> str:
    """What the copies of a function are called, without their number."""
    owner, _, name = function.__qualname__.rpartition(".")
    return f"xǁ{owner}ǁ{name}" if owner else f"x_{name}"


def change_of(mutant: str) -> Change:
    """What a mutant changes."""
    lines = get_diff_for_mutant(mutant).splitlines()[2:]
    changed = (line[0] + " " + line[1:].strip() for line in lines if line[:1] in ("+", "-"))
    return plain(mutant), tuple(changed)


def plain(mutant: str) -> str:
    """The function that a mutant is a copy of, as Python writes its name."""
    module, _, name = mutant.partition("__mutmut_")[0].rpartition(".")
    return f"{module}.{name.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"
