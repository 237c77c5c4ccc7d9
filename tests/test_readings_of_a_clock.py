"""
What else a wait, an extension or an hour limit could mean: every other reading, with its end and its words.

Each end is counted beside the test on a wall calendar; the number in brackets is the running total.
"""

import pytest

from .telling import fact, seen, story

PARTY = {"whom": "third_party"}
RESTARTS = ("期限重新计算", "the limit starts anew")
EXCLUDES = ("只扣除等待的时间", "only the time of waiting is left out")
LAPSES = (
    "consultation_ends_with_the_third_partys_limit",
    "第三方逾期未提出意见后不再扣除",
    "the clock stands still no longer than the third party had for its opinion",
)
ORGANS = (
    "consultation_of_organs_counts",
    "被征求意见的如为其他机关，当时的规定不扣除其所需时间",
    "if those asked are other organs, the text of the time does not leave their time out",
)
NAMED = (
    "extended_to_the_named_day",
    "延长至所告知的日期，该日不再变动",
    "the limit ends on the day that the extension named, which does not move",
)
FEE = ("fee_excludes", f"等待缴费：{EXCLUDES[0]}", f"waiting for the fee: {EXCLUDES[1]}")
CORRECTION = ("correction_restarts", f"等待补正：{RESTARTS[0]}", f"waiting for the correction: {RESTARTS[1]}")
WITHHELD = ("withholding_restarts", f"暂不公开：{RESTARTS[0]}", f"withheld: {RESTARTS[1]}")


def request(*facts):
    """A request with its facts, each as words or as a fact."""
    return story("request", *facts)


def until(day, on="2020-05-22"):
    """An extension, approved and told, until a day."""
    return fact(on, "extended", approved_by="主任", notified=True, until=day)


@pytest.mark.parametrize(
    ("facts", "due", "other"),
    [
        # The fee, by no text: from 05-29 anew, June 5 (5), 12 (10), 19 (15), 24 (18), the festival from 25 to 27,
        # Sunday 28 worked, 29 (20). Left out 26 to 29: May 25 (3), June 5 (8), 12 (13), 19 (18), 23 (20).
        (
            ["2020-05-20 received", "2020-05-25 fee_notified", "2020-05-29 fee_paid"],
            "2020-06-29",
            [(*FEE, "2020-06-23")],
        ),
        # The correction, by statute, from 05-25 anew; then the fee, from 05-28: May 29 (1), June 5 (6), 12 (11),
        # 19 (16), 24 (19), 28 (20); left out 27 and 28: May 26 (1), 29 (2), June 5 (7), 12 (12), 19 (17), 24 (20).
        (
            [
                *("2020-05-20 received", "2020-05-22 correction_requested", "2020-05-25 corrected"),
                *("2020-05-26 fee_notified", "2020-05-28 fee_paid"),
            ],
            "2020-06-28",
            [(*FEE, "2020-06-24")],
        ),
        # In 2010 15 days. The third party, by statute, leaves out May 19 and 20; the correction, by no text, nothing:
        # 18 (1), 21 (2), 28 (7), June 4 (12), 9 (15). Anew from 05-26: 28 (2), June 4 (7), 11 (12), the weekend of 12
        # and 13 worked (14), the festival 14 to 16, 17 (15).
        (
            [
                *("2010-05-17 received", fact("2010-05-18", "consulted", **PARTY), "2010-05-20 opinion_received"),
                *("2010-05-24 correction_requested", "2010-05-26 corrected"),
            ],
            "2010-06-09",
            [(*CORRECTION, "2010-06-17")],
        ),
        # The fee of 2010, by no text: from Friday 05-28, June 4 (5), 11 (10), 13 (12), 18 (14), 21 (15); left out 27
        # and 28: May 21 (1), 26 (4), June 4 (9), 11 (14), 12 (15). What the correction before it did is then all one.
        (
            [
                *("2010-05-20 received", "2010-05-24 correction_requested", "2010-05-25 corrected"),
                *("2010-05-26 fee_notified", "2010-05-28 fee_paid"),
            ],
            "2010-06-21",
            [(*FEE, "2010-06-12")],
        ),
        # A correction that the answer itself ended let nothing begin anew.
        (["2010-05-20 received", "2010-05-24 correction_requested", "2010-05-25 answered"], "2010-06-10", []),
        # While the fee is out nothing can be told.
        (["2020-05-20 received", "2020-05-26 fee_notified"], None, []),
        # Asked on 2020-01-08 and heard on 03-20: Jan 7, 8 (2), Mar 27 (7), Apr 3 (12), 10 (16), 16 (20). The party had
        # until 02-05: Feb 6, 7 (4), 14 (9), 21 (14), 28 (19), Mar 2 (20).
        (
            ["2020-01-06 received", fact("2020-01-08", "consulted", **PARTY), "2020-03-20 opinion_received"],
            "2020-04-16",
            [(*LAPSES, "2020-03-02")],
        ),
        (["2020-01-06 received", fact("2020-01-08", "consulted", **PARTY)], None, [(*LAPSES, "2020-03-02")]),
        # Heard on 02-05, the last day of the party: nothing else can be meant.
        (
            ["2020-01-06 received", fact("2020-01-08", "consulted", **PARTY), "2020-02-05 opinion_received"],
            "2020-03-02",
            [],
        ),
        # Corrected on 03-02, by statute anew; asked the day after and heard on 04-20: Mar 3 (1), Apr 24 (5), Sunday 26
        # worked (6), 30 (10), May 6 to 9 (14), 15 (19), 18 (20). The party had until 03-24: 27 (4), Apr 3 (9), 10 (13),
        # 17 (18), 21 (20). How long the applicant took to correct is nobody's limit.
        (
            [
                *("2020-01-06 received", "2020-01-07 correction_requested", "2020-03-02 corrected"),
                *(fact("2020-03-03", "consulted", **PARTY), "2020-04-20 opinion_received"),
            ],
            "2020-05-18",
            [(*LAPSES, "2020-04-21")],
        ),
        # Under the text of 2008, asked from 01-16 to 22: Jan 12 (4), 16 (6), 26 (10), Feb 2 (15); if of another organ,
        # whose time counts, Jan 29. Asked with it a third party, heard on 18: Jan 16 (6), 19 (7), 26 (12), 31 (15).
        (
            [
                "2018-01-08 received",
                fact("2018-01-16", "consulted", party="甲"),
                fact("2018-01-22", "opinion_received", party="甲"),
            ],
            "2018-02-02",
            [(*ORGANS, "2018-01-29")],
        ),
        (
            [
                "2018-01-08 received",
                fact("2018-01-16", "consulted", party="甲"),
                fact("2018-01-16", "consulted", party="乙", **PARTY),
                fact("2018-01-18", "opinion_received", party="乙"),
                fact("2018-01-22", "opinion_received", party="甲"),
            ],
            "2018-02-02",
            [(*ORGANS, "2018-01-31")],
        ),
        # Who was asked is on record, or the text leaves out the time of all.
        (
            [
                "2018-01-08 received",
                fact("2018-01-16", "consulted", party="甲", **PARTY),
                fact("2018-01-22", "opinion_received", party="甲"),
            ],
            "2018-02-02",
            [],
        ),
        (
            [
                "2020-05-20 received",
                fact("2020-05-22", "consulted", party="甲"),
                fact("2020-05-26", "opinion_received", party="甲"),
            ],
            "2020-06-19",
            [],
        ),
        # Extended until 06-24, the twenty-fifth day, and then asked from 05-26 to 28, which moves the end by two.
        (
            [
                *("2020-05-20 received", until("2020-06-24")),
                *(fact("2020-05-26", "consulted", **PARTY), "2020-05-28 opinion_received"),
            ],
            "2020-06-29",
            [(*NAMED, "2020-06-24")],
        ),
        # A day of the festival: the last working day before it, or that day. A working day is itself.
        (["2020-05-20 received", until("2020-06-27")], "2020-06-24", [(*NAMED, "2020-06-27")]),
        (["2020-05-20 received", until("2020-06-24")], "2020-06-24", []),
        # Extended until 06-18, and then anew from a correction of that day or a later one: the named day is no end of
        # what only began. From 06-18: 19 (1), 24 (4), 28 (5), 30 (7), July 3 (10), 10 (15), 17 (20), and one day more.
        (
            [
                *("2020-05-20 received", until("2020-06-18")),
                *("2020-05-26 correction_requested", "2020-06-18 corrected"),
            ],
            "2020-07-20",
            [],
        ),
    ],
)
def test_other_readings_of_a_request(facts, due, other):
    """What no statute settles, and nothing where it does."""
    duty = seen(request(*facts), "2020-08-01").main

    assert (duty.due.isoformat() if duty.due else None) == due
    assert [(each.reading, each.zh, each.en, each.due.isoformat()) for each in duty.alternatives] == other


def test_information_withheld_for_a_while():
    """
    Formed on 2020-05-20 and withheld from the 22nd to the 26th: no text says what that does to the twenty days.

    Left out 23 to 26: May 22 (2), 29 (5), June 5 (10), 12 (15), 19 (20). Anew from the 26th: 29 (3), June 5 (8), 12
    (13), 19 (18), 23 (20).
    """
    facts = ["2020-05-20 formed", fact("2020-05-22", "withheld", basis="第十四条"), "2020-05-26 withholding_lifted"]
    duty = seen(story("publication", *facts), "2020-06-01").main

    assert duty.due.isoformat() == "2020-06-19"
    assert [(each.reading, each.zh, each.en, each.due.isoformat()) for each in duty.alternatives] == [
        (*WITHHELD, "2020-06-23")
    ]


def test_hours_run_from_each_instant_that_the_text_could_mean():
    """
    Five hours from 08:00, when it occurred; from 08:30, when it was detected; from 09:00, when it was classified.

    Of two facts of one instant neither gives another end.
    """
    facts = [
        "2020-07-08T08:00:00 occurred",
        "2020-07-08T08:30:00 detected",
        fact("2020-07-08T09:00:00", "classified", level="major"),
    ]
    duty = seen(story("incident", *facts), "2020-07-08T10:00:00").main

    assert duty.due_at.isoformat() == "2020-07-08T13:00:00+08:00"
    assert [(each.reading, each.zh, each.en, each.due, each.due_at.isoformat()) for each in duty.alternatives] == [
        ("counted_from_detected", "自发现起算", "counted from: detected", None, "2020-07-08T13:30:00+08:00"),
        ("counted_from_classified", "自定级起算", "counted from: classified", None, "2020-07-08T14:00:00+08:00"),
    ]
    at_once = [*facts[:1], "2020-07-08T08:00:00 detected", fact("2020-07-08T08:00:00", "classified", level="major")]
    assert seen(story("incident", *at_once), "2020-07-08T10:00:00").main.alternatives == ()
