"""How charts look: fonts that have Chinese, colours, and civil time on an axis."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..civil import SHANGHAI, start_of
from .entry import Status
from .life import Stretch

FONTS = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"

INK, SOFT, LINE = "#1d2330", "#5b6472", "#e3e4e0"
MOVED = "#6b3fa0"

STATUS = {
    Status.OVERDUE: "#c8453b",
    Status.DUE_TODAY: "#d9822b",
    Status.DUE_SOON: "#e8b04a",
    Status.NOT_DUE: "#6f94c9",
    Status.RUNNING: "#a9bfdf",
    Status.STOPPED: "#9a8fb5",
    Status.UNKNOWN: "#a3a8b0",
    Status.OPEN: "#9fc7ae",
    Status.ON_TIME: "#4f9d70",
    Status.LATE: "#a9615b",
    Status.CLOSED: "#8f9aa6",
    Status.VOID: "#c9ccd1",
}
STRETCH = {
    Stretch.RAN: "#5f88c4",
    Stretch.AHEAD: "#cfdcf0",
    Stretch.STOPPED: "#c9bfdc",
    Stretch.EXCLUDED: "#d8d4c6",
    Stretch.EXTENDED: "#8fb7a0",
    Stretch.DISCARDED: "#dfe3e8",
    Stretch.LATE: "#c8453b",
}


def clock(moment: date | datetime) -> str:
    """
    The time that a clock in Beijing shows, as charts read it.

    Without a zone, or a reader in another one would see another day.
    """
    at = moment if isinstance(moment, datetime) else start_of(moment)
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%S}"


def dressed(chart: Any) -> Any:
    """*chart* in these fonts and colours."""
    return (
        chart.configure(font=FONTS, background="white", padding=14)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=SOFT, titleColor=SOFT, gridColor="#eeefec", domainColor=LINE, tickColor=LINE, labelFontSize=11.5
        )
        .configure_legend(labelColor=INK, titleColor=SOFT, labelFontSize=11.5, symbolType="square", symbolSize=110)
        .configure_title(
            anchor="start", color=INK, fontSize=16, fontWeight=600, subtitleColor=SOFT, subtitleFontSize=12, offset=14
        )
    )
