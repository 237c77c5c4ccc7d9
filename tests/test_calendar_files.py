"""The files of a folder taken together: what is read of each, and that no fault hides another or is told twice."""

from datetime import date

import pytest

from gov_deadlines import BadInput, Clause, Confidence, Fault, Notice, NoticeKind
from gov_deadlines.workdays.files import keep, read_folder, to_toml

NEW_YEAR = """\
year = 2027

[[notice]]
id = "CN/2027"
kind = "annual"

[[notice.clause]]
festival = "元旦"
off = ["2027-01-01"]
"""
REGION = """\
[[region]]
code = "{}"
name = "某地"
en = "Somewhere"
level = "prefecture"
"""
LAW = """\
[[version]]
id = "{}"
document_number = "国务院令"
in_force_from = 2014-01-01

[[version.holiday]]
festival = "元旦"
days = 1
{}
"""


def write(folder, **files):
    """Each file, its name written with _ for the folder and without its ending; their paths."""
    paths = []
    for name, text in files.items():
        path = folder / (name.replace("_", "/") + ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def faults_of(folder):
    """All faults of a folder."""
    with pytest.raises(BadInput) as refused:
        read_folder(folder)
    return list(refused.value.faults)


def test_regions_and_regulations_of_all_folders_are_read(tmp_path):
    """In the order of their paths."""
    write(
        tmp_path,
        a_regions=REGION.format("4501"),
        b_regions=REGION.format("4502"),
        a_regulations=LAW.format("one", 'fixed = "01-01"'),
        b_regulations=LAW.format("two", 'fixed = "01-01"'),
    )

    shelf = read_folder(tmp_path)

    assert [entry.code for entry in shelf.regions] == ["4501", "4502"]
    assert [entry.id for entry in shelf.regulations] == ["one", "two"]


def test_fault_of_a_region_is_told_once_with_its_own_file(tmp_path):
    """Not again with the next file of regions."""
    first, second = write(
        tmp_path, a_regions=REGION.format("99"), b_regions=REGION.format("4502") + REGION.format("4x")
    )

    assert [fault.path for fault in faults_of(tmp_path)] == [f"{first}.region[0].code", f"{second}.region[1].code"]


@pytest.mark.parametrize(("holiday", "feast"), [("", ""), ('feast = "new_moon"', "new_moon")])
def test_holiday_of_a_regulation_is_fixed_or_a_feast_that_is_known(tmp_path, holiday, feast):
    """The fault names the place and the feasts."""
    (path,) = write(tmp_path, CN_regulations=LAW.format("one", holiday))

    assert faults_of(tmp_path) == [
        Fault(
            f"{path}.version[0].holiday[0]",
            "expected a fixed month and day, or a feast of spring_festival, qingming, dragon_boat, mid_autumn; "
            f"got {feast!r}",
            f"应写明固定月日，或 spring_festival、qingming、dragon_boat、mid_autumn 之一；实为 {feast!r}",
        )
    ]


def test_folder_of_no_place_is_the_only_fault_of_a_file_that_is_in_order(tmp_path):
    """Its notice cannot be held against a place that there is not."""
    (path,) = write(tmp_path, guangxi_2027=NEW_YEAR)

    assert [fault.path for fault in faults_of(tmp_path)] == [f"{path}"]


def test_faults_of_year_name_and_days_stand_together(tmp_path):
    """The year of the file, the id of the notice, the days of its clause: each is told."""
    (path,) = write(tmp_path, CN_2026=NEW_YEAR.replace("CN/2027", "CN/2025").replace("2027-01-01", "2021-01-01"))

    assert faults_of(tmp_path) == [
        Fault(f"{path}.year", "2027 is not the year that the file is named for", "2027 与文件名所示年份不符"),
        Fault(
            f"{path}.notice[0].id",
            "'CN/2025' does not name its place and year; expected CN/2027",
            "'CN/2025' 未写明地区和年份；应为 CN/2027",
        ),
        Fault(
            f"{path}.notice[0].clause[0].off",
            "2021-01-01 is not near 2027, the year of the notice",
            "2021-01-01 与通知年度 2027 不符",
        ),
    ]


def test_file_of_a_notice_says_what_is_not_plain(tmp_path):
    """Fields that are empty or as usual are left out; days are spans."""
    notice = Notice(
        id="45/2026b",
        region="45",
        year=2026,
        kind=NoticeKind.REGIONAL,
        clauses=(
            Clause("三月三", off=(date(2026, 4, 20), date(2026, 4, 21)), on=(date(2026, 4, 25),)),
            Clause("州庆", cancelled=(date(2026, 12, 11),)),
        ),
        number_confirmed=False,
        public=date(2026, 4, 1),
        confidence=Confidence.LOW,
    )
    text = """\
year = 2026

[[notice]]
id = "45/2026b"
kind = "regional"
number_confirmed = false
public = 2026-04-01
confidence = "low"

[[notice.clause]]
festival = "三月三"
off = ["2026-04-20..2026-04-21"]
on = ["2026-04-25"]

[[notice.clause]]
festival = "州庆"
cancelled = ["2026-12-11"]
"""

    assert to_toml(notice) == text
    path = keep(notice, tmp_path)
    assert path == tmp_path / "45" / "2026b.toml"
    assert path.read_text(encoding="utf-8") == text


def test_notice_that_is_kept_is_not_written_over(tmp_path):
    """The refusal names the file."""
    notice = Notice("CN/2026x", "CN", 2026, NoticeKind.EXTRAORDINARY, (Clause("纪念日", off=(date(2026, 12, 31),)),))
    path = keep(notice, tmp_path)

    with pytest.raises(BadInput) as refused:
        keep(notice, tmp_path)

    assert refused.value.faults == (
        Fault(f"{path}", "exists already; move it away to take the notice in anew", "文件已存在；如需重新导入请先移走"),
    )


def test_folder_that_is_not_there_is_named(tmp_path):
    """With what should be in it."""
    assert faults_of(tmp_path / "none") == [
        Fault(
            f"{tmp_path / 'none'}",
            "no such folder; expected one with CN/2027.toml and the like",
            "没有此目录；其中应有 CN/2027.toml 等文件",
        )
    ]
