"""
Run every notebook of this folder anew and hold what it answers to what is stored in it; with ``--write``, store it.

A new notebook is a file here: write it in Jupyter or by hand, and ``make notebooks-write``. Cells tagged
``skip-execution`` (installing, say) are shown and not run. Only what a reader sees is stored: text, HTML and SVG, no
counts and no times. Charts become SVG, as they would be drawn where nothing runs; two drawings are the same if they say
the same, since where each stroke lies is up to the fonts that are installed.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
SEEN = ("text/plain", "text/html", "text/markdown", "image/svg+xml")
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def main(arguments: list[str]) -> int:
    """The exit status: 1 when a notebook answers something else than it says."""
    stale = 0
    for path in sorted(HERE.glob("*.ipynb")):
        stored = path.read_text(encoding="utf-8")
        fresh = _run(stored)
        if "--write" in arguments:
            path.write_text(fresh, encoding="utf-8")
        elif _told(fresh) != _told(stored):
            stale += 1
            old, new = (each.splitlines(keepends=True) for each in (_told(stored), _told(fresh)))
            sys.stdout.writelines(difflib.unified_diff(old, new, path.name, "now"))
        sys.stdout.write(f"{path.name}\n")
    return 1 if stale else 0


def _run(text: str) -> str:
    """The notebook *text* as it is after a run in an empty folder of its own."""
    notebook = nbformat.reads(text, as_version=4)
    if "charts" in text:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(_STATIC))
    quiet = ["--log-level=ERROR"]
    with tempfile.TemporaryDirectory() as folder:
        where = {"metadata": {"path": folder}}
        NotebookClient(notebook, kernel_name="python3", extra_arguments=quiet, timeout=120, resources=where).execute()
    notebook.cells = [cell for cell in notebook.cells if cell.source != _STATIC]
    notebook.metadata = KERNEL
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {"tags": cell.metadata.tags} if cell.metadata.get("tags") else {}
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_seen(output) for output in cell.outputs]
    return nbformat.writes(notebook, indent=1) + "\n"


_STATIC = "import altair; altair.renderers.enable('svg')"


def _told(notebook: str) -> str:
    """*notebook* with drawings by what they say alone: each mark has its data in words."""
    read = nbformat.reads(notebook, as_version=4)
    for output in (output for cell in read.cells for output in cell.get("outputs", ())):
        drawn = output.get("data", {}).get("image/svg+xml")
        if drawn:
            marks = re.findall(r'aria-label="([^"]*)" role="graphics-symbol"', drawn)
            assert marks, "a drawing without words"
            output.data["image/svg+xml"] = marks
    return json.dumps(read, ensure_ascii=False, indent=1, sort_keys=True)


def _seen(output: Any) -> Any:
    """What a reader sees of *output*."""
    if "data" in output:
        output.data = {kind: value for kind, value in output.data.items() if kind in SEEN}
        if "image/svg+xml" in output.data:  # tenths of a pixel are enough, and half as long
            fine = re.compile(r"-?\d+\.\d{2,}")
            output.data["image/svg+xml"] = fine.sub(lambda n: f"{float(n[0]):.1f}", output.data["image/svg+xml"])
        output.metadata = {}
    if "execution_count" in output:
        output.execution_count = None
    return output


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
