"""
Tables for other engines: as Arrow, as a Parquet file, and as SQL, to be joined on the day of the start.

The columns: ``rule`` and ``jurisdiction`` (so that tables can be put one under the other), ``start_on``, ``due_on``,
``version`` (the id of the text that binds), ``mark`` (how well that text is verified), ``provisional``,
``earliest_on`` and ``latest_on`` (where it is), and ``problem``, a number of :class:`Problem`, 0 where there is a due
day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import BadInput
from ...optional import needed

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import Dialect
    from sqlalchemy import Table as SqlTable

    from .table import Table

COLUMNS = (
    "rule",
    "jurisdiction",
    "start_on",
    "due_on",
    "version",
    "mark",
    "provisional",
    "earliest_on",
    "latest_on",
    "problem",
)
_ROWS_AT_ONCE = 500
_WRITTEN_AS = {
    "duckdb": "postgresql",
    "kingbase": "postgresql",
    "opengauss": "postgresql",
    "oceanbase": "mysql",
    "dameng": "dm",
}
"""Databases whose SQLAlchemy dialect has another name, or that take the statements of another."""


def to_arrow(table: Table) -> pa.Table:
    """*table* as Arrow, with the columns of this module."""
    pa = needed("pyarrow")
    name, size = _name_of(table), len(table)
    which = pa.array(np.maximum(table.which, 0), mask=table.which < 0, type=pa.int16())

    def of_versions(texts: list[str]) -> Any:
        return pa.array(texts, pa.string()).take(which) if texts else pa.nulls(size, pa.string())

    return pa.table(
        {
            "rule": pa.repeat(pa.scalar(name, pa.string()), size),
            "jurisdiction": pa.repeat(pa.scalar(table.jurisdiction, pa.string()), size),
            "start_on": pa.array(table.starts, pa.date32()),
            "due_on": pa.array(table.dues, pa.date32()),
            "version": of_versions([version.id for version in table.versions]),
            "mark": of_versions([version.mark.value for version in table.versions]),
            "provisional": pa.array(table.provisional),
            "earliest_on": pa.array(table.earliest, pa.date32()),
            "latest_on": pa.array(table.latest, pa.date32()),
            "problem": pa.array(table.problems, pa.int8()),
        }
    )


def write_parquet(table: Table, path: str | Path) -> None:
    """Write *table* as a Parquet file."""
    needed("pyarrow.parquet").write_table(to_arrow(table), path)


def to_sql(table: Table, name: str, dialect: str = "postgresql") -> str:
    """
    *table* as the text of a CREATE TABLE and its INSERT statements, each ended by a semicolon.

    *dialect* is the name of a database as SQLAlchemy has it, or duckdb, kingbase, opengauss, oceanbase or dameng; the
    types are plain: provisional is 0 or 1.
    Raises: BadInput, for a dialect that is not there, or a name that is no name.
    """
    from sqlalchemy.schema import CreateTable

    written = _dialect(dialect)
    if not isinstance(name, str) or not name.replace("_", "").isalnum() or name[0].isdigit():
        raise BadInput.of(
            "name",
            f"{name!r} is no name of a table; expected letters, digits and _, a letter first",
            f"{name!r} 不是表名；应以字母开头，由字母、数字和下划线组成",
        )
    kept = _sql_table(name)
    create = str(CreateTable(kept).compile(dialect=written)).strip()
    return ";\n".join([create, *_inserts(table, kept, written)]) + ";\n"


def _inserts(table: Table, kept: SqlTable, dialect: Dialect) -> Iterator[str]:
    quoted = dialect.identifier_preparer
    names = ", ".join(map(quoted.format_column, kept.columns))
    head = f"INSERT INTO {quoted.format_table(kept)} ({names}) VALUES "  # noqa: S608 - names quoted, literals too
    literals = [column.type.dialect_impl(dialect).literal_processor(dialect) for column in kept.columns]
    rows = [f"({', '.join(map(_literal, literals, row))})" for row in _rows(table)]
    at_once = _ROWS_AT_ONCE if dialect.supports_multivalues_insert else 1
    for begin in range(0, len(rows), at_once):
        yield head + ",\n".join(rows[begin : begin + at_once])


def _literal(write: Callable[[Any], str] | None, value: Any) -> str:
    return "NULL" if value is None or write is None else write(value)


def _rows(table: Table) -> Iterator[tuple[Any, ...]]:
    name, texts = _name_of(table), [*((version.id, version.mark.value) for version in table.versions), (None, None)]
    versions, marks = zip(*(texts[place if table.versions else -1] for place in table.which.tolist()), strict=True)
    told = (table.starts.tolist(), table.dues.tolist(), versions, marks, table.provisional.astype(int).tolist())
    more = (table.earliest.tolist(), table.latest.tolist(), table.problems.tolist())
    return ((name, table.jurisdiction, *row) for row in zip(*told, *more, strict=True))


def _sql_table(name: str) -> SqlTable:
    from sqlalchemy import Column, Date, MetaData, SmallInteger, String
    from sqlalchemy import Table as SqlTable

    return SqlTable(
        name,
        MetaData(),
        Column("rule", String(100), primary_key=True),
        Column("jurisdiction", String(6), primary_key=True),
        Column("start_on", Date, primary_key=True),
        Column("due_on", Date),
        Column("version", String(200)),
        Column("mark", String(20)),
        Column("provisional", SmallInteger, nullable=False),
        Column("earliest_on", Date),
        Column("latest_on", Date),
        Column("problem", SmallInteger, nullable=False),
    )


def _dialect(name: str) -> Dialect:
    from sqlalchemy.engine import URL
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    try:
        dialect: Dialect = URL.create(_WRITTEN_AS.get(name, name)).get_dialect()()
    except (NoSuchModuleError, ImportError, ArgumentError, TypeError, AttributeError) as missing:
        raise BadInput.of(
            "dialect",
            f"{name!r} names no database that statements can be written for: {missing}; expected one like postgresql, "
            "mysql, sqlite, duckdb, or one whose SQLAlchemy dialect is installed",
            f"{name!r} 不是可用的数据库方言（{missing}）；应如 postgresql、mysql、sqlite、duckdb",
        ) from None
    return dialect


def _name_of(table: Table) -> str:
    """The rule's id, or what a bare limit says."""
    if table.rule:
        return table.rule.id
    limit = table.legs[0].limit
    return limit.text("en") if limit else ""
