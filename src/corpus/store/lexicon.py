"""The forms that a corpus attests: counted, told apart by their accents, given their lemmas.

The full-text index folds accents (so that plain Datasette finds `delai`), which makes `dû` and `du`
one token. The passages of each form are therefore also kept by its accents, as arrays of numbers,
which answer for single words; the index answers for phrases.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from corpus.store.lemmas import Exceptions, Lemmatizer, lemma_key

_PIECE = re.compile(r"[^\W_]+")
# A word with the number of a note stuck to it: parentalité², parentalité2 (but CO2 is a name).
_CALLED = re.compile(r"([^\W\d_]+)[¹²³⁰⁴-⁹]+|([^\W\d_]{5,})\d{1,2}")


@lru_cache(maxsize=300_000)
def index_token(form: str) -> str:
    """A form as the full-text index holds it: lower case, without accents, ligatures kept."""
    lowered = form.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(one for one in decomposed if not unicodedata.combining(one))


@lru_cache(maxsize=300_000)
def word_of(piece: str) -> str:
    """The word in a piece of text as the full-text index cuts it, without the number of a note;
    empty for what is no word (`2012`, `SD2C`)."""
    if piece.isalpha():
        return piece
    called = _CALLED.fullmatch(piece)
    return (called[1] or called[2]) if called else ""


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    return [word for piece in _PIECE.findall(text) if (word := word_of(piece))]


class Lexicon:
    """Counts the words of passages, one `count` each, then answers for every form."""

    def __init__(self, exceptions: Exceptions) -> None:
        self.exceptions = exceptions
        self._written: Counter[str] = Counter()  # every spelling, capitals kept
        self._passages: Counter[str] = Counter()
        self._forms: dict[str, tuple[str, ...]] = {}
        self._groups: dict[str, list[str]] = {}
        self._occurrences: Counter[str] = Counter()
        self._postings: defaultdict[str, tuple[array[int], array[int]]] = defaultdict(
            lambda: (array("i"), array("B"))
        )

    def count(self, text: str) -> None:
        """Take in the words of one passage."""
        words = words_of(text)
        self._written.update(words)
        self._passages.update({word.lower() for word in words})

    def settle(self) -> None:
        """Decide which form each spelling is, once everything is counted.

        A word in capitals without accents is whichever accented word of the corpus it may be
        (`ARRETE`); so is one whose accented first letter lost its accent (`Etat`).
        """
        certain = {word.lower() for word in self._written if not _is_doubtful(word)}
        groups: dict[str, set[str]] = defaultdict(set)
        for form in certain:
            groups[index_token(form)].add(form)
        for word, number in self._written.items():
            forms = self._forms_of(word, groups)
            self._forms[word] = forms
            for form in forms:
                self._occurrences[form] += number
        self._groups = {
            token: sorted(forms) for token, forms in self._grouped().items() if len(forms) > 1
        }

    def _forms_of(self, word: str, groups: dict[str, set[str]]) -> tuple[str, ...]:
        lowered = word.lower()
        if not _is_doubtful(word) or lowered in self.exceptions.stop_words:
            return (lowered,)
        known = groups.get(index_token(lowered), set())
        if not word.isupper():
            known = {form for form in known if form[1:] == lowered[1:]}
        return tuple(sorted(known)) or (lowered,)

    def _grouped(self) -> dict[str, set[str]]:
        groups: dict[str, set[str]] = defaultdict(set)
        for form in self._occurrences:
            groups[index_token(form)].add(form)
        return groups

    def post(self, passage_id: int, text: str) -> int:
        """Note which forms the passage `passage_id` holds, once everything is settled; gives how
        many words it has. Passages come in the order of their rows."""
        words = words_of(text)
        for form, number in Counter(form for word in words for form in self._forms[word]).items():
            passages, counts = self._postings[form]
            passages.append(passage_id)
            counts.append(min(number, 255))
        return len(words)

    def postings(self) -> Iterator[tuple[str, bytes, bytes]]:
        """The rows of `postings`: each form, its passages and how often it stands in each."""
        for form, (passages, counts) in sorted(self._postings.items()):
            yield form, np.array(passages, dtype="<i4").tobytes(), counts.tobytes()

    def rows(self) -> Iterator[dict[str, str | int]]:
        """The rows of `lexique`, one for each form and each word it may belong to."""
        lemmatizer = Lemmatizer(self._occurrences, self.exceptions)
        for form, number in sorted(self._occurrences.items()):
            token = index_token(form)
            for reading in lemmatizer.readings(self._spelling(form)):
                yield {
                    "form": form,
                    "folded": lemma_key(token),
                    "lemma": reading.lemma,
                    "category": reading.category,
                    "preferred": int(reading.preferred),
                    "occurrences": number,
                    "passages": self._passages[form],
                    "homograph": int(token in self._groups),
                    "source": reading.source,
                }

    def _spelling(self, form: str) -> str:
        """The form under which its word is looked up: a rare unaccented spelling of an accented
        word (a slip, or the reading of a scan) is that word."""
        rivals = self._groups.get(index_token(form), ())
        if not form.isascii() or not rivals:
            return form
        best = max(rivals, key=lambda one: self._occurrences[one])
        rare = self._occurrences[form] * _SLIP < self._occurrences[best]
        return best if rare else form


# A spelling this many times rarer than its accented rival is a slip of it.
_SLIP = 100


def _is_doubtful(word: str) -> bool:
    """True when capitals may hide accents."""
    if not word.isascii() or not word[0].isupper():
        return False
    return (word.isupper() and len(word) > 1) or word[0] in "AEIOUC"


def count_all(texts: Iterable[str], exceptions: Exceptions) -> Lexicon:
    """The lexicon of some passages."""
    lexicon = Lexicon(exceptions)
    for text in texts:
        lexicon.count(text)
    lexicon.settle()
    return lexicon
