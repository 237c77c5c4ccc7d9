"""Statements that mean the same everywhere: all of them compile for every database whose dialect is installed here."""

import importlib
import pkgutil
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import psycopg2
from sqlalchemy.engine import URL
from sqlalchemy.schema import CreateIndex, CreateTable

import gov_deadlines as gd
from gov_deadlines import ledger
from gov_deadlines.ledger import ddl, schema
from gov_deadlines.ledger.dialect import Dialect

from .ledgers import make_v1

TABLES = list(schema.metadata.sorted_tables)
INDEXES = [index for table in TABLES for index in sorted(table.indexes, key=lambda index: index.name)]


class Kingbase(psycopg2.PGDialect_psycopg2):
    """KingbaseES publishes no dialect; hosts make one like this, over its driver of the kind of psycopg2."""

    name = "kingbase"
    supports_statement_cache = False

    @classmethod
    def import_dbapi(cls):
        import ksycopg2

        return ksycopg2


def installed(name):
    """The dialect of that name, or a skip where its package is not installed, or not made for this SQLAlchemy."""
    if name == "kingbase":
        return Kingbase()
    try:
        return URL.create(name).get_dialect()()
    except (sa.exc.NoSuchModuleError, ImportError) as error:
        pytest.skip(f"{name}: {error}")


@pytest.fixture(
    params="sqlite postgresql mysql mariadb mysql+oceanbase opengauss+psycopg2 dm kingbase postgresql+psycopg".split()
)
def dialect(request):
    """What compiles for each database in turn."""
    return installed(request.param)


@pytest.fixture(scope="module")
def statements(tmp_path_factory):
    """Each statement that a store runs, with the columns it is given; and the methods of a session that ran them."""
    found, called = {}, set()
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    with gd.SqlStore(f"sqlite:///{path}") as store, pytest.MonkeyPatch.context() as patch:
        store.create()
        store._dialect = Dialect("sqlite", "pysqlite", skips=True, spread=8)  # SQLite leaves out what it does not know

        def keep(conn, clauseelement, multiparams, params, execution_options):  # noqa: ARG001  # names it goes by
            told = list(multiparams) or [params]
            if isinstance(clauseelement, sa.sql.ClauseElement):
                found[str(clauseelement), tuple(sorted({*told[0]}))] = clauseelement

        def noting(name, method):
            def run(*args, **more):
                called.add(name)
                return method(*args, **more)

            return run

        with store.reading() as reader:
            session = type(reader)
        names = [name for name in dir(session) if not name.startswith("_") and callable(getattr(session, name))]
        for name in names:
            patch.setattr(session, name, noting(name, getattr(session, name)))
        sa.event.listen(store.engine, "before_execute", keep)
        live(store)
    assert called == set(names)
    for each in kept_ready():
        found.setdefault((str(each), ()), each)
    return [(statement, keys) for (_, keys), statement in found.items()]


def kept_ready():
    """The statements that the modules of the ledger keep ready, some of which never pass through SQLAlchemy again."""
    for module in pkgutil.iter_modules(ledger.__path__, f"{ledger.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            for each in value if isinstance(value, tuple) else (value,):
                statement = getattr(each, "statement", each)
                if isinstance(statement, sa.sql.ClauseElement) and isinstance(statement, sa.Executable):
                    yield statement


def live(store):
    """A life in which a store does all it can do."""
    make_v1.fill(store)
    kept = gd.Ledger(store, clock=make_v1.Clock())
    name = next(iter(make_v1.MATTERS))
    kept.due(make_v1.LAST + timedelta(days=30))
    kept.next_wake()
    assert kept.verify() == []
    assert kept.rebuild() == []
    kept.assess(name)
    adopted = kept.adopt()
    assert (len(list(adopted.moves())), list(adopted.groundless())) == (1, [])
    with pytest.raises(gd.StaleMatter):
        kept.record(name, gd.Event.of("republished", make_v1.LAST.date()), expected_version=1)
    with store.reading() as reader:
        assert list(reader.matters("", 5))
        reader.turning(0, 1)
        reader.orphans()
        reader.untold(1)
        reader.dead(1)
    with store.writing() as writer:
        assert not writer.revive("0" * 32, 0)


def test_every_statement_compiles(statements, dialect):
    assert len(statements) > 25
    for statement, keys in statements:
        given = {"column_keys": list(keys)} if keys and isinstance(statement, sa.Insert) else {}
        text = str(statement.compile(dialect=dialect, **given))

        assert re.match(r"SELECT |INSERT INTO |UPDATE |DELETE FROM |(RELEASE |ROLLBACK TO )?SAVEPOINT ", text), text
        assert not re.search(r"\bRETURNING\b|\bON (CONFLICT|DUPLICATE)\b|\bMERGE\b|\bJSON", text), text


def test_every_table_compiles_and_is_plain(dialect):
    """No column whose values the database makes, no type that only some have, no index of a part of the rows."""
    texts = [str(CreateTable(table).compile(dialect=dialect)) for table in TABLES]
    texts += [str(CreateIndex(index).compile(dialect=dialect)) for index in INDEXES]
    words = "RETURNING IDENTITY SERIAL BIGSERIAL AUTO_INCREMENT AUTOINCREMENT JSON JSONB ENUM UUID BOOLEAN TIMESTAMP"
    words += " DATETIME WHERE DEFAULT CHECK FOREIGN REFERENCES COMMENT GENERATED COLLATE SEQUENCE"
    for text in texts:
        assert not re.search(rf"\b({'|'.join(words.split())})\b", text.upper()), text


def test_types_are_the_few_that_mean_the_same_everywhere(dialect):
    types = {str(column.type.compile(dialect=dialect)) for table in TABLES for column in table.columns}
    plain = r"(VAR)?CHAR2?\(\d+( CHAR)?\)|SMALLINT|INTEGER|BIGINT|DATE|TEXT|MEDIUMTEXT|CLOB"

    assert [each for each in types if not re.fullmatch(plain, each)] == []


def test_names_fit_every_database():
    """Thirty characters are what the narrowest takes, and one case needs no quotes."""
    names = [
        *(table.name for table in TABLES),
        *(column.name for table in TABLES for column in table.columns),
        *(index.name for index in INDEXES),
    ]

    assert [name for name in names if len(name) > 30 or not re.fullmatch(r"[a-z_]+", name)] == []


def test_no_index_is_wider_than_the_narrowest_database_takes():
    """767 bytes, at four a character."""
    widths = [sum(getattr(column.type, "length", None) or 2 for column in index.columns) * 4 for index in INDEXES]

    assert max(widths) <= 767


@pytest.mark.parametrize("name", ddl.TARGETS)
def test_printed_statements_make_the_tables(name):
    """Tables, indexes, and last the rows that say that all is there."""
    try:
        dialect, driver = ddl.TARGETS[name].dialect()
    except gd.BadInput as missing:
        pytest.skip(str(missing))
    told = list(ddl.statements(dialect))
    heads = [" ".join(each.split()[:2]).replace("UNIQUE INDEX", "INDEX") for each in told]

    assert [each for each in heads if each == "CREATE TABLE"] == ["CREATE TABLE"] * len(TABLES)
    assert sum("INDEX" in each.split("(")[0] for each in told) == len(INDEXES)
    assert heads[-16:] == ["INSERT INTO"] * 16
    assert told[-1].endswith(f"(15, {schema.VERSION}, 0)")
    assert not any(re.search(r"[?;]|%\(|:\w", each) for each in told)
    assert name in ddl.note(ddl.TARGETS[name], driver)


def test_printed_statements_make_what_create_makes(server):
    """Run as they are printed, they make a ledger that works."""
    target = ddl.TARGETS[server.kind]
    engine = sa.create_engine(server.fresh())
    with engine.begin() as connection:
        for statement in ddl.statements(target.dialect()[0]):
            connection.exec_driver_sql(statement)
    told = make_v1.fill(gd.SqlStore(engine))
    engine.dispose()

    assert target.is_run
    assert len({message["id"] for message in told}) == len(told) > 10
