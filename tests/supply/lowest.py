"""The lowest versions that pyproject.toml allows of what the package and its extras need, as constraints for pip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def lowest() -> list[str]:
    """``name==version`` of all that the package and its extras require. Raises: ValueError, for one without a pin."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    found = {}
    for requirement in wanted:
        pinned = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?>=([\w.]+)(?=[,;\s]|$)", requirement)
        if pinned is None:
            raise ValueError(f"{requirement!r} names no lowest version; expected one like name>=1.2")
        found[pinned[1].lower()] = pinned[2]
    return [f"{name}=={version}" for name, version in sorted(found.items())]


if __name__ == "__main__":
    print("\n".join(lowest()))
