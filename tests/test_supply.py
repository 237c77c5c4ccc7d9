"""What the package brings along: licences, lowest versions, extras that are there, Pythons that are named."""

import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from gov_deadlines import optional

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SOURCE = ROOT / "src" / "gov_deadlines"


@pytest.fixture
def supply(monkeypatch):
    """The scripts of the make targets, by name, as they find each other."""
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "supply"))
    yield import_module
    for name in ("licences", "lowest"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize(
    ("metadata", "allowed", "field"),
    [
        ({"license_expression": "MIT"}, True, "License-Expression"),
        ({"license_expression": "Apache-2.0 OR BSD-2-Clause"}, True, "License-Expression"),
        ({"license_expression": "BSD-3-Clause AND 0BSD AND (MIT OR Zlib)"}, True, "License-Expression"),
        ({"license_expression": "MIT AND Proprietary"}, False, "License-Expression"),
        ({"license_expression": "MIT AND (Proprietary OR Other)"}, False, "License-Expression"),
        ({"license_expression": "MIT OR GPL-3.0-only"}, False, "License-Expression"),
        ({"license_expression": "LGPL-3.0-or-later"}, False, "License-Expression"),
        ({"classifier": ["License :: OSI Approved :: MIT License"], "license": "GPL"}, True, "Classifier"),
        ({"classifier": ["License :: OSI Approved :: GNU General Public License v3 (GPLv3)"]}, False, "Classifier"),
        (
            {"classifier": ["License :: OSI Approved :: MIT License", "License :: Other/Proprietary License"]},
            False,
            "Classifier",
        ),
        ({"license": "Apache-2.0"}, True, "License"),
        ({"license": "MIT License"}, True, "License"),
        ({"license": "as you like"}, False, "License"),
        ({"license": "GPLv3"}, False, "License"),
        ({"license": "UNKNOWN", "classifier": ["Programming Language :: Python"]}, False, "License"),
        ({}, False, "none"),
    ],
)
def test_licence_is_allowed_by_the_list_alone(supply, metadata, allowed, field):
    """What the list does not name is refused, and whatever speaks of the GPL."""
    found = supply("licences").licence_of(metadata)

    assert (found.is_allowed, found.field) == (allowed, field)


def test_no_kind_of_the_gpl_is_on_the_list(supply):
    """The list itself does not let one in."""
    licences = supply("licences")
    named = [*licences.ALLOWED["allowed"], *licences.ALLOWED["means"], *licences.ALLOWED["means"].values()]

    assert not [each for each in named if licences.GPL.search(each)]
    assert set(licences.ALLOWED["means"].values()) <= set(licences.ALLOWED["allowed"])


def test_every_requirement_has_a_lowest_version(supply):
    """The package and its extras say from which version on they work; make test-pins runs under those."""
    wanted = [
        *PROJECT["dependencies"],
        *(each for extra in PROJECT["optional-dependencies"].values() for each in extra),
    ]
    pinned = supply("lowest").lowest()

    assert len(pinned) == len({re.match(r"[\w.-]+", each)[0].lower() for each in wanted})
    assert "sqlalchemy==2.0.40" in pinned


def test_every_extra_that_a_text_names_is_there():
    """Messages and pages tell users to install extras that exist."""
    texts = [*SOURCE.rglob("*.py"), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {
        extra
        for path in texts
        for told in re.findall(r"gov-deadlines\[([\w,-]+)\]", path.read_text(encoding="utf-8"))
        for extra in told.split(",")
    }

    assert {"cli", "columns", "migrations"} <= named <= PROJECT["optional-dependencies"].keys()


def test_what_is_said_to_bring_a_package_brings_it():
    """What to install, as an error says it, is an extra that holds the package."""
    brought = {
        extra: {re.match(r"[\w-]+", each)[0] for each in wanted}
        for extra, wanted in PROJECT["optional-dependencies"].items()
    }

    assert optional.EXTRAS
    assert [pair for pair in optional.EXTRAS.items() if pair[0] not in brought[pair[1]]] == []


def test_pythons_of_the_classifiers_are_those_of_the_matrix():
    """What is said to be supported is what make test-matrix runs."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    classified = [
        each.rpartition(" ")[2] for each in PROJECT["classifiers"] if re.search(r":: Python :: 3\.\d+$", each)
    ]

    assert re.search(r"^PYTHONS := (.*)$", makefile, flags=re.MULTILINE)[1].split() == classified
    assert PROJECT["requires-python"] == f">={classified[0]}"


def test_extras_of_the_makefile_are_all_there_are():
    """The tests under other versions install every extra."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    matrix = (ROOT / "tests" / "supply" / "matrix.py").read_text(encoding="utf-8")
    every = ",".join(sorted(PROJECT["optional-dependencies"]))

    assert re.search(r"^ALL_EXTRAS := (.*)$", makefile, flags=re.MULTILINE)[1] == every
    assert f'EXTRAS = "{every}"' in matrix
