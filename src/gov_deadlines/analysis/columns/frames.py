"""Frames of pandas, polars, Arrow, DuckDB and Spark: the same kind out as in, with columns added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

from ...errors import BadInput
from ...law.book import LawBook
from ...optional import needed
from ...workdays.calendar import WorkCalendar
from .arrow import batches_answered, table_answered
from .days import NO_DAY
from .question import (
    Names,
    Question,
    added,
    refuse_naive,
    refuse_names,
    refuse_starts,
    refuse_twice,
    refuse_unless_there,
)
from .reading import Moments, midnights, read
from .stack import MOST

if TYPE_CHECKING:
    import pyarrow as pa

Frame = TypeVar("Frame")

_DUCK_ROWS = "gov_deadlines_rows"
# Tables, views and registered frames of the user go before variables: no one of them has this name.
_DUCK_ANSWERS = "gov_deadlines_answers_7c1e90d4"


def due(
    frame: Frame,
    *,
    start: str,
    rule: str | None = None,
    rule_column: str | None = None,
    jurisdiction: str | None = None,
    jurisdiction_column: str | None = None,
    suspended: str | None = None,
    act: str | None = None,
    as_of: date | datetime | None = None,
    calendar: WorkCalendar | None = None,
    book: LawBook | None = None,
    as_known_on: date | None = None,
    cases: frozenset[str] | None = None,
    naive: Literal["refuse", "day"] = "refuse",
    add: Iterable[str] | Mapping[str, str] = ("due", "error"),
) -> Frame:
    """
    *frame* with columns added: the due day of each row, why it has none, and what else *add* asks for.

    It may be a DataFrame of pandas or polars, a LazyFrame of polars, a Table of Arrow, a relation of DuckDB, a
    DataFrame of Spark, or whatever else narwhals can read whole; the answer is of the same kind.

    *start* names the column of starts: days, or instants with a time zone, which become civil days of Asia/Shanghai;
    columns of objects are read one by one. Instants without a zone are refused, or, with ``naive="day"``, days where
    they stand at midnight (pandas has no other days) and a problem of their row where they do not. The rule is *rule*
    for all rows, or stands in *rule_column*, likewise the place; one that does not exist is then a problem of its row.
    *suspended* names a column of days left out, as :meth:`Table.due` takes them; *act* one of acts, for ``status`` and
    ``late_days`` on the day *as_of*.

    *add* names what to add, or maps it to names of columns: ``due`` (a date; in pandas a datetime at midnight),
    ``due_at`` (an instant in UTC), ``error`` (a number of :class:`Problem`; 0 for none), ``provisional``, ``version``
    (its id), ``mark`` (how well its text is verified, as :class:`Mark` has it), ``status`` (a number of
    :class:`Status`) and ``late_days``.
    Raises: BadInput, for columns that are not there or cannot be read, and names that are taken; UnknownRule and
    UnknownRegion, for those given for all rows; ImportError, saying what to install.
    """
    question = asked(
        start=start, rule=rule, rule_column=rule_column, jurisdiction=jurisdiction, suspended=suspended, act=act,
        jurisdiction_column=jurisdiction_column, as_of=as_of, calendar=calendar, book=book, as_known_on=as_known_on,
        cases=cases, naive=naive, add=add,
    )  # fmt: skip
    found: Frame = answered(frame, question)
    return found


def arrow_batches(
    batches: Iterable[pa.RecordBatch], question: Question | None = None, /, **asked_: Any
) -> Iterator[pa.RecordBatch]:
    """
    Each of *batches* with columns added, one by one as they are asked for: the arguments are those of :func:`due`.

    For engines that hand over Arrow: a reader of Parquet or DuckDB, and Spark's ``mapInArrow``.
    """
    question = question or asked(**asked_)
    return batches_answered(batches, question)


def asked(
    *,
    start: str,
    rule: str | None = None,
    rule_column: str | None = None,
    jurisdiction: str | None = None,
    jurisdiction_column: str | None = None,
    naive: str = "refuse",
    add: Iterable[str] | Mapping[str, str] = ("due", "error"),
    **more: Any,
) -> Question:
    """The arguments of :func:`due` as a value that can be sent to where the rows are. Raises: BadInput."""
    if naive not in ("refuse", "day"):
        raise BadInput.of("naive", f"{naive!r} is neither 'refuse' nor 'day'", f"{naive!r} 应为 'refuse' 或 'day'")
    if jurisdiction is None and jurisdiction_column is None:
        jurisdiction = "CN"
    return Question(
        start,
        Names.of("rule", rule, rule_column),
        Names.of("jurisdiction", jurisdiction, jurisdiction_column),
        naive_days=naive == "day",
        add=added(add),
        **more,
    )


def answered(frame: Any, question: Question) -> Any:
    """*frame* with what *question* asks for."""
    kind = type(frame).__module__.partition(".")[0].lstrip("_")
    if kind == "duckdb" and isinstance(frame, needed("duckdb").DuckDBPyRelation):
        return _of_duckdb(frame, question)
    if kind == "pyspark":
        return _of_spark(frame, question)
    if kind == "pyarrow" and hasattr(frame, "to_batches"):
        return table_answered(frame, question)
    if kind == "polars" and hasattr(frame, "collect"):
        refuse_unless_there(question, frame.collect_schema().names())
        empty = answered(frame.clear().collect(), question)
        return frame.map_batches(partial(answered, question=question), schema=empty.schema)
    nw = needed("narwhals")
    try:
        whole = nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError:
        twice = [str(name) for name, times in Counter(frame.columns).items() if times > 1]
        raise refuse_twice(", ".join(twice)) from None
    except TypeError:
        name = f"{type(frame).__module__}.{type(frame).__qualname__}"
        raise BadInput.of(
            "frame",
            f"a {name} cannot be read whole; expected a frame of pandas, polars, Arrow or Spark or a relation of "
            "DuckDB, such as con.table('requests'), or hand Arrow batches to arrow_batches",
            f"{name} 不能整体读入；应为 pandas、polars、Arrow、Spark 的表或 DuckDB 的关系（如 con.table('requests')），"
            "或以 arrow_batches 逐批处理",
        ) from None
    return _of_eager(whole, question, nw).to_native()


def _of_eager(frame: Any, question: Question, nw: Any) -> Any:
    refuse_unless_there(question, frame.columns)
    starts = _moments(frame[question.start], question.start, nw, naive_days=question.naive_days)
    names = {
        column: _distinct(frame[column], nw)
        for column in (question.rule.column, question.jurisdiction.column)
        if column is not None
    }
    suspended = None if question.suspended is None else _numbers(frame[question.suspended], nw)
    acts = question.act and _moments(frame[question.act], question.act, nw, naive_days=question.naive_days)
    told = question.answer(starts, names, suspended, acts or None)
    return frame.with_columns(*(_series(name, values, frame.implementation, nw) for name, values in told.items()))


def _of_duckdb(relation: Any, question: Question) -> Any:
    """A relation on the same connection: its rows are fetched as Arrow, and the answers scanned from there."""
    refuse_unless_there(question, relation.columns)
    # The statement reads it: DuckDB finds tables of Arrow by the names of variables, and it is _DUCK_ANSWERS.
    gov_deadlines_answers_7c1e90d4 = table_answered(relation.to_arrow_table(), question)
    try:
        found = relation.query(_DUCK_ROWS, f"select * from {_DUCK_ANSWERS}")  # noqa: S608  # a constant
    except needed("duckdb").CatalogException:
        raise BadInput.of(
            "frame",
            "its connection of DuckDB reads no variables of Python, so that it cannot take the answers; set "
            "python_enable_replacements and enable_external_access to true, or hand in relation.to_arrow_table()",
            "该 DuckDB 连接不读取 Python 变量，无法接收结果；请将 python_enable_replacements 和 enable_external_access "
            "设为 true，或传入 relation.to_arrow_table()",
        ) from None
    _refuse_renamed(found.columns, gov_deadlines_answers_7c1e90d4.schema.names, len(question.add))
    return found


def _refuse_renamed(found: list[str], told: list[str], more: int) -> None:
    """Raises: BadInput, unless the *more* columns that were added came through DuckDB, beside all the others."""
    if len(found) == len(told) and found[-more:] == told[-more:]:
        return
    raise BadInput.of(
        "add",
        f"DuckDB, which tells no names apart by case, made {', '.join(found)} of the columns {', '.join(told)}; "
        f"map them to other names by add={{'due': 'due_on', ...}}, and let no table be called {_DUCK_ANSWERS}",
        f"DuckDB 的列名不分大小写，{'、'.join(told)} 成为 {'、'.join(found)}；请用 add 另行命名，"
        f"表名也不得为 {_DUCK_ANSWERS}",
    )


def _of_spark(frame: Any, question: Question) -> Any:
    """A frame whose partitions are answered where they are."""
    refuse_unless_there(question, frame.columns)
    types = needed("pyspark.sql.types")
    kinds = {
        "due": types.DateType(),
        "due_at": types.TimestampType(),
        "error": types.ByteType(),
        "provisional": types.BooleanType(),
        "version": types.StringType(),
        "mark": types.StringType(),
        "status": types.ByteType(),
        "late_days": types.LongType(),
    }
    more = [types.StructField(name, kinds[what]) for what, name in question.add]
    return frame.mapInArrow(
        partial(batches_answered, question=question), types.StructType([*frame.schema.fields, *more])
    )


def _moments(series: Any, path: str, nw: Any, *, naive_days: bool) -> Moments:
    """A column of days, or of instants with a zone. Raises: BadInput, for any other."""
    if series.null_count() == len(series):  # which has no values to be of a type, and often has none
        return Moments(np.full(len(series), NO_DAY))
    if series.dtype == nw.Unknown and getattr(series.to_native().dtype, "tz", None):
        # narwhals 2.29 does not know zones with an underscore in pandas (America/New_York).
        series = nw.from_native(series.to_native().dt.tz_convert("UTC"), series_only=True)
    kind = series.dtype
    if kind == nw.Date:
        return read(series.to_numpy(), path)
    if kind == nw.Datetime and kind.time_zone is not None:
        if kind.time_zone != "UTC":
            series = series.dt.convert_time_zone("UTC")
        return read(series.dt.replace_time_zone(None).to_numpy(), path)
    if kind == nw.Datetime:
        if not naive_days:
            raise refuse_naive(path)
        return midnights(series.to_numpy())
    if kind == nw.Object:
        return read(series.to_numpy(), path)
    raise refuse_starts(path, kind)


def _numbers(series: Any, nw: Any) -> np.ndarray:
    """A column of numbers of days left out; numpy has none of 128 bits, so that these are held to 64 first."""
    if series.dtype in (nw.Int128, nw.UInt128):
        series = series.clip(-1 if series.dtype == nw.Int128 else 0, MOST + 1).cast(nw.Int64)
    values: np.ndarray = series.to_numpy()
    return values


def _distinct(series: Any, nw: Any) -> tuple[list[Any], np.ndarray]:
    """The distinct values of a column of names, and per row the place of its own; nulls are names of nothing."""
    if series.dtype in (nw.Categorical, nw.Enum):
        series = series.cast(nw.String)
    if series.dtype == nw.Object:
        return _distinct_objects(series.to_list())
    if series.dtype != nw.String:
        if not series.is_null().all():
            raise refuse_names(series.name, series.dtype)
        return [None], np.zeros(len(series), dtype=np.int32)
    filled = series.fill_null("")
    values = filled.unique().to_list()
    places = filled.replace_strict(values, list(range(len(values))), return_dtype=nw.Int32) if values else filled
    return values or [None], places.to_numpy() if values else np.zeros(0, dtype=np.int32)


def _distinct_objects(values: list[Any]) -> tuple[list[Any], np.ndarray]:
    """As :func:`_distinct`, for objects of any type: what is no text is a name of nothing."""
    held: dict[str | None, int] = {}
    places = [held.setdefault(value if isinstance(value, str) else None, len(held)) for value in values]
    return list(held) or [None], np.array(places, dtype=np.int32)


def _series(name: str, values: Any, implementation: Any, nw: Any) -> Any:
    """A column to be added; instants bear UTC."""
    if isinstance(values, list):
        return nw.new_series(name, values, dtype=nw.String, backend=implementation)
    series = nw.new_series(name, values, backend=implementation)
    is_instant = values.dtype.kind == "M" and np.datetime_data(values.dtype)[0] != "D"
    return series.dt.replace_time_zone("UTC") if is_instant else series
