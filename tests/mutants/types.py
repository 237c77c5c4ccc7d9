"""
Asks mypy about all mutants at once.

What it says tells nothing about a mutant where the line belongs to none, or where the untouched copy of the function is
refused as well: both come from the way mutants are laid out beside each other in a module.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from mutmut.utils.format_utils import get_mutant_name

COMMAND = ("mypy", "--output", "json", "--no-incremental", "--no-warn-unused-ignores", "src")


@cache
def copies(file: str) -> list[tuple[range, str]]:
    """The lines of each copy of a function in a module of mutants, with the name of the copy."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name]
    return [(range(node.lineno, (node.end_lineno or node.lineno) + 1), node.name) for node in functions]


def copy_of(error: dict[str, Any]) -> str | None:
    """The name of the copy that an error is in."""
    return next((name for lines, name in copies(error["file"]) if error["line"] in lines), None)


def caught() -> dict[str, str]:
    """The mutants that mypy refuses, with what it says."""
    said = subprocess.run([sys.executable, "-m", *COMMAND], capture_output=True, encoding="utf-8", check=False).stdout
    errors = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    placed = [(error, name) for error in errors if error["severity"] == "error" and (name := copy_of(error))]
    spoiled = {(error["file"], stem(name)) for error, name in placed if name.endswith("_orig")}
    return {
        get_mutant_name(Path(error["file"]), name): error["message"]
        for error, name in placed
        if (error["file"], stem(name)) not in spoiled
    }


def stem(copy: str) -> str:
    """What the copies of one function have in common."""
    return copy.rpartition("__mutmut_")[0]
