"""The house: documents that run, a face that is complete, an import that costs nothing, and no trace of a machine."""

import doctest
import importlib
import importlib.metadata
import json
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import gov_deadlines as gd
from gov_deadlines.matters.drawing import as_document

ROOT = Path(__file__).parents[1]
SOURCE = Path(gd.__file__).parent
MODULES = sorted(
    {
        "gov_deadlines",
        *(module.name for module in pkgutil.walk_packages([str(SOURCE)], "gov_deadlines.")),
    }
    - {"gov_deadlines.__main__"}
)
# What an import of the package must not cost: none of these is needed to count one deadline in working days.
HEAVY = ["numpy", "pandas", "sqlalchemy", "pendulum", "holidays", "cattrs", "click", "rich", "attr", "attrs"]
COUNTING = ["numpy", "pandas", "sqlalchemy", "pendulum", "holidays", "click", "rich"]


def fresh(program):
    """What *program* prints in an interpreter of its own."""
    env = {**os.environ, "PYTHONPATH": str(SOURCE.parent)}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_runs(name):
    """What the first page shows is what the library answers."""
    found = doctest.testfile(
        str(ROOT / name), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS, verbose=False
    )

    assert found.attempted > 5
    assert found.failed == 0


def test_readme_counts_the_regions_that_have_days_of_their_own():
    """The number on the first page is that of the folders of local notices."""
    regions = [path for path in (ROOT / "calendars").iterdir() if path.is_dir() and path.name.isdigit()]

    assert f"{len(regions)} regions" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(regions)}个自治区" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_run(name):
    """The examples in docstrings are true."""
    module = importlib.import_module(name)

    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0
    assert module.__doc__


def test_modules_have_examples():
    """The chief modules show themselves at work."""
    finder = doctest.DocTestFinder()
    shown = {
        name
        for name in MODULES
        for test in finder.find(importlib.import_module(name))
        if test.examples and test.name.startswith(name)
    }

    assert {
        "gov_deadlines",
        "gov_deadlines.deadline",
        "gov_deadlines.period",
        "gov_deadlines.law.book",
        "gov_deadlines.workdays.calendar",
        "gov_deadlines.analysis.docket",
    } <= shown


def test_face_is_complete_and_sorted():
    """Every public name is listed once, constants first, then classes, then functions, each in order."""
    kinds = [(0 if name.isupper() else 1 if name[0].isupper() else 2, name) for name in gd.__all__]

    assert kinds == sorted(set(kinds))
    assert set(gd.__all__) == set(gd._HOME)


@pytest.mark.parametrize("name", gd.__all__)
def test_public_name_resolves(name):
    """Each name leads to what it is called, from the package and by the module it lives in."""
    value = getattr(gd, name)

    assert value is getattr(importlib.import_module(f"gov_deadlines.{gd._HOME[name]}"), name)
    assert name in dir(gd)
    assert isinstance(value, type) <= bool(value.__doc__)


def test_other_name_is_refused():
    """A name that is not there is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        gd.no_such_name  # noqa: B018


def test_type_checkers_see_the_same_face():
    """What is imported for type checkers is what is imported at run time."""
    text = (SOURCE / "__init__.py").read_text(encoding="utf-8")
    imports = re.findall(r"^    from \.([\w.]+) import (?:\(([^)]*)\)|(.+))$", text, flags=re.MULTILINE)
    seen = {name: home for home, many, one in imports for name in re.findall(r"\w+", many or one)}

    assert seen == gd._HOME


def test_star_import_gives_the_face_alone():
    """A star import brings the public names and nothing else."""
    found = fresh("from gov_deadlines import *; print(*sorted(n for n in dir() if not n.startswith('__')))")

    assert found.split() == sorted(gd.__all__)


def test_import_costs_nothing():
    """A bare import loads no other package, and none of its own modules."""
    found = json.loads(fresh("import gov_deadlines, sys, json; print(json.dumps(sorted(sys.modules)))"))

    assert [name for name in HEAVY if name in found] == []
    assert [name for name in found if name.startswith("gov_deadlines.")] == []


def test_count_of_working_days_loads_no_calendar_library():
    """A deadline in working days needs neither a date library nor a holiday library."""
    program = (
        "import sys, json, datetime, gov_deadlines as gd\n"
        "gd.WorkCalendar.load('CN').shift(datetime.date(2020, 5, 20), 7)\n"
        "gd.due('enforcement.penalty', datetime.date(2020, 5, 20)).due\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    found = json.loads(fresh(program))

    assert [name for name in COUNTING if name in found] == []


def test_no_file_names_a_machine_path():
    """The project speaks of itself alone: no absolute path of anybody's machine, no path out of the tree."""
    tops = "|".join(("home", "root", "Users", "work", "tmp", "opt", "mnt", "srv", "var"))
    machine = re.compile(r"(?:^|[\s\"'`(=:,])/(?:TOPS)\b|\b[A-Z]:\\\w".replace("TOPS", tops), flags=re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in _texts()
        for match in machine.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_file_points_out_of_the_tree():
    """Nothing is read from beside the project."""
    outside = re.compile(r"(?<![\w./])\.\./(?!README)[a-z]")
    found = [
        path.relative_to(ROOT)
        for path in _texts()
        if path.suffix in (".py", ".toml", "") and outside.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_makefile_has_the_two_doors():
    """`make demo` and `make test` are targets, and phony, so that no file of that name shadows them."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", text, flags=re.MULTILINE))
    phony = {name for line in re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE) for name in line.split()}

    assert {"demo", "test"} <= targets
    assert {"demo", "test"} <= phony
    assert phony <= targets


def test_installed_version_is_the_one_of_the_project():
    """What is installed calls itself as pyproject.toml does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    try:
        installed = importlib.metadata.version(project["name"])
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("not installed: run from the source tree")

    assert installed == project["version"]


def test_every_module_stands_on_a_floor():
    """The floors of pyproject.toml name each module at the top of the package, and nothing that is not there."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = [entry for entry in config["contracts"] if entry["type"] == "layers"]
    named = {name.strip() for layer in contract["layers"] for name in re.split(r"[:|]", layer)}
    there = {name.split(".")[1] for name in MODULES if "." in name} | {"__main__"}

    assert named == there


def test_map_names_every_room():
    """Whoever looks for something finds its room on the map; revisions of the ledger's tables are no rooms."""
    text = (ROOT / "docs" / "decisions" / "map.md").read_text(encoding="utf-8")
    named = {name.rstrip("/").rpartition("/")[2] for name in re.findall(r"`([\w/]+)`", text)}
    rooms = {path.stem for path in SOURCE.rglob("*.py") if "migrations" not in path.parts} - {"__init__"}
    folders = {path.parent.name for path in SOURCE.rglob("__init__.py")} - {SOURCE.name}

    assert (rooms | folders) - named == set()


def test_drawn_procedures_are_those_of_the_tables():
    """What the docs draw is what the tables say; `make procedures` draws it again."""
    assert (ROOT / "docs" / "procedures.md").read_text(encoding="utf-8") == as_document("zh")


def test_package_is_typed():
    """Type checkers read the annotations of the package."""
    assert (SOURCE / "py.typed").is_file()


def _texts():
    """Every file of the project that people or programs read, but for what tools leave behind."""
    kinds = {
        ".py",
        ".md",
        ".toml",
        ".csv",
        ".txt",
        ".cfg",
        ".yml",
        ".yaml",
        ".json",
        ".ipynb",
        ".css",
        ".js",
        ".po",
        "",
    }
    skipped = {"dist", "build", "__pycache__", "node_modules"}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in (".ci", ".gitignore") for part in parts)
        left = hidden or any(part in skipped or part.endswith(".egg-info") for part in parts)
        if path.is_file() and path.suffix in kinds and not left:
            yield path
