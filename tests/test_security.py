"""What SECURITY.md promises: hostile input is refused, output is inert, and the source does nothing it need not."""

import ast
import io
import json
import os
import pickle
import re
import sqlite3
import subprocess
import sys
import time
import traceback
import tracemalloc
from contextlib import contextmanager
from datetime import date, datetime
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest

import gov_deadlines as gd
from gov_deadlines.analysis.docket import read_docket
from gov_deadlines.analysis.report.annual import annual_report
from gov_deadlines.cli import lines
from gov_deadlines.datafile import MOST_BYTES as MOST_OF_A_FILE
from gov_deadlines.datafile import MOST_OF_A_LINE
from gov_deadlines.matters.replay import MOST_FACTS, replay
from gov_deadlines.plain import MOST_BITS, MOST_LEVELS, MOST_TEXT, MOST_VALUES, check_plain
from gov_deadlines.view.feed import feed
from gov_deadlines.view.page import page
from gov_deadlines.workdays.files import read_folder
from gov_deadlines.workdays.wording import MOST_CHARACTERS

ROOT = Path(__file__).parents[1]
SOURCE = Path(gd.__file__).parent
MODULES = {path.relative_to(SOURCE).as_posix(): path for path in sorted(SOURCE.rglob("*.py"))}

# Far above what any of these takes, on a machine with other work to do; what blows up takes hours.
SECONDS = 60


@contextmanager
def refused(*errors, seconds=SECONDS):
    """What is inside ends in one of these *errors*, in time, with a message that can be read."""
    began = time.perf_counter()
    with pytest.raises(errors or gd.GovDeadlinesError) as found:
        yield found
    assert time.perf_counter() - began < seconds
    for lang in ("en", "zh"):
        assert 0 < len(found.value.message(lang)) < 5000
    assert pickle.loads(pickle.dumps(found.value)).message() == found.value.message()


def nested(levels, kind):
    value = "x"
    for _ in range(levels):
        value = [value] if kind is list else {"a": value}
    return value


def cyclic():
    found = []
    found.append(found)
    return found


def many_times_itself():
    """A few lists that stand for ten to the twentieth values."""
    value = [0]
    for _ in range(20):
        value = [value] * 10
    return value


BOMBS = {
    "deep list": nested(100_000, list),
    "deep mapping": nested(100_000, dict),
    "a level too deep": nested(MOST_LEVELS + 1, list),
    "list in itself": cyclic(),
    "many times itself": many_times_itself(),
    "too many values": [0] * (MOST_VALUES + 1),
    "long text": "字" * (MOST_TEXT + 1),
    "long key": {"k" * (MOST_TEXT + 1): 1},
    "large number": 2**MOST_BITS,
    "number that cannot be printed": 10**5000,
    "negative": -(10**5000),
    "key that is no text": {1: 2},
    "keys of two kinds": {1: 2, "a": 3},
}


def bombs(function):
    return pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)(function)


# Facts and questions


@bombs
@pytest.mark.parametrize("field", ["event", "on", "at", "recorded_at", "key", "actor", "voids", "reason"])
def test_bomb_in_a_fact_is_refused(field, bomb):
    """No field of a fact's JSON takes what is too deep, too long or too large to be worked with."""
    with refused(gd.BadInput):
        gd.Event.from_dict({"event": "decided", "on": "2020-05-20", field: bomb})


@bombs
def test_bomb_in_the_details_of_a_fact_is_refused_in_python_too(bomb):
    """What could not be read back is not taken in by the other door."""
    with refused(gd.BadInput):
        gd.Event.of("decided", date(2020, 5, 20), reason=bomb)


@pytest.mark.parametrize("field", ["name", "key", "actor", "voids"])
def test_name_too_long_to_be_quoted_is_refused(field):
    """Names and keys stand in messages, where ten thousand characters are of no use."""
    fields = {"name": "decided", "happened": date(2020, 5, 20), field: "k" * 10_000}

    with refused(gd.BadInput):
        gd.Event(**fields)


@bombs
def test_bomb_instead_of_a_fact_is_refused(bomb):
    """So it is as the fact itself."""
    with refused(gd.BadInput):
        gd.Event.from_dict(bomb)


@bombs
@pytest.mark.parametrize(
    "field",
    ["matter", "procedure", "rule", "jurisdiction", "clause", "advisory", "events", "as_of", "as_known_on", "id", "x"],
)
def test_bomb_in_a_matter_is_refused(field, bomb):
    """No field of a line of replay does, and none of a matter's JSON."""
    told = {"procedure": "publication", "rule": "enforcement.penalty", "events": []}
    with refused():
        replay(told | {field: bomb})
    with refused():
        gd.Matter.from_dict({**told, "matter": "A-1", field: bomb})


def test_what_is_within_the_bounds_is_plain():
    """The bounds themselves are allowed."""
    check_plain([nested(MOST_LEVELS - 1, list), "字" * MOST_TEXT, 2**MOST_BITS - 1, {"a": None, "b": 1.5}], "value")


@pytest.mark.parametrize("detail", [(each for each in ()), sys], ids=["generator", "module"])
def test_detail_that_cannot_be_copied_is_refused(detail):
    """Something that lives is no fact."""
    with refused(gd.BadInput):
        gd.Event.of("decided", date(2020, 5, 20), x=detail)


def test_line_of_too_many_facts_is_refused_and_the_longest_answered_in_time():
    """The worst line is one of facts on one day that each make all be read again."""

    def asked(number):
        names = ("opinion_received", "consulted")
        told = [{"event": names[n % 2], "party": f"P{(n + 1) // 2}", "on": "2020-01-07"} for n in range(1, number)]
        return {"procedure": "request", "events": [{"event": "received", "on": "2020-01-06"}, *told]}

    began = time.perf_counter()
    found = replay(asked(MOST_FACTS))

    assert found["refused"] == []
    assert time.perf_counter() - began < SECONDS
    with refused(gd.BadInput):
        replay(asked(MOST_FACTS + 1))


def test_wrong_corrections_of_a_long_record_stay_short():
    """Each is told of the keys it could have meant, but not of hundreds."""
    events = [{"event": "decided", "on": "2020-05-20", "key": "d"}]
    events += [{"event": "published", "on": "2020-05-21", "key": f"key-{n}"} for n in range(200)]
    events += [{"event": "voided", "on": "2020-05-22", "voids": "none", "key": f"v{n}"} for n in range(200)]
    found = replay({"procedure": "publication", "rule": "enforcement.penalty", "events": events})

    assert len(found["refused"]) == 200
    assert max(len(each["message"]) for each in found["refused"]) < 1000


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 500_000,
        b'{"a":' * 100_000,
        b'{"rule":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"rule":' + b"1" * 5000 + b"}",
        b'{"rule": 1e999}',
        b'{"rule": NaN}',
        b'{"rule": 1, "rule": 2}',
        b'"' + b"\\ud800" * 1000 + b'"',
        b"\xff\xfe{}",
        b'{"rule": "' + b"x" * 2**21 + b'"}',
    ],
    ids=[
        "lists",
        "mappings",
        "closed lists",
        "digits",
        "too large",
        "no number",
        "twice",
        "halves",
        "no UTF-8",
        "long",
    ],
)
def test_line_that_is_no_question_is_refused(line):
    """A line is JSON in UTF-8 that says each thing once, of a bounded depth and length."""
    with refused(gd.BadInput):
        lines.asked(line)


@pytest.mark.parametrize("over", range(-1, 4))
def test_line_at_the_bound_takes_no_other_with_it(monkeypatch, capsysbinary, over):
    """However close to the longest there may be, it is answered or refused, and so is the next."""
    long = b'{"x": "' + b"y" * (2**20 + over - 9) + b'"}'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(long + b'\n{"id": 2}\n{"id": 3}\n')))

    with pytest.raises(SystemExit):
        lines.answer_lines(lambda question: {"got": question.get("id")})

    told = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [each.get("got") for each in told] == [None, 2, 3]


def test_line_without_end_is_not_kept(monkeypatch, capsysbinary):
    """A line of many megabytes is passed over as it comes; the lines around it are answered."""

    class Endless(io.RawIOBase):
        def __init__(self):
            self.parts = [b'{"id": 1}\n', *[b"x" * 2**20] * 200, b"\n", b'{"id": 2}\n']

        def readable(self):
            return True

        def readinto(self, buffer):
            if not self.parts:
                return 0
            part = self.parts.pop(0)
            self.parts[:0] = [part[len(buffer) :]] if len(part) > len(buffer) else []
            buffer[: len(part[: len(buffer)])] = part[: len(buffer)]
            return min(len(part), len(buffer))

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    tracemalloc.start()
    with pytest.raises(SystemExit):
        lines.answer_lines(lambda asked: {"answered": asked["id"]})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    first, refusal, last = map(json.loads, capsysbinary.readouterr().out.splitlines())

    assert (first["answered"], last["answered"]) == (1, 2)
    assert refusal["error"]["code"] == "bad_input"
    assert peak < 30 * 2**20


# Files


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5_000_000,
        "matter,rule,start,jurisdiction\n" + "x" * 200_000 + ",a,2020-01-01,CN\n",
        "matter,rule,start,jurisdiction\n" + "x," * 1_000_000 + "\n",
        'matter,rule,start,jurisdiction\n"' + "x," * 1_000_000 + "\n",
        "matter,rule,start,jurisdiction\nA,request.answer," + "2" * 100_000 + ",CN\n",
        "matter,rule,start,jurisdiction\nA,request.answer,2020-01-06," + "9" * 100_000 + "\n",
        "matter,rule,start,jurisdiction\n\x1b]0;owned\x07,request.answer,2020-01-06,CN\n",
        "matter,rule,start,jurisdiction\na\0b,request.answer,2020-01-06,CN\n",
        "matter,rule,start,jurisdiction\n\x9b31m,request.answer,2020-01-06,CN\n",
    ],
    ids=["head", "cell", "columns", "open quote", "start", "place", "escape", "null", "C1"],
)
def test_hostile_docket_is_refused(text):
    """Cells too long, columns without end, and what a terminal would obey."""
    with refused(gd.BadInput):
        read_docket(text)


@pytest.mark.parametrize(
    "text",
    [
        "a=" + "[" * 4000,
        "a=" + "{a=" * 2000,
        "a=" + "[" * 900 + "]" * 900,
        "a=" + "1" * 5000,
        "a." * 20_000 + "a=1",
        "a='" + "x" * 2_000_000 + "'",
        "a=9999-99-99",
        "a='\0'",
        "\ufeff\ufeffa=1",
        "\n".join(f"[{'a.' * 900}k{n}]" for n in range(500)),
    ],
    ids=["lists", "tables", "closed", "digits", "dots", "large", "date", "null", "marks", "many dots"],
)
def test_hostile_calendar_file_is_refused(text, tmp_path):
    """A file of a calendar or a law is read whole or named with its fault."""
    path = tmp_path / "CN" / "2027.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")

    with refused(gd.BadInput):
        read_folder(tmp_path)


def test_shipped_files_are_far_from_the_bounds():
    """No law and no calendar comes near the sizes that are refused."""
    paths = [*ROOT.glob("calendars/*/*.toml"), *SOURCE.rglob("*.toml")]
    longest = max(len(line) for path in paths for line in path.read_bytes().splitlines())

    assert max(path.stat().st_size for path in paths) * 4 < MOST_OF_A_FILE
    assert longest * 4 < MOST_OF_A_LINE


HEAD = "国务院办公厅关于2027年部分节假日安排的通知\n经国务院批准，现将2027年元旦等具体安排通知如下。\n"
PIECES = (
    "1 1月 1月1日、 1月1日至 （ 《 《》 一 一、 、 \n 国 “ “” a 放假 上班 元旦： 国务院\n "
    "2027年 \u200b \ufdfa 甲甲甲节 "
    "关于放假的通知 现将通知如下 二〇二七年 二〇二七年一 国办发明电〔2027〕1号 "
    "1月1日（星期五）至3日（星期日）放假，共3天。"
)


@pytest.mark.parametrize("piece", PIECES.split(" "))
def test_notice_of_one_piece_over_and_over_is_refused_in_time(piece):
    """No pattern that reads the wording of a notice takes more than seconds, whatever it is given."""
    text = HEAD + piece * (MOST_CHARACTERS // len(piece)) + "\n国务院办公厅\n2026年11月4日\n"
    with refused(gd.BadInput):
        gd.read_notice(text[-MOST_CHARACTERS:])
    with refused(gd.BadInput):
        gd.read_notice(HEAD + text[len(HEAD) :][: MOST_CHARACTERS - len(HEAD)])


def test_notice_longer_than_any_is_refused_before_it_is_read():
    """Also one that grows only as its characters are made plain."""
    for text in ("《" * 10_000_000, "\ufdfa" * (MOST_CHARACTERS // 2)):
        with refused(gd.BadInput, seconds=5):
            gd.read_notice(text)


# What is shown

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'$title"


class Tags(HTMLParser):
    """The tags of a text of HTML, and their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found, self.attributes = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


def hostile_values():
    """Everything that shows itself, of a matter, a docket and a report whose every text is hostile."""
    day = date(2020, 1, 10)
    told = {"actor": HOSTILE, "reason": HOSTILE}
    events = [
        gd.Event.of("received", day, key=HOSTILE, channel="online", **told),
        gd.Event.of("consulted", date(2020, 1, 14), key="2" + HOSTILE, party=HOSTILE, **told),
        gd.Event.of("opinion_received", date(2020, 2, 6), key="3" + HOSTILE, party=HOSTILE, **told),
    ]
    matter = gd.Matter.open("request", id=HOSTILE, events=events)
    seen = matter.at(date(2020, 3, 20))
    filed = [
        gd.Event.of("formed", date(2020, 5, 20), category=HOSTILE, department=HOSTILE),
        gd.Event.of("published", date(2020, 5, 21), channel=HOSTILE),
    ]
    other = gd.Matter.open("publication", id=HOSTILE + "2", events=filed)
    refused_there = dict.fromkeys((*range(32), *range(127, 160), *range(0xD800, 0xE000)))
    row = f'"{HOSTILE.translate(refused_there).replace(chr(34), chr(34) * 2)}"'
    docket = gd.Docket.of(
        read_docket(f"matter,rule,start,jurisdiction\n{row},request.answer,2020-01-06,CN\n{row},{row},2020-01-06,CN\n")
    )
    report = annual_report([matter, other, {"matter": HOSTILE, "procedure": HOSTILE}], 2020)
    return matter, seen, [seen.main, seen.main.deadline], docket, report, day


def test_no_text_becomes_a_tag_in_a_notebook():
    """Hostile names, parties, reasons and keys are text in HTML and in Markdown."""
    matter, seen, inner, docket, _, _ = hostile_values()
    for each in (matter, seen, *inner, docket):
        shown = each._repr_mimebundle_()
        tags = Tags(shown["text/html"])

        assert tags.found <= set("style p b ul li table thead tbody tr th td div span h2 h3 br small i em".split())
        assert not {name for name in tags.attributes if name.startswith("on")}
        assert not re.search(r"<[a-z!/]", shown["text/markdown"], flags=re.IGNORECASE)


def test_no_text_becomes_a_tag_on_a_page_or_a_report():
    """So they are on the page of a docket, whose policy lets no script run but its own, and in a report."""
    matter, _, _, docket, report, day = hostile_values()
    for rows in (gd.entries(docket, day), gd.entries([matter], day)):
        made = page(rows, day, title=HOSTILE)

        assert made.count("<script") == 1
        assert "<img" not in made
        assert "default-src 'none'" in made
    for made in (report.paper().html(), report.paper().html("en")):
        assert not Tags(made).found & {"script", "img"}
    assert not re.search(r"<[a-z!/]", report.paper().markdown(), flags=re.IGNORECASE)


# Controls that a terminal obeys (an escape, its C1 twin, a bell, a backspace, DEL), ends of lines that do not look so,
# signs that turn the order of what follows, and half a pair.
DISGUISES = "\x1b[2K\x9b31m\x07\b\x7f\r\x0b\x85\u2028\u2029\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ud800"
RULES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def disguised(monkeypatch):
    monkeypatch.setitem(globals(), "HOSTILE", f"甲\u202e92-50-0202{DISGUISES}")
    matter, seen, inner, docket, report, day = hostile_values()
    for each in (matter, seen, *inner, docket):
        yield from each._repr_mimebundle_().values()
        yield repr(each)
    yield from (each.explain(lang) for each in (seen, *inner) for lang in ("zh", "en"))
    rows = gd.entries([matter], day)
    yield page(rows, day, title=HOSTILE)
    if find_spec("icalendar"):
        made = feed(rows, datetime(2020, 1, 10, tzinfo=gd.SHANGHAI), name=HOSTILE, domain=HOSTILE).decode()
        yield made.replace("\r\n ", "").replace("\r\n", "\n")
    paper = report.paper()
    yield from (paper.html(), paper.markdown(), paper.text())
    wrong = gd.Event.of(HOSTILE, day)
    for call in (lambda: matter.apply(wrong), lambda: matter.void("k" + HOSTILE, "x", on=day)):
        with pytest.raises(gd.GovDeadlinesError) as refused:
            call()
        yield from (refused.value.message(lang) for lang in ("zh", "en"))


def test_no_text_rules_a_terminal_or_turns_a_date_round(monkeypatch):
    """A name with control or bidirectional characters shows them by number, in every form that is made for reading."""
    shown = list(disguised(monkeypatch))

    assert [text for text in shown if RULES.search(text)] == []
    assert sum("\\u202e92-50-0202" in text for text in shown) > 20


def test_no_text_rules_the_terminal_of_the_command_line(tmp_path):
    """What a docket, a catalogue and a line bring is shown so too; JSON says the same by its own escapes."""
    from click.testing import CliRunner

    from gov_deadlines.cli import command

    name = "甲\u202e92-50-0202\u2066\u200f"
    docket, catalogue = tmp_path / "docket.csv", tmp_path / "catalogue.csv"
    docket.write_text(f"matter,rule,start,jurisdiction\n{name},request.answer,2020-01-06,CN\n", encoding="utf-8")
    catalogue.write_text(
        f"公开事项,公开内容,公开依据,公开时限\n{name},{name}录,《{name}法》,形成之日起{name}30个工作日内\n",
        encoding="utf-8",
    )
    line = json.dumps({"id": name + DISGUISES, "rule": "request.answer", "start": "2020-01-06"})
    calls = (
        (["docket", str(docket)], ""),
        (["docket", str(docket), "--json"], ""),
        (["docket", str(docket), "--html"], ""),
        (["catalogue", "check", str(catalogue), "--on", "2026-03-02"], ""),
        (["catalogue", "check", str(catalogue), "--on", "2026-03-02", "--json"], ""),
        (["due", name, "2020-01-06"], ""),
        (["reckon"], line),
    )
    for arguments, told in calls:
        done = CliRunner().invoke(command, arguments, input=told)

        assert not RULES.search(done.output), arguments
        assert "92-50-0202" in done.output, arguments
    assert json.loads(done.output)["id"] == name + DISGUISES


def test_name_makes_no_line_of_its_own():
    """A name of two lines does not add one that reads like an answer of the library."""
    day = date(2020, 1, 10)
    name = "甲\n期限：不迟于2020年12月31日24时"
    seen = gd.Matter.open("request", id=name, events=[gd.Event.of("received", day)]).at(day)

    for text in (seen.explain("zh"), seen._repr_mimebundle_()["text/plain"]):
        assert not any(line.startswith("期限：不迟于2020年12月31日") for line in text.splitlines())


@pytest.mark.parametrize("sign", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(0)", "\t=1+1", "\r=1+1"])
def test_no_text_becomes_a_formula_in_a_workbook(sign, tmp_path):
    """Text that begins as a formula does stays text in every cell."""
    openpyxl = pytest.importorskip("openpyxl")
    filed = [gd.Event.of("formed", date(2020, 5, 20), category=sign), gd.Event.of("published", date(2020, 5, 21))]
    report = annual_report([gd.Matter.open("publication", id=sign, events=filed)], 2020)
    report.paper().write_xlsx(tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert any(str(cell.value).endswith(sign.strip()) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


# What a ledger's seals show, and what they do not


@pytest.fixture
def filed(tmp_path):
    """A ledger in a file under a key or none, and the connection of someone who writes past it."""
    past = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)

    def opened(key=b""):
        store = gd.SqlStore(f"sqlite:///{tmp_path / 'ledger.db'}").create()
        stores.append(store)
        ledger = gd.Ledger(store, clock=lambda: datetime(2020, 5, 22, 9, tzinfo=gd.SHANGHAI), key=key)
        ledger.open("publication", id="A-1", event=gd.Event.of("decided", date(2020, 5, 20), key="d"), **PENALTY)
        ledger.record("A-1", gd.Event.of("published", date(2020, 5, 21), key="p"))
        return ledger

    stores = []
    yield opened, past
    past.close()
    for store in stores:
        store.close()


PENALTY = {"rule": "enforcement.penalty", "jurisdiction": "520323"}


def test_whoever_knows_no_key_cannot_make_a_chain_anew(filed):
    """The seals that the library makes without the key, over facts altered in the database, are found."""
    opened, past = filed
    ledger = opened(b"kept in a safe")
    remade(past)

    assert [(flaw.matter, flaw.version) for flaw in ledger.verify()] == [("A-1", 1)]


def test_without_a_key_a_chain_made_anew_shows_against_heads_alone(filed):
    """SHA-256 is no secret: whoever may write the database can seal other facts, and that is known to be so."""
    opened, past = filed
    ledger = opened()
    heads = ledger.heads()
    remade(past)

    assert ledger.verify() == []
    assert [flaw.matter for flaw in ledger.verify(heads)] == ["A-1"]


@pytest.mark.parametrize("key", [b"", b"kept in a safe"])
def test_facts_cut_off_at_the_end_show_against_heads_alone(filed, key):
    """A record put back as it once was is sound in itself, key or none."""
    opened, past = filed
    ledger = opened(key)
    heads = ledger.heads()
    ((seal,),) = past.execute("select seal from gd_event where version = 1").fetchall()
    past.execute("delete from gd_event where version = 2")
    past.execute("update gd_matter set version = 1, head = ?, state = 'pending'", (seal,))

    assert ledger.verify() == []
    assert [flaw.matter for flaw in ledger.verify(heads)] == ["A-1"]


def test_row_that_no_ledger_writes_hides_no_other_matter(filed):
    """A word where a number belongs is a flaw of that matter; others are checked as ever, and rebuilding says why."""
    opened, past = filed
    ledger = opened()
    ledger.open("publication", id="A-2", event=gd.Event.of("decided", date(2020, 5, 20), key="d"), **PENALTY)
    past.execute("update gd_matter set version = 'two' where name = 'A-1'")
    past.execute("update gd_event set body = replace(body, '2020-05-20', '2020-05-19') where matter_id <> ?", ("",))

    assert sorted((flaw.matter, flaw.version) for flaw in ledger.verify()) == [("A-1", 0), ("A-2", 1)]
    assert sorted((each.matter, each.error.code) for each in ledger.rebuild(repair=False)) == [
        ("A-1", "chain_broken"),
        ("A-2", "chain_broken"),
    ]
    with refused(gd.ChainBroken):
        ledger.matter("A-1")


@pytest.mark.parametrize(
    ("column", "value"),
    [("due_on", "2020-13-01"), ("rungs", "[1]"), ("next_rung", "x"), ("due_revision", 2**62), ("is_open", "yes")],
)
def test_obligation_that_no_ledger_writes_is_refused_and_made_anew(filed, column, value):
    """It is named with its column; deleted, as the message says, it is worked out again from the facts."""
    opened, past = filed
    ledger = opened()
    past.execute(
        f"update gd_obligation set {column} = ?, wake_at_us = 1, next_rung = coalesce(next_rung, 'due')", (value,)
    )
    if column != "next_rung":
        past.execute("update gd_obligation set next_rung = 'due'")
    with refused(gd.RowSpoiled):
        ledger.wake(datetime(2020, 6, 1, 9, tzinfo=gd.SHANGHAI))
        ledger.obligations("A-1")
    past.execute("delete from gd_obligation")
    ledger.rebuild(repair=True)

    assert [each.due for each in ledger.obligations("A-1")] == [date(2020, 5, 29)]


def test_turn_put_off_in_the_database_shows_when_rebuilding(filed):
    """When the clock next changes a matter follows from its facts; put off, a series would not be told of in time."""
    opened, past = filed
    ledger = opened()
    past.execute("update gd_matter set turns_at_us = 1")

    (found,) = ledger.rebuild(repair=True)
    assert (found.kept.turns_at_us, found.fresh.turns_at_us) == (1, None)
    assert ledger.rebuild(repair=False) == []


def remade(past):
    """The facts moved by a day and sealed anew without a key, as someone with this library and the database could."""
    from gov_deadlines.ledger.chain import Chain, identity
    from gov_deadlines.ledger.rows import MatterRow

    cursor = past.execute("select * from gd_matter")
    names = [column[0] for column in cursor.description]
    known = {each.name for each in MatterRow.__attrs_attrs__}
    row = MatterRow(**{name: value for name, value in zip(names, cursor.fetchone(), strict=True) if name in known})
    chain = Chain()
    seal = chain.beginning(identity(row))
    told = past.execute("select version, recorded_us, body from gd_event order by version").fetchall()
    for version, recorded_us, was in told:
        body = was.replace("2020-05-20", "2020-05-19")
        seal = chain.seal(seal, version, recorded_us, body)
        past.execute("update gd_event set body = ?, seal = ? where version = ?", (body, seal, version))
    past.execute("update gd_matter set head = ?", (seal,))


@pytest.mark.parametrize(
    "hostile", ["'; drop table gd_matter; --", '"; drop table gd_event; --', "%s :id ? {x}", "\\'"]
)
def test_no_text_becomes_sql(filed, hostile):
    """Ids, keys and details that read like SQL are kept and found again as they are."""
    opened, past = filed
    ledger = opened()
    ledger.open("request", id=hostile, event=gd.Event.of("received", date(2020, 5, 20), key=hostile, note=hostile))
    again = ledger.record(hostile, gd.Event.of("received", date(2020, 5, 20), key=hostile, note=hostile))

    assert again.replayed
    assert ledger.matter(hostile).events[0].payload["note"] == hostile
    assert past.execute("select count(*) from gd_matter").fetchall() == [(2,)]
    assert ledger.verify() == []


@pytest.mark.parametrize(
    "url",
    [
        "nosuch://user:s3cr3t@host/name",
        "nosuch://user:s3/cr@3t@host/name",
        "nosuch://host/name?password=s3cr3t",
        "sqlite+nosuch:///x?odbc_connect=PWD%3Ds3cr3t",
        "nosuch:user:s3cr3t@host/name",
        "postgresql://user:s3cr3t@host:port/name",
        "postgresql://user:p@s:s3cr3t@host:5432/name",
        "garbage s3cr3t@host",
        "s3cr3t@host/name",
    ],
)
def test_no_password_stands_in_a_refusal(url):
    """A URL that opens no database is quoted without what may be secret, wherever in it that stands."""
    with refused(gd.BadInput) as found:
        gd.SqlStore(url)
    assert not re.search("s3|3t", "".join(traceback.format_exception(found.value)))


def test_option_that_a_driver_does_not_know_is_refused():
    """It is not a fault of the program that a URL has a word too many."""
    pytest.importorskip("pymysql")
    with refused(gd.BadInput), gd.SqlStore("mysql+pymysql://u@127.0.0.1:1/d?foo=bar").reading():
        pass


def test_table_of_columns_takes_a_name_and_nothing_else():
    """The one statement that bears a name of the caller's takes letters, digits and lines under them."""
    columns = pytest.importorskip("gov_deadlines.analysis.columns")
    table = columns.table("request.answer")
    for name in ("a; drop table b", "a b", 'a"', "a'", "", "1a", "a.b", 7):
        with refused(gd.BadInput):
            table.to_sql(name)


# What the source does not do


def calls(tree):
    """The calls in *tree*, each with the last part of its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            yield name, node


BANNED = {"eval", "exec", "compile_command", "__import__", "system", "popen", "fork", "execv", "spawnv", "mktemp"}
BANNED_MODULES = set(
    "pickle cPickle dill marshal shelve yaml subprocess pty socket ssl http urllib ftplib smtplib telnetlib requests "
    "ctypes xml tempfile multiprocessing".split()
)


# What reads the parts of a workbook before anything else does, and refuses any that declares a document type.
ALLOWED_THERE = {"catalogue/containers/package.py": {"xml"}}


@pytest.mark.parametrize("name", MODULES)
def test_module_runs_no_text_and_reaches_for_nothing(name):
    """No code is made of data, no object is unpickled, no process started, no connection made by the library itself."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    imported = {
        (alias.name if isinstance(node, ast.Import) else node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.level == 0)
        for alias in node.names
    }

    assert imported & BANNED_MODULES == ALLOWED_THERE.get(name, set())
    assert {called for called, _ in calls(tree)} & BANNED == set()


SQL_TAKERS = {"text", "exec_driver_sql", "literal_column", "execute", "executemany", "executescript", "DDL"}
# What is handed to one of these as other than a constant of the source, and why it is no text from outside.
WRITTEN_HERE = {
    "statements.py: literal_column(f\"'{schema.NOTHING}'\")",  # a constant of the schema
    "at_once.py: literal_column(f\"'{schema.NOTHING}'\")",
    "at_once.py: literal_column(str(len(puts)))",  # a number
    "dialect.py: execute(words)",  # BEGIN, by the two callers in that class
    "dialect.py: execute(f'PRAGMA {pragma}')",  # three constants above it
    "migrations/versions/v0001.py: text(asked)",  # a constant for each database, with a parameter
    "prepared.py: execute(text, given)",  # what SQLAlchemy compiled, with its parameters
    "straight.py: execute(text, given)",
}


def test_statements_of_the_ledger_are_built_by_sqlalchemy_alone():
    """Nothing that a statement is made of is put together from text; each exception is named above with its reason."""
    found = set()
    for name, path in MODULES.items():
        if not name.startswith("ledger/"):
            continue
        for called, node in calls(ast.parse(path.read_text(encoding="utf-8"))):
            if called not in SQL_TAKERS or not node.args:
                continue
            first = node.args[0]
            if isinstance(first, ast.JoinedStr | ast.BinOp) or _is_text(first, called):
                found.add(f"{name.removeprefix('ledger/')}: {called}({', '.join(map(ast.unparse, node.args))})")

    assert found == WRITTEN_HERE


def _is_text(node, called):
    """Whether it may be a text that is no constant: a name or a call where SQL is taken as text."""
    if isinstance(node, ast.Constant):
        return False
    if called in ("text", "exec_driver_sql", "literal_column", "executescript", "DDL"):
        return True
    return isinstance(node, ast.Name) and node.id in ("words", "text", "sql", "statement_text")


NARROWING = re.compile(r"not isinstance\(.+\)|isinstance\(.+\)|[\w.]+ is not None")


@pytest.mark.parametrize("name", MODULES)
def test_asserts_narrow_types_and_do_nothing_else(name):
    """`python -O` leaves asserts out: none may check what comes from outside, or do anything."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    told = [ast.unparse(node.test) for node in ast.walk(tree) if isinstance(node, ast.Assert)]

    assert [each for each in told if not NARROWING.fullmatch(each)] == []
    assert not any(called == "__debug__" for called, _ in calls(tree))


PROGRAM = """
import hashlib, json, sys
from datetime import date
import gov_deadlines as gd
from gov_deadlines.analysis.docket import read_docket, text
from gov_deadlines.matters.replay import replay
from gov_deadlines.view.page import page
from pathlib import Path
docket = gd.Docket.of(read_docket((Path(gd.__file__).parent / "docket.csv").read_text(encoding="utf-8")))
day = date(2020, 2, 4)
told = [text(docket, "zh"), page(gd.entries(docket, day), day)]
for line in sys.stdin:
    try:
        told.append(json.dumps(replay(json.loads(line)), default=str))
    except gd.GovDeadlinesError as error:
        told.append(error.message())
print(hashlib.sha256("".join(told).encode()).hexdigest(), sys.flags.optimize)
"""


def test_answers_are_the_same_without_asserts():
    """The demonstration, its page and every story, under `python -O` and without it."""
    stories = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/stories").glob("*.jsonl")))
    env = {**os.environ, "PYTHONPATH": str(SOURCE.parent), "PYTHONUTF8": "1"}
    (usual, level), (bare, bare_level) = (
        subprocess.run(
            [sys.executable, *flags, "-c", PROGRAM], input=stories, env=env, capture_output=True, text=True, check=True
        ).stdout.split()
        for flags in ((), ("-O",))
    )

    assert (level, bare_level) == ("0", "1")
    assert usual == bare


def test_security_page_names_tests_that_are_there():
    """Each test that SECURITY.md points to is in the file it names."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/\w+\.py)::(\w+)`", text)

    assert len(named) > 20
    for path, test in named:
        assert re.search(rf"def {test}\b", (ROOT / path).read_text(encoding="utf-8")), (path, test)
