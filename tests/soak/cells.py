"""
Tries every cell of the tables of procedures, and counts them by procedure and kind.

    python tests/soak/cells.py

The cells are those of tests/tables/, where the drawings are transcribed; tests/test_procedures.py says what each kind
must do. Exits with 1 when one does otherwise.
"""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).parents[1]
KINDS = {
    "test_legal_event_leads_to_its_target": "legal cells with one target",
    "test_choice_takes_the_way_its_condition_says": "ways of cells with several",
    "test_illegal_event_is_refused": "illegal cells",
    "test_failed_guard_refuses": "guards taken away",
    "test_path_leads_to_its_state": "states reached",
}


def main(say: Callable[[str], object] = sys.stdout.write) -> int:
    """Run the tests of each kind and count by procedure how they went."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", f"--junit-xml={report}"]
        chosen = ["-k", " or ".join(KINDS), str(TESTS / "test_procedures.py")]
        done = subprocess.run([*command, *chosen], cwd=TESTS.parent, check=False, capture_output=True, text=True)
        cases = ET.parse(report).getroot().iter("testcase")  # noqa: S314  # which pytest has just written
        tried: Counter[tuple[str, str]] = Counter()
        failed = []
        for case in cases:
            kind, _, which = case.get("name", "").partition("[")
            tried[re.split(r"\W", which)[0], kind] += 1
            failed += [case.get("name", "")] if len(case) else []
    for name in sorted({name for name, _ in tried}):
        counts = ", ".join(f"{tried[name, kind]} {words}" for kind, words in KINDS.items() if tried[name, kind])
        say(f"{name}: {counts}\n")
    for name in failed:
        say(f"  NOT AS DRAWN: {name}\n")
    say(f"{sum(tried.values())} tried, {len(failed)} not as drawn\n")
    return int(bool(failed) or done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
