"""The statements that make the tables of a ledger, as text, for databases whose keepers run them by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs
from sqlalchemy import Dialect, insert
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.schema import CreateIndex, CreateTable

from ..errors import BadInput
from . import schema


@attrs.frozen
class Target:
    """
    A database that statements can be written for.

    *drivers* are SQLAlchemy's names of what writes them, the first that is installed; *is_run* says that the tests of
    this library run the ledger on a server of it, and not only compile the statements; *package* has its own dialect.
    """

    name: str
    drivers: tuple[str, ...]
    is_run: bool
    package: str = ""

    def dialect(self) -> tuple[Dialect, str]:
        """What writes the statements, and its name. Raises: BadInput, saying what to install."""
        cause = ""
        for driver in self.drivers:
            try:
                return URL.create(driver).get_dialect()(), driver
            except (NoSuchModuleError, ImportError) as error:
                cause = str(error)
        en = f"{self.name} needs {self.package}, and it does not load: {cause}; install it with: "
        en += f"pip install {self.package}"
        zh = f"{self.name} 需要 {self.package}，现无法载入：{cause}；请执行 pip install {self.package}"
        raise BadInput.of("dialect", en, zh)


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        target.name: target
        for target in (
            Target("sqlite", ("sqlite",), is_run=True),
            Target("postgresql", ("postgresql",), is_run=True),
            Target("mysql", ("mysql",), is_run=False),
            Target("mariadb", ("mariadb",), is_run=True),
            Target("oceanbase", ("mysql+oceanbase", "mysql"), is_run=True, package="sqlalchemy-oceanbase"),
            Target("opengauss", ("opengauss", "postgresql"), is_run=False, package="opengauss-sqlalchemy"),
            Target("kingbase", ("kingbase", "postgresql"), is_run=False),
            Target("dameng", ("dm",), is_run=False, package="'sqlalchemy<2.1' dmSQLAlchemy"),
        )
    }
)
"""By the names that ``ledger ddl`` takes."""


def note(target: Target, driver: str) -> str:
    """What is known of the statements for *target* that *driver* writes: whether they were ever run."""
    as_ = "" if driver.partition("+")[0] == target.name or target.name == "dameng" else f", written as for {driver}"
    how = "run by the tests on a server of that kind" if target.is_run else "compiled, not run on a server of that kind"
    return f"gov-deadlines ledger, schema version {schema.VERSION}, for {target.name}{as_}: {how}"


def statements(dialect: Dialect) -> Iterator[str]:
    """Each statement without its semicolon: the tables, their indexes, and the rows of gd_ledger at the end."""
    tables = [*(table for table in schema.metadata.sorted_tables if table is not schema.ledger), schema.ledger]
    for table in tables:
        yield str(CreateTable(table).compile(dialect=dialect)).strip()
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=dialect)).strip()
    for slot in range(schema.SLOTS):
        row = {"slot": slot, "schema_version": schema.VERSION, "calendar_revision": 0}
        added = insert(schema.ledger).values(row)
        yield str(added.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
