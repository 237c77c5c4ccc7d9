"""Where databases differ: how a transaction begins, how rows are held, and what their errors mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import attrs
from sqlalchemy import Connection, Engine, Select
from sqlalchemy.exc import DBAPIError, NoSuchTableError, OperationalError, PendingRollbackError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection

from ..errors import StoreConflict, StoreFailed


@attrs.frozen
class Dialect:
    """
    What one database does differently.

    *name* and *driver* are SQLAlchemy's; *skips* says that it can pass over rows others hold; *spread* how many times
    more candidates are read than taken, so that workers who come at once take others.
    """

    name: str
    driver: str
    skips: bool
    spread: int

    @property
    def takes_whole(self) -> bool:
        """Whether one statement may change several tables and look at what it did."""
        return self.name == "postgresql"

    @property
    def goes_straight(self) -> bool:
        """Whether a statement costs so little that most of the time goes by on the way to it."""
        return self.driver == "pysqlite"

    def begin_reading(self, connection: Connection) -> None:
        """Begin a transaction that sees one state of the database, where reading alone begins none."""
        connection.begin()
        self._begin(connection, "BEGIN")

    def begin_writing(self, connection: Connection) -> None:
        """Begin a transaction that may write, at the isolation the ledger is made for: every read sees what holds."""
        if self.name == "sqlite":
            connection.begin()
            self._begin(connection, "BEGIN IMMEDIATE")
        else:
            connection.execution_options(isolation_level="READ COMMITTED").begin()

    def _begin(self, connection: Connection, words: str) -> None:
        """
        Begin where the driver does not: SQLite's waits for the first write, and a transaction that read may not write.

        A host may have set its engine up to begin by itself.
        """
        driver: Any = connection.connection.dbapi_connection
        if self.name == "sqlite" and not driver.in_transaction:
            driver.execute(words)

    def within(self, connection: Connection) -> None:
        """Join the transaction that the host has open, and see to it that there is one."""
        self._begin(connection, "BEGIN IMMEDIATE")

    def free(self, asked: Select[Any]) -> Select[Any]:
        """*asked*, without the rows that others hold; the others are held for this transaction."""
        return asked.with_for_update(skip_locked=self.skips)


def durable(connection: Any, _: object) -> None:
    """Set up a new connection to SQLite: a write-ahead log, nothing lost with the power, patience with writers."""
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 30000", "journal_mode = WAL", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def dialect_of(connection: Connection) -> Dialect:
    """What the database behind *connection* does differently."""
    name, driver = connection.dialect.name, connection.dialect.driver
    if name == "sqlite":
        return Dialect(name, driver, skips=False, spread=1)
    return Dialect(name, driver, skips=_skips(connection), spread=8)


def _skips(connection: Connection) -> bool:
    dialect = connection.dialect
    if dialect.name == "postgresql":
        return True
    if dialect.name in ("mysql", "mariadb"):
        version = connection.exec_driver_sql("SELECT VERSION()").scalar() or ""
        if "OceanBase" in version:
            return True
        least = (10, 6) if getattr(dialect, "is_mariadb", False) else (8, 0)
        return tuple(dialect.server_version_info or (0,)) >= least
    return False


_IN_EACH_OTHERS_WAY = {"40001", "40P01", "55P03", 1205, 1213, 6235}
"""SQLSTATEs and error numbers of deadlocks, failed serialisation and waits for a lock that took too long."""

_PASSING = {"57P01", "57P02", "57P03", "57014", "53300", "08000", "08003", "08006", 1040, 2003, 2006, 2013}
"""... of servers that went away, are not there yet, or have too much to do."""

_SQLITE_BUSY = 5


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Errors of the database as errors of this library: what may be tried again, and what must be mended first."""
    drivers = engine.dialect.loaded_dbapi.Error
    try:
        yield
    except PendingRollbackError as error:
        raise StoreFailed("the transaction was broken off", passing=True, lost=True) from error
    except NoConnection as error:
        raise StoreFailed(f"all connections are in use: {error}"[:300], passing=True) from error
    except (DBAPIError, NoSuchTableError) as error:
        raise _meaning(error) from error
    except drivers as error:
        raise _meaning(as_core_tells_it(engine, error)) from error


def as_core_tells_it(engine: Engine, error: Exception, statement: str = "") -> DBAPIError:
    """
    A driver's *error* as SQLAlchemy would have raised it, its pool rid of connections that broke with this one.

    SQLAlchemy itself lets those through that come where a connection's isolation is set, or set back.
    """
    dialect = engine.dialect
    lost = dialect.is_disconnect(error, None, None)  # type: ignore[arg-type]
    if lost:
        engine.dispose()
    kind = dialect.loaded_dbapi.Error
    found = DBAPIError.instance(statement, None, error, kind, connection_invalidated=lost, dialect=dialect)
    assert isinstance(found, DBAPIError)
    return found


def _meaning(error: DBAPIError | NoSuchTableError) -> StoreFailed:
    if isinstance(error, NoSuchTableError):
        return StoreFailed(f"no table {error}", passing=False)
    cause: Any = error.orig
    text = f"{type(cause).__name__}: {cause}".strip()[:300]
    codes = {getattr(cause, "sqlstate", None), *[each for each in getattr(cause, "args", ())[:1] if type(each) is int]}
    busy = getattr(cause, "sqlite_errorcode", 0) & 0xFF == _SQLITE_BUSY
    if codes & _IN_EACH_OTHERS_WAY:
        return StoreConflict(text)
    gone = error.connection_invalidated or bool(codes & _PASSING)
    unreachable = isinstance(error, OperationalError) and codes == {None} and not hasattr(cause, "sqlite_errorcode")
    if isinstance(error, ProgrammingError):
        return StoreFailed(text, passing=False)
    return StoreFailed(text, passing=busy or gone or unreachable, lost=bool(error.connection_invalidated))


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """What fails leaves the transaction as it was before, where the database has not broken it off as a whole."""
    nested = connection.begin_nested()
    try:
        yield
    except BaseException:
        # On a full disk there is no savepoint any more; what is told is why, not that.
        with suppress(DBAPIError):
            nested.rollback()
        raise
    nested.commit()
