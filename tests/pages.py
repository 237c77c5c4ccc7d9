"""A page of the docs whose blocks run, in order, as a reader would type them."""

import doctest
import re
import shlex
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import Engine

import gov_deadlines as gd
from gov_deadlines.cli import command

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(
    r"^(?:[^\n]*`(?P<file>[^`\n/]+)`[：:]\n\n)?```(?P<kind>python|console|json|toml|text)\n(?P<code>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


class Page:
    """
    A page whose blocks share one namespace.

    A block of Python with prompts must answer as it says, one without runs as a file does; a block of the console types
    commands of ``gov-deadlines``, which may read a file (``<``) or write one (``>``). A block below the name of a file
    is that file.
    """

    def __init__(self, name):
        self.path = DOCS / name
        self.namespace = {"__name__": self.path.stem}

    def run(self):
        """Run every block; an error names its line on the page. Connections that the page opened are closed."""
        text = self.path.read_text(encoding="utf-8")
        blocks = list(BLOCK.finditer(text))
        assert any(block["kind"] in ("python", "console") for block in blocks)
        try:
            for block in blocks:
                code, line = block["code"], text.count("\n", 0, block.start("code"))
                if block["kind"] == "console":
                    self.type(code)
                elif block["kind"] != "python":
                    if block["file"]:
                        Path(block["file"]).write_text(code, encoding="utf-8")
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
        """Type *code* at the prompt, and hold what it answers to what the page says."""
        example = doctest.DocTestParser().get_doctest(code, {}, self.path.name, str(self.path), line)
        example.globs = self.namespace
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
        found = []
        runner.run(example, out=found.append, clear_globs=False)
        assert not found, "".join(found)

    def type(self, code):
        """Type the commands of *code*, and hold what each prints to what the page says; ``# 1`` is its exit status."""
        for typed in code.split("$ ")[1:]:
            line, _, wanted = typed.partition("\n")
            line, _, status = line.partition("  # ")
            line, _, target = line.partition(" > ")
            words, _, source = line.partition(" < ")
            words = shlex.split(words)
            assert words[0] == "gov-deadlines", line
            given = Path(source).read_bytes() if source else None
            done = CliRunner().invoke(command, words[1:], input=given)
            assert done.exit_code == int(status or 0), f"{line}\n{done.output}"
            if target:
                Path(target).write_bytes(done.stdout_bytes)
            told = (
                "" if target else "".join(f"{each.rstrip()}\n" for each in done.stdout.splitlines())
            )  # tables are padded
            assert doctest.OutputChecker().check_output(wanted, told, doctest.ELLIPSIS), f"{line}\n{told}"
