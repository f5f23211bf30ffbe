"""From words as an author writes them to patterns that forgive blanks, accents and typography."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.french.fold import fold_word

_VARIANTS = {
    "à": "[àa]", "â": "[âa]", "ä": "[äa]", "ç": "[çc]", "é": "[ée]", "è": "[èe]", "ê": "[êe]",
    "ë": "[ëe]", "î": "[îi]", "ï": "[ïi]", "ô": "[ôo]", "ö": "[öo]", "ù": "[ùu]", "û": "[ûu]",
    "ü": "[üu]", "œ": "(?:œ|oe)", "'": r"\s?['’‘´`]\s?", "’": r"\s?['’‘´`]\s?",
    " ": r"\s+", "-": r"\s?[-‐‑–]\s*", "«": r"[«\"“]\s*", "»": r"\s*[»\"”]",
}  # fmt: skip

#: Determiners and the prepositions fused with them, as they stand before a citation.
OF_THE = r"(?:du|de\s+la|de\s+l\s?['’]|des|de|d\s?['’])"
TO_THE = r"(?:au|aux|[àa]\s+la|[àa]\s+l\s?['’]|[àa])"
DASH = "[-‐‑–—]"
#: What a PDF or an OCR leaves of `1er`, LaTeX of a formula reader included.
_LATEX_FIRST = r"\$?\s?(?:\{\s?\}\s?)?\^\s?\{?\s*(?:\\text\s*\{)?\s*er\s*\}?\s*\}?\s?\$?"
FIRST = rf"[1I]\s?(?:er|ᵉʳ|{_LATEX_FIRST})(?![^\W\d_])"
#: `n°` in all its guises; `$n^{\circ}$` is how formula readers write it.
NUMBER_SIGN = (
    r"(?:\$?\s?(?:\\mathrm\s?\{\s?)?\bn\s?\}?\s?\^?\s?\{?\s?(?:[°º˚\u030a]|os?(?![^\W\d_])|\\circ)\s?\}?\s?\$?\s?(?::\s?)?"
    r"|num[ée]ro\s+|\bn\s(?=\d{2,4}[-/]\d))"
)


def tolerant(phrase: str) -> str:
    """A pattern (for IGNORECASE) of `phrase` with or without accents, over any blanks."""
    return "".join(_VARIANTS.get(character, re.escape(character)) for character in phrase.lower())


def alternation(phrases: Iterable[str]) -> str:
    """The tolerant patterns of `phrases`, longest first, as the inside of a group."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(tolerant(phrase) for phrase in ordered)


def compact(text: str) -> str:
    """`text` on one line with single blanks."""
    return " ".join(text.split())


def scan_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of `words` at the start of a word, at memory speed.

    Each alternative starts with one literal letter, so that the engine skips to the letters that
    matter; case and accents are free after it. Longest form first, whole words only.
    """
    by_letter: dict[str, set[str]] = {}
    for word in words:
        by_letter.setdefault(fold_word(word[0]), set()).add(word)
    branches = []
    for letter, forms in sorted(by_letter.items()):
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        rests = "|".join(tolerant(form[1:]) for form in ordered)
        variants = {letter, letter.upper(), *(form[0] for form in forms)}
        branches += [rf"{first}(?<!\w.)(?i:{rests})(?!\w)" for first in sorted(variants)]
    return re.compile("|".join(branches))
