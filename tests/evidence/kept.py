"""The claims, from claims.toml, and what was found of each, in docs/_evidence/: one JSON file a claim."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]
FINDINGS = ROOT / "docs" / "_evidence"


@attrs.frozen
class Claim:
    """What is claimed, in both languages, and the command that tries it."""

    id: str
    command: str
    title: dict[str, str]
    what: dict[str, str]
    lines: int = 200  # so many at most of what the command says are kept, the last ones


@attrs.frozen
class Finding:
    """What a command said, how it ended, and where: on which commit, when, with what."""

    commit: str
    day: str
    seconds: int
    status: int
    machine: str
    said: tuple[str, ...] = attrs.field(converter=tuple)

    @property
    def held(self) -> bool:
        """Whether the command ended well."""
        return self.status == 0

    @property
    def last(self) -> str:
        """The last line that it said, where each command sums up."""
        return self.said[-1].strip("= ") if self.said else ""


CLAIMS = {
    each["id"]: Claim(**each)
    for each in tomllib.loads(Path(__file__).with_name("claims.toml").read_text(encoding="utf-8"))["claim"]
}


def found(id: str) -> Finding | None:
    """What was found of a claim, if it was ever tried."""
    path = FINDINGS / f"{id}.json"
    return Finding(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def keep(id: str, finding: Finding) -> None:
    """Keep what was found of a claim, in place of what was."""
    FINDINGS.mkdir(exist_ok=True)
    text = json.dumps(attrs.asdict(finding), ensure_ascii=False, indent=1)
    (FINDINGS / f"{id}.json").write_text(f"{text}\n", encoding="utf-8")
