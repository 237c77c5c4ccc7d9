"""Rules and their versions as notebooks show them; it decides nothing and only says what the texts say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..show import bundle

if TYPE_CHECKING:
    from .rule import Rule, Version


def of_rule(rule: Rule) -> dict[str, str]:
    """A rule: every version of it, the one that was in force first at the top."""
    rows = [
        (
            version.says("zh"),
            version.cite("zh"),
            version.document.jurisdiction,
            _in_force(version),
            version.condition_zh,
        )
        for version in sorted(rule.versions, key=lambda version: (version.in_force_from, version.level))
    ]
    facts = [("优先于一般规定", rule.special_of), ("争用同一行为", "、".join(rule.rivals))]
    head = ("规定", "依据", "地区", "施行", "适用条件")
    shown = len(head) if any(row[-1] for row in rows) else len(head) - 1
    return bundle(f"{rule.zh}（{rule.id}）", facts, (head[:shown], [row[:shown] for row in rows]))


def of_version(version: Version) -> dict[str, str]:
    """What one clause of one document sets, with its ground and its bounds."""
    document = version.document
    return bundle(
        f"{version.rule}：{version.says('zh')}",
        [
            ("依据", version.cite("zh")),
            ("文件", f"{document.title}（{document.rank.zh}）"),
            ("约束对象", document.bound_zh),
            ("地区", document.jurisdiction),
            ("施行", _in_force(version)),
            ("起算", version.anchor if version.anchor_stated else "原文未写明起算点"),
            ("适用条件", version.condition_zh),
            ("期限单位依据", version.unit_source),
            ("说明", version.note_zh),
            ("文件说明", document.remark_zh),
        ],
    )


def _in_force(version: Version) -> str:
    end = f" 至 {version.in_force_to}" if version.in_force_to else "起"
    return f"{version.in_force_from}{end}"
