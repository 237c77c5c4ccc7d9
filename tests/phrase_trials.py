"""Spoils labelled phrases a little and holds what is read of them to what an independent look at the text allows."""

import json
import random
import re
import unicodedata
from pathlib import Path

from gov_deadlines.catalogue.phrase import read_phrase
from gov_deadlines.catalogue.readings import BeforeEvent, Fixed, Periodic, PublicNoticePeriod, Within
from gov_deadlines.catalogue.variants import SIMPLIFIED

ANSWERS = Path(__file__).parent / "answers"
CORE = {
    "within": ("n", "unit", "from"),
    "periodic": ("every", "by"),
    "fixed": ("month", "day"),
    "before_event": ("n", "unit", "event"),
    "at_event": ("event",),
    "public_notice_period": ("min_n", "unit", "op"),
    "long_term": ("word",),
    "reference": ("to",),
}
KINDS = {*CORE, "realtime", "promptly", "anytime", "upon_application", "compound", "unclear"}
NUMERAL = "0123456789０１２３４５６７８９〇○零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾廿卅半"
# What may be put in: the small words that turn a limit into something else, stops, and plain text.
NOISE = (
    "个工作日内前后起自从的或者者变更形成信息公开公示公布年月周天时每按次下不少于至少超过约余多第底末初"
    "及实随长定期之以和、,;。()同上报告另有规定除外 \n"
)
_ONES = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_ONES |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))


def labelled(name):
    """The rows of a file of answers."""
    return [json.loads(line) for line in (ANSWERS / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def core(shape):
    """What of a reading is scored: its kind and core keys, and those of its parts in order."""
    kept = {"kind": shape["kind"]} | {key: shape.get(key) for key in CORE.get(shape["kind"], ())}
    return kept | ({"parts": [core(part) for part in shape["parts"]]} if shape["kind"] == "compound" else {})


def numbers_in(text):
    """Every number in *text*, found without the library: runs of figures, and Chinese numerals by plain addition."""
    plain = "".join(unicodedata.normalize("NFKC", char) for char in text if not char.isspace())
    plain = "".join(SIMPLIFIED.get(char, char) for char in plain)
    found = {int(run) for run in re.findall(r"\d+", plain)}
    for run in re.findall(f"[{NUMERAL[20:-1]}]+", plain):
        total = figure = 0
        for char in run:
            place = {"十": 10, "拾": 10, "百": 100, "千": 1000}.get(char)
            if place:
                total, figure = total + (figure or 1) * place, 0
            elif char in "廿卅":
                total += 20 if char == "廿" else 30
            else:
                figure = figure * 10 + _ONES[char] if char in "〇○" else _ONES[char]
        found.add(total + figure)
    return found


def numbers_read(phrase):
    """Every number that a reading gives, dates apart."""
    found = set()
    for part in phrase.parts:
        if isinstance(part, Within | BeforeEvent):
            found.add(part.n)
        elif isinstance(part, PublicNoticePeriod):
            found.add(part.min_n)
        elif isinstance(part, Fixed) and isinstance(part.day, int):
            found.add(part.day)
        elif isinstance(part, Periodic) and part.by:
            plain = re.sub(r"[MQ]\d+|^\d\d-(?=early|mid|late|last)", "", part.by.removeprefix("next:"))
            found |= {int(run) for run in re.findall(r"\d+", plain)}
    return found


def amounts(phrase):
    """The numbers of a reading with their kinds and units, those counted from the end of a span included."""
    found = {
        (type(part).__name__, getattr(part, "n", 0) or getattr(part, "min_n", 0), part.unit.value)
        for part in phrase.parts
        if isinstance(part, Within | BeforeEvent | PublicNoticePeriod)
    }
    spans = [re.fullmatch(r"end\+(\d+)(\w+)", part.by or "") for part in phrase.parts if isinstance(part, Periodic)]
    return found | {("Periodic", int(span[1]), span[2]) for span in spans if span}


def anchors(phrase):
    """What the limits of a reading count from."""
    return {part.anchor for part in phrase.parts if isinstance(part, Within)}


def spoiled(raw, chance, *, spare_numbers, most=3):
    """*raw* with up to *most* characters deleted, doubled or put in; with *spare_numbers* no numeral is touched."""
    chars = list(raw)
    for _ in range(chance.randint(1, most)):
        place = chance.randrange(len(chars) + 1)
        way = chance.randrange(3)
        touched = chars[place] if place < len(chars) else ""
        if way == 2 or not touched:
            chars.insert(place, chance.choice(NOISE if spare_numbers else NOISE + NUMERAL))
        elif spare_numbers and touched in NUMERAL:
            continue
        elif way == 0:
            del chars[place]
        else:
            chars.insert(place, touched)
        if not chars:
            return raw
    return "".join(chars)


def faults(raw, text, *, spare_numbers, slight):
    """
    What is wrong with how *text*, spoiled from *raw*, is read: nothing, if all is well.

    With one *slight* change the unit, the sense and the anchor must hold too; after several the text may truly say
    something else.
    """
    phrase = read_phrase(text)
    shape = phrase.to_dict()
    told = [f"no such kind: {shape['kind']}"] if shape["kind"] not in KINDS else []
    made_up = numbers_read(phrase) - numbers_in(text)
    if made_up:
        told.append(f"numbers that the text does not have: {made_up}")
    if phrase.warnings or phrase.refusal or not spare_numbers:
        return told
    sound = read_phrase(raw)
    kept = slice(0, 3) if slight else slice(1, 2)
    strange = {each[kept] for each in amounts(phrase)} - {each[kept] for each in amounts(sound)}
    if strange and not sound.refusal:
        told.append(f"confident of another number, unit or sense: {strange}, not {amounts(sound)}")
    if slight and not sound.refusal and anchors(phrase) - anchors(sound):
        told.append(f"confident of another anchor: {anchors(phrase)}, not {anchors(sound)}")
    return told


def trial(rows, seed, count, *, spare_numbers, most=3):
    """*count* spoiled phrases: the faults found, each with the phrase and what it came from."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        raw = chance.choice(rows)["raw"]
        text = spoiled(raw, chance, spare_numbers=spare_numbers, most=most)
        told = faults(raw, text, spare_numbers=spare_numbers, slight=most == 1)
        if told:
            found.append((raw, text, told))
    return found
