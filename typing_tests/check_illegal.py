"""Runs both type checkers on illegal.py: they must refuse every line that says so, and no other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE / "illegal.py"
BIN = Path(sys.executable).parent


def main() -> int:
    """0 when both checkers refuse exactly the marked lines."""
    lines = TARGET.read_text(encoding="utf-8").splitlines()
    expected = {number for number, line in enumerate(lines, 1) if "# refused:" in line}
    commands = {
        "mypy": [BIN / "mypy", "--strict", "--no-error-summary", TARGET],
        "pyright": [BIN / "pyright", "--pythonpath", sys.executable, TARGET],
    }
    status = 0
    for checker, command in commands.items():
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)
        found = {int(n) for n in re.findall(r"illegal\.py:(\d+)(?::\d+)?(?: -)?:? error", done.stdout)}
        print(f"{checker}: refuses {len(found)} of {len(expected)} illegal uses")
        for number in sorted(found ^ expected):
            status = 1
            print(f"  line {number} should {'' if number in expected else 'not '}be refused: {lines[number - 1]}")
    return status


if __name__ == "__main__":
    sys.exit(main())
