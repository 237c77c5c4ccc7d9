"""The heads of columns: what each calls its column, however it is broken, cut off or spread over two rows."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

import attrs

from ..folding import fold
from ..variants import SIMPLIFIED


class Element(Enum):
    """What a column holds: the elements that a catalogue has of each item, and what stands beside them."""

    NUMBER = "number"
    NAME = "name"
    CONTENT = "content"
    BASIS = "basis"
    LIMIT = "limit"
    FREQUENCY = "frequency"
    SUBJECT = "subject"
    METHOD = "method"
    CHANNEL = "channel"
    AUDIENCE = "audience"
    TIER = "tier"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """What catalogues call it."""
        return _ZH[self]


_ZH = {
    Element.NUMBER: "序号",
    Element.NAME: "公开事项",
    Element.CONTENT: "公开内容",
    Element.BASIS: "公开依据",
    Element.LIMIT: "公开时限",
    Element.FREQUENCY: "公开频次",
    Element.SUBJECT: "公开主体",
    Element.METHOD: "公开方式",
    Element.CHANNEL: "公开渠道和载体",
    Element.AUDIENCE: "公开对象",
    Element.TIER: "公开层级",
    Element.OTHER: "其他",
}

# The words for each; those after the bar are taken only where a table has none of the others.
_WORDS = {
    Element.NUMBER: "序号 编号 项目序号",
    Element.NAME: """
        公开事项 事项 事项名称 公开事项名称 公开事项类别 公开项目 具体职责 业务事项 信息类别 一级 二级 三级
        一级事项 二级事项 三级事项 四级事项 五级事项 六级事项 一级目录 二级目录 三级目录 四级目录 五级目录 六级目录
        一级公开事项 二级公开事项 三级公开事项
        """,
    Element.CONTENT: "公开内容 公开内容要素 公开内容及要素 公开内容和要素 公开内容标准 内容标准 内容 公开要素 内容要素",
    Element.BASIS: "公开依据 依据 法律依据 政策依据 公开依据文件",
    Element.LIMIT: "公开时限 公开期限 时限 公开时限要求 时限要求 公开时效 | 公开要求 公开时间 更新时限",
    Element.FREQUENCY: "公开频次 公开频率 更新频率 更新频次 更新周期",
    Element.SUBJECT: """
        公开主体 公开责任主体 发布主体 主体
        | 责任主体 责任单位 公开单位 责任部门 公开部门 公开机构 公开责任单位
        """,
    Element.METHOD: "公开方式 方式 | 公开属性 公开类型",
    Element.CHANNEL: """
        公开渠道和载体 公开渠道及载体 公开渠道与载体 公开渠道载体 公开渠道 公开载体 渠道和载体 渠道及载体 载体 渠道
        发布渠道 公开平台 | 公开形式
        """,
    Element.AUDIENCE: "公开对象 对象 公开受众 | 公开范围",
    Element.TIER: "公开层级 层级 实施层级 公开级别",
}
# What a second row of heads says, and of which column the first row was about.
_BELOW = {
    Element.AUDIENCE: "全社会 社会 特定群体 特定群众 特定人群 特定对象",
    Element.METHOD: "主动 主动公开 依申请 依申请公开",
    Element.TIER: """
        国家级 省级 市级 州级 县级 县区级 区级 区县级 乡级 镇级 乡镇级 乡镇街道级 街道 乡镇 村级 社区 村社区级 村社区
        """,
}
_STRONG: dict[str, tuple[Element, bool]] = {}
for _element, _listed in _WORDS.items():
    _strong, _, _weak = _listed.partition("|")
    _STRONG |= dict.fromkeys(_strong.split(), (_element, True))
    _STRONG |= dict.fromkeys(_weak.split(), (_element, False))
_SUB = {word: element for element, words in _BELOW.items() for word in words.split()}
_LONG = tuple(word for word in _STRONG if len(word) >= 4)
_FIRST = frozenset(word[0] for word in (*_STRONG, *_SUB))
_ASIDE = re.compile(r"\([^()]*\)")
_LONGEST_HEAD = 24


@attrs.frozen
class Head:
    """What one cell of a head row is read as; *strong* words win over weak ones, *repaired* were cut off or broken."""

    element: Element
    strong: bool
    below: bool = False
    """A word of a second row of heads: 全社会 under 公开对象."""
    repaired: str = ""
    """What a head that was cut off or carries more was read as."""


def head_of(text: str) -> Head | None:
    r"""
    What the head *text* calls its column, ``None`` when it is no head.

    >>> head_of("公\n开\n时\n限").element, head_of("公开主").repaired
    (<Element.LIMIT: 'limit'>, '公开主体')
    """
    if not _may_be_head(text):
        return None
    plain = fold(text).text
    plain = _ASIDE.sub("", plain).strip("*():") or plain.strip("*():")
    if not plain or len(plain) > _LONGEST_HEAD or ":" in plain:
        return None
    if plain in _STRONG:
        return Head(*_STRONG[plain])
    if plain in _SUB:
        return Head(_SUB[plain], strong=True, below=True)
    return _joined(plain) or _cut_off(plain) or _longer(plain)


def _may_be_head(text: str) -> bool:
    """Whether *text* is short enough and begins as heads do: most cells are neither, and need not be made plain."""
    if len(text) > 4 * _LONGEST_HEAD:
        return False
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return SIMPLIFIED.get(first, first) in _FIRST or not first.isalnum()


def _joined(plain: str) -> Head | None:
    """Two words for one column: 一级/二级, 公开渠道、载体."""
    parts = [part for part in re.split(r"[/、\\|]", plain) if part]
    found = {_STRONG[part][0] for part in parts if part in _STRONG}
    known = all(part in _STRONG for part in parts)
    return Head(found.pop(), strong=True) if len(parts) > 1 and known and len(found) == 1 else None


def _cut_off(plain: str) -> Head | None:
    """A head whose last characters were lost: 公开主."""
    if len(plain) < 3 or not plain.startswith("公开"):
        return None
    words = [word for word in _STRONG if word.startswith(plain)]
    elements = {_STRONG[word][0] for word in words}
    if len(elements) != 1:
        return None
    word = min(words, key=lambda word: (not _STRONG[word][1], len(word)))
    return Head(_STRONG[word][0], _STRONG[word][1], repaired=word)


def _longer(plain: str) -> Head | None:
    """A head that says more than the word for its column: 公开时限及频次."""
    words = [word for word in _LONG if plain.startswith(word) and len(plain) - len(word) <= 6]
    if not words:
        return None
    word = max(words, key=len)
    return Head(_STRONG[word][0], _STRONG[word][1], repaired=word)
