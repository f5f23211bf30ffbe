"""From what was typed to what the index is asked: each word widened to its attested forms.

The result is told word by word (`Meaning`), so that a reader sees what was searched and may switch
the widening off.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from corpus.french.fold import fold_word
from corpus.store.lexicon import index_token
from corpus.store.query import All, Any, Near, Node, Phrase, Query, Without, Word
from corpus.store.target import (
    Close,
    Compound,
    Except,
    Form,
    Sequence,
    Sought,
    Target,
)

MIN_PREFIX = 3
# A word typed without accents also means its accented rivals when they are this much commoner.
_COMMONER = 10
_ARTICLE = re.compile(r"^([LRDA])(\d+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one word of the query was taken for. `lemmas` is empty when it was not widened."""

    typed: str
    forms: tuple[Form, ...]
    lemmas: tuple[str, ...] = ()
    prefix: bool = False
    stop: bool = False

    @property
    def attested(self) -> bool:
        """True when the corpus holds at least one of the forms."""
        return self.prefix or any(form.occurrences for form in self.forms)


@dataclass(frozen=True, slots=True)
class Plan:
    """A query ready to be answered: what to look for, and what to tell."""

    query: Query
    target: Target | None
    meanings: tuple[Meaning, ...]
    notes: tuple[str, ...]


class Expander:
    """Widens queries by the lexicon of one database. `stop_words` are dropped from plain words
    unless nothing else is left."""

    def __init__(self, connection: sqlite3.Connection, *, widen: bool = True) -> None:
        self._db, self._widen = connection, widen
        self._meanings: list[Meaning] = []
        self._notes: list[str] = []

    def plan(self, query: Query) -> Plan:
        """What to ask the index for `query`."""
        self._meanings, self._notes = [], list(query.notes)
        node = _without_stop_words(query.node, self._is_stop_word)
        dropped = [word for word in _words(query.node) if word not in set(_words(node))]
        target = self._target(node) if node is not None else None
        self._meanings += [Meaning(word.text, (), stop=True) for word in dict.fromkeys(dropped)]
        return Plan(
            query,
            target,
            tuple(dict.fromkeys(self._meanings)),
            tuple(dict.fromkeys(self._notes)),
        )

    def _target(self, node: Node) -> Target:
        match node:
            case Word():
                return Sequence(((self._word(node),),))
            case Phrase():
                return self._phrase(node)
            case Near():
                groups = tuple(tuple(self._sequences(item)) for item in node.items)
                return Close(groups, node.distance)
            case Without():
                return Except(self._target(node.wanted), self._target(node.excluded))
            case All() | Any():
                items = tuple(self._target(item) for item in node.items)
                return Compound("AND" if isinstance(node, All) else "OR", items)

    def _sequences(self, node: Node) -> Iterable[Sequence]:
        items = node.items if isinstance(node, Any) else (node,)
        for item in items:
            target = self._target(item)
            if isinstance(target, Sequence):
                yield target

    # ------------------------------------------------------------ words

    def _word(self, word: Word) -> Sought:
        if word.prefix and len(word.text) < MIN_PREFIX:
            self._notes.append(
                f"« {word.text}* » est trop court : il faut au moins {MIN_PREFIX} lettres avant"
                " l'étoile. Le mot a été cherché tel quel."
            )
        elif word.prefix:
            stems = _spellings(word.text)
            self._meanings.append(Meaning(word.text, (), prefix=True))
            return Sought((), tuple(index_token(one) for one in stems))
        forms, lemmas = self._widened(word.text) if self._widen else (self._exact(word.text), ())
        self._meanings.append(Meaning(word.text, forms, lemmas))
        return Sought(forms)

    def _phrase(self, phrase: Phrase) -> Sequence:
        if phrase.identifier:
            return Sequence(tuple(_identifier(phrase.words)))
        if phrase.quoted or not self._widen:
            words = tuple(Sought(self._exact(word)) for word in phrase.words)
        else:  # a compound: its plain words vary (sous-traitants), its small ones do not
            words = tuple(self._part(word) for word in phrase.words)
        return Sequence((words,))

    def _part(self, word: str) -> Sought:
        return Sought(self._exact(word) if self._is_stop_word(word) else self._widened(word)[0])

    def _exact(self, text: str) -> tuple[Form, ...]:
        """The word as typed: with accents, these accents; without, any."""
        lowered = text.lower()
        rows = self._alike(lowered)
        if lowered.isascii() and not self._is_stop_word(lowered):
            return tuple(
                {form.token: replace(form, guarded=False) for form in _forms(rows)}.values()
            ) or (_unknown(lowered),)
        same = [row for row in rows if row["form"] == lowered] if lowered.isascii() else rows
        return _forms(same) or (_unknown(lowered),)

    def _widened(self, text: str) -> tuple[tuple[Form, ...], tuple[str, ...]]:
        """All attested forms of the words that `text` may be."""
        lowered = text.lower()
        readings = self._alike(lowered)
        if lowered.isascii():
            readings = self._meant(lowered, readings)
        lemmas = [(row["lemma"], row["category"]) for row in readings if row["preferred"]]
        if not lemmas:
            lemmas = self._lemmas_of_unknown(lowered)
        rows = [row for lemma in dict.fromkeys(lemmas) for row in self._rows_of(lemma)]
        rows = [row for row in rows if not self._is_stop_word(row["form"])] or readings
        return _forms(rows) or (_unknown(lowered),), tuple(dict.fromkeys(one for one, _ in lemmas))

    def _alike(self, text: str) -> list[sqlite3.Row]:
        """The attested forms that `text` (lower case) may be: any accents when it has none; its
        own when it has, or none at all (capitals) unless that is another word (`du`, `cherche`)."""
        rows = self._rows("folded = ?", fold_word(text))
        if text.isascii():
            return rows
        same = [row for row in rows if fold_ligatures(row["form"]) == fold_ligatures(text)]
        if same:
            return same
        bare = [row for row in rows if row["form"].isascii()]
        others = {row["form"] for row in bare if row["category"] == "verbe" or _is_stop(row)}
        return [row for row in bare if row["form"] not in others]

    def _meant(self, text: str, alike: list[sqlite3.Row]) -> list[sqlite3.Row]:
        """Without accents one may mean an accented word: all of them when the bare form is
        unknown, those that are much commoner otherwise; a small word means itself."""
        own = [row for row in alike if row["form"] == text]
        if any(_is_stop(row) for row in own):
            return own
        number = max((row["occurrences"] for row in own), default=0)
        return [row for row in alike if row in own or row["occurrences"] >= number * _COMMONER]

    def _lemmas_of_unknown(self, form: str) -> list[tuple[str, str]]:
        """The lemmas of a form that the corpus does not have, when it has the word in others."""
        from corpus.store.lemmas import Exceptions, Lemmatizer, lemma_key

        found: list[tuple[str, str]] = []
        lemmatizer = Lemmatizer({}, Exceptions())
        for spelling in dict.fromkeys((form, *self._accented_verbs(form))):
            found += [(one.lemma, one.category) for one in lemmatizer.readings(spelling)]
        folded = fold_word(lemma_key(found[0][0])) if found else form
        rows = self._rows("folded = ?", folded)
        found += [(row["lemma"], row["category"]) for row in rows if row["preferred"]]
        return found

    def _accented_verbs(self, form: str) -> list[str]:
        from corpus.french import conjugation

        return [one.form for one in conjugation.by_folded(fold_word(form))]

    # ------------------------------------------------------------ the lexicon

    def _is_stop_word(self, text: str) -> bool:
        return any(_is_stop(row) for row in self._rows("form = ?", text.lower()))

    def _rows(self, condition: str, value: str) -> list[sqlite3.Row]:
        return self._select(condition, (value,))

    def _rows_of(self, lemma: tuple[str, str]) -> list[sqlite3.Row]:
        return self._select("lemma = ? AND category = ?", lemma)

    def _select(self, condition: str, values: tuple[str, ...]) -> list[sqlite3.Row]:
        cursor = self._db.cursor()
        cursor.row_factory = sqlite3.Row
        sql = f"SELECT * FROM lexique WHERE {condition} ORDER BY occurrences DESC, form"
        return cursor.execute(sql, values).fetchall()


def _forms(rows: Iterable[sqlite3.Row]) -> tuple[Form, ...]:
    found = {
        row["form"]: Form(
            row["form"],
            index_token(row["form"]),
            guarded=bool(row["homograph"]),
            occurrences=row["occurrences"],
        )
        for row in rows
    }
    return tuple(found.values())


def _unknown(text: str) -> Form:
    """A word that the corpus does not have. With accents it must not find others without."""
    return Form(text, index_token(text), guarded=not fold_ligatures(text).isascii())


def _is_stop(row: sqlite3.Row) -> bool:
    return bool(row["source"] == "mot vide")


def fold_ligatures(text: str) -> str:
    """`œuvre` and `oeuvre` alike, accents kept."""
    return text.replace("œ", "oe").replace("æ", "ae")


def _spellings(text: str) -> tuple[str, ...]:
    """A word with and without ligature."""
    lowered = text.lower()
    plain = fold_ligatures(lowered)
    tied = plain.replace("oe", "œ").replace("ae", "æ")
    return tuple(dict.fromkeys((lowered, plain, tied)))


def _identifier(words: tuple[str, ...]) -> Iterable[tuple[Sought, ...]]:
    """An identifier as printed with or without a blank after its letter: L. 214-1, L214-1."""
    lowered = [word.lower() for word in words]
    variants = [lowered]
    joined = _ARTICLE.match(lowered[0])
    if joined:
        variants.append([*joined.groups(), *lowered[1:]])
    elif len(lowered) > 1 and _ARTICLE.match(lowered[0] + lowered[1]):
        variants.append([lowered[0] + lowered[1], *lowered[2:]])
    for variant in variants:
        yield tuple(Sought((Form(one, index_token(one)),)) for one in variant)


# ---------------------------------------------------------------- stop words


def _words(node: Node | None) -> Iterable[Word]:
    if isinstance(node, Word):
        yield node
    elif isinstance(node, All | Any | Near):
        for item in node.items:
            yield from _words(item)
    elif isinstance(node, Without):
        yield from _words(node.wanted)
        yield from _words(node.excluded)


def _without_stop_words(node: Node | None, is_stop: Callable[[str], bool]) -> Node | None:
    """`node` without the small words of its conjunctions; all of them stay when they are alone."""
    if isinstance(node, Without):
        wanted = _without_stop_words(node.wanted, is_stop) or node.wanted
        return Without(wanted, node.excluded)
    if not isinstance(node, All):
        return node
    kept = [
        item
        for item in node.items
        if not (isinstance(item, Word) and not item.prefix and is_stop(item.text))
    ]
    if not kept:
        return node
    items = tuple(_without_stop_words(item, is_stop) or item for item in kept)
    return items[0] if len(items) == 1 else All(items)
