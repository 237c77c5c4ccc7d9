"""A store in a relational database, by SQLAlchemy Core: the host's own, within its own transaction where it wants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from ..errors import BadInput, RowSpoiled, StoreNotReady, StoreTooNew, quoted
from . import at_once, schema, straight
from .dialect import Dialect, dialect_of, durable, savepoint, translated
from .schema import SLOTS
from .session import Session
from .store import Change, Store


class SqlStore:
    """
    A :class:`~gov_deadlines.ledger.store.Store` in a database.

    *database* is a URL, as text or as SQLAlchemy's, or the host's engine. The tables must be there (:meth:`create`, or
    the migrations). A SQLite file opened by its URL keeps a write-ahead log, in which readers and the writer do not
    wait for each other, loses nothing that was committed when the power fails, and lets other writers wait up to half a
    minute. Raises: BadInput, for a URL that names no database or one whose driver is not installed.
    """

    retries = 12

    def __init__(self, database: str | URL | Engine) -> None:
        self._engine = database if isinstance(database, Engine) else _engine(database)
        self._dialect: Dialect | None = None

    def __repr__(self) -> str:
        return f"<SqlStore {_without_secrets(str(self._engine.url))}>"

    @property
    def engine(self) -> Engine:
        """The engine it works through."""
        return self._engine

    def close(self) -> None:
        """Close the connections that wait for their next use; the store may go on being used."""
        self._engine.dispose()

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def create(self) -> SqlStore:
        """Make the tables that are not there yet; hosts with migrations of their own use those instead."""
        with translated(self._engine), self._engine.begin() as connection:
            schema.metadata.create_all(connection)
            if connection.execute(select(func.count()).select_from(schema.ledger)).scalar_one() == 0:
                slots = [
                    {"slot": slot, "schema_version": schema.VERSION, "calendar_revision": 0} for slot in range(SLOTS)
                ]
                connection.execute(insert(schema.ledger), slots)
        return self

    def within(self, connection: Connection) -> Store:
        """
        This store inside the host's own open transaction, which the host commits or rolls back.

        Raises: BadInput, for what is no connection, such as the engine or the session that has one.
        """
        if not isinstance(connection, Connection):
            en = f"{type(connection).__name__} is no Connection of SQLAlchemy; expected that of engine.begin() or "
            en += "session.connection(), or in asyncio the one that connection.run_sync hands in"
            zh = f"{type(connection).__name__} 不是 SQLAlchemy 的 Connection；应为 engine.begin() 或 "
            zh += "session.connection() 所得，asyncio 中为 connection.run_sync 交来的"
            raise BadInput.of("connection", en, zh)
        with translated(connection.engine):
            if self._dialect is None:
                _check_version(connection)
                self._dialect = dialect_of(connection)
            dialect = self._dialect
            dialect.within(connection)
            return _HostsOwn(connection, dialect)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A view of the database."""
        with translated(self._engine), self._connected() as connection:
            dialect = self._checked(connection)
            dialect.begin_reading(connection)
            yield Session(connection, dialect)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, rolled back when the block raises."""
        with translated(self._engine), self._connected() as connection:
            dialect = self._checked(connection)
            dialect.begin_writing(connection)
            try:
                yield Session(connection, dialect)
                connection.commit()
            except BaseException:
                # A commit that fails leaves the transaction open on some databases, and the pool would hand it on.
                connection.rollback()
                raise

    def append(self, change: Change) -> None:
        """One change in a transaction of its own, by the shortest way that the database has for it."""
        if self._dialect is not None and change.is_usual:
            if self._dialect.takes_whole and at_once.can_take(change):
                with translated(self._engine), self._connected() as connection:
                    at_once.append(connection.execution_options(isolation_level="AUTOCOMMIT"), change)
                return
            if self._dialect.goes_straight:
                with translated(self._engine):
                    if straight.append(self._engine, change):
                        return
        with self.writing() as writer:
            writer.append(change)

    def _connected(self) -> Connection:
        """A connection. Raises: BadInput, for a word in the URL that its driver does not know."""
        try:
            return self._engine.connect()
        except TypeError as error:  # as drivers refuse it that take options as arguments
            en, zh = f"its driver takes no such option: {error}", f"其驱动没有此选项：{error}"
            raise BadInput.of("database", en, zh) from None

    def _checked(self, connection: Connection) -> Dialect:
        if self._dialect is None:
            _check_version(connection)
            self._dialect = dialect_of(connection)
            connection.rollback()
        return self._dialect


class _HostsOwn:
    """The store inside a transaction of the host: what fails leaves it as it was, by a savepoint."""

    retries = 0

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self._session = Session(connection, dialect)

    def __repr__(self) -> str:
        url = _without_secrets(str(self._session.connection.engine.url))
        return f"<SqlStore {url}, in a transaction of the host>"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with translated(self._session.connection.engine):
            yield self._session

    def append(self, change: Change) -> None:
        with self.writing() as writer:
            writer.append(change)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with translated(self._session.connection.engine), savepoint(self._session.connection):
            yield self._session


def _engine(url: str | URL) -> Engine:
    """Raises: BadInput, saying what to install or how a URL looks."""
    if not isinstance(url, str | URL):
        en = f"{quoted(url)} is no URL; expected one like sqlite:///ledger.db, or an engine"
        raise BadInput.of("database", en, f"{quoted(url)} 不是地址；应如 sqlite:///ledger.db，或为 engine")
    try:
        engine = create_engine(make_url(url))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:  # a port that is no number
        told = _without_secrets(str(url))
        en, zh = _why_unopened(error)
        en = f"{told!r} opens no database: {en}; expected a URL like sqlite:///ledger.db or "
        en += "postgresql+psycopg://user@host/name, and its driver installed"
        zh = f"{told!r} 无法打开数据库：{zh}；应为如 sqlite:///ledger.db 的地址，并安装其驱动"
        raise BadInput.of("database", en, zh) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", durable)
    return engine


def _without_secrets(url: str) -> str:
    """*url* as messages quote it: whoever reads them need not know the password, wherever in it that stands."""
    told = re.sub("//.*@", "//***@", url.partition("?")[0])
    if "//***@" in told or "@" not in told:
        return told
    scheme = re.match(r"[\w+.-]+:", told)
    return f"{scheme[0]}***" if scheme else "***"


def _why_unopened(error: Exception) -> tuple[str, str]:
    """What SQLAlchemy says, but where it quotes what it cannot read, which may hold a password, in part or whole."""
    if isinstance(error, (NoSuchModuleError, ModuleNotFoundError)):
        return str(error), str(error)
    if isinstance(error, ArgumentError):
        return "it cannot be read as a URL", "无法按地址解读"
    return (
        "its port is no number; in a password, @ : and / are written %40 %3A and %2F",
        "其端口不是数字；密码中的 @、:、/ 应写作 %40、%3A、%2F",
    )


def _check_version(connection: Connection) -> None:
    """Raises: StoreNotReady, StoreTooNew."""
    if not connection.dialect.has_table(connection, schema.ledger.name):
        raise StoreNotReady(None, schema.VERSION)
    found = connection.execute(select(schema.ledger.c.schema_version).where(schema.ledger.c.slot == 0)).scalar()
    if not isinstance(found, int | None):
        raise RowSpoiled.of(schema.ledger.name, 0, "schema_version", found)
    if found is None or found < schema.VERSION:
        raise StoreNotReady(found, schema.VERSION)
    if found > schema.VERSION:
        raise StoreTooNew(found, schema.VERSION)
