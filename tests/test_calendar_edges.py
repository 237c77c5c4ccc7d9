"""The edges of calendars: their weekends, their ends, how they travel, what replaces what."""

import pickle
from datetime import date, timedelta

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines import (
    BadInput,
    CalendarNotPublished,
    Clause,
    DayKind,
    Notice,
    NoticeKind,
    UnknownRegion,
    WorkCalendar,
)
from gov_deadlines.workdays import packaged
from gov_deadlines.workdays.changes import changes
from gov_deadlines.workdays.files import keep, read_folder, to_toml, write_packed

CALENDAR = WorkCalendar.load("CN")
KINDS = list(DayKind)


def off(id, *days, public=None, **options):
    """A notice that gives those days off."""
    year = days[0].year
    kind = options.pop("kind", NoticeKind.EXTRAORDINARY)
    clauses = (Clause("纪念日", off=days),)
    return Notice(id=id, region="CN", year=year, kind=kind, clauses=clauses, public=public, **options)


def all_days(calendar):
    """Each day of a calendar."""
    return [calendar.first + timedelta(days=n) for n in range((calendar.last - calendar.first).days + 1)]


@pytest.mark.parametrize(
    "calendar",
    [
        CALENDAR,
        CALENDAR.projected(2028),
        WorkCalendar.load("650100"),
        WorkCalendar.of(
            date(2024, 5, 1),
            date(2024, 5, 31),
            weekend=(4, 5),
            rest_days=[date(2024, 5, 1), date(2024, 5, 11)],
            work_days=[date(2024, 5, 11), date(2024, 5, 17)],
        ),
    ],
    ids=["CN", "projected", "Urumqi", "own"],
)
def test_kinds_are_those_of_each_day(calendar):
    """The bytes say what :meth:`day` says, day by day."""
    assert [KINDS[each] for each in calendar.kinds()] == [calendar.day(day).kind for day in all_days(calendar)]


def test_weekend_of_a_calendar_of_ones_own_is_its_own():
    """Where Friday and Saturday are the weekend, Sunday is a working day and a worked Friday a make-up day."""
    calendar = WorkCalendar.of(date(2024, 5, 1), date(2024, 5, 31), weekend=(4, 5), work_days=[date(2024, 5, 17)])

    assert calendar.day(date(2024, 5, 10)).kind is DayKind.WEEKEND
    assert calendar.day(date(2024, 5, 12)).kind is DayKind.WORKDAY
    assert calendar.day(date(2024, 5, 17)).kind is DayKind.MAKEUP
    assert calendar.kinds()[:12] == bytes(map(KINDS.index, [DayKind.WORKDAY] * 2 + [DayKind.WEEKEND] * 2)) + bytes(
        map(KINDS.index, [DayKind.WORKDAY] * 5 + [DayKind.WEEKEND] * 2 + [DayKind.WORKDAY])
    )


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"first": "2024-01-01"}, "first"),
        ({"last": 20241231}, "last"),
        ({"rest_days": [date(2024, 5, 1), "2024-05-02"]}, "rest_days"),
        ({"work_days": [None]}, "work_days"),
        ({"rest_days": [date(2025, 1, 1)]}, "rest_days"),
        ({"work_days": [date(2023, 12, 31)]}, "work_days"),
        ({"last": date(2023, 12, 31)}, "last"),
        ({"weekend": (5, 7)}, "weekend"),
    ],
)
def test_calendar_of_ones_own_names_the_argument_that_is_wrong(options, path):
    """The fault says which argument it was."""
    with pytest.raises(BadInput) as caught:
        WorkCalendar.of(**{"first": date(2024, 1, 1), "last": date(2024, 12, 31)} | options)

    assert [fault.path for fault in caught.value.faults] == [path]


@pytest.mark.parametrize(
    "calendar",
    [
        CALENDAR,
        CALENDAR.projected(2028),
        CALENDAR.known_as_of(date(2020, 1, 20)),
        CALENDAR.known_as_of(date(2019, 11, 1)).projected(2020),
        WorkCalendar.load("520323"),
        WorkCalendar.of(date(2024, 1, 1), date(2024, 3, 31), rest_days=[date(2024, 1, 1)]),
        CALENDAR.with_notices([off("CN/T", date(2026, 12, 31))]),
    ],
    ids=["CN", "projected", "known", "known and projected", "Suiyang", "own", "further notice"],
)
def test_calendar_travels_as_it_is(calendar):
    """A copy that comes out of a pickle counts alike, and says alike what it rests on."""
    there = pickle.loads(pickle.dumps(calendar))

    assert (there, hash(there), there.digest) == (calendar, hash(calendar), calendar.digest)
    assert (there.first, there.last, there.as_known_on) == (calendar.first, calendar.last, calendar.as_known_on)
    assert there.projected_from == calendar.projected_from
    assert there.kinds() == calendar.kinds()


def test_shipped_calendars_travel_by_name():
    """A pickle of what is shipped holds no days, in a few dozen bytes."""
    assert len(pickle.dumps(CALENDAR)) < 200
    assert len(pickle.dumps(CALENDAR.projected(2028))) < 200


def test_hashes_of_other_calendars_differ():
    """In a dictionary, calendars do not all fall into one place."""
    others = [CALENDAR, CALENDAR.projected(2027), WorkCalendar.load("45"), CALENDAR.known_as_of(date(2020, 1, 20))]

    assert len({hash(each) for each in others}) == len(others)


def test_changes_reach_to_both_ends():
    """Each day that one covers is told, the first and the last too; beyond, the ordinary week stands."""
    whole = WorkCalendar.of(
        date(2024, 1, 1),
        date(2024, 1, 14),
        rest_days=[date(2024, 1, 1), date(2024, 1, 10)],
        work_days=[date(2024, 1, 14)],
    )
    part = WorkCalendar.of(date(2024, 1, 2), date(2024, 1, 13), rest_days=[date(2024, 1, 2)])

    told = [(date(2024, 1, 1), False), (date(2024, 1, 2), True), (date(2024, 1, 10), False), (date(2024, 1, 14), True)]

    assert list(changes(whole, part)) == [(day, was, not was) for day, was in told]
    assert list(changes(part, whole)) == [(day, not was, was) for day, was in told]
    ends = WorkCalendar.of(
        date(2024, 1, 2), date(2024, 1, 13), rest_days=[date(2024, 1, 2)], work_days=[date(2024, 1, 13)]
    )
    plain = WorkCalendar.of(date(2024, 1, 3), date(2024, 1, 12))
    assert list(changes(ends, plain)) == [(date(2024, 1, 2), False, True), (date(2024, 1, 13), True, False)]


def test_notice_known_later_stands_over_one_known_earlier():
    """In whichever order they are handed over, the later one decides."""
    day = date(2026, 12, 31)
    gives = off("CN/T2", day, public=date(2026, 12, 1))
    works = attrs.evolve(gives, id="CN/T1", public=date(2026, 12, 10), clauses=(Clause("纪念日", cancelled=(day,)),))

    one, other = CALENDAR.with_notices([gives, works]), CALENDAR.with_notices([works, gives])

    assert (one.digest, one.is_working_day(day)) == (other.digest, True)
    assert not CALENDAR.with_notices([gives]).is_working_day(day)
    assert [notice.id for notice in one.notices()][-2:] == ["CN/T2", "CN/T1"]


def test_further_notices_leave_knowledge_and_projection_as_they_are():
    """A calendar as known on a day, and one carried on, stay so with another notice."""
    known = CALENDAR.known_as_of(date(2019, 12, 1))
    further = off("CN/T", date(2020, 12, 31), public=date(2019, 11, 30))

    assert known.with_notices([further]).as_known_on == date(2019, 12, 1)
    carried = known.projected(2021).with_notices([further])
    assert (carried.as_known_on, carried.last, carried.projected_from) == (
        date(2019, 12, 1),
        date(2021, 12, 31),
        date(2021, 1, 1),
    )
    assert not carried.is_working_day(date(2020, 12, 31))


def test_projection_by_another_law_stays_so_with_a_further_notice():
    """By the law of 2014 the eve of the spring festival, 2027-02-05, is worked; by that of today it is not."""
    law = next(each for each in packaged.regulations() if each.id == "2014")
    further = off("CN/T", date(2026, 12, 31), public=date(2026, 12, 1))

    carried = CALENDAR.projected(2027, regulation=law).with_notices([further])

    assert carried == CALENDAR.with_notices([further]).projected(2027, regulation=law)
    assert carried.is_working_day(date(2027, 2, 5))
    assert not CALENDAR.with_notices([further]).projected(2027).is_working_day(date(2027, 2, 5))


def test_year_that_no_lunar_table_reaches_is_refused_by_its_argument():
    """The tables end with 2100."""
    with pytest.raises(BadInput) as caught:
        CALENDAR.projected(2101)

    assert [fault.path for fault in caught.value.faults] == ["through_year"]


def test_calendar_that_was_not_carried_on_travels_without_a_year():
    """Where it is opened it ends as it does there, by notices that came out since."""
    assert CALENDAR.__reduce_ex__(4)[1] == ("CN", None, None)
    assert CALENDAR.projected(2028).__reduce_ex__(4)[1] == ("CN", None, 2028)


def test_calendars_that_reach_to_the_ends_of_time_are_compared_and_shown():
    """No day before the first or after the last is looked at."""
    first, last = WorkCalendar.of(date.min, date(1, 1, 7)), WorkCalendar.of(date(9999, 12, 25), date.max)
    rests = WorkCalendar.of(date(9999, 12, 25), date.max, rest_days=[date.max])

    assert list(changes(last, rests)) == [(date.max, True, False)]
    assert "0001-01-01 至 0001-01-07" in first._repr_mimebundle_()["text/plain"]


def test_calendar_of_ones_own_takes_no_notices():
    """The fault is about the notices."""
    with pytest.raises(BadInput) as caught:
        WorkCalendar.of(date(2026, 1, 1), date(2026, 12, 31)).with_notices([off("CN/T", date(2026, 12, 31))])

    assert [fault.path for fault in caught.value.faults] == ["notices"]


def test_packed_calendars_go_into_any_folder(tmp_path):
    """The folder is made with those above it, and what was there is written anew."""
    source, target = tmp_path / "calendars", tmp_path / "a" / "b"
    (source / "CN").mkdir(parents=True)
    (source / "CN" / "2026.toml").write_text(to_toml(off("CN/2026x", date(2026, 12, 31))), encoding="utf-8")

    write_packed(source, target)
    first = {path.name: path.read_bytes() for path in target.iterdir()}
    write_packed(source, target)

    assert sorted(first) == ["index.json", "notices.json"]
    assert {path.name: path.read_bytes() for path in target.iterdir()} == first
    assert "纪念日".encode() in first["notices.json"]


def test_notice_is_kept_where_it_is_found_again_and_never_overwritten(tmp_path):
    """The folder of its region is made; the same notice a second time is refused, and the file stays."""
    notice = off("CN/2026x", date(2026, 12, 31))

    path = keep(notice, tmp_path / "new" / "folder")

    assert path == tmp_path / "new" / "folder" / "CN" / "2026x.toml"
    assert read_folder(tmp_path / "new" / "folder").notices == (notice,)
    with pytest.raises(BadInput) as caught:
        keep(attrs.evolve(notice, title="another"), tmp_path / "new" / "folder")
    assert [fault.path for fault in caught.value.faults] == [str(path)]
    assert read_folder(tmp_path / "new" / "folder").notices == (notice,)
    other = keep(attrs.evolve(notice, id="CN/2026y"), tmp_path / "new" / "folder")
    assert other.parent == path.parent


def test_everything_wrong_in_a_folder_is_told_at_once(tmp_path):
    """Faults of several files and several kinds, each with its place; none hides another."""
    (tmp_path / "CN").mkdir()
    (tmp_path / "XX").mkdir()
    (tmp_path / "regions.toml").write_text(
        '[[region]]\ncode = "00"\nname = "甲"\nen = "A"\nlevel = "county"\n', encoding="utf-8"
    )
    (tmp_path / "CN" / "regulations.toml").write_text("version = 1\n", encoding="utf-8")
    (tmp_path / "CN" / "2026.toml").write_text("year = 2026\nmonth = 1\n", encoding="utf-8")
    (tmp_path / "CN" / "2027.toml").write_text("year = 2026\n", encoding="utf-8")
    (tmp_path / "XX" / "2026.toml").write_text("year = 2026\nmonth = 1\n", encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_folder(tmp_path)

    paths = [fault.path.removeprefix(f"{tmp_path}/") for fault in caught.value.faults]
    assert paths == [
        "CN/2026.toml.notice",
        "CN/2026.toml.month",
        "CN/2027.toml.notice",
        "CN/regulations.toml.version",
        "XX/2026.toml",
        "XX/2026.toml.notice",
        "XX/2026.toml.month",
        "regions.toml.region[0].code",
    ]


def test_limit_that_leaves_the_years_names_its_number():
    """In both languages."""
    with pytest.raises(BadInput) as caught:
        gd.Period(9000, gd.YEAR).nominal(date(2020, 5, 20))

    (fault,) = caught.value.faults
    assert (fault.path, fault.en, fault.zh) == (
        "n",
        "9000 years from 2020-05-20 lead out of the years 1 to 9999",
        "自2020-05-20起9000年超出公历1年至9999年",
    )


@pytest.mark.parametrize(
    ("text", "path", "en", "zh"),
    [
        (
            'year = 2026\nmissing = "春节"\nnotice = []\n',
            "missing",
            "expected a list, got '春节'",
            "应为列表，实为 '春节'",
        ),
        ("year = 2026\nnotice = 1\n", "notice", "expected a list, got 1", "应为列表，实为 1"),
        ("year = 2026\nnotice = [3]\n", "notice[0]", "expected a table, got 3", "应为表，实为 3"),
    ],
)
def test_what_should_be_a_list_or_a_table_is_not_taken_apart(text, path, en, zh, tmp_path):
    """A text is no list of its characters; the value is quoted, and what was expected is said in both languages."""
    (tmp_path / "CN").mkdir()
    (tmp_path / "CN" / "2026.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_folder(tmp_path)

    (fault,) = [each for each in caught.value.faults if "expected a" in each.en]
    assert (fault.path, fault.en, fault.zh) == (f"{tmp_path / 'CN' / '2026.toml'}.{path}", en, zh)


@pytest.mark.parametrize("region", [["CN"], {"45"}])
def test_what_cannot_be_a_code_is_quoted(region):
    """As any other code that is none."""
    with pytest.raises(UnknownRegion) as refused:
        WorkCalendar.load(region)

    assert refused.value.message("en") == UnknownRegion(region).message("en")
    assert f"{region!r}" in refused.value.message("en")


def test_shipped_calendar_is_one():
    """It is not made anew where no notice is handed in."""
    assert WorkCalendar.load("520323") is WorkCalendar.load("520323")
    assert CALENDAR.projected(2026) is CALENDAR


@pytest.mark.parametrize(
    ("calendar", "day", "n", "told"),
    [
        (CALENDAR, date(2004, 1, 5), -5, date(2003, 12, 31)),
        (CALENDAR, date(2026, 12, 30), 5, date(2027, 1, 1)),
        (WorkCalendar.of(date.min, date(1, 1, 31)), date(1, 1, 3), -5, date.min),
        (WorkCalendar.of(date(9999, 12, 1), date.max), date(9999, 12, 30), 5, date.max),
    ],
)
def test_count_out_of_the_calendar_names_the_day_after_its_end(calendar, day, n, told):
    """Or the one before it begins; at the ends of time the last or the first itself."""
    with pytest.raises(CalendarNotPublished) as refused:
        calendar.shift(day, n)

    expected = CalendarNotPublished(told, calendar.region, calendar.first, calendar.last)
    assert refused.value.message("en") == expected.message("en")


def test_rest_day_rolls_to_the_first_working_day_after_it():
    """Saturday 2020-01-11 to Monday; Sunday 01-19 was worked."""
    assert CALENDAR.roll(date(2020, 1, 11)) == date(2020, 1, 13)
    assert CALENDAR.roll(date(2020, 1, 19)) == date(2020, 1, 19)


def test_first_day_that_rests_on_no_notice_is_marked():
    """2027-01-01, and none before it."""
    carried = CALENDAR.projected(2027)

    assert carried.projected_from == date(2027, 1, 1)
    assert [carried.day(day).projected for day in (date(2026, 12, 31), date(2027, 1, 1))] == [False, True]


def test_day_is_statutory_by_the_law_that_was_known():
    """The second of May is since 2025, by a law public on 2024-11-12."""
    day = date(2025, 5, 2)

    assert CALENDAR.day(day).statutory
    assert not CALENDAR.known_as_of(date(2024, 11, 11)).projected(2025).day(day).statutory


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (lambda: WorkCalendar.of(date(2026, 1, 1), date(2026, 12, 31)).projected(2027), "through_year"),
        (lambda: CALENDAR.projected("2027"), "through_year"),
        (lambda: CALENDAR.is_settled("2026-01-01", date(2026, 1, 2)), "after"),
        (lambda: CALENDAR.is_settled(date(2026, 1, 1), "2026-01-02"), "through"),
        (lambda: CALENDAR.doubts_in("2026-01-01", date(2026, 1, 2)), "after"),
        (lambda: CALENDAR.doubts_in(date(2026, 1, 1), "2026-01-02"), "through"),
    ],
)
def test_argument_that_is_wrong_has_its_name(ask, path):
    """In the one fault there is."""
    with pytest.raises(BadInput) as refused:
        ask()

    assert [fault.path for fault in refused.value.faults] == [path]


def test_knowledge_before_all_notices_is_refused_with_the_years_there_are():
    """Also with a notice more."""
    further = CALENDAR.with_notices([off("CN/T", date(2026, 12, 31), public=date(2026, 12, 1))])

    with pytest.raises(CalendarNotPublished) as refused:
        further.known_as_of(date(2000, 1, 1))

    expected = CalendarNotPublished(date(2000, 1, 1), "CN", date(2004, 1, 1), date(2026, 12, 31))
    assert refused.value.message("en") == expected.message("en")


def test_doubts_are_of_the_years_that_the_calendar_has():
    """From 2004 to 2026, of a place of which nothing is known."""
    assert [doubt.year for doubt in WorkCalendar.load("5133").doubts] == list(range(2004, 2027))


def test_bounds_ask_for_one_year_more_and_no_further():
    """The lunar tables end with 2100: up to 2099 there is a year after, for the last days and for long doubts."""
    calendar = WorkCalendar.load("5133").projected(2099)

    early, late = calendar.bounds(date(2099, 12, 1), 15)
    assert (early.year, late.year) == (2099, 2100)
    assert [doubt.year for doubt in calendar.doubts_in(date(2099, 12, 28), date(2099, 12, 31))] == [2099, 2099]
