"""How tests tell the story of a matter, and read what became of it: moments as text, facts in a line."""

from datetime import date, datetime

import gov_deadlines as gd
from gov_deadlines import Event, Matter


def moment(text):
    """The day, or with an hour the instant, in Shanghai where no other offset is given, that *text* writes."""
    if "T" not in text:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text if text[-6] in "+-" else f"{text}+08:00")


def fact(when, name, learned=None, key="", voids="", **details):
    """One fact, its moments as text."""
    return Event(name, moment(when), key, moment(learned) if learned else None, "", voids, details)


def story(procedure, *facts, **options):
    """The matter with *facts* recorded one after another, each a fact or the words of one: when and what."""
    told = [each if isinstance(each, Event) else fact(*each.split(" ")) for each in facts]
    return Matter.open(procedure, id="A-1", events=told, **options)


def request(received, *facts):
    """A request that was received on that day."""
    return story("request", f"{received} received", *facts)


def seen(matter, when, known=None):
    """The matter on a day, by what was known by then or later."""
    return matter.at(moment(when), as_known_on=moment(known) if known else None)


def day(found):
    """A day, or an instant in Shanghai, as text."""
    if isinstance(found, datetime):
        return found.astimezone(gd.SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")
    return found.isoformat() if found else None


def names(found):
    """What breaches or obligations are called."""
    return [each.name for each in found]


def readings(duty):
    """The other defensible ends of a duty, by what they rest on."""
    return {each.reading: day(each.due or each.due_at) for each in duty.alternatives}
