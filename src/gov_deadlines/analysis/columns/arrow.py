"""Record batches of Arrow: read and answered without a copy where their columns have no nulls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ...optional import needed
from .days import NO_DAY
from .kernel import refuse_numbers
from .question import Question, refuse_naive, refuse_names, refuse_starts, refuse_unless_there
from .reading import PER_DAY, Moments, midnights

if TYPE_CHECKING:
    import pyarrow as pa


def batches_answered(batches: Iterable[pa.RecordBatch], question: Question) -> Iterator[pa.RecordBatch]:
    """Each batch with what *question* asks for, as it is asked for."""
    for batch in batches:
        yield batch_answered(batch, question)


def table_answered(table: pa.Table, question: Question) -> pa.Table:
    """*table* with what *question* asks for, in the chunks it has."""
    pa = needed("pyarrow")
    # Not from_pylist, which cannot make columns of every type, such as a dictionary of nulls.
    columns = [column.combine_chunks() for column in table.schema.empty_table().columns]
    empty = batch_answered(pa.RecordBatch.from_arrays(columns, schema=table.schema), question)
    return pa.Table.from_batches([batch_answered(batch, question) for batch in table.to_batches()], empty.schema)


def batch_answered(batch: pa.RecordBatch, question: Question) -> pa.RecordBatch:
    """*batch* with what *question* asks for. Raises: BadInput, for columns that are not there or cannot be read."""
    pa = needed("pyarrow")
    refuse_unless_there(question, batch.schema.names)
    starts = _moments(batch.column(question.start), question.start, pa, naive_days=question.naive_days)
    names = {
        column: _distinct(batch.column(column), column, pa)
        for column in (question.rule.column, question.jurisdiction.column)
        if column is not None
    }
    suspended = None if question.suspended is None else _numbers(batch.column(question.suspended), pa)
    act = question.act
    acts = None if act is None else _moments(batch.column(act), act, pa, naive_days=question.naive_days)
    told = question.answer(starts, names, suspended, acts)
    for name, values in told.items():
        batch = batch.append_column(name, _array(values, pa))
    return batch


def _moments(column: Any, path: str, pa: Any, *, naive_days: bool) -> Moments:
    kind = column.type
    if column.null_count == len(column):
        return Moments(np.full(len(column), NO_DAY))
    if pa.types.is_date64(kind):
        return Moments(_days_of(_whole(column.view(pa.int64()), np.int64)))
    if pa.types.is_date32(kind):
        return Moments(_whole(column.view(pa.int32()), np.int32))
    if not pa.types.is_timestamp(kind):
        raise refuse_starts(path, kind)
    if kind.tz is not None:
        return Moments(_whole(column.view(pa.int64()), np.int64), kind.unit)
    if not naive_days:
        raise refuse_naive(path)
    return midnights(_whole(column.view(pa.int64()), np.int64).view(f"M8[{kind.unit}]"))


def _days_of(milliseconds: np.ndarray) -> np.ndarray:
    """The days of a date64, which should stand for midnights, and where they do not are the days they lie in."""
    return np.where(milliseconds == NO_DAY, NO_DAY, np.floor_divide(milliseconds, PER_DAY["ms"]))


def _whole(column: Any, dtype: type) -> np.ndarray:
    """Whole numbers, nulls as the least there is."""
    if column.null_count:
        column = column.fill_null(int(np.iinfo(dtype).min))
    values: np.ndarray = column.to_numpy(zero_copy_only=True)
    return values


def _numbers(column: Any, pa: Any) -> np.ndarray:
    """Numbers of days left out; a null, and what is not whole, is one that is refused in its row."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if column.null_count == len(column):  # which has no values to be of a type, and often has none
        return np.full(len(column), -1)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise refuse_numbers("suspended", f"a column of {kind}")
    if pa.types.is_decimal(kind) or (pa.types.is_integer(kind) and column.null_count):
        try:
            column = column.cast(pa.int64()).fill_null(-1)
        except pa.ArrowException:  # fractions, and numbers of more than 64 bits, which are looked at one by one
            return np.array(column.to_pylist(), dtype=object)
    values: np.ndarray = column.to_numpy(zero_copy_only=False)
    return values


def _distinct(column: Any, path: str, pa: Any) -> tuple[list[Any], np.ndarray]:
    """The distinct values of a column of names, and per row the place of its own; a null is a name of nothing."""
    kind = column.type
    if pa.types.is_null(kind):
        return [None], np.zeros(len(column), dtype=np.int32)
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise refuse_names(path, kind)
    if pa.types.is_string_view(kind):
        column = column.cast(pa.string())
    coded = column.dictionary_encode(null_encoding="encode")
    return coded.dictionary.to_pylist() or [None], coded.indices.to_numpy()


def _array(values: Any, pa: Any) -> Any:
    """A column to be added: days as date32 and instants in UTC, nulls where they stand for none."""
    if isinstance(values, list):
        return pa.array(values, pa.string())
    if values.dtype == np.bool_ or values.dtype.kind != "M":
        return pa.array(values)
    numbers = values.view(np.int64)
    none = numbers == NO_DAY
    mask = none if none.any() else None
    if values.dtype == np.dtype("M8[D]"):
        return pa.array(numbers.astype(np.int32), pa.int32(), mask=mask).view(pa.date32())
    return pa.array(numbers, pa.int64(), mask=mask).view(pa.timestamp("us", "UTC"))
