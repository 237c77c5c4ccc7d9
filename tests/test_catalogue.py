"""An agency's own catalogue: read in every shape and container as it was written, and told what was not."""

import json

import pytest

import gov_deadlines as gd
from gov_deadlines.catalogue.tables.heads import Element, head_of
from gov_deadlines.catalogue.tables.marks import legend_of, read_choice, read_ticks

from .catalogue_trials import (
    LEGEND,
    SEVERAL,
    SHAPES,
    SPLIT,
    TWO_ROWS,
    Shape,
    Span,
    delimited,
    page,
    told,
    workbook,
)

HEAD = ["公开事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "公开方式"]


def row(name="事项", limit="信息形成之日起20个工作日内", **more):
    """A row under HEAD, with *more* in place of what it usually says."""
    usual = dict(zip(HEAD, [name, "内容", "《条例》", limit, "某局", "政府网站", "全社会", "主动"], strict=True))
    return list((usual | more).values())


def table(*rows, head=HEAD):
    """A catalogue of *rows*."""
    return Shape([head, *rows], [])


def codes(catalogue):
    """The codes of what was found, with their first rows."""
    return {(f.code, f.places[0].first if f.places else 0) for f in catalogue.findings}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("write", [workbook, page], ids=["xlsx", "html"])
def test_shape_is_read_as_it_was_written(shape, write):
    """Merged cells, two rows of heads, broken heads, marks, 同上, several tables: cell by cell."""
    catalogue = gd.read_catalogue(write(shape))

    assert [told(item) for item in catalogue] == shape.items


def test_shapes_are_read_together_from_sheets_and_tables():
    """Each item names the sheet it stands in."""
    shapes = SHAPES.values()
    items = [item for shape in shapes for item in shape.items]
    book, web = gd.read_catalogue(workbook(*shapes)), gd.read_catalogue(page(*shapes))

    assert [told(item) for item in book] == items
    assert [told(item) for item in web] == items
    assert [item.place.sheet for item in book] == ["公开目录"] * 3 + ["续表"] * 5 + ["其他"] * 4
    assert {item.place.sheet for item in web} == {"表1", "表2", "表3"}


@pytest.mark.parametrize("shape", [TWO_ROWS, SEVERAL], ids=["two_rows", "several"])
def test_csv_is_read_alike_once_one_says_that_blanks_were_merged(shape):
    """CSV keeps no merges; heads over several columns are found all the same."""
    catalogue = gd.read_catalogue(delimited(shape), fill_down=True)

    assert [told(item) for item in catalogue] == shape.items


def test_blank_in_csv_is_not_guessed_at():
    """Without fill_down a blank is blank, its limit refused, and each column tells which rows may have been merged."""
    catalogue = gd.read_catalogue(delimited(TWO_ROWS))

    assert [item.phrase.raw for item in catalogue] == ["制定或获取文件之日起10个工\n作日内", "", "公示7个工作日"]
    assert catalogue[1].phrase.refusal.code == "empty"
    assert {(f.column, f.places[0].first) for f in catalogue.findings if f.code == "blank_or_merged"} >= {
        ("公开 时限", 5),
    }


def test_merge_alone_tells_a_blank_limit_from_a_merged_one():
    """The same blank under a limit: merged it says the same, else it says nothing."""
    limit = "信息形成之日起15个工作日内"
    merged = table(row("甲", Span(limit, 2)), [cell for cell in row("乙") if cell != row("乙")[3]])
    blank = table(row("甲", limit), row("乙", ""))

    for write in (workbook, page):
        assert [item.limits[0].limit for item in gd.read_catalogue(write(merged))] == [
            gd.Period(15, gd.WORKING_DAY)
        ] * 2
        assert [item.limits[0].limit for item in gd.read_catalogue(write(blank))] == [
            gd.Period(15, gd.WORKING_DAY),
            None,
        ]


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("公开 时限", Element.LIMIT),
        ("公\n开\n时\n限", Element.LIMIT),
        ("公開時限", Element.LIMIT),
        ("公开时限（最低1年）", Element.LIMIT),
        ("公开主", Element.SUBJECT),
        ("公开渠", Element.CHANNEL),
        ("公开渠道和载体（“■”表示必选）", Element.CHANNEL),
        ("公开内容(要素)", Element.CONTENT),
        ("一级/二级", Element.NAME),
        ("公开时限及频次", Element.LIMIT),
        ("公 开 对 象", Element.AUDIENCE),
    ],
)
def test_head_is_known_however_it_is_broken(text, element):
    """Blanks, line breaks, traditional characters, lost endings, brackets behind."""
    assert head_of(text).element is element


@pytest.mark.parametrize("text", ["公开", "公开时限：长期公开", "公开指南", "", "自信息形成之日起20个工作日内公开"])
def test_what_is_no_head_is_none(text):
    """Neither a cell that only begins like one, nor the page's own metadata."""
    assert head_of(text) is None


def test_metadata_of_the_page_is_not_the_column():
    """公开时限：长期公开 over a page is said of the page, be it a line or a table of its own."""
    meta = Shape([["索引号", "123", "公开方式", "主动公开"], ["公开时限", "长期公开", "责任部门", "民政局"]], [])
    catalogue = gd.read_catalogue(page(meta, TWO_ROWS))

    assert [told(item) for item in catalogue] == TWO_ROWS.items
    assert [f.zh[:14] for f in catalogue.findings if f.code == "page_metadata"] == ["“公开时限：长期公开”说的是"] * 2


def test_nested_table_is_read_apart_from_the_layout_around_it():
    """Old pages lay themselves out with tables."""
    inner = page(SEVERAL).decode()
    outer = f"<table><tr><td>导航</td><td>{inner}</td></tr></table>".encode()

    assert [told(item)["names"] for item in gd.read_catalogue(outer)] == [each["names"] for each in SEVERAL.items]


def test_head_repeated_by_a_printed_page_is_no_item():
    """The heads come again in the middle of one table; what is above is still above."""
    catalogue = gd.read_catalogue(workbook(table(row("甲"), HEAD, row("乙"))))

    assert [item.name for item in catalogue] == ["甲", "乙"]
    assert [item.place.first for item in catalogue] == [2, 4]


def test_section_and_footnote_are_not_items():
    """A sentence across the table names what follows, or is a note when nothing does."""
    catalogue = gd.read_catalogue(workbook(SEVERAL))

    assert [item.section for item in catalogue] == ["（一）义务教育"] * 3 + ["（二）户籍管理"] * 2
    assert catalogue.notes == ("填表单位：县政务公开办",)
    assert ("not_an_item", 13) in codes(catalogue)


def test_section_inside_a_table_is_kept_with_its_items():
    """（一） between the rows of one table."""
    catalogue = gd.read_catalogue(workbook(table(row("甲"), [Span("（二）其他", 1, 8)], row("乙"))))

    assert [(item.name, item.section) for item in catalogue] == [("甲", ""), ("乙", "（二）其他")]


def test_ditto_reads_as_the_item_above_and_is_refused_without_one():
    """同上 in the first row refers to nothing."""
    first = table(row("甲", "同上"), row("乙", "同上"))
    later = gd.read_catalogue(workbook(table(row("甲"), row("乙", "同上"), row("丙", "同上"))))

    assert [item.phrase.raw for item in later] == [row()[3]] * 3
    assert ("ditto", 3) in codes(later)
    assert ("ditto_without_above", 2) in codes(gd.read_catalogue(workbook(first)))
    assert gd.read_catalogue(workbook(first))[0].limits[0].limit is None


def test_row_with_fewer_cells_is_not_guessed_at():
    """In a page whose spans were lost it cannot be told which cells are missing: the row is not read, and said so."""
    catalogue = gd.read_catalogue(page(table(row("甲"), row("乙")[2:], row("丙"))))

    assert [item.name for item in catalogue] == ["甲", "丙"]
    assert ("short_row", 3) in codes(catalogue)


def test_formula_is_text_and_never_worked_out():
    """=HYPERLINK, =cmd|… and a computed limit stay what they are; the limit is refused."""
    import openpyxl

    from .catalogue_trials import saved

    book = openpyxl.Workbook()
    for line in (HEAD, row('=HYPERLINK("http://a","事项")', "=cmd|' /C calc'!A0"), row("乙", '=20&"个工作日"')):
        book.active.append(line)
    catalogue = gd.read_catalogue(saved(book))

    assert catalogue[0].name == '=HYPERLINK("http://a","事项")'
    assert [item.phrase.raw for item in catalogue] == ["=cmd|' /C calc'!A0", '=20&"个工作日"']
    assert {item.phrase.refusal.code for item in catalogue} == {"formula"}
    assert ("formula", 2) in codes(catalogue)


def test_hidden_sheet_is_told_and_read_only_when_asked_for():
    """A draft that was hidden is not published with the rest."""
    import io

    import openpyxl

    from .catalogue_trials import saved

    book = openpyxl.load_workbook(io.BytesIO(workbook(TWO_ROWS, SEVERAL)))
    book["续表"].sheet_state = "hidden"
    data = saved(book)

    assert len(gd.read_catalogue(data)) == 3
    assert ("hidden_sheet", 0) in codes(gd.read_catalogue(data))
    assert len(gd.read_catalogue(data, sheet="续表")) == 5
    with pytest.raises(gd.BadInput, match="公开目录"):
        gd.read_catalogue(data, sheet="草稿")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encoding_and_delimiter_of_csv_are_found_out(encoding, delimiter):
    """With and without a mark, as spreadsheets in China save it."""
    catalogue = gd.read_catalogue(delimited(SEVERAL, encoding, delimiter), fill_down=True)

    assert [told(item) for item in catalogue] == SEVERAL.items
    assert catalogue.encoding == encoding.removesuffix("-sig")


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030"])
def test_page_is_read_in_the_encoding_it_names(encoding):
    """Old pages are in GB."""
    assert [told(item) for item in gd.read_catalogue(page(SEVERAL, encoding=encoding))] == SEVERAL.items


@pytest.mark.parametrize(
    ("text", "chosen", "offered"),
    [
        ("■政府网站 □政府公报\n■两微一端 □发布会/听证会", ("政府网站", "两微一端"), ("政府公报", "发布会/听证会")),
        ("▲政府网站△公报", ("政府网站",), ("公报",)),
        ("●政府网站〇公报", ("政府网站",), ("公报",)),
        ("◆政府网站 ◇公报", ("政府网站",), ("公报",)),
        ("R政府网站£政府公报", ("政府网站",), ("政府公报",)),
        ("口政府公报 ■两微一端", ("两微一端",), ("政府公报",)),
        ("t政府网站 t公示栏", ("政府网站", "公示栏"), ()),
        ("▄政府网站", ("政府网站",), ()),
        ("政府网站 √\n政府公报 ×", ("政府网站",), ("政府公报",)),
        ("政府网站、两微一端（微信、微博）", ("政府网站", "两微一端（微信、微博）"), ()),
        ("1.政府网站 2.口岸公示栏", ("政府网站", "口岸公示栏"), ()),
        ("RSS 订阅", ("RSS 订阅",), ()),
    ],
)
def test_marks_choose(text, chosen, offered):
    """■ and its like, Wingdings without its font, 口 for □, and the chosen ones alone."""
    choice = read_choice(text)

    assert (choice.chosen, choice.offered) == (chosen, offered)


def test_marks_that_do_not_decide_are_told():
    """All open, or a mark without a word."""
    assert read_choice("〇政府网站 〇公示栏").doubt == "open_marks"
    assert read_choice("□政府网站 □公示栏").doubt == "none_chosen"
    assert read_choice("√").doubt == "mark_alone"
    found = gd.read_catalogue(workbook(table(row(公开方式="□主动 □依申请"))))
    assert ("none_chosen", 2) in codes(found)


def test_legend_decides_what_a_mark_means():
    """A footnote may turn it round."""
    legend = legend_of(["“□”表示必选项，“■”表示可选项"])

    assert read_choice("□政府网站 ■公报", legend).chosen == ("政府网站",)
    assert legend_of([LEGEND]) == {"■": "必选项", "□": "可选项"}
    assert dict(gd.read_catalogue(workbook(TWO_ROWS)).legend) == {"■": "必选项", "□": "可选项"}


def test_ticks_choose_among_columns():
    """√ under 全社会; a text beside the head it stands under."""
    assert read_ticks([("全社会", "√"), ("特定群体", "")]).chosen == ("全社会",)
    assert read_ticks([("全社会", ""), ("特定群体", "申请人")]).chosen == ("特定群体：申请人",)
    assert read_ticks([("主动", "是"), ("依申请", "否")]).chosen == ("主动",)


def test_limit_rests_on_the_basis_of_its_row():
    """三日 by 行政处罚法 is three working days, and 三日 by another law is not."""
    limit = "自决定作出之日起三日内公开"
    rows = row("甲", limit, 公开依据="《行政处罚法》"), row("乙", limit, 公开依据="《预算法》")
    catalogue = gd.read_catalogue(workbook(table(*rows)))

    assert [item.limits[0].limit for item in catalogue] == [gd.Period(3, gd.WORKING_DAY), gd.Period(3, gd.DAY)]


def test_frequency_stands_in_for_a_blank_limit():
    """更新频率 is read where 公开时限 is blank, and said so."""
    shape = table([*row("甲", ""), "每季度更新"], [*row("乙"), "每季度更新"], head=[*HEAD, "更新频率"])
    catalogue = gd.read_catalogue(workbook(shape))

    assert [item.phrase.kind for item in catalogue] == ["periodic", "within"]
    assert [item.frequency for item in catalogue] == ["每季度更新"] * 2
    assert ("limit_from_frequency", 2) in codes(catalogue)


def test_findings_name_every_row_that_says_the_same():
    """Twenty rows with one fault are one finding."""
    rows = [row(f"事项{n}", "批准后20内") for n in range(20)]
    catalogue = gd.read_catalogue(workbook(table(*rows)))
    refused = [finding for finding in catalogue.findings if finding.code == "limit_refused/no_unit"]

    assert [(place.first, place.last) for place in refused[0].places] == [(2, 21)]
    assert "第2-21行“公开时限”" in refused[0].text("zh")
    assert "rows 2-21" in refused[0].text("en")


@pytest.mark.parametrize("write", [workbook, page, delimited], ids=["xlsx", "html", "csv"])
def test_channels_may_have_a_column_each(write):
    """A second row of heads in words that nobody knows beforehand."""
    heads = [Span(head, 2) for head in HEAD[:5]], [Span("公开渠道和载体", 1, 3), Span("公开对象", 2)]
    shape = Shape(
        [[*heads[0], *heads[1]], ["政府网站", "两微一端", "公示栏"], [*row("甲")[:5], "√", "", "√", "全社会"]], []
    )
    catalogue = gd.read_catalogue(write(shape))

    assert [(item.name, item.channel.chosen, item.audience.chosen) for item in catalogue] == [
        ("甲", ("政府网站", "公示栏"), ("全社会",))
    ]


def test_head_that_is_merged_too_far_down_is_no_item():
    """An empty second row of heads, and a head that covers rows of the table."""
    empty = Shape([[Span(head, 2) for head in HEAD], [], row("甲")], [])
    deep = Shape([["序号", *HEAD[:-1], Span(HEAD[-1], 9)], *(["1", *row(f"事项{n}")[:-1]] for n in range(6))], [])

    for write in (workbook, page):
        assert [item.name for item in gd.read_catalogue(write(empty))] == ["甲"]
        assert all(item.method.raw == "" for item in gd.read_catalogue(write(deep)))


def test_control_characters_do_not_reach_the_terminal():
    """An escape sequence in a cell becomes a sign that shows; line breaks of any kind are line breaks."""
    catalogue = gd.read_catalogue(delimited(table(row("甲\x1b[2J\x07", "信息形成之日起\v20个工作日内\x9b"))))

    assert catalogue[0].name == "甲\ufffd[2J\ufffd"
    assert all(char == "\n" or char.isprintable() for char in catalogue.report() + catalogue[0].content)
    assert "\n20个工作日内" in catalogue[0].phrase.raw


def test_long_limit_and_long_basis_are_refused_not_cut():
    """More than a cell's worth of text is no limit."""
    catalogue = gd.read_catalogue(workbook(table(row("甲", "20个工作日" * 500), row("乙", 公开依据="《法》" * 1000))))

    assert catalogue[0].phrase.refusal.code == "too_long"
    assert catalogue[1].limits[0].limit == gd.Period(20, gd.WORKING_DAY)
    assert ("basis_too_long", 3) in codes(catalogue)


def test_numbers_and_dates_of_a_workbook_are_text():
    """A whole number has no point; a date that a program made of 1月31日 is no limit."""
    from datetime import date

    import openpyxl

    from .catalogue_trials import saved

    book = openpyxl.Workbook()
    for line in (["序号", *HEAD], [1.0, *row("甲", date(2026, 1, 31))]):
        book.active.append(line)
    catalogue = gd.read_catalogue(saved(book))

    assert (catalogue[0].number, catalogue[0].phrase.raw) == ("1", "2026-01-31")
    assert catalogue[0].limits[0].limit is None


def test_catalogue_shows_itself_and_travels_as_json():
    """In a notebook as text, Markdown and HTML, without a tag of its own making; as JSON; as columns."""
    shape = table(row("<script>alert(1)</script>"))
    catalogue = gd.read_catalogue(workbook(shape))
    bundle = catalogue._repr_mimebundle_()

    assert "<script>" not in bundle["text/html"] + bundle["text/markdown"]
    assert json.loads(json.dumps(catalogue.to_dict()))["items"][0]["limits"][0]["n"] == 20
    columns = catalogue.columns()
    assert {len(column) for column in columns.values()} == {1}
    assert columns["limit"] == (row()[3],)
    assert "1个事项" in catalogue.report("zh")
    assert "1 items" in catalogue.report("en")


def test_findings_are_in_both_languages_and_worst_first():
    """No finding lacks a language, whatever shape it comes from."""
    for shape in SHAPES.values():
        findings = gd.read_catalogue(workbook(shape)).findings
        assert all(finding.zh and finding.en for finding in findings)
        assert [f.severity.step for f in findings] == sorted(f.severity.step for f in findings)
    assert ("limit_refused/empty", 6) in codes(gd.read_catalogue(workbook(SPLIT)))
