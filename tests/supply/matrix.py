"""
Runs tests under each of some versions of Python that is on this machine, and says which are not.

    python tests/supply/matrix.py 3.11 3.12 -- tests/test_period.py

An interpreter is ``python3.12`` on the path, or one that pyenv keeps. Exit status 1 when tests failed under one, 2 when
none was there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXTRAS = "cli,columns,ical,migrations,notebook,xlsx"


def main() -> None:
    """Run, and say at the end what was run and what not."""
    line = sys.argv.index("--")
    told, failed = [], False
    for version in sys.argv[1:line]:
        found = interpreter(version)
        if found is None:
            told.append(f"Python {version}: not on this machine, not run")
            continue
        python = environment(found, version)
        done = subprocess.run([python, "-m", "pytest", "-q", "-n", "2", *sys.argv[line + 1 :]], cwd=ROOT, check=False)
        failed = failed or done.returncode != 0
        full = subprocess.run([python, "-V"], check=True, capture_output=True, text=True).stdout.strip()
        told.append(f"{full}: {'passed' if done.returncode == 0 else 'FAILED'}")
    print("\n".join(told), "; ".join(told), sep="\n")
    sys.exit(1 if failed else 2 if all("not run" in each for each in told) else 0)


def interpreter(version: str) -> str | None:
    """The path of that version, if there is one and it starts: a shim may stand for a version that is not there."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(f"python{version}"), *sorted(map(str, kept.glob(f"{version}.*/bin/python")), reverse=True)]
    for each in filter(None, found):
        done = subprocess.run([each, "-V"], check=False, capture_output=True, text=True)
        if done.returncode == 0 and done.stdout.split()[-1].startswith(f"{version}."):
            return each
    return None


def environment(python: str, version: str) -> Path:
    """The interpreter of an environment with the package, every extra and the tests' tools."""
    home = ROOT / ".venv-matrix" / version
    own = home / "bin" / "python"
    subprocess.run([python, "-m", "venv", home], check=True)
    pip = [own, "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--upgrade", "pip>=25.1"], check=True)
    subprocess.run([*pip, "--editable", f"{ROOT}[{EXTRAS}]", "--group", f"{ROOT / 'pyproject.toml'}:core"], check=True)
    return own


if __name__ == "__main__":
    main()
