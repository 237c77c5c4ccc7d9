"""The law book: who binds whom, on which day, in which place, and whether the data says where it comes from."""

from datetime import date, timedelta
from textwrap import dedent

import attrs
import pytest

from gov_deadlines import BadInput, LawBook, Mark, NoRuleInForce, Rank, UnknownRule, due

LAW = LawBook.load()
VERSIONS = [version for name in LAW for version in LAW[name].versions]
START = date(2020, 5, 20)

CONTRACT = """
    proactive.disclosure enforcement.decision enforcement.licence enforcement.penalty enforcement.withdrawal
    request.answer request.extension request.correction_notice request.third_party_opinion
    request.joint_agency_opinion request.fee_payment incident.statement incident.press_conference incident.response
    incident.emergency_handling interpretation.release service_guide.update work_plan.publication staff_list.report
    consultation.minimum legality_review.minimum annual_report.department annual_report.government budget.publication
    remedy.reconsideration remedy.suit
    """.split()

RULES = """
    [[rule]]
    id = "reply"
    zh = "答复"
    en = "reply"
    """
READINGS = """
    convention = []

    [readings.working_day]
    roll = "none"

    [readings.day]
    roll = "working_day"

    [readings.fixed]
    roll = "none"
    """


def document(id, limit, *, rank="law", place="CN", since="2015-01-01", mark="V", head="", version=""):
    """A document of one clause, as its TOML text."""
    return f"""
        [document]
        id = "{id}"
        title = "《{id}》"
        short = "{id}"
        en = "text {id}"
        rank = "{rank}"
        jurisdiction = "{place}"
        in_force_from = {since}
        mark = "{mark}"
        {head}

        [[version]]
        rule = "reply"
        locator = "第一条"
        anchor = "received"
        {limit}
        {version}
        """


def working_days(n):
    """A limit of *n* working days, as TOML."""
    return f'limit = {{ n = {n}, unit = "working_day" }}'


def condition(zh, en):
    """A clause that is limited to some cases, as TOML."""
    return f'condition_zh = "{zh}"\ncondition_en = "{en}"'


@pytest.fixture
def shelve(tmp_path):
    """Write texts into a law folder of one rule, and give the book made of it."""

    def write(*texts, rules=RULES):
        (tmp_path / "rules.toml").write_text(dedent(rules), encoding="utf-8")
        (tmp_path / "conventions.toml").write_text(dedent(READINGS), encoding="utf-8")
        for number, text in enumerate(texts):
            lines = "\n".join(line.strip() for line in text.splitlines())
            (tmp_path / f"text{number}.toml").write_text(lines, encoding="utf-8")
        return LawBook.load(tmp_path)

    return write


def ask(book, start=START, jurisdiction="520323", **options):
    """The deadline of the one rule of a book made here."""
    return due("reply", start, jurisdiction=jurisdiction, book=book, **options)


def test_county_text_that_says_the_same_concurs(shelve):
    """A county that repeats the nation's number neither binds in its stead nor contradicts it."""
    found = ask(
        shelve(
            document("nation", working_days(20)),
            document("county", working_days(20), rank="local_document", place="520323"),
        )
    )

    assert found.version.document.id == "nation"
    assert [version.document.id for version in found.concurring] == ["county"]
    assert found.conflicts == ()


def test_county_text_may_not_lengthen(shelve):
    """A longer local number does not bind and is shown as a conflict, with the day it would give and why it yields."""
    found = ask(
        shelve(
            document("nation", working_days(20)),
            document("county", working_days(30), rank="local_document", place="520323"),
        )
    )
    (conflict,) = found.conflicts

    assert found.version.document.id == "nation"
    assert found.due == date(2020, 6, 17)
    assert conflict.version.document.id == "county"
    assert conflict.due == date(2020, 7, 2)
    assert "may not lengthen" in conflict.en
    assert "不得放宽" in conflict.zh


def test_county_text_may_tighten(shelve):
    """A shorter local number binds there and nowhere else; the nation's is shown beside it."""
    book = shelve(
        document("nation", working_days(20)),
        document("county", working_days(10), rank="local_document", place="520323"),
    )
    here, elsewhere = ask(book), ask(book, jurisdiction="520322")
    (conflict,) = here.conflicts

    assert here.version.document.id == "county"
    assert here.due == date(2020, 6, 3)
    assert (conflict.version.document.id, conflict.due) == ("nation", date(2020, 6, 17))
    assert "tightens" in conflict.en
    assert elsewhere.version.document.id == "nation"


def test_county_text_may_not_lengthen_what_its_province_tightened(shelve):
    """Between two local documents the higher government's prevails, and the reason given says so."""
    found = ask(
        shelve(
            document("nation", working_days(20)),
            document("province", working_days(10), rank="local_document", place="52"),
            document("county", working_days(15), rank="local_document", place="520323"),
        )
    )
    reasons = {conflict.version.document.id: conflict.en for conflict in found.conflicts}

    assert found.version.document.id == "province"
    assert "may not lengthen" in reasons["county"]
    assert "tightens" in reasons["nation"]


def test_later_text_prevails_at_the_same_level(shelve):
    """Of two laws of the nation the later one binds, even where it gives more time."""
    found = ask(
        shelve(
            document("old", working_days(10), since="2010-01-01"),
            document("new", working_days(20), since="2018-01-01"),
        )
    )
    (conflict,) = found.conflicts

    assert found.version.document.id == "new"
    assert conflict.version.document.id == "old"
    assert "a lower text" not in conflict.en
    assert "of narrower reach" not in conflict.en


@pytest.mark.parametrize("higher", list(Rank)[:-1])
def test_higher_rank_prevails_over_a_later_longer_text(shelve, higher):
    """Every rank of the ladder beats the one below it, whatever came later."""
    lower = list(Rank)[higher.step + 1]
    found = ask(
        shelve(
            document("low", working_days(30), rank=lower.value, since="2019-01-01"),
            document("high", working_days(20), rank=higher.value, since="2009-01-01"),
        )
    )

    assert found.version.document.id == "high"
    assert [conflict.version.document.id for conflict in found.conflicts] == ["low"]


@pytest.mark.parametrize(("county", "binding", "opens"), [(45, "county", (2020, 7, 7)), (20, "nation", (2020, 6, 20))])
def test_minimum_tightens_upwards(shelve, county, binding, opens):
    """A longer minimum asks for more: the county's 45 days bind, its 20 days do not."""
    minimum = 'bound = "minimum"'
    found = ask(
        shelve(
            document("nation", 'limit = { n = 30, unit = "day" }', version=minimum),
            document(
                "county",
                f'limit = {{ n = {county}, unit = "day" }}',
                rank="local_document",
                place="520323",
                version=minimum,
            ),
        )
    )

    assert found.version.document.id == binding
    assert found.opens_on == date(*opens)
    assert len(found.conflicts) == 1


@pytest.mark.parametrize(
    ("nation", "county", "binding"),
    [('word = "及时"', working_days(20), "county"), (working_days(20), 'word = "立即"', "nation")],
)
def test_word_yields_to_a_number(shelve, nation, county, binding):
    """Whoever has a number binds, higher or lower; the word makes no conflict."""
    found = ask(shelve(document("nation", nation), document("county", county, rank="local_document", place="520323")))

    assert found.version.document.id == binding
    assert found.conflicts == ()
    assert len(found.standing.others) == 1


def test_conditional_text_yields_to_one_for_everybody(shelve):
    """A law for some cases does not bind all of them: it is shown with its condition."""
    found = ask(
        shelve(
            document("some", working_days(7), version=condition("罚款", "fines")),
            document("all", working_days(20), rank="state_council_document"),
        )
    )
    (conflict,) = found.conflicts

    assert found.version.document.id == "all"
    assert conflict.version.document.id == "some"
    assert "fines" in conflict.en
    assert "罚款" in conflict.zh


def test_conditional_county_text_does_not_tighten_for_everybody(shelve):
    """A tighter local number for some cases leaves the nation's in place for the rest."""
    found = ask(
        shelve(
            document("nation", working_days(20)),
            document(
                "county",
                working_days(5),
                rank="local_document",
                place="520323",
                version=condition("罚款", "fines"),
            ),
        )
    )

    assert found.version.document.id == "nation"
    assert [conflict.version.document.id for conflict in found.conflicts] == ["county"]


def test_unlike_units_do_not_compare(shelve):
    """Ten working days are neither more nor less than twenty days: rank decides, and the other is shown."""
    found = ask(
        shelve(
            document("nation", 'limit = { n = 20, unit = "day" }'),
            document("county", working_days(10), rank="local_document", place="520323"),
        )
    )

    assert found.version.document.id == "nation"
    assert [conflict.version.document.id for conflict in found.conflicts] == ["county"]


def test_earlier_date_and_same_day_tighten(shelve):
    """A county may set an earlier date than the nation, and an act on the same day instead of a number."""
    dates = shelve(
        document("nation", 'fixed = "12-31"'),
        document("county", 'fixed = "10-31"', rank="local_document", place="520323"),
    )
    assert ask(dates).due == date(2020, 10, 31)

    days = shelve(
        document("nation", working_days(20)),
        document("county", "same_day = true", rank="local_document", place="520323"),
    )

    assert ask(days).due == START


def test_text_from_memory_yields_to_a_read_one_that_says_the_same(shelve):
    """Where a remembered text and a read one agree, the read one is cited."""
    found = ask(
        shelve(
            document("remembered", working_days(20), mark="M"),
            document("read", working_days(20), rank="local_document", place="520323"),
        )
    )

    assert found.version.document.id == "read"
    assert [version.document.id for version in found.concurring] == ["remembered"]


def test_text_from_memory_binds_where_the_read_one_says_otherwise(shelve):
    """A doubtful source is no reason to take a longer local number."""
    found = ask(
        shelve(
            document("remembered", working_days(20), mark="M"),
            document("read", working_days(30), rank="local_document", place="520323"),
        )
    )

    assert found.version.document.id == "remembered"
    assert "[M: from memory, not verified]" in found.explain("en")
    assert "未核实" in found.explain("zh")


def test_place_sees_its_own_texts_and_those_of_every_wider_place(shelve):
    """520323 is bound by CN, 52, 5203 and itself, and by nothing of its neighbours."""
    book = shelve(
        *(
            document(place, working_days(n), rank="law" if place == "CN" else "local_document", place=place)
            for place, n in (("CN", 30), ("52", 25), ("520300", 20), ("520323", 10), ("5204", 5))
        )
    )
    binding = {
        place: book["reply"].in_force(START, place).limit.n
        for place in ("CN", "11", "52", "520000", "5203", "520300", "520322", "520323", "5204", "520402")
    }
    seen = book["reply"].standing(START, "520323")

    assert binding == {
        "CN": 30,
        "11": 30,
        "52": 25,
        "520000": 25,
        "5203": 20,
        "520300": 20,
        "520322": 20,
        "520323": 10,
        "5204": 5,
        "520402": 5,
    }
    assert {version.document.id for version in (seen.binding, *seen.others)} == {"CN", "52", "520300", "520323"}


def test_plan_of_a_year_gives_way_when_it_ends(shelve):
    """A local plan binds through its last day, and the nation's text the day after."""
    rule = shelve(
        document("nation", working_days(20)),
        document(
            "plan",
            working_days(10),
            rank="local_document",
            place="520323",
            since="2020-05-20",
            head="in_force_to = 2020-12-31",
        ),
    )["reply"]
    binding = [
        rule.in_force(day, "520323").document.id
        for day in (date(2020, 5, 19), date(2020, 5, 20), date(2020, 12, 31), date(2021, 1, 1))
    ]

    assert binding == ["nation", "plan", "plan", "nation"]


def test_text_published_later_is_not_known_before(shelve):
    """A text in force since January but public since March binds January's acts only for who asks since March."""
    book = shelve(
        document("old", working_days(20), since="2010-01-01"),
        document("new", working_days(10), since="2020-01-01", head="published = 2020-03-02"),
    )
    day = date(2020, 1, 13)

    assert ask(book, day, as_known_on=date(2020, 3, 1)).version.document.id == "old"
    assert ask(book, day, as_known_on=date(2020, 3, 2)).version.document.id == "new"
    assert ask(book, day).version.document.id == "new"


def test_shipped_text_published_later_is_not_known_before():
    """国办发〔2018〕118号 was made on 2018-12-05 and came out on 2019-01-03."""
    day = date(2018, 12, 10)

    assert LAW["enforcement.penalty"].in_force(day).document.id == "sc-2018-118"
    assert LAW["enforcement.penalty"].in_force(day, as_known_on=date(2019, 1, 2)).document.id == "sc-2015-51"
    assert LAW["enforcement.penalty"].in_force(day, as_known_on=date(2019, 1, 3)).document.id == "sc-2018-118"


def test_law_that_is_to_change_is_not_known_before_it_is_published():
    """On 2019-04-10 nobody knew of the text of 2019-04-15, so no reading rests on it."""
    start = date(2019, 4, 26)
    before = due("request.answer", start, as_known_on=date(2019, 4, 10))
    after = due("request.answer", start, as_known_on=date(2019, 4, 15))

    assert [other.reading for other in before.alternatives] == []
    assert [other.reading for other in after.alternatives] == ["law_changed_while_pending"]


def test_text_is_in_force_without_end_until_its_end_is_public():
    """
    Before 2019-04-15 nobody knew that the text of 2008 would end: a request of 2019-05-15 had 15 working days.

    They are 16 and 17 May, the ten of the two weeks from the 20th on, and 3 to 5 June.
    """
    start = date(2019, 5, 15)
    before = due("request.answer", start, as_known_on=date(2019, 4, 14))
    after = due("request.answer", start, as_known_on=date(2019, 4, 15))

    assert (before.version.document.id, before.due) == ("ogi-2008", date(2019, 6, 5))
    assert (after.version.document.id, after.due) == ("ogi-2019", date(2019, 6, 13))
    assert due("request.answer", start).version.document.id == "ogi-2019"


@pytest.mark.parametrize("published", ["end_published = 2020-03-02", ""])
def test_end_of_a_text_is_known_from_the_day_it_was_published(shelve, published):
    """One that a text of March 2020 ended goes on for who asks before; where the data has no such day it does not."""
    rule = shelve(
        document("old", working_days(20), since="2010-01-01", head=f"in_force_to = 2020-05-31\n{published}"),
    )["reply"]
    after = date(2020, 6, 1)

    for known in (date(2020, 3, 2), None):
        with pytest.raises(NoRuleInForce):
            rule.in_force(after, as_known_on=known)
    if published:
        assert rule.in_force(after, as_known_on=date(2020, 3, 1)).document.id == "old"
    else:
        with pytest.raises(NoRuleInForce):
            rule.in_force(after, as_known_on=date(2020, 3, 1))


def test_version_with_an_end_of_its_own_does_not_outlive_it(shelve):
    """An article that ended before its document did is over, whatever was known of the document's end."""
    text = document(
        "old",
        f"{working_days(20)}\nin_force_to = 2020-01-31",
        since="2010-01-01",
        head="in_force_to = 2020-05-31\nend_published = 2020-03-02",
    )

    with pytest.raises(NoRuleInForce):
        shelve(text)["reply"].in_force(date(2020, 2, 1), as_known_on=date(2020, 1, 1))


def test_clause_goes_on_until_the_end_of_its_document_is_public():
    """As the versions of the document do."""
    some = next(iter(LAW.clauses.values()))
    dates = {"in_force_from": date(2010, 1, 1), "in_force_to": date(2020, 5, 31), "end_published": date(2020, 3, 2)}
    clause = attrs.evolve(some, document=attrs.evolve(some.document, published=None, **dates))

    known = (date(2020, 3, 1), date(2020, 3, 2), None)
    assert [clause.binds(date(2020, 6, 1), each) for each in known] == [True, False, False]


def test_day_on_which_no_end_became_public_is_refused(shelve):
    """It is told with its place, and what belongs beside it."""
    with pytest.raises(BadInput, match=r"document\.end_published: 2020-03-02 .* no in_force_to"):
        shelve(document("old", working_days(20), head="end_published = 2020-03-02"))
    same_day = "published = 2020-03-02\nin_force_to = 2020-05-31\nend_published = 2020-03-02"
    assert shelve(document("old", working_days(20), head=same_day))["reply"]
    early = "published = 2020-03-03\nin_force_to = 2020-05-31\nend_published = 2020-03-02"
    with pytest.raises(BadInput, match=r"document\.end_published: 2020-03-02 lies before 2020-03-03"):
        shelve(document("old", working_days(20), head=early))


def test_shipped_ends_became_public_with_the_text_that_took_their_place():
    """The day is that on which a later text of the same title, or of the same rules, was published."""
    told = {v.document.id: v.document for name in LAW for v in LAW[name].versions if v.document.end_published}
    heirs = {
        v.document.published: v.document for name in LAW for v in LAW[name].versions if v.document.published is not None
    }

    assert {id: heirs[ended.end_published].id for id, ended in told.items()} == {
        "ogi-2008": "ogi-2019",
        "credit-repair-2023": "credit-repair-2026",
        "enterprise-2014": "enterprise-2024",
    }
    for ended in told.values():
        assert heirs[ended.end_published].in_force_from == ended.in_force_to + timedelta(days=1)


@pytest.mark.parametrize("place", ["CN", "11", "430500", "450000", "520323", "610724", "650100", "130108", "350200"])
def test_what_binds_is_the_same_by_look_up_and_by_weighing(place):
    """The remembered timelines give, on each side of every turn of every rule, what weighing all texts gives."""
    for name in LAW:
        rule = LAW[name]
        ends = [version.in_force_to for version in rule.versions if version.in_force_to]
        for turn in {version.in_force_from for version in rule.versions} | set(ends):
            for day in (turn - timedelta(days=1), turn, turn + timedelta(days=1)):
                try:
                    expected = rule.standing(day, place, as_known_on=date.max)
                except NoRuleInForce:
                    with pytest.raises(NoRuleInForce):
                        rule.standing(day, place)
                    continue

                assert rule.standing(day, place) == expected


@pytest.mark.parametrize(
    ("asked", "near"),
    [("enforcement.penality", "enforcement.penalty"), ("request.anwser", "request.answer"), ("Remedy.Suit", None)],
)
def test_unknown_rule_is_refused_with_the_ones_near_it(asked, near):
    """A misspelt id is quoted, and the ids it may have meant are named in both languages."""
    with pytest.raises(UnknownRule) as refused:
        LAW[asked]
    error = refused.value

    assert error.rule == asked
    assert isinstance(error, LookupError)
    assert near is None or near in error.near
    for message in (error.message("en"), error.message("zh")):
        assert repr(asked) in message
        assert all(name in message for name in error.near)


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("依申请公开答复", "request.answer"),
        ("答复", "request.answer"),
        ("行政处罚决定公开", "enforcement.penalty"),
        ("answer to a disclosure request", "request.answer"),
    ],
)
def test_rule_asked_for_by_its_name_is_refused_with_its_id(asked, near):
    """Whoever knows the name and not the id is told the id; names are no ids, since two rules may share one."""
    with pytest.raises(UnknownRule) as refused:
        LAW[asked]

    assert near in refused.value.near
    assert near in refused.value.message("zh")


@pytest.mark.parametrize("asked", ["没有的规定", "", "开", "a"])
def test_unknown_rule_with_no_name_like_it_is_refused_without_any(asked):
    """A single character is in many names and tells none of them."""
    with pytest.raises(UnknownRule) as refused:
        LAW[asked]

    assert refused.value.near == ()


@pytest.mark.parametrize("asked", [None, 7, ["request.answer"], b"request.answer"])
def test_what_is_no_rule_id_is_an_unknown_rule(asked):
    """Whatever is asked for, the refusal is one of this library."""
    with pytest.raises(UnknownRule):
        LAW[asked]


def test_day_without_a_version_in_force_is_refused_with_the_spans():
    """Before 2021 no fee rule was in force; the refusal names the rule, the place, the day and every span."""
    with pytest.raises(NoRuleInForce) as refused:
        due("request.fee_payment", date(2020, 12, 31), jurisdiction="510100")
    error = refused.value

    assert (error.rule, error.day, error.jurisdiction) == ("request.fee_payment", date(2020, 12, 31), "510100")
    assert isinstance(error, LookupError)
    for message in (error.message("en"), error.message("zh")):
        for part in ("request.fee_payment", "510100", "2020-12-31", "CN 2021-01-01..", "51 2021-01-18.."):
            assert part in message


def test_place_without_a_version_is_refused():
    """The staff list is Suiyang's own duty: its neighbour county has no such rule."""
    with pytest.raises(NoRuleInForce, match=r"520323 2020-05-20\.\.2020-12-31"):
        due("staff_list.report", START, jurisdiction="520322")


def test_every_fault_of_a_law_folder_is_listed_with_its_file_and_path(shelve, tmp_path):
    """Five faults in four files come in one refusal, each with its file and the path inside it."""
    two_faults = document("a", 'limit = { n = 20, unit = "fortnight" }').replace('locator = "第一条"', "")
    texts = [
        two_faults,
        document("b", working_days(20), version='word = "及时"'),
        document("c", 'fixed = "02-30"'),
        "= broken",
    ]
    with pytest.raises(BadInput) as refused:
        shelve(*texts)
    paths = [fault.path.removeprefix(str(tmp_path)) for fault in refused.value.faults]

    assert sorted(path.lstrip("/\\").replace(": ", ".") for path in paths) == [
        "text0.toml.version[0].limit.unit",
        "text0.toml.version[0].locator",
        "text1.toml.version[0].limit",
        "text2.toml.version[0].fixed",
        "text3.toml",
    ]
    assert refused.value.message("en").startswith("5 faults:")
    assert refused.value.message("zh").startswith("共5处错误：")
    for fault in refused.value.faults:
        assert fault.path in refused.value.message("en")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (document("x", 'limit = { n = "20", unit = "day" }'), "version[0].limit.n"),
        (document("x", "limit = { n = true, unit = 'day' }"), "version[0].limit.n"),
        (document("x", 'limit = { n = 0, unit = "day" }'), "version[0].limit.n"),
        (document("x", ""), "version[0].limit"),
        (document("x", 'fixed = "13-01"'), "version[0].fixed"),
        (document("x", 'fixed = "31 January"'), "version[0].fixed"),
        (document("x", working_days(1), version='bound = "maximal"'), "version[0].bound"),
        (document("x", working_days(1), version='direction = "back"'), "version[0].direction"),
        (document("x", working_days(1), version='roll = "sideways"'), "version[0].roll"),
        (document("x", working_days(1), version='lokator = "x"'), "version[0].lokator"),
        (document("x", working_days(1), rank="decree"), "document.rank"),
        (document("x", working_days(1), mark="sure"), "document.mark"),
        (document("x", working_days(1), since="2020-01-01T00:00:00"), "document.in_force_from"),
        (document("x", working_days(1), since='"2020-01-01"'), "document.in_force_from"),
    ],
)
def test_each_kind_of_fault_in_a_text_is_named_with_its_path(shelve, text, part):
    """Wrong types, unknown words and fields, and impossible dates are refused where they stand."""
    with pytest.raises(BadInput) as refused:
        shelve(text)

    assert any("text0.toml" in fault.path and fault.path.endswith(part) for fault in refused.value.faults)


def test_rule_without_names_is_refused_with_its_file(shelve):
    """A clause for a rule that rules.toml does not name is refused, and the file is named."""
    with pytest.raises(BadInput) as refused:
        shelve(document("x", working_days(20)), rules='[[rule]]\nid = "other"\nzh = "他"\nen = "other"\n')

    assert "'reply'" in refused.value.message("en")
    assert "'reply'" in refused.value.message("zh")
    assert "text0.toml" in refused.value.message("en")


def test_rule_named_twice_is_refused(shelve):
    """Of two entries with one id neither is dropped in silence."""
    with pytest.raises(BadInput, match="reply"):
        shelve(document("x", working_days(20)), rules=dedent(RULES) + dedent(RULES))


@pytest.mark.parametrize("tie", ['special_of = "replies"', 'rivals = ["replies"]'])
def test_rule_tied_to_one_that_does_not_exist_is_refused(shelve, tie):
    """A misspelt general rule or rival would hide a conflict, so the folder is refused."""
    with pytest.raises(BadInput, match="replies"):
        shelve(document("x", working_days(20)), rules=dedent(RULES) + tie)


def test_file_that_is_no_utf8_is_refused(tmp_path):
    """A file in another encoding is a fault with its name, as any other."""
    (tmp_path / "gbk.toml").write_bytes('[document]\nid = "答复"\n'.encode("gbk"))

    with pytest.raises(BadInput, match=r"gbk\.toml"):
        LawBook.load(tmp_path)


@pytest.mark.parametrize("text", ["n = " + "9" * 5000, "x = " + "[" * 3000], ids=["digits", "depth"])
def test_file_with_a_number_or_a_depth_that_no_reader_takes_is_refused(text, tmp_path):
    """Five thousand digits, or arrays three thousand deep: a fault with the name of the file, and no crash."""
    (tmp_path / "odd.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BadInput, match=r"odd\.toml"):
        LawBook.load(tmp_path)


def test_folder_that_does_not_exist_is_refused(tmp_path):
    """A misspelt folder is no empty book."""
    with pytest.raises(BadInput, match="nowhere"):
        LawBook.load(tmp_path / "nowhere")


def test_every_rule_id_of_the_contract_is_there():
    """Other systems ask for these ids by name."""
    assert [name for name in CONTRACT if name not in LAW] == []


def test_book_is_a_mapping_by_id():
    """Iteration gives each id once, and each id its rule."""
    names = list(LAW)

    assert len(names) == len(set(names)) == len(LAW)
    assert all(LAW[name].id == name for name in names)
    assert "no.such.rule" not in LAW


def test_every_rule_has_a_version_and_every_tie_leads_to_a_rule():
    """No rule is a mere name; general rules, rivals and extended rules exist."""
    assert [name for name in LAW if not LAW[name].versions] == []
    assert [name for name in LAW if LAW[name].special_of and LAW[name].special_of not in LAW] == []
    assert [rival for name in LAW for rival in LAW[name].rivals if rival not in LAW] == []
    assert [version.id for version in VERSIONS if version.adds_to and version.adds_to not in LAW] == []


def test_version_ids_are_unique():
    """An id finds one clause."""
    ids = [version.id for version in VERSIONS]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.id)
def test_version_says_where_it_stands_and_how_sure_it_is(version):
    """Each has a locator, an anchor, a mark that its citation shows, and a span that begins before it ends."""
    zh, en = version.cite("zh"), version.cite("en")

    assert version.locator
    assert version.anchor
    assert isinstance(version.mark, Mark)
    assert (version.limit is None) == bool(version.word)
    assert version.in_force_to is None or version.in_force_from <= version.in_force_to
    for part in (version.document.short, version.locator, f"〔{version.mark.zh}〕"):
        assert part in zh
    for part in (version.document.en, version.locator, f"[{version.mark.value}: {version.mark.en}]"):
        assert part in en
    assert (version.mark is Mark.M) == ("未核实" in zh) == ("not verified]" in en)
    assert version.document.number in zh


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.id)
def test_version_speaks_both_languages(version):
    """What is said in Chinese is said in English too, and neither stands in for the other."""
    document = version.document
    pairs = [
        (version.condition_zh, version.condition_en),
        (version.note_zh, version.note_en),
        (document.remark_zh, document.remark_en),
        (LAW[version.rule].zh, LAW[version.rule].en),
        (document.title, document.en),
    ]

    for zh, en in pairs:
        assert bool(zh) == bool(en)
        assert not zh or _is_chinese(zh)
        assert not en or any(char.isascii() and char.isalpha() for char in en)
    assert version.says("zh")
    assert version.says("en")


def test_doubts_of_the_sources_are_carried_over():
    """What was never read stays marked as remembered, and what a local text repeats as repeated."""
    remembered = {version.id.rpartition("/")[0] for version in VERSIONS if version.mark is Mark.M}

    assert {
        "sc-2017-24/work_plan.publication",
        "sc-2018-23/service_guide.update",
        "sc-2016-19/interpretation.release",
        "housing-fund-2015-26/housing_fund.annual_report",
        "emergency-plan-2006/incident.provincial_report",
    } <= remembered
    assert LAW["request.fee_payment"].in_force(date(2021, 3, 1)).mark is Mark.V_WEB_LOCAL
    assert LAW["website.repost"].in_force(date(2021, 1, 4)).mark is Mark.V_WEB_LOCAL


def test_ranks_and_marks_have_names_of_their_own():
    """No two ranks or marks are called alike in either language."""
    assert len({rank.zh for rank in Rank}) == len(Rank)
    assert len({mark.zh for mark in Mark}) == len({mark.en for mark in Mark}) == len(Mark)


@pytest.mark.parametrize(
    "name", ["first_day", "hours_start", "month_end", "roll", "end_of_day", "working_day", "fixed_date"]
)
def test_convention_is_dated_and_sourced(name):
    """Each way of counting names texts with the days they were in force, and speaks both languages."""
    convention = LAW.conventions[name]

    assert convention.id == name
    assert _is_chinese(convention.zh)
    assert convention.en.isascii() or any(char.isascii() and char.isalpha() for char in convention.en)
    assert convention.sources
    for source in convention.sources:
        assert source.in_force_to is None or source.in_force_from < source.in_force_to
        assert source.locator in source.cite("zh")
        assert f"[{source.mark.value}]" in source.cite("en")
        assert bool(source.note_zh) == bool(source.note_en)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(1986, 12, 31), None),
        (date(1987, 1, 1), "民法通则"),
        (date(2017, 9, 30), "民法通则"),
        (date(2017, 10, 1), "民法总则"),
        (date(2020, 12, 31), "民法总则"),
        (date(2021, 1, 1), "民法典"),
    ],
)
def test_convention_cites_the_text_of_the_day(day, title):
    """That the first day does not count stood in three texts, one after another."""
    source = LAW.conventions["first_day"].source_on(day)

    assert (source and source.title) == title


def _is_chinese(text):
    return any("\u4e00" <= char <= "\u9fff" for char in text)
