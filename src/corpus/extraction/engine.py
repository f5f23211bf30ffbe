"""The engine: one compiled rule set, run over any number of documents."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from corpus.collector import collector_at_rest
from corpus.extraction.mentions import MentionFinder
from corpus.extraction.mentions_witness import Witness
from corpus.extraction.quantities import QuantityFinder
from corpus.extraction.references import ReferenceFinder, problems_of
from corpus.extraction.statements import StatementFinder
from corpus.french.tokens import Tokens, tokenize
from corpus.model import Document, Extraction, Mention, Reference, Statement, Structure
from corpus.rules import Ruleset, load_rules
from corpus.structure import analyse


class Engine:
    """Finds everything a rule set knows how to find. Building one compiles the rules (well under a
    second); running it changes nothing, so one engine serves all documents of a process."""

    def __init__(self, ruleset: Ruleset | None = None, *, model: str | None = None) -> None:
        """Compile `ruleset` (the package's own by default). `model` names an installed spaCy
        pipeline whose parse is heard as a further witness; raises `RuleError` when it is absent."""
        self.ruleset = ruleset if ruleset is not None else load_rules()
        self._mentions = MentionFinder(self.ruleset)
        self._references = ReferenceFinder(self.ruleset)
        self._statements = StatementFinder(self.ruleset)
        self._quantities = QuantityFinder(self.ruleset)
        self._witness = Witness(model) if model else None

    def run(self, document: Document, structure: Structure | None = None) -> Extraction:
        """All facts of `document`, by position. Without `structure` it is analysed here."""
        with collector_at_rest():
            extraction = self._run(document, structure)
        return self._witness.weigh(extraction) if self._witness else extraction

    def _run(self, document: Document, structure: Structure | None) -> Extraction:
        structure = structure or self.structure(document)
        tokens = tokenize(document.text)
        mentions = self.mentions(document, structure, tokens)
        references = self.references(document, structure, tokens)
        return Extraction(
            document=document,
            structure=structure,
            ruleset=self.ruleset.version,
            mentions=mentions,
            references=references,
            statements=self.statements(document, structure, tokens, mentions, references),
            quantities=self._quantities.find(document, structure, tokens, mentions, references),
            problems=document.problems + structure.problems + problems_of(references, document),
        )

    def structure(self, document: Document) -> Structure:
        """The anatomy of `document`, without corrections or sidecar file."""
        return analyse(document)

    def mentions(
        self, document: Document, structure: Structure, tokens: Tokens
    ) -> tuple[Mention, ...]:
        """Services, bodies, practitioners and competencies."""
        return self._mentions.find(document, structure, tokens)

    def references(
        self, document: Document, structure: Structure, tokens: Tokens
    ) -> tuple[Reference, ...]:
        """Citations of identifiable texts."""
        return self._references.find(document, structure, tokens)

    def statements(
        self,
        document: Document,
        structure: Structure,
        tokens: Tokens,
        mentions: tuple[Mention, ...],
        references: tuple[Reference, ...],
    ) -> tuple[Statement, ...]:
        """Who must, must not, may, should, undertakes or is given a task."""
        return self._statements.find(document, structure, tokens, mentions, references)


def extract(
    source: str | Path | Document,
    *,
    rules: Ruleset | Path | None = None,
    model: str | None = None,
) -> Extraction:
    """Read the file at `source` (or take a document already read) and extract everything.

    `rules` is a loaded rule set or the folder of one, the package's own by default; `model` an
    installed spaCy pipeline heard as a further witness, none by default. Raises `ReadingError` when
    the file cannot be read, `RuleError` when the folder or the model does not exist.
    """
    if isinstance(source, Document):
        document = source
    else:
        from corpus.reading import read

        document = read(source)
    ruleset = rules if isinstance(rules, Ruleset) else load_rules(rules)
    return engine_for(ruleset, model).run(document)


def engine_for(ruleset: Ruleset, model: str | None = None) -> Engine:
    """The engine of a rule set; compiled once a process for each version of it."""
    _by_version[ruleset.root, ruleset.version] = ruleset
    return _compiled(ruleset.root, ruleset.version, model)


_by_version: dict[tuple[Path, str], Ruleset] = {}


@lru_cache(maxsize=4)
def _compiled(root: Path, version: str, model: str | None) -> Engine:
    return Engine(_by_version[root, version], model=model)
