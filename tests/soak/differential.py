"""
Holds working days, shifts and counts against other libraries, over every day that each of them knows.

    python -m tests.soak.differential               all that are installed: `make differential` installs them
    python -m tests.soak.differential holidays      those named

They may differ only where tests/answers/peer_differences.csv says so, with the notice that decides it. Exits with 1 on
a difference that is not listed, on one that is listed and no longer occurs, and when a peer is missing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests import peers

SHOWN = 20


def main(asked: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Check each peer and tell what was checked; 1 when anything differed."""
    failed, compared, days = 0, 0, 0
    for name in asked or peers.NAMES:
        peer = peers.peer(name)
        if peer is None:
            failed = 1
            say(f"{name}: not installed\n")
            continue
        began = time.perf_counter()
        tally = peers.agreement(peer)
        days += tally.days
        compared += tally.days + tally.shifts + tally.counts
        say(
            f"{peers.name_and_version(name)}, {peer.first}..{peer.last}: {tally.days:,} days, "
            f"{tally.shifts:,} shifts and {tally.counts:,} counts agree; "
            f"{tally.listed} days differ as listed, {len(tally.differences)} others, "
            f"{time.perf_counter() - began:.0f} s\n"
        )
        for difference in tally.differences[:SHOWN]:
            say(f"  {difference}\n")
        failed = failed or int(bool(tally.differences))
    for each in peers.known():
        said = f"{each.peer} {'works' if each.peer_works else 'rests'} {each.first} to {each.last}"
        say(f"listed: {said}; {each.notice} is for {each.in_favour}: {each.why}\n")
    say("exchange_calendars is left out: exchanges keep closed on make-up days by their nature\n")
    say(f"{days:,} days x peers agreed, {compared:,} answers compared in all\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
