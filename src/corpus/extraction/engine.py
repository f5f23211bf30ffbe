"""The engine: one compiled rule set, run over any number of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.extraction.quantities import QuantityFinder
from corpus.french.tokens import tokenize
from corpus.model import Document, Extraction, Metadata, Reference, Statement, Structure
from corpus.rules import Ruleset, load_rules


class Engine:
    """Finds everything a rule set knows how to find. Building one compiles the rules (well under a
    second); running it changes nothing, so one engine serves all documents of a process."""

    def __init__(self, ruleset: Ruleset | None = None) -> None:
        self.ruleset = ruleset if ruleset is not None else load_rules()
        self._mentions = _finder("mentions", "MentionFinder", self.ruleset)
        self._references = _finder("references", "ReferenceFinder", self.ruleset)
        self._statements = _finder("statements", "StatementFinder", self.ruleset)
        self._quantities = QuantityFinder(self.ruleset)

    def run(self, document: Document, structure: Structure | None = None) -> Extraction:
        """All facts of `document`, in order of position. Without `structure` it is analysed here."""
        if structure is None:
            structure = _analyse(document)
        tokens = tokenize(document.text)
        mentions = self._mentions.find(document, structure, tokens) if self._mentions else ()
        references: tuple[Reference, ...] = ()
        if self._references:
            references = self._references.find(document, structure, tokens)
        statements: tuple[Statement, ...] = ()
        if self._statements:
            statements = self._statements.find(document, structure, tokens, mentions, references)
        return Extraction(
            document=document,
            structure=structure,
            ruleset=self.ruleset.version,
            mentions=mentions,
            references=references,
            statements=statements,
            quantities=self._quantities.find(document, structure, tokens, mentions, references),
            problems=document.problems + structure.problems,
        )


def extract(source: str | Path | Document, *, rules: Ruleset | Path | None = None) -> Extraction:
    """Read the file at `source` (or take a document already read) and extract everything.

    `rules` is a loaded rule set or the folder of one; the package's own by default. Raises
    `ReadingError` when the file cannot be read and `RuleError` when the folder does not exist.
    """
    document = source if isinstance(source, Document) else _read(Path(source))
    ruleset = rules if isinstance(rules, Ruleset) else load_rules(rules)
    return Engine(ruleset).run(document)


def _read(path: Path) -> Document:
    try:
        from corpus.reading import read

        return read(path)
    except (ImportError, AttributeError):
        return Document(name=path.name, text=path.read_text(encoding="utf-8"), path=str(path))


def _analyse(document: Document) -> Structure:
    try:
        from corpus.structure import analyse
    except ImportError:
        return Structure(Metadata())
    return analyse(document)


def _finder(module: str, name: str, ruleset: Ruleset) -> Any:
    from importlib import import_module

    try:
        return getattr(import_module(f"corpus.extraction.{module}"), name)(ruleset)
    except ImportError:
        return None
