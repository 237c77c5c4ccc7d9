"""The site: each page that was written by hand runs as a reader would type it, and generated pages miss nothing."""

import importlib
import json
import re
import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import gov_deadlines as gd
from gov_deadlines.cli import command

from .pages import BLOCK, DOCS, Page

HAND_WRITTEN = sorted(
    path.relative_to(DOCS).as_posix()
    for folder in (".", "howto", "concepts", "reference")
    for path in (DOCS / folder).glob("*.md")
    if not path.read_text(encoding="utf-8").startswith("% 由 docs/_generate 生成")
)
RUN = [
    name
    for name in HAND_WRITTEN
    if any(block["kind"] in ("python", "console") for block in BLOCK.finditer((DOCS / name).read_text("utf-8")))
]
RUN_ELSEWHERE = {"ledger.md", "ledger.en.md", "ledger-migrations.md", "views.md", "views.en.md", "procedures.md"}


@pytest.mark.parametrize("name", [name for name in RUN if name not in RUN_ELSEWHERE])
def test_page_runs(name, monkeypatch, tmp_path):
    """Every block answers as the page says; those of the ledger and the views in tests of their own."""
    for frames in re.findall(r"^>>> import (pandas|polars)", (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE):
        pytest.importorskip(frames)
    monkeypatch.chdir(tmp_path)
    Page(name).run()


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_every_block_has_a_kind_that_is_run_or_known_not_to_run(name):
    """A misspelt language would leave a block out in silence."""
    found = re.findall(r"^```([^\n`]*)\n.*?^```$", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)

    assert set(found) <= {"python", "console", "json", "toml", "text", "ini", "{toctree}", "", "mermaid"}


@pytest.mark.parametrize("folder", [".", "howto", "concepts"])
def test_pages_for_people_are_in_both_languages(folder):
    """Beside x.md lies x.en.md, and each points to the other at its top."""
    pages = {path.name for path in (DOCS / folder).glob("*.md")} - {"procedures.md", "ledger-migrations.md"}
    chinese = {name for name in pages if not name.endswith(".en.md")}

    assert pages - chinese == {name.replace(".md", ".en.md") for name in chinese}
    for name in chinese:
        english = name.replace(".md", ".en.md")
        assert f"[English]({english})" in (DOCS / folder / name).read_text(encoding="utf-8")[:200]
        assert f"[中文]({name})" in (DOCS / folder / english).read_text(encoding="utf-8")[:300]


@pytest.fixture
def generate(monkeypatch):
    """The room that writes pages from the data."""
    monkeypatch.syspath_prepend(str(DOCS))
    return importlib.import_module("_generate")


@pytest.fixture
def pages(generate):
    """Each generated page by its path."""
    return dict(generate.pages())


def test_every_document_has_a_page_with_all_its_versions_and_clauses(pages):
    """Nothing of the law is left out."""
    book = gd.LawBook.load()
    versions = [version for rule in book for version in book[rule].versions]
    for version in versions:
        page = pages[f"law/{slug(version.document.id)}.md"]
        assert version.document.title in page
        assert f"{version.locator}：**{version.says('zh')}**" in page
        assert f"**{version.says('zh')}**" in pages["law/rules.md"]
        assert f"；{version.locator} [`{version.rule}`](#" in pages["law/marks.md"]
    for clause in book.clauses.values():
        assert f"| {clause.id} | {clause.locator} |" in pages[f"law/{slug(clause.document.id)}.md"]


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def test_every_year_has_a_page_that_counts_as_the_calendar_does(pages):
    """Working days by the page are those counted day by day."""
    calendar = gd.WorkCalendar.load("CN")
    for year in range(calendar.first.year, calendar.last.year + 1):
        page = pages[f"calendars/{year}.md"]
        days = [
            date(year, 1, 1) + timedelta(offset) for offset in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
        ]
        kinds = [calendar.day(day).kind.value for day in days]
        assert f"{sum(map(calendar.is_working_day, days))}个工作日。" in page
        assert page.count('<td class="makeup"') == kinds.count("makeup")
        assert len(re.findall('<td class="holiday[ "]', page)) == kinds.count("holiday")
        for notice in calendar.notices():
            assert (f"### {notice.citation}" in page) >= (notice.year == year)


def test_every_procedure_is_drawn_with_all_its_states_and_steps(pages):
    """The drawing has each state, and each event that leads to another one."""
    for each in gd.procedures().values():
        page = pages[f"procedures/{each.id}.md"]
        drawing = page[page.index("<svg") : page.index("</svg>")]
        assert drawing.count('<g class="state ') == len(each.states)
        for source, event, target in each.arrows():
            assert source == target or each.facts[event].zh in drawing
        ends = {(source, target) for source, _, target in each.arrows() if source != target}
        assert drawing.count('marker-end="url(#gd-arrow)"') == len(ends)


def test_no_two_labels_of_a_drawing_overlap(pages):
    """Boxes of states and labels lie apart."""
    number = r'"(-?[\d.]+)"'
    for name, page in pages.items():
        boxes = [
            tuple(map(float, found))
            for found in re.findall(f"<rect x={number} y={number} width={number} height={number}", page)
        ]
        for index, (x, y, wide, high) in enumerate(boxes):
            for u, v, breadth, height in boxes[index + 1 :]:
                apart = x + wide <= u or u + breadth <= x or y + high <= v or v + height <= y
                assert apart, name


def test_every_public_name_every_error_and_every_command_is_in_the_reference(pages):
    """The face, the tree and the command line are told in full."""
    api = "".join(text for name, text in pages.items() if name.startswith("reference/api/"))
    for name in gd.__all__:
        assert re.search(rf"^\.\. \S+:: gov_deadlines\.{name}$", api, re.MULTILINE), name
        value = getattr(gd, name)
        if isinstance(value, type) and issubclass(value, gd.GovDeadlinesError) and value is not gd.GovDeadlinesError:
            section = pages["reference/errors.md"].split(f"## `{name}`")[1].split("\n## ")[0]
            assert f"`{value.code}`" in section
            assert "```{code-block} text" in section, f"docs/_generate/errors.py has no example of {name}"
    for name, each in command.commands.items():
        for words in [name, *(f"{name} {inner}" for inner in getattr(each, "commands", ()))]:
            assert f"Usage: gov-deadlines {words} [OPTIONS]" in pages["reference/cli.md"]


def test_rooms_imported_by_themselves_are_in_the_reference(pages):
    """Columns and views need packages that only some have, so the face leaves them out and the reference does not."""
    face = importlib.import_module("gov_deadlines.analysis.columns")
    columns, views = pages["reference/api/columns.md"], pages["reference/api/views.md"]
    shown = {"frames.to_frame", "frames.entry_columns", "feed.feed", "page.page", "charts.timeline", "charts.year"}

    assert set(re.findall(r":: gov_deadlines\.analysis\.columns\.(\w+)$", columns, re.MULTILINE)) == set(face.__all__)
    assert shown <= set(re.findall(r":: gov_deadlines\.view\.([\w.]+)$", views, re.MULTILINE))


def test_pages_whose_source_is_gone_go_too(generate, tmp_path):
    """A page that was generated once and is no more does not stay behind; one written by hand does."""
    generate.write(tmp_path)
    (tmp_path / "law" / "ogi-2019.md").replace(tmp_path / "law" / "repealed.md")
    (tmp_path / "law" / "own.md").write_text("# own\n", encoding="utf-8")
    stamp = (tmp_path / "law" / "ogi-2008.md").stat().st_mtime_ns
    generate.write(tmp_path)

    assert not (tmp_path / "law" / "repealed.md").exists()
    assert (tmp_path / "law" / "ogi-2019.md").exists()
    assert (tmp_path / "law" / "own.md").exists()
    assert (tmp_path / "law" / "ogi-2008.md").stat().st_mtime_ns == stamp


@pytest.mark.usefixtures("generate")
def test_links_that_lead_nowhere_and_loads_from_outside_are_told(tmp_path):
    """What `make linkcheck` finds in a site."""
    links = importlib.import_module("_generate.links")
    (tmp_path / "a.html").write_text(
        '<p id="here"></p><a href="#here"></a><a href="b.html#there"></a><a href="c.html"></a><a href="https://x.cn"></a>'
        '<script src="https://cdn.example/x.js"></script><a href="b.html"></a>',
        encoding="utf-8",
    )
    (tmp_path / "b.html").write_text("<p></p>", encoding="utf-8")

    assert list(links.faults(tmp_path)) == [
        "a.html: b.html#there has no such anchor",
        "a.html: c.html is not there",
        "a.html: loads https://cdn.example/x.js from outside",
    ]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_commands_and_lines_of_the_first_page_run(name, monkeypatch, tmp_path):
    """Each command on it, with the files it names there, and each line of JSON."""
    monkeypatch.chdir(tmp_path)
    text = (DOCS.parent / name).read_text(encoding="utf-8")
    gd.SqlStore("sqlite:///ledger.db").create().close()
    notice = (DOCS.parent / "tests" / "notices" / "made_up_2027.txt").read_text(encoding="utf-8")
    lines = re.findall(r"^    (\{.*?\})$", text, re.MULTILINE | re.DOTALL)
    asked = [json.dumps(json.loads(line)) for line in lines]
    commands = re.findall(r"^    gov-deadlines (.*)$", text, re.MULTILINE)
    for line in commands:
        typed, _, source = line.partition(" > ")[0].partition(" < ")
        words, given = shlex.split(typed), asked[-1] if source else None
        for word in words:
            if word.endswith(".txt"):
                Path(word).write_text(notice, encoding="utf-8")
            if word.endswith(".csv"):
                Path(word).write_text("matter,rule,start,jurisdiction\n", encoding="utf-8")
        assert CliRunner().invoke(command, words, input=given).exit_code == 0, line
    for question in asked:
        reader = next((name for key, name in (("matter", "replay"), ("raw", "phrase")) if key in question), "reckon")
        done = CliRunner().invoke(command, [reader], input=f"{question}\n")
        assert done.exit_code == 0, done.output

    assert len(commands) > 3
    assert len(asked) == 4
