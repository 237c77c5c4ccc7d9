"""The pages about the ledger and the views: every block on them runs, in order, as a reader would type it."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

import gov_deadlines as gd
from gov_deadlines.cli import command

from .servers import UnavailableError

DOCS = Path(__file__).parents[1] / "docs"
RECIPES = sorted(
    f"recipes/{path.name}" for path in (DOCS / "recipes").glob("*.md") if path.stem not in ("oa", "procrastinate")
)
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Page:
    """
    A page whose blocks share one namespace.

    A block of Python with prompts must answer as it says, one without runs as a file does; a block of the console types
    commands of ``gov-deadlines``.
    """

    def __init__(self, name):
        self.path = DOCS / name
        self.namespace = {"__name__": self.path.stem}

    def run(self):
        """Run every block; an error names its line on the page. Connections that the page opened are closed."""
        text = self.path.read_text(encoding="utf-8")
        blocks = list(BLOCK.finditer(text))
        assert blocks
        try:
            for block in blocks:
                kind, code = block.groups()
                line = text.count("\n", 0, block.start(2))
                if kind == "console":
                    self.type(code)
                elif ">>> " in code:
                    self.answer(code, line)
                else:
                    exec(compile("\n" * line + code, str(self.path), "exec"), self.namespace)
        finally:
            for value in self.namespace.values():
                if isinstance(value, Engine):
                    value.dispose()
                elif isinstance(value, gd.SqlStore):
                    value.close()

    def answer(self, code, line):
        example = doctest.DocTestParser().get_doctest(code, {}, self.path.name, str(self.path), line)
        example.globs = self.namespace
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
        found = []
        runner.run(example, out=found.append, clear_globs=False)
        assert not found, "".join(found)

    def type(self, code):
        for typed in code.split("$ ")[1:]:
            line, _, wanted = typed.partition("\n")
            words = shlex.split(line)
            assert words[0] == "gov-deadlines", line
            done = CliRunner().invoke(command, words[1:])
            assert done.exit_code == 0, f"{line}\n{done.output}"
            assert doctest.OutputChecker().check_output(wanted, done.stdout, doctest.ELLIPSIS), f"{line}\n{done.stdout}"


@pytest.fixture
def place(monkeypatch, tmp_path):
    """An empty folder to run a page in, and where the page finds its database unless it makes one itself."""
    monkeypatch.chdir(tmp_path)

    def put(url):
        monkeypatch.setenv("OA_DATABASE", url)

    put("sqlite:///oa.db")
    return put


def test_embedding_in_an_oa(place, database):
    """A document's row and its facts hold together or not at all, on each database."""
    place(database)
    Page("recipes/oa.md").run()


def test_procrastinate(place, running):
    """A periodic task wakes and drains, and each message is a job of its own."""
    try:
        place(running("postgresql").fresh())
    except UnavailableError as error:
        pytest.skip(str(error))
    Page("recipes/procrastinate.md").run()


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("name", ["ledger.md", "ledger.en.md", "views.md", "views.en.md", *RECIPES])
def test_page(name):
    """A page that needs no more than a file for a database."""
    Page(name).run()
