"""The second clock of a request, held against days counted by hand from the notices: an oracle has to be right too."""

import itertools
from datetime import date, timedelta

import pytest

from . import oracle
from .request_ledger import ledger

NATION = oracle.within(oracle.nation())
LONG = timedelta(days=150)


def facts(text):
    """The facts of a matter written as `day event` or `day event:party`, one after another with commas."""
    found = []
    for words in text.split(", "):
        day, event = words.split(" ")
        name, _, party = event.partition(":")
        found.append({"event": name, "on": date.fromisoformat(day)} | ({"party": party} if party else {}))
    return found


def kept(text, works=NATION):
    """The ledger of those facts, walked far enough for any of the cases here."""
    told = facts(text)
    return ledger(told, works, max(fact["on"] for fact in told) + LONG)


@pytest.mark.parametrize(
    ("received", "place", "due"),
    [
        # 01-13 to 17 (5), Sunday 01-19 (6), 01-20 to 23 (10), off 01-24 to 02-02, 02-03 to 07 (15), 02-10 to 14 (20)
        ("2020-01-10", "CN", "2020-02-14"),
        # the last day of the 2008 text, 15 days: 05-15 to 17 (3), 20 to 24 (8), 27 to 31 (13), 06-03 and 04 (15)
        ("2019-05-14", "CN", "2019-06-04"),
        # the first day of the 2019 text, 20 days: 05-16, 17 (2), 20 to 24 (7), 27 to 31 (12), 06-03 to 06 (16),
        # 端午 06-07 off, 10 to 13 (20)
        ("2019-05-15", "CN", "2019-06-13"),
        # received on a Saturday of rest: 06-08 to 12 (5), 15 to 19 (10), 22 to 24 (13), 端午 25 to 27 off,
        # Sunday 28 (14), 29 to 07-03 (19), 07-06 (20)
        ("2020-06-06", "CN", "2020-07-06"),
        # 15 days in Guangxi: 03-21 to 24 (4), 27 to 29 (7), 三月三 30 to 04-01 and 清明 02 to 04 off, 05 to 07 (10),
        # Saturday 08 (11), 10 to 13 (15)
        ("2017-03-20", "45", "2017-04-13"),
        # and elsewhere: 03-21 to 24 (4), 27 to 31 (9), Saturday 04-01 (10), 05 to 07 (13), 10 and 11 (15)
        ("2017-03-20", "CN", "2017-04-11"),
    ],
)
def test_plain_request(received, place, due):
    """The day of receipt never counts, days of rest never count, and the law is that of the day of receipt."""
    works = NATION if place == "CN" else oracle.within(oracle.place(place))

    found = kept(f"{received} received", works)

    assert found.due == date.fromisoformat(due)
    assert found.start == date.fromisoformat(received)
    assert sum(row.counted for row in found.rows) == found.budget


@pytest.mark.parametrize(
    ("told", "due"),
    [
        # 甲 alone 03-08 to 12, 乙 also 10 to 12 and alone 15 to 17, so eight working days once each:
        # 03-02 to 05 (4), 18 and 19 (6), 22 to 26 (11), 29 to 04-02 (16), 清明 04-05 off, 06 to 09 (20)
        (
            (
                "2021-03-01 received, 2021-03-05 consulted:甲, 2021-03-09 consulted:乙, "
                "2021-03-12 opinion_received:甲, 2021-03-17 consultation_lapsed:乙"
            ),
            "2021-04-09",
        ),
        # sent and answered on one day: no day is left out; 03-02 to 05 (4), three weeks (19), 03-29 (20)
        ("2021-03-01 received, 2021-03-05 consulted:甲, 2021-03-05 opinion_received:甲", "2021-03-29"),
        # all through the Spring Festival, which does not count anyway
        ("2020-01-10 received, 2020-01-23 consulted:甲, 2020-02-02 opinion_received:甲", "2020-02-14"),
        # sent on the last day: that day has already filled the budget
        ("2021-03-01 received, 2021-03-29 consulted:甲, 2021-04-02 opinion_received:甲", "2021-03-29"),
    ],
)
def test_consultation_leaves_days_out(told, due):
    """The days after sending up to the opinion or its lapse are left out, once however many parties there are."""
    assert kept(told).due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("told", "start", "due"),
    [
        # from 01-17: Sunday 01-19 (1), 20 to 23 (5), 02-03 to 07 (10), 10 to 14 (15), 17 to 21 (20)
        (
            "2020-01-02 received, 2020-01-08 correction_requested, 2020-01-17 corrected",
            "2020-01-17",
            "2020-02-21",
        ),
        # 2008 text: 04-09 to 12 (4), 15 to 19 (9), 22 to 26 (14), Sunday 28 (15), as if nothing had been asked
        (
            "2019-04-08 received, 2019-04-10 correction_requested, 2019-04-16 corrected",
            "2019-04-08",
            "2019-04-28",
        ),
        # asked under the 2008 text, corrected under that of 2019: 05-07 to 10 (4), 13 to 17 (9), 20 to 24 (14), 27 (15)
        (
            "2019-05-06 received, 2019-05-10 correction_requested, 2019-05-16 corrected",
            "2019-05-06",
            "2019-05-27",
        ),
        # received under the 2008 text, asked under that of 2019; anew from 05-20 with 20 days:
        # 05-21 to 24 (4), 27 to 31 (9), 06-03 to 06 (13), 端午 07 off, 10 to 14 (18), 17 and 18 (20)
        (
            "2019-05-13 received, 2019-05-16 correction_requested, 2019-05-20 corrected",
            "2019-05-20",
            "2019-06-18",
        ),
    ],
)
def test_correction_starts_the_period_anew_since_2019(told, start, due):
    """A correction asked for since 2019-05-15 starts the period again when it comes; an earlier one changes nothing."""
    found = kept(told)

    assert found.start == date.fromisoformat(start)
    assert found.due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("told", "start", "due"),
    [
        # from 04-12: 04-13 to 16 (4), 19 to 23 (9), Sunday 25 (10), 26 to 30 (15), 05-06 and 07 (17),
        # Saturday 08 (18), 10 and 11 (20)
        ("2021-04-06 received, 2021-04-08 fee_notified, 2021-04-12 fee_paid", "2021-04-12", "2021-05-11"),
        # paid on 09-13, but 甲 is out until 17: Saturday 18 (1), 22 to 24 (4), Sunday 26 (5), 27 to 30 (9),
        # 10-08 (10), Saturday 09 (11), 11 to 15 (16), 18 to 21 (20)
        (
            (
                "2021-09-01 received, 2021-09-03 consulted:甲, 2021-09-06 fee_notified, 2021-09-13 fee_paid, "
                "2021-09-17 opinion_received:甲"
            ),
            "2021-09-13",
            "2021-10-21",
        ),
        # told on the last day, 03-29; from 04-06: 07 to 09 (3), 12 to 16 (8), 19 to 23 (13), Sunday 25 (14),
        # 26 to 30 (19), 05-06 (20)
        ("2021-03-01 received, 2021-03-29 fee_notified, 2021-04-06 fee_paid", "2021-04-06", "2021-05-06"),
        # told a day too late
        ("2021-03-01 received, 2021-03-30 fee_notified, 2021-04-06 fee_paid", "2021-03-01", "2021-03-29"),
        # 2008 text at receipt, 2019 text on payment: 05-21 to 24 (4), 27 to 31 (9), 06-03 to 06 (13),
        # 10 to 14 (18), 17 and 18 (20)
        ("2019-05-08 received, 2019-05-14 fee_notified, 2019-05-20 fee_paid", "2019-05-20", "2019-06-18"),
    ],
)
def test_payment_starts_the_period_anew(told, start, due):
    """From the notice of the fee nothing counts until it is paid; then the limit of that day begins."""
    found = kept(told)

    assert found.start == date.fromisoformat(start)
    assert found.due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("told", "budget", "due"),
    [
        # decided on the last day, 06-17; then 18 and 19 (22), 22 to 24 (25), Sunday 28 (26), 29 to 07-03 (31),
        # 06 to 10 (36), 13 to 16 (40)
        ("2020-05-20 received, 2020-06-17 extended", 40, "2020-07-16"),
        # decided a day too late: 05-21 and 22 (2), 25 to 29 (7), 06-01 to 05 (12), 08 to 12 (17), 15 to 17 (20)
        ("2020-05-20 received, 2020-06-18 extended", 20, "2020-06-17"),
        # the period began under the 2008 text: after 06-04, 05 and 06 (17), 10 to 14 (22), 17 to 21 (27), 24 to 26 (30)
        ("2019-05-14 received, 2019-05-30 extended", 30, "2019-06-26"),
        # anew from 09-13 with 40: 14 to 17 (4), 18 (5), 22 to 24 (8), 26 (9), 27 to 30 (13), 10-08 and 09 (15),
        # 11 to 15 (20), 18 to 22 (25), 25 to 29 (30), 11-01 to 05 (35), 08 to 12 (40)
        (
            "2021-09-01 received, 2021-09-06 extended, 2021-09-07 fee_notified, 2021-09-13 fee_paid",
            40,
            "2021-11-12",
        ),
    ],
)
def test_extension_adds(told, budget, due):
    """An extension adds as many days again as the period had, also after a new start, if decided by the last day."""
    found = kept(told)

    assert found.budget == budget
    assert found.due == date.fromisoformat(due)


@pytest.mark.parametrize(
    "told",
    [
        "2021-03-01 received, 2021-03-10 withdrawn",
        "2021-03-01 received, 2021-03-29 transferred",
        "2021-03-01 received, 2021-03-03 correction_requested, 2021-04-06 correction_lapsed",
        "2021-03-01 received, 2021-03-03 fee_notified, 2021-04-06 fee_lapsed",
        "2021-03-01 received, 2021-03-03 fee_notified",
        "2021-03-01 received, 2021-03-03 correction_requested",
        "2021-03-01 received, 2021-03-03 consulted:甲",
    ],
)
def test_nothing_is_due(told):
    """A matter that ended unanswered by its last day, or whose clock stands still, has no due day."""
    assert kept(told).due is None


@pytest.mark.parametrize("day", ["2021-03-10", "2021-03-29", "2021-04-15"])
def test_answer_is_judged_by_the_same_day(day):
    """Answered early, on the last day or late, the request of 2021-03-01 was due on 2021-03-29."""
    assert kept(f"2021-03-01 received, {day} answered").due == date(2021, 3, 29)


def test_nothing_is_heard_after_the_answer():
    """A request answered on 2021-03-10 and withdrawn the day after was due on 2021-03-29."""
    assert kept("2021-03-01 received, 2021-03-10 answered, 2021-03-11 withdrawn").due == date(2021, 3, 29)


def test_withdrawn_after_the_last_day_was_due_all_the_same():
    """A request withdrawn on 2021-03-30 had been due on 2021-03-29."""
    assert kept("2021-03-01 received, 2021-03-30 withdrawn").due == date(2021, 3, 29)


def test_rows_say_why_each_day_counts_or_not():
    """From 2021-03-01, one party out from Thursday to Tuesday, a fee asked on Thursday and paid on Monday."""
    told = facts(
        "2021-03-01 received, 2021-03-04 consulted:甲, 2021-03-09 opinion_received:甲, "
        "2021-03-11 fee_notified, 2021-03-15 fee_paid"
    )

    found = ledger(told, NATION, date(2021, 3, 16))

    assert [(row.day.day, row.why) for row in found.rows] == [
        (2, "works"),
        (3, "works"),
        (4, "works"),
        (5, "consulted"),
        (6, "rest"),
        (7, "rest"),
        (8, "consulted"),
        (9, "consulted"),
        (10, "works"),
        (11, "works"),
        (12, "fee"),
        (13, "rest"),
        (14, "rest"),
        (15, "fee"),
        (16, "works"),
    ]
    assert [row.day.day for row in found.rows if row.counted] == [2, 3, 4, 10, 11, 16]
    assert found.due is None


def test_order_of_telling_changes_nothing():
    """Five facts, two of them of one day, give 2021-10-15 in each of their 120 orders."""
    told = facts(
        "2021-09-01 received, 2021-09-03 consulted:甲, 2021-09-03 opinion_received:甲, "
        "2021-09-06 fee_notified, 2021-09-13 fee_paid"
    )

    found = {ledger(order, NATION, date(2021, 12, 31)).due for order in itertools.permutations(told)}

    # 09-14 to 17 (4), Saturday 18 (5), 22 to 24 (8), Sunday 26 (9), 27 to 30 (13), 10-08 and 09 (15), 11 to 15 (20)
    assert found == {date(2021, 10, 15)}
