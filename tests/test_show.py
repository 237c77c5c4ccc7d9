"""Tables as text, Markdown and HTML."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_deadlines.show import as_html, as_markdown, as_text, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("2020-05-20", 10),
        ("劳动节", 6),
        ("（文号未核实）", 14),
        ("国办发明电〔2020〕1号", 21),
        ("é", 1),  # one letter and a combining accent
        ("ＣＮ", 4),
        ("ｶ", 1),
        ("Garzê", 5),
    ],
)
def test_width_counts_the_columns_of_a_terminal(text, columns):
    """A Chinese character and a full-width form take two columns, a combining mark none."""
    assert width(text) == columns


def test_text_is_aligned():
    """Each column begins at one place, whatever the script of the cells before it, and no line ends in blanks."""
    table = as_text(["day", "名称", "kind"], [["2020-05-01", "劳动节", "放假"], ["05-09", "", "make-up"]])

    assert table.split("\n") == [
        "day         名称    kind",
        "----------  ------  -------",
        "2020-05-01  劳动节  放假",
        "05-09               make-up",
    ]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "a", "节日", "2020", "é"]), min_size=3, max_size=3)))
def test_every_cell_begins_in_its_column(rows):
    """The last column starts as many columns in as the widest cells before it take."""
    lines = as_text(["a", "b", "|"], [[*row[:2], "|"] for row in rows]).split("\n")

    starts = {width(line[: line.index("|")]) for line in [lines[0], *lines[2:]]}
    assert len(starts) == 1


def test_table_without_rows_still_has_its_head():
    """An empty table shows what it would hold."""
    assert as_text(["day", "kind"], []) == "day  kind\n---  ----"
    assert as_markdown(["day", "kind"], []) == "| day | kind |\n|---|---|"
    assert as_html(["day"], []) == "<table><thead><tr><th>day</th></tr></thead><tbody></tbody></table>"


def test_row_of_another_length_is_refused():
    """A row that does not fit its head is a mistake, not a shorter row."""
    with pytest.raises((ValueError, IndexError)):
        as_text(["day", "kind"], [["2020-05-01"]])
    with pytest.raises(ValueError, match="zip"):
        as_text(["day"], [["2020-05-01", "放假"]])


def test_markdown_pipes_are_escaped():
    """A pipe or a line break in a cell opens no new cell and no new row."""
    table = as_markdown(["a|b", "c"], [["x | y", "two\nlines"]])

    assert table.split("\n") == ["| a\\|b | c |", "|---|---|", "| x \\| y | two lines |"]


def test_html_is_escaped():
    """No cell, head or class can bring markup of its own."""
    table = as_html(["<b>"], [["<script>alert('x')</script> & \"y\""]], classes=[['rest" onclick="x']])

    assert "<b>" not in table
    assert "<script>" not in table
    assert 'onclick="x"' not in table
    assert _texts(table) == ["<b>", "<script>alert('x')</script> & \"y\""]


def test_html_classes_mark_cells():
    """A cell without a class has no class attribute."""
    table = as_html(["a", "b"], [["1", "2"]], classes=[["rest", ""]])

    assert '<td class="rest">1</td><td>2</td>' in table


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1))
def test_html_gives_each_cell_back(cells):
    """A reader of the HTML sees exactly the cells."""
    assert _texts(as_html(cells, [cells])) == [*cells, *cells]


def _texts(table):
    texts = []

    class Cells(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag in ("td", "th"):
                texts.append("")

        def handle_data(self, data):
            texts[-1] += data

    parser = Cells()
    parser.feed(table)
    parser.close()
    return texts
