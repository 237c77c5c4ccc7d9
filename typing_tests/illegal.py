"""Uses that both type checkers must refuse: each marked line, and no other."""

from __future__ import annotations

from datetime import date

import gov_deadlines as gd

calendar = gd.WorkCalendar.load(45)  # refused: a region is a string
calendar.shift("2020-05-20", 7)  # refused: a day is a date
calendar.shift(date(2020, 5, 20), 7.5)  # refused: a number of days is whole
calendar.first = date(2020, 1, 1)  # refused: values are frozen
gd.Period(20, "working_day").end(date(2026, 1, 5), calendar)  # refused: a unit is a Unit
gd.Period(20)  # refused: a number never travels without its unit
gd.due("request.answer", "2020-05-20")  # refused: a start is a date or an instant
gd.due("request.answer", date(2020, 5, 20), "CN")  # refused: the jurisdiction is named
gd.due("request.answer", date(2020, 5, 20)).explain("fr")  # refused: there are two languages
gd.due("request.answer", date(2020, 5, 20)).overdue  # refused: lateness is asked of an act, not of a deadline
gd.no_such_name  # refused: the face is closed
gd.Matter.open("request", "2020-17")  # refused: the id is named
gd.Matter.open("request").apply("received")  # refused: a fact is an Event
gd.Matter.open("request").at("2020-03-20")  # refused: a moment is a date or an instant
gd.Event.of("received", "2020-03-02")  # refused: a fact happened on a date or at an instant
gd.Matter.open("request").events = ()  # refused: a matter is a value
gd.compare(gd.Question("request.answer", date(2020, 5, 20)), stat=1)  # refused: only what decides can be changed
gd.compare(gd.Matter.open("request"), as_known_on=date(2020, 1, 1))  # refused: a matter is compared at a moment
gd.latest_start("request.answer", "2020-05-20")  # refused: a day is a date
