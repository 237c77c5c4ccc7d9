"""What columns answer: arrays of days, instants or standings, beside the reasons where there is no answer."""

from __future__ import annotations

from collections import Counter

import attrs
import numpy as np

from .days import Codes, Flags
from .problem import Problem


@attrs.frozen(eq=False)
class _Told:
    """Answers in a column, and why some rows have none; where all have one, the reasons take no memory until asked."""

    values: np.ndarray
    _problems: Codes | None = attrs.field(default=None, alias="problems")

    @property
    def errors(self) -> Codes:
        """Per row the number of its :class:`Problem`; 0 where it has an answer."""
        return np.zeros(self.values.shape, dtype=np.int8) if self._problems is None else self._problems

    @property
    def ok(self) -> Flags:
        """Which rows have an answer."""
        return np.equal(self.errors, 0)

    @property
    def all_ok(self) -> bool:
        """Whether every row has one."""
        return self._problems is None or not self._problems.any()

    @property
    def counts(self) -> dict[Problem, int]:
        """How many rows have no answer, by the reason."""
        if self._problems is None:
            return {}
        found = Counter(self._problems.tolist())
        return {Problem(number): found[number] for number in sorted(found) if number}

    def __len__(self) -> int:
        return self.values.size


@attrs.frozen(eq=False)
class Answers(_Told):
    """Due days: see :meth:`Table.due`."""

    @property
    def due(self) -> np.ndarray:
        """The due days, datetime64[D], NaT where there is none; the int32 of ``out``, where that was given."""
        return self.values


@attrs.frozen(eq=False)
class Instants(_Told):
    """The instants at which limits end: see :meth:`Table.due_at`."""

    @property
    def due_at(self) -> np.ndarray:
        """The instants in UTC, NaT where there is none."""
        return self.values


@attrs.frozen(eq=False)
class Standings(_Told):
    """How rows stand to their limits: see :meth:`Table.timeliness`."""

    late_days: np.ndarray = attrs.field(kw_only=True)
    """Calendar days past the due day, begun ones not counted for hours; 0 where it is not passed."""

    @property
    def status(self) -> np.ndarray:
        """Per row the number of its :class:`Status`, int8."""
        return self.values
