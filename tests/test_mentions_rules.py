"""The examples inside the lexicons and head-noun patterns hold."""

from __future__ import annotations

import pytest

from corpus.evaluation.examples import Outcome, run_examples
from corpus.rules import Ruleset, load_rules


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return load_rules()


def outcomes(rules: Ruleset) -> list[Outcome]:
    return [o for family in ("motifs-noms", "lexique") for o in run_examples(rules, family=family)]


def test_each_example_finds_what_its_author_marked(rules: Ruleset) -> None:
    found = outcomes(rules)
    assert [(o.rule, o.source, o.details) for o in found if o.failure] == []
    assert len({outcome.rule for outcome in found}) > 30


def test_the_rule_files_are_well_written(rules: Ruleset) -> None:
    own = [p for p in rules.problems if p.path.parent.name in ("lexiques", "motifs")]
    assert own == []


def test_every_entry_has_a_label_an_entity_and_an_identifier_of_its_own(rules: Ruleset) -> None:
    from corpus.extraction.lexicon import Lexicon

    names = Lexicon(rules).names
    assert {name.label for name in names} == {
        "SERVICE", "BODY", "PRACTITIONER", "COMPETENCY", "AUCUNE",
    }  # fmt: skip
    assert [name.rule for name in names if not name.rule] == []
    repeated = [name.rule for name in names]
    assert sorted({rule for rule in repeated if repeated.count(rule) > 1}) == []
