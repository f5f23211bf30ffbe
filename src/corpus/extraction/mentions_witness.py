"""A trained French pipeline as a further witness, where the user has installed one.

The rules decide alone what is found; a parse may only make a fact more or less certain. A name
reached by its head and complement is confirmed when the parse ends the noun phrase where the rules
did, and doubted when some of its words hang on something outside it. A bearer is confirmed when the
parse makes it the subject or the agent of the trigger's or the action's verb.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpus.errors import RuleError
from corpus.model import Extraction, Mention, Statement

_CONFIRMED = 0.95
_DOUBTED = 0.8
_SUBJECTS = (
    "nsubj",
    "nsubj:pass",
    "nsubj:caus",
    "obl:agent",
    "expl:subj",
    "iobj",
    "obl:mod",
    "obl",
)


class Witness:
    """One installed spaCy pipeline with a parser, asked about facts that rules have found."""

    def __init__(self, model: str) -> None:
        import spacy

        try:
            self._nlp = spacy.load(model)
        except OSError:
            raise RuleError(
                f"Le modèle spaCy « {model} » n'est pas installé.",
                "Installez-le, ou relancez sans « --model ».",
                code="modele-absent",
            ) from None
        if not any(map(self._parses, self._nlp.pipe_names)):
            raise RuleError(
                f"Le modèle spaCy « {model} » n'analyse pas la syntaxe.",
                "Choisissez un modèle qui en contient l'analyse (« parser »).",
                code="modele-sans-analyse",
            )
        self.name = model

    def _parses(self, component: str) -> bool:
        return "token.dep" in self._nlp.get_pipe_meta(component).assigns

    def weigh(self, extraction: Extraction) -> Extraction:
        """The same facts, each as certain as the parse leaves it; what was heard is in `steps`."""
        doc = self._nlp(extraction.document.text)
        return replace(
            extraction,
            mentions=tuple(self._mention(doc, mention) for mention in extraction.mentions),
            statements=tuple(self._statement(doc, one) for one in extraction.statements),
        )

    @staticmethod
    def _mention(doc: Any, mention: Mention) -> Mention:
        if mention.certainty >= 1.0:
            return mention
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None:
            return mention
        inside = {token.i for token in span.root.subtree}
        if not all(token.i in inside for token in span):
            return replace(mention, certainty=round(mention.certainty * _DOUBTED, 3))
        if max(inside) + 1 == span.end:
            return replace(mention, certainty=max(mention.certainty, _CONFIRMED))
        return mention

    def _statement(self, doc: Any, statement: Statement) -> Statement:
        if statement.bearer is None:
            return statement
        bearer = doc.char_span(
            statement.bearer.start, statement.bearer.end, alignment_mode="expand"
        )
        trigger = doc.char_span(
            statement.trigger.start, statement.trigger.end, alignment_mode="expand"
        )
        action = doc.char_span(
            statement.action.start, statement.action.end, alignment_mode="expand"
        )
        if bearer is None or trigger is None or action is None:
            return statement
        verbs = {token.i for token in trigger} | {action.root.i, action[0].i}
        agrees = bearer.root.dep_ in _SUBJECTS and bearer.root.head.i in verbs
        heard = "confirme" if agrees else "ne confirme pas"
        certainty = statement.certainty if agrees else round(statement.certainty * _DOUBTED, 3)
        step = f"témoin {self.name} : {heard} le porteur « {statement.bearer.text} »"
        return replace(statement, certainty=certainty, steps=(*statement.steps, step))
