"""What a limit counts from, read from the words before 之日起 or 后."""

from __future__ import annotations

import attrs

from .readings import From

# Each verb with the class of act it names; the runs of them at the end of an anchor decide it.
_VERBS = {
    "形成": "F", "产生": "F", "生成": "F", "形式": "F",
    "变更": "C", "变化": "C", "变动": "C", "更新": "C", "调整": "C", "修改": "C", "修订": "C", "更改": "C",
    "制定": "M", "制作": "M", "制订": "M", "编制": "M",
    "获取": "O", "获得": "O", "取得": "O",
    "审批通过": "A", "批准通过": "A", "审核批准": "A", "审查批准": "A", "审议批准": "A",
    "批准": "A", "批复": "A", "核准": "A", "审批": "A", "获批": "A", "批后": "A",
    "印发": "I", "颁布": "I", "发布": "I", "发文": "I", "出台": "I", "公布": "P", "公开": "P", "公示": "P", "公告": "P",
    "结束": "E", "完成": "E", "完毕": "E", "终了": "E", "终结": "E", "终止": "E", "期满": "E", "届满": "E", "闭会": "E", "离任": "E",
    "竣工": "E", "办结": "E", "结案": "E", "截止": "E", "闭幕": "E", "审结": "E",
    "确定": "R", "发生": "H", "受理": "T",
}  # fmt: skip
_JOINTS = ("或者", "并且", "或", "和", "及", "与", "并", "、", "/", ",", "(", ")")
_DETERMINERS = ("该", "本", "此", "其", "相关", "有关", "政府信息", "信息", "之日", "公开")
_PAPERS = tuple(
    "材料 文件 报告 通知 批复 资料 举报 投诉 信息 结果 决定 决定书 意见 意见书 函 来信 移送 备案 请示 方案 通报 回执 证明".split()
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


def read_anchor(words: str) -> Anchor | None:
    """
    What *words* name as the start, ``None`` when they name no act that catalogues name.

    >>> read_anchor("该政府信息形成或者变更").anchor
    <From.FORMED_OR_CHANGED: 'formed_or_changed'>
    """
    decided = _decided(words) or _received(words)
    if decided:
        return decided
    found = _run(words)
    if found is None:
        return None
    start, end, classes = found
    typo = words.find("形式", start, end)
    head, tail = words[:start], words[end:]
    key = "".join(sorted(classes))
    after = _run(tail)
    broken = (
        (after is not None and bool(after[2] & _ABOUT_INFORMATION))
        or head.endswith(_JOINED)
        or "或" in head[-4:]
        or tail.startswith(_JOINED)
    )
    if key in _MAKING:
        return Anchor(From.MADE_OR_OBTAINED, _object(tail) if len(key) > 1 else words, sure=not broken, typo=typo)
    anchor = _CLASSES.get(key)
    if anchor is None:
        return Anchor(
            From.OTHER, words, alternatives=tuple(_CLASSES[each] for each in sorted(classes) if each in _CLASSES)
        )
    named = "" if anchor in _OF_INFORMATION or not (_object(head) or anchor is From.EVENT_END) else words
    earlier = _run(head)
    if (
        earlier is not None and "或" in head[earlier[1] :]
    ):  # 上级机关发布信息或本级信息形成: two acts with words of their own
        both = (_CLASSES.get("".join(sorted(earlier[2])), From.OTHER), anchor)
        return Anchor(From.OTHER, words, alternatives=both)
    if earlier is not None and earlier[2] & _ABOUT_INFORMATION and classes & _ABOUT_INFORMATION:
        broken = True  # 形成(□变更): something stands between two acts that belong together
    if anchor is From.EVENT_END and (words in _ENDS_OF_ANYTHING or words.startswith(_SPANS)):
        broken = True  # the end of a span whose name is cut short, or of nothing that is named
    return Anchor(anchor, named, sure=not broken and (not tail or not _object(tail)), typo=typo)


_SIDE_BY_SIDE = _ABOUT_INFORMATION = frozenset("FCMO")


def anchor_of(event: str, mark: str) -> Anchor:
    """What *event* names as the start; an act of no known kind is an end before 后, and itself before 之日起."""
    return read_anchor(event) or Anchor(From.EVENT_END if "后" in mark else From.OTHER, event, known=False)


_ENDS_OF_ANYTHING = ("结束", "终了", "完成", "完毕", "期满", "届满", "终结", "终止", "截止")
_SPANS = ("每", "季", "月", "年", "度", "周", "半", "各")
_MAKING = frozenset({"M", "O", "MO", "FMO", "FO"})
_JOINED = ("或", "或者", "、", "和", "及", "与", "/", "更", "者", "(", "形", "成")
_OF_INFORMATION = frozenset({From.FORMED, From.CHANGED, From.FORMED_OR_CHANGED, From.OBTAINED_FORMED_OR_CHANGED})


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


def _run(words: str) -> tuple[int, int, set[str]] | None:
    """The last run of verbs, joined or side by side: where it starts and ends, and their classes."""
    end = len(words)
    while end > 0:
        verb = _verb_before(words, end)
        if verb:
            break
        end -= 1
    else:
        return None
    start, last_end, classes = end - len(verb), end, {_VERBS[verb]}
    while True:
        place, joined = start, True
        while joined:
            joined = False
            for joint in _JOINTS:
                if words.endswith(joint, 0, place) and place:
                    place -= len(joint)
                    joined = True
                    break
        verb = _verb_before(words, place)
        # Side by side without a joint only the verbs of making go together: 公示结束 is an end, not a showing.
        if not verb or (place == start and not {_VERBS[verb], *classes} <= _SIDE_BY_SIDE) or "E" in classes:
            break
        start = place - len(verb)
        classes.add(_VERBS[verb])
    if words[last_end : last_end + 1] == ")":
        last_end += 1
    return start, last_end, classes


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
