"""Notices and the TOML files they are kept in: read with every fault named, written back, packed."""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gov_deadlines import BadInput, Clause, Confidence, Notice, NoticeKind, WorkCalendar
from gov_deadlines.workdays import packaged
from gov_deadlines.workdays.files import pack, read_folder, to_toml, write_packed
from gov_deadlines.workdays.notice import days_of, spans_of

CALENDARS = Path(__file__).parents[1] / "calendars"
NEW_YEAR = """\
year = 2027

[[notice]]
id = "CN/2027"
kind = "annual"
public = 2026-11-10

[[notice.clause]]
festival = "元旦"
off = ["2027-01-01..2027-01-03"]
on = ["2026-12-27"]
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """The file, written."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def notice(*clauses: Clause, **fields) -> Notice:
    """A notice for 2026, in Guangxi."""
    plain = {"id": "45/2026", "region": "45", "year": 2026, "kind": NoticeKind.REGIONAL}
    return Notice(**{**plain, **fields, "clauses": clauses})


def faults_of(folder: Path) -> dict[str, str]:
    """The faults of a folder, by the path inside its one file."""
    with pytest.raises(BadInput) as refused:
        read_folder(folder)
    return {fault.path: fault.en for fault in refused.value.faults}


def test_file_is_read(tmp_path):
    """The example that every other test here spoils is itself in order."""
    write(tmp_path, "CN/2027.toml", NEW_YEAR)

    (read,) = read_folder(tmp_path).notices

    assert read == Notice(
        id="CN/2027",
        region="CN",
        year=2027,
        kind=NoticeKind.ANNUAL,
        clauses=(Clause("元旦", off=tuple(date(2027, 1, day) for day in (1, 2, 3)), on=(date(2026, 12, 27),)),),
        public=date(2026, 11, 10),
    )


def test_all_faults_of_form_are_listed_with_file_and_path(tmp_path):
    """A wrong type, an unknown field, an unknown kind, a string for a date and a missing field are told together."""
    path = write(
        tmp_path,
        "CN/2027.toml",
        """\
year = "2027"
holiday = 3

[[notice]]
id = "CN/2027"
kind = "yearly"
public = "2026-11-10"

[[notice.clause]]
off = ["2027-01-01"]
""",
    )

    faults = faults_of(tmp_path)

    assert set(faults) == {
        f"{path}.year",
        f"{path}.holiday",
        f"{path}.notice[0].kind",
        f"{path}.notice[0].public",
        f"{path}.notice[0].clause[0].festival",
    }
    assert faults[f"{path}.year"] == "expected int, got '2027'"
    assert faults[f"{path}.holiday"].startswith("unknown field; expected one of ")
    assert faults[f"{path}.notice[0].kind"] == "'yearly' is none of annual, amending, extraordinary, regional"
    assert faults[f"{path}.notice[0].clause[0].festival"] == "missing field"


def test_all_faults_of_content_are_listed_with_file_and_path(tmp_path):
    """A bad span, a day both off and on, a make-up day on a weekday, a distant year and a late signature likewise."""
    path = write(
        tmp_path,
        "CN/2027.toml",
        """\
year = 2027

[[notice]]
id = "CN/2027"
kind = "annual"
signed = 2026-11-11
public = 2026-11-10

[[notice.clause]]
festival = "元旦"
off = ["2027-01-01..2027-01-03"]
on = ["2027-01-02", "2027-01-05"]

[[notice.clause]]
festival = "春节"
off = ["2037-02-06"]

[[notice.clause]]
festival = "清明节"
off = ["4月5日"]
""",
    )

    faults = faults_of(tmp_path)

    assert len(faults) == 5
    assert all(where.startswith(f"{path}.notice[0].") for where in faults)
    told = {where.removeprefix(f"{path}.notice[0]."): en for where, en in faults.items()}
    assert set(told) == {"clause[0]", "clause[0].on", "clause[1].off", "clause[2].off[0]", "public"}
    assert told["clause[0]"].startswith("2027-01-02 is set both off and on")
    assert told["clause[0].on"].startswith("2027-01-05 is a weekday")
    assert told["clause[1].off"].startswith("2037-02-06 is not near 2027")
    assert told["clause[2].off[0]"].startswith("'4月5日' is no day or span")
    assert told["public"] == "2026-11-10 lies before the day of signature 2026-11-11"


def test_faults_of_form_hide_no_faults_of_content(tmp_path):
    """One look mends the file: a wrong type in one clause leaves the contradictions of the others told."""
    path = write(
        tmp_path,
        "CN/2027.toml",
        """\
year = 2027

[[notice]]
id = "CN/2027"
kind = "annual"

[[notice.clause]]
festival = 7
off = ["2027-04-05"]

[[notice.clause]]
festival = "端午节"
of = ["2027-06-09"]

[[notice]]
id = "CN/2027b"
kind = "amending"

[[notice.clause]]
festival = "元旦"
off = ["2027-01-01..2027-01-03", "1月4日"]
on = ["2027-01-02", "2027-01-05"]
""",
    )

    told = " ".join(faults_of(tmp_path).values())

    assert all(f"{path}" in where for where in faults_of(tmp_path))
    for what in ("got 7", "unknown field", "'1月4日' is no day", "2027-01-02 is set both", "2027-01-05 is a weekday"):
        assert what in told


def test_faults_of_all_files_are_listed(tmp_path):
    """One look mends a folder: no file hides the faults of another."""
    one = write(tmp_path, "CN/2027.toml", NEW_YEAR.replace("annual", "yearly"))
    other = write(tmp_path, "45/2027.toml", "[[")

    faults = faults_of(tmp_path)

    assert set(faults) == {f"{one}.notice[0].kind", f"{other}"}


def test_file_that_is_not_utf_8_is_a_fault(tmp_path):
    """A file saved in GBK is named like any other that cannot be read."""
    path = write(tmp_path, "CN/2027.toml", NEW_YEAR.encode("gbk"))

    assert set(faults_of(tmp_path)) == {f"{path}"}


def test_folder_that_is_no_region_is_a_fault(tmp_path):
    """A folder named by no code is listed with the other faults, and hides none of them."""
    write(tmp_path, "guangxi/2027.toml", NEW_YEAR)
    other = write(tmp_path, "45/2027.toml", "[[")

    faults = faults_of(tmp_path)

    assert f"{other}" in faults
    assert any("guangxi" in where + en for where, en in faults.items())


def test_folder_that_does_not_exist_is_refused(tmp_path):
    """Nothing to read is not the same as no notices."""
    with pytest.raises(BadInput, match="no such folder"):
        read_folder(tmp_path / "calendars")
    assert read_folder(tmp_path).notices == ()


def test_two_notices_with_one_id_are_refused(tmp_path):
    """An id names one notice in all the files together."""
    write(tmp_path, "CN/2027.toml", NEW_YEAR)
    write(tmp_path, "CN/2027b.toml", NEW_YEAR)

    assert faults_of(tmp_path) == {"CN/2027": "two notices bear this id"}


@pytest.mark.parametrize(
    ("clause", "path"),
    [
        (Clause("三月三", off=(date(2026, 4, 18),), on=(date(2026, 4, 18),)), "clause[0]"),
        (Clause("三月三", off=(date(2026, 4, 20),), cancelled=(date(2026, 4, 20),)), "clause[0]"),
        (Clause("三月三", off=(date(2026, 4, 20), date(2026, 4, 20))), "clause[0].off"),
        (Clause("三月三", on=(date(2026, 4, 20),)), "clause[0].on"),
        (Clause("三月三", off=(date(2024, 4, 20),)), "clause[0].off"),
        (Clause("", off=(date(2026, 4, 20),)), "clause[0].festival"),
    ],
)
def test_contradiction_is_refused(clause, path):
    """A day is off or on, once, near its year; a make-up day is a weekend day; a festival has a name."""
    with pytest.raises(BadInput) as refused:
        notice(clause)

    assert [fault.path for fault in refused.value.faults] == [path]


def test_clauses_may_come_in_a_list():
    """Whatever holds the clauses of a notice made by hand, a calendar takes it in."""
    clauses = [Clause("临时放假", off=[date(2026, 12, 7)])]
    notice = Notice("CN/x", "CN", 2026, NoticeKind.EXTRAORDINARY, clauses)

    assert notice == attrs.evolve(notice, clauses=tuple(clauses))
    assert not WorkCalendar.load("CN", notices=[notice]).is_working_day(date(2026, 12, 7))


def test_two_clauses_may_not_contradict_each_other():
    """A day off for one festival cannot be the make-up day of another in the same notice."""
    with pytest.raises(BadInput, match=r"clause\[1\]: 2026-04-18 is set both off and on"):
        notice(Clause("三月三", off=(date(2026, 4, 18),)), Clause("清明节", on=(date(2026, 4, 18),)))


def test_day_in_the_year_before_or_after_belongs_to_the_notice():
    """Notices reach across the turn of the year."""
    made = notice(Clause("元旦", off=(date(2027, 1, 1),), on=(date(2025, 12, 27),)))

    assert (made.off, made.worked) == ({date(2027, 1, 1): "元旦"}, {date(2025, 12, 27): "元旦"})


def test_notice_cannot_be_public_before_it_is_signed():
    """The two days may be one, but not the other way about."""
    with pytest.raises(BadInput, match="public: 2026-03-03 lies before"):
        notice(signed=date(2026, 3, 4), public=date(2026, 3, 3))
    assert notice(signed=date(2026, 3, 4), public=date(2026, 3, 4)).known_from == date(2026, 3, 4)


def test_notice_without_a_day_is_known_from_the_eve():
    """Where no source tells when it was public, a notice is known from the day before the first one it touches."""
    clause = Clause("三月三", off=(date(2026, 4, 20),), on=(date(2026, 4, 18),))

    assert notice(clause).known_from == date(2026, 4, 17)
    assert notice(clause, signed=date(2026, 3, 4)).known_from == date(2026, 4, 17)
    assert notice(clause, public=date(2026, 3, 5)).known_from == date(2026, 3, 5)
    assert notice(Clause("三月三", off_for_some=(date(2026, 4, 20),))).known_from == date(2025, 12, 31)


def test_citation_finds_the_act():
    """The number where known, marked when unconfirmed; else the title; else whose notice of which year it is."""
    assert notice(document_number="桂政办发〔2026〕1号", title="x").citation == "桂政办发〔2026〕1号"
    assert "未核实" in notice(document_number="桂政办发〔2026〕1号", number_confirmed=False).citation
    assert notice(title="关于三月三放假的通知").citation == "《关于三月三放假的通知》"
    assert notice().citation == "45地区2026年放假通知〔文号未查到〕"
    assert notice(signed=date(2026, 3, 4)).citation == "45地区2026年放假通知〔2026年3月4日成文，文号未查到〕"


@pytest.mark.parametrize(
    "span",
    [
        "", "2026-02-29", "2026-10-07..2026-10-01", "2026-10-01..", "..2026-10-07", "2026-10-01...2026-10-07",
        "2026-10-01..2027-10-01", "20261001", "2026-W40-4", "10月1日", "2026-10-01 ", "２０２６-10-01",
    ],
)  # fmt: skip
def test_span_that_cannot_be_read_is_quoted(span):
    """Only a day or a first and a last day in the form of the examples is read; nothing is guessed or cut short."""
    with pytest.raises(BadInput) as refused:
        days_of(["2026-05-01", span], "clause[0].off")

    assert [fault.path for fault in refused.value.faults] == ["clause[0].off[1]"]
    assert repr(span) in str(refused.value)


@settings(deadline=None)
@given(st.sets(st.dates(date(2004, 1, 1), date(2004, 3, 31))))
def test_spans_name_the_same_days(days):
    """Days written as spans and read back are the same days, in order, and no shorter list of spans would do."""
    spans = spans_of(days)

    assert days_of(spans, "off") == tuple(sorted(days))
    assert len(spans) == sum(day - timedelta(days=1) not in days for day in days)


@pytest.mark.parametrize("id", [id for region in packaged.acts() for id in (n.id for n in packaged.notices(region))])
def test_shipped_notice_survives_its_own_file(id, tmp_path):
    """Each shipped notice, written as TOML and read back, is the same notice."""
    shipped = packaged.notice(id)
    write(tmp_path, f"{shipped.region}/{shipped.year}.toml", to_toml(shipped))

    assert read_folder(tmp_path).notices == (shipped,)
    assert Notice.from_plain(shipped.to_plain()) == shipped


def test_every_remark_is_said_in_both_languages():
    """A reader of either language is told what is in doubt about a notice."""
    notices = [packaged.notice(each.id) for region in packaged.acts() for each in packaged.notices(region)]

    assert [each.id for each in notices if bool(each.remark) != bool(each.remark_zh)] == []
    assert [each.id for each in notices if each.remark_zh and not re.search("[一-鿿]", each.remark_zh)] == []


def test_a_notice_shows_its_remark_in_chinese():
    """What was not found is said in the language of the notice, and in English where no other was given."""
    clause = Clause("三月三", off=(date(2026, 4, 20),))
    both = notice(clause, remark="number not found", remark_zh="文号未查到")

    assert "说明: 文号未查到" in both._repr_mimebundle_()["text/plain"]
    assert "说明: number not found" in attrs.evolve(both, remark_zh="")._repr_mimebundle_()["text/plain"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(deadline=None)
@example(title="\x7f", remark="\x00\x1f\x85\u2028", festival='"\\', number="\r\n", confirmed=False)
@given(title=TEXT, remark=TEXT, festival=TEXT.filter(bool), number=TEXT, confirmed=st.booleans())
def test_any_wording_survives_its_file(tmp_path_factory, title, remark, festival, number, confirmed):
    """Quotes, line breaks and control characters are written so that TOML reads the same words."""
    made = notice(
        Clause(festival, off=(date(2026, 4, 20),), off_for_some=(date(2026, 4, 21),), scope=title),
        title=title,
        remark=remark,
        remark_zh=remark[::-1],
        document_number=number,
        number_confirmed=confirmed,
        signed=date(2026, 3, 4),
        supersedes=("45/2026#" + festival,),
        confidence=Confidence.LOW,
    )
    folder = tmp_path_factory.mktemp("calendars")
    write(folder, "45/2026.toml", to_toml(made))

    assert read_folder(folder).notices == (made,)


def test_order_of_days_is_no_part_of_a_notice(tmp_path):
    """Days handed in out of order are the same days once written and read back."""
    made = notice(Clause("三月三", off=(date(2026, 4, 21), date(2026, 4, 20))))
    write(tmp_path, "45/2026.toml", to_toml(made))

    assert read_folder(tmp_path).notices == (made,)


def test_packed_calendars_are_those_of_the_folder():
    """The package carries what the files say: after an edit they must be packed anew."""
    fresh = pack(CALENDARS)

    assert fresh == {name: (packaged.FOLDER / name).read_text(encoding="utf-8") for name in fresh}


def test_packing_is_deterministic(tmp_path):
    """Another process, with other hashes, writes the same bytes."""
    program = "import sys; from gov_deadlines.workdays.files import *; write_packed(*map(Path, sys.argv[1:]))"
    write_packed(CALENDARS, tmp_path / "here")
    path = os.pathsep.join(filter(None, sys.path))
    subprocess.run(
        [sys.executable, "-c", program, CALENDARS, tmp_path / "there"],
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": path},
        check=True,
    )

    for name in ("index.json", "notices.json"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


SPOILERS = [
    "", "1", "true", "[]", "{}", '""', '"x"', '"2026-02-30"', "[1]", "[[1]]", '["2027-01-01"]', "2027-01-01T00:00:00Z",
    "0001-01-01", '"9999-12-31"', "1.5", "nan", "-1", "9" * 30, "\n", "\x00", "[notice]", "[[notice]]", "=", "[{}]",
]  # fmt: skip


@pytest.mark.parametrize("spoiler", SPOILERS)
def test_spoiled_file_is_read_or_refused(spoiler, tmp_path):
    """Whatever stands where a word, value or bracket should, the file is read or its faults are listed."""
    for number, token in enumerate(re.finditer(r'"[^"]*"|[\w-]+|[\[\]=]|\n', NEW_YEAR)):
        text = NEW_YEAR[: token.start()] + spoiler + NEW_YEAR[token.end() :]
        folder = tmp_path / f"{number}"
        write(folder, "CN/2027.toml", text)
        try:
            assert len(read_folder(folder).notices) <= 1
        except BadInput as refused:
            assert all(fault.path for fault in refused.faults)  # noqa: PT017


def test_every_shipped_notice_is_cited_or_marked():
    """Every notice names its source, and belongs to the region and year that its id names."""
    for notice_ in read_folder(CALENDARS).notices:
        region, _, year = notice_.id.partition("/")

        assert notice_.source
        assert (notice_.region, f"{notice_.year}") == (region, year[:4])
        assert attrs.evolve(notice_) == notice_


@pytest.mark.parametrize("words", ['coverage = "partial"', 'missing = ["肉孜节"]'])
def test_year_that_is_partial_without_saying_what_is_missing_is_refused(tmp_path, words):
    """Partial and missing come together: a gap that names nothing would pass for a sourced year."""
    path = write(tmp_path, "65/2027.toml", f"{words}\n" + NEW_YEAR.replace("CN/", "65/").replace("annual", "regional"))

    assert f"{path}.missing" in faults_of(tmp_path)
