"""How long work is watched: by a function that hands on what it goes through, and may tell how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watch(Protocol):
    """What hands on each of *things*, in order, and may show how many there were: ``rich.progress.track``, ``tqdm``."""

    def __call__(self, things: Iterable[T], /) -> Iterable[T]: ...


def unwatched(things: Iterable[T], /) -> Iterable[T]:
    """*things* as they are: nobody is told."""
    return things
