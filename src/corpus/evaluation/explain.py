"""Why a sentence matches, and why it does not: every rule whose trigger words were seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.extraction.engine import Engine
from corpus.extraction.statements import StatementFinder
from corpus.extraction.statements_frames import FrameFinder
from corpus.extraction.statements_match import match_left, match_right
from corpus.extraction.statements_rules import GENRES, Rule, Variant
from corpus.french.tokens import tokenize
from corpus.model import Document, Extraction, Metadata, Span, Structure
from corpus.rules import Ruleset


@dataclass(frozen=True, slots=True)
class Attempt:
    """One rule tried at one word and refused; `stage` grows with how far it got."""

    rule: str
    word: str
    reason: str
    stage: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a sentence gave, and the rules that came near."""

    extraction: Extraction
    refused: tuple[Attempt, ...]


def explain(text: str, ruleset: Ruleset, genre: str = "texte légal") -> Explanation:
    """Run every rule over `text`, read as a passage of that genre, and keep what was refused.

    Of a rule tried several times the attempt that got furthest is kept; a rule that found
    something is not among the refused.
    """
    kind = GENRES.get(genre, genre)
    whole = (Span(0, len(text)),)
    structure = Structure(
        Metadata(),
        genre=kind,
        sentences=whole,
        operative=whole if kind in ("legal", "charter") else (),
    )
    document = Document("phrase", text)
    extraction = Engine(ruleset).run(document, structure)
    attempts: list[Attempt] = []

    def watch(frames: FrameFinder, anchors: Sequence[int]) -> None:
        attempts.extend(_Recorder(frames).attempts(anchors))

    finder = StatementFinder(ruleset, watch)
    finder.find(document, structure, tokenize(text), extraction.mentions, extraction.references)
    fired = {statement.rule for statement in extraction.statements}
    furthest: dict[str, Attempt] = {}
    for attempt in attempts:
        if attempt.rule not in fired and (
            attempt.rule not in furthest or furthest[attempt.rule].stage < attempt.stage
        ):
            furthest[attempt.rule] = attempt
    ordered = sorted(furthest.values(), key=lambda one: (-one.stage, one.rule))
    return Explanation(extraction, tuple(ordered))


class _Recorder:
    """Tries the rules of one sentence, and tells why each one was refused."""

    def __init__(self, frames: FrameFinder) -> None:
        self.frames, self.view, self.sentence = frames, frames.view, frames.sentence

    def attempts(self, anchors: Iterable[int]) -> Iterator[Attempt]:
        """What came of every rule that has one of these tokens for an anchor."""
        for index in anchors:
            for rule, variant, step in self._candidates(self.view.words[index]):
                stage, reason = self._why(rule, variant, step, index)
                yield Attempt(rule.id, self.view.raw(index), reason, stage)

    def _candidates(self, word: str) -> Iterator[tuple[Rule, Variant, int]]:
        """Every rule that has this word for an anchor, whatever the genre it is made for."""
        seen: set[tuple[str, int, int]] = set()
        for genre in GENRES.values():
            for one in self.frames.book.anchors(genre).of(word):
                key = (one.rule.id, id(one.variant), one.step)
                if key not in seen:
                    seen.add(key)
                    yield one.rule, one.variant, one.step

    def _why(self, rule: Rule, variant: Variant, step: int, index: int) -> tuple[int, str]:
        if not self.frames.accept(index, variant[step]):
            return 1, "le mot n'a pas ici la nature ou le temps que la règle attend"
        if rule.genres and self.frames.setting.genre not in rule.genres:
            names = [name for name, kind in GENRES.items() if kind in rule.genres]
            return 2, f"la règle ne vaut que pour : {', '.join(names)}"
        end = match_right(
            self.view, variant, step + 1, index + 1, self.sentence.end, self.frames.accept
        )
        if end < 0:
            return 3, "la suite du déclencheur n'est pas là"
        first = match_left(
            self.view, variant, step - 1, index - 1, self.sentence.start, self.frames.accept
        )
        if first < 0:
            return 3, "le début du déclencheur n'est pas là"
        return self._why_unqualified(rule, variant, first, end)

    def _why_unqualified(
        self, rule: Rule, variant: Variant, first: int, end: int
    ) -> tuple[int, str]:
        verb = self.frames.trigger_verb(first, end, variant)
        if verb is None and any(element.finite for element in variant):
            return 4, "aucun verbe conjugué dans le déclencheur"
        if not self.frames.place_ok(rule, verb, first):
            return 5, "le verbe est dans une subordonnée, une citation, ou hors du dispositif"
        if self.frames.reflexive(rule, variant, verb):
            return 5, "le verbe est pronominal et la règle ne le dit pas"
        negative = verb is not None and self.frames.negated(verb, first, end, rule)
        modality = rule.negative if negative else rule.modality
        if modality is None:
            return 6, "la phrase est négative et la règle n'a pas de « negatif »"
        if self.frames.asked(rule, modality):
            return 6, "la phrase est une question"
        if self.frames.requirements.excepted(rule, first, end):
            return 7, "une exception (« sauf ») s'applique"
        for requirement in rule.requirements:
            if not self.frames.requirements.meets(requirement, first, end, verb):
                return (
                    8,
                    f"une exigence n'est pas remplie : {requirement.source or requirement.kind}",
                )
        return 9, "un autre déclencheur l'emporte au même endroit"
