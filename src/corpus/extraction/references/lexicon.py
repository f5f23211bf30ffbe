"""The rule files of references, compiled once: codes, kinds of texts, names, authorities, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.extraction.references.patterns import alternation
from corpus.french.fold import fold, fold_word
from corpus.rules import Ruleset

_WORD = re.compile(r"[^\W_]+")
_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CLAUSE_END = re.compile(r"[.;:!?]\s|\n\s*\n")
_NUMBERED = re.compile(r"(LO|[LRDA])?\*{0,2}(\d+)")

Ranges = Mapping[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its official name, and the bounds of its articles' first number by letter."""

    id: str
    name: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    abbreviations: tuple[str, ...]
    legitext: str | None
    ranges: Ranges

    def may_have(self, article: str) -> bool | None:
        """Whether an article so numbered can stand in this code; None when nothing is known."""
        letter, first = split_article(article)
        if first is None or not self.ranges:
            return None
        bounds = self.ranges.get(letter)
        if bounds is None:
            return None if letter in ("A", "LO") else False
        return any(low <= first <= high for low, high in bounds)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text (`arrêté`) with the words that announce it and what identifies it."""

    id: str
    kind: str
    forms: tuple[str, ...]
    need: str
    qualifiers: tuple[str, ...]
    bare_numbers: bool
    european: bool
    named: bool


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text known by its name (`RGPD`, `Cog`), with its identity where it has one."""

    id: str
    name: str
    names: tuple[str, ...]
    kind: str
    number: str | None
    date: str | None
    cased: bool
    years: bool
    yearly: bool
    dated_only: bool
    short: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A numbered part of a text (`livre`, `annexe`, `principe`)."""

    id: str
    forms: tuple[str, ...]
    kind: str | None
    context: str | None
    as_article: bool
    ordinal: bool
    prefixed: bool
    words: tuple[str, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link and the words that announce it, folded and without their last determiner."""

    id: str
    relation: str
    opens_line: bool


class Lexicon:
    """Everything the readers look up, by folded form."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.codes = tuple(_code(data, id) for id, data in _items(ruleset, "codes"))
        self.kinds = tuple(_kind(data, id) for id, data in _items(ruleset, "genres-de-textes"))
        self.named = tuple(_named(data, id) for id, data in _items(ruleset, "textes-nommes"))
        self.divisions = tuple(_division(data, id) for id, data in _items(ruleset, "divisions"))
        self.kind_by_form = {fold(form): kind for kind in self.kinds for form in kind.forms}
        self.division_by_form = {fold(f): one for one in self.divisions for f in one.forms}
        self.authority_by_adjective: dict[str, str] = {}
        self.authority_by_issuer: dict[str, str | None] = {}
        self._adjectives: list[str] = []
        self.issuers: list[str] = []
        for _, data in _items(ruleset, "autorites"):
            authority = _optional(data.get("autorite"))
            for adjective in _texts(data, "adjectifs"):
                self.authority_by_adjective[fold(adjective)] = str(authority)
                self._adjectives.append(adjective)
            for noun in (*_texts(data, "noms"), *_texts(data, "sigles")):
                self.authority_by_issuer.setdefault(fold(noun), authority)
                self.issuers.append(noun)
        self.relations: dict[tuple[str, ...], Relation] = {}
        for id, data in _items(ruleset, "relations-entre-textes"):
            opens = _yes(data.get("debut_de_ligne"))
            relation = Relation(id, str(data["relation"]), opens)
            for words in _texts(data, "mots"):
                self.relations[relation_key(words)] = relation
        self.words = {
            id.partition("/")[2]: frozenset(_texts(data, "mots"))
            for id, data in _items(ruleset, "complements")
        }
        self.longest_relation = max((len(key) for key in self.relations), default=0)

    def qualifier_pattern(self, kind: Kind) -> re.Pattern[str]:
        """The words that may stand between a kind of text and its number."""
        words = alternation([*kind.qualifiers, *self._adjectives])
        return re.compile(rf"(?:\s+(?:{words})(?![\w-]))+", re.IGNORECASE)

    def authority_of(self, qualifiers: str) -> str | None:
        """The authority that the adjectives after the kind name (`préfectoral`)."""
        for word in _HYPHENED.findall(qualifiers):
            authority = self.authority_by_adjective.get(fold(word))
            if authority:
                return authority
        return None


# Words dropped at the end of a relation's words and of the text before a citation, so that
# `pris en application de` meets `pris en application de l'` and `des`.
_LINKERS = frozenset(
    (
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "au",
        "aux",
        "a",
        "un",
        "une",
        "notamment",
        "articles",
        "et",
        "en",
        "dernier",
        "lieu",
    )
)


def relation_key(words: str) -> tuple[str, ...]:
    """The folded words of a relation without the determiners and prepositions that end it."""
    clause = _CLAUSE_END.split(words)[-1]
    parts = [fold_word(part) for part in _WORD.findall(clause)]
    while len(parts) > 1 and parts[-1] in _LINKERS:
        parts.pop()
    return tuple(parts)


def split_article(article: str) -> tuple[str, int | None]:
    """The letter (`simple` when there is none) and the first number of a normalised article."""
    match = _NUMBERED.match(article)
    if not match:
        return "simple", None
    return match.group(1) or "simple", int(match.group(2))


def _items(ruleset: Ruleset, family: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for _, item in ruleset.family(family):
        yield item.id, item.data


def _texts(data: Mapping[str, Any], key: str) -> list[str]:
    value = data.get(key)
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _yes(value: object) -> bool:
    return value is True or str(value).lower() == "oui"


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def _code(data: Mapping[str, Any], id: str) -> Code:
    name = str(data["nom"])
    names = (name, *_texts(data, "variantes"))
    ranges = {str(k): _bounds(str(v)) for k, v in (data.get("articles") or {}).items()}
    return Code(
        id, name, names, tuple(_texts(data, "sigles")), tuple(_texts(data, "abrege")),
        _optional(data.get("legitext")), ranges,
    )  # fmt: skip


def _bounds(text: str) -> tuple[tuple[int, int], ...]:
    pairs = []
    for part in text.split(","):
        low, _, high = part.strip().partition("-")
        pairs.append((int(low), int(high or low)))
    return tuple(pairs)


def _kind(data: Mapping[str, Any], id: str) -> Kind:
    return Kind(
        id, str(data["genre"]), tuple(_texts(data, "formes")), str(data["exige"]),
        tuple(_texts(data, "qualificatifs")), _yes(data.get("numeros_nus")),
        _yes(data.get("europeen")), _yes(data.get("nomme")),
    )  # fmt: skip


def _named(data: Mapping[str, Any], id: str) -> NamedText:
    names = tuple(_texts(data, "noms"))
    dated_only = _yes(data.get("annees_exigees"))
    return NamedText(
        id, names[0], names, str(data["genre"]), _optional(data.get("numero")),
        _optional(data.get("date")), _yes(data.get("casse")),
        _yes(data.get("annees")) or dated_only, _yes(data.get("annee_exigee")), dated_only,
        tuple(_texts(data, "abrege")), tuple(_texts(data, "avant")), tuple(_texts(data, "apres")),
    )  # fmt: skip


def _division(data: Mapping[str, Any], id: str) -> Division:
    return Division(
        id, tuple(_texts(data, "formes")), _optional(data.get("genre")),
        _optional(data.get("contexte")), _yes(data.get("comme_article")),
        _yes(data.get("ordinal")), _yes(data.get("prefixe")), tuple(_texts(data, "mots")),
        _yes(data.get("seule", "oui")),
    )  # fmt: skip
