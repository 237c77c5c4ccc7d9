"""The words of a 公开时限: ``catalogue.read_phrase``."""

from __future__ import annotations

import json
from datetime import date

from gov_deadlines import GovDeadlinesError, WorkCalendar
from gov_deadlines.catalogue.phrase import read_phrase

from ..contract import Door, check_refusal, text_of, words

GOOD = "自该信息形成或者变更之日起20个工作日内予以公开"


def ask(data: bytes) -> object:
    raw, _, basis = text_of(data).partition("\n#")
    phrase = read_phrase(raw, basis=basis)
    told = json.dumps(phrase.to_dict())
    counted = []
    for part in range(len(phrase.parts)):
        try:
            counted.append(phrase.end(date(2020, 1, 6), WorkCalendar.load("CN"), part=part).to_dict()["due"])
        except GovDeadlinesError as refusal:
            check_refusal(refusal, len(data))
            counted.append(refusal.code)
    return told, phrase.text("zh"), phrase.text("en"), phrase.message("zh"), phrase.message("en"), counted


DOOR = Door("phrase", ask, GOOD.encode(), words("phrase"), longest=6000)
