"""How the tables of a ledger come about and grow: what was recorded by one version is read by the next."""

import itertools
import re
import sqlite3
import textwrap
import threading
import warnings
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import gov_deadlines as gd
from gov_deadlines.ledger import schema
from gov_deadlines.ledger.migrating import VERSION_TABLE, VERSIONS, config_for, revision_of, upgrade, version_of

from .ledgers import make_v1

STORED = Path(__file__).parent / "ledgers" / "v1.sqlite.sql"
OWN = set(schema.metadata.tables)


@pytest.fixture
def engine(database):
    """An engine on a database of each kind that holds nothing."""
    engine = sa.create_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(tmp_path):
    """An engine on a file that is not there yet."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def v1(tmp_path):
    """An engine on a file as schema version 1 left it."""
    path = tmp_path / "v1.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(STORED.read_text(encoding="utf-8"))
    connection.close()
    engine = sa.create_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def shape(engine):
    """Every table of the ledger as the database tells it: columns with their types, keys, and indexes."""
    asked = sa.inspect(engine)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unknown schema content", sa.exc.SAWarning)  # how OceanBase writes indexes
        return {
            table: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in asked.get_columns(table)],
                asked.get_pk_constraint(table)["constrained_columns"],
                indexes(engine, table),
            )
            for table in sorted(OWN & set(asked.get_table_names()))
        }


def indexes(engine, table):
    """The indexes of a table: name, columns, and whether they are unique."""
    if engine.dialect.name not in ("mysql", "mariadb"):
        found = sa.inspect(engine).get_indexes(table)
        return sorted((index["name"], tuple(index["column_names"]), bool(index["unique"])) for index in found)
    with engine.connect() as connection:
        asked = (
            "select index_name, column_name, non_unique = 0 from information_schema.statistics"
            f" where table_schema = database() and table_name = '{table}' and index_name <> 'PRIMARY'"
            " order by index_name, seq_in_index"
        )
        found = connection.exec_driver_sql(asked).all()
    return [
        (name, tuple(column for _, column, _ in group), bool(group[0][2]))
        for name, group in ((name, list(group)) for name, group in itertools.groupby(found, lambda row: row[0]))
    ]


def rows(engine):
    """All that the ledger holds."""
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(sa.select(*table.c)).all()), key=repr)
            for name, table in schema.metadata.tables.items()
        }


def noted(engine, table=VERSION_TABLE):
    """The revisions that alembic has noted."""
    with engine.connect() as connection:
        return set(connection.exec_driver_sql(f"select version_num from {table}").scalars())


class TestUpgrade:
    def test_makes_the_tables_that_create_makes(self, server, engine):
        with gd.SqlStore(server.fresh()) as created:
            assert upgrade(engine) is None
            assert shape(engine) == shape(created.create().engine)
            assert rows(engine) == rows(created.engine)
            assert shape(engine).keys() == OWN

    @pytest.mark.filterwarnings("ignore:Unknown schema content")  # the indexes, on OceanBase
    def test_leaves_nothing_for_alembic_to_change(self, server, engine):
        upgrade(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
            proposed = compare_metadata(context, schema.metadata)

        assert [entry for entry in proposed if server.kind != "oceanbase" or entry[0] != "add_index"] == []

    def test_again_changes_nothing(self, engine):
        upgrade(engine)
        before = shape(engine), rows(engine), noted(engine)

        assert upgrade(engine) == schema.VERSION
        assert (shape(engine), rows(engine), noted(engine)) == before

    def test_recognises_what_create_made(self, engine):
        ledger = gd.Ledger(gd.SqlStore(engine).create(), clock=make_v1.Clock())
        ledger.open("request", id="A-1", event=gd.Event.of("received", make_v1.LAST.date()))
        before = rows(engine)

        assert upgrade(engine) == 1
        assert rows(engine) == before
        assert noted(engine) == {revision_of(1)}

    def test_goes_on_where_the_making_was_broken_off(self, server, engine):
        schema.metadata.create_all(engine, tables=[schema.matter, schema.event, schema.ledger])
        with engine.begin() as connection:
            next(iter(schema.matter.indexes)).drop(connection)
        with gd.SqlStore(server.fresh()) as created:
            assert upgrade(engine) is None
            assert shape(engine) == shape(created.create().engine)
            assert rows(engine) == rows(created.engine)

    def test_by_several_at_once_makes_them_once(self, engine, database):
        failed = []

        def run():
            try:
                upgrade(database)
            except Exception as error:  # whatever it is, it is a fault
                failed.append(error)

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failed == []
        assert len(rows(engine)["gd_ledger"]) == schema.SLOTS
        assert noted(engine) == {revision_of(schema.VERSION)}

    def test_makes_a_ledger_that_works(self, engine):
        upgrade(engine)
        told = make_v1.fill(gd.SqlStore(engine))

        assert len({message["id"] for message in told}) == len(told) > 10

    def test_takes_a_url(self, tmp_path):
        url = f"sqlite:///{tmp_path / 'ledger.db'}"

        assert upgrade(url) is None
        assert upgrade(url) == schema.VERSION

    def test_leaves_tables_of_the_host_alone(self, sqlite):
        host = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32)))
        host.create(sqlite)
        with sqlite.begin() as connection:
            connection.execute(host.insert(), {"version_num": "their 17th"})
        upgrade(sqlite)

        assert noted(sqlite, "alembic_version") == {"their 17th"}

    def test_latest_revision_is_the_version_of_the_schema(self):
        scripts = ScriptDirectory.from_config(config_for(None))

        assert scripts.get_heads() == [revision_of(schema.VERSION)]


class TestRefusal:
    def test_of_a_newer_version(self, sqlite):
        upgrade(sqlite)
        with sqlite.begin() as connection:
            connection.execute(schema.ledger.update().values(schema_version=schema.VERSION + 1))
        before = rows(sqlite)

        with pytest.raises(gd.StoreTooNew) as refused:
            upgrade(sqlite)
        assert refused.value.found == schema.VERSION + 1
        assert rows(sqlite) == before

    @pytest.mark.parametrize("version", [schema.VERSION, schema.VERSION + 1])
    def test_or_an_upgrade_that_went_through_leaves_no_connection_open(self, sqlite, version, monkeypatch):
        """What was opened by a URL is closed, so that no file stays busy, and Python 3.13 has nothing to warn of."""
        upgrade(sqlite)
        with sqlite.begin() as connection:
            connection.execute(schema.ledger.update().values(schema_version=version))
        made = []
        monkeypatch.setattr(
            "gov_deadlines.ledger.sql.create_engine", lambda url: made.append(sa.create_engine(url)) or made[-1]
        )
        with suppress(gd.StoreTooNew):
            upgrade(str(sqlite.url))

        assert [each.pool.checkedin() for each in made] == [0]

    @pytest.mark.parametrize(
        "statement",
        [
            "update gd_ledger set schema_version = 7 where slot = 3",
            "update gd_ledger set schema_version = 'one'",
            "update gd_ledger set schema_version = 0",
            "alter table gd_ledger rename column schema_version to edition",
        ],
    )
    def test_of_a_ledger_that_tells_no_version(self, sqlite, statement):
        gd.SqlStore(sqlite).create()
        with sqlite.begin() as connection:
            connection.exec_driver_sql(statement)

        with pytest.raises(gd.StoreFailed, match="gd_ledger tells no schema version") as refused:
            upgrade(sqlite)
        assert not refused.value.passing
        assert not sa.inspect(sqlite).has_table(VERSION_TABLE)

    def test_of_a_revision_that_nobody_knows(self, sqlite):
        upgrade(sqlite)
        with sqlite.begin() as connection:
            connection.exec_driver_sql(f"update {VERSION_TABLE} set version_num = 'x'")

        with pytest.raises(gd.StoreFailed, match="'x'"):
            upgrade(sqlite)

    def test_of_a_ledger_whose_version_was_deleted(self, sqlite):
        upgrade(sqlite)
        with sqlite.begin() as connection:
            connection.execute(schema.ledger.delete())

        with pytest.raises(gd.StoreFailed, match="restore"):
            upgrade(sqlite)

    def test_of_a_file_that_is_no_database(self, tmp_path):
        path = tmp_path / "ledger.db"
        path.write_text("matter,rule,start,jurisdiction\n" * 40, encoding="utf-8")

        with pytest.raises(gd.StoreFailed, match="not a database"):
            upgrade(f"sqlite:///{path}")

    def test_of_going_back(self, sqlite):
        upgrade(sqlite)
        with sqlite.begin() as connection, pytest.raises(NotImplementedError, match="facts on record"):
            command.downgrade(config_for(connection), "base")


class TestStoredLedger:
    """A file that version 1 of the schema wrote, as it lies in somebody's drawer."""

    def test_has_a_matter_of_every_procedure(self):
        assert {opened["procedure"] for opened in make_v1.MATTERS.values()} == set(gd.procedures())

    def test_is_as_it_was_recorded(self, v1):
        upgrade(v1)
        ledger = gd.Ledger(gd.SqlStore(v1), clock=make_v1.Clock(), source="v1")

        assert ledger.heads().keys() == make_v1.MATTERS.keys()
        assert ledger.verify() == []
        assert ledger.rebuild(repair=False) == []

    def test_is_read_back_exactly(self, v1):
        upgrade(v1)
        ledger = gd.Ledger(gd.SqlStore(v1), clock=make_v1.Clock())
        for name, opened in make_v1.MATTERS.items():
            matter = ledger.matter(name)
            fresh = gd.Matter.open(id=name, **opened, calendar=ledger.calendar(opened.get("jurisdiction", "CN")))
            for _, said, when, details in (fact for fact in make_v1.FACTS if fact[0] == name):
                fresh = fresh.apply(gd.Event.of(said, when, learned=make_v1.learned(when), **details))

            assert matter.to_dict() == fresh.to_dict()
            assert matter.at(make_v1.LAST).to_dict() == fresh.at(make_v1.LAST).to_dict()

    def test_tells_the_same_due_dates(self, v1):
        upgrade(v1)
        ledger = gd.Ledger(gd.SqlStore(v1), clock=make_v1.Clock())
        told = {
            (name, each.name): str(each.due or each.due_at)
            for name in ("绥阳-处罚-17", "申请-2020-17", "申请-2026-91", "舆情-1", "名册")
            for each in ledger.assess(name).obligations
        }

        assert told == {
            ("绥阳-处罚-17", "publication"): "2020-05-29",
            ("申请-2020-17", "answer"): "2020-04-02",
            ("申请-2026-91", "answer"): "2026-12-08",
            ("舆情-1", "statement"): "2017-07-02 01:00:00+08:00",
            ("舆情-1", "press_conference"): "2017-07-02 20:00:00+08:00",
            ("名册", "action"): "2020-05-29",
        }

    def test_goes_on_being_told_once(self, v1):
        upgrade(v1)
        ledger = gd.Ledger(gd.SqlStore(v1), clock=make_v1.Clock(), source="v1")
        with v1.connect() as connection:
            before = set(connection.execute(sa.select(schema.reminder.c.id)).scalars())
        (told,) = ledger.wake(make_v1.LAST + timedelta(days=3))

        assert told.message["subject"] == "申请-2026-91"
        assert told.message["data"]["due"] == "2026-12-08"
        assert told.id not in before

    def test_keeps_its_rows_through_the_next_revision(self, v1, tmp_path):
        """There is no second version yet: one made up here adds a column, as a version may."""
        upgrade(v1)
        before = rows(v1)
        (tmp_path / "v0002.py").write_text(
            textwrap.dedent(
                """
                import sqlalchemy as sa
                from alembic import op

                revision, down_revision = "gd0002", "gd0001"

                def upgrade():
                    op.add_column("gd_obligation", sa.Column("handler", sa.String(40)))
                    op.execute("update gd_ledger set schema_version = 2")
                """
            ),
            encoding="utf-8",
        )
        with v1.connect() as connection:
            config = config_for(connection)
            config.set_main_option("version_locations", f"{VERSIONS}:{tmp_path}".replace("%", "%%"))
            command.upgrade(config, "head")
            connection.commit()

            assert version_of(connection) == 2
        after = rows(v1)
        ledgers = [(slot, 2, revision) for slot, _, revision in before.pop("gd_ledger")]
        assert sorted(after.pop("gd_ledger")) == sorted(ledgers)
        assert after == before
        assert noted(v1) == {"gd0002"}
        assert "handler" in {column["name"] for column in sa.inspect(v1).get_columns("gd_obligation")}
        with pytest.raises(gd.StoreTooNew):
            upgrade(v1)
        with pytest.raises(gd.StoreTooNew):
            gd.Ledger(gd.SqlStore(v1)).verify()


class TestHostsOwnAlembic:
    """What docs/ledger-migrations.md shows."""

    @pytest.fixture
    def host(self, tmp_path, sqlite):
        """A host's folder of migrations with one revision, and the configuration that runs it beside ours."""
        versions = tmp_path / "host" / "versions"
        versions.mkdir(parents=True)
        (versions / "a1.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = 'a1', None\n"
            "def upgrade():\n    op.create_table('office', sa.Column('id', sa.Integer, primary_key=True))\n",
            encoding="utf-8",
        )
        (versions.parent / "env.py").write_text(
            "from alembic import context\n"
            "with context.config.attributes['engine'].begin() as connection:\n"
            "    context.configure(connection=connection)\n"
            "    context.run_migrations()\n",
            encoding="utf-8",
        )
        config = Config()
        config.set_main_option("script_location", str(versions.parent))
        config.set_main_option("path_separator", "space")
        config.set_main_option("version_locations", f"{versions} gov_deadlines:ledger/migrations/versions")
        config.attributes["engine"] = sqlite
        return config

    def test_makes_both(self, host, sqlite):
        command.upgrade(host, "heads")

        assert noted(sqlite, "alembic_version") == {"a1", revision_of(schema.VERSION)}
        assert rows(sqlite)["gd_ledger"] == [(slot, 1, 0) for slot in sorted(range(16), key=lambda n: repr((n, 1, 0)))]
        assert upgrade(sqlite) == schema.VERSION

    def test_takes_over_what_create_made(self, host, sqlite):
        gd.SqlStore(sqlite).create()
        before = shape(sqlite), rows(sqlite)
        command.upgrade(host, "gov_deadlines@head")

        assert (shape(sqlite), rows(sqlite)) == before

    def test_can_be_told_to_leave_the_ledger_alone(self, sqlite):
        """Without the filter, autogenerate would drop every table that the host's own metadata does not name."""
        upgrade(sqlite)

        def proposed(**options):
            with sqlite.connect() as connection:
                context = MigrationContext.configure(connection, opts=options)
                return {
                    entry[1].name for entry in compare_metadata(context, sa.MetaData()) if entry[0] == "remove_table"
                }

        assert proposed() == OWN | {VERSION_TABLE}
        assert proposed(include_name=lambda name, kind, _: kind != "table" or not name.startswith("gd_")) == set()

    def test_is_told_the_names_that_the_documents_use(self):
        text = (Path(__file__).parents[1] / "docs" / "ledger-migrations.md").read_text(encoding="utf-8")

        assert VERSION_TABLE in text
        assert "gov_deadlines:ledger/migrations/versions" in text
        assert re.search(r'not name\.startswith\("gd_"\)', text)
