"""Rules of statements, compiled: each trigger variant is filed under its rarest word (its anchor),
so that a sentence costs only the rules whose anchor stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_grammar import Grammar, build_grammar
from corpus.extraction.statements_patterns import Element, PatternError, compile_pattern
from corpus.extraction.statements_sentence import View
from corpus.model import Modality
from corpus.rules import Item, RuleFile, RuleProblem, Ruleset

MODALITIES: Mapping[str, Modality] = {
    "obligation": "obligation",
    "interdiction": "prohibition",
    "permission": "permission",
    "recommandation": "recommendation",
    "engagement": "commitment",
    "mission": "assignment",
}
GENRES = {
    "texte légal": "legal",
    "circulaire": "circular",
    "lettre": "letter",
    "charte": "charter",
    "audition": "hearing",
    "questionnaire": "questionnaire",
    "page": "page",
    "autre": "other",
}
ZONES = ("partout", "dispositif", "garanti", "règle")
PRESENT = "present/"

# After an article or a preposition, a word that may be a verb is a noun (`la demande`, `en charge`)
# unless that word is a pronoun or an adverb as well; `l'un doit` is told apart by its first word.
_BEFORE_NOUN = g.DET | g.PREP
_BEFORE_VERB = g.CLITIC | g.ADV | g.SUBJECT | g.NE | g.RELSUBJ
# What may stand inside a trigger: adverbs, `pas`, an insertion between commas.
_SKIPPED = g.ADV | g.PAS | g.COMMA
# No further away than this can what is skipped leave the next word of a trigger.
_AHEAD, _BACK = 64, 24

_NONE: frozenset[str] = frozenset()

Variant = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of `exige`: a pattern before, after or anywhere in the clause, or a bearer."""

    kind: str
    value: tuple[Any, ...]
    window: int = 12
    source: str = ""
    # The words at which one of its patterns may begin; None when any word may (a number, a form).
    starts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the family `enonces`, ready to run."""

    id: str
    modality: Modality
    negative: Modality | None
    variants: tuple[Variant, ...]
    bearers: tuple[str, ...]
    action: str
    exceptions: tuple[Variant, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    genres: frozenset[str] = frozenset()
    zone: str = "partout"
    place: str = ""
    certainty: float = 1.0
    priority: float = 0.0
    reflexive: bool = False
    # The words at which an exception may begin, so that most sentences try none.
    exception_words: frozenset[str] | None = frozenset()

    @property
    def of_hosts(self) -> bool:
        """True for the rules of what those who listen say."""
        return any(one.value == ("questionneur",) for one in self.requirements)

    @property
    def present(self) -> bool:
        """True for the rules that read the plain indicative as a norm."""
        return self.id.startswith(PRESENT)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One way for a word to start a trigger. `finite` and `participle` say what the word must be
    there; `before` and `after` are the words one of which must stand next to it (None: any)."""

    rule: Rule
    variant: Variant
    step: int
    finite: bool
    participle: bool
    before: frozenset[str] | None
    after: frozenset[str] | None


class AnchorTable:
    """Anchors by folded word. They are kept by the set of words they share and handed out by word
    when first asked for: a group of verbs has thousands of forms, a text a few."""

    def __init__(self) -> None:
        self._sets: dict[frozenset[str], list[Anchor]] = {}
        self._known: dict[str, list[Anchor]] = {}

    def add(self, words: frozenset[str], anchor: Anchor) -> None:
        """File an anchor under each of these words."""
        self._sets.setdefault(words, []).append(anchor)
        self._known.clear()

    def of(self, word: str) -> list[Anchor]:
        """The anchors that this word may be."""
        found = self._known.get(word)
        if found is None:
            found = [
                one for words, anchors in self._sets.items() if word in words for one in anchors
            ]
            self._known[word] = found
        return found


@dataclass(slots=True)
class RuleBook:
    """All compiled rules, and for each genre the anchors of its rules by folded word."""

    grammar: Grammar
    rules: list[Rule] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    problems: list[RuleProblem] = field(default_factory=list)
    _tables: dict[str, AnchorTable] = field(default_factory=dict)
    _known: set[frozenset[str]] = field(default_factory=set)

    def add(self, rule: Rule) -> None:
        """Take in a rule: its anchors are known from here on."""
        self.rules.append(rule)
        for variant in rule.variants:
            words = variant[anchor_step(variant)].words
            if words not in self._known:
                self._known.add(words)
                self.words |= words
        self._tables.clear()

    def anchors(self, genre: str) -> AnchorTable:
        """The anchors of the rules that hold in texts of this genre."""
        table = self._tables.get(genre)
        if table is None:
            table = self._tables[genre] = AnchorTable()
            for rule in self.rules:
                if not rule.genres or genre in rule.genres:
                    _file(table, rule)
        return table

    def candidates(
        self, view: View, genre: str, start: int, anchors: Sequence[int]
    ) -> list[tuple[int, Anchor]]:
        """Which rules may hold at these tokens, by what is known before the sentence that begins at
        `start` is parsed: most anchors are nouns where they stand, and most rules of a verb want a
        certain word beside it."""
        words, tags = view.words, view.tags
        table, phrases = self.anchors(genre), self.grammar.phrases
        phrase_ends = self.grammar.phrase_ends
        last = len(words) - 1
        found: list[tuple[int, Anchor]] = []
        for index in anchors:
            tag = tags[index]
            is_verb = bool(tag & g.FINITE) and not (index > start and self._noun(view, index))
            for one in table.of(words[index]):
                if (one.finite and not is_verb) or (one.participle and not tag & g.PARTICIPLE):
                    continue
                after, before = one.after, one.before
                if after is not None and index < last and words[index + 1] not in after:
                    if not tags[index + 1] & _SKIPPED and words[index + 1] not in phrases:
                        continue
                    if not _any_of(after, words, index + 2, min(last + 1, index + _AHEAD)):
                        continue
                if before is not None and index and words[index - 1] not in before:
                    if not tags[index - 1] & _SKIPPED and words[index - 1] not in phrase_ends:
                        continue
                    if not _any_of(before, words, max(start, index - _BACK), index - 1):
                        continue
                found.append((index, one))
        return found

    def _noun(self, view: View, index: int) -> bool:
        """Whether the word before leaves a form that may be a verb no choice but to be a noun."""
        before = view.tags[index - 1]
        if not before & _BEFORE_NOUN or before & _BEFORE_VERB:
            return False
        halves = self.grammar.classes.get("début-de-pronom", _NONE)
        return index < 2 or view.words[index - 2] not in halves


def _any_of(wanted: frozenset[str], words: list[str], low: int, high: int) -> bool:
    return any(words[index] in wanted for index in range(low, high))


def _file(table: AnchorTable, rule: Rule) -> None:
    for variant in rule.variants:
        step = anchor_step(variant)
        element = variant[step]
        anchor = Anchor(
            rule,
            variant,
            step,
            element.finite,
            element.participle,
            _neighbours(variant[:step][::-1]),
            _neighbours(variant[step + 1 :]),
        )
        table.add(element.words, anchor)


def _neighbours(elements: Variant) -> frozenset[str] | None:
    """The words one of which comes next, `elements` being those on one side, nearest first: the
    first that must be there, or one of the optional ones between."""
    words: frozenset[str] = frozenset()
    for element in elements:
        if element.gap or element.special:
            return None
        if not element.optional:
            return words | element.words if words else element.words
        words |= element.words
    return None


def anchor_step(variant: Variant) -> int:
    """The step whose words are rarest: a full verb before a plain word before `être` or `de`."""
    best, best_key = 0, (-1, 0)
    for step, element in enumerate(variant):
        if element.gap or element.optional or not element.words:
            continue
        key = (element.weight, -len(element.words))
        if key > best_key:
            best, best_key = step, key
    return best


def compile_rules(ruleset: Ruleset) -> RuleBook:
    """Compile every rule of the family `enonces`. A rule that cannot be compiled is left out and
    named in `problems`; the others work."""
    book = RuleBook(build_grammar(ruleset))
    for file, item in ruleset.family("enonces"):
        try:
            book.add(_rule(file, item, book.grammar))
        except PatternError as error:
            book.problems.append(_problem(file, item, error))
    return book


def _problem(file: RuleFile, item: Item, error: PatternError) -> RuleProblem:
    key = error.args[1] if len(error.args) > 1 else "declencheur"
    return RuleProblem(
        "R020",
        f"Règle « {item.id} » : {error.args[0]}",
        "Corrigez cette clé ; la règle est laissée de côté en attendant.",
        file.path,
        item.lines.get(key, item.line),
    )


def _rule(file: RuleFile, item: Item, grammar: Grammar) -> Rule:
    def value(key: str, default: Any = None) -> Any:
        return item.data.get(key, file.header.get(key, default))

    roles = item.data.get("roles") or {}
    negative = item.data.get("negatif")
    exceptions = tuple(_variants(item.texts("sauf"), grammar, "sauf"))
    return Rule(
        id=item.id,
        modality=_modality(value("modalite"), "modalite"),
        negative=_modality(negative, "negatif") if negative else None,
        variants=tuple(_variants(item.texts("declencheur"), grammar, "declencheur")),
        bearers=tuple(part.strip() for part in str(roles.get("porteur", "sujet")).split(" ou ")),
        action=str(roles.get("action", "infinitif")),
        exceptions=exceptions,
        exception_words=_starts(exceptions),
        requirements=tuple(sorted(_requirements(item, grammar), key=_cost)),
        genres=frozenset(_genres(value("genres"))),
        zone=_one_of(str(value("zone", "partout")), ZONES, "zone"),
        place=str(value("place", "")),
        certainty=float(value("certitude", 1.0)),
        priority=float(item.data.get("priorite", 0.0)),
        reflexive=bool(value("reflechi", False)),
    )


def _variants(sources: tuple[str, ...], grammar: Grammar, key: str) -> Iterator[Variant]:
    for source in sources:
        try:
            yield from compile_pattern(source, grammar)
        except PatternError as error:
            raise PatternError(error.args[0], key) from None


def _modality(name: Any, key: str) -> Modality:
    if name not in MODALITIES:
        raise PatternError(
            f"Modalité inconnue : « {name} » (connues : {', '.join(MODALITIES)}).", key
        )
    return MODALITIES[name]


def _genres(value: Any) -> Iterator[str]:
    for name in [value] if isinstance(value, str) else value or []:
        if name not in GENRES:
            raise PatternError(
                f"Genre inconnu : « {name} » (connus : {', '.join(GENRES)}).", "genres"
            )
        yield GENRES[name]


def _one_of(value: str, known: tuple[str, ...], key: str) -> str:
    if value not in known:
        raise PatternError(f"Valeur inconnue : « {value} » (connues : {', '.join(known)}).", key)
    return value


REQUIREMENTS = (
    "avant",
    "apres",
    "phrase",
    "porteur",
    "suivi",
    "absent",
    "debut",
    "condition",
    "porteur_en_charte",
    "hors_charte",
    "locuteur",
    "delai",
)


def _cost(one: Requirement) -> int:
    """What is quickly seen is asked first; who the bearer is, last."""
    if one.kind == "locuteur":
        return 0
    if one.kind in ("suivi", "avant", "apres", "debut", "delai", "hors_charte"):
        return 1
    if one.kind.startswith("porteur"):
        return 4
    return 2 if one.starts is not None or one.kind == "condition" else 3


def _requirements(item: Item, grammar: Grammar) -> Iterator[Requirement]:
    for entry in item.data.get("exige") or []:
        if not isinstance(entry, dict):
            raise PatternError("Chaque ligne d'« exige » s'écrit « - clé: valeur ».", "exige")
        window = int(entry.get("dans", 12))
        for key, value in entry.items():
            if key == "dans":
                continue
            if key not in REQUIREMENTS:
                raise PatternError(
                    f"Exigence inconnue : « {key} » (connues : {', '.join(REQUIREMENTS)}).", "exige"
                )
            if key == "absent" and isinstance(value, list):
                # those that begin with a number are looked for at every word: they stand apart
                numbered = [one for one in value if str(one).startswith("{nombre}")]
                value = [one for one in value if one not in numbered]
                if numbered:
                    yield _requirement(key, numbered, window, grammar)
            if value or not isinstance(value, list):
                yield _requirement(key, value, window, grammar)


def _starts(variants: tuple[Variant, ...]) -> frozenset[str] | None:
    words: set[str] = set()
    for variant in variants:
        for element in variant:
            if element.gap or element.special:
                return None
            words |= element.words
            if not element.optional:
                break
    return frozenset(words)


def _requirement(key: str, value: Any, window: int, grammar: Grammar) -> Requirement:
    values = value if isinstance(value, list) else [value]
    if any(isinstance(one, bool) for one in values) and key != "condition":
        # YAML reads a bare `on` as « true ».
        raise PatternError(f"Dans « {key} », mettez « on » ou « oui » entre guillemets.", "exige")
    texts = tuple(str(one) for one in values)
    if key in ("avant", "apres", "phrase", "absent", "debut", "hors_charte"):
        variants = tuple(_variants(texts, grammar, "exige"))
        return Requirement(key, variants, window, " | ".join(texts), _starts(variants))
    return Requirement(key, texts, window, " | ".join(texts))
