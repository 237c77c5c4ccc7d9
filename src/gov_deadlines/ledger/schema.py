"""The tables of a ledger: plain columns that mean the same on every database, and ids that the application makes."""

from __future__ import annotations

from sqlalchemy import (
    CHAR,
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

VERSION = 1
"""The version of the schema below. A change of the schema raises it, and comes with a migration."""

SLOTS = 16
"""
Rows that hold the revision of the calendar, all the same: whoever records locks one of them and whoever takes in a
calendar all. One row would do, but some databases know no shared lock, and recording must not stand in line.
"""

NOTHING = "-"
"""Stands for no value in comparisons, since no value equals none."""

metadata = MetaData()


def slot_of(matter_id: str) -> int:
    """The row of the calendar's revision that recording facts of a matter holds."""
    return int(matter_id[:4], 16) % SLOTS


def _id() -> CHAR:
    return CHAR(32)


def _long() -> TypeEngine[str]:
    """Text of any length; MySQL's own TEXT ends at 64 kB."""
    return Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


ledger = Table(
    "gd_ledger",
    metadata,
    Column("slot", SmallInteger, primary_key=True, autoincrement=False),
    Column("schema_version", Integer, nullable=False),
    Column("calendar_revision", Integer, nullable=False),
)

matter = Table(
    "gd_matter",
    metadata,
    Column("id", _id(), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("procedure", String(40), nullable=False),
    Column("rule", String(80)),
    Column("jurisdiction", String(8), nullable=False),
    Column("clause", String(40)),
    Column("advisory", String(500)),
    Column("version", Integer, nullable=False),
    Column("head", CHAR(64), nullable=False),
    Column("state", String(60)),
    Column("turns_at_us", BigInteger),
    Column("opened_us", BigInteger, nullable=False),
    Column("changed_us", BigInteger, nullable=False),
    Index("gd_matter_turns", "turns_at_us"),
)

event = Table(
    "gd_event",
    metadata,
    Column("matter_id", _id(), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("key_id", _id(), nullable=False),
    Column("recorded_us", BigInteger, nullable=False),
    Column("body", _long(), nullable=False),
    Column("seal", CHAR(64), nullable=False),
    Index("gd_event_key", "matter_id", "key_id", unique=True),
)

obligation = Table(
    "gd_obligation",
    metadata,
    Column("id", _id(), primary_key=True),
    Column("matter_id", _id(), nullable=False),
    Column("name", String(80), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("rule", String(80)),
    Column("jurisdiction", String(8), nullable=False),
    Column("state", String(60)),
    Column("clock", String(12), nullable=False),
    Column("is_open", SmallInteger, nullable=False),
    Column("start", String(40)),
    Column("cases", String(200)),
    Column("until_on", Date),
    Column("basis", _id()),
    Column("is_entangled", SmallInteger, nullable=False),
    Column("due_on", Date),
    Column("due_at_us", BigInteger),
    Column("certainty", String(12), nullable=False),
    Column("refusal", String(40)),
    Column("rungs", String(1000), nullable=False),
    Column("next_rung", String(40)),
    Column("wake_at_us", BigInteger),
    Column("due_revision", Integer, nullable=False),
    Index("gd_obligation_matter", "matter_id"),
    Index("gd_obligation_wake", "wake_at_us"),
    Index("gd_obligation_due", "due_at_us"),
    Index("gd_obligation_basis", "basis"),
)

reminder = Table(
    "gd_reminder",
    metadata,
    Column("id", _id(), primary_key=True),
    Column("obligation_id", _id(), nullable=False),
    Column("matter_id", _id(), nullable=False),
    Column("due_revision", Integer, nullable=False),
    Column("rung", String(40), nullable=False),
    Column("reached_us", BigInteger, nullable=False),
    Column("claimed_us", BigInteger, nullable=False),
    Column("status", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("try_at_us", BigInteger),
    Column("body", _long(), nullable=False),
    Column("error", String(500)),
    Column("settled_us", BigInteger),
    Index("gd_reminder_claim", "obligation_id", "due_revision", "rung", unique=True),
    Index("gd_reminder_try", "status", "try_at_us"),
    Index("gd_reminder_matter", "matter_id"),
)

calendar = Table(
    "gd_calendar",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("region", String(8), nullable=False),
    Column("notices", _long(), nullable=False),
    Column("adopted_us", BigInteger, nullable=False),
    Column("finished_us", BigInteger),
    Column("cursor", CHAR(32)),
)

move = Table(
    "gd_move",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("obligation_id", _id(), primary_key=True),
    Column("due_revision", Integer, primary_key=True, autoincrement=False),
    Column("matter_id", _id(), nullable=False),
    Column("from_on", Date),
    Column("from_us", BigInteger),
    Column("to_on", Date),
    Column("to_us", BigInteger),
)
