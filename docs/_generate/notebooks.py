"""The notebooks, as pages: their cells, and the outputs that are stored in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .words import raw

INTRODUCTION = """
# 笔记本

可以下载后逐格运行。所存的结果每次检查都重新运行比对，与这里所见一致。
"""

FIRST = (
    "first-deadline",
    "was-it-late",
    "what-if",
    "latest-start",
    "longer-consultation",
    "stricter-rule",
    "whole-docket",
)


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Each notebook by the path of its page, and the page; and the list of all."""
    names = sorted((path.stem for path in folder.glob("*.ipynb")), key=lambda name: (_place(name), name))
    yield "notebooks/index.md", f"{INTRODUCTION}\n```{{toctree}}\n:maxdepth: 1\n\n" + "\n".join(names) + "\n```"
    for name in names:
        yield f"notebooks/{name}.md", _page(json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8")), name)


def _place(name: str) -> int:
    """Where a notebook stands: those for a first day come first, in this order, the others after them."""
    return FIRST.index(name) if name in FIRST else len(FIRST)


def _page(notebook: dict[str, Any], name: str) -> str:
    parts = []
    for cell in notebook["cells"]:
        source = _joined(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
        elif cell["cell_type"] == "code":
            parts.append(f"```{'text' if source.startswith('%') else 'python'}\n{source}\n```")
            parts += [told for output in cell["outputs"] if (told := _output(output))]
    parts.insert(1, f"{{download}}`下载笔记本 <{name}.ipynb>`")
    return "\n\n".join(parts)


def _output(output: dict[str, Any]) -> str:
    """An output in the richest form that a page can show."""
    if output["output_type"] == "stream":
        return f"```text\n{_joined(output['text']).rstrip()}\n```"
    data = output.get("data", {})
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            return raw(f'<div class="gd-output">{_joined(data[kind])}</div>')
    if "text/markdown" in data:
        return _joined(data["text/markdown"])
    return f"```text\n{_joined(data['text/plain']).rstrip()}\n```" if "text/plain" in data else ""


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
