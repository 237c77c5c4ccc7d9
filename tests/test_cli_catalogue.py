"""``catalogue`` on the command line: checked and taken in, in text and JSON, with an exit status that tells."""

import json
import tomllib

import pytest

from .catalogue_trials import SEVERAL, TWO_ROWS, delimited, page, workbook
from .test_catalogue import row, table
from .test_cli import run


@pytest.fixture
def file(tmp_path):
    """Writes bytes to a file, and says where."""

    def write(data, name="目录.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def test_clean_catalogue_passes(file):
    """Status 0 when nothing must be put right."""
    done = run("catalogue", "check", file(workbook(table(row()))), "--on", "2026-03-02")

    assert done.exit_code == 0, done.output
    assert "0处错误" in done.stdout


def test_check_tells_what_must_be_put_right(file):
    """Status 1, with the rows; the same in JSON."""
    path = file(page(table(row("甲", "信息形成之日起30个工作日内"))), "目录.xls")  # a page under another name
    words = ["catalogue", "check", path, "--jurisdiction", "520323", "--on", "2026-03-02"]
    text, plain = run(*words, "--lang", "en"), run(*words, "--json")

    assert text.exit_code == plain.exit_code == 1
    assert "is longer than" in text.stdout
    found = json.loads(plain.stdout)
    assert (found["errors"], found["on"], found["jurisdiction"]) == (1, "2026-03-02", "520323")
    assert found["findings"][0]["code"] == "longer_than_law"


def test_import_writes_law_once(file, tmp_path):
    """A file that TOML reads, never overwritten; the place must be one."""
    path, out = file(workbook(TWO_ROWS)), tmp_path / "own.toml"
    words = ["catalogue", "import", path, "--jurisdiction", "520323", "--in-force-from", "2026-01-01"]
    done = run(*words, "--toml", str(out))

    assert done.exit_code == 0, done.output
    law = tomllib.loads(out.read_text(encoding="utf-8"))
    assert law["document"]["jurisdiction"] == "520323"
    assert [version["limit"]["n"] for version in law["version"]] == [10, 10, 7]
    again = run(*words, "--toml", str(out))
    assert (again.exit_code, "已存在" in again.stderr) == (1, True)
    assert run("catalogue", "import", path).exit_code == 2
    assert run("catalogue", "import", path, "--jurisdiction", "县").exit_code == 1


def test_import_in_json_tells_items_rules_and_law(file):
    """What a host needs, without a file."""
    words = ["--jurisdiction", "520323", "--in-force-from", "2026-01-01", "--json"]
    done = run("catalogue", "import", file(workbook(SEVERAL)), *words)
    found = json.loads(done.stdout)

    assert done.exit_code == 1  # a limit was not read
    assert len(found["items"]) == len(found["rules"]) == 5
    assert "[[rule]]" in found["toml"]
    assert found["written"] is None


def test_csv_from_standard_input_with_its_options():
    """Blanks filled down, in an encoding that is named."""
    words = ["catalogue", "check", "-", "--fill-down", "--encoding", "gb18030", "--json", "--on", "2026-03-02"]
    done = run(*words, stdin=delimited(SEVERAL, "gb18030"))

    assert json.loads(done.stdout)["items"] == 5


def test_one_sheet_alone_and_what_is_no_catalogue(file):
    """A sheet by its name; a refusal is a message, in JSON an error."""
    path = file(workbook(TWO_ROWS, SEVERAL))
    found = json.loads(run("catalogue", "check", path, "--sheet", "续表", "--json", "--on", "2026-03-02").stdout)
    refused = run("catalogue", "check", file(b"%PDF-1.7", "a.pdf"), "--json")

    assert found["items"] == 5
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (1, "bad_input")
