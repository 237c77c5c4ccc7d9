"""The time that others have, as other systems read it: whose, since when, until when, by which text."""

from datetime import date

import pytest

import gov_deadlines as gd

from .telling import fact, request, seen, story

NOT_SERVED = "answered: no served_on on record; the day of the act stands in"


def told(matter, on):
    """The windows of a matter on a day, in plain values; of their texts the document and the place in it."""
    found = seen(matter, on).to_dict()["windows"]
    for each in found:
        for key in ("version", "review_first"):
            if each[key]:
                each[key] = f"{each[key]['document']} {each[key]['locator']}"
    return found


def test_third_party_has_fifteen_working_days_from_the_day_it_was_served():
    """2020-01-10 (1), 13 to 17 (6), Sunday 19 (7), 20 to 23 (11), the holiday, 02-03 to 06 (15)."""
    asked = fact("2020-01-08", "consulted", whom="third_party", party="甲公司", served_on="2020-01-09")

    (window,) = told(request("2020-01-06", asked), "2020-02-01")

    assert window == {
        "name": "request.third_party_opinion",
        "holder": "甲公司",
        "opens": "2020-01-09",
        "due": "2020-02-06",
        "version": "政府信息公开条例（2019） 第三十二条",
        "assumed": "",
        "review_first": None,
    }


def test_answer_opens_the_remedies():
    """Sixty days from 2020-01-20 end on 03-20, six months on 07-20; that the answer was served that day is assumed."""
    found = told(request("2020-01-06", "2020-01-20 answered"), "2020-02-01")

    assert [(each["name"], each["holder"], each["opens"], each["due"], each["assumed"]) for each in found] == [
        ("remedy.reconsideration", "applicant", "2020-01-20", "2020-03-20", NOT_SERVED),
        ("remedy.suit", "applicant", "2020-01-20", "2020-07-20", NOT_SERVED),
    ]
    assert [each["review_first"] for each in found] == [None, None]


def test_suit_waits_for_reconsideration_where_the_law_wants_it():
    """Since 2024 a refusal goes to reconsideration first: art. 23(1)(4)."""
    found = told(request("2024-01-08", "2024-01-19 answered"), "2024-02-01")

    assert {each["name"]: each["review_first"] for each in found} == {
        "remedy.reconsideration": None,
        "remedy.suit": "行政复议法（2023） 第二十三条第一款第四项",
    }


def test_answer_that_names_no_remedy_leaves_a_year():
    """From the day it was served, which is on record."""
    answered = fact("2020-01-20", "answered", remedies_stated=False, served_on="2020-01-22")

    found = told(request("2020-01-06", answered), "2020-02-01")

    assert [(each["name"], each["opens"], each["due"], each["assumed"]) for each in found] == [
        ("remedy.suit_uninformed", "2020-01-22", "2021-01-22", "")
    ]


def test_time_without_a_number_has_no_end():
    """A reasonable time to correct: the text is named, the end is not, and nothing was refused."""
    (window,) = told(request("2020-01-06", "2020-01-08 correction_requested"), "2020-02-01")

    assert (window["name"], window["due"], window["opens"]) == ("request.correction", None, "2020-01-08")
    assert window["assumed"] == "correction_requested: no served_on on record; the day of the act stands in"
    assert "error" not in window


def test_time_that_no_calendar_reaches_says_why():
    """Fifteen working days from 2026-12-28 end in a year without notice."""
    asked = fact("2026-12-28", "consulted", whom="third_party", party="甲公司")

    (window,) = told(request("2026-12-01", asked), "2026-12-30")

    assert (window["due"], window["version"]) == (None, None)
    assert window["error"]["code"] == "calendar_not_published"
    assert seen(request("2026-12-01", asked), "2026-12-30").windows[0].text("zh") == "第三方提出意见"


@pytest.mark.parametrize("name", ["run_at", "obligations"])
def test_parts_of_what_is_seen_go_by_the_knowledge_of_a_day(name):
    """An answer of 2020-01-20 learned on 02-10 was not known on 02-01."""
    matter = request("2020-01-06", fact("2020-01-20", "answered", learned="2020-02-10"))
    then, now = (getattr(matter, name)(date(2020, 2, 1), as_known_on=known) for known in (date(2020, 2, 1), None))

    if name == "run_at":
        assert (then.state, now.state) == ("running", "answered")
    else:
        assert (then[0].timeliness, now[0].timeliness) == (gd.Timeliness.NOT_DUE, gd.Timeliness.ON_TIME)


@pytest.mark.parametrize(
    ("attribute", "reclassified", "published"), [("not_public", "proactive", True), ("proactive", "not_public", False)]
)
def test_attribute_that_was_changed_after_issue_is_the_one_that_counts(attribute, reclassified, published):
    """A document that was reclassified is published, or not, by its new attribute."""
    facts = [
        "2020-06-01 drafted",
        fact("2020-06-01", "attribute_set", attribute=attribute, reason="内部事务"),
        "2020-06-02 disclosure_reviewed",
        "2020-06-02 signed",
        "2020-06-04 issued",
        fact("2020-06-08", "reclassified", attribute=reclassified, reason="复核"),
    ]
    matter = story("document", *facts)

    assert bool(matter.can("document_published", on=date(2020, 6, 9))) is published
