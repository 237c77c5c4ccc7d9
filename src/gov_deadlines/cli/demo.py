"""``demo``: the main job on a shipped docket."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import click

from ..analysis.docket import answers, moved, read_docket, table
from ..deadline import due
from ..errors import Lang, said
from ..law.book import LawBook
from .options import JSON, LANG
from .output import say, say_json, say_moves, say_table

# The eve and the day on which the notice that prolonged the Spring Festival of 2020 became public.
_BEFORE, _AFTER = date(2020, 1, 26), date(2020, 1, 27)


@click.command("demo")
@LANG
@JSON
def demo_command(lang: Lang, as_json: bool) -> None:
    """The shipped docket: every due date with its reason, one explained in full, and what a notice did to it."""
    rows = read_docket(files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8"))
    book = LawBook.load()
    if as_json:
        for answer in answers(rows, book=book):
            say_json({"matter": answer.row.matter} | answer.to_dict(lang))
        return
    say(said(lang, "一、期限一览", "1. What is due"))
    say_table(*table(answers(rows, book=book), lang))
    say(said(lang, "\n二、一项期限的完整说明", "\n2. One deadline in full"))
    say(due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323", book=book).explain(lang))
    say(said(lang, "\n三、2020年1月延长春节假期的通知移动了哪些期限", "\n3. What the notice of January 2020 moved"))
    say_moves(moved(rows, _BEFORE, _AFTER, book=book), lang)
