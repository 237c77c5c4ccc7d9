"""The small words around a number: what must be done, from when, before what, and how long at least."""

from __future__ import annotations

ACTS = tuple(
    """
    公开 公布 公示 发布 更新 公告 通报 张贴 披露 通知 告知 发放 上网 上墙 撤回 撤下 刊登 报送 反馈 答复 回复 录入 上传
    推送 宣布 播报 上报 提供 归集
    """.split()
)
"""What a limit is for. A phrase whose act is another one speaks of something else than disclosure."""

OTHER_ACTS = tuple("检测 检查 监测 测评 评估 审计 清理 培训 演练 抽查 召开 开展 组织 进行 核查 评议".split())
"""What comes round without being a disclosure, when no word of :data:`ACTS` stands beside it."""

IN = ("之内", "以内", "内")
BEFORE = ("之前", "以前", "前")
_NO_BEFORE = ("前期", "前款", "前述", "前置", "前后", "前往", "前项", "前条")

_AFTER = tuple(
    """
    之日起计算的 之日起计算 之次日起 次日起 翌日起 当日起 之日起后 之日起的 之日起 之日后 之时起 日起 之日 以后的
    之后的 后的 以后 之后 起的 后 起
    """.split()
)
_NO_AFTER = tuple(
    "发起 提起 引起 兴起 前后 落后 售后 今后 最后 然后 先后 事后 背后 月后 一起 缘起 掀起 唤起 善后 产后 灾后".split()
)

_MODALS = ("应当", "应该", "必须", "应", "须", "需要", "需", "要", "可以")
# 应 in these is no "shall".
_NOT_AFTER_YING = "急对用届诉税收聘考力付邀验"
_NOT_BEFORE_YING = "相供响反适对效呼感"
_PREPOSITIONS = tuple(
    """
    不得迟于 不能迟于 不迟于 不得晚于 不晚于 最迟不超过 最迟于 最迟 最晚于 最晚 最长 至少 原则上 一般 并 均 也 可 自
    从 在 于 由 当 予以 及时 公开时间 公开时限 公示时间 时间为 时限为 为
    """.split()
)
# 不晚于 parts what a duty is about from its limit even where no 应当 does.
_BOUNDS = ("不得晚于", "不得迟于", "不能迟于", "不晚于", "不迟于", "最迟于", "最晚于")
_NOT_AFTER_ZI = "然治行主建愿查评筹动身助有我来贸媒费救营学选觉"
_NOT_AFTER_ZAI = "建岗编职册校读线场逃押先于"
_NOT_BEFORE_ZAI = "存所现正实内外潜"
_NOT_BEFORE_YU = "关对由属位等少多低高大小处用基至源限鉴终便利易在迟晚"

AT_LEAST = tuple("不得少于 不能少于 不应少于 不少于 不得短于 不短于 不得低于 不低于 至少 最少".split())
AT_MOST = tuple(
    """
    最长不得超过 最长不超过 最迟不得超过 最迟不超过 不得超过 不能超过 不应超过 不超过 不得迟于 不能迟于 不迟于
    不得晚于 不晚于 最迟 最长 最晚
    """.split()
)
_SOFT = ("应当", "应", "一般", "原则上", "均", "须", "需", "可", "为期", "为", "是", ":", "的", "各", "连续", "要")

_SHOWN = (
    "公示",
    "公告",
    "征求意见",
    "征集意见",
    "征集",
    "张贴",
    "公开展示",
    "展示",
    "公开征求意见",
    "网上公示",
    "挂网",
    "保留",
    "保存",
    "留存",
)
_LENGTHS = ("期限", "时间", "期间", "时限", "时长", "期")

CONDITION = ("超过", "满", "不满", "不足", "达到", "达", "逾", "未满", "多于", "少于", "低于", "高于", "大于", "小于")

LOST = tuple("工作日 工作天 日内 天内 周内 个月 月内 年内 小时 日以内 天以内 月日前 天前 日之内 个工作 作日".split())
"""Words of time that only follow a number: where they stand without one, the number was lost."""

NOT_WITHIN = tuple("后 以后 之后 以上 以下 起 左右 外 之外 以外 届满 期满 的 时 间 为 至 到 或 和 、".split())
"""What after a number says that it is no limit but a start, a length or half of a range."""

JOINTS = ("、", "和", "及", "与", "以及", ",")
"""What joins days that are meant side by side."""


def lost_number(text: str) -> str:
    """The first word in *text* that a number should stand before, or nothing."""
    told_of = text.replace("上一个月", "").replace("上个月", "")
    return next((word for word in LOST if word in told_of), "")


def starts_in(text: str) -> str:
    """内, 以内 or 之内 at the start of *text*, or nothing."""
    return next((word for word in IN if text.startswith(word)), "")


def starts_before(text: str) -> str:
    """前, 之前 or 以前 at the start of *text*, or nothing where 前 belongs to another word."""
    if text.startswith(_NO_BEFORE):
        return ""
    return next((word for word in BEFORE if text.startswith(word)), "")


def cut_after(text: str) -> tuple[str, str]:
    """*text* without the 之日起 or 后 at its end, and that mark; no mark where it belongs to another word."""
    for mark in _AFTER:
        if text.endswith(mark):
            rest = text[: len(text) - len(mark)]
            if mark in ("后", "起", "后的", "起的") and text.removesuffix("的").endswith(_NO_AFTER):
                return text, ""
            return rest.removesuffix("之").removesuffix("的"), mark
    return text, ""


def cut_before(text: str) -> tuple[str, str]:
    """*text* without the 前 at its end, and that word."""
    for mark in BEFORE:
        if text.endswith(mark) and not _before_nothing(text):
            return text[: len(text) - len(mark)], mark
    return text, ""


def _before_nothing(text: str) -> bool:
    """Whether the 前 that ends *text* belongs to a word, or to a 日 whose number was lost; 选举日前 is neither."""
    if text.endswith("日前"):
        return not text.removesuffix("日前") or text.endswith(("月日前", "在日前", "于日前", "的日前", "当日前"))
    return text.endswith(("目前", "此前", "当前", "年前", "提前", "生前", "事前"))


def cut_end(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    """*text* without the longest of *words* that ends it, and that word."""
    word = max((word for word in words if text.endswith(word)), key=len, default="")
    return (text[: len(text) - len(word)], word) if word else (text, "")


def without_soft(text: str) -> str:
    """*text* without 应, 一般, 为 and the like at its end."""
    while True:
        text, word = cut_end(text, _SOFT)
        if not word:
            return text


def shown(text: str) -> bool:
    """Whether *text* ends by naming how long something stays up: 公示, 公告期, 征求意见时间."""
    named, _ = cut_end(text, _LENGTHS)
    return named.removesuffix("的").endswith(_SHOWN)


def names_length(text: str) -> bool:
    """Whether *text* ends by naming a length of time at all: 时间, 期限."""
    return text.endswith(_LENGTHS)


def without_modals(text: str) -> str:
    """*text* without 应当, 在, 自 and the like at its start."""
    while text:
        word = next(
            (word for word in (*_MODALS, *_PREPOSITIONS) if text.startswith(word) and _stands(text, 0, word)), ""
        )
        if not word:
            return text
        text = text[len(word) :]
    return text


def split_subject(text: str) -> tuple[str, str]:
    """
    What a duty is about, and the event its limit hangs on: before and after the last 应当在, 自, 于.

    >>> split_subject("年度基金项目指南应当在受理基金资助项目申请起始")
    ('年度基金项目指南', '受理基金资助项目申请起始')
    """
    for words in (_BOUNDS, _MODALS[:5], ("自", "从"), ("于", "在")):
        place = _last(text, words)
        if place >= 0:
            subject, event = without_modals(text[:place]), without_modals(text[place:])
            again = _last(event, ("自", "从"))
            return (subject + event[:again], without_modals(event[again:])) if again > 0 else (subject, event)
    return "", without_modals(text)


def _last(text: str, words: tuple[str, ...]) -> int:
    """Where the last of *words* stands in *text* as a word of its own, -1 if nowhere; earlier words go first."""
    for word in words:
        place = text.rfind(word)
        while place >= 0:
            if _stands(text, place, word):
                return place
            place = text.rfind(word, 0, place)
    return -1


def _stands(text: str, place: int, word: str) -> bool:
    """Whether the character at *place* is that word, and no part of another one."""
    before, after = text[max(place - 1, 0) : place], text[place + len(word) : place + len(word) + 1]
    if word == "应":
        return not (after and after in _NOT_AFTER_YING) and not (before and before in _NOT_BEFORE_YING)
    if word == "须":
        return before != "必"
    if word == "自":
        return not (after and after in _NOT_AFTER_ZI) and before != "各"
    if word == "从":
        return not (after and after in "业事属重而轻中优众") and not (before and before in "服听遵")
    if word == "在":
        return not (after and after in _NOT_AFTER_ZAI) and not (before and before in _NOT_BEFORE_ZAI)
    if word == "于":
        return not (before and before in _NOT_BEFORE_YU)
    if word == "要":
        return place == 0 and not (after and after in "求点件素")
    if word == "需":
        return not (after and after in "求要") and before != "必"
    if word == "可":
        return not (after and after in "行能")
    if word == "当":
        return not (after and after in "地事年月日天前选期下")
    if word == "由":
        return place == 0
    if word in ("并", "均", "也", "一般", "为"):
        return place == 0 and not (after and after in "购联轨衡事项行民期")
    return True


def has_act(text: str) -> bool:
    """Whether *text* names an act of telling."""
    return any(act in text for act in ACTS)
