"""The databases that the tests run on are real ones, apart from one another, and keep what is committed to them."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.mysql import LONGTEXT

from . import servers

pytestmark = [pytest.mark.usefixtures("refused"), pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")]

TABLES = sa.MetaData()
KEPT = sa.Table(
    "kept",
    TABLES,
    sa.Column("id", sa.CHAR(32), primary_key=True),
    sa.Column("at_us", sa.BigInteger),
    sa.Column("day", sa.Date),
    sa.Column("text", sa.Text().with_variant(LONGTEXT(), "mysql", "mariadb")),
)
ROW = {"id": "0" * 32, "at_us": 1, "day": date(2020, 5, 29), "text": ""}


@pytest.fixture
def engine(database):
    engine = sa.create_engine(database, poolclass=sa.NullPool)
    TABLES.create_all(engine)
    return engine


def rows(engine):
    with engine.connect() as connection:
        return [row._asdict() for row in connection.execute(sa.select(KEPT).order_by(KEPT.c.id))]


def add(engine, *new):
    with engine.begin() as connection:
        connection.execute(KEPT.insert(), list(new))


def test_a_fresh_database_holds_nothing_and_is_apart_from_the_next(server):
    one, two = (sa.create_engine(server.fresh(), poolclass=sa.NullPool) for _ in range(2))
    assert sa.inspect(one).get_table_names() == []
    TABLES.create_all(one)
    add(one, ROW)
    assert sa.inspect(two).get_table_names() == []
    TABLES.create_all(two)
    assert rows(one) == [ROW]
    assert rows(two) == []


def test_one_that_is_used_again_has_its_tables_and_no_rows(server):
    engine = sa.create_engine(server.holding(TABLES), poolclass=sa.NullPool)
    add(engine, ROW)
    assert server.holding(TABLES) == engine.url.render_as_string()
    assert rows(engine) == []


def test_what_goes_in_comes_out(engine):
    first = ROW | {"id": "1" * 32, "at_us": -2_208_988_800_000_001, "day": date(1900, 1, 1), "text": "期限\n" * 25_000}
    last = ROW | {"id": "2" * 32, "at_us": 253_402_300_799_999_999, "day": date(9999, 12, 31), "text": "𠮷🀄'\"\\%s"}
    add(engine, first, last)
    assert rows(engine) == [first, last]


def test_a_restart_keeps_what_was_committed_and_drops_the_rest(server, engine):
    add(engine, ROW)
    with engine.connect() as connection:
        connection.execute(KEPT.insert(), ROW | {"id": "1" * 32})
        server.restart()
        connection.invalidate()
    assert rows(engine) == [ROW]


def test_a_server_that_is_down_is_not_reached(server, engine):
    if server.kind == "sqlite":
        pytest.skip("there is no server")
    server.kill()
    try:
        with pytest.raises(Exception, match=r"refused|No such file"):
            server.connect()
    finally:
        server.start()
    assert rows(engine) == []


@pytest.mark.parametrize("kind", ["postgresql", "oceanbase"])
def test_a_server_ends_with_the_process_that_started_it_even_if_that_is_killed(kind, running):
    try:
        running(kind)
    except servers.UnavailableError as error:
        pytest.skip(str(error))
    code = "import sys, servers, time; print(servers.KINDS[sys.argv[1]]().directory, flush=True); time.sleep(600)"
    here = Path(servers.__file__).parent
    with subprocess.Popen([sys.executable, "-c", code, kind], cwd=here, stdout=subprocess.PIPE, text=True) as process:
        directory = Path(process.stdout.readline().strip())
        runs = processes_in(directory)
        process.kill()
    assert len(runs) >= 2
    end = time.monotonic() + 30
    while (directory.exists() or processes_in(directory)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not directory.exists()
    assert processes_in(directory) == []


def processes_in(directory):
    """The commands that name *directory*."""
    listed = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(directory) in line]


def test_programs_where_only_root_may_look_are_copied(tmp_path):
    programs = tmp_path / "closed" / "server" / "home" / "bin"
    programs.mkdir(parents=True)
    (programs / "run").touch()
    (tmp_path / "closed" / "server.libs").mkdir()
    (tmp_path / "closed").chmod(0o700)
    room = tmp_path / "room"
    assert servers.open_to_all(programs, room) == room / "wheel" / "server" / "home" / "bin"
    assert (room / "wheel" / "server" / "home" / "bin" / "run").exists()
    assert (room / "wheel" / "server.libs").is_dir()
    assert servers.open_to_all(Path(sys.executable).parents[1] / "bin", room)
