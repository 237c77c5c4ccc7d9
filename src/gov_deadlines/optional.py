"""Packages that only some of the library needs: loaded when asked for, and named with their remedy when missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

EXTRAS = {
    "alembic": "migrations",
    "altair": "notebook",
    "icalendar": "ical",
    "narwhals": "columns",
    "numpy": "columns",
    "openpyxl": "xlsx",
}
"""By which extra each is installed; the others the user brings along."""


def needed(module: str) -> Any:
    """
    The module of that name.

    Raises: ModuleNotFoundError, saying what to install.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        package = module.partition(".")[0]
        if (missing.name or "").partition(".")[0] != package:
            raise
        remedy = f"gov-deadlines[{EXTRAS[package]}]" if package in EXTRAS else package
        told = f"this needs {package}; install it with: pip install '{remedy}'"
        raise ModuleNotFoundError(told, name=package) from None
