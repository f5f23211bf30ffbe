"""The examples written inside the rules, run through the engine: each rule file is its own test.

Four outcomes, as a rule author reads them: `trouvé` (an example that the rule finds, all marked
words right), `manqué` (it does not), `silence juste` (a counter-example left alone), `bruit` (it
was not). What stands under `a_faire` is a known failure: it breaks nothing, and the day it passes
it is reported as ready to become an example.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.extraction.engine import Engine
from corpus.extraction.statements_rules import GENRES
from corpus.french.fold import fold
from corpus.model import (
    Document,
    Extraction,
    Mention,
    Metadata,
    Part,
    Reference,
    Span,
    Statement,
    Structure,
    Turn,
)
from corpus.rules import Item, Marked, RuleFile, Ruleset, parse_markup

Result = Literal["trouvé", "manqué", "bruit", "silence juste"]
Kind = Literal["exemple", "contre-exemple", "à faire"]
STATEMENTS = "enonces"
_KEYS: Mapping[str, Kind] = {
    "exemples": "exemple",
    "contre_exemples": "contre-exemple",
    "a_faire": "à faire",
}
_LABELS = frozenset(("service", "body", "practitioner", "competency", "reference"))
# Zones of rules in which the present commands.
_COMMANDED = frozenset(("dispositif", "règle"))
_ROLES = {
    "declencheur": "trigger",
    "porteur": "bearer",
    "action": "action",
    "beneficiaire": "beneficiary",
    "condition": "condition",
    "delai": "deadline",
    "fondement": "legal_basis",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one example. `details` says in French what differs; `source` is the sentence
    as it is written in the rule."""

    rule: str
    family: str
    kind: Kind
    source: str
    result: Result
    details: tuple[str, ...]
    path: Path
    line: int

    @property
    def good(self) -> bool:
        """True when the rule did what its author wrote."""
        return self.result in ("trouvé", "silence juste")

    @property
    def failure(self) -> bool:
        """True when this breaks the build: known failures (`a_faire`) do not."""
        return not self.good and self.kind != "à faire"

    @property
    def promotable(self) -> bool:
        """A known failure that now passes: move it to `exemples` or `contre_exemples`."""
        return self.good and self.kind == "à faire"


def run_examples(
    ruleset: Ruleset, *, family: str | None = None, only: Collection[str] = ()
) -> Iterator[Outcome]:
    """Run every example of the rules in use, in the order of files and lines; of one family, or of
    the rules named in `only`.

    Statement rules are tried in the setting they are made for: their first genre, and for the
    rules of the operative part inside one. An example may say otherwise: `{texte: …, genre: …}`.
    """
    engine = Engine(ruleset)
    for file in ruleset.files:
        if family is None or file.family == family:
            for used, item in ruleset.family(file.family):
                if used is file and (not only or item.id in only):
                    yield from _of_item(engine, file, item)


def _of_item(engine: Engine, file: RuleFile, item: Item) -> Iterator[Outcome]:
    for key, kind in _KEYS.items():
        entries = item.data.get(key)
        if isinstance(entries, Mapping):
            # `a_faire: {doit_trouver: […], doit_taire: […]}` is written by some.
            entries = [one for group in entries.values() for one in group]
        for entry in entries or ():
            source = str(entry.get("texte", "")) if isinstance(entry, Mapping) else str(entry)
            options = entry if isinstance(entry, Mapping) else {}
            wanted = kind == "exemple" or (kind == "à faire" and bool(parse_markup(source).spans))
            result, details = _try(engine, file, item, source, options, wanted)
            line = item.lines.get(key, item.line)
            yield Outcome(item.id, file.family, kind, source, result, details, file.path, line)


def _try(
    engine: Engine,
    file: RuleFile,
    item: Item,
    source: str,
    options: Mapping[str, Any],
    wanted: bool,
) -> tuple[Result, tuple[str, ...]]:
    markup = parse_markup(source)
    extraction = engine.run(
        Document(name=item.id, text=markup.text), _setting(markup.text, file, item, options)
    )
    if file.family == STATEMENTS:
        found = [one for one in extraction.statements if one.rule == item.id]
        if not wanted:
            return _silence(tuple(f"« {one.trigger.text} »" for one in found))
        return _statement(markup.spans, markup.text, found, extraction)
    facts = _facts(extraction)
    if not wanted:
        return _silence(tuple(f"« {one.text} »" for one in facts if one.rule == item.id))
    return _spans(markup.spans, markup.text, facts)


def _silence(noise: tuple[str, ...]) -> tuple[Result, tuple[str, ...]]:
    return ("bruit", noise) if noise else ("silence juste", ())


# ---------------------------------------------------------------------------------- the setting


def _setting(text: str, file: RuleFile, item: Item, options: Mapping[str, Any]) -> Structure:
    """The bare structure in which an example is read."""
    genre = _genre(file, item, options)
    zone = str(item.data.get("zone", file.header.get("zone", "partout")))
    operative = options.get("zone", zone) in _COMMANDED or genre in ("legal", "charter")
    metadata = Metadata(
        addressee=options.get("destinataire"),
        signatory=options.get("signataire"),
        date="2023-03-15",
    )
    if "\n" in text:
        return _analysed(text, genre, operative, metadata)
    return Structure(
        metadata,
        genre=genre,
        sentences=(Span(0, len(text)),),
        operative=(Span(0, len(text)),) if operative else (),
        turns=(_turn(text, item, options),) if genre == "hearing" else (),
    )


def _genre(file: RuleFile, item: Item, options: Mapping[str, Any]) -> str:
    if "genre" in options:
        return GENRES.get(str(options["genre"]), "other")
    named = item.data.get("genres", file.header.get("genres"))
    first = named[0] if isinstance(named, list) and named else named
    return GENRES.get(str(first), str(first) if first else "legal")


def _analysed(text: str, genre: str, operative: bool, metadata: Metadata) -> Structure:
    """A list needs its passages; genre and metadata stay those of the example."""
    from dataclasses import replace

    from corpus.structure import analyse

    found = analyse(Document(name="exemple", text=text))
    zone = (Span(0, len(text)),) if operative else ()
    return replace(found, metadata=metadata, genre=genre, operative=zone)


def _turn(text: str, item: Item, options: Mapping[str, Any]) -> Turn:
    """Who says an example of a hearing: a professional, unless the rule is about the questioner."""
    speaker = str(options.get("locuteur") or _required_speaker(item))
    asked = speaker == "questionneur"
    return Turn(
        0,
        len(text),
        label="Locuteur",
        speaker="Locuteur",
        role="interviewer" if asked else "interviewee",
        organisation="centre social" if speaker == "professionnel" else None,
        category=None if asked else speaker,
    )


def _required_speaker(item: Item) -> str:
    for line in item.data.get("exige") or ():
        if isinstance(line, Mapping) and "locuteur" in line:
            return str(line["locuteur"])
    return "professionnel"


# ------------------------------------------------------------------------------- what was found


def _statement(
    spans: tuple[Marked, ...], text: str, found: list[Statement], extraction: Extraction
) -> tuple[Result, tuple[str, ...]]:
    """Every marked trigger is found by this rule, with the parts marked after it."""
    if not found:
        others = sorted({f"« {one.trigger.text} » par {one.rule}" for one in extraction.statements})
        return "manqué", ("la règle n'a rien trouvé", *(f"trouvé : {one}" for one in others))
    best: tuple[str, ...] = ()
    for number, statement in enumerate(found):
        details = tuple(_differences(spans, text, statement))
        if not details:
            return "trouvé", ()
        if number == 0 or len(details) < len(best):
            best = details
    return "manqué", best


def _differences(spans: tuple[Marked, ...], text: str, statement: Statement) -> Iterator[str]:
    for role, name in _ROLES.items():
        marked = [span for span in spans if fold(span.role) == role]
        value: Any = getattr(statement, name)
        parts: list[Part] = list(value) if isinstance(value, tuple) else [value] if value else []
        for span in marked:
            if not any((part.start, part.end) == (span.start, span.end) for part in parts):
                quoted = " / ".join(f"« {part.text} »" for part in parts) or "rien"
                yield f"{role} : attendu « {text[span.start : span.end]} », trouvé {quoted}"


def _facts(extraction: Extraction) -> list[Mention | Reference]:
    return [*extraction.mentions, *extraction.references]


def _spans(
    spans: tuple[Marked, ...], text: str, facts: list[Mention | Reference]
) -> tuple[Result, tuple[str, ...]]:
    """Every marked name is found with its label, to the character."""
    known = {(one.start, one.end, _label(one)) for one in facts}
    missing = []
    for span in spans:
        label = fold(span.role)
        if label in _LABELS and (span.start, span.end, label) not in known:
            near = [one.text for one in facts if one.start < span.end and span.start < one.end]
            quoted = " / ".join(f"« {one} »" for one in near) or "rien"
            missing.append(f"{label} : attendu « {text[span.start : span.end]} », trouvé {quoted}")
    return ("manqué", tuple(missing)) if missing else ("trouvé", ())


def _label(fact: Mention | Reference) -> str:
    return fact.label.lower() if isinstance(fact, Mention) else "reference"


OUTCOMES: tuple[Result, ...] = ("trouvé", "manqué", "bruit", "silence juste")
