"""Every procedure drawn for people: its diagram, its table, its guards with the texts that ask for them, its duties."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Lang, said
from ..show import as_markdown
from .procedure import Guard, Procedure
from .tables import procedures


def as_document(lang: Lang = "zh") -> str:
    """All procedures as one Markdown document."""
    how = said(
        lang,
        "由 `matters/procedures/` 的状态表画出，不手工修改，重画用 `make procedures`。",
        "Drawn from the tables in `matters/procedures/`, not by hand; `make procedures` draws it again.",
    )
    signs = said(
        lang,
        "`=` 保持原状态，`·` 不得记录，⛨ 有前置条件。",
        "`=` stays, `·` is refused, ⛨ has a guard before it.",
    )
    parts = [f"# {said(lang, '程序', 'Procedures')}", f"{how}\n{signs}"]
    for procedure in procedures().values():
        parts += _parts(procedure, lang)
    return "\n\n".join(parts) + "\n"


def _parts(procedure: Procedure, lang: Lang) -> Iterator[str]:
    yield f"## {said(lang, procedure.zh, procedure.en)} `{procedure.id}`"
    yield f"```mermaid\n{procedure.mermaid(lang)}\n```"
    yield as_markdown(*procedure.table(lang))
    duties = [f"- {said(lang, duty.zh, duty.en)} `{duty.name}`" + _by(duty.rule, lang) for duty in procedure.duties]
    yield "\n".join([said(lang, "义务：", "Duties:"), "", *duties])
    if procedure.guards:
        guards = [_guard(guard, lang) for guard in procedure.guards.values()]
        yield "\n".join([said(lang, "前置条件：", "Guards:"), "", *guards])


def _by(rule: str, lang: Lang) -> str:
    return said(lang, f"（`{rule}`）", f" (`{rule}`)") if rule else ""


def _guard(guard: Guard, lang: Lang) -> str:
    sources = said(lang, "；", "; ").join(source.cite(lang) for source in guard.sources)
    return f"- `{guard.name}` {said(lang, guard.zh, guard.en)}" + (f" — {sources}" if sources else "")
