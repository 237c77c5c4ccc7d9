"""A version of a rule: what it says to programs, which of two asks for more, and how its kind of limit is read."""

from datetime import date

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines import FixedDate, LawBook, Period, SameDay
from gov_deadlines.law.rule import Document, Mark, Rank, Rule, Version
from gov_deadlines.unit import Roll

from .test_law_files import DOCUMENT, RULES, VERSION, toml

COUNTY = Document(
    "own",
    "《某县办法》",
    "某县办法",
    "rules of a county",
    Rank.LOCAL_DOCUMENT,
    "520323",
    date(2020, 5, 20),
    Mark.V_WEB,
    number="某府发〔2020〕1号",
    in_force_to=date(2020, 12, 31),
)
TEN = Period(10, gd.WORKING_DAY)


def version(limit, document=COUNTY, **fields):
    """What the county sets for replies."""
    usual = {
        "locator": "第一条",
        "anchor": "received",
        "roll": Roll.NONE,
        "in_force_from": document.in_force_from,
        "in_force_to": document.in_force_to,
        "mark": document.mark,
    }
    return Version(rule="reply", document=document, limit=limit, **(usual | fields))


def test_version_in_plain_values():
    """All that a program in another language needs to show it, and to find the clause again."""
    found = version(
        TEN,
        target="尽快",
        anchor_stated=False,
        minimum=True,
        before=True,
        condition_zh="罚款",
        condition_en="fines",
        note_zh="注",
        note_en="a note",
        cases=frozenset({"penalty", "licence"}),
    )

    assert found.to_dict() == {
        "id": "own/reply/2020-05-20/licence+penalty",
        "document": "某县办法",
        "number": "某府发〔2020〕1号",
        "locator": "第一条",
        "rank": "local_document",
        "jurisdiction": "520323",
        "limit": {"n": 10, "unit": "working_day"},
        "target": "尽快",
        "anchor": "received",
        "anchor_stated": False,
        "minimum": True,
        "before": True,
        "roll": "none",
        "condition": "罚款",
        "condition_en": "fines",
        "in_force_from": "2020-05-20",
        "in_force_to": "2020-12-31",
        "mark": "V-web",
        "note": "注",
        "note_en": "a note",
        "cases": ["licence", "penalty"],
    }


def test_word_in_plain_values():
    """A word is no number, and a version without an end has none."""
    found = version(None, word="及时", in_force_to=None).to_dict()

    assert (found["limit"], found["in_force_to"]) == ({"word": "及时"}, None)


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        ({"limit": None, "word": "及时"}, "及时", "及时"),
        ({"limit": TEN}, "10个工作日", "10 working days"),
        ({"limit": TEN, "minimum": True}, "不少于10个工作日", "at least 10 working days"),
        ({"limit": TEN, "before": True}, "提前10个工作日", "10 working days before"),
        ({"limit": TEN, "target": "尽快"}, "尽快，不迟于10个工作日", "10 working days at the latest (尽快)"),
    ],
)
def test_version_in_words(fields, zh, en):
    """A word is said as it stands, in either language."""
    found = version(**fields)

    assert (found.says("zh"), found.says("en")) == (zh, en)


@pytest.mark.parametrize(
    ("document", "zh", "en"),
    [
        (COUNTY, "某县办法 某府发〔2020〕1号 第一条〔已核网页〕", "rules of a county, 某府发〔2020〕1号, 第一条"),
        # A number that the short title has is not said again; in English the title stands in for one.
        (
            attrs.evolve(COUNTY, short="某府发〔2020〕1号"),
            "某府发〔2020〕1号 第一条〔已核网页〕",
            "rules of a county, 某府发〔2020〕1号, 第一条",
        ),
        (
            attrs.evolve(COUNTY, number=""),
            "某县办法 第一条〔已核网页〕",
            "rules of a county, 《某县办法》, 第一条",
        ),
    ],
)
def test_citation(document, zh, en):
    """Document, number, article and how sure it is."""
    found = version(TEN, document)

    assert (found.cite("zh"), found.cite("en")) == (zh, f"{en} [V-web: read on a public page]")


@pytest.mark.parametrize(
    ("mine", "its", "asks_for_more"),
    [
        (version(Period(9, gd.WORKING_DAY)), version(TEN), True),
        (version(TEN), version(TEN), False),
        (version(Period(11, gd.WORKING_DAY)), version(TEN), False),
        # A minimum asks for more where it is longer.
        (version(Period(11, gd.WORKING_DAY), minimum=True), version(TEN, minimum=True), True),
        (version(TEN, minimum=True), version(TEN, minimum=True), False),
        (version(Period(9, gd.WORKING_DAY), minimum=True), version(TEN, minimum=True), False),
        # Units that are not the same do not compare.
        (version(Period(1, gd.DAY)), version(TEN), False),
        (version(SameDay()), version(TEN), True),
        (version(SameDay()), version(SameDay()), False),
        (version(TEN), version(SameDay()), False),
        (version(FixedDate(10, 31)), version(FixedDate(12, 31)), True),
        (version(FixedDate(12, 30)), version(FixedDate(12, 31)), True),
        (version(FixedDate(12, 31)), version(FixedDate(12, 31)), False),
        (version(FixedDate(12, 31)), version(FixedDate(10, 31)), False),
        (version(FixedDate(1, 31, 2020)), version(FixedDate(1, 30, 2021)), True),
        (version(FixedDate(1, 30, 2021)), version(FixedDate(1, 31, 2020)), False),
        (version(FixedDate(1, 31, 2020)), version(FixedDate(1, 31, 2020)), False),
        # A day of one year and a day of each do not compare.
        (version(FixedDate(1, 31, 2020)), version(FixedDate(6, 30)), False),
        (version(FixedDate(1, 31)), version(FixedDate(6, 30, 2020)), False),
        (version(FixedDate(1, 31)), version(TEN), False),
        (version(TEN), version(FixedDate(1, 31)), False),
        (version(None, word="及时"), version(TEN), False),
    ],
)
def test_which_of_two_asks_for_more(mine, its, asks_for_more):
    """Less time, an earlier day, or a longer minimum; the same is no more."""
    assert mine.tightens(its) is asks_for_more


def test_rule_that_is_not_in_force_is_told_with_the_spans_in_which_it_is():
    """Each with its place, its first day and its last, where it has one."""
    open_ended = version(TEN, attrs.evolve(COUNTY, id="other", jurisdiction="CN"), in_force_to=None)
    rule = Rule("reply", "答复", "reply", (version(TEN), open_ended))

    with pytest.raises(gd.NoRuleInForce) as refused:
        rule.in_force(date(2020, 5, 19), "520323")

    assert refused.value.spans == ("520323 2020-05-20..2020-12-31", "CN 2020-05-20..")


@pytest.mark.parametrize(
    ("start", "through", "changed"),
    [
        (date(2019, 5, 14), date(2019, 6, 5), "ogi-2019"),
        (date(2019, 5, 14), date(2019, 5, 15), "ogi-2019"),
        # What began with the text, or was over before it, has one text.
        (date(2019, 5, 15), date(2019, 6, 13), None),
        (date(2019, 4, 1), date(2019, 5, 14), None),
        # Before any text there is none to change.
        (date(2007, 1, 1), date(2007, 2, 1), None),
    ],
)
def test_text_that_came_into_force_meanwhile(start, through, changed):
    """The text of 2019 is in force from 05-15 on: a limit that started before and ends on or after it is told."""
    found = LawBook.load()["request.answer"].next_change(start, through, "CN")

    assert (found and found.document.id) == changed


@pytest.mark.parametrize(
    ("reading", "rolls"),
    [
        ("fixed", {"fixed": "working_day", "same_day": "none", "word": "none", "day": "none"}),
        ("same_day", {"fixed": "none", "same_day": "working_day", "word": "working_day", "day": "none"}),
        ("day", {"fixed": "none", "same_day": "none", "word": "none", "day": "working_day"}),
    ],
)
def test_limit_is_read_by_the_convention_of_its_kind(reading, rolls, tmp_path):
    """A fixed day, an act on the same day and a period are kinds of their own; without a reading nothing moves."""
    limits = {
        "fixed": 'fixed = "06-30"',
        "same_day": "same_day = true",
        "word": 'word = "及时"',
        "day": 'limit = { n = 10, unit = "day" }',
    }
    conventions = f'convention = []\n[readings.{reading}]\nroll = "working_day"\n'
    rules = (RULES.replace('"reply"', f'"{kind}"') for kind in limits)
    versions = (VERSION.replace('"reply"', f'"{kind}"') + limit + "\n" for kind, limit in limits.items())
    for name, text in {"rules": toml(*rules), "conventions": conventions, "own": toml(DOCUMENT, *versions)}.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    book = LawBook.load(tmp_path)

    assert {kind: book[kind].versions[0].roll.value for kind in limits} == rolls
    assert {kind: entry.roll for kind, entry in book.readings.items()} == {reading: Roll.WORKING_DAY}


def test_folder_keeps_the_ties_of_its_rules(tmp_path):
    """A rule and its rivals, the general one it displaces, its conventions and the names of its anchors."""
    ties = RULES.replace('"reply"', '"review"') + 'special_of = "reply"\nrivals = ["reply"]\n'
    texts = {
        "rules": toml(RULES, ties),
        "conventions": "[readings]\n[[convention]]\nid = 'first'\nzh = '首日不计'\nen = 'not the first day'\n"
        "[[convention.source]]\ntitle = '民法典'\nlocator = '第二百零一条'\nin_force_from = 2021-01-01\nmark = 'V'\n",
        "anchors": "[anchor.received]\nzh = '收到'\nen = 'received'\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    book = LawBook.load(tmp_path)

    assert (book["review"].special_of, book["review"].rivals) == ("reply", ("reply",))
    assert (book["reply"].special_of, book["reply"].rivals) == ("", ())
    assert [(each.zh, each.sources[0].cite("en")) for each in book.conventions.values()] == [
        ("首日不计", "民法典 第二百零一条 [V]")
    ]
    assert {name: (words.zh, words.en) for name, words in book.anchors.items()} == {"received": ("收到", "received")}
