"""What alembic runs to reach a database: the connection that it was handed, and nothing from a file."""

from alembic import context

from gov_deadlines.ledger import schema
from gov_deadlines.ledger.migrating import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    include_name=lambda name, kind, _: kind != "table" or name in schema.metadata.tables,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
