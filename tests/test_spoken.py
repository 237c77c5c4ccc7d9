"""What a cell of the column 公开时限 says, told to people: the words are checked against the cell by hand."""

import pytest

from gov_deadlines import FixedDate, read_phrase


@pytest.mark.parametrize(
    ("cell", "zh", "en"),
    [
        (
            "自该政府信息形成或者变更之日起20个工作日内及时公开",
            "及时，最迟自信息形成或者变更之日起20个工作日内",
            "promptly, and within 20 working days after the information is formed or changed",
        ),
        (
            "除法律、法规另有规定外,自信息形成之日起7个工作日内公开",
            "自信息形成之日起7个工作日内，法律、法规另有规定的从其规定",
            "within 7 working days after the information is formed, unless another law says otherwise",
        ),
        (
            "20个工作日内",
            "自（未写明的起算点）起20个工作日内",
            "within 20 working days after (a start that is not named)",
        ),
        (
            "收到检验报告之日起15日内",
            "自收到检验报告之日起15日内",
            "within 15 days after the papers are received (检验报告)",
        ),
        (
            "制定或获取备案政策之日起10个工作日内",
            "自制作或者获取备案政策之日起10个工作日内",
            "within 10 working days after the information is made or obtained (备案政策)",
        ),
        (
            "获取该信息之日起1小时内",
            "自获取该信息之日起1小时内",
            "within 1 hour after the information is made or obtained (获取该信息)",
        ),
        (
            "上级机关发布信息或本级信息形成之日起20个工作日内",
            "自印发、信息形成之日起20个工作日内",
            "within 20 working days after the issue or the information is formed",
        ),
        (
            "部门预算自财政批复之日起20日内",
            "部门预算：自财政批复之日起20日内",
            "部门预算: within 20 days after the approval (财政批复)",
        ),
        ("每年1月31日前", "每年1月31日前", "every year, by 31 January"),
        ("每年三月底前", "每年3月底前", "every year, by the end of March"),
        ("每年6月下旬", "每年6月下旬", "every year, in the last ten days of June"),
        ("每年四季度公布", "每年第四季度内", "every year, in the fourth quarter"),
        ("年终公布", "每年年底", "every year, at its end"),
        ("次年3月底前", "每年，次年3月底前", "every year, by the end of March of the next year"),
        (
            "每季度第一个月的十日前公布上一季度的账目",
            "每季度第一个月10日前，公开上一期的",
            "every quarter, by the 10th of the first month of the quarter, what is of the one before",
        ),
        (
            "下一季度第一个月二十一日前",
            "每季度，下一季度第一个月21日前",
            "every quarter, by the 21st of the first month of the next quarter",
        ),
        ("每季度末", "每季度末", "every quarter, at its end"),
        ("每年最后一个月20日", "每年第十二个月20日", "every year, on the 20th of the twelfth month"),
        ("每季度第二个月底", "每季度第二个月底前", "every quarter, by the end of the second month of the quarter"),
        ("每年终了后1个月内", "每年度终了后1个月内", "every year, within 1 month after it has closed"),
        ("每月结束后1周内", "每月终了后1周内", "every month, within 1 week after it has closed"),
        ("每季度终了后2年内", "每季度终了后2年内", "every quarter, within 2 years after it has closed"),
        ("每月终了后24小时内", "每月终了后24小时内", "every month, within 24 hours after it has closed"),
        ("每季度终了后15日内", "每季度终了后15日内", "every quarter, within 15 days after it has closed"),
        ("每月结束后5个工作日内", "每月终了后5个工作日内", "every month, within 5 working days after it has closed"),
        ("每月25号", "每月25日", "every month, on the 25th of the month"),
        ("次月上旬", "每月，次月上旬", "every month, in the first ten days of the next month"),
        ("每周五前", "每周星期五前", "every week, by Friday"),
        ("每周一公布", "每周星期一", "every week, on Monday"),
        ("次周三之前", "每周，次周星期三前", "every week, by Wednesday of the next week"),
        ("每两年公布一次", "每2年", "every 2 years"),
        ("6个月更新一次", "每6个月", "every 6 months"),
        ("一年两次", "每年，2次", "every year, twice"),
        ("至少每季度公开一次", "每季度，至少1次", "every quarter, at least once"),
        ("每年不少于三次", "每年，至少3次", "every year, at least 3 times"),
        ("定期公开", "定期（周期未写明）", "periodically, how often is not said"),
        ("2025年10月31日前", "2025年10月31日前", "by 31 October 2025"),
        (
            "6月底前",
            "6月底前（一次还是每年，未写明）",
            "by the end of June; whether once or each year is not said",
        ),
        ("开工前5个工作日公示", "开工前至少5个工作日", "at least 5 working days before 开工"),
        ("交房前五日内", "交房前5日内", "in the 5 days before 交房"),
        ("在项目开工时,在施工现场公示", "与“项目开工”同时，在施工现场", "together with 项目开工, at 施工现场"),
        ("公示期不少于5天", "公示不少于5日", "a notice stays up for at least 5 days"),
        ("公示期为五天", "公示5日", "a notice stays up for 5 days"),
        (
            "长期公开 动态更新",
            "长期公开，动态更新，没有说何时必须公开",
            "stays up (长期), kept up to date; when it must first appear is not said",
        ),
        ("实时公开", "实时公开，没有数字期限", "as it happens; no number"),
        ("即时公开", "即时公开，没有数字期限", "as it happens (即时); no number"),
        ("批准后及时公布", "批准后及时公开，没有数字期限", "promptly after 批准; no number"),
        ("按进展情况及时公开", "按进展情况及时公开，没有数字期限", "promptly, 按进展情况; no number"),
        ("随时公开", "随时公开，没有数字期限", "at any time; no number"),
        ("依申请公开", "依申请公开，没有主动公开的期限", "upon application; there is no proactive limit"),
        ("同上", "同上格", "as in the cell above"),
        ("按照市财政局统一要求执行", "按市财政局统一要求", "as 市财政局统一要求 says"),
    ],
)
def test_a_phrase_is_told_in_one_way_however_it_was_written(cell, zh, en):
    """The number, the unit, the start and what is open stand in both languages; the cell's own names stay."""
    phrase = read_phrase(cell)

    assert phrase.text("zh").split("\n")[0] == str(phrase).split("\n")[0] == zh
    assert phrase.text("en").split("\n")[0] == en


def test_the_first_month_of_a_year_is_january():
    """A day in it is counted like one of that month."""
    assert read_phrase("每年第一个月10日前").limit() == FixedDate(1, 10)
    assert read_phrase("每年最后一个月20日").limit() == FixedDate(12, 20)


def test_days_that_a_law_makes_working_days_say_so():
    """行政许可法第八十二条 counts its limits in working days: 日 of the cell are told with the law that says so."""
    phrase = read_phrase("自受理之日起10日内", basis="《中华人民共和国行政许可法》")

    assert phrase.text("zh").startswith("自受理之日起10日（")
    assert "按工作日计算）内" in phrase.text("zh")
    assert phrase.text("en").startswith("within 10 days (working days by ")


def test_each_part_has_a_line_and_what_was_repaired_follows():
    """Two parts, a blank inside a number, and a clause that is no limit."""
    phrase = read_phrase("信息形成20个工 作日内公开;次年3月底前")

    assert phrase.text("zh").split("\n") == [
        "自信息形成之日起20个工作日内",
        "每年，次年3月底前",
        "修复后：信息形成20个工作日内公开;次年3月底前",
    ]


def test_what_was_refused_is_told_with_what_to_do():
    """Alone it is told once; beside a part that was read, each has its line."""
    assert read_phrase("6个月").text("zh") == read_phrase("6个月").message("zh")
    assert read_phrase("6个月").text("en") == read_phrase("6个月").message("en")
    mixed = read_phrase("自收到申请之日起20个工作日内，特殊情况延长不超过20个工作日").text("zh").split("\n")
    assert mixed[0] == "自收到申请之日起20个工作日内"
    assert mixed[1].startswith("未读出：")
    assert mixed[-1].endswith("请核对原表，或在规则覆盖表中为此行写明期限。")


def test_a_notebook_shows_the_cell_and_what_it_says():
    """As text, Markdown and HTML; a refusal with its advice."""
    shown = read_phrase("财政批复后 20日内")._repr_mimebundle_()
    refused = read_phrase("<6个月>")._repr_mimebundle_()

    assert shown["text/plain"].split("\n")[:2] == ["自财政批复之日起20日内", "原文: 财政批复后 20日内"]
    assert "**原文**" in shown["text/markdown"]
    assert "未生成期限" in refused["text/html"]
    assert "<6" not in refused["text/html"]
