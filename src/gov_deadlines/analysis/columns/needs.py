"""Optional packages, loaded when they are needed, and what to install where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_INSTALLED_BY = {"narwhals": "'gov-deadlines[columns]'"}


def needed(name: str) -> Any:
    """The module *name*. Raises: ImportError, saying what to install."""
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        package = name.partition(".")[0]
        if missing.name != package:
            raise
        remedy = _INSTALLED_BY.get(package, package)
        raise ImportError(f"this needs {package}; install it with: pip install {remedy}", name=package) from missing
