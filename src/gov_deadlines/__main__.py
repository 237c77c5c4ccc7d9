"""The door of the command line: says what to install when the packages it needs are not there."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or exit with status 2 and the remedy when click and rich are missing."""
    try:
        from .cli import command
    except ModuleNotFoundError as missing:
        if missing.name not in ("click", "rich"):
            raise
        remedy = "install it with: pip install 'gov-deadlines[cli]'"
        sys.stderr.write(f"the command line needs {missing.name}; {remedy}\n")
        sys.exit(2)
    command()


if __name__ == "__main__":
    main()
