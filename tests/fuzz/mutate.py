"""Spoils inputs, as text by words, numbers, lines and spans, or as the JSON they are; the dice are handed in."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from typing import Any

from .contract import Door, text_of, words

# What no file of words can hold, then what it can.
ODD = ("", " ", "\x00", "\x7f", "\x0b", "\x85", "\r", "\n", "\r\n", "\n\n", "\t", "\ufeff", "\u200b", "\u2028")
ODD += ("\ud800", *words("odd"))
NUMBERS = ("0", "00", "1", "99999", "9" * 5000)
VALUES: tuple[Any, ...] = (None, True, False, 0, -1, 1, 20, 10**30, 1.5, -0.0, 1e308, [], {}, [[]], [None], [1, "a"])
VALUES += ({"a": None}, {"n": 20, "unit": "day"}, *ODD)
TIMES = (1, 1, 1, 2, 2, 3, 5)


def mutate(data: bytes, door: Door, dice: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """*data*, spoiled in one to five places as fits the door, maybe with parts of *others*."""
    spoiler = _Spoiler(door, dice, others)
    spoiled = spoiler.json(data) if door.shape == "json" and dice.random() < 0.7 else None
    return (spoiler.text(data) if spoiled is None else spoiled)[: door.longest]


class _Spoiler:
    """What inputs of one door are spoiled with."""

    def __init__(self, door: Door, dice: random.Random, others: Sequence[bytes]) -> None:
        self.door, self.dice, self.others = door, dice, others
        self.moves = (self.put, self.put, self.cut, self.again, self.number, self.value, self.line, self.splice)

    def text(self, data: bytes) -> bytes:
        """*data* as text, spoiled."""
        text = text_of(data)
        for _ in range(self.dice.choice(TIMES)):
            text = self.dice.choice(self.moves)(text)
        try:
            return text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:  # half a pair that stands for no byte
            return text.encode("utf-8", "surrogatepass")

    def word(self) -> str:
        """A word of the door, or an odd one."""
        return self.dice.choice(self.door.words if self.door.words and self.dice.random() < 0.6 else ODD)

    def place(self, text: str) -> tuple[int, int]:
        """Where a short stretch of *text* begins and ends."""
        begin = self.dice.randint(0, len(text))
        return begin, min(len(text), begin + self.dice.choice((0, 1, 2, 5, 20)))

    def put(self, text: str) -> str:
        """A word in place of a stretch."""
        begin, end = self.place(text)
        return text[:begin] + self.word() + text[end:]

    def cut(self, text: str) -> str:
        """Without a stretch."""
        begin, end = self.place(text)
        return text[:begin] + text[end:]

    def again(self, text: str) -> str:
        """A stretch some times more."""
        begin, end = self.place(text)
        times = min(self.dice.choice((2, 2, 3, 10, 1000)), self.door.longest // max(end - begin, 1))
        return text[:end] + text[begin:end] * times + text[end:]

    def number(self, text: str) -> str:
        """One of its numbers is another."""
        found = list(re.finditer(r"\d+", text))
        if not found:
            return text
        one = self.dice.choice(found)
        near = str(int(one[0][:9]) + self.dice.choice((-1, 1)))
        number = self.dice.choice((str(self.dice.randint(0, 40)), near, self.dice.choice(NUMBERS)))
        return text[: one.start()] + number + text[one.end() :]

    def value(self, text: str) -> str:
        """What stands between quotation marks or after an equals sign is another value."""
        found = list(re.finditer(r'"[^"\n]*"|(?<== )[^\n]+', text))
        if not found:
            return text
        one, word = self.dice.choice(found), self.word()
        return text[: one.start()] + (f'"{word}"' if self.dice.random() < 0.5 else word) + text[one.end() :]

    def line(self, text: str) -> str:
        """A line is lost, moved or doubled."""
        lines = text.split("\n")
        line = lines.pop(self.dice.randrange(len(lines)))
        for _ in range(self.dice.randrange(3)):
            lines.insert(self.dice.randint(0, len(lines)), line)
        return "\n".join(lines)

    def splice(self, text: str) -> str:
        """Its beginning and the end of another."""
        other = text_of(self.dice.choice(self.others)) if self.others else text
        return text[: self.dice.randint(0, len(text))] + other[self.dice.randint(0, len(other)) :]

    def json(self, data: bytes) -> bytes | None:
        """The JSON of one of its lines, spoiled inside; nothing where it is none."""
        lines = data.split(b"\n")
        at = self.dice.randrange(len(lines))
        try:
            told = json.loads(lines[at])
            found = list(_inside(told))
            if not found:
                return None
            for _ in range(self.dice.choice(TIMES)):
                self.inside(*self.dice.choice(found), found)
            lines[at] = json.dumps(told, ensure_ascii=self.dice.random() < 0.5).encode("utf-8", "surrogatepass")
        except (ValueError, RecursionError):
            return None
        return b"\n".join(lines)

    def inside(self, holder: Any, key: Any, found: list[tuple[Any, Any]]) -> None:
        """A value is lost, moved, copied or another."""
        if key not in (range(len(holder)) if isinstance(holder, list) else holder):
            return  # lost before
        move = self.dice.randrange(4)
        other, there = self.dice.choice(found)
        if move == 0:
            del holder[key]
        elif move == 1 and isinstance(holder, list):
            holder.insert(self.dice.randint(0, len(holder)), _copy(holder[key]))
        elif move == 1:
            holder[self.word()] = _copy(holder[key])
        elif move == 2 and there in (range(len(other)) if isinstance(other, list) else other):
            holder[key] = _copy(other[there])
        else:
            holder[key] = _copy(self.dice.choice(VALUES) if self.dice.random() < 0.6 else self.word())


def _inside(value: Any) -> Any:
    """Each place inside *value*: what holds it, and its key or number there."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _inside(value[key])


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))
