"""Catalogues and their checks as notebooks show them; it decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...show import bundle

if TYPE_CHECKING:
    from ..checking import CatalogueCheck
    from ..table import Catalogue
    from .finding import CatalogueFinding

_MOST = 200
_FINDINGS = ("程度", "位置", "列", "说明", "依据")


def of_catalogue(catalogue: Catalogue) -> dict[str, str]:
    """A catalogue: its items with their limits, and what was found in reading it."""
    rows = [
        (
            item.place.text("zh"),
            " ".join(item.name.split())[:60],
            " ".join(item.phrase.raw.split())[:60],
            "；".join(stated.text("zh") for stated in item.limits)[:120],
        )
        for item in catalogue.items[:_MOST]
    ]
    more = len(catalogue) - _MOST
    return bundle(
        catalogue.summary("zh"),
        [("编码", catalogue.encoding), ("未列出", f"另有{more}个事项" if more > 0 else "")],
        (("位置", "事项", "公开时限", "读作"), rows),
        (_FINDINGS, list(_findings(catalogue.findings))),
    )


def of_check(check: CatalogueCheck) -> dict[str, str]:
    """A check: its findings, worst first."""
    return bundle(
        check.text("zh").partition("\n")[0],
        [("查不到施行情况的依据", "、".join(check.unknown_bases[:20]))],
        (_FINDINGS, list(_findings(check.findings))),
    )


def _findings(findings: Iterable[CatalogueFinding]) -> Iterable[tuple[str, ...]]:
    for finding in tuple(findings)[:_MOST]:
        places = "、".join(place.text("zh") for place in finding.places[:10]) + (
            "…" if len(finding.places) > 10 else ""
        )
        yield finding.severity.zh, places, finding.column, finding.zh, finding.law_zh
