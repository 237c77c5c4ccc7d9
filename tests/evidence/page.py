"""Writes docs/evidence.md and its English twin from what is kept; nothing on them comes from anywhere else."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from .kept import CLAIMS, ROOT, Claim, Finding, found


@attrs.frozen
class Words:
    """What a page says in one language besides the claims."""

    lang: str
    file: str
    title: str
    intro: str
    head: tuple[str, ...]
    held: str
    failed: str
    untried: str
    about: str
    sums: str


ZH = Words(
    "zh",
    "evidence.md",
    "# 证据",
    "[English](evidence.en.md)\n\n"
    "本页由 `make evidence` 写成，没有一个数字是手工填写的：每条主张列出检验它的命令、所在提交、耗时和命令自己的输出，"
    '未通过的也照样列出。`make evidence CLAIMS="law peers"` 只试其中几条。为何这样检验，见[设计决定](decisions/evidence.md)。',
    ("主张", "结论", "命令最后说的", "秒"),
    "通过",
    "**未通过**",
    "未试",
    "`{command}`，{day}，提交 `{commit}`，{machine}，{seconds}秒，退出码 {status}。",
    "{tried}条已试，{held}条通过，{failed}条未通过，{untried}条未试。",
)
EN = Words(
    "en",
    "evidence.en.md",
    "# Evidence",
    "[中文](evidence.md)\n\n"
    "`make evidence` writes this page; no figure on it is typed by hand. Each claim stands with the command that tries it, the "
    "commit, the time it took and what the command itself said; what did not hold is listed like the rest. "
    '`make evidence CLAIMS="law peers"` tries some alone. Why it is tried in these ways: [decisions](decisions/evidence.md).',
    ("claim", "result", "what the command said last", "s"),
    "held",
    "**did not hold**",
    "not tried",
    "`{command}`, {day}, commit `{commit}`, {machine}, {seconds} s, exit status {status}.",
    "{tried} tried, {held} held, {failed} did not, {untried} not tried.",
)


def result(finding: Finding | None, words: Words) -> str:
    """How a claim stands, in a word."""
    return words.untried if finding is None else words.held if finding.held else words.failed


def in_cell(text: str) -> str:
    """A line as a cell of a table shows it, unchanged."""
    return f"`{text.replace('|', '¦').replace('`', chr(39))}`" if text else ""


def label(claim: Claim, words: Words) -> str:
    """What the site knows the section by; labels are of the whole site, so each says its page and language."""
    return f"evidence-{words.lang}-{claim.id}"


def table(findings: dict[str, Finding | None], words: Words) -> Iterator[str]:
    """One row a claim."""
    yield f"| {' | '.join(words.head)} |"
    yield f"|{'---|' * len(words.head)}"
    for name, claim in CLAIMS.items():
        finding = findings[name]
        said, seconds = (in_cell(finding.last), f"{finding.seconds:,}") if finding else ("", "")
        yield f"| [{claim.title[words.lang]}](#{label(claim, words)}) | {result(finding, words)} | {said} | {seconds} |"


def section(claim: Claim, finding: Finding | None, words: Words) -> Iterator[str]:
    """All about one claim."""
    yield f"({label(claim, words)})="
    yield f"## {claim.title[words.lang]}"
    yield ""
    yield claim.what[words.lang]
    yield ""
    if finding is None:
        yield f"`{claim.command}`: {words.untried}"
        return
    yield words.about.format(command=claim.command, **attrs.asdict(finding))
    yield ""
    yield "```text"
    yield from (line.replace("```", "'''") for line in finding.said)
    yield "```"


def page(words: Words) -> str:
    """The page in one language."""
    findings = {name: found(name) for name in CLAIMS}
    held = sum(each is not None and each.held for each in findings.values())
    tried = sum(each is not None for each in findings.values())
    sums = words.sums.format(tried=tried, held=held, failed=tried - held, untried=len(CLAIMS) - tried)
    lines = [words.title, "", words.intro, "", sums, "", *table(findings, words)]
    for name, claim in CLAIMS.items():
        lines += ["", *section(claim, findings[name], words)]
    return "\n".join(lines) + "\n"


def write_pages() -> None:
    """Write both."""
    for words in (ZH, EN):
        (ROOT / "docs" / words.file).write_text(page(words), encoding="utf-8")
