"""
Asks for known vulnerabilities of everything that the package and each extra bring, and holds each licence to the list.

Exit status 1 for a vulnerability or a licence that is not allowed, 3 when the service could be asked for nothing at
all. What could not be asked is named and counted: it is neither safe nor unsafe.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from licences import licence_of
from packaging.version import Version
from pip_audit._service import PyPIService, ResolvedDependency
from pip_audit._service.interface import ServiceError
from requests import RequestException
from resolved import Part, extras, resolve

SECONDS = 15


def main() -> None:
    """Say what was found, a line each, and the sums at the end."""
    brought: dict[tuple[str, str], Part] = {}
    by: dict[tuple[str, str], list[str]] = {}
    for name in ("", *extras()):
        for part in resolve([name] if name else []).others:
            key = part.name, part.version
            brought[key] = part
            by.setdefault(key, []).append(name or "required")
    refused = 0
    for key, part in sorted(brought.items()):
        licence = licence_of(part.metadata)
        refused += not licence.is_allowed
        verdict = "" if licence.is_allowed else "REFUSED "
        print(f"{verdict}{part.name} {part.version} ({', '.join(by[key])}): {licence.said} [{licence.field}]")
    found, unasked = 0, 0
    for part, told in _asked(brought.values()):
        if isinstance(told, str):
            unasked += 1
            print(f"NOT ASKED {part.name} {part.version}: {told}")
            continue
        for each in told:
            found += 1
            print(
                f"VULNERABLE {part.name} {part.version}: {each.id}, mended in {', '.join(map(str, each.fix_versions))}"
            )
    asked = len(brought) - unasked
    print(f"licences: {len(brought) - refused} allowed, {refused} refused")
    print(f"vulnerabilities: {found} found in {asked} asked, {unasked} could not be asked")
    sys.exit(1 if refused or found else 0 if asked else 3)


def _asked(parts: Iterable[Part]) -> Iterator[tuple[Part, list[Any] | str]]:
    """What pip-audit's service knows of each part, or why it could not be asked."""
    service = PyPIService(timeout=SECONDS)
    service.session.get = _also_without_version(service.session.get)
    for part in parts:
        try:
            told, known = service.query(ResolvedDependency(part.name, Version(part.version)))
        except (ServiceError, RequestException) as error:
            yield part, f"{type(error).__name__}: {str(error)[:100]}"
            continue
        yield part, told.skip_reason if told.is_skipped() else known


def _also_without_version(get: Any) -> Any:
    """
    *get*, which asks again about the package alone where nothing is known of its version.

    A mirror of an index may have but the page of each package, which tells of the newest version; it is taken only
    where that is the version in question.
    """

    def asked(url: str, **options: Any) -> Any:
        answer = get(url=url, **options)
        version = re.search(r"/([^/]+)/json$", url)
        if answer.status_code == 404 and version:
            newest = get(url=url.replace(version[0], "/json"), **options)
            if newest.ok and newest.json()["info"]["version"] == version[1]:
                return newest
        return answer

    return asked


if __name__ == "__main__":
    main()
