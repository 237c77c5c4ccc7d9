"""Bringing the tables of a ledger to the version that this library is made for, by alembic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from ..errors import StoreFailed, StoreTooNew
from ..optional import needed
from . import schema
from .dialect import dialect_of, translated
from .sql import SqlStore

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE = "gd_alembic_version"
"""Where alembic notes how far the ledger has come: a table of its own, beside the one of a host's own migrations."""

VERSIONS = Path(__file__).parent / "migrations" / "versions"
"""The folder of the revisions, for hosts that run them within their own alembic."""

_LOCK = 0x67645F6C6564
_PATIENCE_SECONDS = 300
_ONE_AT_A_TIME = Lock()
"""alembic has one context for the whole process, which threads would take from each other."""


def upgrade(database: str | URL | Engine) -> int | None:
    """
    The schema version that was there before everything up to today's was made: ``None`` where there was no ledger.

    It may be called at every start, by several processes at once, and again where it was broken off. A database whose
    tables were made by :meth:`SqlStore.create` is recognised. Raises: StoreTooNew, for a ledger of a newer version;
    StoreFailed, for one that does not tell its version; BadInput, as :class:`SqlStore`; ModuleNotFoundError, without
    alembic.
    """
    command = needed("alembic.command")
    store = SqlStore(database)
    closing = nullcontext() if isinstance(database, Engine) else store  # the host's own engine stays open
    with closing, _ONE_AT_A_TIME, translated(store.engine), store.engine.connect() as connection, _alone(connection):
        found = version_of(connection)
        if found is not None and found > schema.VERSION:
            raise StoreTooNew(found, schema.VERSION)
        config = config_for(connection)
        try:
            if found is not None and not inspect(connection).has_table(VERSION_TABLE):
                command.stamp(config, revision_of(found))
            command.upgrade(config, "head")
        except needed("alembic.util").CommandError as error:
            raise StoreFailed(f"{VERSION_TABLE}: {error}", passing=False) from error
        if version_of(connection) != schema.VERSION:
            told = f"{VERSION_TABLE} says that all was made, and gd_ledger does not; restore them from a backup"
            raise StoreFailed(told, passing=False)
        connection.commit()
    return found


def version_of(connection: Connection) -> int | None:
    """
    The schema version of the ledger behind *connection*; ``None`` where there is none, or one that was half made.

    Raises: StoreFailed, when its table tells none.
    """
    name = schema.ledger.name
    if not inspect(connection).has_table(name):
        return None
    try:
        told = connection.execute(select(schema.ledger.c.schema_version).distinct()).scalars().all()
    except DBAPIError as error:
        raise _unreadable(str(error.orig)) from error
    if not told:
        return None
    if len(told) > 1 or not isinstance(told[0], int) or told[0] < 1:
        raise _unreadable(", ".join(sorted(repr(each) for each in told)))
    return told[0]


def revision_of(version: int) -> str:
    """The name of the revision that makes that version of the schema."""
    return f"gd{version:04}"


def config_for(connection: Connection) -> Config:
    """What alembic needs to know to work through *connection*, without a file."""
    from alembic.config import Config  # an extra, which only migrating needs

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _unreadable(told: str) -> StoreFailed:
    en = f"gd_ledger tells no schema version ({told}); restore it from a backup or name another database"
    return StoreFailed(en, passing=False)


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """A transaction that no other process that migrates the same database is in, where the database has such a lock."""
    dialect = dialect_of(connection)
    connection.rollback()
    dialect.begin_writing(connection)
    try:
        if dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        elif dialect.name in ("mysql", "mariadb"):
            # What makes tables there ends the transaction, so the lock is the connection's.
            held = text("SELECT GET_LOCK(CONCAT('gov-deadlines.', DATABASE()), :seconds)")
            if connection.execute(held, {"seconds": _PATIENCE_SECONDS}).scalar() != 1:
                raise StoreFailed("another process has been migrating this database for long", passing=True)
        yield
    finally:
        connection.rollback()
        if dialect.name in ("mysql", "mariadb"):
            connection.execute(text("SELECT RELEASE_LOCK(CONCAT('gov-deadlines.', DATABASE()))"))
