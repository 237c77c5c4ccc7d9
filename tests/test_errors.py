"""The errors: what they refine, what they carry, and that they travel."""

import copy
import pickle
import re
from datetime import date

import pytest

import gov_deadlines as gd
from gov_deadlines import (
    BadCorrection,
    BadInput,
    CalendarNotPublished,
    ChainBroken,
    ConflictingDelivery,
    ContradictsLater,
    Fault,
    GovDeadlinesError,
    GuardFailed,
    IllegalEvent,
    Missing,
    NoRuleInForce,
    OutOfBounds,
    RowSpoiled,
    StaleMatter,
    StoreConflict,
    StoreFailed,
    StoreNotReady,
    StoreTooNew,
    Undecidable,
    UnknownMatter,
    UnknownProcedure,
    UnknownRegion,
    UnknownRule,
    errors,
)
from gov_deadlines.errors import printable, quoted

DAY = date(2027, 1, 8)
ERRORS = [
    CalendarNotPublished(DAY, "CN", date(2004, 1, 1), date(2026, 12, 31)),
    CalendarNotPublished(date(2003, 12, 31), "45", date(2004, 1, 1), date(2026, 12, 31)),
    UnknownRule("request.anser", ["request.answer"]),
    UnknownRule("nothing.like.it"),
    NoRuleInForce("request.answer", DAY, "45", ["2008-05-01..2019-05-14"]),
    NoRuleInForce("request.answer", DAY, "CN"),
    UnknownRegion("71"),
    UnknownRegion(71),
    BadInput.of("n", "0 is no length", "0 不是长度"),
    BadInput([Fault("a.toml.year", "missing field", "缺少字段"), Fault("b.toml", "not readable", "无法读取")]),
    Undecidable("the instant is open", "时刻未定", ["occurred", "detected"]),
    Undecidable("the instant is open", "时刻未定"),
    UnknownProcedure("reqest", ["publication", "request"]),
    IllegalEvent("request", "answered", "corrected", ["answered"]),
    IllegalEvent("request", "", "answered", []),
    GuardFailed("request", "running", "extended", [Missing("approved", "no approval", "未经同意", ("art. 33",))], []),
    OutOfBounds("published", date(2020, 5, 19), date(2020, 5, 20), None),
    OutOfBounds("published", date(2020, 5, 29), None, date(2020, 5, 28)),
    ContradictsLater("withdrawn", ["answered (2020-05-29)"]),
    ConflictingDelivery("k-1", "a0", "b1"),
    BadCorrection("k-9", ["k-1"]),
    BadCorrection("k-9"),
    UnknownMatter("Z-9"),
    StaleMatter("A-1", 3, 4),
    StaleMatter("A-1", 3),
    StoreNotReady(None, 1),
    StoreNotReady(1, 2),
    StoreTooNew(3, 2),
    StoreFailed("database or disk is full", passing=False),
    StoreFailed("database is locked", passing=True),
    StoreConflict("deadlock detected"),
    ChainBroken("A-1", 2, "is not as it was sealed", "与封存时不一致"),
    RowSpoiled.of("gd_obligation", "1f", "due_on", "tomorrow"),
]
FACTS = {
    CalendarNotPublished: ("day", "region", "first", "last"),
    UnknownRule: ("rule", "near"),
    NoRuleInForce: ("rule", "day", "jurisdiction", "spans"),
    UnknownRegion: ("region",),
    BadInput: ("faults",),
    Undecidable: ("en", "zh", "choices"),
    UnknownProcedure: ("procedure", "known"),
    IllegalEvent: ("procedure", "state", "event", "legal"),
    GuardFailed: ("procedure", "state", "event", "missing", "legal", "guard"),
    OutOfBounds: ("event", "happened", "first", "last"),
    ContradictsLater: ("event", "broken"),
    ConflictingDelivery: ("key", "known", "given"),
    BadCorrection: ("key", "known"),
    UnknownMatter: ("matter",),
    StaleMatter: ("matter", "expected", "actual"),
    StoreNotReady: ("found", "wanted"),
    StoreTooNew: ("found", "known"),
    StoreFailed: ("cause", "passing"),
    StoreConflict: ("cause", "passing"),
    ChainBroken: ("matter", "version", "en", "zh"),
    RowSpoiled: ("table", "id", "column", "value"),
}


def _kinds(of=GovDeadlinesError):
    """Every error below the base, however deep."""
    return {kind for child in of.__subclasses__() for kind in (child, *_kinds(child))}


def _named(error):
    return f"{type(error).__name__}-{ERRORS.index(error)}"


def test_tree_in_the_docstring_is_the_tree():
    """Each error drawn is defined and refines the builtin drawn beside it, and none is left out."""
    drawn = dict(re.findall(r"[├└]── (\w+)\s+(\w+)", errors.__doc__))
    defined = {cls.__name__: cls for cls in _kinds() if cls.__module__ == errors.__name__}

    assert set(drawn) == set(defined)
    for name, builtin in drawn.items():
        ancestors = [base.__name__ for base in defined[name].__mro__]
        assert "GovDeadlinesError" in ancestors
        assert builtin in ancestors


def test_every_error_is_tried_here():
    """The list above holds each kind of error."""
    assert {type(error) for error in ERRORS} == set(FACTS) == _kinds()


def test_every_error_is_public():
    """Whoever catches an error of the library can name it."""
    assert {error.__name__ for error in _kinds()} | {"GovDeadlinesError", "Fault", "Missing"} <= set(gd.__all__)


def test_codes_are_stable():
    """Hosts in other languages branch on these."""
    assert {cls.__name__: cls.code for cls in FACTS} == {
        "CalendarNotPublished": "calendar_not_published",
        "UnknownRule": "unknown_rule",
        "NoRuleInForce": "no_rule_in_force",
        "UnknownRegion": "unknown_region",
        "BadInput": "bad_input",
        "Undecidable": "undecidable",
        "UnknownProcedure": "unknown_procedure",
        "IllegalEvent": "illegal_event",
        "GuardFailed": "guard_failed",
        "OutOfBounds": "out_of_bounds",
        "ContradictsLater": "contradicts_later",
        "ConflictingDelivery": "conflicting_delivery",
        "BadCorrection": "bad_correction",
        "UnknownMatter": "unknown_matter",
        "StaleMatter": "stale_matter",
        "StoreNotReady": "store_not_ready",
        "StoreTooNew": "store_too_new",
        "StoreFailed": "store_failed",
        "StoreConflict": "store_conflict",
        "ChainBroken": "chain_broken",
        "RowSpoiled": "row_spoiled",
    }


@pytest.mark.parametrize("error", ERRORS, ids=_named)
def test_error_is_caught_by_its_builtin_and_by_the_base(error):
    """Old except clauses keep working."""
    builtin = next(base for base in type(error).__mro__ if base.__module__ == "builtins")
    for caught in (GovDeadlinesError, builtin):
        with pytest.raises(caught) as raised:
            raise error

        assert raised.value is error


@pytest.mark.parametrize("error", ERRORS, ids=_named)
@pytest.mark.parametrize("travel", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy])
def test_error_travels(error, travel):
    """Pickled or copied, an error keeps its class, its facts and its words: process pools rely on it."""
    arrived = travel(error)

    assert type(arrived) is type(error)
    assert [getattr(arrived, fact) for fact in FACTS[type(error)]] == [getattr(error, f) for f in FACTS[type(error)]]
    assert arrived.to_dict("zh") == error.to_dict("zh")
    assert str(arrived) == str(error)


@pytest.mark.parametrize("error", ERRORS, ids=_named)
def test_message_speaks_both_languages(error):
    """English is the str, in lower case; Chinese says it in Chinese; both end without a full stop."""
    en, zh = error.message("en"), error.message("zh")

    assert str(error) == error.message() == en
    assert re.search(r"[一-鿿]", zh)
    assert not re.search(r"[一-鿿]", en)
    assert not en.endswith(".")
    assert not zh.endswith("。")
    assert not en[0].isupper()


@pytest.mark.parametrize("error", ERRORS, ids=_named)
def test_error_in_json(error):
    """A code and a message in the language asked for."""
    assert error.to_dict() == error.to_dict("en") == {"code": error.code, "message": error.message("en")}
    assert error.to_dict("zh") == {"code": error.code, "message": error.message("zh")}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ERRORS[0], ["2027-01-08", "2004-01-01 to 2026-12-31", "calendar import", "projected(2027)"]),
        (ERRORS[1], ["no data for days before", "45"]),
        (ERRORS[2], ["'request.anser'", "request.answer", "gov-deadlines law list"]),
        (ERRORS[4], ["request.answer", "45", "2027-01-08", "2008-05-01..2019-05-14"]),
        (ERRORS[5], ["versions known: none"]),
        (ERRORS[6], ["'71'", "CN", "GB/T 2260"]),
        (ERRORS[10], ["the instant is open", "occurred | detected"]),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_message_quotes_the_value_and_says_what_to_do(error, words):
    """Fact, range, remedy."""
    for word in words:
        assert word in str(error)


def test_one_fault_is_a_line_and_several_are_a_list():
    """Every fault stands on its own line with its path."""
    one, several = ERRORS[8], ERRORS[9]

    assert str(one) == "n: 0 is no length"
    assert one.message("zh") == "n: 0 不是长度"
    assert str(several).split("\n") == ["2 faults:", "  a.toml.year: missing field", "  b.toml: not readable"]
    assert several.message("zh").split("\n")[1:] == ["  a.toml.year: 缺少字段", "  b.toml: 无法读取"]


def test_facts_given_as_a_generator_are_kept():
    """Facts are tuples, however they were handed in."""
    assert UnknownRule("x", (near for near in ("y", "z"))).near == ("y", "z")
    assert NoRuleInForce("x", DAY, "CN", iter(["s"])).spans == ("s",)
    assert Undecidable("a", "b", iter("cd")).choices == ("c", "d")
    assert len(BadInput(fault for fault in ERRORS[9].faults).faults) == 2


@pytest.mark.parametrize(
    "kind",
    [
        UnknownRule,
        UnknownRegion,
        UnknownProcedure,
        UnknownMatter,
        BadCorrection,
        lambda value: ConflictingDelivery(value, "a0", "b1"),
        lambda value: IllegalEvent("request", "running", quoted(value, most=50_000), ["answered"]),
        lambda value: StaleMatter(value, 3),
    ],
)
@pytest.mark.parametrize("value", ["x" * 100_000, 10**5000], ids=["long", "many digits"])
def test_message_stays_readable_whatever_it_quotes(kind, value):
    """A name that no reader could take in is clipped, and one that cannot be written at all is named by its type."""
    for lang in ("en", "zh"):
        assert len(kind(value).message(lang)) < 2500


def test_guard_before_the_first_state_speaks_of_no_state():
    """A fact that would open a matter is refused in words, not in a state without a name."""
    missing = [Missing("named", "no name", "没有名称")]

    assert str(GuardFailed("series", "", "began", missing, [])) == "'began' is refused in series, not opened: no name"


@pytest.mark.parametrize("text", ["\ufffe", "\uffff"])
def test_what_is_no_character_is_shown_by_its_number(text):
    """No workbook may hold it: the file could not be opened."""
    assert printable(f"A{text}") == f"A\\u{ord(text):04x}"


HALF = "a\ud800b"


@pytest.mark.parametrize(
    "error",
    [
        BadInput.of(f"event.{HALF}", f"“{HALF}” is no day", f"“{HALF}”不是日期"),
        IllegalEvent("request", HALF, HALF, ["answered"]),
        BadCorrection("k1", [HALF]),
        ContradictsLater(HALF, [HALF]),
        Undecidable(f"no limit was found in “{HALF}”", f"“{HALF}”中没有找到期限"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_refusal_of_half_a_surrogate_pair_can_be_printed(error):
    r"""JSON may hold ``\ud800`` in a key or a name; the message that quotes it goes to a terminal all the same."""
    for lang in ("en", "zh"):
        assert rb"a\ud800b" in error.message(lang).encode()
