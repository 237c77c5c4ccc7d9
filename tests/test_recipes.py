"""The pages about the ledger and the views: every block on them runs, in order, as a reader would type it."""

import pytest

from .pages import DOCS, Page
from .servers import UnavailableError

RECIPES = sorted(
    f"recipes/{path.name}"
    for path in (DOCS / "recipes").glob("*.md")
    if path.stem not in ("index", "oa", "procrastinate")
)


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
