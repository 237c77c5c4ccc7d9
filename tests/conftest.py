"""Databases for the tests that ask for one: `database` is the URL of one that holds nothing, `server` what runs it."""

import gc
import os
from contextlib import ExitStack

import pytest

from .servers import KINDS, MariaDB, UnavailableError

HERE = [kind for kind in KINDS if kind != "mariadb" or MariaDB.installed()]


@pytest.fixture(scope="session")
def running():
    """
    The servers that were asked for so far, by kind; they run until the tests end.

    Where one is not installed the test that asks for it is skipped, or fails if ``CI`` is set.
    """
    with ExitStack() as stack:
        servers = {}

        def server(kind):
            if kind not in servers:
                try:
                    servers[kind] = stack.enter_context(KINDS[kind]())
                except UnavailableError as error:
                    if os.environ.get("CI"):
                        raise
                    pytest.skip(str(error))
            return servers[kind]

        yield server


@pytest.fixture(params=HERE)
def server(request, running):
    """Each kind of database in turn."""
    return running(request.param)


@pytest.fixture
def database(server):
    """The URL of a database of each kind in turn, which holds nothing and is nobody else's."""
    return server.fresh()


@pytest.fixture
def refused():
    """For tests that stop a server: pymysql leaves its socket open when refused; it ends here."""
    yield
    gc.collect()
