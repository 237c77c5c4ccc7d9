"""How a command comes to the ledger that it is asked of: by a URL and the key, with the remedy where that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from ..errors import BadInput
from ..ledger.ledger import Ledger
from .options import both

DATABASE = click.option(
    "--database",
    envvar="GOV_DEADLINES_DATABASE",
    required=True,
    metavar="URL",
    help="Where the ledger is, like sqlite:///ledger.db; also by GOV_DEADLINES_DATABASE.",
)
KEY_FILE = click.option(
    "--key-file",
    type=click.File("rb"),
    envvar="GOV_DEADLINES_KEY_FILE",
    help="A file whose bytes are the key that the facts are sealed with, where the host gives one.",
)


@contextmanager
def needs_alembic() -> Iterator[None]:
    """Without alembic the remedy is named, and the call ends with status 2."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name != "alembic":
            raise
        raise click.UsageError(missing.msg) from None


_PACKAGES = {
    "dm": "'sqlalchemy<2.1' dmSQLAlchemy dmPython",
    "MySQLdb": "mysqlclient",
    "opengauss": "opengauss-sqlalchemy psycopg2-binary",
    "psycopg": "'psycopg[binary]'",
    "psycopg2": "psycopg2-binary",
}
"""What installs a driver, or the dialect that a URL begins with, where it is called otherwise than what is imported."""


@contextmanager
def good_url(database: str) -> Iterator[None]:
    """A URL that names no database is a call that is wrong, and ends with status 2; a driver that lacks is named."""
    try:
        yield
    except BadInput as bad:
        told, cause = both(bad), bad.__context__
        lacking = database.partition(":")[0].partition("+")[0]
        if isinstance(cause, ModuleNotFoundError) and cause.name:
            told += f"\ninstall it with: pip install {_PACKAGES.get(cause.name, cause.name)}"
        elif lacking in _PACKAGES:
            told += f"\ninstall it with: pip install {_PACKAGES[lacking]}"
        raise click.BadParameter(told, param_hint="--database") from None


def opened(database: str, key_file: Any = None) -> Ledger:
    """The ledger at *database*, on the calendars of this release and of the store."""
    from ..ledger.sql import SqlStore  # SQLAlchemy loads for what needs it alone

    with good_url(database):
        store = click.get_current_context().with_resource(SqlStore(database))
    key = key_file.read() if key_file else b""
    if key_file and not key:
        raise click.BadParameter(f"{key_file.name} is empty; expected the bytes of the key", param_hint="--key-file")
    return Ledger(store, key=key)
