"""What a limit counts from, read from the words before 之日起 or 后."""

from __future__ import annotations

import attrs

from .readings import From

# Each verb with the class of act it names; the runs of them at the end of an anchor decide it.
_VERBS = {
    verb: name
    for name, verbs in {
        "F": "形成 产生 生成 形式",
        "C": "变更 变化 变动 更新 调整 修改 修订 更改",
        "M": "制定 制作 制订 编制",
        "O": "获取 获得 取得",
        "A": "审批通过 批准通过 审核批准 审查批准 审议批准 批准 批复 核准 审批 获批 批后",
        "I": "印发 颁布 发布 发文 出台",
        "P": "公布 公开 公示 公告",
        "E": "结束 完成 完毕 终了 终结 终止 期满 届满 闭会 离任 竣工 办结 结案 截止 闭幕 审结",
        "R": "确定",
        "H": "发生",
        "T": "受理",
    }.items()
    for verb in verbs.split()
}
_JOINTS = ("或者", "并且", "或", "和", "及", "与", "并", "、", "/", ",", "(", ")")
_DETERMINERS = ("该", "本", "此", "其", "相关", "有关", "政府信息", "信息", "之日", "公开")
_PAPERS = tuple(
    """
    材料 文件 报告 通知 批复 资料 举报 投诉 信息 结果 决定 决定书 意见 意见书 函 来信 移送 备案 请示 方案 通报 回执
    证明
    """.split()
)
_RECEIPT = ("收到", "接到", "接收", "收悉", "收取")
_LONGEST_VERB = 4

_CLASSES = {
    "F": From.FORMED,
    "C": From.CHANGED,
    "FC": From.FORMED_OR_CHANGED,
    "CM": From.FORMED_OR_CHANGED,
    "CFM": From.FORMED_OR_CHANGED,
    "CF": From.FORMED_OR_CHANGED,
    "FM": From.FORMED,
    "CFO": From.OBTAINED_FORMED_OR_CHANGED,
    "CMO": From.OBTAINED_FORMED_OR_CHANGED,
    "CFMO": From.OBTAINED_FORMED_OR_CHANGED,
    "AF": From.FORMED_OR_APPROVED,
    "A": From.APPROVED,
    "I": From.ISSUED,
    "P": From.PUBLISHED,
    "IP": From.ISSUED,
    "AI": From.OTHER,
    "E": From.EVENT_END,
    "R": From.RESULT_DETERMINED,
    "H": From.OCCURRED,
    "T": From.ACCEPTED,
}


_ABOUT_INFORMATION = frozenset("FCMO")
# Acts on information of its own: beside 形成 they would be a second anchor.
_OTHER_INFORMATION = _ABOUT_INFORMATION | {"I"}
OF_INFORMATION = frozenset({From.FORMED, From.CHANGED, From.FORMED_OR_CHANGED, From.OBTAINED_FORMED_OR_CHANGED})
_MAKING = frozenset({"M", "O", "MO", "FMO", "FO"})
# What a verb may have been lost behind or before: 形成或更.
_JOINED = ("或", "或者", "、", "和", "及", "与", "/", "更", "者", "(", "形", "成", "变", "发")
_ENDS_OF_ANYTHING = ("结束", "终了", "完成", "完毕", "期满", "届满", "终结", "终止", "截止")
_SPANS = ("每", "季", "月", "年", "度", "周", "半", "各")
_NAMED_SPANS = ("会计年度", "预算年度", "财政年度")


@attrs.frozen
class Anchor:
    """What a limit counts from, in whose words; *sure* is false when part of the words was not understood."""

    anchor: From
    text: str = ""
    sure: bool = True
    known: bool = True
    """Whether the act is one that catalogues name; else *text* is all there is to it."""
    typo: int = -1
    """The place in the text of 形式 written for 形成, -1 when there is none."""
    alternatives: tuple[From, ...] = ()


@attrs.frozen
class _Run:
    """Verbs that belong together, as 形成或者变更 do, and the words on both sides of them."""

    head: str
    verbs: str
    tail: str
    classes: frozenset[str]

    @property
    def key(self) -> str:
        """The classes of its verbs, each once, in order."""
        return "".join(sorted(self.classes))

    @property
    def about_information(self) -> bool:
        """Whether any of them makes, gets or changes something."""
        return bool(self.classes & _ABOUT_INFORMATION)

    @property
    def joins_more(self) -> bool:
        """Whether a joint beside it shows that another verb was lost: 形成或更之日."""
        return self.head.endswith(_JOINED) or "或" in self.head or self.tail.startswith(_JOINED)


def read_anchor(words: str) -> Anchor | None:
    """
    What *words* name as the start, ``None`` when they name no act that catalogues name.

    >>> read_anchor("该政府信息形成或者变更").anchor
    <From.FORMED_OR_CHANGED: 'formed_or_changed'>
    """
    special = _decided(words) or _received(words)
    if special:
        return special
    run = _run(words)
    if run is None:
        return None
    found = _made(run, words) if run.key in _MAKING else _acted(run, words)
    typo = words.find("形式", len(run.head), len(run.head) + len(run.verbs))
    return attrs.evolve(found, typo=typo)


def _made(run: _Run, words: str) -> Anchor:
    """制定或获取, with what is made or got: but no further act, and nothing more once 形成 has been said."""
    further = _run(run.tail)
    broken = (
        run.joins_more or bool(run.tail and "F" in run.classes) or (further is not None and further.about_information)
    )
    return Anchor(From.MADE_OR_OBTAINED, _object(run.tail) if len(run.key) > 1 else words, sure=not broken)


def _acted(run: _Run, words: str) -> Anchor:
    """形成或者变更, 批准, 结束: what happened to what."""
    anchor = _CLASSES.get(run.key)
    earlier = _run(run.head)
    if anchor is None:
        return Anchor(From.OTHER, words, alternatives=_each(run))
    if earlier is not None and "或" in earlier.tail:  # 上级机关发布信息或本级信息形成: two acts with words of their own
        return Anchor(From.OTHER, words, alternatives=(_CLASSES.get(earlier.key, From.OTHER), anchor))
    span = words.startswith(_SPANS) or (run.head.endswith(_SPANS) and not run.head.endswith(_NAMED_SPANS))
    broken = (
        run.joins_more
        or bool(_object(run.tail))
        # Something stands between two acts that belong together: 形成(□变更).
        or (earlier is not None and run.about_information and bool(earlier.classes & _OTHER_INFORMATION))
        # The end of a span whose name is cut short, or of nothing that is named.
        or (anchor is From.EVENT_END and (words in _ENDS_OF_ANYTHING or span))
    )
    says_more = anchor is From.EVENT_END or (anchor not in OF_INFORMATION and _object(run.head))
    return Anchor(anchor, words if says_more else "", sure=not broken)


def _each(run: _Run) -> tuple[From, ...]:
    """What each verb of a run would be by itself."""
    return tuple(_CLASSES[each] for each in sorted(run.classes) if each in _CLASSES)


def anchor_of(event: str, mark: str) -> Anchor:
    """What *event* names as the start; an act of no known kind is an end before 后, and itself before 之日起."""
    return read_anchor(event) or Anchor(From.EVENT_END if "后" in mark else From.OTHER, event, known=False)


def _decided(words: str) -> Anchor | None:
    """作出…决定, 决定作出: the day of the decision."""
    for verb in ("作出", "做出"):
        place = words.find(verb)
        if place < 0:
            continue
        rest = words[place + 2 :]
        if not rest and "决定" in words[:place]:
            return Anchor(From.DECIDED)
        if rest.endswith(("决定", "决定书", "行政许可", "行政处罚", "行政强制")):
            return Anchor(From.DECIDED, "" if rest in ("决定", "行政决定") else words)
        if rest:
            return Anchor(
                From.OTHER,
                words,
                sure=rest.endswith(("结论", "认定", "裁决", "判决", "答复", "批复", "处理", "评价", "说明")),
            )
    if words.endswith("决定") and len(words) <= 6 and not words.endswith("被决定"):
        return Anchor(From.DECIDED)
    return None


def _received(words: str) -> Anchor | None:
    for verb in _RECEIPT:
        place = words.rfind(verb)
        if place < 0:
            continue
        thing = words[place + 2 :].removeprefix("的")
        if thing.endswith(("申请", "申请书", "申请表")):
            return Anchor(From.RECEIVED_APPLICATION)
        if not thing:
            applied = "申请" in words[:place]
            return Anchor(
                From.RECEIVED_APPLICATION if applied else From.RECEIVED_DOCUMENT, words[:place], sure=bool(place)
            )
        return Anchor(From.RECEIVED_DOCUMENT, thing, sure=thing.endswith(_PAPERS))
    return None


def _run(words: str) -> _Run | None:
    """The last run of verbs in *words*, joined or side by side; ``None`` when there is no verb."""
    end = next((end for end in range(len(words), 0, -1) if _verb_before(words, end)), 0)
    if not end:
        return None
    verb = _verb_before(words, end)
    start, classes = end - len(verb), {_VERBS[verb]}
    while "E" not in classes:
        place = _before_joints(words, start)
        verb = _verb_before(words, place)
        # Side by side without a joint only the verbs of making go together: 公示结束 is an end, not a showing.
        if not verb or (place == start and not {_VERBS[verb], *classes} <= _ABOUT_INFORMATION):
            break
        start = place - len(verb)
        classes.add(_VERBS[verb])
    end += words[end : end + 1] == ")"
    return _Run(words[:start], words[start:end], words[end:], frozenset(classes))


def _before_joints(words: str, place: int) -> int:
    """The place before the 或, 、 or bracket that ends at *place*, however many there are."""
    while True:
        joint = next((joint for joint in _JOINTS if words.endswith(joint, 0, place)), "")
        if not joint:
            return place
        place -= len(joint)


def _verb_before(words: str, end: int) -> str:
    """The verb that ends at *end*, or nothing."""
    for length in range(min(_LONGEST_VERB, end), 1, -1):
        if words[end - length : end] in _VERBS:
            return words[end - length : end]
    return ""


def _object(words: str) -> str:
    """*words* without those that every anchor has: what is named beyond 该政府信息."""
    stripped = words
    changed = True
    while changed and stripped:
        changed = False
        for word in _DETERMINERS:
            if stripped.startswith(word):
                stripped, changed = stripped[len(word) :], True
    return words if stripped else ""
