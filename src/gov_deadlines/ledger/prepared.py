"""Statements that every transition runs: compiled once, then run by the driver's own cursor in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

Values = Mapping[str, Any]


class Prepared:
    """
    A statement of SQLAlchemy Core whose text is made once for each kind of database.

    Core then has nothing left to do that takes time: values go to the driver as they are, which every driver takes for
    text, whole numbers and days (SQLite's has no days, so that they go as text, the way Core writes them there).
    """

    def __init__(self, statement: ClauseElement) -> None:
        self.statement = statement
        self._texts: dict[tuple[str, str], tuple[str, tuple[str, ...] | None]] = {}

    def rows(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """The rows it selects."""
        with self._run(connection, values) as cursor:
            return list(cursor.fetchall())

    def run(self, connection: Connection, values: Values) -> int:
        """How many rows it changed."""
        with self._run(connection, values) as cursor:
            return int(cursor.rowcount)

    def run_all(self, connection: Connection, many: Sequence[Values]) -> int:
        """How many rows it changed, run with each of *many*."""
        return sum(self.run(connection, values) for values in many)

    @contextmanager
    def _run(self, connection: Connection, values: Values) -> Iterator[Any]:
        dialect = connection.dialect
        text, names = self._text(connection)
        if dialect.name == "sqlite":
            values = {name: each.isoformat() if isinstance(each, date) else each for name, each in values.items()}
        told = values if names is None else tuple([values[name] for name in names])
        driver = connection.connection
        try:
            with closing(driver.cursor()) as cursor:
                cursor.execute(text, told)
                yield cursor
        except dialect.loaded_dbapi.Error as error:
            lost = dialect.is_disconnect(error, driver.dbapi_connection, None)
            if lost:
                connection.invalidate(error)
            raise DBAPIError.instance(
                text, None, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
            ) from error

    def _text(self, connection: Connection) -> tuple[str, tuple[str, ...] | None]:
        """The text, and the names of its places where the driver goes by place."""
        dialect = connection.dialect
        kind = (dialect.name, dialect.driver)
        if kind not in self._texts:
            compiled = self.statement.compile(dialect=dialect)
            assert isinstance(compiled, SQLCompiler)
            places = tuple(compiled.positiontup or ()) if compiled.positional else None
            self._texts[kind] = (str(compiled), places)
        return self._texts[kind]
