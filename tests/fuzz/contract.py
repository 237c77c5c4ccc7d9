"""
What every door is held to, whatever comes in through it.

Only this library's own errors come out, each with a message in both languages that can be printed, sent and pickled;
one input costs at most :data:`SECONDS` of processor time and :data:`MEGABYTES` of memory; what can be written out again
reads back as the same; and after any input a good one is answered as before.
"""

from __future__ import annotations

import json
import pickle
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gov_deadlines import GovDeadlinesError

CORPUS = Path(__file__).with_name("corpus")
WORDS = Path(__file__).with_name("words")
ROOT = Path(__file__).parents[2]
SECONDS = 5.0  # a series of ten thousand spans, the most there may be, takes four of them
MEGABYTES = 256
HANGS = 20  # seconds on the wall after which an input is given up
# A refusal quotes what it refuses, some of it in several faults and in two languages; it must not swell beyond that.
QUOTED = 100


class BrokenError(AssertionError):
    """An input broke the contract without an exception of its own."""


@dataclass(frozen=True)
class Door:
    """
    One place where the library reads input.

    *ask* hands one input in and gives what came out, in a form that can be compared; *good* is an input whose answer
    must never change. *words* are what inputs are made of, *shape* how they are spoiled: as text or as JSON.
    """

    name: str
    ask: Callable[[bytes], object]
    good: bytes
    words: tuple[str, ...] = ()
    shape: str = "text"
    longest: int = 8192
    seeds: Callable[[], Iterable[bytes]] = tuple
    """Inputs that the project has anyway, to start from: its own data and the examples of other tests."""

    def corpus(self) -> dict[str, bytes]:
        """The inputs that are kept for this door, by name."""
        return {path.name: path.read_bytes() for path in sorted((CORPUS / self.name).glob("*.*"))}

    def starts(self) -> list[bytes]:
        """Every input to start from."""
        return [self.good, *self.corpus().values(), *(seed[: self.longest] for seed in self.seeds())]


@dataclass
class Held:
    """A door and what was seen at it so far."""

    door: Door
    patience: float = SECONDS
    inputs: int = 0
    refused: int = 0
    slowest: float = 0.0
    findings: dict[str, bytes] = field(default_factory=dict)
    _good: object = None

    def __post_init__(self) -> None:
        self._good = self.door.ask(self.door.good)

    def hold(self, data: bytes) -> None:
        """Hand *data* in; raises what broke the contract."""
        self.inputs += 1
        data = data[: self.door.longest]
        swollen, began = _peak(), time.process_time()
        try:
            with _given_up_after(HANGS):
                self.door.ask(data)
        except GovDeadlinesError as refusal:
            self.refused += 1
            check_refusal(refusal, len(data))
        took = time.process_time() - began
        self.slowest = max(self.slowest, took)
        if took > self.patience:
            raise BrokenError(f"too slow: {len(data)} bytes took {took:.1f} s; expected at most {self.patience}")
        if _peak() - swollen > MEGABYTES:
            raise BrokenError(f"too big: {len(data)} bytes took {_peak() - swollen} MB; expected at most {MEGABYTES}")

    def still(self) -> None:
        """The good input is answered as at first."""
        same(self.door.ask(self.door.good), self._good, "the good input is not answered as before")

    def note(self, data: bytes) -> bool:
        """Hand *data* in and keep it if it broke the contract in a way not seen so far; whether it did."""
        try:
            self.hold(data)
            if self.inputs % 50 == 0:
                self.still()
        except Exception as broken:
            fresh = fingerprint(broken) not in self.findings
            if fresh:
                self.findings[fingerprint(broken)] = data
            return fresh
        return False


def check_refusal(refusal: GovDeadlinesError, size: int) -> None:
    """A refusal speaks both languages, in texts that can be written, and survives a pickle."""
    for lang in ("en", "zh"):
        message = refusal.message(lang)
        if not message.strip():
            raise BrokenError(f"{type(refusal).__name__} says nothing in {lang}")
        if len(message) > QUOTED * size + 20_000:
            raise BrokenError(f"{type(refusal).__name__} says too much: {len(message)} characters about {size} bytes")
        json.dumps(refusal.to_dict(lang))
        try:
            message.encode()
        except UnicodeEncodeError:
            raise BrokenError(f"{type(refusal).__name__} cannot be printed in {lang}: {message!r}") from refusal
    back = pickle.loads(pickle.dumps(refusal))
    if type(back) is not type(refusal) or back.message("zh") != refusal.message("zh"):
        raise BrokenError(f"{type(refusal).__name__} is another after pickling")


def words(*names: str) -> tuple[str, ...]:
    """The words of inputs, kept a line each."""
    return tuple(
        word for name in names for word in (WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines() if word
    )


def files(*patterns: str) -> list[Path]:
    """The files of the project that match, in order."""
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def same(one: object, other: object, what: str) -> None:
    """The two are equal, or the round trip named lost something."""
    if one != other:
        raise BrokenError(f"{what}: {one!r:.300} became {other!r:.300}")


def fingerprint(broken: Exception) -> str:
    """The kind of failure and the line it came from: what makes two findings one."""
    frames = traceback.extract_tb(broken.__traceback__)
    own = [frame for frame in frames if "gov_deadlines" in frame.filename] or list(frames)
    where = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
    if isinstance(broken, TimeoutError):
        return "no answer"
    told = str(broken).partition(":")[0] if isinstance(broken, BrokenError) else type(broken).__name__
    return f"{told} at {where}"


def text_of(data: bytes) -> str:
    """The text of *data*; bytes that are no UTF-8 become halves of surrogate pairs, as on a command line."""
    return data.decode("utf-8", "surrogateescape")


@contextmanager
def _given_up_after(seconds: int) -> Iterator[None]:
    """Ends what does not end by itself with a TimeoutError; only where signals are to be had."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"no answer within {seconds} s")

    try:
        before = signal.signal(signal.SIGALRM, give_up)
    except (AttributeError, ValueError):  # another system, or another thread
        yield
        return
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _peak() -> int:
    """The most memory used so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
