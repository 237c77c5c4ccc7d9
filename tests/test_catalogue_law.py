"""A catalogue as law and against the law: the same limits read back, and what the law allows, said with its article."""

import sys
from datetime import date

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines.catalogue.checks.bases import known_texts
from gov_deadlines.catalogue.checks.compare import Result, compare
from gov_deadlines.catalogue.checks.limits import topics
from gov_deadlines.catalogue.own_law import UNSPECIFIED
from gov_deadlines.law.files import read_document
from gov_deadlines.law.written import to_toml

from .catalogue_trials import SHAPES, workbook
from .test_catalogue import row, table

BOOK = gd.LawBook.load()
ON = date(2026, 3, 2)
PLACE = "520323"


def made(*rows):
    """The catalogue of *rows*."""
    return gd.read_catalogue(workbook(table(*rows)))


def checked(*rows, on=ON, jurisdiction=PLACE):
    """The check of the catalogue of *rows*."""
    return gd.check_catalogue(made(*rows), BOOK, jurisdiction, on=on)


def found(check, code):
    """The findings under *code*."""
    return [finding for finding in check.findings if finding.code == code]


def taken_in(catalogue, tmp_path):
    """The shipped law with the file of *catalogue*, and its rules as they were before they were written."""
    path = tmp_path / "own.toml"
    path.write_text(catalogue.to_toml(jurisdiction=PLACE, in_force_from=date(2026, 1, 1)), encoding="utf-8")
    book = BOOK.with_file(path)
    document = next(book[rule].versions[0].document for rule in book if rule not in BOOK)
    return book, catalogue.rules(document)


def test_every_shipped_document_is_written_and_read_back_as_the_same(tmp_path):
    """What writes law loses nothing of any version that the library ships."""
    by_document = {}
    for rule in BOOK:
        for version in BOOK[rule].versions:
            by_document.setdefault(version.document, []).append(version)
    for document, versions in by_document.items():
        names = dict.fromkeys(version.rule for version in versions)
        own = [
            attrs.evolve(BOOK[name], versions=tuple(version for version in versions if version.rule == name))
            for name in names
        ]
        path = tmp_path / f"{document.id}.toml"
        path.write_text(to_toml(document, own, named=()), encoding="utf-8")
        back = read_document(path, {}).versions

        assert sorted(back, key=lambda version: version.id) == sorted(versions, key=lambda version: version.id)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_own_rules_read_back_as_the_same(shape, tmp_path):
    """Limit, anchor, word and note: what was written is what is read."""
    book, rules = taken_in(gd.read_catalogue(workbook(shape)), tmp_path)

    assert [book[rule.id] for rule in rules] == list(rules)


def test_own_limit_counts_like_the_phrase_it_came_from(tmp_path):
    """The rule in the book, and the phrase, from one start."""
    catalogue = made(row("甲"), row("乙", "批复后20日内"), row("丙", "每年3月底前"))
    book, rules = taken_in(catalogue, tmp_path)
    calendar = gd.WorkCalendar.load(PLACE)

    for rule, item in zip(rules, catalogue, strict=True):
        deadline = gd.due(rule.id, ON, jurisdiction=PLACE, book=book)
        assert deadline.due == item.phrase.end(ON, calendar).due
        assert book[rule.id].versions[0].limit == item.limits[0].limit


def test_what_a_phrase_cannot_give_stays_a_word(tmp_path):
    """A vague word, an unread cell and 长期 have no number; a start not stated is marked so; a blank makes no rule."""
    texts = ["及时公开", "批准后20内", "长期公开", "20个工作日", "名录公布之日起5日内", ""]
    catalogue = made(*(row(f"事项{n}", text) for n, text in enumerate(texts)))
    book, rules = taken_in(catalogue, tmp_path)
    versions = [book[rule.id].versions[0] for rule in rules]

    assert [version.limit for version in versions] == [
        None,
        None,
        None,
        gd.Period(20, gd.WORKING_DAY),
        gd.Period(5, gd.DAY),
    ]
    assert [version.word for version in versions] == ["及时", "批准后20内", "长期公开", "", ""]
    assert [version.anchor_stated for version in versions] == [True, False, False, False, True]
    assert [version.anchor for version in versions] == ["formed", UNSPECIFIED, UNSPECIFIED, UNSPECIFIED, "published"]
    assert "缺少时间单位" in versions[1].note_zh
    assert "第7行 事项5：公开时限空白" in (tmp_path / "own.toml").read_text(encoding="utf-8")


def test_each_part_of_a_compound_is_a_rule_of_its_own(tmp_path):
    """20 working days, and 7 for penalties."""
    text = "自信息形成之日起20个工作日内公开；行政处罚决定自作出之日起7个工作日内公开"
    book, rules = taken_in(made(row("执法", text)), tmp_path)

    assert [rule.id for rule in rules] == [f"catalogue.{PLACE}.1.1", f"catalogue.{PLACE}.1.2"]
    assert [book[rule.id].versions[0].limit.n for rule in rules] == [20, 7]


def test_file_of_a_catalogue_holds_no_more_than_text(tmp_path):
    """Quotes, line breaks and control characters of a cell neither end a string nor a comment."""
    nasty = '名"""\n[[version]]\nrule = "x"\x7f\\'
    catalogue = made(row(nasty.replace("\x7f", ""), ""), row(nasty))
    book, rules = taken_in(catalogue, tmp_path)

    assert len(rules) == 1
    assert "[[version]]" in book[rules[0].id].zh


def test_document_is_asked_for_what_the_catalogue_does_not_say():
    """Since when it holds, and of which place it is."""
    catalogue = made(row())
    own = BOOK["enforcement.penalty"].in_force(date(2020, 6, 1), "520323").document

    with pytest.raises(gd.BadInput, match="since when"):
        catalogue.to_toml(jurisdiction=PLACE)
    with pytest.raises(gd.UnknownRegion):
        catalogue.to_toml(jurisdiction="县", in_force_from=ON)
    with pytest.raises(gd.BadInput, match="not of 11"):
        catalogue.to_toml(jurisdiction="11", document=own)


def test_file_of_ones_own_is_refused_beside_what_is_there(tmp_path):
    """A rule or document that is there already, a rule nobody names, and a field nobody knows."""
    path = tmp_path / "own.toml"
    path.write_text(made(row()).to_toml(jurisdiction=PLACE, in_force_from=ON), encoding="utf-8")
    book = BOOK.with_file(path)

    with pytest.raises(gd.BadInput, match="is taken"):
        book.with_file(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[[rule]]", "[[rules]]"), encoding="utf-8")
    with pytest.raises(gd.BadInput, match="unknown field"):
        BOOK.with_file(path)
    assert len(book) == len(BOOK) + 1


def test_version_of_a_shipped_rule_stands_beside_the_others(tmp_path):
    """A local file may tighten a rule of the nation, for its place alone; its roll is that of the conventions."""
    path = tmp_path / "own.toml"
    path.write_text(
        '[document]\nid = "x"\ntitle = "x"\nshort = "x"\nen = "x"\nrank = "local_document"\n'
        'jurisdiction = "520323"\nin_force_from = 2026-01-01\nmark = "V"\n\n'
        '[[version]]\nrule = "proactive.disclosure"\nlocator = "一"\nlimit = { n = 10, unit = "working_day" }\n'
        'anchor = "formed"\n\n[[version]]\nrule = "budget.publication"\nlocator = "二"\n'
        'limit = { n = 10, unit = "day" }\nanchor = "approved"\n',
        encoding="utf-8",
    )
    book = BOOK.with_file(path)

    assert book["proactive.disclosure"].in_force(ON, "520323").limit.n == 10
    assert book["proactive.disclosure"].in_force(ON, "110101").limit.n == 20
    assert book["budget.publication"].in_force(ON, "520323").roll is gd.Roll.WORKING_DAY


@pytest.mark.parametrize(
    ("limit", "severity"),
    [
        ("信息形成之日起20个工作日内", None),
        ("信息形成之日起21个工作日内", "error"),
        ("信息形成之日起10日内", None),
        ("信息形成之日起20日内", None),
        ("信息形成之日起60日内", "error"),
        ("信息形成之日起30日内", "error"),
        ("信息形成之日起2个月内", "error"),
        ("30个工作日", "warning"),
        ("名录公布之日起30个工作日内", "warning"),
        ("信息形成之日起48小时内", None),
    ],
)
def test_limit_longer_than_twenty_working_days_is_found(limit, severity):
    """By the number in one unit; else counted from each day of the year; a warning where the start is another."""
    longer = found(checked(row("名录", limit)), "longer_than_law")

    assert [finding.severity.value for finding in longer] == ([severity] if severity else [])
    assert all("第二十六条" in finding.law_zh and "20个工作日" in finding.law_zh for finding in longer)


def test_unlike_units_are_counted_from_each_day():
    """28 days are later than 20 working days except around holidays: the walk day by day says for how many starts."""
    calendar = gd.WorkCalendar.load("CN")
    law = BOOK["proactive.disclosure"].in_force(ON)
    result = compare(gd.Period(28, gd.DAY), law, calendar, ON)
    later = starts = 0
    for n in range(365):
        start = date.fromordinal(date(2026, 1, 1).toordinal() + n)
        try:
            mine = gd.Period(28, gd.DAY).end(start, calendar).due
            its = gd.Period(20, gd.WORKING_DAY).end(start, calendar).due
        except gd.CalendarNotPublished:
            continue
        starts += 1
        later += mine > its

    assert (result.starts, result.later) == (starts, later)
    assert result.result is Result.SOMETIMES


@pytest.mark.parametrize(
    ("content", "limit", "codes"),
    [
        ("行政处罚决定", "自作出决定之日起20个工作日内", ["error"]),
        ("行政处罚决定", "自作出决定之日起7个工作日内", []),
        ("行政处罚决定", "信息形成之日起20个工作日内，其中行政处罚决定自作出之日起7个工作日内", []),
        ("行政许可结果", "自决定作出之日起10个工作日内", ["error"]),
        ("行政强制决定", "自作出决定之日起20个工作日内", []),
        ("行政强制决定", "自作出决定之日起30个工作日内", ["error"]),
        ("部门预算", "本级政府财政部门批复后20日内", []),
        ("部门预算", "本级政府财政部门批复后20个工作日内", ["error"]),
        ("部门预算", "信息形成之日起20个工作日内", ["warning"]),
        ("政府信息公开年度报告", "每年1月31日前", []),
        ("政府信息公开年度报告", "每年3月31日前", ["warning"]),
        ("政府信息公开年度报告", "每年4月30日前", ["error"]),
    ],
)
def test_special_rules_claim_their_matters(content, limit, codes):
    """Penalties and licences in 7, other decisions in 20, budgets in 20 days, the annual report by its date."""
    longer = found(checked(row("事项", limit, 公开内容=content)), "longer_than_law")

    assert [finding.severity.value for finding in longer] == codes


def test_law_of_the_day_decides():
    """Before 2019-05-15 the same article allowed the same, by another text; before 2008 nothing is known."""
    then = found(checked(row("名录", "信息形成之日起30个工作日内"), on=date(2018, 6, 1)), "longer_than_law")

    assert "2008" in then[0].law_zh
    assert not found(checked(row("名录", "信息形成之日起30个工作日内"), on=date(2005, 6, 1)), "longer_than_law")


def test_what_cannot_be_compared_is_said():
    """A recurrence, a date, and a word beside the number of the law."""
    check = checked(row("甲", "每季度公开"), row("乙", "及时公开"))

    assert [finding.places[0].first for finding in found(check, "not_comparable")] == [2]
    assert [finding.places[0].first for finding in found(check, "word_only")] == [3]


def test_item_upon_application_has_no_proactive_limit():
    """依申请公开 alone is not held to the 20 working days."""
    assert not found(checked(row("名录", "信息形成之日起30个工作日内", 公开方式="依申请公开")), "longer_than_law")


@pytest.mark.parametrize(
    ("basis", "on", "code"),
    [
        ("《民法通则》", ON, "basis_not_in_force"),
        ("《中华人民共和国民法总则》", ON, "basis_not_in_force"),
        ("民法通则第一百五十四条", ON, "basis_not_in_force"),
        ("《民法通则》", date(2019, 1, 1), None),
        ("《政府信息公开条例》（国务院令第492号）", ON, "basis_of_old_text"),
        ("《中华人民共和国政府信息公开条例》（国务院令第711号）第二十六条", ON, None),
        ("《行政处罚法》", ON, None),
        ("《某县无此办法》", ON, "basis_unknown"),
        ("《行政处罚法》", date(2019, 1, 1), "basis_unknown"),
    ],
)
def test_basis_is_looked_up_on_the_day(basis, on, code):
    """In force, ended, of an older text, or not known here: never taken for in force because nothing is known."""
    check = checked(row(公开依据=basis), on=on)
    codes = [finding.code for finding in check.findings if finding.code.startswith("basis")]

    assert codes == ([code] if code else [])


def test_known_texts_come_from_the_data():
    """Both texts of the Regulations, with their dates."""
    texts = known_texts(BOOK)["政府信息公开条例"]

    assert [text.in_force_from for text in texts] == [date(2008, 5, 1), date(2019, 5, 15)]


def test_missing_elements_are_named_with_the_clause_that_asks_for_them():
    """名称、内容、依据、时限、主体、方式、渠道、公开对象."""
    check = checked(row("甲", 公开主体=""), row("乙"))
    missing = found(check, "element_missing")

    assert [(finding.column, finding.places[0].first) for finding in missing] == [("公开主体", 2)]
    assert "三（一）" in missing[0].law_zh


def test_duplicates_and_unread_limits_are_found():
    """The same item twice, worse with two limits; a limit that was refused."""
    check = checked(row("甲"), row("甲", "信息形成之日起10个工作日内"), row("乙"), row("乙"), row("丙", "批准后20内"))

    assert [(f.severity.value, len(f.places)) for f in found(check, "duplicate")] == [("error", 2), ("warning", 2)]
    assert [f.places[0].first for f in found(check, "limit_refused/no_unit")] == [6]


def test_check_is_in_both_languages_and_shows_itself():
    """Text, JSON and a notebook."""
    check = checked(row("甲", "信息形成之日起30日内"), row("乙", "批准后20内", 公开依据="《民法通则》"))

    assert "第二十六条" in check.text("zh")
    assert "is longer than" in check.text("en")
    assert check.to_dict()["errors"] == len(check.errors) == 3
    assert "<table>" in check._repr_mimebundle_()["text/html"]


def test_topics_name_rules_that_there_are():
    """The words of each topic lead to rules of the shipped law."""
    assert all(rule in BOOK for topic in topics() for rule in topic.rules)


def test_reading_without_openpyxl_names_the_remedy(monkeypatch):
    """A workbook needs the extra; pages and CSV do not."""
    data = workbook(table(row()))
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(ModuleNotFoundError, match=r"gov-deadlines\[xlsx\]"):
        gd.read_catalogue(data)
    assert len(gd.read_catalogue("公开事项,公开内容,公开依据,公开时限\n甲,乙,丙,及时\n".encode())) == 1
