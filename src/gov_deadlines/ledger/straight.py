"""A usual change in a SQLite file, straight by its driver, with SQLAlchemy's pool and the prepared texts alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine

from . import schema
from .columns import advanced, names_put, plain, put
from .prepared import Prepared, Values
from .statements import ADD_EVENT, ADVANCE_UNDER, put_obligation
from .store import Change


def append(engine: Engine, change: Change) -> bool:
    """
    Write *change* in a transaction of its own; false, with nothing written, when something is in its way.

    What that is, is for the longer way to find and to tell.
    """
    lent = engine.raw_connection()
    try:
        driver: Any = lent.dbapi_connection
        done = _written(engine, driver, change)
        if done:
            driver.commit()
        return done
    except engine.dialect.loaded_dbapi.IntegrityError:
        return False
    finally:
        lent.close()  # which takes back what was not committed


def _written(engine: Engine, driver: Any, change: Change) -> bool:
    cursor = driver.cursor()
    if not driver.in_transaction:  # a host may have set its engine up to begin by itself
        cursor.execute("BEGIN IMMEDIATE")
    for statement, values in _writes(change):
        text, given = statement.told(engine.dialect, values)
        if cursor.execute(text, given).rowcount != 1:
            return False
    return True


def _writes(change: Change) -> Iterator[tuple[Prepared, Values]]:
    """What is to be written: each a row of its own, and none where somebody else was there first."""
    row = change.matter
    under = {"slot": schema.slot_of(row.id), "revision": change.revision}
    yield ADVANCE_UNDER, advanced(row, change.version or 0) | under
    for event in change.events:
        yield ADD_EVENT, plain(event)
    for before, after in change.changed:
        values = put(before, after)
        yield put_obligation(names_put(values)), values
