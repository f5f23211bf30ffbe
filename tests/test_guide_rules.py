"""The rule author's guide: every block of it is loaded, and its examples hold."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evaluation.examples import run_examples
from corpus.extraction.statements import StatementFinder
from corpus.extraction.statements_rules import GENRES, MODALITIES, REQUIREMENTS
from corpus.rules import load_file, load_rules

GUIDE = Path(__file__).parent.parent / "docs" / "ecrire-une-regle.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: re.search(r"id: (\S+)", block)[1])
def test_a_block_of_the_guide_works_as_written(block: str, tmp_path: Path) -> None:
    path = tmp_path / "guide.yaml"
    path.write_text(block, encoding="utf-8")
    base = load_rules()
    file = load_file(path)
    assert not file.problems
    ruleset = replace(base, files=(*base.files, file))
    assert not [p for p in StatementFinder(ruleset).problems if p.path == path]
    outcomes = list(run_examples(ruleset, only={item.id for item in file.items}))
    assert outcomes
    assert [(one.source, one.details) for one in outcomes if one.failure] == []
    assert not [one.source for one in outcomes if one.promotable]


def test_the_guide_names_every_modality_genre_and_requirement() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for word in (*MODALITIES, *GENRES):
        assert f"`{word}`" in text, word
    for word in set(REQUIREMENTS) - {"porteur_en_charte"}:
        assert f"`{word}:" in text or f"{word}:" in text, word


def test_a_misspelt_verb_is_told_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "faute.yaml"
    path.write_text(
        "famille: enonces\nmodalite: obligation\nregles:\n"
        "  - id: faute/verbe\n    declencheur: ['il {imcomber} à … de']\n"
        "  - id: faute/porteur\n    declencheur: ['{devoir}']\n    exige: [{porteur: [on]}]\n",
        encoding="utf-8",
    )
    base = load_rules()
    ruleset = replace(base, files=(*base.files, load_file(path)))
    finder = StatementFinder(ruleset)
    first, second = (str(p) for p in finder.problems if p.path == path)
    assert f"{path}:5:1" in first and "« incomber »" in first
    assert "guillemets" in second
    known = {rule.id for rule in finder.book.rules}
    assert "obligation/devoir" in known and "faute/verbe" not in known
