"""Packages that only some views need: loaded when asked for, and named with their remedy when missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def needed(package: str, extra: str = "") -> Any:
    """
    The module *package*, which the extra of that name brings, or which the user brings along.

    Raises: ModuleNotFoundError, saying what to install.
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as missing:
        if missing.name != package.partition(".")[0]:
            raise
        remedy = f"gov-deadlines[{extra}]" if extra else missing.name
        told = f"this view needs {missing.name}; install it with: pip install '{remedy}'"
        raise ModuleNotFoundError(told, name=missing.name) from None
