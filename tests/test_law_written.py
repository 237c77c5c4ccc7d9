"""Law that was made, not typed, as the file it is kept in: line for line, and read back as the same."""

from datetime import date

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines.law.files import read_document
from gov_deadlines.law.rule import Document, Every, Mark, Pause, Rank, Recurrence, Rule, Version, Weekday
from gov_deadlines.law.written import to_toml
from gov_deadlines.period import FixedDate, SameDay
from gov_deadlines.unit import Roll

OFFICE = Document(
    "suiyang-own",
    "绥阳县某局公开目录",
    "某局目录",
    "catalogue of an office in Suiyang",
    Rank.LOCAL_DOCUMENT,
    "520323",
    date(2026, 1, 1),
    Mark.V,
    number="绥某发〔2026〕1号",
    in_force_to=date(2027, 12, 31),
    bound_zh="本局",
    bound_en="This office",
)
HEAD = """\
[document]
id = "suiyang-own"
title = "绥阳县某局公开目录"
short = "某局目录"
en = "catalogue of an office in Suiyang"
rank = "local_document"
jurisdiction = "520323"
in_force_from = 2026-01-01
mark = "V"
number = "绥某发〔2026〕1号"
in_force_to = 2027-12-31
bound_zh = "本局"
bound_en = "This office"
"""


def version(rule, limit, document=OFFICE, **fields):
    """A version that says no more than its document does, but for *fields*."""
    usual = {
        "locator": "第一项",
        "anchor": "formed",
        "roll": Roll.NONE,
        "in_force_from": document.in_force_from,
        "in_force_to": document.in_force_to,
        "mark": document.mark,
        "condition_zh": document.bound_zh,
        "condition_en": document.bound_en,
    }
    return Version(rule=rule, document=document, limit=limit, **(usual | fields))


def back(text, tmp_path):
    """What is read from that text."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return read_document(path, {})


def test_version_that_says_what_its_document_says_is_four_lines(tmp_path):
    """Spans, marks and whom it binds are written at the head and not again; what is empty is not written at all."""
    rule = Rule("own.list", "名录", "a list", (version("own.list", gd.Period(20, gd.WORKING_DAY)),))
    text = to_toml(OFFICE, [rule])

    assert text == HEAD + (
        "\n"
        "[[rule]]\n"
        'id = "own.list"\n'
        'zh = "名录"\n'
        'en = "a list"\n'
        "\n"
        "[[version]]\n"
        'rule = "own.list"\n'
        'locator = "第一项"\n'
        'limit = { n = 20, unit = "working_day" }\n'
        'anchor = "formed"\n'
        'roll = "none"\n'
    )
    assert back(text, tmp_path).versions == rule.versions


def test_all_that_a_version_can_say_is_written_and_read_back(tmp_path):
    """Rivals, cases, pauses, spans of its own: each in its field, under the comment that was given for the rule."""
    full = version(
        "own.reply",
        gd.Period(7, gd.DAY),
        roll=Roll.WORKING_DAY,
        target="尽快",
        anchor_stated=False,
        minimum=True,
        before=True,
        adds_to="request.answer",
        condition_zh="本局；罚款",
        condition_en="This office; fines",
        unit_source="第二条",
        yields_to=(Rank.LAW, Rank.STATE_COUNCIL_DOCUMENT),
        in_force_from=date(2026, 3, 2),
        in_force_to=date(2026, 12, 31),
        mark=Mark.M,
        note_zh="注",
        note_en="a note",
        cases=frozenset({"penalty", "licence"}),
        acts=("submitted", "published"),
        recurs=Recurrence(Every.WEEK, Weekday.FRIDAY, 2, within=True),
        pauses={"fee": Pause.RESTART, "consultation": Pause.NONE},
    )
    rule = Rule("own.reply", "答复", "reply", (full,), "request.answer", ("own.list", "remedy.suit"))
    text = to_toml(OFFICE, [rule], remarks={"own.reply": "第3行\n以\t为准", "own.list": "不在此文件"})

    assert text == HEAD + (
        "\n"
        "# 第3行\n"
        "# 以 为准\n"
        "[[rule]]\n"
        'id = "own.reply"\n'
        'zh = "答复"\n'
        'en = "reply"\n'
        'special_of = "request.answer"\n'
        'rivals = ["own.list", "remedy.suit"]\n'
        "\n"
        "[[version]]\n"
        'rule = "own.reply"\n'
        'locator = "第一项"\n'
        'limit = { n = 7, unit = "day" }\n'
        'target = "尽快"\n'
        'anchor = "formed"\n'
        "anchor_stated = false\n"
        'bound = "minimum"\n'
        'direction = "before"\n'
        'adds_to = "request.answer"\n'
        'condition_zh = "罚款"\n'
        'condition_en = "fines"\n'
        'unit_source = "第二条"\n'
        'yields_to = ["law", "state_council_document"]\n'
        'roll = "working_day"\n'
        "in_force_from = 2026-03-02\n"
        "in_force_to = 2026-12-31\n"
        'mark = "M"\n'
        'note_zh = "注"\n'
        'note_en = "a note"\n'
        'cases = ["licence", "penalty"]\n'
        'acts = ["submitted", "published"]\n'
        'recurs = { every = "week", on = "friday", at_least = 2, within = true }\n'
        'pauses = { fee = "restart", consultation = "none" }\n'
    )
    sheet = back(text, tmp_path)
    (named,) = sheet.rules
    assert sheet.versions == rule.versions
    assert (named.special_of, named.rivals) == ("request.answer", ["own.list", "remedy.suit"])


@pytest.mark.parametrize(
    ("limit", "fields", "line"),
    [
        (FixedDate(1, 31), {}, 'fixed = "01-31"'),
        (FixedDate(6, 30, 2026), {}, 'fixed = "2026-06-30"'),
        (FixedDate(6, 3, 476), {}, 'fixed = "0476-06-03"'),
        (SameDay(), {}, "same_day = true"),
        (None, {"word": "及时"}, 'word = "及时"'),
        (
            gd.Period(1, gd.MONTH),
            {"recurs": Recurrence(Every.QUARTER)},
            'recurs = { every = "quarter", at_least = 1, within = false }',
        ),
    ],
)
def test_each_kind_of_limit_is_a_line(limit, fields, line, tmp_path):
    """A day of each year, a day of one year, the same day, a mere word, and a span that comes round."""
    rule = Rule("own.list", "名录", "a list", (version("own.list", limit, **fields),))
    text = to_toml(OFFICE, [rule])

    assert line in text.splitlines()
    assert back(text, tmp_path).versions == rule.versions


def test_rules_of_others_get_versions_and_no_name():
    """Of two rules the file names the one it is told to; where it is told of none, it names none."""
    rules = [Rule(id, "名", "a name", (version(id, SameDay()),)) for id in ("own.list", "request.answer")]

    def named(**options):
        lines = to_toml(OFFICE, rules, **options).splitlines()
        return [lines[number + 1] for number, line in enumerate(lines) if line == "[[rule]]"]

    assert named() == ['id = "own.list"', 'id = "request.answer"']
    assert named(named=["own.list"]) == ['id = "own.list"']
    assert named(named=()) == []


def test_rules_stand_a_line_apart_and_only_those_remarked_on_have_a_comment():
    """No comment, no comment line: the second table follows the first after an empty line."""
    rules = [Rule(id, "名", "a name", (version(id, SameDay()),)) for id in ("own.list", "own.reply")]
    body = to_toml(OFFICE, rules, named=(), remarks={"own.reply": "二"}).removeprefix(HEAD)

    assert body == (
        "\n"
        "[[version]]\n"
        'rule = "own.list"\nlocator = "第一项"\nsame_day = true\nanchor = "formed"\nroll = "none"\n'
        "\n"
        "# 二\n"
        "[[version]]\n"
        'rule = "own.reply"\nlocator = "第一项"\nsame_day = true\nanchor = "formed"\nroll = "none"\n'
    )


def test_condition_is_kept_to_the_letter_where_the_document_binds_everybody(tmp_path):
    """A condition that begins with the mark that would join it to another is a condition all the same."""
    everybody = attrs.evolve(OFFICE, bound_zh="", bound_en="")
    odd = version("own.list", SameDay(), everybody, condition_zh="；罚款", condition_en="; fines")
    text = to_toml(everybody, [Rule("own.list", "名录", "a list", (odd,))])

    assert 'condition_zh = "；罚款"' in text.splitlines()
    assert back(text, tmp_path).versions == (odd,)


def test_version_of_another_document_is_refused_with_its_id():
    """A file holds one document; what another says belongs into another file."""
    other = attrs.evolve(OFFICE, id="suiyang-other")
    rule = Rule("own.list", "名录", "a list", (version("own.list", SameDay(), other),))

    with pytest.raises(gd.BadInput) as refused:
        to_toml(OFFICE, [rule])

    assert refused.value.message("en") == "own.list: suiyang-other/own.list/2026-01-01 is of another document"
    assert refused.value.message("zh") == "own.list: suiyang-other/own.list/2026-01-01 属于另一文件"
