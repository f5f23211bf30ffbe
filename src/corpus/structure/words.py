"""Words of a stretch of text as one line, and small tests on them."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.french.fold import fold_word
from corpus.model import Span
from corpus.structure.vocabulary import opener

_HYPHEN = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")
_MARKS = re.compile(r"[*_#]+")


def words_of(text: str, start: int, end: int) -> str:
    """`text[start:end]` on one line, without Markdown marks; a hyphen at a line end is kept."""
    raw = text[start:end]
    if "\n" in raw:
        raw = _HYPHEN.sub("-", raw)
    if "*" in raw or "_" in raw or "#" in raw:
        raw = _MARKS.sub("", raw)
    return " ".join(raw.split())


def folded(words: str) -> str:
    """`words` folded, without filling the cache that is kept for single words."""
    return fold_word.__wrapped__(words)


def starts_with(words: str, table: str, key: str) -> str | None:
    """The entry of `data/{table}.yaml` that `words` begin with, whole words only (folded)."""
    pattern, initials = _beginning(table, key)
    if fold_word(words[:1]) not in initials:
        return None
    match = pattern.match(folded(words[:80]))
    return match.group() if match else None


@lru_cache(maxsize=64)
def _beginning(table: str, key: str) -> tuple[re.Pattern[str], frozenset[str]]:
    forms = sorted(opener(table, key), key=len, reverse=True)
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, forms))})(?!\w)")
    return pattern, frozenset(form[0] for form in forms)


def strip_span(text: str, start: int, end: int) -> Span:
    """`start:end` without blanks, Markdown marks and punctuation at its edges."""
    while start < end and (text[start].isspace() or text[start] in "*_#:,;.–—-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_#:,;.–—-"):
        end -= 1
    return Span(start, end)


def uncapitalised(words: str, text: str) -> str:
    """`words` with capitals put down where the text itself writes the word in lower case.

    « Directeurs des caisses d'Allocations familiales » -> « directeurs des caisses d'allocations
    familiales »; a proper noun never stands in lower case and keeps its capital. Nouns that usage
    likes to capitalise are listed in `data/letters.yaml`.
    """
    words = words.replace("’", "'")
    parts = re.split(r"(\W+)", words)
    for index, part in enumerate(parts):
        if not part[:1].isupper() or part[1:].isupper():
            continue
        common = fold_word(part) in opener("letters", "noms_communs")
        if not index or common or re.search(rf"(?<!\w){part.lower()}(?!\w)", text):
            parts[index] = part[0].lower() + part[1:]
    return "".join(parts)
