"""Catalogues made for trials: three shapes as agencies publish them, as workbooks, pages and CSV, and spoiled ones."""

import csv
import io
import json
import random
import time
import tomllib
from datetime import date
from html import escape
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

import gov_deadlines as gd

LONGEST_SECONDS = 10  # on a machine that is shared; unspoiled files take a hundredth of it
LEGEND = "注：“■”表示必选项，“□”表示可选项。"


class Span(NamedTuple):
    """A cell that covers several rows or columns."""

    text: str
    rows: int = 1
    columns: int = 1


class Shape(NamedTuple):
    """Rows as they are written, first cells first, and the items that they say."""

    rows: list
    items: list
    before: str = ""


def placed(rows):
    """The cells of *rows* by their places, each with its span, as a page places them."""
    taken, cells = set(), []
    for row, line in enumerate(rows, 1):
        column = 1
        for each in line:
            cell = each if isinstance(each, Span) else Span(each)
            while (row, column) in taken:
                column += 1
            cells.append((row, column, cell))
            taken |= {(row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            column += cell.columns
    return cells


def workbook(*shapes, names=("公开目录", "续表", "其他")):
    """The bytes of a workbook with a sheet for each of *shapes*, spans merged."""
    book = openpyxl.Workbook()
    for number, shape in enumerate(shapes):
        sheet = book.active if not number else book.create_sheet()
        sheet.title = names[number]
        for row, column, cell in placed(shape.rows):
            if cell.text:
                sheet.cell(row, column).value = cell.text
                sheet.cell(row, column).data_type = "s"
            if cell.rows > 1 or cell.columns > 1:
                end = {"end_row": row + cell.rows - 1, "end_column": column + cell.columns - 1}
                sheet.merge_cells(start_row=row, start_column=column, **end)
    return saved(book)


def saved(book):
    """The bytes of a workbook of openpyxl."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(*shapes, encoding="utf-8"):
    """The bytes of a web page with a table for each of *shapes*, as careless as pages are: tags left open."""
    parts = [f'<html><head><meta charset="{encoding}"><title>目录</title><style>td{{a:b}}</style></head><body>']
    for shape in shapes:
        parts.append(f"<div class=a>{escape(shape.before)}</div><table border=1>")
        for line in shape.rows:
            parts.append("<tr>")
            for each in line:
                cell = each if isinstance(each, Span) else Span(each)
                spans = (f" rowspan='{cell.rows}'" if cell.rows > 1 else "") + (
                    f" COLSPAN={cell.columns}" if cell.columns > 1 else ""
                )
                text = "<br/>".join(escape(part) for part in cell.text.split("\n"))
                parts.append(f'<td{spans} style="x: >">\n   <p><span>{text or "&nbsp;"}</span>')
        parts.append("</table><script>document.write('<table><tr><td>公开时限')</script>")
    return "\n".join([*parts, "</body></html>"]).encode(encoding)


def delimited(shape, encoding="utf-8", delimiter=","):
    """The bytes of CSV: what is merged is said once, in the first of its cells."""
    cells = placed(shape.rows)
    high, wide = len(shape.rows), max(column + cell.columns - 1 for _, column, cell in cells)
    lines = [[""] * wide for _ in range(high)]
    for row, column, cell in cells:
        lines[row - 1][column - 1] = cell.text
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue().encode(encoding)


def _item(rows, names, content, basis, limit, subject, method, channel, audience, tier=(), **more):
    return {
        "rows": rows,
        "names": names,
        "content": content,
        "basis": basis,
        "limit": limit,
        "subject": subject,
        "method": method,
        "channel": channel,
        "audience": audience,
        "tier": tier,
        **more,
    }


_20 = "自信息形成或者变更之日起20个工作日内"
_OGI = "《中华人民共和国政府信息公开条例》（国务院令第711号）"

TWO_ROWS = Shape(
    [
        [Span("绥阳县社会救助领域基层政务公开标准目录", 1, 14)],
        [
            Span("序\n号", 2),
            Span("公开事项", 1, 2),
            Span("公开内容\n（要素）", 2),
            Span("公\n开\n依\n据", 2),
            Span("公开 时限", 2),
            Span("公开主", 2),
            Span("公开渠道和载体", 2),
            Span("公开对象", 1, 2),
            Span("公开方式", 1, 2),
            Span("公开层级", 1, 2),
        ],
        ["一级\n事项", "二级事项", "全社会", "特定群体", "主动", "依申请公开", "县级", "乡级"],
        [
            "1",
            Span("综合业务", 2),
            "政策法规文件",
            "规范性文件",
            Span(_OGI, 3),
            Span("制定或获取文件之日起10个工\n作日内", 2),
            "县民政局",
            "■政府网站  □政府公报\n■社区/企事业单位/村公示栏",
            "√",
            "",
            "√",
            "",
            "√",
            "√",
        ],
        ["2", "监督检查", "社会救助信访通讯地址", "县民政局", "■政府网站 □便民服务站", "√", "", "√", "", "√", ""],
        [
            "3",
            "最低生活保障",
            "审核信息",
            "初审对象名单",
            "公示7个工作日",
            "乡镇政府",
            "□政府网站 ■村公示栏",
            "",
            "√",
            "√",
            "",
            "",
            "√",
        ],
        [Span(LEGEND, 1, 14)],
    ],
    [
        _item(
            (4, 4),
            ("综合业务", "政策法规文件"),
            "规范性文件",
            _OGI,
            "制定或获取文件之日起10个工\n作日内",
            "县民政局",
            ("主动",),
            ("政府网站", "社区/企事业单位/村公示栏"),
            ("全社会",),
            ("县级", "乡级"),
            reads=("within", 10, "working_day"),
        ),
        _item(
            (5, 5),
            ("综合业务", "监督检查"),
            "社会救助信访通讯地址",
            _OGI,
            "制定或获取文件之日起10个工\n作日内",
            "县民政局",
            ("主动",),
            ("政府网站",),
            ("全社会",),
            ("县级",),
            reads=("within", 10, "working_day"),
        ),
        _item(
            (6, 6),
            ("最低生活保障", "审核信息"),
            "初审对象名单",
            _OGI,
            "公示7个工作日",
            "乡镇政府",
            ("主动",),
            ("村公示栏",),
            ("特定群体",),
            ("乡级",),
            reads=("public_notice_period", 7, "working_day"),
        ),
    ],
    "索引号：1234 公开时限：长期公开",
)

_HEAD = ["一级/二级事项", "公开内容", "公开依据", "公开要求", "责任单位", "公开渠道", "公开对象", "公开方式"]
SEVERAL = Shape(
    [
        [Span("（一）义务教育", 1, 8)],
        _HEAD,
        [
            "政策文件/招生",
            "招生方案",
            "《义务教育法》",
            _20,
            "教育局",
            "政府网站、两微一端（微信、微博）",
            "全社会",
            "主动公开",
        ],
        ["政策文件/学籍", "学籍管理办法", "同上", "同上", "教育局", "同上", "全社会", "主动公开"],
        [
            Span("学校介绍", 3),
            Span("办学基本情况", 3),
            Span("《教育法》", 3),
            Span("每年9月底前", 3),
            Span("教育局", 3),
            "▲政府网站",
            Span("全社会", 3),
            Span("主动公开", 3),
        ],
        ["△政府公报"],
        ["▲公示栏"],
        [Span("", 1, 8)],
        [Span("（二）户籍管理", 1, 8)],
        _HEAD,
        [
            "落户",
            "办理结果",
            "《户口登记条例》",
            "批准后20内",
            "公安局",
            "1.政府网站\n2.公开查阅点",
            "特定群众",
            "依申请公开",
        ],
        ["处罚", "行政处罚决定", "《行政处罚法》", "实时公开", "公安局", "政府网站", "全社会", "主动公开"],
        [Span("填表单位：县政务公开办", 1, 8)],
    ],
    [
        _item(
            (3, 3),
            ("政策文件/招生",),
            "招生方案",
            "《义务教育法》",
            _20,
            "教育局",
            ("主动公开",),
            ("政府网站", "两微一端（微信、微博）"),
            ("全社会",),
            reads=("within", 20, "working_day"),
        ),
        _item(
            (4, 4),
            ("政策文件/学籍",),
            "学籍管理办法",
            "《义务教育法》",
            _20,
            "教育局",
            ("主动公开",),
            ("政府网站", "两微一端（微信、微博）"),
            ("全社会",),
            reads=("within", 20, "working_day"),
        ),
        _item(
            (5, 7),
            ("学校介绍",),
            "办学基本情况",
            "《教育法》",
            "每年9月底前",
            "教育局",
            ("主动公开",),
            ("政府网站", "公示栏"),
            ("全社会",),
            reads=("periodic", None, None),
        ),
        _item(
            (11, 11),
            ("落户",),
            "办理结果",
            "《户口登记条例》",
            "批准后20内",
            "公安局",
            ("依申请公开",),
            ("政府网站", "公开查阅点"),
            ("特定群众",),
            reads=("unclear", None, None),
        ),
        _item(
            (12, 12),
            ("处罚",),
            "行政处罚决定",
            "《行政处罚法》",
            "实时公开",
            "公安局",
            ("主动公开",),
            ("政府网站",),
            ("全社会",),
            reads=("realtime", None, None),
        ),
    ],
)

SPLIT = Shape(
    [
        [
            Span("序号", 2),
            Span("公开事项", 1, 3),
            Span("公开内容", 2),
            Span("公开依据", 2),
            Span("公开时限", 1, 2),
            Span("公开主体", 2),
            Span("公开载体", 2),
            Span("公开对象", 2),
            Span("公开方式", 2),
            Span("咨询电话", 2),
        ],
        ["一级", "二级", "三级", "公开频次", "公开时间"],
        [
            "1",
            Span("统计信息", 2),
            Span("数据发布", 2),
            "月度数据",
            "工业增加值",
            "《统计法》",
            "每月",
            "次月上旬",
            Span("统计局", 2),
            Span("R政府网站£政府公报", 2),
            "●全社会○特定群体",
            "口依申请 ■主动",
            "1234",
        ],
        ["2", "年度数据", "统计公报", "", Span("每年3月底前", 1, 2), "●全社会○特定群体", "口依申请 ■主动", "5678"],
        [
            "3",
            "财政信息",
            Span("预算决算", 1, 2),
            "部门预算",
            "《中华人民共和国预算法》",
            Span("本级财政部门批复后20日内", 1, 2),
            "财政局",
            "R政府网站",
            "社会公众",
            "主动",
            "",
        ],
        [
            "4",
            "财政信息",
            "债务",
            "",
            "债务余额",
            "《预算法》",
            Span("", 1, 2),
            "财政局",
            "R政府网站",
            "社会公众",
            "主动",
            "",
        ],
    ],
    [
        _item(
            (3, 3),
            ("统计信息", "数据发布", "月度数据"),
            "工业增加值",
            "《统计法》",
            "每月,次月上旬",
            "统计局",
            ("主动",),
            ("政府网站",),
            ("全社会",),
            reads=("periodic", None, None),
            others=(("咨询电话", "1234"),),
        ),
        _item(
            (4, 4),
            ("统计信息", "数据发布", "年度数据"),
            "统计公报",
            "",
            "每年3月底前",
            "统计局",
            ("主动",),
            ("政府网站",),
            ("全社会",),
            reads=("periodic", None, None),
            others=(("咨询电话", "5678"),),
        ),
        _item(
            (5, 5),
            ("财政信息", "预算决算"),
            "部门预算",
            "《中华人民共和国预算法》",
            "本级财政部门批复后20日内",
            "财政局",
            ("主动",),
            ("政府网站",),
            ("社会公众",),
            reads=("within", 20, "day"),
        ),
        _item(
            (6, 6),
            ("财政信息", "债务"),
            "债务余额",
            "《预算法》",
            "",
            "财政局",
            ("主动",),
            ("政府网站",),
            ("社会公众",),
            reads=("unclear", None, None),
        ),
    ],
)

SHAPES = {"two_rows": TWO_ROWS, "several": SEVERAL, "split": SPLIT}


def told(item):
    """An item of a catalogue as those of the shapes are written."""
    reading = item.phrase.parts[0].to_dict()
    n = reading.get("n", reading.get("min_n"))
    found = {
        "rows": (item.place.first, item.place.last),
        "names": item.names,
        "content": item.content,
        "basis": item.basis,
        "limit": item.phrase.raw,
        "subject": item.subject,
        "method": item.method.chosen,
        "channel": item.channel.chosen,
        "audience": item.audience.chosen,
        "tier": item.tier.chosen,
        "reads": (reading["kind"], n, reading.get("unit")),
    }
    return found | ({"others": item.others} if item.others else {})


def zipped(parts):
    """A package of *parts*, by their names."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def unzipped(data):
    """The parts of a package, by their names."""
    with ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


_FRAGMENTS = (
    "<table>", "</table>", "<td rowspan=9>", "<td colspan=99999999>", "<td rowspan=0>", "</tr>", "<!--", "<a ",
    "<a x='",    "<script>", "&#0;", "&#xD800;", "&amp", "\0", "=HYPERLINK(\"x\")",
    "=cmd|' /C calc'!A0", "同上", "■", "公开时限",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>", "\ufeff", "\u202e", "20内", "9" * 50, "，" * 50, "\"", "\n", "\r", ",,,,",
    "<mergeCell ref=\"A1:XFD1048576\"/>", "<c r=\"XFD1048576\"><v>1</v></c>", "</c>", "<v>1e999</v>", "t=\"d\"",
)  # fmt: skip


def spoiled(data, seed):
    """*data* with some of it cut, doubled, moved or replaced: inside the parts of a package where it is one."""
    chance = random.Random(seed)
    if data.startswith(b"PK") and chance.random() < 0.8:
        parts = unzipped(data)
        name = chance.choice(sorted(parts))
        parts[name] = _spoiled(parts[name], chance)
        if chance.random() < 0.1:
            del parts[chance.choice(sorted(parts))]
        return zipped(parts)
    return _spoiled(data, chance)


def trial(seed):
    """What is wrong with how the spoiled catalogue of *seed* is read: another error than a refusal, or a long wait."""
    write = (workbook, page, delimited)[seed % 3]
    shape = list(SHAPES.values())[seed // 3 % 3]
    began = time.perf_counter()
    try:
        found = gd.read_catalogue(spoiled(write(shape), seed), fill_down=bool(seed // 9 % 2))
        found.report()
        json.dumps(found.to_dict(), ensure_ascii=False).encode()
        gd.check_catalogue(found, on=date(2026, 3, 2)).text("en")
        if found.items:
            tomllib.loads(found.to_toml(jurisdiction="52", in_force_from=date(2026, 1, 1)).encode().decode())
    except gd.BadInput as refusal:
        if not refusal.message("zh"):
            return "a refusal without words"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    taken = time.perf_counter() - began
    return f"{taken:.0f} s" if taken > LONGEST_SECONDS else ""


def _spoiled(data, chance):
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data) + 1)
        end = min(len(data), place + chance.choice((1, 1, 3, 20, 200)))
        kind = chance.randrange(5)
        if kind == 0:
            data = data[:place] + data[end:]
        elif kind == 1:
            data = data[:end] + data[place:]
        elif kind == 2:
            data = data[:place] + bytes(chance.randrange(256) for _ in range(end - place)) + data[end:]
        elif kind == 3:
            data = data[:place] + chance.choice(_FRAGMENTS).encode("utf-8", "replace") + data[place:]
        else:
            other = chance.randrange(len(data) + 1)
            data = data[:place] + data[other : other + 100] + data[place:]
    return data
