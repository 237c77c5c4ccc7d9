"""The site: each page that was written by hand runs as a reader would type it, and generated pages miss nothing."""

import pytest

from .pages import BLOCK, DOCS, Page

HAND_WRITTEN = sorted(
    path.relative_to(DOCS).as_posix()
    for folder in (".", "howto", "concepts", "reference")
    for path in (DOCS / folder).glob("*.md")
    if not path.read_text(encoding="utf-8").startswith("% 由 docs/_generate 生成")
)
RUN = [name for name in HAND_WRITTEN if BLOCK.search((DOCS / name).read_text(encoding="utf-8"))]
LEDGER_PAGES = {"ledger.md", "ledger.en.md", "ledger-migrations.md", "procedures.md"}


@pytest.mark.parametrize("name", [name for name in RUN if name not in LEDGER_PAGES])
def test_page_runs(name, monkeypatch, tmp_path):
    """Every block answers as the page says; those of the ledger run in tests of their own."""
    monkeypatch.chdir(tmp_path)
    Page(name).run()
