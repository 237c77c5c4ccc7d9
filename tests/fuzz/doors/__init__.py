"""Every place where the library reads input, a harness each."""

from __future__ import annotations

from importlib import import_module

from ..contract import Door

NAMES = (
    "notice",
    "calendar_toml",
    "law_toml",
    "procedure_toml",
    "event",
    "matter",
    "replay",
    "rows",
    "reckon",
    "docket",
    "policy",
    "moment",
    "region",
    "command_line",
    "frame",
    "phrase",
)


def door(name: str) -> Door | None:
    """The door of that name; ``None`` where the room behind it is not built or what it needs is not installed."""
    try:
        found: Door = import_module(f".{name}", __name__).DOOR
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.startswith(__name__):
            raise
        return None
    return found
