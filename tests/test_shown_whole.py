"""What a notebook shows of a value, to the letter: nothing missing, nothing more, nothing where there is nothing."""

from datetime import date, datetime
from textwrap import dedent

import pytest

import gov_deadlines as gd

CALENDAR = gd.WorkCalendar.load("CN")
BOOK = gd.LawBook.load()
BEGUN = datetime(2020, 7, 8, 8, 20, tzinfo=gd.SHANGHAI)


def told(name, when, learned=None, key="", voids="", **details):
    """One fact."""
    return gd.Event(name, when, key, learned, "", voids, details)


def notice(region, id):
    """A notice by its id."""
    return next(each for each in gd.WorkCalendar.load(region).notices() if each.id == id)


def made(**changes):
    """A notice that no authority issued."""
    clauses = (gd.Clause("纪念日", off=(date(2020, 6, 10),)),)
    return gd.Notice(id="T-1", region="CN", year=2020, kind=gd.NoticeKind.EXTRAORDINARY, clauses=clauses, **changes)


def corrected():
    """A request whose consultation was recorded late and taken back."""
    return gd.Matter.open(
        "request",
        id="A-1",
        jurisdiction="520323",
        events=[
            told("received", date(2020, 1, 10), key="oa-1"),
            told("consulted", date(2020, 1, 14), learned=date(2020, 1, 16), key="oa-2", party="A"),
            told("voided", date(2020, 1, 20), key="oa-3", voids="oa-2"),
        ],
    )


def waiting():
    """A request that the applicant is to correct."""
    facts = [told("received", date(2020, 1, 10)), told("correction_requested", date(2020, 1, 14))]
    return gd.Matter.open("request", id="A-2", events=facts)


def extended():
    """A request whose limit was extended, with an approval on record."""
    facts = [
        told("received", date(2020, 1, 10)),
        told("extended", date(2020, 2, 5), notified=True, approved_by="甲"),
    ]
    return gd.Matter.open("request", id="A-3", events=facts)


def incident():
    """An incident of 8 July 2020."""
    return gd.Matter.open("incident", id="I-1", events=[told("occurred", BEGUN), told("detected", BEGUN)])


WHOLE = {
    "a day that no notice speaks of": (
        CALENDAR.day(date(2020, 5, 20)),
        """\
        2020年5月20日（星期三）：工作日
        计为工作日: 是
        依据: 通常周历，无通知涉及当日""",
    ),
    "a day off by notice": (
        CALENDAR.day(date(2020, 2, 1)),
        """\
        2020年2月1日（星期六）：放假 春节
        计为工作日: 否
        依据: 国办发明电〔2020〕1号""",
    ),
    "a statutory holiday": (
        CALENDAR.day(date(2020, 10, 1)),
        """\
        2020年10月1日（星期四）：放假 国庆节、中秋节
        计为工作日: 否
        法定节假日: 是
        依据: 国办发明电〔2019〕16号""",
    ),
    "a make-up day": (
        CALENDAR.day(date(2020, 1, 19)),
        """\
        2020年1月19日（星期日）：调休上班 春节
        计为工作日: 是
        依据: 国办发明电〔2019〕16号""",
    ),
    "a projected day": (
        CALENDAR.projected(2027).day(date(2027, 10, 1)),
        """\
        2027年10月1日（星期五）：放假 国庆节
        计为工作日: 否
        法定节假日: 是
        推算: 尚无通知，按惯例推算""",
    ),
    "a notice whose citation is not its title": (
        notice("CN", "CN/2020b"),
        """\
        国办发明电〔2020〕1号 国务院办公厅关于延长2020年春节假期的通知
        编号: CN/2020b
        地区: CN
        性质: 调整通知
        成文: 2020年1月26日
        公布: 2020年1月27日
        取代: CN/2020#春节
        来源: 官方文本或两份独立抄本
        说明: 仅载明假期延至02-02、02-03起上班；02-01（星期六）不再调休上班，系由此推知。所增各日为放假日，并非法定节假日。

        节日  放假
        ----  ------------------------
        春节  2020-01-31 至 2020-02-02""",
    ),
    "a notice that is cited by its title": (
        notice("CN", "CN/2004"),
        """\
        《国务院办公厅关于2004年部分节假日安排的通知》
        编号: CN/2004
        地区: CN
        性质: 年度通知
        公布: 未查到
        来源: 一份抄本或报道
        说明: 文号和日期未查到；所比对的公开数据项目所列日期一致，唯有一个在五日上不同

        节日    放假                      调休上班
        ------  ------------------------  ------------------------
        元旦    2004-01-01
        春节    2004-01-22 至 2004-01-28  2004-01-17 至 2004-01-18
        劳动节  2004-05-01 至 2004-05-07  2004-05-08 至 2004-05-09
        国庆节  2004-10-01 至 2004-10-07  2004-10-09 至 2004-10-10""",
    ),
    "a notice for some": (
        notice("650100", "65/2005"),
        """\
        《关于2005年春节和古尔邦节放假的通知》
        编号: 65/2005
        地区: 65
        性质: 地方通知
        公布: 未查到
        来源: 官方文本或两份独立抄本
        说明: 其他人员01-24、01-25均上班

        节日      放假  部分人员放假
        --------  ----  ----------------------------------------------
        古尔邦节        2005-01-21 至 2005-01-25（仅限过此节日的民族）""",
    ),
    "a notice that cancels": (
        notice("45", "45/2020b"),
        """\
        《自治区人民政府办公厅关于调整2020年“壮族三月三”假期安排的通知》
        编号: 45/2020b
        地区: 45
        性质: 地方通知
        公布: 未查到
        取代: 45/2020#三月三
        来源: 官方文本或两份独立抄本
        说明: 因新冠肺炎疫情；职工各自另择时间休该两日，日历不因此变动

        节日    放假  取消放假
        ------  ----  ------------------------
        三月三        2020-03-26 至 2020-03-27""",
    ),
    "a notice without title": (
        made(),
        """\
        CN地区2020年放假通知〔文号未查到〕
        编号: T-1
        地区: CN
        性质: 专项通知
        公布: 未查到
        来源: 官方文本或两份独立抄本

        节日    放假
        ------  ----------
        纪念日  2020-06-10""",
    ),
    "a calendar of one's own": (
        gd.WorkCalendar.of(date(2024, 1, 1), date(2024, 3, 31)),
        """\
        custom 工作日历：2024-01-01 至 2024-03-31
        通知: 无，自建日历
        校验码: 140139431d9756bb

        年度  工作日  放假  周末休息  调休上班  放假通知  未定
        ----  ------  ----  --------  --------  --------  ----
        2024  65      0     26        0""",
    ),
    "a calendar of six years": (
        gd.WorkCalendar.of(date(2019, 12, 31), date(2024, 1, 7)),
        """\
        custom 工作日历：2019-12-31 至 2024-01-07
        通知: 无，自建日历
        校验码: 144bef2eda2322c1

        年度  工作日  放假  周末休息  调休上班  放假通知  未定
        ----  ------  ----  --------  --------  --------  ----
        2019  1       0     0         0
        2020  262     0     104       0
        2021  261     0     104       0
        2022  260     0     105       0
        2023  260     0     105       0
        2024  5       0     2         0""",
    ),
    "a calendar as it was known": (
        CALENDAR.known_as_of(date(2020, 1, 20)),
        """\
        CN 工作日历：2004-01-01 至 2020-12-31
        已知至: 2020年1月20日
        通知: 19份
        校验码: b8b48843cfdf90ca
        未列: 2004年起的11个年度

        年度  工作日  放假  周末休息  调休上班  放假通知                                                   未定
        ----  ------  ----  --------  --------  ---------------------------------------------------------  ----
        2015  249     26    90        5         国办发明电〔2014〕28号〔文号未核实〕、国发明电〔2015〕1号
        2016  250     24    92        6         国办发明电〔2015〕18号
        2017  249     24    92        5         国办发明电〔2016〕17号
        2018  250     25    90        7         国办发明电〔2017〕12号
        2019  250     22    93        6         国办发明电〔2018〕15号、国办发明电〔2019〕3号
        2020  251     27    88        7         国办发明电〔2019〕16号                                     有""",
    ),
    "a rule without conditions": (
        BOOK["request.answer"],
        """\
        依申请公开答复（request.answer）

        规定                    依据                                                                   地区  施行
        ----------------------  ---------------------------------------------------------------------  ----  \
------------------------
        当场，不迟于15个工作日  政府信息公开条例（2008） 国务院令第492号 第二十四条第二款〔已核全文〕  CN    \
2008-05-01 至 2019-05-14
        当场，不迟于20个工作日  政府信息公开条例（2019） 国务院令第711号 第三十三条第二款〔已核全文〕  CN    \
2019-05-15起""",
    ),
    "a rule with rivals and conditions": (
        BOOK["enforcement.penalty"],
        """\
        行政处罚决定公开（enforcement.penalty）
        优先于一般规定: enforcement.decision
        争用同一行为: enforcement.market_penalty、enterprise.authority_disclosure、enforcement.construction_penalty

        规定       依据                                           地区    施行                      适用条件
        ---------  ---------------------------------------------  ------  ------------------------  \
------------------------
        7个工作日  国办发〔2015〕51号 第（十八）项〔已核网页〕    CN      2015-07-01起
        7个工作日  国发〔2016〕33号 第（十七）项〔已核网页〕      CN      2017-01-01起              \
县级以上人民政府及其部门
        7个工作日  国办发〔2018〕118号 第（六）项〔已核全文〕     CN      2018-12-05起
        7个工作日  绥阳县2020年政务公开方案 三（八）〔已核全文〕  520323  2020-05-20 至 2020-12-31""",
    ),
    "a version whose text names no start": (
        next(
            each
            for each in BOOK["enforcement.withdrawal"].versions
            if each.document.title == "中华人民共和国行政处罚法"
        ),
        """\
        enforcement.withdrawal：3个工作日
        依据: 行政处罚法（2021） 第四十八条第二款〔已核全文〕
        文件: 中华人民共和国行政处罚法（法律）
        地区: CN
        施行: 2021-07-15起
        起算: 原文未写明起算点
        适用条件: 公开的处罚决定被变更、撤销、确认违法或者确认无效
        期限单位依据: 第八十五条
        说明: 原文写“三日”；同时要公开说明理由；从作出、生效还是送达起算未写明。处罚决定的公开本身（第一款）没有期限。""",
    ),
    "a version that has ended": (
        BOOK["request.answer"].in_force(date(2018, 1, 6)),
        """\
        request.answer：当场，不迟于15个工作日
        依据: 政府信息公开条例（2008） 国务院令第492号 第二十四条第二款〔已核全文〕
        文件: 中华人民共和国政府信息公开条例（行政法规）
        地区: CN
        施行: 2008-05-01 至 2019-05-14
        起算: received
        说明: 只有征求第三方意见的时间不计入（同条第三款），征求其他机关意见的时间计入；补正没有期限和重新起算的规定。""",
    ),
    "a matter without facts": (
        gd.Matter.open("request", id="x"),
        """\
        依申请公开（x）：未开始
        规定: 依申请公开答复（request.answer）
        地区: CN
        事实: 尚无""",
    ),
    "a matter under a clause, without an id": (
        gd.Matter.open("counter", rule="training.yearly", jurisdiction="520323", clause="S0-14a"),
        """\
        期间内至少若干次：未开始
        规定: 年度业务培训（training.yearly）
        地区: 520323
        条款: 绥阳县2020年政务公开方案 组织保障（二）〔已核全文〕
        事实: 尚无""",
    ),
    "a matter with a fact taken back": (
        corrected(),
        """\
        依申请公开（A-1）：办理中
        规定: 依申请公开答复（request.answer）
        地区: 520323

        发生        事实               细节     获知        来件编号
        ----------  -----------------  -------  ----------  --------
        2020-01-10  收到申请                                oa-1
        2020-01-14  征求意见           party=A  2020-01-16  oa-2
        2020-01-20  撤回（撤回 oa-2）                       oa-3""",
    ),
    "a matter with details and no keys": (
        extended(),
        """\
        依申请公开（A-3）：办理中
        规定: 依申请公开答复（request.answer）
        地区: CN

        发生        事实          细节
        ----------  ------------  -----------------------------
        2020-01-10  收到申请
        2020-02-05  延长答复期限  notified=True，approved_by=甲""",
    ),
    "a matter of hours": (
        incident(),
        """\
        突发事件与政务舆情回应（I-1）：处置中
        规定: 突发事件权威信息发布（incident.statement）
        地区: CN

        发生              事实
        ----------------  ----
        2020-07-08 08:20  发生
        2020-07-08 08:20  发现""",
    ),
    "a matter as it was known": (
        corrected().at(date(2020, 1, 15), as_known_on=date(2020, 1, 15)),
        """\
        依申请公开（A-1）：办理中
        时点: 2020-01-15
        已知至: 2020-01-15
        可记录: 收到申请、告知补正、征求意见、延长答复期限、收费告知、答复、撤回申请、转送

        义务  计时    期限        状态    逾期  依据
        ----  ------  ----------  ------  ----  \
--------------------------------------------------------------------------------------------
        答复  计算中  2020-02-12  未到期        政府信息公开条例（2019） 国务院令第711号 第三十三条第二款〔已核全文〕 \
当场，不迟于20个工作日""",
    ),
    "a matter that waits for another": (
        waiting().at(date(2020, 1, 20)),
        """\
        依申请公开（A-2）：等待补正
        时点: 2020-01-20
        可记录: 补正、逾期未补正、答复、撤回申请

        义务      计时      期限        状态    逾期  依据
        --------  --------  ----------  ------  ----  \
-----------------------------------------------------------------------
        答复      停止计算  —           未到期
        告知补正  已终结    2020-01-20  按期          政府信息公开条例（2019） 国务院令第711号 第三十条〔已核全文〕 7个工作日

        他人的期限  何人    起          止
        ----------  ------  ----------  --
        申请人补正  申请人  2020-01-14  —""",
    ),
    "a duty that is late, and what it opens to others": (
        extended().at(date(2020, 3, 20)),
        """\
        依申请公开（A-3）：办理中
        时点: 2020-03-20
        违反: 答复：已逾期5个工作日（2020-03-20）
        可记录: 收到申请、告知补正、征求意见、延长答复期限、收费告知、答复、撤回申请、转送

        义务  计时    期限        状态    逾期       依据
        ----  ------  ----------  ------  ---------  \
--------------------------------------------------------------------------------------------
        答复  计算中  2020-03-13  已逾期  5个工作日  政府信息公开条例（2019） 国务院令第711号 第三十三条第二款〔已核全文〕 \
当场，不迟于20个工作日

        他人的期限            何人    起          止
        --------------------  ------  ----------  ----------
        对不作为申请行政复议  申请人  2020-03-13  2020-05-12
        对不作为起诉          申请人  2020-03-13  2020-09-14""",
    ),
    "limits of hours that are late": (
        incident().at(datetime(2020, 7, 9, 14, 20, tzinfo=gd.SHANGHAI)),
        """\
        突发事件与政务舆情回应（I-1）：处置中
        时点: 2020-07-09 14:20
        违反: 发布权威信息：已逾期25小时（2020-07-09 14:20）
        违反: 举行新闻发布会：已逾期6小时（2020-07-09 14:20）
        可记录: 发生、发现、定级、发布权威信息、举行新闻发布会、紧急处理、向上级报告、升级、降级、误报、移交处置

        义务            计时    期限              状态    逾期    依据
        --------------  ------  ----------------  ------  ------  \
--------------------------------------------------------
        发布权威信息    计算中  2020-07-08 13:20  已逾期  25小时  国办发〔2016〕80号 积极回应关切的部分〔已核网页〕 5小时
        举行新闻发布会  计算中  2020-07-09 08:20  已逾期  6小时   国办发〔2016〕80号 积极回应关切的部分〔已核网页〕 24小时""",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_value_is_shown_as_written_here(name):
    """The whole text."""
    value, text = WHOLE[name]

    assert value._repr_mimebundle_()["text/plain"] == dedent(text)


def test_duty_whose_clock_stands_shows_why_no_day_does():
    """A stopped clock has no end; what is said of it follows."""
    stopped, notified = waiting().at(date(2020, 1, 20)).obligations

    assert stopped._repr_mimebundle_()["text/plain"] == "答复：未到期\n期限: —"
    assert notified._repr_mimebundle_()["text/plain"].startswith("告知补正：按期\n补正告知：不迟于2020年1月20日")
    assert notified._repr_mimebundle_()["text/markdown"].startswith("告知补正：按期\n\n")
    assert notified._repr_mimebundle_()["text/html"].startswith("<p>告知补正：按期</p>")
