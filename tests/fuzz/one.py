"""One door for a while: by atheris where it is installed, by chance alone elsewhere; what was found goes to a file."""

from __future__ import annotations

import json
import random
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from .contract import SECONDS, Held
from .doors import door
from .mutate import mutate

try:
    import atheris
except ImportError:
    atheris = None


def main(name: str, seconds: float, work: Path, seed: int) -> None:
    """Fuzz the door *name* and keep the tally, the findings and the inputs that led to new code under *work*."""
    warnings.simplefilter("error")
    guided = atheris is not None
    if guided:
        with atheris.instrument_imports(include=["gov_deadlines"], enable_loader_override=False):
            found = door(name)
    else:
        found = door(name)
    if found is None:
        return
    held = Held(found, 2 * SECONDS if guided else SECONDS)  # code that tells where it was takes about twice the time
    starts = found.starts()
    for start in starts:
        held.note(start)
    told = _Teller(held, work, seconds)
    if guided:
        _guided(held, starts, told, work, seed)
    dice, ends = random.Random(seed), time.monotonic() + seconds
    while time.monotonic() < ends:
        told.look(mutate(dice.choice(starts), found, dice, starts))
    told.tell()


class _Teller:
    """Hands inputs in and writes the tally down every second: whoever started this may not wait for an end."""

    def __init__(self, held: Held, work: Path, seconds: float) -> None:
        self.held, self.work = held, work
        self.began = self.told = time.monotonic()
        self.ends = self.began + seconds

    def look(self, data: bytes) -> None:
        """One input."""
        if self.held.note(data) or time.monotonic() - self.told > 1:
            self.tell()

    def tell(self) -> None:
        """The tally so far."""
        self.told = time.monotonic()
        held = self.held
        for number, data in enumerate(held.findings.values()):
            (self.work / f"finding-{number}").write_bytes(data)
        tally = {
            "inputs": held.inputs,
            "refused": held.refused,
            "slowest": held.slowest,
            "seconds": self.told - self.began,
            "findings": list(held.findings),
        }
        (self.work / "tally.json").write_text(json.dumps(tally), encoding="utf-8")


def _guided(held: Held, starts: list[bytes], told: _Teller, work: Path, seed: int) -> None:
    """Let libFuzzer choose; it ends the process by itself."""
    kept = work / "corpus"
    kept.mkdir(exist_ok=True)
    for number, start in enumerate(starts):
        (kept / f"start-{number}").write_bytes(start)

    def spoil(data: bytes, longest: int, dice_seed: int) -> bytes:
        dice = random.Random(dice_seed)
        if dice.random() < 0.25:
            return bytes(atheris.Mutate(data, longest))
        return mutate(data, held.door, dice, starts)[:longest]

    options = [
        f"-max_total_time={int(told.ends - time.monotonic())}",
        f"-max_len={held.door.longest}",
        f"-seed={seed}",
        "-timeout=60",
        "-rss_limit_mb=3000",
        f"-artifact_prefix={work}/",
        "-verbosity=1",
    ]
    look: Callable[[bytes], None] = told.look
    atheris.Setup([sys.argv[0], *options, str(kept)], look, custom_mutator=spoil)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
