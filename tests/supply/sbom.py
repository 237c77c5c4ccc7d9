"""
Writes what the wheel with its required dependencies brings as a software bill of materials: CycloneDX 1.6, JSON.

The same versions in the index give the same bytes: no time, no serial number, no path. Versions and hashes are those of
the files that pip chooses on this machine.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import licence_of
from resolved import NAME, Part, Resolved, resolve

_SPEC = SchemaVersion.V1_6


def bill(found: Resolved) -> dict[str, Any]:
    """The bill of *found*."""
    refs = {part.name: f"pkg:pypi/{part.name}@{part.version}" for part in found.parts}
    own = next(part for part in found.parts if part.name == NAME)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": _SPEC.to_version(),
        "version": 1,
        "metadata": {"component": _component(own, refs)},
        "components": [_component(part, refs) for part in found.others],
        "dependencies": [
            {"ref": refs[part.name], "dependsOn": sorted({refs[name] for name in part.needs(found.environment)})}
            for part in found.parts
        ],
    }


def _component(part: Part, refs: dict[str, str]) -> dict[str, Any]:
    ref = refs[part.name]
    component = {"type": "library", "bom-ref": ref, "name": part.name, "version": part.version, "purl": ref}
    component["description"] = part.metadata.get("summary", "")
    told: dict[str, Any] = {"licenses": [{"expression": licence_of(part.metadata).expression}]}
    if part.sha256:
        told["hashes"] = [{"alg": "SHA-256", "content": part.sha256}]
    return component | told


def main(path: Path) -> None:
    """Write the bill, once it is sure that it is one."""
    text = json.dumps(bill(resolve()), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    fault = JsonStrictValidator(_SPEC).validate_str(text)
    if fault is not None:
        sys.exit(f"no bill of CycloneDX: {fault}")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"{path}: {len(json.loads(text)['components'])} components")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
