"""Running a rule set over annotated texts and measuring it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.evaluation.gold import Annotated, from_extraction
from corpus.evaluation.measures import Tally, compare, gather, interval
from corpus.extraction.engine import Engine
from corpus.model import Document
from corpus.rules import Ruleset


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The tallies of each text, and of all together."""

    ruleset: str
    texts: dict[str, Tally]
    total: Tally

    def f1_interval(self, measure: str) -> tuple[float, float]:
        """The 95 % interval of a measure's F1, drawn by text."""
        return interval(list(self.texts.values()), lambda tally: tally.score(measure).f1)


def evaluate(annotated: Iterable[Annotated], ruleset: Ruleset) -> Evaluation:
    """Extract from each annotated text with `ruleset` and measure what is found.

    The text is taken as it was annotated, character for character, whatever file it came from.
    """
    engine = Engine(ruleset)
    texts = {
        one.name: compare(one, from_extraction(engine.run(Document(f"{one.name}.txt", one.text))))
        for one in annotated
    }
    return Evaluation(ruleset.version, texts, gather(texts.values()))
