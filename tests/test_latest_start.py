"""The latest safe start: worked out backwards, and held against every start asked forwards."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import gov_deadlines as gd
from gov_deadlines import BadInput, CalendarNotPublished, NoRuleInForce, Undecidable, UnknownRule, latest_start

from . import starts

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
PROJECTED = gd.WorkCalendar.load("CN").projected(2028)


@pytest.mark.parametrize("place", starts.PLACES)
def test_every_rule_agrees_with_a_search_over_all_starts(place):
    """Each week of three years, every rule with a number: the last start in time and the last safe one."""
    found = [each for rule in starts.RULES for each in starts.differences(rule, place, step=7)]

    assert found == []
    assert len(starts.RULES) > 100


def test_search_in_one_pass_is_the_scan():
    """The table of the search says for each day what a scan of all starts says."""
    ends = starts.forwards("annual_report.department", "CN", gd.WorkCalendar.load("CN"))
    table = starts.table(ends, back=False)

    assert all(table[by] == starts.scanned(ends, by) for by in starts.days(step=13))


def test_decision_is_public_in_time_when_the_whole_limit_is_used():
    """Seven working days to 2020-05-29: decided on the 20th in time, on the 21st too late."""
    found = latest_start("enforcement.penalty", date(2020, 5, 29), jurisdiction="520323")

    assert found.start == found.safe_start == date(2020, 5, 20)
    assert found.deadline.due == date(2020, 5, 29)
    assert found.next.due == date(2020, 6, 1)
    assert found.gaps == ()
    assert found.certainty is gd.Certainty.SETTLED
    assert found.since == date(2015, 7, 1)


def test_change_of_law_that_shortens_leaves_a_gap():
    """Reports on 2019 were due by 31 March 2020, under the text in force since 2019-05-15 by 31 January."""
    found = latest_start("annual_report.department", date(2020, 2, 15))

    assert found.start == date(2020, 1, 30)
    assert found.safe_start == date(2019, 3, 30)
    assert found.gaps == ((date(2019, 3, 31), date(2019, 5, 14)),)
    assert gd.due("annual_report.department", date(2019, 5, 14)).due == date(2020, 3, 31)
    assert "2019-05-14" in found.explain("en")


def test_change_of_law_that_lengthens_stops_at_its_eve():
    """Requests received on 2019-05-14 have 15 working days, one day later 20: nothing later is done by 10 June."""
    found = latest_start("request.answer", date(2019, 6, 10))

    assert found.start == found.safe_start == date(2019, 5, 14)
    assert (found.deadline.due, found.next.due) == (date(2019, 6, 4), date(2019, 6, 13))


def test_step_after_a_minimum_is_lawful_on_the_day_asked_for():
    """To table on 2020-06-10, the draft is out for thirty days before: by 10 May."""
    found = latest_start("consultation.minimum", date(2020, 6, 10))

    assert found.start == date(2020, 5, 10)
    assert found.deadline.opens_on == date(2020, 6, 10)
    assert found.next.opens_on == date(2020, 6, 11)


def test_limit_counted_back_gives_the_last_event_and_the_first_one_that_is_served():
    """Notice seven working days ahead: given on 2019-06-10 it serves a hearing from the 19th on."""
    found = latest_start("hearing.notice", date(2019, 6, 10))

    assert (found.start, found.earliest_start) == (date(2019, 6, 19), date(2019, 6, 19))
    assert gd.due("hearing.notice", date(2019, 6, 18)).due < date(2019, 6, 10)
    assert latest_start("hearing.notice", date(2019, 6, 8)).earliest_start == date(2019, 6, 19)
    assert latest_start("request.answer", date(2019, 6, 8)).earliest_start is None


def test_window_that_looks_back_still_holds_the_day():
    """What was updated on 2020-06-10 still counts in a check on 2020-12-10, half a year on, and not a day later."""
    found = latest_start("website.check_policy", date(2020, 6, 10))

    assert found.start == date(2020, 12, 10)
    assert found.deadline.in_time(date(2020, 6, 10))
    assert not found.next.in_time(date(2020, 6, 10))


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_hours_run_back_from_the_instant(hour):
    """Five hours before the instant, through the night; a day stands for its end."""
    by = datetime(2020, 7, 8, hour, 40, tzinfo=SHANGHAI)
    found = latest_start("incident.statement", by)

    assert found.start == by - timedelta(hours=5)
    assert found.deadline.due_at == by
    assert found.next.due_at > by
    assert latest_start("incident.statement", date(2020, 7, 8)).start == datetime(2020, 7, 8, 19, tzinfo=SHANGHAI)


def test_hours_stop_where_their_text_ends():
    """The county's 24 hours bind through 2020; the last instant of the year is the last start under them."""
    found = latest_start("incident.emergency_handling", date(2021, 2, 1), jurisdiction="520323")

    assert found.start == datetime(2020, 12, 31, 23, 59, 59, 999999, tzinfo=SHANGHAI)
    assert found.next is None
    with pytest.raises(BadInput, match="2020-05-20"):
        noon = datetime(2020, 5, 20, 12, tzinfo=SHANGHAI)
        latest_start("incident.emergency_handling", noon, jurisdiction="520323")


HOURS = [
    name
    for name in starts.BOOK
    if any(getattr(version.limit, "unit", None) is gd.HOUR for version in starts.BOOK[name].versions)
]
TURNS = [date(2017, 7, 14), date(2018, 1, 1), date(2020, 5, 20), date(2021, 1, 1), date(2021, 3, 1)]


@pytest.mark.parametrize("place", [*starts.PLACES, "430500", "35", "361130"])
def test_every_rule_in_hours_agrees_with_a_search_by_the_hour(place):
    """Two days on each side of the days on which such texts begin and end: the last full hour that is in time."""
    told = 0
    for rule in HOURS:
        for turn in TURNS:
            begin = datetime.combine(turn - 2 * ONE_DAY, datetime.min.time(), SHANGHAI)
            ends = {}
            for hour in range(24 * 4):
                start = begin + timedelta(hours=hour)
                try:
                    ends[start] = gd.due(rule, start, jurisdiction=place).due_at
                except gd.GovDeadlinesError:
                    continue
            for hour in range(24 * 2, 24 * 4, 7):
                by = begin + timedelta(hours=hour)
                wanted = max((start for start, end in ends.items() if end <= by), default=None)
                if wanted is None:
                    continue
                found = latest_start(rule, by, jurisdiction=place).start
                assert found.replace(minute=0, second=0, microsecond=0) == wanted
                told += 1
    assert told > 100


def test_instant_asks_that_a_limit_in_days_is_over_by_then():
    """A day ends at 24:00: by 17:00 of the 29th the last limit is that of the 28th."""
    evening = datetime(2020, 5, 29, 17, tzinfo=SHANGHAI)
    midnight = datetime(2020, 5, 29, 16, tzinfo=UTC)  # 24:00 in Shanghai

    assert latest_start("enforcement.penalty", evening).deadline.due_at <= evening
    assert latest_start("enforcement.penalty", evening).next.due_at > evening
    assert latest_start("enforcement.penalty", midnight).start == date(2020, 5, 20)


def test_as_known_on_a_day():
    """By what was public on 2020-01-20 twenty working days to 6 February began on 6 January, by later on the 2nd."""
    eve = latest_start("request.answer", date(2020, 2, 6), as_known_on=date(2020, 1, 20))
    after = latest_start("request.answer", date(2020, 2, 6), as_known_on=date(2020, 2, 1))

    assert eve.start == date(2020, 1, 6)
    assert after.start == date(2020, 1, 2)
    assert gd.due("request.answer", date(2020, 1, 3), as_known_on=date(2020, 2, 1)).due > date(2020, 2, 6)


def test_provisional_start_is_safe_by_the_latest_day():
    """In an unpublished year the safe start ends in time however the missing notice swaps the weekends."""
    by = date(2027, 3, 10)
    found = latest_start("request.answer", by, calendar=PROJECTED)
    early, late = found.bounds

    assert found.certainty is gd.Certainty.PROVISIONAL
    assert early == found.safe_start < found.start < late
    assert gd.due("request.answer", found.safe_start, calendar=PROJECTED).latest <= by
    assert gd.due("request.answer", found.safe_start + ONE_DAY, calendar=PROJECTED).latest > by
    assert gd.due("request.answer", late, calendar=PROJECTED).earliest <= by
    assert gd.due("request.answer", late + ONE_DAY, calendar=PROJECTED).earliest > by
    assert "provisional" in found.explain("en")


@pytest.mark.parametrize("rule", ["request.answer", "consultation.minimum", "remedy.suit", "tender.candidates"])
@pytest.mark.parametrize("by", [date(2027, 1, 4), date(2027, 2, 17), date(2027, 3, 1), date(2027, 10, 9)])
def test_provisional_starts_agree_with_a_search(rule, by):
    """The safe start and both bounds, for days on all sides of a festival, by asking every start of two years."""
    found = latest_start(rule, by, calendar=PROJECTED)
    first = by - timedelta(days=400)
    asked = [gd.due(rule, first + n * ONE_DAY, calendar=PROJECTED) for n in range(400)]
    target = by - ONE_DAY if found.version.minimum else by

    def last(end):
        return max(each.start for each in asked if end(each) <= target)

    assert found.start == last(lambda each: each.due)
    assert found.safe_start == last(lambda each: each.latest or each.due)
    if found.bounds:
        assert found.bounds == (found.safe_start, last(lambda each: each.earliest or each.due))


def test_place_whose_own_notice_is_missing_bounds_the_start():
    """Aba's own days of 2019 are not in the data: the start is provisional and the safe one earlier."""
    found = latest_start("request.answer", date(2019, 12, 20), jurisdiction="5132")

    assert found.certainty is gd.Certainty.PROVISIONAL
    assert found.safe_start < found.start
    assert gd.due("request.answer", found.safe_start, jurisdiction="5132").latest <= date(2019, 12, 20)


def test_start_that_may_turn_out_to_be_none_says_so():
    """In the first weeks of a rule, in a place whose notice is missing, it can turn out that no start is in time."""
    by = gd.due("request.answer", date(2008, 5, 1), jurisdiction="5132").due
    found = latest_start("request.answer", by, jurisdiction="5132")

    assert found.deadline.due <= by < gd.due("request.answer", date(2008, 5, 1), jurisdiction="5132").latest
    assert found.safe_start is None
    assert found.bounds[0] is None
    assert found.to_dict()["earliest"] is None
    assert "maybe none" in found.explain("en")


@pytest.mark.parametrize(
    ("rule", "by", "refusal"),
    [
        ("request.answer", date(2008, 5, 10), BadInput),
        ("archive.opening", date(2022, 1, 1), BadInput),
        ("request.answer", date(2028, 5, 10), CalendarNotPublished),
        ("request.answer", date(2005, 5, 10), NoRuleInForce),
        ("decision.publication", date(2020, 1, 1), Undecidable),
        ("no.such.rule", date(2020, 1, 1), UnknownRule),
        ("request.answer", datetime(2020, 1, 1), BadInput),  # noqa: DTZ001
        ("request.answer", "2020-01-01", BadInput),
    ],
)
def test_question_without_an_answer_is_refused(rule, by, refusal):
    """No start in time, a day past the calendar, a time without a text, a word: each says what it is."""
    with pytest.raises(refusal) as refused:
        latest_start(rule, by)

    assert refused.value.message("zh")
    assert refused.value.message("en")


def test_refusal_names_the_first_start_that_can_be_answered():
    """Nine days after the first text came into force, no request can have run out its fifteen."""
    with pytest.raises(BadInput, match="2008-05-01"):
        latest_start("request.answer", date(2008, 5, 10))


def test_answer_shows_itself_and_travels_as_json():
    """Text, Markdown and HTML, both languages, and plain values that hold the proof."""
    found = latest_start("enforcement.penalty", date(2020, 5, 29), jurisdiction="520323")
    shown, plain = found._repr_mimebundle_(), found.to_dict()

    assert shown["text/plain"].startswith(found.headline("zh"))
    assert shown["text/plain"].endswith(found.deadline.explain("zh"))
    assert "<b>" in shown["text/html"]
    assert shown["text/markdown"].startswith("**行政处罚决定公开")
    assert (
        str(found)
        == "行政处罚决定公开：要确保不晚于2020年5月29日（星期五）完成，作出决定不得晚于2020年5月20日（星期三）"
    )
    assert found.headline("en").endswith(
        "to be done by 2020-05-29 (Friday), decision on 2020-05-20 (Wednesday) at the latest"
    )
    assert plain["start"] == plain["safe_start"] == "2020-05-20"
    assert plain["deadline"]["due"] == plain["by"] == "2020-05-29"


def test_rolls_by_the_letter_are_turned_round_too():
    """A book whose rule rolls to the day after the holiday, even a plain Saturday, agrees with a walk."""
    import attrs

    book = gd.LawBook.load()
    rule = book["remedy.suit_after_review"]
    for roll in gd.Roll:
        changed = attrs.evolve(rule, versions=tuple(attrs.evolve(each, roll=roll) for each in rule.versions))
        other = book.with_rules(changed)
        for by in starts.days(date(2019, 9, 25), date(2019, 10, 20)):
            found = latest_start(rule.id, by, book=other)
            assert found.deadline.due <= by < found.next.due


def test_last_start_that_has_an_answer_is_told_from_one_after_which_it_is_too_late():
    """Key points of 2016 set three working days and ended with the year; since then the law has only a word."""
    ended = latest_start("interpretation.release", date(2026, 9, 30))
    usual = latest_start("request.answer", date(2026, 9, 30))

    assert ended.start == date(2016, 12, 31)
    assert ended.outdated.code == "undecidable"
    assert ended.headline("en").endswith("at the latest; starts right after it have no numbered limit")
    assert "再晚：国办发〔2016〕80号" in ended.explain()
    assert ended.to_dict()["outdated"]["code"] == "undecidable"
    assert usual.outdated is None


def test_text_that_ended_is_named():
    """No text asks for the work plan of a year after 2017."""
    ended = latest_start("work_plan.publication", date(2026, 9, 30))

    assert ended.start == date(2017, 12, 31)
    assert ended.outdated.code == "no_rule_in_force"


def test_no_text_is_missing_where_the_next_start_lies_after_the_day_itself():
    """What must be done at once is begun on the day itself; that no notice covers later ones is no news of the law."""
    at_once = latest_start("request.receipt", date(2026, 9, 30))

    assert at_once.start == at_once.by
    assert at_once.outdated is None
    assert latest_start("request.answer", date(2026, 12, 31)).outdated is None


@pytest.mark.parametrize(
    ("rule", "by", "start"),
    [
        ("request.receipt", date.max, date.max),
        ("request.receipt", date(9999, 12, 30), date(9999, 12, 30)),
        ("hearing.papers", date(9999, 12, 24), date.max),
    ],
)
def test_last_day_of_all_has_none_after_it(rule, by, start):
    """The answer shows itself in every form in the last week of the year 9999, and what lies after it is nothing."""
    found = latest_start(rule, by)

    assert found.start == found.safe_start == start
    assert (found.next is None) is (start == date.max)
    assert (found.gaps, found.outdated) == ((), None)
    assert found.to_dict()["start"] == start.isoformat()
    assert found.explain("en").startswith(found.headline("en"))
    assert "text/html" in found._repr_mimebundle_()


@pytest.mark.parametrize(
    ("rule", "by"),
    [
        ("hearing.papers", datetime(1, 1, 1, tzinfo=SHANGHAI)),
        ("hearing.papers", date.max),
        ("incident.statement", date.max),
        ("website.check_policy", date.max),
        ("request.answer", "2020-01-01"),
        ("request.answer", datetime(2020, 1, 1)),  # noqa: DTZ001
        ("request.receipt", datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_day_that_leads_out_of_the_years_is_told_at_its_own_argument(rule, by):
    """It is by that is wrong, and neither a start nor a number that nobody gave."""
    with pytest.raises(BadInput) as refused:
        latest_start(rule, by)

    assert [fault.path for fault in refused.value.faults] == ["by"]


def test_limit_in_hours_is_answered_to_the_last_instant_of_all():
    """Five hours before the year 9999 ends."""
    by = datetime.max.replace(tzinfo=SHANGHAI)

    assert latest_start("incident.statement", by).start == by - timedelta(hours=5)


def test_next_instant_is_the_next_though_clocks_are_set_back():
    """On 1991-09-15 two o'clock in China became one o'clock, so that each instant of that hour was told twice."""
    import attrs

    book = gd.LawBook.load()
    rule = book["incident.statement"]
    text = attrs.evolve(rule.versions[0], in_force_from=date(1990, 1, 1), in_force_to=None)
    by = datetime(1991, 9, 14, 16, 59, 59, 999999, tzinfo=UTC) + timedelta(hours=5)
    place, book = text.document.jurisdiction, book.with_rules(attrs.evolve(rule, versions=(text,)))
    found = latest_start(rule.id, by, jurisdiction=place, book=book)

    assert found.start.astimezone(UTC) == by - timedelta(hours=5)
    assert found.next.start.astimezone(UTC) == by - timedelta(hours=5) + timedelta(microseconds=1)
