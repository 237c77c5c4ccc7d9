"""Which clauses of documents speak in a matter, and the rule that the one it was opened under puts it under."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import BadInput
from ..law.book import LawBook
from ..law.clause import Provision
from .procedure import Procedure

# Procedures that run for any duty of their shape, so that each clause which sets one makes matters of its own.
_OF_MANY = {"publication", "action", "standing", "sequence", "series", "counter"}


def clause_named(book: LawBook, id: str, procedure: Procedure) -> Provision:
    """
    The clause of that id, which takes effect in *procedure*.

    Raises: BadInput, for one that is not there or takes effect elsewhere.
    """
    clause = book.clauses.get(id)
    if clause is None or not clause.takes_effect_in(procedure.id):
        known = [each.id for each in book.clauses.values() if each.procedure == procedure.id]
        en = f"{id!r} is no clause that {procedure.id} holds; expected one like {', '.join(known[:5])}"
        raise BadInput.of("clause", en, f"{id!r} 不是由 {procedure.id} 承载的条款；例如 {'、'.join(known[:5])}")
    return clause


def rule_under(clause: Provision, procedure: Procedure) -> str:
    """The rule a matter opened under *clause* is under: the first it speaks of that no duty bears by itself."""
    if clause.procedure != procedure.id:
        return procedure.rule
    own = {duty.rule for duty in procedure.duties}
    return next((rule for rule in clause.rules if rule not in own), procedure.rule)


def speaking(
    procedure: Procedure, rule: str, mine: Provision | None, binding: Iterable[Provision]
) -> tuple[Provision, ...]:
    """Those of *binding* that speak in a matter: about its *rule*, or *mine*, which it was opened under, first."""
    of_many = procedure.id in _OF_MANY
    about = [each for each in binding if not (of_many and each.rules) or rule in each.rules]
    if mine is None:
        # A clause that sets a duty of its own kind, or one about its own subject under the general rule, makes matters
        # of its own, and says nothing about the others.
        general = procedure.rule
        return tuple(
            each for each in about if not (of_many and each.is_a_duty) or (each.rules and general not in each.rules)
        )
    # Under one clause, the duties that others set are other matters; what they say of all matters still holds.
    alone = mine.is_a_duty and of_many
    return (mine, *(each for each in about if each is not mine and not (alone and each.is_a_duty)))
