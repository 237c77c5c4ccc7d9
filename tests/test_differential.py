"""Other libraries agree on every day they know, and on how days are counted, but where it is listed: a sample."""

from datetime import date

import pytest

from . import oracle, peers

# Each day is asked of all; shifts and counts from so many days only, since some peers take a millisecond for each.
STEPS = {"chinesecalendar": 199, "workalendar": 61, "holidays": 61, "pandas": 61}


@pytest.mark.parametrize("name", peers.NAMES)
def test_peer_agrees_but_where_it_is_listed(name):
    """A difference that is not listed is news, and so is a listed one that is gone."""
    peer = peers.peer(name)
    if peer is None:
        pytest.skip(f"{name} is not installed")

    tally = peers.agreement(peer, STEPS.get(name, 31))

    assert tally.differences == []
    assert tally.shifts > 50
    assert peer.works is None or tally.days + tally.listed == (peer.last - peer.first).days + 1


def test_listed_difference_is_decided_by_a_notice_in_our_favour_or_not():
    """Each row names a peer, the notice that decides its days, and says in whose favour and why."""
    deciders = oracle.deciders()

    for each in peers.known():
        assert each.peer in peers.NAMES
        assert {deciders[day] for day in oracle.days(each.first, each.last)} == {each.notice}
        assert each.in_favour in ("us", each.peer)
        assert all(oracle.nation()[day] is not each.peer_works for day in oracle.days(each.first, each.last))
        assert each.why


def test_difference_that_is_not_listed_is_told():
    """A peer that rests on a worked Saturday differs on that day, and in each shift and count over it."""
    odd = peers.Peer("odd", date(2020, 6, 1), date(2020, 7, 31), works=lambda day: day.weekday() < 5)

    told = peers.agreement(odd).differences

    assert [each[:10] for each in told] == ["2020-06-25", "2020-06-26", "2020-06-28"]


def test_listed_difference_that_is_gone_is_told(monkeypatch):
    """A peer that has mended its data is to be taken off the list."""
    day = date(2020, 6, 28)
    gone = peers.Difference("odd", day, day, peer_works=False, notice="CN/2020", in_favour="us", why="mended since")
    monkeypatch.setattr(peers, "known", lambda: (gone,))
    odd = peers.Peer("odd", date(2020, 6, 1), date(2020, 7, 31), works=oracle.nation().__getitem__)

    told = peers.agreement(odd).differences

    assert told == ["2020-06-28: listed as a difference, and there is none"]
