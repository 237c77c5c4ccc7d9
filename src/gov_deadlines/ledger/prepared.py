"""Statements that every transition runs: compiled once, then run by the driver's own cursor in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Dialect as SQLDialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import ExecutableReturnsRows

from .dialect import as_core_tells_it

Values = Mapping[str, Any]

_TRIED = {"sqlite", "postgresql", "mysql", "mariadb"}
"""Databases whose drivers were seen to take and give plain values; with others Core stays between, as with Dameng's."""


class Prepared:
    """
    A statement of SQLAlchemy Core whose text is made once for each kind of database.

    Core then has nothing left to do that takes time: values go to the driver as they are, which every driver takes for
    text, whole numbers and days (SQLite's has no days, so that they go as text, the way Core writes them there).
    """

    def __init__(self, statement: ExecutableReturnsRows) -> None:
        self.statement = statement
        self._texts: dict[tuple[str, str], tuple[str, tuple[str, ...] | None]] = {}

    def rows(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """The rows it selects."""
        if connection.dialect.name not in _TRIED:
            return [tuple(row) for row in connection.execute(self.statement, values)]
        cursor = self._run(connection, values)
        found = list(cursor.fetchall())
        cursor.close()
        return found

    def run(self, connection: Connection, values: Values) -> int:
        """How many rows it changed."""
        if connection.dialect.name not in _TRIED:
            return connection.execute(self.statement, values).rowcount
        cursor = self._run(connection, values)
        changed = int(cursor.rowcount)
        cursor.close()
        return changed

    def run_all(self, connection: Connection, many: Sequence[Values]) -> int:
        """How many rows it changed, run with each of *many*."""
        return sum([self.run(connection, values) for values in many])

    def _run(self, connection: Connection, values: Values) -> Any:
        dialect = connection.dialect
        text, given = self.told(dialect, values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(text, given)
        except dialect.loaded_dbapi.Error as error:
            told = as_core_tells_it(connection.engine, error, text)
            if told.connection_invalidated:
                connection.invalidate(error)
            raise told from error
        return cursor

    def told(self, dialect: SQLDialect, values: Values) -> tuple[str, Any]:
        """The text, and *values* in the way its driver takes them: by name or by place."""
        text, names = self._texts.get((dialect.name, dialect.driver)) or self._text(dialect)
        if names is None:
            return text, values
        given = [values[name] for name in names]
        if dialect.name == "sqlite":
            given = [value.isoformat() if type(value) is date else value for value in given]
        return text, given

    def _text(self, dialect: SQLDialect) -> tuple[str, tuple[str, ...] | None]:
        """The text, and the names of its places where the driver goes by place."""
        compiled = self.statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        places = tuple(compiled.positiontup or ()) if compiled.positional else None
        return self._texts.setdefault((dialect.name, dialect.driver), (str(compiled), places))
