"""The page of evidence: written from what was kept and from nothing else, failures as they are."""

import re
from pathlib import Path

import attrs
import pytest

from .evidence import __main__ as evidence
from .evidence import kept, page

ROOT = Path(__file__).parents[1]
FINDING = kept.Finding(
    commit="0123456789abcdef",
    day="2026-11-26",
    seconds=1234,
    status=0,
    machine="CPython 3.11.7, Linux x86_64, 2 CPUs",
    said=("CN: 8401 days", "16,802 answers, 0 differences"),
)


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """A place for findings and pages that holds nothing."""
    monkeypatch.setattr(kept, "FINDINGS", tmp_path / "_evidence")
    monkeypatch.setattr(page, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    return tmp_path


@pytest.mark.parametrize("words", [page.ZH, page.EN], ids=["zh", "en"])
def test_page_is_written_from_what_is_kept(words):
    """The page in the repository is what its findings say, to the letter: nothing was typed into it."""
    assert (ROOT / "docs" / words.file).read_text(encoding="utf-8") == page.page(words)


def test_every_claim_has_a_target_of_make():
    """Each command can be given: it is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert {claim.command.split()[:2][1] for claim in kept.CLAIMS.values()} <= targets
    assert {claim.command.split()[0] for claim in kept.CLAIMS.values()} == {"make"}


def test_every_finding_is_of_a_claim():
    """No finding outlives its claim."""
    assert {path.stem for path in kept.FINDINGS.glob("*.json")} <= set(kept.CLAIMS)


@pytest.mark.usefixtures("alone")
def test_finding_reads_back_as_kept():
    """What is kept is what was found."""
    kept.keep("law", FINDING)

    assert kept.found("law") == FINDING
    assert kept.found("peers") is None


@pytest.mark.usefixtures("alone")
def test_claim_that_held_stands_with_what_its_command_said():
    """Command, commit, day, machine, time, and every line."""
    kept.keep("law", FINDING)

    written = page.page(page.EN)

    head = "| [Deadlines: a second count of the law](#evidence-en-law) |"
    assert f"{head} held | `16,802 answers, 0 differences` | 1,234 |" in written.splitlines()
    assert "`make soak-due`, 2026-11-26, commit `0123456789abcdef`, CPython 3.11.7" in written
    assert "CN: 8401 days\n16,802 answers, 0 differences\n```" in written
    assert f"1 tried, 1 held, 0 did not, {len(kept.CLAIMS) - 1} not tried." in written


@pytest.mark.usefixtures("alone")
def test_claim_that_failed_is_told_as_failed():
    """A failure is no gap: it is counted, marked, and its output shown."""
    kept.keep("law", attrs.evolve(FINDING, status=2, said=("CN: 1 differences", "  due(...) gives ...")))

    english, chinese = page.page(page.EN), page.page(page.ZH)

    assert "| [Deadlines: a second count of the law](#evidence-en-law) | **did not hold** |" in english
    assert "1 tried, 0 held, 1 did not" in english
    assert "exit status 2." in english
    assert "| [期限：另算一遍](#evidence-zh-law) | **未通过** |" in chinese
    assert "CN: 1 differences\n" in chinese


@pytest.mark.usefixtures("alone")
def test_output_keeps_its_table_and_its_fence():
    """No line of an output breaks the table or ends the block that it stands in."""
    kept.keep("law", attrs.evolve(FINDING, said=("```", "a | b `c`")))

    written = page.page(page.EN)

    assert "| `a ¦ b 'c'` |" in written
    assert written.count("```") == 2


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("....... [ 10%]\n....s.. [100%]\n== 9 passed in 1.00s ==", ["== 9 passed in 1.00s =="]),
        ("make[1]: Entering directory\n.venv/bin/python -m tests.soak.due\nCN: 1 answers", ["CN: 1 answers"]),
        (f"{ROOT}/tests/test_x.py failed\n\n\n", ["./tests/test_x.py failed"]),
        ("in '/some/where/el... and https://a.b/c/d", ["in '(a path) and https://a.b/c/d"]),
        ("WARNING: Location 'file:///x/' is ignored\nLooking in indexes: x\n3 passed", ["3 passed"]),
        (" 10%\r 20%\r done\n", [" done"]),
        ("make: *** [Makefile:9: test] Error 1\n", []),
    ],
)
def test_output_is_told_without_what_says_nothing(said, told):
    """Left out are dots of progress, commands echoed, empty lines, and where the machine keeps and finds its files."""
    assert list(evidence.telling(said)) == told


def test_a_claim_that_is_not_known_is_refused(capsys):
    """The claims that there are, are named; nothing is run."""
    assert evidence.main(["lore"]) == 2
    assert "unknown claim lore; expected any of suite, cells" in capsys.readouterr().out
