"""Names as rule authors write them, compiled: lexicon entries and head-noun patterns.

Both become `Name`s filed in one trie. An entry is a name by itself; a pattern is a head that needs
a complement to make a name. What may follow a name to its right, and beside which words it is
something else, is said in the rule files with the same keys for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from corpus.extraction.lexicon_gender import feminine_forms
from corpus.extraction.lexicon_trie import Trie, keys_of
from corpus.french.fold import fold, fold_word
from corpus.french.tokens import tokenize
from corpus.rules import Item, Ruleset

_LABELS = frozenset(("SERVICE", "BODY", "PRACTITIONER", "COMPETENCY"))
_CHOICE = re.compile(r"\(([^()]*)\)\s?")
Phrase = tuple[str, ...]
# Phrases by the key that touches the name: the last of what stands before, the first of what
# follows.
Phrases = Mapping[str, tuple[Phrase, ...]]


@dataclass(frozen=True, slots=True)
class Context:
    """Beside which words a name is, or is not, what its label says. Phrases are trie keys."""

    not_before: Phrases = field(default_factory=dict)
    not_after: Phrases = field(default_factory=dict)
    before: Phrases = field(default_factory=dict)
    after: Phrases = field(default_factory=dict)
    not_near: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    in_text: frozenset[str] = frozenset()
    not_in_text: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """True when nothing is asked of the surroundings."""
        return self is _NO_CONTEXT


_NO_CONTEXT = Context()


@dataclass(frozen=True, slots=True)
class Name:
    """One entry or head pattern.

    `follow` is what may prolong it, `needs` what must, `wants` the labels of which its complement
    must be; `left` the adjectives before it that belong to it; a body that `unites` people names
    them too; a `headless` pattern names only what follows its head; `start`/`end` are dates of
    life.
    """

    rule: str
    label: str
    entity: str
    kind: str | None = None
    follow: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    context: Context = _NO_CONTEXT
    left: frozenset[str] = frozenset()
    certainty: float = 1.0
    opaque: bool = False
    transparent: bool = False
    unites: bool = False
    headless: bool = False
    only_singular: bool = False
    only_plural: bool = False
    capital: bool = False
    start: str = ""
    end: str = ""
    successor: str | None = None
    masculine: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_pattern(self) -> bool:
        """True for a head noun that is no name without its complement."""
        return bool(self.needs) and "rien" not in self.needs

    @property
    def clausal(self) -> bool:
        """True when a clause follows, which may begin with a word that no name holds (`se`)."""
        return self.headless or "infinitif" in self.follow


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a name. `acronym` forms need a capital in the text unless `free`; `entity`
    is the canonical name, empty for a head whose complement is part of it; `words`, if any, must
    stand in the text as they are (`au lieu` is not `aux lieux`); `accented` when the first one ends
    in « é », without which `agencés` would be an `agence`."""

    name: Name
    entity: str = ""
    acronym: bool = False
    free: bool = False
    spelling: str = ""
    words: tuple[str, ...] = ()
    accented: bool = False


class Lexicon:
    """Every name of a rule set, in one trie."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.trie = Trie()
        self.names: list[Name] = []
        for file, item in ruleset.family("lexique"):
            self._add_entry(file.header, item)
        for file, item in ruleset.family("motifs-noms"):
            self._add_pattern(file.header, item)

    def _add_entry(self, header: Mapping[str, Any], item: Item) -> None:
        data = {**header, **item.data}
        name = _entry(data, item)
        self.names.append(name)
        several = "|" in str(data["nom"]) and "entite" not in data
        several = several or bool(data.get("distinctes"))
        forms: dict[str, str] = {}
        for text in _texts(data, "nom", "variantes"):
            for variant in expand(text):
                forms.setdefault(variant, variant.lower() if several else name.entity)
        for variant in (one for text in _texts(data, "autres") for one in expand(text)):
            forms.setdefault(variant, variant.lower())
        if header.get("feminins") or "feminin" in data:
            self._add_feminines(forms, _texts(data, "feminin"), name.entity)
        forms.update(dict.fromkeys(_texts(data, "pluriel"), name.entity))
        for form, entity in forms.items():
            words = tuple(tokenize(form).words) if data.get("exact") else ()
            self.trie.add(keys_of(form), Form(name, entity, words=words, accented=accented(form)))
        self._add_acronyms(data, name)

    @staticmethod
    def _add_feminines(forms: dict[str, str], given: list[str], entity: str) -> None:
        found = dict.fromkeys(given, entity)
        if not given:
            for form, base in forms.items():
                found.update(dict.fromkeys(feminine_forms(form), base))
        for form, base in found.items():
            forms.setdefault(form, base)

    def _add_acronyms(self, data: Mapping[str, Any], name: Name) -> None:
        free = bool(data.get("minuscules", False))
        for acronym in _texts(data, "sigles"):
            form = Form(name, name.entity, acronym=True, free=free, spelling=acronym)
            self.trie.add(keys_of(acronym), form)
            if acronym.isalpha() and len(acronym) > 2:
                dotted = Form(name, name.entity, acronym=True)
                self.trie.add(keys_of(".".join(acronym) + "."), dotted)

    def _add_pattern(self, header: Mapping[str, Any], item: Item) -> None:
        data = {**header, **item.data}
        name = _pattern(data, item)
        self.names.append(name)
        heads = [form for text in _texts(data, "tetes") for form in expand(text)]
        for head in [*heads, *name.masculine]:
            self.trie.add(keys_of(head), Form(name, accented=accented(head)))


def accented(form: str) -> bool:
    """True when the first word of `form` ends in « é »."""
    return form.split()[0].lower().rstrip("s").endswith("é")


def expand(text: str) -> Iterator[str]:
    """Every way to read a name with options: `(de la) famille`, `service (social|sanitaire)`."""
    parts = _CHOICE.split(text)
    choices = [[part] if index % 2 == 0 else _choices(part) for index, part in enumerate(parts)]
    for combination in product(*choices):
        yield " ".join("".join(combination).split())


def _choices(part: str) -> list[str]:
    if "|" in part:
        return [f"{choice} " for choice in part.split("|")]
    return [f"{part} ", ""]


def entry_rule(item: Item) -> str:
    """The identifier of a lexicon entry: its own, or one made of its file and its name."""
    if "id" in item.data:
        return item.id
    nom = next(expand(str(item.data["nom"])))
    return f"lexique/{item.path.stem}/{fold(nom).replace(' ', '-')}"


def _entry(data: Mapping[str, Any], item: Item) -> Name:
    nom = next(expand(str(data["nom"])))
    life = data.get("vie") or {}
    return Name(
        rule=entry_rule(item),
        label=str(data.get("etiquette", "")),
        entity=str(data.get("entite", nom)).lower(),
        kind=data.get("nature"),
        follow=frozenset(_texts(data, "suite")),
        context=_context(data),
        left=frozenset(map(fold_word, _texts(data, "avant"))),
        certainty=float(data.get("certitude", 1.0)),
        opaque=bool(data.get("opaque", False)),
        only_singular=data.get("nombre") == "singulier",
        only_plural=data.get("nombre") == "pluriel",
        capital=data.get("casse") == "majuscule",
        start=str(life.get("debut", "")),
        end=str(life.get("fin", "")),
        successor=data.get("devient"),
    )


def _pattern(data: Mapping[str, Any], item: Item) -> Name:
    needs = frozenset(_texts(data, "exige"))
    return Name(
        rule=item.id,
        label=str(data.get("etiquette", "")),
        entity="",
        kind=data.get("nature"),
        follow=frozenset(_texts(data, "suite")) | needs,
        needs=needs or frozenset(("de",)),
        wants=_wanted(needs),
        without=frozenset(map(_refused, _texts(data, "sans"))),
        context=_context(data),
        left=frozenset(map(fold_word, _texts(data, "avant"))),
        certainty=float(data.get("certitude", 0.8)),
        opaque=bool(data.get("opaque", False)),
        transparent=bool(data.get("transparent", False)),
        unites=bool(data.get("reunit", False)),
        headless=bool(data.get("hors_tete", False)),
        only_singular=data.get("nombre") == "singulier",
        only_plural=data.get("nombre") == "pluriel",
        capital=data.get("casse") == "majuscule",
        masculine={str(k): str(v) for k, v in (data.get("feminin") or {}).items()},
    )


def _wanted(needs: frozenset[str]) -> frozenset[str]:
    """The labels of which the complement must be, when nothing else will do."""
    labels = frozenset(need.removeprefix("de ") for need in needs)
    return labels if labels <= _LABELS else frozenset()


def _refused(text: str) -> str:
    """The key of a noun that a complement must not begin with, or the kind of one that names a
    mention (`BODY`)."""
    return f"de {text}" if text in _LABELS else keys_of(text)[0]


def _context(data: Mapping[str, Any]) -> Context:
    def phrases(key: str, touching: int) -> Phrases:
        found: dict[str, tuple[Phrase, ...]] = {}
        for text in _texts(data, key):
            for phrase in map(keys_of, expand(text)):
                found[phrase[touching]] = (*found.get(phrase[touching], ()), phrase)
        return found

    def words(key: str) -> frozenset[str]:
        return frozenset(keys_of(text)[0] for text in _texts(data, key))

    context = Context(
        not_before=phrases("sauf_avant", -1),
        not_after=phrases("sauf_apres", 0),
        before=phrases("si_avant", -1),
        after=phrases("si_apres", 0),
        not_near=words("sauf_proche"),
        near=words("si_proche"),
        genres=frozenset(_texts(data, "genres")),
        in_text=words("si_texte"),
        not_in_text=words("sauf_texte"),
    )
    return _NO_CONTEXT if context == _NO_CONTEXT else context


def _texts(data: Mapping[str, Any], *keys: str) -> list[str]:
    found: list[str] = []
    for key in keys:
        value = data.get(key)
        if value is not None:
            found += [str(one) for one in value] if isinstance(value, list) else [str(value)]
    return found
