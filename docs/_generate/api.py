"""The public face, a page for each room, and the rooms with a face of their own; names are told by their docstrings."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import gov_deadlines as gd

from .words import titled

# A room that is new gets a page of its own by its name, until it is given a title here.
ROOMS = {
    "deadline": "期限：due 与 Deadline",
    "period": "期间与单位",
    "workdays": "日历与通知",
    "law": "法规",
    "matters": "事项",
    "ledger": "台账",
    "catalogue": "目录",
    "analysis": "许多个一起问",
    "view": "展示",
    "errors": "错误",
}
NEIGHBOURS = {
    "civil": "period",
    "course": "deadline",
    "exclusion": "period",
    "reading": "deadline",
    "step": "deadline",
    "unit": "period",
}
# What is imported by its room, since it needs packages that only some have.
BESIDE = {
    "columns": ("整列计算", ("analysis.columns",)),
    "views": ("数据框、日历文件、网页和图", ("view.frames", "view.feed", "view.page", "view.charts")),
}
INTRODUCTION = """
# API

`import gov_deadlines as gd` 之后可用的全部名称，按房间分页，文字取自代码中的说明（英文）。
首次用到时才载入，所以 `import` 几乎没有代价。
需要另装软件包的几间（numpy、altair 等）不在其中，按所在模块导入，列在最后。
"""


def pages() -> Iterator[tuple[str, str]]:
    """Each page by its path, and its text."""
    rooms: dict[str, list[str]] = {room: [] for room in ROOMS}
    for name in gd.__all__:
        home = gd._HOME[name].partition(".")[0]
        rooms.setdefault(NEIGHBOURS.get(home, home), []).append(name)
    rooms = {room: names for room, names in rooms.items() if names}
    parts = [INTRODUCTION, "```{toctree}\n:maxdepth: 1\n\n" + "\n".join([*rooms, *BESIDE]) + "\n```"]
    for room, known in rooms.items():
        names = sorted(known, key=lambda name: _place(name, room))
        parts.append(
            f"[{ROOMS.get(room, room)}]({room}.md)：" + "、".join(f"{{any}}`gov_deadlines.{n}`" for n in names)
        )
        entries = "\n\n".join(_entry(name, getattr(gd, name)) for name in names)
        title = titled(1, ROOMS.get(room, room), f"api-{room}")
        yield f"reference/api/{room}.md", f"{title}\n\n```{{eval-rst}}\n{entries}\n```"
    for page, (zh, modules) in BESIDE.items():
        told = {f"{module}.{name}": value for module in modules for name, value in _own(module)}
        parts.append(f"[{zh}]({page}.md)：" + "、".join(f"{{any}}`gov_deadlines.{path}`" for path in told))
        entries = "\n\n".join(_entry(path, value) for path, value in told.items())
        title = titled(1, zh, f"api-{page}")
        yield f"reference/api/{page}.md", f"{title}\n\n```{{eval-rst}}\n{entries}\n```"
    yield "reference/api/index.md", "\n\n".join(parts)


def _place(name: str, room: str) -> tuple[bool, bool, bool]:
    """What the room is named for comes first, functions before classes, constants last."""
    value = getattr(gd, name)
    return gd._HOME[name].partition(".")[0] != room, not callable(value), isinstance(value, type)


def _own(module: str) -> Iterator[tuple[str, object]]:
    """The names that *module* lists as its face, or else defines in public, functions first."""
    room = import_module(f"gov_deadlines.{module}")
    names = getattr(room, "__all__", None) or [
        name
        for name, value in vars(room).items()
        if name[0] != "_" and getattr(value, "__module__", "") == room.__name__ and callable(value)
    ]
    yield from sorted(((name, getattr(room, name)) for name in names), key=lambda found: isinstance(found[1], type))


def _entry(name: str, value: object) -> str:
    if isinstance(value, type):
        if issubclass(value, BaseException):
            return f".. autoexception:: gov_deadlines.{name}\n   :exclude-members: message\n   :no-members:"
        return f".. autoclass:: gov_deadlines.{name}"
    if callable(value):
        return f".. autofunction:: gov_deadlines.{name}"
    return f".. py:data:: gov_deadlines.{name}\n\n   ``{value!r}``"
