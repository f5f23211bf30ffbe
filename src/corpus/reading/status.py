"""Is there a text on this page? The verdict, page by page, always with its reason.

Thresholds follow what is in use: OCRmyPDF trusts text only where it touches the page's inside,
12.5 % from each edge; pdf-engine and marker ask for images on half the page or more; PyMuPDF4LLM
takes a tenth of unmapped characters for garbage. Three traps forced the order below: a body drawn
as thousands of curves above a footer that is text, a scan cut into tiles of 3 %, and signed scans
in the middle of a digital file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import PageStatus
from corpus.reading.page import INVISIBLE, OUTSIDE, PALE, Sheet, Word

MARGIN = 0.125
_ENOUGH = 40
_OVERLAY = 150
_CURVES = 200
_WORDLIKE = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*$")
_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
_VOWEL = re.compile(f"[{_VOWELS}]", re.I)
_HARD = re.compile(r"[bcdfghjklmnpqrstvwxzç]{6}", re.I)
_MIXED = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")
# U+FFFD, private characters other than picture fonts', controls other than blanks and hyphens.
_BAD = re.compile("[\ufffd\ue000-\uefff\uf100-\uf8ff\x00\x01\x03-\x08\x0b\x0e-\x1f]")
_TRIM = "«»\"“”()[].,;:!?…'’-–—"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A page's status, why, and for a recognised layer how much of it looks like words."""

    status: PageStatus
    reason: str
    confidence: float | None = None


def verdict(sheet: Sheet, furniture: Collection[Word] = ()) -> Verdict:
    """Judges a page; `furniture` are words that are not its text (footers, stamps)."""
    own = [word for word in sheet.words if word not in furniture] if furniture else sheet.words
    visible = [word for word in own if not word.style & (INVISIBLE | PALE | OUTSIDE)]
    hidden = sum([len(word.text) for word in own if word.style & INVISIBLE])
    shown = sum([len(word.text) for word in visible])
    inside = _letters_inside(sheet, visible)
    share = f"{sheet.images:.0%}".replace("%", " %")
    garbage = _garbage(sheet)
    if garbage is not None and shown + hidden >= _ENOUGH:
        return Verdict("garbled", garbage)
    if hidden >= _ENOUGH and hidden > shown and sheet.images >= 0.3:
        return _layer(sheet, f"texte invisible sur une image ({share} de la page)")
    if sheet.covered and sheet.images >= 0.5 and shown >= _ENOUGH:
        return _layer(sheet, f"texte recouvert par une image ({share} de la page)")
    if inside < _ENOUGH or (sheet.images >= 0.8 and inside < _OVERLAY):
        missing = _no_text(sheet, shown, inside, share)
        if missing is not None:
            return missing
    return Verdict("native", "texte numérique")


def _no_text(sheet: Sheet, shown: int, inside: int, share: str) -> Verdict | None:
    about = f"{inside} caractères" if inside else "aucun texte"
    if sheet.images >= 0.5 or (sheet.images >= 0.15 and shown < 15):
        return Verdict("needs-ocr", f"image sur {share} de la page, {about} à l'intérieur")
    if sheet.curves >= _CURVES:
        return Verdict("curves", f"{sheet.curves} lettres dessinées, {about} à l'intérieur")
    if shown == 0:
        return Verdict("blank", "ni texte, ni image" if not sheet.words else "rien que des marges")
    return None


def _layer(sheet: Sheet, reason: str) -> Verdict:
    likeness = wordlikeness(word.text for word in sheet.words)
    if likeness is not None and likeness < 0.4:
        return Verdict("garbled", f"{reason}, mais illisible ({likeness:.0%} de mots)", likeness)
    return Verdict("ocr-layer", reason, likeness)


def _letters_inside(sheet: Sheet, words: Iterable[Word]) -> int:
    """How many letters stand in the page's inside; not counted further once they are enough."""
    left, right = MARGIN * sheet.width, (1 - MARGIN) * sheet.width
    top, bottom = MARGIN * sheet.height, (1 - MARGIN) * sheet.height
    count = 0
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        if left <= x <= right and top <= y <= bottom:
            count += len(word.text)
            if count >= _OVERLAY:
                break
    return count


def _garbage(sheet: Sheet) -> str | None:
    """Why the page's characters are no text, or None. Picture fonts (U+F0xx) are bullets."""
    count = len(sheet.raw)
    bad = len(_BAD.findall(sheet.raw)) + 5 * sheet.raw.count("(cid:")
    if bad >= 10 and bad > 0.1 * count:
        return f"{bad} caractères sur {count} sans correspondance dans la police"
    likeness = wordlikeness(word.text for word in sheet.words)
    if likeness is not None and likeness < 0.25:
        return f"police sans table de caractères : {likeness:.0%} des mots sont plausibles"
    vowels = _vowel_share(sheet)
    if vowels is not None and not 0.28 <= vowels <= 0.7:
        return f"police sans table de caractères : {vowels:.0%} de voyelles"
    return None


def _vowel_share(sheet: Sheet) -> float | None:
    """The share of vowels among the letters of whole words: 0.44 in French, 0.38 in English, 0.15
    where letters are shifted by a font without a table; None for fewer than 200 letters."""
    texts = [word.text for word in sheet.words]
    words = "".join([text for text in texts if len(text) > 3 and text.isalpha()])
    if len(words) < 200:
        return None
    return sum(map(words.lower().count, _VOWELS)) / len(words)


def wordlikeness(words: Iterable[str]) -> float | None:
    """The share of words that could be words of a European language, among those of four letters
    or more without digits; None where there are too few to say."""
    likely = [like for text in words if (like := _is_likely(text)) is not None]
    return sum(likely) / len(likely) if len(likely) >= 20 else None


@lru_cache(maxsize=50_000)
def _is_likely(text: str) -> bool | None:
    core = text.strip(_TRIM)
    if len(core) < 4 or any(char.isdigit() for char in core):
        return None
    return bool(
        _WORDLIKE.match(core)
        and _VOWEL.search(core)
        and not _HARD.search(core)
        and not _MIXED.search(core)
    )
