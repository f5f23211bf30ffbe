"""How good extraction is, on the hand-annotated texts that lie beside the checkout.

    python benchmarks/extraction_quality.py            every measure
    python benchmarks/extraction_quality.py --errors   and every mention missed, added or misplaced

The measures are those of `../shared/tools/score.py`, micro-averaged over the texts of
`../shared/gold`; intervals come from drawing whole documents with replacement, never spans.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.contract import to_json
from corpus.extraction.engine import Engine
from corpus.extraction.lexicon import entry_rule
from corpus.model import Document
from corpus.rules import Item, Ruleset, load_rules
from corpus.rules.ruleset import without_rules

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DRAWS = 2_000
LABELS = ("SERVICE", "BODY", "PRACTITIONER", "COMPETENCY", "REFERENCE")
TARGETS = {
    "overlap ALL": ("mentions, recouvrement F1", 0.93),
    "exact ALL": ("mentions, bornes exactes F1", 0.85),
    "overlap REFERENCE": ("références, recouvrement F1", 0.96),
    "reference identity": ("références, identité", 0.95),
    "statements": ("énoncés F1", 0.88),
    "modality": ("modalité", 0.95),
    "part bearer": ("porteur, recouvrement F1", 0.88),
    "bearer entity": ("entité du porteur", 0.85),
    "part condition": ("condition, recouvrement F1", 0.80),
    "part deadline": ("échéance, recouvrement F1", 0.80),
}
HONESTY = """\
Les six textes ont tous été lus pendant l'écriture des règles : aucun score ci-dessus n'est celui
d'un texte inconnu. À défaut, la colonne « sans ses règles » donne une borne basse : le texte est
rejugé après retrait de toute entrée de lexique, de tout motif et de toute règle d'énoncé qui ne
sert qu'à lui parmi les six, même quand ils sont de culture générale (« MDPH », « notaire »)."""

Pair = tuple[dict[str, Any], dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--errors", action="store_true", help="list the errors on mentions")
    options = parser.parse_args()
    if not (SHARED / "gold").is_dir():
        sys.exit(f"Les textes annotés sont absents : {SHARED / 'gold'}")
    score, rules, gold = _scorer(), load_rules(), _gold()
    pairs = _extract(Engine(rules), gold)
    _summary(score, pairs, _extract(Engine(without_rules(rules, "present/")), gold))
    _by_label(score, pairs)
    _by_document(score, pairs, _without_own_rules(rules, gold, pairs))
    if options.errors:
        _errors(score, gold, pairs)


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    if spec is None or spec.loader is None:
        sys.exit("tools/score.py est illisible.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _gold() -> dict[str, tuple[str, dict[str, Any]]]:
    """For each annotated text: its words and its annotation."""
    return {
        path.stem: (
            path.with_suffix(".txt").read_text("utf-8"),
            json.loads(path.read_text("utf-8")),
        )
        for path in sorted((SHARED / "gold").glob("*.json"))
    }


def _extract(engine: Engine, gold: dict[str, tuple[str, dict[str, Any]]]) -> dict[str, Pair]:
    return {
        name: (annotated, to_json(engine.run(Document(f"{name}.txt", text))))
        for name, (text, annotated) in gold.items()
    }


def _value(scores: dict[str, Any], measure: str) -> float | None:
    cell = scores.get(measure, {})
    value: float | None = cell.get("f1", cell.get("share"))
    return value


def _summary(score: Any, pairs: dict[str, Pair], plain: dict[str, Pair]) -> None:
    scores, without = score.score_all(list(pairs.values())), score.score_all(list(plain.values()))
    intervals = _bootstrap(score, pairs)
    print(
        f"{'mesure':32} {'valeur':>7} {'objectif':>9} {'intervalle 95 %':>18} {'sans présent':>13}"
    )
    for measure, (name, target) in TARGETS.items():
        value, low, high = _value(scores, measure), *intervals[measure]
        mark = "  " if value is not None and value >= target else " !"
        other = _value(without, measure)
        print(
            f"{name:32} {_number(value):>7} {target:>7.2f}{mark} "
            f"[{_number(low)} ; {_number(high)}]".ljust(70)
            + f"{_number(other):>11}"
        )
    print(f"confusions de modalité : {scores['confusions']}\n")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _bootstrap(score: Any, pairs: dict[str, Pair]) -> dict[str, tuple[float | None, float | None]]:
    """95 % intervals: whole documents drawn with replacement, their counts summed."""
    counts = [_counts(score.score_all([pair])) for pair in pairs.values()]
    generator = random.Random(2012)
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(DRAWS):
        sample = generator.choices(counts, k=len(counts))
        for measure in TARGETS:
            hits = sum(one.get(measure, (0, 0))[0] for one in sample)
            size = sum(one.get(measure, (0, 0))[1] for one in sample)
            if size:
                drawn[measure].append(hits / size)
    return {measure: _middle(sorted(drawn[measure])) for measure in TARGETS}


def _middle(values: list[float]) -> tuple[float | None, float | None]:
    if not values:
        return None, None
    return values[int(len(values) * 0.025)], values[int(len(values) * 0.975) - 1]


def _counts(scores: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Each measure as (numerator, denominator); an F1 is twice the hits over gold plus found."""
    found: dict[str, tuple[float, float]] = {}
    for measure, cell in scores.items():
        if "f1" in cell:
            found[measure] = (2 * round(cell["r"] * cell["gold"]), cell["gold"] + cell["pred"])
        elif cell.get("share") is not None:
            found[measure] = (round(cell["share"] * cell["n"]), cell["n"])
    return found


def _by_label(score: Any, pairs: dict[str, Pair]) -> None:
    scores = score.score_all(list(pairs.values()))
    print(f"{'étiquette':14} {'or':>5} {'trouvé':>7} {'recouvrement':>13} {'exact':>7}")
    for label in LABELS:
        overlap, exact = scores[f"overlap {label}"], scores[f"exact {label}"]
        print(
            f"{label:14} {overlap['gold']:>5} {overlap['pred']:>7} "
            f"{overlap['f1']:>13.3f} {exact['f1']:>7.3f}"
        )
    print()


def _by_document(score: Any, pairs: dict[str, Pair], alone: dict[str, Pair]) -> None:
    columns = ("overlap ALL", "exact ALL", "statements", "part bearer")
    print(f"{'texte':42} " + " ".join(f"{column:>12}" for column in columns))
    for name, pair in pairs.items():
        for title, one in ((name, pair), ("   sans ses règles", alone[name])):
            scores = score.score_all([one])
            values = " ".join(f"{_number(_value(scores, column)):>12}" for column in columns)
            print(f"{title:42} {values}")
    print(f"\n{HONESTY}\n")


def _without_own_rules(
    rules: Ruleset, gold: dict[str, tuple[str, dict[str, Any]]], pairs: dict[str, Pair]
) -> dict[str, Pair]:
    """Each document extracted without the rules that fire on it and on no other."""
    fired = {name: _rules_of(found) for name, (_, found) in pairs.items()}
    alone: dict[str, Pair] = {}
    for name in pairs:
        elsewhere = set().union(*(fired[other] for other in pairs if other != name))
        engine = Engine(_dropping(rules, fired[name] - elsewhere))
        alone |= _extract(engine, {name: gold[name]})
    return alone


def _rules_of(found: dict[str, Any]) -> set[str]:
    facts = [m for m in found["mentions"] if m["label"] != "REFERENCE"] + found["statements"]
    return {fact["rule"] for fact in facts}


def _dropping(rules: Ruleset, dropped: set[str]) -> Ruleset:
    def identifier(item: Item) -> str:
        return entry_rule(item) if "nom" in item.data else item.id

    files = tuple(
        replace(file, items=tuple(i for i in file.items if identifier(i) not in dropped))
        for file in rules.files
    )
    return replace(rules, files=files, version=f"{rules.version}-{len(dropped)}")


def _errors(
    score: Any, gold: dict[str, tuple[str, dict[str, Any]]], pairs: dict[str, Pair]
) -> None:
    for name, (annotated, found) in pairs.items():
        text = gold[name][0]
        for label in LABELS:
            wanted = [m for m in annotated["mentions"] if m["label"] == label]
            given = [m for m in found["mentions"] if m["label"] == label]
            matched = score.match(wanted, given, score.overlap)
            hits = {id(one) for pair in matched for one in pair}
            for a, b in matched:
                if (a["start"], a["end"]) != (b["start"], b["end"]):
                    print(f"{name}: bornes {label} « {a['text']} » → « {b['text']} » ({b['rule']})")
            for kind, facts in (("manque", wanted), ("bruit", given)):
                for fact in facts:
                    bare = score.fold(fact["text"]) in score.BARE
                    if id(fact) not in hits and not fact.get("optional") and not bare:
                        around = text[max(0, fact["start"] - 30) : fact["end"] + 20]
                        print(f"{name}: {kind} {label} « {fact['text']} » dans {around!r}")


if __name__ == "__main__":
    main()
