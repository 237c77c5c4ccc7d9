"""
Schema version 1, written out: what it makes stays as it is here, whatever later versions make of it.

Databases of the MySQL family make each table for good at once. A run that was broken off there goes on where it was, so
each piece is made only where it is not there yet; the rows of gd_ledger come last and say that all is made.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "gd0001"
down_revision = None
branch_labels = ("gov_deadlines",)
depends_on = None

SLOTS = 16


def upgrade() -> None:
    """Make the seven tables with their indexes, and the rows of gd_ledger."""
    _create(
        "gd_matter",
        sa.Column("id", sa.CHAR(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("procedure", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(80)),
        sa.Column("jurisdiction", sa.String(8), nullable=False),
        sa.Column("clause", sa.String(40)),
        sa.Column("advisory", sa.String(500)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("head", sa.CHAR(64), nullable=False),
        sa.Column("state", sa.String(60)),
        sa.Column("turns_at_us", sa.BigInteger),
        sa.Column("opened_us", sa.BigInteger, nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
    )
    _index("gd_matter_turns", "gd_matter", "turns_at_us")
    _create(
        "gd_event",
        sa.Column("matter_id", sa.CHAR(32), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key_id", sa.CHAR(32), nullable=False),
        sa.Column("recorded_us", sa.BigInteger, nullable=False),
        sa.Column("body", _long(), nullable=False),
        sa.Column("seal", sa.CHAR(64), nullable=False),
    )
    _index("gd_event_key", "gd_event", "matter_id", "key_id", unique=True)
    _create(
        "gd_obligation",
        sa.Column("id", sa.CHAR(32), primary_key=True),
        sa.Column("matter_id", sa.CHAR(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("rule", sa.String(80)),
        sa.Column("jurisdiction", sa.String(8), nullable=False),
        sa.Column("state", sa.String(60)),
        sa.Column("clock", sa.String(12), nullable=False),
        sa.Column("is_open", sa.SmallInteger, nullable=False),
        sa.Column("start", sa.String(40)),
        sa.Column("cases", sa.String(200)),
        sa.Column("until_on", sa.Date),
        sa.Column("basis", sa.CHAR(32)),
        sa.Column("is_entangled", sa.SmallInteger, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("due_at_us", sa.BigInteger),
        sa.Column("certainty", sa.String(12), nullable=False),
        sa.Column("refusal", sa.String(40)),
        sa.Column("rungs", sa.String(1000), nullable=False),
        sa.Column("next_rung", sa.String(40)),
        sa.Column("wake_at_us", sa.BigInteger),
        sa.Column("due_revision", sa.Integer, nullable=False),
    )
    _index("gd_obligation_matter", "gd_obligation", "matter_id")
    _index("gd_obligation_wake", "gd_obligation", "wake_at_us")
    _index("gd_obligation_due", "gd_obligation", "due_at_us")
    _index("gd_obligation_basis", "gd_obligation", "basis")
    _create(
        "gd_reminder",
        sa.Column("id", sa.CHAR(32), primary_key=True),
        sa.Column("obligation_id", sa.CHAR(32), nullable=False),
        sa.Column("matter_id", sa.CHAR(32), nullable=False),
        sa.Column("due_revision", sa.Integer, nullable=False),
        sa.Column("rung", sa.String(40), nullable=False),
        sa.Column("reached_us", sa.BigInteger, nullable=False),
        sa.Column("claimed_us", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("try_at_us", sa.BigInteger),
        sa.Column("body", _long(), nullable=False),
        sa.Column("error", sa.String(500)),
        sa.Column("settled_us", sa.BigInteger),
    )
    _index("gd_reminder_claim", "gd_reminder", "obligation_id", "due_revision", "rung", unique=True)
    _index("gd_reminder_try", "gd_reminder", "status", "try_at_us")
    _index("gd_reminder_matter", "gd_reminder", "matter_id")
    _create(
        "gd_calendar",
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("region", sa.String(8), nullable=False),
        sa.Column("notices", _long(), nullable=False),
        sa.Column("adopted_us", sa.BigInteger, nullable=False),
        sa.Column("finished_us", sa.BigInteger),
        sa.Column("cursor", sa.CHAR(32)),
    )
    _create(
        "gd_move",
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("obligation_id", sa.CHAR(32), primary_key=True),
        sa.Column("due_revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("matter_id", sa.CHAR(32), nullable=False),
        sa.Column("from_on", sa.Date),
        sa.Column("from_us", sa.BigInteger),
        sa.Column("to_on", sa.Date),
        sa.Column("to_us", sa.BigInteger),
    )
    _create(
        "gd_ledger",
        sa.Column("slot", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("calendar_revision", sa.Integer, nullable=False),
    )
    ledger = sa.table("gd_ledger", sa.column("slot"), sa.column("schema_version"), sa.column("calendar_revision"))
    if _is_offline() or op.get_bind().execute(sa.select(sa.func.count()).select_from(ledger)).scalar() == 0:
        op.bulk_insert(
            ledger,
            [{"slot": slot, "schema_version": 1, "calendar_revision": 0} for slot in range(SLOTS)],
            multiinsert=False,
        )


def downgrade() -> None:
    """Refused: facts on record are not for a migration to drop."""
    raise NotImplementedError("the tables of a ledger hold facts on record; drop them by hand, if they must go")


def _long() -> TypeEngine[str]:
    return sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


def _is_offline() -> bool:
    return op.get_context().as_sql


def _create(name: str, *columns: sa.Column[object]) -> None:
    if _is_offline() or not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(name, *columns)


def _index(name: str, table: str, *columns: str, unique: bool = False) -> None:
    if _is_offline() or name not in _indexes(table):
        op.create_index(name, table, columns, unique=unique)


def _indexes(table: str) -> set[str | None]:
    bind = op.get_bind()
    if bind.dialect.name not in ("mysql", "mariadb"):
        return {index["name"] for index in sa.inspect(bind).get_indexes(table)}
    # The inspector reads them from SHOW CREATE TABLE, and knows only how MySQL writes them, not OceanBase.
    asked = (
        "SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = :name"
    )
    return set(bind.execute(sa.text(asked), {"name": table}).scalars())
