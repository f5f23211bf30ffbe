"""Measures: two sets of facts over one text in, precision and recall out; annotations read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.evaluation.gold import Annotated, read_brat, read_json, read_set, write_brat
from corpus.evaluation.measures import Tally, compare, gather, interval
from corpus.model import Label, Mention, Modality, Part, Reference, Statement
from corpus.rules import parse_markup

ROOT = Path(__file__).resolve().parent.parent
LABELS: dict[str, Label] = {"B": "BODY", "S": "SERVICE", "P": "PRACTITIONER", "C": "COMPETENCY"}


def annotated(marked: str, modality: Modality = "obligation") -> Annotated:
    """`[Caf]{B}` marks a body, `[doit]{t} [payer]{a}` a statement with its parts."""
    markup = parse_markup(marked)
    parts = {s.role: Part(s.start, s.end, markup.text[s.start : s.end]) for s in markup.spans}
    mentions = [
        Mention(LABELS[s.role], s.start, s.end, markup.text[s.start : s.end], "x", "r")
        for s in markup.spans
        if s.role in LABELS
    ]
    statements = []
    if "t" in parts:
        statements.append(
            Statement(
                modality, parts["t"], parts["a"], "r",
                bearer=parts.get("b"), bearer_entity=parts["b"].text if "b" in parts else None,
                deadline=parts.get("d"),
            )
        )  # fmt: skip
    return Annotated("essai", markup.text, tuple(mentions), tuple(statements))


def counts(tally: Tally, name: str) -> tuple[int, int, int]:
    score = tally.score(name)
    return score.found, score.wrong, score.missed


def test_exact_asks_for_the_same_bounds_and_overlap_for_a_common_letter() -> None:
    tally = compare(
        annotated("La [Caf de la Gironde]{B}."), annotated("La [Caf]{B} de la Gironde.")
    )
    assert counts(tally, "overlap BODY") == (1, 0, 0)
    assert counts(tally, "exact BODY") == (0, 1, 1)


def test_one_long_find_does_not_pay_for_two() -> None:
    tally = compare(annotated("[Caf]{S} et [Msa]{S}"), annotated("[Caf et Msa]{S}"))
    assert counts(tally, "overlap SERVICE") == (1, 0, 1)


def test_the_longest_overlap_is_matched_first_whatever_the_order() -> None:
    gold = annotated("[comité des services]{S} et [services]{S}")
    found = annotated("comité des [services]{S} et [services]{S}")
    backwards = Annotated(found.name, found.text, tuple(reversed(found.mentions)))
    assert counts(compare(gold, found), "exact SERVICE") == (1, 1, 1)
    assert compare(gold, found).counts == compare(gold, backwards).counts


def test_a_bare_head_is_no_error_either_way() -> None:
    assert counts(
        compare(annotated("La commission."), annotated("La [commission]{B}.")), "exact BODY"
    ) == (0, 0, 0)


def test_what_annotators_did_not_agree_on_is_scored_neither_way() -> None:
    gold = annotated("La [Caf]{B} et [Msa]{B}.")
    gold = Annotated(gold.name, gold.text, gold.mentions, (), frozenset({"m1"}))
    assert counts(compare(gold, annotated("La [Caf]{B} et [Msa]{B}.")), "exact BODY") == (1, 0, 0)
    assert counts(compare(gold, annotated("La [Caf]{B} et Msa.")), "exact BODY") == (1, 0, 0)


def test_a_statement_is_found_by_its_trigger_and_half_its_action() -> None:
    gold = annotated("La [Caf]{b} [doit]{t} [publier la liste]{a} [chaque année]{d}.")
    half = annotated("La [Caf]{b} [doit]{t} [publier]{a} la liste [chaque]{d} année.")
    tally = compare(gold, half)
    assert counts(tally, "statements") == (1, 0, 0)
    assert counts(tally, "deadline") == (1, 0, 0)
    assert tally.share("bearer entity") == 1.0
    elsewhere = annotated("[La]{t} [Caf]{a} doit publier la liste chaque année.")
    assert counts(compare(gold, elsewhere), "statements") == (0, 1, 1)


def test_a_wrong_modality_is_counted_and_named() -> None:
    gold = annotated("La [Caf]{b} [peut]{t} [payer]{a}.", "permission")
    tally = compare(gold, annotated("La [Caf]{b} [peut]{t} [payer]{a}."))
    assert tally.share("modality") == 0.0
    assert tally.confusions == {("permission", "obligation"): 1}


def test_errors_are_named_with_their_words_and_place() -> None:
    tally = compare(annotated("La [Caf]{B} et la Msa."), annotated("La Caf et la [Msa]{B}."))
    assert {(error.kind, error.words, error.start) for error in tally.errors} == {
        ("missed", "Caf", 3),
        ("wrong", "Msa", 13),
    }


def test_two_texts_are_not_compared() -> None:
    with pytest.raises(ValueError, match="different texts"):
        compare(annotated("Un texte."), annotated("Un autre."))


def test_the_interval_holds_the_figure() -> None:
    tallies = [
        compare(annotated("La [Caf]{B}."), annotated(found))
        for found in ("La [Caf]{B}.", "La Caf.")
    ]
    low, high = interval(tallies, lambda tally: tally.score("exact BODY").f1)
    assert low <= gather(tallies).score("exact BODY").f1 <= high


def test_what_is_written_in_brat_is_read_back_the_same(tmp_path: Path) -> None:
    for original in read_set(ROOT / "annotations"):
        (tmp_path / f"{original.name}.txt").write_text(original.text, encoding="utf-8")
        path = tmp_path / f"{original.name}.ann"
        path.write_text(write_brat(original), encoding="utf-8")
        again = read_brat(path)
        assert again.mentions == original.mentions
        assert again.statements == original.statements


def test_every_annotation_of_the_project_is_the_texts_own_words() -> None:
    texts = list(read_set(ROOT / "annotations"))
    assert len(texts) >= 4
    for one in texts:
        for mention in one.mentions:
            assert one.text[mention.start : mention.end] == mention.text
            assert isinstance(mention, Mention | Reference)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T1\tBody 3 6\tMsa", "n'est pas ce que dit le texte"),
        ("T1\tBody trois\tCaf", "illisible"),
        ("T1", "illisible"),
    ],
)
def test_an_annotation_that_slipped_is_refused_with_its_line(
    tmp_path: Path, line: str, said: str
) -> None:
    (tmp_path / "a.txt").write_text("La Caf.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(f"T0\tBody 3 6\tCaf\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=said) as error:
        read_brat(tmp_path / "a.ann")
    assert "a.ann:2" in error.value.message


def test_the_json_contract_and_brat_say_the_same_of_the_real_gold(shared: Path) -> None:
    for path in sorted((shared / "gold").glob("*.ann")):
        brat = read_brat(path)
        given = read_json(path.with_suffix(".json"), brat.text)
        assert len(brat.mentions) == len(given.mentions)
        assert [replace(s, rule="") for s in brat.statements] == [
            replace(s, rule="") for s in given.statements
        ]
