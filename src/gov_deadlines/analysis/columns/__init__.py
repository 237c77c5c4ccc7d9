"""
Due dates and timeliness for columns of any length, by one table per rule, calendar and place.

    >>> import numpy as np
    >>> from gov_deadlines.analysis import columns
    >>> penalties = columns.table("enforcement.penalty", jurisdiction="520323")
    >>> penalties.due(np.array(["2020-05-20", "NaT", "2026-12-30"], dtype="M8[D]")).due
    array(['2020-05-29',        'NaT',        'NaT'], dtype='datetime64[D]')

A row without an answer says why: ``errors`` holds numbers whose legend is :class:`Problem`.
"""

from __future__ import annotations

from ...optional import needed

# ruff: noqa: E402 - what to install is said before the rooms below import numpy by name
needed("numpy")

from .answers import Answers, Instants, Standings
from .frames import arrow_batches, due
from .problem import Problem, Status
from .stack import Stack
from .table import Table, table, table_of

__all__ = [
    "Answers",
    "Instants",
    "Problem",
    "Stack",
    "Standings",
    "Status",
    "Table",
    "arrow_batches",
    "due",
    "table",
    "table_of",
]
