"""What pip would install today for the package with some of its extras, as its report tells it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NAME = "gov-deadlines"


class Part(NamedTuple):
    """One distribution: *metadata* as the index has it, *sha256* of the file that pip chose."""

    name: str
    version: str
    metadata: dict[str, Any]
    sha256: str
    extras: tuple[str, ...]

    def needs(self, environment: dict[str, str]) -> Iterator[str]:
        """The names of what it requires there."""
        for told in self.metadata.get("requires_dist", []):
            wanted = Requirement(told)
            if any(
                wanted.marker is None or wanted.marker.evaluate({**environment, "extra": extra})
                for extra in ("", *self.extras)
            ):
                yield canonicalize_name(wanted.name)


class Resolved(NamedTuple):
    """All parts, the package among them, sorted by name; *environment* is that of markers."""

    parts: tuple[Part, ...]
    environment: dict[str, str]

    @property
    def others(self) -> tuple[Part, ...]:
        """All but the package itself."""
        return tuple(part for part in self.parts if part.name != NAME)


def extras() -> list[str]:
    """The extras that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(project["optional-dependencies"])


def resolve(wanted: Sequence[str] = ()) -> Resolved:
    """What pip finds for the package with the extras *wanted*, of which nothing is installed."""
    what = f"{ROOT}[{','.join(wanted)}]" if wanted else str(ROOT)
    asked = ["install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-", what]
    done = subprocess.run([sys.executable, "-m", "pip", *asked], check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    parts = [_part(each) for each in report["install"]]
    return Resolved(tuple(sorted(parts)), report["environment"])


def _part(told: dict[str, Any]) -> Part:
    metadata = told["metadata"]
    hashes = told["download_info"].get("archive_info", {}).get("hashes", {})
    return Part(
        canonicalize_name(metadata["name"]),
        metadata["version"],
        metadata,
        hashes.get("sha256", ""),
        tuple(told.get("requested_extras", ())),
    )
