"""Slips of a newcomer and of a host's programmer: each is told by its argument, with what would have been right."""

import importlib.metadata
from datetime import date, datetime
from pathlib import Path

import pytest

import gov_deadlines as gd
from gov_deadlines.analysis import columns

MONDAY = date(2020, 1, 6)
REQUEST = gd.Matter.open("request", id="1").apply(gd.Event.of("received", date(2020, 1, 10)))
NO_ZONE = datetime(2020, 1, 6, 9)  # noqa: DTZ001


class TestMoment:
    @pytest.mark.parametrize(
        ("ask", "path"),
        [
            (lambda moment: gd.due("request.answer", moment), "start"),
            (lambda moment: gd.due("request.answer", MONDAY).in_time(moment), "act"),
            (REQUEST.at, "moment"),
            (lambda moment: gd.Event.of("consulted", moment), "event.happened"),
            (lambda moment: gd.Event.of("consulted", MONDAY, learned=moment), "event.learned"),
        ],
    )
    @pytest.mark.parametrize(
        ("moment", "part"),
        [
            ("2020-01-06", "date.fromisoformat"),
            (20200106, "expected one like date(2020, 5, 20)"),
            (NO_ZONE, "names no time zone"),
            (lambda pandas: pandas.Timestamp("2020-01-06"), "its date() where the day is meant"),
            (lambda pandas: pandas.NaT, "NaT names no time zone"),
        ],
    )
    def test_of_another_kind_is_refused_under_the_name_of_its_argument(self, ask, path, moment, part):
        if callable(moment):
            moment = moment(pytest.importorskip("pandas"))
        with pytest.raises(gd.BadInput) as refused:
            ask(moment)

        assert [fault.path for fault in refused.value.faults] == [path]
        assert part in str(refused.value)

    def test_of_pandas_is_taken_as_the_refusal_says(self):
        pandas = pytest.importorskip("pandas")
        for moment in (pandas.Timestamp("2020-01-06").date(), pandas.Timestamp("2020-01-06", tz="Asia/Shanghai")):
            assert gd.due("request.answer", moment).due == date(2020, 2, 10)


class TestFact:
    @pytest.mark.parametrize("field", ["key", "actor", "voids"])
    def test_takes_no_number_for_text(self, field):
        """A host's row id is a number; silently made text it would be another key elsewhere."""
        with pytest.raises(gd.BadInput, match=rf"^event.{field}: 17 is no text; .*str\(17\)"):
            gd.Event.of("received", MONDAY, **{field: 17})

    def test_of_no_name_is_refused(self):
        with pytest.raises(gd.BadInput, match=r"^event.name: "):
            gd.Event.of(None, MONDAY)

    def test_misspelt_is_told_from_one_that_comes_at_the_wrong_time(self):
        misspelt, early = (REQUEST.can(name, date(2020, 1, 13)).refusal for name in ("consultd", "fee_paid"))

        assert str(misspelt).startswith("request has no fact called 'consultd'; near: consulted; legal now: ")
        assert misspelt.message("zh").startswith("依申请公开没有名为 'consultd' 的事实；相近的有 consulted；")
        assert (misspelt.near, early.near) == (("consulted",), None)
        assert "'running' and has no 'fee_paid' there" in str(early)

    def test_unlike_any_is_told_without_a_guess(self):
        assert str(REQUEST.can("xyzzy", MONDAY).refusal).startswith("request has no fact called 'xyzzy'; legal now: ")


class TestRule:
    def test_asked_for_in_words_is_found_by_its_name(self):
        for words in ("处罚决定", "penalty decision"):
            with pytest.raises(gd.UnknownRule) as refused:
                gd.due(words, MONDAY)

            assert "enforcement.penalty" in refused.value.near

    @pytest.mark.parametrize("rule", [None, 3, "", MONDAY])
    def test_that_is_no_id_is_refused(self, rule):
        with pytest.raises(gd.UnknownRule) as refused:
            gd.due(rule, MONDAY)

        assert refused.value.near == ()


class TestArgument:
    @pytest.mark.parametrize(
        "ask", [gd.due, gd.latest_start, lambda rule, _, **options: columns.table(rule, **options)]
    )
    @pytest.mark.parametrize(
        ("options", "part"),
        [
            ({"calendar": "CN"}, "calendar: 'CN' is no WorkCalendar; expected one like WorkCalendar.load('CN')"),
            ({"book": "law"}, "book: 'law' is no LawBook; expected one like LawBook.load(Path('law'))"),
        ],
    )
    def test_of_another_kind_is_refused(self, ask, options, part):
        with pytest.raises(gd.BadInput) as refused:
            ask("request.answer", MONDAY, **options)

        assert str(refused.value) == part

    @pytest.mark.parametrize("read", [gd.read_docket, gd.read_notice])
    @pytest.mark.parametrize("source", [Path("open.csv"), b"matter", None])
    def test_that_should_be_text_says_how_to_read_it(self, read, source):
        with pytest.raises(gd.BadInput, match=r"is no text; read it first, like Path\("):
            read(source)

    @pytest.mark.parametrize("lang", ["fr", "en-US", "ZH", None])
    def test_language_that_nothing_is_said_in_is_refused(self, lang):
        deadline = gd.due("request.answer", MONDAY)
        for say in (deadline.explain, REQUEST.at(MONDAY).explain):
            with pytest.raises(gd.BadInput, match=r"^lang: .* expected zh or en"):
                say(lang)


class TestShowing:
    def test_a_law_book_tells_how_much_it_holds_and_not_all_of_it(self):
        book = gd.LawBook.load()

        assert repr(book) == f"<LawBook {len(list(book))} rules, {len(book.clauses)} clauses>"

    def test_the_version_is_that_of_the_installed_package(self):
        assert gd.__version__ == importlib.metadata.version("gov-deadlines")
