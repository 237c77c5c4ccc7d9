"""The command line: what each command says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.testing import CliRunner

from gov_deadlines.cli import command

from .words import titled

ZH = {
    "due": "一个问题，给人看的回答",
    "reckon": "每行一个问题，供程序用",
    "replay": "每行一个事项，供程序用",
    "law": "法规",
    "calendar": "日历与通知",
    "docket": "一张表的期限，给人看、给程序看、做成网页和日历文件",
    "ledger": "台账",
    "report": "年度报告和按期情况",
    "wake": "认领并告知已到点的提醒",
    "demo": "三十行台账的示范",
}
INTRODUCTION = """
# 命令行

命令及其 `--help`，由程序自己给出。行式 JSON 的形状见[JSON](json.md)。
退出码：全部回答为0，有一行不能回答为1，调用本身有误为2。

`--calendars` 是导入通知的目录（见[导入新通知](/howto/new-notice.md)），写在子命令之前。
"""


def pages() -> Iterator[tuple[str, str]]:
    """The one page, by its path, and its text."""
    parts = [INTRODUCTION, _help("gov-deadlines")]
    for name, each in command.commands.items():
        heading = f"`gov-deadlines {name}`" + (f" {ZH[name]}" if name in ZH else "")
        parts += [titled(2, heading, f"command-{name}"), _help("gov-deadlines", name)]
        if isinstance(each, click.Group):
            for inner in each.commands:
                parts += [
                    titled(3, f"`gov-deadlines {name} {inner}`", f"command-{name}-{inner}"),
                    _help("gov-deadlines", name, inner),
                ]
    yield "reference/cli.md", "\n\n".join(parts)


def _help(program: str, *words: str) -> str:
    told = CliRunner().invoke(command, [*words, "--help"], prog_name=program, terminal_width=92)
    assert told.exit_code == 0, told.output
    return f"```text\n{told.stdout.rstrip()}\n```"
