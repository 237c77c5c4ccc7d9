"""How far long work is, for whoever sits at the terminal: on standard error, and for nobody else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self, TypeVar

from rich.console import Console

from ..errors import Lang, said

T = TypeVar("T")

PATIENCE_SECONDS = 1.0
"""What takes no longer shows no bar."""


class Progress:
    """
    A bar that shows how many things work has gone through, once it takes longer than a second.

    Called with things it hands them on, and counts; *whole* is how many there will be, where that is known. Where
    standard error is no terminal it shows nothing; once the work is over, nothing is left of it on one either.
    """

    def __init__(
        self,
        lang: Lang,
        whole: int | None = None,
        *,
        console: Console | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console = Console(stderr=True) if console is None else console
        self._what, self._clock = said(lang, "已处理", "done"), clock
        self._patient_until = clock() + PATIENCE_SECONDS
        self._bar: Any = None
        self._done, self._whole = 0, whole

    def __call__(self, things: Iterable[T], /) -> Iterable[T]:
        """Hand on *things* one by one."""
        shows = self._console.is_terminal and not self._console.is_dumb_terminal  # a bar that cannot go back is noise
        return self._counted(things) if shows else things

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _counted(self, things: Iterable[T]) -> Iterator[T]:
        for thing in things:
            yield thing
            self._done += 1
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], completed=self._done)
            elif self._clock() > self._patient_until:
                self._show()

    def _show(self) -> None:
        # Only here: most calls are over before, and rich takes its time to load.
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        self._bar = Bar(*columns, console=self._console, transient=True)
        self._bar.add_task(self._what, completed=self._done, total=self._whole)
        self._bar.start()
