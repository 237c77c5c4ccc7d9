"""The law book: every rule and clause by its id, and the conventions of counting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, SupportsIndex

import attrs

from ..errors import BadInput, Fault, UnknownRule
from ..workdays.region import prefix_of
from .clause import Provision
from .convention import Convention
from .files import (
    ReadingEntry,
    Shelf,
    Words,
    read_document,
    read_folder,
    rule_of,
    sheet_faults,
    ties,
)
from .rule import Rule

PACKAGED = Path(__file__).with_name("data")


@attrs.frozen(eq=False, repr=False)
class LawBook:
    """All rules by id, iterated in the order of the files; an unknown id is refused with the ones near it."""

    _rules: Mapping[str, Rule]
    conventions: Mapping[str, Convention]
    anchors: Mapping[str, Words]
    """The names of the events that limits count from."""
    clauses: Mapping[str, Provision] = attrs.field(factory=dict)
    """Each demand of the documents that were read clause by clause, by its id."""
    readings: Mapping[str, ReadingEntry] = attrs.field(factory=dict, repr=False)
    """How limits are counted whose clause does not say, by their kind."""
    _places: dict[tuple[str, str], tuple[Provision, ...]] = attrs.field(factory=dict, init=False, repr=False)
    """Remembered, not stored: the clauses of one place that take effect in one procedure; clauses never change."""

    @classmethod
    def load(cls, folder: Path | None = None) -> LawBook:
        """
        The shipped law, or that of *folder*, laid out like the shipped ``law/data``.

        Raises: BadInput, with every fault of every file.

        >>> from datetime import date
        >>> LawBook.load()["request.answer"].in_force(date(2019, 5, 14)).limit.n
        15
        """
        return _packaged() if folder is None else cls.of(read_folder(folder))

    @classmethod
    def of(cls, shelf: Shelf) -> LawBook:
        """The book made of what was read from files."""
        return cls(
            {rule.id: rule for rule in shelf.rules},
            {item.id: item for item in shelf.conventions},
            shelf.anchors,
            {clause.id: clause for clause in shelf.clauses},
            shelf.readings,
        )

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """The shipped book travels by its name, not by its hundreds of clauses."""
        return (_packaged, ()) if self is _packaged() else super().__reduce_ex__(protocol)

    def clauses_in(self, procedure: str, place: str) -> tuple[Provision, ...]:
        """The clauses of documents of *place*, a code without its zeros, that take effect in *procedure*."""
        found = self._places.get((procedure, place))
        if found is None:
            found = tuple(
                clause
                for clause in self.clauses.values()
                if prefix_of(clause.document.jurisdiction) == place and clause.takes_effect_in(procedure)
            )
            self._places[procedure, place] = found
        return found

    def with_rules(self, *rules: Rule) -> LawBook:
        """This book with each of *rules* in place of the one of its id, or beside the others."""
        return attrs.evolve(self, rules={**self._rules, **{rule.id: rule for rule in rules}})

    def with_file(self, path: Path) -> LawBook:
        """
        This book with the document of *path* too, laid out like those of ``law/data``.

        A ``[[rule]]`` table in it names a duty that only it sets; its versions of other rules stand beside theirs.
        Raises: BadInput, with every fault; among them a rule or a document whose id is taken.
        """
        sheet = read_document(path, self.readings)
        own = [entry for entry in sheet.rules if entry.id not in self]
        faults = [
            Fault(f"{path}.rule", f"{entry.id!r} is taken", f"{entry.id!r} 已被使用")
            for entry in sheet.rules
            if entry.id in self
        ]
        faults += ties(sheet.rules, str(path), self)
        taken = {version.document.id for rule in self._rules.values() for version in rule.versions}
        faults += sheet_faults(sheet, path, {*self, *(entry.id for entry in own)}, taken, set(self.clauses))
        if faults:
            raise BadInput(faults)
        told = {version.rule for version in sheet.versions}
        widened = [
            attrs.evolve(rule, versions=(*rule.versions, *(v for v in sheet.versions if v.rule == rule.id)))
            for rule in self._rules.values()
            if rule.id in told
        ]
        book = self.with_rules(*widened, *(rule_of(entry, sheet.versions) for entry in own))
        return attrs.evolve(book, clauses={**self.clauses, **{clause.id: clause for clause in sheet.clauses}})

    def __getitem__(self, rule: str) -> Rule:
        try:
            return self._rules[rule]
        except (KeyError, TypeError):
            raise UnknownRule(rule, self._near(str(rule))) from None

    def _near(self, told: str) -> list[str]:
        """The ids that *told* may mean: of rules whose Chinese or English name has it, else those spelt like it."""
        word = told.lower()
        named = {name.lower(): each.id for each in self._rules.values() for name in (each.zh, each.en)}
        within = dict.fromkeys(id for name, id in named.items() if len(word) > 1 and word in name)
        like = get_close_matches(told, self._rules)
        return list(within)[:5] or like or [named[name] for name in get_close_matches(word, named)]

    def __repr__(self) -> str:
        return f"<LawBook {len(self._rules)} rules, {len(self.clauses)} clauses>"

    def __contains__(self, rule: object) -> bool:
        return rule in self._rules

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)


@cache
def _packaged() -> LawBook:
    return LawBook.of(read_folder(PACKAGED))
