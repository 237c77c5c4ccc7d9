"""The national calendar: which days count, why, and what is refused."""

from datetime import date

import holidays
import pendulum
import pytest

from gov_deadlines import BadInput, CalendarNotPublished, DayKind, UnknownRegion, WorkCalendar

from . import oracle

NATION = WorkCalendar.load("CN")
WORKS = oracle.within(oracle.nation())
WORKING_DAYS = [252, 251, 251, 249, 251, 250, 250, 250, 249, 250, 250, 249,
                250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248]  # fmt: skip
NO_DAYS = [*oracle.INSTANTS, "2020-05-20", 20200520]


def test_every_day_is_what_the_notices_say():
    """Each day from 2004 through 2026 works exactly if a second reading of the notices says so."""
    answers = {day: NATION.is_working_day(day) for day in oracle.days()}

    assert answers == oracle.nation()


def test_notice_of_the_year_after_sets_the_last_day_of_2005():
    """2005-12-31 is worked by item 1 of the notice for 2006, which reaches back."""
    day = NATION.day(date(2005, 12, 31))

    assert (day.working, day.notice.document_number) == (True, "国办发明电〔2005〕35号")


@pytest.mark.parametrize(("year", "expected"), list(zip(range(2004, 2027), WORKING_DAYS, strict=True)))
def test_working_days_of_a_year(year, expected):
    """Each year has the working days that weekdays less statutory days give, up to days swapped across its ends."""
    days = list(oracle.days(date(year, 1, 1), date(year, 12, 31)))

    assert sum(map(NATION.is_working_day, days)) == expected


def test_shift_and_count_equal_the_walk():
    """From every 61st day, each n in ±1..±400 gives the day a walk gives, and count gives n back."""
    for day in list(oracle.days())[::61]:
        for sign, end in ((1, oracle.LAST), (-1, oracle.FIRST)):
            # Backwards the day reached lies outside (reached, day], and *day* inside: the two weigh alike if it works.
            uncounted = 1 if sign < 0 and not WORKS(day) else 0
            for n, reached in zip(range(1, 401), _working_days(day, sign, end), strict=False):
                assert NATION.shift(day, sign * n) == reached
                assert NATION.count(day, reached) == sign * n + uncounted


def test_count_and_roll_equal_the_walk():
    """Spans of up to 40 days from every 37th day hold the working days a walk counts, reversed ones the negative."""
    for day in list(oracle.days(oracle.FIRST, date(2026, 11, 1)))[::37]:
        assert NATION.roll(day) == oracle.roll(day, WORKS)
        for through in oracle.days(day, day + 40 * oracle.ONE_DAY):
            expected = oracle.count(day, through, WORKS)

            assert NATION.count(day, through) == expected
            assert NATION.count(through, day) == -expected


def test_walk_past_either_end_is_refused():
    """The last working day answers, the one after it does not, in both directions."""
    ahead = NATION.count(date(2026, 12, 1), date(2026, 12, 31))
    back = NATION.count(date(2004, 1, 1), date(2004, 1, 31))

    assert NATION.shift(date(2026, 12, 1), ahead) == date(2026, 12, 31)
    assert NATION.shift(date(2004, 2, 1), -back) == date(2004, 1, 2)
    for day, n in ((date(2026, 12, 1), ahead + 1), (date(2004, 2, 1), -back - 1), (date(2020, 1, 1), 10**30)):
        with pytest.raises(CalendarNotPublished) as refused:
            NATION.shift(day, n)
        assert (refused.value.first, refused.value.last) == (oracle.FIRST, oracle.LAST)


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2027, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
def test_day_outside_the_calendar_is_refused_by_every_question(day):
    """No question about a day before 2004 or after 2026 is answered, and the refusal names the day and the span."""
    inside = date(2020, 5, 20)
    questions = [
        lambda: NATION.is_working_day(day),
        lambda: NATION.shift(day, 1),
        lambda: NATION.shift(day, -1),
        lambda: NATION.roll(day),
        lambda: NATION.count(day, inside),
        lambda: NATION.count(inside, day),
        lambda: NATION.day(day),
        lambda: NATION.bounds(day, 1),
    ]

    for ask in questions:
        with pytest.raises(CalendarNotPublished, match="2004-01-01 to 2026-12-31") as refused:
            ask()
        assert refused.value.day == day


@pytest.mark.parametrize("n", [0, False, 1.0, 1.5, -2.0, float("nan"), "3", None])
def test_number_that_counts_nothing_is_refused(n):
    """Only whole numbers other than 0 count working days: a float, a string and nothing at all do not."""
    with pytest.raises(BadInput, match="n: "):
        NATION.shift(date(2020, 5, 20), n)


def test_true_is_no_number_of_working_days():
    """A bool is refused here as it is as the length of a period, False and True alike."""
    with pytest.raises(BadInput, match="n: True"):
        NATION.shift(date(2020, 5, 20), True)  # noqa: FBT003


@pytest.mark.parametrize("no_day", NO_DAYS)
def test_what_is_no_legal_day_is_refused_by_every_question(no_day):
    """An instant, naive or not, a string and a number are no days, even where they would hash like one."""
    day = date(2020, 5, 20)
    questions = [
        lambda: NATION.is_working_day(no_day),
        lambda: NATION.shift(no_day, 1),
        lambda: NATION.shift(no_day, -1),
        lambda: NATION.roll(no_day),
        lambda: NATION.count(no_day, day),
        lambda: NATION.count(day, no_day),
        lambda: NATION.day(no_day),
        lambda: NATION.bounds(no_day, 1),
    ]

    for ask in questions:
        with pytest.raises(BadInput):
            ask()


def test_date_of_another_library_is_taken():
    """A pendulum.Date is a date and gets the answers of one."""
    day = pendulum.date(2020, 5, 20)

    assert NATION.is_working_day(day)
    assert NATION.shift(day, 7) == date(2020, 5, 29)
    assert NATION.shift(day, -7) == date(2020, 5, 11)
    assert NATION.roll(day) == date(2020, 5, 20)
    assert NATION.count(day, pendulum.date(2020, 5, 29)) == 7
    assert NATION.day(day).kind is DayKind.WORKDAY


@pytest.mark.parametrize(
    ("day", "kind", "name", "statutory", "citation"),
    [
        (date(2020, 2, 1), DayKind.HOLIDAY, "春节", False, "国办发明电〔2020〕1号"),
        (date(2020, 1, 31), DayKind.HOLIDAY, "春节", False, "国办发明电〔2020〕1号"),
        (date(2020, 1, 30), DayKind.HOLIDAY, "春节", False, "国办发明电〔2019〕16号"),
        (date(2020, 1, 25), DayKind.HOLIDAY, "春节", True, "国办发明电〔2019〕16号"),
        (date(2020, 10, 1), DayKind.HOLIDAY, "国庆节、中秋节", True, "国办发明电〔2019〕16号"),
        (date(2005, 12, 31), DayKind.MAKEUP, "元旦", False, "国办发明电〔2005〕35号"),
        (date(2015, 9, 3), DayKind.HOLIDAY, "抗战胜利70周年纪念日", True, "国发明电〔2015〕1号"),
        (date(2015, 9, 4), DayKind.HOLIDAY, "抗战胜利70周年纪念日", False, "国发明电〔2015〕1号"),
        (date(2015, 9, 6), DayKind.MAKEUP, "抗战胜利70周年纪念日", False, "国发明电〔2015〕1号"),
        (date(2019, 5, 1), DayKind.HOLIDAY, "劳动节", True, "国办发明电〔2019〕3号"),
        (date(2019, 4, 28), DayKind.MAKEUP, "劳动节", False, "国办发明电〔2019〕3号"),
        (date(2024, 2, 9), DayKind.WORKDAY, "", False, None),
        (date(2020, 5, 20), DayKind.WORKDAY, "", False, None),
        (date(2020, 5, 23), DayKind.WEEKEND, "", False, None),
        (date(2016, 4, 2), DayKind.WEEKEND, "", False, None),
    ],
)
def test_day_tells_what_it_is_and_which_notice_decided(day, kind, name, statutory, citation):
    """A day carries its kind, festival and statutory flag, and the notice whose word stands on it."""
    found = NATION.day(day)

    assert (found.date, found.kind, found.name, found.statutory) == (day, kind, name, statutory)
    assert (found.notice.citation if found.notice else None) == citation
    assert found.working == NATION.is_working_day(day)


def test_each_day_names_the_notice_that_decides_it():
    """Every day off that is no plain weekend, and every weekend day worked, names the last notice that speaks of it."""
    deciders = oracle.deciders()
    for day in oracle.days():
        found = NATION.day(day)
        decided_by = found.notice.id if found.notice else ""

        assert decided_by == deciders.get(day, "")
        if found.working:
            assert found.kind is (DayKind.MAKEUP if day.weekday() >= 5 else DayKind.WORKDAY)
        else:
            assert found.kind is (DayKind.HOLIDAY if decided_by else DayKind.WEEKEND)


@pytest.mark.parametrize(
    ("years", "granted"),
    [(range(2004, 2008), 10), (range(2008, 2014), 11), (range(2014, 2025), 11), (range(2025, 2027), 13)],
)
def test_statutory_days_of_a_year(years, granted):
    """A year has as many statutory days as its regulation grants, 2015 one more; two that share a day are one day."""
    shared = {2009: 1, 2020: 1}  # 中秋节 on 10-03 and on 10-01
    extra = {2015: 1}
    for year in years:
        days = [day for day in oracle.days(date(year, 1, 1), date(year, 12, 31)) if NATION.day(day).statutory]

        assert len(days) == granted - shared.get(year, 0) + extra.get(year, 0)
        assert not any(map(NATION.is_working_day, days))


# Earlier ones name statutory days otherwise; make test-pins runs under one.
@pytest.mark.skipif(tuple(map(int, holidays.__version__.split(".")[:2])) < (0, 109), reason="as an oracle too old")
def test_statutory_days_agree_with_holidays():
    """The statutory days are those an independent package derives from the law and its own lunar tables."""
    peer = holidays.country_holidays("CN", years=range(2004, 2027), language="zh_CN")
    moved = ("补假", "调休", "延长")
    expected = {day for day, name in peer.items() if any(not _any_of(moved, part) for part in name.split("; "))}

    assert {day for day in oracle.days() if NATION.day(day).statutory} == expected


def test_national_calendar_is_settled_up_to_what_the_next_notice_may_set():
    """Every year it covers is published: bounds are the answer itself, but for the last days of the last year."""
    firm = NATION.firm_through
    for day, n in ((date(2020, 1, 6), 20), (date(2026, 12, 1), NATION.count(date(2026, 12, 1), firm)), (firm, -400)):
        due = NATION.shift(day, n)

        assert NATION.bounds(day, n) == (due, due)
        assert NATION.is_settled(*sorted((day, due)))
    assert date(2026, 12, 20) < firm < date(2026, 12, 31)
    assert NATION.doubts_in(oracle.FIRST, firm) == ()


def test_last_days_of_the_last_year_are_open():
    """Notices have set days of late December before their year: a count that ends there is not settled yet."""
    due = NATION.shift(date(2026, 12, 1), 22)
    earliest, latest = NATION.bounds(date(2026, 12, 1), 22)

    assert due == date(2026, 12, 31)
    assert earliest <= due <= latest
    assert earliest < latest
    assert NATION.doubts_in(date(2026, 12, 30), date(2026, 12, 31))
    assert not NATION.is_settled(date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize("region", ["cn", "", "4", "456", "71", "810000", "99", "４５", "45000", None, 45])
def test_what_is_no_region_is_refused(region):
    """Only CN and GB/T 2260 codes of the mainland name a calendar."""
    with pytest.raises(UnknownRegion) as refused:
        WorkCalendar.load(region)

    assert refused.value.region == region


def test_calendars_of_equal_content_are_equal():
    """Equality, hash and digest follow the content, so a place without days of its own equals the nation."""
    beijing, guangxi = WorkCalendar.load("11"), WorkCalendar.load("45")

    assert beijing == NATION
    assert hash(beijing) == hash(NATION)
    assert beijing.digest == NATION.digest
    assert guangxi != NATION
    assert guangxi.digest != NATION.digest
    assert NATION != "CN"


def test_doubts_are_content_too():
    """Inner Mongolia has the nation's days in the data, but is not known to follow them: it is another calendar."""
    inner_mongolia = WorkCalendar.load("15")

    assert inner_mongolia.digest == NATION.digest
    assert inner_mongolia != NATION


def test_padded_code_is_the_same_place():
    """450000 is 45: zeros that only pad a code change nothing."""
    assert WorkCalendar.load("450000") == WorkCalendar.load("45")


def test_repr_tells_span_and_digest():
    """A calendar shows what it is in a notebook."""
    assert repr(NATION) == f"<WorkCalendar CN 2004-01-01..2026-12-31 {NATION.digest}>"
    assert "as known on 2020-01-20" in repr(NATION.known_as_of(date(2020, 1, 20)))


def _working_days(day, sign, end):
    while day != end:
        day += sign * oracle.ONE_DAY
        if WORKS(day):
            yield day


def _any_of(words, text):
    return any(word in text for word in words)
