"""Packs calendars/ into the package before it is built, so that a wheel and an editable install carry the same days."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackCalendars(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from gov_deadlines.workdays.files import write_packed

            write_packed(root / "calendars", root / "src" / "gov_deadlines" / "workdays" / "data")
        finally:
            sys.path.remove(str(root / "src"))
