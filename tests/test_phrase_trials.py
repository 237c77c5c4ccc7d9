"""Phrases made from the grammar read back as what they were made of; spoiled ones never as another number unsaid."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gov_deadlines as gd

from .phrase_trials import KINDS, core, faults, labelled, numbers_in, trial

ROWS = labelled("limit_phrases.jsonl") + labelled("limit_phrases_more.jsonl")
EXAMPLES = int(os.environ.get("PHRASE_EXAMPLES", "150"))
DIGITS = "零一二三四五六七八九"
UNITS = {
    "working_day": ("个工作日", "工作日", " 个工作日", "个 工作\n日", "個工作日", "個(gè)工作日"),
    "day": ("日", "天", "个自然日"),
    "month": ("个月", "個月"),
    "hour": ("小时", "个小时"),
    "week": ("周", "个星期"),
}
FORMED = {
    "formed": ("信息形成", "该政府信息产生", "统计数据生成", "公开事项信息形成"),
    "formed_or_changed": ("信息形成或者变更", "形成或变更", "该政府信息形成(变更)", "信息产生、变更", "信息形成/变更"),
    "changed": ("信息变更", "机构职能调整"),
    "made_or_obtained": ("制定或获取信息", "制作或者获取该文件"),
    "decided": ("作出行政处罚决定", "行政许可决定作出"),
    "received_application": ("收到申请", "接到群众申请"),
    "received_document": ("收到检验报告",),
    "approved": ("县政府批准", "财政部门批复"),
    "issued": ("文件印发", "政策发布"),
    "published": ("名录公布",),
    "accepted": ("受理",),
    "occurred": ("事件发生",),
    "event_end": ("评审结束", "案件办结", "公示期满"),
    "result_determined": ("中标结果确定",),
}
NOISE = ("", "", "", " ", "\n", "\u3000", "\u200b")


def chinese(n):
    """*n* below a hundred as a statute writes it."""
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


def full_width(n):
    """*n* in full-width figures."""
    return "".join(chr(0xFF10 + int(figure)) for figure in str(n))


@st.composite
def numbers(draw):
    """A number and one way of writing it."""
    n = draw(st.integers(1, 99))
    return n, draw(st.sampled_from([str(n), chinese(n), full_width(n)]))


@st.composite
def limits(draw):
    """A limit from an anchor: what it is, and one way of saying it."""
    (n, written), unit = draw(numbers()), draw(st.sampled_from(sorted(UNITS)))
    anchor = draw(st.sampled_from(sorted(FORMED)))
    start = draw(st.sampled_from(FORMED[anchor])) + draw(st.sampled_from(["之日起", "后", "之后", "之日起,", "后,"]))
    length = written + draw(st.sampled_from(UNITS[unit])) + draw(st.sampled_from(["内", "以内", "之内"]))
    aside = draw(st.booleans()) and not start.endswith(",")
    opening = draw(st.sampled_from(["", "自", "应当自", "应在", "并自"]))
    act = draw(st.sampled_from(["", "公开", "予以公开", "向社会公布", "由本级部门公示", "及时公开"]))
    text = f"{length}(自{start})" if aside else f"{opening}{start}{length}{act}"
    deferral = draw(st.sampled_from(["", "", ",法律法规另有规定的除外", "(法律、法规另有规定的,从其规定)"]))
    also = "promptly" if "及时" in text else None
    shape = {"kind": "within", "n": n, "unit": unit, "from": anchor}
    return shape, text + deferral, {"also": also, "deferral": "law_otherwise" if deferral else None}


@st.composite
def turns(draw):
    """A duty that comes round."""
    n, written = draw(numbers())
    month, day = draw(st.integers(1, 12)), draw(st.integers(1, 28))
    shape, text = draw(
        st.sampled_from(
            [
                (("year", f"{month:02}-{day:02}"), f"每年{month}月{day}日前"),
                (("year", f"{month:02}-{day:02}"), f"每年{chinese(month)}月{chinese(day)}日前公布"),
                (("year", f"next:{month:02}-{day:02}"), f"次年{month}月{day}日前"),
                (("year", f"{month:02}-last"), f"每年{month}月底前"),
                (("month", f"{day:02}"), f"每月{day}日前公开"),
                (("month", f"next:{day:02}"), f"次月{chinese(day)}日前"),
                (("quarter", f"M1-{day:02}"), f"每季度第一个月{day}日前"),
                (("quarter", f"next:M1-{day:02}"), f"下一季度首月{day}日前"),
                (("quarter", f"end+{n}d"), f"每季度终了后{written}日内"),
                (("month", f"end+{n}wd"), f"每月结束后{written}个工作日内"),
                (("half_year", None), "每半年公布一次"),
                (("quarter", None), "按季度公开"),
            ]
        )
    )
    return {"kind": "periodic", "every": shape[0], "by": shape[1]}, text


@st.composite
def durations(draw):
    """How long something is shown, or how long before an event it is told."""
    (n, written), unit = draw(numbers()), draw(st.sampled_from(["working_day", "day"]))
    length = written + draw(st.sampled_from(UNITS[unit][:2]))
    least = draw(st.booleans())
    shown = {"kind": "public_notice_period", "min_n": n, "unit": unit, "op": "at_least" if least else "stated"}
    notice = (
        draw(st.sampled_from(["公示期", "公示", "公告期限", "征求意见时间"])) + ("不少于" if least else "") + length
    )
    event = draw(st.sampled_from(["会议召开", "听证会举行", "项目开工"]))
    before = {"kind": "before_event", "n": n, "unit": unit, "event": event}
    return draw(
        st.sampled_from([(shown, notice), (before, f"{event}{length}前公告"), (before, f"应当在{event}前{length}公布")])
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(limits(), st.data())
def test_limit_made_from_the_grammar_reads_back(made, data):
    """Number, unit, anchor, 及时 and 另有规定, in any script and with blanks between any two characters but figures."""
    shape, text, more = made
    place = data.draw(st.integers(1, len(text)))
    apart = text[place - 1 : place].isdigit() and text[place : place + 1].isdigit()
    spaced = text if apart else text[:place] + data.draw(st.sampled_from(NOISE)) + text[place:]
    found = gd.read_phrase(spaced).to_dict()

    assert core(found) == shape
    assert {key: found.get(key) for key in more} == more


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.one_of(turns(), durations()))
def test_turn_or_duration_made_from_the_grammar_reads_back(made):
    """What comes round, what stays up, and what comes before an event."""
    shape, text = made

    assert core(gd.read_phrase(text).to_dict()) == shape


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.one_of(turns(), durations(), limits().map(lambda made: made[:2])), min_size=2, max_size=4))
def test_parts_keep_their_order(made):
    """Several limits in one cell, each its own sentence, are read one by one."""
    found = gd.read_phrase(";".join(text for _, text in made)).to_dict()

    assert core(found)["parts"] == [shape for shape, _ in made]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gets_a_documented_answer(text):
    """Whatever is in the cell, the answer is one of the kinds, and its places lie in the cell."""
    phrase = gd.read_phrase(text)

    assert phrase.kind in KINDS
    assert all(0 <= repair.offset < len(text) for repair in phrase.repairs)
    assert 0 <= phrase.span[0] <= phrase.span[1] <= len(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(alphabet="0123456789二十〇两个工作日月年内前后自之起每季度公示形成或变更、,;()至第 \n", max_size=30))
def test_text_of_small_words_gives_no_number_it_does_not_have(text):
    """The words of limits in any order: a number read is a number written."""
    assert faults(text, text, spare_numbers=False, slight=False) == []


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("spare_numbers", [True, False])
@pytest.mark.parametrize("most", [1, 3])
def test_spoiled_phrase_is_never_confident_of_another_number(seed, spare_numbers, most):
    """Characters deleted, doubled or put in: the same number, unit and anchor, or a warning, or a refusal."""
    assert trial(ROWS, seed, 400, spare_numbers=spare_numbers, most=most) == []


def test_independent_look_finds_the_numbers():
    """The oracle of the trials reads figures and Chinese numerals."""
    assert numbers_in("第２0号、二十、十五、三十一、壹、廿五") == {20, 15, 31, 1, 25}
