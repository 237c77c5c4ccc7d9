"""The files of law: every fault of a folder in its place and in both languages, and a document laid beside the book."""

from datetime import date
from textwrap import dedent

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines import LawBook

LAW = LawBook.load()
RULES = """
    [[rule]]
    id = "reply"
    zh = "答复"
    en = "reply"
    """
DOCUMENT = """
    [document]
    id = "own"
    title = "《某县办法》"
    short = "某县办法"
    en = "rules of a county"
    rank = "local_document"
    jurisdiction = "520323"
    in_force_from = 2020-05-20
    mark = "V"
    """
HEAD = ("id", "title", "short", "en", "rank", "jurisdiction", "in_force_from", "mark")
VERSION = """
    [[version]]
    rule = "reply"
    locator = "第一条"
    anchor = "received"
    """
LIMIT = 'limit = { n = 10, unit = "working_day" }\n'
CLAUSE = """
    [[clause]]
    id = "own-1"
    type = "duty"
    locator = "第二条"
    holds = "rule"
    zh = "及时答复。"
    en = "Answer promptly."
    procedure = "request"
    events = ["answered"]
    rules = ["reply"]
    """


def toml(*parts):
    """Parts of a file as its text, each line from the margin on."""
    return "\n".join(line.strip() for part in parts for line in dedent(part).splitlines()) + "\n"


@pytest.fixture
def faults(tmp_path):
    """Write files into a law folder and give what is wrong with them: path within the folder, and both languages."""

    def found(read=LawBook.load, **files):
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        with pytest.raises(gd.BadInput) as refused:
            read(tmp_path)
        return [
            (each.path.removeprefix(str(tmp_path))[1:].replace("\\", "/"), each.en, each.zh)
            for each in refused.value.faults
        ]

    return found


@pytest.fixture
def own(tmp_path):
    """Write a document of a county and give its path."""

    def write(*parts):
        path = tmp_path / "own.toml"
        path.write_text(toml(*parts), encoding="utf-8")
        return path

    return write


def test_field_that_no_document_has_is_named_beside_those_it_may_have(faults):
    """A misspelt table is no empty one."""
    assert faults(rules=toml(RULES), own=toml(DOCUMENT, "[[versions]]\nrule = 'reply'\n")) == [
        (
            "own.toml.versions",
            "unknown field; expected document, rule, version, clause",
            "未知字段；可用字段：document、rule、version、clause",
        )
    ]


def test_document_that_is_over_before_it_begins_or_lies_nowhere(faults):
    """A span of no day, and a place that is none, are told at the document."""
    text = DOCUMENT.replace('"520323"', '"52032"') + "in_force_to = 2020-05-19\n"
    found = faults(rules=toml(RULES), own=toml(text))

    assert [path for path, _, _ in found] == ["own.toml.document.jurisdiction", "own.toml.document.in_force_to"]
    assert found[0][1:] == (gd.UnknownRegion("52032").message("en"), gd.UnknownRegion("52032").message("zh"))
    assert found[1][1:] == ("2020-05-19 lies before in_force_from, 2020-05-20", "2020-05-19 早于施行日 2020-05-20")


def test_document_of_one_day_is_in_force_on_it(own):
    """The last day may be the first."""
    version = VERSION.replace('"reply"', '"request.answer"')
    path = own(DOCUMENT, "in_force_to = 2020-05-20\n", version, LIMIT)
    rule = LAW.with_file(path)["request.answer"]

    assert [rule.in_force(date(2020, 5, on), "520323").document.id for on in (19, 20, 21)] == [
        "ogi-2019",
        "own",
        "ogi-2019",
    ]


def test_version_has_exactly_one_limit(faults):
    """None, or two of them, is told with those that are there; only a period can be counted back."""
    back = 'direction = "before"\nfixed = "06-30"\n'
    found = faults(
        rules=toml(RULES),
        own=toml(DOCUMENT, VERSION, VERSION, LIMIT, 'word = "及时"\nsame_day = true\n', VERSION, back),
    )

    assert found == [
        (
            "own.toml.version[0].limit",
            "expected exactly one of limit, fixed, same_day, word; got none",
            "limit、fixed、same_day、word 须且只能有一项；实有 无",
        ),
        (
            "own.toml.version[1].limit",
            "expected exactly one of limit, fixed, same_day, word; got limit, same_day, word",
            "limit、fixed、same_day、word 须且只能有一项；实有 limit、same_day、word",
        ),
        ("own.toml.version[2].direction", "only a period can be counted back", "只有期间可以倒算"),
    ]


@pytest.mark.parametrize(
    "text", ["02-30", "02-29", "2019-02-29", "0000-06-30", "6-30", "06-30x", "2020/06/30", "13-01"]
)
def test_fixed_day_that_is_none_is_told_with_two_that_are(text, faults):
    """A month and a day, or a year besides, in two digits each, and there must be such a day."""
    assert faults(rules=toml(RULES), own=toml(DOCUMENT, VERSION, f'fixed = "{text}"\n')) == [
        (
            "own.toml.version[0].fixed",
            f"'{text}' is no date; expected 01-31 or 2020-06-30",
            f"'{text}' 不是日期；应为 01-31 或 2020-06-30",
        )
    ]


def test_leap_day_of_one_year_is_a_fixed_day(own):
    """29 February is a day of 2020, though not of each year."""
    path = own(DOCUMENT, VERSION.replace('"reply"', '"request.answer"'), 'fixed = "2020-02-29"\n')

    assert LAW.with_file(path)["request.answer"].versions[-1].limit == gd.FixedDate(2, 29, 2020)


def test_rules_named_twice_or_tied_to_nothing(faults):
    """Each is told by its number in the file."""
    other = RULES.replace('"reply"', '"review"') + 'special_of = "replies"\nrivals = ["reply", "reviews"]\n'

    assert faults(rules=toml(RULES, other, RULES)) == [
        ("rules.toml.rule[2].id", "'reply' is named twice", "'reply' 重复登记"),
        ("rules.toml.rule[1]", "'review' is tied to 'replies', which is no rule", "'review' 所指的 'replies' 不是规则"),
        ("rules.toml.rule[1]", "'review' is tied to 'reviews', which is no rule", "'review' 所指的 'reviews' 不是规则"),
    ]


def test_clause_and_version_of_rules_that_nobody_names(faults):
    """A rule that a limit is of, or adds to, or that a clause speaks of, is told with the file it should be in."""
    version = VERSION.replace('"reply"', '"replies"') + LIMIT + 'adds_to = "answers"\n'
    clause = CLAUSE.replace('["reply"]', '["reply", "replies"]').replace('["answered"]', "[]")

    assert faults(rules=toml(RULES), own=toml(DOCUMENT, version, clause, CLAUSE)) == [
        (
            "own.toml",
            "rule 'replies' has no entry in rules.toml; add its names there",
            "规则 'replies' 未在 rules.toml 登记；请先补充名称",
        ),
        (
            "own.toml",
            "rule 'answers' has no entry in rules.toml; add its names there",
            "规则 'answers' 未在 rules.toml 登记；请先补充名称",
        ),
        ("own.toml.clause[0].rules", "'replies' is no rule of rules.toml", "'replies' 未在 rules.toml 登记"),
        ("own.toml.clause[0].events", "own-1 names no event that holds it", "own-1 没有写明由哪一事件承载"),
        ("own.toml.clause[1].id", "'own-1' is taken", "'own-1' 已被使用"),
    ]


def test_two_documents_of_one_folder_share_no_id(faults):
    """The second in the order of the files is told that its document's and its clause's ids are taken."""
    text = toml(DOCUMENT, VERSION, LIMIT, CLAUSE)

    assert faults(rules=toml(RULES), a=text, b=text) == [
        ("b.toml.clause[0].id", "'own-1' is taken", "'own-1' 已被使用"),
        ("b.toml.document.id", "'own' is taken", "'own' 已被使用"),
    ]


def test_faults_of_every_file_are_told_at_once(faults):
    """Names, conventions and anchors too: one look mends the folder."""
    found = faults(
        rules="[[rule]]\nid = 1\nzh = '答复'\nen = 'reply'\n",
        conventions="[[convention]]\nid = 'first_day'\n[readings]\n",
        anchors="[anchor.received]\nzh = '收到'\n",
        own=toml(DOCUMENT, "[[rule]]\nid = 'review'\n", CLAUSE.replace('"rule"', '"limit"')),
    )

    assert [path for path, _, _ in found] == [
        "rules.toml.rule[0].id",
        *(f"conventions.toml.convention[0].{name}" for name in ("zh", "en", "source")),
        "anchors.toml.anchor.received.en",
        *(f"own.toml.rule[0].{name}" for name in ("zh", "en")),
        "own.toml.clause[0].holds",
    ]


def test_each_table_of_a_document_is_read_by_itself(faults):
    """Of two wrong versions and two wrong clauses every one is told, and so is the missing head."""
    wrong = (VERSION + LIMIT).replace("10", '"10"'), CLAUSE.replace('"rule"', '"limit"')

    assert [path for path, _, _ in faults(own=toml(*wrong, *wrong))] == [
        *(f"own.toml.document.{name}" for name in HEAD),
        "own.toml.version[0].limit.n",
        "own.toml.version[1].limit.n",
        "own.toml.clause[0].holds",
        "own.toml.clause[1].holds",
    ]


def test_folder_that_is_not_there(tmp_path):
    """It is told with what should be in it."""
    with pytest.raises(gd.BadInput) as refused:
        LawBook.load(tmp_path / "nowhere")

    (fault,) = refused.value.faults
    assert (fault.path, fault.en, fault.zh) == (
        str(tmp_path / "nowhere"),
        "no such folder; expected one with rules.toml",
        "没有此目录；其中应有 rules.toml",
    )


def test_folder_of_names_alone_is_a_book_without_limits(tmp_path):
    """Neither conventions nor anchors nor documents need be there."""
    (tmp_path / "rules.toml").write_text(toml(RULES), encoding="utf-8")
    book = LawBook.load(tmp_path)

    assert list(book) == ["reply"]
    assert (dict(book.conventions), dict(book.anchors), dict(book.clauses), dict(book.readings)) == ({}, {}, {}, {})
    assert book["reply"].versions == ()
    assert repr(book) == "<LawBook 1 rules, 0 clauses>"


def test_document_laid_beside_the_book_brings_all_it_has(own):
    """Its version of a rule stands beside the others, its own rule is a new one, and its clause is found by its id."""
    rule = RULES + 'special_of = "request.answer"\nrivals = ["remedy.suit"]\n'
    other = VERSION.replace('"reply"', '"request.answer"')
    book = LAW.with_file(own(DOCUMENT, rule, VERSION, LIMIT, other, LIMIT, CLAUSE))

    assert [*book] == [*LAW, "reply"]
    assert (book["reply"].special_of, book["reply"].rivals) == ("request.answer", ("remedy.suit",))
    assert [version.id for version in book["reply"].versions] == ["own/reply/2020-05-20"]
    assert book["request.answer"].versions[:-1] == LAW["request.answer"].versions
    assert book["request.answer"].versions[-1].limit == gd.Period(10, gd.WORKING_DAY)
    assert [*book.clauses] == [*LAW.clauses, "own-1"]
    assert book.clauses["own-1"].document == book["reply"].versions[0].document
    assert LAW["request.answer"].versions != book["request.answer"].versions


def test_document_that_takes_ids_of_the_book_is_refused(own):
    """Rules, ties, documents and clauses are told by their places in the file that is laid beside it."""
    known = next(iter(LAW.clauses))
    document = DOCUMENT.replace('"own"', '"ogi-2019"')
    taken = RULES.replace('"reply"', '"request.answer"')
    tied = RULES + 'special_of = "replies"\n'
    path = own(document, taken, tied, VERSION, LIMIT, CLAUSE.replace('"own-1"', f'"{known}"'))

    with pytest.raises(gd.BadInput) as refused:
        LAW.with_file(path)

    assert [(each.path.removeprefix(str(path)), each.en, each.zh) for each in refused.value.faults] == [
        (".rule", "'request.answer' is taken", "'request.answer' 已被使用"),
        (".rule[1]", "'reply' is tied to 'replies', which is no rule", "'reply' 所指的 'replies' 不是规则"),
        (".clause[0].id", f"'{known}' is taken", f"'{known}' 已被使用"),
        (".document.id", "'ogi-2019' is taken", "'ogi-2019' 已被使用"),
    ]


def test_own_limit_without_a_reading_is_read_as_the_book_reads_its_kind(own):
    """A last day on a rest day moves by the conventions of the book, where days are counted and not working days."""
    days = 'limit = { n = 10, unit = "day" }\n'
    review = RULES.replace('"reply"', '"review"'), VERSION.replace('"reply"', '"review"')
    book = LAW.with_file(own(DOCUMENT, RULES, VERSION, days, *review, LIMIT))

    assert [book[rule].versions[0].roll.value for rule in ("reply", "review")] == ["working_day", "none"]


@pytest.mark.parametrize(
    ("told", "near"),
    [
        ("公开", [id for id in LAW if "公开" in LAW[id].zh][:5]),
        ("PENALTY DECISION", [id for id in LAW if "penalty decision" in LAW[id].en.lower()][:5]),
        ("x", []),
    ],
)
def test_unknown_rule_is_told_with_at_most_five_that_it_may_mean(told, near):
    """First those whose name has the word, in the order of the files; else three that are spelt like it."""
    with pytest.raises(gd.UnknownRule) as refused:
        LAW[told]

    assert (refused.value.rule, list(refused.value.near)) == (told, near)


def test_unknown_rule_is_told_with_three_that_are_spelt_like_it():
    """The nearest first, where no name has the word; there are six whose ids begin alike."""
    with pytest.raises(gd.UnknownRule) as refused:
        LAW["enforcement.penalt"]

    assert len(refused.value.near) == 3
    assert refused.value.near[:2] == ("enforcement.penalty", "enforcement.market_penalty")


def test_unknown_rule_is_told_with_the_rules_whose_names_are_spelt_like_it():
    """A slip in a name is mended where no id is near: 贝 for 见."""
    with pytest.raises(gd.UnknownRule) as refused:
        LAW["决策草案公开征求意贝"]

    assert refused.value.near[0] == "consultation.minimum"


def test_book_says_how_much_it_holds():
    """Rules and clauses, by their number."""
    assert repr(LAW) == f"<LawBook {len([*LAW])} rules, {len(LAW.clauses)} clauses>"


def test_rule_in_place_of_another_leaves_the_order_of_the_book():
    """A supposed version of a rule stands where the rule stood."""
    rule = attrs.evolve(LAW["request.answer"], zh="答复")
    book = LAW.with_rules(rule)

    assert [*book] == [*LAW]
    assert book["request.answer"].zh == "答复"
    assert LAW["request.answer"].zh != "答复"
