"""Draws the pictures of docs/views.md anew, of the shipped docket and calendars: ``make pictures``."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import gov_deadlines as gd
from gov_deadlines.civil import civil_day
from gov_deadlines.view.charts import life, timeline, year

HERE = Path(__file__).parent
DAY = date(2020, 2, 4)


def main() -> None:
    """Write every picture beside this file; Chinese needs a font that has it, such as fonts-noto-cjk."""
    shipped = gd.read_docket(files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8"))
    rows = [row for row in shipped if date(2019, 12, 1) < civil_day(row.start) < date(2020, 3, 1)]
    facts = [
        gd.Event.of("received", date(2020, 1, 10), channel="signed_post"),
        gd.Event.of("consulted", date(2020, 1, 14), party="甲公司"),
        gd.Event.of("opinion_received", date(2020, 2, 6), party="甲公司"),
        gd.Event.of("extended", date(2020, 2, 28), approved_by="head", notified=True),
        gd.Event.of("answered", date(2020, 4, 3), outcome="granted"),
    ]
    charts = {
        "timeline": timeline(gd.entries(gd.Docket.of(rows), DAY), DAY),
        "life": life(gd.Matter.open("request", id="2020-17", events=facts), date(2020, 4, 10)),
        "year": year(gd.WorkCalendar.load("CN"), 2020),
    }
    for name, chart in charts.items():
        chart.save(HERE / f"{name}.png", scale_factor=1.1)


if __name__ == "__main__":
    main()
