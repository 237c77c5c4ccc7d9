"""
The annual report: what is counted in which row of which form, that its sums agree, and what it says where they do not.

The figures of a published report, 西乡县 2018, are built from facts and must come out again.
"""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gov_deadlines as gd
from gov_deadlines import BadInput, Event, Matter, Timeliness
from gov_deadlines.analysis.report.annual import annual_report
from gov_deadlines.analysis.report.figures import Stand
from gov_deadlines.analysis.report.form import QUANTITIES, form_for, forms
from gov_deadlines.analysis.report.timely import timeliness_report
from gov_deadlines.law.rule import Mark

from .report_oracle import ENDS, year_of
from .test_request_oracle import DETAILS, requests

unhurried = settings(
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
REQUEST, ACTION = gd.procedure("request"), gd.procedure("action")
OUTCOMES = [None, *dict.fromkeys(REQUEST.details["outcome"].values())]
GROUNDS = [None, *dict.fromkeys(REQUEST.details["ground"].values())]
APPLICANTS = [None, *dict.fromkeys(REQUEST.details["applicant_kind"].values())]


def day(text):
    return date.fromisoformat(text)


def request(id, *facts, **details):
    """A request, each fact a day and a name; *details* go to the last one."""
    told = [Event.of(name, day(when)) for when, name in (fact.split(" ") for fact in facts)]
    told[-1] = Event(told[-1].name, told[-1].happened, payload=details)
    return Matter.open("request", id=id, events=told)


def case(id, opened, closed=None, ending="done", *, opening=None, **details):
    """A proposal or a remedy: received, and closed or not."""
    events = [Event.of("received", day(opened), **(opening or {}))]
    if closed:
        events.append(Event(ending, day(closed), payload=details))
    return Matter.open("action", id=id, events=events)


def test_reports_show_themselves():
    """In a notebook a report is its tables, as in its text."""
    story = request("R-1", "2020-01-06 received", "2020-02-10 answered", outcome="granted")
    for report in (annual_report([story], 2020), timeliness_report([story], as_of=day("2020-12-31"))):
        found = report._repr_mimebundle_()
        assert found["text/plain"] == report.text("zh")
        assert found["text/markdown"] == report.paper().markdown("zh")
        assert found["text/html"].count("<table>") == len(report.paper().tables)
        assert found["text/html"].startswith('<div class="gd-shown">')


# The year and its borders


def test_a_request_over_new_year_is_carried_over():
    """Received on 30 December and answered in January: in one year received, in the next handled."""
    story = request("R-1", "2020-12-30 received", "2021-01-08 answered", outcome="granted")

    old, new = annual_report([story], 2020), annual_report([story], 2021)

    assert [old.number(each) for each in QUANTITIES] == [1, 0, 0, 1]
    assert [new.number(each) for each in QUANTITIES] == [0, 1, 1, 0]
    assert old.matters("carried_next") == new.matters("carried_over") == new.matters("handled.granted") == ("R-1",)
    assert old.findings == new.findings == ()


@pytest.mark.parametrize(("when", "year"), [("2019-12-31", 2019), ("2020-01-01", 2020), ("2020-12-31", 2020)])
def test_the_first_and_the_last_day_belong_to_the_year(when, year):
    """What is received, published or sought on a border day is counted in that day's year, and in no other."""
    events = [Event.of("formed", day("2019-12-02")), Event.of("published", day(when))]
    stories = [
        request("1", f"{when} received"),
        Matter.open("publication", id="2", events=events),
        case("3", when, opening={"proposal": "deputies"}),
    ]
    for each in (year - 1, year, year + 1):
        report = annual_report(stories, each)

        assert report.number("received") == report.figures["disclosure"] == (each == year)
        assert getattr(report.counts.proposals.get("deputies"), "came", 0) == (each == year)


def test_a_report_within_the_year_ends_on_its_day():
    """As of 31 May a request answered in June is still open, and one received in June has not come."""
    stories = [request("1", "2020-05-20 received", "2020-06-08 answered"), request("2", "2020-06-01 received")]

    report = annual_report(stories, 2020, as_of=date(2020, 5, 31))

    assert [report.number(each) for each in QUANTITIES] == [1, 0, 0, 1]
    assert report.aside == {"later": 1}


@pytest.mark.parametrize("moment", [date(2019, 12, 31), date(2021, 1, 1)])
def test_a_day_outside_the_year_is_refused(moment):
    """The figures of a year hold for a day of that year."""
    with pytest.raises(BadInput, match="no day of 2020"):
        annual_report([], 2020, as_of=moment)


def test_what_was_learned_late_changes_the_report_only_from_then_on():
    """Answered on 28 December, entered on 5 January: a report as known on 2 January carries it on."""
    late = Event.of("answered", date(2020, 12, 28), learned=date(2021, 1, 5), outcome="granted")
    story = Matter.open("request", id="1", events=[Event.of("received", date(2020, 12, 1)), late])

    assert annual_report([story], 2020, as_known_on=date(2021, 1, 2)).number("carried_next") == 1
    assert annual_report([story], 2020).number("handled.granted") == 1


def test_a_corrected_request_counts_from_the_day_it_first_came():
    """The answer period begins anew with the correction, the request does not."""
    story = request("1", "2019-12-20 received", "2019-12-25 correction_requested", "2020-01-08 corrected")

    assert annual_report([story], 2019).number("received") == 1
    assert annual_report([story], 2020).number("carried_over") == 1


def test_a_request_submitted_and_not_received_is_set_aside():
    """It is named, and in no row."""
    report = annual_report([Matter.open("request", id="1", events=[Event.of("submitted", date(2020, 5, 20))])], 2020)

    assert report.aside == {"not_received": 1}
    assert report.number("received") == 0


# Rows


@pytest.mark.parametrize(
    ("form", "details", "row"),
    [
        ("2021", {"outcome": "予以公开"}, "handled.granted"),
        ("2021", {"outcome": "部分公开", "ground": "国家秘密"}, "handled.partly_granted"),
        ("2021", {"outcome": "不予公开", "ground": "属于国家秘密"}, "handled.refused.state_secret"),
        ("2021", {"outcome": "不予公开", "ground": "商业秘密"}, "handled.refused.third_party_rights"),
        ("2021", {"outcome": "不予公开"}, "handled.refused.not_stated"),
        ("2021", {"outcome": "不予公开", "ground": "信访举报投诉类申请"}, "handled.refused.unlisted"),
        ("2021", {"ground": "信访举报投诉类申请"}, "handled.not_processed.petition"),
        ("2021", {"outcome": "无法提供", "ground": "信息不存在"}, "handled.unavailable.not_held"),
        ("2021", {"outcome": "其他处理"}, "handled.other.not_stated"),
        ("2021", {}, "handled.not_stated"),
        ("2019", {"outcome": "其他处理"}, "handled.other"),
        ("2008", {"outcome": "无法提供", "ground": "信息不存在"}, "handled.refused.nonexistent"),
        ("2008", {"outcome": "不予公开", "ground": "过程性信息"}, "handled.refused.other_ground"),
        ("2008", {"outcome": "不予处理"}, "handled.unlisted"),
    ],
)
def test_an_answer_is_counted_in_one_row(form, details, row):
    """What the record says leads to the row; what it does not say to a row of its own, and nothing is guessed."""
    report = annual_report([request("1", "2020-05-20 received", "2020-06-01 answered", **details)], 2020, form=form)

    assert report.matters(row) == ("1",)
    assert [each.id for each in report.form.rows if report.number(each.id) and not report.form.parts.get(each.id)] in (
        ["received", row],
        ["received.not_stated", row],
    )
    assert bool(report.findings) == row.endswith(".unlisted")


@pytest.mark.parametrize(
    ("facts", "row_2019", "row_2021"),
    [
        (["2020-05-21 correction_requested", "2020-06-21 correction_lapsed"], "", ".correction_lapsed"),
        (["2020-05-21 fee_notified", "2020-06-21 fee_lapsed"], "", ".fee_lapsed"),
        (["2020-05-21 withdrawn"], "", ".other_ground"),
        (["2020-05-21 transferred"], "", ".other_ground"),
    ],
)
def test_what_ends_without_an_answer_is_handled_otherwise(facts, row_2019, row_2021):
    """The fact that ended it says how, under each form in its own row."""
    story = request("1", "2020-05-20 received", *facts)

    assert annual_report([story], 2020, form="2019").matters(f"handled.other{row_2019}") == ("1",)
    assert annual_report([story], 2020, form="2021").matters(f"handled.other{row_2021}") == ("1",)


def test_a_supplement_says_how_a_request_was_handled():
    """Refused, and granted after all in the same year: the later answer counts, and the request once."""
    story = request("1", "2020-05-20 received", "2020-06-01 answered", outcome="refused", ground="state_secret")
    story = story.apply(Event.of("answered", date(2020, 7, 1), outcome="granted"))

    report = annual_report([story], 2020)

    assert report.number("handled.granted") == report.number("handled") == 1


def test_applicants_have_columns_of_their_own():
    """An organisation of no stated kind, and an applicant of none, are told apart from all others."""
    stories = [request(str(n), "2020-05-20 received", applicant_kind=kind) for n, kind in enumerate(APPLICANTS[1:])]
    report = annual_report([*stories, request("none", "2020-05-20 received")], 2020)

    assert {each.id: report.number("received", each.id) for each in report.form.columns} == {
        each.id: 1 for each in report.form.columns
    }
    assert report.number("received") == len(report.form.columns)


def test_the_older_report_counts_channels():
    """Letters are one row, signed for or not."""
    channels = ["in_person", "signed_post", "unsigned_post", "network", "fax", None]
    stories = [
        Matter.open("request", id=str(n), events=[Event.of("received", date(2018, 5, 21), channel=channel)])
        for n, channel in enumerate(channels)
    ]
    report = annual_report(stories, 2018)

    assert [report.number(f"received.{row}") for row in ("in_person", "letter", "network", "fax", "not_stated")] == [
        *(1, 2, 1, 1, 1)
    ]


def test_an_unknown_word_is_refused_where_the_fact_comes_in():
    """A kind of applicant that is none names those there are."""
    with pytest.raises(BadInput, match="natural_person"):
        request("1", "2020-05-20 received", applicant_kind="alien")


# Sums that do not agree


def test_a_request_taken_up_again_after_the_year_it_was_closed_in_is_named():
    """Lapsed in one year, corrected in the next: no row has it coming in, and the finding says which it is."""
    story = request(
        "R-9",
        "2019-11-01 received",
        "2019-11-05 correction_requested",
        "2019-12-05 correction_lapsed",
        "2020-01-06 corrected",
        "2020-01-20 answered",
        outcome="granted",
    )
    report = annual_report([story, request("R-1", "2020-05-20 received")], 2020)
    (finding,) = report.findings

    assert (finding.name, finding.left, finding.right, finding.matters) == ("balance", 1, 2, ("R-9",))
    assert report.number("handled.granted") == 1
    assert "1 ≠ 2" in report.text("zh")
    assert "R-9" in report.text("en")
    assert annual_report([story], 2019).findings == ()


def test_a_number_told_elsewhere_is_compared():
    """Last year's report carried three over, the record has one: both numbers and the matter are named."""
    story = request("R-1", "2020-12-30 received")
    report = annual_report([story], 2021, stated={"carried_over": 3, "received": 0, "disclosure.新闻": 0})
    (finding,) = report.findings

    assert (finding.name, finding.left, finding.right, finding.matters) == ("stated", 3, 1, ("R-1",))


def test_a_number_that_is_none_is_refused():
    """A name that no figure has is an error, with those near it."""
    with pytest.raises(BadInput, match="carried_over"):
        annual_report([], 2021, stated={"carriedover": 3})


def test_what_cannot_be_read_or_comes_twice_is_named_and_the_rest_counted():
    """A broken line does not keep the report from being given."""
    good = request("1", "2020-05-20 received")
    bad = {"matter": "2", "procedure": "request", "events": [{"event": "answered", "on": "2020-05-20"}]}
    report = annual_report([good, bad, good.to_dict(), {"procedure": "request", "events": []}], 2020)

    assert [(each.name, each.matters) for each in report.findings] == [("unreadable", ("2",)), ("unreadable", ("1",))]
    assert report.number("received") == 1


# All stories


@st.composite
def told_requests(draw):
    """Some requests by their facts; some taken up again after their end, details told or not."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        place, desk = draw(requests())
        facts = [dict(fact) for fact in desk.facts]
        last = facts[-1]
        if last["event"] in ENDS - {"answered"} and draw(st.booleans()):
            back = last["on"] + timedelta(days=draw(st.integers(1, 200)))
            facts.append({"event": "corrected", "on": back})
            if draw(st.booleans()):
                facts.append({"event": "answered", "on": back + timedelta(days=draw(st.integers(1, 60)))})
        facts[0] |= {"applicant_kind": draw(st.sampled_from(APPLICANTS)), "place": place}
        if facts[-1]["event"] == "answered":
            facts[-1] |= {"outcome": draw(st.sampled_from(OUTCOMES)), "ground": draw(st.sampled_from(GROUNDS))}
        found.append(facts)
    return found


def as_matter(number, facts):
    told = []
    for fact in facts:
        told_apart = ("event", "on", "place")
        details = {name: value for name, value in fact.items() if name not in told_apart and value is not None}
        told.append(Event(fact["event"], fact["on"], payload=details | DETAILS.get(fact["event"], {})))
    return Matter.open("request", id=str(number), jurisdiction=facts[0]["place"]).correct(*told)


@unhurried
@given(told_requests(), st.sampled_from(["2008", "2019", "2021"]))
def test_every_request_is_counted_once_in_every_year(told, form):
    """By the second count, in each year of each story: the four quantities, and each request in one row of each."""
    stories = [as_matter(*each) for each in enumerate(told)]
    years = {fact["on"].year + more for facts in told for fact in facts for more in (0, 1)}
    for year in years:
        report, naive = annual_report(stories, year, form=form), year_of(told, year)

        assert [report.number(each) for each in QUANTITIES] == [naive[each] for each in QUANTITIES]
        assert len(report.reopened) == naive["reopened"]
        assert sum(report.aside.values()) + len({*report.matters("handled"), *report.matters("carried_next")}) == len(
            told
        )
        for quantity in QUANTITIES:
            leaves = [
                id
                for row in report.form.rows
                if row.id.split(".")[0] == quantity and row.id not in report.form.parts
                for id in report.matters(row.id)
            ]
            assert sorted(leaves) == sorted(report.matters(quantity))
            assert len(leaves) == len(set(leaves)) == report.number(quantity)
        assert {each.name for each in report.findings} <= {"balance", "no_row"}
        assert any(each.name == "balance" for each in report.findings) == bool(naive["reopened"])


@unhurried
@given(told_requests())
def test_a_year_carries_on_what_the_next_carries_over(told):
    """The last number of a report is the second of the next, unless nothing of it is left to say."""
    stories = [as_matter(*each) for each in enumerate(told)]
    for year in {fact["on"].year for facts in told for fact in facts}:
        assert annual_report(stories, year).matters("carried_next") == annual_report(stories, year + 1).matters(
            "carried_over"
        )


@unhurried
@given(told_requests(), st.integers(0, 400))
def test_late_and_on_time_are_what_each_matter_says(told, days):
    """The figures of all matters are those that each gives by itself at that moment."""
    stories = [as_matter(*each) for each in enumerate(told)]
    moment = told[0][0]["on"] + timedelta(days=days)
    report = timeliness_report(stories, as_of=moment)
    duties = [duty for story in stories for duty in story.at(moment).obligations]

    named = {
        Stand.ON_TIME: Timeliness.ON_TIME,
        Stand.LATE: Timeliness.LATE,
        Stand.OVERDUE: Timeliness.OVERDUE,
        Stand.VOID: Timeliness.VOID,
    }
    for stand, timeliness in named.items():
        numbered = [duty for duty in duties if duty.timeliness is timeliness]
        if stand is Stand.ON_TIME:
            numbered = [duty for duty in numbered if duty.deadline]
        assert report.whole.stands[stand] == len(numbered)
    assert report.whole.total == len(duties)
    late = sorted(duty.late_by.days for duty in duties if duty.timeliness is Timeliness.LATE)
    excess = report.whole.excess(Stand.LATE)
    assert (excess.n, excess.worst_days) == (len(late), late[-1]) if late else excess is None
    for names in ("rule",), ("department",), ("month",), ("rule", "month"):
        assert sum(each.total for each in report.by(*names).values()) == len(duties)


# Beside requests


def test_the_published_report_of_xixiang_comes_out_again():
    """西乡县2018年年度报告 三、四、五、六: 14 requests in time, 13,454 items, 90 and 97 proposals, no remedy."""
    asked = [
        request(
            f"申请-{n}", f"2018-{1 + n % 11:02}-15 received", f"2018-{1 + n % 11:02}-28 answered", outcome="granted"
        )
        for n in range(14)
    ]
    classes = ["A"] * 22 + ["B"] * 61 + ["C"] * 7
    deputies = [
        case(
            f"建议-{n}",
            "2018-03-01",
            "2018-08-31",
            opening={"proposal": "代表建议", "key_item": n < 3},
            category=kind,
        )
        for n, kind in enumerate(classes)
    ]
    advisers = [
        case(f"提案-{n}", "2018-03-01", "2018-08-31", opening={"proposal": "委员提案", "key_item": n < 4})
        for n in range(97)
    ]
    single = [
        Matter.open(
            "publication",
            id=f"公开-{n}",
            events=[
                Event.of("formed", date(2018, 5, 2), category="信息公开"),
                Event.of("published", date(2018, 5, 9), channel="网站"),
                Event.of("published", date(2018, 5, 9), channel="微博"),
            ],
        )
        for n in range(26)
    ]
    bulk = Matter.open("counter", id="门户网站", rule="proactive.disclosure")
    bulk = bulk.apply(Event.of("series_started", date(2018, 1, 1), counts="主动公开", every="year"))
    for kind, items in (("新闻", 5628), ("信息公开", 7800)):
        bulk = bulk.apply(Event.of("held", date(2018, 12, 31), category=kind, items=items, key=kind))
    report = annual_report([*asked, *deputies, *advisers, *single, bulk], 2018)
    told = report.figures

    assert report.form.form.id == "2008"
    assert (report.number("received"), report.number("handled"), report.number("carried_next")) == (14, 14, 0)
    assert told["disclosure"] == 13454
    assert (told["disclosure.新闻"], told["disclosure.信息公开"]) == (5628, 7826)
    assert told["proposal.deputies"] == 90
    assert [told[f"proposal.deputies.{each}"] for each in "ABC"] == [22, 61, 7]
    assert (told["proposal.political_advisers"], told["proposal.political_advisers.not_stated"]) == (97, 97)
    assert (told["proposal.deputies.key_items"], told["proposal.political_advisers.key_items"]) == (3, 4)
    assert not [name for name in told if name.startswith("remedy")]
    assert report.findings == ()
    kept = timeliness_report(asked, as_of=date(2018, 12, 31)).by("rule")["request.answer",]
    assert (kept.stands[Stand.ON_TIME], kept.total) == (14, 14)


def test_remedies_are_counted_closed_and_pending():
    """Closed in the year by result, pending at its end, and those closed before in no row."""
    cases = [
        case("1", "2020-11-02", "2021-02-01", opening={"remedy": "行政复议"}, result="结果维持"),
        case("2", "2021-11-02", opening={"remedy": "行政复议"}),
        case("3", "2021-05-06", "2021-08-02", opening={"remedy": "复议后起诉"}),
        case("4", "2020-05-06", "2020-08-03", opening={"remedy": "行政复议"}, result="corrected"),
    ]
    report = annual_report(cases, 2021)

    assert report.counts.remedies["reconsideration"].total == 2
    assert report.figures["remedy.reconsideration.upheld"] == report.figures["remedy.reconsideration.pending"] == 1
    assert report.figures["remedy.suit_after_reconsideration.not_stated"] == 1
    assert report.aside == {"over_before": 1}


def test_other_acts_are_counted_by_what_asked_for_them():
    """A training held thrice in the year is three acts."""
    training = Matter.open("counter", id="培训", events=[Event.of("series_started", date(2020, 1, 1), every="year")])
    for month in (3, 6, 9):
        training = training.apply(Event.of("held", date(2020, month, 1), subject=str(month)))

    assert annual_report([training], 2020).counts.acts == {"培训": 3}
    assert annual_report([training], 2021).counts.acts == {"培训": 0}


# The forms


@pytest.mark.parametrize("form", forms().values(), ids=list(forms()))
def test_a_form_speaks_the_words_of_the_facts(form):
    """Every outcome, ground, channel and applicant in a form is one that a fact may give; every ending is a fact."""
    details = REQUEST.details
    for row in form.row:
        assert {*row.outcomes} <= {*details["outcome"].values()}
        assert {*row.grounds} - {"*"} <= {*details["ground"].values()}
        assert {*row.channels} <= {*details["channel"].values()}
    assert {each for column in form.column for each in column.applicants} <= {*details["applicant_kind"].values()}
    assert {*form.endings} == ENDS - {"answered"} <= {*REQUEST.facts}
    assert {each.id for each in form.remedy} == {*ACTION.details["remedy"].values()}
    assert {each.id for each in form.result} == {*ACTION.details["result"].values()}


@pytest.mark.parametrize("form", forms().values(), ids=list(forms()))
def test_a_form_has_a_row_for_whatever_a_fact_may_say(form):
    """Whatever the outcome and the ground, one path leads to one row that has no rows under it."""
    for outcome in OUTCOMES:
        for ground in GROUNDS:
            path = form.path("handled", {"outcome": outcome, "ground": ground, "channel": None})

            assert path[-1] not in form.parts
            assert all(each in {row.id for row in form.rows} for each in path)


def test_what_is_not_known_of_a_form_is_said():
    """The older rows are no national form, and every report says how well its form is known."""
    assert not form_for(2018).form.rows_known
    assert "不是全国格式" in annual_report([], 2018).text()
    for form in forms().values():
        assert form.form.mark is Mark.V_WEB_PART
        assert form.form.mark.zh in annual_report([], form.form.reports_from).text()
    assert "〔未核实〕" in annual_report([], 2024).text()


@pytest.mark.parametrize(
    ("year", "form"), [(2008, "2008"), (2018, "2008"), (2019, "2019"), (2020, "2019"), (2021, "2021")]
)
def test_each_year_has_its_form(year, form):
    """The form of a report is that in use for the year, unless another is named."""
    assert form_for(year).form.id == form


@pytest.mark.parametrize(("year", "named"), [(2007, None), (2020, "2020")])
def test_no_form_is_made_up(year, named):
    """Before the Regulations there was no report, and a name that no form has is refused."""
    with pytest.raises(BadInput):
        form_for(year, named)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize(
    ("lang", "head", "first", "total"),
    [
        ("zh", "三、本年度办理结果", "　（一）予以公开", "　（七）总计"),
        ("en", "III. handled this year", "　(1) granted", "　(7) total"),
    ],
)
def test_results_stand_under_their_heading_as_the_form_has_them(form, lang, head, first, total):
    """The heading comes before (1), once and without numbers; its total (7) is the last of what is under it."""
    report = annual_report([], 2020, form=form)
    names = [line.split("  ")[0] for line in report.text(lang).split("\n")]

    assert names[names.index(head) + 1] == first
    assert names[names.index(total) + 1].startswith(("四、", "IV."))
    assert report.text(lang).count(head) == 1
