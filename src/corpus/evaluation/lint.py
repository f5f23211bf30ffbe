"""Everything that is wrong in a rule set: how it is written, and what does not compile."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.extraction.statements import StatementFinder
from corpus.rules import RuleProblem, Ruleset
from corpus.rules.markup import parse_markup

# Statement rules in force must show what they find and what they must leave alone.
_TESTED = "enonces"


def lint(ruleset: Ruleset) -> tuple[RuleProblem, ...]:
    """The problems of loading, of compiling, and the examples that are missing or unmarked, in the
    order of files and lines."""
    found = [*ruleset.problems, *StatementFinder(ruleset).problems, *_untested(ruleset)]
    return tuple(sorted(found, key=lambda problem: (str(problem.path), problem.line, problem.code)))


def _untested(ruleset: Ruleset) -> Iterator[RuleProblem]:
    for _, item in ruleset.family(_TESTED):
        examples = item.texts("exemples")
        if item.state == "stable" and not examples:
            yield RuleProblem(
                "R011",
                f"La règle « {item.id} » est stable et n'a pas d'exemple.",
                "Ajoutez une phrase sous « exemples: », ses mots marqués [ainsi]{declencheur}.",
                item.path,
                item.line,
            )
        for example in examples:
            if not parse_markup(example).spans:
                yield RuleProblem(
                    "R012",
                    f"Un exemple de « {item.id} » ne marque aucun mot.",
                    "Marquez au moins le déclencheur : « La Caf [doit]{declencheur} … ».",
                    item.path,
                    item.lines.get("exemples", item.line),
                    excerpt=example,
                )
